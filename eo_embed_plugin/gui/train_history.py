"""The runs of a workspace side by side: how each ended, and the values in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ..i18n import tr
from ..palette import PALETTE
from .figures import copy, swatch
from .ground import duration
from .results import clock
from .train_words import (
    RUNNING,
    column_title,
    number_text,
    probes_of,
    seconds_of,
    state_text,
    value_text,
    value_title,
)

_RUN = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FIRST_FIGURE = 3  # the column of steps; names and states stand before it
_MOST_ROWS = 7  # in sight at once
#: Keys that differ of themselves, or do not bear on what is learnt.
_NO_NEWS = ("log_every", "checkpoint_every", "readers")


class History(QTableWidget):
    """A row for each run; what is ticked is drawn over the curves of the chosen one.

    chosen: another run is. overlaid: others are ticked.
    """

    chosen = pyqtSignal(str)
    overlaid = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Training runs"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setHighlightSections(False)
        self._runs: list[dict[str, Any]] = []
        self._colours: dict[str, str] = {}
        self.currentCellChanged.connect(self._moved)
        self.itemChanged.connect(self._ticked)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The folder of the run that is chosen; "" for none."""
        item = self.item(self.currentRow(), 0)
        return str(item.data(_RUN)) if item is not None else ""

    @property
    def shown(self) -> list[str]:
        """Folders of the runs whose curves are to be seen: those that are ticked, and the chosen one."""
        ticked = [
            item.data(_RUN)
            for item in (self.item(row, 0) for row in range(self.rowCount()))
            if item.checkState() == Qt.CheckState.Checked
        ]
        return list(dict.fromkeys([*filter(None, [self.current]), *ticked]))

    def colour(self, run: str) -> str:
        """Of a run's curves, as long as the dialog lives."""
        return self._colours.setdefault(run, PALETTE[len(self._colours) % len(PALETTE)])

    def choose(self, run: str) -> None:
        """Choose a run by its folder, where it is listed."""
        for row in range(self.rowCount()):
            if self.item(row, 0).data(_RUN) == run:
                self.setCurrentCell(row, 0)

    def set_runs(self, runs: Sequence[dict[str, Any]]) -> None:
        """Show runs; the one that was chosen stays, else it is the first."""
        current, ticked = self.current, set(self.shown)
        head, rows = table_of(runs)
        same = [run["run"] for run in self._runs] == [run["run"] for run in runs]
        self._runs = list(runs)
        self.blockSignals(True)
        is_laid_out = same and self._head() == head
        if not is_laid_out:
            self._lay_out(head, current, ticked)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.item(row, column).setText(text)
        self.blockSignals(False)
        self._widen(anew=not is_laid_out)
        if self.current != current:
            self.chosen.emit(self.current)

    def texts(self) -> list[list[str]]:
        """Head and rows as they are shown."""
        columns = range(self.columnCount())
        rows = range(self.rowCount())
        return [self._head(), *([self.item(r, c).text() for c in columns] for r in rows)]

    # -- how it does that ----------------------------------------------------------------------

    def _head(self) -> list[str]:
        columns = range(self.columnCount())
        return [self.horizontalHeaderItem(column).text() for column in columns]

    def _lay_out(self, head: list[str], current: str, ticked: set[str]) -> None:
        """Rows and columns anew, without texts."""
        self.clear()
        self.setColumnCount(len(head))
        self.setRowCount(len(self._runs))
        self.setHorizontalHeaderLabels(head)
        for row, run in enumerate(self._runs):
            for column in range(len(head)):
                item = QTableWidgetItem()
                if column == 0:
                    self._dress(item, run, run["run"] in ticked - {current})
                elif column >= _FIRST_FIGURE:
                    item.setTextAlignment(_RIGHT)
                self.setItem(row, column, item)
        place = next((row for row, run in enumerate(self._runs) if run["run"] == current), 0)
        if self._runs:
            self.setCurrentCell(place, 0)

    def _widen(self, anew: bool) -> None:
        """Make room for texts that have grown; a column that the user made wider stays so."""
        for column in range(self.columnCount()):
            head = self.horizontalHeader().sectionSizeHint(column)
            wanted = max(head, self.sizeHintForColumn(column) + 4)
            if anew or wanted > self.columnWidth(column):
                self.setColumnWidth(column, wanted)
        if anew:
            self.updateGeometry()

    def _dress(self, item: QTableWidgetItem, run: dict[str, Any], is_ticked: bool) -> None:
        item.setData(_RUN, run["run"])
        item.setIcon(swatch(self.colour(run["run"])))
        item.setToolTip(tr("{path}\nTick it to draw its curves, too").format(path=run["run"]))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def _moved(self, row: int, _column: int, before: int, _was: int) -> None:
        if row != before:
            self.chosen.emit(self.current)

    def _ticked(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            self.overlaid.emit()

    def sizeHint(self) -> QSize:
        rows = min(max(self.rowCount(), 2), _MOST_ROWS)
        each = self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        head = self.horizontalHeader().sizeHint().height()
        return QSize(420, head + rows * each + bar + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            copy(self.texts())
        else:
            super().keyPressEvent(event)


def table_of(runs: Sequence[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of runs side by side: how they stand, their figures, and the values in which they differ."""
    probes = list(dict.fromkeys(name for run in runs for name in probes_of(run)))
    keys = differing_keys(runs)
    head = [tr("Name"), tr("Method"), tr("State"), tr("Steps"), tr("Loss")]
    head += [column_title(name) for name in probes] + [tr("Time"), tr("Begun")]
    head += [value_title(key) for key in keys]
    return head, [_row(run, probes, keys) for run in runs]


def _row(run: dict[str, Any], probes: Sequence[str], keys: Sequence[str]) -> list[str]:
    found, values = probes_of(run), run.get("values") or {}
    state = state_text(run["state"])
    if run["state"] == RUNNING and run.get("steps"):
        state = f"{100 * int(run['step'] or 0) // int(run['steps'])} %"
    return [
        str(run["name"]),
        str(run.get("recipe") or run["method"]),
        state,
        f"{int(run.get('step') or 0):,}",
        number_text(run.get("loss")),
        *(number_text(found.get(name)) for name in probes),
        duration(seconds_of(run)) if seconds_of(run) else "–",
        clock(run["started"]) if run.get("started") else "–",
        *(value_text(values[key]) if key in values else "–" for key in keys),
    ]


def differing_keys(runs: Sequence[dict[str, Any]]) -> list[str]:
    """Keys that several runs have, and in which they are not all alike."""
    found: dict[str, list[str]] = {}
    for run in runs:
        for key, value in (run.get("values") or {}).items():
            found.setdefault(key, []).append(value_text(value))
    return [k for k, said in found.items() if k not in _NO_NEWS and len(set(said)) > 1]
