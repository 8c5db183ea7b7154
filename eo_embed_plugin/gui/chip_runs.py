"""Which chips an area holds, row by row: from where a row's line or strip crosses it, so that none is asked alone."""

from __future__ import annotations

import math

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle

from ..geometry import ChipLayout


def chip_runs(
    layout: ChipLayout, rows: range, cols: range, area: QgsGeometry | None
) -> list[tuple[int, int, int]]:
    """Chips of the area among rows and columns, as runs ``(row, first column, last column)``.

    ``area`` is in the layout's CRS; None takes them all.
    """
    if not rows or not cols:
        return []
    if area is None:
        return [(row, cols[0], cols[-1]) for row in rows]
    a, _, c, _, e, f = layout.transform
    left, right = span(c, a, layout.stride[1], layout.size[1], cols[0], cols[-1])
    top, bottom = span(f, e, layout.stride[0], layout.size[0], rows[0], rows[-1])
    near = area.intersection(QgsGeometry.fromRect(QgsRectangle(left, bottom, right, top)))
    if near.isEmpty():
        return []
    choose = {"any": _touching, "full": _covered}.get(layout.inclusion, _centred)
    return [(row, low, high) for row in rows for low, high in choose(layout, row, cols, near)]


def _centred(layout: ChipLayout, row: int, cols: range, area: QgsGeometry) -> list[tuple[int, int]]:
    """Columns whose centres the area holds: where the line through the row's centres crosses it."""
    a, _, c, _, e, f = layout.transform
    size, stride = layout.size[1], layout.stride[1]
    y = f + (row * layout.stride[0] + layout.size[0] / 2) * e
    box = area.boundingBox()
    line = QgsGeometry.fromPolylineXY(
        [QgsPointXY(box.xMinimum() - 1, y), QgsPointXY(box.xMaximum() + 1, y)]
    )
    found = []
    for low, high in _intervals(area.intersection(line)):
        first = math.ceil(((low - c) / a - size / 2) / stride - 1e-9)
        last = math.floor(((high - c) / a - size / 2) / stride + 1e-9)
        found.append((max(first, cols[0]), min(last, cols[-1])))
    return [run for run in found if run[0] <= run[1]]


def _touching(
    layout: ChipLayout, row: int, cols: range, area: QgsGeometry
) -> list[tuple[int, int]]:
    """Columns that the area touches: each connected part of it within the row spans some."""
    strip = _strip(layout, row, cols)
    return _merged(
        [_columns(layout, cols, low, high) for low, high in _intervals(area.intersection(strip))]
    )


def _covered(layout: ChipLayout, row: int, cols: range, area: QgsGeometry) -> list[tuple[int, int]]:
    """Columns that the area holds in full: those that no part of the row outside of it touches."""
    outside = _strip(layout, row, cols).difference(area)
    spans = [_columns(layout, cols, low, high) for low, high in _intervals(outside)]
    found, first = [], cols[0]
    for low, high in _merged(spans):
        found.append((first, low - 1))
        first = high + 1
    found.append((first, cols[-1]))
    return [run for run in found if run[0] <= run[1]]


def _columns(layout: ChipLayout, cols: range, low: float, high: float) -> tuple[int, int]:
    """Columns whose ground shares more than an edge with an interval of x."""
    a, c = layout.transform[0], layout.transform[2]
    size, stride = layout.size[1], layout.stride[1]
    first = math.floor(((low - c) / a - size) / stride + 1e-9) + 1
    last = math.ceil((high - c) / a / stride - 1e-9) - 1
    return max(first, cols[0]), min(last, cols[-1])


def _strip(layout: ChipLayout, row: int, cols: range) -> QgsGeometry:
    a, _, c, _, e, f = layout.transform
    left, right = span(c, a, layout.stride[1], layout.size[1], cols[0], cols[-1])
    top, bottom = span(f, e, layout.stride[0], layout.size[0], row, row)
    return QgsGeometry.fromRect(QgsRectangle(left, bottom, right, top))


def _intervals(shape: QgsGeometry) -> list[tuple[float, float]]:
    """The x of each connected part."""
    if shape.isEmpty():
        return []
    boxes = [part.boundingBox() for part in shape.constParts()]
    return [(box.xMinimum(), box.xMaximum()) for box in boxes if box.width() > 0]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for low, high in sorted(span for span in spans if span[0] <= span[1]):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def span(
    origin: float, pixel: float, stride: int, size: int, first: int, last: int
) -> tuple[float, float]:
    """Where chips ``first`` to ``last`` begin and end along one axis."""
    return origin + first * stride * pixel, origin + (last * stride + size) * pixel


def edges(
    origin: float, pixel: float, stride: int, size: int, first: int, last: int
) -> list[float]:
    """Every edge of chips ``first`` to ``last`` along one axis."""
    starts = {first * stride + n * stride for n in range(last - first + 1)}
    return [origin + at * pixel for at in sorted(starts | {s + size for s in starts})]
