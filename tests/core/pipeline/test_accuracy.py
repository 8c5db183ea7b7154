"""A map judged from a sample of its cells: drawn, labelled as a user would, estimated."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from pyproj import Geod, Transformer

from eo_embed.core import files, pipeline
from eo_embed.core.cli import run
from eo_embed.core.errors import LabelsTooFew, OutputError, SampleInvalid, UsageError
from eo_embed.core.pipeline import cellmaps, samples
from eo_embed.core.questions.area import estimate_areas, estimate_mean

NAMES = {1: "forest", 2: "water", 7: "Bare ground"}
PIXEL, LEFT, TOP = 30.0, 400_000.0, 5_000_000.0
UTM = Affine(PIXEL, 0, LEFT, 0, -PIXEL, TOP)


def write(path, values, *, crs="EPSG:32631", transform=UTM, nodata=0, names=NAMES, **options):
    with rasterio.open(
        path, "w", driver="GTiff", dtype=values.dtype, count=1, width=values.shape[1], nodata=nodata,
        height=values.shape[0], crs=crs, transform=transform, **options,
    ) as data:  # fmt: skip
        data.write(values, 1)
        if values.dtype.kind == "u":
            data.update_tags(1, **{f"CLASS_{value}": name for value, name in names.items()})
    return str(path)


def a_map(seed=0, shape=(60, 80)):
    """A map of three classes, one rare, with nodata, and a truth that differs in a sixth of it."""
    rng = np.random.default_rng(seed)
    mapped = rng.choice([0, 1, 2, 7], shape, p=[0.1, 0.6, 0.25, 0.05]).astype(np.uint8)
    wrong = rng.random(shape) < 0.15
    truth = np.where(wrong, rng.choice([1, 2, 7], shape, p=[0.2, 0.3, 0.5]), mapped)
    return mapped, np.where(mapped == 0, 0, truth).astype(np.uint8)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A workspace, whose own raster does not matter here, and a map with its truth."""
    folder = tmp_path_factory.mktemp("base")
    mapped, truth = a_map()
    write(folder / "map.tif", mapped)
    write(folder / "truth.tif", truth)
    pipeline.init(folder / "w", {"s": [str(folder / "truth.tif")]}, chip="8")
    return folder


@pytest.fixture
def place(base, tmp_path):
    shutil.copytree(base, tmp_path / "base")
    return tmp_path / "base"


def design_of(place, name="check"):
    return json.loads((place / "w" / "samples" / f"{name}.json").read_text())


def label(place, values, name="check"):
    """Fill in the labels as a user does: a list of them, or an array to look the cells up in."""
    path = place / "w" / "samples" / f"{name}.gpkg"
    frame = geopandas.read_file(path)
    if isinstance(values, np.ndarray):
        design = design_of(place, name)
        values = [values[r, c].item() for r, c in zip(design["row"], design["col"], strict=True)]
        if frame["label"].dtype == object:
            values = [NAMES.get(v, v) for v in values]
    frame["label"] = values
    frame.to_file(path)


@pytest.fixture
def judged(place, monkeypatch):
    """Draws and judges samples quickly: what is true is read from an array, and no disk is waited for."""
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: None)

    def judge(path, truth, **options):
        def look_up(paths, design):
            values = truth[list(design.row), list(design.col)].tolist()
            return np.array([str(value) for value in values], dtype=object)

        monkeypatch.setattr(samples, "read_sample", look_up)
        name = f"s{options['seed']}"
        pipeline.sample(place / "w", map_file=path, name=name, **options)
        return pipeline.area(place / "w", reference=name).estimate

    return judge


def test_intervals_cover_the_true_areas_as_often_as_they_say(place, judged):
    mapped, truth = a_map()
    true = {name: (truth == value).sum() * PIXEL**2 for value, name in NAMES.items()}
    accuracy = (truth == mapped)[mapped > 0].mean()
    held, estimated = [], []
    for seed in range(200):
        found = judged(str(place / "map.tif"), truth, n=120, seed=seed)
        areas = [c.area for c in found.classes]
        ends = [*zip(areas, true.values(), strict=True), (found.overall_accuracy, accuracy)]
        held.append([e.low <= t <= e.high for e, t in ends])
        estimated.append([area.value for area in areas])
    assert [c.name for c in found.classes] == list(NAMES.values())
    np.testing.assert_allclose(np.mean(held, axis=0), 0.95, atol=0.04)
    np.testing.assert_allclose(np.mean(estimated, axis=0), list(true.values()), rtol=0.03)
    assert (mapped == 7).sum() * PIXEL**2 < 0.6 * true["Bare ground"], "the map itself is far off"


def test_areas_of_a_map_in_degrees_are_on_the_ground(place, judged):
    """Cells at 80 degrees north are a sixth of those at the equator; the classes lie in belts."""
    transform = Affine(1.0, 0, 10, 0, -1.0, 80)
    rows = np.arange(80)[:, None]
    mapped = np.broadcast_to(np.where(rows < 40, 1, 2), (80, 30)).astype(np.uint8)
    truth = np.broadcast_to(np.where(rows < 25, 1, 2), (80, 30)).astype(np.uint8)
    path = write(place / "degrees.tif", mapped, crs="EPSG:4326", transform=transform)
    along = np.linspace(10, 40, 3000)  # parallels are no geodesics
    belt = [np.concatenate([along, along[::-1]]), np.repeat([80.0, 55.0], 3000)]
    north = abs(Geod(ellps="WGS84").polygon_area_perimeter(*belt)[0])
    found = [judged(path, truth, n=60, seed=seed, how="simple") for seed in range(40)]
    areas = [estimate.classes[0].area for estimate in found]
    assert np.mean([area.value for area in areas]) == pytest.approx(north, rel=0.15)
    assert np.mean([area.low <= north <= area.high for area in areas]) >= 0.85
    assert found[0].total_area * 25 / 80 > 1.8 * north, "cells are not all alike"


def test_the_flow_of_a_user(place, capsys):
    mapped, truth = a_map()
    w, path = str(place / "w"), str(place / "map.tif")
    assert run(["sample", w, "--map", path, "-n", "90", "--seed", "4"]) == 0
    told = capsys.readouterr().out
    assert "90 cells of" in told
    assert "eo-embed area" in told
    label(place, truth)
    assert run(["area", w, "--reference", "check", "--out", f"{place}/e.json", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert json.loads((place / "e.json").read_text()) == report

    design = design_of(place)
    place_of = {1: 0, 2: 1, 7: 2}
    said, true = (
        [place_of[v] for v in values[design["row"], design["col"]].tolist()]
        for values in (mapped, truth)
    )
    cells = [int((mapped == value).sum()) for value in NAMES]
    expected = estimate_areas(
        said, said, true, stratum_cells=cells, stratum_areas=[c * 900.0 for c in cells],
        class_names=list(NAMES.values()), stratum_names=list(NAMES.values()),
    )  # fmt: skip
    found = report["estimate"]
    assert found["overall_accuracy"]["value"] == pytest.approx(expected.overall_accuracy.value)
    for ours, theirs in zip(found["classes"], expected.classes, strict=True):
        assert ours["area"]["low"] == pytest.approx(theirs.area.low)
        assert ours["mapped_area"] == pytest.approx(theirs.mapped_area)
    assert run(["area", w, "--reference", f"{w}/samples/check.gpkg"]) == 0
    told = capsys.readouterr().out
    half = expected.classes[0].area.high - expected.classes[0].area.value
    assert f"± {half / 1e4:.4g}" in told
    assert "half the width of the 95% confidence interval" in told


def test_the_interpreter_is_told_nothing_of_the_map(place):
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=90)
    path, design = place / "w" / "samples" / "check.gpkg", design_of(place)
    frame = geopandas.read_file(path)
    assert list(frame.columns) == [
        "sample_id", "label", "note", "who", "labelled_at", "geometry",
    ]  # fmt: skip
    assert frame[["label", "note", "who", "labelled_at"]].isna().all(axis=None)
    assert frame["sample_id"].tolist() == list(range(1, 91))
    assert frame.crs.to_epsg() == 32631
    content = path.read_bytes()
    assert not any(name.encode() in content for name in NAMES.values())
    stratum = np.array(design["stratum"])
    changes = (stratum[1:] != stratum[:-1]).sum()
    assert changes > 25, "sorted by stratum there would be two"
    with sqlite3.connect(path) as db:
        kinds = dict(db.execute("SELECT name, type FROM pragma_table_info('check')"))
    assert kinds["label"].startswith("TEXT")


def test_the_polygons_are_the_cells(place):
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=50)
    frame, design = geopandas.read_file(place / "w" / "samples" / "check.gpkg"), design_of(place)
    for shape, row, col in zip(frame.geometry, design["row"], design["col"], strict=True):
        x, y = UTM * (col, row)
        assert shape.equals(shapely.box(x, y - PIXEL, x + PIXEL, y))
    width = a_map()[0].shape[1]
    assert design["cell"] == [
        r * width + c for r, c in zip(design["row"], design["col"], strict=True)
    ]


def test_a_sample_is_never_written_over(place):
    options = {"map_file": str(place / "map.tif"), "n": 40}
    pipeline.sample(place / "w", **options)
    before = (place / "w" / "samples" / "check.gpkg").read_bytes()
    with pytest.raises(OutputError, match="another --name"):
        pipeline.sample(place / "w", **options)
    assert (place / "w" / "samples" / "check.gpkg").read_bytes() == before
    (place / "w" / "samples" / "check.gpkg").rename(place / "with-a-colleague.gpkg")
    with pytest.raises(OutputError, match="another --name"):  # its design is still needed
        pipeline.sample(place / "w", **options, seed=1)


class Killed(BaseException):
    pass


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_killed_while_writing_the_same_draw_completes_the_sample(place, monkeypatch, moment):
    """Before and after each of the two files gets its name."""
    options = {"map_file": str(place / "map.tif"), "n": 40}
    moments = iter(range(1, 9))
    real = files.os.replace

    def mortal(*args):
        if next(moments) == moment:
            raise Killed
        real(*args)
        if next(moments) == moment:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("eo_embed.core.files.os.replace", mortal)
        with pytest.raises(Killed):
            pipeline.sample(place / "w", **options)
    here = place / "w" / "samples"
    assert (here / "check.json").exists() or not (here / "check.gpkg").exists()
    if (here / "check.gpkg").exists():
        label(place, a_map()[1])
    else:
        if (here / "check.json").exists():
            with pytest.raises(SampleInvalid, match="draw it again with the same"):
                pipeline.area(place / "w", reference="check")
        pipeline.sample(place / "w", **options)
        label(place, a_map()[1])
    assert pipeline.area(place / "w", reference="check").labelled == 40


def test_another_map_is_judged_by_the_same_sample(place):
    """On another grid in another CRS, where the strata are no longer its classes (Stehman 2014)."""
    mapped, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=80)
    label(place, truth)
    newer = np.repeat(np.repeat(truth, 2, 0), 2, 1)
    newer[:, :40][newer[:, :40] > 0] = 1
    path = write(place / "newer.tif", newer, transform=UTM * Affine.scale(0.5))
    found = pipeline.area(place / "w", reference="check", map_file=path)
    design = design_of(place)
    row, col = np.array(design["row"]), np.array(design["col"])
    place_of = np.zeros(8, int)
    place_of[[1, 2, 7]] = 0, 1, 2
    expected = estimate_areas(
        design["stratum"], place_of[newer[row * 2 + 1, col * 2 + 1]], place_of[truth[row, col]],
        stratum_cells=[int((mapped == v).sum()) for v in NAMES],
        class_names=list(NAMES.values()), stratum_names=list(NAMES.values()),
    )  # fmt: skip
    assert found.estimate.overall_accuracy == expected.overall_accuracy
    counted = [c.mapped_area for c in found.estimate.classes]
    assert counted == [(newer == value).sum() * PIXEL**2 / 4 for value in NAMES]
    assert "was drawn from" in found.notes[0]
    turned = place / "turned.tif"
    degrees = Affine(1e-4, 0, 1.7, 0, -1e-4, 45.15)
    write(turned, np.ones((900, 900), np.uint8), crs="EPSG:4326", transform=degrees)
    by_ones = pipeline.area(place / "w", reference="check", map_file=str(turned))
    share = expected.classes[0].proportion.value
    assert by_ones.estimate.overall_accuracy.value == pytest.approx(share)
    assert any("of the whole map" in note for note in by_ones.notes)


def test_a_map_that_changed_since_is_another_map(place):
    mapped, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=80)
    label(place, truth)
    before = pipeline.area(place / "w", reference="check")
    assert before.notes == ()
    write(place / "map.tif", mapped, compress="lzw", tiled=True, blockxsize=16, blockysize=16)
    assert (
        pipeline.area(place / "w", reference="check") == before
    )  # the same cells, stored otherwise
    write(place / "map.tif", truth)
    after = pipeline.area(place / "w", reference="check")
    assert "has changed since the sample was drawn" in after.notes[0]
    assert after.estimate.overall_accuracy.value == 1


def test_strata_that_are_not_the_classes(place):
    mapped, truth = a_map()
    halves = np.broadcast_to(np.where(np.arange(80) < 20, 5, 9), mapped.shape).astype(np.uint8)
    halves = np.where(np.arange(60)[:, None] < 50, halves, 0).astype(np.uint8)  # less than the map
    path = write(place / "halves.tif", halves, names={})
    report = pipeline.sample(
        place / "w", map_file=str(place / "map.tif"), strata=path, n=100, least=40
    )
    inside = (mapped > 0) & (halves > 0)
    assert [(s.name, s.cells) for s in report.strata] == [
        ("5", int((inside & (halves == 5)).sum())), ("9", int((inside & (halves == 9)).sum())),
    ]  # fmt: skip
    label(place, truth)
    found = pipeline.area(place / "w", reference="check").estimate
    assert found.total_area == inside.sum() * PIXEL**2
    assert [c.mapped_area for c in found.classes] == [
        ((mapped == value) & inside).sum() * PIXEL**2 for value in NAMES
    ]


@pytest.mark.parametrize("options", [{}, {"strata_by_value": 4}])
def test_a_map_of_values(place, options):
    rng = np.random.default_rng(1)
    value = rng.gamma(2, 20, (60, 80)).astype(np.float32)
    truth = (0.9 * value + rng.normal(4, 5, value.shape)).astype(np.float64)
    value[rng.random(value.shape) < 0.1] = np.nan
    path = write(place / "value.tif", value, nodata=np.nan)
    report = pipeline.sample(place / "w", map_file=path, n=80, **options)
    assert len(report.strata) == options.get("strata_by_value", 1)
    assert max(s.cells for s in report.strata) - min(s.cells for s in report.strata) <= 2
    design = design_of(place)
    label(place, truth)
    found = pipeline.area(place / "w", reference="check")
    row, col = design["row"], design["col"]
    expected = estimate_mean(
        design["stratum"], value[row, col], truth[row, col],
        stratum_cells=[s["cells"] for s in design["strata"]],
        predicted_mean=float(np.nanmean(value.astype(float))),
        stratum_names=[s["name"] for s in design["strata"]],
    )  # fmt: skip
    assert found.estimate.mean.value == pytest.approx(expected.mean.value, rel=1e-6)
    assert found.estimate.mean.low == pytest.approx(expected.mean.low, rel=1e-6)
    assert found.estimate.mean.low < np.mean(truth[np.isfinite(value)]) < found.estimate.mean.high
    assert run(["area", str(place / "w"), "--reference", "check"]) == 0


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


def test_strips_change_nothing(place, monkeypatch):
    path = write(place / "tiled.tif", a_map()[0], tiled=True, blockxsize=16, blockysize=16)
    whole = cellmaps.open_map(path)
    frame = cellmaps.lay_out(whole, cellmaps.by_class(whole))
    monkeypatch.setattr(cellmaps, "_STRIP_CELLS", 1000)
    parts = cellmaps.open_map(path)
    assert len(list(parts.strips())) > 3
    assert parts == whole
    np.testing.assert_array_equal(
        cellmaps.lay_out(parts, cellmaps.by_class(parts)).index, frame.index
    )
    place_of = np.full(8, -1)
    place_of[[1, 2, 7]] = 0, 1, 2
    np.testing.assert_array_equal(frame.index, place_of[a_map()[0]])


def test_names_come_from_wherever_the_file_has_them(place):
    mapped, _ = a_map()
    bare = cellmaps.open_map(write(place / "bare.tif", mapped, names={}))
    assert [(c.value, c.name) for c in bare.classes] == [(1, "1"), (2, "2"), (7, "7")]
    doubled = cellmaps.open_map(write(place / "twice.tif", mapped, names={1: "wood", 2: "wood"}))
    assert [c.name for c in doubled.classes] == ["wood (1)", "wood (2)", "7"]
    names = "".join(f"<Category>{n}</Category>" for n in ("", "oak", "lake"))
    (place / "bare.tif.aux.xml").write_text(
        f'<PAMDataset><PAMRasterBand band="1"><CategoryNames>{names}</CategoryNames>'
        "</PAMRasterBand></PAMDataset>"
    )
    assert [c.name for c in cellmaps.open_map(str(place / "bare.tif")).classes] == [
        "oak",
        "lake",
        "7",
    ]
    with pytest.raises(UsageError, match="too many for classes"):
        cellmaps.open_map(
            write(place / "dem.tif", np.arange(1, 4801, dtype=np.int16).reshape(60, 80))
        )


def test_the_size_for_a_standard_error(place):
    options = {"map_file": str(place / "map.tif")}
    aimed = pipeline.sample(
        place / "w", standard_error=0.03, users_accuracy=[0.8], name="a", **options
    )
    assert aimed.n == -(-0.8 * 0.2 // 0.03**2) == sum(s.drawn for s in aimed.strata)
    for wrong in ({"standard_error": 0.1}, {"users_accuracy": [0.8]},
                  {"n": 50, "standard_error": 0.1, "users_accuracy": [0.8]}):  # fmt: skip
        with pytest.raises(UsageError):
            pipeline.sample(place / "w", name="b", **options, **wrong)
    assert not (place / "w" / "samples" / "b.json").exists()


def test_a_sample_is_of_one_design_and_of_two_cells_at_least(place, capsys):
    command = ["sample", str(place / "w"), "--map", str(place / "map.tif")]
    for order in (["--simple", "--stratified"], ["--stratified", "--simple"]):
        assert run([*command, *order]) == 2
        assert "either --stratified or --simple" in capsys.readouterr().err
    for n in ("0", "-5", "1"):
        assert run([*command, "--simple", "-n", n]) == 2
        assert f"The number of cells to draw is {n}; give at least 2." in capsys.readouterr().err
    assert not (place / "w" / "samples").exists()
    assert run([*command, "--simple", "-n", "2"]) == 0
    assert "simple random" in capsys.readouterr().out
    assert run([*command, "--stratified", "-n", "9", "--name", "b"]) == 0
    assert "stratified by the map's classes" in capsys.readouterr().out


def test_long_class_names_are_shortened_in_the_table_alone(place, capsys):
    mapped, truth = a_map()
    long, forty = "Evergreen " * 12 + "forest", "w" * 40
    names = {1: long, 2: forty, 7: "Bare ground"}
    path = write(place / "long.tif", mapped, names=names)
    pipeline.sample(place / "w", map_file=path, n=60)
    label(
        place,
        [str(truth[r, c]) for r, c in zip(*map(design_of(place).get, ("row", "col")), strict=True)],
    )
    command = ["area", str(place / "w"), "--reference", "check"]
    assert run(command) == 0
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert [line[2:42] for line in table[1:]] == [
        f"{long[:39]}…", forty, f"{'Bare ground':40}",
    ]  # fmt: skip
    assert {line[42:44] for line in table} == {"  "}
    assert run([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["estimate"]["classes"]
    assert [c["name"] for c in found] == list(names.values())


def test_what_is_not_known_is_told_as_a_dash(place, capsys):
    mapped, _ = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, np.where(mapped == 7, 1, mapped))
    assert run(["area", str(place / "w"), "--reference", "check"]) == 0
    line = next(t for t in capsys.readouterr().out.splitlines() if "Bare ground" in t)
    assert line.split()[2:] == ["0.000", "±", "0.000", "-", f"{(mapped == 7).sum() * 0.09:.4g}",
                                "0", "±", "0"]  # fmt: skip


def test_an_area_without_spread_is_said_to_be_no_certainty(place):
    mapped, _ = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, mapped)
    found = pipeline.area(place / "w", reference="check")
    assert [c.area.standard_error for c in found.estimate.classes] == [0, 0, 0]
    assert "no certainty: forest, water, Bare ground" in found.notes[0]
    pipeline.sample(
        place / "w", map_file=str(place / "map.tif"), n=int((mapped > 0).sum()), name="all"
    )
    label(place, mapped, "all")
    assert pipeline.area(place / "w", reference="all").notes == ()  # here it is one


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
