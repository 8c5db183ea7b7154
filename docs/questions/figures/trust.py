"""The picture of docs/questions/trust.md, and the figures that it quotes."""

import tempfile
from pathlib import Path

import numpy as np
import rasterio
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from scenes import PAGES, small, zion

from eo_embed.core import pipeline
from eo_embed.core.classes import ClassInfo, Legend
from eo_embed.core.grids import ground_pixel
from eo_embed.core.pictures import before_after, quicklook
from eo_embed.core.probes import load_head
from eo_embed.core.questions.calibration import reliability
from eo_embed.core.workspace import Workspace

LABELS, LEVEL, REPEATS = 400, 0.9, 10
ZOOM = 7  # pixels of a cell in the picture


def at(path: str, xy: np.ndarray) -> np.ndarray:
    """The bands of a raster at points, ``(bands, n)``."""
    with rasterio.open(path) as data:
        rows, cols = rasterio.transform.rowcol(data.transform, xy[:, 0], xy[:, 1])
        return data.read()[:, rows, cols]


def judge(place: Path, seed: int) -> tuple[list[float], dict]:
    """What holds on the labelled chips that were neither learnt from nor held out."""
    workspace = pipeline.open_workspace(place)
    data = pipeline.features(workspace)
    every = pipeline.training_set(workspace, data)
    drawn = pipeline.training_set(workspace, data, labels=LABELS, seed=seed)
    rest = np.flatnonzero(~np.isin(every.ids, drawn.ids))
    fitted = pipeline.fit(
        workspace, labels=LABELS, seed=seed, calibrate=True, hold_out=0.3, name="trust"
    )
    made = pipeline.predict(workspace, head="trust", level=LEVEL)
    head, meta = load_head(Path(fitted.folder))
    codes = [c["code"] for c in meta.classes]
    known = np.array([every.classes[i].code in codes for i in every.y[rest]])
    truth = np.array([codes.index(every.classes[i].code) for i in every.y[rest][known]])
    matrix = every.matrix[rest]
    after = reliability(head.predict_proba(matrix[known]), truth)
    head.calibrate(1.0)
    before = reliability(head.predict_proba(matrix[known]), truth)
    xy = workspace.grid.centres(every.ids[rest])
    sets = at(made.files["sets"], xy)
    held = np.zeros(len(rest), dtype=bool)
    held[known] = sets[1 + truth, np.flatnonzero(known)] == 1
    inside = at(made.files["applicability"], xy)[1] == 1
    right = np.zeros(len(rest), dtype=bool)
    right[known] = head.predict(matrix[known]) == truth
    found = [
        before.ece, after.ece, before.log_loss, after.log_loss, held.mean(), sets[0].mean(),
        inside.mean(), right[inside].mean(), right[~inside].mean(),
    ]  # fmt: skip
    return found, made.files


def draw(workspace: Workspace, layer: str) -> None:
    """The scene, and what lies inside and outside the area of applicability."""
    with rasterio.open(layer) as data:
        inside = data.read(2).repeat(ZOOM, axis=0).repeat(ZOOM, axis=1)
        grid = GeoBox(data.shape, data.transform, CRS(data.crs.to_wkt())).zoom_to(inside.shape)
    classes = np.where(np.isnan(inside), 0, np.where(inside == 1, 1, 2)).astype(np.uint8)
    legend = Legend(
        "classes",
        "area",
        (ClassInfo("1", "inside", "#cfdfe8"), ClassInfo("2", "outside", "#d55e00")),
    )
    before_after(
        PAGES / "trust.png",
        quicklook(workspace.source("l8"), grid),
        classes,
        legend,
        f"Area of applicability of {LABELS} labelled chips",
        captions=("Scene", "Where no labelled chip is like it"),
        metres=ground_pixel(grid)[1],
    )
    small(PAGES / "trust.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = zion(Path(folder) / "w")
        found = []
        for seed in reversed(range(REPEATS)):
            figures, files = judge(place, seed)
            found.append(figures)
        names = (
            "ECE before", "ECE after", "log loss before", "log loss after",
            f"truth in the {LEVEL:.0%} set", "classes in a set", "inside the area of applicability",
            "right inside", "right outside",
        )  # fmt: skip
        for name, values in zip(names, np.array(found).T, strict=True):
            print(f"{name}: {values.mean():.3f} ± {values.std(ddof=1):.3f} over {REPEATS} draws")
        draw(pipeline.open_workspace(place), files["applicability"])


if __name__ == "__main__":
    main()
