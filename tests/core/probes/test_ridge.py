from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge

from eo_embed.core.probes.ridge import choose_alpha, fit_ridge
from eo_embed.core.probes.splits import random_folds

ALPHAS = np.logspace(-3, 6, 10)


def problem(n: int, d: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features off centre, two noisy targets, unequal weights."""
    rng = np.random.default_rng(seed)
    X = (rng.normal(size=(n, d)) + 1.5).astype(np.float32)
    Y = X[:, :2] @ rng.normal(size=(2, 2)) + rng.normal(size=(n, 2)) + 4.0
    return X, Y, rng.uniform(0.3, 3.0, n)


@settings(max_examples=40, deadline=None)
@given(n=st.integers(2, 40), d=st.integers(1, 40), power=st.integers(-3, 5))
def test_both_gram_forms_solve_scikit_learns_problem(n: int, d: int, power: int) -> None:
    X, Y, weights = problem(n, max(d, 2), seed=n * 100 + d)
    alpha = 10.0**power
    fit = fit_ridge(X, Y, weights, alpha)
    oracle = Ridge(alpha=alpha, solver="svd").fit(X.astype(np.float64), Y, weights)
    np.testing.assert_allclose(fit.coef, oracle.coef_.T, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(fit.intercept, oracle.intercept_, rtol=1e-6, atol=1e-6)


def plain_errors(X: np.ndarray, Y: np.ndarray, weights: np.ndarray, folds: list) -> np.ndarray:
    """The weighted squared error of each alpha, by refitting scikit-learn on every fold."""
    errors = np.zeros(len(ALPHAS))
    for i, alpha in enumerate(ALPHAS):
        for fold in folds:
            model = Ridge(alpha=alpha, solver="svd")
            model.fit(X[fold.train].astype(np.float64), Y[fold.train], weights[fold.train])
            residual = Y[fold.test] - model.predict(X[fold.test].astype(np.float64))
            errors[i] += weights[fold.test] @ (residual**2).sum(axis=1)
    return errors


@pytest.mark.parametrize(("n", "d"), [(60, 12), (12, 12), (30, 50), (7, 90)])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_alpha_is_the_one_that_refitting_every_fold_chooses(n: int, d: int, seed: int) -> None:
    X, Y, weights = problem(n, d, seed)
    folds = random_folds(np.zeros(n), 5, seed, stratify=False)
    errors = plain_errors(X, Y, weights, folds)
    for i, alpha in enumerate(ALPHAS):  # each alpha's own error, by offering it beside a bad one
        offered = np.array([alpha, ALPHAS[errors.argmax()]])
        assert choose_alpha(X, Y, weights, folds, offered) in (alpha, *ALPHAS[errors <= errors[i]])
    assert choose_alpha(X, Y, weights, folds, ALPHAS) == ALPHAS[errors.argmin()]
    assert choose_alpha(X, Y, weights, folds, ALPHAS, threads=3) == ALPHAS[errors.argmin()]


def test_a_tie_goes_to_the_alpha_nearest_one() -> None:
    X, Y, weights = problem(2, 5)
    folds = random_folds(np.zeros(2), 2, 0, stratify=False)
    assert choose_alpha(X, Y, weights, folds, ALPHAS) == 1.0


@pytest.mark.parametrize(("n", "d"), [(40, 6), (15, 30)])
@pytest.mark.parametrize("alpha", [1e-3, 0.5, 20.0, 1e4])
def test_leverage_is_the_textbooks(n: int, d: int, alpha: float) -> None:
    X, Y, _ = problem(n, d)
    new = problem(25, d, seed=9)[0]
    leverage = fit_ridge(X, Y, np.ones(n), alpha, leverage=True).leverage
    assert leverage is not None
    centred = X - X.mean(axis=0, dtype=np.float64)
    inverse = np.linalg.inv(centred.T @ centred + alpha * np.eye(d))
    Z = new - X.mean(axis=0, dtype=np.float64)
    expected = 1 / n + np.einsum("ij,jk,ik->i", Z, inverse, Z)
    np.testing.assert_allclose(leverage(new), expected, rtol=5e-3)
