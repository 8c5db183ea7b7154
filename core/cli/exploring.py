"""What is in the embeddings: charts, tables, a walk in pictures, clusters."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import click

from ..options import LARGEST_SEED
from .app import cli
from .options import commas, json_option
from .showing import show


@cli.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", metavar="DIR")
@click.pass_context
def explore(context: click.Context, folder: str) -> None:
    """See what is in the embeddings: charts and tables in DIR/explore/.

    The folder comes first: eo-embed explore DIR clusters -k 8.
    """
    context.obj = folder


def _shared(out: str = "FILE.png", default: str = "DIR/explore/") -> Callable[..., Any]:
    """Options of every exploration; ``out`` is what ``--out`` names."""
    options: tuple[Callable[..., Any], ...] = (
        json_option,
        click.option("--out", metavar=out, help=f"What to write; in {default} by default."),
        click.option("--sources", metavar="A,B", help="Sources to use; all by default."),
        click.pass_obj,  # the folder
    )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in options:
            command = option(command)
        return command

    return add


def _seed_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--seed",
        type=click.IntRange(0, LARGEST_SEED),
        default=0,
        show_default=True,
        help="Of what is drawn at random.",
    )(command)


def _view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--most", default=5000, show_default=True, help="Chips shown, labelled first."
        ),
        click.option("--target", metavar="T", help="Labels that colour the chips."),
    ):
        command = option(command)
    return command


@explore.command()
@_shared()
@_seed_option
@_view_options
def pca(folder: str, as_json: bool, **given: Any) -> None:
    """How many components hold the variance, and the view on the first two."""
    from .. import pipeline

    report = pipeline.explore_pca(folder, **_with_sources(given))
    text = (
        f"{report.components_90}, {report.components_95} and {report.components_99} components of "
        f"{report.dim} hold 90, 95 and 99% of the variance of {report.chips:,} chips; effective rank "
        f"{report.effective_rank:.1f}"
    )
    show(report, as_json, _lines(text, report.files))


def _view(method: str, folder: str, as_json: bool, given: dict[str, Any]) -> None:
    from .. import pipeline

    report = pipeline.explore_view(folder, method, **_with_sources(given))  # type: ignore[arg-type]
    labelled = (
        f", {report.labelled:,} of them labelled for {report.target}" if report.target else ""
    )
    show(report, as_json, _lines(f"{report.shown:,} chips shown{labelled}", report.files))


@explore.command()
@_shared()
@_seed_option
@_view_options
def tsne(folder: str, as_json: bool, **given: Any) -> None:
    """A view in two dimensions by t-SNE: neighbours stay neighbours."""
    _view("tsne", folder, as_json, given)


@explore.command()
@_shared()
@_seed_option
@_view_options
def umap(folder: str, as_json: bool, **given: Any) -> None:
    """A view in two dimensions by UMAP (needs eo-embed[umap])."""
    _view("umap", folder, as_json, given)


@explore.command()
@_shared()
@_seed_option
@click.option("--pairs", default=5000, show_default=True, help="Pairs of chips at random.")
def distance(folder: str, as_json: bool, **given: Any) -> None:
    """Whether chips near each other on the ground are near in the embedding."""
    from .. import pipeline

    report = pipeline.explore_distance(folder, **_with_sources(given))
    text = (
        f"{report.pairs:,} pairs of chips: correlation {_number(report.pearson)} (Pearson), "
        f"{_number(report.spearman)} (Spearman)"
    )
    show(report, as_json, _lines(text, report.files))


@explore.command()
@_shared()
@click.option("--from", "start", type=int, required=True, metavar="ID", help="Chip to begin at.")
@click.option("--to", "end", type=int, required=True, metavar="ID", help="Chip to end at.")
@click.option("--points", default=5, show_default=True, help="Points on the way.")
@click.option("--neighbours", default=4, show_default=True, help="Nearest chips at each point.")
def path(folder: str, as_json: bool, **given: Any) -> None:
    """The chips met on the straight way from one chip to another, as pictures."""
    from .. import pipeline

    report = pipeline.explore_path(folder, **_with_sources(given))
    lines = [f"point {i}: chips {_listed(chips)}" for i, chips in enumerate(report.chips, 1)]
    show(report, as_json, _lines("\n".join(lines), report.files))


@explore.command()
@_shared("FILE.tif", "DIR/maps/")
@_seed_option
@click.option("-k", "--clusters", "k", default=8, show_default=True, help="How many.")
def clusters(folder: str, as_json: bool, **given: Any) -> None:
    """Groups of like chips as a map; label --cluster makes labels of one."""
    from .. import pipeline

    report = pipeline.explore_clusters(folder, **_with_sources(given))
    lines = [
        f"cluster {i:<3} {size:>8,} chips, nearest to its centre {_listed(chips)}"
        for i, (size, chips) in enumerate(zip(report.sizes, report.nearest, strict=True), 1)
    ]
    lines.append(f"silhouette {_number(report.silhouette)} (-1 to 1: well apart)")
    show(report, as_json, _lines("\n".join(lines), report.files))


def _with_sources(given: dict[str, Any]) -> dict[str, Any]:
    return given | {"sources": commas(given["sources"])}


def _lines(text: str, files: dict[str, str]) -> str:
    return "\n".join([text, *files.values()])


def _listed(chips: list[int]) -> str:
    return ", ".join(map(str, chips)) or "-"


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"
