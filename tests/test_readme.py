"""The tours in the README run as they stand, on the demo's scene."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from eo_embed.core.synthetic import make_scene


@pytest.fixture
def after_demo(tmp_path: Path) -> Path:
    """A folder with the scene where ``make demo`` leaves it."""
    make_scene(tmp_path / "demo" / "scene")
    return tmp_path


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


def test_the_command_line_tour(root: Path, after_demo: Path) -> None:
    _run(["sh", "-e", "-c", _blocks(root, "sh")], after_demo)
    assert (after_demo / "cover.tif").exists()
    assert (after_demo / "cover-fine.tif").exists()
    for made in ("maps/similar.tif", "maps/clusters.tif", "samples/check.gpkg", "report.html"):
        assert (after_demo / "fields" / made).exists()


def test_the_python_tour(root: Path, after_demo: Path) -> None:
    printed = _run([sys.executable, "-c", _blocks(root, "python")], after_demo)
    assert "Estimate" in printed
    assert (after_demo / "cover.tif").exists()


def test_links_lead_somewhere(root: Path) -> None:
    for page in [root / "README.md", *(root / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
