"""Targets, and labels given by hand: a chip here and there, each change whole and on disk at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..classes import ClassInfo
from ..errors import UsageError
from ..labels import LabelChange, LabelStore
from ..probes.base import Kind
from ..workspace import TargetConfig, Workspace
from .labelling import HOWS, admit_value, check_on_grid, classes_of
from .workspaces import Place, open_workspace

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class ChangedLabel:
    """A chip's label before and after, None for none, and how the one before was given."""

    chip: int
    before: str | float | None
    after: str | float | None
    how_before: str


@dataclass(frozen=True)
class LabelsChanged:
    """What a change of labels did; ``counts`` are the labelled chips of each class code afterwards, empty
    for values, and ``labels`` all labelled chips of the target."""

    changed: list[ChangedLabel]
    counts: dict[str, int]
    labels: int


@dataclass(frozen=True)
class TargetState:
    """A target as it stands: its classes, those among its labels included, and the labels of each."""

    name: str
    kind: Kind
    how: str
    classes: list[ClassInfo]
    labels: int
    counts: dict[str, int]


def change_labels(
    place: Place,
    target: str,
    changes: Sequence[LabelChange],
    *,
    kind: Kind | None = None,
    who: str = "",
) -> LabelsChanged:
    """Give and take labels of chips in one transaction; on disk when this returns.

    A class is given by its code or its name; one that is new gets the next free colour. ``kind`` is what a
    target that is new shall hold, by default what its first label is. Of several changes of a chip the last
    counts. Raises ChipUnknown for an id beyond the grid, UsageError, LabelsUnreadable, OutputError, DiskFull.
    """
    workspace = open_workspace(place)
    for how in {one.how for one in changes} - set(HOWS):
        raise UsageError(f"Labels are given by {', '.join(HOWS)}, not by {how!r}.")
    wanted = {one.chip: one for one in changes}
    chips = np.array(list(wanted), dtype=np.int64)
    check_on_grid(workspace, chips)
    values = {one.value for one in wanted.values() if one.value is not None}
    _check_kind(workspace, target, kind, values)
    admitted = {value: admit_value(workspace, target, value) for value in values}
    exact = [
        one if one.value is None else one._replace(value=admitted[one.value])
        for one in wanted.values()
    ]
    store = _store(workspace)
    before = store.change(target, exact, polygons=workspace.grid.polygons(chips), who=who)
    changed = [
        ChangedLabel(one.chip, old, one.value, how)
        for one, (old, how) in zip(exact, before, strict=True)
    ]
    counts, labels = _counted(store, target)
    return LabelsChanged(changed, counts, labels)


def _check_kind(
    workspace: Workspace, target: str, kind: Kind | None, values: set[str | float]
) -> None:
    found = {"classes" if isinstance(value, str) else "value" for value in values}
    if len(found) > 1 or (kind is not None and found - {kind}):
        held = kind or "one kind of labels"
        raise UsageError(f"Target {target} takes {held}; a class is text and a value is a number.")


def put_target(place: Place, name: str, kind: Kind, classes: Sequence[ClassInfo] = ()) -> None:
    """Make a target, or give the one of that name these classes, in this order.

    Raises UsageError for a bad name, classes that share a code or have none, a class left out that has labels,
    and another kind than its labels have.
    """
    workspace = open_workspace(place)
    _check_classes(name, kind, classes)
    counts, labels = _counted(_store(workspace), name)
    lost = [code for code in counts if code not in {c.code for c in classes}]
    if lost:
        raise UsageError(
            f"Class {lost[0]} of {name} has {counts[lost[0]]} labels; take them away first, or keep the class."
        )

    def change(known: TargetConfig | None) -> TargetConfig:
        if known is not None and known.kind != kind and labels:
            raise UsageError(
                f"Target {name} has {labels} labels of {known.kind}; take another name."
            )
        return TargetConfig(name, kind, known.how if known else "", tuple(classes))

    workspace.change_target(name, change)


def remove_target(place: Place, name: str) -> None:
    """Remove a target. Raises LabelsMissing where there is none of that name, UsageError where it has labels."""
    workspace = open_workspace(place)
    workspace.target(name)
    _, labels = _counted(_store(workspace), name)
    if labels:
        raise UsageError(f"Target {name} has {labels} labels; take them away before the target.")
    workspace.remove_target(name)


def target_states(place: Place) -> list[TargetState]:
    """The targets of a workspace with the labels that they have. Raises LabelsUnreadable."""
    workspace = open_workspace(place)
    store = _store(workspace)
    found = []
    for config in workspace.config.targets:
        counts, labels = _counted(store, config.name)
        classes = list(classes_of(config, counts)) if config.kind == "classes" else []
        found.append(TargetState(config.name, config.kind, config.how, classes, labels, counts))
    return found


def _store(workspace: Workspace) -> LabelStore:
    return LabelStore(workspace.labels_path, workspace.geobox.crs)


def _counted(store: LabelStore, target: str) -> tuple[dict[str, int], int]:
    """Labelled chips of each class code, and in all."""
    counts = store.counts(target)
    coded = {code: count for code, count in counts.items() if isinstance(code, str)}
    return coded, sum(counts.values())


def _check_classes(name: str, kind: Kind, classes: Sequence[ClassInfo]) -> None:
    if kind == "value" and classes:
        raise UsageError(f"Target {name} holds values, which have no classes; leave them away.")
    for code, count in Counter(c.code for c in classes).items():
        if count > 1 or not code.strip():
            raise UsageError(
                f"Each class of {name} needs a code of its own; {code!r} is given {count} times."
            )
    for info in classes:
        if not _COLOUR.fullmatch(info.colour):
            raise UsageError(f"The colour of class {info.name} is {info.colour!r}; write #rrggbb.")
