"""Labels as two classes: parted at the median of the training part, and left out where that parts nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from eo_embed.training.datasets import Labels
from eo_embed.training.experiments.parts.few_labels.halves import Halved, halve
from eo_embed.training.splits import Split


def halved(
    values: Sequence[float], classes: tuple[str, ...] = (), test: int = 20
) -> tuple[list[Halved], list[str]]:
    """Labels of which the last are tested."""
    n = len(values)
    parts = Split(np.arange(n - test), np.array([], int), np.arange(n - test, n), "made")
    labels = Labels(("t",), np.array(values, np.float32)[:, None], (classes,))
    return halve(labels, parts, "here")


def test_the_median_is_of_the_training_part_alone() -> None:
    values = [*range(40), *([1000.0] * 10 + [0.0] * 10)]
    ((found,), notes) = halved(values)
    assert found.threshold == pytest.approx(19.5)
    assert found.y[:40].tolist() == [0] * 20 + [1] * 20
    assert found.high(found.test) == 0.5
    assert notes == []


def test_what_equals_the_median_goes_where_halves_are_evener() -> None:
    tail = [0.0, 1.0] * 10
    ((found,), notes) = halved([0.0] * 25 + [1.0] * 15 + tail)
    assert (found.threshold, found.rule) == (0.0, "more than 0")
    assert found.high(found.train) == 15 / 40
    assert (
        "38% of its training labels are high (more than 0), since 62% are the median itself"
        in notes[0]
    )
    ((found,), _) = halved([0.0] * 15 + [1.0] * 25 + tail)
    assert found.rule == "1 or more"
    assert found.high(found.train) == 25 / 40
    ((found,), notes) = halved([0.0] * 10 + [1.0] * 10 + [2.0] * 20 + [0.0, 2.0] * 10)
    assert notes == []
    assert found.rule == "more than 1.5"


def test_labels_that_cannot_be_halved_are_left_out_in_a_sentence() -> None:
    none, notes = halved([0.0] * 39 + [1.0] + [0.0, 1.0] * 10)
    assert none == []
    assert notes == [
        "t in here is left out: 2.5% of its training labels are high (more than 0), the others low."
    ]
    none, notes = halved([*range(40), *[100.0] * 20])
    assert none == []
    assert notes == ["t in here is left out: its test labels are all of one half."]
    none, notes = halved([np.nan] * 35 + [1, 2, 3, 4, 5] + [0.0, 9.0] * 10)
    assert none == []
    assert "5 labels to train on and 20 to test on" in notes[0]


def test_unknown_labels_are_in_no_part() -> None:
    values = np.concatenate([np.arange(40.0), np.arange(10, 30)])
    values[[3, 50]] = np.nan
    ((found,), _) = halved(values.tolist())
    assert 3 not in found.train
    assert 50 not in found.test
    assert found.y[[3, 50]].tolist() == [-1, -1]
    assert found.threshold == np.median(np.delete(np.arange(40.0), 3))


def test_each_class_is_a_task_of_its_own() -> None:
    found, notes = halved([0, 1, 2, 1] * 15, ("low", "middle", "high"))
    assert [each.task for each in found] == ["t: low", "t: middle", "t: high"]
    assert found[1].high(found[1].train) == 0.5
    assert np.isnan(found[1].threshold)
    assert len(notes) == 2
    ((found_one,), _) = halved([0, 1] * 30, ("absent", "present"))
    assert (found_one.task, found_one.rule) == ("t", "present")
    assert found_one.y[:4].tolist() == [0, 1, 0, 1]
