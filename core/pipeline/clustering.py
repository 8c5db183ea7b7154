"""Clusters of like embeddings: a map, a table, and labels from a cluster by one command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .. import charts, files
from ..classes import PALETTE, ClassInfo
from ..cog import Raster
from ..errors import UsageError
from ..labels import LabelStore
from ..maps import Layer, write_chip_layer
from ..probes.base import Standardiser, row_chunks
from ..questions import explore
from ..workspace import Workspace
from .embeddings import features, stores_in_use
from .exploring import explore_folder
from .labelling import label_chips
from .workspaces import Place, open_workspace

#: How labels are given that a cluster never replaces: a person has looked at these chips.
BY_HAND = ("click", "suggestion")
_NEAREST = 3  # chips named for each cluster
_KEY = b"eo-embed"  # of the table's metadata


@dataclass(frozen=True)
class ClusterReport:
    """Clusters 1, 2, ... by size: chips of each, the ids nearest to each centre, the silhouette.

    ``silhouette`` is -1 to 1, NaN where there is none (see explore.Clusters).
    """

    files: dict[str, str]
    sizes: list[int]
    nearest: list[list[int]]
    silhouette: float


@dataclass(frozen=True)
class ClusterLabels:
    """Chips of a cluster labelled now, and those that kept a label given by hand."""

    target: str
    cluster: int
    label: str | float
    labelled: int
    kept: int


def explore_clusters(
    place: Place,
    k: int = 8,
    *,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    out: str | Path | None = None,
) -> ClusterReport:
    """Part the chips of the area into ``k`` clusters by k-means (explore.clusters).

    Writes a map (``maps/clusters.tif``, or ``out``), a chart of the sizes, and the table that
    ``label_cluster`` reads. Raises EmbeddingsMissing, UsageError, OutputError, DiskFull.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    found = explore.clusters(data.matrix, k, seed)
    distances = _distances(data.matrix, found)
    classes = [
        ClassInfo(str(i), f"cluster {i}", PALETTE[(i - 1) % len(PALETTE)]) for i in range(1, k + 1)
    ]
    numbers = found.labels + 1
    dtype = "uint8" if k <= 254 else "uint16"
    raster = Raster(dtype=dtype, nodata=0, bands=("cluster",), classes=tuple(classes))
    path = Path(out) if out else workspace.map_path("clusters")
    layer = Layer(raster, numbers[None])
    write_chip_layer(path, workspace.grid, data.ids, layer, f"{k} clusters")
    table = _table_path(workspace)
    known = {"sources": [m.source for m in data.manifests], "embeddings": data.embedding_ids}
    _write_clusters(table, _Assigned(data.ids, numbers, distances), known)
    chart = explore_folder(workspace) / "clusters.png"
    names, colours = [c.name for c in classes], [c.colour for c in classes]
    charts.bars_chart(names, colours, found.sizes, unit="Chips", title="Chips of each cluster").png(
        chart
    )
    return ClusterReport(
        {"map": str(path), "chart": str(chart), "table": str(table)},
        found.sizes.tolist(),
        [_nearest(data.ids, distances, found.labels == i).tolist() for i in range(k)],
        found.silhouette,
    )


def label_cluster(
    place: Place,
    cluster: int,
    value: str | float,
    *,
    target: str,
    nearest: int | None = None,
    who: str = "",
) -> ClusterLabels:
    """Label the chips of a cluster, or the ``nearest`` of them to its centre; how is ``cluster``.

    Chips of the area alone, and never those whose label was given by hand. Raises UsageError where there
    are no such clusters, or none of the embeddings in use, and what ``label_chips`` does.
    """
    workspace = open_workspace(place)
    assigned = _read_clusters(workspace)
    last = int(assigned.cluster.max(initial=0))
    if cluster not in assigned.cluster:
        raise UsageError(f"There is no cluster {cluster}; there are 1 to {last}.")
    if nearest is not None and nearest < 1:
        raise UsageError(f"{nearest} nearest chips were asked for; ask for at least 1.")
    chosen = (assigned.cluster == cluster) & np.isin(assigned.ids, workspace.grid.select())
    ids = _nearest(assigned.ids, assigned.distance, chosen, nearest)
    held = LabelStore(workspace.labels_path, workspace.geobox.crs).get(target)
    new = ids[~np.isin(ids, held.ids[np.isin(held.how, BY_HAND)])]
    labelled = label_chips(workspace, target, new.tolist(), value, how="cluster", who=who)
    return ClusterLabels(target, cluster, value, labelled, len(ids) - len(new))


def _distances(matrix: np.ndarray, found: explore.Clusters) -> np.ndarray:
    """Distance of each row to its centre, both standardised, float32 ``(n,)``."""
    columns = Standardiser.fit(matrix)
    centres = columns.standardise(found.centres)
    out = np.empty(len(matrix), dtype=np.float32)
    for rows in row_chunks(*matrix.shape):
        away = columns.standardise(matrix[rows]) - centres[found.labels[rows]]
        out[rows] = np.linalg.norm(away, axis=1)
    return out


def _nearest(
    ids: np.ndarray, distances: np.ndarray, chosen: np.ndarray, count: int | None = _NEAREST
) -> np.ndarray:
    """The chosen chips nearest to their centre first, ties by id; at most ``count``."""
    rows = np.flatnonzero(chosen)
    return ids[rows[np.lexsort((ids[rows], distances[rows]))]][:count]


# -- the table ---------------------------------------------------------------------------------


class _Assigned(NamedTuple):
    """Chips ``(n,)`` int64, their clusters from 1, and their distances to the centre."""

    ids: np.ndarray
    cluster: np.ndarray
    distance: np.ndarray


def _table_path(workspace: Workspace) -> Path:
    return explore_folder(workspace) / "clusters.parquet"


def _write_clusters(path: Path, assigned: _Assigned, known: dict[str, list[str]]) -> None:
    table = pa.table(
        {
            "chip_id": pa.array(assigned.ids, pa.int64()),
            "cluster": pa.array(assigned.cluster, pa.int32()),
            "distance": pa.array(assigned.distance, pa.float32()),
        }
    ).replace_schema_metadata({_KEY: json.dumps(known)})
    with files.replacing(path) as part:
        pq.write_table(table, part)


def _read_clusters(workspace: Workspace) -> _Assigned:
    """The clusters. Raises UsageError where there are none, or of embeddings no longer in use."""
    path = _table_path(workspace)
    again = "run eo-embed explore DIR clusters"
    if not path.is_file():
        raise UsageError(f"{workspace.folder} has no clusters yet; {again}.")
    try:
        table = pq.read_table(path, partitioning=None)
        known = json.loads(table.schema.metadata[_KEY])
        columns = [table[name].to_numpy() for name in ("chip_id", "cluster", "distance")]
        sources, embeddings = list(known["sources"]), list(known["embeddings"])
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is damaged or holds no clusters; {again} again.") from error
    in_use = [store.manifest.embedding_id for store in stores_in_use(workspace, sources)]
    if in_use != embeddings:
        raise UsageError(
            f"The clusters in {path} are of embeddings {', '.join(embeddings)}, and {', '.join(in_use)} are in "
            f"use now; {again} again."
        )
    return _Assigned(*columns)
