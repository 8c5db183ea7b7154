"""How well a head does on chips it has not seen, under a stated way of parting them.

Every assignment of chips to folds gives one prediction for each chip it tests, from a head that did
not see its fold; the pooled predictions are scored once. Mean and standard deviation over assignments
tell how much the split alone moves the score; they are no confidence interval for a map's
accuracy, which needs a probability sample (Olofsson et al. 2014).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from ..errors import LabelsTooFew, UsageError
from .base import Head, Kind, Prediction
from .splits import (
    ANGLE,
    NEIGHBOUR_SIDES,
    Fold,
    Split,
    Splitter,
    buffered,
    least_distance,
    overlapping,
    tested_rows,
    touching,
)

Progress = Callable[[int, int], object]  # called with (fits done, fits in all)

FEW_CHIPS = 20  # classes with fewer are left out of macro_f1_20
CHOSEN = ("cluster", "suggestion")  # provenance of labels that an algorithm picked


@dataclass(frozen=True)
class Estimate:
    """Mean and sample standard deviation (NaN for a single one) over the assignments."""

    mean: float
    std: float


@dataclass(frozen=True)
class ClassScores:
    """One class: its test chips (``support``) and its scores, each the mean over the assignments.

    Scores are NaN for a class without a test chip in any assignment.
    """

    name: str
    support: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Scores:
    """Cross-validated scores of ``n`` labelled chips.

    metrics: for classes overall_accuracy, balanced_accuracy, macro_f1 (over the classes that have
    test chips) and macro_f1_20 (over those with at least 20, NaN without any); for values r2, rmse
    and mae in the value's unit, and spearman.
    split, block, band, angle, buffer: the split by name and its parameters, lengths in metres, the angle in
    degrees; None where it has no such. groups: those left out one at a time. split_rule: all in words.
    folds: heads fitted an assignment. assignments: 1 for groups, which can be dealt in one way only.
    least_distance: metres between the nearest training and test chip centres of any fold.
    tested, overlapping, touching: the test chips of the assignment that parts them worst, those that share
    ground with a training chip, and those that share none but have one as a direct neighbour (centres
    less than 1.5 chip sides apart along both axes). touching_share: touching over tested.
    majority_share: what always answering the commonest class would score; None for values.
    confusion: (classes, classes) chips of the first assignment, rows true, columns predicted, in
    the order of ``classes``; None for values.
    """

    kind: Kind
    n: int
    split: Split
    split_rule: str
    block: float | None
    band: float | None
    angle: float | None
    groups: list[str]
    buffer: float | None
    folds: int
    assignments: int
    metrics: dict[str, Estimate]
    least_distance: float
    tested: int
    overlapping: int
    touching: int
    touching_share: float
    majority_share: float | None
    classes: list[ClassScores]
    confusion: NDArray[np.int64] | None
    warnings: list[str]

    def to_dict(self) -> dict[str, Any]:
        """The same for JSON: lists for arrays, None for what is undefined."""
        confusion = None if self.confusion is None else self.confusion.tolist()
        plain: dict[str, Any] = without_nan({**asdict(self), "confusion": confusion})
        return plain


@dataclass(frozen=True)
class OutOfFold:
    """What heads say of the ``n`` rows that they did not see; rows that no fold tests are unknown.

    labels: (n,) int64 class index, -1 unknown; or float64 value, NaN unknown. proba: (n, n_classes)
    float32 with the class index as column, 0 for a class that the fold's training part lacks, NaN unknown;
    None for values. uncertainty: (n,) float32 as in Prediction, NaN unknown.
    """

    labels: NDArray[Any]
    proba: NDArray[np.float32] | None
    uncertainty: NDArray[np.float32]


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
    band: float | None = None,
    angle: float = ANGLE,
    groups: Sequence[Any] | NDArray[Any] | None = None,
    buffer: float | None = None,
    folds: int = 5,
    assignments: int = 5,
    seed: int = 0,
    chip_size_m: float,
    how: Sequence[str] | NDArray[Any] | None = None,
    progress: Progress | None = None,
) -> Scores:
    """Score the heads that ``make`` returns on ``X`` (n, d) and ``y`` (n,).

    xy: (n, 2) chip centres in metres of a projected CRS. y: indices into ``class_names``, or
    values. split, block, band, angle, groups, buffer, folds: see Splitter. chip_size_m: side of a
    chip. how: (n,) where each label is from (``click``, ``imported``, ``cluster``, …), for a warning.
    Assignment i deals the folds with ``seed + i``; random folds are stratified by class.
    UsageError for a split that cannot be made, LabelsTooFew for one class only.
    """
    X, y, xy = np.asarray(X, dtype=np.float32), np.asarray(y), np.asarray(xy, dtype=np.float64)
    if assignments < 1:
        raise UsageError(f"Scores need at least one assignment of folds, not {assignments}.")
    check_classes(y, kind, class_names)
    splitter = Splitter(split, folds, block, band, angle, groups, buffer)
    dealt = [
        splitter.deal(y, xy, seed + i, stratify=kind == "classes")
        for i in range(assignments if splitter.drawn else 1)
    ]
    pooled = _pool(make, X, y, dealt, kind, len(class_names), progress)
    nearness = max(_nearness(xy, part, chip_size_m) for part in dealt)
    result = Scores(
        kind=kind,
        n=len(y),
        split=split,
        split_rule=splitter.describe(),
        block=block if split == "block" else None,
        band=band if split == "bands" else None,
        angle=angle if split == "bands" else None,
        groups=[fold.name for fold in dealt[0] if fold.name],
        buffer=buffer,
        folds=len(dealt[0]),
        assignments=len(dealt),
        metrics=_estimates(kind, pooled),
        least_distance=min(least_distance(xy, fold) for part in dealt for fold in part),
        tested=nearness.tested,
        overlapping=nearness.overlapping,
        touching=nearness.touching,
        touching_share=nearness.touching / nearness.tested,
        warnings=[],
        **_by_class(kind, y, pooled, class_names),
    )
    result.warnings.extend(_split_warnings(result, xy, dealt, chip_size_m))
    result.warnings.extend(_label_warnings(result, y, dealt, how))
    return result


def predict_out_of_fold(
    make: Callable[[], Head],
    X: ArrayLike,
    y: ArrayLike,
    folds: Sequence[Fold],
    kind: Kind,
    n_classes: int = 0,
    fitted: Callable[[], object] | None = None,
) -> OutOfFold:
    """Fit a head on each fold's training rows and let it say what its test rows are.

    X: (n, d); y: (n,) class indices below ``n_classes``, or values. ``fitted`` is called after each fold.
    A head keeps its own ``n_jobs``; the folds are fitted one after another.
    """
    X, y = np.asarray(X, dtype=np.float32), np.asarray(y)
    classes = kind == "classes"
    labels = np.full(len(y), -1, np.int64) if classes else np.full(len(y), np.nan)
    proba = np.full((len(y), n_classes), np.nan, np.float32) if classes else None
    uncertainty = np.full(len(y), np.nan, np.float32)
    for fold in folds:
        said = _fit_predict(make, X[fold.train], y[fold.train], X[fold.test], kind)
        labels[fold.test], uncertainty[fold.test] = said.labels, said.uncertainty
        if proba is not None:
            proba[fold.test] = 0
            proba[np.ix_(fold.test, np.unique(y[fold.train]))] = said.proba
        if fitted:
            fitted()
    return OutOfFold(labels, proba, uncertainty)


def measure(kind: Kind, y: NDArray[Any], predicted: NDArray[Any]) -> dict[str, float]:
    """The metrics of Scores, by name, for truth ``y`` (n,) and what was ``predicted`` (n,)."""
    return _measure_values(y, predicted) if kind == "value" else _counts(y, predicted).measure()


def check_classes(y: NDArray[Any], kind: Kind, class_names: Sequence[str]) -> None:
    """Raise LabelsTooFew for one class only, UsageError for an index without a name."""
    if kind == "value":
        return
    if len(np.unique(y)) < 2:
        raise LabelsTooFew("The labels hold one class only; label chips of a second class.")
    if not 0 <= y.min() <= y.max() < len(class_names):
        raise UsageError(
            f"Class indices run from {y.min()} to {y.max()}, but there are {len(class_names)} "
            "class names."
        )


def without_nan(value: Any) -> Any:
    """``value`` for JSON: None for every number in it, however deep, that is not finite."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _fit_predict(
    make: Callable[[], Head], X: NDArray[Any], y: NDArray[Any], test: NDArray[Any], kind: Kind
) -> Prediction:
    """What is said of ``test``; a training part with one class only can but answer that class."""
    if kind == "classes" and y.min() == y.max():
        sure = np.ones((len(test), 1), np.float32)
        return Prediction(np.full(len(test), y[0]), sure, np.zeros(len(test), np.float32))
    return make().fit(X, y).predict_all(test)


class _Pooled(NamedTuple):
    """The rows that one assignment tested: their truth and their predictions, each (m,)."""

    y: NDArray[Any]
    predicted: NDArray[Any]


def _pool(
    make: Callable[[], Head],
    X: NDArray[Any],
    y: NDArray[Any],
    dealt: list[list[Fold]],
    kind: Kind,
    n_classes: int,
    progress: Progress | None,
) -> list[_Pooled]:
    """Each assignment's predictions, those of its folds together."""
    done, total = itertools.count(1), sum(map(len, dealt))

    def fitted() -> None:
        if progress:
            progress(next(done), total)

    pooled = []
    for folds in dealt:
        said = predict_out_of_fold(make, X, y, folds, kind, n_classes, fitted)
        tested = tested_rows(folds)
        pooled.append(_Pooled(y[tested], said.labels[tested]))
    return pooled


class _Nearness(NamedTuple):
    """Test chips of one assignment on or beside training chips; the largest is the worst."""

    overlapping: int
    touching: int
    tested: int


def _nearness(xy: NDArray[np.float64], folds: list[Fold], chip_size_m: float) -> _Nearness:
    return _Nearness(
        sum(overlapping(xy, fold, chip_size_m) for fold in folds),
        sum(touching(xy, fold, chip_size_m) for fold in folds),
        sum(len(fold.test) for fold in folds),
    )


def _estimates(kind: Kind, pooled: list[_Pooled]) -> dict[str, Estimate]:
    measured = [measure(kind, part.y, part.predicted) for part in pooled]
    return {name: _estimate([found[name] for found in measured]) for name in measured[0]}


def _estimate(per_assignment: list[float]) -> Estimate:
    values = np.array(per_assignment)
    std = float(values.std(ddof=1)) if len(values) > 1 else math.nan
    return Estimate(float(values.mean()), std)


class _Counts(NamedTuple):
    """Chips of each class index, each (k,): rightly recognised, said to be it, and truly it."""

    right: NDArray[np.intp]
    claimed: NDArray[np.intp]
    support: NDArray[np.intp]

    @property
    def precision(self) -> NDArray[np.float64]:
        return _ratio(self.right, self.claimed)

    @property
    def recall(self) -> NDArray[np.float64]:
        return _ratio(self.right, self.support)

    @property
    def f1(self) -> NDArray[np.float64]:
        return _ratio(2 * self.right, self.claimed + self.support)

    def measure(self) -> dict[str, float]:
        tested, enough = self.support > 0, self.support >= FEW_CHIPS
        return {
            "overall_accuracy": float(self.right.sum() / self.support.sum()),
            "balanced_accuracy": float(self.recall[tested].mean()),
            "macro_f1": float(self.f1[tested].mean()),
            f"macro_f1_{FEW_CHIPS}": float(self.f1[enough].mean()) if enough.any() else math.nan,
        }


def _counts(y: NDArray[Any], predicted: NDArray[Any], n_classes: int = 0) -> _Counts:
    k = max(n_classes, int(max(y.max(), predicted.max())) + 1)
    right, claimed, support = (
        np.bincount(labels, minlength=k) for labels in (y[y == predicted], predicted, y)
    )
    return _Counts(right, claimed, support)


def _ratio(part: NDArray[np.intp], whole: NDArray[np.intp]) -> NDArray[np.float64]:
    """Their quotient, 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _by_class(
    kind: Kind, y: NDArray[Any], pooled: list[_Pooled], class_names: Sequence[str]
) -> dict[str, Any]:
    """What Scores says of the classes that have labels; heads know no others."""
    if kind == "value":
        return {"majority_share": None, "classes": [], "confusion": None}
    counts = [_counts(part.y, part.predicted, len(class_names)) for part in pooled]
    classes = np.unique(y)
    true, said = (np.searchsorted(classes, labels) for labels in pooled[0])
    k = len(classes)
    return {
        "majority_share": float(np.mean([c.support.max() / c.support.sum() for c in counts])),
        "classes": [_class_scores(class_names[index], index, counts) for index in classes],
        "confusion": np.bincount(true * k + said, minlength=k * k).reshape(k, k),
    }


def _class_scores(name: str, index: int, counts: list[_Counts]) -> ClassScores:
    support = float(np.mean([c.support[index] for c in counts]))
    tested = [c for c in counts if c.support[index]]
    each = np.array([(c.precision[index], c.recall[index], c.f1[index]) for c in tested])
    means = each.mean(axis=0) if tested else np.full(3, np.nan)
    return ClassScores(name, round(support), *map(float, means))


def _measure_values(y: NDArray[Any], predicted: NDArray[Any]) -> dict[str, float]:
    error = predicted - y
    squared, variance = float((error**2).mean()), float(np.var(y))
    return {
        "r2": 1 - squared / variance if variance > 0 else math.nan,
        "rmse": math.sqrt(squared),
        "mae": float(np.abs(error).mean()),
        "spearman": _rank_correlation(y, predicted),
    }


def _rank_correlation(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Spearman's, NaN where either is constant."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return math.nan
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])


def _split_warnings(
    scores: Scores, xy: NDArray[np.float64], dealt: list[list[Fold]], chip_size_m: float
) -> list[str]:
    """What a reader should know of the way the chips were parted, one sentence each."""
    found, near = [], _neighbours(scores)
    if scores.split == "random":
        found.append(
            f"The split is random: test chips lie as near as {scores.least_distance:.0f} m to training "
            f"chips{f', and of {near}' if near else ''}, so the scores hold for gaps between labels, not "
            "for ground further off."
        )
    elif near:
        metres = _parting_buffer(xy, dealt, chip_size_m)
        advice = (
            "use larger parts, or chips that do not overlap"
            if metres is None
            else f"a buffer of {metres} m would part them"
        )
        found.append(f"Of {near}, which flatters the scores; {advice}.")
    without = scores.n - scores.tested
    if scores.groups and without:
        found.append(
            f"{without} of {scores.n} labelled chips have no group and are neither trained on nor tested."
        )
    return found


def _neighbours(scores: Scores) -> str:
    """The test chips on or beside training chips in words, or nothing where there are none."""
    on = f"{scores.overlapping} share ground with a training chip"
    beside = f"{scores.touching} ({scores.touching_share:.0%}) lie beside a training chip"
    parts = [text for count, text in ((scores.overlapping, on), (scores.touching, beside)) if count]
    return f"{scores.tested} test chips {' and '.join(parts)}" if parts else ""


def _parting_buffer(
    xy: NDArray[np.float64], dealt: list[list[Fold]], chip_size_m: float
) -> int | None:
    """Whole metres that leave no test chip on or beside a training chip, or None.

    1.5 sides do where chips lie on a grid of their own size; 1.5 sides along the diagonal always do.
    """
    for sides in (NEIGHBOUR_SIDES, NEIGHBOUR_SIDES * math.sqrt(2)):
        metres = math.ceil(sides * chip_size_m)
        try:
            parted = [[buffered(xy, fold, metres) for fold in folds] for folds in dealt]
        except UsageError:  # it leaves nothing to train on
            return None
        if all(_nearness(xy, folds, chip_size_m)[:2] == (0, 0) for folds in parted):
            return metres
    return None


def _label_warnings(
    scores: Scores,
    y: NDArray[Any],
    dealt: list[list[Fold]],
    how: Sequence[str] | NDArray[Any] | None,
) -> list[str]:
    """What a reader should know of the labels, one sentence each."""
    found = []
    chosen = 0 if how is None else int(np.isin(np.asarray(how, dtype=str), CHOSEN).sum())
    if chosen:
        found.append(
            f"{chosen} of {scores.n} labels were chosen by {' or '.join(CHOSEN)}, which is no random sample, "
            "so that the scores describe the labels, not the map."
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
        found.append(
            f"Always answering the commonest class would do as well or better ({share:.3f})."
        )
    return found
