"""The streaming engine against a brute-force loop, and what stops it."""

import os
import signal
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely import box

from eo_embed.core import embed as engine
from eo_embed.core.chips import ChipGrid
from eo_embed.core.embed import (
    fill_store,
    pending,
    sample_chips,
    stream,
    valid_share,
)
from eo_embed.core.errors import (
    Cancelled,
    DeviceMemory,
    DiskFull,
    RasterAllNodata,
)
from eo_embed.core.progress import Task
from eo_embed.core.rasters import Source, describe_bands, reference_grid
from eo_embed.core.runner import BatchSize, Runner
from eo_embed.core.store import EmbeddingStore, Manifest


class BandMeans:
    """An encoder simple enough to be checked by a loop: the mean and the corner of each band."""

    card = SimpleNamespace(input_size=None)

    def __init__(self, bands, fail_above=None):
        self.dim = 2 * bands
        self.sizes = []
        self.fail_above = fail_above

    def embed(self, x, valid):
        import torch

        if self.fail_above is not None and len(x) > self.fail_above:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")
        self.sizes.append(len(x))
        weight = torch.ones_like(x[:, :1]) if valid is None else valid[:, None].to(x.dtype)
        mean = (x * weight).sum((2, 3)) / weight.sum((2, 3))
        return torch.cat([mean, x[:, :, 0, 0]], dim=1)


@pytest.fixture
def scene(tmp_path):
    """Three uint16 bands in tiles of 64, a hole of nodata, scale and offset."""
    path = tmp_path / "scene.tif"
    rng = np.random.default_rng(0)
    values = rng.integers(1, 4000, (3, 200, 330), dtype=np.uint16)
    values[:, 40:90, 100:180] = 0
    with rasterio.open(
        path, "w", driver="GTiff", dtype="uint16", count=3, width=330, height=200, nodata=0, tiled=True,
        blockxsize=64, blockysize=64, crs="EPSG:32631", transform=from_origin(500_000, 5_000_000, 10, 10),
    ) as data:  # fmt: skip
        data.write(values)
        data.scales, data.offsets = (1e-4,) * 3, (-0.1,) * 3
    source = Source("s2", describe_bands("s2", [str(path)]), reference_grid([str(path)]))
    return source, values


def brute_force(values, grid, ids, min_valid):
    rows, cols = grid.rows_cols(ids)
    out = np.full((len(ids), 2 * len(values)), np.nan, dtype=np.float32)
    share = np.zeros(len(ids))
    for i, (row, col) in enumerate(zip(rows, cols, strict=True)):
        y, x = row * grid.stride[0], col * grid.stride[1]
        chip = np.zeros((len(values), *grid.size), dtype=np.uint16)
        part = values[:, y : y + grid.size[0], x : x + grid.size[1]]
        chip[:, : part.shape[1], : part.shape[2]] = part
        good = (chip != 0).all(axis=0)
        share[i] = good.mean()
        if share[i] >= min_valid:
            physical = chip * 1e-4 - 0.1
            out[i] = np.concatenate([physical[:, good].mean(axis=1), physical[:, 0, 0]])
    return share, out


def new_store(folder, source, grid, min_valid=0.5, dim=6):
    store = EmbeddingStore(folder)
    block = grid.block_shape(source.tile, source.dtype.itemsize * len(source.bands))
    bands = list(source.band_names)
    store.create(Manifest("s2", bands, "m", {}, {}, "id", dim, "float32", min_valid, {}, block), {})
    return store


@pytest.mark.parametrize("size", [(16, 16), (20, 12)])
@pytest.mark.parametrize("stride", [(16, 16), (7, 9)])
@pytest.mark.parametrize("batch", [None, 37])
def test_the_engine_equals_a_loop_over_chips(scene, tmp_path, monkeypatch, size, stride, batch):
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_CHIPS", 60)  # many blocks, batches across them
    source, values = scene
    grid = ChipGrid(source.grid, size, stride)
    store = new_store(tmp_path / "store", source, grid)
    runner = Runner(BandMeans(3), source, batch=batch)
    report = fill_store(source, grid, store, runner, task=Task())
    ids = grid.select()
    share, expected = brute_force(values, grid, ids, 0.5)
    kept = ~np.isnan(expected[:, 0])
    assert (report.chips, report.invalid) == (len(ids), int((~kept).sum()))
    assert 0 < report.invalid < len(ids)
    loaded = store.load()
    np.testing.assert_array_equal(loaded.ids, ids[kept])
    np.testing.assert_allclose(loaded.matrix, expected[kept], rtol=1e-4, atol=1e-5)
    blocks = grid.blocks(source.tile, 6)
    assert len(blocks) > 4
    valid = np.concatenate(
        [engine_valid(store, block) for block in blocks if store.shard(block).exists()]
    )
    np.testing.assert_allclose(np.sort(valid), np.sort(share), atol=1e-6)


def engine_valid(store, block):
    import pyarrow.parquet as pq

    return pq.read_table(store.shard(block), columns=["valid"])["valid"].to_numpy()


def test_results_come_in_order_while_batches_cross_blocks(scene, monkeypatch):
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_CHIPS", 30)
    source, _ = scene
    grid = ChipGrid(source.grid, (16, 16), (16, 16))
    encoder = BandMeans(3)
    work = [(b, grid.select_in(b)) for b in grid.blocks(source.tile, 6)]
    found = list(
        stream(source, grid, work, Runner(encoder, source, batch=50), min_valid=0.5, task=Task())
    )
    assert [r.block for r in found] == [block for block, _ in work]
    # All but the last, which threads may have met earlier, are full.
    assert sorted(encoder.sizes)[1:] == [50] * (len(encoder.sizes) - 1)


def test_resume_does_only_the_rest_and_a_larger_area_only_the_new(scene, tmp_path, monkeypatch):
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_CHIPS", 60)
    source, _ = scene
    whole = ChipGrid(source.grid, (16, 16), (16, 16))
    part = ChipGrid(source.grid, (16, 16), (16, 16), box(500_000, 4_999_000, 501_000, 5_000_000))
    store = new_store(tmp_path / "store", source, whole)
    first = fill_store(source, part, store, Runner(BandMeans(3), source), task=Task())
    encoder = BandMeans(3)
    second = fill_store(source, whole, store, Runner(encoder, source), task=Task())
    assert second.kept == first.chips
    assert sum(encoder.sizes) == second.embedded == second.chips - first.chips - second.invalid
    once = new_store(tmp_path / "once", source, whole)
    fill_store(source, whole, once, Runner(BandMeans(3), source), task=Task())
    np.testing.assert_array_equal(store.load().ids, once.load().ids)
    np.testing.assert_array_equal(store.load().matrix, once.load().matrix)
    assert pending(store, whole, whole.blocks(source.tile, 6))[0] == []


def test_out_of_memory_halves_the_batch_and_loses_nothing(scene, tmp_path):
    source, values = scene
    grid = ChipGrid(source.grid, (16, 16), (16, 16))
    store = new_store(tmp_path / "store", source, grid)
    encoder = BandMeans(3, fail_above=40)
    report = fill_store(source, grid, store, Runner(encoder, source, batch=128), task=Task())
    assert report.batch == 32
    _, expected = brute_force(values, grid, grid.select(), 0.5)
    np.testing.assert_allclose(
        store.load().matrix, expected[~np.isnan(expected[:, 0])], rtol=1e-4, atol=1e-5
    )


def test_one_chip_too_large_for_the_device_is_said(scene, tmp_path):
    source, _ = scene
    grid = ChipGrid(source.grid, (16, 16), (16, 16))
    store = new_store(tmp_path / "store", source, grid)
    with pytest.raises(DeviceMemory, match="single chip"):
        fill_store(source, grid, store, Runner(BandMeans(3, fail_above=0), source), task=Task())


def test_another_error_of_the_encoder_is_not_taken_for_memory(scene):
    source, _ = scene
    encoder = BandMeans(3)
    encoder.embed = lambda x, valid: (_ for _ in ()).throw(RuntimeError("shape mismatch"))
    with pytest.raises(RuntimeError, match="shape mismatch"):
        Runner(encoder, source).run(np.ones((2, 3, 4, 4), dtype=np.uint16), None)


def test_a_batch_that_shrinks_while_another_is_gathered(scene, tmp_path, monkeypatch):
    """Batch sizes come from threads: every chip is still embedded once, whatever size is read when."""
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_CHIPS", 60)
    source, _ = scene
    grid = ChipGrid(source.grid, (16, 16), (16, 16))
    encoder, rng = BandMeans(3), np.random.default_rng(0)
    runner = Runner(encoder, source, batch=40)
    fickle = property(lambda self: int(rng.integers(1, 60)), lambda self, value: None)
    monkeypatch.setattr(BatchSize, "size", fickle, raising=False)
    work = [(b, grid.select_in(b)) for b in grid.blocks(source.tile, 6)]
    found = list(stream(source, grid, work, runner, min_valid=0.5, task=Task()))
    assert [r.block for r in found] == [block for block, _ in work]
    good = sum(int((r.valid >= 0.5).sum()) for r in found)
    assert sum(encoder.sizes) == good == sum(int(np.isfinite(r.matrix[:, 0]).sum()) for r in found)


def test_cancel_keeps_whole_shards(scene, tmp_path, monkeypatch):
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_CHIPS", 30)
    source, _ = scene
    grid = ChipGrid(source.grid, (16, 16), (16, 16))
    store = new_store(tmp_path / "store", source, grid)
    cancel = threading.Event()
    task = Task(lambda p: cancel.set() if p.done > 60 else None, cancel)
    monkeypatch.setattr(engine.time, "monotonic", iter(np.arange(0, 1e6)).__next__)  # no throttle
    with pytest.raises(Cancelled):
        fill_store(source, grid, store, Runner(BandMeans(3), source, batch=10), task=task)
    shards = list(store.folder.glob("part-*.parquet"))
    assert 0 < len(shards) < len(grid.blocks(source.tile, 6))
    assert not list(store.folder.glob(".part-*"))
    report = fill_store(source, grid, store, Runner(BandMeans(3), source), task=Task())
    assert 0 < report.kept < report.chips
    whole = new_store(tmp_path / "whole", source, grid)
    fill_store(source, grid, whole, Runner(BandMeans(3), source), task=Task())
    np.testing.assert_array_equal(store.load().matrix, whole.load().matrix)


KILLED = """
import sys, time
sys.path.insert(0, {here!r})
from test_embed import BandMeans, new_store
from eo_embed.core import chips
from eo_embed.core.embed import fill_store
from eo_embed.core.progress import Task
from eo_embed.core.rasters import Source, describe_bands, reference_grid
from eo_embed.core.runner import Runner
from eo_embed.core.store import EmbeddingStore
from pathlib import Path
chips.BLOCK_CHIPS = 30
source = Source("s2", describe_bands("s2", [{path!r}]), reference_grid([{path!r}]))
grid = chips.ChipGrid(source.grid, (16, 16), (16, 16))
class Slow(BandMeans):
    def embed(self, x, valid):
        time.sleep(0.05)
        return super().embed(x, valid)
store = EmbeddingStore(Path({store!r}))
with store.writing():
    fill_store(source, grid, store, Runner(Slow(3), source, batch=8), task=Task())
"""


def test_kill_9_at_any_instant_leaves_whole_shards(scene, tmp_path, monkeypatch):
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_CHIPS", 30)
    source, _ = scene
    grid = ChipGrid(source.grid, (16, 16), (16, 16))
    store = new_store(tmp_path / "store", source, grid)
    code = KILLED.format(
        here=os.path.dirname(__file__), path=source.bands[0].path, store=str(store.folder)
    )
    for shards in (1, 3):
        process = subprocess.Popen([sys.executable, "-c", code])
        until = time.monotonic() + 60
        while len(list(store.folder.glob("part-*.parquet"))) < shards and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    with store.writing():
        before = {p: p.stat().st_mtime_ns for p in store.folder.glob("part-*.parquet")}
        report = fill_store(source, grid, store, Runner(BandMeans(3), source), task=Task())
    assert 0 < report.kept < report.chips
    assert {p: p.stat().st_mtime_ns for p in before} == before
    once = new_store(tmp_path / "once", source, grid)
    fill_store(source, grid, once, Runner(BandMeans(3), source), task=Task())
    np.testing.assert_array_equal(store.load().matrix, once.load().matrix)


def test_a_full_disk_is_said_and_the_shards_so_far_stay(scene, tmp_path, monkeypatch):
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_CHIPS", 60)
    source, _ = scene
    grid = ChipGrid(source.grid, (16, 16), (16, 16))
    store = new_store(tmp_path / "store", source, grid)
    real, calls = engine.EmbeddingStore.write, []

    def write(self, *args):
        calls.append(1)
        if len(calls) > 2:
            monkeypatch.setattr("pyarrow.parquet.write_table", _no_room)
        real(self, *args)

    monkeypatch.setattr(engine.EmbeddingStore, "write", write)
    with pytest.raises(DiskFull, match="free some space"):
        fill_store(source, grid, store, Runner(BandMeans(3), source), task=Task())
    assert len(list(store.folder.glob("part-*.parquet"))) == 2
    assert not list(store.folder.glob(".part-*"))


def _no_room(table, path, **options):
    path.write_bytes(b"half")
    raise OSError(28, "No space left on device")


def test_the_sample_spreads_and_repeats(scene):
    source, values = scene
    grid = ChipGrid(source.grid, (8, 8), (8, 8))
    sample = sample_chips(source, grid, min_valid=0.5)
    again = sample_chips(source, grid, min_valid=0.5)
    np.testing.assert_array_equal(sample.chips, again.chips)
    assert sample.chips.dtype == np.float32
    assert sample.chips.shape[1:] == (3, 8, 8) == (len(sample.names), *sample.valid.shape[1:])
    good = sample.chips.transpose(0, 2, 3, 1)[sample.valid]
    assert abs(good.mean() - (values[values > 0].mean() * 1e-4 - 0.1)) < 0.01
    assert good.min() >= -0.1


def test_the_sample_does_not_grow_with_the_chip(tmp_path):
    path = scene_of(tmp_path, np.full((2, 1200, 1200), 7, dtype=np.uint16))
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    sizes = []
    for size in (96, 200, 400):
        grid = ChipGrid(source.grid, (size, size), (8, 8))
        sample = sample_chips(source, grid, min_valid=0.5)
        assert sample.chips.shape[1:] == (2, 96, 96)
        assert sample.valid.all()
        sizes.append(sample.chips.nbytes)
    assert len(set(sizes)) == 1


def test_a_scene_that_is_almost_all_nodata_is_searched(tmp_path):
    """One valid corner in 62,500 chips: what tries at random would hardly find."""
    values = np.zeros((1, 1000, 1000), dtype=np.uint16)
    values[0, 903:931, 610:650] = 9
    path = scene_of(tmp_path, values)
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    grid = ChipGrid(source.grid, (4, 4), (4, 4))
    sample = sample_chips(source, grid, min_valid=1.0)
    assert (sample.chips == 9).all()
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        sample_chips(source, grid, min_valid=1.0, task=Task(cancel=stop))


def scene_of(folder, values):
    path = folder / "made.tif"
    with rasterio.open(
        path, "w", driver="GTiff", dtype=values.dtype, count=len(values), height=values.shape[1],
        width=values.shape[2], nodata=0, crs="EPSG:32631", tiled=True, blockxsize=256, blockysize=256,
        transform=rasterio.transform.from_origin(500_000, 5_000_000, 10, 10),
    ) as data:  # fmt: skip
        data.write(values)
    return str(path)


def test_nothing_but_nodata_is_said(tmp_path):
    path = str(tmp_path / "empty.tif")
    with rasterio.open(
        path, "w", driver="GTiff", dtype="uint8", count=1, width=64, height=64, nodata=0,
        crs="EPSG:32631", transform=from_origin(0, 0, 10, 10),
    ) as data:  # fmt: skip
        data.write(np.zeros((1, 64, 64), dtype=np.uint8))
    source = Source("s", describe_bands("s", [path]), reference_grid([path]))
    with pytest.raises(RasterAllNodata, match="source s has"):
        sample_chips(source, ChipGrid(source.grid, (16, 16), (16, 16)), min_valid=0.5)


def test_valid_share_by_integral_image():
    rng = np.random.default_rng(1)
    valid = rng.random((50, 60)) > 0.3
    tops, lefts = rng.integers(0, 40, 30), rng.integers(0, 48, 30)
    expected = [valid[t : t + 10, x : x + 12].mean() for t, x in zip(tops, lefts, strict=True)]
    np.testing.assert_allclose(valid_share(valid, tops, lefts, (10, 12)), expected, atol=1e-6)
