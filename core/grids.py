"""Reference grids: one north-up pixel grid that every source of a workspace is read on.

A grid is an ``odc.geo.GeoBox`` (shape ``(y, x)``, affine, CRS). The affine maps ``(x, y)`` pixel
corners to the CRS's ``(easting, northing)`` or ``(longitude, latitude)``; axis order is always
x first, whatever the authority's definition says.
"""

from __future__ import annotations

import math

import numpy as np
from affine import Affine
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyproj import Geod, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info

#: A projected CRS is used for distances where its units are off by no more than this share: Albers
#: over a continent is within 2%, Web Mercator is not beyond 18 degrees of latitude.
_DISTORTION = 0.05


def is_north_up(affine: Affine) -> bool:
    """No rotation, x growing east and y growing south."""
    return affine.b == 0 == affine.d and affine.a > 0 > affine.e


def north_up(grid: GeoBox) -> GeoBox:
    """The north-up grid that covers ``grid``.

    South-up and mirrored grids are flipped: the same pixels, nothing resampled. Rotated or
    sheared ones get the square pixel of the same area over their bounding box.
    """
    affine, (height, width) = grid.affine, grid.shape
    if is_north_up(affine):
        return grid
    if affine.b == 0 == affine.d:
        x0 = min(affine.c, affine.c + affine.a * width)
        y0 = max(affine.f, affine.f + affine.e * height)
        return GeoBox(
            (height, width), Affine(abs(affine.a), 0, x0, 0, -abs(affine.e), y0), grid.crs
        )
    return _cover(grid, grid.crs, math.sqrt(abs(affine.determinant)))


def metric(grid: GeoBox) -> GeoBox:
    """``grid`` itself where its CRS is projected, else a local projected grid over it.

    The CRS is the UTM zone of the centre, or a Lambert azimuthal equal-area projection around
    the centre where the scene is wider than a zone or beyond UTM's latitudes. The pixel is square: the
    mean ground size of the pixel at the centre, rounded to two digits.
    """
    if grid.crs.projected:
        return grid
    step_y, step_x = ground_pixel(grid)
    return _cover(grid, local_projection(grid), float(f"{math.sqrt(step_y * step_x):.2g}"))


def local_projection(grid: GeoBox) -> CRS:
    """A projected CRS in metres that is faithful around ``grid``: its own where that will do."""
    if _is_faithful(grid) and metres_per_unit(grid) == 1.0:
        return grid.crs
    west, south, east, north = grid.geographic_extent.boundingbox
    lon, lat = (west + east) / 2, (south + north) / 2
    if east - west <= 6 and south >= -80 and north <= 84:
        zones = query_utm_crs_info("WGS 84", AreaOfInterest(lon, lat, lon, lat))
        if zones:
            return CRS(f"EPSG:{zones[0].code}")
    return CRS(f"+proj=laea +lat_0={lat:.4f} +lon_0={lon:.4f} +datum=WGS84 +units=m +type=crs")


def ground_pixel(grid: GeoBox) -> tuple[float, float]:
    """Ground size of the centre pixel in metres, ``(y, x)``: along the pixel's own sides.

    By the CRS's own units where those are true to the ground, else along the ellipsoid: for
    geographic CRS, and for Web Mercator, whose metre is half a metre at 60 degrees.
    """
    return _nominal_pixel(grid) if _is_faithful(grid) else _pixel_on_ellipsoid(grid)


def cell_areas(grid: GeoBox) -> np.ndarray:
    """Ground area of a cell of each row in m², float64 ``(height,)``.

    By the CRS's own units where those are true to the ground: one constant. Else on the ellipsoid,
    row by row: exact for geographic CRS and Web Mercator, where all cells of a row are alike; in
    others, and in rotated grids, that of the row's cell on the centre column.
    """
    height, width = grid.shape
    if _is_faithful(grid):
        return np.full(height, abs(grid.affine.determinant) * metres_per_unit(grid) ** 2)
    rows = np.arange(height)
    col = (width - 1) / 2
    corners = [(col, rows), (col + 1, rows), (col + 1, rows + 1), (col, rows + 1)]
    x, y = (
        np.array(each) for each in zip(*(grid.affine * corner for corner in corners), strict=True)
    )
    return _shoelace(*_equal_area(grid, x, y))


def _equal_area(grid: GeoBox, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points in a cylindrical equal-area projection, where parallels and meridians are straight."""
    middle = grid.affine * (grid.shape[1] / 2, grid.shape[0] / 2)
    lon, _ = Transformer.from_crs(grid.crs.proj, "EPSG:4326", always_xy=True).transform(*middle)
    target = f"+proj=cea +lon_0={lon} +ellps=WGS84 +type=crs"
    return Transformer.from_crs(grid.crs.proj, target, always_xy=True).transform(x, y)


def _shoelace(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Areas of polygons whose corners are along the first axis."""
    x, y = x - x[:1], y - y[:1]  # small numbers, so that little is lost in the differences
    return np.abs((x * np.roll(y, -1, 0) - y * np.roll(x, -1, 0)).sum(axis=0)) / 2


def _is_faithful(grid: GeoBox) -> bool:
    """Whether the grid's CRS is projected and its units hold on the ground within _DISTORTION."""
    if not grid.crs.projected:
        return False
    pairs = zip(_nominal_pixel(grid), _pixel_on_ellipsoid(grid), strict=True)
    return all(abs(true / nominal - 1) < _DISTORTION for nominal, true in pairs)


def _nominal_pixel(grid: GeoBox) -> tuple[float, float]:
    a, b, _, d, e, _ = grid.affine[:6]
    unit = metres_per_unit(grid)
    return math.hypot(b, e) * unit, math.hypot(a, d) * unit


def _pixel_on_ellipsoid(grid: GeoBox) -> tuple[float, float]:
    (height, width), (a, b, _, d, e, _) = grid.shape, grid.affine[:6]
    x, y = grid.affine * (width / 2, height / 2)
    to_degrees = Transformer.from_crs(grid.crs.proj, "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform([x, x + b, x + a], [y, y + e, y + d])
    _, _, lengths = Geod(ellps="WGS84").inv([lon[0]] * 2, [lat[0]] * 2, lon[1:], lat[1:])
    return lengths[0], lengths[1]


def metres_per_unit(grid: GeoBox) -> float:
    """Metres in one unit of a projected CRS (1 for metres, 0.3048 for feet)."""
    return float(grid.crs.proj.axis_info[0].unit_conversion_factor)


def metric_xy(xy: np.ndarray, grid: GeoBox) -> np.ndarray:
    """Points of the grid's CRS in metres of its local projection, float64 ``(n, 2)``."""
    target = local_projection(grid)
    if target == grid.crs:
        return np.asarray(xy, dtype=np.float64)
    to_metres = Transformer.from_crs(grid.crs.proj, target.proj, always_xy=True)
    return np.column_stack(to_metres.transform(xy[:, 0], xy[:, 1]))


def lon_lat(xy: np.ndarray, grid: GeoBox) -> np.ndarray:
    """Points of the grid's CRS as longitude and latitude (WGS 84), float64 ``(n, 2)``."""
    to_degrees = Transformer.from_crs(grid.crs.proj, "EPSG:4326", always_xy=True)
    return np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1]))


def crs_text(crs: CRS) -> str:
    """``EPSG:n`` where there is one, else WKT: what goes into files."""
    return f"EPSG:{crs.epsg}" if crs.epsg else crs.to_wkt()


def same_crs(a: CRS, b: CRS) -> bool:
    """Whether two CRS are one, however they are spelt (an EPSG code, WKT of any dialect)."""
    return a == b or crs_text(a) == crs_text(b)


def overlap(a: GeoBox, b: GeoBox) -> bool:
    """Whether two grids share ground."""
    # The smaller in the CRS of the larger: the whole Earth has no outline in a local projection.
    small, large = sorted((a, b), key=lambda g: math.prod(ground_pixel(g)) * math.prod(g.shape))
    outline = small.extent.to_crs(large.crs, resolution=edge_step(small)).geom
    if not np.isfinite(outline.bounds).all():
        return False
    area = large.extent.geom
    return bool(outline.intersects(area) and not outline.touches(area))


def edge_step(grid: GeoBox) -> float:
    """Spacing of points along the footprint's edges, so that curved edges stay inside the cover."""
    box = grid.extent.boundingbox
    return max(box.right - box.left, box.top - box.bottom) / 50


def _cover(grid: GeoBox, crs: CRS | None, resolution: float) -> GeoBox:
    """North-up grid of square pixels over the footprint of ``grid`` in ``crs``."""
    box = grid.extent.to_crs(crs, resolution=edge_step(grid)).boundingbox
    # Anchored at multiples of the resolution, so that two scenes of one place share a grid.
    left = math.floor(box.left / resolution + 1e-6) * resolution
    top = math.ceil(box.top / resolution - 1e-6) * resolution
    width = max(1, math.ceil((box.right - left) / resolution - 1e-6))
    height = max(1, math.ceil((top - box.bottom) / resolution - 1e-6))
    return GeoBox((height, width), Affine(resolution, 0, left, 0, -resolution, top), crs)
