"""Reading block by block as the engine does, against reading the file once with rasterio.

    python benchmarks/speed/reading.py

Target: within 1.3 times.
"""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import rasterio

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import seconds, table, tiled_scene

from eo_embed.core.chips import ChipGrid
from eo_embed.core.rasters import Source, describe_bands, reference_grid, tile_cache


def whole(path: str) -> None:
    with rasterio.open(path) as data:
        data.read()


def by_blocks(path: str, chip: int, threads: int) -> None:
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    grid = ChipGrid(source.grid, (chip, chip), (chip, chip))
    blocks = grid.blocks(source.tile, source.dtype.itemsize * len(source.bands))
    with tile_cache([source], chip), ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda b: source.read(*grid.window(grid.select_in(b))), blocks):
            pass
    source.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = str(tiled_scene(Path(folder), 4))
        megabytes = 4512 * 5712 * 8 / 1e6
        once = seconds(lambda: whole(path))
        rows = [("rasterio, the whole file", "-", once, megabytes / once, 1.0)]
        for chip in (16, 64, 224):
            for threads in (1, 2):
                took = seconds(lambda c=chip, t=threads: by_blocks(path, c, t))
                name = f"block by block, {threads} thread{'s' * (threads > 1)}"
                rows.append((name, chip, took, megabytes / took, took / once))
        table("Reading", ("how", "chip", "s", "MB/s", "times rasterio's"), rows)


if __name__ == "__main__":
    main()
