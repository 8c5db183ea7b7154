"""A tile layer saved as a GeoTIFF: every pixel is the tile's pixel of the same ground."""

from __future__ import annotations

import json
import math
import os

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage, qRgb
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin.capture import Capture, is_metric, local_utm, plan_capture
from eo_embed.eo_embed_plugin.gui.capture_dialog import CaptureDialog
from eo_embed.eo_embed_plugin.gui.draft import Area
from eo_embed.tests.eo_embed_plugin.kept_python import from_python

MERCATOR = QgsCoordinateReferenceSystem("EPSG:3857")
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
ZOOM = 16
#: Half the width of the world in EPSG:3857, and the side of a pixel of a tile.
HALF = 20037508.342789244
PIXEL = 2 * HALF / 256 / 2**ZOOM
#: Tile pixels of one colour, and where the tiles begin: at Gardone Riviera.
BLOCK = 8
TILE = (34680, 23438)
TILES = 6


def colour(column: int, row: int) -> tuple[int, int, int]:
    """Of a block of the world's pixels; neighbours differ in every direction."""
    return (column * 37) % 251, (row * 53) % 241, (column + row) % 2 * 200


@pytest.fixture(scope="module")
def tiles(tmp_path_factory, qgis_app):
    """Tiles of known colours on disk, the one in the lower right corner left out; their layer's source."""
    folder = tmp_path_factory.mktemp("tiles")
    for x in range(TILE[0], TILE[0] + TILES):
        (folder / str(ZOOM) / str(x)).mkdir(parents=True)
        for y in range(TILE[1], TILE[1] + TILES):
            if (x, y) == (TILE[0] + TILES - 1, TILE[1] + TILES - 1):
                continue
            image = QImage(256, 256, QImage.Format.Format_RGB32)
            for i in range(256):
                for j in range(256):
                    block = (x * 256 + i) // BLOCK, (y * 256 + j) // BLOCK
                    image.setPixel(i, j, qRgb(*colour(*block)))
            assert image.save(str(folder / str(ZOOM) / str(x) / f"{y}.png"))
    return f"type=xyz&url=file://{folder}/{{z}}/{{x}}/{{y}}.png&zmin={ZOOM}&zmax={ZOOM}"


@pytest.fixture
def layer(tiles):
    found = QgsRasterLayer(tiles, "Tiles", "wms")
    assert found.isValid()
    return found


def ground() -> QgsRectangle:
    """What the tiles cover, a tile's width within, in EPSG:3857."""
    left, top = -HALF + TILE[0] * 256 * PIXEL, HALF - TILE[1] * 256 * PIXEL
    side = TILES * 256 * PIXEL
    return QgsRectangle(left, top - side, left + side, top).buffered(-200 * PIXEL)


#: Run by the worker's Python: rasterio and PROJ are independent of what wrote the file.
CHECK = """
import json, sys
import numpy as np, rasterio
from pyproj import Transformer
path, pixel, half, block, tile, tiles, margin = json.loads(sys.argv[1])
with rasterio.open(path) as data:
    pixels, transform, crs = data.read(), data.transform, data.crs
    profile = dict(crs=crs.to_string(), transform=list(transform)[:6], shape=data.shape, count=data.count,
                   interpretation=[c.name for c in data.colorinterp], dtype=data.dtypes[0])
rows, cols = np.mgrid[0 : pixels.shape[1], 0 : pixels.shape[2]] + 0.5
x, y = transform * (cols, rows)
x, y = Transformer.from_crs(crs, 3857, always_xy=True).transform(x, y)
u, v = (x + half) / pixel, (half - y) / pixel
c, r = (u // block).astype(int), (v // block).astype(int)
want = np.stack([c * 37 % 251, r * 53 % 241, (c + r) % 2 * 200])
last = (u // 256 == tile[0] + tiles - 1) & (v // 256 == tile[1] + tiles - 1)
def clear(margin):
    near_u, near_v = u % block, v % block
    return (near_u > margin) & (near_u < block - margin) & (near_v > margin) & (near_v < block - margin)
def wrong(margin):
    asked = clear(margin) & ~last
    return float((pixels[:3, asked] != want[:, asked]).any(axis=0).mean()), int(asked.sum())
away = lambda m: (abs(u - (tile[0] + tiles - 1) * 256) > m) & (abs(v - (tile[1] + tiles - 1) * 256) > m)
print(json.dumps(dict(profile=profile, wrong=wrong(margin), alpha_of_drawn=int(pixels[3, ~last & away(2)].min()),
                      alpha_of_missing=int(pixels[3, last & away(2)].max()), missing=int(last.sum()))))
"""


def read_back(path, margin):
    """What is wrong further than ``margin`` tile pixels from where colours change, and the file's profile."""
    asked = json.dumps([str(path), PIXEL, HALF, BLOCK, TILE, TILES, margin])
    return json.loads(from_python(CHECK, arguments=[asked]))


def captured(layer, plan, path, wait):
    work, ends = Capture(layer, plan, str(path)), []
    work.done.connect(lambda made: ends.append(made))
    work.failed.connect(lambda sentence: ends.append(Exception(sentence)))
    work.start()
    assert not path.exists()
    wait(lambda: ends)
    assert ends == [str(path)]
    return path


def test_every_pixel_is_that_of_the_same_ground_in_utm(layer, tmp_path, wait) -> None:
    area = QgsGeometry.fromRect(ground())
    crs = local_utm(area, MERCATOR)
    plan = plan_capture(area, MERCATOR, crs, 1.5)
    # The nearest pixel is taken twice, of the tiles and of the picture that is turned: half a pixel each.
    found = read_back(captured(layer, plan, tmp_path / "utm.tif", wait), 1.0)
    profile = found["profile"]
    assert profile["crs"] == "EPSG:32632"
    assert profile["transform"] == [
        1.5, 0, plan.extent.xMinimum(), 0, -1.5, plan.extent.yMaximum(),
    ]  # fmt: skip
    assert profile["shape"] == [plan.rows, plan.columns]
    assert (profile["count"], profile["dtype"]) == (4, "uint8")
    assert profile["interpretation"] == ["red", "green", "blue", "alpha"]
    share, asked = found["wrong"]
    assert asked > 100_000
    assert share == 0
    assert found["missing"] > 1000
    assert (found["alpha_of_drawn"], found["alpha_of_missing"]) == (255, 0)


def test_in_the_tiles_own_crs_too(layer, tmp_path, wait) -> None:
    plan = plan_capture(QgsGeometry.fromRect(ground()), MERCATOR, MERCATOR, PIXEL)
    found = read_back(captured(layer, plan, tmp_path / "own.tif", wait), 0.1)
    assert found["wrong"][0] == 0


def test_the_grid_covers_the_area_in_whole_pixels() -> None:
    area = QgsGeometry.fromRect(QgsRectangle(10.501, 45.601, 10.529, 45.622))
    utm = local_utm(area, WGS84)
    plan = plan_capture(area, WGS84, utm, 10)
    for edge in (plan.extent.xMinimum(), plan.extent.yMaximum()):
        assert edge % 10 == 0
    assert plan.columns == round(plan.extent.width() / 10)
    assert plan.rows == round(plan.extent.height() / 10)
    # 0.021 degrees of latitude, 0.028 of longitude at 45.6 degrees.
    assert plan.rows * 10 == pytest.approx(0.021 * 111_132, rel=0.02)
    assert plan.columns * 10 == pytest.approx(
        0.028 * 111_320 * math.cos(math.radians(45.6)), rel=0.04
    )


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (10.5, 45.6, 32632),
        (-58, -34, 32721),
        (179.9, 0, 32660),
        (-180, 1, 32601),
        (20, 89, 3413),
        (0, -85, 3031),
    ],
)
def test_the_local_zone(lon, lat, code) -> None:
    area = QgsGeometry.fromRect(QgsRectangle(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01))
    assert local_utm(area, WGS84).authid() == f"EPSG:{code}"


def test_what_is_metric() -> None:
    assert is_metric(MERCATOR)
    assert not is_metric(WGS84)
    assert not is_metric(QgsCoordinateReferenceSystem("EPSG:2263"))  # feet


def test_too_much_ground_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"too many to capture.*\.$"):
        plan_capture(QgsGeometry.fromRect(ground()), MERCATOR, MERCATOR, 0.01)
    with pytest.raises(ValueError, match="no ground"):
        plan_capture(QgsGeometry(), MERCATOR, MERCATOR, 1)


def test_stopping_leaves_nothing_behind(layer, tmp_path, wait) -> None:
    plan = plan_capture(QgsGeometry.fromRect(ground()), MERCATOR, MERCATOR, 0.2)
    work, ends = Capture(layer, plan, str(tmp_path / "never.tif")), []
    work.done.connect(ends.append)
    work.failed.connect(ends.append)
    work.start()
    work.cancel()
    wait(lambda: ends)
    assert ends == [""]
    assert os.listdir(tmp_path) == []


def test_a_folder_that_cannot_be_written_to_is_told_of(layer, tmp_path, wait) -> None:
    plan = plan_capture(QgsGeometry.fromRect(ground()), MERCATOR, MERCATOR, 20)
    work, ends = Capture(layer, plan, str(tmp_path / "none" / "x.tif")), []
    work.failed.connect(ends.append)
    work.start()
    wait(lambda: ends)
    assert "could not be captured" in ends[0]
    assert ends[0].endswith(".")


def test_the_dialog_puts_what_it_captured_into_the_project(context, layer, tmp_path, wait) -> None:
    dialog = CaptureDialog(context, layer, Area(QgsGeometry.fromRect(ground()), MERCATOR, "Drawn"))
    made: list[str] = []
    dialog.captured.connect(made.append)
    dialog.show()
    dialog.gsd.setValue(5)
    dialog.file.setFilePath(str(tmp_path / "web.tif"))
    assert "pixels" in dialog.summary.text()
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    wait(lambda: made)
    assert made == [str(tmp_path / "web.tif")]
    (found,) = QgsProject.instance().mapLayers().values()
    assert found.source() == made[0]
    assert found.rasterUnitsPerPixelX() == 5
    assert not dialog.isVisible()


def test_the_dialog_refuses_too_much_before_it_begins(context, layer) -> None:
    dialog = CaptureDialog(context, layer, Area(QgsGeometry.fromRect(ground()), MERCATOR, "Drawn"))
    dialog.gsd.setValue(0.01)
    assert not dialog.start.isEnabled()
    assert "too many" in dialog.summary.text()
    dialog.gsd.setValue(2)
    assert dialog.start.isEnabled()
