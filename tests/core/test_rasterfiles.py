"""Opening raster files: what is refused and how, and files across a network."""

from __future__ import annotations

import logging
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
import rasterio
from affine import Affine

from eo_embed.core.errors import RasterMissing, RasterNoCRS, RasterUnreadable
from eo_embed.core.rasterfiles import gdal_name, inspect, is_remote, open_raster
from eo_embed.core.rasters import Source, describe_bands, reference_grid

UTM = Affine(10, 0, 500000, 0, -10, 5000000)


def write(path, values, *, crs="EPSG:32631", transform=UTM, **options):
    """A GeoTIFF of ``values (bands, height, width)``."""
    count, height, width = values.shape
    shape = {"count": count, "height": height, "width": width, "dtype": values.dtype}
    with rasterio.open(
        path, "w", driver="GTiff", crs=crs, transform=transform, **shape, **options
    ) as file:
        file.write(values)
    return str(path)


@pytest.fixture
def noise():
    return np.random.default_rng(0).integers(1, 60000, (2, 300, 200)).astype("uint16")


# -- what is refused -------------------------------------------------------------------------


def test_missing(tmp_path):
    with pytest.raises(RasterMissing, match=r"no raster at .*none\.tif"):
        open_raster(str(tmp_path / "none.tif"))
    with pytest.raises(RasterUnreadable, match="none"):
        open_raster(f"NETCDF:{tmp_path}/none.nc:B1")


def test_empty(tmp_path):
    path = tmp_path / "empty.tif"
    path.touch()
    with pytest.raises(RasterUnreadable, match="0 bytes"):
        inspect(str(path))


@pytest.mark.parametrize("content", [b"no raster at all", b"II*\0", b"\x89PNG\r\n"])
def test_no_raster(tmp_path, content):
    path = tmp_path / "text.tif"
    path.write_bytes(content)
    with pytest.raises(RasterUnreadable, match=r"text\.tif cannot be opened as a raster"):
        inspect(str(path))


def test_a_folder_is_no_raster(tmp_path):
    with pytest.raises(RasterUnreadable):
        inspect(str(tmp_path))


@pytest.mark.parametrize(
    "layout",
    [
        {"compress": "deflate", "tiled": True, "blockxsize": 64, "blockysize": 64},
        {"compress": "deflate", "interleave": "band"},
        {"interleave": "pixel"},
    ],
    ids=["tiled", "planes", "uncompressed"],
)
@pytest.mark.parametrize("keep", [0.02, 0.5, 0.99])
def test_truncated(tmp_path, noise, layout, keep):
    """From the header alone to all but the tail."""
    path = write(tmp_path / "t.tif", noise, **layout)
    assert inspect(path).grid.shape == (300, 200)
    content = (tmp_path / "t.tif").read_bytes()
    (tmp_path / "t.tif").write_bytes(content[: max(2000, int(keep * len(content)))])
    with pytest.raises(RasterUnreadable, match="damaged or truncated"):
        inspect(path)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_no_crs(tmp_path, noise, recwarn):
    path = write(tmp_path / "nocrs.tif", noise, crs=None, transform=None)
    local = write(tmp_path / "local.tif", noise, crs='LOCAL_CS["local",UNIT["metre",1]]')
    recwarn.clear()
    for raster in (path, local):
        with pytest.raises(RasterNoCRS, match="no coordinate reference system"):
            inspect(raster)
    assert not recwarn.list  # the error says it all


def test_complex_numbers(tmp_path):
    path = write(tmp_path / "slc.tif", np.ones((1, 8, 8), dtype="complex64"))
    with pytest.raises(RasterUnreadable, match="complex"):
        inspect(path)


def test_container_without_bands_names_one(shared_data):
    with pytest.raises(RasterUnreadable, match=r"8 sub-datasets.*netcdf:.*s2\.nc:B"):
        inspect(str(shared_data / "openeo_crops/cube_s1_s2/s2.nc"))


# -- what a header says ----------------------------------------------------------------------


def test_header(tmp_path, noise):
    path = write(tmp_path / "a.tif", noise, nodata=7)
    with rasterio.open(path, "r+") as file:
        file.descriptions = ("B2", "B3")
        file.scales, file.offsets = (1e-4, 2e-4), (0.0, -0.1)
    info = inspect(path)
    assert info.descriptions == ("B2", "B3")
    assert (info.scales, info.offsets) == ((1e-4, 2e-4), (0.0, -0.1))
    assert info.nodata == (7, 7)
    assert info.grid.affine == UTM
    assert (info.alpha, info.palette, info.data_bands) == (None, False, [1, 2])


@pytest.mark.parametrize(
    "name", ["a, b c.tif", "a#b.tif", "a?b.tif", "T10:00.tif", "été & <x>.tif"]
)
def test_awkward_file_names(tmp_path, noise, name):
    """Read in place, and warped, which goes through a virtual file."""
    path = write(tmp_path / name, noise)
    grid = reference_grid([path])
    for shift, there in ((0, (slice(None), 0, 0)), (0.5, np.s_[:, 100, 100])):
        moved = type(grid)(grid.shape, grid.affine * Affine.translation(shift, 0), grid.crs)
        source = Source("s", describe_bands("s", [path]), moved)
        found = source.read(0, 300, 0, 200).values[there]
        y, x = there[1:]
        wanted = noise[:, y, x : x + 1 + bool(shift)].mean(axis=-1)
        np.testing.assert_allclose(found, wanted, atol=1 + 65535 * 1e-3)
        source.close()


def test_gdal_says_nothing_to_the_user(shared_data, capfd, caplog):
    """GDAL complains of this file's header each time it opens: noise to a user, a record to a log."""
    path = str(shared_data / "boadella_s2_ts/Boadella_2020-01-28.tif")
    with caplog.at_level(logging.WARNING, "rasterio._env"):
        source = Source("s2", describe_bands("s2", [path]), reference_grid([path]))
        source.read(0, 20, 0, 20)
        source.close()
    assert capfd.readouterr() == ("", "")
    assert "ExtraSamples" in caplog.text


# -- across a network ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("https://a.org/x.tif?k=v", "/vsicurl/https://a.org/x.tif?k=v"),
        ("s3://bucket/x.tif", "/vsis3/bucket/x.tif"),
        ("gs://bucket/x.tif", "/vsigs/bucket/x.tif"),
        ("/vsis3/bucket/x.tif", "/vsis3/bucket/x.tif"),
        ("/vsizip//vsicurl/https://a.org/x.zip", "/vsizip//vsicurl/https://a.org/x.zip"),
    ],
)
def test_names_of_remote_files(path, name):
    assert gdal_name(path) == name
    assert is_remote(path)


def test_local_names():
    for path in ("/data/x.tif", r"C:\data\x.tif", "x.tif", "/vsizip/x.zip", "NETCDF:x.nc:B1"):
        assert not is_remote(path)
        assert gdal_name(path) == path


class Ranges(SimpleHTTPRequestHandler):
    """Serves byte ranges, as object stores do, and remembers what was asked for."""

    asked: list[tuple[str, str | None]]

    def do_GET(self):
        self.asked.append((self.path, self.headers.get("Range")))
        with open(self.translate_path(self.path), "rb") as file:
            content = file.read()
        span = self.headers.get("Range")
        if span is None:
            first, last = 0, len(content) - 1
        else:
            first, last = (int(v) for v in span.removeprefix("bytes=").split("-"))
            last = min(last, len(content) - 1)
        self.send_response(206 if span else 200)
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(content[first : last + 1])

    def log_message(self, *args):
        pass


@pytest.fixture
def server(tmp_path):
    """Loopback address of ``tmp_path``, and the requests it got."""
    asked: list[tuple[str, str | None]] = []
    handler = partial(type("Handler", (Ranges,), {"asked": asked}), directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"127.0.0.1:{http.server_port}", asked
        http.shutdown()
        thread.join()


@pytest.fixture
def cog(tmp_path):
    values = np.random.default_rng(1).integers(1, 60000, (2, 1024, 1024)).astype("uint16")
    (tmp_path / "bucket").mkdir()
    tiles = {"tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate"}
    write(tmp_path / "bucket" / "cog.tif", values, **tiles)
    return values


@pytest.mark.parametrize("name", ["/vsicurl/http://{}/bucket/cog.tif", "http://{}/bucket/cog.tif"])
def test_read_over_http(server, cog, tmp_path, name):
    address, asked = server
    path = name.format(address)
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    np.testing.assert_array_equal(source.read(300, 360, 520, 600).values, cog[:, 300:360, 520:600])
    source.close()
    # One file, in ranges, and no listing of its folder.
    assert {where for where, _ in asked} == {"/bucket/cog.tif"}
    assert all(span for _, span in asked)
    size = (tmp_path / "bucket" / "cog.tif").stat().st_size
    fetched = sum(int(s[6:].split("-")[1]) - int(s[6:].split("-")[0]) + 1 for _, s in asked)
    assert fetched < 0.5 * size


@pytest.mark.parametrize("name", ["/vsis3/bucket/cog.tif", "s3://bucket/cog.tif"])
def test_read_from_object_storage(server, cog, monkeypatch, name):
    for key, value in {
        "AWS_S3_ENDPOINT": server[0],
        "AWS_VIRTUAL_HOSTING": "FALSE",
        "AWS_HTTPS": "NO",
        "AWS_NO_SIGN_REQUEST": "YES",
    }.items():
        monkeypatch.setenv(key, value)
    grid = reference_grid([name])
    # Warped by half a pixel, through the virtual file.
    moved = type(grid)(grid.shape, grid.affine * Affine.translation(0.5, 0), grid.crs)
    for place, wanted in ((grid, cog[:, 9, 9]), (moved, cog[:, 9, 9:11].mean(axis=-1))):
        source = Source("s", describe_bands("s", [name]), place)
        np.testing.assert_allclose(source.read(9, 10, 9, 10).values[:, 0, 0], wanted, atol=70)
        source.close()


def test_nothing_at_the_address(server):
    with pytest.raises(RasterUnreadable, match="cannot be opened"):
        inspect(f"http://{server[0]}/bucket/none.tif")
