"""Values of a run: the paper's beside each, those that matter in sight, what differs sent and nothing else."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel

from eo_embed.eo_embed_plugin.gui.train_knobs import Knobs, in_force
from eo_embed.tests.eo_embed_plugin.made_training import METHODS

BYOL, SIMSIAM = METHODS["methods"]
RECIPE = METHODS["recipes"][0]


@pytest.fixture
def knobs(qgis_app):
    made = Knobs()
    made.set_method(SIMSIAM, None)
    made.show()
    yield made
    made.deleteLater()


def type_into(knobs, name: str, text: str) -> None:
    field = knobs.field(name)
    field.selectAll()
    QTest.keyClicks(field, text)


def said_beside(knobs, name: str) -> str:
    """The text beside a field; a screen reader says it of the field."""
    texts = [label.text() for label in knobs.findChildren(QLabel)]
    said = knobs.field(name).accessibleDescription()
    assert said in texts
    return said


def test_the_papers_values_stand_beside_the_fields(knobs) -> None:
    assert said_beside(knobs, "lr") == "paper: 0.0003"
    assert said_beside(knobs, "epochs") == "assumed: 100"
    assert said_beside(knobs, "precision") == "default: auto"
    type_into(knobs, "lr", "0.01")
    assert said_beside(knobs, "lr") == "paper: 0.0003"


def test_what_matters_first_is_in_sight_and_the_rest_is_folded(knobs) -> None:
    assert knobs.field("backbone").isVisible()
    assert knobs.field("lr").isVisible()
    assert not knobs.field("weight_decay").isVisible()
    knobs.more.setCollapsed(False)
    assert knobs.field("weight_decay").isVisible()


def test_only_what_differs_is_sent(knobs) -> None:
    assert knobs.values == {}
    type_into(knobs, "lr", "1e-6")
    knobs.field("batch_size").setValue(64)
    assert knobs.values == {"lr": 1e-6, "batch_size": 64}
    type_into(knobs, "lr", "0.0003")
    assert knobs.values == {"batch_size": 64}


def test_steps_take_the_place_of_epochs(knobs) -> None:
    assert knobs.field("epochs").isEnabled()
    knobs.field("steps").setValue(300)
    assert not knobs.field("epochs").isEnabled()
    assert knobs.values == {"steps": 300}


def test_a_recipe_brings_its_values(knobs) -> None:
    knobs.set_method(SIMSIAM, RECIPE)
    assert knobs.values == {}
    assert knobs.shown["lr"] == 1e-5
    assert said_beside(knobs, "lr") == "assumed: 1e-05"
    assert said_beside(knobs, "projection") == "paper: 256"
    assert said_beside(knobs, "epochs") == "paper: 50"


def test_what_was_typed_comes_back_with_its_method(knobs) -> None:
    type_into(knobs, "lr", "0.5")
    knobs.set_method(BYOL, None)
    assert knobs.values == {}
    assert knobs.field("ema").text() == "0.996"
    knobs.set_method(SIMSIAM, None)
    assert knobs.values == {"lr": 0.5}


def test_all_is_set_back_at_once(knobs) -> None:
    assert not knobs.reset.isEnabled()
    type_into(knobs, "lr", "0.5")
    knobs.field("steps").setValue(7)
    heard = []
    knobs.changed.connect(lambda: heard.append(dict(knobs.values)))
    assert knobs.reset.isEnabled()
    knobs.reset.click()
    assert heard == [{}]
    assert knobs.values == {}
    assert not knobs.reset.isEnabled()


def test_every_field_has_a_name_and_a_tip(knobs) -> None:
    for name in knobs.shown:
        assert knobs.field(name).accessibleName()
        assert knobs.field(name).toolTip()


def test_values_in_force_and_where_they_are_from() -> None:
    values, origins = in_force(BYOL, None)
    assert values["ema"] == 0.996
    assert (origins["ema"], origins["lr"], origins["seed"]) == ("assumed", "paper", "usual")
