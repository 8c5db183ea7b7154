"""The files of a map as layers: the map on top, what is said about it below and not shown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from qgis.core import (
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
)

from .. import layers
from ..i18n import tr

#: Parts of a map in the order that they lie on each other.
_PARTS = ("map", "uncertainty", "probability", "applicability", "sets", "interval")
#: Cells of a raster that are read in one go; of greater ones only the places asked for are.
_MOST_CELLS = 4_000_000


def map_role(path: str, part: str) -> str:
    """The role of a layer that shows a part of the map in a file."""
    return f"map:{os.path.normcase(os.path.abspath(path))}:{part}"


def add_map(name: str, files: dict[str, str]) -> QgsRasterLayer | None:
    """Show a map's files in the project, or show them anew where they are there; returns the map's layer."""
    first, above = None, None
    known = [part for part in _PARTS if part in files]
    for part in [*known, *(part for part in files if part not in _PARTS)]:
        role = map_role(files["map"], part)
        is_new = layers.find(role) is None
        title = name if part == "map" else tr("{map}: {part}").format(map=name, part=_title(part))
        is_map = part == "map"
        layer = layers.show_raster(files[part], role, title, below=above, visible=is_map)
        if is_new and not is_map:
            node = layers.node(layer)
            if node is not None:
                node.setExpanded(False)
        first, above = first or layer, role
    return first


def _title(part: str) -> str:
    titles = {
        "uncertainty": tr("uncertainty"),
        "probability": tr("probability"),
        "applicability": tr("area of applicability"),
        "sets": tr("sets of classes"),
        "interval": tr("interval"),
    }
    return titles.get(part, part)


def put_in_front(live: bool) -> None:
    """Show the live map alone of all maps, or hide it: one would lie over the other."""
    wanted = layers.find(layers.LIVE)
    if wanted is None:
        return
    layers.set_visible(wanted, live)
    for node in our_nodes() if live else ():
        if node.layer().customProperty(layers.ROLE).startswith("map:"):
            node.setItemVisibilityChecked(False)


def our_nodes() -> Iterator[QgsLayerTreeLayer]:
    """The layer tree's nodes of all layers of ours, wherever the user put them."""
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        layer = node.layer()
        if layer is not None and layer.customProperty(layers.ROLE):
            yield node


def values_at(layer: QgsRasterLayer, points: Sequence[QgsPointXY]) -> list[float | None]:
    """The first band's value at points of the layer's CRS, None where it has none."""
    provider = layer.dataProvider()
    if provider is None or not layer.isValid():
        return [None] * len(points)
    box, width, height = layer.extent(), layer.width(), layer.height()
    if width * height > _MOST_CELLS:
        sampled = [provider.sample(point, 1) for point in points]
        return [value if is_known else None for value, is_known in sampled]
    block = provider.block(1, box, width, height)
    found: list[float | None] = []
    for point in points:
        row = int((box.yMaximum() - point.y()) / box.height() * height)
        column = int((point.x() - box.xMinimum()) / box.width() * width)
        inside = box.contains(point) and row < height and column < width
        known = inside and not block.isNoData(row, column)
        found.append(block.value(row, column) if known else None)
    return found


def classes_of(layer: QgsMapLayer) -> dict[float, tuple[str, str]]:
    """Name and colour of each value of a raster of classes; empty for one of numbers."""
    renderer = layer.renderer() if isinstance(layer, QgsRasterLayer) else None
    if not isinstance(renderer, QgsPalettedRasterRenderer):
        return {}
    return {float(c.value): (c.label, c.color.name()) for c in renderer.classes()}
