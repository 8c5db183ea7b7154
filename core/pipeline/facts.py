"""What a report tells: all that stands on the page, gathered by ``reporting``, computed nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..probes import HeadMeta, Scores
from ..questions.calibration import IntervalReliability, Reliability
from ..questions.curve import Curve
from ..store import Manifest
from ..workspace import ChipsConfig, GridConfig, SourceConfig
from .accuracy import AreaReport
from .labelling import TargetSummary
from .trustlayers import TrustSummary

#: Of the intervals of areas: the default of ``area``.
AREA_LEVEL = 0.95
#: The name of a sample that is given none: the default of ``sample``.
SAMPLE = "check"

Design = Literal["simple", "stratified"]


@dataclass(frozen=True)
class MappedClass:
    """A class of the head, and what the map's cells come to by counting; ``area`` in m²."""

    name: str
    colour: str
    cells: int
    share: float
    area: float


@dataclass(frozen=True)
class MapFacts:
    """The map by counting its cells.

    path: in the workspace; of a file outside, its name alone. outside: whether it is. picture: a PNG; scene:
    the source shown in it, "" for none, and why_no_scene. cell: height and width of a cell in metres. area:
    of all cells with data in m². extent and mean: of a value, None for classes. dense: cells are finer than
    chips lie apart. older: the map's file is older than the head's.
    """

    path: str
    outside: bool
    picture: bytes
    scene: str
    why_no_scene: str
    cell: tuple[float, float]
    cells: int
    area: float
    classes: tuple[MappedClass, ...]
    extent: tuple[float, float] | None
    mean: float | None
    dense: bool
    older: bool


@dataclass(frozen=True)
class LabelFacts:
    """The labels of the target; ``colours`` by class name. chips: embedded, in the area. used: labels that
    the scores are of; note: why these. changed: they are not those that the head was made from."""

    summary: TargetSummary
    colours: dict[str, str]
    chips: int
    used: int
    drawn: bool
    note: str
    changed: bool


@dataclass(frozen=True)
class AccuracyFacts:
    """Scores under two splits. block: None where the labels lie too close for blocks; block_note says why,
    or why the blocks are not of the side asked for."""

    block: Scores | None
    random: Scores
    block_note: str


@dataclass(frozen=True)
class CertaintyFacts:
    """How sure heads are, and how often right, on blocks that they did not see.

    after: under the ``factor`` that the saved head is calibrated by, None where it is not. truth,
    predicted: (n,) values, None for classes.
    """

    block: float
    n: int
    before: Reliability | IntervalReliability
    after: Reliability | IntervalReliability | None
    factor: float | None
    truth: NDArray[np.float64] | None
    predicted: NDArray[np.float64] | None


@dataclass(frozen=True)
class ReachFacts:
    """Where to believe the head: its area of applicability, and its sets or intervals.

    index: (chips,) dissimilarity, None without such an area; threshold: the largest inside. layer: the file
    beside the map, "" for none. sizes: chips with so many classes in their set, from 0. why_no_sets: a
    sentence, "" where there are sets or intervals.
    """

    index: NDArray[np.float32] | None
    threshold: float
    layer: str
    summary: TrustSummary
    sizes: tuple[int, ...]
    held_labels: int
    held_blocks: int
    why_no_sets: str


@dataclass(frozen=True)
class ReferenceFacts:
    """The estimate from a probability sample, with intervals of ``level``; None where there is none.

    why: on samples that are there and cannot be used yet, a sentence each, "" for none. waiting: names of
    those that lack labels, the newest first. free: a name that the next sample can have.
    """

    report: AreaReport | None
    why: str = ""
    waiting: tuple[str, ...] = ()
    free: str = SAMPLE
    level: float = AREA_LEVEL


@dataclass(frozen=True)
class SourceFacts:
    """A source as stored, and what its embeddings were made by."""

    config: SourceConfig
    manifest: Manifest


@dataclass(frozen=True)
class MakingFacts:
    """What it takes to make it again.

    chip, stride: metres ``(y, x)``. labels: drawn for the head with its seed, None for all. hold_out: share
    of the blocks. asked_block: as given to the report. versions: by library.
    """

    sources: tuple[SourceFacts, ...]
    grid: GridConfig
    chips: ChipsConfig
    chip: tuple[float, float]
    stride: tuple[float, float]
    head: HeadMeta
    seed: int
    labels: int | None
    hold_out: float
    calibrated: bool
    asked_block: str
    reference: str
    design: Design | None
    versions: dict[str, str]


@dataclass(frozen=True)
class ReportFacts:
    """All that a report tells. ``written`` is UTC; ``how`` the way labels were derived, in words."""

    title: str
    workspace: str
    written: datetime
    target: str
    kind: Literal["classes", "value"]
    how: str
    map: MapFacts
    labels: LabelFacts
    accuracy: AccuracyFacts
    curves: tuple[Curve, ...]
    certainty: CertaintyFacts | None
    reach: ReachFacts
    reference: ReferenceFacts
    making: MakingFacts
