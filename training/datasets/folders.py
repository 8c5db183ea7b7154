"""Image folders: a folder a class (NaSC-TG2, RSSCN7, EuroSAT in colour, UC Merced, …), or images without classes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from ...core.errors import DataMissing
from ...core.options import Option
from .base import DatasetKind, Labels, Modality
from .files import (
    CACHE,
    Sample,
    StoredDataset,
    band_names,
    fit,
    is_image,
    list_folders,
    list_images,
    read_image,
)

LAYOUT = """\
FOLDER/
  <class>/<any name>.jpg      a folder a class, of images of one size: PNG, JPEG, GeoTIFF, …
or the images in FOLDER itself, without classes; or either of these in
  train/  val/  test/         the split that the data set was published with"""

#: Of folders that hold a published split, what each is.
_PARTS = {"train": 0, "val": 1, "valid": 1, "validation": 1, "test": 2}
#: Entries of a folder that are looked at to see what it is.
_GLANCE = 50


@dataclass(frozen=True)
class _Found:
    """An image: its path below the folder, its class ("" without), and its part (-1 without)."""

    path: str
    label: str
    part: int


class FolderDataset(StoredDataset):
    """Images of a folder under one modality, ``rgb`` where that is what they are, else ``image``."""

    def __init__(
        self, folder: Path, found: list[_Found], size: tuple[int, int] | None, cache: float
    ) -> None:
        self.folder = folder
        first = folder / found[0].path
        bands = band_names(first)
        key = "rgb" if bands == ("red", "green", "blue") else "image"
        self.cut = size is not None
        self.size = size or _size(read_image(first, masked=True))
        super().__init__(
            f"the images of {folder}",
            [f.path for f in found],
            {key: Modality(key, bands, self.size)},
            cache,
        )
        classes = tuple(sorted({f.label for f in found if f.label}))
        if classes:
            values = np.array([[classes.index(f.label)] for f in found], dtype=np.float32)
            self.labels = Labels(("class",), values, (classes,))
        if any(f.part >= 0 for f in found):
            self.given = np.array([f.part for f in found], dtype=np.int8)

    def load(self, row: int, modality: str) -> Sample:
        path = self.folder / self.names[row]
        sample = read_image(path, masked=True)
        if not self.cut and _size(sample) != self.size:
            raise _unequal(path, _size(sample), self.names[0], self.size)
        sample = fit(sample, self.size, path, "give less with the option size")
        if len(sample.values) == 1 and modality == "rgb":  # a gray picture among coloured ones
            return sample._replace(values=np.repeat(sample.values, 3, axis=0))
        return sample


def _open(folder: Path, *, size: int | None, cache: float) -> FolderDataset:
    root = _descend(folder)
    found = _find(root)
    if not found:
        raise DataMissing(
            f"There is no image in {folder}, nor in the folders in it; expected is:\n{LAYOUT}"
        )
    data = FolderDataset(root, found, None if size is None else (size, size), cache)
    if size is None:
        _check_sizes(data)
    return data


def _find(root: Path) -> list[_Found]:
    parts = [name for name in list_folders(root) if name.lower() in _PARTS]
    if not parts:
        return _find_classes(root, "", -1)
    return [
        found
        for name in parts
        for found in _find_classes(root / name, f"{name}/", _PARTS[name.lower()])
    ]


def _find_classes(root: Path, prefix: str, part: int) -> list[_Found]:
    """Images of the folders of ``root``, a class each; where none holds an image, those of ``root`` itself."""
    classed = [
        _Found(f"{prefix}{label}/{name}", label, part)
        for label in list_folders(root)
        for name in list_images(root / label)
    ]
    return classed or [_Found(f"{prefix}{name}", "", part) for name in list_images(root)]


def _descend(folder: Path) -> Path:
    """Through folders that hold one folder and no image, as archives unpack."""
    inner = list_folders(folder)
    while len(inner) == 1 and not list_images(folder):
        if list_images(folder / inner[0]):
            return folder  # a class alone
        folder = folder / inner[0]
        inner = list_folders(folder)
    return folder


def _check_sizes(data: FolderDataset) -> None:
    """Refuse images of several sizes at once, looking at some: the rest is looked at when it is read."""
    for row in np.unique(np.linspace(0, len(data) - 1, _GLANCE).astype(int)):
        path = data.folder / data.names[row]
        if (found := _size(read_image(path))) != data.size:
            raise _unequal(path, found, data.names[0], data.size)


def _unequal(path: Path, found: tuple[int, int], first: str, size: tuple[int, int]) -> DataMissing:
    return DataMissing(
        f"{path} is {found[0]} x {found[1]} pixels, {first} is {size[0]} x {size[1]}; cut all to a size "
        f"with --data-set size={min(*found, *size)}."
    )


def _size(sample: Sample) -> tuple[int, int]:
    height, width = sample.values.shape[-2:]
    return int(height), int(width)


def _recognise(folder: Path) -> bool:
    return _holds_image(folder, depth=3)


def _holds_image(folder: Path, depth: int) -> bool:
    """Whether one of the first entries, or of theirs, is an image."""
    with os.scandir(folder) as entries:
        some = list(islice(entries, _GLANCE))
    if any(is_image(entry.name) for entry in some):
        return True
    inner = [Path(e.path) for e in some if e.is_dir() and not e.name.startswith(".")]
    return depth > 0 and any(_holds_image(path, depth - 1) for path in inner[:3])


KIND = DatasetKind(
    name="folders",
    title="Image folders: a folder a class, or images without classes",
    paper="any; NaSC-TG2: Zhou et al. 2021 (IEEE JSTARS 14:3228), used by Deng et al. 2023",
    licence="that of the images",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={
        "size": Option(
            None, "side in pixels of what is cut from the middle of every image; without, all must be of one size",
            least=1, optional=True, kind=int,
        ),
        "cache": CACHE,
    },
)  # fmt: skip
