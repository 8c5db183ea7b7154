"""Curves over labels and over steps: what is drawn is what was given."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.colors import to_hex

from eo_embed.core.charts import FewShot, curve_chart, few_shot_chart, loss_chart
from eo_embed.tests.core.charts.seen import axes_of, legend_of, lines_of, words


def test_curves_bands_goals_and_enough() -> None:
    sizes, mean = np.array([5, 10, 100]), np.array([0.2, 0.5, 0.79])
    chart = curve_chart(
        {"ridge": (sizes, mean, mean - 0.1, mean + 0.1), "_knn": (sizes, mean / 2, mean, mean)},
        {"ridge": 0.8, "_knn": math.nan},
        {"ridge": 100, "_knn": None},
    )
    curve, goal, ring, other, *_ = lines_of(chart)
    np.testing.assert_allclose(curve, np.column_stack([sizes, mean]))
    np.testing.assert_allclose(goal[:, 1], 0.95 * 0.8)
    np.testing.assert_allclose(ring, [(100, 0.79)])
    np.testing.assert_allclose(other[:, 1], mean / 2)
    band = axes_of(chart).collections[0].get_paths()[0].vertices
    assert {*map(tuple, band.round(6))} >= {(5, 0.1), (5, 0.3), (100, 0.69), (100, 0.89)}
    assert axes_of(chart).get_xscale() == "log"
    assert legend_of(chart) == ["ridge", "_knn", "95% of the full score", "Enough labels"]
    assert {"5", "10", "100"} <= set(words(chart.svg()))


def test_few_shot_curves_with_their_bands_and_a_dot_where_it_is_enough() -> None:
    sizes, mean, half = (
        np.array([5, 10, 100]),
        np.array([0.6, 0.7, 0.8]),
        np.array([0.1, 0.05, np.nan]),
    )
    chart = few_shot_chart(
        {
            "trees": {"s2": FewShot(sizes, mean, half, 10), "_s1": FewShot(sizes, mean / 2, half)},
            "water": {"_s1": FewShot(sizes[:2], mean[:2], half[:2], 5)},
        },
        score="Accuracy",
    )
    s2, s1, dots = lines_of(chart)
    np.testing.assert_allclose(s2, np.column_stack([sizes, mean]))
    np.testing.assert_allclose(s1[:, 1], mean / 2)
    np.testing.assert_allclose(dots, [(10, 0.7)])
    np.testing.assert_allclose(lines_of(chart, 1)[1], [(5, 0.6)])
    band = axes_of(chart).collections[0].get_paths()[0].vertices
    assert {*map(tuple, band.round(6))} >= {(5, 0.5), (5, 0.7), (10, 0.65), (10, 0.75), (100, 0.8)}
    colours = [axes_of(chart, i).lines[1 - i].get_color() for i in (0, 1)]
    assert colours[0] == colours[1]  # of one name in both panels
    assert legend_of(chart) == ["s2", "_s1", "95% of the full score"]
    assert [axes_of(chart, i).get_title("left") for i in (0, 1)] == ["trees", "water"]
    assert axes_of(chart).get_xscale() == "log"
    assert {"5", "10", "100", "Accuracy"} <= set(words(chart.svg()))


def test_a_loss_is_the_mean_of_its_last_points() -> None:
    steps, loss = np.arange(10) * 5, np.arange(10.0) ** 2
    loss[3] = math.nan
    chart = loss_chart(
        {"byol": (steps, loss), "few": ([1, 2, 3, 4], [3.0, 5.0, 7.0, 1.0])}, window=3
    )
    byol, few = lines_of(chart)
    known = np.isfinite(loss)
    expected = [loss[known][i : i + 3].mean() for i in range(7)]
    np.testing.assert_allclose(byol, np.column_stack([steps[known][2:], expected]))
    np.testing.assert_allclose(few, [(2, 4), (3, 6), (4, 4)])
    assert [to_hex(line.get_color()) for line in axes_of(chart).lines] == ["#0072b2", "#d55e00"]
