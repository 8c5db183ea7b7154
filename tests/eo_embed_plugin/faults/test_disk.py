"""A disk that is really full: at a label, at embedding, at the live map, at writing a map. Needs root, to mount one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
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


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MB in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, leave: int = 0) -> None:
    """Leave so many bytes free."""
    stat = os.statvfs(disk)
    with (disk / "filler").open("ab") as file:
        file.write(bytes(max(0, stat.f_bavail * stat.f_frsize - leave)))


def free(disk: Path) -> None:
    (disk / "filler").unlink()


def test_full_at_a_label_and_at_a_map(desk: Desk, near: Path, disk: Path) -> None:
    home = Path(shutil.copytree(near, disk / "near"))
    desk.open_to_label(home)
    desk.label(0, "wood")
    desk.label(1000, "water")
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 2, "the live map")
    rest(0.5)
    fill(disk)
    desk.click(300, "wheat")
    told = desk.one_complaint()
    assert "disk" in told
    desk.settled()
    assert desk.session.labels == labels_on_disk(home) == {0: "wood", 1000: "water"}
    page = desk.steps[4].map_page
    page.write_map()
    assert "disk" in desk.one_complaint()
    assert not page.write.is_running
    assert not list(disk.rglob("*.part*"))
    free(disk)
    desk.label(300, "wheat")
    assert labels_on_disk(home) == {0: "wood", 1000: "water", 300: "wheat"}
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 3, "the live map")
    page.write_map()
    wait_for(lambda: not page.write.is_running and desk.session.job is None, "the map")
    assert (home / "maps" / "cover-rf.tif").exists()
    assert desk.complaints == []


def test_full_at_the_live_map_alone(desk: Desk, near: Path, disk: Path) -> None:
    home = Path(shutil.copytree(near, disk / "near"))
    desk.open_to_label(home)
    for chip in (0, 1000, 2000):
        desk.label(chip, ("wood", "water")[chip // 1000 % 2])
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 3, "the live map")
    shutil.rmtree(home / "live")
    (home / "live").write_text("a file where the folder should be")
    for chip in (300, 301, 302):
        desk.label(chip, "wheat")
        rest(0.7)
    told = desk.one_complaint()
    assert "live" in told
    (home / "live").unlink()
    desk.label(303, "wheat")
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 7, "the live map")
    assert len(labels_on_disk(home)) == 7
    assert desk.complaints == []


def test_full_at_embedding(desk: Desk, wide: Path, disk: Path) -> None:
    home = Path(shutil.copytree(wide, disk / "wide"))
    desk.open(home)
    fill(disk, leave=12 * 2**20)
    desk.embed(features=64)
    told = desk.one_complaint()
    assert "disk" in told
    before = shards(home)
    assert not list(disk.rglob("*.part*"))
    free(disk)
    call = desk.embed(features=64)
    wait_for(lambda: call.finished, "embeddings")
    after = shards(home)
    assert before
    assert {name: after[name] for name in before} == before
    assert sorted(chips_in_shards(home)) == list(range(65536))
    assert desk.complaints == []
