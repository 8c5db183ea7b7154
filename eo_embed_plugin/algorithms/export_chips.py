"""The chips of a workspace as polygons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSink, QgsProcessingUtils

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job


class ExportChips(Algorithm):
    ID = "exportchips"
    ICON = "chips"

    def about(self) -> About:
        return About(
            tr("Chips as polygons"),
            tr("chips,tiles,export,grid,footprints"),
            tr(
                "Writes the chips of a workspace as a polygon layer.\n\n"
                "Each polygon bears its chip_id, the number by which all other algorithms know the chip, and its row "
                "and col in the grid."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        kind = QgsProcessing.SourceType.TypeVectorPolygon
        self.ask_for(QgsProcessingParameterFeatureSink("CHIPS", tr("Chips"), kind))

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        return {"WORKSPACE": folder, **write_chips(job, folder)}


def write_chips(job: Job, folder: str) -> dict[str, str]:
    """The chips where the output CHIPS was asked for."""
    if not job.has("CHIPS"):
        return {}
    path = QgsProcessingUtils.generateTempFilename("chips.gpkg")
    job.ask("export_chips", folder=folder, path=path)
    return job.fill("CHIPS", path)
