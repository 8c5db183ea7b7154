"""What every head shares: checking, missing values, standardisation, and one pass over the rows.

A head is fitted on the labelled rows of an embedding matrix and then predicts a whole area, so
prediction runs over chunks of rows that fit a processor's cache, on several threads, and yields
labels, probabilities and uncertainty together.
"""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from ..errors import HeadMismatch, HeadMissing, LabelsTooFew, UsageError
from ..options import LARGEST_SEED, Option, OptionValue

Kind = Literal["classes", "value"]
KINDS: tuple[Kind, ...] = ("classes", "value")
Floats = NDArray[np.floating[Any]]
Doubles = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]

#: Assumed: what a probability of 0 counts as where its logarithm is needed. Forests and neighbours
#: give zeros, and one of them on the true class would make every loss infinite.
PROBABILITY_FLOOR = 1e-6
#: Assumed: deviations from the mean of the training rows beyond which a feature counts as just so far. A
#: feature that is next to 0 on a few labelled chips, as random convolutional ones may be, has next to no
#: deviation there, and millions of it elsewhere.
FARTHEST = np.float32(20.0)
_CHUNK_VALUES = 2**20  # float32 values per chunk: 4 MiB, so that a chunk is read from memory once


@dataclass(frozen=True)
class Prediction:
    """What a head says of ``n`` rows.

    ``labels`` is (n,): the class index (int64) or the value (float32). ``proba`` is
    (n, n_classes) float32 in the order of ``head.classes_``, or None for values.
    ``uncertainty`` is (n,) float32: the normalised entropy of the classes, in 0..1, or the
    predictive spread of the value, in its unit.
    """

    labels: NDArray[Any]
    proba: NDArray[np.float32] | None
    uncertainty: NDArray[np.float32]


@cache
def _thread_pools() -> ThreadpoolController:
    return ThreadpoolController()  # looks through the loaded libraries once


class _OneBlasThread:
    """The limit itself, set by the first who wants it and lifted by the last: two threads that each put back
    what they found would leave it set for good."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = 0
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            if self._wanted == 0:
                self._limit = _thread_pools().limit(limits=1, user_api="blas")
            self._wanted += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._wanted -= 1
            if self._wanted == 0:
                self._limit.restore_original_limits()


_ONE_BLAS_THREAD = _OneBlasThread()


def one_blas_thread() -> AbstractContextManager[Any]:
    """Keep linear algebra on the calling thread for the length of a ``with``.

    Heads put chunks of rows and folds on threads of their own. BLAS threads beneath those wait for
    each other in a spin, which on a busy machine makes small problems up to a hundred times slower.
    """
    return _ONE_BLAS_THREAD


def available_threads() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on Windows or macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def entropy(proba: Floats) -> NDArray[np.float32]:
    """(n,) Shannon entropy of ``proba`` (n, k) over log k: 0 is sure, 1 is uniform."""
    logs = np.log(proba, out=np.zeros_like(proba), where=proba > 0)
    scale = -1.0 / np.log(proba.shape[1])
    return (np.einsum("ij,ij->i", proba, logs) * scale).astype(np.float32)


def temper(proba: Floats, temperature: float) -> Floats:
    """``proba`` (n, k) to the power 1 / ``temperature``, each row divided by its sum.

    The temperature scaling of Guo et al. 2017 (section 4.2) on log probabilities, which stand in
    for logits. Probabilities below PROBABILITY_FLOOR count as that; 1 returns ``proba`` itself.
    """
    if temperature == 1.0:
        return proba
    logits = np.log(np.maximum(proba, PROBABILITY_FLOOR)) / temperature
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def one_hot(y: Ints, classes: Ints) -> Doubles:
    """(n, k) indicator of each of the ``classes`` in ``y`` (n,)."""
    return (y[:, None] == classes[None, :]).astype(np.float64)


def balanced_weights(y: Ints, class_weight: str | None) -> Doubles:
    """One weight a row: 1, or n / (k n_c) for ``"balanced"``, as in scikit-learn."""
    if class_weight is None:
        return np.ones(len(y))
    _, position, counts = np.unique(y, return_inverse=True, return_counts=True)
    return (len(y) / (len(counts) * counts))[position]


def row_chunks(n_rows: int, row_width: int) -> Iterator[slice]:
    """Slices over ``n_rows`` rows of ``row_width`` values that each hold about 4 MiB of float32."""
    step = max(64, _CHUNK_VALUES // max(1, row_width))
    return (slice(start, min(start + step, n_rows)) for start in range(0, n_rows, step))


def all_finite(X: Floats) -> bool:
    """Whether no value is NaN or infinite, in two passes without a temporary array."""
    return X.size == 0 or bool(np.isfinite(X.min()) and np.isfinite(X.max()))


@dataclass(frozen=True)
class Standardiser:
    """Mean and standard deviation of each column, learnt from the finite values of one matrix.

    ``mean`` and ``scale`` are (d,) float32. A column without any finite value has mean 0; one
    that is constant to float32 precision has scale 1, so that it never divides by rounding noise.
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]

    @classmethod
    def fit(cls, X: NDArray[np.float32]) -> Standardiser:
        """Learn from ``X`` (n, d), in float64 and two passes: E[x²] - E[x]² would cancel."""
        d = X.shape[1]
        mean, _ = _moments(X, np.zeros(d))
        shift, variance = _moments(X, mean)
        mean, scale = mean + shift, np.sqrt(np.maximum(variance - shift**2, 0.0))
        scale[scale <= np.finfo(np.float32).eps * np.abs(mean)] = 1.0
        return cls(mean.astype(np.float32), scale.astype(np.float32))

    def fill(self, X: NDArray[np.float32]) -> NDArray[np.float32]:
        """``X`` itself, or a copy with the training mean in place of what is not finite."""
        return X if all_finite(X) else np.where(np.isfinite(X), X, self.mean)

    def standardise(self, X: NDArray[np.float32]) -> NDArray[np.float32]:
        """A copy with each column centred and divided by its deviation; missing values become 0."""
        Z = X - self.mean
        Z /= self.scale
        return Z if all_finite(Z) else np.nan_to_num(Z, copy=False, posinf=0.0, neginf=0.0)


def _moments(X: NDArray[np.float32], shift: Floats) -> tuple[Floats, Floats]:
    """Mean of ``X - shift`` and of its square over the finite values of each column."""
    count, total, squares = (np.zeros(X.shape[1]) for _ in range(3))
    for rows in row_chunks(*X.shape):
        block = X[rows] - shift  # float64, as shift is
        known = np.isfinite(block)
        block[~known] = 0.0
        count += known.sum(axis=0)
        total += block.sum(axis=0)
        squares += np.einsum("ij,ij->j", block, block)
    count = np.maximum(count, 1)
    return total / count, squares / count


def _shares(amounts: Floats) -> NDArray[np.float32]:
    """``amounts`` (d,) over their sum, or all equal where there is nothing to share."""
    total = amounts.sum()
    shares = amounts / total if total > 0 else np.full(len(amounts), 1.0 / len(amounts))
    return shares.astype(np.float32)


def option(default: OptionValue, doc: str, **rules: Any) -> Any:
    """A field of a head that is an option of its; ``rules`` are those of ``Option``."""
    return field(default=default, metadata={"option": Option(default, doc, **rules)})


@dataclass(kw_only=True)
class Head(ABC):
    """A classifier or regressor on embeddings, with scikit-learn's ``fit`` and ``predict``.

    The dataclass fields made by ``option`` are the options; what ``fit`` learns ends in an
    underscore. Missing values (NaN or infinite) are replaced by the mean of the training rows.

    importances_: (n_features_,) float32 learnt by ``fit``, none negative, of sum 1: the share of
    each feature in what was learnt; all equal where a head cannot tell them apart.
    calibration_: what ``calibrate`` set since ``fit``, else 1.

    kind: "classes" for integer class indices, "value" for a number. Making a head reads its options
    and raises UsageError for one that cannot be.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    kinds: ClassVar[tuple[Kind, ...]] = KINDS
    standardised: ClassVar[bool] = True
    calibration_ = 1.0  # without a type, which would make it an option

    kind: Kind = "classes"
    class_weight: str | None = option(
        None,
        "balanced lets each class count the same, however many labels it has",
        choices=("balanced",),
        optional=True,
        kind=str,
    )
    seed: int = option(0, "of what the head draws at random", least=0, most=LARGEST_SEED)
    n_jobs: int = option(-1, "threads; -1 for one per available core", least=-1, most=1024)

    def __post_init__(self) -> None:
        self._require(self.kind in self.kinds, f"predicts {' or '.join(self.kinds)}", "kind")
        for name, rules in self.option_rules().items():
            setattr(self, name, rules.read(name, getattr(self, name)))
        self._require(
            self.class_weight is None or self.kind == "classes",
            "is for classes, not for values",
            "class_weight",
        )
        self._require(self.n_jobs != 0, "is -1 or at least 1", "n_jobs")

    def _require(self, holds: bool, rule: str, option: str) -> None:
        if not holds:
            raise UsageError(
                f"Option {option}={getattr(self, option)!r} of head {self.name!r} cannot be used: "
                f"{option} {rule}."
            )

    @classmethod
    def option_rules(cls) -> dict[str, Option]:
        """What may be set on heads of this class, by name: its own first."""
        found = {f.name: f.metadata["option"] for f in fields(cls) if "option" in f.metadata}
        shared = {f.name for f in fields(Head)}
        return dict(sorted(found.items(), key=lambda item: item[0] in shared))

    @property
    def options(self) -> dict[str, Any]:
        """The kind and the options it was made with, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def fit(self, X: ArrayLike, y: ArrayLike) -> Head:
        """Learn from ``X`` (n, d) float32 and ``y`` (n,): class indices, or finite values.

        Raises LabelsTooFew for one class only or fewer than two rows, UsageError for shapes or
        values that do not fit.
        """
        X, targets = self._check_training(X, y)
        self.n_features_ = X.shape[1]
        self.columns_ = Standardiser.fit(X)
        with one_blas_thread():
            self._fit(self._prepare(X), targets)
        self.importances_ = _shares(self._importances())
        self.calibration_ = 1.0
        return self

    def calibrate(self, factor: float) -> None:
        """Apply ``factor`` from now on: the temperature of the classes, or to a value's spread.

        The predicted classes and values stay what they are; ``fit`` sets it back to 1. UsageError
        for a factor that is not finite or not above 0.
        """
        if not (np.isfinite(factor) and factor > 0):
            raise UsageError(
                f"A head cannot be calibrated by {factor}; give a finite factor above 0."
            )
        self.calibration_ = float(factor)

    def predict_all(self, X: ArrayLike) -> Prediction:
        """Labels, probabilities and uncertainty of ``X`` (n, d) in one pass: see Prediction.

        Raises HeadMissing before ``fit`` and HeadMismatch for another number of columns.
        """
        X = self._check_rows(X)
        n, classes = len(X), self.classes_ if self.kind == "classes" else None
        labels = np.empty(n, np.float32 if classes is None else np.int64)
        proba = None if classes is None else np.empty((n, len(classes)), np.float32)
        uncertainty = np.empty(n, np.float32)

        def predict_chunk(rows: slice) -> None:
            scores, spread = self._scores(self._prepare(X[rows]))
            if classes is None or proba is None:
                labels[rows], uncertainty[rows] = scores, spread
                uncertainty[rows] *= self.calibration_
            else:
                labels[rows] = classes[scores.argmax(axis=1)]
                proba[rows] = temper(scores, self.calibration_)
                uncertainty[rows] = entropy(proba[rows])

        with one_blas_thread(), ThreadPoolExecutor(self.threads) as pool:
            for _ in pool.map(predict_chunk, row_chunks(n, self._row_width())):
                pass  # drawing the results raises what a chunk raised
        return Prediction(labels, proba, uncertainty)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """(n,) class indices (int64) or values (float32) of ``X`` (n, d)."""
        return self.predict_all(X).labels

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float32]:
        """(n, n_classes) float32, columns as in ``classes_``; UsageError for values."""
        proba = self.predict_all(X).proba
        if proba is None:
            raise UsageError(f"Head {self.name!r} predicts values, which have no probabilities.")
        return proba

    def uncertainty(self, X: ArrayLike) -> NDArray[np.float32]:
        """(n,) float32: normalised entropy of the classes, or spread of the value."""
        return self.predict_all(X).uncertainty

    @abstractmethod
    def _fit(self, X: NDArray[np.float32], y: NDArray[Any]) -> None:
        """Learn from prepared rows; for classes, ``self.classes_`` is already there."""

    @abstractmethod
    def _scores(self, X: NDArray[np.float32]) -> tuple[Floats, Floats | None]:
        """(proba (n, k), None) for classes or (value (n,), spread (n,)) of prepared rows."""

    def _importances(self) -> Floats:
        """(n_features_,) how much each feature counts in what was learnt, on any scale from 0."""
        return np.ones(self.n_features_)

    def _row_width(self) -> int:
        """Values that one row costs while it is predicted; it sets the size of a chunk."""
        return self.n_features_

    @property
    def threads(self) -> int:
        """The number of threads that ``n_jobs`` comes to here."""
        return self.n_jobs if self.n_jobs > 0 else available_threads()

    def _prepare(self, X: NDArray[np.float32]) -> NDArray[np.float32]:
        if not self.standardised:
            return self.columns_.fill(X)
        Z = self.columns_.standardise(X)
        return np.clip(Z, -FARTHEST, FARTHEST, out=Z)

    def _check_training(
        self, X: ArrayLike, y: ArrayLike
    ) -> tuple[NDArray[np.float32], NDArray[Any]]:
        X, y = np.ascontiguousarray(X, dtype=np.float32), np.asarray(y)
        if X.ndim != 2 or y.shape != X.shape[:1]:
            raise UsageError(
                f"A head is fitted on rows of features with one label each; got features of "
                f"shape {X.shape} and labels of shape {y.shape}."
            )
        if len(y) < 2:
            raise LabelsTooFew(f"A head needs at least two labels, there are {len(y)}.")
        if self.kind == "value":
            if not np.isfinite(y).all():
                raise UsageError("A value to learn from is missing or infinite; leave it out.")
            return X, y.astype(np.float64)
        if not np.issubdtype(y.dtype, np.integer):
            raise UsageError(f"Classes are integer indices; got labels of type {y.dtype}.")
        self.classes_ = np.unique(y).astype(np.int64)
        if len(self.classes_) < 2:
            raise LabelsTooFew("The labels hold one class only; label chips of a second class.")
        return X, y.astype(np.int64)

    def _check_rows(self, X: ArrayLike) -> NDArray[np.float32]:
        if not hasattr(self, "columns_"):
            raise HeadMissing(f"Head {self.name!r} is not fitted yet; fit it first.")
        X = np.ascontiguousarray(X, dtype=np.float32)
        if X.ndim != 2 or X.shape[1] != self.n_features_:
            raise HeadMismatch(
                f"The head was fitted on rows of {self.n_features_} features; got an array of "
                f"shape {X.shape}."
            )
        return X
