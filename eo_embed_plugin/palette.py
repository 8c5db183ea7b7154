"""Colours of classes and of numbers; those that core.classes gives, which QGIS's process cannot import."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qgis.PyQt.QtGui import QColor

#: core.classes.PALETTE: colours that stay apart for colour-blind readers.
PALETTE = (
    "#009e73", "#e69f00", "#0072b2", "#cc79a7", "#f0e442", "#d55e00", "#56b4e9",
    "#332288", "#999933", "#882255", "#88ccee", "#117733", "#ddcc77", "#aa4499", "#44aa99",
    "#cc6677", "#bbcc33", "#eedd88", "#99ddff", "#ffaabb", "#997700", "#994455", "#004488",
    "#dddddd",
)  # fmt: skip
#: core.classes.VALUE_RAMP: viridis.
RAMP = (
    "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30",
    "#fde725",
)  # fmt: skip


#: Colours that maps usually give to what classes are named after, by beginnings of English, French and
#: Spanish words; of the palette, or near it, so that they stay apart.
_USUAL = {
    "#0072b2": ("water", "lake", "sea", "river", "ocean", "eau", "lac", "mer", "agua", "lago", "mar", "río"),
    "#117733": ("forest", "tree", "wood", "forêt", "arbre", "bois", "bosque", "árbol", "arbol"),
    "#bbcc33": ("meadow", "grass", "pasture", "prair", "herbe", "prader", "pasto", "hierba"),
    "#e69f00": ("crop", "field", "farm", "agri", "arable", "cultur", "champ", "cultiv", "campo"),
    "#d55e00": ("town", "built", "build", "urban", "city", "settle", "ville", "bâti", "ciudad", "edific", "urbano"),
    "#ddcc77": ("bare", "soil", "sand", "rock", "beach", "sol", "sable", "roch", "suelo", "arena", "roca"),
    "#44aa99": ("wetland", "marsh", "swamp", "mangrove", "marais", "humedal", "pantano"),
    "#999933": ("shrub", "bush", "scrub", "heath", "lande", "arbuste", "matorral", "brezal"),
    "#99ddff": ("snow", "ice", "glacier", "neige", "glace", "nieve", "hielo"),
    "#882255": ("burn", "fire", "brûl", "incend", "quemad"),
    "#dddddd": ("cloud", "nuage", "nube"),
}  # fmt: skip


def next_colour(taken: Iterable[str], name: str = "") -> str:
    """A colour of the palette that is not taken: the usual one for a class of this name where there is one.

    Where all are taken they begin anew.
    """
    used = [colour.lower() for colour in taken]
    words = re.split(r"[\s_\-/,]+", name.casefold())
    for colour, beginnings in _USUAL.items():
        if colour not in used and any(_begins(word, beginnings) for word in words):
            return colour
    free = (colour for colour in PALETTE if colour not in used)
    return next(free, PALETTE[len(used) % len(PALETTE)])


def _begins(word: str, beginnings: Iterable[str]) -> bool:
    """Whether a word begins so; the shortest are whole words, or "mar" would be in "marsh"."""
    return any(word == b if len(b) <= 3 else word.startswith(b) for b in beginnings)


def ramp_colour(value: float, extent: tuple[float, float] | None) -> QColor:
    """The colour of a number between the least and the largest."""
    low, high = extent or (value, value)
    share = (value - low) / (high - low) if high > low else 0.5
    place = min(max(share, 0.0), 1.0) * (len(RAMP) - 1)
    index = min(int(place), len(RAMP) - 2)
    a, b, rest = QColor(RAMP[index]), QColor(RAMP[index + 1]), place - index
    return QColor(
        round(a.red() + (b.red() - a.red()) * rest),
        round(a.green() + (b.green() - a.green()) * rest),
        round(a.blue() + (b.blue() - a.blue()) * rest),
    )
