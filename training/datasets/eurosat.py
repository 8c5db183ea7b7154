"""EuroSAT with all 13 bands of Sentinel-2 (Helber et al. 2019). Its pictures in colour are an image folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...core.bands import SENTINEL2
from ...core.errors import DataMissing
from ...core.options import Option
from .base import DatasetKind, Labels, Modality
from .files import (
    CACHE,
    TIFF,
    Sample,
    StoredDataset,
    choose_bands,
    fit,
    list_images,
    read_image,
)
from .places import centres_of

CLASSES = (
    "AnnualCrop", "Forest", "HerbaceousVegetation", "Highway", "Industrial", "Pasture", "PermanentCrop",
    "Residential", "River", "SeaLake",
)  # fmt: skip
LAYOUT = """\
FOLDER/
  AnnualCrop/AnnualCrop_1.tif  …  SeaLake/SeaLake_3000.tif     10 folders of GeoTIFFs with 13 bands
  eurosat-spatial-{train,val,test}.txt, or eurosat-{train,val,test}.txt     the split; may be left out
or the folders in EuroSAT_MS/ or ds/images/remote_sensing/otherDatasets/sentinel_2/tif/, as they unpack"""

#: Where archives unpack to.
_INNER = ("", "EuroSAT_MS", "ds/images/remote_sensing/otherDatasets/sentinel_2/tif", "tif")
#: Of the files; B8A comes last, as their authors confirm.
_ORDER = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12", "B8A")
NAMES = tuple(SENTINEL2[code] for code in _ORDER)
#: Lists of a split, the one that keeps neighbours on one side (by longitude) first.
_LISTS = ("eurosat-spatial", "eurosat")
_PARTS = {"train": 0, "val": 1, "test": 2}


class EuroSAT(StoredDataset):
    """Top-of-atmosphere reflectance, 64 x 64 pixels of 10 m."""

    def __init__(
        self, folder: Path, root: Path, paths: list[str], bands: str, cache: float
    ) -> None:
        self.root = root
        self.indices, chosen = choose_bands(bands, NAMES, {"rgb": ("red", "green", "blue")})
        first = read_image(root / paths[0], self.indices).values
        self.size = (int(first.shape[-2]), int(first.shape[-1]))
        modality = Modality(
            "s2", chosen, self.size, "optical",
            scale=(1e-4,) * len(chosen), offset=(0.0,) * len(chosen), units="reflectance", gsd=10.0,
        )  # fmt: skip
        super().__init__(f"EuroSAT in {folder}", paths, {"s2": modality}, cache)
        values = [[CLASSES.index(path.split("/", 1)[0])] for path in paths]
        self.labels = Labels(("class",), np.array(values, np.float32), (CLASSES,))
        self.given = _published_split(folder, paths)

    def load(self, row: int, modality: str) -> Sample:
        path = self.root / self.names[row]
        return fit(read_image(path, self.indices), self.size, path)

    @cached_property
    def positions(self) -> NDArray[np.float64] | None:  # type: ignore[override]
        """Of the files' own georeference; every header is read, once asked for."""
        return centres_of(self.root / name for name in self.names)


def _published_split(folder: Path, paths: Sequence[str]) -> NDArray[np.int8] | None:
    """Lists name the pictures in colour: ``AnnualCrop_1.jpg``."""
    for name in _LISTS:
        lists = {part: folder / f"{name}-{part}.txt" for part in _PARTS}
        if not all(path.is_file() for path in lists.values()):
            continue
        given = np.full(len(paths), -1, dtype=np.int8)
        stems = np.array([Path(path).stem for path in paths])
        for part, path in lists.items():
            listed = [Path(line.strip()).stem for line in path.read_text().splitlines()]
            given[np.isin(stems, listed)] = _PARTS[part]
        return given
    return None


def _open(folder: Path, *, bands: str, cache: float) -> EuroSAT:
    root = _root(folder)
    if root is None:
        raise DataMissing(f"{folder / CLASSES[0]} is not there; expected is:\n{LAYOUT}")
    paths = [
        f"{label}/{name}"
        for label in CLASSES
        if (root / label).is_dir()
        for name in list_images(root / label)
        if Path(name).suffix.lower() in TIFF
    ]
    if not paths:
        raise DataMissing(
            f"There is no GeoTIFF in {root / CLASSES[0]}; pictures in colour are of the kind folders, and "
            f"expected here is:\n{LAYOUT}"
        )
    data = EuroSAT(folder, root, paths, bands, cache)
    absent = [label for label in CLASSES if not (root / label).is_dir()]
    if absent:
        data.notes = (f"{root} has no folder of {', '.join(absent)}; EuroSAT has ten classes.",)
    return data


def _root(folder: Path) -> Path | None:
    """The folder that holds those of the classes, two of them at least."""
    for inner in _INNER:
        root = folder / inner
        if sum((root / label).is_dir() for label in CLASSES) >= 2:
            return root
    return None


def _recognise(folder: Path) -> bool:
    root = _root(folder)
    if root is None:
        return False
    label = next(label for label in CLASSES if (root / label).is_dir())
    return any(Path(name).suffix.lower() in TIFF for name in list_images(root / label)[:1])


KIND = DatasetKind(
    name="eurosat",
    title="EuroSAT: 27,000 patches of Sentinel-2 in ten classes of land use, all 13 bands",
    paper="Helber et al. 2019 (IEEE JSTARS 12:2217); used by Jain et al. 2021",
    licence="MIT",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={
        "bands": Option("all", "bands: all, rgb, or names separated by commas"),
        "cache": CACHE,
    },
)
