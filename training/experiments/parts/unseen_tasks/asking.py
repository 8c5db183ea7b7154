"""One repeat from its embeddings to its scores: each is asked for unseen tasks and explored, and all is checked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .....core.errors import DataUnfit
from .....core.files import digest
from .....core.probes import Fold, Head, make_head
from ....datasets import Dataset
from ....splits import Split
from ...base import Audit, Score
from ...bench import audit
from . import table as table2
from .figures import Extent, distances_of, spectrum_of
from .ridge import Doubles, column, judge, said_by_ridge
from .rivals import ALL, MOSAIKS, UNTRAINED, Embedded, Repeat

#: What is looked into, beside being asked.
EXPLORED = (ALL, UNTRAINED, MOSAIKS)


@dataclass(frozen=True)
class Outcome:
    """Of one repeat.

    scores: of Table 2 and of section 5.3. said: by line of the table, what ridge regression said under the paper's
    lambda of the test samples, float64 ``(tasks, tested)``. kept: by line, embeddings of all samples of the heads, for
    figures. audits: what was checked.
    """

    scores: list[Score]
    said: dict[str, Doubles]
    kept: dict[str, NDArray[np.float32]]
    audits: list[Audit]


def ask(repeat: Repeat, penalties: Doubles, extent: Extent, *, first: bool) -> Outcome:
    """Make every row's embeddings and ask them.

    penalties: the paper's, then those that the validation part chooses from. first: whether this is the first repeat of
    its split, whose embeddings are kept for figures and whose labels are shuffled once.
    """
    repeat.bench.ledger = audit.Ledger()  # what one dealing tests, another may learn from
    found = Outcome([], {}, {}, [])
    for embedded in repeat.all():
        if embedded.X is None:
            found.scores.extend(_lacking(repeat, embedded))
            continue
        said = _said(repeat, embedded, embedded.X, penalties)
        found.said[embedded.line] = said[:, 0, len(repeat.validation) :]
        found.scores.extend(_scores(repeat, embedded, embedded.X.shape[1], said, penalties))
        if embedded.name in EXPLORED:
            found.scores.extend(_explored(repeat, embedded, embedded.X, extent))
            if first:
                found.kept[embedded.line] = embedded.X
    found.audits.extend(_checks(repeat))
    if first:
        found.audits.extend(_shuffled(repeat, found.kept, float(penalties[0])))
    return found


def require_labels(data: Dataset, tasks: tuple[str, ...], parts: Split) -> None:
    """Raises DataUnfit where a part of the heads' samples has too few labels of a task."""
    for task in tasks:
        y = column(data, task)
        for rows, least, what in (
            (parts.train, 2, "fit on"),
            (parts.validation, 1, "choose lambda by"),
            (parts.test, 2, "test"),
        ):
            known = int(np.isfinite(y[rows]).sum())
            if known < least:
                raise DataUnfit(
                    f"Of the {len(rows):,} samples of {data.name} to {what}, {known} have a label of {task}; give more "
                    "labels, or another task to hold out."
                )


# -- Table 2 -----------------------------------------------------------------------------------


def _said(
    repeat: Repeat, embedded: Embedded, X: NDArray[np.float32], penalties: Doubles
) -> Doubles:
    """What ridge regression says, float64 ``(tasks, penalties, validation and test samples)``."""
    heads, asked = repeat.heads, np.concatenate([repeat.validation, repeat.test])
    seen = np.concatenate([repeat.train, repeat.validation])
    repeat.bench.ledger.touch(f"the heads of {embedded.line}", heads, seen)

    labels = [column(heads, task) for task in repeat.tasks.unseen]

    def compute() -> Doubles:
        return np.stack([said_by_ridge(X, y, repeat.train, asked, penalties) for y in labels])

    # With what it was fitted to: labels may change between two runs, and with them what is said.
    key = digest([y.tobytes().hex() for y in labels])[:8]
    return repeat.bench.array(f"{repeat.name}, {embedded.line}, ridge {key}", compute)


def _scores(
    repeat: Repeat, embedded: Embedded, dim: int, said: Doubles, penalties: Doubles
) -> list[Score]:
    asked = np.concatenate([repeat.validation, repeat.test])
    found = []
    for task, answers in zip(repeat.tasks.unseen, said, strict=True):
        y = column(repeat.heads, task)[asked]
        judged = judge(answers, y, len(repeat.validation), penalties)
        for metric, value in (
            (table2.FIXED, judged.fixed),
            (table2.TUNED, judged.tuned),
            ("lambda_tuned", judged.penalty),
        ):
            why = "" if value is not None else f"All labels of {task} that are tested are the same."
            found.append(
                Score(
                    "Table 2", embedded.line, task, repeat.split, metric, value, repeat.seed, dim=dim, why=why
                )
            )  # fmt: skip
    return found


def _lacking(repeat: Repeat, embedded: Embedded) -> list[Score]:
    """A row that could not be had."""
    return [
        Score(
            "Table 2", embedded.line, task, repeat.split, metric, None, repeat.seed, dim=embedded.dim, why=embedded.why
        )
        for task in repeat.tasks.unseen
        for metric in (table2.FIXED, table2.TUNED)
    ]  # fmt: skip


# -- section 5.3 -------------------------------------------------------------------------------


def _explored(
    repeat: Repeat, embedded: Embedded, X: NDArray[np.float32], extent: Extent
) -> list[Score]:
    """Distances at the last of the lengths, as in the paper; the spectrum at the first (assumed)."""
    dims, found = repeat.networks.dims, []

    def add(table: str, metric: str, value: float) -> None:
        found.append(
            Score(table, embedded.line, "", repeat.split, metric, value, repeat.seed, dim=X.shape[1])
        )  # fmt: skip

    if embedded.dim == dims[-1] and repeat.heads.positions is not None:
        apart = distances_of(X, repeat.heads.positions, extent, repeat.seed)
        if np.isfinite(apart.pearson):
            add("section 5.3.1", table2.CORRELATION, apart.pearson)
    if embedded.dim == dims[0] and np.ptp(X, axis=0).any():
        spread = spectrum_of(X, extent)
        add("section 5.3.2", table2.FIRST_SHARE, float(spread.shares[: table2.FIRST].sum()))
        add("section 5.3.2", table2.RANK, spread.effective_rank)
    return found


# -- checks ------------------------------------------------------------------------------------


def _checks(repeat: Repeat) -> list[Audit]:
    """That nothing learnt saw what is tested, and how far that lies from what was learnt from."""
    stages, of_split = repeat.stages, f"{repeat.split} split"
    ledger = repeat.bench.ledger.check(repeat.heads, repeat.test)
    found = [
        audit.apart(repeat.data, stages.learnt_from, stages.heads.test, of_split),
        replace(ledger, what=f"{ledger.what} ({of_split})"),
    ]
    if repeat.data.positions is None:
        twins = audit.twins(
            repeat.data, stages.learnt_from, stages.heads.test, repeat.networks.modality
        )
        found.append(replace(twins, what=f"{twins.what} ({of_split})"))
    return found


def _shuffled(repeat: Repeat, kept: dict[str, NDArray[np.float32]], penalty: float) -> list[Audit]:
    """What the first row that could be had scores for labels that were shuffled."""
    if not kept:
        return []
    line, X = next(iter(kept.items()))

    def make() -> Head:
        return make_head("ridge", "value", alpha=penalty)

    found = []
    for task in repeat.tasks.unseen:
        y = column(repeat.heads, task)
        known = np.isfinite(y)
        fold = Fold(repeat.train[known[repeat.train]], repeat.test[known[repeat.test]])
        name = f"{line}, {task}, {repeat.split} split"
        found.append(audit.shuffled(make, X, y, fold, "value", repeat.seed, name))
    return found


def joined(audits: list[Audit]) -> list[Audit]:
    """Checks of several repeats, one for each thing that was checked."""
    found: dict[str, list[Audit]] = {}
    for check in audits:
        found.setdefault(check.what, []).append(check)
    return [
        Audit(what, _passed(same), "; ".join(dict.fromkeys(check.found for check in same)))
        for what, same in found.items()
    ]


def _passed(checks: list[Audit]) -> bool | None:
    if any(check.passed is False for check in checks):
        return False
    return None if any(check.passed is None for check in checks) else True
