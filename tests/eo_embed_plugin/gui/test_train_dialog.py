"""The dialog that trains: checked before it starts, followed while it goes on, and used when it is done."""

from __future__ import annotations

import os

import pytest
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QScrollArea,
    QTabBar,
    QTableWidget,
)

from eo_embed.tests.eo_embed_plugin import made_training as made
from eo_embed.tests.eo_embed_plugin.gui.training_desk import TrainingDesk, click

YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Cancel


@pytest.fixture
def desk(qgis_app, tmp_path):
    made_desk = TrainingDesk(tmp_path)
    yield made_desk
    made_desk.leave()


def one(desk, name: str = "simsiam-1", state: str = "running", step: int = 200, **more):
    return made.run(desk.folder, name, state, step, **more)


# -- a new run ----------------------------------------------------------------------------------


def test_methods_recipes_and_devices_are_the_workers(desk) -> None:
    form = desk.form
    titles = [form.method.itemText(row) for row in range(form.method.count())]
    assert titles == ["BYOL", "SimSiam"]
    assert form.method.currentData() == "simsiam"
    assert "one branch is stopped" in form.about.text()
    assert 'href="https://arxiv.org/abs/2011.10566"' in form.about.text()
    assert [form.recipe.itemData(row) for row in range(form.recipe.count())] == ["", "jain_simsiam"]
    assert form.device.itemText(0) == "Automatic: RTX, 5.2 GB of 6 GB free"
    assert form.device.itemData(2) == "cpu"
    form.method.setCurrentIndex(0)
    assert not form.recipe.isEnabled()  # none is of BYOL


def test_nothing_starts_unchecked_and_the_check_says_what_it_takes(desk) -> None:
    form = desk.form
    assert not form.start.isEnabled()
    assert form.start.toolTip() == "Check first what it takes."
    form.knobs.field("steps").setValue(600)
    click(form.check.button)
    call = desk.engine.first("train_check")
    assert call.params == {
        "folder": desk.folder, "method": "simsiam", "data": [desk.folder], "data_options": {},
        "values": {"steps": 600}, "device": "auto",
    }  # fmt: skip
    assert form.check.button.text() == "Stop"
    call.answer(made.check(precision="bf16"))
    said = form.cost.text()
    assert "6 min for 2,500 steps at 216 images/s on CPU bf16, 282 MB on disk" in said
    assert "1.2 GB of memory" in said
    assert "820 samples to learn from, 100 times each; 23.5 M parameters; 204 held out" in said
    assert "s2: 4 bands of 16 × 16 pixels (b2, b3, b4, b8)" in said
    assert "Labels of cover" in said
    assert "near each other" in form.notes.text()
    assert form.start.isEnabled()


def test_a_change_makes_the_check_void_until_it_is_taken_back(desk) -> None:
    form = desk.form
    desk.check()
    assert form.start.isEnabled()
    form.knobs.field("batch_size").setValue(64)
    assert not form.start.isEnabled()
    assert not form.cost.isVisible()
    form.knobs.field("batch_size").setValue(32)
    assert form.start.isEnabled()


def test_a_check_of_what_was_chosen_before_does_not_count(desk) -> None:
    click(desk.form.check.button)
    desk.form.device.setCurrentIndex(2)
    desk.engine.first("train_check").answer(made.check())
    assert not desk.form.start.isEnabled()


def test_a_check_that_fails_says_why_in_the_dialog(desk) -> None:
    click(desk.form.check.button)
    desk.engine.first("train_check").fail(
        "DATA_UNFIT",
        "The workspace x has 12 samples to train on, fewer than a batch of 32; lower batch_size.",
    )
    assert desk.dialog.failure.isVisible()
    assert desk.dialog.failure.text().startswith("The workspace x has 12 samples to train on")
    assert not desk.form.start.isEnabled()
    assert desk.said == []  # and nowhere else
    click(desk.form.check.button)
    assert not desk.dialog.failure.isVisible()


def test_a_check_can_be_stopped(desk) -> None:
    click(desk.form.check.button)
    call = desk.engine.first("train_check")
    click(desk.form.check.button)
    assert call.is_cancelled
    call.fail("CANCELLED", "Cancelled.")
    assert not desk.dialog.failure.isVisible()
    assert desk.form.check.button.text() == "Check what it takes".replace("Check", "Chec&k")


def test_a_run_starts_once_with_what_was_checked(desk) -> None:
    form = desk.form
    form.keep.setChecked(True)
    desk.check()
    click(form.start)
    assert not form.start.isEnabled()  # a second click is no second run
    call = desk.engine.first("train_start")
    assert call.params["keep_running"] is True
    assert call.params["resume"] is False
    assert call.params["out"] == ""
    assert call.params["method"] == "simsiam"
    call.answer({"run": f"{desk.folder}/runs/simsiam-1", "pid": 1})
    assert desk.dialog.tabs.currentIndex() == 1
    desk.told(one(desk, step=0, steps=0, loss=None, device="", probe=None))
    assert desk.page.pace.text() == "It looks through its data…"
    assert desk.dialog.tabs.tabText(1) == "Run&s (1 under way)"


def test_a_refused_start_can_be_tried_again(desk) -> None:
    desk.check()
    click(desk.form.start)
    desk.engine.first("train_start").fail("DISK_FULL", "No room left on the disk for x.")
    assert desk.dialog.failure.text() == "No room left on the disk for x."
    assert desk.dialog.tabs.currentIndex() == 0
    assert desk.form.start.isEnabled()


def test_a_name_is_a_new_folder_of_the_workspace(desk) -> None:
    form = desk.form
    os.makedirs(f"{desk.folder}/runs/mine")
    form.name.clear()
    QTest.keyClicks(form.name, "../mi:ne")
    assert form.name.text() == "mine"
    assert form.obstacle == "There is a run mine already: choose another name."
    assert not form.check.button.isEnabled()
    QTest.keyClicks(form.name, "2")
    assert form.obstacle == ""
    assert form.out == os.path.join(desk.folder, "runs", "mine2")


def test_enter_in_a_field_starts_nothing(desk) -> None:
    desk.check()
    for field in desk.dialog.findChildren(QLineEdit):
        if field.isVisible() and field.isEnabled():
            QTest.keyClick(field, Qt.Key.Key_Return)
    assert not desk.engine.waiting("train_start")
    assert not desk.engine.waiting("train_check")


def test_without_a_workspace_it_says_so(desk) -> None:
    desk.session.close()
    assert desk.form.obstacle == "Open or make a workspace first: the run is kept in it."
    assert not desk.form.check.button.isEnabled()
    assert desk.form.check.button.toolTip() == desk.form.obstacle


# -- runs ---------------------------------------------------------------------------------------


def under_way(desk, *runs) -> None:
    desk.runs.look()
    desk.told(*runs)
    desk.dialog.tabs.setCurrentIndex(1)


def test_pace_and_figures_of_a_run_that_goes_on(desk) -> None:
    under_way(desk, one(desk, memory=2_000_000_000, device="cuda:0"))
    page = desk.page
    assert page.pace.text() == "step 200 of 600 · epoch 8 of 24 · 216 images/s · 59 s left"
    assert page.figures.text() == (
        "Loss -0.7682 · kNN probe 0.61 · Linear probe 0.72 · cuda:0 · 2 GB of memory"
    )
    assert (page.bar.value(), page.bar.maximum()) == (200, 600)
    assert page.stop.isEnabled()
    assert not page.resume.isEnabled()
    assert not page.use.isEnabled()
    assert not page.remove.isEnabled()


def test_curves_grow_and_are_laid_over_each_other(desk) -> None:
    before = one(desk, "byol-1", "finished", 600, started="2026-11-01T10:00:00")
    under_way(desk, one(desk), before)
    desk.told_curves(until=200)
    page = desk.page
    names = [line.name for line in page.loss.lines]
    assert names == ["simsiam-1", "simsiam-1, held out"]
    assert page.loss.lines[0].steps[-1] == 200
    assert [line.is_dashed for line in page.probe.lines] == [False, True]
    page.history.item(1, 0).setCheckState(Qt.CheckState.Checked)
    calls = desk.engine.waiting("train_curves")
    next(call for call in calls if "byol" in call.params["run"]).answer(made.curves(600))
    assert [line.name for line in page.loss.lines][2:] == ["byol-1", "byol-1, held out"]
    assert page.loss.lines[0].colour != page.loss.lines[2].colour
    desk.runs.look()
    desk.told(one(desk, step=250), before)
    desk.told_curves(until=250)
    assert page.loss.lines[0].steps[-1] == 250


def test_a_run_without_a_probe_shows_none(desk) -> None:
    under_way(desk, one(desk, probe=None))
    answer = {**made.curves(200), "probe": {"step": [], "probe_knn": []}}
    desk.engine.first("train_curves").answer(answer)
    assert desk.page.loss.isVisible()
    assert not desk.page.probe.isVisible()


def test_stop_and_resume(desk) -> None:
    under_way(desk, one(desk))
    click(desk.page.stop)
    call = desk.engine.first("train_stop")
    assert call.params["run"] == f"{desk.folder}/runs/simsiam-1"
    call.answer({})
    desk.told(one(desk, state="stopped"))
    assert "Resume goes on" in desk.page.standing.text()
    click(desk.page.resume)
    assert desk.engine.first("train_start").params == {
        "folder": desk.folder, "out": f"{desk.folder}/runs/simsiam-1", "resume": True,
        "keep_running": False, "device": "cpu",
    }  # fmt: skip


def test_a_run_that_failed_says_why(desk) -> None:
    message = "The loss of step 340 is no number (chips 17, 4); lower the learning rate."
    under_way(desk, one(desk, state="failed", message=message, code="TRAINING_DIVERGED"))
    assert desk.page.standing.isVisible()
    assert desk.page.standing.text() == message
    assert desk.page.resume.isEnabled()


def test_a_finished_model_is_used(desk) -> None:
    used = []
    desk.dialog.used.connect(used.append)
    under_way(desk, one(desk, state="finished", step=600))
    assert not desk.page.bar.isVisible()
    click(desk.page.use)
    assert used == [f"checkpoint:{desk.folder}/runs/simsiam-1"]


def test_a_run_is_deleted_after_a_question(desk, monkeypatch) -> None:
    under_way(desk, one(desk, state="finished"))
    asked = []

    def answer(*args):
        asked.append(args[2])
        return NO if len(asked) == 1 else YES

    monkeypatch.setattr(QMessageBox, "question", answer)
    click(desk.page.remove)
    assert not desk.engine.waiting("train_remove")
    assert "simsiam-1" in asked[0]
    click(desk.page.remove)
    desk.engine.first("train_remove").answer({})
    desk.told()
    assert desk.page.empty.isVisible()


def test_labelling_goes_on_meanwhile(desk) -> None:
    """A run is no job of the session's: the foot stays quiet, and nothing waits for it."""
    desk.check()
    click(desk.form.start)
    desk.engine.first("train_start").answer({"run": f"{desk.folder}/runs/simsiam-1", "pid": 1})
    desk.told(one(desk))
    assert desk.session.job is None


# -- the dialog ---------------------------------------------------------------------------------


def test_closed_it_asks_nothing_and_shown_again_it_is_as_it_was(desk, wait) -> None:
    under_way(desk, one(desk))
    desk.form.knobs.field("batch_size").setValue(64)
    QTest.keyClick(desk.dialog, Qt.Key.Key_Escape)
    assert not desk.dialog.isVisible()
    wait(lambda: not desk.runs._timer.isActive(), 2)
    assert not desk.engine.waiting("train_runs")
    desk.dialog.show()
    assert desk.engine.waiting("train_runs")
    assert desk.form.knobs.values == {"batch_size": 64}


@pytest.mark.parametrize("tab", [0, 1])
def test_every_control_is_reached_by_tab_and_has_a_name(desk, tab) -> None:
    desk.form.data.published.setChecked(True)
    desk.form.knobs.more.setCollapsed(False)
    under_way(desk, one(desk))
    desk.dialog.tabs.setCurrentIndex(tab)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QTableWidget)
    controls = [w for kind in kinds for w in desk.dialog.findChildren(kind) if w.isVisible()]
    assert len(controls) >= 8
    buddies = [label.buddy() for label in desk.dialog.findChildren(QLabel)]
    for control in controls:
        above = control.parentWidget()
        inner = isinstance(
            above, (QComboBox, QAbstractSpinBox, QTableWidget, QTabBar, QgsFileWidget)
        )
        if inner:  # a part of what is reached and named as a whole
            continue
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control
        named = control.accessibleName() or getattr(control, "text", str)()
        assert named or control in buddies, control


@pytest.mark.parametrize("width", [380, 560, 900])
def test_it_fits_narrow_and_wide_windows(desk, width) -> None:
    desk.check()
    under_way(desk, one(desk, state="failed", message="A long sentence that says why. " * 4))
    desk.told_curves(until=200)
    for tab in (0, 1):
        desk.dialog.tabs.setCurrentIndex(tab)
        desk.dialog.resize(width, 700)
        QApplication.processEvents()
        assert desk.dialog.width() == width
        for area in desk.dialog.findChildren(QScrollArea):
            if area.isVisible():
                assert not area.horizontalScrollBar().isVisible()


def test_help_is_of_training(desk) -> None:
    button = desk.dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Help)
    assert button.shortcut() == QKeySequence(QKeySequence.StandardKey.HelpContents)  # F1
    click(button)
    assert desk.helps.pages == ["plugin/train"]


def test_another_worker_is_asked_for_its_methods_and_devices(desk) -> None:
    desk.engine.hello = {"devices": [{"id": "cpu", "name": "x86", "memory": 8e9, "free": 4e9}]}
    desk.engine.stateChanged.emit("ready")
    assert desk.form.device.count() == 2
    desk.engine.first("train_methods").answer(made.METHODS)
    assert desk.form.method.currentData() == "simsiam"
