"""The picture of docs/questions/report.md, and the figures that it quotes.

The picture is the page itself, as a browser shows it: chromium must be on the path.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import rasterio
from PIL import Image
from rasterio.windows import from_bounds
from scenes import PAGES, small

from eo_embed.core import pipeline
from eo_embed.core.labels import parse_how, read_labels
from eo_embed.core.report import write_report
from eo_embed.core.synthetic import CLASSES, make_scene

LABELS, CELLS = 400, 150
WIDTH, HEIGHT = 900, 1720  # of the picture, pixels


def workspace(folder: Path) -> tuple[Path, Path]:
    """The demo's scene with 400 labels drawn from its truth, mapped by ridge; the workspace, the truth."""
    scene = make_scene(folder / "scene")
    place = folder / "valley"
    pipeline.init(place, {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(place)
    grid, ids = pipeline.open_workspace(place).grid, pipeline.features(place).ids
    found = read_labels(scene.truth, grid, ids, parse_how("majority"))
    some = np.sort(np.random.default_rng(0).choice(len(found.ids), LABELS, replace=False))
    drawn = replace(found, ids=found.ids[some], values=found.values[some], share=found.share[some])
    pipeline.store_labels(place, "cover", drawn, "majority of truth.tif, 400 chips drawn at random")
    pipeline.fit(place, head="ridge", calibrate=True, hold_out=0.3)
    pipeline.predict(place, level=0.9)
    return place, scene.truth


def label_sample(cells: str, truth: Path) -> None:
    """Label a sample's cells by the class that covers most of them."""
    frame = geopandas.read_file(cells)
    with rasterio.open(truth) as data:
        pixels = [
            data.read(1, window=from_bounds(*cell.bounds, data.transform).round())
            for cell in frame.geometry
        ]
    frame["label"] = [CLASSES[int(np.bincount(p[p > 0]).argmax())][0] for p in pixels]
    frame.to_file(cells)


def photograph(page: Path, png: Path) -> None:
    """The top of a page as a browser shows it."""
    browser = shutil.which("chromium") or sys.exit("The picture needs chromium.")
    size = ["--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}"]
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", *size]
    subprocess.run(
        [*command, f"--screenshot={png}", page.as_uri()], check=True, capture_output=True
    )
    with Image.open(png) as picture:
        picture.convert("RGB").save(png)
    small(png)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place, truth = workspace(Path(folder))
        sample = pipeline.sample(place, n=CELLS)
        label_sample(sample.cells, truth)
        began = time.monotonic()
        facts = pipeline.report_facts(place, title="Land cover of the valley")
        page = write_report(facts, place / "report.html")
        seconds = time.monotonic() - began
        photograph(page, PAGES / "report.png")
        print(f"written in {seconds:.0f} s, {page.stat().st_size / 1e6:.1f} MB")
    for scores in (facts.accuracy.block, facts.accuracy.random):
        found = scores.metrics["overall_accuracy"]
        print(f"{scores.split_rule}: overall accuracy {found.mean:.3f} ± {found.std:.3f}")
    estimate = facts.reference.report.estimate
    overall = estimate.overall_accuracy
    print(f"sample of {CELLS}: {overall.value:.3f} ({overall.low:.3f} to {overall.high:.3f})")
    for part in estimate.classes:
        low, value, high = (x / 1e4 for x in (part.area.low, part.area.value, part.area.high))
        print(
            f"{part.name}: counted {part.mapped_area / 1e4:,.0f} ha, {value:,.0f} ({low:,.0f} to {high:,.0f})"
        )
    before, after = facts.certainty.before.ece, facts.certainty.after.ece
    print(f"ECE {before:.3f} before, {after:.3f} after; inside {facts.reach.summary.inside:.3f}")


if __name__ == "__main__":
    main()
