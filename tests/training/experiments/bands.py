"""Data of pairs and of classes, made here, for tests of what single bands tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from PIL import Image
from rasterio.transform import from_origin

from eo_embed.tests.training.memory import MemoryDataset
from eo_embed.training.datasets import Labels, Modality
from eo_embed.training.experiments.bench.folder import Bench
from eo_embed.training.experiments.jain import EXPERIMENT, Config
from eo_embed.training.experiments.parts.single_bands.encoders import Repeat
from eo_embed.training.experiments.parts.single_bands.samples import Question, choose
from eo_embed.training.experiments.parts.single_bands.tables import PAPERS_BANDS

ORDER = tuple(PAPERS_BANDS)
SMALL = "steps=2,batch_size=8,precision=fp32,log_every=1,hidden=16,output=8"
TINY = {
    "backbone": "test_resnet", "size": 16, "baseline": SMALL, "large": SMALL.replace("=2", "=5", 1),
    "epochs": 10,
    "batch_size": 8, "lr": 1e-2,
}  # fmt: skip


def write_tiff(path: Path, values: np.ndarray, at: tuple[float, float]) -> None:
    """``values`` (bands, h, w) with its place, in pixels of 10 m."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bands, height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", count=bands, height=height, width=width, dtype=values.dtype,
        crs="EPSG:32632", transform=from_origin(*at, 10, 10),
    ) as file:  # fmt: skip
        file.write(values)


def make_eurosat(root: Path) -> None:
    """Three classes of 16 patches, each class with a brightness of its own, on a grid of ground."""
    rng = np.random.default_rng(0)
    for level, label in enumerate(("Forest", "AnnualCrop", "SeaLake")):
        for number in range(16):
            values = 1000 + 2500 * level + rng.integers(0, 600, (13, 8, 8))
            at = (6e5 + 640 * number, 5e6 + 640 * level)
            write_tiff(root / label / f"{label}_{number}.tif", values.astype(np.uint16), at)


def make_dfc2020(root: Path) -> None:
    """Twelve pairs that are alike in both sensors, with land cover of two classes."""
    rng = np.random.default_rng(1)
    folder = root / "ROIs0000_test"
    for number in range(12):
        shape = rng.normal(size=(1, 4, 4)).repeat(4, 1).repeat(4, 2)
        images = {
            "s1": (-12 + 3 * shape.repeat(2, 0)).astype(np.float32),
            "s2": (3000 + 900 * shape.repeat(13, 0)).clip(0, 9000).astype(np.uint16),
            "dfc": np.full((1, 16, 16), 1 + number % 2, np.uint16),
        }
        for sensor, values in images.items():
            name = f"ROIs0000_test_{sensor}_0_p{number}.tif"
            write_tiff(folder / f"{sensor}_0" / name, values, (6e5 + 160 * number, 5e6))


def make_ombria(root: Path, places: int = 12) -> None:
    """Pairs of 16 pixels, whose left halves are flooded and dark in both sensors."""
    rng = np.random.default_rng(2)
    for number in range(places):
        for sensor, shape in (("S1", (16, 16)), ("S2", (16, 16, 3))):
            pixels = rng.integers(120, 200, shape)
            pixels[:, :8] //= 4
            mask = np.zeros((16, 16))
            mask[:, :8] = 255
            for when, values in (("BEFORE", pixels), ("AFTER", pixels), ("MASK", mask)):
                path = root / sensor / when / f"{sensor}_{when.lower()}_{number:04d}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(values.astype(np.uint8)).save(path)


RED_AND_NIR = Modality("s2", ("red", "nir"), (16, 16), "optical", gsd=10.0)
VV = Modality("s1", ("vv",), (16, 16), "sar", gsd=10.0)


class Both(MemoryDataset):
    """Pairs with two classes that red tells apart and noise covers; every sixth has no label. It notes what is read."""

    def __init__(self, n: int = 72, noise: float = 1.0) -> None:
        rng = np.random.default_rng(3)
        truth = rng.integers(0, 2, n)
        image = rng.normal(size=(n, 1, 16, 16))
        red = image + noise * rng.normal(size=(n, 1, 1, 1)) + truth[:, None, None, None]
        s2 = 100 + 20 * np.concatenate([red, image + rng.normal(size=(n, 1, 16, 16))], 1)
        super().__init__(
            [RED_AND_NIR, VV],
            {"s2": s2.astype(np.float32), "s1": (-10 + 3 * image).astype(np.float32)},
        )
        values = np.where(np.arange(n) % 6 == 5, np.nan, truth)[:, None].astype(np.float32)
        self.labels = Labels(("cover",), values, (("field", "forest"),))
        self.positions = np.stack([160.0 * (np.arange(n) % 9), 160.0 * (np.arange(n) // 9)], 1)
        self.touched: set[int] = set()

    def read(self, rows: np.ndarray, modality: str) -> Any:
        self.touched |= set(np.asarray(rows).tolist())
        return super().read(rows, modality)


def config_of(**knobs: Any) -> Config:
    return EXPERIMENT.read({**TINY, **knobs})


def repeat_of(folder: Path, data: Any, **knobs: Any) -> Repeat:
    config = config_of(**knobs)
    question = choose([data], config, 0, ORDER)
    folder.mkdir(parents=True, exist_ok=True)
    return Repeat(Bench(folder, device="cpu"), question, config, 0)


def alone(modality: Modality, labels: Labels | None = None, n: int = 6) -> MemoryDataset:
    shape = (n, len(modality.bands), *modality.size)
    data = MemoryDataset([modality], {modality.name: np.ones(shape, np.float32)})
    data.labels = labels
    return data


def question_of(*data: Any, **knobs: Any) -> Question:
    return choose(data, config_of(**knobs), 0, ORDER)
