"""The picture of docs/questions/similar.md, and the figures that it quotes."""

import tempfile
from pathlib import Path

import numpy as np
from scenes import PAGES, small, zion

from eo_embed.core import pipeline
from eo_embed.core.classes import Legend
from eo_embed.core.pictures import picture_of_map
from eo_embed.core.questions.similar import SimilarityIndex, most_similar

QUESTIONS, NEAREST = 300, 50
SHOWN = 3  # chips of barren rock


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = zion(Path(folder) / "w")
        workspace = pipeline.open_workspace(place)
        training = pipeline.training_set(workspace, pipeline.features(place))
        asked = np.random.default_rng(0).choice(len(training.y), QUESTIONS, replace=False)
        for standardised in (True, False):
            index = SimilarityIndex(training.matrix, standardised=standardised)
            same = [
                training.y[most_similar(index.similarity([i]), NEAREST, [i])] == training.y[i]
                for i in asked
            ]
            kind = "standardised" if standardised else "as they are"
            print(
                f"features {kind}: {np.mean(same):.1%} of the {NEAREST} nearest are of the chip's class"
            )
        barren = next(i for i, c in enumerate(training.classes) if c.code == "3")
        chips = training.ids[training.y == barren][:SHOWN].tolist()
        report = pipeline.similar(place, chips)
        print(f"like chips {chips}; most similar {report.chips[0]}")
        picture_of_map(
            Path(report.raster),
            PAGES / "similar.png",
            Legend("value", "similarity"),
            scene=workspace.source("l8"),
            title="Similarity to three chips of bare rock",
            max_px=560,
        )
        small(PAGES / "similar.png")


if __name__ == "__main__":
    main()
