"""Suggestions: uncertain, unlike each other, apart on the ground; and worth more than chance."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist, pdist
from sklearn.metrics import f1_score

from eo_embed.core.errors import LabelsTooFew, UsageError
from eo_embed.core.probes import make_head
from eo_embed.core.probes.base import Prediction, entropy
from eo_embed.core.questions.suggest import POOL, cover, suggest, uncertainty


def scene(n_side=30, d=12, classes=3, seed=0):
    """Chips on a square grid 100 m apart, in classes of unequal size."""
    rng = np.random.default_rng(seed)
    rows, cols = np.divmod(np.arange(n_side**2), n_side)
    y = np.minimum(rng.geometric(0.6, n_side**2) - 1, classes - 1)
    X = rng.normal(size=(classes, d))[y] + rng.normal(size=(len(y), d)) * 0.8
    return X.astype(np.float32), np.column_stack([cols, rows]) * 100.0, y


def said_of(X, y, labelled):
    return make_head("logistic", "classes").fit(X[labelled], y[labelled]).predict_all(X)


def test_margin_and_entropy_are_what_they_are_called():
    proba = np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8], [0.4, 0.4, 0.2]], np.float32)
    said = Prediction(proba.argmax(axis=1), proba, entropy(proba))
    np.testing.assert_allclose(uncertainty(said), [0.8, 0.3, 1.0], rtol=1e-6)
    np.testing.assert_allclose(
        uncertainty(said, "entropy"), [-(p * np.log(p)).sum() / np.log(3) for p in proba], rtol=1e-6
    )
    value = Prediction(np.zeros(2, np.float32), None, np.array([3.0, 1.0], np.float32))
    np.testing.assert_array_equal(uncertainty(value), [3, 1])


@pytest.mark.parametrize("diverse", ["clusters", "kcentre", "none"])
@pytest.mark.parametrize("by", ["margin", "entropy"])
def test_suggestions_are_free_apart_and_drawn_from_the_most_uncertain(by, diverse):
    X, xy, y = scene()
    labelled = np.array([0, 5, 17, 200, 431, 600, 777, 850])
    said = said_of(X, y, labelled)
    found = suggest(X, xy, labelled, said, 10, apart=250, by=by, diverse=diverse)
    assert len(set(found.rows.tolist())) == 10
    assert not np.isin(found.rows, labelled).any()
    assert found.apart == 250
    assert pdist(xy[found.rows]).min() >= 250
    assert cdist(xy[found.rows], xy[labelled]).min() >= 250
    unsure = uncertainty(said, by)
    away = cdist(xy, xy[labelled]).min(axis=1) >= 250
    for value in np.unique(said.labels[found.rows]):
        mine = away & (said.labels == value)
        # No one is taken from the sure half of a class while the pool is a fraction of it.
        if mine.sum() > 20 * POOL[diverse]:
            chosen = found.rows[said.labels[found.rows] == value]
            assert (unsure[chosen] >= np.median(unsure[mine])).all()


def test_without_diversity_each_class_gives_its_most_uncertain_in_turn():
    X, xy, y = scene()
    labelled = np.arange(0, 900, 60)
    said = said_of(X, y, labelled)
    found = suggest(X, xy, labelled, said, 7, apart=0, diverse="none").rows
    unsure, free = uncertainty(said), np.setdiff1d(np.arange(900), labelled)
    queues = {c: sorted(free[said.labels[free] == c], key=lambda i: -unsure[i]) for c in range(3)}
    for value, queue in queues.items():
        mine = [i for i in found.tolist() if said.labels[i] == value]
        assert sorted(mine) == sorted(int(i) for i in queue[: len(mine)])
        assert len(mine) in (2, 3)


def test_k_centre_is_farthest_first():
    """The same choice as a loop over all distances, given the same pool."""
    X, xy, y = scene()
    labelled = np.arange(0, 900, 60)
    said = said_of(X, y, labelled)
    pool = suggest(X, xy, labelled, said, POOL["kcentre"] * 6, apart=0, diverse="none").rows
    found = suggest(X, xy, labelled, said, 6, apart=0, diverse="kcentre").rows
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    U = Z / np.linalg.norm(Z, axis=1, keepdims=True)
    chosen: list[int] = []
    for _ in range(6):
        known = [*labelled.tolist(), *chosen]
        chosen.append(max(pool.tolist(), key=lambda i: np.min(1 - U[known] @ U[i])))
    assert found.tolist() == chosen


@pytest.mark.parametrize("diverse", ["clusters", "kcentre", "none"])
def test_chips_that_a_head_is_as_unsure_of_have_the_same_chance(diverse):
    """Not those of the first rows, which lie side by side."""
    X, xy, _ = scene()
    proba = np.full((900, 3), 1 / 3, np.float32)
    said = Prediction(np.zeros(900, int), proba, entropy(proba))
    drawn = [
        suggest(X, xy, np.array([0]), said, 10, apart=0, diverse=diverse, seed=seed).rows
        for seed in range(8)
    ]
    assert 300 < np.mean(drawn) < 600
    assert len(np.unique(drawn)) > 40


def test_the_cover_takes_a_chip_of_every_heap():
    """Eight heaps of unequal size in feature space: eight suggestions fall on eight heaps."""
    rng = np.random.default_rng(3)
    heap = np.repeat(np.arange(8), [400, 200, 100, 80, 60, 50, 40, 30])
    X = (rng.normal(size=(8, 20))[heap] * 6 + rng.normal(size=(len(heap), 20)) * 0.3).astype("f4")
    xy = rng.uniform(0, 1e5, (len(heap), 2))
    found = cover(X, xy, np.array([], int), 8, apart=0, seed=1)
    assert sorted(heap[found.rows].tolist()) == list(range(8))
    again = cover(X, xy, np.array([], int), 8, apart=0, seed=1)
    np.testing.assert_array_equal(found.rows, again.rows)


def test_the_cover_keeps_away_from_what_is_labelled():
    rng = np.random.default_rng(3)
    heap = np.repeat(np.arange(4), 100)
    X = (rng.normal(size=(4, 20))[heap] * 6 + rng.normal(size=(400, 20)) * 0.1).astype("f4")
    xy = rng.uniform(0, 1e5, (400, 2))
    labelled = np.array([2, 105])  # of the first two heaps
    found = cover(X, xy, labelled, 2, apart=0)
    assert sorted(heap[found.rows].tolist()) == [2, 3]


@settings(max_examples=25)
@given(n=st.integers(2, 40), count=st.integers(1, 50), apart=st.floats(0, 5000), data=st.data())
def test_the_distance_gives_way_before_the_number_does(n, count, apart, data):
    rng = np.random.default_rng(n)
    X, xy = rng.normal(size=(n, 5)).astype("f4"), rng.uniform(0, 1000, (n, 2))
    labelled = np.array(
        sorted(data.draw(st.sets(st.integers(0, n - 1), max_size=n - 1))), dtype=int
    )
    found = cover(X, xy, labelled, count, apart=apart)
    assert len(found.rows) == len(set(found.rows.tolist())) == min(count, n - len(labelled))
    assert found.apart <= apart
    if len(found.rows) > 1 and found.apart > 0:
        assert pdist(xy[found.rows]).min() >= found.apart


def test_suggested_labels_teach_more_than_random_ones():
    """A rare class between two common ones: twelve rounds of ten, as a person would click them."""
    rng = np.random.default_rng(5)
    y = rng.choice(3, 3000, p=[0.6, 0.37, 0.03])
    X = (np.eye(3, 16)[y] * 3 + rng.normal(size=(3000, 16))).astype("f4")
    xy = rng.uniform(0, 1e5, (3000, 2))
    pool, test = np.arange(1500), np.arange(1500, 3000)

    def reached(suggested):
        rows = cover(X[pool], xy[pool], np.array([], int), 10, apart=0).rows
        draw = np.random.default_rng(0)
        for _ in range(6):
            left = np.setdiff1d(pool, rows)
            if len(np.unique(y[rows])) < 2 or not suggested:
                new = draw.choice(left, 10, replace=False)
            else:
                said = said_of(X[pool], y[pool], rows)
                new = suggest(X[pool], xy[pool], rows, said, 10, apart=0).rows
            rows = np.r_[rows, new]
        head = make_head("logistic", "classes").fit(X[rows], y[rows])
        return f1_score(y[test], head.predict(X[test]), average="macro")

    assert reached(suggested=True) > reached(suggested=False) + 0.02


def test_what_cannot_be_suggested_is_refused():
    X, xy, y = scene(5)
    said = said_of(X, y, np.arange(20))
    with pytest.raises(LabelsTooFew, match="All 25 chips are labelled"):
        suggest(X, xy, np.arange(25), said, 3, apart=0)
    with pytest.raises(UsageError, match="at least 1"):
        cover(X, xy, np.array([], int), 0, apart=0)
    with pytest.raises(UsageError, match="margin, entropy"):
        suggest(X, xy, np.arange(20), said, 3, apart=0, by="mood")


@pytest.fixture(scope="module")
def trial(root, shared_data, tmp_path_factory):
    """The benchmark of the docs, up to 100 labels."""
    path = root / "benchmarks" / "quality" / "suggest.py"
    spec = importlib.util.spec_from_file_location("suggest_trial", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.LAST = 100
    module.folder = tmp_path_factory.mktemp("trial")
    return module


@pytest.mark.parametrize(("scene", "gain"), [("zion", 0.05), ("rsscn7", 0.01)])
def test_on_real_scenes_suggestions_reach_a_score_with_fewer_clicks(trial, scene, gain):
    """The whole of it, 20 repeats and every way, is benchmarks/quality/suggest.py."""
    data = getattr(trial, scene)(trial.folder)
    curves = {
        way: np.mean([trial.run(way, data, repeat) for repeat in range(4)], axis=0)
        for way in ("random", "margin, clusters")
    }
    goal = curves["random"][-1]  # what random labels reach with 100
    assert trial.clicks(curves["margin, clusters"], goal) <= 70
    assert curves["margin, clusters"].mean() > curves["random"].mean() + gain
