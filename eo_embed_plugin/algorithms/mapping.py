"""What all maps of heads give."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputRasterLayer, QgsProcessingOutputString

from ..i18n import tr
from .base import Algorithm
from .job import Job


def give_map(algorithm: Algorithm, *parts: str) -> None:
    """The head that made the map, and the layers beside it."""
    algorithm.give(QgsProcessingOutputString("MADE_BY", tr("Name of the head")))
    for part in parts:
        algorithm.give(QgsProcessingOutputRasterLayer(part.upper(), part_names()[part]))


def part_names() -> dict[str, str]:
    """What lies beside a map, in words."""
    return {
        "probability": tr("Probability of each class"),
        "uncertainty": tr("Uncertainty"),
        "applicability": tr("Area of applicability"),
        "sets": tr("Sets of classes"),
        "interval": tr("Interval"),
    }


def maps_of(job: Job, report: dict[str, Any]) -> dict[str, Any]:
    """The results of a map, its layers shown: the map above, its uncertainty below."""
    files, head = report["files"], report["head"]
    job.show(files["map"], head, "MAP")
    title = tr("{map}, uncertainty").format(map=head)
    job.show(files["uncertainty"], title, "UNCERTAINTY")
    job.tell(*files.values(), *(f"{name}: {share:.1%}" for name, share in report["shares"].items()))
    if report["range"]:
        low, high = report["range"]
        job.tell(tr("From {low} to {high}.").format(low=f"{low:g}", high=f"{high:g}"))
    return {"MADE_BY": head, **{part.upper(): path for part, path in files.items()}}
