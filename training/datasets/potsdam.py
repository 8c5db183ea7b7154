"""ISPRS Potsdam: aerial images of 5 cm with every pixel's class, cut into crops (Deng et al. 2023, case study 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from ...core.errors import DataMissing, UsageError
from ...core.options import Option
from .base import IGNORED, DatasetKind, Modality, Rows
from .files import CACHE, Sample, StoredDataset, list_images, open_tiff, read_image

LAYOUT = """\
FOLDER/
  4_Ortho_RGBIR/top_potsdam_2_10_RGBIR.tif     4 bands; or 2_Ortho_RGB/top_potsdam_2_10_RGB.tif with 3
  5_Labels_all/top_potsdam_2_10_label.tif      classes as colours; 5_Labels_for_participants or FOLDER itself will do
the number of an image folder may be another (2_Ortho_RGBIR)"""

#: In the order of their colours' codes in _CLASS_OF.
CLASSES = ("impervious surfaces", "building", "low vegetation", "tree", "car", "clutter")
#: Class by red*4 + green*2 + blue of a colour whose channels are full or empty: white, blue, cyan, green, yellow, red.
#: Black is a border that nobody judged; so is what no class has.
_CLASS_OF = np.full(8, IGNORED, dtype=np.uint8)
_CLASS_OF[[0b111, 0b001, 0b011, 0b010, 0b110, 0b100]] = range(6)
_CLUTTER = CLASSES.index("clutter")

_METRES = 0.05
_TILE = re.compile(r"top_potsdam_(\d+)_(\d+)_(RGBIR|RGB)\.tiff?$", re.I)
_LABELS = ("5_Labels_all", "5_Labels_for_participants", "")
#: Row and column of the tiles that the contest judged on; their labels came later.
_TEST = frozenset({
    (2, 13), (2, 14), (3, 13), (3, 14), (4, 13), (4, 14), (4, 15), (5, 13), (5, 14), (5, 15), (6, 13), (6, 14),
    (6, 15), (7, 13),
})  # fmt: skip


@dataclass(frozen=True)
class _Tile:
    """An image: its row and column in the mosaic, its file, that of its labels if any, and its size in pixels."""

    row: int
    column: int
    path: Path
    labels: Path | None
    size: tuple[int, int]


class Potsdam(StoredDataset):
    """A sample is a crop; crops of a tile overlap, so that a tile is a group."""

    def __init__(
        self, folder: Path, tiles: list[_Tile], bands: int, crop: int, stride: int, *, clutter: bool, cache: float
    ) -> None:  # fmt: skip
        self.crop = crop
        self.tiles = tiles
        self.clutter = clutter
        self.bands = range(1, bands + 1)
        #: Tile, top and left of each crop.
        self.corners = np.array(
            [
                (number, top, left)
                for number, tile in enumerate(tiles)
                for top in _steps(tile.size[0], crop, stride)
                for left in _steps(tile.size[1], crop, stride)
            ],
            dtype=np.intp,
        )
        names = [f"{tiles[t].row}_{tiles[t].column}/{top}_{left}" for t, top, left in self.corners]
        modality = Modality(
            "image", ("red", "green", "blue", "nir")[:bands], (crop, crop), "optical", gsd=_METRES
        )
        super().__init__(f"Potsdam in {folder}", names, {"image": modality}, cache)
        self.groups = self.corners[:, 0]
        self.positions = self._centres()
        in_test = np.array([(tile.row, tile.column) in _TEST for tile in tiles])
        if in_test.any() and not in_test.all():
            self.given = np.where(in_test, 2, 0).astype(np.int8)[self.groups]
        if any(tile.labels for tile in tiles):
            self.mask_classes = CLASSES if clutter else CLASSES[:_CLUTTER]

    def load(self, row: int, modality: str) -> Sample:
        number, top, left = self.corners[row]
        window = Window(left, top, self.crop, self.crop)
        return read_image(self.tiles[number].path, self.bands, window=window)

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        return np.stack([self._mask(int(row)) for row in rows])

    def _mask(self, row: int) -> NDArray[np.uint8]:
        number, top, left = self.corners[row]
        path = self.tiles[number].labels
        if path is None:
            return np.full((self.crop, self.crop), IGNORED, dtype=np.uint8)
        window = Window(left, top, self.crop, self.crop)
        # Some published labels are a little off their colours, so that halves decide, not equality.
        red, green, blue = read_image(path, (1, 2, 3), window=window).values > 127
        classes = _CLASS_OF[red * 4 + green * 2 + blue]
        if not self.clutter:
            classes[classes == _CLUTTER] = IGNORED
        return classes

    def _centres(self) -> NDArray[np.float64]:
        """In metres of the mosaic, whose tiles lie side by side: their files say nothing of where they lie."""
        tile = np.array([(t.row * t.size[0], t.column * t.size[1]) for t in self.tiles])
        pixel = tile[self.corners[:, 0]] + self.corners[:, 1:] + self.crop / 2
        return np.stack([pixel[:, 1], -pixel[:, 0]], axis=1) * _METRES


def _steps(length: int, crop: int, stride: int) -> list[int]:
    """Where crops begin; the last one ends where the image does."""
    starts = list(range(0, length - crop + 1, stride))
    return starts if starts[-1] == length - crop else [*starts, length - crop]


def _open(
    folder: Path, *, bands: str, crop: int, stride: int, clutter: bool, cache: float
) -> Potsdam:
    tiles = _tiles(folder, bands)
    smallest = min(min(tile.size) for tile in tiles)
    if crop > smallest:
        raise UsageError(f"crop={crop} is more than the {smallest} pixels of a tile; give less.")
    data = Potsdam(
        folder, tiles, {"rgbn": 4, "rgb": 3}[bands], crop, stride, clutter=clutter, cache=cache
    )
    missing = sum(tile.labels is None for tile in tiles)
    if missing:
        data.notes = (
            f"{missing} of {len(tiles)} tiles have no labels in {folder / _LABELS[0]}; their pixels are ignored.",
        )
    return data


def _tiles(folder: Path, bands: str) -> list[_Tile]:
    """Tiles of the folder with the fewest bands that will do; of four bands the first three are red, green, blue."""
    suffixes = ("RGBIR",) if bands == "rgbn" else ("RGB", "RGBIR")
    for suffix in suffixes:
        roots = [folder, *sorted(folder.glob(f"*_Ortho_{suffix}"))]
        for root in roots:
            found = [
                (int(m[1]), int(m[2]), root / name)
                for name in list_images(root)
                if (m := _TILE.search(name)) and m[3].upper() == suffix
            ]
            if found:
                return [
                    _Tile(r, c, path, _label(folder, path), _size(path)) for r, c, path in found
                ]
    expected = folder / "4_Ortho_RGBIR" / "top_potsdam_2_10_RGBIR.tif"
    raise DataMissing(f"{expected} is not there, nor another tile; expected is:\n{LAYOUT}")


def _label(folder: Path, image: Path) -> Path | None:
    name = re.sub(r"_(RGBIR|RGB)(\.tiff?)$", r"_label\2", image.name, flags=re.I)
    return next((p for inner in _LABELS if (p := folder / inner / name).is_file()), None)


def _size(path: Path) -> tuple[int, int]:
    with open_tiff(path) as data:
        return data.height, data.width


def _recognise(folder: Path) -> bool:
    return any(folder.glob("*_Ortho_RGB*")) or any(folder.glob("top_potsdam_*_RGB*.tif"))


KIND = DatasetKind(
    name="potsdam",
    title="ISPRS Potsdam: aerial images of 5 cm, six classes of land cover for every pixel",
    paper="ISPRS 2D Semantic Labeling Contest (Rottensteiner et al. 2012); used by Deng et al. 2023",
    licence="for research, on request from ISPRS; not to be handed on",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={
        "bands": Option("rgbn", "bands: rgbn, or rgb alone", ("rgbn", "rgb")),
        "crop": Option(600, "side of a crop in pixels", least=16),
        "stride": Option(300, "pixels from one crop to the next", least=1),
        "clutter": Option(False, "clutter as a class; without, its pixels are ignored, as Deng et al. do"),
        "cache": CACHE,
    },
)  # fmt: skip
