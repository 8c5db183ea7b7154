"""From sources to stored embeddings, and back into memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ... import __version__
from .. import models
from ..chips import ChipGrid
from ..embed import EmbedReport, fill_store, sample_chips
from ..errors import EmbeddingsMissing, ModelMismatch, UsageError
from ..progress import Task
from ..rasters import Source, tile_cache
from ..runner import Runner, pick_device
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
    like: str | Path | None = None,
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

    With ``like`` the encoder is another source's with all that it learnt, in place of ``model`` and
    ``options``: embeddings of two dates then mean the same. It is a workspace, whose source of the same
    name is meant, or its only one; ``DIR:source``; or ``:source`` of this workspace, like which all its
    other sources are embedded. ``force`` then also takes bands that are scaled otherwise here and there:
    the caller vouches that their physical values compare.

    Raises the errors of models, devices, rasters and the store; ModelMismatch where bands or chips are
    not those of ``like``; Cancelled.
    """
    if dtype not in DTYPES:
        raise UsageError(f"'{dtype}' cannot be stored; choose {', '.join(DTYPES)}.")
    workspace = open_workspace(place)
    names = workspace.select_sources(list(sources or []))
    patterns: dict[str, EmbeddingStore] = {}
    if like is not None:
        patterns = _patterns(workspace, names, str(like), named=bool(sources))
        names = list(patterns)
    how = How(model, dict(options or {}), pick_device(device), precision, batch, dtype, force)
    task = task or Task()
    return [_embed_source(workspace, name, how, patterns.get(name), task) for name in names]


class How(NamedTuple):
    """What ``embed`` was asked for."""

    model: str
    options: dict[str, Any]
    device: str
    precision: str
    batch: int | None = None
    dtype: StoredDtype = "float32"
    force: bool = False


class Prepared(NamedTuple):
    """A source that is about to be embedded: by which encoder, into which store, in which precision.

    ``like`` is the manifest that it is embedded like, ``bands`` are as workspace.toml holds them, and
    ``inputs`` the same with what tells whether their files change.
    """

    source: Source
    how: How
    encoder: models.Encoder
    key: str
    precision: str
    like: Manifest | None
    bands: list[dict[str, Any]]
    inputs: list[dict[str, Any]]


def prepare(workspace: Workspace, name: str, how: How, like: Manifest | None = None) -> Prepared:
    """Build the encoder of a source on the CPU, not fitted yet, and find its store.

    Raises the errors of models, ModelMismatch where the bands are not those of ``like``.
    """
    grid, source = workspace.grid, workspace.source(name)
    if like is not None:
        how = how._replace(model=like.model, options=like.options)
        _require_bands(source, like, how.force)
    encoder = models.build(
        how.model,
        source.band_names,
        chip=max(grid.size),
        options=how.options,
        force=how.force or like is not None,
    )
    # What is stored in workspace.toml, not absolute paths: a moved workspace keeps its embeddings.
    relative = [asdict(band) for band in workspace.source_config(name).bands]
    inputs = [stamp | band for stamp, band in zip(source.fingerprint(), relative, strict=True)]
    identity = {
        "encoder": encoder.identity(),
        "inputs": inputs,
        "grid": grid.signature(),
        "min_valid": workspace.config.chips.min_valid,
        "dtype": how.dtype,
    }
    if like is not None:
        identity["like"] = like.embedding_id  # which covers all that its encoder learnt
    key, used = _choose_store(workspace, name, how, identity, encoder, like)
    return Prepared(source, how, encoder, key, used, like, relative, inputs)


def _embed_source(
    workspace: Workspace, name: str, how: How, pattern: EmbeddingStore | None, task: Task
) -> EmbeddedSource:
    ready = prepare(workspace, name, how, pattern.manifest if pattern is not None else None)
    grid, source, encoder, how = workspace.grid, ready.source, ready.encoder, ready.how
    min_valid = workspace.config.chips.min_valid
    store = EmbeddingStore(workspace.store_path(ready.key))
    with store.writing(), tile_cache([source], grid.size[0]):
        if store.exists:
            encoder.load_state(store.state())
        else:
            sample = sample_chips(source, grid, min_valid=min_valid, task=task)
            models.check_inputs(encoder.card, sample, force=how.force)
            if pattern is None:
                encoder.fit(sample)
            else:
                encoder.load_state(pattern.state())
            state = encoder.state()
            store.create(
                Manifest(
                    source=name,
                    bands=list(source.band_names),
                    model=how.model,
                    options=how.options,
                    card=encoder.card.to_dict(),
                    embedding_id=_meant(encoder, state, ready.bands, grid, ready.like),
                    dim=encoder.dim,
                    dtype=how.dtype,
                    min_valid=min_valid,
                    grid=grid.signature(),
                    block=grid.block_shape(source.tile, source.dtype.itemsize * len(source.bands)),
                    precision=ready.precision,
                    inputs=ready.inputs,
                    package=__version__,
                ),
                state,
            )
        workspace.put_embeddings(name, ready.key)
        encoder.to(how.device, ready.precision)
        runner = Runner(encoder, source, device=how.device, batch=how.batch)
        try:
            report = fill_store(source, grid, store, runner, task=task)
        finally:
            source.close()
    folder = str(store.folder)
    return EmbeddedSource(name, folder, how.model, encoder.dim, how.device, ready.precision, report)


def _choose_store(
    workspace: Workspace,
    name: str,
    how: How,
    identity: dict[str, Any],
    encoder: models.Encoder,
    like: Manifest | None,
) -> tuple[str, str]:
    """The folder of the store for these embeddings, and the precision to run in.

    ``auto`` goes on in the precision of the store in use, so that another machine adds to it and does not
    begin again, and begins in that of ``like``.
    """
    wanted = models.pick_precision(encoder, how.device, how.precision)
    keys = {
        p: store_name(name, how.model, identity | {"precision": p})
        for p in models.possible_precisions(encoder, how.device)
    }
    in_use = workspace.source_config(name).embeddings
    if how.precision == "auto" and in_use in keys.values():
        wanted = next(p for p, key in keys.items() if key == in_use)
    elif how.precision == "auto" and like is not None and like.precision in keys:
        wanted = like.precision
    return keys[wanted], wanted


def _meant(
    encoder: models.Encoder,
    state: dict[str, np.ndarray],
    bands: list[dict[str, Any]],
    grid: ChipGrid,
    like: Manifest | None,
) -> str:
    """The embedding id; with ``like`` its own. Raises ModelMismatch where it would be another."""
    meant = embedding_id(encoder.identity(), state, _scales(like.inputs if like else bands), grid)
    if like is not None and meant != like.embedding_id:
        size, other = grid.size, like.grid["size"]
        raise ModelMismatch(
            f"These chips of {size[0]} x {size[1]} pixels, {grid.ground_size[0]:.4g} m high, cannot be embedded "
            f"like those of {like.source}, {other[0]} x {other[1]} pixels: chips, resolution or the model's "
            "files differ; init a workspace with the same chips and resolution."
        )
    return meant


def _scales(bands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stored values mean, band by band."""
    return [{key: band[key] for key in ("name", "scale", "offset")} for band in bands]


# -- like another source -----------------------------------------------------------------------


def _patterns(
    workspace: Workspace, names: list[str], like: str, *, named: bool
) -> dict[str, EmbeddingStore]:
    """For each source to embed the store in use of the one that it is to be embedded like.

    ``named`` where the sources were named one by one; else the pattern itself is left out.
    """
    folder, source = _split_place(like)
    other = workspace if folder == "" else Workspace.open(folder)
    if same := other.folder.resolve() == workspace.folder.resolve():
        source = source or only_source(other, None, f"{like}:SOURCE")
        if named and source in names:
            raise UsageError(
                f"Source {source} cannot be embedded like itself; leave it out of --sources."
            )
        names = [name for name in names if name != source]
    if same and not names:
        raise UsageError(f"{workspace.folder} has no other source to embed like {source}.")
    chosen = {name: source or only_source(other, name, f"{like}:SOURCE") for name in names}
    return {name: stores_in_use(other, [pattern])[0] for name, pattern in chosen.items()}


def _split_place(text: str) -> tuple[str, str]:
    """``DIR``, ``DIR:source`` or ``:source`` as folder and source, "" where it names none."""
    folder, colon, source = text.rpartition(":")
    if not colon or Path(text).is_dir() or set(source) & {"/", "\\"}:  # no colon of a drive
        return text, ""
    return folder, source


def only_source(workspace: Workspace, like: str | None, how: str) -> str:
    """The source of that name, or the only one. Raises UsageError, saying ``how`` to name one, where it is
    not clear which."""
    names = workspace.source_names
    if like in names:
        return str(like)
    if len(names) > 1:
        raise UsageError(
            f"{workspace.folder} has the sources {', '.join(names)}; say which with {how}."
        )
    return names[0]


def _require_bands(source: Source, like: Manifest, force: bool) -> None:
    """Refuse, with ModelMismatch, other bands than those of ``like``, or other scales of them."""
    if list(source.band_names) != like.bands:
        raise ModelMismatch(
            f"Source {source.name} has the bands {', '.join(source.band_names)}, and {like.source}, which "
            f"it is to be embedded like, has {', '.join(like.bands)}; give both the same bands."
        )
    for here, there in zip(source.bands, like.inputs, strict=True):
        scaled = (here.scale, here.offset), (there["scale"], there["offset"])
        if scaled[0] != scaled[1] and not force:
            raise ModelMismatch(
                f"Band {here.name} of {source.name} has scale {here.scale:g} and offset {here.offset:g}, and "
                f"that of {like.source} {there['scale']:g} and {there['offset']:g}; correct them at init with "
                "--scale, or use --force where scaled values compare."
            )


# -- back into memory --------------------------------------------------------------------------


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
    stores = stores_in_use(workspace, sources)
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


def stores_in_use(
    workspace: Workspace, sources: Sequence[str] | None = None
) -> list[EmbeddingStore]:
    """The stores of the embeddings in use, of some sources or all, in the workspace's order.

    Raises EmbeddingsMissing where a source has none.
    """
    stores = []
    for name in workspace.select_sources(list(sources or [])):
        key = workspace.source_config(name).embeddings
        if not key:
            raise EmbeddingsMissing(f"Source {name} has no embeddings yet; run eo-embed embed.")
        stores.append(EmbeddingStore(workspace.store_path(key)))
    return stores
