"""Form fields for options of models and heads, made from what the worker says of them."""

from __future__ import annotations

from typing import Any, Callable

from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from ..i18n import tr

_MOST_INT = 2**31 - 1


class Field:
    """An option's widget, and how its value is read and set."""

    def __init__(
        self, widget: QWidget, value: Callable[[], Any], put: Callable[[Any], None]
    ) -> None:
        self.widget, self.value, self.put = widget, value, put


def make_field(
    name: str, rules: dict[str, Any], changed: Callable[[], None], *, is_fine: bool = False
) -> Field:
    """The widget that suits an option's kind, at its default. ``changed`` is called after every change.

    is_fine: numbers span magnitudes (1e-6, 0.3) and are typed as text.
    """
    if rules.get("choices"):
        field = _choice(rules, changed)
    else:
        makers = {"bool": _check, "int": _whole_number, "float": _text if is_fine else _number}
        field = makers.get(_kind(rules), _text)(rules, changed)
    field.put(plain(rules.get("default")))
    field.widget.setToolTip(_sentence(rules))
    field.widget.setAccessibleName(name)
    return field


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def _choice(rules: dict[str, Any], changed: Callable[[], None]) -> Field:
    box = QComboBox()
    if _is_optional(rules):
        box.addItem(tr("none"), None)
    for choice in rules["choices"]:
        box.addItem(str(choice), choice)
    box.currentIndexChanged.connect(lambda _: changed())
    return Field(
        box, box.currentData, lambda value: box.setCurrentIndex(max(0, box.findData(value)))
    )


def _check(rules: dict[str, Any], changed: Callable[[], None]) -> Field:
    box = QCheckBox()
    box.toggled.connect(lambda _: changed())
    return Field(box, box.isChecked, lambda value: box.setChecked(bool(value)))


def _whole_number(rules: dict[str, Any], changed: Callable[[], None]) -> Field:
    box, optional = QSpinBox(), _is_optional(rules)
    least = int(_bound(rules, "least", 0))
    most = int(min(_bound(rules, "most", _MOST_INT), _MOST_INT))
    box.setRange(least - 1 if optional else least, most)
    if optional:
        box.setSpecialValueText(tr("none"))
    box.valueChanged.connect(lambda _: changed())

    def value() -> int | None:
        return None if optional and box.value() == box.minimum() else box.value()

    def put(given: Any) -> None:
        box.setValue(box.minimum() if given is None else int(given))

    return Field(box, value, put)


def _number(rules: dict[str, Any], changed: Callable[[], None]) -> Field:
    if _is_optional(rules):
        return _text(rules, changed)
    box = QDoubleSpinBox()
    box.setDecimals(4)
    above = rules.get("above")
    least = _bound(rules, "least", -1e9) if above is None else float(above) + 1e-4
    box.setRange(least, _bound(rules, "most", 1e9))
    box.valueChanged.connect(lambda _: changed())
    return Field(box, lambda: round(box.value(), 4), lambda value: box.setValue(float(value)))


def _text(rules: dict[str, Any], changed: Callable[[], None]) -> Field:
    """Text, a list of numbers, or a number that may be left open; the worker says what cannot be."""
    line, kind, optional = QLineEdit(), _kind(rules), _is_optional(rules)
    line.textEdited.connect(lambda _: changed())
    if optional:
        line.setPlaceholderText(tr("none"))

    def value() -> Any:
        text = line.text().strip()
        if not text:
            return None if optional else "" if kind == "str" else plain(rules.get("default"))
        try:
            if kind == "float":
                return float(text)
            return [float(part) for part in text.split(",")] if kind == "tuple" else text
        except ValueError:
            return text

    def put(given: Any) -> None:
        values = given if isinstance(given, list) else [given]
        line.setText("" if given is None else ", ".join(_short(v) for v in values))

    return Field(line, value, put)


def _sentence(rules: dict[str, Any]) -> str:
    said = [str(rules.get("doc") or ""), str(rules.get("accepts") or "")]
    return "\n".join(text[:1].upper() + text[1:] for text in said if text)


def _kind(rules: dict[str, Any]) -> str:
    """The name of an option's type: as the worker says, else that of its default."""
    told = rules.get("kind")
    if told:
        return str(told)
    default = rules.get("default")
    return "tuple" if isinstance(default, list) else type(default).__name__


def _is_optional(rules: dict[str, Any]) -> bool:
    return bool(rules.get("optional", rules.get("default") is None))


def _bound(rules: dict[str, Any], which: str, otherwise: float) -> float:
    found = rules.get(which)
    return otherwise if found is None else float(found)


def _short(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)
