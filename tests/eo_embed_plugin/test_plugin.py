"""The plugin as QGIS handles it: enabled, opened, disabled, enabled again; and what it brings into QGIS's process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from eo_embed import classFactory
from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.gui.help_dialog import HelpDialog
from eo_embed.eo_embed_plugin.plugin import Plugin
from eo_embed.tests.eo_embed_plugin.desk import Desk, rest, wait_for


@pytest.fixture
def desk(qgis_app: Any, worker_python: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A window with the plugin, and settings of its own."""
    monkeypatch.setattr(settings, "PREFIX", "eo_embed_test_plugin/")
    monkeypatch.setenv("EO_EMBED_PYTHON", str(worker_python))
    settings.put("first_run_seen", True)
    QgsProject.instance().clear()
    made = Desk()
    yield made
    made.destroy()
    QgsProject.instance().clear()
    QgsSettings().remove("eo_embed_test_plugin")


def providers() -> list[str]:
    registry = QgsApplication.processingRegistry()
    return [provider.id() for provider in registry.providers()]


def test_what_it_adds_goes_with_it(desk: Desk) -> None:
    window, plugin = desk.window, desk.plugin
    assert [action.text() for action in window.toolbar] == ["EO Embed"]
    titles = [action.text().replace("&", "") for action in window.menu]
    assert titles == ["EO Embed", "Environment…", "Diagnostics…", "Help"]
    assert window.docks == [plugin.dock]
    assert "eoembed" in providers()
    desk.unload()
    rest(0.1)
    assert (window.toolbar, window.menu, window.docks) == ([], [], [])
    assert "eoembed" not in providers()
    plugin.unload()  # a second time is harmless
    assert window.said == []


def test_it_starts_no_worker_before_the_dock_is_opened(desk: Desk) -> None:
    rest(0.3)
    assert desk.plugin.dock.isHidden()
    assert desk.engine.state == "stopped"
    desk.window.toolbar[0].trigger()
    assert desk.plugin.dock.isVisible()
    wait_for(lambda: desk.engine.state == "ready", "the worker")


def test_nothing_of_it_stays_connected(desk: Desk) -> None:
    """After many reloads a new project, a saved one and a layer reach one plugin, not the ones before it."""
    project = QgsProject.instance()
    signals = (
        project.readProject, project.writeProject, project.writeMapLayer, project.cleared,
        project.layersAdded, project.layersRemoved,
    )  # fmt: skip

    def listeners() -> list[int]:
        return [project.receivers(signal) for signal in signals]

    with_one = listeners()
    desk.unload()
    rest(0.05)
    without = listeners()
    for _ in range(5):
        desk.load()
        desk.unload()
        rest(0.05)
    assert listeners() == without != with_one
    desk.load()
    assert listeners() == with_one


def test_f1_opens_the_help_of_the_step(desk: Desk) -> None:
    desk.show()
    desk.plugin.dock.open_step(2)
    step = desk.steps[1]
    desk.window.main.activateWindow()
    step.header.setFocus()
    QTest.keyClick(step.header, Qt.Key.Key_F1)

    def help_dialog() -> Any:
        found = [w for w in QgsApplication.topLevelWidgets() if isinstance(w, HelpDialog)]
        return next((dialog for dialog in found if dialog.isVisible()), None)

    dialog = wait_for(help_dialog, "the help", 5)
    desk.unload()
    assert not dialog.isVisible()


def test_class_factory(qgis_app: Any) -> None:
    assert isinstance(classFactory(None), Plugin)


WHOLE_JOB = """
import os, sys
os.environ["EO_EMBED_PYTHON"] = sys.argv[1]
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from qgis.core import QgsApplication, QgsSettings
app = QgsApplication([], True)
app.initQgis()
from eo_embed.eo_embed_plugin import settings
settings.PREFIX = "eo_embed_whole_job/"
settings.put("first_run_seen", True)
before = set(sys.modules)
from eo_embed.tests.eo_embed_plugin.desk import Desk, rest, wait_for
folder = Path(sys.argv[3])
desk = Desk()
desk.show()
call = (desk.open(folder), desk.embed(features=32))[1]
wait_for(lambda: call.finished, "embeddings")
desk.open_to_label(folder)
desk.label(0, "wood")
desk.label(900, "water")
wait_for(lambda: desk.live.answer, "the live map")
page = desk.steps[4].map_page
page.write_map()
wait_for(lambda: (folder / "maps" / "cover-rf.tif").exists(), "the map")
for step in range(1, 6):
    desk.plugin.dock.open_step(step)
    rest(0.2)
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print("NEW", " ".join(sorted(names)), flush=True)
ours = [n for n in sys.modules if n.startswith("eo_embed.core")]
print("CORE", " ".join(sorted(ours)), flush=True)
desk.destroy()
QgsSettings().remove("eo_embed_whole_job")
os._exit(0)
"""


def test_a_whole_job_brings_no_library_into_qgis(
    root: Path, worker_python: Path, embedded: Path
) -> None:
    arguments = [str(worker_python), str(root / ".venv" / "tree"), str(embedded)]
    done = subprocess.run(
        [sys.executable, "-c", WHOLE_JOB, *arguments], capture_output=True, text=True, timeout=240
    )
    said = dict(line.partition(" ")[::2] for line in done.stdout.splitlines())
    assert "NEW" in said, done.stderr[-3000:]
    new = set(said["NEW"].split())
    assert "eo_embed" in new
    assert not new & {"torch", "numpy", "rasterio", "osgeo", "pandas", "sklearn", "shapely", "PIL"}
    assert said["CORE"].split() == [
        "eo_embed.core", "eo_embed.core.worker", "eo_embed.core.worker.protocol",
    ]  # fmt: skip
