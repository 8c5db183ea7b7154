"""A project that changes under the plugin: closed, replaced, its layers and groups taken away, another CRS."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject

from eo_embed.eo_embed_plugin import layers
from eo_embed.tests.eo_embed_plugin.desk import (
    Desk,
    chips_in_shards,
    labels_on_disk,
    rest,
    shards,
    wait_for,
)


def live_layer(desk: Desk, labels: int) -> str:
    """Wait for the live map of so many labels; the id of its layer."""
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == labels, "the live map")
    wait_for(lambda: not desk.live.is_working, "its end")
    return layers.find(layers.LIVE).id()


def test_closed_while_embedding(desk: Desk, wide: Path) -> None:
    desk.open(wide)
    call = desk.embed(features=1024)
    wait_for(lambda: shards(wide), "the first shard")
    QgsProject.instance().clear()
    wait_for(lambda: call.finished, "the end of the job", 20)
    before = shards(wide)
    assert desk.session.folder == ""
    assert desk.complaints == []
    desk.open(wide)
    call = desk.embed(features=1024)
    wait_for(lambda: call.finished, "embeddings")
    after = shards(wide)
    assert {name: after[name] for name in before} == before
    assert sorted(chips_in_shards(wide)) == list(range(65536))
    assert desk.complaints == []


def test_replaced_while_embedding(desk: Desk, wide: Path, near: Path, tmp_path: Path) -> None:
    project, file = QgsProject.instance(), str(tmp_path / "near.qgz")
    desk.open_to_label(near)
    desk.label(3, "wood")
    desk.label(900, "water")
    live_layer(desk, 2)
    assert project.write(file)
    desk.session.close()
    project.clear()
    desk.open(wide)
    desk.embed(features=1024)
    wait_for(lambda: shards(wide), "the first shard")
    assert project.read(file)
    wait_for(lambda: desk.session.folder == str(near), "the other project's workspace")
    wait_for(lambda: desk.session.labels == {3: "wood", 900: "water"}, "its labels")
    desk.plugin.dock.open_step(4)
    desk.label(50, "wheat")
    live_layer(desk, 3)
    assert len([n for n in layers.group().children() if n.name() == "Live map"]) == 1
    assert labels_on_disk(near) == {3: "wood", 900: "water", 50: "wheat"}
    assert desk.complaints == []


def test_layers_taken_away_while_mapping(desk: Desk, near: Path) -> None:
    project = QgsProject.instance()
    desk.open_to_label(near)
    desk.label(0, "wood")
    desk.label(1000, "water")
    first = live_layer(desk, 2)
    desk.click(5, "wood")  # deleted while the next map is on its way
    project.removeMapLayer(first)
    assert live_layer(desk, 3) != first
    desk.click(6, "water")
    project.layerTreeRoot().removeChildNode(layers.group())
    live_layer(desk, 4)
    layers.group().setName("renamed")
    desk.click(7, "water")
    live_layer(desk, 5)
    assert [g.name() for g in project.layerTreeRoot().findGroups()] == ["renamed"]
    project.removeAllMapLayers()
    desk.click(8, "water")
    live_layer(desk, 6)
    assert desk.complaints == []
    assert len(labels_on_disk(near)) == 6


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:3413"])
def test_canvas_crs_changes_while_labelling(desk: Desk, near: Path, crs: str) -> None:
    desk.open_to_label(near)
    desk.label(130, "wood")
    desk.window.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    rest(0.3)
    desk.label(2080, "water")
    desk.window.canvas.setDestinationCrs(QgsCoordinateReferenceSystem())
    rest(0.1)
    desk.whole_view()
    desk.label(3000, "wheat")
    assert labels_on_disk(near) == {130: "wood", 2080: "water", 3000: "wheat"}
    assert desk.complaints == []
