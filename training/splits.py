"""Which samples to learn from, to choose by and to be judged on.

``random`` draws samples, ``blocks`` whole squares of ground, ``bands`` slanting bands of ground (Allen et al. 2023,
section 3 and figure 1), ``given`` is as the data set was published. None parts a group: samples of the same ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ..core.errors import DataUnfit, UsageError
from ..core.probes import ANGLE
from ..core.probes import splits as ground
from .datasets import Dataset

KINDS = ("random", "blocks", "bands", "given")

#: Side of a block and width of a band where none is given: 10 km, or a tenth of the ground where that is less.
WIDEST = 10_000.0
_ACROSS = 10

_TRAIN, _VALIDATION, _TEST = range(3)
#: Roles of core.probes.splits.band_roles as ours.
_OF_BANDS = {ground.TRAIN: _TRAIN, ground.VALIDATION: _VALIDATION, ground.TEST: _TEST}
_NAMES = ("train", "validate", "test")

Rows = NDArray[np.intp]
_Roles = NDArray[np.int8]


@dataclass(frozen=True)
class Split:
    """Row numbers, each ascending; a row may be in none.

    rule: how they were parted, in words. least_distance: metres between the nearest two of which one is trained on and
    one is not; None where places are not known or nothing is held out. notes: sentences for the person who asked.
    """

    train: Rows
    validation: Rows
    test: Rows
    rule: str
    least_distance: float | None = None
    notes: tuple[str, ...] = ()


def split(
    dataset: Dataset,
    kind: str = "random",
    validation: float = 0.1,
    test: float = 0.1,
    seed: int = 0,
    *,
    block: float | None = None,
    band: float | None = None,
    angle: float = ANGLE,
) -> Split:
    """Part the samples of a data set.

    Parameters
    ----------
    kind: one of KINDS.
    validation, test: shares of the samples. Bands are 60/20/20 whatever these are; a published split is as it is, and
        what it lacks of these is drawn from what it trains on.
    seed: of all that is drawn.
    block: side of the squares in metres. band, angle: width of the bands in metres and their direction in degrees.

    Raises DataUnfit where the data cannot be parted so, saying what else can be done; UsageError for values that
    cannot be.
    """
    _check_shares(kind, validation, test)
    rng = np.random.default_rng(seed)
    shares = np.array([1 - validation - test, validation, test])
    if kind == "bands":
        roles, rule = _bands(dataset, width(dataset, band), angle, seed)
    elif kind == "given":
        roles, rule = _given(dataset, shares, rng)
    elif shares[_TRAIN] == 1:
        roles, rule = np.zeros(len(dataset), np.int8), "all samples are trained on"
    elif kind == "blocks":
        roles, rule = _blocks(dataset, width(dataset, block), shares, rng)
    else:
        roles, rule = _random(dataset, shares, rng)
    return _finish(dataset, kind, roles, rule)


# -- the ways to part --------------------------------------------------------------------------


def best_split(data: Dataset) -> str:
    """The kind that flatters least of those that a data set can be parted by."""
    if data.given is not None:
        return "given"
    return "random" if data.positions is None else "blocks"


def _random(dataset: Dataset, shares: NDArray[Any], rng: np.random.Generator) -> tuple[_Roles, str]:
    if dataset.groups is not None:
        number, units = _numbered(dataset.groups)
        roles = _deal(
            number, rng.permutation(units), shares, f"{_count(units, 'group')} of samples"
        )
        return roles, _rule(shares, "whole groups of samples of the same ground")
    samples = np.arange(len(dataset))
    classes = _classes(dataset)
    order = rng.permutation(len(dataset))
    if classes is not None:
        order = order[np.argsort(classes[order], kind="stable")]
    roles = _deal(samples, order, shares, _count(len(dataset), "sample"))
    return roles, _rule(shares, "samples" if classes is None else "samples of each class")


def _blocks(
    dataset: Dataset, side: float, shares: NDArray[Any], rng: np.random.Generator
) -> tuple[_Roles, str]:
    squares = np.floor(_places(dataset, "blocks") / side).astype(np.int64)
    number, units = _numbered(squares)
    what = f"{_count(units, 'block')} of {_length(side)}"
    roles = _deal(
        number, rng.permutation(units), shares, what, "give smaller ones with the option block"
    )
    return roles, _rule(shares, f"whole blocks of {_length(side)}")


def _bands(dataset: Dataset, width: float, angle: float, seed: int) -> tuple[_Roles, str]:
    found = ground.band_roles(_places(dataset, "bands"), width, seed, angle)
    roles = np.array([_OF_BANDS[role] for role in range(3)], dtype=np.int8)[found]
    for role in (_TRAIN, _VALIDATION, _TEST):
        if not (roles == role).any():
            raise DataUnfit(
                f"Bands of {_length(width)} leave no sample of {dataset.name} to {_NAMES[role]} on; give narrower "
                "ones, or split at random."
            )
    rule = f"bands of {_length(width)} at {angle:g}°, of every five three to train, one to validate and one to test"
    return roles, rule


def _given(dataset: Dataset, shares: NDArray[Any], rng: np.random.Generator) -> tuple[_Roles, str]:
    if dataset.given is None:
        raise DataUnfit(
            f"{dataset.name} has no split that it was published with; split by blocks or bands where places are known, "
            "else at random."
        )
    roles = np.array(dataset.given, dtype=np.int8)
    lacking = [r for r in (_VALIDATION, _TEST) if shares[r] > 0 and not (roles == r).any()]
    if not lacking:
        return roles, "as published"
    wanted = np.zeros(3)
    wanted[lacking] = shares[lacking]
    wanted[_TRAIN] = 1 - wanted.sum()
    learn = np.flatnonzero(roles == _TRAIN)
    groups = np.arange(len(learn)) if dataset.groups is None else dataset.groups[learn]
    number, units = _numbered(groups)
    what = f"{units} samples or groups that {dataset.name} trains on as published"
    roles[learn] = _deal(number, rng.permutation(units), wanted, what)
    drawn = " and ".join(
        f"{wanted[r]:.0%} of its training samples to {_NAMES[r]} on" for r in lacking
    )
    return roles, f"as published, with {drawn}"


def _deal(
    number: NDArray[Any], order: NDArray[Any], shares: NDArray[Any], what: str, advice: str = ""
) -> _Roles:
    """A role for each sample: whole units, of number ``number``, are dealt in an order, each to what lacks most so far.

    So each role has its share at every point of the order: of each class too, where the order is by class.
    """
    sizes = np.bincount(number)
    role_of = np.empty(len(sizes), dtype=np.int8)
    have = np.zeros(3)
    dealt = 0
    for unit in order:
        dealt += sizes[unit]
        role = int(np.argmax(shares * dealt - have))
        role_of[unit] = role
        have[role] += sizes[unit]
    for role, name in enumerate(_NAMES):
        if shares[role] > 0 and not (role_of == role).any():
            raise DataUnfit(
                f"{what} leave none to {name} on with a share of {shares[role]:.2g}; "
                f"{advice or 'give more samples, or a greater share'}."
            )
    return role_of[number]


# -- what is known of the samples --------------------------------------------------------------


def _places(dataset: Dataset, kind: str) -> NDArray[np.float64]:
    """Where each sample lies; samples of a group in the middle of the group."""
    xy = dataset.positions
    if xy is None:
        other = "as published (given), or at random" if dataset.given is not None else "at random"
        raise DataUnfit(
            f"{dataset.name} does not say where its samples lie, so that they cannot be parted by {kind}; split them "
            f"{other}."
        )
    if dataset.groups is None:
        return xy
    number, units = _numbered(dataset.groups)
    middle = np.stack([np.bincount(number, axis, units) for axis in xy.T], axis=1)
    return (middle / np.bincount(number)[:, None])[number]


def width(dataset: Dataset, given: float | None = None) -> float:
    """Of blocks or bands, in metres: as given, else what suits the ground of the data set. Raises UsageError."""
    if given is not None:
        if not (np.isfinite(given) and given > 0):
            raise UsageError(
                f"Blocks or bands of {given:g} m part nothing; give a width in metres."
            )
        return given
    if dataset.positions is None:
        return WIDEST
    extent = float(np.ptp(dataset.positions, axis=0).max())
    return min(WIDEST, float(f"{extent / _ACROSS:.2g}")) or WIDEST


def _classes(dataset: Dataset) -> NDArray[np.float32] | None:
    """The class of each sample where that is all that is known of it; unknown ones are a class of their own."""
    labels = dataset.labels
    if labels is None or len(labels.tasks) != 1 or labels.kind(0) != "classes":
        return None
    return np.nan_to_num(labels.values[:, 0], nan=-1.0)


def _numbered(groups: NDArray[Any]) -> tuple[NDArray[np.intp], int]:
    """Groups, or rows of several numbers, as 0, 1, 2, …, and how many they are."""
    found, number = np.unique(groups, axis=0, return_inverse=True)
    return number.reshape(-1), len(found)


# -- what came of it ---------------------------------------------------------------------------


def _finish(dataset: Dataset, kind: str, roles: _Roles, rule: str) -> Split:
    train, validation, test = (np.flatnonzero(roles == role) for role in range(3))
    if len(train) == 0:
        raise DataUnfit(f"No sample of {dataset.name} is left to train on; hold out less.")
    held = np.concatenate([validation, test])
    if len(held) == 0 or dataset.positions is None:
        return Split(train, validation, test, rule)
    nearest, _ = cKDTree(dataset.positions[train]).query(dataset.positions[held])
    least = float(nearest.min())
    notes = (_neighbours(dataset, least),) if kind == "random" else ()
    return Split(train, validation, test, rule, least, notes)


def _neighbours(dataset: Dataset, least: float) -> str:
    return (
        f"Neighbours in {dataset.name} are on both sides of this random split, the nearest {_length(least)} apart, and "
        "flatter what is measured; blocks or bands keep them on one side."
    )


def _rule(shares: Sequence[float] | NDArray[Any], of: str) -> str:
    held = [f"{shares[r]:.0%} to {_NAMES[r]} on" for r in (_VALIDATION, _TEST) if shares[r] > 0]
    return f"{of} drawn at random, {' and '.join(held)}"


def _check_shares(kind: str, validation: float, test: float) -> None:
    if kind not in KINDS:
        raise UsageError(f"There is no split '{kind}'; there are: {', '.join(KINDS)}.")
    if not (validation >= 0 and test >= 0 and validation + test < 1):
        raise UsageError(
            f"Shares of {validation:g} to validate and {test:g} to test leave nothing to train; together they are "
            "less than 1."
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _length(metres: float) -> str:
    return f"{metres / 1000:.3g} km" if metres >= 1000 else f"{metres:.3g} m"
