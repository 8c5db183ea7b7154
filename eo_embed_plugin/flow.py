"""Work that takes time, told as a story: a generator yields one piece of work after another.

Nothing here waits: each piece ends by a signal on the GUI thread, and the generator goes on with its result, or with
the exception that it ended with.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal


class Problem(Exception):
    """Something that the user should know: one sentence that says what to do, and the details behind it."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.details = sentence, details


class Cancelled(Exception):
    """The user stopped it."""


class Work(QObject):
    """Something that is started once and ends once, with a result or an exception."""

    ended = pyqtSignal(object)

    def start(self) -> None:
        """Begin; returns at once."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop as soon as may be; it then ends with Cancelled."""


#: Steps as a generator: yields Work, is sent its result, returns the result of all.
Steps = Generator[Work, Any, Any]


class Flow(Work):
    """Runs steps one after the other; ends with what the generator returns or raises."""

    def __init__(self, steps: Steps, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._current: Work | None = None
        self._is_cancelled = False

    def start(self) -> None:
        self._go_on(None)

    def cancel(self) -> None:
        self._is_cancelled = True
        if self._current is not None:
            self._current.cancel()

    def _go_on(self, result: object) -> None:
        if self._is_cancelled:
            result = Cancelled()
        self._current = None
        try:
            work = (
                self._steps.throw(result)
                if isinstance(result, Exception)
                else self._steps.send(result)
            )
        except StopIteration as stop:
            self.ended.emit(stop.value)
        except Exception as error:
            self.ended.emit(error)
        else:
            self._current = work
            # Queued, so that a long story does not become a deep stack.
            work.ended.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
            work.start()


class Background(Work):
    """A function run in a thread of QGIS's task manager, which shows its title meanwhile."""

    def __init__(self, title: str, function: Callable[[], Any]) -> None:
        super().__init__()
        self._title, self._function = title, function
        self._task: QgsTask | None = None

    def start(self) -> None:
        def run(_: QgsTask) -> Any:
            return self._function()

        def finish(error: Exception | None, result: Any = None) -> None:
            self.ended.emit(error if error is not None else result)

        self._task = QgsTask.fromFunction(self._title, run, on_finished=finish)
        QgsApplication.taskManager().addTask(self._task)


class Pause(Work):
    """Ends after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def start(self) -> None:
        QTimer.singleShot(round(self._seconds * 1000), lambda: self.ended.emit(None))
