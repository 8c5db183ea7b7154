"""How good a map is: drawing the cells to label, and the estimate from their labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..options import LARGEST_SEED
from .app import cli
from .options import commas, json_option, number
from .showing import show

if TYPE_CHECKING:
    from ..pipeline import AreaReport, SampleReport
    from ..questions.area import AreaEstimate, Estimated, MeanEstimate

#: Areas are told in hectares up to this many m², beyond in km².
_MOST_IN_HECTARES = 1e9
_LONGEST_NAME = 40  # of a class in a table


@cli.command()
@click.argument("folder")
@click.option("--map", "map_file", metavar="FILE|NAME", help="The map; the newest by default.")
@click.option("-n", type=int, help="Cells to draw; 200 by default.")
@click.option("--stratified", is_flag=True,
              help="Within the map's classes; what class maps get by default.")  # fmt: skip
@click.option("--simple", is_flag=True, help="From all cells alike.")
@click.option("--strata", metavar="FILE.tif", help="Strata that are not the map's classes.")
@click.option("--strata-by-value", type=int, metavar="K", help="K strata of a map of values.")
@click.option("--least", type=int, metavar="N", help="Cells from each stratum at least.")
@click.option("--standard-error", type=float, help="Draw as many as this needs, such as 0.02.")
@click.option(
    "--users-accuracy", metavar="U[,U…]", help="With it: accuracy expected, of all or each."
)
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), default=0, show_default=True)
@click.option("--name", default="check", show_default=True, help="Of the sample.")
@json_option
def sample(folder: str, as_json: bool, stratified: bool, simple: bool, **given: Any) -> None:
    """Draw cells of a map at random, to be labelled without looking at the map."""
    from .. import pipeline

    if stratified and simple:
        raise UsageError("A sample is either --stratified or --simple; give one of them.")
    given["how"] = "stratified" if stratified else "simple" if simple else None
    expected = commas(given["users_accuracy"])
    given["users_accuracy"] = [number("--users-accuracy", text) for text in expected]
    report = pipeline.sample(folder, **given)
    show(report, as_json, _sample_text(folder, report))


@cli.command()
@click.argument("folder")
@click.option("--reference", required=True, metavar="NAME|FILE", help="A sample with its labels.")
@click.option("--map", "map_file", metavar="FILE|NAME", help="The map; that sampled by default.")
@click.option("--level", default=0.95, show_default=True, help="Of the confidence intervals.")
@click.option("--design", "how", type=click.Choice(["simple", "stratified"]),
              help="How points of your own were drawn: over the map, or within its classes.")  # fmt: skip
@click.option("--layer", help="Layer of points of your own.")
@click.option("--field", default="label", show_default=True, help="Their field of labels.")
@click.option("--allow-gaps", is_flag=True, help="Leave out cells without a label.")
@click.option("--new-classes", is_flag=True, help="Labels that are no class of the map are new.")
@click.option("--out", metavar="FILE.json", help="Write the estimate there, too.")
@json_option
def area(folder: str, as_json: bool, **given: Any) -> None:
    """Estimate accuracy and the area of each class from a labelled sample."""
    from .. import pipeline

    report = pipeline.area(folder, **given)
    show(report, as_json, area_text(report))


def _sample_text(folder: str, report: SampleReport) -> str:
    unit = _Unit.of(report.area)
    rows = [("", "cells", unit.name, "drawn")]
    rows += [(s.name, f"{s.cells:,}", unit.text(s.area), f"{s.drawn:,}") for s in report.strata]
    return "\n".join(
        [
            f"{report.n} cells of {report.map}, {report.how} (seed {report.seed})",
            *_table(rows),
            f"fill in the column label of {report.cells}, without looking at the map, then",
            f"  eo-embed area {folder} --reference {report.name}",
        ]
    )


def area_text(report: AreaReport) -> str:
    """An estimate as a person reads it: accuracies and areas with half the width of their intervals."""
    from ..questions.area import AreaEstimate

    found = report.estimate
    lines = [
        f"{report.map} judged by {report.labelled} of {report.drawn} cells of {report.reference} "
        f"({report.how})"
    ]
    lines += _classes_text(found) if isinstance(found, AreaEstimate) else _mean_text(found)
    lines.append(f"± is half the width of the {100 * found.level:g}% confidence interval")
    return "\n".join([*lines, *(f"note: {text}" for text in (*report.notes, *found.notes))])


def _classes_text(found: AreaEstimate) -> list[str]:
    unit = _Unit.of(found.total_area)
    half = _HalfWidth(found.level)
    rows = [("", "user's", "producer's", f"mapped ({unit.name})", f"estimated ({unit.name})")]
    rows += [
        (
            c.name,
            half.share(c.users_accuracy),
            half.share(c.producers_accuracy),
            unit.text(c.mapped_area),
            half.area(c.area, unit),
        )
        for c in found.classes
    ]
    return [f"overall accuracy {half.share(found.overall_accuracy)}", *_table(rows)]


def _mean_text(found: MeanEstimate) -> list[str]:
    half = _HalfWidth(found.level)
    lines = [
        f"mean {half.value(found.mean)}; the map alone says {_number(found.predicted_mean, 4)}, "
        f"the sample alone {half.value(found.expansion)}"
    ]
    if math.isfinite(found.relative_efficiency):
        lines.append(
            f"without the map it would take {found.relative_efficiency:.2g} times the cells"
        )
    return lines


class _Unit:
    """The unit of areas: hectares, or km² for a large map."""

    def __init__(self, name: str, m2: float) -> None:
        self.name, self._m2 = name, m2

    @classmethod
    def of(cls, total: float) -> _Unit:
        return cls("ha", 1e4) if total <= _MOST_IN_HECTARES else cls("km²", 1e6)

    def text(self, area: float) -> str:
        """An area of m², to four digits or whole."""
        size = area / self._m2
        if math.isnan(size):
            return "-"
        return f"{size:,.0f}" if size >= 1000 else f"{size:.4g}"


class _HalfWidth:
    """Estimates with half the width of their interval, - where there is none."""

    def __init__(self, level: float) -> None:
        self._z = NormalDist().inv_cdf(0.5 + level / 2)

    def share(self, found: Estimated) -> str:
        return self._text(f"{found.value:.3f}", f"{self._of(found):.3f}")

    def area(self, found: Estimated, unit: _Unit) -> str:
        return self._text(unit.text(found.value), unit.text(self._of(found)))

    def value(self, found: Estimated) -> str:
        return self._text(_number(found.value, 4), _number(self._of(found), 2))

    def _of(self, found: Estimated) -> float:
        return self._z * found.standard_error

    def _text(self, value: str, half: str) -> str:
        return "-" if value in ("nan", "-") else f"{value} ± {half}"


def _number(value: float, digits: int) -> str:
    return "-" if math.isnan(value) else f"{value:.{digits}g}"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns: names, shortened where they are long, to the left, the rest to the right."""
    rows = [(_shortened(row[0]), *row[1:]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [
                f"  {row[0]:{widths[0]}}",
                *(f"{t:>{w}}" for t, w in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
