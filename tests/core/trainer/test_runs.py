"""A run's folder: who may write into it, and what it tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from filelock import FileLock
from small_learners import Samples, Tower, run

from eo_embed.core import models
from eo_embed.core.errors import OutputError, RunBusy, RunExists, RunMissing
from eo_embed.core.trainer import (
    ask_to_stop,
    journal,
    latest_probe,
    list_runs,
    read_curves,
    read_run,
    runs,
)


def test_what_a_run_keeps_of_itself(tmp_path: Path) -> None:
    about = {"method": "small", "data": {"name": "samples"}}
    run(tmp_path, about=about, given={"lr": 0.5})
    content = json.loads((tmp_path / "run.json").read_text())
    assert (content["format"], content["version"], content["about"]) == ("eo-embed-run", 1, about)
    found = read_run(tmp_path)
    assert (found.about, found.settings["lr"], found.folder) == (about, 0.5, tmp_path)
    assert "about" not in found.to_dict()
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_busy_folder(tmp_path: Path) -> None:
    run(tmp_path, given={"steps": 5})
    with FileLock(tmp_path / ".lock"), pytest.raises(RunBusy, match="Another process"):
        run(tmp_path, resume=True)
    assert run(tmp_path, resume=True).state == "finished"


def test_a_run_is_not_begun_over_another(tmp_path: Path) -> None:
    run(tmp_path)
    with pytest.raises(RunExists, match="--resume"):
        run(tmp_path)


def test_nor_over_a_checkpoint_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"precious")
    with pytest.raises(RunExists, match=r"model\.safetensors"):
        run(tmp_path)
    assert (tmp_path / "model.safetensors").read_bytes() == b"precious"


def test_a_folder_that_only_has_a_log(tmp_path: Path) -> None:
    (tmp_path / "log.txt").touch()
    (tmp_path / "request.json").touch()
    assert run(tmp_path).state == "finished"


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        run(tmp_path / "file" / "run")


def test_none_there(tmp_path: Path) -> None:
    for look in (read_run, ask_to_stop):
        with pytest.raises(RunMissing):
            look(tmp_path / "none")
    assert list_runs(tmp_path / "none") == []
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(RunMissing):
        read_run(tmp_path)


def write_status(folder: Path, **values: object) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_text(json.dumps({"about": {}, "settings": {}}))
    runs.Status(**{"started": runs.now(), **values}).write(folder)


def test_running_is_believed_while_its_process_is(tmp_path: Path) -> None:
    write_status(tmp_path)
    assert read_run(tmp_path).state == "running"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    write_status(tmp_path, pid=gone.pid)
    assert read_run(tmp_path).state == "interrupted"
    # The number of a process that is gone, borne by a later one.
    write_status(tmp_path, started="2001-01-01T00:00:00+00:00")
    assert read_run(tmp_path).state == "interrupted"
    write_status(tmp_path, pid=gone.pid, state="stopped")
    assert read_run(tmp_path).state == "stopped"


@pytest.mark.parametrize(("lacks", "where"), [("started", {}), ("updated", {"host": "elsewhere"})])
def test_a_status_without_its_times_is_of_an_interrupted_run(
    tmp_path: Path, lacks: str, where: dict[str, str]
) -> None:
    write_status(tmp_path / "run", **where)
    path = tmp_path / "run" / "status.json"
    content = json.loads(path.read_text())
    for given in ({lacks: ""}, {lacks: "yesterday"}, {}):
        kept = {key: value for key, value in content.items() if key != lacks}
        path.write_text(json.dumps(kept | given))
        assert [found.state for found in list_runs(tmp_path)] == ["interrupted"]


def test_on_another_computer_a_word_now_and_then_is_believed(tmp_path: Path) -> None:
    write_status(tmp_path, host="elsewhere", pid=1)
    assert read_run(tmp_path).state == "running"
    content = json.loads((tmp_path / "status.json").read_text())
    (tmp_path / "status.json").write_text(
        json.dumps({**content, "updated": "2001-01-01T00:00:00+00:00"})
    )
    assert read_run(tmp_path).state == "interrupted"


def test_runs_of_a_folder_the_newest_first(tmp_path: Path) -> None:
    for name, year in (("a", 2021), ("b", 2023), ("c", 2022)):
        write_status(tmp_path / name, started=f"{year}-01-01T00:00:00+00:00", state="finished")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "run.json").write_text("[]")
    (tmp_path / "unrelated").mkdir()
    assert [found.folder.name for found in list_runs(tmp_path)] == ["b", "c", "a"]


def test_the_status_is_written_at_its_interval_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[float, int]] = []
    write = runs.Status.write

    def noted(self: runs.Status, folder: Path) -> None:
        written.append((time.monotonic(), self.step))
        write(self, folder)

    monkeypatch.setattr(runs.Status, "write", noted)
    monkeypatch.setattr(journal, "STATUS_S", 0.2)  # in place of 1
    feed = Samples()
    feed.pause = 0.08
    run(tmp_path, feed=feed, given={"readers": 1})
    amid = written[:-1]  # the last tells the end at once
    assert len(amid) >= 3
    assert all(b[0] - a[0] >= 0.19 for a, b in pairwise(amid))
    assert 0 < amid[-1][1] <= 12


def test_what_came_of_it_embeds_as_it_did_in_training(tmp_path: Path) -> None:
    learner, feed = Tower(), Samples(shape=(2, 8, 8))
    report = run(tmp_path, learner, feed)
    assert report.results == ("",)
    assert read_run(tmp_path).results == [""]
    encoder = models.build(f"checkpoint:{tmp_path}", ("a", "b"), chip=8)
    learner.networks.eval()
    with torch.no_grad():
        wanted = learner.embed({"x": feed.x})
    torch.testing.assert_close(encoder.embed(feed.x, None), wanted, rtol=1e-4, atol=1e-4)


def test_curves_after_a_step(tmp_path: Path) -> None:
    run(tmp_path, given={"log_every": 1})
    assert read_curves(tmp_path, after=9)["metrics"]["step"] == [10, 11, 12]
    assert read_curves(tmp_path)["validation"] == {"step": [], "epoch": [], "loss": []}
    assert latest_probe(tmp_path) is None
    assert os.path.exists(tmp_path / "metrics.csv")
