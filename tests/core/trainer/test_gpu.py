"""On a GPU: every precision learns, memory ends for real, and a run goes on.

    python -m pytest tests/core/trainer/test_gpu.py

Skipped where torch sees no CUDA (or ROCm) device.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from small_learners import Dropping, HeldOut, Normed, Plain, difference, lines, run

from eo_embed.core.progress import Task
from eo_embed.core.trainer import read_run

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no GPU here")


def on_cpu(learner: Plain) -> Plain:
    learner.networks.cpu()
    return learner


@pytest.mark.parametrize(("precision", "near"), [("fp32", 1e-3), ("bf16", 0.05), ("fp16", 0.05)])
def test_the_gpu_learns_as_the_cpu(tmp_path: Path, precision: str, near: float) -> None:
    here, there = Normed(), Normed()
    given = {"precision": precision, "clip": 1.0, "accumulate": 2, "steps": 40, "lr": 1e-3}
    run(tmp_path / "cpu", here, validation=HeldOut(13), given={**given, "precision": "fp32"})
    run(tmp_path / "gpu", there, validation=HeldOut(13), given=given, device="cuda")
    status = read_run(tmp_path / "gpu")
    assert (status.device, status.precision) == ("cuda", precision)
    assert status.memory is not None
    assert status.memory > 0
    assert lines(tmp_path / "gpu")["loss"][-1] < lines(tmp_path / "gpu")["loss"][0]
    if precision != "fp16":  # whose first steps may be left out while its scale is found
        assert difference(here, on_cpu(there)) < near


def test_a_compiled_run(tmp_path: Path) -> None:
    plain, compiled = Plain(), Plain()
    run(tmp_path / "plain", plain, device="cuda")
    run(tmp_path / "compiled", compiled, device="cuda", given={"compile": True})
    assert difference(on_cpu(plain), on_cpu(compiled)) < 1e-3


def test_memory_ends_for_real(tmp_path: Path) -> None:
    class Greedy(Plain):
        def predict(self, x: torch.Tensor) -> Any:
            if len(x) > 2:
                torch.empty(2**50, dtype=torch.uint8, device=x.device)  # a pebibyte
            return super().predict(x)

    learner, whole = Greedy(), Plain()
    run(tmp_path / "whole", whole, device="cuda")
    run(tmp_path / "greedy", learner, device="cuda")
    assert read_run(tmp_path / "greedy").accumulate == 4
    assert difference(on_cpu(whole), on_cpu(learner)) < 1e-3


def test_stopped_and_gone_on_with(tmp_path: Path) -> None:
    whole, learner, task = Dropping(), Dropping(), Task()
    run(tmp_path / "whole", whole, device="cuda")
    learner.after_step = lambda done: task.cancelled.set() if done > 0.5 else None  # type: ignore[method-assign]
    assert run(tmp_path / "parts", learner, device="cuda", task=task).state == "stopped"
    learner = Dropping()
    assert run(tmp_path / "parts", learner, device="cuda", resume=True).state == "finished"
    assert difference(on_cpu(whole), on_cpu(learner)) < 1e-3
