"""Quality on Zion: 16 px chips, majority class of NLCD, forest and ridge, blocks beside random folds.

    python benchmarks/quality/zion.py [--picture docs/results/zion.png]

`plain formula` is the independent figure to reach: random convolutional features written out in numpy
and scikit-learn's own forest, on the same chips and the same folds.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import DATA, table, zion_bands

from eo_embed.core import pipeline
from eo_embed.core.classes import ClassInfo, Legend
from eo_embed.core.pictures import picture_of_map
from eo_embed.core.probes import Scores, block_folds, load_meta, random_folds

#: Pixels on the longest side of the map in the picture.
PICTURE = 640
BLOCK, FOLDS, ASSIGNMENTS = 10_000.0, 5, 5
HEADS = {"rcf": ("rf", "logistic", "ridge"), "stats": ("rf", "ridge")}
METRICS = ("overall_accuracy", "macro_f1", "macro_f1_20", "balanced_accuracy")
NLCD = {
    "1": "water", "2": "developed", "3": "barren", "4": "forest", "5": "shrubland",
    "6": "herbaceous", "7": "cultivated", "8": "wetlands",
}  # fmt: skip


def plain_features(workspace, ids: np.ndarray, filters: int = 256, seed: int = 0) -> np.ndarray:
    """MOSAIKS features by the book: float64 patches, ZCA, relu(y) and relu(-y), mean; no trick used."""
    source, grid = workspace.source("l8"), workspace.grid
    y0, y1, x0, x1 = grid.window(ids)
    pixels = source.read(y0, y1, x0, x1).values.astype(np.float64)
    low, high = (np.percentile(pixels, p, axis=(1, 2), keepdims=True) for p in (1, 99))
    pixels = np.clip((pixels - low) / (high - low), 0, 1)
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (3, 3), axis=(1, 2))
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, windows.shape[1], filters)
    cols = rng.integers(0, windows.shape[2], filters)
    patches = windows[:, rows, cols].transpose(1, 0, 2, 3).reshape(filters, -1)
    patches -= patches.mean(axis=1, keepdims=True)
    patches /= np.maximum(np.linalg.norm(patches, axis=1, keepdims=True), 1e-8)
    values, vectors = np.linalg.eigh(patches.T @ patches / filters)
    whiten = vectors @ np.diag((values + 1e-3) ** -0.5) @ vectors.T
    bank = patches @ whiten @ whiten.T
    out = np.empty((len(ids), 2 * filters), dtype=np.float32)
    for i, chip in enumerate(grid.cut(pixels, ids, y0, x0)[slice(None)]):
        patch = np.lib.stride_tricks.sliding_window_view(chip, (3, 3), axis=(1, 2))
        y = patch.transpose(1, 2, 0, 3, 4).reshape(-1, bank.shape[1]) @ bank.T
        out[i] = np.concatenate([np.maximum(y, 0).mean(axis=0), np.maximum(-y, 0).mean(axis=0)])
    return out


def plain_scores(workspace, target: str, split: str) -> tuple[float, float]:
    """Overall accuracy and macro-F1 of scikit-learn's forest on the plain features."""
    data = pipeline.features(workspace)
    training = pipeline.training_set(workspace, data, target)
    X, y = plain_features(workspace, training.ids), training.y
    xy = workspace.grid.metric_centres(training.ids)
    found = []
    for assignment in range(ASSIGNMENTS):
        folds = (
            block_folds(xy, BLOCK, FOLDS, assignment)
            if split == "block"
            else random_folds(y, FOLDS, assignment, stratify=True)
        )
        said = np.empty_like(y)
        for fold in folds:
            forest = RandomForestClassifier(50, max_depth=7, random_state=0, n_jobs=-1)
            said[fold.test] = forest.fit(X[fold.train], y[fold.train]).predict(X[fold.test])
        found.append((accuracy_score(y, said), f1_score(y, said, average="macro")))
    accuracy, f1 = np.mean(found, axis=0)
    return float(accuracy), float(f1)


def plain_row(place: str) -> tuple:
    """The plain formula's row, from the number of chips on."""
    workspace = pipeline.open_workspace(place)
    found = {split: plain_scores(workspace, "nlcd", split) for split in ("block", "random")}
    cells = (f"{found['block'][i]:.3f} ({found['random'][i]:.3f})" for i in (0, 1))
    count = len(pipeline.training_set(workspace, pipeline.features(workspace), "nlcd").ids)
    return count, *cells, "", "", ""


def scored(folder: str, model: str, head: str) -> tuple[tuple, Scores]:
    """A row of the table, and the scores under blocks."""
    block, random = (
        pipeline.score(folder, head=head, split=split, block="10km")
        for split in ("block", "random")
    )
    cells = (
        f"{block.metrics[m].mean:.3f} ± {block.metrics[m].std:.3f} ({random.metrics[m].mean:.3f})"
        for m in METRICS
    )
    distance = f"{block.least_distance:.0f} m ({random.least_distance:.0f} m)"
    return (model, head, block.n, *cells, distance), block


def draw(folder: str, png: Path) -> None:
    """The map from 300 labelled chips beside the scene."""
    pipeline.fit(folder, head="rf", labels=300)
    made = pipeline.predict(folder)
    workspace = pipeline.open_workspace(folder)
    classes = load_meta(workspace.head_path(made.head)).classes
    named = (ClassInfo(c["code"], NLCD[c["code"]], c["colour"]) for c in classes)
    legend = Legend("classes", "land cover", tuple(named))
    title = "Zion, Landsat 8: land cover from 300 labelled chips"
    picture_of_map(
        Path(made.files["map"]),
        png,
        legend,
        scene=workspace.source("l8"),
        title=title,
        max_px=PICTURE,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--picture", type=Path, help="Draw the map there, as PNG.")
    given = parser.parse_args()
    bands = [str(path) for path in zion_bands()]
    if not bands:
        sys.exit("The Zion scene is not here: set EO_EMBED_TEST_DATA to the folder that holds it.")
    labels = str(DATA / "zion_l8_nlcd" / "nlcd.tif")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        pipeline.init(folder, {"l8": bands}, chip="16")
        pipeline.label(folder, labels, target="nlcd")
        for model, heads in HEADS.items():
            pipeline.embed(folder, model=model)
            if model == "rcf":
                rows.append(("plain formula", "scikit-learn rf", *plain_row(folder)))
                if given.picture:
                    draw(folder, given.picture)
            for head in heads:
                row, block = scored(folder, model, head)
                rows.append(row)
    header = (
        "features", "head", "chips", "overall accuracy", "macro-F1", "macro-F1, 20+ chips",
        "balanced accuracy", "least distance",
    )  # fmt: skip
    title = (
        f"Zion, {BLOCK / 1000:g} km blocks in {FOLDS} folds, {ASSIGNMENTS} assignments "
        f"(random folds in brackets); commonest class {block.majority_share:.3f}"
    )
    table(title, header, rows)


if __name__ == "__main__":
    main()
