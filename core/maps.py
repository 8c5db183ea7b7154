"""Maps of what a head predicts: one cell a chip, or dense, from windows that overlap.

The files, and how they take their place at once, are those of ``mapfiles``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.features import geometry_mask

from .chips import ChipGrid
from .classes import Legend
from .errors import ChipInvalid, UsageError
from .mapfiles import Layer, MapFiles, MapSummary, MapWriter, summarise, write_layer
from .probes.base import Prediction, entropy

__all__ = [
    "DenseMapWriter",
    "Layer",
    "Legend",
    "MapFiles",
    "MapSummary",
    "summarise",
    "write_chip_layer",
    "write_chip_map",
]

#: Bytes of sums that a dense map holds beyond the rows that one window needs.
_BUFFER_BYTES = 2**24


def write_chip_map(
    path: Path,
    grid: ChipGrid,
    ids: np.ndarray,
    prediction: Prediction,
    legend: Legend,
    layers: Mapping[str, Layer] | None = None,
) -> MapFiles:
    """Write a map with one cell a chip.

    A cell is as large as the stride and lies in the middle of its chip, on whole pixels of the grid. The map
    spans the chips given; a cell without one is nodata.

    Parameters
    ----------
    path: the map, ``.tif``; what is there is replaced.
    ids: int64 ``(n,)``, at least one. prediction: of these chips, in this order.
    layers: what else is said of them, by names of mapfiles.LAYERS.

    Raises OutputError, DiskFull, and UsageError where prediction and legend do not fit.
    """
    said = 0 if prediction.proba is None else prediction.proba.shape[1]
    if said != len(legend.classes):
        raise UsageError(
            f"The head predicts {said} classes and the legend names {len(legend.classes)}."
        )
    geobox, cells = chip_cells(grid, ids)
    with MapWriter(path, geobox, legend) as out:
        out.write(geobox.shape[0], cells, prediction)
        out.add_layers(cells, layers or {})
        return out.close()


def write_chip_layer(path: Path, grid: ChipGrid, ids: np.ndarray, layer: Layer, about: str) -> Path:
    """Write one layer with one cell a chip, laid out as ``write_chip_map`` does; ``about`` is what was
    asked. Raises OutputError, DiskFull."""
    geobox, cells = chip_cells(grid, ids)
    return write_layer(path, geobox, cells, layer, about)


def chip_cells(grid: ChipGrid, ids: np.ndarray) -> tuple[GeoBox, np.ndarray]:
    """The grid of one cell a chip that spans these chips, and the flat index of each chip's cell."""
    rows, cols = grid.rows_cols(ids)
    top, left = int(rows.min()), int(cols.min())
    height, width = int(rows.max()) - top + 1, int(cols.max()) - left + 1
    corner = [
        first * step + (size - step) // 2
        for first, size, step in zip((top, left), grid.size, grid.stride, strict=True)
    ]
    cells = _cell_grid(grid.geobox, corner, grid.stride, (height, width))
    return cells, (rows - top) * width + cols - left


class DenseMapWriter:
    """A map blended from windows that overlap, given row by row of windows; a context manager.

    Each cell is the mean of what the windows over it say, weighted by how central they see it:
    sin²(π (i + ½) / n) down and across for the i-th of the n cells of a window (Hann's window at the
    middle of the cells, so never zero), over the windows that say anything. The class is the
    one of the greatest mean probability, and the uncertainty the normalised entropy of the
    means. For values the spread is averaged as the value is: windows that overlap err alike.
    A cell of which ``valid`` is never said true is nodata, whatever windows say that reach over it.

    Only the rows of cells that windows still reach are held. The result does not depend on how
    the rows are handed over. Without ``close``, or after an error, nothing is written.

    Parameters
    ----------
    path: the map, ``.tif``; what is there is replaced.
    geobox, size, stride: the windows, those of ``ChipGrid(geobox, size, stride)``; pixels ``(y, x)``.
    legend: what is predicted.
    cells: 1 where a window gets one prediction, spread over cells of the size of the stride; g where
        it gets g x g (the patches of a vision transformer), each a cell.
    clip: polygon in the grid's CRS or None; the map spans its bounds, and a cell whose centre lies
        outside is nodata.

    Raises ChipInvalid where windows or strides are no whole number of cells, OutputError, DiskFull.
    """

    def __init__(
        self,
        path: Path,
        geobox: GeoBox,
        size: tuple[int, int],
        stride: tuple[int, int],
        legend: Legend,
        cells: int = 1,
        clip: Any = None,
    ) -> None:
        windows = ChipGrid(geobox, size, stride).shape
        reach = _reach(geobox, clip)
        self._y, self._x = (
            _Axis.of(*of_axis, cells)
            for of_axis in zip(geobox.shape, size, stride, windows, reach, strict=True)
        )
        self._clip = clip
        self._outputs = len(legend.classes) if legend.kind == "classes" else 2
        self._cells = () if cells == 1 else (cells, cells)
        self._kind = legend.kind
        self.cell = (self._y.pixels, self._x.pixels)
        self._grid = _cell_grid(
            geobox,
            (self._y.start * self._y.pixels, self._x.start * self._x.pixels),
            self.cell,
            (self._y.stop - self._y.start, self._x.stop - self._x.start),
        )
        self._out = MapWriter(path, self._grid, legend)
        self._next = 0  # row of windows
        self._base = 0  # row of cells that the sums begin with
        self._filled = 0  # rows of the sums that no later window reaches
        self._sums = self._buffer()
        self._valid = np.zeros(self._sums.shape[:2], dtype=bool)

    def under(self, rows: int) -> tuple[int, int]:
        """Rows and columns of the cells under so many rows of windows, beyond the grid's edge included."""
        return (rows - 1) * self._y.step + self._y.span, self._sums.shape[1]

    @property
    def summary(self) -> MapSummary:
        """What the map holds, as far as it is written."""
        return self._out.summary

    def _buffer(self) -> np.ndarray:
        """Sums of weighted predictions, and of weights last: ``(rows, columns, outputs + 1)``."""
        width = (self._x.windows - 1) * self._x.step + self._x.span
        line = width * (self._outputs + 1) * 8
        spare = max(self._y.step, min(64, _BUFFER_BYTES // line))
        return np.zeros((self._y.span + spare, width, self._outputs + 1))

    def __enter__(self) -> DenseMapWriter:
        self._out.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._out.__exit__(*error)

    def add(self, row0: int, scores: np.ndarray, valid: np.ndarray | None = None) -> None:
        """Add the predictions of rows of windows, from ``row0`` on; rows come in order, none left out.

        ``scores`` is ``(rows, columns, [g, g,] k)`` for all columns of windows: the ``k`` classes'
        probabilities, or value and spread. NaN where there is no prediction. ``valid`` is bool, of the
        shape that ``under`` gives: the cells that may be predicted; None for all.

        Raises UsageError for other rows or another shape, OutputError, DiskFull.
        """
        expected = (self._x.windows, *self._cells, self._outputs)
        if row0 != self._next or scores.shape[1:] != expected:
            raise UsageError(
                f"Windows from row {self._next} of shape {expected} were to come; "
                f"row {row0} of shape {scores.shape[1:]} came."
            )
        under = self.under(len(scores))
        if valid is None:
            valid = np.ones(under, dtype=bool)
        elif valid.shape != under:
            raise UsageError(
                f"Cells of shape {under} were to come with the windows, not {valid.shape}."
            )
        for i, row in enumerate(scores):
            if self._filled + self._y.span > len(self._sums):
                self._emit(self._filled)
            self._blend(row.reshape(self._x.windows, *(self._cells or (1, 1)), self._outputs))
            reached = self._valid[self._filled : self._filled + self._y.span]
            reached |= valid[i * self._y.step : i * self._y.step + self._y.span]
            self._filled += self._y.step
            self._next += 1

    def close(self) -> MapFiles:
        """Finish the map. Raises UsageError where rows are missing, OutputError, DiskFull."""
        if self._next != self._y.windows:
            raise UsageError(
                f"{self._next} of {self._y.windows} rows of windows came; add the rest."
            )
        self._emit(len(self._sums))
        return self._out.close()

    def _blend(self, row: np.ndarray) -> None:
        """Add one row of windows ``(columns, gy, gx, k)`` to the sums, one axis after the other."""
        valid = np.isfinite(row).all(axis=-1, keepdims=True)
        if not valid.any():
            return
        said = np.concatenate([np.where(valid, row, 0.0), valid], axis=-1, dtype=np.float64)
        across = np.zeros((said.shape[1], *self._sums.shape[1:]))
        last = (self._x.windows - 1) * self._x.step + 1
        for i, weight in enumerate(self._x.weights):
            patch = said[:, :, min(i, said.shape[2] - 1)]
            across[:, i : i + last : self._x.step] += weight * patch.swapaxes(0, 1)
        down = self._sums[self._filled : self._filled + self._y.span]
        down += self._y.weights[:, None, None] * across

    def _emit(self, count: int) -> None:
        """Write the first rows of the sums, as far as the map reaches, and move up the others."""
        top = max(self._y.start - self._base, 0)
        bottom = min(self._y.stop - self._base, count)
        if top < bottom:
            part = np.s_[top:bottom, self._x.start : self._x.stop]
            self._write(self._sums[part], self._valid[part], self._base + top - self._y.start)
        for held in (self._sums, self._valid):
            kept = held[count:].copy()
            held[: len(kept)] = kept
            held[len(kept) :] = 0
        self._base += count
        self._filled -= count

    def _write(self, sums: np.ndarray, valid: np.ndarray, row: int) -> None:
        weights = sums[..., -1]
        valid = valid & (weights > 0)
        if self._clip is not None:
            strip = self._grid.affine * Affine.translation(0, row)
            valid &= geometry_mask([self._clip], valid.shape, strip, invert=True)
        # Rounded to float32 first: what float64's noise alone sets apart is a tie, won by the first.
        mean = (sums[valid][:, :-1] / weights[valid][:, None]).astype(np.float32)
        if self._kind == "classes":
            prediction = Prediction(mean.argmax(axis=1), mean, entropy(mean))
        else:
            prediction = Prediction(mean[:, 0], None, mean[:, 1])
        self._out.write(len(sums), np.flatnonzero(valid), prediction)


class _Axis(NamedTuple):
    """Windows and cells along one axis."""

    pixels: int  # of a cell
    step: int  # cells from one window to the next
    span: int  # cells of a window
    windows: int
    start: int  # first cell of the map
    stop: int

    @classmethod
    def of(
        cls,
        extent: int,
        size: int,
        stride: int,
        windows: int,
        reach: tuple[float, float],
        cells: int,
    ) -> _Axis:
        """From pixels of the grid, of a window, between windows, and those that the map spans."""
        if cells == 1 and size % stride:
            raise ChipInvalid(
                f"Chips of {size} pixels are no whole number of strides of {stride}; choose a stride "
                "that divides the chip size."
            )
        if size % cells:
            raise ChipInvalid(
                f"Chips of {size} pixels do not divide into {cells} patches of whole pixels; choose "
                f"chips of a multiple of {cells} pixels."
            )
        pixels = stride if cells == 1 else size // cells
        if stride % pixels or stride > size:
            raise ChipInvalid(
                f"A stride of {stride} pixels does not fit patches of {pixels}; choose a multiple of "
                f"{pixels}, at most {size}."
            )
        count = -(-extent // pixels)
        start = min(max(int(reach[0] // pixels), 0), count - 1)
        stop = min(max(int(-(-reach[1] // pixels)), start + 1), count)
        return cls(pixels, stride // pixels, size // pixels, windows, start, stop)

    @property
    def weights(self) -> np.ndarray:
        """Weight of each cell of a window, float64 ``(span,)``, greatest in the middle."""
        return np.sin(np.pi * (np.arange(self.span) + 0.5) / self.span) ** 2


def _reach(geobox: GeoBox, clip: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Pixels ``((y0, y1), (x0, x1))`` that a polygon spans, or the whole grid."""
    if clip is None:
        return (0, geobox.shape[0]), (0, geobox.shape[1])
    left, bottom, right, top = clip.bounds
    x0, y0 = ~geobox.affine * (left, top)
    x1, y1 = ~geobox.affine * (right, bottom)
    return (y0, y1), (x0, x1)


def _cell_grid(
    geobox: GeoBox, corner: Sequence[int], cell: tuple[int, int], shape: tuple[int, int]
) -> GeoBox:
    """Grid of ``shape`` cells of ``cell`` pixels whose corner is the pixel ``corner``, all ``(y, x)``."""
    affine = geobox.affine * Affine.translation(corner[1], corner[0])
    return GeoBox(shape, affine * Affine.scale(cell[1], cell[0]), geobox.crs)
