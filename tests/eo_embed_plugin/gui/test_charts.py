"""Charts: what they say of each place, in light and dark themes."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import QPointF
from qgis.PyQt.QtGui import QColor, QPalette

from eo_embed.eo_embed_plugin.gui.bars import Bar, Bars, Spectrum
from eo_embed.eo_embed_plugin.gui.charts import ConfusionMatrix, LearningCurve

NAMES, COLOURS = ["forest", "water & ice"], ["#266834", "#3278be"]
LIGHT = {"Window": "#efefef", "WindowText": "#000000", "Base": "#ffffff", "Highlight": "#308cc6"}
DARK = {"Window": "#2b2b2b", "WindowText": "#e6e6e6", "Base": "#1e1e1e", "Highlight": "#3d7fc1"}


def themed(widget: Any, colours: dict[str, str]) -> Any:
    """The widget in a theme, in a size that it asks for."""
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(getattr(QPalette.ColorRole, role), QColor(colour))
    widget.setPalette(palette)
    widget.resize(widget.sizeHint())
    return widget


def spread(mean: float, wide: float = 0.05) -> dict[str, float]:
    return {"mean": mean, "std": 0.01, "low": mean - wide, "high": mean + wide}


def curve(split: str, means: dict[int, float], full: float, enough: int | None) -> dict[str, Any]:
    points = [{"labels": n, "metrics": {"macro_f1": spread(mean)}} for n, mean in means.items()]
    return {
        "split": split, "metric": "macro_f1", "points": points, "full": {"macro_f1": spread(full)},
        "full_labels": [95, 100], "goal": 0.95 * full, "enough": enough, "notes": [],
    }  # fmt: skip


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_cell_is_the_darker_the_more_of_its_row_it_holds(qgis_app: Any, theme: Any) -> None:
    matrix = themed(ConfusionMatrix(), theme)
    matrix.set_matrix(NAMES, COLOURS, [[30, 10], [0, 4]])
    picture = matrix.grab().toImage()
    grid, side = matrix._grid(), matrix._side()

    def away(row: int, column: int) -> int:
        """How far a corner of a cell is from an empty cell's colour."""
        x = int(grid.left() + column * side + 4)
        colour = picture.pixelColor(x, int(grid.top() + row * side + 4))
        base = QColor(theme["Base"])
        return sum(abs(a - b) for a, b in zip(colour.getRgb()[:3], base.getRgb()[:3], strict=True))

    assert away(1, 0) == 0 < away(0, 1) < away(0, 0) < away(1, 1)


def test_a_cell_says_what_was_taken_for_what(qgis_app: Any) -> None:
    matrix = themed(ConfusionMatrix(), LIGHT)
    matrix.set_matrix(NAMES, COLOURS, [[30, 10], [0, 4]])
    grid, side = matrix._grid(), matrix._side()
    beside = QPointF(grid.left() + 1.5 * side, grid.top() + 0.5 * side)
    assert matrix.tip_at(beside) == "10 of 40 chips of forest were taken for water & ice."
    assert matrix.tip_at(QPointF(grid.left() + 1, grid.top() + 1)) == (
        "30 of 40 chips of forest were recognised."
    )
    assert matrix.tip_at(QPointF(1, 1)) == ""
    assert "4 of 4 chips of water & ice were recognised." in matrix.accessibleDescription()


def test_thirty_classes_still_fit_the_dock(qgis_app: Any) -> None:
    matrix = ConfusionMatrix()
    names = [f"a class with a long name {n}" for n in range(30)]
    matrix.set_matrix(names, ["#888888"] * 30, [[1] * 30 for _ in names])
    matrix.resize(360, matrix.sizeHint().height())
    assert matrix._grid().right() <= 360
    assert matrix._grid().bottom() <= matrix.height()
    matrix.grab()


def test_a_curve_climbs_where_scores_do_and_marks_what_is_enough(qgis_app: Any) -> None:
    chart = themed(LearningCurve(), LIGHT)
    chart.set_curves([curve("block", {5: 0.4, 20: 0.6, 50: 0.78}, 0.8, 50)])
    spots = [chart._place(n, score) for n, score in ((5, 0.4), (20, 0.6), (50, 0.78), (100, 0.8))]
    assert [s.x() for s in spots] == sorted(s.x() for s in spots)
    assert [s.y() for s in spots] == sorted((s.y() for s in spots), reverse=True)
    # Four times the labels are as far apart as another four times: the axis is of powers.
    assert chart._place(20, 0.6).x() - spots[0].x() == pytest.approx(
        chart._place(80, 0.6).x() - chart._place(20, 0.6).x()
    )
    assert chart.tip_at(spots[1]) == "20 labels, blocks of ground: 0.60 (0.55 to 0.65)"
    assert chart.tip_at(QPointF(chart.width() - 2, chart.height() - 2)) == ""


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_two_curves_are_drawn_in_colours_of_the_theme(qgis_app: Any, theme: Any) -> None:
    chart = themed(LearningCurve(), theme)
    curves = [
        curve("block", {5: 0.4, 50: 0.5}, 0.8, None),
        curve("random", {5: 0.6, 50: 0.7}, 0.9, 50),
    ]
    chart.set_curves(curves)
    picture = chart.grab().toImage()
    for one, colour in zip(curves, chart._colours(), strict=True):
        point = one["points"][0 if one["enough"] is None else 1]
        spot = chart._place(point["labels"], point["metrics"]["macro_f1"]["mean"])
        found = picture.pixelColor(int(spot.x()), int(spot.y()))
        if one["enough"] is None:
            assert found.name() == colour.name()
        else:  # a ring, hollow in its middle
            assert found.name() == QColor(theme["Window"]).name()


def test_a_score_that_is_unknown_is_left_out_of_a_curve(qgis_app: Any) -> None:
    unknown = curve("block", {5: 0.4, 50: 0.5}, 0.8, None)
    unknown["points"][0]["metrics"]["macro_f1"] = dict.fromkeys(("mean", "std", "low", "high"))
    chart = themed(LearningCurve(), LIGHT)
    chart.set_curves([unknown])
    chart.grab()
    assert "5 labels" not in chart.accessibleDescription().replace("50 labels", "")


def test_a_bar_is_as_long_as_its_share(qgis_app: Any) -> None:
    bars = themed(Bars("shares"), LIGHT)
    bars.resize(400, bars.height())
    given = [Bar("a", "#ff0000", 0.25, "25%", "a quarter"), Bar("b", "#0000ff", 0.75, "75%")]
    bars.set_bars(given, most=1.0)
    bars.resize(400, bars.sizeHint().height())
    picture = bars.grab().toImage()

    def length(row: int, colour: str) -> int:
        y = int((row + 0.5) * bars._row())
        return sum(picture.pixelColor(x, y).name() == colour for x in range(400))

    assert length(1, "#0000ff") == pytest.approx(3 * length(0, "#ff0000"), abs=3)
    assert bars.tip_at(QPointF(200, bars._row() / 2)) == "a quarter"
    assert bars.accessibleDescription() == "a 25%; b 75%"


def test_the_spectrum_says_what_each_component_holds(qgis_app: Any) -> None:
    chart = themed(Spectrum(), LIGHT)
    chart.set_shares([0.5, 0.25, 0.125])
    area = chart._area()
    middle = QPointF(area.left() + area.width() / 2, area.center().y())
    assert chart.tip_at(middle) == (
        "Component 2: 25.0% of the variance, 75.0% with those before it"
    )
    chart.grab()
