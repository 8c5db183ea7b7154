"""Random views of images: crop, flip, turn, jitter, gray and blur, for a whole batch at once on its device.

Each sample has parameters of its own, drawn by ``Draw`` in a fixed order; what moves pixels (crop, resize, flip, turn)
is one affine map and is sampled once. Images are standardised: 0 is a band's mean, and 1 its deviation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import affine_grid, avg_pool2d, conv2d, grid_sample, pad

from ..core.trainer import Draw

#: How views are turned: not, by quarters of a circle (no pixel is mixed), or by any angle.
TURNS = ("none", "quarter", "free")
#: A blur's kernel reaches so many deviations to each side.
_REACH = 3.0


@dataclass(frozen=True)
class ViewRecipe:
    """How views are made; a chance is a probability for each sample.

    Parameters
    ----------
    size: pixels on a side of the views.
    area: least share of the image that a crop holds; 1 for no crops.
    ratio: a crop is at most so much longer, or wider, than the image is.
    flips: mirrored left to right and top to bottom, each for one half of the samples.
    turns: one of TURNS.
    blur, sigma: chance of Gaussian blur, and its least and largest deviation in pixels of the view.
    jitter, strength: chance that each band's brightness and contrast change, and by how much: brightness by up
        to ``strength`` deviations, contrast by a factor of up to 1 ± ``strength``.
    gray: chance that all bands become their mean.
    """

    size: int
    area: float = 0.2
    ratio: float = 4 / 3
    flips: bool = True
    turns: str = "quarter"
    blur: float = 0.5
    sigma: tuple[float, float] = (0.1, 2.0)
    jitter: float = 0.0
    strength: float = 0.8
    gray: float = 0.0


def make_view(x: Tensor, draw: Draw, recipe: ViewRecipe) -> Tensor:
    """A view ``(n, bands, size, size)`` of each of ``(n, bands, h, w)``, in the same type, without gradient."""
    with torch.no_grad(), torch.autocast(x.device.type, enabled=False):
        geometry = draw_geometry(draw, recipe, (x.shape[2], x.shape[3]))
        out = warp(x, geometry, recipe.size)
        if recipe.jitter:
            out = draw_jitter(out, draw, recipe)
        if recipe.gray:
            out = torch.where(_each(draw.chance(recipe.gray)), out.mean(1, keepdim=True), out)
        if recipe.blur:
            low, high = recipe.sigma
            chosen, sigma = draw.chance(recipe.blur), draw.uniform(low=low, high=high)
            out = blur(out, torch.where(chosen, sigma, 0.0), high)
        return out


# -- where pixels come from -----------------------------------------------------------------------


def draw_geometry(draw: Draw, recipe: ViewRecipe, shape: tuple[int, int]) -> Tensor:
    """Affine maps ``(n, 2, 3)`` from a view to its image of ``shape`` (height, width), as ``warp`` takes them."""
    height, width = shape
    area = draw.uniform(low=recipe.area, high=1.0)
    stretch = (draw.uniform(low=-1.0, high=1.0) * math.log(recipe.ratio) / 2).exp()
    if recipe.area == 1:  # the whole image
        stretch = torch.ones_like(stretch)
    side = area.sqrt()
    high, wide = (side / stretch).clamp(max=1) * height, (side * stretch).clamp(max=1) * width
    top, left = draw.uniform() * (height - high), draw.uniform() * (width - wide)
    mirrored = draw.chance(0.5) & recipe.flips, draw.chance(0.5) & recipe.flips
    angle = _draw_angle(draw, recipe.turns, area)
    return affine(shape, torch.stack([top, left, high, wide], 1), angle, *mirrored)


def _draw_angle(draw: Draw, turns: str, like: Tensor) -> Tensor:
    if turns == "quarter":
        return draw.integers(4) * (math.pi / 2)
    if turns == "free":
        return draw.uniform(high=2 * math.pi)
    return torch.zeros_like(like)


def affine(
    shape: tuple[int, int], box: Tensor, angle: Tensor, across: Tensor, upright: Tensor
) -> Tensor:
    """Affine maps ``(n, 2, 3)`` that show a box of an image, turned about its middle, then mirrored.

    Parameters
    ----------
    shape: height and width of the image.
    box: float ``(n, 4)``: top, left, height, width in pixels.
    angle: radians, counter-clockwise, as torch.rot90 turns.
    across, upright: bool, mirrored left to right and top to bottom.
    """
    height, width = shape
    top, left, high, wide = box.unbind(1)
    cos, sin = angle.cos(), angle.sin()
    x = torch.where(across, -wide, wide) / 2
    y = torch.where(upright, -high, high) / 2
    # Turned in pixels, where a circle is round, then told in halves of the image.
    along = torch.stack([cos * x, -sin * y, left + wide / 2 - width / 2], 1) * (2 / width)
    down = torch.stack([sin * x, cos * y, top + high / 2 - height / 2], 1) * (2 / height)
    return torch.stack([along, down], 1)


def warp(x: Tensor, theta: Tensor, size: int) -> Tensor:
    """Images sampled bilinearly at affine maps; beyond their edge they are mirrored.

    Where the image is much larger than the view, each pixel is the mean of several samples.
    """
    kind = x.dtype if x.dtype in (torch.float32, torch.float64) else torch.float32
    finer = max(1, round(max(x.shape[-2:]) / size))
    grid = affine_grid(
        theta.to(kind), [x.shape[0], x.shape[1], size * finer, size * finer], align_corners=False
    )
    out = grid_sample(x.to(kind), grid, padding_mode="reflection", align_corners=False)
    return (avg_pool2d(out, finer) if finer > 1 else out).to(x.dtype)


# -- what pixels are ------------------------------------------------------------------------------


def draw_jitter(x: Tensor, draw: Draw, recipe: ViewRecipe) -> Tensor:
    """Brightness and contrast of each band changed, in some samples: SimCLR's colour jitter for any bands."""
    bands, strength = x.shape[1], recipe.strength
    factor = draw.uniform(bands, low=max(0.0, 1 - strength), high=1 + strength)
    shift = draw.uniform(bands, low=-strength, high=strength)
    mean = x.mean((2, 3), keepdim=True)
    changed = (x - mean) * _each(factor) + mean + _each(shift)
    return torch.where(_each(draw.chance(recipe.jitter)), changed, x)


def blur(x: Tensor, sigma: Tensor, largest: float) -> Tensor:
    """Gaussian blur with a deviation of each sample's own, ``(n,)`` in pixels; 0 leaves it as it is.

    largest: of the deviations; it sets the kernel's width, the same for all.
    """
    n, bands, height, width = x.shape
    reach = min(math.ceil(_REACH * largest), height - 1, width - 1)
    offsets = torch.arange(-reach, reach + 1, device=x.device, dtype=torch.float32)
    # A deviation far below a pixel gives the identity without dividing by 0.
    kernels = (-0.5 * (offsets / sigma.float().clamp(min=1e-3)[:, None]) ** 2).exp()
    kernels = (kernels / kernels.sum(1, keepdim=True)).to(x.dtype).repeat_interleave(bands, 0)
    groups = n * bands
    flat = pad(x.reshape(1, groups, height, width), (reach,) * 4, mode="reflect")
    flat = conv2d(flat, kernels[:, None, :, None], groups=groups)
    flat = conv2d(flat, kernels[:, None, None, :], groups=groups)
    return flat.view(n, bands, height, width)


def _each(values: Tensor) -> Tensor:
    """``(n,)`` or ``(n, bands)`` to stand beside images."""
    return values.view(*values.shape, *[1] * (4 - values.ndim))
