"""The check of bands and values against a card."""

from dataclasses import replace

import numpy as np
import pytest

from eo_embed.core.errors import ModelMismatch
from eo_embed.core.models import BandSample, check_inputs
from eo_embed.core.models.inputs import bands_used, find_bands
from eo_embed.core.models.rcf import CARD


def sample_of(low, high, names=("red", "nir")):
    rng = np.random.default_rng(0)
    chips = rng.uniform(low, high, (4, len(names), 16, 16)).astype(np.float32)
    return BandSample(names, chips, np.ones((4, 16, 16), bool))


@pytest.mark.parametrize(
    ("value_range", "low", "high", "fits"),
    [
        ((0, 1), 0.02, 0.6, True),
        ((0, 1), 0.1, 1.4, True),  # cloud
        ((0, 1), 7550, 19071, False),  # digital numbers
        ((0, 1), 0, 255, False),
        ((0, 1), -25, -5, False),  # decibels
        ((0, 10000), 200, 6000, True),
        ((0, 10000), 0.0, 0.6, False),  # reflectance where it is wanted times 10000
        ((0, 10000), 7550, 19071, False),
        ((0, 255), 0, 255, True),
        (None, 7550, 19071, True),
    ],
)
def test_range(value_range, low, high, fits):
    card = replace(CARD, value_range=value_range, units="0-1 (give --set stretch=scene)")
    sample = sample_of(low, high)
    check_inputs(card, sample, force=True)
    if fits:
        check_inputs(card, sample)
    else:
        with pytest.raises(ModelMismatch, match=r"Band red .* --set stretch=scene.* --force"):
            check_inputs(card, sample)


def test_invalid_pixels_and_foreign_bands_are_not_looked_at():
    card = replace(CARD, bands=("nir",), value_range=(0, 1))
    sample = sample_of(0, 1)
    sample.chips[:, 0] = 9999
    sample.chips[0, 1], sample.valid[0] = 65535, False
    check_inputs(card, sample)
    sample.valid[0] = True
    with pytest.raises(ModelMismatch, match="Band nir"):
        check_inputs(card, sample)


def test_missing_bands_are_named():
    with pytest.raises(ModelMismatch, match=r"lacks swir1, swir2"):
        check_inputs(replace(CARD, bands=("swir1", "red", "swir2")), sample_of(0, 1))
    assert find_bands("m", ("NIR", "red"), ("red", "nir")) == (1, 0)
    assert find_bands("m", ("a", "b"), ("x", "y", "z"), force=True) == (0, 1)
    assert find_bands("m", ("y",), ("x", "y", "z"), force=True) == (1,)
    with pytest.raises(ModelMismatch):
        find_bands("m", ("a", "b"), ("x",), force=True)


def test_any_of_its_bands_will_do_where_the_card_says_so():
    card = replace(CARD, bands=("swir1", "Red", "nir"), any_band=True)
    assert bands_used(card, ("nir", "green", "red")) == (2, 0)
    check_inputs(replace(card, value_range=(0, 1)), sample_of(0, 1))
    with pytest.raises(
        ModelMismatch, match=r"at least one of the bands swir1, Red, nir; .* has vv"
    ):
        bands_used(card, ("vv",))
    with pytest.raises(ModelMismatch, match="lacks swir1"):
        bands_used(replace(card, any_band=False), ("nir", "red"))
    assert bands_used(replace(card, bands=None), ("vv", "vh")) == (0, 1)


def test_percentiles_are_of_valid_finite_pixels():
    sample = sample_of(0, 1)
    sample.chips[0, 0, 0, 0] = np.nan
    sample.valid[1] = False
    values = sample.chips[:, 0][sample.valid]
    expected = np.percentile(values[np.isfinite(values)], (2, 50))
    np.testing.assert_allclose(sample.percentiles((2, 50))[:, 0], expected)
    sample.valid[:] = False
    with pytest.raises(ModelMismatch, match="Band red has no valid pixel"):
        sample.percentiles((2, 50))
