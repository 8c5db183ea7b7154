"""The command line: a thin face on ``pipeline``.

Exit 0 when done, 2 with one line ``error [CODE]: …`` on stderr, 70 with such a line for what nobody
foresaw, 130 when interrupted. Progress goes to stderr; ``--json`` prints one JSON object on stdout at the
end and nothing else there.
"""

from __future__ import annotations

import errno
import glob
import json
import math
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import __version__
from .chips import INCLUSIONS
from .errors import Cancelled, EOEmbedError, OutOfMemory, UsageError
from .files import refused
from .options import LARGEST_SEED
from .progress import Progress, Task
from .store import DTYPES

if TYPE_CHECKING:
    from .probes import Estimate, Scores


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    try:
        result = cli.main(args=argv, prog_name="eo-embed", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except (KeyboardInterrupt, click.Abort, Cancelled):
        print("interrupted; what was finished is kept", file=sys.stderr)
        return 130
    except EOEmbedError as error:
        return _fail(error.code, str(error))
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "eo-embed"
        return _fail(UsageError.code, f"{error.format_message()} See {command} --help.")
    except Exception as error:
        known = _refusal(error)
        return _fail(known.code, str(known)) if known else _unexpected(error)


def _fail(code: str, sentence: str, status: int = 2) -> int:
    print(f"error [{code}]: {' '.join(sentence.split())}", file=sys.stderr)
    return status


def _refusal(error: Exception) -> EOEmbedError | None:
    """What the system refused (memory, room, a path), as an error with a code, if it is that."""
    # torch has no class of its own for a CPU without memory.
    if isinstance(error, MemoryError) or "DefaultCPUAllocator" in str(error):
        said = f" ({error})" if str(error) else ""
        return OutOfMemory(
            f"There is not enough memory{said}; take a smaller area or --batch, fewer labels, or larger "
            "chips or steps."
        )
    if not isinstance(error, OSError):
        return None
    path = error.filename if isinstance(error.filename, str) else None
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return refused(Path(path or "what was being written"), error)
    if path is None or error.errno not in _PATH_REFUSALS:
        return None
    if os.path.exists(path) and not os.access(path, os.R_OK):
        return UsageError(f"{path} cannot be read: {error.strerror}; check its permissions.")
    return refused(Path(path), error)


_PATH_REFUSALS = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST,
    errno.ENAMETOOLONG,
}  # fmt: skip


def _unexpected(error: Exception) -> int:
    """Say in one line what nobody foresaw; where it happened goes to a file, or with EO_EMBED_DEBUG
    to stderr."""
    trace = "".join(traceback.format_exception(error))
    if os.environ.get("EO_EMBED_DEBUG", "0") not in ("", "0"):
        print(trace, file=sys.stderr)
        place = "the traceback is above"
    else:
        place = f"the traceback is in {_log(trace)}"
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return _fail(
        "INTERNAL", f"{said}; this is a fault of eo-embed: please report it, {place}.", _EX_SOFTWARE
    )


def _log(trace: str) -> str:
    """Write a traceback to a file of its own in the folder for temporary files; returns its path."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="eo-embed-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(f"eo-embed {__version__}, Python {sys.version}, {sys.platform}\n{trace}")
        return file.name
    except OSError:
        return "no file, since none can be written; EO_EMBED_DEBUG=1 shows it"


_EX_SOFTWARE = 70  # of sysexits.h; os.EX_SOFTWARE is not there on Windows


# -- options that commands share --------------------------------------------------------------


def _as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")(
        command
    )


def _on_device(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--batch", default="auto", show_default=True, help="Chips at a time."),
        click.option(
            "--precision",
            type=click.Choice(["auto", "fp32", "bf16", "fp16"]),
            default="auto",
            show_default=True,
        ),
        click.option(
            "--device", default="auto", show_default=True, help="auto, cpu, cuda[:N], mps."
        ),
    ):
        command = option(command)
    return command


def _on_labels(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--set", "options", multiple=True, metavar="KEY=VALUE",
            help="A head's option; eo-embed heads NAME lists them.",
        ),
        click.option("--sources", metavar="A,B", help="Sources to use; all by default."),
        click.option(
            "--seed", type=click.IntRange(0, LARGEST_SEED), default=0, show_default=True,
            help="Of what is drawn at random.",
        ),
        click.option("--labels", type=int, metavar="N", help="Use N labelled chips at random."),
        click.option("--target", metavar="T", help="What the labels say; needed if there are several."),
        click.option(
            "--head", type=click.Choice(["rf", "ridge", "logistic", "knn"]), default="rf",
            show_default=True, help="See eo-embed heads.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="eo-embed")
def cli() -> None:
    """Chips of satellite imagery to embeddings, labels to maps."""


@cli.command()
@click.argument("folder", default="eo-embed-demo")
@_as_json
def demo(folder: str, as_json: bool) -> None:
    """Make a synthetic scene and run the main job on it."""
    from .demo import run_demo

    with _progress() as task:
        report = run_demo(folder, task=task)
    _show(report, as_json, report.summary())


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
@_as_json
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
    from . import pipeline

    files: dict[str, list[str]] = {}
    for name, paths in _pairs("--source", sources):
        files.setdefault(name, []).extend(split_paths(paths))
    report = pipeline.init(
        folder,
        files,
        bands={name: _commas(names) for name, names in _pairs("--bands", bands)},
        scale={name: _scale(numbers) for name, numbers in _pairs("--scale", scale)},
        nodata={name: _number("--nodata", value) for name, value in _pairs("--nodata", nodata)},
        **options,
    )
    lines = [
        f"{report.chips} chips of {report.chip_pixels[0]} x {report.chip_pixels[1]} pixels "
        f"({report.chip_metres[0]:g} x {report.chip_metres[1]:g} m) in {report.crs}"
    ]
    for name, read in report.sources.items():
        lines += [f"{name}: {', '.join(f['bands'])} from {f['path']} ({f['read']})" for f in read]
    _show(report, as_json, "\n".join(lines))


@cli.command()
@click.argument("folder")
@click.argument("area", metavar="FILE|MINX,MINY,MAXX,MAXY[@EPSG:N]|none")
@_as_json
def aoi(folder: str, area: str, as_json: bool) -> None:
    """Take another area of interest; embeddings and labels stay."""
    from . import pipeline

    count = pipeline.set_area(folder, None if area == "none" else area)
    _show({"chips": count}, as_json, f"{count} chips in the area")


@cli.command()
@click.argument("folder")
@click.option("--out", required=True, metavar="FILE.gpkg|FILE.parquet")
@_as_json
def chips(folder: str, out: str, as_json: bool) -> None:
    """Write the chips of the area as GeoPackage or GeoParquet."""
    from . import pipeline

    count = pipeline.export_chips(folder, out)
    _show({"chips": count, "file": out}, as_json, f"{count} chips in {out}")


@cli.command()
@click.argument("folder")
@click.option("--model", default="rcf", show_default=True, help="See eo-embed models.")
@click.option("--set", "options", multiple=True, metavar="KEY=VALUE",
              help="A model's option; eo-embed models NAME lists them.")  # fmt: skip
@click.option("--sources", metavar="A,B", help="Sources to embed; all by default.")
@_on_device
@click.option("--dtype", type=click.Choice(DTYPES), default="float32", show_default=True)
@click.option("--force", is_flag=True, help="Embed although bands or units do not fit the card.")
@_as_json
def embed(folder: str, as_json: bool, **given: Any) -> None:
    """Embed the chips that are not embedded yet."""
    from . import pipeline

    given["options"] = _settings(given["options"])
    given["sources"] = _commas(given["sources"])
    given["batch"] = _batch(given["batch"])
    with _progress() as task:
        done = pipeline.embed(folder, task=task, **given)
    lines = [
        f"{s.source}: {s.report.embedded} chips embedded at {s.report.chips_per_s:,.0f} chips/s, "
        f"{s.report.kept} were there, {s.report.invalid} have too few valid pixels "
        f"({s.model}, {s.dim} features, {s.device} {s.precision}) in {s.store}"
        for s in done
    ]
    _show({"sources": [asdict(s) for s in done]}, as_json, "\n".join(lines))


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
@_as_json
def label(folder: str, as_json: bool, **given: Any) -> None:
    """Label chips from points, polygons or a raster."""
    from . import pipeline

    report = pipeline.label(folder, **given)
    counts = ", ".join(f"{name} {count}" for name, count in report.classes.items())
    values = f"from {report.range[0]:g} to {report.range[1]:g}" if report.range else counts
    _show(report, as_json, f"{report.target}: {report.labelled} chips labelled, {values}")


@cli.command()
@click.argument("folder")
@_on_labels
@click.option("--name", help="Name of the head; <target>-<head> by default.")
@_as_json
def fit(folder: str, as_json: bool, **given: Any) -> None:
    """Fit a head on the labelled chips."""
    from . import pipeline

    given["options"] = _settings(given["options"])
    given["sources"] = _commas(given["sources"])
    report = pipeline.fit(folder, **given)
    counts = ", ".join(f"{name} {count}" for name, count in report.classes.items())
    _show(
        report,
        as_json,
        f"{report.head} fitted on {report.labels} labels {f'({counts})' if counts else ''}",
    )


@cli.command()
@click.argument("folder")
@_on_labels
@click.option("--split", type=click.Choice(["random", "block"]), default="block", show_default=True)
@click.option("--block", default="10km", show_default=True, help="Side of a block on the ground.")
@click.option("--folds", default=5, show_default=True)
@click.option("--assignments", default=5, show_default=True, help="Times the folds are drawn.")
@_as_json
def score(folder: str, as_json: bool, **given: Any) -> None:
    """Cross-validate a head on the labelled chips, under random folds or blocks of the ground."""
    from . import pipeline

    given["options"] = _settings(given["options"])
    given["sources"] = _commas(given["sources"])
    with _progress() as task:
        scores = pipeline.score(folder, task=task, **given)
    _show(scores.to_dict(), as_json, _score_lines(scores))


@cli.command()
@click.argument("folder")
@click.option("--head", metavar="NAME", help="A fitted head; the newest by default.")
@click.option("--dense", metavar="4|40m", help="Windows sliding by so many pixels or metres.")
@click.option("--patches", is_flag=True, help="With --dense: a dense model's patch features.")
@click.option("--out", metavar="FILE.tif", help="The map; maps/<head>.tif by default.")
@_on_device
@_as_json
def predict(folder: str, as_json: bool, **given: Any) -> None:
    """Map the area with a head."""
    from . import pipeline

    given["batch"] = _batch(given["batch"])
    if given["patches"] and given["dense"] is None:
        raise UsageError("--patches is for dense maps; give --dense 4 (or 40m) too.")
    with _progress() as task:
        report = pipeline.predict(folder, task=task, **given)
    holds = ", ".join(f"{name} {share:.1%}" for name, share in report.shares.items())
    if report.range:
        holds = f"from {report.range[0]:g} to {report.range[1]:g}"
    _show(report, as_json, "\n".join([*report.files.values(), *([holds] if holds else [])]))


@cli.command()
@click.argument("name", required=False)
@_as_json
def models(name: str | None, as_json: bool) -> None:
    """List the models by their cards, or show one with its options."""
    from . import models as registry

    if name:
        card, options = registry.card(name), registry.option_docs(name)
        lines = [f"{key}: {value}" for key, value in card.to_dict().items()]
        lines += ["", *(f"--set {key}=…  {text}" for key, text in options.items())]
        _show(card.to_dict() | {"options": options}, as_json, "\n".join(lines))
        return
    cards = registry.cards()
    width = max(len(card.name) for card in cards)
    lines = [f"{card.name:{width}}  {card.title} [{card.licence}]" for card in cards]
    _show({"models": [card.to_dict() for card in cards]}, as_json, "\n".join(lines))


@cli.command()
@click.argument("name", required=False)
@_as_json
def heads(name: str | None, as_json: bool) -> None:
    """List the heads, or show one with its options."""
    from .probes import HEADS, find_head, head_options

    if name:
        head, options = find_head(name), head_options(name)
        about = {"name": head.name, "title": head.title, "kinds": list(head.kinds)}
        lines = [f"{head.name}: {head.title}, for {' or '.join(head.kinds)}", ""]
        lines += [f"--set {key}=…  {text}" for key, text in options.items()]
        _show(about | {"options": options}, as_json, "\n".join(lines))
        return
    found = [{"name": h.name, "title": h.title, "kinds": list(h.kinds)} for h in HEADS.values()]
    lines = [f"{h.name:9} {h.title}, for {' or '.join(h.kinds)}" for h in HEADS.values()]
    _show({"heads": found}, as_json, "\n".join(lines))


@cli.command()
@_as_json
def doctor(as_json: bool) -> None:
    """Say what this machine has: versions, devices, precision, disk."""
    from .doctor import examine

    findings = examine()
    _show(findings, as_json, "\n".join(f"{key:22}{value}" for key, value in findings.items()))


# -- reading options ---------------------------------------------------------------------------


def split_paths(text: str) -> list[str]:
    """Files separated by commas; a comma inside the name of a file that exists separates nothing.

    A pattern (``*.tif``) stands for its files in order of name.
    """
    pieces, paths, start = text.split(","), [], 0
    while start < len(pieces):
        for stop in range(len(pieces), start, -1):
            path = ",".join(pieces[start:stop]).strip()
            if os.path.exists(path) or stop == start + 1:
                found = [] if os.path.exists(path) else sorted(glob.glob(path))
                paths.extend(found or [path])
                start = stop
                break
    return [path for path in paths if path]


def _pairs(option: str, given: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text in given:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals and value.strip()):
            raise UsageError(f"{option} takes NAME=VALUE, not '{text}'.")
        yield name.strip(), value.strip()


def _commas(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _number(option: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(f"{option} takes a number, not '{text}'.") from error


def _scale(text: str) -> tuple[float, float]:
    numbers = [_number("--scale", part) for part in _commas(text)]
    if len(numbers) > 2:
        raise UsageError(f"--scale takes SCALE or SCALE,OFFSET, not '{text}'.")
    return (numbers[0], 0.0) if len(numbers) == 1 else (numbers[0], numbers[1])


def _batch(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdigit() or int(text) == 0:
        raise UsageError(f"--batch takes auto or a number of chips, not '{text}'.")
    return int(text)


def _settings(given: Sequence[str]) -> dict[str, Any]:
    """``key=value`` options; numbers, true, false and none are read as such."""
    words = {"true": True, "false": False, "none": None}
    found: dict[str, Any] = {}
    for key, text in _pairs("--set", given):
        try:
            found[key] = words[text.lower()] if text.lower() in words else json.loads(text)
        except ValueError:
            found[key] = text
    return found


# -- showing -----------------------------------------------------------------------------------


def _show(report: Any, as_json: bool, text: str) -> None:
    if not as_json:
        click.echo(text)
        return
    content = asdict(report) if is_dataclass(report) and not isinstance(report, type) else report
    click.echo(json.dumps(content, default=str))


@contextmanager
def _progress() -> Iterator[Task]:
    """A task whose reports draw a bar on stderr, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[text]}"))
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        shown: dict[str, Any] = {}

        def report(progress: Progress) -> None:
            if progress.stage not in shown:
                shown[progress.stage] = bars.add_task(progress.stage, total=progress.total, text="")
            left = "" if progress.left_s is None else f", {_duration(progress.left_s)} left"
            text = f"{progress.done:,}/{progress.total:,} {progress.unit}, {progress.rate:,.0f}/s{left}"
            bars.update(shown[progress.stage], completed=progress.done, text=text)

        yield Task(report)


def _estimate(found: Estimate) -> str:
    """A mean with its deviation, where there is one to tell: of no class, or of one deal, there is none."""
    if math.isnan(found.mean):
        return "-"
    return f"{found.mean:.3f}" + ("" if math.isnan(found.std) else f" ± {found.std:.3f}")


def _score_lines(scores: Scores) -> str:
    """Scores as a person reads them: the split first, since it says what they are worth."""
    how = "random folds" if scores.block is None else f"blocks of {scores.block / 1000:g} km"
    lines = [
        f"{scores.n} labelled chips, {scores.folds} folds by {how}, dealt {scores.assignments} times; "
        f"nearest training chip {scores.least_distance:,.0f} m from a test chip",
        *(f"  {name:20} {_estimate(e)}" for name, e in scores.metrics.items()),
    ]
    if scores.majority_share is not None:
        lines.append(f"  {'commonest class':20} {scores.majority_share:.3f}")
    lines += [
        f"  {c.name:20} precision {c.precision:.3f}  recall {c.recall:.3f}  F1 {c.f1:.3f}  of {c.support}"
        for c in scores.classes
    ]
    return "\n".join([*lines, *(f"warning: {text}" for text in scores.warnings)])


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


if __name__ == "__main__":
    main()
