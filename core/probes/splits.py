"""Ways to part labelled chips into training and test rows, and how near the two lie.

Chips beside each other look alike, so a random split flatters the map: Roberts et al. 2017
(Ecography 40:913) recommend blocks of ground, which is what ``block_folds`` deals out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from ..errors import UsageError

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Fold:
    """Row numbers to learn from and to be judged on, each ascending."""

    train: Rows
    test: Rows


def random_folds(y: ArrayLike, n_folds: int, seed: int, stratify: bool) -> list[Fold]:
    """Deal the rows of ``y`` (n,) out at random to ``n_folds`` folds of equal size, give or take 1.

    With ``stratify`` every class of ``y`` is spread over the folds as evenly as it can be.
    UsageError for fewer than two folds or more folds than rows.
    """
    y = np.asarray(y)
    _check_folds(n_folds, len(y), "labelled chips")
    order = np.random.default_rng(seed).permutation(len(y))
    if stratify:
        order = order[np.argsort(y[order], kind="stable")]
    fold_of = np.empty(len(y), dtype=np.intp)
    fold_of[order] = np.arange(len(y)) % n_folds
    return _folds(fold_of, n_folds)


def block_folds(xy: ArrayLike, block: float, n_folds: int, seed: int) -> list[Fold]:
    """Deal whole squares of ground out to folds, so that neighbours stay on one side.

    xy: (n, 2) chip centres in metres of a projected CRS. block: side of the squares in metres;
    their grid starts at the CRS's origin. ``seed`` shuffles the squares; each goes to the fold
    that holds the fewest chips so far. UsageError where there are fewer squares than folds.
    """
    xy = np.asarray(xy, dtype=np.float64)
    if not (np.isfinite(block) and block > 0):
        raise UsageError(f"A block of {block:g} m has no area; give its side in metres.")
    _check_folds(n_folds, len(xy), "labelled chips")
    square_of, sizes = _squares(xy, block)
    if len(sizes) < n_folds:
        raise UsageError(_too_few_blocks(xy, block, n_folds, len(sizes)))
    chips = np.zeros(n_folds, dtype=np.intp)
    fold_of_square = np.empty(len(sizes), dtype=np.intp)
    for square in np.random.default_rng(seed).permutation(len(sizes)):
        fold = chips.argmin()
        fold_of_square[square] = fold
        chips[fold] += sizes[square]
    return _folds(fold_of_square[square_of], n_folds)


def least_distance(xy: ArrayLike, fold: Fold) -> float:
    """Metres between the nearest two chip centres of which one is trained on and one tested."""
    xy = np.asarray(xy, dtype=np.float64)
    distance, _ = cKDTree(xy[fold.train]).query(xy[fold.test])
    return float(distance.min())


def overlapping(xy: ArrayLike, fold: Fold, size_m: float) -> int:
    """How many test chips share ground with a training chip, all being squares of ``size_m``."""
    xy = np.asarray(xy, dtype=np.float64)
    distance, _ = cKDTree(xy[fold.train]).query(xy[fold.test], p=np.inf)
    # Chips that only touch are a whole side apart, up to the rounding of their centres.
    return int((distance < size_m * (1 - 1e-6)).sum())


def _check_folds(n_folds: int, n_rows: int, what: str) -> None:
    if not 2 <= n_folds <= n_rows:
        raise UsageError(
            f"{n_rows} {what} cannot be split into {n_folds} folds; use at least 2 folds, and no "
            f"more than there are {what}."
        )


def _folds(fold_of: NDArray[Any], n_folds: int) -> list[Fold]:
    return [
        Fold(np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold))
        for fold in range(n_folds)
    ]


def _squares(xy: NDArray[np.float64], block: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """The number of the square that each point lies in, and how many points each square has."""
    cells = np.floor(xy / block).astype(np.int64)
    _, square_of, sizes = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    return square_of.reshape(-1), sizes  # numpy 2.0 alone gives the inverse another shape


def _too_few_blocks(xy: NDArray[np.float64], block: float, n_folds: int, found: int) -> str:
    message = (
        f"Blocks of {block:g} m part the labelled chips into {found} "
        f"block{'' if found == 1 else 's'}, too few for {n_folds} folds; "
    )
    extent = float(np.ptp(xy, axis=0).max())
    smaller = block
    while extent > 0 and smaller > extent * 1e-4:
        smaller = float(f"{smaller / 1.5:.1g}") if smaller >= 1 else smaller / 2
        if len(_squares(xy, smaller)[1]) >= n_folds:
            return message + f"blocks of {smaller:g} m would do."
    return message + "use fewer folds, or label chips that lie further apart."
