"""Labels of chips from points or polygons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job
from .labelling import add_rule, give_labels, label_from


class LabelsFromVector(Algorithm):
    ID = "labelsfromvector"
    GROUP = "labels"
    ICON = "label"

    def about(self) -> About:
        return About(
            tr("Labels from vector layer"),
            tr("labels,training,samples,ground truth,reference,classes,polygons,points"),
            tr(
                "Gives chips their labels from points or polygons: each chip the class that most of it bears, a "
                "share, or a mean. Any layer will do, in any projection, and its selected features alone.\n\n"
                "Labels imported again take the place of those imported before for the same target; those given by "
                "hand stay. The target is a name for what the labels say, such as cover or yield.\n\n"
                "The result is in the workspace, ready for Fit. The count of labels tells whether the layer fits: "
                "few where there are many polygons means that no class fills enough of a chip."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        kinds = [
            QgsProcessing.SourceType.TypeVectorPolygon,
            QgsProcessing.SourceType.TypeVectorPoint,
        ]
        self.ask_for(QgsProcessingParameterFeatureSource("INPUT", tr("Layer"), kinds))
        self.ask_for(
            QgsProcessingParameterField("FIELD", tr("Field"), None, "INPUT", optional=True),
            tr("Holds the class, or the number; may be left empty for the share of any polygon."),
        )
        add_rule(self)
        give_labels(self)

    def work(self, job: Job) -> Mapping[str, Any]:
        field = job.text("FIELD")
        path, layer = job.vector("INPUT", field) or ("", None)
        return label_from(job, path, layer=layer, field=field)
