"""What the step *Embed* says: devices, pace, cost, how far it is."""

from __future__ import annotations

import re
from typing import Any

from ..i18n import tr
from .ground import bytes_text, duration, figure


def device_text(device: dict[str, Any]) -> str:
    """A device with its memory."""
    name = "CPU" if device["id"] == "cpu" else device["name"]
    if not device.get("memory"):
        return str(name)
    total = device["memory"]
    if device.get("free") is None:
        return tr("{name}, {memory}").format(name=name, memory=bytes_text(total))
    return tr("{name}, {free} of {memory} free").format(
        name=name, free=bytes_text(device["free"], 2), memory=bytes_text(total, 2)
    )


def pace_text(report: dict[str, Any]) -> str:
    """How far a job is: the stage, chips a second, time left."""
    if not report:
        return ""
    stage = str(report["stage"])
    parts = [stage[:1].upper() + stage[1:]]
    if report.get("total"):
        parts.append(f"{report['done']:,} / {report['total']:,} {report['unit']}")
    if report.get("rate"):
        parts.append(f"{figure(report['rate'])}/s")
    if report.get("left_s") is not None:
        parts.append(tr("{time} left").format(time=duration(report["left_s"])))
    return " · ".join(parts)


def cost_text(found: dict[str, Any]) -> str:
    """What the worker measured."""
    if not found["chips"]:
        return tr("Nothing is left to embed.")
    return tr("{time} for {chips} chips at {rate}/s on {device}, {bytes} on disk").format(
        time=duration(found["seconds"]),
        chips=f"{found['chips']:,}",
        rate=figure(found["chips_per_s"]),
        device=found["device"],
        bytes=bytes_text(found["bytes"]),
    )


def standing_text(
    there: list[dict[str, Any]], chips: int, due: int, stale: dict[str, Any] | None
) -> str:
    """How far embedding is, in a sentence: ``chips`` of the ``due`` ones; ``stale`` is a source that changed."""
    if stale is not None:
        return tr(
            "A file of {name} has changed since it was embedded; embedding starts anew for it."
        ).format(name=stale["name"])
    if there and chips < due:
        text = tr("{done} of {total} chips are there; the rest is embedded on top of them.")
        return text.format(done=f"{chips:,}", total=f"{due:,}")
    lines = [
        tr("{name}: {model}, {dim} values for each of {chips} chips").format(
            name=s["name"],
            model=short_name(s["embedded"]["model"]),
            dim=s["embedded"]["dim"],
            chips=f"{s['embedded']['chips']:,}",
        )
        for s in there
    ]
    return "\n".join(lines)


def standing_title(there: list[dict[str, Any]]) -> str:
    """Which models the embeddings in use are of, in a few words."""
    models = list(dict.fromkeys(short_name(s["embedded"]["model"]) for s in there))
    chips = sum(s["embedded"]["chips"] for s in there)
    return tr("{n} chips by {model}").format(n=f"{chips:,}", model=", ".join(models))


def short_name(model: str) -> str:
    """A model's name in a line: of one that was trained here, its run's."""
    family, _, place = model.partition(":")
    return re.split(r"[/\\]", place.rstrip("/\\"))[-1] if family == "checkpoint" else model
