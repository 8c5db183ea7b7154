"""What happens at a click: fit on 300 labels, predict 100,000 chips of 768 features, write the map.

    python benchmarks/speed/click_to_map.py

Target: under 0.6 s together. scikit-learn's own fit and predict stand beside it.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from affine import Affine
from odc.geo.geobox import GeoBox
from sklearn.ensemble import RandomForestClassifier

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import seconds, table

from eo_embed.core.chips import ChipGrid
from eo_embed.core.classes import default_classes
from eo_embed.core.maps import Legend, write_chip_map
from eo_embed.core.probes import make_head

SIDE, FEATURES, LABELS, CLASSES = 317, 768, 300, 6


def main() -> None:
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(CLASSES, FEATURES))
    truth = rng.integers(0, CLASSES, SIDE * SIDE)
    X = (centres[truth] * 0.3 + rng.normal(size=(len(truth), FEATURES))).astype(np.float32)
    rows = rng.choice(len(truth), LABELS, replace=False)
    grid = ChipGrid(
        GeoBox((SIDE * 16, SIDE * 16), Affine(10, 0, 5e5, 0, -10, 5e6), "EPSG:32631"),
        (16, 16),
        (16, 16),
    )
    ids = grid.select()
    legend = Legend("classes", "cover", tuple(default_classes(range(CLASSES))))
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("rf", "ridge", "logistic", "knn"):
            head = make_head(name, "classes")
            fit = seconds(lambda h=head: h.fit(X[rows], truth[rows]), repeats=5)
            predict = seconds(lambda h=head: h.predict_all(X), repeats=5)
            said = head.predict_all(X)
            write = seconds(
                lambda s=said: write_chip_map(Path(folder) / "map.tif", grid, ids, s, legend),
                repeats=5,
            )
            found.append((f"eo-embed {name}", fit, predict, write, fit + predict + write))
    forest = RandomForestClassifier(50, max_depth=7, n_jobs=-1, random_state=0)
    fit = seconds(lambda: forest.fit(X[rows], truth[rows]), repeats=5)
    predict = seconds(lambda: forest.predict_proba(X), repeats=5)
    found.append(("scikit-learn forest", fit, predict, "-", fit + predict))
    header = ("head", "fit s", "predict s", "write s", "together s")
    table(f"{LABELS} labels, {len(truth):,} x {FEATURES}", header, found)


if __name__ == "__main__":
    main()
