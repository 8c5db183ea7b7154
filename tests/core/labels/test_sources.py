from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from odc.geo.geobox import GeoBox

from eo_embed.core.chips import ChipGrid
from eo_embed.core.errors import LabelsUnreadable
from eo_embed.core.labels import parse_how, read_labels

CRS = "EPSG:32632"
AFFINE = Affine(10, 0, 500_000, 0, -10, 5_000_000)
GRID = ChipGrid(GeoBox((20, 20), AFFINE, CRS), (10, 10), (10, 10))


def raster(path: Path, code: int) -> None:
    with rasterio.open(
        path, "w", driver="GTiff", height=20, width=20, count=2, dtype="uint8", crs=CRS,
        transform=AFFINE,
    ) as file:  # fmt: skip
        file.write(np.full((20, 20), code, np.uint8), 1)
        file.write(np.full((20, 20), code + 1, np.uint8), 2)


def test_a_file_is_what_it_opens_as_whatever_its_name(tmp_path: Path) -> None:
    raster(tmp_path / "labels.dat", 3)
    shape = shapely.box(500_000, 4_999_800, 500_200, 5_000_000)
    frame = geopandas.GeoDataFrame({"code": [7]}, geometry=[shape], crs=CRS)
    frame.to_file(tmp_path / "labels.gpkg")
    ids, majority = GRID.select(), parse_how("majority")
    assert set(read_labels(tmp_path / "labels.dat", GRID, ids, majority).values) == {"3"}
    assert set(read_labels(tmp_path / "labels.dat", GRID, ids, majority, band=2).values) == {"4"}
    found = read_labels(str(tmp_path / "labels.gpkg"), GRID, ids, majority, field="code")
    assert set(found.values) == {"7"}


def test_neither_raster_nor_vector_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("some words")
    (tmp_path / "empty.tif").write_bytes(b"")
    for name, says in (
        ("notes.txt", "neither"),
        ("empty.tif", "neither"),
        ("none.tif", "no label"),
    ):
        with pytest.raises(LabelsUnreadable, match=says):
            read_labels(tmp_path / name, GRID, GRID.select(), parse_how("mean"))
