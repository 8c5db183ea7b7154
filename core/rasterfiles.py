"""Raster files: opening them, local or remote, and what their headers say."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass

import rasterio
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from rasterio.windows import Window

from .errors import RasterMissing, RasterNoCRS, RasterUnreadable

_REMOTE = re.compile(r"://|/vsi(curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs)")
#: URLs as GDAL names them.
_SCHEMES = (
    (re.compile(r"(?=(https?|ftp)://)"), "/vsicurl/"),
    (re.compile(r"s3://"), "/vsis3/"),
    (re.compile(r"gs://"), "/vsigs/"),
    (re.compile(r"az://"), "/vsiaz/"),
)
#: ``NETCDF:file:variable`` and the like; one letter is a Windows drive.
_CONNECTION = re.compile(r"/vsi|[A-Za-z]\w+:")


@dataclass(frozen=True)
class FileInfo:
    """What a raster file says of itself; one entry per band where it is a tuple."""

    path: str
    grid: GeoBox
    dtypes: tuple[str, ...]
    descriptions: tuple[str | None, ...]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    nodata: tuple[float | None, ...]
    alpha: int | None
    palette: bool

    @property
    def data_bands(self) -> list[int]:
        """1-based indices of the bands that carry data (alpha is validity)."""
        return [i for i in range(1, len(self.dtypes) + 1) if i != self.alpha]


def is_remote(path: str) -> bool:
    """True for URLs and for GDAL's network file systems."""
    return _REMOTE.search(path) is not None


def gdal_name(path: str) -> str:
    """A path as GDAL names it: ``https://…`` -> ``/vsicurl/https://…``, ``s3://…`` -> ``/vsis3/…``."""
    for scheme, prefix in _SCHEMES:
        if scheme.match(path):
            return scheme.sub(prefix, path, count=1)
    return path


def gdal_env(path: str) -> rasterio.Env:
    """GDAL settings for one file: remote folders are not listed, requests are merged and retried.

    Inside it GDAL's warnings go to Python's logging (``rasterio._env``), outside to stderr.
    """
    if not is_remote(path):
        return rasterio.Env()
    return rasterio.Env(
        GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR",
        GDAL_HTTP_MERGE_CONSECUTIVE_RANGES="YES",
        GDAL_HTTP_MAX_RETRY=3,
        GDAL_HTTP_RETRY_DELAY=1,
        GDAL_HTTP_TIMEOUT=60,
        VSI_CACHE=True,
    )


def open_raster(path: str) -> rasterio.DatasetReader:
    """Open a raster for reading.

    Raises RasterMissing where there is no such file, RasterUnreadable where GDAL cannot open it.
    """
    if not os.path.exists(path) and not is_remote(path) and not _CONNECTION.match(path):
        raise RasterMissing(f"There is no raster at {path}; check the path.")
    if os.path.isfile(path) and os.path.getsize(path) == 0:
        raise RasterUnreadable(f"{path} is empty (0 bytes); copy or download it again.")
    try:
        with gdal_env(path):
            return rasterio.open(gdal_name(path))
    except rasterio.errors.RasterioIOError as error:
        raise RasterUnreadable(
            f"{path} cannot be opened as a raster: {one_line(error)}."
        ) from error


def inspect(path: str) -> FileInfo:
    """Read a file's header, and its first and last pixel, which a truncated file does not have.

    Raises RasterMissing, RasterUnreadable, and RasterNoCRS where the file has no CRS.
    """
    with warnings.catch_warnings(), gdal_env(path):
        # No CRS is an error of its own below.
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with open_raster(path) as data:
            _check(path, data)
            alpha = alpha_band(data)
            return FileInfo(
                path=path,
                grid=own_grid(data),
                dtypes=tuple(data.dtypes),
                descriptions=tuple(
                    said or (colour.name if colour.name in ("red", "green", "blue") else None)
                    for said, colour in zip(data.descriptions, data.colorinterp, strict=True)
                ),
                scales=tuple(data.scales),
                offsets=tuple(data.offsets),
                nodata=tuple(data.nodatavals),
                alpha=alpha,
                palette=data.colorinterp[0].name == "palette",
            )


def own_grid(data: rasterio.DatasetReader) -> GeoBox:
    """The pixel grid of an open raster. Raises RasterNoCRS where it has no CRS of the Earth."""
    crs = CRS(data.crs.to_wkt()) if data.crs else None
    if crs is None or not (crs.projected or crs.geographic):
        raise RasterNoCRS(
            f"{data.name} has no coordinate reference system; give it one "
            "(in QGIS: Assign Projection), then try again."
        )
    return GeoBox(data.shape, data.transform, crs)


def alpha_band(data: rasterio.DatasetReader) -> int | None:
    """1-based index of the alpha band."""
    found = [i for i, colour in enumerate(data.colorinterp, start=1) if colour.name == "alpha"]
    return found[-1] if found else None


def one_line(error: BaseException) -> str:
    """The deepest cause in one line."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split()).rstrip(".")


def _check(path: str, data: rasterio.DatasetReader) -> None:
    """Refuse what cannot be read as bands of numbers."""
    if data.count == 0:
        raise RasterUnreadable(
            f"{path} holds {len(data.subdatasets)} sub-datasets and no band of its own; name one, "
            f"such as {data.subdatasets[0] if data.subdatasets else 'NETCDF:file:variable'}."
        )
    if any("complex" in dtype for dtype in data.dtypes):
        raise RasterUnreadable(
            f"{path} holds complex numbers; convert it to amplitude or intensity first."
        )
    try:
        for band, x, y in ((1, 0, 0), (data.count, data.width - 1, data.height - 1)):
            data.read(band, window=Window(x, y, 1, 1))
    except rasterio.errors.RasterioIOError as error:
        raise RasterUnreadable(
            f"{path} is damaged or truncated: {one_line(error)}; copy or download it again."
        ) from error
