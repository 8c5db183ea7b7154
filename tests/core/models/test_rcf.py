"""Random convolutional features against the plain formula, and the drawing of filters."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.functional import conv2d

from eo_embed.core import models
from eo_embed.core.errors import ModelMismatch
from eo_embed.core.models import BandSample, rcf


def plain(x, filters, bias, valid=None):
    """The paper's formula, in float64, windows with an invalid pixel left out."""
    y = conv2d(x.double(), filters.double())
    if valid is None:
        valid = torch.ones(x.shape[0], *x.shape[2:], dtype=torch.bool)
    patch = filters.shape[-1]
    bad = conv2d((~valid[:, None]).double(), torch.ones(1, 1, patch, patch).double()) > 0.5
    bad &= ~bad.flatten(1).all(1)[:, None, None, None]
    count = (~bad).sum((2, 3))
    both = [(s * y - bias).clamp_min(0).masked_fill(bad, 0).sum((2, 3)) / count for s in (1, -1)]
    return torch.cat(both, 1)


def check(batch, bands, height, width, count, patch, bias, masked, seed=0):
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(batch, bands, height, width, generator=generator)
    filters = torch.randn(count, bands, patch, patch, generator=generator)
    valid = torch.rand(batch, height, width, generator=generator) < 0.97 if masked else None
    out = rcf.random_features(x, filters.flatten(1), patch, bias, valid)
    assert out.shape == (batch, 2 * count)
    assert (out - plain(x, filters, bias, valid)).abs().max() < 1e-4


@settings(max_examples=40)
@given(
    batch=st.integers(1, 9),
    bands=st.sampled_from([1, 2, 4, 13]),
    height=st.integers(5, 40),
    width=st.integers(5, 40),
    count=st.sampled_from([1, 7, 40]),
    patch=st.integers(1, 5),
    bias=st.sampled_from([0.0, 0.7, -0.4]),
    masked=st.booleans(),
    seed=st.integers(0, 9),
)
def test_equals_the_plain_formula(batch, bands, height, width, count, patch, bias, masked, seed):
    check(batch, bands, height, width, count, patch, bias, masked, seed)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("batch", "edge", "count"), [(70, 16, 300), (5, 64, 256), (2, 224, 40)])
def test_equals_the_plain_formula_over_many_pieces(batch, edge, count, masked):
    check(batch, 4, edge, edge, count, 3, 0.0, masked)


@settings(max_examples=30, deadline=None)
@given(
    size=st.tuples(st.integers(5, 20), st.integers(5, 20)),
    stride=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    more=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    patch=st.integers(1, 5),
    bias=st.sampled_from([0.0, 0.7, -0.4]),
    kept=st.sampled_from([None, 1.0, 0.97, 0.3, 0.02]),
    seed=st.integers(0, 9),
)
def test_windows_that_slide_are_embedded_as_one_by_one(size, stride, more, patch, bias, kept, seed):
    rng = np.random.default_rng(seed)
    shape = (3, *(s + m for s, m in zip(size, more, strict=True)))
    chips = rng.normal(5, 2, (shape[0], 2, *shape[1:])).astype(np.float32)
    mask = rng.random(shape) < (1.0 if kept is None else kept)
    options = {"features": 10, "patch": patch, "bias": bias}
    encoder = models.build("rcf", ("a", "b"), chip=max(size), options=options)
    encoder.fit(BandSample(("a", "b"), chips, np.ones(shape, dtype=bool)))
    x = torch.from_numpy(np.where(mask[:, None], chips, np.float32(np.nan)))
    valid = None if kept is None else torch.from_numpy(mask)
    out = encoder.slide(x, valid, size, stride).movedim(1, 3)

    windows = np.lib.stride_tricks.sliding_window_view
    cut = windows(x.numpy(), size, axis=(2, 3))[:, :, :: stride[0], :: stride[1]].transpose(
        0, 2, 3, 1, 4, 5
    )
    seen = windows(mask, size, axis=(1, 2))[:, :: stride[0], :: stride[1]]
    assert out.shape[:3] == cut.shape[:3]
    for at in np.ndindex(*cut.shape[:3]):
        if not seen[at].any():
            assert out[at].isnan().all()
            continue
        one = None if valid is None else torch.from_numpy(seen[at].copy())[None]
        expected = encoder.embed(torch.from_numpy(cut[at].copy())[None], one)[0]
        assert (out[at] - expected).abs().max() < 1e-5 * (1 + expected.abs().max())


def paper_normalisation(patches):
    """The steps of the paper's code, one after the other."""
    flat = patches.reshape(len(patches), -1).astype(np.float64)
    flat = flat - flat.mean(1)[:, None]
    flat = flat / np.linalg.norm(flat, axis=1)[:, None]
    values, vectors = np.linalg.eigh(1.0 / len(flat) * flat.T.dot(flat))
    zca = vectors.dot(np.diag(1 / np.sqrt(values + 0.001))).dot(vectors.T)
    return flat.dot(zca).dot(zca.T).reshape(patches.shape)


def sample_of(valid_share=1.0, seed=0):
    rng = np.random.default_rng(seed)
    chips = rng.normal(0, 1, (30, 3, 20, 20)).cumsum(-1).astype(np.float32) * [[[2]], [[5]], [[9]]]
    valid = rng.random((30, 20, 20)) <= valid_share
    return BandSample(("a", "b", "c"), chips.astype(np.float32), valid)


def test_whitening_follows_the_paper_s_code():
    patches = sample_of().chips[:, :, :3, :3]
    np.testing.assert_allclose(
        rcf.whiten(patches), paper_normalisation(patches), rtol=1e-3, atol=1e-3
    )
    flat = np.zeros((5, 3, 3, 3), np.float32)
    assert np.isfinite(rcf.whiten(flat)).all()


def test_patches_are_of_the_scene_and_valid():
    sample = sample_of(0.95)
    chips = np.where(sample.valid[:, None], sample.chips, np.float32(np.nan))
    drawn = rcf.draw_patches(
        BandSample(sample.names, chips, sample.valid), 3, np.random.default_rng(0)
    )
    assert len(drawn) > 1000
    assert np.isfinite(drawn).all()
    windows = np.lib.stride_tricks.sliding_window_view(chips, (3, 3), axis=(2, 3))
    corners = {tuple(w.ravel()) for w in windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, 3, 3, 3)}
    assert all(tuple(patch.ravel()) in corners for patch in drawn[:200])
    sample.valid[:] = False
    with pytest.raises(ModelMismatch, match="filters=gaussian"):
        rcf.draw_patches(sample, 3, np.random.default_rng(0))


def test_seed_and_kind_of_filters():
    def filters(**options):
        encoder = models.build("rcf", ("a", "b", "c"), chip=20, options={"features": 32, **options})
        encoder.fit(sample_of())
        return encoder.state()["filters"]

    np.testing.assert_array_equal(filters(), filters(seed=0))
    assert not np.array_equal(filters(), filters(seed=1))
    gaussian = filters(filters="gaussian", features=4096)
    assert abs(gaussian.mean()) < 0.02
    assert abs(gaussian.std() - 1) < 0.02


def test_a_linear_change_of_units_changes_nothing():
    def features(scale, offset):
        sample = sample_of()
        chips = sample.chips * np.float32(scale) + np.float32(offset)
        encoder = models.build("rcf", ("a", "b", "c"), chip=20, options={"features": 64})
        encoder.fit(BandSample(sample.names, chips, sample.valid))
        return encoder.embed(torch.from_numpy(chips), None)

    torch.testing.assert_close(features(4, 512), features(1, 0), rtol=1e-2, atol=1e-2)


def test_embedding_before_fitting_says_so():
    with pytest.raises(ModelMismatch, match="fit or load_state"):
        models.build("rcf", ("a",), chip=8).embed(torch.zeros(1, 1, 8, 8), None)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")
def test_the_gpu_gives_the_same():
    sample = sample_of(0.98)
    x, valid = torch.from_numpy(sample.chips), torch.from_numpy(sample.valid)
    encoder = models.build("rcf", sample.names, chip=20)
    encoder.fit(sample)
    expected = encoder.embed(x, valid)
    out = encoder.to("cuda", "fp32").embed(x.cuda(), valid.cuda()).cpu()
    torch.testing.assert_close(out, expected, rtol=1e-3, atol=1e-4)
