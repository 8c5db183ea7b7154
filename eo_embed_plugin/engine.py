"""The plugin's side of the worker: requests out, answers back on the GUI's thread, a worker that is looked after.

A worker that dies or falls silent is started again, and what it may safely be asked twice is asked again.
Nothing here blocks, and nothing that a worker or a callback does wrong comes out as an exception.
"""

from __future__ import annotations

import time
import traceback
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.worker.protocol import PROTOCOL
from .calls import Call, Callback, Calls
from .failures import (
    STOPPED,
    TIMEOUT,
    WORKER_DIED,
    Death,
    Diagnosis,
    Failure,
    explain,
    explain_hello,
)
from .i18n import tr
from .launch import Launch, LaunchError
from .worker_process import Patience, WorkerProcess

__all__ = ["Call", "Engine", "Failure", "Patience"]


class Engine(QObject):
    """One worker, supervised.

    stateChanged: "stopped", "starting", "ready", "restarting" or "failed". said: a line for the log. died: a sentence
    and its details. restarted: another worker is ready after an earlier one ended; what is asked in its slots is
    answered before anything else is sent, so a workspace is open again when the resumed requests arrive.
    """

    stateChanged = pyqtSignal(str)
    said = pyqtSignal(str)
    died = pyqtSignal(str, str)
    restarted = pyqtSignal()

    def __init__(
        self,
        launch: Callable[[], Launch],
        parent: QObject | None = None,
        patience: Patience | None = None,
    ) -> None:
        """``launch`` is asked for each start, and may raise LaunchError."""
        super().__init__(parent)
        self._launch = launch
        self._patience = patience or Patience()
        self._state = "stopped"
        self._hello: dict[str, Any] | None = None
        self._worker: WorkerProcess | None = None
        self._calls = Calls(self._write, self)
        self._calls.said.connect(self.said)
        self._is_reopening = False
        self._had_worker = False
        self._deaths: list[float] = []
        self._why = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._start_worker)

    # -- what the plugin uses ------------------------------------------------------------------

    @property
    def state(self) -> str:
        """As ``stateChanged`` tells it."""
        return self._state

    @property
    def hello(self) -> dict[str, Any] | None:
        """How the worker introduced itself; None while there is none."""
        return self._hello

    @property
    def pid(self) -> int:
        """Of the worker's process; 0 where there is none."""
        return self._worker.pid if self._worker else 0

    def start(self) -> None:
        """Start the worker unless there is one; ``stateChanged("ready")`` follows, or ``died``."""
        if self._state in ("stopped", "failed"):
            self._deaths.clear()
            self._set_state("starting")
            self._start_worker()

    def restart(self) -> None:
        """End the worker, whatever it does, and start another: the Restart button."""
        if self._worker is not None:
            self._worker.kill()  # one that hangs, or holds the workspace, would stand in the way of the next
        self._dismiss()
        self._deaths.clear()
        self._set_state("restarting" if self._had_worker else "starting")
        self._calls.give_back(Failure(STOPPED, tr("The worker was restarted.")))
        self._start_worker()

    def stop(self, wait: bool = False) -> None:
        """End the worker; open requests fail with STOPPED. ``wait``: until it has ended, three seconds at most."""
        self._dismiss()
        if wait:
            for leaving in self.findChildren(WorkerProcess):
                leaving.leave(wait=True)
        self._set_state("stopped")
        self._calls.fail_all(Failure(STOPPED, tr("The worker was stopped.")))

    def request(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        *,
        done: Callback | None = None,
        failed: Callback | None = None,
        progress: Callback | None = None,
        resume: bool = False,
        timeout_s: float | None = None,
    ) -> Call:
        """Ask the worker; one asked before it is ready waits.

        ``done`` gets the result, ``failed`` a Failure, ``progress`` each step. ``resume``: asked once more where the
        worker dies first. ``timeout_s`` counts from when it is sent.
        """
        callbacks = {"done": done, "failed": failed, "progress": progress}
        call = Call(self._calls, method, dict(params or {}), callbacks, resume, timeout_s)
        if self._state == "failed":
            self._calls.end_later(call, Failure(WORKER_DIED, self._why))
        elif self._is_reopening:
            self._calls.send_ahead(call)
        else:
            self._calls.queue(call)
        return call

    # -- the worker's life ---------------------------------------------------------------------

    def _start_worker(self) -> None:
        try:
            launch = self._launch()
        except LaunchError as error:
            self._give_up(str(error), "")
            return
        except Exception as error:  # of the settings or the environment
            message = tr("The worker cannot be started: {error}").format(error=error)
            self._give_up(message, traceback.format_exc())
            return
        worker = self._worker = WorkerProcess(launch, self._patience, self)
        worker.started.connect(self._greet)
        worker.message.connect(self._calls.receive)
        worker.said.connect(self.said)
        worker.ended.connect(self._mourn)
        worker.start()

    def _greet(self) -> None:
        callbacks: dict[str, Callback | None] = {
            "done": self._welcome,
            "failed": self._unwelcome,
            "progress": None,
        }
        params = {"client": "qgis", "protocol": PROTOCOL}
        patience = self._patience.start_s
        self._calls.send(Call(self._calls, "hello", params, callbacks, timeout_s=patience))

    def _write(self, line: bytes) -> None:
        if self._worker is not None:
            self._worker.send(line)

    def _welcome(self, hello: dict[str, Any]) -> None:
        why = explain_hello(hello)
        if why:
            self._dismiss()
            self._give_up(why, "")
            return
        self._hello = hello
        self._is_reopening, self._had_worker = self._had_worker, True
        self._set_state("ready")
        if self._is_reopening:
            self.restarted.emit()
            self._is_reopening = False
        self._calls.flush()

    def _unwelcome(self, failure: Failure) -> None:
        if self._worker is None:
            return  # it ended, and that is told
        if failure.code == TIMEOUT:
            self._mourn(Death(silent_s=self._patience.start_s))
        else:
            self._dismiss()
            self._give_up(failure.message, str(failure.data.get("log", "")))

    def _mourn(self, death: Death) -> None:
        """The worker has ended, and nobody asked it to."""
        diagnosis = explain(death)
        was_ready = self._hello is not None
        self._dismiss()
        now = time.monotonic()
        self._deaths = [t for t in self._deaths if now - t < self._patience.window_s] + [now]
        if diagnosis.is_final and not was_ready:
            self._give_up(diagnosis.sentence, death.stderr)
        elif len(self._deaths) > self._patience.restarts:
            self._give_up(self._too_often(diagnosis), death.stderr)
        else:
            obstacle = self._obstacle()
            if obstacle:  # told in place of the death, which it explains
                self._give_up(obstacle, death.stderr)
            else:
                self._try_again(diagnosis.sentence, death.stderr)

    def _obstacle(self) -> str:
        """Why no other worker can be started; "" where one can, or only trying tells."""
        try:
            self._launch()
        except LaunchError as error:
            return str(error)
        except Exception:
            return ""
        return ""

    def _try_again(self, sentence: str, details: str) -> None:
        delays = self._patience.delays_s
        self._again.start(round(1000 * delays[min(len(self._deaths), len(delays)) - 1]))
        self._set_state("restarting" if self._had_worker else "starting")
        self._calls.give_back(Failure(WORKER_DIED, sentence, {"details": details}))
        self.died.emit(sentence, details)

    def _give_up(self, sentence: str, details: str) -> None:
        self._why = sentence
        self._set_state("failed")
        self._calls.fail_all(Failure(WORKER_DIED, sentence, {"details": details}))
        self.died.emit(sentence, details)

    def _too_often(self, diagnosis: Diagnosis) -> str:
        sentence = tr(
            "The worker ended {n} times within {s} seconds; press Restart once the cause of the last is removed: {why}"
        )
        return sentence.format(
            n=len(self._deaths), s=round(self._patience.window_s), why=diagnosis.sentence
        )

    def _dismiss(self) -> None:
        """Have no worker any more; one that still runs ends in the background."""
        self._again.stop()
        self._hello = None
        worker, self._worker = self._worker, None
        if worker is None:
            return
        for signal in (worker.started, worker.message, worker.ended):
            signal.disconnect()
        worker.ended.connect(worker.deleteLater)
        worker.leave()
        if not worker.is_running:
            worker.deleteLater()

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self._calls.is_open = state == "ready"
            self.stateChanged.emit(state)
