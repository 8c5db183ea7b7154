"""A hand and an eye in a running QGIS: events of mouse and keys, waiting, screenshots.

Runs inside QGIS (``qgis --code``), in its own Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qgis.core import QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QPoint, QRect, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QRadioButton, QWidget

SIZE = (1600, 1000)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class Walk:
    """One visit: what was seen goes to ``folder``/<name>.json and pictures to ``pictures``."""

    def __init__(self, iface: Any, name: str, folder: Path, pictures: Path) -> None:
        self.iface, self.name, self.folder, self.pictures = iface, name, folder, pictures
        self.window, self.canvas = iface.mainWindow(), iface.mapCanvas()
        self.facts: dict[str, Any] = {}
        self.pulse = Pulse()
        self.window.setGeometry(0, 0, *SIZE)  # no window manager does it
        self.rest(300)

    # -- acting --------------------------------------------------------------------------------

    def click(self, widget: QWidget, button: Qt.MouseButton = LEFT) -> None:
        """Click a widget where a hand would."""
        assert widget.isVisible(), f"{widget.objectName() or widget} is not to be seen"
        assert widget.isEnabled(), f"{widget.objectName() or widget} is not enabled"
        where = widget.rect().center()
        if isinstance(widget, (QCheckBox, QRadioButton)):
            where.setX(8)  # beyond their text they are deaf
        QTest.mouseClick(widget, button, Qt.KeyboardModifier.NoModifier, where)
        self.rest()

    def type(self, widget: QWidget, text: str, enter: bool = False) -> None:
        """Replace what a field holds, key by key."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)
        if enter:
            QTest.keyClick(widget, Qt.Key.Key_Return)
        self.rest()

    def key(self, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """A key on the map canvas."""
        self.canvas.setFocus()
        QTest.keyClick(self.canvas, key, modifiers)
        self.rest()

    def click_map(self, point: QgsPointXY, button: Qt.MouseButton = LEFT) -> None:
        """Click the canvas at a point of its CRS."""
        where = self.pixel(point)
        QTest.mouseMove(self.canvas.viewport(), where)
        QTest.mouseClick(self.canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, where)
        self.rest()

    def drag_map(self, points: list[QgsPointXY]) -> None:
        """Drag over the canvas through points of its CRS."""
        view, none = self.canvas.viewport(), Qt.KeyboardModifier.NoModifier
        QTest.mousePress(view, LEFT, none, self.pixel(points[0]))
        for point in points[1:]:
            QTest.mouseMove(view, self.pixel(point), 20)
        QTest.mouseRelease(view, LEFT, none, self.pixel(points[-1]))
        self.rest()

    def pixel(self, point: QgsPointXY) -> QPoint:
        """Where a point of the canvas's CRS is on it."""
        found = self.canvas.getCoordinateTransform().transform(point)
        return QPoint(round(found.x()), round(found.y()))

    # -- waiting and looking -------------------------------------------------------------------

    def rest(self, milliseconds: int = 30) -> None:
        """Let QGIS do what it has to."""
        QTest.qWait(milliseconds)

    def until(self, holds: Callable[[], Any], what: str, seconds: float = 60) -> Any:
        """Wait for something; says what did not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = holds()
            if found:
                return found
            QTest.qWait(50)
        raise AssertionError(f"{what} did not come within {seconds:.0f} s")

    def drawn(self) -> None:
        """Wait until the canvas has drawn."""
        self.rest(150)
        self.until(lambda: not self.canvas.isDrawing(), "the drawn map")
        self.rest(150)

    def shot(self, name: str, area: QWidget | None = None, crop: QRect | None = None) -> None:
        """A picture of the window, of one widget, or of a part."""
        self.drawn()
        with self.pulse.paused():  # taking a picture holds QGIS, and is ours alone
            widget = area or self.window
            picture = widget.grab(crop) if crop is not None else widget.grab()
            self.pictures.mkdir(parents=True, exist_ok=True)
            picture.save(str(self.pictures / f"{name}.png"))

    # -- the whole -----------------------------------------------------------------------------

    def run(self, walk: Callable[[Walk], None]) -> None:
        """Walk, write down what came of it, and close QGIS."""
        self.facts["exceptions"] = []
        sys.excepthook = self._noted  # QGIS would open a dialog, and wait for somebody to close it
        self.iface.messageBar().clearWidgets()  # what a bare QGIS says of missing fonts
        try:
            walk(self)
            self.facts["ok"] = True
        except BaseException:
            self.facts.update(ok=False, error=traceback.format_exc())
            self.shot(f"failed-{self.name}")
        self.facts["loaded"] = foreign_modules()
        (self.folder / f"{self.name}.json").write_text(
            json.dumps(self.facts, indent=2, default=str)
        )
        # Lambdas, which hold this object: a bound method would not.
        QTimer.singleShot(0, lambda: self._close())
        QTimer.singleShot(15_000, lambda: self._give_up())

    def _noted(self, kind: Any, error: Any, trace: Any) -> None:
        self.facts["exceptions"].append("".join(traceback.format_exception(kind, error, trace)))

    def _close(self) -> None:
        QgsProject.instance().setDirty(False)  # or QGIS asks whether to save it
        self.iface.actionExit().trigger()

    def _give_up(self) -> None:
        """QGIS did not close: show what holds it."""
        held = QApplication.activeModalWidget()
        if held is not None:
            held.grab().save(str(self.pictures / f"held-{self.name}.png"))
        os._exit(3)


class Pulse:
    """How long QGIS's event loop was held: the gaps between the beats of a timer."""

    EVERY_MS = 10

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last, self.gaps = 0.0, []

    def start(self) -> None:
        """Begin to measure."""
        self._last, self.gaps = time.perf_counter(), []
        self._timer.start(self.EVERY_MS)

    def stop(self) -> dict[str, float]:
        """Milliseconds beyond the beat: the longest, the 99th percentile, and how many beats there were."""
        self._timer.stop()
        late = sorted(max(0.0, gap * 1000 - self.EVERY_MS) for gap in self.gaps) or [0.0]
        return {
            "longest_ms": late[-1],
            "p99_ms": late[int(0.99 * (len(late) - 1))],
            "beats": len(late),
        }

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """What happens inside does not count."""
        beats = self._timer.isActive()
        self._timer.stop()
        yield
        if beats:
            self._last = time.perf_counter()
            self._timer.start(self.EVERY_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def foreign_modules() -> list[str]:
    """Modules of the worker's world that are in this process: there are to be none."""
    heavy = {"torch", "rasterio", "timm", "sklearn", "geopandas", "pyarrow", "shapely"}
    found = sorted(heavy & set(sys.modules))
    numpy = sys.modules.get("numpy")
    if numpy is not None and ".venv" in str(getattr(numpy, "__file__", "")):
        found.append("numpy of the worker's environment")
    return found


def application() -> QApplication:
    """QGIS."""
    return QApplication.instance()
