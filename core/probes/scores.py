"""How well a head does on chips it has not seen, under a stated way of parting them.

Every assignment of chips to folds gives one prediction for each chip, from a head that did not
see its fold; the pooled predictions are scored once. Mean and standard deviation over assignments
tell how much the split alone moves the score; they are no confidence interval for a map's
accuracy, which needs a probability sample (Olofsson et al. 2014).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from ..errors import LabelsTooFew, UsageError
from .base import Head, Kind
from .splits import Fold, block_folds, least_distance, overlapping, random_folds

Split = Literal["random", "block"]
Progress = Callable[[int, int], object]  # called with (fits done, fits in all)

FEW_CHIPS = 20  # classes with fewer are left out of macro_f1_20


@dataclass(frozen=True)
class Estimate:
    """Mean and sample standard deviation (NaN for a single one) over the assignments."""

    mean: float
    std: float


@dataclass(frozen=True)
class ClassScores:
    """One class: its chips (``support``) and its scores, each the mean over the assignments."""

    name: str
    support: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Scores:
    """Cross-validated scores of ``n`` labelled chips.

    metrics: for classes overall_accuracy, balanced_accuracy, macro_f1 (over the classes that have
    chips) and macro_f1_20 (over those with at least 20, NaN without any); for values r2, rmse and
    mae in the value's unit, and spearman.
    least_distance: metres between the nearest training and test chip centres of any fold.
    overlapping: test chips that share ground with a training chip, in the worst assignment.
    majority_share: what always answering the commonest class would score; None for values.
    confusion: (classes, classes) chips of the first assignment, rows true, columns predicted, in
    the order of ``classes``; None for values.
    """

    kind: Kind
    n: int
    split: Split
    block: float | None
    folds: int
    assignments: int
    metrics: dict[str, Estimate]
    least_distance: float
    overlapping: int
    majority_share: float | None
    classes: list[ClassScores]
    confusion: NDArray[np.int64] | None
    warnings: list[str]

    def to_dict(self) -> dict[str, Any]:
        """The same for JSON: lists for arrays, None for what is undefined."""
        confusion = None if self.confusion is None else self.confusion.tolist()
        plain: dict[str, Any] = _without_nan({**asdict(self), "confusion": confusion})
        return plain


def cross_validate(
    make: Callable[[], Head],
    X: ArrayLike,
    y: ArrayLike,
    xy: ArrayLike,
    *,
    kind: Kind,
    class_names: Sequence[str] = (),
    split: Split = "random",
    block: float | None = None,
    folds: int = 5,
    assignments: int = 5,
    seed: int = 0,
    chip_size_m: float,
    progress: Progress | None = None,
) -> Scores:
    """Score the heads that ``make`` returns on ``X`` (n, d) and ``y`` (n,).

    xy: (n, 2) chip centres in metres of a projected CRS. y: indices into ``class_names``, or
    values. block: side in metres of the squares of a block split. chip_size_m: side of a chip.
    Assignment i deals the folds with ``seed + i``; random folds are stratified by class.
    UsageError for a split that cannot be made, LabelsTooFew for one class only.
    """
    X, y, xy = np.asarray(X, dtype=np.float32), np.asarray(y), np.asarray(xy, dtype=np.float64)
    if assignments < 1:
        raise UsageError(f"Scores need at least one assignment of folds, not {assignments}.")
    _check_classes(y, kind, class_names)
    dealt = [
        _deal(y, xy, split, block, folds, seed + i, kind == "classes") for i in range(assignments)
    ]
    predicted = []
    for i, assignment in enumerate(dealt):
        pooled = np.empty(len(y), dtype=np.int64 if kind == "classes" else np.float64)
        for j, fold in enumerate(assignment):
            pooled[fold.test] = _predict(make, X[fold.train], y[fold.train], X[fold.test], kind)
            if progress:
                progress(i * folds + j + 1, folds * assignments)
        predicted.append(pooled)
    score = _score_classes if kind == "classes" else _score_values
    metrics, by_class = score(y, predicted, class_names)
    result = Scores(
        kind=kind,
        n=len(y),
        split=split,
        block=block if split == "block" else None,
        folds=folds,
        assignments=assignments,
        metrics=metrics,
        least_distance=min(least_distance(xy, fold) for part in dealt for fold in part),
        overlapping=max(sum(overlapping(xy, fold, chip_size_m) for fold in part) for part in dealt),
        warnings=[],
        **by_class,
    )
    result.warnings.extend(_warnings(result, y, dealt))
    return result


def _check_classes(y: NDArray[Any], kind: Kind, class_names: Sequence[str]) -> None:
    if kind == "value":
        return
    if len(np.unique(y)) < 2:
        raise LabelsTooFew("The labels hold one class only; label chips of a second class.")
    if not 0 <= y.min() <= y.max() < len(class_names):
        raise UsageError(
            f"Class indices run from {y.min()} to {y.max()}, but there are {len(class_names)} "
            "class names."
        )


def _deal(
    y: NDArray[Any],
    xy: NDArray[np.float64],
    split: Split,
    block: float | None,
    folds: int,
    seed: int,
    stratify: bool,
) -> list[Fold]:
    if split == "random":
        return random_folds(y, folds, seed, stratify)
    if split != "block":
        raise UsageError(f"There is no split {split!r}; there are random and block.")
    if block is None:
        raise UsageError("A block split needs the side of its blocks in metres.")
    return block_folds(xy, block, folds, seed)


def _predict(
    make: Callable[[], Head], X: NDArray[Any], y: NDArray[Any], test: NDArray[Any], kind: Kind
) -> NDArray[Any]:
    """Predictions for ``test``; a training part with one class only can but answer that class."""
    if kind == "classes" and y.min() == y.max():
        return np.full(len(test), y[0])
    return make().fit(X, y).predict(test)


def _score_classes(
    y: NDArray[Any], predicted: list[NDArray[Any]], class_names: Sequence[str]
) -> tuple[dict[str, Estimate], dict[str, Any]]:
    # Only classes with chips: heads know no others, so the matrix is complete.
    classes, position, support = np.unique(y, return_inverse=True, return_counts=True)
    k = len(classes)
    confusions = np.array(
        [
            np.bincount(position * k + np.searchsorted(classes, p), minlength=k * k).reshape(k, k)
            for p in predicted
        ]
    )
    right = np.diagonal(confusions, axis1=1, axis2=2).astype(np.float64)  # (assignments, k)
    claimed = confusions.sum(axis=1)
    precision = np.divide(right, claimed, out=np.zeros_like(right), where=claimed > 0)
    recall = right / support
    f1 = 2 * right / (claimed + support)
    enough = support >= FEW_CHIPS
    metrics = {
        "overall_accuracy": _estimate(right.sum(axis=1) / len(y)),
        "balanced_accuracy": _estimate(recall.mean(axis=1)),
        "macro_f1": _estimate(f1.mean(axis=1)),
        f"macro_f1_{FEW_CHIPS}": _estimate(
            f1[:, enough].mean(axis=1) if enough.any() else np.full(len(f1), np.nan)
        ),
    }
    by_class = [
        ClassScores(class_names[index], int(chips), *map(float, means))
        for index, chips, *means in zip(
            classes, support, *(part.mean(axis=0) for part in (precision, recall, f1)), strict=True
        )
    ]
    return metrics, {
        "majority_share": float(support.max() / len(y)),
        "classes": by_class,
        "confusion": confusions[0],
    }


def _score_values(
    y: NDArray[Any], predicted: list[NDArray[Any]], class_names: Sequence[str]
) -> tuple[dict[str, Estimate], dict[str, Any]]:
    error = np.array(predicted) - y
    squared = (error**2).mean(axis=1)
    variance = np.var(y)
    metrics = {
        "r2": _estimate(1 - squared / variance if variance > 0 else np.full(len(squared), np.nan)),
        "rmse": _estimate(np.sqrt(squared)),
        "mae": _estimate(np.abs(error).mean(axis=1)),
        "spearman": _estimate(np.array([_rank_correlation(y, p) for p in predicted])),
    }
    return metrics, {"majority_share": None, "classes": [], "confusion": None}


def _rank_correlation(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Spearman's, NaN where either is constant."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return math.nan
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])


def _estimate(per_assignment: NDArray[Any]) -> Estimate:
    values = per_assignment.astype(np.float64)
    std = float(values.std(ddof=1)) if len(values) > 1 else math.nan
    return Estimate(float(values.mean()), std)


def _warnings(scores: Scores, y: NDArray[Any], dealt: list[list[Fold]]) -> list[str]:
    """What a reader of the scores should know, one sentence each."""
    found = []
    if scores.overlapping:
        found.append(
            f"{scores.overlapping} of {scores.n} test chips share ground with a training chip, "
            "which flatters the scores; use larger blocks, or chips that do not overlap."
        )
    if scores.split == "random":
        found.append(
            f"The split is random: test chips lie as near as {scores.least_distance:.0f} m to "
            "training chips, so the scores hold for gaps between labels, not for ground further "
            "off."
        )
    few = [f"{part.name} ({part.support})" for part in scores.classes if part.support < FEW_CHIPS]
    if few:
        found.append(
            f"Too few chips to judge these classes by, though macro_f1 counts each in full: "
            f"{', '.join(few)}."
        )
    if scores.kind == "classes":
        found.extend(_class_warnings(scores, y, dealt))
    return found


def _class_warnings(scores: Scores, y: NDArray[Any], dealt: list[list[Fold]]) -> list[str]:
    found = []
    kinds_trained = [len(np.unique(y[fold.train])) for part in dealt for fold in part]
    lacking = sum(count < len(scores.classes) for count in kinds_trained)
    if lacking:
        found.append(
            f"In {lacking} of {len(kinds_trained)} folds a class is missing from the training "
            "chips, so that its test chips could not be recognised."
        )
    share = scores.majority_share or 0.0
    if scores.metrics["overall_accuracy"].mean <= share:
        found.append(f"Always answering the commonest class would do as well ({share:.3f}).")
    return found


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
