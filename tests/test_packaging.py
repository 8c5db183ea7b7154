"""The wheel holds the package, and works in an environment that has never seen the checkout."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from eo_embed import __version__

#: Of the wheel; QGIS gets the plugin as a zip of its own (tools/package.py).
NOT_SHIPPED = {
    "tests", "benchmarks", "docs", "build", "dist", "work", "demo", "eo_embed_plugin", "resources", "tools",
}  # fmt: skip


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that the checkout's leftovers neither enter it nor grow."""
    folder = tmp_path_factory.mktemp("wheel")
    hidden_or_bulky = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", *NOT_SHIPPED)
    shutil.copytree(root, folder / "source", ignore=hidden_or_bulky)
    build = [sys.executable, "-m", "uv", "build", "--wheel", "--no-build-isolation", "--offline"]
    _run(*build, "--python", sys.executable, "--out-dir", folder, "source", cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel; a path file lends it this one's dependencies.

    Path files do not nest, so the editable install of this environment stays out of it.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps"]
    _run(*install, "--python", python, wheel, cwd=folder)
    site = Path(
        _run(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
        ).strip()
    )
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return folder


def test_every_package_on_disk_is_listed(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    inits = [root / "__init__.py", *root.glob("[!.]*/**/__init__.py")]
    folders = (init.parent.relative_to(root).parts for init in inits)
    on_disk = {".".join(["eo_embed", *parts]) for parts in folders if NOT_SHIPPED.isdisjoint(parts)}
    assert on_disk == set(project["tool"]["setuptools"]["packages"])


def _imports(tree: ast.AST, inside: bool = False) -> Iterator[tuple[str, bool]]:
    """Top-level modules imported from elsewhere, and whether inside a function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0], inside
        else:
            function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(node, inside or function)


def _distributions(requirements: list[str]) -> set[str]:
    return {_plain(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared(source: str, project: dict, providers: dict[str, list[str]]) -> list[str]:
    """Modules that ``source`` imports and that no declared dependency brings.

    An extra counts for an import inside a function alone: without it the module still imports.
    """
    extras = project["optional-dependencies"]
    users = [r for name, requirements in extras.items() if name != "dev" for r in requirements]
    always, perhaps = _distributions(project["dependencies"]), _distributions(users)
    missing = []
    for module, inside in _imports(ast.parse(source)):
        if module in sys.stdlib_module_names or module == "eo_embed":
            continue
        given = {_plain(name) for name in providers.get(module, [module])}
        if not given & (always | perhaps if inside else always):
            missing.append(module)
    return missing


def test_every_import_of_the_package_is_declared(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    providers = {m: list(names) for m, names in packages_distributions().items()}
    files = sorted(file for room in ("core", "training") for file in (root / room).rglob("*.py"))
    assert len(files) > 80
    wrong = {
        str(file.relative_to(root)): missing
        for file in files
        if (missing := undeclared(file.read_text(), project, providers))
    }
    assert not wrong, "declare them in pyproject.toml"


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("import numpy.linalg, json", []),
        ("from PIL import Image", []),
        ("import affine", ["affine"]),
        ("def f():\n    from affine import Affine", ["affine"]),
        ("def f():\n    import torchgeo.models", []),
        ("try:\n    import torchgeo\nexcept ImportError:\n    pass", ["torchgeo"]),
        ("from .affine import x", []),
        ("def f():\n    import pytest", ["pytest"]),
    ],
)
def test_an_undeclared_import_is_found(source: str, missing: list[str]) -> None:
    project = {
        "dependencies": ["numpy>=1.26", "Pillow>=10.1"],
        "optional-dependencies": {"torchgeo": ["torchgeo>=0.6"], "dev": ["pytest>=8"]},
    }
    providers = {"PIL": ["pillow"], "numpy": ["numpy"], "affine": ["affine"]}
    assert undeclared(source, project, providers) == missing


def test_the_command_runs_from_the_wheel_in_another_folder(
    environment: Path, tmp_path: Path
) -> None:
    where = "import eo_embed; print(eo_embed.__file__)"
    imported = Path(_run(environment / "bin" / "python", "-c", where, cwd=tmp_path).strip())
    assert environment in imported.parents
    version = _run(environment / "bin" / "eo-embed", "--version", cwd=tmp_path)
    assert __version__ in version
    models = _run(environment / "bin" / "python", "-m", "eo_embed", "models", cwd=tmp_path)
    assert "rcf" in models
    assert "timm:" in models


@pytest.mark.parametrize("module", ["eo_embed", "eo_embed.core", "eo_embed.core.models"])
def test_importing_is_light(module: str, tmp_path: Path) -> None:
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    loaded = set(json.loads(_run(sys.executable, "-c", program, cwd=tmp_path)))
    assert module in loaded
    assert not loaded & {"torch", "timm", "torchgeo", "qgis"}
