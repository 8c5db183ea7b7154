from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eo_embed.core.errors import LabelsOutside, LabelsTooFew, UsageError
from eo_embed.core.labels.rules import How, code_text, ordered, parse_how, value_labels


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("majority", How("majority")),
        ("mean", How("mean")),
        ("median-split", How("median-split")),
        ("fraction", How("fraction")),
        ("fraction:4", How("fraction", "4")),
        (" fraction : old forest ", How("fraction", "old forest")),
        ("fraction:a:b", How("fraction", "a:b")),
    ],
)
def test_the_rules_parse_and_print(text: str, how: How) -> None:
    assert parse_how(text) == how
    assert parse_how(str(how)) == how


@pytest.mark.parametrize("text", ["", "mode", "majority:3", "mean:", "fraction:", "Median split"])
def test_other_rules_are_refused_with_the_list(text: str) -> None:
    with pytest.raises(UsageError, match="choose majority, fraction:V"):
        parse_how(text)


def test_codes_are_written_without_a_point_and_ordered_by_size() -> None:
    assert [code_text(v) for v in (3.0, np.float32(2), 7, "a", 1.5)] == ["3", "2", "7", "a", "1.5"]
    assert ordered(["10", "b", "9", "a", "9"]) == ["9", "10", "a", "b"]


@given(st.lists(st.integers(0, 6), min_size=2, max_size=40))
def test_a_median_split_is_as_balanced_as_any_threshold_can_be_there(values: list[int]) -> None:
    assume(len(set(values)) > 1)
    given_values = np.array(values, dtype=float)
    ids = np.arange(len(values))
    split = value_labels("f", ids, given_values, np.ones(len(ids)), How("median-split"))
    above = split.values == "above"
    assert given_values[above].min() > given_values[~above].max()
    # The only thresholds beside the median itself lie on either side of it.
    median = np.median(given_values)
    best = min(abs(np.mean(given_values > t) - 0.5) for t in (median, np.nextafter(median, -1)))
    assert abs(above.mean() - 0.5) == pytest.approx(best)
    assert {c.code: c.name for c in split.classes} == {
        "below": "below median",
        "above": "above median",
    }


def test_a_median_needs_values_that_differ() -> None:
    for values in ([3.0], [2.0, 2.0, 2.0]):
        known = np.ones(len(values))
        with pytest.raises(LabelsTooFew, match="cannot split"):
            value_labels("f", np.arange(len(values)), np.array(values), known, How("median-split"))


def test_values_need_half_the_chip_and_say_how_much_there_was() -> None:
    ids, values = np.arange(3), np.array([1.0, 2.0, np.nan])
    kept = value_labels("f", ids, values, np.array([0.5, 0.49, 1.0]), How("mean"))
    assert kept.ids.tolist() == [0]
    assert kept.share.dtype == np.float32
    with pytest.raises(LabelsOutside, match="49% at most"):
        value_labels("f", ids[1:], values[1:], np.array([0.49, 0.2]), How("mean"))
    with pytest.raises(LabelsOutside, match="falls on a chip"):
        value_labels("f", ids, values, np.zeros(3), How("mean"))
