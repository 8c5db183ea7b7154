"""OMBRIA: floods before and after, seen by Sentinel-1 and Sentinel-2, with masks (Drakonakis et al. 2022)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...core.errors import DataMissing
from ...core.options import Option
from .base import IGNORED, DatasetKind, Labels, Modality, Rows
from .files import CACHE, Sample, StoredDataset, fit, list_images, read_image, require

LAYOUT = """\
FOLDER/
  OmbriaS1/{train,test}/{BEFORE,AFTER,MASK}/S1_{before,after,mask}_0001.png
  OmbriaS2/{train,test}/{BEFORE,AFTER,MASK}/S2_{before,after,mask}_0001.png
or without a split:
  S1/{BEFORE,AFTER,MASK}/…    S2/{BEFORE,AFTER,MASK}/…    one MASK of the two will do"""

#: Folders of a published split, and what they are.
_PARTS = {"train": 0, "val": 1, "test": 2}
_SENSORS = {"s1": "S1", "s2": "S2"}
_WHEN = {"before": ("BEFORE",), "after": ("AFTER",), "both": ("BEFORE", "AFTER")}
_NUMBER = re.compile(r"(\d+)\.\w+$")


@dataclass(frozen=True)
class _Shown:
    """A place at a time: the folder of each sensor that its images lie in, and their names."""

    number: str
    when: str
    part: int
    paths: dict[str, Path]
    mask: Path | None


class Ombria(StoredDataset):
    """A sample is a place before or after its flood; the mask is of the flood, and says nothing of the time before."""

    def __init__(self, folder: Path, shown: list[_Shown], cache: float) -> None:
        self.shown = shown
        first = {key: read_image(path).values for key, path in shown[0].paths.items()}
        self.size = (int(first["s2"].shape[-2]), int(first["s2"].shape[-1]))
        modalities = {
            "s2": Modality("s2", ("red", "green", "blue"), self.size, "optical"),
            "s1": Modality("s1", ("backscatter",), self.size, "sar"),
        }
        for key, found in first.items():
            if len(found) != len(modalities[key].bands):
                raise DataMissing(
                    f"{shown[0].paths[key]} has {len(found)} bands, and OMBRIA's has {len(modalities[key].bands)}; "
                    f"expected is:\n{LAYOUT}"
                )
        names = [f"{s.when.lower()}/{s.number}" for s in shown]
        super().__init__(f"OMBRIA in {folder}", names, modalities, cache)
        if any(s.part >= 0 for s in shown):
            self.given = np.array([s.part for s in shown], dtype=np.int8)
        places = sorted({s.number for s in shown})
        if len(places) < len(shown):
            self.groups = np.searchsorted(places, [s.number for s in shown])
        if any(s.mask for s in shown):
            self.mask_classes = ("dry", "flood")

    def load(self, row: int, modality: str) -> Sample:
        path = self.shown[row].paths[modality]
        return fit(read_image(path), self.size, path)

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        return np.stack([self._mask(int(row)) for row in rows])

    @cached_property
    def labels(self) -> Labels | None:  # type: ignore[override]
        """Share of the image that is flooded, of the images after."""
        if not self.mask_classes:
            return None
        shares = [_share(self._mask(row)) for row in range(len(self))]
        return Labels(("flood share",), np.array(shares, np.float32)[:, None], ((),))

    def _mask(self, row: int) -> NDArray[np.uint8]:
        path = self.shown[row].mask
        if path is None:
            return np.full(self.size, IGNORED, dtype=np.uint8)
        return (fit(read_image(path), self.size, path).values[0] > 127).astype(np.uint8)


def _share(mask: NDArray[np.uint8]) -> float:
    known = mask != IGNORED
    return float(mask[known].mean()) if known.any() else float("nan")


def _open(folder: Path, *, when: str, cache: float) -> Ombria:
    wanted = _WHEN[when]
    roots = _roots(folder)
    shown: list[_Shown] = []
    apart = 0
    for part, sensors in roots:
        require("OMBRIA", *(root / w for root in sensors.values() for w in wanted), layout=LAYOUT)
        masks = next((m for r in sensors.values() if (m := r / "MASK").is_dir()), None)
        for each in wanted:
            files = {key: _numbered(root / each) for key, root in sensors.items()}
            mask_of = _numbered(masks) if masks and each == "AFTER" else {}
            both = files["s1"].keys() & files["s2"].keys()
            apart += len(files["s1"].keys() | files["s2"].keys()) - len(both)
            shown += [
                _Shown(n, each, part, {k: f[n] for k, f in files.items()}, mask_of.get(n))
                for n in sorted(both)
            ]
    if not shown:
        raise DataMissing(
            f"No image of {folder} is there for both Sentinel-1 and Sentinel-2; expected is:\n{LAYOUT}"
        )
    data = Ombria(folder, shown, cache)
    if apart:
        data.notes = (
            f"{apart} images of {folder} have no partner of the other sensor and are left out.",
        )
    return data


def _roots(folder: Path) -> list[tuple[int, dict[str, Path]]]:
    """For each part (-1 without a split) the folder of each sensor."""
    published = {key: folder / f"Ombria{name}" for key, name in _SENSORS.items()}
    if not any(root.is_dir() for root in published.values()):
        return [(-1, {key: folder / name for key, name in _SENSORS.items()})]
    parts = [p for p in _PARTS if any((root / p).is_dir() for root in published.values())]
    return [
        (_PARTS[part], {key: root / part for key, root in published.items()})
        for part in parts or ["train"]
    ]


def _numbered(folder: Path) -> dict[str, Path]:
    """Images by the number of their place."""
    found = ((name, _NUMBER.search(name)) for name in list_images(folder))
    return {number[1]: folder / name for name, number in found if number}


def _recognise(folder: Path) -> bool:
    published = any((folder / f"Ombria{name}").is_dir() for name in _SENSORS.values())
    return published or any((folder / name / "BEFORE").is_dir() for name in _SENSORS.values())


KIND = DatasetKind(
    name="ombria",
    title="OMBRIA: floods in Sentinel-1 and Sentinel-2 images, before and after",
    paper="Drakonakis et al. 2022, OmbriaNet (IEEE JSTARS 15:2341)",
    licence="none stated; the masks are of the Copernicus Emergency Management Service",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={
        "when": Option("after", "which images of a place: before its flood, after it, or both", tuple(_WHEN)),
        "cache": CACHE,
    },
)  # fmt: skip
