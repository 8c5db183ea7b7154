"""Labels of the chips of workspaces as tasks: their targets, and rasters brought to the chips."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...core.errors import DataUnfit, LabelsOutside
from ...core.labels import (
    ClassShares,
    How,
    LabelStore,
    LabelTable,
    labels_from_raster,
    shares_from_raster,
)
from ...core.rasters import inspect
from .base import Labels
from .scenes import Scene

RULES = ("mean", "share", "majority")

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class LabelRaster:
    """A raster whose values or classes become tasks: ``mean`` of the values; ``share`` of each class, a task each;
    ``majority``, the class that takes 60% of a chip or more."""

    name: str
    path: str
    rule: str

    @classmethod
    def parse(cls, text: str) -> LabelRaster:
        """``name=path``, or ``name=path:rule``; without a rule, share where the file has a colour table, else mean.

        Raises DataUnfit for text that is neither, the errors of rasters.
        """
        name, _, path = (part.strip() for part in text.partition("="))
        before, _, rule = path.rpartition(":")
        if rule not in RULES:
            if os.path.isfile(before) and not os.path.exists(path):
                raise DataUnfit(
                    f"There is no rule '{rule}' to take labels from {before} by; the rules are {', '.join(RULES)}."
                )
            before, rule = path, ""
        if not name or not before:
            raise DataUnfit(
                f"'{text}' names no raster to take labels from; give name=path or name=path:rule, the rule being one "
                f"of {', '.join(RULES)}."
            )
        return cls(name, before, rule or ("share" if inspect(before).palette else "mean"))


class _Part(NamedTuple):
    """A task's labels in one scene: ``values`` are codes (object) where ``classes``, code to name, else numbers."""

    ids: np.ndarray
    values: np.ndarray
    classes: dict[str, str]


class _Task(NamedTuple):
    """A task and its labels scene by scene, None where a scene has none."""

    name: str
    parts: list[_Part | None]


def note_negative_classes(labels: Labels | None, rasters: Sequence[LabelRaster]) -> tuple[str, ...]:
    """A sentence for each raster of classes with a value below 0, which mostly means that there is none."""
    if labels is None:
        return ()
    notes = []
    for raster in rasters:
        if raster.rule == "share":
            codes = [
                t.removeprefix(f"{raster.name}:")
                for t in labels.tasks
                if t.startswith(f"{raster.name}:")
            ]
        elif raster.rule == "majority" and raster.name in labels.tasks:
            codes = list(labels.classes[labels.tasks.index(raster.name)])
        else:
            continue
        if any(re.fullmatch(r"-\d+(\.\d+)?", code) for code in codes):
            notes.append(
                f"{raster.path} has the classes {', '.join(codes)}, of which those below 0 are learnt as any other; "
                "where such a value means no data, set it as the raster's nodata value."
            )
    return tuple(notes)


def read_chip_labels(
    scenes: Sequence[Scene], targets: Sequence[str], rasters: Sequence[LabelRaster]
) -> Labels | None:
    """Labels of all chips of scenes, one scene after the other; None where there are none.

    Parameters
    ----------
    targets: of labels.gpkg, one task each; all that have labels by default. rasters: what they give, after those.

    Raises DataUnfit for a target without labels here, or of classes in one scene and of numbers in another; the
    errors of labels.
    """
    tasks = [_of_target(scenes, name) for name in targets or _targets(scenes)]
    for raster in rasters:
        tasks += _of_raster(scenes, raster)
    names = [task.name for task in tasks]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise DataUnfit(f"Two tasks are called {', '.join(twice)}; name the raster otherwise.")
    joined = {task.name: _join(scenes, task) for task in tasks}
    known = {name for name, (values, _) in joined.items() if not np.isnan(values).all()}
    if lacking := [name for name in targets if name not in known]:
        here = ", ".join(t for t in _targets(scenes) if t not in lacking) or "nothing"
        raise DataUnfit(
            f"No chip that counts is labelled for {', '.join(lacking)}; there are labels of {here}."
        )
    kept = [name for name in names if name in known]
    if not kept:
        return None
    columns, classes = zip(*(joined[name] for name in kept), strict=True)
    return Labels(tuple(kept), np.column_stack(columns), classes)


def _join(scenes: Sequence[Scene], task: _Task) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """A task's value for every chip, NaN where unknown, and the names of its classes."""
    parts = [part for part in task.parts if part is not None and len(part.ids)]
    if len({bool(part.classes) for part in parts}) > 1:
        raise DataUnfit(
            f"{task.name} has classes in one workspace and numbers in another; name one of them otherwise."
        )
    names = {code: name for part in parts for code, name in part.classes.items()}
    place = {code: i for i, code in enumerate(names)}
    columns = []
    for scene, part in zip(scenes, task.parts, strict=True):
        column = np.full(len(scene.ids), np.nan, dtype=np.float32)
        if part is not None and len(part.ids):
            at = np.searchsorted(part.ids, scene.ids).clip(max=len(part.ids) - 1)
            there = part.ids[at] == scene.ids
            values = [place[v] for v in part.values] if names else part.values
            column[there] = np.asarray(values, dtype=np.float32)[at[there]]
        columns.append(column)
    distinct = len(set(names.values())) == len(names)
    return np.concatenate(columns), tuple(names.values() if distinct else names)


# -- targets of labels.gpkg ------------------------------------------------------------------


def _targets(scenes: Sequence[Scene]) -> list[str]:
    """Targets that have labels in some scene, in the order in which they come."""
    every = (
        target.name
        for scene in scenes
        for target in scene.workspace.config.targets
        if len(_table(scene, target.name).ids)
    )
    return list(dict.fromkeys(every))


def _table(scene: Scene, target: str) -> LabelTable:
    return LabelStore(scene.workspace.labels_path, scene.grid.geobox.crs).get(target)


def _of_target(scenes: Sequence[Scene], name: str) -> _Task:
    from ...core.pipeline.labelling import classes_of

    parts: list[_Part | None] = []
    for scene in scenes:
        target = next((t for t in scene.workspace.config.targets if t.name == name), None)
        if target is None:
            parts.append(None)
            continue
        table = _table(scene, name)
        coded = table.values.dtype == object
        known = classes_of(target, table.values.tolist()) if coded else ()
        parts.append(_Part(table.ids, table.values, {c.code: c.name for c in known}))
    return _Task(name, parts)


# -- rasters ---------------------------------------------------------------------------------


def _of_raster(scenes: Sequence[Scene], raster: LabelRaster) -> list[_Task]:
    """The tasks of a raster: one, or one a class."""
    if raster.rule == "share":
        shares = _where_there(scenes, lambda s: shares_from_raster(raster.path, s.grid, s.ids))
        names = {c.code: c.name for found in shares if found for c in found.classes}
        # Tasks are named in lists with commas.
        return [
            _Task(
                f"{raster.name}:{name.replace(',', '')}",
                [_share_of(code, found) if found else None for found in shares],
            )
            for code, name in names.items()
        ]
    how = How("majority" if raster.rule == "majority" else "mean")

    def read(scene: Scene) -> _Part:
        labels = labels_from_raster(raster.path, scene.grid, scene.ids, how)
        return _Part(labels.ids, labels.values, {c.code: c.name for c in labels.classes})

    return [_Task(raster.name, _where_there(scenes, read))]


def _share_of(code: str, found: ClassShares) -> _Part:
    """The share of one class; 0 where a scene knows it not."""
    codes = [c.code for c in found.classes]
    values = found.values[:, codes.index(code)] if code in codes else np.zeros(len(found.ids))
    return _Part(found.ids, values, {})


def _where_there(scenes: Sequence[Scene], read: Callable[[Scene], _Found]) -> list[_Found | None]:
    """What is read for each scene, None for one that the raster does not reach. Raises LabelsOutside for all."""
    parts: list[_Found | None] = []
    missed: LabelsOutside | None = None
    for scene in scenes:
        try:
            parts.append(read(scene))
        except LabelsOutside as error:
            parts.append(None)
            missed = error
    if missed is not None and all(part is None for part in parts):
        raise missed
    return parts
