"""What a click costs through the worker: the label on disk, and the new map of 100,000 chips of 768 features.

    python benchmarks/speed/worker.py

Target: under 0.6 s from the click to the new map with the default forest.
"""

import sys
import tempfile
from itertools import count
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "core" / "worker"))
from client import Client
from scenes import seconds, table

from eo_embed.core import pipeline
from eo_embed.core.labels import LabelStore
from eo_embed.core.store import EmbeddingStore, Manifest
from eo_embed.core.workspace import Workspace

SIDE, FEATURES, LABELS, CLASSES, TARGET = 317, 768, 300, 6, "cover"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        space, truth = workspace(Path(folder))
        with Client() as worker:
            start = seconds(lambda: worker.call("hello"), repeats=1, warm_up=0)
            opened = seconds(lambda: worker.call("open", folder=str(space)), repeats=1, warm_up=0)
            ready = seconds(lambda: worker.call("prepare"), repeats=1, warm_up=0)
            chips = count(1)

            def click() -> None:
                chip = next(chips)
                worker.call("label", target=TARGET, chips=[chip], value=f"c{truth[chip]}")

            def click_to_map(**how: object) -> None:
                click()
                if not worker.call("live", target=TARGET, **how)["map"]:
                    raise RuntimeError("there is no map")

            first = seconds(click_to_map, repeats=1, warm_up=0)
            found = [
                ("start to hello", start),
                ("open", opened),
                ("features and index into memory, in the background", ready),
                ("the first click to its map", first),
                ("a label, on disk when answered", seconds(click, repeats=25)),
                ("click to map, forest", seconds(click_to_map, repeats=9)),
                ("click to map, ridge", seconds(lambda: click_to_map(head="ridge"), repeats=9)),
                ("20 suggestions", seconds(lambda: worker.call("suggest", target=TARGET))),
                ("50 chips like 3", seconds(lambda: worker.call("similar", like=[1, 2, 3]))),
                ("state", seconds(lambda: worker.call("state"))),
            ]
        title = f"The worker at {SIDE * SIDE:,} x {FEATURES}, {LABELS} labels"
        table(title, ("what", "seconds"), found)


def workspace(folder: Path) -> tuple[Path, np.ndarray]:
    """A workspace of chips of one pixel with embeddings drawn at random around their classes."""
    raster = folder / "scene.tif"
    profile = {"driver": "GTiff", "width": SIDE, "height": SIDE, "count": 1, "dtype": "uint8"}
    ground = from_origin(5e5, 5e6, 160, 160)
    with rasterio.open(raster, "w", **profile, crs="EPSG:32631", transform=ground) as data:
        data.write(np.ones((1, SIDE, SIDE), np.uint8))
    home = folder / "workspace"
    pipeline.init(home, {"s2": [str(raster)]}, chip="1")
    space = Workspace.open(home)
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(CLASSES, FEATURES))
    truth = rng.integers(0, CLASSES, SIDE * SIDE)
    X = (centres[truth] * 0.3 + rng.normal(size=(len(truth), FEATURES))).astype(np.float32)
    fill(space, X)
    rows = rng.choice(len(truth), LABELS, replace=False)
    pipeline.put_target(space, TARGET, "classes")
    store = LabelStore(space.labels_path, space.geobox.crs)
    codes = np.array([f"c{truth[row]}" for row in rows], dtype=object)
    store.put(TARGET, rows, codes, polygons=space.grid.polygons(rows), how="click", who="")
    return home, truth


def fill(space: Workspace, X: np.ndarray) -> None:
    grid = space.grid
    store = EmbeddingStore(space.store_path("s2-random"))
    block = (64, 64)
    made = Manifest(
        source="s2", bands=["scene"], model="random", options={}, card={}, embedding_id="random",
        dim=FEATURES, dtype="float32", min_valid=0.5, grid=grid.signature(), block=block,
    )  # fmt: skip
    store.create(made, {})
    for part in grid.blocks_of(block):
        ids = grid.select_in(part)
        store.write(part, grid, ids, np.ones(len(ids), np.float32), X[ids])
    space.put_embeddings("s2", "s2-random")


if __name__ == "__main__":
    main()
