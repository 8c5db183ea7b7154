"""Sentences: what they say, and what they do not claim."""

from __future__ import annotations

from typing import Any

from eo_embed.eo_embed_plugin.gui.score_words import (
    about_labels,
    area_sentence,
    curve_sentences,
    score_sentences,
)


def scores(**changed: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": "classes", "split": "block", "block": 2000.0, "folds": 5, "assignments": 5,
        "least_distance": 480.0, "majority_share": 0.6204,
        "metrics": {
            "overall_accuracy": {"mean": 0.8723, "std": 0.0312}, "macro_f1": {"mean": 0.7, "std": 0.004},
        },
    }  # fmt: skip
    return {**found, **changed}


def test_scores_by_blocks_are_told_with_what_chance_gives() -> None:
    headline, macro, deviation, distance = score_sentences(scores(), "cover")
    assert headline == (
        "Right on 87% ± 3 of chips in blocks of 2 km it had not seen; the commonest class alone would be "
        "right on 62%."
    )
    assert macro == "Over classes alike (macro-F1): 70% ± 0.4."
    assert "no confidence interval" in deviation
    assert distance == "The nearest training chip lay 480 m away."


def test_random_folds_are_not_called_unseen_ground() -> None:
    headline = score_sentences(scores(split="random", block=None), "cover")[0]
    assert "random folds, with labelled chips all around" in headline
    assert "not seen" not in headline


def test_one_dealing_of_folds_has_no_deviation() -> None:
    alone = {
        "overall_accuracy": {"mean": 0.9, "std": None},
        "macro_f1": {"mean": None, "std": None},
    }
    told = score_sentences(scores(assignments=1, metrics=alone), "cover")
    assert told[0].startswith("Right on 90% of chips")
    assert "(macro-F1): –." in told[1]
    assert not any("±" in sentence for sentence in told)


def test_values_are_told_by_what_is_explained_and_the_error() -> None:
    found = {"r2": {"mean": 0.74, "std": 0.02}, "mae": {"mean": 3.2119, "std": 0.1}}
    headline = score_sentences(scores(kind="value", metrics=found), "biomass")[0]
    assert headline == (
        "Explains 74% ± 2 of how biomass varies (R²) on chips in blocks of 2 km it had not seen; off by "
        "3.212 on average."
    )


def test_a_score_is_said_to_be_of_the_labels_and_not_of_the_map() -> None:
    told = about_labels({"click": 1200, "suggestion": 40})
    assert told.startswith(
        "Judged on your own 1,240 labels (1,200 clicked, 40 suggested and clicked)."
    )
    assert "no accuracy of the map" in told
    assert "check sample" in told


def curve(enough: int | None, goal: float | None = 0.76) -> dict[str, Any]:
    return {
        "split": "block", "metric": "macro_f1", "enough": enough, "goal": goal,
        "full": {"macro_f1": {"mean": 0.8}}, "full_labels": [95, 100],
    }  # fmt: skip


def test_a_curve_says_what_is_enough_or_that_it_climbs() -> None:
    reached, climbing, hopeless = curve_sentences([curve(50), curve(None), curve(None, None)])
    assert (
        reached
        == "Blocks of ground: 50 labels reach 95% of the macro-F1 of 0.80 that all 100 give."
    )
    assert "still climbs" in climbing
    assert hopeless == "Blocks of ground: no number of labels can be called enough yet."


def test_an_estimate_is_told_with_its_interval() -> None:
    overall = {"value": 0.867, "low": 0.82, "high": 0.914, "standard_error": 0.024}
    report = {"kind": "classes", "estimate": {"n": 200, "level": 0.95, "overall_accuracy": overall}}
    assert area_sentence(report) == (
        "The map is right on 86.7% of its ground (95% interval 82.0% to 91.4%), from 200 cells."
    )
    mean = {"value": 12.34567, "low": 10.0, "high": 14.5}
    values = {"kind": "value", "estimate": {"n": 80, "level": 0.9, "mean": mean}}
    assert area_sentence(values) == "The mean is 12.35, 90% interval 10 to 14.5, from 80 cells."


def test_no_interval_is_claimed_where_every_cell_agrees() -> None:
    overall = {"value": 1.0, "low": 1.0, "high": 1.0, "standard_error": 0.0}
    report = {"kind": "classes", "estimate": {"n": 20, "level": 0.95, "overall_accuracy": overall}}
    assert area_sentence(report).startswith("The map is right on 20 of 20 cells: too few differ")
    assert "100" not in area_sentence(report)
