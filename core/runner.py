"""Running an encoder on batches: the device, how large a batch may be, and batches side by side.

On a CPU each core runs a batch of its own with one thread of arithmetic; a GPU gets two lanes, so that one
cuts and copies while the other's batch computes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from .errors import DeviceMemory, DeviceMissing, UsageError
from .models import Encoder
from .rasters import Source

if TYPE_CHECKING:
    import torch

#: Pixels that a batch holds at first and at most: a CPU gains nothing from what outgrows its cache.
CPU_BATCH, GPU_BATCH = (2**17, 2**17), (2**21, 2**26)


# -- devices ---------------------------------------------------------------------------------


def pick_device(name: str = "auto") -> str:
    """The device to run on: ``auto`` takes CUDA (ROCm included), then Apple's MPS, then the CPU.

    Raises DeviceMissing where a device was asked for that is not there.
    """
    import torch

    has_cuda, has_mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if name == "auto":
        return "cuda" if has_cuda else "mps" if has_mps else "cpu"
    kind, _, index = name.partition(":")
    if kind not in ("cpu", "cuda", "mps") or (index and not index.isdigit()):
        raise UsageError(f"'{name}' is no device; give auto, cpu, cuda, cuda:N or mps.")
    if kind == "cuda" and (not has_cuda or int(index or 0) >= torch.cuda.device_count()):
        found = f"{torch.cuda.device_count()} found" if has_cuda else "none is usable here"
        raise DeviceMissing(
            f"The GPU {name} was asked for but {found}; check the driver with `eo-embed doctor`, or use --device cpu."
        )
    if kind == "mps" and not has_mps:
        raise DeviceMissing(
            "The device mps was asked for but is not usable here; use --device cpu."
        )
    return name


# -- running the encoder ---------------------------------------------------------------------


class BatchSize:
    """Finds the batch size while real chips go through.

    Given as a number it stays; with ``auto`` it doubles for as long as chips a second grow by 5%. Out of
    memory halves it for good.
    """

    def __init__(self, given: int | None, *, start: int = 32, limit: int = 4096) -> None:
        self.size = given or start
        self._searching = given is None
        self._limit = limit
        self._best = 0.0
        self._warm = False
        self._lock = Lock()

    def measured(self, count: int, seconds: float) -> None:
        """Learn from one batch; partial batches and the first, which warms up, teach nothing."""
        with self._lock:
            if not self._searching or count != self.size:
                return
            if not self._warm:
                self._warm = True
                return
            rate = count / max(seconds, 1e-9)
            if rate < 1.05 * self._best:  # no gain worth the memory: one step back
                self.size //= 2
            if rate < 1.05 * self._best or self.size >= self._limit:
                self._searching = False
                return
            self._best = rate
            self.size *= 2
            self._warm = False

    def too_large(self, size: int) -> None:
        """Go below a size that ran out of memory. Raises DeviceMemory where a single chip does not fit."""
        with self._lock:
            if size == 1:
                raise DeviceMemory(
                    "A single chip does not fit in the device's memory; use smaller chips, a smaller "
                    "model, or --device cpu."
                )
            self.size = min(self.size, size // 2)
            self._searching = False


class Lanes:
    """Threads that run batches side by side, and the batches in them, settled in order.

    On a CPU there is a thread a core, each with a core's worth of arithmetic: no core waits for another inside
    an operation, nor for the threads that read and write. A GPU gets two: one cuts and copies
    while the other's batch computes.
    """

    def __init__(self, device: torch.device) -> None:
        import torch

        self._threads = torch.get_num_threads()
        self._cpu = device.type == "cpu"
        count = self._threads if self._cpu else 2
        self._most = count + 1
        self._under_way: deque[Future[Callable[[], int]]] = deque()
        self._pool = ThreadPoolExecutor(count, "embed", initializer=self._begin_thread)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        import torch

        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._cpu:
            torch.set_num_threads(self._threads)  # for threads begun later, too

    def _begin_thread(self) -> None:
        import torch

        if self._cpu:
            torch.set_num_threads(1)  # of operations in this thread

    def put(self, run: Callable[..., Callable[[], int]], *given: Any) -> int:
        """Run on a free thread; waits while all are busy. Returns the chips settled meanwhile."""
        self._under_way.append(self._pool.submit(run, *given))
        return self._settle(self._most)

    def drain(self) -> int:
        """Wait for all; returns the chips settled."""
        return self._settle(0)

    def _settle(self, most: int) -> int:
        done = 0
        while self._under_way and (len(self._under_way) > most or self._under_way[0].done()):
            done += self._under_way.popleft().result()()
        return done


class Runner:
    """An encoder on a device: stored values in, results out.

    Parameters
    ----------
    encoder: fitted, and moved to ``device``.
    source: gives scale and offset.
    batch: chips at a time, or None to find it while running.
    dense: patch features ``(n, dim, rows, cols)`` in place of embeddings ``(n, dim)``.
    then: applied to each batch's results on the CPU, so that what is large need not be kept;
        it returns ``(n, *shape)``.
    """

    def __init__(
        self,
        encoder: Encoder,
        source: Source,
        *,
        device: str = "cpu",
        batch: int | None = None,
        dense: bool = False,
        then: Callable[[np.ndarray], np.ndarray] | None = None,
        shape: tuple[int, ...] | None = None,
    ) -> None:
        import torch

        self._torch = torch
        self._device = torch.device(device)
        self._encode = encoder.dense if dense else encoder.embed
        self._then = then
        self.shape = shape or (encoder.dim,)
        self._scale = torch.from_numpy(source.scale).view(1, -1, 1, 1).to(self._device)
        self._offset = torch.from_numpy(source.offset).view(1, -1, 1, 1).to(self._device)
        self._plain = bool((source.scale == 1).all() and (source.offset == 0).all())
        self._pinned = self._device.type == "cuda"
        self.batch = BatchSize(batch)
        self._search = batch is None
        self._edge = encoder.card.input_size

    def expect(self, size: tuple[int, int]) -> None:
        """Start the search for a batch size from what chips of this size (pixels) take."""
        if self._search:
            self._search = False
            pixels = self._edge**2 if self._edge else size[0] * size[1]
            least, most = CPU_BATCH if self._device.type == "cpu" else GPU_BATCH
            start, limit = (1 << max(4, (p // pixels).bit_length() - 1) for p in (least, most))
            self.batch = BatchSize(None, start=min(start, 1024), limit=min(limit, 4096))

    def lanes(self) -> Lanes:
        """Threads to run batches in."""
        return Lanes(self._device)

    def run(self, chips: np.ndarray, valid: np.ndarray | None) -> np.ndarray:
        """Embed chips ``(n, bands, height, width)`` as stored, with their masks ``(n, height, width)``.

        Halves the batch and goes on where the device runs out of memory. Returns float32 ``(n, …)``.
        """
        parts, start = [], 0
        while start < len(chips):
            size = self.batch.size
            part = slice(start, start + size)
            mask = None if valid is None else valid[part]
            began = time.perf_counter()
            try:
                out = self._forward(chips[part], None if mask is None or mask.all() else mask, size)
            except (MemoryError, RuntimeError) as error:
                if not _out_of_memory(error):
                    raise
                self.batch.too_large(size)
                if self._device.type == "cuda":
                    self._torch.cuda.empty_cache()
                continue
            self.batch.measured(len(out), time.perf_counter() - began)
            parts.append(out)
            start += len(out)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _forward(self, chips: np.ndarray, valid: np.ndarray | None, size: int) -> np.ndarray:
        torch = self._torch
        count = len(chips)
        with torch.inference_mode():
            x = self._to_device(chips, size).to(torch.float32)
            if not self._plain:
                x = x * self._scale + self._offset
            mask = None if valid is None else self._to_device(valid, size)
            # The copy back waits for the device, so the time of a batch is the time of its work.
            out = self._encode(x, mask)[:count].float().cpu().numpy()
        return out if self._then is None else self._then(out)

    def _to_device(self, array: np.ndarray, size: int) -> torch.Tensor:
        """A batch on the device; on CUDA a short one is padded, so that every batch has one shape."""
        torch = self._torch
        if self._pinned and len(array) < size:
            fill = np.repeat(array[-1:], size - len(array), axis=0)
            array = np.concatenate([array, fill])
        tensor = torch.from_numpy(np.ascontiguousarray(array))
        if not self._pinned:
            return tensor.to(self._device)
        return tensor.pin_memory().to(self._device, non_blocking=True)


def _out_of_memory(error: BaseException) -> bool:
    text = str(error).lower()
    return (
        isinstance(error, MemoryError) or "out of memory" in text or "can't allocate memory" in text
    )
