"""What bad input to training gets: the rows of docs/errors.md's table of training, each with a test of its name."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image

from eo_embed.core import pipeline
from eo_embed.core.cli import run
from eo_embed.training import cli
from eo_embed.training.methods import simclr

assert cli  # which adds the commands

DOCS = Path(__file__).parents[2] / "docs" / "errors.md"
ROWS = {}


def row(name):
    def add(function):
        ROWS[name] = function
        return function

    return add


def command(scenes, out, values, method="simclr"):
    given = [part for key, value in values.items() for part in ("--set", f"{key}={value}")]
    return ["train", method, "--data", str(scenes), *given, "--out", str(out)]


@row("data missing")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes / "absent", out, tiny)


@row("data that is a file")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes / "dark" / "00.png", out, tiny)


@row("images of several sizes")
def _(scenes, out, tiny, monkeypatch):
    mixed = out.parent / "mixed"
    mixed.mkdir()
    for side in (16, 18):
        Image.fromarray(np.zeros((side, side, 3), np.uint8)).save(mixed / f"{side}.png")
    return command(mixed, out, tiny)


@row("data not laid out as published")
def _(scenes, out, tiny, monkeypatch):
    return [*command(scenes, out, tiny), "--dataset", "ombria"]


@row("data of one modality")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes, out, {"size": 16, "batch_size": 8}, "clip")


@row("fewer samples than a batch")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes, out, tiny | {"batch_size": 64})


@row("labels that are not there")
def _(scenes, out, tiny, monkeypatch):
    flat = out.parent / "flat"
    flat.mkdir()
    for i in range(16):
        Image.fromarray(np.zeros((16, 16, 3), np.uint8)).save(flat / f"{i}.png")
    return command(flat, out, {"batch_size": 8}, "multitask")


def workspace_with_masks(out, classes, left=500_000):
    """A workspace of four chips and a raster of these values; options that make masks of it."""
    for name, values, at in (
        ("scene", np.ones((32, 32), np.uint8), 500_000),
        ("masks", classes, left),
    ):
        place = rasterio.Affine(10, 0, at, 0, -10, 5_000_000)
        with rasterio.open(
            out.parent / f"{name}.tif", "w", driver="GTiff", height=32, width=32, count=1, dtype=values.dtype,
            crs="EPSG:32632", transform=place,
        ) as file:  # fmt: skip
            file.write(values[None])
    pipeline.init(out.parent / "ws", {"x": [str(out.parent / "scene.tif")]}, chip="16")
    masks = ["--data-set", f"masks={out.parent / 'masks.tif'}"]
    return [*command(out.parent / "ws", out, {"batch_size": 4}, "segment"), *masks]


@row("masks that are no classes")
def _(scenes, out, tiny, monkeypatch):
    return workspace_with_masks(out, np.arange(1024, dtype=np.int16).reshape(32, 32))


@row("masks beside the chips")
def _(scenes, out, tiny, monkeypatch):
    return workspace_with_masks(out, np.ones((32, 32), np.uint8), left=900_000)


@row("rule of a label raster unknown")
def _(scenes, out, tiny, monkeypatch):
    given = workspace_with_masks(out, np.ones((32, 32), np.uint8))
    return [*given[:-1], f"rasters=x={out.parent / 'masks.tif'}:median"]


@row("method unknown")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes, out, {}, "magic")


@row("recipe unknown")
def _(scenes, out, tiny, monkeypatch):
    return [*command(scenes, out, tiny), "--recipe", "mine"]


@row("recipe with an unknown key")
def _(scenes, out, tiny, monkeypatch):
    path = out.parent / "mine.toml"
    path.write_text(
        'method = "simclr"\ntitle = ""\npaper = ""\nsummary = ""\n[values]\nspeed = 9\n'
    )
    return [*command(scenes, out, tiny), "--recipe", str(path)]


@row("training key unknown")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes, out, tiny | {"learning_rate": 1})


@row("training value that cannot be")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes, out, tiny | {"lr": -1})


@row("network unknown")
def _(scenes, out, tiny, monkeypatch):
    return command(scenes, out, tiny | {"backbone": "resnet19"})


@row("loss that is no number")
def _(scenes, out, tiny, monkeypatch):
    loss = simclr.SimCLR.loss

    def broken(self, batch, draw):
        found = loss(self, batch, draw)
        return found | {"loss": found["loss"] * float("nan")}

    monkeypatch.setattr(simclr.SimCLR, "loss", broken)
    return command(scenes, out, tiny)


@row("run where there is one")
def _(scenes, out, tiny, monkeypatch):
    assert run(command(scenes, out, tiny | {"steps": 1})) == 0
    return command(scenes, out, tiny)


@row("run folder that is a file")
def _(scenes, out, tiny, monkeypatch):
    out.write_text("notes")
    return command(scenes, out / "inside", tiny)


@row("resume without the run's folder")
def _(scenes, out, tiny, monkeypatch):
    return ["train", "--resume"]


@row("runs of a folder that is not there")
def _(scenes, out, tiny, monkeypatch):
    return ["runs", str(out / "nowhere")]


@row("resume where there is none")
def _(scenes, out, tiny, monkeypatch):
    return ["train", "--resume", "--out", str(out)]


@row("resume with another network")
def _(scenes, out, tiny, monkeypatch):
    assert run(command(scenes, out, tiny | {"steps": 1})) == 0
    return ["train", "--resume", "--out", str(out), "--set", "hidden=32"]


@row("training without data")
def _(scenes, out, tiny, monkeypatch):
    return ["train", "simclr", "--out", str(out)]


def rows_of_the_page():
    text = DOCS.read_text(encoding="utf-8").partition("## Training")[2].partition("\n## ")[0]
    found = re.findall(r"^\| ([^|]+) \| ([A-Z_]+) \|", text, re.MULTILINE)
    return {name.strip(): code for name, code in found}


def test_every_row_of_the_page_has_a_test():
    assert rows_of_the_page().keys() == ROWS.keys()


@pytest.mark.parametrize("name", ROWS)
def test_bad_input(name, scenes, tmp_path, tiny, monkeypatch, capfd):
    given = ROWS[name](scenes, tmp_path / "run", tiny, monkeypatch)
    capfd.readouterr()
    assert run(given) == 2
    said = capfd.readouterr().err.strip().splitlines()[-1]
    assert re.fullmatch(rf"error \[{rows_of_the_page()[name]}\]: \S.+", said), said
    assert "Traceback" not in said
    models = tmp_path / "run" / "model.safetensors"
    assert not models.exists() or json.loads((tmp_path / "run" / "status.json").read_text())
