"""Which map lies in front, and the bands that pictures of chips take from the project."""

from __future__ import annotations

import pytest
from qgis.core import QgsMultiBandColorRenderer, QgsProject, QgsRasterLayer

from eo_embed.eo_embed_plugin import layers
from eo_embed.eo_embed_plugin.gui.map_layers import add_map, put_in_front
from eo_embed.tests.eo_embed_plugin.kept_python import from_python


@pytest.fixture(scope="module")
def rasters(tmp_path_factory):
    """A class map and a live map of one cell, and a scene of four bands."""
    folder = tmp_path_factory.mktemp("rasters")
    lines = (
        "import numpy, rasterio, sys",
        "from rasterio.transform import from_origin",
        "how = dict(driver='GTiff', width=2, height=2, crs='EPSG:32632', dtype='uint8',"
        " transform=from_origin(0, 2, 1, 1))",
        "for name, count in (('map', 1), ('live', 1), ('scene', 4)):",
        "    with rasterio.open(f'{sys.argv[1]}/{name}.tif', 'w', count=count, **how) as out:",
        "        out.write(numpy.ones((count, 2, 2), 'uint8'))",
    )
    from_python(*lines, arguments=[str(folder)])
    return folder


def test_labelling_shows_the_live_map_and_writing_a_map_shows_that_one(rasters, qgis_new_project):
    live = layers.show_raster(str(rasters / "live.tif"), layers.LIVE, "Live map")
    written = add_map("cover", {"map": str(rasters / "map.tif")})
    put_in_front(live=False)
    assert (layers.is_visible(live), layers.is_visible(written)) == (False, True)
    put_in_front(live=True)
    assert (layers.is_visible(live), layers.is_visible(written)) == (True, False)


def test_without_a_live_map_a_written_one_stays_in_sight(rasters, qgis_new_project):
    written = add_map("cover", {"map": str(rasters / "map.tif")})
    put_in_front(live=True)
    assert layers.is_visible(written)


def test_pictures_of_chips_are_in_the_colours_of_the_map(rasters, qgis_new_project):
    path = str(rasters / "scene.tif")
    names = ["blue", "green", "red", "infrared"]
    source = {"name": "s2", "bands": names, "paths": [path] * 4, "indices": [1, 2, 3, 4]}
    sources = [source]
    assert layers.picture_bands(sources) == {}
    layer = QgsRasterLayer(path, "scene")
    layer.setRenderer(QgsMultiBandColorRenderer(layer.dataProvider(), 3, 2, 1))
    QgsProject.instance().addMapLayer(layer)
    assert layers.picture_bands(sources) == {"source": "s2", "bands": ["red", "green", "blue"]}
    for kept in ("bands", "paths", "indices"):
        source[kept] = source[kept][1:]  # a workspace that leaves blue out cannot show it
    assert layers.picture_bands(sources) == {}
