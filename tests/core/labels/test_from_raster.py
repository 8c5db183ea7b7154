from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox
from pyproj import Transformer
from rasterio.warp import Resampling, reproject

from eo_embed.core import chips
from eo_embed.core.chips import ChipGrid
from eo_embed.core.errors import LabelsOutside, LabelsUnreadable, UsageError
from eo_embed.core.labels import labels_from_raster, parse_how, shares_from_raster
from eo_embed.core.rasters import reference_grid

CRS = "EPSG:32612"
AFFINE = Affine(30, 0, 300_000, 0, -30, 4_100_000)


def grid_of(shape: tuple[int, int], size: int, stride: int | None = None) -> ChipGrid:
    step = stride or size
    return ChipGrid(GeoBox(shape, AFFINE, CRS), (size, size), (step, step))


def write(path: Path, values: np.ndarray, affine: Affine = AFFINE, crs: str = CRS, **more) -> Path:
    height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=1, dtype=values.dtype,
        crs=crs, transform=affine, **more,
    ) as file:  # fmt: skip
        file.write(values, 1)
    return path


def cut(values: np.ndarray, grid: ChipGrid, chip: int, fill: int, factor: int = 1) -> np.ndarray:
    """The oracle's chip: sliced from an array that goes on with ``fill`` beyond its edges."""
    row, col = divmod(chip, grid.shape[1])
    size, stride = grid.size[0] * factor, grid.stride[0] * factor
    padded = np.pad(values, ((0, size), (0, size)), constant_values=fill)
    return padded[row * stride : row * stride + size, col * stride : col * stride + size]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 2**32 - 1), st.integers(1, 7), st.integers(1, 9), st.sampled_from([1, 2, 3]),
    st.booleans(),
)  # fmt: skip
def test_all_rules_equal_the_plain_count(
    tmp_path: Path, seed: int, size: int, stride: int, factor: int, small_blocks: bool
) -> None:
    rng = np.random.default_rng(seed)
    height, width = rng.integers(size, 24, 2)
    grid = grid_of((height, width), size, stride)
    codes = rng.integers(0, 4, (height * factor, width * factor)).astype(np.uint8)
    path = write(tmp_path / "l.tif", codes, AFFINE * Affine.scale(1 / factor), nodata=0)
    ids = grid.select()
    ids = np.sort(rng.choice(ids, rng.integers(1, len(ids) + 1), replace=False))
    whole = (size * factor) ** 2
    counts = np.array(
        [np.bincount(cut(codes, grid, i, 0, factor).ravel(), minlength=4) for i in ids]
    )
    valid = counts[:, 1:].sum(axis=1)
    with pytest.MonkeyPatch.context() as patch:
        if small_blocks:  # a few chips a block
            patch.setattr(chips, "BLOCK_BYTES", 40 * 16 * factor**2)
        share = counts[:, 1:].max(axis=1) / whole
        if (share >= 0.4).any():
            found = labels_from_raster(path, grid, ids, parse_how("majority"), min_share=0.4)
            assert found.ids.tolist() == ids[share >= 0.4].tolist()
            wanted = counts[:, 1:].argmax(axis=1)[share >= 0.4] + 1
            assert found.values.tolist() == [str(c) for c in wanted]
            np.testing.assert_allclose(found.share, share[share >= 0.4], rtol=1e-6)
            assert [c.code for c in found.classes] == sorted(set(found.values))
        half = valid / whole >= 0.5
        if half.any() and counts[half, 2].any():
            found = labels_from_raster(path, grid, ids, parse_how("fraction:2"))
            assert found.ids.tolist() == ids[half].tolist()
            np.testing.assert_allclose(found.values, counts[half, 2] / valid[half], rtol=1e-12)
            shares = shares_from_raster(path, grid, ids)
            there = counts[:, 1:].any(axis=0)
            assert shares.ids.tolist() == ids[half].tolist()
            assert [c.code for c in shares.classes] == [
                c for c, t in zip("123", there, strict=True) if t
            ]
            wanted = counts[half, 1:][:, there] / valid[half, None]
            np.testing.assert_allclose(shares.values, wanted, rtol=1e-12)
        if half.any():
            found = labels_from_raster(path, grid, ids, parse_how("mean"))
            assert found.ids.tolist() == ids[half].tolist()
            mean = (counts[half] * np.arange(4)).sum(axis=1) / valid[half]
            np.testing.assert_allclose(found.values, mean, rtol=1e-12)
            np.testing.assert_allclose(found.share, valid[half] / whole, rtol=1e-6)


def test_a_chip_that_the_labels_half_cover_is_not_sure(tmp_path: Path) -> None:
    labels = write(tmp_path / "l.tif", np.full((8, 4), 7, np.uint8))  # the left half of one chip
    grid = grid_of((8, 16), 8)
    with pytest.raises(LabelsOutside, match="takes 60% of any chip, the largest share being 50%"):
        labels_from_raster(labels, grid, grid.select(), parse_how("majority"))
    found = labels_from_raster(labels, grid, grid.select(), parse_how("majority"), min_share=0.5)
    assert (found.ids.tolist(), found.share.tolist()) == ([0], [0.5])
    half = labels_from_raster(labels, grid, grid.select(), parse_how("mean"))
    assert (half.ids.tolist(), half.values.tolist(), half.share.tolist()) == ([0], [7.0], [0.5])


def test_masked_pixels_are_of_no_class_whatever_they_store(tmp_path: Path) -> None:
    path = write(tmp_path / "l.tif", np.ones((8, 8), np.uint8))
    seen = np.zeros((8, 8), dtype=bool)
    seen[:6, 4:] = True
    with rasterio.open(path, "r+") as file:
        file.write_mask(seen)
    grid = grid_of((8, 8), 4)
    found = labels_from_raster(path, grid, grid.select(), parse_how("majority"), min_share=0.1)
    assert (found.ids.tolist(), found.share.tolist()) == ([1, 3], [1.0, 0.5])


def test_the_mean_is_in_physical_units_and_an_outlier_stays_in_its_chip(tmp_path: Path) -> None:
    values = np.arange(64, dtype=np.float32).reshape(8, 8)
    values[0, 0] = 3e38
    path = write(tmp_path / "l.tif", values)
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (0.5,), (10.0,)
    grid = grid_of((8, 8), 4)
    found = labels_from_raster(path, grid, grid.select(), parse_how("mean"))
    plain = values.reshape(2, 4, 2, 4).mean(axis=(1, 3)).ravel() * 0.5 + 10
    np.testing.assert_allclose(found.values[1:], plain[1:], rtol=1e-6)


def test_a_plane_in_degrees_has_the_height_of_each_chips_centre_as_its_mean(tmp_path: Path) -> None:
    grid = grid_of((200, 200), 20)
    to_degrees = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(*(AFFINE * (100, 100)))
    affine = Affine(2e-4, 0, lon - 0.05, 0, -2e-4, lat + 0.05)
    cols, rows = np.meshgrid(np.arange(500) + 0.5, np.arange(500) + 0.5)
    x, y = Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(
        *(affine * (cols, rows))
    )
    plane = ((x - 300_000) / 100 + (y - 4_094_000) / 50).astype(np.float32)
    path = write(tmp_path / "p.tif", plane, affine, "EPSG:4326")
    found = labels_from_raster(path, grid, grid.select(), parse_how("mean"))
    centre_x, centre_y = grid.centres(found.ids).T
    height = (centre_x - 300_000) / 100 + (centre_y - 4_094_000) / 50
    assert len(found.ids) == 100
    # A tenth of a pixel of the grid: the plane rises by 0.9 over one.
    np.testing.assert_allclose(found.values, height, atol=0.09)


@pytest.fixture(scope="session")
def zion(shared_data: Path) -> Path:
    return shared_data / "zion_l8_nlcd"


@pytest.fixture(scope="session")
def zion_grid(zion: Path) -> ChipGrid:
    return ChipGrid(reference_grid([str(zion / "landsat_b2.tif")]), (16, 16), (16, 16))


def test_zion_in_another_crs_equals_a_reprojection_by_gdal(zion: Path, zion_grid: ChipGrid) -> None:
    ids = zion_grid.select()
    found = labels_from_raster(zion / "nlcd.tif", zion_grid, ids, parse_how("majority"))
    height, width = zion_grid.geobox.shape
    warped = np.full((height, width), 255, np.uint8)
    with rasterio.open(zion / "nlcd.tif") as file:
        reproject(
            rasterio.band(file, 1), warped, dst_transform=zion_grid.geobox.affine,
            dst_crs="EPSG:32612", dst_nodata=255, resampling=Resampling.nearest,
        )  # fmt: skip
    rows, cols = height // 16, width // 16
    tiles = warped[: rows * 16, : cols * 16].reshape(rows, 16, cols, 16).swapaxes(1, 2)
    counts = (tiles.reshape(-1, 256, 1) == np.arange(1, 9)).sum(axis=1)
    inside = np.add.outer(np.arange(rows) * zion_grid.shape[1], np.arange(cols)).ravel()
    sure = counts.max(axis=1) >= 0.6 * 256
    here = np.isin(found.ids, inside)
    assert found.ids[here].tolist() == inside[sure].tolist()
    assert found.values[here].tolist() == [str(c + 1) for c in counts[sure].argmax(axis=1)]
    assert {c.code: c.colour for c in found.classes}["4"] == "#68aa63"


def test_zion_gives_the_chips_of_the_field_notes(zion: Path, zion_grid: ChipGrid) -> None:
    """4,591 chips: those of a sure class whose elevation is known throughout."""
    ids = zion_grid.select()
    classes = labels_from_raster(zion / "nlcd.tif", zion_grid, ids, parse_how("majority"))
    known = labels_from_raster(zion / "srtm.tif", zion_grid, ids, parse_how("mean"))
    both = np.isin(classes.ids, known.ids[known.share == 1])
    count = Counter(classes.values[both])
    # The edge of the elevation is where GDAL's versions may differ by a chip.
    assert count == pytest.approx({"4": 2854, "5": 1548, "3": 179, "7": 6, "1": 2, "8": 2}, abs=2)


CATEGORIES = """<PAMDataset><PAMRasterBand band="1"><CategoryNames>
<Category>none</Category><Category>water &amp; ice</Category><Category></Category>
</CategoryNames></PAMRasterBand></PAMDataset>"""

TABLE = """<PAMDataset><PAMRasterBand band="1"><GDALRasterAttributeTable tableType="thematic">
<FieldDefn index="0"><Name>VALUE</Name><Type>0</Type><Usage>5</Usage></FieldDefn>
<FieldDefn index="1"><Name>NAME</Name><Type>2</Type><Usage>2</Usage></FieldDefn>
<Row index="0"><F>1</F><F>Lake</F></Row><Row index="1"><F>2</F><F>Field</F></Row>
</GDALRasterAttributeTable></PAMRasterBand></PAMDataset>"""


@pytest.mark.parametrize(
    ("sidecar", "names"),
    [
        (None, ["1", "2"]),
        (CATEGORIES, ["water & ice", "2"]),
        (TABLE, ["Lake", "Field"]),
        ("<PAMDataset><not closed", ["1", "2"]),
        ('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><PAMDataset>&e;</PAMDataset>', ["1", "2"]),
    ],
)  # fmt: skip
def test_class_names_come_from_the_file(
    tmp_path: Path, sidecar: str | None, names: list[str]
) -> None:
    codes = np.repeat([[1, 2]], 4, axis=0).repeat(4, axis=1).astype(np.uint8)
    path = write(tmp_path / "l.tif", codes)
    if sidecar:
        (tmp_path / "l.tif.aux.xml").write_text(sidecar)
    grid = grid_of((4, 8), 4)
    found = labels_from_raster(path, grid, grid.select(), parse_how("majority"))
    assert [c.name for c in found.classes] == names
    share = labels_from_raster(path, grid, grid.select(), parse_how(f"fraction:{names[0].upper()}"))
    assert share.values.tolist() == [1.0, 0.0]


def test_colours_come_from_the_file_unless_they_are_all_alike(tmp_path: Path) -> None:
    codes = np.repeat([[1, 2]], 4, axis=0).repeat(4, axis=1).astype(np.uint8)
    grid = grid_of((4, 8), 4)
    path = write(tmp_path / "l.tif", codes)
    for second, wanted in (((0, 9, 255), ["#ff0000", "#0009ff"]), ((255, 0, 0), None)):
        with rasterio.open(path, "r+") as file:
            file.write_colormap(1, {1: (255, 0, 0), 2: second})
        found = labels_from_raster(path, grid, grid.select(), parse_how("majority"))
        colours = [c.colour for c in found.classes]
        assert colours == wanted if wanted else len(set(colours)) == 2


def test_bad_rasters_are_refused_in_one_sentence(tmp_path: Path) -> None:
    grid = grid_of((16, 16), 8)
    ids = grid.select()
    good = write(tmp_path / "good.tif", np.ones((16, 16), np.uint8))
    far = write(
        tmp_path / "far.tif", np.ones((16, 16), np.uint8), AFFINE * Affine.translation(999, 0)
    )
    lost = write(tmp_path / "lost.tif", np.ones((16, 16), np.uint8), crs=None)
    empty = write(tmp_path / "empty.tif", np.zeros((16, 16), np.uint8), nodata=0)
    ramp = write(tmp_path / "ramp.tif", np.random.default_rng(0).random((32, 32), np.float32))
    majority = parse_how("majority")
    with pytest.raises(LabelsUnreadable, match="no raster at"):
        labels_from_raster(tmp_path / "none.tif", grid, ids, majority)
    with pytest.raises(LabelsUnreadable, match="no band 2"):
        labels_from_raster(good, grid, ids, majority, band=2)
    with pytest.raises(LabelsUnreadable, match="coordinate reference system"):
        labels_from_raster(lost, grid, ids, majority)
    with pytest.raises(LabelsOutside, match="shares no ground"):
        labels_from_raster(far, grid, ids, majority)
    with pytest.raises(LabelsOutside, match="falls on a chip"):
        labels_from_raster(empty, grid, ids, majority)
    with pytest.raises(LabelsOutside, match=r"No chip holds class 5 .* they hold 1"):
        labels_from_raster(good, grid, ids, parse_how("fraction:5"))
    with pytest.raises(UsageError, match="fraction:V"):
        labels_from_raster(good, grid, ids, parse_how("fraction"))
    with pytest.raises(UsageError, match="too many for classes"):
        labels_from_raster(ramp, grid_of((32, 32), 32), np.array([0]), majority)


def test_shares_of_what_is_out_of_reach_are_refused(tmp_path: Path) -> None:
    far = write(
        tmp_path / "far.tif", np.ones((8, 8), np.uint8), AFFINE * Affine.translation(900, 0)
    )
    with pytest.raises(LabelsOutside):
        shares_from_raster(far, grid_of((8, 8), 4), np.arange(4))
    empty = write(tmp_path / "empty.tif", np.zeros((8, 8), np.uint8), nodata=0)
    with pytest.raises(LabelsOutside):
        shares_from_raster(empty, grid_of((8, 8), 4), np.arange(4))
    with pytest.raises(LabelsUnreadable):
        shares_from_raster(tmp_path / "none.tif", grid_of((8, 8), 4), np.arange(4))
