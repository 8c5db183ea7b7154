"""What to label next, what looks alike, how many labels it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..errors import OutputError
from .app import cli
from .options import commas, head_options, json_option, settings, split_options, whole_numbers
from .showing import estimate_line, progress_bar, show

if TYPE_CHECKING:
    from ..pipeline import SuggestReport
    from ..questions.curve import Curve


_PLACES = f"{'chip':>9}  {'latitude':>10}  {'longitude':>10}"


@cli.command()
@click.argument("folder")
@click.option("-n", "count", default=20, show_default=True, help="Chips to suggest.")
@head_options
@click.option("--by", type=click.Choice(["margin", "entropy"]), default="margin", show_default=True,
              help="How unsure the head is.")  # fmt: skip
@click.option("--diverse", type=click.Choice(["clusters", "kcentre", "none"]), default="clusters", show_default=True,
              help="How chips are kept unlike each other.")  # fmt: skip
@click.option("--apart", metavar="500m", help="Least distance on the ground; 3 chips by default.")
@click.option("--out", metavar="FILE.gpkg|FILE.parquet", help="Write the chips as a layer.")
@json_option
def suggest(folder: str, as_json: bool, **given: Any) -> None:
    """Chips to label next: those that would teach the head most."""
    from .. import pipeline

    given["options"] = settings(given["options"])
    given["sources"] = commas(given["sources"])
    given.pop("labels")
    report = pipeline.suggest(folder, **given)
    show(report, as_json, _suggestions(report))


def _suggestions(report: SuggestReport) -> str:
    how = f"most unsure by {report.by}" if report.by != "cover" else "standing for all others"
    lines = [f"{len(report.chips)} chips {how}, at least {report.apart:,.0f} m apart"]
    if report.why:
        lines.insert(0, f"No head yet: {report.why}")
    if report.apart < report.asked:
        lines.append(f"note: there is no room for so many {report.asked:,.0f} m apart")
    lines.append(_PLACES + ("" if report.by == "cover" else f"  {report.by:>10}  predicted"))
    for c in report.chips:
        said = f"  {c.uncertainty:10.3f}  {c.predicted}" if c.uncertainty is not None else ""
        lines.append(f"{c.chip:>9}  {c.lat:10.5f}  {c.lon:10.5f}{said}")
    return "\n".join([*lines, *([report.file] if report.file else [])])


@cli.command()
@click.argument("folder")
@click.option("--chip", "like", required=True, metavar="ID[,ID…]", help="Chips to look like.")
@click.option("--not", "unlike", metavar="ID[,ID…]", help="Chips not to look like.")
@click.option("-n", "count", default=50, show_default=True, help="Chips to list.")
@click.option("--raw", is_flag=True, help="Cosine of the embeddings as they are, not standardised.")
@click.option("--sources", metavar="A,B", help="Sources to use; all by default.")
@click.option(
    "--raster",
    metavar="FILE.tif",
    help="The similarity of every chip; maps/similar.tif by default.",
)
@click.option("--out", metavar="FILE.gpkg|FILE.parquet", help="Write the chips as a layer.")
@json_option
def similar(
    folder: str, as_json: bool, like: str, unlike: str | None, raw: bool, **given: Any
) -> None:
    """Where else it looks like some chips, as a list and a raster."""
    from .. import pipeline

    given["sources"] = commas(given["sources"])
    report = pipeline.similar(
        folder,
        whole_numbers("--chip", like),
        unlike=whole_numbers("--not", unlike or ""),
        standardised=not raw,
        **given,
    )
    lines = [f"{_PLACES}  similarity"]
    lines += [
        f"{c.chip:>9}  {c.lat:10.5f}  {c.lon:10.5f}  {c.similarity:10.3f}" for c in report.chips
    ]
    show(
        report, as_json, "\n".join([*lines, report.raster, *([report.file] if report.file else [])])
    )


@cli.command()
@click.argument("folder")
@head_options
@click.option(
    "--sizes",
    metavar="5,10,100",
    help="Numbers of labels to try; 5 to 20,000 by default.",
)
@click.option("--repeats", default=10, show_default=True, help="Draws of the labels.")
@click.option("--metric", help="What to judge by; macro_f1 or r2 by default.")
@split_options(default="random,block", several=True)
@click.option("--out", metavar="FILE.png", help="Draw the curve.")
@json_option
def curve(folder: str, as_json: bool, sizes: str | None, out: str | None, **given: Any) -> None:
    """How the score grows with the number of labels, and how many are enough."""
    from .. import pipeline
    from ..pipeline.heads import LABELS_TRIED

    given["options"] = settings(given["options"])
    given["sources"] = commas(given["sources"])
    given["splits"] = commas(given.pop("split"))
    if out and not out.lower().endswith(".png"):  # before minutes of work, not after
        raise OutputError(f"Charts are written as .png, not as {out}.")
    with progress_bar() as task:
        curves = pipeline.curve(
            folder,
            sizes=whole_numbers("--sizes", sizes) if sizes else LABELS_TRIED,
            task=task,
            **given,
        )
    if out:
        pipeline.draw_curves(curves, out)
    found = {"curves": [c.to_dict() for c in curves], **({"file": out} if out else {})}
    show(found, as_json, "\n\n".join([*map(curve_text, curves), *([out] if out else [])]))


def curve_text(curve: Curve) -> str:
    """A curve for a person: scores by number of labels, and how many are enough."""
    lines = [
        f"{curve.metric} of {curve.n:,} labelled chips, {curve.split_rule}: mean of {curve.repeats} draws (2.5% to "
        "97.5% of them) by number of labels"
    ]
    lines += [f"  {p.labels:>7,}  {estimate_line(p.metrics[curve.metric])}" for p in curve.points]
    few, many = curve.full_labels
    full = f"{few:,}" if few == many else f"{few:,}-{many:,}"
    lines.append(f"  {full:>7}  {estimate_line(curve.full[curve.metric])}  (all)")
    enough = f"{curve.enough:,} labels reach" if curve.enough else "no number tried reaches"
    lines.append(f"{enough} 95% of the score with all labels ({curve.goal:.3f})")
    return "\n".join([*lines, *(f"note: {note}" for note in curve.notes)])
