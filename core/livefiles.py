"""The files of a live map: plain tiled GeoTIFFs without overviews or probabilities, made in milliseconds.

    <name>.tif              classes: uint8 (uint16 beyond 254) with colour table; values: float32
    <name>.uncertainty.tif  as in a map (mapfiles)

Each has its QGIS style beside it. Names are used once and whoever is told a name is told it when the files
are whole, so that nothing is renamed into place; nor synced to the disk, since the labels are what counts.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
from odc.geo.geobox import GeoBox
from rasterio.io import MemoryFile

from . import files
from .classes import Legend, map_values, rgb_of
from .mapfiles import rasters_of, stored_values, style_of
from .probes.base import Prediction

_TILE = 256


class LiveFiles(NamedTuple):
    """The GeoTIFFs of a live map."""

    map: Path
    uncertainty: Path


def write_live_map(
    path: Path, grid: GeoBox, cells: np.ndarray, prediction: Prediction, legend: Legend
) -> LiveFiles:
    """Write a prediction at ``cells`` (flat indices) of ``grid``; ``path`` ends in ``.tif``.

    Raises OutputError, DiskFull.
    """
    made = LiveFiles(path, path.with_name(f"{path.stem}.uncertainty.tif"))
    stored = stored_values(prediction, legend)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for part, file in made._asdict().items():
            file.write_bytes(_tiff(part, grid, cells, stored[part], legend))
            ends = (float(stored[part].min()), float(stored[part].max()))
            file.with_suffix(".qml").write_text(style_of(part, legend, ends), encoding="utf-8")
    except OSError as error:
        raise files.refused(path, error) from error
    return made


def remove_live_map(path: Path) -> None:
    """Remove the files of a live map, as far as the system lets go of them."""
    for name in (path, path.with_name(f"{path.stem}.uncertainty.tif")):
        for file in (name, name.with_suffix(".qml"), name.with_name(f"{name.name}.aux.xml")):
            try:
                file.unlink(missing_ok=True)
            except OSError:  # open elsewhere: the next one tries again
                continue


def _tiff(part: str, grid: GeoBox, cells: np.ndarray, stored: np.ndarray, legend: Legend) -> bytes:
    """A GeoTIFF in memory, since GDAL may write to a full disk and say nothing."""
    raster = rasters_of(legend)[part]
    height, width = grid.shape
    rows = np.full((len(stored), math.prod(grid.shape)), raster.nodata, dtype=raster.dtype)
    rows[:, cells] = stored
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=width, height=height, count=len(rows), dtype=raster.dtype,
            nodata=raster.nodata, crs=grid.crs.to_wkt(), transform=grid.affine, tiled=True,
            blockxsize=_TILE, blockysize=_TILE, compress="lzw",
        ) as data:  # fmt: skip
            data.write(rows.reshape(-1, height, width))
            data.descriptions = raster.bands
            data.scales = [raster.scale] * len(rows)
            if raster.classes:
                colours = zip(map_values(raster.classes), raster.classes, strict=True)
                data.write_colormap(1, {value: rgb_of(c.colour) for value, c in colours})
        return memory.read()
