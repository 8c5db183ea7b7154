"""Heads: fitted on labelled chips and saved, and scored on chips that they have not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..chips import in_metres
from ..errors import UsageError
from ..probes import Scores, Split, cross_validate, describe, make_head, save_head
from ..progress import Task
from .embeddings import features
from .labelling import training_set
from .workspaces import Place, open_workspace


@dataclass(frozen=True)
class FitReport:
    """A fitted head: its folder and what it was fitted on."""

    head: str
    folder: str
    kind: str
    target: str
    labels: int
    classes: dict[str, int]


def fit(
    place: Place,
    *,
    head: str = "rf",
    target: str | None = None,
    labels: int | None = None,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    name: str | None = None,
) -> FitReport:
    """Fit a head on the labelled chips and save it as ``heads/<target>-<head>`` (or ``name``).

    ``options`` are the head's own (see probes.make_head). Raises LabelsMissing, LabelsTooFew,
    EmbeddingsMissing, UsageError.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    training = training_set(workspace, data, target, labels, seed)
    fitted = make_head(head, training.target.kind, **{"seed": seed, **(options or {})})
    fitted.fit(training.matrix, training.y)
    meta = describe(
        fitted,
        name=name or f"{training.target.name}-{head}",
        target=training.target.name,
        classes=[asdict(c) for c in training.classes],
        bands={m.source: m.bands for m in data.manifests},
        embeddings=data.embedding_ids,
        models={m.embedding_id: m.card for m in data.manifests},
        n_labels=len(training.ids),
    )
    folder = workspace.head_path(meta.name)
    save_head(folder, fitted, meta)
    counts = [int((training.y == i).sum()) for i in range(len(training.classes))]
    return FitReport(
        meta.name,
        str(folder),
        meta.kind,
        meta.target,
        meta.n_labels,
        {c.name: n for c, n in zip(training.classes, counts, strict=True)},
    )


def score(
    place: Place,
    *,
    head: str = "rf",
    target: str | None = None,
    split: Split = "block",
    block: str = "10km",
    folds: int = 5,
    assignments: int = 5,
    labels: int | None = None,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    task: Task | None = None,
) -> Scores:
    """Cross-validate a head on the labelled chips, by random folds or by blocks of the ground.

    ``block`` is the side of a block in metres (``"10km"``); the folds are drawn ``assignments`` times.
    The report names the split and the least distance between a training and a test chip.
    """
    if not in_metres(block):
        raise UsageError(
            f"The block '{block}' is a length on the ground; give metres (10km, 500m)."
        )
    workspace = open_workspace(place)
    data = features(workspace, sources)
    training = training_set(workspace, data, target, labels, seed)
    task = task or Task()
    task.start(f"scoring {head} on {split} folds", folds * assignments, "folds")
    return cross_validate(
        lambda: make_head(head, training.target.kind, **{"seed": seed, **(options or {})}),
        training.matrix,
        training.y,
        workspace.grid.metric_centres(training.ids),
        kind=training.target.kind,
        class_names=[c.name for c in training.classes],
        split=split,
        block=_metres(block),
        folds=folds,
        assignments=assignments,
        seed=seed,
        chip_size_m=min(workspace.grid.ground_size),
        progress=lambda done, total: task.advance(1),
    )


def _metres(length: str) -> float:
    number = length.strip()
    return float(number[:-2]) * 1000 if number.endswith("km") else float(number[:-1])
