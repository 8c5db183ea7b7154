"""What an experiment is made of, and what comes of it: scores, tables beside the paper's, figures, claims, an audit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.stats import t as student

from ...core.charts import Chart
from ...core.errors import RecipeInvalid
from ...core.options import Option, OptionValue

if TYPE_CHECKING:
    from ..datasets import Dataset
    from .bench.folder import Bench


@dataclass(frozen=True)
class Score:
    """One figure that was obtained, or that could not be: a line of ``results.csv``.

    table: of which it is part, ``table 2``. features: what was asked, ``multi-task, all tasks``. task: what it was
    asked for. split: ``random``, ``blocks``, ``bands``. metric: ``r2``, ``accuracy``, ``weighted_f1``, ``miou``.
    value: None where it could not be obtained, and ``why`` says why. seed: of the repeat. labels: given to the head,
    None for all. dim: length of the features.
    """

    table: str
    features: str
    task: str
    split: str
    metric: str
    value: float | None
    seed: int = 0
    labels: int | None = None
    dim: int | None = None
    why: str = ""


class Measured(NamedTuple):
    """A mean over seeds or repeats, with the half-width of its 95% interval (Student's t; NaN for a single one)."""

    mean: float
    half: float
    n: int


def measured(values: Sequence[float]) -> Measured:
    """Mean and interval of what repeats gave."""
    found = np.asarray(values, dtype=np.float64)
    n = len(found)
    if n < 2:
        return Measured(float(found.mean()) if n else math.nan, math.nan, n)
    half = student.ppf(0.975, n - 1) * found.std(ddof=1) / math.sqrt(n)
    return Measured(float(found.mean()), float(half), n)


@dataclass(frozen=True)
class Line:
    """A row of a table: ours and the paper's by column; a column missing from either was not measured or not stated.

    why: where nothing of ours is there, the reason in a sentence (weights that are not on this machine).
    """

    name: str
    ours: Mapping[str, Measured] = field(default_factory=dict)
    paper: Mapping[str, float] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the paper's, asked of our data.

    title: which it is, ``Table 2, random split``. metric: in words. columns: in order. note: what a reader must know
    to compare, a sentence or two.
    """

    title: str
    metric: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart with the name of its files (``curve-elevation``) and what it shows, with the paper's figure beside it in
    words where there is one. A ``picture`` is PNG bytes instead, of images that no chart can draw."""

    name: str
    title: str
    caption: str
    chart: Chart | None = None
    picture: bytes | None = None


@dataclass(frozen=True)
class Claim:
    """What the paper claims, and whether it holds on our data.

    holds: None where it was not asked, or our figures leave it open. found: these, in a sentence, or why there are
    none.
    """

    text: str
    where: str
    holds: bool | None
    found: str


@dataclass(frozen=True)
class Audit:
    """Something checked before figures are believed. passed: None where it cannot be known, and ``found`` says why."""

    what: str
    passed: bool | None
    found: str


@dataclass(frozen=True)
class Findings:
    """All that an experiment gives. differs: what is not as in the paper (data, sizes, weights), a sentence each."""

    scores: tuple[Score, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    audits: tuple[Audit, ...]
    differs: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Experiment:
    """A paper's evaluation: what one file of this package contributes as ``EXPERIMENT``.

    Parameters
    ----------
    name: of the command. title, paper: in words. question: what an analyst learns of her own area, in a sentence.
    data: what it takes, in a sentence or two, for the help and for errors.
    config: a frozen dataclass of ``knob``s with the paper's values.
    quick: values that bring it down to minutes on two cores.
    run: from a bench, the opened data (one of each ``--data``, at least one) and a config to findings. Everything
        that takes long goes through the bench, so that a run that was killed goes on. Raises DataUnfit, saying what is
        needed, where the data cannot serve.
    """

    name: str
    title: str
    paper: str
    question: str
    data: str
    config: type
    quick: Mapping[str, OptionValue]
    run: Callable[[Bench, Sequence[Dataset], Any], Findings]

    def knobs(self) -> dict[str, Option]:
        """By name."""
        return {f.name: f.metadata["option"] for f in fields(self.config)}

    def assumed(self) -> set[str]:
        """Names of knobs whose value the paper does not state."""
        return {f.name for f in fields(self.config) if f.metadata["assumed"]}

    def read(self, given: Mapping[str, OptionValue], quick: bool = False) -> Any:
        """Its config: the paper's values, those of ``quick``, those given. Raises RecipeInvalid for an unknown key."""
        known = self.knobs()
        for name in given:
            if name not in known:
                raise RecipeInvalid(
                    f"The experiment {self.name} has no knob '{name}'; its knobs are: {', '.join(known)}."
                )
        chosen = {**(self.quick if quick else {}), **given}
        return self.config(**{n: known[n].read(n, v) for n, v in chosen.items()})


def values_of(text: str) -> dict[str, str]:
    """``"steps=300, size=32"`` as a knob gives the values of a recipe. Raises RecipeInvalid.

    Pairs are parted by semicolons where a value holds commas.
    """
    found = {}
    for pair in (p.strip() for p in text.split(";" if ";" in text else ",")):
        if not pair:
            continue
        name, equals, value = pair.partition("=")
        if not equals:
            raise RecipeInvalid(f"'{pair}' is no key=value; give such as steps=300,size=32.")
        found[name.strip()] = value.strip()
    return found
