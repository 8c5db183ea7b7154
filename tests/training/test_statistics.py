from __future__ import annotations

import numpy as np
import pytest

from eo_embed.core.errors import DataUnfit
from eo_embed.training import statistics
from eo_embed.training.datasets import Dataset, Images, Modality
from eo_embed.training.statistics import measure


class Held(Dataset):
    """A data set in memory."""

    def __init__(self, images: Images, **more: tuple[float, ...]) -> None:
        self.name = "Held"
        self.images = images
        count, height, width = images.values.shape[1:]
        names = tuple(f"b{i}" for i in range(count))
        self.modalities = {"x": Modality("x", names, (height, width), **more)}
        self.asked: list[np.ndarray] = []

    def __len__(self) -> int:
        return len(self.images.values)

    def read(self, rows: np.ndarray, modality: str) -> Images:
        self.asked.append(rows)
        return Images(*(None if part is None else part[rows] for part in self.images))


def test_statistics_equal_numpys_over_all_valid_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    values = rng.gamma(2, 500, (40, 3, 8, 8)).astype(np.uint16)
    valid = rng.random((40, 8, 8)) > 0.3
    present = rng.random((40, 3)) > 0.2
    scale, offset = (0.5, 1.0, -2.0), (3.0, 0.0, 10.0)
    data = Held(Images(values, valid, present), scale=scale, offset=offset)
    monkeypatch.setattr(statistics, "_AT_ONCE", 8 * 8 * 8 * 3 * 7)  # seven samples at a time
    found = measure(data, np.arange(40), "x")
    assert len(data.asked) == 6
    for i in range(3):
        counted = values[:, i][valid & present[:, i, None, None]] * scale[i] + offset[i]
        np.testing.assert_allclose(found.mean[i], counted.mean(), rtol=1e-12)
        np.testing.assert_allclose(found.std[i], counted.std(), rtol=1e-12)
        low, high = np.percentile(counted, (1, 99))
        np.testing.assert_allclose((found.low[i], found.high[i]), (low, high), rtol=1e-12)
    assert found.samples == 40
    assert found.bands == ("b0", "b1", "b2")


def test_a_small_deviation_beside_a_large_mean_is_found() -> None:
    values = np.tile(np.array([2.0**23, 2.0**23 + 1], np.float32), (64, 1, 16, 8))
    found = measure(Held(Images(values)), np.arange(64), "x")
    assert found.mean == (2.0**23 + 0.5,)
    assert found.std == (0.5,)


def test_nan_does_not_count_and_what_never_varies_has_deviation_one() -> None:
    values = np.ones((4, 2, 4, 4), np.float32)
    values[0, 0, 0, 0] = np.nan
    found = measure(Held(Images(values)), np.arange(4), "x")
    assert found.mean == (1.0, 1.0)
    assert found.std == (1.0, 1.0)


def test_some_of_many_samples_are_drawn_by_the_seed_and_among_the_rows_given() -> None:
    rng = np.random.default_rng(1)
    data = Held(Images(rng.normal(size=(500, 1, 4, 4)).astype(np.float32)))
    rows = np.arange(0, 500, 2)
    one, again = (measure(data, rows, "x", most=50, seed=7) for _ in range(2))
    first = np.concatenate(data.asked[: len(data.asked) // 2])
    assert one == again
    assert one.samples == 50
    assert len(set(first.tolist())) == 50
    assert set(first.tolist()) <= set(rows.tolist())
    assert first.tolist() == sorted(first.tolist())  # as they lie
    assert measure(data, rows, "x", most=50, seed=8) != one


def test_percentiles_of_more_than_is_looked_at_are_close(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(2).normal(size=(100, 1, 32, 32)).astype(np.float32)
    monkeypatch.setattr(statistics, "_LOOKED_AT", 20_000)
    found = measure(Held(Images(values)), np.arange(100), "x")
    np.testing.assert_allclose((found.low[0], found.high[0]), (-2.326, 2.326), atol=0.1)
    np.testing.assert_allclose(found.mean[0], values.astype(np.float64).mean(), atol=1e-12)


def test_a_band_without_a_value_is_named() -> None:
    images = Images(np.ones((3, 2, 4, 4)), None, np.array([[True, False]] * 3))
    with pytest.raises(DataUnfit, match="b1 of x has no valid value in 3 samples"):
        measure(Held(images), np.arange(3), "x")
