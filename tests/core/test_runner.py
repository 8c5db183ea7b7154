"""How large a batch may be, and which device is there; the runner's work is tested with the engine."""

import pytest

from eo_embed.core.errors import DeviceMissing, UsageError
from eo_embed.core.runner import BatchSize, pick_device


@pytest.mark.parametrize(("best", "expected"), [(64, 64), (512, 512), (10_000, 4096)])
def test_the_batch_grows_while_it_pays(best, expected):
    batch = BatchSize(None, start=32)
    for _ in range(40):
        rate = min(batch.size, best)
        batch.measured(batch.size, batch.size / rate)
    assert batch.size == expected


def test_a_given_batch_stays():
    batch = BatchSize(48)
    for _ in range(5):
        batch.measured(48, 1.0)
    assert batch.size == 48


def test_devices(monkeypatch):
    import torch

    assert pick_device("cpu") == "cpu"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert pick_device("auto") in ("cpu", "mps")
    with pytest.raises(DeviceMissing, match="--device cpu"):
        pick_device("cuda")
    with pytest.raises(UsageError, match="tpu"):
        pick_device("tpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert pick_device("auto") == "cuda"
    assert pick_device("cuda:0") == "cuda:0"
    with pytest.raises(DeviceMissing, match="1 found"):
        pick_device("cuda:3")
