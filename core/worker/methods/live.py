"""What follows a click at once, from features that are in memory: the map, suggestions, chips alike."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from ... import pipeline
from ...errors import EmbeddingsMissing
from ...questions.suggest import By, Diverse
from ..plain import plain
from ..registry import Call, Lane, method

_Options = dict[str, Any] | None


@method(Lane.LIVE)
def prepare(call: Call, sources: list[str] | None = None) -> dict[str, Any]:
    """Load what the next questions need; ``missing`` are chips of the area without an embedding."""
    space = call.space
    data = space.features(sources)
    space.searchable(sources)
    missing = len(space.area) - int(np.isin(space.area, data.ids).sum())
    return {"chips": len(data.ids), "dim": data.matrix.shape[1], "missing": missing}


@method(Lane.LIVE)
def live(
    call: Call,
    target: str | None = None,
    head: str = "rf",
    options: _Options = None,
    sources: list[str] | None = None,
) -> dict[str, Any]:
    """Fit on the labels of this moment, map every chip, and keep the two newest maps."""
    began = time.perf_counter()
    space = call.space
    try:
        data = space.features(sources)
    except EmbeddingsMissing as error:
        return {"map": None, "uncertainty": None, "why": str(error)}
    number, path = space.live_names.next()
    made = pipeline.live_map(
        space.workspace, data, path, target=target, head=head, options=options, task=call.task
    )
    space.live_names.clean()
    return plain(made) | {"seconds": time.perf_counter() - began, "version": number}


@method(Lane.LIVE)
def suggest(
    call: Call,
    target: str | None = None,
    count: int = 20,
    head: str = "rf",
    by: By = "margin",
    diverse: Diverse = "clusters",
    apart: str | None = None,
    seed: int = 0,
    sources: list[str] | None = None,
    options: _Options = None,
    out: str | None = None,
) -> Any:
    """Chips whose labels would teach the head most."""
    space = call.space
    report = pipeline.suggest(
        space.workspace, count=count, head=head, target=target, by=by, diverse=diverse, apart=apart,
        seed=seed, options=options, out=out, data=space.features(sources),
    )  # fmt: skip
    return plain(report)


@method(Lane.LIVE)
def similar(
    call: Call,
    like: list[int],
    unlike: list[int] | None = None,
    count: int = 50,
    raster: bool | str = False,
    sources: list[str] | None = None,
    out: str | None = None,
) -> Any:
    """Chips that look like some; ``raster`` writes the similarity of all, to maps/similar.tif or a path."""
    space = call.space
    report = pipeline.similar(
        space.workspace, like, unlike=unlike or (), count=count, raster=None if raster is True else raster,
        out=out, ready=space.searchable(sources),
    )  # fmt: skip
    return plain(report)
