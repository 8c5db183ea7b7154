"""The live map: one question at a time, of the labels as they are; layers that stay as the user left them."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest
from osgeo import gdal, osr
from qgis.core import QgsPointXY, QgsProject
from qgis.PyQt.QtGui import QColor

from eo_embed.eo_embed_plugin import layers, settings
from eo_embed.eo_embed_plugin.live import LiveMap
from eo_embed.eo_embed_plugin.session import Session
from eo_embed.tests.eo_embed_plugin.fake_engine import CLASSES, FakeEngine, state

HEIGHT = {"name": "height", "kind": "value", "how": "", "classes": [], "labels": 0, "counts": {}}


@pytest.fixture
def engine(qgis_app):
    QgsProject.instance().clear()
    settings.put("live", True)
    yield FakeEngine()
    QgsProject.instance().clear()


@pytest.fixture
def session(engine, tmp_path):
    made = Session(engine)
    made.open(str(tmp_path))
    engine.first("open").answer(state(str(tmp_path)))
    return made


@pytest.fixture
def live(session):
    return LiveMap(SimpleNamespace(session=session))


def labels(engine, found: dict, counts: dict | None = None) -> None:
    """The labels on disk are these."""
    if counts is None:
        values = list(found.values())
        counts = {code: values.count(code) for code in sorted(set(values))}
    answer = {"chips": list(found), "values": list(found.values()), "how": [], "counts": counts}
    engine.first("labels").answer(answer)


def raster(path, values, kind=gdal.GDT_Byte) -> str:
    """A map of 10 x 13 chips, all of a value of each half."""
    file = gdal.GetDriverByName("GTiff").Create(str(path), 13, 10, 1, kind)
    file.SetGeoTransform((600000, 160, 0, 5000000, 0, -160))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32632)
    file.SetProjection(crs.ExportToWkt())
    band = file.GetRasterBand(1)
    band.SetNoDataValue(0)
    band.Fill(values[0])
    file.FlushCache()
    return str(path)


def map_of(tmp_path, n: int, **more) -> dict:
    classes = [{"value": i + 1, **info} for i, info in enumerate(CLASSES)]
    return {
        "map": raster(tmp_path / f"{n}.tif", [1 + n % 2]),
        "uncertainty": raster(tmp_path / f"{n}.uncertainty.tif", [0.25], gdal.GDT_Float32),
        "kind": "classes", "why": "", "classes": classes, "range": None, "shares": {}, "labels": 2,
        "seconds": 0.1, "version": n, **more,
    }  # fmt: skip


def test_it_waits_for_a_second_class(engine, session, live) -> None:
    labels(engine, {1: "wood", 2: "wood"})
    assert live.lacking() == "label a second class to see the map"
    assert engine.waiting("live") == []
    session._read_labels()
    labels(engine, {1: "wood", 2: "lake"})
    assert live.lacking() == ""
    asked = engine.first("live").params
    assert (asked["target"], asked["head"], asked["options"]) == ("cover", "rf", {})


def test_labels_that_arrive_meanwhile_are_in_one_next_question(
    engine, session, live, tmp_path
) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    for n in range(3, 9):
        session._read_labels()
        labels(engine, {1: "wood", 2: "lake", **dict.fromkeys(range(3, n + 1), "wood")})
    assert len(engine.waiting("live")) == 1
    engine.first("live").answer(map_of(tmp_path, 1))
    assert len(engine.waiting("live")) == 1
    engine.first("live").answer(map_of(tmp_path, 2))
    assert engine.waiting("live") == []
    assert not live.is_working
    assert "refitted in" in live.text


def test_layers_stay_as_the_user_left_them(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").answer(map_of(tmp_path, 1))
    layer, unsure = layers.find(layers.LIVE), layers.find(layers.LIVE_UNCERTAINTY)
    assert layer.source().endswith("1.tif")
    assert layer.opacity() == pytest.approx(0.6)
    assert layers.is_visible(layer)
    assert not layers.is_visible(unsure)
    layer.setOpacity(0.3)
    layer.setName("Mine")
    layers.set_visible(unsure, True)
    group = layers.group()
    group.setName("My maps")
    node = layers.node(layer)
    group.insertChildNode(-1, node.clone())
    group.removeChildNode(node)
    live.refit()
    engine.first("live").answer(map_of(tmp_path, 2))
    again = layers.find(layers.LIVE)
    assert again is layer
    assert (again.name(), round(again.opacity(), 3)) == ("Mine", 0.3)
    assert again.source().endswith("2.tif")
    assert layers.is_visible(unsure)
    assert [node.layerId() for node in group.children()] == [unsure.id(), layer.id()]
    assert again.dataProvider().sample(QgsPointXY(600100, 4999900), 1) == (1.0, True)


def test_colours_and_names_follow_the_class_table_at_once(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").answer(map_of(tmp_path, 1))
    session.refresh()
    now = state(str(tmp_path))
    changed = [{**CLASSES[0], "colour": "#123456", "name": "Trees"}, CLASSES[1]]
    engine.first("state").answer({**now, "targets": [{**now["targets"][0], "classes": changed}]})
    shown = layers.find(layers.LIVE).renderer().classes()
    assert [(c.label, QColor(c.color).name()) for c in shown] == [
        ("Trees", "#123456"),
        ("Lake", "#0072b2"),
    ]
    assert engine.waiting("live") == []


def test_what_the_map_says_at_a_place(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    assert live.what_at(QgsPointXY(600100, 4999900)) is None
    engine.first("live").answer(map_of(tmp_path, 1))
    assert live.what_at(QgsPointXY(600100, 4999900)) == ("Lake", 0.25)
    assert live.what_at(QgsPointXY(0, 0)) is None


def test_a_map_of_labels_that_are_gone_is_not_shown(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").answer(map_of(tmp_path, 1))
    session._read_labels()
    labels(engine, {1: "wood"})
    assert not layers.is_visible(layers.find(layers.LIVE))
    session._read_labels()
    labels(engine, {1: "wood", 3: "lake"})
    engine.first("live").answer(map_of(tmp_path, 2))
    assert layers.is_visible(layers.find(layers.LIVE))


def test_a_map_that_the_user_hid_stays_hidden(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").answer(map_of(tmp_path, 1))
    layers.set_visible(layers.find(layers.LIVE), False)
    live.refit()
    engine.first("live").answer(map_of(tmp_path, 2))
    assert not layers.is_visible(layers.find(layers.LIVE))


def test_a_layer_that_was_removed_comes_again(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").answer(map_of(tmp_path, 1))
    QgsProject.instance().layerTreeRoot().removeChildNode(layers.group())
    live.refit()
    engine.first("live").answer(map_of(tmp_path, 2))
    assert layers.find(layers.LIVE).isValid()


def test_the_answer_for_another_target_is_not_shown(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    session.refresh()
    now = state(str(tmp_path))
    engine.first("state").answer({**now, "targets": [*now["targets"], HEIGHT]})
    session.set_target("height")
    engine.first("live").answer(map_of(tmp_path, 1))
    assert layers.find(layers.LIVE) is None


def test_off_asks_nothing_and_on_asks_at_once(engine, session, live) -> None:
    live.set_on(False)
    labels(engine, {1: "wood", 2: "lake"})
    assert engine.waiting("live") == []
    live.set_on(True)
    assert len(engine.waiting("live")) == 1


def test_another_head_is_asked_for(engine, session, live) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    live.choose("ridge", {"alpha": 2.0})
    engine.first("live").fail("CANCELLED", "Cancelled.")
    asked = engine.first("live").params
    assert (asked["head"], asked["options"]) == ("ridge", {"alpha": 2.0})


def test_a_failure_is_told_quietly_and_not_repeated(engine, session, live) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").fail("DISK_FULL", "No room left on the disk.")
    assert live.text == "No room left on the disk."
    assert engine.waiting("live") == []
    live.refit()
    engine.first("live").fail("WORKER_DIED", "The worker was killed.")
    assert live.text == ""
    assert engine.waiting("live") == []


def test_why_there_is_no_map_is_told(engine, session, live) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").answer(
        {"map": None, "uncertainty": None, "why": "None of the chips is embedded."}
    )
    assert live.text == "None of the chips is embedded."
    assert layers.find(layers.LIVE) is None


def test_numbers_after_classes_are_drawn_as_numbers(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    engine.first("live").answer(map_of(tmp_path, 1))
    session.refresh()
    now = state(str(tmp_path))
    engine.first("state").answer({**now, "targets": [*now["targets"], HEIGHT]})
    labels(engine, {1: "wood", 2: "lake"})
    session.set_target("height")
    labels(engine, {1: 2.0, 2: 3.0}, {})
    engine.first("live").answer(map_of(tmp_path, 2, kind="value", classes=[], range=[2.0, 3.0]))
    assert layers.is_visible(layers.find(layers.LIVE))
    assert layers.find(layers.LIVE).renderer().type() != "paletted"
    assert live.what_at(QgsPointXY(600100, 4999900)) == ("1", 0.25)


def test_a_saved_project_names_maps_that_last(engine, session, live, tmp_path) -> None:
    labels(engine, {1: "wood", 2: "lake"})
    answer = map_of(tmp_path, 1)
    for part, name in (("map", "77-1.tif"), ("uncertainty", "77-1.uncertainty.tif")):
        answer[part] = shutil.move(answer[part], str(tmp_path / name))
    engine.first("live").answer(answer)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "mine.qgs"))
    assert layers.find(layers.LIVE).source() == answer["map"]
    project.clear()
    for name in (
        "77-1.tif",
        "77-1.uncertainty.tif",
    ):  # as the worker does once there is another map
        (tmp_path / name).unlink()
    assert project.read(str(tmp_path / "mine.qgs"))
    for role in (layers.LIVE, layers.LIVE_UNCERTAINTY):
        assert layers.find(role).isValid()
