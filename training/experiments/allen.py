"""How many labels do I need: the evaluation of Allen et al. 2023.

"Fewshot learning on global multimodal embeddings for Earth observation tasks", NeurIPS workshop R0-FoMo,
arXiv:2310.00119, sections 3 to 5, figures 1, 2, 4 and 5. Towers for several kinds of image are aligned by CLIP without
labels; forests on their embeddings tell high from low labels, with 5 to all labels of the training part.

    areas ──▶ bands ──▶ CLIP on what is not tested, of all areas together ──▶ embeddings of each modality, and of all
          ──▶ labels in halves ──▶ forests on ever more labels ──▶ accuracy on the whole test part

The authors' chips (Sentinel-1 and -2 of five areas, tiled by geetiles and sartiles) were never published in a fixed
layout: any data set with labels and any workspace will do, and each ``--data`` is an area.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import DataUnfit, ModelMismatch, ModelUnavailable, UsageError
from ...core.probes import Fold
from ...core.questions.curve import SIZES
from ...core.questions.explore import project
from ..datasets import Dataset
from ..datasets.base import Rows
from ..methods.base import knob
from .base import Audit, Experiment, Findings
from .bench import audit
from .bench.folder import Bench
from .parts.few_labels.areas import Area, check_apart, names, part, wanted_tasks
from .parts.few_labels.findings import Study, findings
from .parts.few_labels.shots import CURVES, FULL, LACKING, Forests, Shots, fit
from .parts.few_labels.sights import (
    JOINED_BY,
    Encoders,
    Sights,
    View,
    all_but_one,
    each_and_all,
    encoders_of,
    pretrain,
    single_channels,
)

PAPER = (
    "Allen et al. 2023, Fewshot learning on global multimodal embeddings for Earth observation tasks, "
    "NeurIPS workshop R0-FoMo, arXiv:2310.00119"
)


@dataclass(frozen=True)
class Config:
    """Knobs of the experiment; sections 3 to 5 of the paper."""

    recipe: str = knob("allen_vitb16", "of CLIP to pretrain by, such as allen_vits16 or small_clip")
    train: str = knob("", "values of the recipe to change, such as steps=300;size=32")
    model: str = knob(
        "",
        "encoder in place of pretraining: checkpoint:RUN, rcf, stats, …; rcf for areas with one kind of image, unless "
        "given",
    )
    channels: str = knob(
        "random",
        "how a tower's channels join: random, one drawn for each chip, as in the paper; or the mean of all",
        choices=tuple(JOINED_BY),
    )
    tasks: str = knob("", "labels to ask for, by commas, or by semicolons; all unless given")
    width: float | None = knob(
        None, "metres that bands are wide; unless given a tenth of the ground, 10 km at most",
        assumed=True, above=0, optional=True, kind=float,
    )  # fmt: skip
    sizes: tuple[float, ...] = knob(SIZES, "numbers of labels, besides all", least=2)
    repeats: int = knob(10, "draws of labels of each size, each with a forest of its own", least=1)
    trees: int = knob(50, "of a forest", least=1)
    depth: int = knob(7, "splits between the root of a tree and a leaf", least=1)
    seeds: int = knob(
        1, "times that bands are laid and encoders trained, each with the next seed",
        assumed=True, least=1,
    )  # fmt: skip
    least_share: float = knob(
        0.1, "share of the smaller half of the training labels, below which a task is left out",
        assumed=True, least=0, most=0.5,
    )  # fmt: skip
    points: int = knob(
        5000, "chips that a view of embeddings shows, at most", assumed=True, least=4
    )


def run(bench: Bench, datasets: Sequence[Dataset], config: Config) -> Findings:
    """All of it, once a seed. Raises DataUnfit where there is nothing to ask for, and what training raises."""
    sizes = tuple(sorted({int(size) for size in config.sizes}))
    forests = Forests(sizes, config.repeats, config.trees, config.depth)
    tasks = wanted_tasks(config.tasks, datasets)
    studies: list[Study] = []
    for seed in range(bench.seed, bench.seed + config.seeds):
        bench.ledger = audit.Ledger()
        areas = [
            part(name, data, seed, width=config.width, tasks=tasks, least_share=config.least_share)
            for name, data in zip(names(bench.places, datasets), datasets, strict=True)
        ]
        if not any(area.tasks for area in areas):
            raise _nothing_to_ask(areas)
        audits = check_apart(areas)  # before hours are spent
        clip = (
            pretrain(bench, areas, config.recipe, config.train, seed) if not config.model else None
        )
        asking = _Asking(bench, forests, config, seed)
        shots = []
        for area in areas:
            encoders = encoders_of(area, clip, config.model, config.channels, seed)
            shots += list(asking.all_of(area, encoders))
            audits += asking.audits(area, encoders[0])
            if not studies:
                asking.view(area, encoders[0])
        studies.append(
            Study(
                tuple(areas), tuple(shots), tuple(audits), asking.views, clip.told if clip else ""
            )
        )
    return findings(studies, forests, config)


def _nothing_to_ask(areas: Sequence[Area]) -> DataUnfit:
    said = " ".join(note for area in areas for note in area.notes if "left out" in note)
    return DataUnfit(
        f"{', '.join(area.name for area in areas)} has no labels that can be split in halves; label chips of a "
        "workspace or give rasters (--data-set rasters=name=path:mean), and see a data set's own options."
        + (said and f" {said}")
    )


class _Asking:
    """What is asked of areas with one seed's split and encoders; ``views`` by area and modality: rows and xy."""

    def __init__(self, bench: Bench, forests: Forests, config: Config, seed: int) -> None:
        self.bench, self.forests, self.config, self.seed = bench, forests, config, seed
        self.sights = Sights(bench, seed)
        self.views: dict[tuple[str, str], tuple[Rows, NDArray[np.float64]]] = {}

    def all_of(self, area: Area, encoders: Sequence[Encoders]) -> Iterator[Shots]:
        """Curves of the first encoders for each modality and all; of the others for all, and full scores of each; and
        full scores of the first where modalities or channels lack."""
        if not area.tasks:
            return
        first, *others = encoders
        modalities = area.data.modalities
        *alone, widest = each_and_all(modalities)
        for view in (*alone, widest):
            yield from self.ask(area, first, view, CURVES)
        for other in others:
            for view in alone:
                yield from self.ask(area, other, view, FULL)
            yield from self.ask(area, other, widest, CURVES)
        for view in all_but_one(modalities):
            yield from self.ask(area, first, view, LACKING)
        for view in single_channels(modalities):
            yield from self.ask(area, first, view, LACKING)
            if first.takes_any_channel(list(modalities)):
                yield from self.ask(area, first, view, LACKING, learnt_on_all=True)

    def ask(
        self, area: Area, encoders: Encoders, view: View, table: str, learnt_on_all: bool = False
    ) -> Iterator[Shots]:
        """A view's tasks. learnt_on_all: forests learn with all channels and are tested without those that lack."""
        said = f"learnt on all, tested on {view.name}" if learnt_on_all else view.name
        about = [
            Shots(table, area.name, encoders.name, said, halved.task, area.split)
            for halved in area.tasks
        ]
        refused = (ModelUnavailable, ModelMismatch) if table == LACKING else ModelUnavailable
        try:
            X = self.see(area, encoders, view)
            if learnt_on_all:
                whole = View(view.name, tuple((name, ()) for name, _ in view.parts))
                X[area.parts.train] = self.see(area, encoders, whole)[area.parts.train]
        except refused as error:
            yield from (replace(one, why=str(error)) for one in about)
            return
        sizes = self.forests.sizes if table == CURVES else ()
        for one, halved in zip(about, area.tasks, strict=True):
            name = f"forests for {halved.task} on {encoders.name}, {said}, {area.name}, seed {self.seed}"
            self.bench.ledger.touch(f"the median of {halved.task}", area.data, halved.train)
            self.bench.ledger.touch(name, area.data, halved.train)
            found = fit(self.bench, name, X, halved, self.forests, self.seed, sizes)
            yield replace(one, runs=(found,), dim=X.shape[1])

    def see(self, area: Area, encoders: Encoders, view: View) -> NDArray[np.float32]:
        """float32 ``(n, dim)``; statistics are of the training part."""
        if encoders.why:
            raise ModelUnavailable(encoders.why)
        return self.sights.see(area.name, area.data, encoders, view, area.parts.train)

    def audits(self, area: Area, first: Encoders) -> list[Audit]:
        """That the test part touched nothing, and that shuffled labels of the evenest task score at chance."""
        found = [self.bench.ledger.check(area.data, area.parts.test)]
        if area.tasks and not first.why:
            found.append(self._shuffled(area, first))
        return [replace(one, what=f"{one.what}: {area.name}, seed {self.seed}") for one in found]

    def _shuffled(self, area: Area, first: Encoders) -> Audit:
        halved = min(area.tasks, key=lambda each: each.commonest)  # where chance is least

        def compute() -> dict[str, Any]:
            widest = each_and_all(area.data.modalities)[-1]
            fold = Fold(halved.train, halved.test)
            head = lambda: self.forests.head(self.seed)  # noqa: E731
            X = self.see(area, first, widest)
            found = audit.shuffled(head, X, halved.y, fold, "classes", self.seed, halved.task)
            return asdict(found)

        return Audit(**self.bench.once(f"shuffled {area.name}, seed {self.seed}", compute))

    def view(self, area: Area, first: Encoders) -> None:
        """t-SNE of each modality, of chips of all parts: no label shapes it."""
        if first.why or not area.tasks:
            return
        for name in area.data.modalities:

            def compute(name: str = name) -> NDArray[np.float64]:
                X = self.see(area, first, View(name, ((name, ()),)))
                found = project(X, "tsne", self.seed, self.config.points)
                return np.column_stack([found.rows, found.xy]).astype(np.float64)

            try:
                kept = self.bench.array(f"t-SNE of {name}, {area.name}, seed {self.seed}", compute)
            except UsageError:  # embeddings that are all the same, or next to none: nothing to see
                continue
            self.views[area.name, name] = kept[:, 0].astype(np.intp), kept[:, 1:]


EXPERIMENT = Experiment(
    name="allen",
    title="How many labels do I need?",
    paper=PAPER,
    question="How many labelled chips give nearly the map that all of them would give, and does another kind of image "
    "help?",
    data="one or several areas, each a workspace or a data set of chips with labels: values that a median can split, "
    "or classes; two kinds of image of each place (sources of a workspace) where encoders are to be pretrained.",
    config=Config,
    quick={
        "recipe": "small_clip",
        "train": "steps=300;size=32;batch_size=64;dim=96;network=patch_size=8,embed_dim=96,depth=4,num_heads=3",
        "repeats": 5,
        "points": 1500,
    },
    run=run,
)
