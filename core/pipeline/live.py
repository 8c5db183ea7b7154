"""The map that is made anew after each click: a head fitted on the labels as they are, said of every chip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..classes import ClassInfo, Legend, map_values
from ..errors import LabelsMissing, LabelsTooFew
from ..livefiles import write_live_map
from ..maps import chip_cells, summarise
from ..probes import make_head
from ..probes.base import Kind
from ..progress import Task
from ..workspace import Workspace
from .embeddings import Features
from .labelling import classes_of, training_set


@dataclass(frozen=True)
class LiveClass:
    """A class and the value that the map stores for it."""

    value: int
    code: str
    name: str
    colour: str


@dataclass(frozen=True)
class LiveMap:
    """A map of the moment; ``map`` is None before there is enough to learn from, and ``why`` says what lacks.

    ``classes`` are all of the target, so that a class keeps its value from click to click. ``shares`` are of
    the chips, by class code; ``range`` is of the value. ``labels`` are those it was fitted on.
    """

    map: str | None
    uncertainty: str | None
    kind: Kind | None
    why: str = ""
    classes: list[LiveClass] = field(default_factory=list)
    range: tuple[float, float] | None = None
    shares: dict[str, float] = field(default_factory=dict)
    labels: int = 0


def live_map(
    workspace: Workspace,
    data: Features,
    path: Path,
    *,
    target: str | None = None,
    head: str = "rf",
    options: Mapping[str, Any] | None = None,
    seed: int = 0,
    task: Task | None = None,
) -> LiveMap:
    """Fit a head on the labels and write what it says of ``data`` as ``path`` (``.tif``), its uncertainty and
    their styles beside it (see livefiles).

    What it says is what ``fit`` and ``predict`` would say. Raises UsageError for options of the head,
    LabelsUnreadable, OutputError, DiskFull, Cancelled.
    """
    task = task or Task()
    try:
        training = training_set(workspace, data, target)
    except (LabelsMissing, LabelsTooFew) as error:
        if target is None and len(workspace.config.targets) > 1:
            raise
        return LiveMap(None, None, None, why=str(error))
    config = training.target
    task.start("fitting", 3, "steps")
    fitted = make_head(head, config.kind, **{"seed": seed, **(options or {})})
    try:
        fitted.fit(training.matrix, training.y)
    except LabelsTooFew as error:
        return LiveMap(None, None, config.kind, why=str(error))
    task.advance(1)
    said = fitted.predict_all(data.matrix)
    task.advance(1)
    every: tuple[ClassInfo, ...] = ()
    if config.kind == "classes":
        every = classes_of(config, [info.code for info in training.classes])
        place = {info.code: i for i, info in enumerate(every)}
        to_all = np.array([place[info.code] for info in training.classes])
        said = replace(said, labels=to_all[said.labels])
    legend = Legend(config.kind, config.name, every)
    geobox, cells = chip_cells(workspace.grid, data.ids)
    files = write_live_map(path, geobox, cells, said, legend)
    task.advance(1)
    summary = summarise(said, legend)
    values = map_values(every)
    return LiveMap(
        str(files.map),
        str(files.uncertainty),
        config.kind,
        classes=[
            LiveClass(value, info.code, info.name, info.colour)
            for value, info in zip(values, every, strict=True)
        ],
        range=summary.range,
        shares={
            info.code: round(count / summary.cells, 6)
            for info, count in zip(every, summary.counts, strict=False)
        },
        labels=len(training.ids),
    )
