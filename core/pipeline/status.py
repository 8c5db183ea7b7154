"""What a workspace has so far: how far its embeddings are, and its heads and maps."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import EOEmbedError
from ..probes import HeadMeta, load_meta
from ..rasters import is_remote
from ..store import EmbeddingStore, Manifest
from ..workspace import Workspace
from .workspaces import Place, open_workspace

#: The files of a map, beside ``<name>.tif``.
_PARTS = ("probability", "uncertainty", "applicability", "sets", "interval")


@dataclass(frozen=True)
class EmbeddingStatus:
    """How far the embeddings in use of a source are.

    ``chips`` of the ``of`` chips in the area are done, those with too few valid pixels among them;
    ``complete`` where all are. ``stale`` where a file has changed since: the next ``embed`` starts anew.
    ``options`` are the model's, as they were given.
    """

    key: str
    model: str
    dim: int
    dtype: str
    chips: int
    of: int
    complete: bool
    stale: bool
    options: dict[str, Any]


@dataclass(frozen=True)
class HeadStatus:
    """A fitted head; ``modified`` is UTC, ISO 8601."""

    name: str
    kind: str
    target: str
    labels: int
    modified: str


@dataclass(frozen=True)
class MapStatus:
    """A map and the layers beside it, by what they hold; ``modified`` is UTC, ISO 8601."""

    name: str
    files: dict[str, str]
    modified: str


def trained_models(place: Place) -> list[str]:
    """Models that runs of this workspace trained, as ``embed`` takes them, the newest first."""
    runs = open_workspace(place).folder / "runs"
    cards = [*runs.glob("*/card.json"), *runs.glob("*/*/card.json")]
    found = [card for card in cards if (card.parent / "model.safetensors").is_file()]
    found.sort(key=lambda card: (-card.stat().st_mtime_ns, str(card)))
    return [f"checkpoint:{card.parent.resolve()}" for card in found]


def missing_files(place: Place, source: str) -> list[str]:
    """Files of a source that are not where they were; remote ones are not looked for."""
    paths = dict.fromkeys(band.path for band in open_workspace(place).source(source).bands)
    return [path for path in paths if _is_local(path) and not os.path.exists(path)]


def embedding_status(place: Place, source: str, area: np.ndarray) -> EmbeddingStatus | None:
    """How far a source is embedded, for the chips ``area`` (ids, ascending); None before it was begun.

    Raises ShardCorrupt where the manifest is damaged, StoreUnreadable.
    """
    workspace = open_workspace(place)
    key = workspace.source_config(source).embeddings
    store = EmbeddingStore(workspace.store_path(key)) if key else None
    if store is None or not store.exists:
        return None
    manifest = store.manifest
    done = int(np.isin(area, store.ids(), assume_unique=True).sum())
    return EmbeddingStatus(
        key,
        manifest.model,
        manifest.dim,
        manifest.dtype,
        done,
        len(area),
        done == len(area),
        _is_stale(workspace, source, manifest),
        dict(manifest.options),
    )


def _is_stale(workspace: Workspace, source: str, manifest: Manifest) -> bool:
    """Whether a local file has another size or time than when it was embedded."""
    if len(bands := workspace.source(source).bands) != len(manifest.inputs):
        return True
    for band, then in zip(bands, manifest.inputs, strict=True):
        if "mtime_ns" in then and os.path.isfile(band.path):
            now = os.stat(band.path)
            if (now.st_size, now.st_mtime_ns) != (then.get("bytes"), then["mtime_ns"]):
                return True
    return False


def _is_local(path: str) -> bool:
    """Whether a path is that of a file, not of a sub-dataset, an archive's member or a server's."""
    return not (is_remote(path) or path.startswith("/vsi") or ":" in path[2:])


def list_heads(place: Place) -> list[HeadStatus]:
    """The fitted heads, the newest first; what cannot be read is passed over."""
    found: list[tuple[HeadMeta, Path]] = []
    for path in _newest_first(sorted((open_workspace(place).folder / "heads").glob("*/head.json"))):
        try:
            found.append((load_meta(path.parent), path))
        except EOEmbedError:
            continue
    return [HeadStatus(m.name, m.kind, m.target, m.n_labels, _when(p)) for m, p in found]


def list_maps(place: Place) -> list[MapStatus]:
    """The maps that heads have made, the newest first."""
    folder = open_workspace(place).folder / "maps"
    maps = [p for p in sorted(folder.glob("*.tif")) if _beside(p, "uncertainty").exists()]
    return [
        MapStatus(path.stem, {"map": str(path)} | _layers(path), _when(path))
        for path in _newest_first(maps)
    ]


def _layers(path: Path) -> dict[str, str]:
    beside = {part: _beside(path, part) for part in _PARTS}
    return {part: str(file) for part, file in beside.items() if file.exists()}


def _beside(path: Path, part: str) -> Path:
    return path.with_name(f"{path.stem}.{part}.tif")


def _newest_first(paths: Sequence[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: -path.stat().st_mtime_ns)


def _when(path: Path) -> str:
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
