"""How the worker is started: which program, with which arguments, in which environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QProcessEnvironment

from .i18n import tr

WORKER = Path(__file__).resolve().parent.parent / "core" / "worker" / "__main__.py"
#: What adds methods to the core's own: pretraining stands above the core, which does not know it.
MORE_METHODS = ("--with", "eo_embed.training.worker")

#: What QGIS sets for its own Python, GDAL, PROJ and Qt, and what would mislead another Python.
_FOREIGN = ("PYTHON", "PROJ_", "GDAL_", "OGR_", "QT_", "QGIS_", "OSGEO4W_", "GRASS_")
_FOREIGN_NAMES = ("VIRTUAL_ENV", "GISBASE", "GEOTIFF_CSV", "QML2_IMPORT_PATH")
#: Lists of folders to load libraries from; those of a bundle of QGIS are taken out.
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH")
#: Where a bundle says that it lies: AppImage, Snap, OSGeo4W, QGIS itself.
_BUNDLES = ("APPDIR", "SNAP", "OSGEO4W_ROOT", "QGIS_PREFIX_PATH")
#: Prefixes that the system and its other programs share with QGIS.
_SYSTEM = {"/", "/usr", "/usr/local"}


class LaunchError(Exception):
    """The worker cannot be started; the text is one sentence for the user."""


@dataclass(frozen=True)
class Launch:
    """A program, its arguments, and the whole environment that it gets."""

    program: str
    arguments: tuple[str, ...]
    environment: QProcessEnvironment


def worker_launch(python: str) -> Launch:
    """Start the worker with this Python. Raises LaunchError where it, or the worker, is not there."""
    if not os.path.isfile(python):
        raise LaunchError(
            tr(
                "There is no Python at {path}: repair the environment or choose another Python in "
                "EO Embed's settings, then press Restart."
            ).format(path=python or "''")
        )
    if not WORKER.is_file():
        raise LaunchError(
            tr("The plugin is incomplete, {path} is missing: install EO Embed again.").format(
                path=WORKER
            )
        )
    # By path, so that the folder of the plugin may have any name; -I keeps the user's own packages
    # out, and UTF-8 makes what it prints readable on Windows.
    arguments = ("-I", "-X", "utf8", str(WORKER), *MORE_METHODS)
    return Launch(python, arguments, clean_environment())


def clean_environment(
    source: QProcessEnvironment | None = None, is_windows: bool = os.name == "nt"
) -> QProcessEnvironment:
    """The system's environment without what belongs to QGIS; proxies, certificates, CUDA_*, HF_*, OMP_* stay."""
    found = source if source is not None else QProcessEnvironment.systemEnvironment()
    clean = QProcessEnvironment(found)
    bundles = _bundles(found)
    names = found.keys()
    for name in names:
        if name.upper().startswith(_FOREIGN) or name.upper() in _FOREIGN_NAMES:
            clean.remove(name)
        elif name in _LIBRARY_PATHS:
            _without(clean, name, bundles, os.pathsep)
        elif is_windows and name.upper() == "PATH":
            _without(clean, name, bundles, ";")
    return clean


def _bundles(environment: QProcessEnvironment) -> list[str]:
    """Folders that belong to a QGIS which brings its own libraries."""
    named = [environment.value(name) for name in _BUNDLES]
    folders = [_plain(folder) for folder in [*named, QgsApplication.prefixPath()] if folder]
    return [folder for folder in folders if folder not in _SYSTEM]


def _without(
    environment: QProcessEnvironment, name: str, bundles: list[str], separator: str
) -> None:
    entries = environment.value(name).split(separator)
    kept = [entry for entry in entries if entry and not _lies_in(entry, bundles)]
    if kept:
        environment.insert(name, separator.join(kept))
    else:
        environment.remove(name)


def _lies_in(entry: str, bundles: list[str]) -> bool:
    path = _plain(entry)
    is_osgeo = any(part.startswith("osgeo4w") for part in path.split("/"))
    return is_osgeo or any(path == b or path.startswith(b + "/") for b in bundles)


def _plain(path: str) -> str:
    """A path to compare with others: Windows's spellings of one folder become the same."""
    plain = path.strip('"').replace("\\", "/").rstrip("/")
    has_drive = plain[1:2] == ":"
    return (plain.lower() if has_drive else plain) or "/"
