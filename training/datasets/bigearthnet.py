"""BigEarthNet: Sentinel-1 and Sentinel-2 patches of Europe with several classes each (Sumbul et al. 2019, 2021).

Version 1 is a folder of patches with a JSON file each; version 2 (Clasen et al. 2024) has folders of tiles and one
table. Deng et al. (2023) pretrain on red, green, blue and near infrared of all patches.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.bands import SENTINEL2
from ...core.errors import DataMissing, UsageError
from ...core.options import Option
from .base import DatasetKind, Labels, Modality
from .corine import CLASSES_19, CLASSES_43, as_19
from .files import CACHE, Sample, StoredDataset, choose_bands, in_order, list_folders, read_image
from .places import centres_of, to_metres

if TYPE_CHECKING:
    import pandas as pd

LAYOUT = """\
version 1: FOLDER/
  BigEarthNet-v1.0/S2A_MSIL2A_20170613T101031_61_39/   …_B01.tif to …_B12.tif, …_labels_metadata.json
  BigEarthNet-S1-v1.0/S1A_IW_GRDH_1SDV_20170613T165043_33UUP_61_39/   …_VV.tif, …_VH.tif, …_labels_metadata.json
  bigearthnet-{train,val,test}.csv                     the split; may be left out
version 2: FOLDER/
  BigEarthNet-S2/<tile>/<patch>/<patch>_B01.tif …      BigEarthNet-S1/<acquisition>/<patch>/<patch>_VV.tif …
  metadata.parquet
folders of version 1 may have other names, and lie a folder deeper; one sensor alone will do (sensors=s2)"""

SIZE = (120, 120)
#: Of Sentinel-2 L2A, by the endings of files.
_CODES = {name: f"B{code[1:]:0>2}" for code, name in SENTINEL2.items() if name != "cirrus"}
NAMES = tuple(_CODES)
SETS = {"rgbn": ("red", "green", "blue", "nir"), "rgb": ("red", "green", "blue")}

_PATCH = {
    "s2": re.compile(r"S2[ABC]_MSIL2A_\d{8}T\d{6}_\d+_\d+$"),
    "s1": re.compile(r"S1[ABC]_IW_GRDH_1SDV_\d{8}T\d{6}_\w+_\d+_\d+$"),
}
_LISTS = {"train": 0, "val": 1, "test": 2}
_TABLE = "metadata.parquet"
_TABLE_PARTS = {"train": 0, "validation": 1, "test": 2}
_EPSG = re.compile(r'AUTHORITY\["EPSG","(\d+)"\]\]$')
#: Levels of folders below the given one, in which those of patches are looked for.
_DEPTH = 2
_GLANCE = 20
_THREADS = 8


@dataclass(frozen=True)
class _Patch:
    """A place: where its images of each sensor lie, without their endings; the names of its classes; its part."""

    stems: dict[str, str]
    classes: tuple[str, ...]
    part: int
    centre: tuple[float, float, str] | None = None

    @property
    def name(self) -> str:
        return os.path.basename(self.stems.get("s2") or self.stems["s1"])


class BigEarthNet(StoredDataset):
    """Patches of 1.2 km; bands of 20 and 60 m are resampled to 10 m, bilinearly. A class is a task: absent, present."""

    def __init__(
        self, folder: Path, patches: Sequence[_Patch], sensors: str, bands: str, classes: str, cache: float
    ) -> None:  # fmt: skip
        self.patches = patches
        _, chosen = choose_bands(bands, NAMES, SETS)
        known = {
            "s2": Modality(
                "s2", chosen, SIZE, "optical",
                scale=(1e-4,) * len(chosen), offset=(0.0,) * len(chosen), units="reflectance", gsd=10.0,
            ),
            "s1": Modality("s1", ("vv", "vh"), SIZE, "sar", units="dB", gsd=10.0),
        }  # fmt: skip
        self.endings = {"s2": [_CODES[name] for name in chosen], "s1": ["VV", "VH"]}
        wanted = {key: known[key] for key in _wanted(sensors)}
        super().__init__(f"BigEarthNet in {folder}", [p.name for p in patches], wanted, cache)
        parts = np.array([p.part for p in patches], dtype=np.int8)
        if (parts >= 0).any():
            self.given = parts
        if any(p.classes for p in patches):
            self.labels = _labels(patches, classes)

    def load(self, row: int, modality: str) -> Sample | None:
        stem = self.patches[row].stems.get(modality)
        if stem is None:
            return None
        paths = [Path(f"{stem}_{ending}.tif") for ending in self.endings[modality]]
        return Sample(np.concatenate([read_image(p, [1], shape=SIZE).values for p in paths]))

    @cached_property
    def positions(self) -> NDArray[np.float64] | None:  # type: ignore[override]
        """Of the JSON files; without these, of the images' own georeference, of which every header is read."""
        centres = [p.centre for p in self.patches]
        if all(centre is not None for centre in centres):
            return to_metres([centre for centre in centres if centre is not None])
        return centres_of(self._any_image(patch) for patch in self.patches)

    def _any_image(self, patch: _Patch) -> Path:
        sensor = next(iter(patch.stems))
        return Path(f"{patch.stems[sensor]}_{self.endings[sensor][0]}.tif")


def _wanted(sensors: str) -> tuple[str, ...]:
    return ("s2", "s1") if sensors == "both" else (sensors,)


def _labels(patches: Sequence[_Patch], classes: str) -> Labels:
    names = CLASSES_43 if classes == "43" else CLASSES_19
    column = {name: i for i, name in enumerate(names)}
    values = np.zeros((len(patches), len(names)), dtype=np.float32)
    for row, patch in enumerate(patches):
        if not patch.classes:
            values[row] = np.nan
        mine = patch.classes if classes == "43" else as_19(patch.classes)
        values[row, [column[name] for name in mine if name in column]] = 1
    return Labels(names, values, (("absent", "present"),) * len(names))


def _open(
    folder: Path, *, bands: str, sensors: str, classes: str, unpaired: bool, cache: float
) -> BigEarthNet:
    found = _version_2(folder) if (folder / _TABLE).is_file() else _version_1(folder, sensors)
    if classes == "43" and (folder / _TABLE).is_file():
        raise UsageError(
            f"{folder} is BigEarthNet's version 2, which has 19 classes; leave classes at 19."
        )
    wanted = _wanted(sensors)
    mine = [p for p in found if any(key in p.stems for key in wanted)]
    whole = [p for p in mine if all(key in p.stems for key in wanted)]
    kept = mine if unpaired else whole
    if not kept:
        raise DataMissing(
            f"No patch of {folder} is there for {' and '.join(wanted)}; expected is:\n{LAYOUT}"
        )
    data = BigEarthNet(folder, kept, sensors, bands, classes, cache)
    if apart := len(mine) - len(kept):
        data.notes = (
            f"{apart} patches of {folder} have no partner of the other sensor and are left out; unpaired=true keeps "
            "them.",
        )
    return data


# -- version 1 ---------------------------------------------------------------------------------


def _version_1(folder: Path, sensors: str) -> list[_Patch]:
    """Patches by their folders; Sentinel-1's JSON files say which of Sentinel-2's they belong to."""
    roots = {key: _patch_root(folder, _PATCH[key]) for key in _wanted(sensors)}
    for key, name in (("s2", "BigEarthNet-v1.0"), ("s1", "BigEarthNet-S1-v1.0")):
        if key in roots and roots[key] is None:
            raise DataMissing(
                f"{folder / name} is not there, nor another folder of such patches; expected is:\n{LAYOUT}"
            )
    stems = {key: _stems(root, _PATCH[key]) for key, root in roots.items() if root is not None}
    parts = _lists(folder)
    about = _read_all(stems.get("s1") or stems["s2"])
    pairs: dict[str, dict[str, str]] = {name: {"s2": s} for name, s in stems.get("s2", {}).items()}
    told: dict[str, dict[str, Any]] = {}
    for name, stem in stems.get("s1", {}).items():
        partner = about[name].get("corresponding_s2_patch", name)
        pairs.setdefault(partner, {})["s1"] = stem
        told[partner] = about[name]
    alone = {name: s["s2"] for name, s in pairs.items() if name not in told}
    told |= {n: about[n] for n in alone if n in about} | _read_all(
        {n: s for n, s in alone.items() if n not in about}
    )
    return [
        _Patch(pairs[n], tuple(told[n].get("labels", ())), parts.get(n, -1), _centre(told[n]))
        for n in sorted(pairs, key=in_order)
    ]


def _patch_root(folder: Path, pattern: re.Pattern[str], depth: int = _DEPTH) -> Path | None:
    """The folder below that holds folders of such names."""
    with os.scandir(folder) as entries:
        inner = sorted(
            Path(e.path) for e in islice(entries, _GLANCE) if e.is_dir() and e.name[0] != "."
        )
    if any(pattern.match(path.name) for path in inner):
        return folder
    if depth == 0:
        return None
    deeper = (_patch_root(path, pattern, depth - 1) for path in inner)
    return next((root for root in deeper if root is not None), None)


def _stems(root: Path, pattern: re.Pattern[str]) -> dict[str, str]:
    """Path of each patch's files without their endings, by the patch's name."""
    return {n: f"{root}/{n}/{n}" for n in list_folders(root) if pattern.match(n)}


def _read_all(stems: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The JSON file of each patch."""
    paths = [Path(f"{stem}_labels_metadata.json") for stem in stems.values()]
    with ThreadPoolExecutor(_THREADS) as pool:
        return dict(zip(stems, pool.map(_read_json, paths), strict=True))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise DataMissing(f"{path} is not there; expected is:\n{LAYOUT}") from None
    except (OSError, ValueError) as error:
        raise DataMissing(f"{path} is no JSON; copy or download it again.") from error
    if not isinstance(read, dict):
        raise DataMissing(f"{path} holds no labels; copy or download it again.")
    return read


def _centre(about: dict[str, Any]) -> tuple[float, float, str] | None:
    """Sentinel-1's files call the lower edge ``lly``, Sentinel-2's ``lry``."""
    box = about.get("coordinates", {})
    epsg = _EPSG.search(about.get("projection", ""))
    edges = (box.get("ulx"), box.get("lrx"), box.get("uly"), box.get("lry", box.get("lly")))
    if epsg is None or None in edges:
        return None
    left, right, upper, lower = map(float, edges)
    return (left + right) / 2, (upper + lower) / 2, f"EPSG:{epsg[1]}"


def _lists(folder: Path) -> dict[str, int]:
    """Part of each Sentinel-2 patch; a line of a list is ``s2 patch,s1 patch``."""
    return {
        line.split(",", 1)[0].strip(): part
        for name, part in _LISTS.items()
        if (path := folder / f"bigearthnet-{name}.csv").is_file()
        for line in path.read_text().splitlines()
    }


# -- version 2 ---------------------------------------------------------------------------------


def _version_2(folder: Path) -> list[_Patch]:
    """Patches by the table; a sensor whose folder is not there has none."""
    import pandas as pd

    columns = ["patch_id", "labels", "split", "s1_name"]
    try:
        table = pd.read_parquet(folder / _TABLE, columns=columns)
    except (OSError, ValueError, KeyError) as error:
        raise DataMissing(
            f"{folder / _TABLE} is no table with the columns {', '.join(columns)}; download it again."
        ) from error
    stem_of = {
        "s2": _stem_below(folder / "BigEarthNet-S2", 2),
        "s1": _stem_below(folder / "BigEarthNet-S1", 3),
    }
    return list(_table_patches(table, stem_of))


def _table_patches(
    table: pd.DataFrame, stem_of: dict[str, Callable[[str], str] | None]
) -> Iterator[_Patch]:
    rows = table[["patch_id", "labels", "split", "s1_name"]].itertuples(index=False)
    for patch, labels, part, partner in rows:
        stems = {
            key: stem(name)
            for (key, stem), name in zip(stem_of.items(), (patch, partner), strict=True)
            if stem is not None and isinstance(name, str)
        }
        if stems:
            yield _Patch(stems, tuple(labels), _TABLE_PARTS.get(part, -1))


def _stem_below(root: Path, cut: int) -> Callable[[str], str] | None:
    """Where files of a patch lie: in a folder named as the patch is without its last ``cut`` parts."""
    if not root.is_dir():
        return None
    return lambda name: f"{root}/{name.rsplit('_', cut)[0]}/{name}/{name}"


def _recognise(folder: Path) -> bool:
    if (folder / _TABLE).is_file() and any(
        (folder / name).is_dir() for name in ("BigEarthNet-S2", "BigEarthNet-S1")
    ):
        return True
    return any(_patch_root(folder, pattern) is not None for pattern in _PATCH.values())


KIND = DatasetKind(
    name="bigearthnet",
    title="BigEarthNet: Sentinel-1 and Sentinel-2 patches of ten countries of Europe, versions 1 and 2",
    paper="Sumbul et al. 2019 (IGARSS), 2021 (IEEE GRSM 9:174), Clasen et al. 2024; used by Deng et al. 2023",
    licence="CDLA-Permissive-1.0",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={
        "bands": Option("rgbn", "bands of Sentinel-2: rgbn (Deng et al.), rgb, all, or names separated by commas"),
        "sensors": Option("both", "which sensors to read", ("both", "s1", "s2")),
        "classes": Option("19", "how many classes; 43 in version 1 alone", ("19", "43")),
        "unpaired": Option(False, "keep patches that one of the sensors has no image of"),
        "cache": CACHE,
    },
)  # fmt: skip
