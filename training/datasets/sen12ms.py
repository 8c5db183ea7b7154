"""SEN12MS: Sentinel-1, Sentinel-2 and MODIS land cover of 252 scenes over all seasons (Schmitt et al. 2019).

Jain et al. (2021) pretrain on half of it, with ten bands of Sentinel-2. The 2020 contest's data are laid out alike and
read by what is here (dfc2020.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...core.bands import SENTINEL2
from ...core.errors import DataMissing
from ...core.options import Option
from .base import IGNORED, DatasetKind, Labels, Modality, Rows
from .files import (
    CACHE,
    Sample,
    StoredDataset,
    choose_bands,
    fit,
    in_order,
    list_folders,
    list_images,
    read_image,
)
from .places import centres_of

LAYOUT = """\
FOLDER/
  ROIs1158_spring/  ROIs1868_summer/  ROIs1970_fall/  ROIs2017_winter/     one will do, each with
    s1_1/ROIs1158_spring_s1_1_p30.tif      2 bands: VV, VH
    s2_1/ROIs1158_spring_s2_1_p30.tif      13 bands
    lc_1/ROIs1158_spring_lc_1_p30.tif      land cover; may be left out
  SEN12MS_holdOutScenes.txt, or train_list.txt and test_list.txt           the split; may be left out"""

SEASONS = ("ROIs1158_spring", "ROIs1868_summer", "ROIs1970_fall", "ROIs2017_winter")
#: Of the International Geosphere-Biosphere Programme, values 1 to 17 of the first band of a land cover file.
IGBP = (
    "evergreen needleleaf forest", "evergreen broadleaf forest", "deciduous needleleaf forest",
    "deciduous broadleaf forest", "mixed forest", "closed shrublands", "open shrublands", "woody savannas",
    "savannas", "grasslands", "permanent wetlands", "croplands", "urban and built-up",
    "cropland and natural vegetation mosaics", "snow and ice", "barren", "water",
)  # fmt: skip
NAMES = tuple(SENTINEL2.values())
#: "10 MS bands, namely Red, Green, Blue, Vegetation Red Edge 5/6/7, NIR, NNIR, SWIR1, SWIR2" (Jain et al., section 4).
JAIN = tuple(name for name in NAMES if name not in ("coastal", "nir09", "cirrus"))
BANDS = Option(
    "jain", "bands of Sentinel-2: jain (the ten that they took), all, or names separated by commas"
)
SENSORS = Option("both", "which sensors to read", ("both", "s1", "s2"))

#: Published with a radar image that is no image (the toolbox of SEN12MS leaves it out).
_DAMAGED = frozenset({"ROIs1868_summer_s2_146_p202.tif"})


@dataclass(frozen=True)
class Scene:
    """A folder of patches: ``root`` holds ``s1_<number>``, ``s2_<number>`` and so on."""

    root: Path
    number: str

    def folder(self, sensor: str) -> Path:
        """``ROIs1158_spring/s1_63``."""
        return self.root / f"{sensor}_{self.number}"


@dataclass(frozen=True)
class Patch:
    """A patch by the name of its Sentinel-2 file, which those of the others follow."""

    scene: Scene
    name: str

    def path(self, sensor: str) -> Path:
        """Where its image of a sensor lies."""
        return self.scene.folder(sensor) / self.name.replace("_s2_", f"_{sensor}_")


class PatchDataset(StoredDataset):
    """Patches of Sentinel-1 and Sentinel-2 on one grid, with land cover of ``cover``: ``lc`` or ``dfc``.

    classes: what the values 1, 2, … of the land cover stand for.
    """

    def __init__(
        self,
        name: str,
        patches: Sequence[Patch],
        *,
        bands: str,
        sensors: str,
        cover: str,
        classes: tuple[str, ...],
        cache: float,
    ) -> None:
        self.patches = patches
        self.cover = cover
        self.indices, chosen = choose_bands(bands, NAMES, {"jain": JAIN})
        wanted = ("s2", "s1") if sensors == "both" else (sensors,)
        first = read_image(patches[0].path(wanted[0])).values
        self.size = (int(first.shape[-2]), int(first.shape[-1]))
        known = {
            "s2": Modality(
                "s2", chosen, self.size, "optical",
                scale=(1e-4,) * len(chosen), offset=(0.0,) * len(chosen), units="reflectance", gsd=10.0,
            ),
            "s1": Modality("s1", ("vv", "vh"), self.size, "sar", units="dB", gsd=10.0),
        }  # fmt: skip
        names = [f"{p.scene.root.name}/{Path(p.name).stem}" for p in patches]
        super().__init__(name, names, {key: known[key] for key in wanted}, cache)
        if patches[0].path(cover).exists():
            self.mask_classes = classes

    def load(self, row: int, modality: str) -> Sample:
        path = self.patches[row].path(modality)
        bands = self.indices if modality == "s2" else (1, 2)
        return fit(read_image(path, bands), self.size, path)

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        return np.stack([self._cover(int(row)) for row in rows])

    @cached_property
    def positions(self) -> NDArray[np.float64] | None:  # type: ignore[override]
        """Of the files' own georeference; every header is read, once asked for."""
        sensor = next(iter(self.modalities))
        return centres_of(patch.path(sensor) for patch in self.patches)

    def commonest_cover(self) -> Labels:
        """The most frequent class of each patch's land cover; reads all of it."""
        found = [_commonest(self._cover(row), len(self.mask_classes)) for row in range(len(self))]
        return Labels(("land cover",), np.array(found, np.float32)[:, None], (self.mask_classes,))

    def _cover(self, row: int) -> NDArray[np.uint8]:
        path = self.patches[row].path(self.cover)
        values = fit(read_image(path, [1]), self.size, path).values[0]
        known = (values >= 1) & (values <= len(self.mask_classes))
        return np.where(known, values - 1, IGNORED).astype(np.uint8)


class Sen12MS(PatchDataset):
    """Patches of a scene overlap by half, so that a scene is a group."""

    def __init__(
        self,
        folder: Path,
        patches: Sequence[Patch],
        *,
        bands: str,
        sensors: str,
        labels: bool,
        cache: float,
    ) -> None:
        super().__init__(
            f"SEN12MS in {folder}",
            patches,
            bands=bands,
            sensors=sensors,
            cover="lc",
            classes=IGBP,
            cache=cache,
        )
        scenes = {scene: i for i, scene in enumerate(dict.fromkeys(p.scene for p in patches))}
        self.groups = np.array([scenes[p.scene] for p in patches], dtype=np.intp)
        self.given = _published_split(folder, patches)
        self.with_labels = labels

    @cached_property
    def labels(self) -> Labels | None:  # type: ignore[override]
        """The commonest class of land cover, where it was asked for."""
        return self.commonest_cover() if self.with_labels and self.mask_classes else None


def find_patches(
    roots: Sequence[Path], sensors: str, what: str, layout: str
) -> tuple[list[Patch], int]:
    """All patches that every wanted sensor has an image of, and how many others there are.

    Raises DataMissing where there is no patch, or a scene lacks the folder of a sensor.
    """
    wanted = ("s2", "s1") if sensors == "both" else (sensors,)
    found: list[Patch] = []
    apart = 0
    for scene in _scenes(roots, wanted[0]):
        names: list[set[str]] = []
        for sensor in wanted:
            folder = scene.folder(sensor)
            if not folder.is_dir():
                raise DataMissing(f"{folder} is not there, and {what} has it:\n{layout}")
            names.append({n.replace(f"_{sensor}_", "_s2_") for n in list_images(folder)})
        both = set.intersection(*names) - _DAMAGED
        apart += len(set.union(*names) - _DAMAGED) - len(both)
        found += [Patch(scene, name) for name in sorted(both, key=in_order)]
    if not found:
        raise DataMissing(f"There is no image of {what} in {roots[0]}; expected is:\n{layout}")
    return found, apart


def left_out(apart: int, folder: Path) -> tuple[str, ...]:
    """What to tell of patches without a partner."""
    if not apart:
        return ()
    return (f"{apart} images of {folder} have no partner of the other sensor and are left out.",)


def _scenes(roots: Sequence[Path], sensor: str) -> list[Scene]:
    prefix = f"{sensor}_"
    return [
        Scene(root, name.removeprefix(prefix))
        for root in roots
        for name in list_folders(root)
        if name.startswith(prefix)
    ]


def _commonest(cover: NDArray[np.uint8], classes: int) -> float:
    counts = np.bincount(cover[cover != IGNORED].ravel(), minlength=classes)
    return float(counts.argmax()) if counts.any() else float("nan")


def _published_split(folder: Path, patches: Sequence[Patch]) -> NDArray[np.int8] | None:
    """2 for scenes that the authors hold out, or for the files of their lists; lists may name any sensor."""
    held = folder / "SEN12MS_holdOutScenes.txt"
    if held.is_file():
        scenes = {line.strip().replace("/s1_", "/s2_") for line in held.read_text().splitlines()}
        mine = [f"{p.scene.root.name}/{p.scene.folder('s2').name}" for p in patches]
        return np.where(np.isin(mine, list(scenes)), 2, 0).astype(np.int8)
    lists = {0: folder / "train_list.txt", 1: folder / "val_list.txt", 2: folder / "test_list.txt"}
    if not (lists[0].is_file() and lists[2].is_file()):
        return None
    given = np.full(len(patches), -1, dtype=np.int8)
    names = np.array([p.name for p in patches])
    for part, path in lists.items():
        if path.is_file():
            listed = [
                line.strip().replace("_s1_", "_s2_") for line in path.read_text().splitlines()
            ]
            given[np.isin(names, listed)] = part
    return given


def _open(folder: Path, *, bands: str, sensors: str, labels: bool, cache: float) -> Sen12MS:
    roots = [folder / name for name in SEASONS if (folder / name).is_dir()]
    if not roots:
        raise DataMissing(
            f"{folder / SEASONS[0]} is not there, nor another season of SEN12MS; expected is:\n{LAYOUT}"
        )
    patches, apart = find_patches(roots, sensors, "SEN12MS", LAYOUT)
    data = Sen12MS(folder, patches, bands=bands, sensors=sensors, labels=labels, cache=cache)
    data.notes = left_out(apart, folder)
    return data


def _recognise(folder: Path) -> bool:
    return any((folder / name).is_dir() for name in SEASONS)


KIND = DatasetKind(
    name="sen12ms",
    title="SEN12MS: Sentinel-1 and Sentinel-2 patches of 256 px of all continents and seasons",
    paper="Schmitt et al. 2019 (ISPRS Annals IV-2/W7:153); used by Jain et al. 2021",
    licence="CC BY 4.0",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={
        "bands": BANDS,
        "sensors": SENSORS,
        "labels": Option(False, "the commonest land cover of each patch as its label; reads all land cover first"),
        "cache": CACHE,
    },
)  # fmt: skip
