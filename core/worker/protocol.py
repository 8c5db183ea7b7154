"""What the worker and its clients say to each other: JSON-RPC 2.0, one message a line, UTF-8.

    client → worker   {"jsonrpc": "2.0", "id": 7, "method": "label", "params": {…}}
                      {"jsonrpc": "2.0", "method": "cancel", "params": {"id": 7}}
    worker → client   {"jsonrpc": "2.0", "id": 7, "result": {…}}
                      {"jsonrpc": "2.0", "id": 7, "error": {"code": -32000, "message": …, "data": {"code": "NO_CHIPS"}}}
                      {"jsonrpc": "2.0", "method": "progress", "params": {"id": 7, "stage": …, "done": …, "total": …}}
                      {"jsonrpc": "2.0", "method": "alive", "params": {"rss": …}}

The standard library alone, and Python 3.9 on: QGIS's own Python imports this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

#: Raised with every change that an older client would misread; ``hello`` compares.
PROTOCOL = 1
#: Seconds between two ``alive`` notifications of a worker.
HEARTBEAT_S = 2.0
#: Bytes that one message may take; what is larger is passed as a file.
MOST_BYTES = 64 * 2**20

# JSON-RPC's own codes, and ours for an error with a stable name (``data["code"]``, see core.errors).
PARSE_ERROR, INVALID_REQUEST, UNKNOWN_METHOD, INVALID_PARAMS, INTERNAL = (
    -32700, -32600, -32601, -32602, -32603,
)  # fmt: skip
NAMED_ERROR = -32000

#: Names of errors that are no class of core.errors, as ``data["code"]``.
INTERNAL_NAME, PROTOCOL_NAME = "INTERNAL", "PROTOCOL"


class ProtocolError(ValueError):
    """A line that is no message; ``code`` is JSON-RPC's."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def request(id: int, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """A question that is answered by ``result`` or ``failure`` of the same id."""
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params or {}}


def notification(method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """A message that nobody answers."""
    return {"jsonrpc": "2.0", "method": method, "params": params or {}}


def result(id: int, content: Any) -> dict[str, Any]:
    """The answer to a request."""
    return {"jsonrpc": "2.0", "id": id, "result": content}


def failure(id: int | None, code: int, sentence: str, name: str, **more: Any) -> dict[str, Any]:
    """The answer to a request that failed: JSON-RPC's ``code``, a sentence, and the error's stable ``name``."""
    error = {"code": code, "message": sentence, "data": {"code": name, **more}}
    return {"jsonrpc": "2.0", "id": id, "error": error}


def encode(message: dict[str, Any]) -> bytes:
    """One line. Raises ValueError for what JSON cannot hold, NaN included."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The message of one line. Raises ProtocolError."""
    try:
        message = json.loads(line.decode("utf-8"))
    except ValueError as error:  # of JSON and of UTF-8
        raise ProtocolError(PARSE_ERROR, f"This line is no JSON: {line[:80]!r}.") from error
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ProtocolError(INVALID_REQUEST, "A message is an object with 'jsonrpc': '2.0'.")
    if "method" in message and not isinstance(message["method"], str):
        raise ProtocolError(INVALID_REQUEST, "A method's name is text.")
    if not isinstance(message.get("params", {}), dict):
        raise ProtocolError(INVALID_REQUEST, "Parameters are given by name, as an object.")
    return message


class Lines:
    """Whole lines out of bytes that arrive in pieces."""

    def __init__(self) -> None:
        self._rest: list[bytes] = []  # joined once, at the line's end
        self._size = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The lines that ``data`` completes, without their ends. Raises ProtocolError where one never ends."""
        *whole, rest = data.split(b"\n")
        if whole:
            whole[0] = b"".join([*self._rest, whole[0]])
            self._rest, self._size = [], 0
        self._rest.append(rest)
        self._size += len(rest)
        if self._size > MOST_BYTES:
            self._rest, self._size = [], 0
            raise ProtocolError(INVALID_REQUEST, f"A line is longer than {MOST_BYTES} bytes.")
        return (line for line in whole if line.strip())
