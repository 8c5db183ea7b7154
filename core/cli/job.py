"""The main job's commands, in its order."""

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
    split_paths,
)
from .showing import progress_bar, score_text, show


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
@click.option("--model", default="rcf", show_default=True, help="See eo-embed models.")
@click.option("--set", "options", multiple=True, metavar="KEY=VALUE",
              help="A model's option; eo-embed models NAME lists them.")  # fmt: skip
@click.option("--sources", metavar="A,B", help="Sources to embed; all by default.")
@device_options
@click.option("--dtype", type=click.Choice(DTYPES), default="float32", show_default=True)
@click.option("--force", is_flag=True, help="Embed although bands or units do not fit the card.")
@json_option
def embed(folder: str, as_json: bool, **given: Any) -> None:
    """Embed the chips that are not embedded yet."""
    from .. import pipeline

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
@click.option("--from", "path", required=True, metavar="FILE", help="Vector file or raster.")
@click.option("--layer", help="Layer of a vector file.")
@click.option("--field", "field_name", help="Field that holds the class or value.")
@click.option(
    "--how", default="majority", show_default=True, metavar="majority|fraction:V|mean|median-split"
)
@click.option("--min-share", default=0.6, show_default=True, help="Least share for a majority.")
@click.option(
    "--name", "target", metavar="T", help="Name of the target; the field or file by default."
)
@json_option
def label(folder: str, as_json: bool, **given: Any) -> None:
    """Label chips from points, polygons or a raster."""
    from .. import pipeline

    report = pipeline.label(folder, **given)
    counts = ", ".join(f"{name} {count}" for name, count in report.classes.items())
    values = f"from {report.range[0]:g} to {report.range[1]:g}" if report.range else counts
    show(report, as_json, f"{report.target}: {report.labelled} chips labelled, {values}")


@cli.command()
@click.argument("folder")
@head_options
@click.option("--name", help="Name of the head; <target>-<head> by default.")
@json_option
def fit(folder: str, as_json: bool, **given: Any) -> None:
    """Fit a head on the labelled chips."""
    from .. import pipeline

    given["options"] = settings(given["options"])
    given["sources"] = commas(given["sources"])
    report = pipeline.fit(folder, **given)
    counts = ", ".join(f"{name} {count}" for name, count in report.classes.items())
    show(
        report,
        as_json,
        f"{report.head} fitted on {report.labels} labels {f'({counts})' if counts else ''}",
    )


@cli.command()
@click.argument("folder")
@head_options
@click.option("--split", type=click.Choice(["random", "block"]), default="block", show_default=True)
@click.option("--block", default="10km", show_default=True, help="Side of a block on the ground.")
@click.option("--folds", default=5, show_default=True)
@click.option("--assignments", default=5, show_default=True, help="Times the folds are drawn.")
@json_option
def score(folder: str, as_json: bool, **given: Any) -> None:
    """Cross-validate a head on the labelled chips, under random folds or blocks of the ground."""
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
@click.option("--out", metavar="FILE.tif", help="The map; maps/<head>.tif by default.")
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
    show(report, as_json, "\n".join([*report.files.values(), *([holds] if holds else [])]))
