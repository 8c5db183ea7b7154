"""How labelled chips are parted into those to learn from and those to be judged on."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ..i18n import tr
from . import parameters as ask
from .base import Algorithm
from .job import Job


def add_split(algorithm: Algorithm) -> None:
    """The details of splits; which of them is for the algorithm to ask."""
    algorithm.ask_for(
        ask.whole("FOLDS", tr("Folds"), 5, 2), tr("Of blocks or at random."), advanced=True
    )
    algorithm.ask_for(
        ask.number("BLOCK", tr("Side of a block, in metres"), None, 0.0),
        tr("Found by itself when left empty: 10 km, or less where the labels do not reach as far."),
        advanced=True,
    )
    algorithm.ask_for(
        ask.number("BAND", tr("Width of a band, in metres"), None, 0.0), advanced=True
    )
    algorithm.ask_for(
        ask.number("ANGLE", tr("Angle of the bands, in degrees"), 45.0, -360, 360), advanced=True
    )
    algorithm.ask_for(
        ask.number("BUFFER", tr("Buffer, in metres"), None, 0.0),
        tr("Chips nearer than this to a test chip are not learnt from."),
        advanced=True,
    )
    kinds = [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorPoint]
    algorithm.ask_for(
        QgsProcessingParameterFeatureSource("GROUPS", tr("Regions or folds"), kinds, None, True),
        tr("For the splits region and column: which chip belongs where."),
        advanced=True,
    )
    algorithm.ask_for(
        QgsProcessingParameterField(
            "GROUP_FIELD", tr("Field of the regions or folds"), None, "GROUPS", optional=True
        ),
        advanced=True,
    )


def split_of(job: Job) -> dict[str, Any]:
    """What ``add_split`` asked for, as the worker takes it."""
    field = job.text("GROUP_FIELD")
    groups = job.vector("GROUPS", field)
    return {
        "folds": job.whole("FOLDS"),
        "block": job.metres("BLOCK"),
        "band": job.metres("BAND"),
        "angle": job.number("ANGLE"),
        "buffer": job.metres("BUFFER"),
        "groups": groups[0] if groups else None,
        "field": field,
    }
