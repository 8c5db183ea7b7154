"""`make package`: dist/eo_embed-VERSION.zip, the plugin as QGIS installs it.

The same files give the same bytes: names sorted, modes fixed, times those of the commit.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
#: The folder in the zip, and so the package's name in QGIS.
TOP = "eo_embed"
#: What the plugin, its worker, its environment and its help need: files, and folders by the suffixes taken.
FILES = (
    "__init__.py", "__main__.py", "py.typed", "metadata.txt", "pyproject.toml",
    "LICENSE", "README.md", "CHANGELOG.md",
)  # fmt: skip
FOLDERS = {
    "core": {".py", ".html", ".css"},
    "training": {".py", ".toml"},
    "eo_embed_plugin": {".py"},
    "resources": {".svg", ".png", ".qm"},
    "docs": {".md", ".png"},
}


def shipped(root: Path = ROOT, *, tracked: bool = True) -> list[str]:
    """Names of the files of the package, sorted; by ``tracked`` those alone that git knows, where there is git."""
    names = _listed(root, tracked) if (root / ".git").exists() else _on_disk(root)
    return sorted(name for name in names if _belongs(PurePosixPath(name)))


def _belongs(name: PurePosixPath) -> bool:
    if len(name.parts) == 1:
        return str(name) in FILES
    return name.suffix in FOLDERS.get(name.parts[0], ()) and "figures" not in name.parts


def _listed(root: Path, tracked: bool) -> list[str]:
    others = [] if tracked else ["--others", "--exclude-standard"]
    names = _git(root, "ls-files", "-z", "--cached", *others).split("\0")
    return [name for name in names if name and (root / name).is_file()]


def _on_disk(root: Path) -> Iterator[str]:
    """Of a tree without git, what lies where the package's files lie, less what Python and systems leave."""
    found = [root / name for name in FILES]
    found += [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    for path in found:
        name = path.relative_to(root)
        if path.is_file() and not any(p.startswith((".", "__pycache__")) for p in name.parts):
            yield name.as_posix()


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", root, *words], capture_output=True, text=True, check=True)
    return done.stdout


def version(root: Path = ROOT) -> str:
    """The package's version, read without importing it. Raises ValueError where none is stated."""
    found = re.search(r'^__version__ = "(.+)"$', (root / "__init__.py").read_text(), re.M)
    if found is None:
        raise ValueError(f"{root / '__init__.py'} states no __version__.")
    return found[1]


def build(target: Path, root: Path = ROOT, *, tracked: bool = True) -> Path:
    """Write the zip into a folder; returns its path."""
    path = target / f"{TOP}-{version(root)}.zip"
    target.mkdir(parents=True, exist_ok=True)
    moment = _moment(root)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in shipped(root, tracked=tracked):
            entry = zipfile.ZipInfo(f"{TOP}/{name}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # Unix, on any system
            package.writestr(entry, (root / name).read_bytes())
    return path


def _moment(root: Path) -> tuple[int, int, int, int, int, int]:
    """Of the last commit, UTC; the zip format's first moment without git."""
    seconds = 315532800
    if (root / ".git").exists():
        seconds = int(_git(root, "log", "-1", "--format=%ct") or seconds)
    at = time.gmtime(seconds)
    return at.tm_year, at.tm_mon, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec


if __name__ == "__main__":
    built = build(ROOT / "dist")
    print(f"{built.relative_to(ROOT)}: {built.stat().st_size / 1e6:.1f} MB")
    sys.exit(0)
