from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load, save
from scipy.spatial.distance import cdist, pdist

from eo_embed.core.errors import HeadMismatch, HeadUntrusted, LabelsTooFew, UsageError
from eo_embed.core.questions import applicability
from eo_embed.core.questions.applicability import Applicability, fit_applicability


def scene(
    m: int = 60, n: int = 200, d: int = 12, seed: int = 0
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Training rows in clumps, rows to ask about, folds and weights, on scales from 1e-2 to 1e3."""
    rng = np.random.default_rng(seed)
    unit = np.logspace(-2, 3, d)
    clumps = rng.normal(size=(5, d)) * 3
    X = clumps[rng.integers(0, 5, m)] + rng.normal(size=(m, d))
    new = clumps[rng.integers(0, 5, n)] + rng.normal(scale=1.5, size=(n, d))
    weights = rng.dirichlet(np.full(d, 0.5))
    folds = np.concatenate([np.arange(3), rng.integers(0, 3, m - 3)])
    X, new = ((part * unit + 50 * unit).astype(np.float32) for part in (X, new))
    return X, new, folds, weights


def by_brute_force(
    X: NDArray, new: NDArray, folds: NDArray, weights: NDArray
) -> tuple[NDArray, float]:
    """The index of ``new`` and the threshold, in float64 after Meyer & Pebesma 2021."""
    X, new = X.astype(np.float64), new.astype(np.float64)
    mean, scale = X.mean(axis=0), X.std(axis=0)
    Z, other = (X - mean) / scale * weights, (new - mean) / scale * weights
    average = pdist(Z).mean()
    apart = cdist(Z, Z)
    reach = [apart[i][folds != folds[i]].min() / average for i in range(len(X))]
    q25, q75 = np.quantile(reach, [0.25, 0.75])
    inner = [r for r in reach if r <= q75 + 1.5 * (q75 - q25)]
    return cdist(other, Z).min(axis=1) / average, max(inner)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), d=st.integers(1, 40), m=st.integers(6, 80))
def test_index_and_threshold_are_those_of_brute_force(seed: int, d: int, m: int) -> None:
    X, new, folds, weights = scene(m=m, d=d, seed=seed)
    expected, limit = by_brute_force(X, new, folds, weights)
    found = fit_applicability(X, folds, weights)
    index = found.dissimilarity(new)
    assert index.dtype == np.float32
    np.testing.assert_allclose(index, expected, rtol=1e-5)
    assert found.threshold == pytest.approx(limit, rel=1e-5)


def test_neighbours_far_nearer_than_their_distance_from_the_mean_are_measured_exactly() -> None:
    """|a|² + |b|² - 2ab in float32 would find the wrong row, and a distance of noise."""
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(4, 256))
    X = np.repeat(centres, 30, axis=0) + 1e-4 * rng.normal(size=(120, 256))
    new = np.repeat(centres, 50, axis=0) + 1e-4 * rng.normal(size=(200, 256))
    X, new = X.astype(np.float32), new.astype(np.float32)
    folds, weights = np.arange(120) % 5, np.ones(256)
    expected, limit = by_brute_force(X, new, folds, weights)
    found = fit_applicability(X, folds, weights)
    assert expected.max() < 1e-3
    np.testing.assert_allclose(found.dissimilarity(new), expected, rtol=1e-5)
    assert found.threshold == pytest.approx(limit, rel=1e-5)


@pytest.mark.parametrize("shift", [1e3, 1e6, 1e12])
def test_rows_from_another_world_are_measured_exactly(shift: float) -> None:
    X, new, folds, weights = scene(d=64)
    new = (new + shift * X.std(axis=0)).astype(np.float32)
    expected, _ = by_brute_force(X, new, folds, weights)
    found = fit_applicability(X, folds, weights)
    np.testing.assert_allclose(found.dissimilarity(new), expected, rtol=1e-5)


def test_what_float32_cannot_hold_is_infinitely_far() -> None:
    X, new, folds, weights = scene()
    new[:] = np.finfo(np.float32).max
    found = fit_applicability(X, folds, weights)
    index = found.dissimilarity(new)
    assert np.isposinf(index).all()
    assert not found.inside(index).any()


def test_a_training_row_is_at_no_distance_from_itself() -> None:
    X, _, folds, weights = scene()
    found = fit_applicability(X, folds, weights)
    np.testing.assert_array_equal(found.dissimilarity(X), 0)


@pytest.mark.parametrize("factor", [1e-6, 7.0, 1e6])
def test_only_the_proportions_of_the_weights_matter(factor: float) -> None:
    X, new, folds, weights = scene()
    a, b = (fit_applicability(X, folds, w) for w in (weights, weights * factor))
    np.testing.assert_allclose(a.dissimilarity(new), b.dissimilarity(new), rtol=1e-6)
    assert a.threshold == pytest.approx(b.threshold, rel=1e-6)


def test_columns_without_weight_or_variety_do_not_count() -> None:
    X, new, folds, weights = scene()
    weights[3], X[:, 7] = 0.0, 0.1
    kept = np.setdiff1d(np.arange(12), [3, 7])
    expected, limit = by_brute_force(X[:, kept], new[:, kept], folds, weights[kept])
    found = fit_applicability(X, folds, weights)
    np.testing.assert_array_equal(found.columns, kept)
    np.testing.assert_allclose(found.dissimilarity(new), expected, rtol=1e-5)
    assert found.threshold == pytest.approx(limit, rel=1e-5)


def test_a_column_of_deviation_one_is_no_constant() -> None:
    X = np.array([[-1.0, 0.0], [1.0, 3.0], [-1.0, 5.0], [1.0, 7.0]], dtype=np.float32)
    found = fit_applicability(X, [0, 1, 0, 1], [1.0, 1.0])
    np.testing.assert_array_equal(found.columns, [0, 1])


def test_missing_values_count_as_the_training_mean() -> None:
    X, new, folds, weights = scene()
    filled = new.copy()
    mean = X.mean(axis=0, dtype=np.float64).astype(np.float32)
    new[:50, 2], new[20:70, 5], new[80] = np.nan, np.inf, np.nan
    filled[:50, 2], filled[20:70, 5], filled[80] = mean[2], mean[5], mean
    found = fit_applicability(X, folds, weights)
    np.testing.assert_allclose(found.dissimilarity(new), found.dissimilarity(filled), rtol=1e-4)
    X[0, 0] = np.nan
    assert np.isfinite(fit_applicability(X, folds, weights).dissimilarity(new)).all()


def test_folds_that_keep_neighbours_together_make_the_area_larger() -> None:
    rng = np.random.default_rng(0)
    place = np.arange(100) // 10
    X = (rng.normal(size=(10, 8)) * 5)[place] + rng.normal(size=(100, 8))
    blocks, random = (fit_applicability(X, f, np.ones(8)) for f in (place, np.arange(100) % 5))
    assert blocks.threshold > 2 * random.threshold


def test_inside_holds_the_threshold_itself_and_nothing_missing() -> None:
    X, _, folds, weights = scene()
    found = fit_applicability(X, folds, weights)
    t = np.float32(found.threshold)
    index = np.array([0, t, np.nextafter(t, np.float32(np.inf)), np.nan], dtype=np.float32)
    np.testing.assert_array_equal(found.inside(index), [True, True, False, False])


def test_the_same_whatever_the_chunks_and_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    X, new, folds, weights = scene(n=3000)
    one = fit_applicability(X, folds, weights)
    expected = one.dissimilarity(new)
    small = applicability.row_chunks
    monkeypatch.setattr(applicability, "row_chunks", lambda n, width: small(n, 2**20))
    two = fit_applicability(X, folds, weights, threads=3)
    np.testing.assert_allclose(two.dissimilarity(new, threads=3), expected, rtol=1e-6)
    assert two.threshold == pytest.approx(one.threshold)
    assert one.dissimilarity(new[:0]).shape == (0,)


def test_many_rows_are_sampled_for_the_mean_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    X, _, folds, weights = scene(m=2000)
    every = fit_applicability(X, folds, weights)
    monkeypatch.setattr(applicability, "MOST_ROWS_FOR_MEAN", 500)
    first, again, other = (fit_applicability(X, folds, weights, seed=s) for s in (1, 1, 2))
    assert first.mean_distance == again.mean_distance != other.mean_distance
    assert first.mean_distance == pytest.approx(every.mean_distance, rel=0.05)
    assert len(first.rows) == 2000


def test_what_cannot_be_fitted() -> None:
    X, _, folds, weights = scene()
    with pytest.raises(UsageError, match="one fold"):
        fit_applicability(X, folds[1:], weights)
    for wrong in (weights[1:], -weights, weights * np.nan):
        with pytest.raises(UsageError, match="one for each of 12 features"):
            fit_applicability(X, folds, wrong)
    with pytest.raises(UsageError, match="All weights are 0"):
        fit_applicability(X, folds, np.zeros(12))
    with pytest.raises(LabelsTooFew, match="fewer than two folds"):
        fit_applicability(X, np.zeros(60), weights)
    with pytest.raises(LabelsTooFew, match="all alike"):
        fit_applicability(np.ones((60, 12)), folds, weights)


def test_rows_of_another_width_are_refused() -> None:
    X, new, folds, weights = scene()
    found = fit_applicability(X, folds, weights)
    for wrong in (new[:, 1:], new[0]):
        with pytest.raises(HeadMismatch, match="12 features"):
            found.dissimilarity(wrong)
    with pytest.raises(FrozenInstanceError):
        found.threshold = 9.0  # type: ignore[misc]


def test_it_comes_back_from_a_file_of_arrays_and_says_the_same() -> None:
    X, new, folds, weights = scene()
    weights[4] = 0.0
    found = fit_applicability(X, folds, weights)
    back = Applicability.from_arrays(load(save(found.to_arrays())))
    np.testing.assert_array_equal(back.dissimilarity(new), found.dissimilarity(new))
    assert (back.threshold, back.n_features) == (found.threshold, 12)


def damage(name: str, value: Any) -> Any:
    return pytest.param(name, value, id=f"{name}-{value!r}"[:40].replace("\n", ""))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        damage("rows", np.zeros((60, 3), dtype=np.float32)),
        damage("rows", np.zeros((1, 12), dtype=np.float32)),
        damage("rows", np.zeros((60, 12))),
        damage("rows", np.full((60, 12), np.nan, dtype=np.float32)),
        damage("columns", np.arange(12) + 1),
        damage("columns", np.arange(12) - 1),
        damage("columns", np.zeros(12, dtype=np.int64)),
        damage("columns", np.arange(12)[None]),
        damage("columns", np.arange(12, dtype=np.int32)),
        damage("mean", np.zeros(11, dtype=np.float32)),
        damage("scale", np.zeros(12, dtype=np.float32)),
        damage("scale", np.full(12, -1, dtype=np.float32)),
        damage("scale", np.ones(11, dtype=np.float32)),
        damage("n_features", np.array([11])),
        damage("n_features", np.array([12, 12])),
        damage("n_features", np.empty(0, dtype=np.int64)),
        damage("mean_distance", np.array([0.0])),
        damage("mean_distance", np.array([np.inf])),
        damage("mean_distance", np.empty(0)),
        damage("threshold", np.array([-1.0])),
        damage("threshold", np.array(1.0)),
        damage("surprise", np.array([1.0])),
        damage("rows", None),
    ],
)
def test_damaged_arrays_are_refused(name: str, value: Any) -> None:
    X, _, folds, weights = scene()
    arrays = {**fit_applicability(X, folds, weights).to_arrays(), name: value}
    if value is None:
        del arrays[name]
    with pytest.raises(HeadUntrusted, match=r"is damaged: .* fit the head again"):
        Applicability.from_arrays(arrays)
