"""Sets of classes and intervals of values that hold the truth as often as asked.

Split conformal prediction (Papadopoulos et al. 2002; Lei et al. 2018) takes the scores of chips
that the head never saw, high where it erred, and lets a prediction reach as far as a quantile of
them. Chips of one block of ground are alike, so that it is blocks, not chips, that may be swapped
for one another: the quantile is that of hierarchical conformal prediction (Lee, Barber & Willett
2023, arXiv:2306.06342, theorem 1; see also Dunn, Wasserman & Ramdas 2022 on such data). With K
calibration blocks each chip of block k, which has n_k, has mass 1 / ((K + 1) n_k), and the block
to come has mass 1 / (K + 1) at infinity.

Assumes that the head, its calibration and the floor of its spreads owe nothing to the labels of
the calibration blocks, and that a new block is exchangeable with them, as blocks drawn at random
from the area are. Then the truth is held with a probability of at least the level for a chip drawn
at random from a new block, whatever the head and however alike the chips of a block.

Promises that on average over blocks, each counting the same however many chips it has, and over
draws of the calibration blocks. It promises nothing for one chip, class, block or other area.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import LabelsTooFew, UsageError
from ..probes.base import Doubles
from .calibration import as_errors, probability_of_truth

_ROUNDING = 1e-9  # of sums of masses, so that 9 blocks do reach a level of 0.9


def class_scores(proba: ArrayLike, y: ArrayLike) -> Doubles:
    """(n,) 1 - the probability in ``proba`` (n, k) of the true column number ``y`` (n,).

    The score of least ambiguous sets (Sadinle, Lei & Wasserman 2019). UsageError for arrays that
    do not fit each other, LabelsTooFew without a chip.
    """
    return 1.0 - probability_of_truth(proba, y)


def value_scores(error: ArrayLike, spread: ArrayLike, floor: float) -> Doubles:
    """(n,) |error| in units of the spread, which is at least ``floor`` (Lei et al. 2018, 5.2).

    ``intervals`` needs the same floor, above 0: ``calibration.spread_floor`` of all the map's
    spreads, into which no label enters. UsageError and LabelsTooFew for arrays that do not fit.
    """
    error, spread = as_errors(error, spread)
    return np.abs(error) / _floored(spread, floor)


def threshold(scores: ArrayLike, blocks: ArrayLike, level: float) -> float:
    """The score that a chip of a new block stays at or below with probability ``level``.

    scores: (n,) of the calibration chips. blocks: (n,) the block of each, by any number or name.
    level: between 0 and 1. UsageError for what does not fit; LabelsTooFew where K blocks are too
    few for the level, of which they reach K / (K + 1).
    """
    scores, blocks = np.asarray(scores, dtype=np.float64), np.asarray(blocks)
    if scores.ndim != 1 or scores.shape != blocks.shape:
        raise UsageError(
            f"Each calibration chip has one score and one block; got shapes {scores.shape} and "
            f"{blocks.shape}."
        )
    if np.isnan(scores).any():
        raise UsageError("A score of a calibration chip is missing; leave that chip out.")
    if not 0.0 < level < 1.0:
        raise UsageError(f"A level of coverage lies between 0 and 1, such as 0.9; got {level:g}.")
    _, block_of, sizes = np.unique(blocks, return_inverse=True, return_counts=True)
    wanted = level * (len(sizes) + 1) - _ROUNDING  # masses are counted in blocks
    if wanted > len(sizes):
        raise LabelsTooFew(_too_few(len(sizes), level))
    order = np.argsort(scores)
    mass = np.cumsum(1.0 / sizes[block_of[order]])
    last = min(int(np.searchsorted(mass, wanted)), len(scores) - 1)
    return float(scores[order[last]])


def prediction_sets(proba: ArrayLike, q: float) -> NDArray[np.bool_]:
    """(n, k) which classes of ``proba`` (n, k) the truth is among, ``q`` being their threshold.

    The most probable class is always in, so that no set is empty; that can only add to the
    coverage.
    """
    proba = np.asarray(proba)
    sets = 1.0 - proba.astype(np.float64) <= q
    sets[np.arange(len(proba)), proba.argmax(axis=1)] = True
    return sets


def intervals(
    value: ArrayLike, spread: ArrayLike, q: float, floor: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(low, high), each (n,) float32: ``value`` -/+ ``q`` times the spread, at least ``floor``.

    ``floor`` is the one that ``value_scores`` was given.
    """
    value = np.asarray(value, dtype=np.float32)
    reach = (q * _floored(np.asarray(spread, dtype=np.float32), floor)).astype(np.float32)
    return value - reach, value + reach


def _floored(spread: NDArray[np.floating], floor: float) -> NDArray[np.floating]:
    if not (math.isfinite(floor) and floor > 0):
        raise UsageError(f"The least spread is a finite number above 0, not {floor}.")
    return np.maximum(spread, floor)


def _too_few(blocks: int, level: float) -> str:
    reached = f"reach a level of {blocks / (blocks + 1):.3g}" if blocks else "reach no level"
    needed = math.ceil(level / (1.0 - level) - _ROUNDING)
    return (
        f"{blocks} calibration blocks {reached}, not {level:g}; ask for less, or keep at least "
        f"{needed} blocks with labels out of the fit."
    )
