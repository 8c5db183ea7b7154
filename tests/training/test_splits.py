from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_embed.core.errors import DataUnfit, UsageError
from eo_embed.core.probes import ANGLE
from eo_embed.training.datasets import Dataset, Images, Labels
from eo_embed.training.splits import KINDS, Split, split


class Made(Dataset):
    """Samples with whatever is known of them, and no images."""

    name = "made data"
    modalities = {}  # noqa: RUF012 -- none

    def __init__(self, n: int, **known: object) -> None:
        self.n = n
        for name, value in known.items():
            setattr(self, name, value)

    def __len__(self) -> int:
        return self.n

    def read(self, rows: np.ndarray, modality: str) -> Images:
        raise NotImplementedError


def classes(values: np.ndarray) -> Labels:
    names = tuple(str(i) for i in range(int(np.nanmax(values)) + 1))
    return Labels(("class",), values.astype(np.float32)[:, None], (names,))


def assert_partition(found: Split, n: int) -> None:
    parts = (found.train, found.validation, found.test)
    np.testing.assert_array_equal(np.sort(np.concatenate(parts)), np.arange(n))
    for part in parts:
        assert (np.diff(part) > 0).all()


def sides(found: Split, n: int) -> np.ndarray:
    role = np.full(n, -1)
    for i, part in enumerate((found.train, found.validation, found.test)):
        role[part] = i
    return role


def places(n: int, seed: int, extent: float = 50_000.0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, extent, (n, 2))


@settings(max_examples=60)
@given(
    n=st.integers(30, 300),
    seed=st.integers(0, 99),
    held=st.sampled_from([(0.1, 0.1), (0.25, 0), (0.8, 0)]),
)
def test_random_has_the_shares_asked_for(n: int, seed: int, held: tuple[float, float]) -> None:
    found = split(Made(n), "random", *held, seed)
    assert_partition(found, n)
    assert abs(len(found.validation) - held[0] * n) <= 1
    assert abs(len(found.test) - held[1] * n) <= 1
    assert found.least_distance is None
    assert found.notes == ()


@settings(max_examples=60)
@given(y=st.lists(st.integers(0, 4), min_size=40, max_size=200), seed=st.integers(0, 99))
def test_random_spreads_each_class_over_the_parts(y: list[int], seed: int) -> None:
    labels = np.array(y, dtype=float)
    found = split(Made(len(y), labels=classes(labels)), "random", 0.2, 0.1, seed)
    assert_partition(found, len(y))
    for label in set(y):
        held = (labels[found.validation] == label).sum()
        assert abs(held - 0.2 * (labels == label).sum()) <= 2
    assert "of each class" in found.rule


def test_the_seed_draws() -> None:
    first, again, other = (split(Made(100), "random", seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.test, again.test)
    assert not np.array_equal(first.test, other.test)


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=20, max_size=60),
    seed=st.integers(0, 99),
    kind=st.sampled_from(["random", "blocks", "bands"]),
)
def test_no_split_parts_a_group(sizes: list[int], seed: int, kind: str) -> None:
    groups = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes))
    n = len(groups)
    xy = places(n, seed)
    data = Made(n, groups=groups, positions=xy)
    try:
        found = split(data, kind, 0.2, 0.2, seed, block=4000.0, band=4000.0)
    except DataUnfit:
        return  # few places, by chance all in some bands
    assert_partition(found, n)
    role = sides(found, n)
    for group in range(len(sizes)):
        assert len(set(role[groups == group])) == 1
    if kind == "random":
        assert abs(len(found.test) - 0.2 * n) <= 2 * max(sizes)


@settings(max_examples=40)
@given(seed=st.integers(0, 999), side=st.sampled_from([2000.0, 5000.0]))
def test_blocks_stay_whole(seed: int, side: float) -> None:
    xy = places(400, seed) - 20_000
    found = split(Made(400, positions=xy), "blocks", 0.2, 0.1, seed, block=side)
    assert_partition(found, 400)
    role = sides(found, 400)
    squares = np.floor(xy / side)
    homes: dict[tuple[float, ...], set[int]] = {}
    for square, mine in zip(squares, role, strict=True):
        homes.setdefault(tuple(square), set()).add(int(mine))
    assert all(len(home) == 1 for home in homes.values())
    largest = np.unique(squares, axis=0, return_counts=True)[1].max()
    assert abs(len(found.validation) - 80) <= 2 * largest
    assert found.notes == ()


@settings(max_examples=40)
@given(seed=st.integers(0, 999), band=st.sampled_from([500.0, 1000.0, 2000.0]))
def test_bands_are_60_20_20_of_the_ground(seed: int, band: float) -> None:
    xy = places(4000, seed)
    found = split(Made(4000, positions=xy), "bands", 0.0, 0.0, seed, band=band)
    assert_partition(found, 4000)
    shares = np.array([len(found.train), len(found.validation), len(found.test)]) / 4000
    np.testing.assert_allclose(shares, [0.6, 0.2, 0.2], atol=0.08)
    # Neighbours across a border aside, who is near is on the same side: bands run at 45 degrees.
    across = xy @ [-np.sin(np.radians(ANGLE)), np.cos(np.radians(ANGLE))]
    role = sides(found, 4000)[np.argsort(across)]
    borders = int((np.diff(role) != 0).sum())
    assert borders <= np.ptp(across) / band + 2


def test_the_least_distance_by_brute_force() -> None:
    xy = places(80, 3)
    for kind in ("random", "blocks", "bands"):
        found = split(Made(80, positions=xy), kind, 0.2, 0.2, 1, block=5000.0, band=3000.0)
        held = np.concatenate([found.validation, found.test])
        apart = np.hypot(*(xy[found.train][:, None] - xy[held][None]).transpose(2, 0, 1))
        assert found.least_distance == pytest.approx(apart.min())


def test_a_random_split_of_known_places_warns() -> None:
    found = split(Made(100, positions=places(100, 0)), "random")
    assert len(found.notes) == 1
    assert f"{found.least_distance:.3g} m apart" in found.notes[0]
    assert "blocks or bands" in found.notes[0]
    assert split(Made(100, positions=places(100, 0)), "random", 0, 0).notes == ()


@pytest.mark.parametrize("kind", ["blocks", "bands"])
def test_places_unknown(kind: str) -> None:
    with pytest.raises(DataUnfit, match=f"made data does not say where .* by {kind}; .* at random"):
        split(Made(100), kind)
    with pytest.raises(DataUnfit, match="as published"):
        split(Made(100, given=np.zeros(100, np.int8)), kind)


def test_as_published() -> None:
    given_ = np.array([0] * 6 + [1] * 2 + [2] + [-1], dtype=np.int8)
    found = split(Made(10, given=given_), "given", 0.5, 0.3)
    np.testing.assert_array_equal(found.train, np.arange(6))
    np.testing.assert_array_equal(found.validation, [6, 7])
    np.testing.assert_array_equal(found.test, [8])
    assert found.rule == "as published"
    with pytest.raises(DataUnfit, match="no split that it was published with"):
        split(Made(10), "given")


def test_what_a_published_split_lacks_is_drawn_from_its_training_samples() -> None:
    given_ = np.repeat(np.array([0, 2], np.int8), [80, 20])
    groups = np.arange(100) // 2
    data = Made(100, given=given_, groups=groups)
    found = split(data, "given", 0.25, 0.5, seed=3)
    np.testing.assert_array_equal(found.test, np.arange(80, 100))
    assert len(found.validation) == 20
    assert not set(groups[found.validation]) & set(groups[found.train])
    assert found.rule == "as published, with 25% of its training samples to validate on"
    assert len(split(data, "given", 0.0, 0.0).validation) == 0


def test_all_to_train_needs_no_places() -> None:
    for kind in ("random", "blocks"):
        found = split(Made(10), kind, 0.0, 0.0)
        assert len(found.train) == 10
        assert found.rule == "all samples are trained on"


def test_widths_are_chosen_where_none_is_given() -> None:
    wide, narrow = (
        Made(500, positions=places(500, 1, 4e6)),
        Made(500, positions=places(500, 1, 3210)),
    )
    assert "10 km" in split(wide, "blocks", 0.2, 0.2).rule
    assert "320 m" in split(narrow, "bands").rule


def test_what_cannot_be_parted() -> None:
    one_place = Made(40, positions=np.ones((40, 2)))
    with pytest.raises(
        DataUnfit, match=r"1 block of 10 km leave none to validate on .* smaller ones"
    ):
        split(one_place, "blocks")
    with pytest.raises(DataUnfit, match="Bands of 1 km leave no sample of made data to"):
        split(one_place, "bands", band=1000.0)
    with pytest.raises(DataUnfit, match="3 samples leave none to"):
        split(Made(3), "random")
    with pytest.raises(DataUnfit, match="left to train on"):
        split(Made(3, given=np.full(3, 2, np.int8)), "given", 0, 0)


def test_values_that_cannot_be() -> None:
    with pytest.raises(UsageError, match=", ".join(KINDS)):
        split(Made(10), "stripes")
    for shares in ((0.6, 0.4), (-0.1, 0.2), (np.nan, 0.1)):
        with pytest.raises(UsageError, match="leave nothing to train"):
            split(Made(10), "random", *shares)
    for width in (0.0, -1.0, np.inf):
        with pytest.raises(UsageError, match="part nothing"):
            split(Made(10, positions=places(10, 0)), "blocks", block=width)
