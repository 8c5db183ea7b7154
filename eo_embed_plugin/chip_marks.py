"""How labelled, pending, suggested, similar and current chips show on the canvas.

A canvas item rather than a layer: it is there with the click, in any CRS of the canvas, and is nothing that a
project could lose. What labels look like at one position of the canvas is drawn once and kept as a picture;
what moves with the pointer is drawn over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt, QTimer
from qgis.PyQt.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF

from .chip_cells import ChipCells
from .geometry import ChipLayout
from .palette import RAMP, ramp_colour

#: Chips smaller than this many pixels, or more in view than this, are drawn as cells without outlines.
_LEAST_PX, _MOST_OUTLINED = 9.0, 1000
_FLASHES, _FLASH_MS = 6, 130
_DARK, _PALE = QColor(0, 0, 0, 170), QColor(255, 255, 255, 235)
_SIMILAR = QColor("#33bbee")


class ChipMarks(QgsMapCanvasItem):
    """Marks of the chips of one workspace on one canvas.

    numbers: the least and the largest label, of a target of numbers.
    """

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._layout: ChipLayout | None = None
        self._crs: Any = None
        self._cells: ChipCells | None = None
        self._labels: dict[int, Any] = {}
        self._pending: dict[int, Any] = {}
        self._colours: dict[Any, QColor] = {}
        self._numbers: dict[Any, int] = {}
        self.numbers: tuple[float, float] | None = None
        self._suggested: list[int] = []
        self._similar: list[int] = []
        self._current: int | None = None
        self._hover: int | None = None
        self._hover_colour = QColor(_PALE)
        self._picture: QImage | None = None
        self._picture_of: Any = None
        self._flash = QTimer()
        self._flash.setInterval(_FLASH_MS)
        self._flash.timeout.connect(self._blink)
        self._flashes_left = 0
        self.setZValue(90)  # below QGIS's own rubber bands
        self.updatePosition()

    # -- what to show --------------------------------------------------------------------------

    def set_layout(self, layout: ChipLayout | None, crs: Any) -> None:
        """Show the chips of another workspace, or of none."""
        if layout == self._layout and crs == self._crs:
            return
        self._layout, self._crs = layout, crs
        self._cells = ChipCells(layout) if layout is not None else None
        self._suggested, self._similar = [], []
        self._current = self._hover = None
        self.set_labels({}, [], None)

    def set_labels(
        self,
        labels: dict[int, Any],
        classes: Iterable[dict[str, str]],
        numbers: tuple[float, float] | None,
    ) -> None:
        """All labels: class codes with their classes, or numbers with the least and the largest of them."""
        self._labels, self.numbers = labels, numbers
        self._colours = {c["code"]: QColor(c["colour"]) for c in classes}
        # A picture of bytes has room for 255 colours; the classes beyond share the last.
        self._numbers = {code: min(i, 255) for i, code in enumerate(self._colours, 1)}
        if self._cells is not None:
            self._cells.set_colours(_rgba(colour) for colour in self._cell_colours())
            self._cells.fill({chip: self._cell(value) for chip, value in labels.items()})
        self._redraw()

    def change_labels(self, labels: dict[int, Any], chips: Iterable[int]) -> None:
        """Some chips of the same classes have another label."""
        self._labels = labels
        if self._cells is not None:
            self._cells.update({chip: self._cell(labels.get(chip)) for chip in chips})
        self._redraw()

    def set_pending(self, pending: dict[int, Any]) -> None:
        """Labels on their way to the disk, None where one is being taken away."""
        self._pending = dict(pending)
        self.update()

    def set_guidance(self, suggested: list[int], similar: list[int]) -> None:
        """Chips that are suggested, and those that are most similar to one."""
        self._suggested, self._similar = list(suggested), list(similar)
        self.update()

    def set_current(self, chip: int | None) -> None:
        """The chip that is asked about; it flashes so that the eye finds it."""
        if chip is None:
            self._flash.stop()
            self._flashes_left = 0
        elif chip != self._current:
            self._flashes_left = _FLASHES
            self._flash.start()
        self._current = chip
        self.update()

    def set_hover(self, chip: int | None, colour: QColor | None = None) -> None:
        """The chip under the pointer, outlined in the colour that a click would give it."""
        colour = colour or QColor(_PALE)
        if (chip, colour) != (self._hover, self._hover_colour):
            self._hover, self._hover_colour = chip, colour
            self.update()

    def colour_of(self, value: Any) -> QColor:
        """The colour of a label."""
        if isinstance(value, str):
            return self._colours.get(value, QColor(Qt.GlobalColor.gray))
        return ramp_colour(value, self.numbers)

    # -- as the canvas asks --------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        """The whole canvas, whatever is drawn of it."""
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def updatePosition(self) -> None:
        """The canvas shows another extent; while it is dragged the whole scene goes along by itself."""
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        """Labels from the picture that is kept, and what is of the moment over it."""
        if self._layout is None or not self._canvas.extent().isFinite():
            return
        painter.drawImage(0, 0, self._labels_picture())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for chip, value in self._pending.items():
            colour = QColor(Qt.GlobalColor.white) if value is None else self.colour_of(value)
            self._hatch(painter, chip, colour)
        for chip in self._similar:
            self._outline(painter, chip, _SIMILAR, 2, Qt.PenStyle.SolidLine)
        for chip in self._suggested:
            self._outline(painter, chip, _PALE, 1.6, Qt.PenStyle.DashLine)
        if self._hover is not None:
            self._outline(painter, self._hover, self._hover_colour, 2.5, Qt.PenStyle.SolidLine)
        if self._current is not None:
            self._frame(painter, self._current)

    # -- how it does that ----------------------------------------------------------------------

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _blink(self) -> None:
        self._flashes_left -= 1
        if self._flashes_left <= 0:
            self._flash.stop()
        self.update()

    def _labels_picture(self) -> QImage:
        """Labels as they look at this position of the canvas."""
        settings = self._canvas.mapSettings()
        size = self._canvas.size()
        ratio = self._canvas.devicePixelRatioF()
        of = (
            settings.visibleExtent().toString(12), settings.rotation(), size.width(), size.height(),
            settings.destinationCrs().authid() or settings.destinationCrs().toWkt(), ratio,
        )  # fmt: skip
        if self._picture is None or of != self._picture_of:
            picture = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            self._draw_labels(painter)
            painter.end()
            self._picture, self._picture_of = picture, of
        return self._picture

    def _draw_labels(self, painter: QPainter) -> None:
        layout, view = self._layout, self._view()
        if layout is None or view is None or not self._labels:
            return
        rows, cols = layout.within(view)
        if not rows or not cols:
            return
        if self._side(rows, cols) >= _LEAST_PX:
            seen = self._seen(rows, cols)
            if len(seen) <= _MOST_OUTLINED:
                self._draw_outlines(painter, seen)
                return
        if self._cells is not None:
            self._cells.draw(painter, self._to_screen, rows, cols)

    def _draw_outlines(self, painter: QPainter, chips: list[int]) -> None:
        """Each chip in a frame of its class's colour, cased in white and dark so that it shows on any map.

        Frames are filled shapes within each other, the innermost nearly cleared: strokes take ten times as long.
        """
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        straight = self._transform() is None and not self._canvas.rotation()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not straight)
        shapes = self._shapes(chips)
        values = set(map(self._labels.get, shapes))
        full = {value: self.colour_of(value) for value in values}
        inside = {value: _paler(colour) for value, colour in full.items()}
        dark, pale = dict.fromkeys(values, _DARK), dict.fromkeys(values, _PALE)
        for grown, colours in ((1.5, dark), (0.5, pale), (-1.0, full), (-3.0, inside)):
            for chip, shape in shapes.items():
                colour = colours[self._labels[chip]]
                if straight:
                    box = shape.boundingRect().adjusted(-grown, -grown, grown, grown)
                    painter.fillRect(box.toRect(), colour)
                else:
                    painter.setBrush(colour)
                    painter.drawConvexPolygon(_grown(shape, grown))

    def _seen(self, rows: range, cols: range) -> list[int]:
        """The labelled chips in view."""
        across = self._layout.chips[1] if self._layout else 1
        if len(rows) * len(cols) < len(self._labels):
            chips = (row * across + col for row in rows for col in cols)
            return [chip for chip in chips if chip in self._labels]
        return [chip for chip in self._labels if chip // across in rows and chip % across in cols]

    def _side(self, rows: range, cols: range) -> float:
        """The shorter side of a chip in the middle of the view, pixels."""
        layout = self._layout
        if layout is None:
            return 0.0
        return self.side_of(rows[len(rows) // 2] * layout.chips[1] + cols[len(cols) // 2])

    def side_of(self, chip: int) -> float:
        """The shorter side of a chip, pixels; 0 where it cannot be shown."""
        shape = self._shapes([chip]).get(chip)
        if shape is None:
            return 0.0
        a, b, d = shape[0], shape[1], shape[3]
        return min(_length(a, b), _length(a, d))

    def _view(self) -> QgsRectangle | None:
        """What the canvas shows, in the layout's CRS; None where that cannot be said."""
        extent = self._canvas.mapSettings().visibleExtent()
        transform = self._transform()
        if transform is None:
            return extent
        try:
            back = Qgis.TransformDirection.Reverse
            return transform.transformBoundingBox(extent, back)
        except QgsCsException:
            return None

    def _transform(self) -> QgsCoordinateTransform | None:
        """From the layout's CRS to the canvas's; None where they are one."""
        shown = self._canvas.mapSettings().destinationCrs()
        if not shown.isValid() or shown == self._crs:
            return None
        return QgsCoordinateTransform(self._crs, shown, QgsProject.instance())

    def _to_screen(self, points: list[QgsPointXY]) -> list[QPointF] | None:
        """Pixels of points of the layout's CRS; None where a projection does not reach them."""
        shape = QPolygonF([QPointF(point.x(), point.y()) for point in points])
        transform = self._transform()
        try:
            if transform is not None:
                transform.transformPolygon(shape)
        except QgsCsException:
            return None
        pixels = self._canvas.getCoordinateTransform().transform().map(shape)
        return [QPointF(point) for point in pixels]  # copies: PyQt's points lie in the polygon

    def _shapes(self, chips: list[int]) -> dict[int, QPolygonF]:
        """Chips as polygons in pixels of the canvas, those left out that cannot be shown."""
        layout = self._layout
        if layout is None:
            return {}
        points = []
        for chip in chips:
            box = layout.rectangle(chip)
            left, right, low, high = box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum()
            points += [
                QgsPointXY(left, high), QgsPointXY(right, high),
                QgsPointXY(right, low), QgsPointXY(left, low),
            ]  # fmt: skip
        pixels = self._to_screen(points)
        if pixels is None:  # one of them, perhaps: then each by itself
            if len(chips) == 1:
                return {}
            return {c: shape for chip in chips for c, shape in self._shapes([chip]).items()}
        return {chip: QPolygonF(pixels[4 * i : 4 * i + 4]) for i, chip in enumerate(chips)}

    def _cell_colours(self) -> list[QColor]:
        return list(self._colours.values())[:255] if self._colours else [QColor(c) for c in RAMP]

    def _cell(self, value: Any) -> int:
        """The number of a label's colour in the cells; 0 for none."""
        if value is None:
            return 0
        if isinstance(value, str):
            return self._numbers.get(value, 0)
        low, high = self.numbers or (value, value)
        share = (value - low) / (high - low) if high > low else 0.5
        return 1 + round(min(max(share, 0.0), 1.0) * (len(RAMP) - 1))

    # -- one mark ------------------------------------------------------------------------------

    def _outline(
        self, painter: QPainter, chip: int, colour: QColor, width: float, style: Qt.PenStyle
    ) -> None:
        shape = self._shapes([chip]).get(chip)
        if shape is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_DARK, width + 1.8))
        painter.drawPolygon(shape)
        painter.setPen(QPen(colour, width, style))
        painter.drawPolygon(shape)

    def _hatch(self, painter: QPainter, chip: int, colour: QColor) -> None:
        shape = self._shapes([chip]).get(chip)
        if shape is None:
            return
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.drawPolygon(shape)

    def _frame(self, painter: QPainter, chip: int) -> None:
        """The corners of a view-finder around the chip."""
        shape = self._shapes([chip]).get(chip)
        if shape is None:
            return
        box = shape.boundingRect().adjusted(-5, -5, 5, 5)
        if self._flashes_left % 2:
            box.adjust(-5, -5, 5, 5)
            painter.fillRect(box, QColor(255, 255, 255, 90))
        arm = max(6.0, min(box.width(), box.height()) * 0.28)
        corners = []
        for x, dx in ((box.left(), arm), (box.right(), -arm)):
            for y, dy in ((box.top(), arm), (box.bottom(), -arm)):
                corners.append(QPolygonF([QPointF(x + dx, y), QPointF(x, y), QPointF(x, y + dy)]))
        for colour, width in ((_DARK, 6.0), (QColor(Qt.GlobalColor.white), 3.2)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            for corner in corners:
                painter.drawPolyline(corner)


def _grown(shape: QPolygonF, pixels: float) -> QPolygonF:
    """A chip's shape with its corners moved outwards."""
    box = shape.boundingRect()
    centre, side = box.center(), max(min(box.width(), box.height()), 1.0)
    factor = max(1 + 2 * pixels / side, 0.0)
    return QPolygonF([centre + (point - centre) * factor for point in shape])


def _paler(colour: QColor) -> QColor:
    found = QColor(colour)
    found.setAlpha(80)
    return found


def _length(a: QPointF, b: QPointF) -> float:
    return float(((a.x() - b.x()) ** 2 + (a.y() - b.y()) ** 2) ** 0.5)


def _rgba(colour: QColor) -> tuple[int, int, int, int]:
    return colour.red(), colour.green(), colour.blue(), 255
