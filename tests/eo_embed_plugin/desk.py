"""The whole plugin on a desk: a window as far as plugins see one, the dock, a real worker, and hands that click.

What came of it is read from the files by other programs' means (sqlite3, pyarrow), never by the package.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsCoordinateTransform, QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from eo_embed.eo_embed_plugin.plugin import Plugin
from eo_embed.tests.eo_embed_plugin.kept_python import from_python

NONE = Qt.KeyboardModifier.NoModifier
#: What a class table may hold, so that tests need not type it.
CLASSES = [
    {"code": "water", "name": "Water", "colour": "#4477aa"},
    {"code": "wood", "name": "Wood", "colour": "#228833"},
    {"code": "wheat", "name": "Wheat", "colour": "#ccbb44"},
]


def wait_for(condition: Callable[[], Any], what: str = "it", seconds: float = 60) -> Any:
    """Run the event loop until a condition holds; fails with what never came."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, f"{what} did not come within {seconds:.0f} s"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.002)


def rest(seconds: float) -> None:
    """Run the event loop for a while."""
    end = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() > end)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def labels_on_disk(workspace: Path, target: str = "cover") -> dict[int, str]:
    """Labels as any program reads them."""
    with sqlite3.connect(f"file:{workspace / 'labels.gpkg'}?mode=ro", uri=True) as data:
        rows = data.execute("SELECT chip_id, label FROM labels WHERE target = ?", (target,))
        return dict(rows)


def shards(workspace: Path) -> dict[str, bytes]:
    """The shards of all stores by their paths within it."""
    found = sorted((workspace / "embeddings").rglob("*.parquet"))
    return {str(path.relative_to(workspace)): path.read_bytes() for path in found}


def chips_in_shards(workspace: Path) -> list[int]:
    """Ids of all chips that the shards of a workspace hold, as pyarrow reads them; it fails for damaged ones."""
    said = from_python(
        "import json, pyarrow.parquet as pq",
        "from pathlib import Path",
        f"paths = sorted(Path({str(workspace)!r}).glob('embeddings/*/part-*.parquet'))",
        "ids = [i for p in paths for i in pq.read_table(p, columns=['chip_id'])['chip_id'].to_pylist()]",
        "print(json.dumps(ids))",
    )
    return json.loads(said)


class Window:
    """QgisInterface as far as the plugin uses it, on real widgets; ``said`` is all that its message bar showed."""

    def __init__(self) -> None:
        self.main, self.canvas, self.bar = QMainWindow(), QgsMapCanvas(), QgsMessageBar()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.addWidget(self.bar)
        column.addWidget(self.canvas, 1)
        self.main.setCentralWidget(middle)
        self.main.resize(1100, 800)
        self.bridge = QgsLayerTreeMapCanvasBridge(
            QgsProject.instance().layerTreeRoot(), self.canvas
        )
        self.bridge.setAutoSetupOnFirstLayer(False)
        self.menu: list[Any] = []
        self.toolbar: list[Any] = []
        self.docks: list[Any] = []
        self.said: list[tuple[Qgis.MessageLevel, str]] = []
        self._known: list[Any] = []
        self.bar.widgetAdded.connect(self._note)
        self.main.show()

    def _note(self, item: Any) -> None:
        # The bar tells of an item again when the one above it goes.
        if item not in self._known:
            self._known.append(item)
            self.said.append((item.level(), item.text()))

    def mapCanvas(self) -> QgsMapCanvas:
        return self.canvas

    def mainWindow(self) -> QMainWindow:
        return self.main

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def statusBarIface(self) -> Any:
        return self.main.statusBar()

    def addDockWidget(self, area: Any, dock: Any) -> None:
        self.main.addDockWidget(area, dock)
        self.docks.append(dock)

    def removeDockWidget(self, dock: Any) -> None:
        self.main.removeDockWidget(dock)
        self.docks.remove(dock)

    def addToolBarIcon(self, action: Any) -> None:
        self.toolbar.append(action)

    def removeToolBarIcon(self, action: Any) -> None:
        self.toolbar.remove(action)

    def addPluginToMenu(self, menu: str, action: Any) -> None:
        self.menu.append(action)

    def removePluginMenu(self, menu: str, action: Any) -> None:
        self.menu.remove(action)

    def destroy(self) -> None:
        """Close the window as QGIS does at its end."""
        self.canvas.stopRendering()
        self.canvas.setLayers([])
        self.bridge.deleteLater()
        self.main.close()
        self.main.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Desk:
    """A window with the plugin in it."""

    def __init__(self) -> None:
        self.window = Window()
        self.plugin: Any = None
        self.load()

    def clear(self) -> None:
        """Close the workspace and the project, as for another test."""
        self.session.close()
        wait_for(lambda: not self.session.jobs and not self.live.is_working, "rest")
        QgsProject.instance().clear()
        rest(0.1)
        self.window.said.clear()
        self.window.bar.clearWidgets()

    def load(self) -> None:
        """Enable the plugin."""
        self.plugin = Plugin(self.window)
        self.plugin.initGui()
        rest(0.05)  # it shows or hides its dock when QGIS has put the window together

    def unload(self) -> None:
        """Disable the plugin, if it is enabled."""
        plugin, self.plugin = self.plugin, None
        if plugin is not None:
            plugin.unload()

    def destroy(self) -> None:
        """Disable the plugin and close the window."""
        self.unload()
        self.window.destroy()

    # -- what is there -------------------------------------------------------------------------

    @property
    def engine(self) -> Any:
        return self.plugin.engine

    @property
    def session(self) -> Any:
        return self.plugin.session

    @property
    def live(self) -> Any:
        return self.plugin.context.live

    @property
    def steps(self) -> Any:
        return self.plugin.dock.steps

    @property
    def complaints(self) -> list[str]:
        """Warnings and errors that the message bar showed."""
        bad = (Qgis.MessageLevel.Warning, Qgis.MessageLevel.Critical)
        return [text for level, text in self.window.said if level in bad]

    def one_complaint(self) -> str:
        """The only warning or error that the message bar shows, waited for: one sentence; then it is forgotten."""
        wait_for(lambda: self.complaints, "a message")
        rest(0.7)
        assert len(self.complaints) == 1, self.complaints
        (text,) = self.complaints
        self.window.said.clear()
        self.window.bar.clearWidgets()
        assert text.endswith("."), text
        assert not any(word in text for word in ("\n", "Traceback", "fault of EO Embed")), text
        return text

    # -- hands ---------------------------------------------------------------------------------

    def show(self) -> None:
        """Open the dock, and wait for the worker."""
        self.plugin.show_dock()
        wait_for(lambda: self.engine.state == "ready", "the worker")

    def open(self, folder: Path) -> None:
        """Open a workspace and wait for it."""
        self.plugin.actions.open_folder(str(folder))
        wait_for(lambda: self.session.folder == str(folder), "the workspace")
        self.whole_view()

    def open_to_label(self, folder: Path, classes: list[dict[str, str]] | None = None) -> None:
        """Open a workspace with a target ``cover`` and the Label step open."""
        self.open(folder)
        if self.session.target != "cover":
            self.session.put_target("cover", "classes", classes or CLASSES)
        wait_for(lambda: self.session.target_info is not None, "the target")
        self.plugin.dock.open_step(4)
        wait_for(lambda: self.steps[3].on_canvas.is_active, "the label tool")

    def whole_view(self) -> None:
        """Show all of the workspace on the canvas, in its own CRS."""
        layout = self.session.layout
        self.window.canvas.setDestinationCrs(self.session.crs)
        box = layout.rectangle(0)
        box.combineExtentWith(layout.rectangle(layout.chips[0] * layout.chips[1] - 1))
        self.window.canvas.setExtent(box)
        QCoreApplication.processEvents()

    def choose(self, code: str) -> None:
        """Take a class in hand."""
        self.steps[3].labelling.choose(code)

    def pixel(self, chip: int) -> QPoint:
        """Where the middle of a chip is on the canvas."""
        point = self.session.layout.centre(chip)
        shown = self.window.canvas.mapSettings().destinationCrs()
        if shown != self.session.crs:
            turn = QgsCoordinateTransform(self.session.crs, shown, QgsProject.instance())
            point = turn.transform(point)
        found = self.window.canvas.getCoordinateTransform().transform(point)
        return QPoint(round(found.x()), round(found.y()))

    def click(self, chip: int, code: str | None = None) -> None:
        """Label a chip by a click on the canvas; not waited for."""
        if code is not None:
            self.choose(code)
        view = self.window.canvas.viewport()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, NONE, self.pixel(chip))

    def settled(self, seconds: float = 90) -> None:
        """Wait until every label is on disk, or refused."""
        wait_for(lambda: not self.session.pending, "the labels", seconds)

    def label(self, chip: int, code: str) -> None:
        """Click and wait until it is on disk."""
        self.click(chip, code)
        self.settled()

    def embed(self, **options: Any) -> Any:
        """Press the button of the Embed step; the model's options as given. Returns the call."""
        step = self.steps[2]
        self.plugin.dock.open_step(3)
        wait_for(lambda: step.picker.model, "the models")
        if options:

            def chosen() -> bool:  # once the cards are there
                step.picker.choose("rcf", options)
                return bool(step.picker.options == options)

            wait_for(chosen, "the options")
        step.run()
        return step.call

    def stop_worker(self) -> int:
        """Freeze the worker; returns its pid."""
        pid = self.engine.pid
        os.kill(pid, signal.SIGSTOP)
        return pid

    def kill_worker(self) -> int:
        """kill -9; returns its pid."""
        pid = self.engine.pid
        if pid:
            os.kill(pid, signal.SIGKILL)
        return pid
