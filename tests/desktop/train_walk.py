"""A walk through a whole QGIS desktop: train a model on a workspace's chips, embed with it, write a map.

`make test-desktop` runs it after walk.py; QGIS is used by mouse and keys under Xvfb (see pupil.py). What it leaves is
read without QGIS and checked; with ``--pictures`` the screenshots take their place in docs/plugin.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from safetensors import safe_open
from walk import HERE, find_scene, make_profile, take_pictures, visit

from eo_embed.core import pipeline

CHIP = 16  # pixels
STEPS = 300  # as pupil.py types it


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", action="store_true", help="put the screenshots into the docs")
    parser.add_argument("--folder", type=Path, help="where to; a new temporary folder by default")
    given = parser.parse_args()
    if shutil.which("qgis") is None or shutil.which("xvfb-run") is None:
        print(
            "The walk needs qgis and xvfb-run (Debian: apt-get install qgis xvfb).", file=sys.stderr
        )
        return 1
    folder = given.folder or Path(tempfile.mkdtemp(prefix="eo-embed-train-"))
    folder.mkdir(parents=True, exist_ok=True)
    scene = find_scene(folder)
    make_workspace(folder, scene)
    make_profile(folder)
    found = visit("train", folder, scene, script=HERE / "pupil.py")
    problems = check(found, folder)
    print(json.dumps(found, indent=2))
    print(f"pictures in {folder / 'pictures'}")
    for problem in problems:
        print(f"FAILED: {problem}", file=sys.stderr)
    if given.pictures and not problems:
        take_pictures(folder, "train*.png")
    return bool(problems)


def make_workspace(folder: Path, scene: Path) -> None:
    """A workspace of the scene, some of whose chips are labelled by a rule on their pixels."""
    workspace = folder / "workspace"
    pipeline.init(str(workspace), {"s2": [str(scene)]}, chip=str(CHIP))
    truth = folder / "truth.tif"
    with rasterio.open(scene) as source:
        bands, profile = source.read([1, 2, 3, 4]).astype(float), source.profile
    _, green, red, infrared = bands
    ndvi = (infrared - red) / np.maximum(infrared + red, 1)
    classes = np.where(ndvi > 0.5, 1, 2)
    classes[green > infrared] = 3
    profile.update(count=1, dtype="uint8", nodata=0)
    with rasterio.open(truth, "w", **profile) as target:
        target.write(classes.astype(np.uint8), 1)
    pipeline.label(str(workspace), str(truth), target="cover")


def check(found: dict, folder: Path) -> list[str]:
    """What is not as it should be; everything is read from the files, by other means than the plugin's."""
    if not found.get("ok"):
        return [str(found.get("error"))]
    problems = []

    def require(holds: bool, what: str) -> None:
        if not holds:
            problems.append(what)

    run = folder / "workspace" / "runs" / "simsiam-1"
    with (run / "metrics.csv").open() as lines:
        losses = [(int(row["step"]), float(row["loss"])) for row in csv.DictReader(lines)]
    require(losses[-1][0] == STEPS, f"the metrics end at step {losses[-1][0]}, not {STEPS}")
    early, late = (np.mean([loss for _, loss in part]) for part in (losses[:3], losses[-3:]))
    require(late < early, f"the loss went from {early:.3f} to {late:.3f}")
    with safe_open(run / "model.safetensors", framework="numpy") as weights:
        require(len(weights.keys()) > 10, "model.safetensors holds hardly anything")
    manifests = [
        json.loads(p.read_text()) for p in (folder / "workspace").glob("embeddings/*/manifest.json")
    ]
    require(
        any("simsiam-1" in json.dumps(manifest) for manifest in manifests),
        "no embeddings were made by the model that was trained",
    )
    maps = [p for p in (folder / "workspace" / "maps").glob("*.tif") if p.stem.count(".") == 0]
    require(len(maps) == 1, f"maps: {maps}")
    with rasterio.open(maps[0]) as written:
        require(len(np.unique(written.read(1))) >= 3, "the map holds hardly any classes")
    require(found["loaded"] == [], f"QGIS loaded {found['loaded']}")
    require(found["status"] == 0, "QGIS did not close well")
    require(not found["exceptions"], f"exceptions in QGIS: {found['exceptions'][:1]}")
    require(not found["workers left"], "a worker outlived QGIS")
    longest = found["pulse while training"]["longest_ms"]
    require(longest < 500, f"QGIS was held for {longest:.0f} ms while it trained")
    return problems


if __name__ == "__main__":
    sys.exit(main())
