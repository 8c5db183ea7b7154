"""Views: against torchvision and torch, pixel by pixel; drawn the same in parts as in the whole."""

import math
from dataclasses import replace

import pytest
import torch
from torchvision.transforms import functional as vision

from eo_embed.core.trainer import Draw
from eo_embed.training.views import (
    ViewRecipe,
    affine,
    blur,
    draw_geometry,
    draw_jitter,
    make_view,
    warp,
)

STILL = ViewRecipe(32, area=1, flips=False, turns="none", blur=0)


def images(n=4, bands=3, height=32, width=32, dtype=torch.float32):
    return torch.randn(n, bands, height, width, generator=torch.Generator().manual_seed(0)).to(
        dtype
    )


def maps(shape, box, angle=0.0, across=False, upright=False):
    return affine(
        shape, torch.tensor([box], dtype=torch.float32), torch.tensor([angle]), torch.tensor([across]),
        torch.tensor([upright]),
    )  # fmt: skip


def whole(x, size=None, **kwargs):
    theta = maps(x.shape[2:], (0, 0, *x.shape[2:]), **kwargs).expand(len(x), -1, -1)
    return warp(x, theta, size or x.shape[2])


def draw(size=6, rows=slice(None)):
    return Draw(3, 1, size, rows)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_view_of_everything_is_the_image(dtype):
    x = images(dtype=dtype)
    torch.testing.assert_close(whole(x), x, rtol=1e-5, atol=1e-5)
    view = make_view(x, draw(4), STILL)
    assert view.dtype == dtype
    torch.testing.assert_close(view, x, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize("upright", [False, True])
def test_quarter_turns_and_flips_move_pixels_alone(quarters, across, upright):
    x = images()
    expected = torch.rot90(x, quarters, (2, 3))
    expected = expected.flip([d for d, wanted in ((3, across), (2, upright)) if wanted])
    out = whole(x, angle=quarters * math.pi / 2, across=across, upright=upright)
    torch.testing.assert_close(out, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("box", [(0, 0, 32, 48), (3, 5, 20, 16), (10, 30, 7, 11)])
@pytest.mark.parametrize("size", [48, 70])
def test_crops_equal_torchvisions(box, size):
    x = images(height=32, width=48)
    out = warp(x, maps(x.shape[2:], box).expand(4, -1, -1), size)
    expected = vision.resized_crop(x, *box, [size, size], antialias=False)
    # torchvision knows no pixel beyond the crop, of which half a pixel at its edge would be mixed.
    edge = math.ceil(size / min(box[2:]))
    inside = (..., slice(edge, -edge), slice(edge, -edge))
    torch.testing.assert_close(out[inside], expected[inside], rtol=1e-3, atol=1e-4)


def test_free_turns_equal_torchvisions():
    x = images()
    out = whole(x, angle=math.radians(30))
    expected = vision.rotate(x, 30, vision.InterpolationMode.BILINEAR)
    middle = (..., slice(8, -8), slice(8, -8))
    torch.testing.assert_close(out[middle], expected[middle], rtol=1e-3, atol=1e-4)


def test_much_smaller_views_do_not_alias():
    stripes = torch.ones(1, 1, 64, 64)
    stripes[..., ::2] = -1
    assert whole(stripes, size=16).abs().max() < 1e-4
    x = images(height=64, width=64)
    torch.testing.assert_close(
        whole(x, size=16), torch.nn.functional.avg_pool2d(x, 4), rtol=1e-4, atol=1e-4
    )


@pytest.mark.parametrize("sigma", [0.4, 1.0, 2.0])
def test_blur_equals_torchvisions(sigma):
    x = images()
    expected = vision.gaussian_blur(x, [13, 13], [sigma, sigma])
    torch.testing.assert_close(
        blur(x, torch.full((4,), sigma), 2.0), expected, rtol=1e-4, atol=1e-5
    )


def test_each_sample_has_a_blur_of_its_own():
    x = images()
    out = blur(x, torch.tensor([0.0, 0.5, 1.0, 2.0]), 2.0)
    torch.testing.assert_close(out[0], x[0])
    for row, sigma in ((1, 0.5), (2, 1.0), (3, 2.0)):
        alone = blur(x[row : row + 1], torch.tensor([sigma]), 2.0)
        torch.testing.assert_close(out[row : row + 1], alone)
    tiny = images(height=3, width=3)  # smaller than the kernel
    assert blur(tiny, torch.ones(4), 2.0).shape == tiny.shape


def test_crops_lie_within_the_image_and_have_the_area_asked_for():
    recipe = ViewRecipe(16, area=0.25, flips=False, turns="none")
    theta = draw_geometry(Draw(0, 0, 2000, slice(None)), recipe, (40, 60))
    half = theta[:, [0, 1], [0, 1]]
    centre = theta[:, :, 2]
    assert (centre.abs() + half <= 1 + 1e-5).all()
    share = half.prod(1)
    assert 0.2 < share.min() < 0.3
    assert 0.5 < share.mean() < 0.65  # a few that stick out are cut
    assert theta[:, 0, 1].abs().max() == 0


def test_a_whole_image_stays_whole():
    theta = draw_geometry(
        Draw(0, 0, 50, slice(None)), ViewRecipe(16, area=1, flips=False, turns="none"), (40, 60)
    )
    torch.testing.assert_close(theta, torch.eye(2, 3).expand(50, -1, -1), rtol=0, atol=1e-6)


def test_flips_and_quarters_come_equally_often():
    recipe = ViewRecipe(16, area=1, turns="quarter")
    theta = draw_geometry(Draw(0, 0, 4000, slice(None)), recipe, (8, 8)).round().int()
    seen, counts = theta[:, :, :2].flatten(1).unique(dim=0, return_counts=True)
    assert len(seen) == 8  # all symmetries of a square
    assert counts.min() > 400


FULL = ViewRecipe(24, 0.2, turns="free", blur=0.5, jitter=0.8, gray=0.2)


@pytest.mark.parametrize("recipe", [FULL, ViewRecipe(32)])
def test_parts_of_a_batch_get_the_views_of_the_whole(recipe):
    x = images(6)
    whole_batch = make_view(x, draw(), recipe)
    parts = [make_view(x[rows], draw(rows=rows), recipe) for rows in (slice(0, 2), slice(2, 6))]
    torch.testing.assert_close(torch.cat(parts), whole_batch, rtol=1e-5, atol=1e-5)
    assert not torch.allclose(whole_batch, make_view(x, Draw(3, 2, 6, slice(None)), recipe))


def test_views_are_exact_under_autocast():
    x = images(6)
    with torch.autocast("cpu", torch.bfloat16):
        out = make_view(x, draw(), FULL)
    torch.testing.assert_close(out, make_view(x, draw(), FULL), rtol=0, atol=0)


def test_jitter_changes_brightness_and_contrast_of_each_band():
    x = images(200, 2, 8, 8)
    recipe = ViewRecipe(8, jitter=0.5, strength=0.6)
    out = draw_jitter(x, Draw(0, 0, 200, slice(None)), recipe)
    changed = (out != x).flatten(1).any(1)
    assert 70 < changed.sum() < 130
    shift = (out - x).mean((2, 3))[changed]
    gain = (out.std((2, 3)) / x.std((2, 3)))[changed]
    assert shift.min() < -0.5 < 0.5 < shift.max() <= 0.6 + 1e-5
    assert 0.4 - 1e-4 <= gain.min() < 0.5 < 1.5 < gain.max() <= 1.6 + 1e-4
    assert abs(torch.corrcoef(shift.T)[0, 1]) < 0.3  # bands do not change together
    torch.testing.assert_close(
        (out - out.mean((2, 3), keepdim=True))[changed] / gain[:, :, None, None],
        (x - x.mean((2, 3), keepdim=True))[changed], rtol=1e-3, atol=1e-4,
    )  # fmt: skip


def test_gray_is_the_mean_of_the_bands():
    x = images(100)
    out = make_view(x, Draw(0, 0, 100, slice(None)), replace(STILL, gray=0.3))
    gray = (out - x).flatten(1).abs().amax(1) > 1e-3
    assert 15 < gray.sum() < 50
    expected = x[gray].mean(1, keepdim=True).expand(-1, 3, -1, -1)
    torch.testing.assert_close(out[gray], expected, rtol=1e-4, atol=1e-4)
