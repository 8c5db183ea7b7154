"""Scenes to measure on, and how figures are shown.

The Zion scene (Landsat 8, four bands) is looked for in ../shared/data or EO_EMBED_TEST_DATA; without
it the synthetic scene takes its place, and the table says so.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("EO_EMBED_TEST_DATA", ROOT.parent / "shared" / "data"))


def zion_bands() -> list[Path]:
    """The four Landsat files, or nothing."""
    files = [DATA / "zion_l8_nlcd" / f"landsat_b{i}.tif" for i in (2, 3, 4, 5)]
    return files if all(f.exists() for f in files) else []


def tiled_scene(folder: Path, times: int) -> Path:
    """Zion's four bands in one uint16 file, tiled ``times`` x ``times``: blocks of 512, deflate."""
    target = folder / f"scene_{times}x{times}.tif"
    if target.exists():
        return target
    bands = zion_bands()
    if bands:
        values = np.stack([_read(path) for path in bands])
        with rasterio.open(bands[0]) as data:
            crs, transform = data.crs, data.transform
    else:
        from eo_embed.core.synthetic import make_scene

        print("The Zion scene is not here; measuring on the synthetic one.", file=sys.stderr)
        with rasterio.open(make_scene(folder / "synthetic").scene) as data:
            values, crs, transform = data.read([1, 2, 3, 4]), data.crs, data.transform
    values = np.tile(values, (1, times, times))
    part = target.with_suffix(".part.tif")
    with rasterio.open(
        part, "w", driver="GTiff", dtype=values.dtype, count=4, height=values.shape[1],
        width=values.shape[2], crs=crs, transform=transform, tiled=True, blockxsize=512,
        blockysize=512, compress="deflate", nodata=65535,
    ) as out:  # fmt: skip
        out.write(values)
        out.descriptions = ("blue", "green", "red", "nir")
    part.rename(target)
    return target


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as data:
        return data.read(1)


def seconds(work: Callable[[], object], repeats: int = 3, warm_up: int = 1) -> float:
    """Median wall time of ``work`` after a warm-up."""
    times = []
    for i in range(warm_up + repeats):
        began = time.perf_counter()
        work()
        if i >= warm_up:
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def table(title: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Print a Markdown table, and return it."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    text = f"### {title}\n\n" + "\n".join(lines) + "\n"
    print(f"\n{text}", flush=True)
    return text


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
