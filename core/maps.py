"""Maps of what a head predicts: one cell a chip, or dense, from windows that overlap.

A map is up to three cloud-optimised GeoTIFFs with a QGIS style (``.qml``) beside each:

    map.tif              classes: uint8 (uint16 beyond 254), 0 nodata, else a class's code where all
                         are numbers, its place otherwise (``map_values``), with colour table
                         and category names; values: float32, NaN nodata
    map.probability.tif  classes only: a uint8 band each, 0..250 with scale 1/250, 255 nodata
    map.uncertainty.tif  classes: normalised entropy, stored as probabilities are; values: float32 spread

They are made in a folder of their own and renamed into place at the end, the map last: whatever
stops the work before that leaves the old map as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.features import geometry_mask

from .. import __version__
from . import qml
from .chips import ChipGrid
from .classes import PROBABILITY_RAMP, UNCERTAINTY_RAMP, VALUE_RAMP, Legend, map_values
from .cog import CogWriter, Raster, Staging
from .errors import ChipInvalid, OutputError, UsageError
from .probes.base import Prediction, entropy

__all__ = ["DenseMapWriter", "Legend", "MapFiles", "MapSummary", "summarise", "write_chip_map"]

#: Shares of 0..1 are stored in this many steps, and nodata as 255. QGIS compares a band's scaled
#: values with its nodata value as it is stored, so that must not be within 0..1.
_STEPS = 250
#: Bytes of sums that a dense map holds beyond the rows that one window needs.
_BUFFER_BYTES = 2**24


@dataclass(frozen=True)
class MapFiles:
    """The GeoTIFFs of a map; ``probability`` is None for values. Styles lie beside them as .qml."""

    map: Path
    probability: Path | None
    uncertainty: Path

    def to_dict(self) -> dict[str, str]:
        """The paths that there are, by what they hold."""
        return {name: str(path) for name, path in asdict(self).items() if path is not None}


class MapSummary(NamedTuple):
    """What a map holds: its cells with a prediction, how many of each class, the range of the value."""

    cells: int
    counts: tuple[int, ...]
    range: tuple[float, float] | None

    def plus(self, other: MapSummary) -> MapSummary:
        """Of two parts of a map together."""
        ends = [end for part in (self, other) if part.range for end in part.range]
        counts = (a + b for a, b in zip(self.counts, other.counts, strict=True))
        extent = (min(ends), max(ends)) if ends else None
        return MapSummary(self.cells + other.cells, tuple(counts), extent)


def summarise(prediction: Prediction, legend: Legend) -> MapSummary:
    """What a map of these predictions, at least one, holds."""
    labels = prediction.labels
    if legend.kind == "value":
        return MapSummary(len(labels), (), (float(labels.min()), float(labels.max())))
    counts = np.bincount(labels, minlength=len(legend.classes))
    return MapSummary(len(labels), tuple(counts.tolist()), None)


def write_chip_map(
    path: Path, grid: ChipGrid, ids: np.ndarray, prediction: Prediction, legend: Legend
) -> MapFiles:
    """Write a map with one cell a chip.

    A cell is as large as the stride and lies in the middle of its chip, on whole pixels of the grid. The map
    spans the chips given; a cell without one is nodata.

    Parameters
    ----------
    path: the map, ``.tif``; what is there is replaced.
    ids: int64 ``(n,)``, at least one. prediction: of these chips, in this order.

    Raises OutputError, DiskFull, and UsageError where prediction and legend do not fit.
    """
    said = 0 if prediction.proba is None else prediction.proba.shape[1]
    if said != len(legend.classes):
        raise UsageError(
            f"The head predicts {said} classes and the legend names {len(legend.classes)}."
        )
    rows, cols = grid.rows_cols(ids)
    top, left = int(rows.min()), int(cols.min())
    height, width = int(rows.max()) - top + 1, int(cols.max()) - left + 1
    corner = [
        first * step + (size - step) // 2
        for first, size, step in zip((top, left), grid.size, grid.stride, strict=True)
    ]
    cells = _cell_grid(grid.geobox, corner, grid.stride, (height, width))
    with _MapWriter(path, cells, legend) as out:
        out.write(height, (rows - top) * width + cols - left, prediction)
        return out.close()


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
        self._out = _MapWriter(path, self._grid, legend)
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


# -- the files -------------------------------------------------------------------------------

_SOFTWARE = "eo-embed"
_INFIX = {"map": "", "probability": ".probability", "uncertainty": ".uncertainty"}
_RAMP = {"map": VALUE_RAMP, "probability": PROBABILITY_RAMP, "uncertainty": UNCERTAINTY_RAMP}


def _rasters(legend: Legend) -> dict[str, Raster]:
    """What each file of a map holds."""
    if legend.kind == "value":
        value: dict[str, Any] = {"dtype": "float32", "nodata": np.nan}
        return {
            "map": Raster(**value, bands=(legend.target,)),
            "uncertainty": Raster(**value, bands=(f"spread of {legend.target}",)),
        }
    # 0 is nodata and n classes follow; beyond 254 QGIS and GDAL's palettes want 16 bits.
    dtype = "uint8" if len(legend.classes) <= 254 else "uint16"
    share: dict[str, Any] = {"dtype": "uint8", "nodata": 255, "scale": 1 / _STEPS}
    return {
        "map": Raster(dtype=dtype, nodata=0, bands=(legend.target,), classes=legend.classes),
        "probability": Raster(**share, bands=tuple(c.name for c in legend.classes)),
        "uncertainty": Raster(**share, bands=("normalised entropy",)),
    }


def _refuse_other(path: Path) -> None:
    """Raises OutputError where a map would take the place of something that is no map of ours."""
    if not path.is_file():
        return
    try:
        with rasterio.open(path) as data:
            ours = data.tags().get("TIFFTAG_SOFTWARE", "").startswith(_SOFTWARE)
    except rasterio.errors.RasterioError:
        ours = False
    if not ours:
        raise OutputError(
            f"{path} is there and is no map of eo-embed; choose another name, or move it away."
        )


def _stored(prediction: Prediction, legend: Legend) -> dict[str, np.ndarray]:
    """What each file stores for ``n`` cells, ``(bands, n)``."""
    labels, proba, uncertainty = prediction.labels, prediction.proba, prediction.uncertainty
    if proba is None:
        return {"map": labels[None], "uncertainty": uncertainty[None]}
    return {
        "map": np.array(map_values(legend.classes))[labels][None],
        "probability": _as_stored(proba).T,
        "uncertainty": _as_stored(uncertainty)[None],
    }


def _as_stored(share: np.ndarray) -> np.ndarray:
    """Shares of 0..1 as uint8 steps, rounded."""
    return (share * _STEPS + 0.5).astype(np.uint8)


class _MapWriter:
    """The files of one map, written together in rows of cells from top to bottom."""

    def __init__(self, path: Path, grid: GeoBox, legend: Legend) -> None:
        if path.suffix.lower() not in (".tif", ".tiff"):
            raise OutputError(f"Maps are written as .tif, not as {path.name}.")
        self._path, self._grid, self._legend = path, grid, legend
        self._staging = Staging(path)
        self._rasters = _rasters(legend)
        for part in self._rasters:
            _refuse_other(path.with_name(self._name(part)))
        self._writers: dict[str, CogWriter] = {}
        self._ranges: dict[str, tuple[float, float]] = {}
        self.summary = MapSummary(0, (0,) * len(legend.classes), None)

    def __enter__(self) -> _MapWriter:
        tags = {"TARGET": self._legend.target, "TIFFTAG_SOFTWARE": f"{_SOFTWARE} {__version__}"}
        with ExitStack() as stack:
            stack.enter_context(self._staging)
            for part, raster in self._rasters.items():
                writer = CogWriter(self._staging, self._name(part), self._grid, raster, tags)
                self._writers[part] = stack.enter_context(writer)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def write(self, height: int, cells: np.ndarray, prediction: Prediction) -> None:
        """Append rows of cells: the prediction at ``cells`` (flat indices), nodata elsewhere."""
        width = self._grid.shape[1]
        if len(cells):
            self.summary = self.summary.plus(summarise(prediction, self._legend))
        for part, stored in _stored(prediction, self._legend).items():
            raster = self._rasters[part]
            rows = np.full((len(stored), height * width), raster.nodata, dtype=raster.dtype)
            rows[:, cells] = stored
            self._writers[part].write(rows.reshape(-1, height, width))
            if stored.size:
                low, high = self._ranges.get(part, (np.inf, -np.inf))
                self._ranges[part] = min(low, float(stored.min())), max(high, float(stored.max()))

    def close(self) -> MapFiles:
        """Make the files and move them into place."""
        for part, writer in self._writers.items():
            writer.finish()
            self._staging.write_text(self._name(part, ".qml"), self._style(part))
        self._staging.commit(
            [self._name(p, end) for p in _INFIX for end in (None, ".qml")]
            + [f"{self._name(p)}.aux.xml" for p in _INFIX]
        )
        place = {part: self._path.with_name(self._name(part)) for part in self._rasters}
        return MapFiles(place["map"], place.get("probability"), place["uncertainty"])

    def _name(self, part: str, suffix: str | None = None) -> str:
        return f"{self._path.stem}{_INFIX[part]}{suffix or self._path.suffix}"

    def _style(self, part: str) -> str:
        raster = self._rasters[part]
        if raster.classes:
            return qml.paletted(raster.classes)
        low, high = (0.0, 1.0) if raster.dtype == "uint8" else self._ranges.get(part, (0.0, 1.0))
        # A ramp needs a range, also where all cells hold one value.
        return qml.ramped(_RAMP[part], low, high if high > low else low + 1)
