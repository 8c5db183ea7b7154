"""Suggestions and similarity from a workspace: the cover first, the head's doubts later."""

import json

import geopandas
import numpy as np
import pytest
import rasterio

from eo_embed.core import pipeline
from eo_embed.core.cli import cli, run
from eo_embed.core.errors import ChipUnknown, LabelsMissing, LabelsTooFew
from eo_embed.core.probes import HEADS
from eo_embed.core.questions.suggest import BYS, DIVERSITIES, uncertainty
from eo_embed.core.synthetic import make_scene


@pytest.fixture
def base(tmp_path, scene):
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(tmp_path / "w", model="stats")
    return tmp_path / "w"


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("scene"), size=320)


def test_the_command_line_knows_the_ways():
    params = {p.name: p for p in cli.commands["suggest"].params}
    assert tuple(params["by"].type.choices) == BYS
    assert tuple(params["diverse"].type.choices) == DIVERSITIES


def test_from_nothing_to_a_head_by_suggestions_alone(base, tmp_path, capsys):
    """What an analyst does: take the suggestions, label them, ask again."""
    first = pipeline.suggest(base, count=6)
    assert (first.by, first.labels, first.why) == ("cover", 0, "Nothing is labelled yet.")
    ids = [c.chip for c in first.chips]
    pipeline.label_chips(base, "cover", ids[:3], "dry", how="suggestion")
    one_class = pipeline.suggest(base, count=6)
    assert one_class.by == "cover"
    assert "one class only" in one_class.why
    assert not set(ids[:3]) & {c.chip for c in one_class.chips}
    pipeline.label_chips(base, "cover", ids[3:], "wet", how="suggestion")
    layer = tmp_path / "next.gpkg"
    assert run(["suggest", str(base), "-n", "5", "--out", str(layer), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["by"] == "margin"
    frame = geopandas.read_file(layer)
    assert frame["chip_id"].tolist() == [c["chip"] for c in report["chips"]]
    assert frame["rank"].tolist() == [1, 2, 3, 4, 5]
    assert set(frame["predicted"]) <= {"dry", "wet"}
    workspace = pipeline.open_workspace(base)
    data = pipeline.features(base)
    training = pipeline.training_set(workspace, data)
    said = (
        HEADS["rf"](kind="classes", seed=0)
        .fit(training.matrix, training.y)
        .predict_all(data.matrix)
    )
    rows = np.searchsorted(data.ids, frame["chip_id"])
    np.testing.assert_allclose(frame["uncertainty"], uncertainty(said)[rows], rtol=1e-5)
    centre = frame.geometry.centroid.to_crs("EPSG:4326")
    assert [c["lon"] for c in report["chips"]] == pytest.approx(centre.x.tolist(), abs=1e-6)
    assert run(["suggest", str(base), "-n", "3", "--apart", "400m", "--diverse", "kcentre"]) == 0
    assert "at least 400 m apart" in capsys.readouterr().out
    assert run(["suggest", str(base), "-n", "3", "--apart", "90km"]) == 0
    assert "no room for so many 90,000 m apart" in capsys.readouterr().out


def test_a_target_of_values_is_asked_about_by_its_spread(base, scene):
    pipeline.label(base, str(scene.truth), target="mean", how="mean")
    training = pipeline.training_set(pipeline.open_workspace(base), pipeline.features(base))
    pipeline.label_chips(base, "some", training.ids[:30], 1.5)
    pipeline.label_chips(base, "some", training.ids[60:90], 2.5)
    report = pipeline.suggest(base, target="some", count=4)
    assert report.by == "spread"
    assert all(1.5 <= c.predicted <= 2.5 for c in report.chips)


def test_what_cannot_be_suggested_is_refused(base, scene):
    pipeline.label(base, str(scene.truth), target="mean", how="mean")
    ids = pipeline.features(base).ids
    pipeline.label_chips(base, "cover", ids, "dry")
    pipeline.label_chips(base, "cover", ids[:9], "wet")
    with pytest.raises(LabelsMissing, match="say which with --target"):
        pipeline.suggest(base)
    with pytest.raises(LabelsTooFew, match="are labelled already"):
        pipeline.suggest(base, target="cover")


def test_similar_chips_are_those_of_the_cosine(base, tmp_path, capsys):
    data = pipeline.features(base)
    a, b, other = (int(i) for i in data.ids[[10, 11, 200]])
    raster, layer = tmp_path / "s.tif", tmp_path / "s.parquet"
    command = ["similar", str(base), "--chip", f"{a},{b}", "--not", str(other), "-n", "7"]
    assert run([*command, "--raster", str(raster), "--out", str(layer), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    Z = (data.matrix - data.matrix.mean(axis=0, dtype=float)) / data.matrix.std(axis=0, dtype=float)
    U = Z / np.linalg.norm(Z, axis=1, keepdims=True)
    expected = (U @ U[[10, 11]].T).mean(axis=1) - U @ U[200]
    with rasterio.open(raster) as file:
        stored = file.read(1)
    np.testing.assert_allclose(np.sort(stored[~np.isnan(stored)]), np.sort(expected), atol=1e-4)
    ranked = [i for i in np.argsort(-expected) if data.ids[i] not in (a, b, other)][:7]
    assert [c["chip"] for c in report["chips"]] == data.ids[ranked].tolist()
    assert geopandas.read_parquet(layer)["chip_id"].tolist() == data.ids[ranked].tolist()
    assert (base / "maps").exists() is False  # nothing lands where nobody asked
    assert run([*command, "--raw"]) == 0
    assert (base / "maps" / "similar.tif").exists()


def test_a_chip_that_is_not_there_is_refused(base):
    with pytest.raises(ChipUnknown, match="Chip 999999 is not embedded"):
        pipeline.similar(base, [999_999])
