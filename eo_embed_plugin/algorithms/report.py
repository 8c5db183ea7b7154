"""One page to hand over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingParameterFileDestination, QgsProcessingParameterRasterLayer

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job


class Report(Algorithm):
    ID = "report"
    GROUP = "accuracy"
    ICON = "accuracy"

    def about(self) -> About:
        return About(
            tr("Report"),
            tr("report,page,html,accuracy,hand over,documentation"),
            tr(
                "Writes one page to hand over with a map: what it is and was made from, how good the head is, where "
                "not to believe it, how much there is of each class where a check sample is labelled, and what all "
                "that does not show. It takes a minute or two, most of it for the learning curve."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_fitted_head(self)
        self.ask_for(
            QgsProcessingParameterRasterLayer("MAP", tr("Map"), None, True),
            tr("The map of that head; maps/<head>.tif of the workspace by default."),
        )
        self.ask_for(
            ask.text("REFERENCE", tr("Check sample")),
            tr("Name of a labelled sample; the newest that is labelled completely by default."),
            advanced=True,
        )
        self.ask_for(
            ask.flag("CURVE", tr("With a learning curve"), True), tr("Takes most of the time.")
        )
        self.ask_for(ask.text("TITLE", tr("Title")), tr("Target and workspace by default."))
        self.ask_for(
            QgsProcessingParameterFileDestination("HTML", tr("Report"), tr("HTML files (*.html)"))
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder, path = job.folder(), job.output("HTML")
        told = job.ask(
            "report",
            folder=folder,
            head=job.text("HEAD"),
            map_file=job.raster("MAP"),
            reference=job.text("REFERENCE"),
            curve=job.flag("CURVE"),
            title=job.text("TITLE"),
            out=path,
        )
        job.tell(*told["cautions"])
        return {"WORKSPACE": folder, "HTML": path}
