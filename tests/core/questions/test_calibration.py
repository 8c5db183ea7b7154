from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import log_softmax, softmax
from scipy.stats import binomtest, norm
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, log_loss

from eo_embed.core.errors import LabelsTooFew, UsageError
from eo_embed.core.probes.base import PROBABILITY_FLOOR
from eo_embed.core.questions.calibration import (
    TEMPERATURES,
    apply_temperature,
    fit_temperature,
    interval_reliability,
    reliability,
    spread_floor,
    spread_scale,
)


def chips(n: int = 400, k: int = 4, seed: int = 0) -> tuple[NDArray, NDArray]:
    """Probabilities and true classes drawn from them."""
    rng = np.random.default_rng(seed)
    proba = softmax(rng.normal(scale=2.0, size=(n, k)), axis=1)
    return proba, (rng.random(n)[:, None] > proba.cumsum(axis=1)[:, :-1]).sum(axis=1)


def expected_error(confidence: NDArray, hit: NDArray, weights: NDArray, edges: NDArray) -> float:
    """Guo et al. 2017, equation 3, chip by chip."""
    total = 0.0
    for b in range(len(edges) - 1):
        first = b == 0
        members = [
            i
            for i, c in enumerate(confidence)
            if (edges[b] < c or (first and c == edges[0])) and c <= edges[b + 1]
        ]
        mass = sum(weights[i] for i in members)
        if mass:
            gap = sum(weights[i] * (confidence[i] - hit[i]) for i in members) / mass
            total += mass / weights.sum() * abs(gap)
    return total


@pytest.mark.parametrize("weighted", [False, True])
def test_calibration_errors_are_those_of_a_loop_over_chips(weighted: bool) -> None:
    proba, y = chips()
    weights = np.random.default_rng(1).uniform(0, 3, len(y)) if weighted else np.ones(len(y))
    found = reliability(proba, y, weights if weighted else None, bins=7)
    edges = np.linspace(0, 1, 8)
    top = expected_error(proba.max(axis=1), proba.argmax(axis=1) == y, weights, edges)
    classes = [expected_error(proba[:, c], y == c, weights, edges) for c in range(4)]
    assert found.ece == pytest.approx(top)
    assert found.classwise_ece == pytest.approx(np.mean(classes))


@pytest.mark.parametrize(("equal_mass", "strategy"), [(False, "uniform"), (True, "quantile")])
def test_bins_are_scikit_learns(equal_mass: bool, strategy: str) -> None:
    proba, y = chips()
    found = reliability(proba, y, bins=8, equal_mass=equal_mass)
    right = proba.argmax(axis=1) == y
    shares, means = calibration_curve(right, proba.max(axis=1), n_bins=8, strategy=strategy)
    filled = found.count > 0
    np.testing.assert_allclose(found.right[filled], shares)
    np.testing.assert_allclose(found.confidence[filled], means)
    assert np.isnan(found.right[~filled]).all()
    assert found.count.sum() == len(y)
    if equal_mass:
        np.testing.assert_array_equal(found.count, 50)


def test_losses_are_scikit_learns() -> None:
    proba, y = chips()
    weights = np.random.default_rng(1).uniform(0, 3, len(y))
    found = reliability(proba, y, weights)
    assert found.log_loss == pytest.approx(log_loss(y, proba, sample_weight=weights))
    expected = brier_score_loss(y, proba, sample_weight=weights, scale_by_half=False)
    assert found.brier == pytest.approx(expected)


def test_intervals_of_bins_are_scipys() -> None:
    proba, y = chips()
    found = reliability(proba, y, bins=5)
    right = np.bincount(
        np.searchsorted(found.edges[1:-1], proba.max(axis=1)),
        proba.argmax(axis=1) == y,
        minlength=5,
    )
    for b in np.flatnonzero(found.count):
        expected = binomtest(int(right[b]), int(found.count[b])).proportion_ci(method="wilson")
        assert (found.low[b], found.high[b]) == pytest.approx((expected.low, expected.high))


def test_a_weight_of_two_is_a_chip_counted_twice_but_no_more_certain() -> None:
    proba, y = chips()
    twice = reliability(np.tile(proba, (2, 1)), np.tile(y, 2))
    weighted = reliability(proba, y, np.full(len(y), 2.0))
    assert weighted.ece == pytest.approx(twice.ece)
    filled = weighted.count > 0
    assert (weighted.low[filled] <= twice.low[filled] + 1e-12).all()
    np.testing.assert_allclose(weighted.low, reliability(proba, y).low)


def test_a_probability_of_zero_on_the_truth_costs_what_the_floor_says() -> None:
    found = reliability([[1.0, 0.0], [1.0, 0.0]], [1, 1])
    assert found.log_loss == pytest.approx(-np.log(PROBABILITY_FLOOR))
    assert (found.ece, found.brier) == (1.0, 2.0)


@pytest.mark.parametrize("truth", [0.4, 1.0, 3.0])
def test_the_temperature_that_sharpened_probabilities_is_found(truth: float) -> None:
    proba, y = chips(20_000)
    sharpened = softmax(np.log(proba) * truth, axis=1)
    assert fit_temperature(sharpened, y) == pytest.approx(truth, rel=0.05)
    mended = apply_temperature(sharpened, truth)
    assert reliability(mended, y).ece < 0.02
    whole = sharpened.min(axis=1) >= PROBABILITY_FLOOR
    np.testing.assert_allclose(mended[whole], proba[whole], atol=1e-6)


@settings(max_examples=30)
@given(seed=st.integers(0, 500), sharpness=st.floats(0.2, 5.0))
def test_no_temperature_on_a_grid_has_less_log_loss(seed: int, sharpness: float) -> None:
    proba, y = chips(40, 3, seed)
    proba = softmax(np.log(proba) * sharpness, axis=1)

    def loss(t: float) -> float:
        logits = np.log(np.maximum(proba, PROBABILITY_FLOOR)) / t
        return float(-log_softmax(logits, axis=1)[np.arange(40), y].mean())

    found = loss(fit_temperature(proba, y))
    assert found <= min(map(loss, np.geomspace(*TEMPERATURES, 200))) + 1e-6


def test_a_head_that_is_right_every_time_is_sharpened_no_further_than_the_bound() -> None:
    proba = np.tile([[0.7, 0.3]], (10, 1))
    assert fit_temperature(proba, np.zeros(10, dtype=int)) == pytest.approx(
        TEMPERATURES[0], rel=1e-3
    )


@given(seed=st.integers(0, 500), temperature=st.floats(0.05, 20.0))
def test_a_temperature_keeps_the_order_and_the_sum(seed: int, temperature: float) -> None:
    proba, _ = chips(20, 5, seed)
    proba[0] = [0.0, 0.0, 1.0, 0.0, 0.0]
    cooled = apply_temperature(proba, temperature)
    assert cooled.dtype == np.float32
    np.testing.assert_allclose(cooled.sum(axis=1), 1, atol=1e-6)
    order = np.argsort(proba, axis=1)
    assert (np.diff(np.take_along_axis(cooled, order, axis=1), axis=1) >= 0).all()


def test_temperature_one_changes_nothing() -> None:
    proba = np.array([[1.0, 0.0], [0.3, 0.7]], dtype=np.float32)
    np.testing.assert_array_equal(apply_temperature(proba, 1.0), proba)


@given(seed=st.integers(0, 500), zeros=st.integers(0, 10))
def test_scaled_spreads_leave_errors_of_unit_mean_square(seed: int, zeros: int) -> None:
    rng = np.random.default_rng(seed)
    spread, error = rng.uniform(0.5, 2.0, 40), rng.normal(size=40)
    spread[:zeros] = 0.0
    scale = spread_scale(error, spread)
    standardised = error[zeros:] / (scale * spread[zeros:])
    assert np.mean(standardised**2) == pytest.approx(1.0)


def test_the_least_spread_is_a_share_of_the_median_of_those_above_zero() -> None:
    assert spread_floor([0.0, 0.0, 1.0, 3.0, 8.0]) == pytest.approx(0.03)
    assert spread_floor([0.0, 0.0]) == 1.0


def test_the_shares_inside_normal_intervals_are_those_of_a_loop() -> None:
    rng = np.random.default_rng(0)
    spread = rng.uniform(0.5, 2.0, 300)
    error = rng.normal(scale=1.5 * spread)
    levels = [0.5, 0.8, 0.95]
    found = interval_reliability(error, spread, levels)
    for i, level in enumerate(levels):
        inside = sum(
            norm.ppf(0.5 - level / 2, 0, s) <= e <= norm.ppf(0.5 + level / 2, 0, s)
            for e, s in zip(error, spread, strict=True)
        )
        assert found.share[i] == pytest.approx(inside / 300)
        expected = binomtest(inside, 300).proportion_ci(method="wilson")
        assert (found.low[i], found.high[i]) == pytest.approx((expected.low, expected.high))
    assert (found.share < levels).all()  # the spread says too little
    mended = interval_reliability(error, spread * spread_scale(error, spread), levels)
    np.testing.assert_allclose(mended.share, levels, atol=0.06)


def test_a_spread_of_zero_holds_a_value_that_is_right_alone() -> None:
    assert interval_reliability([0.0, 0.1], [0.0, 0.0], [0.9]).share == [0.5]


@pytest.mark.parametrize(
    ("proba", "y", "message"),
    [
        ([[0.5, 0.5]], [0, 1], "one true class each"),
        ([0.5, 0.5], [0, 1], "rows of at least two classes"),
        ([[1.0]], [0], "at least two classes"),
        ([[0.5, 0.5]], [2], "column numbers from 0 to 1"),
        ([[0.5, 0.5]], [-1], "column numbers from 0 to 1"),
        ([[0.5, 0.5]], [0.0], "column numbers"),
        ([[0.5, np.nan]], [0], "missing or outside"),
        ([[1.5, -0.5]], [0], "missing or outside"),
    ],
)
def test_probabilities_that_cannot_be_judged(proba: list, y: list, message: str) -> None:
    for judge in (reliability, fit_temperature):
        with pytest.raises(UsageError, match=message):
            judge(proba, y)


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [0.0, 0.0], [np.nan, 1.0]])
def test_weights_that_cannot_be(weights: list) -> None:
    with pytest.raises(UsageError, match="one for each of the 2 chips"):
        reliability(np.full((2, 2), 0.5), [0, 1], weights)


def test_what_else_cannot_be() -> None:
    with pytest.raises(LabelsTooFew, match="no labelled chip"):
        reliability(np.empty((0, 2)), np.empty(0, dtype=int))
    with pytest.raises(UsageError, match="at least one bin"):
        reliability([[0.5, 0.5]], [0], bins=0)
    with pytest.raises(LabelsTooFew, match="no labelled chip"):
        spread_scale([], [])
    with pytest.raises(UsageError, match="one a chip"):
        spread_scale([1.0], [1.0, 2.0])
    for error, spread in (([np.nan], [1.0]), ([1.0], [-1.0]), ([1.0], [np.inf])):
        with pytest.raises(UsageError, match="leave that chip out"):
            spread_scale(error, spread)
    for error, spread in (([0.0], [1.0]), ([1.0], [0.0])):
        with pytest.raises(LabelsTooFew, match="cannot be compared"):
            spread_scale(error, spread)
    for level in (0.0, 1.0, np.nan):
        with pytest.raises(UsageError, match="between 0 and 1"):
            interval_reliability([1.0], [1.0], [level])
    for temperature in (0.0, -1.0, np.inf, np.nan):
        with pytest.raises(UsageError, match="finite number above 0"):
            apply_temperature([[0.5, 0.5]], temperature)
