"""An experiment from its command to its folder: it goes on where it stopped, and ends alike."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from eo_embed.core.cli import run
from eo_embed.core.errors import (
    Cancelled,
    DataMissing,
    OutputError,
    RecipeInvalid,
    UsageError,
)
from eo_embed.core.options import Option
from eo_embed.core.progress import Task
from eo_embed.tests.training.experiments.toy import Steps, offer
from eo_embed.training import cli
from eo_embed.training.experiments import find_experiment
from eo_embed.training.experiments.bench import running
from eo_embed.training.experiments.bench.running import run_experiment

assert cli  # which adds the commands

#: Steps of the toy.
EVERY = [f"repeat {r}" for r in range(4)]


def outputs(folder: Path) -> dict[str, bytes]:
    """What it leaves for people, the date and its own place left out."""
    found = {
        p.name: p.read_bytes() for p in folder.rglob("*") if p.suffix in (".csv", ".png", ".svg")
    }
    page = (folder / "report.html").read_text()
    found["page"] = re.sub(r"written [-\d: ]+UTC|--out \S+", "", page).encode()
    return found


@pytest.fixture
def steps(monkeypatch):
    found = Steps()
    offer(monkeypatch, found)
    return found


def test_it_ends_in_results_figures_and_a_report(scenes, tmp_path, steps):
    told = []
    found = run_experiment("toy", [str(scenes)], tmp_path / "out", task=Task(told.append))
    assert steps.done == EVERY
    assert (found.scores, found.missing, found.figures) == (4, 1, ("bars", "walk"))
    assert [claim.holds for claim in found.claims] == [True, False, None]
    left = {
        str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file()
    }
    assert left >= {
        "experiment.json", "results.csv", "report.html", "figures/bars.png", "figures/bars.svg",
        "figures/walk.png", "figures/walk.svg",
    }  # fmt: skip
    assert [found.report, found.results] == [
        str(tmp_path / "out" / n) for n in ("report.html", "results.csv")
    ]
    assert {p.stage for p in told} >= {"opening the data", "repeat 0", "writing the report"}


def test_asked_again_it_writes_its_outputs_anew_from_its_steps(scenes, tmp_path, steps):
    out = tmp_path / "out"
    run_experiment("toy", [str(scenes)], out)
    before = outputs(out)
    for name in ("results.csv", "report.html", "figures/bars.png"):
        (out / name).unlink()
    run_experiment("toy", [str(scenes)], out)
    assert steps.done == EVERY
    assert outputs(out) == before


def test_a_run_that_was_stopped_goes_on_and_ends_alike(scenes, tmp_path, steps):
    run_experiment("toy", [str(scenes)], tmp_path / "whole")
    steps.done.clear()
    task = Task()
    steps.at = lambda name: task.cancelled.set() if name == "repeat 1" else None
    with pytest.raises(Cancelled):
        run_experiment("toy", [str(scenes)], tmp_path / "parts", task=task)
    assert not (tmp_path / "parts" / "results.csv").exists()
    steps.at = None
    run_experiment("toy", [str(scenes)], tmp_path / "parts")
    assert steps.done == EVERY  # none twice
    assert outputs(tmp_path / "parts") == outputs(tmp_path / "whole")


def test_a_run_that_was_killed_goes_on_and_ends_alike(scenes, tmp_path, steps):
    run_experiment("toy", [str(scenes)], tmp_path / "whole")
    script = f"""
import os, signal
from eo_embed.tests.training.experiments.toy import Steps, toy
from eo_embed.training import experiments
from eo_embed.training.experiments.bench.running import run_experiment
end = lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == "repeat 2" else None
experiments.experiments = lambda: {{"toy": toy(Steps(at=end))}}
run_experiment("toy", [{str(scenes)!r}], {str(tmp_path / "parts")!r})
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode < 0
    kept = {p.stem for p in (tmp_path / "parts" / "steps").iterdir() if p.suffix == ".json"}
    assert len(kept) == 2
    steps.done.clear()
    run_experiment("toy", [str(scenes)], tmp_path / "parts")
    assert steps.done == EVERY[2:]
    assert outputs(tmp_path / "parts") == outputs(tmp_path / "whole")


def test_figures_of_an_earlier_finish_do_not_stay(scenes, tmp_path, monkeypatch):
    from dataclasses import replace

    experiment = offer(monkeypatch)
    out = tmp_path / "out"
    run_experiment("toy", [str(scenes)], out)
    fewer = lambda *args: replace(experiment.run(*args), figures=())  # noqa: E731
    changed = replace(experiment, run=fewer)
    monkeypatch.setattr("eo_embed.training.experiments.experiments", lambda: {"toy": changed})
    run_experiment("toy", [str(scenes)], out)
    assert {p.name for p in (out / "figures").iterdir()} == {"index.json"}
    assert "<svg" not in (out / "report.html").read_text()


# -- what is refused -------------------------------------------------------------------------


def test_options_go_to_those_data_that_know_them_and_one_unknown_to_all_is_refused(
    scenes, tmp_path, steps, monkeypatch
):
    from eo_embed.training.datasets import DatasetKind

    opened = []

    def kind(place, _):
        name = Path(place).name
        options = {"crop": Option(4, "a"), **({"year": Option(1, "b")} if name == "b" else {})}
        return DatasetKind(name, "", "", "", "", bool, list, options)

    monkeypatch.setattr(running, "find_kind", kind)
    monkeypatch.setattr(running, "open_dataset", lambda *given: opened.append(given))
    folders = [str(tmp_path / name) for name in "ab"]

    def open_with(options):
        asked = running.Asked(tuple(folders), "out", False, 0, {}, None, options)
        return running.open_all(find_experiment("toy"), asked, Task())

    open_with({"crop": "8", "year": "2020"})
    assert opened == [
        (folders[0], "a", {"crop": "8"}),
        (folders[1], "b", {"crop": "8", "year": "2020"}),
    ]
    with pytest.raises(UsageError, match="option 'season'; --data-set knows: crop, year"):
        open_with({"season": "1"})


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"name": "tay"}, UsageError, "the experiments are: toy"),
        ({"places": []}, UsageError, "--data .* It takes a folder of scenes"),
        ({"places": ["/no/such/folder"]}, DataMissing, "no folder"),
        ({"dataset": "tay"}, DataMissing, "no kind of data set 'tay'"),
        ({"values": {"steps": 3}}, RecipeInvalid, "no knob 'steps'; its knobs are: repeats"),
        ({"values": {"repeats": 0}}, UsageError, "at least 1"),
    ],
)
def test_what_cannot_be_run_is_told_before_anything_is_written(
    scenes, tmp_path, steps, change, error, says
):
    asked = {"name": "toy", "places": [str(scenes)], "out": tmp_path / "out", **change}
    with pytest.raises(error, match=says):
        run_experiment(**asked)
    assert not (tmp_path / "out").exists()


def test_the_same_data_twice_is_refused(scenes, tmp_path, steps):
    with pytest.raises(UsageError, match="twice"):
        run_experiment("toy", [str(scenes), f"{scenes}/../{scenes.name}"], tmp_path / "out")


def test_a_folder_of_something_else_is_left_alone(scenes, tmp_path, steps):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="something else"):
        run_experiment("toy", [str(scenes)], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


# -- the commands ----------------------------------------------------------------------------


def test_the_command_tells_where_it_lies_and_what_holds(scenes, tmp_path, steps, capsys):
    asked = ["experiment", "toy", "--data", str(scenes), "--out", str(tmp_path / "out"), "--quick"]
    assert run([*asked, "--set", "ridge=0.5"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        f"toy, quick: 2 figures (1 could not be obtained) are in {tmp_path / 'out'}; "
        f"open {tmp_path / 'out' / 'report.html'}"
    )
    assert said[1].startswith("holds: Light helps (section 5). It reaches 0.")
    assert said[2] == "does not hold: Shade helps (section 6). It does not."
    assert said[3].startswith("left open: ")
    assert said[4] == "note: A note at the end."
    assert json.loads((tmp_path / "out" / "experiment.json").read_text())["config"]["ridge"] == 0.5
    assert run([*asked, "--set", "ridge=0.5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["experiment"], found["scores"], found["quick"]) == ("toy", 2, True)
    assert [c["holds"] for c in found["claims"]] == [True, False, None]
    assert run([*asked]) == 2
    assert "error [USAGE]" in (told := capsys.readouterr().err)
    assert "ridge=0.5" in told


def test_an_interrupt_ends_the_command_and_a_second_run_goes_on(scenes, tmp_path, steps, capsys):
    import os
    import signal

    asked = ["experiment", "toy", "--data", str(scenes), "--out", str(tmp_path / "out")]
    steps.at = lambda name: os.kill(os.getpid(), signal.SIGINT) if name == "repeat 1" else None
    assert run(asked) == 130
    assert "interrupted" in capsys.readouterr().err
    steps.at = None
    assert run(asked) == 0
    assert steps.done == EVERY


def test_experiments_are_listed_and_one_shown_with_its_keys(steps, capsys):
    assert run(["experiments"]) == 0
    assert "toy        Brightness of scenes\n           Whether bright" in capsys.readouterr().out
    assert run(["experiments", "toy"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"ridge +2\* lambda of the ridge", said)
    assert re.search(r"repeats +4  how often", said)
    assert re.search(r"sizes +5,10  numbers", said)
    assert "assumed: the paper does not state it" in said
    assert re.search(r"With --quick:\nrepeats +2", said)
    assert run(["experiments", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["experiments"]
    assert (found["name"], found["assumed"], found["quick"]) == ("toy", ["ridge"], {"repeats": 2})
    assert run(["experiments", "tay"]) == 2
