from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eo_embed.core.errors import UsageError
from eo_embed.core.probes import (
    HEADS,
    KNNHead,
    LogisticHead,
    RandomForestHead,
    RidgeHead,
    head_options,
    make_head,
    random_folds,
)


def scene(n: int, d: int, classes: int = 4, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose class moves some features, on scales from 1e-2 to 1e3."""
    rng = np.random.default_rng(seed)
    y = np.sort(rng.integers(0, classes, n) ** 2 // (classes - 1))
    X = rng.normal(size=(n, d)) + 0.8 * y[:, None] * (np.arange(d) % 3 == 0)
    return ((X + 1) * np.logspace(-2, 3, d)).astype(np.float32), y


@pytest.mark.parametrize("class_weight", [None, "balanced"])
def test_forest_is_scikit_learns_classifier(class_weight: str | None) -> None:
    X, y = scene(150, 20)
    new, _ = scene(400, 20, seed=1)
    oracle = RandomForestClassifier(50, max_depth=7, random_state=3, class_weight=class_weight)
    oracle.fit(X, y)
    head = RandomForestHead(seed=3, class_weight=class_weight).fit(X, y)
    np.testing.assert_array_equal(head.classes_, oracle.classes_)
    np.testing.assert_array_equal(head.predict_proba(new), oracle.predict_proba(new).astype("f4"))
    np.testing.assert_array_equal(head.predict(new), oracle.predict(new))


def test_forest_is_scikit_learns_regressor_with_the_spread_of_its_trees() -> None:
    X, y = scene(150, 20)
    new, _ = scene(400, 20, seed=1)
    oracle = RandomForestRegressor(30, max_depth=5, max_features=1 / 3, random_state=3)
    oracle.fit(X, y + 2000.0)
    said = RandomForestHead(kind="value", n_estimators=30, max_depth=5, seed=3)
    said = said.fit(X, y + 2000.0).predict_all(new)
    np.testing.assert_allclose(said.labels, oracle.predict(new), rtol=1e-6)
    trees = np.array([tree.predict(new) for tree in oracle.estimators_])
    np.testing.assert_allclose(said.uncertainty, trees.std(axis=0), atol=1e-4)
    assert said.proba is None


@pytest.mark.parametrize(("n", "d"), [(200, 20), (60, 90)])
def test_ridge_values_are_scikit_learns(n: int, d: int) -> None:
    X, y = scene(n, d)
    y = y + np.random.default_rng(0).normal(size=n) * 0.3
    Z = StandardScaler().fit_transform(X.astype(np.float64))
    folds = random_folds(y, 5, 0, stratify=False)
    search = GridSearchCV(
        Ridge(solver="svd"),
        {"alpha": np.logspace(-3, 6, 10)},
        scoring="neg_mean_squared_error",
        cv=[(fold.train, fold.test) for fold in folds],
    ).fit(Z, y)
    head = RidgeHead(kind="value").fit(X, y)
    assert head.alpha_ == pytest.approx(search.best_params_["alpha"])
    np.testing.assert_allclose(head.predict(X), search.predict(Z), atol=1e-4)
    np.testing.assert_allclose(head.coef_[:, 0], search.best_estimator_.coef_, atol=1e-5)


@pytest.mark.parametrize("class_weight", [None, "balanced"])
@pytest.mark.parametrize("classes", [2, 4])
def test_ridge_classes_are_scikit_learns(class_weight: str | None, classes: int) -> None:
    X, y = scene(150, 20, classes)
    new, _ = scene(300, 20, classes, seed=1)
    oracle = make_pipeline(
        StandardScaler(), RidgeClassifier(alpha=10.0, class_weight=class_weight)
    ).fit(X.astype(np.float64), y)
    head = RidgeHead(alpha=10.0, class_weight=class_weight).fit(X, y)
    np.testing.assert_array_equal(head.predict(new), oracle.predict(new.astype(np.float64)))
    scores = (oracle.decision_function(new.astype(np.float64)) + 1) / 2  # targets -1/1 to 0/1
    scores = np.column_stack([1 - scores, scores]) if classes == 2 else scores
    np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-9)
    shares = np.maximum(scores, 0)
    expected = shares / shares.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(head.predict_proba(new), expected, atol=1e-4)


@pytest.mark.parametrize(("n", "d", "alpha"), [(40, 6, 2.0), (15, 30, 5.0), (15, 30, 1e-3)])
def test_ridge_uncertainty_comes_from_leaving_each_row_out(n: int, d: int, alpha: float) -> None:
    X, y = scene(n, d)
    y = y + np.random.default_rng(0).normal(size=n) * 0.5
    scaler = StandardScaler().fit(X.astype(np.float64))
    Z = scaler.transform(X.astype(np.float64))
    left_out, spare = np.empty(n), np.empty(n)
    inverse = np.linalg.inv(Z.T @ Z + alpha * np.eye(d))
    for i in range(n):
        # The fit without row i, about the mean of all rows: leverage takes that as given.
        model = Ridge(alpha=alpha, fit_intercept=False, solver="svd")
        augmented = np.column_stack([np.full(n, 1e4), Z])
        keep = np.arange(n) != i
        left_out[i] = y[i] - model.fit(augmented[keep], y[keep]).predict(augmented[i : i + 1])[0]
        spare[i] = 1 - 1 / n - Z[i] @ inverse @ Z[i]
    noise = np.sqrt(np.mean(left_out**2 * spare))
    head = RidgeHead(kind="value", alpha=alpha).fit(X, y)
    new = scene(50, d, seed=1)[0]
    new_z = scaler.transform(new.astype(np.float64))
    leverage = 1 / n + np.einsum("ij,jk,ik->i", new_z, inverse, new_z)
    np.testing.assert_allclose(head.uncertainty(new), noise * np.sqrt(1 + leverage), rtol=2e-2)


@pytest.mark.parametrize("class_weight", [None, "balanced"])
@pytest.mark.parametrize("classes", [2, 4])
def test_logistic_is_scikit_learns(class_weight: str | None, classes: int) -> None:
    X, y = scene(150, 20, classes)
    new, _ = scene(300, 20, classes, seed=1)
    oracle = make_pipeline(
        StandardScaler(), LogisticRegression(C=0.5, class_weight=class_weight, tol=1e-8)
    ).fit(X.astype(np.float64), y)
    head = LogisticHead(C=0.5, class_weight=class_weight).fit(X, y)
    expected = oracle.predict_proba(new.astype(np.float64))
    np.testing.assert_allclose(head.predict_proba(new), expected, atol=5e-3)
    assert (head.predict(new) == oracle.predict(new.astype(np.float64))).mean() > 0.99


@pytest.mark.parametrize("k", [1, 5, 1000])
def test_neighbours_are_scikit_learns_by_cosine(k: int) -> None:
    X, y = scene(150, 20)
    new, _ = scene(300, 20, seed=1)
    scaler = StandardScaler().fit(X.astype(np.float64))
    Z, new_z = scaler.transform(X.astype(np.float64)), scaler.transform(new.astype(np.float64))
    near = {"n_neighbors": min(k, 150), "metric": "cosine", "algorithm": "brute"}
    classifier = KNeighborsClassifier(**near).fit(Z, y)
    regressor = KNeighborsRegressor(**near).fit(Z, y)
    said = KNNHead(k=k).fit(X, y).predict_all(new)
    np.testing.assert_allclose(said.proba, classifier.predict_proba(new_z), atol=1e-6)
    np.testing.assert_array_equal(said.labels, classifier.predict(new_z))
    values = KNNHead(kind="value", k=k).fit(X, y).predict_all(new)
    np.testing.assert_allclose(values.labels, regressor.predict(new_z), atol=1e-5)
    nearest = regressor.kneighbors(new_z, return_distance=False)
    np.testing.assert_allclose(values.uncertainty, y[nearest].std(axis=1), atol=1e-5)


def test_balanced_votes_weigh_a_rare_class_up() -> None:
    X = np.array([[1, 0.1], [1, 0], [1, -0.1], [0.9, 0.2], [-1, 0]])
    y = np.array([0, 0, 0, 1, 1])
    plain, balanced = (KNNHead(k=5, class_weight=w).fit(X, y) for w in (None, "balanced"))
    np.testing.assert_allclose(plain.predict_proba(X[:1])[0], [0.6, 0.4])
    np.testing.assert_allclose(balanced.predict_proba(X[:1])[0], [0.5, 0.5])


@pytest.mark.parametrize("name", ["rf", "ridge", "knn"])
@pytest.mark.parametrize("y", [[3.0, 3.0], [3.0, 5.0], [4.0, 4.0, 4.0]])
def test_values_from_two_labels_or_a_constant(name: str, y: list[float]) -> None:
    X = np.random.default_rng(0).normal(size=(len(y), 4))
    said = make_head(name, "value").fit(X, np.array(y)).predict_all(X)
    assert ((said.labels >= 3 - 1e-5) & (said.labels <= 5 + 1e-5)).all()
    assert np.isfinite(said.uncertainty).all()


@pytest.mark.parametrize("name", HEADS)
def test_options_make_the_same_head_again(name: str) -> None:
    head = make_head(name, "classes", seed=4, class_weight="balanced")
    assert HEADS[name](**head.options) == head


@pytest.mark.parametrize(
    ("name", "kind", "options", "message"),
    [
        ("svm", "classes", {}, "no head 'svm'; there are rf, ridge, logistic, knn"),
        ("knn", "classes", {"trees": 5}, "no option 'trees'; it has k, class_weight, seed, n_jobs"),
        ("logistic", "value", {}, "predicts classes"),
        ("rf", "area", {}, "predicts classes or value"),
        ("rf", "value", {"class_weight": "balanced"}, "for classes"),
        ("rf", "classes", {"class_weight": "equal"}, "balanced"),
        ("rf", "classes", {"n_estimators": 0}, "from 1 to"),
        ("rf", "classes", {"max_depth": 0}, "from 1 to .* or none"),
        ("rf", "classes", {"n_jobs": 0}, "n_jobs"),
        ("ridge", "value", {"alpha": 0.0}, "above 0"),
        ("ridge", "value", {"alphas": ()}, "above 0"),
        ("ridge", "value", {"folds": 1}, "at least 2"),
        ("logistic", "classes", {"C": -1.0}, "above 0"),
        ("knn", "classes", {"k": 0}, "at least 1"),
        ("rf", "classes", {"n_estimators": "abc"}, "n_estimators=abc must be a whole number"),
        ("rf", "classes", {"n_estimators": 2.5}, "n_estimators=2.5 must be a whole number"),
        ("rf", "classes", {"n_estimators": True}, "whole number"),
        ("rf", "classes", {"n_estimators": None}, "whole number"),
        ("rf", "classes", {"seed": -1}, "seed=-1 must be a whole number from 0"),
        ("rf", "classes", {"seed": 2**32}, "from 0 to 4294967295"),
        ("rf", "classes", {"max_depth": [7]}, "or none"),
        ("knn", "classes", {"k": "x"}, "k=x must be"),
        ("ridge", "value", {"alphas": 3}, "alphas=3 must be numbers separated by commas, each"),
        ("ridge", "value", {"alphas": "1,two"}, "numbers separated by commas"),
        ("ridge", "value", {"alphas": [1.0, -1.0]}, "above 0"),
        ("ridge", "value", {"alpha": float("nan")}, "a number above 0"),
        ("logistic", "classes", {"C": "inf"}, "a number above 0"),
        ("rf", "classes", {"class_weight": {"a": 1}}, "one of balanced, none"),
    ],
)
def test_options_that_make_no_sense(
    name: str, kind: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        make_head(name, kind, **options)


def test_options_given_as_text_mean_the_same() -> None:
    forest = make_head("rf", "classes", n_estimators="20", max_depth="none", seed="3")
    assert forest == RandomForestHead(n_estimators=20, max_depth=None, seed=3)
    for alphas in ("0.1,1", "[0.1, 1]", [0.1, 1]):
        ridge = make_head("ridge", "value", alphas=alphas, alpha="none", class_weight="none")
        assert ridge == RidgeHead(kind="value", alphas=(0.1, 1.0))


@pytest.mark.parametrize("name", HEADS)
def test_every_option_is_described_and_its_default_is_allowed(name: str) -> None:
    rules = HEADS[name].option_rules()
    assert rules.keys() == make_head(name, "classes").options.keys() - {"kind"}
    for key, line in head_options(name).items():
        assert re.fullmatch(r"\S.* \(.+\); default \S+", line), key
        assert rules[key].read(key, rules[key].default) == rules[key].default
    with pytest.raises(UsageError, match="there are rf, ridge, logistic, knn"):
        head_options("svm")


@pytest.mark.parametrize("kind", ["classes", "value"])
def test_importances_of_a_forest_are_scikit_learns(kind: Any) -> None:
    X, y = scene(150, 20)
    options = {"n_estimators": 30, "max_depth": 3, "random_state": 3}
    oracle = (
        RandomForestClassifier(**options)
        if kind == "classes"
        else RandomForestRegressor(max_features=1 / 3, **options)
    ).fit(X, y)
    head = make_head("rf", kind, n_estimators=30, max_depth=3, seed=3).fit(X, y)
    np.testing.assert_allclose(head.importances_, oracle.feature_importances_, rtol=1e-5)


@pytest.mark.parametrize("classes", [2, 4])
def test_importances_of_linear_heads_are_shares_of_the_mean_coefficients(classes: int) -> None:
    X, y = scene(150, 20, classes)
    Z = StandardScaler().fit_transform(X.astype(np.float64))
    ridge = Ridge(alpha=10.0).fit(Z, np.eye(y.max() + 1)[y])
    logistic = LogisticRegression(max_iter=1000).fit(Z, y)
    value = Ridge(alpha=10.0).fit(Z, y)
    for head, coef in (
        (RidgeHead(alpha=10.0), ridge.coef_),
        (RidgeHead(kind="value", alpha=10.0), value.coef_[None]),
        (LogisticHead(), logistic.coef_),
    ):
        expected = np.abs(coef).mean(axis=0)
        found = head.fit(X, y).importances_
        np.testing.assert_allclose(found, expected / expected.sum(), atol=1e-3)


@pytest.mark.parametrize("name", HEADS)
def test_importances_are_shares(name: str) -> None:
    X, y = scene(80, 12)
    found = make_head(name, "classes").fit(X, y).importances_
    assert (found.shape, found.dtype) == ((12,), np.float32)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1, abs=1e-5)
    if name == "knn":
        np.testing.assert_array_equal(found, np.float32(1 / 12))


@pytest.mark.parametrize("name", ["rf", "ridge"])
def test_importances_are_equal_where_nothing_was_learnt(name: str) -> None:
    X, _ = scene(30, 5)
    found = make_head(name, "value").fit(X, np.full(30, 7.0)).importances_
    np.testing.assert_allclose(found, 0.2)


def test_fitting_a_forest_leaves_the_warning_filters_alone() -> None:
    X, y = scene(60, 5)
    before = list(warnings.filters)
    for _ in range(10):
        RandomForestHead(n_jobs=4).fit(X, y)
    assert warnings.filters == before


@pytest.mark.parametrize("name", ["ridge", "logistic", "knn"])
def test_a_feature_that_hardly_moves_on_the_labels_does_not_run_away(name: str) -> None:
    """Next to 0 on the labelled chips, as a random convolutional feature may be, and 0.2 elsewhere."""
    rng = np.random.default_rng(0)
    kind = "value" if name == "ridge" else "classes"
    X = rng.normal(size=(40, 5)).astype(np.float32)
    y = X[:, 0] if kind == "value" else (X[:, 0] > 0).astype(int)
    X[:, 4] = rng.uniform(0, 1e-7, 40)
    new = X.copy()
    new[:, 4] = 0.2
    head = make_head(name, kind).fit(X, y)
    said = head.predict_all(new)
    assert np.isfinite(said.labels).all()
    if kind == "value":
        assert np.abs(said.labels).max() < 20 * np.abs(y).max()
        assert np.ptp(said.labels) > 0.5 * np.ptp(y)
