"""The Label step: its header, the invitation, the class table, numbers, guidance, thumbnails, by a real worker."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QToolButton

from eo_embed.eo_embed_plugin import layers, settings
from eo_embed.eo_embed_plugin.gui.class_table import COLOUR, COUNT, KEY, NAME
from eo_embed.eo_embed_plugin.session import Session
from eo_embed.tests.eo_embed_plugin.gui.hands import CLASSES, CONTROL, LEFT, SHIFT, Hands


@pytest.fixture
def hands(context, wait, embedded):
    made = Hands(context, wait, embedded)
    yield made
    made.leave()


@pytest.fixture
def bare(context, wait, embedded):
    """Without a target yet."""
    made = Hands(context, wait, embedded, classes=None)
    yield made
    made.leave()


def at(hands: Hands, row: int, col: int) -> int:
    return row * hands.session.layout.chips[1] + col


def header(hands: Hands) -> str:
    return hands.step.header.accessibleDescription()


def names(hands: Hands) -> list[str]:
    table = hands.step.classes
    return [table.item(row, NAME).text() for row in range(table.rowCount())]


# -- the invitation and the header -------------------------------------------------------------


def test_a_new_workspace_invites_to_name_the_first_two_classes(bare, wait) -> None:
    panel = bare.step.new_target
    assert panel.isVisibleTo(bare.step)
    assert not bare.step.work.isVisibleTo(bare.step)
    assert not panel.start.isEnabled()
    panel.first.setText("Wood")
    panel.second.setText("Wood")
    assert not panel.start.isEnabled()
    assert "different names" in panel.why.text()
    panel.second.setText("Lake")
    QTest.keyClick(panel.second, Qt.Key.Key_Return)
    wait(lambda: bare.session.target_info)
    assert [c["name"] for c in bare.session.classes] == ["Wood", "Lake"]
    assert len({c["colour"] for c in bare.session.classes}) == 2
    assert not panel.isVisibleTo(bare.step)
    wait(lambda: bare.step.on_canvas.is_active)
    assert "label a first chip" in header(bare)


def test_the_header_says_what_is_missing_and_then_how_many(hands) -> None:
    assert header(hands) == "label a first chip"
    hands.click(at(hands, 2, 2))
    hands.settled()
    assert header(hands) == "label a second class to see the map"
    hands.key(Qt.Key.Key_2)
    hands.click(at(hands, 9, 9))
    hands.settled()
    assert header(hands) == "2 labels in 2 classes"
    assert "refitted in" in hands.step.live_text.text()
    assert layers.find(layers.LIVE).isValid()


def test_without_embeddings_the_header_says_so(context, wait, embedded, tmp_path) -> None:
    shutil.rmtree(embedded / "embeddings")
    text = (embedded / "workspace.toml").read_text()
    kept = [line for line in text.splitlines() if not line.startswith("embeddings")]
    (embedded / "workspace.toml").write_text("\n".join(kept) + "\n")
    hands = Hands(context, wait, embedded)
    try:
        assert header(hands) == "needs embeddings first"
    finally:
        hands.leave()


# -- the class table ---------------------------------------------------------------------------


def test_the_table_shows_keys_names_and_counts(hands) -> None:
    table = hands.step.classes
    for col in range(3):
        hands.click(at(hands, 1, 2 * col))
    hands.settled()
    assert [table.item(row, KEY).text() for row in range(3)] == ["1", "2", "3"]
    assert names(hands) == ["Wood", "Field", "Lake"]
    assert [table.item(row, COUNT).text() for row in range(3)] == ["3", "0", "0"]
    hands.key(Qt.Key.Key_3)
    assert table.currentRow() == 2


def test_a_class_is_renamed_in_place_and_keeps_its_labels(hands, wait) -> None:
    chip = at(hands, 3, 3)
    hands.click(chip)
    hands.settled()
    table = hands.step.classes
    table.setFocus()
    table.editItem(table.item(0, NAME))
    QApplication.focusWidget().selectAll()
    hands.type("Trees")
    wait(lambda: hands.session.classes[0]["name"] == "Trees")
    assert hands.session.classes[0]["code"] == "wood"
    assert hands.on_disk() == {chip: "wood"}
    assert names(hands) == ["Trees", "Field", "Lake"]


def test_a_class_is_added_by_typing_its_name(hands, wait) -> None:
    QTest.mouseClick(hands.step.add, LEFT)
    hands.type("Town")
    wait(lambda: len(hands.session.classes) == 4)
    assert hands.session.classes[3]["name"] == "Town"
    assert hands.labelling.code == "Town"
    colours = [c["colour"] for c in hands.session.classes]
    assert len(set(colours)) == 4


def test_a_class_without_a_name_is_none(hands, wait) -> None:
    QTest.mouseClick(hands.step.add, LEFT)
    assert hands.step.classes.rowCount() == 4
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    wait(lambda: hands.step.classes.rowCount() == 3)


def test_two_classes_cannot_share_a_name(hands, wait) -> None:
    table = hands.step.classes
    table.setFocus()
    table.editItem(table.item(0, NAME))
    QApplication.focusWidget().selectAll()
    hands.type("Lake")
    wait(lambda: hands.context.messages.said)
    assert hands.context.messages.said == [("warn", "There is a class Lake already.")]
    assert names(hands) == ["Wood", "Field", "Lake"]


def test_only_a_class_without_labels_is_removed(hands, wait) -> None:
    hands.click(at(hands, 2, 2))
    hands.settled()
    QTest.mouseClick(hands.step.remove, LEFT)
    assert "Wood has 1 labels" in str(hands.context.messages.said)
    hands.labelling.choose("field")
    QTest.mouseClick(hands.step.remove, LEFT)
    wait(lambda: names(hands) == ["Wood", "Lake"])


def test_moving_a_class_moves_its_key(hands, wait) -> None:
    hands.labelling.choose("lake")
    QTest.mouseClick(hands.step.up, LEFT)
    wait(lambda: names(hands) == ["Wood", "Lake", "Field"])
    hands.canvas.setFocus()
    hands.key(Qt.Key.Key_2)
    assert hands.labelling.code == "lake"


def test_a_colour_goes_to_disk_and_to_the_map(hands, wait) -> None:
    hands.click(at(hands, 2, 2))
    hands.key(Qt.Key.Key_2)
    hands.click(at(hands, 9, 9))
    wait(lambda: hands.live.answer)
    hands.step.classes.cellWidget(0, COLOUR).setColor(QColor("#abcdef"))
    wait(lambda: hands.session.classes[0]["colour"] == "#abcdef")
    shown = layers.find(layers.LIVE).renderer().classes()
    assert "#abcdef" in [QColor(c.color).name() for c in shown]
    assert "#abcdef" in (hands.folder / "workspace.toml").read_text()


def test_digits_in_the_table_choose_and_do_not_label(hands) -> None:
    hands.labelling.go_to(at(hands, 5, 5))
    QTest.keyClick(hands.step.classes, Qt.Key.Key_3)
    assert hands.labelling.code == "lake"
    assert hands.session.pending == {}


# -- guidance ----------------------------------------------------------------------------------


def test_suggestions_are_labelled_by_key_and_follow_each_other(hands, wait) -> None:
    hands.key(Qt.Key.Key_N)
    wait(lambda: hands.labelling.chip is not None)
    seen = []
    for n in range(15):
        chip = hands.labelling.chip
        assert chip not in seen
        seen.append(chip)
        hands.key((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)[n % 3])
        wait(
            lambda chip=chip: hands.labelling.chip != chip,
            about=lambda: (hands.step.guidance.text.text(), vars(hands.labelling)),
        )
    hands.settled()
    assert sorted(hands.on_disk()) == sorted(seen)
    assert set(hands.on_disk("how").values()) == {"suggestion"}
    wait(lambda: "guesses" in hands.step.guidance.text.text() or hands.key(Qt.Key.Key_N))


def test_suggestions_go_on_where_they_are_answered_before_the_labels_are_on_disk(
    hands, wait
) -> None:
    """The worker then proposes the chips again whose labels wait, and that is no sign that all have one."""
    hands.click(at(hands, 0, 0))
    hands.settled()
    hands.key(Qt.Key.Key_N)
    wait(lambda: hands.labelling.chip is not None)
    seen = []
    with contextlib.closing(sqlite3.connect(hands.folder / "labels.gpkg", timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        while not seen or hands.labelling.chip != seen[-1]:
            seen.append(hands.labelling.chip)
            hands.key(Qt.Key.Key_1)
        answers = []
        hands.labelling._asked.succeeded.connect(answers.append)
        wait(lambda: answers)
        other.rollback()
    assert {s["chip"] for s in answers[0]["chips"]} <= set(seen)
    wait(lambda: hands.labelling.chip not in seen)
    assert hands.session.label_of(hands.labelling.chip) is None


def test_a_target_may_be_changed_while_a_suggestion_is_awaited(hands, wait) -> None:
    hands.session.put_target("other", "classes", CLASSES)
    wait(lambda: hands.session.target == "other" and len(hands.session.targets) == 2)
    hands.key(Qt.Key.Key_N)
    hands.session.set_target("cover")
    hands.key(Qt.Key.Key_N)
    wait(lambda: hands.labelling.chip is not None)
    assert hands.labelling._way == "suggestion"


def test_a_suggestion_is_centred_without_another_scale(hands, wait) -> None:
    scale = hands.canvas.scale()
    hands.key(Qt.Key.Key_N)
    wait(lambda: hands.labelling.chip is not None)
    centre = hands.pixel(hands.labelling.chip)
    assert abs(centre.x() - hands.canvas.width() / 2) <= 2
    assert abs(centre.y() - hands.canvas.height() / 2) <= 2
    assert hands.canvas.scale() == pytest.approx(scale)


def test_a_chip_too_small_to_see_is_zoomed_to(hands, wait) -> None:
    hands.canvas.zoomByFactor(20)
    hands.key(Qt.Key.Key_N)
    wait(lambda: hands.labelling.chip is not None)
    assert hands.step.on_canvas.marks.side_of(hands.labelling.chip) > 30


def test_without_going_on_a_labelled_suggestion_stays(hands, wait) -> None:
    hands.step.guidance.go_on.setChecked(False)
    try:
        hands.key(Qt.Key.Key_N)
        wait(lambda: hands.labelling.chip is not None)
        chip = hands.labelling.chip
        hands.key(Qt.Key.Key_1)
        hands.settled()
        assert hands.labelling.chip == chip
    finally:
        settings.put("go_on", True)


def test_u_goes_to_the_next_unlabelled_and_m_back(hands, wait) -> None:
    for col in range(3):
        hands.click(at(hands, 0, col))
    hands.settled()
    hands.key(Qt.Key.Key_U)
    wait(lambda: hands.labelling.chip is not None)
    assert hands.labelling.chip == 3
    hands.key(Qt.Key.Key_2)
    wait(lambda: hands.labelling.chip == 4)
    hands.key(Qt.Key.Key_M)
    assert hands.labelling.chip == 3
    assert hands.on_disk()[3] == "field"


def test_delete_clears_the_chip_that_is_asked_about(hands, wait) -> None:
    chip = at(hands, 4, 4)
    hands.click(chip)
    hands.settled()
    hands.labelling.go_to(chip)
    hands.key(Qt.Key.Key_Delete)
    hands.settled()
    assert hands.on_disk() == {}


def test_s_shows_the_most_similar_and_esc_ends(hands, wait) -> None:
    chip = at(hands, 6, 6)
    hands.hover(chip)
    hands.key(Qt.Key.Key_S)
    wait(lambda: hands.labelling.similar)
    assert chip not in [s["chip"] for s in hands.labelling.similar]
    assert layers.find(layers.SIMILAR).isValid()
    first = [s["chip"] for s in hands.labelling.similar]
    hands.hover(at(hands, 1, 15))
    hands.key(Qt.Key.Key_S, SHIFT)
    wait(lambda: [s["chip"] for s in hands.labelling.similar] != first)
    hands.key(Qt.Key.Key_Escape)
    assert hands.labelling.similar == []
    assert layers.find(layers.SIMILAR) is None


def test_undo_and_redo_have_buttons(hands) -> None:
    assert not hands.step.undo.isEnabled()
    hands.click(at(hands, 2, 2))
    hands.settled()
    QTest.mouseClick(hands.step.undo, LEFT)
    hands.settled()
    assert hands.on_disk() == {}
    QTest.mouseClick(hands.step.redo, LEFT)
    hands.settled()
    assert hands.on_disk() == {at(hands, 2, 2): "wood"}
    QTest.keyClick(hands.step.classes, Qt.Key.Key_Z, CONTROL)
    hands.settled()
    assert hands.on_disk() == {}


def test_thumbnails_are_of_the_last_labelled_the_newest_first(hands, wait) -> None:
    chips = [at(hands, 3, 3), at(hands, 4, 8), at(hands, 12, 2)]
    for chip in chips:
        hands.click(chip)
        hands.settled()
    strip = hands.step.thumbnails
    assert strip.chips == chips[::-1]
    wait(lambda: set(strip._pictures) == set(chips))
    frame = strip.item(0).icon().pixmap(60, 60).toImage().pixelColor(2, 30)
    assert frame.name() == CLASSES[0]["colour"]
    strip.itemClicked.emit(strip.item(2))
    assert hands.labelling.chip == chips[0]
    hands.click(chips[1], Qt.MouseButton.RightButton)
    hands.settled()
    assert strip.chips == [chips[2], chips[0]]


# -- numbers -----------------------------------------------------------------------------------


def test_a_number_is_asked_at_the_chip_and_remembered(bare, wait) -> None:
    panel = bare.step.new_target
    panel.value.setChecked(True)
    panel.name.setText("height")
    QTest.mouseClick(panel.start, LEFT)
    wait(lambda: bare.session.target == "height" and bare.step.on_canvas.is_active)
    first, second, third = at(bare, 2, 2), at(bare, 9, 9), at(bare, 15, 4)
    box = bare.step.on_canvas.box
    bare.click(first)
    wait(lambda: box.isVisible())
    box.selectAll()
    bare.type("12.5", box)
    assert not box.isVisible()
    wait(lambda: bare.session.labels == {first: 12.5})
    bare.click(second)
    wait(lambda: box.isVisible())
    assert box.value() == 12.5
    box.selectAll()
    bare.type("3", box)
    bare.click(third)
    wait(lambda: box.isVisible())
    QTest.keyClick(box, Qt.Key.Key_Escape)
    bare.settled()
    assert bare.on_disk("value", "height") == {first: 12.5, second: 3.0}
    assert bare.on_disk("label", "height") == {first: None, second: None}
    assert header(bare) == "2 labels"
    wait(lambda: bare.live.answer)
    assert bare.live.answer["kind"] == "value"


def test_a_stroke_asks_one_number_for_all_its_chips(bare, wait) -> None:
    bare.session.put_target("height", "value", [])
    wait(lambda: bare.step.on_canvas.is_active)
    start, end = at(bare, 4, 2), at(bare, 4, 6)
    bare.drag([start, end])
    wait(lambda: bare.step.on_canvas.box.isVisible())
    bare.step.on_canvas.box.selectAll()
    bare.type("7", bare.step.on_canvas.box)
    bare.settled()
    assert bare.on_disk("value", "height") == dict.fromkeys(range(start, end + 1), 7.0)


# -- others ------------------------------------------------------------------------------------


def test_a_second_session_sees_the_labels(hands, wait) -> None:
    other = Session(hands.session.engine)
    other.open(str(hands.folder))
    wait(lambda: other.target == "cover")
    hands.click(at(hands, 2, 2))
    hands.settled()
    wait(lambda: other.labels == {at(hands, 2, 2): "wood"})
    assert other.counts == {"wood": 1}
    other.label([at(hands, 7, 7)], "lake")
    wait(lambda: hands.session.labels.get(at(hands, 7, 7)) == "lake")
    assert hands.session.counts == {"wood": 1, "lake": 1}
    other.put_target(
        "cover", "classes", [*CLASSES, {"code": "town", "name": "Town", "colour": "#cc79a7"}]
    )
    wait(lambda: names(hands) == ["Wood", "Field", "Lake", "Town"])
    other.close()


def test_labels_may_be_wiped_elsewhere(hands, wait) -> None:
    hands.click(at(hands, 2, 2))
    hands.settled()
    (hands.folder / "labels.gpkg").unlink()
    wait(lambda: hands.session.labels == {})
    hands.click(at(hands, 3, 3))
    hands.settled()
    assert hands.on_disk() == {at(hands, 3, 3): "wood"}


def test_every_button_is_named_for_who_cannot_see_it(hands) -> None:
    buttons = [*hands.step.findChildren(QPushButton), *hands.step.findChildren(QToolButton)]
    assert len(buttons) > 15
    assert [b for b in buttons if not (b.text() or b.accessibleName())] == []
    assert [b for b in buttons if b.focusPolicy() == Qt.FocusPolicy.NoFocus] == []
