"""A run from beginning to end: what it learns, what it tells, and what it refuses."""

from __future__ import annotations

import math
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from small_learners import (
    Contrasting,
    Dropping,
    HeldOut,
    Masked,
    Plain,
    Samples,
    Shadowed,
    Tower,
    difference,
    lines,
    run,
    settings,
    weights,
)
from torch import nn

from eo_embed.core.errors import DataUnfit, TrainingDiverged, UsageError
from eo_embed.core.models.checkpoint import read_card
from eo_embed.core.progress import Progress, Task
from eo_embed.core.trainer import OnlineProbe, journal, measure_speed, read_run
from eo_embed.core.trainer.checkpoints import read_best
from eo_embed.core.trainer.runs import Status


def test_it_learns_and_says_so(tmp_path: Path) -> None:
    learner = Plain()
    learner.noise = 0.0
    report = run(tmp_path, learner, given={"steps": 100, "log_every": 20, "accumulate": 2})
    curve = lines(tmp_path)
    assert curve["step"] == list(range(20, 101, 20))
    assert curve["epoch"] == [step / 5 for step in curve["step"]]  # 40 samples in batches of 8
    assert curve["loss"][-1] < curve["loss"][0] / 3
    assert report.state == "finished"
    assert (report.step, report.steps, report.loss) == (100, 100, curve["loss"][-1])
    status = read_run(tmp_path)
    assert (status.state, status.step, status.epoch, status.epochs) == ("finished", 100, 20.0, 20.0)
    assert (status.device, status.precision, status.accumulate) == ("cpu", "fp32", 2)
    assert status.memory is None
    assert status.left_s == 0


def test_a_line_is_the_mean_of_its_steps(tmp_path: Path) -> None:
    run(tmp_path / "each", given={"log_every": 1})
    run(tmp_path / "three", given={"log_every": 3})
    each, three = lines(tmp_path / "each"), lines(tmp_path / "three")
    for name in ("loss", "largest"):
        wanted = np.reshape(each[name], (4, 3)).mean(1)
        np.testing.assert_allclose(three[name], wanted, rtol=1e-12)


def test_epochs_are_passes_without_their_short_batch(tmp_path: Path) -> None:
    report = run(tmp_path, feed=Samples(43), given={"steps": None, "epochs": 2.0})
    assert report.steps == 2 * (43 // 8)


def test_same_seed_same_curve(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run(tmp_path / name, Dropping(), given={"seed": seed})
    a, b, c = (lines(tmp_path / name)["loss"] for name in "abc")
    assert a == b
    assert a != c


def test_parts_are_the_whole_batch(tmp_path: Path) -> None:
    whole, parts, single = Plain(), Plain(), Plain()
    run(tmp_path / "whole", whole)
    run(tmp_path / "parts", parts, given={"accumulate": 4})
    run(tmp_path / "single", single, given={"accumulate": 8})
    assert difference(whole, Plain()) > 1e-2
    assert difference(whole, parts) < 1e-6
    assert difference(whole, single) < 1e-6


def test_the_first_step_is_that_of_torch_by_hand(tmp_path: Path) -> None:
    """Against a loop written out: no draw, no engine."""
    learner, other, feed = Plain(), Plain(), Samples()
    learner.noise = 0.0
    run(tmp_path, learner, feed, given={"steps": 4, "optimiser": "adamw", "weight_decay": 0.1})
    decayed = [p for p in other.networks.parameters() if p.ndim > 1]
    free = [p for p in other.networks.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": free, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=0.01)
    for step in range(4):
        batch = feed.batch(step, slice(0, 8))
        optimiser.zero_grad()
        nn.functional.mse_loss(other.predict(batch["x"]), batch["y"]).backward()
        optimiser.step()
    assert difference(learner, other) < 1e-6


def test_clipping(tmp_path: Path) -> None:
    """One plain step moves the weights by lr times the clipped norm, and the norm told is that before."""
    learner, before = Plain(), weights(Plain())
    given = {"steps": 1, "optimiser": "sgd", "momentum": 0.0, "clip": 0.01, "lr": 0.5}
    run(tmp_path, learner, given=given)
    moved = [(weights(learner)[n] - before[n]).double().flatten() for n in before]
    assert torch.cat(moved).norm().item() == pytest.approx(0.5 * 0.01, rel=1e-3)
    assert lines(tmp_path)["gradient_norm"][0] > 0.1


def test_after_each_step(tmp_path: Path) -> None:
    learner = Shadowed()
    run(tmp_path, learner)
    assert learner.shares == [pytest.approx((n + 1) / 12) for n in range(12)]
    held = load_file(tmp_path / "checkpoints" / "000000012" / "networks.safetensors")
    assert torch.equal(held["target.3.weight"], learner.networks["target"][3].weight)
    assert not torch.equal(held["target.3.weight"], held["body.3.weight"])


def test_the_rate_is_told_as_it_was(tmp_path: Path) -> None:
    run(tmp_path, given={"warmup": 0.25, "schedule": "cosine", "log_every": 1})
    rates = lines(tmp_path)["lr"]
    wanted = [0.01 * (n + 1) / 3 for n in range(3)]
    wanted += [0.005 * (1 + math.cos(math.pi * n / 9)) for n in range(9)]
    assert rates == pytest.approx(wanted, rel=1e-12)


def test_progress_and_speed(tmp_path: Path) -> None:
    told: list[Progress] = []
    run(tmp_path, task=Task(told.append))
    assert {(p.stage, p.unit, p.total) for p in told} == {("training", "steps", 12)}
    assert told[-1].done == 12
    speed = measure_speed(Plain(), Samples(), settings(), device="cpu", seconds=10, most=4)
    assert speed.steps == 4
    assert speed.images_per_s > 0
    assert (speed.device, speed.precision, speed.memory) == ("cpu", "fp32", None)


# -- held-out samples and the probe ------------------------------------------------------------


def test_validation_sees_each_sample_once(tmp_path: Path) -> None:
    """13 samples in batches of 8: the mean is that over 13, whatever the parts."""
    for parts in (1, 2):
        learner, held = Plain(), HeldOut(13)
        learner.noise = 0.0
        folder = tmp_path / str(parts)
        run(folder, learner, validation=held, given={"accumulate": parts})
        curve = lines(folder, "validation")
        assert curve["step"] == [5, 10, 12]  # each pass, and the end
        learner.networks.eval()
        wanted = nn.functional.mse_loss(learner.predict(held.x), held.y).item()
        assert curve["loss"][-1] == pytest.approx(wanted, rel=1e-5)


def test_a_summary_of_all_batches_is_told_with_their_means(tmp_path: Path) -> None:
    class Counting(Plain):
        seen = 0

        def validation_loss(self, batch, draw):
            self.seen += len(batch["x"])
            return super().validation_loss(batch, draw)

        def summary(self):
            assert not torch.is_grad_enabled()
            return {"seen": float(self.seen)}

    run(tmp_path, Counting(), validation=HeldOut(13))
    assert lines(tmp_path, "validation")["seen"] == [13, 26, 39]


def test_validation_changes_nothing(tmp_path: Path) -> None:
    one, other = Dropping(), Dropping()
    run(tmp_path / "a", one)
    run(tmp_path / "b", other, validation=HeldOut(13))
    assert difference(one, other) == 0


def test_the_best_pass_is_kept(tmp_path: Path) -> None:
    """A rate that is far too high at the end: the last networks are not the best."""

    class Worsening(Tower):
        def after_step(self, done: float) -> None:
            if done > 0.9:
                self.networks["head"].bias.data += 3.0

    learner = Worsening()
    feed, held = Samples(shape=(2, 8, 8)), HeldOut(16, shape=(2, 8, 8))
    report = run(tmp_path, learner, feed, validation=held, keep_best=True, given={"steps": 20})
    losses = lines(tmp_path, "validation")["loss"]
    assert min(losses) == losses[-2]
    assert read_best(tmp_path) == (15, losses[-2])
    assert difference(learner, learner) == 0
    best = load_file(tmp_path / "best.safetensors")
    assert all(torch.equal(best[n], t) for n, t in weights(learner).items())
    _, path = read_card(tmp_path)
    assert report.results == ("",)
    assert torch.equal(
        load_file(path)["patch_embed.proj.weight"], best["body.patch_embed.proj.weight"]
    )


def test_the_best_without_samples_held_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="validation above 0"):
        run(tmp_path, keep_best=True)


@pytest.mark.parametrize("kind", ["classes", "value"])
def test_the_probe(tmp_path: Path, kind: str) -> None:
    """Before the first step, at its intervals, and at the end; it looks at the embeddings, and changes nothing."""
    samples = HeldOut(60, 8)
    y = samples.y[:, 0].numpy()
    y = (y > 0).astype(float) if kind == "classes" else y
    batches = lambda: (samples.batch(n, slice(None)) for n in range(8))  # noqa: E731
    probe = OnlineProbe(batches, y, kind, np.arange(40), np.arange(40, 60))
    one, other = Dropping(), Dropping()
    run(tmp_path / "a", one, given={"probe_every": 5})
    run(tmp_path / "b", other, probe=probe, given={"probe_every": 5})
    curve = lines(tmp_path / "b", "probe")
    assert curve["step"] == [0, 5, 10, 12]
    assert all(-10 < v <= 1 for name in ("probe_knn", "probe_linear") for v in curve[name])
    assert difference(one, other) == 0
    with torch.no_grad():
        other.networks.eval()
        X = other.embed({"x": samples.x}).numpy()
    Z = StandardScaler().fit(X[:40]).transform(X)
    if kind == "classes":
        linear, near = LogisticRegression(max_iter=1000), KNeighborsClassifier(5, metric="cosine")
    else:
        linear, near = (
            RidgeCV(10.0 ** np.arange(-3, 7), cv=5),
            KNeighborsRegressor(5, metric="cosine"),
        )
    scores = [head.fit(Z[:40], y[:40]).score(Z[40:], y[40:]) for head in (near, linear)]
    found = [curve[name][-1] for name in ("probe_knn", "probe_linear")]
    assert found == pytest.approx(scores, abs=0.06)  # folds of the ridge are drawn otherwise


# -- the arithmetic ----------------------------------------------------------------------------


class Noting(Plain):
    """Notes what its layers compute in."""

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        said = super().predict(x)
        self.dtype = said.dtype
        return said


def test_bf16_computes_narrow_and_keeps_wide(tmp_path: Path) -> None:
    wide, narrow = Noting(), Noting()
    run(tmp_path / "wide", wide)
    run(tmp_path / "narrow", narrow, given={"precision": "bf16"}, validation=HeldOut(8))
    assert (wide.dtype, narrow.dtype) == (torch.float32, torch.bfloat16)
    assert all(p.dtype == torch.float32 for p in narrow.networks.parameters())
    assert 0 < difference(wide, narrow) < 0.05
    assert read_run(tmp_path / "narrow").precision == "bf16"


def test_fp16_scales_its_loss_and_goes_on_with_its_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a CPU, where nobody would: the path of GPUs that have no bf16. A gradient that is too large at the first
    scale is no step, and the scale is halved."""
    from eo_embed.core.trainer import loop

    monkeypatch.setattr(loop, "pick_precision", lambda asked, device: "fp16")

    class Steep(Noting):
        def loss(self, batch, draw):
            found = super().loss(batch, draw)
            return {"loss": found["loss"] * 10}

    wide, narrow = Steep(), Steep()
    before = weights(narrow)
    run(tmp_path / "one", narrow, given={"steps": 1, "clip": 1.0})
    assert narrow.dtype == torch.float16
    assert all(
        torch.equal(before[n], t) for n, t in weights(narrow).items()
    )  # 655360 * 2e: infinite
    whole = Steep()
    run(tmp_path / "whole", whole)
    state = torch.load(
        tmp_path / "whole" / "checkpoints" / "000000012" / "optimiser.pt", weights_only=True
    )
    assert state["scaler"]["scale"] < 65536
    assert difference(whole, wide) > 1e-3
    parted = Steep()
    run(tmp_path / "parted", parted, given={"steps": 5})
    parted = Steep()
    run(tmp_path / "parted", parted, resume=True)
    assert difference(whole, parted) == 0


def test_the_status_tells_a_loss_before_the_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that takes seconds, and a line every hundred steps."""
    monkeypatch.setattr(journal, "STATUS_S", 0.0)
    told: list[float | None] = []
    write = Status.write
    monkeypatch.setattr(
        Status, "write", lambda self, folder: (told.append(self.loss), write(self, folder))
    )
    run(tmp_path, given={"log_every": 100})
    each = tmp_path / "each"
    run(each, given={"log_every": 1})
    losses = lines(each)["loss"]
    assert told[1:4] == pytest.approx([losses[0], np.mean(losses[:2]), np.mean(losses[:3])])
    assert lines(tmp_path)["loss"] == pytest.approx([np.mean(losses)])


def test_weights_of_convolutions_lie_channels_last(tmp_path: Path) -> None:
    learner = Plain()
    run(tmp_path, learner)
    weight = learner.networks["body"][0].weight
    assert weight.is_contiguous(memory_format=torch.channels_last)


def test_threads_and_precision_are_given_back(tmp_path: Path) -> None:
    before = torch.get_float32_matmul_precision(), torch.get_num_threads()
    run(tmp_path)
    assert (torch.get_float32_matmul_precision(), torch.get_num_threads()) == before


# -- bad input ---------------------------------------------------------------------------------


def test_fewer_samples_than_a_batch(tmp_path: Path) -> None:
    with pytest.raises(DataUnfit, match=r"7 samples .* one batch of 8"):
        run(tmp_path / "new", feed=Samples(7))
    assert not (tmp_path / "new").exists()


class Poisoned(Samples):
    """One sample holds what is no number."""

    def __init__(self) -> None:
        super().__init__()
        self.bad = int(self.rows(7)[2])
        self.x[self.bad, 0, 0, 0] = float("nan")


def first_bad_step(feed: Poisoned) -> int:
    return next(n for n in range(12) if feed.bad in feed.rows(n))


def test_a_loss_that_is_no_number_names_step_and_samples(tmp_path: Path) -> None:
    feed = Poisoned()
    step = first_bad_step(feed)
    with pytest.raises(TrainingDiverged) as caught:
        run(tmp_path, feed=feed, given={"log_every": 10, "checkpoint_every": 1})
    said = str(caught.value)
    assert f"step {step + 1} " in said
    assert all(name in said for name in feed.names(step))
    status = read_run(tmp_path)
    assert (status.state, status.message, status.code) == ("failed", said, "TRAINING_DIVERGED")
    for kept in (tmp_path / "checkpoints").glob("*/networks.safetensors"):
        assert all(t.isfinite().all() for t in load_file(kept).values())


def test_weights_that_are_no_numbers_reach_no_checkpoint(tmp_path: Path) -> None:
    """The loss of the last step is finite, what its gradient did to the weights is not."""

    class Overflowing(Plain):
        def after_step(self, done: float) -> None:
            if done > 0.4:
                self.networks["head"].weight.data.fill_(float("inf"))

    with pytest.raises(TrainingDiverged, match="Step 5 left weights"):
        run(tmp_path, Overflowing(), given={"log_every": 100})
    assert not list((tmp_path / "checkpoints").glob("0*"))


def test_rows_that_cannot_be_shared(tmp_path: Path) -> None:
    from eo_embed.core.trainer import TrainSettings

    chosen = TrainSettings(batch_size=8, accumulate=3)
    with pytest.raises(UsageError, match="in 3 parts"):
        measure_speed(Plain(), Samples(), chosen, device="cpu")


def test_an_error_of_the_feed_ends_the_run(tmp_path: Path) -> None:
    class Broken(Samples):
        def batch(self, step, rows):
            if step == 6:
                raise DataUnfit("The file of sample 6 is gone; put it back.")
            return super().batch(step, rows)

    before = threading.active_count()
    with pytest.raises(DataUnfit, match="sample 6"):
        run(tmp_path, feed=Broken())
    assert threading.active_count() == before
    status = read_run(tmp_path)
    assert (status.state, status.code) == ("failed", "DATA_UNFIT")


def test_what_nobody_foresaw_is_told_too(tmp_path: Path) -> None:
    class Wrong(Plain):
        def loss(self, batch, draw):
            raise ZeroDivisionError("by zero")

    with pytest.raises(ZeroDivisionError):
        run(tmp_path, Wrong())
    status = read_run(tmp_path)
    assert (status.state, status.code) == ("failed", "INTERNAL")
    assert status.message == "ZeroDivisionError: by zero"


@pytest.mark.parametrize("kind", [Contrasting, Masked])
def test_losses_over_all_processes_work_in_one(tmp_path: Path, kind: type) -> None:
    run(tmp_path, kind(), given={"steps": 60, "log_every": 20})
    losses = lines(tmp_path)["loss"]
    assert losses[-1] < losses[0]


def test_listing_runs_needs_no_torch() -> None:
    code = "import sys, eo_embed.core.trainer as t; t.list_runs('.'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
