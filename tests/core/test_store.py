"""Shards on disk: whole, readable by others, damage found and set aside."""

import json
import multiprocessing

import duckdb
import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from odc.geo.geobox import GeoBox

from eo_embed.core.chips import ChipGrid
from eo_embed.core.errors import (
    EmbeddingsMissing,
    ShardCorrupt,
    StoreBusy,
    StoreUnreadable,
    UsageError,
)
from eo_embed.core.store import EmbeddingStore, Manifest, _quantise, store_name

GRID = ChipGrid(
    GeoBox((64, 96), Affine(10, 0, 500_000, 0, -10, 5_000_000), "EPSG:32631"), (8, 8), (8, 8)
)
BLOCKS = GRID.blocks((32, 32), pixel_bytes=32 * 1024)
DIM = 5


def new_store(folder, dtype="float32", dim=DIM) -> EmbeddingStore:
    store = EmbeddingStore(folder)
    store.create(
        Manifest("s2", ["red"], "stats", {}, {}, "id", dim, dtype, 0.5, GRID.signature(), (64, 64)),
        {"low": np.array([1.5], dtype=np.float32)},
    )
    return store


def results(ids, seed=0, dim=DIM):
    rng = np.random.default_rng(seed)
    return np.linspace(0.5, 1, len(ids), dtype=np.float32), rng.normal(size=(len(ids), dim)).astype(
        "f4"
    )


@pytest.fixture
def filled(tmp_path):
    store = new_store(tmp_path / "store")
    whole = {}
    for block in BLOCKS:
        ids = GRID.select_in(block)
        valid, matrix = results(ids, int(ids[0]))
        matrix[0] = np.nan  # a chip without enough valid pixels
        store.write(block, GRID, ids, valid, matrix)
        whole |= dict(zip(ids.tolist(), matrix, strict=True))
    return store, whole


def test_several_blocks_load_as_one_sorted_matrix_without_the_empty_chips(filled):
    store, whole = filled
    assert len(BLOCKS) > 1
    ids, matrix = store.load()
    expected = {i: row for i, row in whole.items() if not np.isnan(row[0])}
    assert ids.tolist() == sorted(expected)
    np.testing.assert_array_equal(matrix, [expected[i] for i in ids.tolist()])
    np.testing.assert_array_equal(store.state()["low"], [1.5])
    assert store.manifest.bands == ["red"]


def test_geopandas_reads_a_shard_as_it_is(filled):
    store, whole = filled
    frame = geopandas.read_parquet(store.shard(BLOCKS[0]))
    assert frame.crs.to_epsg() == 32631
    ids = frame["chip_id"].to_numpy()
    assert frame.geometry.geom_equals(geopandas.GeoSeries(GRID.polygons(ids), crs=frame.crs)).all()
    assert list(zip(frame["row"], frame["col"], strict=True)) == list(
        zip(*(a.tolist() for a in GRID.rows_cols(ids)), strict=True)
    )
    assert frame["embedding"].isna().sum() == 1
    np.testing.assert_array_equal(frame["embedding"].iloc[1], whole[int(ids[1])])


def test_duckdb_reads_all_shards_as_they_are(filled):
    store, whole = filled
    with duckdb.connect() as db:
        rows = db.execute(
            f"SELECT chip_id, embedding[2] FROM '{store.folder}/*.parquet' WHERE embedding IS NOT NULL"
        ).fetchall()
    expected = {i: row[1] for i, row in whole.items() if not np.isnan(row[0])}
    assert dict(rows) == pytest.approx(expected)


@pytest.mark.parametrize("dtype", ["float16", "int8"])
def test_smaller_types_load_within_their_precision_and_open_elsewhere(tmp_path, dtype):
    store = new_store(tmp_path, dtype)
    ids = GRID.select_in(BLOCKS[0])
    valid, matrix = results(ids)
    matrix[3] = 0
    store.write(BLOCKS[0], GRID, ids, valid, matrix)
    step = {"float16": 2**-10, "int8": 0.5 / 127}[dtype] * np.abs(matrix).max(axis=1, keepdims=True)
    assert (np.abs(store.load().matrix - matrix) <= step + 1e-7).all()
    frame = geopandas.read_parquet(store.shard(BLOCKS[0]))
    values = np.stack(frame["embedding"]).astype(np.float32)
    assert np.stack(frame["embedding"]).dtype == dtype
    if dtype == "int8":
        values *= frame["scale"].to_numpy()[:, None]
    assert (np.abs(values - matrix) <= step + 1e-7).all()


@given(hnp.arrays(np.float32, (4, 7), elements=st.floats(-1e6, 1e6, width=32)))
def test_int8_errs_by_half_a_step_at_most(matrix):
    values, scale = _quantise(matrix, "int8")
    assert values.dtype == np.int8
    assert (np.abs(values * scale[:, None] - matrix) <= 0.501 * scale[:, None] + 1e-6).all()


def test_a_block_takes_more_chips_later(tmp_path):
    store = new_store(tmp_path)
    ids = GRID.select_in(BLOCKS[0])
    valid, matrix = results(ids)
    half = len(ids) // 2
    store.write(BLOCKS[0], GRID, ids[half:], valid[half:], matrix[half:])
    assert store.present(BLOCKS[0]).tolist() == ids[half:].tolist()
    store.write(BLOCKS[0], GRID, ids[:half], valid[:half], matrix[:half])
    assert store.present(BLOCKS[0]).tolist() == ids.tolist()
    np.testing.assert_array_equal(store.load().matrix, matrix)


@pytest.mark.parametrize("damage", ["truncated", "flipped"])
def test_a_damaged_shard_is_found_and_set_aside(filled, damage):
    store, _ = filled
    block = BLOCKS[1]
    path = store.shard(block)
    data = bytearray(path.read_bytes())
    if damage == "truncated":
        del data[len(data) // 2 :]
    else:  # one bit, deep in the embeddings
        value = store.load().matrix[store.load().ids == GRID.select_in(block)[-1]][0, 2:4]
        data[bytes(data).index(value.tobytes())] ^= 1
    path.write_bytes(data)
    with pytest.raises(ShardCorrupt, match=path.name):
        store.load()
    assert not path.exists()
    assert path.with_suffix(".corrupt").exists()
    assert len(store.present(block)) == 0  # so that the next run makes it again


def test_nothing_embedded_and_damaged_manifest(tmp_path):
    with pytest.raises(EmbeddingsMissing):
        EmbeddingStore(tmp_path / "none").manifest  # noqa: B018
    store = new_store(tmp_path)
    with pytest.raises(EmbeddingsMissing):
        store.load()
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(ShardCorrupt, match="manifest"):
        store.manifest  # noqa: B018
    (tmp_path / "encoder.safetensors").write_bytes(b"\x00" * 20)
    with pytest.raises(ShardCorrupt, match="encoder"):
        store.state()


def _hold(folder, held, free):
    with EmbeddingStore(folder).writing():
        held.set()
        free.wait(30)


def test_two_writers_are_one_too_many(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, free = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(tmp_path, held, free))
    process.start()
    try:
        assert held.wait(30)
        with pytest.raises(StoreBusy, match="embedding into"), EmbeddingStore(tmp_path).writing():
            pass
    finally:
        process.kill()  # a killed writer leaves no lock behind
        process.join()
    with EmbeddingStore(tmp_path).writing():
        pass


def test_a_store_is_named_by_all_that_changes_it():
    name = store_name("s2", "timm:vit_small_patch16_224", {"grid": 1})
    assert name.startswith("s2-timm_vit_small_patch16_224-")
    assert name == store_name("s2", "timm:vit_small_patch16_224", {"grid": 1})
    assert name != store_name("s2", "timm:vit_small_patch16_224", {"grid": 2})


def test_a_shard_the_system_will_not_read_is_left_alone(filled, monkeypatch):
    store, _ = filled
    whole = store.load()
    for error, raised in [
        (PermissionError(13, "denied"), StoreUnreadable),
        (pa.lib.ArrowMemoryError("malloc"), MemoryError),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(pq, "read_schema", lambda *_, e=error, **__: (_ for _ in ()).throw(e))
            with pytest.raises(raised):
                store.load()
    np.testing.assert_array_equal(store.load().ids, whole.ids)


def test_a_shard_added_to_tells_its_whole_extent(tmp_path):
    store = new_store(tmp_path)
    ids = GRID.select_in(BLOCKS[0])
    for part in (ids[:3], ids[3:]):
        store.write(BLOCKS[0], GRID, part, *results(part))
    path = store.shard(BLOCKS[0])
    frame = geopandas.read_parquet(path)
    assert frame["chip_id"].tolist() == sorted(ids.tolist())
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    np.testing.assert_allclose(geo["columns"]["geometry"]["bbox"], frame.total_bounds)


def test_values_beyond_float16_are_refused(tmp_path):
    store = new_store(tmp_path, "float16")
    ids = GRID.select_in(BLOCKS[0])
    valid, matrix = results(ids)
    matrix[2, 1] = 70_000
    with pytest.raises(UsageError, match=r"up to 7e\+04.*float32"):
        store.write(BLOCKS[0], GRID, ids, valid, matrix)
    assert not list(tmp_path.glob("part-*"))
