"""What ridge regression makes of embeddings for tasks that no network learnt (Naik & Foley-Cox 2022, section 5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .....core.errors import DataUnfit
from .....core.probes import measure
from .....core.probes.base import FARTHEST, Standardiser
from .....core.probes.ridge import fit_path
from ....datasets import Dataset, Labels, tasks_of
from ....datasets.base import Rows

Doubles = NDArray[np.float64]

#: Those that the paper's Table 2 asks for.
ASKED = ("population", "nightlights")


@dataclass(frozen=True)
class Tasks:
    """Which tasks the networks learn, and which they never see: names, in the order of the labels."""

    learned: tuple[str, ...]
    unseen: tuple[str, ...]


def choose_tasks(data: Dataset, learned: str, unseen: str, most: int | None = None) -> Tasks:
    """The tasks named (by commas), or by default: unseen are population and nightlights, else the last two values, of
    two the last; learned are all other values.

    most: of the learned ones at most, where they are not named: those of most different labels. Raises DataUnfit
    where a task is not there, is no value, or is on both sides, or there are fewer than two values.
    """
    labels = data.labels
    values = _values_of(labels) if labels is not None else []
    if labels is None or len(values) < 2:
        raise DataUnfit(
            f"{data.name} has labels of {len(values)} task{'s' * (len(values) != 1)} whose labels are numbers, and "
            "this experiment takes two at least, one to learn and one that stays unseen; give more, such as --data-set "
            "rasters=cover=nlcd.tif:share,elevation=srtm.tif:mean for a workspace."
        )
    named = _named(data, learned)
    free = [task for task in values if task not in named]
    asked = _named(data, unseen) or [t for t in ASKED if t in free] or free[-2:]
    if not unseen and not named and not set(free) - set(asked):
        asked = free[-1:]
    taught = named or [task for task in free if task not in asked]
    if both := [t for t in taught if t in asked]:
        raise DataUnfit(f"{both[0]} cannot be learned and unseen; name it in tasks or in hold_out.")
    if classes := [t for t in asked if t not in values]:
        raise DataUnfit(
            f"{classes[0]} of {data.name} has classes, and ridge regression predicts numbers; hold out some of: "
            f"{', '.join(values)}."
        )
    if not taught or not asked:
        which = "learn; hold out" if asked else "hold out; learn"
        raise DataUnfit(f"No task of {data.name} is left to {which} fewer of them.")
    if most is not None and not learned:
        taught = most_varied(data, taught, most)
    return Tasks(tuple(taught), tuple(asked))


def _values_of(labels: Labels) -> list[str]:
    return [name for i, name in enumerate(labels.tasks) if labels.kind(i) == "value"]


def _named(data: Dataset, names: str) -> list[str]:
    """Names by commas. Raises DataUnfit for one that is not there."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    tasks_of(data, wanted)
    return wanted


def most_varied(data: Dataset, tasks: Sequence[str], most: int) -> list[str]:
    """So many of the tasks, in their order: those whose labels differ from their commonest one in most samples, which
    a class that is nearly nowhere does in few, whatever its unit."""

    def varied(task: str) -> int:
        known = column(data, task)
        counts = np.unique(known[np.isfinite(known)], return_counts=True)[1]
        return int(counts.sum() - counts.max(initial=0))

    best = sorted(tasks, key=varied, reverse=True)[:most]
    return [task for task in tasks if task in best]


def column(data: Dataset, task: str) -> Doubles:
    """Labels of a task that the data has, float64 ``(n,)``, NaN where unknown."""
    (at,) = tasks_of(data, [task])
    return data.labels.values[:, at].astype(np.float64) if data.labels is not None else np.empty(0)


def said_by_ridge(
    X: NDArray[np.float32], y: Doubles, train: Rows, asked: Rows, penalties: Doubles
) -> Doubles:
    """What ridge regression says of rows under each penalty, float64 ``(penalties, asked)``.

    X: (n, d) embeddings, standardised on the training rows as heads do. y: (n,) labels, NaN where unknown. train: rows
    to fit on, of which those without a label are left out. The squared errors' sum is penalised, with an intercept that
    is not.
    """
    known = train[np.isfinite(y[train])]
    columns = Standardiser.fit(X[known])
    seen, shown = (
        np.clip(columns.standardise(X[rows]), -FARTHEST, FARTHEST) for rows in (known, asked)
    )
    fits = fit_path(seen, y[known, None], np.ones(len(known)), penalties)
    return np.stack([(shown @ fit.coef + fit.intercept)[:, 0] for fit in fits])


@dataclass(frozen=True)
class Judged:
    """R² on the test part: ``fixed`` under the paper's penalty, ``tuned`` under that which errs least on the
    validation part, which is ``penalty``; None where the labels tested do not vary."""

    fixed: float | None
    tuned: float | None
    penalty: float


def judge(said: Doubles, y: Doubles, validation: int, penalties: Doubles) -> Judged:
    """R² of what ``said_by_ridge`` gave for rows of which the first ``validation`` validate, the others test.

    said: (penalties, rows), of which the first penalty is the fixed one and the others the grid. y: (rows,), NaN where
    unknown.
    """
    known = np.isfinite(y)
    first = known & (np.arange(len(y)) < validation)
    errors = np.square(said[1:, first] - y[first]).sum(axis=1)
    best = 1 + int(errors.argmin())
    tested = known & ~first
    fixed, tuned = (_r2(y[tested], said[i, tested]) for i in (0, best))
    return Judged(fixed, tuned, float(penalties[best]))


def _r2(y: Doubles, said: Doubles) -> float | None:
    if len(y) < 2 or np.ptp(y) == 0:
        return None
    return float(measure("value", y, said)["r2"])
