"""Names for live maps: each used once, so that nobody reads a file while it is written."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import psutil

from ..livefiles import remove_live_map

#: Maps of this process that are kept: the one on show, and the one that takes its place.
KEPT = 2
_NAME = re.compile(r"(\d+)-(\d+)\.tif")


class LiveNames:
    """``<pid>-<n>.tif`` in a folder; ``n`` only grows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._last = max((n for pid, n in self._there() if pid == os.getpid()), default=0)

    def next(self) -> tuple[int, Path]:
        """A number and a name that were never given."""
        with self._lock:
            self._last += 1
            return self._last, self._path(os.getpid(), self._last)

    def clean(self) -> None:
        """Remove the maps before the newest ones, and those of processes that have ended."""
        for pid, n in self._there():
            mine = pid == os.getpid()
            if (mine and n <= self._last - KEPT) or not (mine or psutil.pid_exists(pid)):
                remove_live_map(self._path(pid, n))

    def _path(self, pid: int, n: int) -> Path:
        return self._folder / f"{pid}-{n}.tif"

    def _there(self) -> list[tuple[int, int]]:
        names = (_NAME.fullmatch(path.name) for path in self._folder.glob("*.tif"))
        return [(int(found[1]), int(found[2])) for found in names if found]
