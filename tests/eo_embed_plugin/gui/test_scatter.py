"""The scatter: what a drag or a key selects, held against plain geometry."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin.gui.scatter import LASSO, Scatter

NONE = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def scatter(qgis_app: Any) -> Iterator[Scatter]:
    made = Scatter()
    made.resize(360, 320)
    made.show()
    made.set_points(points(500))
    yield made
    made.close()


def points(count: int) -> list[tuple[int, float, float]]:
    draw = random.Random(1)
    return [(10 + 3 * n, draw.gauss(5, 2), draw.gauss(-1, 1)) for n in range(count)]


def mouse(widget: Any, kind: Any, place: QPointF, button: Any = LEFT, keys: Any = NONE) -> None:
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(kind, place, widget.mapToGlobal(place.toPoint()), button, held, keys)
    QApplication.sendEvent(widget, event)


def drag(widget: Any, way: list[tuple[float, float]], button: Any = LEFT, keys: Any = NONE) -> None:
    places = [QPointF(x, y) for x, y in way]
    mouse(widget, QEvent.Type.MouseButtonPress, places[0], button, keys)
    for place in places[1:]:
        mouse(widget, QEvent.Type.MouseMove, place, button, keys)
    mouse(widget, QEvent.Type.MouseButtonRelease, places[-1], button, keys)


def on_screen(scatter: Scatter) -> dict[int, tuple[float, float]]:
    return {chip: (scatter.spot(chip).x(), scatter.spot(chip).y()) for chip in scatter.chips}


def test_all_points_are_in_view_at_one_scale_and_up_is_up(scatter: Scatter) -> None:
    places, given = on_screen(scatter), {chip: (x, y) for chip, x, y in points(500)}
    assert all(0 <= x <= 360 and 0 <= y <= 320 for x, y in places.values())
    one, other = 10, 40
    dx, dy = (places[other][i] - places[one][i] for i in (0, 1))
    gx, gy = (given[other][i] - given[one][i] for i in (0, 1))
    assert dx / gx == pytest.approx(-dy / gy)
    assert dx / gx > 0


def test_a_drag_selects_what_lies_in_its_rectangle(scatter: Scatter) -> None:
    told: list[list[int]] = []
    scatter.selectionChanged.connect(told.append)
    drag(scatter, [(100, 90), (150, 130), (250, 220)])
    inside = {c for c, (x, y) in on_screen(scatter).items() if 100 < x < 250 and 90 < y < 220}
    assert inside
    assert scatter.selection == inside
    assert told == [sorted(inside)]


def test_shift_adds_and_ctrl_takes_away(scatter: Scatter) -> None:
    drag(scatter, [(100, 90), (180, 200)])
    first = set(scatter.selection)
    drag(scatter, [(180, 90), (260, 200)], keys=Qt.KeyboardModifier.ShiftModifier)
    both = set(scatter.selection)
    assert first < both
    drag(scatter, [(100, 90), (180, 200)], keys=Qt.KeyboardModifier.ControlModifier)
    assert scatter.selection == both - first


def test_a_lasso_selects_what_lies_in_it(scatter: Scatter) -> None:
    scatter.mode = LASSO
    middle, radius = (180.0, 160.0), 60.0
    circle = [
        (middle[0] + radius * math.cos(a / 20 * math.tau), middle[1] + radius * math.sin(a / 20 * math.tau))
        for a in range(21)
    ]  # fmt: skip
    drag(scatter, circle)
    away = {c: math.hypot(x - middle[0], y - middle[1]) for c, (x, y) in on_screen(scatter).items()}
    within = {c for c, d in away.items() if d < 0.95 * radius}
    beyond = {c for c, d in away.items() if d > radius}
    assert within
    assert within <= scatter.selection
    assert not beyond & scatter.selection


def test_a_click_selects_the_nearest_point_and_one_on_nothing_none(scatter: Scatter) -> None:
    place = scatter.spot(13)
    drag(scatter, [(place.x() + 1, place.y())])
    near = min(scatter.chips, key=lambda c: math.hypot(
        scatter.spot(c).x() - place.x() - 1, scatter.spot(c).y() - place.y()))  # fmt: skip
    assert scatter.selection == {near}
    drag(scatter, [(1, 1)])
    assert scatter.selection == set()


def test_the_wheel_goes_nearer_and_leaves_what_is_under_it(scatter: Scatter) -> None:
    place, other = scatter.spot(13), scatter.spot(40)
    event = QWheelEvent(place, place, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, NONE,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(scatter, event)
    after = scatter.spot(13)
    assert (after.x(), after.y()) == pytest.approx((place.x(), place.y()), abs=0.01)
    before = math.hypot(other.x() - place.x(), other.y() - place.y())
    now = scatter.spot(40) - after
    assert math.hypot(now.x(), now.y()) == pytest.approx(1.25**2 * before)


def test_a_drag_of_the_right_button_moves_and_home_brings_all_back(scatter: Scatter) -> None:
    before = on_screen(scatter)
    drag(scatter, [(100, 100), (130, 90)], RIGHT)
    assert scatter.spot(13).x() == pytest.approx(before[13][0] + 30)
    assert scatter.spot(13).y() == pytest.approx(before[13][1] - 10)
    assert not scatter.selection
    QTest.keyClick(scatter, Qt.Key.Key_Home)
    assert on_screen(scatter)[13] == pytest.approx(before[13])


def test_the_keyboard_reaches_points_and_selects_them(scatter: Scatter) -> None:
    hovered: list[int] = []
    chosen: list[int] = []
    scatter.hovered.connect(hovered.append)
    scatter.chosen.connect(chosen.append)
    QTest.keyClick(scatter, Qt.Key.Key_Right)
    first = scatter.current
    QTest.keyClick(scatter, Qt.Key.Key_Right)
    assert scatter.spot(scatter.current).x() > scatter.spot(first).x()
    assert hovered == [first, scatter.current]
    QTest.keyClick(scatter, Qt.Key.Key_Return)
    assert scatter.selection == {scatter.current}
    assert chosen == [scatter.current]
    QTest.keyClick(scatter, Qt.Key.Key_Escape)
    assert scatter.selection == set()


def test_hovering_tells_the_chip_and_its_label(scatter: Scatter) -> None:
    scatter.set_colours([("#ff0000", [13])], {13: "forest"})
    hovered: list[int] = []
    scatter.hovered.connect(hovered.append)
    mouse(scatter, QEvent.Type.MouseMove, scatter.spot(13), Qt.MouseButton.NoButton)
    assert hovered[-1] == scatter.nearest(scatter.spot(13))
    if hovered[-1] == 13:
        assert scatter.tip_at(scatter.spot(13)) == "Chip 13: forest"
    scatter.highlight(999_999)
    assert scatter.current == -1


def test_a_colour_is_seen_where_its_chip_is(scatter: Scatter) -> None:
    scatter.set_points([(1, 0, 0), (2, 1, 1), (3, 2, 0)])
    scatter.set_colours([("#ff0000", [2])], {})
    picture = scatter.grab().toImage()
    spot = scatter.spot(2).toPoint()
    assert picture.pixelColor(spot).name() == "#ff0000"
    assert picture.pixelColor(scatter.spot(1).toPoint()).name() != "#ff0000"


def test_other_points_keep_what_is_selected_of_them(scatter: Scatter) -> None:
    scatter.select([10, 13, 16])
    scatter.set_points([(13, 0, 0), (50, 1, 1)])
    assert scatter.selection == {13}
    scatter.set_points([])
    assert scatter.selection == set()
    scatter.grab()


def test_five_thousand_points_are_painted_at_once(scatter: Scatter) -> None:
    scatter.set_points(points(5000))
    scatter.grab()
    began = time.perf_counter()
    for _ in range(5):
        scatter._forget_picture()
        scatter.grab()
    # 6 ms here; the bound leaves room for busy machines.
    assert (time.perf_counter() - began) / 5 < 0.1
