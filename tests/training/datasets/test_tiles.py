from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eo_embed.core.errors import DataUnfit
from eo_embed.training.datasets import IGNORED, Dataset, Images, Modality, open_dataset
from eo_embed.training.datasets.tiles import FLOODS, Tiles

HEIGHT, WIDTH, EDGE = (
    11,
    14,
    4,
)  # two rows and three columns of tiles, with pixels left over at two edges
SIZE = (HEIGHT, WIDTH)


class Pictures(Dataset):
    """Five images of two modalities with masks of three classes; some pixels and bands are missing."""

    name = "pictures"
    mask_classes = ("dry", "flood", "cloud")

    def __init__(self, s1_size: tuple[int, int] = SIZE) -> None:
        rng = np.random.default_rng(0)
        self.modalities = {
            "s2": Modality("s2", ("red", "nir"), SIZE, gsd=10.0),
            "s1": Modality("s1", ("vv",), s1_size, "sar", gsd=10.0),
        }
        self.s2 = rng.integers(0, 9000, (5, 2, *SIZE), dtype=np.uint16)
        self.s1 = rng.normal(size=(5, 1, *SIZE)).astype(np.float32)
        self.valid = rng.random((5, *SIZE)) < 0.8
        self.present = rng.random((5, 2)) < 0.5
        coarse = rng.choice([0, 1, 2, IGNORED], (5, 6, 7), p=[0.4, 0.4, 0.15, 0.05])
        self.masks = coarse.repeat(2, 1).repeat(2, 2)[:, :HEIGHT, :WIDTH].astype(np.uint8)
        self.asked: list[list[int]] = []

    def __len__(self) -> int:
        return 5

    def read(self, rows: np.ndarray, modality: str) -> Images:
        self.asked.append(rows.tolist())
        if modality == "s1":
            return Images(self.s1[rows])
        return Images(self.s2[rows], self.valid[rows], self.present[rows])

    def read_masks(self, rows: np.ndarray) -> np.ndarray:
        return self.masks[rows]


def cut(images: np.ndarray) -> list[np.ndarray]:
    """All tiles of all images, by hand."""
    return [
        image[..., top : top + EDGE, left : left + EDGE]
        for image in images
        for top in (0, 4)
        for left in (0, 4, 8)
    ]


def test_tiles_are_those_of_a_cut_by_hand() -> None:
    whole = Pictures()
    tiles = Tiles(whole, EDGE)
    assert len(tiles) == 30
    assert tiles.modalities["s2"].size == (EDGE, EDGE)
    rows = np.array([29, 0, 7, 7, 18, 3])
    found = tiles.read(rows, "s2")
    for i, row in enumerate(rows):
        np.testing.assert_array_equal(found.values[i], cut(whole.s2)[row])
        np.testing.assert_array_equal(found.valid[i], cut(whole.valid)[row])
        np.testing.assert_array_equal(found.present[i], whole.present[row // 6])
    assert whole.asked == [[0, 1, 3, 4]]  # each image once, however many of its tiles
    radar = tiles.read(rows, "s1")
    np.testing.assert_array_equal(radar.values, [cut(whole.s1)[row] for row in rows])
    assert radar.valid is None
    assert radar.present is None
    np.testing.assert_array_equal(tiles.read_masks(rows), [cut(whole.masks)[row] for row in rows])


@pytest.mark.parametrize("shares", [0.5, (0.9, 0.5, 0.2)])
def test_classes_by_counting_pixels(shares: float | tuple[float, ...]) -> None:
    whole = Pictures()
    tiles = Tiles(whole, EDGE, shares)
    least = (shares,) * 3 if isinstance(shares, float) else shares
    expected = []
    for mask in cut(whole.masks):
        counts = [int((mask == c).sum()) for c in range(3)]
        most = int(np.argmax(counts))
        expected.append(most if counts[most] > least[most] * EDGE**2 else np.nan)
    labels = tiles.labels
    assert labels is not None
    assert labels.classes == (whole.mask_classes,)
    np.testing.assert_array_equal(labels.values[:, 0], expected)
    assert np.isnan(expected).any()
    assert len(set(np.array(expected)[np.isfinite(expected)])) > 1


def test_tiles_stay_with_their_image_and_lie_where_they_lie() -> None:
    whole = Pictures()
    image = np.repeat(np.arange(5), 6)
    np.testing.assert_array_equal(Tiles(whole, EDGE).groups, image)
    assert Tiles(whole, EDGE).positions is None
    assert Tiles(whole, EDGE).given is None
    whole.groups = np.array([3, 3, 1, 1, 0])
    whole.given = np.array([0, 0, 1, 2, -1], np.int8)
    whole.positions = np.array([[1000.0 * i, 5e6] for i in range(5)])
    tiles = Tiles(whole, EDGE)
    np.testing.assert_array_equal(tiles.groups, whole.groups[image])
    np.testing.assert_array_equal(tiles.given, whole.given[image])
    assert tiles.positions is not None
    # The first tile's centre is two pixels from the upper left corner, that of the image five and a half and seven.
    np.testing.assert_allclose(tiles.positions[0], [-70 + 20, 5e6 + 55 - 20])
    np.testing.assert_allclose(tiles.positions[11], [1000 - 70 + 100, 5e6 + 55 - 60])
    whole.ground = (HEIGHT * 8.0, WIDTH * 12.0)
    tall = Tiles(whole, EDGE)
    assert tall.ground == (32.0, 48.0)
    np.testing.assert_allclose(tall.positions[0], [(-7 + 2) * 12, 5e6 + (5.5 - 2) * 8])
    whole.ground = None
    assert tiles.sample_name(11) == "1, tile 2 down, 3 across"
    whole.modalities = {"s1": Modality("s1", ("vv",), SIZE)}
    np.testing.assert_array_equal(Tiles(whole, EDGE).positions, whole.positions[image])


def test_other_tiles_are_other_data() -> None:
    whole = Pictures()
    prints = [
        Tiles(whole, *how).fingerprint() for how in ((4,), (5,), (4, 0.6), (4, (0.5, 0.5, 0.6)))
    ]
    assert all(prints[i] != prints[j] for i in range(4) for j in range(i))
    assert prints[0] == Tiles(whole, 4, (0.5, 0.5, 0.5)).fingerprint()


def test_what_cannot_be_cut_is_said() -> None:
    with pytest.raises(DataUnfit, match=r"11 x 14 pixels, of which no tile of 12"):
        Tiles(Pictures(), 12)
    with pytest.raises(DataUnfit, match="2 shares are given for the 3 classes"):
        Tiles(Pictures(), EDGE, (0.9, 0.5))
    with pytest.raises(DataUnfit, match=r"several sizes \(s2: 11 x 14, s1: 6 x 7\)"):
        Tiles(Pictures((6, 7)), EDGE)
    whole = Pictures()
    whole.mask_classes = ()
    assert Tiles(whole, EDGE).labels is None


def test_floods_of_ombria_are_told_from_what_is_dry(shared_data: Path) -> None:
    whole = open_dataset(shared_data / "ombria_160")
    tiles = Tiles(whole, 64, FLOODS)
    masks = whole.read_masks(np.arange(160)).reshape(160, 4, 64, 4, 64).swapaxes(2, 3)
    share = masks.reshape(-1, 64, 64).mean(axis=(1, 2))
    expected = np.where(share > 0.5, 1, np.where(share < 0.05, 0, np.nan))
    assert tiles.labels is not None
    np.testing.assert_array_equal(tiles.labels.values[:, 0], expected)
    assert np.isfinite(expected).sum() > 1000
