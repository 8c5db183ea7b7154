"""The picture of docs/questions/curve.md, and the figures that it quotes."""

import tempfile
from pathlib import Path

from scenes import PAGES, zion

from eo_embed.core import pipeline
from eo_embed.core.cli.questions import curve_text

SIZES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 3000)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = zion(Path(folder) / "w")
        curves = pipeline.curve(place, sizes=SIZES, metric="macro_f1_20")
        print("\n\n".join(map(curve_text, curves)))
        pipeline.draw_curves(curves, PAGES / "curve.png")


if __name__ == "__main__":
    main()
