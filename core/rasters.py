"""Rasters: named bands from one or many files, read on one reference grid.

A :class:`Source` is a modality (``s2``, ``s1``, ``dem`` …). Whatever its files look like, a read
gives pixels of the reference grid and one validity mask: files on the grid are read as they
are (flipped where they are south-up), others are warped block by block, with the resampling that
:func:`resampling_of` states. Values keep the files' dtype; ``scale`` and ``offset`` lead to physical
units and are applied later, on the device.
"""

from __future__ import annotations

import os
import re
import urllib.request
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox

from . import grids
from .bands import Band, Kind, is_naip, name_bands
from .errors import BandUnknown, RasterNoOverlap
from .rasterfiles import FileInfo, inspect, is_remote, open_raster
from .readers import FileReader, resampling_of

__all__ = [
    "Band",
    "FileInfo",
    "Kind",
    "Pixels",
    "Source",
    "describe_bands",
    "inspect",
    "is_remote",
    "open_raster",
    "reference_grid",
    "resampling_of",
    "tile_cache",
]

#: Bytes of decoded tiles that GDAL may keep while an area is read, at least and at most.
_LEAST_CACHE, _MOST_CACHE = 16 * 2**20, 256 * 2**20


class Pixels(NamedTuple):
    """``values (bands, height, width)`` as stored; ``valid (height, width)`` bool, None = all."""

    values: np.ndarray
    valid: np.ndarray | None


def describe_bands(
    name: str, paths: Sequence[str], band_names: Sequence[str] | None = None
) -> tuple[Band, ...]:
    """Bands of a source, in file order.

    ``name`` is the source's, which may tell the sensor; ``band_names``, where given, replace the
    names found, and where they name every band of the files, alpha is data too. Raises BandUnknown
    where their number does not fit or two bands share a name.
    """
    files = [inspect(path) for path in paths]
    every = band_names is not None and len(band_names) == sum(len(f.dtypes) for f in files)
    bands = [band for info in files for band in _bands_of(info, name, every)]
    if band_names is not None:
        if len(band_names) != len(bands):
            raise BandUnknown(
                f"Source {name} has {len(bands)} bands ({', '.join(b.name for b in bands)}) "
                f"but {len(band_names)} names were given ({', '.join(band_names)})."
            )
        bands = [replace(band, name=new) for band, new in zip(bands, band_names, strict=True)]
    found = [band.name for band in bands]
    if len(set(found)) < len(found):
        twice = sorted({b for b in found if found.count(b) > 1})
        raise BandUnknown(
            f"Source {name} has more than one band named {', '.join(twice)}; "
            f"name its {len(bands)} bands by hand with --bands {name}=…"
        )
    return tuple(bands)


def _bands_of(info: FileInfo, source: str, every: bool) -> list[Band]:
    """The bands of one file under the names found; ``every`` counts alpha among them."""
    count = len(info.dtypes)
    every = every or is_naip(info.path, count, info.dtypes[0], source)
    indices = list(range(1, count + 1)) if every else info.data_bands
    said = [info.descriptions[i - 1] for i in indices]
    names = name_bands(info.path, said, info.dtypes[0], source)
    # A value of its own is written down only where bands of one file differ in it.
    differ = len({str(value) for value in info.nodata}) > 1
    return [
        Band(
            name=name,
            path=info.path,
            index=i,
            kind="categorical" if info.palette else "continuous",
            scale=info.scales[i - 1],
            offset=info.offsets[i - 1],
            nodata=info.nodata[i - 1] if differ else None,
        )
        for i, name in zip(indices, names, strict=True)
    ]


def reference_grid(paths: Iterable[str], *, in_metres: bool = False) -> GeoBox:
    """The grid of the finest of some files, made north-up.

    With ``in_metres`` a geographic grid is replaced by a local projected one of square pixels.
    """
    finest = min((inspect(p).grid for p in paths), key=lambda g: np.prod(grids.ground_pixel(g)))
    grid = grids.north_up(finest)
    return grids.metric(grid) if in_metres else grid


@dataclass(frozen=True)
class Source:
    """Named bands on a reference grid. Reading is thread-safe: each read has handles of its own,
    kept for the next.

    Parameters
    ----------
    name: the modality's name.
    bands: in the order that models see them.
    grid: the reference grid; reads are in its pixels.
    """

    name: str
    bands: tuple[Band, ...]
    grid: GeoBox
    _idle: deque[list[FileReader]] = field(
        default_factory=deque, init=False, repr=False, compare=False
    )

    @property
    def band_names(self) -> tuple[str, ...]:
        return tuple(band.name for band in self.bands)

    @property
    def scale(self) -> np.ndarray:
        """float32 ``(bands,)``."""
        return np.array([band.scale for band in self.bands], dtype=np.float32)

    @property
    def offset(self) -> np.ndarray:
        """float32 ``(bands,)``."""
        return np.array([band.offset for band in self.bands], dtype=np.float32)

    @property
    def dtype(self) -> np.dtype:
        """The common dtype of the stored values."""
        with self._readers() as readers:
            return np.result_type(*(reader.dtype for reader in readers))

    @property
    def tile(self) -> tuple[int, int]:
        """Height and width of the files' own tiles, in pixels of the grid: what a block follows."""
        with self._readers() as readers:
            tiles = [reader.tile for reader in readers]
        return max(t[0] for t in tiles), max(t[1] for t in tiles)

    def describe(self) -> list[dict[str, Any]]:
        """For each file: its bands and how it is brought to the grid, JSON-able."""
        with self._readers() as readers:
            return [
                {"path": reader.path, "bands": [b.name for b in reader.bands], "read": reader.how}
                for reader in readers
            ]

    def fingerprint(self) -> list[dict[str, Any]]:
        """What identifies the pixels: every band with its file's size and modification time."""
        return [asdict(band) | _file_stamp(band.path) for band in self.bands]

    def check_overlap(self) -> None:
        """Raise RasterNoOverlap where a file shares no ground with the grid."""
        with self._readers() as readers:
            for reader in readers:
                if not grids.overlap(reader.own, self.grid):
                    raise RasterNoOverlap(
                        f"{reader.path} (source {self.name}) shares no ground with the reference grid "
                        f"({grids.crs_text(self.grid.crs)}, {_bounds(self.grid)}); "
                        "check its position and CRS."
                    )

    def read(self, y0: int, y1: int, x0: int, x1: int) -> Pixels:
        """Pixels of rows ``y0:y1`` and columns ``x0:x1`` of the grid.

        What lies beyond the grid or a file is invalid. A pixel is valid where every band is:
        neither nodata, nor NaN or infinite, nor masked, nor under a zero alpha. Invalid values are
        whatever was stored. Raises RasterUnreadable where a file breaks off.
        """
        with self._readers() as readers:
            dtype = np.result_type(*(reader.dtype for reader in readers))
            whole = np.zeros((len(self.bands), y1 - y0, x1 - x0), dtype=dtype)
            invalid = np.zeros(whole.shape[1:], dtype=bool)
            for reader in readers:
                reader.read_into(whole, invalid, y0, x0)
        return Pixels(whole, ~invalid if invalid.any() else None)

    def to_physical(self, values: np.ndarray) -> np.ndarray:
        """Stored values ``(…, bands, height, width)`` in physical units, float32."""
        shape = (-1, 1, 1)
        return values.astype(np.float32) * self.scale.reshape(shape) + self.offset.reshape(shape)

    def close(self) -> None:
        """Close the handles that no thread is reading with; a later read opens new ones."""
        with suppress(IndexError):
            while True:
                for reader in self._idle.pop():
                    reader.close()

    @contextmanager
    def _readers(self) -> Iterator[list[FileReader]]:
        """One handle on each file, for the caller alone until it is done."""
        try:
            readers = self._idle.pop()
        except IndexError:
            readers = [FileReader(*group, self.grid) for group in _groups(self.bands)]
        try:
            yield readers
        finally:
            self._idle.append(readers)


@contextmanager
def tile_cache(sources: Sequence[Source], overlap: int) -> Iterator[None]:
    """While an area is read block by block, GDAL keeps a row of decoded tiles and no more.

    Blocks reach ``overlap`` pixels into the next row of tiles; with that row kept, each tile is decoded
    once. GDAL's own limit is a twentieth of the memory, which an area of any size would fill.
    """
    need = sum(
        source.grid.shape[1]
        * (source.tile[0] + overlap)
        * source.dtype.itemsize
        * len(source.bands)
        for source in sources
    )
    with rasterio.Env(GDAL_CACHEMAX=min(max(need, _LEAST_CACHE), _MOST_CACHE)):
        yield


def _groups(bands: Sequence[Band]) -> list[tuple[list[Band], list[int]]]:
    """Bands that one handle can read, with their places in the source: of one file and treatment."""
    groups: dict[tuple[str, ...], tuple[list[Band], list[int]]] = {}
    for slot, band in enumerate(bands):
        group = groups.setdefault((band.path, band.kind, str(band.nodata)), ([], []))
        group[0].append(band)
        group[1].append(slot)
    return list(groups.values())


def _file_stamp(path: str) -> dict[str, Any]:
    """What tells whether a file has changed: of the file that holds it, for a sub-dataset or an archive's
    member; as the server says, for a remote one; nothing where neither can be known."""
    if url := re.search(r"https?://[^\s\"]+", path):
        return _remote_stamp(url[0])
    candidates = [path, *re.findall(r'"([^"]+)"', path)]
    inner = path.removeprefix("/vsizip/").removeprefix("/vsitar/").removeprefix("/vsigzip/")
    candidates += [inner, *(str(parent) for parent in PurePosixPath(inner).parents)]
    for candidate in candidates:
        if os.path.isfile(candidate):
            stat = os.stat(candidate)
            return {"bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns}
    return {}


def _remote_stamp(url: str) -> dict[str, Any]:
    request = urllib.request.Request(url, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # nosec B310 # http(s) alone
            heads = ("ETag", "Last-Modified", "Content-Length")
            return {head: answer.headers[head] for head in heads if answer.headers[head]}
    except (OSError, ValueError):  # reading will tell what is wrong, or need no stamp
        return {}


def _bounds(grid: GeoBox) -> str:
    box = grid.extent.boundingbox
    return ", ".join(f"{v:.6g}" for v in (box.left, box.bottom, box.right, box.top))
