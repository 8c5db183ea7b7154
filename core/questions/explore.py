"""What is in the embeddings: their spectrum, a view in two dimensions, distances, walks, clusters.

Four of the five are the explorations of Naik & Foley-Cox 2022 (section 5.3). That report gives the
numbers of pairs, components, points and neighbours, which are the defaults here; what it leaves
open is marked ``assumed``. ``spectrum`` and ``distances`` take the embeddings as they are, since
the report names no scaling before either, so that figures can be compared with its own; the others
standardise them column by column, as heads do. Embeddings with a missing value (NaN or infinite)
are left out, except by ``clusters``, which gives every row a label.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.linalg import eigvalsh
from scipy.spatial.distance import cdist
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from ..errors import UsageError
from ..probes.base import Standardiser, all_finite, row_chunks

View = Literal["pca", "tsne", "umap"]
Matrix = NDArray[np.float32]
Doubles = NDArray[np.float64]
Rows = NDArray[np.int64]

_REDUCED = 50  # principal components that t-SNE and UMAP start from
_PERPLEXITY = 30.0  # scikit-learn's default for t-SNE, for views of 91 rows or more
_NEIGHBOURS = 15  # umap-learn's default, for views of 16 rows or more
_KMEANS_ROWS = 20_000  # enough to place the centres; three starts on them take seconds
_SILHOUETTE_ROWS = 5000  # its cost is the square of this


@dataclass(frozen=True)
class Spectrum:
    """How the variance of ``rows`` embeddings is shared out among their principal components.

    shares: (m,) float64, descending, of the first m components; all components sum to 1.
    components_90, _95, _99: how many of the first components hold that percentage of the variance.
    effective_rank: exp of the shares' Shannon entropy (Roy & Vetterli 2007).
    participation_ratio: 1 / sum of the squared shares, which counts the leading components more.
    Both are 1 where one component holds everything, and d for d columns that share it evenly.
    """

    shares: Doubles
    components_90: int
    components_95: int
    components_99: int
    effective_rank: float
    participation_ratio: float
    rows: int
    standardised: bool

    @property
    def cumulative(self) -> Doubles:
        """(m,) float64: the share of the first 1, 2, ... m components together."""
        return np.cumsum(self.shares)


class Projection(NamedTuple):
    """A view in two dimensions: which ``rows`` (m,) it shows, ascending, and their ``xy`` (m, 2)
    float32. The axes have no unit."""

    rows: Rows
    xy: Matrix


@dataclass(frozen=True)
class Distances:
    """Random pairs of chips: how far apart on the ground, and how far apart in the embedding.

    first, second: (p,) int64 rows of each pair. ground: (p,) float64 metres. embedding: (p,)
    float64, Euclidean. pearson, spearman: their correlation, NaN where either is constant. No
    interval comes with it: pairs share chips, and chips near each other are alike, so that the
    usual one would be too narrow.
    """

    first: Rows
    second: Rows
    ground: Doubles
    embedding: Doubles
    pearson: float
    spearman: float


class Path(NamedTuple):
    """A walk from one chip to another.

    rows: (points, neighbours) int64, the chips nearest to each point of the walk, nearest first.
    distances: the same shape, float64, Euclidean between standardised embeddings.
    targets: (points, d) float32, the points themselves, in the units of the embeddings.
    """

    rows: Rows
    distances: Doubles
    targets: Matrix


class Clusters(NamedTuple):
    """Groups of like embeddings, numbered by size: 0 is the largest, and of equals the one whose
    first row comes first.

    labels: (n,) int64, the nearest of the centres. centres: (k, d) float32 in the units of the
    embeddings. sizes: (k,) int64, descending; 0 where fewer than k embeddings differ.
    silhouette: mean over at most 5,000 rows drawn at random, from -1 to 1 (well apart), NaN where
    those hold fewer than two clusters.
    """

    labels: Rows
    centres: Matrix
    sizes: Rows
    silhouette: float


def spectrum(X: ArrayLike, components: int = 50, standardised: bool = False) -> Spectrum:
    """Principal component analysis of ``X`` (n, d): see Spectrum.

    Naik & Foley-Cox 2022, section 5.3.2: the first 50 components. The columns are centred;
    ``standardised`` also divides each by its deviation, so that none counts for its unit alone.
    Raises UsageError for fewer than two whole embeddings, or for embeddings that are all the same.
    """
    X = _matrix(X)
    if components < 1:
        raise UsageError(f"A spectrum shows at least 1 component, not {components}.")
    X = _take(X, _whole_rows(X, 2, "A spectrum"))
    variances = _component_variances(X, standardised)
    total = variances.sum()
    if not total > 0:
        raise UsageError(
            f"All {len(X)} embeddings are the same, so they have no spectrum; check the bands and "
            "the model they were made with."
        )
    shares = variances / total
    positive = shares[shares > 0]
    return Spectrum(
        shares=shares[:components],
        components_90=_components_for(0.90, shares),
        components_95=_components_for(0.95, shares),
        components_99=_components_for(0.99, shares),
        effective_rank=float(np.exp(-(positive * np.log(positive)).sum())),
        participation_ratio=float(1.0 / (shares**2).sum()),
        rows=len(X),
        standardised=standardised,
    )


def project(X: ArrayLike, method: View = "pca", seed: int = 0, most: int = 5000) -> Projection:
    """A view of ``X`` (n, d) in two dimensions: see Projection.

    At most ``most`` rows are drawn at random, and the drawn rows alone are standardised and shape
    the view. t-SNE (section 5.3.4) and UMAP start from their first 50 principal components
    (assumed). t-SNE's perplexity is 30, or a third of the other rows where these are fewer than 90.
    Raises UsageError for an unknown method, for fewer than four whole embeddings or two columns,
    for embeddings that are all the same, and where umap-learn is not installed.
    """
    X = _matrix(X)
    if method not in get_args(View):
        raise UsageError(f"There is no view {method!r}; there are {', '.join(get_args(View))}.")
    whole = _whole_rows(X, 4, "A view in two dimensions")
    if X.shape[1] < 2 or most < 4:
        raise UsageError(
            f"A view in two dimensions needs embeddings of at least 2 values and at least 4 rows; "
            f"got {X.shape[1]} and {most}."
        )
    rows = whole
    if len(whole) > most:
        rows = np.sort(np.random.default_rng(seed).choice(whole, most, replace=False))
    Z = X[rows]
    Z = Standardiser.fit(Z).standardise(Z)
    if not Z.any():
        raise UsageError(
            f"All {len(rows)} embeddings are the same, so there is nothing to view; check the "
            "bands and the model they were made with."
        )
    return Projection(rows, _VIEWS[method](Z, seed).astype(np.float32))


def distances(
    X: ArrayLike, xy_m: ArrayLike, pairs: int = 5000, seed: int = 0, standardised: bool = False
) -> Distances:
    """Whether chips near each other on the ground are near in the embedding: see Distances.

    Naik & Foley-Cox 2022, section 5.3.1: 5,000 random pairs. The distance in the embedding is
    Euclidean (assumed), of the embeddings ``X`` (n, d) as they are, or ``standardised``. xy_m:
    (n, 2) chip centres in metres of a projected CRS. The pairs are distinct, each of two different
    chips; all pairs are taken where there are no more than ``pairs``. The report also scales both
    distances to mean 0 and deviation 1, which no correlation depends on.
    Raises UsageError for fewer than three whole embeddings, or coordinates that do not fit them.
    """
    X, xy = _matrix(X), np.asarray(xy_m, dtype=np.float64)
    if xy.shape != (len(X), 2) or not np.isfinite(xy).all():
        raise UsageError(
            f"Each of the {len(X)} embeddings needs a centre of two finite coordinates; got an "
            f"array of shape {xy.shape}."
        )
    if pairs < 2:
        raise UsageError(f"Distances need at least 2 pairs of chips, not {pairs}.")
    whole = _whole_rows(X, 3, "A comparison of distances")
    columns = Standardiser.fit(_take(X, whole)) if standardised else None
    first, second = (whole[part] for part in _random_pairs(len(whole), pairs, seed))
    ground = np.hypot(*(xy[first] - xy[second]).T)
    embedding = _pair_distances(X, first, second, columns)
    varied = np.ptp(ground) > 0 and np.ptp(embedding) > 0
    return Distances(
        first,
        second,
        ground,
        embedding,
        pearson=float(stats.pearsonr(ground, embedding).statistic) if varied else math.nan,
        spearman=float(stats.spearmanr(ground, embedding).statistic) if varied else math.nan,
    )


def path(X: ArrayLike, start_row: int, end_row: int, points: int = 5, neighbours: int = 4) -> Path:
    """The chips met on the straight line between two embeddings of ``X`` (n, d): see Path.

    Naik & Foley-Cox 2022, section 5.3.3, after Tile2Vec: the 4 nearest chips at each of 5 evenly
    spaced points. The first and last point are the two ends (assumed). The two end chips are no
    one's neighbours (assumed): in many dimensions they would be the nearest to every point between
    them, and they are on show anyway. Of equal distances the lower row comes first.
    Raises UsageError for ends that are no two whole embeddings, or for too few chips.
    """
    X = _matrix(X)
    if points < 2 or neighbours < 1:
        raise UsageError(
            f"A walk needs at least 2 points and 1 neighbour each, not {points} and {neighbours}."
        )
    whole = _whole_rows(X, neighbours + 2, "This walk")
    ends = np.array([start_row, end_row])
    _check_ends(ends, whole, len(X))
    columns = Standardiser.fit(_take(X, whole))
    targets = _between(columns.standardise(X[ends]), points)
    others = whole[~np.isin(whole, ends)]
    apart = np.hstack(
        [
            cdist(targets, columns.standardise(X[others[chunk]]))  # in float64, without cancelling
            for chunk in row_chunks(len(others), X.shape[1])
        ]
    )
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :neighbours]
    return Path(
        rows=others[nearest],
        distances=np.take_along_axis(apart, nearest, axis=1),
        targets=_between(X[ends], points).astype(np.float32),
    )


def clusters(X: ArrayLike, k: int, seed: int = 0) -> Clusters:
    """Part ``X`` (n, d) into ``k`` groups by k-means: see Clusters.

    On standardised rows; missing values count as the mean of their column, as in heads. The centres
    are found on at most 20,000 rows drawn at random, as the best of three starts. A seed gives the
    same groups again. Raises UsageError for k below 2 or above the number of rows.
    """
    X = _matrix(X)
    if not 2 <= k <= len(X):
        raise UsageError(
            f"{len(X)} embeddings cannot be parted into {k} clusters; ask for at least 2, and for "
            "no more than there are embeddings."
        )
    columns = Standardiser.fit(X)
    Z = columns.standardise(X)
    labels, centres = _k_means(Z, k, seed)
    order = _by_size(labels, k)
    labels = np.argsort(order)[labels]
    return Clusters(
        labels=labels,
        centres=centres[order] * columns.scale + columns.mean,
        sizes=np.bincount(labels, minlength=k),
        silhouette=_silhouette(Z, labels, seed),
    )


def _matrix(X: ArrayLike) -> Matrix:
    X = np.asarray(X, dtype=np.float32)
    if X.ndim != 2:
        raise UsageError(f"Embeddings are rows of values; got an array of shape {X.shape}.")
    return X


def _whole_rows(X: Matrix, least: int, what: str) -> Rows:
    """Rows of ``X`` without a missing value; ``what`` needs at least so many of them."""
    if all_finite(X):
        whole = np.arange(len(X))
    else:
        known = [np.isfinite(X[chunk]).all(axis=1) for chunk in row_chunks(*X.shape)]
        whole = np.flatnonzero(np.concatenate(known))
    if len(whole) < least:
        raise UsageError(
            f"{what} needs at least {least} embeddings without missing values, and there are "
            f"{len(whole)}; embed more chips."
        )
    return whole


def _take(X: Matrix, rows: Rows) -> Matrix:
    """Those rows of ``X``, without copying where they are all of them."""
    return X if len(rows) == len(X) else X[rows]


def _component_variances(X: Matrix, standardised: bool) -> Doubles:
    """Variances along the principal components, descending, summed in float64.

    They are the eigenvalues of the smaller of the two Gram matrices, columns by columns (chunk by
    chunk of rows) or rows by rows: apart from zeros these have the same.
    """
    n, d = X.shape
    columns = Standardiser.fit(X)

    def centred(chunk: slice) -> Doubles:
        Z = columns.standardise(X[chunk]) if standardised else X[chunk] - columns.mean
        return Z.astype(np.float64)

    if n < d:
        Z = centred(slice(None))
        gram = Z @ Z.T
    else:
        gram = np.zeros((d, d))
        for chunk in row_chunks(n, d):
            Z = centred(chunk)
            gram += Z.T @ Z
    variances = eigvalsh(gram, overwrite_a=True, check_finite=False)[::-1]
    return np.maximum(variances[: min(n - 1, d)], 0.0) / (n - 1)


def _components_for(share: float, shares: Doubles) -> int:
    """How many leading components hold ``share`` of the variance, up to rounding."""
    reached = np.cumsum(shares) >= share - 1e-9
    return int(reached.argmax()) + 1


def _principal(Z: Matrix, components: int, seed: int) -> Matrix:
    from sklearn.decomposition import PCA

    reduced: Matrix = PCA(min(components, *Z.shape), random_state=seed).fit_transform(Z)
    return reduced


def _pca_view(Z: Matrix, seed: int) -> Matrix:
    return _principal(Z, 2, seed)


def _tsne_view(Z: Matrix, seed: int) -> Matrix:
    from sklearn.manifold import TSNE

    perplexity = min(_PERPLEXITY, (len(Z) - 1) / 3)
    view: Matrix = TSNE(perplexity=perplexity, init="pca", random_state=seed).fit_transform(
        _principal(Z, _REDUCED, seed)
    )
    return view


def _umap_view(Z: Matrix, seed: int) -> Matrix:
    try:
        from umap import UMAP
    except ImportError as error:
        raise UsageError("UMAP needs umap-learn; install eo-embed[umap], or use tsne.") from error
    neighbours = min(_NEIGHBOURS, len(Z) - 1)
    # A spectral start fails on a few rows; on several threads the seed alone would not decide.
    start = "spectral" if len(Z) > 2 * _NEIGHBOURS else "random"
    model = UMAP(n_neighbors=neighbours, init=start, random_state=seed, n_jobs=1)
    view: Matrix = model.fit_transform(_principal(Z, _REDUCED, seed))
    return view


_VIEWS = {"pca": _pca_view, "tsne": _tsne_view, "umap": _umap_view}


def _random_pairs(n: int, pairs: int, seed: int) -> tuple[Rows, Rows]:
    """Distinct pairs ``first > second`` of ``n`` positions: ``pairs`` of them, or all there are."""
    there_are = n * (n - 1) // 2
    rng = np.random.default_rng(seed)
    number = (
        np.arange(there_are)
        if there_are <= pairs
        else rng.choice(there_are, pairs, replace=False, shuffle=False)
    )
    # Pairs are numbered row by row of a triangle: (1, 0), (2, 0), (2, 1), (3, 0), ...
    first = ((1 + np.sqrt(1 + 8 * number)) // 2).astype(np.int64)
    return first, number - first * (first - 1) // 2


def _pair_distances(X: Matrix, first: Rows, second: Rows, columns: Standardiser | None) -> Doubles:
    """Euclidean distance of each pair of rows, in float64."""
    out = np.empty(len(first))
    for chunk in row_chunks(len(first), X.shape[1]):
        a, b = X[first[chunk]], X[second[chunk]]
        if columns is not None:
            a, b = columns.standardise(a), columns.standardise(b)
        out[chunk] = np.linalg.norm(a.astype(np.float64) - b, axis=1)
    return out


def _check_ends(ends: Rows, whole: Rows, n_rows: int) -> None:
    if ends[0] == ends[1]:
        raise UsageError(f"A walk from row {ends[0]} to itself goes nowhere; choose two chips.")
    for end in ends:
        if not 0 <= end < n_rows:
            raise UsageError(f"There is no row {end}; the embeddings have rows 0 to {n_rows - 1}.")
        if end not in whole:
            raise UsageError(f"The embedding in row {end} has missing values; choose another chip.")


def _between(ends: Matrix, points: int) -> Doubles:
    """(points, d): evenly spaced from the first of the two ``ends`` to the second."""
    start, end = ends.astype(np.float64)
    return np.linspace(start, end, points)


def _k_means(Z: Matrix, k: int, seed: int) -> tuple[Rows, Matrix]:
    """Cluster of each row, and the ``k`` centres."""
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    drawn = Z
    if len(Z) > max(_KMEANS_ROWS, k):
        rows = np.random.default_rng(seed).choice(len(Z), max(_KMEANS_ROWS, k), replace=False)
        drawn = Z[np.sort(rows)]
    model = KMeans(k, n_init=3, random_state=seed)
    # On several threads the order of summation, and so a row between two centres, is left to chance.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer than k rows differ: a size of 0
        labels = model.fit(drawn).predict(Z)
    return labels.astype(np.int64), model.cluster_centers_


def _by_size(labels: Rows, k: int) -> Rows:
    """Cluster numbers, largest first, of equals the one that is met first."""
    sizes = np.bincount(labels, minlength=k)
    met = np.full(k, len(labels))
    found, first_row = np.unique(labels, return_index=True)
    met[found] = first_row
    return np.lexsort((met, -sizes))


def _silhouette(Z: Matrix, labels: Rows, seed: int) -> float:
    from sklearn.metrics import silhouette_score

    rows = np.arange(len(Z))
    if len(Z) > _SILHOUETTE_ROWS:
        rows = np.random.default_rng(seed).choice(len(Z), _SILHOUETTE_ROWS, replace=False)
    if not 2 <= len(np.unique(labels[rows])) < len(rows):
        return math.nan
    return float(silhouette_score(Z[rows], labels[rows]))
