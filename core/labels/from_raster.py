"""Labels of chips from a raster on any grid."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from xml.etree import ElementTree  # nosec B405 # reads only what GDAL has just written

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.io import MemoryFile

from .. import grids
from ..chips import ChipGrid
from ..classes import ClassInfo, default_classes
from ..errors import (
    BandUnknown,
    LabelsOutside,
    LabelsUnreadable,
    RasterError,
    RasterNoOverlap,
    UsageError,
)
from ..rasters import Band, Kind, Source, inspect, open_raster
from .rules import ChipLabels, How, Majority, class_labels, code_text, ordered, value_labels

#: A finer label raster is read on at most this many pixels to a side of the grid's pixel.
_FINEST = 8
#: More codes than this in one block are no classes.
_MOST_CLASSES = 256
#: Bytes that one pixel takes while a block is counted: its value, a mask, a sum.
_PIXEL_BYTES = 16


def labels_from_raster(
    path: str | os.PathLike[str],
    grid: ChipGrid,
    ids: np.ndarray,
    how: How,
    *,
    band: int = 1,
    min_share: float = 0.6,
) -> ChipLabels:
    """Labels of chips from one band of a raster in any CRS and resolution, read block by block.

    The raster is brought to the grid's pixels, or where it is finer to 2 x 2 … 8 x 8 of them to a
    pixel: classes by the nearest value, values bilinear or, beyond 8, by their mean.

    Parameters
    ----------
    ids: chips to label, int64; those on the reference grid's edge are labelled by what is on it.
    how: ``majority``: the class with the most pixels (of equals the smaller code), where it takes
        ``min_share`` of all pixels of the chip. ``fraction:V``: the share of class V, a code or a
        name, among the pixels that have a class. ``mean``: of the valid pixels, scale and offset
        applied. ``median-split``: that mean below or above the median of all chips. All but
        majority need half the chip to be valid.
    band: 1-based.

    Raises UsageError for a fraction of no class or a majority of what are no classes,
    LabelsUnreadable, LabelsOutside, LabelsTooFew.
    """
    path, ids = os.fspath(path), np.unique(np.asarray(ids, dtype=np.int64))
    kind: Kind = "categorical" if how.rule in ("majority", "fraction") else "continuous"
    with _label_raster(path, grid, band, kind) as raster:
        if how.rule == "majority":
            largest, codes = _majority(raster, ids)
            return class_labels(path, ids, largest, listed_classes(path, band, codes), min_share)
        if how.rule == "fraction":
            values, known = _fraction(raster, ids, how.value, _named_codes(path, band))
        else:
            values, known = _mean(raster, ids)
    return value_labels(path, ids, values, known, how)


@dataclass(frozen=True)
class ClassShares:
    """What every class takes of chips.

    ids: ascending, int64 ``(n,)``, those that are known to LEAST_KNOWN or more. classes: those that occur. values:
    float64 ``(n, classes)``, shares of the pixels that have a class, which sum to 1.
    """

    ids: np.ndarray
    classes: list[ClassInfo]
    values: np.ndarray


def shares_from_raster(
    path: str | os.PathLike[str], grid: ChipGrid, ids: np.ndarray, *, band: int = 1
) -> ClassShares:
    """The share of every class at once: what ``fraction:V`` gives for each, read in one go.

    Raises as ``labels_from_raster`` does for a fraction.
    """
    path, ids = os.fspath(path), np.unique(np.asarray(ids, dtype=np.int64))
    numbers: dict[float, np.ndarray] = {}
    valid = np.zeros(len(ids))
    with _label_raster(path, grid, band, "categorical") as raster:
        for block in raster.blocks(ids):
            valid[block.at] = block.sums(block.valid)
            for code in _codes(path, block):
                number = numbers.setdefault(code, np.zeros(len(ids)))
                number[block.at] = block.sums((block.values == code) & block.valid)
        known = valid / raster.chip_pixels
        # Between chips that do not touch there may be more.
        held = sorted(code for code, number in numbers.items() if number.any())
        codes = np.array(held, dtype=raster.source.dtype)
    values = np.column_stack([_ratio(numbers[code], valid) for code in held] or [valid])
    kept = value_labels(path, ids, values[:, 0], known, How("fraction")).ids
    return ClassShares(kept, listed_classes(path, band, codes), values[np.searchsorted(ids, kept)])


@contextlib.contextmanager
def _label_raster(path: str, grid: ChipGrid, band: int, kind: Kind) -> Iterator[_LabelRaster]:
    """A raster to label from, closed afterwards; what is wrong with it, told as errors of labels."""
    try:
        raster = _LabelRaster(path, grid, band, kind)
        with contextlib.closing(raster.source) as source:
            source.check_overlap()
            yield raster
    except RasterNoOverlap as error:
        raise LabelsOutside(str(error)) from error
    except RasterError as error:
        raise LabelsUnreadable(str(error)) from error


class _Block(NamedTuple):
    """Label pixels under some chips, which stand ``at`` these places of the ids.

    Their ``rows`` and ``cols`` count from the block's corner; ``size`` and ``stride`` are in label
    pixels.
    """

    values: np.ndarray
    valid: np.ndarray
    at: np.ndarray
    rows: np.ndarray
    cols: np.ndarray
    size: tuple[int, int]
    stride: tuple[int, int]

    def sums(self, layer: np.ndarray) -> np.ndarray:
        """Sums of a layer ``(height, width)`` over each chip, ``(n,)``; exact for masks."""
        total = layer.view(np.uint8) if layer.dtype == bool else layer
        dtype = np.int32 if layer.dtype == bool else np.float64
        for axis, (size, stride) in enumerate(zip(self.size, self.stride, strict=True)):
            starts = np.arange(0, layer.shape[axis] - size + 1, stride)
            # reduceat sums from each edge to the next: of [start, stop, start, stop …] every other.
            edges = np.column_stack([starts, starts + size]).ravel()[:-1]
            sums = np.add.reduceat(total, edges, axis=axis, dtype=dtype)
            total = sums[::2] if axis == 0 else sums[:, ::2]
        return total[self.rows, self.cols]


class _LabelRaster:
    """One band of a raster on a whole-number subdivision of the chip grid's pixels."""

    def __init__(self, path: str, grid: ChipGrid, band: int, kind: Kind) -> None:
        info = inspect(path)
        if band not in info.data_bands:
            raise BandUnknown(f"{path} has no band {band} of data; it has {info.data_bands}.")
        pixel, own = (math.prod(grids.ground_pixel(g)) for g in (grid.geobox, info.grid))
        self.path, self.grid = path, grid
        self.factor = min(_FINEST, max(1, round(math.sqrt(pixel / own))))
        height, width = grid.geobox.shape
        fine = GeoBox(
            (height * self.factor, width * self.factor),
            grid.geobox.affine * Affine.scale(1 / self.factor),
            grid.geobox.crs,
        )
        stored = Band(
            "labels", path, band, kind, scale=info.scales[band - 1], offset=info.offsets[band - 1]
        )
        self.source = Source("labels", (stored,), fine)

    @property
    def chip_pixels(self) -> int:
        return math.prod(self.grid.size) * self.factor**2

    def blocks(self, ids: np.ndarray) -> Iterator[_Block]:
        """What lies under ascending chip ids, each in one block."""
        factor, columns = self.factor, self.grid.shape[1]
        tile = self.source.tile
        for block in self.grid.blocks(
            (max(1, tile[0] // factor), max(1, tile[1] // factor)), _PIXEL_BYTES * factor**2
        ):
            first, last = np.searchsorted(ids, (block.row0 * columns, block.row1 * columns))
            rows, cols = self.grid.rows_cols(ids[first:last])
            inside = np.flatnonzero((cols >= block.col0) & (cols < block.col1))
            if len(inside) == 0:
                continue
            at = first + inside
            y0, y1, x0, x1 = (edge * factor for edge in self.grid.window(ids[at]))
            pixels = self.source.read(y0, y1, x0, x1)
            values = pixels.values[0]
            yield _Block(
                values,
                np.ones(values.shape, dtype=bool) if pixels.valid is None else pixels.valid,
                at,
                rows[inside] - rows[inside].min(),
                cols[inside] - cols[inside].min(),
                (self.grid.size[0] * factor, self.grid.size[1] * factor),
                (self.grid.stride[0] * factor, self.grid.stride[1] * factor),
            )


def _majority(raster: _LabelRaster, ids: np.ndarray) -> tuple[Majority, np.ndarray]:
    """The class with the most pixels of each chip, an index into the codes found, ascending."""
    most = np.zeros(len(ids), dtype=np.int64)
    code_of = np.zeros(len(ids), dtype=raster.source.dtype)
    for block in raster.blocks(ids):
        for code in _codes(raster.path, block):  # ascending: the smaller of equals comes first
            count = block.sums((block.values == code) & block.valid)
            more = count > most[block.at]
            most[block.at[more]] = count[more]
            code_of[block.at[more]] = code
    codes, place = np.unique(code_of, return_inverse=True)
    return Majority(place, most / raster.chip_pixels), codes


def _fraction(
    raster: _LabelRaster, ids: np.ndarray, text: str | None, names: dict[float, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Share of a class among the valid pixels of each chip, and the share of those."""
    if text is None:
        raise UsageError(f"Say which class of {raster.path} to take the share of: fraction:V.")
    wanted = {code_text(c) for c, name in names.items() if name.casefold() == text.casefold()}
    wanted = wanted or {text}
    found: set[str] = set()
    number, valid = np.zeros(len(ids)), np.zeros(len(ids))
    for block in raster.blocks(ids):
        valid[block.at] = block.sums(block.valid)
        for code in _codes(raster.path, block):
            found.add(code_text(code))
            if code_text(code) in wanted:
                number[block.at] += block.sums((block.values == code) & block.valid)
    if found and not found & wanted:
        raise LabelsOutside(
            f"No chip holds class {text} of {raster.path}; they hold {', '.join(ordered(found))}."
        )
    return _ratio(number, valid), valid / raster.chip_pixels


def _mean(raster: _LabelRaster, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the valid pixels of each chip in physical units, and the share of those."""
    total, valid = np.zeros(len(ids)), np.zeros(len(ids))
    for block in raster.blocks(ids):
        total[block.at] = block.sums(np.where(block.valid, block.values, 0).astype(np.float64))
        valid[block.at] = block.sums(block.valid)
    (scale,), (offset,) = raster.source.scale, raster.source.offset
    return _ratio(total, valid) * float(scale) + float(offset), valid / raster.chip_pixels


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def _codes(path: str, block: _Block) -> np.ndarray:
    """Valid codes of a block, ascending."""
    codes = np.unique(block.values[block.valid])
    if len(codes) > _MOST_CLASSES:
        raise UsageError(
            f"{path} holds {len(codes)} different values in one block, too many for classes; "
            "use --how mean or median-split."
        )
    return codes


# -- names and colours -----------------------------------------------------------------------


def listed_classes(path: str, band: int, codes: np.ndarray) -> list[ClassInfo]:
    """Classes by the names and colours that the file gives them, else by code and palette."""
    names, colours = _named_codes(path, band), _colours(path, band)
    classes = default_classes([code_text(code) for code in codes])
    named = [
        replace(c, name=names.get(float(code), c.name))
        for c, code in zip(classes, codes, strict=True)
    ]
    own = [colours.get(float(code), "") for code in codes]
    if "" in own or len(set(own)) < len(own):  # a table that cannot tell the classes apart
        return named
    return [replace(c, colour=colour) for c, colour in zip(named, own, strict=True)]


def _colours(path: str, band: int) -> dict[float, str]:
    with open_raster(path) as data, contextlib.suppress(ValueError):  # ValueError: no table
        return {
            float(code): "#{:02x}{:02x}{:02x}".format(*rgba[:3])
            for code, rgba in data.colormap(band).items()
        }
    return {}


def _named_codes(path: str, band: int) -> dict[float, str]:
    """Names of codes by the file's attribute table, else its category names.

    GDAL knows them for every format but rasterio does not pass them on, save in the text of a
    virtual copy, which GDAL writes itself: no foreign XML is parsed.
    """
    with open_raster(path) as data, MemoryFile(ext=".vrt") as copy:
        rasterio.shutil.copy(data, copy.name, driver="VRT")
        tree = ElementTree.fromstring(copy.read())  # nosec B314 # as above
    described = tree.findall("VRTRasterBand")[band - 1]
    listed = described.findall("CategoryNames/Category")
    names = {float(code): name.text for code, name in enumerate(listed) if name.text}
    return names | _attribute_names(described.find("GDALRasterAttributeTable"))


def _attribute_names(table: ElementTree.Element | None) -> dict[float, str]:
    """Code to name of a raster attribute table; empty where it lacks either column."""
    if table is None:
        return {}
    # GDALRATFieldUsage: 2 is the name, 5 the value, 3 the least value of a class.
    usage = [field.findtext("Usage") for field in table.findall("FieldDefn")]
    value = next((usage.index(u) for u in ("5", "3") if u in usage), None)
    if value is None or "2" not in usage:
        return {}
    rows = [[cell.text or "" for cell in row.findall("F")] for row in table.findall("Row")]
    return {float(row[value]): row[usage.index("2")] for row in rows if row[usage.index("2")]}
