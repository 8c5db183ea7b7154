"""Dense maps: windows of the chip's size slide over the area, and their predictions are blended.

    blocks of pixels ──▶ tiles of windows ──▶ features ──▶ head ──▶ rows of a DenseMapWriter
                 └─────▶ cells that have pixels of their own ────────────▲

A tile goes through the engine of ``embed`` as a chip does: many windows for an encoder that ``slides``,
so that what they share is computed once; one window for any other. Neither the list of windows nor the
map is ever held: memory grows with the width of the area alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from .chips import Block, ChipGrid
from .classes import Legend
from .embed import BlockResult, stream
from .errors import ModelMismatch, UsageError
from .maps import DenseMapWriter, MapFiles, MapSummary
from .models import Encoder
from .probes import Head
from .probes.base import one_blas_thread
from .progress import Task
from .rasters import Pixels, Source, tile_cache
from .runner import Runner

if TYPE_CHECKING:
    from torch import Tensor

#: Pixels on a side of a tile of several windows: three chips, within these limits. Larger tiles share more
#: at their borders, and leave the processor's cache.
LEAST_TILE, MOST_TILE = 96, 256
#: Windows of such tiles in a batch.
CPU_WINDOWS, GPU_WINDOWS = 2**12, 2**16


class DenseInput(NamedTuple):
    """A source of a dense map, with the encoder of its windows: fitted, and moved to its device."""

    source: Source
    encoder: Encoder


@dataclass(frozen=True)
class Sliding:
    """How windows slide and run.

    Parameters
    ----------
    stride: pixels ``(y, x)`` from one window to the next, a divisor of the chip's size.
    min_valid: a window with a smaller share of valid pixels in a source lacks that source.
    patches: the patch features of a dense model take the place of whole windows.
    device: of the encoders. batch: windows at a time; None to find out.
    """

    stride: tuple[int, int]
    min_valid: float
    patches: bool = False
    device: str = "cpu"
    batch: int | None = None


class DenseMap(NamedTuple):
    """A map's files, the windows that it is blended from, and what it holds."""

    files: MapFiles
    windows: int
    summary: MapSummary


def map_dense(
    path: Path,
    grid: ChipGrid,
    inputs: Sequence[DenseInput],
    head: Head,
    legend: Legend,
    how: Sliding,
    task: Task,
) -> DenseMap:
    """Write a map of ``grid``'s area from windows of its chips' size.

    A cell is as large as the stride, or as a patch. It is nodata unless at least half of the grid's pixels
    that it covers are valid in one source or more, since a chip may lack a source too. DenseMapWriter says
    how the windows over it blend.

    Parameters
    ----------
    path: the map, ``.tif``; what is there is replaced.
    inputs: in the order of the columns that the head was fitted on.

    Raises ChipInvalid where the stride does not divide the chip; UsageError where there are no patches and
    ModelMismatch where the head cannot read them; DeviceMemory, RasterUnreadable, OutputError,
    DiskFull, Cancelled.
    """
    windows = replace(grid, stride=how.stride, inclusion="any")
    places = _places(inputs, windows, how) if how.patches else 1
    writer = DenseMapWriter(
        path, windows.geobox, windows.size, windows.stride, legend, places, windows.aoi
    )
    cells = [_Cells(source.grid.shape, writer.cell) for source, _ in inputs]
    watched = [
        DenseInput(_Watched(source.name, source.bands, source.grid, cells=noted), encoder)
        for (source, encoder), noted in zip(inputs, cells, strict=True)
    ]
    sources = [source for source, _ in watched]
    tiles = _Tiles.of(windows, inputs, how)
    scores = _scorer(head)
    # Of one source a batch's features are predicted at once; of several they wait for each other.
    then = scores if len(inputs) == 1 else None
    outputs = (places, places, len(legend.classes) or 2)
    dims = sum(encoder.dim for _, encoder in inputs)
    blocks = tiles.blocks(sources[0], dims)
    task.start("mapping", len(inputs) * sum(len(ids) for _, ids in tiles.work(blocks)), tiles.unit)
    results = zip(
        *(tiles.stream(one, blocks, how, then, outputs, task) for one in watched), strict=True
    )
    mapped = 0
    try:
        # Lanes predict side by side: one limit around them, as limits set in turns would undo each other.
        with one_blas_thread(), tile_cache(sources, windows.size[0]), writer:
            for row0, row1, parts in _bands(blocks, results):
                band = tiles.band(row1 - row0, outputs)
                for part in parts:
                    said = part[0].matrix if then else scores(_beside(part))
                    tiles.put(band, row0, part[0].ids, said)
                first, rows = tiles.rows(band, row0)
                mapped += int(np.isfinite(rows[..., 0]).reshape(*rows.shape[:2], -1).any(2).sum())
                under = writer.under(len(rows))
                top, bottom = (row * tiles.grid.stride[0] for row in (row0, row1))
                valid = np.logical_or.reduce([c.take(top, bottom, under) for c in cells])
                writer.add(first, rows, valid)
            files = writer.close()
    finally:
        for source in sources:
            source.close()
    return DenseMap(files, mapped, writer.summary)


def _bands(
    blocks: Sequence[Block], results: Iterator[tuple[BlockResult, ...]]
) -> Iterator[tuple[int, int, Iterator[tuple[BlockResult, ...]]]]:
    """Rows of blocks ``row0:row1`` with their results, one for each source; a row without chips has none."""
    waiting = next(results, None)

    def of_row(row0: int) -> Iterator[tuple[BlockResult, ...]]:
        nonlocal waiting
        while waiting is not None and waiting[0].block.row0 == row0:
            yield waiting
            waiting = next(results, None)

    for row0, row1 in dict.fromkeys((block.row0, block.row1) for block in blocks):
        yield row0, row1, of_row(row0)


def _beside(parts: Sequence[BlockResult]) -> np.ndarray:
    """Embeddings of one block, sources side by side; those that lack every source stay all NaN."""
    return np.concatenate([part.matrix for part in parts], axis=1)


def _scorer(head: Head) -> Callable[[np.ndarray], np.ndarray]:
    """From features ``(n, dim, …)`` to what a dense map blends, ``(n, …, k)``: probabilities, or value and
    spread; NaN where there is no feature."""

    def scores(matrix: np.ndarray) -> np.ndarray:
        rows = np.moveaxis(matrix, 1, -1).reshape(-1, matrix.shape[1])
        said = head.predict_all(rows)
        out = np.column_stack([said.labels, said.uncertainty]) if said.proba is None else said.proba
        out[np.isnan(rows).all(axis=1)] = np.nan
        return out.astype(np.float32).reshape(len(matrix), *matrix.shape[2:], out.shape[1])

    return scores


# -- tiles of windows --------------------------------------------------------------------------


class _Tiles(NamedTuple):
    """Windows gathered into the chips of ``grid``, ``each`` of so many down and across."""

    windows: ChipGrid
    grid: ChipGrid
    each: tuple[int, int]

    @classmethod
    def of(cls, windows: ChipGrid, inputs: Sequence[DenseInput], how: Sliding) -> Self:
        if how.patches or not all(encoder.slides for _, encoder in inputs):
            return cls(windows, windows, (1, 1))
        axes = list(zip(windows.size, windows.stride, windows.geobox.shape, strict=True))
        down, across = (
            1 + max(0, min(max(LEAST_TILE, min(3 * size, MOST_TILE)), extent) - size) // step
            for size, step, extent in axes
        )
        size = [s + (n - 1) * step for n, (s, step, _) in zip((down, across), axes, strict=True)]
        stride = (down * windows.stride[0], across * windows.stride[1])
        grid = replace(windows, size=(size[0], size[1]), stride=stride)
        return cls(windows, grid, (down, across))

    @property
    def several(self) -> bool:
        return self.each != (1, 1)

    @property
    def unit(self) -> str:
        return "tiles" if self.several else "windows"

    def blocks(self, source: Source, dims: int) -> list[Block]:
        """What is read at a time: pixels, and the features of their windows, within a block's budget."""
        stored = source.dtype.itemsize * len(source.bands)
        features = 4 * dims // (self.windows.stride[0] * self.windows.stride[1])
        return self.grid.blocks(source.tile, max(stored, features) if self.several else stored)

    def work(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, np.ndarray]]:
        """Blocks with the ids of their tiles, found when they are asked for."""
        return ((block, ids) for block in blocks if len(ids := self.grid.select_in(block)))

    def stream(
        self,
        one: DenseInput,
        blocks: Sequence[Block],
        how: Sliding,
        then: Callable[[np.ndarray], np.ndarray] | None,
        outputs: tuple[int, int, int],
        task: Task,
    ) -> Iterator[BlockResult]:
        """What ``then`` makes of the features, or the features ``(n, dim, …)`` themselves, tile by tile."""
        source, encoder = one
        batch, min_valid = how.batch, how.min_valid
        dense = how.patches or self.several
        places = outputs[:2] if how.patches else self.each if self.several else ()
        if self.several:  # which judges its windows one by one
            encoder, min_valid = _Windows(encoder, self.windows, how.min_valid), 0.0
            most = batch or (CPU_WINDOWS if how.device == "cpu" else GPU_WINDOWS)
            batch = max(1, most // (self.each[0] * self.each[1]))
        shape = (*places, outputs[2]) if then else (encoder.dim, *places)
        runner = Runner(
            encoder, source, device=how.device, batch=batch, dense=dense, then=then, shape=shape
        )
        work = self.work(blocks)
        return stream(source, self.grid, work, runner, min_valid=min_valid, task=task)

    def band(self, rows: int, outputs: tuple[int, int, int]) -> np.ndarray:
        """Room for the scores of rows of tiles, NaN: ``(rows, down, columns, across, g, g, k)``."""
        shape = (rows, self.each[0], self.grid.shape[1], self.each[1], *outputs)
        return np.full(shape, np.nan, dtype=np.float32)

    def put(self, band: np.ndarray, row0: int, ids: np.ndarray, said: np.ndarray) -> None:
        """Scores of tiles to their places in a band that begins with row ``row0`` of tiles."""
        rows, cols = self.grid.rows_cols(ids)
        band[rows - row0, :, cols] = said.reshape(len(ids), *self.each, *band.shape[4:])

    def rows(self, band: np.ndarray, row0: int) -> tuple[int, np.ndarray]:
        """A band's first row of windows, and its scores ``(rows, columns, [g, g,] k)`` of all windows."""
        first = row0 * self.each[0]
        height, width = self.windows.shape
        said = band.reshape(len(band) * self.each[0], -1, *band.shape[4:])[: height - first, :width]
        return first, said[:, :, 0, 0] if said.shape[2] == 1 else said


class _Windows(Encoder):
    """An encoder whose features per patch are the embeddings of a tile's windows; NaN for one with too few
    valid pixels."""

    def __init__(self, encoder: Encoder, windows: ChipGrid, min_valid: float) -> None:
        super().__init__(encoder.card, encoder.bands, encoder.options)
        self._encoder, self._windows, self._min_valid = encoder, windows, min_valid

    def to(self, device: str, precision: str) -> Self:
        self._encoder.to(device, precision)
        return self

    def embed(self, x: Tensor, valid: Tensor | None) -> Tensor:
        return self._encoder.embed(x, valid)

    def dense(self, x: Tensor, valid: Tensor | None) -> Tensor:
        from torch.nn.functional import avg_pool2d

        size, stride = self._windows.size, self._windows.stride
        out = self._encoder.slide(x, valid, size, stride)
        if valid is None:
            return out
        share = avg_pool2d(valid[:, None].float(), size, stride)
        return out.masked_fill_(share < self._min_valid, float("nan"))


# -- cells with pixels of their own --------------------------------------------------------------


@dataclass
class _Cells:
    """Which cells have enough valid pixels, noted as pixels are read, kept until their rows are taken.

    ``extent`` of the grid and ``cell`` are pixels ``(y, x)``.
    """

    extent: tuple[int, int]
    cell: tuple[int, int]
    _parts: list[tuple[int, int, np.ndarray]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def note(self, valid: np.ndarray | None, y0: int, y1: int, x0: int, x1: int) -> None:
        """Learn from the mask of pixels ``y0:y1, x0:x1``, whole cells; None where all are valid."""
        high, wide = self.cell
        down, across = (y1 - y0) // high, (x1 - x0) // wide
        if valid is None:
            enough = np.ones((down, across), dtype=bool)
        else:
            lines = valid.reshape(down, high, -1).sum(axis=1, dtype=np.int32)
            count = lines.reshape(down, across, wide).sum(axis=2)
            own = np.outer(
                _inside(y0, down, high, self.extent[0]), _inside(x0, across, wide, self.extent[1])
            )
            enough = (count > 0) & (2 * count >= own)
        with self._lock:
            self._parts.append((y0, x0, enough))

    def take(self, top: int, bottom: int, shape: tuple[int, int]) -> np.ndarray:
        """Cells ``shape`` from pixel row ``top`` on, by what was read from rows before ``bottom``; what
        was not read is not valid."""
        with self._lock:
            mine = [part for part in self._parts if part[0] < bottom]
            self._parts = [part for part in self._parts if part[0] >= bottom]
        out = np.zeros(shape, dtype=bool)
        for y0, x0, enough in mine:
            row, col = (y0 - top) // self.cell[0], x0 // self.cell[1]
            place = out[row : row + len(enough), col : col + enough.shape[1]]
            place |= enough[: place.shape[0], : place.shape[1]]
        return out


def _inside(start: int, count: int, step: int, extent: int) -> np.ndarray:
    """Of each of ``count`` stretches of ``step`` pixels, how many lie before ``extent``."""
    return np.clip(extent - (start + step * np.arange(count)), 0, step)


@dataclass(frozen=True, kw_only=True)
class _Watched(Source):
    """A source that notes the cells of whatever is read from it, so that no pixel is read twice."""

    cells: _Cells

    def read(self, y0: int, y1: int, x0: int, x1: int) -> Pixels:
        pixels = super().read(y0, y1, x0, x1)
        self.cells.note(pixels.valid, y0, y1, x0, x1)
        return pixels


# -- patches ---------------------------------------------------------------------------------


def _places(inputs: Sequence[DenseInput], grid: ChipGrid, how: Sliding) -> int:
    """Patches on a side of a chip, of a dense model whose embeddings are the mean of its patches' features.

    Only then has a patch the kind of features that the head knows: a class token, a maximum, or a norm after
    the pooling gives others. It is tried, on noise, since models name their poolings as they like.

    Raises UsageError where there are no patches, ModelMismatch where they are of another kind.
    """
    import torch

    if len(inputs) > 1:
        raise UsageError(
            "Patch features come from one source, and the head uses "
            f"{', '.join(source.name for source, _ in inputs)}; map it without --patches."
        )
    source, encoder = inputs[0]
    if not encoder.card.dense:
        raise UsageError(
            f"The model {encoder.card.name} has no patch features; map it without --patches."
        )
    low, high = encoder.card.value_range or (0.0, 1.0)
    noise = np.random.default_rng(0).uniform(low, high, (1, len(source.bands), *grid.size))
    x = torch.from_numpy(noise.astype(np.float32)).to(how.device)
    with torch.inference_mode():
        features, whole = encoder.dense(x, None).float(), encoder.embed(x, None).float()
    mean = features.mean((2, 3))
    if mean.shape != whole.shape or (mean - whole).norm() > 0.05 * whole.norm():
        remedy = (
            "embed with --set pooling=avg and fit again"
            if "pooling" in encoder.options
            else "use a checkpoint whose card says pooling avg"
        )
        raise ModelMismatch(
            f"The embeddings of {source.name} are not the mean of their patches' features (the pooling of "
            f"{encoder.card.name} is {encoder.card.pooling}), so a head on them cannot read patches; "
            f"{remedy}, or map without --patches."
        )
    rows, cols = features.shape[-2:]
    if rows != cols:
        raise UsageError(f"Patch features of {rows} x {cols} need square chips; use --dense alone.")
    return int(rows)
