from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eo_embed.core.errors import DataMissing
from eo_embed.training.datasets import open_dataset

INNER = "ds/images/remote_sensing/otherDatasets/sentinel_2/tif"


def make(root: Path, write_tiff: Any) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {
        f"{label}/{label}_{number}.tif": write_tiff(
            root / label / f"{label}_{number}.tif",
            rng.integers(0, 9000, (13, 6, 6), dtype=np.uint16),
            at=(6e5 + 640 * number, 5e6),
        )
        for label in ("Forest", "AnnualCrop", "SeaLake")
        for number in (10, 9)
    }


@pytest.mark.parametrize("inner", ["", "EuroSAT_MS", INNER])
def test_as_published(tmp_path: Path, write_tiff: Any, inner: str) -> None:
    written = make(tmp_path / inner, write_tiff)
    data = open_dataset(tmp_path)
    assert data.name.startswith("EuroSAT")
    assert [data.sample_name(i) for i in range(2)] == [
        "AnnualCrop/AnnualCrop_9.tif",
        "AnnualCrop/AnnualCrop_10.tif",
    ]
    assert data.labels is not None
    np.testing.assert_array_equal(data.labels.values[:, 0], [0, 0, 1, 1, 9, 9])
    found = data.read(np.array([3]), "s2").values[0]
    np.testing.assert_array_equal(found, written["Forest/Forest_10.tif"])
    bands = data.modalities["s2"].bands
    assert (bands[7], bands[8], bands[12]) == ("nir", "nir09", "nir08")
    assert "no folder of HerbaceousVegetation" in data.notes[0]
    assert data.positions is not None
    np.testing.assert_allclose(data.positions[3], [6e5 + 6400 + 30, 5e6 - 30])
    rgb = open_dataset(tmp_path, options={"bands": "rgb"}).read(np.array([3]), "s2").values[0]
    np.testing.assert_array_equal(rgb, written["Forest/Forest_10.tif"][[3, 2, 1]])


def test_the_split_by_longitude_comes_first(tmp_path: Path, write_tiff: Any) -> None:
    make(tmp_path, write_tiff)
    lists = {
        "train": "Forest_9.jpg\nForest_10.jpg\n",
        "val": "AnnualCrop_9.jpg\n",
        "test": "SeaLake_9.jpg",
    }
    for part, names in lists.items():
        (tmp_path / f"eurosat-{part}.txt").write_text(names)
    np.testing.assert_array_equal(open_dataset(tmp_path).given, [1, -1, 0, 0, 2, -1])
    for part, names in lists.items():
        (tmp_path / f"eurosat-spatial-{part}.txt").write_text(names.replace("9", "10"))
    np.testing.assert_array_equal(open_dataset(tmp_path).given, [-1, 1, -1, 0, -1, 2])


def test_pictures_in_colour_are_an_image_folder(tmp_path: Path, write_picture: Any) -> None:
    for label in ("Forest", "River"):
        write_picture(tmp_path / label / f"{label}_1.jpg", np.zeros((8, 8, 3), np.uint8))
    assert open_dataset(tmp_path).name.startswith("the images of")
    with pytest.raises(DataMissing, match=r"no GeoTIFF in .*AnnualCrop"):
        open_dataset(tmp_path, "eurosat")


def test_nowhere(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="AnnualCrop is not there"):
        open_dataset(tmp_path, "eurosat")
