"""The command under torchrun, as the documents have it: two processes end where one does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

from eo_embed.core import trainer
from eo_embed.training import job

VALUES = {"backbone": "test_resnet", "steps": 3, "lr": 0.02, "validation": 0.25}


def test_two_processes_of_torchrun_end_as_one(
    scenes: Path, tmp_path: Path, tiny: dict[str, Any]
) -> None:
    values = tiny | VALUES
    job.train(job.Request((str(scenes),), "simclr", values=values), tmp_path / "one", device="cpu")
    said = [part for key, value in values.items() for part in ("--set", f"{key}={value}")]
    ended = subprocess.run(
        [
            sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "eo_embed",
            "train", "simclr", "--data", str(scenes), *said, "--out", str(tmp_path / "two"), "--device", "cpu",
        ],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("finished at step 3 of 3") == 1  # the first process alone speaks
    status = trainer.read_run(tmp_path / "two")
    assert (status.state, status.step, status.processes) == ("finished", 3, 2)
    curves = [trainer.read_curves(tmp_path / run) for run in ("one", "two")]
    for name in ("metrics", "validation"):
        losses = [curve[name]["loss"] for curve in curves]
        np.testing.assert_allclose(losses[0], losses[1], rtol=1e-4)
    one, two = (load_file(tmp_path / run / "model.safetensors") for run in ("one", "two"))
    assert one.keys() == two.keys()
    for name, value in one.items():
        np.testing.assert_allclose(value, two[name], rtol=1e-3, atol=1e-4, err_msg=name)
