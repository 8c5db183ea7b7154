"""Where the map leaves what the head has learnt: the area of applicability.

The dissimilarity index of a chip is its distance to the nearest training row, in units of the mean
distance between training rows (Meyer & Pebesma 2021, Methods Ecol. Evol. 12:1620).
Features are standardised by the training rows and multiplied by their importance to the head. The
same index of the training rows, each to its nearest row of another cross-validation fold, tells how
far the head was asked to reach when it was scored, and the largest of these that is no outlier is
the threshold: the fence is Q75 + 1.5 (Q75 - Q25), with quartiles by linear interpolation. That is
the whisker of a box plot, the rule of the paper and of early releases of the authors' R package
CAST (boxplot.stats there, with hinges for quartiles). Later releases take the fence itself, or the
largest index if that is less, so that they draw the area no smaller.

Assumes that likeness in the features means likeness in what the head gets right, and folds that
stand for the step from labels to map: random folds of crowded labels make the area small, blocks of
ground make it larger. Promises no accuracy: inside, the cross-validated scores may be expected to
hold, on average; outside, nothing speaks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import HeadMismatch, HeadUntrusted, LabelsTooFew, UsageError
from ..probes.base import Standardiser, one_blas_thread, row_chunks

#: Assumed: beyond this many training rows the mean distance is that of a random sample of them.
MOST_ROWS_FOR_MEAN = 4000
# Squared distances by matrix product are trusted to this many times the rounding of one operation
# and the root of the number of columns (Higham & Mary 2019 give the root; 1 is assumed).
_ROUNDING_FACTOR = 1.0
_TOLERANCE = 1e-5  # of a squared distance, below which the row found may be the second nearest


@dataclass(frozen=True)
class Applicability:
    """What the dissimilarity index is measured by; see ``fit_applicability``.

    rows: (m, c) float32, the training rows in the columns that count, unscaled, since the
    difference of two scaled rows that are near would be rounding; missing values are filled.
    columns: (c,) int64, their places among ``n_features``, ascending.
    mean, scale: (c,) float32, of the training rows: the mean, and the deviation over the weight.
    mean_distance: between training rows. threshold: the largest index inside.
    """

    rows: NDArray[np.float32]
    columns: NDArray[np.int64]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    n_features: int
    mean_distance: float
    threshold: float

    def dissimilarity(self, X: ArrayLike, threads: int = 1) -> NDArray[np.float32]:
        """(n,) float32 index of ``X`` (n, n_features) from 0; ``threads`` chunks at once.

        Missing values (NaN or infinite) count as the mean of the training rows, as they do for
        heads. HeadMismatch for another number of columns.
        """
        X = np.ascontiguousarray(X, dtype=np.float32)
        if X.ndim != 2 or X.shape[1] != self.n_features:
            raise HeadMismatch(
                f"The area of applicability was fitted on rows of {self.n_features} features; got "
                f"an array of shape {X.shape}."
            )
        space = Standardiser(self.mean, self.scale)
        every = len(self.columns) == self.n_features
        columns = slice(None) if every else self.columns
        distance = _nearest_distances(X, columns, self.rows, space, threads)
        distance /= np.float32(self.mean_distance)
        return distance

    def inside(self, dissimilarity: ArrayLike) -> NDArray[np.bool_]:
        """(n,) whether chips of this ``dissimilarity`` (n,) lie in the area of applicability."""
        return np.asarray(np.asarray(dissimilarity) <= self.threshold)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """All of it as arrays by name, for a file of arrays such as safetensors."""
        return {
            "rows": self.rows,
            "columns": self.columns,
            "mean": self.mean,
            "scale": self.scale,
            "n_features": np.array([self.n_features], dtype=np.int64),
            "mean_distance": np.array([self.mean_distance], dtype=np.float64),
            "threshold": np.array([self.threshold], dtype=np.float64),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Applicability:
        """What ``to_arrays`` gave; HeadUntrusted for arrays that it never gives."""
        wrong = _unsound(arrays)
        if wrong:
            raise HeadUntrusted(
                f"The area of applicability of the head is damaged: {wrong[0]!r} is missing, "
                "unknown or wrong; fit the head again."
            )
        return cls(
            rows=arrays["rows"],
            columns=arrays["columns"],
            mean=arrays["mean"],
            scale=arrays["scale"],
            n_features=int(arrays["n_features"][0]),
            mean_distance=float(arrays["mean_distance"][0]),
            threshold=float(arrays["threshold"][0]),
        )


def fit_applicability(
    X: ArrayLike, folds: ArrayLike, weights: ArrayLike, threads: int = 1, seed: int = 0
) -> Applicability:
    """The area of applicability of a head that was fitted on ``X`` (m, d).

    folds: (m,) the cross-validation fold that tested each row, by any number. weights: (d,), such
    as the head's ``importances_``; only their proportions matter. Columns of weight 0, and those
    constant over the rows, which no distance can be measured by, do not count. ``seed`` draws the
    sample that the mean distance is taken over beyond MOST_ROWS_FOR_MEAN rows. UsageError for
    arrays that do not fit each other, LabelsTooFew for rows of one fold, or all alike.
    """
    X, folds = np.ascontiguousarray(X, dtype=np.float32), np.asarray(folds)
    weights = _check(X, folds, weights)
    learnt = Standardiser.fit(X)
    columns = _columns_that_count(X, learnt, weights)
    mean, scale = learnt.mean[columns], learnt.scale[columns] / weights[columns]
    space = Standardiser(mean, scale)
    rows = np.ascontiguousarray(space.fill(X[:, columns]))
    with one_blas_thread():
        mean_distance = _mean_distance(rows, space, threads, seed)
    if not mean_distance > 0:
        raise LabelsTooFew(
            "The labelled chips are all alike in what the head goes by, which leaves no distance "
            "to compare others with; label chips that differ."
        )
    reach = np.empty(len(rows), dtype=np.float32)
    for fold in np.unique(folds):
        inside = folds == fold
        reach[inside] = _nearest_distances(rows[inside], slice(None), rows[~inside], space, threads)
    return Applicability(
        rows=rows,
        columns=columns,
        mean=mean,
        scale=scale,
        n_features=X.shape[1],
        mean_distance=mean_distance,
        threshold=_upper_whisker(reach / np.float32(mean_distance)),
    )


def _check(X: NDArray[np.float32], folds: NDArray[Any], weights: ArrayLike) -> NDArray[np.float32]:
    """The weights, the largest being 1."""
    if X.ndim != 2 or folds.shape != X.shape[:1]:
        raise UsageError(
            f"Each training row has one fold; got rows of shape {X.shape} and folds of shape "
            f"{folds.shape}."
        )
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != X.shape[1:] or not (np.isfinite(given).all() and (given >= 0).all()):
        raise UsageError(
            f"Weights are finite numbers from 0, one for each of {X.shape[1]} features."
        )
    if not given.any():
        raise UsageError("All weights are 0; give at least one feature a weight above 0.")
    if len(np.unique(folds)) < 2:
        raise LabelsTooFew(
            "The labelled chips lie in fewer than two folds, which leaves none to measure another "
            "by; label chips further apart, or use smaller blocks."
        )
    return (given / given.max()).astype(np.float32)


def _columns_that_count(
    X: NDArray[np.float32], learnt: Standardiser, weights: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Those of weight that vary by more than the rounding of their mean, as Standardiser sees it."""
    deviation = learnt.standardise(X).std(axis=0) * learnt.scale
    varies = deviation > np.finfo(np.float32).eps * np.abs(learnt.mean)
    with np.errstate(divide="ignore", over="ignore"):
        bounded = np.isfinite(learnt.scale / weights)
    return np.flatnonzero(varies & bounded).astype(np.int64)


def _mean_distance(
    rows: NDArray[np.float32], space: Standardiser, threads: int, seed: int
) -> float:
    """Over all pairs of different ``rows``, or of a sample of them."""
    if len(rows) > MOST_ROWS_FOR_MEAN:
        drawn = np.random.default_rng(seed).permutation(len(rows))[:MOST_ROWS_FOR_MEAN]
        rows = rows[drawn]
    # In float64, so that duplicates among the rows add no distance of rounding.
    Z = (rows.astype(np.float64) - space.mean) / space.scale
    squares = np.einsum("ij,ij->i", Z, Z)

    def total(part: slice) -> float:
        apart = Z[part] @ Z.T
        apart *= -2.0
        apart += squares
        apart += squares[part, None]
        return float(np.sqrt(np.maximum(apart, 0.0, out=apart), out=apart).sum())

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(total, row_chunks(len(Z), len(Z)))) / (len(Z) * (len(Z) - 1))


def _upper_whisker(values: NDArray[np.float32]) -> float:
    """The largest of ``values`` (n,) up to Q75 + 1.5 (Q75 - Q25)."""
    q25, q75 = np.quantile(values.astype(np.float64), [0.25, 0.75])
    return float(values[values <= q75 + 1.5 * (q75 - q25)].max())


def _nearest_distances(
    X: NDArray[np.float32],
    columns: slice | NDArray[np.int64],
    rows: NDArray[np.float32],
    space: Standardiser,
    threads: int,
) -> NDArray[np.float32]:
    """(n,) scaled distance of ``columns`` of each row of ``X`` to the nearest of ``rows``."""
    distance = np.empty(len(X), dtype=np.float32)
    scaled = space.standardise(rows)
    lengths = np.einsum("ij,ij->i", scaled, scaled, dtype=np.float64).astype(np.float32)
    turned = np.ascontiguousarray(-2.0 * scaled.T)

    def measure(part: slice) -> None:
        block = space.fill(X[part][:, columns])
        with np.errstate(over="ignore", invalid="ignore"):  # further off than float32 holds is inf
            distance[part] = np.sqrt(_least_squares(block, rows, space, turned, lengths))

    with one_blas_thread(), ThreadPoolExecutor(threads) as pool:
        # Chunks of half the usual size, as several copies of each are in use at once.
        for _ in pool.map(measure, row_chunks(len(X), 2 * max(rows.shape))):
            pass  # drawing the results raises what a chunk raised
    return distance


def _least_squares(
    block: NDArray[np.float32],
    rows: NDArray[np.float32],
    space: Standardiser,
    turned: NDArray[np.float32],
    lengths: NDArray[np.float32],
) -> NDArray[np.float32]:
    """(n,) squared scaled distance of ``block`` (n, c) to the nearest of ``rows`` (m, c).

    |b|² - 2ab by matrix product ranks the rows, up to its rounding; the nearest, and all that the
    rounding leaves open, are then measured by their differences. ``turned`` (c, m) is -2b and
    ``lengths`` (m,) is |b|², both scaled.
    """
    Z = space.standardise(block)
    own = np.einsum("ij,ij->i", Z, Z)
    rounding = np.float32(_ROUNDING_FACTOR * np.sqrt(Z.shape[1]) * np.finfo(np.float32).eps / 2)
    ranked = Z @ turned
    ranked += lengths * (1 - rounding)  # the least that each may be, but for the share of |a|²
    best = ranked.argmin(axis=1)
    least = np.take_along_axis(ranked, best[:, None], axis=1)[:, 0]
    squares = _squares(block, rows[best], space)
    doubt = 2 * rounding * (own + lengths[best])
    doubt[~(doubt > _TOLERANCE * squares)] = -np.inf
    rivals = ranked <= (least + doubt)[:, None]
    rivals[np.arange(len(Z)), best] = False
    which, row = np.nonzero(rivals)
    for part in row_chunks(len(which), block.shape[1]):
        others = _squares(block[which[part]], rows[row[part]], space)
        np.minimum.at(squares, which[part], others)
    return squares


def _squares(
    a: NDArray[np.float32], b: NDArray[np.float32], space: Standardiser
) -> NDArray[np.float32]:
    """(n,) squared scaled distance of each row of ``a`` (n, c) to its row of ``b`` (n, c)."""
    apart = a - b
    apart /= space.scale
    apart *= apart
    return np.asarray(apart.sum(axis=1))  # pairwise: einsum would add up one after another


def _unsound(arrays: Mapping[str, NDArray[Any]]) -> list[str]:
    """The names whose arrays cannot be, or that are missing or too many."""
    expected = {
        "rows": (np.float32, 2),
        "columns": (np.int64, 1),
        "mean": (np.float32, 1),
        "scale": (np.float32, 1),
        "n_features": (np.int64, 1),
        "mean_distance": (np.float64, 1),
        "threshold": (np.float64, 1),
    }
    wrong = sorted(expected.keys() ^ arrays.keys()) or [
        name
        for name, (dtype, ndim) in expected.items()
        if (arrays[name].dtype, arrays[name].ndim) != (dtype, ndim)
        or not np.isfinite(arrays[name]).all()
    ]
    if wrong:
        return wrong
    columns, count = arrays["columns"], len(arrays["columns"])
    single = {name: arrays[name].shape == (1,) for name in list(expected)[4:]}
    sound = {
        "rows": arrays["rows"].shape[0] > 1 and arrays["rows"].shape[1] == count > 0,
        "columns": (np.diff(columns) > 0).all()
        and (columns >= 0).all()
        and (columns < arrays["n_features"].max(initial=0)).all(),
        "mean": len(arrays["mean"]) == count,
        "scale": len(arrays["scale"]) == count and (arrays["scale"] > 0).all(),
        "n_features": single["n_features"],
        "mean_distance": single["mean_distance"] and (arrays["mean_distance"] > 0).all(),
        "threshold": single["threshold"] and (arrays["threshold"] >= 0).all(),
    }
    return [name for name, holds in sound.items() if not holds]
