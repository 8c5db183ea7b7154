"""Forests on ever more labels of one training part, and what each scores on the whole test part.

Allen et al. 2023, section 4.2: random draws of 5 to 20,000 labels and all of them, a forest of 50 trees and depth 7 on
each, ten times. Draws are nested, as in ``core.questions.curve``; a repeat has draws and a forest of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .....core.probes import Fold, RandomForestHead
from .....core.questions.curve import ENOUGH, enough, measure_draws
from ...base import Measured, Score, measured
from ...bench.folder import Bench
from .halves import Halved

#: Tables that shots are part of: curves; full scores of what these are held against; what is lacking.
CURVES, FULL, LACKING = "figure 4", "full scores", "missing"
#: What is told of each forest, and what core.probes.measure calls it.
METRICS = {"accuracy": "overall_accuracy", "macro_f1": "macro_f1"}


@dataclass(frozen=True)
class Forests:
    """What is fitted: draws of ``sizes`` labels and all of them, ``repeats`` times."""

    sizes: tuple[int, ...]
    repeats: int
    trees: int
    depth: int

    def head(self, seed: int) -> RandomForestHead:
        """Unfitted."""
        return RandomForestHead(
            kind="classes", n_estimators=self.trees, max_depth=self.depth, seed=seed
        )


@dataclass(frozen=True)
class Run:
    """What forests of one seed's split and features scored.

    sizes: of the draws. train, test: labels. commonest: what always answering the commonest class would score. found:
    by repeat, by size and last with all labels, by metric.
    """

    seed: int
    sizes: tuple[int, ...]
    train: int
    test: int
    commonest: float
    found: tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True)
class Shots:
    """A task of an area, asked of some features: the runs of all seeds.

    table: of which it is part. view: what of the imagery the features were of. dim: their length. why: where there are
    no runs, the reason in a sentence.
    """

    table: str
    area: str
    features: str
    view: str
    task: str
    split: str
    runs: tuple[Run, ...] = ()
    dim: int | None = None
    why: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What is the same for all seeds."""
        return self.table, self.area, self.features, self.view, self.task

    @property
    def sizes(self) -> tuple[int, ...]:
        """Those that every run tried, besides all."""
        return tuple(s for s in self.runs[0].sizes if all(s in run.sizes for run in self.runs))

    @property
    def labels(self) -> int:
        """All labels of the training part, as a mean over runs."""
        return round(float(np.mean([run.train for run in self.runs])))

    def repeats(self, size: int | None = None, metric: int = 0) -> list[list[float]]:
        """Scores with so many labels, all by default, of each repeat of each run."""
        return [
            [draw[-1 if size is None else run.sizes.index(size)][metric] for draw in run.found]
            for run in self.runs
        ]

    def at(self, size: int | None = None, metric: int = 0) -> Measured:
        """Mean and interval: over runs where there are several, each with its own mean, else over repeats."""
        each = self.repeats(size, metric)
        return measured(each[0] if len(each) == 1 else [float(np.mean(run)) for run in each])

    @property
    def enough(self) -> int | None:
        """The least number of labels tried from which on all reach 95% of the full score; None where none does."""
        means = [self.at(size).mean for size in self.sizes]
        return enough(self.sizes, means, ENOUGH * self.at().mean)

    @property
    def commonest(self) -> float:
        """What always answering the commonest class would score, mean over runs."""
        return float(np.mean([run.commonest for run in self.runs]))

    @property
    def telling(self) -> bool:
        """Whether all labels score better than the commonest class: else any number of labels is enough."""
        return bool(self.runs) and self.at().mean > self.commonest

    def scores(self) -> list[Score]:
        """A line for each forest and metric."""
        task = f"{self.task}, {self.area}"
        features = f"{self.features}: {self.view}"
        if not self.runs:
            why = self.why
            return [Score(self.table, features, task, self.split, "accuracy", None, why=why)]
        return [
            Score(
                self.table,
                features,
                task,
                self.split,
                metric,
                value,
                run.seed + repeat,
                size,
                self.dim,
            )
            for run in self.runs
            for repeat, draw in enumerate(run.found)
            for size, values in zip((*run.sizes, None), draw, strict=True)
            for metric, value in zip(METRICS, values, strict=True)
        ]


def fit(
    bench: Bench,
    name: str,
    X: NDArray[np.float32],
    halved: Halved,
    forests: Forests,
    seed: int,
    sizes: Sequence[int] | None = None,
) -> Run:
    """Forests on draws from the training labels of a task, once and kept.

    X: float32 ``(n, d)``, of all samples of the area. sizes: other than those of ``forests``; those that are not below
    the labels there are fall away. Raises Cancelled.
    """
    wanted = forests.sizes if sizes is None else sizes
    drawn = tuple(sorted({size for size in wanted if size < len(halved.train)}))
    fold = Fold(halved.train, halved.test)

    def compute() -> list[list[list[float]]]:
        bench.task.start(name, forests.repeats * (len(drawn) + 1), "forests")
        found = measure_draws(
            lambda repeat: forests.head(seed + repeat),
            X,
            halved.y,
            [[fold]] * forests.repeats,
            drawn,
            "classes",
            2,
            seed=seed,
            progress=lambda *_: bench.task.advance(1),
        )
        return [[[at[key] for key in METRICS.values()] for at in draw] for draw in found]

    found = bench.once(name, compute)
    scores = tuple(tuple(tuple(at) for at in draw) for draw in found)
    return Run(seed, drawn, len(halved.train), len(halved.test), halved.commonest, scores)


def merge(found: Iterable[Shots]) -> list[Shots]:
    """The same of several seeds as one, in the order in which they first come."""
    merged: dict[tuple[str, ...], Shots] = {}
    for one in found:
        before = merged.get(one.key)
        merged[one.key] = one if before is None else replace(one, runs=(*before.runs, *one.runs))
    return list(merged.values())
