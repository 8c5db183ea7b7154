"""Batches read ahead."""

from __future__ import annotations

import threading
import time

import pytest
import torch
from small_learners import Samples

from eo_embed.core.trainer.reading import ReadAhead

CPU = torch.device("cpu")


class Slow(Samples):
    """Reads some steps more slowly than those that follow; notes how many are read or waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.lock, self.now, self.most, self.threads = threading.Lock(), 0, 0, set()

    def batch(self, step, rows):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.threads.add(threading.get_ident())
        time.sleep(0.02 if step % 3 == 0 else 0.001)
        with self.lock:
            self.now -= 1
        return super().batch(step, rows)


def wanted(steps: int) -> list[tuple[int, slice]]:
    return [(step, slice(at, at + 4)) for step in range(steps) for at in (0, 4)]


def test_batches_come_in_the_order_of_their_steps() -> None:
    feed = Slow()
    with ReadAhead(feed, wanted(10), 4, CPU) as ahead:
        for (step, rows), batch in zip(wanted(10), ahead, strict=True):
            assert batch["rows"].tolist() == feed.rows(step)[rows].tolist()
    assert 1 < feed.most <= 4
    assert len(feed.threads) == 4


def test_it_reads_so_far_ahead_and_no_further() -> None:
    feed = Samples()
    with ReadAhead(feed, wanted(10), 2, CPU) as ahead:
        ahead.take()
        time.sleep(0.1)
        assert len(feed.reads) == 2 + 2 + 1


def test_an_error_comes_at_its_step_and_ends_the_threads() -> None:
    class Broken(Samples):
        def batch(self, step, rows):
            if step == 1:
                raise OSError("gone")
            return super().batch(step, rows)

    before = threading.active_count()
    with ReadAhead(Broken(), wanted(5), 2, CPU) as ahead:
        assert [len(ahead.take()["x"]) for _ in range(2)] == [4, 4]
        with pytest.raises(OSError, match="gone"):
            ahead.take()
    assert threading.active_count() == before
