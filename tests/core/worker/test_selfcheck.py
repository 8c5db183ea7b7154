"""The check of a Python: what is missing, wrong or broken is found, on this Python and on others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from packaging.requirements import Requirement

from eo_embed.core.worker import selfcheck

ROOT = Path(selfcheck.__file__).resolve().parents[2]


def run(
    python: str, pyproject: Path = ROOT / "pyproject.toml", script: Path = Path(selfcheck.__file__)
) -> dict:
    """What the check finds when it runs as the plugin runs it."""
    given = [python, "-I", str(script), str(pyproject)]
    done = subprocess.run(given, capture_output=True, text=True, check=True, timeout=300)
    *before, last = (json.loads(line) for line in done.stdout.splitlines())
    assert all(set(message) == {"doing"} for message in before)
    return last["found"]


def test_this_python_passes_whatever_the_plugins_folder_is_called(tmp_path):
    plugin = tmp_path / "another name"
    plugin.symlink_to(ROOT)
    found = run(sys.executable, script=plugin / "core" / "worker" / "selfcheck.py")
    assert (found["missing"], found["wrong"], found["broken"], found["model"]) == ([], [], [], "")
    assert found["torch"] == torch.__version__
    assert [device["id"] for device in found["devices"]] == selfcheck._devices(torch)
    assert not any(device["error"] for device in found["devices"])


def test_every_dependency_is_imported_under_some_name():
    import tomllib

    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {Requirement(line).name for line in listed}
    # The rest comes in with these and with the package's own modules, which the check runs too.
    modules = {
        "sklearn": "scikit-learn",
        "odc.geo": "odc-geo",
        "skops.io": "skops",
        "PIL": "pillow",
    }
    assert {modules.get(name, name) for name in selfcheck.MODULES} <= names


def test_missing_and_wrong_versions(tmp_path):
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text('[project]\ndependencies = ["numpy>=1", "not-there-at-all[x]>=2"]\n')
    assert selfcheck.compare_versions(pyproject) == (
        [["not-there-at-all", "not-there-at-all[x]>=2"]],
        [],
    )
    pyproject.write_text('[project]\ndependencies = ["numpy<1", "scipy"]\n')
    missing, [[name, version, needed]] = selfcheck.compare_versions(pyproject)
    assert (missing, name, needed) == ([], "numpy", "numpy<1")
    assert version


def test_what_does_not_load_is_named(monkeypatch):
    monkeypatch.setattr(selfcheck, "MODULES", ("json", "not_there_at_all"))
    [[name, error]] = selfcheck.try_imports()
    assert name == "not_there_at_all"
    assert error.startswith("ModuleNotFoundError")


def test_a_device_that_fails_tells_why():
    found = selfcheck.try_device("cuda:99")
    assert found["error"]
    assert found["id"] == "cuda:99"


def test_a_python_too_old_is_told_its_version(monkeypatch, tmp_path):
    monkeypatch.setattr(selfcheck, "LEAST", (99, 0))
    found = selfcheck.examine(tmp_path / "not read.toml")
    assert set(found) == {"python", "executable"}


@pytest.mark.parametrize("feature", [(3, 7)])
def test_its_syntax_is_of_an_old_python(feature):
    import ast

    ast.parse(Path(selfcheck.__file__).read_text(encoding="utf-8"), feature_version=feature)
