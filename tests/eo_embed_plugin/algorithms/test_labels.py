"""Labels from vectors and rasters, against those that the pipeline gives for the same file."""

from __future__ import annotations

import shutil

import pytest
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

LABELS = """
def labels(folder, target):
    from eo_embed.core.labels import LabelStore
    w = pipeline.open_workspace(folder)
    table = LabelStore(w.labels_path, w.geobox.crs).get(target)
    return [table.ids.tolist(), table.values.tolist()]
"""


@pytest.fixture
def lake(garda, core, tmp_path):
    """A workspace of the lake's scene without labels, and a copy for the pipeline."""
    folder = tmp_path / "ours é"
    core(f"pipeline.init({str(folder)!r}, {{'s2': [{str(garda / 'concise.tif')!r}]}}, chip='8')")
    return folder, shutil.copytree(folder, tmp_path / "theirs")


@pytest.fixture
def points(garda, tmp_path):
    """The labelled points as a layer of the project, from a file with accents and spaces in its name."""
    path = shutil.copy(garda / "training.gpkg", tmp_path / "points d'été.gpkg")
    layer = QgsVectorLayer(str(path), "points d'été", "ogr")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


def test_points_as_the_pipeline_takes_them(run, core, lake, points):
    ours, theirs = lake
    done = run("labelsfromvector", WORKSPACE=ours, INPUT=points, FIELD="land_cover_desc")
    mine, expected = core(
        LABELS,
        f"pipeline.label({str(theirs)!r}, {points.source().split('|')[0]!r}, field_name='land_cover_desc')",
        f"say([labels(f, 'land_cover_desc') for f in ({str(ours)!r}, {str(theirs)!r})])",
    )
    assert mine == expected
    assert done["LABELLED"] == len(mine[0]) == 55


def test_only_what_is_selected_in_a_layer_of_memory(run, core, lake, points):
    ours, theirs = lake
    memory = points.materialize(_all())
    memory.selectByExpression("land_cover_desc != 'forest'")
    QgsProject.instance().addMapLayer(memory)
    selected = QgsProcessingFeatureSourceDefinition(memory.id(), selectedFeaturesOnly=True)
    done = run("labelsfromvector", WORKSPACE=ours, INPUT=selected, FIELD="land_cover_desc")
    QgsProject.instance().removeMapLayer(memory.id())
    mine, expected = core(
        LABELS,
        f"frame = geopandas.read_file({points.source().split('|')[0]!r})",
        f"path = {str(theirs / 'part.gpkg')!r}",
        "frame[frame.land_cover_desc != 'forest'].to_file(path)",
        f"pipeline.label({str(theirs)!r}, path, field_name='land_cover_desc')",
        f"say([labels(f, 'land_cover_desc') for f in ({str(ours)!r}, {str(theirs)!r})])",
    )
    assert mine == expected
    assert done["LABELLED"] == 44


def test_a_filter_of_the_layer_counts(run, lake, points):
    points.setSubsetString("land_cover_desc = 'forest' or land_cover_desc = 'lake-deep'")
    done = run("labelsfromvector", WORKSPACE=lake[0], INPUT=points, FIELD="land_cover_desc")
    assert done["LABELLED"] == 21


def test_the_layer_is_named_where_labels_come_from(run, core, lake, points):
    points.setSubsetString("land_cover_id > 1")
    run(
        "labelsfromvector", WORKSPACE=lake[0], INPUT=points, FIELD="land_cover_desc", TARGET="cover"
    )
    how = core(f"say(pipeline.open_workspace({str(lake[0])!r}).target('cover').how)")
    assert how == "majority of points d_été.gpkg"


def test_a_raster_of_classes(run, core, scene, embedded, tmp_path):
    other = shutil.copytree(embedded, tmp_path / "theirs")
    truth = str(scene / "truth.tif")
    done = run("labelsfromraster", WORKSPACE=embedded, INPUT=truth, MIN_SHARE=0.8, TARGET="cover")
    mine, expected = core(
        LABELS,
        f"pipeline.label({str(other)!r}, {truth!r}, min_share=0.8, target='cover')",
        f"say([labels(f, 'cover') for f in ({str(embedded)!r}, {str(other)!r})])",
    )
    assert mine == expected
    assert done["LABELLED"] == len(mine[0]) > 100
    assert done["TARGET"] == "cover"


def test_the_share_of_a_class(run, core, scene, embedded, heard):
    how = {"HOW": "fraction", "CLASS": "3", "TARGET": "forest"}
    run("labelsfromraster", WORKSPACE=embedded, INPUT=str(scene / "truth.tif"), **how)
    _, values = core(LABELS, f"say(labels({str(embedded)!r}, 'forest'))")
    assert 0 <= min(values) < max(values) <= 1
    assert any(line.startswith("From 0 to ") for line in heard.lines)


def test_what_cannot_be(run, lake, points, scene):
    with pytest.raises(QgsProcessingException, match="A class is for the label fraction"):
        run("labelsfromvector", WORKSPACE=lake[0], INPUT=points, FIELD="land_cover_id", CLASS="3")
    with pytest.raises(QgsProcessingException, match="field"):
        run("labelsfromvector", WORKSPACE=lake[0], INPUT=points)
    with pytest.raises(QgsProcessingException):
        run("labelsfromraster", WORKSPACE=lake[0], INPUT=str(scene / "truth.tif"))


def _all():
    from qgis.core import QgsFeatureRequest

    return QgsFeatureRequest()
