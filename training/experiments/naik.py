"""Naik & Foley-Cox 2022: do embeddings that were taught some labels of a place serve others too?

Table 2 (R² of ridge regression on tasks that no network saw) and section 5.3 (what the embeddings hold).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from ...core.errors import DataUnfit, UsageError
from ..datasets import Dataset
from ..methods.base import knob
from .base import Audit, Experiment, Figure, Findings, Score, Table
from .bench.folder import Bench
from .parts.stages import two_stages
from .parts.unseen_tasks import table as table2
from .parts.unseen_tasks.asking import Outcome, ask, joined, require_labels
from .parts.unseen_tasks.figures import Extent, agreement_figures, explored_figures, table_figure
from .parts.unseen_tasks.ridge import choose_tasks, column
from .parts.unseen_tasks.rivals import (
    ALL,
    PAPER_DIMS,
    PAPER_RECIPE,
    UNTRAINED,
    Repeat,
    choose_networks,
    line_of,
)
from .parts.unseen_tasks.table import Asked

PAPER = "Naik & Foley-Cox 2022, Creating satellite image embeddings with multi-task learning, Stanford University"
SPLITS = ("random", "blocks")


@dataclass(frozen=True)
class Config:
    """Knobs, with the paper's values."""

    hold_out: str = knob(
        "",
        "tasks that stay unseen, separated by commas; population and nightlights, else the last two",
    )
    tasks: str = knob(
        "", "tasks that the networks learn, separated by commas; all others by default"
    )
    most: int | None = knob(
        None, "of the tasks to learn at most, where they are not named: those that vary most", optional=True,
        kind=int, least=1, assumed=True,
    )  # fmt: skip
    splits: str = knob(
        "random,blocks", "how samples are parted, of random and blocks", assumed=True
    )
    block: float | None = knob(
        None, "metres of the side of a block; by default so many that it holds several samples", above=0,
        optional=True, kind=float, assumed=True,
    )  # fmt: skip
    share: float = knob(
        13_085 / 33_085, "of the samples that train the networks", above=0, most=0.9
    )
    seeds: int = knob(3, "repeats, each with another dealing of the samples", least=1, assumed=True)
    recipe: str = knob(PAPER_RECIPE, "of the networks, one of multi-task learning")
    train: str = knob("", "values of the recipe, such as steps=300,weights=random")
    dims: tuple[float, ...] = knob(PAPER_DIMS, "lengths of the embeddings", least=2)
    modality: str = knob("", "images to show, by name; the first that has the bands by default")
    bands: str = knob("", "bands to show, separated by commas; all by default")
    baseline: str = knob(
        "timm:vit_large_patch16_224",
        "the frozen network, as --model of embed takes it",
        assumed=True,
    )
    baseline_options: str = knob("", "options of that network, such as weights=FILE", assumed=True)
    penalty: float = knob(2.0, "lambda of ridge regression", above=0)
    penalties: tuple[float, ...] = knob(
        (0.01, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6), "lambdas that the validation part chooses from", above=0,
        assumed=True,
    )  # fmt: skip
    pairs: int = knob(5000, "pairs of samples whose distances are compared", least=2)
    components: int = knob(50, "principal components whose variance is shown", least=5)
    points: int = knob(5, "points on the line between two samples", least=2)
    neighbours: int = knob(4, "nearest samples to each of these", least=1)
    ends: str = knob(
        "", "numbers of the two samples of that line, such as 12,345; those tested with the least and the greatest "
        "label of the first unseen task by default", assumed=True,
    )  # fmt: skip
    shown: int = knob(5000, "samples in a view of t-SNE at most", least=4, assumed=True)


def run(bench: Bench, datasets: Sequence[Dataset], config: Config) -> Findings:
    """Each data set by itself, one after the other, once all are known to be fit."""
    alone = len(datasets) == 1
    studies = [
        _OfOne(bench, data, config, "" if alone else f"{number} ")
        for number, data in enumerate(datasets, 1)
    ]
    every = [study.findings() for study in studies]
    if alone:
        return every[0]
    named = [
        _told_of(data.name, number, found)
        for number, (data, found) in enumerate(zip(datasets, every, strict=True), 1)
    ]
    parts = [
        [item for found in named for item in getattr(found, part.name)] for part in fields(Findings)
    ]
    # What differs, and what to know, may be the same for all.
    return Findings(*(tuple(_without_doubles(part)) for part in parts))


def _without_doubles(items: Sequence[Any]) -> list[Any]:
    return [item for i, item in enumerate(items) if item not in items[:i]]


def _told_of(name: str, number: int, found: Findings) -> Findings:
    """What is found, with the data set that it is of."""
    return Findings(
        tuple(replace(s, table=f"{s.table}, {name}") for s in found.scores),
        tuple(replace(t, title=f"{t.title}, {name}") for t in found.tables),
        tuple(
            replace(f, name=f"{number}-{f.name}", title=f"{f.title}, {name}") for f in found.figures
        ),
        tuple(replace(c, text=f"{c.text}, {name}") for c in found.claims),
        tuple(replace(a, what=f"{a.what}, {name}") for a in found.audits),
        found.differs,
        found.notes,
    )


class _OfOne:
    """The experiment on one data set; ``prefix`` tells its steps from those of others."""

    def __init__(self, bench: Bench, data: Dataset, config: Config, prefix: str) -> None:
        self.bench, self.data, self.config, self.prefix = bench, data, config, prefix
        self.tasks = choose_tasks(data, config.tasks, config.hold_out, config.most)
        self.networks = choose_networks(
            data, config.modality, config.bands, config.dims, config.recipe, config.train, config.baseline,
            config.baseline_options,
        )  # fmt: skip
        self.splits = _splits(data, config)
        self.asked = Asked(self.splits, self.tasks, self.networks.dims)
        self.extent = Extent(
            config.pairs, config.components, config.points, config.neighbours, config.shown
        )
        self.missing: dict[str, str] = {}
        self.repeats = {split: self._deal(split) for split in self.splits}
        self.ends = _ends(config.ends, self.repeats[self.splits[0]][0])

    def _deal(self, split: str) -> list[Repeat]:
        """The samples of each repeat, dealt before anything is learnt. Raises DataUnfit."""
        found = []
        for seed in range(self.bench.seed, self.bench.seed + self.config.seeds):
            stages = two_stages(self.data, split, self.config.share, seed, self.config.block)
            require_labels(self.data, self.tasks.unseen, stages.heads)
            found.append(
                Repeat(
                    self.bench, self.data, self.tasks, self.networks, stages, split, seed, self.prefix, self.missing
                )
            )  # fmt: skip
        return found

    def findings(self) -> Findings:
        penalties = np.array([self.config.penalty, *self.config.penalties])
        scores: list[Score] = []
        figures: list[Figure] = []
        audits: list[Audit] = []
        for split in self.splits:
            for number, repeat in enumerate(self.repeats[split]):
                found = ask(repeat, penalties, self.extent, first=number == 0)
                scores += found.scores
                audits += found.audits
                if number == 0:
                    figures += self._figures(repeat, found)
        tables = self._tables(scores)
        bars = [
            table_figure(table, split)
            for table, split in zip(tables[::2], self.splits, strict=False)
        ]
        return Findings(
            tuple(scores),
            tuple(tables),
            (*bars, *figures),
            tuple(table2.Claims(scores, self.asked).all()),
            tuple(joined(audits)),
            tuple(self._differs()),
            tuple(self._notes(scores)),
        )

    def _figures(self, repeat: Repeat, found: Outcome) -> list[Figure]:
        r2 = {
            (s.features, s.task): s.value
            for s in found.scores
            if s.metric == table2.FIXED and s.value is not None
        }
        drawn = agreement_figures(repeat, found.said, r2, self.config.penalty)
        if repeat.split == self.splits[0]:
            drawn += explored_figures(repeat, found.kept, self.extent, self.ends)
        return drawn

    def _tables(self, scores: Sequence[Score]) -> list[Table]:
        found = [
            table2.table_of(scores, self.asked, split, metric, self.config.penalty, self._note(split))
            for split in self.splits
            for metric in (table2.FIXED, table2.TUNED)
        ]  # fmt: skip
        explored = table2.explored_table(scores, self.asked)
        return found if explored is None else [*found, explored]

    def _note(self, split: str) -> str:
        rule = self.repeats[split][0].stages.rule
        n = self.config.seeds
        dealt = f"{n} repeats, each with samples, networks and filters drawn anew"
        return f"{rule[0].upper()}{rule[1:]}; {'one repeat' if n == 1 else dealt}."

    # -- in words ------------------------------------------------------------------------------

    def _differs(self) -> list[str]:
        """What is not as in the paper, for this data and these values."""
        data, config, tasks = self.data, self.config, self.tasks
        what = data.modalities[self.networks.modality]
        stages = self.repeats[self.splits[0]][0].stages
        network, heads = (
            sum(len(rows) for rows in (p.train, p.validation, p.test))
            for p in (stages.network, stages.heads)
        )
        shown = ", ".join(self.networks.bands or what.bands)
        said = [
            f"The data: {data.name}, {len(data):,} samples of {what.size[0]} x {what.size[1]} pixels ({shown}), "
            f"{network:,} for the networks and {heads:,} for the heads; the paper has 33,085 places of the contiguous "
            "United States, of which 13,085 and 20,000, and images of 640 x 640 pixels in red, green and blue.",
            f"The tasks: learned are {', '.join(tasks.learned)}; unseen are {', '.join(tasks.unseen)}. The paper "
            "contradicts itself: in section 3.3 elevation, road length, income and nightlights are learned, in Table 2 "
            "and section 5.2 tree cover is, and nightlights are unseen, as is done here where the data has them.",
            self.networks.departures(),
            f"The baseline is {config.baseline}, with its publisher's weights, on images resized to its own size; the "
            "paper's is torchvision's ViT-L/16, on the central 224 of 242 pixels.",
            "MOSAIKS: features of images at their own resolution, whose filters are patches of the heads' training "
            "samples; the paper does not say whose they are.",
            "Ridge regression: embeddings are standardised on the training samples (the paper leaves it open). Beside "
            f"its lambda of 2 (here {config.penalty:g}) each row has one of its own, chosen on the validation samples.",
            f"{'One repeat' if config.seeds == 1 else f'{config.seeds} repeats'} here, one in the paper. Ours are the "
            "network untrained, the statistics of bands, and the split by blocks.",
        ]
        return [sentence for sentence in said if sentence]

    def _notes(self, scores: Sequence[Score]) -> list[str]:
        said = list(self.data.notes)
        if "blocks" in _names(self.config.splits) and "blocks" not in self.splits:
            said.append(
                f"{self.data.name} does not say where its samples lie, so that there is no split by blocks; the random "
                "one flatters where neighbours are alike."
            )
        for split in self.splits:
            said += self._what_training_brings(scores, split)
            if left := self.repeats[split][0].stages.left_out:
                said.append(
                    f"{left:,} samples that share ground with tested ones are not learnt from in the {split} split."
                )
        for task in self.tasks.unseen:
            beside = [
                t for t in self.tasks.learned if ":" in t and t.split(":")[0] == task.split(":")[0]
            ]
            if beside:
                said.append(
                    f"{task} is a share of the same raster as {', '.join(beside)}: shares of a sample sum to one, so "
                    "that what was learned nearly gives it away."
                )
        return said

    def _what_training_brings(self, scores: Sequence[Score], split: str) -> list[str]:
        dim = self.networks.dims[0]
        found = []
        for task in self.tasks.unseen:
            gain = table2.gain(
                scores, split, line_of(ALL, dim), line_of(UNTRAINED, dim), table2.FIXED, task
            )
            if gain is not None:
                found.append(f"{task} {table2.said(gain)}")
        if not found:
            return []
        return [
            f"What multi-task learning brings over the same network untrained, R² in the {split} split: "
            f"{', '.join(found)}."
        ]


# -- what is asked, held against the data ------------------------------------------------------


def _splits(data: Dataset, config: Config) -> tuple[str, ...]:
    """Those asked for that the data allows. Raises UsageError, DataUnfit."""
    asked = tuple(dict.fromkeys(_names(config.splits)))
    if not asked or not set(asked) <= set(SPLITS):
        raise UsageError(f"splits={config.splits} must be of {' and '.join(SPLITS)}.")
    possible = tuple(s for s in asked if s == "random" or data.positions is not None)
    if not possible:
        raise DataUnfit(
            f"{data.name} does not say where its samples lie, so that they cannot be parted by blocks; add random to "
            "splits."
        )
    return possible


def _ends(text: str, repeat: Repeat) -> tuple[int, int]:
    """Rows of the heads' samples between which to walk. Raises UsageError."""
    if text:
        named = [int(part) if part.isdecimal() else -1 for part in _names(text)]
        rows = [np.flatnonzero(repeat.heads.rows == number) for number in named]
        if len(rows) != 2 or named[0] == named[1] or not all(map(len, rows)):
            some = ", ".join(map(str, repeat.heads.rows[repeat.test[:5]]))
            raise UsageError(
                f"ends={text} must be the numbers of two samples of the heads' stage, such as two of {some}."
            )
        return int(rows[0][0]), int(rows[1][0])
    y = column(repeat.heads, repeat.tasks.unseen[0])[repeat.test]
    first, last = int(np.nanargmin(y)), int(np.nanargmax(y))
    if first == last:  # all labels are the same
        first, last = 0, 1
    return int(repeat.test[first]), int(repeat.test[last])


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


EXPERIMENT = Experiment(
    name="naik",
    title="Multi-task embeddings on tasks that they never saw",
    paper=PAPER,
    question="Do embeddings that were taught the labels I have (cover, elevation, roads) also predict what I am asked "
    "next, and better than features that were taught nothing?",
    data="A MOSAIKS folder as published, or a workspace with labels of two numbers or more, such as --data-set "
    "rasters=cover=nlcd.tif:share,elevation=srtm.tif:mean, or targets of its own.",
    config=Config,
    quick={
        "recipe": "small_multitask",
        "train": "size=32,steps=60",
        "dims": "128,512",
        "most": 4,
        "seeds": 3,
        "baseline": "timm:vit_tiny_patch16_224",
        "shown": 1000,
    },
    run=run,
)
