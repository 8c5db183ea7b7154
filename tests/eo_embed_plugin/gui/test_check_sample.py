"""A check sample from drawing to the estimate, with a real worker; labels are read back from the file."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin import layers
from eo_embed.eo_embed_plugin.gui.check_section import CheckSection
from eo_embed.eo_embed_plugin.gui.map_layers import add_map


@pytest.fixture(scope="module")
def mapped_template(labelled_template: Path, in_python: Any, tmp_path_factory: Any) -> Path:
    folder = tmp_path_factory.mktemp("mapped") / "fields"
    code = """
import shutil
shutil.copytree(template, folder)
pipeline.fit(folder, target="cover")
pipeline.predict(folder)
answer = None
"""
    in_python(code, template=str(labelled_template), folder=str(folder))
    return folder


@pytest.fixture
def section(
    context: Any, mapped_template: Path, tmp_path: Path, wait: Any, show: Any, scene: Path
) -> CheckSection:
    folder = shutil.copytree(mapped_template, tmp_path / "mapped")
    show(scene / "scene.tif")
    made = CheckSection(context)
    context.session.open(str(folder))
    wait(lambda: context.session.labels)
    yield made
    made.left()
    made.deleteLater()


def draw(section: CheckSection, wait: Any, n: int = 30) -> None:
    section.form.n.setValue(n)
    section.draw.button.click()
    wait(lambda: section.chosen and not section.draw.is_running)


def start(section: CheckSection, wait: Any) -> None:
    section.start.click()
    wait(lambda: section.labelling.is_on)


def on_disk(section: CheckSection, name: str = "check") -> dict[int, Any]:
    path = Path(section.session.folder) / "samples" / f"{name}.gpkg"
    with sqlite3.connect(path) as db:
        return dict(db.execute(f'SELECT sample_id, label FROM "{name}" WHERE label IS NOT NULL'))


def label_all(section: CheckSection, truth: Path, wait: Any) -> None:
    """Label every cell by the truth at its centre, with the keys of a person."""
    names = {
        1: "cropland",
        2: "grassland",
        3: "forest",
        4: "water",
        5: "built-up",
        6: "bare ground",
    }
    work, layer = section.labelling, QgsRasterLayer(str(truth), "truth")
    places = {c["name"]: place for place, c in enumerate(work.classes)}
    while work.labelled < len(work.cells):
        value, _ = layer.dataProvider().sample(QgsPointXY(work.cell["x"], work.cell["y"]), 1)
        # A class that no label taught the map is none of its keys.
        work.give_class(places.get(names.get(int(value), ""), 0))
    wait(lambda: len(on_disk(section)) == len(work.cells))


def test_a_key_labels_the_cell_in_view_on_disk_and_goes_on(section: Any, wait: Any) -> None:
    draw(section, wait)
    start(section, wait)
    work, canvas = section.labelling, section.context.canvas
    first = work.cell["cell"]
    QTest.keyClick(canvas, Qt.Key.Key_2)
    wait(lambda: on_disk(section))
    assert on_disk(section) == {first: work.classes[1]["name"]}
    assert work.cell["cell"] != first
    assert section.panel.bar.value() == 1
    QTest.keyClick(canvas, Qt.Key.Key_M)
    assert work.cell["cell"] == first
    assert [button.isChecked() for button in section.panel.buttons][:3] == [False, True, False]
    QTest.keyClick(canvas, Qt.Key.Key_0)
    wait(lambda: not on_disk(section))
    assert work.cell["cell"] == first
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not work.is_on


def test_buttons_do_what_keys_do(section: Any, wait: Any) -> None:
    draw(section, wait)
    start(section, wait)
    work, panel = section.labelling, section.panel
    first = work.cell["cell"]
    panel.buttons[0].click()
    wait(lambda: on_disk(section))
    assert on_disk(section) == {first: work.classes[0]["name"]}
    place = work.place
    panel.next.click()
    assert work.place == place + 1
    panel.previous.click()
    panel.previous.click()
    assert work.cell["cell"] == first
    panel.unlabelled.click()
    assert work.cell["label"] is None


def test_the_cell_is_in_the_middle_and_the_maps_are_out_of_sight(section: Any, wait: Any) -> None:
    files = section.session.state["maps"][0]["files"]
    add_map("cover-rf", files)
    draw(section, wait)
    ours = layers.group().findLayers()
    before = [node.itemVisibilityChecked() for node in ours]
    assert any(before)
    start(section, wait)
    assert not any(node.itemVisibilityChecked() for node in ours)
    canvas, cell = section.context.canvas, section.labelling.cell
    shape = QgsGeometry.fromWkt(cell["wkt"]).boundingBox()
    assert canvas.extent().contains(shape)
    assert canvas.extent().center().distance(shape.center()) < shape.width() / 2
    assert canvas.extent().width() < 20 * shape.width()
    assert section.labelling._outline.is_shown
    section.panel.leave.click()
    assert [node.itemVisibilityChecked() for node in ours] == before
    assert not section.labelling._outline.is_shown


def test_one_can_leave_and_go_on(section: Any, wait: Any) -> None:
    draw(section, wait)
    start(section, wait)
    for place in (0, 1, 0):
        section.labelling.give_class(place)
    wait(lambda: len(on_disk(section)) == 3)
    section.left()
    wait(lambda: section.samples[0]["labelled"] == 3)
    assert "27 cell" in section.start.text()
    assert not section.estimate.button.isEnabled()
    start(section, wait)
    assert section.labelling.labelled == 3
    assert section.labelling.cell["cell"] == 4


def test_a_label_that_is_refused_is_taken_back_and_told(section: Any, wait: Any) -> None:
    draw(section, wait)
    start(section, wait)
    (Path(section.session.folder) / "samples" / "check.json").unlink()
    section.labelling.give_class(0)
    wait(lambda: section.context.messages.said[-1][0] == "error")
    assert section.labelling.labelled == 0


def test_the_estimate_is_the_pipelines(
    section: Any, wait: Any, scene: Path, in_python: Any, tmp_path: Path
) -> None:
    draw(section, wait, 60)
    start(section, wait)
    label_all(section, scene / "truth.tif", wait)
    section.left()
    wait(lambda: section.samples[0]["labelled"] == 60)
    section.estimate.button.click()
    wait(lambda: not section.estimate.is_running)
    results = section.results
    assert not results.isHidden()
    code = """
from dataclasses import asdict
from eo_embed.core.worker.plain import plain
answer = plain(asdict(pipeline.area(folder, reference="check")))
"""
    apart = in_python(code, folder=section.session.folder)["estimate"]
    overall = apart["overall_accuracy"]
    assert f"right on {100 * overall['value']:.1f}% of its ground" in results.headline.text()
    assert f"{100 * overall['low']:.1f}% to {100 * overall['high']:.1f}%" in results.headline.text()
    assert [bar.value for bar in results.bars.bars] == pytest.approx(
        [c["area"]["value"] / 1e4 for c in apart["classes"]]
    )
    assert sum(bar.value for bar in results.bars.bars) == pytest.approx(apart["total_area"] / 1e4)
    users = [row[1].split(" ±")[0] for row in results.table.texts()[1:]]
    known = [c["users_accuracy"]["value"] for c in apart["classes"]]
    assert users == ["–" if v is None else f"{100 * v:.0f}%" for v in known]
    results.save(str(tmp_path / "areas.csv"))
    with open(tmp_path / "areas.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["class"] for row in rows[:-1]] == [c["name"] for c in apart["classes"]]
    saved = [float(row["area_ha"]) for row in rows[:-1]]
    assert saved == pytest.approx([c["area"]["value"] / 1e4 for c in apart["classes"]])
    assert float(rows[-1]["users_accuracy"]) == pytest.approx(overall["value"])


def test_gaps_are_left_out_only_when_said_so(section: Any, wait: Any, scene: Path) -> None:
    draw(section, wait, 40)
    start(section, wait)
    label_all(section, scene / "truth.tif", wait)
    section.labelling.go(1)
    section.labelling.give(None)
    wait(lambda: len(on_disk(section)) == 39)
    section.left()
    wait(lambda: section.samples[0]["labelled"] == 39)
    assert not section.gaps.isHidden()
    assert not section.estimate.button.isEnabled()
    section.gaps.setChecked(True)
    section.estimate.button.click()
    wait(lambda: not section.estimate.is_running)
    assert "39 of 40 cells labelled" in section.results.how.text()


def test_a_size_follows_from_the_error_that_is_wanted(section: Any, wait: Any) -> None:
    form = section.form
    form.by.setCurrentIndex(1)
    form.error.setValue(5)
    form.expected.setValue(80)
    assert not form.error.isHidden()
    assert form.n.isHidden()
    section.draw.button.click()
    wait(lambda: section.chosen == "check" and not section.draw.is_running)
    # Olofsson et al. 2014, equation 13, where every stratum is as accurate: (S / SE)^2, of many cells.
    n = section.samples[0]["n"]
    cells = section.session.layout.count
    assert n == pytest.approx(1 / (0.05**2 / 0.16 + 1 / cells), abs=8)


def test_the_next_sample_has_another_name(section: Any, wait: Any) -> None:
    draw(section, wait)
    section.chooser.setCurrentIndex(section.chooser.findData(""))
    assert section.form.name.placeholderText() == "check2"
    section.form.design.setCurrentIndex(1)
    section.draw.button.click()
    wait(lambda: section.chosen == "check2")
    assert [s["name"] for s in section.samples] == ["check", "check2"]
