"""How many labels it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingOutputNumber

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .fit import training
from .job import Job
from .pages import Page, figure, write_found
from .score import metric_names
from .splits import add_split, split_of


class LearningCurve(Algorithm):
    ID = "learningcurve"
    GROUP = "accuracy"
    ICON = "accuracy"

    def about(self) -> About:
        return About(
            tr("Learning curve"),
            tr("labels,accuracy,sample size,how many"),
            tr(
                "How many labels are enough? Scores a head fitted on ever more of the labelled chips, and tells the "
                "number at which 95% of the score with all of them is reached.\n\n"
                "Where no number reaches it, more labels will still help. The page shows the curve with the range of "
                "the single draws."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_target(self)
        ask.add_head(self)
        self.ask_for(
            ask.choice("SPLIT", tr("Split"), ask.SPLITS, "block"),
            tr(
                "How chips are parted into those to learn from and those to be judged on: see Score a head."
            ),
        )
        self.ask_for(
            ask.text("SIZES", tr("Numbers of labels")),
            tr("To try, by commas, such as 10, 20, 50; what is usual by default."),
        )
        self.ask_for(
            ask.whole("REPEATS", tr("Draws"), 10, 1),
            tr("Of each number of labels."),
            advanced=True,
        )
        add_split(self)
        ask.add_training(self)
        ask.add_page(self, tr("Page of the curve"))
        self.give(
            QgsProcessingOutputNumber("ENOUGH", tr("Labels for 95% of the score")),
            QgsProcessingOutputNumber("SCORE", tr("Score with all labels")),
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        found = job.ask(
            "curve",
            folder=folder,
            target=job.text("TARGET"),
            splits=[job.choice("SPLIT")],
            sizes=[int(size) for size in job.numbers("SIZES")] or None,
            repeats=job.whole("REPEATS"),
            **training(job),
            **split_of(job),
        )
        curve = found["curves"][0]
        job.tell(_told(curve), *curve["notes"])
        page = Page(tr("Learning curve")).say(_told(curve), *curve["notes"])
        page.picture(found["drawing"])
        _add_points(page, curve)
        return {
            "WORKSPACE": folder,
            "ENOUGH": curve["enough"],
            "SCORE": curve["full"][curve["metric"]]["mean"],
            **write_found(job, page, found),
        }


def _told(curve: dict[str, Any]) -> str:
    if curve["enough"] is None:
        return tr("No number of labels tried reaches 95% of the score with all {n}.").format(
            n=curve["n"]
        )
    return tr("{few} labels reach 95% of the score with all {n}.").format(
        few=curve["enough"], n=curve["n"]
    )


def _add_points(page: Page, curve: dict[str, Any]) -> None:
    metric = curve["metric"]
    rows = [(str(point["labels"]), point["metrics"][metric]) for point in curve["points"]]
    rows.append((tr("all"), curve["full"][metric]))
    page.table(
        (tr("Labels"), metric_names().get(metric, metric), tr("from"), tr("to")),
        [(n, figure(s["mean"]), figure(s["low"]), figure(s["high"])) for n, s in rows],
    )
