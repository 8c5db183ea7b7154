"""Areas of interest: a vector file or a box, in any CRS, as polygons in the grid's CRS."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyproj import Transformer

from . import grids
from .errors import AOIEmpty, AOIOutside, AOIUnreadable


class DrawnArea(NamedTuple):
    """An area of interest as someone drew it: polygons as WKT, and their CRS as ``EPSG:n`` or WKT."""

    wkt: str
    crs: str

    def __str__(self) -> str:
        return "that was drawn"


def read_aoi(given: str | DrawnArea, grid: GeoBox, default_crs: CRS | None = None) -> Any:
    """An area of interest in the grid's CRS, as one valid shapely (multi)polygon.

    ``given`` is a vector file (its polygons are united; of one with several layers
    ``file.gpkg|layername=NAME``), ``minx,miny,maxx,maxy[@EPSG:n]`` or drawn; a box without a CRS is in
    ``default_crs``, else the grid's. Raises AOIUnreadable, AOIEmpty, AOIOutside.
    """
    if isinstance(given, DrawnArea):
        area, crs = _drawn(given)
    else:
        area, crs = _box(given, default_crs or grid.crs) or _polygons(given)
    if area.area == 0:
        raise AOIEmpty(f"The area of interest {given} is empty; draw one that covers some ground.")
    if not grids.same_crs(crs, grid.crs):
        area = _reproject(area, crs, grid)
    if not shapely.intersects(area, grid.extent.geom):
        raise AOIOutside(
            f"The area of interest {given} lies outside the raster; check the area's CRS and position."
        )
    return area


def _drawn(given: DrawnArea) -> tuple[Any, CRS]:
    try:
        area = _only_polygons(shapely.from_wkt(given.wkt))
    except shapely.errors.ShapelyError as error:
        raise AOIUnreadable(
            f"The area of interest {given} is no polygon in well-known text; draw it again."
        ) from error
    return area, _crs_of(given.crs)


def _crs_of(text: str) -> CRS:
    try:
        return CRS(text)
    except Exception as error:  # pyproj raises its own tree of errors
        raise AOIUnreadable(f"'{text}' is no coordinate reference system; write EPSG:n.") from error


def _reproject(area: Any, crs: CRS, grid: GeoBox) -> Any:
    """Polygons brought to the grid's CRS; what is far from the grid may be left out."""
    # Far from where it is meant for, a projection has no values: cut a continent to the surroundings.
    near = grid.extent.to_crs(crs, resolution=grids.edge_step(grid)).geom.bounds
    if np.isfinite(near).all():
        pad_x, pad_y = near[2] - near[0], near[3] - near[1]
        around = shapely.box(near[0] - pad_x, near[1] - pad_y, near[2] + pad_x, near[3] + pad_y)
        area = shapely.intersection(area, around)
    if area.is_empty:
        return area
    # Straight edges in one CRS are curves in another: add points before turning them.
    left, bottom, right, top = area.bounds
    area = shapely.segmentize(area, max(right - left, top - bottom) / 100)
    turn = Transformer.from_crs(crs.proj, grid.crs.proj, always_xy=True).transform
    return _only_polygons(
        shapely.transform(area, lambda xy: np.column_stack(turn(xy[:, 0], xy[:, 1])))
    )


def _only_polygons(geometry: Any) -> Any:
    """One valid (multi)polygon of all that has an area, in one geometry or an array of them."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(geometry)))
    return shapely.union_all(parts[shapely.area(parts) > 0])


def _box(text: str, default_crs: CRS) -> tuple[Any, CRS] | None:
    number = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
    found = re.fullmatch(rf"\s*({number}(?:\s*,\s*{number}){{3}})\s*(?:@\s*(.+?)\s*)?", text)
    if not found:
        return None
    left, bottom, right, top = (float(v) for v in found[1].split(","))
    if left >= right or bottom >= top:
        raise AOIEmpty(
            f"The area of interest {text} is empty; give minx,miny,maxx,maxy in that order."
        )
    crs = _crs_of(found[2]) if found[2] else default_crs
    return shapely.box(left, bottom, right, top), crs


def _polygons(text: str) -> tuple[Any, CRS]:
    import geopandas

    path, _, layer = text.partition("|layername=")
    if not path or not Path(path).exists():
        raise AOIUnreadable(
            f"There is no area of interest at '{path}'; "
            "give a vector file or minx,miny,maxx,maxy[@EPSG:n]."
        )
    try:
        if path.endswith("parquet"):
            frame = geopandas.read_parquet(path)
        else:
            frame = geopandas.read_file(path, layer=_layer(path, layer))
        geometry, crs = frame.geometry, frame.crs
    except AOIUnreadable:
        raise
    except Exception as error:  # GDAL, Arrow and geopandas each have their own
        reason = " ".join(str(error).split()).rstrip(".")
        raise AOIUnreadable(f"{path} cannot be read as a vector file: {reason}.") from error
    shapes = geometry.dropna()
    shapes = shapes[~shapes.is_empty]
    if len(shapes) == 0:
        raise AOIEmpty(f"{path} holds no geometry; draw an area that covers some ground.")
    if crs is None:
        raise AOIUnreadable(
            f"{path} has no coordinate reference system; give it one and try again."
        )
    area = _only_polygons(shapes.to_numpy())
    if area.is_empty:
        raise AOIUnreadable(f"{path} holds no polygon; an area of interest is a polygon.")
    return area, CRS(crs.to_wkt())


def _layer(path: str, asked: str) -> str | None:
    """The layer asked for, or the only one with geometry. Raises AOIUnreadable with the list."""
    import pyogrio

    names = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry is not None]
    if asked and asked not in names:
        raise AOIUnreadable(f"{path} has no layer {asked}; its layers are: {', '.join(names)}.")
    if not asked and len(names) > 1:
        raise AOIUnreadable(
            f"{path} has the layers {', '.join(names)}; name one as {path}|layername={names[0]}."
        )
    return asked or (names[0] if names else None)
