"""The Explore page with a real worker: the views, and what links their points with the canvas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin import layers
from eo_embed.eo_embed_plugin.gui.explore_page import ExplorePage
from eo_embed.eo_embed_plugin.live import LiveMap


@pytest.fixture
def page(
    context: Any, labelled: Path, wait: Callable[..., None], show: Any, scene: Path
) -> ExplorePage:
    show(scene / "scene.tif")
    context.live = LiveMap(context)
    made = ExplorePage(context)
    made.resize(380, 900)
    context.session.open(str(labelled))
    wait(lambda: context.session.labels)
    made.show()
    made.entered()
    yield made
    made.left()
    context.live.unload()
    made.deleteLater()


def view(page: ExplorePage, wait: Any, name: str = "pca", most: int = 400) -> None:
    page.view.setCurrentIndex(page.view.findData(name))
    page.most.setValue(most)
    page.show_it.button.click()
    wait(lambda: name in page._views and not page.show_it.is_running)


def place_of(page: ExplorePage, chip: int) -> QPoint:
    """Where a chip's centre is on the canvas; that one CRS serves all is the scene's doing."""
    canvas = page.context.canvas
    return (
        canvas.getCoordinateTransform()
        .transform(page.session.layout.centre(chip))
        .toQPointF()
        .toPoint()
    )


@pytest.mark.parametrize("name", ["pca", pytest.param("tsne", marks=pytest.mark.slow)])
def test_a_view_is_the_pipelines(
    page: ExplorePage, wait: Any, in_python: Any, labelled_template: Path, name: str
) -> None:
    view(page, wait, name, 300)
    code = """
found = pipeline.explore_points(folder, view, target="cover", most=300)
answer = [found.chips, found.xy]
"""
    chips, xy = in_python(code, folder=str(labelled_template), view=name)
    assert page.scatter.chips == chips
    assert page.session.labels.keys() <= set(chips)
    shown = [(x, y) for _, x, y in page._views[name]]
    assert [v for pair in shown for v in pair] == pytest.approx(
        [v for p in xy for v in p], rel=1e-3, abs=1e-3
    )


def test_selected_points_are_outlined_on_the_canvas(page: ExplorePage, wait: Any) -> None:
    view(page, wait)
    chips = page.scatter.chips[10:13]
    page.scatter.select(chips)
    outline = page._selected._bands[0].asGeometry()
    for chip in page.scatter.chips:
        inside = outline.contains(page.session.layout.centre(chip))
        assert inside == (chip in chips)
    assert "3 chip" in page.told.text()
    page.left()
    assert not page._selected.is_shown
    page.entered()
    assert page._selected.is_shown
    page.scatter.select([])
    assert not page._selected.is_shown


def test_zoom_brings_the_selection_into_view(page: ExplorePage, wait: Any) -> None:
    view(page, wait)
    chip, canvas = page.scatter.chips[17], page.context.canvas
    page.scatter.select([chip])
    wide = canvas.extent().width()
    page.zoom.click()
    assert canvas.extent().width() < wide / 2
    assert canvas.extent().contains(page.session.layout.rectangle(chip))


def test_the_chip_under_the_pointer_rings_its_point(page: ExplorePage, wait: Any) -> None:
    view(page, wait)
    chip, canvas = page.scatter.chips[42], page.context.canvas
    canvas.xyCoordinates.emit(page.session.layout.centre(chip))
    assert page.scatter.current == chip
    page.left()
    canvas.xyCoordinates.emit(page.session.layout.centre(page.scatter.chips[0]))
    assert page.scatter.current == chip


def test_a_point_under_the_pointer_outlines_its_chip(page: ExplorePage, wait: Any) -> None:
    view(page, wait)
    chip = page.scatter.chips[5]
    page.scatter.hovered.emit(chip)
    outline = page._under._bands[0].asGeometry()
    assert outline.contains(page.session.layout.centre(chip))
    page.scatter.hovered.emit(-1)
    assert not page._under.is_shown


def test_a_click_on_the_canvas_selects_and_shift_adds(page: ExplorePage, wait: Any) -> None:
    view(page, wait)
    canvas, before = page.context.canvas, page.context.canvas.mapTool()
    page.pick.click()
    assert page.picker.is_used
    one, other = page.scatter.chips[3], page.scatter.chips[200]
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(canvas.viewport(), left, Qt.KeyboardModifier.NoModifier, place_of(page, one))
    assert page.scatter.selection == {one}
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(canvas.viewport(), left, shift, place_of(page, other))
    assert page.scatter.selection == {one, other}
    page.left()
    assert canvas.mapTool() is before or not page.picker.is_used
    assert not page.pick.isChecked()


def test_points_take_the_colours_of_labels_at_once(page: ExplorePage, wait: Any) -> None:
    view(page, wait)
    session, scatter = page.session, page.scatter
    colours = {c["code"]: c["colour"] for c in session.classes}
    chip = next(c for c in scatter.chips if c not in session.labels)
    code = session.classes[0]["code"]

    def colour_of(chip: int) -> str:
        place = scatter.chips.index(chip)
        return next(c.name() for c, places in scatter._groups if place in places and c.isValid())

    known = next(iter(session.labels))
    assert colour_of(known) == colours[session.labels[known]]
    session.label([chip], code)
    wait(lambda: chip in session.labels)
    assert colour_of(chip) == colours[code]
    assert scatter._texts[chip] == session.classes[0]["name"]


def test_points_take_the_colours_of_the_live_map(page: ExplorePage, wait: Any) -> None:
    view(page, wait)
    wait(lambda: page.colour.findData("live") >= 0)
    page.colour.setCurrentIndex(page.colour.findData("live"))
    layer, layout = layers.find(layers.LIVE), page.session.layout
    names = {c["value"]: c["name"] for c in page.context.live.answer["classes"]}
    for chip in page.scatter.chips[::20]:
        value, _ = layer.dataProvider().sample(layout.centre(chip), 1)
        assert page.scatter._texts[chip] == names[int(value)]


def test_the_spectrum_is_the_pipelines(
    page: ExplorePage, wait: Any, in_python: Any, labelled_template: Path
) -> None:
    page.spectrum_button.asked.emit()
    wait(lambda: page.spectrum.shares)
    code = """
found = pipeline.explore_spectrum(pipeline.features(pipeline.open_workspace(folder)))
answer = [found.shares.tolist(), int(found.components_90)]
"""
    shares, ninety = in_python(code, folder=str(labelled_template))
    assert page.spectrum.shares == pytest.approx(shares)
    assert page.spectrum_told.text().startswith(f"{ninety} directions hold 90%")


def test_a_cluster_is_labelled_at_once_and_labels_by_hand_are_kept(
    page: ExplorePage, wait: Any
) -> None:
    session, box = page.session, page.clusters
    before = dict(session.labels)
    box.count.setValue(4)
    box.make.button.click()
    wait(lambda: box.which.count() == 4)
    assert isinstance(box.layer, QgsRasterLayer)
    assert not layers.is_visible(box.layer)
    sizes = box._report["sizes"]
    code = session.classes[0]["code"]
    box.which.setCurrentIndex(2)
    box.label_as.setCurrentIndex(box.label_as.findData(code))
    box.give.click()
    wait(lambda: len(session.labels) > len(before))
    assert {chip: session.labels[chip] for chip in before} == before
    new = session.labels.keys() - before.keys()
    assert all(session.labels[chip] == code for chip in new)
    assert len(new) <= sizes[2]
    values = {box.layer.dataProvider().sample(session.layout.centre(chip), 1)[0] for chip in new}
    assert values == {3}


def test_typical_chips_of_a_cluster_are_outlined(page: ExplorePage, wait: Any) -> None:
    box = page.clusters
    box.count.setValue(3)
    box.make.button.click()
    wait(lambda: box.which.count() == 3)
    box.show_them.click()
    outline = page._selected._bands[0].asGeometry()
    for chip in box._report["nearest"][0]:
        assert outline.contains(page.session.layout.centre(chip))


def test_another_workspace_has_other_points(page: ExplorePage, wait: Any, embedded: Path) -> None:
    view(page, wait)
    page.session.open(str(embedded))
    wait(lambda: page.session.folder == str(embedded))
    assert page.scatter.count == 0
    assert page.body.isHidden()
