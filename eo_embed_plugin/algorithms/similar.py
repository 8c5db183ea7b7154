"""Chips that look like others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingUtils,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job


class Similar(Algorithm):
    ID = "similar"
    GROUP = "labels"
    ICON = "similar"

    def about(self) -> About:
        return About(
            tr("Similar chips"),
            tr("similarity,search,find,look alike,nearest neighbours"),
            tr(
                "Where else does it look like this? Shows the chips that are most like some and unlike others, given "
                "as points on the ground or by their ids. No labels and no head are needed.\n\n"
                "The raster tells for every chip how similar it is: 1 is the same, 0 is what chips are on average. "
                "The layer holds the most similar ones in order, with rank and similarity."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        point = [QgsProcessing.SourceType.TypeVectorPoint]
        self.ask_for(
            QgsProcessingParameterFeatureSource(
                "LIKE", tr("Places to look like"), point, None, True
            ),
            tr("Points; the chip under each is meant."),
        )
        self.ask_for(
            ask.text("LIKE_CHIPS", tr("Chips to look like")),
            tr("Chip ids by commas, beside the points or in place of them."),
        )
        self.ask_for(
            QgsProcessingParameterFeatureSource(
                "UNLIKE", tr("Places not to look like"), point, None, True
            ),
            advanced=True,
        )
        self.ask_for(ask.text("UNLIKE_CHIPS", tr("Chips not to look like")), advanced=True)
        self.ask_for(ask.whole("COUNT", tr("Number of chips"), 50, 1), tr("In the layer of chips."))
        ask.add_sources(self)
        ask.add_map(
            self,
            tr("Similarity"),
            tr("GeoTIFF to write; left empty, it is maps/similar.tif in the workspace."),
        )
        kind = QgsProcessing.SourceType.TypeVectorPolygon
        self.ask_for(
            QgsProcessingParameterFeatureSink("CHIPS", tr("Similar chips"), kind, None, True)
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        like = _chips(job, folder, "LIKE")
        if not like:
            raise QgsProcessingException(
                tr("There is nothing to look like: give points or chip ids.")
            )
        path = QgsProcessingUtils.generateTempFilename("similar.gpkg")
        report = job.ask(
            "similar",
            folder=folder,
            like=like,
            unlike=_chips(job, folder, "UNLIKE") or None,
            count=job.whole("COUNT"),
            sources=job.names("SOURCES") or None,
            raster=job.raster_output("MAP") or True,
            out=path,
        )
        job.show(report["raster"], tr("Similarity"), "MAP")
        return {"WORKSPACE": folder, "MAP": report["raster"], **job.fill("CHIPS", path)}


def _chips(job: Job, folder: str, name: str) -> list[int]:
    """The chips given as points and as ids. Raises QgsProcessingException."""
    points, crs = job.points(name)
    under: list[int] = []
    if points:
        under = job.ask("chips_at", folder=folder, points=points, crs=crs)["chips"]
        beside = under.count(-1)
        if beside:
            job.warn(
                tr("{n} of {all} points lie on no chip of the area.").format(
                    n=beside, all=len(points)
                )
            )
    return sorted({chip for chip in under if chip >= 0} | set(job.chips(f"{name}_CHIPS")))
