"""Two windows with a worker each on one workspace."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from eo_embed.eo_embed_plugin import settings
from eo_embed.tests.eo_embed_plugin.desk import (
    Desk,
    chips_in_shards,
    labels_on_disk,
    rest,
    shards,
    wait_for,
)


@pytest.fixture(scope="module")
def kept_pair(kept_desk: Desk) -> Iterator[tuple[Desk, Desk]]:
    """Two windows whose workers serve this module; the live map is off, since both share one project here."""
    other = Desk()
    other.show()
    settings.put("live", False)
    yield kept_desk, other
    other.destroy()


@pytest.fixture
def pair(kept_pair: tuple[Desk, Desk]) -> Iterator[tuple[Desk, Desk]]:
    """Two windows without a workspace."""
    yield kept_pair
    for desk in kept_pair:
        desk.clear()


def test_labels_of_one_appear_in_the_other(pair: tuple[Desk, Desk], near: Path) -> None:
    one, two = pair
    one.open_to_label(near)
    two.open_to_label(near)
    one.label(1, "wood")
    wait_for(lambda: two.session.labels == {1: "wood"}, "the label in the other", 5)
    for chip in range(100, 120):  # at the same moment
        one.click(chip, "wood")
        two.click(chip + 1000, "water")
    both = {1: "wood"}
    both |= dict.fromkeys(range(100, 120), "wood")
    both |= dict.fromkeys(range(1100, 1120), "water")
    for desk in pair:
        wait_for(lambda desk=desk: desk.session.labels == both, "all labels", 20)
    assert labels_on_disk(near) == both
    one.click(500, "wood")  # both the same chip
    two.click(500, "water")
    for desk in pair:
        desk.settled()
    last = labels_on_disk(near)[500]
    for desk in pair:
        wait_for(lambda desk=desk: desk.session.labels.get(500) == last, "one label", 10)
    one.session.undo()
    one.settled()
    wait_for(lambda: two.session.labels == labels_on_disk(near), "what was undone", 10)
    assert one.complaints == two.complaints == []


def test_classes_and_area_of_one_appear_in_the_other(pair: tuple[Desk, Desk], near: Path) -> None:
    one, two = pair
    one.open_to_label(near)
    two.open_to_label(near)
    more = [*one.session.classes, {"code": "sand", "name": "Sand", "colour": "#eecc66"}]
    one.session.put_target("cover", "classes", more)
    wait_for(lambda: "sand" in [c["code"] for c in two.session.classes], "the class", 10)
    box = one.session.layout.rectangle(0)
    box.combineExtentWith(one.session.layout.rectangle(64 * 20 + 20))
    aoi = {"wkt": box.asWktPolygon(), "crs": one.session.state["crs"]}
    one.session.ask("set_area", {"aoi": aoi}, one.session._still(one.session.folder))
    wait_for(lambda: two.session.state["aoi_wkt"], "the area", 10)
    wait_for(lambda: two.session.layout.count == 21 * 21, "its chips", 10)
    assert not two.session.in_area(64 * 40)
    two.label(5, "sand")
    wait_for(lambda: one.session.labels == {5: "sand"}, "the label", 10)
    assert one.complaints == two.complaints == []


@pytest.mark.slow
def test_both_embed(pair: tuple[Desk, Desk], wide: Path) -> None:
    one, two = pair
    one.open(wide)
    two.open(wide)
    call = one.embed(features=640)
    wait_for(lambda: shards(wide), "the first shard")
    pid = one.stop_worker()  # so that it is at it for as long as the other tries
    try:
        two.embed(features=640)
        assert "is embedding into" in two.one_complaint()
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_for(lambda: call.finished, "embeddings")
    assert one.complaints == []
    again = two.embed(features=640)
    wait_for(lambda: again.finished, "the other's turn")
    rest(0.5)
    assert two.complaints == []
    assert sorted(chips_in_shards(wide)) == list(range(65536))


def test_one_deletes_the_workspace(pair: tuple[Desk, Desk], near: Path, embedded: Path) -> None:
    one, two = pair
    one.open_to_label(near)
    two.open_to_label(near)
    shutil.rmtree(near)
    for desk in pair:
        assert str(near) in desk.one_complaint()
    assert not near.exists()
    for desk in pair:
        desk.open_to_label(embedded)
    two.label(4, "wheat")
    wait_for(lambda: one.session.labels == {4: "wheat"}, "the label", 10)
    assert one.complaints == two.complaints == []
