"""Workspaces: making one from rasters and an area, opening one, taking another area."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from odc.geo.geobox import GeoBox

from .. import grids
from ..chips import (
    ChipGrid,
    DrawnArea,
    Inclusion,
    in_metres,
    parse_length,
    read_aoi,
    write_chips,
)
from ..errors import ChipInvalid, UsageError
from ..labels import LabelStore
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


@dataclass(frozen=True)
class Plan:
    """What ``init`` would make: the chips on their grid, and the sources with absolute paths."""

    grid: ChipGrid
    min_valid: float
    sources: tuple[Source, ...]

    @property
    def chips(self) -> int:
        """Chips in the area. Raises NoChips."""
        return len(self.grid.select())

    def describe(self) -> dict[str, list[dict[str, Any]]]:
        """For each source its files: bands, and how each is read; JSON-able."""
        return {source.name: source.describe() for source in self.sources}


def plan(
    sources: Mapping[str, Sequence[str]],
    *,
    chip: str,
    stride: str | None = None,
    bands: Mapping[str, Sequence[str]] | None = None,
    scale: Mapping[str, tuple[float, float]] | None = None,
    nodata: Mapping[str, float] | None = None,
    aoi: str | DrawnArea | None = None,
    inclusion: Inclusion = "centre",
    min_valid: float = 0.5,
) -> Plan:
    """What ``init`` would make of the same arguments; writes nothing. Raises as it does."""
    if not sources:
        raise UsageError("A workspace needs a source; give one with --source name=FILE.")
    _check_min_valid(min_valid)
    for option, named in (("bands", bands), ("scale", scale), ("nodata", nodata)):
        for name in named or {}:
            if name not in sources:
                raise UsageError(
                    f"--{option} names the source {name}, which --source does not give."
                )
    first = next(iter(sources.values()))
    if not first:
        raise UsageError(f"Source {next(iter(sources))} has no file; give one.")
    metres = in_metres(chip) or (stride is not None and in_metres(stride))
    geobox = reference_grid(first, in_metres=metres)
    area = read_aoi(aoi, geobox, inspect(first[0]).grid.crs) if aoi is not None else None
    grid = _chip_grid(geobox, chip, stride, area, inclusion)
    read = (
        _source(name, paths, grid, bands or {}, scale or {}, nodata or {})
        for name, paths in sources.items()
    )
    return Plan(grid, float(min_valid), tuple(read))


def init(
    folder: str | Path,
    sources: Mapping[str, Sequence[str]],
    *,
    chip: str,
    stride: str | None = None,
    bands: Mapping[str, Sequence[str]] | None = None,
    scale: Mapping[str, tuple[float, float]] | None = None,
    nodata: Mapping[str, float] | None = None,
    aoi: str | DrawnArea | None = None,
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
    aoi: a vector file, ``minx,miny,maxx,maxy[@EPSG:n]`` (in the first source's CRS by default), or drawn.
    inclusion, min_valid: which chips count (see ChipGrid).

    Raises the errors of rasters, areas and chips; WorkspaceExists.
    """
    folder = Path(folder)
    made = plan(
        sources, chip=chip, stride=stride, bands=bands, scale=scale, nodata=nodata, aoi=aoi,
        inclusion=inclusion, min_valid=min_valid,
    )  # fmt: skip
    grid = made.grid
    config = Config(
        format=FORMAT,
        grid=grid_config(grid.geobox),
        chips=ChipsConfig(grid.size, grid.stride, inclusion, made.min_valid),
        sources=tuple(
            SourceConfig(
                s.name, tuple(replace(b, path=stored_path(b.path, folder)) for b in s.bands)
            )
            for s in made.sources
        ),
    )
    chips = made.chips
    Workspace.create(folder, config, grid.aoi)
    return InitReport(
        str(folder),
        chips,
        grid.size,
        (round(grid.ground_size[0], 3), round(grid.ground_size[1], 3)),
        grids.crs_text(grid.geobox.crs),
        made.describe(),
    )


def _check_min_valid(share: float) -> None:
    if not 0 <= share <= 1:
        raise ChipInvalid(f"The least valid share is {share}; it lies between 0 and 1.")


def _chip_grid(
    geobox: GeoBox, chip: str, stride: str | None, area: Any, inclusion: Inclusion
) -> ChipGrid:
    """Chips by lengths as a person gives them. Raises ChipInvalid, ChipTooLarge."""
    size = parse_length(chip, geobox)
    step = parse_length(stride, geobox) if stride else size
    return ChipGrid(geobox, size, step, area, inclusion)


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


def set_chips(
    place: Place,
    *,
    chip: str,
    stride: str | None = None,
    inclusion: Inclusion = "centre",
    min_valid: float = 0.5,
) -> int:
    """Cut the same ground into other chips; arguments as of ``init``. Returns the chips in the area.

    Raises UsageError where chips are labelled, whose labels would lose their ground, the errors of chips,
    OutputError, DiskFull.
    """
    workspace = open_workspace(place)
    _check_min_valid(min_valid)
    labelled = sum(LabelStore(workspace.labels_path, workspace.geobox.crs).targets().values())
    if labelled:
        raise UsageError(
            f"{workspace.folder} has {labelled} labels, which belong to its chips; make another workspace for "
            "chips of another size."
        )
    grid = _chip_grid(workspace.geobox, chip, stride, workspace.grid.aoi, inclusion)
    chips = len(grid.select())
    workspace.set_chips(ChipsConfig(grid.size, grid.stride, inclusion, float(min_valid)))
    return chips


def set_area(place: Place, aoi: str | DrawnArea | None) -> int:
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
