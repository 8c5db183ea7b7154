"""Reports up, cancellation down."""

import threading

import pytest

from eo_embed.core.errors import Cancelled
from eo_embed.core.progress import Task


def test_reports_end_at_the_total():
    seen = []
    task = Task(seen.append)
    task.start("embedding", 10)
    for _ in range(5):
        task.advance(2)
    assert (seen[0].done, seen[0].left_s) == (0, None)
    assert (seen[-1].done, seen[-1].total, seen[-1].stage) == (10, 10, "embedding")
    assert seen[-1].left_s == 0
    assert seen[-1].rate > 0


def test_a_fast_loop_is_not_drowned_in_reports():
    seen = []
    task = Task(seen.append)
    task.start("embedding", 100_000)
    for _ in range(1000):
        task.advance(1)
    assert len(seen) < 100


def test_cancel_stops_at_the_next_step():
    cancel = threading.Event()
    task = Task(cancel=cancel)
    task.start("embedding", 10)
    task.advance(1)
    cancel.set()
    with pytest.raises(Cancelled, match="embedding"):
        task.advance(1)
