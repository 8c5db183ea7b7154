"""What commands print: progress, a text for a person, or JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from ..progress import Progress, Task

if TYPE_CHECKING:
    from ..probes import Estimate, Scores
    from ..questions.curve import Spread


def show(report: Any, as_json: bool, text: str) -> None:
    if not as_json:
        click.echo(text)
        return
    content = asdict(report) if is_dataclass(report) and not isinstance(report, type) else report
    click.echo(json.dumps(content, default=str))


@contextmanager
def progress_bar() -> Iterator[Task]:
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


def estimate_text(found: Estimate) -> str:
    """A mean with its deviation, where there is one to tell: of no class, or of one deal, there is none."""
    if math.isnan(found.mean):
        return "-"
    return f"{found.mean:.3f}" + ("" if math.isnan(found.std) else f" ± {found.std:.3f}")


def estimate_line(found: Spread) -> str:
    """A mean, with the range of single draws."""
    if math.isnan(found.mean):
        return "-"
    return f"{found.mean:.3f}  ({found.low:.3f} to {found.high:.3f})"


def trust_lines(trust: dict[str, float | None]) -> list[str]:
    """What the layers beside a map hold, a line each."""
    found = {name: value for name, value in trust.items() if value is not None}
    lines = []
    if "inside" in found:
        lines.append("{inside:.1%} of the chips inside the area of applicability".format(**found))
    if "set_size" in found:
        lines.append(
            "sets of {level:.0%}: {set_size:.2f} classes on average, one alone for {single:.1%} of the "
            "chips".format(**found)
        )
    if "width" in found:
        lines.append("intervals of {level:.0%}: {width:.4g} wide on average".format(**found))
    return lines


def score_text(scores: Scores) -> str:
    """Scores as a person reads them: the split first, since it says what they are worth."""
    near = f"nearest training chip {scores.least_distance:,.0f} m from a test chip"
    lines = [
        f"{scores.n:,} labelled chips, {scores.split_rule}, dealt {scores.assignments} times; {near}",
        f"in the deal that parts them worst {scores.tested} are tested, of which {scores.overlapping} share ground "
        f"with a training chip and "
        f"{scores.touching} lie beside one",
        *(f"  {name:20} {estimate_text(e)}" for name, e in scores.metrics.items()),
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
