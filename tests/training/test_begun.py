"""A run is known from its first moment, and a process that ended before it trained says why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eo_embed.core.trainer import RunStatus
from eo_embed.training import begun, listing


@pytest.fixture
def ended() -> int:
    """The id of a process that is over."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def begin(parent: Path, process: int, log: str = "") -> Path:
    folder = parent / "byol-1"
    folder.mkdir(parents=True)
    (folder / "request.json").write_text(json.dumps({"method": "byol", "recipe": None}))
    (folder / begun.LOG).write_text(log)
    begun.note(folder, process)
    return folder


def test_a_run_is_listed_before_it_has_written_anything(tmp_path: Path) -> None:
    folder = begin(tmp_path, os.getpid())
    (run,) = listing.runs_in(tmp_path)
    assert (run["run"], run["state"], run["step"], run["method"]) == (
        str(folder),
        "running",
        0,
        "byol",
    )


def test_one_that_ended_before_it_trained_says_why(tmp_path: Path, ended: int) -> None:
    begin(tmp_path, ended, "noise\nerror [DATA_UNFIT]: Too few chips; give more.\n")
    (run,) = listing.runs_in(tmp_path)
    assert (run["state"], run["code"]) == ("failed", "DATA_UNFIT")
    assert run["message"] == "Too few chips; give more."


def test_one_that_was_killed_names_its_log(tmp_path: Path, ended: int) -> None:
    folder = begin(tmp_path, ended)
    (run,) = listing.runs_in(tmp_path)
    assert run["code"] == "INTERNAL"
    assert str(folder / "log.txt") in run["message"]


def test_a_run_that_is_gone_on_with_is_that_of_its_new_process(tmp_path: Path, ended: int) -> None:
    folder = begin(tmp_path, ended, "error [RUN_BUSY]: Another process trains there.\n")
    old = {"state": "stopped", "step": 40, "steps": 100, "updated": "2020-01-01T00:00:00+00:00"}
    found = begun.as_begun(RunStatus(**old, folder=folder, about={}, settings={}))
    assert (found.state, found.message, found.step) == (
        "failed",
        "Another process trains there.",
        40,
    )
    later = {**old, "updated": "2100-01-01T00:00:00+00:00"}
    status = RunStatus(**later, folder=folder, about={}, settings={})
    assert begun.as_begun(status) is status  # its process has spoken since


def test_a_run_that_is_gone_on_with_in_the_second_it_was_stopped(tmp_path: Path) -> None:
    folder = begin(tmp_path, os.getpid())
    second = json.loads((folder / begun.BEGUN).read_text())["started"]
    old = RunStatus(
        state="stopped", pid=os.getpid() + 1, updated=second, folder=folder, about={}, settings={}
    )
    assert begun.as_begun(old).state == "running"
    own = RunStatus(
        state="stopped", pid=os.getpid(), updated=second, folder=folder, about={}, settings={}
    )
    assert begun.as_begun(own) is own


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 3}'])
def test_a_damaged_note_is_none(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "byol-1"
    folder.mkdir()
    (folder / begun.BEGUN).write_text(content)
    assert begun.unwritten(tmp_path) == []
    status = RunStatus(
        state="stopped", updated=time.strftime("%Y"), folder=folder, about={}, settings={}
    )
    assert begun.as_begun(status) is status
