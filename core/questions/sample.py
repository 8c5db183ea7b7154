"""Which cells of a map to look up: a stratified probability sample, as inference from it requires.

Size and allocation follow Olofsson et al. 2014 (Remote Sensing of Environment 148:42, section 5.1):
equation 13 for how many cells, then a minimum for each stratum and the rest in proportion to size.
Cells are drawn without replacement, inside a stratum with equal probability, or with probability
proportional to area where cells differ in area. Simple random sampling is the case of one stratum.
``area`` estimates from the cells once they are labelled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import UsageError

LEAST_FOR_VARIANCE = 2  # a variance cannot be estimated from one cell
RARE_CLASS_CELLS = 50  # assumed: the lower end of the 50 to 100 cells that section 5.1.2 gives


@dataclass(frozen=True)
class DrawnSample:
    """The cells to label, in an order that does not give away their stratum.

    ``cells`` is (n,) int64: flat indices into the map, each once. ``stratum`` is (n,) int64: the
    index of the stratum that each was drawn from.
    """

    cells: NDArray[np.int64]
    stratum: NDArray[np.int64]


def sample_size(
    weights: Sequence[float], users_accuracy: Sequence[float], standard_error: float
) -> int:
    """Cells to draw for a standard error of overall accuracy (Olofsson et al. 2014, equation 13).

    n = (Σ W S / standard_error)², S² = U (1 - U), the form for a map of many cells of Cochran's
    equation 5.25 (1977); it holds for an allocation in proportion to W S, others need a little
    more. Never less than 2 a stratum.

    weights: size of each stratum in any unit. users_accuracy: what is expected of each, 0 to 1.
    standard_error: to aim at, as a share: 0.01 for one per cent. Raises UsageError for lists that
    differ in length and numbers out of range.
    """
    W, U = np.asarray(weights, dtype=np.float64), np.asarray(users_accuracy, dtype=np.float64)
    if W.ndim != 1 or W.shape != U.shape:
        raise UsageError(
            f"There are {W.size} stratum weights and {U.size} user's accuracies; give one of each "
            "for every stratum."
        )
    if not ((W >= 0).all() and 0 < W.sum() < math.inf):
        raise UsageError("Stratum weights must be sizes of at least 0, one of them above 0.")
    if not ((U >= 0) & (U <= 1)).all():
        raise UsageError("An expected user's accuracy must lie between 0 and 1.")
    if not 0 < standard_error < 1:
        raise UsageError(
            f"A standard error of overall accuracy of {standard_error:g} cannot be aimed at; give "
            "one between 0 and 1, such as 0.02."
        )
    needed = (W / W.sum() @ np.sqrt(U * (1 - U)) / standard_error) ** 2
    # A whole number that comes out a rounding error too large is still that number.
    return max(math.ceil(needed * (1 - 1e-12)), LEAST_FOR_VARIANCE * int((W > 0).sum()))


def allocate(sizes: Sequence[int], n: int, least: int | None = None) -> tuple[int, ...]:
    """How many of ``n`` cells to draw from each stratum of ``sizes`` cells; they sum to ``n``.

    Strata that a proportional allocation would give fewer than ``least`` cells get ``least``; what
    is left goes to the others in proportion to their size (Olofsson et al. 2014, section 5.1.2).
    A stratum of fewer than ``least`` cells is drawn whole. Where ``least`` is None, it is 50, or
    half an equal share of ``n`` where that is less (assumed), so that at least half of a small
    sample goes by size. Raises UsageError for an ``n`` that is too small for its strata (the
    message says which would do), or larger than the map.
    """
    if least is not None and least < LEAST_FOR_VARIANCE:
        raise UsageError(
            f"A minimum of {least} cells in each stratum is too small; give at least "
            f"{LEAST_FOR_VARIANCE}, since one cell tells nothing of the variance."
        )
    total = sum(sizes)
    if total == 0 or n > total:
        raise UsageError(f"A sample of {n} cells cannot be drawn from a map of {total} cells.")
    required = LEAST_FOR_VARIANCE if least is None else least
    fewest = sum(min(size, required) for size in sizes)
    if n < fewest:
        raise UsageError(
            f"A sample of {n} cells is too small for {len(sizes)} strata with at least {required} "
            f"cells from each; draw at least {fewest} cells."
        )
    if least is None:
        half_a_share = n // (2 * sum(size > 0 for size in sizes))
        least = max(LEAST_FOR_VARIANCE, min(RARE_CLASS_CELLS, half_a_share))
    return _at_least_or_in_proportion(sizes, n, [min(size, least) for size in sizes])


def draw(
    strata: ArrayLike, n_per_stratum: Sequence[int], seed: int, areas: ArrayLike | None = None
) -> DrawnSample:
    """Draw ``n_per_stratum[h]`` cells of each stratum h without replacement, and shuffle them.

    strata: the stratum index of each cell of the map, of any shape; -1 where there is no data.
    seed: the same seed draws the same cells. areas: the area of each cell, in the shape of
    ``strata``; None where all are alike.

    Without ``areas`` every cell of a stratum is as likely as any other. With them, the chance that
    a cell is in the sample is n times its share of the stratum's area, so that the plain mean over
    the sampled cells estimates the mean over the stratum's ground without bias. They are drawn
    systematically from the cells in random order (Hartley and Rao 1962, Annals of Mathematical
    Statistics 33:350). Two things are then approximate, both the less the smaller the share of the
    stratum that is drawn: variances as of a simple random sample, and the chance of a cell larger
    than 1/n of its stratum, which is drawn for certain.

    Raises UsageError for a stratum without so many cells, and for shapes, stratum indices or areas
    that do not fit.
    """
    strata = np.asarray(strata).ravel()
    ground = None if areas is None else np.asarray(areas, dtype=np.float64).ravel()
    _check_map(strata, n_per_stratum, ground)
    rng = np.random.default_rng(seed)
    drawn = []
    for h, n in enumerate(n_per_stratum):
        members = np.flatnonzero(strata == h)
        if not 0 <= n <= len(members):
            raise UsageError(
                f"{n} cells cannot be drawn from stratum {h}, which has {len(members)} cells."
            )
        if ground is None:
            drawn.append(rng.choice(members, n, replace=False))
        else:
            drawn.append(members[_by_area(ground[members], n, rng)])
    cells = np.concatenate(drawn)
    order = rng.permutation(len(cells))
    stratum = np.repeat(np.arange(len(n_per_stratum)), n_per_stratum)
    return DrawnSample(cells[order].astype(np.int64), stratum[order].astype(np.int64))


def _at_least_or_in_proportion(
    sizes: Sequence[int], n: int, floors: Sequence[int]
) -> tuple[int, ...]:
    """Each stratum's floor or its proportional share, whichever is more; the shares sum to ``n``.

    All in whole numbers: sums are exact, and no share exceeds its stratum, since what is left for
    the others is never a larger part of them than ``n`` is of the map.
    """
    allocated, by_size = list(floors), list(range(len(sizes)))
    while True:
        rest = n - sum(floors[h] for h in range(len(sizes)) if h not in by_size)
        total = sum(sizes[h] for h in by_size)
        kept = [h for h in by_size if rest * sizes[h] >= floors[h] * total]
        if kept == by_size:
            break
        by_size = kept
    remainders = {}
    for h in by_size:
        allocated[h], remainders[h] = divmod(rest * sizes[h], total)
    left = n - sum(allocated)
    for h in sorted(by_size, key=lambda h: -remainders[h])[:left]:
        allocated[h] += 1
    return tuple(allocated)


def _check_map(
    strata: NDArray[Any], n_per_stratum: Sequence[int], areas: NDArray[np.float64] | None
) -> None:
    if strata.dtype.kind not in "iu" or strata.size == 0:
        raise UsageError("A sample is drawn from a map of stratum indices; it has none.")
    if not -1 <= int(strata.min()) <= int(strata.max()) < len(n_per_stratum):
        raise UsageError(
            f"Stratum indices run from {strata.min()} to {strata.max()}, but there are "
            f"{len(n_per_stratum)} strata; number them from 0, and nodata -1."
        )
    if areas is None:
        return
    if areas.shape != strata.shape:
        raise UsageError(f"There are {areas.size} areas for a map of {strata.size} cells.")
    known = areas[strata >= 0]
    if not (np.isfinite(known) & (known > 0)).all():
        raise UsageError("Every cell of a stratum must have an area above 0.")


def _by_area(areas: NDArray[np.float64], n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Positions of ``n`` of the cells, drawn systematically by area from a random order."""
    taken = _larger_than_a_step(areas, n)
    others = rng.permutation(np.flatnonzero(~taken))
    n -= int(taken.sum())
    ends = np.cumsum(areas[others])
    points = (rng.random() + np.arange(n)) * (ends[-1] / n) if n else np.empty(0)
    steps = np.minimum(np.searchsorted(ends, points, side="right"), len(others) - 1)
    return np.concatenate([np.flatnonzero(taken), others[steps]])


def _larger_than_a_step(areas: NDArray[np.float64], n: int) -> NDArray[np.bool_]:
    """Which cells hold an n-th of the area or more, and with these set aside of what is left."""
    taken = np.zeros(len(areas), dtype=np.bool_)
    while not taken.all():
        rest = n - taken.sum()
        # The tolerance keeps a cell of just one step from being met twice through rounding.
        larger = ~taken & (areas * rest >= areas[~taken].sum() * (1 - 1e-9))
        if not larger.any():
            break
        taken |= larger
    return taken
