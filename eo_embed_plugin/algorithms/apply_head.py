"""A head's map of another date or place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .job import Job
from .mapping import give_map, maps_of
from .pages import Page, write_found


class ApplyHead(Algorithm):
    ID = "apply"
    GROUP = "dates"
    ICON = "map"

    def about(self) -> About:
        return About(
            tr("Map another date"),
            tr("apply,transfer,change,transitions,time,other place,from-to"),
            tr(
                "Maps another date, or another place, with a head of this workspace. The other workspace must be "
                "embedded like this one: see the parameter of Embed chips.\n\n"
                "Where both have the same chips, the page says how much went from which class to which. Such areas "
                "are biased, since errors of either map count as change: a claim needs a check sample."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_fitted_head(self)
        ask.add_other(self, tr("The workspace of the other date, or place."))
        self.ask_for(
            ask.text("SOURCES", tr("Sources of the other workspace")),
            tr(
                "In the order of the head's, by commas; those of the same names by default, or the only one."
            ),
            advanced=True,
        )
        ask.add_map(
            self,
            tr("Map"),
            tr("GeoTIFF to write; left empty, it is in the folder maps of the other workspace."),
        )
        give_map(self, "probability", "uncertainty")
        ask.add_page(self, tr("Page of changes"))

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        report = job.ask(
            "apply",
            folder=folder,
            other=job.folder("OTHER"),
            head=job.text("HEAD"),
            sources=job.names("SOURCES") or None,
            out=job.raster_output("MAP"),
        )
        page = Page(tr("What went from which class to which"))
        page.table(
            (tr("Before"), tr("After"), tr("Cells"), tr("Hectares")),
            [
                (t["before"], t["after"], f"{t['cells']:,}", f"{t['hectares']:,.2f}")
                for t in report["transitions"]
            ],
        )
        return {"WORKSPACE": folder, **maps_of(job, report), **write_found(job, page, report)}
