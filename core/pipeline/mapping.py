"""Maps: what a head says of every chip, or of windows that slide over the area."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import models
from ..chips import parse_length
from ..classes import ClassInfo
from ..dense import DenseInput, Sliding, map_dense
from ..errors import EmbeddingsMissing, HeadMissing, UsageError
from ..maps import Legend, MapFiles, MapSummary, summarise, write_chip_map
from ..probes import HeadMeta, load_arrays, load_head, require_match
from ..progress import Task
from ..questions.trust import Trust
from ..runner import pick_device
from ..store import EmbeddingStore
from ..workspace import Workspace
from .embeddings import features
from .trustlayers import trust_layers
from .workspaces import Place, open_workspace


@dataclass(frozen=True)
class PredictReport:
    """The map's files, and how much of it is what.

    ``chips`` are the chips or windows behind it; ``shares`` are of the cells that are not nodata, by class;
    ``range`` is of the value; ``trust`` as in TrustSummary.
    """

    head: str
    files: dict[str, str]
    chips: int
    shares: dict[str, float] = field(default_factory=dict)
    range: tuple[float, float] | None = None
    trust: dict[str, float | None] = field(default_factory=dict)


def predict(
    place: Place,
    *,
    head: str | None = None,
    out: str | Path | None = None,
    dense: int | str | None = None,
    patches: bool = False,
    level: float | None = None,
    applicability: bool = True,
    device: str = "auto",
    precision: str = "auto",
    batch: int | None = None,
    task: Task | None = None,
) -> PredictReport:
    """Map the area with a head, the one fitted last by default.

    Without ``dense`` the map has one cell a chip, from the stored embeddings. With it, windows of the chip's
    size slide by ``dense`` pixels (or ``"40m"``) and their predictions are blended; with ``patches`` the
    patch features of a dense model take the place of whole windows (see dense.map_dense).

    The map is ``maps/<head>.tif`` by default, a dense one ``maps/<head>-dense.tif``. Beside a map of chips lie
    what the head knows of its limits: its area of applicability, and with ``level`` (0.9) the sets of
    classes, or the intervals, that hold the truth that often (for a head fitted with blocks held out).

    Raises HeadMissing, HeadMismatch, HeadUntrusted, OutputError, DiskFull, Cancelled, and what
    map_dense does.
    """
    workspace = open_workspace(place)
    folder = find_head(workspace, head)
    fitted, meta = load_head(folder)
    # Maps of either kind, so that neither takes the other's place.
    name = meta.name if dense is None else f"{meta.name}-dense"
    path = Path(out) if out else workspace.map_path(name)
    legend = Legend(meta.kind, meta.target, tuple(ClassInfo(**c) for c in meta.classes))
    task = task or Task()
    if dense is not None:
        if level is not None:
            raise UsageError(
                "Sets and intervals are for maps of chips; leave --dense or --level away."
            )
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
    layers, found = trust_layers(
        fitted,
        meta,
        Trust.from_arrays(load_arrays(folder)),
        data.matrix,
        prediction,
        legend,
        level=level,
        applicability=applicability,
    )
    files = write_chip_map(path, workspace.grid, data.ids, prediction, legend, layers)
    summary = summarise(prediction, legend)
    return _predict_report(meta, legend, files, len(data.ids), summary, found._asdict())


def _predict_report(
    meta: HeadMeta,
    legend: Legend,
    files: MapFiles,
    chips: int,
    summary: MapSummary,
    trust: dict[str, float | None] | None = None,
) -> PredictReport:
    shares = {
        c.name: round(count / max(summary.cells, 1), 6)
        for c, count in zip(legend.classes, summary.counts, strict=True)
    }
    return PredictReport(meta.name, files.to_dict(), chips, shares, summary.range, trust or {})


def find_head(workspace: Workspace, name: str | None) -> Path:
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
    own = replace(meta, bands={name: meta.bands[name]}, embeddings=[expected])
    require_match(own, [manifest.embedding_id])
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
