from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eo_embed.core.errors import BandUnknown, DataMissing
from eo_embed.training.datasets import IGNORED, open_dataset

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")

Written = dict[str, np.ndarray]


def make(root: Path, scene: str, patches: list[int], write_tiff: Any, cover: str = "lc") -> Written:
    """Patches of a scene, named as the authors do, by the name of their root, sensor, scene and number."""
    rng = np.random.default_rng(patches[0])
    written = {}
    for number in patches:
        images = {
            "s1": rng.normal(-12, 4, (2, 8, 8)).astype(np.float32),
            "s2": rng.integers(0, 9000, (13, 8, 8), dtype=np.uint16),
            cover: rng.integers(0, 11, (4, 8, 8), dtype=np.uint16),
        }
        for sensor, values in images.items():
            name = f"{root.name}_{sensor}_{scene}_p{number}.tif"
            path = root / f"{sensor}_{scene}" / name
            written[name] = write_tiff(path, values, at=(6e5 + 40.0 * number, 5e6))
    return written


@pytest.fixture
def folder(tmp_path: Path, write_tiff: Any) -> tuple[Path, Written]:
    written = make(tmp_path / "ROIs1158_spring", "1", [30, 4, 5], write_tiff)
    written |= make(tmp_path / "ROIs1158_spring", "63", [7], write_tiff)
    written |= make(tmp_path / "ROIs2017_winter", "1", [9, 10], write_tiff)
    return tmp_path, written


def test_as_published(folder: tuple[Path, Written]) -> None:
    root, written = folder
    data = open_dataset(root)
    assert data.name.startswith("SEN12MS")
    names = [data.sample_name(i) for i in range(6)]
    assert names[:3] == [f"ROIs1158_spring/ROIs1158_spring_s2_1_p{p}" for p in (4, 5, 30)]
    s2 = data.modalities["s2"]
    assert s2.bands == (
        "blue", "green", "red", "rededge1", "rededge2", "rededge3", "nir", "nir08", "swir1", "swir2",
    )  # fmt: skip
    assert s2.scale == (1e-4,) * 10
    assert data.modalities["s1"].sensor == "sar"
    images = data.read(np.array([5, 2]), "s2").values
    # Bands 2 to 9, 12 and 13 of the files, as the authors' own toolbox takes them.
    expected = written["ROIs2017_winter_s2_1_p10.tif"][[1, 2, 3, 4, 5, 6, 7, 8, 11, 12]]
    np.testing.assert_array_equal(images[0], expected)
    radar = data.read(np.array([2]), "s1").values[0]
    np.testing.assert_array_equal(radar, written["ROIs1158_spring_s1_1_p30.tif"])


def test_land_cover_scenes_and_places(folder: tuple[Path, Written]) -> None:
    root, written = folder
    data = open_dataset(root, options={"labels": True})
    cover = written["ROIs1158_spring_lc_1_p5.tif"][0].astype(int)
    mask = data.read_masks(np.array([1]))[0]
    np.testing.assert_array_equal(mask, np.where(cover == 0, IGNORED, cover - 1))
    assert data.labels is not None
    assert len(data.mask_classes) == 17
    counts = np.bincount(cover[cover > 0])
    assert counts[int(data.labels.values[1, 0]) + 1] == counts.max()
    assert data.groups is not None
    np.testing.assert_array_equal(data.groups, [0, 0, 0, 1, 2, 2])
    assert data.positions is not None
    np.testing.assert_allclose(data.positions[1], [6e5 + 5 * 40 + 40, 5e6 - 40])
    assert open_dataset(root).labels is None


def test_the_authors_splits(folder: tuple[Path, Written]) -> None:
    root, _ = folder
    assert open_dataset(root).given is None
    (root / "train_list.txt").write_text(
        "ROIs1158_spring_s1_1_p4.tif\nROIs1158_spring_s1_63_p7.tif\n"
    )
    (root / "test_list.txt").write_text("ROIs2017_winter_s2_1_p9.tif\n")
    np.testing.assert_array_equal(open_dataset(root).given, [0, -1, -1, 0, 2, -1])
    (root / "SEN12MS_holdOutScenes.txt").write_text("ROIs1158_spring/s1_63\nROIs1970_fall/s1_1\n")
    np.testing.assert_array_equal(open_dataset(root).given, [0, 0, 0, 2, 0, 0])


def test_bands_and_sensors(folder: tuple[Path, Written]) -> None:
    root, written = folder
    shutil.rmtree(root / "ROIs1158_spring" / "s1_1")
    with pytest.raises(DataMissing, match=f"{root / 'ROIs1158_spring' / 's1_1'} is not there"):
        open_dataset(root)
    data = open_dataset(root, options={"sensors": "s2", "bands": "nir,red"})
    assert list(data.modalities) == ["s2"]
    found = data.read(np.array([0]), "s2").values[0]
    np.testing.assert_array_equal(found, written["ROIs1158_spring_s2_1_p4.tif"][[7, 3]])
    with pytest.raises(BandUnknown, match="no band 'thermal'"):
        open_dataset(root, options={"sensors": "s2", "bands": "thermal"})


def test_patches_without_a_partner_are_left_out(folder: tuple[Path, Written]) -> None:
    root, _ = folder
    (root / "ROIs1158_spring" / "s1_1" / "ROIs1158_spring_s1_1_p5.tif").unlink()
    data = open_dataset(root)
    assert len(data) == 5
    assert "no partner" in data.notes[0]


def test_the_damaged_patch_is_never_read(tmp_path: Path, write_tiff: Any) -> None:
    make(tmp_path / "ROIs1868_summer", "146", [202, 203], write_tiff)
    data = open_dataset(tmp_path)
    assert data.sample_name(0).endswith("_p203")
    assert len(data) == 1
    assert data.notes == ()


def test_no_season(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="ROIs1158_spring is not there"):
        open_dataset(tmp_path, "sen12ms")
    (tmp_path / "ROIs1158_spring" / "s2_1").mkdir(parents=True)
    (tmp_path / "ROIs1158_spring" / "s1_1").mkdir(parents=True)
    with pytest.raises(DataMissing, match="no image of SEN12MS"):
        open_dataset(tmp_path)


def test_the_contest_of_2020(tmp_path: Path, write_tiff: Any) -> None:
    written = {}
    for part, folder in (("ROIs0000_validation", "validation"), ("ROIs0000_test", "0")):
        root = tmp_path / part
        rng = np.random.default_rng(len(part))
        for number in (2, 1):
            for sensor, bands in (("s1", 2), ("s2", 13), ("dfc", 1)):
                name = f"{part}_{sensor}_0_p{number}.tif"
                values = rng.integers(1, 11, (bands, 8, 8), dtype=np.uint16)
                written[name] = write_tiff(root / f"{sensor}_{folder}" / name, values)
    data = open_dataset(tmp_path, options={"bands": "all"})
    assert data.name.startswith("DFC2020")
    assert len(data) == 4
    assert data.given is None
    assert data.groups is None
    assert data.positions is None
    assert len(data.modalities["s2"].bands) == 13
    row = [data.sample_name(i) for i in range(4)].index("ROIs0000_test/ROIs0000_test_s2_0_p2")
    found = data.read(np.array([row]), "s2").values[0]
    np.testing.assert_array_equal(found, written["ROIs0000_test_s2_0_p2.tif"])
    cover = written["ROIs0000_test_dfc_0_p2.tif"][0].astype(int)
    np.testing.assert_array_equal(data.read_masks(np.array([row]))[0], cover - 1)
    assert data.labels is not None
    assert data.labels.classes[0][0] == "forest"
    assert (
        np.bincount(cover.ravel())[int(data.labels.values[row, 0]) + 1]
        == np.bincount(cover.ravel()).max()
    )
    assert len(open_dataset(tmp_path / "ROIs0000_test")) == 2


def test_the_contest_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="ROIs0000_validation/s2_validation is not there"):
        open_dataset(tmp_path, "dfc2020")
