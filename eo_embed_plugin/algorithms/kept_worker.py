"""One worker for all algorithms of this process, kept for a minute, so that a chain of them starts it once.

A QProcess belongs to the thread that made it, and each algorithm may run in another. The worker therefore lives in a
thread of its own, which serves the algorithms one after the other; callbacks run in the thread of the one that asks.
"""

from __future__ import annotations

import atexit
import queue
import threading
from typing import Any, Callable

from ..blocking import BlockingEngine, Progress, WorkerError
from ..failures import CANCELLED, STOPPED
from ..i18n import tr
from ..launch import Launch

#: Seconds that a worker waits for another algorithm. assumed: the time between two tries of a person.
IDLE_S = 60.0
#: Seconds between two looks at whether an algorithm was cancelled.
_LOOK_S = 0.1
#: Seconds that closing waits for the worker, which is killed after a part of them.
_END_S = 5.0


class KeptWorker:
    """Asks one worker from any thread."""

    def __init__(self, idle_s: float = IDLE_S) -> None:
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def call(
        self,
        launch: Launch,
        method: str,
        params: dict[str, Any],
        *,
        progress: Progress,
        said: Callable[[str], None],
        cancelled: Callable[[], bool],
    ) -> dict[str, Any]:
        """The result of a request; waits for it, and for the requests before it.

        ``launch`` starts the worker, unless it is there. The callbacks run in the calling thread; ``said`` gets what
        the worker writes to its log. Raises WorkerError as BlockingEngine.call does.
        """
        asked = _Request(launch, method, params)
        self._enqueue(asked)
        while True:
            if cancelled():
                asked.cancelled.set()
            try:
                kind, content = asked.news.get(timeout=_LOOK_S)
            except queue.Empty:
                continue
            if kind == "result":
                return content
            if kind == "error":
                raise content
            (progress if kind == "progress" else said)(content)

    def close(self, wait: bool = True) -> None:
        """Stop what runs and end the worker; a later call starts another.

        Whoever ends QGIS, or takes the plugin away, waits for it: Qt must not go while a thread uses it.
        """
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.close()
            if wait:
                server.join(_END_S)

    def _enqueue(self, asked: _Request) -> None:
        with self._lock:
            if self._server is None or not self._server.accept(asked):
                self._server = _Server(self._idle_s)
                self._server.accept(asked)
                self._server.start()


class _Request:
    """A question on its way to the worker's thread, and what comes back."""

    def __init__(self, launch: Launch, method: str, params: dict[str, Any]) -> None:
        self.launch, self.method, self.params = launch, method, params
        self.cancelled = threading.Event()
        #: ``("progress" | "said" | "result" | "error", what)``
        self.news: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()


class _Server(threading.Thread):
    """The worker's thread: answers requests in order, and ends when none has come for a while."""

    def __init__(self, idle_s: float) -> None:
        super().__init__(name="EO Embed worker", daemon=True)
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._over = False
        self._current: _Request | None = None
        self._engine: BlockingEngine | None = None
        self._launched: Launch | None = None

    def accept(self, asked: _Request) -> bool:
        """Put a request in line, unless this thread is about to end."""
        with self._lock:
            if not self._over:
                self._requests.put(asked)
            return not self._over

    def close(self) -> None:
        """Answer no more; what runs is cancelled."""
        with self._lock:
            self._over = True
        self._closing.set()
        self._requests.put(None)

    def run(self) -> None:
        atexit.register(self._at_exit)
        try:
            asked = self._next()
            while asked is not None:
                self._answer(asked)
                asked = self._next()
        finally:
            self._end_engine()
            atexit.unregister(self._at_exit)

    def _at_exit(self) -> None:
        self.close()
        self.join(_END_S)

    def _next(self) -> _Request | None:
        try:
            return self._requests.get(timeout=self._idle_s)
        except queue.Empty:
            pass
        with self._lock:
            self._over = self._requests.empty()
            return None if self._over else self._requests.get()

    def _answer(self, asked: _Request) -> None:
        self._current = asked

        def stop() -> bool:
            if self._closing.is_set():  # nobody waits for what the worker has to say to that
                raise WorkerError(STOPPED, tr("EO Embed was switched off."))
            return asked.cancelled.is_set()

        try:
            if stop():  # while it waited in line
                raise WorkerError(CANCELLED, tr("Cancelled."))
            engine = self._ready(asked.launch, stop)
            found = engine.call(
                asked.method,
                asked.params,
                progress=lambda params: asked.news.put(("progress", params)),
                cancelled=stop,
            )
            asked.news.put(("result", found))
        except Exception as error:
            asked.news.put(("error", error))

    def _ready(self, launch: Launch, stop: Callable[[], bool]) -> BlockingEngine:
        """A worker that answers, started where there is none. Raises WorkerError."""
        if self._engine is not None and not self._is_usable(launch):
            self._end_engine()
        if self._engine is None:
            engine = BlockingEngine(launch, said=self._say, cancelled=stop)
            self._engine, self._launched = engine.__enter__(), launch
        return self._engine

    def _is_usable(self, launch: Launch) -> bool:
        """Whether the worker is still there, and still the one that would be started."""
        engine, launched = self._engine, self._launched
        if engine is None or launched is None:
            return False
        if (launched.program, launched.arguments) != (launch.program, launch.arguments):
            return False
        try:
            engine.call("ping", cancelled=lambda: False)
        except WorkerError:
            return False
        return True

    def _say(self, line: str) -> None:
        if self._current is not None:
            self._current.news.put(("said", line))

    def _end_engine(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.__exit__(None, None, None)
