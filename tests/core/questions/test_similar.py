"""Similarity against the cosine by its definition, in float64."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_embed.core.errors import UsageError
from eo_embed.core.questions.similar import SimilarityIndex, most_similar


def scene(n=3000, d=40, seed=0):
    """Features that are never negative and of unlike scale, as random convolutional ones."""
    rng = np.random.default_rng(seed)
    return (rng.gamma(2.0, size=(n, d)) * rng.uniform(0.1, 50, d)).astype(np.float32)


def cosine(A, B):
    A, B = A.astype(np.float64), B.astype(np.float64)
    return (A @ B.T) / np.linalg.norm(A, axis=1)[:, None] / np.linalg.norm(B, axis=1)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_plain_similarity_is_the_mean_cosine(threads):
    X = scene()
    index = SimilarityIndex(X, standardised=False, threads=threads)
    found = index.similarity([5, 70, 2999])
    np.testing.assert_allclose(found, cosine(X, X[[5, 70, 2999]]).mean(axis=1), atol=2e-6)


def test_it_is_the_cosine_of_standardised_features_by_default():
    X = scene()
    Z = (X - X.mean(axis=0, dtype=np.float64)) / X.std(axis=0, dtype=np.float64)
    expected = cosine(Z, Z[[3, 4]]).mean(axis=1) - cosine(Z, Z[[9]])[:, 0]
    np.testing.assert_allclose(SimilarityIndex(X).similarity([3, 4], [9]), expected, atol=5e-6)


def test_a_chip_is_as_like_itself_as_can_be():
    index = SimilarityIndex(scene())
    assert index.similarity([7])[7] == pytest.approx(1, abs=1e-6)
    assert index.similarity([7]).argmax() == 7


def test_near_neighbours_keep_their_order():
    """Chips that differ in the sixth digit only are told apart."""
    rng = np.random.default_rng(1)
    base, other = rng.normal(size=(2, 64))
    X = np.array([base + step * 3e-4 * other for step in range(6)], dtype=np.float32)
    index = SimilarityIndex(X, standardised=False)
    exact = cosine(X, X[:1])[:, 0]
    np.testing.assert_allclose(index.similarity([0]), exact, atol=2e-7)


def test_missing_values_count_as_the_mean():
    X = scene(50, 6)
    X[4] = np.nan
    found = SimilarityIndex(X).similarity([1])
    assert np.isfinite(found).all()
    assert found[4] == 0


@given(
    score=st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=30),
    count=st.integers(1, 12),
    data=st.data(),
)
def test_the_most_similar_are_those_of_a_full_sort(score, count, data):
    without = data.draw(st.sets(st.integers(0, len(score) - 1)))
    expected = sorted((-s, i) for i, s in enumerate(score) if i not in without)[:count]
    found = most_similar(np.array(score, np.float32), count, sorted(without))
    assert found.tolist() == [i for _, i in expected]


def test_what_cannot_be_asked_is_refused():
    index = SimilarityIndex(scene(20, 4))
    with pytest.raises(UsageError, match="at least one chip"):
        index.similarity([])
    with pytest.raises(UsageError, match="both as like and as unlike"):
        index.similarity([1, 2], [2])
    with pytest.raises(UsageError, match="at least 1"):
        most_similar(np.zeros(3, np.float32), 0)
