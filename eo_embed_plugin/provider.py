"""The Processing provider: every step of the job as an algorithm, for the toolbox, models, Python and qgis_process."""

from __future__ import annotations

from typing import Callable

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms import ALGORITHMS
from .algorithms.kept_worker import KeptWorker
from .i18n import tr
from .launch import Launch


class Provider(QgsProcessingProvider):
    """The algorithms ``eoembed:…``.

    ``launch`` says how the worker is started, or raises LaunchError, whose sentence is then the reason why
    algorithms cannot run. Whoever changes what is launched ends ``worker`` with its ``close``.
    """

    def __init__(self, launch: Callable[[], Launch]) -> None:
        super().__init__()
        self.launch = launch
        self.worker = KeptWorker()

    def id(self) -> str:
        return "eoembed"

    def name(self) -> str:
        return "EO Embed"

    def longName(self) -> str:
        return tr("EO Embed: from satellite images to maps by embeddings")

    def icon(self) -> QIcon:
        from .icons import icon

        return icon("logo")

    def svgIconPath(self) -> str:
        from .icons import FOLDER

        return str(FOLDER / "logo.svg")

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def unload(self) -> None:
        """The worker ends with the plugin."""
        self.worker.close()
