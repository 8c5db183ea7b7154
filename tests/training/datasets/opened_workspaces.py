"""Workspaces opened as data sets, and small rasters to make them of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from eo_embed.core import chips
from eo_embed.training.datasets import open_dataset
from eo_embed.training.datasets.workspaces import WorkspaceChips


def opened(folder: Path, **options: Any) -> WorkspaceChips:
    data = open_dataset(folder, options=options)
    assert isinstance(data, WorkspaceChips)
    return data


def chip_ids(data: WorkspaceChips) -> list[int]:
    return [int(data.sample_name(row).split()[1]) for row in range(len(data))]


def window_of(grid: chips.ChipGrid, chip: int) -> tuple[int, int, int, int]:
    row, col = divmod(chip, grid.shape[1])
    (height, width), (down, right) = grid.size, grid.stride
    return row * down, row * down + height, col * right, col * right + width


def write(path: Path, values: np.ndarray, left: float = 0, **more: Any) -> str:
    height, width = values.shape[-2:]
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=len(values), dtype=values.dtype,
        crs="EPSG:32632", transform=rasterio.Affine(10, 0, 500_000 + left, 0, -10, 5_000_000), **more,
    ) as out:  # fmt: skip
        out.write(values)
    return str(path)
