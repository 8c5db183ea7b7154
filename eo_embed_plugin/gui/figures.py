"""Tables of figures, as high as their rows, that can be copied and saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QIcon, QKeySequence, QPixmap
from qgis.PyQt.QtWidgets import QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from ..i18n import tr


class FiguresTable(QTableWidget):
    """A row for each class: its colour and name, and figures to the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.ContiguousSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(tr("Figures of each class"))
        font = QFont(self.font())
        font.setPointSizeF(
            font.pointSizeF() * 0.9
        )  # so that names of classes find room beside them
        self.setFont(font)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFont(font)
        self.horizontalHeader().setMinimumSectionSize(36)

    def set_scores(self, classes: Sequence[dict[str, Any]], colours: Sequence[str]) -> None:
        """Show cross-validated scores of classes."""
        head = [tr("Class"), tr("Precision"), tr("Recall"), tr("F1"), tr("n")]
        tips = [
            "",
            tr("Share of the chips that were taken for it that are it"),
            tr("Share of its chips that were recognised"),
            tr("Both in one figure: their harmonic mean"),
            tr("Chips judged on"),
        ]
        parts = ("precision", "recall", "f1")
        rows = [[c["name"], *(figure(c[p]) for p in parts), str(c["support"])] for c in classes]
        self.set_rows(head, rows, colours, tips)

    def set_rows(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        colours: Sequence[str],
        tips: Sequence[str] = (),
    ) -> None:
        """Show texts; the first of each row is a class's name."""
        self.clear()
        self.setColumnCount(len(head))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(head))
        for column, tip in enumerate(tips):
            self.horizontalHeaderItem(column).setToolTip(tip)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.setItem(row, column, _item(column, text, colours[row]))
        stretch, fit = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents
        for column in range(len(head)):
            self.horizontalHeader().setSectionResizeMode(column, fit if column else stretch)
        self.updateGeometry()

    def texts(self) -> list[list[str]]:
        """Head and rows as they are shown."""
        columns = range(self.columnCount())
        head = [self.horizontalHeaderItem(column).text() for column in columns]
        rows = [[self.item(row, c).text() for c in columns] for row in range(self.rowCount())]
        return [head, *rows]

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        height = self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth() + 2
        return QSize(300, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            copy(self.texts())
        else:
            super().keyPressEvent(event)


def _item(column: int, text: str, colour: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    if column == 0:
        item.setIcon(swatch(colour))
        item.setToolTip(text)
    else:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def swatch(colour: str, side: int = 12) -> QIcon:
    """A square of a class's colour."""
    picture = QPixmap(side, side)
    picture.fill(QColor(colour))
    return QIcon(picture)


def figure(value: float | None) -> str:
    """A share of 0..1 with two digits; a dash for what is not known."""
    return "–" if value is None else f"{value:.2f}"


def copy(rows: Sequence[Sequence[Any]]) -> None:
    """Put rows on the clipboard, as a spreadsheet takes them."""
    QgsApplication.clipboard().setText("\n".join("\t".join(map(str, row)) for row in rows))


def as_csv(rows: Sequence[Sequence[Any]]) -> str:
    """Rows as a table of comma-separated values."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
