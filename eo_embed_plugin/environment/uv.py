"""uv, which makes the environment: found on this machine, or fetched as its wheel."""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from qgis.PyQt.QtCore import QProcessEnvironment

from ..flow import Background, Problem, Steps
from ..i18n import tr
from ..network import Download
from . import wheels
from .command import Command, Outcome
from .places import Places

#: The oldest version of uv that is asked to do the work.
LEAST = (0, 7)
PYPI = "https://pypi.org/simple"


def candidates(places: Places) -> list[str]:
    """Where uv may be: the search path, the homes its installers use, and our own copy."""
    home, local = Path.home(), Path(os.environ.get("LOCALAPPDATA", Path.home()))
    if sys.platform == "win32":
        usual = [
            home / ".local/bin/uv.exe",
            home / ".cargo/bin/uv.exe",
            local / "Microsoft/WinGet/Links/uv.exe",
            home / "scoop/shims/uv.exe",
        ]
    else:
        usual = [
            home / ".local/bin/uv",
            home / ".cargo/bin/uv",
            Path("/opt/homebrew/bin/uv"),
            Path("/usr/local/bin/uv"),
        ]
    found = [shutil.which("uv") or "", *map(str, usual), str(places.uv)]
    return list(dict.fromkeys(path for path in found if path and os.path.isfile(path)))


def ask_version(program: str, environment: QProcessEnvironment) -> Steps:
    """uv's version as numbers; empty where the program is no uv, or does not run."""
    try:
        outcome: Outcome = yield Command(program, ["--version"], environment, limit_s=20)
    except Problem:
        return ()
    found = re.match(r"uv (\d+)\.(\d+)(?:\.(\d+))?", outcome.out)
    if outcome.code or not found:
        return ()
    return tuple(int(number or 0) for number in found.groups())


def find(chosen: str, places: Places, environment: QProcessEnvironment) -> Steps:
    """A uv on this machine that is new enough: ``(path, version)``, or None.

    Raises Problem where the user chose one that does not do.
    """
    for program in [chosen] if chosen else candidates(places):
        version = yield from ask_version(program, environment)
        if version >= LEAST:
            return program, ".".join(map(str, version))
    if chosen:
        sentence = tr(
            "The uv chosen in the settings, {path}, does not run or is older than {least}; choose another, or none."
        )
        raise Problem(sentence.format(path=chosen, least=".".join(map(str, LEAST))))
    return None


def fetch(index_url: str, places: Places, tell: Callable[[int, int], None]) -> Steps:
    """Download uv's wheel for this machine from an index and unpack it; the path of the program."""
    address = f"{index_url.rstrip('/')}/uv/"
    listing = yield Download(address, accept=wheels.ACCEPT)
    found = yield Background(  # thousands of links
        tr("EO Embed: reading the package index"),
        lambda: wheels.in_index(listing.body, listing.url),
    )
    wheel = _choose(found, _host(address))
    file = places.temp / wheel.name
    location = _with_user(wheel.location, address)
    download = Download(location, file=file, sha256=wheel.sha256)
    download.progressed.connect(tell)
    yield download
    return (yield from _unpack(file, places, keep=False))


def take(folder: Path, places: Places) -> Steps:
    """Unpack uv's wheel from an offline folder; the path of the program."""
    found = wheels.in_folder(folder)
    wheel = _choose(found, str(folder))
    return (yield from _unpack(Path(wheel.location), places, keep=True))


def _choose(found: list[wheels.Wheel], where: str) -> wheels.Wheel:
    machine = wheels.Machine.this()
    wheel = wheels.best(found, machine)
    if wheel is None:
        sentence = tr(
            "There is no uv on this machine and {where} has none for {system} on {processor}; put uv's wheel there, "
            "or install uv (https://docs.astral.sh/uv) and try again."
        )
        text = sentence.format(where=where, system=machine.system, processor=machine.processor)
        raise Problem(text, "\n".join(wheel.name for wheel in found))
    return wheel


def _unpack(wheel: Path, places: Places, *, keep: bool) -> Steps:
    def run() -> None:
        unpack(wheel, places.uv)
        if not keep:
            wheel.unlink()

    try:
        yield Background(tr("EO Embed: unpacking uv"), run)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        sentence = tr("{wheel} cannot be unpacked into {folder} ({reason}).")
        text = sentence.format(wheel=wheel.name, folder=places.uv.parent, reason=error)
        raise Problem(text) from error
    return str(places.uv)


def unpack(wheel: Path, program: Path) -> None:
    """Write the program out of a wheel of uv, at once. Raises KeyError where the wheel has none."""
    program.parent.mkdir(parents=True, exist_ok=True)
    part = program.with_name(program.name + ".part")
    with zipfile.ZipFile(wheel) as archive:
        names = [n for n in archive.namelist() if n.endswith(f".data/scripts/{program.name}")]
        if not names:
            raise KeyError(program.name)
        with archive.open(names[0]) as source, open(part, "wb") as target:
            shutil.copyfileobj(source, target)
    part.chmod(0o755)
    os.replace(part, program)


def _host(address: str) -> str:
    return address.split("://", 1)[-1].split("@")[-1].split("/")[0]


def _with_user(location: str, index: str) -> str:
    """A file's address with the index's user and password, where it lies on the same host."""
    user, at, _ = index.split("://", 1)[-1].split("/")[0].rpartition("@")
    if (
        not at
        or "@" in location.split("://", 1)[-1].split("/")[0]
        or _host(location) != _host(index)
    ):
        return location
    scheme, rest = location.split("://", 1)
    return f"{scheme}://{user}@{rest}"
