"""Cells of a map to check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterRasterLayer,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job

DESIGNS = ("stratified", "simple")


class Sample(Algorithm):
    ID = "sample"
    GROUP = "accuracy"
    ICON = "accuracy"

    def about(self) -> About:
        return About(
            tr("Draw a check sample"),
            tr("sample,reference,accuracy assessment,stratified random,validation,Olofsson"),
            tr(
                "Draws cells of a map at random, to be labelled by looking at images or the ground and not at the "
                "map. From them Area says how accurate the map is and how much there is of each class.\n\n"
                "The result is a layer in the workspace's folder samples: fill in its field label with the class (or "
                "the number) that is really there, cell by cell. Add no cells and take none away."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        self.ask_for(
            QgsProcessingParameterRasterLayer("MAP", tr("Map"), None, True),
            tr("A map of EO Embed or another; the newest of the workspace by default."),
        )
        self.ask_for(
            ask.whole("COUNT", tr("Number of cells"), None, 2),
            tr("200 by default; more cells, narrower intervals."),
        )
        self.ask_for(
            ask.choice("DESIGN", tr("Design"), DESIGNS),
            tr(
                "stratified: within the classes of the map, so that rare ones are checked, too. simple: from all cells "
                "alike. What fits the map by default."
            ),
        )
        self.ask_for(ask.text("NAME", tr("Name"), "check", optional=False), tr("Of the sample."))
        self._define_details()
        self.give(
            QgsProcessingOutputVectorLayer("CELLS", tr("Cells to label")),
            QgsProcessingOutputNumber("DRAWN", tr("Cells drawn")),
        )

    def _define_details(self) -> None:
        self.ask_for(
            ask.whole("LEAST", tr("Cells of each stratum at least"), None, 0), advanced=True
        )
        self.ask_for(
            QgsProcessingParameterRasterLayer("STRATA", tr("Strata"), None, True),
            tr("A raster on the map's grid whose classes are the strata, in place of the map's."),
            advanced=True,
        )
        self.ask_for(
            ask.whole("STRATA_BY_VALUE", tr("Number of strata by value"), None, 2),
            tr("For a map of numbers."),
            advanced=True,
        )
        self.ask_for(
            ask.number("STANDARD_ERROR", tr("Standard error to aim at"), None, 0.0, 0.5),
            tr("Of overall accuracy, such as 0.02, in place of a number of cells."),
            advanced=True,
        )
        self.ask_for(
            ask.text("USERS_ACCURACY", tr("Accuracy to expect")),
            tr("With the standard error: of all classes, or of each by commas, such as 0.8."),
            advanced=True,
        )
        ask.add_seed(self)

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        report = job.ask(
            "sample",
            folder=folder,
            map_file=job.raster("MAP"),
            n=job.whole("COUNT"),
            how=job.choice("DESIGN"),
            strata=job.raster("STRATA"),
            strata_by_value=job.whole("STRATA_BY_VALUE"),
            least=job.whole("LEAST"),
            seed=job.whole("SEED"),
            name=job.text("NAME"),
            standard_error=job.number("STANDARD_ERROR"),
            users_accuracy=job.numbers("USERS_ACCURACY") or None,
        )
        job.tell(
            tr("{n} cells of {map}, {how}.").format(
                n=report["n"], map=report["map"], how=report["how"]
            ),
            *(f"{s['name']}: {s['drawn']} / {s['cells']}" for s in report["strata"]),
        )
        job.show(report["cells"], report["name"], "CELLS")
        return {"WORKSPACE": folder, "CELLS": report["cells"], "DRAWN": report["n"]}
