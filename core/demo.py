"""The demo: the whole main job on a synthetic scene whose true classes are known.

200 chips drawn at random are labelled from the truth, as a person would who clicks them; all the
others only serve to tell how good the map is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import rasterio
from sklearn.metrics import accuracy_score, f1_score

from . import pipeline
from .classes import ClassInfo, Legend
from .labels import ChipLabels, parse_how, read_labels
from .pictures import picture_of_map
from .progress import Task
from .synthetic import make_scene
from .workspace import Workspace

CHIP, LABELS, TARGET, HEAD, BLOCK = "16", 200, "cover", "ridge", "2km"


@dataclass(frozen=True)
class DemoReport:
    """What the demo made, and how good the map is on chips that were not labelled."""

    map: str
    picture: str
    workspace: str
    chips: int
    labels: int
    checked: int
    accuracy: float
    macro_f1: float
    block_accuracy: float
    commonest_class: float
    seconds: float

    def summary(self) -> str:
        """For a person."""
        return (
            f"map       {self.map}\n"
            f"picture   {self.picture}\n"
            f"accuracy  {self.accuracy:.3f} on {self.checked} chips that were not labelled "
            f"(macro-F1 {self.macro_f1:.3f}; the commonest class alone {self.commonest_class:.3f})\n"
            f"          {self.block_accuracy:.3f} by cross-validation of the {self.labels} labels "
            f"in blocks of {BLOCK}\n"
            f"          counted are chips of which one class takes 60% or more\n"
            f"{self.chips} chips of {CHIP} x {CHIP} pixels, {self.labels} labels, {self.seconds:.0f} s"
        )


def run_demo(folder: str | Path, *, task: Task | None = None) -> DemoReport:
    """Make the scene and its map in ``folder``; what a former run left there is used again.

    Raises OutputError or DiskFull where the folder cannot be written.
    """
    began = time.monotonic()
    folder = Path(folder)
    scene = folder / "scene" / "scene.tif"
    if not (folder / "workspace.toml").exists():
        make_scene(scene.parent)
        pipeline.init(folder, {"s2": [str(scene)]}, chip=CHIP)
    workspace = pipeline.open_workspace(folder)
    pipeline.embed(workspace, task=task)
    data = pipeline.features(workspace)
    truth = read_labels(
        scene.with_name("truth.tif"), workspace.grid, data.ids, parse_how("majority")
    )
    drawn = np.random.default_rng(0).choice(len(truth.ids), LABELS, replace=False)
    drawn.sort()
    pipeline.store_labels(workspace, TARGET, _some(truth, drawn), "drawn at random from the truth")
    fitted = pipeline.fit(workspace, head=HEAD)
    made = pipeline.predict(workspace)
    scores = pipeline.score(workspace, head=HEAD, split="block", block=BLOCK, task=task)
    rest = np.setdiff1d(np.arange(len(truth.ids)), drawn)
    target = pipeline.open_workspace(folder).target(TARGET)
    legend = Legend("classes", TARGET, target.classes)
    said = _read_classes(Path(made.files["map"]), workspace, truth.ids[rest], legend.classes)
    true = truth.values[rest].astype(str)
    picture = folder / "maps" / f"{fitted.head}.png"
    picture_of_map(
        Path(made.files["map"]),
        picture,
        legend,
        scene=workspace.source("s2"),
        title=f"Land cover from {LABELS} labelled chips",
    )
    return DemoReport(
        map=made.files["map"],
        picture=str(picture),
        workspace=str(folder),
        chips=len(data.ids),
        labels=fitted.labels,
        checked=len(rest),
        accuracy=float(accuracy_score(true, said)),
        macro_f1=float(f1_score(true, said, average="macro")),
        block_accuracy=scores.metrics["overall_accuracy"].mean,
        commonest_class=float(np.unique(true, return_counts=True)[1].max() / len(true)),
        seconds=time.monotonic() - began,
    )


def _some(labels: ChipLabels, rows: np.ndarray) -> ChipLabels:
    return replace(
        labels, ids=labels.ids[rows], values=labels.values[rows], share=labels.share[rows]
    )


def _read_classes(
    path: Path, workspace: Workspace, ids: np.ndarray, classes: tuple[ClassInfo, ...]
) -> np.ndarray:
    """Class codes that the finished map shows at chips: what is judged is the file, not the head."""
    with rasterio.open(path) as data:
        centres = workspace.grid.centres(ids)
        rows, cols = rasterio.transform.rowcol(data.transform, centres[:, 0], centres[:, 1])
        stored = data.read(1)[rows, cols]
    return np.array([c.code for c in classes])[stored.astype(int) - 1]
