"""Drawing on the canvas, by mouse and key events on the real widget."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin.gui.area_tools import AreaOutline, PolygonTool, RectangleTool

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
UTM, WGS84 = QgsCoordinateReferenceSystem("EPSG:32632"), QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.fixture
def ground(canvas):
    canvas.setDestinationCrs(UTM)
    canvas.setExtent(QgsRectangle(600_000, 5_000_000, 606_000, 5_005_000))
    return canvas


def at(canvas, x: int, y: int):
    """Map coordinates of a pixel of the canvas."""
    return canvas.getCoordinateTransform().toMapCoordinates(x, y)


def use(canvas, kind):
    tool = kind(canvas)
    drawn: list[QgsGeometry] = []
    tool.drawn.connect(lambda geometry: drawn.append(QgsGeometry(geometry)))
    canvas.setMapTool(tool)
    return tool, drawn


def click(canvas, x: int, y: int, button=LEFT) -> None:
    QTest.mouseMove(canvas.viewport(), QPoint(x, y))
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def press(canvas, key) -> None:
    QTest.keyClick(canvas, key)


CORNERS = [(100, 100), (400, 120), (350, 400)]


def expected(canvas, corners=CORNERS) -> QgsGeometry:
    return QgsGeometry.fromPolygonXY([[at(canvas, x, y) for x, y in corners]])


def same(one: QgsGeometry, other: QgsGeometry) -> bool:
    return one.symDifference(other).area() <= 1e-9 * other.area()


def test_a_right_click_ends_a_polygon(ground) -> None:
    _, drawn = use(ground, PolygonTool)
    for corner in CORNERS:
        click(ground, *corner)
    click(ground, 10, 10, RIGHT)
    assert len(drawn) == 1
    assert same(drawn[0], expected(ground))


def test_a_double_click_sets_the_last_corner_and_ends(ground) -> None:
    tool, drawn = use(ground, PolygonTool)
    for corner in CORNERS:
        click(ground, *corner)
    last = QPoint(*CORNERS[-1])
    QTest.mouseDClick(ground.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, last)
    QTest.mouseRelease(ground.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, last)
    assert len(drawn) == 1
    assert same(drawn[0], expected(ground))
    assert tool.points == []  # the release after it begins no new polygon


def test_backspace_takes_a_corner_back_and_enter_ends(ground) -> None:
    _, drawn = use(ground, PolygonTool)
    for corner in [*CORNERS, (50, 450)]:
        click(ground, *corner)
    press(ground, Qt.Key.Key_Backspace)
    press(ground, Qt.Key.Key_Return)
    assert len(drawn) == 1
    assert same(drawn[0], expected(ground))


def test_escape_gives_up(ground) -> None:
    tool, drawn = use(ground, PolygonTool)
    given_up = []
    tool.given_up.connect(lambda: given_up.append(True))
    for corner in CORNERS:
        click(ground, *corner)
    press(ground, Qt.Key.Key_Escape)
    assert (drawn, given_up, tool.points) == ([], [True], [])
    assert tool.band.asGeometry().isEmpty()


def test_two_corners_are_no_polygon(ground) -> None:
    _, drawn = use(ground, PolygonTool)
    for corner in CORNERS[:2]:
        click(ground, *corner)
    press(ground, Qt.Key.Key_Return)
    assert drawn == []


def test_a_bow_tie_becomes_valid_polygons(ground) -> None:
    _, drawn = use(ground, PolygonTool)
    for corner in [(100, 100), (300, 300), (300, 100), (100, 300)]:
        click(ground, *corner)
    press(ground, Qt.Key.Key_Return)
    assert drawn[0].isGeosValid()
    assert drawn[0].area() > 0


def test_a_rectangle_is_dragged(ground) -> None:
    _, drawn = use(ground, RectangleTool)
    view, none = ground.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, LEFT, none, QPoint(100, 80))
    QTest.mouseMove(view, QPoint(200, 200))
    QTest.mouseRelease(view, LEFT, none, QPoint(320, 260))
    box = QgsRectangle(at(ground, 100, 80), at(ground, 320, 260))
    assert len(drawn) == 1
    assert same(drawn[0], QgsGeometry.fromRect(box))


def test_a_click_is_no_rectangle(ground) -> None:
    _, drawn = use(ground, RectangleTool)
    click(ground, 100, 100)
    assert drawn == []


def test_the_outline_follows_the_crs_of_the_canvas(ground) -> None:
    outline = AreaOutline(ground)
    area = QgsGeometry.fromRect(QgsRectangle(600_000, 5_000_000, 603_000, 5_002_000))
    outline.show(area, UTM)
    assert same(outline.shown, area)
    ground.setDestinationCrs(WGS84)
    box = outline.shown.boundingBox()
    # By PROJ's cs2cs: 600000 5000000 and 603000 5002000 of UTM 32 N.
    assert box.xMinimum() == pytest.approx(10.27, abs=0.02)
    assert box.yMinimum() == pytest.approx(45.145, abs=0.01)
    outline.show(None, UTM)
    assert outline.shown.isEmpty()
    outline.remove()
