"""The questions behind a click: suggest and similar on 100,000 x 768, and the learning curve on Zion.

    python benchmarks/speed/questions.py

Targets on 2 cores: suggest and similar under 0.5 s once embeddings, head and its prediction are in memory;
the curve of forests on Zion (10 sizes, 10 repeats, 5 folds of 10 km blocks) under 3 minutes. scikit-learn's own
parts stand beside them.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.metrics.pairwise import cosine_similarity

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import DATA, seconds, table, zion_bands

from eo_embed.core import pipeline
from eo_embed.core.probes import make_head
from eo_embed.core.probes.base import available_threads
from eo_embed.core.questions.applicability import fit_applicability
from eo_embed.core.questions.similar import SimilarityIndex, most_similar
from eo_embed.core.questions.suggest import cover, suggest

SIDE, FEATURES, LABELS, CLASSES = 317, 768, 300, 6
SIZES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 3000)


def clicks() -> None:
    """What answers at a click."""
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(CLASSES, FEATURES))
    truth = rng.integers(0, CLASSES, SIDE * SIDE)
    X = (centres[truth] * 0.3 + rng.normal(size=(len(truth), FEATURES))).astype(np.float32)
    xy = np.column_stack(np.divmod(np.arange(len(truth)), SIDE))[:, ::-1] * 160.0
    labelled = rng.choice(len(truth), LABELS, replace=False)
    head = make_head("rf", "classes").fit(X[labelled], truth[labelled])
    said, none = head.predict_all(X), np.array([], dtype=int)
    index = SimilarityIndex(X, threads=available_threads())
    area = fit_applicability(X[labelled], np.arange(LABELS) % 5, head.importances_)
    threads = available_threads()
    work = {
        "suggest 20 (margin, clusters)": lambda: suggest(X, xy, labelled, said, 20, apart=480),
        "suggest 20 (margin, k-centre)": lambda: suggest(
            X, xy, labelled, said, 20, apart=480, diverse="kcentre"
        ),
        "suggest 20 before any label (cover)": lambda: cover(X, xy, none, 20, apart=480),
        "the head's prediction of all": lambda: head.predict_all(X),
        "similar: 50 to 3 chips": lambda: most_similar(index.similarity([5, 9, 70]), 50),
        "scikit-learn's cosine_similarity to 3 chips": lambda: cosine_similarity(X, X[[5, 9, 70]]),
        "similar: making ready, once": lambda: SimilarityIndex(X, threads=threads),
        "area of applicability of all": lambda: area.dissimilarity(X, threads),
    }
    rows = [(what, seconds(one, repeats=5)) for what, one in work.items()]
    table(f"{len(truth):,} x {FEATURES}, {LABELS} labels", ("what", "seconds"), rows)


def curve() -> None:
    """The learning curve on Zion."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.init(folder, {"l8": [str(p) for p in zion_bands()]}, chip="16")
        pipeline.embed(folder)
        pipeline.label(folder, str(DATA / "zion_l8_nlcd" / "nlcd.tif"), target="nlcd")
        began = time.perf_counter()
        (found,) = pipeline.curve(folder, sizes=SIZES, repeats=10, splits=["block"])
        took = time.perf_counter() - began
    fits = found.repeats * found.folds * (len(found.points) + 1)
    rows = [(len(found.points), found.repeats, found.folds, fits, took, found.enough or "none")]
    header = ("sizes", "repeats", "folds", "fits", "seconds", "labels for 95%")
    table(f"Learning curve of forests on Zion, {found.n:,} x 512", header, rows)


def main() -> None:
    clicks()
    if zion_bands():
        curve()
    else:
        print("The Zion scene is not here: the curve was not measured.", file=sys.stderr)


if __name__ == "__main__":
    main()
