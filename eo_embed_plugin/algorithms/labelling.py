"""What labels from a vector and from a raster have in common."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from .. import settings
from ..i18n import tr
from . import parameters as ask
from .base import Algorithm
from .job import Job

RULES = ("majority", "fraction", "mean", "median-split")


def add_rule(algorithm: Algorithm) -> None:
    """How what lies on a chip becomes its label, and the target."""
    algorithm.ask_for(
        ask.choice("HOW", tr("Label"), RULES, "majority"),
        tr(
            "majority: the class with the greatest share of the chip. fraction: that share of one class, a number. "
            "mean: of the values. median-split: two classes, below and above the median of the means."
        ),
    )
    algorithm.ask_for(
        ask.text("CLASS", tr("Class of the fraction")),
        tr("The class whose share is taken; left empty for a vector layer, that of any polygon."),
    )
    algorithm.ask_for(
        ask.number("MIN_SHARE", tr("Least share of the majority"), 0.6, 0.0, 1.0),
        tr("Chips of which no class takes so much stay without a label."),
        advanced=True,
    )
    algorithm.ask_for(
        ask.text("TARGET", tr("Target")),
        tr("A name for what the labels say; that of the field, or of the file, by default."),
    )


def give_labels(algorithm: Algorithm) -> None:
    algorithm.give(
        QgsProcessingOutputString("TARGET", tr("Target")),
        QgsProcessingOutputNumber("LABELLED", tr("Labelled chips")),
    )


def label_from(job: Job, path: str, **more: Any) -> dict[str, Any]:
    """Label the chips from a file; the results. Raises QgsProcessingException."""
    folder, how, code = job.folder(), job.choice("HOW") or "majority", job.text("CLASS")
    if code is not None and how != "fraction":
        raise QgsProcessingException(
            tr("A class is for the label fraction, not {how}: leave it empty.").format(how=how)
        )
    report = job.ask(
        "label_from",
        folder=folder,
        path=path,
        how=how if code is None else f"{how}:{code}",
        min_share=job.number("MIN_SHARE"),
        target=job.text("TARGET"),
        who=settings.get("who") or None,
        **more,
    )
    job.tell(*_lines(report))
    return {"WORKSPACE": folder, "TARGET": report["target"], "LABELLED": report["labelled"]}


def _lines(report: dict[str, Any]) -> list[str]:
    lines = [
        tr("{n} chips labelled for the target {target}.").format(
            n=report["labelled"], target=report["target"]
        )
    ]
    lines += [f"{name}: {count}" for name, count in report["classes"].items()]
    if report["range"]:
        low, high = report["range"]
        lines.append(tr("From {low} to {high}.").format(low=f"{low:g}", high=f"{high:g}"))
    if report["kept_by_hand"]:
        lines.append(
            tr("{n} chips keep the label that was given by hand.").format(n=report["kept_by_hand"])
        )
    return lines
