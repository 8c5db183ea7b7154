"""The chips on the canvas, before there are any: lines where they would be cut, inside the area alone.

Which chips belong to the area is found row by row, from where a row's line or strip crosses the area, so that
no chip is asked one by one; and only rows and columns that the canvas shows are drawn.
"""

from __future__ import annotations

import math
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ..geometry import ChipLayout
from ..i18n import tr
from .area_tools import COLOUR
from .chip_runs import chip_runs, edges, span

#: Pixels on screen below which chips are not drawn one by one.
LEAST_PIXELS = 7
#: Points along a line, so that it bends with the canvas's projection.
_BENDS = 9


class GridPreview(QgsMapCanvasItem):
    """The grid of a layout on a canvas. Made once, shown and hidden with ``show_layout``."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._layout: ChipLayout | None = None
        self._crs = QgsCoordinateReferenceSystem()
        self._area: QgsGeometry | None = None
        self._path, self._lines, self._outline = QPainterPath(), QPainterPath(), QPainterPath()
        self._columns_path = QPainterPath()
        self._note = ""
        self._size = QRectF()
        canvas.extentsChanged.connect(self.updatePosition)
        canvas.destinationCrsChanged.connect(self.updatePosition)
        self.setZValue(5)
        self.setVisible(False)

    @property
    def note(self) -> str:
        """What is written where chips are too small to be drawn."""
        return self._note

    def show_layout(
        self,
        layout: ChipLayout | None,
        crs: QgsCoordinateReferenceSystem,
        area: QgsGeometry | None = None,
    ) -> None:
        """Show the chips of a layout within an area, both in ``crs``; None hides them."""
        self._layout, self._crs = layout, crs
        self._area = None if area is None or area.isNull() else area
        self.setVisible(layout is not None)
        self.updatePosition()

    def remove(self) -> None:
        """Take it off the canvas for good."""
        self._canvas.extentsChanged.disconnect(self.updatePosition)
        self._canvas.destinationCrsChanged.disconnect(self.updatePosition)
        self._canvas.scene().removeItem(self)

    # -- as the canvas asks --------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        return self._size

    def updatePosition(self) -> None:
        """Work out anew what is drawn: the canvas shows another extent."""
        self.prepareGeometryChange()
        self._size = QRectF(0, 0, self._canvas.width(), self._canvas.height())
        self.setPos(0, 0)
        if self._layout is not None:
            self._prepare(self._layout)
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        if self._layout is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._note:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _stroke(painter, self._outline)
            self._write(painter)
            return
        painter.save()
        painter.setClipPath(self._path)
        if not self._columns_path.isEmpty():
            painter.setClipPath(self._columns_path, Qt.ClipOperation.IntersectClip)
        _stroke(painter, self._lines)
        painter.restore()

    def _write(self, painter: QPainter) -> None:
        middle = self._outline.boundingRect().intersected(self._size).center()
        box = painter.fontMetrics().boundingRect(self._note).adjusted(-8, -4, 8, 4)
        box.moveCenter(middle.toPoint())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOUR))
        painter.drawRoundedRect(QRectF(box), 4, 4)
        painter.setPen(QColor(Qt.GlobalColor.white))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._note)

    # -- what is drawn -------------------------------------------------------------------------

    def _prepare(self, layout: ChipLayout) -> None:
        self._path, self._lines, self._outline = QPainterPath(), QPainterPath(), QPainterPath()
        self._columns_path = QPainterPath()
        self._note = ""
        screen = _Screen(self._canvas, self._crs)
        seen = screen.seen()
        if seen is None:
            return
        left, bottom, right, top = layout.bounds
        seen = seen.intersect(QgsRectangle(left, bottom, right, top))
        if seen.isEmpty():
            return
        if screen.pixels(layout, seen) < LEAST_PIXELS:
            self._prepare_outline(layout, screen)
        else:
            self._prepare_grid(layout, seen, screen)

    def _prepare_outline(self, layout: ChipLayout, screen: _Screen) -> None:
        whole = QgsGeometry.fromRect(QgsRectangle(*layout.bounds))
        self._outline = screen.area_path(self._area or whole)
        self._note = tr("{n} chips: zoom in to see them").format(n=f"{layout.count:,}")

    def _prepare_grid(self, layout: ChipLayout, seen: QgsRectangle, screen: _Screen) -> None:
        rows, cols = layout.within(seen)
        runs = chip_runs(layout, rows, cols, self._area)
        a, _, c, _, e, f = layout.transform
        for row, first, last in runs:
            top, bottom = span(f, e, layout.stride[0], layout.size[0], row, row)
            left, right = span(c, a, layout.stride[1], layout.size[1], first, last)
            # A line lies half outside its chips: the clip has to hold it whole.
            self._path.addPath(screen.box(left, bottom, right, top, pad=1.5))
        self._path.setFillRule(Qt.FillRule.WindingFill)
        if not runs:
            return
        low, high = min(r[1] for r in runs), max(r[2] for r in runs)
        left, right = span(c, a, layout.stride[1], layout.size[1], low, high)
        top, bottom = span(f, e, layout.stride[0], layout.size[0], runs[0][0], runs[-1][0])
        for x in edges(c, a, layout.stride[1], layout.size[1], low, high):
            self._lines.addPath(screen.line(x, top, x, bottom))
        for y in edges(f, e, layout.stride[0], layout.size[0], runs[0][0], runs[-1][0]):
            self._lines.addPath(screen.line(left, y, right, y))
        if layout.stride[1] > layout.size[1]:
            for col in range(low, high + 1):
                west, east = span(c, a, layout.stride[1], layout.size[1], col, col)
                self._columns_path.addPath(screen.box(west, bottom, east, top, pad=1.5))


def _stroke(painter: QPainter, path: QPainterPath) -> None:
    """Draw lines in our colour, on a pale one that is seen where the imagery is as dark."""
    for colour, width in ((QColor(255, 255, 255, 110), 2.0), (QColor(COLOUR), 1.0)):
        painter.setPen(QPen(colour, width))
        painter.drawPath(path)


class _Screen:
    """From the grid's CRS to pixels of the canvas."""

    def __init__(self, canvas: QgsMapCanvas, crs: QgsCoordinateReferenceSystem) -> None:
        settings = canvas.mapSettings()
        self._canvas, self._to_pixel = canvas, settings.mapToPixel()
        self._turn = QgsCoordinateTransform(crs, settings.destinationCrs(), QgsProject.instance())

    def seen(self) -> QgsRectangle | None:
        """What the canvas shows, in the grid's CRS; None where that cannot be said."""
        extent = self._canvas.extent()
        try:
            back = Qgis.TransformDirection.Reverse
            found = self._turn.transformBoundingBox(extent, back)
        except QgsCsException:
            return None
        return found if found.isFinite() else None

    def pixels(self, layout: ChipLayout, around: QgsRectangle) -> float:
        """The shorter side of a chip's stride on the screen."""
        centre, (a, *_, e, _) = around.center(), layout.transform
        here = self.point(centre.x(), centre.y())
        east = self.point(centre.x() + a * layout.stride[1], centre.y())
        south = self.point(centre.x(), centre.y() + e * layout.stride[0])
        return min(
            math.hypot(east.x() - here.x(), east.y() - here.y()),
            math.hypot(south.x() - here.x(), south.y() - here.y()),
        )

    def point(self, x: float, y: float) -> QPointF:
        """A point of the grid's CRS on the screen."""
        try:
            there = self._turn.transform(x, y)
        except QgsCsException:
            there = QgsPointXY(x, y)
        pixel = self._to_pixel.transform(there)
        return QPointF(pixel.x(), pixel.y())

    def line(self, x0: float, y0: float, x1: float, y1: float) -> QPainterPath:
        """A line, bent where the projections bend it."""
        bends = 2 if self._turn.isShortCircuited() else _BENDS
        path = QPainterPath(self.point(x0, y0))
        for step in range(1, bends):
            share = step / (bends - 1)
            path.lineTo(self.point(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share))
        return path

    def box(self, left: float, bottom: float, right: float, top: float, pad: float) -> QPainterPath:
        """A rectangle of the grid's CRS, grown by some pixels."""
        bends = 2 if self._turn.isShortCircuited() else _BENDS
        shares = [step / (bends - 1) for step in range(bends)]
        upper = [self.point(left + (right - left) * s, top) for s in shares]
        lower = [self.point(left + (right - left) * s, bottom) for s in reversed(shares)]
        upper = [QPointF(p.x(), p.y() - pad) for p in upper]
        lower = [QPointF(p.x(), p.y() + pad) for p in lower]
        for edge, sign in ((0, -1), (-1, 1)):
            upper[edge].setX(upper[edge].x() + sign * pad)
        for edge, sign in ((0, 1), (-1, -1)):
            lower[edge].setX(lower[edge].x() + sign * pad)
        path = QPainterPath()
        path.addPolygon(QPolygonF([*upper, *lower]))
        path.closeSubpath()
        return path

    def area_path(self, area: QgsGeometry) -> QPainterPath:
        """The outline of polygons."""
        path = QPainterPath()
        polygons = area.asMultiPolygon() if area.isMultipart() else [area.asPolygon()]
        for rings in polygons:
            for ring in rings:
                path.addPolygon(QPolygonF([self.point(p.x(), p.y()) for p in ring]))
        return path
