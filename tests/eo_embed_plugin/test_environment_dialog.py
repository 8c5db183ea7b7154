"""The environment's dialog in each state: what it says, what it offers, and that it holds nothing up."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.environment import Environment, Progress
from eo_embed.eo_embed_plugin.environment.state import State
from eo_embed.eo_embed_plugin.gui.environment_dialog import EnvironmentDialog
from eo_embed.tests.eo_embed_plugin.made_index import until

GPU = [{"id": "cpu", "name": "x", "error": ""}, {"id": "cuda:0", "name": "A2000", "error": ""}]


class Recorded(Environment):
    """An environment that does nothing but tell what it was asked for."""

    def __init__(self, home):
        super().__init__(home)
        self.asked = []

    def create(self, wheels=""):
        self.asked.append(("create", wheels))

    def repair(self, wheels=None):
        self.asked.append(("repair", wheels))

    def use(self, python):
        self.asked.append(("use", python))

    def test(self):
        self.asked.append(("test",))

    def remove(self):
        self.asked.append(("remove",))

    def cancel(self):
        self.asked.append(("cancel",))


@pytest.fixture
def environment(tmp_path, monkeypatch) -> Iterator[Recorded]:
    monkeypatch.delenv("EO_EMBED_PYTHON", raising=False)
    names = ("python", "python_state", "wheels", "environment_folder", "index_url", "uv")
    kept = {name: settings.get(name) for name in names}
    for name in names:
        settings.put(name, settings.DEFAULTS[name])
    yield Recorded(tmp_path / "home")
    for name, value in kept.items():
        settings.put(name, value)


def write(environment: Environment, **values) -> None:
    """A managed environment with this state."""
    places = environment.places
    places.prepare()
    places.python.parent.mkdir(parents=True, exist_ok=True)
    places.python.write_text("")
    State(**{"requirements": environment.requirements, "complete": True, **values}).write(
        places.state
    )


def shown(environment: Environment) -> EnvironmentDialog:
    dialog = EnvironmentDialog(environment)
    dialog.show()
    QApplication.processEvents()
    return dialog


def offered(dialog: EnvironmentDialog) -> set[str]:
    buttons = ("test", "repair", "remove", "cancel", "go", "leave")
    return {name for name in buttons if getattr(dialog, name).isVisible()}


def test_at_first_it_says_what_it_will_do_and_offers_to(environment):
    dialog = shown(environment)
    assert dialog.heading.text() == "EO Embed needs its environment"
    assert str(environment.places.home) in dialog.facts.text()
    assert "free" in dialog.facts.text()
    assert offered(dialog) == {"go", "leave"}
    assert not dialog.isModal()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert environment.asked == [("create", "")]


def test_a_folder_of_wheels_and_a_python_are_asked_for(environment, tmp_path):
    dialog = shown(environment)
    dialog.buttons["wheels"].click()
    assert dialog.fields["wheels"].isVisible()
    assert not dialog.go.isEnabled()
    dialog.fields["wheels"].setFilePath(str(tmp_path))
    dialog.go.click()
    dialog.buttons["python"].click()
    assert not dialog.fields["wheels"].isVisible()
    dialog.fields["python"].setFilePath(sys.executable)
    dialog.go.click()
    assert environment.asked == [("create", str(tmp_path)), ("use", sys.executable)]
    assert settings.get("wheels") == str(tmp_path)


def test_ready_it_names_versions_device_and_place(environment):
    write(environment, python="3.12.4", torch="2.15.0", devices=GPU)
    dialog = shown(environment)
    assert dialog.heading.text() == "The environment is ready"
    for part in ("Python 3.12.4", "PyTorch 2.15.0", "A2000", str(environment.places.home)):
        assert part in dialog.facts.text()
    assert offered(dialog) == {"test", "repair", "remove", "leave"}
    dialog.test.click()
    assert environment.asked == [("test",)]


@pytest.mark.parametrize(
    ("values", "heading", "button", "asked"),
    [
        ({"complete": False}, "not complete", "Go on", ("create", "")),
        ({"requirements": "old"}, "out of date", "Update", ("create", "")),
        (
            {"problem": "x does not load; press Repair."},
            "does not work",
            "Make it anew",
            ("repair", ""),
        ),
    ],
)
def test_other_states_offer_their_remedy(environment, values, heading, button, asked):
    write(environment, **values)
    dialog = shown(environment)
    assert heading in dialog.heading.text()
    assert dialog.go.text().replace("&", "") == button
    dialog.go.click()
    assert environment.asked == [asked]


def test_notices_are_shown(environment):
    write(environment, notices=["A GPU is not used, because …"])
    assert shown(environment).notice.text() == "A GPU is not used, because …"


def test_while_it_works_it_shows_how_far_it_is_and_can_be_closed(environment):
    dialog = shown(environment)
    environment.operation = "create"
    environment.changed.emit()
    environment.progressed.emit(Progress(0.42, "Downloading 2.9 GB"))
    environment.said.emit("Resolved 84 packages")
    assert offered(dialog) == {"cancel", "leave"}
    assert dialog.bar.value() == 420
    assert dialog.doing.text() == "Downloading 2.9 GB"
    dialog.details.click()
    assert dialog.log.isVisible()
    assert "Resolved 84 packages" in dialog.log.toPlainText()
    dialog.cancel.click()
    assert environment.asked == [("cancel",)]
    dialog.close()
    environment.progressed.emit(Progress(0.9, "later"))  # nobody listens, nothing happens
    assert dialog.doing.text() == "Downloading 2.9 GB"
    dialog.show()
    environment.operation = ""
    environment.ended.emit(False, "pypi.org cannot be reached.", "error: dns")
    assert dialog.failure.isVisible()
    assert dialog.failure.text() == "pypi.org cannot be reached."
    assert "error: dns" in dialog.log.toPlainText()
    environment.ended.emit(True, "Done.", "")
    assert not dialog.failure.isVisible()


def test_repair_and_remove_are_asked_about_first(environment, monkeypatch):
    write(environment)
    dialog = shown(environment)
    monkeypatch.setattr(dialog, "_confirms", lambda question: False)
    dialog.repair.click()
    dialog.remove.click()
    assert environment.asked == []
    monkeypatch.setattr(dialog, "_confirms", lambda question: True)
    dialog.repair.click()
    dialog.remove.click()
    assert environment.asked == [("repair", None), ("remove",)]


def test_the_keyboard_reaches_all_and_every_text_is_whole(environment):
    dialog = shown(environment)
    dialog.advanced.setCollapsed(False)
    seen, widget = set(), dialog.focusWidget()
    for _ in range(40):
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
        seen.add(dialog.focusWidget())
    assert widget is not None
    assert {dialog.go, dialog.leave, dialog.details, dialog.index} <= seen
    until(lambda: dialog.intro.height() >= dialog.intro.heightForWidth(dialog.intro.width()))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert environment.asked == []  # it closes the window and stops nothing


def test_settings_are_kept_as_they_are_typed(environment, tmp_path):
    dialog = shown(environment)
    dialog.index.setText(" https://mirror.example.org/simple ")
    dialog.index.editingFinished.emit()
    dialog.folder.setFilePath(str(tmp_path / "elsewhere"))
    assert settings.get("index_url") == "https://mirror.example.org/simple"
    assert settings.get("environment_folder") == str(tmp_path / "elsewhere")
