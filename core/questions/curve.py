"""How many labels do I need: scores of heads fitted on ever more labels.

Allen et al. 2023 (Few-shot learning on global multimodal embeddings for earth observation tasks,
sections 4.2 and 5.1, figure 4) fit a head on samples of 5 to 20,000 training chips, ten times, and
mark where it reaches 95% of what all the training chips give. Here the chips of each training fold
are put in a random order whose first s are the labels of size s, so that a larger draw holds the
smaller ones and a curve does not wander because its labels were swapped.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import UsageError
from ..probes import Fold, Head, Kind, Split, Splitter, measure, predict_out_of_fold
from ..probes.base import one_blas_thread
from ..probes.scores import Progress, check_classes, without_nan
from ..probes.splits import ANGLE, tested_rows

SIZES = (5, 10, 100, 250, 500, 1000, 5000, 20000)  # Allen et al. 2023, section 4.2
ENOUGH = 0.95  # of the score with all labels, the same, section 5.1
METRICS: dict[Kind, tuple[str, ...]] = {
    "classes": ("macro_f1", "overall_accuracy", "balanced_accuracy", "macro_f1_20"),
    "value": ("r2", "spearman"),
}  # those that grow as heads get better; the first is the default


@dataclass(frozen=True)
class Spread:
    """One metric over the repeats: mean, sample standard deviation, 2.5% and 97.5% quantiles.

    The range between the quantiles is what one analyst with so many labels can expect in 95 of 100
    cases; it is no confidence interval of the mean, which many repeats would narrow and the range
    not. With fewer than 40 repeats it hardly differs from the least and the largest value seen. All
    are NaN where the metric is undefined in a repeat, ``std`` with one repeat.
    """

    mean: float
    std: float
    low: float
    high: float


@dataclass(frozen=True)
class Point:
    """A number of labels, and every metric of Scores by name with that many."""

    labels: int
    metrics: dict[str, Spread]


@dataclass(frozen=True)
class Curve:
    """Scores against the number of labels, of ``n`` labelled chips.

    points: by ascending number of labels. full: every metric with all training chips of a fold, of
    which there are ``full_labels``: the fewest and the most in a fold. metric: the one that ``enough``
    judges by. goal: 95% of the full score's mean; NaN where that is not above 0. enough: the fewest
    labels tried whose mean reaches the goal, as do those of all larger sizes tried; None where none
    do. split, split_rule: as in Scores. folds: of a repeat. notes: what a reader should know, a
    sentence each.
    """

    kind: Kind
    n: int
    split: Split
    split_rule: str
    folds: int
    repeats: int
    metric: str
    points: list[Point]
    full: dict[str, Spread]
    full_labels: tuple[int, int]
    goal: float
    enough: int | None
    notes: list[str]

    def to_dict(self) -> dict[str, Any]:
        """The same for JSON, None for what is undefined."""
        plain: dict[str, Any] = without_nan(asdict(self))
        return plain


def learning_curve(
    make: Callable[[], Head],
    X: ArrayLike,
    y: ArrayLike,
    xy: ArrayLike,
    *,
    kind: Kind,
    class_names: Sequence[str] = (),
    sizes: Sequence[int] = SIZES,
    repeats: int = 10,
    metric: str | None = None,
    split: Split = "random",
    folds: int = 5,
    block: float | None = None,
    band: float | None = None,
    angle: float = ANGLE,
    groups: Sequence[Any] | NDArray[Any] | None = None,
    buffer: float | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Curve:
    """Score the heads that ``make`` returns on draws of ``sizes`` labels from the training chips.

    Repeat r deals the folds with ``seed + r`` and puts the training chips of fold j in the order that
    numpy's ``default_rng((seed + r, j))`` permutes them to. A head sees its draw in the order of the
    rows, so that drawing all is the same as no draw. Test chips are always all of the fold's; the
    predictions of a repeat's folds are pooled and scored once.

    X: (n, d); y: (n,) indices into ``class_names``, or values; xy: (n, 2) chip centres in metres of a
    projected CRS. sizes: at least 2 each; those above the smallest training part are left out, with a
    note. metric: one of METRICS for the kind. split and its parameters: see Splitter. Fits run side
    by side, and so does ``make``, on as many threads as a head's ``n_jobs`` comes to; the result does not
    depend on how many.
    UsageError for a split, size or metric that cannot be, LabelsTooFew for one class only.
    """
    X, y, xy = np.asarray(X, dtype=np.float32), np.asarray(y), np.asarray(xy, dtype=np.float64)
    if repeats < 1:
        raise UsageError(f"A learning curve needs at least one repeat, not {repeats}.")
    check_classes(y, kind, class_names)
    metric = _choose_metric(metric, kind)
    splitter = Splitter(split, folds, block, band, angle, groups, buffer)
    dealt = [splitter.deal(y, xy, seed + r, stratify=kind == "classes") for r in range(repeats)]
    trained = [len(fold.train) for part in dealt for fold in part]
    drawn, notes = _fitting_sizes(sizes, min(trained))
    measured = measure_draws(
        lambda _: make(), X, y, dealt, drawn, kind, len(class_names), seed=seed, progress=progress
    )
    *points, full = (_spreads(of_size) for of_size in zip(*measured, strict=True))
    goal = ENOUGH * full[metric].mean if full[metric].mean > 0 else math.nan
    return Curve(
        kind=kind,
        n=len(y),
        split=split,
        split_rule=splitter.describe(),
        folds=len(dealt[0]),
        repeats=repeats,
        metric=metric,
        points=[Point(size, found) for size, found in zip(drawn, points, strict=True)],
        full=full,
        full_labels=(min(trained), max(trained)),
        goal=goal,
        enough=enough(drawn, [found[metric].mean for found in points], goal),
        notes=[*notes, *_notes(split, metric, full[metric].mean)],
    )


def measure_draws(
    make: Callable[[int], Head],
    X: NDArray[np.float32],
    y: NDArray[Any],
    dealt: Sequence[Sequence[Fold]],
    sizes: Sequence[int],
    kind: Kind,
    n_classes: int = 0,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[list[dict[str, float]]]:
    """The metrics of Scores by name, of each repeat with each of ``sizes`` labels, and last with all.

    dealt: the folds of each repeat. sizes: ascending, none above a training part. ``make`` is told which
    repeat it makes a head for. Draws, pooling and threads: see learning_curve.
    """
    draws = [
        (r, draw)
        for r, part in enumerate(dealt)
        for j, fold in enumerate(part)
        for draw in _draw(fold, sizes, (seed + r, j))
    ]
    fits = _fit_side_by_side(make, X, y, draws, kind, n_classes, progress)
    with closing(fits) as said:
        return [_measure_sizes(kind, y, part, said, len(sizes) + 1) for part in dealt]


def enough(sizes: Sequence[int], means: Sequence[float], goal: float) -> int | None:
    """The least of the ascending ``sizes`` from which on every mean reaches ``goal``, or None.

    The paper marks a size that reaches the goal; that larger ones must too is added here, lest one
    lucky draw end the search.
    """
    found = None
    for size, mean in zip(reversed(sizes), reversed(means), strict=True):
        if not mean >= goal:  # nor where either is NaN
            break
        found = size
    return found


def _choose_metric(metric: str | None, kind: Kind) -> str:
    known = METRICS[kind]
    if metric is None:
        return known[0]
    if metric not in known:
        raise UsageError(
            f"A learning curve of {kind} is not judged by {metric!r}; choose {', '.join(known)}."
        )
    return metric


def _fitting_sizes(sizes: Sequence[int], most: int) -> tuple[list[int], list[str]]:
    """The sizes that every fold can give, ascending, and a note on those it cannot."""
    asked = sorted(set(sizes))
    if not asked or any(size != int(size) or size < 2 for size in asked):
        raise UsageError(
            f"Numbers of labels are whole and at least 2; got {', '.join(map(str, sizes)) or 'none'}."
        )
    fitting = [int(size) for size in asked if size <= most]
    if not fitting:
        raise UsageError(
            f"The smallest training part has {most} labelled chips, fewer than the {asked[0]} asked for; "
            f"ask for 2 to {most}."
        )
    if len(fitting) == len(asked):
        return fitting, []
    left_out = ", ".join(str(size) for size in asked[len(fitting) :])
    return fitting, [
        f"Left out {left_out} labels: the smallest training part has {most} labelled chips."
    ]


def _draw(fold: Fold, sizes: Sequence[int], seed: tuple[int, int]) -> list[Fold]:
    """``fold`` with the first s chips of one random order to train on, for each size, and with all."""
    order = np.random.default_rng(seed).permutation(fold.train)
    return [*(Fold(np.sort(order[:size]), fold.test) for size in sizes), fold]


def _fit_side_by_side(
    make: Callable[[int], Head],
    X: NDArray[np.float32],
    y: NDArray[Any],
    draws: Sequence[tuple[int, Fold]],
    kind: Kind,
    n_classes: int,
    progress: Progress | None,
) -> Generator[NDArray[Any], None, None]:
    """The predictions for the test chips of each draw, a fold with its repeat, in their order.

    Each fit has one thread, and threads share out the fits: starting threads within takes longer than
    a fit on a few labels does.
    """

    def one_thread(repeat: int) -> Head:
        head = make(repeat)
        head.n_jobs = 1
        return head

    def predict(draw: tuple[int, Fold]) -> NDArray[Any]:
        repeat, fold = draw
        said = predict_out_of_fold(lambda: one_thread(repeat), X, y, [fold], kind, n_classes)
        return said.labels[fold.test]

    # Fits set the threads of BLAS and the filters of warnings for the whole process and set them back:
    # ones that cross each other would leave them as they are within a fit.
    with one_blas_thread(), warnings.catch_warnings(), ThreadPoolExecutor(make(0).threads) as pool:
        try:
            for done, labels in enumerate(pool.map(predict, draws), 1):
                if progress:
                    progress(done, len(draws))
                yield labels
        finally:  # where progress raises, what waits is not begun
            pool.shutdown(cancel_futures=True)


def _measure_sizes(
    kind: Kind, y: NDArray[Any], folds: Sequence[Fold], said: Iterator[NDArray[Any]], n_sizes: int
) -> list[dict[str, float]]:
    """The metrics of one repeat by size, its folds pooled; takes what was ``said`` of them next."""
    pooled = np.empty((n_sizes, len(y)), np.int64 if kind == "classes" else np.float64)
    for fold in folds:
        for labels in pooled:
            labels[fold.test] = next(said)
    tested = tested_rows(folds)
    return [measure(kind, y[tested], labels[tested]) for labels in pooled]


def _spreads(measured: Sequence[dict[str, float]]) -> dict[str, Spread]:
    """Each metric over the repeats."""
    return {name: _spread(np.array([found[name] for found in measured])) for name in measured[0]}


def _spread(values: NDArray[np.float64]) -> Spread:
    std = float(values.std(ddof=1)) if len(values) > 1 else math.nan
    low, high = np.quantile(values, [0.025, 0.975])
    return Spread(float(values.mean()), std, float(low), float(high))


def _notes(split: Split, metric: str, full: float) -> list[str]:
    found = []
    if split == "random":
        found.append(
            "The split is random, so that fewer labels seem enough than it takes on ground further off."
        )
    if not full > 0:
        found.append(
            f"All training chips together give no {metric} above 0, so that no number of labels can be "
            "called enough."
        )
    return found
