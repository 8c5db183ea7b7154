"""Which samples pretraining sees, which labels are learnt from and which are tested on, for evaluations that ask at
several shares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .....core.errors import DataUnfit, UsageError
from .....core.probes import Fold, buffered, overlapping
from ....datasets import Dataset, Labels
from ....datasets.base import Rows
from ....datasets.subset import Subset
from ....splits import split


@dataclass(frozen=True)
class Part:
    """Rows to learn from and to be tested on; ``rule``: how they were parted, in words."""

    train: Rows
    test: Rows
    rule: str

    @property
    def fold(self) -> Fold:
        """The same as a fold."""
        return Fold(self.train, self.test)


@dataclass(frozen=True)
class Dealt:
    """pretrain: rows set aside for pretraining, used for nothing else; none where it has imagery of its own.
    parts: by share."""

    pretrain: Rows
    parts: Mapping[float, Part]


def deal(
    data: Dataset,
    labels: Labels | None,
    rows: Rows,
    kind: str,
    shares: Sequence[float],
    seed: int,
    *,
    aside: float = 0.0,
    block: float | None = None,
) -> Dealt:
    """Deal samples out to train on in several shares, the rest of each to test on.

    What a smaller share trains on lies within what the greater one does, so that shares differ in their number of
    labels alone. What is set aside is whole blocks of ground where places are known, whatever the split, so that it is
    the same for all splits. Where samples share ground with a test sample, they are not learnt from.

    Parameters
    ----------
    labels: of the samples, of one task, by which a random split is stratified. rows: those to be dealt out.
    kind: ``random`` or ``blocks``. shares: of what is not set aside, to train on. seed: of all that is drawn.
    aside: share of ``rows`` set aside for pretraining first. block: side of the blocks in metres.

    Raises DataUnfit where a part would be empty.
    """

    def take(how: str, among: Rows, share: float, step: int) -> tuple[Rows, Rows, str]:
        """What is left and what was taken."""
        part = Subset(data, among, labels=labels)
        found = split(part, how, 0.0, share, seed + 1000 * step, block=block)
        return among[found.train], among[found.test], found.rule

    pretrain, rest = np.empty(0, np.intp), rows
    if aside:
        whole_blocks = data.positions is not None and data.groups is None
        rest, pretrain, _ = take("blocks" if whole_blocks else "random", rows, aside, 0)
        pretrain = _clear(data, pretrain, rest)
    if labels is not None:
        rest = rest[np.isfinite(labels.values[rest, 0])]
    parts: dict[float, Part] = {}
    train, test, before = rest, np.empty(0, np.intp), 1.0
    for step, share in enumerate(sorted(shares, reverse=True), start=1):
        train, away, rule = take(kind, train, 1 - share / before, step)
        test, before = np.union1d(test, away), share
        parts[share] = Part(_clear(data, train, test), test, rule.partition(",")[0])
    return Dealt(pretrain, {share: parts[share] for share in shares})


def as_published(data: Dataset, seed: int, *, aside: float = 0.0) -> Dealt:
    """The split that a data set was published with, under the share 0, some of its training part set aside."""
    given = data.given
    if given is None:
        raise DataUnfit(f"{data.name} has no split that it was published with.")
    train, test = np.flatnonzero(given == 0), np.flatnonzero(given == 2)
    if not len(test):
        test = np.flatnonzero(given == 1)
    pretrain = np.empty(0, np.intp)
    if aside:
        taken = deal(data, None, train, "random", (1 - aside,), seed).parts[1 - aside]
        train, pretrain = taken.train, taken.test
    if not len(train) or not len(test):
        raise DataUnfit(f"{data.name} as published leaves nothing to train or to test on.")
    return Dealt(pretrain, {0.0: Part(train, test, "as published")})


def _clear(data: Dataset, rows: Rows, test: Rows) -> Rows:
    """``rows`` that share no ground with test samples."""
    sides = [max(m.size) * m.gsd for m in data.modalities.values() if m.gsd]
    if data.positions is None or not sides or not len(rows) or not len(test):
        return rows
    fold, side = Fold(rows, test), max(sides)
    if not overlapping(data.positions, fold, side):
        return rows
    try:  # squares share no ground when their centres are a diagonal apart
        return buffered(data.positions, fold, math.sqrt(2) * side).train
    except UsageError as error:
        raise DataUnfit(
            f"Samples of {data.name} overlap, so that this split leaves none to learn from that shares no ground with "
            "those tested; part by larger blocks, or make chips that do not overlap."
        ) from error
