from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn import metrics

from eo_embed.core.errors import LabelsTooFew, UsageError
from eo_embed.core.probes import (
    Head,
    RandomForestHead,
    RidgeHead,
    Scores,
    cross_validate,
    make_head,
    random_folds,
)

NAMES = ["water", "forest", "town", "field"]


class Recorder:
    """Makes forests and keeps them, to look at what each was fitted on."""

    def __init__(self, **options: Any) -> None:
        self.options, self.heads = options, []

    def __call__(self) -> Head:
        self.heads.append(RandomForestHead(n_estimators=5, **self.options))
        return self.heads[-1]


def chips(n: int = 200, seed: int = 0) -> tuple[NDArray, NDArray, NDArray]:
    """Embeddings, classes (one of them rare, 'town' absent) and centres 100 m apart."""
    rng = np.random.default_rng(seed)
    y = rng.choice([0, 1, 3], n, p=[0.6, 0.36, 0.04])
    X = rng.normal(size=(n, 6)).astype(np.float32)
    X[:, 0] += y
    return X, y, np.column_stack([np.arange(n) % 20, np.arange(n) // 20]) * 100.0


def pooled(y: NDArray, X: NDArray, make: Any, folds: int, seed: int, stratify: bool) -> NDArray:
    out = np.empty(len(y), dtype=np.float64)
    for fold in random_folds(y, folds, seed, stratify):
        out[fold.test] = make().fit(X[fold.train], y[fold.train]).predict(X[fold.test])
    return out


def score(X: NDArray, y: NDArray, xy: NDArray, **options: Any) -> Scores:
    make = options.pop("make", Recorder())
    given = {"kind": "classes", "class_names": NAMES, "chip_size_m": 100.0, **options}
    return cross_validate(make, X, y, xy, **given)


def test_class_scores_are_scikit_learns() -> None:
    X, y, xy = chips()
    scores = score(X, y, xy, folds=4, assignments=3, seed=7)
    said = [pooled(y, X, Recorder(), 4, 7 + i, True).astype(int) for i in range(3)]
    few = [label for label in (0, 1, 3) if (y == label).sum() >= 20]
    expected = {
        "overall_accuracy": [metrics.accuracy_score(y, p) for p in said],
        "balanced_accuracy": [metrics.balanced_accuracy_score(y, p) for p in said],
        "macro_f1": [metrics.f1_score(y, p, average="macro") for p in said],
        "macro_f1_20": [metrics.f1_score(y, p, average="macro", labels=few) for p in said],
    }
    assert few == [0, 1]
    assert scores.metrics.keys() == expected.keys()
    for name, values in expected.items():
        assert scores.metrics[name].mean == pytest.approx(np.mean(values))
        assert scores.metrics[name].std == pytest.approx(np.std(values, ddof=1))
    parts = np.mean(
        [metrics.precision_recall_fscore_support(y, p, zero_division=0)[:3] for p in said], axis=0
    )
    for i, part in enumerate(scores.classes):
        assert (part.precision, part.recall, part.f1) == pytest.approx(tuple(parts[:, i]))
    assert [(part.name, part.support) for part in scores.classes] == [
        (NAMES[label], (y == label).sum()) for label in (0, 1, 3)
    ]
    np.testing.assert_array_equal(scores.confusion, metrics.confusion_matrix(y, said[0]))
    assert scores.majority_share == pytest.approx((y == 0).mean())


def test_value_scores_are_scikit_learns() -> None:
    X, y, xy = chips()
    values = X[:, 0] * 3.0 + np.random.default_rng(1).normal(size=len(y))

    def make() -> Head:
        return RidgeHead(kind="value", alpha=1.0)

    scores = score(X, values, xy, make=make, kind="value", folds=4, assignments=2, seed=7)
    said = [pooled(values, X, make, 4, 7 + i, False) for i in range(2)]
    expected = {
        "r2": [metrics.r2_score(values, p) for p in said],
        "rmse": [metrics.root_mean_squared_error(values, p) for p in said],
        "mae": [metrics.mean_absolute_error(values, p) for p in said],
        "spearman": [spearmanr(values, p).statistic for p in said],
    }
    for name, per_assignment in expected.items():
        assert scores.metrics[name].mean == pytest.approx(np.mean(per_assignment))
    assert scores.confusion is scores.majority_share is None
    assert scores.classes == []


def test_shuffled_labels_score_at_chance() -> None:
    X, y, xy = chips(400)
    y = y % 2
    X[:, 1] += 6 * y
    honest, shuffled = (
        score(X, labels, xy, make=RidgeHead)
        for labels in (y, np.random.default_rng(0).permutation(y))
    )
    assert honest.metrics["overall_accuracy"].mean > 0.97
    assert abs(shuffled.metrics["balanced_accuracy"].mean - 0.5) < 0.08


@pytest.mark.parametrize("name", ["rf", "ridge", "logistic", "knn"])
def test_test_rows_touch_no_statistic(name: str) -> None:
    """Poison in the rows of a fold changes what its own head learnt in nothing."""
    X, y, xy = chips()
    fold = random_folds(y, 5, 0, stratify=True)[0]
    poisoned = X.copy()
    poisoned[fold.test] = 1e15
    learnt = []
    for features in (X, poisoned):
        made: list[Head] = []

        def make(made: list[Head] = made) -> Head:
            made.append(make_head(name, "classes"))
            return made[-1]

        score(features, y, xy, make=make, assignments=1)
        learnt.append(made[0])
    np.testing.assert_array_equal(learnt[0].columns_.mean, learnt[1].columns_.mean)
    np.testing.assert_array_equal(learnt[0].columns_.scale, learnt[1].columns_.scale)
    np.testing.assert_array_equal(learnt[0].predict_proba(X), learnt[1].predict_proba(X))


def test_overlapping_chips_and_distance_are_told() -> None:
    X, y, xy = chips()
    side_by_side = score(X, y, xy, assignments=2)
    assert (side_by_side.overlapping, side_by_side.least_distance) == (0, 100.0)
    assert any("split is random" in warning for warning in side_by_side.warnings)
    stacked = score(X, y, xy, assignments=2, chip_size_m=150.0)
    assert stacked.overlapping > 150
    assert any("share ground with a training chip" in warning for warning in stacked.warnings)


def test_blocks_keep_chips_apart_and_are_not_called_random() -> None:
    X, y, xy = chips()
    xy = xy + np.floor(xy / 500) * 1000  # 1 km between the blocks
    scores = score(X, y, xy, split="block", block=1500.0, chip_size_m=150.0)
    assert (scores.split, scores.block, scores.overlapping) == ("block", 1500.0, 0)
    assert scores.least_distance == 1100.0
    assert not any("random" in warning for warning in scores.warnings)


def test_a_class_missing_from_a_training_fold_is_told_and_scored() -> None:
    X, y, xy = chips()
    y = np.where(xy[:, 0] < 400, 2, y)  # one class fills a block of its own
    scores = score(X, y, xy, split="block", block=400.0, folds=2)
    town = next(part for part in scores.classes if part.name == "town")
    assert town.recall < 1
    single = score(X, np.where(np.arange(200) == 0, 1, 0), xy, folds=5)
    assert any("missing from the training chips" in warning for warning in single.warnings)
    assert single.classes[1].recall == 0
    assert any("commonest class" in warning for warning in single.warnings)
    assert any("forest (1)" in warning for warning in single.warnings)


def test_the_dictionary_is_json_without_nan() -> None:
    X, y, xy = chips(30)
    scores = score(X, y, xy, folds=2, assignments=1)
    told = json.loads(json.dumps(scores.to_dict(), allow_nan=False))
    assert told["metrics"]["overall_accuracy"]["std"] is None
    assert told["confusion"] == scores.confusion.tolist()
    constant = score(X, np.ones(30), xy, make=lambda: RidgeHead(kind="value"), kind="value")
    assert constant.to_dict()["metrics"]["r2"]["mean"] is None
    assert constant.to_dict()["metrics"]["spearman"]["mean"] is None


def test_progress_counts_every_fit() -> None:
    X, y, xy = chips(60)
    seen: list[tuple[int, int]] = []
    score(X, y, xy, folds=3, assignments=2, progress=lambda *step: seen.append(step))
    assert seen == [(i, 6) for i in range(1, 7)]


def test_what_cannot_be_scored() -> None:
    X, y, xy = chips(60)
    with pytest.raises(UsageError, match="side of its blocks"):
        score(X, y, xy, split="block")
    with pytest.raises(UsageError, match="no split 'band'"):
        score(X, y, xy, split="band")
    with pytest.raises(UsageError, match="at least one assignment"):
        score(X, y, xy, assignments=0)
    with pytest.raises(UsageError, match="2 class names"):
        score(X, y, xy, class_names=["a", "b"])
    with pytest.raises(LabelsTooFew, match="one class only"):
        score(X, np.zeros(60, dtype=int), xy)
