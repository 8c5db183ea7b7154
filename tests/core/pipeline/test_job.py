"""The main job on real imagery, and what holds between its steps."""

import contextlib
import sqlite3
from dataclasses import replace

import geopandas
import numpy as np
import pytest
import rasterio
import shapely

from eo_embed.core import pipeline
from eo_embed.core.classes import ClassInfo
from eo_embed.core.errors import EmbeddingsMissing, HeadMismatch, UsageError
from eo_embed.core.labels import LabelStore
from eo_embed.core.synthetic import make_scene
from eo_embed.core.workspace import Workspace


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("scene"), size=320)


@pytest.fixture
def workspace(scene, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(tmp_path / "w", options={"features": 64})
    pipeline.label(tmp_path / "w", str(scene.truth), target="cover", min_share=0.5)
    return Workspace.open(tmp_path / "w")


def read(path, band=1):
    with rasterio.open(path) as data:
        return data.read(band), data


def test_the_map_says_what_the_head_says_where_the_chip_is(workspace, tmp_path):
    pipeline.fit(workspace, labels=80, seed=3)
    report = pipeline.predict(workspace, out=tmp_path / "map.tif")
    classes, data = read(tmp_path / "map.tif")
    features = pipeline.features(workspace)
    training = pipeline.training_set(workspace, features, labels=80, seed=3)
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(50, max_depth=7, random_state=3).fit(
        training.matrix, training.y
    )
    expected = forest.predict(features.matrix) + 1
    centres = workspace.grid.centres(features.ids)
    rows, cols = rasterio.transform.rowcol(data.transform, centres[:, 0], centres[:, 1])
    assert (classes[rows, cols] == expected).mean() > 0.99  # ties may fall either way
    assert (classes > 0).sum() == report.chips == len(features.ids)
    assert data.crs.to_epsg() == 32631


def test_labels_at_random_repeat_by_seed(workspace):
    features = pipeline.features(workspace)
    draw = [pipeline.training_set(workspace, features, labels=40, seed=s).ids for s in (1, 1, 2)]
    np.testing.assert_array_equal(draw[0], draw[1])
    assert set(draw[0]) != set(draw[2])
    assert len(set(draw[0].tolist())) == 40


def test_a_head_refuses_embeddings_of_another_model(workspace):
    pipeline.fit(workspace)
    pipeline.embed(workspace.folder, model="stats")
    with pytest.raises(HeadMismatch):
        pipeline.predict(workspace.folder)
    pipeline.embed(workspace.folder, options={"features": 64})  # back again: nothing to do
    assert pipeline.predict(workspace.folder).chips > 0


def test_clicks_outlive_an_import(workspace, scene):
    chip = int(pipeline.features(workspace).ids[5])
    before = pipeline.training_set(workspace, pipeline.features(workspace))
    pipeline.label_chips(workspace, "cover", [chip], "orchard")
    report = pipeline.label(workspace, str(scene.truth), target="cover", min_share=0.5)
    assert report.kept_by_hand == 1
    after = pipeline.training_set(Workspace.open(workspace.folder), pipeline.features(workspace))
    where = np.flatnonzero(after.ids == chip)
    assert after.classes[after.y[where[0]]].name == "orchard"
    assert len(after.ids) - len(before.ids) in (0, 1)
    assert pipeline.label_chips(workspace, "cover", [chip], None) == 1
    with pytest.raises(UsageError, match="does not fit"):
        pipeline.label_chips(workspace, "cover", [chip], 3.5)


def test_an_import_keeps_classes_without_labels(workspace, scene):
    """A person names classes first and imports labels then; classes of an earlier import go."""
    config = pipeline.open_workspace(workspace).target("cover")
    named = ClassInfo("swamp", "Swamp", "#123456")
    space = pipeline.open_workspace(workspace)
    space.change_target("cover", lambda known: replace(known, classes=(*known.classes, named)))
    pipeline.label(workspace, str(scene.truth), target="cover", min_share=0.5)
    after = pipeline.open_workspace(workspace).target("cover")
    assert after.classes == (*config.classes, named)


def test_an_area_redrawn_needs_only_its_new_chips(scene, tmp_path):
    with rasterio.open(scene.scene) as data:
        box = data.bounds
    west = f"{box.left},{box.bottom},{(box.left + box.right) / 2},{box.top}"
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16", aoi=west)
    half = pipeline.embed(tmp_path / "w", options={"features": 32})[0]
    chips = pipeline.set_area(tmp_path / "w", None)
    whole = pipeline.embed(tmp_path / "w", options={"features": 32})[0]
    assert whole.report.chips == chips
    assert not list((tmp_path / "w").glob("*.gpkg"))
    assert half.store == whole.store
    assert whole.report.kept == half.report.chips
    assert 1.8 < whole.report.chips / half.report.chips < 2.2


def test_the_area_is_kept_beside_files_of_its_name(scene, tmp_path):
    """The user's own aoi.gpkg in the workspace's folder is neither written over nor taken unasked."""
    with rasterio.open(scene.scene) as data:
        box, crs = data.bounds, data.crs
    mine = tmp_path / "w" / "aoi.gpkg"
    mine.parent.mkdir()
    area = shapely.box(box.left, box.bottom, box.left + 500, box.top)
    geopandas.GeoDataFrame({"owner": ["me"]}, geometry=[area], crs=crs).to_file(mine)
    before = mine.read_bytes()
    whole = pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    assert len(pipeline.open_workspace(tmp_path / "w").grid.select()) == whole.chips
    few = pipeline.set_area(tmp_path / "w", str(mine))
    assert few < whole.chips
    assert len(pipeline.open_workspace(tmp_path / "w").grid.select()) == few
    again = pipeline.set_area(tmp_path / "w", f"{box.left},{box.bottom},{box.left + 700},{box.top}")
    assert few < again < whole.chips
    assert sorted(p.name for p in mine.parent.glob("*.gpkg")) in (
        ["aoi-2.gpkg", "aoi.gpkg"], ["aoi-3.gpkg", "aoi.gpkg"],
    )  # fmt: skip
    assert mine.read_bytes() == before


def test_changes_from_two_sides_are_both_kept(workspace):
    one, other = (pipeline.open_workspace(workspace) for _ in range(2))
    pipeline.label_chips(one, "roofs", one.grid.select()[:2], "tin")
    key = other.source_config("s2").embeddings
    other.put_embeddings("s2", key)  # as a long embed does at its end
    pipeline.label_chips(other, "roofs", one.grid.select()[2:4], "tile")
    target = pipeline.open_workspace(workspace).target("roofs")
    assert [c.code for c in target.classes] == ["tin", "tile"]


def test_labels_edited_elsewhere_bring_their_class(workspace):
    """A person may write another code into labels.gpkg with QGIS: it is a class like any other."""
    space = pipeline.open_workspace(workspace)
    target = space.config.targets[0]
    with contextlib.closing(sqlite3.connect(space.labels_path)) as db:
        first = "SELECT chip_id FROM labels ORDER BY chip_id LIMIT 3"
        db.execute(f"UPDATE labels SET label = 'dune' WHERE chip_id IN ({first})")
        db.commit()
    report = pipeline.fit(workspace, target=target.name, name="edited")
    assert report.classes["dune"] == 3


def test_imported_labels_give_way_to_clicks_on_all_their_chips(scene, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    pipeline.label(tmp_path / "w", str(scene.truth), target="cover")
    space = pipeline.open_workspace(tmp_path / "w")
    store = LabelStore(space.labels_path, space.geobox.crs)
    ids = store.get("cover").ids
    pipeline.label_chips(space, "cover", ids, "mine")
    pipeline.label_chips(space, "cover", space.grid.select()[:0], "other")
    pipeline.label(space, str(scene.truth), target="cover")
    assert set(store.get("cover").how) == {"click"}


def test_precision_is_part_of_what_is_stored(workspace):
    vit = {"pretrained": False, "stretch": "scene"}
    name = "timm:test_vit"
    few = {"model": name, "options": vit}
    exact = pipeline.embed(workspace, precision="fp32", **few)[0]
    again = pipeline.embed(workspace, precision="auto", **few)[0]
    fast = pipeline.embed(workspace, precision="bf16", **few)[0]
    assert exact.store == again.store != fast.store
    assert again.precision == "fp32"
    assert again.report.embedded == 0
    assert fast.report.embedded == exact.report.embedded > 0


def test_a_moved_workspace_keeps_its_embeddings(scene, tmp_path):
    home = tmp_path / "w"
    home.mkdir()
    (home / "scene.tif").write_bytes(scene.scene.read_bytes())
    pipeline.init(home, {"s2": [str(home / "scene.tif")]}, chip="16")
    first = pipeline.embed(home, model="stats")[0]
    home.rename(tmp_path / "moved")
    second = pipeline.embed(tmp_path / "moved", model="stats")[0]
    assert second.report.kept == first.report.chips
    assert second.report.embedded == 0


def test_imagery_that_moved_along_is_neither_missing_nor_embedded_again(scene, tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "scene.tif").write_bytes(scene.scene.read_bytes())
    pipeline.init(project / "w", {"s2": [str(project / "scene.tif")]}, chip="16")
    first = pipeline.embed(project / "w", model="stats")[0]
    project.rename(tmp_path / "moved")
    moved = pipeline.open_workspace(tmp_path / "moved" / "w")
    assert pipeline.missing_files(moved, "s2") == []
    second = pipeline.embed(moved, model="stats")[0]
    assert (second.report.kept, second.report.embedded) == (first.report.chips, 0)


def test_two_modalities_and_a_chip_that_lacks_one(shared_data, tmp_path):
    base = shared_data / "sen1floods11_sample"
    s1, s2, mask = (next((base / d).glob("*.tif")) for d in ("S1", "S2", "Labels"))
    with rasterio.open(s1) as data:  # S1 covers the upper half only
        profile, values = data.profile, data.read()
    values[:, 256:] = np.nan
    half = tmp_path / "s1_half.tif"
    with rasterio.open(half, "w", **profile) as out:
        out.write(values)
    w = tmp_path / "w"
    pipeline.init(w, {"s2": [str(s2)], "s1": [str(half)]}, chip="16")
    done = pipeline.embed(w, model="stats")
    both = pipeline.features(w)
    assert both.matrix.shape[1] == sum(d.dim for d in done)
    s1_columns = both.matrix[:, done[0].dim :]
    lacking = np.isnan(s1_columns).all(axis=1)
    assert 0.4 < lacking.mean() < 0.6
    assert np.isfinite(both.matrix[lacking, : done[0].dim]).all()
    assert pipeline.features(w, ["s1"]).matrix.shape[0] == (~lacking).sum()
    pipeline.label(w, str(mask), target="flood")
    for head in ("rf", "ridge", "logistic", "knn"):
        scores = pipeline.score(w, head=head, split="block", block="800m", assignments=1)
        assert scores.metrics["overall_accuracy"].mean > 0.7
    pipeline.fit(w)
    assert pipeline.predict(w).chips == len(both.ids)
    assert pipeline.predict(w, dense=8).chips > len(both.ids)
    assert {p.name for p in (w / "maps").glob("*-rf*.tif")} >= {
        "flood-rf.tif",
        "flood-rf-dense.tif",
    }


def test_regression_from_polygons_in_another_crs(shared_data, tmp_path):
    base = shared_data / "loonlake" / "data"
    fields = geopandas.read_file(base / "vri2023.gpkg", rows=1).columns
    height = next(f for f in fields if "HEIGHT" in f.upper())
    pipeline.init(tmp_path / "w", {"l8": [str(base / "landsat.tif")]}, chip="200m")
    pipeline.embed(tmp_path / "w")
    report = pipeline.label(
        tmp_path / "w", str(base / "vri2023.gpkg"), how="mean", field_name=height
    )
    assert report.kind == "value"
    assert report.labelled > 500
    scores = pipeline.score(tmp_path / "w", head="ridge", split="block", block="1km", assignments=1)
    assert scores.metrics["r2"].mean > 0.05
    pipeline.fit(tmp_path / "w", head="ridge")
    made = pipeline.predict(tmp_path / "w", out=tmp_path / "height.tif")
    values, data = read(tmp_path / "height.tif")
    assert np.isnan(data.nodata)
    assert np.isfinite(values).sum() == made.chips
    low, high = report.range
    assert np.nanmean(values) == pytest.approx((low + high) / 2, abs=(high - low) / 2)


def test_few_tiny_polygons_on_a_geographic_raster(shared_data, tmp_path):
    base = shared_data / "rcr_s2"
    files = sorted(str(p) for p in (base / "sentinel-2").glob("*.tiff"))
    polygons = base / "rcr" / "rcr_landcover.shp"
    frame = geopandas.read_file(polygons)
    area = tmp_path / "aoi.gpkg"
    geopandas.GeoDataFrame(
        geometry=[shapely.box(*frame.total_bounds).buffer(0.002)], crs=frame.crs
    ).to_file(area)
    pipeline.init(tmp_path / "w", {"s2": files}, chip="25m", aoi=str(area))
    pipeline.embed(tmp_path / "w", model="stats")
    report = pipeline.label(tmp_path / "w", str(polygons), field_name="Classname", min_share=0.4)
    assert report.labelled > 20
    pipeline.fit(tmp_path / "w")
    made = pipeline.predict(tmp_path / "w", out=tmp_path / "map.tif")
    _, data = read(tmp_path / "map.tif")
    inside = shapely.box(*data.bounds)
    assert inside.intersects(shapely.box(*frame.to_crs(data.crs).total_bounds))
    assert made.chips > 100


def test_zion_forest_reaches_the_figure_of_the_plain_formula(shared_data, tmp_path):
    """FIELD figure for RCF 512 with a forest under 10 km blocks: .920 overall, .449 macro-F1."""
    base = shared_data / "zion_l8_nlcd"
    files = [str(base / f"landsat_b{i}.tif") for i in (2, 3, 4, 5)]
    pipeline.init(tmp_path / "w", {"l8": files}, chip="16")
    pipeline.embed(tmp_path / "w")
    pipeline.label(tmp_path / "w", str(base / "nlcd.tif"))
    scores = pipeline.score(tmp_path / "w", split="block", block="10km", assignments=1)
    assert scores.metrics["overall_accuracy"].mean > 0.905
    assert scores.metrics["macro_f1"].mean > 0.42
    assert scores.majority_share < 0.65


def test_nothing_embedded_is_said(scene, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    with pytest.raises(EmbeddingsMissing, match="eo-embed embed"):
        pipeline.features(tmp_path / "w")
