"""Training a model of one's own: a new run on one page, all runs on the other. QGIS is used as ever meanwhile."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .context import Context
from .texts import framed
from .train_form import TrainForm, scrolled
from .train_page import RunsPage
from .train_runs import Runs

HELP = "plugin/train"
#: Width and height in which most of the form is to be seen.
_SIZE = (560, 780)


class TrainDialog(QDialog):
    """Not modal; it is hidden, not gone, when it is closed.

    used: the name of a model to embed with.
    """

    used = pyqtSignal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.session = context, context.session
        self.setWindowTitle(tr("EO Embed: train a model"))
        self.setWindowFlags(self.windowFlags() | Qt.WindowType.WindowMinMaxButtonsHint)
        self.resize(*_SIZE)
        self.runs = Runs(self.session, self)
        self.form, self.page = TrainForm(self.session), RunsPage(self.runs)
        self.failure = framed("rgba(214, 69, 69, 38)")
        self.failure.setVisible(False)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.form, tr("Ne&w run"))
        self.tabs.addTab(scrolled(self.page), tr("Run&s"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Close | QDialogButtonBox.StandardButton.Help
        )
        for button in buttons.buttons():
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self.failure)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        buttons.rejected.connect(self.close)
        buttons.helpRequested.connect(self._help)
        help = buttons.button(QDialogButtonBox.StandardButton.Help)
        help.setShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents))
        self.form.asked.connect(self.start)
        self.form.failed.connect(self._fail)
        self.runs.failed.connect(self._fail)
        self.runs.changed.connect(self._count)
        self.page.used.connect(self.used)
        self.page.resumed.connect(self._resume)
        self.form.check.button.clicked.connect(self._clear)

    def start(self, params: dict[str, Any]) -> None:
        """Begin a run, or go on with one, and show it."""
        self._clear()

        def begun(run: str) -> None:
            if not params["resume"]:
                self.form.started()
            self.tabs.setCurrentIndex(1)
            self.page.choose(run)

        self.runs.start(params, begun, self.form.refresh)

    def showEvent(self, event: Any) -> None:
        """Runs are followed while they can be seen."""
        super().showEvent(event)
        self.session.engine.start()
        self.form.ask_methods()
        self.runs.watch(True)

    def hideEvent(self, event: Any) -> None:
        """Nobody looks: nothing is asked."""
        super().hideEvent(event)
        self.runs.watch(False)

    def _resume(self, run: str) -> None:
        found = self.runs.find(run)
        if found is not None:
            devices = (self.session.engine.hello or {}).get("devices") or []
            same = [d["id"] for d in devices if d["id"] == found.get("device")]
            device = same[0] if same else "auto"
            how = {"resume": True, "keep_running": self.form.keep.isChecked(), "device": device}
            self.start({"out": run, **how})

    def _count(self) -> None:
        going = sum(run["state"] == "running" for run in self.runs.all)
        text = tr("Run&s ({n} under way)").format(n=going) if going else tr("Run&s")
        self.tabs.setTabText(1, text)

    def _fail(self, sentence: str, details: str) -> None:
        self.failure.setText(sentence)
        self.failure.setToolTip(details)
        self.failure.setVisible(True)

    def _clear(self) -> None:
        self.failure.setVisible(False)

    def _help(self) -> None:
        self.context.actions.show_help(HELP)
