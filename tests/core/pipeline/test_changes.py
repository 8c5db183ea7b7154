"""Two dates: embedded alike, how far chips moved, and a head of one applied to the other."""

from __future__ import annotations

import json
import shutil

import geopandas
import numpy as np
import pytest
import rasterio
from scipy.spatial.distance import cosine as scipy_cosine

from eo_embed.core import pipeline
from eo_embed.core.cli import run
from eo_embed.core.errors import (
    EmbeddingsMissing,
    HeadMismatch,
    ModelMismatch,
    OutputError,
    UsageError,
)
from eo_embed.core.synthetic import make_scene
from eo_embed.core.workspace import Workspace

SIZE, CHIP = 256, 16
PATCH = (slice(64, 128), slice(32, 96))  # 4 x 4 chips


def second_date(scene, path, **changes):
    """The scene again: other light, other noise, and water where PATCH was."""
    with rasterio.open(scene.scene) as data:
        values, profile, names, scales = (
            data.read().astype(float), data.profile, data.descriptions, data.scales,
        )  # fmt: skip
    with rasterio.open(scene.truth) as data:
        water = np.argwhere(data.read(1) == 4)
    rng = np.random.default_rng(5)
    drawn = water[rng.integers(0, len(water), (64, 64))]
    values[:, *PATCH] = values[:, drawn[..., 0], drawn[..., 1]]
    valid = values > 0
    values = values * np.array([1.1, 1.05, 1.2, 0.9, 1.1, 1.1])[:, None, None] + 30
    values += rng.normal(0, 10, values.shape)
    stored = np.where(valid, np.clip(np.rint(values), 1, 65535), 0).astype(np.uint16)
    with rasterio.open(path, "w", **profile | changes.get("profile", {})) as data:
        data.write(stored)
        data.descriptions = changes.get("names", names)
        data.scales = changes.get("scales", scales)
    return str(path)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dates")
    scene = make_scene(folder, size=SIZE)
    return scene, second_date(scene, folder / "second.tif")


def begin(folder, **sources):
    pipeline.init(folder, {n: [str(path)] for n, path in sources.items()}, chip=str(CHIP))
    return folder


@pytest.fixture(scope="module")
def made(files, tmp_path_factory):
    """Two workspaces, and one of two sources, each embedded alike."""
    base = tmp_path_factory.mktemp("made")
    scene, second = files
    one, two = begin(base / "one", s2=scene.scene), begin(base / "two", later=second)
    both = begin(base / "both", early=scene.scene, late=second)
    pipeline.embed(one, options={"features": 64})
    pipeline.embed(two, like=one)
    pipeline.embed(both, sources=["early"], options={"features": 64})
    pipeline.embed(both, like=":early")
    pipeline.label(one, str(scene.truth), target="cover", min_share=0.5)
    pipeline.fit(one, head="knn")
    return base


@pytest.fixture
def base(made, tmp_path):
    return shutil.copytree(made, tmp_path / "base")


def in_patch(grid, ids):
    rows, cols = grid.rows_cols(ids)
    return (rows >= 4) & (rows < 8) & (cols >= 2) & (cols < 6)


def manifest(folder, source):
    return pipeline.features(folder, [source]).manifests[0]


# --- embedded alike ---


def test_another_date_is_embedded_with_what_the_first_learnt(base, files, tmp_path):
    first, second = manifest(base / "one", "s2"), manifest(base / "two", "later")
    assert first.embedding_id == second.embedding_id
    assert second.options == first.options
    own = begin(tmp_path / "own", later=files[1])
    pipeline.embed(own, options={"features": 64})
    assert manifest(own, "later").embedding_id != first.embedding_id
    same = begin(tmp_path / "same", again=files[0].scene)
    pipeline.embed(same, like=f"{base / 'one'}:s2")
    np.testing.assert_array_equal(
        pipeline.features(same).matrix, pipeline.features(base / "one").matrix
    )


def test_the_stores_of_both_ways_lie_side_by_side_and_go_on(base):
    two = base / "two"
    (alike,) = pipeline.embed(two, like=base / "one")
    assert (alike.report.embedded, alike.report.kept) == (0, alike.report.chips)
    (own,) = pipeline.embed(two, options={"features": 64})
    assert own.store != alike.store
    (again,) = pipeline.embed(two, like=base / "one")
    assert (again.store, again.report.kept) == (alike.store, alike.report.kept)
    shutil.rmtree(base / "one")
    assert len(pipeline.features(two).ids) > 200  # it stands without the first


def test_the_pattern_itself_is_left_out_and_never_its_own(base):
    done = pipeline.embed(base / "both", like=":early")
    assert [source.source for source in done] == ["late"]
    with pytest.raises(UsageError, match="like itself"):
        pipeline.embed(base / "both", like=":early", sources=["early", "late"])
    with pytest.raises(UsageError, match="no other source"):
        pipeline.embed(base / "one", like=":s2")
    with pytest.raises(UsageError, match=r"early, late; say which with .*both:SOURCE"):
        pipeline.embed(base / "one", like=base / "both")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"names": ("blue", "green", "red", "nir", "swir1", "thermal")}, "the same bands"),
        ({"names": ("red", "green", "blue", "nir", "swir1", "swir2")}, "the same bands"),
        ({"scales": [1e-3] * 6}, "has scale 0.001 and offset 0"),
    ],
)
def test_other_bands_or_scales_are_refused(base, files, tmp_path, changes, said):
    other = begin(tmp_path / "w", s2=second_date(files[0], tmp_path / "t.tif", **changes))
    with pytest.raises(ModelMismatch, match=said):
        pipeline.embed(other, like=base / "one")
    assert not list(other.glob("embeddings/*/part-*"))
    if "scales" in changes:  # the caller may know that reflectance is meant all the same
        pipeline.embed(other, like=base / "one", force=True)
        assert manifest(other, "s2").embedding_id == manifest(base / "one", "s2").embedding_id


def test_chips_of_another_size_are_not_alike(base, files, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [files[1]]}, chip="32")
    with pytest.raises(ModelMismatch, match="32 x 32 pixels"):
        pipeline.embed(tmp_path / "w", like=base / "one")
    fresh = begin(tmp_path / "fresh", s2=files[1])
    with pytest.raises(EmbeddingsMissing):
        pipeline.embed(base / "two", like=fresh)


# --- change ---


def test_the_map_holds_the_distances_of_a_brute_force(base):
    report = pipeline.change(base / "one", base / "two")
    A, B = (pipeline.features(base / name) for name in ("one", "two"))
    a, b = A.matrix.astype(float), B.matrix.astype(float)
    scale, middle = np.sqrt((a.var(0) + b.var(0)) / 2), (a.mean(0) + b.mean(0)) / 2
    a, b = (a - middle) / scale, (b - middle) / scale
    grid = Workspace.open(base / "one").grid
    with rasterio.open(report.files["map"]) as data:
        cells, transform, names = data.read(), data.transform, data.descriptions
    rows, cols = rasterio.transform.rowcol(transform, *grid.centres(A.ids).T)
    assert names == ("Euclidean distance", "cosine distance")
    np.testing.assert_allclose(cells[0, rows, cols], np.linalg.norm(a - b, axis=1), rtol=1e-4)
    cosine = [scipy_cosine(*pair) for pair in zip(a, b, strict=True)]
    np.testing.assert_allclose(cells[1, rows, cols], cosine, rtol=1e-3, atol=1e-6)
    assert np.isfinite(cells[0]).sum() == report.chips == len(A.ids)
    assert report.quantiles["euclidean"]["50%"] == pytest.approx(
        np.median(np.linalg.norm(a - b, axis=1)), rel=1e-4
    )


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize("by", ["euclidean", "cosine"])
def test_the_changed_patch_ranks_first(base, by, centred):
    report = pipeline.change(base / "one", base / "two", by=by, centred=centred, most=16)
    grid = Workspace.open(base / "one").grid
    listed = geopandas.read_file(report.files["chips"])
    assert listed["chip_id"].tolist() == [c.chip for c in report.most]
    assert in_patch(grid, listed["chip_id"].to_numpy()).sum() >= 15
    assert listed[by].is_monotonic_decreasing
    boxes = grid.polygons(listed["chip_id"].to_numpy())
    assert all(a.equals(b) for a, b in zip(listed.geometry, boxes, strict=True))
    assert (report.centred, 0.2 < report.shift_share < 1) == (centred, True)


def test_two_sources_of_one_workspace_are_two_dates(base):
    report = pipeline.change(
        base / "both", source="early", other_source="late", out=base / "out.tif"
    )
    apart = pipeline.change(base / "one", base / "two")
    assert report.quantiles == apart.quantiles
    assert report.random == apart.random
    assert (report.before[1], report.after[1]) == ("early", "late")
    assert report.files == {"map": str(base / "out.tif"), "chips": str(base / "out.gpkg")}
    for wrong in ({}, {"source": "early"}, {"source": "early", "other_source": "early"}):
        with pytest.raises(UsageError):
            pipeline.change(base / "both", **wrong)


def test_only_chips_of_both_dates_are_compared(base):
    two = Workspace.open(base / "two")
    left, bottom, right, top = two.grid.bounds(two.grid.select())
    pipeline.set_area(two, f"{left},{bottom},{(left + right) / 2},{top}@EPSG:32631")
    report = pipeline.change(base / "one", base / "two")
    first, second = (len(pipeline.features(base / n).ids) for n in ("one", "two"))
    assert (report.chips, report.unpaired) == (second, first - second)


def test_other_ground_or_other_meaning_is_refused(base, files, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [files[1]]}, chip="32")
    pipeline.embed(tmp_path / "w", model="stats")
    with pytest.raises(UsageError, match=r"not the same ground \(size, stride differ\)"):
        pipeline.change(base / "one", tmp_path / "w")
    pipeline.embed(base / "two", options={"features": 64})
    with pytest.raises(ModelMismatch, match=r"--sources later --like .*one:s2"):
        pipeline.change(base / "one", base / "two")
    assert not (base / "one" / "maps" / "change.tif").exists()


def test_a_foreign_file_beside_the_map_stays(base):
    (base / "out.gpkg").write_text("mine")
    with pytest.raises(OutputError):
        pipeline.change(base / "one", base / "two", out=base / "out.tif")
    assert (base / "out.gpkg").read_text() == "mine"
    assert not (base / "out.tif").exists()
    (base / "other.tif").write_text("mine")
    with pytest.raises(OutputError):
        pipeline.change(base / "one", base / "two", out=base / "other.tif")
    assert not (base / "other.gpkg").exists()
    with pytest.raises(UsageError, match="at least 0"):
        pipeline.change(base / "one", base / "two", most=-1)


# --- a head of the other date ---


def test_a_head_maps_the_other_date_and_counts_what_went_where(base):
    report = pipeline.apply_head(base / "one", base / "two")
    assert report.files["map"] == str(base / "two" / "maps" / "cover-knn-from-one.tif")
    before = pipeline.predict(base / "one")
    with rasterio.open(before.files["map"]) as one, rasterio.open(report.files["map"]) as two:
        first, second, names = one.read(1), two.read(1), two.tags(1)
    valid = (first > 0) & (second > 0)
    counted = {}
    for pair in zip(first[valid].tolist(), second[valid].tolist(), strict=True):
        counted[pair] = counted.get(pair, 0) + 1
    assert sorted(counted.values(), reverse=True) == [t.cells for t in report.transitions]
    assert names
    moved = (first != second)[valid]
    patch = np.zeros(first.shape, bool)
    patch[4:8, 2:6] = True
    assert moved[patch[valid]].mean() > 2 * moved[~patch[valid]].mean()
    assert moved.sum() == sum(t.cells for t in report.transitions if t.before != t.after)
    assert all(t.hectares == pytest.approx(t.cells * 2.56) for t in report.transitions)
    assert sum(report.shares.values()) == pytest.approx(1, abs=1e-4)


def test_a_head_is_applied_to_another_source_of_its_workspace(base, files):
    both = base / "both"
    pipeline.label(both, str(files[0].truth), target="cover", min_share=0.5)
    pipeline.fit(both, head="knn", sources=["early"])
    report = pipeline.apply_head(both, both, sources=["late"])
    assert report.files["map"].endswith("cover-knn-on-late.tif")
    np.testing.assert_array_equal(
        [t.cells for t in report.transitions],
        [t.cells for t in pipeline.apply_head(base / "one", base / "two").transitions],
    )
    with pytest.raises(UsageError, match="gives 2"):
        pipeline.apply_head(both, both, sources=["early", "late"])


def test_columns_follow_the_head_whatever_the_order_of_the_sources(base, files, tmp_path):
    both = base / "both"
    pipeline.embed(both, model="stats", sources=["late"])  # two kinds of columns
    pipeline.label(both, str(files[0].truth), target="cover", min_share=0.5)
    pipeline.fit(both, head="knn", name="two")
    turned = begin(tmp_path / "turned", late=files[1], early=files[0].scene)
    pipeline.embed(turned, like=both)
    report = pipeline.apply_head(both, turned, head="two")
    assert report.chips > 200
    assert all(t.before == t.after for t in report.transitions)
    with pytest.raises(HeadMismatch):
        pipeline.apply_head(both, turned, head="two", sources=["late", "early"])


def test_a_head_of_other_embeddings_is_refused(base):
    pipeline.embed(base / "two", options={"features": 64})
    with pytest.raises(HeadMismatch):
        pipeline.apply_head(base / "one", base / "two")


def test_where_the_first_date_is_embedded_otherwise_now_there_is_a_map_and_no_table(base):
    pipeline.embed(base / "one", model="stats")
    report = pipeline.apply_head(base / "one", base / "two")
    assert report.chips > 200
    assert report.transitions == []


# --- on the command line ---


def test_two_dates_in_json_and_for_a_person(base, capsys):
    one, two, both = (str(base / name) for name in ("one", "two", "both"))

    def ask(*command):
        capsys.readouterr()
        assert run([*command, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert ask("embed", two, "--like", f"{one}:s2")["sources"][0]["report"]["embedded"] == 0
    found = ask("change", one, two, "-n", "3", "--centred")
    assert (len(found["most"]), found["centred"]) == (3, True)
    assert ask("change", both, "--source", "early", "--other-source", "late")["chips"] > 200
    assert ask("apply", one, two, "--head", "knn")["transitions"]
    assert run(["change", one, two]) == 0
    out = capsys.readouterr().out
    assert "--centred takes it away" in out
    assert "Euclidean, random chips" in out
    assert run(["apply", one, two]) == 0
    out = capsys.readouterr().out
    assert "cells changed class" in out
    assert "eo-embed sample" in out


def test_where_nothing_changed_there_is_no_table(base, files, tmp_path, capsys):
    again = begin(tmp_path / "again", s2=files[0].scene)
    pipeline.embed(again, like=base / "one")
    assert run(["apply", str(base / "one"), str(again)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("0 of ")
    assert last.endswith(" cells changed class")


def test_a_head_is_not_applied_to_what_it_was_fitted_on(base, capsys):
    one = str(base / "one")
    for extra in ([], ["--sources", "s2"]):
        assert run(["apply", one, f"{base}/two/../one", *extra]) == 2
        assert "was fitted on s2 of" in capsys.readouterr().err
    assert not (base / "one" / "maps").exists()
    pipeline.embed(one, model="stats")
    assert run(["apply", one, one]) == 2
    assert "error [HEAD_MISMATCH]" in capsys.readouterr().err


def test_a_model_of_ones_own_does_not_go_with_like(base, capsys):
    for extra in (["--model", "stats"], ["--set", "features=8"]):
        assert run(["embed", str(base / "two"), "--like", str(base / "one"), *extra]) == 2
        assert "--like takes model and options" in capsys.readouterr().err


def test_three_dates_of_a_reservoir(shared_data, tmp_path):
    """Where the open water changed most, by an index of green and swir1, embeddings moved most."""
    folder = shared_data / "boadella_s2_ts"
    dates = {"june": "2020-06-21", "july": "2021-07-16"}
    paths = {name: folder / f"Boadella_{date}.tif" for name, date in dates.items()}
    w = tmp_path / "w"
    pipeline.init(w, {n: [str(path)] for n, path in paths.items()}, chip="160m")
    pipeline.embed(w, sources=["june"])
    pipeline.embed(w, like=":june")
    report = pipeline.change(w, source="june", other_source="july", most=20)
    workspace = Workspace.open(w)
    grid, shares = workspace.grid, []
    for name in dates:
        source = workspace.source(name)
        values, _ = source.read(0, grid.shape[0] * 16, 0, grid.shape[1] * 16)
        at = source.band_names.index
        green, swir = (values[at(band)].astype(float) for band in ("green", "swir1"))
        wet = (green - swir) / (green + swir + 1e-9) > 0.1
        shares.append(grid.cut(wet, np.array([c.chip for c in report.most[:10]]), 0, 0)[:10])
    gone = np.abs(shares[0].mean((1, 2)) - shares[1].mean((1, 2)))
    assert (gone > 0.2).sum() >= 5  # of 25 such chips among 576
