"""A head, fitted on the labelled chips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessingOutputFolder,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job


class Fit(Algorithm):
    ID = "fit"
    GROUP = "maps"
    ICON = "label"

    def about(self) -> About:
        return About(
            tr("Fit a head"),
            tr("train,classifier,regression,random forest,ridge,logistic,machine learning"),
            tr(
                "Learns from the labelled chips what an embedding means: a class, or a number. The result, the head, "
                "is kept in the workspace under a name, and maps are made with it. It takes seconds.\n\n"
                "How good a head is, Score tells: fit says nothing of that. With some ground held out, "
                "Chip map can add the classes, or the interval, that hold the truth as often as you ask."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_target(self)
        ask.add_head(self)
        ask.add_training(self)
        self.ask_for(
            ask.flag("CALIBRATE", tr("Calibrate")),
            tr("Make its probabilities true on ground that it did not see."),
            advanced=True,
        )
        self.ask_for(
            ask.number("HOLD_OUT", tr("Share of the ground held out"), 0.0, 0.0, 0.9),
            tr("So that Chip map can give sets or intervals of a level; 0.3 will do."),
            advanced=True,
        )
        self.ask_for(
            ask.number("BLOCK", tr("Side of the blocks held out, in metres"), None, 0.0),
            tr("Found by itself when left empty."),
            advanced=True,
        )
        self.ask_for(
            ask.text("NAME", tr("Name")),
            tr("Of the fitted head; target and head by default, such as cover-rf."),
            advanced=True,
        )
        self.give(
            QgsProcessingOutputString("FITTED", tr("Name of the fitted head")),
            QgsProcessingOutputFolder("FOLDER", tr("Folder of the fitted head")),
            QgsProcessingOutputNumber("COUNT", tr("Labels it was fitted on")),
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        report = job.ask(
            "fit",
            folder=folder,
            target=job.text("TARGET"),
            calibrate=job.flag("CALIBRATE"),
            hold_out=job.number("HOLD_OUT"),
            block=job.metres("BLOCK"),
            name=job.text("NAME"),
            **training(job),
        )
        job.tell(
            tr("{head} was fitted on {n} labels.").format(head=report["head"], n=report["labels"]),
            *(f"{name}: {count}" for name, count in report["classes"].items()),
            *report["notes"],
        )
        return {
            "WORKSPACE": folder,
            "FITTED": report["head"],
            "FOLDER": report["folder"],
            "COUNT": report["labels"],
        }


def training(job: Job) -> dict[str, Any]:
    """What ``add_head`` and ``add_training`` asked for, as the worker takes it."""
    return {
        "head": job.choice("HEAD"),
        "options": job.options("OPTIONS") or None,
        "labels": job.whole("LABELS"),
        "sources": job.names("SOURCES") or None,
        "seed": job.whole("SEED"),
    }
