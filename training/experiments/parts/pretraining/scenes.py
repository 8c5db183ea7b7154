"""Table 1 of Deng et al. 2023: scenes classified with few, half and most of the labels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .....core.errors import DataUnfit, ModelUnavailable
from .....core.probes import Head, make_head, predict_out_of_fold
from ....datasets import Dataset, Labels
from ....datasets.base import Rows
from ....datasets.subset import Subset
from ....recipes import recipes
from ...base import Audit, Score, values_of
from ...bench import audit
from ...bench.features import embed
from ...bench.folder import Bench
from .encoders import Encoder, Pretraining, bands_of, fitting, modality_of
from .predictions import forget_checkpoints, predict_classes
from .shares import Dealt, Part, deal

if TYPE_CHECKING:
    from ...deng import Config

TABLE = "table 1"
#: The paper's figures, top-1 accuracy in percent, by network and ratio.
PAPER: dict[str, dict[str, float]] = {
    "imagenet rgb": {"2:8": 92.85, "5:5": 93.64, "8:2": 94.05},
    "simclr rgb": {"2:8": 92.25, "5:5": 93.37, "8:2": 94.45},
    "simclr rgbn": {"2:8": 92.90, "5:5": 95.59, "8:2": 97.13},
    "mae rgbn": {"2:8": 93.28, "5:5": 96.11, "8:2": 98.30},
}
FROZEN, FINETUNED = "frozen", "fine-tuned"
#: Rows that need no network.
FLOORS = {"band statistics, logistic": "stats", "random features, logistic": "rcf"}
COMMONEST = "always the commonest class"


class Asked(NamedTuple):
    """One question: a split of the samples by a ratio, and what draws and weights are seeded with."""

    split: str
    ratio: str
    seed: int

    @property
    def slug(self) -> str:
        """For names of steps and runs."""
        return f"scenes-{self.split}-{self.ratio.replace(':', '-')}-{self.seed}"


@dataclass
class Scenes:
    """What table 1 gave.

    labels: of the one task. splits: that were asked. parts: by question. aside: what pretraining saw of the data, by
    split and seed. names: of rows, in order, with the key of their network (see ``Pretraining``; "" for an untrained
    one, or none). said: classes of the test samples, by question and row. why: by row, the reason why it could not be
    run. lacking: the same by key, of networks that the data does not allow.
    """

    data: Dataset
    labels: Labels
    lacking: dict[str, str] = field(default_factory=dict)
    splits: list[str] = field(default_factory=list)
    parts: dict[Asked, Part] = field(default_factory=dict)
    aside: dict[tuple[str, int], Rows] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    said: dict[tuple[Asked, str], NDArray[np.int64]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    audits: list[Audit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def truth(self, asked: Asked) -> NDArray[np.int64]:
        """Classes of the test samples, indices."""
        return self.labels.values[self.parts[asked].test, 0].astype(np.int64)

    def accuracy(self, asked: Asked, name: str) -> float | None:
        """Share of the test samples that a row was right about; None where it was not asked."""
        said = self.said.get((asked, name))
        return None if said is None else float(np.mean(said == self.truth(asked)))

    def scores(self) -> Iterator[Score]:
        """A line for each row at each question."""
        for asked, part in self.parts.items():
            task = f"{self.labels.tasks[0]}, {asked.ratio}"
            for name in self.names:
                yield Score(
                    TABLE, name, task, asked.split, "accuracy", self.accuracy(asked, name),
                    seed=asked.seed, labels=len(part.train), why=self.why.get(name, ""),
                )  # fmt: skip


def scene_task(data: Dataset, wanted: str = "") -> Labels | None:
    """The labels of one task that gives each image one of several classes: that named, or the first; None without.

    Data of which an image has many classes, each absent or present (BigEarthNet), is none for this.
    """
    labels = data.labels
    if labels is None:
        return None
    for i, (name, classes) in enumerate(zip(labels.tasks, labels.classes, strict=True)):
        if wanted in ("", name) and classes and classes != ("absent", "present"):
            return Labels((name,), labels.values[:, [i]], (classes,))
    return None


def ask_scenes(table: Scenes, pretraining: Pretraining, config: Config, first: Encoder) -> None:
    """Fill the table; ``first`` is the network of ImageNet. Raises DataUnfit where no split can be made."""
    bench, located = pretraining.bench, table.data.positions is not None
    for split in ("random", "blocks") if located else ("random",):
        seeds = range(bench.seed, bench.seed + config.seeds)
        try:
            dealt = [_deal(table, pretraining, config, split, seed) for seed in seeds]
        except DataUnfit as error:
            table.notes.append(f"Table 1 has no {split} split: {error}")
            continue
        table.splits.append(split)
        audits: list[Audit] = []
        for seed, each in zip(seeds, dealt, strict=True):
            audits += _ask_split(table, pretraining, config, first, (split, seed), each)
        table.audits += together(f"table 1, {split}", audits)
    if not table.splits:
        raise DataUnfit(" ".join(table.notes))


def _deal(
    table: Scenes, pretraining: Pretraining, config: Config, split: str, seed: int
) -> Dealt:  # fmt: skip
    shares, rows = list(config.read_ratios().values()), np.arange(len(table.data))
    aside = config.share if pretraining.imagery is None else 0.0
    return deal(
        table.data, table.labels, rows, split, shares, seed, aside=aside, block=config.block
    )


def _ask_split(
    table: Scenes, pretraining: Pretraining, config: Config, first: Encoder, which: tuple[str, int], dealt: Dealt
) -> list[Audit]:  # fmt: skip
    """All rows at all ratios, of one deal of the samples."""
    audits, bench = [], pretraining.bench
    table.aside[which] = dealt.pretrain
    # Of the smallest share, which is learnt from at the others too.
    least = min(dealt.parts.values(), key=lambda part: len(part.train)).train
    for ratio, share in config.read_ratios().items():
        (split, seed), part = which, dealt.parts[share]
        asked = Asked(split, ratio, seed)
        table.parts[asked] = part
        with fresh_ledger(bench):
            for encoder, key in _networks(table, pretraining, first, asked):
                for way in config.finetuning():
                    table.names[f"{encoder.name}, {way}"] = key
                    _ask_network(table, bench, config, asked, encoder, way)
            _ask_floors(table, pretraining, config, asked, least)
            audits.append(bench.ledger.check(table.data, part.test))
        learnt = np.union1d(dealt.pretrain, part.train)
        audits.append(audit.apart(table.data, learnt, part.test, f"table 1, {split}"))
        if table.data.positions is None:
            modality = modality_of(table.data, bands_of(pretraining.keys[0]))
            audits.append(audit.twins(table.data, learnt, part.test, modality))
    return audits


def _networks(
    table: Scenes, pretraining: Pretraining, first: Encoder, asked: Asked
) -> Iterator[tuple[Encoder, str]]:
    """ImageNet's, the pretrained and the untrained networks, each with its key."""
    aside = table.aside[asked.split, asked.seed]
    encoders = pretraining.encoders(table.data, aside, "scenes", asked.seed)
    yield first, "imagenet rgb"
    for key in pretraining.keys:
        yield encoders.pretrained(key), key
    for key in pretraining.keys:
        yield encoders.untrained(key), ""


def _ask_network(
    table: Scenes, bench: Bench, config: Config, asked: Asked, encoder: Encoder, way: str
) -> None:
    """What a network says of the test part after it has learnt from the training part."""
    row, part = f"{encoder.name}, {way}", table.parts[asked]
    if encoder.why:
        table.why[row] = encoder.why
        return
    known = Subset(table.data, part.train, labels=table.labels)
    try:
        said = _learn(bench, f"{asked.slug} {row}", known, part.test, encoder, way, asked, config)
    except ModelUnavailable as error:
        table.why[row] = str(error)
        return
    table.said[asked, row] = said


def _learn(
    bench: Bench, name: str, known: Subset, test: Rows, encoder: Encoder, way: str, asked: Asked, config: Config
) -> NDArray[np.int64]:  # fmt: skip
    """Classes of test samples by ``classify`` on an encoder."""
    # Recipes of ratios differ in the share that they hold out, which is done here.
    recipe = f"deng_classify_{asked.ratio[0]}"
    changed = config.finetuned_values if way == FINETUNED else config.frozen_values
    values = {
        **encoder.start,
        "finetune": way == FINETUNED,
        "seed": asked.seed,
        "split": "random",
        "validation": 0.0,
        **values_of(changed),
    }
    recipe = recipe if recipe in recipes() else "deng_classify_8"
    run = bench.train(name, known, recipe=recipe, values=fitting(recipe, values, len(known)))
    said = predict_classes(bench, name, run, known, known.whole, test)
    forget_checkpoints(run)
    return said


def _ask_floors(
    table: Scenes, pretraining: Pretraining, config: Config, asked: Asked, least: Rows
) -> None:
    """What needs no network: statistics of bands and random features under a logistic head; one class for all."""
    bench, part = pretraining.bench, table.parts[asked]
    bands = bands_of(pretraining.keys[-1])
    modality = modality_of(table.data, bands)
    have = {band.lower(): band for band in table.data.modalities[modality].bands}
    y = np.nan_to_num(table.labels.values[:, 0]).astype(np.int64)
    classes = len(table.labels.classes[0])
    for name, spec in FLOORS.items():
        X = embed(
            bench, f"scenes-{asked.split}-{asked.seed} {spec}", spec, table.data, modality,
            fitted_on=least, bands=[have[band] for band in bands],
            options={"features": config.rcf, "seed": asked.seed} if spec == "rcf" else {},
        )  # fmt: skip

        def say(X: NDArray[np.float32] = X) -> NDArray[np.int64]:
            found = predict_out_of_fold(_logistic, X, y, [part.fold], "classes", classes)
            return found.labels[part.test]

        bench.ledger.touch(f"head of {name}", table.data, part.train)
        table.names[name] = ""
        table.said[asked, name] = bench.array(f"predictions {asked.slug} {name}", say)
    commonest = np.bincount(y[part.train], minlength=classes).argmax()
    table.names[COMMONEST] = ""
    table.said[asked, COMMONEST] = np.full(len(part.test), commonest)


def _logistic() -> Head:
    return make_head("logistic", "classes")


# -- audits ------------------------------------------------------------------------------------


@contextmanager
def fresh_ledger(bench: Bench) -> Iterator[None]:
    """While a split is asked, only what is learnt for it is entered: splits do not tell on each other."""
    before, bench.ledger = bench.ledger, audit.Ledger()
    try:
        yield
    finally:
        bench.ledger = before


def audit_shuffled(
    table: Scenes, pretraining: Pretraining, config: Config, first: Encoder, asked: Asked, row: str
) -> Audit:
    """What a row's network says after it has learnt from labels that were shuffled: no more than chance."""
    name, _, way = row.rpartition(", ")
    part, values = table.parts[asked], table.labels.values.copy()
    rng = np.random.default_rng(asked.seed)
    values[part.train] = rng.permutation(values[part.train])
    known = Subset(
        table.data, part.train, labels=Labels(table.labels.tasks, values, table.labels.classes)
    )
    with fresh_ledger(pretraining.bench):
        networks = _networks(table, pretraining, first, asked)
        encoder = next(found for found, _ in networks if found.name == name)
        told = f"{asked.slug} {row}, shuffled"
        said = _learn(pretraining.bench, told, known, part.test, encoder, way, asked, config)
    truth = table.truth(asked)
    common = np.bincount(truth).max() / len(truth)
    chance = common + 3 * math.sqrt(common * (1 - common) / len(truth))
    score = float(np.mean(said == truth))
    return Audit(
        f"Shuffled labels score at chance ({row}, {asked.split} {asked.ratio})",
        bool(score <= chance),
        f"accuracy {score:.3f}; by chance up to {chance:.3f}",
    )


def together(where: str, audits: Sequence[Audit]) -> list[Audit]:
    """One audit for all of a kind: passed where each was, and what the worst one found; ``where`` names the split."""
    found: dict[str, list[Audit]] = {}
    for each in audits:
        found.setdefault(each.what, []).append(each)
    rank: dict[bool | None, int] = {False: 0, None: 1, True: 2}
    made = []
    for what, same in found.items():
        worst = min(same, key=lambda a: rank[a.passed])
        of = "" if where in what else f" ({where})"
        count = f" (the worst of {len(same)} parts)" if len(same) > 1 else ""
        made.append(Audit(f"{what}{of}", worst.passed, f"{worst.found}{count}"))
    return made
