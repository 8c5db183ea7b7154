"""What a map shows: classes with names and colours, or a value, and the ramps that colour values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ClassInfo:
    """A class as labels, heads, maps and legends name it.

    ``code`` is what the labels hold, ``name`` what a person reads, ``colour`` is ``#rrggbb``.
    """

    code: str
    name: str
    colour: str


@dataclass(frozen=True)
class Legend:
    """What the cells of a map mean: one of ``classes`` (in the order of the head), or a value.

    ``target`` is the name of what was labelled; ``classes`` is empty for values.
    """

    kind: Literal["classes", "value"]
    target: str
    classes: tuple[ClassInfo, ...] = ()


def map_values(classes: Sequence[ClassInfo]) -> tuple[int, ...]:
    """What a map stores for each class: its code, where every code is a whole number from 1 to 254, so that a
    map of NLCD's 41 and 42 holds these; else 1 for the first, and so on. 0 is nodata."""
    codes = [c.code for c in classes]
    if all(code.isdecimal() and str(int(code)) == code and 1 <= int(code) <= 254 for code in codes):
        return tuple(map(int, codes))
    return tuple(range(1, len(codes) + 1))


#: Colours that stay apart for colour-blind readers, in the order they are given out: Okabe & Ito
#: (2008) without black, then Tol's "muted", "light" and "medium contrast" schemes (SRON/EPS/TN/09-002).
PALETTE: tuple[str, ...] = (
    "#009e73", "#e69f00", "#0072b2", "#cc79a7", "#f0e442", "#d55e00", "#56b4e9",
    "#332288", "#999933", "#882255", "#88ccee", "#117733", "#ddcc77", "#aa4499", "#44aa99",
    "#cc6677", "#bbcc33", "#eedd88", "#99ddff", "#ffaabb", "#997700", "#994455", "#004488",
    "#dddddd",
)  # fmt: skip


def default_classes(codes: Iterable[object]) -> list[ClassInfo]:
    """One class per code, in the order given, named by its code and coloured from PALETTE in turn."""
    return [
        ClassInfo(str(code), str(code), PALETTE[i % len(PALETTE)]) for i, code in enumerate(codes)
    ]


#: Perceptually uniform ramps of matplotlib, sampled at nine points: viridis for values, cividis
#: for probabilities, and for uncertainty magma turned round, so that pale is sure and dark is not.
VALUE_RAMP = (
    "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30",
    "#fde725",
)  # fmt: skip
PROBABILITY_RAMP = (
    "#00224e", "#1a386f", "#434e6c", "#61656f", "#7d7c78", "#9b9476", "#bcae6c", "#dec958",
    "#fee838",
)  # fmt: skip
UNCERTAINTY_RAMP = (
    "#fde7a9", "#feb47b", "#fa815f", "#e85362", "#c03a76", "#942c80", "#681c81", "#3d0f71",
    "#140e36",
)  # fmt: skip


def rgb_of(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0..255, of ``#rrggbb``."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
