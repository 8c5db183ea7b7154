"""The command line: paths, settings, exit codes, JSON."""

import errno
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from eo_embed.core import pipeline
from eo_embed.core.cli import cli, run
from eo_embed.core.cli.options import settings, split_paths
from eo_embed.core.cli.showing import estimate_text
from eo_embed.core.errors import UsageError
from eo_embed.core.probes import HEADS, Estimate
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
    assert settings(["a=1", "b=0.5", "c=true", "d=none", "e=cls", "f=s=t"]) == {
        "a": 1, "b": 0.5, "c": True, "d": None, "e": "cls", "f": "s=t",
    }  # fmt: skip
    with pytest.raises(UsageError, match="NAME=VALUE"):
        settings(["a"])


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


@pytest.fixture(scope="module")
def fitted(scene, tmp_path_factory):
    """A workspace with statistics as embeddings, labels of classes and of a value, and a head."""
    w = str(tmp_path_factory.mktemp("fitted") / "w")
    for command in (
        ["init", w, "--source", f"s2={scene.scene}", "--chip", "160m"],
        ["embed", w, "--model", "stats"],
        ["label", w, "--from", str(scene.truth), "--name", "cover"],
        ["label", w, "--from", str(scene.truth), "--name", "mean", "--how", "mean"],
        ["fit", w, "--target", "cover"],
    ):
        assert run(command) == 0
    return w


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("fit --set n_estimators=abc", "n_estimators=abc must be a whole number from 1"),
        ("fit --set n_estimators=2.5", "whole number from 1"),
        ("fit --set n_estimators=99999999999999999999", "whole number from 1"),
        ("fit --set max_depth=1e99", "or none"),
        ("fit --set trees=5", "has no option 'trees'; it has n_estimators, max_depth"),
        ("fit --set seed=-1", "seed=-1 must be a whole number from 0"),
        ("fit --set class_weight=fair", "one of balanced, none"),
        ("fit --head knn --set k=x", "k=x must be a whole number of at least 1"),
        ("fit --head ridge --set alphas=3", "numbers separated by commas, each above 0"),
        ("fit --head ridge --set alphas=1,x", "numbers separated by commas, each above 0"),
        ("fit --head logistic --set C={}", "a number above 0"),
        ("fit --seed -1", "'--seed'"),
        ("fit --seed -1 --labels 20", "'--seed'"),
        ("score --seed 4294967296", "'--seed'"),
        ("score --split random --set n_estimators=abc", "n_estimators=abc must be"),
        ("embed --set features=[1]", "features=[1] must be a whole number from 2"),
        ("embed --set seed=none", "seed=none must be a whole number"),
        ("embed --set seed=1e400", "must be a whole number"),
        ("embed --set bias=nan", "must be a number"),
        ("embed --model stats --set quantiles=[0.5]", "must be text"),
    ],
)
def test_options_that_cannot_be_are_refused_in_one_line(fitted, capsys, command, said):
    name, *options = command.split()
    target = ["--target", "cover"] if name in ("fit", "score") else []
    capsys.readouterr()
    assert run([name, fitted, *target, *options]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error [USAGE]: ")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("cover --set n_estimators=5 --set max_depth=none", {"n_estimators": 5, "max_depth": None}),
        ("cover --set seed=2 --seed 3", {"seed": 2}),
        ("cover --head knn --set k=3 --set class_weight=balanced", {"class_weight": "balanced"}),
        ("mean --head ridge --set alphas=0.1,10", {"alphas": [0.1, 10], "alpha": None}),
        ("mean --head ridge --set alpha=3", {"alpha": 3}),
    ],
)
def test_options_that_can_be_reach_the_head(fitted, command, expected):
    target, *options = command.split()
    assert run(["fit", fitted, "--target", target, "--name", "tried", *options]) == 0
    record = json.loads(pathlib.Path(fitted, "heads", "tried", "head.json").read_text())
    assert expected.items() <= record["options"].items()


@pytest.mark.parametrize("share", [-3, 0, 1.01, float("nan"), float("inf")])
def test_a_majority_of_an_impossible_share_is_refused(fitted, scene, capsys, share):
    labels = pathlib.Path(fitted, "labels.gpkg").read_bytes()
    assert run(["label", fitted, "--from", str(scene.truth), "--min-share", str(share)]) == 2
    assert "above 0, up to 1" in capsys.readouterr().err
    with pytest.raises(UsageError, match="least share"):
        pipeline.label(fitted, str(scene.truth), min_share=share)
    assert pathlib.Path(fitted, "labels.gpkg").read_bytes() == labels


@pytest.mark.parametrize("share", ["nan", "-0.1", "2"])
def test_a_valid_share_that_cannot_be_is_refused(scene, tmp_path, capsys, share):
    w = str(tmp_path / "w")
    source = ["--source", f"s2={scene.scene}", "--chip", "16"]
    assert run(["init", w, *source, "--min-valid", share]) == 2
    assert capsys.readouterr().err.startswith("error [CHIP_INVALID]: ")
    assert not os.path.exists(w)


def test_a_negative_seed_is_refused_in_python_too(fitted):
    for step in (pipeline.fit, pipeline.score):
        with pytest.raises(UsageError, match="seed"):
            step(fitted, target="cover", seed=-1, labels=20)


def test_heads_are_listed_with_their_options(capsys):
    assert run(["heads", "--json"]) == 0
    assert [h["name"] for h in json.loads(capsys.readouterr().out)["heads"]] == list(HEADS)
    for name, head in HEADS.items():
        assert run(["heads", name]) == 0
        out = capsys.readouterr().out
        assert all(f"--set {option}=…" in out for option in head.option_rules())
        assert run(["heads", name, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["options"].keys() == head.option_rules().keys()
    assert run(["heads", "svm"]) == 2
    assert "there are rf, ridge, logistic, knn" in capsys.readouterr().err
    for command in ("fit", "score"):
        (choice,) = (p.type for p in cli.commands[command].params if p.name == "head")
        assert list(choice.choices) == list(HEADS)
        assert run([command, "--help"]) == 0
        assert "eo-embed heads NAME" in " ".join(capsys.readouterr().out.split())


def raising(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("eo_embed.core.pipeline.fit", fail)
    return ["fit", "w"]


def test_what_nobody_foresaw_is_one_line_and_a_log(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("EO_EMBED_DEBUG", raising=False)
    command = raising(monkeypatch, ZeroDivisionError("one\nby zero"))
    assert run(command) == 70
    err = capsys.readouterr().err
    assert err.startswith("error [INTERNAL]: ZeroDivisionError: one by zero; ")
    assert err.count("\n") == 1
    (log,) = tmp_path.iterdir()
    assert str(log) in err
    assert "Traceback" in log.read_text()
    assert "in fail" in log.read_text()


def test_debugging_shows_the_traceback_and_writes_nothing(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("EO_EMBED_DEBUG", "1")
    assert run(raising(monkeypatch, KeyError("x"))) == 70
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert err.splitlines()[-1].startswith("error [INTERNAL]: KeyError")
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_written_takes_nothing_away(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    monkeypatch.delenv("EO_EMBED_DEBUG", raising=False)
    assert run(raising(monkeypatch, KeyError("x"))) == 70
    assert "EO_EMBED_DEBUG=1 shows it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (MemoryError(), r"OUT_OF_MEMORY\]: There is not enough memory; "),
        (MemoryError("Unable to allocate 9 TiB"), r"OUT_OF_MEMORY\]: .*\(Unable to allocate 9 TiB\)"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), r"OUT_OF_MEMORY\]: "),
        (OSError(errno.ENOSPC, "No space left on device", "/d/x"), r"DISK_FULL\]: .*/d/x"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), r"DISK_FULL\]: "),
        (PermissionError(errno.EACCES, "Permission denied", "/d/x"),
         r"OUTPUT_UNWRITABLE\]: /d/x cannot be written: Permission denied"),
        (OSError(errno.EROFS, "Read-only file system", "/d/x"), r"OUTPUT_UNWRITABLE\]: /d/x"),
    ],
)  # fmt: skip
def test_what_the_system_refuses_is_a_sentence(monkeypatch, capsys, error, line):
    assert run(raising(monkeypatch, error)) == 2
    assert re.match(rf"error \[{line}", capsys.readouterr().err)


def test_a_file_that_cannot_be_read_is_not_called_unwritable(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.R_OK)
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path))
    assert run(raising(monkeypatch, error)) == 2
    assert re.match(r"error \[USAGE\]: .* cannot be read", capsys.readouterr().err)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)])
def test_interrupts_and_exits_are_no_internal_errors(monkeypatch, tmp_path, error):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    command = raising(monkeypatch, error)
    if isinstance(error, SystemExit):
        with pytest.raises(SystemExit):
            run(command)
    else:
        assert run(command) == 130
    assert list(tmp_path.iterdir()) == []


def test_interrupt_leaves_whole_shards_and_says_130(tmp_path):
    scene = make_scene(tmp_path, size=1024)
    w = str(tmp_path / "w")
    assert run(["init", w, "--source", f"s2={scene.scene}", "--chip", "16", "--stride", "4"]) == 0
    command = [sys.executable, "-m", "eo_embed", "embed", w, "--set", "features=2048"]
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


def test_what_cannot_be_estimated_is_left_out():
    nan = float("nan")
    shown = [estimate_text(Estimate(*pair)) for pair in [(0.5, 0.1), (0.5, nan), (nan, nan)]]
    assert shown == ["0.500 ± 0.100", "0.500", "-"]
