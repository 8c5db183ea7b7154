"""What the points of a scatter are coloured by: labels, a map, clusters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from qgis.core import QgsCoordinateTransform, QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QColor

from ..session import Session
from .charts import blend
from .map_layers import classes_of, values_at

#: Steps that numbers are coloured in, from low to high.
_STEPS = 12
_LOW, _HIGH = "#440154", "#fde725"


class Colouring(NamedTuple):
    """Colours with their chips, the last on top; a text for each chip; the legend's names and colours."""

    groups: list[tuple[str, list[int]]]
    texts: dict[int, str]
    legend: list[tuple[str, str]]


def by_label(session: Session, chips: Iterable[int]) -> Colouring:
    """By the labels of the target in use."""
    known = {chip: session.labels[chip] for chip in chips if chip in session.labels}
    classes = {c["code"]: (c["name"], c["colour"]) for c in session.classes}
    if classes:
        return _by_class(known, classes)
    return _by_number({c: float(v) for c, v in known.items() if isinstance(v, (int, float))})


def by_raster(session: Session, layer: QgsRasterLayer, chips: Sequence[int]) -> Colouring:
    """By what a map says at the chips' centres."""
    layout = session.layout
    if layout is None:
        return Colouring([], {}, [])
    change = QgsCoordinateTransform(session.crs, layer.crs(), QgsProject.instance())
    centres = [change.transform(layout.centre(chip)) for chip in chips]
    found = zip(chips, values_at(layer, centres))
    known: dict[int, Any] = {chip: value for chip, value in found if value is not None}
    classes = classes_of(layer)
    return _by_class(known, classes) if classes else _by_number(known)


def _by_class(known: dict[int, Any], classes: dict[Any, tuple[str, str]]) -> Colouring:
    chips: dict[Any, list[int]] = {}
    for chip, value in known.items():
        chips.setdefault(value, []).append(chip)
    shown = [(classes[value], chips[value]) for value in classes if value in chips]
    # The greatest class below, so that rare ones are seen.
    shown.sort(key=lambda one: -len(one[1]))
    texts = {chip: name for (name, _), of in shown for chip in of}
    legend = [classes[value] for value in classes if value in chips]
    return Colouring([(colour, of) for (_, colour), of in shown], texts, legend)


def _by_number(known: dict[int, float]) -> Colouring:
    if not known:
        return Colouring([], {}, [])
    low, high = min(known.values()), max(known.values())
    span = (high - low) or 1.0
    steps: list[list[int]] = [[] for _ in range(_STEPS)]
    for chip, value in known.items():
        steps[min(int((value - low) / span * _STEPS), _STEPS - 1)].append(chip)
    colours = [
        blend(QColor(_LOW), QColor(_HIGH), place / (_STEPS - 1)).name() for place in range(_STEPS)
    ]
    texts = {chip: f"{value:.4g}" for chip, value in known.items()}
    legend = [(f"{low:.4g}", colours[0]), (f"{high:.4g}", colours[-1])]
    return Colouring(list(zip(colours, steps)), texts, legend)
