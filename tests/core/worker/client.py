"""A client of the worker for tests: requests by name, answers by id, everything else kept."""

from __future__ import annotations

import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eo_embed.core.worker import protocol

ROOT = Path(__file__).resolve().parents[3]
MAIN = ROOT / "core" / "worker" / "__main__.py"
BY_PATH = (sys.executable, "-I", str(MAIN))
BY_MODULE = (sys.executable, "-m", "eo_embed.core.worker")


class Failed(Exception):
    """The worker answered with an error; ``name`` is its stable code."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['data']['code']}: {error['message']}")
        self.code, self.message, self.data = error["code"], error["message"], error["data"]
        self.name: str = error["data"]["code"]


class Client:
    """A worker and the pipe to it; a context manager that ends it."""

    def __init__(
        self, command: Sequence[str] = BY_PATH, cwd: Path | None = None, **env: str
    ) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=cwd, env={**os.environ, **env},
        )  # fmt: skip
        self._ids = itertools.count(1)
        self._answers: dict[int, queue.Queue] = {}
        self.order: list[int] = []
        self.notices: list[tuple[float, dict]] = []
        self.stray: list[bytes] = []
        self.errors: list[str] = []
        self._threads = [
            threading.Thread(target=self._listen, daemon=True),
            threading.Thread(target=self._hear, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        for thread in self._threads:
            thread.join(10)

    def _listen(self) -> None:
        for line in self.process.stdout:
            try:
                message = protocol.decode(line)
            except protocol.ProtocolError:
                self.stray.append(line)
                continue
            if "method" in message:
                self.notices.append((time.monotonic(), message))
            else:
                self.order.append(message["id"])
                self._queue(message["id"]).put(message)
        for waiting in list(self._answers.values()):
            waiting.put(None)

    def _hear(self) -> None:
        for line in self.process.stderr:
            self.errors.append(line.decode(errors="replace"))

    def _queue(self, id: int) -> queue.Queue:
        return self._answers.setdefault(id, queue.Queue())

    def raw(self, data: bytes) -> None:
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, method: str, **params: Any) -> int:
        """Ask; the id of the request."""
        id = next(self._ids)
        self._queue(id)
        self.raw(protocol.encode(protocol.request(id, method, params)))
        return id

    def wait(self, id: int, timeout: float = 120) -> Any:
        """The answer to a request. Raises Failed, EOFError where the worker has ended."""
        message = self._queue(id).get(timeout=timeout)
        if message is None:
            raise EOFError("".join(self.errors[-20:]))
        if "error" in message:
            raise Failed(message["error"])
        return message["result"]

    def call(self, method: str, **params: Any) -> Any:
        return self.wait(self.send(method, **params))

    def cancel(self, id: int) -> None:
        self.raw(protocol.encode(protocol.notification("cancel", {"id": id})))

    def told(self, method: str, id: int | None = None) -> list[dict]:
        """Notifications of a kind, of one request."""
        found = [m["params"] for _, m in self.notices if m["method"] == method]
        return found if id is None else [p for p in found if p.get("id") == id]

    def wait_for_progress(self, id: int, stage: str, done: int = 1) -> None:
        """Wait until a request has done so much of a stage."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if any(stage in p["stage"] and p["done"] >= done for p in self.told("progress", id)):
                return
            time.sleep(0.005)
        raise TimeoutError(f"request {id} never came to {stage}: {self.told('progress', id)}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
