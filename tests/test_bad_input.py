"""What bad input gets: one line with its code, status 2, nothing half-written, nothing lost.

The rows are those of docs/errors.md; each is tried through the command line on a small workspace.
"""

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
    """What a hostile file would like to run."""

    def __reduce__(self):
        return Path.touch, (Path("sprung"),)


@row("checkpoint hostile")
def _(base, monkeypatch):
    import pickle

    folder = base / "hostile"
    folder.mkdir()
    (folder / "card.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(pickle.dumps(Trap()))
    monkeypatch.chdir(base)
    return ["embed", f"{base}/w", "--model", f"checkpoint:{folder}"]


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


@row("labels outside")
def _(base, monkeypatch):
    return ["label", f"{base}/w", "--from", f"{base}/far.tif"]


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


@row("blocks too large")
def _(base, monkeypatch):
    return ["score", f"{base}/w", "--split", "block", "--block", "100km"]


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


@row("head hostile")
def _(base, monkeypatch):
    import skops.io

    path = next((base / "w" / "heads").glob("*/head-*.skops"))
    skops.io.dump({"estimator": Trap()}, path)
    meta = path.with_name("head.json")  # a forger makes the checksum fit, too
    record = json.loads(meta.read_text())
    record["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    meta.write_text(json.dumps(record))
    monkeypatch.chdir(base)
    return ["predict", f"{base}/w"]


@row("head damaged")
def _(base, monkeypatch):
    path = next((base / "w" / "heads").glob("*/head-*.skops"))
    path.write_bytes(path.read_bytes()[:100])
    return ["predict", f"{base}/w"]


@row("map unwritable")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--out", f"{base}/note.tif/map.tif"]


@row("dense step does not divide")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--dense", "5"]


@row("option unknown")
def _(base, monkeypatch):
    return ["predict", f"{base}/w", "--wings"]


def documented():
    rows = re.findall(r"^\| ([^|]+?) \| ([A-Z_]+) \|", DOCS.read_text(), re.M)
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
    after = snapshot(base)
    if name == "shard corrupt":  # set aside, not thrown away
        after = {path.replace(".corrupt", ".parquet"): digest for path, digest in after.items()}
    started = "disk full while embedding"  # the store is started; its first shard is not there
    changed = {p for p in before | after if before.get(p) != after.get(p)}
    if name == started:
        changed = {
            p
            for p in changed
            if not p.endswith(("manifest.json", ".safetensors", "workspace.toml"))
        }
    assert changed == set()
