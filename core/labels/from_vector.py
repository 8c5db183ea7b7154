"""Labels of chips from points or polygons in any CRS."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyogrio
import shapely
from odc.geo.crs import CRS
from odc.geo.geom import Geometry
from pyogrio.errors import DataLayerError, DataSourceError

from .. import grids
from ..chips import ChipGrid
from ..classes import default_classes
from ..errors import LabelsOutside, LabelsUnreadable, UsageError
from .rules import (
    ChipLabels,
    How,
    Majority,
    class_labels,
    code_text,
    ordered,
    outside,
    value_labels,
)

#: Chips that are cut from polygons at a time.
_CHIPS_AT_ONCE = 50_000


def labels_from_vector(
    path: str | os.PathLike[str],
    grid: ChipGrid,
    ids: np.ndarray,
    how: How,
    *,
    layer: str | None = None,
    field: str | None = None,
    min_share: float = 0.6,
) -> ChipLabels:
    """Labels of chips from a layer of points or polygons, reprojected to the grid's CRS.

    A point belongs to the chip it falls on; where chips overlap, to the one whose centre is
    nearest. Polygons count by the exact area they share with a chip; where those of one class
    overlap, their common ground counts once.

    Parameters
    ----------
    ids: chips to label, int64.
    how: ``majority``: the class with most area or points (of equals the first in order), where it
        takes ``min_share`` of the chip's whole area, or of its points. ``fraction:V``: the share of
        the chip that polygons of class V cover, ``fraction`` that any polygon covers; every chip
        gets one, as no polygon means 0. ``mean``: of the field, weighted by area where polygons
        cover at least half the chip; for points their plain mean. ``median-split``: that mean
        below or above the median of all chips.
    layer: needed where the file has several.
    field: holds the class or value; needed for all but plain ``fraction``.

    Raises UsageError for a fraction of points, LabelsUnreadable (no file, layer, field or CRS;
    lines; text where numbers are needed), LabelsOutside, LabelsTooFew.
    """
    path, ids = os.fspath(path), np.unique(np.asarray(ids, dtype=np.int64))
    if how == How("fraction"):
        field = None
    elif field is None:
        field = ""  # which no layer has: the error lists those there are
    shapes = _read(path, grid, ids, layer, field)
    if how.rule == "fraction":
        share = _fraction(path, shapes, grid, ids, how.value)
        return value_labels(path, ids, share, np.ones(len(ids)), how)
    if how.rule == "majority":
        codes = [code_text(value) for value in shapes.values]
        classes = default_classes(ordered(codes))
        place = {c.code: i for i, c in enumerate(classes)}
        group = np.array([place[code] for code in codes], dtype=np.int64)
        most = _most_points if shapes.points else _most_area
        return class_labels(path, ids, most(shapes.geometry, group, grid, ids), classes, min_share)
    if shapes.values.dtype.kind not in "iufb":
        raise LabelsUnreadable(
            f"The field {field} of {path} is no number; use --how majority, or name another field."
        )
    mean = _mean_points if shapes.points else _mean_area
    means, known = mean(shapes.geometry, shapes.values.astype(np.float64), grid, ids)
    return value_labels(path, ids, means, known, how)


def _fraction(
    path: str, shapes: _Shapes, grid: ChipGrid, ids: np.ndarray, code: str | None
) -> np.ndarray:
    """Share of each chip that polygons of one class, or any, cover. Raises LabelsOutside."""
    if shapes.points:
        raise UsageError(f"{path} holds points, which cover nothing; use --how majority or mean.")
    polygons = shapes.geometry
    if code is not None:
        codes = np.array([code_text(value) for value in shapes.values], dtype=object)
        polygons = polygons[codes == code]
        if len(polygons) == 0:
            raise LabelsOutside(
                f"No polygon of {path} near the chips is of class {code}; there are "
                f"{', '.join(ordered(codes))}."
            )
    share = np.zeros(len(ids))
    for pieces in _cut(polygons, grid, ids):
        _add_cover(share, pieces, grid)
    if not share.any():
        raise outside(path)
    return share


# -- points ----------------------------------------------------------------------------------


def _on_chips(points: np.ndarray, grid: ChipGrid, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which points fall on one of the chips, and the places of those chips in ``ids``."""
    at = grid.at(shapely.get_x(points), shapely.get_y(points))
    on = np.flatnonzero(np.isin(at, ids))
    return on, np.searchsorted(ids, at[on])


def _most_points(
    points: np.ndarray, group: np.ndarray, grid: ChipGrid, ids: np.ndarray
) -> Majority:
    on, chip = _on_chips(points, grid, ids)
    count = np.bincount(chip, minlength=len(ids))
    return _largest(chip, group[on], np.ones(len(on)), np.maximum(count, 1))


def _mean_points(
    points: np.ndarray, numbers: np.ndarray, grid: ChipGrid, ids: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the points of each chip, and 1 where there are any."""
    on, chip = _on_chips(points, grid, ids)
    count = np.bincount(chip, minlength=len(ids))
    total = np.bincount(chip, numbers[on], minlength=len(ids))
    return total / np.maximum(count, 1), (count > 0).astype(np.float64)


def _largest(
    chip: np.ndarray, group: np.ndarray, weight: np.ndarray, whole: np.ndarray
) -> Majority:
    """The group of most weight on each chip (of equals the first), and its share of the whole."""
    groups = int(group.max(initial=0)) + 1
    pair, inverse = np.unique(chip * groups + group, return_inverse=True)
    weight = np.bincount(inverse, weight, minlength=len(pair))
    # Heaviest first, then by group; the first of each chip wins.
    order = np.lexsort((pair % groups, -weight, pair // groups))
    chips, first = np.unique(pair[order] // groups, return_index=True)
    winner = order[first]
    place, share = np.zeros(len(whole), dtype=np.int64), np.zeros(len(whole))
    place[chips] = pair[winner] % groups
    share[chips] = weight[winner] / whole[chips]
    return Majority(place, share)


# -- polygons --------------------------------------------------------------------------------


class _Pieces(NamedTuple):
    """What chips share with polygons: places of chip and polygon, and the common ground, which is
    the ``whole`` chip where the polygon covers it."""

    chip: np.ndarray
    polygon: np.ndarray
    shape: np.ndarray
    whole: np.ndarray

    def areas(self, group: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Chip, group and area that polygons of one group cover together, given the group of each."""
        order = np.lexsort((group[self.polygon], self.chip))
        chip, of = self.chip[order], group[self.polygon[order]]
        shape, whole = self.shape[order], self.whole[order]
        first = np.ones(len(chip), dtype=bool)
        first[1:] = (chip[1:] != chip[:-1]) | (of[1:] != of[:-1])
        pair = np.cumsum(first) - 1
        # One piece is enough where there is no other, or where it is the whole chip already.
        done = whole | (np.bincount(pair)[pair] == 1)
        area = np.zeros(int(first.sum()))
        area[pair[done]] = shapely.area(shape[done])
        rest = ~np.isin(pair, pair[done])
        pairs, which = np.unique(pair[rest], return_inverse=True)
        if len(pairs):
            together = shapely.geometrycollections(shape[rest], indices=which)
            area[pairs] = shapely.area(shapely.union_all(together[:, None], axis=1))
        return chip[first], of[first], area


def _cut(polygons: np.ndarray, grid: ChipGrid, ids: np.ndarray) -> Iterator[_Pieces]:
    """Pieces of polygons on chips, for some thousand chips at a time."""
    tree = shapely.STRtree(polygons)
    shapely.prepare(polygons)
    for start in range(0, len(ids), _CHIPS_AT_ONCE):
        boxes = grid.polygons(ids[start : start + _CHIPS_AT_ONCE])
        chip, polygon = tree.query(boxes, predicate="intersects")
        shape = boxes[chip]
        whole = shapely.covers(polygons[polygon], shape)
        shape[~whole] = shapely.intersection(polygons[polygon[~whole]], shape[~whole])
        some = shapely.area(shape) > 0  # a shared edge or corner is no ground
        yield _Pieces(chip[some] + start, polygon[some], shape[some], whole[some])


def _most_area(
    polygons: np.ndarray, group: np.ndarray, grid: ChipGrid, ids: np.ndarray
) -> Majority:
    found = [pieces.areas(group) for pieces in _cut(polygons, grid, ids)]
    chip, of, area = (np.concatenate(part) for part in zip(*found, strict=True))
    return _largest(chip, of, area, np.full(len(ids), _chip_area(grid)))


def _mean_area(
    polygons: np.ndarray, numbers: np.ndarray, grid: ChipGrid, ids: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean weighted by area, and the share of each chip that the polygons cover."""
    total, weight, covered = np.zeros((3, len(ids)))
    for pieces in _cut(polygons, grid, ids):
        area = shapely.area(pieces.shape)
        weight += np.bincount(pieces.chip, area, minlength=len(ids))
        total += np.bincount(pieces.chip, area * numbers[pieces.polygon], minlength=len(ids))
        _add_cover(covered, pieces, grid)
    means = np.divide(total, weight, out=np.full(len(ids), np.nan), where=weight > 0)
    return means, covered


def _add_cover(share: np.ndarray, pieces: _Pieces, grid: ChipGrid) -> None:
    """Set the share of the pieces' chips that any of the polygons covers."""
    chip, _, area = pieces.areas(np.zeros(pieces.polygon.max(initial=0) + 1, dtype=np.int64))
    share[chip] = np.minimum(area / _chip_area(grid), 1.0)


def _chip_area(grid: ChipGrid) -> float:
    height, width = grid.size
    return height * width * abs(grid.geobox.affine.determinant)


# -- reading ---------------------------------------------------------------------------------


class _Shapes(NamedTuple):
    """All points or all polygons, valid, in the grid's CRS, and the field's values, none null."""

    geometry: np.ndarray
    values: np.ndarray
    points: bool


def _read(
    path: str, grid: ChipGrid, ids: np.ndarray, layer: str | None, field: str | None
) -> _Shapes:
    """The layer's features near the chips, without values where no field is asked for."""
    import geopandas

    if not os.path.exists(path) and not path.startswith("/vsi") and "://" not in path:
        raise LabelsUnreadable(f"There is no label file at {path}; check the path.")
    try:
        if path.lower().endswith(".csv"):
            frame = read_table(path, field)
        elif path.endswith("parquet"):
            frame = geopandas.read_parquet(path)
            check_fields(path, [c for c in frame if c != frame.geometry.name], frame.crs, field)
        else:
            layer = choose_layer(path, layer)
            info = pyogrio.read_info(path, layer=layer)
            check_fields(path, info["fields"].tolist(), info["crs"], field)
            frame = pyogrio.read_dataframe(
                path,
                layer=layer,
                columns=[] if field is None else [field],
                bbox=_bounds(grid, ids, CRS(info["crs"])),
            )
    except (DataSourceError, DataLayerError, ValueError, OSError) as error:
        raise LabelsUnreadable(
            f"{path} cannot be read as labels, neither as a raster nor as a vector file: {error}"
        ) from error
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if field is not None:
        frame = frame.dropna(subset=[field])
    if len(frame) == 0:
        raise outside(path)
    geometry, points = _placed(path, frame, grid)
    values = geometry.index.to_numpy() if field is None else frame[field].loc[geometry.index]
    return _Shapes(geometry.to_numpy(), np.asarray(values), points)


def read_table(path: str, field: str | None) -> Any:
    """Points of a CSV by its columns lon (or longitude, x) and lat (latitude, y), in degrees (EPSG:4326).

    Raises LabelsUnreadable.
    """
    import geopandas
    import pandas

    rows = pandas.read_csv(path)
    at = {str(name).strip().lower(): name for name in rows}
    lon, lat = (
        next((at[name] for name in names if name in at), None)
        for names in (("lon", "longitude", "long", "x"), ("lat", "latitude", "y"))
    )
    if lon is None or lat is None:
        raise LabelsUnreadable(
            f"{path} has no columns lon and lat; it has {', '.join(map(str, rows))}."
        )
    xy = rows[[lon, lat]].apply(pandas.to_numeric, errors="coerce")
    if not (xy[lon].abs().max() <= 360 and xy[lat].abs().max() <= 90):
        raise LabelsUnreadable(
            f"{path} holds no degrees in {lon} and {lat}, and a CSV cannot name its CRS; "
            "save it as GeoPackage."
        )
    check_fields(path, [str(c) for c in rows if c not in (lon, lat)], "EPSG:4326", field)
    known = xy.notna().all(axis=1)
    points = geopandas.points_from_xy(xy[lon][known], xy[lat][known])
    return geopandas.GeoDataFrame(rows[known], geometry=points, crs="EPSG:4326")


def _placed(path: str, frame: Any, grid: ChipGrid) -> tuple[Any, bool]:
    """Geometry in the grid's CRS, one point or valid polygon a row, and whether it is points."""
    kinds = set(frame.geom_type)
    points = kinds <= {"Point", "MultiPoint"}
    if not points and not kinds <= {"Polygon", "MultiPolygon"}:
        raise LabelsUnreadable(
            f"{path} holds {', '.join(sorted(kinds))}; labels are points or polygons of one layer."
        )
    geometry = frame.geometry.force_2d()
    own, crs = CRS(frame.crs.to_wkt()), grids.crs_text(grid.geobox.crs)
    if points:
        return geometry.explode().to_crs(crs), True
    if own != grid.geobox.crs:
        # Straight edges in one CRS are curves in another: add points before turning them.
        left, bottom, right, top = frame.total_bounds
        geometry = geometry.segmentize(max(right - left, top - bottom) / 100)
    return geometry.to_crs(crs).make_valid(), False


def choose_layer(path: str, layer: str | None) -> str:
    """The layer asked for, or the only one with geometry. Raises LabelsUnreadable with the list."""
    names = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry is not None]
    listed = ", ".join(names) or "none"
    if layer is None and len(names) != 1:
        raise LabelsUnreadable(
            f"{path} has {len(names)} layers with geometry ({listed}); name one with --layer."
        )
    if layer is not None and layer not in names:
        raise LabelsUnreadable(f"{path} has no layer {layer}; its layers are: {listed}.")
    return layer or names[0]


def check_fields(path: str, fields: list[str], crs: Any, field: str | None) -> None:
    """Raises LabelsUnreadable where a layer has no CRS or lacks the field asked for."""
    if crs is None:
        raise LabelsUnreadable(
            f"{path} has no coordinate reference system; give it one, then try again."
        )
    if field is not None and field not in fields:
        lacks = f"has no field {field}" if field else "needs a field that holds the label"
        listed = ", ".join(fields) or "it has none"
        raise LabelsUnreadable(f"{path} {lacks}; name one with --field: {listed}.")


def _bounds(grid: ChipGrid, ids: np.ndarray, crs: CRS) -> tuple[float, ...] | None:
    """The chips' bounding box in a layer's CRS, or None where it cannot be turned into that."""
    y0, y1, x0, x1 = grid.window(ids)
    left, top = grid.geobox.affine * (x0, y0)
    right, bottom = grid.geobox.affine * (x1, y1)
    area = Geometry(shapely.box(left, bottom, right, top), grid.geobox.crs)
    box = area.to_crs(crs, resolution=grids.edge_step(grid.geobox)).boundingbox
    box = box.buffered(0.01 * box.span_x, 0.01 * box.span_y)  # edges bend between their points
    return box.bbox if np.isfinite(box.bbox).all() else None
