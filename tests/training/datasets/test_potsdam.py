from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eo_embed.core.errors import DataMissing, UsageError
from eo_embed.training.datasets import IGNORED, open_dataset

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")

#: As the contest states them.
COLOURS = {
    "impervious surfaces": (255, 255, 255),
    "building": (0, 0, 255),
    "low vegetation": (0, 255, 255),
    "tree": (0, 255, 0),
    "car": (255, 255, 0),
    "clutter": (255, 0, 0),
}
SMALL = {"crop": 32, "stride": 16}


@pytest.fixture
def folder(tmp_path: Path, write_tiff: Any) -> tuple[Path, dict[str, np.ndarray]]:
    rng = np.random.default_rng(0)
    written = {}
    for place in ("2_10", "2_11", "3_13"):
        name = f"top_potsdam_{place}"
        values = rng.integers(0, 256, (4, 64, 64), dtype=np.uint8)
        written[place] = write_tiff(
            tmp_path / "4_Ortho_RGBIR" / f"{name}_RGBIR.tif", values, photometric="RGB"
        )
        classes = rng.integers(0, 6, (64, 64))
        written[f"{place} classes"] = classes
        colours = np.array(list(COLOURS.values()), np.uint8)[classes]
        if place == "2_11":
            colours[colours == 255] = 252  # as published: some labels are a little off
            colours[:8, :8] = 0
        write_tiff(tmp_path / "5_Labels_all" / f"{name}_label.tif", colours.transpose(2, 0, 1))
    return tmp_path, written


def test_crops(folder: tuple[Path, dict[str, np.ndarray]]) -> None:
    root, written = folder
    data = open_dataset(root, options=SMALL)
    assert len(data) == 3 * 9
    assert data.modalities["image"].bands == ("red", "green", "blue", "nir")
    assert data.groups is not None
    np.testing.assert_array_equal(data.groups, np.repeat([0, 1, 2], 9))
    row = [data.sample_name(i) for i in range(27)].index("2_11/16_32")
    images = data.read(np.array([row]), "image")
    np.testing.assert_array_equal(images.values[0], written["2_11"][:, 16:48, 32:64])
    assert images.valid is None
    np.testing.assert_array_equal(data.given, np.repeat([0, 0, 2], 9))


def test_masks_are_of_colours_and_clutter_is_ignored(
    folder: tuple[Path, dict[str, np.ndarray]],
) -> None:
    root, written = folder
    data = open_dataset(root, options=SMALL)
    assert data.mask_classes == tuple(COLOURS)[:5]
    rows = np.array([0, 9])
    masks = data.read_masks(rows)
    for mask, place in zip(masks, ("2_10", "2_11"), strict=True):
        expected = written[f"{place} classes"][:32, :32].copy()
        expected[expected == 5] = IGNORED
        if place == "2_11":
            expected[:8, :8] = IGNORED
        np.testing.assert_array_equal(mask, expected)
    whole = open_dataset(root, options=SMALL | {"clutter": True})
    assert whole.mask_classes == tuple(COLOURS)
    expected = written["2_10 classes"][:32, :32]
    np.testing.assert_array_equal(whole.read_masks(rows)[0], expected)


def test_tiles_lie_side_by_side(folder: tuple[Path, dict[str, np.ndarray]]) -> None:
    data = open_dataset(folder[0], options=SMALL)
    assert data.positions is not None
    names = [data.sample_name(i) for i in range(27)]
    place = dict(zip(names, data.positions, strict=True))
    # 16 pixels of 5 cm from the last crop of a tile to the first of the next would overlap: they touch.
    np.testing.assert_allclose(place["2_11/0_0"] - place["2_10/0_32"], [1.6, 0])
    np.testing.assert_allclose(place["2_10/16_0"] - place["2_10/0_0"], [0, -0.8])
    assert place["3_13/0_0"][1] < place["2_10/32_0"][1]


def test_the_papers_crops(tmp_path: Path, write_tiff: Any) -> None:
    blank = np.zeros((4, 900, 1000), np.uint8)
    write_tiff(tmp_path / "2_Ortho_RGBIR" / "top_potsdam_2_10_RGBIR.tif", blank, compress="deflate")
    data = open_dataset(tmp_path)
    corners = [data.sample_name(i).split("/")[1] for i in range(len(data))]
    assert corners == ["0_0", "0_300", "0_400", "300_0", "300_300", "300_400"]
    assert data.given is None
    assert data.mask_classes == ()
    assert "1 of 1 tiles have no labels" in data.notes[0]


def test_colour_alone(folder: tuple[Path, dict[str, np.ndarray]], write_tiff: Any) -> None:
    root, written = folder
    data = open_dataset(root, options=SMALL | {"bands": "rgb"})
    found = data.read(np.array([0]), "image").values[0]
    np.testing.assert_array_equal(found, written["2_10"][:3, :32, :32])


def test_what_is_missing_is_named(
    folder: tuple[Path, dict[str, np.ndarray]], tmp_path: Path
) -> None:
    root, _ = folder
    with pytest.raises(UsageError, match="crop=100 is more than the 64 pixels"):
        open_dataset(root, options={"crop": 100})
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(
        DataMissing, match=r"4_Ortho_RGBIR/top_potsdam_2_10_RGBIR\.tif is not there"
    ):
        open_dataset(empty, "potsdam")
