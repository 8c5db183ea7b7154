"""One file brought to a grid: read in place where its pixels are the grid's, else warped.

Nodata values, NaN and infinity, mask bands and alpha become one mask, in place and under a warp.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape  # nosec B406 # parses nothing

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.enums import MaskFlags, Resampling
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from . import grids
from .bands import Band, Kind
from .errors import BandUnknown, RasterUnreadable
from .rasterfiles import alpha_band, gdal_env, gdal_name, is_remote, one_line, open_raster, own_grid

#: A file counts as lying on the grid when no pixel is off by more than this share of a pixel.
_ON_GRID = 0.02
#: A file is downsampled when the grid's pixel is this many times its own.
_COARSER = 1.5
#: GDAL interpolates positions between points along a row; it may be off by this share of a pixel. Its
#: default of 1/8 makes a pixel's value depend on the window it is read in; this costs no time.
_TOLERANCE = 1e-3
#: Tiles that a warped file is read by: it has none of its own on the grid.
_WARP_TILE = (512, 512)


def resampling_of(kind: Kind, grid_pixel: float, file_pixel: float) -> Resampling:
    """How a file is brought to the grid: bilinear, or the mean of what a coarser pixel covers;
    for classes the nearest, or the most frequent."""
    coarser = grid_pixel > _COARSER * file_pixel
    if kind == "categorical":
        return Resampling.mode if coarser else Resampling.nearest
    return Resampling.average if coarser else Resampling.bilinear


class FileReader:
    """A handle on one file, placed on the grid; for one thread at a time.

    Parameters
    ----------
    bands: of this file, of one kind and one nodata value.
    slots: where each goes among the bands of the source.
    """

    def __init__(self, bands: Sequence[Band], slots: Sequence[int], grid: GeoBox) -> None:
        self.path, self.bands, self.slots, self.grid = bands[0].path, bands, list(slots), grid
        with gdal_env(self.path):
            self._file = self._data = open_raster(self.path)
            self._indexes = [band.index for band in bands]
            if max(self._indexes) > self._file.count:
                raise BandUnknown(
                    f"{self.path} has {self._file.count} bands; there is no band {max(self._indexes)}."
                )
            self.own = own_grid(self._file)
            dtypes = {self._file.dtypes[i - 1] for i in self._indexes}
            self.dtype = np.dtype(np.result_type(*dtypes))
            self._nodata = self._find_nodata()
            alpha = alpha_band(self._file)
            self._alpha = None if alpha in self._indexes else alpha  # what is asked for is data
            self._masked = MaskFlags.per_dataset in self._file.mask_flag_enums[0] and not alpha
            self._place = _place_on(grid, self.own)
            self.how = "in place"
            if self._place is None or len(dtypes) > 1:
                self._stack()
            if self._place is None:
                self._warp()
        # Slots that follow each other take GDAL's pixels without a copy.
        follow = self.slots == list(range(self.slots[0], self.slots[0] + len(self.slots)))
        self._slice = slice(self.slots[0], self.slots[-1] + 1) if follow else None

    @property
    def tile(self) -> tuple[int, int]:
        """Height and width of the file's own tiles, or a fair window for a warp, in pixels."""
        if self._place is None:
            return _WARP_TILE
        height, width = self._file.block_shapes[self._indexes[0] - 1]
        return height, width

    def read_into(self, whole: np.ndarray, invalid: np.ndarray, y0: int, x0: int) -> None:
        """Read this file's bands into their slots of ``whole (bands, height, width)``, whose corner is
        row y0 and column x0 of the grid, and mark in ``invalid (height, width)`` what has no value.

        Raises RasterUnreadable.
        """
        height, width = invalid.shape
        place = self._place or _Place(0, 0, False, False)
        top, bottom = place.rows(y0, y0 + height)
        left, right = place.cols(x0, x0 + width)
        rows = slice(max(top, 0), min(bottom, self._data.height))
        cols = slice(max(left, 0), min(right, self._data.width))
        if rows.start >= rows.stop or cols.start >= cols.stop:
            invalid[:] = True
            return
        complete = rows == slice(top, bottom) and cols == slice(left, right)
        flipped = place.flip_y or place.flip_x
        if complete and not flipped and self._slice is not None and whole.dtype == self.dtype:
            _, bad = self._load(rows, cols, whole[self._slice])
            if bad is not None:
                invalid |= bad
            return
        values, bad = self._load(rows, cols, None)
        part = (
            slice(rows.start - top, rows.stop - top),
            slice(cols.start - left, cols.stop - left),
        )
        flip = np.s_[..., :: -1 if place.flip_y else 1, :: -1 if place.flip_x else 1]
        placed = np.zeros((len(self.slots), height, width), dtype=values.dtype)
        placed[(slice(None), *part)] = values
        outside = np.ones_like(invalid)
        outside[part] = False if bad is None else bad
        whole[self.slots] = placed[flip]
        invalid |= outside[flip]

    def close(self) -> None:
        if self._data is not self._file:
            self._data.close()
        self._file.close()

    def _find_nodata(self) -> float | None:
        """The value that stands for none, where the dtype can hold it. Floats have NaN at least."""
        said = self.bands[0].nodata
        value = self._file.nodatavals[self._indexes[0] - 1] if said is None else said
        if self.dtype.kind == "f":
            return np.nan if value is None else value
        if value is None or not float(value).is_integer():
            return None
        limits = np.iinfo(self.dtype)
        return value if limits.min <= value <= limits.max else None

    def _stack(self) -> None:
        """Read through a virtual file of the bands wanted, in one dtype, and their validity as alpha.

        A warp then resamples no other band, and sees mask, alpha and nodata all at once.
        """
        sources = [str(index) for index in self._indexes]
        if self._alpha or self._masked:
            sources.append(str(self._alpha or "mask,1"))
            self._alpha, self._masked = len(sources), False
        self._indexes = list(range(1, len(self._indexes) + 1))
        self._data = rasterio.open(_virtual_file(self._file, self.path, sources, self))

    def _warp(self) -> None:
        pixel, own = (float(np.sqrt(np.prod(grids.ground_pixel(g)))) for g in (self.grid, self.own))
        method = resampling_of(self.bands[0].kind, pixel, own)
        self.how = f"warped from {grids.crs_text(self.own.crs)}, {method.name} resampling"
        height, width = self.grid.shape
        # Without a nodata value only alpha can tell where the file ends.
        add_alpha = self._nodata is None and self._alpha is None
        self._data = WarpedVRT(
            self._data,
            crs=grids.crs_text(self.grid.crs),
            transform=self.grid.affine,
            height=height,
            width=width,
            resampling=method,
            tolerance=_TOLERANCE,
            src_nodata=self._nodata,
            nodata=self._nodata,
            add_alpha=add_alpha,
            UNIFIED_SRC_NODATA="NO",  # each band by itself
            # Plain kernels. GDAL else widens them by a ratio that it takes from each window's shape,
            # which blurs rotated files and makes a pixel's value depend on the window.
            XSCALE=1,
            YSCALE=1,
        )
        if add_alpha:
            self._alpha = len(self._indexes) + 1

    def _load(
        self, rows: slice, cols: slice, out: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Stored values of a window that lies inside the file, and where they are invalid."""
        window = Window.from_slices(rows, cols)
        try:
            with gdal_env(self.path):
                values = self._data.read(self._indexes, window=window, out=out)
                return values, self._invalid(values, window)
        except rasterio.errors.RasterioIOError as error:
            raise RasterUnreadable(
                f"{self.path} cannot be read at rows {rows.start}-{rows.stop}, columns "
                f"{cols.start}-{cols.stop}: {one_line(error)}; the file is damaged or out of reach."
            ) from error

    def _invalid(self, values: np.ndarray, window: Window) -> np.ndarray | None:
        """Where any band has no value, ``(height, width)``, or None where every pixel has."""
        bad = np.zeros(values.shape[1:], dtype=bool)
        nodata = self._nodata
        for band in values:
            if values.dtype.kind == "f":
                bad |= ~np.isfinite(band)
            if nodata is not None and np.isfinite(nodata):
                bad |= band == values.dtype.type(nodata)
        if self._alpha:
            bad |= self._data.read(self._alpha, window=window) == 0
        elif self._masked:
            bad |= self._data.read_masks(1, window=window) == 0
        return bad if bad.any() else None


def _virtual_file(
    file: rasterio.DatasetReader, path: str, sources: Sequence[str], reader: FileReader
) -> str:
    """GDAL's XML for a file of these bands (``mask,1`` is the mask's); the last is alpha where the
    reader has one."""
    name = gdal_name(path)
    if not is_remote(path) and os.path.exists(path):
        name = os.path.abspath(path)
    kinds = rasterio.dtypes.typename_fwd[rasterio.dtypes.dtype_rev[reader.dtype.name]]
    bands = []
    for number, source in enumerate(sources, start=1):
        alpha = number == reader._alpha
        bands.append(
            f'<VRTRasterBand dataType="{"Byte" if alpha else kinds}" band="{number}">'
            f"{'<ColorInterp>Alpha</ColorInterp>' if alpha else ''}"
            # Not shared: two readers made by one thread may be read by two.
            f'<SimpleSource><SourceFilename shared="0">{escape(name)}</SourceFilename>'
            f"<SourceBand>{source}</SourceBand></SimpleSource></VRTRasterBand>"
        )
    return (
        f'<VRTDataset rasterXSize="{file.width}" rasterYSize="{file.height}">'
        f"<SRS>{escape(file.crs.to_wkt())}</SRS>"
        f"<GeoTransform>{', '.join(map(repr, file.transform.to_gdal()))}</GeoTransform>"
        f"{''.join(bands)}</VRTDataset>"
    )


class _Place(NamedTuple):
    """Where grid pixels lie in a file on the same pixels: whole offsets, perhaps flipped."""

    y: int
    x: int
    flip_y: bool
    flip_x: bool

    def rows(self, y0: int, y1: int) -> tuple[int, int]:
        return (self.y - y1, self.y - y0) if self.flip_y else (y0 + self.y, y1 + self.y)

    def cols(self, x0: int, x1: int) -> tuple[int, int]:
        return (self.x - x1, self.x - x0) if self.flip_x else (x0 + self.x, x1 + self.x)


def _place_on(grid: GeoBox, own: GeoBox) -> _Place | None:
    """How a file lies on the grid's pixels, or None where it must be warped."""
    if not grids.same_crs(grid.crs, own.crs):
        return None
    to_file = ~own.affine * grid.affine
    height, width = grid.shape
    drift = max(
        abs(abs(to_file.a) - 1) * width,
        abs(abs(to_file.e) - 1) * height,
        abs(to_file.b) * height,
        abs(to_file.d) * width,
        abs(to_file.c - round(to_file.c)),
        abs(to_file.f - round(to_file.f)),
    )
    if drift > _ON_GRID:
        return None
    return _Place(round(to_file.f), round(to_file.c), to_file.e < 0, to_file.a < 0)
