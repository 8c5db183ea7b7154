"""Running a command, and leaving with what its end means."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from ... import __version__
from ..errors import Cancelled, EOEmbedError, OutOfMemory, UsageError
from ..files import refused
from .app import cli


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    try:
        result = cli.main(args=argv, prog_name="eo-embed", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except (KeyboardInterrupt, click.Abort, Cancelled):
        print("interrupted; what was finished is kept", file=sys.stderr)
        return 130
    except EOEmbedError as error:
        return _fail(error.code, str(error))
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "eo-embed"
        return _fail(UsageError.code, f"{error.format_message()} See {command} --help.")
    except Exception as error:
        known = _refusal(error)
        return _fail(known.code, str(known)) if known else _unexpected(error)


def _fail(code: str, sentence: str, status: int = 2) -> int:
    print(f"error [{code}]: {' '.join(sentence.split())}", file=sys.stderr)
    return status


def _refusal(error: Exception) -> EOEmbedError | None:
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


_PATH_REFUSALS = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST,
    errno.ENAMETOOLONG,
}  # fmt: skip


def _unexpected(error: Exception) -> int:
    """Say in one line what nobody foresaw; where it happened goes to a file, or with EO_EMBED_DEBUG
    to stderr."""
    trace = "".join(traceback.format_exception(error))
    if os.environ.get("EO_EMBED_DEBUG", "0") not in ("", "0"):
        print(trace, file=sys.stderr)
        place = "the traceback is above"
    else:
        place = f"the traceback is in {_log(trace)}"
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return _fail(
        "INTERNAL", f"{said}; this is a fault of eo-embed: please report it, {place}.", _EX_SOFTWARE
    )


def _log(trace: str) -> str:
    """Write a traceback to a file of its own in the folder for temporary files; returns its path."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="eo-embed-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(f"eo-embed {__version__}, Python {sys.version}, {sys.platform}\n{trace}")
        return file.name
    except OSError:
        return "no file, since none can be written; EO_EMBED_DEBUG=1 shows it"


_EX_SOFTWARE = 70  # of sysexits.h; os.EX_SOFTWARE is not there on Windows
