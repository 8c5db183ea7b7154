"""Spectra, views and distances: what is drawn is what was given."""

from __future__ import annotations

import math

import matplotlib
import numpy as np
from matplotlib.colors import LogNorm, to_hex

from eo_embed.core.charts import (
    distance_chart,
    scatter_chart,
    spectra_chart,
    spectrum_chart,
    views_chart,
)
from eo_embed.core.classes import PALETTE
from eo_embed.tests.core.charts.seen import COLOURS, axes_of, heights, legend_of, lines_of


def test_the_spectrum_is_drawn_each_and_together() -> None:
    chart = spectrum_chart([0.5, 0.3, 0.1])
    np.testing.assert_allclose(heights(chart), [50, 30, 10])
    np.testing.assert_allclose(lines_of(chart, 1)[0], [(1, 50), (2, 80), (3, 90)])


def test_points_are_drawn_by_class_with_grey_for_none() -> None:
    xy = np.arange(12.0).reshape(6, 2)
    chart = scatter_chart(
        xy, labels=[0, 2, -1, 0, 2, 0], names=["a", "b", "_c"], colours=COLOURS[:3]
    )
    bare, *classes = axes_of(chart).collections
    np.testing.assert_array_equal(bare.get_offsets(), xy[[2]])
    assert to_hex(bare.get_facecolor()[0]) not in COLOURS
    for cloud, rows, colour in zip(classes, ([0, 3, 5], [], [1, 4]), COLOURS, strict=False):
        np.testing.assert_array_equal(cloud.get_offsets().reshape(-1, 2), xy[rows])
        assert {to_hex(face) for face in cloud.get_facecolor()} == {colour}
    assert legend_of(chart) == ["Unlabelled (1)", "a (3)", "b (0)", "_c (2)"]


def test_classes_of_one_name_keep_two_lines_in_the_legend() -> None:
    chart = scatter_chart(np.eye(2), labels=[0, 1], names=["a", "a"], colours=COLOURS[:2])
    assert legend_of(chart) == ["a (1)", "a (1)"]


def test_points_are_drawn_by_value_with_grey_for_none() -> None:
    xy = np.arange(8.0).reshape(4, 2)
    chart = scatter_chart(xy, values=[3.0, np.nan, 1.0, 2.0], unit="Height (m)")
    bare, cloud = axes_of(chart).collections
    np.testing.assert_array_equal(bare.get_offsets(), xy[[1]])
    np.testing.assert_array_equal(cloud.get_offsets(), xy[[0, 2, 3]])
    np.testing.assert_array_equal(cloud.get_array(), [3, 1, 2])
    assert axes_of(chart, 1).get_ylabel() == "Height (m)"
    chart.figure.draw_without_rendering()
    np.testing.assert_allclose(
        cloud.get_facecolor()[:2, :3],
        matplotlib.colormaps["viridis"]([1.0, 0.0])[:, :3],
        atol=0.01,
    )


def test_pairs_are_drawn_in_kilometres_with_the_medians_of_tenths() -> None:
    ground, apart = np.arange(200.0) * 100, np.arange(200.0) ** 2
    chart = distance_chart(ground, apart, 0.967)
    np.testing.assert_allclose(
        axes_of(chart).collections[0].get_offsets(), np.column_stack([ground / 1000, apart])
    )
    expected = [
        (np.median(ground[i : i + 20]) / 1000, np.median(apart[i : i + 20]))
        for i in range(0, 200, 20)
    ]
    np.testing.assert_allclose(lines_of(chart)[0], expected)
    assert axes_of(chart).get_title("right") == "r = 0.97"
    assert "km" in axes_of(chart).get_xlabel()
    few = distance_chart([1, 2, 3], [1, 2, 3], math.nan)
    assert not few.figure.axes[0].lines
    assert axes_of(few).get_title("right") == ""


def test_spectra_are_drawn_each_and_together() -> None:
    chart = spectra_chart({"a": [0.5, 0.3, 0.1], "_b": [0.9]})
    np.testing.assert_allclose(lines_of(chart)[0], [(1, 50), (2, 30), (3, 10)])
    np.testing.assert_allclose(lines_of(chart, 1)[0], [(1, 50), (2, 80), (3, 90)])
    np.testing.assert_allclose(lines_of(chart, 1)[1], [(1, 90)])
    assert legend_of(chart) == ["a", "_b"]
    (first, second), (other, _) = (axes_of(chart, i).lines for i in (0, 1))
    assert first.get_color() == other.get_color() != second.get_color()


def clouds(axes) -> dict[str, np.ndarray]:
    """Points by what they are: grey or coloured."""
    found = {}
    for cloud in axes.collections:
        kind = "grey" if cloud.get_array() is None else "coloured"
        found[kind] = np.asarray(cloud.get_offsets())
    return found


def test_views_stand_in_rows_and_columns_and_rows_share_their_colours() -> None:
    rng = np.random.default_rng(0)
    a, b, c = rng.random((3, 6, 2))
    low, high = np.array([1.0, 2, 3, np.nan, 5, 0]), np.array([10.0, 20, 30, 40, 50, 1000])
    chart = views_chart(
        {("trees", "s2"): (a, low), ("trees", "s1"): (b, high), ("water", "s1"): (c, high)},
        log=True,
        units={"trees": "Share (%)"},
    )
    chart.figure.draw_without_rendering()
    trees_s2, trees_s1, water_s2, water_s1 = (axes_of(chart, i) for i in range(4))
    np.testing.assert_array_equal(clouds(trees_s2)["grey"], a[[3]])
    np.testing.assert_array_equal(clouds(trees_s2)["coloured"], a[[0, 1, 2, 4, 5]])
    np.testing.assert_array_equal(clouds(trees_s1)["coloured"], b)
    np.testing.assert_array_equal(clouds(water_s1)["coloured"], c)
    assert clouds(water_s2) == {}
    assert [trees_s2.get_title(), trees_s1.get_title()] == ["s2", "s1"]
    assert [trees_s2.get_ylabel(), water_s2.get_ylabel()] == ["trees", "water"]
    norms = [axes.collections[-1].norm for axes in (trees_s2, trees_s1)]
    assert all(isinstance(norm, LogNorm) and (norm.vmin, norm.vmax) == (1, 1000) for norm in norms)
    # What is not above 0 has the colour of the least that is.
    colours = trees_s2.collections[-1].get_facecolor()
    np.testing.assert_array_equal(colours[-1], colours[0])
    assert axes_of(chart, 4).get_ylabel() == "Share (%)"


def test_one_view_of_classes_names_them_beside_it() -> None:
    values = np.array([0.0, 2, 1, 2])
    chart = views_chart(
        {("cover", ""): (np.eye(4, 2), values)}, classes={"cover": ["a", "b", "_c"]}
    )
    chart.figure.draw_without_rendering()
    (cloud,) = axes_of(chart).collections
    assert [to_hex(face) for face in cloud.get_facecolor()] == [PALETTE[int(v)] for v in values]
    assert [t.get_text() for t in axes_of(chart, 1).get_yticklabels()] == ["a", "b", "_c"]
