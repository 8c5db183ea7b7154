"""A worker with a few methods more, for tests: some that print, wait, or fail in ways that nobody foresaw."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import numpy as np

from eo_embed.core.worker import __main__ as start
from eo_embed.core.worker import methods  # noqa: F401
from eo_embed.core.worker.registry import Call, Lane, method


@method(Lane.QUICK, at_workspace=False)
def chatter(call: Call) -> dict:
    print("a stray print")
    os.write(1, b"from C\n")
    subprocess.run(
        [sys.executable, "-c", "import sys; print('child'); sys.stdin.read()"], check=True
    )
    return {"stdin": sys.stdin.read()}


@method(Lane.QUICK, at_workspace=False)
def hungry(call: Call) -> dict:
    return {"size": np.ones(2**50).size}


@method(Lane.QUICK, at_workspace=False)
def broken(call: Call) -> dict:
    return {"value": 1 / 0}


@method(Lane.LIVE, at_workspace=False)
def leaves(call: Call) -> dict:
    sys.exit(3)


@method(Lane.QUICK, at_workspace=False)
def odd(call: Call) -> dict:
    return {"value": float("nan"), "array": np.array([1.0, np.inf])}


@method(Lane.JOBS, at_workspace=False)
def slow(call: Call, seconds: float = 60) -> dict:
    end = time.monotonic() + seconds
    call.task.start("waiting", 1_000_000, "turns")
    while time.monotonic() < end:
        call.task.advance(1)
        time.sleep(0.001)
    return {}


GATE = threading.Event()


@method(Lane.LIVE, name="live", at_workspace=False)
def live(call: Call, number: int, hold: bool = False) -> dict:
    call.task.start("holding", 1)
    if hold:
        GATE.wait(60)
    return {"number": number}


@method(Lane.QUICK, at_workspace=False)
def release(call: Call) -> dict:
    GATE.set()
    return {}


if __name__ == "__main__":
    start.main()
