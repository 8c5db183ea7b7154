"""Labels chosen by `suggest` against labels drawn at random: how many clicks to the same macro-F1.

    python benchmarks/quality/suggest.py [--repeats 20] [--picture docs/questions/suggest.png]

Each repeat parts a scene's labelled chips into a pool and a test half (Zion by blocks of 5 km, RSSCN7,
which has no ground, at random), begins with 10 labels and adds 10 at a time, up to 200, as a person would
who answers every suggestion. The head is the default forest on random convolutional features. Zion's macro-F1 is over
the classes with 20 test chips or more: the others have 2 to 9 chips in all.
"""

import argparse
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
from PIL import Image
from sklearn.metrics import f1_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import DATA, table, zion_bands

from eo_embed.core import pipeline
from eo_embed.core.charts import curve_chart
from eo_embed.core.probes import make_head
from eo_embed.core.questions.suggest import cover, suggest

FIRST, BATCH, LAST = 10, 10, 200
LEAST_CHIPS = 20
WAYS = {
    "random": None,
    "margin, clusters": {"by": "margin", "diverse": "clusters"},
    "margin, k-centre": {"by": "margin", "diverse": "kcentre"},
    "margin alone": {"by": "margin", "diverse": "none"},
    "entropy, clusters": {"by": "entropy", "diverse": "clusters"},
}


def zion(folder: Path) -> dict:
    """Embeddings, classes, places, and the distance that suggestions keep."""
    pipeline.init(folder, {"l8": [str(p) for p in zion_bands()]}, chip="16")
    pipeline.embed(folder)
    pipeline.label(folder, str(DATA / "zion_l8_nlcd" / "nlcd.tif"), target="nlcd")
    workspace = pipeline.open_workspace(folder)
    training = pipeline.training_set(workspace, pipeline.features(workspace))
    xy = workspace.grid.metric_centres(training.ids)
    return {"X": training.matrix, "y": training.y, "xy": xy, "apart": 3 * 480.0, "block": 5000.0}


def rsscn7(folder: Path) -> dict:
    """The 2800 scenes side by side as one raster, a chip each."""
    scenes = [
        (path, number)
        for number, kind in enumerate(
            sorted(p for p in (DATA / "rsscn7_128").iterdir() if p.is_dir())
        )
        for path in sorted(kind.iterdir())
    ]
    side = 128
    across = 56
    raster = folder / "rsscn7.tif"
    rows = -(-len(scenes) // across)
    shape = {"width": across * side, "height": rows * side, "count": 3, "dtype": "uint8"}
    place = rasterio.transform.from_origin(500_000, 5_000_000, 1, 1)
    with rasterio.open(raster, "w", **shape, crs="EPSG:32631", transform=place, tiled=True) as out:
        for i, (path, _) in enumerate(scenes):
            row, col = divmod(i, across)
            pixels = np.asarray(Image.open(path).convert("RGB")).transpose(2, 0, 1)
            window = rasterio.windows.Window(col * side, row * side, side, side)
            out.write(pixels, window=window)
        out.descriptions = ("red", "green", "blue")
    pipeline.init(folder / "w", {"rgb": [str(raster)]}, chip=str(side))
    pipeline.embed(folder / "w")
    found = pipeline.features(folder / "w")
    y = np.array([number for _, number in scenes])[found.ids]
    return {"X": found.matrix, "y": y, "xy": np.zeros((len(y), 2)), "apart": 0.0, "block": None}


def halves(data: dict, rng: np.random.Generator) -> np.ndarray:
    """Which chips are tested on."""
    if data["block"] is None:
        return rng.random(len(data["y"])) < 0.5
    cells = np.floor(data["xy"] / data["block"]).astype(int)
    square = np.unique(cells, axis=0, return_inverse=True)[1].reshape(-1)
    return rng.permutation(square.max() + 1)[square] < (square.max() + 1) / 2


def run(way: str, data: dict, repeat: int) -> list[float]:
    """Macro-F1 on the test half after each ten labels."""
    rng = np.random.default_rng(repeat)
    test = halves(data, rng)
    X, y, xy = (data[name][~test] for name in ("X", "y", "xy"))
    known, counts = np.unique(data["y"][test], return_counts=True)
    judged = known[counts >= LEAST_CHIPS]
    none = np.array([], dtype=int)
    if WAYS[way] is None:
        rows = rng.choice(len(y), FIRST, replace=False)
    else:
        rows = cover(X, xy, none, FIRST, apart=data["apart"], seed=repeat).rows
    scores = []
    while True:
        one_class = len(np.unique(y[rows])) < 2
        head = make_head("rf", "classes", n_jobs=1)
        truth, said = data["y"][test], np.full(test.sum(), y[rows][0])
        if not one_class:
            said = head.fit(X[rows], y[rows]).predict(data["X"][test])
        scores.append(f1_score(truth, said, labels=judged, average="macro", zero_division=0))
        if len(rows) >= LAST:
            return scores
        if WAYS[way] is None:
            left = np.setdiff1d(np.arange(len(y)), rows)
            new = rng.choice(left, BATCH, replace=False)
        elif one_class:
            new = cover(X, xy, rows, BATCH, apart=data["apart"], seed=repeat).rows
        else:
            new = suggest(
                X,
                xy,
                rows,
                head.predict_all(X),
                BATCH,
                apart=data["apart"],
                seed=repeat,
                **WAYS[way],
            ).rows
        rows = np.r_[rows, new]


def clicks(curve: np.ndarray, goal: float) -> float:
    """Labels after which a curve reaches a score; infinite where it does not."""
    there = np.flatnonzero(curve >= goal)
    return float(FIRST + BATCH * there[0]) if len(there) else np.inf


def cell(values: np.ndarray) -> str:
    """Median and quartiles of clicks."""
    low, middle, high = (
        f"{v:.0f}" if np.isfinite(v) else f">{LAST}"
        for v in np.quantile(values, (0.25, 0.5, 0.75), method="nearest")
    )
    return f"{middle} ({low}–{high})"


def measure(name: str, data: dict, repeats: int, picture: Path | None) -> None:
    """The table of one scene."""
    sizes = list(range(FIRST, LAST + 1, BATCH))
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        found = {
            way: np.array(list(pool.map(partial(run, way, data), range(repeats)))) for way in WAYS
        }
    goals = {count: found["random"][:, sizes.index(count)].mean() for count in (50, 100, 200)}
    rows = []
    for way, curves in found.items():
        scores = (curves[:, sizes.index(n)] for n in (20, 50, 100, 200))
        at = (f"{part.mean():.3f} ± {part.std(ddof=1):.3f}" for part in scores)
        to = [np.array([clicks(c, goal) for c in curves]) for goal in goals.values()]
        plain = np.array([clicks(c, goals[200]) for c in found["random"]])
        fewer = "-" if way == "random" else f"{(to[-1] < plain).mean():.0%}"
        rows.append((way, *at, *map(cell, to), fewer))
    header = (
        "way", "F1 at 20", "at 50", "at 100", "at 200",
        *(f"labels to {goal:.3f} (random's {count})" for count, goal in goals.items()),
        "repeats with fewer than random to the last",
    )  # fmt: skip
    table(
        f"{name}: {len(data['y'])} chips, {repeats} repeats; labels as median (quartiles)",
        header,
        rows,
    )
    if picture:
        shown = {
            {"random": "at random", "margin, clusters": "suggested"}[way]: (
                sizes, curves.mean(axis=0), *np.quantile(curves, [0.025, 0.975], axis=0)
            )
            for way, curves in found.items() if way in ("random", "margin, clusters")
        }  # fmt: skip
        chart = curve_chart(
            shown, {}, {}, score="Macro-F1", title=f"{name}: suggested labels against random ones"
        )
        chart.png(picture)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--picture", type=Path, help="Draw Zion's curves there, as PNG.")
    given = parser.parse_args()
    if not zion_bands():
        sys.exit("The scenes are not here: set EO_EMBED_TEST_DATA to the folder that holds them.")
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        measure("Zion", zion(Path(folder) / "zion"), given.repeats, given.picture)
        measure("RSSCN7", rsscn7(Path(folder)), given.repeats, None)


if __name__ == "__main__":
    main()
