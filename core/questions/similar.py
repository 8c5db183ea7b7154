"""Where else does it look like this? Exact cosine similarity of every chip to the chips shown.

Embeddings are standardised by default: each feature minus its mean over the scene, over its deviation.
Then 0 is a chip like any other, and no feature weighs more for its unit; features that are never
negative, as random convolutional ones, make all chips look alike otherwise (a mean cosine of 0.8 on two
real scenes). Rows are brought to length 1 once, so that a question is one product of matrix and vector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..probes.base import Standardiser, one_blas_thread, row_chunks


class SimilarityIndex:
    """Embeddings of ``n`` chips made ready for questions.

    Parameters
    ----------
    X: ``(n, d)`` float32; missing values count as the mean.
    standardised: whether features are standardised first; the plain cosine otherwise.
    threads: for making ready and for each question.
    """

    def __init__(
        self, X: NDArray[np.float32], *, standardised: bool = True, threads: int = 1
    ) -> None:
        self._threads = threads
        columns = Standardiser.fit(X)
        self._rows: NDArray[np.float32] = np.empty(X.shape, dtype=np.float32)

        def make_ready(rows: slice) -> None:
            part = columns.standardise(X[rows]) if standardised else columns.fill(X[rows])
            length = np.linalg.norm(part.astype(np.float64), axis=1, keepdims=True)
            np.divide(part, np.where(length > 0, length, 1.0), out=self._rows[rows])

        self._each(make_ready)

    def __len__(self) -> int:
        return len(self._rows)

    def similarity(
        self, like: Sequence[int] | NDArray[Any], unlike: Sequence[int] | NDArray[Any] = ()
    ) -> NDArray[np.float32]:
        """How much each chip is like some and unlike others, float32 ``(n,)``.

        The mean cosine to the rows ``like``, -1..1, less the mean cosine to the rows ``unlike`` where
        there are any, -2..2. Raises UsageError without a row to be like, or for a row on both sides.
        """
        shown, other = np.unique(like).astype(int), np.unique(unlike).astype(int)
        if len(shown) == 0:
            raise UsageError("Similarity needs at least one chip to be like; give one.")
        if np.isin(shown, other).any():
            raise UsageError("A chip is given both as like and as unlike; take it off one list.")
        wanted = self._rows[shown].mean(axis=0, dtype=np.float64)
        if len(other):
            wanted -= self._rows[other].mean(axis=0, dtype=np.float64)
        wanted = wanted.astype(np.float32)
        found = np.empty(len(self), dtype=np.float32)

        def ask(rows: slice) -> None:
            np.dot(self._rows[rows], wanted, out=found[rows])

        self._each(ask)
        return found

    def _each(self, work: Callable[[slice], None]) -> None:
        """Do work on chunks of rows, side by side."""
        n, d = self._rows.shape
        with one_blas_thread(), ThreadPoolExecutor(self._threads) as pool:
            for _ in pool.map(work, row_chunks(n, d)):
                pass  # drawing the results raises what a chunk raised


def most_similar(
    similarity: NDArray[np.float32], count: int, without: Sequence[int] | NDArray[Any] = ()
) -> NDArray[np.intp]:
    """The ``count`` rows of greatest similarity, greatest first, ties by row; ``without`` some.

    Fewer where there are no more. Raises UsageError for a count below 1.
    """
    if count < 1:
        raise UsageError(f"{count} similar chips were asked for; ask for at least 1.")
    score = similarity.astype(np.float32, copy=True)
    score[np.asarray(without, dtype=int)] = -np.inf
    count = min(count, len(score) - len(np.unique(without)))
    if count <= 0:
        return np.empty(0, dtype=np.intp)
    least = np.partition(score, len(score) - count)[len(score) - count]
    rows = np.flatnonzero(score >= least)
    return rows[np.lexsort((rows, -score[rows]))][:count]
