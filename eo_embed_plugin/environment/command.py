"""A program run by QProcess, its lines as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, pyqtSignal

from ..flow import Cancelled, Problem, Work
from ..i18n import tr


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit code (-1 where it crashed or was killed) and all that it wrote."""

    code: int
    out: str
    err: str


class Command(Work):
    """Ends with an Outcome, whatever the exit code; with Problem where it could not start or took too long.

    said: a line of its output. limit_s: how long it may take, 0 for ever.
    """

    said = pyqtSignal(str)

    def __init__(
        self,
        program: str,
        arguments: Sequence[str],
        environment: QProcessEnvironment,
        *,
        folder: Path | None = None,
        limit_s: float = 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.program, self.arguments = str(program), [str(a) for a in arguments]
        self._limit_s = limit_s
        self._why: Exception | None = None
        self._texts = {"out": "", "err": ""}
        self._rests = {"out": b"", "err": b""}
        self._process = process = QProcess(self)
        process.setProcessEnvironment(environment)
        if folder is not None:
            process.setWorkingDirectory(str(folder))
        process.readyReadStandardOutput.connect(lambda: self._read("out"))
        process.readyReadStandardError.connect(lambda: self._read("err"))
        process.finished.connect(self._finish)
        process.errorOccurred.connect(self._error)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._too_long)

    def start(self) -> None:
        if self._limit_s:
            self._clock.start(int(self._limit_s * 1000))
        self._process.start(self.program, self.arguments)
        self._process.closeWriteChannel()  # nothing here is ever asked

    def cancel(self) -> None:
        self._stop(Cancelled())

    def _stop(self, why: Exception) -> None:
        self._why = self._why or why
        self._process.kill()

    def _too_long(self) -> None:
        sentence = tr("{program} gave no answer within {seconds} s and was stopped.")
        name = Path(self.program).name
        self._stop(TookTooLong(sentence.format(program=name, seconds=round(self._limit_s))))

    def _read(self, stream: str, *, is_last: bool = False) -> None:
        process = self._process
        data = (
            process.readAllStandardOutput() if stream == "out" else process.readAllStandardError()
        )
        *lines, rest = (self._rests[stream] + bytes(data)).split(b"\n")
        if is_last and rest:
            lines, rest = [*lines, rest], b""
        self._rests[stream] = rest
        for line in lines:
            text = line.decode("utf-8", "replace").rstrip("\r")
            self._texts[stream] += text + "\n"
            self.said.emit(text)

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        self._clock.stop()
        for stream in ("out", "err"):
            self._read(stream, is_last=True)
        if status != QProcess.ExitStatus.NormalExit:
            code = -1
        self.ended.emit(self._why or Outcome(code, self._texts["out"], self._texts["err"]))

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._clock.stop()
            sentence = tr("{program} could not be started: {reason}.")
            reason = self._process.errorString()
            self.ended.emit(
                self._why or Problem(sentence.format(program=self.program, reason=reason))
            )


class TookTooLong(Problem):
    """A program that was stopped because its time was over."""
