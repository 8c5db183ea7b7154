"""Check samples: the list, the cells, and a label at a time."""

from __future__ import annotations

from typing import Any

from ... import pipeline
from ..plain import plain
from ..registry import Call, Lane, method


@method(Lane.QUICK)
def samples(call: Call) -> dict[str, Any]:
    """The samples that were drawn."""
    return {"samples": plain(pipeline.list_samples(call.space.workspace))}


@method(Lane.QUICK)
def sample_cells(call: Call, name: str) -> Any:
    """The cells of a sample in drawn order; nothing that tells what the map says there."""
    return plain(pipeline.sample_cells(call.space.workspace, name))


@method(Lane.QUICK)
def sample_label(
    call: Call, name: str, cell: int, label: str | float | None, who: str | None = None
) -> dict[str, Any]:
    """Label a cell, or take its label away with null; on disk when answered."""
    workspace = call.space.workspace
    by = pipeline.login() if who is None else who
    pipeline.label_sample_cell(workspace, name, cell, label, who=by)
    (found,) = (s for s in pipeline.list_samples(workspace) if s.name == name)
    return {"cell": cell, "label": label, "n": found.n, "labelled": found.labelled}
