"""A workspace that others spoil while it is open: gone, read-only, locked, damaged, edited to nonsense."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from eo_embed.tests.eo_embed_plugin.desk import Desk, labels_on_disk, rest, shards, wait_for


@pytest.fixture
def labelled(desk: Desk, near: Path) -> Path:
    """``near`` open in the dock with two labels."""
    desk.open_to_label(near)
    desk.label(10, "wood")
    desk.label(2000, "water")
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 2, "the live map")
    rest(1)
    return near


@pytest.fixture
def read_only(labelled: Path) -> Iterator[Path]:
    """The open workspace on a file system that takes no writes; root is not stopped by modes."""
    place = str(labelled)
    bind = ["mount", "--bind", place, place]
    if shutil.which("mount") is None or subprocess.run(bind, capture_output=True).returncode:
        pytest.skip("only root may mount a folder read-only")
    subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
    yield labelled
    subprocess.run(["umount", "-l", place], check=True)


def goes_on(desk: Desk, workspace: Path, before: dict[int, str]) -> None:
    """Nothing is lost, and the next click is on disk."""
    assert labels_on_disk(workspace) == before == desk.session.labels
    desk.label(300, "wheat")
    assert labels_on_disk(workspace) == {**before, 300: "wheat"}
    assert desk.session.labels == {**before, 300: "wheat"}
    rest(0.5)
    assert desk.complaints == []


def test_removed(desk: Desk, labelled: Path, embedded: Path) -> None:
    kept = labelled.with_name("kept")
    labelled.rename(kept)
    desk.click(300, "wheat")
    told = desk.one_complaint()
    assert str(labelled) in told
    desk.settled()
    assert not labelled.exists()
    assert 300 not in desk.session.labels
    kept.rename(labelled)
    goes_on(desk, labelled, {10: "wood", 2000: "water"})
    desk.open_to_label(embedded)
    desk.label(1, "wood")
    assert labels_on_disk(embedded) == {1: "wood"}


def test_read_only(desk: Desk, read_only: Path) -> None:
    desk.click(300, "wheat")
    told = desk.one_complaint()
    assert "labels.gpkg" in told
    assert desk.session.labels == labels_on_disk(read_only) == {10: "wood", 2000: "water"}
    subprocess.run(["mount", "-o", "remount,rw,bind", str(read_only)], check=True)
    goes_on(desk, read_only, {10: "wood", 2000: "water"})


def test_labels_locked(desk: Desk, labelled: Path) -> None:
    before = labels_on_disk(labelled)
    other = sqlite3.connect(labelled / "labels.gpkg", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    desk.click(300, "wheat")
    desk.click(301, "wheat")
    desk.settled()
    assert "another program" in desk.one_complaint()
    rest(2)
    other.execute("ROLLBACK")
    other.close()
    assert desk.complaints == []
    goes_on(desk, labelled, before)


def test_labels_damaged(desk: Desk, labelled: Path) -> None:
    before, file = labels_on_disk(labelled), labelled / "labels.gpkg"
    kept = file.read_bytes()
    file.write_bytes(b"not a database" * 5000)
    told = desk.one_complaint()  # told by the watcher
    assert "labels.gpkg" in told
    rest(3)  # the same would not be told twice at once
    desk.click(300, "wheat")
    assert desk.one_complaint() == told
    assert file.read_bytes() == b"not a database" * 5000
    file.write_bytes(kept)
    rest(1)
    goes_on(desk, labelled, before)


@pytest.mark.parametrize(
    ("text", "says"),
    [("format = [what", "workspace.toml"), ("format = 99\n", "version"), ("", "workspace.toml")],
)
def test_settings_spoilt(desk: Desk, labelled: Path, text: str, says: str) -> None:
    file = labelled / "workspace.toml"
    kept = file.read_text()
    file.write_text(text)
    told = desk.one_complaint()
    assert says in told
    assert file.read_text() == text
    file.write_text(kept)
    rest(1)
    goes_on(desk, labelled, {10: "wood", 2000: "water"})


def test_head_damaged(desk: Desk, labelled: Path) -> None:
    page = desk.steps[4].map_page
    page.write_map()
    wait_for(lambda: list((labelled / "maps").glob("*.tif")), "the map")
    wait_for(lambda: desk.session.job is None and desk.session.state["heads"], "its end")
    (head,) = (labelled / "heads").iterdir()
    for file in head.iterdir():
        file.write_bytes(file.read_bytes()[:50])
    call = desk.session.run("predict", {"head": head.name})
    told = desk.one_complaint()
    assert head.name in told
    assert call.finished
    page.write_map()
    wait_for(lambda: not page.write.is_running and desk.session.job is None, "the map again")
    rest(0.5)
    assert desk.complaints == []
    goes_on(desk, labelled, {10: "wood", 2000: "water"})


def test_shard_damaged(desk: Desk, labelled: Path) -> None:
    name, kept = next(iter(shards(labelled).items()))
    (labelled / name).write_bytes(kept[: len(kept) // 2])
    desk.label(300, "wheat")
    told = desk.one_complaint()
    assert "embed" in told
    desk.label(301, "wheat")
    assert desk.complaints == []
    call = desk.embed()
    wait_for(lambda: call.finished, "embeddings")
    assert len(shards(labelled)[name]) == len(kept)
    desk.plugin.dock.open_step(4)
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 4, "the live map")
    assert desk.complaints == []
    assert labels_on_disk(labelled) == {10: "wood", 2000: "water", 300: "wheat", 301: "wheat"}
