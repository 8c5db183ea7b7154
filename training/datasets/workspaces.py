"""The chips of one or several workspaces, streamed from their rasters: nothing is exported.

Blocks that follow the files' tiling are decoded whole, and chips are cut from them. A pass shuffles the blocks and
lets each chip wait at random, for up to a window of so many bytes of blocks: what is read together is near, batches
are mixed, and memory stays flat. An area that fits into the window is shuffled whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray
from pyproj import Transformer

from ...core import grids
from ...core.errors import DataUnfit
from ...core.options import Option
from ...core.rasters import tile_cache
from ...core.workspace import Workspace
from .base import Dataset, DatasetKind, Images, Rows
from .chiplabels import LabelRaster, note_negative_classes, read_chip_labels
from .chipmasks import ChipMasks
from .scenes import BlockCache, BlockPixels, Scene, modality_of, require_alike

#: Bytes of blocks that chips are mixed over, unless ``memory`` says otherwise. The order hangs on it, and so a run
#: that is resumed elsewhere: it must not hang on the machine.
WINDOW = 256 * 2**20
#: What decoded blocks may take unless ``memory`` says: a share of what is free, at most so much.
_SHARE_OF_FREE, _MOST = 0.25, 2 * 2**30
#: What a window needs so that no block is read twice in a pass: between two chips of a block lies a window at most,
#: in which blocks of two windows may be asked for. And the blocks that come in while others go.
_ROOM, _SPARE = 2, 3
_MOST_THREADS = 8


class WorkspaceChips(Dataset):
    """Chips of the areas of workspaces, those with enough valid pixels, block by block.

    Parameters
    ----------
    workspaces: of the same sources, bands, scales and chip size.
    sources: names of those to learn from, each a modality; all by default.
    targets, rasters: what gives the tasks (see ``read_chip_labels``).
    need: ``all``: a chip counts where every source has the workspace's least share of valid pixels; ``any``:
        where one has.
    lenient: each band has a mask of its own: one with too few valid pixels is missing, and no reason against the
        chip.
    masks: path of a raster of classes that gives every pixel its class (see ``ChipMasks``).
    memory: bytes that decoded blocks may take.

    All blocks are read once to find the chips that count; ``notes`` tell how many do not. Raises DataUnfit,
    BandUnknown, the errors of rasters and of labels.
    """

    notes: tuple[str, ...] = ()
    _masks: ChipMasks | None = None

    def __init__(
        self,
        workspaces: Sequence[Workspace],
        *,
        sources: Sequence[str] = (),
        targets: Sequence[str] = (),
        rasters: Sequence[LabelRaster] = (),
        need: str = "all",
        lenient: bool = False,
        masks: str = "",
        memory: int | None = None,
    ) -> None:
        first = workspaces[0]
        chosen = first.select_sources(list(sources))
        self.modalities = {name: modality_of(first, name) for name in chosen}
        for other in workspaces[1:]:
            require_alike(self.modalities, first, other)
        more = f" and {len(workspaces) - 1} more" if len(workspaces) > 1 else ""
        self.name = f"Workspace {first.folder}{more}"
        self._need, self._lenient = need, lenient
        self.cache = BlockCache(memory or _free_memory())
        self._scenes = [Scene(w, chosen, lenient=lenient) for w in workspaces]
        self._sizes = [np.zeros(len(scene.windows), dtype=np.int64) for scene in self._scenes]
        self._present = self._select_chips()
        if masks:
            self._take_masks(masks)
        self._lay_out()
        self._set_window(memory)
        self.positions, self.projection = _positions(self._scenes)
        self.ground = self._scenes[0].grid.ground_size
        self.labels = read_chip_labels(self._scenes, targets, rasters)
        self.notes += note_negative_classes(self.labels, rasters)

    def _select_chips(self) -> dict[str, NDArray[np.bool_]]:
        """Keep the chips that count; which masks of them have enough valid pixels ``(n, masks)``, by modality."""
        present: dict[str, list[np.ndarray]] = {name: [] for name in self.modalities}
        area = sum(len(scene.ids) for scene in self._scenes)
        for number, scene in enumerate(self._scenes):
            least = scene.workspace.config.chips.min_valid
            shares = {name: self._shares(number, name) for name in self.modalities}
            # No pixel at all is no chip, however low the least share is set.
            enough = {name: (s >= least) & (s > 0) for name, s in shares.items()}
            judge = np.all if self._need == "all" else np.any
            counts = judge([e.any(axis=1) for e in enough.values()], axis=0)
            scene.keep(counts)
            for name, found in enough.items():
                present[name].append(found[counts])
        kept = sum(len(scene.ids) for scene in self._scenes)
        if kept == 0:
            raise self._no_chip()
        if kept < area:
            self.notes = (
                f"{area - kept} of {area} chips have too few valid pixels to learn from.",
            )
        return {name: np.concatenate(parts) for name, parts in present.items()}

    def _shares(self, number: int, modality: str) -> np.ndarray:
        """Share of valid pixels of all chips of a scene's area, float32 ``(n, masks)``."""
        scene, sizes = self._scenes[number], self._sizes[number]

        def share(block: int) -> np.ndarray:
            key = (number, block, modality)
            pixels = self.cache.get(key, lambda: scene.load(block, modality))
            sizes[block] += pixels.bytes
            return scene.shares(block, modality, pixels)

        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        with (
            tile_cache([scene.sources[modality]], max(scene.grid.size)),
            ThreadPoolExecutor(threads, thread_name_prefix="read") as pool,
        ):
            try:
                return np.concatenate(list(pool.map(share, range(len(scene.windows)))))
            finally:
                pool.shutdown(cancel_futures=True)  # of what is not begun when one fails

    def _no_chip(self) -> DataUnfit:
        least = min(scene.workspace.config.chips.min_valid for scene in self._scenes)
        which = "every one" if self._need == "all" else "any"
        return DataUnfit(
            f"{self.name}: no chip of the area has {least:.0%} valid pixels in {which} of its sources "
            f"({', '.join(self.modalities)}); check nodata values, move the area, or learn from fewer sources."
        )

    def _take_masks(self, path: str) -> None:
        self._masks = ChipMasks(self._scenes, path)
        self.mask_classes = self._masks.classes
        for number, sizes in enumerate(self._sizes):  # what a pass has to hold grows by them
            sizes += self._masks.bytes_of(number)

    def _lay_out(self) -> None:
        """Chips of all scenes in one row of arrays; blocks are numbered through."""
        scenes = self._scenes
        numbers = range(len(scenes))
        self._blocks = [(n, block) for n in numbers for block in range(len(scenes[n].windows))]
        self._block_bytes = np.concatenate(self._sizes)
        before = np.cumsum([0, *(len(scene.windows) for scene in scenes)])
        self._scene_of = np.repeat(numbers, [len(scene.ids) for scene in scenes])
        self._block_of = np.concatenate([scenes[n].block + before[n] for n in numbers])
        self._corners = np.concatenate([scene.corners for scene in scenes])
        self._ids = np.concatenate([scene.ids for scene in scenes])
        self._dtypes = {
            name: np.result_type(*(scene.dtypes[name] for scene in scenes))
            for name in self.modalities
        }

    def _set_window(self, memory: int | None) -> None:
        """How many bytes of blocks chips are mixed over: such that each block is read once a pass."""
        spare = _SPARE * int(self._block_bytes.max())
        if memory is None:
            self._window = WINDOW
            self.cache.budget = max(self.cache.budget, WINDOW * _ROOM + spare)
        else:
            self._window = max(memory - spare, memory // 2) // _ROOM

    # -- samples -------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._ids)

    def read(self, rows: Rows, modality: str) -> Images:
        rows = np.asarray(rows)
        what = self.modalities[modality]
        height, width = what.size
        present = self._present[modality][rows]
        values = np.empty((len(rows), len(what.bands), height, width), self._dtypes[modality])
        valid = np.ones((len(rows), height, width), dtype=bool)
        for block, places in _by_block(self._block_of[rows]):
            pixels = self._pixels(block, modality)
            for place in places:
                top, left = self._corners[rows[place]]
                window = np.s_[:, top : top + height, left : left + width]
                values[place] = pixels.values[window]
                if pixels.valid is not None:
                    masks = pixels.valid[window][present[place]]
                    valid[place] = masks.all(axis=0) if len(masks) else False
        return Images(
            values,
            None if valid.all() else valid,
            None if present.all() else np.broadcast_to(present, (len(rows), len(what.bands))),
        )

    def _pixels(self, block: int, modality: str) -> BlockPixels:
        number, within = self._blocks[block]
        key = (number, within, modality)
        return self.cache.get(key, lambda: self._scenes[number].load_alone(within, modality))

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        if self._masks is None:
            return super().read_masks(rows)
        rows = np.asarray(rows)
        height, width = next(iter(self.modalities.values())).size
        found = np.empty((len(rows), height, width), np.uint8)
        for block, places in _by_block(self._block_of[rows]):
            classes = self._mask(self._masks, block)
            for place in places:
                top, left = self._corners[rows[place]]
                found[place] = classes[top : top + height, left : left + width]
        return found

    def _mask(self, masks: ChipMasks, block: int) -> NDArray[Any]:
        number, within = self._blocks[block]
        return self.cache.get((number, within), lambda: masks.load(number, within)).values[0]

    def order(self, rows: Rows, rng: np.random.Generator) -> Rows:
        blocks, which = np.unique(self._block_of[rows], return_inverse=True)
        if self._block_bytes[blocks].sum() <= self._window:
            return rng.permutation(rows)
        shuffled = rng.permutation(len(blocks))
        before = np.empty(len(blocks))
        before[shuffled] = np.cumsum([0, *self._block_bytes[blocks[shuffled]][:-1]])
        # Of the blocks that some chip is due from, no two are further apart than the window.
        due = before[which] + self._window * rng.random(len(rows))
        return np.asarray(rows)[np.argsort(due, kind="stable")]

    def sample_name(self, row: int) -> str:
        return f"chip {self._ids[row]} of {self._scenes[self._scene_of[row]].name}"

    def fingerprint(self) -> dict[str, Any]:
        masks = {"masks": self._masks.fingerprint()} if self._masks is not None else {}
        return {
            **super().fingerprint(),
            **masks,
            "workspaces": [scene.fingerprint() for scene in self._scenes],
            "need": self._need,
            "lenient": self._lenient,
            "window": self._window,
        }


def _by_block(blocks: np.ndarray) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Each block, and the places where it stands."""
    order = np.argsort(blocks, kind="stable")
    starts = np.flatnonzero(np.diff(blocks[order], prepend=-1))
    for places in np.split(order, starts[1:]):
        if len(places):
            yield int(blocks[places[0]]), places


def _free_memory() -> int:
    """Bytes that decoded blocks may take on this machine."""
    return min(int(psutil.virtual_memory().available * _SHARE_OF_FREE), _MOST)


def _positions(scenes: Sequence[Scene]) -> tuple[NDArray[np.float64], str]:
    """Centres of chips in metres, of one projection for all scenes; and that projection."""
    grid = scenes[0].grid
    own = grids.local_projection(grid.geobox)
    if all(grids.local_projection(s.grid.geobox) == own for s in scenes):
        return np.concatenate([s.grid.metric_centres(s.ids) for s in scenes]), str(own.to_wkt())
    degrees = np.concatenate([grids.lon_lat(s.grid.centres(s.ids), s.grid.geobox) for s in scenes])
    lon, lat = degrees[0]
    # Finite for the whole Earth: what is far stays far.
    around = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +type=crs"
    to_metres = Transformer.from_crs("EPSG:4326", around, always_xy=True)
    return np.column_stack(to_metres.transform(degrees[:, 0], degrees[:, 1])), around


# -- the kind --------------------------------------------------------------------------------


def _recognise(folder: Path) -> bool:
    return (folder / "workspace.toml").is_file()


def _open(
    folder: Path,
    *,
    also: str,
    sources: str,
    target: str,
    rasters: str,
    need: str,
    lenient: bool,
    masks: str,
    memory: float | None,
) -> WorkspaceChips:
    return WorkspaceChips(
        # Absolute: rasters within are known by their paths, wherever a run is gone on with from.
        [
            Workspace.open(place.expanduser().absolute())
            for place in (folder, *map(Path, _names(also)))
        ],
        sources=_names(sources),
        targets=_names(target),
        rasters=[LabelRaster.parse(text) for text in _names(rasters)],
        need=need,
        lenient=lenient,
        masks=masks.strip(),
        memory=None if memory is None else int(memory * 2**20),
    )


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


KIND = DatasetKind(
    name="workspace",
    title="The chips of a workspace",
    paper="",
    licence="that of its imagery",
    layout="FOLDER/\n  workspace.toml   as eo-embed init makes it\n  labels.gpkg      where chips are labelled",
    recognise=_recognise,
    open=_open,
    options={
        "also": Option("", "folders of more workspaces with the same sources, separated by commas"),
        "sources": Option("", "sources to learn from, separated by commas; all of them unless given"),
        "target": Option("", "labels to learn from, separated by commas; all of them unless given"),
        "rasters": Option(
            "", "rasters that give labels, separated by commas: name=path, or name=path:mean, :share or :majority"
        ),
        "masks": Option("", "path of a raster of classes that gives every pixel its class, to segment by"),
        "need": Option("all", "whether a chip must be valid in all its sources or in any", ("all", "any")),
        "lenient": Option(False, "let chips lack bands: each band then has a mask of its own"),
        "memory": Option(
            None, "megabytes of imagery kept decoded; by default a quarter of what is free, 2048 at most",
            least=1, optional=True, kind=float,
        ),
    },
)  # fmt: skip
