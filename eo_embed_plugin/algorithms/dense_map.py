"""The dense map of a head: finer than chips."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job
from .mapping import give_map, maps_of


class DenseMap(Algorithm):
    ID = "densemap"
    GROUP = "maps"
    ICON = "map"

    def about(self) -> About:
        return About(
            tr("Dense map"),
            tr("predict,classify,map,sliding window,segmentation,fine,high resolution"),
            tr(
                "Maps the area with a fitted head more finely than chips: a window of a chip's size slides over it "
                "by small steps, and what the windows over a cell say is blended. Windows are embedded anew, so this "
                "takes longer than a chip map: a quarter of the step takes sixteen times the windows.\n\n"
                "The result looks sharper than it is: each cell still speaks of a window of a chip's size."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_fitted_head(self)
        ask.add_length(
            self,
            "STEP",
            tr("Step"),
            tr(
                "Side of a cell of the map, in the unit below; the chip's size is a multiple of it."
            ),
            4.0,
        )
        ask.add_unit(self, tr("Of the step."))
        self.ask_for(
            ask.flag("PATCHES", tr("Patch features in place of windows")),
            tr("For networks that have them, such as vision transformers."),
            advanced=True,
        )
        ask.add_device(self)
        ask.add_map(
            self,
            tr("Dense map"),
            tr("GeoTIFF to write; left empty, it is maps/<head>-dense.tif in the workspace."),
        )
        give_map(self, "probability", "uncertainty")

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        head = job.text("HEAD") or _newest_head(job, folder)
        own = os.path.join(folder, "maps", f"{head}-dense.tif") if head else None
        report = job.ask(
            "predict",
            folder=folder,
            head=head,
            out=job.raster_output("MAP") or own,
            dense=job.length("STEP"),
            patches=job.flag("PATCHES"),
            device=job.text("DEVICE"),
            precision=job.choice("PRECISION"),
            batch=job.whole("BATCH"),
        )
        return {"WORKSPACE": folder, **maps_of(job, report)}


def _newest_head(job: Job, folder: str) -> str | None:
    """The head fitted last; None where there is none, which the worker then says."""
    heads = job.ask("state", folder=folder)["heads"]
    return max(heads, key=lambda head: head["modified"])["name"] if heads else None
