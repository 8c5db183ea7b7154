"""Where training is reached from, and where its models go: step 3, and the menu of the workspace."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QMainWindow

from eo_embed.eo_embed_plugin.gui.actions import Actions
from eo_embed.eo_embed_plugin.gui.context import Context
from eo_embed.eo_embed_plugin.gui.embed_step import EmbedStep
from eo_embed.eo_embed_plugin.gui.train_dialog import TrainDialog
from eo_embed.eo_embed_plugin.session import Session
from eo_embed.tests.eo_embed_plugin.fake_engine import FakeEngine, state


class Window:
    def __init__(self) -> None:
        self._window = QMainWindow()

    def mainWindow(self) -> QMainWindow:
        return self._window


@pytest.fixture
def context(qgis_app, tmp_path):
    engine = FakeEngine()
    engine.state, engine.hello = "ready", {"devices": [], "packages": {}}
    made = Context(Window(), Session(engine), None)
    made.shown = []
    made.actions = Actions(made, lambda: made.shown.append("dock"))
    yield made
    made.actions.unload()


def open_workspace(context, folder) -> None:
    context.session.open(str(folder))
    context.session.engine.first("open").answer(state(str(folder)))


def card(name: str, title: str) -> dict:
    return {
        "name": name, "title": title, "fits": True, "why": "", "options": {}, "bands": None, "units": "any",
        "dim": 512, "native_gsd": None, "input_size": None, "licence": "", "paper": "", "weights": "none", "notes": [],
    }  # fmt: skip


def test_the_menu_trains_in_an_open_workspace_alone(context, tmp_path) -> None:
    assert context.actions.train in context.actions.workspace_menu()
    assert not context.actions.train.isEnabled()
    open_workspace(context, tmp_path)
    assert context.actions.train.isEnabled()


def test_one_dialog_is_shown_again_as_it_was(context, tmp_path) -> None:
    open_workspace(context, tmp_path)
    context.actions.train.trigger()
    (dialog,) = context.iface.mainWindow().findChildren(TrainDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    dialog.close()
    context.actions.show_training()
    assert context.iface.mainWindow().findChildren(TrainDialog) == [dialog]
    assert dialog.isVisible()


def test_a_model_to_use_brings_the_dock_to_the_front(context, tmp_path) -> None:
    open_workspace(context, tmp_path)
    wanted = []
    context.actions.modelWanted.connect(wanted.append)
    context.actions.show_training()
    (dialog,) = context.iface.mainWindow().findChildren(TrainDialog)
    dialog.used.emit("checkpoint:/runs/a")
    assert wanted == ["checkpoint:/runs/a"]
    assert context.shown == ["dock"]


def test_step_3_opens_the_dialog_and_takes_its_model(context, tmp_path) -> None:
    step = EmbedStep(3, context)
    step.show()
    open_workspace(context, tmp_path)
    step.set_open(True)
    step.train.click()
    assert context.iface.mainWindow().findChildren(TrainDialog)
    engine = context.session.engine
    engine.first("models").answer({"models": [card("rcf", "Random")]})
    (tmp_path / "runs").mkdir()
    step.choose_model("checkpoint:/runs/a")
    assert step.picker.model == "checkpoint:/runs/a"
    asked = engine.first("models")  # again: the model came into being since
    asked.answer({"models": [card("checkpoint:/runs/a", "My model"), card("rcf", "Random")]})
    assert step.picker.title == "My model"
    assert not step.picker.spec.isVisible()
    assert step.go.text() == "Embed with this model"
    assert step.params()["model"] == "checkpoint:/runs/a"


def test_cards_are_asked_for_again_where_a_run_may_have_ended(context, tmp_path) -> None:
    step = EmbedStep(3, context)
    open_workspace(context, tmp_path)
    engine = context.session.engine
    engine.first("models").answer({"models": [card("rcf", "Random")]})
    step.set_open(True)
    assert not engine.waiting("models")
    step.set_open(False)
    (tmp_path / "runs").mkdir()
    step.set_open(True)
    assert engine.waiting("models")
