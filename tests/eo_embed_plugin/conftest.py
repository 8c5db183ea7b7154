"""What the plugin's tests share: the package's tree, the worker's Python, a scene and a workspace."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# As in tests/conftest.py: test processes side by side would wait for each other's threads.
os.environ.setdefault("OMP_NUM_THREADS", "1" if "PYTEST_XDIST_WORKER" in os.environ else "2")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
# A QGIS takes the Python whose home it finds along PATH: its own is the system's, whatever pyenv puts before it.
os.environ["PATH"] = os.pathsep.join(["/usr/bin", os.environ["PATH"]])

ROOT = Path(__file__).resolve().parents[2]
TREE = ROOT / ".venv" / "tree"  # holds the checkout under the package's name
WORKER_PYTHON = ROOT / ".venv" / "bin" / "python"
sys.path.insert(0, str(TREE))

from eo_embed.tests.eo_embed_plugin.kept_python import from_python  # noqa: E402 -- by that path


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def worker_python() -> Path:
    """A Python that runs the worker: the development environment's."""
    return WORKER_PYTHON


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real imagery: EO_EMBED_TEST_DATA, or shared/data beside the checkout."""
    folder = Path(os.environ.get("EO_EMBED_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real imagery at {folder}; set EO_EMBED_TEST_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def scene(tmp_path_factory) -> Path:
    """The synthetic scene: ``scene.tif`` (4 bands, uint16, EPSG:32632) and ``truth.tif`` (classes)."""
    folder = tmp_path_factory.mktemp("scene")
    from_python(
        "from pathlib import Path",
        "from eo_embed.core.synthetic import make_scene",
        f"make_scene(Path({str(folder)!r}), size=512)",
    )
    return folder


@pytest.fixture(scope="session")
def embedded_template(scene, tmp_path_factory) -> Path:
    """A workspace of the synthetic scene, chips of 160 m, embedded by ``rcf``; never to be changed."""
    folder = tmp_path_factory.mktemp("template") / "fields"
    from_python(
        "from eo_embed.core import pipeline",
        f"pipeline.init({str(folder)!r}, {{'s2': [{str(scene / 'scene.tif')!r}]}}, chip='160m')",
        f"pipeline.embed({str(folder)!r}, model='rcf', options={{'features': 128}})",
    )
    return folder


@pytest.fixture
def embedded(embedded_template, tmp_path) -> Path:
    """A workspace with embeddings and no labels, the test's own."""
    return Path(shutil.copytree(embedded_template, tmp_path / "fields"))
