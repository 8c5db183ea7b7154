"""From sources to stored embeddings, and back into memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np

from ... import __version__
from .. import models
from ..embed import EmbedReport, Runner, fill_store, pick_device, sample_chips
from ..errors import EmbeddingsMissing, UsageError
from ..progress import Task
from ..rasters import tile_cache
from ..store import DTYPES, EmbeddingStore, Manifest, StoredDtype, embedding_id, store_name
from ..workspace import Workspace
from .workspaces import Place, open_workspace


@dataclass(frozen=True)
class EmbeddedSource:
    """One source's embeddings: where, by which model, on which device, and how it went."""

    source: str
    store: str
    model: str
    dim: int
    device: str
    precision: str
    report: EmbedReport


def embed(
    place: Place,
    *,
    model: str = "rcf",
    options: Mapping[str, Any] | None = None,
    sources: Sequence[str] | None = None,
    device: str = "auto",
    precision: str = "auto",
    batch: int | None = None,
    dtype: StoredDtype = "float32",
    force: bool = False,
    task: Task | None = None,
) -> list[EmbeddedSource]:
    """Embed the chips that are not embedded yet, source by source.

    The encoder learns what it needs (filters, stretch) from the scene when a store is started and is
    read back ever after. Stopping at any instant keeps whole shards; the next call does the rest.

    Raises the errors of models, devices, rasters and the store; Cancelled.
    """
    if dtype not in DTYPES:
        raise UsageError(f"'{dtype}' cannot be stored; choose {', '.join(DTYPES)}.")
    workspace = open_workspace(place)
    task = task or Task()
    device = pick_device(device)
    return [
        _embed_source(
            workspace,
            name,
            model,
            dict(options or {}),
            device,
            precision,
            batch,
            dtype,
            force,
            task,
        )
        for name in workspace.select_sources(list(sources or []))
    ]


def _embed_source(
    workspace: Workspace,
    name: str,
    model: str,
    options: dict[str, Any],
    device: str,
    precision: str,
    batch: int | None,
    dtype: StoredDtype,
    force: bool,
    task: Task,
) -> EmbeddedSource:
    grid, source = workspace.grid, workspace.source(name)
    min_valid = workspace.config.chips.min_valid
    encoder = models.build(
        model, source.band_names, chip=max(grid.size), options=options, force=force
    )
    # What is stored in workspace.toml, not absolute paths: a moved workspace keeps its embeddings.
    relative = [asdict(band) for band in workspace.source_config(name).bands]
    inputs = [stamp | band for stamp, band in zip(source.fingerprint(), relative, strict=True)]
    identity = {
        "encoder": encoder.identity(),
        "inputs": inputs,
        "grid": grid.signature(),
        "min_valid": min_valid,
        "dtype": dtype,
    }
    key, used = _choose_store(workspace, name, model, identity, encoder, device, precision)
    store = EmbeddingStore(workspace.store_path(key))
    with store.writing(), tile_cache([source], grid.size[0]):
        if store.exists:
            encoder.load_state(store.state())
        else:
            sample = sample_chips(source, grid, min_valid=min_valid, task=task)
            models.check_inputs(encoder.card, sample, force=force)
            encoder.fit(sample)
            meaning = [{"name": b.name, "scale": b.scale, "offset": b.offset} for b in source.bands]
            state = encoder.state()
            store.create(
                Manifest(
                    source=name,
                    bands=list(source.band_names),
                    model=model,
                    options=options,
                    card=encoder.card.to_dict(),
                    embedding_id=embedding_id(encoder.identity(), state, meaning, grid),
                    dim=encoder.dim,
                    dtype=dtype,
                    min_valid=min_valid,
                    grid=grid.signature(),
                    block=grid.block_shape(source.tile, source.dtype.itemsize * len(source.bands)),
                    precision=used,
                    inputs=inputs,
                    package=__version__,
                ),
                state,
            )
        workspace.put_embeddings(name, key)
        encoder.to(device, used)
        runner = Runner(encoder, source, device=device, batch=batch)
        try:
            report = fill_store(source, grid, store, runner, task=task)
        finally:
            source.close()
    return EmbeddedSource(name, str(store.folder), model, encoder.dim, device, used, report)


def _choose_store(
    workspace: Workspace,
    name: str,
    model: str,
    identity: dict[str, Any],
    encoder: models.Encoder,
    device: str,
    precision: str,
) -> tuple[str, str]:
    """The folder of the store for these embeddings, and the precision to run in.

    ``auto`` goes on in the precision of the store in use, so that another machine adds to it and does not
    begin again.
    """
    wanted = models.pick_precision(encoder, device, precision)
    keys = {
        p: store_name(name, model, identity | {"precision": p})
        for p in models.possible_precisions(encoder, device)
    }
    in_use = workspace.source_config(name).embeddings
    if precision == "auto" and in_use in keys.values():
        wanted = next(p for p, key in keys.items() if key == in_use)
    return keys[wanted], wanted


class Features(NamedTuple):
    """Embeddings of the chips in the area, sources side by side.

    ``ids`` int64 ``(n,)`` ascending; ``matrix`` float32 ``(n, sum of dims)``, NaN where a chip lacks a
    source; ``manifests`` in the order of the columns.
    """

    ids: np.ndarray
    matrix: np.ndarray
    manifests: tuple[Manifest, ...]

    @property
    def embedding_ids(self) -> list[str]:
        return [manifest.embedding_id for manifest in self.manifests]


def features(place: Place, sources: Sequence[str] | None = None) -> Features:
    """Load the embeddings in use, of some sources or all, for the chips of the area of interest.

    Raises EmbeddingsMissing where a source has none, ShardCorrupt where a shard is damaged.
    """
    workspace = open_workspace(place)
    stores = []
    for name in workspace.select_sources(list(sources or [])):
        key = workspace.source_config(name).embeddings
        if not key:
            raise EmbeddingsMissing(f"Source {name} has no embeddings yet; run eo-embed embed.")
        stores.append(EmbeddingStore(workspace.store_path(key)))
    loaded = [store.load() for store in stores]
    manifests = tuple(store.manifest for store in stores)
    area = workspace.grid.select()
    if len(loaded) == 1 and np.array_equal(loaded[0].ids, area):
        return Features(area, loaded[0].matrix, manifests)
    ids = np.intersect1d(np.unique(np.concatenate([part.ids for part in loaded])), area)
    if len(ids) == 0:
        raise EmbeddingsMissing("No chip in the area of interest is embedded; run eo-embed embed.")
    columns = []
    for part in loaded:
        column = np.full((len(ids), part.matrix.shape[1]), np.nan, dtype=np.float32)
        _, here, there = np.intersect1d(ids, part.ids, assume_unique=True, return_indices=True)
        column[here] = part.matrix[there]
        columns.append(column)
    return Features(ids, np.concatenate(columns, axis=1), manifests)
