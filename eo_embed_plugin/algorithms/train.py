"""A model of one's own, trained on a workspace's chips or on a published data set."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ..i18n import tr
from ..wording import reworded
from . import parameters as ask
from .base import About, Algorithm
from .job import Job

#: Methods by the names that they have everywhere; a test holds them against the worker's.
METHODS = ("simsiam", "byol", "simclr", "mae", "clip", "multitask", "segment", "classify")
RUNNING, FINISHED = "running", "finished"
#: Seconds between two looks at the run.
_LOOK_S = 0.5
#: Seconds after which a run that was begun is listed at the latest.
_BEGIN_S = 60.0
#: Seconds that a run which was told to stop is given to write its checkpoint.
_STOP_S = 120.0


class Train(Algorithm):
    ID = "train"
    ICON = "train"

    def about(self) -> About:
        return About(
            tr("Train a model"),
            tr("pretraining,self-supervised,simsiam,byol,simclr,mae,clip,multitask,deep learning"),
            tr(
                "Trains a network on the chips of a workspace, or on a published data set, by the method of a paper. "
                "SimSiam, BYOL, SimCLR, MAE and CLIP need no labels. The result is a model by which Embed chips "
                "embeds, as any other.\n\n"
                "A method brings its paper's values; a recipe is another whole set of them. Whatever differs is given "
                "as key=value. Networks of the papers' size want a graphics card: on a CPU take a small one, such as "
                "backbone=resnet10t.\n\n"
                "It may be stopped at any time: a checkpoint is kept, and with Go on the run continues from it. "
                "Runs are listed, with their curves, in the dialog Train a model of the dock."
            ),
        )

    def define(self) -> None:
        ask.add_workspace(self)
        self.ask_for(
            ask.choice("METHOD", tr("Method"), METHODS),
            tr("How it learns; that of the recipe, where one is given, else simsiam."),
        )
        self.ask_for(
            ask.text("RECIPE", tr("Recipe")),
            tr("A whole set of values by its name, or a file of one (.toml)."),
        )
        self.ask_for(
            ask.whole("STEPS", tr("Steps"), None, 1),
            tr("Steps of training; by default the epochs of the method or recipe."),
        )
        self.ask_for(
            ask.text("VALUES", tr("Other values")),
            tr("As key=value, by commas, such as backbone=resnet10t, lr=0.001."),
        )
        self._define_data()
        self.ask_for(
            ask.text("DEVICE", tr("Device"), "auto", optional=False),
            tr("auto takes a graphics card where there is one; cpu, cuda:0 and mps name one."),
            advanced=True,
        )
        self.ask_for(
            ask.flag("RESUME", tr("Go on with the run of this folder")),
            tr("From its last checkpoint, with all the values that it was begun with."),
            advanced=True,
        )
        self.ask_for(
            QgsProcessingParameterFolderDestination(
                "RUN", tr("Folder of the run"), None, True, False
            ),
            tr("A new folder; one in the workspace's folder runs by default."),
        )
        self.give(
            QgsProcessingOutputString("MODEL", tr("Model, as Embed chips takes it")),
            QgsProcessingOutputNumber("LOSS", tr("Loss at the end")),
            QgsProcessingOutputNumber("TRAINED", tr("Steps done")),
        )

    def _define_data(self) -> None:
        folder = QgsProcessingParameterFile.Behavior.Folder
        self.ask_for(
            QgsProcessingParameterFile("DATA", tr("Data set"), folder, optional=True),
            tr(
                "Folder of a published data set, or of another workspace, to learn from in place of this workspace's "
                "chips."
            ),
        )
        self.ask_for(
            ask.text("DATASET", tr("Kind of the data set")),
            tr("Its name, such as eurosat, where its files alone do not tell."),
            advanced=True,
        )
        self.ask_for(
            ask.text("DATA_OPTIONS", tr("Options of the data")),
            tr("As key=value, by commas, such as target=cover; none are needed."),
            advanced=True,
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        run = _follow(
            job, folder, job.ask("train_start", folder=folder, **_asked(job, folder))["run"]
        )
        if run["state"] != FINISHED:
            sentence = reworded(str(run["message"]), str(run["code"]), in_toolbox=True)
            raise QgsProcessingException(sentence or _ended(run))
        job.tell(_line(run))
        return {
            "WORKSPACE": folder,
            "RUN": run["run"],
            "MODEL": run["model"] or "",
            "LOSS": run["loss"],
            "TRAINED": run["step"],
        }


def _asked(job: Job, folder: str) -> dict[str, Any]:
    """The worker's parameters of ``train_start``."""
    out = job.output("RUN") or ""
    if job.flag("RESUME"):
        if not out:
            raise QgsProcessingException(tr("Say which run is to go on: give its folder."))
        return {"out": out, "resume": True, "device": job.text("DEVICE")}
    values: dict[str, Any] = dict(job.options("VALUES"))
    if job.whole("STEPS") is not None:
        values["steps"] = job.whole("STEPS")
    recipe, method = job.text("RECIPE"), job.choice("METHOD")
    if method is None and recipe is None:
        method = METHODS[0]
    is_file = recipe is not None and os.path.isfile(recipe)
    return {
        "method": method,
        "recipe": os.path.abspath(str(recipe)) if is_file else recipe,
        "data": [job.folder("DATA") if job.has("DATA") else folder],
        "dataset": job.text("DATASET"),
        "data_options": job.options("DATA_OPTIONS"),
        "values": values,
        "device": job.text("DEVICE"),
        "out": out,
    }


def _follow(job: Job, folder: str, place: str) -> dict[str, Any]:
    """Tell how far a run is until it ends, and stop it where the user does; what it came to."""
    asked_at: float | None = None
    since = time.monotonic()
    while True:
        run = _look(job, folder, place)
        if run is None and time.monotonic() - since > _BEGIN_S:
            raise QgsProcessingException(_ended({"name": os.path.basename(place), "run": place}))
        if run is not None and run["state"] != RUNNING:
            if asked_at is None or run["state"] == FINISHED:
                return run
            break
        if asked_at is None and job.feedback.isCanceled():
            asked_at = time.monotonic()
            job.ask_anyway("train_stop", run=place)
        elif asked_at is not None and time.monotonic() - asked_at > _STOP_S:
            break
        elif run is not None:
            _show(job, run)
        time.sleep(_LOOK_S)
    raise QgsProcessingException(
        tr(
            "Stopped; the run goes on from its checkpoint where its folder {path} is given and is to go on."
        ).format(path=place)
    )


def _look(job: Job, folder: str, place: str) -> dict[str, Any] | None:
    """The run as it is now; None before it has written anything."""
    found = job.ask_anyway("train_runs", folder=folder, among=os.path.dirname(place))["runs"]
    return next(
        (run for run in found if os.path.normpath(run["run"]) == os.path.normpath(place)), None
    )


def _show(job: Job, run: dict[str, Any]) -> None:
    """How far it is, in a share and in words."""
    if run["steps"]:
        job.feedback.setProgress(100 * run["step"] / run["steps"])
        job.feedback.setProgressText(_line(run))


def _line(run: dict[str, Any]) -> str:
    return tr(
        "{name}: step {step} of {steps}, loss {loss}, {rate} images a second on {device}"
    ).format(
        name=run["name"],
        step=run["step"],
        steps=run["steps"],
        loss="–" if run["loss"] is None else f"{run['loss']:.4g}",
        rate=f"{run['images_per_s'] or 0:,.0f}",
        device=run["device"],
    )


def _ended(run: dict[str, Any]) -> str:
    """Why a run that failed without a word has ended."""
    return tr("The run {name} has ended before its time; {log} says why.").format(
        name=run["name"], log=os.path.join(run["run"], "log.txt")
    )
