"""Labelling as the canvas shows it: the tool, the marks, the box for a number, and the way to a chip."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QObject, QPoint, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..chip_marks import ChipMarks
from ..i18n import tr
from .context import Context
from .label_keys import LabelKeys
from .label_tool import LabelTool
from .labelling import Labelling
from .value_box import ValueBox

#: A chip smaller than this many pixels cannot be judged: then the canvas zooms until it has as many as GOOD_PX.
LEAST_PX, GOOD_PX = 12.0, 56.0
_STATUS_MS = 6000


class LabelCanvas(QObject):
    """Takes the canvas when labelling begins, and gives it back as it was.

    activeChanged: the tool is in hand, or another one is.
    """

    activeChanged = pyqtSignal(bool)

    def __init__(self, context: Context, labelling: Labelling, keys: LabelKeys) -> None:
        super().__init__()
        self._context, self._session, self._labelling = context, context.session, labelling
        self.canvas = context.canvas
        self.tool = LabelTool(self.canvas, labelling, keys)
        self.marks: ChipMarks | None = None
        self.box: ValueBox | None = None
        self._before: Any = None
        self.tool.hovered.connect(self._hovered)
        self.canvas.mapToolSet.connect(lambda *_: self.activeChanged.emit(self.is_active))
        self._session.changed.connect(self._show_all)
        self._session.targetChanged.connect(self._show_all)
        self._session.labelsChanged.connect(self._show_changes)
        self._session.pendingChanged.connect(self._show_pending)
        labelling.marksChanged.connect(self._show_guidance)
        labelling.chipChanged.connect(self._go_to_chip)
        labelling.classChanged.connect(lambda: self._hovered(labelling.hover))
        labelling.numberWanted.connect(self._ask_number)
        labelling.told.connect(self._say)

    @property
    def is_active(self) -> bool:
        """Whether clicks on the canvas label."""
        return bool(self.canvas.mapTool() is self.tool)

    def enter(self) -> None:
        """Show the marks, and take the tool in hand."""
        if self.marks is None:
            self.marks, self.box = ChipMarks(self.canvas), ValueBox(self.canvas)
            self._show_all()
            self._show_pending()
        self.set_active(True)

    def leave(self) -> None:
        """Take all of it off the canvas."""
        self._labelling.leave()
        self.set_active(False)
        if self.marks is not None:
            self.canvas.scene().removeItem(self.marks)
            self.marks = None
        if self.box is not None:
            self.box.hide()
            self.box.deleteLater()
            self.box = None

    def set_active(self, active: bool) -> None:
        """Take the tool in hand, or give the one back that was before."""
        if active and not self.is_active:
            self._before = self.canvas.mapTool()
            self.canvas.setMapTool(self.tool)
        elif not active and self.is_active:
            self.canvas.unsetMapTool(self.tool)
            if self._before is not None:
                self.canvas.setMapTool(self._before)
            self._before = None

    # -- marks ---------------------------------------------------------------------------------

    def _show_all(self) -> None:
        session = self._session
        if self.marks is None:
            return
        self.marks.set_layout(session.layout, session.crs)
        self.marks.set_labels(session.labels, session.classes, self._range())
        self._show_guidance()

    def _show_changes(self, changes: list[dict[str, Any]]) -> None:
        if self.marks is None:
            return
        if self._labelling.is_number and self._range() != self.marks.numbers:
            self._show_all()  # every colour is another one
        else:
            self.marks.change_labels(self._session.labels, [c["chip"] for c in changes])

    def _show_pending(self) -> None:
        if self.marks is not None:
            self.marks.set_pending(self._session.pending)

    def _show_guidance(self) -> None:
        if self.marks is not None:
            suggested = [s["chip"] for s in self._labelling.suggestions]
            similar = [s["chip"] for s in self._labelling.similar]
            self.marks.set_guidance(suggested, similar)

    def _range(self) -> tuple[float, float] | None:
        if not self._labelling.is_number or not self._session.labels:
            return None
        values = self._session.labels.values()
        return min(values), max(values)

    # -- the pointer ---------------------------------------------------------------------------

    def _hovered(self, chip: int | None) -> None:
        if self.marks is None:
            return
        code = None if self._labelling.is_number else self._labelling.code
        self.marks.set_hover(chip, self.marks.colour_of(code) if code else QColor(255, 255, 255))
        bar = self._status_bar()
        if bar is None:
            return
        if chip is None:
            bar.clearMessage()
        else:
            bar.showMessage(self.describe(chip))

    def describe(self, chip: int) -> str:
        """A chip in a line: its label, and what the live map says."""
        session, labelling = self._session, self._labelling
        value = session.label_of(chip)
        parts = [tr("Chip {chip}").format(chip=chip)]
        if value is None:
            parts.append(tr("no label"))
        elif isinstance(value, str):
            named = {c["code"]: c["name"] for c in session.classes}
            parts.append(tr("labelled {name}").format(name=named.get(value, value)))
        else:
            parts.append(tr("labelled {name}").format(name=f"{value:g}"))
        said = labelling.live.what_at(session.layout.centre(chip)) if session.layout else None
        if said is not None:
            name, unsure = said
            if unsure is None:
                parts.append(tr("the map says {name}").format(name=name))
            elif labelling.is_number:
                parts.append(
                    tr("the map says {name} ± {spread:.2g}").format(name=name, spread=unsure)
                )
            else:
                told = tr("the map says {name}, {share:.0%} unsure")
                parts.append(told.format(name=name, share=unsure))
        return " · ".join(parts)

    def _status_bar(self) -> Any:
        find = getattr(self._context.iface, "statusBarIface", None)
        return find() if find is not None else None

    def _say(self, sentence: str) -> None:
        bar = self._status_bar()
        if bar is not None and self.marks is not None:
            bar.showMessage(sentence, _STATUS_MS)

    # -- the way to a chip ---------------------------------------------------------------------

    def _go_to_chip(self) -> None:
        chip = self._labelling.chip
        if self.marks is None:
            return
        if chip is not None:
            self.show_chip(chip)
        self.marks.set_current(chip)

    def show_chip(self, chip: int) -> None:
        """Centre the canvas on a chip, as near as it is, or nearer where it is too small to see."""
        point = self._on_canvas(chip)
        if point is None or self.marks is None:
            return
        self.canvas.setCenter(point)
        side = self.marks.side_of(chip)
        if 0 < side < LEAST_PX:
            self.canvas.zoomByFactor(side / GOOD_PX)
        self.canvas.refresh()

    def _on_canvas(self, chip: int) -> QgsPointXY | None:
        """The centre of a chip in the CRS of the canvas."""
        if self._session.layout is None:
            return None
        centre = self._session.layout.centre(chip)
        shown = self.canvas.mapSettings().destinationCrs()
        if not shown.isValid() or shown == self._session.crs:
            return centre
        try:
            return QgsCoordinateTransform(
                self._session.crs, shown, QgsProject.instance()
            ).transform(centre)
        except QgsCsException:
            return None

    # -- numbers -------------------------------------------------------------------------------

    def _ask_number(self, chips: list[int]) -> None:
        point = self._on_canvas(chips[-1])
        if point is None or self.box is None:
            return
        pixel = self.canvas.getCoordinateTransform().transform(point)
        known = self._session.label_of(chips[-1])
        value = known if known is not None else self._labelling.number
        at = QPoint(round(pixel.x()), round(pixel.y()))
        self.box.ask(at, value, lambda number: self._labelling.give_number(chips, number))
