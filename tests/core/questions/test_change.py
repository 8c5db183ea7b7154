"""Change between two dates: distances against a brute force in float64, and what must not move them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.distance import cosine as scipy_cosine

from eo_embed.core.errors import UsageError
from eo_embed.core.questions.change import Change, change


def two_dates(
    n: int = 200, d: int = 12, seed: int = 0, moved: float = 0.3
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Columns of very different spread, far from zero; the second date moves each row a little."""
    rng = np.random.default_rng(seed)
    spread = np.geomspace(0.01, 10, d)
    first = rng.normal(size=(n, d)) * spread + 50
    second = first + moved * rng.normal(size=(n, d)) * spread
    return first.astype(np.float32), second.astype(np.float32)


def standardised(
    first: NDArray, second: NDArray, centred: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    A, B = first.astype(np.float64), second.astype(np.float64)
    scale = np.sqrt((A.var(axis=0) + B.var(axis=0)) / 2)
    middle = (A.mean(axis=0) + B.mean(axis=0)) / 2
    centres = (A.mean(axis=0), B.mean(axis=0)) if centred else (middle, middle)
    return (A - centres[0]) / scale, (B - centres[1]) / scale


@pytest.mark.parametrize("centred", [False, True])
def test_distances_are_those_of_a_brute_force(centred: bool) -> None:
    first, second = two_dates()
    found = change(first, second, centred=centred)
    A, B = standardised(first, second, centred)
    expected = [scipy_cosine(a, b) for a, b in zip(A, B, strict=True)]
    np.testing.assert_allclose(found.cosine, expected, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(found.euclidean, np.linalg.norm(A - B, axis=1), rtol=1e-5)
    assert found.centred is centred


def test_many_rows_in_chunks_are_those_of_a_brute_force() -> None:
    first, second = two_dates(5000, 600, moved=1.0)  # several chunks of rows
    found = change(first, second)
    A, B = standardised(first, second, False)
    np.testing.assert_allclose(found.euclidean, np.linalg.norm(A - B, axis=1), rtol=1e-5)


def test_the_smallest_changes_are_not_lost_to_rounding() -> None:
    first, _ = two_dates(50, 300)
    second = first.copy()
    second[7] += np.spacing(second[7])  # the least that float32 can tell
    found = change(first, second)
    A, B = standardised(first, second, False)
    exact = 1 - (A[7] @ B[7]) / np.longdouble(np.linalg.norm(A[7]) * np.linalg.norm(B[7]))
    assert found.cosine[7] > 0
    assert found.cosine[7] == pytest.approx(float(exact), rel=0.05, abs=1e-15)
    assert (np.delete(found.cosine, 7) < found.cosine[7]).all()


def test_a_changed_patch_ranks_first_under_a_season_that_changes_everything() -> None:
    first, second = two_dates(seed=4, moved=0.1)
    second = 50 + (second - 50) * np.float32(1.1) + np.geomspace(0.003, 3, 12, dtype=np.float32)
    patch = np.arange(30, 45)
    second[patch] = second[patch + 100]
    for centred in (False, True):
        found = change(first, second, centred=centred)
        assert set(np.argsort(-found.euclidean)[:15]) == set(patch.tolist())


def test_a_shift_of_all_chips_is_told_and_can_be_taken_away() -> None:
    first, second = two_dates(moved=0.2)
    shifted = second + np.geomspace(0.01, 10, 12).astype(np.float32) * 3
    plain, centred = change(first, shifted), change(first, shifted, centred=True)
    A, B = standardised(first, shifted, False)
    share = ((B - A).mean(axis=0) ** 2).sum() / ((B - A) ** 2).sum(axis=1).mean()
    assert plain.shift_share == pytest.approx(share, rel=1e-4)
    assert centred.shift_share == pytest.approx(share, rel=1e-4)
    assert plain.shift_share > 0.95
    np.testing.assert_allclose(
        centred.euclidean, change(first, second, centred=True).euclidean, rtol=1e-3
    )


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(1, 8), st.booleans())
def test_swapping_the_dates_changes_no_distance(seed: int, n: int, d: int, centred: bool) -> None:
    first, second = two_dates(n, d, seed)
    there, back = (change(*pair, centred=centred) for pair in ((first, second), (second, first)))
    np.testing.assert_allclose(there.cosine, back.cosine, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(there.euclidean, back.euclidean, rtol=1e-5, atol=1e-7)
    assert (there.cosine >= 0).all()
    assert (there.cosine <= 2 + 1e-6).all()


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 100), st.floats(-1e3, 1e3))
def test_the_unit_of_a_feature_does_not_count(seed: int, factor: float, offset: float) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, 30, 4)).astype(np.float64)
    unit, zero = np.array([factor, 1, 1, 1]), np.array([offset, 0, 0, 0])
    plain, other = change(first, second), change(first * unit + zero, second * unit + zero)
    noise = 1e-4 * max(1.0, abs(offset) / factor)  # of float32, far from zero
    np.testing.assert_allclose(other.euclidean, plain.euclidean, rtol=0, atol=noise)


def test_the_same_twice_is_no_change() -> None:
    first, _ = two_dates()
    found = change(first, first)
    assert not found.cosine.any()
    assert not found.euclidean.any()
    assert np.isnan(found.shift_share)


def test_features_that_are_the_same_for_all_chips_are_left_out() -> None:
    first, second = two_dates(d=5)
    flat = np.full((len(first), 1), 0.1, np.float32)
    plain = change(first, second)
    with_flat = change(np.hstack([first, flat]), np.hstack([second, flat + 1]))
    np.testing.assert_array_equal(with_flat.euclidean, plain.euclidean)


def test_random_pairs_are_of_one_date_each_and_never_a_chip_with_itself() -> None:
    first = np.arange(5, dtype=np.float32)[:, None] @ np.ones((1, 3), np.float32)
    found = change(first, first + 1000, pairs=400)  # a chip of the other date is far away
    A, _ = standardised(first, first + 1000, False)
    possible = np.unique(np.round(np.linalg.norm(A[:, None] - A[None], axis=2), 4))
    drawn = np.unique(np.round(found.random_euclidean, 4))
    assert found.random_euclidean.shape == found.random_cosine.shape == (400,)
    np.testing.assert_allclose(drawn, possible[1:], atol=1e-3)  # all of them, 0 not among them


def test_a_seed_gives_the_same_pairs_again() -> None:
    def pairs(seed: int) -> Change:
        return change(*two_dates(), seed=seed)

    np.testing.assert_array_equal(pairs(3).random_cosine, pairs(3).random_cosine)
    assert (pairs(3).random_cosine != pairs(4).random_cosine).any()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (np.ones((3, 2)), np.ones((4, 2)), r"shape \(3, 2\) and \(4, 2\)"),
        (np.ones((1, 2)), np.ones((1, 2)), "2 chips or more"),
        (np.ones(3), np.ones(3), "2 chips or more"),
        (np.ones((3, 2)), np.full((3, 2), np.nan), "missing values"),
        (np.full((3, 2), np.inf), np.ones((3, 2)), "missing values"),
    ],
)
def test_what_cannot_be_compared_is_refused(before: NDArray, after: NDArray, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        change(before, after)
