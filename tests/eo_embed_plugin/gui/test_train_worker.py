"""The dialog that trains over the real worker: what it asks is what the worker takes, and what it is told it shows."""

from __future__ import annotations

import os

import pytest
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin.gui.train_dialog import TrainDialog
from eo_embed.tests.eo_embed_plugin import made_training as made

TINY = {
    "backbone": "resnet10t",
    "size": "32",
    "pairs": "s2,s2",
    "batch_size": "8",
    "hidden": "16",
    "output": "8",
}


@pytest.fixture
def dialog(context, session, embedded, wait):
    session.open(str(embedded))
    wait(lambda: session.state)
    shown = TrainDialog(context)
    shown.show()
    wait(lambda: shown.form.method.currentData() or shown.failure.isVisible())
    yield shown
    shown.close()
    shown.deleteLater()


def put(dialog, **values: str) -> None:
    for name, text in values.items():
        field = dialog.form.knobs.field(name)
        line = field.lineEdit() if hasattr(field, "lineEdit") else field
        line.selectAll()
        QTest.keyClicks(line, text)


def keys(answer, like) -> set[str]:
    """Keys that a made answer has and the worker's has not."""
    return set(like) - set(answer)


def test_methods_and_data_sets_are_told_and_a_check_is_refused_in_our_words(
    dialog, session, engine, wait
) -> None:
    form = dialog.form
    assert not dialog.failure.isVisible(), dialog.failure.text()
    assert {form.method.itemData(row) for row in range(form.method.count())} >= {
        "byol",
        "simsiam",
        "mae",
    }
    assert form.data.kind.findData("eurosat") > 0
    told = []
    engine.request("train_methods", done=told.append)
    wait(lambda: told)
    assert not keys(told[0]["methods"][0], made.METHODS["methods"][0])
    assert not keys(told[0]["datasets"][0], made.METHODS["datasets"][0])
    if told[0]["recipes"]:
        assert not keys(told[0]["recipes"][0], made.METHODS["recipes"][0])
    put(dialog, backbone="resnet10t")
    form.check.button.click()
    wait(lambda: dialog.failure.isVisible())
    assert "write s2,s2 into “Kinds of bands to pair”" in dialog.failure.text()
    assert session.said == []


@pytest.mark.slow
def test_a_run_is_checked_started_stopped_resumed_and_used(dialog, session, wait) -> None:
    form, page, used = dialog.form, dialog.page, []
    dialog.used.connect(used.append)
    put(dialog, steps="150", checkpoint_every="5", log_every="1", **TINY)
    form.check.button.click()
    wait(lambda: form.start.isEnabled() or dialog.failure.isVisible(), 300)
    assert not dialog.failure.isVisible(), dialog.failure.text()
    assert "150 steps" in form.cost.text()
    form.start.click()

    def run() -> dict:
        return dialog.runs.find(page.history.current) or {}

    def is_over() -> bool:
        return bool(run()) and run()["state"] != "running"

    wait(lambda: run().get("step", 0) >= 3, 300)
    assert not keys(run(), made.run("x", "y")) - {"seconds"}
    wait(lambda: page.loss.lines, 60)
    page.stop.click()
    wait(is_over, 120)
    assert run()["state"] == "stopped"
    stopped_at = run()["step"]
    assert stopped_at < 150
    page.resume.click()
    wait(lambda: run()["state"] == "running", 30)
    wait(is_over, 600)
    assert run()["state"] == "finished", page.standing.text()
    wait(lambda: page.loss.lines and page.loss.lines[0].steps[-1] == 150)
    assert list(page.loss.lines[0].steps) == list(range(1, 151))
    page.use.click()
    assert used == [f"checkpoint:{run()['run']}"]
    assert os.path.isfile(os.path.join(run()["run"], "model.safetensors"))
    assert session.said == []
