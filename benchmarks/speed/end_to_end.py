"""Chips a second from raster to shards, over the model alone on the same batch.

    python benchmarks/speed/end_to_end.py [--device cuda] [--models rcf,timm:vit_small_patch16_224]

Target: at least 0.90 for rcf and for vit_small in bf16. Medians of three rounds, by turns, warmed up.
Alone, the model runs one batch at a time on all cores, as models are run; in lanes, as the engine runs
it, a batch a core.
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import torch
from shapely import box

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import seconds, table, tiled_scene

from eo_embed.core import models
from eo_embed.core.chips import ChipGrid
from eo_embed.core.embed import EmbedReport, fill_store, sample_chips
from eo_embed.core.models import Encoder
from eo_embed.core.progress import Task
from eo_embed.core.rasters import Source, describe_bands, reference_grid
from eo_embed.core.runner import Runner
from eo_embed.core.store import EmbeddingStore, Manifest

ROUNDS = 3


def embed(encoder: Encoder, batch: torch.Tensor) -> None:
    with torch.inference_mode():
        encoder.embed(batch, None).cpu()


def alone(encoder: Encoder, batch: torch.Tensor, repeats: int) -> float:
    """Batches a second."""
    return 1 / seconds(lambda: embed(encoder, batch), repeats=repeats, warm_up=2)


def measure(path: str, model: str, chip: int, area: float, device: str, folder: Path) -> tuple:
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    whole = ChipGrid(source.grid, (chip, chip), (chip, chip))
    left, bottom, right, top = source.grid.extent.boundingbox
    part = box(left, top - (top - bottom) * area, right, top)
    grid = ChipGrid(whole.geobox, whole.size, whole.stride, part)
    options = {} if model == "rcf" else {"pretrained": False, "stretch": "scene"}
    encoder = models.build(model, source.band_names, chip=chip, options=options)
    encoder.fit(sample_chips(source, grid, min_valid=0.5))
    precision = models.pick_precision(encoder, device, "auto")
    encoder.to(device, precision)

    def end_to_end(area: ChipGrid, batch: int | None = None) -> EmbedReport:
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            store = EmbeddingStore(Path(fresh))
            block = area.block_shape(source.tile, source.dtype.itemsize * len(source.bands))
            manifest = Manifest("s", [], model, {}, {}, "", encoder.dim, "float32", 0.5, {}, block)
            store.create(manifest, {})
            runner = Runner(encoder, source, device=device, batch=batch)
            return fill_store(source, area, store, runner, task=Task())

    first = whole.polygons(grid.select()[:1])[0].centroid
    warm_up = ChipGrid(whole.geobox, whole.size, whole.stride, first, "any")
    end_to_end(warm_up)
    size = end_to_end(grid).batch if device != "cpu" else end_to_end(warm_up).batch

    ids = grid.select()[:size]
    y0, y1, x0, x1 = grid.window(ids)
    chips = grid.cut(source.read(y0, y1, x0, x1).values, ids, y0, x0)[slice(None)]
    batch = torch.from_numpy(chips).to(device).float()

    def in_lanes(batches: int) -> None:
        def run() -> Callable[[], int]:
            embed(encoder, batch)
            return lambda: 0

        with Runner(encoder, source, device=device).lanes() as lanes:
            for _ in range(batches):
                lanes.put(run)
            lanes.drain()

    # Alone, in a process of its own: threads that the engine had begun would change how OpenMP waits.
    spawn = multiprocessing.get_context("spawn")
    whole_rates, alone_rates, lane_rates = [], [], []
    with ProcessPoolExecutor(1, mp_context=spawn) as other:
        once = 1 / other.submit(alone, encoder, batch, 3).result()
        repeats = max(3, int(2 / once))
        for _ in range(ROUNDS):  # by turns, so that a change of the machine's mood meets all
            whole_rates.append(end_to_end(grid, size).chips_per_s)
            batches_per_s = other.submit(alone, encoder, batch, repeats).result()
            alone_rates.append(len(ids) * batches_per_s)
            took = seconds(lambda: in_lanes(2 * repeats), repeats=1, warm_up=0)
            lane_rates.append(2 * repeats * len(ids) / took)
    source.close()
    rate, alone_rate, lane_rate = map(statistics.median, (whole_rates, alone_rates, lane_rates))
    count = len(grid.select())
    return (
        model, chip, precision, size, count, rate, alone_rate, rate / alone_rate, lane_rate,
        rate / lane_rate,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--models", default="rcf,timm:vit_small_patch16_224")
    arguments = parser.parse_args()
    fast = arguments.device != "cpu"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = str(tiled_scene(Path(folder), 4))
        for model in arguments.models.split(","):
            for chip in (16, 64) if model == "rcf" else (64,):
                area = 1.0 if model == "rcf" or fast else 0.25  # minutes, not an hour, on a CPU
                rows.append(measure(path, model, chip, area, arguments.device, Path(folder)))
    header = (
        "model",
        "chip",
        "precision",
        "batch",
        "chips",
        "end to end /s",
        "model alone /s",
        "ratio",
        "model in lanes /s",
        "ratio to that",
    )
    table(f"End to end on {arguments.device}", header, rows)


if __name__ == "__main__":
    main()
