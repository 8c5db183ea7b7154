"""A scatter of chips: thousands of points to look at, to move about in, and to select from.

drag            select by a rectangle, or by a lasso; Shift adds, Ctrl takes away
click           select a point
wheel, + −      nearer, further; right or middle drag and Shift+arrows move; Home shows all
arrows          go to the next point that way; Enter selects it; Escape selects none
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QColor,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ..i18n import tr
from .charts import Chart, blend

RECTANGLE, LASSO = "rectangle", "lasso"
#: Screen pixels within which a point is hit, and that a drag takes to be one.
_REACH, _DRAG = 8.0, 4.0
_FRAME = 12.0
_STEP = 1.25
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Scatter(Chart):
    """Points by chip id.

    selectionChanged: the chips selected, ascending. hovered: the chip under the mouse, or that the keyboard is on;
    -1 for none. chosen: a chip that was double-clicked or confirmed by Enter.
    """

    selectionChanged = pyqtSignal(list)
    hovered = pyqtSignal(int)
    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Scatter of the chips"), parent)
        self.mode = RECTANGLE
        self.selection: set[int] = set()
        self.current = -1
        self._chips: list[int] = []
        self._points = QPolygonF()
        self._place: dict[int, int] = {}
        self._groups: list[tuple[QColor, list[int]]] = []
        self._texts: dict[int, str] = {}
        self._view = QTransform()
        self._picture: QPixmap | None = None
        self._from: QPointF | None = None
        self._at: QPointF | None = None
        self._trail = QPolygonF()
        self._moving = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(220)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return QSize(340, 320)

    # -- what is shown -------------------------------------------------------------------------

    def set_points(self, points: Sequence[tuple[int, float, float]]) -> None:
        """Show chips ``(id, x, y)``; y grows upwards. What is selected stays, where it is still there."""
        self._chips = [int(chip) for chip, _, _ in points]
        # Down the screen is up in numbers.
        self._points = QPolygonF([QPointF(x, -y) for _, x, y in points])
        self._place = {chip: place for place, chip in enumerate(self._chips)}
        self._groups = [(self.pale, list(range(len(self._chips))))]
        self._texts = {}
        self.show_all()
        self.current = self.current if self.current in self._place else -1
        self.select(self.selection & set(self._place))
        told = tr("{n} chips").format(n=len(self._chips)) if self._chips else ""
        self.setAccessibleDescription(told)

    def set_colours(
        self, groups: Sequence[tuple[str, Sequence[int]]], texts: dict[int, str]
    ) -> None:
        """Colour chips: a colour and its chips, the last on top. ``texts``: what a tool tip says of a chip."""
        given = [(QColor(colour), [self._place[c] for c in chips if c in self._place])
                 for colour, chips in groups]  # fmt: skip
        known = {place for _, places in given for place in places}
        rest = [place for place in range(len(self._chips)) if place not in known]
        self._groups = [(QColor(), rest), *given]
        self._texts = texts
        self._forget_picture()

    @property
    def chips(self) -> list[int]:
        """The chips that are shown."""
        return list(self._chips)

    @property
    def count(self) -> int:
        """Points that there are."""
        return len(self._chips)

    def select(self, chips: Iterable[int]) -> None:
        """Select chips, those that are shown."""
        wanted = {chip for chip in chips if chip in self._place}
        if wanted != self.selection:
            self.selection = wanted
            self.update()
            self.selectionChanged.emit(sorted(wanted))

    def highlight(self, chip: int) -> None:
        """Ring a chip's point; -1, or a chip that is not shown, for none."""
        chip = chip if chip in self._place else -1
        if chip != self.current:
            self.current = chip
            self.update()

    def spot(self, chip: int) -> QPointF:
        """Where a chip's point is on the widget. Raises KeyError for one that is not shown."""
        return self._view.map(self._points.at(self._place[chip]))

    def show_all(self) -> None:
        """Bring all points into view, both axes at one scale."""
        box = self._points.boundingRect()
        room = QRectF(self.rect()).adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
        scale = min(room.width() / (box.width() or 1.0), room.height() / (box.height() or 1.0))
        self._view = QTransform().translate(room.center().x(), room.center().y())
        self._view.scale(max(scale, 1e-12), max(scale, 1e-12))
        self._view.translate(-box.center().x(), -box.center().y())
        self._forget_picture()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Go nearer by a factor, about a place of the widget."""
        about = about or QPointF(self.rect().center())
        at = QTransform().translate(about.x(), about.y()).scale(factor, factor)
        self._view = self._view * at.translate(-about.x(), -about.y())
        self._forget_picture()

    def move_by(self, by: QPointF) -> None:
        """Move the view by pixels of the widget."""
        self._view = self._view * QTransform.fromTranslate(by.x(), by.y())
        self._forget_picture()

    def nearest(self, place: QPointF, reach: float = _REACH) -> int:
        """The chip whose point is nearest to a place of the widget within reach, or -1."""
        back, _ = self._view.inverted()
        there, scale = back.map(place), self._view.m11()
        best, found = (reach / scale) ** 2, -1
        x, y = there.x(), there.y()
        for chip, point in zip(self._chips, self._points):
            away = (point.x() - x) ** 2 + (point.y() - y) ** 2
            if away <= best:
                best, found = away, chip
        return found

    def within(self, shape: QPolygonF) -> set[int]:
        """The chips whose points lie in a shape of the widget."""
        box = shape.boundingRect()
        spots = self._view.map(self._points)
        rule = Qt.FillRule.OddEvenFill
        return {
            chip
            for chip, spot in zip(self._chips, spots)
            if box.contains(spot) and shape.containsPoint(spot, rule)
        }

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        if self._picture is None:
            self._picture = self._paint_points()
        painter.drawPixmap(0, 0, self._picture)
        self._paint_selection(painter)
        if self.current in self._place:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            spot = self.spot(self.current)
            painter.setPen(QPen(self.colour(QPalette.ColorRole.Base), 4))
            painter.drawEllipse(spot, 7, 7)
            painter.setPen(QPen(self.ink, 2))
            painter.drawEllipse(spot, 7, 7)
        if self._trail.count() > 1:
            painter.setPen(QPen(self.ink, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(self._trail)
        frame = self.accent if self.hasFocus() else self.faint
        painter.setPen(QPen(frame, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_points(self) -> QPixmap:
        """All points, once for as long as neither they nor the view change."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        base = self.colour(QPalette.ColorRole.Base)
        picture.fill(base)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._view, True)
        size = 4.5 if len(self._chips) > 1500 else 6.0
        for colour, places in self._groups:
            # Chips without a label are background: smaller and paler.
            known = colour.isValid()
            told = colour if known else blend(self.ink, base, 0.6)
            self._dots(painter, told, size if known else size - 1.5, places)
        painter.end()
        return picture

    def _paint_selection(self, painter: QPainter) -> None:
        if not self.selection:
            return
        painter.save()
        painter.setTransform(self._view, True)
        chosen = {self._place[chip] for chip in self.selection}
        self._dots(painter, self.ink, 8.5, chosen)
        for colour, places in self._groups:
            mine = chosen.intersection(places)
            self._dots(painter, colour if colour.isValid() else self.pale, 6.0, mine)
        painter.restore()

    def _dots(self, painter: QPainter, colour: QColor, width: float, places: Iterable[int]) -> None:
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPoints(QPolygonF([self._points.at(place) for place in places]))

    def _forget_picture(self) -> None:
        self._picture = None
        self.update()

    def tip_at(self, place: QPointF) -> str:
        chip = self.nearest(place)
        if chip < 0:
            return ""
        text = self._texts.get(chip, tr("no label"))
        return tr("Chip {chip}: {text}").format(chip=chip, text=text)

    # -- events --------------------------------------------------------------------------------

    def resizeEvent(self, event: Any) -> None:
        self.show_all()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._picture = None
        super().changeEvent(event)

    def wheelEvent(self, event: Any) -> None:
        self.zoom(_STEP ** (event.angleDelta().y() / 120), QPointF(event.position()))
        event.accept()

    def mousePressEvent(self, event: Any) -> None:
        self._from = self._at = QPointF(event.pos())
        self._trail = QPolygonF()
        self._moving = event.button() != Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: Any) -> None:
        place = QPointF(event.pos())
        if self._from is None or self._at is None:
            self._hover(self.nearest(place))
        elif self._moving:
            self.move_by(place - self._at)
            self._at = place
        elif self._trail.count() or _length(place - self._from) > _DRAG:
            self._drag(place)

    def mouseReleaseEvent(self, event: Any) -> None:
        if self._from is None:
            return
        shape, self._trail, started = self._trail, QPolygonF(), self._from
        self._from = self._at = None
        if not self._moving:
            hit = self.nearest(started)
            found = self.within(shape) if shape.count() > 2 else {hit} - {-1}
            self.select(_combine(self.selection, found, event.modifiers()))
        self._moving = False
        self.update()

    def mouseDoubleClickEvent(self, event: Any) -> None:
        chip = self.nearest(QPointF(event.pos()))
        if chip >= 0:
            self.chosen.emit(chip)

    def leaveEvent(self, event: Any) -> None:
        self._hover(-1)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: Any) -> None:
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in _ARROWS and shift:
            x, y = _ARROWS[key]
            self.move_by(QPointF(-40 * x, -40 * y))
        elif key in _ARROWS:
            self._hover(self._next(*_ARROWS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key == Qt.Key.Key_Escape and self.selection:
            self.select(())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.select(_combine(self.selection, {self.current}, event.modifiers()))
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _hover(self, chip: int) -> None:
        if chip != self.current:
            self.highlight(chip)
            self.hovered.emit(chip)

    def _drag(self, place: QPointF) -> None:
        if self._from is None:
            return
        if self.mode == LASSO:
            if not self._trail.count():
                self._trail.append(self._from)
            self._trail.append(place)
        else:
            self._trail = QPolygonF(QRectF(self._from, place).normalized())
        self.update()

    def _next(self, x: int, y: int) -> int:
        """The nearest point that way, within 45°; of the middle where there is none yet."""
        if self.current not in self._place:
            return self.nearest(QPointF(self.rect().center()), math.inf)
        here = self._points.at(self._place[self.current])
        best, found = math.inf, self.current
        for chip, point in zip(self._chips, self._points):
            ahead = (point.x() - here.x()) * x + (point.y() - here.y()) * y
            aside = abs((point.x() - here.x()) * y) + abs((point.y() - here.y()) * x)
            if 0 < ahead < best and aside <= ahead:
                best, found = ahead, chip
        return found


def _combine(held: set[int], found: set[int], modifiers: Any) -> set[int]:
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return held | found
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return held - found
    return found


def _length(way: QPointF) -> float:
    return math.hypot(way.x(), way.y())
