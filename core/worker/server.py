"""The server: reads requests, answers each in its lane, and ends when its client does.

    reader ──▶ quick lane   look-ups, labels: always answered at once
           ──▶ live lane    the map after a click; a newer request takes the place of one that waits
           ──▶ jobs lane    one long thing at a time, in order

Whenever it ends, running jobs are cancelled first, so that embedding keeps what is whole. What is on disk is whole
at every instant (files are replaced, labels are transactions), so that it may just as well be killed.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import queue
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import Cancelled, EOEmbedError, OutOfMemory
from ..progress import Task
from ..refusals import in_one_line, refusal, trace_of, write_trace
from .plain import plain
from .protocol import (
    INTERNAL,
    INTERNAL_NAME,
    INVALID_REQUEST,
    NAMED_ERROR,
    PROTOCOL_NAME,
    UNKNOWN_METHOD,
    ProtocolError,
    failure,
    result,
)
from .registry import METHODS, Lane, Method
from .wire import ProgressReports, Sender, heartbeat, messages

if TYPE_CHECKING:
    from .session import Session

#: Seconds that running jobs are given to stop at a safe point.
_GRACE_S = 5.0
#: Methods of which only the newest of those that wait counts.
_SUPERSEDED = ("live",)
#: What is asked of the live lane once there may be something to prepare, so that a click finds it done.
_WARM_UP, _AFTER = "prepare", ("open", "init", "embed", "set_area")


def serve(source: int, sink: int, more: Sequence[str] = ()) -> None:
    """Serve the client on these descriptors until it is gone; ends the process.

    ``more`` are modules that register methods beside the core's. Raises ImportError where a library is damaged.
    """
    _step_back()
    Server(source, sink, more).run()
    sys.stderr.flush()
    os._exit(0)  # threads of libraries must not hold up the end


def _step_back() -> None:
    """Let the program that shows what is done go first, where both want the same cores."""
    import psutil

    with contextlib.suppress(OSError, psutil.Error):
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if os.name == "nt" else 5)


@dataclass(eq=False)
class _Asked:
    """A request on its way; ``id`` None for what the worker asks of itself."""

    id: int | None
    method: Method
    params: dict[str, Any]
    cancel: threading.Event = field(default_factory=threading.Event)


class Server:
    """One client on two descriptors."""

    def __init__(self, source: int, sink: int, more: Sequence[str] = ()) -> None:
        self._source, self._more = source, more
        # SimpleQueue, since a signal's handler may put into it while this thread takes from it.
        self._ends: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._sender = Sender(sink, lambda: self._ends.put("gone"))
        self._session: Session
        self._asked: dict[int, _Asked] = {}
        self._lock = threading.Lock()
        self._lanes = {lane: _LaneThread(lane, self._answer) for lane in Lane}

    def run(self) -> None:
        """Returns when the client is gone, has asked for it, or the system has; jobs are stopped then.

        Raises ImportError.
        """
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self._ends.put("signal"))
        threading.Thread(
            target=heartbeat, args=(self._sender, self._ended), name="alive", daemon=True
        ).start()
        self._load()
        for lane in self._lanes.values():
            lane.start()
        threading.Thread(target=self._read, name="read", daemon=True).start()
        self._ends.get()
        self._stop()

    def _load(self) -> None:
        """Import what methods need: seconds, or on a cold disk many, while the heart beats already."""
        from . import methods  # noqa: F401 -- which registers them
        from .session import Session

        for name in self._more:
            importlib.import_module(name)

        self._session = Session()

    def _stop(self) -> None:
        with self._lock:
            under_way = list(self._asked.values())
        for lane in self._lanes.values():
            lane.close()
        for asked in under_way:
            asked.cancel.set()
        for lane in self._lanes.values():
            lane.join(_GRACE_S)
        self._ended.set()

    # -- reading -------------------------------------------------------------------------------

    def _read(self) -> None:
        for message in messages(self._source, self._sender):
            if message.get("method") == "cancel" and "id" not in message:
                self._cancel(message.get("params", {}).get("id"))
            elif message.get("method") == "shutdown":
                self._sender.send(result(message.get("id", 0), {}))
                break
            elif "method" in message:
                self._take(message)
        self._ends.put("end of input")

    def _take(self, message: dict[str, Any]) -> None:
        """Put a request into its lane, or refuse it."""
        id, name = message.get("id"), message["method"]
        if not isinstance(id, int) or isinstance(id, bool):
            self._refuse(None, INVALID_REQUEST, f"The request '{name}' needs a whole number as id.")
            return
        if name not in METHODS:
            self._refuse(
                id,
                UNKNOWN_METHOD,
                f"There is no method '{name}'; plugin and worker may be of two versions.",
            )
            return
        asked = _Asked(id, METHODS[name], message.get("params", {}))
        with self._lock:
            taken = id in self._asked
            if not taken:
                self._asked[id] = asked
        if taken:
            self._refuse(None, INVALID_REQUEST, f"The id {id} is that of a request under way.")
            return
        lane = self._lanes[asked.method.lane]
        if name in _SUPERSEDED:
            for older in lane.take_back(lambda waiting: waiting.method.name == name):
                self._drop(older, "A newer request took its place.")
        lane.put(asked)

    def _refuse(self, id: int | None, code: int, sentence: str) -> None:
        self._sender.send(failure(id, code, sentence, PROTOCOL_NAME))

    def _cancel(self, id: Any) -> None:
        """Stop a request: one that waits is answered at once, one that runs at its next safe point."""
        with self._lock:
            asked = self._asked.get(id) if isinstance(id, int) else None
        if asked is None:  # answered meanwhile
            return
        asked.cancel.set()
        for waiting in self._lanes[asked.method.lane].take_back(lambda one: one is asked):
            self._drop(waiting, "Stopped before it began.")

    def _drop(self, asked: _Asked, sentence: str) -> None:
        self._finish(asked, failure(asked.id, NAMED_ERROR, sentence, Cancelled.code))

    # -- answering -----------------------------------------------------------------------------

    def _answer(self, asked: _Asked) -> None:
        """Run a request in its lane, and send what came of it."""
        reports = ProgressReports(self._sender, asked.id) if asked.id is not None else None
        task = Task(reports, asked.cancel)
        try:
            content = plain(asked.method.call(self._session, task, asked.params))
            answer = result(asked.id or 0, content)
        except BaseException as error:  # a library that leaves must not take the lane along
            answer = self._failure(asked.id, error)
        self._finish(asked, answer)
        if asked.method.name in _AFTER and "result" in answer:
            self._lanes[Lane.LIVE].put(_Asked(None, METHODS[_WARM_UP], {}))

    def _failure(self, id: int | None, error: BaseException) -> dict[str, Any]:
        if isinstance(error, ProtocolError):
            return failure(id, error.code, str(error), PROTOCOL_NAME)
        known = error if isinstance(error, EOEmbedError) else refusal(error)
        if isinstance(known, OutOfMemory):
            self._session.forget()
        if known is not None:
            return failure(id, NAMED_ERROR, " ".join(str(known).split()), known.code)
        trace = trace_of(error)
        if id is not None:
            print(trace, file=sys.stderr, flush=True)
        sentence = f"{in_one_line(error)}; this is a fault of EO Embed: please report it."
        return failure(id, INTERNAL, sentence, INTERNAL_NAME, log=write_trace(trace))

    def _finish(self, asked: _Asked, answer: dict[str, Any]) -> None:
        if asked.id is None:
            return
        with self._lock:
            self._asked.pop(asked.id, None)
        try:
            self._sender.send(answer)
        except ValueError as error:  # a NaN that ``plain`` cannot have left, or a lone surrogate
            self._sender.send(self._failure(asked.id, error))


class _LaneThread(threading.Thread):
    """A thread that answers what is put into it, in order."""

    def __init__(self, lane: Lane, answer: Callable[[_Asked], None]) -> None:
        super().__init__(name=lane.value, daemon=True)
        self._answer_one = answer
        self._waiting: deque[_Asked] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, asked: _Asked) -> None:
        with self._changed:
            self._waiting.append(asked)
            self._changed.notify()

    def take_back(self, which: Callable[[_Asked], bool]) -> list[_Asked]:
        """Those that wait and are meant; they will not run."""
        with self._changed:
            found = [asked for asked in self._waiting if which(asked)]
            for asked in found:
                self._waiting.remove(asked)
        return found

    def close(self) -> None:
        """Begin nothing more."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()

    def run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                asked = self._waiting.popleft()
            with contextlib.suppress(MemoryError):  # even the answer may not fit: the worker lives
                self._answer_one(asked)
