"""Names of bands: sensors' layouts and what a file says of itself."""

from __future__ import annotations

import pytest

from eo_embed.core.bands import LANDSAT_OLI, NAIP, SENTINEL2, band_code, is_naip, name_bands


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("T33UUP_20170613T101031_B02_10m", "B2"),
        ("S2A_MSIL2A_20170617T113321_36_85_B8A", "B8A"),
        ("2018-10-13, Sentinel-2B L1C, B08", "B8"),
        ("LC08_L2SP_038034_20200624_SR_B10", "B10"),
        ("landsat_b5", "B5"),
        ("B1", "B1"),
        ("B4 then B3", "B3"),
        ("NDVI", None),
        ("SUB12", None),
        ("B123", None),
    ],
)
def test_code_in_text(text, code):
    assert band_code(text) == code


@pytest.mark.parametrize(
    ("path", "hint", "name"),
    [
        ("S2A_MSIL2A_20170617T113321_36_85_B08.tif", "x", "nir"),
        ("x/B8A.tif", "x", "nir08"),  # no other sensor has one
        ("landsat_b5.tif", "l8", "nir"),
        ("landsat_b4.tif", "l5", "nir"),
        ("LC08_L2SP_038034_SR_B5.TIF", "x", "nir"),
        ("LT05_L2SP_038034_SR_B4.TIF", "x", "nir"),
        ("landsat_b4.tif", "x", "landsat_b4"),  # red of Landsat 8, near infrared of Landsat 5
        ("maps2_b8.tif", "x", "maps2_b8"),
        ("model8_b5.tif", "x", "model8_b5"),
        ("LC08_SR_B44.tif", "x", "LC08_SR_B44"),
        (r"C:\data\S2_B03.tif", "x", "green"),
        ("srtm.tif", "dem", "srtm"),
    ],
)
def test_one_band_by_file_name(path, hint, name):
    assert name_bands(path, [None], "uint16", hint) == [name]


@pytest.mark.parametrize(
    ("count", "dtype", "hint", "names"),
    [
        (13, "uint16", "x", list(SENTINEL2.values())),
        (12, "int16", "x", [n for n in SENTINEL2.values() if n != "cirrus"]),
        (12, "float32", "s2", [n for n in SENTINEL2.values() if n != "cirrus"]),
        (12, "float32", "coherence", [f"b{i}" for i in range(1, 13)]),
        (13, "uint16", "l8", [f"b{i}" for i in range(1, 14)]),
        (11, "uint16", "l8", list(LANDSAT_OLI.values())),
        (7, "uint16", "landsat9", list(LANDSAT_OLI.values())[:7]),
        (6, "uint16", "l5", ["blue", "green", "red", "nir", "swir1", "swir2"]),
        (4, "uint8", "naip", list(NAIP)),
        (4, "uint16", "naip", ["b1", "b2", "b3", "b4"]),
    ],
)
def test_stack_without_descriptions(count, dtype, hint, names):
    assert name_bands("stack.tif", [None] * count, dtype, hint) == names


def test_naip_is_told_by_the_agencys_file_name():
    path = "naip_nd/m_4709963_se_14_1_20200831.tif"
    assert is_naip(path, 4, "uint8")
    assert name_bands(path, [None] * 4, "uint8") == ["red", "green", "blue", "nir"]
    assert not is_naip("photo.tif", 4, "uint8")
    assert not is_naip(path, 3, "uint8")


def test_descriptions_come_first():
    assert name_bands("s2.tif", ["B2", "B8A"], "uint16") == ["blue", "nir08"]
    assert name_bands("S1_x.tif", ["VV", "VH"], "float32") == ["VV", "VH"]
    # Of one sensor or not at all: half the names of a layout would mislead.
    assert name_bands("s2_x.tif", ["B2", "NDVI"], "uint16") == ["B2", "NDVI"]
    assert name_bands("x.tif", [" red ", "green", "blue", None], "uint8") == [
        "red",
        "green",
        "blue",
        "b4",
    ]
    assert name_bands("x.tif", ["a", "a"], "uint8") == ["b1", "b2"]
