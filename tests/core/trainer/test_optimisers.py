"""Rates against closed forms and torch's own schedulers, LARS against lightly's."""

from __future__ import annotations

import math

import pytest
import torch
from small_learners import Plain, settings
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

from eo_embed.core.errors import UsageError
from eo_embed.core.trainer.optimisers import LARS, make_optimiser, set_lr, share_of_lr

CPU = torch.device("cpu")


def shares(steps: int, **given: object) -> list[float]:
    return [share_of_lr(step, steps, settings(**given)) for step in range(steps)]


def test_warm_up_and_cosine_in_closed_form() -> None:
    found = shares(100, warmup=0.1, schedule="cosine")
    wanted = [(n + 1) / 10 for n in range(10)]
    wanted += [math.cos(math.pi * n / 180) ** 2 for n in range(90)]  # the half-angle form
    assert found == pytest.approx(wanted, abs=1e-12)


def test_as_torch_s_schedulers() -> None:
    """A rise from 1/10 to 1 in nine steps, then a cosine to 0 over the 90 that are left."""
    weight = torch.nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.SGD([weight], lr=1.0)
    rising = LinearLR(optimiser, 1 / 10, total_iters=9)
    falling = CosineAnnealingLR(optimiser, 90)
    schedule = SequentialLR(optimiser, [rising, falling], [10])
    wanted = []
    for _ in range(100):
        wanted.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step()
    assert shares(100, warmup=0.1, schedule="cosine") == pytest.approx(wanted, abs=1e-9)


def test_other_shapes() -> None:
    assert shares(5) == [1.0] * 5
    assert shares(4, warmup=0.5) == [0.5, 1.0, 1.0, 1.0]
    assert shares(4, warmup=1.0, schedule="cosine") == [0.25, 0.5, 0.75, 1.0]
    assert shares(1, warmup=0.3, schedule="cosine") == [1.0]


def test_groups_and_their_rates() -> None:
    """Vectors are not decayed; a learner may give a group a rate of its own."""

    class Layered(Plain):
        def parameters(self, weight_decay):
            body, head = self.networks["body"], self.networks["head"]
            yield {"params": body.parameters(), "lr": 0.001, "weight_decay": weight_decay}
            yield {"params": head.parameters(), "weight_decay": 0.0}
            yield {"params": []}

    plain = make_optimiser(Plain(), settings(weight_decay=0.1), CPU)
    decays = {p.ndim > 1: g["weight_decay"] for g in plain.param_groups for p in g["params"]}
    assert decays == {True: 0.1, False: 0.0}
    layered = make_optimiser(Layered(), settings(lr=0.01), CPU)
    assert set_lr(layered, 0.5) == 0.0005
    assert [group["lr"] for group in layered.param_groups] == [0.0005, 0.005]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW), ("sgd", torch.optim.SGD)],
)
def test_names_and_momenta(name: str, kind: type) -> None:
    optimiser = make_optimiser(Plain(), settings(optimiser=name, momentum=0.8, beta2=0.99), CPU)
    assert type(optimiser) is kind
    group = optimiser.param_groups[0]
    assert group["momentum"] == 0.8 if name == "sgd" else group["betas"] == (0.8, 0.99)


def test_lars_is_lightly_s() -> None:
    lars = pytest.importorskip("lightly.utils.lars").LARS
    found = []
    for make in (LARS, lars):
        torch.manual_seed(0)
        layers = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.Tanh(), torch.nn.Linear(7, 3))
        with torch.no_grad():
            layers[0].weight.zero_()  # a weight of no size is not adapted
        groups = [
            {"params": [layers[0].weight, layers[2].weight], "weight_decay": 1e-2},
            {"params": [layers[0].bias, layers[2].bias], "weight_decay": 0.0},
        ]
        optimiser = make(groups, lr=0.5, momentum=0.9)
        for _ in range(6):
            optimiser.zero_grad()
            (layers(torch.randn(4, 5)) - 1).square().sum().backward()
            optimiser.step()
        found.append(torch.cat([p.detach().flatten() for p in layers.parameters()]))
    torch.testing.assert_close(found[0], found[1], rtol=1e-5, atol=1e-7)


def test_a_momentum_that_cannot_be() -> None:
    with pytest.raises(UsageError, match="adam cannot work"):
        make_optimiser(Plain(), settings(momentum=1.0), CPU)
