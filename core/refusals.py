"""Errors that nobody raised on purpose: what the system refused, told as ours, and a file for all others."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from pathlib import Path

from .. import __version__
from .errors import EOEmbedError, OutOfMemory, UsageError
from .files import refused

_PATH_REFUSALS = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST,
    errno.ENAMETOOLONG,
}  # fmt: skip


def refusal(error: BaseException) -> EOEmbedError | None:
    """What the system refused (memory, room, a path), as an error with a code, if it is that."""
    # torch has no class of its own for a CPU without memory.
    if isinstance(error, MemoryError) or "DefaultCPUAllocator" in str(error):
        said = f" ({error})" if str(error) else ""
        return OutOfMemory(
            f"There is not enough memory{said}; take a smaller area or --batch, fewer labels, or larger "
            "chips or steps."
        )
    if not isinstance(error, OSError):
        return None
    path = error.filename if isinstance(error.filename, str) else None
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return refused(Path(path or "what was being written"), error)
    if path is None or error.errno not in _PATH_REFUSALS:
        return None
    if os.path.exists(path) and not os.access(path, os.R_OK):
        return UsageError(f"{path} cannot be read: {error.strerror}; check its permissions.")
    return refused(Path(path), error)


def in_one_line(error: BaseException) -> str:
    """Class and message of an error, cut to what a line holds."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def trace_of(error: BaseException) -> str:
    """The traceback as Python prints it."""
    return "".join(traceback.format_exception(error))


def write_trace(trace: str) -> str | None:
    """Write a traceback to a file of its own in the folder for temporary files; returns its path, None
    where no file can be written."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="eo-embed-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(f"eo-embed {__version__}, Python {sys.version}, {sys.platform}\n{trace}")
        return file.name
    except OSError:
        return None
