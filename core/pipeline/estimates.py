"""What embedding will take, measured on real chips of the scene rather than guessed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import models
from ..chips import Block
from ..embed import pending, sample_chips, stream
from ..errors import UsageError
from ..progress import Task
from ..rasters import tile_cache
from ..runner import Runner, pick_device
from ..store import DTYPES, EmbeddingStore, StoredDtype
from ..workspace import Workspace
from .embeddings import How, Prepared, prepare
from .workspaces import Place, open_workspace

#: Seconds that a measurement is to last, and how many chips it begins with.
_MEASURED_S, _FIRST = 1.0, 32
#: Bytes of a shard for each chip beside its embedding: id, row, column, outline, share of valid pixels.
_CHIP_BYTES = 8 + 4 + 4 + 97 + 4


@dataclass(frozen=True)
class Estimate:
    """What is left to embed, and what that takes: values of an embedding, bytes on disk, seconds.

    ``chips_per_s`` was measured on ``measured`` chips, reading included; ``seconds`` follows from it. With
    several sources ``chips`` counts each chip once a source, and ``dim`` is their sum.
    """

    chips: int
    dim: int
    bytes: int
    seconds: float
    chips_per_s: float
    device: str
    measured: int


def estimate(
    place: Place,
    *,
    model: str = "rcf",
    options: Mapping[str, Any] | None = None,
    sources: Sequence[str] | None = None,
    device: str = "auto",
    precision: str = "auto",
    dtype: StoredDtype = "float32",
    batch: int | None = None,
    force: bool = False,
    task: Task | None = None,
) -> Estimate:
    """Embed a few real chips as ``embed`` would, keep nothing, and say what the rest will take.

    Raises what ``embed`` does of models, devices and rasters.
    """
    if dtype not in DTYPES:
        raise UsageError(f"'{dtype}' cannot be stored; choose {', '.join(DTYPES)}.")
    workspace = open_workspace(place)
    how = How(model, dict(options or {}), pick_device(device), precision, batch, dtype, force)
    task = task or Task()
    parts = [
        _of_source(workspace, name, how, task)
        for name in workspace.select_sources(list(sources or []))
    ]
    chips, seconds = sum(p.chips for p in parts), sum(p.seconds for p in parts)
    return Estimate(
        chips,
        sum(p.dim for p in parts),
        sum(p.bytes for p in parts),
        seconds,
        chips / seconds if seconds else parts[0].chips_per_s,
        how.device,
        sum(p.measured for p in parts),
    )


def _of_source(workspace: Workspace, name: str, how: How, task: Task) -> Estimate:
    ready = prepare(workspace, name, how)
    store = EmbeddingStore(workspace.store_path(ready.key))
    grid = workspace.grid
    pixel = ready.source.dtype.itemsize * len(ready.source.bands)
    shape = store.manifest.block if store.exists else grid.block_shape(ready.source.tile, pixel)
    work, _ = pending(store, grid, grid.blocks_of(shape))
    left = sum(len(ids) for _, ids in work)
    encoder = ready.encoder
    with tile_cache([ready.source], grid.size[0]):
        try:
            if store.exists:
                encoder.load_state(store.state())
            else:
                share = workspace.config.chips.min_valid
                sample = sample_chips(ready.source, grid, min_valid=share, task=task)
                models.check_inputs(encoder.card, sample, force=how.force)
                encoder.fit(sample)
            encoder.to(how.device, ready.precision)
            count, seconds = _measure(workspace, ready, work, task) if left else (0, 0.0)
        finally:
            ready.source.close()
    rate = count / seconds if seconds else 0.0
    width = {"float32": 4, "float16": 2, "int8": 1}[how.dtype] * encoder.dim
    return Estimate(
        left,
        encoder.dim,
        left * (width + _CHIP_BYTES + (4 if how.dtype == "int8" else 0)),
        left / rate if rate else 0.0,
        rate,
        how.device,
        count,
    )


def _measure(
    workspace: Workspace, ready: Prepared, work: Sequence[tuple[Block, np.ndarray]], task: Task
) -> tuple[int, float]:
    """Chips embedded, and the seconds they took: twice as many each time until that is long enough."""
    how, grid = ready.how, workspace.grid
    runner = Runner(ready.encoder, ready.source, device=how.device, batch=how.batch)
    share = workspace.config.chips.min_valid
    # The block in the middle is most likely to be like the others, and not on the swath's edge.
    block, ids = work[len(work) // 2]
    count, seconds = min(_FIRST, len(ids)), 0.0
    task.start(f"measuring {ready.source.name}", len(ids))
    while True:
        quiet = Task(cancel=task.cancelled)
        began = time.monotonic()
        for _ in stream(
            ready.source, grid, [(block, ids[:count])], runner, min_valid=share, task=quiet
        ):
            pass
        before, seconds = seconds, time.monotonic() - began
        task.advance(0)
        # The first pass warms up: what it took says nothing.
        if before and (seconds >= _MEASURED_S / 2 or count == len(ids)):
            return count, seconds
        if before:
            count = min(len(ids), 2 * count)
