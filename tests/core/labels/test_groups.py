"""Groups of chips: by their ids, or by where they lie."""

import geopandas
import numpy as np
import pytest
import shapely
from affine import Affine
from odc.geo.geobox import GeoBox

from eo_embed.core.chips import ChipGrid
from eo_embed.core.errors import LabelsOutside, LabelsUnreadable
from eo_embed.core.labels import read_groups

GRID = ChipGrid(GeoBox((40, 40), Affine(10, 0, 5e5, 0, -10, 5e6), "EPSG:32631"), (10, 10), (10, 10))


def test_polygons_give_the_region_of_most_of_a_chip(tmp_path):
    """In another CRS, and however little of the chip they cover."""
    west = shapely.box(5e5, 5e6 - 400, 5e5 + 160, 5e6)  # 1.6 chips wide
    east = shapely.box(
        5e5 + 160, 5e6 - 400, 5e5 + 310, 5e6
    )  # ends on the fourth chip's first metre
    frame = geopandas.GeoDataFrame(
        {"name": ["w", "e"]}, geometry=[west, east], crs=GRID.geobox.crs.to_wkt()
    )
    frame.to_crs("EPSG:4326").to_file(tmp_path / "regions.gpkg")
    ids = np.array([12, 0, 1, 2, 3])
    assert read_groups(tmp_path / "regions.gpkg", GRID, ids, "name").tolist() == [
        "w",
        "w",
        "w",
        "e",
        "e",
    ]


def test_chips_outside_every_region_have_no_group(tmp_path):
    frame = geopandas.GeoDataFrame(
        {"name": ["one"]}, geometry=[shapely.box(5e5, 5e6 - 100, 5e5 + 100, 5e6)], crs="EPSG:32631"
    )
    frame.to_file(tmp_path / "one.gpkg")
    assert read_groups(tmp_path / "one.gpkg", GRID, np.array([3, 0]), "name").tolist() == [
        None,
        "one",
    ]
    with pytest.raises(LabelsOutside):
        read_groups(tmp_path / "one.gpkg", GRID, np.array([3]), "name")


@pytest.mark.parametrize("name", ["folds.csv", "folds.gpkg"])
def test_a_table_of_chips_gives_them_by_id(tmp_path, name):
    frame = geopandas.GeoDataFrame(
        {"chip_id": [5, 2, 9, 1], "fold": [1.0, 0.0, np.nan, 1.0]},
        geometry=GRID.polygons(np.array([5, 2, 9, 1])),
        crs="EPSG:32631",
    )
    if name.endswith("csv"):
        frame["fold"] = ["1", "0", "", "1"]
        frame.drop(columns="geometry").to_csv(tmp_path / name, index=False)
    else:
        frame.to_file(tmp_path / name)
    found = read_groups(tmp_path / name, GRID, np.array([9, 1, 2, 3, 5]), "fold")
    assert found.tolist() == [None, "1", "0", None, "1"]
    with pytest.raises(LabelsUnreadable, match="--field: chip_id, fold"):
        read_groups(tmp_path / name, GRID, np.array([1]), "tile")


def test_no_file_is_told(tmp_path):
    with pytest.raises(LabelsUnreadable, match="absent"):
        read_groups(tmp_path / "absent.gpkg", GRID, np.array([1]), "fold")
