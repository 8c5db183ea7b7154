"""EmbeddingStore: embeddings on disk as GeoParquet shards, one a block, and a manifest.

    embeddings/<source>-<model>-<hash>/
      manifest.json         what made these embeddings
      encoder.safetensors   what the encoder learnt from the scene (filters, stretch), where it did
      part-<block>.parquet  chip_id, row, col, geometry, valid, embedding [, scale]

A shard is written beside its name and renamed into place, so what is there is whole. Each opens
as it is in geopandas, DuckDB, QGIS or pandas: ``embedding`` is a fixed-size list of float32,
float16, or int8 to be multiplied by the row's ``scale``; it is null where ``valid``, the share of
valid pixels, was too small. Parquet checksums find damage when a shard is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from . import files, grids
from .chips import Block, ChipGrid
from .errors import EmbeddingsMissing, ShardCorrupt, StoreBusy, StoreUnreadable, UsageError

StoredDtype = Literal["float32", "float16", "int8"]
DTYPES: tuple[StoredDtype, ...] = ("float32", "float16", "int8")
_ARROW = {"float32": pa.float32(), "float16": pa.float16(), "int8": pa.int8()}


@dataclass(frozen=True)
class Manifest:
    """What made the embeddings of one store; JSON-able.

    ``embedding_id`` names what the numbers mean (encoder with all it learnt, bands, chip size): a head fits
    any store with the same one, another date's included. ``block`` is the height and width in pixels of
    what one shard covers, kept so that a later version, which might choose another, goes on alike.
    """

    source: str
    bands: list[str]
    model: str
    options: dict[str, Any]
    card: dict[str, Any]
    embedding_id: str
    dim: int
    dtype: StoredDtype
    min_valid: float
    grid: dict[str, Any]
    block: tuple[int, int]
    precision: str = ""
    inputs: list[dict[str, Any]] = field(default_factory=list)
    package: str = ""
    format: int = 1


class Embedded(NamedTuple):
    """Embeddings in memory: ``ids`` int64 ``(n,)`` ascending, ``matrix`` float32 ``(n, dim)``."""

    ids: np.ndarray
    matrix: np.ndarray


class EmbeddingStore:
    """The folder of one source's embeddings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- manifest ----------------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        return (self.folder / "manifest.json").is_file()

    @property
    def manifest(self) -> Manifest:
        """Raises EmbeddingsMissing where there is none, ShardCorrupt where it is damaged."""
        path = self.folder / "manifest.json"
        if not path.is_file():
            raise EmbeddingsMissing(
                f"There are no embeddings in {self.folder}; run eo-embed embed."
            )
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return Manifest(**content | {"block": tuple(content["block"])})
        except (ValueError, TypeError, KeyError) as error:
            raise ShardCorrupt(
                f"{path} is damaged ({error}); remove {self.folder} and run eo-embed embed again."
            ) from error

    def create(self, manifest: Manifest, state: dict[str, np.ndarray]) -> None:
        """Start a store: the encoder's state first, the manifest last, so that one implies the other."""
        from safetensors.numpy import save

        with files.replacing(self.folder / "encoder.safetensors") as part:
            part.write_bytes(save(state))
        files.write_json(self.folder / "manifest.json", asdict(manifest))

    def state(self) -> dict[str, np.ndarray]:
        """What the encoder learnt from the scene. Raises ShardCorrupt where the file is damaged."""
        from safetensors import SafetensorError
        from safetensors.numpy import load

        path = self.folder / "encoder.safetensors"
        try:
            return load(path.read_bytes())
        except (OSError, SafetensorError, ValueError) as error:
            raise ShardCorrupt(
                f"{path} is damaged ({error}); remove {self.folder} and run eo-embed embed again."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing. Raises StoreBusy while another process does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=0):  # the system frees it when we die
                files.clear_parts(self.folder)
                yield
        except Timeout as error:
            raise StoreBusy(
                f"Another process is embedding into {self.folder}; wait for it or stop it."
            ) from error

    # -- shards ------------------------------------------------------------------------------

    def shard(self, block: Block) -> Path:
        return self.folder / f"part-{block.name}.parquet"

    def present(self, block: Block) -> np.ndarray:
        """Ids of the chips whose result is on disk, int64; a damaged shard counts as absent.

        Raises StoreUnreadable where the system refuses to read it.
        """
        path = self.shard(block)
        if not path.exists():
            return np.empty(0, dtype=np.int64)
        try:
            return _read(path, ["chip_id"])["chip_id"].to_numpy()
        except ShardCorrupt:
            return np.empty(0, dtype=np.int64)

    def ids(self) -> np.ndarray:
        """Ids of all chips whose result is on disk, int64, in no order; damaged shards are passed over.

        Raises StoreUnreadable where the system refuses to read one.
        """
        parts = [np.empty(0, dtype=np.int64)]
        for path in sorted(self.folder.glob("part-*.parquet")):
            with suppress(ShardCorrupt):
                parts.append(_read(path, ["chip_id"])["chip_id"].to_numpy())
        return np.concatenate(parts)

    def write(
        self, block: Block, grid: ChipGrid, ids: np.ndarray, valid: np.ndarray, matrix: np.ndarray
    ) -> None:
        """Write one block's chips, beside those that its shard already holds.

        Parameters
        ----------
        ids: int64 ``(n,)``; valid: float32 ``(n,)``, share of valid pixels.
        matrix: float32 ``(n, dim)``; a row of NaN is a chip without an embedding.

        Raises DiskFull, OutputError, and UsageError for values that float16 cannot hold.
        """
        path = self.shard(block)
        table = _table(grid, ids, valid, matrix, self.manifest.dtype)
        if path.exists():
            old = _read(path, None)
            fresh = pa.compute.invert(pa.compute.is_in(old["chip_id"], value_set=table["chip_id"]))
            table = pa.concat_tables([old.filter(fresh), table]).sort_by("chip_id")
        table = table.replace_schema_metadata(_geo(grid, table["chip_id"].to_numpy()))
        with files.replacing(path) as part:
            pq.write_table(
                table,
                part,
                compression="none",  # embeddings are noise to a compressor, and the rest is small
                use_dictionary=False,
                write_statistics=["chip_id", "row", "col", "valid"],
                write_page_checksum=True,
                row_group_size=max(len(table), 1),
            )

    def load(self) -> Embedded:
        """All embeddings, whatever the area of interest.

        Raises EmbeddingsMissing where there is none; ShardCorrupt where a shard is damaged (it is set aside,
        and the next ``embed`` makes it again); StoreUnreadable.
        """
        paths = sorted(self.folder.glob("part-*.parquet"))
        dim = self.manifest.dim
        with ThreadPoolExecutor(4) as pool:
            parts = list(pool.map(lambda path: _load(path, dim), paths))
        parts = [part for part in parts if len(part.ids)]
        if not parts:
            raise EmbeddingsMissing(
                f"No chip in {self.folder} has an embedding; run eo-embed embed."
            )
        ids = np.concatenate([part.ids for part in parts])
        matrix = np.empty((len(ids), dim), dtype=np.float32)
        # Straight into sorted order: one copy of the matrix, not three.
        rank = np.empty(len(ids), dtype=np.int64)
        rank[np.argsort(ids)] = np.arange(len(ids))
        start = 0
        for part in parts:
            matrix[rank[start : start + len(part.ids)]] = part.matrix
            start += len(part.ids)
        return Embedded(np.sort(ids), matrix)


def _load(path: Path, dim: int) -> Embedded:
    with_scale = "scale" in _schema(path).names
    table = _read(path, ["chip_id", "embedding", *(["scale"] if with_scale else [])])
    table = table.filter(pa.compute.is_valid(table["embedding"]))
    rows = table["embedding"].combine_chunks()
    flat = rows.flatten() if not isinstance(rows, pa.ChunkedArray) else pa.chunked_array([])
    matrix = flat.to_numpy(zero_copy_only=False).reshape(-1, dim).astype(np.float32)
    if with_scale:
        matrix *= table["scale"].to_numpy()[:, None]
    return Embedded(table["chip_id"].to_numpy(), matrix)


def _schema(path: Path) -> pa.Schema:
    with _reading(path):
        return pq.read_schema(path)


def _read(path: Path, columns: Sequence[str] | None) -> pa.Table:
    with _reading(path):
        return pq.read_table(
            path, columns=columns, page_checksum_verification=True, partitioning=None
        )


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tells a damaged shard, which is set aside, from one that the system will not let us read."""
    try:
        yield
    except MemoryError:
        raise
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())[:160]
        if isinstance(error, OSError) and error.errno is not None:
            raise StoreUnreadable(f"{path} cannot be read ({reason}); put that right.") from error
        with suppress(OSError):  # where the folder is read-only, it stays
            path.replace(path.with_suffix(".corrupt"))
        raise ShardCorrupt(
            f"The shard {path} is damaged ({reason}); run eo-embed embed again to make it anew."
        ) from error


def _table(
    grid: ChipGrid, ids: np.ndarray, valid: np.ndarray, matrix: np.ndarray, dtype: StoredDtype
) -> pa.Table:
    rows, cols = grid.rows_cols(ids)
    boxes = grid.wkb(ids)
    absent = np.isnan(matrix[:, 0])
    if absent.any():
        matrix = np.where(absent[:, None], 0, matrix)
    values, scale = _quantise(matrix, dtype)
    columns = {
        "chip_id": pa.array(ids, pa.int64()),
        "row": pa.array(rows, pa.int32()),
        "col": pa.array(cols, pa.int32()),
        "geometry": _as_binary(boxes),
        "valid": pa.array(valid, pa.float32()),
        "embedding": pa.FixedSizeListArray.from_arrays(
            pa.array(values.reshape(-1), _ARROW[dtype]), matrix.shape[1], mask=pa.array(absent)
        ),
    }
    if scale is not None:
        columns["scale"] = pa.array(scale, pa.float32())
    return pa.table(columns)


def _geo(grid: ChipGrid, ids: np.ndarray) -> dict[str, str]:
    """GeoParquet's metadata for shards of these chips."""
    column = {
        "encoding": "WKB",
        "geometry_types": ["Polygon"],
        "crs": json.loads(grid.geobox.crs.proj.to_json()),
        "bbox": grid.bounds(ids),
    }
    content = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return {"geo": json.dumps(content)}


def _as_binary(rows: np.ndarray) -> pa.Array:
    """Bytes ``(n, length)`` as a binary column."""
    offsets = np.arange(len(rows) + 1, dtype=np.int32) * rows.shape[1]
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(rows))]
    return pa.Array.from_buffers(pa.binary(), len(rows), buffers)


def _quantise(matrix: np.ndarray, dtype: StoredDtype) -> tuple[np.ndarray, np.ndarray | None]:
    """Values as stored, and for int8 the scale of each row: its largest magnitude over 127."""
    if dtype != "int8":
        with np.errstate(over="ignore"):
            stored = matrix.astype(dtype, copy=False)
        if dtype == "float16" and not np.isfinite(stored).all():
            raise UsageError(
                f"This model gives values up to {np.abs(matrix).max():.3g}, which float16 cannot hold; "
                "use --dtype float32."
            )
        return stored, None
    scale = np.abs(matrix).max(axis=1, initial=0.0) / 127
    scale[scale == 0] = 1.0
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def store_name(source: str, model: str, identity: dict[str, Any]) -> str:
    """Folder of a store: readable source and model, then a hash of all that changes an embedding."""
    slug = "".join(c if c.isalnum() else "_" for c in model.rsplit("/", 1)[-1]).strip("_")[:40]
    return f"{source}-{slug}-{files.digest(identity)[:12]}"


def embedding_id(
    identity: dict[str, Any], state: dict[str, np.ndarray], bands: list[dict], grid: ChipGrid
) -> str:
    """What the numbers mean: encoder, all it learnt, band meaning, chip size and ground sample distance."""
    learnt = {
        name: hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
        for name, array in state.items()
    }
    pixel = [float(f"{v:.3g}") for v in grids.ground_pixel(grid.geobox)]
    return files.digest(
        {
            "encoder": identity,
            "learnt": learnt,
            "bands": bands,
            "size": list(grid.size),
            "pixel": pixel,
        }
    )[:32]
