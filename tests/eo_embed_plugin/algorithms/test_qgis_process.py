"""qgis_process in a bare profile: the plugin enabled, the commands of docs/how-to/processing.md as they stand there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import TREE

pytestmark = pytest.mark.skipif(
    shutil.which("qgis_process") is None, reason="qgis_process is not installed"
)


@pytest.fixture(scope="module")
def qgis_process(tmp_path_factory, worker_python):
    """Runs a command line in a folder, in a profile that holds the plugin and nothing else."""
    config = tmp_path_factory.mktemp("config")
    plugins = config / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / "eo_embed").symlink_to(TREE / "eo_embed")
    settings = {
        "QGIS_CUSTOM_CONFIG_PATH": str(config),
        "EO_EMBED_PYTHON": str(worker_python),
        "QT_QPA_PLATFORM": "offscreen",
    }
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | settings

    def go(line: str, folder: Path) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["bash", "-c", line],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
        )

    enabled = go("qgis_process plugins enable eo_embed", config)
    assert enabled.returncode == 0, enabled.stderr
    return go


@pytest.fixture
def place(scene, core, tmp_path) -> Path:
    """A folder with the files that the page speaks of."""
    for name in ("scene.tif", "truth.tif"):
        shutil.copy(scene / name, tmp_path / name)
    core(
        f"with rasterio.open({str(tmp_path / 'truth.tif')!r}) as truth:",
        "    rows, cols = [a.ravel() for a in np.mgrid[20:500:24, 20:500:24]]",
        "    x, y = rasterio.transform.xy(truth.transform, rows, cols)",
        "    points = geopandas.points_from_xy(x, y)",
        "    data = {'class': truth.read(1)[rows, cols].astype(str)}",
        "    frame = geopandas.GeoDataFrame(data, geometry=points, crs=truth.crs)",
        f"frame[frame['class'] != '0'].to_file({str(tmp_path / 'places.gpkg')!r})",
    )
    return tmp_path


def commands(root: Path, heading: str, language: str) -> str:
    """The block of a section of the page."""
    page = (root / "docs" / "how-to" / "processing.md").read_text(encoding="utf-8")
    section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)[1]


def test_the_algorithms_are_listed(qgis_process, tmp_path):
    listed = json.loads(qgis_process("qgis_process --json list", tmp_path).stdout)
    assert "eoembed:predict" in listed["providers"]["eoembed"]["algorithms"]


def test_the_page_lists_them_all(root, provider):
    page = (root / "docs" / "how-to" / "processing.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(eoembed:\w+)`", page))
    assert told == {algorithm.id() for algorithm in provider.algorithms()}


@pytest.mark.slow
def test_the_commands_of_the_page_work(qgis_process, root, place):
    lines = commands(root, "Without a window", "sh").splitlines()
    assert len(lines) == 7
    for line in lines[1:]:
        done = qgis_process(line, place)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Results" in done.stdout, done.stdout + done.stderr
    assert (place / "cover.tif").is_file()
    assert "Confusion matrix" in (place / "scores.html").read_text(encoding="utf-8")


def test_the_script_of_the_page_works(root, place, provider, monkeypatch):
    monkeypatch.chdir(place)
    names: dict = {}
    exec(commands(root, "In Python", "python"), names)  # what a reader would paste into the console
    assert Path(names["chip_map"]) == place / "by_python" / "maps" / "cover-rf.tif"
    assert Path(names["chip_map"]).is_file()


def test_the_model_of_the_page_works(qgis_process, root, place):
    shutil.copy(root / "docs" / "how-to" / "chip_map.model3", place)
    done = qgis_process(commands(root, "In a model", "sh"), place)
    assert "Executed 5 algorithm(s)" in done.stdout, done.stdout + done.stderr
    assert (place / "places.tif").is_file()
    assert (place / "by_model" / "maps").exists() is False


def test_what_is_wrong_is_said_and_fails(qgis_process, tmp_path):
    done = qgis_process(f"qgis_process run eoembed:fit -- WORKSPACE={tmp_path}", tmp_path)
    assert done.returncode != 0
    assert "There is no workspace in" in done.stdout + done.stderr


def test_no_worker_is_left(qgis_process, labelled):
    line = (
        f"qgis_process run eoembed:predict -- WORKSPACE={labelled}; ps -o args= -s $(ps -o sid= $$)"
    )
    done = qgis_process(f"setsid --wait bash -c '{line}'", labelled)
    assert (labelled / "maps" / "cover-rf.tif").is_file(), done.stdout + done.stderr
    still = done.stdout.partition("Results")[2]
    assert "ps -o args=" in still
    assert "core/worker" not in still
