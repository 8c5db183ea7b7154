"""Ways to part labelled chips into training and test rows, and how near the two lie.

Chips beside each other look alike, so a random split flatters the map: Roberts et al. 2017
(Ecography 40:913) recommend blocks of ground (``block_folds``), whole groups (``group_folds``) and a
buffer between training and test (``buffered``). Allen et al. 2023 (Few-shot learning on global
multimodal embeddings for earth observation tasks, section 3 and figure 1) part the ground in
slanting bands, 60% to train, 20% to validate, 20% to test (``band_folds``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from ..errors import UsageError

Split = Literal["random", "block", "bands", "region", "column"]
Rows = NDArray[np.intp]

ANGLE = 45.0  # degrees; assumed: the paper's bands slant, it does not say how much
NEIGHBOUR_SIDES = 1.5  # sides of a chip within which the next chip is a direct neighbour

_BESIDE = 1 - 1e-6  # chips that only touch are a whole side apart, up to rounding of their centres
#: What a chip is for, as band_roles says it.
TRAIN, TEST, VALIDATION = range(3)
_BANDS = np.array([TRAIN, TRAIN, TRAIN, TEST, VALIDATION])  # 60/20/20; the order is assumed


@dataclass(frozen=True)
class Fold:
    """Row numbers to learn from and to be judged on, each ascending; rows may be in neither.

    ``name`` is the group that is tested, where folds are groups.
    """

    train: Rows
    test: Rows
    name: str = ""


@dataclass(frozen=True)
class Splitter:
    """A split by name with its parameters; ``deal`` makes the folds of one assignment.

    split: ``random``, ``block``, ``bands``, or ``region`` and ``column``, which leave one group out at a
    time. folds: of a random or block split. block: side of the squares, metres. band, angle: width of
    the bands in metres and their direction in degrees (see band_folds). groups: (n,) the region, or the
    value of the fold column, of each row. buffer: metres around test chips without training chips, or
    None.
    """

    split: Split = "random"
    folds: int = 5
    block: float | None = None
    band: float | None = None
    angle: float = ANGLE
    groups: Sequence[Any] | NDArray[Any] | None = None
    buffer: float | None = None

    def deal(self, y: ArrayLike, xy: ArrayLike, seed: int, stratify: bool) -> list[Fold]:
        """The folds of rows with targets ``y`` (n,) and centres ``xy`` (n, 2), dealt by ``seed``.

        Random folds are stratified by ``y`` with ``stratify``. UsageError for a split or buffer that
        cannot be made.
        """
        folds = self._unbuffered(np.asarray(y), xy, seed, stratify)
        if self.buffer is None:
            return folds
        return [buffered(xy, fold, self.buffer) for fold in folds]

    @property
    def drawn(self) -> bool:
        """Whether another seed deals other folds: groups are what they are."""
        return self.split not in ("region", "column")

    def describe(self) -> str:
        """The split in words."""
        words = {
            "random": f"{self.folds} random folds",
            "block": f"{self.folds} folds of blocks of {_length(self.block)}",
            "bands": (
                f"bands of {_length(self.band)} at {self.angle:g}°, 60% of the ground to train, 20% to "
                "test and 20% left out"
            ),
            "region": "one region left out at a time",
            "column": "one group of the fold column left out at a time",
        }[self.split]
        return words if self.buffer is None else f"{words}, with a buffer of {_length(self.buffer)}"

    def _unbuffered(self, y: NDArray[Any], xy: ArrayLike, seed: int, stratify: bool) -> list[Fold]:
        if self.split == "random":
            return random_folds(y, self.folds, seed, stratify)
        if self.split == "block":
            if self.block is None:
                raise UsageError("A block split needs the side of its blocks in metres.")
            return block_folds(xy, self.block, self.folds, seed)
        if self.split == "bands":
            if self.band is None:
                raise UsageError("A split in bands needs the width of its bands in metres.")
            return band_folds(xy, self.band, seed, self.angle)
        if self.split not in get_args(Split):
            raise UsageError(
                f"There is no split {self.split!r}; there are {', '.join(get_args(Split))}."
            )
        if self.groups is None or len(self.groups) != len(y):
            given = "none" if self.groups is None else len(self.groups)
            raise UsageError(
                f"A {self.split} split needs the {self.split} of each of the {len(y)} labelled chips; "
                f"{given} given."
            )
        return group_folds(self.groups)


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


def band_folds(xy: ArrayLike, band: float, seed: int, angle: float = ANGLE) -> list[Fold]:
    """One fold of slanting bands of ground: three train, one tests, one validates, and again.

    Validation chips choose among options in the paper; heads here choose nothing by them, so they are
    in neither part, and part training from test on one side of each test band.

    xy: (n, 2) chip centres in metres of a projected CRS. band: width of each band in metres. angle:
    direction the bands run in, degrees anticlockwise from east. ``seed`` shifts all bands together,
    across themselves, by any part of five widths, so that over many seeds every chip is tested in a
    fifth of them. UsageError for bands that leave nothing to train or to test on.
    """
    xy = np.asarray(xy, dtype=np.float64)
    role = band_roles(xy, band, seed, angle)
    fold = Fold(np.flatnonzero(role == TRAIN), np.flatnonzero(role == TEST))
    if len(fold.train) == 0 or len(fold.test) == 0:
        raise UsageError(_empty_bands(_across(xy, angle), band, fold))
    return [fold]


def band_roles(xy: ArrayLike, band: float, seed: int, angle: float = ANGLE) -> NDArray[np.intp]:
    """What each of ``xy`` (n, 2) is for in slanting bands: TRAIN, TEST or VALIDATION; see band_folds.

    UsageError for bands that cannot be laid; a role that no chip has is no error here.
    """
    if not (np.isfinite(band) and band > 0 and np.isfinite(angle)):
        raise UsageError(
            f"Bands of {band:g} m at {angle:g}° cannot be laid; give a width in metres and degrees."
        )
    shift = np.random.default_rng(seed).uniform(0, band * len(_BANDS))
    across = _across(np.asarray(xy, dtype=np.float64), angle)
    roles: NDArray[np.intp] = _BANDS[
        np.floor((across + shift) / band).astype(np.int64) % len(_BANDS)
    ]
    return roles


def _across(xy: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    """Metres across bands that run at ``angle``."""
    across: NDArray[np.float64] = xy @ np.array(
        [-math.sin(math.radians(angle)), math.cos(math.radians(angle))]
    )
    return across


def group_folds(groups: Sequence[Any] | NDArray[Any]) -> list[Fold]:
    """One fold a group, in the order of their names: it is tested, all the others train.

    groups: (n,) text or numbers. A row without one (None, empty text, NaN or -1) is in no fold.
    UsageError for fewer than two groups.
    """
    name_of = np.array(
        [_group_name(group) for group in np.asarray(groups, object).tolist()], dtype=str
    )
    names = [str(name) for name in np.unique(name_of) if name]
    if len(names) < 2:
        found = f"one group ({names[0]})" if names else "no group"
        raise UsageError(
            f"The labelled chips lie in {found}, and leaving one out takes two; label chips of another "
            "group, or take another split."
        )
    known = name_of != ""
    return [
        Fold(np.flatnonzero(known & (name_of != name)), np.flatnonzero(name_of == name), name)
        for name in names
    ]


def buffered(xy: ArrayLike, fold: Fold, metres: float) -> Fold:
    """``fold`` without the training chips nearer than ``metres`` to a test chip, centre to centre.

    xy: (n, 2) chip centres in metres of a projected CRS. UsageError where no training chip is left.
    """
    if not (np.isfinite(metres) and metres > 0):
        raise UsageError(f"A buffer of {metres:g} m parts nothing; give its width in metres.")
    xy = np.asarray(xy, dtype=np.float64)
    distance, _ = cKDTree(xy[fold.test]).query(xy[fold.train])
    train = fold.train[distance >= metres]
    if len(train) == 0:
        raise UsageError(
            f"A buffer of {metres:g} m around the test chips leaves no training chip in a fold; give "
            "less, or use more folds."
        )
    return Fold(train, fold.test, fold.name)


def tested_rows(folds: Sequence[Fold]) -> Rows:
    """The rows that some fold tests, ascending."""
    return np.sort(np.concatenate([fold.test for fold in folds]))


def least_distance(xy: ArrayLike, fold: Fold) -> float:
    """Metres between the nearest two chip centres of which one is trained on and one tested."""
    xy = np.asarray(xy, dtype=np.float64)
    distance, _ = cKDTree(xy[fold.train]).query(xy[fold.test])
    return float(distance.min())


def overlapping(xy: ArrayLike, fold: Fold, size_m: float) -> int:
    """How many test chips share ground with a training chip, all being squares of ``size_m``."""
    return int((_sides_apart(xy, fold, size_m) < _BESIDE).sum())


def touching(xy: ArrayLike, fold: Fold, size_m: float) -> int:
    """How many test chips have a training chip as their direct neighbour, and overlap none.

    All are squares of ``size_m``. A direct neighbour's centre is less than 1.5 sides away to the east
    or west, and to the north or south (Chebyshev distance): the eight squares around a chip.
    """
    apart = _sides_apart(xy, fold, size_m)
    return int(((apart >= _BESIDE) & (apart < NEIGHBOUR_SIDES)).sum())


def _sides_apart(xy: ArrayLike, fold: Fold, size_m: float) -> NDArray[np.float64]:
    """Chebyshev distance of each test chip to the nearest training chip, in sides of a chip."""
    xy = np.asarray(xy, dtype=np.float64)
    distance, _ = cKDTree(xy[fold.train]).query(xy[fold.test], p=np.inf)
    sides: NDArray[np.float64] = distance / size_m
    return sides


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


def _empty_bands(across: NDArray[np.float64], band: float, fold: Fold) -> str:
    part = "test" if len(fold.test) == 0 else "training"
    widest = math.floor(np.ptp(across) / len(_BANDS)) if len(across) else 0
    advice = "narrower bands" if band <= widest else f"bands of at most {widest} m"
    if widest < 1:
        advice = "another split, or label chips that lie further apart"
    return f"Bands of {band:g} m leave no {part} chip; use {advice}."


def _group_name(group: Any) -> str:
    """Its text; empty for what stands for no group. A whole number reads as one, stored as it may be."""
    if group is None or group == -1:
        return ""
    if isinstance(group, float):
        return "" if math.isnan(group) else f"{group:.10g}"
    return str(group).strip()


def _length(metres: float | None) -> str:
    if metres is None:
        return "no length"
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
