"""The walk of one who trains a model, embeds with it and maps. Runs inside QGIS, started by train_walk.py."""

from __future__ import annotations

import os
import sys
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(os.environ["EO_EMBED_WALK_SCRIPT"])))

from analyst import FOLDER, PICTURES, choose_python, enable_plugin, load_scene, open_dock, write_map
from driver import Walk
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDialog, QScrollArea
from qgis.utils import iface

#: What differs from the paper's values, so that a CPU does it within minutes.
VALUES = {
    "backbone": "resnet10t",
    "steps": "300",
    "size": "32",
    "pairs": "s2,s2",
    "probe_every": "50",
}


def train(walk: Walk) -> None:
    """From a workspace with labels to a map by a model that was trained on its chips."""
    enable_plugin()
    load_scene(walk)
    dock = open_dock(walk)
    choose_python(walk)
    dock.context.actions.open_folder(str(FOLDER / "workspace"))
    walk.until(lambda: dock.session.state, "the workspace")
    walk.rest(500)
    dialog = fill_in(walk, dock)
    measure(walk, dialog)
    run(walk, dialog, dock)
    use(walk, dialog, dock)
    write_map(walk, dock)
    walk.shot("own-map")


def fill_in(walk: Walk, dock: Any) -> Any:
    """SimSiam with a small network and few steps."""
    step = dock.steps[2]
    walk.until(lambda: step.is_open and step.train.isVisible(), "the step of the embedding")
    walk.click(step.train)
    dialog = walk.until(lambda: _dialog(walk), "the dialog")
    form = dialog.form
    walk.until(lambda: form.method.currentData() == "simsiam", "the methods", 120)
    dialog.resize(620, 900)
    for name, value in VALUES.items():
        field = form.knobs.field(name)
        walk.type(field.lineEdit() if hasattr(field, "lineEdit") else field, value)
    walk.rest(200)
    return dialog


def _dialog(walk: Walk) -> Any:
    shown = (d for d in walk.window.findChildren(QDialog) if type(d).__name__ == "TrainDialog")
    return next((d for d in shown if d.isVisible()), None)


def measure(walk: Walk, dialog: Any) -> None:
    form = dialog.form
    walk.click(form.check.button)
    walk.until(lambda: form.start.isEnabled() or dialog.failure.isVisible(), "the check", 120)
    assert not dialog.failure.isVisible(), dialog.failure.text()
    walk.facts["check"] = form.cost.text()
    walk.rest(300)
    walk.shot("train", dialog)


def run(walk: Walk, dialog: Any, dock: Any) -> None:
    """Start, look on, and meanwhile use QGIS."""
    page = dialog.page
    walk.click(dialog.form.start)
    walk.pulse.start()
    walk.until(lambda: current(dialog).get("step"), "the first steps", 180)
    assert dock.session.job is None, "a run holds up other work"
    walk.until(lambda: len(page.loss.lines) and page.probe.lines, "curves", 300)
    walk.until(
        lambda: current(dialog)["step"] >= 200 or current(dialog)["state"] != "running",
        "200 steps",
        600,
    )
    walk.shot("train-run", dialog)
    walk.until(lambda: current(dialog)["state"] != "running", "the end of the run", 600)
    walk.facts["pulse while training"] = walk.pulse.stop()
    walk.facts["run"] = current(dialog)
    assert current(dialog)["state"] == "finished", page.standing.text()
    walk.rest(500)
    walk.shot("own-done", dialog)


def current(dialog: Any) -> dict[str, Any]:
    """The run that is chosen, as the worker told it last."""
    return dialog.runs.find(dialog.page.history.current) or {}


def use(walk: Walk, dialog: Any, dock: Any) -> None:
    """The model into step 3, and embed."""
    step = dock.steps[2]
    area = dialog.tabs.currentWidget()
    if isinstance(area, QScrollArea):
        area.ensureWidgetVisible(dialog.page.use)
    walk.click(dialog.page.use)
    walk.until(lambda: step.picker.title != step.picker.model, "the card of the model", 30)
    walk.facts["model"] = step.picker.model
    dialog.close()
    walk.rest(300)
    walk.shot("own-embed")
    walk.click(step.go)
    walk.until(lambda: dock.session.is_embedded and dock.session.job is None, "the embeddings", 300)


QTimer.singleShot(1500, lambda: Walk(iface, "train", FOLDER, PICTURES).run(train))
