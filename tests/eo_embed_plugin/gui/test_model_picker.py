"""Choosing a model by its card."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin.gui.model_picker import OTHER, ModelPicker, linked

PACKAGES = {"torch": "2.9", "timm": "1.0", "torchgeo": "0.8"}
MOCO = "torchgeo:ResNet18_Weights.SENTINEL2_ALL_MOCO"


@pytest.fixture(scope="module")
def cards(engine, embedded_template, wait_module):
    """What the worker says of models for the six bands of the synthetic scene."""
    told: list = []
    params = {"folder": str(embedded_template), "source": "s2"}
    engine.request("models", params, done=lambda answer: told.append(answer["models"]))
    wait_module(lambda: told)
    return told[0]


@pytest.fixture(scope="module")
def wait_module():
    from time import monotonic, sleep

    from qgis.PyQt.QtCore import QCoreApplication

    def wait(condition) -> None:
        end = monotonic() + 60
        while not condition():
            assert monotonic() < end
            QCoreApplication.processEvents()
            sleep(0.01)

    return wait


@pytest.fixture
def picker(qgis_app, cards):
    made = ModelPicker()
    made.set_cards(cards, PACKAGES)
    made.show()
    yield made
    made.deleteLater()


def test_random_features_are_the_choice_of_who_makes_none(picker) -> None:
    assert (picker.model, picker.options, picker.obstacle) == ("rcf", {}, "")
    assert "512 values a chip" in picker.card.text()
    assert 'href="https://doi.org/10.1038/s41467-021-24638-z"' in picker.card.text()


def test_models_that_fit_come_first_and_others_say_why_not(picker, cards) -> None:
    fits = {card["name"]: card["fits"] for card in cards}
    names = [
        picker.items.item(n).data(Qt.ItemDataRole.UserRole) for n in range(picker.items.rowCount())
    ]
    assert names[-1] == OTHER
    assert sorted(names[:-1]) == sorted(fits)
    order = [fits[name] for name in names[:-1]]
    assert order == sorted(order, reverse=True)
    assert False in order
    picker.choose(MOCO)
    assert "lacks" in picker.obstacle
    assert picker.warning.isVisible()
    assert "coastal" in picker.items.item(names.index(MOCO)).toolTip()


def test_a_package_that_the_environment_lacks_is_said(picker, cards) -> None:
    picker.set_cards(cards, {"torch": "2.9"})
    picker.choose("timm:resnet18")
    assert "lacks timm" in picker.obstacle
    picker.choose("rcf")
    assert picker.obstacle == ""


def test_options_are_those_changed_and_stay_with_their_model(picker) -> None:
    picker.field("features").setValue(128)
    picker.field("filters").setCurrentText("gaussian")
    assert picker.options == {"features": 128, "filters": "gaussian"}
    picker.choose("stats")
    assert "features" not in picker.options
    picker.chooser.setCurrentIndex(0)
    assert picker.model == "rcf"
    assert picker.options == {"features": 128, "filters": "gaussian"}


def test_a_choice_made_before_the_cards_come_is_kept(cards, qgis_app) -> None:
    made = ModelPicker()
    made.choose("rcf", {"features": 64})
    made.set_cards(cards, PACKAGES)
    assert (made.model, made.options) == ("rcf", {"features": 64})
    other = ModelPicker()
    other.choose(MOCO)
    other.set_cards(cards, PACKAGES)
    assert other.model == MOCO


def test_a_model_without_a_card_is_named_by_hand(picker) -> None:
    picker.chooser.setCurrentIndex(picker.items.rowCount() - 1)
    assert picker.spec.isVisible()
    assert picker.obstacle.startswith("Name a model")
    QTest.keyClicks(picker.spec, "timm:regnety_002")
    QTest.keyClick(picker.spec, Qt.Key.Key_Return)
    assert (picker.model, picker.obstacle) == ("timm:regnety_002", "")
    assert picker.field("pretrained").isChecked()  # its family's options
    picker.choose("checkpoint:/m/best")
    assert picker.model == "checkpoint:/m/best"


def test_a_part_of_a_name_finds_a_model_and_nonsense_is_put_right(picker) -> None:
    completer = picker.chooser.completer()
    completer.setCompletionPrefix("dinov2")
    assert completer.completionCount() == 2
    line = picker.chooser.lineEdit()
    line.selectAll()
    QTest.keyClicks(line, "no such model")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert picker.model == "rcf"
    assert line.text().startswith("Random convolutional")


def test_a_reference_is_linked_and_nothing_else_is_markup() -> None:
    assert '<a href="https://arxiv.org/abs/2211.07044">' in linked("Wang et al., arXiv:2211.07044")
    assert linked("<b>none") == "&lt;b&gt;none"
