"""Every method, end to end, on a small scene; what it answers is compared with the pipeline or with files."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from client import Client, Failed
from PIL import Image

from eo_embed.core import pipeline
from eo_embed.core.labels import LabelStore
from eo_embed.core.questions import explore
from eo_embed.core.worker import methods  # noqa: F401
from eo_embed.core.worker.registry import METHODS
from eo_embed.core.workspace import Workspace


def disk_labels(folder: Path, target: str) -> dict:
    space = Workspace.open(folder)
    table = LabelStore(space.labels_path, space.geobox.crs).get(target)
    return dict(zip(table.ids.tolist(), table.values.tolist(), strict=True))


def refused(worker: Client, code: str, method: str, **params: object) -> str:
    with pytest.raises(Failed) as found:
        worker.call(method, **params)
    assert found.value.name == code
    return found.value.message


# -- about -------------------------------------------------------------------------------------


def test_hello_tells_versions_and_devices(worker):
    hello = worker.call("hello", client="tests", protocol=1)
    assert hello["protocol"] == 1
    assert {"torch", "numpy", "rasterio"} <= set(hello["packages"])
    devices = {device["id"]: device for device in hello["devices"]}
    assert 0 < devices["cpu"]["free"] <= devices["cpu"]["memory"]
    assert Path(hello["log"]).is_dir()
    assert worker.call("ping") == {}


def test_models_say_whether_they_fit_the_bands(worker, folder):
    found = {m["name"]: m for m in worker.call("models")["models"]}
    assert found["rcf"]["fits"]
    option = found["rcf"]["options"]["features"]
    assert (option["kind"], option["least"]) == ("int", 2)
    assert option["default"] == 512
    worker.call("open", folder=str(folder))
    here = {m["name"]: m for m in worker.call("models", source="s2")["models"]}
    assert set(here) == set(found)
    picky = [m for m in here.values() if m["bands"]]
    assert picky
    bands = {"blue", "green", "red", "nir", "swir1", "swir2"}
    for model in picky:
        assert model["fits"] == (set(model["bands"]) <= bands)
        assert model["fits"] or "lacks" in model["why"]
    fitting = worker.call("models", source="s2", all=False)["models"]
    assert {m["name"] for m in fitting} == {m["name"] for m in here.values() if m["fits"]}


def test_heads_and_doctor(worker):
    heads = {head["name"]: head for head in worker.call("heads")["heads"]}
    assert heads["rf"]["kinds"] == ["classes", "value"]
    assert heads["rf"]["options"]["class_weight"]["choices"] == ["balanced"]
    assert "torch" in worker.call("doctor")


# -- data --------------------------------------------------------------------------------------


def test_inspect_tells_what_files_hold(worker, scene):
    found = worker.call("inspect", paths=[str(scene.scene)], name="s2")
    (file,) = found["files"]
    with rasterio.open(scene.scene) as data:
        assert (file["width"], file["height"], file["count"]) == (
            data.width,
            data.height,
            data.count,
        )
        assert shapely.from_wkt(file["extent_wkt"]).equals(shapely.box(*data.bounds))
        assert [band["name"] for band in found["bands"]] == list(data.descriptions)
    assert (file["crs"], file["gsd_m"], file["dtype"], file["nodata"]) == (
        "EPSG:32631",
        10,
        "uint16",
        0,
    )
    assert found["bands"][0]["scale"] == pytest.approx(1e-4)
    assert found["sensor"] == "Sentinel-2"
    assert worker.call("inspect", paths=[str(scene.scene)], name="x")["sensor"] is None
    refused(worker, "RASTER_MISSING", "inspect", paths=["/nowhere.tif"])


def test_a_plan_is_what_init_makes_and_writes_nothing(worker, scene, tmp_path):
    with rasterio.open(scene.scene) as data:
        left, bottom, right, top = data.bounds
    triangle = shapely.Polygon([(left, top), (right, top), (left, bottom)])
    lonlat = geopandas.GeoSeries([triangle], crs=32631).to_crs(4326)[0]
    given = {
        "sources": {"s2": [str(scene.scene)]},
        "chip": "160m",
        "stride": "80m",
        "aoi": {"wkt": lonlat.wkt, "crs": "EPSG:4326"},
        "min_valid": 0.25,
    }
    planned = worker.call("plan", **given)
    assert not list(tmp_path.iterdir())
    state = worker.call("init", folder=str(tmp_path / "w"), **given)
    assert state["layout"] == planned["layout"]
    assert planned["chips"] == state["layout"]["count"]
    assert state["layout"]["size"] == [16, 16]
    assert state["layout"]["stride"] == [8, 8]
    grid = Workspace.open(tmp_path / "w").grid
    inside = shapely.intersects_xy(triangle.buffer(0.5), grid.centres(grid.select()))
    assert inside.all()
    assert len(inside) == pytest.approx(triangle.area / 80**2, rel=0.05)
    assert state["sources"][0]["embedded"] is None
    refused(worker, "WORKSPACE_EXISTS", "init", folder=str(tmp_path / "w"), **given)


def test_bad_plans_are_refused_by_name(worker, scene):
    sources = {"s2": [str(scene.scene)]}
    refused(worker, "CHIP_INVALID", "plan", sources=sources, chip="many")
    refused(worker, "CHIP_TOO_LARGE", "plan", sources=sources, chip="5000")
    refused(worker, "USAGE", "plan", sources={}, chip="16")
    refused(worker, "USAGE", "plan", sources={"s2": []}, chip="16")
    aoi = {"wkt": "POLYGON ((0 0, 1 0, 1 1, 0 0))", "crs": "EPSG:4326"}
    refused(worker, "AOI_OUTSIDE", "plan", sources=sources, chip="16", aoi=aoi)
    refused(worker, "AOI_UNREADABLE", "plan", sources=sources, chip="16", aoi=aoi | {"wkt": "POLY"})
    refused(worker, "AOI_UNREADABLE", "plan", sources=sources, chip="16", aoi=aoi | {"crs": "moon"})


def test_the_state_tells_what_there_is(worker, labelled):
    pipeline.fit(labelled, head="ridge")
    pipeline.predict(labelled)
    state = worker.call("open", folder=str(labelled))
    assert state == worker.call("state") == worker.call("state", folder=str(labelled))
    embedded = state["sources"][0]["embedded"]
    assert embedded["complete"]
    assert embedded["chips"] == embedded["of"] == state["layout"]["count"] == 400
    assert not embedded["stale"]
    (target,) = state["targets"]
    assert target["labels"] == len(disk_labels(labelled, "cover")) == sum(target["counts"].values())
    assert [head["name"] for head in state["heads"]] == ["cover-ridge"]
    assert set(state["maps"][0]["files"]) == {"map", "probability", "uncertainty", "applicability"}
    assert state["samples"] == []
    json.dumps(state, allow_nan=False)
    worker.call("close")
    assert "No workspace is open" in refused(worker, "WORKSPACE_MISSING", "state")
    refused(worker, "WORKSPACE_MISSING", "open", folder=str(labelled / "not"))


def test_files_that_are_gone_or_changed_are_told(worker, scene, tmp_path):
    copy = tmp_path / "copy.tif"
    copy.write_bytes(scene.scene.read_bytes())
    worker.call("init", folder=str(tmp_path / "w"), sources={"s2": [str(copy)]}, chip="32")
    worker.call("embed", options={"features": 16})
    copy.write_bytes(scene.scene.read_bytes())
    assert worker.call("state")["sources"][0]["embedded"]["stale"]
    copy.unlink()
    assert worker.call("state")["sources"][0]["missing"] == [str(copy)]


def test_another_area_and_other_chips(worker, folder):
    whole = worker.call("open", folder=str(folder))
    left, bottom, right, top = whole["layout"]["bounds"]
    half = worker.call("set_area", aoi=f"{left},{bottom},{(left + right) / 2},{top}@EPSG:32631")
    assert half["layout"]["count"] == whole["layout"]["count"] / 2
    assert half["sources"][0]["embedded"]["complete"]
    assert shapely.from_wkt(half["aoi_wkt"]).bounds == (left, bottom, (left + right) / 2, top)
    assert worker.call("set_area", aoi=None)["layout"] == whole["layout"]
    other = worker.call("set_chips", chip="32")
    assert other["layout"]["count"] == 100
    assert other["sources"][0]["embedded"] is None
    refused(worker, "EMBEDDINGS_MISSING", "prepare")
    worker.call("set_chips", chip="16")
    worker.call("label", target="cover", chips=[3], value="water")
    assert "1 labels" in refused(worker, "USAGE", "set_chips", chip="32")


def test_chips_at_points(worker, folder):
    worker.call("open", folder=str(folder))
    grid = Workspace.open(folder).grid
    centres = grid.centres(np.array([0, 21, 399]))
    found = worker.call("chips_at", points=[*centres.tolist(), [0, 0]])["chips"]
    assert found == [0, 21, 399, -1]
    lonlat = geopandas.GeoSeries(shapely.points(centres), crs=32631).to_crs(4326)
    points = list(zip(lonlat.x, lonlat.y, strict=True))
    assert worker.call("chips_at", points=points, crs="EPSG:4326")["chips"] == [0, 21, 399]
    assert worker.call("chips_at", points=[])["chips"] == []
    refused(worker, "AOI_UNREADABLE", "chips_at", points=points, crs="moon")


def test_a_chips_picture_shows_its_ground(worker, folder, scene):
    worker.call("open", folder=str(folder))
    found = worker.call("chip_picture", chip=45, pixels=64, context=0)["png"]
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(found))), dtype=float)
    assert picture.shape == (64, 64, 3)
    with rasterio.open(scene.scene) as data:
        row, col = divmod(45, 20)
        red = data.read(data.descriptions.index("red") + 1)[row * 16 :, col * 16 :][:16, :16]
    shown = picture[::4, ::4, 0]
    assert np.corrcoef(shown.ravel(), red.ravel())[0, 1] > 0.97
    around = worker.call("chip_picture", chip=45, pixels=64, context=0.5, bands=["nir"])["png"]
    assert Image.open(io.BytesIO(base64.b64decode(around))).size == (64, 64)
    refused(worker, "CHIP_UNKNOWN", "chip_picture", chip=400)
    refused(worker, "BAND_UNKNOWN", "chip_picture", chip=4, bands=["nir", "red"])


def test_chips_are_exported(worker, folder, tmp_path):
    out = tmp_path / "chips.gpkg"
    assert worker.call("export_chips", path=str(out), folder=str(folder)) == {"chips": 400}
    assert len(geopandas.read_file(out)) == 400


# -- embedding ---------------------------------------------------------------------------------


def test_an_estimate_is_measured_and_writes_nothing(worker, scene, tmp_path):
    worker.call("init", folder=str(tmp_path / "w"), sources={"s2": [str(scene.scene)]}, chip="16")
    before = sorted(tmp_path.rglob("*"))
    found = worker.call("estimate", options={"features": 32})
    assert sorted(tmp_path.rglob("*")) == before
    assert (found["chips"], found["dim"], found["device"]) == (400, 32, "cpu")
    assert found["chips_per_s"] > 0
    assert found["seconds"] == pytest.approx(found["chips"] / found["chips_per_s"])
    done = worker.call("embed", options={"features": 32})["sources"]
    size = sum(p.stat().st_size for p in Path(done[0]["store"]).glob("*.parquet"))
    assert found["bytes"] == pytest.approx(size, rel=0.3)
    assert done[0]["report"]["chips"] == 400
    again = worker.call("estimate", options={"features": 32})
    assert (again["chips"], again["seconds"], again["bytes"]) == (0, 0, 0)
    refused(worker, "MODEL_UNKNOWN", "estimate", model="nonesuch")


# -- labels ------------------------------------------------------------------------------------


def test_labels_are_on_disk_when_answered_and_can_be_undone(worker, folder):
    worker.call("open", folder=str(folder))
    first = worker.call("label", target="cover", chips=[5, 7], value="water")
    assert disk_labels(folder, "cover") == {5: "water", 7: "water"}
    assert first["changed"][0] == {"chip": 5, "before": None, "after": "water", "how_before": ""}
    assert (first["counts"], first["labels"]) == ({"water": 2}, 2)
    second = worker.call("label", target="cover", chips=[7, 9], value="wood", how="suggestion")
    assert [c["before"] for c in second["changed"]] == ["water", None]
    assert second["counts"] == {"water": 1, "wood": 2}
    undo = [
        {"chip": c["chip"], "value": c["before"], "how": c["how_before"] or "click"}
        for c in second["changed"]
    ]
    assert worker.call("relabel", target="cover", changes=undo)["counts"] == {"water": 2}
    assert disk_labels(folder, "cover") == {5: "water", 7: "water"}
    worker.call("label", target="cover", chips=[5], value=None)
    assert disk_labels(folder, "cover") == {7: "water"}
    found = worker.call("labels", target="cover")
    assert (found["chips"], found["values"], found["how"]) == ([7], ["water"], ["click"])
    assert [c["code"] for c in found["classes"]] == ["water", "wood"]
    assert found["kind"] == "classes"


def test_labels_that_cannot_be_are_refused_and_change_nothing(worker, folder):
    worker.call("open", folder=str(folder))
    refused(worker, "CHIP_UNKNOWN", "label", target="cover", chips=[3, 400], value="water")
    refused(worker, "USAGE", "label", target="cover", chips=[3], value="  ")
    refused(worker, "USAGE", "label", target="cover", chips=[3], value=1.5, kind="classes")
    refused(worker, "USAGE", "label", target="no/name", chips=[3], value="water")
    assert disk_labels(folder, "cover") == {}
    worker.call("label", target="cover", chips=[3], value="water")
    refused(worker, "USAGE", "label", target="cover", chips=[4], value=2)
    mixed = [{"chip": 4, "value": "wood"}, {"chip": 5, "value": 2}]
    refused(worker, "USAGE", "relabel", target="cover", changes=mixed)
    refused(worker, "LABELS_MISSING", "labels", target="nothing")
    assert disk_labels(folder, "cover") == {3: "water"}


def test_values(worker, folder):
    worker.call("open", folder=str(folder))
    worker.call("label", target="biomass", chips=[1], value=2.5)
    worker.call("label", target="biomass", chips=[2], value=3)
    found = worker.call("labels", target="biomass")
    assert (found["kind"], found["values"], found["classes"], found["counts"]) == (
        "value",
        [2.5, 3.0],
        [],
        {},
    )


def test_targets_are_made_changed_and_removed(worker, folder):
    worker.call("open", folder=str(folder))
    water = {"code": "w", "name": "Water", "colour": "#0000ff"}
    wood = {"code": "f", "name": "Forest", "colour": "#00ff00"}
    made = worker.call("put_target", name="cover", kind="classes", classes=[water, wood])["targets"]
    assert made[0]["classes"] == [water, wood]
    worker.call("label", target="cover", chips=[1], value="Water")
    assert disk_labels(folder, "cover") == {1: "w"}
    refused(worker, "USAGE", "put_target", name="cover", kind="classes", classes=[wood])
    refused(worker, "USAGE", "put_target", name="cover", kind="value")
    refused(worker, "USAGE", "put_target", name="x", kind="classes", classes=[water, water])
    refused(
        worker,
        "USAGE",
        "put_target",
        name="x",
        kind="classes",
        classes=[water | {"colour": "blue"}],
    )
    refused(worker, "USAGE", "remove_target", name="cover")
    red = water | {"colour": "#ff0000", "name": "Lake"}
    assert worker.call("put_target", name="cover", kind="classes", classes=[red])["targets"][0][
        "classes"
    ] == [red]
    worker.call("label", target="cover", chips=[1], value=None)
    assert worker.call("remove_target", name="cover") == {"targets": []}
    refused(worker, "LABELS_MISSING", "remove_target", name="cover")


def test_labels_from_a_raster_and_the_next_without_one(worker, folder, scene):
    worker.call("open", folder=str(folder))
    report = worker.call("label_from", path=str(scene.truth), target="cover", min_share=0.5)
    assert report["labelled"] == len(disk_labels(folder, "cover"))
    free = sorted(set(range(400)) - set(disk_labels(folder, "cover")))
    assert worker.call("next_unlabelled", target="cover") == {"chip": free[0]}
    assert worker.call("next_unlabelled", target="cover", after=free[0]) == {"chip": free[1]}
    assert worker.call("next_unlabelled", target="cover", after=399) == {"chip": free[0]}
    assert worker.call("next_unlabelled", target="other") == {"chip": 0}
    worker.call("label", target="cover", chips=free, value="water")
    assert worker.call("next_unlabelled", target="cover") == {"chip": None}


# -- live --------------------------------------------------------------------------------------


def test_prepare_counts_what_is_in_memory(worker, folder):
    worker.call("open", folder=str(folder))
    data = pipeline.features(folder)
    found = worker.call("prepare")
    assert found == {"chips": len(data.ids), "dim": 64, "missing": 400 - len(data.ids)}


@pytest.mark.parametrize("head", ["rf", "ridge"])
def test_the_live_map_is_that_of_fit_and_predict(worker, labelled, tmp_path, head):
    worker.call("open", folder=str(labelled))
    found = worker.call("live", target="cover", head=head)
    pipeline.fit(labelled, head=head)
    report = pipeline.predict(labelled, out=tmp_path / "map.tif")
    for live, final in ((found["map"], "map"), (found["uncertainty"], "uncertainty")):
        with rasterio.open(live) as one, rasterio.open(report.files[final]) as other:
            np.testing.assert_array_equal(one.read(1), other.read(1))
            assert (one.transform, one.crs, one.nodata) == (
                other.transform,
                other.crs,
                other.nodata,
            )
            assert one.profile["tiled"]
            if final == "map":
                assert one.colormap(1)[1] == other.colormap(1)[1]
        assert (
            Path(live).with_suffix(".qml").read_text()
            == Path(report.files[final]).with_suffix(".qml").read_text()
        )
    names = {c["code"]: c["name"] for c in found["classes"]}
    assert {names[code]: share for code, share in found["shares"].items()} == pytest.approx(
        report.shares, abs=1e-6
    )
    assert found["labels"] == len(disk_labels(labelled, "cover"))


def test_live_maps_have_new_names_and_two_are_kept(worker, labelled):
    worker.call("open", folder=str(labelled))
    made = [worker.call("live", target="cover", head="ridge") for _ in range(4)]
    versions = [m["version"] for m in made]
    assert versions == sorted(set(versions))
    there = sorted(str(p) for p in (labelled / "live").glob("*.tif"))
    assert there == sorted(m[part] for m in made[-2:] for part in ("map", "uncertainty"))


def test_before_two_classes_there_is_no_map_and_a_sentence_why(worker, folder, scene, tmp_path):
    worker.call("open", folder=str(folder))
    assert worker.call("live", target="cover")["map"] is None
    worker.call("label", target="cover", chips=[40, 41], value="water")
    found = worker.call("live", target="cover")
    assert found["map"] is None
    assert "one class only" in found["why"]
    worker.call("label", target="cover", chips=[200], value="wood")
    assert worker.call("live", target="cover")["map"]
    refused(worker, "USAGE", "live", target="cover", head="nonesuch")
    refused(worker, "USAGE", "live", target="cover", options={"trees": -1})
    worker.call("init", folder=str(tmp_path / "w"), sources={"s2": [str(scene.scene)]}, chip="16")
    assert "no embeddings" in worker.call("live")["why"]


def test_a_live_map_of_values(worker, folder):
    worker.call("open", folder=str(folder))
    data = pipeline.features(folder)
    for chip, value in zip(data.ids[::9].tolist(), data.matrix[::9, 0].tolist(), strict=True):
        worker.call("label", target="biomass", chips=[chip], value=value)
    found = worker.call("live", target="biomass", head="ridge")
    assert found["kind"] == "value"
    with rasterio.open(found["map"]) as raster:
        values = raster.read(1)
    said = np.sort(values[np.isfinite(values)])
    assert len(said) == len(data.ids)
    assert found["range"] == pytest.approx([said[0], said[-1]], rel=1e-6)
    assert found["classes"] == []


def test_suggestions_and_chips_alike_are_those_of_the_pipeline(worker, labelled, tmp_path):
    worker.call("open", folder=str(labelled))
    found = worker.call("suggest", target="cover", count=5, diverse="kcentre")
    expected = pipeline.suggest(labelled, target="cover", count=5, diverse="kcentre")
    assert [c["chip"] for c in found["chips"]] == [c.chip for c in expected.chips]
    assert found["by"] == "margin"
    like = worker.call("similar", like=[45, 46], unlike=[300], count=7)
    raster = tmp_path / "similar.tif"
    known = pipeline.similar(labelled, [45, 46], unlike=[300], count=7, raster=raster)
    assert [c["chip"] for c in like["chips"]] == [c.chip for c in known.chips]
    assert like["raster"] == ""
    asked = worker.call("similar", like=[45, 46], unlike=[300], count=7, raster=True)["raster"]
    assert Path(asked).read_bytes() == raster.read_bytes()
    refused(worker, "CHIP_UNKNOWN", "similar", like=[4000])


# -- jobs --------------------------------------------------------------------------------------


def test_from_a_head_to_a_report(worker, labelled):
    worker.call("open", folder=str(labelled))
    assert worker.call("fit", head="ridge", target="cover")["head"] == "cover-ridge"
    assert Path(worker.call("predict")["files"]["map"]).exists()
    dense = worker.call("predict", dense=8, out=str(labelled / "maps" / "dense.tif"))
    assert Path(dense["files"]["map"]).exists()
    scores = worker.call("score", head="ridge", target="cover", split="random", assignments=1)
    assert 0.4 < scores["metrics"]["overall_accuracy"]["mean"] <= 1
    curve = worker.call(
        "curve", head="ridge", target="cover", sizes=[20, 50], repeats=2, splits=["random"]
    )
    assert [point["labels"] for point in curve["curves"][0]["points"]] == [20, 50]
    assert Image.open(curve["drawing"]).format == "PNG"
    page = worker.call("report", head="cover-ridge", block="500m", curve=False, title="A title")
    assert "A title" in Path(page["file"]).read_text()
    refused(worker, "OUTPUT_UNWRITABLE", "report", out=str(labelled / "workspace.toml"))


def test_a_sample_is_drawn_labelled_and_estimated_from(worker, labelled):
    worker.call("open", folder=str(labelled))
    worker.call("fit", head="ridge", target="cover")
    worker.call("predict")
    drawn = worker.call("sample", n=30, name="check")
    assert worker.call("samples")["samples"] == [
        {"name": "check", "n": 30, "labelled": 0, "map": "maps/cover-ridge.tif"}
    ]
    cells = worker.call("sample_cells", name="check")
    frame = geopandas.read_file(drawn["cells"])
    assert cells["crs"] == "EPSG:32631"
    assert [
        shapely.from_wkt(c["wkt"]).equals(g)
        for c, g in zip(cells["cells"], frame.geometry, strict=True)
    ] == [True] * 30
    truth = {
        c["cell"]: cells["classes"][i % len(cells["classes"])]["name"]
        for i, c in enumerate(cells["cells"])
    }
    for cell, label in truth.items():
        done = worker.call("sample_label", name="check", cell=cell, label=label)
    assert done["labelled"] == 30
    assert geopandas.read_file(drawn["cells"])["label"].tolist() == list(truth.values())
    estimate = worker.call("area", reference="check")
    assert estimate["labelled"] == 30
    worker.call("sample_label", name="check", cell=3, label=None)
    assert worker.call("sample_cells", name="check")["cells"][2]["label"] is None
    refused(worker, "USAGE", "sample_label", name="check", cell=31, label="water")
    refused(worker, "SAMPLE_INVALID", "sample_label", name="not", cell=1, label="water")


def test_another_date_is_mapped_and_compared(worker, labelled, scene, tmp_path):
    later = tmp_path / "later"
    worker.call("init", folder=str(later), sources={"s2": [str(scene.scene)]}, chip="16")
    worker.call("embed", like=str(labelled))
    changed = worker.call("change", folder=str(labelled), other=str(later))
    assert changed["quantiles"]["cosine"]["99%"] == pytest.approx(0, abs=1e-5)
    worker.call("fit", folder=str(labelled), head="ridge", target="cover")
    applied = worker.call("apply", folder=str(labelled), other=str(later))
    assert Path(applied["files"]["map"]).parent == later / "maps"


def test_what_is_in_the_embeddings(worker, labelled):
    worker.call("open", folder=str(labelled))
    data = pipeline.features(labelled)
    view = worker.call("explore", view="pca", target="cover", most=50)
    assert len(view["points"]) == 50
    labels = disk_labels(labelled, "cover")
    assert all(label == labels.get(chip) for chip, _, _, label in view["points"])
    shares = worker.call("explore", view="spectrum")["shares"]
    assert shares == pytest.approx(explore.spectrum(data.matrix).shares.tolist())
    clusters = worker.call("clusters", k=3)
    assert sum(clusters["sizes"]) == len(data.ids)
    given = worker.call("label_cluster", cluster=1, value="mixed", target="kind")
    assert given["labelled"] == clusters["sizes"][0] == len(disk_labels(labelled, "kind"))


def test_every_method_is_tried_here():
    asked = re.findall(r'(?:call\(|refused\(worker, "\w+",)\s*"(\w+)"', Path(__file__).read_text())
    own = {n for n, m in METHODS.items() if m.run.__module__.startswith("eo_embed.core.")}
    assert own == set(asked)


def test_devices_are_those_that_torch_itself_finds():
    """Without a driver torch is not asked; it must not have had another answer."""
    import torch

    from eo_embed.core.worker.methods.about import devices

    expected = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    expected += ["mps"] * torch.backends.mps.is_available()
    assert [device["id"] for device in devices()] == [*expected, "cpu"]
