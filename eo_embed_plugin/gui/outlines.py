"""Outlines of chips and cells on the canvas, to be seen on any imagery."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor


class Outline:
    """Polygons outlined on a canvas, light on dark, so that they stand out from whatever is below."""

    def __init__(self, canvas: Any, width: int = 2, colour: str = "#ffd400") -> None:
        self._canvas, self._width, self._colour = canvas, width, colour
        self._bands: list[QgsRubberBand] = []

    def show(self, shapes: Iterable[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Outline these instead of what is outlined."""
        if not self._bands:
            self._bands = [self._band(self._width + 2, QColor(0, 0, 0, 160)),
                           self._band(self._width, QColor(self._colour))]  # fmt: skip
        whole = QgsGeometry.collectGeometry(list(shapes))
        for band in self._bands:
            band.setToGeometry(whole, crs)

    def clear(self) -> None:
        """Outline nothing."""
        for band in self._bands:
            band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def remove(self) -> None:
        """Take the outline off the canvas for good."""
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands = []

    @property
    def is_shown(self) -> bool:
        """Whether something is outlined."""
        return any(band.numberOfVertices() for band in self._bands)

    def _band(self, width: int, colour: QColor) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        band.setStrokeColor(colour)
        band.setFillColor(QColor(Qt.GlobalColor.transparent))
        band.setWidth(width)
        return band


def zoom_to(
    canvas: Any, box: QgsRectangle, crs: QgsCoordinateReferenceSystem, room: float = 1.2
) -> None:
    """Bring a rectangle of a CRS into view, with room around it."""
    project = QgsProject.instance()
    change = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), project)
    seen = change.transformBoundingBox(box)
    seen.scale(room)
    canvas.setExtent(seen)
    canvas.refresh()
