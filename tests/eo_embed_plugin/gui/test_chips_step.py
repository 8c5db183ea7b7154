"""The step *Chips*, on real widgets with the real worker."""

from __future__ import annotations

import os

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.gui.chips_step import ChipsStep


@pytest.fixture
def step(context):
    made = ChipsStep(2, context)
    made.resize(380, 600)
    made.show()
    made.set_open(True)
    yield made
    made.unload()
    made.deleteLater()


@pytest.fixture
def planned(step, show, scene, wait):
    """With the synthetic scene: 512 x 512 pixels of 10 m."""
    show(scene / "scene.tif")
    wait(lambda: step.draft.plan)
    return step


def type_into(box, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def settled(step):
    draft = step.draft
    return lambda: (
        not draft._timer.isActive() and draft._asked is None and (draft.plan or draft.problem)
    )


def click(widget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


@pytest.fixture
def pace():
    """No run of the default model is known, nor is one made here remembered."""
    settings.put("pace", 0.0)
    yield
    settings.put("pace", 0.0)


def test_without_imagery_it_says_what_is_missing(step) -> None:
    assert step.header._full == "needs imagery"
    assert not step.go.isEnabled()
    assert "imagery" in step.reason.text()


def test_a_size_is_counted_and_drawn(planned, wait, pace) -> None:
    type_into(planned.size, "64")
    wait(settled(planned))
    assert "<b>64 chips</b>" in planned.summary.text()
    assert "640 × 640 m" in planned.summary.text()
    assert "26.2 km²" in planned.summary.text()
    assert "to embed" not in planned.summary.text()
    settings.put(
        "pace", 64 * 64 * 64 / 120
    )  # as if these 64 chips of 64 x 64 pixels took two minutes
    planned.refresh()
    assert "about 2 min to embed" in planned.summary.text()
    assert planned.header._full == "64 chips"
    assert planned.preview.isVisible()
    planned.shown.click()
    assert not planned.preview.isVisible()


def test_pixels_and_metres_are_the_same_ground(planned, wait) -> None:
    planned.unit.setCurrentIndex(1)
    wait(settled(planned))
    assert planned.size.value() == 320
    assert planned.draft.params()["chip"] == "320m"
    assert planned.draft.plan["chips"] == 256
    planned.unit.setCurrentIndex(0)
    assert planned.size.value() == 32
    assert planned.draft.params()["chip"] == "32"


def test_the_stride_is_the_size_until_it_is_unlinked(planned, wait) -> None:
    type_into(planned.size, "48")
    assert planned.stride.value() == 48
    assert "stride" not in planned.draft.params()
    planned.linked.click()
    type_into(planned.stride, "24")
    wait(settled(planned))
    assert planned.draft.params()["stride"] == "24"
    assert planned.draft.layout.stride == (24, 24)


def test_the_rules_reach_the_worker(planned) -> None:
    planned.inclusion.setCurrentIndex(2)
    type_into(planned.min_valid, "80")
    params = planned.draft.params()
    assert (params["inclusion"], params["min_valid"]) == ("full", 0.8)


def test_chips_that_cannot_be_are_told_of(planned, wait) -> None:
    type_into(planned.size, "900")
    wait(lambda: planned.draft.problem)
    assert "larger than the raster" in planned.summary.text()
    assert not planned.go.isEnabled()
    assert not planned.preview.isVisible()


def test_the_folder_lies_beside_the_raster_or_the_project(planned, scene, tmp_path) -> None:
    assert planned.folder.filePath() == str(scene / "scene_workspace")
    QgsProject.instance().setFileName(str(tmp_path / "p.qgs"))
    planned.refresh()
    assert planned.folder.filePath() == str(tmp_path / "scene_workspace")
    os.mkdir(tmp_path / "scene_workspace")
    planned.refresh()
    assert planned.folder.filePath() == str(tmp_path / "scene_workspace_2")


def test_a_folder_by_hand_stays(planned, tmp_path) -> None:
    planned.folder.setFilePath(str(tmp_path / "mine"))
    planned.refresh()
    assert planned.folder.filePath() == str(tmp_path / "mine")


def test_a_workspace_that_is_there_is_not_made_again(planned, embedded) -> None:
    planned.folder.setFilePath(str(embedded))
    assert not planned.go.isEnabled()
    assert "is a workspace already" in planned.reason.text()


def test_create_makes_the_workspace_and_opens_it(planned, session, tmp_path, wait) -> None:
    type_into(planned.size, "64")
    wait(settled(planned))
    planned.folder.setFilePath(str(tmp_path / "new" / "fields"))
    click(planned.go)
    wait(lambda: session.folder)
    assert (tmp_path / "new" / "fields" / "workspace.toml").is_file()
    assert session.layout.count == 64
    assert session.layout.size == (64, 64)
    assert not planned.folder_row.isVisible()
    assert planned.go.text() == "Continue with embedding"
    assert not session.said


def test_a_folder_that_cannot_be_made_is_told_of_and_can_be_corrected(
    planned, session, tmp_path, wait
) -> None:
    (tmp_path / "file").write_text("")
    planned.folder.setFilePath(str(tmp_path / "file" / "ws"))
    click(planned.go)
    wait(lambda: session.said)
    assert session.said[0].endswith(".")
    assert not session.folder
    assert planned.go.isEnabled()
    assert planned.go.text() == "Create workspace"


# -- an open workspace ---------------------------------------------------------------------------


@pytest.fixture
def opened(step, session, embedded, wait):
    session.open(str(embedded))
    wait(lambda: session.state)
    return step


def test_an_open_workspace_shows_its_chips(opened, session) -> None:
    assert (opened.size.value(), opened.linked.isChecked()) == (16, True)
    assert opened.preview.isVisible()
    assert opened.header._full == f"{session.layout.count:,} chips of 160 m"


def test_without_labels_chips_are_cut_anew(opened, session, wait) -> None:
    type_into(opened.size, "64")
    wait(lambda: opened._trial)
    assert session.layout.size == (16, 16)  # nothing is changed by trying
    assert "embedded anew" in opened.reason.text()
    assert opened.go.text() == "Cut chips anew"
    click(opened.go)
    wait(lambda: session.layout.size == (64, 64))
    assert session.layout.count == 64
    assert opened.go.text() == "Continue with embedding"


def test_with_labels_they_stay_and_it_says_why(opened, session, wait) -> None:
    classes = [{"code": "1", "name": "field", "colour": "#00ff00"}]
    done: list = []
    session.put_target("cover", "classes", classes, done.append)
    wait(lambda: session.target == "cover" and session.targets)
    session.label([3, 4], "1")
    wait(lambda: len(session.labels) == 2)
    session.refresh()
    wait(lambda: not opened.size.isEnabled())
    assert opened.reason.text().startswith("2 labels belong")


def test_closing_the_step_takes_the_grid_away(opened) -> None:
    opened.set_open(False)
    assert not opened.preview.isVisible()
