"""The chips of one workspace, read by whole blocks that follow the files' tiling; decoded blocks are kept a while."""

from __future__ import annotations

import hashlib
import math
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import rasterio

from ...core import grids
from ...core.bands import LANDSAT_OLI, LANDSAT_TM, NAIP, SENTINEL2, sensor_name
from ...core.embed import valid_share
from ...core.errors import DataUnfit
from ...core.rasters import Source
from ...core.workspace import Workspace
from .base import Modality

#: Bytes of decoded tiles that GDAL keeps while blocks are read here and there: those of the block in hand.
_TILES = 16 * 2**20


class BlockPixels(NamedTuple):
    """``values (bands, h, w)`` as stored; ``valid`` bool ``(masks, h, w)``, one mask for all bands or one a band,
    None where every pixel of every band is."""

    values: np.ndarray
    valid: np.ndarray | None

    @property
    def bytes(self) -> int:
        return self.values.nbytes + (0 if self.valid is None else self.valid.nbytes)


class BlockCache:
    """Decoded blocks, those used last, within a budget of bytes; for many threads.

    A block is read once, however many threads ask for it meanwhile. The one read last is kept whatever its size.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._held: OrderedDict[Hashable, Future[BlockPixels]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        """Held now."""
        return self._bytes

    def get(self, key: Hashable, read: Callable[[], BlockPixels]) -> BlockPixels:
        """The block of a key, by ``read`` where it is not held. Raises what ``read`` does."""
        with self._lock:
            known = self._held.get(key)
            if known is not None:
                self._held.move_to_end(key)
            else:
                mine = self._held[key] = Future()
        if known is not None:
            return known.result()
        try:
            pixels = read()
        except BaseException as error:
            with self._lock:
                del self._held[key]
            mine.set_exception(error)  # to those who wait for it
            raise
        mine.set_result(pixels)
        with self._lock:
            self._bytes += pixels.bytes
            self._make_room(key)
        return pixels

    def _make_room(self, last: Hashable) -> None:
        for key in list(self._held):
            if self._bytes <= self.budget:
                return
            if key != last and self._held[key].done():
                self._bytes -= self._held.pop(key).result().bytes


class Scene:
    """One workspace's sources, cut into blocks.

    Parameters
    ----------
    sources: names of those read.
    lenient: each band has a mask of its own, in place of one for all bands of a source.

    ``ids`` are the chips of the area block by block, int64 ``(n,)``, and ``block`` which block each is of.
    """

    def __init__(self, workspace: Workspace, sources: Sequence[str], *, lenient: bool) -> None:
        self.workspace, self.grid = workspace, workspace.grid
        self.name = workspace.folder.resolve().name
        self.sources = {name: workspace.source(name) for name in sources}
        self._layers: dict[str, list[Source]] = {
            name: [Source(name, (band,), source.grid) for band in source.bands]
            if lenient
            else [source]
            for name, source in self.sources.items()
        }
        self.dtypes = {name: source.dtype for name, source in self.sources.items()}
        tiles = [source.tile for source in self.sources.values()]
        pixel = [self.dtypes[n].itemsize * len(s.bands) for n, s in self.sources.items()]
        shape = self.grid.block_shape(
            (max(t[0] for t in tiles), max(t[1] for t in tiles)), max(pixel)
        )
        found = [ids for b in self.grid.blocks_of(shape) if len(ids := self.grid.select_in(b))]
        found = found or [self.grid.select()]  # which says that there is none
        self.windows = [self.grid.window(ids) for ids in found]
        self.ids = np.concatenate(found)
        lengths = [len(ids) for ids in found]
        self.block = np.repeat(np.arange(len(found)), lengths)
        self._first = np.cumsum([0, *lengths])
        rows, cols = self.grid.rows_cols(self.ids)
        corners = np.array([(y0, x0) for y0, _, x0, _ in self.windows], np.int64)
        #: Corners of chips within their block, ``(n, 2)`` pixels.
        self.corners = np.column_stack([rows, cols]) * self.grid.stride - corners[self.block]

    def keep(self, counts: np.ndarray) -> None:
        """Leave chips out, by a mask ``(n,)`` of those that count."""
        self.ids, self.block, self.corners = (
            each[counts] for each in (self.ids, self.block, self.corners)
        )

    def load(self, block: int, source: str) -> BlockPixels:
        """Decode a block of a source."""
        parts = [layer.read(*self.windows[block]) for layer in self._layers[source]]
        masks = [part.valid for part in parts]
        values = parts[0].values if len(parts) == 1 else np.concatenate([p.values for p in parts])
        if all(mask is None for mask in masks):
            return BlockPixels(values, None)
        every = np.ones(values.shape[1:], dtype=bool)
        return BlockPixels(values, np.stack([every if mask is None else mask for mask in masks]))

    def load_alone(self, block: int, source: str) -> BlockPixels:
        """As ``load``, for blocks in no order, whose neighbours' tiles are not worth keeping."""
        with rasterio.Env(GDAL_CACHEMAX=_TILES):
            return self.load(block, source)

    def shares(self, block: int, source: str, pixels: BlockPixels) -> np.ndarray:
        """Share of valid pixels of each of a block's chips, before any is left out; float32 ``(n, masks)``."""
        tops, lefts = self.corners[self._first[block] : self._first[block + 1]].T
        masks = len(self._layers[source])
        if pixels.valid is None:
            return np.ones((len(tops), masks), np.float32)
        return np.column_stack(
            [valid_share(mask, tops, lefts, self.grid.size) for mask in pixels.valid]
        )

    def fingerprint(self) -> dict[str, Any]:
        """What identifies its pixels and its chips, JSON-able."""
        return {
            "sources": {name: source.fingerprint() for name, source in self.sources.items()},
            "grid": self.grid.signature(),
            "chips": hashlib.sha256(np.sort(self.ids).tobytes()).hexdigest(),
        }


# -- what a source is ------------------------------------------------------------------------

_SAR_BANDS = {"vv", "vh", "hh", "hv"}
_SAR_SOURCE = re.compile(
    r"(s1[abcd]?|sentinel[-_ ]?1[abcd]?|(in)?sar|palsar|alos|nisar)(?![a-z0-9])", re.IGNORECASE
)
_OPTICAL_SOURCE = re.compile(r"(landsat|naip|planet|ortho|aerial|rgb)", re.IGNORECASE)
_OPTICAL_BANDS = {*SENTINEL2.values(), *LANDSAT_OLI.values(), *LANDSAT_TM.values(), *NAIP}


def guess_sensor(source: str, bands: Sequence[str]) -> str:
    """``optical``, ``sar`` or ``other``, by the names of a source and its bands."""
    words = {word for band in bands for word in re.split(r"[^a-z0-9]+", band.lower())}
    if words & _SAR_BANDS or _SAR_SOURCE.match(source):
        return "sar"
    by_source = _OPTICAL_SOURCE.match(source) or sensor_name("", source)
    return "optical" if by_source or words & _OPTICAL_BANDS else "other"


def modality_of(workspace: Workspace, name: str) -> Modality:
    """What a source of a workspace is as a modality. Raises BandUnknown where there is no such source."""
    source = workspace.source(name)
    scaled = any((b.scale, b.offset) != (1, 0) for b in source.bands)
    return Modality(
        name=name,
        bands=source.band_names,
        size=workspace.config.chips.size,
        sensor=guess_sensor(name, source.band_names),
        scale=tuple(band.scale for band in source.bands),
        offset=tuple(band.offset for band in source.bands),
        units="as scaled by the workspace" if scaled else "as stored",
        gsd=round(math.sqrt(math.prod(grids.ground_pixel(workspace.geobox))), 3),
    )


def require_alike(modalities: dict[str, Modality], first: Workspace, other: Workspace) -> None:
    """Raises DataUnfit where a workspace's chips cannot stand beside the first's."""
    for name, one in modalities.items():
        if name not in other.source_names:
            raise DataUnfit(
                f"{other.folder} has no source {name}, which {first.folder} has; name the sources alike, or choose "
                "those that both have."
            )
        two = modality_of(other, name)
        for what, mine, its in (
            ("bands", one.bands, two.bands),
            ("chips (pixels)", one.size, two.size),
            ("scales", one.scale, two.scale),
            ("offsets", one.offset, two.offset),
        ):
            if mine != its:
                told = [", ".join(map(str, each)) for each in (mine, its)]
                raise DataUnfit(
                    f"Source {name} has the {what} {told[0]} in {first.folder} and {told[1]} in {other.folder}; make "
                    "them alike, or train on each by itself."
                )
