"""A device without memory for a part: parts are halved, and the step is done again with the same numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from small_learners import Normed, Plain, Samples, difference, lines, run
from torch import nn

from eo_embed.core.errors import DeviceMemory
from eo_embed.core.trainer import measure_speed, read_run
from eo_embed.core.trainer.settings import TrainSettings


class Cramped(Plain):
    """Has no memory for more than ``most`` rows, which it finds out after half of its work, from ``since`` calls on."""

    most, since, calls = 3, 0, 0

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        self.calls += 1
        said = super().predict(x)
        if len(x) > self.most and self.calls > self.since:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return said


def test_parts_are_halved_until_they_fit(tmp_path: Path) -> None:
    whole, cramped = Plain(), Cramped()
    run(tmp_path / "whole", whole)
    report = run(tmp_path / "cramped", cramped)
    assert report.state == "finished"
    assert difference(whole, cramped) < 1e-6
    status = read_run(tmp_path / "cramped")
    assert status.accumulate == 4  # 8 rows, then 4, then 2
    assert "no memory for a whole batch at step 1: each is computed in 4 parts" in status.message
    assert lines(tmp_path / "cramped")["loss"] == pytest.approx(lines(tmp_path / "whole")["loss"])


def test_amid_a_run_the_step_is_done_again(tmp_path: Path) -> None:
    whole, cramped, feed = Plain(), Cramped(), Samples()
    cramped.since = 6
    run(tmp_path / "whole", whole)
    run(tmp_path / "cramped", cramped, feed)
    assert difference(whole, cramped) < 1e-6
    assert feed.rows(6) is not None
    assert [rows for step, rows in feed.reads if step == 7].count(slice(0, 2)) == 1


def test_what_the_failed_attempt_did_to_buffers_is_undone(tmp_path: Path) -> None:
    """Batch norms have counted the batch before memory ran out."""

    class Both(Cramped, Normed):
        most = 4

    given = {"lr": 1e-9, "steps": 1}
    cramped, parted = Both(), Normed()
    run(tmp_path / "cramped", cramped, given=given)
    run(tmp_path / "parted", parted, given={**given, "accumulate": 2})
    assert difference(cramped, parted) < 1e-8
    counts = [
        m.num_batches_tracked for m in cramped.networks.modules() if isinstance(m, nn.BatchNorm1d)
    ]
    assert [int(count) for count in counts] == [2]


def test_halves_are_kept_on_resuming(tmp_path: Path) -> None:
    whole = Cramped()
    run(tmp_path / "whole", whole)
    run(tmp_path / "parts", Cramped(), given={"steps": 5})
    learner = Cramped()
    run(tmp_path / "parts", learner, resume=True)
    assert learner.calls == 7 * 4  # not one attempt with more rows
    assert difference(whole, learner) == 0


def test_batches_that_do_not_halve(tmp_path: Path) -> None:
    """6 rows: in 1, 2, then 6 parts, since 4 would not be equal."""
    learner = Cramped()
    learner.most = 2
    run(tmp_path, learner, given={"batch_size": 6})
    assert read_run(tmp_path).accumulate == 6


def test_one_sample_does_not_fit(tmp_path: Path) -> None:
    learner = Cramped()
    learner.most = 0
    with pytest.raises(DeviceMemory, match=r"single sample .* smaller network"):
        run(tmp_path, learner)
    assert read_run(tmp_path).code == "DEVICE_MEMORY"


def test_no_memory_for_the_optimiser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Smaller parts would not help."""

    def step(*_: Any, **__: Any) -> None:
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(torch.optim.Adam, "step", step)
    with pytest.raises(DeviceMemory, match="optimiser's state"):
        run(tmp_path)
    assert read_run(tmp_path).code == "DEVICE_MEMORY"


def test_other_errors_are_no_lack_of_memory(tmp_path: Path) -> None:
    class Wrong(Plain):
        def predict(self, x: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="multiplied"):
        run(tmp_path, Wrong())


def test_measured_speed_tells_the_parts() -> None:
    speed = measure_speed(
        Cramped(), Samples(), TrainSettings(batch_size=8, steps=4), device="cpu", most=2
    )
    assert (speed.accumulate, speed.steps) == (4, 2)
