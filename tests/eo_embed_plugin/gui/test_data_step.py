"""The step *Data*, by mouse and keys on the real widgets, with the real worker."""

from __future__ import annotations

import shutil

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit

from eo_embed.eo_embed_plugin.gui.data_step import DataStep

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def step(context):
    made = DataStep(1, context)
    made.resize(380, 600)
    made.show()
    made.set_open(True)
    yield made
    made.unload()
    made.deleteLater()


@pytest.fixture
def garda(shared_data):
    return shared_data / "wekeo_garda_s2" / "data" / "concise.tif"


def row(step, index=0):
    return step.table.topLevelItem(index)


def click(widget, position=None) -> None:
    QTest.mouseClick(widget, LEFT, NONE, *([position] if position else []))
    QApplication.processEvents()


def rename(step, item, text: str) -> None:
    """As a user does: select, F2, type, Enter."""
    step.table.setFocus()
    step.table.setCurrentItem(item, 0)
    step.table.editItem(item, 0)
    editor = next(e for e in step.table.findChildren(QLineEdit) if e.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_an_empty_project_says_what_to_do(step) -> None:
    QApplication.processEvents()
    assert step.header._full == "choose imagery"
    assert step.source_hint.isVisible()
    assert "drop files" in step.source_hint.text()
    assert not step.next.isEnabled()


def test_a_real_scene_is_taken_and_its_bands_are_shown(step, show, garda, wait) -> None:
    show(garda)
    wait(lambda: step.draft.plan)
    assert row(step).checkState(0) == Qt.CheckState.Checked
    assert row(step).text(1) == "4 bands · 10 m"
    assert row(step).childCount() == 4
    assert step.next.isEnabled()


def test_a_tick_puts_a_source_in_and_out(step, show, scene, wait) -> None:
    show(scene / "scene.tif")
    show(scene / "truth.tif")
    wait(lambda: step.table.topLevelItemCount() == 2)
    step.draft.clear()
    QApplication.processEvents()
    box = step.table.visualItemRect(row(step, 1))
    # The check box lies behind the arrow that opens the row.
    spot = QPoint(box.left() + 8, box.center().y())
    click(step.table.viewport(), spot)
    assert [source.used for source in step.draft.sources] == [False, True]
    wait(lambda: step.draft.plan)
    assert row(step, 1).child(0).text(1).startswith("classes")
    spot = QPoint(step.table.visualItemRect(row(step, 1)).left() + 8, box.center().y())
    click(step.table.viewport(), spot)
    assert step.draft.used == []


def test_names_of_sources_and_bands_are_edited(step, show, scene, wait) -> None:
    show(scene / "scene.tif")
    wait(lambda: step.draft.plan)
    rename(step, row(step), "landsat")
    wait(lambda: step.draft.plan and row(step).childCount())
    row(step).setExpanded(True)
    rename(step, row(step).child(1), "verde")
    assert step.draft.used[0].name == "landsat"
    assert step.draft.used[0].names[1] == "verde"
    assert step.draft.params()["bands"]["landsat"][1] == "verde"


def test_scale_offset_and_no_data_are_those_of_the_selected_source(step, show, scene, wait) -> None:
    show(scene / "scene.tif")
    wait(lambda: step.draft.plan and row(step).childCount())
    assert not step.scaling.isVisible()
    step.table.setCurrentItem(row(step))
    assert step.scaling.isVisible()
    assert step.scaling.scale.placeholderText() == "0.0001"
    for line, text in ((step.scaling.scale, "0,0002"), (step.scaling.nodata, "abc")):
        line.setFocus()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
    params = step.draft.params()
    assert params["scale"] == {"scene": [0.0002, 0.0]}
    assert params["nodata"] == {}
    QApplication.processEvents()
    assert "× 0.0002" in row(step).child(0).text(1)


def test_files_are_dropped_and_bands_of_a_scene_are_one_source(step, shared_data, wait) -> None:
    scene = next((shared_data / "ben_tiny" / "tests" / "s2-tiny").iterdir())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in sorted(scene.glob("*.tif"))])
    where, copy = QPoint(20, 20), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(where, copy, data, LEFT, NONE)
    step.table.dragEnterEvent(enter)
    assert enter.isAccepted()
    step.table.dropEvent(QDropEvent(QPointF(where), copy, data, LEFT, NONE))
    (source,) = step.draft.used
    wait(lambda: source.bands)
    assert (source.name, len(source.paths)) == ("s2", 12)
    step.table.setCurrentItem(row(step))
    click(step.split)
    assert len(step.draft.used) == 12
    step.table.selectAll()
    click(step.join)
    assert len(step.draft.used) == 1


def test_a_file_that_cannot_be_read_is_red_with_a_sentence(step, tmp_path, wait) -> None:
    bad = tmp_path / "bad.tif"
    bad.write_bytes(b"II*\0nonsense")
    step.draft.add_files([str(bad)])
    wait(lambda: step.problem.isVisible())
    assert "bad.tif" in step.problem.text()
    assert step.problem.text().endswith(".")
    assert row(step).foreground(0).color().red() > 180
    assert not step.next.isEnabled()


# -- the area ------------------------------------------------------------------------------------


def test_a_rectangle_drawn_on_the_map_becomes_the_area(step, context, show, scene, wait) -> None:
    layer = show(scene / "scene.tif")
    canvas, pan = context.canvas, QgsMapToolPan(context.canvas)
    canvas.setMapTool(pan)
    wait(lambda: step.draft.plan)
    click(step.area_box.rectangle)
    assert step.area_box.rectangle.isChecked()
    assert canvas.mapTool() is step.area_box.tools[step.area_box.rectangle]
    to_pixel = canvas.getCoordinateTransform()
    box = QgsRectangle(layer.extent())
    box.setYMinimum(box.center().y())
    corners = [
        to_pixel.transform(x, y)
        for x, y in ((box.xMinimum(), box.yMaximum()), (box.xMaximum(), box.yMinimum()))
    ]
    first, last = (QPoint(round(c.x()), round(c.y())) for c in corners)
    QTest.mousePress(canvas.viewport(), LEFT, NONE, first)
    QTest.mouseMove(canvas.viewport(), last)
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, last)
    QApplication.processEvents()
    assert canvas.mapTool() is pan
    assert not step.area_box.rectangle.isChecked()
    assert "Drawn on the map" in step.area_box.label.text()
    wait(lambda: step.draft.plan and step.draft.plan["chips"] != 256)
    assert abs(step.draft.plan["chips"] - 128) <= 16
    assert step.area_box.outline.shown.area() == pytest.approx(box.area(), rel=0.02)


def test_escape_puts_the_tool_away_and_keeps_the_area(step, context) -> None:
    click(step.area_box.polygon)
    QTest.keyClick(context.canvas, Qt.Key.Key_Escape)
    assert not step.area_box.polygon.isChecked()
    assert step.draft.area is None


def test_one_tool_at_a_time_and_none_once_the_step_is_closed(step, context) -> None:
    click(step.area_box.polygon)
    click(step.area_box.rectangle)
    assert (step.area_box.polygon.isChecked(), step.area_box.rectangle.isChecked()) == (False, True)
    step.set_open(False)
    assert context.canvas.mapTool() not in step.area_box.tools.values()
    assert not step.area_box.rectangle.isChecked()


def polygons(crs: str, *boxes: QgsRectangle) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "Fields & woods", "memory")
    for box in boxes:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(box))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def choose(menu, text: str) -> None:
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if text in action.text()).trigger()
    QApplication.processEvents()


def test_the_area_is_taken_from_a_layer_or_its_selection(step) -> None:
    boxes = QgsRectangle(10, 45, 11, 46), QgsRectangle(12, 45, 13, 47)
    layer = polygons("EPSG:4326", *boxes)
    choose(step.area_box.menu, "Polygons of Fields && woods")
    assert step.draft.area.geometry.area() == pytest.approx(3)
    layer.selectByIds([next(layer.getFeatures()).id()])
    choose(step.area_box.menu, "Selected polygons of")
    assert step.draft.area.geometry.area() == pytest.approx(1)
    assert step.draft.area.crs == layer.crs()
    assert "Fields & woods" in step.area_box.label.text()


def test_a_layer_without_polygons_is_told_of(step, context) -> None:
    polygons("EPSG:4326")
    choose(step.area_box.menu, "Polygons of")
    assert context.messages.said[0][0] == "warn"
    assert step.draft.area is None


def test_the_extent_and_the_whole_raster(step, context, show, scene, wait) -> None:
    layer = show(scene / "scene.tif")
    wait(lambda: step.draft.plan)
    choose(step.area_box.menu, "extent")
    assert step.draft.area.geometry.boundingBox() == context.canvas.extent()
    context.canvas.setExtent(QgsRectangle(0, 0, 1, 1))
    choose(step.area_box.menu, "whole")
    assert step.draft.area is None
    click(step.area_box.zoom)
    assert context.canvas.extent().contains(layer.extent())


# -- an open workspace ---------------------------------------------------------------------------


@pytest.fixture
def opened(step, session, embedded, wait):
    session.open(str(embedded))
    wait(lambda: session.state and row(step) is not None)  # it shows a change a moment later
    return step


def test_an_open_workspace_is_shown_and_its_area_redrawn(opened, session, wait) -> None:
    assert row(opened).text(0) == "s2"
    assert not opened.source_buttons.isVisible()
    before = session.layout.count
    left, bottom, right, top = session.layout.bounds
    choose(opened.area_box.menu, "whole")
    half = QgsGeometry.fromRect(QgsRectangle(left, bottom, (left + right) / 2, top))
    opened._drawn_crs = session.crs
    from eo_embed.eo_embed_plugin.gui.draft import Area

    opened.take_area(Area(half, session.crs, "drawn"))
    wait(lambda: session.layout.count < before)
    assert session.layout.count == pytest.approx(before / 2, rel=0.1)
    assert (
        opened.area_box.outline.shown.area() > 0
        or session.crs != opened.context.canvas.mapSettings().destinationCrs()
    )


def test_a_raster_that_is_gone_is_told_of_in_one_sentence(
    step, session, scene, tmp_path, wait
) -> None:
    raster = tmp_path / "scene.tif"
    shutil.copy(scene / "scene.tif", raster)
    how = {"sources": {"s2": [str(raster)]}, "chip": "32"}
    session.create(str(tmp_path / "ws"), how)
    wait(lambda: session.state)
    raster.unlink()
    session.refresh()
    wait(lambda: step.problem.isVisible())
    assert str(raster) in step.problem.text()
    assert step.problem.text().count(".") == 2
    assert row(step).text(1) == "file missing"
    assert not session.said


def test_closing_the_workspace_brings_the_draft_back(opened, session, show, scene, wait) -> None:
    session.close()
    QApplication.processEvents()
    assert opened.source_buttons.isVisible()
    show(scene / "scene.tif")
    wait(lambda: opened.draft.plan)
    assert opened.next.isEnabled()


def test_every_widget_can_be_named_and_reached(step) -> None:
    QApplication.processEvents()
    for widget in (
        step.add,
        step.web,
        step.remove,
        step.area_box.rectangle,
        step.area_box.polygon,
        step.area_box.origins,
        step.area_box.zoom,
    ):
        assert widget.accessibleName()
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_taking_it_off_the_canvas_leaves_nothing(context) -> None:
    before = len(context.canvas.scene().items())
    made = DataStep(1, context)
    made.unload()
    assert len(context.canvas.scene().items()) == before
    assert QgsCoordinateReferenceSystem("EPSG:4326").isValid()
