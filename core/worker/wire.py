"""The two ends of the pipe: lines in, messages out, from any thread."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil

from ..progress import Progress
from .protocol import HEARTBEAT_S, Lines, ProtocolError, decode, encode, failure, notification

_CHUNK = 2**16
#: Seconds between two progress notifications of one request and stage.
_PROGRESS_S = 0.1


class Sender:
    """Writes messages, whole lines, one at a time; ``gone`` is called where nobody reads them."""

    def __init__(self, sink: int, gone: Callable[[], None]) -> None:
        self._sink, self._gone = sink, gone
        self._lock = threading.Lock()

    def send(self, message: dict[str, Any]) -> None:
        """Raises ValueError for what is no JSON."""
        line = memoryview(encode(message))
        with self._lock:
            try:
                while line:
                    line = line[os.write(self._sink, line) :]
            except OSError:  # the client has closed its end
                self._gone()


def messages(source: int, sender: Sender) -> Iterator[dict[str, Any]]:
    """What the client says, until its end of the pipe is closed; what is no message is answered at once."""
    lines = Lines()
    while True:
        try:
            data = os.read(source, _CHUNK)
        except OSError:
            return
        if not data:
            return
        try:
            whole = lines.feed(data)
        except ProtocolError as error:
            _refuse(sender, error)
            continue
        for line in whole:
            try:
                yield decode(line)
            except ProtocolError as error:
                _refuse(sender, error)


def _refuse(sender: Sender, error: ProtocolError) -> None:
    sender.send(failure(None, error.code, str(error), "PROTOCOL"))


def heartbeat(sender: Sender, ended: threading.Event) -> None:
    """Say every HEARTBEAT_S seconds that this process lives, and the bytes of memory that it takes."""
    own = psutil.Process()
    while not ended.wait(HEARTBEAT_S):
        sender.send(notification("alive", {"rss": own.memory_info().rss}))


class ProgressReports:
    """Progress of one request, told at most ten times a second, and at once where a stage begins or ends."""

    def __init__(self, sender: Sender, id: int) -> None:
        self._sender, self._id = sender, id
        self._stage, self._told = "", 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        is_edge = progress.stage != self._stage or progress.done == progress.total
        if not is_edge and now - self._told < _PROGRESS_S:
            return
        self._stage, self._told = progress.stage, now
        content = {
            "id": self._id,
            "stage": progress.stage,
            "done": progress.done,
            "total": progress.total,
            "unit": progress.unit,
            "rate": progress.rate,
            "left_s": progress.left_s,
        }
        self._sender.send(notification("progress", content))
