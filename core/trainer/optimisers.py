"""How weights are changed, and how fast: adam, adamw, sgd and lars; warm-up, then constant or a cosine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor
from torch.optim import SGD, Adam, AdamW, Optimizer

from ..errors import UsageError
from .learner import Learner
from .settings import TrainSettings


def make_optimiser(learner: Learner, settings: TrainSettings, device: torch.device) -> Optimizer:
    """Over the groups of the learner, each with the settings' learning rate but where it states its own ``lr``."""
    groups = list(learner.parameters(settings.weight_decay))
    groups = [{"lr": settings.lr, **group} for group in groups if len(list(group["params"]))]
    betas = (settings.momentum, settings.beta2)
    # One kernel for all weights; also the one way in which fp16 needs no look at the gradients from here.
    fused = device.type in ("cuda", "cpu")
    made: dict[str, Callable[[], Optimizer]] = {
        "adam": lambda: Adam(groups, settings.lr, betas, fused=fused),
        "adamw": lambda: AdamW(groups, settings.lr, betas, fused=fused),
        "sgd": lambda: SGD(groups, settings.lr, settings.momentum, fused=fused),
        "lars": lambda: LARS(groups, settings.lr, settings.momentum),
    }
    try:
        optimiser = made[settings.optimiser]()
    except ValueError as error:
        raise UsageError(
            f"{settings.optimiser} cannot work with these settings: {error}."
        ) from error
    for group in optimiser.param_groups:
        group["highest_lr"] = group["lr"]
    return optimiser


def share_of_lr(step: int, steps: int, settings: TrainSettings) -> float:
    """What a step (from 0) has of the highest learning rate.

    (step + 1) / w over the first w steps, so that none is lost on a rate of 0; then 1, or from there half a cosine
    wave that would be 0 at the step after the last (Loshchilov & Hutter 2017, eq. 5).
    """
    rising = round(settings.warmup * steps)
    if step < rising:
        return (step + 1) / rising
    if settings.schedule == "constant":
        return 1.0
    return 0.5 * (1 + math.cos(math.pi * (step - rising) / (steps - rising)))


def set_lr(optimiser: Optimizer, share: float) -> float:
    """Give every group its share of its highest learning rate; returns that of the first."""
    for group in optimiser.param_groups:
        group["lr"] = group["highest_lr"] * share
    return optimiser.param_groups[0]["lr"]


class LARS(Optimizer):
    """Stochastic gradient descent, each weight's rate in proportion to its size (You, Gitman & Ginsburg 2017).

    g = gradient + decay * weight, times ``trust`` |weight| / (|gradient| + decay |weight|); momentum on that. What is
    not decayed (biases and norms) is not adapted either, as in SimCLR and BYOL.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float,
        momentum: float = 0.9,
        weight_decay: float = 0.0,
        trust: float = 1e-3,
    ) -> None:
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "trust": trust}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    self._move(weight, weight.grad, group)

    def _move(self, weight: Tensor, gradient: Tensor, group: dict[str, Any]) -> None:
        decay = group["weight_decay"]
        if decay:
            size = weight.norm()
            adapted = group["trust"] * size / (gradient.norm() + decay * size + 1e-8)
            # A weight of no size would never move; torch.where keeps the host from waiting for the device.
            gradient = gradient.add(weight, alpha=decay) * torch.where(size > 0, adapted, 1.0)
        state = self.state[weight]
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = gradient.clone()
        else:
            state["momentum_buffer"].mul_(group["momentum"]).add_(gradient)
        weight.add_(state["momentum_buffer"], alpha=-group["lr"])
