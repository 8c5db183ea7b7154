"""How far embeddings moved between two dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job

MEASURES = ("euclidean", "cosine")


class Change(Algorithm):
    ID = "change"
    GROUP = "dates"
    ICON = "explore"

    def about(self) -> About:
        return About(
            tr("Change between dates"),
            tr("change detection,difference,time,two dates"),
            tr(
                "How much does each chip look otherwise than before? Maps the distance between its embeddings of two "
                "dates, without labels. The dates are two workspaces with the same chips, or two sources of one, the "
                "second embedded like the first.\n\n"
                "Great distances are great changes of looks, of whatever cause: harvest, cloud, building. Centring "
                "takes away what all chips have in common, such as season and light."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_other(
            self, tr("The workspace of the second date; this one by default."), optional=True
        )
        self.ask_for(
            ask.text("SOURCE", tr("Source of the first date")),
            tr("Needed where there are several."),
        )
        self.ask_for(
            ask.text("OTHER_SOURCE", tr("Source of the second date")),
            tr("Needed where there are several."),
        )
        self.ask_for(ask.flag("CENTRED", tr("Take away what all chips have in common")))
        self.ask_for(
            ask.choice("BY", tr("Distance that ranks chips"), MEASURES, "euclidean"), advanced=True
        )
        self.ask_for(ask.whole("COUNT", tr("Number of most changed chips"), 50, 0), advanced=True)
        ask.add_seed(self)
        ask.add_map(
            self,
            tr("Change"),
            tr("GeoTIFF to write; left empty, it is maps/change.tif in the workspace."),
        )
        kind = QgsProcessing.SourceType.TypeVectorPolygon
        self.ask_for(
            QgsProcessingParameterFeatureSink(
                "CHIPS", tr("Most changed chips"), kind, None, True, False
            )
        )
        self.give(QgsProcessingOutputNumber("SHARED", tr("Share of the change that is common")))

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        report = job.ask(
            "change",
            folder=folder,
            other=job.folder("OTHER") if job.has("OTHER") else None,
            source=job.text("SOURCE"),
            other_source=job.text("OTHER_SOURCE"),
            centred=job.flag("CENTRED"),
            by=job.choice("BY"),
            most=job.whole("COUNT"),
            seed=job.whole("SEED"),
            out=job.raster_output("MAP"),
        )
        files = report["files"]
        job.show(files["map"], tr("Change"), "MAP")
        return {
            "WORKSPACE": folder,
            "MAP": files["map"],
            "SHARED": report["shift_share"],
            **job.fill("CHIPS", files["chips"]),
        }
