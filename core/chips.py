"""Chips: square windows on the reference grid, chosen by an area of interest, named for good.

A chip's row and column count from the corner of the reference grid, never from the area of
interest, so its id stays the same when the area is redrawn. Blocks are groups of chips that
follow the files' own tiling: the unit of reading, of one shard on disk, of resuming, of
cancelling, and of handing work to another machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import shapely
from odc.geo.geobox import GeoBox

from . import grids, vectors
from .areas import DrawnArea as DrawnArea
from .areas import read_aoi as read_aoi
from .errors import ChipInvalid, ChipTooLarge, NoChips, OutputError

Inclusion = Literal["centre", "any", "full"]
INCLUSIONS: tuple[Inclusion, ...] = ("centre", "any", "full")

#: Stored pixels that one block may hold, in bytes, and the chips of one shard.
BLOCK_BYTES = 8 * 2**20
BLOCK_CHIPS = 4096

#: A polygon of one ring of five points, as well-known binary without gaps.
_WKB_BOX = np.dtype(
    [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"), ("xy", "<f8", (5, 2))]
)


class Block(NamedTuple):
    """A rectangle of chips: rows ``row0:row1`` and columns ``col0:col1`` of the chip grid."""

    name: str
    row0: int
    row1: int
    col0: int
    col1: int


@dataclass(frozen=True)
class ChipGrid:
    """Chips of ``size`` pixels at every ``stride`` pixels of a reference grid.

    Parameters
    ----------
    geobox: the reference grid.
    size, stride: ``(height, width)`` and ``(y, x)`` in pixels. Chips overlap where the stride is less
        than the size. Chips at the right and lower edge may reach beyond the grid; what lies
        beyond is invalid, so the least valid fraction decides whether they count.
    aoi: polygon or multipolygon in the grid's CRS, or None for the whole grid.
    inclusion: a chip belongs to the area by its centre, by any overlap, or only in full.
    """

    geobox: GeoBox
    size: tuple[int, int]
    stride: tuple[int, int]
    aoi: Any = None
    inclusion: Inclusion = "centre"

    def __post_init__(self) -> None:
        if min(self.size) < 1 or min(self.stride) < 1:
            raise ChipInvalid(
                f"Chip size {self.size} and stride {self.stride} must be at least one pixel; "
                "is the size in metres smaller than a pixel?"
            )
        if any(s > n for s, n in zip(self.size, self.geobox.shape, strict=True)):
            height, width = self.geobox.shape
            raise ChipTooLarge(
                f"A chip of {self.size[0]} x {self.size[1]} pixels is larger than the raster "
                f"({height} x {width}); choose a smaller --chip."
            )

    # -- rows, columns, ids ------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of chips on the whole grid, those over the edge included.

        As many as cover the grid, or all that start on it where the stride is larger than the chip.
        """
        rows, cols = (
            max(0, math.ceil((n - max(size, step)) / step)) + 1
            for n, size, step in zip(self.geobox.shape, self.size, self.stride, strict=True)
        )
        return rows, cols

    def ids(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Chip ids, int64: ``row * columns + column``."""
        return np.asarray(rows, dtype=np.int64) * self.shape[1] + cols

    def rows_cols(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of chip ids, int64."""
        return np.divmod(np.asarray(ids, dtype=np.int64), self.shape[1])

    # -- on the ground -----------------------------------------------------------------------

    def centres(self, ids: np.ndarray) -> np.ndarray:
        """Chip centres ``(x, y)`` in the grid's CRS, float64 ``(n, 2)``."""
        rows, cols = self.rows_cols(ids)
        affine = self.geobox.affine
        y = rows * self.stride[0] + self.size[0] / 2
        x = cols * self.stride[1] + self.size[1] / 2
        return np.column_stack([affine.c + x * affine.a, affine.f + y * affine.e])

    def polygons(self, ids: np.ndarray) -> np.ndarray:
        """Chip footprints in the grid's CRS, an array of shapely polygons ``(n,)``."""
        rows, cols = self.rows_cols(ids)
        return self._boxes(rows, cols)

    def wkb(self, ids: np.ndarray) -> np.ndarray:
        """Footprints as little-endian WKB, uint8 ``(n, 93)``: what ``polygons`` gives, in a tenth of the time."""
        left, bottom, right, top = self._edges_of(*self.rows_cols(ids))
        found = np.empty(len(ids), dtype=_WKB_BOX)
        for field, value in (("order", 1), ("type", 3), ("rings", 1), ("points", 5)):
            found[field] = value
        found["xy"][:, :, 0] = np.stack([right, right, left, left, right], axis=1)
        found["xy"][:, :, 1] = np.stack([bottom, top, top, bottom, bottom], axis=1)
        return found.view(np.uint8).reshape(len(ids), -1)

    def bounds(self, ids: np.ndarray) -> list[float]:
        """Left, bottom, right and top of all these chips together, in the grid's CRS."""
        left, bottom, right, top = self._edges_of(*self.rows_cols(ids))
        return [float(v) for v in (left.min(), bottom.min(), right.max(), top.max())]

    def metric_centres(self, ids: np.ndarray) -> np.ndarray:
        """Chip centres in metres of the grid's local projection, float64 ``(n, 2)``."""
        return grids.metric_xy(self.centres(ids), self.geobox)

    @property
    def ground_size(self) -> tuple[float, float]:
        """Height and width of a chip in metres."""
        step_y, step_x = grids.ground_pixel(self.geobox)
        return self.size[0] * step_y, self.size[1] * step_x

    def _boxes(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        return shapely.box(*self._edges_of(rows, cols), ccw=True)

    def _edges_of(self, rows: np.ndarray, cols: np.ndarray) -> tuple[np.ndarray, ...]:
        """Left, bottom, right and top of chips in the grid's CRS."""
        affine = self.geobox.affine
        left = affine.c + cols * self.stride[1] * affine.a
        top = affine.f + rows * self.stride[0] * affine.e
        return left, top + self.size[0] * affine.e, left + self.size[1] * affine.a, top

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Id of the chip each point of the grid's CRS falls on, int64; -1 where there is none.

        Where chips overlap, the one whose centre is nearest.
        """
        px, py = ~self.geobox.affine * (np.asarray(x, float), np.asarray(y, float))
        rows, in_rows = _nearest(py, self.size[0], self.stride[0], self.shape[0])
        cols, in_cols = _nearest(px, self.size[1], self.stride[1], self.shape[1])
        return np.where(in_rows & in_cols, self.ids(rows, cols), -1)

    # -- selection ---------------------------------------------------------------------------

    def select(self) -> np.ndarray:
        """Ids of the chips in the area of interest, ascending, int64 ``(n,)``.

        Raises NoChips where the inclusion rule leaves none.
        """
        rows, cols = self._reach
        # Rows at a time, so that a large grid never becomes one array of polygons.
        step = max(1, 500_000 // max(1, len(cols)))
        parts = [
            self._chosen(rows[start : start + step], cols) for start in range(0, len(rows), step)
        ]
        ids = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
        if len(ids) == 0:
            raise NoChips(
                f"No chip of {self.size[0]} x {self.size[1]} pixels lies in the area of interest by the rule "
                f"'{self.inclusion}'; draw a larger area, use smaller chips, or --inclusion any."
            )
        return ids

    def select_in(self, block: Block) -> np.ndarray:
        """Ids of the chips of one block that are in the area of interest, ascending."""
        rows, cols = self._reach
        return self._chosen(
            rows[(rows >= block.row0) & (rows < block.row1)],
            cols[(cols >= block.col0) & (cols < block.col1)],
        )

    @cached_property
    def _reach(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of chips that the area's bounding box can touch."""
        n_rows, n_cols = self.shape
        if self.aoi is None:
            return np.arange(n_rows), np.arange(n_cols)
        left, bottom, right, top = self.aoi.bounds
        x0, y0 = ~self.geobox.affine * (left, top)
        x1, y1 = ~self.geobox.affine * (right, bottom)
        return (
            _touching(y0, y1, self.size[0], self.stride[0], n_rows),
            _touching(x0, x1, self.size[1], self.stride[1], n_cols),
        )

    def _chosen(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        r, c = (a.ravel() for a in np.meshgrid(rows, cols, indexing="ij"))
        ids = self.ids(r, c)
        if self.aoi is None or len(ids) == 0:
            return ids
        shapely.prepare(self.aoi)
        if self.inclusion == "centre":
            return ids[shapely.intersects_xy(self.aoi, self.centres(ids))]
        boxes = self._boxes(r, c)
        if self.inclusion == "full":
            return ids[shapely.covers(self.aoi, boxes)]
        # A shared edge is no overlap.
        return ids[shapely.intersects(self.aoi, boxes) & ~shapely.touches(self.aoi, boxes)]

    # -- blocks ------------------------------------------------------------------------------

    def blocks(self, tile: tuple[int, int], pixel_bytes: int) -> list[Block]:
        """Blocks of the shape that ``block_shape`` gives."""
        return self.blocks_of(self.block_shape(tile, pixel_bytes))

    def blocks_of(self, shape: tuple[int, int]) -> list[Block]:
        """Blocks of a height and width in pixels, over the whole grid, row by row; an area of
        interest does not change them."""
        n_rows, n_cols = self.shape
        row_edges = _edges(n_rows, self.stride[0], shape[0])
        col_edges = _edges(n_cols, self.stride[1], shape[1])
        return [
            Block(f"r{i:04d}c{j:04d}", *rows, *cols)
            for i, rows in enumerate(row_edges)
            for j, cols in enumerate(col_edges)
        ]

    def block_shape(self, tile: tuple[int, int], pixel_bytes: int) -> tuple[int, int]:
        """Height and width in pixels that a block takes.

        ``tile`` is the files' own tile (height, width) in pixels and ``pixel_bytes`` what one pixel of
        all bands takes. A block spans as many tiles as BLOCK_BYTES and BLOCK_CHIPS allow, so that a
        tile is decoded once; a tile over that is cut evenly; a block holds at least one chip.
        """
        width = self.geobox.shape[1]
        budget = min(BLOCK_BYTES // pixel_bytes, BLOCK_CHIPS * self.stride[0] * self.stride[1])
        # Strips run the whole width: so do blocks, unless one row of chips is over the budget.
        whole = tile[1] >= width and width * max(tile[0], self.size[0]) <= budget
        wide = width if whole else max(_span(tile[1], math.isqrt(budget)), self.size[1])
        high = max(_span(tile[0], budget // wide), self.size[0])
        return high, wide

    def window(self, ids: np.ndarray) -> tuple[int, int, int, int]:
        """Pixels ``(y0, y1, x0, x1)`` that chips of these ids need; may reach beyond the grid."""
        rows, cols = self.rows_cols(ids)
        return (
            int(rows.min()) * self.stride[0],
            int(rows.max()) * self.stride[0] + self.size[0],
            int(cols.min()) * self.stride[1],
            int(cols.max()) * self.stride[1] + self.size[1],
        )

    def cut(self, pixels: np.ndarray, ids: np.ndarray, y0: int, x0: int) -> ChipView:
        """Chips as views on ``pixels (…, height, width)`` whose corner is row y0, column x0."""
        rows, cols = self.rows_cols(ids)
        return ChipView(
            pixels,
            rows * self.stride[0] - y0,
            cols * self.stride[1] - x0,
            self.size,
            self.stride[1],
        )

    def signature(self) -> dict[str, Any]:
        """What makes two grids the same for embeddings: all but the area of interest."""
        return {
            "crs": grids.crs_text(self.geobox.crs),
            "transform": [round(v, 12) for v in self.geobox.affine[:6]],
            "shape": list(self.geobox.shape),
            "size": list(self.size),
            "stride": list(self.stride),
        }


class ChipView:
    """Chips on a block of pixels ``(…, height, width)``; indexing copies only the chips asked for.

    ``tops`` and ``lefts`` are the chips' corners on the block; where they follow each other along a row at
    ``step`` pixels they are copied at once.
    """

    def __init__(
        self,
        pixels: np.ndarray,
        tops: np.ndarray,
        lefts: np.ndarray,
        size: tuple[int, int],
        step: int,
    ) -> None:
        self._windows = np.lib.stride_tricks.sliding_window_view(pixels, size, axis=(-2, -1))
        self._tops, self._lefts, self._step = tops, lefts, step

    def __len__(self) -> int:
        return len(self._tops)

    def __getitem__(self, which: slice | np.ndarray) -> np.ndarray:
        """Chips ``(n, …, height, width)``."""
        tops, lefts = self._tops[which], self._lefts[which]
        windows = np.moveaxis(self._windows, (-4, -3), (0, 1))
        chips = np.empty((len(tops), *windows.shape[2:]), dtype=windows.dtype)
        follows = (np.diff(tops) == 0) & (np.diff(lefts) == self._step)
        edges = np.flatnonzero(np.r_[True, ~follows, True][: len(tops) + 1])
        for start, stop in pairwise(edges.tolist()):
            left, last = lefts[start], lefts[stop - 1]
            chips[start:stop] = windows[tops[start], left : last + 1 : self._step]
        return chips


def parse_length(text: str, geobox: GeoBox) -> tuple[int, int]:
    """``"64"`` (pixels) or ``"480m"``/``"0.5km"`` (metres) as pixels ``(y, x)`` of a grid.

    Raises ChipInvalid where it is neither.
    """
    number, metres = _length(text)
    if metres is None:
        return int(number), int(number)
    step_y, step_x = grids.ground_pixel(geobox)
    return round(metres / step_y), round(metres / step_x)


def in_metres(text: str) -> bool:
    """Whether a length is given in metres."""
    return _length(text)[1] is not None


def _length(text: str) -> tuple[float, float | None]:
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(px|m|km)?\s*", str(text))
    if not found or (found[2] in (None, "px") and not float(found[1]).is_integer()):
        raise ChipInvalid(f"'{text}' is no length; give pixels (64) or metres (480m, 0.5km).")
    number = float(found[1])
    return number, {"m": number, "km": number * 1000}.get(found[2])


def write_chips(
    path: str | Path,
    grid: ChipGrid,
    ids: np.ndarray,
    columns: Mapping[str, Sequence[Any] | np.ndarray] | None = None,
) -> None:
    """Write chip footprints with id, row and column as GeoPackage or GeoParquet, by the suffix.

    ``columns`` are what else is said of each chip, by name. A file that holds the same is replaced.

    Raises OutputError for another suffix or a path that cannot be written, DiskFull.
    """
    import geopandas

    path = Path(path)
    if path.suffix not in (".gpkg", ".parquet", ".geoparquet"):
        raise OutputError(f"Chips are written as .gpkg or .parquet, not as {path.name}.")
    more = dict(columns or {})
    if path.is_file() and not _holds_chips(path, list(more)):
        raise OutputError(
            f"{path} is there and holds something other than chips; choose another name."
        )
    rows, cols = grid.rows_cols(ids)
    frame = geopandas.GeoDataFrame(
        {"chip_id": ids, "row": rows, "col": cols, **more},
        geometry=grid.polygons(ids),
        crs=grids.crs_text(grid.geobox.crs),
    )
    if path.suffix == ".gpkg":
        vectors.write_geopackage(path, frame, "chips")
    else:
        vectors.write_geoparquet(path, frame)


def _holds_chips(path: Path, more: list[str]) -> bool:
    """Whether a file is what ``write_chips`` writes with these columns, and nothing more."""
    import pyarrow.parquet
    import pyogrio

    try:
        if path.suffix != ".gpkg":
            columns = pyarrow.parquet.read_schema(path).names
            return columns == ["chip_id", "row", "col", *more, "geometry"]
        if pyogrio.list_layers(path)[:, 0].tolist() != ["chips"]:
            return False
        return pyogrio.read_info(path)["fields"].tolist() == ["chip_id", "row", "col", *more]
    except Exception:  # whatever a foreign file makes the readers say
        return False


def _nearest(
    position: np.ndarray, size: int, stride: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Chip along one axis whose centre is nearest to a pixel position, and whether it holds it."""
    safe = np.nan_to_num(position, nan=-1.0, posinf=-1.0, neginf=-1.0)
    # Half-way between two centres is where the second of two adjacent chips begins.
    near = np.floor((safe - size / 2) / stride + 0.5)
    index = np.clip(near, 0, count - 1).astype(np.int64)
    offset = safe - index * stride
    return index, (offset >= 0) & (offset < size)


def _touching(low: float, high: float, size: int, stride: int, count: int) -> np.ndarray:
    """Chips along one axis that a stretch of pixels can touch."""
    first = max(0, math.floor((low - size) / stride))
    last = min(count - 1, math.ceil(high / stride))
    return np.arange(first, last + 1)


def _span(tile: int, target: int) -> int:
    """The largest multiple of a tile within a target length, or the largest even part of one."""
    if target >= tile:
        return target // tile * tile
    return math.ceil(tile / math.ceil(tile / max(1, target)))


def _edges(count: int, stride: int, length: int) -> list[tuple[int, int]]:
    """Chips along one axis, grouped by the stretch of ``length`` pixels their corner falls in."""
    groups = np.arange(count) * stride // length
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    return list(zip(starts.tolist(), [*starts[1:].tolist(), count], strict=True))
