"""The workspace that the dock shows, over the worker: its state, its labels, its undo stack.

Every part of the GUI reads this object and asks through it; none talks to the worker by itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any, Callable

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

from . import settings
from .engine import Call, Engine
from .geometry import ChipArea, ChipLayout
from .gui.qt import QUndoStack
from .i18n import tr
from .label_changes import Relabel, as_we_knew, differences
from .wording import told

Value = Any  # of a label: a class's code, or a number
Done = Callable[[Any], None]
#: Milliseconds within which changes of the workspace's files count as one.
_SETTLE_MS = 400
#: Seconds in which the same failure is told once: clicks that follow each other fail for one reason.
_ONCE_S = 3.0


class Session(QObject):
    """The open workspace.

    changed: the state is another. labelsChanged: ``[{"chip", "before", "after"}]``, of the target in use.
    targetChanged: another target, or its classes. busyChanged, jobProgress: of long work. pendingChanged: labels
    that are on their way to the disk. failed: a sentence and its details.
    """

    changed = pyqtSignal()
    labelsChanged = pyqtSignal(list)
    targetChanged = pyqtSignal()
    busyChanged = pyqtSignal()
    jobProgress = pyqtSignal(dict)
    pendingChanged = pyqtSignal()
    failed = pyqtSignal(str, str)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine = engine
        self.undo_stack = QUndoStack(self)
        self.folder = ""
        self.state: dict[str, Any] | None = None
        self.layout: ChipLayout | None = None
        self.crs = QgsCoordinateReferenceSystem()
        self.target: str | None = None
        self.labels: dict[int, Value] = {}
        self.latest: list[int] = []  # chips labelled by hand last, as they were read
        self.pending: dict[int, Value | None] = {}
        self.jobs: list[Call] = []
        self._turn = 0  # of labels on their way
        self._turns: dict[int, int] = {}  # which of them a chip waits for
        self._waiting: list[Callable[[], None]] = []
        self._area: ChipArea | None = None
        self._settings_stamp: Any = None
        self._last_failure = ("", 0.0)
        self._has_told_of_imagery = False
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._watcher.fileChanged.connect(lambda _: self._settle.start())
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self._settle.timeout.connect(self._files_changed)
        engine.restarted.connect(self._reopen)

    # -- the workspace -------------------------------------------------------------------------

    def open(self, folder: str, done: Done | None = None) -> None:
        """Open the workspace in a folder; ``changed`` tells when it is there."""
        self.engine.start()

        def opened(state: dict[str, Any]) -> None:
            if state["folder"] != self.folder:
                self._forget()
            self._take(state)
            self._tell_missing()
            if done is not None:
                done(state)

        self._send("open", {"folder": folder}, opened, None, resume=True)

    def create(self, folder: str, how: dict[str, Any], done: Done | None = None) -> Call:
        """Make a workspace (the worker's ``init``) and open it."""
        self.engine.start()

        def made(state: dict[str, Any]) -> None:
            self._forget()
            self._take(state)
            if done is not None:
                done(state)

        return self._send("init", {"folder": folder, **how}, made, None)

    def close(self) -> None:
        """Leave the workspace; what it holds is on disk."""
        for call in list(self.jobs):
            call.cancel()
        self._forget()
        self.changed.emit()
        self.targetChanged.emit()

    def refresh(self) -> None:
        """Read the state and the labels again."""
        if self.folder:
            self.ask("state", {}, self._still(self.folder), resume=True)

    def _reopen(self) -> None:
        """Another worker holds nothing yet."""
        if self.folder:
            self.ask("open", {}, self._still(self.folder), resume=True)

    def _still(self, folder: str) -> Done:
        """Take a state, if it is still of the workspace that is open."""

        def take(state: dict[str, Any]) -> None:
            if folder == self.folder:
                self._take(state)

        return take

    @property
    def job(self) -> Call | None:
        """The long work under way, the first of it."""
        return self.jobs[0] if self.jobs else None

    @property
    def sources(self) -> list[dict[str, Any]]:
        """The sources of the state."""
        return list(self.state["sources"]) if self.state else []

    def source(self, name: str | None = None) -> dict[str, Any] | None:
        """A source of the state by name, or the first."""
        sources = self.state["sources"] if self.state else []
        return next((s for s in sources if name in (None, s["name"])), None)

    @property
    def is_embedded(self) -> bool:
        """Whether a source has embeddings to label and map with."""
        sources = self.state["sources"] if self.state else []
        return any(s["embedded"] and s["embedded"]["chips"] for s in sources)

    # -- asking the worker ---------------------------------------------------------------------

    def ask(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        done: Done | None = None,
        failed: Done | None = None,
        resume: bool = False,
    ) -> Call:
        """A quick question about this workspace; a failure nobody handles goes to ``failed``."""
        return self._send(method, {"folder": self.folder, **(params or {})}, done, failed, resume)

    def run(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        done: Done | None = None,
        failed: Done | None = None,
        progress: Done | None = None,
        resume: bool = False,
    ) -> Call:
        """Long work on this workspace: shows as busy, can be cancelled, and ends with a fresh state."""
        call = self._send(
            method, {"folder": self.folder, **(params or {})}, done, failed, resume, progress
        )
        self.jobs.append(call)
        call.progressed.connect(self.jobProgress)
        # By a slot of ours, which goes with us: a call may end after its session.
        call.succeeded.connect(self._job_ended)
        call.failed.connect(self._job_ended)
        self.busyChanged.emit()
        return call

    def _send(
        self,
        method: str,
        params: dict[str, Any],
        done: Done | None,
        failed: Done | None,
        resume: bool = False,
        progress: Done | None = None,
    ) -> Call:
        return self.engine.request(
            method,
            params,
            done=done,
            failed=failed or self._report,
            progress=progress,
            resume=resume,
        )

    def _job_ended(self, _: Any) -> None:
        for call in [call for call in self.jobs if call.finished]:
            self._ended(call)

    def _ended(self, call: Call) -> None:
        if call in self.jobs:
            self.jobs.remove(call)
            self.busyChanged.emit()
            self.refresh()

    def _report(self, failure: Any) -> None:
        if failure.code == "CANCELLED":
            return
        sentence, details = told(failure)
        last, when = self._last_failure
        self._last_failure = (sentence, time.monotonic())
        if sentence != last or time.monotonic() - when > _ONCE_S:
            self.failed.emit(sentence, details)

    def imagery_failed(self, failure: Any) -> None:
        """Imagery that nobody waits for, a chip's picture, could not be had: where a file of it is gone or damaged,
        that is told once for as long as the workspace is open."""
        if failure.code.startswith("RASTER_") and not self._has_told_of_imagery:
            self._has_told_of_imagery = True
            self._report(failure)
            self.refresh()

    def _tell_missing(self) -> None:
        broken = next((s for s in (self.state or {}).get("sources", []) if s["missing"]), None)
        if broken is not None and not self._has_told_of_imagery:
            self._has_told_of_imagery = True
            self.failed.emit(missing_sentence(broken), "")

    # -- targets and labels --------------------------------------------------------------------

    @property
    def targets(self) -> list[dict[str, Any]]:
        """The targets of the state."""
        return list(self.state["targets"]) if self.state else []

    @property
    def target_info(self) -> dict[str, Any] | None:
        """The target in use: name, kind, classes, counts."""
        return next((t for t in self.targets if t["name"] == self.target), None)

    @property
    def classes(self) -> list[dict[str, str]]:
        """Classes of the target in use: code, name, colour."""
        info = self.target_info
        return list(info["classes"]) if info else []

    def set_target(self, name: str | None) -> None:
        """Use another target, and read its labels."""
        self.target = name
        self._forget_labels()
        self.targetChanged.emit()
        self._read_labels()

    @property
    def counts(self) -> dict[str, int]:
        """Labelled chips of each class code of the target in use, as on disk."""
        info = self.target_info
        return dict(info["counts"]) if info else {}

    def label_of(self, chip: int) -> Value | None:
        """The label that a chip has, or is about to have; None for none."""
        return self.pending[chip] if chip in self.pending else self.labels.get(chip)

    def in_area(self, chip: int) -> bool:
        """Whether a chip belongs to the area of interest."""
        return self._area is not None and self._area.holds(chip)

    def put_target(
        self, name: str, kind: str, classes: Sequence[dict[str, str]], done: Done | None = None
    ) -> None:
        """Make a target, or change its classes; it is the one in use then."""

        def there(_: Any) -> None:
            if self.target != name:
                self.set_target(name)
            self.refresh()
            if done is not None:
                done(name)

        def refused(failure: Any) -> None:
            self._report(failure)
            self.targetChanged.emit()  # who showed the change already shows what is true again

        params = {"name": name, "kind": kind, "classes": list(classes)}
        self.ask("put_target", params, there, refused)

    def label(
        self,
        chips: Sequence[int],
        value: Value | None,
        how: str = "click",
        stroke: int | None = None,
    ) -> None:
        """Give chips a label of the target in use, or take it away with None; it can be undone.

        Changes of one ``stroke`` that follow each other are undone together.
        """
        target = self.target
        changes = [
            {"chip": chip, "before": self.label_of(chip), "after": value}
            for chip in dict.fromkeys(chips)
            if self.label_of(chip) != value
        ]
        if target is None or not changes:
            return

        def written(changed: list[dict[str, Any]]) -> None:
            self.undo_stack.push(Relabel(self, target, changed, how, stroke))

        params = {"chips": [change["chip"] for change in changes], "value": value, "how": how}
        self._write("label", target, params, changes, written)

    def undo(self) -> None:
        """Take the last change of labels back; where one is still on its way, that one."""
        self._waiting.append(self.undo_stack.undo)
        self._go_on()

    def redo(self) -> None:
        """Give again what was taken back last."""
        self._waiting.append(self.undo_stack.redo)
        self._go_on()

    def relabel(
        self, target: str, changes: list[dict[str, Any]], refused: Callable[[], None]
    ) -> None:
        """Give chips each their own label, or none: what undo and redo do.

        ``changes`` are ``[{"chip", "before", "after", "how"}]``. ``refused`` is called where nothing changed.
        """
        if target != self.target:
            self.set_target(target)  # so that the user sees what happens
        given = [{"chip": c["chip"], "value": c["after"], "how": c["how"]} for c in changes]
        self._write("relabel", target, {"changes": given}, changes, None, refused)

    def _write(
        self,
        method: str,
        target: str,
        params: dict[str, Any],
        changes: list[dict[str, Any]],
        written: Callable[[list[dict[str, Any]]], None] | None,
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Change labels; the change is pending until the worker says that it is on disk."""
        folder, turn = self.folder, self._on_the_way(changes)

        def arrived(answer: dict[str, Any]) -> None:
            if folder != self.folder:
                return
            changed = as_we_knew(changes, answer["changed"])
            self._labelled(target, turn, changed, answer)
            if written is not None:
                written(changed)
            self._through()

        def turned_back(failure: Any) -> None:
            if folder != self.folder:
                return
            self._waiting.clear()
            self._arrive(turn, changes)
            if refused is not None:
                refused()
            self._through()
            self._report(failure)

        who = settings.get("who")
        about = {"target": target, **params, **({"who": who} if who else {})}
        self.ask(method, about, arrived, turned_back, resume=True)

    def _on_the_way(self, changes: list[dict[str, Any]]) -> int:
        """Show labels as pending; returns the turn that they are."""
        self._turn += 1
        for change in changes:
            self.pending[change["chip"]] = change["after"]
            self._turns[change["chip"]] = self._turn
        self.pendingChanged.emit()
        return self._turn

    def _arrive(self, turn: int, changes: list[dict[str, Any]]) -> None:
        """Pending no longer, but for chips that were given another label meanwhile."""
        for change in changes:
            if self._turns.get(change["chip"]) == turn:
                del self._turns[change["chip"]]
                self.pending.pop(change["chip"], None)

    def _labelled(
        self, target: str, turn: int, changed: list[dict[str, Any]], answer: dict[str, Any]
    ) -> None:
        """Take what the worker says is on disk now."""
        if target != self.target:
            return
        self._arrive(turn, changed)
        for change in changed:
            self._set(change["chip"], change["after"])
        self._count(answer)
        info = self.target_info
        if info is None or set(answer["counts"]) - {c["code"] for c in info["classes"]}:
            self.refresh()  # a class or target came into being with the label
        self.labelsChanged.emit(changed)

    def _through(self) -> None:
        self.pendingChanged.emit()
        self._go_on()

    def _go_on(self) -> None:
        """Undo and redo what was asked for, once all labels are on disk and the stack knows them."""
        while self._waiting and not self.pending:
            self._waiting.pop(0)()

    def _count(self, answer: dict[str, Any]) -> None:
        info = self.target_info
        if info is not None:
            info["counts"] = answer["counts"]
            info["labels"] = answer.get("labels", len(self.labels))

    def _set(self, chip: int, value: Value | None) -> None:
        if value is None:
            self.labels.pop(chip, None)
        else:
            self.labels[chip] = value

    def _read_labels(self) -> None:
        folder, target = self.folder, self.target
        if target is None:
            self.labelsChanged.emit([])
            return

        def read(answer: dict[str, Any]) -> None:
            if (folder, target) != (self.folder, self.target):
                return
            found = dict(zip(answer["chips"], answer["values"]))
            changes = differences(self.labels, found)
            self.labels, self.latest = found, list(answer.get("latest", []))
            self._count(answer)
            if changes:
                self.labelsChanged.emit(changes)

        self.ask("labels", {"target": target}, read, resume=True)

    # -- keeping up ----------------------------------------------------------------------------

    def _take(self, state: dict[str, Any]) -> None:
        """Take a state that the worker told."""
        self.state, self.folder = state, state["folder"]
        self.layout = ChipLayout.of(state["layout"])
        self._area = ChipArea(self.layout, state["aoi_wkt"])
        self.crs = _crs(state)
        self._watch()
        self._settings_stamp = self._settings_now()
        names = [target["name"] for target in state["targets"]]
        if self.target not in names:
            self.target = names[0] if names else None
            self._forget_labels()
        self.changed.emit()
        self.targetChanged.emit()
        self._read_labels()

    def _forget(self) -> None:
        self.undo_stack.clear()
        self.folder, self.state, self.layout, self.target = "", None, None, None
        self._area, self._settings_stamp = None, None
        self._has_told_of_imagery = False
        self._forget_labels()
        self._waiting.clear()
        watched = self._watcher.files() + self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)

    def _forget_labels(self) -> None:
        self.labels, self.pending, self._turns, self.latest = {}, {}, {}, []

    def _watch(self) -> None:
        """Notice what other windows and programs do to the workspace."""
        names = ("workspace.toml", "labels.gpkg")
        paths = [self.folder, *(os.path.join(self.folder, name) for name in names)]
        watched = set(self._watcher.files() + self._watcher.directories())
        missing = [path for path in paths if path not in watched and os.path.exists(path)]
        if missing:
            self._watcher.addPaths(missing)

    def _settings_now(self) -> Any:
        """What changes when something writes workspace.toml."""
        try:
            found = os.stat(os.path.join(self.folder, "workspace.toml"))
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _files_changed(self) -> None:
        if not self.folder:
            return
        self._watch()
        if self.pending:
            self._settle.start()  # our own clicks; what is on disk then is asked once they are through
        elif self._settings_now() != self._settings_stamp:
            self.refresh()
        else:
            self._read_labels()


def missing_sentence(source: dict[str, Any]) -> str:
    """What is missing of a source of an open workspace, and what to do."""
    return tr(
        "{path} of source {name} is not there any more; put it back or make another workspace."
    ).format(path=source["missing"][0], name=source["name"])


def _crs(state: dict[str, Any]) -> QgsCoordinateReferenceSystem:
    crs = QgsCoordinateReferenceSystem(state["crs"])
    return crs if crs.isValid() else QgsCoordinateReferenceSystem.fromWkt(state["crs_wkt"])
