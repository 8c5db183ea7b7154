"""Grids: north-up covers, metres on the ground, CRS that are one."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyproj import Geod, Transformer

from eo_embed.core import grids

UTM = CRS("EPSG:32631")


def test_flips_keep_the_pixels():
    truth = GeoBox((3, 5), Affine(10, 0, 500000, 0, -10, 5000000), UTM)
    south_up = GeoBox((3, 5), Affine(10, 0, 500000, 0, 10, 4999970), UTM)
    mirrored = GeoBox((3, 5), Affine(-10, 0, 500050, 0, -10, 5000000), UTM)
    assert grids.north_up(truth) is truth
    assert grids.north_up(south_up) == truth
    assert grids.north_up(mirrored) == truth


@given(
    angle=st.floats(-180, 180),
    pixel=st.floats(0.1, 1000),
    shape=st.tuples(st.integers(1, 300), st.integers(1, 300)),
)
def test_cover_of_a_rotated_grid(angle, pixel, shape):
    turned = GeoBox(
        shape,
        Affine.translation(5e5, 5e6) * Affine.rotation(angle) * Affine.scale(pixel, -pixel),
        UTM,
    )
    cover = grids.north_up(turned)
    assert grids.is_north_up(cover.affine)
    hull = cover.extent.geom.buffer(pixel * 1e-3)
    assert hull.covers(turned.extent.geom)
    # No wider than the bounding box and the pixels it starts and ends in.
    box, own = cover.extent.geom.bounds, turned.extent.geom.bounds
    assert all(abs(a - b) <= 1.01 * cover.affine.a for a, b in zip(box, own, strict=True))
    assert grids.ground_pixel(turned) == pytest.approx((pixel, pixel))


@pytest.mark.parametrize("lat", [-60.0, 0.0, 42.36, 66.0])
def test_ground_pixel_of_degrees(lat):
    """Against the same two steps measured in a projection true to scale there."""
    grid = GeoBox((2, 2), Affine(1.21e-4, 0, 3 - 1.21e-4, 0, -9.02e-5, lat + 9.02e-5), CRS(4326))
    aeqd = Transformer.from_crs(4326, f"+proj=aeqd +lat_0={lat} +lon_0=3", always_xy=True).transform
    y, x = (math.hypot(*aeqd(3 + dx, lat + dy)) for dx, dy in ((0, 9.02e-5), (1.21e-4, 0)))
    assert grids.ground_pixel(grid) == pytest.approx((y, x), rel=1e-3)


def test_ground_pixel_by_the_units_of_the_crs():
    utm = GeoBox((10, 10), Affine(30, 0, 300000, 0, -20, 4150000), CRS(32612))
    assert grids.ground_pixel(utm) == (20, 30)
    feet = GeoBox((10, 10), Affine(100, 0, 6000000, 0, -100, 2000000), CRS(2229))
    assert grids.ground_pixel(feet) == pytest.approx((30.48006, 30.48006), rel=1e-5)
    albers = GeoBox((10, 10), Affine(30, 0, -1500000, 0, -30, 1700000), CRS(5070))
    assert grids.ground_pixel(albers) == (30, 30)


def test_web_mercator_is_not_metres():
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(10, 60)
    grid = GeoBox((100, 100), Affine(10, 0, x - 500, 0, -10, y + 500), CRS(3857))
    assert grids.ground_pixel(grid) == pytest.approx((5, 5), rel=0.01)
    assert grids.local_projection(grid) == CRS(32632)
    metres = grids.metric_xy(np.array([[x, y], [x + 200, y]]), grid)
    assert np.hypot(*(metres[1] - metres[0])) == pytest.approx(100, rel=0.01)


def test_metric_grid_is_square_and_covers():
    boadella = GeoBox((377, 380), Affine(1.21e-4, 0, 2.792, 0, -9.02e-5, 42.3646), CRS(4326))
    metric = grids.metric(boadella)
    assert metric.crs == CRS(32631)
    assert (metric.affine.a, -metric.affine.e) == (10, 10)
    assert metric.extent.geom.buffer(1e-6).covers(boadella.extent.to_crs(metric.crs).geom)
    assert metric.affine.c % 10 == metric.affine.f % 10 == 0
    assert grids.metric(metric) is metric


@pytest.mark.parametrize(("lat", "lon_width"), [(0.0, 20.0), (86.0, 1.0)])
def test_local_projection_where_no_zone_will_do(lat, lon_width):
    grid = GeoBox((100, 100), Affine(lon_width / 100, 0, 0, 0, -0.01, lat + 0.5), CRS(4326))
    crs = grids.local_projection(grid)
    assert "Lambert Azimuthal Equal Area" in crs.to_wkt()
    centre = Transformer.from_crs(4326, crs.proj, always_xy=True).transform(lon_width / 2, lat)
    assert centre == pytest.approx((0, 0), abs=1)


@pytest.mark.parametrize("code", [32612, 2193, 3035, 4269, 5070])
def test_a_crs_is_one_in_any_spelling(code):
    esri = CRS(CRS(code).proj.to_wkt("WKT1_ESRI"))
    assert grids.same_crs(esri, CRS(code))
    assert not grids.same_crs(esri, CRS(32613))
    assert grids.crs_text(esri) == f"EPSG:{code}"


def test_crs_without_a_code_goes_through_text():
    laea = CRS("+proj=laea +lat_0=47.1 +lon_0=3.3 +datum=WGS84 +units=m +type=crs")
    assert CRS(grids.crs_text(laea)) == laea


def test_overlap():
    earth = GeoBox((180, 360), Affine(1, 0, -180, 0, -1, 90), CRS(4326))
    scene = GeoBox((100, 100), Affine(10, 0, 500000, 0, -10, 5000000), UTM)
    beside = GeoBox((100, 100), Affine(10, 0, 501000, 0, -10, 5000000), UTM)
    far = GeoBox((10, 10), Affine(0.01, 0, 20, 0, -0.01, 45), CRS(4326))
    assert grids.overlap(earth, scene)
    assert grids.overlap(scene, earth)
    assert not grids.overlap(scene, beside)  # an edge is no ground
    assert not grids.overlap(scene, far)
    assert not grids.overlap(far, scene)


def test_metric_points_are_those_of_the_projection():
    grid = GeoBox((10, 10), Affine(0.001, 0, 3, 0, -0.001, 45), CRS(4326))
    points = np.array([[3.0, 45.0], [3.001, 44.999]])
    x, y = Transformer.from_crs(4326, 32631, always_xy=True).transform(*points.T)
    np.testing.assert_allclose(grids.metric_xy(points, grid), np.column_stack([x, y]), atol=1e-6)
    assert (
        shapely.Point(grids.metric_xy(points, grid)[0]).distance(shapely.Point(500000, 4982950)) < 1
    )


@pytest.mark.parametrize(
    ("crs", "affine"),
    [
        (4326, Affine(0.2, 0, 7, 0, -0.1, 60)),
        (4326, Affine(0.02, 0, 179.5, 0, -0.01, -40)),  # over the antimeridian
        (4269, Affine(0.1, 0, -112, 0, 0.1, 30)),  # south-up
        (3857, Affine(20_000, 0, 1_000_000, 0, -20_000, 9_000_000)),
    ],
)
def test_areas_of_cells_are_those_of_polygons_on_the_ellipsoid(crs, affine):
    grid = GeoBox((40, 60), affine, CRS(crs))
    to_degrees = Transformer.from_crs(CRS(crs).proj, 4326, always_xy=True)
    along, still = np.linspace(0, 1, 200), np.zeros(200)  # parallels are no geodesics
    outline = [(along, still), (still + 1, along), (1 - along, still + 1), (still, 1 - along)]
    x, y = (np.concatenate(part) for part in zip(*outline, strict=True))

    def area(row, col):
        lon, lat = to_degrees.transform(*(affine * (x + col, y + row)))
        return abs(Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)[0])

    found = grids.cell_areas(grid)
    assert found.shape == (40,)
    for row in (0, 17, 39):
        for col in (0, 41, 59):
            assert found[row] == pytest.approx(area(row, col), rel=1e-6)


def test_areas_of_small_cells_keep_their_digits():
    degrees = GeoBox((5, 5), Affine(1e-5, 0, 3, 0, -1e-5, 45), CRS(4326))
    height, width = grids.ground_pixel(degrees)
    assert grids.cell_areas(degrees) == pytest.approx(np.full(5, height * width), rel=1e-5)


def test_areas_of_cells_by_the_units_of_the_crs():
    utm = GeoBox((3, 10), Affine(30, 0, 300000, 0, -20, 4150000), CRS(32612))
    np.testing.assert_array_equal(grids.cell_areas(utm), [600.0] * 3)
    feet = GeoBox((1, 10), Affine(100, 0, 6000000, 0, -100, 2000000), CRS(2229))
    assert grids.cell_areas(feet) == pytest.approx([30.48006**2], rel=1e-5)
    albers = GeoBox((2, 10), Affine(30, 0, -1500000, 0, -30, 1700000), CRS(5070))
    np.testing.assert_array_equal(grids.cell_areas(albers), [900.0] * 2)
