"""Batches read ahead by threads, handed out in the order of the steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

import torch
from torch import Tensor

from .learner import Batch, Feed


class ReadAhead:
    """Rows of steps, one after the other.

    Parameters
    ----------
    feed: to read from, by several threads at once.
    wanted: step and rows of each batch, in order.
    readers: threads; as many batches and two more are read or ready at any time, and no more.
    device: where the batches go. For CUDA they are copied from pinned memory, while the device computes.
    """

    def __init__(
        self,
        feed: Feed,
        wanted: Iterable[tuple[int, slice]],
        readers: int,
        device: torch.device,
    ) -> None:
        self._feed, self._device = feed, device
        self._wanted = iter(wanted)
        self._pinned = device.type == "cuda"
        self._pool = ThreadPoolExecutor(readers, "read")
        self._under_way: deque[Future[dict[str, Tensor]]] = deque()
        for _ in range(readers + 2):
            self._begin_next()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Read no more; waits for what is being read."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __iter__(self) -> Iterator[Batch]:
        while self._under_way:
            yield self.take()

    def take(self) -> Batch:
        """The next batch, on the device. Raises what reading it raised."""
        batch = self._under_way.popleft().result()
        self._begin_next()
        return to_device(batch, self._device)

    def _begin_next(self) -> None:
        following = next(self._wanted, None)
        if following is not None:
            self._under_way.append(self._pool.submit(self._read, *following))

    def _read(self, step: int, rows: slice) -> dict[str, Tensor]:
        batch = self._feed.batch(step, rows)
        return {name: t.pin_memory() for name, t in batch.items()} if self._pinned else batch


def to_device(batch: Batch, device: torch.device) -> Batch:
    """A batch on a device; the host goes on before the copy is done, where it can."""
    return {name: t.to(device, non_blocking=True) for name, t in batch.items()}
