"""Which target is labelled, and making one: the invitation that a new workspace starts with."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from ..icons import icon
from ..palette import next_colour
from ..session import Session
from .step import hint

CLASSES, VALUE = "classes", "value"


class TargetBox(QWidget):
    """The targets of the workspace to choose from. newWanted: another one is to be made."""

    newWanted = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.combo = QComboBox()
        self.combo.setToolTip(
            tr("What is labelled: each target has labels, classes and maps of its own")
        )
        self.combo.setAccessibleName(tr("Target"))
        self.new, self.remove = QToolButton(), QToolButton()
        self.new.setIcon(icon("add"))
        self.new.setToolTip(tr("Label something else, too: a new target"))
        self.remove.setIcon(icon("remove"))
        self.remove.setToolTip(tr("Remove this target, which has no labels"))
        for button in (self.new, self.remove):
            button.setAutoRaise(True)
            button.setAccessibleName(button.toolTip())
        label = QLabel(tr("&Target"))
        label.setBuddy(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.combo, 1)
        row.addWidget(self.new)
        row.addWidget(self.remove)
        self.combo.activated.connect(self._choose)
        self.new.clicked.connect(lambda: self.newWanted.emit())
        self.remove.clicked.connect(self._remove)
        session.targetChanged.connect(self.fill)
        session.labelsChanged.connect(lambda _: self._follow())
        self.fill()

    def fill(self) -> None:
        """Show the targets as they are now."""
        names = [target["name"] for target in self._session.targets]
        if names != [self.combo.itemText(i) for i in range(self.combo.count())]:
            self.combo.clear()
            self.combo.addItems(names)
        if self._session.target in names:
            self.combo.setCurrentIndex(names.index(self._session.target))
        self._follow()

    def _follow(self) -> None:
        info = self._session.target_info
        self.remove.setEnabled(
            info is not None and not info["labels"] and not self._session.pending
        )

    def _choose(self, index: int) -> None:
        self._session.set_target(self.combo.itemText(index))

    def _remove(self) -> None:
        name = self._session.target
        self._session.ask("remove_target", {"name": name}, lambda _: self._session.refresh())


class NewTarget(QWidget):
    """What shall be mapped: names a target and its first two classes, or a number.

    made: it is there. cancelled: it shall not be.
    """

    made = pyqtSignal()
    cancelled = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.heading = QLabel(tr("What shall the map show?"))
        self.classes = QRadioButton(tr("C&lasses: forest, fields, water…"))
        self.value = QRadioButton(tr("A n&umber: height, tree cover, yield…"))
        kinds = QButtonGroup(self)
        kinds.addButton(self.classes)
        kinds.addButton(self.value)
        self.name, self.first, self.second = QLineEdit(), QLineEdit(), QLineEdit()
        self.first.setPlaceholderText(tr("for example Forest"))
        self.second.setPlaceholderText(tr("for example Fields"))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(tr("&Name of the target"), self.name)
        form.addRow(tr("&First class"), self.first)
        form.addRow(tr("&Second class"), self.second)
        self._form = form
        self.start, self.cancel = QPushButton(tr("Start labelling")), QPushButton(tr("Cancel"))
        row = QHBoxLayout()
        row.addWidget(self.start, 1)
        row.addWidget(self.cancel)
        self.why = hint("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.heading, self.classes, self.value):
            layout.addWidget(part)
        layout.addLayout(form)
        layout.addWidget(self.why)
        layout.addLayout(row)
        self.classes.setChecked(True)
        self.classes.toggled.connect(lambda _: self._follow())
        for box in (self.name, self.first, self.second):
            box.textChanged.connect(lambda _: self._follow())
            box.returnPressed.connect(self._start)
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(lambda: self.cancelled.emit())
        self.ask()

    def ask(self) -> None:
        """Begin with empty boxes."""
        taken = {target["name"] for target in self._session.targets}
        self.name.setText("cover" if "cover" not in taken else "")
        self.first.clear()
        self.second.clear()
        self.cancel.setVisible(bool(taken))
        self._follow()

    def lacking(self) -> str:
        """What is still to be filled in; "" where it can start."""
        name = self.name.text().strip()
        if not name:
            return tr("Give the target a name: cover, crops, height…")
        if name in {target["name"] for target in self._session.targets}:
            return tr("There is a target {name} already; take another name.").format(name=name)
        if self.value.isChecked():
            return ""
        first, second = self.first.text().strip(), self.second.text().strip()
        if not first or not second:
            return tr("Name the first two classes; more can follow at any time.")
        return tr("The two classes need different names.") if first == second else ""

    def _follow(self) -> None:
        for box in (self.first, self.second):
            box.setVisible(self.classes.isChecked())
            self._form.labelForField(box).setVisible(self.classes.isChecked())
        lacking = self.lacking()
        self.why.setText(lacking)
        self.why.setVisible(bool(lacking))
        self.start.setEnabled(not lacking)

    def _start(self) -> None:
        if self.lacking():
            return
        kind = VALUE if self.value.isChecked() else CLASSES
        classes: list[dict[str, str]] = []
        for box in (self.first, self.second) if kind == CLASSES else ():
            text = box.text().strip()
            colour = next_colour((info["colour"] for info in classes), text)
            classes.append({"code": text, "name": text, "colour": colour})

        def made(_: Any) -> None:
            self.made.emit()

        self._session.put_target(self.name.text().strip(), kind, classes, made)
