"""A run that was stopped, or killed at any instant, ends as one that was not, to the last digit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from small_learners import (
    Dropping,
    HeldOut,
    Normed,
    Plain,
    Samples,
    Tower,
    difference,
    lines,
    run,
    weights,
)

from eo_embed.core.errors import CheckpointInvalid, DiskFull, RunMissing, UsageError
from eo_embed.core.progress import Task
from eo_embed.core.trainer import Learner, ask_to_stop, checkpoints, read_run

HARD = {"schedule": "cosine", "warmup": 0.25, "clip": 0.5, "accumulate": 2}


def stop_after(step: int, learner: Learner, wish: Callable[[], object], steps: int = 12) -> Learner:
    """The learner, with a wish to stop made after a step."""

    def after_step(done: float, own: Callable[[float], None] = learner.after_step) -> None:
        own(done)
        if round(done * steps) == step:
            wish()

    learner.after_step = after_step  # type: ignore[method-assign]
    return learner


@pytest.mark.parametrize(
    ("kind", "optimiser"),
    [(Plain, "adamw"), (Dropping, "adam"), (Normed, "adam"), (Dropping, "sgd"), (Normed, "lars")],
)
def test_resumed_is_uninterrupted(tmp_path: Path, kind: type, optimiser: str) -> None:
    """Stopped at 4 and at 7, neither at a line of metrics nor at a checkpoint."""
    given = {**HARD, "optimiser": optimiser}
    whole, held = kind(), HeldOut(13)
    run(tmp_path / "whole", whole, validation=held, given=given)
    folder = tmp_path / "parts"
    for step in (4, 7):
        task = Task()
        learner = stop_after(step, kind(), task.cancelled.set)
        report = run(folder, learner, validation=held, resume=step > 4, task=task, given=given)
        assert (report.state, report.step, read_run(folder).state) == ("stopped", step, "stopped")
    learner = kind()
    report = run(folder, learner, validation=held, resume=True, given=given)
    assert (report.state, report.step) == ("finished", 12)
    assert difference(whole, learner) == 0
    for name in ("metrics", "validation"):
        assert lines(folder, name) == lines(tmp_path / "whole", name)


def test_a_file_asks_to_stop(tmp_path: Path) -> None:
    whole = Plain()
    run(tmp_path / "whole", whole)
    folder = tmp_path / "run"
    learner = stop_after(6, Plain(), lambda: ask_to_stop(folder))
    feed = Samples()
    feed.pause = 0.2  # the file is looked for twice a second
    report = run(folder, learner, feed)
    assert report.state == "stopped"
    assert 6 <= report.step < 12
    assert not (folder / "stop").exists()
    learner = Plain()
    run(folder, learner, resume=True)
    assert difference(whole, learner) == 0


def test_interrupted_amid_a_step(tmp_path: Path) -> None:
    """Ctrl+C where nobody listens for it: what was not kept is done again."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "run", stop_after(8, Plain(), interrupt))
    assert read_run(tmp_path / "run").state == "stopped"
    whole, learner = Plain(), Plain()
    run(tmp_path / "whole", whole)
    run(tmp_path / "run", learner, resume=True)
    assert difference(whole, learner) == 0


def test_stopped_before_the_first_step(tmp_path: Path) -> None:
    task = Task()
    task.cancelled.set()
    report = run(tmp_path, task=task)
    assert (report.state, report.step) == ("stopped", 0)
    whole, learner = Plain(), Plain()
    run(tmp_path / "whole", whole)
    assert run(tmp_path, learner, resume=True).state == "finished"
    assert difference(whole, learner) == 0


def test_a_wish_of_an_earlier_process_is_forgotten(tmp_path: Path) -> None:
    run(tmp_path, given={"steps": 5})
    (tmp_path / "stop").touch()
    os.utime(tmp_path / "stop", (1e9, 1e9))
    assert run(tmp_path, resume=True).state == "finished"


def test_a_longer_run_goes_on_and_may_tell_more_often(tmp_path: Path) -> None:
    whole, learner = Plain(), Plain()
    run(tmp_path / "whole", whole, given={"steps": 20})
    run(tmp_path / "run", Plain())
    more = {"steps": 20, "readers": 1, "log_every": 1, "checkpoint_every": 100}
    run(tmp_path / "run", learner, resume=True, given=more)
    assert difference(whole, learner) == 0
    assert json.loads((tmp_path / "run" / "run.json").read_text())["settings"]["steps"] == 20


def test_a_finished_run_stays_as_it_is(tmp_path: Path) -> None:
    feed = Samples(shape=(2, 8, 8))
    run(tmp_path, Tower(), feed)
    before = (tmp_path / "model.safetensors").read_bytes()
    report = run(tmp_path, Tower(), feed, resume=True)
    assert (report.state, report.step, report.results) == ("finished", 12, ("",))
    assert (tmp_path / "model.safetensors").read_bytes() == before
    assert len(lines(tmp_path)["step"]) == 4


def test_the_best_survives_a_kill_after_it_was_found(tmp_path: Path) -> None:
    """best.safetensors may be of a later pass than the checkpoint that the run goes on from."""
    held = HeldOut(13, shape=(2, 8, 8))
    feed = Samples(shape=(2, 8, 8))
    for name, given in (("whole", {}), ("parts", {"steps": 10, "checkpoint_every": 4})):
        run(tmp_path / name, Tower(), feed, validation=held, keep_best=True, given=given)
    folder = tmp_path / "parts"
    checkpoints.shutil.rmtree(folder / "checkpoints" / "000000010")
    report = run(folder, Tower(), feed, validation=held, keep_best=True, resume=True)
    assert report.step == 12
    a, b = (load_file(tmp_path / name / "best.safetensors") for name in ("whole", "parts"))
    assert all(torch.equal(a[name], b[name]) for name in a)
    assert lines(folder, "validation") == lines(tmp_path / "whole", "validation")


# -- killed ------------------------------------------------------------------------------------

#: Kills forks of one process, since importing takes longer than a run.
PROGRAM = """
import itertools, os, signal, sys
sys.path.insert(0, sys.argv[1])
from small_learners import *
torch.set_num_threads(1)
sys.modules["torch.utils.tensorboard"] = None  # takes longer to import than all of this
import eo_embed.core.trainer.loop

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

class Mortal(Dropping):
    killed_after = None
    def after_step(self, done):
        if self.killed_after is not None and round(done * 12) == self.killed_after:
            kill()

def in_fork(folder, step=None, moment=None):
    child = os.fork()
    if child == 0:
        moments = itertools.count(1)
        def mortal(call):
            def wrapped(a, *more, **given):
                if moment and "checkpoint" in str(sys._getframe(1).f_code.co_filename) and next(moments) == moment:
                    kill()
                return call(a, *more, **given)
            return wrapped
        os.fsync, os.replace = mortal(os.fsync), mortal(os.replace)
        Mortal.killed_after = step
        report = run(Path(folder), Mortal(), resume=os.path.exists(folder + "/run.json"))
        os._exit(0 if report.state == "finished" else 3)
    return os.waitpid(child, 0)[1]

out = sys.argv[2]
run(Path(out + "/whole"), Mortal())  # here, since what torch imports at the first step takes longer than all steps
for step in (1, 8):
    assert in_fork(f"{out}/step-{step}", step=step) == signal.SIGKILL
    assert in_fork(f"{out}/step-{step}") == 0
for moment in (4, 5, 8):
    assert in_fork(f"{out}/moment-{moment}", moment=moment) == signal.SIGKILL
    assert in_fork(f"{out}/moment-{moment}") == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_killed_at_any_instant(tmp_path: Path) -> None:
    """Amid steps, and before each thing that reaches the disk for good while a checkpoint is written."""
    here = str(Path(__file__).parent)
    subprocess.run([sys.executable, "-c", PROGRAM, here, str(tmp_path)], check=True, timeout=300)
    wanted = load_file(tmp_path / "whole/checkpoints/000000012/networks.safetensors")
    killed = sorted(place for place in tmp_path.iterdir() if place.name != "whole")
    assert len(killed) == 5
    for folder in killed:
        found = load_file(folder / "checkpoints/000000012/networks.safetensors")
        assert all(torch.equal(wanted[name], found[name]) for name in wanted), folder.name
        assert lines(folder) == lines(tmp_path / "whole"), folder.name
        assert not list((folder / "checkpoints").glob(".part-*"))


# -- damaged, other, none ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("networks.safetensors", "flipped"),
        ("networks.safetensors", "gone"),
        ("optimiser.pt", "flipped"),
        ("optimiser.pt", "cut"),
        ("state.json", "cut"),
        ("state.json", "gone"),
    ],
)
def test_a_damaged_checkpoint_is_passed_over(tmp_path: Path, file: str, damage: str) -> None:
    whole, learner = Plain(), Plain()
    run(tmp_path, whole)
    path = tmp_path / "checkpoints" / "000000012" / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes({"flipped": content, "cut": content[: len(content) // 2]}.get(damage, b""))
    if damage == "gone":
        path.unlink()
    assert checkpoints.newest(tmp_path).step == 10
    run(tmp_path, learner, resume=True)
    assert difference(whole, learner) == 0
    assert checkpoints.newest(tmp_path).step == 12


def test_no_checkpoint_is_whole(tmp_path: Path) -> None:
    run(tmp_path)
    for path in (tmp_path / "checkpoints").glob("*/state.json"):
        path.write_text("{}")
    with pytest.raises(CheckpointInvalid, match="Every checkpoint"):
        run(tmp_path, resume=True)


def test_the_last_two_are_kept_and_loads_run_nothing(tmp_path: Path) -> None:
    run(tmp_path, given={"checkpoint_every": 2})
    kept = sorted(place.name for place in (tmp_path / "checkpoints").iterdir())
    assert kept == ["000000010", "000000012"]

    class Evil:
        def __reduce__(self) -> tuple:
            return os.system, ("touch /tmp/eo-embed-evil",)

    newest = tmp_path / "checkpoints" / "000000012"
    torch.save({"optimiser": Evil()}, newest / "optimiser.pt")
    state = json.loads((newest / "state.json").read_text())
    state["files"]["optimiser.pt"] = checkpoints._sha256(newest / "optimiser.pt")
    (newest / "state.json").write_text(json.dumps(state))
    with pytest.raises(CheckpointInvalid, match=r"optimiser\.pt"):
        run(tmp_path, resume=True)
    assert not Path("/tmp/eo-embed-evil").exists()


def test_other_networks(tmp_path: Path) -> None:
    run(tmp_path, Plain())
    with pytest.raises(CheckpointInvalid, match="other networks"):
        run(tmp_path, Normed(), resume=True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lr": 0.02}, "begun with lr 0.01, not 0.02"),
        ({"lr": 0.02, "seed": 5}, "begun with lr 0.01, seed 0, not 0.02, 5"),
        ({"batch_size": 4}, "begun with batch_size 8"),
        ({"clip": 1.0}, "begun with clip none, not 1.0"),
    ],
)
def test_other_settings_are_named(tmp_path: Path, given: dict, words: str) -> None:
    run(tmp_path)
    before = (tmp_path / "run.json").read_bytes()
    with pytest.raises(UsageError, match=words):
        run(tmp_path, resume=True, given=given)
    assert (tmp_path / "run.json").read_bytes() == before
    assert read_run(tmp_path).state == "finished"


def test_other_data_and_another_method(tmp_path: Path) -> None:
    about = {"method": "a", "values": {"width": 3}, "data": {"fingerprint": {"files": (1, 2)}}}
    run(tmp_path, about=about, given={"steps": 5})
    run(tmp_path, about=about, resume=True)
    with pytest.raises(UsageError, match="other data"):
        run(tmp_path, about={**about, "data": {"fingerprint": {"files": (1, 3)}}}, resume=True)
    with pytest.raises(UsageError, match="width 3, not 4"):
        run(tmp_path, about={**about, "values": {"width": 4}}, resume=True)
    with pytest.raises(UsageError, match="method a, not b"):
        run(tmp_path, about={**about, "method": "b"}, resume=True)


def test_nothing_to_go_on_with(tmp_path: Path) -> None:
    with pytest.raises(RunMissing, match="no training run"):
        run(tmp_path / "new", resume=True)
    assert not (tmp_path / "new").exists()


def test_a_full_disk_keeps_the_checkpoint_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, learner = Plain(), Plain()
    run(tmp_path / "whole", whole)
    folder, written = tmp_path / "run", []

    def full(*given: object, **more: object) -> None:
        written.append(given)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        save(*given, **more)

    save = torch.save
    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(DiskFull):
        run(folder)
    assert [place.name for place in (folder / "checkpoints").iterdir()] == ["000000005"]
    assert (read_run(folder).state, read_run(folder).code) == ("failed", "DISK_FULL")
    run(folder, learner, resume=True)
    assert difference(whole, learner) == 0
    assert weights(learner).keys() == weights(whole).keys()
