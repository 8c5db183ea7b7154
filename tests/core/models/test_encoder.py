"""Filling of invalid pixels and the choice of precision."""

import numpy as np
import pytest
import torch

from eo_embed.core import models
from eo_embed.core.errors import UsageError
from eo_embed.core.models import encoder as module
from eo_embed.core.models.encoder import fill_invalid, pick_precision


def test_invalid_pixels_take_the_mean_of_the_valid_ones():
    rng = np.random.default_rng(0)
    x = rng.normal(5, 2, (4, 3, 6, 7)).astype(np.float32)
    valid = rng.random((4, 6, 7)) < 0.5
    valid[3] = False
    x[0, :, ~valid[0]] = np.nan
    out = fill_invalid(torch.from_numpy(x), torch.from_numpy(valid)).numpy()
    for i in range(4):
        np.testing.assert_array_equal(out[i][:, valid[i]], x[i][:, valid[i]])
        mean = x[i][:, valid[i]].mean(1) if valid[i].any() else np.zeros(3)
        filled = out[i][:, ~valid[i]]
        np.testing.assert_allclose(filled, np.repeat(mean[:, None], filled.shape[1], 1), rtol=1e-5)


@pytest.mark.parametrize(
    ("device", "capability", "fast_cpu", "expected"),
    [
        ("cpu", None, True, "bf16"),
        ("cpu", None, False, "fp32"),
        ("cuda", (9, 0), False, "bf16"),
        ("cuda:1", (8, 6), False, "bf16"),
        ("cuda", (7, 5), True, "fp16"),
        ("cuda", (6, 1), True, "fp32"),
        ("mps", None, True, "fp32"),
    ],
)
def test_auto_takes_what_is_fast_there(monkeypatch, device, capability, fast_cpu, expected):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    monkeypatch.setattr(module, "cpu_has_fast_bf16", lambda: fast_cpu)
    options = {"pretrained": False}
    network = models.build("timm:test_vit", ("a",), chip=8, options=options)
    assert pick_precision(network, device) == expected
    assert pick_precision(network, device, "fp32") == "fp32"
    assert pick_precision(models.build("rcf", ("a",), chip=8), device) == "fp32"


def test_impossible_precisions_are_refused():
    with pytest.raises(UsageError, match="rcf cannot run in bf16 on cuda; give auto or fp32"):
        pick_precision(models.build("rcf", ("a",), chip=8), "cuda", "bf16")
    network = models.build("timm:test_vit", ("a",), chip=8, options={"pretrained": False})
    with pytest.raises(UsageError, match="fp16 on cpu; give auto or fp32 or bf16"):
        pick_precision(network, "cpu", "fp16")
    with pytest.raises(UsageError, match="half"):
        pick_precision(network, "cpu", "half")
