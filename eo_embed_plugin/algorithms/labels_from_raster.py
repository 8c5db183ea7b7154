"""Labels of chips from a raster of classes or values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingParameterRasterLayer

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job
from .labelling import add_rule, give_labels, label_from


class LabelsFromRaster(Algorithm):
    ID = "labelsfromraster"
    GROUP = "labels"
    ICON = "label"

    def about(self) -> About:
        return About(
            tr("Labels from raster layer"),
            tr("labels,training,land cover,ground truth,reference,classes,elevation"),
            tr(
                "Gives chips their labels from a raster, such as a land cover map, an elevation model or a map of "
                "yields: each chip the class that most of it bears, the share of a class, or a mean.\n\n"
                "Names and colours of classes come along where the raster has them. Labels imported again take the "
                "place of those imported before for the same target; those given by hand stay.\n\n"
                "The result is in the workspace, ready for Fit."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        self.ask_for(QgsProcessingParameterRasterLayer("INPUT", tr("Layer")))
        add_rule(self)
        give_labels(self)

    def work(self, job: Job) -> Mapping[str, Any]:
        return label_from(job, job.raster("INPUT") or "")
