"""Writers of tiny image files, by the libraries themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin

WriteTiff = Callable[..., np.ndarray]
WritePicture = Callable[..., np.ndarray]


@pytest.fixture
def write_tiff() -> WriteTiff:
    """``(path, values (bands, h, w), at=(left, top) or None, crs, pixel, **profile)`` -> values."""

    def write(
        path: Path,
        values: np.ndarray,
        at: tuple[float, float] | None = None,
        crs: str = "EPSG:32632",
        pixel: float = 10.0,
        **profile: object,
    ) -> np.ndarray:
        path.parent.mkdir(parents=True, exist_ok=True)
        place = {} if at is None else {"crs": crs, "transform": from_origin(*at, pixel, pixel)}
        bands, height, width = values.shape
        with rasterio.open(
            path, "w", driver="GTiff", count=bands, height=height, width=width,
            dtype=values.dtype, **place, **profile,
        ) as file:  # fmt: skip
            file.write(values)
        return values

    return write


@pytest.fixture
def write_picture() -> WritePicture:
    """``(path, values (h, w) or (h, w, 3 or 4))`` -> values as ``(bands, h, w)``."""

    def write(path: Path, values: np.ndarray) -> np.ndarray:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(values).save(path)
        return values[None] if values.ndim == 2 else values.transpose(2, 0, 1)

    return write


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)
