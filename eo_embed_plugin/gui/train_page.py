"""The page of runs: all of them side by side, and of the chosen one its curves, its pace, and what can be done."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from .. import icons
from ..i18n import tr
from .results import paragraph
from .step import hint
from .texts import framed
from .train_curves import Curves, Line
from .train_history import History
from .train_runs import Runs
from .train_words import (
    FAILED,
    FINISHED,
    RUNNING,
    column_title,
    figures_text,
    pace_text,
    standing_text,
)


class RunsPage(QWidget):
    """What trains and what was trained.

    used: a model is to be embedded with. resumed: a run is to go on.
    """

    used = pyqtSignal(str)
    resumed = pyqtSignal(str)

    def __init__(self, runs: Runs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = runs
        self._awaited = ""  # a run to be shown once it is listed
        self.empty = hint(tr("Nothing has been trained in this workspace yet."))
        self.history = History()
        self.loss, self.probe = Curves(tr("Loss")), Curves(tr("Online probe"))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Steps done"))
        self.pace, self.figures = paragraph(), paragraph()
        self.standing = framed("rgba(217, 138, 0, 38)")
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.history, self.standing, self.bar, self.pace, self.figures):
            column.addWidget(widget)
        column.addLayout(self._build_buttons())
        column.addWidget(self.loss)
        column.addWidget(self.probe)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.empty)
        layout.addWidget(self.body)
        layout.addStretch(1)
        self.history.chosen.connect(self._show_chosen)
        self.history.overlaid.connect(self._want)
        runs.changed.connect(self.refresh)
        runs.curvesChanged.connect(self._draw)
        self.refresh()

    def _build_buttons(self) -> QGridLayout:
        self.stop, self.resume = QPushButton(tr("Sto&p")), QPushButton(tr("Resu&me"))
        self.use = QPushButton(tr("&Use this model"))
        self.folder, self.remove = QPushButton(tr("Open &folder")), QPushButton(tr("De&lete…"))
        icons.put(self.stop, "stop")
        icons.put(self.resume, "play")
        icons.put(self.use, "embed")
        self.stop.setToolTip(tr("Stop at the next step; a checkpoint is kept, and it can go on"))
        self.resume.setToolTip(tr("Go on from the last checkpoint"))
        self.use.setToolTip(tr("Choose the model in step 3, to embed the chips with it"))
        self.remove.setToolTip(tr("Delete the run with its model and its checkpoints"))
        self.stop.clicked.connect(lambda: self.runs.stop(self.history.current))
        self.resume.clicked.connect(lambda: self.resumed.emit(self.history.current))
        self.use.clicked.connect(self._use)
        self.folder.clicked.connect(self._open_folder)
        self.remove.clicked.connect(self._remove)
        for button in (self.use, self.stop, self.resume, self.folder, self.remove):
            button.setAutoDefault(False)
        grid = QGridLayout()
        grid.addWidget(self.use, 0, 0, 1, 2)
        grid.addWidget(self.stop, 1, 0)
        grid.addWidget(self.resume, 1, 1)
        grid.addWidget(self.folder, 2, 0)
        grid.addWidget(self.remove, 2, 1)
        return grid

    # -- showing -------------------------------------------------------------------------------

    def choose(self, run: str) -> None:
        """Show a run, as soon as it is listed."""
        self._awaited = run
        self.history.choose(run)

    def refresh(self) -> None:
        """Show the runs as they stand."""
        runs = self.runs.all
        self.empty.setVisible(not runs)
        self.body.setVisible(bool(runs))
        self.history.set_runs(runs)
        if self._awaited and self.runs.find(self._awaited):
            self.history.choose(self._awaited)
            self._awaited = ""
        self._want()
        self._show_facts()

    def _show_chosen(self, _: str) -> None:
        self._want()
        self._show_facts()

    def _show_facts(self) -> None:
        run = self.runs.find(self.history.current)
        if run is None:
            return
        state = run["state"]
        self.bar.setRange(0, int(run["steps"] or 0))
        self.bar.setValue(int(run["step"] or 0))
        self.bar.setVisible(state != FINISHED)
        self.pace.setText(pace_text(run))
        self.figures.setText(figures_text(run))
        self.standing.setText(standing_text(run))
        self.standing.setVisible(bool(self.standing.text()))
        self.stop.setEnabled(state == RUNNING)
        self.resume.setEnabled(state not in (RUNNING, FINISHED))
        self.remove.setEnabled(state != RUNNING)
        self.use.setEnabled(bool(models_of(run)))
        if state == FAILED:
            self.standing.setAccessibleName(tr("Why it failed"))

    def _want(self) -> None:
        self.runs.want(self.history.shown)
        self._draw()

    def _draw(self) -> None:
        """Curves of the chosen run, and of those that are ticked."""
        names = [name for name in self.history.shown if self.runs.find(name)]
        self.loss.set_lines([line for name in names for line in self._losses(name)])
        probes = [line for name in names for line in self._probes(name)]
        self.probe.set_lines(probes)
        self.probe.setVisible(bool(probes))

    def _losses(self, name: str) -> list[Line]:
        run, colour = self.runs.find(name) or {}, self.history.colour(name)
        lines = [Line(run["name"], colour, *self.runs.column(name, "metrics", "loss"))]
        steps, values = self.runs.column(name, "validation", "loss")
        if steps:
            held_out = tr("{name}, held out").format(name=run["name"])
            lines.append(Line(held_out, colour, steps, values, True))
        return lines

    def _probes(self, name: str) -> list[Line]:
        run, colour = self.runs.find(name) or {}, self.history.colour(name)
        columns = [c for c in self.runs.columns(name, "probe") if c.startswith("probe_")]
        return [
            Line(
                f"{run['name']}, {column_title(column)}",
                colour,
                *self.runs.column(name, "probe", column),
                place > 0,
            )
            for place, column in enumerate(columns)
        ]

    # -- doing ---------------------------------------------------------------------------------

    def _use(self) -> None:
        run = self.runs.find(self.history.current)
        models = models_of(run) if run else []
        if models:
            self.used.emit(models[0])

    def _open_folder(self) -> None:
        if self.history.current:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self.history.current))

    def _remove(self) -> None:
        run = self.runs.find(self.history.current)
        if run is None:
            return
        question = tr(
            "Delete the run {name} with its model and its checkpoints? What was embedded by it stays."
        ).format(name=run["name"])
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self, tr("Delete a run"), question, buttons.Yes | buttons.Cancel, buttons.Cancel
        )
        if answer == buttons.Yes:
            self.runs.remove(run["run"])


def models_of(run: dict[str, Any]) -> list[str]:
    """Names of the models that a run made, the one that suits most sources first."""
    found = [run["model"]] if run.get("model") else []
    return list(dict.fromkeys([*found, *(run.get("models") or [])]))
