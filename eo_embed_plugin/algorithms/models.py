"""What models there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingOutputNumber

from ..i18n import tr
from ..wording import without_commands
from . import parameters as ask
from .base import About, Algorithm
from .job import Job
from .pages import Page, write_found


class Models(Algorithm):
    ID = "models"
    ICON = "embed"

    def about(self) -> About:
        return About(
            tr("Models"),
            tr("models,encoders,cards,licence,bands,options"),
            tr(
                "Lists the models that chips can be embedded by, as a page: what each is, the bands and the values "
                "that it expects, its licence, and its options."
            ),
        )

    def define(self) -> None:
        ask.add_page(self, tr("Page of models"))
        self.give(QgsProcessingOutputNumber("COUNT", tr("Number of models")))

    def work(self, job: Job) -> Mapping[str, Any]:
        found = job.ask("models")
        page = Page(tr("Models of EO Embed"))
        for model in found["models"]:
            page.table((model["name"], model["title"]), _rows(model))
        return {"COUNT": len(found["models"]), **write_found(job, page, found)}


def _rows(model: dict[str, Any]) -> list[tuple[str, str]]:
    bands = model["bands"]
    rows = [
        (tr("Bands"), ", ".join(bands) if bands else tr("any")),
        (tr("Values"), model["units"]),
        (tr("Licence"), model["licence"]),
        (tr("Paper"), model["paper"]),
        (tr("Notes"), " ".join(model["notes"])),
    ]
    rows += [(name, option["doc"]) for name, option in model["options"].items()]
    return [(name, without_commands(text)) for name, text in rows if text]
