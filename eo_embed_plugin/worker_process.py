"""One worker process and its three pipes: messages in and out, lines of stderr, a sign of life, an end.

Nothing here waits and nothing raises: what a process can do wrong ends as a line of ``said`` or as ``ended``.
"""

from __future__ import annotations

import functools
import re
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import Any, Callable

from qgis.PyQt.QtCore import QDir, QObject, QProcess, QTimer, pyqtSignal

from ..core.worker.protocol import Lines, ProtocolError, decode, encode, request
from .failures import Death
from .i18n import tr
from .launch import Launch

#: Seconds of one turn of the event loop that reading may take.
TURN_S = 0.008
#: Bytes taken from a pipe at once.
_PIECE = 2**16
#: Characters of a line of stderr that are kept, and lines kept for the details.
_LINE, _TAIL = 2_000, 40
#: Seconds after which a killed process that does not end is left to the system.
_ABANDON_S = 5.0

Running = QProcess.ProcessState.Running
NotRunning = QProcess.ProcessState.NotRunning


@dataclass(frozen=True)
class Patience:
    """Seconds that a worker is given, and how often it is started again.

    start_s: until its first word. silence_s: between two signs of life. leave_s: to end where somebody waits for
    it, linger_s: where nobody does. restarts: within window_s, each after its delay.
    """

    start_s: float = 180.0  # importing torch from a cold disk, watched by a virus scanner
    silence_s: float = 30.0
    leave_s: float = 1.5
    linger_s: float = 8.0  # running jobs stop at a safe point
    restarts: int = 3
    window_s: float = 120.0
    delays_s: tuple[float, ...] = (0.2, 1.0, 4.0)


class StandardError:
    """Lines of stderr as text, of which the last ones are remembered."""

    def __init__(self) -> None:
        self._rest = b""
        self._tail: deque[str] = deque(maxlen=_TAIL)

    def feed(self, data: bytes) -> list[str]:
        """The lines that ``data`` completes; a progress bar's returns end a line, too."""
        *whole, self._rest = re.split(rb"[\r\n]+", self._rest + data)
        if len(self._rest) > _LINE:
            whole.append(self._rest)
            self._rest = b""
        lines = [line[:_LINE].decode("utf-8", "replace") for line in whole if line.strip()]
        self._tail.extend(lines)
        return lines

    @property
    def tail(self) -> str:
        """The last lines."""
        return "\n".join(self._tail)


class WorkerProcess(QObject):
    """A worker from its start to its end.

    started: it runs. message: one of its messages, a dict. said: a line for the log. ended: once, a Death,
    after all that it said was delivered.
    """

    started = pyqtSignal()
    message = pyqtSignal(object)
    said = pyqtSignal(str)
    ended = pyqtSignal(object)

    def __init__(self, launch: Launch, patience: Patience, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patience = patience
        self._lines, self._stderr = Lines(), StandardError()
        self._inbox: deque[Callable[[], None]] = deque()
        self._death: Death | None = None
        self._has_ended = False
        self._is_leaving = False
        self._has_spoken = False
        self._silent_s = 0.0
        self._killed_for_silence_s = 0.0

        # Read in a timer's slot, not in that of readyRead: QProcess does not emit readyRead again while a
        # callback shows a dialog of its own event loop, and the worker would seem silent.
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._read)
        self._watch = QTimer(self)
        self._watch.setInterval(round(1000 * min(1.0, patience.silence_s / 10)))
        self._watch.timeout.connect(self._look)
        self._last_look = 0.0

        self._process = process = make_process(launch, self)
        process.started.connect(self.started)
        process.readyReadStandardOutput.connect(self._hear)
        process.readyReadStandardError.connect(self._turn.start)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error_occurred)

    @property
    def pid(self) -> int:
        """Of the process; 0 where none runs."""
        return int(self._process.processId())

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process.state() != NotRunning

    def start(self) -> None:
        """Start it; ``started`` or ``ended`` follows."""
        self._last_look = time.monotonic()
        self._watch.start()
        self._process.start()

    def send(self, line: bytes) -> None:
        """Write a line; one to a process that has ended is lost, and ``ended`` tells of it."""
        if self._process.state() == Running:
            self._process.write(line)

    def leave(self, wait: bool = False) -> None:
        """Ask it to end, and see to it. ``wait`` blocks until it has, three seconds at most."""
        self._watch.stop()
        if not self.is_running:
            return
        if not self._is_leaving:
            self._is_leaving = True
            self.send(encode(request(0, "shutdown")))
            self._process.closeWriteChannel()
            linger = round(1000 * self._patience.linger_s)
            QTimer.singleShot(linger // 2, self._process.terminate)
            QTimer.singleShot(linger, self._process.kill)
        if wait and not self._process.waitForFinished(round(1000 * self._patience.leave_s)):
            self._process.kill()
            self._process.waitForFinished(1000)

    def kill(self) -> None:
        """End it at once; what it has on disk is whole at every instant."""
        self._process.kill()

    # -- hearing -------------------------------------------------------------------------------

    def _hear(self) -> None:
        self._has_spoken = True
        self._silent_s = 0.0
        self._turn.start()

    def _read(self) -> None:
        """Deliver what has arrived, for one turn of the event loop; then what is left in the next."""
        until = time.monotonic() + TURN_S
        while self._inbox or self._collect():
            if self._inbox:
                self._inbox.popleft()()
            if time.monotonic() > until:
                self._turn.start()
                return
        if self._death is not None and not self._has_ended:
            self._has_ended = True
            # A half line of stderr is often the one that tells why.
            for line in self._stderr.feed(b"\n"):
                self.said.emit(line)
            self.ended.emit(replace(self._death, stderr=self._stderr.tail))

    def _collect(self) -> bool:
        """Take a piece of what has arrived to the inbox; whether there was any."""
        data = self._take(QProcess.ProcessChannel.StandardOutput)
        try:
            for line in self._lines.feed(data):
                self._inbox.append(functools.partial(self._deliver, line))
        except ProtocolError as error:
            self._inbox.append(functools.partial(self.said.emit, str(error)))
        text = self._take(QProcess.ProcessChannel.StandardError)
        for words in self._stderr.feed(text):
            self._inbox.append(functools.partial(self.said.emit, words))
        return bool(data or text)

    def _take(self, channel: QProcess.ProcessChannel) -> bytes:
        self._process.setReadChannel(channel)
        return bytes(self._process.read(_PIECE) or b"")

    def _deliver(self, line: bytes) -> None:
        try:
            message: dict[str, Any] = decode(line)
        except (ProtocolError, RecursionError) as error:
            self.said.emit(str(error))
            return
        self.message.emit(message)

    # -- living and dying ----------------------------------------------------------------------

    def _look(self) -> None:
        """Add up the silence. A gap between two looks is ours (sleep, a busy GUI), not the worker's."""
        now = time.monotonic()
        passed, self._last_look = now - self._last_look, now
        self._silent_s += min(passed, 2e-3 * self._watch.interval())
        patience = self._patience
        allowed = patience.silence_s if self._has_spoken else patience.start_s
        if self._silent_s < allowed:
            return
        self._watch.stop()
        self._killed_for_silence_s = allowed
        self._process.kill()
        QTimer.singleShot(round(1000 * _ABANDON_S), self._abandon)

    def _abandon(self) -> None:
        if self._death is None:
            self.said.emit(tr("Process {pid} does not end and is left.").format(pid=self.pid))
            self._finished(0, QProcess.ExitStatus.CrashExit)

    def _finished(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        self._watch.stop()
        if self._death is None:
            crashed = status == QProcess.ExitStatus.CrashExit
            self._death = Death(exit_code, crashed, silent_s=self._killed_for_silence_s)
            self._turn.start()

    def _error_occurred(self, error: QProcess.ProcessError) -> None:
        # The other errors are followed by ``finished``, or are met by the watch.
        if error == QProcess.ProcessError.FailedToStart and self._death is None:
            self._watch.stop()
            self._death = Death(not_started=why_not_started(self._process))
            self._turn.start()


def make_process(launch: Launch, parent: QObject | None = None) -> QProcess:
    """A process not yet started; it works in the home folder, so that it holds none of QGIS's."""
    process = QProcess(parent)
    process.setProgram(launch.program)
    process.setArguments(list(launch.arguments))
    process.setProcessEnvironment(launch.environment)
    process.setWorkingDirectory(QDir.homePath())
    return process


def why_not_started(process: QProcess) -> str:
    """The program and the system's words about it."""
    return f"{process.program()}: {process.errorString()}"
