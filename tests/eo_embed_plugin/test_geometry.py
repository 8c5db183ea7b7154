"""Chip arithmetic in plain Python against what core.chips says of the same grids, in the worker's Python."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsPointXY, QgsRectangle

from eo_embed.eo_embed_plugin.geometry import ChipArea, ChipLayout
from eo_embed.tests.eo_embed_plugin.kept_python import from_python

#: Grids by name: pixels, size, stride, transform, of an area and its rule.
_UTM = (10.0, 0.0, 600000.0, 0.0, -10.0, 5000000.0)
_AREA = "POLYGON((600333 4999800, 601700 4999900, 601200 4998900, 600900 4999500, 600400 4998700, 600333 4999800))"
GRIDS = {
    "side by side": ((160, 200), (16, 16), (16, 16), _UTM, None, "centre"),
    "over the edge": ((165, 203), (16, 16), (16, 16), _UTM, None, "centre"),
    "overlapping": ((160, 200), (32, 24), (8, 16), _UTM, _AREA, "any"),
    "with gaps": ((160, 200), (8, 8), (20, 16), _UTM, _AREA, "full"),
    "by centre": ((160, 200), (16, 16), (16, 16), _UTM, _AREA, "centre"),
    "one chip": ((16, 16), (16, 16), (16, 16), _UTM, None, "centre"),
    "degrees": ((90, 70), (9, 7), (9, 7), (0.00025, 0.0, -69.1, 0.0, -0.0002, -12.3), None, "centre"),
}  # fmt: skip
_CODE = """
import json, sys
import numpy as np, shapely
from affine import Affine
from odc.geo.geobox import GeoBox
from eo_embed.core.chips import ChipGrid
found = {}
for name, (shape, size, stride, transform, area, rule) in json.loads(sys.argv[1]).items():
    box = GeoBox(tuple(shape), Affine(*transform), "EPSG:4326" if abs(transform[0]) < 1 else "EPSG:32632")
    aoi = shapely.from_wkt(area) if area else None
    grid = ChipGrid(box, tuple(size), tuple(stride), aoi, rule)
    rng = np.random.default_rng(4)
    x0, y0, x1, y1 = box.extent.boundingbox
    pad_x, pad_y = (x1 - x0) / 9, (y1 - y0) / 9
    x, y = rng.uniform(x0 - pad_x, x1 + pad_x, 500), rng.uniform(y0 - pad_y, y1 + pad_y, 500)
    ids = np.arange(np.prod(grid.shape))
    found[name] = {
        "chips": list(grid.shape), "boxes": shapely.bounds(grid.polygons(ids)).tolist(),
        "centres": grid.centres(ids).tolist(), "points": np.column_stack([x, y]).tolist(),
        "at": grid.at(x, y).tolist(), "selected": grid.select().tolist(),
    }
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def core() -> dict:
    return json.loads(from_python(_CODE, arguments=[json.dumps(GRIDS)]))


@pytest.fixture(params=GRIDS)
def case(request, core):
    shape, size, stride, transform, area, rule = GRIDS[request.param]
    said = core[request.param]
    ground, bounds = (0.0, 0.0), (0.0, 0.0, 0.0, 0.0)
    layout = ChipLayout(
        transform, shape, size, stride, tuple(said["chips"]), len(said["selected"]), ground, bounds, rule
    )  # fmt: skip
    return layout, area, said


def test_chips_lie_where_the_core_cuts_them(case) -> None:
    layout, _, said = case
    for chip, (box, centre) in enumerate(zip(said["boxes"], said["centres"], strict=True)):
        found = layout.rectangle(chip)
        ours = [found.xMinimum(), found.yMinimum(), found.xMaximum(), found.yMaximum()]
        assert ours == pytest.approx(box, abs=1e-9, rel=1e-12)
        point = layout.centre(chip)
        assert [point.x(), point.y()] == pytest.approx(centre, abs=1e-9, rel=1e-12)


def test_points_fall_on_the_chip_that_the_core_says(case) -> None:
    layout, _, said = case
    found = [layout.at(QgsPointXY(x, y)) for x, y in said["points"]]
    assert [-1 if chip is None else chip for chip in found] == said["at"]
    assert -1 in said["at"]
    assert max(said["at"]) >= 0


def test_the_area_holds_the_chips_that_the_core_selects(case) -> None:
    layout, area, said = case
    held = ChipArea(layout, area)
    count = layout.chips[0] * layout.chips[1]
    assert [chip for chip in range(-2, count + 2) if held.holds(chip)] == said["selected"]


def test_chips_within_a_box_are_those_whose_centre_is(case) -> None:
    layout, _, said = case
    xs, ys = zip(*said["centres"], strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    box = QgsRectangle(
        min(xs) + 0.21 * width - 1e-6, min(ys) + 0.37 * height - 1e-6,
        min(xs) + 0.83 * width + 1e-6, min(ys) + 0.91 * height + 1e-6,
    )  # fmt: skip
    expected = [i for i, (x, y) in enumerate(said["centres"]) if box.contains(QgsPointXY(x, y))]
    assert list(layout.chips_within(box)) == expected
    rows, cols = layout.within(box)
    touching = {
        i for i, (x0, y0, x1, y1) in enumerate(said["boxes"]) if box.intersects(QgsRectangle(x0, y0, x1, y1))
    }  # fmt: skip
    assert touching <= {row * layout.chips[1] + col for row in rows for col in cols}


def test_nothing_is_at_a_place_that_is_no_place() -> None:
    layout = ChipLayout(
        _UTM, (160, 160), (16, 16), (16, 16), (10, 10), 100, (160, 160), (0, 0, 1, 1)
    )
    assert layout.at(QgsPointXY(float("nan"), 0.0)) is None
    assert layout.at(QgsPointXY(float("inf"), 4999900.0)) is None
    assert list(layout.chips_within(QgsRectangle())) == []
