"""Encoders that see one band, and what a classifier tells by each of them. Jain et al. 2021, sections V and VI."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .....core.errors import ModelUnavailable
from .....core.options import OptionValue
from .....core.probes import Fold, Head, predict_out_of_fold
from .....core.runner import pick_device
from ....datasets import Labels
from ....datasets.subset import Subset
from ...base import Audit, Score, values_of
from ...bench import audit, features
from ...bench.folder import Bench
from .perceptron import PerceptronHead
from .samples import Band, Part, Question, common, divide

if TYPE_CHECKING:
    from ...jain import Config

UNTRAINED, IMAGENET, STATS = "untrained", "ImageNet", "band statistics"
METHODS = {"SimSiam": "simsiam", "BYOL": "byol"}
#: The two sizes, and the recipe of each.
SIZES = {"baseline": "baseline", "large": "90k"}
PRETRAINED = tuple(f"{method}, {size}" for size in SIZES for method in METHODS)
ENCODERS = (UNTRAINED, IMAGENET, *PRETRAINED, STATS)
#: Weighted F1 by part, encoder and band: a figure a repeat.
F1 = Mapping[tuple[str, str, str], Sequence[float]]


class Run(NamedTuple):
    """An encoder that was trained: its folder, and how many pairs it learnt from."""

    folder: Path
    pairs: int


class Repeat:
    """One repeat of all: its parts of the samples, the encoders trained for them, and what these score.

    number: from 0; ``seed`` is the bench's and this. notes: on parts that could not be made. free: rows that no part
    tests. runs: by encoder, after ``pretrain``. unavailable: why ImageNet's weights are not here, once that is known.
    """

    def __init__(self, bench: Bench, question: Question, config: Config, number: int) -> None:
        self.bench, self.question, self.config, self.number = bench, question, config, number
        self.seed = bench.seed + number
        self.parts, self.notes = divide(question, config, self.seed)
        self.free = common(self.parts)
        self.runs: dict[str, Run] = {}
        self.unavailable = ""

    def pretrain(self) -> None:
        """SimSiam and BYOL in both sizes, and the network that they begin with: one pretraining serves all parts."""
        pairs = self.question.pairs
        rows = self.free if self.question.alone else np.arange(len(pairs))
        order = np.random.default_rng(self.seed).permutation(rows)
        nothing = Labels((), np.empty((len(pairs), 0), np.float32), ())  # nor need they be read
        for size in SIZES:
            most = getattr(self.config, f"{size}_pairs")
            seen = Subset(pairs, np.sort(order[:most]), labels=nothing)
            for title, method in METHODS.items():
                recipe, values = f"jain_{method}_{SIZES[size]}", self._values(method, size)
                if UNTRAINED not in self.runs:
                    named = self._named("network")
                    begun = self.bench.untrained(named, seen, recipe=recipe, values=values)
                    self.runs[UNTRAINED] = Run(begun, 0)
                named = self._named(f"{title}, {size}")
                trained = self.bench.train(named, seen, recipe=recipe, values=values)
                self.runs[f"{title}, {size}"] = Run(trained, len(seen))

    def ask(self, name: str, band: Band, shuffle: bool = False) -> tuple[list[Score], list[Audit]]:
        """What a band under an encoder scores in each part; with ``shuffle`` also what labels without meaning do.

        Where weights are not here, scores have no value and say why.
        """
        found: Mapping[str, Any] = {}
        if not (name == IMAGENET and self.unavailable):
            try:
                found = self._asked(name, band, shuffle)
            except ModelUnavailable:
                if name != IMAGENET or self.config.imagenet:  # what was given is to be there
                    raise
                self.unavailable = (
                    f"ImageNet’s weights of {self.config.backbone} are not on this machine, and could not be had from "
                    "the Hugging Face Hub; give --set imagenet=FILE, or connect once."
                )
        scores = [
            Score(
                "table I", name, band.name, part.name, "weighted_f1", found.get(part.name),
                seed=self.seed, dim=found.get("dim"), why="" if found else self.unavailable,
            )
            for part in self.parts
        ]  # fmt: skip
        return scores, [Audit(*audited) for audited in found.get("shuffled", ())]

    def _asked(self, name: str, band: Band, shuffle: bool) -> dict[str, Any]:
        told, rows = self._named(f"{name}, {band.name}"), self.question.asked
        asked = Subset(self.question.data, rows)
        fitted = np.flatnonzero(np.isin(rows, self.free))
        # Entered here too: what is found again was learnt from the same rows.
        self.bench.ledger.touch(f"statistics of {told}", asked, fitted)
        for part in self.parts:
            what = f"{part.name}: head on {told}"
            self.bench.ledger.touch(what, self.question.data, part.train)
        y = self.question.labels.values[rows, 0].astype(np.int64)

        def compute() -> dict[str, Any]:
            spec, options = self._encoder(name)
            X = features.embed(
                self.bench, told, spec, asked, band.modality,
                fitted_on=fitted, bands=(band.name,), options=options, keep=False,
            )  # fmt: skip
            make = self._head(name)
            found: dict[str, Any] = {"dim": X.shape[1]}
            for part in self.parts:
                fold = Fold(np.searchsorted(rows, part.train), np.searchsorted(rows, part.test))
                found[part.name] = weighted_f1(make, X, y, fold)
                if shuffle:
                    what = f"{name}, {band.name}, {part.name} split"
                    checked = audit.shuffled(make, X, y, fold, "classes", self.seed, what)
                    found.setdefault("shuffled", []).append(
                        [checked.what, checked.passed, checked.found]
                    )
            return found

        return self.bench.once(told, compute)

    def checks(self) -> list[Audit]:
        """Whether what was learnt saw no test sample, and no place is on both sides."""
        data, made = self.question.data, []
        for part in self.parts:
            learnt = np.union1d(part.train, self.free) if self.question.alone else part.train
            others = tuple(f"{other.name}: " for other in self.parts if other != part)
            made.append(self.bench.ledger.check(data, part.test, others))
            made.append(audit.apart(data, learnt, part.test, part.rule))
            if data.positions is None:
                made.append(audit.twins(data, learnt, part.test, self.question.bands[0].modality))
            if not self.question.alone:
                made.append(_apart_from_pairs(self.question, part))
        if self.config.seeds == 1:
            return made
        return [Audit(f"{a.what}; repeat {self.number + 1}", a.passed, a.found) for a in made]

    def _named(self, what: str) -> str:
        return f"{what}, repeat {self.number}"

    def _values(self, method: str, size: str) -> dict[str, OptionValue]:
        """What differs from the recipe of a size."""
        config = self.config
        return {
            "backbone": config.backbone,
            "network": config.network,
            "size": config.size,
            "seed": self.seed,
            "split": "random",  # of all that is given, nothing is held out
            "validation": 0.0,
            **({"tau": config.tau} if method == "byol" else {}),
            **values_of(getattr(config, size)),
        }

    def _encoder(self, name: str) -> tuple[str, dict[str, OptionValue]]:
        """The model of a column as ``eo-embed embed`` takes it, and its options."""
        config = self.config
        if name == STATS:
            return "stats", {}
        if name != IMAGENET:
            return f"checkpoint:{self.runs[name].folder}", {}
        # Of one channel: timm sums the first layer's weights over red, green and blue.
        return f"timm:{config.backbone}", {
            "size": config.size,
            "stretch": config.stretch,
            "weights": config.imagenet,
        }

    def _head(self, name: str) -> Callable[[], Head]:
        """The classifier of section VI."""
        config, device = self.config, pick_device(self.bench.device)
        return lambda: PerceptronHead(
            hidden=config.hidden, epochs=config.epochs, batch_size=config.batch_size, lr=config.lr,
            scaled=config.scaled or name == STATS, seed=self.seed, device=device,
        )  # fmt: skip


def _apart_from_pairs(question: Question, part: Part) -> Audit:
    """Whether no place that is tested lies in the other data, which is pretrained on."""
    data, pairs = question.data, question.pairs
    what = f"No place that is tested was pretrained on ({part.name} split)"
    xy, seen = data.positions, pairs.positions
    told = data.projection is not None and data.projection == pairs.projection
    if xy is None or seen is None or not told:
        return Audit(what, None, "the two data sets do not tell where they lie in one projection")
    apart, _ = cKDTree(seen).query(xy[part.test], p=np.inf)
    sides = [audit.ground_side(each) or 0.0 for each in (data, pairs)]
    shared = int((apart < sum(sides) / 2).sum())
    return Audit(
        what, shared == 0, f"{shared} of {len(part.test):,} tested samples lie on ground that was pretrained on"
    )  # fmt: skip


def weighted_f1(
    make: Callable[[], Head], X: NDArray[np.float32], y: NDArray[np.int64], fold: Fold
) -> float:
    """Of the test rows of a fold: the mean of the classes' F1, by how many truly are of each."""
    import torch

    from ....confusion import Confusion

    classes = int(y.max()) + 1
    said = predict_out_of_fold(make, X, y, [fold], "classes", classes).labels
    counts = Confusion(classes)
    counts.add(*(torch.from_numpy(v[fold.test]) for v in (y, said)))
    return counts.weighted_f1()
