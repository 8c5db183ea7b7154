"""Files brought to a grid: in the right place, with the right values, and one mask."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyproj import Transformer
from rasterio.enums import ColorInterp, Resampling
from rasterio.warp import reproject

from eo_embed.core import grids
from eo_embed.core.bands import Band
from eo_embed.core.errors import BandUnknown, RasterNoCRS, RasterUnreadable
from eo_embed.core.rasters import Source, describe_bands, reference_grid, resampling_of

UTM = Affine(10, 0, 500000, 0, -10, 5000000)
CRS31 = CRS("EPSG:32631")


def write(path, values, *, crs="EPSG:32631", transform=UTM, mask=None, internal=False, **options):
    """A GeoTIFF of ``values (bands, height, width)``, plain unless told otherwise."""
    count, height, width = values.shape
    shape = {"count": count, "height": height, "width": width, "dtype": values.dtype}
    options = {"photometric": "minisblack", "alpha": "unspecified"} | options
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=internal),
        rasterio.open(
            path, "w", driver="GTiff", crs=crs, transform=transform, **shape, **options
        ) as file,
    ):
        file.write(values)
        if mask is not None:
            file.write_mask(mask)
    return str(path)


def source_of(path, grid, **changes):
    return Source("s", tuple(replace(b, **changes) for b in describe_bands("s", [path])), grid)


def everything(source):
    height, width = source.grid.shape
    return source.read(0, height, 0, width)


def shifted(grid, dx, dy=0.0):
    return GeoBox(grid.shape, grid.affine * Affine.translation(dx, dy), grid.crs)


# -- in place ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    """Every pixel its own number, three bands; a grid that starts 3 columns left and 2 rows above."""
    values = np.arange(1, 3 * 40 * 30 + 1, dtype="uint16").reshape(3, 40, 30)
    path = write(tmp_path_factory.mktemp("numbered") / "n.tif", values)
    return path, values


@given(
    y0=st.integers(-20, 50),
    x0=st.integers(-20, 50),
    high=st.integers(1, 60),
    wide=st.integers(1, 60),
    order=st.permutations([0, 1, 2]),
    flips=st.tuples(st.booleans(), st.booleans()),
)
def test_any_window_of_any_orientation(numbered, y0, x0, high, wide, order, flips):
    """Against slicing a padded array; the grid may be stored upside down or mirrored, too."""
    path, values = numbered
    grid = GeoBox((45, 35), UTM * Affine.translation(-3, -2), CRS31)
    if flips[0]:
        grid = GeoBox(grid.shape, grid.affine * Affine(1, 0, 0, 0, -1, 45), CRS31)
    if flips[1]:
        grid = GeoBox(grid.shape, grid.affine * Affine(-1, 0, 35, 0, 1, 0), CRS31)
    source = Source("s", tuple(Band(f"b{i}", path, i + 1) for i in order), grid)
    pad = 100
    padded = np.pad(values[order], ((0, 0), (pad + 2, pad + 3), (pad + 3, pad + 2)))
    padded = padded[:, :: -1 if flips[0] else 1, :: -1 if flips[1] else 1]
    wanted = padded[:, pad + y0 : pad + y0 + high, pad + x0 : pad + x0 + wide]
    pixels = source.read(y0, y0 + high, x0, x0 + wide)
    np.testing.assert_array_equal(pixels.values, wanted)
    valid = np.ones((high, wide), bool) if pixels.valid is None else pixels.valid
    np.testing.assert_array_equal(valid, wanted[0] != 0)
    assert source.describe()[0]["read"] == "in place"
    source.close()


@pytest.mark.parametrize(("dx", "how"), [(0.01, "in place"), (0.1, "warped from EPSG:32631")])
def test_a_hundredth_of_a_pixel_is_in_place(numbered, dx, how):
    path, _ = numbered
    source = source_of(path, shifted(reference_grid([path]), dx))
    assert source.describe()[0]["read"].startswith(how)


def test_band_that_is_not_there(numbered):
    path, _ = numbered
    with pytest.raises(BandUnknown, match="has 3 bands; there is no band 4"):
        Source("s", (Band("x", path, 4),), reference_grid([path])).read(0, 1, 0, 1)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_no_crs(tmp_path, numbered):
    path = write(tmp_path / "x.tif", numbered[1], crs=None, transform=None)
    with pytest.raises(RasterNoCRS):
        Source("s", (Band("x", path),), reference_grid([numbered[0]])).read(0, 1, 0, 1)


def test_file_that_breaks_off_inside(tmp_path):
    """A hole in the middle is found when it is read, and says where."""
    noise = np.random.default_rng(0).integers(0, 60000, (1, 256, 64)).astype("uint16")
    path = write(tmp_path / "x.tif", noise, compress="deflate", blockysize=16)
    grid = reference_grid([path])
    content = bytearray((tmp_path / "x.tif").read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = bytes(3000)
    (tmp_path / "x.tif").write_bytes(content)
    source = source_of(path, grid)
    assert source.read(0, 16, 0, 64).valid is None
    with pytest.raises(
        RasterUnreadable, match=r"x\.tif cannot be read at rows 0-256, columns 0-64"
    ):
        everything(source)


# -- in the right place under a warp -----------------------------------------------------------


def coordinates(grid):
    """Easting and northing (or longitude and latitude) of pixel centres, ``(2, height, width)``."""
    rows, cols = np.mgrid[: grid.shape[0], : grid.shape[1]] + 0.5
    return np.stack(grid.affine * (cols, rows))


_PLACES = {
    "degrees": GeoBox((100, 80), Affine(1.42e-4, 0, 2.9995, 0, -1e-4, 45.1525), CRS(4326)),
    "south-up": GeoBox((120, 90), Affine(11, 0, 499950, 0, 11, 4998950), CRS31),
    "mirrored": GeoBox((120, 110), Affine(-11, 0, 500900, 0, -11, 5000050), CRS31),
    "rotated": GeoBox(
        (110, 110),
        Affine.translation(499800, 4999500) * Affine.rotation(35) * Affine.scale(11, -11),
        CRS31,
    ),
    "quarter turn": GeoBox((120, 120), Affine(0, 11, 499950, 11, 0, 4998950), CRS31),
    "other zone": GeoBox((130, 130), Affine(11, 0, 28050, 0, -11, 5017600), CRS(32632)),
    "finer": GeoBox((140, 140), Affine(7, 0, 499950, 0, -7, 5000050), CRS31),
    "much finer": GeoBox((450, 450), Affine(2, 0, 499950, 0, -2, 5000050), CRS31),
    "coarser": GeoBox((60, 60), Affine(20, 0, 499900, 0, -20, 5000100), CRS31),
}


@pytest.mark.parametrize("name", _PLACES)
def test_each_pixel_says_where_it_is(tmp_path, name):
    """A file whose values are its coordinates gives, on the grid, the coordinates by pyproj."""
    own = _PLACES[name]
    path = write(tmp_path / "x.tif", coordinates(own), crs=own.crs.to_wkt(), transform=own.affine)
    grid = GeoBox((80, 70), Affine(10, 0, 500003, 0, -10, 4999907), CRS31)
    pixels = everything(source_of(path, grid))
    valid = np.ones(grid.shape, bool) if pixels.valid is None else pixels.valid
    turn = Transformer.from_crs(CRS31.proj, own.crs.proj, always_xy=True).transform
    wanted = np.stack(turn(*coordinates(grid)))
    to_pixel = ~own.affine
    col, row = to_pixel * wanted
    col_found, row_found = to_pixel * pixels.values
    # Half a pixel from the file's edge there is nothing to interpolate with.
    inner = valid & (np.minimum(col, row) > 1) & (col < own.shape[1] - 1) & (row < own.shape[0] - 1)
    assert inner.sum() > 0.5 * inner.size
    off = np.hypot(col_found - col, row_found - row)[inner]
    # A mean is of whole pixels of the file, here a fifth of the grid's.
    assert off.max() < (0.8 if name == "much finer" else 0.01)
    # What the file covers is valid, and no more.
    covered = (col > 0) & (row > 0) & (col < own.shape[1]) & (row < own.shape[0])
    assert (valid == covered).mean() > 0.99


@pytest.mark.parametrize("name", ["rotated", "quarter turn", "south-up", "mirrored", "degrees"])
def test_reference_grid_of_an_odd_file_covers_it(tmp_path, name):
    own = _PLACES[name]
    path = write(tmp_path / "x.tif", coordinates(own), crs=own.crs.to_wkt(), transform=own.affine)
    for in_metres in (False, True):
        grid = reference_grid([path], in_metres=in_metres)
        assert grids.is_north_up(grid.affine)
        assert grid.crs.projected or not in_metres
        source = source_of(path, grid)
        pixels = everything(source)
        part = source.read(40, 70, 30, 50).values  # a pixel is the same in any window
        np.testing.assert_allclose(part, pixels.values[:, 40:70, 30:50], rtol=1e-8)
        turn = Transformer.from_crs(grid.crs.proj, own.crs.proj, always_xy=True).transform
        col, row = ~own.affine * np.stack(turn(*coordinates(grid)))
        inner = (np.minimum(col, row) > 1) & (col < own.shape[1] - 1) & (row < own.shape[0] - 1)
        col_found, row_found = ~own.affine * pixels.values
        assert np.hypot(col_found - col, row_found - row)[inner].max() < 0.01
        assert pixels.valid is None or pixels.valid[inner].all()


@pytest.mark.parametrize(
    ("kind", "grid_pixel", "file_pixel", "method"),
    [
        ("continuous", 10, 10, Resampling.bilinear),
        ("continuous", 10, 60, Resampling.bilinear),
        ("continuous", 30, 10, Resampling.average),
        ("categorical", 10, 10, Resampling.nearest),
        ("categorical", 10, 60, Resampling.nearest),
        ("categorical", 30, 10, Resampling.mode),
    ],
)
def test_resampling_is_stated(kind, grid_pixel, file_pixel, method):
    assert resampling_of(kind, grid_pixel, file_pixel) is method


@pytest.mark.parametrize("kind", ["continuous", "categorical"])
@pytest.mark.parametrize("pixel", [8.0, 30.0])
def test_same_values_as_gdal(tmp_path, kind, pixel):
    """Against rasterio.warp.reproject of the whole file at once."""
    top = 6 if kind == "categorical" else 4000
    values = np.random.default_rng(3).integers(1, top, (2, 200, 150)).astype("uint16")
    values[:, :20] = 0
    own = GeoBox((200, 150), Affine(1.3e-4, 0, 2.99, 0, -9e-5, 45.16), CRS(4326))
    path = write(tmp_path / "x.tif", values, crs="EPSG:4326", transform=own.affine, nodata=0)
    size = int(1400 / pixel)
    grid = GeoBox((size, size), Affine(pixel, 0, 499500, 0, -pixel, 5000500), CRS31)
    source = source_of(path, grid, kind=kind)
    assert source.describe()[0]["read"].startswith("warped from EPSG:4326")
    whole = everything(source)
    wanted, _ = reproject(
        values,
        np.zeros_like(whole.values),
        src_transform=own.affine,
        src_crs="EPSG:4326",
        dst_transform=grid.affine,
        dst_crs="EPSG:32631",
        src_nodata=0,
        dst_nodata=0,
        resampling=resampling_of(kind, pixel, 10.1),
        tolerance=1e-4,
    )
    off = np.abs(whole.values.astype(int) - wanted)
    # A hundredth of a pixel between neighbours 4000 apart; a class may flip half-way between two.
    allowed = 40 if kind == "continuous" else 0
    assert (off > allowed).mean() < 2e-3
    valid = np.ones(grid.shape, bool) if whole.valid is None else whole.valid
    assert (valid == (wanted != 0).all(axis=0)).mean() > 0.998
    # By blocks, in any order, it is the same raster.
    step = size // 3 + 1
    for y in range(0, size, step)[::-1]:
        for x in range(0, size, step):
            part = source.read(y, min(y + step, size), x, min(x + step, size))
            window = np.s_[..., y : y + step, x : x + step]
            off = np.abs(part.values.astype(int) - whole.values[window])
            assert (off > allowed).mean() < 2e-3


# -- one mask ----------------------------------------------------------------------------------

_HOLE = np.zeros((60, 50), bool)
_HOLE[10:25, 5:30] = True
_OTHER = np.zeros((60, 50), bool)
_OTHER[40:50, 20:45] = True


def masked_file(path, sort):
    """A file of two bands around 100, with what must not count at 250 or its own sign; and its mask."""
    rng = np.random.default_rng(5)
    values = rng.integers(90, 110, (2, 60, 50)).astype(
        "float32" if sort in ("nan", "inf") else "uint8"
    )
    bad, options = _HOLE.copy(), {}
    values[:, _HOLE] = 250
    if sort in ("nan", "inf"):
        values[:, _HOLE] = np.array([[np.nan if sort == "nan" else -np.inf], [100]])
    elif sort == "nodata":
        options["nodata"] = 250
    elif sort == "nodata of one band":
        values[1, _HOLE] = 100
        options["nodata"] = 250
    elif sort in ("msk", "internal mask"):
        options |= {"mask": np.where(_HOLE, 0, 255).astype("uint8"), "internal": sort != "msk"}
    elif sort == "mask and nodata":
        values[:, _OTHER] = 7
        bad |= _OTHER
        options |= {"mask": np.where(_HOLE, 0, 255).astype("uint8"), "nodata": 7}
    elif sort in ("alpha", "alpha and nodata"):
        alpha = np.where(_HOLE, 0, 200).astype("uint8")
        if sort != "alpha":
            values[:, _OTHER] = 7
            bad |= _OTHER
            options["nodata"] = 7
        values = np.concatenate([values, alpha[None]])
    write(path, values, **options)
    if "alpha" in sort:
        with rasterio.open(path, "r+") as file:
            file.colorinterp = [ColorInterp.gray, ColorInterp.undefined, ColorInterp.alpha]
    return bad


_SORTS = [
    "nodata",
    "nodata of one band",
    "nan",
    "inf",
    "msk",
    "internal mask",
    "mask and nodata",
    "alpha",
    "alpha and nodata",
]


@pytest.mark.parametrize("sort", _SORTS)
def test_mask_in_place(tmp_path, sort):
    path = str(tmp_path / "m.tif")
    bad = masked_file(path, sort)
    source = source_of(path, reference_grid([path]))
    assert len(source.bands) == 2
    np.testing.assert_array_equal(everything(source).valid, ~bad)
    # A read with nothing to hide says so, and one that hangs over the edge hides what lies beyond.
    assert source.read(0, 5, 0, 50).valid is None
    np.testing.assert_array_equal(
        source.read(-2, 3, 0, 50).valid.all(axis=1), [False] * 2 + [True] * 3
    )


@pytest.mark.parametrize("sort", _SORTS)
@pytest.mark.parametrize("kind", ["categorical", "continuous"])
def test_mask_under_a_warp(tmp_path, sort, kind):
    path = str(tmp_path / "m.tif")
    bad = masked_file(path, sort)
    grid = reference_grid([path])
    source = source_of(path, shifted(grid, 0.3, 0.3), kind=kind)
    pixels = everything(source)
    assert source.describe()[0]["read"].startswith("warped")
    if kind == "categorical":  # nearest: the pixel the centre falls in
        np.testing.assert_array_equal(pixels.valid, ~bad)
    else:
        neighbours = np.stack(
            [np.roll(np.roll(bad, -dy, 0), -dx, 1) for dy in (0, 1) for dx in (0, 1)]
        )
        inside = np.s_[:-1, :-1]
        assert not pixels.valid[inside][neighbours.all(axis=0)[inside]].any()
        assert pixels.valid[inside][~neighbours.any(axis=0)[inside]].all()
    # Nothing hidden bleeds into what is shown.
    shown = pixels.values[:, pixels.valid]
    assert 90 <= shown.min() <= shown.max() <= 110


@pytest.mark.parametrize("sort", ["nodata", "nan", "msk", "alpha"])
def test_edge_of_a_warped_file_is_invalid(tmp_path, sort):
    path = str(tmp_path / "m.tif")
    masked_file(path, sort)
    grid = reference_grid([path])
    wide = GeoBox((80, 70), grid.affine * Affine.translation(-10.4, -10.4), grid.crs)
    valid = everything(source_of(path, wide)).valid
    assert not valid[:9].any()
    assert not valid[:, :9].any()
    assert valid[12:18, 12:58].all()


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_edge_without_any_mask(tmp_path, dtype):
    """Zero is a value like any other where nothing says that it is not."""
    path = write(tmp_path / "x.tif", np.zeros((1, 20, 20), dtype))
    grid = GeoBox((40, 40), UTM * Affine.translation(-10.4, -10.4), CRS31)
    pixels = everything(source_of(path, grid))
    assert pixels.values.dtype == dtype
    wanted = np.zeros((40, 40), bool)
    wanted[10:30, 10:30] = True
    np.testing.assert_array_equal(pixels.valid, wanted)


def test_nodata_by_hand(tmp_path):
    values = np.full((1, 20, 20), 9, "uint8")
    values[0, 4:8] = 0
    path = write(tmp_path / "x.tif", values, nodata=9)
    for grid in (reference_grid([path]), shifted(reference_grid([path]), 0.2)):
        valid = everything(source_of(path, grid, nodata=0.0, kind="categorical")).valid
        np.testing.assert_array_equal(valid[:, 5], values[0, :, 5] != 0)
        for never in (-9999.0, 0.5, float("nan")):  # what the dtype cannot hold hides nothing
            pixels = everything(source_of(path, grid, nodata=never, kind="categorical"))
            assert pixels.valid is None or pixels.valid[:, :19].all()


def test_fourth_band_marked_as_alpha_is_data_where_it_is_named(tmp_path):
    """GDAL marks the fourth 8-bit band as alpha; NAIP's is near infrared."""
    values = np.random.default_rng(2).integers(1, 255, (4, 30, 30)).astype("uint8")
    values[3, :10] = 0  # water, not a hole
    path = write(tmp_path / "m_4709963.tif", values, photometric="rgb", alpha="yes")
    with rasterio.open(path) as file:
        assert file.colorinterp[3] is ColorInterp.alpha
    plain = write(tmp_path / "x.tif", values, photometric="rgb", alpha="yes")
    assert [b.name for b in describe_bands("s", [plain])] == ["red", "green", "blue"]
    named = describe_bands("s", [plain], ["red", "green", "blue", "nir"])
    grid = reference_grid([plain])
    for bands in (named, describe_bands("naip", [plain]), describe_bands("s", [path])):
        assert [b.name for b in bands] == ["red", "green", "blue", "nir"]
        pixels = everything(Source("s", bands, grid))
        np.testing.assert_array_equal(pixels.values, values)
        assert pixels.valid is None
        half = Source("s", bands, shifted(grid, 0.5))
        wanted = (values[:, :, 4].astype(float) + values[:, :, 5]) / 2
        np.testing.assert_allclose(half.read(0, 30, 4, 5).values[..., 0], wanted, atol=1)


def separate(folder, bands):
    """What QGIS makes of single files: a virtual raster with each ``(values, nodata)`` in a band."""
    names = {"uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "float32": "Float32"}
    text = []
    for i, (values, nodata) in enumerate(bands, start=1):
        path = write(folder / f"{i}.tif", values[None], nodata=nodata)
        said = "" if nodata is None else f"<NoDataValue>{nodata}</NoDataValue>"
        text.append(
            f'<VRTRasterBand dataType="{names[values.dtype.name]}" band="{i}">{said}<SimpleSource>'
            f"<SourceFilename>{path}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
            "</VRTRasterBand>"
        )
    height, width = bands[0][0].shape
    (folder / "separate.vrt").write_text(
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>EPSG:32631</SRS>'
        f"<GeoTransform>500000, 10, 0, 5000000, 0, -10</GeoTransform>{''.join(text)}</VRTDataset>"
    )
    return str(folder / "separate.vrt")


def test_bands_of_different_dtype_and_nodata(tmp_path):
    values = np.random.default_rng(4).integers(1, 200, (2, 20, 20))
    values[0, 3], values[1, 7] = 0, 255
    path = separate(tmp_path, [(values[0].astype("uint16"), 0), (values[1].astype("uint8"), 255)])
    grid = reference_grid([path])
    source = source_of(path, grid)
    assert source.dtype == "uint16"
    pixels = everything(source)
    np.testing.assert_array_equal(pixels.values, values)
    wanted = np.ones((20, 20), bool)
    wanted[[3, 7]] = False
    np.testing.assert_array_equal(pixels.valid, wanted)
    warped = everything(source_of(path, shifted(grid, 0.2), kind="categorical"))
    np.testing.assert_array_equal(warped.valid[:, :19], wanted[:, :19])


def test_different_dtypes_alone(tmp_path):
    values = np.random.default_rng(4).integers(1, 200, (2, 20, 20))
    path = separate(
        tmp_path, [(values[0].astype("int16"), None), (values[1].astype("float32"), None)]
    )
    pixels = everything(source_of(path, reference_grid([path])))
    assert pixels.values.dtype == "float32"
    np.testing.assert_array_equal(pixels.values, values)
