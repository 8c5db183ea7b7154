"""Agreement, confusion, calibration and likeness: what is drawn is what was given."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_embed.core.charts import (
    agreement_chart,
    confusion_chart,
    histogram_chart,
    reliability_chart,
)
from eo_embed.core.charts.trust import edges_about
from eo_embed.tests.core.charts.seen import axes_of, heights, legend_of, lines_of


def test_reliability_stands_on_the_diagonal_with_its_counts() -> None:
    nan = math.nan
    chart = reliability_chart(
        [nan, 0.4, 0.9], [nan, 0.3, 1.0], [0, 10, 30], [nan, 0.1, 0.8], [nan, 0.6, 1.0], 0.125
    )
    diagonal, points, *caps = lines_of(chart)
    np.testing.assert_array_equal(diagonal, [(0, 0), (1, 1)])
    np.testing.assert_array_equal(points[1:], [(0.4, 0.3), (0.9, 1.0)])
    np.testing.assert_allclose([cap[1:, 1] for cap in caps], [(0.1, 0.8), (0.6, 1.0)])
    assert heights(chart, 1) == [10, 30]
    assert axes_of(chart).get_title("right") == "Calibration error 0.125"


def test_a_confusion_matrix_shows_counts_and_shares_of_its_rows() -> None:
    matrix = [[1500, 500, 0], [1, 999, 0], [0, 0, 0]]
    chart = confusion_chart(matrix, ["a", "b", "c"])
    told = {text.get_position()[::-1]: text.get_text() for text in axes_of(chart).texts}
    assert told == {
        (0, 0): "1,500\n75%", (0, 1): "500\n25%", (1, 0): "1\n<1%", (1, 1): "999\n>99%",
    }  # fmt: skip
    shown = axes_of(chart).images[0].get_array()
    np.testing.assert_allclose(shown, [[0.75, 0.25, 0], [0.001, 0.999, 0], [0, 0, 0]])
    assert axes_of(chart).get_ylabel() == "True"


@settings(max_examples=60)
@given(
    values=st.lists(st.floats(0, 5), max_size=60),
    threshold=st.one_of(st.floats(0.01, 6), st.just(1e-9)),
)
def test_a_histogram_counts_every_value_once_on_its_side(
    values: list[float], threshold: float
) -> None:
    edges = np.array(edges_about(threshold, np.array(values)))
    assert (np.diff(edges) > 0).all() or np.ptp(values) < 1e-12
    assert len(edges) <= 90
    assert np.histogram(values, edges)[0].sum() == len(values)


def test_the_histogram_parts_at_the_threshold() -> None:
    values = np.append(np.linspace(0, 1, 100), [np.nan, np.inf])
    chart = histogram_chart(values, 0.303, ("Like", "Unlike"))
    inside, outside = (
        [(bar.get_x(), bar.get_height()) for bar in part.patches]
        for part in axes_of(chart).containers
    )
    assert sum(height for _, height in inside) == (np.linspace(0, 1, 100) <= 0.303).sum() == 30
    assert sum(height for _, height in outside) == 70
    assert max(x for x, height in inside if height) < 0.303
    assert min(x for x, height in outside if height) == pytest.approx(0.303)
    assert set(legend_of(chart)) == {"Like (30; 30%)", "Unlike (70; 70%)", "Threshold 0.303"}


def test_predictions_are_drawn_against_what_was_observed_with_the_line_of_agreement() -> None:
    seen, said = np.array([0.0, 10, 20]), np.array([-5.0, 12, 30])
    chart = agreement_chart(
        {"MOSAIKS": (seen, said), "ViT": (seen, seen)},
        axes=("Observed (m)", "Predicted (m)"),
        told={"MOSAIKS": "R² 0.82"},
    )
    np.testing.assert_array_equal(
        axes_of(chart).collections[0].get_offsets(), np.column_stack([seen, said])
    )
    line = lines_of(chart)[0]
    np.testing.assert_array_equal(line[:, 0], line[:, 1])
    assert line.min() < -5
    assert line.max() > 30
    for i in (0, 1):  # one scale for all, and for both axes
        assert axes_of(chart, i).get_xlim() == axes_of(chart, i).get_ylim() == tuple(line[:, 0])
    assert [axes_of(chart, i).get_title("left") for i in (0, 1)] == ["MOSAIKS", "ViT"]
    assert [text.get_text() for text in axes_of(chart).texts] == ["R² 0.82"]
    assert not axes_of(chart, 1).texts
