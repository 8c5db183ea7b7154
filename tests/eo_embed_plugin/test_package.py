"""The zip is what the plugin site takes, and QGIS loads the plugin from it in a profile that has nothing else."""

from __future__ import annotations

import ast
import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from eo_embed import __version__
from eo_embed.tools import package

#: The site's limit is 25,000,000 bytes; we stay well below it.
MOST_BYTES = 25_000_000
REQUIRED = {
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the tree as it is, committed or not."""
    return package.build(tmp_path_factory.mktemp("dist"), tracked=False)


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder)
    return folder / package.TOP


@pytest.fixture(scope="module")
def metadata(unpacked: Path) -> dict[str, str]:
    """As the site reads it: with interpolation, which a stray % would break."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment]
    parser.read_string((unpacked / "metadata.txt").read_text(encoding="utf-8"))
    return dict(parser.items("general"))


# -- what is in it -------------------------------------------------------------------------------


def test_names_and_size(built: Path) -> None:
    assert built.name == f"eo_embed-{__version__}.zip"
    assert built.stat().st_size < MOST_BYTES
    with zipfile.ZipFile(built) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"eo_embed"}
    assert {f"eo_embed/{name}" for name in package.FILES} <= set(names)
    assert "eo_embed/core/worker/protocol.py" in names
    assert "eo_embed/core/report/style.css" in names
    assert "eo_embed/resources/icons/logo.svg" in names
    assert "eo_embed/resources/i18n/eo_embed_fr.qm" in names
    assert "eo_embed/docs/guide.md" in names


def test_nothing_else_is_in_it(built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        names = [name.removeprefix("eo_embed/") for name in archive.namelist()]
    assert not [name for name in names if re.search(r"(^|/)(\.|__pycache__|__MACOSX)", name)]
    assert not [name for name in names if name.startswith(("tests/", "tools/", "benchmarks/", "."))]
    suffixes = {Path(name).suffix for name in names} - {""}
    assert suffixes <= {
        ".py",
        ".html",
        ".css",
        ".svg",
        ".qm",
        ".qml",
        ".md",
        ".png",
        ".toml",
        ".txt",
        ".typed",
    }
    assert {name for name in names if not Path(name).suffix} == {"LICENSE"}


def test_no_file_is_an_executable(unpacked: Path) -> None:
    programs = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"PK\x03\x04")
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert not [path for path in files if path.read_bytes()[:4].startswith(programs)]


def test_every_module_of_ours_that_is_imported_is_in_it(unpacked: Path) -> None:
    missing = []
    for file in unpacked.rglob("*.py"):
        here = file.parent
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.level:
                continue
            base = (here, *here.parents)[node.level - 1].joinpath(*(node.module or "").split("."))
            if not (base.is_dir() or base.with_suffix(".py").is_file()):
                missing.append(f"{file.relative_to(unpacked)}: {ast.unparse(node)}")
    assert not missing


def test_pictures_and_pages_that_the_help_leads_to_are_in_it(unpacked: Path) -> None:
    gone, docs = [], unpacked / "docs"
    for page in [*docs.rglob("*.md"), unpacked / "README.md"]:
        for link in re.findall(r"\]\(([^)#:]+\.(?:png|md))", page.read_text(encoding="utf-8")):
            target = (page.parent / link).resolve()
            wanted = target.suffix == ".png" or docs.resolve() in target.parents
            if wanted and not target.is_file():
                gone.append(f"{page.relative_to(unpacked)}: {link}")
    assert not gone


def test_the_same_tree_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = package.build(tmp_path, tracked=False)
    assert again.read_bytes() == built.read_bytes()


def test_a_tree_without_git_gives_the_same_names(root: Path, tmp_path: Path) -> None:
    names = package.shipped(root, tracked=False)
    for name in [*names, "core/__pycache__/x.py", "docs/.hidden.md", "tests/x.py"]:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    assert package.shipped(tmp_path) == names


def test_what_git_does_not_know_stays_out(root: Path, tmp_path: Path) -> None:
    for name in ("core/known.py", "core/new.py", "core/unsaid.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    git = ["git", "-C", tmp_path]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "core/known.py", "core/unsaid.bin"], check=True)
    assert package.shipped(tmp_path) == ["core/known.py"]
    assert package.shipped(tmp_path, tracked=False) == ["core/known.py", "core/new.py"]


def test_pb_tool_takes_the_same_folders(root: Path) -> None:
    parser = configparser.ConfigParser()
    parser.read(root / "pb_tool.cfg")
    files = parser["files"]
    assert parser["plugin"]["name"] == package.TOP
    assert set(files["extra_dirs"].split()) == set(package.FOLDERS)
    assert set(files["python_files"].split() + files["extras"].split()) == set(package.FILES)


# -- the site's rules ----------------------------------------------------------------------------


def test_metadata_has_what_the_site_asks_for(metadata: dict[str, str], unpacked: Path) -> None:
    assert all(metadata.get(key, "").strip() for key in REQUIRED)
    assert metadata["version"] == __version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert metadata["hasProcessingProvider"] == "yes"
    assert metadata["experimental"] in ("True", "False")
    assert "plugin" not in metadata["name"].lower()
    assert "/" not in metadata["author"]
    assert re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", metadata["email"])
    assert not re.search(r"<\w+", metadata["description"] + metadata["about"])
    assert "External dependencies" in metadata["about"]
    assert (unpacked / metadata["icon"]).is_file()
    assert metadata["changelog"].startswith(__version__)
    tags = metadata["tags"].split(",")
    assert len(set(tags)) == len(tags)
    for key in ("homepage", "tracker", "repository"):
        assert re.fullmatch(r"https://[\w.-]+/[\w./-]+", metadata[key])


def test_the_licence_is_the_one_that_the_project_states(unpacked: Path) -> None:
    text = (unpacked / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert 'license = "GPL-2.0-or-later"' in (unpacked / "pyproject.toml").read_text()


def scan(python: Path, *words: str, cwd: Path) -> dict:
    """What a scanner of the development environment says, as JSON."""
    module = words[0]
    if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode:
        pytest.skip(f"{module} is not in {python}; `make setup` installs it")
    done = subprocess.run([python, "-m", *words], cwd=cwd, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_bandit_finds_nothing(unpacked: Path, worker_python: Path) -> None:
    found = scan(worker_python, "bandit", "-q", "-r", ".", "-f", "json", cwd=unpacked)
    assert not found["errors"]
    assert not [f"{r['filename']}:{r['line_number']} {r['test_id']}" for r in found["results"]]
    assert found["metrics"]["_totals"]["loc"] > 10_000


def test_what_bandit_is_told_to_pass_is_never_what_the_site_forbids(unpacked: Path) -> None:
    """exec, eval, pickle, shells and unpinned models cannot be excused there."""
    excused = {
        mark
        for file in unpacked.rglob("*.py")
        for marks in re.findall(r"# nosec\b ?([^#\n]*)", file.read_text(encoding="utf-8"))
        for mark in marks.split() or ["all"]
    }
    assert excused <= {"B310", "B314", "B404", "B405", "B406", "B603"}


def test_detect_secrets_finds_nothing(unpacked: Path, worker_python: Path) -> None:
    words = ("detect_secrets", "scan", "--all-files", ".")
    assert not scan(worker_python, *words, cwd=unpacked)["results"]


def test_the_package_alone_is_free_of_qgis(unpacked: Path, worker_python: Path) -> None:
    code = "import sys, eo_embed; print('qgis' in sys.modules, eo_embed.__version__)"
    isolated = f"import sys; sys.path.insert(0, {str(unpacked.parent)!r}); {code}"
    done = subprocess.run([worker_python, "-I", "-c", isolated], capture_output=True, text=True)
    assert done.stdout.split() == ["False", __version__], done.stderr


# -- in QGIS -------------------------------------------------------------------------------------

LOOK = """
import json, sys, traceback
import qgis.utils
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface

def bar():
    return [item.text() for item in iface.messageBar().items() if item.title() == "EO Embed"]

def modules():
    return {name: getattr(module, "__file__", None) or "" for name, module in list(sys.modules.items())}

def look():
    told = {}
    try:
        plugin = qgis.utils.plugins.get("eo_embed")
        told["plugin"] = type(plugin).__name__
        told["messages"] = bar()
        told["details"] = getattr(plugin, "details", "")
        told["modules"] = modules()
        told["provider"] = QgsApplication.processingRegistry().providerById("eoembed") is not None
        if plugin is not None:
            told["unloaded"] = qgis.utils.unloadPlugin("eo_embed")
            QgsApplication.processEvents()
            told["left"] = bar() + [p for p in qgis.utils.plugins if p == "eo_embed"]
            told["provider_left"] = QgsApplication.processingRegistry().providerById("eoembed") is not None
            told["again"] = qgis.utils.loadPlugin("eo_embed") and qgis.utils.startPlugin("eo_embed")
            qgis.utils.unloadPlugin("eo_embed")
    except Exception:
        told["failed"] = traceback.format_exc()
    with open(TARGET, "w") as out:
        json.dump(told, out)
    QgsApplication.instance().exit(0)

QTimer.singleShot(1500, look)
"""


def look_in_qgis(folder: Path, plugin: Path | None) -> dict:
    """What a QGIS desktop of an empty profile says of the plugin that its profile enables."""
    if not shutil.which("qgis") or not shutil.which("xvfb-run"):
        pytest.skip("no qgis or no xvfb-run; .ci/setup-qgis installs them as root")
    profile = folder / "profiles" / "default"
    (profile / "QGIS").mkdir(parents=True)
    (profile / "QGIS" / "QGIS3.ini").write_text("[PythonPlugins]\neo_embed=true\n")
    if plugin is not None:
        shutil.copytree(plugin, profile / "python" / "plugins" / "eo_embed")
    script, target = folder / "look.py", folder / "told.json"
    script.write_text(f"TARGET = {str(target)!r}\n{LOOK}")
    kept = {
        k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "PYTHONPATH", "DISPLAY")
    }
    bare = {**kept, "HOME": str(folder), "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(folder)}
    qgis = [
        "qgis",
        "--nologo",
        "--noversioncheck",
        "--profiles-path",
        str(folder),
        "--code",
        str(script),
    ]
    done = subprocess.run(
        ["xvfb-run", "-a", *qgis], env=bare, cwd=folder, capture_output=True, text=True, timeout=180
    )
    assert target.is_file(), done.stderr[-3000:]
    told = json.loads(target.read_text())
    assert "failed" not in told, told["failed"]
    return told


@pytest.fixture(scope="module")
def loaded(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    return look_in_qgis(tmp_path_factory.mktemp("loaded"), unpacked)


def test_qgis_loads_the_plugin_from_the_zip(loaded: dict) -> None:
    assert loaded["plugin"] == "Plugin", loaded["details"]
    assert loaded["messages"] == []
    assert loaded["provider"] is True
    assert loaded["unloaded"] is True
    assert loaded["left"] == []
    assert loaded["provider_left"] is False
    assert loaded["again"] is True


def test_qgis_imports_nothing_for_us_but_its_own_and_the_standard_library(
    loaded: dict, tmp_path_factory: pytest.TempPathFactory
) -> None:
    without = look_in_qgis(tmp_path_factory.mktemp("without"), None)["modules"]
    standard = set(getattr(sys, "stdlib_module_names", ())) | {"eo_embed", "qgis", "PyQt5", "PyQt6"}
    standard |= {"expressions"}  # a folder that QGIS makes in each profile
    ours = {name.split(".")[0] for name in set(loaded["modules"]) - set(without)} - standard
    assert not ours
    assert not {"torch", "rasterio", "geopandas", "sklearn"} & set(loaded["modules"])


@pytest.mark.parametrize("module", ["session.py", "gui/dock.py"])
def test_a_plugin_that_cannot_be_loaded_says_so_once(
    module: str, unpacked: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    broken = Path(shutil.copytree(unpacked, tmp_path / "eo_embed"))
    sabotaged = broken / "eo_embed_plugin" / module
    sabotaged.write_text(sabotaged.read_text() + "\nimport no_such_module\n")
    told = look_in_qgis(tmp_path_factory.mktemp("broken"), broken)
    assert told["plugin"] == "BrokenPlugin"
    (message,) = told["messages"]
    assert "no_such_module" in message
    assert Path(module).name in told["details"]
    assert "QGIS 3." in told["details"] or "QGIS 4." in told["details"]
    assert told["unloaded"] is True
    assert told["left"] == []
