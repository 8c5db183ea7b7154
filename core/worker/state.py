"""What a client shows of a workspace, in one answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import grids, pipeline
from ..chips import ChipGrid
from .plain import plain
from .session import OpenWorkspace


def state_of(space: OpenWorkspace) -> dict[str, Any]:
    """All of it, as plain JSON. Raises the errors of opening a workspace."""
    workspace = space.workspace
    grid, chips = workspace.grid, workspace.config.chips
    return {
        "folder": str(space.folder),
        "name": space.folder.name,
        "crs": grids.crs_text(grid.geobox.crs),
        "crs_wkt": grid.geobox.crs.to_wkt(),
        "layout": layout_of(grid, space.area, chips.min_valid),
        "aoi_wkt": None if grid.aoi is None else grid.aoi.wkt,
        "sources": [_source(space, name) for name in workspace.source_names],
        "targets": plain(pipeline.target_states(workspace)),
        "heads": plain(pipeline.list_heads(workspace)),
        "maps": plain(pipeline.list_maps(workspace)),
        "samples": plain(pipeline.list_samples(workspace)),
    }


def layout_of(grid: ChipGrid, area: np.ndarray, min_valid: float) -> dict[str, Any]:
    """Where chips lie: enough to draw any of them, and to tell which one is under a point."""
    return {
        "transform": list(grid.geobox.affine[:6]),
        "shape": list(grid.geobox.shape),
        "size": list(grid.size),
        "stride": list(grid.stride),
        "chips": list(grid.shape),
        "ground": [round(length, 3) for length in grid.ground_size],
        "count": len(area),
        "inclusion": grid.inclusion,
        "min_valid": min_valid,
        "bounds": grid.bounds(area),
    }


def _source(space: OpenWorkspace, name: str) -> dict[str, Any]:
    source = space.workspace.source(name)
    return {
        "name": name,
        "bands": list(source.band_names),
        "paths": [band.path for band in source.bands],
        "indices": [band.index for band in source.bands],
        "files": list(dict.fromkeys(band.path for band in source.bands)),
        "missing": pipeline.missing_files(space.workspace, name),
        "embedded": plain(space.embedded(name)),
    }
