"""Workspaces: making one from rasters and an area, opening one, taking another area."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import grids
from ..chips import ChipGrid, Inclusion, in_metres, parse_length, read_aoi, write_chips
from ..errors import ChipInvalid, UsageError
from ..rasters import Source, describe_bands, inspect, reference_grid
from ..workspace import (
    FORMAT,
    ChipsConfig,
    Config,
    SourceConfig,
    Workspace,
    grid_config,
    stored_path,
)

Place = Workspace | str | Path


def open_workspace(place: Place) -> Workspace:
    """The workspace itself, or the one in a folder."""
    return place if isinstance(place, Workspace) else Workspace.open(place)


@dataclass(frozen=True)
class InitReport:
    """What a new workspace holds: chips in the area, the grid, how each file is read."""

    workspace: str
    chips: int
    chip_pixels: tuple[int, int]
    chip_metres: tuple[float, float]
    crs: str
    sources: dict[str, list[dict[str, Any]]]


def init(
    folder: str | Path,
    sources: Mapping[str, Sequence[str]],
    *,
    chip: str,
    stride: str | None = None,
    bands: Mapping[str, Sequence[str]] | None = None,
    scale: Mapping[str, tuple[float, float]] | None = None,
    nodata: Mapping[str, float] | None = None,
    aoi: str | None = None,
    inclusion: Inclusion = "centre",
    min_valid: float = 0.5,
) -> InitReport:
    """Make a workspace.

    Parameters
    ----------
    sources: files of each modality; the finest file of the first gives the reference grid.
    chip, stride: pixels (``"64"``) or metres (``"480m"``); the stride is the chip's size by default. In
        metres on a geographic CRS, the grid becomes a local projected one.
    bands: names by hand; scale: ``(scale, offset)`` and nodata by hand, for all bands of a source.
    aoi: a vector file or ``minx,miny,maxx,maxy[@EPSG:n]`` (in the first source's CRS by default).
    inclusion, min_valid: which chips count (see ChipGrid).

    Raises the errors of rasters, areas and chips; WorkspaceExists.
    """
    folder = Path(folder)
    if not sources:
        raise UsageError("A workspace needs a source; give one with --source name=FILE.")
    if not 0 <= min_valid <= 1:
        raise ChipInvalid(f"The least valid share is {min_valid}; it lies between 0 and 1.")
    for option, named in (("bands", bands), ("scale", scale), ("nodata", nodata)):
        for name in named or {}:
            if name not in sources:
                raise UsageError(
                    f"--{option} names the source {name}, which --source does not give."
                )
    first = next(iter(sources.values()))
    metres = in_metres(chip) or (stride is not None and in_metres(stride))
    geobox = reference_grid(first, in_metres=metres)
    area = read_aoi(aoi, geobox, inspect(first[0]).grid.crs) if aoi is not None else None
    size = parse_length(chip, geobox)
    grid = ChipGrid(geobox, size, parse_length(stride, geobox) if stride else size, area, inclusion)
    read = [
        _source(name, paths, grid, bands or {}, scale or {}, nodata or {})
        for name, paths in sources.items()
    ]
    config = Config(
        format=FORMAT,
        grid=grid_config(geobox),
        chips=ChipsConfig(grid.size, grid.stride, inclusion, float(min_valid)),
        sources=tuple(
            SourceConfig(
                s.name, tuple(replace(b, path=stored_path(b.path, folder)) for b in s.bands)
            )
            for s in read
        ),
    )
    chips = len(grid.select())
    Workspace.create(folder, config, area)
    return InitReport(
        str(folder),
        chips,
        grid.size,
        (round(grid.ground_size[0], 3), round(grid.ground_size[1], 3)),
        grids.crs_text(geobox.crs),
        {s.name: s.describe() for s in read},
    )


def _source(
    name: str,
    paths: Sequence[str],
    grid: ChipGrid,
    bands: Mapping[str, Sequence[str]],
    scale: Mapping[str, tuple[float, float]],
    nodata: Mapping[str, float],
) -> Source:
    found = describe_bands(name, paths, bands.get(name))
    if name in scale:
        if not all(map(math.isfinite, scale[name])) or scale[name][0] == 0:
            raise UsageError(
                f"The scale and offset of {name} are {scale[name][0]:g} and {scale[name][1]:g}; "
                "a scale is not 0, and both are finite."
            )
        found = tuple(replace(b, scale=scale[name][0], offset=scale[name][1]) for b in found)
    if name in nodata:
        found = tuple(replace(b, nodata=nodata[name]) for b in found)
    source = Source(name, found, grid.geobox)
    source.check_overlap()
    return source


def set_area(place: Place, aoi: str | None) -> int:
    """Take another area of interest (as ``init`` does), or None for the whole grid.

    Embeddings and labels stay where they are; ``embed`` adds the chips that are new. Returns the number of
    chips in the area. Raises the errors of areas, OutputError, DiskFull.
    """
    workspace = open_workspace(place)
    first = workspace.source(workspace.source_names[0])
    crs = inspect(first.bands[0].path).grid.crs
    workspace.set_area(None if aoi is None else read_aoi(aoi, workspace.geobox, crs))
    return len(workspace.grid.select())


def export_chips(place: Place, path: str | Path) -> int:
    """Write the chips of the area as GeoPackage or GeoParquet, by the suffix; returns their number."""
    grid = open_workspace(place).grid
    ids = grid.select()
    write_chips(path, grid, ids)
    return len(ids)
