"""The main job, a function a step: what the command line, QGIS's worker and a notebook call.

    init -> embed -> label -> fit -> score -> predict

Each takes a workspace (or its folder), does its work, and returns a small frozen report that turns
into JSON (``dataclasses.asdict``). Long ones take a ``Task`` for progress and cancellation. This is
the only room that strings the others together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from .. import __version__
from . import grids, models
from .chips import ChipGrid, Inclusion, in_metres, parse_length, read_aoi, write_chips
from .classes import PALETTE, ClassInfo
from .dense import DenseInput, Sliding, map_dense
from .embed import EmbedReport, Runner, fill_store, pick_device, sample_chips
from .errors import (
    ChipInvalid,
    EmbeddingsMissing,
    HeadMissing,
    LabelsMissing,
    LabelsTooFew,
    LabelsUnreadable,
    UsageError,
)
from .files import check_name
from .labels import ChipLabels, LabelStore, parse_how, read_labels
from .maps import Legend, MapFiles, MapSummary, summarise, write_chip_map
from .probes import (
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
    area = read_aoi(aoi, geobox, inspect(first[0]).grid.crs) if aoi is not None else None
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
        if not all(map(math.isfinite, scale[name])) or scale[name][0] == 0:
            raise UsageError(
                f"The scale and offset of {name} are {scale[name][0]:g} and {scale[name][1]:g}; "
                "a scale is not 0, and both are finite."
            )
        found = tuple(replace(b, scale=scale[name][0], offset=scale[name][1]) for b in found)
    if name in nodata:
        found = tuple(replace(b, nodata=nodata[name]) for b in found)
    source = Source(name, found, grid.geobox)
    source.check_overlap()
    return source


def set_area(place: Place, aoi: str | None) -> int:
    """Take another area of interest (as ``init`` does), or None for the whole grid.

    Embeddings and labels stay where they are; ``embed`` adds the chips that are new. Returns the number of
    chips in the area. Raises the errors of areas, OutputError, DiskFull.
    """
    workspace = open_workspace(place)
    first = workspace.source(workspace.source_names[0])
    crs = inspect(first.bands[0].path).grid.crs
    workspace.set_area(None if aoi is None else read_aoi(aoi, workspace.geobox, crs))
    return len(workspace.grid.select())


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
    name = check_name("A target", target or field_name or Path(path).stem)
    if not 0 < min_share <= 1:  # NaN is no share either
        raise UsageError(
            f"The least share for a majority is {min_share:g}; it lies above 0, up to 1 (the whole chip)."
        )
    found = read_labels(
        path,
        workspace.grid,
        workspace.grid.select(),
        parse_how(how),
        layer=layer,
        field=field_name,
        min_share=min_share,
    )
    return store_labels(workspace, name, found, f"{how} of {Path(path).name}", who=who)


def store_labels(
    place: Place, target: str, found: ChipLabels, description: str, *, who: str = ""
) -> LabelReport:
    """Keep derived labels, in place of those that were derived for the target before.

    Chips labelled by hand keep their label, and their classes stay. All or nothing is on disk when this
    returns. ``description`` says how the labels were derived.
    """
    workspace = open_workspace(place)
    check_name("A target", target)
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

    def describe_target(known: TargetConfig | None) -> TargetConfig:
        kept = (c for c in (known.classes if known else ()) if c.code in still)
        return TargetConfig(target, found.kind, description, (*found.classes, *kept))

    workspace.change_target(target, describe_target)
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

    def admit(known: TargetConfig | None) -> TargetConfig:
        kind: Literal["classes", "value"] = "classes" if isinstance(value, str) else "value"
        known = known or TargetConfig(target, kind)
        if known.kind != kind:
            raise UsageError(f"Target {target} holds {known.kind}; {value!r} does not fit.")
        if isinstance(value, str):
            known = replace(known, classes=_with_classes(known.classes, [value]))
        return known

    now = next((t for t in workspace.config.targets if t.name == target), None)
    if admit(now) != now:
        workspace.change_target(target, admit)


def _with_classes(known: Sequence[ClassInfo], codes: Iterable[str]) -> tuple[ClassInfo, ...]:
    """Classes, and those of these codes that are not among them, each with the next free colour."""
    classes = list(known)
    for code in codes:
        if code not in {c.code for c in classes}:
            taken = {c.colour for c in classes}
            spare = PALETTE[len(classes) % len(PALETTE)]
            colour = next((c for c in PALETTE if c not in taken), spare)
            classes.append(ClassInfo(code, code, colour))
    return tuple(classes)


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
    if seed < 0:
        raise UsageError(f"The seed is {seed}; give a whole number of at least 0.")
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
        if values.dtype == object:
            raise LabelsUnreadable(
                f"The labels of {config.name} hold classes, but workspace.toml says that it has values; "
                "label it again, or give the classes another target."
            )
        return Training(ids, data.matrix[rows], values.astype(np.float64), config, ())
    if values.dtype != object:
        raise LabelsUnreadable(
            f"The labels of {config.name} hold values, but workspace.toml says that it has classes; "
            "label it again, or give the values another target."
        )
    codes = values.astype(str)
    # labels.gpkg may have been edited elsewhere: a code that is new is a class like any other.
    every = _with_classes(config.classes, sorted(set(codes.tolist())))
    classes = tuple(c for c in every if c.code in set(codes.tolist()))
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
    """The map's files, and how much of it is what.

    ``chips`` are the chips or windows behind it; ``shares`` are of the cells that are not nodata, by class;
    ``range`` is of the value.
    """

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
    dense: int | str | None = None,
    patches: bool = False,
    device: str = "auto",
    precision: str = "auto",
    batch: int | None = None,
    task: Task | None = None,
) -> PredictReport:
    """Map the area with a head, the one fitted last by default.

    Without ``dense`` the map has one cell a chip, from the stored embeddings. With it, windows of the chip's
    size slide by ``dense`` pixels (or ``"40m"``) and their predictions are blended; with ``patches`` the
    patch features of a dense model take the place of whole windows (see dense.map_dense).

    Raises HeadMissing, HeadMismatch, HeadUntrusted, OutputError, DiskFull, Cancelled, and what
    map_dense does.
    """
    workspace = open_workspace(place)
    folder = _find_head(workspace, head)
    fitted, meta = load_head(folder)
    path = Path(out) if out else workspace.map_path(meta.name)
    legend = Legend(meta.kind, meta.target, tuple(ClassInfo(**c) for c in meta.classes))
    task = task or Task()
    if dense is not None:
        how = Sliding(
            parse_length(str(dense), workspace.geobox),
            workspace.config.chips.min_valid,
            patches,
            pick_device(device),
            batch,
        )
        inputs = [
            DenseInput(
                workspace.source(name),
                _load_encoder(workspace, name, expected, meta, how.device, precision),
            )
            for name, expected in zip(meta.bands, meta.embeddings, strict=True)
        ]
        made = map_dense(path, workspace.grid, inputs, fitted, legend, how, task)
        return _predict_report(meta, legend, made.files, made.windows, made.summary)
    data = features(workspace, list(meta.bands))
    require_match(meta, data.embedding_ids)
    prediction = fitted.predict_all(data.matrix)
    files = write_chip_map(path, workspace.grid, data.ids, prediction, legend)
    summary = summarise(prediction, legend)
    return _predict_report(meta, legend, files, len(data.ids), summary)


def _predict_report(
    meta: HeadMeta, legend: Legend, files: MapFiles, chips: int, summary: MapSummary
) -> PredictReport:
    shares = {
        c.name: round(count / max(summary.cells, 1), 6)
        for c, count in zip(legend.classes, summary.counts, strict=True)
    }
    return PredictReport(meta.name, files.to_dict(), chips, shares, summary.range)


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
