"""Which wheel of uv fits this machine, and what an index or a folder has to offer."""

from __future__ import annotations

import html
import json
import platform
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin

from ..flow import Problem
from ..i18n import tr

#: Both formats of the simple repository API (PEP 691, PEP 503); many mirrors speak the second alone.
ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_NAME = re.compile(r"uv-(\d+(?:\.\d+)*)(?:-\d[^-]*)?-py3-none-([^-]+)\.whl")


@dataclass(frozen=True)
class Wheel:
    """A wheel of uv: where it is, its version, its platform tags, and its SHA-256 where that is told."""

    location: str
    name: str
    version: tuple[int, ...]
    tags: tuple[str, ...]
    sha256: str = ""


@dataclass(frozen=True)
class Machine:
    """What wheels are chosen by. libc: ("glibc", (2, 36)), ("musl", (1, 2)) or ("", ())."""

    system: str  # sys.platform
    processor: str
    libc: tuple[str, tuple[int, ...]] = ("", ())
    macos: tuple[int, ...] = ()

    @classmethod
    def this(cls) -> Machine:
        """The machine that QGIS runs on."""
        processor = platform.machine().lower()
        if sys.platform == "darwin":
            return cls("darwin", processor, macos=_numbers(platform.mac_ver()[0]))
        return cls(sys.platform, processor, _libc() if sys.platform == "linux" else ("", ()))

    def takes(self, tag: str) -> bool:
        """Whether a wheel with this platform tag runs here."""
        kind, _, rest = tag.partition("_")
        processor = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64"}.get(
            self.processor, self.processor
        )
        if self.system == "win32":
            wanted = {"x86_64": "win_amd64", "arm64": "win_arm64", "x86": "win32", "i386": "win32"}
            return tag == wanted.get(processor)
        found = re.fullmatch(r"(\d+)_(\d+)_(\w+)", rest)
        if not found:
            return False
        least = (int(found.group(1)), int(found.group(2)))
        target = {"aarch64": "arm64"}.get(found.group(3), found.group(3))
        if self.system == "darwin":
            return kind == "macosx" and target in (processor, "universal2") and least <= self.macos
        libc, version = self.libc
        is_libc = {"manylinux": "glibc", "musllinux": "musl"}.get(kind) == libc
        return is_libc and target == processor and least <= version


def best(wheels: Iterable[Wheel], machine: Machine) -> Wheel | None:
    """The newest wheel that runs on a machine."""
    fitting = [wheel for wheel in wheels if any(machine.takes(tag) for tag in wheel.tags)]
    return max(fitting, key=lambda wheel: wheel.version, default=None)


def in_folder(folder: Path) -> list[Wheel]:
    """The wheels of uv in an offline folder."""
    if not folder.is_dir():
        return []
    found = (_wheel(str(path), path.name) for path in sorted(folder.glob("uv-*.whl")))
    return [wheel for wheel in found if wheel is not None]


def in_index(body: bytes, url: str) -> list[Wheel]:
    """The wheels that an index lists for uv, in JSON or HTML; withdrawn ones left out.

    Raises Problem for an answer that is neither.
    """
    text = body.decode("utf-8", "replace")
    try:
        listed = _in_json(text) if text.lstrip().startswith("{") else _in_html(text)
        wheels = [_wheel(urljoin(url, link), name, sha256) for link, name, sha256 in listed]
        found = [wheel for wheel in wheels if wheel is not None]
    except (ValueError, KeyError, TypeError, AttributeError):
        found = []
    if not found:
        sentence = tr(
            "{url} answered with something other than a package index; check the index's address in the settings."
        )
        raise Problem(sentence.format(url=url), text[:2000])
    return found


def _in_json(text: str) -> list[tuple[str, str, str]]:
    files = json.loads(text)["files"]
    return [
        (f["url"], f["filename"], f.get("hashes", {}).get("sha256", ""))
        for f in files
        if not f.get("yanked")
    ]


def _in_html(text: str) -> list[tuple[str, str, str]]:
    found = []
    for attributes, name in re.findall(r"<a\s([^>]*)>\s*(uv-[^<\s]+\.whl)\s*</a>", text, re.I):
        link = re.search(r"href\s*=\s*[\"']([^\"']+)", attributes, re.I)
        if link and "data-yanked" not in attributes.lower():
            address, _, fragment = html.unescape(link.group(1)).partition("#")
            sha256 = re.search(r"sha256=([0-9a-fA-F]{64})", fragment)
            found.append((address, name, sha256.group(1).lower() if sha256 else ""))
    return found


def _wheel(location: str, name: str, sha256: str = "") -> Wheel | None:
    found = _NAME.fullmatch(unquote(name))
    if not found:
        return None
    return Wheel(location, name, _numbers(found.group(1)), tuple(found.group(2).split(".")), sha256)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _libc() -> tuple[str, tuple[int, ...]]:
    """The C library; musl tells no version without being run, 1.2 is in every system still kept."""
    name, version = platform.libc_ver()
    if name == "glibc":
        return "glibc", _numbers(version)
    return ("musl", (1, 2)) if list(Path("/lib").glob("ld-musl-*")) else ("", ())
