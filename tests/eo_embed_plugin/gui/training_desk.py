"""The dialog that trains, over an engine whose answers the test gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin.gui.context import Context
from eo_embed.eo_embed_plugin.gui.train_dialog import TrainDialog
from eo_embed.eo_embed_plugin.session import Session
from eo_embed.tests.eo_embed_plugin import made_training as made
from eo_embed.tests.eo_embed_plugin.fake_engine import FakeEngine, state

DEVICES = [
    {"id": "cuda:0", "name": "RTX", "memory": 6e9, "free": 5.2e9},
    {"id": "cpu", "name": "x86", "memory": 16e9, "free": 9e9},
]


class Helps(QObject):
    """In place of Actions: which pages of help were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    def show_help(self, page: str) -> None:
        self.pages.append(page)


class TrainingDesk:
    """``dialog`` is shown over the workspace ``folder``; the methods are told, and no runs."""

    def __init__(self, folder: Path, runs: list[dict[str, Any]] | None = None) -> None:
        self.folder = str(folder)
        self.engine = FakeEngine()
        self.engine.state, self.engine.hello = "ready", {"devices": DEVICES}
        self.session = Session(self.engine)
        self.said: list[str] = []
        self.session.failed.connect(lambda sentence, _: self.said.append(sentence))
        self.helps = Helps()
        self.dialog = TrainDialog(Context(None, self.session, None, actions=self.helps))
        self.form, self.page, self.runs = self.dialog.form, self.dialog.page, self.dialog.runs
        self.session.open(self.folder)
        self.engine.first("open").answer(state(self.folder))
        self.dialog.show()
        self.engine.first("train_methods").answer(made.METHODS)
        self.told(*(runs or []))

    def told(self, *runs: dict[str, Any]) -> None:
        """The worker says how the runs stand."""
        self.engine.first("train_runs").answer({"runs": list(runs)})

    def told_curves(self, **more: Any) -> None:
        """The worker gives every curve that was asked for."""
        for call in self.engine.waiting("train_curves"):
            call.answer(made.curves(**{"after": call.params["after"], **more}))

    def check(self, **found: Any) -> None:
        """Press Check, and let the worker find what it takes."""
        click(self.form.check.button)
        self.engine.first("train_check").answer(made.check(**found))

    def leave(self) -> None:
        self.dialog.close()
        self.dialog.deleteLater()
        QCoreApplication.processEvents()


def click(widget: Any) -> None:
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
