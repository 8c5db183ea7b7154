"""The workspaces that the figures are drawn from: Zion where its imagery is, else the synthetic scene."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PIL import Image

from eo_embed.core import pipeline
from eo_embed.core.synthetic import make_scene

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("EO_EMBED_TEST_DATA", ROOT.parent / "shared" / "data"))
PAGES = Path(__file__).resolve().parents[1]


def zion(folder: Path) -> Path:
    """Zion with its land cover as labels of 16 px chips, embedded by ``rcf``; leaves where it is not here."""
    bands = [DATA / "zion_l8_nlcd" / f"landsat_b{i}.tif" for i in (2, 3, 4, 5)]
    if not all(path.exists() for path in bands):
        sys.exit("The Zion scene is not here: set EO_EMBED_TEST_DATA to the folder that holds it.")
    pipeline.init(folder, {"l8": [str(path) for path in bands]}, chip="16")
    pipeline.embed(folder)
    pipeline.label(folder, str(DATA / "zion_l8_nlcd" / "nlcd.tif"), target="nlcd")
    return folder


def synthetic(folder: Path, labels: bool = True) -> Path:
    """The synthetic scene of the demo with its truth as labels of 16 px chips, embedded by ``rcf``."""
    scene = make_scene(folder / "scene")
    pipeline.init(folder / "w", {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(folder / "w")
    if labels:
        pipeline.label(folder / "w", str(scene.truth), target="cover")
    return folder / "w"


def small(path: Path) -> None:
    """Keep a picture in 256 colours, a third of its bytes."""
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
