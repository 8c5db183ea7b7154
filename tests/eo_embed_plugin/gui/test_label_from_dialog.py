"""Labels from a layer or a file: what is asked of the worker, and what it makes of real polygons."""

from __future__ import annotations

import pytest
from osgeo import ogr, osr
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRasterLayer, QgsVectorLayer

from eo_embed.eo_embed_plugin.gui.label_from_dialog import FRACTION, MAJORITY, LabelFromDialog


@pytest.fixture
def opened(context, wait, embedded):
    context.session.open(str(embedded))
    wait(lambda: context.session.state)
    return context


@pytest.fixture
def polygons(opened, tmp_path):
    """A GeoPackage of two layers; in ``parcels`` four chips are wheat and one is oats."""
    path, layout = tmp_path / "ground.gpkg", opened.session.layout
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(int(opened.session.state["crs"].split(":")[1]))
    file.CreateLayer("empty", crs, ogr.wkbPolygon)
    parcels = file.CreateLayer("parcels", crs, ogr.wkbPolygon)
    parcels.CreateField(ogr.FieldDefn("crop", ogr.OFTString))
    for chips, crop in (((0, 1, 2, 3), "wheat"), ((7,), "oats")):
        for chip in chips:
            feature = ogr.Feature(parcels.GetLayerDefn())
            feature.SetField("crop", crop)
            feature.SetGeometry(ogr.CreateGeometryFromWkt(layout.geometry(chip).asWkt()))
            parcels.CreateFeature(feature)
    file = None
    return path


@pytest.fixture
def dialog(opened):
    made = LabelFromDialog(opened)
    yield made
    made.close()


def test_a_layer_of_a_file_with_several_is_named(opened, polygons) -> None:
    layer = QgsVectorLayer(f"{polygons}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    dialog = LabelFromDialog(opened)
    dialog.layer.setLayer(layer)
    dialog.field.setField("crop")
    dialog.target.setText("crops")
    dialog.share.setValue(70)
    assert dialog.lacking() == ""
    assert dialog.params() == {
        "path": str(polygons), "layer": "parcels", "field": "crop", "how": MAJORITY, "min_share": 0.7,
        "target": "crops",
    }  # fmt: skip
    dialog.close()


def test_the_worker_labels_and_the_target_is_in_use(opened, polygons, wait) -> None:
    layer = QgsVectorLayer(f"{polygons}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    dialog = LabelFromDialog(opened)
    dialog.layer.setLayer(layer)
    dialog.field.setField("crop")
    dialog.target.setText("crops")
    dialog.accept()
    session = opened.session
    wait(lambda: session.target == "crops" and session.labels)
    assert session.labels == {0: "wheat", 1: "wheat", 2: "wheat", 3: "wheat", 7: "oats"}
    wait(lambda: session.counts == {"oats": 1, "wheat": 4})
    assert ("tell", "5 chips labelled for crops.") in opened.messages.said


def test_a_raster_needs_no_field(opened, scene) -> None:
    layer = QgsRasterLayer(str(scene / "truth.tif"), "truth")
    QgsProject.instance().addMapLayer(layer)
    dialog = LabelFromDialog(opened)
    dialog.layer.setLayer(layer)
    dialog.target.setText("cover")
    assert not dialog.field.isVisibleTo(dialog)
    assert dialog.lacking() == ""
    assert "field" not in dialog.params()
    dialog.close()


def test_a_share_of_a_class_is_a_rule_with_the_class(dialog, polygons) -> None:
    dialog.choose_file(str(polygons))
    dialog.rule.setCurrentIndex(dialog.rule.findData(FRACTION))
    dialog.code.setText("wheat")
    assert dialog.params()["how"] == "fraction:wheat"
    assert dialog.params()["path"] == str(polygons)


def test_a_layer_that_is_no_file_or_is_being_edited_is_not_taken(opened, polygons) -> None:
    memory = QgsVectorLayer("Polygon?crs=EPSG:32632&field=a:string", "Sketch", "memory")
    QgsProject.instance().addMapLayer(memory)
    dialog = LabelFromDialog(opened)
    dialog.layer.setLayer(memory)
    assert "Sketch is no file" in dialog.lacking()
    assert not dialog.ok.isEnabled()
    layer = QgsVectorLayer(f"{polygons}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 1 0, 1 1, 0 0))"))
    layer.addFeature(feature)
    dialog.layer.setLayer(layer)
    assert "Parcels has edits" in dialog.lacking()
    layer.rollBack()
    dialog.close()
