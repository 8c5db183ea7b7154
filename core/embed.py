"""The streaming engine: read ahead -> device -> results in block order, memory flat.

    reader threads        main thread          lanes                 writer thread
    blocks of pixels ──▶  batches across  ──▶  chips cut from   ──▶  one shard a block
                          blocks               views, encoder

Batches run across block borders, so that large chips fill them; a block's results come out when its
last chip is done. Integers travel to the device; casting, scaling and everything after happen there.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .chips import Block, ChipGrid, ChipView
from .errors import RasterAllNodata
from .models import BandSample
from .progress import Task
from .rasters import Source
from .runner import Runner
from .store import EmbeddingStore

if TYPE_CHECKING:
    pass

#: Blocks read ahead of the encoder, and the threads that read them.
READERS = 2
#: Places an encoder learns from: how many, how often to look for one, and pixels on a side of each at most.
SAMPLE_PLACES, SAMPLE_TRIES, SAMPLE_EDGE = 64, 512, 96


class BlockResult(NamedTuple):
    """Results of one block: ``ids`` int64, ``valid`` float32 ``(n,)``, ``matrix`` float32 ``(n, …)``;
    rows of chips with too few valid pixels are NaN."""

    block: Block
    ids: np.ndarray
    valid: np.ndarray
    matrix: np.ndarray


# -- streaming -------------------------------------------------------------------------------


class _Segment:
    """One block's chips on their way through: pixels read, results gathered."""

    def __init__(
        self,
        block: Block,
        ids: np.ndarray,
        chips: ChipView,
        masks: ChipView | None,
        valid: np.ndarray,
        min_valid: float,
    ) -> None:
        self.block, self.ids, self.valid = block, ids, valid
        self.chips, self.masks = chips, masks
        # No pixel at all is no chip, however low the least share is set.
        self.good = np.flatnonzero((valid >= min_valid) & (valid > 0))
        self.left = len(self.good)

    def take(self, start: int, stop: int) -> tuple[np.ndarray, np.ndarray | None]:
        which = self.good[start:stop]
        return self.chips[which], None if self.masks is None else self.masks[which]

    def await_results(self, shape: tuple[int, ...]) -> None:
        self.matrix = np.empty((len(self.ids), *shape), dtype=np.float32)
        bad = np.ones(len(self.ids), dtype=bool)
        bad[self.good] = False
        self.matrix[bad] = np.nan

    def put(self, start: int, results: np.ndarray) -> None:
        self.matrix[self.good[start : start + len(results)]] = results
        self.left -= len(results)


def stream(
    source: Source,
    grid: ChipGrid,
    work: Iterable[tuple[Block, np.ndarray]],
    runner: Runner,
    *,
    min_valid: float,
    task: Task,
) -> Iterator[BlockResult]:
    """Embed the chips of blocks, reading ahead; results come in the order of ``work``.

    Parameters
    ----------
    work: blocks and the ids of the chips wanted of each, at least one.
    min_valid: chips with a smaller share of valid pixels get NaN.
    """
    runner.expect(grid.size)
    waiting: deque[_Segment] = deque()
    pieces: list[_Piece] = []
    queued = 0
    with ThreadPoolExecutor(READERS, thread_name_prefix="read") as pool, runner.lanes() as lanes:
        try:
            for segment in _read_ahead(pool, source, grid, work, min_valid):
                segment.await_results(runner.shape)
                waiting.append(segment)
                task.advance(len(segment.ids) - len(segment.good))
                start = 0
                while start < len(segment.good):
                    size = runner.batch.size  # may shrink meanwhile, below what is queued
                    stop = min(start + max(1, size - queued), len(segment.good))
                    pieces.append(_Piece(segment, start, stop))
                    queued += stop - start
                    start = stop
                    if queued >= size:
                        task.advance(lanes.put(_run_pieces, runner, pieces))
                        pieces, queued = [], 0
                yield from _finished(waiting)
            if pieces:
                task.advance(lanes.put(_run_pieces, runner, pieces))
            task.advance(lanes.drain())
            yield from _finished(waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class _Piece(NamedTuple):
    """A run of a block's chips, a batch or part of one."""

    segment: _Segment
    start: int
    stop: int


def _run_pieces(runner: Runner, pieces: list[_Piece]) -> Callable[[], int]:
    """Embed a batch; returns what hands its results to their blocks and counts them."""
    results = runner.run(*_join([segment.take(start, stop) for segment, start, stop in pieces]))

    def settle() -> int:
        done = 0
        for segment, start, stop in pieces:
            segment.put(start, results[done : done + stop - start])
            done += stop - start
        return done

    return settle


def _finished(waiting: deque[_Segment]) -> Iterator[BlockResult]:
    """Blocks at the front whose last chip is done."""
    while waiting and waiting[0].left == 0:
        segment = waiting.popleft()
        yield BlockResult(segment.block, segment.ids, segment.valid, segment.matrix)


def _join(
    pieces: list[tuple[np.ndarray, np.ndarray | None]],
) -> tuple[np.ndarray, np.ndarray | None]:
    if len(pieces) == 1:
        return pieces[0]
    masks = None
    if any(mask is not None for _, mask in pieces):
        masks = np.concatenate(
            [
                np.ones((len(chips), *chips.shape[2:]), dtype=bool) if mask is None else mask
                for chips, mask in pieces
            ]
        )
    return np.concatenate([chips for chips, _ in pieces]), masks


def _read_ahead(
    pool: ThreadPoolExecutor,
    source: Source,
    grid: ChipGrid,
    work: Iterable[tuple[Block, np.ndarray]],
    min_valid: float,
) -> Iterator[_Segment]:
    """Blocks in order, READERS of them being read while the caller works on another."""
    futures: deque[Future[_Segment]] = deque()
    for block, ids in work:
        futures.append(pool.submit(_read_block, source, grid, block, ids, min_valid))
        if len(futures) > READERS:
            yield futures.popleft().result()
    while futures:
        yield futures.popleft().result()


def _read_block(
    source: Source, grid: ChipGrid, block: Block, ids: np.ndarray, min_valid: float
) -> _Segment:
    y0, y1, x0, x1 = grid.window(ids)
    values, valid = source.read(y0, y1, x0, x1)
    chips = grid.cut(values, ids, y0, x0)
    if valid is None:
        return _Segment(block, ids, chips, None, np.ones(len(ids), dtype=np.float32), min_valid)
    rows, cols = grid.rows_cols(ids)
    share = valid_share(valid, rows * grid.stride[0] - y0, cols * grid.stride[1] - x0, grid.size)
    return _Segment(block, ids, chips, grid.cut(valid, ids, y0, x0), share, min_valid)


def valid_share(
    valid: np.ndarray, tops: np.ndarray, lefts: np.ndarray, size: tuple[int, int]
) -> np.ndarray:
    """Share of valid pixels of windows on a mask ``(height, width)``, float32, by an integral image."""
    sums = np.zeros((valid.shape[0] + 1, valid.shape[1] + 1), dtype=np.int32)
    np.cumsum(valid, axis=0, dtype=np.int32, out=sums[1:, 1:])
    np.cumsum(sums[1:, 1:], axis=1, out=sums[1:, 1:])
    low, right = tops + size[0], lefts + size[1]
    inside = sums[low, right] - sums[tops, right] - sums[low, lefts] + sums[tops, lefts]
    return (inside / (size[0] * size[1])).astype(np.float32)


# -- what an encoder learns from ---------------------------------------------------------------


def sample_chips(
    source: Source, grid: ChipGrid, *, min_valid: float, task: Task | None = None, seed: int = 0
) -> BandSample:
    """Chips from places spread at random over the area of interest, to fit an encoder and check inputs.

    From each place come the chips that touch there, up to SAMPLE_EDGE pixels on a side; of larger chips, that
    much of their middle. A scene that is mostly nodata is searched block by block.

    Raises RasterAllNodata where no chip has enough valid pixels; Cancelled.
    """
    task = task or Task()
    ids = grid.select()
    rng = np.random.default_rng(seed)
    places = ids[rng.permutation(len(ids))]
    task.start(f"sampling {source.name}", SAMPLE_PLACES, "places")
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for chip in places[:SAMPLE_TRIES]:
        part = _sample(source, grid, _neighbours(grid, int(chip)), min_valid)
        task.advance(part is not None)
        found += [part] if part else []
        if len(found) == SAMPLE_PLACES:
            break
    if not found and len(places) > SAMPLE_TRIES:
        found = _search(source, grid, min_valid, task, rng)
    if not found:
        raise RasterAllNodata(
            f"No chip of source {source.name} has {min_valid:.0%} valid pixels in the area of interest; "
            "check nodata values, move the area, or lower --min-valid."
        )
    chips, masks = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return BandSample(source.band_names, chips, masks)


def _sample(
    source: Source, grid: ChipGrid, ids: np.ndarray, min_valid: float
) -> tuple[np.ndarray, np.ndarray] | None:
    """Chips in physical units with their masks, those with enough valid pixels; None without any."""
    segment = _read_block(source, grid, Block("", 0, 0, 0, 0), ids, min_valid)
    if len(segment.good) == 0:
        return None
    chips, masks = segment.take(0, len(segment.good))
    if masks is None:
        masks = np.ones((len(chips), *grid.size), dtype=bool)
    tops, lefts = (max(0, n - SAMPLE_EDGE) // 2 for n in grid.size)
    middle = np.s_[..., tops : tops + SAMPLE_EDGE, lefts : lefts + SAMPLE_EDGE]
    return source.to_physical(chips[middle]), masks[middle].copy()


def _search(
    source: Source, grid: ChipGrid, min_valid: float, task: Task, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """What ``_sample`` gives of some chips of every block that has any."""
    blocks = grid.blocks(source.tile, source.dtype.itemsize * len(source.bands))
    blocks = [blocks[i] for i in rng.permutation(len(blocks))]
    task.start(f"searching {source.name} for valid pixels", len(blocks), "blocks")
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for block in blocks:
        task.advance(1)
        if len(ids := grid.select_in(block)) == 0:
            continue
        good = _read_block(source, grid, block, ids, min_valid)
        if len(good.good) == 0:
            continue
        some = rng.choice(good.good, min(len(good.good), 16), replace=False)
        found += [part for i in some if (part := _sample(source, grid, ids[[i]], min_valid))]
        if len(found) >= SAMPLE_PLACES:
            break
    return found


def _neighbours(grid: ChipGrid, chip: int) -> np.ndarray:
    """The chip and those that touch it to the right and below, within SAMPLE_EDGE pixels and the grid."""
    row, col = divmod(chip, grid.shape[1])
    step = [max(1, -(-s // t)) for s, t in zip(grid.size, grid.stride, strict=True)]
    side = [min(3, max(1, SAMPLE_EDGE // s)) for s in grid.size]
    rows = [r for r in range(row, row + side[0] * step[0], step[0]) if r < grid.shape[0]]
    cols = [c for c in range(col, col + side[1] * step[1], step[1]) if c < grid.shape[1]]
    r, c = np.meshgrid(rows, cols, indexing="ij")
    return grid.ids(r.ravel(), c.ravel())


# -- into a store ------------------------------------------------------------------------------


@dataclass(frozen=True)
class EmbedReport:
    """Chips in the area, those embedded now, those that were there, those with too few valid pixels."""

    chips: int
    embedded: int
    kept: int
    invalid: int
    seconds: float
    chips_per_s: float
    batch: int


def pending(
    store: EmbeddingStore, grid: ChipGrid, blocks: Sequence[Block]
) -> tuple[list[tuple[Block, np.ndarray]], int]:
    """Blocks that still miss chips, with the missing ids; and how many chips are there already."""
    work, kept = [], 0
    for block in blocks:
        wanted = grid.select_in(block)
        if len(wanted) == 0:
            continue
        missing = np.setdiff1d(wanted, store.present(block), assume_unique=True)
        kept += len(wanted) - len(missing)
        if len(missing):
            work.append((block, missing))
    return work, kept


def fill_store(
    source: Source, grid: ChipGrid, store: EmbeddingStore, runner: Runner, *, task: Task
) -> EmbedReport:
    """Embed what the store misses, a shard at a time. The caller holds ``store.writing()``.

    Stopping at any instant loses the block in hand and no more. Raises Cancelled, DiskFull,
    DeviceMemory, RasterUnreadable.
    """
    manifest = store.manifest
    min_valid = manifest.min_valid
    work, kept = pending(store, grid, grid.blocks_of(manifest.block))
    total = sum(len(ids) for _, ids in work)
    task.start(f"embedding {source.name}", total)
    began = time.monotonic()
    invalid = 0
    with ThreadPoolExecutor(1, thread_name_prefix="write") as writer:
        writing: Future[Any] | None = None
        for result in stream(source, grid, work, runner, min_valid=min_valid, task=task):
            if writing is not None:
                writing.result()  # one shard in flight; an error in it stops us here
            invalid += int(np.isnan(result.matrix[:, 0]).sum())
            writing = writer.submit(
                store.write, result.block, grid, result.ids, result.valid, result.matrix
            )
        if writing is not None:
            writing.result()
    seconds = time.monotonic() - began
    return EmbedReport(
        total + kept,
        total - invalid,
        kept,
        invalid,
        seconds,
        total / max(seconds, 1e-9),
        runner.batch.size,
    )
