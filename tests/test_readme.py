"""The tours in the README run as they stand, on the demo's scene."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eo_embed import __main__ as program
from eo_embed.core.cli import run
from eo_embed.core.probes.heads import RandomForestHead
from eo_embed.core.synthetic import make_scene


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make demo`` leaves of a scene; never to be changed."""
    folder = tmp_path_factory.mktemp("readme") / "demo"
    make_scene(folder / "scene")
    return folder


@pytest.fixture
def after_demo(demo: Path, tmp_path: Path) -> Path:
    """A folder with the scene where ``make demo`` leaves it."""
    shutil.copytree(demo, tmp_path / "demo")
    return tmp_path


@pytest.fixture
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forests of 5 trees unless told otherwise: hundreds of fits take a minute otherwise."""
    monkeypatch.setitem(RandomForestHead.__init__.__kwdefaults__, "n_estimators", 5)


def _blocks(root: Path, language: str) -> str:
    """All that the README has in a language, one after the other."""
    found = re.findall(rf"```{language}\n(.*?)```", (root / "README.md").read_text(), re.DOTALL)
    assert found
    return "\n".join(found)


def _run(command: list[str], cwd: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_tour(
    root: Path, after_demo: Path, few_trees: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(after_demo)
    assert program  # which adds the commands of training
    lines = [shlex.split(line, comments=True) for line in _blocks(root, "sh").splitlines()]
    for name, *arguments in filter(None, lines):
        assert name == "eo-embed"
        assert run(_shortened(arguments)) == 0, arguments
    assert (after_demo / "cover.tif").exists()
    assert (after_demo / "cover-fine.tif").exists()
    for made in ("maps/similar.tif", "maps/clusters.tif", "samples/check.gpkg", "report.html"):
        assert (after_demo / "fields" / made).exists()


def _shortened(arguments: list[str]) -> list[str]:
    """Two small steps of training in place of its minutes."""
    if arguments[0] != "train":
        return arguments
    assert "steps=300" in arguments
    return [*arguments, "--set", "steps=2", "--set", "batch_size=8"]


def test_the_python_tour(root: Path, after_demo: Path) -> None:
    printed = _run([sys.executable, "-c", _blocks(root, "python")], after_demo)
    assert "Estimate" in printed
    assert (after_demo / "cover.tif").exists()


def test_links_lead_somewhere(root: Path) -> None:
    for page in [root / "README.md", *(root / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
