"""Data sets in memory, of which everything that a test asks about is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from eo_embed.training.datasets import Dataset, Images, Labels, Modality


class Made(Dataset):
    """Samples whose images and whatever else is known of them are given."""

    def __init__(self, images: dict[str, Images], **known: Any) -> None:
        self.name = "made data"
        self.images = images
        self.modalities = {
            name: Modality(name, tuple(f"b{i}" for i in range(given.values.shape[1])), given.values.shape[2:])
            for name, given in images.items()
        }  # fmt: skip
        for name, value in known.items():
            setattr(self, name, value)

    def __len__(self) -> int:
        return len(next(iter(self.images.values())).values)

    def read(self, rows: np.ndarray, modality: str) -> Images:
        return Images(*(None if part is None else part[rows] for part in self.images[modality]))

    def fingerprint(self) -> dict[str, Any]:
        return {"name": self.name, "samples": len(self)}


Make = Callable[..., Made]


@pytest.fixture
def make() -> Make:
    """``(n, bands, size, seed, **known)`` -> samples of one modality ``image``, float32 around 100."""

    def made(n: int = 24, bands: int = 3, size: int = 16, seed: int = 0, **known: Any) -> Made:
        rng = np.random.default_rng(seed)
        values = rng.normal(100, 20, (n, bands, size, size)).astype(np.float32)
        return Made({"image": Images(values)}, **known)

    return made


@pytest.fixture
def two_classes() -> Callable[[int], Labels]:
    """Labels of ``n`` samples, of one class and the other in turn."""
    return lambda n: Labels(
        ("class",), (np.arange(n) % 2).astype(np.float32)[:, None], (("a", "b"),)
    )
