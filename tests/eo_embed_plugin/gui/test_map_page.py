"""The Map page with a real worker: the maps that it writes, held against the pipeline's own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer

from eo_embed.eo_embed_plugin import layers
from eo_embed.eo_embed_plugin.gui.map_layers import classes_of, map_role, values_at
from eo_embed.eo_embed_plugin.gui.map_page import MapPage
from eo_embed.eo_embed_plugin.live import LiveMap

#: The counts of a map's cells by class name, with nothing of the plugin or its worker.
COUNT = """
import numpy as np, rasterio
with rasterio.open(path) as data:
    found, names = data.read(1), data.tags(1)
    colours = data.colormap(1)
values, counts = np.unique(found[found > 0], return_counts=True)
answer = {str(v): int(n) for v, n in zip(values, counts)}
"""


@pytest.fixture
def page(context: Any, labelled: Path, wait: Callable[..., None]) -> MapPage:
    context.live = LiveMap(context)
    made = MapPage(context)
    context.session.open(str(labelled))
    wait(lambda: context.session.labels)
    made.entered()
    wait(lambda: made.heads.chooser.count() and context.live.answer)
    yield made
    context.live.unload()
    made.deleteLater()


def write(page: MapPage, wait: Callable[..., None]) -> dict[str, Any]:
    """Write the map that is chosen; its files."""
    names: list[str] = []
    page.written.connect(names.append)
    page.write.button.click()
    assert page.write.button.text() == "Stop"
    wait(lambda: names and not page.write.is_running)
    name = os.path.splitext(names[-1])[0]
    wait(lambda: any(m["name"] == name for m in page.session.state["maps"]))
    return next(m["files"] for m in page.session.state["maps"] if m["name"] == name)


def shown_layers() -> list[tuple[str, bool]]:
    return [
        (node.name(), node.itemVisibilityChecked())
        for node in layers.group().findLayers()
        if "Live map" not in node.name()
    ]


def test_a_chip_map_is_the_pipelines_and_lies_on_top(
    page: MapPage, wait: Any, in_python: Any, labelled_template: Path, tmp_path: Path
) -> None:
    files = write(page, wait)
    assert not page.session.said
    code = """
import shutil
shutil.copytree(template, folder)
pipeline.fit(folder, head="rf", target="cover", name="other")
answer = pipeline.predict(folder, head="other").shares
"""
    apart = in_python(code, template=str(labelled_template), folder=str(tmp_path / "apart"))
    assert {bar.name: bar.value for bar in page.shares.bars} == pytest.approx(apart)
    assert [bar.text for bar in page.shares.bars] == [f"{100 * s:.1f}%" for s in apart.values()]
    assert shown_layers()[:2] == [("cover-rf", True), ("cover-rf: uncertainty", False)]
    assert all(not seen for _, seen in shown_layers()[1:])
    assert {"map", "probability", "uncertainty", "applicability"} <= set(files)
    assert "no estimate of areas" in page.about.text()
    assert page.told.text().startswith("cover-rf.tif, written ")


def test_the_layers_values_are_the_files(page: MapPage, wait: Any, in_python: Any) -> None:
    files = write(page, wait)
    layer = layers.find(map_role(files["map"], "map"))
    layout = page.session.layout
    chips = list(range(layout.chips[0] * layout.chips[1]))
    found = values_at(layer, [layout.centre(chip) for chip in chips])
    counts = {v: found.count(v) for v in set(found) if v is not None}
    assert {str(int(v)): n for v, n in counts.items()} == in_python(COUNT, path=files["map"])
    assert set(counts) <= set(classes_of(layer))
    assert values_at(layer, [QgsPointXY(0, 0)]) == [None]
    assert {name for name, _ in classes_of(layer).values()} == {
        c["name"] for c in page.session.classes
    }


def test_a_label_makes_the_map_stale_and_taking_it_back_fresh(page: MapPage, wait: Any) -> None:
    write(page, wait)
    assert page.stale.isHidden()
    chip, code = next(iter(page.session.labels.items()))
    other = next(c["code"] for c in page.session.classes if c["code"] != code)
    page.session.label([chip], other)
    wait(lambda: page.session.labels[chip] == other)
    assert "1 label" in page.stale.text()
    page.session.label([chip], code)
    wait(lambda: page.session.labels[chip] == code)
    assert page.stale.isHidden()


def test_a_dense_map_has_cells_of_its_step(page: MapPage, wait: Any) -> None:
    page.output.cells.setCurrentIndex(1)
    page.output.unit.setCurrentIndex(1)
    page.output.step.setValue(80)
    assert page.output.predict_params() == {"dense": "80m", "patches": False}
    files = write(page, wait)
    assert files["map"].endswith("cover-rf-dense.tif")
    layer = QgsRasterLayer(files["map"], "dense")
    assert layer.rasterUnitsPerPixelX() == pytest.approx(80)
    # What fitted it maps chips under another name, and does not take its place.
    assert page.output.fit_params()["name"] == "cover-rf"
    page.output.name.setText("fine")
    assert (page.output.map_name, page.output.head_name) == ("fine-dense", "fine")
    page.output.cells.setCurrentIndex(0)
    assert (page.output.map_name, page.output.head_name) == ("fine", "fine")


def test_sets_hold_out_blocks_and_become_a_layer(page: MapPage, wait: Any, in_python: Any) -> None:
    page.output.trust.setChecked(True)
    page.output.level.setValue(60)
    page.output.name.setText("sure")
    assert page.output.fit_params() == {"name": "sure", "calibrate": False, "hold_out": 0.3}
    files = write(page, wait)
    assert "sets" in files
    assert "Sets of 60% hold" in page.about.text()
    assert ("sure: sets of classes", False) in shown_layers()
    code = "import json, pathlib\nanswer = json.loads(pathlib.Path(path).read_text())"
    meta = in_python(code, path=str(Path(page.session.folder) / "heads" / "sure" / "head.json"))
    assert meta["trust"]["hold_out"] == 0.3


def test_a_head_and_its_options_reach_map_and_live_map(page: MapPage, wait: Any) -> None:
    page.heads.set_head("ridge", {"alpha": 3.0})
    live = page.context.live
    wait(lambda: (live.head, live.options) == ("ridge", {"alpha": 3.0}))
    assert page.output.name.placeholderText() == "cover-ridge"
    files = write(page, wait)
    assert files["map"].endswith("cover-ridge.tif")


def test_a_map_of_the_same_name_is_told_of_and_shown_anew(page: MapPage, wait: Any) -> None:
    assert page.output.there.isHidden()
    write(page, wait)
    assert not page.output.there.isHidden()
    count = len(QgsProject.instance().mapLayers())
    write(page, wait)
    assert len(QgsProject.instance().mapLayers()) == count


def test_writing_can_be_stopped_and_done_again(page: MapPage, wait: Any) -> None:
    page.output.cells.setCurrentIndex(1)
    page.output.step.setValue(1)
    page.write.button.click()
    wait(lambda: page.session.job is not None and page.session.job.method == "predict")
    page.write.button.click()
    wait(lambda: not page.write.is_running)
    assert page.write.button.text().replace("&", "") == "Write map"
    assert not page.session.state["maps"]
    assert not page.session.said
    page.output.cells.setCurrentIndex(0)
    write(page, wait)


def test_unsure_ground_is_shown_in_place_of_the_classes(page: MapPage, wait: Any) -> None:
    wait(lambda: layers.find(layers.LIVE) is not None)
    page.unsure_box.setChecked(True)
    assert not layers.is_visible(layers.find(layers.LIVE))
    assert layers.is_visible(layers.find(layers.LIVE_UNCERTAINTY))
    page.unsure_box.setChecked(False)
    assert layers.is_visible(layers.find(layers.LIVE))
    assert not layers.is_visible(layers.find(layers.LIVE_UNCERTAINTY))


def test_maps_of_the_workspace_can_be_added_again(page: MapPage, wait: Any) -> None:
    files = write(page, wait)
    layers.remove(map_role(files["map"], "map"))
    assert layers.find(map_role(files["map"], "map")) is None
    assert page.maps.list.count() == 1
    page.maps.add.click()
    assert layers.find(map_role(files["map"], "map")).isValid()


def test_nothing_can_be_written_before_two_classes(context: Any, embedded: Path, wait: Any) -> None:
    page = MapPage(context)
    context.session.open(str(embedded))
    wait(lambda: context.session.state)
    assert not page.write.button.isEnabled()
    assert page.write.button.toolTip() == "label two classes first"
    page.write_map()
    assert context.session.job is None
