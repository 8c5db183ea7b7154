"""The choice of a head, and a form of its options from what the worker says of them."""

from __future__ import annotations

from typing import Any, Callable

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .option_fields import Field, make_field, plain
from .results import Section

#: Heads that come first, and the options that most people want to see at once.
_FIRST_HEADS = ("rf", "ridge")
_FIRST_OPTIONS = ("n_estimators", "max_depth", "alpha", "C", "k")
#: Milliseconds that a form rests before it tells, so that a number can be typed.
_SETTLE_MS = 400


class HeadForm(QWidget):
    """Which head, with which options.

    changed: another head or option, once typing rests.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: dict[str, dict[str, Any]] = {}
        self._fields: dict[str, Field] = {}
        self._kept: dict[str, dict[str, Any]] = {}
        self._shown = ""
        self.chooser = QComboBox()
        self.chooser.setToolTip(tr("What learns from the labels and maps the rest"))
        self.form = QFormLayout()
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(tr("&Head"), self.chooser)
        self.more = Section(tr("More options"))
        self.more.setFlat(True)
        self.more.setCollapsed(True)
        self.more_form = QFormLayout()
        self.more.column.addLayout(self.more_form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.form)
        layout.addWidget(self.more)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self.chooser.currentIndexChanged.connect(self._choose)

    @property
    def head(self) -> str:
        """The head's name; "rf" until the worker told which there are."""
        return self.chooser.currentData() or "rf"

    @property
    def title(self) -> str:
        """The head's name as people say it."""
        return self.chooser.currentText()

    @property
    def options(self) -> dict[str, Any]:
        """The options that are not at their defaults, by name."""
        values = {name: field.value() for name, field in self._fields.items()}
        rules = self._heads.get(self.head, {}).get("options", {})
        return {n: v for n, v in values.items() if v != plain(rules[n].get("default"))}

    def set_heads(self, heads: list[dict[str, Any]], kind: str) -> None:
        """Offer the heads that predict a kind; the one in use stays, with what was typed."""
        fitting = [head for head in heads if kind in head["kinds"]]
        fitting.sort(key=lambda head: _rank(head["name"], _FIRST_HEADS))
        if fitting == list(self._heads.values()):
            return
        self._keep()
        before = self.head
        self._heads = {head["name"]: head for head in fitting}
        self._shown = ""
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for place, head in enumerate(fitting):
            if place == len(_FIRST_HEADS):
                self.chooser.insertSeparator(self.chooser.count())
            self.chooser.addItem(_title(head), head["name"])
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(before)))
        self.chooser.blockSignals(False)
        self._choose()

    def set_head(self, name: str, options: dict[str, Any] | None = None) -> None:
        """Choose a head, with options by name."""
        self._kept[name] = dict(options or {})
        self._shown = ""
        index = self.chooser.findData(name)
        if index == self.chooser.currentIndex():
            self._choose()
        elif index >= 0:
            self.chooser.setCurrentIndex(index)

    def field(self, option: str) -> QWidget:
        """The widget of an option. Raises KeyError for one that the head has not."""
        return self._fields[option].widget

    def _keep(self) -> None:
        if self._shown:
            self._kept[self._shown] = {n: f.value() for n, f in self._fields.items()}

    def _choose(self) -> None:
        """Show the options of the head that was chosen, with what was typed for it before."""
        self._keep()
        while self.form.rowCount() > 1:
            self.form.removeRow(1)
        while self.more_form.rowCount():
            self.more_form.removeRow(0)
        self._fields, self._shown = {}, self.head
        rules = self._heads.get(self.head, {}).get("options", {})
        kept = self._kept.get(self.head, {})
        for name in sorted(rules, key=lambda option: _rank(option, _FIRST_OPTIONS)):
            field = make_field(name, rules[name], self._settle.start)
            _dress(name, field)
            if name in kept:
                field.put(kept[name])
            home = self.form if name in _FIRST_OPTIONS else self.more_form
            home.addRow(_option_title(name), field.widget)
            self._fields[name] = field
        self.more.setVisible(self.more_form.rowCount() > 0)
        self._settle.start()


_HEAD_TITLES: dict[str, Callable[[], str]] = {
    "rf": lambda: tr("Random forest"),
    "ridge": lambda: tr("Ridge regression"),
    "logistic": lambda: tr("Logistic regression"),
    "knn": lambda: tr("Nearest neighbours"),
}
_TITLES: dict[str, Callable[[], str]] = {
    "n_estimators": lambda: tr("Trees"),
    "max_depth": lambda: tr("Depth"),
    "alpha": lambda: tr("Penalty"),
    "alphas": lambda: tr("Penalties tried"),
    "folds": lambda: tr("Folds"),
    "C": lambda: tr("Looseness (C)"),
    "k": lambda: tr("Neighbours"),
    "max_iter": lambda: tr("Steps at most"),
    "class_weight": lambda: tr("Class weights"),
    "seed": lambda: tr("Seed"),
    "n_jobs": lambda: tr("Threads"),
}
#: What "none" means for an option that may be left open.
_OPEN: dict[str, Callable[[], str]] = {
    "max_depth": lambda: tr("whole trees"),
    "alpha": lambda: tr("chosen by cross-validation"),
    "class_weight": lambda: tr("each label counts the same"),
}
_CHOICES: dict[str, Callable[[], str]] = {
    "balanced": lambda: tr("each class counts the same"),
}


def _dress(name: str, field: Field) -> None:
    """Say in words what "none" and the choices of an option mean, where that is known."""
    widget, is_open = field.widget, _OPEN.get(name)
    widget.setAccessibleName(_option_title(name))
    if isinstance(widget, QSpinBox) and (is_open or name == "n_jobs"):
        widget.setSpecialValueText(is_open() if is_open else tr("one per core"))
    elif isinstance(widget, QLineEdit) and is_open:
        widget.setPlaceholderText(is_open())
    elif isinstance(widget, QComboBox):
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        widget.setMinimumContentsLength(6)
        for index in range(widget.count()):
            choice = widget.itemData(index)
            told = is_open if choice is None else _CHOICES.get(choice)
            if told:
                widget.setItemText(index, told())


def _option_title(name: str) -> str:
    known = _TITLES.get(name)
    return known() if known else name


def _title(head: dict[str, Any]) -> str:
    known = _HEAD_TITLES.get(head["name"])
    return known() if known else str(head["title"])


def _rank(name: str, first: tuple[str, ...]) -> int:
    return first.index(name) if name in first else len(first)
