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
import itertools
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import __version__
from ..classes import ClassInfo, Legend, map_values
from ..errors import (
    LabelError,
    LabelsTooFew,
    RasterError,
    RasterMissing,
    UsageError,
)
from ..pictures import picture_of_map
from ..probes import (
    Head,
    HeadMeta,
    Scores,
    Split,
    block_folds,
    cross_validate,
    load_arrays,
    load_head,
    make_head,
    predict_out_of_fold,
    require_match,
)
from ..progress import Task
from ..questions.calibration import (
    apply_temperature,
    interval_reliability,
    reliability,
)
from ..questions.curve import Curve, learning_curve
from ..questions.trust import LEAST_BLOCKS, Trust, block_side
from ..rasterfiles import open_raster
from ..workspace import SourceConfig, Workspace, stored_path
from . import cellmaps, samples
from .accuracy import AreaReport, area
from .embeddings import Features, features
from .facts import (
    AREA_LEVEL,
    SAMPLE,
    AccuracyFacts,
    CertaintyFacts,
    Design,
    LabelFacts,
    MakingFacts,
    MapFacts,
    MappedClass,
    ReachFacts,
    ReferenceFacts,
    ReportFacts,
    SourceFacts,
)
from .heads import stage_progress
from .labelling import Training, labels_of, summarise_labels, training_set
from .mapping import find_head
from .splits import metres
from .trustlayers import trust_layers
from .workspaces import Place, open_workspace

#: Numbers of labels that the curve tries, as far as the labels go, and draws of each: few enough for
#: a minute or two. assumed
SIZES, REPEATS = (10, 25, 50, 100, 250, 500, 1000), 5
#: Beyond this many labels, whose heads take long, draws of each number are fewer. assumed
MANY, FEWER_REPEATS = 2000, 3
#: Folds of a split, and how often they are dealt: the defaults of ``score``.
FOLDS, ASSIGNMENTS = 5, 5
#: What prediction sets hold; the levels that intervals of a value are tried at. assumed
LEVEL, LEVELS = 0.9, (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
#: Pixels on the map's longer side in the picture. assumed
_PICTURE = 420
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
    folder = _head_of(workspace, head, map_file)
    fitted, meta = load_head(folder)
    path = _map_of(workspace, meta, map_file)
    data = features(workspace, list(meta.bands))
    require_match(meta, data.embedding_ids)
    used = _labels_of_head(workspace, data, meta)
    judge = _Judge(workspace, meta, used.training, task)
    side, block_note = _block(judge.xy, block, workspace)
    said = _map_facts(workspace, meta, path, folder)
    accuracy = AccuracyFacts(
        None if side is None else judge.score("block", side), judge.score("random"), block_note
    )
    splits: list[Split] = ["random"] if side is None else ["block", "random"]
    curves = tuple(judge.curve(split, side) for split in splits) if curve else ()
    found = _reference(workspace, path, reference, design, field)
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


# -- the map ---------------------------------------------------------------------------------


def _head_of(workspace: Workspace, name: str | None, map_file: str | None) -> Path:
    """A head's folder by its name; the newest that has a map by default, or the newest of all."""
    found = find_head(workspace, name)
    if name is not None or map_file is not None:
        return found
    heads = found.parent.glob("*/head.json")
    mapped = [path for path in heads if workspace.map_path(path.parent.name).is_file()]
    return max(mapped, key=lambda path: path.stat().st_mtime_ns).parent if mapped else found


def _map_of(workspace: Workspace, meta: HeadMeta, given: str | None) -> Path:
    """The map's file. Raises RasterMissing, and UsageError where it is not one of this head's target."""
    own = workspace.map_path(meta.name)
    path = own if given is None else Path(cellmaps.find_map(workspace, given))
    if not path.is_file():
        raise RasterMissing(
            f"There is no map at {path}; make one with eo-embed predict --head {meta.name}, or give one with "
            "--map."
        )
    with open_raster(str(path)) as data:
        tags = data.tags()
    ours = tags.get("TIFFTAG_SOFTWARE", "").startswith("eo-embed")
    if not ours or tags.get("TARGET") != meta.target:
        raise UsageError(
            f"{path} is no map of {meta.target}, which head {meta.name} predicts; name its head with --head, "
            "or another map with --map."
        )
    return path


def _map_facts(workspace: Workspace, meta: HeadMeta, path: Path, folder: Path) -> MapFacts:
    legend = _legend(meta)
    cells = cellmaps.open_map(str(path))
    strata = cellmaps.by_class(cells) if legend.classes else cellmaps.whole_map()
    frame = cellmaps.lay_out(cells, strata)
    picture, scene, why = _picture(workspace, meta, path, legend)
    total, height = sum(frame.areas), float(sum(frame.areas) / sum(frame.cells))
    return MapFacts(
        path=_told_file(workspace, path),
        outside=_is_outside(workspace, path),
        picture=picture,
        scene=scene,
        why_no_scene=why,
        cell=_cell(cells, height),
        cells=sum(frame.cells),
        area=total,
        classes=_mapped(path, legend, cells, frame),
        extent=None if legend.classes else _extent(cells),
        mean=None if legend.classes else frame.mapped[0],
        dense=_pixels(cells, workspace) < min(workspace.grid.stride) - 0.5,
        older=path.stat().st_mtime_ns < (folder / "head.json").stat().st_mtime_ns,
    )


def _legend(meta: HeadMeta) -> Legend:
    return Legend(meta.kind, meta.target, tuple(ClassInfo(**c) for c in meta.classes))


def _cell(cells: cellmaps.CellMap, area: float) -> tuple[float, float]:
    """Height and width of a cell in metres: of its sides' ratio, and of its mean area on the ground."""
    ratio = abs(cells.grid.affine.e / cells.grid.affine.a)
    return float(np.sqrt(area * ratio)), float(np.sqrt(area / ratio))


def _pixels(cells: cellmaps.CellMap, workspace: Workspace) -> float:
    """The side of a cell in pixels of the workspace's grid."""
    return abs(cells.grid.affine.a / workspace.geobox.affine.a)


def _mapped(
    path: Path, legend: Legend, cells: cellmaps.CellMap, frame: cellmaps.Frame
) -> tuple[MappedClass, ...]:
    """The head's classes in its order, those that the map does not show among them."""
    there = {
        c.value: (n, m2) for c, n, m2 in zip(cells.classes, frame.cells, frame.areas, strict=False)
    }
    known = map_values(legend.classes) if legend.classes else ()
    if legend.classes and not set(there) <= set(known):
        raise UsageError(
            f"{path} holds classes that head {legend.target} does not know; name the head that made it with "
            "--head."
        )
    total = sum(frame.cells)
    counted = [there.get(value, (0, 0.0)) for value in known]
    return tuple(
        MappedClass(c.name, c.colour, n, n / total, m2)
        for c, (n, m2) in zip(legend.classes, counted, strict=True)
    )


def _extent(cells: cellmaps.CellMap) -> tuple[float, float]:
    ends = [
        (strip.values[strip.valid].min(), strip.values[strip.valid].max())
        for strip in cells.strips()
        if strip.valid.any()
    ]
    return float(min(low for low, _ in ends)), float(max(high for _, high in ends))


def _picture(
    workspace: Workspace, meta: HeadMeta, path: Path, legend: Legend
) -> tuple[bytes, str, str]:
    """The map as PNG, beside the scene where that can still be read; the scene's name, or why not."""
    first = next(iter(meta.bands))
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder) / "map.png"
        try:
            picture_of_map(path, png, legend, scene=workspace.source(first), max_px=_PICTURE)
            return png.read_bytes(), first, ""
        except RasterError as error:
            picture_of_map(path, png, legend, max_px=_PICTURE)
            return png.read_bytes(), "", str(error)


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


# -- what is found by leaving labels out -----------------------------------------------------


class _Judge:
    """Heads like the saved one, fitted on some of its labels and judged on the others."""

    def __init__(
        self, workspace: Workspace, meta: HeadMeta, training: Training, task: Task
    ) -> None:
        options = {key: value for key, value in meta.options.items() if key != "kind"}
        self._make: Callable[[], Head] = lambda: make_head(meta.head, meta.kind, **options)
        self._seed = int(options.get("seed", 0))
        self._workspace, self._meta, self._training, self._task = workspace, meta, training, task
        self._names = [c.name for c in training.classes]
        self.xy = workspace.grid.metric_centres(training.ids)
        self._given: dict[str, Any] = {
            "kind": meta.kind,
            "class_names": [c.name for c in training.classes],
        }

    def score(self, split: Split, side: float | None = None) -> Scores:
        """See probes.cross_validate."""
        return cross_validate(
            self._make,
            self._training.matrix,
            self._training.y,
            self.xy,
            **self._given,
            split=split,
            block=side,
            folds=FOLDS,
            assignments=ASSIGNMENTS,
            seed=self._seed,
            chip_size_m=min(self._workspace.grid.ground_size),
            how=self._training.how,
            progress=stage_progress(self._task, f"scoring {self._meta.head} by {split}", "folds"),
        )

    def curve(self, split: Split, side: float | None) -> Curve:
        """See questions.curve; sizes that leave less than a third of the labels fall away."""
        n = len(self._training.ids)
        return learning_curve(
            self._make,
            self._training.matrix,
            self._training.y,
            self.xy,
            **self._given,
            sizes=[size for size in SIZES if size <= n * 2 / 3] or [2],
            repeats=REPEATS if n <= MANY else FEWER_REPEATS,
            split=split,
            folds=FOLDS,
            block=side if split == "block" else None,
            seed=self._seed,
            progress=stage_progress(
                self._task, f"learning curve of {self._meta.head} by {split}", "fits"
            ),
        )

    def certainty(self, side: float, head: Head) -> CertaintyFacts:
        """How sure heads are of blocks that they did not see, bare and under the saved head's factor."""
        data, classes = self._training, len(self._names)
        folds = block_folds(self.xy, side, FOLDS, self._seed)
        said = predict_out_of_fold(self._make, data.matrix, data.y, folds, self._meta.kind, classes)
        calibrated = self._meta.trust["calibration"] is not None
        factor = head.calibration_ if calibrated else None
        if said.proba is not None:
            before: Any = reliability(said.proba, data.y)
            tempered = None if factor is None else apply_temperature(said.proba, factor)
            after: Any = None if tempered is None else reliability(tempered, data.y)
            return CertaintyFacts(side, len(data.y), before, after, factor, None, None)
        error, spread = data.y - said.labels, said.uncertainty
        before = interval_reliability(error, spread, LEVELS)
        after = None if factor is None else interval_reliability(error, spread * factor, LEVELS)
        truth, predicted = np.asarray(data.y, np.float64), np.asarray(said.labels, np.float64)
        return CertaintyFacts(side, len(data.y), before, after, factor, truth, predicted)


def _block(xy: NDArray[np.float64], asked: str, workspace: Workspace) -> tuple[float | None, str]:
    """The side of the blocks in metres, None where no side will do, and what to know of it."""
    side = metres("block", asked)
    if not side > 0:
        raise UsageError(f"A block of {asked} has no area; give the side of a square.")
    try:
        block_folds(xy, side, FOLDS, 0)
        return side, ""
    except UsageError as error:
        try:
            smaller = block_side(xy, LEAST_BLOCKS, 2 * max(workspace.grid.ground_size))
        except LabelsTooFew as none:
            return None, f"There are no scores by blocks of ground: {none}"
        told = f"Blocks of {asked} cannot be had here ({str(error).rstrip('.')}), so blocks of"
        return smaller, f"{told} {smaller:g} m are used instead."


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
        _legend(meta),
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
        layer=_told_file(workspace, beside) if beside.is_file() else "",
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


# -- the reference sample --------------------------------------------------------------------


def _reference(
    workspace: Workspace, path: Path, given: str | None, design: Design | None, field: str
) -> ReferenceFacts:
    """The estimate of the sample that is given, or of the newest one of this map that is labelled."""
    if given is not None:
        return ReferenceFacts(_estimate(workspace, path, given, design, field))
    report, told, waiting = None, [], []
    for cells in _newest_samples(workspace):
        try:
            labels = _labels_of_sample(workspace, path, cells)
            done = sum(label is not None for label in labels)
            if done < len(labels):
                waiting.append(cells.stem)
                told.append(
                    f"The sample {cells.stem} waits for labels: {done:,} of its {len(labels):,} cells are labelled."
                )
            elif labels and report is None:
                report = _estimate(workspace, path, str(cells))
        except LabelError as error:
            why = _without_folders(workspace, str(error), path, cells, cells.with_suffix(".json"))
            told.append(f"The sample {cells.stem} cannot be used: {why}")
    return ReferenceFacts(report, " ".join(told), tuple(waiting), _free_name(workspace))


def _newest_samples(workspace: Workspace) -> list[Path]:
    """The cells of every sample of the workspace, the newest first."""
    found = (workspace.folder / "samples").glob("*.gpkg")
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _labels_of_sample(workspace: Workspace, path: Path, cells: Path) -> list[Any]:
    """A label or None for each cell, nothing where another map was sampled. Raises LabelError."""
    files = samples.SampleFiles(cells, cells.with_suffix(".json"))
    design = samples.read_design(files)
    if (workspace.folder / design.map).resolve() != path.resolve():
        return []
    return samples.read_sample(files, design).tolist()


def _estimate(
    workspace: Workspace,
    path: Path,
    reference: str,
    design: Design | None = None,
    field: str = "label",
) -> AreaReport:
    found = area(
        workspace,
        reference=reference,
        map_file=str(path),
        level=AREA_LEVEL,
        how=design,
        field=field,
    )
    notes = (_without_folders(workspace, note, path, found.reference) for note in found.notes)
    return replace(found, notes=tuple(notes))


def _free_name(workspace: Workspace) -> str:
    """The first of check, check-2, check-3 … that no sample has, nor a design that lost its cells."""
    folder = workspace.folder / "samples"
    names = itertools.chain([SAMPLE], (f"{SAMPLE}-{i}" for i in itertools.count(2)))
    return next(
        name
        for name in names
        if not any((folder / f"{name}.{kind}").exists() for kind in ("gpkg", "json"))
    )


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
        reference=_told_file(workspace, reference.report.reference) if reference.report else "",
        design=design,
        versions={
            "eo-embed": __version__,
            "Python": sys.version.split()[0],
            **{name: importlib.metadata.version(name) for name in _LIBRARIES},
        },
    )


def _source(config: SourceConfig) -> SourceConfig:
    return replace(config, bands=tuple(replace(b, path=_told(b.path)) for b in config.bands))


def _told_file(workspace: Workspace, path: str | Path) -> str:
    """A file of the workspace by its place in it; any other by its name, unless it lies in the home."""
    told = _told(stored_path(str(path), workspace.folder))
    return Path(told).name if Path(told).is_absolute() else told


def _without_folders(workspace: Workspace, text: str, *paths: str | Path) -> str:
    """A sentence in which these files are named as the page names files."""
    for path in paths:
        text = text.replace(str(path), _told_file(workspace, path))
    return text


def _is_outside(workspace: Workspace, path: Path) -> bool:
    return not path.resolve().is_relative_to(workspace.folder.resolve())


def _told(path: str) -> str:
    """A path as the page tells it: whose home it lies in is nobody's business."""
    home = str(Path.home())
    inside = len(home) > 1 and path.startswith((f"{home}/", f"{home}\\"))
    return f"~{path[len(home) :]}" if inside else path
