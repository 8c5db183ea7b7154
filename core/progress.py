"""What long work tells its caller, and how the caller stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from .errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """One report: ``done`` of ``total`` in a stage, ``rate`` a second, ``left_s`` seconds to go."""

    stage: str
    done: int
    total: int
    unit: str
    rate: float
    left_s: float | None


class Task:
    """Carries reports up and a cancellation down.

    Parameters
    ----------
    report: called with a Progress, at most ten times a second and at the end of each stage.
    cancel: set it from any thread; the work stops at its next safe point with Cancelled.
    """

    def __init__(
        self,
        report: Callable[[Progress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self._report = report
        self._cancel = cancel or threading.Event()
        self._stage, self._unit = "working", "steps"
        self._total = self._done = 0
        self._began = self._told = time.monotonic()

    @property
    def cancelled(self) -> threading.Event:
        """Set once the caller has asked to stop."""
        return self._cancel

    def start(self, stage: str, total: int, unit: str = "chips") -> None:
        """Begin a stage of ``total`` units."""
        self._stage, self._total, self._unit, self._done = stage, total, unit, 0
        self._began = time.monotonic()
        self._told = 0.0
        self.advance(0)

    def advance(self, count: int) -> None:
        """Count work as done. Raises Cancelled where the caller has asked to stop."""
        if self._cancel.is_set():
            raise Cancelled(f"Stopped while {self._stage}; what was finished is kept.")
        self._done += count
        now = time.monotonic()
        if self._report is None or (now - self._told < 0.1 and self._done < self._total):
            return
        self._told = now
        rate = self._done / max(now - self._began, 1e-9)
        left = (self._total - self._done) / rate if self._done else None
        self._report(Progress(self._stage, self._done, self._total, self._unit, rate, left))
