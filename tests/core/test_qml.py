"""Styles, as the real QGIS reads and draws them."""

import json
import subprocess
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from affine import Affine
from odc.geo.geobox import GeoBox
from PIL import Image

from eo_embed.core import classes as colours
from eo_embed.core import qml
from eo_embed.core.chips import ChipGrid
from eo_embed.core.classes import ClassInfo, Legend, rgb_of
from eo_embed.core.cog import Raster
from eo_embed.core.maps import Layer, write_chip_map
from eo_embed.core.probes.base import Prediction

CLASSES = (
    ClassInfo("1", "Forêt & <bois>", "#117733"),
    ClassInfo("2", 'Wasser "tief"', "#0072b2"),
    ClassInfo("3", "town", "#d55e00"),
)
GRID = ChipGrid(GeoBox((80, 120), Affine(30, 0, 3e5, 0, -30, 4e6), "EPSG:32612"), (8, 8), (8, 8))
ROWS, COLS = 10, 15

# Loads each map as a user would, says what QGIS makes of it, and draws it with one pixel a cell.
DRAW = """
import json, os, sys
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

application = QgsApplication([], False)
application.initQgis()
found = {}
for path in sys.argv[1:]:
    layer = QgsRasterLayer(path, "map")
    renderer, box = layer.renderer(), layer.extent()
    said = {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "extent": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
        "type": renderer.type(),
    }
    if said["type"] == "paletted":
        said["classes"] = [[c.value, c.label, c.color.name()] for c in renderer.classes()]
    else:
        items = renderer.shader().rasterShaderFunction().colorRampItemList()
        said["range"] = [renderer.classificationMin(), renderer.classificationMax()]
        said["items"] = [[i.value, i.color.name()] for i in items]
        said["ramp"] = renderer.shader().rasterShaderFunction().sourceColorRamp().count()
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(box)
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(layer.width(), layer.height()))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(path + ".png")
    found[os.path.basename(path)] = said
print(json.dumps(found))
sys.stdout.flush()
os._exit(0)  # QGIS tears itself down badly without a window
"""


def in_qgis(python, files):
    run = subprocess.run(
        [python, "-c", DRAW, *files.to_dict().values()],
        capture_output=True, text=True, timeout=120,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(files.map.parent)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    drawn = {
        name: np.array(Image.open(f"{path}.png").convert("RGBA"))
        for name, path in files.to_dict().items()
    }
    return json.loads(run.stdout), drawn


@pytest.fixture
def ids():
    """Chips of a map whose first row has no cell but one, so that it spans the whole grid."""
    return np.concatenate([[0], GRID.select()[COLS:]])


def test_qgis_draws_classes_in_their_colours(qgis_python, tmp_path, ids):
    labels = ids % 3
    # Sure cells are 0 in two classes and in entropy: they must not pass for nodata.
    proba = np.eye(3, dtype=np.float32)[labels]
    said = Prediction(labels, proba, np.zeros(len(ids), np.float32))
    files = write_chip_map(tmp_path / "map.tif", GRID, ids, said, Legend("classes", "c", CLASSES))
    found, drawn = in_qgis(qgis_python, files)

    of_map = found["map.tif"]
    assert of_map == {
        "valid": True, "crs": "EPSG:32612", "extent": [300000, 3997600, 303600, 4000000],
        "type": "paletted", "classes": [[i, c.name, c.colour] for i, c in enumerate(CLASSES, 1)],
    }  # fmt: skip
    picture = drawn["map"].reshape(-1, 4)
    assert picture[ids, :3].tolist() == [list(rgb_of(CLASSES[i].colour)) for i in labels]
    assert drawn["map"].shape[:2] == (ROWS, COLS)
    for part, ramp, least in (
        ("probability", colours.PROBABILITY_RAMP, 0),
        ("uncertainty", colours.UNCERTAINTY_RAMP, 0),
    ):
        assert found[f"map.{part}.tif"]["range"] == [0, 1]
        shown = drawn[part].reshape(-1, 4)[ids]
        stored = proba[:, 0] if part == "probability" else said.uncertainty
        assert shown[stored == least, :3].tolist() == [list(rgb_of(ramp[0]))] * (
            np.count_nonzero(stored == least)
        )
    for picture in drawn.values():
        alpha = picture[..., 3].ravel()
        assert set(alpha[ids]) == {255}
        assert set(np.delete(alpha, ids)) == {0}


def test_qgis_draws_the_layers_beside_a_map(qgis_python, tmp_path, ids):
    """By their own limits where they have some, else from least to greatest; nodata stays clear."""
    labels = ids % 3
    said = Prediction(labels, np.eye(3, dtype=np.float32)[labels], np.zeros(len(ids), np.float32))
    index = np.linspace(0.1, 0.7, len(ids)).astype(np.float32)
    floats = Raster(dtype="float32", nodata=np.nan, bands=("index", "inside"))
    sets = Raster(dtype="uint8", nodata=255, bands=("classes", "a", "b", "c"))
    one = np.ones(len(ids), np.uint8)
    layers = {
        "applicability": Layer(floats, np.array([index, index < 0.4]), limits=(0.0, 0.8)),
        "sets": Layer(sets, np.array([one * 2, one, one, 0 * one])),
    }
    legend = Legend("classes", "c", CLASSES)
    files = write_chip_map(tmp_path / "map.tif", GRID, ids, said, legend, layers)
    found, drawn = in_qgis(qgis_python, files)
    assert found["map.applicability.tif"]["range"] == [0.0, 0.8]
    assert found["map.sets.tif"]["range"] == [2.0, 3.0]  # one value alone gets a range
    for part in layers:
        assert found[f"map.{part}.tif"]["type"] == "singlebandpseudocolor"
        alpha = drawn[part][..., 3].ravel()
        assert set(alpha[ids]) == {255}
        assert set(np.delete(alpha, ids)) == {0}
    shades = drawn["applicability"].reshape(-1, 4)[ids, :3]
    assert len(np.unique(shades, axis=0)) > 10


def test_qgis_draws_values_from_least_to_greatest(qgis_python, tmp_path, ids):
    values = np.linspace(-7.5, 240, len(ids)).astype(np.float32)
    said = Prediction(values, None, np.full(len(ids), 2.5, np.float32))
    files = write_chip_map(tmp_path / "map.tif", GRID, ids, said, Legend("value", "height"))
    found, drawn = in_qgis(qgis_python, files)
    of_map = found["map.tif"]
    assert (of_map["type"], of_map["range"]) == ("singlebandpseudocolor", [-7.5, 240])
    assert of_map["items"] == [
        [pytest.approx(value), colour]
        for value, colour in zip(np.linspace(-7.5, 240, 9), colours.VALUE_RAMP, strict=True)
    ]
    assert of_map["ramp"] == 9
    assert found["map.uncertainty.tif"]["range"] == [2.5, 3.5]  # one value everywhere
    picture = drawn["map"].reshape(-1, 4)
    assert picture[ids[0], :3].tolist() == list(rgb_of(colours.VALUE_RAMP[0]))
    assert picture[ids[-1], :3].tolist() == list(rgb_of(colours.VALUE_RAMP[-1]))
    middle = values[len(ids) // 2]
    near = [
        np.interp(middle, np.linspace(-7.5, 240, 9), c)
        for c in zip(*map(rgb_of, colours.VALUE_RAMP), strict=True)
    ]
    np.testing.assert_allclose(picture[ids[len(ids) // 2], :3], near, atol=2)
    assert set(np.delete(picture[:, 3], ids)) == {0}


def test_categories_reach_gdal(qgis_python, tmp_path, ids):
    said = Prediction(ids % 3, np.eye(3, dtype=np.float32)[ids % 3], np.zeros(len(ids), np.float32))
    files = write_chip_map(tmp_path / "map.tif", GRID, ids, said, Legend("classes", "c", CLASSES))
    ask = (
        "import json, sys; from osgeo import gdal; gdal.UseExceptions(); d = gdal.Open(sys.argv[1]);"
        "d.GetGeoTransform();"  # GDAL 3.6 reads what lies beside the file no sooner
        "print(json.dumps(d.GetRasterBand(1).GetCategoryNames()))"
    )
    run = subprocess.run([qgis_python, "-c", ask, files.map], capture_output=True, text=True)
    assert json.loads(run.stdout) == ["nodata", *(c.name for c in CLASSES)], run.stderr


def test_a_style_is_one_xml_document():
    for style in (qml.paletted(CLASSES), qml.ramped(colours.VALUE_RAMP, 0.0, 1e-9)):
        assert ET.fromstring(style).tag == "qgis"
    labels = [e.get("label") for e in ET.fromstring(qml.paletted(CLASSES)).iter("paletteEntry")]
    assert labels == [c.name for c in CLASSES]
