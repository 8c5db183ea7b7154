"""What the environment's tests install from: made-up packages, and a server that misbehaves on demand."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from qgis.PyQt.QtCore import QEventLoop
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin.environment import Environment, Recipe

#: A check that needs no more than the made-up packages.
SELFCHECK = """
import json, sys, eoe_alpha, eoe_beta
print("not JSON", flush=True)
print(json.dumps({"doing": "versions"}), flush=True)
found = {"python": "3.12.0", "executable": sys.executable, "missing": [], "wrong": [], "broken": [], "model": ""}
found |= {"torch": eoe_beta.VERSION, "torch_built_for": "", "devices": [{"id": "cpu", "name": "x", "error": ""}]}
print(json.dumps({"found": found}))
"""


def make_wheel(folder: Path, name: str, version: str = "1.0", size: int = 0) -> Path:
    """A wheel of one module, with as many bytes of noise."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"VERSION = {version!r}\n".encode(),
        f"{name}/noise.bin": Random(0).randbytes(size),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},{_digest(data)},{len(data)}\n" for file, data in files.items())
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    _write_zip(path, files)
    return path


def make_uv_wheel(folder: Path, uv: Path, tag: str, version: str = "99.0.0") -> Path:
    """A wheel of uv with a program of ours in it."""
    path = folder / f"uv-{version}-py3-none-{tag}.whl"
    _write_zip(path, {f"uv-{version}.data/scripts/uv": uv.read_bytes()})
    return path


def make_recipe(folder: Path) -> Recipe:
    """Requirements of the made-up packages, and a check of them."""
    pyproject, selfcheck = folder / "pyproject.toml", folder / "selfcheck.py"
    pyproject.write_text(
        '[project]\nname = "made-up"\nversion = "1"\n'
        'dependencies = ["eoe-alpha>=1", "eoe-beta>=1"]\n'
    )
    selfcheck.write_text(SELFCHECK)
    return Recipe(pyproject, selfcheck)


def real_uv() -> Path:
    """uv itself, not a script that looks for it."""
    beside = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "uv"
    if beside.is_file():
        return beside
    found = shutil.which("uv")
    assert found
    subprocess.run([found, "--version"], check=True, capture_output=True)
    return Path(found)


class Ended(list):  # type: ignore[type-arg]
    """What operations ended with: ``(went_well, sentence, details)`` each."""

    def __init__(self, environment: Environment) -> None:
        super().__init__()
        self.shares: list[float] = []
        self.texts: list[str] = []
        environment.ended.connect(lambda *given: self.append(given))
        environment.progressed.connect(self._take)

    def _take(self, progress: Any) -> None:
        self.shares.append(progress.share)
        self.texts.append(progress.text)


def until(condition: Callable[[], Any], seconds: float = 40) -> None:
    """Run the event loop until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.002)


def run(
    environment: Environment, name: str, *given: Any, seconds: float = 40
) -> tuple[bool, str, str]:
    """Do one operation and wait for its end."""
    ended = Ended(environment)
    getattr(environment, name)(*given)
    until(lambda: ended, seconds)
    return ended[0]


class Index:
    """A package index at ``url``. mode: "html", "json", "garbage", or a status such as "500"; rate: bytes a second.

    As a proxy it takes any host's address, and asks for ``user`` ("name:password") where that is set. requests: paths
    that were asked for, with the Proxy-Authorization header decoded.
    """

    def __init__(self, folder: Path, mode: str = "html", *, user: str = "") -> None:
        self.folder, self.mode, self.user, self.rate = folder, mode, user, 0.0
        self.requests: list[tuple[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/simple"

    def __enter__(self) -> Index:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fetched(self, name: str) -> int:
        """How often a file was asked for."""
        return sum(path.rsplit("/", 1)[-1] == name for path, _ in self.requests)

    def _handler(index) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                who = self.headers.get("Proxy-Authorization", "").partition(" ")[2]
                who = base64.b64decode(who).decode() if who else ""
                path = urlsplit(self.path).path
                index.requests.append((path, who))
                if index.user and who != index.user:
                    self._send(407, b"", {"Proxy-Authenticate": 'Basic realm="test"'})
                elif index.mode.isdigit():
                    self._send(int(index.mode), b"no")
                elif index.mode == "garbage":
                    page = b"<html><h1>Please log in to the hotel's network</h1></html>"
                    self._send(200, page, {"Content-Type": "text/html"})
                elif path.startswith("/simple/"):
                    self._list(path.split("/")[2])
                else:
                    self._give(path.rsplit("/", 1)[-1])

            do_HEAD = do_GET

            def _list(self, name: str) -> None:
                files = sorted(index.folder.glob(f"{name.replace('-', '_')}-*.whl"))
                hashes = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
                if not files:
                    self._send(404, b"")
                elif index.mode == "json":
                    rows = [
                        f'{{"filename": "{n}", "url": "../../files/{n}", "hashes": {{"sha256": "{h}"}}}}'
                        for n, h in hashes.items()
                    ]
                    body = f'{{"meta": {{"api-version": "1.0"}}, "name": "{name}", "files": [{",".join(rows)}]}}'
                    kind = "application/vnd.pypi.simple.v1+json"
                    self._send(200, body.encode(), {"Content-Type": kind})
                else:
                    rows = [
                        f'<a href="../../files/{n}#sha256={h}" data-core-metadata="true">{n}</a>'
                        for n, h in hashes.items()
                    ]
                    body = f"<html><body>{''.join(rows)}</body></html>"
                    self._send(200, body.encode(), {"Content-Type": "text/html"})

            def _give(self, name: str) -> None:
                wheel = index.folder / name.removesuffix(".metadata")
                if not wheel.is_file():
                    self._send(404, b"")
                    return
                body = _metadata(wheel) if name.endswith(".metadata") else wheel.read_bytes()
                self._send(200, body, {"Cache-Control": "max-age=365000000, immutable"})

            def _send(
                self, status: int, body: bytes, headers: dict[str, str] | None = None
            ) -> None:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "HEAD":
                    return
                step = 16_384
                for start in range(0, len(body), step):
                    try:
                        self.wfile.write(body[start : start + step])
                    except OSError:
                        return  # the client was killed
                    if index.rate:
                        time.sleep(step / index.rate)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _metadata(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return archive.read(name)


def _digest(data: bytes) -> str:
    code = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"sha256={code}"


def _write_zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
