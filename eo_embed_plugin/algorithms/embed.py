"""The embeddings of a workspace's chips."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingOutputNumber

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job

STORED = ("float32", "float16", "int8")


class Embed(Algorithm):
    ID = "embed"
    ICON = "embed"

    def about(self) -> About:
        return About(
            tr("Embed chips"),
            tr("embeddings,features,model,encoder,foundation model,rcf,deep learning"),
            tr(
                "Runs a model over every chip and keeps what it sees as numbers, the chip's embedding. This takes "
                "longest, and is done once: labels, heads and maps then take seconds.\n\n"
                "rcf (random convolutional features) needs no download and is quick without a graphics card. "
                "timm:NAME takes a pretrained network, such as timm:vit_small_patch16_224. The algorithm "
                "Models lists all, with the bands and units that they expect.\n\n"
                "It may be stopped at any time: what is embedded is kept, and the next run does the rest. "
                "Another date is embedded like the first, so that a head of one holds for the other."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        self.ask_for(
            ask.text("MODEL", tr("Model")),
            tr("Name of a model; rcf by default."),
        )
        self.ask_for(
            ask.text("OPTIONS", tr("Options of the model")),
            tr("As key=value, by commas, such as features=512; none are needed."),
        )
        ask.add_device(self)
        ask.add_sources(self)
        self.ask_for(
            ask.text("LIKE", tr("Like another source")),
            tr(
                "A workspace's folder, folder:source, or :source of this workspace, whose model is taken with all that "
                "it learnt; leave model and options empty then."
            ),
            advanced=True,
        )
        self.ask_for(
            ask.choice("STORED", tr("Stored as"), STORED, "float32"),
            tr("float16 takes half the disk, int8 a quarter, at a small loss."),
            advanced=True,
        )
        self.ask_for(
            ask.flag("FORCE", tr("Embed although bands or units do not fit the model")),
            tr("What comes of it may be of little use."),
            advanced=True,
        )
        self.give(
            QgsProcessingOutputNumber("EMBEDDED", tr("Chips embedded now")),
            QgsProcessingOutputNumber("KEPT", tr("Chips embedded before")),
            QgsProcessingOutputNumber("INVALID", tr("Chips with too few valid pixels")),
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder, like = job.folder(), _absolute(job.text("LIKE"))
        if like and (job.has("MODEL") or job.has("OPTIONS")):
            raise QgsProcessingException(
                tr(
                    "A source that is embedded like another takes its model and options: leave yours empty."
                )
            )
        found = job.ask(
            "embed",
            folder=folder,
            model=job.text("MODEL"),
            options=job.options("OPTIONS"),
            sources=job.names("SOURCES") or None,
            like=like,
            device=job.text("DEVICE"),
            precision=job.choice("PRECISION"),
            batch=job.whole("BATCH"),
            dtype=job.choice("STORED"),
            force=job.flag("FORCE"),
        )
        reports = [source["report"] for source in found["sources"]]
        for source in found["sources"]:
            job.tell(_line(source))
        return {
            "WORKSPACE": folder,
            "EMBEDDED": sum(report["embedded"] for report in reports),
            "KEPT": sum(report["kept"] for report in reports),
            "INVALID": sum(report["invalid"] for report in reports),
        }


def _absolute(place: str | None) -> str | None:
    """``DIR`` or ``DIR:source`` with the folder's absolute path, since the worker's own folder is another."""
    folder, colon, source = (place or "").rpartition(":")
    if place and os.path.isdir(place):
        return os.path.abspath(place)
    return os.path.abspath(folder) + colon + source if os.path.isdir(folder) else place


def _line(source: dict[str, Any]) -> str:
    report = source["report"]
    return tr(
        "{source}: {embedded} chips embedded by {model} on {device} ({rate} a second), {kept} were there, {invalid} "
        "have too few valid pixels."
    ).format(
        source=source["source"],
        model=source["model"],
        device=source["device"],
        rate=f"{report['chips_per_s'] or 0:,.0f}",
        embedded=report["embedded"],
        kept=report["kept"],
        invalid=report["invalid"],
    )
