"""Reference labels beside the map that they judge: a drawn sample, or points said to be one.

Whatever came about in another way (clicks, imports, points of unknown origin) is refused: nothing can
be inferred from it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from odc.geo.crs import CRS
from pyproj import Transformer

from .. import grids
from ..errors import LabelsTooFew, LabelsUnreadable, RasterMissing, SampleInvalid, UsageError
from ..labels import LabelStore
from ..rasterfiles import is_remote
from ..workspace import TargetConfig, Workspace
from . import samples
from .cellmaps import CellMap, MapClass, Said, by_class, find_map, lay_out, open_map, whole_map
from .samples import Design, SampleFiles, Stratum

How = Literal["stratified", "simple"]

#: A map whose area differs from the sample's by more than this share is said to.
_SAME_AREA = 0.01
_HOLDS = {"classes": "classes", "value": "values"}


class Units(NamedTuple):
    """What was drawn, ``n`` of them: the label of each (None without), its stratum, what the map says."""

    labels: NDArray[np.object_]
    stratum: NDArray[np.int64]
    said: Said

    def where(self, keep: NDArray[np.bool_]) -> Units:
        return Units(self.labels[keep], self.stratum[keep], self.said[keep])


class Reference(NamedTuple):
    """Units beside the map that they judge.

    legend: classes of the map that was sampled, by which numbers in labels are read. mapped: m² of each
    of the map's classes, or the mean of its value. how: the design in words. notes: for the reader.
    """

    units: Units
    strata: tuple[Stratum, ...]
    cells: CellMap
    legend: tuple[MapClass, ...]
    mapped: tuple[float, ...]
    how: str
    notes: list[str]


def find_reference(workspace: Workspace, given: str) -> str:
    """A reference by path, or a sample by name.

    Raises SampleInvalid for labels of chips and for a design without its cells, LabelsUnreadable for
    what is not there.
    """
    folder = workspace.folder / "samples"
    inside = (Path(given), workspace.folder / given, folder / given, folder / f"{given}.gpkg")
    there = [path for path in inside if path.is_file()]
    if not there:
        _refuse_labels(workspace, [t for t in workspace.config.targets if t.name == given])
        for path in inside:
            if path.with_suffix(".json").is_file():
                raise SampleInvalid(
                    f"The design {path.with_suffix('.json')} has no {path.with_suffix('.gpkg').name} "
                    "beside it; restore that, or draw it again with the same eo-embed sample."
                )
        raise LabelsUnreadable(
            f"There is no reference {given}; give a file, or the name of a sample drawn with "
            "eo-embed sample."
        )
    if there[0].resolve() == workspace.labels_path.resolve():
        _refuse_labels(workspace, workspace.config.targets)
    return str(there[0])


def drawn_reference(workspace: Workspace, path: str, map_file: str | None) -> Reference:
    """A sample that ``sample`` drew, beside the map that was sampled or another.

    Raises SampleInvalid where it has no design, or the map does not fit it.
    """
    paths = SampleFiles(Path(path), Path(path).with_suffix(".json"))
    if not samples.is_sample(path):
        raise SampleInvalid(
            f"{path} does not say how its places were chosen, and an estimate needs a probability sample: "
            "draw one with eo-embed sample, or say --design simple (stratified) if they were drawn at "
            "random over the map (within each of its classes)."
        )
    design = samples.read_design(paths)
    labels = samples.read_sample(paths, design)
    sampled = design.map if is_remote(design.map) else str(workspace.folder / design.map)
    if map_file is None and not (is_remote(sampled) or os.path.exists(sampled)):
        raise RasterMissing(f"The map that was sampled, {sampled}, is gone; give one with --map.")
    cells = open_map(sampled if map_file is None else find_map(workspace, map_file))
    if cells.kind != design.kind:
        raise SampleInvalid(
            f"{path} was drawn from a map of {_HOLDS[design.kind]}, and {cells.path} holds "
            f"{_HOLDS[cells.kind]}; give a map of {_HOLDS[design.kind]}."
        )
    said, valid = cells.at(*_reprojected(*design.centres(), design.geobox.crs, cells.grid.crs))
    if not valid.all():
        raise SampleInvalid(
            f"{(~valid).sum()} of the {len(valid)} sampled cells lie outside {cells.path} or on its "
            "nodata; give a map of all that was sampled."
        )
    mapped, notes = design.mapped, list[str]()
    if cells.digest != design.digest:
        same_file = os.path.realpath(cells.path) == os.path.realpath(sampled)
        mapped, notes = _another_map(cells, design, same_file)
    legend = _named_alike(design.legend, cells.classes)
    cells = replace(cells, classes=_named_alike(cells.classes, design.legend))
    _check_common(cells.classes, legend)
    units = Units(labels, np.asarray(design.stratum, dtype=np.int64), said)
    return Reference(units, design.strata, cells, legend, mapped, design.how, notes)


def own_reference(
    workspace: Workspace,
    path: str,
    map_file: str | None,
    how: How,
    *,
    layer: str | None,
    field: str,
    allow_outside: bool,
) -> Reference:
    """Points of one's own that are said to be a random sample of the map.

    Raises UsageError where there is a design, or the map has no classes to be stratified by;
    LabelsUnreadable; SampleInvalid for places where the map says nothing.
    """
    if samples.is_sample(path):
        raise UsageError(
            f"{path} was drawn by eo-embed sample and has a design; leave --design out."
        )
    points = _read_points(path, layer, field)
    cells = open_map(find_map(workspace, map_file))
    if how == "stratified" and cells.kind == "value":
        raise UsageError(
            f"{cells.path} holds values, no classes to be stratified by; give --design simple."
        )
    frame = lay_out(cells, by_class(cells) if how == "stratified" else whole_map())
    said, valid = cells.at(*_reprojected(points.x, points.y, points.crs, cells.grid.crs))
    notes = [f"The places of {path} are a {how} random sample because --design says so."]
    if points.polygons:
        notes.append("Polygons stand for the cells of the map at their centres.")
    if not valid.all():
        beside = f"{(~valid).sum()} of the {len(valid)} places of {path} lie outside {cells.path} or on its nodata"
        if not (allow_outside and valid.any()):
            raise SampleInvalid(
                f"{beside}; check their CRS, or give --allow-gaps to judge the mapped ground alone."
            )
        notes.append(f"{beside} and are left out.")
    stratum = np.where(valid, said, -1) if how == "stratified" else np.zeros(len(said))
    units = Units(points.labels, stratum.astype(np.int64), said).where(valid)
    counts = np.bincount(units.stratum, minlength=len(frame.names)).tolist()
    return Reference(
        units,
        tuple(map(Stratum, frame.names, frame.cells, frame.areas, counts)),
        cells,
        cells.classes,
        frame.mapped,
        f"{how} random, as --design says",
        notes,
    )


def labelled(found: Reference, allow_gaps: bool) -> Reference:
    """The same with the units that have a label. Raises LabelsTooFew for none, SampleInvalid for gaps."""
    has = np.array([label is not None for label in found.units.labels], dtype=np.bool_)
    if has.all():
        return found
    if not has.any():
        raise LabelsTooFew(
            f"None of the {len(has)} sampled cells has a label yet; label them first."
        )
    gaps = f"{(~has).sum()} of {len(has)} sampled cells have no label"
    if not allow_gaps:
        raise SampleInvalid(
            f"{gaps} yet; label them, or give --allow-gaps to leave them out as if they were like the "
            "others of their stratum."
        )
    told = f"{gaps} and are left out, which assumes that they are like the others of their stratum."
    return found._replace(units=found.units.where(has), notes=[*found.notes, told])


def _refuse_labels(workspace: Workspace, targets: Sequence[TargetConfig]) -> None:
    """Raises SampleInvalid where there are labels of chips for one of the targets."""
    store = LabelStore(workspace.labels_path, workspace.geobox.crs)
    counts = Counter(how for target in targets for how in store.get(target.name).how.tolist())
    if counts:
        told = ", ".join(f"{number} {how}" for how, number in counts.most_common())
        names = ", ".join(target.name for target in targets)
        raise SampleInvalid(
            f"The labels of {names} are no probability sample ({told}), so that nothing can be inferred "
            "from them; draw one with eo-embed sample."
        )


# -- another map than the sampled one ----------------------------------------------------------


def _another_map(
    cells: CellMap, design: Design, same_file: bool
) -> tuple[tuple[float, ...], list[str]]:
    """What it counts, and what to know of it (Stehman 2014: strata need not be the map's classes)."""
    frame = lay_out(cells, whole_map())
    what = (
        f"The content of {cells.path} has changed since the sample was drawn"
        if same_file
        else f"The sample was drawn from {design.map}, not from {cells.path}"
    )
    notes = [
        f"{what}: the map is read at the sampled cells' centres, and the strata remain those of the design."
    ]
    own, sampled = sum(frame.areas), sum(stratum.area for stratum in design.strata)
    if abs(own - sampled) > _SAME_AREA * sampled:
        notes.append(
            f"What is mapped is of the whole map, {own / 1e4:,.0f} ha; what is estimated is of the "
            f"{sampled / 1e4:,.0f} ha that were sampled."
        )
    return frame.mapped, notes


def _named_alike(own: tuple[MapClass, ...], other: tuple[MapClass, ...]) -> tuple[MapClass, ...]:
    """Classes that have no name but their number take the name that the other map gives it."""
    names = {c.value: c.name for c in other}
    return tuple(
        replace(c, name=names.get(c.value, c.name)) if c.name == str(c.value) else c for c in own
    )


def _check_common(own: tuple[MapClass, ...], legend: tuple[MapClass, ...]) -> None:
    """Raises SampleInvalid where the map has no class that the sampled one has."""
    mine, others = [c.name for c in own], [c.name for c in legend]
    if mine and not set(mine) & set(others):
        raise SampleInvalid(
            f"The map holds {', '.join(mine)}, and the sampled map {', '.join(others)}: no class in common; "
            "give a map of the same classes."
        )


def _reprojected(
    x: NDArray[np.float64], y: NDArray[np.float64], own: CRS, crs: CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if grids.same_crs(own, crs):
        return x, y
    turned = Transformer.from_crs(own.proj, crs.proj, always_xy=True).transform(x, y)
    return np.asarray(turned[0]), np.asarray(turned[1])


# -- points of one's own -----------------------------------------------------------------------


class _Points(NamedTuple):
    """Labels at places: x and y in ``crs``, a label or None each; of ``polygons`` the centres."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    crs: CRS
    labels: NDArray[np.object_]
    polygons: bool


def _read_points(path: str, layer: str | None, field: str) -> _Points:
    """Labelled points, polygons or a CSV with columns lon and lat; of a multipoint each point counts.

    Raises LabelsUnreadable.
    """
    frame: Any = samples.read_frame(path, layer, field)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    kinds = set(frame.geom_type)
    points = kinds <= {"Point", "MultiPoint"}
    if len(frame) == 0 or not (points or kinds <= {"Polygon", "MultiPolygon"}):
        raise LabelsUnreadable(
            f"{path} holds {', '.join(sorted(kinds)) or 'no feature'}; reference labels are points or "
            "polygons."
        )
    if points:
        frame = frame.explode()
    at = frame.geometry.to_numpy()
    at = at if points else shapely.centroid(at)
    crs = CRS(frame.crs.to_wkt())
    labels = samples.as_labels(frame[field].tolist())
    return _Points(shapely.get_x(at), shapely.get_y(at), crs, labels, not points)
