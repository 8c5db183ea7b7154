"""Where chips lie: the arithmetic of a chip grid, in plain Python.

The same as core.chips.ChipGrid does with arrays; QGIS's process has none of ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsGeometry, QgsPoint, QgsPointXY, QgsRectangle


@dataclass(frozen=True)
class ChipLayout:
    """A grid of chips.

    Parameters
    ----------
    transform: affine ``(a, b, c, d, e, f)`` from pixels to the grid's CRS, north up (b = d = 0).
    size, stride: of chips, pixels ``(y, x)``. chips: their rows and columns.
    count: chips in the area of interest. ground: height and width of a chip in metres.
    bounds: left, bottom, right, top of the area's chips, in the grid's CRS.
    """

    transform: tuple[float, ...]
    shape: tuple[int, int]
    size: tuple[int, int]
    stride: tuple[int, int]
    chips: tuple[int, int]
    count: int
    ground: tuple[float, float]
    bounds: tuple[float, float, float, float]
    inclusion: str = "centre"
    min_valid: float = 0.5

    @classmethod
    def of(cls, content: dict[str, Any]) -> ChipLayout:
        """From the worker's ``layout``."""
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in content.items()
        }
        return cls(**{name: values[name] for name in cls.__dataclass_fields__ if name in values})

    @property
    def spacing(self) -> tuple[float, float]:
        """Between neighbouring chips, across and down, in units of the grid's CRS."""
        a, _, _, _, e, _ = self.transform
        return abs(self.stride[1] * a), abs(self.stride[0] * e)

    def row_col(self, chip: int) -> tuple[int, int]:
        """Row and column of a chip."""
        return divmod(chip, self.chips[1])

    def rectangle(self, chip: int) -> QgsRectangle:
        """A chip's ground, in the grid's CRS."""
        row, col = self.row_col(chip)
        a, _, c, _, e, f = self.transform
        left, top = c + col * self.stride[1] * a, f + row * self.stride[0] * e
        return QgsRectangle(left, top + self.size[0] * e, left + self.size[1] * a, top)

    def geometry(self, chip: int) -> QgsGeometry:
        """A chip's ground as a polygon, in the grid's CRS."""
        return QgsGeometry.fromRect(self.rectangle(chip))

    def centre(self, chip: int) -> QgsPointXY:
        """A chip's centre, in the grid's CRS."""
        return self.rectangle(chip).center()

    def at(self, point: QgsPointXY) -> int | None:
        """The chip that a point of the grid's CRS falls on, the nearest where chips overlap; None beyond."""
        a, _, c, _, e, f = self.transform
        row = _nearest((point.y() - f) / e, self.size[0], self.stride[0], self.chips[0])
        col = _nearest((point.x() - c) / a, self.size[1], self.stride[1], self.chips[1])
        return None if row is None or col is None else row * self.chips[1] + col

    def within(self, box: QgsRectangle) -> tuple[range, range]:
        """Rows and columns of the chips that a rectangle of the grid's CRS can touch."""
        a, _, c, _, e, f = self.transform
        rows = _touched((box.yMaximum() - f) / e, (box.yMinimum() - f) / e, 0, self)
        cols = _touched((box.xMinimum() - c) / a, (box.xMaximum() - c) / a, 1, self)
        return rows, cols

    def chips_within(self, box: QgsRectangle) -> Iterator[int]:
        """The chips whose centres lie in a rectangle of the grid's CRS."""
        rows, cols = self.within(box)
        for row in rows:
            for col in cols:
                chip = row * self.chips[1] + col
                if box.contains(self.centre(chip)):
                    yield chip


class ChipArea:
    """The chips of a layout that belong to an area of interest, by the layout's rule.

    ``wkt`` is a polygon in the layout's CRS, None for all chips.
    """

    def __init__(self, layout: ChipLayout, wkt: str | None) -> None:
        self._layout = layout
        self._count = layout.chips[0] * layout.chips[1]
        self._shape = QgsGeometry.fromWkt(wkt) if wkt else None
        self._engine: Any = None
        if self._shape is not None:
            self._engine = QgsGeometry.createGeometryEngine(self._shape.constGet())
            self._engine.prepareGeometry()

    def holds(self, chip: int) -> bool:
        """Whether a chip belongs to the area."""
        if not 0 <= chip < self._count or self._engine is None:
            return 0 <= chip < self._count
        if self._layout.inclusion == "centre":
            return bool(self._engine.intersects(QgsPoint(self._layout.centre(chip))))
        box = self._layout.geometry(chip)
        if self._layout.inclusion == "full":
            return bool(self._engine.contains(box.constGet()))
        # A shared edge is no overlap.
        touches = self._engine.touches(box.constGet())
        return bool(self._engine.intersects(box.constGet())) and not touches


def _nearest(position: float, size: int, stride: int, count: int) -> int | None:
    """The chip along one axis whose centre is nearest to a pixel position, if it holds it."""
    if not math.isfinite(position):
        return None
    index = min(max(math.floor((position - size / 2) / stride + 0.5), 0), count - 1)
    return index if 0 <= position - index * stride < size else None


def _touched(low: float, high: float, axis: int, layout: ChipLayout) -> range:
    size, stride, count = layout.size[axis], layout.stride[axis], layout.chips[axis]
    if not (math.isfinite(low) and math.isfinite(high)):
        return range(0)
    first = max(0, math.floor((low - size) / stride))
    return range(first, min(count - 1, math.ceil(high / stride)) + 1)
