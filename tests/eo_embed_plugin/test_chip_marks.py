"""Marks on the canvas: each colour where its chip is, in any CRS, however many there are."""

from __future__ import annotations

import random
import time

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QMouseEvent, QPainter
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin.chip_marks import ChipMarks
from eo_embed.eo_embed_plugin.geometry import ChipLayout

UTM = QgsCoordinateReferenceSystem("EPSG:32632")
CLASSES = [
    {"code": "a", "name": "A", "colour": "#ff0000"},
    {"code": "b", "name": "B", "colour": "#00ff00"},
]


def grid(side: int) -> ChipLayout:
    """A square of chips of 160 m."""
    left, top, width = 600_000.0, 5_000_000.0, 160.0 * side
    return ChipLayout(
        (10.0, 0.0, left, 0.0, -10.0, top), (16 * side, 16 * side), (16, 16), (16, 16), (side, side),
        side * side, (160.0, 160.0), (left, top - width, left + width, top),
    )  # fmt: skip


@pytest.fixture
def canvas(qgis_app):
    made = QgsMapCanvas()
    made.resize(800, 800)
    made.show()
    QCoreApplication.processEvents()
    yield made
    made.deleteLater()


@pytest.fixture
def marks(canvas):
    made = ChipMarks(canvas)
    yield made
    canvas.scene().removeItem(made)


def look(canvas, box, crs=UTM) -> None:
    canvas.setDestinationCrs(crs)
    turn = QgsCoordinateTransform(UTM, crs, QgsProject.instance())
    canvas.setExtent(turn.transformBoundingBox(box))
    QCoreApplication.processEvents()


def pixel(canvas, layout, chip):
    crs = canvas.mapSettings().destinationCrs()
    point = QgsCoordinateTransform(UTM, crs, QgsProject.instance()).transform(layout.centre(chip))
    return canvas.getCoordinateTransform().transform(point)


def picture(canvas, marks) -> QImage:
    image = QImage(canvas.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    marks.paint(painter)
    painter.end()
    return image


def hue_at(image, point) -> str:
    colour = QColor.fromRgba(image.pixel(round(point.x()), round(point.y())))
    if colour.alpha() < 20:
        return ""
    return "a" if colour.red() > colour.green() else "b"


@pytest.mark.parametrize("crs", ["EPSG:32632", "EPSG:3857", "EPSG:4326", "EPSG:2154"])
@pytest.mark.parametrize("side", [20, 200])
def test_each_label_is_drawn_on_its_chip(canvas, marks, crs, side) -> None:
    """As outlined chips where they are large, as cells where they are a few pixels."""
    layout = grid(side)
    marks.set_layout(layout, UTM)
    look(canvas, QgsRectangle(*layout.bounds), QgsCoordinateReferenceSystem(crs))
    chosen = random.Random(5).sample(range(side * side), side * 2)
    labels = {chip: "ab"[i % 2] for i, chip in enumerate(chosen)}
    # Cells of four pixels or less: with neighbours free, so that rounding cannot take one for the other.
    labels = {
        c: v for c, v in labels.items() if not {c - 1, c + 1, c - side, c + side} & set(labels)
    }
    marks.set_labels(labels, CLASSES, None)
    image = picture(canvas, marks)
    wrong = [c for c, v in labels.items() if hue_at(image, pixel(canvas, layout, c)) != v]
    assert len(labels) > side / 2
    assert len(wrong) <= len(labels) * 0.02
    free = [
        c
        for c in range(0, side * side, 7)
        if not {c, c - 1, c + 1, c - side, c + side} & set(labels)
    ]
    painted = [c for c in free if hue_at(image, pixel(canvas, layout, c))]
    assert len(painted) <= len(free) * 0.02


def test_a_changed_label_changes_its_mark_alone(canvas, marks) -> None:
    layout = grid(20)
    marks.set_layout(layout, UTM)
    look(canvas, QgsRectangle(*layout.bounds))
    labels = {5: "a", 50: "a"}
    marks.set_labels(labels, CLASSES, None)
    labels[50] = "b"
    labels.pop(5)
    labels[77] = "a"
    marks.change_labels(labels, [5, 50, 77])
    image = picture(canvas, marks)
    assert [hue_at(image, pixel(canvas, layout, c)) for c in (5, 50, 77)] == ["", "b", "a"]


def test_cells_follow_changes_too(canvas, marks) -> None:
    layout = grid(300)
    marks.set_layout(layout, UTM)
    look(canvas, QgsRectangle(*layout.bounds))
    labels = dict.fromkeys(range(0, 90000, 2), "a")
    marks.set_labels(labels, CLASSES, None)
    block = [row * 300 + col for row in range(100, 110) for col in range(100, 110)]
    labels.update(dict.fromkeys(block, "b"))
    marks.change_labels(labels, block)
    assert hue_at(picture(canvas, marks), pixel(canvas, layout, 105 * 300 + 105)) == "b"


def test_a_pending_label_is_hatched_not_filled(canvas, marks) -> None:
    layout = grid(10)
    marks.set_layout(layout, UTM)
    look(canvas, QgsRectangle(*layout.bounds))
    marks.set_labels({}, CLASSES, None)
    marks.set_pending({44: "b"})
    image, centre = picture(canvas, marks), pixel(canvas, layout, 44)
    around = [
        QColor.fromRgba(image.pixel(round(centre.x()) + dx, round(centre.y()) + dy)).alpha() > 100
        for dx in range(-12, 12)
        for dy in range(-12, 12)
    ]
    assert 0.02 < sum(around) / len(around) < 0.6


def test_numbers_are_coloured_from_least_to_largest(canvas, marks) -> None:
    layout = grid(10)
    marks.set_layout(layout, UTM)
    marks.set_labels({1: 0.0, 2: 10.0}, [], (0.0, 10.0))
    assert marks.colour_of(0.0).name() == "#440154"
    assert marks.colour_of(10.0).name() == "#fde725"
    assert marks.colour_of(5.0).name() == "#21918c"


def test_what_a_projection_cannot_show_is_left_out(canvas, marks) -> None:
    layout = grid(20)
    marks.set_layout(layout, UTM)
    marks.set_labels({5: "a"}, CLASSES, None)
    marks.set_current(7)
    far = QgsCoordinateReferenceSystem("EPSG:3031")  # Antarctic polar stereographic
    canvas.setDestinationCrs(far)
    canvas.setExtent(QgsRectangle(-1e6, -1e6, 1e6, 1e6))
    QCoreApplication.processEvents()
    shown = picture(canvas, marks)
    blank = QImage(shown.size(), shown.format())
    blank.fill(Qt.GlobalColor.transparent)
    assert shown == blank


def test_five_thousand_labels_hold_nobody_up(canvas, marks) -> None:
    layout = grid(300)
    marks.set_layout(layout, UTM)
    labels = {chip: "ab"[chip % 2] for chip in random.Random(1).sample(range(90000), 5000)}
    marks.set_labels(labels, CLASSES, None)
    for share in (1.0, 0.4, 0.1):
        box = QgsRectangle(*layout.bounds)
        box.scale(share)
        look(canvas, box)
        began = time.thread_time()
        picture(canvas, marks)
        assert time.thread_time() - began < 0.25  # of the processor's time; about 0.02 on a desktop


def test_marks_go_along_while_the_canvas_is_dragged(canvas, marks) -> None:
    layout = grid(20)
    marks.set_layout(layout, UTM)
    look(canvas, QgsRectangle(*layout.bounds))
    before = canvas.mapFromScene(marks.scenePos())
    drag(canvas, QEvent.Type.MouseMove, QPoint(300, 300), Qt.MouseButton.NoButton)
    drag(canvas, QEvent.Type.MouseButtonPress, QPoint(300, 300))
    drag(canvas, QEvent.Type.MouseMove, QPoint(310, 305))
    drag(canvas, QEvent.Type.MouseMove, QPoint(390, 260))
    assert canvas.mapFromScene(marks.scenePos()) - before == QPoint(90, -40)
    drag(canvas, QEvent.Type.MouseButtonRelease, QPoint(390, 260))
    assert canvas.mapFromScene(marks.scenePos()) == before


def drag(canvas, kind, pixel, down=Qt.MouseButton.MiddleButton) -> None:
    view = canvas.viewport()
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else down
    on_screen = QPointF(view.mapToGlobal(pixel))
    event = QMouseEvent(
        kind, QPointF(pixel), on_screen, button, down, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, event)
