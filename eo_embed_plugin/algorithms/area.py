"""Accuracy of a map and the area of each class, from a labelled sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
    QgsVectorLayer,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job
from .pages import Page, interval, write_found

DRAWN, DESIGNS = "sample", ("sample", "simple", "stratified")
_HECTARES = 1e-4


class Area(Algorithm):
    ID = "area"
    GROUP = "accuracy"
    ICON = "accuracy"

    def about(self) -> About:
        return About(
            tr("Accuracy and area of classes"),
            tr("area estimation,error-adjusted,confusion matrix,Olofsson,users accuracy,producers"),
            tr(
                "How accurate is a map, and how much is there really of each class? From a check sample whose cells "
                "are labelled, estimates the overall accuracy, the user's accuracy (how much of what is mapped so is "
                "so) and the producer's accuracy (how much of what is so is mapped so), and the area of each class, "
                "corrected for the map's errors, with confidence intervals (Olofsson et al. 2014).\n\n"
                "Only a random sample allows this: clicked training labels do not. For a map of numbers the result "
                "is the mean, corrected in the same way."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        kinds = [
            QgsProcessing.SourceType.TypeVectorPolygon,
            QgsProcessing.SourceType.TypeVectorPoint,
        ]
        self.ask_for(
            QgsProcessingParameterFeatureSource("REFERENCE", tr("Labelled sample"), kinds),
            tr("The layer that Draw a check sample made, its field label filled in and saved."),
        )
        self.ask_for(
            QgsProcessingParameterRasterLayer("MAP", tr("Map"), None, True),
            tr("The map to judge; that which was sampled by default."),
        )
        self.ask_for(ask.number("LEVEL", tr("Level of confidence"), 0.95, 0.5, 0.9999))
        self.ask_for(
            ask.flag("ALLOW_GAPS", tr("Leave out cells without a label")),
            tr("Honest only where the reason for the gap has nothing to do with the class."),
            advanced=True,
        )
        self.ask_for(
            ask.flag("NEW_CLASSES", tr("Take unknown labels as classes that the map lacks")),
            advanced=True,
        )
        self.ask_for(
            ask.choice("DESIGN", tr("How it was drawn"), DESIGNS, DRAWN),
            tr(
                "sample: by Draw a check sample. simple, stratified: points of your own, drawn at random over the "
                "map, or within its classes."
            ),
            advanced=True,
        )
        self.ask_for(
            QgsProcessingParameterField(
                "FIELD", tr("Field of the label"), None, "REFERENCE", optional=True
            ),
            tr("Of points of your own; label by default."),
            advanced=True,
        )
        self.ask_for(
            QgsProcessingParameterFeatureSink(
                "TABLE",
                tr("Table of classes"),
                QgsProcessing.SourceType.TypeVector,
                None,
                True,
                False,
            ),
            tr("The estimates, a row a class."),
        )
        ask.add_page(self, tr("Page of estimates"))
        self.give(
            QgsProcessingOutputNumber("ACCURACY", tr("Overall accuracy")),
            QgsProcessingOutputNumber("MEAN", tr("Mean, of numbers")),
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder, design = job.folder(), job.choice("DESIGN")
        own = None if design == DRAWN else design
        field = job.text("FIELD") or "label"
        path, layer = job.vector("REFERENCE", field) or ("", None)
        found = job.ask(
            "area",
            folder=folder,
            reference=path,
            map_file=job.raster("MAP"),
            level=job.number("LEVEL"),
            how=own,
            layer=layer if own else None,
            field=field if own else None,
            allow_gaps=job.flag("ALLOW_GAPS"),
            new_classes=job.flag("NEW_CLASSES"),
        )
        estimate = found["estimate"]
        classes = estimate.get("classes")
        job.tell(*found["notes"], *estimate["notes"])
        return {
            "WORKSPACE": folder,
            "ACCURACY": estimate["overall_accuracy"]["value"] if classes else None,
            "MEAN": None if classes else estimate["mean"]["value"],
            **job.put("TABLE", _fields(), _rows(classes or [])),
            **write_found(job, _page(found), found),
        }


def _fields() -> QgsFields:
    """Of the table; made in the one way that QGIS 3.22 and 4 have in common."""
    columns = "".join(f"&field={name}:double" for name in _NUMBERS)
    return QgsVectorLayer(f"None?field=class:string{columns}", "", "memory").fields()


#: Columns of the table, and where a class keeps their numbers; areas in hectares.
_NUMBERS = {
    "mapped_ha": ("mapped_area",),
    "area_ha": ("area", "value"),
    "area_low": ("area", "low"),
    "area_high": ("area", "high"),
    "users": ("users_accuracy", "value"),
    "users_low": ("users_accuracy", "low"),
    "users_high": ("users_accuracy", "high"),
    "producers": ("producers_accuracy", "value"),
    "prod_low": ("producers_accuracy", "low"),
    "prod_high": ("producers_accuracy", "high"),
}


def _rows(classes: list[dict[str, Any]]) -> list[tuple[None, list[Any]]]:
    rows = []
    for info in classes:
        values: list[Any] = [info["name"]]
        for place in _NUMBERS.values():
            value: Any = info
            for key in place:
                value = value[key]
            is_area = place[0] in ("area", "mapped_area")
            values.append(value * _HECTARES if is_area and value is not None else value)
        rows.append((None, values))
    return rows


def _page(found: dict[str, Any]) -> Page:
    estimate = found["estimate"]
    page = Page(tr("Accuracy and area of classes"))
    page.say(
        tr("{map}, judged by {n} of {all} cells of {reference} ({how}).").format(
            map=found["map"],
            n=found["labelled"],
            all=found["drawn"],
            reference=found["reference"],
            how=found["how"],
        ),
        tr("In brackets: the {level} confidence interval.").format(
            level=f"{estimate['level']:.0%}"
        ),
    )
    if "classes" in estimate:
        _add_classes(page, estimate)
    else:
        page.table(
            (tr("Mean"), tr("Estimate")),
            [
                (tr("Corrected by the sample"), interval(estimate["mean"])),
                (tr("Of the sample alone"), interval(estimate["expansion"])),
                (tr("Of the map alone"), f"{estimate['predicted_mean']:.3f}"),
            ],
        )
    return page.say(*found["notes"], *estimate["notes"])


def _add_classes(page: Page, estimate: dict[str, Any]) -> None:
    classes = estimate["classes"]
    page.say(tr("Overall accuracy {value}.").format(value=interval(estimate["overall_accuracy"])))
    page.table(
        (
            tr("Class"),
            tr("Mapped (ha)"),
            tr("Estimated (ha)"),
            tr("User's accuracy"),
            tr("Producer's accuracy"),
        ),
        [
            (
                c["name"],
                "–" if c["mapped_area"] is None else f"{c['mapped_area'] * _HECTARES:,.1f}",
                interval(c["area"], _HECTARES, 1),
                interval(c["users_accuracy"]),
                interval(c["producers_accuracy"]),
            )
            for c in classes
        ],
    )
    names = [c["name"] for c in classes]
    page.table(
        (tr("Mapped, by reference"), *names),
        [(name, *map(str, counts)) for name, counts in zip(names, estimate["counts"])],
        tr("Error matrix, in sampled cells"),
    )
