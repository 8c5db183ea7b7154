"""A small map with its truth, and a user who labels the cells that were drawn of it."""

from __future__ import annotations

import json

import geopandas
import numpy as np
import rasterio
from affine import Affine

NAMES = {1: "forest", 2: "water", 7: "Bare ground"}
PIXEL, LEFT, TOP = 30.0, 400_000.0, 5_000_000.0
UTM = Affine(PIXEL, 0, LEFT, 0, -PIXEL, TOP)


def write(path, values, *, crs="EPSG:32631", transform=UTM, nodata=0, names=NAMES, **options):
    with rasterio.open(
        path, "w", driver="GTiff", dtype=values.dtype, count=1, width=values.shape[1], nodata=nodata,
        height=values.shape[0], crs=crs, transform=transform, **options,
    ) as data:  # fmt: skip
        data.write(values, 1)
        if values.dtype.kind == "u":
            data.update_tags(1, **{f"CLASS_{value}": name for value, name in names.items()})
    return str(path)


def a_map(seed=0, shape=(60, 80)):
    """A map of three classes, one rare, with nodata, and a truth that differs in a sixth of it."""
    rng = np.random.default_rng(seed)
    mapped = rng.choice([0, 1, 2, 7], shape, p=[0.1, 0.6, 0.25, 0.05]).astype(np.uint8)
    wrong = rng.random(shape) < 0.15
    truth = np.where(wrong, rng.choice([1, 2, 7], shape, p=[0.2, 0.3, 0.5]), mapped)
    return mapped, np.where(mapped == 0, 0, truth).astype(np.uint8)


def design_of(place, name="check"):
    return json.loads((place / "w" / "samples" / f"{name}.json").read_text())


def label(place, values, name="check"):
    """Fill in the labels as a user does: a list of them, or an array to look the cells up in."""
    path = place / "w" / "samples" / f"{name}.gpkg"
    frame = geopandas.read_file(path)
    if isinstance(values, np.ndarray):
        design = design_of(place, name)
        values = [values[r, c].item() for r, c in zip(design["row"], design["col"], strict=True)]
        if frame["label"].dtype == object:
            values = [NAMES.get(v, v) for v in values]
    frame["label"] = values
    frame.to_file(path)
