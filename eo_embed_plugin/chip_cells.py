"""Labels as a picture of one pixel a chip: drawn at once however many there are, in any CRS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Callable

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QImage, QPainter, QPolygonF, QTransform, qRgba

from .geometry import ChipLayout

#: Pixels along the longer side of the picture; a larger grid shares pixels among neighbours.
_LONGEST = 4096
#: Pixels of the picture that are drawn by one plane transform: a projection bends over more.
_TILE = 64
_NONE = 0


class ChipCells:
    """One indexed picture of a whole layout. Colour 0 is no label; at most 255 others."""

    def __init__(self, layout: ChipLayout) -> None:
        self._layout = layout
        rows, cols = layout.chips
        self._step = max(1, -(-max(rows, cols) // _LONGEST))
        self._height, self._width = -(-rows // self._step), -(-cols // self._step)
        self._pixels = bytearray(self._height * self._width)
        self._image: QImage | None = None
        self._colours: list[int] = [qRgba(0, 0, 0, 0)]

    def set_colours(self, colours: Iterable[tuple[int, int, int, int]]) -> None:
        """Colours 1, 2, … as red, green, blue, alpha."""
        self._colours = [qRgba(0, 0, 0, 0), *(qRgba(*colour) for colour in colours)]
        self._image = None

    def fill(self, colours: dict[int, int]) -> None:
        """The colour of each labelled chip, by its number; all others have none."""
        self._pixels = bytearray(self._height * self._width)
        self.update(colours)

    def update(self, colours: dict[int, int]) -> None:
        """Chips that have another colour now, 0 for none."""
        cols, step, width, pixels = self._layout.chips[1], self._step, self._width, self._pixels
        for chip, colour in colours.items():
            pixels[chip // cols // step * width + chip % cols // step] = colour
        self._image = None

    def draw(
        self,
        painter: QPainter,
        to_screen: Callable[[list[QgsPointXY]], list[QPointF] | None],
        rows: range,
        cols: range,
    ) -> None:
        """Draw the chips of these rows and columns; ``to_screen`` takes points of the layout's CRS to pixels."""
        step = self._step
        for top in range(rows.start // step, -(-rows.stop // step), _TILE):
            for left in range(cols.start // step, -(-cols.stop // step), _TILE):
                height = min(_TILE, self._height - top)
                width = min(_TILE, self._width - left)
                if height > 0 and width > 0:
                    self._draw_tile(painter, to_screen, QRectF(left, top, width, height))

    def _draw_tile(
        self,
        painter: QPainter,
        to_screen: Callable[[list[QgsPointXY]], list[QPointF] | None],
        tile: QRectF,
    ) -> None:
        ground = [
            self._ground(tile.left(), tile.top()),
            self._ground(tile.right(), tile.top()),
            self._ground(tile.right(), tile.bottom()),
            self._ground(tile.left(), tile.bottom()),
        ]
        corners = to_screen(ground)
        if corners is None:
            return
        square = QPolygonF(
            [QPointF(0, 0), QPointF(tile.width(), 0),
             QPointF(tile.width(), tile.height()), QPointF(0, tile.height())]
        )  # fmt: skip
        plane = QTransform()
        if QTransform.quadToQuad(square, QPolygonF(corners), plane):
            painter.save()
            painter.setTransform(plane, True)
            painter.drawImage(QPointF(0, 0), self._picture(), tile)
            painter.restore()

    def _ground(self, x: float, y: float) -> QgsPointXY:
        a, _, c, _, e, f = self._layout.transform
        across, down = self._layout.stride[1] * self._step, self._layout.stride[0] * self._step
        return QgsPointXY(c + x * across * a, f + y * down * e)

    def _picture(self) -> QImage:
        if self._image is None:
            form = QImage.Format.Format_Indexed8
            image = QImage(bytes(self._pixels), self._width, self._height, self._width, form)
            image.setColorTable(self._colours)
            # A copy owns its pixels, and painters draw this format without converting it each time.
            self._image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        return self._image
