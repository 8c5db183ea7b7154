"""Mean and deviation of each band over the training samples, in physical units: computed once, kept with the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core.errors import DataUnfit
from .datasets import Dataset, Images
from .datasets.base import Rows

#: Values of each band that percentiles are taken of, about.
_LOOKED_AT = 2_000_000
#: Bytes of stored pixels that are read at once, about.
_AT_ONCE = 32 * 2**20


@dataclass(frozen=True)
class Statistics:
    """Of one modality's bands, in their order, over the valid pixels of training samples.

    bands: names. mean, std: in physical units (stored * scale + offset); a band that never varies has std 1. low,
    high: the 1st and 99th percentile. samples: looked at.
    """

    bands: tuple[str, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    samples: int


def measure(
    dataset: Dataset, rows: Rows, modality: str, *, most: int = 2048, seed: int = 0
) -> Statistics:
    """Statistics of a modality over samples, or over ``most`` of them drawn at random.

    All valid pixels of these samples count, for percentiles an even part of them. Memory stays flat. Raises
    DataUnfit for a band without a single value.
    """
    rng = np.random.default_rng(seed)
    rows = np.asarray(rows)
    if len(rows) > most:
        rows = rng.choice(rows, most, replace=False)
    what = dataset.modalities[modality]
    bands = [_Band() for _ in what.bands]
    each = max(1, _LOOKED_AT // max(1, len(rows)))
    for images in _portions(dataset, np.sort(rows), modality):
        for position, band in enumerate(bands):
            _look_at(band, images, position, each, rng)
    found = [band.finish() for band in bands]
    if lacking := [name for name, f in zip(what.bands, found, strict=True) if f is None]:
        raise DataUnfit(
            f"{dataset.name}: {', '.join(lacking)} of {modality} has no valid value in {len(rows)} samples; learn "
            "without it, or check its nodata value."
        )
    stored = np.array(found, dtype=np.float64)
    scale = np.array(what.scale or (1.0,) * len(bands))
    offset = np.array(what.offset or (0.0,) * len(bands))
    mean, low, high = (stored[:, i] * scale + offset for i in (0, 2, 3))
    std = stored[:, 1] * np.abs(scale)
    return Statistics(
        bands=what.bands,
        mean=tuple(mean.tolist()),
        std=tuple(np.where(std > 0, std, 1.0).tolist()),
        low=tuple(np.minimum(low, high).tolist()),
        high=tuple(np.maximum(low, high).tolist()),
        samples=len(rows),
    )


class _Band:
    """Mean, deviation and percentiles of values that come in portions."""

    def __init__(self) -> None:
        self._count, self._mean, self._squares = 0, 0.0, 0.0
        self._kept: list[np.ndarray] = []

    def add(self, values: np.ndarray, kept: np.ndarray) -> None:
        """``values`` float64; ``kept`` are those of them that percentiles are taken of."""
        if len(values) == 0:
            return
        # Chan, Golub and LeVeque 1983: squares about each portion's own mean lose nothing to cancellation.
        mean, count = float(values.mean()), len(values)
        ahead = mean - self._mean
        total = self._count + count
        self._squares += float(np.square(values - mean).sum()) + ahead**2 * (
            self._count * count / total
        )
        self._mean += ahead * count / total
        self._count = total
        self._kept.append(kept)

    def finish(self) -> tuple[float, float, float, float] | None:
        """Mean, deviation (of the population), 1st and 99th percentile; None without a value."""
        if self._count == 0:
            return None
        low, high = np.percentile(np.concatenate(self._kept), (1, 99))
        return self._mean, float(np.sqrt(self._squares / self._count)), float(low), float(high)


def _portions(dataset: Dataset, rows: Rows, modality: str) -> Iterator[Images]:
    """Samples in order, so many at once that memory stays flat."""
    height, width = dataset.modalities[modality].size
    step = max(1, _AT_ONCE // (8 * height * width * len(dataset.modalities[modality].bands)))
    for start in range(0, len(rows), step):
        yield dataset.read(rows[start : start + step], modality)


def _look_at(
    band: _Band, images: Images, position: int, each: int, rng: np.random.Generator
) -> None:
    """Add a band's values of some samples: the valid and finite ones, of which about ``each`` a sample are kept."""
    values = images.values[:, position]
    good: NDArray[np.bool_] = np.ones(values.shape, dtype=bool)
    if images.valid is not None:
        good &= images.valid
    if images.present is not None:
        good &= images.present[:, position, None, None]
    if values.dtype.kind == "f":
        good &= np.isfinite(values)
    chosen = values[good].astype(np.float64)
    wanted = each * len(values)
    few = len(chosen) <= wanted
    band.add(chosen, chosen if few else chosen[rng.integers(len(chosen), size=wanted)])
