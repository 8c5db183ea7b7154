"""The worker's Python, apart from QGIS and from the worker: started once and asked often, since its libraries take
seconds to import."""

from __future__ import annotations

import functools
import json
import select
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: The development environment's, which runs the worker, too.
PYTHON = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "python"
#: Runs what it is told line by line, each in a namespace of its own, and answers with what that printed.
_PROGRAM = """
import contextlib, io, json, os, sys, traceback

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what libraries print is no answer
for line in sys.stdin:
    printed, error = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(json.loads(line), "lines of a test", "exec"), {"__name__": "__main__"})
    except BaseException:
        error = traceback.format_exc()
    print(json.dumps({"printed": printed.getvalue(), "error": error}), file=answers, flush=True)
"""


@functools.cache
def _process() -> subprocess.Popen[Any]:
    """It ends with the tests, when its input does."""
    return subprocess.Popen(
        [str(PYTHON), "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def from_python(*lines: str, arguments: Sequence[str] = ()) -> str:
    """Run lines in the worker's environment; what they print. An error in them fails the test.

    ``arguments`` are in sys.argv, from its second place on.
    """
    process = _process()
    code = "\n".join((f"import sys; sys.argv[1:] = {list(arguments)!r}", *lines))
    process.stdin.write(json.dumps(code).encode() + b"\n")
    process.stdin.flush()
    assert select.select([process.stdout], [], [], 300)[0], "it takes more than 300 s"
    answer = json.loads(process.stdout.readline())
    assert not answer["error"], answer["error"]
    return str(answer["printed"])
