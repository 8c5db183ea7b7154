"""What a report tells of the map itself: which file it is, what it shows and how much of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from ..classes import ClassInfo, Legend, map_values
from ..errors import RasterError, RasterMissing, UsageError
from ..pictures import picture_of_map
from ..probes import HeadMeta
from ..rasterfiles import open_raster
from ..workspace import Workspace
from . import cellmaps
from .facts import MapFacts, MappedClass
from .mapping import find_head
from .toldpaths import is_outside, told_file

#: Pixels on the map's longer side in the picture. assumed
_PICTURE = 420


def head_of(workspace: Workspace, name: str | None, map_file: str | None) -> Path:
    """A head's folder by its name; the newest that has a map by default, or the newest of all."""
    found = find_head(workspace, name)
    if name is not None or map_file is not None:
        return found
    heads = found.parent.glob("*/head.json")
    mapped = [path for path in heads if workspace.map_path(path.parent.name).is_file()]
    return max(mapped, key=lambda path: path.stat().st_mtime_ns).parent if mapped else found


def map_of(workspace: Workspace, meta: HeadMeta, given: str | None) -> Path:
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


def map_facts(workspace: Workspace, meta: HeadMeta, path: Path, folder: Path) -> MapFacts:
    legend = legend_of(meta)
    cells = cellmaps.open_map(str(path))
    strata = cellmaps.by_class(cells) if legend.classes else cellmaps.whole_map()
    frame = cellmaps.lay_out(cells, strata)
    picture, scene, why = _picture(workspace, meta, path, legend)
    total, height = sum(frame.areas), float(sum(frame.areas) / sum(frame.cells))
    return MapFacts(
        path=told_file(workspace, path),
        outside=is_outside(workspace, path),
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


def legend_of(meta: HeadMeta) -> Legend:
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
