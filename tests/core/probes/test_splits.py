from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_embed.core.errors import UsageError
from eo_embed.core.probes import Fold, block_folds, least_distance, overlapping, random_folds


def assert_partition(folds: list[Fold], n: int) -> None:
    """Every row is tested once, and trained on wherever it is not tested."""
    np.testing.assert_array_equal(np.sort(np.concatenate([f.test for f in folds])), np.arange(n))
    for fold in folds:
        assert len(fold.test) > 0
        np.testing.assert_array_equal(
            np.sort(np.concatenate([fold.train, fold.test])), np.arange(n)
        )


@given(
    y=st.lists(st.integers(0, 4), min_size=2, max_size=80),
    folds=st.integers(2, 6),
    seed=st.integers(0, 5),
)
def test_random_folds_are_even_and_stratified(y: list[int], folds: int, seed: int) -> None:
    folds = min(folds, len(y))
    dealt = random_folds(np.array(y), folds, seed, stratify=True)
    assert_partition(dealt, len(y))
    assert np.ptp([len(fold.test) for fold in dealt]) <= 1
    for label in set(y):
        assert np.ptp([(np.array(y)[fold.test] == label).sum() for fold in dealt]) <= 1


def test_the_seed_deals_random_folds() -> None:
    y = np.zeros(50)
    first, again, other = (random_folds(y, 5, seed, stratify=False) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first[0].test, again[0].test)
    assert not np.array_equal(first[0].test, other[0].test)


@settings(max_examples=50)
@given(seed=st.integers(0, 1000), block=st.sampled_from([700.0, 1500.0, 2500.0]))
def test_blocks_stay_whole_and_folds_even(seed: int, block: float) -> None:
    xy = np.random.default_rng(seed).uniform(-8000, 8000, (300, 2))
    dealt = block_folds(xy, block, 4, seed)
    assert_partition(dealt, 300)
    fold_of = np.empty(300, dtype=int)
    for i, fold in enumerate(dealt):
        fold_of[fold.test] = i
    square_of = [tuple(np.floor(point / block)) for point in xy]
    homes: dict[tuple, set] = {}
    for square, home in zip(square_of, fold_of, strict=True):
        homes.setdefault(square, set()).add(home)
    assert all(len(home) == 1 for home in homes.values())
    largest = max(square_of.count(square) for square in homes)
    assert np.ptp(np.bincount(fold_of, minlength=4)) <= largest


def test_the_seed_deals_blocks_over_a_fixed_grid() -> None:
    xy = np.random.default_rng(0).uniform(0, 10_000, (200, 2))
    first, again, other = (block_folds(xy, 1000, 5, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first[0].test, again[0].test)
    assert not np.array_equal(first[0].test, other[0].test)


def test_too_few_blocks_names_a_size_that_would_do() -> None:
    xy = np.random.default_rng(0).uniform(0, 3000, (60, 2))
    with pytest.raises(UsageError, match="into 1 block, too few for 5 folds") as caught:
        block_folds(xy, 10_000, 5, 0)
    found = re.search(r"blocks of (\S+) m would do", str(caught.value))
    assert found
    assert_partition(block_folds(xy, float(found[1]), 5, 0), 60)


def test_chips_all_in_one_place_cannot_be_blocked() -> None:
    with pytest.raises(UsageError, match="further apart"):
        block_folds(np.ones((30, 2)), 100, 5, 0)


@pytest.mark.parametrize("block", [0.0, -5.0, np.nan, np.inf])
def test_a_block_needs_a_side(block: float) -> None:
    with pytest.raises(UsageError, match="in metres"):
        block_folds(np.eye(2), block, 2, 0)


@pytest.mark.parametrize("folds", [0, 1, 5])
def test_folds_must_fit_the_rows(folds: int) -> None:
    with pytest.raises(UsageError, match=f"4 labelled chips cannot be split into {folds} folds"):
        random_folds(np.zeros(4), folds, 0, stratify=False)


@given(seed=st.integers(0, 200))
def test_distance_and_overlap_by_brute_force(seed: int) -> None:
    xy = np.random.default_rng(seed).uniform(0, 500, (40, 2))
    fold = random_folds(np.zeros(40), 4, seed, stratify=False)[0]
    apart = xy[fold.test][:, None] - xy[fold.train][None]
    assert least_distance(xy, fold) == pytest.approx(np.hypot(*apart.transpose(2, 0, 1)).min())
    expected = (np.abs(apart).max(axis=2) < 30).any(axis=1).sum()
    assert overlapping(xy, fold, 30) == expected


def test_chips_side_by_side_do_not_overlap() -> None:
    x, y = np.meshgrid(np.arange(10), np.arange(10))
    xy = 0.3 * 1600 * np.column_stack([x.ravel(), y.ravel()]) + 4_123_456.7  # rounding in float64
    fold = random_folds(np.zeros(100), 5, 0, stratify=False)[0]
    assert overlapping(xy, fold, 0.3 * 1600) == 0
    assert overlapping(xy, fold, 0.3 * 1601) == len(fold.test)
