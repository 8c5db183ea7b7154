"""An engine without a worker: what is asked of it waits until the test answers."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from eo_embed.eo_embed_plugin.failures import Failure

LAYOUT = {
    "transform": [10.0, 0.0, 600000.0, 0.0, -10.0, 5000000.0], "shape": [160, 200], "size": [16, 16],
    "stride": [16, 16], "chips": [10, 13], "ground": [160.0, 160.0], "count": 130, "inclusion": "centre",
    "min_valid": 0.5, "bounds": [600000.0, 4998400.0, 602080.0, 5000000.0],
}  # fmt: skip
CLASSES = [
    {"code": "wood", "name": "Wood", "colour": "#009e73"},
    {"code": "lake", "name": "Lake", "colour": "#0072b2"},
]


def state(folder: str, **more: Any) -> dict[str, Any]:
    """What the worker tells of a workspace with one target ``cover`` and embeddings."""
    source = {
        "name": "s2", "bands": [], "files": [], "missing": [],
        "embedded": {"key": "k", "model": "rcf", "dim": 8, "dtype": "float32", "chips": 130, "of": 130,
                     "complete": True, "stale": False},
    }  # fmt: skip
    target = {
        "name": "cover", "kind": "classes", "how": "", "classes": CLASSES, "labels": 0, "counts": {},
    }  # fmt: skip
    return {
        "folder": folder, "name": "x", "crs": "EPSG:32632", "crs_wkt": "", "layout": LAYOUT, "aoi_wkt": None,
        "sources": [source], "targets": [target], "heads": [], "maps": [], "samples": [], **more,
    }  # fmt: skip


class FakeCall(QObject):
    """One request; ``asked`` of the engine holds it until it is answered."""

    progressed = pyqtSignal(dict)
    succeeded = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(
        self, method: str, params: dict[str, Any], done: Any, failed: Any, resume: bool
    ) -> None:
        super().__init__()
        self.method, self.params, self.resume = method, params, resume
        self.finished = self.is_cancelled = False
        self._done, self._failed = done, failed

    def cancel(self) -> None:
        self.is_cancelled = True

    def answer(self, content: dict[str, Any]) -> None:
        self.finished = True
        if self._done:
            self._done(content)
        self.succeeded.emit(content)

    def fail(self, code: str, message: str) -> None:
        self.finished = True
        failure = Failure(code, message, {})
        if self._failed:
            self._failed(failure)
        self.failed.emit(failure)


class FakeEngine(QObject):
    """Engine's interface, as far as a Session uses it."""

    stateChanged = pyqtSignal(str)
    said = pyqtSignal(str)
    died = pyqtSignal(str, str)
    restarted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[FakeCall] = []

    def start(self) -> None:
        pass

    def request(
        self, method: str, params: Any = None, *, done: Any = None, failed: Any = None,
        progress: Any = None, resume: bool = False,
    ) -> FakeCall:  # fmt: skip
        call = FakeCall(method, params or {}, done, failed, resume)
        self.calls.append(call)
        return call

    def waiting(self, method: str) -> list[FakeCall]:
        """Requests of a method that are not answered, the oldest first."""
        return [call for call in self.calls if call.method == method and not call.finished]

    def first(self, method: str) -> FakeCall:
        """The oldest of them."""
        return self.waiting(method)[0]
