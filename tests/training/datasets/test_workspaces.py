"""A workspace's own chips as a data set: pixels, passes, what a chip lacks, several workspaces, identity."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import Geod, Transformer
from rasterio.windows import Window

from eo_embed.core import pipeline
from eo_embed.core.errors import BandUnknown, DataMissing, DataUnfit
from eo_embed.core.workspace import Workspace
from eo_embed.tests.training.datasets.opened_workspaces import chip_ids, opened, window_of, write
from eo_embed.training.datasets import Modality, open_dataset
from eo_embed.training.datasets.scenes import BlockPixels, Scene
from eo_embed.training.feed import DatasetFeed

MB = 2**20


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Every block that is decoded, in order."""
    made: list[tuple[int, str]] = []
    load = Scene.load

    def counted(scene: Scene, block: int, source: str) -> BlockPixels:
        made.append((block, source))
        return load(scene, block, source)

    monkeypatch.setattr(Scene, "load", counted)
    return made


# -- pixels ------------------------------------------------------------------------------------


@pytest.mark.parametrize("memory", [None, 1.0])
def test_chips_are_what_the_source_reads_at_their_windows(
    garda: Path, spain: Path, small_blocks: None, memory: float | None
) -> None:
    for folder in (garda, spain):
        data = opened(folder, memory=memory)
        workspace = Workspace.open(folder)
        ids = chip_ids(data)
        rows = np.random.default_rng(0).choice(len(data), 60, replace=False)
        for name, modality in data.modalities.items():
            images = data.read(rows, name)
            assert images.present is None
            source = workspace.source(name)
            assert images.values.dtype == source.dtype
            assert modality.bands == source.band_names
            for i, row in enumerate(rows):
                values, valid = source.read(*window_of(workspace.grid, ids[row]))
                np.testing.assert_array_equal(images.values[i], values)
                mask = np.ones(values.shape[1:], bool) if valid is None else valid
                given = mask | True if images.valid is None else images.valid[i]
                np.testing.assert_array_equal(given, mask)
            source.close()


def test_chips_count_by_their_own_share_of_valid_pixels(garda: Path, small_blocks: None) -> None:
    workspace = Workspace.open(garda)
    source = workspace.source("s2")
    wanted = []
    for chip in workspace.grid.select():
        valid = source.read(*window_of(workspace.grid, int(chip))).valid
        if valid is None or valid.mean() >= 0.4:
            wanted.append(int(chip))
    data = opened(garda)
    assert sorted(chip_ids(data)) == wanted
    dropped, area = len(workspace.grid.select()) - len(wanted), len(workspace.grid.select())
    assert dropped > 0
    assert data.notes == (f"{dropped} of {area} chips have too few valid pixels to learn from.",)
    ids = np.array(chip_ids(data))
    np.testing.assert_array_equal(data.positions, workspace.grid.metric_centres(ids))


def test_a_modality_says_what_a_source_is(spain: Path) -> None:
    data = opened(spain)
    assert data.modalities["s1"] == Modality(
        "s1", ("VV", "VH"), (32, 32), "sar", (1.0,) * 2, (0.0,) * 2, "as stored", 8.863
    )
    assert data.modalities["s2"].sensor == "optical"
    assert list(opened(spain, sources="s2").modalities) == ["s2"]


# -- passes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("memory", [None, 1.0])
def test_every_sample_once_a_pass_in_another_order_each_time(
    garda: Path, small_blocks: None, memory: float | None
) -> None:
    data = opened(garda, memory=memory)
    rows = np.arange(0, len(data), 2)

    def order(seed: int) -> list[int]:
        return data.order(rows, np.random.default_rng(seed)).tolist()

    assert sorted(order(0)) == rows.tolist()
    assert order(0) == order(0)
    assert order(0) != order(1)
    # By the memory asked for, not by what the machine has: a run goes on the same elsewhere.
    again = opened(garda, memory=memory)
    assert again.order(rows, np.random.default_rng(0)).tolist() == order(0)
    feed = DatasetFeed(data, rows, ["s2"], batch_size=16)
    seen = [feed.batch(step, slice(None))["rows"] for step in range(len(rows) // 16)]
    assert len(set(np.concatenate(seen).tolist())) == len(rows) // 16 * 16


def test_a_pass_decodes_each_block_once_and_keeps_to_its_memory(
    garda: Path, small_blocks: None, loads: list[tuple[int, str]]
) -> None:
    data = opened(garda, memory=1)
    blocks = len(set(loads))
    area = data._block_bytes.sum()
    assert blocks > 20
    assert area > 2 * MB
    assert max(Counter(loads).values()) == 1  # to find the chips that count
    feed = DatasetFeed(data, np.arange(len(data)), ["s2"], batch_size=8)
    loads.clear()
    held = 0
    with ThreadPoolExecutor(3) as pool:
        for step in range(feed.size // 8):
            parts = [slice(0, 3), slice(3, 6), slice(6, 8)]
            list(pool.map(feed.batch, [step] * 3, parts))
            held = max(held, data.cache.bytes)
    assert 0.6 * MB < held <= 1 * MB
    assert len(loads) <= blocks


def test_chips_of_a_window_are_mixed_and_no_block_is_needed_beyond_it(
    garda: Path, small_blocks: None
) -> None:
    data = opened(garda, memory=1)
    order = data.order(np.arange(len(data)), np.random.default_rng(3))
    blocks = data._block_of[order]
    first = {int(b): int(np.flatnonzero(blocks == b)[0]) for b in np.unique(blocks)}
    last = {int(b): int(np.flatnonzero(blocks == b)[-1]) for b in np.unique(blocks)}
    sizes = data._block_bytes
    for place in range(0, len(order), 10):
        due = [b for b in first if first[b] <= place <= last[b]]
        assert sizes[due].sum() <= data._window + sizes.max()
    middle = blocks[len(blocks) // 2 :][:32]
    assert len(set(middle.tolist())) >= 4  # a batch is of many places
    assert np.mean([a == b for a, b in pairwise(blocks.tolist())]) < 0.3


def test_what_fits_stays_decoded_and_is_shuffled_whole(
    garda: Path, small_blocks: None, loads: list[tuple[int, str]]
) -> None:
    data = opened(garda)
    loads.clear()
    rows = np.arange(len(data))
    data.read(data.order(rows, np.random.default_rng(0)), "s2")
    assert loads == []
    wanted = np.random.default_rng(0).permutation(rows)
    np.testing.assert_array_equal(data.order(rows, np.random.default_rng(0)), wanted)


# -- nodata, and what a chip lacks ---------------------------------------------------------------


def test_a_chip_counts_where_all_or_any_sources_are_valid(halves: Path) -> None:
    assert chip_ids(opened(halves)) == [2]
    any_of = opened(halves, need="any")
    assert chip_ids(any_of) == [0, 1, 2, 3]
    a, b = (any_of.read(np.arange(4), name) for name in "ab")
    assert a.present is not None
    assert b.present is not None
    assert a.valid is not None
    assert b.valid is not None
    assert a.present[:, 0].tolist() == [True, True, True, False]
    assert b.present[:, 0].tolist() == [False, False, True, True]
    assert a.valid.mean(axis=(1, 2)).tolist() == [1, 1, 1, 0]
    assert b.valid.mean(axis=(1, 2)).tolist() == [
        0,
        0,
        1,
        1,
    ]  # of what is missing no pixel is valid
    both = any_of.read(np.array([2]), "a")
    assert both.present is None
    assert both.valid is None


def test_no_valid_chip_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.zeros((1, 8, 16), np.uint8), nodata=0)
    pipeline.init(tmp_path / "ws", {"a": [path]}, chip="8")
    with pytest.raises(DataUnfit, match=r"no chip of the area has 50% valid pixels .* \(a\)"):
        opened(tmp_path / "ws")


@pytest.fixture
def coherence(shared_data: Path, tmp_path: Path) -> Path:
    """Interferometric coherence, of which each pair of dates covers another stretch of ground."""
    paths = []
    for i, path in enumerate(sorted((shared_data / "s1_coherence_mexico").glob("*.tif"))[:5]):
        with rasterio.open(path) as data:
            window = Window(0 if i == 0 else 15 * i, 0, 100 if i == 0 else 30, 60)
            profile = data.profile | {
                "width": window.width,
                "transform": data.window_transform(window),
            }
            values = data.read(window=window)
        paths.append(str(tmp_path / f"cc{i}.tif"))
        with rasterio.open(paths[-1], "w", **profile) as out:
            out.write(values)
    pipeline.init(tmp_path / "ws", {"coherence": paths}, chip="10", min_valid=0.75)
    return tmp_path / "ws"


def test_bands_with_masks_of_their_own_may_be_missing(coherence: Path) -> None:
    with pytest.raises(DataUnfit, match="no chip"):  # nowhere are all bands
        opened(coherence)
    data = opened(coherence, lenient=True)
    workspace = Workspace.open(coherence)
    bands = [b.path for b in workspace.source("coherence").bands]
    grid = workspace.grid
    images = data.read(np.arange(len(data)), "coherence")
    assert images.present is not None
    assert images.valid is not None
    assert set(images.present.sum(axis=1).tolist()) >= {1, 2, 3}
    for row, chip in enumerate(chip_ids(data)):
        y0, y1, x0, x1 = window_of(grid, chip)
        every = np.ones((10, 10), bool)
        for i, path in enumerate(bands):
            with rasterio.open(path) as file:
                left = round((file.transform.c - grid.geobox.affine.c) / grid.geobox.affine.a)
                window = Window(x0 - left, y0, x1 - x0, y1 - y0)
                values = file.read(1, window=window, boundless=True, fill_value=0)
            valid = values != 0
            assert images.present[row, i] == (valid.mean() >= 0.75)
            if images.present[row, i]:
                every &= valid
                np.testing.assert_array_equal(images.values[row, i][valid], values[valid])
        np.testing.assert_array_equal(images.valid[row], every)


# -- several workspaces ------------------------------------------------------------------------


def test_two_workspaces_are_one_data_set(garda: Path, shared_data: Path, tmp_path: Path) -> None:
    scene = str(shared_data / "wekeo_garda_s2" / "data" / "concise.tif")
    pipeline.init(
        tmp_path / "north", {"s2": [scene]}, chip="32", stride="24", min_valid=0.4,
        aoi="324640,5192000,330180,5194500@EPSG:32632",
    )  # fmt: skip
    one, part = opened(garda), opened(tmp_path / "north")
    both = opened(garda, also=str(tmp_path / "north"))
    assert 0 < len(part) < len(one)
    assert len(both) == len(one) + len(part)
    assert both.positions is not None
    np.testing.assert_array_equal(both.positions[: len(one)], one.positions)
    np.testing.assert_array_equal(both.positions[len(one) :], part.positions)
    assert both.sample_name(len(one)) == part.sample_name(0)
    assert both.sample_name(len(one)).endswith(" of north")
    rows = np.array([len(one) + 3, 0, len(one)])
    values = both.read(rows, "s2").values
    np.testing.assert_array_equal(values[1], one.read(np.array([0]), "s2").values[0])
    np.testing.assert_array_equal(values[[0, 2]], part.read(np.array([3, 0]), "s2").values)
    order = both.order(np.arange(len(both)), np.random.default_rng(0))
    assert sorted(order.tolist()) == list(range(len(both)))


def test_workspaces_in_other_projections_share_one_plane(tmp_path: Path) -> None:
    """On either side of the border of two zones of UTM, where both count eastings alike."""
    places = {"a": (32632, 700_000), "b": (32633, 700_000)}
    for name, (code, left) in places.items():
        path = str(tmp_path / f"{name}.tif")
        with rasterio.open(
            path, "w", driver="GTiff", height=40, width=1500, count=1, dtype="uint8", crs=code,
            transform=rasterio.Affine(10, 0, left, 0, -10, 5_000_000),
        ) as out:  # fmt: skip
            out.write(np.ones((1, 40, 1500), np.uint8))
        pipeline.init(tmp_path / name, {"x": [path]}, chip="20", bands={"x": ["x"]})
    data = opened(tmp_path / "a", also=str(tmp_path / "b"))
    found, degrees = data.positions, []
    for name, (code, _) in places.items():
        grid = Workspace.open(tmp_path / name).grid
        to_degrees = Transformer.from_crs(code, 4326, always_xy=True)
        ids = np.array(chip_ids(opened(tmp_path / name)))
        degrees.append(np.column_stack(to_degrees.transform(*grid.centres(ids).T)))
    lon, lat = np.concatenate(degrees).T
    one, two = np.random.default_rng(0).integers(0, len(data), (2, 200))
    _, _, metres = Geod(ellps="WGS84").inv(lon[one], lat[one], lon[two], lat[two])
    assert found is not None
    np.testing.assert_allclose(np.linalg.norm(found[one] - found[two], axis=1), metres, rtol=0.01)
    assert metres.max() > 400_000


def test_workspaces_that_differ_are_refused(
    garda: Path, spain: Path, shared_data: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataUnfit, match=r"has the bands b1, b2, b3, b4 .* and coastal, blue"):
        opened(garda, also=str(spain))
    with pytest.raises(DataUnfit, match="has no source s1"):
        opened(spain, also=str(garda), sources="s1")
    scene = str(shared_data / "wekeo_garda_s2" / "data" / "concise.tif")
    pipeline.init(tmp_path / "other", {"s2": [scene]}, chip="16")
    with pytest.raises(DataUnfit, match=r"32, 32 in .* and 16, 16 in"):
        opened(garda, also=str(tmp_path / "other"))
    with pytest.raises(BandUnknown, match="no source dem"):
        opened(garda, sources="dem")


# -- identity ----------------------------------------------------------------------------------


def test_a_fingerprint_tells_of_pixels_chips_and_order(garda: Path, halves: Path) -> None:
    one = opened(halves).fingerprint()
    assert json.loads(json.dumps(one)) == opened(halves).fingerprint()
    others = [
        opened(garda).fingerprint(),
        opened(halves, sources="a").fingerprint(),
        opened(halves, need="any").fingerprint(),
        opened(halves, lenient=True).fingerprint(),
        opened(halves, memory=100).fingerprint(),
    ]
    assert len({json.dumps(each) for each in [one, *others]}) == 6
    pipeline.set_area(halves, "500160,4999920,500320,5000000@EPSG:32632")
    assert opened(halves, need="any").fingerprint() != others[2]


def test_a_workspace_is_recognised_and_other_folders_are_not(garda: Path, tmp_path: Path) -> None:
    assert opened(garda).name == f"Workspace {garda}"
    with pytest.raises(DataMissing):
        open_dataset(tmp_path)
    with pytest.raises(DataMissing, match="no option 'size'"):
        opened(garda, size=3)


def test_a_fingerprint_is_the_same_however_the_folder_is_named(
    halves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = opened(halves).fingerprint()
    assert "name" not in whole
    monkeypatch.chdir(halves.parent)
    assert opened(Path(halves.name)).fingerprint() == whole
    monkeypatch.chdir(halves)
    assert opened(Path()).fingerprint() == whole
