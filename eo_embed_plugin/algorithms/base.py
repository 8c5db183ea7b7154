"""What all algorithms share: how they appear, what they are asked for, and how the worker does it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from ..i18n import tr
from ..launch import Launch, LaunchError
from .job import Job


@dataclass(frozen=True)
class About:
    """How an algorithm appears.

    title: of the toolbox. tags: what else it is found by, with commas. help: in plain words, paragraphs parted by
    an empty line: what it does, and what the result means.
    """

    title: str
    tags: str
    help: str


class Algorithm(QgsProcessingAlgorithm):
    """One step of the job. Subclasses have ID, GROUP and ICON and write ``about``, ``define`` and ``work``."""

    ID = ""
    GROUP = "workspace"
    ICON = "logo"

    def about(self) -> About:
        """How it appears, in the user's language."""
        raise NotImplementedError

    def define(self) -> None:
        """Add parameters and outputs."""
        raise NotImplementedError

    def work(self, job: Job) -> Mapping[str, Any]:
        """Do it; the results by the names of the outputs. Raises QgsProcessingException."""
        raise NotImplementedError

    # -- for the subclasses ------------------------------------------------------------------------

    def ask_for(
        self, parameter: QgsProcessingParameterDefinition, help: str = "", advanced: bool = False
    ) -> None:
        """Add a parameter with its tool tip."""
        if advanced:
            flags = parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced
            parameter.setFlags(flags)
        parameter.setHelp(help)
        self.addParameter(parameter)

    def give(self, *outputs: QgsProcessingOutputDefinition) -> None:
        """Add outputs that are no parameters."""
        for output in outputs:
            self.addOutput(output)

    # -- what QGIS calls ---------------------------------------------------------------------------

    def createInstance(self) -> Algorithm:
        return type(self)()

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:
        return self.about().title

    def tags(self) -> list[str]:
        return [tag.strip() for tag in self.about().tags.split(",")]

    def shortHelpString(self) -> str:
        return self.about().help.replace(
            "\n\n", "\n"
        )  # each line becomes a paragraph of QGIS's panel

    def groupId(self) -> str:
        return self.GROUP

    def group(self) -> str:
        return group_names()[self.GROUP]

    def icon(self) -> QIcon:
        from ..icons import icon

        return icon(self.ICON)

    def svgIconPath(self) -> str:
        from ..icons import FOLDER

        return str(FOLDER / f"{self.ICON}.svg")

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.define()

    def canExecute(self) -> tuple[bool, str]:
        """Whether there is a worker to be started, and why not."""
        try:
            self._provider().launch()
        except LaunchError as error:
            return False, str(error)
        return True, ""

    def prepareAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback | None,
    ) -> bool:
        # Here and not when it runs: this is QGIS's main thread where it can be, whose proxy and certificates are read.
        # What is raised here would be logged and nothing more, so it is kept until it runs.
        try:
            self._launch: Launch | LaunchError = self._provider().launch()
        except LaunchError as error:
            self._launch = error
        return True

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback | None,
    ) -> dict[str, Any]:
        feedback = feedback or QgsProcessingFeedback()
        if isinstance(self._launch, LaunchError):
            raise QgsProcessingException(str(self._launch))
        worker = functools.partial(self._provider().worker.call, self._launch)
        return dict(self.work(Job(self, worker, parameters, context, feedback)))

    def _provider(self) -> Any:
        provider = self.provider()
        if provider is None:
            raise QgsProcessingException(
                tr("This algorithm belongs to no provider: run it by its id, eoembed:{id}.").format(
                    id=self.ID
                )
            )
        return provider


def group_names() -> dict[str, str]:
    """The groups of the toolbox, by their ids."""
    return {
        "workspace": tr("Chips and embeddings"),
        "labels": tr("Labels"),
        "maps": tr("Heads and maps"),
        "accuracy": tr("Accuracy and areas"),
        "dates": tr("Other dates"),
    }
