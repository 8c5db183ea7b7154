"""Drawing an area of interest on the canvas: a polygon point by point, or a rectangle by dragging."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QCursor, QKeyEvent

from .draft import transformed

#: The colour of what is ours on the canvas.
COLOUR = "#0d9488"
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
#: Pixels that a drag has to cover to be a rectangle.
_LEAST_PIXELS = 4


class AreaTool(QgsMapTool):
    """What both tools share: the rubber band, and Escape to give up.

    drawn: a polygon in the canvas's CRS. given_up: the user wants none.
    """

    drawn = pyqtSignal(QgsGeometry)
    given_up = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(QCursor(Qt.CursorShape.CrossCursor))
        self.band = area_band(canvas, 2, 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.clear()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def clear(self) -> None:
        """Forget what was begun."""
        self.band.reset(_POLYGON)

    def deactivate(self) -> None:
        self.clear()
        super().deactivate()

    def remove(self) -> None:
        """Take the rubber band off the canvas for good."""
        self.canvas().scene().removeItem(self.band)

    def _end(self, geometry: QgsGeometry) -> None:
        self.clear()
        self.drawn.emit(geometry)


class PolygonTool(AreaTool):
    """Clicks set vertices, snapped where the project snaps; Backspace takes the last one back; a double click,
    a right click or Enter ends."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.points: list[QgsPointXY] = []
        self._pressed = False

    def canvasPressEvent(self, event: Any) -> None:
        self._pressed = True

    def canvasReleaseEvent(self, event: Any) -> None:
        # The release that ends a double click has had no press of its own.
        pressed, self._pressed = self._pressed, False
        if not pressed:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self.finish()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._add(QgsPointXY(event.snapPoint()))

    def canvasMoveEvent(self, event: Any) -> None:
        if self.points:
            self._show(QgsPointXY(event.snapPoint()))

    def canvasDoubleClickEvent(self, event: Any) -> None:
        self.finish()  # the first of the two clicks has set the vertex

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            event.accept()
            if self.points:
                self.points.pop()
                self._show(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.finish()
        else:
            super().keyPressEvent(event)

    def finish(self) -> None:
        """End the polygon; one of fewer than three different points is given up."""
        geometry = (
            QgsGeometry.fromPolygonXY([self.points]) if len(self.points) > 2 else QgsGeometry()
        )
        if not geometry.isNull() and not geometry.isGeosValid():
            geometry = geometry.makeValid()  # edges that cross: as many polygons as they enclose
            geometry.convertGeometryCollectionToSubclass(_POLYGON)
        if geometry.isNull() or geometry.area() == 0:
            self.clear()
            return
        self._end(geometry)

    def clear(self) -> None:
        self.points = []
        super().clear()

    def _add(self, point: QgsPointXY) -> None:
        if not self.points or point != self.points[-1]:
            self.points.append(point)
        self._show(None)

    def _show(self, cursor: QgsPointXY | None) -> None:
        self.band.reset(_POLYGON)
        for point in [*self.points, *([cursor] if cursor is not None else [])]:
            self.band.addPoint(point, False)
        self.band.updatePosition()
        self.band.show()


class RectangleTool(AreaTool):
    """A drag from corner to corner."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._from: Any = None

    def canvasPressEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.pos()

    def canvasMoveEvent(self, event: Any) -> None:
        if self._from is not None:
            self.band.setToGeometry(QgsGeometry.fromRect(self._box(event.pos())))

    def canvasReleaseEvent(self, event: Any) -> None:
        if self._from is None or event.button() != Qt.MouseButton.LeftButton:
            return
        moved = event.pos() - self._from
        box = self._box(event.pos())
        if min(abs(moved.x()), abs(moved.y())) < _LEAST_PIXELS:
            self.clear()
        else:
            self._end(QgsGeometry.fromRect(box))

    def clear(self) -> None:
        self._from = None
        super().clear()

    def _box(self, position: Any) -> QgsRectangle:
        return QgsRectangle(self.toMapCoordinates(self._from), self.toMapCoordinates(position))


class AreaOutline:
    """The area of interest on the canvas, in whatever CRS it shows."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._band = area_band(canvas, 2, 18)
        self._geometry = QgsGeometry()
        self._crs = QgsCoordinateReferenceSystem()
        canvas.destinationCrsChanged.connect(self._draw)

    @property
    def shown(self) -> QgsGeometry:
        """What is drawn, in the canvas's CRS."""
        return self._band.asGeometry()

    def show(self, geometry: QgsGeometry | None, crs: QgsCoordinateReferenceSystem) -> None:
        """Show an area, or none."""
        self._geometry, self._crs = geometry or QgsGeometry(), crs
        self._draw()

    def remove(self) -> None:
        """Take it off the canvas for good."""
        self._canvas.destinationCrsChanged.disconnect(self._draw)
        self._canvas.scene().removeItem(self._band)

    def _draw(self) -> None:
        self._band.reset(_POLYGON)
        if not self._geometry.isNull():
            crs = self._canvas.mapSettings().destinationCrs()
            self._band.setToGeometry(transformed(self._geometry, self._crs, crs))


def area_band(canvas: QgsMapCanvas, width: int, opacity: int) -> QgsRubberBand:
    """A rubber band in our colour, its inside filled with an opacity of 0 to 255."""
    band = QgsRubberBand(canvas, _POLYGON)
    band.setStrokeColor(QColor(COLOUR))
    fill = QColor(COLOUR)
    fill.setAlpha(opacity)
    band.setFillColor(fill)
    band.setWidth(width)
    band.setSecondaryStrokeColor(QColor(255, 255, 255, 130))  # to be seen on dark imagery
    return band
