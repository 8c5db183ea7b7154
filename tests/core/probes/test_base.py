from __future__ import annotations

from contextlib import ExitStack

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax
from scipy.stats import entropy as scipy_entropy
from sklearn.preprocessing import StandardScaler
from sklearn.utils.class_weight import compute_sample_weight
from threadpoolctl import threadpool_info

from eo_embed.core.errors import HeadMismatch, HeadMissing, LabelsTooFew, UsageError
from eo_embed.core.probes import HEADS, KNNHead, make_head
from eo_embed.core.probes.base import (
    PROBABILITY_FLOOR,
    Standardiser,
    balanced_weights,
    entropy,
    one_blas_thread,
    row_chunks,
    temper,
)


def test_entropy_is_scipys_over_log_k() -> None:
    proba = np.random.default_rng(0).dirichlet(np.ones(5), 40).astype(np.float32)
    proba[0] = [1, 0, 0, 0, 0]
    expected = scipy_entropy(proba, axis=1) / np.log(5)
    np.testing.assert_allclose(entropy(proba), expected, atol=1e-6)
    assert entropy(proba)[0] == 0
    assert entropy(np.full((1, 4), 0.25))[0] == pytest.approx(1)


def _blas_threads() -> list[int]:
    return [info["num_threads"] for info in threadpool_info() if info["user_api"] == "blas"]


def test_the_limit_of_blas_threads_is_lifted_by_the_last_of_those_who_overlap() -> None:
    before = _blas_threads()
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(one_blas_thread())
        second.enter_context(one_blas_thread())
        first.close()
        assert set(_blas_threads()) == {1}
        second.close()
        assert _blas_threads() == before


def test_balanced_weights_are_scikit_learns() -> None:
    y = np.array([3, 3, 3, 7, 9, 9])
    np.testing.assert_allclose(
        balanced_weights(y, "balanced"), compute_sample_weight("balanced", y)
    )
    np.testing.assert_array_equal(balanced_weights(y, None), 1)


@given(n=st.integers(0, 5000), width=st.integers(1, 2**15))
def test_row_chunks_cover_every_row_once(n: int, width: int) -> None:
    rows = [row for chunk in row_chunks(n, width) for row in range(chunk.start, chunk.stop)]
    assert rows == list(range(n))


def test_standardiser_is_scikit_learns_even_far_from_zero() -> None:
    X = np.random.default_rng(1).normal(2000, 3, (3000, 7)).astype(np.float32)
    X[::5, 2] = np.nan  # scikit-learn also leaves NaN out of its statistics
    scaler = StandardScaler().fit(X.astype(np.float64))
    learnt = Standardiser.fit(X)
    np.testing.assert_allclose(learnt.mean, scaler.mean_, rtol=1e-6)
    np.testing.assert_allclose(learnt.scale, scaler.scale_, rtol=1e-6)
    expected = np.nan_to_num(scaler.transform(X.astype(np.float64)), nan=0.0)
    np.testing.assert_allclose(learnt.standardise(X), expected, atol=1e-3)


def test_standardiser_on_constant_missing_and_infinite_columns() -> None:
    X = np.ones((50, 4), dtype=np.float32)
    X[:, 0] = 0.1  # constant, but not exactly so in binary sums
    X[:, 1] = np.nan
    X[::2, 2] = np.inf
    learnt = Standardiser.fit(X)
    np.testing.assert_array_equal(learnt.scale, 1)
    np.testing.assert_allclose(learnt.mean, [0.1, 0, 1, 1])
    np.testing.assert_allclose(learnt.standardise(X), 0, atol=1e-7)
    np.testing.assert_allclose(learnt.fill(X), np.tile(learnt.mean, (50, 1)))


def test_fill_leaves_a_whole_matrix_alone() -> None:
    X = np.ones((3, 2), dtype=np.float32)
    assert Standardiser.fit(X).fill(X) is X


@pytest.fixture
def rows() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, 90)
    X = rng.normal(size=(90, 8)).astype(np.float32) + y[:, None]
    return X, y


@pytest.mark.parametrize("name", HEADS)
def test_missing_values_count_as_the_training_mean(name: str, rows: tuple) -> None:
    X, y = rows
    head = make_head(name, "classes").fit(X, y)
    broken = X.copy()
    broken[:30, 2:5] = np.nan
    broken[30:60, 1] = np.inf
    filled = np.where(np.isfinite(broken), broken, X.mean(axis=0, dtype=np.float64))
    np.testing.assert_allclose(
        head.predict_proba(broken), head.predict_proba(filled.astype(np.float32)), atol=1e-5
    )
    assert np.isfinite(make_head(name, "classes").fit(broken, y).predict_proba(broken)).all()


@pytest.mark.parametrize("name", HEADS)
def test_the_same_whatever_the_chunks_and_threads(name: str, rows: tuple) -> None:
    X, y = rows
    many = np.tile(X, (40, 1))
    one = make_head(name, "classes", n_jobs=1).fit(X, y)
    two = make_head(name, "classes", n_jobs=2).fit(X, y)
    two._row_width = lambda: 2**15  # type: ignore[method-assign]  # chunks of 64 rows
    a, b = one.predict_all(many), two.predict_all(many)
    np.testing.assert_array_equal(a.labels, b.labels)
    np.testing.assert_allclose(a.proba, b.proba, atol=1e-6)
    np.testing.assert_allclose(a.uncertainty, b.uncertainty, atol=1e-6)


@pytest.mark.parametrize("name", HEADS)
def test_class_predictions_agree_with_each_other(name: str, rows: tuple) -> None:
    X, y = rows
    head = make_head(name, "classes").fit(X, y + 4)
    said = head.predict_all(X)
    assert said.proba is not None
    assert said.proba.dtype == said.uncertainty.dtype == np.float32
    np.testing.assert_allclose(said.proba.sum(axis=1), 1, atol=1e-5)
    assert (said.proba >= 0).all()
    np.testing.assert_array_equal(head.classes_, [4, 5, 6])
    np.testing.assert_array_equal(said.labels, head.classes_[said.proba.argmax(axis=1)])
    np.testing.assert_allclose(said.uncertainty, entropy(said.proba), atol=1e-6)
    np.testing.assert_array_equal(head.predict(X), said.labels)
    np.testing.assert_array_equal(head.uncertainty(X), said.uncertainty)


@pytest.mark.parametrize("name", HEADS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_two_labels_are_enough(name: str, data: st.DataObject) -> None:
    d = data.draw(st.integers(1, 6))
    X = np.random.default_rng(data.draw(st.integers(0, 99))).normal(size=(2, d)) * 10
    said = make_head(name, "classes").fit(X, np.array([0, 1])).predict_all(X)
    assert np.isfinite(said.proba).all()
    assert ((said.uncertainty >= 0) & (said.uncertainty <= 1 + 1e-6)).all()


@pytest.mark.parametrize("name", ["rf", "ridge", "knn"])
def test_no_rows_give_no_predictions(name: str, rows: tuple) -> None:
    said = make_head(name, "classes").fit(*rows).predict_all(np.empty((0, 8)))
    assert said.labels.shape == said.uncertainty.shape == (0,)
    assert said.proba is not None
    assert said.proba.shape == (0, 3)


def test_tempering_is_the_softmax_of_log_probabilities_over_the_temperature() -> None:
    proba = np.random.default_rng(0).dirichlet(np.ones(5), 40)
    proba[0] = [1, 0, 0, 0, 0]
    expected = softmax(np.log(np.maximum(proba, PROBABILITY_FLOOR)) / 1.7, axis=1)
    np.testing.assert_allclose(temper(proba, 1.7), expected)
    assert temper(proba, 1.0) is proba


@pytest.mark.parametrize("name", HEADS)
def test_a_temperature_moves_probabilities_and_uncertainty_but_no_label(
    name: str, rows: tuple
) -> None:
    X, y = rows
    head = make_head(name, "classes").fit(X, y)
    before = head.predict_all(X)
    head.calibrate(2)
    after = head.predict_all(X)
    assert before.proba is not None
    assert after.proba is not None
    np.testing.assert_array_equal(after.labels, before.labels)
    np.testing.assert_allclose(after.proba, temper(before.proba, 2.0), atol=1e-5)
    np.testing.assert_allclose(after.uncertainty, entropy(after.proba), atol=1e-6)
    assert after.uncertainty.mean() > before.uncertainty.mean()


@pytest.mark.parametrize("name", ["rf", "ridge", "knn"])
def test_a_factor_widens_the_spread_of_values_alone(name: str, rows: tuple) -> None:
    X, y = rows
    head = make_head(name, "value").fit(X, y + 0.5)
    before = head.predict_all(X)
    head.calibrate(1.5)
    after = head.predict_all(X)
    np.testing.assert_array_equal(after.labels, before.labels)
    np.testing.assert_allclose(after.uncertainty, before.uncertainty * 1.5, rtol=1e-6)


def test_a_calibration_is_no_option_and_ends_with_the_fit(rows: tuple) -> None:
    head = KNNHead()
    assert head.calibration_ == 1.0
    head.fit(*rows).calibrate(0.7)
    assert head.calibration_ == 0.7
    assert "calibration_" not in head.options
    assert head.fit(*rows).calibration_ == 1.0


@pytest.mark.parametrize("factor", [0.0, -1.0, np.nan, np.inf])
def test_what_cannot_calibrate(factor: float, rows: tuple) -> None:
    with pytest.raises(UsageError, match="finite factor above 0"):
        KNNHead().fit(*rows).calibrate(factor)


def test_what_cannot_be_fitted(rows: tuple) -> None:
    X, y = rows
    with pytest.raises(LabelsTooFew, match="one class only"):
        KNNHead().fit(X, np.zeros(90, dtype=int))
    with pytest.raises(LabelsTooFew, match="at least two labels"):
        KNNHead().fit(X[:1], y[:1])
    with pytest.raises(UsageError, match="one label each"):
        KNNHead().fit(X, y[:-1])
    with pytest.raises(UsageError, match="integer indices"):
        KNNHead().fit(X, y.astype(float))
    with pytest.raises(UsageError, match="missing or infinite"):
        KNNHead(kind="value").fit(X, np.where(y == 1, np.nan, y))


def test_what_cannot_be_predicted(rows: tuple) -> None:
    X, y = rows
    with pytest.raises(HeadMissing, match="not fitted"):
        KNNHead().predict(X)
    with pytest.raises(HeadMismatch, match="8 features"):
        KNNHead().fit(X, y).predict(X[:, :7])
    with pytest.raises(UsageError, match="no probabilities"):
        KNNHead(kind="value").fit(X, y).predict_proba(X)
