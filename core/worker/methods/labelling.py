"""Labels: what there are, giving and taking them, and the targets they are of."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from ... import pipeline
from ...classes import ClassInfo
from ...labels import LabelChange, LabelTable
from ...pipeline.labelling import labels_of
from ...probes.base import Kind
from ..plain import plain
from ..registry import Call, Lane, method, pipeline_method

_Value = str | float | None


class Given(NamedTuple):
    """A class as a client gives it."""

    code: str
    name: str
    colour: str


class Change(NamedTuple):
    """A chip's label, null to take it away; ``how`` is how that label had been given, for undo."""

    chip: int
    value: _Value
    how: str = "click"


@method(Lane.QUICK)
def labels(call: Call, target: str) -> dict[str, Any]:
    """All labels of a target, as they are on disk; ``latest`` are the chips labelled by hand last, newest first."""
    workspace = call.space.workspace
    config = workspace.target(target)
    table = labels_of(workspace, config)
    (stands,) = (t for t in pipeline.target_states(workspace) if t.name == target)
    return {
        "target": target,
        "kind": stands.kind,
        "classes": plain(stands.classes),
        "chips": table.ids.tolist(),
        "values": plain(table.values),
        "how": table.how.tolist(),
        "latest": _latest(table),
        "counts": stands.counts,
    }


def _latest(table: LabelTable, most: int = 16) -> list[int]:
    """Chips labelled one by one, the newest first."""
    by_hand = np.isin(table.how.astype(str), ("click", "suggestion")) & ~np.isnat(table.when)
    order = np.argsort(table.when[by_hand], kind="stable")[::-1]
    newest: list[int] = table.ids[by_hand][order][:most].tolist()
    return newest


@method(Lane.QUICK)
def label(
    call: Call,
    target: str,
    chips: list[int],
    value: _Value,
    how: Literal["click", "suggestion"] = "click",
    kind: Kind | None = None,
    who: str | None = None,
) -> dict[str, Any]:
    """Label chips, or take their labels away with null; on disk when answered."""
    changes = [LabelChange(chip, value, how) for chip in chips]
    return _changed(call, target, changes, kind, who)


@method(Lane.QUICK)
def relabel(
    call: Call, target: str, changes: list[Change], who: str | None = None
) -> dict[str, Any]:
    """Give each of some chips its own label, or none, all at once: undo and redo."""
    return _changed(call, target, [LabelChange(*change) for change in changes], None, who)


def _changed(
    call: Call, target: str, changes: list[LabelChange], kind: Kind | None, who: str | None
) -> dict[str, Any]:
    by = pipeline.login() if who is None else who
    return plain(pipeline.change_labels(call.space.workspace, target, changes, kind=kind, who=by))


@method(Lane.QUICK)
def put_target(
    call: Call, name: str, kind: Kind, classes: list[Given] | None = None
) -> dict[str, Any]:
    """Make a target, or change its classes."""
    workspace = call.space.workspace
    pipeline.put_target(workspace, name, kind, [ClassInfo(*given) for given in classes or []])
    return _targets(call)


@method(Lane.QUICK)
def remove_target(call: Call, name: str) -> dict[str, Any]:
    """Remove a target that has no labels."""
    pipeline.remove_target(call.space.workspace, name)
    return _targets(call)


def _targets(call: Call) -> dict[str, Any]:
    return {"targets": plain(pipeline.target_states(call.space.workspace))}


@method(Lane.JOBS)
def label_from(
    call: Call,
    path: str,
    how: str = "majority",
    layer: str | None = None,
    field: str | None = None,
    min_share: float = 0.6,
    target: str | None = None,
    who: str | None = None,
) -> Any:
    """Label chips from a vector file or a raster."""
    report = pipeline.label(
        call.space.workspace,
        path,
        how=how,
        layer=layer,
        field_name=field,
        min_share=min_share,
        target=target,
        who=pipeline.login() if who is None else who,
    )
    return plain(report)


@pipeline_method(pipeline.label_cluster)
def label_cluster(call: Call, report: pipeline.ClusterLabels) -> Any:
    """Label the chips of a cluster."""
    return plain(report)
