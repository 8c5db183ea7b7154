"""Writers of tiny image files, by the libraries themselves; workspaces of real imagery and of two halves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin

from eo_embed.core import chips, pipeline
from eo_embed.tests.training.datasets.opened_workspaces import write as write_raster

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


@pytest.fixture(scope="session")
def garda(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sentinel-2, 445 x 554, without nodata; the last row and column of chips reach over the edge."""
    folder = tmp_path_factory.mktemp("garda") / "ws"
    scene = str(shared_data / "wekeo_garda_s2" / "data" / "concise.tif")
    pipeline.init(folder, {"s2": [scene]}, chip="32", stride="24", min_valid=0.4)
    return folder


@pytest.fixture(scope="session")
def spain(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place by Sentinel-1 (float32, NaN) and Sentinel-2 (int16)."""
    folder = tmp_path_factory.mktemp("spain") / "ws"
    data = shared_data / "sen1floods11_sample"
    s1, s2 = (str(data / s / f"Spain_7370579_{s}Hand.tif") for s in ("S1", "S2"))
    pipeline.init(folder, {"s1": [s1], "s2": [s2]}, chip="32")
    return folder


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few chips a block."""
    monkeypatch.setattr(chips, "BLOCK_BYTES", 96 * 96 * 8)


@pytest.fixture
def halves(tmp_path: Path) -> Path:
    """Two sources of 4 x 1 chips: one valid in the first three, the other in the last two and half of the second."""
    a, b = np.ones((2, 1, 8, 32), np.int16)
    a[:, :, 24:] = -1
    b[:, :, :12] = -1
    files = {
        n: [write_raster(tmp_path / f"{n}.tif", v, nodata=-1)] for n, v in (("a", a), ("b", b))
    }
    pipeline.init(tmp_path / "ws", files, chip="8", min_valid=0.6)
    return tmp_path / "ws"
