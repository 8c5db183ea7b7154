"""Workspaces: what is in rasters, what would be made of them, opening, the area, the chips."""

from __future__ import annotations

import base64
import math
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer

from ... import grids, pipeline
from ...bands import sensor_name
from ...chips import DrawnArea, Inclusion
from ...errors import AOIUnreadable, UsageError
from ...pipeline.labelling import check_on_grid
from ...rasters import Band, describe_bands
from ...rasters import inspect as inspect_file
from ...thumbnails import chip_thumbnail
from ..plain import plain
from ..registry import Call, Lane, method
from ..state import layout_of, state_of

_Names = dict[str, list[str]]
_Area = str | DrawnArea | None


@method(Lane.QUICK, at_workspace=False)
def inspect(
    call: Call, paths: list[str], name: str = "", bands: list[str] | None = None
) -> dict[str, Any]:
    """What files are, and the bands that a source ``name`` of them would have."""
    found = describe_bands(name or Path(paths[0]).stem, paths, bands) if paths else ()
    types: dict[tuple[str, int], str] = {}
    files = []
    for path in paths:
        info = inspect_file(path)
        types |= {(path, i): dtype for i, dtype in enumerate(info.dtypes, 1)}
        height, width = info.grid.shape
        files.append(
            {
                "path": path,
                "crs": grids.crs_text(info.grid.crs),
                "width": width,
                "height": height,
                "gsd_m": math.sqrt(math.prod(grids.ground_pixel(info.grid))),
                "dtype": info.dtypes[0],
                "nodata": info.nodata[0],
                "count": len(info.dtypes),
                "extent_wkt": info.grid.extent.geom.wkt,
            }
        )
    sensors = (sensor_name(path, name) for path in paths)
    return {
        "files": files,
        "bands": [_band(band, types[band.path, band.index]) for band in found],
        "sensor": next((sensor for sensor in sensors if sensor), None),
    }


def _band(band: Band, dtype: str) -> dict[str, Any]:
    return plain(band) | {"dtype": dtype}


@method(Lane.QUICK, at_workspace=False)
def plan(
    call: Call,
    sources: _Names,
    chip: str,
    stride: str | None = None,
    bands: _Names | None = None,
    scale: dict[str, tuple[float, float]] | None = None,
    nodata: dict[str, float] | None = None,
    aoi: _Area = None,
    inclusion: Inclusion = "centre",
    min_valid: float = 0.5,
) -> dict[str, Any]:
    """What ``init`` would make; nothing is written."""
    made = pipeline.plan(
        sources, chip=chip, stride=stride, bands=bands, scale=scale, nodata=nodata, aoi=aoi,
        inclusion=inclusion, min_valid=min_valid,
    )  # fmt: skip
    area, geobox = made.grid.select(), made.grid.geobox
    return {
        "chips": len(area),
        "layout": layout_of(made.grid, area, min_valid),
        "crs": grids.crs_text(geobox.crs),
        "crs_wkt": geobox.crs.to_wkt(),
        "aoi_wkt": None if made.grid.aoi is None else made.grid.aoi.wkt,
        "sources": made.describe(),
    }


@method(Lane.QUICK, at_workspace=False)
def init(
    call: Call,
    folder: str,
    sources: _Names,
    chip: str,
    stride: str | None = None,
    bands: _Names | None = None,
    scale: dict[str, tuple[float, float]] | None = None,
    nodata: dict[str, float] | None = None,
    aoi: _Area = None,
    inclusion: Inclusion = "centre",
    min_valid: float = 0.5,
) -> dict[str, Any]:
    """Make a workspace and open it."""
    pipeline.init(
        folder, sources, chip=chip, stride=stride, bands=bands, scale=scale, nodata=nodata, aoi=aoi,
        inclusion=inclusion, min_valid=min_valid,
    )  # fmt: skip
    return state_of(call.session.open(folder))


@method(Lane.QUICK, name="open", at_workspace=False)
def open_workspace(call: Call, folder: str) -> dict[str, Any]:
    """Open a workspace in place of the one that is open."""
    return state_of(call.session.open(folder))


@method(Lane.QUICK, at_workspace=False)
def close(call: Call) -> dict[str, Any]:
    """Let go of the open workspace."""
    call.session.close()
    return {}


@method(Lane.QUICK)
def state(call: Call) -> dict[str, Any]:
    """The workspace as it stands."""
    return state_of(call.space)


@method(Lane.QUICK)
def set_area(call: Call, aoi: _Area) -> dict[str, Any]:
    """Take another area of interest, or the whole grid."""
    pipeline.set_area(call.space.workspace, aoi)
    return state_of(call.space)


@method(Lane.QUICK)
def set_chips(
    call: Call,
    chip: str,
    stride: str | None = None,
    inclusion: Inclusion = "centre",
    min_valid: float = 0.5,
) -> dict[str, Any]:
    """Cut the ground into other chips, for as long as there are no labels."""
    pipeline.set_chips(
        call.space.workspace, chip=chip, stride=stride, inclusion=inclusion, min_valid=min_valid
    )
    return state_of(call.space)


@method(Lane.QUICK)
def chips_at(
    call: Call, points: list[tuple[float, float]], crs: str | None = None
) -> dict[str, Any]:
    """The chip of the area under each point, -1 for none."""
    space = call.space
    grid = space.workspace.grid
    xy = np.array(points, dtype=np.float64).reshape(-1, 2)
    if crs is not None and len(xy):
        xy = np.column_stack(_transformer(crs, grid.geobox.crs.proj).transform(xy[:, 0], xy[:, 1]))
    ids = grid.at(xy[:, 0], xy[:, 1])
    return {"chips": np.where(np.isin(ids, space.area), ids, -1).tolist()}


def _transformer(crs: str, target: Any) -> Transformer:
    try:
        return Transformer.from_crs(crs, target, always_xy=True)
    except Exception as error:  # pyproj raises its own tree of errors
        raise AOIUnreadable(f"'{crs}' is no coordinate reference system; write EPSG:n.") from error


@method(Lane.QUICK)
def next_unlabelled(call: Call, target: str, after: int | None = None) -> dict[str, Any]:
    """The first chip in reading order, after one, that has no label of a target; then from the beginning."""
    space = call.space
    labelled = pipeline.labelled_chips(space.workspace, target)
    free = space.area[~np.isin(space.area, labelled)]
    later = free[free > after] if after is not None else free
    found = later if len(later) else free
    return {"chip": int(found[0]) if len(found) else None}


@method(Lane.QUICK)
def chip_picture(
    call: Call,
    chip: int,
    source: str | None = None,
    bands: list[str] | None = None,
    pixels: int = 96,
    context: float = 0.5,
) -> dict[str, Any]:
    """A chip in the colours of its scene, as PNG."""
    space = call.space
    workspace = space.workspace
    check_on_grid(workspace, np.array([chip]))
    if not (1 <= pixels <= 4096 and 0 <= context <= 20):
        raise UsageError("A picture is of 1 to 4096 pixels, with 0 to 20 chips of context around.")
    name = source or workspace.source_names[0]
    stretch = space.stretch(name, bands or [])
    png = chip_thumbnail(
        workspace.source(name), workspace.grid, chip, stretch, pixels=pixels, context=context
    )
    return {"png": base64.b64encode(png).decode()}


@method(Lane.JOBS)
def export_chips(call: Call, path: str) -> dict[str, Any]:
    """Write the chips of the area to a vector file."""
    return {"chips": pipeline.export_chips(call.space.workspace, path)}
