"""Writing so that a kill at any instant leaves the old file or the new one, never half of one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from .errors import DiskFull, OutputError, UsageError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path`` that takes its place when the block ends well.

    Raises DiskFull or OutputError where the system refuses; nothing half-written stays behind.
    """
    # The suffix stays last, since it tells drivers what to write.
    part = path.with_name(f".part-{os.getpid()}-{threading.get_ident()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        clear_parts(path.parent)
        yield part
        with part.open("rb+") as file:  # on disk before it gets its name
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        raise refused(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def refused(path: Path, error: OSError) -> DiskFull | OutputError:
    """The error for a write that the system refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error):
        return DiskFull(f"No room left on the disk for {path}; free some space and run it again.")
    return OutputError(f"{path} cannot be written: {error.strerror or error}.")


def write_text(path: Path, text: str) -> None:
    """Write a whole text file at once (see ``replacing``)."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8")


def write_json(path: Path, content: Any) -> None:
    """Write JSON, indented, keys in the order given, at once."""
    write_text(path, json.dumps(content, indent=2) + "\n")


def digest(content: Any) -> str:
    """SHA-256 of JSON-able content, independent of key order."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def clear_parts(folder: Path) -> None:
    """Remove what killed processes left unfinished in a folder."""
    for part in folder.glob(".part-*"):
        found = re.match(r"\.part-(\d+)-", part.name)
        if found and not psutil.pid_exists(int(found[1])):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def check_name(what: str, name: str) -> str:
    """``name``, if folders and files can bear it on any system; ``what`` it names, for the message.

    Raises UsageError.
    """
    fits = re.fullmatch(r"[^\x00-\x1f<>:\"/\\|?*]{1,80}", name) and name.strip(" .") == name
    if not fits or name.split(".")[0].upper() in _TAKEN:
        raise UsageError(
            f"{what} cannot be named {name!r}, since files are named after it; use letters, digits, "
            "spaces, - and _."
        )
    return name


#: Names that Windows keeps for devices.
_TAKEN = {"CON", "PRN", "AUX", "NUL", *(f"{d}{i}" for d in ("COM", "LPT") for i in range(1, 10))}
