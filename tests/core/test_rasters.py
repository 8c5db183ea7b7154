"""Sources: bands of many files on one grid, and reading them from many threads."""

from __future__ import annotations

import functools
import os
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyproj import Transformer

from eo_embed.core.errors import BandUnknown, RasterNoOverlap
from eo_embed.core.grids import crs_text
from eo_embed.core.rasters import Band, Source, describe_bands, reference_grid

UTM = Affine(10, 0, 500000, 0, -10, 5000000)


def write(path, values, *, crs="EPSG:32631", transform=UTM, **options):
    count, height, width = values.shape
    shape = {"count": count, "height": height, "width": width, "dtype": values.dtype}
    with rasterio.open(
        path, "w", driver="GTiff", crs=crs, transform=transform, **shape, **options
    ) as file:
        file.write(values)
    return str(path)


@pytest.fixture
def noise():
    return np.random.default_rng(0).integers(1, 250, (3, 64, 48)).astype("uint8")


# -- bands -------------------------------------------------------------------------------------


def test_bands_by_hand(tmp_path, noise):
    path = write(tmp_path / "x.tif", noise)
    assert [b.name for b in describe_bands("s", [path], ["a", "b", "c"])] == ["a", "b", "c"]
    with pytest.raises(BandUnknown, match=r"has 3 bands .* but 2 names were given \(a, b\)"):
        describe_bands("s", [path], ["a", "b"])
    with pytest.raises(BandUnknown, match="more than one band named a"):
        describe_bands("s", [path], ["a", "a", "c"])


def test_two_files_with_the_same_names(tmp_path, noise):
    (tmp_path / "2020").mkdir()
    paths = [write(tmp_path / folder / "x.tif", noise) for folder in (".", "2020")]
    with pytest.raises(BandUnknown, match="--bands s="):
        describe_bands("s", paths)
    names = [f"{band}_{year}" for year in (2019, 2020) for band in "rgb"]
    assert [b.name for b in describe_bands("s", paths, names)] == names


def test_colour_interpretation_and_palette(tmp_path, noise):
    path = write(tmp_path / "rgb.tif", noise, photometric="rgb")
    bands = describe_bands("s", [path])
    assert [b.name for b in bands] == ["red", "green", "blue"]
    assert {b.kind for b in bands} == {"continuous"}
    classes = write(tmp_path / "classes.tif", noise[:1])
    with rasterio.open(classes, "r+") as file:
        file.write_colormap(1, {1: (255, 0, 0, 255)})
    assert describe_bands("s", [classes])[0].kind == "categorical"


def test_scale_and_offset(tmp_path, noise):
    path = write(tmp_path / "x.tif", noise)
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (1e-4, 1.0, 2.0), (-0.1, 0.0, 5.0)
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    stored = source.read(0, 64, 0, 48).values
    np.testing.assert_array_equal(stored, noise)
    physical = source.to_physical(stored)
    assert physical.dtype == source.scale.dtype == source.offset.dtype == np.float32
    wanted = noise * np.array([1e-4, 1, 2]).reshape(3, 1, 1) + np.array([-0.1, 0, 5]).reshape(
        3, 1, 1
    )
    np.testing.assert_allclose(physical, wanted, rtol=1e-6)
    # Chips stacked in front go through as well.
    np.testing.assert_array_equal(source.to_physical(stored[None])[0], physical)


# -- grids and files ---------------------------------------------------------------------------


def test_the_finest_file_gives_the_grid(tmp_path, noise):
    fine = write(tmp_path / "fine.tif", noise)
    coarse = write(tmp_path / "coarse.tif", noise[:, :32, :24], transform=UTM * Affine.scale(2))
    degrees = write(
        tmp_path / "deg.tif", noise, crs="EPSG:4326", transform=Affine(2e-4, 0, 3, 0, -2e-4, 45.2)
    )
    assert reference_grid([coarse, degrees, fine]) == reference_grid([fine])
    assert reference_grid([fine]).affine == UTM
    source = Source(
        "s", describe_bands("s", [coarse, fine], list("abcdef")), reference_grid([fine])
    )
    assert [d["read"] for d in source.describe()] == [
        "warped from EPSG:32631, bilinear resampling",
        "in place",
    ]
    pixels = source.read(0, 64, 0, 48)
    np.testing.assert_array_equal(pixels.values[3:], noise)
    assert pixels.values.shape == (6, 64, 48)


def test_bands_of_several_files_in_any_order(tmp_path, noise):
    paths = [
        write(tmp_path / f"{i}.tif", band[None].astype("uint16")) for i, band in enumerate(noise)
    ]
    many = write(tmp_path / "many.tif", noise)
    bands = (
        Band("a", many, 3),
        Band("b", paths[0]),
        Band("c", many, 1),
        Band("d", paths[2], nodata=float(noise[2, 5, 5])),
    )
    source = Source("s", bands, reference_grid([many]))
    pixels = source.read(10, 20, 5, 9)
    assert source.dtype == pixels.values.dtype == np.uint16
    np.testing.assert_array_equal(pixels.values, noise[[2, 0, 0, 2], 10:20, 5:9])
    valid = source.read(0, 64, 0, 48).valid
    np.testing.assert_array_equal(valid, noise[2] != noise[2, 5, 5])


def test_a_file_that_covers_a_part(tmp_path, noise):
    whole = write(tmp_path / "whole.tif", noise[:1])
    part = write(
        tmp_path / "part.tif", noise[1:2, :20, :20], transform=UTM * Affine.translation(8, 4)
    )
    source = Source("s", describe_bands("s", [whole, part]), reference_grid([whole]))
    source.check_overlap()
    pixels = source.read(0, 64, 0, 48)
    wanted = np.zeros((64, 48), bool)
    wanted[4:24, 8:28] = True
    np.testing.assert_array_equal(pixels.valid, wanted)
    np.testing.assert_array_equal(pixels.values[1, 4:24, 8:28], noise[1, :20, :20])
    assert not source.read(40, 50, 0, 5).valid.any()


def test_no_overlap(tmp_path, noise):
    here = write(tmp_path / "here.tif", noise[:1])
    there = write(tmp_path / "there.tif", noise[:1], transform=UTM * Affine.translation(48, 0))
    source = Source("s", describe_bands("s", [here, there]), reference_grid([here]))
    with pytest.raises(RasterNoOverlap, match=r"there\.tif \(source s\) shares no ground"):
        source.check_overlap()


def test_a_raster_of_the_whole_earth_overlaps(tmp_path):
    earth = np.arange(180 * 360, dtype="float32").reshape(1, 180, 360)
    path = write(
        tmp_path / "e.tif", earth, crs="EPSG:4326", transform=Affine(1, 0, -180, 0, -1, 90)
    )
    grid = GeoBox((20, 20), Affine(1e4, 0, 4e5, 0, -1e4, 5e6), CRS(32631))
    source = Source("s", describe_bands("s", [path]), grid)
    source.check_overlap()
    pixels = source.read(0, 20, 0, 20)
    assert pixels.valid is None
    lon, lat = Transformer.from_crs(32631, 4326, always_xy=True).transform(4.95e5, 4.905e6)
    row, col = 90 - lat - 0.5, lon + 180 - 0.5
    # The centre between four grid pixels is their mean.
    assert pixels.values[0, 9:10, 9:10].mean() == pytest.approx(row * 360 + col, abs=1)


def test_fingerprint_changes_with_the_file(tmp_path, noise):
    path = write(tmp_path / "x.tif", noise)
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    before = source.fingerprint()
    assert before == source.fingerprint()
    assert len(before) == 3
    os.utime(path, ns=(1, 1))
    assert source.fingerprint() != before


def test_fingerprint_sees_through_archives(tmp_path, noise):
    inner = tmp_path / "scene.tif"
    archive = tmp_path / "scene.zip"
    path = f"/vsizip/{archive}/scene.tif"

    def stamp(values):
        write(inner, values)
        with zipfile.ZipFile(archive, "w") as file:
            file.write(inner, "scene.tif")
        os.utime(archive, ns=(1, int(values[0, 0, 0])))
        source = Source("s", describe_bands("s", [path]), reference_grid([path]))
        source.close()
        return source.fingerprint()

    first, second = stamp(noise), stamp(noise + 1)
    assert first != second
    assert "mtime_ns" in first[0]


def test_fingerprint_asks_the_server(tmp_path, noise, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    write(tmp_path / "x.tif", noise)
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    monkeypatch.setattr(SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{http.server_port}/x.tif"
        bands = (Band("a", f"/vsicurl/{url}"),)
        source = Source("s", bands, GeoBox((64, 48), UTM, "EPSG:32631"))
        before = source.fingerprint()
        os.utime(tmp_path / "x.tif", (1e9, 1e9))
        after = source.fingerprint()
        http.shutdown()
    assert before != after
    assert {"Last-Modified", "Content-Length"} <= set(before[0])
    assert "Content-Length" not in source.fingerprint()[0]  # out of reach: nothing is known


def test_sources_compare_by_what_they_are(tmp_path, noise):
    path = write(tmp_path / "x.tif", noise)
    a, b = (Source("s", describe_bands("s", [path]), reference_grid([path])) for _ in "ab")
    a.read(0, 1, 0, 1)
    assert a == b
    assert "FileReader" not in repr(a)


# -- threads -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", [0, 0.5], ids=["in place", "warped"])
def test_threads_read_the_same_while_another_closes(tmp_path, shift):
    values = np.random.default_rng(0).integers(1, 60000, (2, 512, 512)).astype("uint16")
    path = write(
        tmp_path / "x.tif", values, tiled=True, blockxsize=64, blockysize=64, compress="deflate"
    )
    grid = GeoBox((512, 512), UTM * Affine.translation(shift, 0), CRS(32631))
    source = Source("s", describe_bands("s", [path]), grid)
    whole = source.read(0, 512, 0, 512).values
    done = threading.Event()

    def read(seed):
        rng = np.random.default_rng(seed)
        for _ in range(25):
            y, x = rng.integers(0, 440, 2)
            part = source.read(y, y + 70, x, x + 70).values
            np.testing.assert_allclose(
                part, whole[:, y : y + 70, x : x + 70], atol=70 * bool(shift)
            )

    def close():
        while not done.wait(0.002):
            source.close()

    with ThreadPoolExecutor(5) as pool:
        closing = pool.submit(close)
        reading = [pool.submit(read, seed) for seed in range(4)]
        for future in reading:
            future.result()
        done.set()
        closing.result()


def test_handles_are_kept_and_closed(tmp_path, noise):
    """As many as read at once, whatever threads come and go; none after closing."""
    path = write(tmp_path / "x.tif", noise)
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))

    def handles():
        links = (os.path.join("/proc/self/fd", fd) for fd in os.listdir("/proc/self/fd"))
        return sum(os.path.exists(link) and os.readlink(link) == path for link in links)

    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("counts open files through /proc, which this system lacks")
    for _ in range(5):
        thread = threading.Thread(target=source.read, args=(0, 9, 0, 9))
        thread.start()
        thread.join()
    assert handles() == 1
    source.close()
    assert handles() == 0
    assert source.read(0, 9, 0, 9).values.shape == (3, 9, 9)
    source.close()


# -- real files --------------------------------------------------------------------------------


def read_all(source):
    return source.read(0, source.grid.shape[0], 0, source.grid.shape[1])


def mask_of(pixels):
    return np.ones(pixels.values.shape[1:], bool) if pixels.valid is None else pixels.valid


def test_zion_bands_in_files(shared_data):
    paths = [str(shared_data / f"zion_l8_nlcd/landsat_b{i}.tif") for i in (2, 3, 4, 5)]
    bands = describe_bands("l8", paths)
    assert [b.name for b in bands] == ["blue", "green", "red", "nir"]
    source = Source("l8", bands, reference_grid(paths))
    assert source.tile == (3, 1128)
    pixels = read_all(source)
    stored = []
    for path in paths:
        with rasterio.open(path) as file:
            stored.append(file.read(1))
    np.testing.assert_array_equal(pixels.values, stored)
    np.testing.assert_array_equal(mask_of(pixels), (np.array(stored) != 65535).all(axis=0))


def test_zion_labels_and_elevation_from_other_crs(shared_data):
    """Against sampling the file at each pixel centre, found by pyproj."""
    folder = shared_data / "zion_l8_nlcd"
    grid = reference_grid([str(folder / "landsat_b2.tif")])
    rows, cols = (a.ravel() for a in np.mgrid[5:1420:37, 5:1120:37])
    x, y = grid.affine * (cols + 0.5, rows + 0.5)
    for name, kind in (("nlcd.tif", "categorical"), ("srtm.tif", "continuous")):
        path = str(folder / name)
        bands = describe_bands("s", [path])
        assert bands[0].kind == kind
        source = Source("s", bands, grid)
        pixels = read_all(source)
        with rasterio.open(path) as file:
            turn = Transformer.from_crs(grid.crs.proj, file.crs.to_wkt(), always_xy=True)
            col, row = ~file.transform * turn.transform(x, y)
            stored, nodata = file.read(1), file.nodata
        inside = (row > 1) & (col > 1) & (row < stored.shape[0] - 1) & (col < stored.shape[1] - 1)
        near = stored[row[inside].astype(int), col[inside].astype(int)].astype(float)
        found = pixels.values[0, rows, cols][inside].astype(float)
        both = (near != nodata) & mask_of(pixels)[rows, cols][inside]
        assert both.sum() > 900
        if kind == "categorical":
            assert (near == found)[both].mean() > 0.995
        else:  # 90 m of canyon walls between neighbours, yet no bias
            assert abs((near - found)[both].mean()) < 3
            assert np.corrcoef(near[both], found[both])[0, 1] > 0.99


def test_naip_years_are_offset_by_a_row(shared_data):
    folder = shared_data / "naip_nd"
    paths = [str(folder / f"m_4709963_se_14_1_{d}.tif") for d in ("20200831", "20090818")]
    grid = reference_grid(paths[:1])
    with rasterio.open(paths[0]) as new, rasterio.open(paths[1]) as old:
        col, row = ~old.transform * (new.transform * (0, 0))
        off = max(abs(col - round(col)), abs(row - round(row)))
        stored = old.read()
    names = [f"{b}_{year}" for year in (2020, 2009) for b in ("red", "green", "blue", "nir")]
    source = Source("naip", describe_bands("naip", paths, names), grid)
    how = source.describe()[1]["read"]
    # The real files are a fifth of a pixel off besides: that is resampled. Moved to whole pixels,
    # it is a shift.
    assert how.startswith("warped") == (off > 0.02)
    moved = GeoBox(stored.shape[1:], grid.affine * Affine.translation(0, -1), grid.crs)
    row_above = Source("naip", describe_bands("naip", paths[:1]), moved)
    assert row_above.describe()[0]["read"] == "in place"
    pixels = row_above.read(0, 20, 0, 30)
    assert not pixels.valid[0].any()
    with rasterio.open(paths[0]) as file:
        np.testing.assert_array_equal(pixels.values[:, 1:], file.read()[:, :19, :30])


def test_mixed_resolutions(shared_data):
    folder = shared_data / "ben_tiny/tests/s2-tiny/S2A_MSIL2A_20170617T113321_36_85"
    paths = sorted(str(p) for p in folder.glob("*.tif"))
    bands = describe_bands("s2", paths)
    assert {b.name for b in bands} >= {"blue", "green", "red", "nir", "nir08", "swir1", "nir09"}
    source = Source("s2", bands, reference_grid(paths))
    assert source.grid.shape == (120, 120)
    pixels = read_all(source)
    assert pixels.valid is None
    for slot, path in enumerate(paths):
        with rasterio.open(path) as file:
            stored = file.read(1).astype(float)
        factor = 120 // stored.shape[0]
        mine = (
            pixels.values[slot].astype(float).reshape(120 // factor, factor, 120 // factor, factor)
        )
        # Interpolated values average to about what was stored; at 10 m they are what was stored.
        assert np.corrcoef(mine.mean(axis=(1, 3)).ravel(), stored.ravel())[0, 1] > 0.97
        assert factor > 1 or (mine[:, 0, :, 0] == stored).all()


def test_file_names_with_commas_and_spaces(shared_data):
    paths = sorted(str(p) for p in (shared_data / "rcr_s2/sentinel-2").glob("*.tiff"))
    bands = describe_bands("s2", paths)
    assert [b.name for b in bands][:4] == ["coastal", "blue", "green", "red"]
    grid = reference_grid(paths, in_metres=True)
    assert crs_text(grid.crs) == "EPSG:32618"
    assert grid.affine.a == -grid.affine.e
    assert 8 <= grid.affine.a <= 9
    source = Source("s2", bands, grid)
    source.check_overlap()
    assert source.read(1000, 1010, 1000, 1010).values.any()


def test_alpha_of_an_orthophoto(shared_data):
    path = str(shared_data / "qgis_training/3420B_2010_328_RGB_LATLNG.tif")
    bands = describe_bands("photo", [path])
    assert [b.name for b in bands] == ["red", "green", "blue"]
    source = Source("photo", bands, reference_grid([path]))
    pixels = read_all(source)
    with rasterio.open(path) as file:
        np.testing.assert_array_equal(pixels.values, file.read([1, 2, 3]))
        alpha = file.read(4)
    np.testing.assert_array_equal(mask_of(pixels), alpha != 0)


def test_nan_nodata(shared_data):
    path = str(shared_data / "loonlake/data/landsat.tif")
    source = Source("l8", describe_bands("l8", [path]), reference_grid([path]))
    pixels = read_all(source)
    with rasterio.open(path) as file:
        finite = np.isfinite(file.read()).all(axis=0)
    np.testing.assert_array_equal(mask_of(pixels), finite)
