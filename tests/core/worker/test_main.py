"""Starting: by path from a folder of any name, as a module, and where something is missing."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from client import BY_MODULE, Client

from eo_embed import __version__
from eo_embed.core.worker import __main__ as start


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as an installed plugin: in a folder of another name, far from any checkout."""
    target = tmp_path_factory.mktemp("profile") / "plugins" / "eo_embed-main"
    kept = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "core", target / "core", ignore=kept)
    shutil.copytree(root / "eo_embed_plugin", target / "eo_embed_plugin", ignore=kept)
    shutil.copy(root / "__init__.py", target)
    marked = (target / "__init__.py").read_text().replace(__version__, "9.9.9")
    (target / "__init__.py").write_text(marked)
    return target


def test_by_path_the_worker_is_of_its_own_tree_whatever_is_installed(copy, tmp_path):
    main = copy / "core" / "worker" / "__main__.py"
    with Client([sys.executable, "-I", str(main)], cwd=tmp_path) as worker:
        hello = worker.call("hello", client="test", protocol=1)
    assert hello["version"] == "9.9.9"
    assert worker.process.returncode == 0
    assert worker.stray == []


def test_by_module_it_is_the_installed_one(tmp_path):
    with Client(BY_MODULE, cwd=tmp_path) as worker:
        hello = worker.call("hello")
    assert hello["version"] == __version__
    assert hello["pid"] == worker.process.pid
    assert worker.process.returncode == 0


def test_nothing_but_the_package_is_found_in_the_tree(copy):
    finder = start.OwnTree()
    assert finder.find_spec("eo_embed").submodule_search_locations
    assert finder.find_spec("eo_embed.core") is None
    assert finder.find_spec("numpy") is None


def test_the_list_of_libraries_is_that_of_the_project(root):
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[^\w.-]", requirement)[0] for requirement in project["dependencies"]}
    assert set(start.LIBRARIES.values()) == declared
    assert start.missing_libraries() == []


def test_a_missing_library_is_named_and_has_a_status_of_its_own(root, tmp_path):
    bare = [sys.executable, "-I", "-S", str(root / "core" / "worker" / "__main__.py")]
    done = subprocess.run(bare, input=b"", capture_output=True, timeout=60, cwd=tmp_path)
    assert done.returncode == start.NO_LIBRARY
    assert done.stdout == b""
    assert re.search(rb"lacks .*\btorch\b.*; repair the environment", done.stderr)
    assert done.stderr.count(b"\n") == 1


def test_a_library_that_is_damaged_is_told_the_same_way(copy, tmp_path):
    broken = tmp_path / "eo_embed-main"
    shutil.copytree(copy, broken)
    (broken / "core" / "pipeline" / "__init__.py").write_text("import numpy.not_there")
    main = broken / "core" / "worker" / "__main__.py"
    done = subprocess.run(
        [sys.executable, "-I", main], input=b"", capture_output=True, timeout=60, cwd=tmp_path
    )
    assert done.returncode == start.NO_LIBRARY
    assert b"is damaged (No module named 'numpy.not_there')" in done.stderr


def test_an_old_python_is_told_so(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as found:
        start.main()
    assert found.value.code == start.OLD_PYTHON
    assert "this is Python 3.9, and 3.11 or later is needed" in capsys.readouterr().err


def test_older_pythons_can_read_the_file(root):
    ast.parse((root / "core" / "worker" / "__main__.py").read_text(), feature_version=(3, 8))
