from __future__ import annotations

import math
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.distance import cdist, pdist
from scipy.stats import pearsonr, spearmanr
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.preprocessing import StandardScaler

from eo_embed.core.errors import UsageError
from eo_embed.core.questions.explore import clusters, distances, path, project, spectrum


def embeddings(n: int = 300, d: int = 12, seed: int = 0) -> NDArray[np.float32]:
    """Correlated columns of very different spread, far from zero."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) * np.geomspace(0.01, 10, d) + 50
    return X.astype(np.float32)


def blobs(sizes: list[int], d: int = 8, seed: int = 0) -> tuple[NDArray, NDArray]:
    """Well separated groups of the given sizes, shuffled, and the group of each row."""
    rng = np.random.default_rng(seed)
    group = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    centres = rng.normal(size=(len(sizes), d)) * 20
    return (centres[group] + rng.normal(size=(len(group), d))).astype(np.float32), group


def with_gaps(X: NDArray[np.float32], rows: list[int]) -> NDArray[np.float32]:
    X = X.copy()
    for i, row in enumerate(rows):
        X[row, i % X.shape[1]] = (np.nan, np.inf, -np.inf)[i % 3]
    return X


# --- spectrum ---


@pytest.mark.parametrize("shape", [(300, 12), (20, 60), (2, 5), (3000, 400)])
@pytest.mark.parametrize("standardised", [False, True])
def test_the_spectrum_is_scikit_learns(shape: tuple[int, int], standardised: bool) -> None:
    X = embeddings(*shape)
    Z = X.astype(np.float64)
    oracle = PCA(svd_solver="full").fit(StandardScaler().fit_transform(Z) if standardised else Z)
    ratio = oracle.explained_variance_ratio_[: min(shape[0] - 1, shape[1])]
    found = spectrum(X, 50, standardised)
    np.testing.assert_allclose(found.shares, ratio[:50], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.cumulative, np.cumsum(ratio)[:50], atol=1e-5)
    for share, counted in [
        (0.9, found.components_90),
        (0.95, found.components_95),
        (0.99, found.components_99),
    ]:
        assert counted == np.searchsorted(np.cumsum(ratio), share) + 1
    assert found.participation_ratio == pytest.approx(1 / (ratio**2).sum(), rel=1e-4)
    entropy = -sum(share * math.log(share) for share in ratio if share > 0)
    assert found.effective_rank == pytest.approx(math.exp(entropy), rel=1e-4)
    assert (found.rows, found.standardised) == (shape[0], standardised)


def test_columns_that_share_the_variance_evenly_count_in_full() -> None:
    X = np.vstack([np.eye(10), -np.eye(10)]).astype(np.float32)
    found = spectrum(X)
    np.testing.assert_allclose(found.shares, 0.1, rtol=1e-6)
    assert found.effective_rank == pytest.approx(10)
    assert found.participation_ratio == pytest.approx(10)
    assert (found.components_90, found.components_95, found.components_99) == (9, 10, 10)


def test_one_direction_holds_everything_and_constant_columns_nothing() -> None:
    X = np.full((50, 6), 0.1, dtype=np.float32)
    X[:, 2] += np.arange(50)
    for standardised in (False, True):
        found = spectrum(X, standardised=standardised)
        assert found.shares[0] == pytest.approx(1.0)
        assert found.effective_rank == pytest.approx(1.0)
        assert found.components_99 == 1


def test_small_spread_far_from_zero_is_not_lost() -> None:
    X = (np.random.default_rng(0).normal(size=(5000, 6)) * [4, 3, 2, 2, 1, 1] + 4096).astype(
        np.float32
    )
    expected = PCA(svd_solver="full").fit(X.astype(np.float64)).explained_variance_ratio_
    np.testing.assert_allclose(spectrum(X).shares, expected, rtol=1e-5)


def test_the_spectrum_leaves_out_rows_with_a_gap() -> None:
    X = embeddings()
    found = spectrum(with_gaps(X, [0, 7, 299]))
    np.testing.assert_array_equal(found.shares, spectrum(np.delete(X, [0, 7, 299], 0)).shares)
    assert found.rows == 297


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), shift=st.floats(-5, 5), scale=st.floats(0.1, 10))
def test_a_spectrum_knows_no_unit_and_no_origin(seed: int, shift: float, scale: float) -> None:
    X = np.random.default_rng(seed).normal(size=(30, 5))
    found, moved = spectrum(X), spectrum(X * scale + shift)
    np.testing.assert_allclose(found.shares, moved.shares, atol=1e-5)
    assert found.shares.sum() == pytest.approx(1.0)
    assert (np.diff(found.shares) <= 0).all()
    assert 1 <= found.participation_ratio <= found.effective_rank <= 5 + 1e-9


def test_what_has_no_spectrum() -> None:
    with pytest.raises(UsageError, match="All 9 embeddings are the same"):
        spectrum(np.full((9, 4), 0.3))
    with pytest.raises(UsageError, match=r"at least 2 embeddings .* there are 1"):
        spectrum([[1.0, 2.0], [np.nan, 2.0]])
    with pytest.raises(UsageError, match="there are 0"):
        spectrum(np.empty((0, 4)))
    with pytest.raises(UsageError, match="at least 1 component"):
        spectrum(embeddings(), components=0)
    with pytest.raises(UsageError, match=r"shape \(5,\)"):
        spectrum(np.arange(5))


# --- project ---


def test_the_pca_view_is_scikit_learns() -> None:
    X = embeddings()
    view = project(X, "pca")
    expected = PCA(2, svd_solver="full").fit_transform(StandardScaler().fit_transform(X))
    np.testing.assert_array_equal(view.rows, np.arange(300))
    assert view.xy.dtype == np.float32
    np.testing.assert_allclose(view.xy, expected, atol=1e-3)


def test_a_view_draws_whole_rows_at_random_and_the_seed_decides() -> None:
    X = with_gaps(embeddings(), [3, 4, 5])
    first, again, other = (project(X, "pca", seed, most=100) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.rows, again.rows)
    np.testing.assert_array_equal(first.xy, again.xy)
    assert not np.array_equal(first.rows, other.rows)
    assert len(set(first.rows)) == len(first.xy) == 100
    assert (np.diff(first.rows) > 0).all()
    assert not {3, 4, 5} & set(project(X, "pca", most=299).rows)
    np.testing.assert_array_equal(first.xy, project(X[first.rows], "pca").xy)


def apart(xy: NDArray, group: NDArray) -> float:
    return float(silhouette_score(xy, group))


def test_tsne_keeps_groups_apart_and_repeats_itself() -> None:
    X, group = blobs([40, 40, 40], d=70)
    view = project(X, "tsne", seed=3)
    assert apart(view.xy, group) > 0.6
    np.testing.assert_array_equal(view.xy, project(X, "tsne", seed=3).xy)


@pytest.mark.parametrize("n", [4, 5, 10])
def test_tsne_of_a_few_chips(n: int) -> None:
    view = project(embeddings(n), "tsne")
    assert view.xy.shape == (n, 2)
    assert np.isfinite(view.xy).all()


@pytest.mark.filterwarnings("ignore:Tensorflow not installed", "ignore:.*numba")
def test_umap_keeps_groups_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")  # to compile takes longer than to do without
    pytest.importorskip("umap")
    X, group = blobs([16, 16], d=10)
    assert apart(project(X, "umap", seed=3).xy, group) > 0.6
    assert project(X[:4], "umap").xy.shape == (4, 2)


def test_umap_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(UsageError, match=r"install eo-embed\[umap\], or use tsne"):
        project(embeddings(), "umap")


def test_what_cannot_be_viewed() -> None:
    with pytest.raises(UsageError, match="no view 'mds'; there are pca, tsne, umap"):
        project(embeddings(), "mds")
    with pytest.raises(UsageError, match="at least 4 embeddings"):
        project(embeddings(3))
    with pytest.raises(UsageError, match="at least 2 values"):
        project(np.arange(9.0)[:, None])
    with pytest.raises(UsageError, match="at least 4 rows"):
        project(embeddings(), most=3)
    with pytest.raises(UsageError, match="All 9 embeddings are the same"):
        project(np.full((9, 4), 0.3))


# --- distances ---


def centres(n: int, seed: int = 0) -> NDArray[np.float64]:
    return np.random.default_rng(seed).uniform([5e5, 4.20e6], [5.1e5, 4.21e6], (n, 2))


@pytest.mark.parametrize("standardised", [False, True])
def test_all_pairs_are_scipys_distances_and_correlations(standardised: bool) -> None:
    X, xy = embeddings(40), centres(40)
    found = distances(X, xy, pairs=10_000, standardised=standardised)
    Z = StandardScaler().fit_transform(X.astype(np.float64)) if standardised else X
    position = {pair: i for i, pair in enumerate(combinations(range(40), 2))}
    order = [position[b, a] for a, b in zip(found.first, found.second, strict=True)]
    assert sorted(order) == list(range(40 * 39 // 2))
    np.testing.assert_allclose(found.ground, pdist(xy)[order])
    np.testing.assert_allclose(found.embedding, pdist(Z)[order], rtol=1e-5)
    assert found.pearson == pytest.approx(pearsonr(pdist(xy), pdist(Z)).statistic, abs=1e-6)
    assert found.spearman == pytest.approx(spearmanr(pdist(xy), pdist(Z)).statistic, abs=1e-3)


@given(n=st.integers(3, 60), pairs=st.integers(2, 300), seed=st.integers(0, 99))
def test_pairs_are_distinct_and_of_two_chips(n: int, pairs: int, seed: int) -> None:
    found = distances(embeddings(n), centres(n), pairs, seed)
    assert len(found.ground) == min(pairs, n * (n - 1) // 2)
    drawn = {frozenset(pair) for pair in zip(found.first, found.second, strict=True)}
    assert len(drawn) == len(found.ground)
    assert all(len(pair) == 2 and pair <= set(range(n)) for pair in drawn)


def test_pairs_of_a_hundred_thousand_chips_are_drawn_evenly() -> None:
    X = np.zeros((100_000, 1), dtype=np.float32)
    X[:, 0] = np.arange(len(X))
    found = distances(X, np.column_stack([X[:, 0], X[:, 0]]).astype(float))
    assert (found.first > found.second).all()
    assert found.first.max() < 100_000
    assert found.second.min() >= 0
    # The larger of two uniform numbers averages 2/3, the smaller 1/3; 0.02 is 6 standard errors.
    assert found.first.mean() / 1e5 == pytest.approx(2 / 3, abs=0.02)
    assert found.second.mean() / 1e5 == pytest.approx(1 / 3, abs=0.02)
    assert found.pearson == pytest.approx(1.0)


def test_distances_leave_out_rows_with_a_gap() -> None:
    found = distances(with_gaps(embeddings(30), [2, 9]), centres(30), pairs=1000)
    assert len(found.ground) == 28 * 27 // 2
    assert not {2, 9} & ({*found.first} | {*found.second})


def test_distances_that_never_vary_have_no_correlation() -> None:
    found = distances(embeddings(10), np.ones((10, 2)))
    assert math.isnan(found.pearson)
    assert math.isnan(found.spearman)


def test_what_has_no_distances() -> None:
    with pytest.raises(UsageError, match=r"centre of two finite coordinates; .* shape \(9, 2\)"):
        distances(embeddings(10), np.ones((9, 2)))
    with pytest.raises(UsageError, match="finite"):
        distances(embeddings(10), np.full((10, 2), np.nan))
    with pytest.raises(UsageError, match="at least 3 embeddings"):
        distances(embeddings(2), centres(2))
    with pytest.raises(UsageError, match="at least 2 pairs"):
        distances(embeddings(9), centres(9), pairs=1)


# --- path ---


def test_a_walk_meets_the_nearest_chips_by_brute_force() -> None:
    X = embeddings(200)
    walk = path(X, 10, 150, points=6, neighbours=3)
    Z = StandardScaler().fit_transform(X.astype(np.float64))
    for i, t in enumerate([0, 0.2, 0.4, 0.6, 0.8, 1]):
        reach = cdist((1 - t) * Z[[10]] + t * Z[[150]], Z)[0]
        reach[[10, 150]] = np.inf
        nearest = np.argsort(reach)[:3]
        np.testing.assert_array_equal(walk.rows[i], nearest)
        np.testing.assert_allclose(walk.distances[i], reach[nearest], rtol=1e-5)
        np.testing.assert_allclose(walk.targets[i], (1 - t) * X[10] + t * X[150], rtol=1e-6)


def test_a_walk_is_five_points_and_four_chips_and_shows_neither_end_again() -> None:
    X = embeddings(500, 300)  # in many dimensions the ends are the nearest to all between them
    walk = path(X, 3, 4)
    assert walk.rows.shape == walk.distances.shape == (5, 4)
    assert not {3, 4} & set(walk.rows.ravel())
    np.testing.assert_array_equal(walk.targets[[0, -1]], X[[3, 4]])
    assert (np.diff(walk.distances, axis=1) >= 0).all()


def test_a_walk_back_is_the_walk_reversed() -> None:
    X = embeddings(100)
    there, back = path(X, 0, 1), path(X, 1, 0)
    np.testing.assert_array_equal(there.rows, back.rows[::-1])


def test_near_neighbours_are_told_apart_far_from_zero() -> None:
    """|a|² + |b|² - 2ab in float32 would rank these at random."""
    line = 3000 + np.arange(64, dtype=np.float32) / 1000
    X = np.column_stack([line, np.zeros(64), np.r_[-1e6, np.zeros(62), 1e6]])
    walk = path(X, 20, 22, points=3, neighbours=2)
    np.testing.assert_array_equal(walk.rows[1], [21, 19])


def test_a_walk_over_chunks_keeps_the_rows_of_ties_in_order() -> None:
    X = np.zeros((40_000, 32), dtype=np.float32)
    X[0], X[1] = 1, -1
    np.testing.assert_array_equal(path(X, 0, 1).rows, np.tile([2, 3, 4, 5], (5, 1)))


def test_a_walk_leaves_out_rows_with_a_gap() -> None:
    X = embeddings(60)
    met = path(X, 0, 1).rows[2]
    again = path(with_gaps(X, met.tolist()), 0, 1).rows
    assert not set(met) & set(again.ravel())


def test_walks_that_cannot_be_taken() -> None:
    X = embeddings(10)
    with pytest.raises(UsageError, match="choose two chips"):
        path(X, 3, 3)
    for row in (-1, 10):
        with pytest.raises(UsageError, match=f"no row {row}; the embeddings have rows 0 to 9"):
            path(X, 0, row)
    with pytest.raises(UsageError, match="row 2 has missing values"):
        path(with_gaps(X, [2]), 2, 3)
    with pytest.raises(UsageError, match="at least 11 embeddings"):
        path(X, 0, 1, neighbours=9)
    with pytest.raises(UsageError, match="at least 2 points and 1 neighbour"):
        path(X, 0, 1, points=1)
    with pytest.raises(UsageError, match="at least 2 points and 1 neighbour"):
        path(X, 0, 1, neighbours=0)


# --- clusters ---


def test_separate_groups_are_found_and_numbered_by_size() -> None:
    X, group = blobs([30, 80, 50])
    found = clusters(X, 3)
    assert adjusted_rand_score(group, found.labels) == 1.0
    np.testing.assert_array_equal(found.sizes, [80, 50, 30])
    np.testing.assert_array_equal(found.labels == 0, group == 1)
    for number in range(3):
        np.testing.assert_allclose(
            found.centres[number], X[found.labels == number].mean(0), atol=1e-3
        )
    assert found.centres.dtype == np.float32
    assert found.labels.dtype == found.sizes.dtype == np.int64
    Z = StandardScaler().fit_transform(X)
    assert found.silhouette == pytest.approx(silhouette_score(Z, group), abs=1e-4)


def test_a_seed_gives_the_same_clusters_however_many_rows() -> None:
    X = np.random.default_rng(0).normal(size=(30_000, 4)).astype(np.float32)
    first, again = clusters(X, 5, seed=1), clusters(X, 5, seed=1)
    np.testing.assert_array_equal(first.labels, again.labels)
    np.testing.assert_array_equal(first.centres, again.centres)
    assert first.silhouette == again.silhouette
    np.testing.assert_array_equal(first.sizes, np.bincount(first.labels))
    Z = StandardScaler().fit(X)
    nearest = cdist(Z.transform(X), Z.transform(first.centres)).argmin(axis=1)
    assert (nearest == first.labels).mean() > 0.9999


def test_equal_clusters_are_numbered_by_their_first_row() -> None:
    X, group = blobs([20, 20, 20])
    found = clusters(X, 3)
    first_rows = [int(np.flatnonzero(found.labels == number)[0]) for number in range(3)]
    assert first_rows == sorted(first_rows)
    assert adjusted_rand_score(group, found.labels) == 1.0


def test_columns_count_alike_whatever_their_unit() -> None:
    X, group = blobs([40, 60], d=2)
    X = np.column_stack([X, 1e6 * np.random.default_rng(0).normal(size=100)])
    assert adjusted_rand_score(group, clusters(X, 2).labels) > 0.9


def test_a_row_with_a_gap_gets_the_label_of_its_other_values() -> None:
    X, group = blobs([40, 60], d=30)
    found = clusters(with_gaps(X, [0, 1, 2]), 2)
    assert adjusted_rand_score(group, found.labels) == 1.0
    assert np.isfinite(found.centres).all()


def test_fewer_different_rows_than_clusters_leave_sizes_of_zero() -> None:
    X = np.repeat([[0.0, 1.0], [2.0, 5.0]], [3, 7], axis=0)
    found = clusters(X, 4)
    np.testing.assert_array_equal(found.sizes, [7, 3, 0, 0])
    np.testing.assert_array_equal(found.labels, [1] * 3 + [0] * 7)
    assert np.isfinite(found.centres).all()
    assert math.isnan(clusters(np.ones((5, 2)), 2).silhouette)
    assert math.isnan(clusters(np.eye(4), 4).silhouette)


@pytest.mark.parametrize("k", [0, 1, 11])
def test_clusters_must_fit_the_rows(k: int) -> None:
    with pytest.raises(UsageError, match=f"10 embeddings cannot be parted into {k} clusters"):
        clusters(embeddings(10), k)
