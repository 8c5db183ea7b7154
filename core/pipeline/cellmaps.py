"""A map of any origin, cell by cell: what it says where, and its cells laid out in strata.

Any raster of one band with a CRS will do, ours or another tool's. Whole numbers are classes, named by
the file's tags, attribute table or categories; floating point, or numbers with a scale, are values.
Maps are read in strips of rows, and laid out in one small whole number a cell.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
import rasterio
from numpy.typing import NDArray
from odc.geo.geobox import GeoBox
from rasterio.windows import Window

from .. import grids
from ..errors import (
    BandUnknown,
    RasterAllNodata,
    RasterMissing,
    RasterNoOverlap,
    RasterUnreadable,
    UsageError,
)
from ..labels.from_raster import listed_classes
from ..rasterfiles import FileInfo, gdal_env, inspect, one_line, open_raster
from ..workspace import Workspace, grid_config

#: Cells of one strip of rows.
_STRIP_CELLS = 2**22
#: More different numbers than this are no classes.
_MOST_CLASSES = 256
#: Cells that the edges of quantiles are found from.
_QUANTILE_CELLS = 1_000_000

Kind = Literal["classes", "value"]
#: What a map says of cells: places in its classes, -1 without data, or values in their unit, NaN without.
Said = NDArray[np.int64] | NDArray[np.float64]


@dataclass(frozen=True)
class MapClass:
    """A class of a map: the number stored for it, its name, and its colour ``#rrggbb``."""

    value: int
    name: str
    colour: str


class Strip(NamedTuple):
    """Whole rows of a map from ``row0`` on, ``(rows, width)``: what it says, and where it does."""

    row0: int
    values: Said
    valid: NDArray[np.bool_]


@dataclass(frozen=True)
class CellMap:
    """An opened map.

    classes: in the order of their numbers; empty for values. digest: SHA-256 of the cells and where
    they lie, whatever the file's format and compression. scale, offset: from what is stored to a value.
    """

    path: str
    grid: GeoBox
    kind: Kind
    classes: tuple[MapClass, ...]
    digest: str
    band: int
    scale: float
    offset: float

    def strips(self) -> Iterator[Strip]:
        """The whole map from top to bottom. Raises RasterUnreadable."""
        for row0, stored, valid in _stored_strips(self.path, self.band):
            yield Strip(row0, self._told(stored, valid), valid)

    def rows(self, row0: int, row1: int) -> Strip:
        """Some rows of the map. Raises RasterUnreadable."""
        with gdal_env(self.path), open_raster(self.path) as data:
            stored, valid = _read(data, self.band, Window(0, row0, data.width, row1 - row0))
        return Strip(row0, self._told(stored, valid), valid)

    def at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[Said, NDArray[np.bool_]]:
        """What the map says at points of its CRS, ``(n,)``, and where it does."""
        cols, rows = (np.floor(each) for each in ~self.grid.affine * (x, y))
        height, width = self.grid.shape
        inside = np.flatnonzero((rows >= 0) & (rows < height) & (cols >= 0) & (cols < width))
        order = inside[np.lexsort((cols[inside], rows[inside]))]  # so that blocks are decoded once
        with gdal_env(self.path), open_raster(self.path) as data:
            stored = np.zeros(len(x), dtype=data.dtypes[self.band - 1])
            valid = np.zeros(len(x), dtype=bool)
            for i in order:
                cell = Window(int(cols[i]), int(rows[i]), 1, 1)
                (stored[i],), (valid[i],) = (p.ravel() for p in _read(data, self.band, cell))
        return self._told(stored, valid), valid

    def _told(self, stored: NDArray[Any], valid: NDArray[np.bool_]) -> Said:
        if self.kind == "value":
            return np.where(valid, stored.astype(np.float64) * self.scale + self.offset, np.nan)
        place = np.searchsorted([c.value for c in self.classes], stored)
        return np.where(valid, place, -1)


def open_map(path: str) -> CellMap:
    """Open a map and read it once, for its classes and digest.

    Raises the errors of rasters (no file, no CRS, no data, several bands), and UsageError where whole
    numbers are too many for classes.
    """
    info = inspect(path)
    if len(info.data_bands) != 1:
        raise BandUnknown(
            f"{path} has {len(info.data_bands)} bands; a map to judge has one, of classes or a value."
        )
    band = info.data_bands[0]
    kind = _kind(info, band)
    header = [asdict(grid_config(info.grid)), info.nodata[band - 1]]
    digest = hashlib.sha256(json.dumps(header).encode())
    found, some = np.empty(0, dtype=info.dtypes[band - 1]), False
    for _, stored, valid in _stored_strips(path, band):
        little = stored.astype(stored.dtype.newbyteorder("<"), copy=False)
        digest.update(np.ascontiguousarray(little).data)
        some = some or bool(valid.any())
        if kind == "classes":
            found = np.union1d(found, stored[valid])
            _refuse_many(path, found)
    if not some:
        raise RasterAllNodata(f"{path} holds no cell with data.")
    classes = _classes(path, band, found) if kind == "classes" else ()
    scale, offset = info.scales[band - 1], info.offsets[band - 1]
    return CellMap(path, info.grid, kind, classes, digest.hexdigest(), band, scale, offset)


def find_map(workspace: Workspace, given: str | None) -> str:
    """A map by path or name; by default the newest that ``predict`` made."""
    folder = workspace.folder / "maps"
    if given is not None:
        inside = (workspace.folder / given, folder / given, folder / f"{given}.tif")
        there = [str(path) for path in inside if path.is_file()]
        return given if os.path.exists(given) or not there else there[0]
    # A map has its uncertainty beside it; other layers have not.
    maps = [p for p in folder.glob("*.tif") if p.with_name(f"{p.stem}.uncertainty.tif").exists()]
    if not maps:
        raise RasterMissing(
            f"There is no map in {folder}; make one with eo-embed predict, or give one with --map."
        )
    return str(max(maps, key=lambda path: path.stat().st_mtime_ns))


# -- strata ----------------------------------------------------------------------------------


class Strata(NamedTuple):
    """Names of strata, and which of them each cell of a strip belongs to, -1 for none."""

    names: tuple[str, ...]
    assign: Callable[[Strip], NDArray[np.integer]]


@dataclass(frozen=True)
class Frame:
    """The cells of a map that a sample may be drawn from, laid out in strata.

    index: stratum of each cell ``(height, width)``, -1 for none. names, cells, areas: of the strata,
    areas in m². mapped: m² of each class of the map, or the mean of its value over the ground.
    row_areas: m² of a cell of each row, None where all are alike.
    """

    index: NDArray[np.integer]
    names: tuple[str, ...]
    cells: tuple[int, ...]
    areas: tuple[float, ...]
    mapped: tuple[float, ...]
    row_areas: NDArray[np.float64] | None


def lay_out(cells: CellMap, strata: Strata) -> Frame:
    """Every cell's stratum, and how much there is of each. Raises RasterNoOverlap for none at all."""
    k, height = len(strata.names), cells.grid.shape[0]
    index = np.empty(cells.grid.shape, dtype=np.int8 if k < 128 else np.int16)
    in_strata = np.zeros((height, k), dtype=np.int64)
    in_classes = np.zeros((height, len(cells.classes)), dtype=np.int64)
    sums = np.zeros(height)
    for strip in cells.strips():
        rows = slice(strip.row0, strip.row0 + len(strip.valid))
        here = strata.assign(strip)
        index[rows] = here
        in_strata[rows] = _row_counts(here, k)
        known = np.where(here >= 0, strip.values, -1 if cells.kind == "classes" else 0)
        if cells.kind == "classes":
            in_classes[rows] = _row_counts(known, len(cells.classes))
        else:
            sums[rows] = known.sum(axis=1)
    ground = grids.cell_areas(cells.grid)
    areas = ground @ in_strata
    if not in_strata.any():
        raise RasterNoOverlap(f"No cell of {cells.path} with data lies in one of the strata.")
    classes = cells.kind == "classes"
    mapped = ground @ in_classes if classes else np.array([ground @ sums / areas.sum()])
    return Frame(
        index,
        strata.names,
        tuple(in_strata.sum(axis=0).tolist()),
        tuple(areas.tolist()),
        tuple(mapped.tolist()),
        ground if np.ptp(ground) > 0 else None,
    )


def whole_map() -> Strata:
    """One stratum of all cells with data."""
    return Strata(("the map",), lambda strip: np.where(strip.valid, 0, -1))


def by_class(cells: CellMap) -> Strata:
    """A stratum for each class of the map."""
    return Strata(tuple(c.name for c in cells.classes), lambda strip: strip.values.astype(np.int64))


def by_raster(cells: CellMap, other: CellMap) -> Strata:
    """A stratum for each class of another raster on the map's grid. Raises UsageError."""
    own, grid = cells.grid, other.grid
    # A hundredth of a pixel is how far a file's corner may be off by rounding.
    near = np.allclose(own.affine[:6], grid.affine[:6], rtol=0, atol=0.01 * abs(own.affine.a))
    if own.shape != grid.shape or not grids.same_crs(own.crs, grid.crs) or not near:
        raise UsageError(
            f"The strata of {other.path} are not on the grid of {cells.path}; warp them to its cells "
            "(in QGIS: Align Rasters)."
        )
    if other.kind != "classes":
        raise UsageError(f"{other.path} holds values; strata are whole numbers, one for each.")

    def assign(strip: Strip) -> NDArray[np.integer]:
        beside = other.rows(strip.row0, strip.row0 + len(strip.valid))
        return np.where(strip.valid, beside.values, -1).astype(np.int64)

    return Strata(tuple(c.name for c in other.classes), assign)


def by_quantile(cells: CellMap, count: int) -> Strata:
    """``count`` strata of about as many cells each, by the value; fewer where many values are one.

    The edges are found from a million cells spread over the map. Raises UsageError where the map does
    not hold values, or too few different ones.
    """
    if cells.kind != "value":
        raise UsageError(f"{cells.path} holds classes; only a map of values is parted by value.")
    if not 2 <= count <= 100:
        raise UsageError(f"{count} strata by value cannot be; give 2 to 100.")
    step = -(-cells.grid.shape[0] * cells.grid.shape[1] // _QUANTILE_CELLS)
    some = np.concatenate([s.values[s.valid][::step] for s in cells.strips()])
    edges = np.unique(np.quantile(some, np.arange(1, count) / count, method="lower"))
    edges = edges[edges < some.max()]
    if len(edges) == 0:
        raise UsageError(f"The values of {cells.path} are too alike for strata; give --simple.")
    ends = [f"{edge:g}" for edge in edges]
    between = [f"{low} to {high}" for low, high in pairwise(ends)]

    def assign(strip: Strip) -> NDArray[np.integer]:
        return np.where(strip.valid, np.searchsorted(edges, strip.values), -1)

    return Strata((f"up to {ends[0]}", *between, f"above {ends[-1]}"), assign)


def _row_counts(index: NDArray[np.integer], k: int) -> NDArray[np.int64]:
    """How many cells of each row ``(rows, width)`` are of each of ``k``, -1 left out: ``(rows, k)``."""
    rows = len(index)
    of_row = np.arange(rows)[:, None] * (k + 1) + index + 1
    return np.bincount(of_row.ravel(), minlength=rows * (k + 1)).reshape(rows, k + 1)[:, 1:]


# -- reading ---------------------------------------------------------------------------------


def _kind(info: FileInfo, band: int) -> Kind:
    whole = np.dtype(info.dtypes[band - 1]).kind in "iu"
    plain = info.scales[band - 1] == 1 and info.offsets[band - 1] == 0
    return "classes" if whole and plain else "value"


def _classes(path: str, band: int, values: NDArray[Any]) -> tuple[MapClass, ...]:
    """Classes by the file's names and colours; names that two classes share get their numbers."""
    with open_raster(path) as data:
        tags = data.tags(band)
    listed = listed_classes(path, band, values)
    names = [
        tags.get(f"CLASS_{value}", c.name) for value, c in zip(values.tolist(), listed, strict=True)
    ]
    often = Counter(names)
    return tuple(
        MapClass(value, name if often[name] == 1 else f"{name} ({value})", c.colour)
        for value, name, c in zip(values.tolist(), names, listed, strict=True)
    )


def _refuse_many(path: str, values: NDArray[Any]) -> None:
    if len(values) > _MOST_CLASSES:
        raise UsageError(
            f"{path} holds more than {_MOST_CLASSES} different whole numbers, too many for classes; "
            "save it as floating point if they are values."
        )


def _stored_strips(path: str, band: int) -> Iterator[tuple[int, NDArray[Any], NDArray[np.bool_]]]:
    """First row, stored numbers and validity of strips of whole blocks."""
    with gdal_env(path), open_raster(path) as data:
        block = data.block_shapes[band - 1][0]
        step = max(1, _STRIP_CELLS // (data.width * block)) * block
        for row0 in range(0, data.height, step):
            window = Window(0, row0, data.width, min(step, data.height - row0))
            yield row0, *_read(data, band, window)


def _read(
    data: rasterio.DatasetReader, band: int, window: Window
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    try:
        found = data.read(band, window=window, masked=True)
    except rasterio.errors.RasterioError as error:
        raise RasterUnreadable(
            f"{data.name} is damaged or truncated: {one_line(error)}; copy or download it again."
        ) from error
    valid = ~np.ma.getmaskarray(found)
    return found.data, valid & np.isfinite(found.data) if found.dtype.kind == "f" else valid
