from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from eo_embed.core.errors import LabelsTooFew, UsageError
from eo_embed.core.questions.conformal import (
    class_scores,
    intervals,
    prediction_sets,
    threshold,
    value_scores,
)


def by_fractions(scores: list[int], blocks: list[int], level: Fraction) -> float:
    """The quantile of Lee, Barber & Willett 2023 by exact sums over every chip."""
    sizes = {block: blocks.count(block) for block in blocks}
    for candidate in sorted(scores):
        mass = sum(
            Fraction(1, (len(sizes) + 1) * sizes[block])
            for score, block in zip(scores, blocks, strict=True)
            if score <= candidate
        )
        if mass >= level:
            return candidate
    return math.inf


@settings(max_examples=200)
@given(data=st.data(), percent=st.integers(1, 99))
def test_the_threshold_is_that_of_exact_sums(data: st.DataObject, percent: int) -> None:
    blocks = data.draw(st.lists(st.integers(0, 12), min_size=1, max_size=60))
    scores = data.draw(st.lists(st.integers(0, 9), min_size=len(blocks), max_size=len(blocks)))
    expected = by_fractions(scores, blocks, Fraction(percent, 100))
    if math.isinf(expected):
        with pytest.raises(LabelsTooFew):
            threshold(scores, blocks, percent / 100)
    else:
        assert threshold(scores, blocks, percent / 100) == expected


@given(n=st.integers(1, 300), percent=st.integers(1, 99))
def test_blocks_of_one_chip_are_split_conformal(n: int, percent: int) -> None:
    scores = np.random.default_rng(n).normal(size=n)
    rank = -(-(n + 1) * percent // 100)  # ceil((n + 1)(1 - alpha)), in whole numbers
    assume(rank <= n)
    assert threshold(scores, np.arange(n), percent / 100) == np.sort(scores)[rank - 1]


def random_effects(rng: np.random.Generator, blocks: int) -> tuple[NDArray, NDArray]:
    """Scores of blocks of 1 to 40 chips, those of a block being alike, and the block of each."""
    sizes = rng.integers(1, 41, blocks)
    block_of = np.repeat(np.arange(blocks), sizes)
    effect = rng.normal(scale=3.0, size=blocks)
    return np.abs(effect[block_of] + rng.normal(size=len(block_of))), block_of


@pytest.mark.parametrize(("blocks", "level"), [(9, 0.8), (19, 0.9)])
def test_chips_of_new_blocks_are_covered_though_pooling_would_not(
    blocks: int, level: float
) -> None:
    rng = np.random.default_rng(0)
    covered, pooled = [], []
    for _ in range(4000):
        scores, block_of = random_effects(rng, blocks)
        new, _ = random_effects(rng, 1)
        covered.append((new <= threshold(scores, block_of, level)).mean())
        pooled.append((new <= threshold(scores, np.arange(len(scores)), level)).mean())
    noise = 3 * np.std(covered) / np.sqrt(len(covered))
    assert np.mean(covered) > level - noise
    assert np.mean(covered) < level + 1 / (blocks + 1) + noise
    assert np.mean(pooled) < level - noise


def test_too_few_blocks_say_how_many_are_needed() -> None:
    scores, blocks = np.arange(16.0), np.repeat(np.arange(8), 2)
    with pytest.raises(
        LabelsTooFew,
        match=r"8 calibration blocks reach a level of 0\.889, not 0\.9; .* at least 9 blocks",
    ):
        threshold(scores, blocks, 0.9)
    assert threshold(scores, blocks, 8 / 9) == 15
    assert threshold(np.arange(9.0), np.arange(9), 0.9) == 8
    with pytest.raises(LabelsTooFew, match=r"reach no level, not 0\.5; .* at least 1 blocks"):
        threshold([], [], 0.5)


def test_blocks_may_be_named() -> None:
    assert threshold([3.0, 1.0, 2.0], ["north", "south", "south"], 1 / 3) == 2.0


@given(seed=st.integers(0, 500), q=st.floats(-0.5, 1.5))
def test_sets_hold_every_class_within_the_threshold_and_the_most_probable(
    seed: int, q: float
) -> None:
    proba = np.random.default_rng(seed).dirichlet(np.ones(4), 30).astype(np.float32)
    sets = prediction_sets(proba, q)
    for row, held in zip(proba, sets, strict=True):
        expected = {i for i, p in enumerate(row) if 1.0 - float(p) <= q} | {int(row.argmax())}
        assert set(np.flatnonzero(held)) == expected


def test_a_set_holds_the_truth_just_where_its_score_is_within_the_threshold() -> None:
    rng = np.random.default_rng(0)
    proba = rng.dirichlet(np.ones(4), 200).astype(np.float32)
    y = rng.integers(0, 4, 200)
    scores = class_scores(proba, y)
    np.testing.assert_array_equal(scores, 1.0 - proba[np.arange(200), y].astype(float))
    q = threshold(scores, np.arange(200), 0.8)  # itself a score: rounding must not part the two
    held = prediction_sets(proba, q)[np.arange(200), y]
    np.testing.assert_array_equal(held, (scores <= q) | (proba.argmax(axis=1) == y))
    assert held.mean() >= 0.8


def test_an_interval_holds_the_truth_just_where_its_score_is_within_the_threshold() -> None:
    rng = np.random.default_rng(0)
    value, spread = rng.normal(size=300), rng.uniform(0.0, 2.0, 300)
    spread[:30] = 0.0
    error = rng.normal(scale=0.5 + spread)
    scores = value_scores(error, spread, 0.05)
    pairs = zip(error, spread, strict=True)
    np.testing.assert_allclose(scores, [abs(e) / max(s, 0.05) for e, s in pairs])
    q = np.mean(np.sort(scores)[269:271])  # between two scores
    low, high = intervals(value, spread, q, 0.05)
    assert low.dtype == high.dtype == np.float32
    truth = value + error
    np.testing.assert_array_equal((low <= truth) & (truth <= high), scores <= q)


def test_what_cannot_be() -> None:
    with pytest.raises(UsageError, match="one score and one block"):
        threshold([1.0, 2.0], [1], 0.5)
    with pytest.raises(UsageError, match="is missing"):
        threshold([1.0, np.nan], [1, 2], 0.5)
    for level in (0.0, 1.0, -0.1, np.nan):
        with pytest.raises(UsageError, match="between 0 and 1"):
            threshold([1.0], [1], level)
    for floor in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(UsageError, match="finite number above 0"):
            value_scores([1.0], [1.0], floor)
    with pytest.raises(UsageError, match="column numbers"):
        class_scores([[0.5, 0.5]], [2])
    with pytest.raises(UsageError, match="one a chip"):
        value_scores([1.0], [1.0, 2.0], 0.1)
