"""Pictures: what a PNG shows is what the map says."""

import errno

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from PIL import Image

from eo_embed.core import classes as colours
from eo_embed.core import pictures
from eo_embed.core.chips import ChipGrid
from eo_embed.core.classes import ClassInfo, Legend, default_classes, rgb_of
from eo_embed.core.errors import DiskFull, OutputError, RasterMissing
from eo_embed.core.maps import write_chip_map
from eo_embed.core.pictures import (
    StripColumn,
    before_after,
    cut_pictures,
    picture_of_map,
    picture_strip,
    quicklook,
)
from eo_embed.core.probes.base import Prediction
from eo_embed.core.rasters import Source, describe_bands

GEOBOX = GeoBox((80, 120), Affine(30, 0, 3e5, 0, -30, 4e6), "EPSG:32612")
GRID = ChipGrid(GEOBOX, (8, 8), (8, 8))
COVER = Legend("classes", "cover", tuple(default_classes(["wood", "water", "town"])))


def shown(png):
    with Image.open(png) as picture:
        return np.array(picture.convert("RGB"))


def where(sheet, panel):
    """Corner ``(y, x)`` at which a sheet shows a panel pixel by pixel; None where it does not."""
    height, width = panel.shape[:2]
    for y, x in np.argwhere((sheet == panel[0, 0]).all(-1)):
        if np.array_equal(sheet[y : y + height, x : x + width], panel):
            return y, x
    return None


def class_map(tmp_path, legend=COVER):
    ids = GRID.select()[1:]  # the first cell is nodata
    labels = ids % len(legend.classes)
    proba = np.eye(len(legend.classes), dtype=np.float32)[labels]
    said = Prediction(labels, proba, np.zeros(len(ids), np.float32))
    path = write_chip_map(tmp_path / "map.tif", GRID, ids, said, legend).map
    return path, np.append(0, labels + 1).reshape(10, 15)


def coloured(stored, legend=COVER, zoom=1):
    table = np.array([(0xEC, 0xEA, 0xE6), *(rgb_of(c.colour) for c in legend.classes)], np.uint8)
    return table[stored].repeat(zoom, 0).repeat(zoom, 1)


def test_the_map_stands_in_the_picture_cell_by_cell(tmp_path):
    path, stored = class_map(tmp_path)
    sheet = shown(picture_of_map(path, tmp_path / "map.png", COVER, max_px=400))
    corner = where(sheet, coloured(stored, zoom=400 // 15))
    assert corner is not None
    legend = sheet[:, corner[1] + 15 * 26 + 2 :]
    for info in COVER.classes:
        assert (legend == rgb_of(info.colour)).all(-1).sum() > 100


def test_scene_and_map_show_the_same_ground(tmp_path):
    path, stored = class_map(tmp_path)
    rng = np.random.default_rng(0)
    with rasterio.open(
        tmp_path / "scene.tif", "w", driver="GTiff", count=4, dtype="uint16", width=120, height=80,
        crs="EPSG:32612", transform=GEOBOX.affine, nodata=0,
    ) as file:  # fmt: skip
        file.write(rng.integers(1, 4000, (4, 80, 120), dtype=np.uint16))
        file.descriptions = ("blue", "green", "red", "nir")
    bands = describe_bands("s2", [str(tmp_path / "scene.tif")])
    scene = Source("s2", bands, GEOBOX)
    png = picture_of_map(path, tmp_path / "map.png", COVER, scene=scene, max_px=120)
    sheet = shown(png)
    on_map = where(sheet, coloured(stored, zoom=8))
    on_scene = where(sheet, quicklook(scene, GEOBOX))
    assert on_scene[0] == on_map[0]
    assert on_scene[1] + 120 < on_map[1]


def test_a_quicklook_is_red_green_blue_stretched_by_percentiles(tmp_path):
    ramp = np.linspace(100, 3000, 9600).reshape(80, 120)
    values = np.stack([ramp.max() - ramp, np.full_like(ramp, 50), ramp]).astype(np.float32)
    values[:, :5, :7] = np.nan
    with rasterio.open(
        tmp_path / "scene.tif", "w", driver="GTiff", count=3, dtype="float32", width=120, height=80,
        crs="EPSG:32612", transform=GEOBOX.affine, nodata=np.nan,
    ) as file:  # fmt: skip
        file.write(values)
        file.descriptions = ("blue", "green", "red")
    scene = Source("s", describe_bands("s", [str(tmp_path / "scene.tif")]), GEOBOX)
    seen = quicklook(scene, GEOBOX)
    assert (seen[:5, :7] == (0xEC, 0xEA, 0xE6)).all()
    known = np.isfinite(values[0])
    for channel, band in ((0, values[2]), (2, values[0])):
        low, high = np.percentile(band[known], (2, 98))
        expected = 255 * np.clip((band[known] - low) / (high - low), 0, 1) ** 0.8
        np.testing.assert_allclose(seen[known][:, channel], expected, atol=1.01)
    assert (seen[known][:, 1] == 0).all()
    one = Source("s", scene.bands[:1], GEOBOX)
    assert np.ptp(quicklook(one, GEOBOX)[known], axis=1).max() == 0


def test_values_run_through_the_ramp(tmp_path):
    ids = GRID.select()
    values = np.linspace(0, 8, len(ids)).astype(np.float32)
    made = write_chip_map(
        tmp_path / "map.tif", GRID, ids, Prediction(values, None, values), Legend("value", "height")
    )
    sheet = shown(
        picture_of_map(made.map, tmp_path / "v.png", Legend("value", "height"), max_px=30)
    )
    stops = [
        np.interp(values, range(9), c) for c in zip(*map(rgb_of, colours.VALUE_RAMP), strict=True)
    ]
    panel = np.stack(stops, -1).round().astype(np.uint8).reshape(10, 15, 3)
    assert where(sheet, panel.repeat(2, 0).repeat(2, 1)) is not None
    for colour in (colours.VALUE_RAMP[0], colours.VALUE_RAMP[-1]):  # both ends in the key as well
        assert (sheet == rgb_of(colour)).all(-1).sum() > 10


@pytest.mark.parametrize("names", [["wood", "water"], ["Forêt", "Wald & Gewässer"], ["森", "вода"]])
def test_a_picture_needs_no_font_of_the_system(tmp_path, monkeypatch, names):
    monkeypatch.setattr(pictures, "_FONTS", ("no such font.ttf",))
    legend = Legend("classes", names[0], tuple(default_classes(names)))
    path, stored = class_map(tmp_path, legend)
    sheet = shown(picture_of_map(path, tmp_path / "map.png", legend, max_px=150))
    assert where(sheet, coloured(stored, legend, zoom=10)) is not None


@pytest.mark.parametrize("shape", [(300, 120), (120, 300), (40, 40)])
def test_many_classes_and_long_words_stay_on_the_sheet(tmp_path, shape):
    legend = Legend(
        "classes",
        "crops",
        tuple(
            ClassInfo(str(i), f"class {i} " + "name " * 20, c)
            for i, c in enumerate(colours.PALETTE)
        ),
    )
    rng = np.random.default_rng(0)
    stored = rng.integers(0, len(legend.classes) + 1, shape)
    rgb = rng.integers(0, 255, (*shape, 3), dtype=np.uint8)
    png = before_after(tmp_path / "b.png", rgb, stored, legend, "A title " * 12, metres=10)
    sheet = shown(png)
    first, second = where(sheet, rgb), where(sheet, coloured(stored, legend))
    assert (first[1] == second[1]) == (
        shape[1] > 1.6 * shape[0]
    )  # wide ones lie one above the other
    for edge in (sheet[:10], sheet[-10:], sheet[:, :10], sheet[:, -10:]):
        assert (edge == 255).all()


def test_what_cannot_be_written_is_named(tmp_path, monkeypatch):
    path, _ = class_map(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"p\.png cannot be written"):
        picture_of_map(path, tmp_path / "file" / "p.png", COVER)
    with pytest.raises(RasterMissing):
        picture_of_map(tmp_path / "none.tif", tmp_path / "p.png", COVER)

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(DiskFull, match=r"p\.png"):
        picture_of_map(path, tmp_path / "p.png", COVER)
    assert not (tmp_path / "p.png").exists()


# -- chips in a strip --------------------------------------------------------------------------


@pytest.fixture
def scene(tmp_path):
    """Five bands on GEOBOX, the last the red one; its upper left corner is nodata."""
    rng = np.random.default_rng(1)
    values = rng.integers(1, 5000, (5, 80, 120)).astype(np.uint16)
    values[:, :8, :4] = 0
    path = tmp_path / "scene.tif"
    with rasterio.open(
        path, "w", driver="GTiff", dtype="uint16", count=5, height=80, width=120, nodata=0,
        crs="EPSG:32612", transform=GEOBOX.affine,
    ) as data:  # fmt: skip
        data.write(values)
        data.descriptions = ("nir", "green", "blue", "swir1", "red")
    return Source("s2", describe_bands("s2", [str(path)]), GEOBOX), values


def test_chips_are_cut_in_true_colour_with_one_stretch(scene):
    source, values = scene
    ids = np.array([149, 0, 17])
    found = cut_pictures(source, GRID, ids)
    assert (found.shape, found.dtype) == ((3, 8, 8, 3), np.uint8)
    shown = values[[4, 1, 2]].astype(float)  # 64 of 150 chips and these make the stretch
    spread = np.linspace(0, 149, 64).astype(int)
    chips = shown.reshape(3, 10, 8, 15, 8).transpose(1, 3, 0, 2, 4).reshape(150, 3, 8, 8)
    used = np.moveaxis(chips[[*ids, *spread]], 1, 0).reshape(3, -1)
    low, high = np.percentile(used[:, used[0] > 0], (2, 98), axis=1)
    scaled = np.clip((chips[ids].transpose(0, 2, 3, 1) - low) / (high - low), 0, 1) ** 0.8 * 255
    known = chips[ids][:, 0] > 0
    assert np.abs(found.astype(float) - scaled)[known].max() <= 1
    assert (found[~known] == rgb_of("#eceae6")).all()
    assert (~known).sum() == 32


def test_a_strip_shows_every_chip_under_its_heading(scene, tmp_path):
    source, _ = scene
    columns = [
        StripColumn("From", [5], [("chip 5", "")]),
        StripColumn("Point 1", [7, 9], [("chip 7", "0.10 away"), ("chip 9", "0.20 away")]),
        StripColumn("To", [5], [("chip 5", "")]),
    ]
    sheet = shown(picture_strip(tmp_path / "strip.png", source, GRID, columns, "A walk"))
    tiles = cut_pictures(source, GRID, [5, 7, 9, 5]).repeat(16, 1).repeat(16, 2)
    first, upper, lower = (where(sheet, tile) for tile in tiles[:3])
    assert first[0] == upper[0] < lower[0]
    assert first[1] < upper[1] == lower[1]
    right = sheet[:, upper[1] + 128 :]
    assert where(right, tiles[3])[0] == first[0]
    for edge in (sheet[:10], sheet[-10:], sheet[:, :10], sheet[:, -10:]):
        assert (edge == 255).all()


def test_large_chips_are_reduced_and_many_columns_fit(scene, tmp_path):
    source, _ = scene
    large = ChipGrid(GEOBOX, (80, 120), (80, 120))
    huge = ChipGrid(GEOBOX.zoom_out(1 / 4), (320, 480), (320, 480))
    on_huge = Source("s2", source.bands, huge.geobox)
    for grid, read in ((large, source), (huge, on_huge)):
        columns = [StripColumn("A heading that is wide", [0], [("chip 0", "ü")])] * 9
        with Image.open(picture_strip(tmp_path / "s.png", read, grid, columns, "Title")) as picture:
            assert 9 * 128 < picture.size[0] < 9 * 300
            assert picture.size[1] < 400


def test_a_source_of_two_bands_is_shown_in_grey(scene):
    source, _ = scene
    two = Source("s1", source.bands[:2], GEOBOX)
    picture = cut_pictures(two, GRID, [40])[0]
    assert (picture[..., 0] == picture[..., 2]).all()
    assert len(np.unique(picture)) > 10
