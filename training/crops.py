"""Squares of images: random ones to learn from, overlapping ones to predict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import torch
from torch import Tensor
from torch.nn.functional import pad

from ..core.trainer import Draw

#: Crops that a network predicts at once.
_AT_ONCE = 8


def cut(x: Tensor, mask: Tensor, size: int, draw: Draw) -> tuple[Tensor, Tensor]:
    """A random square of each image ``(n, bands, h, w)``, with what the mask ``(n, h, w)`` says of it."""
    height, width = x.shape[2:]
    top, left = draw.integers(height - size + 1), draw.integers(width - size + 1)
    if (height, width) == (size, size):
        return x, mask
    along = torch.arange(size, device=x.device)
    image = torch.arange(len(x), device=x.device)[:, None, None]
    rows, columns = (top[:, None] + along)[:, :, None], (left[:, None] + along)[:, None, :]
    return x.movedim(1, 3)[image, rows, columns].movedim(3, 1), mask[image, rows, columns]


def turn(draw: Draw, *squares: Tensor) -> tuple[Tensor, ...]:
    """Each sample as one of the eight that mirroring and quarter turns make of a square, the same in all tensors.

    squares: ``(n, ..., size, size)``.
    """
    for change in (_flip_columns, _flip_rows, _transpose):
        changed = draw.chance(0.5)
        squares = tuple(
            torch.where(changed.view(-1, *[1] * (x.ndim - 1)), change(x), x) for x in squares
        )
    return squares


def _flip_columns(x: Tensor) -> Tensor:
    return x.flip(-1)


def _flip_rows(x: Tensor) -> Tensor:
    return x.flip(-2)


def _transpose(x: Tensor) -> Tensor:
    return x.transpose(-1, -2)


def slide(
    probabilities: Callable[[Tensor], Tensor], x: Tensor, crop: int, stride: int
) -> Iterator[Tensor]:
    """Probabilities ``(classes, rows, width)`` of an image, from above to below, as rows are final.

    Of each pixel it is the mean over the crops that hold it. Only as many rows are held as a crop has.

    Parameters
    ----------
    probabilities: ``(n, bands, crop, crop)`` -> ``(n, classes, crop, crop)``.
    x: ``(bands, height, width)``; one smaller than a crop is filled up with 0.
    stride: pixels between crops, at most ``crop``; the last ones end with the image.
    """
    height, width = x.shape[1:]
    x = pad(x, (0, max(0, crop - width), 0, max(0, crop - height)))
    tops, lefts = _starts(x.shape[1], crop, stride), _starts(x.shape[2], crop, stride)
    down, across = (
        _crops_over(starts, crop, length).to(x.device)
        for starts, length in ((tops, x.shape[1]), (lefts, x.shape[2]))
    )
    total: Tensor | None = None
    for top, following in pairwise([*tops, x.shape[1]]):
        windows = torch.stack([x[:, top : top + crop, left : left + crop] for left in lefts])
        found = torch.cat([probabilities(part) for part in windows.split(_AT_ONCE)])
        if total is None:
            total = found.new_zeros(found.shape[1], crop, x.shape[2])
        for left, part in zip(lefts, found, strict=True):
            total[:, :, left : left + crop] += part
        rows = following - top
        mean = total[:, :rows] / (down[top:following, None] * across)
        yield mean[:, : max(0, height - top), :width]
        total = torch.cat([total[:, rows:], torch.zeros_like(total[:, :rows])], 1)


def _starts(length: int, crop: int, stride: int) -> list[int]:
    """Where crops begin that cover a length."""
    return [*range(0, length - crop, stride), length - crop]


def _crops_over(starts: Sequence[int], crop: int, length: int) -> Tensor:
    """How many crops hold each place of a length."""
    count = torch.zeros(length)
    for start in starts:
        count[start : start + crop] += 1
    return count
