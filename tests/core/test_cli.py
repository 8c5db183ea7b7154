"""The command line: paths, settings, exit codes, JSON."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from eo_embed.core.cli import _settings, run, split_paths
from eo_embed.core.errors import UsageError
from eo_embed.core.synthetic import make_scene


def test_commas_inside_the_names_of_files_separate_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("2018-10-13, S2, B02.tif", "2018-10-13, S2, B03.tif", "b4.tif", "b5.tif"):
        (tmp_path / name).touch()
    given = "2018-10-13, S2, B02.tif,b4.tif,2018-10-13, S2, B03.tif"
    assert split_paths(given) == ["2018-10-13, S2, B02.tif", "b4.tif", "2018-10-13, S2, B03.tif"]
    assert split_paths("b*.tif") == ["b4.tif", "b5.tif"]
    assert split_paths("absent.tif,b4.tif") == ["absent.tif", "b4.tif"]
    assert split_paths("https://example.org/a.tif,b4.tif") == [
        "https://example.org/a.tif",
        "b4.tif",
    ]


def test_settings_are_read_as_what_they_look_like():
    assert _settings(["a=1", "b=0.5", "c=true", "d=none", "e=cls", "f=s=t"]) == {
        "a": 1, "b": 0.5, "c": True, "d": None, "e": "cls", "f": "s=t",
    }  # fmt: skip
    with pytest.raises(UsageError, match="NAME=VALUE"):
        _settings(["a"])


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("scene"), size=256)


def test_the_main_job_in_json(scene, tmp_path, capsys):
    w = str(tmp_path / "w")

    def ask(*command):
        assert run([*command, "--json"]) == 0
        out = capsys.readouterr().out
        assert out.count("\n") == 1
        return json.loads(out)

    made = ask("init", w, "--source", f"s2={scene.scene}", "--chip", "160m")
    assert made["chip_pixels"] == [16, 16]
    assert made["chips"] > 150
    done = ask("embed", w, "--set", "features=64")["sources"][0]
    assert done["dim"] == 64
    assert done["report"]["embedded"] + done["report"]["invalid"] == made["chips"]
    assert ask("embed", w, "--set", "features=64")["sources"][0]["report"]["kept"] == made["chips"]
    labelled = ask("label", w, "--from", str(scene.truth), "--name", "cover", "--min-share", "0.5")
    assert labelled["labelled"] == sum(labelled["classes"].values()) > 100
    assert ask("fit", w, "--labels", "60")["labels"] == 60
    scores = ask("score", w, "--split", "block", "--block", "400m", "--assignments", "1")
    assert scores["metrics"]["overall_accuracy"]["mean"] > scores["majority_share"]
    report = ask("predict", w, "--out", str(tmp_path / "map.tif"))
    assert os.path.exists(tmp_path / "map.tif")
    assert sum(report["shares"].values()) == pytest.approx(1, abs=1e-4)
    assert ask("chips", w, "--out", str(tmp_path / "chips.gpkg"))["chips"] == made["chips"]
    names = [card["name"] for card in ask("models")["models"]]
    assert {"rcf", "stats"} <= set(names)
    assert ask("models", "rcf")["name"] == "rcf"
    assert ask("doctor")["device"] in ("cpu", "cuda", "mps")


def test_usage_errors_are_one_line_and_help_is_help(capsys):
    assert run(["fit"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error [USAGE]: ")
    assert err.count("\n") == 1
    assert run(["--help"]) == 0
    assert "embed" in capsys.readouterr().out
    assert run(["--version"]) == 0
    assert run(["conjure"]) == 2


def test_interrupt_leaves_whole_shards_and_says_130(tmp_path):
    scene = make_scene(tmp_path, size=1024)
    w = str(tmp_path / "w")
    assert run(["init", w, "--source", f"s2={scene.scene}", "--chip", "16", "--stride", "4"]) == 0
    command = [sys.executable, "-m", "eo_embed", "embed", w, "--set", "features=1024"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not list((tmp_path / "w").glob("embeddings/*/part-*.parquet")):
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert not list((tmp_path / "w").glob("embeddings/*/.part-*"))
    from eo_embed.core.pipeline import features

    assert np.isfinite(features(w).matrix).all()
