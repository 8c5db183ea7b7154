"""What has changed between two dates: a map of how far embeddings moved, and a head applied elsewhere.

The dates are two workspaces with the same chips, or two sources of one. Embeddings of both mean the
same where the second is embedded ``like`` the first (see ``embed``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from .. import grids
from ..chips import ChipGrid, write_chips
from ..classes import UNCERTAINTY_RAMP, ClassInfo, Legend
from ..cog import Raster
from ..errors import (
    DiskFull,
    EmbeddingsMissing,
    HeadMismatch,
    ModelMismatch,
    OutputError,
    UsageError,
)
from ..maps import Layer, summarise, write_chip_layer, write_chip_map
from ..probes import Head, HeadMeta, load_head, require_match
from ..questions import change as question
from ..workspace import Workspace
from .embeddings import Features, features, only_source
from .mapping import find_head
from .workspaces import Place, open_workspace

Measure = Literal["cosine", "euclidean"]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


@dataclass(frozen=True)
class ChangedChip:
    """A chip, its distances between the dates, and its centre in degrees."""

    chip: int
    cosine: float
    euclidean: float
    lon: float
    lat: float


@dataclass(frozen=True)
class ChangeReport:
    """Distances between two dates (see questions.change.Change).

    ``before`` and ``after`` are folder and source. ``chips`` are those embedded on both dates, ``unpaired``
    those on one alone. ``quantiles`` and ``random`` hold, by measure, the distances at QUANTILES: between
    the dates, and between random chips of one date. ``most`` are the most changed, the greatest first.
    """

    before: tuple[str, str]
    after: tuple[str, str]
    files: dict[str, str]
    chips: int
    unpaired: int
    centred: bool
    shift_share: float
    quantiles: dict[str, dict[str, float]]
    random: dict[str, dict[str, float]]
    most: list[ChangedChip]


@dataclass(frozen=True)
class Transition:
    """Cells of one class before and one after, and their area."""

    before: str
    after: str
    cells: int
    hectares: float


@dataclass(frozen=True)
class ApplyReport:
    """A head's map of another date; and, where the head's own workspace has the same chips, the cells
    that went from each class to each, the most first, the unchanged ones included."""

    head: str
    files: dict[str, str]
    chips: int
    shares: dict[str, float] = field(default_factory=dict)
    range: tuple[float, float] | None = None
    transitions: list[Transition] = field(default_factory=list)


def change(
    place: Place,
    other: Place | None = None,
    *,
    source: str | None = None,
    other_source: str | None = None,
    centred: bool = False,
    by: Measure = "euclidean",
    most: int = 50,
    seed: int = 0,
    out: str | Path | None = None,
) -> ChangeReport:
    """How far each chip's embedding moved from ``source`` of one workspace to ``other_source`` of another,
    or of the same.

    Writes a map, ``maps/change.tif`` of the first or ``out``: band 1 the Euclidean distance, band 2 the
    cosine one; and the ``most`` changed chips ``by`` one of them beside it as GeoPackage. ``centred``
    takes away what all chips have in common.

    Raises UsageError where chips are not the same ground, ModelMismatch where embeddings do not mean the
    same, EmbeddingsMissing, OutputError, DiskFull.
    """
    if most < 0:
        raise UsageError(f"{most} most changed chips were asked for; ask for at least 0.")
    before, after = _two_dates(place, other, source, other_source)
    _require_same_ground(before.workspace, after.workspace)
    first, second = before.load(), after.load()
    _require_same_meaning(before, first, after, second)
    ids, here, there = np.intersect1d(
        first.ids, second.ids, assume_unique=True, return_indices=True
    )
    if len(ids) < 2:
        raise EmbeddingsMissing(
            f"{len(ids)} chips are embedded on both dates; embed the same area on both."
        )
    found = question.change(first.matrix[here], second.matrix[there], centred=centred, seed=seed)
    grid = before.workspace.grid
    path = Path(out) if out else before.workspace.map_path("change")
    order = np.argsort(-getattr(found, by), kind="stable")[:most]
    _write(path, grid, ids, found, order, f"change from {before} to {after}")
    return ChangeReport(
        before.named,
        after.named,
        {"map": str(path), "chips": str(path.with_suffix(".gpkg"))},
        len(ids),
        len(first.ids) + len(second.ids) - 2 * len(ids),
        centred,
        found.shift_share,
        {"cosine": _quantiles(found.cosine), "euclidean": _quantiles(found.euclidean)},
        {
            "cosine": _quantiles(found.random_cosine),
            "euclidean": _quantiles(found.random_euclidean),
        },
        _most_changed(grid, ids[order], found, order),
    )


def apply_head(
    place: Place,
    other: Place,
    *,
    head: str | None = None,
    sources: Sequence[str] | None = None,
    out: str | Path | None = None,
) -> ApplyReport:
    """Map another date, or place, with a head of this workspace, the one fitted last by default.

    ``other`` must be embedded like the head's sources; ``sources`` are those of its own that take their
    places, in the head's order, by default those of the same names, or the only one. The map goes to
    ``other``'s folder ``maps/``, named after the head and this workspace.

    Raises HeadMissing, HeadMismatch, HeadUntrusted, EmbeddingsMissing, UsageError, OutputError, DiskFull.
    """
    workspace, target = open_workspace(place), open_workspace(other)
    fitted, meta = load_head(find_head(workspace, head))
    names = _stand_ins(target, list(meta.bands), list(sources or []))
    data = _in_order(features(target, names), names)
    require_match(meta, data.embedding_ids)
    _require_other_date(workspace, target, meta, names)
    legend = Legend(meta.kind, meta.target, tuple(ClassInfo(**c) for c in meta.classes))
    prediction = fitted.predict_all(data.matrix)
    path = Path(out) if out else target.map_path(_map_name(workspace, target, meta.name, names))
    written = write_chip_map(path, target.grid, data.ids, prediction, legend)
    summary = summarise(prediction, legend)
    shares = {
        c.name: round(count / max(summary.cells, 1), 6)
        for c, count in zip(legend.classes, summary.counts, strict=True)
    }
    moved: list[Transition] = []
    if workspace.grid.signature() == target.grid.signature():
        moved = _transitions(workspace, fitted, meta, legend, data.ids, prediction.labels)
    return ApplyReport(meta.name, written.to_dict(), len(data.ids), shares, summary.range, moved)


# -- two dates ---------------------------------------------------------------------------------


class _Date(NamedTuple):
    """A source of a workspace."""

    workspace: Workspace
    source: str

    @property
    def named(self) -> tuple[str, str]:
        return str(self.workspace.folder), self.source

    def load(self) -> Features:
        return features(self.workspace, [self.source])

    def __str__(self) -> str:
        return f"{self.workspace.folder.name}:{self.source}"


def _two_dates(
    place: Place, other: Place | None, source: str | None, other_source: str | None
) -> tuple[_Date, _Date]:
    first = open_workspace(place)
    second = first if other is None else open_workspace(other)
    same = first.folder.resolve() == second.folder.resolve()
    before = _Date(first, _pick(first, source, None, "--source"))
    after = _Date(
        second, _pick(second, other_source, None if same else before.source, "--other-source")
    )
    if same and before.source == after.source:
        raise UsageError(
            f"Both dates are the source {before.source} of {first.folder}; give another workspace, or "
            "--source and --other-source."
        )
    return before, after


def _pick(workspace: Workspace, name: str | None, like: str | None, option: str) -> str:
    """The source asked for, the one named ``like``, or the only one."""
    return (
        only_source(workspace, like, option) if name is None else workspace.source_config(name).name
    )


def _require_same_ground(first: Workspace, second: Workspace) -> None:
    one, other = first.grid.signature(), second.grid.signature()
    differing = [name for name in one if one[name] != other[name]]
    if differing:
        raise UsageError(
            f"The chips of {first.folder} and {second.folder} are not the same ground ({', '.join(differing)} "
            "differ); put both dates into one workspace as two sources (eo-embed init DIR --source "
            "before=… --source after=…), which brings them to one grid."
        )


def _require_same_meaning(before: _Date, first: Features, after: _Date, second: Features) -> None:
    if first.embedding_ids != second.embedding_ids:
        there = "" if before.workspace is after.workspace else before.workspace.folder
        raise ModelMismatch(
            f"The embeddings of {before} and {after} do not mean the same, since models, or what they learnt from "
            f"their scene, differ; run eo-embed embed {after.workspace.folder} --sources {after.source} "
            f"--like {there}:{before.source}."
        )


def _write(
    path: Path,
    grid: ChipGrid,
    ids: np.ndarray,
    found: question.Change,
    order: np.ndarray,
    about: str,
) -> None:
    """Write the map, and the chips in this order beside it; neither where one is refused."""
    package = path.with_suffix(".gpkg")
    fresh = not package.exists()
    columns = {
        "rank": np.arange(1, len(order) + 1),
        "euclidean": found.euclidean[order].astype(float),
        "cosine": found.cosine[order].astype(float),
    }
    write_chips(package, grid, ids[order], columns)
    try:
        write_chip_layer(path, grid, ids, _layer(found), about)
    except (OutputError, DiskFull):
        if fresh:
            package.unlink()
        raise


def _layer(found: question.Change) -> Layer:
    values = np.stack([found.euclidean, found.cosine])
    bands = ("Euclidean distance", "cosine distance")
    raster = Raster(dtype="float32", nodata=np.nan, bands=bands)
    # The last hundredth would leave the rest of the map in one colour.
    return Layer(raster, values, UNCERTAINTY_RAMP, (0.0, float(np.quantile(found.euclidean, 0.99))))


def _quantiles(values: np.ndarray) -> dict[str, float]:
    found = np.quantile(values, QUANTILES).tolist()
    return {f"{q:.0%}": value for q, value in zip(QUANTILES, found, strict=True)}


def _most_changed(
    grid: ChipGrid, ids: np.ndarray, found: question.Change, order: np.ndarray
) -> list[ChangedChip]:
    places = grids.lon_lat(grid.centres(ids), grid.geobox).tolist() if len(ids) else []
    distances = zip(found.cosine[order].tolist(), found.euclidean[order].tolist(), strict=True)
    return [
        ChangedChip(chip, cosine, euclidean, lon, lat)
        for chip, (cosine, euclidean), (lon, lat) in zip(
            ids.tolist(), distances, places, strict=True
        )
    ]


# -- a head elsewhere --------------------------------------------------------------------------


def _stand_ins(target: Workspace, wanted: list[str], given: list[str]) -> list[str]:
    """The sources of ``target`` that take the places of those that a head was fitted on."""
    for name in given:
        target.source_config(name)
    if given and len(given) != len(wanted):
        raise UsageError(
            f"The head was fitted on {len(wanted)} sources ({', '.join(wanted)}); --sources gives {len(given)}."
        )
    if given:
        return given
    names = target.source_names
    if set(wanted) <= set(names):
        return wanted
    if len(wanted) == len(names) == 1:
        return names
    raise UsageError(
        f"{target.folder} has the sources {', '.join(names)}; say with --sources which take the places of "
        f"{', '.join(wanted)}."
    )


def _require_other_date(
    workspace: Workspace, target: Workspace, meta: HeadMeta, names: list[str]
) -> None:
    """Raises UsageError for the embeddings that the head was fitted on, in which nothing can change."""
    if workspace.folder.resolve() == target.folder.resolve() and names == list(meta.bands):
        raise UsageError(
            f"Head {meta.name} was fitted on {', '.join(names)} of {target.folder} itself; map that with "
            "eo-embed predict, or give another workspace or other --sources."
        )


def _in_order(data: Features, names: list[str]) -> Features:
    """The columns of the sources in this order."""
    stops = np.cumsum([m.dim for m in data.manifests]).tolist()
    columns = {
        m.source: np.arange(stop - m.dim, stop)
        for m, stop in zip(data.manifests, stops, strict=True)
    }
    if names == list(columns):
        return data
    manifests = {m.source: m for m in data.manifests}
    order = np.concatenate([columns[name] for name in names])
    return Features(data.ids, data.matrix[:, order], tuple(manifests[name] for name in names))


def _map_name(workspace: Workspace, target: Workspace, head: str, names: list[str]) -> str:
    if workspace.folder.resolve() == target.folder.resolve():
        return f"{head}-on-{'+'.join(names)}"
    return f"{head}-from-{workspace.folder.resolve().name}"


def _transitions(
    workspace: Workspace,
    fitted: Head,
    meta: HeadMeta,
    legend: Legend,
    ids: np.ndarray,
    after: np.ndarray,
) -> list[Transition]:
    """Cells that went from each class to each; none where the head's own date is not as it was fitted."""
    if legend.kind != "classes":
        return []
    try:
        data = features(workspace, list(meta.bands))
        require_match(meta, data.embedding_ids)
    except (EmbeddingsMissing, HeadMismatch):
        return []
    _, here, there = np.intersect1d(data.ids, ids, assume_unique=True, return_indices=True)
    before = fitted.predict_all(data.matrix[here]).labels
    k = len(legend.classes)
    counts = np.bincount(before * k + after[there], minlength=k * k)
    step = grids.ground_pixel(workspace.geobox)
    cell = step[0] * step[1] * np.prod(workspace.grid.stride) / 10_000
    names = [c.name for c in legend.classes]
    return [
        Transition(names[i // k], names[i % k], int(counts[i]), round(float(counts[i] * cell), 4))
        for i in np.argsort(-counts, kind="stable").tolist()
        if counts[i]
    ]
