"""Decoded blocks of a scene, kept within a memory and read once by many threads; what sensor a scene is of."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from eo_embed.tests.training.datasets.opened_workspaces import opened
from eo_embed.training.datasets.scenes import BlockCache, BlockPixels, guess_sensor


@pytest.mark.parametrize(
    ("source", "bands", "sensor"),
    [
        ("s1", ["b1", "b2"], "sar"),
        ("radar", ["S1A_IW_VV", "S1A_IW_VH"], "sar"),
        ("sar_2020", ["x"], "sar"),
        ("s2", ["b1", "b2"], "optical"),
        ("scene", ["blue", "nir"], "optical"),
        ("scene", ["Red"], "optical"),
        ("landsat", ["b1"], "optical"),
        ("s10", ["b1"], "other"),
        ("sargasso", ["b1"], "other"),
        ("dem", ["elevation"], "other"),
    ],
)
def test_the_sensor_is_guessed_by_names(source: str, bands: list[str], sensor: str) -> None:
    assert guess_sensor(source, bands) == sensor


def pixels(size: int) -> BlockPixels:
    return BlockPixels(np.zeros(size, np.uint8), None)


def test_a_block_that_many_ask_for_is_read_once() -> None:
    cache, begun, go = BlockCache(100), Event(), Event()
    reads = []

    def read() -> BlockPixels:
        reads.append(1)
        begun.set()
        go.wait(10)
        return pixels(10)

    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(cache.get, "a", read) for _ in range(4)]
        assert begun.wait(10)
        time.sleep(0.05)  # the others come in while it is being read
        go.set()
        assert len({id(f.result(10)) for f in found}) == 1
    assert len(reads) == 1
    assert cache.bytes == 10


def test_a_failure_reaches_those_who_wait_and_the_next_tries_again() -> None:
    cache, begun, go = BlockCache(100), Event(), Event()

    def fail() -> BlockPixels:
        begun.set()
        go.wait(10)
        raise OSError("gone")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "a", fail)
        assert begun.wait(10)
        second = pool.submit(cache.get, "a", fail)
        time.sleep(0.05)
        go.set()
        for each in (first, second):
            with pytest.raises(OSError, match="gone"):
                each.result(10)
    assert cache.get("a", lambda: pixels(5)).bytes == 5


def test_what_was_used_longest_ago_goes_first_and_the_last_stays() -> None:
    cache = BlockCache(30)
    reads: list[str] = []

    def get(key: str, size: int = 10) -> None:
        def read() -> BlockPixels:
            reads.append(key)
            return pixels(size)

        cache.get(key, read)

    for key in "abcadab":  # d puts b out: a was used again
        get(key)
    assert reads == list("abcdb")
    get("large", 50)
    assert cache.bytes == 50
    get("large", 50)
    assert reads[-2:] == ["b", "large"]


def test_many_threads_agree_on_what_they_read(garda: Path, small_blocks: None) -> None:
    data, alone = opened(garda, memory=1), opened(garda)
    batches = np.random.default_rng(5).integers(0, len(data), (30, 12))
    found: dict[int, np.ndarray] = {}

    def work(first: int) -> None:
        for i in range(first, 30, 4):
            found[i] = data.read(batches[i], "s2").values

    threads = [Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i, rows in enumerate(batches):
        np.testing.assert_array_equal(found[i], alone.read(rows, "s2").values)
