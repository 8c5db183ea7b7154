"""What all tests share: real imagery and QGIS's Python where they are, and modest threads."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

# Before numpy or torch are imported: no test needs more than two threads, and test processes side by side
# (pytest -n 2 on two cores) would wait for each other's.
os.environ.setdefault("OMP_NUM_THREADS", "1" if "PYTEST_XDIST_WORKER" in os.environ else "2")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

#: Those of the plugin run in QGIS's own Python (see Makefile), and the walk in a whole desktop.
collect_ignore = ["eo_embed_plugin", "desktop"]

ROOT = Path(__file__).resolve().parent.parent
QGIS_PYTHON = Path("/usr/bin/python3")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real imagery: EO_EMBED_TEST_DATA, or shared/data beside the checkout."""
    folder = Path(os.environ.get("EO_EMBED_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real imagery at {folder}; set EO_EMBED_TEST_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def qgis_python() -> Path:
    """A Python that imports qgis and osgeo: the system's, never the environment's."""
    try:
        run = subprocess.run(
            [QGIS_PYTHON, "-c", "import qgis.core, osgeo.gdal"], capture_output=True, timeout=60
        )
    except FileNotFoundError:
        pytest.skip(f"there is no {QGIS_PYTHON}")
    if run.returncode:
        pytest.skip(f"QGIS cannot be imported by {QGIS_PYTHON}; .ci/setup-qgis installs it as root")
    return QGIS_PYTHON
