"""Scores beside a paper's: bars, whiskers, marks, and what could not be run."""

from __future__ import annotations

import math

import numpy as np
import pytest
from matplotlib.colors import to_hex

from eo_embed.core.charts import scores_chart
from eo_embed.tests.core.charts.seen import axes_of, legend_of, widths


def bars(chart):
    """By colour: middle and length of each bar, from the top."""
    found = {}
    for bar in axes_of(chart).patches:
        middle = bar.get_y() + bar.get_height() / 2
        found.setdefault(to_hex(bar.get_facecolor()), []).append((middle, bar.get_width()))
    return found


def test_bars_stand_in_groups_with_whiskers_and_the_papers_marks() -> None:
    chart = scores_chart(
        {
            "multi-task": {"trees": (0.8, 0.1, 3), "elevation": (0.6, math.nan, 1)},
            "_rcf": {"elevation": (0.5, 0.05, 3)},
        },
        {"multi-task": {"trees": 0.91}},
        score="R²",
    )
    (first, second) = bars(chart).values()
    assert [width for _, width in first] == [0.8]
    assert [width for _, width in second] == [0.6, 0.5]
    rows = [middle for middle, _ in second]
    assert first[0][0] < rows[0] < 0.5 < rows[1] < 1.5  # under each other, within their groups
    whiskers = [s for c in axes_of(chart).collections for s in c.get_segments()]
    np.testing.assert_allclose([w[:, 0] for w in whiskers], [(0.7, 0.9), (0.45, 0.55)])
    marks = [line.get_xydata()[0] for line in axes_of(chart).lines if line.get_marker() == "D"]
    np.testing.assert_allclose(marks[0], (0.91, first[0][0]))
    assert np.isnan(marks[1:]).all()  # the one that the legend shows
    assert [t.get_text() for t in axes_of(chart).get_yticklabels()] == ["multi-task", "_rcf"]
    assert legend_of(chart) == ["trees", "elevation", "The paper’s"]
    assert axes_of(chart).get_xlabel() == "R²"


def test_what_could_not_be_run_is_said_and_bears_the_papers_mark_alone() -> None:
    chart = scores_chart(
        {"a": {"x": (0.5, 0.1)}, "ImageNet": {}},
        {"ImageNet": {"x": 0.7}},
        {"ImageNet": "no weights here", "DINO": "no weights of it either"},
    )
    assert len(widths(chart)) == 1
    told = {text.xy[1]: text.get_text() for text in axes_of(chart).texts}
    assert told == {1: "not run here", 2: "no weights of it either"}
    assert 0.7 in [line.get_xydata()[0, 0] for line in axes_of(chart).lines]


def test_a_bar_far_below_zero_is_cut_off_with_its_figure() -> None:
    chart = scores_chart({"a": {"x": (-12.34, 3.0)}, "b": {"x": (-0.5, 0.1)}})
    assert widths(chart) == pytest.approx([-1, -0.5])
    assert [text.get_text().strip() for text in axes_of(chart).texts] == ["−12.3"]


def test_columns_have_the_order_that_was_given_and_a_paper_alone_is_told_too() -> None:
    chart = scores_chart(
        {"a": {"x": (0.5, 0.1), "z": (0.4, 0.1)}},
        {"a": {"y": 0.7}},
        columns=("y", "z", "never seen"),
    )
    assert legend_of(chart) == ["y", "z", "x", "The paper’s"]
    (mark, _) = [line for line in axes_of(chart).lines if line.get_marker() == "D"]
    handles = chart.figure.legends[0].legend_handles
    assert to_hex(mark.get_markerfacecolor()) == to_hex(handles[0].get_facecolor())
