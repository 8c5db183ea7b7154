"""The picture of docs/questions/change.md, and the figures that it quotes.

The synthetic scene twice: the second time in other light, with other noise, and with the ground of one
square of 48 x 48 pixels replaced by forest. Then, where its imagery is, a reservoir on three dates.
"""

import tempfile
from pathlib import Path
from typing import get_args

import numpy as np
import rasterio
from scenes import DATA, PAGES, small
from sklearn.metrics import roc_auc_score

from eo_embed.core import pipeline
from eo_embed.core.classes import Legend
from eo_embed.core.pictures import picture_of_map
from eo_embed.core.pipeline.changes import Measure
from eo_embed.core.questions.change import change
from eo_embed.core.synthetic import SyntheticScene, make_scene
from eo_embed.core.workspace import Workspace

SIZE, CHIP, SIDE = 768, 16, 48
LIGHT = np.array([1.1, 1.05, 1.2, 0.9, 1.1, 1.1])[:, None, None]
FOREST = 3
DATES = {"january": "2020-01-28", "june": "2020-06-21", "july": "2021-07-16"}
WET, CHANGED = 0.1, 0.2  # of the index; of a chip's ground


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        draw_synthetic(Path(folder))
        if (DATA / "boadella_s2_ts").is_dir():
            tell_reservoir(Path(folder) / "reservoir")


def draw_synthetic(folder: Path) -> None:
    scene = make_scene(folder, size=SIZE)
    second, corner = later(scene, folder / "later.tif")
    w = folder / "w"
    pipeline.init(w, {"before": [str(scene.scene)], "after": [str(second)]}, chip=str(CHIP))
    pipeline.embed(w, sources=["before"])
    pipeline.embed(w, like=":before")
    workspace = pipeline.open_workspace(w)
    tried: list[tuple[Measure, bool]] = [
        (by, centred) for by in get_args(Measure) for centred in (True, False)
    ]
    for by, centred in tried[::-1]:
        report = pipeline.change(
            w,
            source="before",
            other_source="after",
            by=by,
            centred=centred,
            most=(SIDE // CHIP) ** 2,
        )
        rows, cols = workspace.grid.rows_cols(np.array([c.chip for c in report.most]))
        top, left = (n // CHIP for n in corner)
        inside = (rows >= top) & (rows < top + SIDE // CHIP)
        inside &= (cols >= left) & (cols < left + SIDE // CHIP)
        print(
            f"{by}, centred {centred}: {inside.sum()} of the {len(inside)} most changed are in the square"
        )
        print(f"  shift {report.shift_share:.1%}; {report.chips} chips")
        print(
            f"  median {report.quantiles[by]['50%']:.3f}, of random pairs {report.random[by]['50%']:.3f}"
        )
    picture_of_map(
        Path(report.files["map"]),
        PAGES / "change.png",
        Legend("value", "Euclidean distance"),
        scene=workspace.source("after"),
        title="Change of the embeddings",
        max_px=560,
    )
    small(PAGES / "change.png")


def later(scene: SyntheticScene, path: Path) -> tuple[Path, tuple[int, int]]:
    """The second date, and the corner of the square, on fields in the middle of the scene."""
    with rasterio.open(scene.scene) as data:
        values, profile = data.read().astype(float), data.profile
        names, scales = data.descriptions, data.scales
    with rasterio.open(scene.truth) as data:
        truth = data.read(1)
    corners = [
        (y, x)
        for y in range(SIZE // 4, SIZE - SIZE // 4, CHIP)
        for x in range(SIZE // 4, SIZE - SIZE // 4, CHIP)
    ]
    window = {c: truth[c[0] : c[0] + SIDE, c[1] : c[1] + SIDE] for c in corners}
    field = max(corners, key=lambda c: (window[c] == 1).mean())
    every = [(y, x) for y in range(0, SIZE - SIDE, CHIP) for x in range(0, SIZE - SIDE, CHIP)]
    wood = max(
        every, key=lambda c: (truth[c[0] : c[0] + SIDE, c[1] : c[1] + SIDE] == FOREST).mean()
    )
    here, there = ((slice(y, y + SIDE), slice(x, x + SIDE)) for y, x in (field, wood))
    values[:, *here] = values[:, *there]
    valid = values > 0
    values = values * LIGHT + 30 + np.random.default_rng(5).normal(0, 10, values.shape)
    stored = np.where(valid, np.clip(np.rint(values), 1, 65535), 0).astype(np.uint16)
    with rasterio.open(path, "w", **profile) as data:
        data.write(stored)
        data.descriptions, data.scales = names, scales
    return path, field


def tell_reservoir(w: Path) -> None:
    """Print how well each distance tells chips whose share of open water changed from the others.

    Open water is where (green - swir1) / (green + swir1) is above WET (Xu 2006), not the truth but another
    witness.
    """
    paths = {n: DATA / "boadella_s2_ts" / f"Boadella_{date}.tif" for n, date in DATES.items()}
    pipeline.init(w, {name: [str(path)] for name, path in paths.items()}, chip="160m")
    for model in ("rcf", "stats"):
        pipeline.embed(w, model=model, sources=["june"])
        pipeline.embed(w, like=":june")
        for pair in (("june", "july"), ("january", "june"), ("january", "july")):
            ids = pipeline.features(w).ids
            one, other = (pipeline.features(w, [name]).matrix for name in pair)
            wet = [water(pipeline.open_workspace(w), name, ids) for name in pair]
            changed = np.abs(wet[0] - wet[1]) > CHANGED
            for centred in (False, True):
                found = change(one, other, centred=centred)
                scores = [roc_auc_score(changed, d) for d in (found.euclidean, found.cosine)]
                print(
                    f"{model} {'-'.join(pair)} centred {centred}: {changed.sum()} of {len(ids)} chips changed, "
                    f"area under the ROC curve {scores[0]:.3f} Euclidean, {scores[1]:.3f} cosine, "
                    f"shift {found.shift_share:.0%}"
                )


def water(workspace: Workspace, name: str, ids: np.ndarray) -> np.ndarray:
    """Share of open water of each chip."""
    source, grid = workspace.source(name), workspace.grid
    values, _ = source.read(0, grid.shape[0] * CHIP, 0, grid.shape[1] * CHIP)
    green, swir = (values[source.band_names.index(b)].astype(float) for b in ("green", "swir1"))
    wet = (green - swir) / np.maximum(green + swir, 1) > WET
    view = grid.cut(wet, ids, 0, 0)
    return view[np.arange(len(ids))].mean(axis=(1, 2))


if __name__ == "__main__":
    main()
