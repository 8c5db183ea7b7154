"""The plugin's layers in the project: in one group, each known by its role rather than by its name.

A role is kept as a custom property, so that layers are found again in a project that was saved, renamed or not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)

GROUP = "EO Embed"
ROLE = "eo_embed/role"
#: Roles of layers that there is one of.
LABELS, LIVE, LIVE_UNCERTAINTY, SIMILAR = "labels", "live", "live-uncertainty", "similar"


def group() -> QgsLayerTreeGroup:
    """The group of our layers, made at the top where there is none."""
    root = QgsProject.instance().layerTreeRoot()
    found = next((g for g in root.findGroups() if g.customProperty(ROLE) == "group"), None)
    if found is None:
        found = root.insertGroup(0, GROUP)
        found.setCustomProperty(ROLE, "group")
    return found


def find(role: str) -> QgsMapLayer | None:
    """The layer of a role, where the project has one that is valid or may become so."""
    for layer in QgsProject.instance().mapLayers().values():
        if layer.customProperty(ROLE) == role:
            return layer
    return None


def add(layer: QgsMapLayer, role: str, *, below: str | None = None) -> QgsMapLayer:
    """Put a layer into the group: on top, or right below the layer of another role."""
    layer.setCustomProperty(ROLE, role)
    QgsProject.instance().addMapLayer(layer, False)
    home, place = group(), 0
    for index, child in enumerate(home.children()):
        if isinstance(child, QgsLayerTreeLayer) and below is not None:
            known = child.layer()
            if known is not None and known.customProperty(ROLE) == below:
                place = index + 1
    home.insertLayer(place, layer)
    return layer


def remove(role: str) -> None:
    """Take the layer of a role out of the project."""
    layer = find(role)
    if layer is not None:
        QgsProject.instance().removeMapLayer(layer.id())


def show_raster(
    path: str,
    role: str,
    name: str,
    *,
    below: str | None = None,
    opacity: float = 1.0,
    visible: bool = True,
    restyle: bool = True,
) -> QgsRasterLayer:
    """The raster layer of a role, showing this file in the colours of the style that lies beside it.

    ``name``, ``opacity`` and ``visible`` are for a layer that is new. One that is there keeps its name, its
    place, and all that the user may have set: only its file and, with ``restyle``, its colours change.
    """
    layer = find(role)
    if not isinstance(layer, QgsRasterLayer):
        layer = QgsRasterLayer(path, name)
        layer.setOpacity(opacity)
        add(layer, role, below=below)
        set_visible(layer, visible)
        placed = node(layer)
        if placed is not None:
            placed.setExpanded(visible)
        return layer
    with _as_unfolded(layer):
        layer.setDataSource(path, layer.name(), "gdal")
    fresh = QgsRasterLayer(path, name) if restyle else None
    if fresh is not None and fresh.renderer() is not None:
        use_renderer(layer, fresh.renderer().clone())
    layer.triggerRepaint()
    return layer


def use_renderer(layer: QgsRasterLayer, renderer: QgsRasterRenderer) -> None:
    """Draw a raster layer by another renderer, as opaque as it was; its legend follows."""
    if layer.renderer() is not None:
        renderer.setOpacity(layer.renderer().opacity())
    with _as_unfolded(layer):
        layer.setRenderer(renderer)
        layer.emitStyleChanged()


@contextmanager
def _as_unfolded(layer: QgsMapLayer) -> Iterator[None]:
    """Leave a layer as unfolded in the tree as it was: QGIS folds one whose legend is made anew."""
    found = node(layer)
    unfolded = found is not None and found.isExpanded()
    yield
    if found is not None and unfolded:
        found.setExpanded(False)
        found.setExpanded(True)


def node(layer: QgsMapLayer) -> QgsLayerTreeLayer | None:
    """Where a layer hangs in the layer tree."""
    return QgsProject.instance().layerTreeRoot().findLayer(layer.id())


def is_visible(layer: QgsMapLayer) -> bool:
    """Whether a layer is ticked in the layer tree."""
    found = node(layer)
    return found is not None and found.itemVisibilityChecked()


def set_visible(layer: QgsMapLayer, visible: bool) -> None:
    """Tick a layer in the layer tree, or untick it."""
    found = node(layer)
    if found is not None:
        found.setItemVisibilityChecked(visible)


def raster_paths() -> list[tuple[str, str]]:
    """Names and files of the project's raster layers that are files on this machine, ours left out."""
    return [
        (layer.name(), layer.source())
        for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsRasterLayer)
        and layer.providerType() == "gdal"
        and not layer.customProperty(ROLE)
    ]


def picture_bands(sources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The source and the bands that the project shows in colours, as the worker's ``chip_picture`` takes them.

    ``sources`` are those of the session's state. {} where no layer shows three bands of one of them.
    """
    for layer in QgsProject.instance().mapLayers().values():
        renderer = layer.renderer() if isinstance(layer, QgsRasterLayer) else None
        if not isinstance(renderer, QgsMultiBandColorRenderer):
            continue
        shown = [renderer.redBand(), renderer.greenBand(), renderer.blueBand()]
        for source in sources:
            bands = zip(source["bands"], source["paths"], source["indices"])
            of = {index: name for name, path, index in bands if _same(path, layer.source())}
            if all(index in of for index in shown):
                return {"source": source["name"], "bands": [of[index] for index in shown]}
    return {}


def _same(one: str, other: str) -> bool:
    """Whether two paths are of one file."""
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def polygon_layers() -> list[QgsVectorLayer]:
    """The project's polygon layers, ours left out."""
    polygon = QgsWkbTypes.GeometryType.PolygonGeometry
    return [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == polygon
        and not layer.customProperty(ROLE)
    ]
