from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from eo_embed.core.errors import UsageError
from eo_embed.core.questions.sample import allocate, draw, sample_size

# Olofsson et al. 2014, section 5.1 and Table 5: deforestation, forest gain, stable forest, stable
# non-forest, in pixels of 30 m, and the user's accuracies expected of them.
PIXELS = [200_000, 150_000, 3_200_000, 6_450_000]
EXPECTED_ACCURACY = [0.7, 0.6, 0.9, 0.95]


def test_the_size_of_olofssons_sample() -> None:
    assert sample_size(PIXELS, EXPECTED_ACCURACY, 0.01) == 641


@given(
    w=st.lists(st.floats(0.01, 5), min_size=2, max_size=5),
    u=st.floats(0.05, 0.95),
    error=st.floats(0.005, 0.1),
)
def test_strata_of_one_accuracy_need_what_a_simple_random_sample_needs(
    w: list[float], u: float, error: float
) -> None:
    n = sample_size(w, [u] * len(w), error)
    needed = max(u * (1 - u) / error**2, 2 * len(w))
    assert needed * (1 - 1e-9) <= n < needed * (1 + 1e-9) + 1


def test_a_map_expected_to_be_right_still_needs_two_cells_a_stratum() -> None:
    assert sample_size([3, 1, 0], [1, 1, 1], 0.01) == 4


@pytest.mark.parametrize(
    ("weights", "accuracy", "error", "message"),
    [
        ([1, 1], [0.5], 0.1, "2 stratum weights and 1 user's accuracies"),
        ([0, 0], [0.5, 0.5], 0.1, "at least 0, one of them above 0"),
        ([1, -1], [0.5, 0.5], 0.1, "at least 0, one of them above 0"),
        ([1, np.nan], [0.5, 0.5], 0.1, "at least 0, one of them above 0"),
        ([1, 1], [0.5, 1.1], 0.1, "between 0 and 1"),
        ([1, 1], [0.5, 0.5], 0.0, "cannot be aimed at"),
        ([1, 1], [0.5, 0.5], 2.0, "cannot be aimed at"),
    ],
)
def test_a_size_needs_numbers_in_range(
    weights: list[float], accuracy: list[float], error: float, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        sample_size(weights, accuracy, error)


def test_olofssons_proportional_allocation() -> None:
    """Table 5, column Prop; no stratum falls below the minimum there."""
    assert allocate(PIXELS, 641, 10) == (13, 10, 205, 413)


def test_rare_strata_get_the_minimum_and_the_others_the_rest_by_size() -> None:
    rest = 641 - 2 * 100
    forest = round(rest * 3_200_000 / 9_650_000)
    assert allocate(PIXELS, 641, 100) == (100, 100, forest, rest - forest)


def test_the_default_minimum_is_fifty_or_half_an_equal_share() -> None:
    assert min(allocate(PIXELS, 641)) == 50
    assert min(allocate(PIXELS, 80)) == 10
    assert min(allocate(PIXELS, 8)) == 2


def test_small_strata_are_drawn_whole_and_empty_ones_not_at_all() -> None:
    assert allocate([1, 30, 0, 900], 200) == (1, 30, 0, 169)
    assert allocate([1, 30, 0, 900], 931) == (1, 30, 0, 900)


sizes_of_strata = st.lists(st.integers(0, 400), min_size=1, max_size=7).filter(any)


@given(sizes=sizes_of_strata, least=st.none() | st.integers(2, 60), data=st.data())
def test_an_allocation_sums_up_and_fits_its_strata(
    sizes: list[int], least: int | None, data: st.DataObject
) -> None:
    fewest = sum(min(size, least or 2) for size in sizes)
    n = data.draw(st.integers(fewest, sum(sizes)))
    allocated = allocate(sizes, n, least)
    assert sum(allocated) == n
    for size, count in zip(sizes, allocated, strict=True):
        assert min(size, least or 2) <= count <= size
    for (a, n_a), (b, n_b) in product(zip(sizes, allocated, strict=True), repeat=2):
        assert a <= b or n_a >= n_b, "a larger stratum gets no fewer"
    if least is not None:
        above = [h for h, size in enumerate(sizes) if allocated[h] > min(size, least) + 1]
        for a, b in product(above, repeat=2):  # in proportion, but for rounding
            assert abs(allocated[a] - allocated[b] * sizes[a] / sizes[b]) < 1 + sizes[a] / sizes[b]


@given(sizes=sizes_of_strata, least=st.none() | st.integers(2, 60))
def test_the_least_sample_is_named_and_would_do(sizes: list[int], least: int | None) -> None:
    with pytest.raises(UsageError, match="is too small") as caught:
        allocate(sizes, 0, least)
    found = re.search(r"draw at least (\d+) cells", str(caught.value))
    assert found
    fewest = int(found[1])
    assert sum(allocate(sizes, fewest, least)) == fewest
    with pytest.raises(UsageError, match="is too small"):
        allocate(sizes, fewest - 1, least)


def test_what_cannot_be_allocated() -> None:
    with pytest.raises(UsageError, match="11 cells cannot be drawn from a map of 10 cells"):
        allocate([4, 6], 11)
    with pytest.raises(UsageError, match="map of 0 cells"):
        allocate([0, 0], 0)
    with pytest.raises(UsageError, match="minimum of 1 cells"):
        allocate([4, 6], 5, 1)


def a_map(seed: int = 0) -> tuple[NDArray, NDArray]:
    """Strata of 30 by 40 cells, with nodata, and cells the smaller the further up they lie."""
    strata = np.random.default_rng(seed).choice([-1, 0, 1, 2], (30, 40), p=[0.2, 0.5, 0.25, 0.05])
    return strata, np.broadcast_to(np.linspace(0.5, 1.0, 30)[:, None], strata.shape)


@given(seed=st.integers(0, 10_000), by_area=st.booleans(), data=st.data())
def test_cells_are_drawn_once_each_from_their_stratum(
    seed: int, by_area: bool, data: st.DataObject
) -> None:
    strata, areas = a_map(seed)
    n = [data.draw(st.integers(0, int((strata == h).sum()))) for h in range(3)]
    drawn = draw(strata, n, seed, areas if by_area else None)
    assert drawn.cells.dtype == drawn.stratum.dtype == np.int64
    assert len(np.unique(drawn.cells)) == len(drawn.cells)
    np.testing.assert_array_equal(strata.ravel()[drawn.cells], drawn.stratum)
    np.testing.assert_array_equal(np.bincount(drawn.stratum, minlength=3), n)


@pytest.mark.parametrize("by_area", [False, True])
def test_the_seed_draws_the_sample(by_area: bool) -> None:
    strata, areas = a_map()
    first, again, other = (
        draw(strata, [20, 20, 20], seed, areas if by_area else None) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.cells, again.cells)
    np.testing.assert_array_equal(first.stratum, again.stratum)
    assert not np.array_equal(first.cells, other.cells)


def test_the_order_tells_nothing_of_the_stratum() -> None:
    strata, _ = a_map()
    orders = np.array([draw(strata, [20, 20, 20], seed).stratum for seed in range(400)])
    shares = np.array([(orders == h).mean(axis=0) for h in range(3)])
    assert abs(shares - 1 / 3).max() < 5 * np.sqrt(2 / 9 / 400)
    assert (orders[:, 1:] == orders[:, :-1]).mean() == pytest.approx(19 / 59, abs=0.02)


@pytest.mark.parametrize("by_area", [False, True])
def test_the_chance_of_a_cell_is_what_it_is_said_to_be(by_area: bool) -> None:
    strata = np.array([0] * 12 + [1] * 8 + [-1])
    areas = np.array([*np.linspace(1, 3, 12), *np.linspace(4, 5, 8), 9])
    n, trials = np.array([4, 2]), 6000
    seen = np.zeros(21)
    for seed in range(trials):
        seen[draw(strata, n, seed, areas if by_area else None).cells] += 1
    size = areas if by_area else np.ones(21)
    total = np.array([size[strata == h].sum() for h in range(2)])
    chance = n[strata] * size / total[strata] * (strata >= 0)
    spread = np.sqrt(chance * (1 - chance) / trials)
    assert (abs(seen / trials - chance) <= 5 * spread).all()
    assert seen[20] == 0


def test_a_cell_larger_than_its_part_of_the_stratum_is_always_drawn() -> None:
    areas = np.array([10.0, 1, 1, 1, 1, 1])
    firsts = [draw(np.zeros(6, int), [3], seed, areas).cells for seed in range(50)]
    assert all(0 in cells for cells in firsts)
    assert len(np.unique(np.concatenate(firsts))) == 6


def test_a_stratum_of_equal_areas_is_drawn_whole() -> None:
    drawn = draw(np.zeros(1000, int), [1000], 0, np.full(1000, 0.1))
    np.testing.assert_array_equal(np.sort(drawn.cells), np.arange(1000))


def test_what_cannot_be_drawn() -> None:
    strata = np.array([0, 0, 1, -1])
    with pytest.raises(UsageError, match="3 cells cannot be drawn from stratum 0, which has 2"):
        draw(strata, [3, 1], 0)
    with pytest.raises(UsageError, match="-1 cells cannot be drawn"):
        draw(strata, [-1, 1], 0)
    with pytest.raises(UsageError, match="run from -1 to 1, but there are 1 strata"):
        draw(strata, [1], 0)
    with pytest.raises(UsageError, match="run from -2 to 0"):
        draw(np.array([0, -2]), [1], 0)
    with pytest.raises(UsageError, match="map of stratum indices"):
        draw(strata.astype(float), [1, 1], 0)
    with pytest.raises(UsageError, match="map of stratum indices"):
        draw(np.empty(0, int), [], 0)
    with pytest.raises(UsageError, match="3 areas for a map of 4 cells"):
        draw(strata, [1, 1], 0, np.ones(3))
    for area in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(UsageError, match="an area above 0"):
            draw(strata, [1, 1], 0, np.array([1, area, 1, 1]))
    draw(strata, [1, 1], 0, np.array([1, 1, 1, np.nan]))  # nodata needs none
