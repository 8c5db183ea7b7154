"""The table of sources: which imagery goes into the workspace, with its files and bands to open and edit."""

from __future__ import annotations

import os
from functools import partial
from typing import Any, Callable

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ..i18n import tr
from ..icons import icon
from ..session import missing_sentence
from .draft import Draft
from .draft_sources import DraftSource, layer_names

NAME, WHAT = range(2)
_SOURCE = Qt.ItemDataRole.UserRole
_BAND = Qt.ItemDataRole.UserRole + 1
_EDITABLE = Qt.ItemFlag.ItemIsEditable
#: Red that is read on light and on dark.
PROBLEM = "#d33c3c"


class SourceTable(QTreeWidget):
    """Sources of the draft, checkable and with names to edit, or those of an open workspace, to look at.

    filesDropped: paths of files that were dropped on it. chosen: another selection.
    """

    filesDropped = pyqtSignal(list)
    chosen = pyqtSignal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.is_open_workspace = False
        self._filling = False
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setAccessibleName(tr("Imagery"))
        self.setAcceptDrops(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(WHAT, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(self._item_changed)
        self.itemSelectionChanged.connect(self.chosen)
        self.itemExpanded.connect(lambda _: self.updateGeometry())
        self.itemCollapsed.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """As high as its rows, within reason."""
        rows, row = 0, max(self.sizeHintForRow(0), self.fontMetrics().height() + 4)
        for item in self._top():
            rows += 1 + (item.childCount() if item.isExpanded() else 0)
        height = row * min(max(rows, 3), 12) + 2 * self.frameWidth() + 2
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    # -- filling -------------------------------------------------------------------------------

    def show_draft(self) -> None:
        """Show what may go into a workspace."""
        self.is_open_workspace = False
        names = layer_names()
        self._fill([partial(self._draft_row, source=s, layers=names) for s in self.draft.sources])

    def show_state(self, sources: list[dict[str, Any]]) -> None:
        """Show what an open workspace is made of."""
        self.is_open_workspace = True
        self._fill([partial(_state_row, source=s) for s in sources])

    def selected_sources(self) -> list[DraftSource]:
        """Sources of the draft that are selected, by themselves or by a band."""
        found = []
        for item in self.selectedItems():
            source = (item.parent() or item).data(0, _SOURCE)
            if source is not None and source not in found:
                found.append(source)
        return found

    def _fill(self, rows: list[Callable[[QTreeWidgetItem], None]]) -> None:
        """Fill rows where they are, so that what is selected, open or being edited stays so."""
        self._filling = True
        while self.topLevelItemCount() > len(rows):
            self.takeTopLevelItem(self.topLevelItemCount() - 1)
        while self.topLevelItemCount() < len(rows):
            QTreeWidgetItem(self)
        for item, fill in zip(self._top(), rows):
            fill(item)
        self._filling = False
        self.updateGeometry()
        self.chosen.emit()

    def _top(self) -> list[QTreeWidgetItem]:
        return [self.topLevelItem(index) for index in range(self.topLevelItemCount())]

    def _draft_row(
        self, item: QTreeWidgetItem, source: DraftSource, layers: dict[str, str]
    ) -> None:
        checked = Qt.CheckState.Checked if source.used else Qt.CheckState.Unchecked
        titles = [layers.get(path) or os.path.basename(path) for path in source.paths]
        item.setData(0, _SOURCE, source)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | _EDITABLE)
        _write(item, source.name, _summary(source, titles), "\n".join(source.paths), source.problem)
        item.setCheckState(NAME, checked)
        for index, (child, band) in enumerate(
            zip(_children(item, len(source.bands)), source.bands)
        ):
            child.setFlags(child.flags() | _EDITABLE)
            child.setData(0, _BAND, index)
            where = tr("Band {index} of {path}").format(index=band["index"], path=band["path"])
            _write(child, source.band_names[index], _band_text(source, band), where)

    # -- editing -------------------------------------------------------------------------------

    def edit(self, *args: Any) -> Any:
        """Names alone are edited; overloads Qt's ``edit`` of an index with a trigger and an event."""
        if len(args) == 3 and args[0].column() != NAME:
            return False
        return super().edit(*args)

    def _item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        source = (item.parent() or item).data(0, _SOURCE)
        if self._filling or source is None or column != NAME:
            return
        if item.parent() is not None:
            self._rename_band(item, source)
            return
        used = item.checkState(NAME) == Qt.CheckState.Checked
        if used != source.used:
            self.draft.use(source, used)
        elif item.text(NAME) != source.name:
            self.draft.rename(source, item.text(NAME))

    def _rename_band(self, item: QTreeWidgetItem, source: DraftSource) -> None:
        name = item.text(NAME).strip()
        if name:
            source.rename_band(item.data(0, _BAND), name)
        self.draft.edited()

    # -- files dropped on it -------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._accept_files(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _files_in(event)
        if paths and not self.is_open_workspace:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.filesDropped.emit(paths)

    def _accept_files(self, event: Any) -> None:
        if _files_in(event) and not self.is_open_workspace:
            event.acceptProposedAction()
        else:
            event.ignore()


def _state_row(item: QTreeWidgetItem, source: dict[str, Any]) -> None:
    item.setData(0, _SOURCE, None)
    item.setData(NAME, Qt.ItemDataRole.CheckStateRole, None)
    item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsUserCheckable | _EDITABLE))
    missing = source["missing"]
    text = tr("file missing") if missing else tr("{n} bands").format(n=len(source["bands"]))
    problem = missing_sentence(source) if missing else ""
    _write(item, source["name"], text, "\n".join(source["files"]), problem)
    for child, band in zip(_children(item, len(source["bands"])), source["bands"]):
        child.setFlags(child.flags() & ~_EDITABLE)
        _write(child, band, "", "")


def _children(item: QTreeWidgetItem, count: int) -> list[QTreeWidgetItem]:
    """The children, as many as there are to be."""
    while item.childCount() > count:
        item.removeChild(item.child(item.childCount() - 1))
    while item.childCount() < count:
        QTreeWidgetItem(item)
    return [item.child(index) for index in range(count)]


def _write(item: QTreeWidgetItem, name: str, what: str, tip: str, problem: str = "") -> None:
    """Both cells of a row; red, with the problem as the tool tip, where there is one."""
    item.setIcon(NAME, icon("state-warning") if problem else QIcon())
    for column, text in ((NAME, name), (WHAT, what)):
        item.setText(column, text)
        item.setToolTip(column, problem or tip)
        colour = QBrush(QColor(PROBLEM)) if problem else None
        item.setData(column, Qt.ItemDataRole.ForegroundRole, colour)


def _summary(source: DraftSource, titles: list[str]) -> str:
    if source.problem:
        return tr("cannot be read")
    if not source.bands:
        one = len(titles) == 1
        return titles[0] if one else tr("{n} files").format(n=len(titles))
    parts = [tr("{n} bands").format(n=len(source.bands))]
    gsd = min((f["gsd_m"] for f in source.files if f.get("gsd_m")), default=None)
    if gsd:
        parts.append(tr("{gsd} m").format(gsd=f"{gsd:.3g}"))
    return " · ".join(parts)


def _band_text(source: DraftSource, band: dict[str, Any]) -> str:
    """What a band holds, and how its stored values are read where that is not as they are."""
    parts = [tr("classes") if band["kind"] == "categorical" else tr("values")]
    by_hand = source.scale is not None or source.offset is not None
    scale, offset = source.stored_scale if by_hand else (band["scale"], band["offset"])
    nodata = band["nodata"] if source.nodata is None else source.nodata
    if (scale, offset) != (1, 0):
        parts.append(f"× {scale:g} {'−' if offset < 0 else '+'} {abs(offset):g}")
    if nodata is not None:
        parts.append(tr("no data {value}").format(value=f"{nodata:g}"))
    return " · ".join(parts)


def _files_in(event: Any) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
