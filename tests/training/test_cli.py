"""The commands of pretraining: what they print, what they leave in the run's folder, how they go on."""

import csv
import json
import os

import numpy as np
import pytest

from eo_embed.core import pipeline
from eo_embed.core.cli import run
from eo_embed.core.models import build
from eo_embed.tests.training.datasets.opened_workspaces import write
from eo_embed.training import cli

assert cli  # which adds the commands


def settings(values):
    return [part for key, value in values.items() for part in ("--set", f"{key}={value}")]


def train(scenes, out, values, *more):
    return run(
        ["train", "simclr", "--data", str(scenes), *settings(values), "--out", str(out), *more]
    )


def losses(folder):
    with (folder / "metrics.csv").open() as file:
        return {int(row["step"]): row["loss"] for row in csv.DictReader(file)}


def test_a_run_ends_as_an_encoder_that_embed_takes(scenes, tmp_path, tiny, capsys):
    assert train(scenes, tmp_path / "run", tiny, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["state"], report["step"]) == ("finished", 4)
    encoder = build(f"checkpoint:{tmp_path / 'run'}", ("red", "green", "blue"), chip=16)
    assert encoder.dim == 512
    about = json.loads((tmp_path / "run" / "run.json").read_text())["about"]
    assert about["values"]["lr"] == 0.6
    assert "lr" in about["assumed"]
    assert about["statistics"]["rgb"]["mean"] == pytest.approx([130, 130, 130], abs=15)


def test_a_run_goes_on_by_its_folder_alone_to_the_last_digit(scenes, tmp_path, tiny):
    tiny |= {"schedule": "constant", "warmup": 0}  # the others know how long a run is to be
    assert train(scenes, tmp_path / "whole", tiny | {"steps": 6}) == 0
    assert train(scenes, tmp_path / "parts", tiny | {"steps": 3}) == 0
    more = ["--resume", "--out", str(tmp_path / "parts"), "--set", "steps=6"]
    assert run(["train", *more]) == 0
    assert losses(tmp_path / "parts") == losses(tmp_path / "whole")


def test_what_a_run_will_take_is_measured_and_nothing_kept(scenes, tmp_path, tiny, capsys):
    assert train(scenes, tmp_path / "run", tiny | {"steps": 1000}, "--check", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["samples"], found["train"], found["steps"]) == (32, 32, 1000)
    assert found["seconds"] == pytest.approx(8000 / found["images_per_s"])
    assert found["parameters"] > 4e6
    assert not (tmp_path / "run").exists()


def test_runs_are_listed_with_what_came_of_them(scenes, tmp_path, tiny, capsys):
    for name in ("a", "b"):
        assert train(scenes, tmp_path / name, tiny) == 0
    capsys.readouterr()
    assert run(["runs", str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["runs"]
    assert {(r["name"], r["method"], r["state"], r["step"]) for r in found} == {
        ("a", "simclr", "finished", 4),
        ("b", "simclr", "finished", 4),
    }
    assert found[0]["models"] == [f"checkpoint:{tmp_path / found[0]['name']}"]


def test_a_probe_looks_on_while_it_trains(scenes, tmp_path, tiny):
    assert train(scenes, tmp_path / "run", tiny | {"probe_every": 2, "steps": 2}) == 0
    with (tmp_path / "run" / "probe.csv").open() as file:
        found = list(csv.DictReader(file))
    assert [row["step"] for row in found] == ["0", "2"]
    assert all(0.5 <= float(row["probe_linear"]) <= 1 for row in found)


@pytest.mark.parametrize("command", ["methods", "recipes"])
def test_lists_for_a_person_and_for_a_program(command, capsys):
    assert run([command]) == 0
    text = capsys.readouterr().out
    assert run([command, "--json"]) == 0
    names = [item["name"] for item in json.loads(capsys.readouterr().out)[command]]
    assert names
    assert all(name in text for name in names)


@pytest.mark.parametrize(
    ("command", "says"),
    [(["methods", "byol"], "assumed"), (["recipes", "jain_byol_90k"], "4096")],
)
def test_one_of_them_with_its_values(command, says, capsys):
    assert run(command) == 0
    assert says in capsys.readouterr().out


@pytest.mark.parametrize("old", [False, True])
def test_a_run_on_a_relative_workspace_goes_on_from_anywhere(tmp_path, tiny, monkeypatch, old):
    (tmp_path / "ws").mkdir()
    write(tmp_path / "ws" / "scene.tif", np.random.default_rng(0).random((3, 64, 64), np.float32))
    monkeypatch.chdir(tmp_path)
    bands = {"x": ["red", "green", "blue"]}
    pipeline.init("ws", {"x": ["ws/scene.tif"]}, chip="16", bands=bands)
    assert train("ws", "out", tiny | {"steps": 1}) == 0
    kept = json.loads((tmp_path / "out" / "run.json").read_text())
    assert "name" not in kept["about"]["data"]["fingerprint"]
    if old:  # fingerprints had the path once
        kept["about"]["data"]["fingerprint"]["name"] = "Workspace ws"
        for band in kept["about"]["data"]["fingerprint"]["workspaces"][0]["sources"]["x"]:
            assert band["path"] == str(tmp_path / "ws" / "scene.tif")
            band["path"] = "ws/scene.tif"
        (tmp_path / "out" / "run.json").write_text(json.dumps(kept))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert run(["train", "--resume", "--out", "../out", "--set", "steps=2"]) == 0
    assert losses(tmp_path / "out").keys() == {1, 2}
    os.utime(tmp_path / "ws" / "scene.tif")
    assert run(["train", "--resume", "--out", "../out", "--set", "steps=3"]) == 2
