"""Fitting with blocks held out, scoring under every split, and curves, on a synthetic scene."""

import json
from dataclasses import asdict

import geopandas
import numpy as np
import pytest
import rasterio
import shapely

from eo_embed.core import pipeline
from eo_embed.core.cli import run
from eo_embed.core.cli.options import HEADS as HEAD_CHOICES
from eo_embed.core.cli.options import SPLITS
from eo_embed.core.errors import LabelsTooFew, LabelsUnreadable, UsageError
from eo_embed.core.labels import read_groups
from eo_embed.core.probes import HEADS, load_arrays, load_head, load_meta
from eo_embed.core.probes.splits import Split
from eo_embed.core.questions.trust import Trust
from eo_embed.core.synthetic import make_scene


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A workspace with statistics as embeddings, labels of classes and of a value."""
    folder = tmp_path_factory.mktemp("base")
    scene = make_scene(folder, size=512)
    w = folder / "w"
    pipeline.init(w, {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(w, model="stats")
    pipeline.label(w, str(scene.truth), target="cover", min_share=0.5)
    pipeline.label(w, str(scene.truth), target="mean", how="mean")
    return w


def test_the_command_line_knows_the_splits_and_heads():
    assert Split.__args__ == SPLITS
    assert tuple(HEADS) == HEAD_CHOICES


def test_a_head_learns_nothing_from_blocks_held_out(base):
    """What is saved equals a head fitted by hand on the labels outside the blocks."""
    report = pipeline.fit(base, target="cover", hold_out=0.3, block="800m", name="held")
    fitted, meta = load_head(base / "heads" / "held")
    trust = Trust.from_arrays(load_arrays(base / "heads" / "held"))
    workspace = pipeline.open_workspace(base)
    training = pipeline.training_set(workspace, pipeline.features(workspace), "cover")
    xy = workspace.grid.metric_centres(training.ids)
    square = np.unique(np.floor(xy / 800).astype(int), axis=0, return_inverse=True)[1].ravel()
    held = np.isin(square, np.unique(trust.held_out.blocks))
    assert report.trust["held_out_labels"] == held.sum() == len(trust.held_out.scores)
    assert report.labels == meta.n_labels == (~held).sum()
    own = HEADS["rf"](kind="classes", seed=0).fit(training.matrix[~held], training.y[~held])
    np.testing.assert_array_equal(
        own.predict_proba(training.matrix), fitted.predict_proba(training.matrix)
    )
    proba = own.predict_proba(training.matrix[held]).astype(float)
    truth = 1 - proba[np.arange(held.sum()), training.y[held]]
    np.testing.assert_allclose(np.sort(trust.held_out.scores), np.sort(truth))


def test_sets_and_the_area_of_applicability_lie_beside_the_map(base, tmp_path):
    pipeline.fit(base, target="cover", hold_out=0.3, block="800m", calibrate=True, name="all")
    report = pipeline.predict(base, head="all", level=0.8, out=tmp_path / "m.tif")
    fitted, meta = load_head(base / "heads" / "all")
    assert meta.trust["calibration"] == fitted.calibration_ != 1
    trust = Trust.from_arrays(load_arrays(base / "heads" / "all"))
    data = pipeline.features(base)
    said = fitted.predict_all(data.matrix)
    with rasterio.open(report.files["sets"]) as sets, rasterio.open(tmp_path / "m.tif") as cover:
        stored, classes = sets.read(), cover.read(1)
        assert sets.descriptions[0] == "classes in the 80% set"
        assert sets.transform == cover.transform
    there = classes > 0
    assert (stored[:, ~there] == 255).all()
    q = trust.held_out.threshold(0.8)
    expected = 1 - said.proba.astype(float) <= q
    expected[np.arange(len(expected)), said.labels] = True
    assert stored[0][there].sum() == stored[1:, there].sum() == expected.sum()
    assert report.trust["set_size"] == pytest.approx(expected.sum(axis=1).mean())
    with rasterio.open(report.files["applicability"]) as layer:
        index, inside = layer.read()
    assert np.isnan(index[~there]).all()
    np.testing.assert_array_equal(inside[there], index[there] <= trust.applicability.threshold)
    assert report.trust["inside"] == pytest.approx(inside[there].mean())
    # What was beside an earlier map of the name goes with it.
    again = pipeline.predict(base, head="all", applicability=False, out=tmp_path / "m.tif")
    assert set(again.files) == {"map", "probability", "uncertainty"}
    kept = {
        f"m{part}.{end}" for part in ("", ".probability", ".uncertainty") for end in ("tif", "qml")
    }
    assert {p.name for p in tmp_path.glob("m.*")} == kept | {"m.tif.aux.xml"}


def test_intervals_hold_values_on_ground_not_seen(base, tmp_path):
    pipeline.fit(base, head="ridge", target="mean", hold_out=0.4, block="400m", name="value")
    report = pipeline.predict(base, head="value", level=0.8, out=tmp_path / "v.tif")
    workspace = pipeline.open_workspace(base)
    training = pipeline.training_set(workspace, pipeline.features(workspace), "mean")
    with rasterio.open(report.files["interval"]) as layer:
        centres = workspace.grid.centres(training.ids)
        rows, cols = rasterio.transform.rowcol(layer.transform, centres[:, 0], centres[:, 1])
        low, high = layer.read()[:, rows, cols]
    assert ((low <= training.y) & (training.y <= high)).mean() > 0.75
    assert report.trust["width"] == pytest.approx((high - low).mean(), rel=0.05)


def test_a_level_needs_blocks_held_out_and_enough_of_them(base):
    pipeline.fit(base, target="cover", name="plain")
    with pytest.raises(UsageError, match="held out no blocks"):
        pipeline.predict(base, head="plain", level=0.9)
    pipeline.fit(base, target="cover", hold_out=0.2, block="2km", name="few")
    with pytest.raises(LabelsTooFew, match="calibration blocks reach a level"):
        pipeline.predict(base, head="few", level=0.95)
    with pytest.raises(UsageError, match="leave --dense or --level away"):
        pipeline.predict(base, head="few", level=0.5, dense=8)


def test_few_labels_are_fitted_without_an_area_of_applicability(base, tmp_path):
    workspace = pipeline.open_workspace(base)
    ids = pipeline.features(base).ids
    pipeline.label_chips(base, "roofs", ids[:2], "tin")
    pipeline.label_chips(base, "roofs", ids[3:5], "tile")
    report = pipeline.fit(base, target="roofs")
    assert report.notes[0].startswith("No area of applicability")
    files = pipeline.predict(base, head=report.head, out=tmp_path / "r.tif").files
    assert "applicability" not in files
    assert load_meta(workspace.head_path(report.head)).trust["applicability_threshold"] is None


@pytest.fixture(scope="module")
def quarters(base):
    """The scene in four polygons, in degrees, one of them without a name."""
    grid = pipeline.open_workspace(base).geobox
    x0, y0, x1, y1 = grid.extent.boundingbox
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    boxes = [(x0, y0, mx, my), (mx, y0, x1, my), (x0, my, mx, y1), (mx, my, x1, y1)]
    frame = geopandas.GeoDataFrame(
        {"region": ["sw", "se", "nw", "ne"]}, geometry=[shapely.box(*b) for b in boxes],
        crs=str(grid.crs),
    )  # fmt: skip
    path = base.parent / "quarters.gpkg"
    frame.to_crs("EPSG:4326").to_file(path)
    return str(path)


def test_regions_are_left_out_one_at_a_time(base, quarters):
    scores = pipeline.score(
        base, target="cover", split="region", groups=quarters, field="region", head="rf"
    )
    assert scores.groups == ["ne", "nw", "se", "sw"]
    assert (scores.folds, scores.assignments) == (4, 1)
    workspace = pipeline.open_workspace(base)
    training = pipeline.training_set(workspace, pipeline.features(workspace), "cover")
    region = read_groups(quarters, workspace.grid, training.ids, "region")
    right = 0
    for name in scores.groups:
        test = region == name
        head = HEADS["rf"](kind="classes", seed=0).fit(training.matrix[~test], training.y[~test])
        right += (head.predict(training.matrix[test]) == training.y[test]).sum()
    assert scores.metrics["overall_accuracy"].mean == pytest.approx(right / len(training.y))


def test_a_column_beside_the_chips_deals_the_folds(base, tmp_path):
    workspace = pipeline.open_workspace(base)
    pipeline.export_chips(base, tmp_path / "chips.gpkg")
    chips = geopandas.read_file(tmp_path / "chips.gpkg")
    chips["fold"] = chips["chip_id"] % 3
    chips.loc[chips["chip_id"] == int(chips["chip_id"][7]), "fold"] = None
    chips.to_file(tmp_path / "folds.gpkg")
    ids = chips["chip_id"].to_numpy()
    found = read_groups(tmp_path / "folds.gpkg", workspace.grid, ids[::-1], "fold")
    assert found[::-1].tolist() == [
        None if i == 7 else str(chip % 3) for i, chip in enumerate(ids.tolist())
    ]
    scores = pipeline.score(
        base, target="cover", split="column", groups=str(tmp_path / "folds.gpkg"), field="fold"
    )
    assert scores.groups == ["0", "1", "2"]
    assert any("beside a training chip" in text for text in scores.warnings)
    with pytest.raises(LabelsUnreadable, match="no field tile"):
        read_groups(tmp_path / "folds.gpkg", workspace.grid, ids, "tile")


def test_bands_and_buffers_through_the_command_line(base, capsys):
    command = ["score", str(base), "--target", "cover", "--assignments", "2", "--json"]
    assert run([*command, "--split", "bands", "--band", "500m", "--angle", "30"]) == 0
    bands = json.loads(capsys.readouterr().out)
    assert (bands["split"], bands["band"], bands["angle"]) == ("bands", 500, 30)
    assert run([*command, "--split", "block", "--block", "1km", "--buffer", "300m"]) == 0
    buffered = json.loads(capsys.readouterr().out)
    assert buffered["least_distance"] >= 300
    assert buffered["touching"] == 0
    assert run([*command, "--split", "region"]) == 2
    assert "--groups FILE" in capsys.readouterr().err
    assert run([*command, "--buffer", "30"]) == 2
    assert "length on the ground" in capsys.readouterr().err


def test_chosen_labels_are_told_as_such(base):
    ids = pipeline.features(base).ids
    pipeline.label_chips(base, "chosen", ids[:40], "a", how="suggestion")
    pipeline.label_chips(base, "chosen", ids[100:160], "b")
    scores = pipeline.score(base, target="chosen", split="random", folds=3, assignments=1)
    assert any("no random sample" in text for text in scores.warnings)
    training = pipeline.training_set(
        pipeline.open_workspace(base), pipeline.features(base), "chosen", labels=30, seed=1
    )
    expected = np.where(np.isin(training.ids, ids[:40]), "suggestion", "click")
    np.testing.assert_array_equal(training.how, expected)


def test_curves_on_the_command_line(base, tmp_path, capsys):
    command = ["curve", str(base), "--target", "cover", "--sizes", "10,60", "--repeats", "2"]
    picture = tmp_path / "curve.png"
    assert run([*command, "--block", "1km", "--out", str(picture), "--json"]) == 0
    random, block = json.loads(capsys.readouterr().out)["curves"]
    assert (random["split"], block["split"]) == ("random", "block")
    assert [p["labels"] for p in block["points"]] == [10, 60]
    assert picture.read_bytes().startswith(b"\x89PNG")
    full = pipeline.score(base, target="cover", block="1km", assignments=2)
    assert block["full"]["macro_f1"]["mean"] == pytest.approx(full.metrics["macro_f1"].mean)
    assert run([*command, "--split", "block", "--block", "1km"]) == 0
    assert "95% of the score with all labels" in capsys.readouterr().out
    assert run([*command[:4], "--sizes", "many"]) == 2
    assert "whole numbers" in capsys.readouterr().err


def test_reports_turn_into_json(base):
    report = pipeline.fit(base, target="cover", labels=50)
    read = json.loads(json.dumps(asdict(report)))
    assert (read["labels"], read["trust"]["labels"]) == (50, 50)
    assert read["classes"] == report.classes


def test_blocks_and_bands_fit_the_ground_by_themselves(base):
    """10 km where labels reach that far; here, over 5 km, what leaves two blocks a fold."""
    scores = pipeline.score(base, target="cover", assignments=1)
    workspace = pipeline.open_workspace(base)
    training = pipeline.training_set(workspace, pipeline.features(base), "cover")
    xy = workspace.grid.metric_centres(training.ids)
    assert scores.block < 10_000
    assert len({tuple(p) for p in np.floor(xy / scores.block).astype(int)}) >= 10
    bands = pipeline.score(base, target="cover", split="bands", assignments=1)
    assert bands.band == pytest.approx(np.ptp(xy, axis=0).max() / 10, rel=0.05)


def test_a_split_that_cannot_be_is_said_before_any_curve_is_computed(base, monkeypatch):
    def fail(*given, **named):
        raise AssertionError("a curve was computed")

    monkeypatch.setattr("eo_embed.core.pipeline.heads.learning_curve", fail)
    with pytest.raises(UsageError, match="too few for 5 folds"):
        pipeline.curve(base, target="cover", splits=["random", "block"], block="50km")


def test_a_calibration_that_finds_nothing_is_told(base):
    """Labels drawn by lot: the flattest probabilities are the best, and the search ends at its bound."""
    ids = pipeline.features(base).ids
    lot = np.random.default_rng(0).integers(0, 2, 200)
    pipeline.label_chips(base, "lot", ids[:200][lot == 0], "a")
    pipeline.label_chips(base, "lot", ids[:200][lot == 1], "b")
    report = pipeline.fit(base, target="lot", calibrate=True)
    assert report.trust["calibration"] > 3
    at_the_bound = report.trust["calibration"] > 19.8
    assert at_the_bound == any("next to nothing" in note for note in report.notes)
