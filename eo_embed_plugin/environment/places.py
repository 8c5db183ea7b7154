"""Where the managed environment lies, what in it is ours, and how it goes away."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from pathlib import Path

from qgis.PyQt.QtCore import QStandardPaths, QStorageInfo

from .. import settings
from ..flow import Background, Pause, Problem, Steps
from ..i18n import tr

#: The file that says a folder is ours; what does not hold it is never deleted.
MARKER = ".eo-embed-environment"
#: All that is ever put beside it.
OURS = ("venv", "uv", "cache", "python", "temp", "state.json", "install.log")
_TRASH = ".removed-"


def default_home() -> Path:
    """The environment's folder: EO_EMBED_HOME, the user's setting, or QGIS's data folder of this user."""
    chosen = os.environ.get("EO_EMBED_HOME") or settings.get("environment_folder")
    if chosen:
        return Path(chosen).expanduser()
    return data_folder() / "environment"


def data_folder() -> Path:
    """Where EO Embed keeps its data for this user, whatever the QGIS profile."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(data) / "eo_embed"


class InUse(Problem):
    """A part of the environment that cannot be moved, because a program has it open."""


class Places:
    """The files of one managed environment."""

    def __init__(self, home: Path) -> None:
        self.home = Path(os.path.realpath(home))
        self.marker = self.home / MARKER
        self.venv = self.home / "venv"
        self.uv = self.home / "uv" / ("uv.exe" if sys.platform == "win32" else "uv")
        self.cache = self.home / "cache"
        self.pythons = self.home / "python"
        self.temp = self.home / "temp"
        self.state = self.home / "state.json"
        self.log = self.home / "install.log"
        self.lock = self.home.with_name(self.home.name + ".lock")

    @property
    def python(self) -> Path:
        """The environment's interpreter, there or not."""
        return self.venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def is_ours(self) -> bool:
        """Whether the folder carries our marker."""
        return self.marker.is_file()

    def prepare(self) -> None:
        """Make the folder, with its marker. Raises Problem where it cannot be, or holds what is not ours."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            if not self.is_ours and any(self.home.iterdir()):
                sentence = tr("The folder {folder} holds other files; choose an empty one.")
                raise Problem(sentence.format(folder=self.home))
            self.marker.write_text("Made by the QGIS plugin EO Embed, which may delete it.\n")
            self.temp.mkdir(exist_ok=True)
        except OSError as error:
            sentence = tr(
                "The folder {folder} cannot be written ({reason}); choose another in the settings."
            )
            reason = error.strerror or str(error)
            raise Problem(sentence.format(folder=self.home, reason=reason)) from error

    def set_aside(self, *names: str) -> Path | None:
        """Move parts of the environment out of the way, in an instant; the folder to delete, None if all were absent.

        Raises Problem where one is in use, or the folder is not ours.
        """
        there = [self.home / name for name in names if os.path.lexists(self.home / name)]
        if not there:
            return None
        if not self.is_ours:
            sentence = tr(
                "The folder {folder} does not carry EO Embed's mark, so nothing in it was deleted."
            )
            raise Problem(sentence.format(folder=self.home))
        trash = self.home.with_name(f"{self.home.name}{_TRASH}{time.time_ns()}")
        try:
            trash.mkdir()
            shutil.copyfile(self.marker, trash / MARKER)
            for path in there:
                path.rename(trash / path.name)
        except OSError as error:
            sentence = tr("{path} is in use ({reason}); close other QGIS windows, then try again.")
            reason = error.strerror or str(error)
            raise InUse(sentence.format(path=error.filename or self.home, reason=reason)) from error
        return trash

    def leave(self) -> None:
        """Take marker and folder away once all else is; a folder with files of the user's stays."""
        self.marker.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # the user keeps something there
            self.home.rmdir()

    def leftovers(self) -> list[Path]:
        """What was set aside and not deleted, because QGIS was closed meanwhile."""
        if not self.home.parent.is_dir():
            return []
        found = self.home.parent.glob(f"{self.home.name}{_TRASH}*")
        return [path for path in found if (path / MARKER).is_file()]


def delete(trash: Path) -> None:
    """Delete what was set aside; slow, so never on the GUI thread. The marker goes last."""
    if not (trash / MARKER).is_file():
        return
    for path in trash.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, onerror=_make_writable)
        elif path.name != MARKER:
            path.unlink()
    (trash / MARKER).unlink()
    trash.rmdir()


def clear(places: Places, *names: str, tries: int = 5) -> Steps:
    """Delete parts of the environment: out of the way at once, from the disk in the background.

    A worker that has just been told to stop may hold its files for a moment more, on Windows.
    """
    for left in reversed(range(tries)):
        try:
            trash = places.set_aside(*names)
            break
        except InUse:
            if not left:
                raise
            yield Pause(1)
    if trash is not None:
        yield Background(tr("EO Embed: deleting an old environment"), lambda: delete(trash))


def require_room(folder: Path, needed: float) -> None:
    """Raises Problem where the disk has less free than is needed."""
    free = free_bytes(folder)
    if free < needed:
        sentence = tr(
            "The disk of {folder} has {free} free, and about {needed} are needed; make room, or choose another folder "
            "in the settings."
        )
        raise Problem(
            sentence.format(folder=folder, free=gigabytes(free), needed=gigabytes(needed))
        )


def _make_writable(function: object, path: str, _: object) -> None:
    """Windows deletes no file that is read-only; one more try, then it is left for the next time."""
    try:
        os.chmod(path, 0o700)
        function(path)  # type: ignore[operator]
    except OSError:
        pass


def free_bytes(folder: Path) -> int:
    """Bytes free for the user where a folder lies or would lie."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return int(QStorageInfo(str(folder)).bytesAvailable())


def gigabytes(count: float) -> str:
    """A number of bytes for people."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
