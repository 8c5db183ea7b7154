"""Heads: fitted on labelled chips and saved, and scored on chips that they have not seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from ..errors import LabelsTooFew
from ..probes import (
    ANGLE,
    Head,
    HeadMeta,
    Scores,
    Split,
    Splitter,
    cross_validate,
    describe,
    make_head,
    save_head,
)
from ..progress import Task
from ..questions import trust as trusting
from ..questions.curve import SIZES, Curve, learning_curve
from ..questions.trust import (
    LEAST_BLOCKS,
    LEAST_HELD_OUT,
    Trust,
    block_side,
    judge_held_out,
    learn_trust,
)
from .embeddings import Features, features
from .labelling import Training, training_set
from .splits import SplitOptions, metres
from .workspaces import Place, open_workspace

#: Numbers of labels that a curve tries: Allen et al.'s, and more between for those who have few.
LABELS_TRIED = tuple(sorted({10, 20, 50, 200, *SIZES}))
#: Blocks that a small share to hold out asks for at most. assumed
MOST_BLOCKS = 100


@dataclass(frozen=True)
class FitReport:
    """A fitted head: its folder, what it was fitted on, and what was found of where to believe it.

    ``labels`` are those it learnt from; ``trust`` as in HeadMeta; ``notes`` a sentence each.
    """

    head: str
    folder: str
    kind: str
    target: str
    labels: int
    classes: dict[str, int]
    trust: dict[str, Any]
    notes: list[str]


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
    calibrate: bool = False,
    hold_out: float = 0.0,
    block: str = "auto",
) -> FitReport:
    """Fit a head on the labelled chips and save it as ``heads/<target>-<head>`` (or ``name``).

    Parameters
    ----------
    options: the head's own (see probes.make_head).
    calibrate: make its probabilities, or its spread, true on blocks of ground that it did not see.
    hold_out: share of the blocks kept out of it, so that ``predict`` can give sets or intervals that hold
        the truth as often as asked (see questions.conformal).
    block: side of the blocks (``"2km"``); ``auto`` takes the greatest that makes enough of them.

    Raises LabelsMissing, LabelsTooFew, EmbeddingsMissing, UsageError.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    training = training_set(workspace, data, target, labels, seed)
    make = _maker(head, training, seed, options)
    xy = workspace.grid.metric_centres(training.ids)
    side = _side(block, xy, hold_out, 2 * max(workspace.grid.ground_size))
    learnt = _learn(training, data, xy, make, side, hold_out, calibrate, seed)
    training = learnt.training
    meta = describe(
        learnt.head,
        name=name or f"{training.target.name}-{head}",
        target=training.target.name,
        classes=[asdict(c) for c in training.classes],
        bands={m.source: m.bands for m in data.manifests},
        embeddings=data.embedding_ids,
        models={m.embedding_id: m.card for m in data.manifests},
        n_labels=len(training.ids),
        trust=_about(learnt.head, learnt.trust, calibrate)
        | {"hold_out": hold_out, "labels": labels, "seed": seed},
    )
    folder = workspace.head_path(meta.name)
    save_head(folder, learnt.head, meta, learnt.trust.to_arrays())
    return _fit_report(meta, str(folder), training, learnt.trust)


@dataclass(frozen=True)
class _Learnt:
    """A fitted head, what it learnt from, and where to believe it."""

    head: Head
    training: Training
    trust: Trust


def _learn(
    training: Training,
    data: Features,
    xy: np.ndarray,
    make: Callable[[], Head],
    block: float,
    share: float,
    calibrate: bool,
    seed: int,
) -> _Learnt:
    """Fit on the blocks that are kept, and judge by those that are held out."""
    kept, held, block_of = trusting.hold_out(xy, block, share, seed)
    known = training.take(kept)
    head = make().fit(known.matrix, known.y)
    trust = learn_trust(
        head,
        make,
        known.matrix,
        known.y,
        xy[kept],
        kind=known.target.kind,
        block=block,
        calibrate=calibrate,
        seed=seed,
    )
    if len(held):
        spreads = None if known.classes else head.predict_all(data.matrix).uncertainty
        said = head.predict_all(training.matrix[held])
        truth = training.y[held]
        if known.classes:
            column = {c.code: i for i, c in enumerate(known.classes)}
            truth = np.array([column.get(training.classes[i].code, -1) for i in truth])
        trust = replace(trust, held_out=judge_held_out(said, truth, block_of, spreads))
    return _Learnt(head, known, trust)


def _side(block: str, xy: np.ndarray, share: float, smallest: float) -> float:
    """Side of the blocks in metres; of ``auto`` without need the smallest where there is none greater."""
    if block != "auto":
        return metres("block", block)
    if share > 0:  # a small share of few blocks is refused by hold_out, which can say so better
        least = min(math.ceil(LEAST_HELD_OUT / share), MOST_BLOCKS)
        return block_side(xy, least, smallest)
    try:
        return block_side(xy, LEAST_BLOCKS, smallest)
    except LabelsTooFew:
        return smallest


def _about(head: Head, trust: Trust, calibrated: bool) -> dict[str, Any]:
    """What head.json says of where to believe a head."""
    held, reach = trust.held_out, trust.applicability
    return {
        "block_m": trust.block,
        "calibration": head.calibration_ if calibrated else None,
        "applicability_threshold": reach.threshold if reach else None,
        "held_out_labels": len(held.scores) if held else 0,
        "held_out_blocks": len(np.unique(held.blocks)) if held else 0,
    }


def _fit_report(meta: HeadMeta, folder: str, training: Training, trust: Trust) -> FitReport:
    counts = [int((training.y == i).sum()) for i in range(len(training.classes))]
    return FitReport(
        meta.name,
        folder,
        meta.kind,
        meta.target,
        meta.n_labels,
        {c.name: n for c, n in zip(training.classes, counts, strict=True)},
        meta.trust,
        list(trust.notes),
    )


def score(
    place: Place,
    *,
    head: str = "rf",
    target: str | None = None,
    split: Split = "block",
    block: str = "auto",
    band: str = "auto",
    angle: float = ANGLE,
    groups: str | None = None,
    field: str | None = None,
    buffer: str | None = None,
    folds: int = 5,
    assignments: int = 5,
    labels: int | None = None,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    task: Task | None = None,
) -> Scores:
    """Cross-validate a head on the labelled chips under a stated split (see splits.SplitOptions).

    Folds that are drawn are drawn ``assignments`` times. The report names the split and the least
    distance between a training and a test chip, and warns where the two touch.
    """
    how = SplitOptions(
        split=split, folds=folds, block=block, band=band, angle=angle, groups=groups, field=field,
        buffer=buffer,
    )  # fmt: skip
    workspace = open_workspace(place)
    data = features(workspace, sources)
    training = training_set(workspace, data, target, labels, seed)
    return cross_validate(
        _maker(head, training, seed, options),
        training.matrix,
        training.y,
        workspace.grid.metric_centres(training.ids),
        kind=training.target.kind,
        class_names=[c.name for c in training.classes],
        **how.read(workspace, training.ids),
        assignments=assignments,
        seed=seed,
        chip_size_m=min(workspace.grid.ground_size),
        how=training.how,
        progress=stage_progress(task or Task(), f"scoring {head} by {split}", "folds"),
    )


def curve(
    place: Place,
    *,
    head: str = "rf",
    target: str | None = None,
    sizes: Sequence[int] = LABELS_TRIED,
    repeats: int = 10,
    metric: str | None = None,
    splits: Sequence[Split] = ("random", "block"),
    block: str = "auto",
    band: str = "auto",
    angle: float = ANGLE,
    groups: str | None = None,
    field: str | None = None,
    buffer: str | None = None,
    folds: int = 5,
    labels: int | None = None,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    task: Task | None = None,
) -> list[Curve]:
    """Scores against the number of labels, a curve for each split (see curve.learning_curve)."""
    task = task or Task()
    workspace = open_workspace(place)
    data = features(workspace, sources)
    training = training_set(workspace, data, target, labels, seed)
    make = _maker(head, training, seed, options)
    xy = workspace.grid.metric_centres(training.ids)
    asked = SplitOptions(
        folds=folds, block=block, band=band, angle=angle, groups=groups, field=field, buffer=buffer
    )
    hows = [replace(asked, split=split).read(workspace, training.ids) for split in splits]
    for how in hows:
        # What cannot be dealt is said before the first curve is computed, not after it.
        Splitter(**how).deal(training.y, xy, seed, stratify=bool(training.classes))
    return [
        learning_curve(
            make,
            training.matrix,
            training.y,
            xy,
            kind=training.target.kind,
            class_names=[c.name for c in training.classes],
            sizes=sizes,
            repeats=repeats,
            metric=metric,
            **how,
            seed=seed,
            progress=stage_progress(task, f"learning curve of {head} by {how['split']}", "fits"),
        )
        for how in hows
    ]


def _maker(
    head: str, training: Training, seed: int, options: Mapping[str, Any] | None
) -> Callable[[], Head]:
    """Makes unfitted heads; the first is made here, so that an option that cannot be is refused at once."""
    given = {"seed": seed, **(options or {})}

    def make() -> Head:
        return make_head(head, training.target.kind, **given)

    make()
    return make


def stage_progress(task: Task, stage: str, unit: str) -> Callable[[int, int], None]:
    """Progress of a task by calls with what is done and what there is in all."""

    def report(done: int, total: int) -> None:
        if done == 1:
            task.start(stage, total, unit)
        task.advance(1)

    return report
