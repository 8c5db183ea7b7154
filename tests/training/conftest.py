"""Tests of training use networks so small that threads cost more than they bring, most of all beside other tests."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

#: Values of a run that is over in a second.
TINY = {
    "backbone": "resnet10t", "size": 16, "batch_size": 8, "steps": 4, "precision": "fp32", "log_every": 1,
    "hidden": 16, "output": 8,
}  # fmt: skip


@pytest.fixture(autouse=True, scope="session")
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def tiny():
    return dict(TINY)


@pytest.fixture(scope="session")
def scenes(tmp_path_factory) -> Path:
    """A folder of 32 images of 16 x 16 pixels in two classes, one dark and one bright."""
    folder = tmp_path_factory.mktemp("scenes")
    rng = np.random.default_rng(0)
    for name, level in (("dark", 40), ("bright", 160)):
        (folder / name).mkdir()
        for i in range(16):
            pixels = rng.integers(level, level + 60, (16, 16, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{i:02d}.png")
    return folder
