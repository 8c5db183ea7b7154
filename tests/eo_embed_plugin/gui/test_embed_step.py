"""The step *Embed*: run, pause, go on, and what a killed worker or a restart of QGIS leaves."""

from __future__ import annotations

import os
import signal

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin.gui.embed_step import EmbedStep
from eo_embed.eo_embed_plugin.session import Session


@pytest.fixture
def step(context):
    QgsSettings().remove("eo_embed/device")
    made = EmbedStep(3, context)
    made.resize(380, 700)
    made.show()
    made.set_open(True)
    yield made
    made.deleteLater()


@pytest.fixture
def many(session, scene, tmp_path, wait):
    """A workspace of 16,384 overlapping chips, some seconds of work."""
    how = {"sources": {"s2": [str(scene / "scene.tif")]}, "chip": "16", "stride": "4"}
    session.create(str(tmp_path / "many"), how)
    wait(lambda: session.state)
    return tmp_path / "many"


def click(widget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def embedded_of(session):
    return session.state["sources"][0]["embedded"]


def test_without_a_workspace_there_is_nothing_to_do(step) -> None:
    assert step.header._full == "open or make a workspace first"
    assert not step.go.isEnabled()


def test_devices_are_those_of_the_worker(step, engine) -> None:
    assert step.device.itemData(0) == "auto"
    ids = [step.device.itemData(n) for n in range(1, step.device.count())]
    assert ids == [device["id"] for device in engine.hello["devices"]]
    assert "free" in step.device.itemText(step.device.count() - 1)


def test_embed_pause_and_go_on(step, session, many, wait) -> None:
    wait(lambda: step.picker._cards)
    total = session.layout.count
    assert step.go.text() == f"Embed {total:,} chips"
    click(step.go)
    assert step.go.text() == "Pause"
    assert not step.picker.chooser.isEnabled()
    wait(lambda: step.bar.maximum() == total and step.bar.value() > 0)
    # Whole blocks of 4,096 chips are kept, and two are under way at a time.
    wait(lambda: step.bar.value() > 10_000)
    assert "/s" in step.pace.text()
    assert "chips" in step.pace.text()
    click(step.go)
    wait(lambda: step.call is None and embedded_of(session)["chips"])
    done = embedded_of(session)["chips"]
    assert done < total
    assert step.go.text() == "Resume"
    assert f"{done:,} of {total:,} chips are there" in step.status.text()
    assert not session.said  # a pause is no failure
    click(step.go)
    wait(lambda: step.call is None and embedded_of(session)["complete"])
    wait(lambda: step.go.text() == "Continue with labels")
    assert "rcf, 512 values for each of" in step.status.text()
    assert step.header._full == f"{total:,} chips by rcf"


def test_a_killed_worker_goes_on_by_itself(step, session, engine, many, wait) -> None:
    wait(lambda: step.picker._cards)
    click(step.go)
    wait(lambda: step.bar.maximum() == session.layout.count and step.bar.value() > 0)
    os.kill(engine.pid, signal.SIGKILL)
    wait(lambda: embedded_of(session) and embedded_of(session)["complete"] and step.call is None)
    assert step.header._full.endswith("chips by rcf")


def test_after_a_restart_it_says_how_far_it_is_and_goes_on_alike(
    step, session, context, many, wait
) -> None:
    """Another session with another step is what a restarted QGIS has."""
    wait(lambda: step.picker._cards)
    step.picker.field("features").setValue(256)
    click(step.go)
    wait(lambda: step.bar.maximum() == session.layout.count and step.bar.value() > 0)
    click(step.go)
    wait(lambda: step.call is None and step.go.text() == "Resume")
    session.close()
    later = Session(session.engine)
    context.session = later
    again = EmbedStep(3, context)
    later.open(str(many))
    wait(lambda: later.state and again.picker._cards)
    assert again.picker.options == {"features": 256}
    assert again.go.text() == "Resume"
    assert "chips are there" in again.status.text()
    again.go.click()
    wait(lambda: embedded_of(later)["complete"] and again.call is None)
    assert embedded_of(later)["dim"] == 256
    later.close()


def test_what_is_embedded_leads_on_and_another_model_is_embedded_anew(
    step, session, embedded, wait
) -> None:
    session.open(str(embedded))
    wait(lambda: session.state and step.picker._cards)
    assert step.picker.options == {"features": 128}
    assert step.go.text() == "Continue with labels"
    step.picker.choose("stats")
    assert step.go.text() == "Embed with this model"
    click(step.go)
    wait(lambda: step.call is None and embedded_of(session)["model"] == "stats")
    wait(lambda: step.go.text() == "Continue with labels")


def test_the_estimate_is_measured(step, session, embedded, wait) -> None:
    session.open(str(embedded))
    wait(lambda: session.state and step.picker._cards)
    step.picker.choose("stats")
    click(step.measure)
    assert not step.measure.isEnabled()
    wait(lambda: step._measuring is None)
    assert f"for {session.layout.count:,} chips" in step.cost.text()
    step.picker.choose("rcf")
    assert step.cost.text() == ""  # it was of another model


def test_a_model_that_does_not_fit_cannot_be_run(step, session, embedded, wait) -> None:
    session.open(str(embedded))
    wait(lambda: session.state and step.picker._cards)
    step.picker.choose("torchgeo:ResNet50_Weights.SENTINEL1_ALL_MOCO")
    assert not step.go.isEnabled()
    assert not step.measure.isEnabled()
    assert "vv" in step.picker.warning.text()


def test_a_changed_raster_is_told_of(step, session, scene, tmp_path, wait) -> None:
    import shutil

    raster = tmp_path / "scene.tif"
    shutil.copy(scene / "scene.tif", raster)
    session.create(str(tmp_path / "ws"), {"sources": {"s2": [str(raster)]}, "chip": "64"})
    wait(lambda: session.state and step.picker._cards)
    click(step.go)
    wait(lambda: step.call is None and embedded_of(session) and embedded_of(session)["complete"])
    os.utime(raster, (1, 1))
    session.refresh()
    wait(lambda: step.go.text() == "Embed again")
    assert "has changed since" in step.status.text()


def test_sources_are_chosen_where_there_are_several(step, session, scene, tmp_path, wait) -> None:
    path = str(scene / "scene.tif")
    session.create(str(tmp_path / "two"), {"sources": {"a": [path], "b": [path]}, "chip": "64"})
    wait(lambda: session.state and step.picker._cards)
    assert step.sources.isVisible()
    step.sources.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert step.params()["sources"] == ["a"]
    step.picker.choose("stats")
    click(step.go)
    wait(lambda: step.call is None and embedded_of(session) and embedded_of(session)["complete"])
    assert session.state["sources"][1]["embedded"] is None
    step.sources.item(1).setCheckState(Qt.CheckState.Checked)
    assert step.go.text() == "Embed b"
    assert step.go.isEnabled()
    step.sources.item(0).setCheckState(Qt.CheckState.Unchecked)
    step.sources.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert step.go.text() == "Continue with labels"
    assert not step.measure.isEnabled()


def test_labelling_may_go_on_meanwhile(step, session, many, wait) -> None:
    wait(lambda: step.picker._cards)
    session.put_target("cover", "classes", [{"code": "1", "name": "a", "colour": "#00ff00"}])
    wait(lambda: session.target == "cover" and session.targets)
    click(step.go)
    wait(lambda: step.bar.maximum() == session.layout.count and step.bar.value() > 0)
    session.label([5], "1")
    wait(lambda: session.labels == {5: "1"})
    assert step.call is not None  # still under way
    click(step.go)
    wait(lambda: step.call is None)
