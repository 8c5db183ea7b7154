"""The walk of an analyst through QGIS, from an empty profile to a map and back again after a restart.

Runs inside QGIS, started by walk.py, which says by environment variables what and where. What the analyst knows of
the ground comes from ``truth.json``: the class of each chip, and its share of the chip.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(os.environ["EO_EMBED_WALK_SCRIPT"])))

import qgis.utils
from driver import Walk
from qgis.core import QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRasterLayer, QgsSettings
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog, QDockWidget, QToolButton
from qgis.utils import iface

FOLDER = Path(os.environ["EO_EMBED_WALK_FOLDER"])
PICTURES = FOLDER / "pictures"
PYTHON = os.environ["EO_EMBED_WALK_PYTHON"]
SCENE = os.environ["EO_EMBED_WALK_SCENE"]
CLASSES = ("Water", "Forest", "Meadow", "Bare soil")
LABELS = 40
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def first(walk: Walk) -> None:
    """From an empty profile to a map on disk and a saved project."""
    enable_plugin()
    load_scene(walk)
    dock = open_dock(walk)
    choose_python(walk)
    draw_area(walk, dock)
    make_workspace(walk, dock)
    embed(walk, dock)
    name_classes(walk, dock)
    label(walk, dock)
    look_back(walk, dock)
    write_map(walk, dock)
    judge(walk, dock)
    explore(walk, dock)
    dock.open_step(4)
    save_project(walk)


def second(walk: Walk) -> None:
    """After a restart: everything is found again."""
    walk.until(lambda: "eo_embed" in qgis.utils.plugins, "the plugin")
    plugin = qgis.utils.plugins["eo_embed"]
    walk.until(lambda: plugin.dock.isVisible(), "the dock as it was left")
    session = plugin.session
    walk.until(lambda: session.state and session.labels, "the workspace and its labels")
    walk.facts["labels"] = len(session.labels)
    walk.facts["layers"] = sorted(
        layer.name() for layer in QgsProject.instance().mapLayers().values()
    )
    walk.facts["broken"] = [
        layer.name() for layer in QgsProject.instance().mapLayers().values() if not layer.isValid()
    ]
    walk.facts["project"] = QgsProject.instance().readEntry("eo_embed", "workspace")[0]
    walk.until(lambda: plugin.engine.state == "ready", "the worker")
    plugin.dock.open_step(4)
    walk.rest(1500)
    walk.shot("again")


# -- from the profile to the dock -------------------------------------------------------------


def enable_plugin() -> None:
    """What ticking it in the plugin manager does."""
    qgis.utils.updateAvailablePlugins()
    assert qgis.utils.loadPlugin("eo_embed"), "the plugin cannot be loaded"
    assert qgis.utils.startPlugin("eo_embed"), "the plugin cannot be started"
    QgsSettings().setValue("PythonPlugins/eo_embed", True)


def load_scene(walk: Walk) -> None:
    """The scene in natural colours."""
    layer = iface.addRasterLayer(SCENE, "garda" if "concise" in SCENE else "scene")
    assert isinstance(layer, QgsRasterLayer)
    assert layer.isValid()
    renderer = layer.renderer()
    renderer.setRedBand(3)
    renderer.setGreenBand(2)
    renderer.setBlueBand(1)
    stretch(layer, renderer)
    QgsProject.instance().setCrs(layer.crs())
    iface.mapCanvas().setExtent(layer.extent())
    iface.mapCanvas().refresh()
    for name in ("Browser", "LayerOrder"):
        panel = walk.window.findChild(QDockWidget, name)
        if panel is not None:
            panel.hide()
    walk.drawn()


def stretch(layer: QgsRasterLayer, renderer: Any) -> None:
    """Between the 2nd and the 98th percentile of each band, as the layer's menu does."""
    from qgis.core import QgsContrastEnhancement

    provider = layer.dataProvider()
    bands = ((3, renderer.setRedContrastEnhancement), (2, renderer.setGreenContrastEnhancement),
             (1, renderer.setBlueContrastEnhancement))  # fmt: skip
    for band, take in bands:
        low, high = provider.cumulativeCut(band, 0.02, 0.98, layer.extent(), 250_000)
        how = QgsContrastEnhancement(provider.dataType(band))
        how.setMinimumValue(low)
        how.setMaximumValue(high)
        how.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        take(how)
    layer.triggerRepaint()


def open_dock(walk: Walk) -> Any:
    """By the button in the tool bar."""
    plugin = qgis.utils.plugins["eo_embed"]
    button = next(
        b
        for b in walk.window.findChildren(QToolButton)
        if b.defaultAction() is plugin.toggle and b.isVisible()
    )
    walk.click(button)
    walk.until(plugin.dock.isVisible, "the dock")
    return plugin.dock


def choose_python(walk: Walk) -> None:
    """The first-run dialog: a Python that is here already."""
    plugin = qgis.utils.plugins["eo_embed"]
    dialog = walk.until(
        lambda: next(
            (d for d in walk.window.findChildren(QDialog)
             if type(d).__name__ == "EnvironmentDialog" and d.isVisible()), None
        ),
        "the dialog of the first run",
    )  # fmt: skip
    walk.rest(300)
    walk.shot("first-run", dialog)
    walk.click(dialog.buttons["python"])
    walk.type(dialog.fields["python"].lineEdit(), PYTHON)
    walk.click(dialog.go)
    walk.until(
        lambda: plugin.environment.is_ready or dialog.failure.isVisible(), "the chosen Python", 120
    )
    assert plugin.environment.is_ready, dialog.failure.text()
    walk.shot("environment-ready", dialog)
    dialog.close()
    walk.until(lambda: plugin.engine.state == "ready", "the worker", 60)
    walk.facts["hello"] = plugin.engine.hello


# -- the steps ----------------------------------------------------------------------------------


def draw_area(walk: Walk, dock: Any) -> None:
    step = dock.steps[0]
    walk.until(lambda: dock.context.draft.used, "the scene among the sources")
    walk.until(lambda: not dock.context.draft.is_reading, "the bands")
    box = iface.mapCanvas().extent()
    layer = next(iter(QgsProject.instance().mapLayers().values()))
    box = layer.extent()
    box.scale(0.94)
    walk.click(step.area_box.rectangle)
    walk.drag_map(
        [
            QgsPointXY(box.xMinimum(), box.yMaximum()),
            box.center(),
            QgsPointXY(box.xMaximum(), box.yMinimum()),
        ]
    )
    walk.until(lambda: dock.context.draft.area, "the area")
    walk.shot("data")
    walk.click(step.next)


def make_workspace(walk: Walk, dock: Any) -> None:
    step = dock.steps[1]
    walk.until(lambda: step.is_open, "the step of the chips")
    walk.type(step.size.lineEdit(), "8", enter=True)
    walk.type(step.folder.lineEdit(), str(FOLDER / "workspace"), enter=True)
    walk.until(lambda: step.go.isEnabled(), "a plan")
    walk.rest(800)
    walk.shot("chips")
    walk.click(step.go)
    walk.until(lambda: dock.session.state, "the workspace")
    walk.facts["chips"] = dock.session.layout.count


def embed(walk: Walk, dock: Any) -> None:
    step = dock.steps[2]
    walk.until(lambda: step.is_open and step.go.isEnabled(), "the step of the embedding")
    walk.rest(500)
    walk.shot("embed")
    walk.pulse.start()
    walk.click(step.go)
    walk.until(lambda: dock.session.is_embedded and dock.session.job is None, "the embeddings", 180)
    walk.facts["pulse while embedding"] = walk.pulse.stop()


def name_classes(walk: Walk, dock: Any) -> None:
    dock.open_step(4)
    step = dock.steps[3]
    walk.until(lambda: step.new_target.isVisible(), "the invitation to name classes")
    walk.type(step.new_target.first, CLASSES[0])
    walk.type(step.new_target.second, CLASSES[1])
    walk.click(step.new_target.start)
    walk.until(lambda: len(dock.session.classes) == 2, "two classes")
    for count, name in enumerate(CLASSES[2:], 3):
        walk.click(step.add)
        editor = walk.until(lambda: _editor(step.classes), "the editor of a new class")
        QTest.keyClicks(editor, name)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        walk.until(lambda count=count: len(dock.session.classes) == count, f"the class {name}")


def _editor(table: Any) -> Any:
    from qgis.PyQt.QtWidgets import QLineEdit

    return next((e for e in table.findChildren(QLineEdit) if e.isVisible()), None)


def label(walk: Walk, dock: Any) -> None:
    """Two clicks a class, then what the worker suggests, by the keys of the classes."""
    session, step = dock.session, dock.steps[3]
    truth = {int(k): v for k, v in json.loads((FOLDER / "truth.json").read_text()).items()}
    chips = session_chips(session, truth)
    walk.pulse.start()
    for code in range(len(CLASSES)):
        walk.key(Qt.Key(Qt.Key.Key_1 + code))
        for chip in pure(chips, truth, code)[:2]:
            click_chip(walk, session, chip)
            walk.until(lambda chip=chip: chip in session.labels, "the label", 20)
    walk.until(lambda: dock.context.live.text, "the live map", 20)
    walk.rest(1200)
    walk.shot("label-first")
    walk.key(Qt.Key.Key_N)
    labelling = step.labelling
    while len(session.labels) < LABELS:
        chip = walk.until(
            lambda: labelling.chip if labelling.chip not in session.labels else None,
            "a suggestion", 30,
        )  # fmt: skip
        if len(session.labels) == 25:
            walk.rest(700)
            walk.shot("suggestion")
        walk.key(Qt.Key(Qt.Key.Key_1 + truth[chip][0]))
        walk.until(lambda chip=chip: chip in session.labels, "the label of a suggestion", 20)
        walk.rest(250)
    walk.facts["pulse while labelling"] = walk.pulse.stop()
    walk.facts["labels"] = len(session.labels)
    walk.facts["live"] = dock.context.live.text


def look_back(walk: Walk, dock: Any) -> None:
    """Undo one, and see the whole."""
    session = dock.session
    before = dict(session.labels)
    walk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    walk.until(lambda: len(session.labels) == len(before) - 1, "the undone label")
    walk.facts["undone"] = sorted(set(before) - set(session.labels))
    layer = QgsProject.instance().mapLayersByName("garda") or QgsProject.instance().mapLayersByName(
        "scene"
    )
    iface.mapCanvas().setExtent(layer[0].extent())
    iface.mapCanvas().refresh()
    walk.rest(1500)
    walk.shot("label")


def write_map(walk: Walk, dock: Any) -> None:
    dock.open_step(5)
    page = dock.steps[4].map_page
    walk.until(lambda: page.heads.chooser.count(), "the heads")
    walk.click(page.write.button if hasattr(page.write, "button") else page.write)
    walk.until(lambda: dock.session.state["maps"] and dock.session.job is None, "the map", 120)
    walk.until(lambda: page.told.isVisible(), "the report of the map", 20)
    walk.facts["maps"] = dock.session.state["maps"]
    walk.rest(800)
    walk.shot("map")


def judge(walk: Walk, dock: Any) -> None:
    step = dock.steps[4]
    step.tabs.setCurrentWidget(step.accuracy_page)
    page = step.accuracy_page
    walk.rest(200)
    page.scores.score()
    walk.until(lambda: page.scores.headline.text(), "the scores", 120)
    walk.facts["headline"] = page.scores.headline.text()
    walk.rest(300)
    walk.shot("accuracy")


def explore(walk: Walk, dock: Any) -> None:
    step = dock.steps[4]
    step.tabs.setCurrentWidget(step.explore_page)
    page = step.explore_page
    walk.rest(200)
    page.ask_view()
    walk.until(lambda: page.body.isVisible(), "the scatter", 120)
    page.colour.setCurrentIndex(page.colour.count() - 1)  # by the map written last
    walk.rest(500)
    walk.shot("explore")


def save_project(walk: Walk) -> None:
    walk.rest(300)
    project = QgsProject.instance()
    assert project.write(str(FOLDER / "project.qgz"))


# -- chips --------------------------------------------------------------------------------------


def session_chips(session: Any, truth: dict[int, list[float]]) -> list[int]:
    """Chips of the area."""
    return [chip for chip in truth if session.in_area(chip)]


def pure(chips: list[int], truth: dict[int, list[float]], code: int) -> list[int]:
    """Chips of a class, those it fills most first, far from each other in order."""
    found = sorted(
        (c for c in chips if truth[c][0] == code), key=lambda c: (-truth[c][1], c * 7919 % 104729)
    )
    return found


def click_chip(walk: Walk, session: Any, chip: int) -> None:
    centre = session.layout.centre(chip)
    to_canvas = QgsCoordinateTransform(
        session.crs, iface.mapCanvas().mapSettings().destinationCrs(), QgsProject.instance()
    )
    walk.click_map(to_canvas.transform(centre))


def begin() -> None:
    name = os.environ["EO_EMBED_WALK_PART"]
    Walk(iface, name, FOLDER, PICTURES).run({"first": first, "second": second}[name])


if (
    Path(os.environ["EO_EMBED_WALK_SCRIPT"]).name == "analyst.py"
):  # or another walk takes parts of this one
    QTimer.singleShot(1500, begin)
