"""What the commands of pretraining print, and how they are stopped."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..core.cli.showing import progress_bar
from ..core.progress import Task

if TYPE_CHECKING:
    from ..core.trainer import TrainReport
    from .checking import Check
    from .experiments.bench.running import Summary


@contextmanager
def stoppable_task(while_alive: int | None = None) -> Iterator[Task]:
    """A task with a bar on stderr that Ctrl+C, a polite end by the system, or the end of the process ``while_alive``
    stops: the run then keeps a checkpoint. A second Ctrl+C ends at once."""
    from .processes import end_with

    with progress_bar() as task:
        old = {}
        for name in ("SIGINT", "SIGTERM"):
            old[name] = signal.getsignal(getattr(signal, name))

            def stop(number: int, frame: object, again: object = old[name]) -> None:
                task.cancelled.set()
                signal.signal(number, again)  # type: ignore[arg-type]

            signal.signal(getattr(signal, name), stop)
        if while_alive is not None:
            end_with(while_alive, task.cancelled)
        try:
            yield task
        finally:
            for name, handler in old.items():
                signal.signal(getattr(signal, name), handler)


def report_text(report: TrainReport) -> str:
    """How a run ended, where its models are, and how to use them."""
    lines = [
        f"{report.state} at step {report.step:,} of {report.steps:,}, loss {_loss(report.loss)}, "
        f"{report.images_per_s:,.1f} images/s, {report.seconds:,.0f} s"
    ]
    if report.results:  # of several, each source takes the one that was made for its bands
        lines.append(f"use it with: eo-embed embed WORKSPACE --model checkpoint:{report.folder}")
    if report.state == "stopped":
        lines.append(f"go on with: eo-embed train --resume --out {report.folder}")
    return "\n".join(lines)


def check_text(found: Check) -> str:
    """What a run will take."""
    lines = [
        f"{found.samples:,} samples, {found.train:,} to train and {found.validation:,} to validate "
        f"({found.split})",
        *(f"{m['name']}: {', '.join(m['bands'])} ({m['sensor']}), {m['size'][0]} x {m['size'][1]} pixels"
          for m in found.modalities),
        f"{found.parameters:,} parameters, {found.steps:,} steps ({found.epochs:.4g} epochs)",
        f"{found.images_per_s:,.1f} images/s on {found.device} in {found.precision}: about "
        f"{_duration(found.seconds)}; {found.bytes / 1e6:,.0f} MB on disk",
        *(f"{key} = {value}{' (assumed)' if key in found.assumed else ''}" for key, value in found.values.items()),
        *(f"note: {note}" for note in found.notes),
    ]  # fmt: skip
    return "\n".join(lines)


def experiment_text(found: Summary) -> str:
    """Where an experiment lies, and what of the paper's claims holds."""
    missing = f" ({found.missing:,} could not be obtained)" if found.missing else ""
    size = ", quick" if found.quick else ""
    checks = [f"{a.what}: {a.found}" for a in found.audits if a.passed is False]
    said = {True: "holds", False: "does not hold", None: "left open"}
    return "\n".join(
        [
            f"{found.experiment}{size}: {found.scores:,} figures{missing} are in {found.folder}; open {found.report}",
            *(f"failed check: {text}" for text in checks),
            *(f"{said[c.holds]}: {c.text} ({c.where}). {c.found}" for c in found.claims),
            *(f"note: {note}" for note in found.notes),
        ]
    )


def _loss(loss: float | None) -> str:
    return "nan" if loss is None else f"{loss:.5g}"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
