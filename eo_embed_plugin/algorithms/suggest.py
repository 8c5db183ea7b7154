"""What to label next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingUtils,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job

BY, DIVERSE = ("margin", "entropy"), ("clusters", "kcentre", "none")


class Suggest(Algorithm):
    ID = "suggest"
    GROUP = "labels"
    ICON = "suggestion"

    def about(self) -> About:
        return About(
            tr("Suggest chips to label"),
            tr("active learning,labels,uncertainty,sampling,next"),
            tr(
                "Which labels would teach a head most? Gives the chips that it is least sure of and that are unlike "
                "each other, as a layer to walk through; label them, and ask again. Before there are labels of two "
                "classes, the chips stand for all that the area holds.\n\n"
                "Each chip bears its rank, what the head makes of it now and how unsure it is. Chips labelled in "
                "this way are no random sample: judge a map by a check sample."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_target(self)
        self.ask_for(ask.whole("COUNT", tr("Number of chips"), 20, 1))
        ask.add_head(self)
        self.ask_for(
            ask.choice("BY", tr("Unsure by"), BY, "margin"),
            tr("margin: between the two likeliest classes. entropy: over all."),
            advanced=True,
        )
        self.ask_for(
            ask.choice("DIVERSE", tr("Unlike each other by"), DIVERSE, "clusters"), advanced=True
        )
        self.ask_for(
            ask.number("APART", tr("Least distance, in metres"), None, 0.0),
            tr("Between suggested chips; three chips by default."),
            advanced=True,
        )
        ask.add_sources(self)
        ask.add_seed(self)
        kind = QgsProcessing.SourceType.TypeVectorPolygon
        self.ask_for(QgsProcessingParameterFeatureSink("CHIPS", tr("Suggested chips"), kind))
        self.give(QgsProcessingOutputNumber("LABELS", tr("Labels that there are")))

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        path = QgsProcessingUtils.generateTempFilename("suggested.gpkg")
        report = job.ask(
            "suggest",
            folder=folder,
            target=job.text("TARGET"),
            count=job.whole("COUNT"),
            head=job.choice("HEAD"),
            options=job.options("OPTIONS") or None,
            by=job.choice("BY"),
            diverse=job.choice("DIVERSE"),
            apart=job.metres("APART"),
            sources=job.names("SOURCES") or None,
            seed=job.whole("SEED"),
            out=path,
        )
        job.tell(report["why"])
        return {"WORKSPACE": folder, "LABELS": report["labels"], **job.fill("CHIPS", path)}
