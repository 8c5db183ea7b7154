"""Training as a process of its own: it goes on while QGIS labels, and past QGIS's end where the user wants."""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..core import files
from . import begun

#: The command line of the very tree that this file lies in, whether it is installed or a plugin's folder.
COMMAND = Path(__file__).resolve().parent.parent / "__main__.py"
#: Seconds between two looks at whether the one that a run is to end with is still there.
_LOOK_S = 2.0


def start(
    request: Mapping[str, Any],
    folder: Path,
    *,
    device: str = "auto",
    resume: bool = False,
    while_alive: int | None = None,
) -> int:
    """Begin, or go on with, a run in a folder; returns the process's id at once.

    request: as ``job.Request.to_dict``. while_alive: the run stops, with a checkpoint, when the process of this id
    is gone. What the process prints goes to ``log.txt``. Raises OutputError, DiskFull.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = (folder / "log.txt").open("ab")
    except OSError as error:
        raise files.refused(folder, error) from error
    files.write_text(folder / "request.json", json.dumps(request, indent=1))
    arguments = ["train", "--request", str(folder / "request.json"), "--out", str(folder)]
    arguments += ["--device", device, *(["--resume"] if resume else [])]
    arguments += ["--while-alive", str(while_alive)] if while_alive is not None else []
    with log:
        process = subprocess.Popen(  # nosec B603 # our own command, no shell
            [sys.executable, "-I", "-X", "utf8", str(COMMAND), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            **_APART,
        )
    # Whoever waits for it here only keeps the system from holding on to its end.
    threading.Thread(target=process.wait, name="reap", daemon=True).start()
    begun.note(folder, process.pid)
    return process.pid


#: So that what ends the parent (Ctrl+C, a closed terminal, the end of QGIS) does not reach it.
_APART: dict[str, Any] = (
    {
        "creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "CREATE_BREAKAWAY_FROM_JOB", 0)
    }
    if os.name == "nt"
    else {"start_new_session": True}
)


def end_with(pid: int, stop: threading.Event) -> None:
    """Set ``stop`` once the process of an id is gone; looked at from a thread of its own."""
    import psutil

    try:
        other: psutil.Process | None = psutil.Process(pid)
    except psutil.NoSuchProcess:
        other = None

    def watch() -> None:
        while other is not None and other.is_running() and not stop.wait(_LOOK_S):
            pass
        stop.set()

    threading.Thread(target=watch, name="watch", daemon=True).start()
