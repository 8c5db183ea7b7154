"""Fields for the options that models and heads really have."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox

from eo_embed.eo_embed_plugin.gui.option_fields import make_field


def field(**rules):
    changes: list[bool] = []
    made = make_field("x", rules, lambda: changes.append(True))
    made.changes = changes
    return made


@pytest.mark.parametrize(
    ("rules", "widget", "other"),
    [
        ({"kind": "bool", "default": True}, QCheckBox, False),
        ({"kind": "int", "default": 512, "least": 2, "most": 100_000}, QSpinBox, 64),
        ({"kind": "int", "default": None, "optional": True, "least": 1}, QSpinBox, 7),
        ({"kind": "int", "default": 0, "least": 0, "most": 2**32 - 1}, QSpinBox, 5),
        ({"kind": "float", "default": 0.0}, QDoubleSpinBox, 1.5),
        ({"kind": "float", "default": 1.0, "above": 0}, QDoubleSpinBox, 0.01),
        ({"kind": "float", "default": None, "optional": True}, QLineEdit, 0.5),
        ({"kind": "str", "default": ""}, QLineEdit, "/a/file.pth"),
        ({"kind": "str", "default": "a", "choices": ["a", "b"]}, QComboBox, "b"),
        ({"kind": "str", "default": None, "choices": ["a"], "optional": True}, QComboBox, "a"),
        ({"kind": "tuple", "default": [0.1, 0.9]}, QLineEdit, [0.5]),
    ],
)
def test_a_field_holds_its_default_and_another_value(rules, widget, other, qgis_app) -> None:
    made = field(doc="of the draw", accepts="a number", **rules)
    assert isinstance(made.widget, widget)
    assert made.value() == rules["default"]
    made.put(other)
    assert made.value() == other
    assert made.widget.toolTip() == "Of the draw\nA number"
    assert made.widget.accessibleName() == "x"


def test_none_is_told_apart_from_the_least_number(qgis_app) -> None:
    made = field(kind="int", default=None, optional=True, least=1)
    assert made.value() is None
    assert made.widget.text() == "none"
    made.put(1)
    assert made.value() == 1
    assert made.changes


def test_bounds_are_kept(qgis_app) -> None:
    made = field(kind="int", default=5, least=2, most=9)
    made.put(100)
    assert made.value() == 9
    above = field(kind="float", default=1.0, above=0)
    above.put(-3)
    assert above.value() > 0


def test_what_is_no_number_is_left_for_the_worker_to_refuse(qgis_app) -> None:
    made = field(kind="tuple", default=[1.0])
    made.widget.setText("one, two")
    assert made.value() == "one, two"


def test_fine_numbers_are_typed_as_people_write_them(qgis_app) -> None:
    changes: list[bool] = []
    rules = {"kind": "float", "default": 3e-4, "above": 0}
    made = make_field("lr", rules, lambda: changes.append(True), is_fine=True)
    assert made.value() == 3e-4
    made.put(1e-6)
    assert made.widget.text() == "1e-06"
    assert made.value() == 1e-6
    made.widget.setText("fast")
    assert made.value() == "fast"  # the worker says what cannot be
