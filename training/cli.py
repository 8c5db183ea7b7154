"""The commands of pretraining, beside those of the core: ``train``, ``methods``, ``recipes``, ``runs``, ``experiment``,
``experiments``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..core.cli.app import cli
from ..core.cli.options import json_option, pairs, settings
from ..core.cli.showing import show
from ..core.errors import RunMissing, UsageError
from ..core.options import LARGEST_SEED

_ASSUMED = "* assumed: the paper does not state it"


@cli.command()
@click.argument("method", required=False)
@click.option(
    "--data",
    multiple=True,
    metavar="DIR|WORKSPACE",
    help="Folder of a data set, or workspaces (several times).",
)
@click.option("--dataset", metavar="KIND", help="What lies there, if it is not to be recognised.")
@click.option("--recipe", metavar="NAME|FILE.toml", help="See eo-embed recipes.")
@click.option(
    "--set", "values", multiple=True, metavar="KEY=VALUE", help="See eo-embed methods METHOD."
)
@click.option(
    "--data-set", "data_options", multiple=True, metavar="KEY=VALUE", help="Options of the data."
)
@click.option("--out", metavar="RUN", help="Folder of the run.")
@click.option("--resume", is_flag=True, help="Go on where the run in --out stopped.")
@click.option(
    "--check", is_flag=True, help="Say what it will take, measured on a few steps; train nothing."
)
@click.option("--device", default="auto", show_default=True, help="auto, cpu, cuda[:N], mps.")
@click.option("--request", hidden=True, help="A request as a run keeps it.")
@click.option("--while-alive", type=int, hidden=True, help="Stop when this process is gone.")
@json_option
def train(as_json: bool, check: bool, **given: Any) -> None:
    """Train a network by one of the papers' methods, on imagery of one's own or a published data set."""
    from . import checking, job, showing

    if given["resume"] and not (given["out"] or given["data"] or given["request"]):
        raise UsageError("Say which run to go on with; name the run: --out RUN.")
    request = job.read_request(
        given["request"],
        resume_from=given["out"] if given["resume"] else None,
        method=given["method"],
        recipe=given["recipe"],
        data=given["data"],
        dataset=given["dataset"],
        values=settings(given["values"]),
        data_options=dict(pairs("--data-set", given["data_options"])),
    )
    with showing.stoppable_task(given["while_alive"]) as task:
        if check:
            found = checking.check(request, device=given["device"], task=task)
            show(found, as_json, showing.check_text(found))
            return
        report = job.train(
            request, given["out"], resume=given["resume"], device=given["device"], task=task
        )
    if report is not None:  # the other processes of torchrun have nothing to say
        show(report, as_json, showing.report_text(report))


@cli.command()
@click.argument("name", required=False)
@json_option
def methods(name: str | None, as_json: bool) -> None:
    """List the methods of training, or show one with its keys and its paper's values."""
    from . import listing
    from .methods import methods as all_methods

    if name:
        found = listing.describe_method(name)
        width = max(len(key) for key in (*found["knobs"], *found["settings"]))
        lines = [f"{found['name']}: {found['title']}", found["paper"], found["summary"]]
        for title, keys in (("Its own keys", "knobs"), ("Keys of every method", "settings")):
            lines += ["", f"{title}:"]
            lines += [_key_line(k, o, width, k in found["assumed"]) for k, o in found[keys].items()]
        lines += ["", _ASSUMED]
        show(found, as_json, "\n".join(lines))
        return
    every = [listing.describe_method(known) for known in all_methods()]
    lines = [f"{m['name']:10} {m['title']}. {m['paper']}" for m in every]
    show({"methods": every}, as_json, "\n".join(lines))


def _key_line(name: str, option: dict[str, Any], width: int, is_assumed: bool) -> str:
    default = "none" if option["default"] in (None, "") else _short(option["default"])
    return f"{name:{width}} {default:>12}{'*' if is_assumed else ' '} {option['doc']} ({option['accepts']})"


def _short(value: Any) -> str:
    """A default as it may be typed."""
    if isinstance(value, list | tuple):
        return ",".join(map(_short, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


@cli.command()
@click.argument("name", required=False)
@json_option
def recipes(name: str | None, as_json: bool) -> None:
    """List the recipes, or show one with all its values."""
    from . import listing
    from .recipes import recipes as all_recipes

    if name:
        found = listing.describe_recipe(name)
        lines = [f"{found['name']}: {found['title']}", found["paper"], found["summary"], ""]
        lines += [
            f"{key:18} {'-' if value in (None, '') else value}{'  * assumed' if key in found['assumed'] else ''}"
            for key, value in found["values"].items()
        ]
        show(found, as_json, "\n".join(lines))
        return
    every = [listing.describe_recipe(known) for known in all_recipes()]
    width = max((len(r["name"]) for r in every), default=0)
    lines = [f"{r['name']:{width}}  {r['method']:10} {r['title']}" for r in every]
    show({"recipes": every}, as_json, "\n".join(lines))


@cli.command()
@click.argument("folder", metavar="WORKSPACE|DIR")
@json_option
def runs(folder: str, as_json: bool) -> None:
    """List the runs of a workspace, or in a folder, with how far they are and what they gave."""
    from . import listing

    if not Path(folder).expanduser().is_dir():
        raise RunMissing(
            f"There is no folder {folder}; give a workspace, or a folder that runs lie in."
        )
    found = listing.runs_in(Path(folder).expanduser())
    lines = [_run_line(run) for run in found]
    show({"runs": found}, as_json, "\n".join(lines) or f"There are no runs in {folder}.")


def _run_line(run: dict[str, Any]) -> str:
    loss = "" if run["loss"] is None else f", loss {run['loss']:.4g}"
    line = f"{run['name']:20} {run['method']:10} {run['state']:11} step {run['step']:,} of {run['steps']:,}{loss}"
    return "  ".join([line, *run["models"]])


@cli.command()
@click.argument("name")
@click.option(
    "--data",
    multiple=True,
    metavar="DIR|WORKSPACE",
    help="Folder of a data set, or a workspace (several times for several areas).",
)
@click.option("--out", required=True, metavar="DIR", help="Folder of the experiment.")
@click.option("--quick", is_flag=True, help="Small networks, few repeats: minutes on two cores.")
@click.option("--set", "values", multiple=True, metavar="KEY=VALUE", help="See experiments NAME.")
@click.option(
    "--data-set", "data_options", multiple=True, metavar="KEY=VALUE", help="Options of the data."
)
@click.option("--dataset", metavar="KIND", help="What lies there, if it is not to be recognised.")
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    help="Of what is drawn at random.",
)
@click.option("--device", default="auto", show_default=True, help="auto, cpu, cuda[:N], mps.")
@json_option
def experiment(name: str, as_json: bool, **given: Any) -> None:
    """Run a paper's evaluation on a data set or on workspaces; stopped, the same command goes on.

    DIR holds results.csv, figures/ and report.html, which sets our figures beside the paper's.
    """
    from . import showing
    from .experiments.bench.running import run_experiment

    given["values"] = settings(given["values"])
    given["data_options"] = dict(pairs("--data-set", given["data_options"]))
    with showing.stoppable_task() as task:
        found = run_experiment(name, given.pop("data"), given.pop("out"), task=task, **given)
    show(found, as_json, showing.experiment_text(found))


@cli.command()
@click.argument("name", required=False)
@json_option
def experiments(name: str | None, as_json: bool) -> None:
    """List the papers' experiments, or show one with its keys and its paper's values."""
    from . import listing
    from .experiments import experiments as all_experiments

    if name:
        found = listing.describe_experiment(name)
        width = max(map(len, found["knobs"]), default=0)
        lines = [f"{found['name']}: {found['title']}", found["paper"], found["question"]]
        lines += [f"Data: {found['data']}", "", "Its keys:"]
        lines += [_key_line(k, o, width, k in found["assumed"]) for k, o in found["knobs"].items()]
        lines += ["", _ASSUMED, "", "With --quick:"]
        lines += [f"{key:{width}} {_short(value):>12}" for key, value in found["quick"].items()]
        show(found, as_json, "\n".join(lines))
        return
    every = [listing.describe_experiment(known) for known in all_experiments()]
    lines = [f"{e['name']:10} {e['title']}\n{'':10} {e['question']}" for e in every]
    show({"experiments": every}, as_json, "\n".join(lines))
