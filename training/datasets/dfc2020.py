"""The IEEE GRSS Data Fusion Contest of 2020: patches as SEN12MS has, with land cover at 10 m."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from ...core.errors import DataMissing
from .base import DatasetKind, Labels
from .files import CACHE, list_folders
from .sen12ms import BANDS, SENSORS, Patch, PatchDataset, find_patches, left_out

LAYOUT = """\
FOLDER/
  ROIs0000_validation/  with  s1_validation/  s2_validation/  dfc_validation/
  ROIs0000_test/        with  s1_0/           s2_0/           dfc_0/
    ROIs0000_test_s1_0_p1.tif    2 bands: VV, VH
    ROIs0000_test_s2_0_p1.tif    13 bands
    ROIs0000_test_dfc_0_p1.tif   land cover, 1 to 10; may be left out
one of the two will do; FOLDER may itself be one"""

#: The simplified scheme of the contest, values 1 to 10.
CLASSES = (
    "forest", "shrubland", "savanna", "grassland", "wetlands", "croplands", "urban or built-up", "snow or ice",
    "barren", "water",
)  # fmt: skip
#: Parts of the contest: 986 patches to validate on, 5,128 to test.
_PARTS = ("ROIs0000_validation", "ROIs0000_test")


class DFC2020(PatchDataset):
    """Both parts have labels; the contest's own training data is SEN12MS, so that no split is given here."""

    def __init__(
        self, folder: Path, patches: Sequence[Patch], *, bands: str, sensors: str, cache: float
    ) -> None:
        super().__init__(
            f"DFC2020 in {folder}",
            patches,
            bands=bands,
            sensors=sensors,
            cover="dfc",
            classes=CLASSES,
            cache=cache,
        )

    @cached_property
    def labels(self) -> Labels | None:  # type: ignore[override]
        """The commonest class of land cover of each patch."""
        return self.commonest_cover() if self.mask_classes else None


def _open(folder: Path, *, bands: str, sensors: str, cache: float) -> DFC2020:
    roots = [folder / name for name in _PARTS if (folder / name).is_dir()]
    if not roots and _is_part(folder):
        roots = [folder]
    if not roots:
        first = folder / "ROIs0000_validation" / "s2_validation"
        raise DataMissing(f"{first} is not there; expected is:\n{LAYOUT}")
    patches, apart = find_patches(roots, sensors, "DFC2020", LAYOUT)
    data = DFC2020(folder, patches, bands=bands, sensors=sensors, cache=cache)
    data.notes = left_out(apart, folder)
    return data


def _is_part(folder: Path) -> bool:
    return any(name.startswith("dfc_") or name == "s2_validation" for name in list_folders(folder))


def _recognise(folder: Path) -> bool:
    return any((folder / name).is_dir() for name in _PARTS) or _is_part(folder)


KIND = DatasetKind(
    name="dfc2020",
    title="IEEE GRSS Data Fusion Contest 2020: SEN12MS patches with land cover at 10 m",
    paper="Yokoya et al. 2020 (IEEE GRSM 8:154); used by Jain et al. 2021",
    licence="CC BY 4.0",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={"bands": BANDS, "sensors": SENSORS, "cache": CACHE},
)
