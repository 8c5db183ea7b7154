"""The papers' experiments with ``--quick`` on real imagery: the reports and figures that docs/experiments shows.

    python benchmarks/quality/experiments.py --out FOLDER [--only naik-zion,jain-ombria] [--full --device cuda]

- naik-zion: Zion, chips of 16 pixels; shares of NLCD's classes and elevation. naik-loonlake: Loon Lake, chips of
  200 m; height, closure, age, basal area and site index of forest stands.
- allen-zion: the same chips of Zion, its visible bands and its near infrared as two modalities. allen-loonlake.
- jain-ombria: OMBRIA in tiles, by the flood. jain-sen1floods11: one chip of Sen1Floods11 in all its bands, by water.
- deng-scenes: RSSCN7; and Zion in chips of 64 pixels, with NLCD as masks. deng-zion: chips of 16 pixels, by the class
  of most of their pixels.

An experiment that is there already is written anew from its steps. ``--full`` takes the papers' sizes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import DATA, table, zion_bands

from eo_embed.core import pipeline
from eo_embed.training.experiments.bench.running import Summary, run_experiment

ZION = DATA / "zion_l8_nlcd"
NLCD, SRTM = ZION / "nlcd.tif", ZION / "srtm.tif"
FLOODS, CHIP = DATA / "sen1floods11_sample", "Spain_7370579"
WATER = FLOODS / "Labels" / f"{CHIP}_LabelHand.tif"
#: Of the forest inventory of British Columbia, by what they are called here.
STANDS = {
    "height": "PROJ_HEIGHT_1",
    "closure": "CROWN_CLOSURE",
    "age": "PROJ_AGE_1",
    "basal-area": "BASAL_AREA",
    "site-index": "SITE_INDEX",
}


class Part(NamedTuple):
    """An experiment, what makes its data ready in a folder, and what is asked of it."""

    experiment: str
    data: Callable[[Path], list[Path]]
    options: Mapping[str, str] = MappingProxyType({})
    values: Mapping[str, str] = MappingProxyType({})


# -- workspaces --------------------------------------------------------------------------------


def made(folder: Path, sources: dict[str, list[str]], chip: str) -> Path:
    if not (folder / "workspace.toml").exists():
        pipeline.init(folder, sources, chip=chip)
    return folder


def zion(folder: Path) -> list[Path]:
    return [made(folder / "zion-16", {"l8": [str(p) for p in zion_bands()]}, "16")]


def zion_large(folder: Path) -> Path:
    return made(folder / "zion-64", {"l8": [str(p) for p in zion_bands()]}, "64")


def zion_in_two(folder: Path) -> list[Path]:
    *visible, near = (str(p) for p in zion_bands())
    return [made(folder / "zion-two", {"vis": visible, "nir": [near]}, "16")]


def loonlake(folder: Path) -> list[Path]:
    base, place = DATA / "loonlake" / "data", folder / "loonlake"
    fresh = not (place / "workspace.toml").exists()
    made(place, {"l8": [str(base / "landsat.tif")]}, "200m")
    if fresh:
        for name, field in STANDS.items():
            pipeline.label(
                place, str(base / "vri2023.gpkg"), target=name, how="mean", field_name=field
            )
    return [place]


def sen1floods11(folder: Path) -> list[Path]:
    sources = {
        name: [str(FLOODS / name.upper() / f"{CHIP}_{name.upper()}Hand.tif")]
        for name in ("s2", "s1")
    }
    return [made(folder / "sen1floods11", sources, "16")]


PARTS = {
    "naik-zion": Part(
        "naik", zion, {"rasters": f"nlcd={NLCD}:share,elevation={SRTM}:mean"}, {"hold_out": "elevation,nlcd:4"}
    ),
    "naik-loonlake": Part("naik", loonlake, values={"hold_out": "height,site-index"}),
    "allen-zion": Part("allen", zion_in_two, {"rasters": f"nlcd={NLCD}:share,elevation={SRTM}:mean"}),
    "allen-loonlake": Part("allen", loonlake),
    "jain-ombria": Part("jain", lambda _: [DATA / "ombria_160"]),
    "jain-sen1floods11": Part("jain", sen1floods11, {"rasters": f"water={WATER}:majority"}),
    "deng-scenes": Part(
        "deng", lambda folder: [DATA / "rsscn7_128", zion_large(folder)], {"masks": str(NLCD)}
    ),
    "deng-zion": Part("deng", zion, {"rasters": f"nlcd={NLCD}:majority"}),
}  # fmt: skip


def run(name: str, out: Path, device: str, full: bool) -> Summary:
    part = PARTS[name]
    places = [str(place) for place in part.data(out / "data")]
    began = time.monotonic()
    found = run_experiment(
        part.experiment, places, out / name, quick=not full, values=part.values,
        data_options=part.options, device=device,
    )  # fmt: skip
    print(f"{name}: {time.monotonic() - began:,.0f} s, {found.report}", file=sys.stderr, flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("experiments"))
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--device", default="auto")
    parser.add_argument("--full", action="store_true", help="The papers' sizes, for a GPU.")
    given = parser.parse_args()
    if not zion_bands():
        sys.exit("The imagery is not here: set EO_EMBED_TEST_DATA to the folder that holds it.")
    for name in given.only.split(","):
        found = run(name, given.out, given.device, given.full)
        said = {True: "holds", False: "does not hold", None: "left open"}
        rows = [(claim.text, claim.where, said[claim.holds], claim.found) for claim in found.claims]
        table(f"{name}: what the paper claims", ("claim", "where", "on this data", "found"), rows)


if __name__ == "__main__":
    main()
