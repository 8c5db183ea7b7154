"""What bad input gets: one line with its code, status 2, nothing half-written, nothing lost.

The rows are those of docs/errors.md; each is tried through the command line on a small workspace.
"""

import contextlib
import errno
import hashlib
import json
import re
import shutil
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely import LineString, Polygon, box

from eo_embed.core.cli import run

DOCS = Path(__file__).parents[1] / "docs" / "errors.md"
PIXEL, LEFT, TOP = 10, 500_000, 5_000_000


def write_raster(path, values, *, left=LEFT, crs="EPSG:32631", nodata=0):
    values = np.atleast_3d(values.T).T
    with rasterio.open(
        path, "w", driver="GTiff", dtype=values.dtype, count=len(values), width=values.shape[2],
        height=values.shape[1], crs=crs, nodata=nodata, transform=from_origin(left, TOP, PIXEL, PIXEL),
    ) as data:  # fmt: skip
        data.write(values)
    return str(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A scene of 96 x 96 pixels in two halves, embedded, labelled, fitted: the base of every row."""
    folder = tmp_path_factory.mktemp("base")
    rng = np.random.default_rng(0)
    truth = np.ones((96, 96), dtype=np.uint8)
    truth[:, 48:] = 2
    scene = rng.integers(100, 200, (2, 96, 96)).astype(np.uint16) * truth
    write_raster(folder / "scene.tif", scene)
    write_raster(folder / "truth.tif", truth)
    write_raster(folder / "ones.tif", np.ones_like(truth))
    write_raster(folder / "far.tif", truth, left=LEFT + 100_000)
    write_raster(folder / "nothing.tif", np.zeros_like(truth))
    write_raster(folder / "nowhere.tif", truth, crs=None)
    data = (folder / "scene.tif").read_bytes()
    (folder / "cut.tif").write_bytes(data[: len(data) // 2])
    (folder / "void.tif").touch()
    (folder / "note.tif").write_text("no raster")
    frame = geopandas.GeoDataFrame(
        {"kind": ["a"]}, geometry=[box(LEFT, TOP - 960, LEFT + 960, TOP)], crs="EPSG:32631"
    )
    frame.to_file(folder / "square.gpkg")
    frame.set_geometry([LineString([(LEFT, TOP), (LEFT + 500, TOP - 500)])], crs=frame.crs).to_file(
        folder / "line.gpkg"
    )
    frame.set_geometry([Polygon()], crs=frame.crs).to_file(folder / "nil.gpkg")
    w = str(folder / "w")
    for command in (
        ["init", w, "--source", f"s={folder}/scene.tif", "--chip", "16"],
        ["embed", w, "--model", "stats"],
        ["label", w, "--from", f"{folder}/truth.tif", "--name", "cover"],
        ["fit", w],
    ):
        assert run(command) == 0
    return folder


@pytest.fixture
def base(made, tmp_path):
    folder = tmp_path / "base"
    shutil.copytree(made, folder)
    text = (folder / "w" / "workspace.toml").read_text().replace(str(made), str(folder))
    (folder / "w" / "workspace.toml").write_text(text)
    shutil.copystat(made / "scene.tif", folder / "scene.tif")
    # The path is part of what an embedding is known by: embed and fit again where it is now.
    shutil.rmtree(folder / "w" / "embeddings")
    assert run(["embed", str(folder / "w"), "--model", "stats"]) == 0
    assert run(["fit", str(folder / "w")]) == 0
    return folder


ROWS = {}


def row(name):
    def add(function):
        ROWS[name] = function
        return function

    return add


def init(base, *extra, source="scene.tif", chip="16"):
    return ["init", f"{base}/new", "--source", f"s={base}/{source}", "--chip", chip, *extra]


for name, source in {
    "raster missing": "absent.tif", "raster empty": "void.tif", "raster truncated": "cut.tif",
    "raster not a raster": "note.tif", "raster without CRS": "nowhere.tif",
}.items():  # fmt: skip
    ROWS[name] = lambda base, monkeypatch, source=source: init(base, source=source)


@row("raster all nodata")
def _(base, monkeypatch):
    assert run(init(base, source="nothing.tif")) == 0
    return ["embed", f"{base}/new"]


@row("sources apart")
def _(base, monkeypatch):
    return init(base, "--source", f"t={base}/far.tif")


@row("band names too many")
def _(base, monkeypatch):
    return init(base, "--bands", "s=red,green,blue")


@row("source unknown")
def _(base, monkeypatch):
    return ["embed", f"{base}/w", "--sources", "sar"]


for name, aoi in {
    "area outside": "0,0,1,1@EPSG:4326", "area empty": "nil.gpkg", "area missing": "absent.gpkg",
    "area without polygons": "line.gpkg",
}.items():  # fmt: skip
    ROWS[name] = lambda base, monkeypatch, aoi=aoi: init(
        base, "--aoi", aoi if "@" in aoi else f"{base}/{aoi}"
    )


@row("chip too large")
def _(base, monkeypatch):
    return init(base, chip="97")


@row("chip no length")
def _(base, monkeypatch):
    return init(base, chip="16 yards")


@row("no chip fits")
def _(base, monkeypatch):
    area = f"{LEFT + 10},{TOP - 90},{LEFT + 90},{TOP - 10}"
    return init(base, "--aoi", area, "--inclusion", "full")


@row("valid share impossible")
def _(base, monkeypatch):
    return init(base, "--min-valid", "nan")


@row("no workspace")
def _(base, monkeypatch):
    return ["embed", str(base)]


@row("workspace there already")
def _(base, monkeypatch):
    return ["init", f"{base}/w", "--source", f"s={base}/scene.tif", "--chip", "16"]


def edit(base, old, new):
    path = base / "w" / "workspace.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return ["embed", f"{base}/w"]


@row("workspace newer")
def _(base, monkeypatch):
    return edit(base, "format = 1", "format = 99")


@row("workspace unknown key")
def _(base, monkeypatch):
    return edit(base, "min_valid", "min_vaild")


@row("workspace not TOML")
def _(base, monkeypatch):
    return edit(base, "format = 1", "format 1")


@row("model unknown")
def _(base, monkeypatch):
    return ["embed", f"{base}/w", "--model", "crystal-ball"]


@row("model option unknown")
def _(base, monkeypatch):
    return ["embed", f"{base}/w", "--model", "rcf", "--set", "wings=2"]


@row("model option ill-typed")
def _(base, monkeypatch):
    return ["embed", f"{base}/w", "--model", "rcf", "--set", "features=[1]"]


@row("units against the card")
def _(base, monkeypatch):
    settings = ["--set", "pretrained=false"]
    return ["embed", f"{base}/w", "--model", "timm:vit_tiny_patch16_224", *settings]


@row("weights out of reach")
def _(base, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setenv("HF_HOME", str(base / "hub"))
    return ["embed", f"{base}/w", "--model", "timm:vit_tiny_patch16_224", "--set", "stretch=scene"]


@row("checkpoint missing")
def _(base, monkeypatch):
    return ["embed", f"{base}/w", "--model", f"checkpoint:{base}/absent"]


class Trap:
    """What a hostile file would like to run: unpickled, or built by skops, it makes a file."""

    def __init__(self, trace):
        self.trace = str(trace)

    def __reduce__(self):
        return Path.touch, (Path(self.trace),)

    def __setstate__(self, state):
        Path(state["trace"]).touch()


def armed(content, load, trace):
    """``content``, once it is certain that whoever loads it carelessly springs the trap."""
    load(content)
    assert trace.exists()
    trace.unlink()
    return content


@row("checkpoint hostile")
def _(base, monkeypatch):
    """All is sound but the weights, which are a pickle; the card even knows their checksum."""
    import pickle

    import timm

    from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint

    with rasterio.open(base / "scene.tif") as scene:
        count = scene.count
    bands = tuple(f"b{i}" for i in range(count))
    arch = {"img_size": 16, "depth": 1}
    network = timm.create_model("test_vit", num_classes=0, in_chans=count, **arch)
    folder = base / "hostile"
    card = CheckpointCard("test_vit", bands, (0.0,) * count, (1.0,) * count, 16, arch)
    save_checkpoint(folder, network, card)
    assert run(init(base, "--bands", f"s={','.join(bands)}")) == 0
    command = ["embed", f"{base}/new", "--model", f"checkpoint:{folder}", "--force"]
    assert run(command) == 0  # up to here nothing is wrong with it
    shutil.rmtree(base / "new" / "embeddings")
    weights = armed(pickle.dumps(Trap(base / "sprung")), pickle.loads, base / "sprung")
    (folder / "model.safetensors").write_bytes(weights)
    content = json.loads((folder / "card.json").read_text())
    content["sha256"] = hashlib.sha256(weights).hexdigest()
    (folder / "card.json").write_text(json.dumps(content))
    return command


@row("no such GPU")
def _(base, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    return ["embed", f"{base}/w", "--device", "cuda"]


@row("not embedded")
def _(base, monkeypatch):
    assert run(init(base)) == 0
    assert run(["label", f"{base}/new", "--from", f"{base}/truth.tif"]) == 0
    return ["fit", f"{base}/new"]


@row("shard corrupt")
def _(base, monkeypatch):
    shard = next((base / "w" / "embeddings").glob("*/part-*.parquet"))
    shard.write_bytes(shard.read_bytes()[:-40])
    return ["fit", f"{base}/w"]


@row("shard out of reach")
def _(base, monkeypatch):
    def refuse(path, *args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("pyarrow.parquet.read_schema", refuse)
    return ["fit", f"{base}/w"]


@row("map onto imagery")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--out", f"{base}/scene.tif"]


@row("report without a map")
def _(base, monkeypatch):
    return ["report", f"{base}/w"]


@row("report of another map")
def _(base, monkeypatch):
    return ["report", f"{base}/w", "--map", f"{base}/truth.tif"]


@row("report onto another page")
def _(base, monkeypatch):
    (base / "page.html").write_text("<p>mine</p>")
    return ["report", f"{base}/w", "--out", f"{base}/page.html"]


@row("chips onto other data")
def _(base, monkeypatch):
    return ["chips", f"{base}/w", "--out", f"{base}/square.gpkg"]


@row("head name with a path")
def _(base, monkeypatch):
    return ["fit", f"{base}/w", "--name", "../escaped"]


@row("target name with a path")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--from", f"{base}/truth.tif", "--name", "a/b"]


@row("source name with a path")
def _(base, monkeypatch):
    return ["init", f"{base}/new", "--source", f"a/b={base}/scene.tif", "--chip", "16"]


@row("scale of zero")
def _(base, monkeypatch):
    return init(base, "--scale", "s=0")


@row("area of several layers")
def _(base, monkeypatch):
    frame = geopandas.read_file(base / "square.gpkg")
    for layer in ("park", "town"):
        frame.to_file(base / "layers.gpkg", layer=layer)
    return init(base, "--aoi", f"{base}/layers.gpkg")


@row("area as nothing")
def _(base, monkeypatch):
    return init(base, "--aoi", "")


@row("table without places")
def _(base, monkeypatch):
    (base / "points.csv").write_text("a,b\n1,2\n")
    return ["label", f"{base}/w", "--from", f"{base}/points.csv", "--field", "a"]


@row("values beyond float16")
def _(base, monkeypatch):
    text = (base / "w" / "workspace.toml").read_text().replace("scale = 1.0", "scale = 1000.0")
    (base / "w" / "workspace.toml").write_text(text)
    return ["embed", f"{base}/w", "--model", "stats", "--dtype", "float16"]


@row("embedding twice at once")
def _(base, monkeypatch):
    from eo_embed.core.store import EmbeddingStore

    holding = EmbeddingStore(next((base / "w" / "embeddings").glob("*"))).writing()
    holding.__enter__()
    monkeypatch.setattr(pytest, "held", holding, raising=False)
    return ["embed", f"{base}/w", "--model", "stats"]


def no_room(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@row("disk full while embedding")
def _(base, monkeypatch):
    monkeypatch.setattr("pyarrow.parquet.write_table", no_room)
    return ["embed", f"{base}/w", "--model", "rcf"]


@row("disk full while labelling")
def _(base, monkeypatch):
    import sqlite3

    class Full(sqlite3.Connection):
        def executemany(self, sql, *args):
            super().executemany(sql, *args)
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    real = sqlite3.connect
    monkeypatch.setattr("sqlite3.connect", lambda *a, **k: real(*a, **k | {"factory": Full}))
    return ["label", f"{base}/w", "--from", f"{base}/truth.tif", "--name", "cover"]


@row("disk full while mapping")
def _(base, monkeypatch):
    monkeypatch.setattr("os.fsync", no_room)
    return ["predict", f"{base}/w"]


@row("labels missing file")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--from", f"{base}/absent.gpkg"]


@row("labels missing field")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--from", f"{base}/square.gpkg", "--field", "colour"]


@row("majority impossible")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--from", f"{base}/truth.tif", "--min-share", "-3"]


@row("labels outside")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--from", f"{base}/far.tif"]


@row("labels from nowhere")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--as", "water", "--name", "cover"]


@row("label of a chip that is none")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--chips", "3,36", "--as", "water", "--name", "cover"]


@row("cluster without clusters")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--cluster", "1", "--as", "water", "--name", "cover"]


@row("clusters of other embeddings")
def _(base, monkeypatch):
    assert run(["explore", f"{base}/w", "clusters", "-k", "2"]) == 0
    assert run(["embed", f"{base}/w", "--model", "rcf", "--set", "features=16"]) == 0
    return ["label", f"{base}/w", "--cluster", "1", "--as", "water", "--name", "cover"]


@row("more clusters than chips")
def _(base, monkeypatch):
    return ["explore", f"{base}/w", "clusters", "-k", "37"]


@row("walk from a chip that is none")
def _(base, monkeypatch):
    return ["explore", f"{base}/w", "path", "--from", "3", "--to", "36"]


@row("chart onto other data")
def _(base, monkeypatch):
    (base / "chart.png").write_text("a picture of mine")
    return ["explore", f"{base}/w", "distance", "--out", f"{base}/chart.png"]


@row("embedded like other bands")
def _(base, monkeypatch):
    assert run(init(base, "--bands", "s=vv,vh")) == 0
    return ["embed", f"{base}/new", "--like", f"{base}/w"]


@row("dates on other chips")
def _(base, monkeypatch):
    assert run(init(base, chip="32")) == 0
    assert run(["embed", f"{base}/new", "--model", "stats"]) == 0
    return ["change", f"{base}/w", f"{base}/new"]


@row("dates embedded apart")
def _(base, monkeypatch):
    assert run(init(base)) == 0
    assert run(["embed", f"{base}/new"]) == 0
    return ["change", f"{base}/w", f"{base}/new"]


@row("one date alone")
def _(base, monkeypatch):
    return ["change", f"{base}/w"]


@row("head on a date embedded apart")
def _(base, monkeypatch):
    assert run(init(base)) == 0
    assert run(["embed", f"{base}/new"]) == 0
    return ["apply", f"{base}/w", f"{base}/new"]


@row("not labelled")
def _(base, monkeypatch):
    assert run(init(base)) == 0
    assert run(["embed", f"{base}/new", "--model", "stats"]) == 0
    return ["fit", f"{base}/new"]


@row("target unknown")
def _(base, monkeypatch):
    return ["fit", f"{base}/w", "--target", "height"]


@row("one class only")
def _(base, monkeypatch):
    assert run(["label", f"{base}/w", "--from", f"{base}/ones.tif", "--name", "one"]) == 0
    return ["fit", f"{base}/w", "--target", "one"]


@row("more labels than there are")
def _(base, monkeypatch):
    return ["fit", f"{base}/w", "--labels", "500"]


@row("fewer labels than classes")
def _(base, monkeypatch):
    ids = "0,7,14"
    label = ["label", f"{base}/w", "--chips", ids, "--as", "third", "--name", "cover"]
    assert run(label) == 0
    return ["fit", f"{base}/w", "--labels", "2"]


@row("block without a length")
def _(base, monkeypatch):
    return ["score", f"{base}/w", "--block", "20"]


@row("bands wider than the labels")
def _(base, monkeypatch):
    return ["score", f"{base}/w", "--split", "bands", "--band", "500km"]


@row("buffer beyond the labels")
def _(base, monkeypatch):
    return ["score", f"{base}/w", "--split", "random", "--buffer", "50km"]


@row("regions without a file")
def _(base, monkeypatch):
    return ["score", f"{base}/w", "--split", "region"]


@row("regions without the field")
def _(base, monkeypatch):
    return [
        "score",
        f"{base}/w",
        "--split",
        "region",
        "--groups",
        f"{base}/square.gpkg",
        "--field",
        "x",
    ]


@row("nothing left to suggest")
def _(base, monkeypatch):
    every = ",".join(map(str, range(36)))
    assert run(["label", f"{base}/w", "--chips", every, "--as", "1", "--name", "all"]) == 0
    assert run(["label", f"{base}/w", "--chips", "1,2,3", "--as", "2", "--name", "all"]) == 0
    return ["suggest", f"{base}/w", "--target", "all"]


@row("no chip to be like")
def _(base, monkeypatch):
    return ["similar", f"{base}/w", "--chip", ","]


@row("like a chip that is none")
def _(base, monkeypatch):
    return ["similar", f"{base}/w", "--chip", "36"]


@row("like and unlike one chip")
def _(base, monkeypatch):
    return ["similar", f"{base}/w", "--chip", "1,2", "--not", "2"]


@row("chart of another format")
def _(base, monkeypatch):
    return ["curve", f"{base}/w", "--out", f"{base}/curve.pdf"]


@row("curve of no size")
def _(base, monkeypatch):
    return ["curve", f"{base}/w", "--sizes", "1", "--split", "random"]


@row("blocks held out of too few")
def _(base, monkeypatch):
    return ["fit", f"{base}/w", "--hold-out", "0.3", "--block", "5km"]


@row("level without blocks held out")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--level", "0.9"]


@row("level beyond the blocks held out")
def _(base, monkeypatch):
    assert run(["fit", f"{base}/w", "--hold-out", "0.3", "--block", "320m"]) == 0
    return ["predict", f"{base}/w", "--level", "0.9"]


@row("level of a dense map")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--level", "0.9", "--dense", "8"]


@row("blocks too large")
def _(base, monkeypatch):
    return ["score", f"{base}/w", "--split", "block", "--block", "100km"]


@row("head option unknown")
def _(base, monkeypatch):
    return ["fit", f"{base}/w", "--set", "trees=20"]


@row("head option ill-typed")
def _(base, monkeypatch):
    return ["fit", f"{base}/w", "--set", "n_estimators=abc"]


@row("seed below zero")
def _(base, monkeypatch):
    return ["fit", f"{base}/w", "--seed", "-1"]


@row("no head")
def _(base, monkeypatch):
    shutil.rmtree(base / "w" / "heads")
    return ["predict", f"{base}/w"]


@row("head unknown")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--head", "oracle"]


@row("head of other embeddings")
def _(base, monkeypatch):
    assert run(["embed", f"{base}/w", "--model", "rcf", "--set", "features=16"]) == 0
    return ["predict", f"{base}/w"]


def forge_head(base, content):
    """Put ``content`` in place of the head; a forger makes the checksum fit, too."""
    path = next((base / "w" / "heads").glob("*/head-*.skops"))
    path.write_bytes(content)
    meta = path.with_name("head.json")
    record = json.loads(meta.read_text())
    record["sha256"] = hashlib.sha256(content).hexdigest()
    meta.write_text(json.dumps(record))
    return ["predict", f"{base}/w"]


@row("head hostile")
def _(base, monkeypatch):
    """The workspace's own head, but for one part of it."""
    import skops.io

    from eo_embed.core.probes import load_head

    head, _ = load_head(next((base / "w" / "heads").iterdir()))
    head.columns_ = Trap(base / "sprung")

    def load(content):
        with contextlib.suppress(Exception):  # the trees of a forest do not matter here
            skops.io.loads(content, trusted=skops.io.get_untrusted_types(data=content))

    return forge_head(base, armed(skops.io.dumps(head), load, base / "sprung"))


@row("head pickled")
def _(base, monkeypatch):
    import pickle

    trace = base / "sprung"
    return forge_head(base, armed(pickle.dumps(Trap(trace)), pickle.loads, trace))


@row("head foreign")
def _(base, monkeypatch):
    meta = next((base / "w" / "heads").glob("*/head.json"))
    record = json.loads(meta.read_text())
    record["classes"][0]["colour"] = "red"
    meta.write_text(json.dumps(record))
    return ["predict", f"{base}/w"]


@row("head damaged")
def _(base, monkeypatch):
    path = next((base / "w" / "heads").glob("*/head-*.skops"))
    path.write_bytes(path.read_bytes()[:100])
    return ["predict", f"{base}/w"]


@row("system refuses a path")
def _(base, monkeypatch):
    def refuse(*args):
        raise PermissionError(errno.EACCES, "Permission denied", f"{base}/cover.tif")

    monkeypatch.setattr("eo_embed.core.pipeline.mapping.write_chip_map", refuse)
    return ["predict", f"{base}/w"]


@row("memory short")
def _(base, monkeypatch):
    def refuse(*args, **kwargs):
        raise MemoryError("Unable to allocate 2.9 TiB for an array")

    monkeypatch.setattr("numpy.intersect1d", refuse)
    return ["fit", f"{base}/w"]


@row("map unwritable")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--out", f"{base}/note.tif/map.tif"]


@row("dense step does not divide")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--dense", "5"]


@row("option unknown")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--wings"]


def sampled(base, *extra, fill=None):
    """A map and a sample of it; ``fill`` says the labels of so many cells."""
    for command in (["predict", f"{base}/w"], ["sample", f"{base}/w", "-n", "8", *extra]):
        assert run(command) == 0
    path = base / "w" / "samples" / "check.gpkg"
    if fill:
        frame = geopandas.read_file(path)
        frame["label"] = [fill(i) for i in range(8)]
        frame.to_file(path)
    return ["area", f"{base}/w", "--reference", "check"]


@row("sample without labels")
def _(base, monkeypatch):
    return sampled(base)


@row("sample labelled in part")
def _(base, monkeypatch):
    return sampled(base, fill=lambda i: "1" if i < 5 else " ")


@row("sample stratum without labels")
def _(base, monkeypatch):
    assert run(["predict", f"{base}/w"]) == 0
    assert run(["sample", f"{base}/w", "-n", "8"]) == 0
    design = json.loads((base / "w" / "samples" / "check.json").read_text())
    path = base / "w" / "samples" / "check.gpkg"
    frame = geopandas.read_file(path)
    frame["label"] = ["1" if stratum == 0 else None for stratum in design["stratum"]]
    frame.to_file(path)
    return ["area", f"{base}/w", "--reference", "check", "--allow-gaps"]


@row("sample label of no class")
def _(base, monkeypatch):
    return sampled(base, fill=lambda i: "1" if i else "forrest")


@row("sample cell not drawn")
def _(base, monkeypatch):
    command = sampled(base, fill=lambda i: "1")
    path = base / "w" / "samples" / "check.gpkg"
    frame = geopandas.read_file(path)
    frame["sample_id"] += 1
    frame.to_file(path)
    return command


@row("sample design missing")
def _(base, monkeypatch):
    command = sampled(base, fill=lambda i: "1")
    (base / "w" / "samples" / "check.json").unlink()
    return command


@row("sample design damaged")
def _(base, monkeypatch):
    command = sampled(base, fill=lambda i: "1")
    path = base / "w" / "samples" / "check.json"
    path.write_text(path.read_text().replace('"drawn": 4', '"drawn": 5'))
    return command


@row("sample there already")
def _(base, monkeypatch):
    sampled(base)
    return ["sample", f"{base}/w", "-n", "8"]


@row("sample larger than the map")
def _(base, monkeypatch):
    assert run(["predict", f"{base}/w"]) == 0
    return ["sample", f"{base}/w", "-n", "1000"]


@row("sample too small for its strata")
def _(base, monkeypatch):
    assert run(["predict", f"{base}/w"]) == 0
    return ["sample", f"{base}/w", "-n", "3"]


@row("sample name with a path")
def _(base, monkeypatch):
    assert run(["predict", f"{base}/w"]) == 0
    return ["sample", f"{base}/w", "--name", "../check"]


@row("map of one class stratified")
def _(base, monkeypatch):
    return ["sample", f"{base}/w", "--map", f"{base}/ones.tif"]


@row("map of several bands")
def _(base, monkeypatch):
    return ["sample", f"{base}/w", "--map", f"{base}/scene.tif"]


@row("no map to sample")
def _(base, monkeypatch):
    return ["sample", f"{base}/w"]


@row("strata on another grid")
def _(base, monkeypatch):
    return ["sample", f"{base}/w", "--map", f"{base}/truth.tif", "--strata", f"{base}/far.tif"]


@row("sampled map gone")
def _(base, monkeypatch):
    command = sampled(base, fill=lambda i: "1")
    next((base / "w" / "maps").glob("*-rf.tif")).unlink()
    return command


@row("map of other ground")
def _(base, monkeypatch):
    return [*sampled(base, fill=lambda i: "1"), "--map", f"{base}/far.tif"]


@row("reference missing")
def _(base, monkeypatch):
    return ["area", f"{base}/w", "--reference", "absent.gpkg"]


@row("reference not drawn at random")
def _(base, monkeypatch):
    return ["area", f"{base}/w", "--reference", f"{base}/square.gpkg"]


@row("reference of clicks and imports")
def _(base, monkeypatch):
    return ["area", f"{base}/w", "--reference", "cover"]


def points(base, *, left=LEFT, crs="EPSG:32631"):
    at = [left + 5 + 10 * i for i in range(0, 96, 8)]
    frame = geopandas.GeoDataFrame(
        {"label": ["1"] * len(at)},
        geometry=geopandas.points_from_xy(at, [TOP - 5] * len(at)),
        crs=crs,
    )
    frame.to_file(base / "points.gpkg")
    command = ["area", f"{base}/w", "--map", f"{base}/truth.tif", "--design", "simple"]
    return [*command, "--reference", f"{base}/points.gpkg"]


@row("reference without CRS")
def _(base, monkeypatch):
    return points(base, crs=None)


@row("reference beside the map")
def _(base, monkeypatch):
    return points(base, left=LEFT + 500)


@row("estimate onto other data")
def _(base, monkeypatch):
    return [*sampled(base, fill=lambda i: "1"), "--out", f"{base}/w/samples/check.json"]


def documented():
    page = DOCS.read_text().partition("## Training")[0]
    rows = re.findall(r"^\| ([^|]+?) \| ([A-Z_]+) \|", page, re.M)
    return {name: code for name, code in rows if name != "when"}


def snapshot(folder):
    """Every file with its content; the lock and what a damaged shard becomes are no content."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file() and p.name != ".lock"
    }


def test_every_row_of_the_page_has_a_test():
    assert sorted(ROWS) == sorted(documented())


@pytest.mark.parametrize("name", ROWS)
def test_bad_input(name, base, monkeypatch, capfd):
    command = ROWS[name](base, monkeypatch)
    before = snapshot(base)
    capfd.readouterr()
    assert run(command) == 2
    out, err = capfd.readouterr()
    assert out == ""
    lines = [line for line in err.splitlines() if line.strip()]
    assert len(lines) == 1
    assert lines[0].startswith(f"error [{documented()[name]}]: ")
    assert len(lines[0]) > 40
    assert not (base / "sprung").exists()
    after = snapshot(base)
    if name == "shard corrupt":  # set aside, not thrown away
        after = {path.replace(".corrupt", ".parquet"): digest for path, digest in after.items()}
    # The store is started; its first shard is not there.
    started = ("disk full while embedding", "values beyond float16")
    changed = {p for p in before | after if before.get(p) != after.get(p)}
    if name in started:
        changed = {
            p
            for p in changed
            if not p.endswith(("manifest.json", ".safetensors", "workspace.toml"))
        }
    assert changed == set()
