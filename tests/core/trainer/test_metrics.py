"""Curves on disk."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import pandas
import pytest

from eo_embed.core.trainer.metrics import Curves, latest_probe, read_curves


@pytest.fixture(autouse=True)
def no_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)


def test_a_file_that_others_read(tmp_path: Path) -> None:
    curves = Curves(tmp_path)
    curves.add("metrics", {"step": 1, "epoch": 0.1, "loss": 0.1 + 0.2, "lr": 1e-5, "memory": None})
    curves.add("metrics", {"step": 2, "epoch": 0.2, "loss": 1e-300, "lr": 1e-5, "memory": 2**40})
    table = pandas.read_csv(tmp_path / "metrics.csv", dtype={"loss": str})
    assert list(table.columns) == [
        "step",
        "epoch",
        "loss",
        "lr",
        "images_per_s",
        "seconds",
        "memory",
    ]
    assert table["lr"].tolist() == [1e-5, 1e-5]
    assert [float(text) for text in table["loss"]] == [0.1 + 0.2, 1e-300]
    found = read_curves(tmp_path)["metrics"]
    assert found["loss"] == [0.1 + 0.2, 1e-300]
    assert found["memory"] == [None, 2**40]
    assert found["images_per_s"] == [None, None]


def test_a_column_that_comes_later(tmp_path: Path) -> None:
    curves = Curves(tmp_path)
    curves.add("validation", {"step": 1, "epoch": 1.0, "loss": 3.0})
    curves.add("validation", {"step": 2, "epoch": 2.0, "loss": 2.0, "iou, mean": 0.5})
    curves.add("validation", {"step": 3, "epoch": 3.0, "loss": float("nan")})
    found = read_curves(tmp_path)["validation"]
    assert found["iou, mean"] == [None, 0.5, None]
    assert found["loss"] == [3.0, 2.0, None]


def test_going_on_cuts_what_is_done_again(tmp_path: Path) -> None:
    curves = Curves(tmp_path)
    for step in (5, 10, 15):
        curves.add("metrics", {"step": step, "epoch": 1.0, "loss": 1.0, "extra": 2.0})
    with (tmp_path / "metrics.csv").open("a") as file:
        file.write("20,1.0,0.")  # killed amid a line
    assert read_curves(tmp_path)["metrics"]["step"] == [5, 10, 15]
    curves = Curves(tmp_path, after=10)
    assert read_curves(tmp_path)["metrics"]["step"] == [5, 10]
    curves.add("metrics", {"step": 15, "epoch": 1.0, "loss": 1.5, "extra": 2.0})
    assert read_curves(tmp_path)["metrics"]["extra"] == [2.0, 2.0, 2.0]
    Curves(tmp_path, after=1).add("metrics", {"step": 2, "epoch": 1.0, "loss": 1.0})
    assert read_curves(tmp_path)["metrics"]["step"] == [2]


def test_the_last_of_the_probe(tmp_path: Path) -> None:
    curves = Curves(tmp_path)
    for step in (0, 7):
        curves.add(
            "probe", {"step": step, "epoch": 0.5, "probe_knn": 0.1, "probe_linear": step / 10}
        )
    assert latest_probe(tmp_path) == {
        "step": 7,
        "epoch": 0.5,
        "probe_knn": 0.1,
        "probe_linear": 0.7,
    }


def test_tensorboard_is_told_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []

    class Writer:
        def __init__(self, folder: Path, **given: Any) -> None:
            told.append((folder, given["purge_step"]))

        def add_scalar(self, *given: Any) -> None:
            told.append(given)

        def close(self) -> None:
            told.append("closed")

    module = types.ModuleType("torch.utils.tensorboard")
    module.SummaryWriter = Writer
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", module)
    curves = Curves(tmp_path, after=10)
    curves.add("metrics", {"step": 20, "epoch": 1.0, "loss": 0.5, "memory": None})
    curves.close()
    assert told == [(tmp_path / "tensorboard", 11), ("metrics/loss", 0.5, 20), "closed"]


def test_tensorboard_s_own_reader_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch.utils.tensorboard")
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    curves = Curves(tmp_path)
    for step in (10, 20):
        curves.add("metrics", {"step": step, "epoch": 1.0, "loss": step / 4})
    curves.close()
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [(e.step, e.value) for e in events.Scalars("metrics/loss")] == [(10, 2.5), (20, 5.0)]
