"""Parameters that several algorithms ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsProcessingOutputFolder,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread

from ..i18n import tr
from .base import Algorithm

#: Heads, splits and the like by the names that they have everywhere; tests hold them against the core's.
HEADS = ("rf", "ridge", "logistic", "knn")
SPLITS = ("block", "random", "bands", "region", "column")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
LARGEST_SEED = 2**31 - 1  # of what QGIS takes for a whole number
#: Units of lengths.
PIXELS, METRES = "pixels", "metres"


# -- by kind -----------------------------------------------------------------------------------


def text(
    name: str, title: str, default: str | None = None, optional: bool = True, lines: bool = False
) -> Any:
    """A text, which may be left empty."""
    return QgsProcessingParameterString(name, title, default, lines, optional)


def whole(
    name: str,
    title: str,
    default: int | None = None,
    least: int = 0,
    most: int = LARGEST_SEED,
) -> Any:
    """A whole number; without a default it may be left empty."""
    kind = QgsProcessingParameterNumber.Type.Integer
    return QgsProcessingParameterNumber(name, title, kind, default, default is None, least, most)


def number(
    name: str,
    title: str,
    default: float | None = None,
    least: float = -1e300,
    most: float = 1e300,
) -> Any:
    """A number; without a default it may be left empty."""
    kind = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(name, title, kind, default, default is None, least, most)


def choice(name: str, title: str, choices: Sequence[str], default: str | None = None) -> Any:
    """One of some words; without a default it may be left empty."""
    return QgsProcessingParameterEnum(
        name, title, list(choices), False, default, default is None, usesStaticStrings=True
    )


def flag(name: str, title: str, default: bool = False) -> Any:
    """Yes or no."""
    return QgsProcessingParameterBoolean(name, title, default)


# -- by meaning --------------------------------------------------------------------------------


def add_workspace(algorithm: Algorithm) -> None:
    """The workspace to work in, which is an output, too, so that models chain by it."""
    kind = QgsProcessingParameterFile.Behavior.Folder
    parameter = QgsProcessingParameterFile(
        "WORKSPACE", tr("Workspace"), kind, defaultValue=_workspace_of_project()
    )
    help = tr("Folder of the workspace, as Make chips leaves it; that of the project by default.")
    algorithm.ask_for(parameter, help)
    algorithm.give(QgsProcessingOutputFolder("WORKSPACE", tr("Workspace")))


def _workspace_of_project() -> str | None:
    """The workspace that the project in QGIS's window names."""
    from ..project import KEY, SCOPE

    application = QCoreApplication.instance()
    if application is None or QThread.currentThread() != application.thread():
        return (
            None  # a model makes its algorithms in its own thread, and the project is not for that
        )
    project = QgsProject.instance()
    stored, there = project.readEntry(SCOPE, KEY, "")
    return project.readPath(stored) if there and stored else None


def add_other(algorithm: Algorithm, help: str, optional: bool = False) -> None:
    """Another workspace."""
    kind = QgsProcessingParameterFile.Behavior.Folder
    algorithm.ask_for(
        QgsProcessingParameterFile("OTHER", tr("Other workspace"), kind, optional=optional), help
    )


def add_target(algorithm: Algorithm) -> None:
    algorithm.ask_for(
        text("TARGET", tr("Target")),
        tr("What the labels say, such as cover; needed where the workspace has several targets."),
    )


def add_sources(algorithm: Algorithm) -> None:
    algorithm.ask_for(
        text("SOURCES", tr("Sources")),
        tr("Sources of the workspace to use, by commas; all of them by default."),
        advanced=True,
    )


def add_seed(algorithm: Algorithm) -> None:
    algorithm.ask_for(
        whole("SEED", tr("Seed"), 0),
        tr("The same seed draws the same at random again."),
        advanced=True,
    )


def add_head(algorithm: Algorithm) -> None:
    """A head to fit, with its options."""
    algorithm.ask_for(
        choice("HEAD", tr("Head"), HEADS, "rf"),
        tr(
            "rf: random forest, which needs no tuning. ridge: linear, the choice for numbers. logistic: linear, for "
            "classes. knn: the nearest labelled chips."
        ),
    )
    algorithm.ask_for(
        text("OPTIONS", tr("Options of the head")),
        tr("As key=value, by commas; none are needed."),
        advanced=True,
    )


def add_training(algorithm: Algorithm) -> None:
    """What heads are fitted on, and how chance comes in."""
    algorithm.ask_for(
        whole("LABELS", tr("Number of labels"), None, 2),
        tr("Use so many labelled chips, drawn at random; all of them by default."),
        advanced=True,
    )
    add_sources(algorithm)
    add_seed(algorithm)


def add_fitted_head(algorithm: Algorithm) -> None:
    algorithm.ask_for(
        text("HEAD", tr("Head")),
        tr("Name of a fitted head; the one fitted last by default."),
    )


def add_device(algorithm: Algorithm) -> None:
    """Where a model runs."""
    algorithm.ask_for(
        text("DEVICE", tr("Device"), "auto", optional=False),
        tr("auto takes a graphics card where there is one; cpu, cuda:0 and mps name one."),
        advanced=True,
    )
    algorithm.ask_for(
        choice("PRECISION", tr("Precision"), PRECISIONS, "auto"),
        tr("Of the model's arithmetic; auto takes what is fast on the device and still true."),
        advanced=True,
    )
    algorithm.ask_for(
        whole("BATCH", tr("Batch"), None, 1),
        tr("Chips at a time; found by itself when left empty."),
        advanced=True,
    )


def add_length(
    algorithm: Algorithm, name: str, title: str, help: str, default: float | None = None
) -> None:
    """A length in the unit of the parameter UNIT."""
    algorithm.ask_for(number(name, title, default, 0.0), help)


def add_unit(algorithm: Algorithm, help: str) -> None:
    algorithm.ask_for(choice("UNIT", tr("Unit"), (PIXELS, METRES), PIXELS), help)


def add_map(algorithm: Algorithm, title: str, help: str) -> None:
    """A raster's GeoTIFF, in the workspace by default, so that no map is lost with QGIS's temporary files."""
    parameter = QgsProcessingParameterRasterDestination("MAP", title, None, True, False)
    algorithm.ask_for(parameter, help)


def add_page(algorithm: Algorithm, title: str) -> None:
    """A page of results to read, and the same as data."""
    algorithm.ask_for(
        QgsProcessingParameterFileDestination(
            "HTML", title, tr("HTML files (*.html)"), None, True, True
        ),
        tr("What was found, as a page."),
    )
    algorithm.ask_for(
        QgsProcessingParameterFileDestination(
            "JSON", tr("All figures"), tr("JSON files (*.json)"), None, True, False
        ),
        tr("What was found, for other programs."),
        advanced=True,
    )
