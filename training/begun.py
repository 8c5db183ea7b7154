"""What is known of a run before it tells anything itself: its process, and, where that is gone, its last words.

A process that is to train first opens its data and measures it, which takes a while and may fail; until then run.json
is not there, or is of the time before it was gone on with.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from ..core import files, trainer
from ..core.trainer.runs import RUN, now

BEGUN, LOG = "begun.json", "log.txt"
#: How the command line tells what went wrong.
_ERROR = re.compile(r"^error \[(\w+)\]: (.+)$", re.MULTILINE)
_TAIL = 20_000  # characters of a log that are looked through


def note(folder: Path, process: int) -> None:
    """Keep which process is to train in a folder. Raises OutputError, DiskFull."""
    files.write_text(folder / BEGUN, json.dumps({"pid": process, "started": now()}))


def as_begun(status: trainer.RunStatus) -> trainer.RunStatus:
    """A run's status; one that was gone on with since it was written is that of the new process."""
    begun = _read(status.folder)
    if begun is None or begun["pid"] == status.pid or begun["started"] < status.updated:
        return status  # which that process, or one begun later by other means, wrote itself
    return replace(status, **_standing(status.folder, begun))


def unwritten(parent: Path) -> list[trainer.RunStatus]:
    """Runs in a folder that were begun and have written nothing yet."""
    found = []
    for place in parent.glob(f"*/{BEGUN}"):
        folder, begun = place.parent, _read(place.parent)
        if begun is not None and not (folder / RUN).is_file():
            request = _json(folder / "request.json") or {}
            about = {
                "request": request,
                "method": request.get("method") or "",
                "recipe": request.get("recipe"),
            }
            found.append(
                trainer.RunStatus(
                    **_standing(folder, begun), pid=begun["pid"], started=begun["started"],
                    folder=folder, about=about, settings={},
                )
            )  # fmt: skip
    return found


def _standing(folder: Path, begun: dict[str, Any]) -> dict[str, Any]:
    if _is_alive(begun["pid"]):
        return {"state": "running", "message": "", "code": "", "updated": begun["started"]}
    code, message = last_words(folder)
    return {"state": "failed", "message": message, "code": code, "updated": begun["started"]}


def last_words(folder: Path) -> tuple[str, str]:
    """Code and sentence of the last error in a run's log."""
    try:
        text = (folder / LOG).read_text(encoding="utf-8", errors="replace")[-_TAIL:]
    except OSError:
        text = ""
    said = _ERROR.findall(text)
    if said:
        return said[-1]
    return (
        "INTERNAL",
        f"The process of this run ended before it began to train; {folder / LOG} may say why.",
    )


def _is_alive(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _read(folder: Path) -> dict[str, Any] | None:
    found = _json(folder / BEGUN)
    return found if found and {"pid", "started"} <= found.keys() else None


def _json(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
