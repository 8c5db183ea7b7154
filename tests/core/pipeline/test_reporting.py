"""What a report tells, against the questions it rests on, asked one by one, and against plain counting."""

import html
import json
import shlex
import shutil
from dataclasses import replace

import geopandas
import numpy as np
import pyogrio
import pytest
import rasterio

from eo_embed.core import pipeline
from eo_embed.core.cli import run
from eo_embed.core.errors import HeadMissing, RasterMissing, SampleInvalid, UsageError
from eo_embed.core.pipeline.judging import FEWER_REPEATS, MANY, REPEATS
from eo_embed.core.probes import block_folds, load_meta, make_head, predict_out_of_fold
from eo_embed.core.report import commands, render
from eo_embed.core.synthetic import make_scene

BLOCK = "600m"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A scene, and a workspace with two targets; the head of classes is calibrated, with blocks held out."""
    folder = tmp_path_factory.mktemp("made")
    scene = make_scene(folder, size=384)
    w = folder / "w"
    pipeline.init(w, {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(w, model="stats")
    pipeline.label(w, str(scene.truth), target="cover", min_share=0.5)
    pipeline.label(w, str(scene.truth), target="forest", how="fraction:3")
    pipeline.fit(w, head="ridge", target="forest")
    pipeline.predict(w)
    pipeline.fit(
        w,
        head="ridge",
        target="cover",
        labels=150,
        seed=4,
        calibrate=True,
        hold_out=0.3,
        block="400m",
    )
    pipeline.predict(w, level=0.9)
    return w


@pytest.fixture
def base(made, tmp_path):
    shutil.copytree(made, tmp_path / "w")
    return tmp_path / "w"


@pytest.fixture(scope="module")
def facts(made):
    return pipeline.report_facts(made, block=BLOCK, curve=False)


@pytest.fixture(scope="module")
def values(made):
    return pipeline.report_facts(made, head="forest-ridge", block=BLOCK, curve=False)


def test_the_map_is_counted_cell_by_cell(made, facts):
    with rasterio.open(made / "maps" / "cover-ridge.tif") as data:
        cells = data.read(1)
        names = [data.tags(1).get(f"CLASS_{i}") for i in range(1, 8)]
        area = abs(data.transform.determinant)
    counts = [c.cells for c in facts.map.classes]
    assert counts == [int((cells == i + 1).sum()) for i in range(len(counts))]
    assert facts.map.cells == sum(counts) == (cells > 0).sum()
    assert [c.area for c in facts.map.classes] == pytest.approx([n * area for n in counts])
    assert sum(c.share for c in facts.map.classes) == pytest.approx(1)
    assert facts.map.picture.startswith(b"\x89PNG")
    assert facts.map.scene == "s2"
    assert len(names) == 7


def test_a_map_of_values_is_told_by_its_mean_and_ends(made, values):
    with rasterio.open(made / "maps" / "forest-ridge.tif") as data:
        cells = data.read(1, masked=True).compressed()
    assert values.map.extent == pytest.approx((cells.min(), cells.max()))
    assert values.map.mean == pytest.approx(cells.mean(dtype=np.float64))
    assert values.map.classes == ()


def test_scores_are_those_of_the_score_command(made, facts):
    asked = {"head": "ridge", "target": "cover", "labels": 150, "seed": 4}
    block = pipeline.score(made, split="block", block=BLOCK, **asked)
    random = pipeline.score(made, split="random", **asked)
    assert facts.accuracy.block.to_dict() == block.to_dict()
    assert facts.accuracy.random.to_dict() == random.to_dict()
    assert facts.accuracy.block_note == ""


def test_the_labels_are_those_that_the_head_was_made_from(made, facts, values):
    workspace = pipeline.open_workspace(made)
    held = facts.making.head.trust["held_out_labels"]
    assert facts.labels.used == facts.making.head.n_labels + held == 150
    assert facts.labels.drawn
    assert facts.making.labels == 150
    assert "150 of the" in facts.labels.note
    assert facts.labels.summary == pipeline.summarise_labels(workspace, "cover")[0]
    assert values.labels.used == values.labels.summary.labels
    assert values.making.labels is None


def test_labels_given_after_the_head_are_told(base):
    record = json.loads((base / "heads" / "cover-ridge" / "head.json").read_text())
    record["created"] = "2020-01-01T00:00:00+00:00"
    (base / "heads" / "cover-ridge" / "head.json").write_text(json.dumps(record))
    found = pipeline.report_facts(base, head="cover-ridge", block=BLOCK, curve=False)
    assert "The labels have changed since" in found.labels.note
    assert found.labels.changed
    assert found.labels.used == found.labels.summary.labels
    assert found.map.older


def test_the_terminal_says_that_labels_have_changed(base, capsys):
    command = ["report", str(base), "--no-curve", "--block", BLOCK]
    assert run(command) == 0
    assert "labels have changed" not in capsys.readouterr().out
    path = base / "heads" / "cover-ridge" / "head.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "created": "2020-01-01T00:00:00Z"}))
    assert run(command) == 0
    told = capsys.readouterr().out
    assert "The labels have changed since the head was fitted" in told
    assert "scores are of the labels as they are now" in told


def test_by_default_it_is_the_newest_head_that_has_a_map(base):
    pipeline.fit(base, head="ridge", target="cover", name="newest")
    found = pipeline.report_facts(base, block=BLOCK, curve=False)
    assert found.making.head.name == "cover-ridge"
    assert found.map.path == "maps/cover-ridge.tif"
    shutil.rmtree(base / "maps")
    with pytest.raises(RasterMissing, match="make one with eo-embed predict --head newest"):
        pipeline.report_facts(base)


def test_files_outside_the_workspace_are_told_by_name_alone(base, tmp_path, monkeypatch):
    away = tmp_path / "away"
    away.mkdir()
    for layer in ("", ".applicability"):
        shutil.copy(base / "maps" / f"cover-ridge{layer}.tif", away / f"m{layer}.tif")
    drawn = pipeline.sample(base, map_file=str(away / "m.tif"), n=60)
    _label(drawn.cells, 60)
    points = geopandas.read_file(drawn.cells).drop(columns="sample_id")
    points.set_geometry(points.centroid).to_file(away / "points.gpkg")
    asked = {
        "map_file": str(away / "m.tif"), "reference": str(away / "points.gpkg"), "design": "simple",
        "block": BLOCK, "curve": False,
    }  # fmt: skip
    found = pipeline.report_facts(base, **asked)
    assert (found.map.path, found.reach.layer) == ("m.tif", "m.applicability.tif")
    assert found.making.reference == "points.gpkg"
    assert "The places of points.gpkg are a simple random sample" in found.reference.report.notes[0]
    assert str(away) not in render(found)
    predict = commands.to_map(found)[-1].replace("\\\n", " ")
    assert shlex.split(predict)[-2:] == ["--out", "m.tif"]
    monkeypatch.setenv("HOME", str(tmp_path))
    found = pipeline.report_facts(base, **asked)
    assert found.map.path == "~/away/m.tif"
    assert found.making.reference == "~/away/points.gpkg"


def test_blocks_that_cannot_be_had_give_way_and_it_is_said(made):
    found = pipeline.report_facts(made, curve=False)
    assert (
        found.accuracy.block.block == 1000
    )  # of the sides 10, 5, 2 and 1 km the first with ten blocks
    assert "Blocks of 10km cannot be had here" in found.accuracy.block_note
    assert "1000 m are used instead" in found.accuracy.block_note
    assert found.certainty.block == 1000


def test_without_any_blocks_there_are_random_scores_alone(base):
    workspace = pipeline.open_workspace(base)
    training = pipeline.training_set(workspace, pipeline.features(workspace), "cover")
    near = np.array(workspace.grid.rows_cols(training.ids)).max(axis=0) < 5
    pipeline.label_chips(base, "cover", training.ids[~near], None)
    pipeline.label_chips(base, "cover", training.ids[near][:6], training.classes[0].code)
    pipeline.label_chips(base, "cover", training.ids[near][6:], training.classes[1].code)
    pipeline.fit(base, head="ridge", target="cover")
    pipeline.predict(base)
    found = pipeline.report_facts(base)
    assert found.accuracy.block is None
    assert found.certainty is None
    assert "There are no scores by blocks of ground" in found.accuracy.block_note
    assert [curve.split for curve in found.curves] == ["random"]


def test_certainty_is_of_blocks_not_seen(facts):
    found = facts.certainty
    confusion = facts.accuracy.block.confusion
    hits = np.nansum(found.before.right * found.before.count)
    assert hits == pytest.approx(
        np.trace(confusion)
    )  # the first deal of the scores is the same one
    assert found.before.count.sum() == found.n == 150
    assert found.factor == facts.making.head.trust["calibration"]
    assert found.after.ece != found.before.ece


def test_the_truths_inside_the_intervals_of_a_value_are_counted(made, values):
    workspace = pipeline.open_workspace(made)
    training = pipeline.training_set(workspace, pipeline.features(workspace), "forest")
    xy = workspace.grid.metric_centres(training.ids)
    folds = block_folds(xy, 600.0, 5, 0)
    said = predict_out_of_fold(
        lambda: make_head("ridge", "value"), training.matrix, training.y, folds, "value"
    )
    inside = np.abs(training.y - said.labels) <= 1.6448536 * said.uncertainty
    at = values.certainty.before.levels.tolist().index(0.9)
    assert values.certainty.before.share[at] == pytest.approx(inside.mean())
    assert values.certainty.after is None
    np.testing.assert_allclose(values.certainty.predicted, said.labels)


def test_reach_is_what_lies_beside_the_map(made, facts, values):
    with rasterio.open(made / "maps" / "cover-ridge.applicability.tif") as data:
        inside = data.read(2, masked=True).compressed()
    with rasterio.open(made / "maps" / "cover-ridge.sets.tif") as data:
        sizes = data.read(1, masked=True).compressed()
    assert facts.reach.summary.inside == pytest.approx(inside.mean())
    assert facts.reach.layer == "maps/cover-ridge.applicability.tif"
    assert list(facts.reach.sizes) == np.bincount(sizes).tolist()
    assert facts.reach.held_labels == facts.making.head.trust["held_out_labels"]
    assert values.reach.summary.level is None
    assert "--hold-out" in values.reach.why_no_sets


def test_the_newest_sample_of_this_map_is_used_once_it_is_labelled(base):
    pipeline.sample(base, map_file="forest-ridge", n=30, name="other")
    found = pipeline.report_facts(base, head="cover-ridge", block=BLOCK, curve=False)
    assert found.reference.report is None
    assert found.reference.why == ""  # of another map
    drawn = pipeline.sample(base, map_file="cover-ridge", n=60)
    _label(drawn.cells, 59)
    found = pipeline.report_facts(base, head="cover-ridge", block=BLOCK, curve=False)
    assert found.reference.report is None
    assert "59 of its 60 cells are labelled" in found.reference.why
    _label(drawn.cells, 60)
    found = pipeline.report_facts(base, head="cover-ridge", block=BLOCK, curve=False)
    asked = pipeline.area(base, reference="check", map_file=str(base / "maps" / "cover-ridge.tif"))
    assert repr(found.reference.report) == repr(asked)  # in which NaN is NaN
    assert found.making.reference == "samples/check.gpkg"


def test_newer_samples_without_labels_do_not_hide_one_that_is_labelled(base, capsys):
    for name in ("first", "check"):
        _label(pipeline.sample(base, map_file="cover-ridge", n=60, name=name).cells, 60)
    pipeline.sample(base, map_file="cover-ridge", n=50, name="blank")
    broken = pipeline.sample(base, map_file="cover-ridge", n=60, name="broken")
    with open(broken.design, "w") as file:
        file.write("{}")
    found = pipeline.report_facts(base, block=BLOCK, curve=False)
    assert found.making.reference == "samples/check.gpkg"
    assert found.reference.waiting == ("blank",)
    assert "The sample blank waits for labels: 0 of its 50 cells are" in found.reference.why
    assert "The sample broken cannot be used: samples/broken.json is of" in found.reference.why
    assert str(base) not in found.reference.why
    assert found.reference.why in html.unescape(render(found))
    assert run(["report", str(base), "--no-curve", "--block", BLOCK]) == 0
    assert found.reference.why in capsys.readouterr().out


def test_the_command_on_the_page_draws_a_sample_of_a_name_that_is_free(base, monkeypatch):
    pipeline.sample(base, map_file="cover-ridge", n=60)
    (base / "samples" / "check-2.json").write_text("{}")
    found = pipeline.report_facts(base, block=BLOCK, curve=False)
    sample, where, _ = commands.to_sample(found)
    assert where.endswith("samples/check-3.gpkg")
    assert "finish labelling the sample that waits (samples/check.gpkg)" in render(found)
    monkeypatch.chdir(base.parent)
    assert run(shlex.split(sample.replace("\\\n", " "))[1:]) == 0
    assert (base / "samples" / "check-3.gpkg").is_file()


def test_a_sample_that_is_damaged_is_told_and_one_that_is_given_refused(base):
    drawn = pipeline.sample(base, map_file="cover-ridge", n=60)
    with open(drawn.design, "w") as file:
        file.write("{}")
    found = pipeline.report_facts(base, block=BLOCK, curve=False)
    assert "The sample check cannot be used" in found.reference.why
    with pytest.raises(SampleInvalid):
        pipeline.report_facts(base, block=BLOCK, curve=False, reference="check")


def test_curves_try_what_the_labels_allow(made):
    found = pipeline.report_facts(made, block=BLOCK)
    assert [curve.split for curve in found.curves] == ["block", "random"]
    for curve in found.curves:
        assert [point.labels for point in curve.points] == [10, 25, 50, 100]
        assert curve.repeats == REPEATS
    assert found.labels.used < MANY
    assert FEWER_REPEATS < REPEATS


def test_the_commands_on_the_page_make_the_map_and_its_scores_again(
    base, facts, monkeypatch, capsys
):
    """Fit, predict and score as they stand on the page give the same head, map and scores."""
    monkeypatch.chdir(base.parent)
    map_file = base / "maps" / "cover-ridge.tif"
    before = load_meta(base / "heads" / "cover-ridge"), map_file.read_bytes()
    shutil.rmtree(base / "heads" / "cover-ridge")
    map_file.unlink()
    lines = [line.replace("\\\n", " ") for line in commands.to_map(facts)]
    for line in lines[-2:]:
        assert run(shlex.split(line)[1:]) == 0
    made = load_meta(base / "heads" / "cover-ridge")
    assert replace(made, created=before[0].created) == before[0]
    assert map_file.read_bytes() == before[1]
    capsys.readouterr()
    score = next(line for line in commands.to_judge(facts) if " score " in line)
    assert run([*shlex.split(score.replace("\\\n", " "))[1:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(
        json.dumps(facts.accuracy.block.to_dict())
    )


def test_the_first_command_makes_the_same_workspace(facts, made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    init = shlex.split(commands.to_map(facts)[0].replace("\\\n", " "))[1:]
    assert run(init) == 0
    again, first = (pipeline.open_workspace(place).config for place in (tmp_path / "w", made))
    assert again.grid == first.grid
    assert again.chips == first.chips
    assert [replace(s, embeddings="") for s in again.sources] == [
        replace(s, embeddings="") for s in first.sources
    ]


def test_what_cannot_be_reported_is_refused(base, tmp_path):
    with pytest.raises(UsageError, match="is no map of cover, which head cover-ridge predicts"):
        pipeline.report_facts(base, head="cover-ridge", map_file="forest-ridge")
    with pytest.raises(UsageError, match="has no area"):
        pipeline.report_facts(base, block="0km")
    (base / "maps" / "cover-ridge.tif").unlink()
    with pytest.raises(RasterMissing, match="make one with eo-embed predict --head cover-ridge"):
        pipeline.report_facts(base, head="cover-ridge")
    with pytest.raises(HeadMissing):
        pipeline.report_facts(base, head="nobody")


def test_a_map_whose_imagery_is_gone_is_shown_alone(base, facts):
    text = (base / "workspace.toml").read_text()
    (base / "workspace.toml").write_text(text.replace("scene.tif", "gone.tif"))
    found = pipeline.report_facts(base, block=BLOCK, curve=False)
    assert found.map.scene == ""
    assert "gone.tif" in found.map.why_no_scene
    assert found.map.cells == facts.map.cells


def test_the_command_writes_a_page_and_replaces_its_own_alone(base, capsys):
    command = ["report", str(base), "--no-curve", "--block", BLOCK]
    assert run([*command, "--title", "A map", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["file"] == str(base / "report.html")
    assert told["metric"] == "overall_accuracy"
    assert 0 < told["block"] <= 1
    assert "<h1>A map</h1>" in (base / "report.html").read_text(encoding="utf-8")
    assert run(command) == 0
    assert "<h1>Map of cover: w</h1>" in (base / "report.html").read_text(encoding="utf-8")
    assert "no labelled probability sample" in capsys.readouterr().out
    (base / "report.html").write_text("<html>mine</html>")
    assert run(command) == 2
    assert "error [OUTPUT_UNWRITABLE]" in capsys.readouterr().err
    assert (base / "report.html").read_text() == "<html>mine</html>"
    assert run([*command, "--out", str(base / "report.pdf")]) == 2


def _label(path, count):
    """Label the first cells of a sample with the classes of the scene in turn."""
    frame = geopandas.read_file(path)
    names = ["cropland", "grassland", "forest"]
    frame["label"] = [names[i % 3] if i < count else None for i in range(len(frame))]
    frame.to_file(path, layer=pyogrio.list_layers(path)[0, 0])
