"""Curves of training runs by step, over each other, painted with the colours of the user's theme."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QWidget

from ..i18n import tr
from .charts import Chart
from .train_words import number_text

#: Pixels that a tool tip reaches.
_REACH = 16.0


class Line(NamedTuple):
    """One curve; a dashed one is of samples held out, or of a second figure."""

    name: str
    colour: str  # "" for the theme's accent
    steps: Sequence[float]
    values: Sequence[float]
    is_dashed: bool = False


class Curves(Chart):
    """Values by step, a line for each run; where there are more points than pixels, their means."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.title = name
        self.lines: list[Line] = []

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these; those without a finite value are left out."""
        self.lines = [line for line in map(_finite, lines) if line.steps]
        self.setAccessibleDescription("; ".join(map(_told, self.lines)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = max(1, len(self.lines)) + 2
        return QSize(320, round(130 + rows * self.line_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def tip_at(self, place: QPointF) -> str:
        near = [
            (math.hypot(place.x() - spot.x(), place.y() - spot.y()), line, index)
            for line in self.lines
            for index, spot in self._near(line, place.x())
        ]
        if not near:
            return ""
        apart, line, index = min(near, key=lambda found: found[0])
        if apart > _REACH:
            return ""
        return tr("{name}, step {step}: {value}").format(
            name=line.name,
            step=f"{int(line.steps[index]):,}",
            value=number_text(line.values[index]),
        )

    def paint(self, painter: QPainter) -> None:
        painter.setFont(self.small)
        self._paint_title(painter)
        if not self.lines:
            return
        area = self._area()
        self._paint_axes(painter, area)
        painter.save()
        painter.setClipRect(area.adjusted(-2, -2, 2, 2))
        for line in self.lines:
            self._paint_line(painter, line)
        painter.restore()

    # -- where it is ---------------------------------------------------------------------------

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(self.small)
        top = metrics.height() * (len(self.lines) + 1) + 8
        left = max(metrics.horizontalAdvance(text) for text in ("0.000", *self._marks())) + 8
        bottom = metrics.height() + 8
        return QRectF(left, top, self.width() - left - 10, self.height() - top - bottom)

    def _limits(self) -> tuple[float, float, float, float]:
        """Least and largest step, least and largest value, with the latter on round numbers."""
        steps = [step for line in self.lines for step in (line.steps[0], line.steps[-1])]
        values = [value for line in self.lines for value in line.values]
        low, high = min(values), max(values)
        rise = _round_step((high - low) or abs(high) or 1.0)
        low, high = math.floor(low / rise) * rise, math.ceil(high / rise) * rise
        first, last = min(0.0, *steps), max(steps)
        return first, max(last, first + 1), low, high if high > low else low + rise

    def _place(self, step: float, value: float, limits: tuple[float, ...], area: QRectF) -> QPointF:
        first, last, low, high = limits
        x = area.left() + (step - first) / (last - first) * area.width()
        return QPointF(x, area.bottom() - (value - low) / (high - low) * area.height())

    def _near(self, line: Line, x: float) -> list[tuple[int, QPointF]]:
        """Points of a line about a place, by their indices."""
        area, limits = self._area(), self._limits()
        spots = (
            (index, self._place(step, value, limits, area))
            for index, (step, value) in enumerate(zip(line.steps, line.values))
        )
        return [(index, spot) for index, spot in spots if abs(spot.x() - x) <= _REACH]

    def _levels(self) -> list[float]:
        if not self.lines:
            return []
        _, _, low, high = self._limits()
        rise = _round_step(high - low)
        return [low + rise * n for n in range(round((high - low) / rise) + 1)]

    def _marks(self) -> list[str]:
        levels = self._levels()
        if len(levels) < 2:
            return []
        rise = levels[1] - levels[0]
        if not 1e-4 <= rise < 1e5:
            return [f"{level:.1e}" for level in levels]
        digits = max(0, -math.floor(math.log10(rise) - 1e-9)) + (rise * 10 % 10 == 2.5)
        return [f"{level:,.{digits}f}" for level in levels]

    # -- painting ------------------------------------------------------------------------------

    def _paint_title(self, painter: QPainter) -> None:
        """The name of what is shown, and below it each line's, with its latest value."""
        metrics = QFontMetricsF(painter.font())
        height, flags = metrics.height(), Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.ink)
        painter.drawText(QRectF(2, 0, self.width() - 4, height), flags, self.title)
        for row, line in enumerate(self.lines, 1):
            y = row * height + 2
            painter.setPen(self._pen(line, 3))
            painter.drawLine(QPointF(2, y + height / 2), QPointF(22, y + height / 2))
            painter.setPen(self.ink)
            room = QRectF(28, y, self.width() - 30, height)
            text = f"{line.name}: {number_text(line.values[-1])}"
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
            painter.drawText(room, flags, elided)

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        limits, metrics = self._limits(), QFontMetricsF(painter.font())
        first, last, _, _ = limits
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for level, mark in zip(self._levels(), self._marks()):
            y = self._place(first, level, limits, area).y()
            painter.setPen(QPen(self.faint, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self.pale)
            box = QRectF(0, y - metrics.height() / 2, area.left() - 5, metrics.height())
            painter.drawText(box, right, mark)
        painter.setPen(self.pale)
        below = QRectF(area.left(), area.bottom() + 4, area.width(), metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"{int(first):,}")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{int(last):,}")
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, tr("steps"))

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        area, limits = self._area(), self._limits()
        spots = [
            self._place(step, value, limits, area)
            for step, value in thinned(line.steps, line.values, max(2, int(area.width())))
        ]
        painter.setPen(self._pen(line, 1.6))
        painter.drawPolyline(QPolygonF(spots))
        if len(spots) == 1:
            painter.drawEllipse(spots[0], 2.0, 2.0)

    def _pen(self, line: Line, width: float) -> QPen:
        colour = QColor(line.colour) if line.colour else self.accent
        dash = Qt.PenStyle.DashLine if line.is_dashed else Qt.PenStyle.SolidLine
        return QPen(colour, width, dash)


def thinned(
    steps: Sequence[float], values: Sequence[float], most: int
) -> list[tuple[float, float]]:
    """Points of a curve, no more than ``most``: means of as many of them as one then stands for."""
    each = -(-len(steps) // most)
    if each <= 1:
        return list(zip(steps, values))
    found = []
    for start in range(0, len(steps), each):
        part = slice(start, start + each)
        count = len(steps[part])
        found.append((sum(steps[part]) / count, sum(values[part]) / count))
    return found


def _finite(line: Line) -> Line:
    pairs = [(s, v) for s, v in zip(line.steps, line.values) if math.isfinite(v)]
    return line._replace(steps=[s for s, _ in pairs], values=[v for _, v in pairs])


def _told(line: Line) -> str:
    return tr("{name}: {first} at step {start}, {last} at step {end}").format(
        name=line.name,
        first=number_text(line.values[0]),
        start=f"{int(line.steps[0]):,}",
        last=number_text(line.values[-1]),
        end=f"{int(line.steps[-1]):,}",
    )


def _round_step(span: float) -> float:
    """A round distance of which four or five make up a span."""
    rough = span / 4
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)
