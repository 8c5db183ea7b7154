"""What is checked before a figure is believed: each check sees what was planted, and is told by brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_embed.core.errors import DataUnfit
from eo_embed.core.probes import Fold, make_head
from eo_embed.training.datasets import Dataset, Images, Modality
from eo_embed.training.datasets.joined import Joined
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.experiments.bench.audit import Ledger, apart, in_whole, shuffled, twins


class Placed(Dataset):
    """Samples with places and no images."""

    def __init__(self, n: int, size: int = 16, gsd: float | None = 10.0, **known: Any) -> None:
        self.name, self.n = "placed data", n
        self.modalities = {"image": Modality("image", ("b",), (size, size), gsd=gsd)}
        for name, value in known.items():
            setattr(self, name, value)

    def __len__(self) -> int:
        return self.n

    def read(self, rows: np.ndarray, modality: str) -> Images:
        raise NotImplementedError


# -- the ledger --------------------------------------------------------------------------------


@given(
    chosen=st.lists(st.permutations(range(30)), min_size=1, max_size=3),
    sizes=st.lists(st.integers(4, 9), min_size=3, max_size=3),
)
def test_rows_of_subsets_of_subsets_are_found_in_the_whole(
    chosen: list[list[int]], sizes: list[int]
) -> None:
    whole: Dataset = Placed(30)
    data, names = whole, list(range(30))
    for order, size in zip(chosen, sorted(sizes, reverse=True), strict=False):
        rows = [i for i in order if i < len(data)][:size]
        data, names = Subset(data, np.array(rows)), [names[i] for i in rows]
    found, rows = in_whole(data)
    assert found is whole
    assert rows.tolist() == names
    assert in_whole(data, np.array([2, 0]))[1].tolist() == [names[2], names[0]]


def test_a_leak_is_found_through_subsets() -> None:
    whole = Placed(100)
    learn, test = np.arange(0, 60), np.arange(60, 100)
    inner = Subset(whole, np.arange(99, -1, -1))  # backwards: its row 39 is 60
    ledger = Ledger()
    ledger.touch("training of a", Subset(whole, learn))
    ledger.touch("head b", whole, learn[:10])
    ledger.touch("statistics of c", Subset(inner, np.arange(40, 100)))
    assert ledger.check(whole, test).passed
    assert ledger.check(inner, np.arange(40)).passed
    ledger.touch(
        "statistics of c", Subset(inner, np.arange(37, 50)), np.array([0, 1, 5])
    )  # 62, 61, 57
    for data, rows in ((whole, test), (inner, np.arange(40)), (Subset(whole, test), np.arange(40))):
        with pytest.raises(
            DataUnfit, match="statistics of c saw 2 of the 40 test samples of placed"
        ):
            ledger.check(data, rows)
    assert ledger.check(whole, np.arange(63, 100)).passed


def test_what_was_touched_before_stays_touched() -> None:
    whole, ledger = Placed(10), Ledger()
    ledger.touch("head", whole, np.array([7]))
    ledger.touch("head", whole, np.array([1, 2]))
    with pytest.raises(DataUnfit, match="head saw 1 of the 1 test samples"):
        ledger.check(whole, np.array([7]))
    found = ledger.check(whole, np.array([5, 6]))
    assert found.passed
    assert found.found == "1 thing that was learnt saw up to 3 samples, none of the 2 tested"


def test_all_samples_are_meant_where_no_rows_are_named() -> None:
    whole, ledger = Placed(10), Ledger()
    ledger.touch("network", whole)
    with pytest.raises(DataUnfit, match="network saw 10 of the 10"):
        ledger.check(whole, np.arange(10))


def test_what_belongs_to_another_split_is_let_be_by_its_name() -> None:
    whole, ledger = Placed(10), Ledger()
    ledger.touch("head of random, ridge", whole, np.array([7]))
    ledger.touch("head of blocks, ridge", whole, np.array([1]))
    assert ledger.check(whole, np.array([7]), allowed=("head of random",)).passed
    with pytest.raises(DataUnfit, match="head of random, ridge"):
        ledger.check(whole, np.array([7]), allowed=("head of blocks", "ridge"))


def test_a_leak_is_found_through_data_sets_that_were_joined() -> None:
    one, other, ledger = Placed(10), Placed(5), Ledger()
    both = Joined(
        [one, Subset(other, np.array([4, 3, 2]))]
    )  # rows 10, 11, 12 are 4, 3, 2 of the other
    ledger.touch("network", Subset(both, np.array([0, 1, 12])))
    assert ledger.check(one, np.arange(2, 10)).passed
    assert ledger.check(other, np.array([0, 1, 3, 4])).passed
    assert ledger.check(both, np.arange(2, 12)).passed
    for data, rows in (
        (one, [1, 5]),
        (other, [2, 3]),
        (both, [12, 11]),
        (Subset(other, [2, 0]), [0, 1]),
    ):
        with pytest.raises(DataUnfit, match="network saw 1 of the 2"):
            ledger.check(data, np.array(rows))


def test_another_data_set_of_the_same_name_is_another() -> None:
    one, other, ledger = Placed(10), Placed(10), Ledger()
    ledger.touch("network", one)
    ledger.touch("network", other, np.array([0]))
    assert ledger.check(other, np.array([1])).passed


def test_nothing_entered_is_nothing_known() -> None:
    one, other, ledger = Placed(10), Placed(10), Ledger()
    ledger.touch("network", one)
    assert ledger.check(other, np.array([1])).passed is None


# -- places ------------------------------------------------------------------------------------


def least_by_brute_force(xy: np.ndarray, train: np.ndarray, test: np.ndarray) -> float:
    return min(float(np.hypot(*(xy[i] - xy[j]))) for i in train for j in test)


def sharing_ground(
    xy: np.ndarray, train: np.ndarray, test: np.ndarray, width: float, height: float
) -> int:
    """Test rectangles that overlap a rectangle that is learnt from by more than half a hundredth of a side."""
    sides = np.array([width, height]) * 0.995
    return sum(any((np.abs(xy[i] - xy[j]) < sides).all() for i in train) for j in test)


@given(
    seed=st.integers(0, 10_000),
    extent=st.sampled_from([600.0, 3000.0, 30_000.0]),
    ground=st.sampled_from([None, (160.0, 160.0), (240.0, 90.0)]),
)
def test_shared_ground_and_the_least_distance_are_those_of_brute_force(
    seed: int, extent: float, ground: tuple[float, float] | None
) -> None:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, extent, (24, 2))
    train, test = np.split(rng.permutation(24), [16])
    whole = Placed(30, positions=np.vstack([np.zeros((6, 2)), xy]), ground=ground)
    data = Subset(whole, np.arange(6, 30))
    height, width = ground or (160.0, 160.0)
    side = max(height, width)
    sharing = sharing_ground(xy, train, test, width, height)
    if sharing:
        with pytest.raises(
            DataUnfit, match=f"^{sharing} of 8 test samples .* wider than {side:g} m"
        ):
            apart(data, train, test, "random")
        return
    found = apart(data, train, test, "random")
    assert found.passed
    assert found.what == "No place is on both sides (random)"
    least = least_by_brute_force(xy, train, test)
    told = f"the nearest two are {least:,.0f} m apart, centre to centre, and {side:g} m a side"
    assert found.found == told


def test_chips_that_touch_share_no_ground() -> None:
    """Centres as a projected grid has them, whole sides apart up to rounding."""
    row = 443_287.1 + np.arange(20) * 160.0 * (1 + 1e-12)
    xy = np.column_stack([row, np.full(20, 5e6)])
    assert apart(Placed(20, positions=xy), np.arange(10), np.arange(10, 20), "blocks").passed
    xy[:10] += 1.0
    with pytest.raises(DataUnfit, match="1 of 10 test samples"):
        apart(Placed(20, positions=xy), np.arange(10), np.arange(10, 20), "blocks")


def test_samples_on_both_sides_are_refused_even_without_places() -> None:
    with pytest.raises(
        DataUnfit, match="2 samples of placed data are both learnt from and tested on"
    ):
        apart(Placed(10), np.array([1, 2, 3]), np.array([2, 3, 4]), "random")


def test_groups_on_both_sides_are_refused() -> None:
    groups = np.arange(12) // 2
    data = Placed(12, groups=groups)
    with pytest.raises(DataUnfit, match=r"1 place of placed data is both .* split by groups"):
        apart(data, np.arange(5), np.arange(5, 12), "random")
    found = apart(data, np.arange(6), np.arange(6, 12), "groups")
    assert found.passed
    assert "how far they lie apart is not known" in found.found


def test_what_is_not_known_is_not_said_to_be_so() -> None:
    nowhere = apart(Placed(10), np.arange(5), np.arange(5, 10), "random")
    assert nowhere.passed is None
    assert "does not say where" in nowhere.found
    xy = np.column_stack([np.arange(10) * 50.0, np.zeros(10)])
    unsized = apart(Placed(10, gsd=None, positions=xy), np.arange(5), np.arange(5, 10), "random")
    assert unsized.passed
    assert "50 m apart" in unsized.found
    assert "not known" in unsized.found
    same = apart(Placed(10, gsd=None, positions=xy * 0), np.arange(5), np.arange(5, 10), "random")
    assert same.passed is False


def test_the_largest_image_of_a_sample_is_its_ground() -> None:
    xy = np.column_stack([np.arange(10) * 200.0, np.zeros(10)])
    data = Placed(10, positions=xy)
    assert apart(data, np.arange(5), np.arange(5, 10), "random").passed
    data.modalities["wide"] = Modality("wide", ("b",), (8, 12), gsd=20.0)  # type: ignore[index]
    with pytest.raises(DataUnfit, match=r"share ground.* wider than 240 m"):
        apart(data, np.arange(5), np.arange(5, 10), "random")


# -- twins -------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [12, 600])  # more than are read at once
def test_planted_twins_are_counted(make: Any, n: int) -> None:
    data = make(n, size=4)
    values = data.images["image"].values
    train, test = np.arange(0, n // 2), np.arange(n // 2, n)
    found = twins(data, train, test, "image")
    assert found.passed
    assert found.found == f"0 of {n // 2} test images are the same bit by bit as one learnt from"
    values[n - 1], values[n - 2], values[n // 2] = values[0], values[0], values[n // 2 - 1]
    values[n - 3] = values[1]
    values[n - 3, 0, 0, 0] += 1  # nearly
    found = twins(data, train, test, "image")
    assert found.passed is False
    assert found.found.startswith(f"3 of {n // 2} ")
    assert twins(Subset(data, train), np.arange(2), np.arange(2, 5), "image").passed


# -- shuffled labels ---------------------------------------------------------------------------

HEADS = [("classes", "logistic"), ("classes", "rf"), ("value", "ridge")]


def problem(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray, Fold]:
    """Features that tell the label, of 400 samples of which 300 are learnt from."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=400)
    y = np.digitize(truth, [-0.5, 0.8]) if kind == "classes" else truth
    X = np.column_stack([truth, truth**2, rng.normal(size=(400, 4))]).astype(np.float32)
    fold = Fold(*(np.sort(p) for p in np.split(rng.permutation(400), [300])))
    return X, y, fold


@pytest.mark.parametrize(("kind", "head"), HEADS)
def test_shuffled_labels_are_at_chance(kind: Any, head: str) -> None:
    """Of 20 audits of sound features none fails, though each feature tells the label."""
    for seed in range(20):
        X, y, fold = problem(kind, seed)
        found = shuffled(lambda: make_head(head, kind), X, y, fold, kind, seed, "table 2")
        assert found.passed, found
        assert found.what == "Shuffled labels score at chance (table 2)"


def as_given(y: np.ndarray, fold: Fold, seed: int) -> np.ndarray:
    """The labels as they are shuffled."""
    rows = np.union1d(fold.train, fold.test)
    given = y.copy()
    given[rows] = np.random.default_rng(seed).permutation(y[rows])
    return given


@pytest.mark.parametrize(("kind", "head"), HEADS)
def test_features_that_hold_the_labels_given_are_found_out(kind: Any, head: str) -> None:
    """Features made of the labels that the head is given, those of the test part too, tell them however shuffled."""
    X, y, fold = problem(kind, 0)
    leaking = np.column_stack([X, as_given(y, fold, 3)]).astype(np.float32)
    found = shuffled(lambda: make_head(head, kind), leaking, y, fold, kind, seed=3)
    assert found.passed is False, found
    assert shuffled(lambda: make_head(head, kind), X, y, fold, kind, seed=3).passed


def test_test_samples_among_those_learnt_from_are_found_out() -> None:
    X, y, fold = problem("classes", 0)
    both = Fold(np.arange(400), fold.test)
    assert not shuffled(
        lambda: make_head("rf", "classes", max_depth=None), X, y, both, "classes"
    ).passed


def test_halves_that_one_feature_tells_are_at_chance_as_often_as_the_bound_says() -> None:
    """A line through shuffled labels may fall either way: judged by the truth it would be right or wrong throughout."""
    rng = np.random.default_rng(0)
    truth = rng.normal(size=300)
    X, y = truth[:, None].astype(np.float32), (truth > 0).astype(np.int64)
    fold = Fold(np.arange(200), np.arange(200, 300))
    found = [
        shuffled(lambda: make_head("logistic", "classes"), X, y, fold, "classes", seed)
        for seed in range(100)
    ]
    assert sum(not audit.passed for audit in found) <= 2


def test_the_labels_are_left_as_they_were_and_are_truly_shuffled() -> None:
    X, y, fold = problem("classes", 1)
    before, seen = y.copy(), []

    class Watching:
        def fit(self, X: np.ndarray, y: np.ndarray) -> Any:
            seen.append(y.copy())
            return make_head("logistic", "classes").fit(X, y)

    shuffled(Watching, X, y, fold, "classes", seed=5)  # type: ignore[arg-type]
    np.testing.assert_array_equal(y, before)
    (given,) = seen
    np.testing.assert_array_equal(given, as_given(y, fold, 5)[fold.train])
    assert np.mean(given == y[fold.train]) < 0.6


def test_the_most_common_class_is_chance() -> None:
    """Nine of ten samples are of one class: a head that always says so is at chance, one that knows is not."""
    rng = np.random.default_rng(0)
    y = (rng.random(1000) < 0.1).astype(np.int64)
    fold = Fold(np.arange(600), np.arange(600, 1000))
    noise = rng.normal(size=(1000, 3)).astype(np.float32)
    found = shuffled(lambda: make_head("logistic", "classes"), noise, y, fold, "classes")
    share = np.mean(as_given(y, fold, 0)[600:] == 0)
    assert found.passed
    chance = share + 3 * np.sqrt(share * (1 - share) / 400)
    assert found.found == f"accuracy {share:.3f}; by chance up to {chance:.3f}"
