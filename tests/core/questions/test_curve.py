from __future__ import annotations

import itertools
import json
import math
import threading
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics
from sklearn.ensemble import RandomForestClassifier
from threadpoolctl import threadpool_info

from eo_embed.core.errors import Cancelled, LabelsTooFew, UsageError
from eo_embed.core.probes import (
    Head,
    LogisticHead,
    RandomForestHead,
    RidgeHead,
    Splitter,
    cross_validate,
)
from eo_embed.core.questions.curve import Curve, enough, learning_curve

NAMES = ["water", "forest", "town"]


def chips(n: int = 120) -> tuple[NDArray, NDArray, NDArray]:
    """Embeddings whose last column is the row's number, classes, and centres 100 m apart."""
    rng = np.random.default_rng(0)
    y = rng.choice(3, n, p=[0.6, 0.3, 0.1])
    X = rng.normal(size=(n, 5)).astype(np.float32)
    X[:, 0] += 2 * y
    X[:, -1] = np.arange(n)
    return X, y, np.column_stack([np.arange(n) % 12, np.arange(n) // 12]) * 100.0


class Recorder:
    """Makes forests that keep the numbers of the rows that they were fitted on."""

    def __init__(self) -> None:
        self.rows: list[NDArray] = []

    def __call__(self) -> Head:
        fitted_on = self.rows

        class Recording(RandomForestHead):
            def fit(self, X: Any, y: Any) -> Head:
                fitted_on.append(X[:, -1].astype(int))
                return super().fit(X, y)

        return Recording(n_estimators=4, n_jobs=1)


def forest(n_jobs: int = 1) -> Callable[[], Head]:
    return lambda: RandomForestHead(n_estimators=4, n_jobs=n_jobs)


def curve(X: NDArray, y: NDArray, xy: NDArray, **options: Any) -> Curve:
    given = {"kind": "classes", "class_names": NAMES, "sizes": [5, 20, 60], "repeats": 3, **options}
    return learning_curve(given.pop("make", forest()), X, y, xy, **given)


def test_every_score_is_that_of_scikit_learns_forest_on_the_same_draws() -> None:
    X, y, xy = chips()
    make = Recorder()
    found = curve(X, y, xy, make=make, split="block", block=300.0, folds=4, seed=11)
    fits, scores = iter(make.rows), np.empty((3, 4))
    for r in range(3):
        folds = Splitter("block", 4, 300.0).deal(y, xy, 11 + r, stratify=True)
        said = np.empty((4, len(y)), dtype=int)
        for fold in folds:
            for size, labels in zip((5, 20, 60, len(fold.train)), said, strict=True):
                rows = next(fits)
                assert len(rows) == size
                assert np.isin(rows, fold.train).all()
                trees = RandomForestClassifier(4, max_depth=7, random_state=0)
                labels[fold.test] = trees.fit(X[rows], y[rows]).predict(X[fold.test])
        scores[r] = [metrics.f1_score(y, labels, average="macro") for labels in said]
    assert next(fits, None) is None
    spreads = [*(point.metrics["macro_f1"] for point in found.points), found.full["macro_f1"]]
    for of_size, spread in zip(scores.T, spreads, strict=True):
        assert spread.mean == pytest.approx(of_size.mean())
        assert spread.std == pytest.approx(of_size.std(ddof=1))
        assert (spread.low, spread.high) == pytest.approx(
            tuple(np.quantile(of_size, [0.025, 0.975]))
        )
    assert [point.labels for point in found.points] == [5, 20, 60]
    assert found.goal == pytest.approx(0.95 * scores[:, -1].mean())


def test_a_larger_draw_holds_the_smaller_and_repeats_draw_anew() -> None:
    X, y, xy = chips()
    make = Recorder()
    curve(X, y, xy, make=make, sizes=[10, 30, 50])
    groups = [make.rows[i : i + 4] for i in range(0, len(make.rows), 4)]
    assert len(groups) == 3 * 5
    for draws in groups:
        for smaller, larger in itertools.pairwise(draws):
            assert set(smaller) < set(larger)
            assert len(np.unique(larger)) == len(larger)
    assert len({tuple(draws[0]) for draws in groups}) == len(groups)


def test_draws_take_every_training_chip_alike() -> None:
    X, y, xy = chips()
    make = Recorder()
    curve(X, y, xy, make=make, sizes=[20], repeats=60, folds=2)
    counts = np.bincount(np.concatenate(make.rows[::2]), minlength=len(y))
    # Every row is drawn in a third of the repeats: 20 times, with a deviation of 3.7.
    assert 5 < counts.min() < 20 < counts.max() < 35


@pytest.mark.parametrize(
    ("make", "options"),
    [
        (forest(), {"split": "block", "block": 300.0, "folds": 4}),
        (forest(), {"split": "random", "folds": 3}),
        (forest(), {"split": "bands", "band": 150.0, "buffer": 120.0}),
        (LogisticHead, {"split": "column", "groups": np.arange(120) % 4}),
    ],
)
def test_with_all_labels_the_score_is_that_of_cross_validation(
    make: Callable[[], Head], options: dict[str, Any]
) -> None:
    X, y, xy = chips()
    repeats = 1 if options["split"] == "column" else 3
    found = curve(X, y, xy, make=make, seed=3, sizes=[5], repeats=repeats, **options)
    whole = cross_validate(
        make,
        X,
        y,
        xy,
        kind="classes",
        class_names=NAMES,
        chip_size_m=100.0,
        assignments=repeats,
        seed=3,
        **options,
    )
    for name, estimate in whole.metrics.items():
        assert found.full[name].mean == pytest.approx(estimate.mean, nan_ok=True)
        assert found.full[name].std == pytest.approx(estimate.std, nan_ok=True)
    assert found.split_rule == whole.split_rule


def test_a_draw_of_all_the_labels_is_the_full_score() -> None:
    X, y, xy = chips()
    found = curve(X, y, xy, folds=5, sizes=[96])  # four fifths of 120
    assert found.points[0].metrics == found.full
    assert found.full_labels == (96, 96)
    assert found.enough == 96


def test_values_are_judged_by_r2_and_come_near_with_labels() -> None:
    X, _, xy = chips(200)
    X[:, -1] = 0
    values = 3 * X[:, 0] + 0.1 * X[:, 1]

    def make() -> Head:
        return RidgeHead(kind="value", alpha=1.0)

    found = curve(X, values, xy, make=make, kind="value", sizes=[3, 20, 100], folds=4)
    assert found.metric == "r2"
    assert found.points[0].metrics.keys() == {"r2", "rmse", "mae", "spearman"}
    means = [point.metrics["r2"].mean for point in found.points]
    assert means[0] < means[1] < means[2] < 1
    assert found.enough in (20, 100)
    assert found.points[2].metrics["rmse"].mean < found.points[0].metrics["rmse"].mean


@pytest.mark.parametrize("of", [forest, lambda n: lambda: LogisticHead(n_jobs=n)])
def test_threads_change_nothing(of: Callable[[int], Callable[[], Head]]) -> None:
    X, y, xy = chips()
    one, two = (curve(X, y, xy, make=of(n), split="block", block=300.0) for n in (1, 2))
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())


def test_fits_side_by_side_leave_the_process_as_it_was() -> None:
    X, y, xy = chips()
    before = [info["num_threads"] for info in threadpool_info()], list(warnings.filters)
    curve(X, y, xy, make=forest(4), repeats=2)
    assert ([info["num_threads"] for info in threadpool_info()], list(warnings.filters)) == before


@given(
    means=st.lists(st.floats(0, 1) | st.just(math.nan), min_size=1, max_size=6),
    goal=st.floats(0, 1),
)
def test_enough_is_the_first_size_from_which_on_all_reach_the_goal(
    means: list[float], goal: float
) -> None:
    sizes = [2**i for i in range(1, len(means) + 1)]
    good = [s for i, s in enumerate(sizes) if all(mean >= goal for mean in means[i:])]
    assert enough(sizes, means, goal) == (good[0] if good else None)


def test_enough_on_curves_made_by_hand() -> None:
    sizes = [5, 10, 100, 250]
    assert enough(sizes, [0.3, 0.6, 0.77, 0.79], 0.76) == 100
    assert enough(sizes, [0.3, 0.76, 0.70, 0.79], 0.76) == 250  # 10 was luck
    assert enough(sizes, [0.8, 0.8, 0.8, 0.8], 0.76) == 5
    assert enough(sizes, [0.3, 0.5, 0.8, 0.7], 0.76) is None
    assert enough(sizes, [0.8, 0.8, 0.8, 0.8], math.nan) is None


def test_a_draw_of_one_class_answers_that_class() -> None:
    X, y, xy = chips()
    y = np.where(np.arange(120) < 4, 1, 0)
    found = curve(X, y, xy, sizes=[2, 60])
    assert found.points[0].metrics["overall_accuracy"].mean > 0.8


def test_sizes_are_sorted_and_those_too_large_left_out_with_a_note() -> None:
    X, y, xy = chips()
    found = curve(X, y, xy, sizes=[60, 5, 5, 97, 5000], folds=5)
    assert [point.labels for point in found.points] == [5, 60]
    assert any("Left out 97, 5000 labels" in n and "has 96 labelled" in n for n in found.notes)


def test_no_score_above_nothing_leaves_no_goal() -> None:
    X, _, xy = chips()
    noise = np.random.default_rng(5).normal(size=120)
    found = curve(
        X, noise, xy, make=lambda: RandomForestHead(kind="value", n_estimators=3), kind="value"
    )
    assert found.full["r2"].mean < 0
    assert math.isnan(found.goal)
    assert found.enough is None
    assert any("no r2 above 0" in note for note in found.notes)
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert told["goal"] is told["enough"] is None
    assert told["points"][0]["labels"] == 5


def test_a_random_split_is_said_to_flatter() -> None:
    X, y, xy = chips()
    assert any("random" in note for note in curve(X, y, xy).notes)
    assert curve(X, y, xy, split="block", block=300.0).notes == []


def test_progress_counts_every_fit_and_can_stop_them() -> None:
    X, y, xy = chips()
    seen: list[tuple[int, int]] = []
    curve(X, y, xy, folds=4, progress=lambda *step: seen.append(step))
    assert seen == [(i, 48) for i in range(1, 49)]
    make = Recorder()

    def stop(done: int, total: int) -> None:
        raise Cancelled("Stopped.")

    threads = threading.active_count()
    with pytest.raises(Cancelled):
        curve(X, y, xy, make=make, repeats=50, progress=stop)
    assert len(make.rows) < 500
    assert threading.active_count() == threads


def test_what_cannot_be_drawn() -> None:
    X, y, xy = chips()
    for sizes in ([1, 5], [], [2.5], [-3]):
        with pytest.raises(UsageError, match="whole and at least 2"):
            curve(X, y, xy, sizes=sizes)
    with pytest.raises(UsageError, match=r"has 96 labelled chips, fewer than the 97 .* 2 to 96"):
        curve(X, y, xy, sizes=[97, 200], folds=5)
    with pytest.raises(UsageError, match="at least one repeat"):
        curve(X, y, xy, repeats=0)
    with pytest.raises(UsageError, match="not judged by 'rmse'; choose macro_f1"):
        curve(X, y, xy, metric="rmse")
    with pytest.raises(UsageError, match="side of its blocks"):
        curve(X, y, xy, split="block")
    with pytest.raises(LabelsTooFew, match="one class only"):
        curve(X, 0 * y, xy)
