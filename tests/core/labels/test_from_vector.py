from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from eo_embed.core.chips import ChipGrid
from eo_embed.core.errors import LabelsOutside, LabelsUnreadable, UsageError
from eo_embed.core.labels import labels_from_vector, parse_how
from eo_embed.core.rasters import reference_grid

CRS = "EPSG:32632"
#: 6 x 8 chips of 100 m, 80 m apart or 100 m apart.
AFFINE = Affine(10, 0, 500_000, 0, -10, 5_000_000)
MAJORITY = parse_how("majority")


def grid_of(stride: int = 10) -> ChipGrid:
    return ChipGrid(GeoBox((60, 80), AFFINE, CRS), (10, 10), (stride, stride))


def write(
    path: Path, shapes: list, crs: str | None = CRS, to: str | None = None, **columns
) -> Path:
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)
    frame = frame.to_crs(to) if to else frame
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_file(path, engine="pyogrio")
    return path


def at(x: float, y: float) -> tuple[float, float]:
    """Metres from the grid's upper left corner, east and south."""
    return 500_000 + x, 5_000_000 - y


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(*at(x0, y1), *at(x1, y0))


def random_polygons(seed: int, count: int) -> list[shapely.Polygon]:
    """Discs, boxes and rings that overlap each other and reach beyond the grid."""
    rng = np.random.default_rng(seed)
    shapes = []
    for _ in range(count):
        centre = shapely.Point(at(rng.uniform(-60, 860), rng.uniform(-60, 660)))
        disc = centre.buffer(rng.uniform(20, 200), quad_segs=int(rng.integers(1, 9)))
        shapes.append(disc if rng.random() < 0.7 else disc.difference(centre.buffer(15)))
    return shapes


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.sampled_from([8, 10, 13]))
def test_polygons_equal_the_union_of_each_class_on_each_chip(
    tmp_path: Path, seed: int, count: int, stride: int
) -> None:
    grid = grid_of(stride)
    ids, boxes = grid.select(), grid.polygons(grid.select())
    shapes = random_polygons(seed, count)
    codes = np.random.default_rng(seed).integers(1, 4, count)
    path = write(tmp_path / "p.gpkg", shapes, code=codes)
    union = {c: shapely.union_all(np.array(shapes)[codes == c]) for c in sorted(set(codes))}
    area = np.array([shapely.area(shapely.intersection(boxes, u)) for u in union.values()]) / 1e4

    for code, share in zip(union, area, strict=True):
        if share.any():
            found = labels_from_vector(path, grid, ids, parse_how(f"fraction:{code}"), field="code")
            assert found.ids.tolist() == ids.tolist()
            np.testing.assert_allclose(found.values, share, atol=1e-9)
    sure = area.max(axis=0) >= 0.6
    if sure.any():
        found = labels_from_vector(path, grid, ids, MAJORITY, field="code")
        assert found.ids.tolist() == ids[sure].tolist()
        np.testing.assert_allclose(found.share, area.max(axis=0)[sure], atol=1e-6)
        picked = [list(union).index(int(code)) for code in found.values]
        np.testing.assert_allclose(area[picked, sure.nonzero()[0]], found.share, atol=1e-6)

    pieces = shapely.area(shapely.intersection(np.array(shapes)[:, None], boxes))
    covered = shapely.area(shapely.intersection(boxes, shapely.union_all(shapes))) / 1e4
    half = covered >= 0.5
    if half.any():
        found = labels_from_vector(path, grid, ids, parse_how("mean"), field="code")
        assert found.ids.tolist() == ids[half].tolist()
        weighted = (pieces * codes[:, None]).sum(axis=0)[half] / pieces.sum(axis=0)[half]
        np.testing.assert_allclose(found.values, weighted, rtol=1e-9)
        np.testing.assert_allclose(found.share, covered[half], atol=1e-6)


def test_polygons_that_overlap_count_their_ground_once(tmp_path: Path) -> None:
    shapes = [box(0, 0, 50, 100), box(0, 0, 50, 100), box(25, 0, 60, 100)]
    path = write(tmp_path / "p.gpkg", shapes, code=["a", "a", "a"])
    found = labels_from_vector(path, grid_of(), np.array([0]), parse_how("fraction"))
    assert found.values.tolist() == [pytest.approx(0.6)]
    sure = labels_from_vector(path, grid_of(), np.array([0]), MAJORITY, field="code")
    assert (sure.values.tolist(), sure.share.tolist()) == (["a"], [pytest.approx(0.6)])


@pytest.mark.parametrize(
    ("suffix", "to"),
    [
        ("gpkg", "EPSG:4326"),
        ("gpkg", "EPSG:3035"),
        ("shp", "EPSG:3035"),
        ("geojson", "EPSG:4326"),
        ("parquet", "EPSG:4326"),
    ],
)
def test_any_crs_and_format_gives_the_same_shares(tmp_path: Path, suffix: str, to: str) -> None:
    shapes = random_polygons(5, 6)
    here = write(tmp_path / "here.gpkg", shapes, code=list("abcabc"))
    there = write(tmp_path / f"there.{suffix}", shapes, to=to, code=list("abcabc"))
    grid, how = grid_of(), parse_how("fraction:b")
    plain = labels_from_vector(here, grid, grid.select(), how, field="code")
    turned = labels_from_vector(there, grid, grid.select(), how, field="code")
    np.testing.assert_allclose(turned.values, plain.values, atol=1e-4)


def test_a_long_edge_in_degrees_is_bent_on_the_grid(tmp_path: Path) -> None:
    """The 60th parallel bows by kilometres from the chord between two far points on it."""
    affine = Affine(100, 0, 300_000, 0, -100, 6_700_000)
    grid = ChipGrid(GeoBox((1000, 4000), affine, CRS), (50, 50), (50, 50))
    path = write(tmp_path / "p.gpkg", [shapely.box(5, 60, 13, 62)], "EPSG:4326")
    found = labels_from_vector(path, grid, grid.select(), parse_how("fraction"))
    lat = geopandas.GeoSeries(grid.polygons(found.ids), crs=CRS).to_crs("EPSG:4326").bounds
    inside = (lat.minx > 5) & (lat.maxx < 13) & (lat.maxy < 62)
    assert (found.values[inside & (lat.miny > 60.005)] == 1).all()
    assert (found.values[inside & (lat.maxy < 59.995)] == 0).all()
    assert inside.sum() > 500


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32 - 1), st.integers(1, 120))
def test_points_equal_the_plain_count(tmp_path: Path, seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-50, 850, count), rng.uniform(-50, 650, count)
    codes = rng.integers(0, 3, count)
    points = [shapely.Point(at(*xy)) for xy in zip(x, y, strict=True)]
    path = write(tmp_path / "p.gpkg", points, code=codes.astype(float))
    grid = grid_of()
    on: dict[int, list[int]] = {}
    for px, py, code in zip(x, y, codes, strict=True):
        if 0 <= px < 800 and 0 <= py < 600:
            on.setdefault(int(py // 100) * 8 + int(px // 100), []).append(int(code))
    if not on:
        return
    means = labels_from_vector(path, grid, grid.select(), parse_how("mean"), field="code")
    assert dict(zip(means.ids.tolist(), means.values, strict=True)) == pytest.approx(
        {chip: np.mean(found) for chip, found in on.items()}
    )
    best = {chip: np.bincount(found, minlength=3) for chip, found in on.items()}
    wanted = {i: str(n.argmax()) for i, n in best.items() if n.max() / n.sum() >= 0.5}
    if wanted:
        sure = labels_from_vector(path, grid, grid.select(), MAJORITY, field="code", min_share=0.5)
        assert dict(zip(sure.ids.tolist(), sure.values.tolist(), strict=True)) == wanted


def test_only_the_chips_asked_for_are_labelled(tmp_path: Path) -> None:
    points = [shapely.Point(at(50, 50)), shapely.Point(at(150, 50)), shapely.Point(at(750, 550))]
    path = write(tmp_path / "p.gpkg", points, code=["a", "b", None])
    found = labels_from_vector(path, grid_of(), np.array([47, 1, 2]), MAJORITY, field="code")
    assert (found.ids.tolist(), found.values.tolist()) == ([1], ["b"])
    assert [c.code for c in found.classes] == ["b"]


def test_points_of_one_multipoint_count_each(tmp_path: Path) -> None:
    two = shapely.MultiPoint([at(50, 50), at(60, 50)])
    path = write(tmp_path / "p.gpkg", [two, shapely.Point(at(55, 55))], code=["a", "b"])
    found = labels_from_vector(path, grid_of(), np.array([0]), MAJORITY, field="code")
    assert (found.values.tolist(), found.share.tolist()) == (["a"], [pytest.approx(2 / 3)])


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_bad_vectors_are_refused_with_what_there_is(tmp_path: Path) -> None:
    grid, ids = grid_of(), grid_of().select()
    fraction, mean = parse_how("fraction"), parse_how("mean")
    square = [box(0, 0, 40, 100)]
    good = write(tmp_path / "good.gpkg", square, crop=["wheat"], year=[2020])
    lost = write(tmp_path / "lost.gpkg", square, None, crop=["wheat"])
    lines = write(tmp_path / "lines.gpkg", [shapely.LineString([at(0, 0), at(90, 90)])], crop=["w"])
    far = write(tmp_path / "far.gpkg", [box(5000, 0, 5100, 100)], crop=["wheat"])
    points = write(tmp_path / "points.gpkg", [shapely.Point(at(5, 5))], crop=["wheat"])
    null = write(tmp_path / "null.gpkg", square, crop=np.array([None], dtype=object))
    two = write(tmp_path / "two.gpkg", square, crop=["wheat"])
    geopandas.read_file(good).to_file(two, layer="extra")
    (tmp_path / "text.gpkg").write_text("no vector")
    for path, how, more, error, says in (
        (tmp_path / "none.gpkg", MAJORITY, {"field": "crop"}, LabelsUnreadable, "no label file"),
        (tmp_path / "text.gpkg", MAJORITY, {"field": "crop"}, LabelsUnreadable, "cannot be read"),
        (good, MAJORITY, {}, LabelsUnreadable, "needs a field.*: crop, year"),
        (good, MAJORITY, {"field": "x"}, LabelsUnreadable, "no field x; .*: crop, year"),
        (good, fraction, {"layer": "x"}, LabelsUnreadable, "no layer x; its layers are: good"),
        (good, mean, {"field": "crop"}, LabelsUnreadable, "field crop .* is no number"),
        (good, MAJORITY, {"field": "crop"}, LabelsOutside, "takes 60% .* share being 40%"),
        (good, mean, {"field": "year"}, LabelsOutside, "less than 50% of every chip, 40% at most"),
        (good, parse_how("fraction:rye"), {"field": "crop"}, LabelsOutside, "there are wheat"),
        (two, fraction, {}, LabelsUnreadable, r"2 layers with geometry \(two, extra\)"),
        (lost, fraction, {}, LabelsUnreadable, "no coordinate reference system"),
        (lines, fraction, {}, LabelsUnreadable, "holds LineString; labels are points or polygons"),
        (far, fraction, {}, LabelsOutside, "falls on a chip"),
        (null, MAJORITY, {"field": "crop"}, LabelsOutside, "falls on a chip"),
        (points, fraction, {}, UsageError, "points, which cover nothing"),
    ):
        with pytest.raises(error, match=says):
            labels_from_vector(path, grid, ids, how, **more)


def test_labelled_polygons_of_a_real_scene(shared_data: Path) -> None:
    """Sentinel-2 in degrees, 23 polygons in UTM: chips of a pixel add up to each class's ground."""
    scene = next((shared_data / "rcr_s2" / "sentinel-2").glob("*B08.tiff"))
    labels = shared_data / "rcr_s2" / "rcr" / "rcr_landcover.shp"
    geobox = reference_grid([str(scene)], in_metres=True)
    truth = geopandas.read_file(labels).to_crs(geobox.crs.to_wkt())
    grid = ChipGrid(geobox, (1, 1), (1, 1), truth.union_all(), "any")
    ids = grid.select()
    for code, ground in truth.dissolve("Classname").area.items():
        found = labels_from_vector(
            labels, grid, ids, parse_how(f"fraction:{code}"), field="Classname"
        )
        assert found.values.sum() * abs(geobox.affine.determinant) == pytest.approx(ground)
    sure = labels_from_vector(labels, grid, ids, MAJORITY, field="Classname")
    assert {c.code for c in sure.classes} == set(truth.Classname)


def test_forest_heights_of_a_real_inventory(shared_data: Path) -> None:
    """Polygons in BC Albers on Landsat in degrees, against geopandas' overlay."""
    folder = shared_data / "loonlake" / "data"
    grid = ChipGrid(reference_grid([str(folder / "landsat.tif")], in_metres=True), (8, 8), (8, 8))
    path = folder / "vri2023.gpkg"
    found = labels_from_vector(path, grid, grid.select(), parse_how("mean"), field="PROJ_HEIGHT_1")
    truth = geopandas.read_file(path)[["PROJ_HEIGHT_1", "geometry"]].dropna()
    cells = geopandas.GeoDataFrame(
        {"chip": found.ids}, geometry=grid.polygons(found.ids), crs=grid.geobox.crs.to_wkt()
    )
    both = cells.overlay(truth.to_crs(cells.crs), keep_geom_type=True)
    weight = both.area
    means = (weight * both.PROJ_HEIGHT_1).groupby(both.chip).sum() / weight.groupby(both.chip).sum()
    np.testing.assert_allclose(found.values, means[found.ids], rtol=1e-3)
    assert len(found.ids) > 50


def test_points_of_a_table(tmp_path):
    grid = grid_of()
    points = [shapely.Point(at(x, y)) for x, y in [(50, 50), (150, 50), (250, 350)]]
    frame = geopandas.GeoDataFrame({"kind": ["a", "b", "a"]}, geometry=points, crs=CRS)
    degrees = frame.to_crs("EPSG:4326").geometry
    table = tmp_path / "points.csv"
    rows = [f"{p.y},{k},{p.x}" for p, k in zip(degrees, frame["kind"], strict=True)]
    table.write_text("\n".join(["Latitude,kind,Longitude", *rows, ",c,"]))
    same = write(tmp_path / "points.gpkg", points, kind=frame["kind"])
    found, expected = (
        labels_from_vector(path, grid, grid.select(), MAJORITY, field="kind")
        for path in (table, same)
    )
    np.testing.assert_array_equal(found.ids, expected.ids)
    assert found.values.tolist() == expected.values.tolist() == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2", r"no columns lon and lat; it has a, b"),
        ("x,y,kind\n500000,5000000,a", r"holds no degrees in x and y"),
        ("lon,lat\n9,45", r"needs a field that holds the label"),
    ],
)
def test_tables_that_are_no_points(tmp_path, text, says):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(LabelsUnreadable, match=says):
        labels_from_vector(path, grid_of(), grid_of().select(), MAJORITY)
