from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import Geod, Transformer

from eo_embed.training.datasets.places import centres_of, project, to_metres

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


@pytest.mark.parametrize("west", [11.0, -100.0])
def test_neighbours_are_as_far_apart_as_on_the_ellipsoid(west: float) -> None:
    lon, lat = np.array([west, west + 0.01, west + 25]), np.array([45.0, 45.0, 40.0])
    xy = project(lon, lat)
    _, _, metres = Geod(ellps="WGS84").inv(lon[0], lat[0], lon[1], lat[1])
    assert np.hypot(*(xy[1] - xy[0])) == pytest.approx(metres, rel=0.02)
    assert xy[2, 0] > xy[0, 0] + 1.5e6


def test_one_place_alone_has_a_projection_too() -> None:
    assert np.isfinite(project([11.0], [45.0])).all()


def test_a_shared_projection_in_metres_is_kept() -> None:
    centres = [(600_000.0, 5e6, "EPSG:32632"), (600_100.0, 5e6, "EPSG:32632")]
    np.testing.assert_array_equal(to_metres(centres), [[600_000, 5e6], [600_100, 5e6]])


def test_zones_are_brought_together() -> None:
    place = (11.99, 45.0)
    names = ("EPSG:32632", "EPSG:32633")
    centres = [
        (*Transformer.from_crs("EPSG:4326", name, always_xy=True).transform(*place), name)
        for name in names
    ]
    assert abs(centres[0][0] - centres[1][0]) > 400_000
    xy = to_metres(centres)
    assert np.hypot(*(xy[1] - xy[0])) < 1e-3


def test_centres_of_files(tmp_path: Path, write_tiff: Any) -> None:
    paths = [tmp_path / f"{i}.tif" for i in range(3)]
    for i, path in enumerate(paths[:2]):
        write_tiff(path, np.ones((1, 4, 6), np.uint8), at=(600_000 + 1000 * i, 5e6))
    found = centres_of(paths[:2])
    assert found is not None
    np.testing.assert_allclose(found, [[600_030, 4_999_980], [601_030, 4_999_980]])
    write_tiff(paths[2], np.ones((1, 4, 6), np.uint8))
    assert centres_of(paths) is None
    assert centres_of(paths[::-1]) is None
    assert centres_of([]) is None
