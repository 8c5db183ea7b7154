"""Where should I not believe the map? What is learnt beside a head, from blocks of ground.

    labelled chips ──▶ blocks kept ──▶ head ──▶ factor that makes its certainty true (calibration)
                  │                      └────▶ area of applicability
                  └──▶ blocks held out ──▶ scores of what it says there ──▶ sets, intervals (conformal)

Blocks held out teach the head nothing: that is the price of sets and intervals whose coverage holds
whatever the head is. Calibration and applicability need no such price: they come from folds of
blocks among those kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EOEmbedError, HeadUntrusted, LabelsTooFew, UsageError
from ..probes import Fold, Head, Kind, Prediction, block_folds, predict_out_of_fold
from . import conformal
from .applicability import Applicability, fit_applicability
from .calibration import TEMPERATURES, fit_temperature, spread_floor, spread_scale

#: Folds of blocks for calibration and applicability.
FOLDS = 5
#: Blocks held out that make sets of level 0.9 possible, and those that folds need. assumed
LEAST_HELD_OUT, LEAST_BLOCKS = 10, 2 * FOLDS
#: Sides of blocks that are tried, in metres, greatest first.
_SIDES = tuple(float(m * 10**e) for e in range(5, 0, -1) for m in (5, 2, 1))


@dataclass(frozen=True)
class HeldOut:
    """What a head says of chips in blocks that it never saw.

    scores: (m,) float64, high where it errs (see conformal). blocks: (m,) int64, the block of each. floor:
    the least spread of a value, above 0; 1 for classes.
    """

    scores: NDArray[np.float64]
    blocks: NDArray[np.int64]
    floor: float

    def threshold(self, level: float) -> float:
        """See conformal.threshold."""
        return conformal.threshold(self.scores, self.blocks, level)


@dataclass(frozen=True)
class Trust:
    """Where to believe a head.

    block: side of the blocks in metres. applicability: None where there were too few blocks (``notes``
    says so). held_out: None where no block was.
    """

    block: float
    applicability: Applicability | None
    held_out: HeldOut | None
    notes: tuple[str, ...] = ()

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """All but the notes, for a file of arrays."""
        arrays: dict[str, NDArray[Any]] = {"block": np.array([self.block], np.float64)}
        if self.applicability:
            found = self.applicability.to_arrays()
            arrays |= {f"applicability.{name}": array for name, array in found.items()}
        if self.held_out:
            arrays["held_out.scores"] = self.held_out.scores
            arrays["held_out.blocks"] = self.held_out.blocks
            arrays["held_out.floor"] = np.array([self.held_out.floor], np.float64)
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Trust:
        """What ``to_arrays`` gave. Raises HeadUntrusted for arrays that it never gives."""
        parts: dict[str, dict[str, NDArray[Any]]] = {"": {}, "applicability": {}, "held_out": {}}
        for name, array in arrays.items():
            part, _, own = name.rpartition(".")
            if part not in parts:
                raise _damaged(name)
            parts[part][own] = array
        if set(parts[""]) != {"block"}:
            raise _damaged("block")
        reach = parts["applicability"]
        return cls(
            _number(parts[""]["block"], "block"),
            Applicability.from_arrays(reach) if reach else None,
            _held_out(parts["held_out"]) if parts["held_out"] else None,
        )


def hold_out(
    xy: NDArray[np.float64], block: float, share: float, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int64]]:
    """Rows kept, rows held out, and the block of each row held out.

    ``share`` of the blocks with labels, drawn at random, is held out. Raises UsageError for a share
    outside 0..1 (0 holds nothing out), LabelsTooFew where no block or only one would be kept or held out.
    """
    if not 0 <= share < 1:
        raise UsageError(f"The share of blocks to hold out is {share:g}; it lies from 0 below 1.")
    square = _squares(xy, block)
    count = int(square.max()) + 1
    if share == 0:
        return np.arange(len(xy)), np.empty(0, np.intp), np.empty(0, np.int64)
    out = round(share * count)
    if not 1 <= out < count:
        left = "none to hold out" if out == 0 else "none to learn from"
        raise LabelsTooFew(
            f"Blocks of {block:g} m part the labels into {count}, of which a share of {share:g} leaves {left}; use "
            "smaller blocks, another share, or label chips that lie further apart."
        )
    drawn = np.random.default_rng(seed).permutation(count)[:out]
    held = np.isin(square, drawn)
    return np.flatnonzero(~held), np.flatnonzero(held), square[held]


def block_side(xy: NDArray[np.float64], least: int, smallest: float) -> float:
    """The greatest round side that parts points into ``least`` blocks or more; never below ``smallest``.

    Raises LabelsTooFew where there is none.
    """
    sides = [side for side in _SIDES if side >= smallest]
    for side in sides:
        if int(_squares(xy, side).max()) + 1 >= least:
            return side
    raise LabelsTooFew(
        f"The {len(xy)} labelled chips lie too close together for {least} blocks of ground; label more "
        "chips, further apart, or ask for fewer folds, or a side of your own."
    )


def learn_trust(
    head: Head,
    make: Callable[[], Head],
    X: NDArray[np.float32],
    y: NDArray[Any],
    xy: NDArray[np.float64],
    *,
    kind: Kind,
    block: float,
    calibrate: bool,
    seed: int,
) -> Trust:
    """Calibrate a head fitted on ``X`` and ``y``, where asked, and find its area of applicability.

    make: gives an unfitted head of its kind; y: (n,) columns of the head's probabilities, or values; xy:
    (n, 2) in metres. Raises LabelsTooFew or UsageError where calibration is not possible; applicability
    that is not becomes a note.
    """
    notes: list[str] = []
    folds: list[Fold] = []
    try:
        if len(X) < LEAST_BLOCKS:
            raise UsageError(
                f"it takes {LEAST_BLOCKS} labelled chips or more, and there are {len(X)}."
            )
        folds = block_folds(xy, block, FOLDS, seed)
    except UsageError as error:
        if calibrate:
            raise
        notes.append(f"No area of applicability: {error}")
    if calibrate:
        factor = _factor(make, X, y, folds, kind)
        head.calibrate(factor)
        if kind == "classes" and not TEMPERATURES[0] * 1.01 < factor < TEMPERATURES[1] * 0.99:
            notes.append(
                f"The calibration stopped at {factor:.3g}, the end of what is tried: the head's probabilities say "
                "next to nothing of blocks that it has not seen."
            )
    reach = None
    if folds:
        fold_of = np.empty(len(X), dtype=np.int64)
        for number, fold in enumerate(folds):
            fold_of[fold.test] = number
        try:
            reach = fit_applicability(X, fold_of, head.importances_, head.threads, seed)
        except EOEmbedError as error:
            notes.append(f"No area of applicability: {error}")
    return Trust(block, reach, None, tuple(notes))


def judge_held_out(
    prediction: Prediction,
    y: NDArray[Any],
    blocks: NDArray[np.int64],
    spreads: NDArray[np.float32] | None = None,
) -> HeldOut:
    """Scores of what a head says of chips that it never saw.

    y: (m,) columns of the probabilities, -1 for a class that the head does not know (the worst score), or
    values. spreads: of all the map's chips, where the head predicts values.
    """
    if prediction.proba is None:
        floor = spread_floor(prediction.uncertainty if spreads is None else spreads)
        error = y - prediction.labels.astype(np.float64)
        return HeldOut(
            conformal.value_scores(error, prediction.uncertainty, floor),
            blocks.astype(np.int64),
            floor,
        )
    scores = np.ones(len(y))
    known = y >= 0
    if known.any():
        scores[known] = conformal.class_scores(prediction.proba[known], y[known])
    return HeldOut(scores, blocks.astype(np.int64), 1.0)


def _factor(
    make: Callable[[], Head],
    X: NDArray[np.float32],
    y: NDArray[Any],
    folds: list[Fold],
    kind: Kind,
) -> float:
    """What makes the certainty of heads true on chips of blocks that they did not see."""
    classes = int(y.max()) + 1 if kind == "classes" else 0
    said = predict_out_of_fold(make, X, y, folds, kind, classes)
    if said.proba is None:
        return spread_scale(y - said.labels, said.uncertainty)
    return fit_temperature(said.proba, y)


def _squares(xy: NDArray[np.float64], block: float) -> NDArray[np.int64]:
    """The number of the square of ground that each point lies in."""
    if not (np.isfinite(block) and block > 0):
        raise UsageError(f"A block of {block:g} m has no area; give its side in metres.")
    cells = np.floor(np.asarray(xy) / block).astype(np.int64)
    return np.unique(cells, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _held_out(arrays: Mapping[str, NDArray[Any]]) -> HeldOut:
    if set(arrays) != {"scores", "blocks", "floor"}:
        raise _damaged("held_out")
    scores, blocks = arrays["scores"], arrays["blocks"]
    sound = scores.dtype == np.float64 and blocks.dtype == np.int64
    if not (sound and scores.ndim == 1 and len(scores) > 0 and scores.shape == blocks.shape):
        raise _damaged("held_out.scores")
    if np.isnan(scores).any():
        raise _damaged("held_out.scores")
    return HeldOut(scores, blocks, _number(arrays["floor"], "held_out.floor"))


def _number(array: NDArray[Any], name: str) -> float:
    """The one number above 0 that an array holds."""
    if array.shape != (1,) or array.dtype != np.float64 or not 0 < array[0] < np.inf:
        raise _damaged(name)
    return float(array[0])


def _damaged(name: str) -> HeadUntrusted:
    return HeadUntrusted(f"What was saved beside the head is damaged at {name!r}; fit it again.")
