"""An experiment that takes no time: means of images, each a step, with one of everything that a report shows."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from eo_embed.core.charts import scores_chart
from eo_embed.training.experiments.base import (
    Audit,
    Claim,
    Experiment,
    Figure,
    Findings,
    Line,
    Score,
    Table,
    measured,
)
from eo_embed.training.methods.base import knob

HOSTILE = "<script>alert(\"1\")</script> & '森林'"


@dataclass(frozen=True)
class Config:
    repeats: int = knob(4, "how often", least=1)
    ridge: float = knob(2.0, "lambda of the ridge", assumed=True)
    sizes: tuple[float, ...] = knob((5.0, 10.0), "numbers of labels")
    figures: str = knob("both", "which to draw", choices=("both", "bars"))


@dataclass
class Steps:
    """The names of the steps that were computed, and what is done at each."""

    done: list[str] = field(default_factory=list)
    at: object = None

    def __call__(self, name, value):
        if self.at is not None:
            self.at(name)
        self.done.append(name)
        return value


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 40, 40)).save(file, "PNG")
    return file.getvalue()


def toy(steps: Steps | None = None) -> Experiment:
    steps = steps or Steps()

    def run(bench, datasets, config):
        (data,) = datasets
        bright = data.read(np.arange(len(data)), "rgb").values.mean(axis=(1, 2, 3)) / 255
        found = []
        for r in range(config.repeats):
            bench.task.advance(0)
            rows = np.random.default_rng(bench.seed + r).permutation(len(data))[:8]
            name = f"repeat {r}"
            found.append(
                bench.once(name, lambda rows=rows, name=name: steps(name, bright[rows].mean()))
            )
        ours = measured(found)
        scores = [
            Score("table 1", "brightness", "light", "random", "r2", value, seed=r, dim=1)
            for r, value in enumerate(found)
        ]
        scores.append(
            Score("table 1", "ImageNet", "light", "random", "r2", None, why="No weights are here.")
        )
        table = Table(
            "Table 1, random split",
            "R²",
            ("light", "shade"),
            (
                Line("brightness", {"light": ours}, {"light": 0.875, "shade": 0.5}),
                Line("ImageNet", {}, {"light": 0.91}, why="No weights are here."),
            ),
            note="The paper's is of other images.",
        )
        bars = scores_chart({"brightness": {"light": ours}}, score="R²")
        figures = [Figure("bars", "Scores as bars", "Whiskers are intervals.", chart=bars)]
        if config.figures == "both":
            figures.append(
                Figure("walk", f"A walk {HOSTILE}", "From dark to bright.", picture=picture())
            )
        return Findings(
            scores=tuple(scores),
            tables=(table,),
            figures=tuple(figures),
            claims=(
                Claim("Light helps", "section 5", ours.mean > 0.1, f"It reaches {ours.mean:.3f}."),
                Claim("Shade helps", "section 6", False, "It does not."),
                Claim(f"Said of {HOSTILE}", "section 7", None, "There are none here."),
            ),
            audits=(
                Audit("No sample on both sides", True, "none shared"),
                Audit("No place on both sides", None, "places are not known"),
            ),
            differs=("Images of 16 pixels, not 256",),
            notes=("A note at the end.",),
        )

    return Experiment(
        name="toy",
        title="Brightness of scenes",
        paper="Nobody 2022, An imaginary paper",
        question="Whether bright scenes are bright.",
        data="It takes a folder of scenes.",
        config=Config,
        quick={"repeats": 2},
        run=run,
    )


def offer(monkeypatch, steps: Steps | None = None) -> Experiment:
    """Make it the one experiment there is."""
    from eo_embed.training import experiments

    made = toy(steps)
    monkeypatch.setattr(experiments, "experiments", lambda: {made.name: made})
    return made
