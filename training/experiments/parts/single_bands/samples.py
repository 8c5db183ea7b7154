"""Classes to be told from one band at a time: of which data, by which bands, learnt from which samples.

Jain et al. 2021, sections IV and VI.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .....core.errors import DataUnfit
from ....datasets import Dataset, Labels
from ....datasets.base import Rows
from ....datasets.subset import Subset
from ....datasets.tiles import FLOODS, Tiles
from ....splits import split

if TYPE_CHECKING:
    from ...jain import Config


class Band(NamedTuple):
    """A band of what is classified, and the modality that it is of."""

    name: str
    modality: str


@dataclass(frozen=True)
class Question:
    """What is asked.

    data: all samples of what is classified, with one task of classes, NaN where a sample is not asked.
    pairs: what is pretrained on. bands: those asked, which both have.
    """

    data: Subset
    pairs: Dataset
    bands: tuple[Band, ...]

    @property
    def alone(self) -> bool:
        """Whether one data set is both, so that pretraining must not see what is tested."""
        return self.data.whole is self.pairs

    @property
    def labels(self) -> Labels:
        """The one task."""
        if self.data.labels is None:  # never: it was made with them
            raise DataUnfit(f"{self.data.name} has no labels.")
        return self.data.labels

    @property
    def asked(self) -> Rows:
        """Rows with a class."""
        return np.flatnonzero(np.isfinite(self.labels.values[:, 0]))


def choose(data: Sequence[Dataset], config: Config, seed: int, order: Sequence[str]) -> Question:
    """What is classified: the first with labels of classes, one that has no pairs before one that has, else the first
    with masks, in tiles. What is pretrained on: the first with optical and SAR images.

    order: names of bands, those of the study in its order.

    Raises DataUnfit, saying what is needed, where there is none of either, or no band that both have.
    """
    pairs = next((each for each in data if is_paired(each)), None)
    if pairs is None:
        there = "; ".join(f"{d.name}: {', '.join(d.modalities)}" for d in data)
        raise DataUnfit(
            f"None of the data has optical and SAR images of the same places, which are paired here ({there}); give "
            "SEN12MS, DFC2020, OMBRIA, or a workspace with two such sources, beside what is to be classified."
        )
    found, task = _classified(data, config)
    if isinstance(found, Tiles) and found.whole is pairs:
        pairs = found
    labels = found.labels
    if labels is None:  # never: it was chosen for them
        raise DataUnfit(f"{found.name} has no labels.")
    values = labels.values[:, [task]].copy()
    known = np.flatnonzero(np.isfinite(values[:, 0]))
    if config.samples:
        left = np.random.default_rng(seed).permutation(known)[config.samples :]
        values[left] = np.nan
    one = Labels((labels.tasks[task],), values, (labels.classes[task],))
    asked = Subset(found, np.arange(len(found)), labels=one)
    return Question(asked, pairs, _bands(found, pairs, config.bands, order))


def is_paired(data: Dataset) -> bool:
    """Whether it has optical and SAR images."""
    return {"optical", "sar"} <= {m.sensor for m in data.modalities.values()}


def _classified(data: Sequence[Dataset], config: Config) -> tuple[Dataset, int]:
    """A data set and which of its tasks is asked."""
    for each in sorted(data, key=is_paired):  # what has no pairs can be nothing else
        labels = each.labels
        for task, name in enumerate(labels.tasks if labels else ()):
            if labels and labels.kind(task) == "classes" and config.task in ("", name):
                return each, task
    for each in data:
        if len(each.mask_classes) > 1 and not config.task:
            two = len(each.mask_classes) == 2
            return Tiles(each, config.tile, config.shares or (FLOODS if two else 0.5)), 0
    what = f"labels of classes called {config.task}" if config.task else "labels of classes"
    raise DataUnfit(
        f"None of the data has {what} ({', '.join(d.name for d in data)}); give EuroSAT, a workspace with a target of "
        "classes, or with a raster of classes by --data-set rasters=name=path:majority."
    )


def _bands(data: Dataset, pairs: Dataset, wanted: str, order: Sequence[str]) -> tuple[Band, ...]:
    """Bands that both have: those wanted, by default those of ``order`` and of SAR, or all where none is of these."""
    seen = {b.lower(): (m.units, m.sensor) for m in pairs.modalities.values() for b in m.bands}
    there: dict[str, Band] = {}
    for name, modality in data.modalities.items():
        for band in modality.bands:
            if band.lower() in seen:
                there.setdefault(band.lower(), Band(band, name))
    if wanted:
        asked = [part.strip().lower() for part in wanted.split(",") if part.strip()]
    else:
        asked = [name for name in order if name in there]
        sar = [b for b in there if seen[b][1] == "sar" and b not in asked]
        asked = [*asked, *sar] if asked else list(there)
    if not asked or not set(asked) <= there.keys():
        raise DataUnfit(
            f"{data.name} and {pairs.name} share the bands {', '.join(there) or 'none'}"
            f"{f', not {wanted}' if wanted else ''}; an encoder is asked for bands that it was pretrained on."
        )
    for band in asked:
        units = data.modalities[there[band].modality].units
        if units != seen[band][0]:
            raise DataUnfit(
                f"{data.name} has {band} in {units}, but {pairs.name} in {seen[band][0]}; give both in the same "
                "units, or classify what is pretrained on."
            )
    return tuple(there[band] for band in dict.fromkeys(asked))


# -- which samples are for what ----------------------------------------------------------------


class Part(NamedTuple):
    """A split: rows of ``Question.data`` that heads learn from and are tested on; ``free`` are all rows, with a class
    or without, that may be learnt from. rule: in words."""

    name: str
    train: Rows
    test: Rows
    free: Rows
    rule: str


def divide(question: Question, config: Config, seed: int) -> tuple[list[Part], list[str]]:
    """At random as the paper is assumed to; and by blocks where places are known. Whole groups always.

    And sentences on what could not be done. Raises DataUnfit where nothing can be tested.
    """
    data, asked = question.data, question.asked
    parts, notes = [], []
    for kind in ("random", "blocks") if data.positions is not None else ("random",):
        try:
            found = split(data, kind, 0.0, config.test, seed, block=config.block or None)
            train, test = (np.intersect1d(rows, asked) for rows in (found.train, found.test))
            _require_classes(question, train, test)
        except DataUnfit as error:
            if kind == "random":
                raise
            notes.append(f"Not asked by blocks: {error}")
            continue
        parts.append(Part(kind, train, test, found.train, found.rule))
        notes += [note for note in found.notes if note]
    return parts, notes


def _require_classes(question: Question, train: Rows, test: Rows) -> None:
    y = question.labels.values[:, 0]
    if len(np.unique(y[train])) < 2 or len(test) == 0:
        raise DataUnfit(
            f"{question.data.name} leaves {len(np.unique(y[train]))} classes to learn from and {len(test)} samples to "
            "test on; give more labels, or smaller blocks."
        )


def common(parts: Sequence[Part]) -> Rows:
    """Rows that no part tests on: one pretraining serves all parts."""
    rows = parts[0].free
    for part in parts[1:]:
        rows = np.intersect1d(rows, part.free)
    return rows
