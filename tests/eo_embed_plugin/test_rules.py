"""What no run of the plugin shows on this QGIS: that it fits Python 3.9, Qt 6 and its own room's rules."""

from __future__ import annotations

import ast
import enum
import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eo_embed.eo_embed_plugin import i18n
from eo_embed.tests.eo_embed_plugin.qt6_stubs import Stubs

ROOT = Path(i18n.__file__).resolve().parents[1]
PLUGIN = sorted((ROOT / "eo_embed_plugin").rglob("*.py"))
#: What QGIS's Python imports: the plugin, the protocol, and the packages above it.
FILES = [
    *PLUGIN,
    ROOT / "__init__.py",
    ROOT / "core" / "__init__.py",
    ROOT / "core" / "worker" / "__init__.py",
    ROOT / "core" / "worker" / "protocol.py",
]
MAY_IMPORT = {"qgis"}
NEVER_IMPORT = {"subprocess", "pickle", "marshal", "shelve", "imp", "distutils"}
#: What qgis.PyQt lends QtWidgets from QtGui where Qt is 6.
LENT = {"QAction", "QActionGroup", "QShortcut"}
#: What it lends QVariant there, whose own Type is gone.
LENT_TO_QVARIANT = {"Bool", "Int", "LongLong", "Double", "String", "StringList", "Date", "DateTime"}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def found(rule: Callable[[Path], Iterator[tuple[int, str]]], files: list[Path]) -> list[str]:
    """What a rule says of files, as ``file:line text``."""
    return [
        f"{file.relative_to(ROOT)}:{line} {text}" for file in files for line, text in rule(file)
    ]


# -- Python 3.9 ----------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_syntax_is_of_python_3_9(file: Path) -> None:
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
    assert ast.get_docstring(tree(file)) or not tree(file).body


def annotations(module: ast.Module) -> set[ast.AST]:
    """All nodes within annotations, which are never evaluated."""
    inside: set[ast.AST] = set()
    for node in ast.walk(module):
        said = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        inside |= {part for one in said if one is not None for part in ast.walk(one)}
    return inside


def _none_among(node: ast.BinOp) -> Iterator[tuple[int, str]]:
    if None in [getattr(side, "value", "") for side in (node.left, node.right)]:
        yield node.lineno, "X | None outside an annotation"


def too_new(file: Path) -> Iterator[tuple[int, str]]:
    free = annotations(tree(file))
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and node not in free:
            yield from _none_among(node)
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            words = {word.arg for word in node.keywords}
            if name == "zip" and "strict" in words:
                yield node.lineno, "zip(strict=)"
            if name.endswith("dataclass") and words & {"slots", "kw_only"}:
                yield node.lineno, "dataclass(slots=, kw_only=)"
            if name in ("isinstance", "issubclass") and isinstance(node.args[1], ast.BinOp):
                yield node.lineno, f"{name}(…, A | B)"


def test_nothing_is_used_that_python_3_9_lacks() -> None:
    assert not found(too_new, FILES)


COMPILE = """
import ast, importlib, sys
wrong = []
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        source = file.read()
    compile(source, name, "exec")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module.split(".")[0] != "qgis":
            module = importlib.import_module(node.module)
            wrong += [f"{name}:{node.lineno} {a.name}" for a in node.names if not hasattr(module, a.name)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = sys.modules.get(node.value.id)
            if node.value.id in ("os", "sys", "re", "math", "json", "time", "shutil", "hashlib", "tempfile"):
                module = importlib.import_module(node.value.id)
                wrong += [] if hasattr(module, node.attr) else [f"{name}:{node.lineno} {node.value.id}.{node.attr}"]
print("\\n".join(wrong))
"""
#: Of these an attribute is there on one system and not on another.
OF_ONE_SYSTEM = ("sys.getwindowsversion", "sys.winver", "os.startfile", "os.add_dll_directory")


def _runs(python: str) -> bool:
    found = shutil.which(python)  # pyenv's shims are found, yet may refuse to run
    return (
        found is not None and not subprocess.run([found, "-c", ""], capture_output=True).returncode
    )


def test_python_3_9_itself_compiles_all_and_has_what_is_imported() -> None:
    places = [*sorted(Path.home().glob(".pyenv/versions/3.9*/bin/python3.9")), "python3.9"]
    python = next((str(p) for p in places if _runs(str(p))), None)
    if python is None:
        pytest.skip("no python3.9 is here")
    done = subprocess.run([python, "-c", COMPILE, *map(str, FILES)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = filter(None, done.stdout.splitlines())
    assert not [line for line in lines if not line.endswith(OF_ONE_SYSTEM)]


# -- imports -------------------------------------------------------------------------------------


def wrong_imports(file: Path) -> Iterator[tuple[int, str]]:
    standard = set(sys.stdlib_module_names) - NEVER_IMPORT
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if name.split(".")[0] not in standard | MAY_IMPORT:
                yield node.lineno, f"imports {name}"


def test_only_qgis_and_the_standard_library_are_imported() -> None:
    assert not found(wrong_imports, FILES)


def wrong_relatives(file: Path) -> Iterator[tuple[int, str]]:
    """Relative imports that leave the plugin for anything but the protocol and the version."""
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = file.parents[node.level - 1].relative_to(ROOT).parts
        target = ".".join([*base, *(node.module or "").split(".")]).strip(".")
        for alias in node.names:
            whole = f"{target}.{alias.name}".strip(".")
            allowed = ("eo_embed_plugin.", "core.worker.protocol", "__version__")
            if not whole.startswith(allowed):
                yield node.lineno, f"imports {whole}"


def test_of_our_own_package_only_the_protocol_is_imported() -> None:
    assert not found(wrong_relatives, PLUGIN)


def test_annotations_are_never_evaluated() -> None:
    without = [
        str(file.relative_to(ROOT))
        for file in PLUGIN
        if len(tree(file).body) > 1 and "from __future__ import annotations" not in file.read_text()
    ]
    assert not without


# -- Qt 6 ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def qt6() -> Stubs:
    places = [Path(p) / "PyQt6" for p in sys.path]
    places += (ROOT / ".venv").glob("lib/python3*/site-packages/PyQt6")
    folder = next((p for p in places if (p / "QtCore.pyi").is_file()), None)
    if folder is None:
        pytest.skip("PyQt6 is not in .venv; `make setup` installs it")
    return Stubs(folder)


def qt_imports(file: Path) -> Iterator[tuple[int, str, str, str]]:
    """Line, module, name and local name of what is imported from qgis.PyQt; fallbacks for Qt 5 left out."""
    fallbacks = {
        id(part)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.ImportFrom) or id(node) in fallbacks:
            continue
        if (node.module or "").startswith("qgis.PyQt."):
            for alias in node.names:
                yield (
                    node.lineno,
                    node.module.split(".")[2],
                    alias.name,
                    alias.asname or alias.name,
                )


def chains(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Dotted names that begin with a plain name, each once and whole."""
    inner = {id(n.value) for n in ast.walk(tree(file)) if isinstance(n, ast.Attribute)}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            parts, part = [], node
            while isinstance(part, ast.Attribute):
                parts.append(part.attr)
                part = part.value
            if isinstance(part, ast.Name):
                yield node.lineno, [part.id, *reversed(parts)]


def test_what_is_imported_from_qt_is_there_in_qt_6(qt6: Stubs) -> None:
    def missing(file: Path) -> Iterator[tuple[int, str]]:
        for line, module, name, _ in qt_imports(file):
            lent = module == "QtWidgets" and name in LENT
            if name not in qt6.modules.get(module, {}) and not lent and module != "sip":
                yield line, f"PyQt6.{module} has no {name}"

    assert not found(missing, PLUGIN)


def test_attributes_of_qt_classes_are_there_in_qt_6(qt6: Stubs) -> None:
    checked = 0

    def missing(file: Path) -> Iterator[tuple[int, str]]:
        nonlocal checked
        owners = {
            local: qt6.classes[name]
            for _, _, name, local in qt_imports(file)
            if qt6.classes.get(name) is not None
        }
        for line, (first, *rest) in chains(file):
            owner = owners.get(first)
            for name in rest:
                if owner is None:
                    break
                if owner.name == "QVariant" and name in LENT_TO_QVARIANT:
                    break
                checked += 1
                there, inner = qt6.member(owner, name)
                if not there:
                    yield (
                        line,
                        f"PyQt6's {owner.name} has no {name} (of {'.'.join([first, *rest])})",
                    )
                owner = inner

    assert not found(missing, PLUGIN)
    assert checked > 100


def test_no_method_is_called_that_qt_6_took_away(qt6: Stubs) -> None:
    """Whatever PyQt5's classes have, PyQt6's have not, and nothing else here goes by that name."""
    pytest.importorskip("PyQt5.QtCore")
    gone: set[str] = set()
    for module in ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg"):
        for owner in vars(importlib.import_module(f"PyQt5.{module}")).values():
            if isinstance(owner, type):
                gone |= {name for name, value in vars(owner).items() if callable(value)}
    gone -= qt6.names()
    qgis = [importlib.import_module(f"qgis.{name}") for name in ("core", "gui")]
    for owner in [c for m in qgis for c in vars(m).values() if isinstance(c, type)]:
        gone -= set(vars(owner))
    ours = {
        node.name
        for file in PLUGIN
        for node in ast.walk(tree(file))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    gone = {name for name in gone - ours if not name.startswith("__")}
    assert "exec_" in gone | {"exec_"}

    def called(file: Path) -> Iterator[tuple[int, str]]:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Attribute) and node.attr in gone | {"exec_", "print_"}:
                yield node.lineno, f".{node.attr}"

    assert not found(called, PLUGIN)


# -- QGIS ----------------------------------------------------------------------------------------


def qgis_names(file: Path) -> dict[str, Any]:
    """Local names of what is imported from QGIS itself, and what they are in the QGIS of this run."""
    out = {}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis":
            if "PyQt" in node.module:
                continue
            module = importlib.import_module(node.module)
            out.update({a.asname or a.name: getattr(module, a.name, None) for a in node.names})
    return out


def test_what_is_taken_from_qgis_is_there_and_enums_are_scoped() -> None:
    """Run under each QGIS that is supported, this holds its API against ours."""

    def wrong(file: Path) -> Iterator[tuple[int, str]]:
        known = qgis_names(file)
        for name, value in known.items():
            if value is None:
                yield 1, f"this QGIS has no {name}"
        for line, (first, *rest) in chains(file):
            value: Any = known.get(first)
            if not isinstance(value, type):
                continue
            whole = ".".join([first, *rest])
            for depth, name in enumerate(rest):
                if not isinstance(value, type):
                    break
                owner, value = value, getattr(value, name, None)
                if value is None:
                    yield line, f"this QGIS has no {whole}"
                    break
                is_member = isinstance(value, enum.Enum) or (
                    isinstance(value, int) and type(value) not in (int, bool)
                )
                if is_member and depth == 0 and owner.__name__.startswith("Qgs"):
                    yield line, f"{whole} is not scoped by its enum"

    assert not found(wrong, PLUGIN)


# -- what a user reads ---------------------------------------------------------------------------

SAID = {
    "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "setStatusTip",
    "setAccessibleDescription", "setWhatsThis", "setTitle", "setSuffix", "setPrefix", "addTab", "addAction",
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction",
}  # fmt: skip
#: Names, addresses and file names, the same in every language.
NAMES = re.compile(r"EO Embed|https?://\S+|[\w.]*\.(?:md|tif|gpkg|toml)|CPU|GPU")


def untranslated(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).split(".")[-1]
        for said in node.args if called in SAID else ():
            parts = said.values if isinstance(said, ast.JoinedStr) else [said]
            text = "".join(
                part.value
                for part in parts
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
            if re.search(r"[A-Za-z]{3}", NAMES.sub("", text)) and "<" not in text:
                yield node.lineno, f"{called}({text!r})"


def test_what_a_user_reads_goes_through_tr() -> None:
    assert not found(untranslated, PLUGIN)


# -- the rules themselves ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (too_new, "x = int | None"),
        (too_new, "zip(a, b, strict=True)"),
        (too_new, "isinstance(x, int | str)"),
        (wrong_imports, "from PyQt5.QtCore import Qt"),
        (wrong_imports, "import numpy"),
        (wrong_imports, "import subprocess"),
        (wrong_imports, "def f():\n    from osgeo import gdal"),
        (untranslated, "box.setToolTip('Not said in French')"),
        (untranslated, "QLabel(f'{n} bands')"),
    ],
)
def test_rules_find_what_they_forbid(
    rule: Callable, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.py"
    file.write_text(code)
    assert len(list(rule(file))) == 1


def test_an_enum_without_its_scope_is_found(qt6: Stubs) -> None:
    qt, colour = qt6.classes["Qt"], qt6.classes["QPalette"]
    assert qt6.member(qt, "LeftButton") == (False, None)
    there, button = qt6.member(qt, "MouseButton")
    assert there
    assert qt6.member(button, "LeftButton")[0]
    assert not qt6.member(colour, "Window")[0]
    assert qt6.member(qt6.classes["QToolButton"], "setIcon")[0]  # inherited
