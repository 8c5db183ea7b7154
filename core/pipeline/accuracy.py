"""How good a map is, and how much there is of each class: a sample of its cells to label, and the estimate.

    sample -> label the cells, without looking at the map -> area

What a map counts is wrong by what the map is wrong. A probability sample corrects that and says how
sure the correction is (``questions.sample``, ``questions.area``); labels that came about in any other
way do not, and are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from .. import files
from ..errors import LabelsUnreadable, OutputError, SampleInvalid, UsageError
from ..labels.rules import code_text, ordered
from ..questions.area import AreaEstimate, MeanEstimate, estimate_areas, estimate_mean
from ..questions.sample import LEAST_FOR_VARIANCE, allocate, draw, sample_size
from ..workspace import grid_config, stored_path
from . import cellmaps, samples
from .cellmaps import CellMap, Frame, MapClass, find_map
from .references import How, Reference, drawn_reference, find_reference, labelled, own_reference
from .samples import Design, SampleFiles, Stratum
from .workspaces import Place, open_workspace

#: Cells drawn where nobody says how many.
_DEFAULT_SIZE = 200


@dataclass(frozen=True)
class SampleReport:
    """A drawn sample: its files, and from which strata. ``area`` of the sampled ground is in m²."""

    name: str
    cells: str
    design: str
    map: str
    kind: str
    how: str
    n: int
    seed: int
    area: float
    strata: tuple[Stratum, ...]


@dataclass(frozen=True)
class AreaReport:
    """An estimate, and what it rests on.

    drawn, labelled: cells or points of the reference, and how many of them bear a label. colours: by class
    name. notes: what a reader should know of the reference; ``estimate.notes`` tell of the figures.
    """

    reference: str
    map: str
    kind: str
    how: str
    drawn: int
    labelled: int
    colours: dict[str, str]
    estimate: AreaEstimate | MeanEstimate
    notes: tuple[str, ...]


def sample(
    place: Place,
    *,
    map_file: str | None = None,
    n: int | None = None,
    how: How | None = None,
    strata: str | None = None,
    strata_by_value: int | None = None,
    least: int | None = None,
    seed: int = 0,
    name: str = "check",
    standard_error: float | None = None,
    users_accuracy: Sequence[float] = (),
) -> SampleReport:
    """Draw cells of a map to label, as ``samples/<name>.gpkg`` with its design beside it.

    Parameters
    ----------
    map_file: a path, or the name of a map of the workspace; its newest by default.
    n: cells to draw, 200 by default; or as many as ``standard_error`` of overall accuracy needs, given
        the ``users_accuracy`` expected of every stratum, or of each.
    how: stratified by the map's classes (the default for classes) or simple (for values).
    strata: a raster on the map's grid whose classes are the strata instead. strata_by_value: so many
        strata by the map's value.
    least: cells of each stratum (see questions.sample.allocate).

    Raises the errors of rasters, UsageError, OutputError where the name is taken, DiskFull.
    """
    workspace = open_workspace(place)
    files.check_name("A sample", name)
    if seed < 0:
        raise UsageError(f"The seed is {seed}; give a whole number of at least 0.")
    if n is not None and n < LEAST_FOR_VARIANCE:
        raise UsageError(f"The number of cells to draw is {n}; give at least {LEAST_FOR_VARIANCE}.")
    cells = cellmaps.open_map(find_map(workspace, map_file))
    layout, told = _strata_of(cells, how, strata, strata_by_value)
    frame = cellmaps.lay_out(cells, layout)
    count = _size(cells, frame, n, standard_error, users_accuracy)
    per_stratum = allocate(frame.cells, count, least)
    drawn = draw(frame.index, per_stratum, seed, _areas_of_cells(frame))
    row, col = np.unravel_index(drawn.cells, cells.grid.shape)
    design = Design(
        map=stored_path(cells.path, workspace.folder),
        digest=cells.digest,
        kind=cells.kind,
        how=told,
        seed=seed,
        grid=grid_config(cells.grid),
        legend=cells.classes,
        mapped=frame.mapped,
        strata=tuple(map(Stratum, frame.names, frame.cells, frame.areas, per_stratum)),
        cell=tuple(drawn.cells.tolist()),
        row=tuple(row.tolist()),
        col=tuple(col.tolist()),
        stratum=tuple(drawn.stratum.tolist()),
    )
    paths = SampleFiles.named(workspace.folder / "samples", name)
    samples.write_sample(paths, design)
    return SampleReport(
        name,
        str(paths.cells),
        str(paths.design),
        cells.path,
        cells.kind,
        told,
        count,
        seed,
        sum(frame.areas),
        design.strata,
    )


def area(
    place: Place,
    *,
    reference: str,
    map_file: str | None = None,
    level: float = 0.95,
    how: How | None = None,
    layer: str | None = None,
    field: str = "label",
    allow_gaps: bool = False,
    new_classes: bool = False,
    out: str | Path | None = None,
) -> AreaReport:
    """Estimate a map's accuracy and the area of each class, or the mean of its value, from labelled cells.

    Parameters
    ----------
    reference: a sample drawn by ``sample`` (its name or path) with its labels filled in; or points that
        ``how`` says to be drawn at random over the map (simple) or within its classes (stratified).
    map_file: by default the map that was sampled, else the newest.
    level: of the confidence intervals.
    layer, field: of a reference that ``sample`` did not draw; the field that holds the label.
    allow_gaps: leave out cells without a label, and points beside the map.
    new_classes: take labels that are no class of the map as classes that it lacks.
    out: a JSON file to write the report to.

    Raises SampleInvalid, LabelsUnreadable, LabelsTooFew, UsageError, the errors of rasters, and of writing.
    """
    workspace = open_workspace(place)
    path = find_reference(workspace, reference)
    if out is not None:
        _check_out(Path(out))
    if how is None:
        whole = drawn_reference(workspace, path, map_file)
    else:
        _check_how(how)
        whole = own_reference(
            workspace, path, map_file, how, layer=layer, field=field, allow_outside=allow_gaps
        )
    found = labelled(whole, allow_gaps)
    classes = found.cells.kind == "classes"
    judged = _judge_classes(found, level, new_classes) if classes else _judge_values(found, level)
    report = AreaReport(
        reference=path,
        map=found.cells.path,
        kind=found.cells.kind,
        how=found.how,
        drawn=len(whole.units.labels),
        labelled=len(found.units.labels),
        colours=judged.colours,
        estimate=judged.estimate,
        notes=tuple(judged.notes),
    )
    if out is not None:
        files.write_json(Path(out), asdict(report))
    return report


class _Judged(NamedTuple):
    """An estimate, the colours of its classes by name, and what to know of the reference."""

    estimate: AreaEstimate | MeanEstimate
    colours: dict[str, str]
    notes: list[str]


# -- drawing ---------------------------------------------------------------------------------


def _strata_of(
    cells: CellMap, how: How | None, strata: str | None, by_value: int | None
) -> tuple[cellmaps.Strata, str]:
    """The strata asked for, and the same in words. Raises UsageError."""
    _check_how(how)
    if (strata is not None) + (by_value is not None) + (how == "simple") > 1:
        raise UsageError("Give one of --simple, --strata and --strata-by-value, not several.")
    if strata is not None:
        other = cellmaps.open_map(strata)
        return cellmaps.by_raster(cells, other), f"stratified by the classes of {strata}"
    if by_value is not None:
        return cellmaps.by_quantile(cells, by_value), "stratified by the map's value"
    if how == "simple" or (how is None and cells.kind == "value"):
        return cellmaps.whole_map(), "simple random"
    if cells.kind == "value":
        raise UsageError(f"{cells.path} holds values; say in how many strata: --strata-by-value 4.")
    if len(cells.classes) == 1:
        raise UsageError(
            f"{cells.path} holds one class only ({cells.classes[0].name}), which leaves nothing to stratify "
            "by; give --simple to sample it as it is."
        )
    return cellmaps.by_class(cells), "stratified by the map's classes"


def _check_how(how: str | None) -> None:
    if how not in (None, *get_args(How)):
        raise UsageError(f"'{how}' is no design; choose {' or '.join(get_args(How))}.")


def _size(
    cells: CellMap,
    frame: Frame,
    n: int | None,
    standard_error: float | None,
    users_accuracy: Sequence[float],
) -> int:
    """How many cells: as asked, or as a standard error of overall accuracy needs. Raises UsageError."""
    if standard_error is None and not users_accuracy:
        return _DEFAULT_SIZE if n is None else n
    if n is not None:
        raise UsageError("Give the number of cells or the standard error to aim at, not both.")
    if cells.kind == "value":
        raise UsageError(f"{cells.path} holds values, which have no accuracy to aim at; give -n.")
    if standard_error is None or not users_accuracy:
        raise UsageError(
            "The size of a sample follows from a standard error and the accuracy to expect; give both, "
            "such as --standard-error 0.02 --users-accuracy 0.8."
        )
    expected = [*users_accuracy] * (len(frame.areas) if len(users_accuracy) == 1 else 1)
    return sample_size(frame.areas, expected, standard_error)


def _areas_of_cells(frame: Frame) -> NDArray[np.float64] | None:
    if frame.row_areas is None:
        return None
    return np.broadcast_to(frame.row_areas[:, None], frame.index.shape)


# -- the estimate ----------------------------------------------------------------------------


def _judge_classes(found: Reference, level: float, new_classes: bool) -> _Judged:
    classes = _with_legend(found.cells.classes, found.legend)
    names, true = _reference_classes(found, classes, new_classes)
    beyond = len(names) - len(found.cells.classes)
    estimate = estimate_areas(
        found.units.stratum,
        found.units.said,
        true,
        stratum_cells=[stratum.cells for stratum in found.strata],
        stratum_areas=[stratum.area for stratum in found.strata],
        mapped_areas=[*found.mapped, *[0.0] * beyond],
        class_names=names,
        stratum_names=[stratum.name for stratum in found.strata],
        level=level,
    )
    notes = [*found.notes, *_class_notes(estimate, names[len(classes) :])]
    return _Judged(estimate, {c.name: c.colour for c in classes}, notes)


def _class_notes(estimate: AreaEstimate, new: list[str]) -> list[str]:
    notes = []
    if new:
        notes.append(f"Classes of the reference that the map lacks: {', '.join(new)}.")
    whole = all(s.sampled == s.cells for s in estimate.strata)
    certain = [
        c.name
        for c in estimate.classes
        if c.sampled_reference and c.area.standard_error == 0 and not whole
    ]
    if certain:
        notes.append(
            "The sampled cells of every stratum agree on these, or are all that it has, so that the area's "
            f"estimated variance is 0, which is no certainty: {', '.join(certain)}."
        )
    return notes


def _judge_values(found: Reference, level: float) -> _Judged:
    try:
        true = np.array(found.units.labels.tolist(), dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise LabelsUnreadable(
            f"The map holds values, and a label of the reference is no number: {error}."
        ) from error
    estimate = estimate_mean(
        found.units.stratum,
        found.units.said,
        true,
        stratum_cells=[stratum.cells for stratum in found.strata],
        stratum_areas=[stratum.area for stratum in found.strata],
        predicted_mean=found.mapped[0],
        stratum_names=[stratum.name for stratum in found.strata],
        level=level,
    )
    return _Judged(estimate, {}, found.notes)


def _with_legend(
    classes: tuple[MapClass, ...], legend: tuple[MapClass, ...]
) -> tuple[MapClass, ...]:
    """The map's classes, then those that only the sampled map has."""
    names = {c.name for c in classes}
    return classes + tuple(c for c in legend if c.name not in names)


def _reference_classes(
    found: Reference, classes: tuple[MapClass, ...], new_classes: bool
) -> tuple[list[str], NDArray[np.int64]]:
    """Class names, and the place among them of each label.

    A label is a class's name, in any case of letters, or its number on the sampled map. Raises
    SampleInvalid for others, unless they are said to be new.
    """
    names = [c.name for c in classes]
    place = {str(c.value): names.index(c.name) for c in (*found.cells.classes, *found.legend)}
    place |= {name.casefold(): i for i, name in enumerate(names)}
    place |= {name: i for i, name in enumerate(names)}
    texts = [code_text(label) for label in found.units.labels]
    unknown = Counter(t for t in texts if t not in place and t.casefold() not in place)
    if unknown and not new_classes:
        told = ", ".join(f"{text} ({number})" for text, number in unknown.most_common(5))
        raise SampleInvalid(
            f"The reference holds labels that are no class of the map, {told}; its classes are "
            f"{', '.join(names)}: correct the labels, or give --new-classes if the map lacks these."
        )
    for text in ordered(unknown):
        if text.casefold() not in place:
            place[text.casefold()] = len(names)
            names.append(text)
    at = [place[text] if text in place else place[text.casefold()] for text in texts]
    return names, np.array(at, dtype=np.int64)


def _check_out(path: Path) -> Path:
    """Raises OutputError for a path that is no JSON, or holds something other than an estimate."""
    if path.suffix.lower() != ".json":
        raise OutputError(f"Estimates are written as .json, not as {path.name}.")
    if path.exists():
        content = samples.read_json(path)
        if not isinstance(content, dict) or not {"reference", "estimate"} <= set(content):
            raise OutputError(f"{path} is there and is no estimate; choose another name.")
    return path
