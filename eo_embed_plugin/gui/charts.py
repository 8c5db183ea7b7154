"""Charts painted with the colours of the user's theme: what was taken for what, and scores by number of labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ..i18n import tr

_MARGIN = 6.0


class Chart(QWidget):
    """A widget that paints itself; a subclass fills ``paint`` and ``tip_at``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)

    def paint(self, painter: QPainter) -> None:
        """Paint the chart."""
        raise NotImplementedError

    def tip_at(self, place: QPointF) -> str:
        """What a tool tip says of a place; nothing where there is nothing."""
        return ""

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().event(event)
        tip = self.tip_at(QPointF(event.pos()))
        QToolTip.showText(event.globalPos(), tip, self) if tip else QToolTip.hideText()
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    # -- the theme -----------------------------------------------------------------------------

    def colour(self, role: Any) -> QColor:
        """A colour of the theme."""
        return self.palette().color(role)

    @property
    def ink(self) -> QColor:
        """Of text."""
        return self.colour(QPalette.ColorRole.WindowText)

    @property
    def pale(self) -> QColor:
        """Of what stands behind: lines, axes, less important text."""
        return blend(self.ink, self.colour(QPalette.ColorRole.Window), 0.45)

    @property
    def faint(self) -> QColor:
        """Of grids and empty bars."""
        return blend(self.ink, self.colour(QPalette.ColorRole.Window), 0.85)

    @property
    def accent(self) -> QColor:
        """Of what matters most."""
        return self.colour(QPalette.ColorRole.Highlight)

    @property
    def small(self) -> QFont:
        """A font for axes."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        return font

    def line_height(self) -> float:
        """Of a line of text."""
        return QFontMetricsF(self.font()).height()


def blend(one: QColor, other: QColor, share: float) -> QColor:
    """A colour between two: ``share`` of the other."""
    parts = zip(one.getRgb()[:3], other.getRgb()[:3])
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def readable_on(colour: QColor) -> QColor:
    """Black or white, whichever reads better on a colour."""
    light = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()
    return QColor(Qt.GlobalColor.black if light > 140 else Qt.GlobalColor.white)


class ConfusionMatrix(Chart):
    """Chips by what they are (rows) and what they were taken for (columns), shaded by the share of a row."""

    _LEAST_CELL, _MOST_CELL = 16.0, 34.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What was taken for what"), parent)
        self.names: list[str] = []
        self.colours: list[str] = []
        self.counts: list[list[int]] = []

    def set_matrix(
        self, names: Sequence[str], colours: Sequence[str], counts: Sequence[Sequence[int]]
    ) -> None:
        """Show counts; row i is of what is truly ``names[i]``."""
        self.names, self.colours = list(names), list(colours)
        self.counts = [list(row) for row in counts]
        told = "; ".join(filter(None, map(self._told_row, range(len(self.names)))))
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def tell(self, row: int, column: int) -> str:
        """A cell in words."""
        count, of = self.counts[row][column], sum(self.counts[row])
        if row == column:
            text = tr("{n} of {of} chips of {true} were recognised.")
        else:
            text = tr("{n} of {of} chips of {true} were taken for {said}.")
        return text.format(n=count, of=of, true=self.names[row], said=self.names[column])

    def tip_at(self, place: QPointF) -> str:
        cell = self._cell_at(place)
        return self.tell(*cell) if cell else ""

    def sizeHint(self) -> QSize:
        count = max(1, len(self.names))
        side = self._MOST_CELL if count <= 6 else max(self._LEAST_CELL, 204 / count)
        return QSize(300, round(self._head() + count * side + self.line_height() + 2 * _MARGIN))

    def paint(self, painter: QPainter) -> None:
        grid = self._grid()
        side = self._side()
        painter.setFont(self.small)
        self._paint_axes(painter, grid, side)
        for row, counts in enumerate(self.counts):
            whole = sum(counts)
            for column, count in enumerate(counts):
                self._paint_cell(painter, grid, row, column, count / whole if whole else 0.0)

    def _paint_axes(self, painter: QPainter, grid: QRectF, side: float) -> None:
        metrics = QFontMetricsF(painter.font())
        painter.setPen(self.pale)
        top = QRectF(
            grid.left(), 0, max(grid.width(), self.width() - grid.left()), metrics.height()
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(top, left, tr("taken for →"))
        painter.drawText(QRectF(0, 0, grid.left() - 6, metrics.height()), left, tr("is ↓"))
        swatch = min(10.0, side * 0.5)
        for place, name in enumerate(self.names):
            colour = QColor(self.colours[place])
            y = grid.top() + (place + 0.5) * side
            painter.fillRect(QRectF(0, y - swatch / 2, swatch, swatch), colour)
            painter.setPen(self.ink)
            room = grid.left() - swatch - 12
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(swatch + 5, y - side / 2, room + 2, side), left, text)
            x = grid.left() + (place + 0.5) * side
            painter.fillRect(
                QRectF(x - swatch / 2, grid.top() - swatch - 4, swatch, swatch), colour
            )

    def _paint_cell(
        self, painter: QPainter, grid: QRectF, row: int, column: int, share: float
    ) -> None:
        side = self._side()
        box = QRectF(grid.left() + column * side, grid.top() + row * side, side, side)
        box.adjust(1, 1, -1, -1)
        base = self.colour(QPalette.ColorRole.Base)
        # Mistakes in the colour of the theme's bright text would shout; the diagonal's frame tells them apart.
        colour = blend(base, self.accent, share**0.7) if share else base
        painter.fillRect(box, colour)
        if row == column:
            painter.setPen(QPen(self.ink, 1.2))
            painter.drawRect(box)
        count = self.counts[row][column]
        metrics = QFontMetricsF(painter.font())
        if count and metrics.horizontalAdvance(str(count)) <= side - 3:
            painter.setPen(readable_on(colour))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))

    def _told_row(self, row: int) -> str:
        return self.tell(row, row) if self.counts[row] else ""

    def _head(self) -> float:
        return QFontMetricsF(self.small).height() + 18

    def _names_width(self) -> float:
        metrics = QFontMetricsF(self.small)
        widest = max((metrics.horizontalAdvance(name) for name in self.names), default=0.0)
        return min(widest + 24, self.width() * 0.42)

    def _side(self) -> float:
        count = max(1, len(self.names))
        across = (self.width() - self._names_width() - _MARGIN) / count
        down = (self.height() - self._head() - _MARGIN) / count
        return max(4.0, min(across, down, 48.0))

    def _grid(self) -> QRectF:
        extent = self._side() * len(self.names)
        return QRectF(self._names_width(), self._head(), extent, extent)

    def _cell_at(self, place: QPointF) -> tuple[int, int] | None:
        grid, side = self._grid(), self._side()
        if not grid.contains(place):
            return None
        row, column = int((place.y() - grid.top()) / side), int((place.x() - grid.left()) / side)
        last = len(self.names) - 1
        return min(row, last), min(column, last)


class LearningCurve(Chart):
    """Scores against the number of labels, a line for each split, with the number that is enough."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Score against the number of labels"), parent)
        self.curves: list[dict[str, Any]] = []

    def set_curves(self, curves: Sequence[dict[str, Any]]) -> None:
        """Show the worker's curves."""
        self.curves = list(curves)
        self.setAccessibleDescription("; ".join(self._told(point) for point in self._points()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, round(160 + 3 * self.line_height()))

    def tip_at(self, place: QPointF) -> str:
        near = [(_apart(place, spot), told) for spot, told in self._spots()]
        best = min(near, default=(math.inf, ""))
        return best[1] if best[0] < 14 else ""

    def paint(self, painter: QPainter) -> None:
        if not self.curves:
            return
        painter.setFont(self.small)
        area = self._area()
        self._paint_axes(painter, area)
        for curve, colour in zip(self.curves, self._colours()):
            self._paint_curve(painter, curve, colour)
        self._paint_legend(painter)

    # -- what is shown -------------------------------------------------------------------------

    def _points(self) -> list[tuple[dict[str, Any], int, dict[str, Any]]]:
        """Curve, number of labels and spread of everything that is drawn; the last of a curve is all labels."""
        found = []
        for curve in self.curves:
            metric = curve["metric"]
            each = [(point["labels"], point["metrics"][metric]) for point in curve["points"]]
            each.append((curve["full_labels"][1], curve["full"][metric]))
            found += [(curve, n, spread) for n, spread in each if spread["mean"] is not None]
        return found

    def _told(self, point: tuple[dict[str, Any], int, dict[str, Any]]) -> str:
        curve, labels, spread = point
        return tr("{n} labels, {split}: {mean:.2f} ({low:.2f} to {high:.2f})").format(
            n=labels,
            split=split_name(curve["split"]),
            mean=spread["mean"],
            low=_or(spread["low"], spread["mean"]),
            high=_or(spread["high"], spread["mean"]),
        )

    def _spots(self) -> list[tuple[QPointF, str]]:
        return [
            (self._place(labels, spread["mean"]), self._told((curve, labels, spread)))
            for curve, labels, spread in self._points()
        ]

    # -- where it is ---------------------------------------------------------------------------

    def _area(self) -> QRectF:
        height = QFontMetricsF(self.small).height()
        legend = height * len(self.curves) + 6
        left = QFontMetricsF(self.small).horizontalAdvance("0.00") + 8
        return QRectF(
            left, legend, self.width() - left - 14, self.height() - legend - 2 * height - 8
        )

    def _limits(self) -> tuple[float, float, float, float]:
        points = self._points()
        labels = [n for _, n, _ in points]
        scores = [
            _or(spread[end], spread["mean"]) for _, _, spread in points for end in ("low", "high")
        ]
        low = max(min(scores, default=0.0), -1.0)
        high = max(scores, default=1.0)
        low, high = math.floor(low * 10) / 10, math.ceil(high * 10) / 10
        return min(labels, default=1), max(labels, default=10), low, max(high, low + 0.1)

    def _place(self, labels: float, score: float) -> QPointF:
        area = self._area()
        least, most, low, high = self._limits()
        span = math.log(most / least) or 1.0
        x = area.left() + math.log(max(labels, least) / least) / span * area.width()
        share = (min(max(score, low), high) - low) / (high - low)
        return QPointF(x, area.bottom() - share * area.height())

    def _colours(self) -> list[QColor]:
        return [self.accent if curve["split"] != "random" else self.pale for curve in self.curves]

    # -- painting ------------------------------------------------------------------------------

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        least, _, low, high = self._limits()
        metrics = QFontMetricsF(painter.font())
        rise = 0.1 if high - low < 0.55 else 0.2
        for step in range(int((high - low) / rise + 1.001)):
            score = low + rise * step
            y = self._place(least, score).y()
            painter.setPen(QPen(self.faint, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self.pale)
            box = QRectF(0, y - metrics.height() / 2, area.left() - 5, metrics.height())
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{score:.2f}"
            )
        free = -math.inf
        for labels in sorted({n for _, n, _ in self._points()}):
            x = self._place(labels, low).x()
            text = f"{labels:,}"
            half = metrics.horizontalAdvance(text) / 2
            painter.setPen(self.pale)
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            if x - half > free:
                painter.drawText(
                    QRectF(x - half - 4, area.bottom() + 4, 2 * half + 8, metrics.height()),
                    Qt.AlignmentFlag.AlignCenter,
                    text,
                )
                free = x + half + 6
        below = QRectF(
            area.left(), self.height() - metrics.height(), area.width(), metrics.height()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, tr("labels to learn from"))

    def _paint_curve(self, painter: QPainter, curve: dict[str, Any], colour: QColor) -> None:
        mine = [(n, spread) for owner, n, spread in self._points() if owner is curve]
        lows = [self._place(n, _or(s["low"], s["mean"])) for n, s in mine]
        highs = [self._place(n, _or(s["high"], s["mean"])) for n, s in mine]
        band = QColor(colour)
        band.setAlpha(46)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF(highs + lows[::-1]))
        line = [self._place(n, s["mean"]) for n, s in mine]
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour)
        painter.drawPolyline(QPolygonF(line))
        for spot in line:
            painter.drawEllipse(spot, 2.2, 2.2)
        self._paint_enough(painter, curve, colour)

    def _paint_enough(self, painter: QPainter, curve: dict[str, Any], colour: QColor) -> None:
        """A ring where the curve reaches 95% of the score with all labels, and the goal as a dotted line."""
        if curve["enough"] is None or curve["goal"] is None:
            return
        mean = next(s["mean"] for o, n, s in self._points() if o is curve and n == curve["enough"])
        spot, area = self._place(curve["enough"], mean), self._area()
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        painter.drawLine(spot, QPointF(spot.x(), area.bottom()))
        painter.setPen(QPen(colour, 2))
        painter.setBrush(self.colour(QPalette.ColorRole.Window))
        painter.drawEllipse(spot, 5, 5)

    def _paint_legend(self, painter: QPainter) -> None:
        metrics, left = QFontMetricsF(painter.font()), 2.0
        for place, (curve, colour) in enumerate(zip(self.curves, self._colours())):
            y = place * metrics.height()
            painter.setPen(QPen(colour, 3))
            middle = y + metrics.height() / 2
            painter.drawLine(QPointF(left, middle), QPointF(left + 16, middle))
            painter.setPen(self.ink)
            text = split_name(curve["split"])
            if curve["enough"] is not None:
                text = tr("{split}: {n} labels reach 95%").format(
                    split=text, n=f"{curve['enough']:,}"
                )
            room = QRectF(left + 22, y, self.width() - left - 22, metrics.height())
            told = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, told)


def split_name(split: str) -> str:
    """A split in a few words."""
    names = {"random": tr("random folds"), "block": tr("blocks of ground")}
    return names.get(split, split)


def _apart(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
