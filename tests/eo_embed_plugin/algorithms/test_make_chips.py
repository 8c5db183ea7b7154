"""Workspaces from layers, areas and extents, as the pipeline makes them."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt import sip


@pytest.fixture
def image(scene):
    """The synthetic scene as a layer."""
    layer = QgsRasterLayer(str(scene / "scene.tif"), "scene")
    assert layer.isValid()
    yield layer
    sip.delete(layer)


def part(image, x0, y0, x1, y1) -> QgsRectangle:
    """A part of the scene, by shares of its extent."""
    box = image.extent()
    return QgsRectangle(
        box.xMinimum() + x0 * box.width(), box.yMinimum() + y0 * box.height(),
        box.xMinimum() + x1 * box.width(), box.yMinimum() + y1 * box.height(),
    )  # fmt: skip


@pytest.fixture
def areas(image):
    """Two rectangles in the project: the left half, which is selected, and the upper right quarter."""
    layer = QgsVectorLayer(f"Polygon?crs={image.crs().authid()}", "areas é", "memory")
    boxes = [part(image, 0, 0, 0.5, 1), part(image, 0.5, 0.5, 1, 1)]
    features = []
    for box in boxes:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(box))
        features.append(feature)
    _, added = layer.dataProvider().addFeatures(features)
    layer.selectByIds([added[0].id()])
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


def test_the_whole_scene(run, scene, tmp_path):
    made = run("makechips", LAYERS=[str(scene / "scene.tif")], WORKSPACE=tmp_path / "w")
    assert made["COUNT"] == 32 * 32
    assert (tmp_path / "w" / "workspace.toml").is_file()


def test_metres_and_stride(run, image, tmp_path):
    how = {"SIZE": 320, "STRIDE": 160, "UNIT": "metres", "INCLUSION": "full"}
    made = run("makechips", LAYERS=[image], WORKSPACE=tmp_path / "w", **how)
    assert made["COUNT"] == 31 * 31


def test_an_area_of_a_layer_in_memory(run, image, areas, tmp_path):
    made = run("makechips", LAYERS=[image], AREA=areas, WORKSPACE=tmp_path / "w")
    assert made["COUNT"] == 32 * 32 * 3 // 4


def test_selected_features_alone(run, image, areas, tmp_path):
    selected = QgsProcessingFeatureSourceDefinition(areas.id(), selectedFeaturesOnly=True)
    made = run("makechips", LAYERS=[image], AREA=selected, WORKSPACE=tmp_path / "w")
    assert made["COUNT"] == 32 * 16


def test_edits_that_are_not_saved_count(run, image, areas, tmp_path):
    areas.startEditing()
    areas.deleteFeature(next(areas.getSelectedFeatures()).id())
    made = run("makechips", LAYERS=[image], AREA=areas, WORKSPACE=tmp_path / "w")
    areas.rollBack()
    assert made["COUNT"] == 16 * 16


def test_an_extent_in_its_own_crs(run, image, tmp_path, context):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    turn = QgsCoordinateTransform(image.crs(), wgs84, QgsProject.instance())
    centre = turn.transform(part(image, 0, 0, 1, 1).center())
    corner = turn.transform(part(image, 0, 0, 0.25, 0.25).center())
    extent = f"{corner.x()},{centre.x()},{corner.y()},{centre.y()} [EPSG:4326]"
    made = run("makechips", LAYERS=[image], EXTENT=extent, WORKSPACE=tmp_path / "w")
    # From an eighth to the middle: 12 chips on a side, one more or less where the meridian leans.
    assert 11 * 11 <= made["COUNT"] <= 13 * 13


def test_chips_as_a_layer(run, image, tmp_path):
    made = run("makechips", LAYERS=[image], WORKSPACE=tmp_path / "w", CHIPS="memory:")
    chips = made["CHIPS"]
    assert chips.featureCount() == made["COUNT"]
    assert [field.name() for field in chips.fields()] == ["chip_id", "row", "col"]
    assert {round(f.geometry().area()) for f in chips.getFeatures()} == {160 * 160}
    assert chips.crs() == image.crs()


def test_a_second_source_bands_and_scale(run, image, core, tmp_path):
    run(
        "makechips", LAYERS=[image], WORKSPACE=tmp_path / "w é", SOURCE="s2", MORE_LAYERS=[image],
        MORE_SOURCE="later", BANDS="a, b, c, d, e, f", SCALE=0.0001, OFFSET=-0.1, NODATA=7,
    )  # fmt: skip
    found = core(
        f"w = pipeline.open_workspace({str(tmp_path / 'w é')!r})",
        "b = w.source('s2').bands",
        "say([w.source_names, w.source('s2').band_names, b[0].scale, b[0].offset, b[0].nodata])",
    )
    assert found == [["s2", "later"], ["a", "b", "c", "d", "e", "f"], 0.0001, -0.1, 7]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"SIZE": 9999}, "9999"),
        ({"EXTENT": "0,1,0,1 [EPSG:32631]"}, "lies outside the raster"),
        ({"SOURCE": "more", "MORE_LAYERS": True}, "Both sources are named more"),
        ({"BANDS": "a,b"}, "band"),
        ({"SCALE": 0}, "a scale is not 0"),
    ],
)
def test_what_cannot_be(run, image, tmp_path, parameters, sentence):
    if "MORE_LAYERS" in parameters:
        parameters = {**parameters, "MORE_LAYERS": [image]}
    with pytest.raises(QgsProcessingException, match=sentence):
        run("makechips", LAYERS=[image], WORKSPACE=tmp_path / "w", **parameters)
    assert not (tmp_path / "w" / "workspace.toml").exists()


def test_area_and_extent_at_once(run, image, areas, tmp_path):
    box = areas.extent().toString().replace(" : ", ",")
    with pytest.raises(QgsProcessingException, match="not both"):
        run("makechips", LAYERS=[image], AREA=areas, EXTENT=box, WORKSPACE=tmp_path / "w")


def test_a_folder_that_holds_a_workspace(run, image, embedded):
    with pytest.raises(QgsProcessingException, match="already holds a workspace"):
        run("makechips", LAYERS=[image], WORKSPACE=embedded)


def test_a_web_layer_is_refused(run, tmp_path):
    web = QgsRasterLayer("type=xyz&url=http://localhost:9/{z}/{x}/{y}.png", "web", "wms")
    with pytest.raises(QgsProcessingException, match="web is no raster file but comes from wms"):
        run("makechips", LAYERS=[web], WORKSPACE=tmp_path / "w")
