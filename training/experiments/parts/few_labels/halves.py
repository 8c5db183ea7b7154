"""Labels as two classes: low and high, parted at the median of an area's training part.

Allen et al. 2023, sections 3 and 4.2. The paper thresholds "on each AOI", its test part included, so that classes are
balanced; a median is a statistic, and here the test part touches none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ....datasets import Labels
from ....datasets.base import Rows
from ....splits import Split

#: Labels that each part needs, so that a score means something.
_LEAST = 10
#: Shares of high labels between which halves are called even.
_EVEN = (0.45, 0.55)


@dataclass(frozen=True)
class Halved:
    """A task of an area with two classes.

    values: float32 ``(n,)`` as labelled, NaN unknown. y: int64 ``(n,)``, 1 high, 0 low, -1 unknown. train, test: rows
    with a label. threshold: the median; NaN for a class, which is there or not. rule: what counts as high, in words.
    """

    task: str
    values: NDArray[np.float32]
    y: NDArray[np.int64]
    train: Rows
    test: Rows
    threshold: float
    rule: str

    def high(self, rows: Rows) -> float:
        """Share of high labels among those of ``rows``."""
        return float(self.y[rows].mean())

    @property
    def commonest(self) -> float:
        """What always answering the commonest class of the test part would score."""
        share = self.high(self.test)
        return max(share, 1 - share)


def halve(
    labels: Labels, parts: Split, area: str, wanted: Sequence[str] = (), least: float = 0.1
) -> tuple[list[Halved], list[str]]:
    """The tasks of an area in two classes each, and sentences on those that are uneven or left out.

    Parameters
    ----------
    parts: of the area's samples; thresholds are of ``train`` alone.
    wanted: names of tasks, or of single classes such as ``cover: water``; all by default.
    least: share of the smaller class of the training part, below which a task is left out.
    """
    kept, notes = [], []
    for task, values, classes in _columns(labels):
        if wanted and task not in wanted and task.partition(": ")[0] not in wanted:
            continue
        found = _halved(task, values, classes, parts)
        if why := _unfit(found, least):
            notes.append(f"{task} in {area} is left out: {why}.")
            continue
        kept.append(found)
        share = found.high(found.train)
        if not _EVEN[0] <= share <= _EVEN[1]:
            notes.append(
                f"{task} in {area} has no even halves: {share:.0%} of its training labels are high ({found.rule})"
                + (f", since {_tied(found):.0%} are the median itself." if not classes else ".")
            )
    return kept, notes


def _columns(labels: Labels) -> Iterator[tuple[str, NDArray[np.float32], str]]:
    """Each task; of a task of several classes each of them as 0 and 1, with the name of what is there."""
    for task, values, classes in zip(labels.tasks, labels.values.T, labels.classes, strict=True):
        if len(classes) == 2:
            yield task, values, classes[1]
            continue
        for code, name in enumerate(classes):
            yield f"{task}: {name}", np.where(np.isnan(values), values, values == code), name
        if not classes:
            yield task, values, ""


def _halved(task: str, values: NDArray[np.float32], there: str, parts: Split) -> Halved:
    known = np.isfinite(values)
    train, test = (rows[known[rows]] for rows in (parts.train, parts.test))
    high, threshold, rule = values > 0, np.nan, there
    if not there:
        high, threshold, rule = _above_median(values, train)
    y = np.where(known, high, -1).astype(np.int64)
    return Halved(task, values, y, train, test, threshold, rule)


def _above_median(values: NDArray[np.float32], train: Rows) -> tuple[NDArray[np.bool_], float, str]:
    """What is high, the median, and the rule: what equals it goes to whichever side leaves the halves more even."""
    median = float(np.median(values[train].astype(np.float64))) if len(train) else np.nan
    above, from_it = values > median, values >= median
    if len(train) and abs(from_it[train].mean() - 0.5) < abs(above[train].mean() - 0.5):
        return from_it, median, f"{median:.4g} or more"
    return above, median, f"more than {median:.4g}"


def _tied(found: Halved) -> float:
    """Share of training labels that are the median."""
    return float((found.values[found.train] == np.float32(found.threshold)).mean())


def _unfit(found: Halved, least: float) -> str:
    """Why nothing can be asked of it; empty where it can."""
    if min(len(found.train), len(found.test)) < _LEAST:
        return f"it has {len(found.train)} labels to train on and {len(found.test)} to test on"
    high = found.high(found.train)
    if min(high, 1 - high) < least:
        return f"{high:.1%} of its training labels are high ({found.rule}), the others low"
    if found.commonest == 1:
        return "its test labels are all of one half"
    return ""
