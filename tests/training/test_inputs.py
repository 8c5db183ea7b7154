from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import interpolate

from eo_embed.training.datasets import Modality
from eo_embed.training.inputs import Inputs, resize
from eo_embed.training.statistics import Statistics


def modality(bands: int, **more: tuple[float, ...]) -> Modality:
    return Modality("s2", tuple(f"b{i}" for i in range(bands)), (4, 4), **more)


def statistics(mean: list[float], std: list[float]) -> Statistics:
    names = tuple(f"b{i}" for i in range(len(mean)))
    return Statistics(names, tuple(mean), tuple(std), tuple(mean), tuple(mean), 1)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32"])
def test_values_are_standardised_in_physical_units(dtype: str) -> None:
    stored = np.random.default_rng(0).integers(0, 200, (3, 2, 4, 4)).astype(dtype)
    scale, offset = np.array([0.01, 2.0]), np.array([-0.1, 0.0])
    mean, std = np.array([0.4, 210.0]), np.array([0.2, 70.0])
    inputs = Inputs(
        modality(2, scale=tuple(scale), offset=tuple(offset)), statistics(list(mean), list(std))
    )
    x = inputs({"s2": torch.from_numpy(stored)}, "s2")
    physical = stored * scale[:, None, None] + offset[:, None, None]
    wanted = (physical - mean[:, None, None]) / std[:, None, None]
    assert x.dtype == torch.float32
    np.testing.assert_allclose(x.numpy(), wanted, rtol=1e-5, atol=1e-5)


def test_invalid_pixels_and_missing_bands_are_zero_whatever_they_hold() -> None:
    stored = torch.full((2, 3, 4, 4), 7.0)
    stored[0, :, 0, 0] = torch.nan
    stored[1, 2] = torch.inf
    valid = torch.ones(2, 4, 4, dtype=torch.bool)
    valid[0, 0, 0] = False
    present = torch.tensor([[True, True, True], [True, True, False]])
    batch = {"s2": stored, "s2.valid": valid, "s2.present": present}
    x = Inputs(modality(3), statistics([5.0] * 3, [2.0] * 3))(batch, "s2")
    assert (x[0, :, 0, 0] == 0).all()
    assert (x[1, 2] == 0).all()
    x[0, :, 0, 0] = 1
    assert (x[0] == 1).all()
    assert (x[1, :2] == 1).all()
    assert torch.isnan(stored[0, :, 0, 0]).all()  # the batch itself is left as it is


def test_small_differences_of_large_values_keep_their_digits() -> None:
    stored = torch.tensor([10_000_001.0, 10_000_002.0]).view(2, 1, 1, 1)
    x = Inputs(modality(1), statistics([10_000_001.5], [0.5]))({"s2": stored}, "s2")
    assert x.flatten().tolist() == [-1.0, 1.0]


def test_statistics_of_other_bands_are_refused() -> None:
    with pytest.raises(ValueError, match="b0, b1"):
        Inputs(modality(2), statistics([0.0], [1.0]))


def test_chips_are_resized_as_encoders_do_it() -> None:
    x = torch.rand(2, 3, 48, 48, generator=torch.Generator().manual_seed(0))
    assert resize(x, 48) is x
    for size, smaller in ((96, False), (32, True)):
        wanted = interpolate(x, (size, size), mode="bilinear", antialias=smaller)
        assert torch.equal(resize(x, size), wanted)
    assert resize(torch.rand(1, 1, 30, 60), 32).shape == (1, 1, 32, 32)
