from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn import metrics
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from eo_embed.core.errors import LabelsTooFew, UsageError
from eo_embed.core.probes import (
    Head,
    RandomForestHead,
    RidgeHead,
    Scores,
    band_folds,
    cross_validate,
    make_head,
    predict_out_of_fold,
    random_folds,
)
from eo_embed.core.probes.splits import Fold

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
    with pytest.raises(UsageError, match="no split 'stripes'"):
        score(X, y, xy, split="stripes")
    with pytest.raises(UsageError, match="at least one assignment"):
        score(X, y, xy, assignments=0)
    with pytest.raises(UsageError, match="2 class names"):
        score(X, y, xy, class_names=["a", "b"])
    with pytest.raises(LabelsTooFew, match="one class only"):
        score(X, np.zeros(60, dtype=int), xy)


def test_bands_are_scored_on_the_chips_they_test_alone() -> None:
    X, y, xy = chips(600)
    scores = score(X, y, xy, split="bands", band=300.0, angle=20.0, assignments=3, seed=4)
    found, tested = [], []
    for seed in (4, 5, 6):
        (fold,) = band_folds(xy, 300.0, seed, 20.0)
        head = Recorder()().fit(X[fold.train], y[fold.train])
        said, true = head.predict(X[fold.test]), y[fold.test]
        there = np.unique(true)
        found.append(metrics.f1_score(true, said, average="macro", labels=there))
        tested.append(len(fold.test))
    assert scores.metrics["macro_f1"].mean == pytest.approx(np.mean(found))
    assert scores.metrics["macro_f1"].std == pytest.approx(np.std(found, ddof=1))
    assert (scores.n, scores.folds, scores.assignments) == (600, 1, 3)
    assert scores.tested in tested
    assert (scores.band, scores.angle, scores.block) == (300.0, 20.0, None)
    assert sum(part.support for part in scores.classes) == pytest.approx(np.mean(tested), abs=2)
    assert "bands of 300 m at 20°" in scores.split_rule


def test_a_class_that_no_band_tests_is_not_judged() -> None:
    X, y, xy = chips(600)
    (fold,) = band_folds(xy, 300.0, 0)
    y = np.where(y == 3, 0, y)
    y[fold.train[:5]] = 3
    scores = score(X, y, xy, split="bands", band=300.0, assignments=1)
    field = next(part for part in scores.classes if part.name == "field")
    assert field.support == 0
    assert np.isnan([field.precision, field.recall, field.f1]).all()
    assert scores.confusion.shape == (3, 3)
    assert scores.confusion.sum() == len(fold.test)
    assert np.isfinite(scores.metrics["macro_f1"].mean)
    json.dumps(scores.to_dict(), allow_nan=False)


def test_regions_left_out_are_scored_as_by_scikit_learn() -> None:
    X, y, xy = chips(400)
    regions = np.array(["north", "south", "east", ""])[np.arange(400) % 4]
    scores = score(X, y, xy, split="region", groups=regions, assignments=5)
    known = regions != ""
    forest = RandomForestClassifier(5, max_depth=7, random_state=0)
    said = cross_val_predict(
        forest, X[known], y[known], groups=regions[known], cv=LeaveOneGroupOut()
    )
    expected = metrics.accuracy_score(y[known], said)
    assert scores.metrics["overall_accuracy"].mean == pytest.approx(expected)
    assert (scores.groups, scores.folds) == (["east", "north", "south"], 3)
    assert scores.assignments == 1
    assert (scores.n, scores.tested) == (400, 300)
    assert any("100 of 400 labelled chips have no group" in w for w in scores.warnings)


def test_a_buffer_keeps_the_distance_it_names() -> None:
    X, y, xy = chips(400)
    bare, apart = (
        score(X, y, xy, split="block", block=500.0, buffer=metres) for metres in (None, 250.0)
    )
    assert (bare.least_distance, bare.buffer) == (100.0, None)
    assert apart.least_distance >= 250.0
    assert apart.buffer == 250.0
    assert "with a buffer of 250 m" in apart.split_rule
    assert apart.touching == 0


def test_neighbours_across_blocks_are_told_with_a_buffer_that_parts_them() -> None:
    X, y, xy = chips(400)
    options = {"split": "block", "block": 500.0, "folds": 2, "assignments": 2}
    scores = score(X, y, xy, **options)
    edge = np.isin(xy[:, 0] % 500, (0, 400)) | np.isin(xy[:, 1] % 500, (0, 400))
    assert 0 < scores.touching <= edge.sum()
    assert scores.touching_share == scores.touching / 400
    (warning,) = (text for text in scores.warnings if "beside a training chip" in text)
    assert f"{scores.touching} ({scores.touching_share:.0%})" in warning
    assert "a buffer of 150 m would part them" in warning
    parted = score(X, y, xy, buffer=150.0, **options)
    assert not any("training chip," in text for text in parted.warnings)


@pytest.mark.parametrize("size", [100.0, 150.0, 310.0])
def test_the_buffer_named_parts_overlapping_chips_too(size: float) -> None:
    X, y, xy = chips(1600)
    options = {"split": "block", "block": 1000.0, "folds": 2, "assignments": 1, "chip_size_m": size}
    (warning,) = (w for w in score(X, y, xy, **options).warnings if "training chip" in w[:120])
    metres = float(warning.split("a buffer of ")[1].split(" m")[0])
    parted = score(X, y, xy, buffer=metres, **options)
    assert (parted.overlapping, parted.touching) == (0, 0)


def test_blocks_too_small_for_any_buffer_are_told_to_grow() -> None:
    X, y, xy = chips(100)
    scores = score(X, y, xy, split="block", block=100.0, folds=2)
    assert any("use larger parts" in warning for warning in scores.warnings)


def test_a_random_split_is_warned_of_once() -> None:
    X, y, xy = chips()
    for size in (50.0, 100.0, 150.0):
        warnings = score(X, y, xy, chip_size_m=size).warnings
        assert sum("training chip" in text for text in warnings) == 1


def test_labels_chosen_by_an_algorithm_are_told() -> None:
    X, y, xy = chips(60)
    how = np.array(["click", "imported", "cluster", "suggestion", "sample"] * 12)
    scores = score(X, y, xy, how=how)
    (warning,) = (text for text in scores.warnings if "no random sample" in text)
    assert warning.startswith("24 of 60 labels")
    for harmless in (None, ["click"] * 60):
        assert not any("no random sample" in w for w in score(X, y, xy, how=harmless).warnings)


def test_out_of_fold_probabilities_are_scikit_learns() -> None:
    X, y, _ = chips()
    folds = random_folds(y, 4, 0, stratify=True)
    said = predict_out_of_fold(Recorder(), X, y, folds, "classes", len(NAMES))
    forest = RandomForestClassifier(5, max_depth=7, random_state=0)
    parts = [(fold.train, fold.test) for fold in folds]
    expected = cross_val_predict(forest, X, y, cv=parts, method="predict_proba")
    np.testing.assert_allclose(said.proba[:, [0, 1, 3]], expected, atol=1e-6)
    np.testing.assert_array_equal(said.proba[:, 2], 0)
    np.testing.assert_array_equal(said.labels, said.proba.argmax(axis=1))
    np.testing.assert_allclose(said.proba.sum(axis=1), 1, atol=1e-6)
    assert ((said.uncertainty >= 0) & (said.uncertainty <= 1)).all()


def test_out_of_fold_rows_that_no_fold_tests_are_unknown() -> None:
    X, y, _ = chips()
    rows = np.arange(200)
    fold = Fold(rows[y != 3][:100], rows[150:170])
    said = predict_out_of_fold(Recorder(), X, y, [fold], "classes", len(NAMES))
    others = np.delete(rows, fold.test)
    assert (said.labels[others] == -1).all()
    assert np.isnan(said.proba[others]).all()
    assert np.isnan(said.uncertainty[others]).all()
    np.testing.assert_array_equal(said.proba[fold.test, 3], 0)  # it lacks the class
    values = predict_out_of_fold(
        lambda: RidgeHead(kind="value", alpha=1.0), X, X[:, 0], [fold], "value"
    )
    assert values.proba is None
    assert np.isnan(values.labels[others]).all()
    np.testing.assert_allclose(values.labels[fold.test], X[fold.test, 0], atol=0.2)


def test_a_training_part_of_one_class_answers_that_class() -> None:
    X, y, _ = chips()
    fold = Fold(np.flatnonzero(y == 1), np.flatnonzero(y != 1))
    said = predict_out_of_fold(Recorder(), X, y, [fold], "classes", len(NAMES))
    assert (said.labels[fold.test] == 1).all()
    np.testing.assert_array_equal(
        said.proba[fold.test], np.eye(4)[1][None].repeat(len(fold.test), 0)
    )
    assert (said.uncertainty[fold.test] == 0).all()
