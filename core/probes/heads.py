"""The heads: random forest, ridge, logistic regression and nearest neighbours.

Each is one class with scikit-learn's conventions (see ``base.Head`` for what they share) and one
entry in HEADS. What ``fit`` keeps is plain arrays, so that a saved head needs no foreign type.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

from ..errors import UsageError
from .base import Doubles, Floats, Head, Kind, balanced_weights, one_hot, option
from .forest import pack_trees, unpack_trees
from .ridge import choose_alpha, fit_ridge
from .splits import random_folds


@dataclass(kw_only=True)
class RandomForestHead(Head):
    """A random forest (Breiman 2001), the same as scikit-learn's for the same options.

    Splits try sqrt(d) features for classes and d/3 for values (Hastie et al. 2009, section
    15.3). Nothing is standardised, since trees do not depend on the scale of a feature.
    Probabilities are the mean of the trees' class shares; the uncertainty of a value is the
    standard deviation of the trees. Importances are those of the impurity, averaged over trees
    (Breiman 2001), as scikit-learn's.
    """

    name: ClassVar[str] = "rf"
    title: ClassVar[str] = "Random forest"
    standardised: ClassVar[bool] = False

    n_estimators: int = option(50, "trees", least=1, most=100_000)
    max_depth: int | None = option(
        7,
        "splits between the root and a leaf; none grows whole trees",
        least=1,
        most=1000,
        optional=True,
    )

    def _fit(self, X: NDArray[np.float32], y: NDArray[Any]) -> None:
        shared = {
            "n_estimators": self.n_estimators,
            "max_depth": self.max_depth,
            "random_state": self.seed,
            "n_jobs": self.n_jobs,
        }
        if self.kind == "classes":
            forest = RandomForestClassifier(class_weight=self.class_weight, **shared)
        else:
            forest = RandomForestRegressor(max_features=1 / 3, **shared)
        with warnings.catch_warnings():  # scikit-learn's threads leave the filters emptied
            forest.fit(X, y)
        self.trees_ = [estimator.tree_ for estimator in forest.estimators_]

    def _scores(self, X: NDArray[np.float32]) -> tuple[Floats, Floats | None]:
        # The trees are asked one by one on rows that are in the cache, past scikit-learn's own
        # predict, which checks and walks the whole matrix once for each tree.
        total, squares = np.zeros(1), np.zeros(1)
        for tree in self.trees_:
            said = tree.predict(X)  # (rows, classes or 1) float64
            total = total + said
            if self.kind == "value":
                squares = squares + said**2
        mean = total / len(self.trees_)
        if self.kind == "classes":
            return mean, None
        variance = squares / len(self.trees_) - mean**2
        return mean[:, 0], np.sqrt(np.maximum(variance[:, 0], 0.0))

    def _importances(self) -> Floats:
        each = [tree.compute_feature_importances() for tree in self.trees_]
        return np.asarray(np.mean(each, axis=0))

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        if "trees_" in state:
            state["trees_"] = pack_trees(state["trees_"])
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if "trees_" in state:
            self.trees_ = unpack_trees(state["trees_"], self.n_features_)


@dataclass(kw_only=True)
class RidgeHead(Head):
    """Ridge regression on standardised features, for values or one class against the rest.

    ``alpha`` None chooses among ``alphas`` by cross-validated squared error over ``folds`` random
    folds of the training rows (stratified by class), whose features are standardised once for all
    folds; ``alpha_`` is the one in use.

    Classes are regressed as 0/1 targets. Their scores add up to 1; negative ones are raised to 0
    and the row divided by its sum. These are shares in the order of the scores, not calibrated
    probabilities.

    The uncertainty of a value at x is the predictive standard deviation s √(1 + h(x)), h the
    ridge leverage. s² is the mean of e² / (1 - h) over the training rows: the product of the
    residual and the leave-one-out residual e / (1 - h) (Allen 1974), so that an interpolating fit
    does not claim to be certain. Importances are the mean absolute coefficients over the outputs.
    """

    name: ClassVar[str] = "ridge"
    title: ClassVar[str] = "Ridge regression"

    alpha: float | None = option(
        None,
        "the penalty (lambda); none chooses among alphas by cross-validation",
        above=0,
        optional=True,
        kind=float,
    )
    alphas: tuple[float, ...] = option(
        tuple(10.0**power for power in range(-3, 7)), "penalties to choose among", above=0
    )
    folds: int = option(5, "of the cross-validation that chooses", least=2)

    def _fit(self, X: NDArray[np.float32], y: NDArray[Any]) -> None:
        classes = self.kind == "classes"
        targets = one_hot(y, self.classes_) if classes else y[:, None]
        weights = balanced_weights(y, self.class_weight)
        self.alpha_ = self.alpha or self._choose(X, y, targets, weights)
        fit = fit_ridge(X, targets, weights, self.alpha_, leverage=not classes)
        self.coef_, self.intercept_ = fit.coef.astype(np.float32), fit.intercept
        self.leverage_ = fit.leverage
        if fit.leverage is not None:
            residual = y - (X @ fit.coef + fit.intercept)[:, 0]
            spare = np.maximum(1.0 - fit.leverage(X), np.finfo(np.float64).eps)
            self.noise_ = float(np.sqrt(np.mean(residual**2 / spare)))

    def _choose(
        self, X: NDArray[np.float32], y: NDArray[Any], targets: Doubles, weights: Doubles
    ) -> float:
        folds = random_folds(y, min(self.folds, len(y)), self.seed, self.kind == "classes")
        return choose_alpha(X, targets, weights, folds, np.array(self.alphas), self.threads)

    def _scores(self, X: NDArray[np.float32]) -> tuple[Floats, Floats | None]:
        scores = X @ self.coef_ + self.intercept_
        if self.leverage_ is None:
            shares = np.maximum(scores, 0.0)
            return shares / shares.sum(axis=1, keepdims=True), None
        return scores[:, 0], self.noise_ * np.sqrt(1.0 + self.leverage_(X))

    def _importances(self) -> Floats:
        return np.abs(self.coef_).mean(axis=1, dtype=np.float64)


@dataclass(kw_only=True)
class LogisticHead(Head):
    """Multinomial logistic regression on standardised features, L2-penalised with strength 1/C.

    Importances are the mean absolute coefficients over the classes.
    """

    name: ClassVar[str] = "logistic"
    title: ClassVar[str] = "Logistic regression"
    kinds: ClassVar[tuple[Kind, ...]] = ("classes",)

    C: float = option(1.0, "one over the penalty: smaller is smoother", above=0)
    max_iter: int = option(1000, "steps of the solver at most", least=1, most=1_000_000)

    def _fit(self, X: NDArray[np.float32], y: NDArray[Any]) -> None:
        model = LogisticRegression(
            C=self.C, class_weight=self.class_weight, max_iter=self.max_iter
        ).fit(X, y)
        coef, intercept = model.coef_, model.intercept_
        if len(self.classes_) == 2:  # scikit-learn keeps the second class's logit alone
            coef, intercept = np.vstack([0 * coef, coef]), np.append(0 * intercept, intercept)
        self.coef_, self.intercept_ = coef.T.astype(np.float32), intercept.astype(np.float32)

    def _scores(self, X: NDArray[np.float32]) -> tuple[Floats, Floats | None]:
        logits = X @ self.coef_ + self.intercept_
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True), None

    def _importances(self) -> Floats:
        return np.abs(self.coef_).mean(axis=1, dtype=np.float64)


@dataclass(kw_only=True)
class KNNHead(Head):
    """The ``k`` nearest labelled rows by the cosine of standardised features, all of equal say.

    Rows are brought to length 1, so that similarity is a dot product: |a|² + |b|² - 2ab would
    lose near neighbours to float32. Probabilities are the neighbours' shares, weighted by class
    where ``class_weight`` is "balanced"; the uncertainty of a value is their standard deviation.
    With fewer than ``k`` labelled rows all of them are neighbours. All features are of equal
    importance.
    """

    name: ClassVar[str] = "knn"
    title: ClassVar[str] = "Nearest neighbours"

    k: int = option(5, "neighbours that vote", least=1)

    def _fit(self, X: NDArray[np.float32], y: NDArray[Any]) -> None:
        self.rows_ = _unit_rows(X)
        self.targets_ = y
        if self.kind == "classes":
            weights = balanced_weights(y, self.class_weight)
            self.targets_ = one_hot(y, self.classes_) * weights[:, None]

    def _scores(self, X: NDArray[np.float32]) -> tuple[Floats, Floats | None]:
        similarity = _unit_rows(X) @ self.rows_.T
        k = min(self.k, len(self.rows_))
        nearest = np.argpartition(similarity, -k, axis=1)[:, -k:]
        said = self.targets_[nearest]  # (rows, k) or (rows, k, classes)
        if self.kind == "value":
            return said.mean(axis=1), said.std(axis=1)
        votes = said.sum(axis=1)
        return votes / votes.sum(axis=1, keepdims=True), None

    def _row_width(self) -> int:
        return max(self.n_features_, len(self.rows_))


def _unit_rows(X: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(X, axis=1, keepdims=True).astype(np.float32)
    return X / np.maximum(length, np.finfo(np.float32).tiny)


HEADS: dict[str, type[Head]] = {
    head.name: head for head in (RandomForestHead, RidgeHead, LogisticHead, KNNHead)
}


def find_head(name: str) -> type[Head]:
    """The class of the head called ``name`` in HEADS. Raises UsageError, naming those there are."""
    if name not in HEADS:
        raise UsageError(f"There is no head {name!r}; there are {', '.join(HEADS)}.")
    return HEADS[name]


def head_options(name: str) -> dict[str, str]:
    """A head's options, each with one line for help texts. Raises UsageError."""
    return {key: rules.describe() for key, rules in find_head(name).option_rules().items()}


def make_head(name: str, kind: Kind, **options: Any) -> Head:
    """The head called ``name`` in HEADS, for ``kind`` "classes" or "value", unfitted.

    Options given as text are read as their type. UsageError for an unknown head or option, a value
    that an option cannot have, or a combination that this kind does not allow.
    """
    head = find_head(name)
    known = head.option_rules()
    unknown = sorted(options.keys() - known.keys())
    if unknown:
        raise UsageError(f"Head {name!r} has no option {unknown[0]!r}; it has {', '.join(known)}.")
    return head(kind=kind, **options)
