from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from eo_embed.core.errors import DataMissing
from eo_embed.training.datasets import open_dataset

IDS = ["12,30", "12,31", "700,2", "9,9"]
LAT = np.array([40.123456789012, 40.123456789012, 33.5, 35.25])
LON = np.array([-100.00549316406251, -99.98, -118.25, -90.0])
ENDING = "CONTUS_16_640_UAR_100000_0"


@pytest.fixture
def published(tmp_path: Path, write_picture: Any) -> tuple[Path, list[np.ndarray]]:
    """Four places, of which the last has no image, with labels of three tasks in another order."""
    base = tmp_path / "data"
    (base / "int" / "grids").mkdir(parents=True)
    np.savez(
        base / "int" / "grids" / f"{ENDING}.npz", lon=LON, lat=LAT, ID=IDS, zoom=16, pixels=640
    )
    tables = {
        "population": ("population", [0.0, -999.0, 9.0, 1.0]),
        "elevation": ("elevation", [-5.0, 100.0, np.nan, 1.0]),
        "nightlights": ("y", [1.0, 630.0, 3.0, 0.0]),
    }
    for task, (column, values) in tables.items():
        folder = base / "int" / "applications" / task
        folder.mkdir(parents=True)
        table = pd.DataFrame({"ID": IDS, "lon": LON, "lat": LAT, column: values}).iloc[::-1]
        table.to_csv(folder / f"outcomes_sampled_{task}_{ENDING}.csv")
    rng = np.random.default_rng(0)
    images = base / "raw" / "imagery" / "CONTUS_UAR"
    written = [
        write_picture(images / f"{LAT[i]}_{LON[i]:.12f}_16_640_640.png", rng.integers(0, 256, (8, 8, 3), np.uint8))
        for i in range(3)
    ]  # fmt: skip
    return tmp_path, written


def test_as_published(published: tuple[Path, list[np.ndarray]]) -> None:
    folder, written = published
    data = open_dataset(folder)
    assert data.name.startswith("MOSAIKS")
    assert [data.sample_name(i) for i in range(len(data))] == IDS[:3]
    assert "1 of the 4 places" in data.notes[0]
    np.testing.assert_array_equal(
        data.read(np.array([2, 0]), "rgb").values, [written[2], written[0]]
    )
    labels = data.labels
    assert labels is not None
    assert labels.tasks == ("elevation", "population", "nightlights")
    expected = [[-5, 0, np.log(2)], [100, np.nan, np.nan], [np.nan, np.log(10), np.log(4)]]
    np.testing.assert_allclose(labels.values, expected, rtol=1e-6)
    assert labels.kind(1) == "value"
    assert open_dataset(folder / "data").fingerprint() == data.fingerprint()


def test_places_are_projected_to_metres(published: tuple[Path, list[np.ndarray]]) -> None:
    xy = open_dataset(published[0]).positions
    assert xy is not None
    _, _, metres = Geod(ellps="WGS84").inv(LON[0], LAT[0], LON[1], LAT[1])
    assert np.hypot(*(xy[1] - xy[0])) == pytest.approx(metres, rel=0.02)


def test_logs_are_an_option(published: tuple[Path, list[np.ndarray]]) -> None:
    labels = open_dataset(published[0], options={"log": ""}).labels
    assert labels is not None
    assert labels.values[2, 1] == 9


def test_what_is_missing_is_named(published: tuple[Path, list[np.ndarray]]) -> None:
    folder, _ = published
    base = folder / "data"
    with pytest.raises(DataMissing, match=r"CONTUS_16_640_POP_100000_0.npz is not there"):
        open_dataset(folder, options={"sampling": "POP"})
    images = base / "raw" / "imagery" / "CONTUS_UAR"
    images.rename(images.parent / "elsewhere")
    with pytest.raises(DataMissing, match=f"{images} is not there"):
        open_dataset(folder)
    images.mkdir()
    with pytest.raises(DataMissing, match="no image of any of the 4 places"):
        open_dataset(folder)
    path = (
        base / "int" / "applications" / "population" / f"outcomes_sampled_population_{ENDING}.csv"
    )
    path.write_text("ID,people\n1,2\n")
    with pytest.raises(DataMissing, match="has no column population; its columns are: ID, people"):
        open_dataset(folder)
    grid = base / "int" / "grids" / f"{ENDING}.npz"
    np.savez(grid, lat=LAT)
    with pytest.raises(DataMissing, match="does not hold ID, lat and lon"):
        open_dataset(folder)


@pytest.fixture
def own(tmp_path: Path, write_picture: Any) -> tuple[Path, list[np.ndarray]]:
    rng = np.random.default_rng(1)
    pictures = [
        write_picture(
            tmp_path / "images" / f"{name}.png", rng.integers(0, 256, (8, 8, 3), np.uint8)
        )
        for name in ("007", "8")
    ]
    (tmp_path / "places.csv").write_text(
        "ID,Lat,Lon,name,trees,population\n007,45.0,11.0,here,3.5,0\n8,45.1,11.1,there,,99\n"
    )
    return tmp_path, pictures


def test_a_table_of_ones_own(own: tuple[Path, list[np.ndarray]]) -> None:
    folder, pictures = own
    data = open_dataset(folder)
    assert [data.sample_name(i) for i in range(2)] == ["007", "8"]
    np.testing.assert_array_equal(data.read(np.array([1]), "rgb").values[0], pictures[1])
    assert data.labels is not None
    assert data.labels.tasks == ("trees", "population")
    np.testing.assert_allclose(data.labels.values, [[3.5, 0], [np.nan, np.log(100)]], rtol=1e-6)
    assert data.positions is not None
    assert 12_000 < np.hypot(*(data.positions[1] - data.positions[0])) < 15_000


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("id,lat,lon,a\n8,95,11,1\n", "lat and lon are no degrees"),
        ("id,lat,lon,a\n8,,11,1\n", "lat and lon are no degrees"),
        ("id,lat,lon,a\n8,45,11,1\n8,45,12,1\n", "has the id 8 twice"),
        ("id,lat,lon\n8,45,11\n", "no column of numbers"),
        ("id,lat,lon,a\n9,45,11,1\n", "no image of any of the 1 places"),
    ],
)
def test_tables_that_will_not_do(
    own: tuple[Path, list[np.ndarray]], table: str, message: str
) -> None:
    (own[0] / "places.csv").write_text(table)
    with pytest.raises(DataMissing, match=message):
        open_dataset(own[0])


def test_nowhere(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="int/applications is not there"):
        open_dataset(tmp_path, "mosaiks")
