"""A worker that misbehaves on demand: the protocol in the standard library, and every fault that a client may meet.

    python fake_worker.py [protocol=N] [hello=no|late|refused] [heartbeat=S] [deaf] [journal=PATH]
                          [says=TEXT] [exits=CODE]

``says`` goes to stderr before anything else; ``exits`` ends it there. ``deaf`` ignores the end of stdin, SIGTERM and
``shutdown``. ``journal`` gets a line for each ``label``, flushed to the disk before the answer.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time

OPTIONS = dict(word.partition("=")[::2] for word in sys.argv[1:])
IS_DEAF = "deaf" in OPTIONS

_writing = threading.Lock()
_cancelled: set = set()
_silent = threading.Event()


def write(data: bytes) -> None:
    with _writing:
        view = memoryview(data)
        while view:
            view = view[os.write(1, view) :]


def tell(message: dict) -> None:
    write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")


def fail(id: int, code: str, sentence: str) -> None:
    tell({"id": id, "error": {"code": -32000, "message": sentence, "data": {"code": code}}})


def beat() -> None:
    while not _silent.wait(float(OPTIONS.get("heartbeat", "0.1"))):
        tell({"method": "alive", "params": {"rss": 1}})


def hello(id: int, params: dict) -> None:
    how = OPTIONS.get("hello", "yes")
    if how == "refused":
        fail(id, "USAGE", "This worker likes nobody.")
    elif how != "no":
        result = {"protocol": int(OPTIONS.get("protocol", "1")), "pid": os.getpid()}
        tell({"id": id, "result": {**result, "environment": dict(os.environ)}})


def echo(id: int, params: dict) -> None:
    tell({"id": id, "result": {**params, "pid": os.getpid()}})


def label(id: int, params: dict) -> None:
    """Write down, then answer; ``kill`` comes in between."""
    with open(OPTIONS["journal"], "a", encoding="utf-8") as journal:
        journal.write(f"{os.getpid()} {params['chip']}\n")
        journal.flush()
        os.fsync(journal.fileno())
    if params.get("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    tell({"id": id, "result": {"chip": params["chip"]}})


def work(id: int, params: dict) -> None:
    """Count to ``steps`` with progress, in a thread so that cancel is heard."""

    def count() -> None:
        for step in range(params["steps"]):
            if id in _cancelled:
                fail(id, "CANCELLED", "Cancelled.")
                return
            tell({"method": "progress", "params": {"id": id, "done": step + 1}})
            time.sleep(params.get("pause", 0.01))
        tell({"id": id, "result": {"steps": params["steps"]}})

    threading.Thread(target=count, daemon=True).start()


def raw(id: int, params: dict) -> None:
    """Write bytes to stdout as they are (``text`` in Latin-1, ``times`` over), then answer."""
    write(params["text"].encode("latin-1") * params.get("times", 1))
    tell({"id": id, "result": {}})


def flood(id: int, params: dict) -> None:
    """As many lines as asked on stderr, and as many progress messages."""
    for line in range(params["lines"]):
        os.write(2, b"line %d of a flood\n" % line)
        tell({"method": "progress", "params": {"id": id, "done": line}})
    tell({"id": id, "result": {}})


def die(id: int, params: dict) -> None:
    """Say ``says`` on stderr and end by ``signal`` or ``exits``, answering first where ``answers``."""
    os.write(2, params.get("says", "").encode())
    if params.get("answers"):
        tell({"id": id, "result": {"last": True}})
    if "signal" in params:
        os.kill(os.getpid(), params["signal"])
    os._exit(params.get("exits", 0))


def mute(id: int, params: dict) -> None:
    """No answer and no sign of life any more."""
    _silent.set()


def never(id: int, params: dict) -> None:
    """No answer, alive all the same."""


METHODS = {f.__name__: f for f in (hello, echo, label, work, raw, flood, die, mute, never)}


def main() -> None:
    if "says" in OPTIONS:
        sys.stderr.write(OPTIONS["says"])
        sys.stderr.flush()
    if "exits" in OPTIONS:
        os._exit(int(OPTIONS["exits"]))
    if IS_DEAF:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if OPTIONS.get("hello") != "late":
        threading.Thread(target=beat, daemon=True).start()
    for line in sys.stdin.buffer:
        message = json.loads(line)
        method, params = message["method"], message["params"]
        if method == "cancel":
            _cancelled.add(params["id"])
        elif method == "shutdown":
            if not IS_DEAF:
                os._exit(0)
        else:
            METHODS[method](message["id"], params)
    while IS_DEAF:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    main()
