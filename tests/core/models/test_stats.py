"""Band statistics against numpy."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_embed.core import models
from eo_embed.core.errors import UsageError
from eo_embed.core.models.stats import band_statistics, parse_quantiles


@settings(max_examples=40)
@given(
    st.integers(1, 5),
    st.integers(1, 4),
    st.integers(1, 9),
    st.integers(1, 9),
    st.integers(0, 99),
    st.booleans(),
)
def test_equals_numpy_over_valid_pixels(batch, bands, height, width, seed, masked):
    rng = np.random.default_rng(seed)
    x = rng.normal(1000, 200, (batch, bands, height, width)).astype(np.float32)
    valid = (
        rng.random((batch, height, width)) < 0.6
        if masked
        else np.ones((batch, height, width), bool)
    )
    shares = (0.0, 0.05, 0.3, 0.5, 1.0)
    mask = torch.from_numpy(valid) if masked else None
    out = band_statistics(torch.from_numpy(x), shares, mask).numpy()
    for i in range(batch):
        values = x[i][:, valid[i]].astype(np.float64)
        if values.size == 0:
            assert not out[i].any()
            continue
        expected = [values.mean(1), values.std(1), *np.quantile(values, shares, axis=1)]
        np.testing.assert_allclose(out[i], np.concatenate(expected), rtol=1e-5, atol=1e-3)


def test_quantiles_are_an_option():
    encoder = models.build("stats", ("a", "b"), chip=8, options={"quantiles": ""})
    assert encoder.dim == 4
    assert encoder.embed(torch.ones(2, 2, 8, 8), None).tolist() == [[1, 1, 0, 0]] * 2
    assert parse_quantiles("0, 0.5,1") == (0, 0.5, 1)
    for text in ("0.5;0.7", "50", "-0.1", "nan"):
        with pytest.raises(UsageError, match="quantiles"):
            parse_quantiles(text)
