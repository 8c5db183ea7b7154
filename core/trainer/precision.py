"""The arithmetic of a run: fp32, or half as wide where the device is fast in it and the result as good."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import Tensor, nn

from ..errors import UsageError
from ..models.encoder import fastest_precision

_DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


def pick_precision(asked: str, device: torch.device) -> str:
    """``auto`` is the fastest of the device. Raises UsageError for one that it has not."""
    if asked == "fp16" and device.type != "cuda":
        raise UsageError(f"fp16 trains on CUDA alone, not on {device}; give auto, bf16 or fp32.")
    return fastest_precision(str(device)) if asked == "auto" else asked


def autocast(precision: str, device: torch.device) -> AbstractContextManager[object]:
    """The context to compute a loss in; weights stay fp32."""
    if precision == "fp32":
        return nullcontext()
    # Without its cache of narrowed weights: in older versions of torch, one made under no_grad (a target's pass) cuts
    # the gradient of a later pass through the same weights.
    return torch.autocast(device.type, dtype=_DTYPES[precision], cache_enabled=False)


def shield(networks: nn.Module, precision: str, device: torch.device) -> None:
    """Keep convolutions over a single pixel in fp32 where a CPU computes in bf16.

    torch's kernel for the gradient of a strided one reads memory that nothing was written to: where a NaN happens to
    lie there, the weights become NaN (seen with torch 2.15 and 3 x 3 kernels at a stride of 2).
    """
    if precision != "bf16" or device.type != "cpu":
        return
    for module in networks.modules():
        if isinstance(module, nn.Conv2d) and max(module.kernel_size) > 1:
            module.forward = _whole_over_one_pixel(module.forward)  # type: ignore[assignment, method-assign]


def _whole_over_one_pixel(forward: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    def run(x: Tensor) -> Tensor:
        if x.shape[-2:] != (1, 1):
            return forward(x)
        with torch.autocast("cpu", enabled=False):
            return forward(x.float())

    return run


def scaler(precision: str, device: torch.device) -> torch.amp.GradScaler:
    """Keeps the gradients of fp16 from vanishing; does nothing for the others."""
    return torch.amp.GradScaler(device.type, enabled=precision == "fp16")


@contextlib.contextmanager
def tuned(device: torch.device) -> Iterator[None]:
    """On CUDA: TF32 for what stays fp32 (its exponent, 10 bits of mantissa, several times the speed), and
    convolutions chosen by trial, which pays since all batches have one shape."""
    cudnn = torch.backends.cudnn
    before = torch.get_float32_matmul_precision(), cudnn.benchmark
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
        cudnn.benchmark = True
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before[0])
        cudnn.benchmark = before[1]
