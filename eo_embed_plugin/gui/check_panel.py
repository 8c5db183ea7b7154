"""The buttons with which a check sample is labelled."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .check_sample import CheckLabelling
from .figures import swatch
from .results import paragraph, small


class CheckPanel(QWidget):
    """What the cell in view may be, and the way through the cells; shown while a sample is labelled."""

    def __init__(self, labelling: CheckLabelling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labelling = labelling
        self.told, self.bar = paragraph(bold=True), QProgressBar()
        self.bar.setFormat(tr("%v of %m labelled"))
        self.bar.setAccessibleName(tr("Cells labelled"))
        self.grid = QGridLayout()
        self.buttons: list[QPushButton] = []
        self.number = QLineEdit()
        self.number.setPlaceholderText(tr("Value here, then Enter"))
        self.number.setAccessibleName(tr("Value of the cell"))
        self.number.returnPressed.connect(self._give_number)
        self.previous = _button(tr("Pre&vious"), tr("Previous cell (M)"), lambda: labelling.go(-1))
        self.next = _button(tr("&Next"), tr("Next cell (N)"), lambda: labelling.go(1))
        self.unlabelled = _button(
            tr("Next &unlabelled"), tr("Next cell without a label (U)"), labelling.next_unlabelled
        )
        self.clear = _button(
            tr("C&lear"), tr("Take the label away (0)"), lambda: labelling.give(None)
        )
        self.centre = _button(tr("Cen&tre"), tr("Back to the cell"), labelling.show_cell)
        self.leave = QPushButton(tr("Leave; go on another time"))
        self.leave.clicked.connect(labelling.stop)
        self._lay_out()
        labelling.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.bar)
        column.addWidget(
            small(
                tr(
                    "Label what you see in the outlined cell. The maps are hidden, so that they do not sway you."
                )
            )
        )
        column.addLayout(self.grid)
        column.addWidget(self.number)
        for buttons in ((self.previous, self.next, self.unlabelled), (self.clear, self.centre)):
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.leave)

    def refresh(self) -> None:
        """Show the cell in view."""
        work, cell = self.labelling, self.labelling.cell
        self.setVisible(work.is_on)
        if cell is None:
            return
        self.bar.setMaximum(len(work.cells))
        self.bar.setValue(work.labelled)
        self.told.setText(tr("Cell {n} of {of}").format(n=work.place + 1, of=len(work.cells)))
        is_done = work.labelled == len(work.cells)
        self.leave.setText(
            tr("All labelled: go on to the estimate")
            if is_done
            else tr("Leave; go on another time")
        )
        self.number.setVisible(work.kind == "value")
        self._make_buttons(work.classes if work.kind == "classes" else [])
        chosen = work.class_place()
        for place, button in enumerate(self.buttons):
            button.setChecked(place == chosen)
        if not self.number.hasFocus():
            self.number.setText("" if cell["label"] is None else str(cell["label"]))

    def keyPressEvent(self, event: Any) -> None:
        act = self.labelling.act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _make_buttons(self, classes: list[dict[str, Any]]) -> None:
        if [button.property("class_name") for button in self.buttons] == [
            c["name"] for c in classes
        ]:
            return
        for button in self.buttons:
            self.grid.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._class_button(place, c) for place, c in enumerate(classes)]
        for place, button in enumerate(self.buttons):
            self.grid.addWidget(button, place // 2, place % 2)

    def _class_button(self, place: int, info: dict[str, Any]) -> QPushButton:
        text = f"{place + 1}  {info['name']}" if place < 9 else info["name"]
        button = QPushButton(swatch(info["colour"]), text.replace("&", "&&"))
        button.setProperty("class_name", info["name"])
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setToolTip(tr("Label the cell {name}").format(name=info["name"]))
        button.clicked.connect(lambda: self.labelling.give_class(place))
        return button

    def _give_number(self) -> None:
        try:
            self.labelling.give(float(self.number.text().replace(",", ".")))
        except ValueError:
            self.number.selectAll()
            return
        self.number.clear()


def _button(text: str, tip: str, act: Any) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(lambda: act())
    return button
