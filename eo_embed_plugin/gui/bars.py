"""Bars: shares of a map, areas with their intervals, the variance that each direction holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPen
from qgis.PyQt.QtWidgets import QWidget

from ..i18n import tr
from .charts import Chart

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Bar:
    """One row: its length, what is written beside it, and, where they are known, an interval and a mark."""

    name: str
    colour: str
    value: float
    text: str
    tip: str = ""
    low: float | None = None
    high: float | None = None
    mark: float | None = None


class Bars(Chart):
    """Horizontal bars with a name before and a figure behind; intervals as whiskers, a mark as a line across."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.bars: list[Bar] = []
        self._most: float | None = None

    def set_bars(self, bars: Iterable[Bar], most: float | None = None) -> None:
        """Show these, from top to bottom; ``most`` is what a whole bar stands for, else the greatest."""
        self.bars, self._most = list(bars), most
        self.setAccessibleDescription("; ".join(f"{bar.name} {bar.text}" for bar in self.bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, round(self._row() * max(1, len(self.bars)) + 2))

    def tip_at(self, place: QPointF) -> str:
        row = int(place.y() / self._row())
        return self.bars[row].tip if 0 <= row < len(self.bars) else ""

    def paint(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self.font())
        before = min(
            max((metrics.horizontalAdvance(b.name) for b in self.bars), default=0.0) + 8,
            self.width() * 0.34,
        )
        behind = max((metrics.horizontalAdvance(b.text) for b in self.bars), default=0.0) + 8
        span = max(20.0, self.width() - before - behind)
        found = max((max(b.value, b.high or 0, b.mark or 0) for b in self.bars), default=1.0)
        most = self._most or found or 1.0
        for place, bar in enumerate(self.bars):
            y = place * self._row()
            painter.setPen(self.ink)
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, before - 6)
            painter.drawText(QRectF(0, y, before, self._row()), _LEFT, name)
            painter.drawText(
                QRectF(self.width() - behind, y, behind, self._row()), _RIGHT, bar.text
            )
            self._paint_bar(painter, bar, QRectF(before, y + 4, span, self._row() - 8), most)

    def _paint_bar(self, painter: QPainter, bar: Bar, room: QRectF, most: float) -> None:
        painter.fillRect(room, self.faint)
        scale = room.width() / most
        filled = QRectF(room)
        filled.setWidth(max(bar.value * scale, 0.0))
        painter.fillRect(filled, QColor(bar.colour))
        if bar.low is not None and bar.high is not None:
            middle = room.center().y()
            painter.setPen(QPen(self.ink, 1.6))
            low, high = room.left() + bar.low * scale, room.left() + bar.high * scale
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            for end in (low, high):
                painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))
        if bar.mark is not None:
            x = room.left() + bar.mark * scale
            painter.setPen(QPen(self.ink, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, room.top() - 3), QPointF(x, room.bottom() + 3))

    def _row(self) -> float:
        return self.line_height() + 6


class Spectrum(Chart):
    """The share of the variance that each principal component holds, and their sum as a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Variance by principal component"), parent)
        self.shares: list[float] = []

    def set_shares(self, shares: Sequence[float]) -> None:
        """Show shares of 0..1, the greatest first."""
        self.shares = list(shares)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, round(70 + self.line_height()))

    def tip_at(self, place: QPointF) -> str:
        if not self.shares:
            return ""
        place_in = int((place.x() - self._area().left()) / self._area().width() * len(self.shares))
        at = min(max(place_in, 0), len(self.shares) - 1)
        return tr(
            "Component {n}: {share:.1%} of the variance, {sum:.1%} with those before it"
        ).format(n=at + 1, share=self.shares[at], sum=sum(self.shares[: at + 1]))

    def paint(self, painter: QPainter) -> None:
        if not self.shares:
            return
        painter.setFont(self.small)
        area = self._area()
        step, total, line = area.width() / len(self.shares), 0.0, []
        for place, share in enumerate(self.shares):
            total += share
            height = share / self.shares[0] * area.height()
            left = area.left() + place * step
            painter.fillRect(
                QRectF(left, area.bottom() - height, max(1.0, step - 1), height), self.accent
            )
            line.append(QPointF(left + step / 2, area.bottom() - total * area.height()))
        painter.setPen(QPen(self.pale, 1.4))
        for one, other in zip(line, line[1:]):
            painter.drawLine(one, other)
        self._paint_axis(painter, area)

    def _paint_axis(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(self.faint, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(self.pale)
        below = QRectF(area.left(), area.bottom() + 2, area.width(), self.line_height())
        painter.drawText(below, _LEFT, "1")
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, tr("principal components"))
        painter.drawText(below, _RIGHT, str(len(self.shares)))

    def _area(self) -> QRectF:
        return QRectF(2, 4, self.width() - 4, self.height() - self.line_height() - 8)
