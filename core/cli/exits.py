"""Running a command, and leaving with what its end means."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from ..errors import Cancelled, EOEmbedError, UsageError
from ..refusals import in_one_line, refusal, trace_of, write_trace
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
        known = refusal(error)
        return _fail(known.code, str(known)) if known else _unexpected(error)


def _fail(code: str, sentence: str, status: int = 2) -> int:
    print(f"error [{code}]: {' '.join(sentence.split())}", file=sys.stderr)
    return status


def _unexpected(error: Exception) -> int:
    """Say in one line what nobody foresaw; where it happened goes to a file, or with EO_EMBED_DEBUG
    to stderr."""
    trace = trace_of(error)
    if os.environ.get("EO_EMBED_DEBUG", "0") not in ("", "0"):
        print(trace, file=sys.stderr)
        place = "the traceback is above"
    else:
        written = write_trace(trace)
        none = "no file, since none can be written; EO_EMBED_DEBUG=1 shows it"
        place = f"the traceback is in {written or none}"
    return _fail(
        "INTERNAL",
        f"{in_one_line(error)}; this is a fault of eo-embed: please report it, {place}.",
        _EX_SOFTWARE,
    )


_EX_SOFTWARE = 70  # of sysexits.h; os.EX_SOFTWARE is not there on Windows
