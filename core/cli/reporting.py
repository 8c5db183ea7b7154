"""One page to hand over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .app import cli
from .options import json_option
from .showing import estimate_text, progress_bar, show


@cli.command()
@click.argument("folder", metavar="DIR")
@click.option("--head", metavar="NAME", help="A fitted head; the newest with a map by default.")
@click.option("--map", "map_file", metavar="FILE|NAME", help="Its map; maps/<head>.tif by default.")
@click.option(
    "--reference",
    metavar="NAME|FILE",
    help="A labelled sample of the map; by default the newest that is labelled completely.",
)
@click.option("--design", type=click.Choice(["simple", "stratified"]),
              help="How points of your own were drawn, if the sample is not of eo-embed sample.")  # fmt: skip
@click.option("--field", default="label", show_default=True, help="Their field of labels.")
@click.option("--block", default="10km", show_default=True, help="Side of a block on the ground.")
@click.option("--curve/--no-curve", default=True, help="Score ever more labels, too.")
@click.option("--out", metavar="FILE.html", help="The page; DIR/report.html by default.")
@click.option("--title", help="Of the page; target and workspace by default.")
@json_option
def report(folder: str, as_json: bool, out: str | None, **given: Any) -> None:
    """Write what the map is, how good, and what that does not show, as one page."""
    from .. import pipeline
    from .. import report as page

    path = Path(out) if out else Path(folder) / "report.html"
    pipeline.open_workspace(folder)
    page.check_out(path)
    with progress_bar() as task:
        facts = pipeline.report_facts(folder, task=task, **given)
    page.write_report(facts, path)
    told = page.in_short(facts, path)
    lines = [str(path)]
    metric = "overall_accuracy" if facts.kind == "classes" else "r2"
    for scores in (facts.accuracy.block, facts.accuracy.random):
        if scores is not None:
            lines.append(f"{metric} {estimate_text(scores.metrics[metric])}, {scores.split_rule}")
    lines += told.cautions
    if facts.reference.report is None:
        lines.append("no area estimate: there is no labelled probability sample of this map")
    else:
        lines.append(f"areas estimated from {facts.reference.report.labelled:,} sampled cells")
    lines += [told.samples] if told.samples else []
    show(told, as_json, "\n".join(lines))
