"""Suggestions, similar chips, scores, curves, samples, areas and reports, against the pipeline's answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsVectorLayer,
    edit,
)
from qgis.PyQt import sip


def ids(layer) -> list:
    """Chip ids in the order of the layer."""
    return [f["chip_id"] for f in layer.getFeatures()]


def test_suggestions_are_those_of_the_pipeline(run, core, labelled):
    found = run("suggest", WORKSPACE=labelled, COUNT=6, SEED=2, CHIPS="memory:")
    expected = core(
        f"say([c.chip for c in pipeline.suggest({str(labelled)!r}, count=6, seed=2).chips])"
    )
    assert ids(found["CHIPS"]) == expected
    assert found["LABELS"] == 801


def test_before_there_are_labels_suggestions_cover_the_area(run, embedded, heard):
    found = run("suggest", WORKSPACE=embedded, COUNT=5, CHIPS="memory:")
    assert found["CHIPS"].featureCount() == 5
    assert found["LABELS"] == 0
    assert heard.lines[0]


def test_similar_to_points_and_ids(run, core, embedded):
    chips = run("exportchips", WORKSPACE=embedded, CHIPS="memory:")["CHIPS"]
    place = {f["chip_id"]: f.geometry().centroid().asPoint() for f in chips.getFeatures()}
    points = QgsVectorLayer("Point?crs=EPSG:4326", "places", "memory")
    from qgis.core import QgsCoordinateTransform, QgsProject

    turn = QgsCoordinateTransform(chips.crs(), points.crs(), QgsProject.instance())
    beyond = QgsPointXY(place[0].x() - 1e6, place[0].y())
    for where in (place[300], beyond):
        feature = QgsFeature(points.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(turn.transform(where)))
        points.dataProvider().addFeature(feature)
    found = run(
        "similar", WORKSPACE=embedded, LIKE=points, LIKE_CHIPS="301", UNLIKE_CHIPS="7, 8", COUNT=9,
        CHIPS="memory:",
    )  # fmt: skip
    expected = core(
        f"say([c.chip for c in pipeline.similar({str(embedded)!r}, [300, 301], unlike=[7, 8], count=9).chips])"
    )
    assert ids(found["CHIPS"]) == expected
    assert Path(found["MAP"]) == embedded / "maps" / "similar.tif"


def test_a_point_beside_all_chips_is_told(run, embedded, heard):
    points = QgsVectorLayer("Point?crs=EPSG:32631", "places", "memory")
    feature = QgsFeature(points.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(0, 0)))
    points.dataProvider().addFeature(feature)
    run("similar", WORKSPACE=embedded, LIKE=points, LIKE_CHIPS="301")
    assert heard.warnings == ["1 of 1 points lie on no chip of the area."]


def test_scores_are_those_of_the_pipeline(run, core, labelled, tmp_path):
    how = {"SPLIT": "block", "BLOCK": 1000, "ASSIGNMENTS": 2, "HEAD": "ridge", "SEED": 1}
    page, data = tmp_path / "scores.html", tmp_path / "scores.json"
    found = run("score", WORKSPACE=labelled, HTML=page, JSON=data, **how)
    expected = core(
        f"s = pipeline.score({str(labelled)!r}, head='ridge', block='1000m', assignments=2, seed=1)",
        "say(s.to_dict())",
    )
    assert found["ACCURACY"] == expected["metrics"]["overall_accuracy"]["mean"]
    assert found["MACRO_F1"] == expected["metrics"]["macro_f1"]["mean"]
    assert found["R2"] is None
    assert json.loads(data.read_text(encoding="utf-8")) == expected
    html = page.read_text(encoding="utf-8")
    assert "Confusion matrix" in html
    assert f"{found['ACCURACY']:.3f}" in html


def test_a_split_by_regions_of_a_layer_in_memory(run, labelled):
    chips = run("exportchips", WORKSPACE=labelled, CHIPS="memory:")["CHIPS"]
    found = run(
        "score", WORKSPACE=labelled, HEAD="ridge", SPLIT="region", GROUPS=_halves(chips),
        GROUP_FIELD="side",
    )  # fmt: skip
    assert 0 < found["ACCURACY"] < 1
    with pytest.raises(QgsProcessingException, match=r"region.* needs a"):
        run("score", WORKSPACE=labelled, HEAD="ridge", SPLIT="region")


def _halves(chips):
    """West and east of an area as two polygons."""
    box = chips.extent()
    middle = box.center().x()
    halves = QgsVectorLayer(
        f"Polygon?crs={chips.crs().authid()}&field=side:string", "halves", "memory"
    )
    for name, left, right in (("west", box.xMinimum(), middle), ("east", middle, box.xMaximum())):
        feature = QgsFeature(halves.fields())
        ring = f"{left} {box.yMinimum()}, {right} {box.yMinimum()}, {right} {box.yMaximum()}"
        ring += f", {left} {box.yMaximum()}, {left} {box.yMinimum()}"
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({ring}))"))
        feature["side"] = name
        halves.dataProvider().addFeature(feature)
    return halves


def test_a_learning_curve_with_its_picture(run, labelled, tmp_path):
    page = tmp_path / "curve.html"
    found = run(
        "learningcurve", WORKSPACE=labelled, HEAD="ridge", SPLIT="random", SIZES="20, 100, 400",
        REPEATS=2, HTML=page,
    )  # fmt: skip
    html = page.read_text(encoding="utf-8")
    assert "data:image/png;base64," in html
    assert 0 < found["SCORE"] < 1
    assert found["ENOUGH"] in (None, 20, 100, 400)


@pytest.fixture
def sampled(run, labelled):
    """A labelled workspace, with the cells of a check sample to label."""
    mapped = run("predict", WORKSPACE=labelled)
    found = run("sample", WORKSPACE=labelled, COUNT=60, SEED=4)
    assert found["DRAWN"] == 60
    layer = QgsVectorLayer(found["CELLS"], "check", "ogr")
    assert layer.featureCount() == 60
    yield labelled, mapped, layer
    sip.delete(layer)


def test_area_of_a_filled_sample(run, core, sampled, tmp_path):
    folder, _, cells = sampled
    with pytest.raises(QgsProcessingException, match="has a label yet"):
        run("area", WORKSPACE=folder, REFERENCE=cells)
    with edit(cells):
        for i, feature in enumerate(cells.getFeatures()):
            cells.changeAttributeValue(
                feature.id(),
                cells.fields().lookupField("label"),
                "water" if i % 7 == 0 else "forest",
            )
    page = tmp_path / "area.html"
    found = run("area", WORKSPACE=folder, REFERENCE=cells, LEVEL=0.9, TABLE="memory:", HTML=page)
    expected = core(
        f"r = pipeline.area({str(folder)!r}, reference='check', level=0.9).estimate",
        "say([r.overall_accuracy.value, {c.name: [c.area.value, c.area.low, c.area.high] for c in r.classes}])",
    )
    assert found["ACCURACY"] == pytest.approx(expected[0])
    table = {row["class"]: row for row in found["TABLE"].getFeatures()}
    assert set(table) == set(expected[1])
    for name, (value, low, high) in expected[1].items():
        row = table[name]
        assert [row["area_ha"], row["area_low"], row["area_high"]] == pytest.approx(
            [value / 1e4, low / 1e4, high / 1e4]
        )
    assert "90%" in page.read_text(encoding="utf-8")


def test_a_sample_is_not_drawn_over_another(run, sampled):
    with pytest.raises(QgsProcessingException, match="is there already"):
        run("sample", WORKSPACE=sampled[0], COUNT=60, SEED=5)


def test_points_of_ones_own_from_memory(run, sampled):
    folder, _, cells = sampled
    points = QgsVectorLayer(f"Point?crs={cells.crs().authid()}&field=seen:string", "own", "memory")
    for cell in cells.getFeatures():
        feature = QgsFeature(points.fields())
        feature.setGeometry(cell.geometry().centroid())
        feature["seen"] = "forest"
        points.dataProvider().addFeature(feature)
    how = {"DESIGN": "simple", "FIELD": "seen"}
    found = run("area", WORKSPACE=folder, REFERENCE=points, **how)
    assert 0 < found["ACCURACY"] < 1


def test_a_report(run, sampled, tmp_path):
    page = tmp_path / "report é.html"
    run("report", WORKSPACE=sampled[0], CURVE=False, TITLE="Fields of é", HTML=page)
    assert "Fields of é" in page.read_text(encoding="utf-8")


def test_models_with_licences_and_options(run, tmp_path):
    page = tmp_path / "models.html"
    found = run("models", HTML=page)
    html = page.read_text(encoding="utf-8")
    assert found["COUNT"] > 3
    assert "rcf" in html
    assert "features" in html
    assert html.count("<table>") == found["COUNT"]
