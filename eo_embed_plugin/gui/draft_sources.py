"""Imagery on its way into a workspace: which files belong together, what a source is called."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsProject, QgsProviderRegistry, QgsRasterLayer

from .. import layers

#: What tells the bands of one scene apart in the names of their files.
_BAND = re.compile(
    r"(?:^|(?<=[^A-Za-z0-9]))(?:B\d{1,2}A?|SR_B\d|VV|VH|HH|HV)(?=$|[^A-Za-z0-9])", re.I
)
#: The resolution that Sentinel-2 products write behind the band.
_RESOLUTION = re.compile(r"(?<=[_\-])(?:10|20|60)m(?=$|[_\-])", re.I)
#: Addresses that GDAL reads by itself.
_REMOTE = re.compile(r"https?://|s3://|gs://|/vsi(curl|s3|gs|az|adls|oss|swift)/")
#: Sensors and products by what stands in a file's name, in this order.
_NAMES = (
    ("s2", re.compile(r"(?<![a-z0-9])(s2[abc]?(?![a-z0-9])|sentinel[-_ ]?2|msil[12])", re.I)),
    ("s1", re.compile(r"(?<![a-z0-9])(s1[abc]?(?![a-z0-9])|sentinel[-_ ]?1|grdh)", re.I)),
    ("l8", re.compile(r"(?<![a-z0-9])(l[co]0?[89]|landsat[-_ ]?[89])(?![0-9])", re.I)),
    ("l5", re.compile(r"(?<![a-z0-9])(l[te]0?[457]|landsat[-_ ]?[457])(?![0-9])", re.I)),
    ("naip", re.compile(r"naip", re.I)),
    ("dem", re.compile(r"(?<![a-z])(dem|dtm|dsm|srtm|elevation|hoehe|altitude)(?![a-z])", re.I)),
)


@dataclass
class DraftSource:
    """A modality that may go into the workspace.

    Parameters
    ----------
    paths: its files. used: whether it goes in. from_project: found among the project's layers.
    files, bands: what the worker says of them (``inspect``). names: of the bands, where changed by hand.
    scale, offset, nodata: for all its bands, where given by hand. problem: why it cannot be read.
    asked, answered: whether the worker was, and has.
    """

    name: str
    paths: list[str]
    used: bool = False
    from_project: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)
    bands: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] | None = None
    scale: float | None = None
    offset: float | None = None
    nodata: float | None = None
    problem: str = ""
    asked: bool = False
    answered: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What it is known by: its files."""
        return tuple(self.paths)

    @property
    def band_names(self) -> list[str]:
        """Names of the bands, by hand or as recognised."""
        return self.names or [band["name"] for band in self.bands]

    @property
    def stored_scale(self) -> tuple[float, float]:
        """Scale and offset by hand, else those of the first band."""
        first = self.bands[0] if self.bands else {}
        scale = first.get("scale", 1.0) if self.scale is None else self.scale
        offset = first.get("offset", 0.0) if self.offset is None else self.offset
        return float(scale), float(offset)

    def rename_band(self, index: int, name: str) -> None:
        """Give a band another name; the recognised names again where all are as recognised."""
        names = list(self.band_names)
        if index >= len(names):
            return  # other files, with fewer bands, since it was shown
        names[index] = name
        found = [band["name"] for band in self.bands]
        self.names = None if names == found else names


def scene_of(path: str) -> tuple[str, str]:
    """Folder and stem without the band: the same for all bands of a scene in separate files."""
    folder, name = os.path.split(path)
    scene, found = _BAND.subn("*", os.path.splitext(name)[0])
    return folder, _RESOLUTION.sub("*", scene) if found else scene


def group_files(paths: Iterable[str]) -> list[list[str]]:
    """Files that are bands of one scene together, each other file alone, in the order given."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for path in paths:
        folder, scene = scene_of(path)
        key = (folder, scene) if "*" in scene else (path,)
        group = groups.setdefault(key, [])
        if path not in group:
            group.append(path)
    return list(groups.values())


def suggest_name(paths: Sequence[str], taken: Iterable[str]) -> str:
    """A short name for a source by its files' names, unlike those taken."""
    stem = os.path.splitext(os.path.basename(paths[0]))[0]
    name = next((name for name, pattern in _NAMES if pattern.search(stem)), "")
    if not name:
        words = re.sub(r"[^A-Za-z0-9]+", "_", scene_of(paths[0])[1]).strip("_").lower()
        name = words[:24].strip("_") or "image"
    return unlike(name, taken)


def unlike(name: str, taken: Iterable[str]) -> str:
    """The name, or with the first number behind it that makes it another than those taken."""
    others = {other.casefold() for other in taken}
    number, found = 2, name
    while found.casefold() in others:
        found, number = f"{name}_{number}", number + 1
    return found


def file_of(layer_source: str) -> str:
    """The file or address that the worker can read of a GDAL layer's source, "" where there is none."""
    parts = QgsProviderRegistry.instance().decodeUri("gdal", layer_source)
    path = str(parts.get("path") or "")
    if _REMOTE.match(path):
        return path
    return os.path.normpath(path) if os.path.isfile(path) else ""


def project_files() -> list[str]:
    """Files of the project's raster layers, those of our own maps left out."""
    found = (file_of(source) for _, source in layers.raster_paths())
    return list(dict.fromkeys(path for path in found if path))


def layer_names() -> dict[str, str]:
    """Names of the project's raster layers by their files."""
    return {file_of(source): name for name, source in layers.raster_paths()}


def web_layers() -> list[QgsRasterLayer]:
    """The project's raster layers that are no files the worker reads: WMS, tiles, services; to be captured first."""
    return [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsRasterLayer)
        and layer.isValid()
        and (layer.providerType() != "gdal" or not file_of(layer.source()))
        and not layer.customProperty(layers.ROLE)
    ]
