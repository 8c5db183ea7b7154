"""Does the head mean what it says? Reliability of probabilities and spreads, and one factor to mend it.

A head's probability is read as a share: of the chips given 0.8, eight in ten should be right.
``reliability`` compares the two over bins of confidence (Naeini et al. 2015; Guo et al. 2017,
section 2), and ``fit_temperature`` finds the one temperature that brings them together (Guo et al.
2017, section 4.2). For values the spread is read as the standard deviation of a normal error:
``interval_reliability`` counts the truths inside its central intervals (Kuleshov et al. 2018),
and ``spread_scale`` finds the one factor.

Assumes chips that the head did not learn from, drawn as the map's chips are; otherwise the figures
hold for those chips alone. Promises nothing for a single chip, place or class: one factor cannot
make up for a head that is too sure in one region and too timid in another. Intervals of bins take
chips as independent, so that neighbouring chips make them too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from scipy.stats import norm

from ..errors import LabelsTooFew, UsageError
from ..probes.base import PROBABILITY_FLOOR, Doubles, Floats, Ints, temper

#: Assumed: temperatures to look among. A head that is right every time wants 0, and one that knows
#: nothing infinity; neither is to be believed from a few labels.
TEMPERATURES = (0.05, 20.0)
#: Assumed: the share of the median spread below which a spread counts as none.
SMALLEST_SPREAD = 0.01
CONFIDENCE = 0.95  # of the Wilson intervals


@dataclass(frozen=True)
class Reliability:
    """How sure a head is of the class it predicts, and how often it is right.

    Of each bin of confidence: ``count`` (bins,) int64 chips, and (bins,) float64 ``confidence``,
    the mean probability of the predicted class, ``right``, the share predicted rightly, and ``low``
    and ``high``, its 95 % Wilson interval; NaN without chips. ``edges`` (bins + 1,): bin b holds
    confidences above edge b, up to and including edge b + 1; the first holds its lower edge too.

    ece: expected calibration error, the mean of |confidence - right| over bins by their chips
    (Guo et al. 2017, equation 3). classwise_ece: the same of each class's probability and its
    share of the chips, averaged over classes (Kull et al. 2019). brier: mean squared distance to
    the truth summed over classes (Brier 1950), 0..2. log_loss: mean -log of the probability of the
    true class in nats, probabilities below PROBABILITY_FLOOR counting as that.
    """

    edges: Doubles
    count: NDArray[np.int64]
    confidence: Doubles
    right: Doubles
    low: Doubles
    high: Doubles
    ece: float
    classwise_ece: float
    brier: float
    log_loss: float


@dataclass(frozen=True)
class IntervalReliability:
    """The share of ``count`` truths inside the central normal intervals of each level.

    All (levels,) float64: ``levels`` as asked, ``share`` inside, and ``low`` and ``high``, the
    95 % Wilson interval of the share.
    """

    levels: Doubles
    share: Doubles
    low: Doubles
    high: Doubles
    count: int


def reliability(
    proba: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None = None,
    bins: int = 10,
    equal_mass: bool = False,
) -> Reliability:
    """Compare the probabilities ``proba`` (n, k) with the true column numbers ``y`` (n,).

    weights: (n,) how many chips of the map each stands for; all the same where None. Wilson
    intervals then count the effective number of chips (Kish 1965). ``equal_mass`` bins hold equal
    numbers of chips, up to ties, instead of equal ranges of confidence. UsageError for arrays
    that do not fit each other, LabelsTooFew without a chip.
    """
    chosen = probability_of_truth(proba, y)
    proba, y = np.asarray(proba, dtype=np.float64), np.asarray(y)
    share = _shares(weights, len(y))
    if bins < 1:
        raise UsageError(f"Reliability needs at least one bin, not {bins}.")
    confidence, right = proba.max(axis=1), (proba.argmax(axis=1) == y).astype(np.float64)
    edges = _edges(confidence, bins, equal_mass)
    found = _bin(confidence, right, share, edges)
    truth = y[:, None] == np.arange(proba.shape[1])
    by_class = [
        _bin(p, hit.astype(np.float64), share, _edges(p, bins, equal_mass)).gap
        for p, hit in zip(proba.T, truth.T, strict=True)
    ]
    low, high = _wilson(found.right, found.effective)
    return Reliability(
        edges=edges,
        count=found.count,
        confidence=found.confidence,
        right=found.right,
        low=low,
        high=high,
        ece=found.gap,
        classwise_ece=float(np.mean(by_class)),
        brier=float(share @ ((proba - truth) ** 2).sum(axis=1)),
        log_loss=float(-share @ np.log(np.maximum(chosen, PROBABILITY_FLOOR))),
    )


def fit_temperature(proba: ArrayLike, y: ArrayLike) -> float:
    """The temperature under which ``proba`` (n, k) has the least log loss on ``y`` (n,), columns.

    Within TEMPERATURES; above 1 makes a head less sure. UsageError and LabelsTooFew as for
    ``reliability``.
    """
    logits = np.log(np.maximum(probability_of_truth(proba, y), PROBABILITY_FLOOR))
    every = np.log(np.maximum(np.asarray(proba, dtype=np.float64), PROBABILITY_FLOOR))

    def loss(log_temperature: float) -> float:
        t = np.exp(log_temperature)
        return float(np.mean(logsumexp(every / t, axis=1) - logits / t))

    low, high = np.log(TEMPERATURES)
    best = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-6})
    return float(np.exp(best.x))


def apply_temperature(proba: ArrayLike, temperature: float) -> NDArray[np.float32]:
    """``proba`` (n, k) under a temperature: (n, k) float32 rows of sum 1, in the same order.

    Temperature 1 leaves them as they are. UsageError for one that is not finite and above 0.
    """
    if not (np.isfinite(temperature) and temperature > 0):
        raise UsageError(f"A temperature is a finite number above 0, not {temperature}.")
    return temper(np.asarray(proba), temperature).astype(np.float32, copy=False)


def spread_floor(spread: ArrayLike) -> float:
    """The spread that counts as none: SMALLEST_SPREAD of the median of those above 0, or 1.

    It is 1 where no spread is above 0.
    """
    spread = np.asarray(spread, dtype=np.float64)
    above = spread[spread > 0]
    return float(SMALLEST_SPREAD * np.median(above)) if len(above) else 1.0


def spread_scale(error: ArrayLike, spread: ArrayLike) -> float:
    """The factor s for which the mean of (error / (s spread))² is 1; both (n,), in one unit.

    It is the maximum-likelihood one for normal errors. Chips whose spread is below
    ``spread_floor`` are left out, since no factor widens a spread of 0. UsageError for arrays that
    do not fit each other, LabelsTooFew where no spread or no error is above 0.
    """
    error, spread = as_errors(error, spread)
    used = spread >= spread_floor(spread)
    scale = float(np.sqrt(np.mean((error[used] / spread[used]) ** 2))) if used.any() else 0.0
    if scale == 0.0:
        raise LabelsTooFew(
            "The spread cannot be compared with the errors, since all of one or the other are 0; "
            "label chips that the head did not learn from."
        )
    return scale


def interval_reliability(
    error: ArrayLike, spread: ArrayLike, levels: ArrayLike
) -> IntervalReliability:
    """How many errors (n,) lie within the normal interval of each of ``levels`` (l,), in 0..1.

    ``spread`` (n,) are standard deviations in the unit of the errors; the shares of a calibrated
    spread are the levels. UsageError for arrays that do not fit each other or levels outside 0..1.
    """
    error, spread = as_errors(error, spread)
    levels = np.asarray(levels, dtype=np.float64)
    if levels.ndim != 1 or not ((levels > 0) & (levels < 1)).all():
        raise UsageError("The levels of intervals lie between 0 and 1, such as 0.5 and 0.9.")
    reach = norm.ppf((1.0 + levels) / 2.0)
    share = (np.abs(error)[:, None] <= reach * spread[:, None]).mean(axis=0)
    low, high = _wilson(share, np.full(len(levels), len(error)))
    return IntervalReliability(levels, share, low, high, len(error))


def probability_of_truth(proba: ArrayLike, y: ArrayLike) -> Doubles:
    """(n,) the probability in ``proba`` (n, k) of each true column number in ``y`` (n,).

    UsageError for arrays that do not fit each other, LabelsTooFew without a chip.
    """
    proba, y = np.asarray(proba, dtype=np.float64), np.asarray(y)
    if proba.ndim != 2 or proba.shape[1] < 2 or y.shape != proba.shape[:1]:
        raise UsageError(
            f"Probabilities come in rows of at least two classes with one true class each; got "
            f"shapes {proba.shape} and {y.shape}."
        )
    if not len(y):
        raise LabelsTooFew("There is no labelled chip to judge probabilities by; label some.")
    if not np.issubdtype(y.dtype, np.integer) or not 0 <= y.min() <= y.max() < proba.shape[1]:
        raise UsageError(f"True classes are column numbers from 0 to {proba.shape[1] - 1}.")
    if not ((proba >= 0) & (proba <= 1.0 + 1e-6)).all():  # of rounding; NaN is refused
        raise UsageError("A probability is missing or outside 0..1; leave that chip out.")
    return np.asarray(proba[np.arange(len(y)), y])


def as_errors(error: ArrayLike, spread: ArrayLike) -> tuple[Doubles, Doubles]:
    """Both (n,) as float64.

    UsageError for shapes that differ, for what is not finite and for spreads below 0; LabelsTooFew
    without a chip.
    """
    error, spread = np.asarray(error, dtype=np.float64), np.asarray(spread, dtype=np.float64)
    if error.ndim != 1 or error.shape != spread.shape:
        raise UsageError(
            f"Errors and spreads come one a chip; got shapes {error.shape} and {spread.shape}."
        )
    if not len(error):
        raise LabelsTooFew("There is no labelled chip to judge spreads by; label some.")
    if not (np.isfinite(error).all() and np.isfinite(spread).all() and (spread >= 0).all()):
        raise UsageError("An error or spread is missing, or a spread below 0; leave that chip out.")
    return error, spread


@dataclass(frozen=True)
class _Bins:
    count: NDArray[np.int64]
    confidence: Doubles
    right: Doubles
    effective: Doubles  # number of chips, for intervals
    gap: float  # the mean of |confidence - right| over bins


def _shares(weights: ArrayLike | None, n: int) -> Doubles:
    """Weights of sum 1."""
    given = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape != (n,) or not (np.isfinite(given).all() and (given >= 0).all() and given.any()):
        raise UsageError(
            f"Weights are finite numbers from 0, one for each of the {n} chips, and not all 0."
        )
    return np.asarray(given / given.sum())


def _edges(confidence: Doubles, bins: int, equal_mass: bool) -> Doubles:
    steps = np.linspace(0.0, 1.0, bins + 1)
    return np.asarray(np.quantile(confidence, steps)) if equal_mass else steps


def _bin(confidence: Doubles, right: Doubles, share: Doubles, edges: Doubles) -> _Bins:
    which = np.searchsorted(edges[1:-1], confidence, side="left")  # (lower, upper], as Guo et al.

    def total(values: Floats | None = None) -> NDArray[Any]:
        return np.bincount(which, values, minlength=len(edges) - 1)

    mass = total(share)
    with np.errstate(invalid="ignore"):  # a bin without chips has no mean
        means = total(share * confidence) / mass, total(share * right) / mass
        effective = mass**2 / total(share**2)
    gap = float(np.nansum(mass * np.abs(means[0] - means[1])))
    return _Bins(total().astype(np.int64), *means, effective, gap)


def _wilson(share: Doubles, n: Doubles | Ints) -> tuple[Doubles, Doubles]:
    """Wilson's (1927) score interval of a share among ``n``, which may be a fraction."""
    z = norm.ppf((1.0 + CONFIDENCE) / 2.0)
    widening = 1.0 + z**2 / n
    centre = (share + z**2 / (2 * n)) / widening
    half = z * np.sqrt(share * (1.0 - share) / n + z**2 / (4 * n**2)) / widening
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
