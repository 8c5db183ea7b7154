from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import LeaveOneGroupOut

from eo_embed.core.errors import UsageError
from eo_embed.core.probes import (
    Fold,
    Splitter,
    band_folds,
    block_folds,
    buffered,
    group_folds,
    least_distance,
    overlapping,
    random_folds,
    touching,
)
from eo_embed.core.probes.splits import TEST, TRAIN, VALIDATION, band_roles


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


def roles_across(xy: np.ndarray, fold: Fold, angle: float) -> list[tuple[str, float]]:
    """The runs of train (t), test (T) and neither (v) met on the way across the bands, with widths."""
    across = (xy[:, 0] + 1j * xy[:, 1]) * np.exp(-1j * np.radians(angle))
    role = np.full(len(xy), "v")
    role[fold.train], role[fold.test] = "t", "T"
    order = np.argsort(across.imag)
    role, place = role[order], across.imag[order]
    edges = np.flatnonzero(np.append(role[1:] != role[:-1], True))
    starts = np.append(0, edges[:-1] + 1)
    return [(role[a], place[b] - place[a]) for a, b in zip(starts, edges, strict=True)]


@settings(max_examples=50)
@given(seed=st.integers(0, 1000), angle=st.floats(-90, 90), band=st.sampled_from([300.0, 700.0]))
def test_bands_train_three_test_one_and_leave_one(seed: int, angle: float, band: float) -> None:
    xy = np.random.default_rng(seed).uniform(-9000, 9000, (20_000, 2)) + 4_000_000
    (fold,) = band_folds(xy, band, seed, angle)
    assert len(np.intersect1d(fold.train, fold.test)) == 0
    assert len(fold.train) / len(xy) == pytest.approx(0.6, abs=0.06)
    assert len(fold.test) / len(xy) == pytest.approx(0.2, abs=0.06)
    runs = roles_across(xy, fold, angle)
    met = "".join(role for role, _ in runs)
    assert met in "tTv" * len(met)
    for role, width in runs[1:-1]:
        whole = band * (3 if role == "t" else 1)
        assert width <= whole
        # In the corners of the area points are few.
    middle = runs[len(runs) // 3 : -len(runs) // 3]
    assert all(width > 0.9 * band for _, width in middle)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_roles_of_bands_are_their_folds_and_what_is_between(seed: int) -> None:
    xy = np.random.default_rng(seed).uniform(0, 20_000, (500, 2))
    roles = band_roles(xy, 1000, seed, 30.0)
    [fold] = band_folds(xy, 1000, seed, 30.0)
    np.testing.assert_array_equal(np.flatnonzero(roles == TRAIN), fold.train)
    np.testing.assert_array_equal(np.flatnonzero(roles == TEST), fold.test)
    rest = np.setdiff1d(np.arange(500), np.concatenate([fold.train, fold.test]))
    np.testing.assert_array_equal(np.flatnonzero(roles == VALIDATION), rest)
    # A place alone has one role, and no error.
    assert len(set(band_roles(np.ones((9, 2)), 1000, seed))) == 1


def test_seeds_shift_the_bands_so_that_every_chip_is_tested_in_its_turn() -> None:
    xy = np.random.default_rng(0).uniform(0, 10_000, (200, 2))
    tested = np.zeros(200)
    for seed in range(400):
        tested[band_folds(xy, 1000, seed)[0].test] += 1
    assert 0.1 < tested.min() / 400 < tested.max() / 400 < 0.3
    np.testing.assert_array_equal(band_folds(xy, 1000, 7)[0].test, band_folds(xy, 1000, 7)[0].test)


@pytest.mark.parametrize(("angle", "axis"), [(0.0, 1), (90.0, 0)])
def test_bands_run_along_their_angle(angle: float, axis: int) -> None:
    xy = np.random.default_rng(0).uniform(0, 10_000, (500, 2))
    moved = xy.copy()
    moved[:, 1 - axis] += 12_345.0
    kept, shifted = (band_folds(points, 1000, 3, angle)[0] for points in (xy, moved))
    np.testing.assert_array_equal(kept.test, shifted.test)
    np.testing.assert_array_equal(kept.train, shifted.train)


def test_bands_too_wide_name_a_width_that_would_do() -> None:
    xy = np.random.default_rng(0).uniform(0, 3000, (500, 2))
    with pytest.raises(
        UsageError, match=r"leave no (test|training) chip; use bands of at most"
    ) as caught:
        band_folds(xy, 100_000, 0)
    found = re.search(r"at most (\d+) m", str(caught.value))
    assert found
    for seed in range(50):
        (fold,) = band_folds(xy, float(found[1]), seed)
        assert min(len(fold.train), len(fold.test)) > 0


def test_bands_that_cannot_be_laid() -> None:
    with pytest.raises(UsageError, match="further apart"):
        band_folds(np.ones((30, 2)), 100, 0)
    in_step = np.array([[0.0, 0], [0, 100_000]])  # twice the five widths after which bands recur
    with pytest.raises(UsageError, match="use narrower bands"):
        band_folds(in_step, 10_000, 0, angle=0.0)
    for band, angle in [(0.0, 45.0), (-1.0, 45.0), (np.nan, 45.0), (100.0, np.inf)]:
        with pytest.raises(UsageError, match="width in metres and degrees"):
            band_folds(np.eye(2), band, 0, angle)


@given(groups=st.lists(st.integers(0, 4), min_size=2, max_size=40))
def test_groups_are_left_out_as_scikit_learn_does(groups: list[int]) -> None:
    if len(set(groups)) < 2:
        with pytest.raises(UsageError, match=r"in one group \(\d\), and leaving one out takes two"):
            group_folds(groups)
        return
    expected = LeaveOneGroupOut().split(np.zeros(len(groups)), groups=groups)
    for fold, (train, test) in zip(group_folds(groups), expected, strict=True):
        np.testing.assert_array_equal(fold.train, train)
        np.testing.assert_array_equal(fold.test, test)
        assert {fold.name} == {str(groups[row]) for row in test}


@pytest.mark.parametrize(
    "groups",
    [
        ["north", None, "south", ""],
        ["north", float("nan"), "south", " "],
        np.array([1.0, np.nan, 2.0, np.nan]),
        np.array([1.0, np.nan, 2.0, np.nan], dtype=np.float32),
        np.array([0, -1, 5, -1]),
        [7, None, 3, -1],
    ],
)
def test_a_chip_without_a_group_is_in_no_fold(groups: Sequence[Any]) -> None:
    first, second = sorted(group_folds(groups), key=lambda fold: fold.test[0])
    assert (first.train.tolist(), first.test.tolist()) == ([2], [0])
    assert (second.train.tolist(), second.test.tolist()) == ([0], [2])


def test_whole_numbers_name_their_group_however_stored() -> None:
    assert [fold.name for fold in group_folds(np.array([3.0, 12.0, np.nan]))] == ["12", "3"]
    with pytest.raises(UsageError, match="in no group"):
        group_folds([None, None])


@given(seed=st.integers(0, 200), metres=st.sampled_from([1.0, 40.0, 120.0, 5000.0]))
def test_a_buffer_drops_the_training_chips_within_it(seed: int, metres: float) -> None:
    xy = np.random.default_rng(seed).uniform(0, 500, (40, 2))
    fold = random_folds(np.zeros(40), 4, seed, stratify=False)[0]
    apart = np.hypot(*(xy[fold.train][:, None] - xy[fold.test][None]).transpose(2, 0, 1))
    kept = fold.train[(apart >= metres).all(axis=1)]
    if len(kept) == 0:
        with pytest.raises(UsageError, match=f"buffer of {metres:g} m .* no training chip"):
            buffered(xy, fold, metres)
        return
    parted = buffered(xy, fold, metres)
    np.testing.assert_array_equal(parted.train, kept)
    np.testing.assert_array_equal(parted.test, fold.test)
    assert least_distance(xy, parted) >= metres


@pytest.mark.parametrize("metres", [0.0, -3.0, np.nan, np.inf])
def test_a_buffer_has_a_width(metres: float) -> None:
    with pytest.raises(UsageError, match="its width in metres"):
        buffered(np.eye(2), Fold(np.array([0]), np.array([1])), metres)


@given(seed=st.integers(0, 200))
def test_neighbours_by_brute_force(seed: int) -> None:
    xy = np.random.default_rng(seed).uniform(0, 500, (40, 2))
    fold = random_folds(np.zeros(40), 4, seed, stratify=False)[0]
    nearest = np.abs(xy[fold.test][:, None] - xy[fold.train][None]).max(axis=2).min(axis=1)
    assert touching(xy, fold, 30) == ((nearest >= 30) & (nearest < 45)).sum()


def test_a_chip_has_eight_neighbours() -> None:
    x, y = np.meshgrid(np.arange(7), np.arange(7))
    xy = 480.0 * np.column_stack([x.ravel(), y.ravel()]) + 4_123_456.7
    middle = np.array([24])
    beside = [int(touching(xy, Fold(np.array([i]), middle), 480.0)) for i in range(49) if i != 24]
    assert sum(beside) == 8
    assert touching(xy, Fold(np.array([24]), np.arange(24)), 480.0) == 4


def test_a_splitter_deals_what_the_functions_do_and_says_so() -> None:
    rng = np.random.default_rng(0)
    xy, y = rng.uniform(0, 10_000, (200, 2)), rng.integers(0, 3, 200)
    groups = np.array(["a", "b"])[(xy[:, 0] > 5000).astype(int)]
    cases = [
        (Splitter(), random_folds(y, 5, 3, stratify=True), "5 random folds"),
        (Splitter("block", 4, 1000.0), block_folds(xy, 1000, 4, 3), "4 folds of blocks of 1 km"),
        (Splitter("bands", band=500.0, angle=30.0), band_folds(xy, 500, 3, 30), "500 m at 30°"),
        (Splitter("region", groups=groups), group_folds(groups), "one region left out"),
        (
            Splitter("column", groups=groups, buffer=300.0),
            [buffered(xy, fold, 300) for fold in group_folds(groups)],
            "with a buffer of 300 m",
        ),
    ]
    for splitter, expected, words in cases:
        for fold, other in zip(splitter.deal(y, xy, 3, stratify=True), expected, strict=True):
            np.testing.assert_array_equal(fold.train, other.train)
            np.testing.assert_array_equal(fold.test, other.test)
        assert words in splitter.describe()


def test_a_splitter_lacks_what_its_split_needs() -> None:
    y, xy = np.zeros(4), np.zeros((4, 2))
    for splitter, message in [
        (Splitter("block"), "side of its blocks"),
        (Splitter("bands"), "width of its bands"),
        (Splitter("region"), "needs the region of each of the 4 labelled chips; none given"),
        (Splitter("column", groups=["a", "b"]), "needs the column of each .* 2 given"),
        (Splitter("stripes"), "random, block, bands, region, column"),
    ]:
        with pytest.raises(UsageError, match=message):
            splitter.deal(y, xy, 0, stratify=False)
