"""The map tool that labels: click, drag, right click; QGIS's own navigation stays as it is."""

from __future__ import annotations

import itertools
from typing import Any, Callable

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..i18n import tr
from .label_keys import LabelKeys
from .labelling import Labelling

#: Milliseconds of a stroke whose chips are written together.
_BATCH_MS = 60
#: Chips that a rectangle may label at once: a slip of the hand shall not paint a whole scene.
MOST_AT_ONCE = 5000
_PAINTS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class LabelTool(QgsMapTool):
    """Left button labels with the class in hand, right button clears, both by click and by stroke; Shift+drag takes
    the chips in a rectangle.

    hovered: another chip is under the pointer, None for none.
    """

    hovered = pyqtSignal(object)

    def __init__(self, canvas: QgsMapCanvas, labelling: Labelling, keys: LabelKeys) -> None:
        super().__init__(canvas)
        self._canvas, self._labelling, self._keys = canvas, labelling, keys
        self._stroke: _Stroke | None = None
        self._rectangle: _Rectangle | None = None
        self._numbers = itertools.count(1)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolName(tr("Label chips"))

    # -- as the canvas asks --------------------------------------------------------------------

    def activate(self) -> None:
        super().activate()
        self._canvas.installEventFilter(self)
        self._canvas.viewport().installEventFilter(self)
        self._canvas.setFocus()

    def deactivate(self) -> None:
        self._end()
        self._canvas.removeEventFilter(self)
        self._canvas.viewport().removeEventFilter(self)
        self._hover(None)
        super().deactivate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of labelling before QGIS's shortcuts do, while the canvas has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and self._keys.wants(event, on_canvas=True):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and watched is self._canvas:
            return self._keys.press(event, on_canvas=True)
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return False

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() not in _PAINTS or self._labelling.session.layout is None:
            return
        self._end()
        act = self._act(event.button())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._rectangle = _Rectangle(self._canvas, event.pos(), act)
            return
        asks = event.button() == Qt.MouseButton.LeftButton and self._labelling.is_number
        self._stroke = _Stroke(act, at_once=not asks)
        self._stroke.go(self._chips_along(event.pos(), event.pos()), event.pos())

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        # The second of two fast clicks, on the next chip perhaps.
        self.canvasPressEvent(event)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._stroke is not None:
            self._stroke.go(self._chips_along(self._stroke.at, event.pos()), event.pos())
        elif self._rectangle is not None:
            self._rectangle.go(event.pos())
        self._hover(self.chip_at(event.pos()))

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() not in _PAINTS:
            return
        if self._stroke is not None:  # a fast drag ends beyond its last move
            self._stroke.go(self._chips_along(self._stroke.at, event.pos()), event.pos())
        self._end(event.pos())

    # -- how it does that ----------------------------------------------------------------------

    def chip_at(self, pixel: QPoint) -> int | None:
        """The chip under a pixel of the canvas, None where there is none of the area."""
        layout, point = self._labelling.session.layout, self._ground(pixel)
        chip = layout.at(point) if layout is not None and point is not None else None
        return chip if chip is not None and self._labelling.session.in_area(chip) else None

    def _act(self, button: Qt.MouseButton) -> Callable[[list[int]], None]:
        number = next(self._numbers)
        if button == Qt.MouseButton.RightButton:
            return lambda chips: self._labelling.clear(chips, stroke=number)
        return lambda chips: self._labelling.give(chips, stroke=number)

    def _end(self, pixel: QPoint | None = None) -> None:
        stroke, self._stroke = self._stroke, None
        rectangle, self._rectangle = self._rectangle, None
        if stroke is not None:
            stroke.end()
        if rectangle is not None:
            rectangle.end()
            if pixel is not None:
                self._take_rectangle(rectangle, pixel)

    def _take_rectangle(self, rectangle: _Rectangle, pixel: QPoint) -> None:
        chips = self._chips_in(rectangle.box(pixel))
        if len(chips) > MOST_AT_ONCE:
            told = tr("The rectangle holds more than {most} chips; draw a smaller one.")
            self._labelling.told.emit(told.format(most=MOST_AT_ONCE))
        elif chips:
            rectangle.act(chips)

    def _chips_along(self, start: QPoint, end: QPoint) -> list[int]:
        """The chips that a straight line between two pixels crosses, in its order."""
        session = self._labelling.session
        a, b = self._ground(start), self._ground(end)
        if session.layout is None or a is None or b is None:
            return []
        across, down = session.layout.spacing
        steps = max(1, int(4 * max(abs(b.x() - a.x()) / across, abs(b.y() - a.y()) / down)) + 1)
        found: dict[int, None] = {}
        for i in range(steps + 1):
            x, y = a.x() + (b.x() - a.x()) * i / steps, a.y() + (b.y() - a.y()) * i / steps
            chip = session.layout.at(QgsPointXY(x, y))
            if chip is not None:
                found[chip] = None
        return list(found)

    def _chips_in(self, box: QgsRectangle) -> list[int]:
        """Chips of the area whose centres lie in a rectangle of the canvas, and one too many at most."""
        session, transform = self._labelling.session, self._transform()
        if session.layout is None:
            return []
        shape = QgsGeometry.fromRect(box)
        try:
            if transform is not None:
                shape = shape.densifyByCount(8)
                shape.transform(transform, Qgis.TransformDirection.Reverse)
        except QgsCsException:
            return []
        engine = QgsGeometry.createGeometryEngine(shape.constGet())
        engine.prepareGeometry()
        found: list[int] = []
        for chip in session.layout.chips_within(shape.boundingBox()):
            centre = QgsGeometry.fromPointXY(session.layout.centre(chip))
            if engine.contains(centre.constGet()) and session.in_area(chip):
                found.append(chip)
            if len(found) > MOST_AT_ONCE:
                break
        return found

    def _ground(self, pixel: QPoint) -> QgsPointXY | None:
        """The place of a pixel in the workspace's CRS; None where a projection does not reach it."""
        point = self.toMapCoordinates(pixel)
        transform = self._transform()
        try:
            back = Qgis.TransformDirection.Reverse
            return point if transform is None else transform.transform(point, back)
        except QgsCsException:
            return None

    def _transform(self) -> QgsCoordinateTransform | None:
        """From the workspace's CRS to the canvas's; None where they are one."""
        shown, crs = self._canvas.mapSettings().destinationCrs(), self._labelling.session.crs
        if not shown.isValid() or shown == crs:
            return None
        return QgsCoordinateTransform(crs, shown, QgsProject.instance())

    def _hover(self, chip: int | None) -> None:
        if chip != self._labelling.hover:
            self._labelling.hover = chip
            self.hovered.emit(chip)


class _Stroke(QObject):
    """Chips gathered while a button is down; written in batches as it goes, or all at the end."""

    def __init__(self, act: Callable[[list[int]], None], at_once: bool) -> None:
        super().__init__()
        self.at = QPoint()
        self._act, self._at_once = act, at_once
        self._done: set[int] = set()
        self._batch: list[int] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BATCH_MS)
        self._timer.timeout.connect(self._write)

    def go(self, chips: list[int], at: QPoint) -> None:
        """The pointer crossed these chips; the first is written at once."""
        self.at = at
        fresh = [chip for chip in chips if chip not in self._done]
        is_first = not self._done
        self._done.update(fresh)
        self._batch += fresh
        if not self._at_once:
            return
        if is_first:
            self._write()
        elif self._batch and not self._timer.isActive():
            self._timer.start()

    def end(self) -> None:
        """The button is up."""
        self._timer.stop()
        self._write()

    def _write(self) -> None:
        batch, self._batch = self._batch, []
        if batch:
            self._act(batch)


class _Rectangle:
    """The rubber band of a rectangle, from where the button went down."""

    def __init__(
        self, canvas: QgsMapCanvas, start: QPoint, act: Callable[[list[int]], Any]
    ) -> None:
        self.act = act
        self._canvas, self._start = canvas, start
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._band.setStrokeColor(QColor(255, 255, 255))
        self._band.setFillColor(QColor(255, 255, 255, 50))
        self._band.setWidth(2)

    def go(self, pixel: QPoint) -> None:
        """The pointer is here now."""
        self._band.setToGeometry(QgsGeometry.fromRect(self.box(pixel)), None)

    def box(self, pixel: QPoint) -> QgsRectangle:
        """The rectangle to here, in the CRS of the canvas."""
        to_map = self._canvas.getCoordinateTransform().toMapCoordinates
        return QgsRectangle(to_map(self._start), to_map(pixel))

    def end(self) -> None:
        """Take the band off the canvas."""
        self._canvas.scene().removeItem(self._band)
