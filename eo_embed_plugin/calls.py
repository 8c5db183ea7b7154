"""Requests to a worker from their asking to their one end: waiting, sent, answered, given up, asked again."""

from __future__ import annotations

import functools
import traceback
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.worker.protocol import INTERNAL_NAME, PROTOCOL_NAME, encode, notification, request
from .failures import CANCELLED, TIMEOUT, Failure
from .i18n import tr

Callback = Callable[[Any], None]
#: Workers that a request may be sent to, the first included.
_MOST_SENT = 2
#: Milliseconds that a request which is asked again has the worker for itself.
_PROBATION_MS = 1000


class Call(QObject):
    """One request. Its signals follow the callbacks; ``succeeded`` or ``failed`` comes once, after ``request``."""

    progressed = pyqtSignal(dict)
    succeeded = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(
        self,
        calls: Calls,
        method: str,
        params: dict[str, Any],
        callbacks: dict[str, Callback | None],
        resume: bool = False,
        timeout_s: float | None = None,
    ) -> None:
        super().__init__()
        self.id = calls.next_id()
        self.method = method
        self.finished = False
        self.sent = 0  # times, each to another worker
        self._calls = calls
        self._params = params
        self._callbacks = callbacks
        self._resume = resume
        self._timeout_s = timeout_s
        self._is_cancelled = False
        self._clock: QTimer | None = None

    def cancel(self) -> None:
        """Ask the worker to stop this; the call ends with its answer. One not yet sent ends by itself."""
        if not self.finished and not self._is_cancelled:
            self._is_cancelled = True
            self._calls.cancel(self)


class Calls(QObject):
    """The requests of one engine. ``write`` takes a line for the worker there is, if there is one."""

    said = pyqtSignal(str)

    def __init__(self, write: Callable[[bytes], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_open = False  # whether a worker is ready for what waits
        self._write = write
        self._last_id = 0
        self._waiting: list[Call] = []  # to be sent, in their order
        self._asked: dict[int, Call] = {}  # sent and not answered
        self._ahead: set[Call] = set()  # sent; the others wait for their answers
        self._probation = QTimer(self)
        self._probation.setSingleShot(True)
        self._probation.timeout.connect(self._acquit)

    def next_id(self) -> int:
        """An id that no call has had."""
        self._last_id += 1
        return self._last_id

    def queue(self, call: Call) -> None:
        """Send it when its turn comes."""
        self._waiting.append(call)
        self.flush()

    def send_ahead(self, call: Call) -> None:
        """Send it now; what waits is not sent before it is answered."""
        self._ahead.add(call)
        self.send(call)

    def flush(self) -> None:
        """Send what waits, as far as it may go."""
        while self._waiting and self.is_open and not self._ahead:
            call = self._waiting.pop(0)
            if call.sent:
                # A worker died while this was open. It goes alone, so that if another dies it was this one, and not
                # the many that happened to be open beside it.
                self._ahead.add(call)
                self._probation.start(_PROBATION_MS)
            self.send(call)

    def _acquit(self) -> None:
        """What is asked again and takes its time did not kill at once: let the others go."""
        self._ahead.clear()
        self.flush()

    def send(self, call: Call) -> None:
        """Send it now, ready or not."""
        try:
            line = encode(request(call.id, call.method, call._params))
        except (TypeError, ValueError) as error:
            message = tr("The request {method} cannot be written as JSON: {error}")
            why = message.format(method=call.method, error=error)
            self.end_later(call, Failure(INTERNAL_NAME, why))
            return
        call.sent += 1
        self._asked[call.id] = call
        self._start_clock(call)
        self._write(line)

    def cancel(self, call: Call) -> None:
        """As Call.cancel."""
        if call in self._waiting:
            self._waiting.remove(call)
            self.end_later(call, _cancelled())
        elif call.id in self._asked:
            self._write(encode(notification("cancel", {"id": call.id})))

    def _start_clock(self, call: Call) -> None:
        if call._timeout_s is not None:
            call._clock = QTimer(self)
            call._clock.setSingleShot(True)
            call._clock.timeout.connect(functools.partial(self._timed_out, call))
            call._clock.start(round(1000 * call._timeout_s))

    def _timed_out(self, call: Call) -> None:
        if self._asked.pop(call.id, None) is None:
            return
        self._write(encode(notification("cancel", {"id": call.id})))
        message = tr("The worker did not answer {method} within {n} seconds: try again.")
        why = message.format(method=call.method, n=round(call._timeout_s or 0))
        self._end(call, "failed", Failure(TIMEOUT, why))

    # -- answers -------------------------------------------------------------------------------

    def receive(self, message: dict[str, Any]) -> None:
        """Take a message of the worker."""
        method, params = message.get("method"), message.get("params", {})
        if method == "progress":
            call = self._find(params.get("id"))
            if call is not None:
                self._tell(call._callbacks["progress"], params)
                call.progressed.emit(params)
        elif method is None:
            self._answer(message)
        elif method != "alive":
            self.said.emit(tr("The worker sent {method}, which is unknown.").format(method=method))

    def _answer(self, message: dict[str, Any]) -> None:
        call = self._find(message.get("id"))
        if call is None:
            line = tr("The worker answered what was not asked, or no longer: {answer}")
            self.said.emit(line.format(answer=repr(message)[:200]))
            return
        del self._asked[call.id]
        if isinstance(message.get("result"), dict):
            self._end(call, "done", message["result"])
        elif "error" in message:
            self._end(call, "failed", Failure.of(message["error"]))
        else:
            why = tr("The worker's answer to {method} cannot be read.").format(method=call.method)
            self._end(call, "failed", Failure(PROTOCOL_NAME, why))

    def _find(self, id: Any) -> Call | None:
        return self._asked.get(id) if isinstance(id, int) else None

    def _end(self, call: Call, how: str, content: Any) -> None:
        """The one end of a call: ``how`` is "done" or "failed"."""
        if call.finished:
            return
        call.finished = True
        _stop_clock(call)
        if call in self._ahead:
            self._ahead.discard(call)
            self._probation.stop()
            self.flush()  # before the callback, which may open a dialog and take its time
        self._tell(call._callbacks[how], content)
        (call.succeeded if how == "done" else call.failed).emit(content)
        call._callbacks.clear()  # they may hold the GUI's objects, and this call by them

    def end_later(self, call: Call, failure: Failure) -> None:
        """Fail a call in the next turn of the event loop, never within what made it."""
        QTimer.singleShot(0, functools.partial(self._end, call, "failed", failure))

    def _tell(self, callback: Callback | None, content: Any) -> None:
        if callback is None:
            return
        try:
            callback(content)
        except Exception:  # a callback's error is its own; the next answer must still arrive
            self.said.emit(traceback.format_exc())

    # -- when a worker is gone ------------------------------------------------------------------

    def give_back(self, failure: Failure) -> None:
        """What a worker left unanswered: asked again of the next one, or failed."""
        calls = sorted(self._asked.values(), key=lambda call: call.id)
        self._asked.clear()
        self._ahead.clear()
        self._probation.stop()
        failing = []
        for call in calls:
            _stop_clock(call)
            if call._is_cancelled:
                failing.append((call, _cancelled()))
            elif call._resume and call.sent < _MOST_SENT:
                self._waiting.append(call)
            else:
                failing.append((call, failure))
        self._waiting.sort(key=lambda call: call.id)
        for call, why in failing:
            self._end(call, "failed", why)

    def fail_all(self, failure: Failure) -> None:
        """End every call, sent or waiting."""
        calls = sorted([*self._asked.values(), *self._waiting], key=lambda call: call.id)
        self._asked.clear()
        self._waiting.clear()
        self._ahead.clear()
        self._probation.stop()
        for call in calls:
            self._end(call, "failed", _cancelled() if call._is_cancelled else failure)


def _stop_clock(call: Call) -> None:
    clock, call._clock = call._clock, None
    if clock is not None:
        clock.stop()
        clock.deleteLater()


def _cancelled() -> Failure:
    return Failure(CANCELLED, tr("Cancelled."))
