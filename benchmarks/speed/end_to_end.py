"""Chips a second from raster to shards, over the model alone on the same batch.

    python benchmarks/speed/end_to_end.py [--device cuda] [--models rcf,timm:vit_small_patch16_224]

Target: at least 0.90 for rcf and for vit_small in bf16.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import seconds, table, tiled_scene

from eo_embed.core import models
from eo_embed.core.chips import ChipGrid
from eo_embed.core.embed import Runner, fill_store, sample_chips
from eo_embed.core.progress import Task
from eo_embed.core.rasters import Source, describe_bands, reference_grid
from eo_embed.core.store import EmbeddingStore, Manifest


def measure(path: str, model: str, chip: int, area: float, device: str, folder: Path) -> tuple:
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    whole = ChipGrid(source.grid, (chip, chip), (chip, chip))
    box = source.grid.extent.boundingbox
    from shapely import box as rectangle

    aoi = rectangle(box.left, box.top - (box.top - box.bottom) * area, box.right, box.top)
    grid = ChipGrid(whole.geobox, whole.size, whole.stride, aoi)
    options = {} if model == "rcf" else {"pretrained": False, "stretch": "scene"}
    encoder = models.build(model, source.band_names, chip=chip, options=options)
    encoder.fit(sample_chips(source, grid, min_valid=0.5))
    precision = models.pick_precision(encoder, device, "auto")
    encoder.to(device, precision)
    store = EmbeddingStore(folder / f"{model.replace(':', '-')}-{chip}")
    store.create(Manifest("s", [], model, {}, {}, "", encoder.dim, "float32", 0.5, {}), {})
    runner = Runner(encoder, source, device=device)
    report = fill_store(source, grid, store, runner, task=Task())

    ids = grid.select()[: report.batch]
    y0, y1, x0, x1 = grid.window(ids)
    chips = grid.cut(source.read(y0, y1, x0, x1).values, ids, y0, x0)[slice(None)]
    batch = torch.from_numpy(chips).to(device).float()

    def alone() -> None:
        with torch.inference_mode():
            encoder.embed(batch, None).cpu()

    repeats = max(3, min(30, int(4 * report.chips_per_s / report.batch)))
    model_rate = len(ids) / seconds(alone, repeats=repeats, warm_up=2)
    source.close()
    return (
        model, chip, precision, report.batch, report.chips, report.chips_per_s, model_rate,
        report.chips_per_s / model_rate,
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
                area = 1.0 if model == "rcf" or fast else 0.5  # minutes, not an hour, on a CPU
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
    )
    table(f"End to end on {arguments.device}", header, rows)


if __name__ == "__main__":
    main()
