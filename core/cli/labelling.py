"""Commands of labels: giving them, and counting those there are."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .app import cli
from .options import json_option, whole_numbers
from .showing import show

if TYPE_CHECKING:
    from ..pipeline import TargetSummary

#: What goes with each way of labelling, by the name of its parameter.
_GOES_WITH = {
    "path": ("layer", "field_name", "min_share", "how"),
    "chips": ("label_class", "value", "remove", "how"),
    "cluster": ("label_class", "value", "nearest"),
}
_OPTION = {
    "path": "--from", "chips": "--chips", "cluster": "--cluster", "layer": "--layer",
    "field_name": "--field", "min_share": "--min-share", "how": "--how", "label_class": "--as",
    "value": "--value", "remove": "--remove", "nearest": "--nearest",
}  # fmt: skip


@cli.command()
@click.argument("folder")
@click.option("--from", "path", metavar="FILE", help="Label from a vector file or raster.")
@click.option("--layer", help="With --from: layer of a vector file.")
@click.option("--field", "field_name", help="With --from: field that holds the class or value.")
@click.option(
    "--min-share", type=float, help="With --from: least share for a majority.  [default: 0.6]"
)
@click.option("--chips", metavar="ID[,ID…]", help="Label chips by hand.")
@click.option(
    "--cluster", type=int, metavar="N", help="Label a cluster that explore DIR clusters found."
)
@click.option(
    "--nearest", type=int, metavar="N", help="With --cluster: only so many nearest to its centre."
)
@click.option(
    "--as", "label_class", metavar="CLASS", help="With --chips or --cluster: their class."
)
@click.option("--value", type=float, help="With --chips or --cluster: their value, not a class.")
@click.option("--remove", is_flag=True, help="With --chips: take their labels away.")
@click.option(
    "--how",
    metavar="RULE",
    help="With --from: majority (default), fraction:V, mean or median-split. With --chips: click (default) "
    "or suggestion.",
)
@click.option(
    "--name",
    "target",
    metavar="T",
    help="Of the target; the field, the file or the only one by default.",
)
@click.option("--who", help="Who labels; the login name by default.")
@json_option
def label(folder: str, as_json: bool, target: str | None, who: str | None, **given: Any) -> None:
    """Label chips from points, polygons or a raster, by hand, or a cluster at once."""
    from .. import pipeline

    way = _one_way(given)
    by = pipeline.login() if who is None else who
    {"path": _from_file, "chips": _by_hand, "cluster": _from_cluster}[way](
        folder, as_json, target, by, given
    )


def _one_way(given: dict[str, Any]) -> str:
    """The way that was asked for. Raises UsageError for none, several, or what does not go with it."""
    ways = [way for way in _GOES_WITH if given[way] is not None]
    if len(ways) != 1:
        told = " and ".join(_OPTION[way] for way in ways) or "none of them"
        raise UsageError(
            f"Labels come from one of --from FILE, --chips ID,ID and --cluster N; you gave {told}."
        )
    (way,) = ways
    for name in _OPTION:
        if name not in (way, *_GOES_WITH[way]) and given[name] not in (None, False):
            raise UsageError(f"{_OPTION[name]} does not go with {_OPTION[way]}; leave it away.")
    return way


def _from_file(
    folder: str, as_json: bool, target: str | None, who: str, given: dict[str, Any]
) -> None:
    from .. import pipeline

    names = ("layer", "field_name", "min_share", "how")
    options = {name: given[name] for name in names if given[name] is not None}
    report = pipeline.label(folder, given["path"], target=target, who=who, **options)
    counts = ", ".join(f"{name} {count}" for name, count in report.classes.items())
    values = f"from {report.range[0]:g} to {report.range[1]:g}" if report.range else counts
    kept = f"; {report.kept_by_hand} kept their label" if report.kept_by_hand else ""
    show(report, as_json, f"{report.target}: {report.labelled} chips labelled, {values}{kept}")


def _by_hand(
    folder: str, as_json: bool, target: str | None, who: str, given: dict[str, Any]
) -> None:
    from .. import pipeline

    chips = sorted(set(whole_numbers("--chips", given["chips"])))
    if not chips:
        raise UsageError("--chips names no chip; give ids as eo-embed chips writes them.")
    only_removes = given["remove"] and given["label_class"] is None and given["value"] is None
    label = None if only_removes else _label_of(given)
    how = given["how"] or "click"
    if how not in ("click", "suggestion"):
        raise UsageError(f"Chips by hand are labelled by click or suggestion, not by {how!r}.")
    name = pipeline.target_to_label(folder, target, there=given["remove"])
    count = pipeline.label_chips(folder, name, chips, label, how=how, who=who)
    done = "lost their label" if label is None else f"labelled {label}"
    found = {"target": name, "label": label, "chips": count, "how": how, "who": who}
    show(found, as_json, f"{name}: {count} chips {done}")


def _from_cluster(
    folder: str, as_json: bool, target: str | None, who: str, given: dict[str, Any]
) -> None:
    from .. import pipeline

    label = _label_of(given)
    name = pipeline.target_to_label(folder, target)
    report = pipeline.label_cluster(
        folder, given["cluster"], label, target=name, nearest=given["nearest"], who=who
    )
    kept = f"; {report.kept} kept a label given by hand" if report.kept else ""
    text = f"{name}: {report.labelled} chips of cluster {report.cluster} labelled {label}{kept}"
    show(report, as_json, text)


def _label_of(given: dict[str, Any]) -> str | float:
    """The class or value that was given. Raises UsageError for none, both, or one beside --remove."""
    labels: list[str | float | None] = [given["label_class"], given["value"]]
    said = [label for label in labels if label is not None]
    if len(said) != 1 or given["remove"]:
        raise UsageError("Say what the chips are: one of --as CLASS, --value NUMBER or --remove.")
    return said[0]


@cli.command()
@click.argument("folder", metavar="DIR")
@click.option("--target", metavar="T", help="What the labels say; all targets by default.")
@json_option
def labels(folder: str, target: str | None, as_json: bool) -> None:
    """Count the labels there are: of which class, given how, by whom, and when."""
    from .. import pipeline

    found = pipeline.summarise_labels(folder, target)
    text = "\n".join(map(_summary_text, found))
    show({"targets": [asdict(summary) for summary in found]}, as_json, text)


def _summary_text(summary: TargetSummary) -> str:
    lines = [f"{summary.target}: {summary.labels:,} chips labelled ({summary.kind})"]
    lines += [f"  {name:20} {count:,}" for name, count in summary.classes.items()]
    if summary.range:
        lines.append(f"  from {summary.range[0]:g} to {summary.range[1]:g}")
    if summary.labels:
        lines.append(f"  given by  {_counted(summary.how)}")
        lines.append(f"  who       {_counted(summary.who)}")
    if summary.first:
        lines.append(f"  when      {summary.first[:19]} to {summary.last[:19]} UTC")
    return "\n".join(lines)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name or 'nobody named'} {count:,}" for name, count in counts.items())
