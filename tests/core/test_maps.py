"""Maps: the right value at the right place, blended as a whole array would be, and never half of one."""

import itertools
import os
import signal
import subprocess
import sys
import tracemalloc
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from eo_embed.core.chips import ChipGrid
from eo_embed.core.classes import Legend, default_classes
from eo_embed.core.errors import ChipInvalid, OutputError, UsageError
from eo_embed.core.maps import DenseMapWriter, write_chip_map
from eo_embed.core.probes.base import Prediction

PIXEL = 30.0
ORIGIN = (300_015.0, 4_000_005.0)
VALUE = Legend("value", "height")


def classes(count=3):
    return Legend("classes", "cover", tuple(default_classes(f"class {i}" for i in range(count))))


def grid_of(height, width, crs="EPSG:32612"):
    return GeoBox((height, width), Affine(PIXEL, 0, ORIGIN[0], 0, -PIXEL, ORIGIN[1]), crs)


def shares(rng, *shape):
    return rng.dirichlet(np.ones(shape[-1]) * 0.4, shape[:-1]).astype(np.float32)


def entropy(proba):
    """Normalised Shannon entropy, written out."""
    logs = np.log(np.where(proba > 0, proba, 1))
    return -(proba * logs).sum(-1) / np.log(proba.shape[-1])


def class_prediction(rng, n, count=3):
    proba = shares(rng, n, count)
    return Prediction(proba.argmax(1), proba, entropy(proba).astype(np.float32))


def read(path):
    """Values ``(bands, rows, columns)`` in their units, NaN where there is none, and the transform."""
    with rasterio.open(path) as data:
        values = data.read(masked=True).astype(np.float64) * data.scales[0]
        return values.filled(np.nan), data.transform


# -- one cell a chip -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "stride"),
    [((16, 16), (16, 16)), ((16, 16), (5, 8)), ((7, 9), (7, 4)), ((4, 4), (6, 6))],
)
def test_each_chip_has_its_cell_in_its_middle(tmp_path, size, stride):
    rng = np.random.default_rng(1)
    grid = ChipGrid(grid_of(90, 120), size, stride)
    ids = np.sort(rng.choice(grid.select(), 40, replace=False))
    said = class_prediction(rng, len(ids))
    made = write_chip_map(tmp_path / "map.tif", grid, ids, said, classes())

    # A pixel inside the cell, found from the chip's centre on the ground.
    points = np.add(grid.centres(ids), (PIXEL / 4, -PIXEL / 4))
    with rasterio.open(made.map) as data:
        assert np.array([v[0] for v in data.sample(points)]).tolist() == (said.labels + 1).tolist()
        assert np.count_nonzero(data.read(1)) == len(ids)
        assert (data.crs.to_epsg(), data.nodata) == (32612, 0)
        # Its corner is a corner of a pixel, and its cells are strides.
        x, y = ~grid.geobox.affine * (data.transform.c, data.transform.f)
        assert (x, y) == (round(x), round(y))
        assert data.res == (stride[1] * PIXEL, stride[0] * PIXEL)
    with rasterio.open(made.probability) as data:
        stored = np.array(list(data.sample(points)))
        assert data.descriptions == ("class 0", "class 1", "class 2")
        np.testing.assert_allclose(stored * data.scales[0], said.proba, atol=0.5 / 250 + 1e-6)
    with rasterio.open(made.uncertainty) as data:
        stored = np.array([v[0] for v in data.sample(points)])
        np.testing.assert_allclose(stored * data.scales[0], said.uncertainty, atol=0.5 / 250 + 1e-6)


def test_nothing_but_the_chips_has_a_value(tmp_path):
    rng = np.random.default_rng(2)
    grid = ChipGrid(grid_of(64, 64), (8, 8), (8, 8))
    ids = np.array([9, 12, 30])
    made = write_chip_map(tmp_path / "map.tif", grid, ids, class_prediction(rng, 3), classes())
    for path in (made.map, made.probability, made.uncertainty):
        values, transform = read(path)
        assert np.isfinite(values).sum(axis=(1, 2)).tolist() == [3] * len(values)
        assert values.shape[1:] == (3, 6)  # rows 1..3 and columns 1..6
        assert transform * (0, 0) == grid.geobox.affine * (8, 8)


def test_values_are_kept_as_float32_with_nan(tmp_path):
    rng = np.random.default_rng(3)
    grid = ChipGrid(grid_of(64, 64), (8, 8), (8, 8))
    ids = grid.select()[1:]
    said = Prediction(
        rng.normal(size=63).astype(np.float32), None, rng.random(63).astype(np.float32)
    )
    made = write_chip_map(tmp_path / "map.tif", grid, ids, said, VALUE)
    assert made.probability is None
    assert made.to_dict() == {"map": str(made.map), "uncertainty": str(made.uncertainty)}
    for path, expected in ((made.map, said.labels), (made.uncertainty, said.uncertainty)):
        with rasterio.open(path) as data:
            assert (data.dtypes, np.isnan(data.nodata)) == (("float32",), True)
            got = data.read(1).ravel()
        assert np.isnan(got[0])
        np.testing.assert_array_equal(got[1:], expected)


def test_more_classes_than_a_byte_holds(tmp_path):
    grid = ChipGrid(grid_of(160, 160), (8, 8), (8, 8))
    labels = np.arange(400) % 300
    said = Prediction(labels, np.eye(300, dtype=np.float32)[labels], np.zeros(400, np.float32))
    made = write_chip_map(tmp_path / "map.tif", grid, grid.select(), said, classes(300))
    with rasterio.open(made.map) as data:
        assert data.dtypes == ("uint16",)
        assert data.read(1).ravel().tolist() == (labels + 1).tolist()
        assert data.colormap(1)[300][:3] == (0x11, 0x77, 0x33)  # the palette goes round


def test_names_and_colours_go_with_the_file(tmp_path):
    grid = ChipGrid(grid_of(32, 32), (8, 8), (8, 8))
    said = class_prediction(np.random.default_rng(4), 16)
    legend = Legend("classes", "Fläche & <Wald>", classes().classes)
    made = write_chip_map(tmp_path / "map.tif", grid, grid.select(), said, legend)
    with rasterio.open(made.map) as data:
        assert data.colormap(1)[1] == (0x00, 0x9E, 0x73, 255)
        assert data.colormap(1)[0][3] == 0
        assert data.tags(1)["CLASS_3"] == "class 2"
        assert data.descriptions == ("Fläche & <Wald>",)
        assert data.tags()["TARGET"] == "Fläche & <Wald>"
    names = [c.text for c in ET.parse(tmp_path / "map.tif.aux.xml").iter("Category")]
    assert names == ["nodata", "class 0", "class 1", "class 2"]


def test_a_head_of_other_classes_is_refused(tmp_path):
    grid = ChipGrid(grid_of(32, 32), (8, 8), (8, 8))
    said = class_prediction(np.random.default_rng(4), 16)
    with pytest.raises(UsageError, match="3 classes and the legend names 4"):
        write_chip_map(tmp_path / "map.tif", grid, grid.select(), said, classes(4))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("crs", ["EPSG:4326", "+proj=laea +lat_0=37 +lon_0=-113 +datum=WGS84"])
def test_the_crs_and_the_axis_order_are_kept(tmp_path, crs):
    geobox = GeoBox((64, 48), Affine(0.01, 0, -113.0, 0, -0.02, 38.0), crs)
    grid = ChipGrid(geobox, (8, 8), (8, 8))
    said = class_prediction(np.random.default_rng(5), 48)
    made = write_chip_map(tmp_path / "map.tif", grid, grid.select(), said, classes())
    with rasterio.open(made.map) as data:
        assert data.crs == rasterio.crs.CRS.from_user_input(crs)
        assert tuple(data.bounds) == pytest.approx((-113.0, 36.72, -112.52, 38.0))


@pytest.mark.parametrize("kind", ["classes", "value"])
def test_large_maps_are_valid_cogs_with_overviews(tmp_path, kind):
    rio_cogeo = pytest.importorskip(
        "rio_cogeo", reason="rio-cogeo, the COG oracle, is not installed"
    )
    rng = np.random.default_rng(6)
    grid = ChipGrid(grid_of(1100 * 2, 700 * 2), (2, 2), (2, 2))
    ids = grid.select()
    said = class_prediction(rng, len(ids))
    if kind == "value":
        said = Prediction(np.sin(ids / 999).astype(np.float32), None, said.uncertainty)
    made = write_chip_map(
        tmp_path / "map.tif", grid, ids, said, classes() if kind == "classes" else VALUE
    )
    for path in made.to_dict().values():
        valid, errors, warnings = rio_cogeo.cog_validate(path, strict=True, quiet=True)
        assert (valid, errors, warnings) == (True, [], [])
        with rasterio.open(path) as data:
            assert data.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
            assert data.block_shapes[0] == (512, 512)
            assert data.overviews(1)[0] == 2
    with rasterio.open(made.map, overview_level=0) as small, rasterio.open(made.map) as full:
        fours = full.read(1)[:100, :100].reshape(50, 2, 50, 2).swapaxes(1, 2).reshape(-1, 4)
        got = small.read(1)[:50, :50].ravel()
        if kind == "classes":  # the most frequent of four
            counts = (fours[:, :, None] == np.arange(4)).sum(1)
            assert (counts[np.arange(len(got)), got] == counts.max(1)).all()
        else:
            np.testing.assert_allclose(got, fours.mean(1), atol=1e-6)


# -- dense -----------------------------------------------------------------------------------


def blend_whole(scores, height, width, cell, step, span):
    """What a dense map holds, cell by cell from the definition: ``(height, width, k)``, NaN for none."""
    weight = [np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2 for n in span]
    total = np.zeros((height, width, scores.shape[-1] + 1))
    for row, col in np.ndindex(scores.shape[:2]):
        for i, j in itertools.product(range(span[0]), range(span[1])):
            y, x = row * step[0] + i, col * step[1] + j
            said = scores[row, col] if scores.ndim == 3 else scores[row, col, i, j]
            if y < height and x < width and np.isfinite(said).all():
                total[y, x] += weight[0][i] * weight[1][j] * np.append(said, 1)
    with np.errstate(invalid="ignore"):
        return (total[..., :-1] / total[..., -1:]).astype(np.float32)


def write_dense(path, geobox, size, stride, legend, scores, bands, **options):
    with DenseMapWriter(path, geobox, size, stride, legend, **options) as writer:
        row = 0
        for height in itertools.chain(bands, itertools.repeat(len(scores))):
            if row >= len(scores):
                return writer.close()
            writer.add(row, scores[row : row + height])
            row += height


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_dense_maps_equal_the_whole_array(tmp_path, data):
    draw = data.draw
    cells = draw(st.sampled_from([1, 1, 2, 3]), label="cells")
    pixels = (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    span = (cells, cells) if cells > 1 else (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    step = tuple(draw(st.integers(1, s)) for s in span) if cells > 1 else (1, 1)
    size = tuple(s * p for s, p in zip(span, pixels, strict=True))
    stride = tuple(s * p for s, p in zip(step, pixels, strict=True))
    shape = tuple(s + draw(st.integers(0, 25)) for s in size)
    kind = draw(st.sampled_from(["classes", "value"]))
    rng = np.random.default_rng(draw(st.integers(0, 99)))

    rows, cols = ChipGrid(grid_of(*shape), size, stride).shape
    patches = () if cells == 1 else (cells, cells)
    scores = (
        shares(rng, rows, cols, *patches, 3)
        if kind == "classes"
        else rng.random((rows, cols, *patches, 2), dtype=np.float32)
    )
    scores[rng.random(scores.shape[:2]) < 0.3] = np.nan
    bands = draw(st.lists(st.integers(1, 5), max_size=8), label="bands")
    made = write_dense(
        tmp_path / "map.tif", grid_of(*shape), size, stride,
        classes() if kind == "classes" else VALUE, scores, bands, cells=cells,
    )  # fmt: skip

    height, width = (-(-n // p) for n, p in zip(shape, pixels, strict=True))
    expected = blend_whole(scores, height, width, pixels, step, span)
    got, transform = read(made.map)
    spread, _ = read(made.uncertainty)
    assert transform == grid_of(*shape).affine * Affine.scale(pixels[1], pixels[0])
    if kind == "value":
        np.testing.assert_allclose(got[0], expected[..., 0], rtol=1e-6)
        np.testing.assert_allclose(spread[0], expected[..., 1], rtol=1e-6)
        return
    proba, _ = read(made.probability)
    valid = np.isfinite(expected[..., 0])
    assert (np.isfinite(got[0]) == valid).all()
    np.testing.assert_allclose(proba, np.moveaxis(expected, -1, 0), atol=0.5 / 250 + 1e-6)
    np.testing.assert_allclose(spread[0][valid], entropy(expected[valid]), atol=0.5 / 250 + 1e-6)
    np.testing.assert_array_equal(got[0][valid], expected[valid].argmax(-1) + 1)


def test_how_rows_are_handed_over_changes_no_byte(tmp_path):
    rng = np.random.default_rng(7)
    geobox, size, stride = grid_of(1200, 90), (16, 16), (4, 4)
    rows, cols = ChipGrid(geobox, size, stride).shape
    scores = shares(rng, rows, cols, 3)
    one = write_dense(tmp_path / "a" / "map.tif", geobox, size, stride, classes(), scores, [])
    many = write_dense(
        tmp_path / "b" / "map.tif", geobox, size, stride, classes(), scores, [1, 7, 100, 3, 2] * 9
    )
    for a, b in zip(one.to_dict().values(), many.to_dict().values(), strict=True):
        with open(a, "rb") as first, open(b, "rb") as second:
            assert first.read() == second.read()


@pytest.mark.parametrize("cells", [1, 4])
def test_the_same_everywhere_is_a_map_without_seams(tmp_path, cells):
    geobox, size, stride = grid_of(333, 222), (16, 16), (4, 8)
    rows, cols = ChipGrid(geobox, size, stride).shape
    said = np.array([0.1, 0.7, 0.2], np.float32)
    patches = () if cells == 1 else (cells, cells)
    scores = np.broadcast_to(said, (rows, cols, *patches, 3))
    made = write_dense(
        tmp_path / "c.tif", geobox, size, stride, classes(), scores, [3], cells=cells
    )
    values = np.broadcast_to(said[:2], (rows, cols, *patches, 2))
    made_value = write_dense(
        tmp_path / "v.tif", geobox, size, stride, VALUE, values, [3], cells=cells
    )
    for path in (*made.to_dict().values(), *made_value.to_dict().values()):
        with rasterio.open(path) as data:
            stored = data.read()
        assert (stored == stored[:, :1, :1]).all()
    assert read(made_value.map)[0][0, 0, 0] == np.float32(0.1)


def test_cells_that_are_not_valid_are_nodata_and_change_no_other(tmp_path):
    rng = np.random.default_rng(11)
    geobox, size, stride = grid_of(330, 90), (16, 16), (4, 4)
    rows, cols = ChipGrid(geobox, size, stride).shape
    scores = shares(rng, rows, cols, 3)
    whole = write_dense(tmp_path / "whole.tif", geobox, size, stride, classes(), scores, [5])
    valid = rng.random((rows + 3, cols + 3)) < 0.7
    with DenseMapWriter(tmp_path / "map.tif", geobox, size, stride, classes()) as writer:
        for row in range(0, rows, 7):
            part = scores[row : row + 7]
            writer.add(row, part, valid[row : row + len(part) + 3])
        made = writer.close()
    for one, all_of_it in zip(made.to_dict().values(), whole.to_dict().values(), strict=True):
        full, _ = read(all_of_it)
        expected = np.where(valid[: full.shape[1], : full.shape[2]], full, np.nan)
        np.testing.assert_array_equal(read(one)[0], expected)
    got, _ = read(made.map)
    assert writer.summary.cells == np.isfinite(got).sum()
    assert sum(writer.summary.counts) == writer.summary.cells


def test_outside_the_area_is_nodata(tmp_path):
    geobox, size, stride = grid_of(200, 300), (16, 16), (4, 4)
    middle = shapely.Point(geobox.affine * (120.3, 95.7))
    area = shapely.difference(
        middle.buffer(1500), shapely.Point(middle.x + 400, middle.y).buffer(600)
    )
    grid = ChipGrid(geobox, size, stride, area, "any")
    scores = np.full((*grid.shape, 3), np.nan, np.float32)
    rows, cols = grid.rows_cols(grid.select())
    scores[rows, cols] = shares(np.random.default_rng(8), len(rows), 3)
    made = write_dense(
        tmp_path / "clipped.tif", geobox, size, stride, classes(), scores, [5], clip=area
    )
    whole = write_dense(tmp_path / "whole.tif", geobox, size, stride, classes(), scores, [5])
    got, transform = read(made.map)
    full, full_transform = read(whole.map)
    # It spans the area, on the cells of the whole map.
    left, top = ~full_transform * (transform.c, transform.f)
    assert (left, top) == (int(left), int(top))
    part = full[:, int(top) : int(top) + got.shape[1], int(left) : int(left) + got.shape[2]]
    cell = 4 * PIXEL
    with rasterio.open(made.map) as data:
        bounds = shapely.box(*data.bounds)
    assert shapely.covers(bounds, shapely.box(*area.bounds).intersection(geobox.extent.geom))
    assert shapely.covers(shapely.box(*area.bounds).buffer(cell), bounds)
    x, y = transform * np.stack(np.meshgrid(*(np.arange(n) + 0.5 for n in got.shape[:0:-1])))
    inside = shapely.intersects_xy(area, x, y)
    assert 0 < inside.sum() < inside.size
    np.testing.assert_array_equal(got[0], np.where(inside, part[0], np.nan))


@pytest.mark.parametrize(
    ("size", "stride", "cells", "sentence"),
    [
        (16, 5, 1, "choose a stride that divides the chip size"),
        (16, 32, 1, "choose a stride that divides the chip size"),
        (64, 64, 14, "choose chips of a multiple of 14 pixels"),
        (16, 6, 4, "choose a multiple of 4, at most 16"),
        (16, 20, 4, "choose a multiple of 4, at most 16"),
    ],
)
def test_windows_that_are_no_whole_cells_are_refused(tmp_path, size, stride, cells, sentence):
    with pytest.raises(ChipInvalid, match=sentence):
        DenseMapWriter(
            tmp_path / "m.tif", grid_of(99, 99), (size, size), (stride, stride), VALUE, cells
        )
    assert list(tmp_path.iterdir()) == []


def test_rows_out_of_order_or_missing_are_refused(tmp_path):
    scores = np.zeros((12, 12, 2), np.float32)
    with DenseMapWriter(tmp_path / "m.tif", grid_of(48, 48), (4, 4), (4, 4), VALUE) as writer:
        writer.add(0, scores[:2])
        for row, rows in (
            (0, scores[:1]),
            (3, scores[3:]),
            (2, scores[:, :5]),
            (2, scores[..., :1]),
        ):
            with pytest.raises(UsageError, match="Windows from row 2"):
                writer.add(row, rows)
        with pytest.raises(UsageError, match=r"Cells of shape \(1, 12\)"):
            writer.add(2, scores[:1], np.ones((2, 12), bool))
        with pytest.raises(UsageError, match="2 of 12 rows"):
            writer.close()
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_map(tmp_path):
    def peak(rows):
        size, stride = (8, 8), (2, 2)
        scores = np.zeros((16, 197, 3), np.float32) + np.float32(1 / 3)
        tracemalloc.start()
        with DenseMapWriter(
            tmp_path / "m.tif", grid_of(6 + 2 * rows, 400), size, stride, classes()
        ) as w:
            for row in range(0, rows, 16):
                w.add(row, scores)
            w.close()
        return tracemalloc.get_traced_memory()[1], tracemalloc.stop()

    small, large = peak(160)[0], peak(1600)[0]
    assert large < 1.1 * small


# -- all or nothing --------------------------------------------------------------------------


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def old_map(tmp_path):
    """A folder with a map of classes in it."""
    grid = ChipGrid(grid_of(32, 32), (8, 8), (8, 8))
    said = class_prediction(np.random.default_rng(9), 16)
    write_chip_map(tmp_path / "map.tif", grid, grid.select(), said, classes())
    return tmp_path


def test_a_map_is_seven_files(old_map):
    assert set(contents(old_map)) == {
        "map.tif", "map.tif.aux.xml", "map.qml", "map.probability.tif", "map.probability.qml",
        "map.uncertainty.tif", "map.uncertainty.qml",
    }  # fmt: skip


def test_an_error_on_the_way_leaves_the_old_map(old_map):
    before = contents(old_map)

    def rows():
        yield 3
        raise KeyboardInterrupt

    scores = np.zeros((12, 12, 2), np.float32)
    with pytest.raises(KeyboardInterrupt):
        write_dense(old_map / "map.tif", grid_of(48, 48), (4, 4), (4, 4), VALUE, scores, rows())
    assert contents(old_map) == before


def test_a_new_map_leaves_nothing_of_the_old_one(old_map):
    (old_map / "map.uncertainty.tif.aux.xml").write_text("<PAMDataset/>")  # statistics by QGIS
    (old_map / "map.notes.txt").write_text("mine")
    scores = np.zeros((12, 12, 2), np.float32)
    write_dense(old_map / "map.tif", grid_of(48, 48), (4, 4), (4, 4), VALUE, scores, [])
    assert set(contents(old_map)) == {
        "map.tif", "map.qml", "map.uncertainty.tif", "map.uncertainty.qml", "map.notes.txt"
    }  # fmt: skip


def test_a_kill_leaves_the_old_map_and_the_next_write_clears_up(old_map):
    before = contents(old_map)
    code = f"""
import os, signal, sys
import numpy as np
sys.path.insert(0, {os.path.dirname(__file__)!r})
from pathlib import Path
from test_maps import VALUE, DenseMapWriter, grid_of
with DenseMapWriter(Path({str(old_map)!r}) / "map.tif", grid_of(48, 48), (4, 4), (4, 4), VALUE) as w:
    w.add(0, np.zeros((12, 12, 2), np.float32))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", code])
    assert killed.returncode == -signal.SIGKILL
    left = [path for path in old_map.iterdir() if path.is_dir()]
    assert len(left) == 1
    assert {path.name: path.read_bytes() for path in old_map.iterdir() if path.is_file()} == before
    scores = np.zeros((12, 12, 2), np.float32)
    write_dense(old_map / "map.tif", grid_of(48, 48), (4, 4), (4, 4), VALUE, scores, [])
    assert not left[0].exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    grid = ChipGrid(grid_of(32, 32), (8, 8), (8, 8))
    said = class_prediction(np.random.default_rng(9), 16)
    with pytest.raises(OutputError, match=r"map\.tif cannot be written"):
        write_chip_map(tmp_path / "file" / "map.tif", grid, grid.select(), said, classes())
    with pytest.raises(OutputError, match=r"written as \.tif, not as map\.png"):
        write_chip_map(tmp_path / "map.png", grid, grid.select(), said, classes())


@pytest.mark.parametrize("name", ["map.tif", "map.probability.tif", "map.uncertainty.tif"])
def test_a_map_does_not_take_the_place_of_imagery(tmp_path, name):
    grid = ChipGrid(grid_of(20, 20), (5, 5), (5, 5))
    ids, rng = grid.select(), np.random.default_rng(0)
    with rasterio.open(
        tmp_path / name, "w", driver="GTiff", width=3, height=2, count=1, dtype="uint8",
        crs="EPSG:32612", transform=grid.geobox.affine,
    ) as data:  # fmt: skip
        data.write(np.ones((1, 2, 3), dtype=np.uint8))
    before = (tmp_path / name).read_bytes()
    with pytest.raises(OutputError, match="no map of eo-embed"):
        write_chip_map(tmp_path / "map.tif", grid, ids, class_prediction(rng, len(ids)), classes())
    assert os.listdir(tmp_path) == [name]
    assert (tmp_path / name).read_bytes() == before
    (tmp_path / name).unlink()
    for _ in range(2):  # its own it may write again
        write_chip_map(tmp_path / "map.tif", grid, ids, class_prediction(rng, len(ids)), classes())


def test_a_map_of_codes_holds_the_codes(tmp_path):
    """NLCD's 41 stays 41, in the cells, the colour table, the names and the style."""
    legend = Legend("classes", "nlcd", tuple(default_classes(["11", "41", "42"])))
    grid = ChipGrid(grid_of(20, 20), (5, 5), (5, 5))
    said = class_prediction(np.random.default_rng(0), len(grid.select()))
    made = write_chip_map(tmp_path / "map.tif", grid, grid.select(), said, legend)
    codes = np.array([11, 41, 42])
    with rasterio.open(made.map) as data:
        np.testing.assert_array_equal(data.read(1).ravel(), codes[said.labels])
        table = data.colormap(1)
        for info, code in zip(legend.classes, codes, strict=True):
            assert table[code][:3] == tuple(bytes.fromhex(info.colour[1:]))
    names = [c.text for c in ET.parse(f"{made.map}.aux.xml").iter("Category")]
    assert {i: name for i, name in enumerate(names) if name} == {
        0: "nodata", 11: "11", 41: "41", 42: "42"
    }  # fmt: skip
    style = ET.parse(made.map.with_suffix(".qml"))
    assert [e.get("value") for e in style.iter("paletteEntry")] == ["11", "41", "42"]
