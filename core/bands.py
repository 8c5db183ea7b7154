"""Bands: what one is, common sensor layouts, and what a file says of itself.

Where a layout is recognised with certainty, bands carry the common names that models and
pictures ask for (``blue``, ``nir``, ``swir1``, …); otherwise they keep the file's descriptions,
else the file's stem, else ``b1``, ``b2``, ….
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

Kind = Literal["continuous", "categorical"]


@dataclass(frozen=True)
class Band:
    """One named band of one file.

    ``physical = stored * scale + offset``; ``nodata`` overrides the file's own value.
    """

    name: str
    path: str
    index: int = 1
    kind: Kind = "continuous"
    scale: float = 1.0
    offset: float = 0.0
    nodata: float | None = None


#: Sentinel-2 MSI in file order (L1C has all 13; L2A lacks the cirrus band B10).
SENTINEL2 = {
    "B1": "coastal",
    "B2": "blue",
    "B3": "green",
    "B4": "red",
    "B5": "rededge1",
    "B6": "rededge2",
    "B7": "rededge3",
    "B8": "nir",
    "B8A": "nir08",
    "B9": "nir09",
    "B10": "cirrus",
    "B11": "swir1",
    "B12": "swir2",
}
#: Landsat 8 and 9 OLI/TIRS.
LANDSAT_OLI = {
    "B1": "coastal",
    "B2": "blue",
    "B3": "green",
    "B4": "red",
    "B5": "nir",
    "B6": "swir1",
    "B7": "swir2",
    "B8": "pan",
    "B9": "cirrus",
    "B10": "thermal1",
    "B11": "thermal2",
}
#: Landsat 4 to 7 TM/ETM+.
LANDSAT_TM = {
    "B1": "blue",
    "B2": "green",
    "B3": "red",
    "B4": "nir",
    "B5": "swir1",
    "B6": "thermal",
    "B7": "swir2",
    "B8": "pan",
}
NAIP = ("red", "green", "blue", "nir")

# A code stands at the start of a word, so that "maps2_" and "model8_" are no sensors.
_SENSOR_IN_NAME = (
    (re.compile(r"(?<![a-z0-9])(s2[abc]?[_\-. ]|sentinel[-_ ]?2)", re.I), SENTINEL2),
    (re.compile(r"(?<![a-z0-9])(l[co]0[89]|landsat[-_ ]?[89]|l[89][_\-. ])", re.I), LANDSAT_OLI),
    (re.compile(r"(?<![a-z0-9])(l[te]0[457]|landsat[-_ ]?[457]|l[57][_\-. ])", re.I), LANDSAT_TM),
)
_CODE = re.compile(r"(?:^|[^A-Za-z0-9])B0?(\d{1,2})(A?)(?=$|[^A-Za-z0-9])", re.I)

#: What a file of so many unnamed bands of a sensor holds: Sentinel-2 as L1C and L2A, Landsat as
#: Level 1 and as surface reflectance.
_STACKS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    (SENTINEL2, tuple(SENTINEL2.values())),
    (SENTINEL2, tuple(name for name in SENTINEL2.values() if name != "cirrus")),
    (LANDSAT_OLI, tuple(LANDSAT_OLI.values())),
    (LANDSAT_OLI, tuple(LANDSAT_OLI.values())[:7]),
    (LANDSAT_TM, tuple(LANDSAT_TM.values())[:7]),
    (LANDSAT_TM, ("blue", "green", "red", "nir", "swir1", "swir2")),
)


def band_code(text: str) -> str | None:
    """The sensor's band code in a description or file stem: ``"…_B08"`` -> ``"B8"``."""
    found = _CODE.findall(text)
    return f"B{int(found[-1][0])}{found[-1][1].upper()}" if found else None


def is_naip(path: str, count: int, dtype: str, hint: str = "") -> bool:
    """Whether a file is NAIP's: four 8-bit bands, by the agency's file name or the user's word.

    GDAL marks the fourth of four 8-bit bands as alpha unless told otherwise; NAIP's is near infrared.
    """
    said = _stem(path).startswith("m_") or "naip" in hint.lower()
    return count == len(NAIP) and dtype == "uint8" and said


def name_bands(
    path: str, descriptions: Sequence[str | None], dtype: str, hint: str = ""
) -> list[str]:
    """Names for the bands of one file, in file order.

    ``hint`` is the source's name given by the user (``s2``, ``l8`` …), which settles the sensor
    where the path does not.
    """
    count = len(descriptions)
    layout = _sensor(path, hint)
    said = [(text or "").strip() for text in descriptions]
    if all(said) and len(set(said)) == count:
        return _from_codes([band_code(text) for text in said], layout) or said
    if count == 1:
        return _from_codes([band_code(_stem(path))], layout) or [_stem(path)]
    if is_naip(path, count, dtype, hint):
        return list(NAIP)
    for sensor, names in _STACKS:
        # Twelve or thirteen bands of unsaid integers are Sentinel-2; floats may be anything.
        sure = layout is sensor or (layout is None and sensor is SENTINEL2 and "int" in dtype)
        if sure and count == len(names):
            return list(names)
    names_or_numbers = [text or f"b{i}" for i, text in enumerate(said, start=1)]
    if len(set(names_or_numbers)) == count:
        return names_or_numbers
    return [f"b{i}" for i in range(1, count + 1)]


def sensor_name(path: str, hint: str = "") -> str | None:
    """The sensor that a path, or a source's name, tells of: ``Sentinel-2``, ``Landsat 8/9``, ``Landsat 4-7``."""
    layout = _sensor(path, hint)
    named = ((SENTINEL2, "Sentinel-2"), (LANDSAT_OLI, "Landsat 8/9"), (LANDSAT_TM, "Landsat 4-7"))
    return next((name for known, name in named if known is layout), None)


def _stem(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).stem


def _sensor(path: str, hint: str) -> dict[str, str] | None:
    for text in (f"{hint} ", path):
        for pattern, layout in _SENSOR_IN_NAME:
            if pattern.search(text):
                return layout
    return None


def _from_codes(codes: Sequence[str | None], layout: dict[str, str] | None) -> list[str] | None:
    """Common names for sensor codes, or None where the sensor stays open."""
    if layout is None and "B8A" in codes:  # only Sentinel-2 has one
        layout = SENTINEL2
    if layout is None:
        return None
    names = [layout[code] for code in codes if code in layout]
    return names if len(names) == len(codes) else None
