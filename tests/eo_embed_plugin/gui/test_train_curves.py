"""Curves of runs: where their points are, what they say, and that many points stay few."""

from __future__ import annotations

import math
from typing import Any

import pytest
from qgis.PyQt.QtGui import QColor

from eo_embed.eo_embed_plugin.gui.train_curves import Curves, Line, thinned
from eo_embed.tests.eo_embed_plugin.gui.test_charts import DARK, LIGHT, themed

RED, BLUE = "#d00000", "#0000d0"


def chart(*lines: Line, theme: dict[str, str] = LIGHT) -> Curves:
    made = themed(Curves("Loss"), theme)
    made.set_lines(lines)
    made.resize(made.sizeHint())
    return made


def colours_at(made: Curves, line: Line, index: int) -> list[QColor]:
    """Colours about a point of a line as it is painted."""
    spot = made._place(line.steps[index], line.values[index], made._limits(), made._area())
    picture = made.grab().toImage()
    reach = range(-2, 3)
    return [
        picture.pixelColor(round(spot.x()) + x, round(spot.y()) + y) for x in reach for y in reach
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_line_goes_through_its_points(qgis_app: Any, theme: dict[str, str]) -> None:
    line = Line("a", RED, [0, 50, 100], [1.0, 0.2, 0.6])
    made = chart(line, theme=theme)
    for index in range(3):
        assert any(c.red() > 150 and c.green() < 90 for c in colours_at(made, line, index))


def test_higher_is_higher_and_later_is_further_right(qgis_app: Any) -> None:
    made = chart(Line("a", RED, [10, 20, 30], [1.0, -0.5, 0.25]))
    limits, area = made._limits(), made._area()
    first, second, third = (
        made._place(step, value, limits, area)
        for step, value in zip([10, 20, 30], [1.0, -0.5, 0.25], strict=True)
    )
    assert first.y() < third.y() < second.y()
    assert math.isclose(second.x() - first.x(), third.x() - second.x())
    assert all(area.contains(spot) for spot in (first, second, third))


def test_marks_are_round_and_hold_all_values(qgis_app: Any) -> None:
    made = chart(Line("a", RED, [1, 2], [-0.93, -0.41]))
    assert made._marks() == ["-1.0", "-0.8", "-0.6", "-0.4"]
    made.set_lines([Line("a", RED, [1, 2], [12_300, 300])])
    assert made._marks()[0] == "0"
    assert made._marks()[-1] == "15,000"
    made.set_lines([Line("a", RED, [1], [0.5])])  # one value alone has room about it
    assert len(set(made._marks())) == len(made._marks()) >= 2


def test_a_tip_names_the_nearest_point(qgis_app: Any) -> None:
    made = chart(Line("a", RED, [0, 100], [1.0, 0.0]), Line("b", BLUE, [0, 100], [0.0, 1.0]))
    spot = made._place(100, 1.0, made._limits(), made._area())
    assert made.tip_at(spot) == "b, step 100: 1"
    assert made.tip_at(made._area().topLeft() - spot) == ""


def test_a_screen_reader_hears_where_it_began_and_came_to(qgis_app: Any) -> None:
    made = chart(Line("simsiam-1", RED, [10, 600], [-0.2, -0.9]))
    assert made.accessibleDescription() == "simsiam-1: -0.2 at step 10, -0.9 at step 600"


def test_what_is_no_number_is_left_out(qgis_app: Any) -> None:
    made = chart(Line("a", RED, [1, 2, 3], [0.5, math.nan, math.inf]), Line("b", BLUE, [], []))
    assert [line.name for line in made.lines] == ["a"]
    assert made.lines[0].steps == [1]
    made.grab()
    made.set_lines([])
    made.grab()
    assert made.tip_at(made._area().center()) == ""


def test_many_points_become_the_means_of_few() -> None:
    points = thinned(list(range(10_000)), [float(n % 2) for n in range(10_000)], 100)
    assert len(points) == 100
    assert points[0] == (49.5, 0.5)
    assert points[-1] == (9949.5, 0.5)
    assert thinned([1, 2], [3.0, 4.0], 100) == [(1, 3.0), (2, 4.0)]
