"""Ridge regression from Gram matrices, with its penalty chosen by cross-validation.

Minimises sum_i w_i |y_i - b - x_i W|² + alpha |W|² (Hoerl & Kennard 1970), the intercept b
unpenalised. The normal equations are set up once, from whichever Gram matrix is the smaller: XᵀX
(d, d) or, with fewer rows than columns, XXᵀ (n, n). The training part of a fold is then the total
minus the fold (a submatrix, for XXᵀ), and one eigendecomposition serves every alpha. All sums are
float64.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from .base import Doubles, Floats, row_chunks
from .splits import Fold

Rows = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class RidgeFit:
    """``coef`` (d, t) and ``intercept`` (t,) of t targets; ``leverage`` where it was asked for."""

    coef: Doubles
    intercept: Doubles
    leverage: Leverage | None


@dataclass(frozen=True)
class Leverage:
    """h(x) = 1/n + (x - m)ᵀ (XᵀX + alpha I)⁻¹ (x - m), X centred by its mean m.

    How far a row lies from what was learnt from, in the metric of the fit. Held as the ``basis``
    (d, r) of eigenvectors that the data outweigh the penalty in; in all other directions the
    inverse is 1/alpha. Arrays are float32 where alpha is large enough for it.
    """

    mean: Floats
    basis: Floats
    gain: Floats  # (r,): 1 / (eigenvalue + alpha)
    alpha: float
    n_rows: int

    def __call__(self, X: NDArray[np.float32]) -> Floats:
        """(m,) leverage of the rows of ``X`` (m, d)."""
        Z = X - self.mean
        along = (Z @ self.basis) ** 2
        leverage: Floats = along @ self.gain + 1.0 / self.n_rows
        if self.basis.shape[1] < self.basis.shape[0]:
            beyond = np.einsum("ij,ij->i", Z, Z) - along.sum(axis=1)
            leverage += np.maximum(beyond, 0.0) / self.alpha
        return leverage


def choose_alpha(
    X: NDArray[np.float32],
    Y: Doubles,
    weights: Doubles,
    folds: Sequence[Fold],
    alphas: Doubles,
    threads: int = 1,
) -> float:
    """The one of ``alphas`` with the least weighted squared error over the test rows of ``folds``.

    X (n, d), Y (n, t), weights (n,); ``threads`` folds are worked on at once. A tie (with two
    labels every alpha does the same) goes to the alpha nearest 1.
    """
    system_of = _systems(X, Y, weights)

    def errors(fold: Fold) -> list[float]:
        system = system_of(fold.train)
        values, vectors = _spectrum(system.gram)
        seen, targets = system.features(fold.test) @ vectors, vectors.T @ system.moment
        offset = Y[fold.test] - system.mean_y
        residuals = (offset - seen @ (targets / (values + a)[:, None]) for a in alphas)
        return [float(weights[fold.test] @ (r**2).sum(axis=1)) for r in residuals]

    with ThreadPoolExecutor(threads) as pool:
        total = np.sum(list(pool.map(errors, folds)), axis=0)
    best = np.flatnonzero(total == total.min())
    return float(alphas[best[np.abs(np.log(alphas[best])).argmin()]])


def fit_ridge(
    X: NDArray[np.float32], Y: Doubles, weights: Doubles, alpha: float, leverage: bool = False
) -> RidgeFit:
    """Fit all rows of ``X`` (n, d) to ``Y`` (n, t) under ``weights`` (n,)."""
    system = _systems(X, Y, weights)(np.arange(len(X)))
    values, vectors = _spectrum(system.gram)
    solution = vectors @ ((vectors.T @ system.moment) / (values + alpha)[:, None])
    coef = system.to_columns(solution)
    return RidgeFit(
        coef,
        system.mean_y - system.mean_x @ coef,
        _leverage(system, values, vectors, alpha, len(X)) if leverage else None,
    )


def fit_path(
    X: NDArray[np.float32], Y: Doubles, weights: Doubles, alphas: Doubles
) -> list[RidgeFit]:
    """``fit_ridge`` with each of ``alphas``, by one eigendecomposition for all of them."""
    system = _systems(X, Y, weights)(np.arange(len(X)))
    values, vectors = _spectrum(system.gram)
    aim = vectors.T @ system.moment
    coefs = [system.to_columns(vectors @ (aim / (values + alpha)[:, None])) for alpha in alphas]
    return [RidgeFit(coef, system.mean_y - system.mean_x @ coef, None) for coef in coefs]


def _leverage(
    system: _System, values: Doubles, vectors: Doubles, alpha: float, n_rows: int
) -> Leverage:
    # Below a thousandth of the penalty an eigenvalue changes the inverse by no more than that.
    kept = values > 1e-3 * alpha
    basis = system.to_columns(vectors[:, kept])
    basis /= np.linalg.norm(basis, axis=0)
    # |z|² of a standardised row is about d, and float32 leaves 1e-6 of it as rounding over alpha.
    dtype = np.float32 if alpha > 1e-3 * len(basis) else np.float64
    gain = 1.0 / (values[kept] + alpha)
    return Leverage(
        system.mean_x.astype(dtype), basis.astype(dtype), gain.astype(dtype), alpha, n_rows
    )


class _System(NamedTuple):
    """The centred normal equations of some training rows: (gram + alpha I) s = moment.

    ``features(rows)`` are the rows' coordinates in s; ``to_columns`` takes vectors of s to vectors
    of the d columns of X.
    """

    gram: Doubles
    moment: Doubles
    mean_x: Doubles
    mean_y: Doubles
    features: Callable[[Rows], Doubles]
    to_columns: Callable[[Doubles], Doubles]


def _systems(X: NDArray[np.float32], Y: Doubles, weights: Doubles) -> Callable[[Rows], _System]:
    return (_primal if X.shape[0] >= X.shape[1] else _dual)(X, Y, weights)


def _primal(X: NDArray[np.float32], Y: Doubles, weights: Doubles) -> Callable[[Rows], _System]:
    everything = np.arange(len(X))
    total = _sums(X, Y, weights, everything)

    def system(train: Rows) -> _System:
        left_out = np.setdiff1d(everything, train, assume_unique=True)
        w, x, y, xx, xy = (
            a - b for a, b in zip(total, _sums(X, Y, weights, left_out), strict=True)
        )
        mean_x, mean_y = x / w, y / w
        return _System(
            gram=xx - np.outer(x, mean_x),
            moment=xy - np.outer(x, mean_y),
            mean_x=mean_x,
            mean_y=mean_y,
            features=lambda rows: X[rows] - mean_x,
            to_columns=lambda vectors: vectors.copy(),
        )

    return system


def _sums(X: NDArray[np.float32], Y: Doubles, weights: Doubles, rows: Rows) -> list[Any]:
    """Weighted sums over ``rows``: of 1, x, y, x xᵀ and x yᵀ."""
    d, t = X.shape[1], Y.shape[1]
    sums: list[Any] = [0.0, np.zeros(d), np.zeros(t), np.zeros((d, d)), np.zeros((d, t))]
    for chunk in row_chunks(len(rows), d):
        part = rows[chunk]
        x, y, w = X[part].astype(np.float64), Y[part], weights[part]
        weighted = x * w[:, None]
        for i, term in enumerate((w.sum(), weighted.sum(axis=0), w @ y, weighted.T @ x,
                                  weighted.T @ y)):  # fmt: skip
            sums[i] += term
    return sums


def _dual(X: NDArray[np.float32], Y: Doubles, weights: Doubles) -> Callable[[Rows], _System]:
    """The same in the space of the rows: s are the coefficients of the weighted, centred rows."""
    wide = X.astype(np.float64)
    inner = wide @ wide.T

    def system(train: Rows) -> _System:
        share = weights[train] / weights[train].sum()
        root = np.sqrt(weights[train])
        mean_x, mean_y = share @ wide[train], share @ Y[train]
        to_mean = inner[:, train] @ share  # inner products with the mean of the training rows
        offset = to_mean[train] - share @ to_mean[train]

        def features(rows: Rows) -> Doubles:
            return (inner[np.ix_(rows, train)] - to_mean[rows, None] - offset) * root

        return _System(
            gram=features(train) * root[:, None],
            moment=(Y[train] - mean_y) * root[:, None],
            mean_x=mean_x,
            mean_y=mean_y,
            features=features,
            to_columns=lambda s: (wide[train] - mean_x).T @ (s * root[:, None]),
        )

    return system


def _spectrum(gram: Doubles) -> tuple[Doubles, Doubles]:
    """Eigenvalues, none below zero, and eigenvectors in columns, by divide and conquer."""
    values, vectors = eigh(gram, driver="evd", overwrite_a=True, check_finite=False)
    return np.maximum(values, 0.0), vectors
