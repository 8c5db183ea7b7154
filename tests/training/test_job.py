"""A run on data that is opened already is the run on the same data opened by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from eo_embed.core import trainer
from eo_embed.core.errors import (
    DataMissing,
    DataUnfit,
    OutputError,
    RunExists,
    RunMissing,
    UsageError,
)
from eo_embed.training import job
from eo_embed.training.datasets import Labels, open_dataset
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.probing import online_probe


def test_data_in_hand_takes_the_place_of_what_the_request_names(
    scenes: Path, tmp_path: Path, tiny: dict[str, Any]
) -> None:
    named = job.Request((str(scenes),), "simclr", values=tiny | {"validation": 0.25})
    elsewhere = job.Request((str(tmp_path / "nowhere"),), "simclr", values=named.values)
    with pytest.raises(DataMissing):
        job.prepare(elsewhere)
    data = open_dataset(scenes)
    job.train(named, tmp_path / "named")
    job.train(elsewhere, tmp_path / "given", data=data)
    one, other = (load_file(tmp_path / run / "model.safetensors") for run in ("named", "given"))
    assert one.keys() == other.keys()
    for name, value in one.items():
        np.testing.assert_array_equal(value, other[name])
    said = [trainer.read_run(tmp_path / run).about for run in ("named", "given")]
    assert said[0]["data"] == said[1]["data"]
    assert said[0]["statistics"] == said[1]["statistics"]


def test_it_is_parted_and_measured_as_any_other(scenes: Path, tiny: dict[str, Any]) -> None:
    whole = open_dataset(scenes)
    rows = np.r_[3:13, 18:30]
    request = job.Request((), "simclr", values=tiny | {"split": "given"})
    ready = job.prepare(request, data=Subset(whole, rows, validation=[4, 20, 21]))
    held = np.isin(rows, [4, 20, 21])
    np.testing.assert_array_equal(ready.parts.train, np.flatnonzero(~held))
    np.testing.assert_array_equal(ready.parts.validation, np.flatnonzero(held))
    (name,) = whole.modalities
    seen = whole.read(rows[~held], name).values.astype(np.float64)
    np.testing.assert_allclose(ready.statistics[name].mean, seen.mean((0, 2, 3)))
    np.testing.assert_allclose(ready.statistics[name].std, seen.std((0, 2, 3)))
    assert ready.steps == tiny["steps"]
    read = [row for step in range(6) for row in ready.feed().batch(step, slice(None))["rows"]]
    assert set(map(int, read)) <= set(np.flatnonzero(~held))


def test_what_cannot_be_is_refused_as_for_any_other(
    scenes: Path, tmp_path: Path, tiny: dict[str, Any]
) -> None:
    whole = open_dataset(scenes)
    request = job.Request((), "simclr", values=tiny)
    with pytest.raises(DataUnfit, match="has 7 samples to train on, fewer than a batch of 8"):
        job.train(request, tmp_path / "few", data=Subset(whole, np.arange(7)))
    job.train(request, tmp_path / "run", data=Subset(whole, np.arange(20)))
    with pytest.raises(UsageError, match="begun on other data"):
        job.train(request, tmp_path / "run", resume=True, data=Subset(whole, np.arange(21)))


MULTITASK = {
    "backbone": "test_resnet", "weights": "random", "size": 16, "resize": None, "dim": 8, "batch_size": 8, "steps": 1,
    "precision": "fp32", "validation": 0.25, "split": "random",
}  # fmt: skip


def test_what_learns_from_labels_is_probed_on_samples_held_out(
    scenes: Path, tiny: dict[str, Any]
) -> None:
    data = open_dataset(scenes)
    learns = job.prepare(job.Request((), "multitask", values=MULTITASK), data=data)
    probe = online_probe(learns)
    assert probe is not None
    np.testing.assert_array_equal(
        probe._test, learns.parts.validation
    )  # all are labelled and asked
    np.testing.assert_array_equal(probe._train, learns.parts.train)
    blind = job.prepare(job.Request((), "simclr", values=tiny), data=data)
    probe = online_probe(blind)
    assert probe is not None
    assert len(probe._test) == pytest.approx(0.3 * len(data), abs=1)
    assert len(np.union1d(probe._train, probe._test)) == len(data)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("classes", [1.0] * 32),  # an analyst who has begun with one class
        ("classes", [1.0, 0.0] + [np.nan] * 30),
        ("value", [3.5] * 32),
        ("value", [np.nan] * 32),
    ],
)
def test_labels_that_tell_nothing_stop_no_run(
    scenes: Path, tmp_path: Path, tiny: dict[str, Any], kind: str, values: list[float]
) -> None:
    given = np.array(values, np.float32)[:, None]
    labels = Labels(("cover",), given, (("forest", "water") if kind == "classes" else (),))
    data = Subset(open_dataset(scenes), np.arange(32), labels=labels)
    request = job.Request((), "simclr", values=tiny | {"steps": 1, "probe_every": 1})
    report = job.train(request, tmp_path / "run", data=data)
    assert report is not None
    assert report.state == "finished"
    assert not (tmp_path / "run" / "probe.csv").exists()


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data is not to be opened."""

    def opens(*args: Any) -> None:
        raise AssertionError("data was opened")

    monkeypatch.setattr(job, "open_dataset", opens)


def test_a_folder_that_cannot_be_is_refused_before_data_is_opened(
    tmp_path: Path, tiny: dict[str, Any], blind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = job.Request(("nowhere",), "simclr", values=tiny)
    taken, file = tmp_path / "taken", tmp_path / "file"
    taken.mkdir()
    (taken / "run.json").write_text("{}")
    file.write_text("")
    with pytest.raises(RunExists, match="--resume"):
        job.train(request, taken)
    with pytest.raises(OutputError, match="is a file; give another folder"):
        job.train(request, file / "run")
    with pytest.raises(RunMissing, match="without --resume"):
        job.train(request, tmp_path / "none", resume=True)
    monkeypatch.setenv("RANK", "1")  # of torchrun, whose first process may have begun
    with pytest.raises(AssertionError, match="data was opened"):
        job.train(request, taken)
