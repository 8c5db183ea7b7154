"""How what lies on a chip becomes its label: the rules that rasters and vectors share.

A *share* is the part of a chip that bears out its label, 0 to 1: for a class, what the class takes
of the whole chip (of its points, for points); for a value, what of the chip is known. A chip that
half lies outside the label file can therefore not be sure of a class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from ..classes import ClassInfo, default_classes
from ..errors import LabelsOutside, LabelsTooFew, UsageError

Rule = Literal["majority", "fraction", "mean", "median-split"]

#: A mean, or a class's share, stands for a chip when at least this much of the chip is known.
LEAST_KNOWN = 0.5
#: Shares are quotients of areas or counts: 0.6 must not fail for the last bit.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class How:
    """A parsed rule; ``value`` is the class whose share is asked for, None for any polygon."""

    rule: Rule
    value: str | None = None

    def __str__(self) -> str:
        return self.rule if self.value is None else f"{self.rule}:{self.value}"


def parse_how(text: str) -> How:
    """``majority``, ``fraction:V``, ``fraction`` (any polygon), ``mean`` or ``median-split``.

    Raises UsageError for anything else.
    """
    rule, _, value = (part.strip() for part in text.partition(":"))
    match rule, value:
        case "fraction", _ if bool(value) == (":" in text):
            return How("fraction", value or None)
        case ("majority" | "mean" | "median-split") as plain, "" if ":" not in text:
            return How(plain)
    raise UsageError(
        f"'{text}' is no way to label chips; choose majority, fraction:V (V is a class), mean or "
        "median-split."
    )


@dataclass(frozen=True)
class ChipLabels:
    """Labels of chips.

    Parameters
    ----------
    ids: chip ids, ascending, int64 ``(n,)``.
    values: class codes, object array of str, or values in the file's units, float64 ``(n,)``.
    share: the part of each chip that bears its label out, float32 ``(n,)``.
    kind: whether ``values`` are classes or values.
    classes: those that occur, in the order of their codes; empty for values.
    """

    ids: np.ndarray
    values: np.ndarray
    share: np.ndarray
    kind: Literal["classes", "value"]
    classes: list[ClassInfo]


class Majority(NamedTuple):
    """The largest class of each chip, its place in some list of codes, and its share."""

    place: np.ndarray
    share: np.ndarray


def class_labels(
    path: str, ids: np.ndarray, largest: Majority, classes: list[ClassInfo], min_share: float
) -> ChipLabels:
    """Chips whose largest class takes at least ``min_share``. Raises LabelsOutside for none."""
    keep = (largest.share > 0) & (largest.share >= min_share - _ROUNDING)
    if not keep.any():
        most = _most(path, largest.share)
        raise LabelsOutside(
            f"No class of {path} takes {min_share:.0%} of any chip, the largest share being "
            f"{most:.0%}; lower --min-share, or use smaller chips."
        )
    used = np.unique(largest.place[keep])
    codes = np.array([c.code for c in classes], dtype=object)
    return ChipLabels(
        ids[keep],
        codes[largest.place[keep]],
        largest.share[keep].astype(np.float32),
        "classes",
        [classes[i] for i in used],
    )


def value_labels(
    path: str, ids: np.ndarray, values: np.ndarray, known: np.ndarray, how: How
) -> ChipLabels:
    """Values of the chips that are known to LEAST_KNOWN or more, or their two halves.

    Raises LabelsOutside for none, LabelsTooFew where a median cannot split them.
    """
    keep = (known > 0) & (known >= LEAST_KNOWN - _ROUNDING) & np.isfinite(values)
    if not keep.any():
        most = _most(path, known)
        raise LabelsOutside(
            f"The values of {path} cover less than {LEAST_KNOWN:.0%} of every chip, {most:.0%} at "
            "most; use smaller chips."
        )
    ids, values, known = ids[keep], values[keep], known[keep].astype(np.float32)
    if how.rule != "median-split":
        return ChipLabels(ids, values.astype(np.float64), known, "value", [])
    codes = _halves(path, values)
    return ChipLabels(ids, codes, known, "classes", _HALVES)


_HALVES = [
    ClassInfo(half.code, f"{half.code} median", half.colour)
    for half in default_classes(["below", "above"])
]


def _halves(path: str, values: np.ndarray) -> np.ndarray:
    """Which chips are "below" and "above" the median, as balanced as ties at the median allow.

    The binary task of Allen et al. 2023, "Fewshot learning on global multimodal embeddings for
    earth observation tasks", section 4.2.
    """
    median = np.median(values)
    above = min((values > median, values >= median), key=lambda half: abs(half.mean() - 0.5))
    if above.all() or not above.any():
        raise LabelsTooFew(
            f"A median cannot split the chips in two: {path} gives {len(values)} of them, all of "
            f"value {median:g}; use --how mean, or labels that vary."
        )
    return np.where(above, "above", "below").astype(object)


def _most(path: str, share: np.ndarray) -> float:
    """The largest share found. Raises LabelsOutside where there is none at all."""
    most = float(share.max(initial=0))
    if most == 0:
        raise outside(path)
    return most


def outside(path: str) -> LabelsOutside:
    """The error for labels that share no ground with a chip."""
    return LabelsOutside(
        f"No label of {path} falls on a chip; check its position, its CRS and the area of interest."
    )


def code_text(value: Any) -> str:
    """A class code as text: whole numbers without a point, the rest as it is written."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def ordered(codes: Iterable[str]) -> list[str]:
    """Distinct codes: numbers by size, then text by the alphabet."""

    def key(code: str) -> tuple[bool, float, str]:
        try:
            return False, float(code), code
        except ValueError:
            return True, 0.0, code

    return sorted(set(codes), key=key)
