"""What to label next: chips that would teach the head most, as a list and as a layer to walk through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from .. import grids
from ..chips import ChipGrid, write_chips
from ..errors import LabelsMissing, LabelsTooFew
from ..labels import LabelStore
from ..probes import make_head
from ..questions import suggest as choosing
from ..questions.suggest import By, Diverse
from ..workspace import Workspace
from .embeddings import Features, features
from .labelling import Training, training_set
from .splits import metres
from .workspaces import Place, open_workspace

#: Chips that suggestions keep apart, in sides of a chip. assumed
APART = 3.0


@dataclass(frozen=True)
class SuggestedChip:
    """A chip to label: its centre (degrees), and what the head makes of it (None before there is one)."""

    chip: int
    lon: float
    lat: float
    predicted: str | float | None = None
    uncertainty: float | None = None


@dataclass(frozen=True)
class SuggestReport:
    """Chips to label next, the most telling first.

    ``by`` is ``margin``, ``entropy``, ``spread`` or, without a head, ``cover``; ``why`` says why there was none.
    ``apart`` is the distance in metres that chips keep, ``asked`` what they were to keep, which is more where
    the area has no room for it; ``file`` the layer that holds them.
    """

    by: str
    labels: int
    asked: float
    apart: float
    chips: list[SuggestedChip]
    why: str = ""
    file: str = ""


def suggest(
    place: Place,
    *,
    count: int = 20,
    head: str = "rf",
    target: str | None = None,
    by: By = "margin",
    diverse: Diverse = "clusters",
    apart: str | None = None,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    data: Features | None = None,
) -> SuggestReport:
    """Chips whose labels would teach a head most; before there are labels of two classes, a cover.

    The head is fitted on the labels as they are now. ``apart`` is a length on the ground (``"500m"``), three
    chips by default. ``out`` is a vector file to write them to. ``data`` are the features, where they are in
    memory already.

    Raises EmbeddingsMissing, LabelsTooFew (all chips are labelled), UsageError, OutputError.
    """
    workspace = open_workspace(place)
    data = data if data is not None else features(workspace, sources)
    xy = workspace.grid.metric_centres(data.ids)
    distance = (
        APART * max(workspace.grid.ground_size) if apart is None else metres("distance", apart)
    )
    training, why = _training(workspace, data, target)
    if training is None:
        known = np.flatnonzero(np.isin(data.ids, labelled_chips(workspace, target)))
        found = choosing.cover(data.matrix, xy, known, count, apart=distance, seed=seed)
        chips = _describe(workspace.grid, data.ids[found.rows])
        report = SuggestReport("cover", len(known), distance, found.apart, chips, why)
        return _written(report, workspace.grid, out)
    labelled = np.flatnonzero(np.isin(data.ids, training.ids))
    fitted = make_head(head, training.target.kind, **{"seed": seed, **(options or {})})
    said = fitted.fit(training.matrix, training.y).predict_all(data.matrix)
    found = choosing.suggest(
        data.matrix, xy, labelled, said, count, apart=distance, by=by, diverse=diverse, seed=seed
    )
    unsure = choosing.uncertainty(said, by)[found.rows]
    names = np.array([c.name for c in training.classes], dtype=object)
    predicted = names[said.labels[found.rows]] if training.classes else said.labels[found.rows]
    report = SuggestReport(
        by if training.classes else "spread",
        len(labelled),
        distance,
        found.apart,
        _describe(workspace.grid, data.ids[found.rows], predicted.tolist(), unsure.tolist()),
    )
    return _written(report, workspace.grid, out)


def _training(
    workspace: Workspace, data: Features, target: str | None
) -> tuple[Training | None, str]:
    """What there is to learn from, or why there is nothing yet."""
    if target is None and not workspace.config.targets:
        return None, "Nothing is labelled yet."
    if target is not None and target not in {t.name for t in workspace.config.targets}:
        return None, f"Nothing is labelled for {target} yet."
    try:
        return training_set(workspace, data, target), ""
    except (LabelsMissing, LabelsTooFew) as error:
        if target is None and len(workspace.config.targets) > 1:
            raise
        return None, str(error)


def labelled_chips(workspace: Workspace, target: str | None) -> np.ndarray:
    """Ids of the chips that have a label of a target, or of the only one."""
    names = [target] if target else [t.name for t in workspace.config.targets]
    store = LabelStore(workspace.labels_path, workspace.geobox.crs)
    return np.concatenate([np.empty(0, np.int64), *(store.get(name).ids for name in names)])


def _describe(
    grid: ChipGrid,
    ids: np.ndarray,
    predicted: Sequence[Any] = (),
    unsure: Sequence[float] = (),
) -> list[SuggestedChip]:
    places = grids.lon_lat(grid.centres(ids), grid.geobox).tolist()
    said = zip(predicted, unsure, strict=True) if len(predicted) else [(None, None)] * len(ids)
    return [
        SuggestedChip(chip, lon, lat, *one)
        for chip, (lon, lat), one in zip(ids.tolist(), places, said, strict=True)
    ]


def _written(report: SuggestReport, grid: ChipGrid, out: str | Path | None) -> SuggestReport:
    """The report, its chips in a vector file where one is asked for."""
    if out is None:
        return report
    chips = report.chips
    columns: dict[str, Any] = {
        "rank": np.arange(1, len(chips) + 1),
        "predicted": [None if c.predicted is None else str(c.predicted) for c in chips],
        "uncertainty": np.array(
            [np.nan if c.uncertainty is None else c.uncertainty for c in chips]
        ),
    }
    write_chips(out, grid, np.array([c.chip for c in chips], dtype=np.int64), columns)
    return replace(report, file=str(out))
