"""Areas, counts and quantiles: what is drawn is what was given."""

from __future__ import annotations

import math

import numpy as np

from eo_embed.core.charts import areas_chart, bars_chart, quantile_chart
from eo_embed.tests.core.charts.seen import COLOURS, axes_of, fills, legend_of, lines_of, widths


def test_areas_are_drawn_mapped_and_estimated_with_whiskers() -> None:
    chart = areas_chart(["a", "b"], COLOURS[:2], [10, 0], [12, 3], [2, math.nan], "km²")
    assert widths(chart) == [10, 0, 12, 3]
    assert fills(chart)[2:] == list(COLOURS[:2])
    (whisker, none) = axes_of(chart).collections[0].get_segments()
    np.testing.assert_allclose(whisker[:, 0], [10, 14])
    assert none.size == 0
    assert axes_of(chart).get_xlabel() == "Area (km²)"
    assert axes_of(chart).get_xlim()[1] > 14
    rows = [bar.get_y() for bar in axes_of(chart).patches]
    assert axes_of(chart).yaxis_inverted()
    assert rows[0] < rows[2] < rows[1] < rows[3]  # each class under its own mapped bar


def test_bars_bear_their_counts_and_colours() -> None:
    chart = bars_chart(["a", "b", "c"], COLOURS[:3], [1200, 0, 7])
    assert widths(chart) == [1200, 0, 7]
    assert fills(chart) == list(COLOURS[:3])
    assert [text.get_text() for text in axes_of(chart).texts] == ["1,200", "0", "7"]
    assert [tick.get_text() for tick in axes_of(chart).get_yticklabels()] == ["a", "b", "c"]


def test_quantiles_by_task_and_area() -> None:
    rng = np.random.default_rng(0)
    zion, loon = rng.exponential(size=1000), np.append(rng.random(9), [np.nan, np.inf])
    chart = quantile_chart(
        {"trees": {"Zion": zion, "Loon": loon}, "water": {"Loon": loon}}, units={"trees": "Share"}
    )
    first, second, split = lines_of(chart)
    np.testing.assert_allclose(first[:, 1], [np.quantile(zion, q) for q in first[:, 0]])
    np.testing.assert_allclose(second[[0, 100, 200], 1], np.quantile(loon[:9], [0, 0.5, 1]))
    np.testing.assert_allclose(split[:, 0], 0.5)
    assert axes_of(chart).lines[1].get_color() == axes_of(chart, 1).lines[0].get_color()
    assert legend_of(chart) == ["Zion", "Loon", "Parted here"]
    assert axes_of(chart).get_ylabel() == "Share"
