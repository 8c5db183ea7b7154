"""The algorithm that trains: what it asks of the worker, how it follows, stops and fails; and one real run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from eo_embed.eo_embed_plugin.algorithms import train
from eo_embed.eo_embed_plugin.blocking import WorkerError
from eo_embed.tests.eo_embed_plugin import made_training as made

from .conftest import Heard


class Trainer:
    """In place of the worker: a run that goes some steps further each time it is looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = str(folder), "simsiam-1"
        self.asked: list[tuple[str, dict]] = []
        self.steps = iter([None, 0, 200, 400])
        self.end: dict = {"state": "finished", "step": 600}
        self.is_stopped = False

    def __call__(self, launch, method, params, *, progress, said, cancelled):
        if cancelled():
            raise WorkerError("CANCELLED", "Cancelled.")
        self.asked.append((method, params))
        return {"runs": self._look()} if method == "train_runs" else getattr(self, method)(params)

    def train_start(self, params):
        self.place = params.get("out") or f"{self.folder}/runs/{self.name}"
        return {"run": self.place, "pid": 1}

    def train_stop(self, params):
        self.is_stopped, self.steps, self.end = True, iter([401]), {"state": "stopped", "step": 402}
        return {}

    def _look(self):
        step = next(self.steps, "end")
        if step is None:
            return []
        how = dict(self.end) if step == "end" else {"state": "running", "step": step}
        return [{**made.run(self.folder, self.name, **how), "run": self.place}]

    def params(self, method):
        return next(params for name, params in self.asked if name == method)


@pytest.fixture
def trainer(provider, monkeypatch, tmp_path) -> Trainer:
    found = Trainer(tmp_path)
    monkeypatch.setattr(provider.worker, "call", found)
    monkeypatch.setattr(train, "_LOOK_S", 0.0)
    return found


def test_it_trains_on_the_workspace_by_the_papers_values(run, trainer, heard, tmp_path) -> None:
    found = run("train", WORKSPACE=tmp_path)
    asked = trainer.params("train_start")
    assert asked == {
        "folder": str(tmp_path), "method": "simsiam", "data": [str(tmp_path)], "data_options": {},
        "values": {}, "device": "auto", "out": "",
    }  # fmt: skip
    place = f"{tmp_path}/runs/simsiam-1"
    assert found["MODEL"] == f"checkpoint:{place}"
    assert (found["RUN"], found["WORKSPACE"], found["TRAINED"]) == (place, str(tmp_path), 600)
    assert found["LOSS"] == pytest.approx(made.run(str(tmp_path), "x", "finished", 600)["loss"])
    assert [round(share) for share in heard.shares if 0 < share < 100] == [33, 67]
    assert "simsiam-1: step 400 of 600" in heard.stages[-1]
    assert any("step 600 of 600" in line for line in heard.lines)


def test_everything_can_be_said(run, trainer, tmp_path) -> None:
    (tmp_path / "mine.toml").write_text("")
    (tmp_path / "data").mkdir()
    run(
        "train", WORKSPACE=tmp_path, METHOD="byol", RECIPE=tmp_path / "mine.toml", STEPS=300,
        VALUES="backbone=resnet10t, lr=0.001", DATA=tmp_path / "data", DATASET="ombria",
        DATA_OPTIONS="when=after", DEVICE="cpu", RUN=tmp_path / "there" / "simsiam-1",
    )  # fmt: skip
    assert trainer.params("train_start") == {
        "folder": str(tmp_path), "method": "byol", "recipe": str(tmp_path / "mine.toml"),
        "values": {"backbone": "resnet10t", "lr": "0.001", "steps": 300},
        "data": [str(tmp_path / "data")], "dataset": "ombria", "data_options": {"when": "after"},
        "device": "cpu", "out": str(tmp_path / "there" / "simsiam-1"),
    }  # fmt: skip
    assert trainer.params("train_runs")["among"] == str(tmp_path / "there")


def test_a_recipe_alone_brings_its_method(run, trainer, tmp_path) -> None:
    run("train", WORKSPACE=tmp_path, RECIPE="jain_simsiam")
    asked = trainer.params("train_start")
    assert asked["recipe"] == "jain_simsiam"
    assert "method" not in asked


def test_a_run_goes_on(run, trainer, tmp_path) -> None:
    place = tmp_path / "runs" / "simsiam-1"
    run("train", WORKSPACE=tmp_path, RUN=place, RESUME=True)
    assert trainer.params("train_start") == {
        "folder": str(tmp_path), "out": str(place), "resume": True, "device": "auto",
    }  # fmt: skip


def test_which_run_is_to_go_on_must_be_said(run, trainer, tmp_path) -> None:
    with pytest.raises(QgsProcessingException, match="Say which run is to go on"):
        run("train", WORKSPACE=tmp_path, RESUME=True)
    assert not trainer.asked


def test_stopped_it_waits_for_the_checkpoint(run, trainer, tmp_path) -> None:
    def stop(feedback, share):
        if share > 30:
            feedback.cancel()

    with pytest.raises(
        QgsProcessingException, match=r"Stopped; the run goes on from its checkpoint"
    ):
        run("train", feedback=Heard(stop), WORKSPACE=tmp_path)
    assert trainer.is_stopped
    assert [name for name, _ in trainer.asked].count("train_stop") == 1
    assert trainer.asked[-1][0] == "train_runs"  # it saw the run end


def test_a_run_that_finishes_although_it_was_told_to_stop_is_finished(
    run, trainer, tmp_path
) -> None:
    trainer.train_stop = lambda params: {}
    found = run(
        "train", feedback=Heard(lambda feedback, share: feedback.cancel()), WORKSPACE=tmp_path
    )
    assert found["TRAINED"] == 600


def test_a_run_that_fails_says_why_in_its_own_words(run, trainer, tmp_path) -> None:
    why = "The loss of step 340 is no number; lower the learning rate."
    trainer.end = {"state": "failed", "step": 340, "message": why, "code": "TRAINING_DIVERGED"}
    with pytest.raises(QgsProcessingException) as error:
        run("train", WORKSPACE=tmp_path)
    assert str(error.value) == why


def test_a_run_that_was_killed_names_its_log(run, trainer, tmp_path) -> None:
    trainer.end = {"state": "interrupted", "step": 340}
    with pytest.raises(QgsProcessingException, match=r"has ended before its time; .*log\.txt"):
        run("train", WORKSPACE=tmp_path)


def test_a_run_that_never_comes_is_not_waited_for(run, trainer, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(train, "_BEGIN_S", 0.0)
    trainer.steps = iter([None] * 1000)
    with pytest.raises(QgsProcessingException, match=r"has ended before its time; .*log\.txt"):
        run("train", WORKSPACE=tmp_path)


def test_what_the_worker_refuses_is_told(run, trainer, tmp_path) -> None:
    def refuse(params):
        raise WorkerError("RECIPE_INVALID", "There is no recipe 'x'; give one of a, b.")

    trainer.train_start = refuse
    with pytest.raises(QgsProcessingException, match="There is no recipe 'x'"):
        run("train", WORKSPACE=tmp_path, RECIPE="x")


def test_methods_are_those_there_are(root) -> None:
    """A method is a file (training/methods/__init__.py)."""
    files = {path.stem for path in (root / "training" / "methods").glob("*.py")}
    assert files - {"__init__", "base"} == set(train.METHODS)


@pytest.mark.slow
def test_a_model_is_trained_and_embeds(run, embedded, tmp_path) -> None:
    values = "backbone=resnet10t, size=32, hidden=16, output=8, batch_size=8, pairs=s2,s2"
    found = run("train", WORKSPACE=embedded, METHOD="simsiam", STEPS=4, VALUES=values, DEVICE="cpu")
    assert found["TRAINED"] == 4
    assert os.path.isfile(os.path.join(found["RUN"], "model.safetensors"))
    done = run("embed", WORKSPACE=embedded, MODEL=found["MODEL"])
    assert done["EMBEDDED"] > 900
