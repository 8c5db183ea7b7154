"""What training says: methods and their values, what a check found, how a run stands."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any, Callable

from qgis.PyQt.QtCore import QDateTime, Qt

from ..i18n import tr
from ..wording import reworded, without_commands
from .ground import bytes_text, duration, figure
from .model_picker import linked

RUNNING, FINISHED, STOPPED, FAILED, INTERRUPTED = (
    "running", "finished", "stopped", "failed", "interrupted",
)  # fmt: skip
#: Where a value is from that the user did not set.
OF_PAPER, ASSUMED, USUAL = "paper", "assumed", "usual"
#: The folder of a workspace that holds its runs.
RUNS = "runs"

_TITLES: dict[str, Callable[[], str]] = {
    "backbone": lambda: tr("Network"),
    "network": lambda: tr("Shape of the network"),
    "weights": lambda: tr("Initial weights"),
    "size": lambda: tr("Size of images"),
    "epochs": lambda: tr("Epochs"),
    "steps": lambda: tr("Steps"),
    "batch_size": lambda: tr("Batch size"),
    "accumulate": lambda: tr("Parts of a batch"),
    "lr": lambda: tr("Learning rate"),
    "weight_decay": lambda: tr("Weight decay"),
    "optimiser": lambda: tr("Optimiser"),
    "momentum": lambda: tr("Momentum"),
    "beta2": lambda: tr("Second beta"),
    "warmup": lambda: tr("Warm-up"),
    "schedule": lambda: tr("Schedule"),
    "clip": lambda: tr("Largest gradient"),
    "precision": lambda: tr("Precision"),
    "seed": lambda: tr("Seed"),
    "validation": lambda: tr("Held out to validate"),
    "split": lambda: tr("How it is held out"),
    "probe": lambda: tr("Task of the probe"),
    "probe_every": lambda: tr("Steps between probes"),
    "log_every": lambda: tr("Steps between figures"),
    "checkpoint_every": lambda: tr("Steps between checkpoints"),
    "readers": lambda: tr("Threads that read"),
    "compile": lambda: tr("Compile"),
    "temperature": lambda: tr("Temperature"),
    "sources": lambda: tr("Sources"),
    "target": lambda: tr("Target"),
    "rasters": lambda: tr("Rasters as labels"),
    "need": lambda: tr("Valid in"),
    "lenient": lambda: tr("May lack bands"),
    "memory": lambda: tr("Megabytes of imagery"),
    "masked": lambda: tr("Share masked"),
    "pairs": lambda: tr("Kinds of bands to pair"),
    "modality": lambda: tr("Imagery to learn from"),
    "modalities": lambda: tr("Imagery to learn from"),
    "bands": lambda: tr("Bands"),
    "tasks": lambda: tr("Tasks"),
    "task": lambda: tr("Task"),
    "dim": lambda: tr("Width of the embedding"),
    "hidden": lambda: tr("Width of the heads"),
    "output": lambda: tr("Width of the output"),
    "area": lambda: tr("Least share of a crop"),
    "turns": lambda: tr("Rotations"),
    "blur": lambda: tr("Chance of blur"),
    "crop": lambda: tr("Size of crops"),
    "finetune": lambda: tr("Train the backbone, too"),
}
_STATES: dict[str, Callable[[], str]] = {
    RUNNING: lambda: tr("running"),
    FINISHED: lambda: tr("finished"),
    STOPPED: lambda: tr("stopped"),
    FAILED: lambda: tr("failed"),
    INTERRUPTED: lambda: tr("interrupted"),
}
_COLUMNS: dict[str, Callable[[], str]] = {
    "loss": lambda: tr("Loss"),
    "probe_knn": lambda: tr("kNN probe"),
    "probe_linear": lambda: tr("Linear probe"),
}


def value_title(name: str) -> str:
    """A knob or setting as people say it; its own name where we have none."""
    known = _TITLES.get(name)
    return known() if known else name


def column_title(name: str) -> str:
    """A column of a run's figures as people say it."""
    known = _COLUMNS.get(name)
    return known() if known else name.replace("probe_", "").replace("_", " ")


def state_text(state: str) -> str:
    """A run's state in a word."""
    known = _STATES.get(state)
    return known() if known else state


def value_text(value: Any) -> str:
    """A value as a field would show it."""
    if value is None or value == "":
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(value_text, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def origin_text(value: Any, origin: str) -> str:
    """What stands beside a field: the value of the paper, one that the paper leaves open, or our usual one.

    An empty text is none of them: what holds then the field's tool tip says.
    """
    if value == "":
        return ""
    if origin == ASSUMED:
        return tr("assumed: {value}").format(value=value_text(value))
    if origin == OF_PAPER:
        return tr("paper: {value}").format(value=value_text(value))
    return tr("default: {value}").format(value=value_text(value))


def method_html(method: dict[str, Any]) -> str:
    """What a method is, and whose."""
    return _about(method["summary"], method["paper"])


def recipe_html(recipe: dict[str, Any]) -> str:
    """What a recipe is for, and where it is from."""
    return _about(recipe["summary"], recipe["paper"])


def dataset_html(dataset: dict[str, Any]) -> str:
    """What a published data set is, whose, and how its files are expected to lie."""
    text = _about(dataset["title"], dataset["paper"])
    licence = tr("Licence: {licence}").format(licence=html.escape(dataset["licence"]))
    layout = html.escape(dataset["layout"]).replace("  ", "&nbsp; ").replace("\n", "<br>")
    return f"{text}<br>{licence}<br><tt>{layout}</tt>"


def _about(summary: str, paper: str) -> str:
    text = html.escape(without_commands(summary))
    if not paper or paper == "none":
        return text
    return f"{text}<br>{tr('Paper: {paper}').format(paper=linked(paper))}"


def check_lines(found: dict[str, Any]) -> list[str]:
    """What a check found: the time first, then what is learnt from, then by what."""
    lines = [_cost(found), _samples(found)]
    for modality in found["modalities"]:
        lines.append(
            tr("{name}: {n} bands of {size} pixels ({bands})").format(
                name=modality["name"],
                n=len(modality["bands"]),
                size=_size_text(modality["size"]),
                bands=", ".join(map(str, modality["bands"])),
            )
        )
    if found["labels"]:
        lines.append(tr("Labels of {tasks}").format(tasks=", ".join(found["labels"])))
    return lines


def _cost(found: dict[str, Any]) -> str:
    text = tr("{time} for {steps} steps at {rate} images/s on {device}, {bytes} on disk").format(
        time=duration(found["seconds"]),
        steps=f"{found['steps']:,}",
        rate=figure(found["images_per_s"]),
        device=" ".join(filter(None, [_device(found["device"]), found.get("precision")])),
        bytes=bytes_text(found["bytes"]),
    )
    if found.get("memory"):
        text += tr(", {bytes} of memory").format(bytes=bytes_text(found["memory"]))
    return text


def _samples(found: dict[str, Any]) -> str:
    text = tr("{train} samples to learn from, {epochs} times each; {n} parameters").format(
        train=f"{found['train']:,}",
        epochs=figure(found["epochs"]),
        n=count_text(found["parameters"]),
    )
    if found["validation"]:
        text += tr("; {n} held out").format(n=f"{found['validation']:,}")
        if found.get("split"):
            text += f" ({found['split']})"
    return text


def notes_of(found: dict[str, Any]) -> list[str]:
    """What a check remarks, in the plugin's words."""
    return [reworded(note) for note in found["notes"]]


def pace_text(run: dict[str, Any]) -> str:
    """How far a run is: steps, epochs, images a second, time left."""
    if not run["steps"]:
        return tr("It looks through its data…") if run["state"] == RUNNING else ""
    parts = [
        tr("step {step} of {steps}").format(step=_whole(run["step"]), steps=_whole(run["steps"]))
    ]
    if run.get("epochs"):
        epoch, epochs = figure(run.get("epoch") or 0), figure(run["epochs"])
        parts.append(tr("epoch {epoch} of {epochs}").format(epoch=epoch, epochs=epochs))
    if run.get("images_per_s"):
        parts.append(tr("{rate} images/s").format(rate=figure(run["images_per_s"])))
    if run["state"] == RUNNING and run.get("left_s") is not None:
        parts.append(tr("{time} left").format(time=duration(run["left_s"])))
    elif seconds_of(run):
        parts.append(tr("{time} in all").format(time=duration(seconds_of(run))))
    return " · ".join(parts)


def figures_text(run: dict[str, Any]) -> str:
    """The latest loss and probes, where it runs, and its memory; "" before there are any."""
    if run.get("loss") is None and not run.get("device"):
        return ""
    parts = [f"{tr('Loss')} {number_text(run.get('loss'))}"]
    parts += [
        f"{column_title(name)} {number_text(value)}"
        for name, value in probes_of(run).items()
        if value is not None
    ]
    if run.get("device"):
        parts.append(_device(run["device"]))
    if run.get("memory"):
        parts.append(tr("{bytes} of memory").format(bytes=bytes_text(run["memory"])))
    return " · ".join(parts)


def standing_text(run: dict[str, Any]) -> str:
    """What a run's state means for the user, in a sentence; "" while it goes on or is done well."""
    if run["state"] == FAILED:
        return reworded(str(run.get("message") or ""), str(run.get("code") or ""))
    if run["state"] == INTERRUPTED:
        return tr("It was ended from outside; Resume goes on from its last checkpoint.")
    if run["state"] == STOPPED:
        return tr("It was stopped; Resume goes on where it was.")
    return ""


def probes_of(run: dict[str, Any]) -> dict[str, Any]:
    """The latest of the online probe, by column."""
    found = run.get("probe") or {}
    return {name: value for name, value in found.items() if name.startswith("probe_")}


def seconds_of(run: dict[str, Any]) -> float:
    """What a run took; where it does not say, from its beginning to its last word."""
    if run.get("seconds"):
        return float(run["seconds"])
    iso = Qt.DateFormat.ISODate
    begun, last = (
        QDateTime.fromString(str(run.get(key) or ""), iso) for key in ("started", "updated")
    )
    return float(begun.secsTo(last)) if begun.isValid() and last.isValid() else 0.0


def number_text(value: float | None) -> str:
    """A loss or score; a dash for none."""
    return "–" if value is None else f"{value:.4g}"


def count_text(count: float) -> str:
    """A large number in thousands, millions or billions."""
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if count >= limit:
            return f"{figure(count / limit)} {unit}"
    return f"{count:,.0f}"


def _device(name: Any) -> str:
    return "CPU" if name == "cpu" else str(name)


def _whole(count: Any) -> str:
    return f"{int(count or 0):,}"


def _size_text(size: Sequence[int]) -> str:
    return " × ".join(map(str, size))
