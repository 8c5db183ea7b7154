from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from eo_embed.core.errors import LabelsTooFew, UsageError
from eo_embed.core.questions.area import (
    AreaEstimate,
    Estimated,
    MeanEstimate,
    estimate_areas,
    estimate_mean,
)
from eo_embed.core.questions.sample import allocate, draw

NEVER_SEEN_WHOLE = 10**12  # cells in a stratum: the finite population correction is 1

# Olofsson et al. 2014, Table 8: sampled pixels, rows map (which are the strata), columns reference.
OLOFSSON_NAMES = ["deforestation", "forest gain", "stable forest", "stable non-forest"]
OLOFSSON_COUNTS = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
OLOFSSON_PIXELS = [200_000, 150_000, 3_200_000, 6_450_000]
PIXEL_M2 = 30.0**2


def cells_of(counts: NDArray) -> tuple[NDArray, NDArray]:
    """Row and column of each cell that ``counts`` counts."""
    rows, columns = np.indices(counts.shape)
    return np.repeat(rows.ravel(), counts.ravel()), np.repeat(columns.ravel(), counts.ravel())


def olofsson(**options: Any) -> AreaEstimate:
    mapped, reference = cells_of(OLOFSSON_COUNTS)
    given: dict[str, Any] = {
        "stratum_cells": OLOFSSON_PIXELS,
        "stratum_areas": [n * PIXEL_M2 for n in OLOFSSON_PIXELS],
        "class_names": OLOFSSON_NAMES,
        "stratum_names": OLOFSSON_NAMES,
    }
    return estimate_areas(mapped, mapped, reference, **{**given, **options})


def half_width(part: Estimated) -> float:
    return 1.96 * part.standard_error


def test_olofssons_worked_example() -> None:
    """Table 9 and section 5.2 of Olofsson et al. 2014, to the digits that are printed there.

    Two half-widths of producer's accuracy are those of the paper's equation 7, and of the R package
    mapaccuracy 0.1.2 for the same data: the text prints 0.23 for forest gain and 0.01 for stable
    non-forest, where the equation gives 0.254 and 0.018.
    """
    found = olofsson()
    assert found.counts == tuple(map(tuple, OLOFSSON_COUNTS.tolist()))
    np.testing.assert_array_equal(
        np.round(found.proportions, 4),
        [
            [0.0176, 0, 0.0013, 0.0011],
            [0, 0.0110, 0.0016, 0.0024],
            [0.0019, 0, 0.2967, 0.0213],
            [0.0040, 0.0020, 0.0179, 0.6212],
        ],
    )
    for accuracy, printed in (
        ([found.overall_accuracy], [(0.95, 0.02)]),
        (
            [c.users_accuracy for c in found.classes],
            [(0.88, 0.07), (0.73, 0.10), (0.93, 0.04), (0.96, 0.02)],
        ),
        (
            [c.producers_accuracy for c in found.classes],
            [(0.75, 0.21), (0.85, 0.25), (0.93, 0.03), (0.96, 0.02)],
        ),
    ):
        assert [(round(a.value, 2), round(half_width(a), 2)) for a in accuracy] == printed
    hectares = [round(c.area.value / 1e4) for c in found.classes]
    assert hectares == [21_158, 11_686, 285_770, 581_386]
    assert [c.mapped_area / 1e4 for c in found.classes] == [18_000, 13_500, 288_000, 580_500]
    assert (found.n, found.unit, found.total_area, found.notes) == (640, "m2", 9e9, ())


def test_the_finite_population_correction_is_less_than_a_hectare_there() -> None:
    """Olofsson et al. leave it out; their half-widths of area are met without it, to the hectare."""
    without = olofsson(stratum_cells=[NEVER_SEEN_WHOLE] * 4)
    assert [round(half_width(c.area) / 1e4) for c in without.classes] == [6158, 3756, 15510, 16282]
    for corrected, c in zip(olofsson().classes, without.classes, strict=True):
        narrower = half_width(c.area) - half_width(corrected.area)
        assert 0 < narrower / 1e4 < 0.5


# Stehman 2014, Table 2, as in the R package mapaccuracy 0.1.2, example of stehman2014(): 40 pixels,
# 10 in each of four strata, which are the classes of another map.
STEHMAN_MAP = "A" * 7 + "B" * 3 + "A" + "B" * 11 + "C" * 6 + "BB" + "D" * 10
STEHMAN_REFERENCE = "AAAAACBABC" + "ABBBBBAABB" + "CCCCCDDBBA" + "DDDDDDDCCB"
STEHMAN_PIXELS = [40_000, 30_000, 20_000, 10_000]


def stehman(**options: Any) -> AreaEstimate:
    given: dict[str, Any] = {
        "stratum_cells": STEHMAN_PIXELS,
        "class_names": list("ABCD"),
        "stratum_names": list("1234"),
    }
    mapped, reference = (
        np.array(["ABCD".index(c) for c in text]) for text in (STEHMAN_MAP, STEHMAN_REFERENCE)
    )
    return estimate_areas(np.repeat(range(4), 10), mapped, reference, **{**given, **options})


def test_stehmans_worked_example() -> None:
    """Pages 4932 to 4936 of Stehman 2014.

    One standard error, of producer's accuracy of B, is that of the paper's equation 28: it prints
    0.114, which comes of a variance of 0 in stratum 4, where its Table 3 has 0.1 (noted in the tests
    of other implementations); mapaccuracy gives 0.1165479 as well.
    """
    found = stehman()
    a, b, c, _ = found.classes
    expected = [
        (a.proportion, 0.35, 0.082),
        (c.proportion, 0.20, 0.064),
        (found.overall_accuracy, 0.63, 0.085),
        (b.users_accuracy, 0.574, 0.125),
        (b.producers_accuracy, 0.794, 0.117),
    ]
    for part, value, error in expected:
        assert (round(part.value, 3), round(part.standard_error, 3)) == (value, error)
    assert found.proportions[1][2] == pytest.approx(0.08)
    assert b.producers_accuracy.standard_error == pytest.approx(0.1165479, abs=1e-7)
    assert found.unit == "cells"
    assert a.area.value == pytest.approx(35_000)


def test_areas_of_the_map_are_not_those_of_strata_that_are_another_map() -> None:
    for names in ("1234", "ABCD"):
        found = stehman(stratum_names=list(names))
        assert all(math.isnan(c.mapped_area) for c in found.classes)


def test_areas_of_the_map_are_shown_where_they_are_given() -> None:
    areas = [30_000.0, 45_000.0, 15_000.0, 10_000.0]
    assert [c.mapped_area for c in stehman(mapped_areas=areas).classes] == areas


Sampled = tuple[NDArray, NDArray, NDArray, list[int], list[float]]


@st.composite
def samples(draw: Callable[..., Any], strata_are_classes: bool = False) -> Sampled:
    """Stratum, map, reference, and the cells and areas of the strata, of any design."""
    k = draw(st.integers(2, 4))
    n_strata = k if strata_are_classes else draw(st.integers(1, 4))
    n = draw(st.lists(st.integers(2, 12), min_size=n_strata, max_size=n_strata))
    stratum = np.repeat(np.arange(n_strata), n)
    classes = st.lists(st.integers(0, k - 1), min_size=len(stratum), max_size=len(stratum))
    mapped = stratum if strata_are_classes else np.array(draw(classes))
    cells = [count + draw(st.integers(0, 500)) for count in n]
    areas = [draw(st.floats(0.5, 2.0)) * count for count in cells]
    return stratum, mapped, np.array(draw(classes)), cells, areas


def estimate(sampled: Sampled, **options: Any) -> AreaEstimate:
    stratum, mapped, reference, cells, areas = sampled
    given: dict[str, Any] = {
        "stratum_cells": cells,
        "stratum_areas": areas,
        "class_names": [f"class {c}" for c in range(4)],
        "stratum_names": [f"stratum {h}" for h in range(len(cells))],
    }
    return estimate_areas(stratum, mapped, reference, **{**given, **options})


def textbook_mean(y: NDArray, x: NDArray, sampled: Sampled) -> tuple[float, float]:
    """Ratio of totals and its standard error, stratum by stratum as Stehman 2014 writes them."""
    stratum, _, _, cells, areas = sampled
    total_y = total_x = 0.0
    for h in range(len(cells)):
        total_y += areas[h] * y[stratum == h].mean()
        total_x += areas[h] * x[stratum == h].mean()
    R = total_y / total_x
    variance = 0.0
    for h in range(len(cells)):
        (s2_y, s_xy), (_, s2_x) = np.cov(y[stratum == h], x[stratum == h])
        n = (stratum == h).sum()
        spread = s2_y + R**2 * s2_x - 2 * R * s_xy
        variance += areas[h] ** 2 * (1 - n / cells[h]) * spread / n
    return R, math.sqrt(max(variance, 0)) / total_x


@given(sampled=samples())
def test_every_estimate_is_the_textbooks(sampled: Sampled) -> None:
    _, mapped, reference, _, areas = sampled
    found = estimate(sampled)
    one = np.ones(len(mapped))
    wanted = [(found.overall_accuracy, mapped == reference, one)]
    for c, part in enumerate(found.classes):
        said, true = mapped == c, reference == c
        wanted += [
            (part.users_accuracy, said & true, said),
            (part.producers_accuracy, said & true, true),
            (part.proportion, true, one),
        ]
        assert part.area.value == pytest.approx(part.proportion.value * sum(areas))
        assert part.area.standard_error == pytest.approx(
            part.proportion.standard_error * sum(areas)
        )
    for part, y, x in wanted:
        if not x.any():
            assert all(map(math.isnan, asdict(part).values()))
            continue
        value, error = textbook_mean(y.astype(float), x.astype(float), sampled)
        assert part.value == pytest.approx(value)
        assert part.standard_error == pytest.approx(error, abs=1e-7)  # sqrt of rounding, where 0


@given(sampled=samples(strata_are_classes=True))
def test_it_is_olofssons_where_the_strata_are_the_map(sampled: Sampled) -> None:
    """Equations 1 to 11 of Olofsson et al. 2014, on the error matrix, term by term."""
    stratum, _, reference, cells, areas = sampled
    k, n = len(cells), np.bincount(stratum)
    counts = np.zeros((k, k))
    np.add.at(counts, (stratum, reference), 1)
    assume((counts.sum(axis=0) > 0).all())
    W = np.array(areas) / sum(areas)
    p = W[:, None] * counts / n[:, None]
    U, P = np.diag(p) / p.sum(axis=1), np.diag(p) / p.sum(axis=0)
    names = [f"class {c}" for c in range(k)]
    found = estimate(
        (stratum, stratum, reference, [NEVER_SEEN_WHOLE] * k, areas),
        class_names=names,
        stratum_names=names,
    )
    np.testing.assert_allclose(found.proportions, p, atol=1e-12)
    assert found.overall_accuracy.value == pytest.approx(np.trace(p))
    assert found.overall_accuracy.standard_error == pytest.approx(
        math.sqrt((W**2 * U * (1 - U) / (n - 1)).sum())
    )
    N = np.array(areas)
    for j, part in enumerate(found.classes):
        q = counts[:, j] / n
        others = np.arange(k) != j
        variance = N[j] ** 2 * (1 - P[j]) ** 2 * U[j] * (1 - U[j]) / (n[j] - 1)
        variance += P[j] ** 2 * (N**2 * q * (1 - q) / (n - 1))[others].sum()
        expected = [
            (part.users_accuracy, U[j], math.sqrt(U[j] * (1 - U[j]) / (n[j] - 1))),
            (part.producers_accuracy, P[j], math.sqrt(variance) / (N * q).sum()),
            (
                part.area,
                sum(areas) * p[:, j].sum(),
                math.sqrt((N**2 * q * (1 - q) / (n - 1)).sum()),
            ),
        ]
        for estimated, value, error in expected:
            assert estimated.value == pytest.approx(value)
            assert estimated.standard_error == pytest.approx(error, abs=1e-7)
        assert part.mapped_area == pytest.approx(areas[j])


@given(sampled=samples(), seed=st.integers(0, 1000), level=st.floats(0.5, 0.999))
def test_what_holds_for_every_sample(sampled: Sampled, seed: int, level: float) -> None:
    stratum, mapped, reference, cells, areas = sampled
    found = estimate(sampled, level=level)
    shares = np.array(found.proportions)
    assert shares.sum() == pytest.approx(1)
    assert np.trace(shares) == pytest.approx(found.overall_accuracy.value)
    np.testing.assert_allclose(shares.sum(axis=0), [c.proportion.value for c in found.classes])
    assert sum(c.area.value for c in found.classes) == pytest.approx(sum(areas))
    assert sum(map(sum, found.counts)) == found.n == len(stratum)
    for part, most in intervals(found):
        assert 0 <= part.low <= part.value <= part.high <= most
    order = np.random.default_rng(seed).permutation(len(stratum))
    again = estimate((stratum[order], mapped[order], reference[order], cells, areas), level=level)
    assert again.counts == found.counts
    for (a, _), (b, _) in zip(intervals(found), intervals(again), strict=True):
        assert a.value == pytest.approx(b.value)
        assert a.standard_error == pytest.approx(b.standard_error, abs=1e-7)


def intervals(found: AreaEstimate) -> Iterator[tuple[Estimated, float]]:
    """Each estimate that is defined, with the most that it can be."""
    parts = [(found.overall_accuracy, 1.0)]
    for c in found.classes:
        parts += [(c.users_accuracy, 1.0), (c.producers_accuracy, 1.0), (c.proportion, 1.0)]
        parts += [(c.area, found.total_area)]
    return (part for part in parts if not math.isnan(part[0].value))


def test_the_interval_follows_the_level() -> None:
    for level, z in ((0.95, 1.959964), (0.9, 1.644854)):
        overall = olofsson(level=level).overall_accuracy
        assert overall.high - overall.value == pytest.approx(z * overall.standard_error, rel=1e-6)
        assert overall.value - overall.low == pytest.approx(z * overall.standard_error, rel=1e-6)


def test_intervals_end_where_the_quantity_does() -> None:
    mapped, reference = cells_of(np.array([[19, 1], [0, 20]]))
    found = estimate((mapped, mapped, reference, [900, 100], [900.0, 100.0]))
    part = found.classes[0]
    assert part.users_accuracy.value + 1.96 * part.users_accuracy.standard_error > 1
    assert part.users_accuracy.high == 1
    missed, seen = cells_of(np.array([[20, 0], [1, 19]]))
    rare = estimate((missed, missed, seen, [1000, 9000], [1.0, 9000.0])).classes[0]
    assert rare.area.value - 1.96 * rare.area.standard_error < 0
    assert (rare.area.low, rare.proportion.low) == (0, 0)


def test_a_map_labelled_whole_has_no_error() -> None:
    stratum, mapped, reference = np.array([[0, 0, 1], [0, 1, 1], [0, 0, 1]])
    found = estimate((stratum, mapped, reference, [2, 1], [2.0, 1.0]))
    assert found.overall_accuracy == Estimated(
        pytest.approx(2 / 3), 0.0, *[pytest.approx(2 / 3)] * 2
    )
    assert not any("no certainty" in note for note in found.notes)


def test_classes_without_cells_are_undefined_and_told() -> None:
    """The reference knows a class that the map does not have, and the other way round."""
    counts = np.array([[20, 0, 3], [0, 0, 6], [0, 0, 0]])
    mapped, reference = cells_of(counts)
    found = estimate(
        (mapped, mapped, reference, [500, 100, 0], [500.0, 100.0, 0.0]),
        class_names=["field", "town", "marsh"],
        stratum_names=["field", "town", "marsh"],
    )
    _, town, marsh = found.classes
    assert math.isnan(marsh.users_accuracy.value)
    assert math.isnan(marsh.users_accuracy.low)
    assert (marsh.producers_accuracy.value, marsh.mapped_area) == (0, 0)
    assert marsh.area.value == pytest.approx(500 * 3 / 23 + 100)
    assert math.isnan(town.producers_accuracy.value)
    assert (town.area.value, town.area.standard_error, town.users_accuracy.value) == (0, 0, 0)
    assert any("No sampled cell is mapped as marsh" in note for note in found.notes)
    assert any("No sampled cell is town by the reference" in note for note in found.notes)
    assert not any("(0)" in note for note in found.notes)
    (certain,) = (note for note in found.notes if "no certainty" in note)
    assert "accuracy in stratum town" in certain
    assert "user's accuracy of town" in certain
    assert "stratum field" not in certain


def test_few_cells_are_told() -> None:
    mapped, reference = cells_of(np.array([[20, 3, 1], [1, 2, 0], [0, 0, 9]]))
    sampled = (np.zeros(36, int), mapped, reference, [500], [500.0])
    (few,) = (
        note
        for note in estimate(sampled, class_names=["field", "town", "marsh"]).notes
        if "Fewer than 5" in note
    )
    assert few.endswith("is poor: user's accuracy of town (3).")


def test_strata_need_two_labelled_cells() -> None:
    mapped, reference = cells_of(np.array([[20, 3], [1, 0]]))
    with pytest.raises(
        LabelsTooFew, match=r"only 1 labelled cell in stratum water; label at least 2 of its 70"
    ):
        estimate((mapped, mapped, reference, [500, 70], [5.0, 7.0]), stratum_names=["l", "water"])
    with pytest.raises(LabelsTooFew, match="no labelled cell in stratum ice; label at least 1 of"):
        estimate(
            (mapped, mapped, reference, [500, 1, 1], [5.0, 7.0, 1.0]),
            stratum_names=["land", "water", "ice"],
        )
    none = np.empty(0, int)
    with pytest.raises(LabelsTooFew, match="no labelled cell in stratum all"):
        estimate((none, none, none, [9], [9.0]), stratum_names=["all"])


def test_a_stratum_of_one_cell_is_known_from_it() -> None:
    mapped, reference = cells_of(np.array([[20, 3], [1, 0]]))
    found = estimate((mapped, mapped, reference, [500, 1], [500.0, 1.0]))
    alone = estimate((mapped[:-1], mapped[:-1], reference[:-1], [500], [500.0]))
    assert found.overall_accuracy.standard_error == pytest.approx(
        alone.overall_accuracy.standard_error * 500 / 501
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": 1.0}, "confidence level of 1 cannot be"),
        ({"level": 95}, "confidence level of 95 cannot be"),
        ({"stratum_cells": [1, 2, 3]}, "3 cell counts for 4 strata"),
        ({"stratum_areas": [1.0, 2.0]}, "2 areas for 4 strata"),
        ({"stratum_areas": [1.0, 2.0, 3.0, -4.0]}, "areas below 0"),
        ({"stratum_areas": [1.0, 2.0, 3.0, math.nan]}, "areas below 0, or missing"),
        ({"stratum_areas": [1.0, 2.0, 3.0, 0.0]}, "strata with cells an area"),
        ({"mapped_areas": [1.0]}, "1 mapped areas for 4 classes"),
        ({"stratum_cells": [9, 9999, 9999, 9999]}, "10 cells in stratum 1, which has 9 cells"),
        ({"class_names": ["A", "B", "C"]}, "map class index of the sample is none of the 3"),
        ({"stratum_names": ["A", "B", "C"], "stratum_cells": [50] * 3}, "stratum index of the"),
    ],
)
def test_what_cannot_be_estimated(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        stehman(**options)


def test_labels_must_be_indices_of_every_cell() -> None:
    index = np.array([0, 0, 1, 1])
    for mapped, reference, message in (
        (index, index[:3], r"4 cells, but reference class indices of shape \(3,\)"),
        (index, index - 1, "leave out cells without a label"),
        (index * 1.0, index, "map class index of the sample is none"),
    ):
        with pytest.raises(UsageError, match=message):
            estimate((index, mapped, reference, [9, 9], [9.0, 9.0]))


def test_the_answer_is_plain_data() -> None:
    found = olofsson()
    assert json.loads(json.dumps(asdict(found)))["classes"][1]["name"] == "forest gain"
    assert found == olofsson()
    mean = estimate_mean([0, 0, 0], [1, 2, 3], [1, 2, 4], **VALUES)
    assert json.loads(json.dumps(asdict(mean)))["strata"][0]["sampled"] == 3


class Population:
    """3000 cells of 4 classes, one of them rare and one not on the map, and strata that are those of
    an older map; with a value, its prediction, and areas that have to do with the class."""

    def __init__(self) -> None:
        rng = np.random.default_rng(5)
        n = 3000
        self.reference = rng.choice(4, n, p=[0.5, 0.3, 0.15, 0.05])
        self.mapped = np.where(rng.random(n) < 0.8, self.reference, rng.integers(0, 3, n)) % 3
        self.strata = np.where(rng.random(n) < 0.7, self.mapped, rng.integers(0, 3, n))
        self.areas = (1.0 + self.reference) * rng.uniform(0.8, 1.2, n)
        self.value = self.reference * 10 + rng.normal(0, 3, n)
        self.predicted = 0.8 * self.value + rng.normal(2, 2, n)

    def estimates(
        self, n: int, seed: int, areas: NDArray | None
    ) -> tuple[AreaEstimate, MeanEstimate]:
        cells = np.bincount(self.strata)
        drawn = draw(self.strata, allocate(cells.tolist(), n), seed, areas)
        at = drawn.cells
        design = {
            "stratum_cells": cells,
            "stratum_areas": None if areas is None else np.bincount(self.strata, areas),
            "stratum_names": ["x", "y", "z"],
        }
        return (
            estimate_areas(
                drawn.stratum,
                self.mapped[at],
                self.reference[at],
                class_names=list("abcd"),
                **design,
            ),
            estimate_mean(
                drawn.stratum,
                self.predicted[at],
                self.value[at],
                predicted_mean=np.average(self.predicted, weights=areas),
                **design,
            ),
        )

    def truths(self, areas: NDArray | None) -> list[float]:
        """What ``listed`` lists, by looking at every cell."""
        weights = np.ones(len(self.mapped)) if areas is None else areas
        right = self.mapped == self.reference

        def share(y: NDArray, x: NDArray) -> float:
            return float(weights[y & x].sum() / weights[x].sum())

        found = [share(right, weights > 0)]
        for c in range(3):
            found += [share(right, self.mapped == c), share(right, self.reference == c)]
            found += [share(self.reference == c, weights > 0)]
        mean = float(np.average(self.value, weights=weights))
        return [*found, mean, mean]


def listed(areas: AreaEstimate, mean: MeanEstimate) -> list[Estimated]:
    parts = [areas.overall_accuracy]
    for c in areas.classes[:3]:
        parts += [c.users_accuracy, c.producers_accuracy, c.proportion]
    return [*parts, mean.mean, mean.expansion]


@pytest.mark.parametrize(("n", "by_area"), [(240, False), (1500, False), (240, True)])
def test_estimates_are_unbiased_and_intervals_cover(n: int, by_area: bool) -> None:
    """Many samples of a map that is known whole; half of it is drawn in the second design."""
    population, trials = Population(), 500
    areas = population.areas if by_area else None
    found = [listed(*population.estimates(n, seed, areas)) for seed in range(trials)]
    truth = np.array(population.truths(areas))
    values, errors, low, high = (
        np.array([[getattr(part, of) for part in parts] for parts in found])
        for of in ("value", "standard_error", "low", "high")
    )
    spread = values.std(axis=0, ddof=1)
    np.testing.assert_array_less(abs(values.mean(axis=0) - truth), 4.5 * spread / np.sqrt(trials))
    np.testing.assert_allclose(np.sqrt((errors**2).mean(axis=0)), spread, rtol=0.15)
    covered = ((low <= truth) & (truth <= high)).mean(axis=0)
    assert (covered > 0.91).all()
    assert (covered < 0.985).all()


def test_equal_chances_would_be_wrong_where_areas_differ() -> None:
    """The bias that drawing by area takes away is one that the test above would see."""
    population = Population()
    of_cells, of_ground = (np.array(population.truths(a)) for a in (None, population.areas))
    assert abs(of_cells - of_ground)[-1] > 3


VALUES: dict[str, Any] = {
    "stratum_cells": [100],
    "predicted_mean": 2.5,
    "stratum_names": ["all"],
}


def test_a_mean_by_hand() -> None:
    stratum = np.array([0, 0, 0, 1, 1])
    predicted, reference = np.array([1.0, 2, 3, 10, 12]), np.array([2.0, 2, 5, 9, 13])
    found = estimate_mean(
        stratum,
        predicted,
        reference,
        stratum_cells=[30, 10],
        stratum_areas=[600.0, 400.0],
        predicted_mean=5.0,
        stratum_names=["low", "high"],
    )
    # Differences 1, 0, 2 and -1, 1: means 1 and 0, variances 1 and 2; labels: means 3 and 11,
    # variances 3 and 8.
    assert found.mean.value == pytest.approx(5.0 + 0.6 * 1 + 0.4 * 0)
    variance = 0.6**2 * 0.9 * 1 / 3 + 0.4**2 * 0.8 * 2 / 2
    assert found.mean.standard_error == pytest.approx(math.sqrt(variance))
    assert found.mean.high == pytest.approx(found.mean.value + 1.959964 * math.sqrt(variance))
    assert found.expansion.value == pytest.approx(0.6 * 3 + 0.4 * 11)
    alone = 0.6**2 * 0.9 * 3 / 3 + 0.4**2 * 0.8 * 8 / 2
    assert found.expansion.standard_error == pytest.approx(math.sqrt(alone))
    assert found.relative_efficiency == pytest.approx(alone / variance)
    assert (found.predicted_mean, found.n, found.level) == (5.0, 5, 0.95)
    assert [(s.name, s.cells, s.sampled) for s in found.strata] == [("low", 30, 3), ("high", 10, 2)]
    assert [s.weight for s in found.strata] == pytest.approx([0.6, 0.4])
    assert any("poor: low, high" in note for note in found.notes)


@given(
    values=st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=2, max_size=30),
    constant=st.floats(-100, 100),
)
def test_a_constant_map_adds_nothing(values: list[tuple[float, float]], constant: float) -> None:
    _, reference = np.array(values).T
    found = estimate_mean(
        np.zeros(len(reference), int),
        np.full(len(reference), constant),
        reference,
        **{**VALUES, "predicted_mean": constant},
    )
    assert found.mean.value == pytest.approx(found.expansion.value, abs=1e-6)
    assert found.mean.standard_error == pytest.approx(found.expansion.standard_error, abs=1e-6)


def test_a_map_that_is_right_but_for_a_shift_is_told() -> None:
    reference = np.array([1.0, 4, 2, 8, 5, 7])
    found = estimate_mean(np.zeros(6, int), reference - 1, reference, **VALUES)
    assert found.mean == Estimated(3.5, 0.0, 3.5, 3.5)
    assert math.isnan(found.relative_efficiency)
    assert any("no certainty" in note for note in found.notes)


def test_a_map_that_misleads_is_told() -> None:
    reference = np.array([1.0, 4, 2, 8, 5, 7])
    found = estimate_mean(np.zeros(6, int), -reference, reference, **VALUES)
    assert found.relative_efficiency == pytest.approx(0.25)
    assert any("misleads" in note for note in found.notes)


def test_values_must_be_there() -> None:
    three = np.array([1.0, 2, 3])
    index = np.zeros(3, int)
    with pytest.raises(UsageError, match="A reference value of the sample is missing"):
        estimate_mean(index, three, [1, math.nan, 2], **VALUES)
    with pytest.raises(UsageError, match=r"3 cells, but map values of shape \(2,\)"):
        estimate_mean(index, three[:2], three, **VALUES)
    with pytest.raises(UsageError, match="mean of the predicted values"):
        estimate_mean(index, three, three, **{**VALUES, "predicted_mean": math.nan})
    with pytest.raises(LabelsTooFew, match="only 1 labelled cell in stratum all"):
        estimate_mean(index[:1], three[:1], three[:1], **VALUES)
