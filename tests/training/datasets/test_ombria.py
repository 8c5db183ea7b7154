from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from eo_embed.core.errors import DataMissing
from eo_embed.training.datasets import IGNORED, open_dataset


def make(root: dict[str, Path], numbers: list[str], write_picture: Any) -> dict[str, np.ndarray]:
    """Images of some places; ``root`` holds BEFORE, AFTER and MASK of each sensor."""
    rng = np.random.default_rng(int(numbers[0]))
    written = {}
    for number in numbers:
        for sensor, shape in (("S1", (8, 8)), ("S2", (8, 8, 3))):
            for when in ("before", "after"):
                name = f"{sensor}_{when}_{number}.png"
                written[name] = write_picture(
                    root[sensor] / when.upper() / name, rng.integers(0, 256, shape, dtype=np.uint8)
                )
            mask = np.where(rng.random((8, 8)) < 0.3, 255, 0).astype(np.uint8)
            name = f"{sensor}_mask_{number}.png"
            written[name] = write_picture(root[sensor] / "MASK" / name, mask)
    return written


@pytest.fixture
def published(tmp_path: Path, write_picture: Any) -> tuple[Path, dict[str, np.ndarray]]:
    written = {}
    for part, numbers in (("train", ["0003", "0011", "0020"]), ("test", ["0013"])):
        root = {sensor: tmp_path / f"Ombria{sensor}" / part for sensor in ("S1", "S2")}
        written |= make(root, numbers, write_picture)
    return tmp_path, written


def test_as_published(published: tuple[Path, dict[str, np.ndarray]]) -> None:
    folder, written = published
    data = open_dataset(folder)
    assert [m.sensor for m in data.modalities.values()] == ["optical", "sar"]
    assert data.given is not None
    assert data.labels is not None
    assert data.groups is None
    numbers = [data.sample_name(i).split("/")[1] for i in range(len(data))]
    assert dict(zip(numbers, data.given, strict=True)) == {
        "0003": 0,
        "0011": 0,
        "0020": 0,
        "0013": 2,
    }
    rows = np.array([2, 0])
    s2, s1, masks = data.read(rows, "s2"), data.read(rows, "s1"), data.read_masks(rows)
    for i, row in enumerate(rows):
        np.testing.assert_array_equal(s2.values[i], written[f"S2_after_{numbers[row]}.png"])
        np.testing.assert_array_equal(s1.values[i], written[f"S1_after_{numbers[row]}.png"])
        flood = written[f"S1_mask_{numbers[row]}.png"][0] == 255
        np.testing.assert_array_equal(masks[i], flood.astype(int))
        assert data.labels.values[row, 0] == pytest.approx(flood.mean())
    assert data.labels.kind(0) == "value"
    assert data.mask_classes == ("dry", "flood")


def test_before_and_after_are_one_group_and_before_has_no_labels(
    published: tuple[Path, dict[str, np.ndarray]],
) -> None:
    folder, written = published
    data = open_dataset(folder, options={"when": "both"})
    assert len(data) == 8
    assert data.groups is not None
    assert data.labels is not None
    names = [data.sample_name(i) for i in range(8)]
    for i in range(8):
        for j in range(8):
            same = names[i].split("/")[1] == names[j].split("/")[1]
            assert (data.groups[i] == data.groups[j]) == same
    before = np.array([name.startswith("before") for name in names])
    assert np.isnan(data.labels.values[before]).all()
    assert np.isfinite(data.labels.values[~before]).all()
    assert (data.read_masks(np.flatnonzero(before)) == IGNORED).all()
    row = names.index("before/0011")
    found = data.read(np.array([row]), "s1").values[0]
    np.testing.assert_array_equal(found, written["S1_before_0011.png"])
    only = open_dataset(folder, options={"when": "before"})
    assert len(only) == 4
    assert only.labels is None
    assert only.mask_classes == ()


def test_a_place_without_a_partner_is_left_out_and_told(
    published: tuple[Path, dict[str, np.ndarray]],
) -> None:
    folder, _ = published
    (folder / "OmbriaS1" / "train" / "AFTER" / "S1_after_0011.png").unlink()
    data = open_dataset(folder)
    assert len(data) == 3
    assert "1 images" in data.notes[0]


@pytest.mark.parametrize("gone", ["OmbriaS2/test", "OmbriaS1/train/AFTER"])
def test_the_first_folder_that_is_missing_is_named(
    published: tuple[Path, dict[str, np.ndarray]], gone: str
) -> None:
    folder, _ = published
    shutil.rmtree(folder / gone)
    with pytest.raises(DataMissing, match=f"{folder / gone}.* is not there, and OMBRIA has it"):
        open_dataset(folder)
    with pytest.raises(DataMissing, match=r"S1/AFTER|S1/BEFORE|S2/AFTER"):
        open_dataset(folder / "OmbriaS2" / "train", "ombria")


def test_ombria_160(shared_data: Path) -> None:
    folder = shared_data / "ombria_160"
    data = open_dataset(folder)
    assert data.name.startswith("OMBRIA")
    assert len(data) == 160
    assert data.labels is not None
    assert data.given is None
    number = data.sample_name(7).split("/")[1]
    with Image.open(folder / "S2" / "AFTER" / f"S2_after_{number}.png") as picture:
        expected = np.asarray(picture).transpose(2, 0, 1)
    np.testing.assert_array_equal(data.read(np.array([7]), "s2").values[0], expected)
    with Image.open(folder / "S1" / "MASK" / f"S1_mask_{number}.png") as picture:
        assert data.labels.values[7, 0] == pytest.approx((np.asarray(picture) > 0).mean())
    assert ((data.labels.values > 0) & (data.labels.values < 1)).all()
