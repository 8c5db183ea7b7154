"""The report to send with a question: versions, devices, settings, last lines of the log; nothing secret in it."""

from __future__ import annotations

import os
import platform
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import PYQT_VERSION_STR, QObject, qVersion
from qgis.PyQt.QtGui import QGuiApplication

from .. import __version__
from . import settings
from .environment import Environment
from .environment.places import free_bytes, gigabytes
from .network import proxy_url, secrets
from .redaction import redact

TAB = "EO Embed"  # of QGIS's message log
#: Variables that explain much; those of the second kind only by whether they are set.
_SHOWN = (
    "CUDA_VISIBLE_DEVICES",
    "OMP_NUM_THREADS",
    "UV_CACHE_DIR",
    "EO_EMBED_HOME",
    "EO_EMBED_PYTHON",
)
_NAMED = (
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "UV_DEFAULT_INDEX",
    "PIP_INDEX_URL",
)
#: Settings whose values are a person's own affair.
_PRIVATE = ("who", "last_folder", "recent")
LINES = 60


class LogTail(QObject):
    """The last lines in QGIS's log tab of ours, which QGIS itself cannot be asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=500)
        self._is_watching = False

    def watch(self) -> None:
        """Listen from now on."""
        if not self._is_watching:
            QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(
                self._take
            )
            self._is_watching = True

    def forget(self) -> None:
        """Listen no more."""
        if self._is_watching:
            QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].disconnect(
                self._take
            )
            self._is_watching = False
        self.lines.clear()

    def _take(self, message: str, tag: str, _: Qgis.MessageLevel) -> None:
        if tag == TAB:
            self.lines.extend(message.splitlines())


#: The one of this QGIS; the plugin has it watch.
log_tail = LogTail()


def report(
    environment: Environment,
    hello: Mapping[str, Any] | None = None,
    worker: str = "",
    log: Iterable[str] | None = None,
) -> str:
    """The report as text, in English, whatever the language: it is read by those who help.

    hello: what the running worker said of itself. worker: the engine's state. log: lines, by default the log tab's.
    """
    lines = log_tail.lines if log is None else log
    parts = {
        "EO Embed": _versions(),
        "Environment": _environment(environment),
        "Devices": _devices(environment, hello),
        "Worker": _worker(hello, worker),
        "Network": _network(),
        "Settings": _settings(),
    }
    text = "\n\n".join(f"## {title}\n{_table(rows)}" for title, rows in parts.items())
    tails = {
        "Log": list(lines)[-LINES:],
        "Installation": _tail(environment.places.log) or list(environment.lines)[-LINES:],
    }
    for title, tail in tails.items():
        text += f"\n\n## {title}: last lines\n" + ("\n".join(tail) or "none")
    return redact(text, secrets()) + "\n"


def _versions() -> dict[str, object]:
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "plugin": __version__,
        "QGIS": Qgis.QGIS_VERSION,
        "Qt": qVersion(),
        "PyQt": PYQT_VERSION_STR,
        "QGIS's Python": platform.python_version(),
        "system": platform.platform(),
        "processor": f"{platform.machine()}, {os.cpu_count()} cores",
        "language": QgsApplication.locale(),
        "display": QGuiApplication.platformName(),
        "plugin's folder": Path(__file__).resolve().parent.parent,
    }


def _environment(environment: Environment) -> dict[str, object]:
    status, places = environment.status(), environment.places
    rows: dict[str, object] = {
        "state": status.kind
        + (f" ({environment.operation} is running)" if environment.operation else ""),
        "sentence": status.sentence,
        "kind": "made by EO Embed" if status.is_managed else "chosen by the user",
        "Python's path": status.python or "none",
        "folder": f"{places.home}, {gigabytes(free_bytes(places.home))} free",
        "packages needed": environment.requirements or "the plugin's own list is missing",
    }
    state = status.state
    if state is not None:
        rows |= {
            "packages there": state.requirements,
            "Python": state.python,
            "torch": f"{state.torch} ({state.torch_built_for or 'no GPU'})",
            "uv": state.uv,
            "made with": state.package,
            "from": "a folder of wheels" if state.wheels else "an index",
            "tried": state.checked,
        }
        rows |= {f"notice {number}": text for number, text in enumerate(state.notices, 1)}
    return rows


def _devices(environment: Environment, hello: Mapping[str, Any] | None) -> dict[str, object]:
    state = environment.status().state
    devices = (hello or {}).get("devices") or (state.devices if state else [])
    rows: dict[str, object] = {}
    for device in devices:
        memory = f", {gigabytes(device['memory'])}" if device.get("memory") else ""
        error = f", error: {device['error']}" if device.get("error") else ""
        rows[str(device.get("id"))] = f"{device.get('name')}{memory}{error}"
    return rows or {"known": "none yet"}


def _worker(hello: Mapping[str, Any] | None, state: str) -> dict[str, object]:
    rows: dict[str, object] = {"state": state or "not asked"}
    for name, value in (hello or {}).items():
        if name == "packages":
            rows |= dict(value)
        elif name not in ("devices", "log"):
            rows[name] = value
    return rows


def _network() -> dict[str, object]:
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    url = proxy_url(proxy)
    user = ", with a user" if proxy.user() else ""
    rows: dict[str, object] = {
        "proxy in QGIS": f"{url.split(':', 1)[0]}, port {proxy.port()}{user}" if url else "none",
        "certificates added in QGIS": len(QgsApplication.authManager().databaseCAs()),
    }
    for name in _NAMED:
        if os.environ.get(name) or os.environ.get(name.lower()):
            rows[name] = "set"
    return rows


def _settings() -> dict[str, object]:
    rows: dict[str, object] = {}
    for name in settings.DEFAULTS:
        value = settings.get(name)
        if name != "python_state" and value != settings.DEFAULTS[name]:
            rows[name] = "set" if name in _PRIVATE else value
    rows |= {name: os.environ[name] for name in _SHOWN if name in os.environ}
    return rows or {"changed": "none"}


def _table(rows: Mapping[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in rows.items())


def _tail(path: Path, most: int = 64_000) -> list[str]:
    """The last lines of a file; none where it cannot be read."""
    try:
        with open(path, "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - most))
            return file.read().decode("utf-8", "replace").splitlines()[-LINES:]
    except OSError:
        return []
