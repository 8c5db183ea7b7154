"""The open workspace in memory: read once, and read again where something changed it on disk.

Everything here is asked from several lanes at once. Another program, or another worker, may change the workspace
at any time: each question first looks whether files are those that were read. Labels are not kept: reading
them takes a millisecond, and nobody has to tell who wrote them.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from .. import pipeline
from ..errors import WorkspaceMissing
from ..pipeline import Features, Searchable
from ..pipeline.embeddings import stores_in_use
from ..thumbnails import Stretch, scene_stretch
from ..workspace import Workspace
from .livenames import LiveNames

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """One thing that is kept for as long as its stamp stays the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: Any = None
        self._kept: Kept | None = None

    def get(self, stamp: Any, make: Callable[[], Kept]) -> Kept:
        """What is kept, or what ``make`` gives now; who asks meanwhile waits for it."""
        with self._lock:
            if self._kept is None or self._stamp != stamp:
                self._kept = None  # first, so that there is never room needed for two
                self._kept = make()
                self._stamp = stamp
            return self._kept

    def forget(self) -> None:
        with self._lock:
            self._kept = None


class OpenWorkspace:
    """A workspace and what is kept of it in memory."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).absolute()
        self.live_names = LiveNames(self.folder / "live")
        self._workspace: Memory[Workspace] = Memory()
        self._area: Memory[np.ndarray] = Memory()
        self._features: Memory[Features] = Memory()
        self._searchable: Memory[Searchable] = Memory()
        self._stretch: Memory[dict[Any, Stretch]] = Memory()
        self._embedded: dict[str, Memory[pipeline.EmbeddingStatus | None]] = {}

    @property
    def workspace(self) -> Workspace:
        """As it is on disk now, the caller's own: what is kept is never changed, so that no other lane sees a
        configuration and a grid that do not belong together. Raises the errors of opening one."""
        files = (self.folder / "workspace.toml", *sorted(self.folder.glob("aoi*.gpkg")))
        return copy.copy(self._workspace.get(list(map(_stamp, files)), self._read))

    def _read(self) -> Workspace:
        workspace = Workspace.open(self.folder)
        workspace.grid  # noqa: B018 -- copies then share it
        return workspace

    @property
    def area(self) -> np.ndarray:
        """Ids of the chips in the area of interest, ascending. Raises NoChips, the errors of areas."""
        workspace = self.workspace
        return self._area.get(_area_stamp(workspace), workspace.grid.select)

    def features(self, sources: Sequence[str] | None = None) -> Features:
        """Embeddings in use of some sources, or all. Raises EmbeddingsMissing, ShardCorrupt."""
        workspace = self.workspace
        stamp = _features_stamp(workspace, sources)
        return self._features.get(stamp, lambda: pipeline.features(workspace, sources))

    def searchable(self, sources: Sequence[str] | None = None) -> Searchable:
        """The same, ready to be searched for chips that are alike."""
        stamp = _features_stamp(self.workspace, sources)
        return self._searchable.get(stamp, lambda: pipeline.searchable(self.features(sources)))

    def embedded(self, source: str) -> pipeline.EmbeddingStatus | None:
        """How far a source is embedded."""
        workspace = self.workspace
        key = workspace.source_config(source).embeddings
        if not key:
            return None
        files = [_stamp(Path(band.path)) for band in workspace.source(source).bands]
        stamp = _area_stamp(workspace), _store_stamp(workspace.store_path(key)), files
        memory = self._embedded.setdefault(source, Memory())
        return memory.get(stamp, lambda: pipeline.embedding_status(workspace, source, self.area))

    def stretch(self, source: str, bands: Sequence[str]) -> Stretch:
        """What is black and what is white in pictures of a source."""
        workspace = self.workspace
        found = self._stretch.get(workspace.config.grid, dict)
        key = (source, tuple(bands), workspace.config.chips.size)
        if key not in found:
            found[key] = scene_stretch(workspace.source(source), workspace.grid, bands)
        return found[key]

    def forget(self) -> None:
        """Give back the memory that the features take."""
        self._searchable.forget()
        self._features.forget()


class Session:
    """The workspace that is open, if one is; others are opened for one question and kept no longer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OpenWorkspace | None = None

    def open(self, folder: str | Path) -> OpenWorkspace:
        """Open a workspace in place of the one that is. Raises the errors of opening one."""
        space = OpenWorkspace(folder)
        space.workspace  # noqa: B018 -- which raises them
        with self._lock:
            if self._open is not None and self._open.folder == space.folder:
                return self._open
            self._open = space
            return space

    def close(self) -> None:
        with self._lock:
            self._open = None

    def find(self, folder: str | None) -> OpenWorkspace:
        """The open workspace, or the one in ``folder``. Raises WorkspaceMissing where none is meant."""
        with self._lock:
            space = self._open
        if space is not None and (folder is None or Path(folder).absolute() == space.folder):
            return space
        if folder is None:
            raise WorkspaceMissing("No workspace is open; open one, or say which by its folder.")
        return OpenWorkspace(folder)

    def forget(self) -> None:
        """Give back what can be read again."""
        with self._lock:
            space = self._open
        if space is not None:
            space.forget()


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is replaced or written to; None without the file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _features_stamp(workspace: Workspace, sources: Sequence[str] | None) -> Any:
    stores = stores_in_use(workspace, sources)
    return _area_stamp(workspace), [_store_stamp(store.folder) for store in stores]


def _area_stamp(workspace: Workspace) -> Any:
    chips = workspace.config.chips
    aoi = _stamp(workspace.folder / chips.aoi) if chips.aoi else None
    return workspace.config.grid, chips, aoi


def _store_stamp(folder: Path) -> Any:
    return str(folder), [(p.name, _stamp(p)) for p in sorted(folder.glob("[!.]*"))]
