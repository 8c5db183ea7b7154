"""What a report tells of a map: everything that stands on its page, gathered from a workspace.

    map, imagery ──▶ what is mapped, cell by cell
    labels       ──▶ how many of what, given how
      + head     ──▶ scores by blocks and at random, learning curve, reliability
    head         ──▶ area of applicability, prediction sets
    sample       ──▶ accuracy and areas of the map itself

The scores are those of new heads of the same kind and options, fitted on parts of the labels that the
head was fitted on: of the head itself no chip is left to judge it by. Nothing here is written down
beforehand; all is computed from the files as they are now.
"""

from __future__ import annotations

import importlib.metadata
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import __version__
from ..errors import LabelsTooFew
from ..probes import Head, HeadMeta, Split, load_arrays, load_head, require_match
from ..progress import Task
from ..questions.trust import Trust
from ..workspace import SourceConfig, Workspace
from .embeddings import Features, features
from .facts import (
    AccuracyFacts,
    Design,
    LabelFacts,
    MakingFacts,
    ReachFacts,
    ReferenceFacts,
    ReportFacts,
    SourceFacts,
)
from .judging import Judge, side_of_blocks
from .labelling import Training, labels_of, summarise_labels, training_set
from .mapfacts import head_of, legend_of, map_facts, map_of
from .referencefacts import reference_facts
from .toldpaths import told_file, told_path
from .trustlayers import trust_layers
from .workspaces import Place, open_workspace

#: What prediction sets hold. assumed
LEVEL = 0.9
#: Libraries that figures depend on.
_LIBRARIES = (
    "torch", "timm", "rasterio", "odc-geo", "pyproj", "shapely", "numpy", "scipy", "scikit-learn",
)  # fmt: skip


def report_facts(
    place: Place,
    *,
    head: str | None = None,
    map_file: str | None = None,
    reference: str | None = None,
    design: Design | None = None,
    field: str = "label",
    block: str = "10km",
    curve: bool = True,
    title: str | None = None,
    task: Task | None = None,
) -> ReportFacts:
    """Gather what a report tells of a map and the head behind it.

    Parameters
    ----------
    head: the one fitted last that has a map by default. map_file: its map by default, ``maps/<head>.tif``.
    reference: a labelled sample (see accuracy.area), with ``design`` and ``field`` where ``sample`` did
        not draw it; by default the newest sample of this map whose cells are all labelled.
    block: side of the blocks of the block split; where that leaves too few, the greatest round side that
        leaves enough takes its place.
    curve: whether to score ever more labels.

    Raises HeadMissing, HeadUntrusted, HeadMismatch, EmbeddingsMissing, LabelsMissing, LabelsTooFew,
    RasterMissing, UsageError where the map is not of this head, the errors of ``area``, and Cancelled.
    """
    task = task or Task()
    workspace = open_workspace(place)
    folder = head_of(workspace, head, map_file)
    fitted, meta = load_head(folder)
    path = map_of(workspace, meta, map_file)
    data = features(workspace, list(meta.bands))
    require_match(meta, data.embedding_ids)
    used = _labels_of_head(workspace, data, meta)
    judge = Judge(workspace, meta, used.training, task)
    side, block_note = side_of_blocks(judge.xy, block, workspace)
    said = map_facts(workspace, meta, path, folder)
    accuracy = AccuracyFacts(
        None if side is None else judge.score("block", side), judge.score("random"), block_note
    )
    splits: list[Split] = ["random"] if side is None else ["block", "random"]
    curves = tuple(judge.curve(split, side) for split in splits) if curve else ()
    found = reference_facts(workspace, path, reference, design, field)
    name = workspace.folder.resolve().name
    target = workspace.target(meta.target)
    return ReportFacts(
        title=title or f"Map of {meta.target}: {name}",
        workspace=name,
        written=datetime.now(UTC),
        target=meta.target,
        kind=meta.kind,
        how=target.how,
        map=said,
        labels=_label_facts(workspace, data, used),
        accuracy=accuracy,
        curves=curves,
        certainty=None if side is None else judge.certainty(side, fitted),
        reach=_reach(workspace, path, folder, fitted, meta, data),
        reference=found,
        making=_making(workspace, data, meta, judge.xy, used, block, design, found),
    )


# -- the labels ------------------------------------------------------------------------------


class _Used(NamedTuple):
    """The labels that scores are of; ``drawn`` so many by the head's seed, None for all of them."""

    training: Training
    drawn: int | None
    note: str
    changed: bool


def _labels_of_head(workspace: Workspace, data: Features, meta: HeadMeta) -> _Used:
    """The labels that the head was fitted on and judged by, as far as it can be told."""
    every = training_set(workspace, data, meta.target)
    known, there = meta.n_labels + int(meta.trust["held_out_labels"]), len(every.ids)
    drawn, seed = meta.trust["labels"], int(meta.trust["seed"])
    if drawn is None and known == there:
        return _Used(every, None, "", False)
    if drawn is not None and known < there and not _newer(workspace, meta):
        note = (
            f"The head was made from {known:,} of the {there:,} labels, drawn at random (seed {seed}); what is "
            "said of its accuracy is of these."
        )
        return _Used(training_set(workspace, data, meta.target, known, seed), known, note, False)
    note = (
        f"The labels have changed since the head was fitted: it was made from {known:,}, and there are {there:,} "
        "now, of which the scores are; fit it again so that they tell of one thing."
    )
    return _Used(every, None, note, True)


def _newer(workspace: Workspace, meta: HeadMeta) -> bool:
    """Whether a label was given after the head was fitted, whose time is known to the second."""
    when = labels_of(workspace, workspace.target(meta.target)).when
    made = datetime.fromisoformat(meta.created).astimezone(UTC).replace(tzinfo=None)
    after = np.datetime64(made, "ms") + np.timedelta64(1, "s")
    return bool((when[~np.isnat(when)] > after).any())


def _label_facts(workspace: Workspace, data: Features, used: _Used) -> LabelFacts:
    (summary,) = summarise_labels(workspace, used.training.target.name)
    colours = {c.name: c.colour for c in (*used.training.target.classes, *used.training.classes)}
    return LabelFacts(
        summary,
        {name: colours.get(name, "#888888") for name in summary.classes},
        len(data.ids),
        len(used.training.ids),
        used.drawn is not None,
        used.note,
        used.changed,
    )


# -- where to believe it ---------------------------------------------------------------------


def _reach(
    workspace: Workspace, path: Path, folder: Path, head: Head, meta: HeadMeta, data: Features
) -> ReachFacts:
    trust = Trust.from_arrays(load_arrays(folder))
    level, why = _level(trust)
    layers, summary = trust_layers(
        head,
        meta,
        trust,
        data.matrix,
        head.predict_all(data.matrix),
        legend_of(meta),
        level=level,
        applicability=True,
    )
    index = layers["applicability"].values[0] if "applicability" in layers else None
    sizes = layers["sets"].values[0] if "sets" in layers else np.empty(0, np.uint8)
    beside = path.with_name(f"{path.stem}.applicability{path.suffix}")
    held = trust.held_out
    return ReachFacts(
        index=index,
        threshold=trust.applicability.threshold if trust.applicability else float("nan"),
        layer=told_file(workspace, beside) if beside.is_file() else "",
        summary=summary,
        sizes=tuple(np.bincount(sizes).tolist()),
        held_labels=len(held.scores) if held else 0,
        held_blocks=len(np.unique(held.blocks)) if held else 0,
        why_no_sets=why,
    )


def _level(trust: Trust) -> tuple[float | None, str]:
    """The level of sets or intervals, None where there can be none, and why."""
    if trust.held_out is None:
        return None, (
            "The head was fitted on all its labels; sets or intervals need blocks that are held out of it "
            "(eo-embed fit --hold-out 0.3)."
        )
    try:
        trust.held_out.threshold(LEVEL)
    except LabelsTooFew as error:
        return None, str(error)
    return LEVEL, ""


# -- how it was made -------------------------------------------------------------------------


def _making(
    workspace: Workspace,
    data: Features,
    meta: HeadMeta,
    xy: NDArray[np.float64],
    used: _Used,
    block: str,
    design: Design | None,
    reference: ReferenceFacts,
) -> MakingFacts:
    config, grid = workspace.config, workspace.grid
    chip = grid.ground_size
    ratio = [stride / size for stride, size in zip(grid.stride, grid.size, strict=True)]
    return MakingFacts(
        sources=tuple(
            SourceFacts(_source(workspace.source_config(m.source)), m) for m in data.manifests
        ),
        grid=config.grid,
        chips=config.chips,
        chip=chip,
        stride=(chip[0] * ratio[0], chip[1] * ratio[1]),
        head=meta,
        seed=int(meta.trust["seed"]),
        labels=used.drawn,
        hold_out=float(meta.trust["hold_out"]),
        calibrated=meta.trust["calibration"] is not None,
        asked_block=block,
        reference=told_file(workspace, reference.report.reference) if reference.report else "",
        design=design,
        versions={
            "eo-embed": __version__,
            "Python": sys.version.split()[0],
            **{name: importlib.metadata.version(name) for name in _LIBRARIES},
        },
    )


def _source(config: SourceConfig) -> SourceConfig:
    return replace(config, bands=tuple(replace(b, path=told_path(b.path)) for b in config.bands))
