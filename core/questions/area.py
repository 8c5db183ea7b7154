"""How good a map is and how much there is of each class, inferred from a probability sample.

What is counted on a map is wrong by what the map is wrong. The reference labels of a stratified
random sample of its cells (``sample.draw``) correct that, whatever the map's quality, and say how
sure the correction is:

- classes: the estimators of Stehman 2014 (International Journal of Remote Sensing 35:4923), which
  hold where the strata are not the map's classes. Where they are, these reduce to equations 1 to 11
  of Olofsson et al. 2014 (Remote Sensing of Environment 148:42), but for the finite population
  correction, which Olofsson et al. leave out and a map of few cells needs;
- values: the difference estimator of Särndal, Swensson and Wretman 1992 (Model Assisted Survey
  Sampling, section 6.3); Ståhl et al. 2016 (Forest Ecosystems 3:5) review its use with maps.

Both need every labelled cell to be drawn at random. Cells that were drawn and not labelled are left
out by the caller, which is right only where they are not unlike the others of their stratum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import LabelsTooFew, UsageError

Unit = Literal["m2", "cells"]

FEW_CELLS = 5  # assumed: below this a note says that the normal interval is poor


@dataclass(frozen=True)
class Estimated:
    """An estimate, its standard error, and its confidence interval; NaN where undefined.

    The interval is value ± quantile of the normal distribution × standard error, as in the papers,
    cut off where the quantity ends: accuracies and proportions at 0 and 1, areas at 0 and the area
    of the map.
    """

    value: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True)
class StratumSample:
    """One stratum: its cells, how many of them are in the sample, and its share of the map."""

    name: str
    cells: int
    sampled: int
    weight: float


@dataclass(frozen=True)
class ClassEstimate:
    """One class of the map or the reference.

    sampled_mapped, sampled_reference: sampled cells that the map, and that the reference, calls so.
    users_accuracy: share of what is mapped so that is so; NaN where none is sampled.
    producers_accuracy: share of what is so that is mapped so; NaN where none is sampled.
    proportion, area: how much of the map is so by the reference, as a share and in ``unit``.
    mapped_area: area by counting the map's cells, in ``unit``; NaN where not known.
    """

    name: str
    sampled_mapped: int
    sampled_reference: int
    users_accuracy: Estimated
    producers_accuracy: Estimated
    proportion: Estimated
    area: Estimated
    mapped_area: float


@dataclass(frozen=True)
class AreaEstimate:
    """Accuracy and areas, inferred from ``n`` cells.

    level: of the confidence intervals. unit: of areas. total_area: of the map, in ``unit``.
    counts, proportions: the error matrix in sampled cells and in estimated shares of the map's
    area; rows are the map's classes, columns the reference's, in the order of ``classes``.
    notes: what a reader should know, one sentence each.
    """

    n: int
    level: float
    unit: Unit
    total_area: float
    overall_accuracy: Estimated
    classes: tuple[ClassEstimate, ...]
    counts: tuple[tuple[int, ...], ...]
    proportions: tuple[tuple[float, ...], ...]
    strata: tuple[StratumSample, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MeanEstimate:
    """The mean of a value over the map, inferred from ``n`` cells; all in the value's unit.

    mean: the map's mean, corrected by the differences found in the sample.
    expansion: what the sample tells without the map.
    predicted_mean: the map's own mean, uncorrected.
    relative_efficiency: variance of ``expansion`` over that of ``mean``; 4 says that without the map
    it would take about 4 times the cells. NaN where ``mean`` has an estimated variance of 0.
    notes: what a reader should know, one sentence each.
    """

    n: int
    level: float
    mean: Estimated
    expansion: Estimated
    predicted_mean: float
    relative_efficiency: float
    strata: tuple[StratumSample, ...]
    notes: tuple[str, ...]


def estimate_areas(
    stratum: ArrayLike,
    mapped: ArrayLike,
    reference: ArrayLike,
    *,
    stratum_cells: Sequence[int],
    stratum_areas: Sequence[float] | None = None,
    mapped_areas: Sequence[float] | None = None,
    class_names: Sequence[str],
    stratum_names: Sequence[str],
    level: float = 0.95,
) -> AreaEstimate:
    """Accuracy of a class map and area of each class from a labelled stratified random sample.

    stratum, mapped, reference: (n,) integer indices of each labelled cell into ``stratum_names``
    and ``class_names``; the classes are those of the map and the reference together.
    stratum_cells, stratum_areas: cells and m² of each stratum of the map, with data; without areas,
    cells are taken to be alike and counted. mapped_areas: area of each class on the map, in m² (or
    cells); without them they are known where each stratum is the map class of its name.

    Raises LabelsTooFew for a stratum with fewer than 2 labelled cells (unless it has but one),
    UsageError for lists and indices that do not fit and a ``level`` that is not between 0 and 1.
    """
    design = _Design.of(stratum, stratum_cells, stratum_areas, stratum_names)
    said = _indices(mapped, class_names, "map class", design.n)
    true = _indices(reference, class_names, "reference class", design.n)
    z, k = _quantile(level), len(class_names)
    counted = _mapped_areas(mapped_areas, said, design, class_names)
    cell_of_matrix = said * k + true
    counts = np.bincount(cell_of_matrix, minlength=k * k).reshape(k, k)
    shares = np.bincount(cell_of_matrix, design.unit_weights, k * k).reshape(k, k)
    overall = _interval(*design.mean(said == true), z, 1.0)
    classes = tuple(
        _class_estimate(name, said == c, true == c, design, z, float(counted[c]))
        for c, name in enumerate(class_names)
    )
    return AreaEstimate(
        n=design.n,
        level=level,
        unit="cells" if stratum_areas is None else "m2",
        total_area=design.total,
        overall_accuracy=overall,
        classes=classes,
        counts=tuple(map(tuple, counts.tolist())),
        proportions=tuple(map(tuple, shares.tolist())),
        strata=design.strata(),
        notes=tuple(_class_notes(classes, overall, said == true, design)),
    )


def estimate_mean(
    stratum: ArrayLike,
    predicted: ArrayLike,
    reference: ArrayLike,
    *,
    stratum_cells: Sequence[int],
    stratum_areas: Sequence[float] | None = None,
    predicted_mean: float,
    stratum_names: Sequence[str],
    level: float = 0.95,
) -> MeanEstimate:
    """Mean of a value over the map: the map's mean and the mean difference of a labelled sample.

    stratum: (n,) integer indices into ``stratum_names``. predicted, reference: (n,) values of the
    map and of the reference at the same cells. predicted_mean: over all cells of the strata,
    weighted by their area. The rest, and what is raised, are as of ``estimate_areas``; UsageError
    also for values that are missing. Unbiased as long as the map was made without these labels.
    """
    design = _Design.of(stratum, stratum_cells, stratum_areas, stratum_names)
    said = _values(predicted, "map", design.n)
    true = _values(reference, "reference", design.n)
    if not math.isfinite(predicted_mean):
        raise UsageError("The mean of the predicted values over the map is missing or infinite.")
    z = _quantile(level)
    difference, error = design.mean(true - said)
    alone, alone_error = design.mean(true)
    return MeanEstimate(
        n=design.n,
        level=level,
        mean=_interval(predicted_mean + difference, error, z),
        expansion=_interval(alone, alone_error, z),
        predicted_mean=float(predicted_mean),
        relative_efficiency=(alone_error / error) ** 2 if error else math.nan,
        strata=design.strata(),
        notes=tuple(_mean_notes(error, alone_error, design)),
    )


@dataclass(frozen=True)
class _Design:
    """A stratified sample: the stratum of each of its cells, and of each stratum its name, size in
    cells, sampled cells and share of the map's area."""

    stratum: NDArray[np.int64]
    names: Sequence[str]
    cells: NDArray[np.int64]
    sampled: NDArray[np.int64]
    sizes: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        stratum: ArrayLike,
        cells: Sequence[int],
        areas: Sequence[float] | None,
        names: Sequence[str],
    ) -> _Design:
        """Checked: every stratum with cells has at least two of them in the sample, or all."""
        counts = _one_each(cells, names, "cell counts", "strata")
        sizes = counts if areas is None else _one_each(areas, names, "areas", "strata")
        if not ((sizes > 0) == (counts > 0)).all() or not counts.any():
            raise UsageError("A map needs a stratum with cells, and strata with cells an area.")
        index = _indices(stratum, names, "stratum", np.size(stratum))
        whole = counts.astype(np.int64)
        sampled = np.bincount(index, minlength=len(names))
        _check_sampled(sampled, whole, names)
        return cls(index, names, whole, sampled, sizes)

    @property
    def n(self) -> int:
        return len(self.stratum)

    @property
    def total(self) -> float:
        return float(self.sizes.sum())

    @property
    def weights(self) -> NDArray[np.float64]:
        return self.sizes / self.total

    @property
    def unit_weights(self) -> NDArray[np.float64]:
        """(n,) share of the map's area that each sampled cell stands for."""
        return (self.weights / np.maximum(self.sampled, 1))[self.stratum]

    def mean(self, y: NDArray[Any]) -> tuple[float, float]:
        """Mean of ``y`` (n,) over the map, and standard error (Stehman 2014, eqs. 2, 25 and 26)."""
        n = np.maximum(self.sampled, 1)
        means = np.bincount(self.stratum, y, len(n)) / n
        squares = np.bincount(self.stratum, (y - means[self.stratum]) ** 2, len(n))
        unseen = 1 - self.sampled / np.maximum(self.cells, 1)  # finite population correction
        variances = self.weights**2 * unseen * squares / np.maximum(n - 1, 1) / n
        return float(self.weights @ means), math.sqrt(variances.sum())

    def ratio(self, y: NDArray[Any], x: NDArray[Any]) -> tuple[float, float]:
        """Total of ``y`` over total of ``x``, and standard error (Stehman 2014, eqs. 27 and 28).

        The variance of equation 28, s²(y) + R² s²(x) - 2 R s(x, y), is that of y - R x.
        """
        if not x.any():
            return math.nan, math.nan
        whole, _ = self.mean(x)
        ratio = self.mean(y)[0] / whole
        return ratio, self.mean(y - ratio * x)[1] / whole

    def strata(self) -> tuple[StratumSample, ...]:
        columns = (self.cells.tolist(), self.sampled.tolist(), self.weights.tolist())
        return tuple(map(StratumSample, self.names, *columns))

    @property
    def incomplete(self) -> NDArray[np.intp]:
        """Indices of the strata of which cells are left that are not in the sample."""
        return np.flatnonzero(self.sampled < self.cells)


def _class_estimate(
    name: str,
    said: NDArray[np.bool_],
    true: NDArray[np.bool_],
    design: _Design,
    z: float,
    mapped_area: float,
) -> ClassEstimate:
    share, error = design.mean(true)
    return ClassEstimate(
        name=name,
        sampled_mapped=int(said.sum()),
        sampled_reference=int(true.sum()),
        users_accuracy=_interval(*design.ratio(said & true, said), z, 1.0),
        producers_accuracy=_interval(*design.ratio(said & true, true), z, 1.0),
        proportion=_interval(share, error, z, 1.0),
        area=_interval(share * design.total, error * design.total, z, design.total),
        mapped_area=mapped_area,
    )


def _interval(value: float, error: float, z: float, most: float | None = None) -> Estimated:
    """The confidence interval, cut off at 0 and ``most`` where there is such an end."""
    ends = np.array([value, value - z * error, value + z * error])
    if most is not None:
        ends = ends.clip(0.0, most)
    value, low, high = ends.tolist()
    return Estimated(value, error, low, high)


def _quantile(level: float) -> float:
    if not 0 < level < 1:
        raise UsageError(f"A confidence level of {level:g} cannot be; give one such as 0.95.")
    return NormalDist().inv_cdf(0.5 + level / 2)


def _mapped_areas(
    given: Sequence[float] | None,
    said: NDArray[np.int64],
    design: _Design,
    class_names: Sequence[str],
) -> NDArray[np.float64]:
    """Area of each class on the map: given, or that of its stratum where the strata are the map."""
    if given is not None:
        return _one_each(given, class_names, "mapped areas", "classes")
    position = {name: c for c, name in enumerate(class_names)}
    class_of = np.array([position.get(name, -1) for name in design.names])
    if (class_of < 0).any() or (class_of[design.stratum] != said).any():
        return np.full(len(class_names), math.nan)
    return np.asarray(np.bincount(class_of, design.sizes, len(class_names)), dtype=np.float64)


def _class_notes(
    classes: Sequence[ClassEstimate],
    overall: Estimated,
    right: NDArray[np.bool_],
    design: _Design,
) -> list[str]:
    notes = [
        f"No sampled cell is mapped as {c.name}, so it has no user's accuracy."
        for c in classes
        if c.sampled_mapped == 0
    ]
    notes += [
        f"No sampled cell is {c.name} by the reference, so it has no producer's accuracy, and its "
        "area is estimated as 0 without a standard error, although there may be some."
        for c in classes
        if c.sampled_reference == 0
    ]
    few = [
        f"user's accuracy of {c.name} ({c.sampled_mapped})"
        for c in classes
        if 0 < c.sampled_mapped < FEW_CELLS
    ]
    few += [
        f"producer's accuracy and area of {c.name} ({c.sampled_reference})"
        for c in classes
        if 0 < c.sampled_reference < FEW_CELLS
    ]
    if few:
        notes.append(
            f"Fewer than {FEW_CELLS} sampled cells bear on these, for which the normal interval is "
            f"poor: {', '.join(few)}."
        )
    unanimous = _unanimous(classes, overall, right, design)
    if unanimous:
        notes.append(
            "All sampled cells agree in these, so that their estimated variance is 0, which is no "
            f"certainty: {', '.join(unanimous)}."
        )
    return notes


def _unanimous(
    classes: Sequence[ClassEstimate],
    overall: Estimated,
    right: NDArray[np.bool_],
    design: _Design,
) -> list[str]:
    """Accuracies that are estimated to be 0 or 1 for certain, of a map not seen whole."""
    if not len(design.incomplete):
        return []
    correct = np.bincount(design.stratum, right, len(design.names))
    found = [
        f"accuracy in stratum {design.names[h]}"
        for h in design.incomplete
        if correct[h] in (0, design.sampled[h])
    ]
    named = [("overall accuracy", overall)]
    named += [(f"user's accuracy of {c.name}", c.users_accuracy) for c in classes]
    named += [(f"producer's accuracy of {c.name}", c.producers_accuracy) for c in classes]
    return found + [name for name, accuracy in named if accuracy.standard_error == 0]


def _mean_notes(error: float, alone_error: float, design: _Design) -> list[str]:
    notes = []
    few = [design.names[h] for h in design.incomplete if design.sampled[h] < FEW_CELLS]
    if few:
        notes.append(
            f"Strata with fewer than {FEW_CELLS} sampled cells, for which the normal interval is "
            f"poor: {', '.join(few)}."
        )
    if error == 0 and len(design.incomplete):
        notes.append(
            "The map differs from the reference by the same amount in all sampled cells of each "
            "stratum, so that the estimated variance is 0, which is no certainty."
        )
    if error > alone_error:
        notes.append(
            "The sample alone is more precise than together with the map, which misleads here."
        )
    return notes


def _check_sampled(
    sampled: NDArray[np.int64], cells: NDArray[np.int64], names: Sequence[str]
) -> None:
    for name, n, size in zip(names, sampled, cells, strict=True):
        if n > size:
            raise UsageError(f"The sample has {n} cells in stratum {name}, which has {size} cells.")
        if n < min(2, size):
            found = "no labelled cell" if n == 0 else "only 1 labelled cell"
            raise LabelsTooFew(
                f"The sample has {found} in stratum {name}; label at least {min(2, size)} of its "
                f"{size} cells."
            )


def _indices(given: ArrayLike, names: Sequence[str], what: str, n: int) -> NDArray[np.int64]:
    """(n,) int64 positions in ``names``."""
    index = np.asarray(given)
    if index.shape != (n,):
        raise UsageError(f"The sample has {n} cells, but {what} indices of shape {index.shape}.")
    if n and (index.dtype.kind not in "iu" or not 0 <= index.min() <= index.max() < len(names)):
        raise UsageError(
            f"A {what} index of the sample is none of the {len(names)} there are, numbered from 0; "
            "leave out cells without a label."
        )
    return index.astype(np.int64)


def _values(given: ArrayLike, what: str, n: int) -> NDArray[np.float64]:
    values = np.asarray(given, dtype=np.float64)
    if values.shape != (n,):
        raise UsageError(f"The sample has {n} cells, but {what} values of shape {values.shape}.")
    if not np.isfinite(values).all():
        raise UsageError(
            f"A {what} value of the sample is missing or infinite; leave its cell out."
        )
    return values


def _one_each(
    given: Sequence[float], names: Sequence[str], what: str, of: str
) -> NDArray[np.float64]:
    """(len(names),) float64 sizes, none of them below 0."""
    sizes = np.asarray(given, dtype=np.float64)
    if sizes.shape != (len(names),):
        raise UsageError(f"There are {sizes.size} {what} for {len(names)} {of}; give one for each.")
    if not (np.isfinite(sizes) & (sizes >= 0)).all():
        raise UsageError(f"There are {what} below 0, or missing, among those of the {of}.")
    return sizes
