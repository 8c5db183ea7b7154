"""Labels of a sample, however they were given, and points of one's own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import geopandas
import numpy as np
import pytest
from pyproj import Transformer

from eo_embed.core import pipeline
from eo_embed.core.errors import LabelsTooFew, SampleInvalid
from eo_embed.core.questions.area import estimate_areas
from eo_embed.tests.core.pipeline.sampled_map import NAMES, PIXEL, UTM, a_map, design_of, label


def test_labels_are_names_or_numbers(place):
    _, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, truth)
    by_name = pipeline.area(place / "w", reference="check")
    frame = geopandas.read_file(place / "w" / "samples" / "check.gpkg")
    spelt = {"forest": "1", "water": " WATER ", "Bare ground": "bare ground"}
    label(place, [spelt[name] for name in frame["label"]])
    assert pipeline.area(place / "w", reference="check").estimate == by_name.estimate


def test_a_label_of_no_class_is_refused_until_it_is_said_to_be_new(place):
    _, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, truth)
    frame = geopandas.read_file(place / "w" / "samples" / "check.gpkg")
    label(place, ["forrest", "forrest", "Swamp", *frame["label"][3:]])
    with pytest.raises(SampleInvalid, match=r"forrest \(2\), Swamp \(1\).*forest, water, Bare"):
        pipeline.area(place / "w", reference="check")
    label(place, [frame["label"][0], "swamp", "Swamp", *frame["label"][3:]])
    found = pipeline.area(place / "w", reference="check", new_classes=True)
    swamp = found.estimate.classes[3]
    assert (swamp.sampled_reference, swamp.mapped_area) == (2, 0)
    assert [c.name.casefold() for c in found.estimate.classes[3:]] == ["swamp"]
    assert any("that the map lacks" in note for note in found.notes)


def test_gaps_are_left_out_only_when_allowed(place):
    _, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, truth)
    frame = geopandas.read_file(place / "w" / "samples" / "check.gpkg")
    label(place, [None, "  ", *frame["label"][2:]])
    with pytest.raises(SampleInvalid, match="2 of 60 sampled cells have no label yet"):
        pipeline.area(place / "w", reference="check")
    found = pipeline.area(place / "w", reference="check", allow_gaps=True)
    assert (found.drawn, found.labelled, found.estimate.n) == (60, 58, 58)
    assert "assumes" in found.notes[0]
    stratum = design_of(place)["stratum"]
    label(
        place, [None if s == 2 else name for s, name in zip(stratum, frame["label"], strict=True)]
    )
    with pytest.raises(LabelsTooFew, match="no labelled cell in stratum Bare ground"):
        pipeline.area(place / "w", reference="check", allow_gaps=True)


def test_a_cell_taken_away_is_a_gap_and_a_cell_moved_is_refused(place):
    _, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, truth)
    path = place / "w" / "samples" / "check.gpkg"
    frame = geopandas.read_file(path)
    frame[:-1].to_file(path)
    with pytest.raises(SampleInvalid, match="1 of 60 sampled cells"):
        pipeline.area(place / "w", reference="check")
    frame.to_crs("EPSG:4326").to_file(path)  # no harm in another CRS
    assert pipeline.area(place / "w", reference="check").labelled == 60
    frame.translate(PIXEL, 0).to_frame("geometry").join(frame.drop(columns="geometry")).to_file(
        path
    )
    with pytest.raises(SampleInvalid, match=r"60 of 60 cells .* do not lie where"):
        pipeline.area(place / "w", reference="check")


def test_labels_filled_in_with_geopandas_replace_the_empty_ones(place):
    """By to_file alone, which names the layer after the file, and as the page says."""
    for name in ("check", "second.look"):
        path = Path(
            pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=40, name=name).cells
        )
        cells = geopandas.read_file(path)
        cells["label"] = "forest"
        cells.to_file(path)
        assert geopandas.list_layers(path)["name"].tolist() == [name]
        assert pipeline.area(place / "w", reference=name).labelled == 40


@pytest.mark.parametrize("filled", ["check", "copy", "a copy"])
def test_of_several_layers_the_one_with_the_most_labels_counts(place, filled):
    path = Path(pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=40).cells)
    cells = geopandas.read_file(path)
    for layer, count in (("copy", 3), ("a copy", 2), (filled, 40)):
        cells["label"] = ["forest" if i < count else None for i in range(40)]
        cells.to_file(path, layer=layer)
    cells.drop(columns="label").to_file(path, layer="places")
    assert len(geopandas.list_layers(path)) == 4
    assert pipeline.area(place / "w", reference="check").labelled == 40


def test_a_sample_without_its_columns_is_refused(place):
    path = Path(pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=40).cells)
    cells = geopandas.read_file(path).drop(columns="label")
    path.unlink()
    cells.to_file(path)
    with pytest.raises(SampleInvalid, match="lacks the column sample_id or label"):
        pipeline.area(place / "w", reference="check")


def own_points(place, truth, n=300, seed=0):
    """Points at random over the map, in degrees, with what is true there."""
    rng = np.random.default_rng(seed)
    row, col = rng.random(n) * 60, rng.random(n) * 80
    x, y = UTM * (col, row)
    lon, lat = Transformer.from_crs(32631, 4326, always_xy=True).transform(x, y)
    kept = a_map()[0][row.astype(int), col.astype(int)] > 0
    values = truth[row.astype(int), col.astype(int)]
    frame = geopandas.GeoDataFrame(
        {"seen": [NAMES.get(v, "") for v in values.tolist()]},
        geometry=geopandas.points_from_xy(lon, lat),
        crs="EPSG:4326",
    )
    return frame, kept, row.astype(int), col.astype(int)


def test_points_numbered_by_sample_id_are_still_ones_own(place):
    frame, kept, *_ = own_points(place, a_map()[1])
    frame = frame.rename(columns={"seen": "label"}).assign(sample_id=range(len(frame)))
    frame[kept].to_file(place / "sample.gpkg")
    found = pipeline.area(
        place / "w",
        reference=str(place / "sample.gpkg"),
        how="simple",
        map_file=str(place / "map.tif"),
    )
    assert found.labelled == kept.sum()


@pytest.mark.parametrize("how", ["simple", "stratified"])
def test_points_of_ones_own_that_were_drawn_at_random(place, how):
    mapped, truth = a_map()
    frame, kept, row, col = own_points(place, truth)
    frame[kept].to_file(place / "seen.gpkg")
    own = {"map_file": str(place / "map.tif"), "field": "seen"}
    with pytest.raises(SampleInvalid, match="probability sample: draw one with eo-embed sample"):
        pipeline.area(place / "w", reference=str(place / "seen.gpkg"), **own)
    found = pipeline.area(place / "w", reference=str(place / "seen.gpkg"), how=how, **own)
    place_of = np.zeros(8, int)
    place_of[[1, 2, 7]] = 0, 1, 2
    said, true = (place_of[v[row, col][kept]] for v in (mapped, truth))
    cells = [int((mapped == v).sum()) for v in NAMES]
    expected = estimate_areas(
        said if how == "stratified" else np.zeros_like(said), said, true,
        stratum_cells=cells if how == "stratified" else [sum(cells)],
        stratum_names=list(NAMES.values()) if how == "stratified" else ["the map"],
        class_names=list(NAMES.values()),
    )  # fmt: skip
    assert found.estimate.overall_accuracy == expected.overall_accuracy
    assert "because --design says so" in found.notes[0]
    frame.to_file(place / "all.gpkg")
    with pytest.raises(SampleInvalid, match="lie outside"):
        pipeline.area(place / "w", reference=str(place / "all.gpkg"), how=how, **own)
    frame.drop(columns="geometry").assign(lon=frame.geometry.x, lat=frame.geometry.y).to_csv(
        place / "all.csv", index=False
    )
    inside = pipeline.area(
        place / "w", reference=str(place / "all.csv"), how=how, allow_gaps=True, **own
    )
    assert inside.estimate.overall_accuracy == expected.overall_accuracy


def test_every_point_of_a_multipoint_counts(place):
    frame, kept, *_ = own_points(place, a_map()[1])
    frame = frame[kept]
    frame.to_file(place / "single.gpkg")
    pairs = frame.assign(of=frame.groupby("seen").cumcount() // 2).dissolve(["seen", "of"])
    assert set(pairs.geom_type) == {"MultiPoint", "Point"}
    pairs.reset_index().to_file(place / "multi.gpkg")
    single, multi = (
        pipeline.area(place / "w", reference=str(place / f"{name}.gpkg"), how="simple", field="seen",
                      map_file=str(place / "map.tif"))
        for name in ("single", "multi")
    )  # fmt: skip
    assert multi.labelled == single.labelled == len(frame)
    assert multi.estimate.overall_accuracy.value == pytest.approx(
        single.estimate.overall_accuracy.value
    )


def test_labels_of_chips_are_no_sample(place):
    pipeline.label(place / "w", str(place / "truth.tif"), target="cover", min_share=0.2)
    pipeline.label_chips(place / "w", "cover", [3, 4], "1")
    for reference in ("cover", str(place / "w" / "labels.gpkg")):
        with pytest.raises(
            SampleInvalid, match=r"cover are no probability sample \(\d+ imported, 2 click"
        ):
            pipeline.area(place / "w", reference=reference)


QGIS = """
import sys
from qgis.core import QgsApplication, QgsVectorLayer, edit
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer(sys.argv[1], "check", "ogr")
assert layer.isValid() and layer.crs().authid() == "EPSG:32631"
with edit(layer):
    for feature in layer.getFeatures():
        feature["label"] = "forest" if feature["sample_id"] % 2 else "water"
        feature["who"] = "me"
        layer.updateFeature(feature)
del layer
app.exitQgis()
"""


def test_labels_given_in_qgis(place, qgis_python):
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=40)
    path = Path(place / "w" / "samples" / "check.gpkg")
    done = subprocess.run(
        [qgis_python, "-c", QGIS, str(path)], capture_output=True, text=True, timeout=120,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin", "HOME": str(place)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = pipeline.area(place / "w", reference="check")
    assert [c.sampled_reference for c in found.estimate.classes] == [20, 20, 0]
