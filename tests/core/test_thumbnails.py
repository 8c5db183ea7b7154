"""Chips as small pictures."""

from __future__ import annotations

import io

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from PIL import Image
from rasterio.transform import from_origin

from eo_embed.core.chips import ChipGrid
from eo_embed.core.errors import BandUnknown
from eo_embed.core.rasters import Source, describe_bands
from eo_embed.core.thumbnails import chip_thumbnail, scene_stretch


@pytest.fixture
def made(tmp_path):
    """A scene that brightens from left to right in red, and is constant in green and blue; 4 x 4 chips."""
    values = np.ones((3, 32, 32), np.uint16) * 100
    values[0] = np.arange(32) * 10 + 1
    values[:, :8, :8] = 0
    with rasterio.open(
        tmp_path / "s.tif", "w", driver="GTiff", width=32, height=32, count=3, dtype="uint16",
        nodata=0, crs="EPSG:32631", transform=from_origin(5e5, 5e6, 10, 10),
    ) as data:  # fmt: skip
        data.write(values)
        data.descriptions = ("red", "green", "blue")
    grid = GeoBox((32, 32), Affine(10, 0, 5e5, 0, -10, 5e6), "EPSG:32631")
    path = str(tmp_path / "s.tif")
    return Source("s2", describe_bands("s2", [path]), grid), ChipGrid(grid, (8, 8), (8, 8))


def picture(png):
    return np.asarray(Image.open(io.BytesIO(png))).astype(int)


def test_chips_share_one_stretch(made):
    source, grid = made
    stretch = scene_stretch(source, grid)
    assert [band.name for band in stretch.bands] == ["red", "green", "blue"]
    first, last = (
        picture(chip_thumbnail(source, grid, chip, stretch, pixels=8, context=0))[..., 0]
        for chip in (5, 7)
    )
    assert last.min() > first.max()
    assert (np.diff(first, axis=1) > 0).all()


def test_what_is_invalid_or_beyond_the_grid_is_grey(made):
    source, grid = made
    stretch = scene_stretch(source, grid)
    corner = picture(chip_thumbnail(source, grid, 0, stretch, pixels=16, context=0))
    assert (corner == 236).all()
    around = picture(chip_thumbnail(source, grid, 15, stretch, pixels=16, context=0.5))
    assert (around[-1] == 236).all()
    assert (around[:, -1] == 236).all()


def test_the_chip_is_outlined_where_there_is_ground_around(made):
    source, grid = made
    stretch = scene_stretch(source, grid, ["red"])
    plain = picture(chip_thumbnail(source, grid, 5, stretch, pixels=64, context=0))
    assert (plain[..., 0] == plain[..., 1]).all()
    around = picture(chip_thumbnail(source, grid, 5, stretch, pixels=64, context=0.5))
    assert around.shape == (64, 64, 3)
    assert (around[16, 16:48] == 255).all()  # white
    assert (around[15, 15:49] == 0).all()  # in black
    assert not (around[32, 20:44] == 255).all()


def test_bands_are_one_or_three_that_are_there(made):
    for names in (["nir"], ["red", "green"]):
        with pytest.raises(BandUnknown, match="one band or three of red, green, blue"):
            scene_stretch(*made, names)
