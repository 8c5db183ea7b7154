"""The map tool: what mouse and keys on a real canvas write to disk by a real worker."""

from __future__ import annotations

import os
import signal

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QKeyEvent, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin import settings
from eo_embed.tests.eo_embed_plugin.gui.hands import CONTROL, LEFT, RIGHT, SHIFT, Hands


@pytest.fixture
def hands(context, wait, embedded):
    made = Hands(context, wait, embedded)
    yield made
    made.leave()


def at(hands: Hands, row: int, col: int) -> int:
    return row * hands.session.layout.chips[1] + col


def test_a_click_is_on_disk_when_it_is_no_longer_pending(hands) -> None:
    chip = at(hands, 3, 4)
    hands.click(chip)
    assert hands.session.pending == {chip: "wood"}
    assert hands.session.labels == {}
    hands.settled()
    assert hands.on_disk() == {chip: "wood"} == hands.session.labels
    assert hands.on_disk("how") == {chip: "click"}
    assert hands.session.counts == {"wood": 1}


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326", "EPSG:3035"])
def test_clicks_in_another_crs_hit_the_chip_under_the_pointer(hands, crs) -> None:
    hands.show_all(QgsCoordinateReferenceSystem(crs))
    chips = [at(hands, 0, 0), at(hands, 5, 9), at(hands, 19, 3)]
    for chip in chips:
        hands.click(chip)
    hands.settled()
    assert sorted(hands.on_disk()) == chips


def test_a_key_takes_a_class_in_hand_and_a_right_click_clears(hands) -> None:
    first, second = at(hands, 2, 2), at(hands, 2, 6)
    hands.key(Qt.Key.Key_2)
    hands.click(first)
    hands.key(Qt.Key.Key_3)
    hands.click(second)
    hands.settled()
    assert hands.on_disk() == {first: "field", second: "lake"}
    hands.click(first, RIGHT)
    hands.settled()
    assert hands.on_disk() == {second: "lake"}


def test_the_last_of_fast_clicks_on_one_chip_counts(hands) -> None:
    chip = at(hands, 4, 4)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_2):
        hands.key(key)
        hands.click(chip)
    assert hands.session.label_of(chip) == "field"
    hands.settled()
    assert hands.on_disk() == {chip: "field"} == hands.session.labels


def test_a_stroke_labels_all_it_crosses_and_is_undone_at_once(hands, wait) -> None:
    start, end = at(hands, 6, 2), at(hands, 6, 12)
    hands.drag([start, at(hands, 6, 7), end])
    hands.settled()
    assert sorted(hands.on_disk()) == list(range(start, end + 1))
    hands.key(Qt.Key.Key_Z, CONTROL)
    hands.settled()
    assert hands.on_disk() == {} == hands.session.labels
    assert not hands.session.undo_stack.canUndo()
    hands.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    hands.settled()
    assert sorted(hands.on_disk()) == list(range(start, end + 1))


def test_a_fast_slanted_stroke_leaves_no_gap(hands) -> None:
    hands.drag([at(hands, 1, 1), at(hands, 15, 17)])
    hands.settled()
    cells = {divmod(chip, hands.session.layout.chips[1]) for chip in hands.on_disk()}
    reached = [(1, 1)]
    for row, col in reached:
        near = {(row + down, col + right) for down in (-1, 0, 1) for right in (-1, 0, 1)}
        reached += sorted(near & cells - set(reached))
    assert set(reached) == cells
    assert {(1, 1), (15, 17)} <= cells


def test_a_stroke_of_the_right_button_clears(hands) -> None:
    hands.drag([at(hands, 3, 1), at(hands, 3, 8)])
    hands.settled()
    hands.drag([at(hands, 3, 3), at(hands, 3, 5)], RIGHT)
    hands.settled()
    assert sorted(hands.on_disk()) == [at(hands, 3, col) for col in (1, 2, 6, 7, 8)]


def test_shift_takes_the_chips_in_a_rectangle(hands) -> None:
    hands.drag([at(hands, 2, 3), at(hands, 5, 9), at(hands, 8, 10)], LEFT, SHIFT)
    hands.settled()
    inside = {at(hands, row, col) for row in range(3, 8) for col in range(4, 10)}
    assert inside <= set(hands.on_disk())
    assert len(hands.on_disk()) <= 7 * 8


def test_nothing_outside_the_area_is_labelled(hands, wait) -> None:
    box = hands.session.layout.rectangle(at(hands, 4, 4))
    box.combineExtentWith(hands.session.layout.rectangle(at(hands, 8, 8)))
    hands.session.ask("set_area", {"aoi": {"wkt": box.asWktPolygon(), "crs": hands.session.state["crs"]}},
                      lambda _: hands.session.refresh())  # fmt: skip
    wait(lambda: hands.session.state["aoi_wkt"])
    hands.click(at(hands, 1, 1))
    hands.drag([at(hands, 6, 2), at(hands, 6, 10)])
    hands.settled()
    assert sorted(hands.on_disk()) == [at(hands, 6, col) for col in range(4, 9)]


def test_the_pointer_tells_the_chip_its_label_and_the_map(hands, wait) -> None:
    first, second = at(hands, 3, 3), at(hands, 12, 12)
    hands.click(first)
    hands.key(Qt.Key.Key_2)
    hands.click(second)
    wait(lambda: hands.live.answer)
    hands.hover(first)
    assert hands.labelling.hover == first
    told = hands.step.on_canvas.describe(first)
    assert f"Chip {first}" in told
    assert "labelled Wood" in told
    assert "the map says" in told


def test_a_fast_drag_reaches_to_where_the_button_went_up(hands) -> None:
    first, last = at(hands, 4, 2), at(hands, 4, 6)
    view = hands.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=hands.pixel(first))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=hands.pixel(last))
    hands.settled()
    assert sorted(hands.on_disk()) == [at(hands, 4, column) for column in range(2, 7)]


def test_wheel_and_middle_button_are_qgis_own(hands) -> None:
    canvas, view = hands.canvas, hands.canvas.viewport()
    scale = canvas.scale()
    middle = QPointF(300, 250)
    wheel = QWheelEvent(
        middle, view.mapToGlobal(middle.toPoint()), QPoint(0, 120), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert canvas.scale() < scale
    before = canvas.extent()
    QTest.mousePress(
        view, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 250)
    )
    hands.move(QPoint(330, 280), Qt.MouseButton.MiddleButton)
    hands.move(QPoint(400, 300), Qt.MouseButton.MiddleButton)
    QTest.mouseRelease(
        view, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 300)
    )
    assert canvas.extent() != before
    assert hands.session.pending == {}


def test_ctrl_z_is_taken_only_where_there_is_a_label_to_undo(hands) -> None:
    def is_taken() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, int(Qt.Key.Key_Z), CONTROL)
        event.ignore()
        QApplication.sendEvent(hands.canvas, event)
        return event.isAccepted()

    assert not is_taken()
    hands.click(at(hands, 2, 2))
    hands.settled()
    assert is_taken()
    pan = QgsMapToolPan(hands.canvas)
    hands.canvas.setMapTool(pan)
    assert not is_taken()


def test_leaving_the_step_gives_the_tool_back(hands) -> None:
    pan = QgsMapToolPan(hands.canvas)
    hands.step.set_open(False)
    hands.canvas.setMapTool(pan)
    hands.step.set_open(True)
    assert hands.step.on_canvas.is_active
    hands.step.set_open(False)
    assert hands.canvas.mapTool() is pan
    hands.canvas.unsetMapTool(pan)


def test_a_click_at_the_instant_of_a_kill_arrives_afterwards(hands, wait) -> None:
    told = []
    hands.session.failed.connect(lambda sentence, _: told.append(sentence))
    for chip in (first := at(hands, 2, 2), at(hands, 2, 3)):
        hands.click(chip)
        hands.settled()
    hands.key(Qt.Key.Key_2)
    confirmed = dict(hands.on_disk())
    chips = [at(hands, 9, col) for col in range(3, 9)]
    for chip in chips[:3]:
        hands.click(chip)
    os.kill(hands.session.engine.pid, signal.SIGKILL)
    for chip in chips[3:]:
        hands.click(chip)
    assert set(hands.session.pending) == set(chips)
    wait(lambda: not hands.session.pending)
    assert hands.on_disk() == {**confirmed, **dict.fromkeys(chips, "field")}
    assert told == []
    # What was asked twice is undone as if asked once.
    for _ in chips:
        hands.key(Qt.Key.Key_Z, CONTROL)
    hands.settled()
    assert hands.on_disk() == confirmed
    assert hands.session.labels[first] == "wood"


def test_labels_carry_who_gave_them(hands) -> None:
    settings.put("who", "Ada")
    try:
        hands.click(at(hands, 1, 5))
        hands.settled()
    finally:
        settings.put("who", "")
    assert list(hands.on_disk("who").values()) == ["Ada"]
