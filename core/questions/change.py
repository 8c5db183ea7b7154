"""What has changed between two dates? How far each chip's embedding has moved.

Both dates are embedded by one encoder with all that it learnt, so that a value means the same on both.
Every feature is centred on its mean over both dates and divided by its deviation within a date (the
root of the two dates' mean variance): what a feature varies by from chip to chip is the yardstick for
what it varies by from date to date. Two distances are told: the Euclidean one, and the cosine distance,
0 for the same direction to 2 for the opposite one. The latter does not see how much a chip differs from
the mean, and is noisy for chips near it. On a reservoir whose level changed between three dates of
Sentinel-2 the Euclidean distance told the chips whose water changed from the others better in all
twelve comparisons; on a synthetic pair in other light the cosine distance ranked a changed square a
little better (docs/questions/change.md).

A season, haze, or light changes every chip, and so the mean. The mean squared change is the squared
change of the mean plus the mean square of what is left; the first over the sum is the share of the
global shift, and ``centred`` takes that shift away.

No distance says that the ground has changed: there is no threshold without labels. The distances
between random chips of one date are the measure to hold them against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import UsageError
from ..probes.base import row_chunks

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """How far each of ``n`` chips has moved, and what that is to be held against.

    cosine, euclidean: (n,) float32. random_cosine, random_euclidean: (p,) float32, the same distances
    between two random chips of one date, half of the pairs from each. shift_share: 0 to 1, the share of
    the mean squared change that all chips have in common, whether or not it was taken away; NaN where
    nothing changed.
    """

    cosine: Floats
    euclidean: Floats
    random_cosine: Floats
    random_euclidean: Floats
    shift_share: float
    centred: bool


def change(
    before: ArrayLike, after: ArrayLike, *, centred: bool = False, pairs: int = 5000, seed: int = 0
) -> Change:
    """Distances between two dates' embeddings of the same chips, (n, d) each: see Change.

    ``centred`` takes each date's own mean off, so that what all chips have in common does not count.
    Raises UsageError for fewer than two chips, for shapes that differ, or for missing values.
    """
    first, second = (np.asarray(X, dtype=np.float32) for X in (before, after))
    if first.ndim != 2 or first.shape != second.shape or len(first) < 2:
        raise UsageError(
            f"A change is told of two dates' embeddings of the same 2 chips or more; got arrays of shape "
            f"{first.shape} and {second.shape}."
        )
    means = [X.mean(axis=0, dtype=np.float64) for X in (first, second)]
    if not np.isfinite(means).all():
        raise UsageError("An embedding has missing values; leave its chip out.")
    scale = _scale(first, second, means)
    middle = (means[0] + means[1]) / 2
    centres = means if centred else [middle, middle]
    one, other = (
        _Date(X, centre, scale) for X, centre in zip((first, second), centres, strict=True)
    )
    every = np.arange(len(first))
    cosine, euclidean = _distances(one, every, other, every)
    drawn = [_random_distances(date, pairs // 2, seed + i) for i, date in enumerate((one, other))]
    random_cosine, random_euclidean = (np.concatenate(part) for part in zip(*drawn, strict=True))
    shift = (((means[1] - means[0]) / scale) ** 2).sum()
    # The Euclidean distances squared, and with them the shift where it was taken away.
    total = (euclidean.astype(np.float64) ** 2).mean() + (shift if centred else 0.0)
    share = float(shift / total) if total > 0 else float("nan")
    return Change(cosine, euclidean, random_cosine, random_euclidean, share, centred)


class _Date(NamedTuple):
    """One date's embeddings, and what makes them comparable."""

    X: Floats
    centre: Doubles
    scale: Doubles

    def rows(self, rows: NDArray[np.int64]) -> Doubles:
        return (self.X[rows] - self.centre) / self.scale


def _scale(first: Floats, second: Floats, means: list[Doubles]) -> Doubles:
    """(d,) deviation of each feature within a date; infinite where it is the same for all chips, which
    leaves it out."""
    squares = np.zeros(first.shape[1])
    for X, mean in zip((first, second), means, strict=True):
        for chunk in row_chunks(*X.shape):
            away = X[chunk] - mean  # in float64, as the mean is
            squares += np.einsum("ij,ij->j", away, away)
    scale = np.sqrt(squares / (2 * len(first)))
    scale[scale <= np.finfo(np.float32).eps * np.abs(means).max(axis=0)] = np.inf  # rounding alone
    return scale


def _distances(
    one: _Date, rows: NDArray[np.int64], other: _Date, others: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Cosine and Euclidean distance of each pair of rows, float32, made in float64.

    The cosine distance is half the square of the distance between unit vectors, in which near
    neighbours do not cancel. An embedding without a direction (assumed: all at the centre) is at 1/2 from
    any other.
    """
    cosine, euclidean = np.empty((2, len(rows)), dtype=np.float32)
    for chunk in row_chunks(len(rows), one.X.shape[1]):
        a, b = one.rows(rows[chunk]), other.rows(others[chunk])
        euclidean[chunk] = np.linalg.norm(a - b, axis=1)
        cosine[chunk] = ((_unit(a) - _unit(b)) ** 2).sum(axis=1) / 2
    return cosine, euclidean


def _unit(Z: Doubles) -> Doubles:
    length = np.linalg.norm(Z, axis=1, keepdims=True)
    return Z / np.where(length > 0, length, 1.0)


def _random_distances(date: _Date, pairs: int, seed: int) -> tuple[Floats, Floats]:
    """The distances of pairs of two different rows of one date."""
    rng, n = np.random.default_rng(seed), len(date.X)
    rows = rng.integers(n, size=max(pairs, 1))
    return _distances(date, rows, date, (rows + rng.integers(1, n, size=len(rows))) % n)
