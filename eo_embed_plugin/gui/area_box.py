"""The area of interest: drawn, from a layer, the map's extent or the whole raster; shown on the map."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import icons, layers
from ..i18n import tr
from .area_tools import AreaOutline, AreaTool, PolygonTool, RectangleTool
from .buttons import tool_button
from .draft import Area
from .ground import area_text, ground_area


class AreaBox(QWidget):
    """Buttons to choose an area, and what is chosen in words.

    chosen: an Area, or None for the whole raster. zoom_asked: the map is to show it.
    """

    chosen = pyqtSignal(object)
    zoom_asked = pyqtSignal()

    def __init__(self, context: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._tool_before: Any = None
        self._build()
        self.outline = AreaOutline(context.canvas)
        self.tools: dict[QToolButton, AreaTool] = {
            self.rectangle: RectangleTool(context.canvas),
            self.polygon: PolygonTool(context.canvas),
        }
        for button, tool in self.tools.items():
            tool.drawn.connect(self._drawn)
            tool.given_up.connect(self.put_tool_away)
            tool.deactivated.connect(lambda button=button: button.setChecked(False))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(QLabel(tr("Area of interest")))
        row = QHBoxLayout()
        self.rectangle = tool_button(
            tr("&Rectangle"), "area-rectangle", tr("Drag a rectangle on the map; Esc gives up")
        )
        self.polygon = tool_button(
            tr("Poly&gon"),
            "area-polygon",
            tr(
                "Click the corners on the map; Backspace takes one back, a double or right click ends, Esc gives up"
            ),
        )
        for button in (self.rectangle, self.polygon):
            button.setCheckable(True)
            button.toggled.connect(lambda on, button=button: self._toggle_tool(button, on))
            row.addWidget(button)
        self.origins = tool_button(
            tr("&From"),
            "area-layer",
            tr("Take the area from a polygon layer, the map's extent, or the whole raster"),
        )
        self.origins.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.origins)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.origins.setMenu(self.menu)
        row.addWidget(self.origins)
        row.addStretch(1)
        self.zoom = tool_button("", "zoom", tr("Zoom the map to the area"))
        self.zoom.clicked.connect(self.zoom_asked)
        row.addWidget(self.zoom)
        column.addLayout(row)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self.label)

    def tell(self, area: Area | None, origin: str) -> None:
        """Say in words what the area is."""
        if area is None:
            self.label.setText(tr("The whole raster"))
            return
        text = area_text(ground_area(area.geometry, area.crs))
        self.label.setText(tr("{origin}: {area}").format(origin=origin, area=text))

    def _drawn(self, geometry: QgsGeometry) -> None:
        crs = self.context.canvas.mapSettings().destinationCrs()
        self.put_tool_away()
        self.chosen.emit(Area(geometry, crs, tr("Drawn on the map")))

    def _toggle_tool(self, button: QToolButton, on: bool) -> None:
        canvas, tool = self.context.canvas, self.tools[button]
        if on:
            if canvas.mapTool() not in self.tools.values():
                self._tool_before = canvas.mapTool()
            canvas.setMapTool(tool)
            canvas.setFocus()
        elif canvas.mapTool() is tool:
            self.put_tool_away()

    def put_tool_away(self) -> None:
        """Give the map the tool back that it had before."""
        canvas = self.context.canvas
        if canvas.mapTool() not in self.tools.values():
            return
        if self._tool_before is not None:
            canvas.setMapTool(self._tool_before)
        else:
            canvas.unsetMapTool(canvas.mapTool())

    def _fill_menu(self) -> None:
        menu = self.menu
        menu.clear()
        menu.addAction(icons.icon("area-extent"), tr("The map's &extent"), self._take_extent)
        menu.addAction(tr("The &whole raster"), lambda: self.chosen.emit(None))
        for layer in layers.polygon_layers():
            self._offer_layer(menu, layer)

    def _offer_layer(self, menu: QMenu, layer: QgsVectorLayer) -> None:
        if menu.actions()[-1].data() is None:
            menu.addSeparator()
        name = layer.name().replace("&", "&&")
        count = layer.selectedFeatureCount()
        if count:
            text = tr("Selected polygons of {layer}").format(layer=name)
            menu.addAction(text, lambda: self._take_layer(layer, True)).setData(layer.id())
        action = menu.addAction(
            tr("Polygons of {layer}").format(layer=name), lambda: self._take_layer(layer, False)
        )
        action.setData(layer.id())

    def _take_extent(self) -> None:
        canvas = self.context.canvas
        crs = canvas.mapSettings().destinationCrs()
        geometry = QgsGeometry.fromRect(canvas.extent())
        self.chosen.emit(Area(geometry, crs, tr("The map's extent")))

    def _take_layer(self, layer: QgsVectorLayer, selected: bool) -> None:
        features = layer.selectedFeatures() if selected else layer.getFeatures()
        shapes = [f.geometry() for f in features if f.hasGeometry()]
        united = QgsGeometry.unaryUnion(shapes) if shapes else QgsGeometry()
        if united.isEmpty():
            self.context.messages.warn(
                tr(
                    "{layer} has no polygon to take as the area; choose another layer or draw one."
                ).format(layer=layer.name())
            )
            return
        self.chosen.emit(Area(united, layer.crs(), layer.name()))

    def unload(self) -> None:
        """Take the tools and the outline off the map for good."""
        self.put_tool_away()
        for tool in self.tools.values():
            tool.remove()
        self.outline.remove()
