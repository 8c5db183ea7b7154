"""The form of a head's options, from what the worker really says of its heads."""

from __future__ import annotations

from typing import Any

import pytest

from eo_embed.eo_embed_plugin.gui.head_options import HeadForm


@pytest.fixture(scope="module")
def heads(engine: Any) -> list[dict[str, Any]]:
    from qgis.PyQt.QtCore import QCoreApplication

    found: list[dict[str, Any]] = []
    engine.request("heads", done=lambda answer: found.extend(answer["heads"]))
    while not found:
        QCoreApplication.processEvents()
    return found


@pytest.fixture
def form(heads: list[dict[str, Any]]) -> HeadForm:
    made = HeadForm()
    made.set_heads(heads, "classes")
    return made


def offered(form: HeadForm) -> list[str]:
    names = [form.chooser.itemData(i) for i in range(form.chooser.count())]
    return [name for name in names if name]


def test_the_forest_comes_first_and_nothing_is_changed(form: HeadForm) -> None:
    assert offered(form)[:2] == ["rf", "ridge"]
    assert set(offered(form)) == {"rf", "ridge", "logistic", "knn"}
    assert (form.head, form.title, form.options) == ("rf", "Random forest", {})
    assert form.field("n_estimators").value() == 50
    assert form.field("max_depth").value() == 7


def test_only_what_differs_is_an_option(form: HeadForm, wait: Any) -> None:
    told: list[int] = []
    wait(lambda: not form._settle.isActive())
    form.changed.connect(lambda: told.append(1))
    form.field("n_estimators").setValue(80)
    assert form.options == {"n_estimators": 80}
    wait(lambda: told)
    form.field("max_depth").setValue(form.field("max_depth").minimum())
    assert form.field("max_depth").text() == "whole trees"
    assert form.options == {"n_estimators": 80, "max_depth": None}
    form.field("n_estimators").setValue(50)
    assert form.options == {"max_depth": None}


def test_typing_tells_once_it_rests(form: HeadForm, wait: Any) -> None:
    wait(lambda: not form._settle.isActive())
    told: list[int] = []
    form.changed.connect(lambda: told.append(1))
    for trees in range(51, 60):
        form.field("n_estimators").setValue(trees)
    assert not told
    wait(lambda: told)
    assert told == [1]


def test_what_was_typed_for_a_head_is_there_again(form: HeadForm) -> None:
    form.field("n_estimators").setValue(80)
    form.chooser.setCurrentIndex(form.chooser.findData("ridge"))
    assert form.options == {}
    form.field("alpha").setText("0.5")
    form.field("alphas").setText("1, 10")
    assert form.options == {"alpha": 0.5, "alphas": [1.0, 10.0]}
    form.chooser.setCurrentIndex(form.chooser.findData("rf"))
    assert form.options == {"n_estimators": 80}


def test_values_are_offered_heads_of_values(form: HeadForm, heads: Any) -> None:
    form.chooser.setCurrentIndex(form.chooser.findData("ridge"))
    form.set_heads(heads, "value")
    assert "logistic" not in offered(form)
    assert form.head == "ridge"


def test_every_option_has_a_name_a_tip_and_a_way_to_it(form: HeadForm, heads: Any) -> None:
    for head in heads:
        form.set_head(head["name"])
        for option in head["options"]:
            field = form.field(option)
            assert field.toolTip()
            assert field.accessibleName()


def test_a_balanced_forest_can_be_asked_for(form: HeadForm) -> None:
    box = form.field("class_weight")
    assert box.currentText() == "each label counts the same"
    box.setCurrentIndex(box.findData("balanced"))
    assert form.options == {"class_weight": "balanced"}


def test_options_can_be_set_from_outside(form: HeadForm) -> None:
    form.set_head("ridge", {"alpha": 2.0})
    assert (form.head, form.options) == ("ridge", {"alpha": 2.0})
