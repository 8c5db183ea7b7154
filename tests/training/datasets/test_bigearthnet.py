from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.enums import Resampling

from eo_embed.core.errors import DataMissing, UsageError
from eo_embed.training.datasets import open_dataset
from eo_embed.training.datasets.corine import CLASSES_19, CLASSES_43, GATHERED, as_19

CODES = ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B11", "B12"]
COARSE = {"B01": 60, "B09": 60, "B05": 20, "B06": 20, "B07": 20, "B8A": 20, "B11": 20, "B12": 20}

Written = dict[str, np.ndarray]


def write_patch(folder: Path, endings: list[str], write_tiff: Any, seed: int) -> Written:
    rng = np.random.default_rng(seed)
    written = {}
    for ending in endings:
        pixel = COARSE.get(ending, 10)
        shape = (1, 1200 // pixel, 1200 // pixel)
        values = (
            rng.normal(-12, 4, shape).astype(np.float32)
            if ending in ("VV", "VH")
            else rng.integers(0, 9000, shape, dtype=np.uint16)
        )
        path = folder / f"{folder.name}_{ending}.tif"
        written[ending] = write_tiff(path, values, at=(6e5 + 1200 * seed, 5e6), pixel=pixel)[0]
    return written


def describe(folder: Path, labels: list[str], **more: Any) -> None:
    (folder / f"{folder.name}_labels_metadata.json").write_text(
        json.dumps({"labels": labels, **more})
    )


@pytest.fixture
def version_1(tmp_path: Path, write_tiff: Any) -> tuple[Path, dict[str, Written]]:
    written = {}
    labels = [["Pastures", "Water bodies"], ["Rice fields", "Airports"], ["Airports"]]
    for number in range(3):
        s2 = tmp_path / "BigEarthNet-v1.0" / f"S2A_MSIL2A_20170617T113321_36_{number}"
        s1 = (
            tmp_path / "BigEarthNet-S1-v1.0" / f"S1A_IW_GRDH_1SDV_20170613T165043_33UUP_36_{number}"
        )
        written[s2.name] = write_patch(s2, CODES, write_tiff, number)
        written[s1.name] = write_patch(s1, ["VV", "VH"], write_tiff, number)
        box = {"ulx": 6e5 + 1200 * number, "uly": 5e6, "lrx": 6e5 + 1200 * (number + 1)}
        projection = 'PROJCS["WGS 84 / UTM zone 32N",AUTHORITY["EPSG","32632"]]'
        describe(s2, labels[number], coordinates=box | {"lry": 5e6 - 1200}, projection=projection)
        describe(
            s1,
            labels[number],
            coordinates=box | {"lly": 5e6 - 1200},
            projection=projection,
            corresponding_s2_patch=s2.name,
        )
    return tmp_path, written


def test_version_1(version_1: tuple[Path, dict[str, Written]]) -> None:
    folder, written = version_1
    data = open_dataset(folder)
    assert data.name.startswith("BigEarthNet")
    names = [data.sample_name(i) for i in range(3)]
    assert names == [f"S2A_MSIL2A_20170617T113321_36_{n}" for n in range(3)]
    assert data.modalities["s2"].bands == ("red", "green", "blue", "nir")
    found = data.read(np.array([1]), "s2").values[0]
    expected = [written[names[1]][code] for code in ("B04", "B03", "B02", "B08")]
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.uint16
    radar = data.read(np.array([1]), "s1").values[0]
    mine = written["S1A_IW_GRDH_1SDV_20170613T165043_33UUP_36_1"]
    np.testing.assert_array_equal(radar, [mine["VV"], mine["VH"]])
    assert data.positions is not None
    np.testing.assert_allclose(data.positions[1], [601_800, 4_999_400])


def test_labels_of_19_and_43(version_1: tuple[Path, dict[str, Written]]) -> None:
    folder, _ = version_1
    labels = open_dataset(folder).labels
    assert labels is not None
    assert labels.tasks == CLASSES_19
    present = [{t for t, v in zip(labels.tasks, row, strict=True) if v} for row in labels.values]
    assert present == [{"Pastures", "Inland waters"}, {"Arable land"}, set()]
    labels = open_dataset(folder, options={"classes": "43"}).labels
    assert labels is not None
    assert labels.tasks == CLASSES_43
    assert labels.values.sum() == 5
    assert labels.values[2, CLASSES_43.index("Airports")] == 1


def test_coarse_bands_come_to_ten_metres(version_1: tuple[Path, dict[str, Written]]) -> None:
    folder, _ = version_1
    data = open_dataset(folder, options={"bands": "all", "sensors": "s2"})
    assert list(data.modalities) == ["s2"]
    assert len(data.modalities["s2"].bands) == 12
    found = data.read(np.array([2]), "s2").values[0]
    name = data.sample_name(2)
    for code, band in (("B01", "coastal"), ("B8A", "nir08"), ("B12", "swir2")):
        path = folder / "BigEarthNet-v1.0" / name / f"{name}_{code}.tif"
        with rasterio.open(path) as file:
            expected = file.read(1, out_shape=(120, 120), resampling=Resampling.bilinear)
        mine = found[data.modalities["s2"].bands.index(band)]
        np.testing.assert_array_equal(mine, expected)
        assert mine.std() > 0


def test_a_published_split_by_lists(version_1: tuple[Path, dict[str, Written]]) -> None:
    folder, _ = version_1
    for part, number in (("train", 1), ("val", 2)):
        line = f"S2A_MSIL2A_20170617T113321_36_{number},S1A_IW_GRDH_1SDV_x_36_{number}\n"
        (folder / f"bigearthnet-{part}.csv").write_text(line)
    np.testing.assert_array_equal(open_dataset(folder).given, [-1, 0, 1])


def test_without_a_partner(version_1: tuple[Path, dict[str, Written]]) -> None:
    folder, _ = version_1
    shutil.rmtree(folder / "BigEarthNet-v1.0" / "S2A_MSIL2A_20170617T113321_36_1")
    data = open_dataset(folder)
    assert len(data) == 2
    assert "unpaired=true keeps" in data.notes[0]
    data = open_dataset(folder, options={"unpaired": True})
    assert len(data) == 3
    images = data.read(np.arange(3), "s2")
    assert images.present is not None
    np.testing.assert_array_equal(images.present.all(axis=1), [True, False, True])
    assert data.labels is not None
    assert data.labels.values[1, CLASSES_19.index("Arable land")] == 1


def test_what_is_missing_is_named(version_1: tuple[Path, dict[str, Written]]) -> None:
    folder, _ = version_1
    patch = folder / "BigEarthNet-S1-v1.0" / "S1A_IW_GRDH_1SDV_20170613T165043_33UUP_36_1"
    (patch / f"{patch.name}_VH.tif").unlink()
    data = open_dataset(folder)
    with pytest.raises(DataMissing, match=r"36_1_VH.tif"):
        data.read(np.array([1]), "s1")
    (patch / f"{patch.name}_labels_metadata.json").unlink()
    with pytest.raises(DataMissing, match=r"36_1_labels_metadata.json is not there"):
        open_dataset(folder)
    shutil.rmtree(folder / "BigEarthNet-S1-v1.0")
    with pytest.raises(DataMissing, match=r"BigEarthNet-S1-v1.0 is not there"):
        open_dataset(folder)
    assert len(open_dataset(folder, options={"sensors": "s2"})) == 3


@pytest.fixture
def version_2(tmp_path: Path, write_tiff: Any) -> tuple[Path, dict[str, Written]]:
    written = {}
    rows = []
    for number, part in enumerate(("train", "validation", "test")):
        tile = "S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP"
        s2 = tmp_path / "BigEarthNet-S2" / tile / f"{tile}_26_{number}"
        pass_ = "S1A_IW_GRDH_1SDV_20170613T165043"
        s1 = tmp_path / "BigEarthNet-S1" / pass_ / f"{pass_}_33UUP_26_{number}"
        written[s2.name] = write_patch(s2, CODES, write_tiff, number)
        written[s1.name] = write_patch(s1, ["VV", "VH"], write_tiff, number)
        rows.append([s2.name, ["Pastures", "Marine waters"][: number + 1], part, s1.name])
    columns = ["patch_id", "labels", "split", "s1_name"]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "metadata.parquet")
    return tmp_path, written


def test_version_2(version_2: tuple[Path, dict[str, Written]]) -> None:
    folder, written = version_2
    data = open_dataset(folder)
    np.testing.assert_array_equal(data.given, [0, 1, 2])
    name = data.sample_name(2)
    assert name.endswith("T33UUP_26_2")
    found = data.read(np.array([2]), "s2").values[0]
    np.testing.assert_array_equal(found[3], written[name]["B08"])
    radar = data.read(np.array([0]), "s1").values[0]
    partner = written["S1A_IW_GRDH_1SDV_20170613T165043_33UUP_26_0"]
    np.testing.assert_array_equal(radar[1], partner["VH"])
    assert data.labels is not None
    np.testing.assert_array_equal(data.labels.values.sum(axis=1), [1, 2, 2])
    assert data.positions is not None
    np.testing.assert_allclose(np.diff(data.positions[:, 0]), 1200)
    with pytest.raises(UsageError, match="19 classes"):
        open_dataset(folder, options={"classes": "43"})
    shutil.rmtree(folder / "BigEarthNet-S1")
    assert len(open_dataset(folder, options={"sensors": "s2"})) == 3
    with pytest.raises(DataMissing, match=r"No patch of .* s2 and s1"):
        open_dataset(folder)
    (folder / "metadata.parquet").write_bytes(b"none")
    with pytest.raises(DataMissing, match=r"metadata.parquet is no table"):
        open_dataset(folder, "bigearthnet")


def test_all_43_classes_have_a_place_but_those_left_out_by_the_authors() -> None:
    gathered = [name for names in GATHERED.values() for name in names]
    assert len(CLASSES_19) == 19
    assert len(set(CLASSES_43)) == 43
    assert len(gathered) == len(set(gathered)) == 32
    assert set(gathered) <= set(CLASSES_43)
    assert as_19(["Airports", "Vineyards", "Marine waters"]) == ["Permanent crops", "Marine waters"]


def test_nowhere(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=r"BigEarthNet-v1.0 is not there"):
        open_dataset(tmp_path, "bigearthnet")


def test_ben_tiny(shared_data: Path) -> None:
    folder = shared_data / "ben_tiny"
    data = open_dataset(folder, options={"unpaired": True, "bands": "all"})
    assert len(data) == 6
    assert len(open_dataset(folder)) == 3
    names = [data.sample_name(i) for i in range(6)]
    row = names.index("S2A_MSIL2A_20170617T113321_4_55")
    path = folder / "tests" / "s2-tiny" / names[row] / f"{names[row]}_B04.tif"
    with rasterio.open(path) as file:
        expected = file.read(1)
        centre = file.transform * (60, 60)
    bands = data.modalities["s2"].bands
    found = data.read(np.array([row]), "s2").values[0]
    np.testing.assert_array_equal(found[bands.index("red")], expected)
    assert 0 < found[bands.index("coastal")].std() < 5000
    assert data.labels is not None
    mine = [t for t, v in zip(data.labels.tasks, data.labels.values[row], strict=True) if v]
    assert mine == ["Pastures"]
    paired = open_dataset(folder)
    assert paired.positions is not None
    row = [paired.sample_name(i) for i in range(3)].index(path.parent.name)
    np.testing.assert_allclose(paired.positions[row], centre)
