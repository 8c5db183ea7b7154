"""Labelling a check sample blind: cell after cell on the canvas, with the maps out of sight.

A sample tells how good a map is only if nobody saw the map while labelling it. Each label is on disk
before the worker has answered; one can leave at any cell and go on later.
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal

from .. import settings
from ..wording import told
from .context import Context
from .map_layers import our_nodes
from .outlines import Outline, zoom_to

#: How many times a cell's side is in view.
_AROUND = 9.0
_CLEAR = (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class CheckLabelling(QObject):
    """One sample, cell by cell.

    changed: another cell, another label, begun or ended. name: the sample's, "" while none is labelled; folder: its
    workspace's. cells: as the worker tells them, labels as they are now. classes: of the sampled map. kind: "classes"
    or "value". place: of the cell in view.
    """

    changed = pyqtSignal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context, self.session = context, context.session
        self.name, self.kind, self.place = "", "classes", 0
        self.cells: list[dict[str, Any]] = []
        self.classes: list[dict[str, Any]] = []
        self.folder = ""
        self._crs = QgsCoordinateReferenceSystem()
        self._outline = Outline(context.canvas)
        self._hidden: list[str] = []

    # -- begin and end -------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether a sample is being labelled."""
        return bool(self.name)

    def start(self, name: str) -> None:
        """Ask for the cells of a sample, and go to the first without a label."""
        folder = self.session.folder

        def there(answer: dict[str, Any]) -> None:
            if folder == self.session.folder:
                self._begin(folder, answer)

        self.session.ask("sample_cells", {"name": name}, there, resume=True)

    def stop(self) -> None:
        """Leave the sample as it is, and show the maps again."""
        if not self.is_on:
            return
        self.name, self.cells = "", []
        self._outline.remove()
        for watched in self._watched():
            watched.removeEventFilter(self)
        for layer_id in self._hidden:
            node = QgsProject.instance().layerTreeRoot().findLayer(layer_id)
            if node is not None:
                node.setItemVisibilityChecked(True)
        self._hidden = []
        self.changed.emit()

    def _begin(self, folder: str, answer: dict[str, Any]) -> None:
        self.stop()
        self.folder, self.name, self.kind = folder, answer["name"], answer["kind"]
        self.cells, self.classes = answer["cells"], answer["classes"]
        self._crs = QgsCoordinateReferenceSystem(answer["crs"])
        if not self._crs.isValid():
            self._crs = QgsCoordinateReferenceSystem.fromWkt(answer["crs"])
        for node in our_nodes():
            if node.itemVisibilityChecked():
                node.setItemVisibilityChecked(False)
                self._hidden.append(node.layerId())
        for watched in self._watched():
            watched.installEventFilter(self)
        self.context.canvas.setFocus()
        self._show(self._unlabelled_after(-1) or 0)

    def _watched(self) -> tuple[QObject, ...]:
        canvas = self.context.canvas
        return canvas, canvas.viewport()

    # -- where one is --------------------------------------------------------------------------

    @property
    def cell(self) -> dict[str, Any] | None:
        """The cell in view."""
        return self.cells[self.place] if self.cells else None

    @property
    def labelled(self) -> int:
        """Cells that bear a label."""
        return sum(cell["label"] is not None for cell in self.cells)

    def go(self, by: int) -> None:
        """To the next cell (1), or the previous (-1)."""
        if self.cells:
            self._show((self.place + by) % len(self.cells))

    def next_unlabelled(self) -> None:
        """To the next cell without a label; stays where there is none."""
        found = self._unlabelled_after(self.place)
        if found is not None:
            self._show(found)

    def class_place(self) -> int | None:
        """The place among the classes of the label in view; None where it has none of them."""
        cell = self.cell
        label = "" if cell is None or cell["label"] is None else str(cell["label"]).casefold()
        texts = [(str(c["name"]).casefold(), str(c["value"])) for c in self.classes]
        return next((i for i, names in enumerate(texts) if label in names), None)

    def show_cell(self) -> None:
        """Bring the cell in view to the middle of the canvas again."""
        cell = self.cell
        if cell is None:
            return
        shape = QgsGeometry.fromWkt(cell["wkt"])
        self._outline.show([shape], self._crs)
        zoom_to(self.context.canvas, shape.boundingBox(), self._crs, _AROUND)

    def _show(self, place: int) -> None:
        self.place = place
        self.show_cell()
        self.changed.emit()

    def _unlabelled_after(self, place: int) -> int | None:
        """The next place without a label, round the end; None where all have one."""
        count = len(self.cells)
        order = [(place + 1 + step) % count for step in range(count)] if count else []
        return next((i for i in order if self.cells[i]["label"] is None), None)

    # -- labels --------------------------------------------------------------------------------

    def give_class(self, place: int) -> None:
        """Label the cell in view with a class, by its place among them, and go on."""
        if self.kind == "classes" and 0 <= place < len(self.classes):
            self.give(self.classes[place]["name"])

    def give(self, label: str | float | None) -> None:
        """Label the cell in view, or clear it with None; a label given, the next one without comes into view."""
        cell = self.cell
        if cell is None:
            return
        before, cell["label"] = cell["label"], label
        params = {"name": self.name, "cell": cell["cell"], "label": label}
        if settings.get("who"):
            params["who"] = settings.get("who")

        def refused(failure: Any) -> None:
            cell["label"] = before
            self.context.messages.error(*told(failure))
            self.changed.emit()

        self.session.ask("sample_label", params, lambda _: None, refused, resume=True)
        if label is None:
            self.changed.emit()
            return
        found = self._unlabelled_after(self.place)
        self._show(self.place if found is None else found)

    # -- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """1-9 a class, 0 clear, N next, M previous, U next unlabelled, Escape leave: on the canvas."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        act = self.act_of(event)
        if act is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def act_of(self, event: Any) -> Any:
        """What a key does, None for one that is not ours."""
        key = event.key()
        if not self.is_on or event.modifiers() not in _PLAIN:
            return None
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and self.kind == "classes":
            return lambda: self.give_class(int(key) - int(Qt.Key.Key_1))
        if key in _CLEAR:
            return lambda: self.give(None)
        return {
            Qt.Key.Key_N: lambda: self.go(1),
            Qt.Key.Key_M: lambda: self.go(-1),
            Qt.Key.Key_U: self.next_unlabelled,
            Qt.Key.Key_Escape: self.stop,
        }.get(key)
