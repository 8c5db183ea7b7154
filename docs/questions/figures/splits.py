"""The picture of docs/questions/splits.md, and the figures that it quotes."""

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from scenes import PAGES, small, zion

from eo_embed.core import pipeline
from eo_embed.core.charts import scatter_chart
from eo_embed.core.probes import Splitter

SPLITS = {
    "random": {"split": "random"},
    "blocks of 10 km": {"split": "block", "block": "10km"},
    "blocks of 10 km, buffer 3 km": {"split": "block", "block": "10km", "buffer": "3km"},
    "bands of 5 km": {"split": "bands", "band": "5km"},
}
DRAWN = {
    "Random": Splitter("random"),
    "Blocks of 10 km": Splitter("block", block=10_000.0),
    "Bands of 5 km": Splitter("bands", band=5000.0),
}
PARTS, COLOURS = ("train", "test", "left out"), ("#b8c4ce", "#d55e00", "#eceae6")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = zion(Path(folder) / "w")
        for name, how in SPLITS.items():
            found = pipeline.score(place, **how)
            accuracy, f1 = (found.metrics[m] for m in ("overall_accuracy", "macro_f1_20"))
            print(
                f"{name}: accuracy {accuracy.mean:.3f} ± {accuracy.std:.3f}, macro-F1 over classes of 20 chips "
                f"{f1.mean:.3f} ± {f1.std:.3f}, least distance {found.least_distance:.0f} m, beside a training "
                f"chip {found.touching_share:.0%}"
            )
        workspace = pipeline.open_workspace(place)
        training = pipeline.training_set(workspace, pipeline.features(place))
        xy = workspace.grid.metric_centres(training.ids)
        panels = []
        for title, splitter in DRAWN.items():
            fold = splitter.deal(training.y, xy, 0, stratify=True)[0]
            part = np.full(len(xy), 2)
            part[fold.train], part[fold.test] = 0, 1
            chart = scatter_chart(
                (xy - xy.min(axis=0)) / 1000, labels=part, names=PARTS, colours=COLOURS,
                axes=("east", "north"), title=title,
            )  # fmt: skip
            panels.append(
                Image.open(chart.png(Path(folder) / f"{title}.png", dpi=80)).convert("RGB")
            )
        width, height = sum(p.width for p in panels), max(p.height for p in panels)
        sheet = Image.new("RGB", (width, height), "white")
        left = 0
        for panel in panels:
            sheet.paste(panel, (left, 0))
            left += panel.width
        sheet.save(PAGES / "splits.png", optimize=True)
        small(PAGES / "splits.png")


if __name__ == "__main__":
    main()
