"""Explorations on disk: charts, tables, a walk in pictures, clusters and labels made of them."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import geopandas
import numpy as np
import pandas
import pyarrow.parquet as pq
import pytest
import rasterio
from PIL import Image
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from eo_embed.core import pipeline
from eo_embed.core.cli import cli, run
from eo_embed.core.errors import (
    ChipUnknown,
    EmbeddingsMissing,
    LabelsMissing,
    OutputError,
    UsageError,
)
from eo_embed.core.labels import LabelStore
from eo_embed.core.synthetic import make_scene
from eo_embed.core.workspace import Workspace


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("scene"), size=256)


@pytest.fixture(scope="module")
def made(scene, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "w"
    pipeline.init(folder, {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(folder, options={"features": 32})
    pipeline.label(folder, str(scene.truth), target="cover", min_share=0.7)
    return folder


@pytest.fixture
def workspace(made, tmp_path):
    return Workspace.open(shutil.copytree(made, tmp_path / "w"))


def size_of(png):
    with Image.open(png) as picture:
        return picture.size


def held(workspace, target="cover"):
    return LabelStore(workspace.labels_path, workspace.geobox.crs).get(target)


# --- spectrum and views ---


def test_the_table_of_the_spectrum_is_scikit_learns(workspace):
    report = pipeline.explore_pca(workspace)
    oracle = PCA().fit(pipeline.features(workspace).matrix.astype(float)).explained_variance_ratio_
    table = pandas.read_csv(report.files["table"])
    np.testing.assert_allclose(table["share"], oracle[: len(table)], rtol=1e-3, atol=1e-7)
    np.testing.assert_allclose(table["cumulative"], np.cumsum(oracle)[: len(table)], rtol=1e-4)
    assert report.components_95 == np.searchsorted(np.cumsum(oracle), 0.95) + 1
    assert {Path(path).parent for path in report.files.values()} == {workspace.folder / "explore"}
    assert {Path(path).name for path in report.files.values()} == {
        "pca.png", "pca.csv", "pca-view.png", "pca-view.csv",
    }  # fmt: skip
    assert size_of(report.files["chart"])[0] > 900


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_a_view_shows_the_labelled_chips_first_with_their_classes(workspace, method):
    labelled = held(workspace)
    most = len(labelled.ids) + 10
    report = pipeline.explore_view(workspace, method, most=most)
    table = pandas.read_csv(report.files["table"], keep_default_na=False)
    assert (report.shown, report.labelled, report.target) == (most, most - 10, "cover")
    assert set(labelled.ids.tolist()) < set(table["chip_id"])
    names = {c.code: c.name for c in workspace.target("cover").classes}
    expected = dict(zip(labelled.ids.tolist(), labelled.values.tolist(), strict=True))
    assert list(table["label"]) == [
        names[expected[chip]] if chip in expected else "" for chip in table["chip_id"]
    ]
    assert np.isfinite(table[["x", "y"]].to_numpy()).all()


def test_the_view_of_pca_lies_along_the_first_component(workspace):
    data = pipeline.features(workspace)
    report = pipeline.explore_view(workspace, "pca")
    table = pandas.read_csv(report.files["table"])
    oracle = PCA(2).fit_transform(StandardScaler().fit_transform(data.matrix.astype(float)))
    np.testing.assert_array_equal(table["chip_id"], data.ids)
    for axis, name in enumerate("xy"):
        assert abs(np.corrcoef(table[name], oracle[:, axis])[0, 1]) > 0.999


def test_a_view_of_fewer_chips_than_are_labelled_shows_labelled_ones_by_seed(workspace):
    views = [pipeline.explore_view(workspace, "pca", most=20, seed=seed) for seed in (1, 2)]
    assert [view.labelled for view in views] == [20, 20]
    chips = []
    for seed in (1, 1, 2):
        report = pipeline.explore_view(workspace, "pca", most=20, seed=seed)
        chips.append(pandas.read_csv(report.files["table"])["chip_id"].tolist())
    assert chips[0] == chips[1] != chips[2]


def test_values_colour_a_view_too(workspace, scene):
    pipeline.label(workspace, str(scene.truth), target="height", how="mean")
    with pytest.raises(LabelsMissing, match="cover, height"):
        pipeline.explore_view(workspace.folder, "pca")
    report = pipeline.explore_view(workspace.folder, "pca", target="height")
    table = pandas.read_csv(report.files["table"])
    expected = held(workspace, "height")
    given = table.dropna(subset="label")
    np.testing.assert_array_equal(given["chip_id"], expected.ids)
    np.testing.assert_allclose(given["label"], expected.values, rtol=1e-5)


def test_without_labels_the_view_is_grey(scene, tmp_path):
    w = tmp_path / "bare"
    pipeline.init(w, {"s2": [str(scene.scene)]}, chip="32")
    with pytest.raises(EmbeddingsMissing):
        pipeline.explore_view(w, "pca")
    pipeline.embed(w, model="stats")
    report = pipeline.explore_view(w, "pca")
    assert (report.labelled, report.target) == (0, "")
    with pytest.raises(LabelsMissing):
        pipeline.explore_view(w, "pca", target="cover")


# --- distances and walks ---


def test_distances_are_those_of_the_chips_named(workspace):
    report = pipeline.explore_distance(workspace, pairs=200)
    table = pandas.read_csv(report.files["table"])
    assert len(table) == report.pairs == 200
    data = pipeline.features(workspace)
    rows = [np.searchsorted(data.ids, table[name]) for name in ("first", "second")]
    apart = np.linalg.norm(data.matrix[rows[0]] - data.matrix[rows[1]], axis=1)
    np.testing.assert_allclose(table["embedding"], apart, rtol=1e-4)
    centres = [workspace.grid.centres(table[name].to_numpy()) for name in ("first", "second")]
    np.testing.assert_allclose(table["ground_m"], np.hypot(*(centres[0] - centres[1]).T), rtol=1e-5)
    assert report.pearson == pytest.approx(np.corrcoef(table["ground_m"], apart)[0, 1], abs=1e-4)


def test_a_walk_shows_its_chips_and_lists_them(workspace):
    ids = pipeline.features(workspace).ids
    report = pipeline.explore_path(workspace, int(ids[3]), int(ids[-4]), points=3, neighbours=2)
    listed = geopandas.read_file(report.files["table"])
    assert (np.shape(report.chips), np.shape(report.distances)) == ((3, 2), (3, 2))
    assert listed["chip_id"].tolist() == [report.start, *np.ravel(report.chips), report.end]
    assert listed["point"].tolist() == [0, 1, 1, 2, 2, 3, 3, 4]
    assert listed["rank"].tolist() == [0, 1, 2, 1, 2, 1, 2, 0]
    boxes = workspace.grid.polygons(listed["chip_id"].to_numpy())
    assert all(a.equals(b) for a, b in zip(listed.geometry, boxes, strict=True))
    assert size_of(report.files["picture"])[0] > 5 * 128
    pipeline.explore_path(workspace, int(ids[3]), int(ids[-5]))  # over the files of the first


def test_a_walk_from_nowhere_or_to_itself_is_refused(workspace):
    chip = int(pipeline.features(workspace).ids[0])
    with pytest.raises(ChipUnknown, match="Chip 99999 "):
        pipeline.explore_path(workspace, chip, 99_999)
    with pytest.raises(UsageError, match=f"from chip {chip} to itself"):
        pipeline.explore_path(workspace, chip, chip)
    assert not (workspace.folder / "explore").exists()


def test_what_is_there_stays_when_a_chart_is_to_go_elsewhere(workspace, tmp_path):
    (tmp_path / "mine.csv").write_text("mine")
    (tmp_path / "mine.gpkg").write_text("mine")
    ids = pipeline.features(workspace).ids
    for explore in (
        lambda out: pipeline.explore_distance(workspace, out=out),
        lambda out: pipeline.explore_path(workspace, int(ids[0]), int(ids[1]), out=out),
    ):
        with pytest.raises(OutputError, match="there already"):
            explore(tmp_path / "mine.png")
    with pytest.raises(OutputError, match=r"written as \.png"):
        pipeline.explore_view(workspace, "pca", out=tmp_path / "chart.jpg")
    assert not list(tmp_path.glob("*.png"))
    report = pipeline.explore_pca(workspace, out=tmp_path / "new.png")
    assert {Path(path).name for path in report.files.values()} == {
        "new.png", "new.csv", "new-view.png", "new-view.csv",
    }  # fmt: skip


# --- clusters ---


def test_clusters_are_k_means_on_a_map(workspace):
    report = pipeline.explore_clusters(workspace, 5)
    data = pipeline.features(workspace)
    with rasterio.open(report.files["map"]) as found:
        cells, colours, transform = found.read(1), found.colormap(1), found.transform
    centres = workspace.grid.centres(data.ids)
    rows, cols = rasterio.transform.rowcol(transform, centres[:, 0], centres[:, 1])
    assigned = cells[rows, cols]
    sizes = np.bincount(assigned, minlength=6)[1:]
    assert report.sizes == sizes.tolist() == sorted(sizes, reverse=True)
    assert (cells > 0).sum() == len(data.ids)
    assert len({colours[i][:3] for i in range(1, 6)}) == 5
    Z = StandardScaler().fit_transform(data.matrix.astype(float))
    oracle = KMeans(5, n_init=3, random_state=0).fit(Z)
    assert adjusted_rand_score(oracle.labels_, assigned) > 0.95
    table = pq.read_table(report.files["table"]).to_pandas()
    np.testing.assert_array_equal(table["cluster"], assigned)
    for number, nearest in enumerate(report.nearest, 1):
        inside = np.flatnonzero(assigned == number)
        away = np.linalg.norm(Z[inside] - Z[inside].mean(axis=0), axis=1)
        mine = table[table["cluster"] == number]
        np.testing.assert_allclose(mine["distance"], away, rtol=0.05, atol=0.05)
        assert nearest == mine.sort_values("distance")["chip_id"][:3].tolist()


def test_a_cluster_becomes_labels_and_clicks_stay(workspace):
    pipeline.explore_clusters(workspace, 4)
    table = pq.read_table(workspace.folder / "explore" / "clusters.parquet").to_pandas()
    second = table[table["cluster"] == 2].sort_values(["distance", "chip_id"])["chip_id"].tolist()
    pipeline.label_chips(workspace, "kind", second[:2], "meadow")
    pipeline.label_chips(workspace, "kind", second[2:3], "meadow", how="suggestion")
    report = pipeline.label_cluster(workspace, 2, "water", target="kind", nearest=10, who="kim")
    assert (report.labelled, report.kept) == (7, 3)
    found = held(workspace, "kind")
    given = dict(
        zip(found.ids.tolist(), zip(found.values, found.how, found.who, strict=True), strict=True)
    )
    assert given == {
        **dict.fromkeys(second[:2], ("meadow", "click", "")),
        second[2]: ("meadow", "suggestion", ""),
        **dict.fromkeys(second[3:10], ("water", "cluster", "kim")),
    }
    every = pipeline.label_cluster(workspace, 2, "lake", target="kind")
    assert every.labelled == len(second) - 3
    assert set(held(workspace, "kind").values) == {"meadow", "lake"}


def test_a_class_is_known_by_its_name_as_well_as_its_code(workspace):
    pipeline.explore_clusters(workspace, 3)
    water = next(c for c in workspace.target("cover").classes if c.name == "water")
    assert water.code != "water"
    pipeline.label_cluster(workspace, 1, "water", target="cover")
    found = held(workspace)
    assert set(found.values[found.how == "cluster"]) == {water.code}
    assert "water" not in {c.code for c in workspace.target("cover").classes}


def test_only_chips_of_the_area_are_labelled(workspace):
    pipeline.explore_clusters(workspace, 2)
    left, bottom, right, top = workspace.grid.bounds(workspace.grid.select())
    pipeline.set_area(workspace, f"{left},{bottom},{(left + right) / 2},{top}@EPSG:32631")
    pipeline.label_cluster(workspace, 1, "a", target="kind")
    labelled = held(workspace, "kind").ids
    assert set(labelled.tolist()) <= set(workspace.grid.select().tolist())


def test_clusters_of_other_embeddings_are_refused(workspace):
    with pytest.raises(UsageError, match="no clusters yet"):
        pipeline.label_cluster(workspace, 1, "a", target="kind")
    pipeline.explore_clusters(workspace, 3)
    for wrong, said in (({"cluster": 4}, "no cluster 4; there are 1 to 3"),
                        ({"nearest": 0}, "at least 1")):  # fmt: skip
        with pytest.raises(UsageError, match=said):
            pipeline.label_cluster(workspace, **{"cluster": 1, **wrong}, value="a", target="kind")
    pipeline.embed(workspace, model="stats")
    with pytest.raises(UsageError, match="in use now; run eo-embed explore DIR clusters again"):
        pipeline.label_cluster(workspace, 1, "a", target="kind")
    path = workspace.folder / "explore" / "clusters.parquet"
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(UsageError, match="damaged"):
        pipeline.label_cluster(workspace, 1, "a", target="kind")
    assert len(held(workspace, "kind").ids) == 0


# --- labels by hand ---


@pytest.mark.parametrize("how", ["guess", "", "imported by me"])
def test_labels_come_about_in_known_ways_alone(workspace, how):
    with pytest.raises(UsageError, match="click, imported, cluster, suggestion"):
        pipeline.label_chips(workspace, "kind", [1], "a", how=how)


@pytest.mark.parametrize("value", ["", "  ", math.nan, math.inf])
def test_a_label_that_is_none_is_refused_and_makes_no_target(workspace, value):
    with pytest.raises(UsageError, match="a class or a finite number"):
        pipeline.label_chips(workspace, "kind", [1], value)
    assert [t.name for t in Workspace.open(workspace.folder).config.targets] == ["cover"]


@pytest.mark.parametrize("chip", [-1, 256])
def test_a_chip_beyond_the_grid_is_refused(workspace, chip):
    with pytest.raises(ChipUnknown, match=f"no chip {chip}: ids run from 0 to 255"):
        pipeline.label_chips(workspace, "kind", [1, chip], "a")


def test_the_summary_counts_what_the_store_holds(workspace):
    pipeline.label_chips(workspace, "cover", [0, 1, 2], "orchard", who="kim")
    (found,) = pipeline.summarise_labels(workspace.folder)
    table = held(workspace)
    names = {c.code: c.name for c in Workspace.open(workspace.folder).target("cover").classes}
    values = [names[code] for code in table.values]
    assert found.classes == {name: values.count(name) for name in set(values)}
    assert found.how == {"imported": len(values) - 3, "click": 3}
    assert found.who == {"": len(values) - 3, "kim": 3}
    assert found.labels == len(values)
    assert (found.first, found.last) == (f"{table.when.min()}Z", f"{table.when.max()}Z")
    pipeline.label_chips(workspace, "height", [4, 5], 2.5)
    both = pipeline.summarise_labels(workspace.folder)
    assert [(s.target, s.kind, s.range) for s in both] == [
        ("cover", "classes", None), ("height", "value", (2.5, 2.5)),
    ]  # fmt: skip
    with pytest.raises(LabelsMissing):
        pipeline.summarise_labels(workspace.folder, "age")


# --- on the command line ---


@pytest.fixture
def ask(workspace, capsys):
    def ask(*command):
        name, *between, options = command
        assert run([name, str(workspace.folder), *between, *options.split(), "--json"]) == 0
        out = capsys.readouterr().out
        assert out.count("\n") == 1
        return json.loads(out)

    return ask


def test_explorations_in_json(ask, workspace):
    ids = pipeline.features(workspace).ids
    assert ask("explore", "pca", "--most 50")["dim"] == 32
    assert ask("explore", "tsne", "--most 60 --target cover")["shown"] == 60
    assert ask("explore", "distance", "--pairs 50 --seed 2 --sources s2")["pairs"] == 50
    walk = ask("explore", "path", f"--from {ids[0]} --to {ids[9]} --points 2 --neighbours 1")
    assert np.shape(walk["chips"]) == (2, 1)
    assert len(ask("explore", "clusters", "-k 3")["sizes"]) == 3
    assert sorted(cli.commands["explore"].commands) == [
        "clusters", "distance", "path", "pca", "tsne", "umap",
    ]  # fmt: skip


def test_labelling_by_hand_in_json(ask, workspace, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "kim")
    done = ask("label", "--chips 7,8,8 --as orchard --name kind")
    assert done == {"target": "kind", "label": "orchard", "chips": 2, "how": "click", "who": "kim"}
    assert (
        ask("label", "--chips 9 --value 3 --name height --how suggestion --who lee")["who"] == "lee"
    )
    assert held(workspace, "height").how.tolist() == ["suggestion"]
    assert ask("label", "--chips 7 --remove --name kind")["chips"] == 1
    assert held(workspace, "kind").ids.tolist() == [8]
    ask("explore", "clusters", "-k 3")
    assert ask("label", "--cluster 3 --as rock --name kind --nearest 2")["labelled"] == 2
    kind = next(s for s in ask("labels", "")["targets"] if s["target"] == "kind")
    assert kind["how"] == {"cluster": 2, "click": 1}
    assert kind["who"] == {"kim": 3}
    assert [s["target"] for s in ask("labels", "--target height")["targets"]] == ["height"]


def test_who_labels_is_nobody_where_the_system_knows_no_name(ask, monkeypatch):
    def fail():
        raise OSError("no login")

    monkeypatch.setattr("getpass.getuser", fail)
    assert ask("label", "--chips 7 --as a --name kind")["who"] == ""


def test_texts_for_a_person(workspace, capsys):
    w = str(workspace.folder)
    assert run(["explore", w, "clusters", "-k", "3"]) == 0
    assert "cluster 3" in capsys.readouterr().out
    assert run(["labels", w]) == 0
    out = capsys.readouterr().out
    assert "given by  imported" in out
    assert "water" in out
    assert run(["label", w, "--cluster", "1", "--as", "a", "--name", "kind"]) == 0
    assert "chips of cluster 1 labelled a" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "you gave none of them"),
        ("--chips 1 --cluster 2", "you gave --chips and --cluster"),
        ("--from t.tif --as water", "--as does not go with --from"),
        ("--from t.tif --remove", "--remove does not go with --from"),
        ("--chips 1 --as a --field f", "--field does not go with --chips"),
        ("--cluster 1 --as a --how click", "--how does not go with --cluster"),
        ("--cluster 1 --remove", "--remove does not go with --cluster"),
        ("--chips 1", "one of --as CLASS, --value NUMBER or --remove"),
        ("--chips 1 --as a --value 3", "one of --as CLASS, --value NUMBER or --remove"),
        ("--chips 1 --as a --remove", "one of --as CLASS, --value NUMBER or --remove"),
        ("--chips , --as a", "names no chip"),
        ("--chips one --as a", "takes whole numbers"),
        ("--chips 1 --as a --how majority", "by click or suggestion"),
        ("--chips 1 --value nan", "a class or a finite number"),
        ("--chips 1 --value 3", "Target cover holds classes"),
    ],
)
def test_ways_of_labelling_that_do_not_go_together(workspace, capsys, command, said):
    before = workspace.labels_path.read_bytes()
    assert run(["label", str(workspace.folder), *command.split()]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error [USAGE]: ")
    assert said in err
    assert workspace.labels_path.read_bytes() == before


def test_by_hand_the_target_is_named_where_it_is_not_the_only_one(workspace, capsys):
    w = str(workspace.folder)
    assert run(["label", w, "--chips", "3", "--as", "water"]) == 0
    assert run(["label", w, "--chips", "3", "--value", "2", "--name", "height"]) == 0
    assert run(["label", w, "--chips", "3", "--as", "water"]) == 2
    assert "there are cover, height" in capsys.readouterr().err
