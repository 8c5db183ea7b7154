from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from eo_embed.core.errors import DataMissing
from eo_embed.training.datasets import open_dataset

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def make(
    folder: Path, names: list[str], write_picture: Any, size: int = 6
) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {
        name: write_picture(folder / name, rng.integers(0, 256, (size, size, 3), dtype=np.uint8))
        for name in names
    }


def test_a_folder_a_class(tmp_path: Path, write_picture: Any) -> None:
    written = make(tmp_path, ["river/2.png", "river/10.png", "beach/1.png"], write_picture)
    (tmp_path / "river" / "Thumbs.db").touch()
    (tmp_path / "notes.txt").write_text("hello")
    data = open_dataset(tmp_path)
    assert [data.sample_name(i) for i in range(3)] == ["beach/1.png", "river/2.png", "river/10.png"]
    assert data.labels is not None
    assert data.labels.tasks == ("class",)
    assert data.labels.classes == (("beach", "river"),)
    np.testing.assert_array_equal(data.labels.values[:, 0], [0, 1, 1])
    assert data.given is None
    assert data.positions is None
    assert list(data.modalities) == ["rgb"]
    assert data.modalities["rgb"].bands == ("red", "green", "blue")
    images = data.read(np.array([2, 0]), "rgb")
    np.testing.assert_array_equal(images.values[0], written["river/10.png"])
    np.testing.assert_array_equal(images.values[1], written["beach/1.png"])
    assert images.valid is None


def test_images_without_classes(tmp_path: Path, write_picture: Any) -> None:
    make(tmp_path, ["1.png", "2.png"], write_picture)
    data = open_dataset(tmp_path)
    assert len(data) == 2
    assert data.labels is None


def test_a_published_split_is_kept(tmp_path: Path, write_picture: Any) -> None:
    names = ["train/a/1.png", "train/b/2.png", "val/a/3.png", "test/b/4.png"]
    make(tmp_path, names, write_picture)
    data = open_dataset(tmp_path)
    assert data.given is not None
    assert data.labels is not None
    found = {data.sample_name(i): (data.given[i], data.labels.values[i, 0]) for i in range(4)}
    assert found == dict(zip(names, [(0, 0), (0, 1), (1, 0), (2, 1)], strict=True))


def test_what_archives_unpack_to_is_gone_through(tmp_path: Path, write_picture: Any) -> None:
    make(tmp_path / "UCMerced_LandUse" / "Images", ["a/1.png", "b/1.png"], write_picture)
    data = open_dataset(tmp_path)
    assert data.labels is not None
    assert data.labels.classes == (("a", "b"),)


def test_geotiffs_keep_bands_type_and_nodata(tmp_path: Path, write_tiff: Any, rng: Any) -> None:
    values = rng.integers(1, 5000, (4, 5, 5), dtype=np.uint16)
    values[2, 0, 0] = 0
    write_tiff(tmp_path / "a" / "1.tif", values, nodata=0)
    write_tiff(tmp_path / "b" / "2.tif", values + 1, nodata=0)
    data = open_dataset(tmp_path)
    assert data.modalities["image"].bands == ("b1", "b2", "b3", "b4")
    images = data.read(np.array([0, 1]), "image")
    np.testing.assert_array_equal(images.values[0], values)
    assert images.values.dtype == np.uint16
    assert images.valid is not None
    assert not images.valid[0, 0, 0]
    assert images.valid.sum() == 49


def test_sizes_are_refused_or_cut(tmp_path: Path, write_picture: Any) -> None:
    first = make(tmp_path, ["a/1.png"], write_picture)["a/1.png"]
    make(tmp_path, ["a/2.png"], write_picture, size=8)
    with pytest.raises(
        DataMissing, match=r"2\.png is 8 x 8 pixels, a/1\.png is 6 x 6; .*--data-set size=6"
    ):
        open_dataset(tmp_path)
    data = open_dataset(tmp_path, options={"size": 4})
    np.testing.assert_array_equal(data.read(np.array([0]), "rgb").values[0], first[:, 1:5, 1:5])
    assert data.read(np.array([1]), "rgb").values.shape == (1, 3, 4, 4)
    with pytest.raises(DataMissing, match="smaller than the 7 x 7"):
        open_dataset(tmp_path, options={"size": 7}).read(np.array([0, 1]), "rgb")


def test_a_size_that_no_glance_saw_is_refused_when_read(tmp_path: Path, write_picture: Any) -> None:
    make(tmp_path, [f"{i}.png" for i in range(120)], write_picture)
    data = open_dataset(tmp_path, options={"cache": 0})
    Image.new("RGB", (9, 9)).save(tmp_path / "1.png")
    with pytest.raises(DataMissing, match=r"1\.png is 9 x 9"):
        data.read(np.arange(5), "rgb")


def test_gray_among_colours(tmp_path: Path, write_picture: Any, rng: Any) -> None:
    make(tmp_path, ["1.png"], write_picture)
    gray = write_picture(tmp_path / "2.png", rng.integers(0, 256, (6, 6), dtype=np.uint8))
    found = open_dataset(tmp_path).read(np.array([1]), "rgb").values[0]
    np.testing.assert_array_equal(found, np.repeat(gray, 3, axis=0))


def test_no_image_anywhere(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(DataMissing, match="neither a workspace nor"):
        open_dataset(tmp_path)
    with pytest.raises(DataMissing, match=r"no image in .*expected is:\nFOLDER/\n  <class>"):
        open_dataset(tmp_path, "folders")


def test_rsscn7(shared_data: Path) -> None:
    folder = shared_data / "rsscn7_128"
    data = open_dataset(folder)
    assert data.labels is not None
    assert len(data) == 2800
    assert data.labels.classes[0][:2] == ("aGrass", "bField")
    np.testing.assert_array_equal(np.bincount(data.labels.values[:, 0].astype(int)), [400] * 7)
    row = 1234
    with Image.open(folder / data.sample_name(row)) as picture:
        expected = np.asarray(picture).transpose(2, 0, 1)
    np.testing.assert_array_equal(data.read(np.array([row]), "rgb").values[0], expected)
