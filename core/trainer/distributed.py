"""One process among several: who we are, and what reaches over all of them.

torchrun starts the processes and says so in the environment (RANK, WORLD_SIZE, LOCAL_RANK); without it there is
one, and everything here is what it is for one. Processes that compute on CUDA talk by nccl, others by gloo.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn

from ..errors import EOEmbedError
from ..runner import pick_device

T = TypeVar("T")


def start(device: str = "auto") -> torch.device:
    """Join the other processes, where torchrun started several; the device that this one computes on.

    Called again it only names the device. Raises DeviceMissing.
    """
    local = int(os.environ.get("LOCAL_RANK", 0))
    several = int(os.environ.get("WORLD_SIZE", 1)) > 1 and dist.is_available()
    if several and device in ("auto", "cuda") and torch.cuda.is_available():
        device = f"cuda:{local}"
    place = torch.device(pick_device(device))
    if place.type == "cuda":
        torch.cuda.set_device(place)
    if several and not dist.is_initialized():
        dist.init_process_group("cpu:gloo,cuda:nccl" if place.type == "cuda" else "gloo")
    return place


def end() -> None:
    """Leave the other processes, if we are among any."""
    if _several():
        dist.destroy_process_group()


@contextlib.contextmanager
def joined(device: str) -> Iterator[torch.device]:
    """``start``, and ``end`` for who started. An error ends without waiting: others might be at something else."""
    already = _several()
    place = start(device)
    yield place
    if not already:
        end()


def _several() -> bool:
    return dist.is_available() and dist.is_initialized()


def world() -> int:
    """Processes."""
    return dist.get_world_size() if _several() else 1


def rank() -> int:
    """The number of this one, from 0; as torchrun says before ``start``."""
    return dist.get_rank() if _several() else int(os.environ.get("RANK", 0))


def is_main() -> bool:
    """Whether this one writes and tells."""
    return rank() == 0


def on_main(work: Callable[[], T]) -> T:
    """What ``work`` gives in the first process, or raises there, in all of them."""
    if world() == 1:
        return work()
    said: list[Any] = [None, None]
    if is_main():
        try:
            said[0] = work()
        except EOEmbedError as error:
            said[1] = error
    dist.broadcast_object_list(said, device=torch.device("cpu"))
    if said[1] is not None:
        raise said[1]
    return said[0]


def gather_objects(mine: T) -> list[T]:
    """That of every process, in the order of their numbers."""
    if world() == 1:
        return [mine]
    every: list[Any] = [None] * world()
    dist.all_gather_object(every, mine)
    return every


def gather(x: Tensor) -> Tensor:
    """Rows of all processes, in the order of their numbers; the gradient of each finds its way back.

    Every process gives as many rows.
    """
    return x if world() == 1 else _Gather.apply(x)


def mean_over_all(total: Tensor, count: Tensor | float) -> Tensor:
    """A loss of which the mean over the processes is sum(total) / sum(count); 0 where nothing counts.

    Parameters
    ----------
    total: sum over this process's rows, with its gradient.
    count: what it is to be divided by: rows, or the sum of their weights.
    """
    counted = torch.as_tensor(count, dtype=torch.float32, device=total.device).detach().clone()
    if world() > 1:
        dist.all_reduce(counted)
    return torch.where(counted > 0, total * world() / counted.clamp(min=1e-12), total * 0)


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.rows = len(x)
        parts = [torch.empty_like(x) for _ in range(world())]
        dist.all_gather(parts, x.contiguous())
        return torch.cat(parts)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        total = grad.contiguous().clone()
        dist.all_reduce(total)
        return total[rank() * ctx.rows : (rank() + 1) * ctx.rows]


class _Sum(torch.autograd.Function):
    """Of a tensor over all processes; what any of them makes of it counts in each gradient."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        total = x.contiguous().clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        total = grad.contiguous().clone()
        dist.all_reduce(total)
        return total


# -- batch normalisation -----------------------------------------------------------------------


def convert_batch_norm(module: nn.Module) -> nn.Module:
    """Have every batch norm take its statistics over all processes, as one process would over the whole batch.

    In place but for a module that is itself a batch norm. torch has this for CUDA alone, where the module then must
    be already; elsewhere ours does it.
    """
    if world() == 1:
        return module
    if any(p.is_cuda for p in module.parameters()):
        from timm.layers.norm_act import convert_sync_batchnorm

        return convert_sync_batchnorm(module)
    return _convert(module)


def _convert(module: nn.Module) -> nn.Module:
    for name, child in module.named_children():
        setattr(module, name, _convert(child))
    if not isinstance(module, nn.modules.batchnorm._BatchNorm):
        return module
    made = _BatchNormOverAll(
        module.num_features,
        module.eps,
        module.momentum,
        module.affine,
        module.track_running_stats,
    )
    # The very parameters and buffers, and what timm's have besides: an activation.
    made._parameters, made._buffers = module._parameters, module._buffers
    made._modules = module._modules
    return made.train(module.training)


class _BatchNormOverAll(nn.modules.batchnorm._BatchNorm):
    """Batch norm with mean and variance over the rows of all processes, by two sums that gradients pass through."""

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() < 2:
            raise ValueError(f"expected at least 2 dimensions, got {input.dim()}")

    def forward(self, x: Tensor) -> Tensor:
        x = self._normalise(x) if self.training else super().forward(x)
        for name in ("drop", "act"):  # timm's BatchNormAct2d
            if name in self._modules:
                x = self._modules[name](x)  # type: ignore[misc]
        return x

    def _normalise(self, x: Tensor) -> Tensor:
        over = [d for d in range(x.dim()) if d != 1]
        shape = [1, -1] + [1] * (x.dim() - 2)
        wide = x.float()
        count = torch.tensor(float(x.numel() // x.shape[1]), device=x.device)
        dist.all_reduce(count)
        mean = _Sum.apply(wide.sum(over)) / count
        centred = wide - mean.view(shape)
        variance = _Sum.apply(centred.square().sum(over)) / count
        if self.track_running_stats:
            self._track(mean.detach(), variance.detach() * count / (count - 1).clamp(min=1))
        out = centred * torch.rsqrt(variance + self.eps).view(shape)
        if self.affine:
            out = out * self.weight.view(shape) + self.bias.view(shape)
        return out.to(x.dtype)

    @torch.no_grad()
    def _track(self, mean: Tensor, variance: Tensor) -> None:
        if (
            self.running_mean is None
            or self.running_var is None
            or self.num_batches_tracked is None
        ):
            return
        self.num_batches_tracked.add_(1)
        share = 1 / float(self.num_batches_tracked) if self.momentum is None else self.momentum
        self.running_mean.lerp_(mean, share)
        self.running_var.lerp_(variance, share)
