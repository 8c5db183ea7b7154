"""Networks on an experiment's bench: trained once, gone on with, of their rows alone, beside the same untrained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from eo_embed.core import trainer
from eo_embed.core.errors import Cancelled, DataUnfit, UsageError
from eo_embed.core.models.checkpoint import read_card
from eo_embed.core.progress import Task
from eo_embed.training import job
from eo_embed.training.datasets import Labels
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.experiments.bench.folder import Bench


def never() -> Any:
    raise AssertionError("it is there already")


STEPS = 8


@pytest.fixture
def values(tiny: dict[str, Any]) -> dict[str, Any]:
    return tiny | {"backbone": "test_resnet", "steps": STEPS, "checkpoint_every": 5, "lr": 0.05}


class Stopping(Task):
    """Cancelled by itself once so many steps of training are done."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.stage = after, ""

    def start(self, stage: str, total: int, unit: str = "chips") -> None:
        self.stage = stage
        super().start(stage, total, unit)

    def advance(self, count: int) -> None:
        if self.stage == "training":
            self.after -= count
            if self.after <= 0:
                self.cancelled.set()
        super().advance(count)


def weights(folder: Path) -> dict[str, np.ndarray]:
    return dict(load_file(folder / "model.safetensors"))


def assert_same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> None:
    assert one.keys() == other.keys()
    for name, value in one.items():
        np.testing.assert_array_equal(value, other[name], err_msg=name)


def differ(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return any(not np.array_equal(value, other[name]) for name, value in one.items())


@pytest.mark.parametrize("after", [1, 6])
def test_training_that_was_cancelled_goes_on_to_the_same_weights(
    tmp_path: Path, make: Any, values: dict[str, Any], after: int
) -> None:
    data = Subset(make(32), np.arange(4, 28), validation=np.arange(4, 8))
    whole = Bench(tmp_path / "whole", seed=5).train("net", data, method="simclr", values=values)
    part = Bench(tmp_path / "part", seed=5, task=Stopping(after))
    with pytest.raises(Cancelled, match="training net"):
        part.train("net", data, method="simclr", values=values)
    begun = trainer.read_run(tmp_path / "part" / "models" / "net")
    assert begun.state == "stopped"
    assert 0 < begun.step < STEPS
    bench = Bench(tmp_path / "part", seed=5)
    folder = bench.train("net", data, method="simclr", values=values)
    assert trainer.read_run(folder).step == STEPS
    assert_same(weights(folder), weights(whole))
    curves = bench.curves(folder)["metrics"]
    assert curves["step"] == list(range(1, STEPS + 1))
    assert curves["loss"] == Bench(tmp_path / "whole").curves(whole)["metrics"]["loss"]


def test_training_whose_process_was_killed_goes_on(
    tmp_path: Path, make: Any, values: dict[str, Any]
) -> None:
    data = Subset(make(), np.arange(20))
    whole = Bench(tmp_path / "whole").train("net", data, method="simclr", values=values)
    with pytest.raises(Cancelled):
        Bench(tmp_path, task=Stopping(6)).train("net", data, method="simclr", values=values)
    status = tmp_path / "models" / "net" / "status.json"
    said = json.loads(status.read_text()) | {"state": "running", "pid": 99999999}
    status.write_text(json.dumps(said))
    folder = Bench(tmp_path).train("net", data, method="simclr", values=values)
    assert_same(weights(folder), weights(whole))


def test_a_finished_network_is_found_again_and_no_other_under_its_name(
    tmp_path: Path, make: Any, values: dict[str, Any], two_classes: Any, monkeypatch: Any
) -> None:
    whole = make(24, labels=two_classes(24))
    given = {"method": "simclr", "values": values | {"steps": 2}}
    folder = Bench(tmp_path).train("net", Subset(whole, np.arange(20)), **given)
    monkeypatch.setattr(job, "train", lambda *_, **__: never())
    assert Bench(tmp_path).train("net", Subset(whole, np.arange(20)), **given) == folder
    shuffled = Labels(("class",), two_classes(24).values[::-1], (("a", "b"),))
    for other in (
        Subset(whole, np.arange(21)),
        Subset(whole, np.arange(4, 24)),
        Subset(whole, np.arange(20), validation=np.arange(4)),
        Subset(whole, np.arange(20), labels=shuffled),
    ):
        with pytest.raises(UsageError, match="learnt from other samples or labels"):
            Bench(tmp_path).train("net", other, **given)


def test_it_learns_from_its_rows_alone(tmp_path: Path, make: Any, values: dict[str, Any]) -> None:
    rows = np.r_[0:9, 12:23]
    one, other = make(), make()
    left_out = np.setdiff1d(np.arange(24), rows)
    other.images["image"].values[left_out] = -1e6
    given = {"method": "simclr", "values": values | {"steps": 3}}
    folders = [
        Bench(tmp_path / str(i)).train("net", Subset(data, rows), **given)
        for i, data in enumerate((one, other))
    ]
    assert_same(*map(weights, folders))
    cards = [read_card(folder)[0] for folder in folders]
    assert cards[0] == cards[1]
    seen = one.images["image"].values[rows].astype(np.float64)
    np.testing.assert_allclose(cards[0].mean, seen.mean((0, 2, 3)), rtol=1e-6)
    np.testing.assert_allclose(cards[0].std, seen.std((0, 2, 3)), rtol=1e-6)


def test_it_validates_on_the_rows_named_and_asks_no_probe(
    tmp_path: Path, make: Any, tiny: dict[str, Any], two_classes: Any
) -> None:
    data = Subset(make(32, labels=two_classes(32)), np.arange(2, 30), validation=[3, 5, 29])
    values = {
        "backbone": "test_resnet", "weights": "random", "size": 16, "resize": None, "dim": 8, "batch_size": 8,
        "steps": 2, "precision": "fp32", "validation": 0.1, "tasks": "class",
    }  # fmt: skip
    folder = Bench(tmp_path).train("net", data, method="multitask", values=values)
    about = trainer.read_run(folder).about
    assert (about["data"]["train"], about["data"]["validation"]) == (25, 3)
    assert about["data"]["split"] == "as published"
    assert about["values"]["probe_every"] == 0
    assert not (folder / "probe.csv").exists()


def test_untrained_is_what_training_begins_with(
    tmp_path: Path, make: Any, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Subset(make(), np.arange(20))
    begun: dict[str, np.ndarray] = {}
    train = trainer.train

    def watched(learner: Any, *given: Any, **more: Any) -> Any:
        state = learner.networks["backbone"].state_dict()
        begun.update({name: t.numpy().copy() for name, t in state.items()})
        return train(learner, *given, **more)

    monkeypatch.setattr(trainer, "train", watched)
    bench = Bench(tmp_path, seed=7)
    trained = bench.train("net", data, method="simclr", values=values | {"steps": 3})
    untrained = bench.untrained("net", data, method="simclr", values=values | {"steps": 3})
    assert_same(weights(untrained), begun)
    assert differ(weights(untrained), weights(trained))
    assert read_card(untrained)[0] == read_card(trained)[0]
    other = Bench(tmp_path / "other", seed=8)
    assert differ(
        weights(other.untrained("net", data, method="simclr", values=values)), weights(untrained)
    )


def test_untrained_is_built_once_and_anew_for_other_samples(
    tmp_path: Path, make: Any, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = make()
    given = {"method": "simclr", "values": values}
    bench = Bench(tmp_path)
    folder = bench.untrained("net", Subset(whole, np.arange(20)), **given)
    first = read_card(folder)[0]
    assert bench.untrained("net", Subset(whole, np.arange(4, 24)), **given) == folder
    seen = whole.images["image"].values[4:]
    np.testing.assert_allclose(read_card(folder)[0].mean, seen.mean((0, 2, 3)), rtol=1e-5)
    assert read_card(folder)[0] != first
    monkeypatch.setattr(job, "prepare", lambda *_, **__: never())
    assert Bench(tmp_path).untrained("net", Subset(whole, np.arange(4, 24)), **given) == folder


def test_what_networks_saw_is_in_the_ledger(
    tmp_path: Path, make: Any, values: dict[str, Any]
) -> None:
    whole = make()
    given = {"method": "simclr", "values": values | {"steps": 1}}
    for ask, said in ((Bench.train, "training of net"), (Bench.untrained, "statistics of net")):
        for _ in range(2):  # computed, then found
            bench = Bench(tmp_path)
            ask(bench, "net", Subset(whole, np.arange(20)), **given)
            assert bench.ledger.check(whole, np.arange(20, 24)).passed
            with pytest.raises(DataUnfit, match=f"{said}.* saw 1 of the 2 test samples"):
                bench.ledger.check(whole, np.array([19, 20]))
