"""Which chip is under the pointer, and which one is clicked, with whatever map tool is in use."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapTool
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

from ..i18n import tr
from .context import Context


class ChipPicker(QObject):
    """hovered: the chip under the pointer, -1 for none. picked: a chip that was clicked while the tool is in use, and
    whether it is added to others. toolChanged: the tool is in use, or no longer."""

    hovered = pyqtSignal(int)
    picked = pyqtSignal(int, bool)
    toolChanged = pyqtSignal(bool)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context, self.session = context, context.session
        self._tool: _Tool | None = None
        self._before: QgsMapTool | None = None
        self._last, self._follows = -1, False

    def follow(self, is_followed: bool) -> None:
        """Tell which chip is under the pointer, or no longer."""
        if is_followed == self._follows:
            return
        self._follows = is_followed
        signal = self.context.canvas.xyCoordinates
        (signal.connect if is_followed else signal.disconnect)(self._moved)

    def set_tool(self, is_used: bool) -> None:
        """Take the map tool that picks chips, or give back the one before it."""
        canvas = self.context.canvas
        if is_used == self.is_used:
            return
        if is_used:
            self._tool = self._tool or _Tool(canvas, self)
            self._before = canvas.mapTool()
            canvas.setMapTool(self._tool)
        elif self._before is not None:
            canvas.setMapTool(self._before)
        else:
            canvas.unsetMapTool(self._tool)

    @property
    def is_used(self) -> bool:
        """Whether the tool is the canvas's."""
        return self._tool is not None and self.context.canvas.mapTool() is self._tool

    def chip_at(self, point: QgsPointXY) -> int:
        """The chip at a point of the canvas's CRS, -1 for none."""
        layout = self.session.layout
        if layout is None:
            return -1
        settings = self.context.canvas.mapSettings()
        change = QgsCoordinateTransform(
            settings.destinationCrs(), self.session.crs, QgsProject.instance()
        )
        try:
            chip = layout.at(change.transform(point))
        except QgsCsException:
            return -1
        return -1 if chip is None or not self.session.in_area(chip) else chip

    def _moved(self, point: QgsPointXY) -> None:
        chip = self.chip_at(point)
        if chip != self._last:
            self._last = chip
            self.hovered.emit(chip)


class _Tool(QgsMapTool):
    """A click picks; the rest of the canvas stays as it is."""

    def __init__(self, canvas: Any, picker: ChipPicker) -> None:
        super().__init__(canvas)
        self._picker = picker
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolName(tr("Pick chips"))

    def activate(self) -> None:
        super().activate()
        self._picker.toolChanged.emit(True)

    def deactivate(self) -> None:
        super().deactivate()
        self._picker.toolChanged.emit(False)

    def canvasReleaseEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        chip = self._picker.chip_at(self.toMapCoordinates(event.pos()))
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._picker.picked.emit(chip, adds)
