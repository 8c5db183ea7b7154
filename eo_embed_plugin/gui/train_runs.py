"""The training runs of the open workspace, followed while somebody looks: how each stands, and its curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..failures import CANCELLED
from ..session import Session
from ..wording import told
from .train_words import RUNNING

#: Milliseconds between two looks at runs that go on.
_LOOK_MS = 1000
#: Tables of a run's figures, by the names that the worker gives them.
TABLES = ("metrics", "validation", "probe")


class Runs(QObject):
    """All runs, the newest first, asked for once a second while one of them goes on and ``watch`` is on.

    changed: a run is new, gone, or further on. curvesChanged: there is more of a curve that is wanted. failed: a
    sentence and its details.
    """

    changed = pyqtSignal()
    curvesChanged = pyqtSignal()
    failed = pyqtSignal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.all: list[dict[str, Any]] = []
        self._folder = ""
        self._is_watched = False
        self._asking: Any = None
        self._wanted: list[str] = []
        self._curves: dict[str, dict[str, dict[str, list[Any]]]] = {}
        self._fetching: set[str] = set()
        self._whole: set[str] = set()  # runs whose curves will not grow
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        session.changed.connect(self._session_changed)
        self._session_changed()

    # -- what there is -------------------------------------------------------------------------

    def find(self, run: str) -> dict[str, Any] | None:
        """A run by its folder."""
        return next((found for found in self.all if found["run"] == run), None)

    @property
    def is_any_running(self) -> bool:
        """Whether a run goes on."""
        return any(run["state"] == RUNNING for run in self.all)

    def column(self, run: str, table: str, name: str) -> tuple[list[Any], list[Any]]:
        """Steps and values of a column of one of TABLES, as far as they are known; rows without a value left out."""
        columns = self._curves.get(run, {}).get(table, {})
        pairs = zip(columns.get("step", []), columns.get(name, []))
        known = [(step, value) for step, value in pairs if value is not None]
        return [step for step, _ in known], [value for _, value in known]

    def columns(self, run: str, table: str) -> list[str]:
        """Names of the columns of a table that is known."""
        return list(self._curves.get(run, {}).get(table, {}))

    # -- looking -------------------------------------------------------------------------------

    def watch(self, is_watched: bool) -> None:
        """Begin to look, or leave off: the dialog is shown, or hidden."""
        self._is_watched = is_watched
        if is_watched:
            self.look()
        else:
            self._timer.stop()

    def want(self, runs: Sequence[str]) -> None:
        """Which runs' curves are to be kept up to date."""
        self._wanted = list(runs)
        self._fetch()

    def look(self) -> None:
        """Ask how the runs stand."""
        self._timer.stop()
        folder = self.session.folder
        if not folder or self._asking is not None:
            return

        def answered(answer: dict[str, Any]) -> None:
            self._asking = None
            if folder == self._folder:
                self._take(answer["runs"])

        self._asking = self.session.ask("train_runs", {}, answered, self._not_told)

    def _take(self, runs: list[dict[str, Any]]) -> None:
        runs = sorted(runs, key=lambda run: str(run.get("started") or ""), reverse=True)
        is_new = runs != self.all
        for run in runs:
            before = self.find(run["run"])
            if run["state"] == RUNNING and (before is None or before["state"] != RUNNING):
                # A run that is resumed goes back to its last checkpoint, and writes what follows anew.
                self._curves.pop(run["run"], None)
                self._whole.discard(run["run"])
        self.all = runs
        if is_new:
            self.changed.emit()
        self._fetch()
        self._go_on()

    def _go_on(self) -> None:
        if self._is_watched and self.is_any_running:
            self._timer.start()

    def _not_told(self, failure: Any) -> None:
        self._asking = None
        self._tell(failure)

    def _tell(self, failure: Any) -> None:
        if failure.code != CANCELLED:
            self.failed.emit(*told(failure))

    def _session_changed(self) -> None:
        if self.session.folder == self._folder:
            return
        self._folder = self.session.folder
        self._asking = None
        self.all, self._curves, self._wanted = [], {}, []
        self._fetching, self._whole = set(), set()
        self.changed.emit()
        if self._is_watched:
            self.look()

    # -- curves --------------------------------------------------------------------------------

    def _fetch(self) -> None:
        """Ask for what is new of the curves that are wanted."""
        for name in self._wanted:
            run = self.find(name)
            if run is not None and name not in self._whole and name not in self._fetching:
                self._fetch_one(run)

    def _fetch_one(self, run: dict[str, Any]) -> None:
        name, folder, has_ended = run["run"], self._folder, run["state"] != RUNNING
        self._fetching.add(name)

        def answered(answer: dict[str, Any]) -> None:
            if folder != self._folder:
                return
            self._fetching.discard(name)
            if has_ended:
                self._whole.add(name)
            if self._grow(name, answer):
                self.curvesChanged.emit()

        def refused(failure: Any) -> None:
            self._fetching.discard(name)
            self._tell(failure)

        self._ask("train_curves", {"run": name, "after": self._last_sure(name)}, answered, refused)

    def _last_sure(self, name: str) -> int:
        """The step up to which nothing more comes: validation and probe follow the metrics of their own step, so it
        is the one before the last."""
        steps = self._curves.get(name, {}).get("metrics", {}).get("step", [])
        return int(steps[-2]) if len(steps) > 1 else -1

    def _grow(self, name: str, answer: dict[str, Any]) -> bool:
        """Add what is new; whether there was any."""
        tables = self._curves.setdefault(name, {})
        grown = [extend(tables.setdefault(t, {}), answer.get(t) or {}) for t in TABLES]
        return any(grown)

    # -- doing ---------------------------------------------------------------------------------

    def start(
        self, params: dict[str, Any], done: Callable[[str], None], refused: Callable[[], None]
    ) -> None:
        """Begin a run, or go on with one; ``done`` is told its folder once its process is there, ``refused`` is
        called where there will be none."""

        def begun(answer: dict[str, Any]) -> None:
            done(answer["run"])
            self.look()

        def not_begun(failure: Any) -> None:
            self._tell(failure)
            refused()

        self.session.ask("train_start", params, begun, not_begun)

    def stop(self, run: str) -> None:
        """Have a run stop at its next step, with a checkpoint."""
        self._ask("train_stop", {"run": run}, lambda _: self.look(), self._tell)

    def remove(self, run: str) -> None:
        """Delete a run with its models."""
        self._ask("train_remove", {"run": run}, lambda _: self.look(), self._tell)

    def _ask(
        self,
        method: str,
        params: dict[str, Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None],
    ) -> None:
        """Ask about a run, which its own folder names, whatever workspace is open."""
        self.session.engine.request(method, params, done=done, failed=failed)


def extend(columns: dict[str, list[Any]], more: dict[str, list[Any]]) -> bool:
    """Put the rows of a table that are further on than its last below it; whether there were any.

    A column that only one of both has is filled up with None.
    """
    steps = more.get("step") or []
    last = columns["step"][-1] if columns.get("step") else -1
    rows = [row for row, step in enumerate(steps) if step > last]
    if not rows:
        return False
    before = len(columns.get("step", []))
    for name in dict.fromkeys([*columns, *more]):
        values = columns.setdefault(name, [None] * before)
        added = more.get(name)
        values.extend(added[row] if added else None for row in rows)
    return True
