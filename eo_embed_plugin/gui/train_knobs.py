"""The values of a training run: those that matter first in sight, all others folded, the paper's beside each."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .option_fields import Field, make_field, plain
from .results import Section
from .step import hint
from .train_words import ASSUMED, OF_PAPER, USUAL, origin_text, value_title

#: Values that most people look at before they start, in this order.
FIRST = (
    "backbone", "weights", "size", "dim", "pairs", "modality", "modalities", "tasks", "task", "epochs", "steps",
    "batch_size", "lr", "masked", "temperature", "validation", "probe_every",
)  # fmt: skip
#: Pixels of a field, below which its name goes above it.
_LEAST_FIELD = 100


class Knobs(QWidget):
    """Fields for all keys of a method, at the values of the method or of one of its recipes.

    changed: another value.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._defaults: dict[str, Any] = {}
        self._kept: dict[tuple[str, str], dict[str, Any]] = {}
        self._shown = ("", "")
        self._is_filling = False
        self.first = _form()
        self.more = Section(tr("All other settings"))
        self.more.setFlat(True)
        self.rest = _form()
        self.more.column.addLayout(self.rest)
        self.more.setCollapsed(True)
        self.reset = QPushButton(tr("&Values of the paper"))
        self.reset.setToolTip(tr("Set every value back to the paper's, or to the recipe's"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._reset)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.first)
        layout.addLayout(row)
        layout.addWidget(self.more)

    @property
    def values(self) -> dict[str, Any]:
        """Values that are others than the method's, or the recipe's, by key."""
        return {n: v for n, v in self.shown.items() if v != self._defaults[n]}

    @property
    def shown(self) -> dict[str, Any]:
        """All values as they stand in the fields."""
        return {name: field.value() for name, field in self._fields.items()}

    def field(self, name: str) -> QWidget:
        """The widget of a key. Raises KeyError for one that the method has not."""
        return self._fields[name].widget

    def put(self, values: dict[str, Any]) -> None:
        """Set values by key; keys that the method has not are passed over."""
        self._is_filling = True
        for name in self._fields.keys() & values.keys():
            self._fields[name].put(plain(values[name]))
        self._is_filling = False
        self._told()

    def set_method(self, method: dict[str, Any], recipe: dict[str, Any] | None) -> None:
        """Show the keys of a method, its own first; what was typed for it and this recipe before comes back."""
        self._kept[self._shown] = self.values
        self._shown = (method["name"], recipe["name"] if recipe else "")
        for form in (self.first, self.rest):
            while form.rowCount():
                form.removeRow(0)
        rules = {**method["knobs"], **method["settings"]}
        given, origins = in_force(method, recipe)
        self._is_filling = True
        self._fields = {}
        for name in sorted(rules, key=_rank):
            self._add(name, {**rules[name], "default": given[name]}, origins[name])
        self._defaults = self.shown
        self.put(self._kept.get(self._shown, {}))

    def _add(self, name: str, rules: dict[str, Any], whence: str) -> None:
        field = make_field(name, rules, self._told, is_fine=True)
        widget, title = field.widget, value_title(name)
        widget.setAccessibleName(title)
        widget.setToolTip(f"{name}: {widget.toolTip()}")  # the worker's sentences call it so
        widget.setMinimumWidth(_LEAST_FIELD)
        origin = hint(origin_text(rules["default"], whence))
        origin.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        widget.setAccessibleDescription(origin.text())
        if isinstance(widget, QComboBox):
            widget.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            widget.setMinimumContentsLength(8)
        label = QLabel(title)
        label.setToolTip(name)
        label.setBuddy(widget)
        row = QHBoxLayout()
        row.addWidget(widget, 3)
        row.addWidget(origin, 2)
        (self.first if name in FIRST else self.rest).addRow(label, row)
        self._fields[name] = field

    def _told(self) -> None:
        if self._is_filling:
            return
        epochs, steps = self._fields.get("epochs"), self._fields.get("steps")
        if epochs is not None and steps is not None:  # steps take the place of epochs
            epochs.widget.setEnabled(steps.value() is None)
        self.reset.setEnabled(bool(self.values))
        self.changed.emit()

    def _reset(self) -> None:
        self.put(self._defaults)


def in_force(
    method: dict[str, Any], recipe: dict[str, Any] | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values that hold where the user says nothing, and where each is from, by key."""
    rules = {**method["knobs"], **method["settings"]}
    values = {name: plain(rule.get("default")) for name, rule in rules.items()}
    stated, assumed = set(method["stated"]), set(method["assumed"])
    if recipe is not None:
        values.update({n: plain(v) for n, v in recipe["values"].items() if n in rules})
        stated, assumed = stated | set(recipe["stated"]), set(recipe["assumed"])
    origins = {
        name: ASSUMED if name in assumed else OF_PAPER if name in stated else USUAL
        for name in rules
    }
    return values, origins


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


def _rank(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)
