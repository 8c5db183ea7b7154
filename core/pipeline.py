"""The main job, a function a step: what the command line, QGIS's worker and a notebook call.

    init -> embed -> label -> fit -> score -> predict

Each takes a workspace (or its folder), does its work, and returns a small frozen report that turns
into JSON (``dataclasses.asdict``). Long ones take a ``Task`` for progress and cancellation. This is
the only room that strings the others together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .. import __version__
from . import grids, models
from .chips import ChipGrid, Inclusion, in_metres, parse_length, read_aoi, write_chips
from .classes import PALETTE, ClassInfo
from .embed import EmbedReport, Runner, fill_store, pick_device, sample_chips, stream
from .errors import (
    ChipInvalid,
    EmbeddingsMissing,
    HeadMissing,
    LabelsMissing,
    LabelsTooFew,
    UsageError,
)
from .labels import ChipLabels, LabelStore, parse_how, read_labels
from .maps import DenseMapWriter, Legend, MapFiles, write_chip_map
from .probes import (
    Head,
    HeadMeta,
    Scores,
    Split,
    cross_validate,
    describe,
    load_head,
    make_head,
    require_match,
    save_head,
)
from .progress import Task
from .rasters import Source, describe_bands, inspect, reference_grid, tile_cache
from .store import DTYPES, EmbeddingStore, Manifest, StoredDtype, embedding_id, store_name
from .workspace import (
    FORMAT,
    ChipsConfig,
    Config,
    SourceConfig,
    TargetConfig,
    Workspace,
    grid_config,
    stored_path,
)

Place = Workspace | str | Path


def open_workspace(place: Place) -> Workspace:
    """The workspace itself, or the one in a folder."""
    return place if isinstance(place, Workspace) else Workspace.open(place)


# -- init ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class InitReport:
    """What a new workspace holds: chips in the area, the grid, how each file is read."""

    workspace: str
    chips: int
    chip_pixels: tuple[int, int]
    chip_metres: tuple[float, float]
    crs: str
    sources: dict[str, list[dict[str, Any]]]


def init(
    folder: str | Path,
    sources: Mapping[str, Sequence[str]],
    *,
    chip: str,
    stride: str | None = None,
    bands: Mapping[str, Sequence[str]] | None = None,
    scale: Mapping[str, tuple[float, float]] | None = None,
    nodata: Mapping[str, float] | None = None,
    aoi: str | None = None,
    inclusion: Inclusion = "centre",
    min_valid: float = 0.5,
) -> InitReport:
    """Make a workspace.

    Parameters
    ----------
    sources: files of each modality; the finest file of the first gives the reference grid.
    chip, stride: pixels (``"64"``) or metres (``"480m"``); the stride is the chip's size by default. In
        metres on a geographic CRS, the grid becomes a local projected one.
    bands: names by hand; scale: ``(scale, offset)`` and nodata by hand, for all bands of a source.
    aoi: a vector file or ``minx,miny,maxx,maxy[@EPSG:n]`` (in the first source's CRS by default).
    inclusion, min_valid: which chips count (see ChipGrid).

    Raises the errors of rasters, areas and chips; WorkspaceExists.
    """
    folder = Path(folder)
    if not sources:
        raise UsageError("A workspace needs a source; give one with --source name=FILE.")
    if not 0 <= min_valid <= 1:
        raise ChipInvalid(f"The least valid share is {min_valid}; it lies between 0 and 1.")
    for option, named in (("bands", bands), ("scale", scale), ("nodata", nodata)):
        for name in named or {}:
            if name not in sources:
                raise UsageError(
                    f"--{option} names the source {name}, which --source does not give."
                )
    first = next(iter(sources.values()))
    metres = in_metres(chip) or (stride is not None and in_metres(stride))
    geobox = reference_grid(first, in_metres=metres)
    area = read_aoi(aoi, geobox, inspect(first[0]).grid.crs) if aoi else None
    size = parse_length(chip, geobox)
    grid = ChipGrid(geobox, size, parse_length(stride, geobox) if stride else size, area, inclusion)
    read = [
        _source(name, paths, grid, bands or {}, scale or {}, nodata or {})
        for name, paths in sources.items()
    ]
    config = Config(
        format=FORMAT,
        grid=grid_config(geobox),
        chips=ChipsConfig(grid.size, grid.stride, inclusion, float(min_valid)),
        sources=tuple(
            SourceConfig(
                s.name, tuple(replace(b, path=stored_path(b.path, folder)) for b in s.bands)
            )
            for s in read
        ),
    )
    chips = len(grid.select())
    Workspace.create(folder, config, area)
    return InitReport(
        str(folder),
        chips,
        grid.size,
        (round(grid.ground_size[0], 3), round(grid.ground_size[1], 3)),
        grids.crs_text(geobox.crs),
        {s.name: s.describe() for s in read},
    )


def _source(
    name: str,
    paths: Sequence[str],
    grid: ChipGrid,
    bands: Mapping[str, Sequence[str]],
    scale: Mapping[str, tuple[float, float]],
    nodata: Mapping[str, float],
) -> Source:
    found = describe_bands(name, paths, bands.get(name))
    if name in scale:
        found = tuple(replace(b, scale=scale[name][0], offset=scale[name][1]) for b in found)
    if name in nodata:
        found = tuple(replace(b, nodata=nodata[name]) for b in found)
    source = Source(name, found, grid.geobox)
    source.check_overlap()
    return source


def export_chips(place: Place, path: str | Path) -> int:
    """Write the chips of the area as GeoPackage or GeoParquet, by the suffix; returns their number."""
    grid = open_workspace(place).grid
    ids = grid.select()
    write_chips(path, grid, ids)
    return len(ids)


# -- embed -----------------------------------------------------------------------------------


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
    key = store_name(name, model, identity)
    store = EmbeddingStore(workspace.store_path(key))
    with store.writing(), tile_cache([source], grid.size[0]):
        if store.exists:
            encoder.load_state(store.state())
        else:
            sample = sample_chips(source, grid, min_valid=min_valid)
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
                    inputs=inputs,
                    package=__version__,
                ),
                state,
            )
        workspace.put_embeddings(name, key)
        used = models.pick_precision(encoder, device, precision)
        encoder.to(device, used)
        runner = Runner(encoder, source, device=device, batch=batch)
        try:
            report = fill_store(source, grid, store, runner, task=task)
        finally:
            source.close()
    return EmbeddedSource(name, str(store.folder), model, encoder.dim, device, used, report)


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


# -- label -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LabelReport:
    """Chips labelled now, how many of each class or the range of the value, and labels by hand kept."""

    target: str
    kind: str
    labelled: int
    classes: dict[str, int] = field(default_factory=dict)
    range: tuple[float, float] | None = None
    kept_by_hand: int = 0


def label(
    place: Place,
    path: str,
    *,
    how: str = "majority",
    layer: str | None = None,
    field_name: str | None = None,
    min_share: float = 0.6,
    target: str | None = None,
    who: str = "",
) -> LabelReport:
    """Label the chips of the area from a vector file or a raster (see labels.read_labels).

    ``target`` is named after the field, else after the file, by default. Raises the errors of labels,
    DiskFull, OutputError.
    """
    workspace = open_workspace(place)
    found = read_labels(
        path,
        workspace.grid,
        workspace.grid.select(),
        parse_how(how),
        layer=layer,
        field=field_name,
        min_share=min_share,
    )
    name = target or field_name or Path(path).stem
    return store_labels(workspace, name, found, f"{how} of {Path(path).name}", who=who)


def store_labels(
    place: Place, target: str, found: ChipLabels, description: str, *, who: str = ""
) -> LabelReport:
    """Keep derived labels, in place of those that were derived for the target before.

    Chips labelled by hand keep their label, and their classes stay. All or nothing is on disk when this
    returns. ``description`` says how the labels were derived.
    """
    workspace = open_workspace(place)
    store = LabelStore(workspace.labels_path, workspace.geobox.crs)
    old = store.get(target)
    by_hand = old.how != "imported"
    new = ~np.isin(found.ids, old.ids[by_hand])
    store.put(
        target,
        found.ids[new],
        found.values[new],
        polygons=workspace.grid.polygons(found.ids[new]),
        share=found.share[new],
        how="imported",
        who=who,
        replacing="imported",
    )
    codes = {c.code for c in found.classes}
    still = set(old.values[by_hand].tolist()) - codes
    known = next((t.classes for t in workspace.config.targets if t.name == target), ())
    classes = (*found.classes, *(c for c in known if c.code in still))
    workspace.put_target(TargetConfig(target, found.kind, description, classes))
    labelled, kept = int(new.sum()), int(by_hand.sum())
    if found.kind == "value":
        extent = (float(found.values.min()), float(found.values.max()))
        return LabelReport(target, "value", labelled, range=extent, kept_by_hand=kept)
    given, counts = np.unique(found.values[new].astype(str), return_counts=True)
    count = dict(zip(given.tolist(), counts.tolist(), strict=True))
    named = {c.name: count[c.code] for c in found.classes if c.code in count}
    return LabelReport(target, "classes", labelled, named, kept_by_hand=kept)


def label_chips(
    place: Place,
    target: str,
    ids: Sequence[int],
    value: str | float | None,
    *,
    how: str = "click",
    who: str = "",
) -> int:
    """Give chips one label of a target, or take it away with None; on disk when this returns.

    A class that the target does not know yet is added with the next free colour. A new target is one
    of classes where ``value`` is text and of values where it is a number. Returns the chips changed.
    """
    workspace = open_workspace(place)
    store = LabelStore(workspace.labels_path, workspace.geobox.crs)
    chips = np.asarray(ids, dtype=np.int64)
    if value is None:
        return store.remove(target, chips)
    _admit(workspace, target, value)
    polygons = workspace.grid.polygons(chips)
    return store.put(
        target,
        chips,
        np.array([value] * len(chips), dtype=object),
        polygons=polygons,
        how=how,
        who=who,
    )


def _admit(workspace: Workspace, target: str, value: str | float) -> None:
    """Make sure that a target can take a value."""
    known = {t.name: t for t in workspace.config.targets}.get(target)
    kind = "classes" if isinstance(value, str) else "value"
    if known is None:
        known = TargetConfig(target, kind)  # type: ignore[arg-type]
    elif known.kind != kind:
        raise UsageError(f"Target {target} holds {known.kind}; {value!r} does not fit.")
    if isinstance(value, str) and value not in {c.code for c in known.classes}:
        known = replace(known, classes=(*known.classes, _next_class(value, known.classes)))
    if known not in workspace.config.targets:
        workspace.put_target(known)


def _next_class(code: str, known: Sequence[ClassInfo]) -> ClassInfo:
    """A class of this name with the first colour that is free."""
    taken = {c.colour for c in known}
    colour = next((c for c in PALETTE if c not in taken), PALETTE[len(known) % len(PALETTE)])
    return ClassInfo(code, code, colour)


class Training(NamedTuple):
    """Labelled chips with embeddings: ``y`` is an index into ``classes`` or a float value."""

    ids: np.ndarray
    matrix: np.ndarray
    y: np.ndarray
    target: TargetConfig
    classes: tuple[ClassInfo, ...]


def training_set(
    workspace: Workspace,
    data: Features,
    target: str | None = None,
    labels: int | None = None,
    seed: int = 0,
) -> Training:
    """The labelled chips of a target that have embeddings; with ``labels``, that many at random.

    Raises LabelsMissing, LabelsTooFew.
    """
    config = workspace.target(target)
    table = LabelStore(workspace.labels_path, workspace.geobox.crs).get(config.name)
    ids, rows, there = np.intersect1d(data.ids, table.ids, return_indices=True)
    if len(ids) == 0:
        raise LabelsMissing(
            f"None of the {len(table.ids)} chips labelled for {config.name} has an embedding in the area; "
            "label chips in the area, or embed it."
        )
    values = table.values[there]
    if labels is not None:
        if not 2 <= labels <= len(ids):
            raise LabelsTooFew(
                f"{labels} labels were asked for and {len(ids)} chips are labelled; ask for 2 to {len(ids)}."
            )
        drawn = np.sort(np.random.default_rng(seed).choice(len(ids), labels, replace=False))
        ids, rows, values = ids[drawn], rows[drawn], values[drawn]
    if config.kind == "value":
        return Training(ids, data.matrix[rows], values.astype(np.float64), config, ())
    codes = values.astype(str)
    classes = tuple(c for c in config.classes if c.code in set(codes.tolist()))
    if len(classes) < 2:
        raise LabelsTooFew(
            f"The {len(ids)} labels of {config.name} hold one class only "
            f"({classes[0].name if classes else 'none that is known'}); label chips of a second class."
        )
    index = {c.code: i for i, c in enumerate(classes)}
    y = np.array([index[code] for code in codes], dtype=np.int64)
    return Training(ids, data.matrix[rows], y, config, classes)


# -- fit and score ---------------------------------------------------------------------------


@dataclass(frozen=True)
class FitReport:
    """A fitted head: its folder and what it was fitted on."""

    head: str
    folder: str
    kind: str
    target: str
    labels: int
    classes: dict[str, int]


def fit(
    place: Place,
    *,
    head: str = "rf",
    target: str | None = None,
    labels: int | None = None,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    name: str | None = None,
) -> FitReport:
    """Fit a head on the labelled chips and save it as ``heads/<target>-<head>`` (or ``name``).

    ``options`` are the head's own (see probes.make_head). Raises LabelsMissing, LabelsTooFew,
    EmbeddingsMissing, UsageError.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    training = training_set(workspace, data, target, labels, seed)
    fitted = make_head(head, training.target.kind, **{"seed": seed, **(options or {})})
    fitted.fit(training.matrix, training.y)
    meta = describe(
        fitted,
        name=name or f"{training.target.name}-{head}",
        target=training.target.name,
        classes=[asdict(c) for c in training.classes],
        bands={m.source: m.bands for m in data.manifests},
        embeddings=data.embedding_ids,
        models={m.embedding_id: m.card for m in data.manifests},
        n_labels=len(training.ids),
    )
    folder = workspace.head_path(meta.name)
    save_head(folder, fitted, meta)
    counts = [int((training.y == i).sum()) for i in range(len(training.classes))]
    return FitReport(
        meta.name,
        str(folder),
        meta.kind,
        meta.target,
        meta.n_labels,
        {c.name: n for c, n in zip(training.classes, counts, strict=True)},
    )


def score(
    place: Place,
    *,
    head: str = "rf",
    target: str | None = None,
    split: Split = "block",
    block: str = "10km",
    folds: int = 5,
    assignments: int = 5,
    labels: int | None = None,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    task: Task | None = None,
) -> Scores:
    """Cross-validate a head on the labelled chips, by random folds or by blocks of the ground.

    ``block`` is the side of a block in metres (``"10km"``); the folds are drawn ``assignments`` times.
    The report names the split and the least distance between a training and a test chip.
    """
    if not in_metres(block):
        raise UsageError(
            f"The block '{block}' is a length on the ground; give metres (10km, 500m)."
        )
    workspace = open_workspace(place)
    data = features(workspace, sources)
    training = training_set(workspace, data, target, labels, seed)
    task = task or Task()
    task.start(f"scoring {head} on {split} folds", folds * assignments, "folds")
    return cross_validate(
        lambda: make_head(head, training.target.kind, **{"seed": seed, **(options or {})}),
        training.matrix,
        training.y,
        workspace.grid.metric_centres(training.ids),
        kind=training.target.kind,
        class_names=[c.name for c in training.classes],
        split=split,
        block=_metres(block),
        folds=folds,
        assignments=assignments,
        seed=seed,
        chip_size_m=min(workspace.grid.ground_size),
        progress=lambda done, total: task.advance(1),
    )


def _metres(length: str) -> float:
    number = length.strip()
    return float(number[:-2]) * 1000 if number.endswith("km") else float(number[:-1])


# -- predict ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class PredictReport:
    """The map's files, and how much of it is what."""

    head: str
    files: dict[str, str]
    chips: int
    shares: dict[str, float] = field(default_factory=dict)
    range: tuple[float, float] | None = None


def predict(
    place: Place,
    *,
    head: str | None = None,
    out: str | Path | None = None,
    dense: int | None = None,
    patches: bool = False,
    device: str = "auto",
    precision: str = "auto",
    batch: int | None = None,
    task: Task | None = None,
) -> PredictReport:
    """Map the area with a head, the one fitted last by default.

    Without ``dense`` the map has one cell a chip, from the stored embeddings. With it, windows of the chip's
    size slide by ``dense`` pixels and their predictions are blended; with ``patches`` the patch
    features of a dense model take the place of whole windows.

    Raises HeadMissing, HeadMismatch, HeadUntrusted, OutputError, DiskFull, Cancelled.
    """
    workspace = open_workspace(place)
    folder = _find_head(workspace, head)
    fitted, meta = load_head(folder)
    path = Path(out) if out else workspace.map_path(meta.name)
    legend = Legend(meta.kind, meta.target, tuple(ClassInfo(**c) for c in meta.classes))
    task = task or Task()
    if dense is not None:
        return _predict_dense(
            workspace, fitted, meta, legend, path, dense, patches, device, precision, batch, task
        )
    data = features(workspace, list(meta.bands))
    require_match(meta, data.embedding_ids)
    prediction = fitted.predict_all(data.matrix)
    files = write_chip_map(path, workspace.grid, data.ids, prediction, legend)
    return _predict_report(meta, files, prediction.labels, legend)


def _predict_report(
    meta: HeadMeta, files: MapFiles, labels: np.ndarray, legend: Legend
) -> PredictReport:
    if legend.kind == "value":
        extent = (float(labels.min()), float(labels.max()))
        return PredictReport(meta.name, files.to_dict(), len(labels), range=extent)
    shares = np.bincount(labels, minlength=len(legend.classes)) / len(labels)
    named = {c.name: round(float(s), 6) for c, s in zip(legend.classes, shares, strict=True)}
    return PredictReport(meta.name, files.to_dict(), len(labels), named)


def _find_head(workspace: Workspace, name: str | None) -> Path:
    """A head's folder by its name, or by its kind where only one has it; the newest by default."""
    heads = sorted(
        (workspace.folder / "heads").glob("*/head.json"), key=lambda p: p.stat().st_mtime_ns
    )
    folders = [path.parent for path in heads]
    if not folders:
        raise HeadMissing(
            f"The workspace {workspace.folder} has no head; fit one with eo-embed fit."
        )
    if name is None:
        return folders[-1]
    exact = [f for f in folders if f.name == name]
    like = exact or [f for f in folders if f.name.endswith(f"-{name}")]
    if len(like) != 1:
        raise HeadMissing(
            f"There is no head {name}; there are {', '.join(f.name for f in folders)}."
        )
    return like[0]


def _predict_dense(
    workspace: Workspace,
    head: Head,
    meta: HeadMeta,
    legend: Legend,
    path: Path,
    step: int,
    patches: bool,
    device: str,
    precision: str,
    batch: int | None,
    task: Task,
) -> PredictReport:
    if patches and len(meta.bands) > 1:
        raise UsageError(
            f"Patch features come from one source, and the head {meta.name} uses "
            f"{', '.join(meta.bands)}; map it without --patches."
        )
    windows = replace(workspace.grid, stride=(step, step), inclusion="any")
    outputs = len(legend.classes) or 2
    scores = _scorer(head, patches)
    device = pick_device(device)
    read, runners, cells = [], [], 1
    for name, expected in zip(meta.bands, meta.embeddings, strict=True):
        source = workspace.source(name)
        encoder = _load_encoder(workspace, name, expected, meta, device, precision)
        if patches:
            cells = _patch_rows(encoder, source, windows, device)
        runners.append(
            Runner(
                encoder, source, device=device, batch=batch, dense=patches,
                then=scores if patches else None,
                shape=(cells, cells, outputs) if patches else None,
            )
        )  # fmt: skip
        read.append(source)
    pixel_bytes = read[0].dtype.itemsize * len(read[0].bands)
    blocks = windows.blocks(read[0].tile, pixel_bytes)
    work = [(block, ids) for block in blocks if len(ids := windows.select_in(block))]
    task.start("mapping", len(read) * sum(len(ids) for _, ids in work), "windows")
    min_valid = workspace.config.chips.min_valid
    streams = [
        stream(source, windows, work, runner, min_valid=min_valid, task=task)
        for source, runner in zip(read, runners, strict=True)
    ]
    shape = (windows.shape[1], *((cells, cells) if patches else ()), outputs)
    mapped = 0
    try:
        with (
            tile_cache(read, windows.size[0]),
            DenseMapWriter(
                path, windows.geobox, windows.size, windows.stride, legend, cells, windows.aoi
            ) as writer,
        ):
            for row0, row1, results in _bands(blocks, zip(*streams, strict=True)):
                band = np.full((row1 - row0, *shape), np.nan, dtype=np.float32)
                for parts in results:
                    rows, cols = windows.rows_cols(parts[0].ids)
                    said = parts[0].matrix if patches else scores(_beside(parts))
                    band[rows - row0, cols] = said
                    mapped += len(rows)
                writer.add(row0, band)
            files = writer.close()
    finally:
        for source in read:
            source.close()
    return PredictReport(meta.name, files.to_dict(), mapped)


def _bands(blocks: Sequence[Any], results: Iterator[Any]) -> Iterator[tuple[int, int, list[Any]]]:
    """Results gathered by rows of blocks: ``(row0, row1, results)``; a row without chips has none."""
    waiting = next(results, None)
    for row0, row1 in dict.fromkeys((block.row0, block.row1) for block in blocks):
        found = []
        while waiting is not None and waiting[0].block.row0 == row0:
            found.append(waiting)
            waiting = next(results, None)
        yield row0, row1, found


def _beside(parts: Sequence[Any]) -> np.ndarray:
    """Embeddings of one block, sources side by side; rows that lack every source stay all NaN."""
    return np.concatenate([part.matrix for part in parts], axis=1)


def _scorer(head: Head, patches: bool) -> Any:
    """From features to what a dense map blends: probabilities, or value and spread."""

    def scores(matrix: np.ndarray) -> np.ndarray:
        rows = np.moveaxis(matrix, 1, -1).reshape(-1, matrix.shape[1])
        said = head.predict_all(rows)
        out = np.column_stack([said.labels, said.uncertainty]) if said.proba is None else said.proba
        out[np.isnan(rows).all(axis=1)] = np.nan
        shape = (len(matrix), *matrix.shape[2:], out.shape[1])
        return out.astype(np.float32).reshape(shape)

    return scores


def _patch_rows(encoder: models.Encoder, source: Source, grid: ChipGrid, device: str) -> int:
    """Rows of patches that a dense model gives for one chip. Raises UsageError where it gives none."""
    import torch

    if not encoder.card.dense:
        raise UsageError(
            f"The model {encoder.card.name} has no patch features; map it without --patches."
        )
    with torch.inference_mode():
        features = encoder.dense(torch.zeros(1, len(source.bands), *grid.size, device=device), None)
    rows, cols = features.shape[-2:]
    if rows != cols:
        raise UsageError(f"Patch features of {rows} x {cols} need square chips; use --dense alone.")
    return int(rows)


def _load_encoder(
    workspace: Workspace, name: str, expected: str, meta: HeadMeta, device: str, precision: str
) -> models.Encoder:
    """The encoder of the embeddings in use, as it learnt; refused where the head knows another."""
    key = workspace.source_config(name).embeddings
    if not key:
        raise EmbeddingsMissing(f"Source {name} has no embeddings yet; run eo-embed embed.")
    store = EmbeddingStore(workspace.store_path(key))
    manifest = store.manifest
    require_match(replace(meta, embeddings=[expected]), [manifest.embedding_id])
    encoder = models.build(
        manifest.model,
        tuple(manifest.bands),
        chip=max(workspace.grid.size),
        options=manifest.options,
        force=True,
    )
    encoder.load_state(store.state())
    encoder.to(device, models.pick_precision(encoder, device, precision))
    return encoder
