"""Hands that label: the Label step over a real canvas and worker, moved by mouse and key events."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle
from qgis.gui import QgsLayerTreeMapCanvasBridge
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin.gui.context import Context
from eo_embed.eo_embed_plugin.gui.label_step import LabelStep

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
CLASSES = [
    {"code": "wood", "name": "Wood", "colour": "#009e73"},
    {"code": "field", "name": "Field", "colour": "#e69f00"},
    {"code": "lake", "name": "Lake", "colour": "#0072b2"},
]


class Hands:
    """``step`` is open on ``folder`` with a target ``cover``, unless ``classes`` is None."""

    def __init__(
        self,
        context: Context,
        wait: Callable[..., None],
        folder: Path,
        classes: Sequence[dict[str, str]] | None = CLASSES,
    ) -> None:
        self.context, self.session, self.canvas, self.wait = (
            context, context.session, context.canvas, wait,
        )  # fmt: skip
        root = QgsProject.instance().layerTreeRoot()
        self._bridge = QgsLayerTreeMapCanvasBridge(root, self.canvas)
        self._bridge.setAutoSetupOnFirstLayer(False)
        self.step = LabelStep(4, context)
        self.step.resize(390, 800)
        self.step.show()
        self.labelling, self.live = self.step.labelling, self.step.live
        self.folder = folder
        self.session.open(str(folder))
        wait(lambda: self.session.state)
        self.show_all(self.session.crs)
        if classes is not None:
            self.session.put_target("cover", "classes", list(classes))
            wait(lambda: self.session.target_info)
        self.step.set_open(True)

    def leave(self) -> None:
        """Put all away."""
        self.wait(lambda: not self.session.pending and not self.live.is_working)
        self.step.set_open(False)
        self.live.unload()
        self._bridge.deleteLater()
        self.step.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def show_all(self, crs: QgsCoordinateReferenceSystem) -> None:
        """Show the whole workspace in a CRS."""
        self.canvas.setDestinationCrs(crs)
        turn = QgsCoordinateTransform(self.session.crs, crs, QgsProject.instance())
        box = QgsRectangle(*self.session.layout.bounds)
        self.canvas.setExtent(turn.transformBoundingBox(box))
        QCoreApplication.processEvents()

    def pixel(self, chip: int) -> QPoint:
        """The middle of a chip on the canvas, by QGIS's own transforms."""
        shown = self.canvas.mapSettings().destinationCrs()
        turn = QgsCoordinateTransform(self.session.crs, shown, QgsProject.instance())
        point = turn.transform(self.session.layout.centre(chip))
        found = self.canvas.getCoordinateTransform().transform(point)
        return QPoint(round(found.x()), round(found.y()))

    def click(self, chip: int, button: Any = LEFT) -> None:
        QTest.mouseClick(self.canvas.viewport(), button, NONE, self.pixel(chip))

    def hover(self, chip: int) -> None:
        self.move(self.pixel(chip), Qt.MouseButton.NoButton)

    def move(self, pixel: QPoint, button: Any) -> None:
        """The pointer moves to a pixel, a button down. QTest's own move goes to what lies on top."""
        view = self.canvas.viewport()
        there, kind = QPointF(pixel), QEvent.Type.MouseMove
        on_screen = QPointF(view.mapToGlobal(pixel))
        event = QMouseEvent(kind, there, on_screen, Qt.MouseButton.NoButton, button, NONE)
        QApplication.sendEvent(view, event)

    def drag(self, chips: Sequence[int], button: Any = LEFT, modifiers: Any = NONE) -> None:
        """Press on the first, go straight to each of the others, release on the last."""
        view = self.canvas.viewport()
        QTest.mousePress(view, button, modifiers, self.pixel(chips[0]))
        for chip in chips[1:]:
            self.move(self.pixel(chip), button)
            QTest.qWait(20)
        QTest.mouseRelease(view, button, modifiers, self.pixel(chips[-1]))

    def key(self, key: Any, modifiers: Any = NONE) -> None:
        """A key while the canvas has the focus."""
        QTest.keyClick(self.canvas, key, modifiers)

    def type(self, text: str, box: Any = None) -> None:
        """Into a box, or what has the focus, and Enter."""
        box = box or QApplication.focusWidget()
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)

    def settled(self) -> None:
        """Every label is on disk, or refused; and the map is of them."""
        self.wait(lambda: not self.session.pending and not self.live.is_working)

    def on_disk(self, column: str = "label", target: str = "cover") -> dict[int, Any]:
        """A column of the labels by chip, as any program reads them."""
        path = self.folder / "labels.gpkg"
        if not path.exists():
            return {}
        query = f"SELECT chip_id, {column} FROM labels WHERE target = ?"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as data:
            return dict(data.execute(query, (target,)))
