"""The dock: the workspace on top, the five steps below, and what is under way at the foot."""

from __future__ import annotations

import os
from typing import Any

from qgis.PyQt.QtCore import QSize, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from ..session import Session
from .chips_step import ChipsStep
from .data_step import DataStep
from .embed_step import EmbedStep
from .label_step import LabelStep
from .map_step import MapStep
from .step import Step


class Dock(QDockWidget):
    """The panel. ``context`` carries what the steps share (see gui.context)."""

    closed = pyqtSignal()

    def __init__(self, context: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("EO Embed"), parent)
        self.setObjectName("EOEmbedDock")
        self.context, self.session = context, context.session
        kinds = (DataStep, ChipsStep, EmbedStep, LabelStep, MapStep)
        self.steps: list[Step] = [kind(n, context) for n, kind in enumerate(kinds, 1)]
        self.bar, self.foot = WorkspaceBar(context), Foot(context)
        steps = QWidget()
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for step in self.steps:
            column.addWidget(step)
            column.addWidget(_line())
            step.opened.connect(self._only)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(steps)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(_line())
        layout.addWidget(scroll, 1)
        layout.addWidget(self.foot)
        whole.setMinimumWidth(340)
        self.setWidget(whole)
        self._folder: str | None = None
        self.session.changed.connect(self._follow)
        context.actions.modelWanted.connect(self._embed_with)
        self._follow()

    def sizeHint(self) -> QSize:
        """Wide enough for a table of classes with counts."""
        return QSize(400, 800)

    def open_step(self, number: int) -> None:
        """Open one of the steps, from 1."""
        self.steps[number - 1].set_open(True)

    def closeEvent(self, event: Any) -> None:
        """A hidden dock holds no map tool."""
        for step in self.steps:
            step.set_open(False)
        self.closed.emit()
        super().closeEvent(event)

    def _embed_with(self, model: str) -> None:
        """A model was trained that is to be used: choose it where chips are embedded."""
        step = self.steps[2]
        self.open_step(step.number)
        step.choose_model(model)

    def _only(self, step: Step) -> None:
        for other in self.steps:
            if other is not step:
                other.set_open(False)

    def _follow(self) -> None:
        """On another workspace, open the step where its work goes on."""
        if self.session.folder == self._folder:
            return
        self._folder = self.session.folder
        self.open_step(next_step(self.session))


def next_step(session: Session) -> int:
    """The step, from 1, at which work on a workspace goes on."""
    if session.state is None:
        return 1
    if not session.is_embedded:
        return 3
    return 4


class WorkspaceBar(QWidget):
    """Which workspace is open; to make, open, and close one; the menu of what is not a step."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self.context, self.session = context, context.session
        self.name = QLabel()
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.menu_button = QToolButton()
        self.menu_button.setText(tr("Workspace"))
        self.menu_button.setAccessibleName(tr("Workspace menu"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.menu_button)
        for action in context.actions.workspace_menu():
            menu.addAction(action) if action is not None else menu.addSeparator()
        self.menu_button.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.addWidget(self.name, 1)
        row.addWidget(self.menu_button)
        self.session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Tell the workspace's name, its folder as the tool tip."""
        folder = self.session.folder
        name = os.path.basename(folder) if folder else tr("No workspace yet")
        self.name.setText(f"<b>{name}</b>" if folder else f"<i>{name}</i>")
        self.name.setToolTip(folder)


class Foot(QWidget):
    """What is under way, how far, and a button to stop it; what the worker does when it is not well."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self.session, self.engine = context.session, context.session.engine
        self.text, self.progress, self.stop = QLabel(), QProgressBar(), QToolButton()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self.stop.setText(tr("Stop"))
        self.stop.setAccessibleName(tr("Stop what is under way"))
        self.stop.clicked.connect(self._stop)
        self.restart = QToolButton()
        self.restart.setText(tr("Restart"))
        self.restart.setAccessibleName(tr("Restart the worker"))
        self.restart.clicked.connect(lambda: self.engine.restart())
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.stop)
        row.addWidget(self.restart)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.progress)
        self.session.busyChanged.connect(self.refresh)
        self.session.jobProgress.connect(self._tell)
        self.engine.stateChanged.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to show; a quiet foot takes one line."""
        busy = self.session.job is not None
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.restart.setVisible(self.engine.state == "failed")
        if busy:
            self.progress.setRange(0, 0)
            self.text.setText(tr("Working…"))
        else:
            self.text.setText(engine_text(self.engine))

    def _tell(self, report: dict[str, Any]) -> None:
        total = int(report.get("total") or 0)
        self.progress.setRange(0, total)
        self.progress.setValue(int(report.get("done") or 0))
        self.text.setText(progress_text(report))

    def _stop(self) -> None:
        if self.session.job is not None:
            self.session.job.cancel()


def engine_text(engine: Any) -> str:
    """How the worker is, in a few words."""
    words = {
        "stopped": tr("The worker is not running"),
        "starting": tr("The worker is starting…"),
        "restarting": tr("The worker stopped and is starting again…"),
        "failed": tr("The worker does not run: see Environment… in the Workspace menu"),
    }
    if engine.state != "ready":
        return words[engine.state]
    devices = (engine.hello or {}).get("devices") or []
    names = [d["name"] for d in devices if d["id"] != "cpu"]
    return tr("Ready on {device}").format(device=names[0] if names else tr("the CPU"))


def progress_text(report: dict[str, Any]) -> str:
    """A report of progress as a person reads it."""
    left = report.get("left_s")
    parts = [f"{report['stage'][:1].upper()}{report['stage'][1:]}"]
    if report.get("total"):
        parts.append(f"{report['done']:,}/{report['total']:,} {report['unit']}")
    if report.get("rate"):
        parts.append(f"{report['rate']:,.0f}/s")
    if left is not None and left >= 1:
        parts.append(tr("{time} left").format(time=duration(left)))
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """Seconds as minutes and seconds, or hours."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setEnabled(False)
    line.setMaximumHeight(1)
    return line
