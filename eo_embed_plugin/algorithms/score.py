"""How good a head is on chips that it has not seen."""

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
from .splits import add_split, split_of


class Score(Algorithm):
    ID = "score"
    GROUP = "accuracy"
    ICON = "accuracy"

    def about(self) -> About:
        return About(
            tr("Score a head"),
            tr("accuracy,cross-validation,confusion matrix,f1,r2,validation,blocks"),
            tr(
                "How good is a head on ground that it has not seen? Fits it on a part of the labelled chips and "
                "judges it by the rest, in turn, and gives the means over several deals.\n\n"
                "The split is what the scores are worth: block keeps whole blocks of the ground apart; random "
                "flatters, since chips side by side are alike. Beside the overall accuracy stands what always "
                "answering the commonest class would score.\n\n"
                "These are scores of the labels that there are. For a claim about the map, draw a check sample."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        ask.add_target(self)
        ask.add_head(self)
        self.ask_for(
            ask.choice("SPLIT", tr("Split"), ask.SPLITS, "block"),
            tr(
                "block: blocks of the ground apart. random: chips at random. bands: slanting bands. region, column: "
                "one region, or one fold of your own, left out at a time."
            ),
        )
        add_split(self)
        self.ask_for(
            ask.whole("ASSIGNMENTS", tr("Deals"), 5, 1),
            tr("How often the folds are dealt anew."),
            advanced=True,
        )
        ask.add_training(self)
        ask.add_page(self, tr("Page of scores"))
        self.give(
            QgsProcessingOutputNumber("ACCURACY", tr("Overall accuracy")),
            QgsProcessingOutputNumber("MACRO_F1", tr("Macro-F1")),
            QgsProcessingOutputNumber("R2", tr("R², of numbers")),
            QgsProcessingOutputNumber("RMSE", tr("Root mean square error, of numbers")),
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        found = job.ask(
            "score",
            folder=folder,
            target=job.text("TARGET"),
            split=job.choice("SPLIT"),
            assignments=job.whole("ASSIGNMENTS"),
            **training(job),
            **split_of(job),
        )
        job.tell(found["split_rule"], *found["warnings"])
        means = {name: metric["mean"] for name, metric in found["metrics"].items()}
        return {
            "WORKSPACE": folder,
            "ACCURACY": means.get("overall_accuracy"),
            "MACRO_F1": means.get("macro_f1"),
            "R2": means.get("r2"),
            "RMSE": means.get("rmse"),
            **write_found(job, _page(found), found),
        }


def metric_names() -> dict[str, str]:
    """Metrics in words."""
    return {
        "overall_accuracy": tr("Overall accuracy"),
        "balanced_accuracy": tr("Balanced accuracy"),
        "macro_f1": tr("Macro-F1"),
        "macro_f1_20": tr("Macro-F1, classes of 20 chips or more"),
        "r2": tr("R²"),
        "rmse": tr("Root mean square error"),
        "mae": tr("Mean absolute error"),
        "spearman": tr("Spearman's correlation"),
    }


def _page(found: dict[str, Any]) -> Page:
    page = Page(tr("Scores of a head"))
    near = found["least_distance"]
    page.say(
        tr("{n} labelled chips, {rule}.").format(n=found["n"], rule=found["split_rule"]),
        tr("The nearest training chip lies {n} m from a test chip.").format(n=figure(near, 0)),
        *found["warnings"],
    )
    names = metric_names()
    rows = [
        (names.get(name, name), figure(metric["mean"]), figure(metric["std"]))
        for name, metric in found["metrics"].items()
    ]
    if found["majority_share"] is not None:
        rows.append((tr("Commonest class"), figure(found["majority_share"]), ""))
    page.table((tr("Score"), tr("Mean"), tr("Standard deviation")), rows)
    if found["classes"]:
        _add_classes(page, found)
    return page


def _add_classes(page: Page, found: dict[str, Any]) -> None:
    classes = found["classes"]
    page.table(
        (tr("Class"), tr("Precision"), tr("Recall"), "F1", tr("Chips")),
        [
            (
                c["name"],
                figure(c["precision"]),
                figure(c["recall"]),
                figure(c["f1"]),
                str(c["support"]),
            )
            for c in classes
        ],
        tr("Classes"),
    )
    rows = [(c["name"], *map(str, counts)) for c, counts in zip(classes, found["confusion"] or [])]
    head = (tr("True, by predicted"), *(c["name"] for c in classes))
    page.table(head, rows, tr("Confusion matrix of the first deal, in chips"))
