"""Imagery that goes away or breaks: before embedding, in the middle of it, before a picture, before a dense map."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from eo_embed.tests.eo_embed_plugin.desk import (
    Desk,
    chips_in_shards,
    labels_on_disk,
    rest,
    shards,
    wait_for,
)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def rename(path: Path) -> None:
    path.rename(path.with_suffix(".gone"))


@pytest.fixture
def raster(wide: Path, tmp_path: Path) -> Path:
    """The raster of ``wide``; a copy that keeps its time lies in ``kept.tif``."""
    shutil.copy2(wide / "scene.tif", tmp_path / "kept.tif")
    return wide / "scene.tif"


@pytest.mark.parametrize("spoil", [rename, truncate])
def test_before_it_is_embedded(desk: Desk, wide: Path, raster: Path, tmp_path: Path, spoil) -> None:
    desk.open(wide)
    spoil(raster)
    call = desk.embed(features=16)
    told = desk.one_complaint()
    assert "scene.tif" in told
    assert call.finished
    assert not shards(wide)
    shutil.copy2(tmp_path / "kept.tif", raster)
    call = desk.embed(features=16)
    wait_for(lambda: call.finished, "embeddings")
    assert desk.complaints == []
    assert len(chips_in_shards(wide)) == 65536


def test_in_the_middle(desk: Desk, wide: Path, raster: Path, tmp_path: Path) -> None:
    desk.open(wide)
    call = desk.embed(features=640)
    wait_for(lambda: shards(wide), "the first shard")
    call.cancel()
    wait_for(lambda: call.finished, "the pause")
    before = shards(wide)

    def empty(report: dict) -> None:
        if report["stage"].startswith("embedding"):
            raster.write_bytes(b"")

    desk.embed(features=640).progressed.connect(empty)
    told = desk.one_complaint()
    assert "scene.tif" in told
    assert len(shards(wide)) < 16
    shutil.copy2(tmp_path / "kept.tif", raster)
    call = desk.embed(features=640)
    wait_for(lambda: call.finished, "embeddings")
    after = shards(wide)
    assert {name: after[name] for name in before} == before
    assert sorted(chips_in_shards(wide)) == list(range(65536))


def test_before_a_chip_picture(desk: Desk, near: Path) -> None:
    desk.open_to_label(near)
    rename(near / "scene.tif")
    desk.label(5, "wood")
    told = desk.one_complaint()
    assert "scene.tif" in told
    for chip in range(100, 105):
        desk.label(chip, "water")
    rest(1)
    assert desk.complaints == []
    assert len(labels_on_disk(near)) == 6
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 6, "the live map")


def test_before_a_dense_map(desk: Desk, near: Path) -> None:
    desk.open_to_label(near)
    for chip in range(0, 4000, 400):
        desk.label(chip, ("wood", "water")[chip // 400 % 2])
    page = desk.steps[4].map_page
    page.output.cells.setCurrentIndex(page.output.cells.findData("dense"))
    page.output.step.setValue(8)
    rest(1)  # the pictures of the labelled chips are fetched
    rename(near / "scene.tif")
    page.write_map()
    told = desk.one_complaint()
    assert "scene.tif" in told
    assert not page.write.is_running
    assert not list(near.glob("maps/*"))
    page.output.cells.setCurrentIndex(0)
    page.write_map()
    wait_for(lambda: list((near / "maps").glob("*.tif")), "the map of chips")
    wait_for(lambda: not page.write.is_running, "its end")


def test_opened_without_it(desk: Desk, near: Path) -> None:
    rename(near / "scene.tif")
    desk.open(near)
    told = desk.one_complaint()
    assert "scene.tif" in told
    desk.open_to_label(near)
    desk.label(7, "wheat")
    assert labels_on_disk(near) == {7: "wheat"}
