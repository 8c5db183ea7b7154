"""Areas of interest: any vector file or box, in any CRS, as polygons on the grid."""

from __future__ import annotations

import geopandas
import numpy as np
import pytest
import shapely
from affine import Affine
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox

from eo_embed.core.areas import read_aoi
from eo_embed.core.errors import AOIEmpty, AOIOutside, AOIUnreadable

GRID = GeoBox((300, 200), Affine(10, 0, 500000, 0, -10, 5000000), CRS(32631))
HOLED = shapely.box(500200, 4998000, 501500, 4999500) - shapely.box(
    500500, 4998500, 501000, 4999000
)
TWO = shapely.union_all([HOLED, shapely.box(501600, 4999600, 501900, 4999900)])


def save(path, shapes, crs=32631, **columns):
    frame = geopandas.GeoDataFrame({"n": range(len(shapes)), **columns}, geometry=shapes, crs=crs)
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_file(path)
    return str(path)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".parquet"])
@pytest.mark.parametrize("crs", [32631, 4326, 3857, 32632])
@pytest.mark.parametrize("area", [HOLED, TWO], ids=["hole", "two parts"])
def test_any_file_in_any_crs(tmp_path, suffix, crs, area):
    """Against the polygon it was made from; other CRS bend its edges by less than a pixel."""
    frame = geopandas.GeoSeries([area], crs=32631).segmentize(50).to_crs(crs)
    path = save(tmp_path / f"aoi{suffix}", frame.to_list(), crs)
    found = read_aoi(path, GRID)
    assert found.geom_type in ("Polygon", "MultiPolygon")
    assert found.is_valid
    assert found.symmetric_difference(area).area < 1e-3 * area.area
    assert shapely.get_num_interior_rings(shapely.get_parts(found)).sum() == 1


def test_polygons_of_a_file_are_united(tmp_path):
    shapes = [shapely.box(x, 4998000, x + 300, 4999000) for x in (500000, 500200, 501000)]
    found = read_aoi(save(tmp_path / "a.gpkg", shapes), GRID)
    assert found.equals(shapely.union_all(shapes))


@pytest.mark.parametrize(
    "text",
    [
        "500200,4998000,501500,4999500",
        " 500200.0 , 4998e3 , +501500 , 4999500. ",
        "500200,4998000,501500,4999500@EPSG:32631",
        "500200,4998000,501500,4999500 @ 32631",
    ],
)
def test_box(text):
    assert read_aoi(text, GRID).equals(shapely.box(500200, 4998000, 501500, 4999500))


def test_box_in_degrees_has_x_first():
    found = read_aoi("3.0,45.14,3.01,45.15@EPSG:4326", GRID)
    wanted = geopandas.GeoSeries([shapely.box(3, 45.14, 3.01, 45.15)], crs=4326).segmentize(1e-4)
    wanted = wanted.to_crs(32631)[0]
    assert found.symmetric_difference(wanted).area < 1e-3 * wanted.area
    assert read_aoi("3.0,45.14,3.01,45.15", GRID, CRS(4326)).equals(found)


def test_straight_edges_stay_where_they_were(tmp_path):
    """A parallel of latitude is no straight line in UTM: here it is 130 m off half-way."""
    wide = GeoBox((3000, 20000), Affine(10, 0, 400000, 0, -10, 5570000), CRS(32631))
    area = read_aoi("2,50,4,50.1@EPSG:4326", wide)
    straight = geopandas.GeoSeries([shapely.box(2, 50, 4, 50.1)], crs=4326).to_crs(32631)[0]
    curved = geopandas.GeoSeries([shapely.box(2, 50, 4, 50.1)], crs=4326).segmentize(1e-3)
    curved = curved.to_crs(32631)[0]
    assert area.symmetric_difference(curved).area < 1e-4 * area.area
    assert straight.hausdorff_distance(curved) > 100
    assert area.hausdorff_distance(curved) < 1


def test_a_continent_around_the_raster():
    """Far from its zone UTM has no values; what is near the raster is all that counts."""
    for text in ("-180,-90,180,90@EPSG:4326", "-30,30,60,75@EPSG:4326"):
        area = read_aoi(text, GRID)
        assert np.isfinite(area.bounds).all()
        assert area.covers(GRID.extent.geom.buffer(500))


def test_invalid_polygons_are_made_valid(tmp_path):
    bow = shapely.Polygon(
        [(500000, 4999000), (501000, 5000000), (501000, 4999000), (500000, 5000000)]
    )
    assert not bow.is_valid
    found = read_aoi(save(tmp_path / "a.gpkg", [bow]), GRID)
    assert found.is_valid
    assert found.area == pytest.approx(500000)


def test_points_and_lines_beside_polygons_do_not_count(tmp_path):
    box = shapely.box(500200, 4998000, 501500, 4999500)
    shapes = [
        box,
        shapely.Point(501900, 4999900),
        shapely.LineString([(5e5, 5e6), (501000, 4998000)]),
    ]
    assert read_aoi(save(tmp_path / "a.geojson", shapes), GRID).equals(box)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("none.gpkg", AOIUnreadable, "no area of interest at"),
        ("1,2,3", AOIUnreadable, "no area of interest at"),
        ("500200,4998000,501500,4999500@EPSG:0", AOIUnreadable, "'EPSG:0' is no coordinate"),
        ("500200,4998000,501500,4999500@nonsense", AOIUnreadable, "'nonsense'"),
        ("501500,4998000,500200,4999500", AOIEmpty, "in that order"),
        ("500200,4998000,500200,4999500", AOIEmpty, "is empty"),
        ("3,45,4,46", AOIOutside, "outside the raster"),
        ("120,-30,121,-29@EPSG:4326", AOIOutside, "outside the raster"),
        ("8,50,9,51@EPSG:4326", AOIOutside, "outside the raster"),
    ],
)
def test_refused(tmp_path, monkeypatch, text, error, says):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=says):
        read_aoi(text, GRID)


def test_refused_files(tmp_path):
    text = tmp_path / "text.gpkg"
    text.write_text("no vector file")
    with pytest.raises(AOIUnreadable, match=r"text\.gpkg cannot be read as a vector file"):
        read_aoi(str(text), GRID)
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(AOIUnreadable, match="cannot be read"):
        read_aoi(str(table), GRID)
    with pytest.raises(AOIUnreadable, match="holds no polygon"):
        read_aoi(save(tmp_path / "points.gpkg", [shapely.Point(500500, 4999000)]), GRID)
    with pytest.raises(AOIUnreadable, match="no coordinate reference system"):
        read_aoi(save(tmp_path / "nocrs.parquet", [HOLED], crs=None), GRID)
    with pytest.raises(AOIEmpty, match="holds no geometry"):
        read_aoi(save(tmp_path / "empty.gpkg", [shapely.Polygon()]), GRID)
    with pytest.raises(AOIEmpty, match="holds no geometry"):
        read_aoi(save(tmp_path / "none.gpkg", []), GRID)


def test_a_real_park(shared_data):
    grid = GeoBox((1428, 1128), Affine(30, 0, 301905, 0, -30, 4154085), CRS(32612))
    folder = shared_data / "zion_l8_nlcd"
    path = next(p for p in folder.rglob("*") if p.suffix in (".gpkg", ".shp", ".geojson"))
    found = read_aoi(str(path), grid)
    wanted = shapely.union_all(geopandas.read_file(path).to_crs(32612).geometry)
    assert found.symmetric_difference(wanted).area < 1e-4 * wanted.area


def test_a_file_of_several_layers_needs_one_named(tmp_path):
    path = tmp_path / "two.gpkg"
    for layer, shape in (("park", HOLED), ("town", TWO)):
        geopandas.GeoDataFrame(geometry=[shape], crs=32631).to_file(path, layer=layer)
    with pytest.raises(AOIUnreadable, match=r"layers park, town; name one as .*\|layername=park"):
        read_aoi(str(path), GRID)
    assert read_aoi(f"{path}|layername=park", GRID).equals(HOLED)
    assert read_aoi(f"{path}|layername=town", GRID).equals(TWO)
    with pytest.raises(AOIUnreadable, match="no layer lake; its layers are: park, town"):
        read_aoi(f"{path}|layername=lake", GRID)
    with pytest.raises(AOIUnreadable, match="no area of interest at ''"):
        read_aoi("", GRID)
