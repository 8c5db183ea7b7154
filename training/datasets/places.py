"""Where samples lie: centres of georeferenced images, and points of the Earth, in metres of one projected CRS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyproj import Transformer

from ...core.grids import local_projection
from .files import open_tiff

#: Headers read at once; opening a file waits for the disk more than it computes.
_THREADS = 8
#: Degrees by which the box of points is widened, so that one point has a box too.
_MARGIN = 0.01

#: Easting, northing and the CRS as text.
_Centre = tuple[float, float, str]


def project(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Points in degrees (WGS 84) as ``(n, 2)`` metres.

    In the UTM zone of their middle, or in a Lambert azimuthal equal-area projection around it where they lie further
    apart than a zone is wide: distances between neighbours hold there, those across continents do not.
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    box = (
        max(lon.min() - _MARGIN, -180.0),
        max(lat.min() - _MARGIN, -90.0),
        min(lon.max() + _MARGIN, 180.0),
        min(lat.max() + _MARGIN, 90.0),
    )
    target = local_projection(GeoBox.from_bbox(box, crs="EPSG:4326", shape=(2, 2)))
    return np.stack(
        Transformer.from_crs("EPSG:4326", target.proj, always_xy=True).transform(lon, lat), axis=1
    )


def to_metres(centres: Sequence[_Centre]) -> NDArray[np.float64]:
    """Points in several CRS as ``(n, 2)`` metres of one: their own where they share it and it is in metres."""
    xy = np.array([(x, y) for x, y, _ in centres], np.float64)
    names = np.array([name for _, _, name in centres])
    if len(set(names)) == 1 and _in_metres(CRS(str(names[0]))):
        return xy
    for name in set(names):
        mine = names == name
        to_degrees = Transformer.from_crs(CRS(str(name)).proj, "EPSG:4326", always_xy=True)
        xy[mine] = np.stack(to_degrees.transform(*xy[mine].T), axis=1)
    return project(*xy.T)


def centres_of(paths: Iterable[Path]) -> NDArray[np.float64] | None:
    """Centres of images ``(n, 2)`` in metres of one projected CRS; None where one of them says not where it lies.

    Reads every header; the first tells mostly whether it is worth the while. Raises DataMissing, RasterUnreadable.
    """
    paths = list(paths)
    if not paths or _centre(paths[0]) is None:
        return None
    with ThreadPoolExecutor(_THREADS) as pool:
        found = [centre for centre in pool.map(_centre, paths) if centre is not None]
    return to_metres(found) if len(found) == len(paths) else None


def _centre(path: Path) -> _Centre | None:
    with open_tiff(path) as data:
        if data.crs is None or data.transform.is_identity:
            return None
        x, y = data.transform * (data.width / 2, data.height / 2)
        return x, y, str(data.crs.to_wkt())


def _in_metres(crs: CRS) -> bool:
    return bool(crs.projected) and all(
        axis.unit_conversion_factor == 1.0 for axis in crs.proj.axis_info[:2]
    )
