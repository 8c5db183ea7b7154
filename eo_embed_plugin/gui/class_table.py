"""The classes of a target: colour, key, name, count; edited in place."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsColorButton
from qgis.PyQt.QtCore import QEvent, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QKeyEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
)

from ..i18n import tr
from ..palette import next_colour
from .label_keys import LabelKeys
from .labelling import Labelling

COLOUR, KEY, NAME, COUNT = range(4)
_MOST_ROWS = 9  # in sight at once
_CODE = Qt.ItemDataRole.UserRole
_EDITABLE = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ClassTable(QTableWidget):
    """Shows the session's classes; what is changed here goes to the worker, which has the last word.

    The row of the class in hand is selected. said: why something was not done.
    """

    said = pyqtSignal(str)

    def __init__(self, labelling: Labelling, keys: LabelKeys) -> None:
        super().__init__(0, 4)
        self._labelling, self._session, self._keys = labelling, labelling.session, keys
        self._is_filling = False
        self.setAccessibleName(tr("Classes"))
        self.setHorizontalHeaderLabels(["", tr("Key"), tr("Class"), tr("Labels")])
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        for column in (COLOUR, KEY, COUNT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._edited)
        self.currentCellChanged.connect(self._chosen)
        labelling.classChanged.connect(self._show_choice)
        self._session.targetChanged.connect(self.fill)
        self._session.labelsChanged.connect(lambda _: self._show_counts())
        self.fill()

    # -- what the buttons do -------------------------------------------------------------------

    def add(self) -> None:
        """A new row whose name is to be typed; it is a class once it has one."""
        self._is_filling = True
        row = self.rowCount()
        self.setRowCount(row + 1)
        colour = next_colour(info["colour"] for info in self._session.classes)
        self._fill_row(row, {"code": "", "name": "", "colour": colour})
        self._is_filling = False
        self._fit()
        self.setFocus()
        self.setCurrentCell(row, NAME)
        self.editItem(self.item(row, NAME))

    def remove_current(self) -> None:
        """Take the class in hand away, if no chip has it."""
        classes, code = self._session.classes, self._labelling.code
        info = next((c for c in classes if c["code"] == code), None)
        if info is None:
            return
        count = self._session.counts.get(info["code"], 0)
        if count or info["code"] in self._session.pending.values():
            told = tr("{name} has {n} labels; clear or relabel them before the class is removed.")
            self.said.emit(told.format(name=info["name"], n=max(count, 1)))
        else:
            self._put([c for c in classes if c["code"] != info["code"]])

    def move_current(self, step: int) -> None:
        """Move the class in hand up (-1) or down (1); keys follow."""
        classes, row = self._session.classes, self.currentRow()
        if 0 <= row < len(classes) and 0 <= row + step < len(classes):
            classes[row], classes[row + step] = classes[row + step], classes[row]
            self._put(classes)

    # -- as Qt asks ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits are keys of labelling here, not a search in the table."""
        if not self._keys.press(event, on_canvas=False):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def closeEditor(self, editor: Any, hint: Any) -> None:
        """A row that got no name is no class."""
        super().closeEditor(editor, hint)
        if self.rowCount() > len(self._session.classes):
            name = self.item(self.rowCount() - 1, NAME).text().strip()
            if not name:
                self.fill()

    # -- how it does that ----------------------------------------------------------------------

    def fill(self) -> None:
        """Show the classes as they are now."""
        classes = self._session.classes
        self._is_filling = True
        self.setRowCount(len(classes))
        for row, info in enumerate(classes):
            self._fill_row(row, info)
        self._is_filling = False
        self._fit()
        self._show_counts()
        self._show_choice()

    def _fill_row(self, row: int, info: dict[str, str]) -> None:
        key = self._item(row, KEY, str(row + 1) if row < 9 else "", _FIXED)
        key.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        name = self._item(row, NAME, info["name"], _EDITABLE)
        name.setData(_CODE, info["code"])
        name.setToolTip(tr("Double-click to rename"))
        count = self._item(row, COUNT, "", _FIXED)
        count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        button = self.cellWidget(row, COLOUR)
        if not isinstance(button, _ColourButton):
            button = _ColourButton()
            button.colorChanged.connect(self._recoloured)
            self.setCellWidget(row, COLOUR, button)
        button.show_colour(QColor(info["colour"]), info["name"])

    def _item(self, row: int, column: int, text: str, flags: Any) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        item.setFlags(flags)
        if item.text() != text:
            item.setText(text)
        return item

    def _show_counts(self) -> None:
        counts = self._session.counts
        self._is_filling = True
        for row, info in enumerate(self._session.classes):
            item = self.item(row, COUNT)
            if item is not None:
                item.setText(f"{counts.get(info['code'], 0):,}")
        self._is_filling = False

    def _show_choice(self) -> None:
        codes = [info["code"] for info in self._session.classes]
        row = codes.index(self._labelling.code) if self._labelling.code in codes else -1
        self._is_filling = True
        if row >= 0:
            self.setCurrentCell(row, NAME)
        else:
            self.clearSelection()
        for place in range(self.rowCount()):
            font = QFont(self.font())
            font.setBold(place == row)
            for column in (KEY, NAME):
                self.item(place, column).setFont(font)
        self._is_filling = False

    def _chosen(self, row: int, *_: int) -> None:
        classes = self._session.classes
        if not self._is_filling and 0 <= row < len(classes):
            self._labelling.choose(classes[row]["code"])

    def _edited(self, item: QTableWidgetItem) -> None:
        if self._is_filling or item.column() != NAME:
            return
        name, code, classes = item.text().strip(), item.data(_CODE), self._session.classes
        others = [c for c in classes if c["code"] != code]
        if not name or name in {c["name"] for c in others} | {c["code"] for c in others}:
            if name:
                self.said.emit(tr("There is a class {name} already.").format(name=name))
            self.fill()
        elif not code:
            colour = self._colour_of_new(item.row(), name)
            self._put([*classes, {"code": name, "name": name, "colour": colour}])
            self._labelling.code = name  # in hand once it is there
        else:
            renamed = [{**c, "name": name} if c["code"] == code else c for c in classes]
            self._put(renamed)

    def _colour_of_new(self, row: int, name: str) -> str:
        """The colour chosen for a new class, or else the usual one for its name."""
        chosen = self.cellWidget(row, COLOUR).color().name()
        taken = [info["colour"] for info in self._session.classes]
        return next_colour(taken, name) if chosen == next_colour(taken) else chosen

    def _recoloured(self, colour: QColor) -> None:
        button, classes = self.sender(), self._session.classes
        for row, info in enumerate(classes):
            if self.cellWidget(row, COLOUR) is button and info["colour"].lower() != colour.name():
                classes[row] = {**info, "colour": colour.name()}
                self._put(classes)
                return

    def _put(self, classes: list[dict[str, str]]) -> None:
        info = self._session.target_info
        if info is not None:
            self._session.put_target(info["name"], "classes", classes)

    def _fit(self) -> None:
        """As high as its rows, up to a number of them."""
        metrics = self.fontMetrics()
        height = metrics.height() + 9
        self.verticalHeader().setDefaultSectionSize(height)
        for row in range(self.rowCount()):
            self.setRowHeight(row, height)
        self.setColumnWidth(COLOUR, height + 14)
        self.setColumnWidth(KEY, metrics.horizontalAdvance(tr("Key")) + 16)
        self.setColumnWidth(COUNT, metrics.horizontalAdvance("00,000 ") + 14)
        rows = min(max(self.rowCount(), 1), _MOST_ROWS)
        frame = 2 * self.frameWidth()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * height + frame)


class _ColourButton(QgsColorButton):
    """QGIS's own colour button, that tells only what the user chose."""

    def __init__(self) -> None:
        super().__init__(None, tr("Colour of the class"))
        self.setShowMenu(False)
        self.setAllowOpacity(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_colour(self, colour: QColor, name: str) -> None:
        """The colour of a class, told to nobody."""
        self.blockSignals(True)
        self.setColor(colour)
        self.blockSignals(False)
        self.setAccessibleName(tr("Colour of {name}").format(name=name))
        self.setToolTip(tr("Click to change the colour of {name}").format(name=name))
