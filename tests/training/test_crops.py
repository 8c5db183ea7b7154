from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from eo_embed.core.trainer import Draw
from eo_embed.training.crops import cut, slide, turn


def probabilities(x: torch.Tensor) -> torch.Tensor:
    """Of two classes; what is said of a pixel depends on where in the crop it is."""
    size = x.shape[2]
    place = torch.linspace(0, 1, size * size, dtype=torch.float64).view(size, size)
    first = (x[:, 0].double() + place) / 2
    return torch.stack([first, 1 - first], 1)


@given(height=st.integers(1, 23), width=st.integers(1, 23), crop=st.integers(1, 9), data=st.data())
def test_each_pixel_is_the_mean_over_the_crops_that_hold_it(height, width, crop, data) -> None:
    stride = data.draw(st.integers(1, crop))
    x = torch.rand(1, height, width, generator=torch.Generator().manual_seed(0))
    found = torch.cat(list(slide(probabilities, x, crop, stride)), 1)

    tall, wide = max(height, crop), max(width, crop)
    whole = np.zeros((1, tall, wide), np.float32)
    whole[:, :height, :width] = x
    total, count = np.zeros((2, tall, wide)), np.zeros((tall, wide))
    for top in sorted({*range(0, tall - crop, stride), tall - crop}):
        for left in sorted({*range(0, wide - crop, stride), wide - crop}):
            square = np.s_[top : top + crop, left : left + crop]
            tile = torch.from_numpy(whole[(slice(None), *square)])[None]
            total[(slice(None), *square)] += probabilities(tile)[0].numpy()
            count[square] += 1
    assert count.min() > 0
    assert found.shape == (2, height, width)
    assert np.allclose(found.numpy(), (total / count)[:, :height, :width])
    assert np.allclose(found.sum(0).numpy(), 1)


def test_few_rows_are_held_however_long_the_image() -> None:
    x = torch.zeros(1, 100, 8)
    assert max(part.shape[1] for part in slide(probabilities, x, 8, 4)) <= 8


def test_squares_are_cut_anywhere_within_the_image() -> None:
    image = torch.arange(5 * 7).view(1, 1, 5, 7).expand(400, 2, 5, 7).float()
    x, mask = cut(image, image[:, 0].byte(), 4, Draw(0, 0, 400, slice(None)))
    assert x.shape == (400, 2, 4, 4)
    assert torch.equal(x[:, 0].byte(), mask)
    corners = {(int(v) // 7, int(v) % 7) for v in x[:, 0, 0, 0]}
    assert corners == {(top, left) for top in range(2) for left in range(4)}
    assert torch.equal(x[:, 0] - x[:, 0, :1, :1], (image[:, 0, :4, :4]))


def test_all_eight_turns_come_about_equally_often_and_alike() -> None:
    square = torch.arange(9.0).view(3, 3)
    x, mask = turn(
        Draw(0, 0, 800, slice(None)), square.expand(800, 2, 3, 3), square.expand(800, 3, 3)
    )
    assert torch.equal(x[:, 0], mask)
    assert torch.equal(x[:, 1], mask)
    found, counts = np.unique(mask.flatten(1).numpy(), axis=0, return_counts=True)
    every = [np.rot90(side, k).ravel() for side in (square, square.T) for k in range(4)]
    assert sorted(map(tuple, found)) == sorted(map(tuple, every))
    assert counts.min() > 60


def test_rows_of_a_part_are_turned_as_in_the_whole() -> None:
    x = torch.rand(6, 1, 4, 4)
    (whole,) = turn(Draw(0, 3, 6, slice(None)), x)
    (part,) = turn(Draw(0, 3, 6, slice(2, 5)), x[2:5])
    assert torch.equal(whole[2:5], part)
    assert not torch.equal(whole, x)


@pytest.mark.parametrize("size", [(4, 4), (4, 9)])
def test_an_image_no_larger_than_the_square_is_not_cut(size) -> None:
    image = torch.rand(3, 1, *size)
    x, mask = cut(image, image[:, 0], 4, Draw(0, 0, 3, slice(None)))
    assert x.shape[2:] == (4, 4)
    assert torch.equal(x[:, 0], mask)
