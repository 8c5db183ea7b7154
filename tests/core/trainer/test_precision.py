"""Which arithmetic a device gets, and what autocast does to weights that are used twice."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from eo_embed.core.errors import UsageError
from eo_embed.core.models import encoder
from eo_embed.core.trainer import precision
from eo_embed.core.trainer.precision import autocast, pick_precision, scaler, tuned

CPU, CUDA = torch.device("cpu"), torch.device("cuda:0")


@pytest.mark.parametrize(
    ("generation", "wanted"), [(6, "fp32"), (7, "fp16"), (8, "bf16"), (9, "bf16")]
)
def test_a_gpu_s(monkeypatch: pytest.MonkeyPatch, generation: int, wanted: str) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (generation, 0))
    assert pick_precision("auto", CUDA) == wanted
    assert pick_precision("fp16", CUDA) == "fp16"


@pytest.mark.parametrize(("fast", "wanted"), [(True, "bf16"), (False, "fp32")])
def test_a_cpu_s(monkeypatch: pytest.MonkeyPatch, fast: bool, wanted: str) -> None:
    monkeypatch.setattr(encoder, "cpu_has_fast_bf16", lambda: fast)
    assert pick_precision("auto", CPU) == wanted
    assert pick_precision("bf16", CPU) == "bf16"
    with pytest.raises(UsageError, match="fp16 trains on CUDA alone, not on cpu"):
        pick_precision("fp16", CPU)


def test_weights_used_without_gradient_first_get_theirs() -> None:
    """As a target's pass before the online network's through the same weights."""
    layer, x = torch.nn.Linear(4, 4), torch.randn(2, 4)
    with autocast("bf16", CPU):
        with torch.no_grad():
            layer(x)
        layer(x).float().sum().backward()
    assert layer.weight.grad is not None
    assert layer.weight.grad.abs().sum() > 0


def test_fp16_alone_is_scaled() -> None:
    assert [scaler(name, CPU).is_enabled() for name in ("fp32", "bf16", "fp16")] == [
        False,
        False,
        True,
    ]


def test_tf32_on_cuda_for_the_length_of_a_run() -> None:
    before = torch.get_float32_matmul_precision()
    with tuned(CUDA):
        assert torch.get_float32_matmul_precision() == "high"
    with tuned(CPU):
        assert torch.get_float32_matmul_precision() == before
    assert torch.get_float32_matmul_precision() == before


def test_a_convolution_over_one_pixel_has_its_gradient_whatever_lies_in_memory():
    """Without the shield some of these gradients are NaN, by what freed memory holds."""
    torch.manual_seed(0)
    layer = nn.Conv2d(64, 128, 3, stride=2, padding=1, bias=False)
    layer = layer.to(memory_format=torch.channels_last)
    x, cpu = torch.randn(8, 64, 1, 1), torch.device("cpu")
    layer(x).square().sum().backward()
    expected = layer.weight.grad.clone()
    precision.shield(layer, "bf16", cpu)
    for size in range(20_000, 400_000, 20_000):
        del_soon = [torch.full((size,), float("nan")) for _ in range(8)]
        del del_soon
        layer.zero_grad()
        with precision.autocast("bf16", cpu):
            layer(x).float().square().sum().backward()
        torch.testing.assert_close(layer.weight.grad, expected)
