"""The main job's commands, in its order; those of labels are in ``labelling``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from ..chips import INCLUSIONS
from ..errors import UsageError
from ..store import DTYPES
from .app import cli
from .options import (
    batch_of,
    commas,
    device_options,
    head_options,
    json_option,
    number,
    pairs,
    scale_of,
    settings,
    split_options,
    split_paths,
)
from .showing import progress_bar, score_text, show, trust_lines


@cli.command()
@click.argument("folder", default="eo-embed-demo")
@json_option
def demo(folder: str, as_json: bool) -> None:
    """Make a synthetic scene and run the main job on it."""
    from ..demo import run_demo

    with progress_bar() as task:
        report = run_demo(folder, task=task)
    show(report, as_json, report.summary())


@cli.command()
@click.argument("folder")
@click.option("--source", "sources", multiple=True, required=True, metavar="NAME=FILE[,FILE…]")
@click.option("--bands", multiple=True, metavar="NAME=BAND,BAND…", help="Band names by hand.")
@click.option("--scale", multiple=True, metavar="NAME=SCALE[,OFFSET]", help="To physical units.")
@click.option("--nodata", multiple=True, metavar="NAME=VALUE", help="Nodata value by hand.")
@click.option("--aoi", metavar="FILE|MINX,MINY,MAXX,MAXY[@EPSG:N]", help="Area of interest.")
@click.option("--chip", required=True, metavar="64|480m", help="Chip size in pixels or metres.")
@click.option("--stride", metavar="64|480m", help="Step between chips; the size by default.")
@click.option("--inclusion", type=click.Choice(INCLUSIONS), default="centre", show_default=True)
@click.option("--min-valid", default=0.5, show_default=True, help="Least share of valid pixels.")
@json_option
def init(
    folder: str,
    sources: tuple[str, ...],
    bands: tuple[str, ...],
    scale: tuple[str, ...],
    nodata: tuple[str, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """Make a workspace from rasters and an area of interest."""
    from .. import pipeline

    files: dict[str, list[str]] = {}
    for name, paths in pairs("--source", sources):
        files.setdefault(name, []).extend(split_paths(paths))
    report = pipeline.init(
        folder,
        files,
        bands={name: commas(names) for name, names in pairs("--bands", bands)},
        scale={name: scale_of(numbers) for name, numbers in pairs("--scale", scale)},
        nodata={name: number("--nodata", value) for name, value in pairs("--nodata", nodata)},
        **options,
    )
    lines = [
        f"{report.chips} chips of {report.chip_pixels[0]} x {report.chip_pixels[1]} pixels "
        f"({report.chip_metres[0]:g} x {report.chip_metres[1]:g} m) in {report.crs}"
    ]
    for name, read in report.sources.items():
        lines += [f"{name}: {', '.join(f['bands'])} from {f['path']} ({f['read']})" for f in read]
    show(report, as_json, "\n".join(lines))


@cli.command()
@click.argument("folder")
@click.argument("area", metavar="FILE|MINX,MINY,MAXX,MAXY[@EPSG:N]|none")
@json_option
def aoi(folder: str, area: str, as_json: bool) -> None:
    """Take another area of interest; embeddings and labels stay."""
    from .. import pipeline

    count = pipeline.set_area(folder, None if area == "none" else area)
    show({"chips": count}, as_json, f"{count} chips in the area")


@cli.command()
@click.argument("folder")
@click.option("--out", required=True, metavar="FILE.gpkg|FILE.parquet")
@json_option
def chips(folder: str, out: str, as_json: bool) -> None:
    """Write the chips of the area as GeoPackage or GeoParquet."""
    from .. import pipeline

    count = pipeline.export_chips(folder, out)
    show({"chips": count, "file": out}, as_json, f"{count} chips in {out}")


@cli.command()
@click.argument("folder")
@click.option("--model", help="See eo-embed models.  [default: rcf]")
@click.option("--set", "options", multiple=True, metavar="KEY=VALUE",
              help="A model's option; eo-embed models NAME lists them.")  # fmt: skip
@click.option("--sources", metavar="A,B", help="Sources to embed; all by default.")
@click.option(
    "--like",
    metavar="DIR[:SOURCE]|:SOURCE",
    help="As that source is embedded, with all that its model learnt: for another date.",
)
@device_options
@click.option("--dtype", type=click.Choice(DTYPES), default="float32", show_default=True)
@click.option("--force", is_flag=True, help="Embed although bands or units do not fit the card.")
@json_option
def embed(folder: str, as_json: bool, **given: Any) -> None:
    """Embed the chips that are not embedded yet."""
    from .. import pipeline

    if given["like"] is not None and (given["model"] is not None or given["options"]):
        raise UsageError("--like takes model and options from the other source; leave yours away.")
    given["model"] = given["model"] or "rcf"
    given["options"] = settings(given["options"])
    given["sources"] = commas(given["sources"])
    given["batch"] = batch_of(given["batch"])
    with progress_bar() as task:
        done = pipeline.embed(folder, task=task, **given)
    lines = [
        f"{s.source}: {s.report.embedded} chips embedded at {s.report.chips_per_s:,.0f} chips/s, "
        f"{s.report.kept} were there, {s.report.invalid} have too few valid pixels "
        f"({s.model}, {s.dim} features, {s.device} {s.precision}) in {s.store}"
        for s in done
    ]
    show({"sources": [asdict(s) for s in done]}, as_json, "\n".join(lines))


@cli.command()
@click.argument("folder")
@head_options
@click.option(
    "--calibrate", is_flag=True, help="Make its certainty true on blocks that it did not see."
)
@click.option(
    "--hold-out",
    default=0.0,
    metavar="0.3",
    help="Share of the blocks kept out of it, for predict --level.",
)
@click.option(
    "--block", default="auto", show_default=True, help="Side of those blocks on the ground."
)
@click.option("--name", help="Name of the head; <target>-<head> by default.")
@json_option
def fit(folder: str, as_json: bool, **given: Any) -> None:
    """Fit a head on the labelled chips."""
    from .. import pipeline

    given["options"] = settings(given["options"])
    given["sources"] = commas(given["sources"])
    report = pipeline.fit(folder, **given)
    counts = ", ".join(f"{name} {count}" for name, count in report.classes.items())
    lines = [f"{report.head} fitted on {report.labels:,} labels{f' ({counts})' if counts else ''}"]
    if report.trust["held_out_labels"]:
        lines.append(
            "{held_out_labels} labels in {held_out_blocks} blocks held out".format(**report.trust)
        )
    if report.trust["calibration"] is not None:
        lines.append("calibrated by a factor of {calibration:.3g}".format(**report.trust))
    show(report, as_json, "\n".join([*lines, *(f"note: {note}" for note in report.notes)]))


@cli.command()
@click.argument("folder")
@head_options
@split_options(default="block")
@click.option("--assignments", default=5, show_default=True, help="Times the folds are drawn.")
@json_option
def score(folder: str, as_json: bool, **given: Any) -> None:
    """Cross-validate a head on the labelled chips, under a stated split."""
    from .. import pipeline

    given["options"] = settings(given["options"])
    given["sources"] = commas(given["sources"])
    with progress_bar() as task:
        scores = pipeline.score(folder, task=task, **given)
    show(scores.to_dict(), as_json, score_text(scores))


@cli.command()
@click.argument("folder")
@click.option("--head", metavar="NAME", help="A fitted head; the newest by default.")
@click.option("--dense", metavar="4|40m", help="Windows sliding by so many pixels or metres.")
@click.option("--patches", is_flag=True, help="With --dense: a dense model's patch features.")
@click.option(
    "--level",
    type=float,
    metavar="0.9",
    help="Add the sets or intervals that hold the truth so often.",
)
@click.option(
    "--applicability/--no-applicability", default=True, help="Add the area of applicability."
)
@click.option(
    "--out",
    metavar="FILE.tif",
    help="The map; maps/<head>.tif by default, maps/<head>-dense.tif with --dense.",
)
@device_options
@json_option
def predict(folder: str, as_json: bool, **given: Any) -> None:
    """Map the area with a head."""
    from .. import pipeline

    given["batch"] = batch_of(given["batch"])
    if given["patches"] and given["dense"] is None:
        raise UsageError("--patches is for dense maps; give --dense 4 (or 40m) too.")
    with progress_bar() as task:
        report = pipeline.predict(folder, task=task, **given)
    holds = ", ".join(f"{name} {share:.1%}" for name, share in report.shares.items())
    if report.range:
        holds = f"from {report.range[0]:g} to {report.range[1]:g}"
    lines = [*report.files.values(), *([holds] if holds else []), *trust_lines(report.trust)]
    show(report, as_json, "\n".join(lines))
