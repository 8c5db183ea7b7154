"""The chip map of a head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job
from .mapping import give_map, maps_of


class Predict(Algorithm):
    ID = "predict"
    GROUP = "maps"
    ICON = "map"

    def about(self) -> About:
        return About(
            tr("Chip map"),
            tr("predict,classify,map,classification,regression,inference,uncertainty"),
            tr(
                "Maps the area with a fitted head: one cell a chip, from the embeddings that are there, in "
                "seconds.\n\n"
                "Beside the map lie the probability of each class, the uncertainty (0 where the head is sure, 1 "
                "where it could be any class), and the area of applicability: 1 where chips are like those it was "
                "fitted on, 0 where nothing is known of how well it does.\n\n"
                "The shares of classes are counts of cells and are wrong by what the map is wrong; Area estimates "
                "them from a check sample."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_fitted_head(self)
        self.ask_for(
            ask.number("LEVEL", tr("Level of sets or intervals"), None, 0.0, 1.0),
            tr(
                "Such as 0.9: adds the classes, or the interval, that hold the truth so often. The head must have been "
                "fitted with ground held out."
            ),
            advanced=True,
        )
        self.ask_for(
            ask.flag("APPLICABILITY", tr("Add the area of applicability"), True), advanced=True
        )
        ask.add_map(
            self,
            tr("Chip map"),
            tr("GeoTIFF to write; left empty, it is maps/<head>.tif in the workspace."),
        )
        give_map(self, "probability", "uncertainty", "applicability", "sets", "interval")

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        report = job.ask(
            "predict",
            folder=folder,
            head=job.text("HEAD"),
            out=job.raster_output("MAP"),
            level=job.number("LEVEL"),
            applicability=job.flag("APPLICABILITY"),
        )
        return {"WORKSPACE": folder, **maps_of(job, report)}
