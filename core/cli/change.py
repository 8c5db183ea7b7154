"""Commands of two dates: how far embeddings moved, and a head applied to another date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ..options import LARGEST_SEED
from .app import cli
from .options import commas, json_option
from .showing import show

if TYPE_CHECKING:
    from ..pipeline import ApplyReport, ChangeReport
    from ..pipeline.changes import Transition

_SHOWN = 10  # of the most changed chips on a terminal
_NAMES = {"euclidean": "Euclidean", "cosine": "Cosine"}


@cli.command()
@click.argument("folder", metavar="DIR")
@click.argument("other", metavar="OTHER_DIR", required=False)
@click.option("--source", metavar="A", help="Source of the first date; the only one by default.")
@click.option("--other-source", metavar="B", help="Source of the second date.")
@click.option("--centred", is_flag=True, help="Take away what all chips have in common.")
@click.option(
    "--by",
    type=click.Choice(["euclidean", "cosine"]),
    default="euclidean",
    show_default=True,
    help="Distance that ranks the most changed.",
)
@click.option("-n", "--most", default=50, show_default=True, help="Most changed chips to write.")
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    help="Of the random pairs of chips.",
)
@click.option("--out", metavar="FILE.tif", help="The map; DIR/maps/change.tif by default.")
@json_option
def change(folder: str, as_json: bool, **given: Any) -> None:
    """Map how far each chip's embedding moved between two dates embedded alike.

    The dates are two workspaces with the same chips, or two sources of one. Embed the second date with
    embed --like.
    """
    from .. import pipeline

    report = pipeline.change(folder, **given)
    show(report, as_json, _change_text(report))


@cli.command()
@click.argument("folder", metavar="DIR")
@click.argument("other", metavar="OTHER_DIR")
@click.option("--head", metavar="NAME", help="A head of DIR; the newest by default.")
@click.option("--sources", metavar="A,B", help="Sources of OTHER_DIR, in the order of the head's.")
@click.option(
    "--out", metavar="FILE.tif", help="The map; OTHER_DIR/maps/<head>-from-<DIR>.tif by default."
)
@json_option
def apply(folder: str, as_json: bool, **given: Any) -> None:
    """Map another date, or place, that is embedded like this one with a head of this one."""
    from .. import pipeline

    given["sources"] = commas(given["sources"])
    report = pipeline.apply_head(folder, **given)
    show(report, as_json, _apply_text(report))


def _change_text(report: ChangeReport) -> str:
    lines = [
        f"{report.chips:,} chips embedded on both dates"
        + (f", {report.unpaired:,} on one alone" if report.unpaired else ""),
        f"{'':28}" + "".join(f"{name:>8}" for name in report.random["cosine"]),
    ]
    for measure in ("euclidean", "cosine"):
        lines += [
            _quantile_line(f"{_NAMES[measure]}, between dates", report.quantiles[measure]),
            _quantile_line(f"{_NAMES[measure]}, random chips", report.random[measure]),
        ]
    taken = "was taken away" if report.centred else "counts here; --centred takes it away"
    lines.append(f"{report.shift_share:.0%} of the change is common to all chips and {taken}")
    lines += [
        f"chip {c.chip}: Euclidean {c.euclidean:.2f}, cosine {c.cosine:.3f} at {c.lat:.5f}, {c.lon:.5f}"
        for c in report.most[:_SHOWN]
    ]
    return "\n".join([*lines, *report.files.values()])


def _quantile_line(name: str, quantiles: dict[str, float]) -> str:
    return f"{name:28}" + "".join(f"{value:8.3f}" for value in quantiles.values())


def _apply_text(report: ApplyReport) -> str:
    holds = ", ".join(f"{name} {share:.1%}" for name, share in report.shares.items())
    if report.range:
        holds = f"from {report.range[0]:g} to {report.range[1]:g}"
    lines = [*report.files.values(), holds]
    if report.transitions:
        lines += _transitions_text(report.transitions)
    return "\n".join(lines)


def _transitions_text(transitions: Sequence[Transition]) -> list[str]:
    """How many cells changed class, and from which to which if any did."""
    moved = [t for t in transitions if t.before != t.after]
    count = f"{sum(t.cells for t in moved):,} of {sum(t.cells for t in transitions):,}"
    if not moved:
        return [f"{count} cells changed class"]
    return [
        f"{count} cells changed class:",
        *(
            f"  {t.before:20} to {t.after:20} {t.cells:>8,} cells {t.hectares:>12,.2f} ha"
            for t in moved
        ),
        "These areas are biased, since errors of either map count as change; an area claim needs a "
        "sample of reference cells: eo-embed sample.",
    ]
