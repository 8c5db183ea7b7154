"""Two processes, as torchrun would start them, do what one does over the same batch."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from small_learners import (
    Contrasting,
    HeldOut,
    Masked,
    Normed,
    Plain,
    Samples,
    Shadowed,
    lines,
    run,
    weights,
)
from torch import Tensor, nn

from eo_embed.core.errors import UsageError
from eo_embed.core.trainer import OnlineProbe, distributed, read_run
from eo_embed.core.trainer.settings import TrainSettings
from eo_embed.core.trainer.steps import _own_rows

#: Name, learner, settings: each is run by two processes and by one.
CASES: dict[str, tuple[type[Plain], dict[str, Any]]] = {
    "plain": (Plain, {"accumulate": 2, "clip": 0.5}),
    "normed": (Normed, {"optimiser": "sgd"}),
    "contrasting": (Contrasting, {}),
    "masked": (Masked, {}),
    "masked in parts": (Masked, {"accumulate": 2}),
    "shadowed": (Shadowed, {"schedule": "cosine"}),
}


def case(name: str, folder: Path) -> Any:
    kind, given = CASES[name]
    return run(folder, kind(), given=given, validation=HeldOut(14))


# -- what each of the two processes does -------------------------------------------------------


def statistics(rank: int, world: int) -> dict[str, Tensor]:
    """Of a batch norm over all rows, with gradients, each process having its share of the rows."""
    torch.manual_seed(5)
    x, weight = torch.randn(6, 3, 4, 4) * 3 + 1, torch.randn(6, 3, 4, 4)
    layer = nn.BatchNorm2d(3)
    nn.init.normal_(layer.weight)
    layer = distributed.convert_batch_norm(layer)
    rows = slice(6 // world * rank, 6 // world * (rank + 1))
    own = x[rows].clone().requires_grad_()
    out = layer(own)
    (out.sigmoid() * weight[rows]).sum().backward()
    return {
        "out": out.detach(),
        "grad": own.grad,
        "weight": layer.weight.grad,
        "bias": layer.bias.grad,
        "mean": layer.running_mean,
        "var": layer.running_var,
        "eval": layer.eval()(own).detach(),
    }


def gathered(rank: int, world: int) -> dict[str, Tensor]:
    torch.manual_seed(6)
    x = torch.randn(6, 3)
    rows = slice(6 // world * rank, 6 // world * (rank + 1))
    own = x[rows].clone().requires_grad_()
    every = distributed.gather(own)
    (every @ every.T).tanh()[rows].sum().backward()
    # Process 0 has counted 2 of weight 3, process 1 nothing.
    mean = distributed.mean_over_all(torch.tensor(6.0) * (rank == 0), 3.0 * (rank == 0))
    nothing = distributed.mean_over_all(torch.tensor(0.0), 0)
    return {"every": every.detach(), "grad": own.grad, "mean": mean, "nothing": nothing}


def refused(out: Path) -> str:
    """An error of the first process is one of all."""
    try:
        run(out / "plain")
    except Exception as error:
        return type(error).__name__
    return ""


def stopped(out: Path, rank: int) -> int:
    """The second process alone is asked to stop, after 4 steps: both do at the next look, which is the checkpoint's."""
    from eo_embed.core.progress import Task

    task, learner = Task(), Plain()

    def after_step(done: float) -> None:
        if rank == 1 and round(done * 12) == 4:
            task.cancelled.set()

    learner.after_step = after_step  # type: ignore[method-assign]
    run(out / "stopped", learner, task=task)
    kept = sorted((out / "stopped" / "checkpoints").iterdir()) if rank == 0 else []
    run(out / "stopped", Plain(), resume=True)
    return int(kept[-1].name) if kept else -1


def probed(out: Path) -> None:
    samples = HeldOut(16)
    y = samples.y[:, 0].numpy()
    batches = lambda: (samples.batch(n, slice(None)) for n in range(2))  # noqa: E731
    probe = OnlineProbe(batches, y, "value", range(10), range(10, 16))
    run(out / "probed", Normed(), probe=probe, given={"probe_every": 6})


def process(out: Path) -> None:
    torch.set_num_threads(1)
    distributed.start("cpu")
    rank, world = distributed.rank(), distributed.world()
    torch.save(
        {"statistics": statistics(rank, world), "gathered": gathered(rank, world)},
        out / f"tensors-{rank}.pt",
    )
    reports = {name: case(name, out / name) is not None for name in CASES}
    probed(out)
    told = {
        "rank": rank,
        "world": world,
        "pid": os.getpid(),
        "reports": reports,
        "stopped": stopped(out, rank),
        "refused": refused(out),
    }
    (out / f"told-{rank}.json").write_text(json.dumps(told))
    distributed.end()


# -- the tests ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what two processes did."""
    out = tmp_path_factory.mktemp("two")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = str(Path(__file__).parent)
    code = (
        f"import sys; sys.path.insert(0, {here!r}); sys.modules['torch.utils.tensorboard'] = None\n"
        f"from pathlib import Path; import test_distributed as t; t.process(Path({str(out)!r}))"
    )
    running = []
    for rank in range(2):
        said = {"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": 2, "MASTER_PORT": port}
        env = os.environ | {k: str(v) for k, v in said.items()} | {"MASTER_ADDR": "127.0.0.1"}
        running.append(
            subprocess.Popen([sys.executable, "-c", code], env=env, stderr=subprocess.PIPE)
        )
    said = [each.communicate(timeout=300)[1].decode()[-3000:] for each in running]
    assert [each.returncode for each in running] == [0, 0], "\n".join(said)
    return out


def told(two: Path, rank: int) -> dict[str, Any]:
    return json.loads((two / f"told-{rank}.json").read_text())


@pytest.mark.parametrize("name", [name for name in CASES if name != "masked in parts"])
def test_two_processes_end_as_one(two: Path, tmp_path: Path, name: str) -> None:
    case(name, tmp_path)
    one, both = (
        load_file(folder / "checkpoints" / "000000012" / "networks.safetensors")
        for folder in (tmp_path, two / name)
    )
    start = weights(CASES[name][0]())
    assert max((one[n] - start[n]).abs().max().item() for n in one) > 1e-2
    for key, value in one.items():
        torch.testing.assert_close(both[key], value, rtol=1e-5, atol=1e-5, msg=key)
    for curve in ("metrics", "validation"):
        assert lines(two / name, curve)["step"] == lines(tmp_path, curve)["step"]
        assert lines(two / name, curve)["loss"] == pytest.approx(
            lines(tmp_path, curve)["loss"], rel=1e-4
        )


def test_parts_that_leave_parameters_out(two: Path) -> None:
    """Of two processes with two parts each, none waits for a gradient that does not come, and both move alike."""
    assert lines(two / "masked in parts")["step"] == [3, 6, 9, 12]


def test_batch_norm_and_its_gradient(two: Path) -> None:
    one = statistics(0, 1)
    each = [torch.load(two / f"tensors-{rank}.pt")["statistics"] for rank in range(2)]
    for name in ("out", "grad", "eval"):
        torch.testing.assert_close(torch.cat([e[name] for e in each]), one[name])
    for name in ("weight", "bias"):
        torch.testing.assert_close(each[0][name] + each[1][name], one[name])
    for name in ("mean", "var"):
        assert torch.equal(each[0][name], each[1][name])
        torch.testing.assert_close(each[0][name], one[name])


def test_gather_and_its_gradient(two: Path) -> None:
    one = gathered(0, 1)
    each = [torch.load(two / f"tensors-{rank}.pt")["gathered"] for rank in range(2)]
    for found in each:
        assert torch.equal(found["every"], one["every"])
    torch.testing.assert_close(torch.cat([e["grad"] for e in each]), one["grad"])


def test_the_mean_over_all(two: Path) -> None:
    one = gathered(0, 1)
    each = [torch.load(two / f"tensors-{rank}.pt")["gathered"] for rank in range(2)]
    assert one["mean"] == 2
    assert (each[0]["mean"] + each[1]["mean"]) / 2 == 2
    assert [found["nothing"].item() for found in (one, *each)] == [0, 0, 0]


def test_the_first_process_alone_writes_and_tells(two: Path) -> None:
    first, second = told(two, 0), told(two, 1)
    assert all(first["reports"].values())
    assert not any(second["reports"].values())
    for name in CASES:
        status = read_run(two / name)
        assert (status.pid, status.processes, status.state) == (first["pid"], 2, "finished")
    assert lines(two / "probed", "probe")["step"] == [0, 6, 12]


def test_stopping_is_agreed(two: Path, tmp_path: Path) -> None:
    """Gone on with, the run ends as if nothing had been."""
    assert told(two, 0)["stopped"] == 5
    run(tmp_path)
    one, both = (
        load_file(folder / "checkpoints" / "000000012" / "networks.safetensors")
        for folder in (tmp_path, two / "stopped")
    )
    for key, value in one.items():
        torch.testing.assert_close(both[key], value, rtol=1e-5, atol=1e-5)


def test_an_error_of_the_first_is_one_of_all(two: Path) -> None:
    assert [told(two, rank)["refused"] for rank in range(2)] == ["RunExists", "RunExists"]


def test_alone_nothing_is_converted_or_waited_for() -> None:
    layer = nn.BatchNorm2d(3)
    assert distributed.convert_batch_norm(layer) is layer
    x = torch.zeros(2, 3)
    assert distributed.gather(x) is x
    assert (distributed.world(), distributed.rank(), distributed.is_main()) == (1, 0, True)
    assert distributed.gather_objects("mine") == ["mine"]


def test_a_batch_that_processes_cannot_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "world", lambda: 3)
    with pytest.raises(UsageError, match="shared equally by 3 processes"):
        _own_rows(TrainSettings(batch_size=8))


def test_a_feed_is_asked_for_a_process_s_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "world", lambda: 4)
    monkeypatch.setattr(distributed, "rank", lambda: 2)
    assert _own_rows(TrainSettings(batch_size=8)) == slice(4, 6)
    assert Samples().batch(0, slice(4, 6))["x"].shape[0] == 2
