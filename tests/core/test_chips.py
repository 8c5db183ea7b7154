"""Chips: where they lie, which are chosen, and the blocks they are read in."""

from __future__ import annotations

import itertools
import time

import geopandas
import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import assume, given
from hypothesis import strategies as st
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox

from eo_embed.core.chips import (
    BLOCK_BYTES,
    BLOCK_CHIPS,
    INCLUSIONS,
    ChipGrid,
    in_metres,
    parse_length,
    write_chips,
)
from eo_embed.core.errors import ChipInvalid, ChipTooLarge, NoChips, OutputError

UTM = Affine(10, 0, 500000, 0, -10, 5000000)


def box_grid(height, width, affine=UTM, crs=32631):
    return GeoBox((height, width), affine, CRS(crs))


@st.composite
def chip_grids(draw):
    height, width = draw(st.integers(8, 90)), draw(st.integers(8, 90))
    size = draw(st.integers(1, height)), draw(st.integers(1, width))
    stride = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    return ChipGrid(box_grid(height, width), size, stride)


@st.composite
def areas(draw):
    """Polygons with holes, several parts, partly beyond the grid; corners on and off its lines."""
    place = st.one_of(st.integers(-30, 100), st.floats(-30, 100))
    shapes = []
    for _ in range(draw(st.integers(1, 3))):
        points = draw(st.lists(st.tuples(place, place), min_size=3, max_size=6))
        shapes.append(shapely.convex_hull(shapely.MultiPoint(points)))
    area = shapely.union_all(shapes) - shapely.box(20, 20, 20 + draw(st.integers(1, 30)), 37)
    area = shapely.union_all([p for p in shapely.get_parts(area) if p.area > 1])
    assume(not area.is_empty)
    return shapely.transform(area, lambda xy: np.column_stack(UTM * xy.T))


def chip_box(grid, row, col):
    """A chip's footprint, from its definition."""
    (high, wide), (down, right) = grid.size, grid.stride
    left, top = UTM * (col * right, row * down)
    return shapely.box(left, top - 10 * high, left + 10 * wide, top)


def chosen_one_by_one(grid):
    """The inclusion rules in so many words, chip by chip."""
    ids = []
    for row in range(grid.shape[0]):
        for col in range(grid.shape[1]):
            box = chip_box(grid, row, col)
            if (
                grid.aoi is None
                or {
                    "centre": lambda b=box: grid.aoi.intersects(b.centroid),
                    "full": lambda b=box: grid.aoi.covers(b),
                    "any": lambda b=box: grid.aoi.relate_pattern(b, "T********"),
                }[grid.inclusion]()
            ):
                ids.append(row * grid.shape[1] + col)
    return ids


# -- the grid ------------------------------------------------------------------------------------


@given(grid=chip_grids())
def test_chips_cover_the_raster_and_none_lies_beside_it(grid):
    for count, n, size, step in zip(
        grid.shape, grid.geobox.shape, grid.size, grid.stride, strict=True
    ):
        starts = np.arange(count) * step
        assert starts[-1] < n
        if step <= size:
            assert starts[-1] + size >= n
            assert count == 1 or starts[-2] + size < n  # and no more than needed
        else:
            assert starts[-1] + step >= n


@given(grid=chip_grids())
def test_footprints_and_centres(grid):
    ids = np.arange(min(200, grid.shape[0] * grid.shape[1]))
    rows, cols = grid.rows_cols(ids)
    np.testing.assert_array_equal(grid.ids(rows, cols), ids)
    polygons = grid.polygons(ids)
    wanted = [chip_box(grid, row, col) for row, col in zip(rows, cols, strict=True)]
    assert all(a.equals(b) for a, b in zip(polygons, wanted, strict=True))
    assert [bytes(row) for row in grid.wkb(ids)] == shapely.to_wkb(polygons).tolist()
    np.testing.assert_array_equal(grid.bounds(ids), shapely.total_bounds(polygons))
    np.testing.assert_allclose(grid.centres(ids), [p.centroid.coords[0] for p in wanted])


@given(grid=chip_grids(), data=st.data())
def test_chip_under_a_point(grid, data):
    """Of the chips that hold a pixel position, one with the nearest centre, by trying all."""
    along = st.one_of(st.integers(-5, 95), st.floats(-5, 95))
    px, py = data.draw(along), data.draw(along)
    found = int(grid.at(*(np.array([v]) for v in UTM * (px, py)))[0])
    # The position as it comes back from the CRS, so that rounding is the same.
    px, py = ~UTM * (UTM * (px, py))
    hits = {}
    for row in range(grid.shape[0]):
        for col in range(grid.shape[1]):
            y, x = row * grid.stride[0], col * grid.stride[1]
            if 0 <= py - y < grid.size[0] and 0 <= px - x < grid.size[1]:
                off = abs(py - y - grid.size[0] / 2), abs(px - x - grid.size[1] / 2)
                hits[row * grid.shape[1] + col] = off
    if not hits:
        assert found == -1
    else:
        nearest = np.min(list(hits.values()), axis=0)
        assert hits[found] == pytest.approx(tuple(nearest))


def test_points_on_the_lines_between_chips():
    grid = ChipGrid(box_grid(60, 60), (10, 10), (10, 10))
    px = np.arange(0, 60, 10.0)
    x, y = UTM * (px, np.full(6, 5.0))
    np.testing.assert_array_equal(grid.at(x, y), np.arange(6))
    assert grid.at(np.array([np.nan, -1e30]), np.array([0.0, 0.0])).tolist() == [-1, -1]


def test_metres():
    utm = box_grid(100, 100)
    assert ChipGrid(utm, (16, 8), (16, 8)).ground_size == (160, 80)
    degrees = box_grid(200, 200, Affine(1e-4, 0, 3, 0, -1e-4, 60), 4326)
    grid = ChipGrid(degrees, (10, 10), (10, 10))
    high, wide = grid.ground_size
    assert (high, wide) == pytest.approx((111.4, 55.8), rel=5e-3)
    centres = grid.metric_centres(np.array([0, 1, grid.shape[1]]))
    assert np.hypot(*(centres[1] - centres[0])) == pytest.approx(wide, rel=2e-3)
    assert np.hypot(*(centres[2] - centres[0])) == pytest.approx(high, rel=2e-3)


@pytest.mark.parametrize(
    ("text", "pixels", "metres"),
    [
        ("64", (64, 64), False),
        (" 64 px ", (64, 64), False),
        ("64.0", (64, 64), False),
        ("480m", (24, 16), True),
        ("0.48 km", (24, 16), True),
        ("485m", (24, 16), True),
        ("1m", (0, 0), True),
    ],
)
def test_lengths(text, pixels, metres):
    geobox = box_grid(100, 100, Affine(30, 0, 300000, 0, -20, 4150000), 32612)
    assert parse_length(text, geobox) == pixels
    assert in_metres(text) is metres


@pytest.mark.parametrize("text", ["", "many", "-5", "1e3", "64.5", "5 miles", "inf", "nan", "m"])
def test_no_length(text):
    with pytest.raises(ChipInvalid, match="is no length"):
        parse_length(text, box_grid(10, 10))


def test_chips_that_cannot_be():
    with pytest.raises(ChipInvalid, match="at least one pixel"):
        ChipGrid(box_grid(10, 10), (0, 0), (1, 1))
    with pytest.raises(ChipInvalid, match="at least one pixel"):
        ChipGrid(box_grid(10, 10), (1, 1), (0, 1))
    with pytest.raises(ChipTooLarge, match=r"16 x 16 pixels is larger than the raster \(10 x 40\)"):
        ChipGrid(box_grid(10, 40), (16, 16), (8, 8))


def test_signature_leaves_the_area_out():
    plain = ChipGrid(box_grid(40, 40), (8, 8), (4, 4))
    drawn = ChipGrid(box_grid(40, 40), (8, 8), (4, 4), shapely.box(0, 0, 1, 1), "any")
    assert plain.signature() == drawn.signature()
    others = [
        ChipGrid(box_grid(40, 41), (8, 8), (4, 4)),
        ChipGrid(box_grid(40, 40), (9, 8), (4, 4)),
        ChipGrid(box_grid(40, 40), (8, 8), (4, 5)),
        ChipGrid(box_grid(40, 40, crs=32632), (8, 8), (4, 4)),
        ChipGrid(box_grid(40, 40, UTM * Affine.translation(1, 0)), (8, 8), (4, 4)),
    ]
    assert all(other.signature() != plain.signature() for other in others)


# -- selection -----------------------------------------------------------------------------------


@pytest.mark.parametrize("inclusion", INCLUSIONS)
@given(grid=chip_grids(), area=areas())
def test_inclusion_rules(inclusion, grid, area):
    assume(grid.shape[0] * grid.shape[1] < 800)
    grid = ChipGrid(grid.geobox, grid.size, grid.stride, area, inclusion)
    wanted = chosen_one_by_one(grid)
    if not wanted:
        with pytest.raises(NoChips, match=inclusion):
            grid.select()
    else:
        assert grid.select().tolist() == wanted


def test_without_an_area_all_chips_count():
    grid = ChipGrid(box_grid(50, 70), (8, 8), (5, 6))
    assert grid.select().tolist() == list(range(grid.shape[0] * grid.shape[1]))


@given(grid=chip_grids(), first=areas(), second=areas())
def test_an_id_means_the_same_ground_under_any_area(grid, first, second):
    """What two areas share is chosen in both, under the same ids."""
    # Side by side, since a union in floating point moves edges, and the centres that lie on them.
    together = shapely.geometrycollections([first, second])
    a, b, both = (
        ChipGrid(grid.geobox, grid.size, grid.stride, area, "centre")
        for area in (first, second, together)
    )
    ids = [set(chosen(g)) for g in (a, b, both)]
    assert ids[2] == ids[0] | ids[1]
    some = np.array(sorted(ids[2]), dtype=np.int64)
    np.testing.assert_array_equal(a.centres(some), both.centres(some))


def chosen(grid):
    try:
        return grid.select().tolist()
    except NoChips:
        return []


def test_a_small_area_of_a_large_grid_is_found_at_once():
    """100,000 x 100,000 pixels are 39 million chips; an area of 64 km2 holds 2,500."""
    geobox = box_grid(100_000, 100_000)
    x, y = UTM * (50_000, 50_000)
    grid = ChipGrid(geobox, (16, 16), (16, 16), shapely.box(x, y, x + 8000, y + 8000))
    began = time.perf_counter()
    ids = grid.select()
    found = [grid.select_in(block) for block in grid.blocks((512, 512), 8)]
    assert time.perf_counter() - began < 1
    assert len(ids) == 2500
    np.testing.assert_array_equal(np.sort(np.concatenate(found)), ids)


# -- blocks --------------------------------------------------------------------------------------

tiles = st.one_of(
    st.tuples(st.just(16), st.just(16)),
    st.tuples(st.integers(1, 4), st.just(10_000)),
    st.tuples(st.integers(1, 100), st.integers(1, 100)),
)


@given(grid=chip_grids(), tile=tiles, pixel_bytes=st.integers(1, 2**22))
def test_blocks_partition_the_chips(grid, tile, pixel_bytes):
    blocks = grid.blocks(tile, pixel_bytes)
    seen = np.zeros(grid.shape, int)
    for block in blocks:
        part = seen[block.row0 : block.row1, block.col0 : block.col1]
        assert part.size > 0
        part += 1
    assert (seen == 1).all()
    assert len({block.name for block in blocks}) == len(blocks)


@given(grid=chip_grids(), area=areas(), tile=tiles)
def test_chosen_chips_are_those_of_the_blocks(grid, area, tile):
    grid = ChipGrid(grid.geobox, grid.size, grid.stride, area, "any")
    blocks = grid.blocks(tile, 2**18)  # few pixels each, so that there are many
    found = [grid.select_in(block).tolist() for block in blocks]
    assert sorted(itertools.chain.from_iterable(found)) == chosen(grid)
    # The area does not move the blocks: a shard on disk keeps its name and its chips.
    assert blocks == ChipGrid(grid.geobox, grid.size, grid.stride).blocks(tile, 2**18)


def starts(grid, blocks, axis):
    first = {block[1 if axis == 0 else 3] for block in blocks}
    return sorted(row * grid.stride[axis] for row in first)


def test_blocks_follow_tiles():
    grid = ChipGrid(box_grid(8192, 8192), (16, 16), (16, 16))
    blocks = grid.blocks((512, 512), 8)
    for axis in (0, 1):
        assert all(start % 512 == 0 for start in starts(grid, blocks, axis))
    assert 16 <= len(blocks) <= 100


def test_blocks_follow_strips():
    grid = ChipGrid(box_grid(4096, 2000), (16, 16), (16, 16))
    blocks = grid.blocks((3, 2000), 8)
    assert all((b.col0, b.col1) == (0, grid.shape[1]) for b in blocks)
    # Rows of chips begin at multiples of 16, strips of 3: no strip is cut through the middle of a chip.
    ends = [b.row1 for b in blocks]
    assert ends == [*[b.row0 for b in blocks][1:], grid.shape[0]]


@pytest.mark.parametrize("tile", [(512, 512), (1, 50_000), (50_000, 50_000), (1024, 50_000)])
@pytest.mark.parametrize(("size", "stride"), [(64, 64), (64, 8), (224, 224), (16, 1)])
def test_blocks_fit_in_memory(tile, size, stride):
    """Whatever the tiling, a block keeps to its bytes and chips, but for what one chip hangs over."""
    grid = ChipGrid(box_grid(20_000, 50_000), (size, size), (stride, stride))
    for block in grid.blocks(tile, 8)[:50]:
        rows, cols = block.row1 - block.row0, block.col1 - block.col0
        assert rows * cols <= 4 * BLOCK_CHIPS
        high, wide = ((n - 1) * stride + 1 for n in (rows, cols))
        assert max(1, high - size) * max(1, wide - size) * 8 <= BLOCK_BYTES


@given(grid=chip_grids(), data=st.data())
def test_a_cut_is_a_slice(grid, data):
    n = grid.shape[0] * grid.shape[1]
    ids = np.array(sorted(set(data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=9)))))
    raster = np.arange(2 * 200 * 200).reshape(2, 200, 200)
    y0, y1, x0, x1 = grid.window(ids)
    view = grid.cut(raster[:, y0:y1, x0:x1], ids, y0, x0)
    assert len(view) == len(ids)
    (high, wide), (down, right) = grid.size, grid.stride
    rows, cols = np.divmod(ids, grid.shape[1])
    wanted = np.stack(
        [
            raster[:, r * down : r * down + high, c * right : c * right + wide]
            for r, c in zip(rows, cols, strict=True)
        ]
    )
    np.testing.assert_array_equal(view[:], wanted)
    np.testing.assert_array_equal(view[1:3], wanted[1:3])
    np.testing.assert_array_equal(view[np.array([0])], wanted[:1])
    mask = grid.cut(raster[0, y0:y1, x0:x1], ids, y0, x0)
    np.testing.assert_array_equal(mask[:], wanted[:, 0])


# -- files ---------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["chips.gpkg", "chips.parquet", "new folder/chips.geoparquet"])
@pytest.mark.parametrize("crs", [32631, "+proj=laea +lat_0=45 +lon_0=3 +datum=WGS84 +units=m"])
def test_written_chips_come_back(tmp_path, name, crs):
    grid = ChipGrid(box_grid(100, 100, crs=crs), (16, 16), (8, 8))
    ids = np.array([0, 5, 17, 100])
    path = tmp_path / name
    for _ in range(2):  # over an older one, too
        write_chips(path, grid, ids)
    read = geopandas.read_file if path.suffix == ".gpkg" else geopandas.read_parquet
    frame = read(path)
    assert frame["chip_id"].tolist() == ids.tolist()
    np.testing.assert_array_equal(grid.ids(frame["row"], frame["col"]), ids)
    assert all(a.equals(b) for a, b in zip(frame.geometry, grid.polygons(ids), strict=True))
    assert frame.crs == CRS(crs).proj
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_chips_that_cannot_be_written(tmp_path):
    grid = ChipGrid(box_grid(100, 100), (16, 16), (8, 8))
    with pytest.raises(OutputError, match=r"as \.gpkg or \.parquet, not as chips\.shp"):
        write_chips(tmp_path / "chips.shp", grid, np.arange(3))
    (tmp_path / "file").touch()
    for name in ("chips.gpkg", "chips.parquet"):
        with pytest.raises(OutputError, match="cannot be written"):
            write_chips(tmp_path / "file" / name, grid, np.arange(3))
        (tmp_path / name).mkdir()
        with pytest.raises(OutputError, match="cannot be written"):
            write_chips(tmp_path / name, grid, np.arange(3))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["chips.gpkg", "chips.parquet", "file"]


def test_chips_do_not_take_the_place_of_other_data(tmp_path):
    grid = ChipGrid(GeoBox((20, 20), Affine(10, 0, 0, 0, -10, 0), "EPSG:32631"), (5, 5), (5, 5))
    frame = geopandas.GeoDataFrame({"owner": ["me"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=32631)
    frame.to_file(tmp_path / "a.gpkg", layer="chips")
    frame.to_file(tmp_path / "b.gpkg", layer="fields")
    frame.to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for path in before:
        with pytest.raises(OutputError, match="other than chips"):
            write_chips(path, grid, np.arange(3))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    for name in ("chips.gpkg", "chips.parquet"):
        for count in (3, 5):  # what it wrote itself, it may write again
            write_chips(tmp_path / name, grid, np.arange(count))
        read = geopandas.read_parquet if "parquet" in name else geopandas.read_file
        assert len(read(tmp_path / name)) == 5
