"""The worker for a thread that may wait: Processing algorithms and qgis_process, no event loop needed."""

from __future__ import annotations

import time
from collections import deque
from types import TracebackType
from typing import Any, Callable

from qgis.PyQt.QtCore import QProcess

from ..core.worker.protocol import (
    PROTOCOL,
    PROTOCOL_NAME,
    Lines,
    ProtocolError,
    decode,
    encode,
    notification,
    request,
)
from .failures import CANCELLED, WORKER_DIED, Death, Failure, explain, explain_hello
from .i18n import tr
from .launch import Launch
from .worker_process import Patience, StandardError, make_process, why_not_started

Progress = Callable[[dict], None]
#: Milliseconds between two looks at ``cancelled``.
_POLL_MS = 100
#: Seconds that a cancelled request is given to end by itself.
_CANCEL_S = 30.0


class WorkerError(Exception):
    """A request failed: a stable ``code``, one sentence, and what else is known in ``data``."""

    def __init__(self, code: str, message: str, data: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data or {}


class BlockingEngine:
    """One worker for one thread, from ``with`` to its end.

    To be used in the thread that enters it. ``said`` gets the lines that the worker writes to its log.
    ``cancelled`` is looked at ten times a second, from the start on.
    """

    def __init__(
        self,
        launch: Launch,
        said: Callable[[str], None] | None = None,
        patience: Patience | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._launch = launch
        self._said = said or (lambda line: None)
        self._patience = patience or Patience()
        self._cancelled = cancelled or (lambda: False)
        self._process: QProcess | None = None
        self._lines, self._stderr = Lines(), StandardError()
        self._inbox: deque[dict[str, Any]] = deque()
        self._last_id = 0
        self._has_spoken = False
        self._silent_s = 0.0
        self.hello: dict[str, Any] = {}

    def __enter__(self) -> BlockingEngine:
        """Start the worker. Raises WorkerError."""
        self._process = make_process(self._launch)
        self._process.start()
        try:
            self.hello = self.call("hello", {"client": "qgis-processing", "protocol": PROTOCOL})
            why = explain_hello(self.hello)
            if why:
                raise WorkerError(PROTOCOL_NAME, why)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def call(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> dict[str, Any]:
        """The result of a request; waits for it.

        ``cancelled`` stands in for that of the engine. Raises WorkerError with the worker's code, CANCELLED, or
        WORKER_DIED, after which this worker answers no more.
        """
        self._last_id += 1
        id, is_cancelled = self._last_id, cancelled or self._cancelled
        self._send(request(id, method, params))
        cancelled_at: float | None = None
        while True:
            answer = self._hear(id, progress)
            if answer is not None:
                return _result(answer, method)
            if cancelled_at is None and is_cancelled():
                cancelled_at = time.monotonic()
                self._send(notification("cancel", {"id": id}))
            elif cancelled_at is not None and time.monotonic() - cancelled_at > _CANCEL_S:
                self._close()
                raise WorkerError(CANCELLED, tr("Cancelled."))
            self._wait()

    def _send(self, message: dict[str, Any]) -> None:
        process = self._living()
        if process.state() != QProcess.ProcessState.NotRunning:
            process.write(encode(message))

    def _hear(self, id: int, progress: Progress | None) -> dict[str, Any] | None:
        """The answer, where it has come; progress until then."""
        while self._inbox:
            message = self._inbox.popleft()
            params = message.get("params", {})
            if message.get("id") == id and "method" not in message:
                return message
            if message.get("method") == "progress" and params.get("id") == id and progress:
                progress(params)
        return None

    def _living(self) -> QProcess:
        process = self._process
        if process is None:
            raise WorkerError(WORKER_DIED, tr("The worker is not running: start it again."))
        return process

    def _wait(self) -> None:
        """For more from the worker, a tenth of a second at most. Raises WorkerError where none can come."""
        process, since = self._living(), time.monotonic()
        has_news = process.waitForReadyRead(_POLL_MS)
        is_over = process.state() == QProcess.ProcessState.NotRunning
        self._read(process, last=b"\n" if is_over else b"")
        if is_over and not self._inbox:
            self._mourn(process)
        # A machine that slept adds no more than two looks.
        passed = min(time.monotonic() - since, 2e-3 * _POLL_MS)
        self._silent_s = 0.0 if has_news else self._silent_s + passed
        allowed = self._patience.silence_s if self._has_spoken else self._patience.start_s
        if self._silent_s > allowed:
            process.kill()
            self._fail(Death(silent_s=allowed, stderr=self._stderr.tail))

    def _read(self, process: QProcess, last: bytes) -> None:
        data = bytes(process.readAllStandardOutput())
        self._has_spoken = self._has_spoken or bool(data)
        for line in self._split(data):
            try:
                self._inbox.append(decode(line))
            except (ProtocolError, RecursionError) as error:
                self._said(str(error))
        for text in self._stderr.feed(bytes(process.readAllStandardError()) + last):
            self._said(text)

    def _split(self, data: bytes) -> list[bytes]:
        try:
            return list(self._lines.feed(data))
        except ProtocolError as error:
            self._said(str(error))
            return []

    def _mourn(self, process: QProcess) -> None:
        if process.error() == QProcess.ProcessError.FailedToStart:
            self._fail(Death(not_started=why_not_started(process)))
        crashed = process.exitStatus() == QProcess.ExitStatus.CrashExit
        self._fail(Death(process.exitCode(), crashed, self._stderr.tail))

    def _fail(self, death: Death) -> None:
        self._close()
        raise WorkerError(WORKER_DIED, explain(death).sentence, {"details": death.stderr})

    def _close(self) -> None:
        """End the worker: asked first, then killed."""
        process, self._process = self._process, None
        if process is None or process.state() == QProcess.ProcessState.NotRunning:
            return
        process.write(encode(request(0, "shutdown")))
        process.closeWriteChannel()
        if not process.waitForFinished(round(1000 * self._patience.leave_s)):
            process.kill()
            process.waitForFinished(1000)


def _result(message: dict[str, Any], method: str) -> dict[str, Any]:
    if isinstance(message.get("result"), dict):
        return message["result"]
    if "error" in message:
        failure = Failure.of(message["error"])
        raise WorkerError(failure.code, failure.message, failure.data)
    why = tr("The worker's answer to {method} cannot be read.").format(method=method)
    raise WorkerError(PROTOCOL_NAME, why)
