from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from rasterio.windows import Window

from eo_embed.core.errors import BandUnknown, DataMissing, RasterUnreadable
from eo_embed.training.datasets.base import Modality
from eo_embed.training.datasets.files import (
    Sample,
    StoredDataset,
    band_names,
    choose_bands,
    fit,
    list_images,
    read_image,
)

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def test_a_tiff_is_read_by_band_and_window(tmp_path: Path, write_tiff: Any, rng: Any) -> None:
    values = write_tiff(tmp_path / "a.tif", rng.integers(0, 9999, (4, 12, 9), dtype=np.uint16))
    np.testing.assert_array_equal(read_image(tmp_path / "a.tif").values, values)
    some = read_image(tmp_path / "a.tif", [4, 1], window=Window(2, 3, 5, 4)).values
    np.testing.assert_array_equal(some, values[[3, 0], 3:7, 2:7])
    assert some.dtype == np.uint16


def test_a_band_of_lower_resolution_is_resampled(tmp_path: Path, write_tiff: Any) -> None:
    ramp = np.tile(np.arange(5, dtype=np.float32) * 60, (1, 5, 1))
    write_tiff(tmp_path / "a.tif", ramp)
    found = read_image(tmp_path / "a.tif", [1], shape=(30, 30)).values
    assert found.shape == (1, 30, 30)
    # A ramp stays a ramp between the centres of the first and the last pixel.
    expected = (np.arange(30) + 0.5) * 10 - 30
    np.testing.assert_allclose(found[0, 15, 3:27], expected[3:27], atol=1e-3)


def test_what_is_no_number_is_invalid(tmp_path: Path, write_tiff: Any) -> None:
    values = np.ones((2, 3, 3), dtype=np.float32)
    values[1, 0, 2] = np.nan
    values[0, 2, 2] = np.inf
    write_tiff(tmp_path / "a.tif", values)
    found = read_image(tmp_path / "a.tif")
    expected = np.ones((3, 3), dtype=bool)
    expected[0, 2] = expected[2, 2] = False
    np.testing.assert_array_equal(found.valid, expected)
    assert np.isfinite(found.values).all()


def test_nodata_and_alpha_count_where_asked(tmp_path: Path, write_tiff: Any, rng: Any) -> None:
    values = rng.integers(1, 200, (3, 4, 4), dtype=np.uint8)
    values[1, 0, 0] = 0
    write_tiff(tmp_path / "nodata.tif", values, nodata=0)
    found = read_image(tmp_path / "nodata.tif", masked=True)
    assert found.valid is not None
    assert not found.valid[0, 0]
    assert found.valid.sum() == 15
    assert read_image(tmp_path / "nodata.tif").valid is None

    values = rng.integers(1, 200, (4, 4, 4), dtype=np.uint8)
    values[3] = 255
    values[3, 2, 1] = 0
    write_tiff(tmp_path / "alpha.tif", values, photometric="RGB", alpha="yes")
    found = read_image(tmp_path / "alpha.tif", masked=True)
    np.testing.assert_array_equal(found.values, values[:3])
    assert found.valid is not None
    np.testing.assert_array_equal(found.valid, values[3] > 0)
    assert band_names(tmp_path / "alpha.tif") == ("red", "green", "blue")
    assert len(read_image(tmp_path / "alpha.tif").values) == 4


def test_pictures_of_every_mode(tmp_path: Path, write_picture: Any, rng: Any) -> None:
    colour = rng.integers(0, 256, (5, 6, 3), dtype=np.uint8)
    np.testing.assert_array_equal(
        write_picture(tmp_path / "rgb.png", colour), read_image(tmp_path / "rgb.png").values
    )
    gray = write_picture(tmp_path / "gray.png", colour[..., 0])
    np.testing.assert_array_equal(read_image(tmp_path / "gray.png").values, gray)
    assert band_names(tmp_path / "gray.png") == ("gray",)
    deep = write_picture(tmp_path / "deep.png", colour[..., 0].astype(np.uint16) * 200)
    np.testing.assert_array_equal(read_image(tmp_path / "deep.png").values, deep)

    clear = np.dstack([colour, np.full((5, 6), 255, np.uint8)])
    clear[0, 0, 3] = 0
    write_picture(tmp_path / "rgba.png", clear)
    found = read_image(tmp_path / "rgba.png")
    np.testing.assert_array_equal(found.values, colour.transpose(2, 0, 1))
    assert found.valid is not None
    np.testing.assert_array_equal(found.valid, clear[..., 3] > 0)

    palette = Image.fromarray(colour).quantize(7)
    palette.save(tmp_path / "palette.png")
    expected = np.asarray(palette.convert("RGB")).transpose(2, 0, 1)
    np.testing.assert_array_equal(read_image(tmp_path / "palette.png").values, expected)
    Image.fromarray(colour[..., 0] > 99).save(tmp_path / "bits.png")
    found = read_image(tmp_path / "bits.png")
    np.testing.assert_array_equal(found.values[0], np.where(colour[..., 0] > 99, 255, 0))


@pytest.mark.parametrize("name", ["a.tif", "a.png", "a.jpg"])
def test_a_file_that_is_none_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(DataMissing, match=f"There is no image .*{name}"):
        read_image(path)
    path.write_bytes(b"no image at all")
    with pytest.raises(RasterUnreadable, match=f"{name} cannot be read as an image"):
        read_image(path)


def test_a_truncated_picture_is_named(tmp_path: Path, write_picture: Any, rng: Any) -> None:
    path = tmp_path / "a.png"
    write_picture(path, rng.integers(0, 256, (64, 64, 3), dtype=np.uint8))
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(RasterUnreadable, match=r"a\.png cannot be read"):
        read_image(path)


def test_a_band_that_a_file_has_not(tmp_path: Path, write_tiff: Any) -> None:
    write_tiff(tmp_path / "a.tif", np.ones((3, 4, 4), np.uint8))
    with pytest.raises(DataMissing, match="has 3 bands, and band 13"):
        read_image(tmp_path / "a.tif", [2, 13])


def test_the_middle_is_cut_and_less_is_refused(tmp_path: Path) -> None:
    values = np.arange(2 * 7 * 6).reshape(2, 7, 6)
    cut = fit(Sample(values, values[0] > 3), (3, 4), tmp_path / "a.png")
    np.testing.assert_array_equal(cut.values, values[:, 2:5, 1:5])
    assert cut.valid is not None
    np.testing.assert_array_equal(cut.valid, (values[0] > 3)[2:5, 1:5])
    with pytest.raises(DataMissing, match=r"a\.png is 7 x 6 pixels, smaller than the 8 x 4"):
        fit(Sample(values), (8, 4), tmp_path / "a.png")


def test_names_are_in_the_order_that_people_count_in(tmp_path: Path) -> None:
    for name in ("b10.png", "b2.png", "a3.TIF", ".hidden.png", "Thumbs.db", "notes.txt"):
        (tmp_path / name).touch()
    assert list_images(tmp_path) == ["a3.TIF", "b2.png", "b10.png"]


def test_bands_by_set_and_by_name() -> None:
    names, sets = ("blue", "green", "red"), {"rgb": ("red", "green", "blue")}
    assert choose_bands("rgb", names, sets) == ([3, 2, 1], ("red", "green", "blue"))
    assert choose_bands("all", names, sets)[1] == names
    assert choose_bands("red, blue", names, sets) == ([3, 1], ("red", "blue"))
    with pytest.raises(BandUnknown, match="no band 'nir'; give one of all, rgb, or some of: blue"):
        choose_bands("red,nir", names, sets)
    with pytest.raises(BandUnknown, match="a band twice"):
        choose_bands("red,red", names, sets)


class _Counting(StoredDataset):
    """Ten images of its own number, which counts how often each is read; the last has none."""

    def __init__(self, cache: float, odd: int | None = None) -> None:
        self.reads = np.zeros(11, dtype=int)
        self.odd = odd
        names = [str(i) for i in range(11)]
        super().__init__("counting", names, {"x": Modality("x", ("a", "b"), (4, 4))}, cache)

    def load(self, row: int, modality: str) -> Sample | None:
        if row == 10:
            return None
        self.reads[row] += 1
        dtype = np.uint16 if row == self.odd else np.uint8
        valid = None if row % 2 else np.eye(4, dtype=bool)
        return Sample(np.full((2, 4, 4), row, dtype=dtype), valid)


def test_reading_stacks_in_the_order_asked_for() -> None:
    images = _Counting(cache=0).read(np.array([3, 10, 2]), "x")
    np.testing.assert_array_equal(images.values[:, 0, 0, 0], [3, 0, 2])
    assert images.valid is not None
    assert images.present is not None
    np.testing.assert_array_equal(images.valid.sum(axis=(1, 2)), [16, 0, 4])
    np.testing.assert_array_equal(images.present, [[True, True], [False, False], [True, True]])
    images = _Counting(cache=0).read(np.array([1, 3]), "x")
    assert images.valid is None
    assert images.present is None


@pytest.mark.parametrize(("cache", "reads"), [(1.0, 1), (0.0, 3), (3e-7, 3)])
def test_few_images_are_kept_after_their_first_reading(cache: float, reads: int) -> None:
    data = _Counting(cache)
    data.reads[:] = 0
    for _ in range(3):
        found = data.read(np.arange(10), "x").values
        np.testing.assert_array_equal(found[:, 0, 0, 0], np.arange(10))
        found[:] = 99  # what is given is the caller's own
    np.testing.assert_array_equal(data.reads[:10], reads)


def test_many_threads_read_the_same() -> None:
    data = _Counting(cache=1.0)
    rows = [np.random.default_rng(i).permutation(10) for i in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda r: data.read(r, "x").values[:, 1, 2, 2], rows))
    np.testing.assert_array_equal(found, rows)


def test_images_of_another_type_are_refused_not_cut_down() -> None:
    data = _Counting(cache=1.0, odd=4)
    with pytest.raises(
        DataMissing, match=r"4 of counting holds .* uint16 pixels, the first .* uint8"
    ):
        data.read(np.arange(6), "x")


def test_a_fingerprint_is_of_the_samples() -> None:
    first, again = _Counting(cache=1.0), _Counting(cache=0.0)
    assert first.fingerprint() == again.fingerprint()
    again.names = [*again.names[:-1], "other"]
    assert first.fingerprint() != again.fingerprint()
