"""A worker that is frozen or killed under the whole dock: nothing confirmed is lost, one message, work goes on."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.worker_process import Patience
from eo_embed.tests.eo_embed_plugin.desk import (
    CLASSES,
    Desk,
    chips_in_shards,
    is_alive,
    labels_on_disk,
    rest,
    shards,
    wait_for,
)


@pytest.fixture
def impatient(make_desk: Callable[[], Desk]) -> Desk:
    """A desk whose worker is given 4 seconds of silence."""
    settings.put("heartbeat_s", 4)
    return make_desk()


def test_frozen_while_it_opens_and_at_a_click(impatient: Desk, near: Path) -> None:
    desk = impatient
    desk.show()
    desk.stop_worker()
    desk.plugin.actions.open_folder(str(near))
    assert "no sign of life for 4 seconds" in desk.one_complaint()
    wait_for(lambda: desk.session.folder == str(near), "the workspace")
    desk.open_to_label(near)
    desk.label(1, "wood")
    pid = desk.stop_worker()
    desk.click(2, "wood")
    desk.click(1000, "water")
    assert "no sign of life for 4 seconds" in desk.one_complaint()
    desk.settled()
    assert not is_alive(pid)
    assert labels_on_disk(near) == desk.session.labels == {1: "wood", 2: "wood", 1000: "water"}
    wait_for(lambda: desk.live.answer and desk.live.answer["labels"] == 3, "the live map")
    desk.session.undo()
    wait_for(lambda: 1000 not in labels_on_disk(near), "what was undone")
    assert desk.complaints == []


def test_killed_at_a_click_and_while_it_embeds(own_desk: Desk, wide: Path, near: Path) -> None:
    desk = own_desk
    desk.show()
    desk.open_to_label(near)
    desk.label(1, "wood")
    desk.click(2, "wood")
    desk.kill_worker()
    assert "killed" in desk.one_complaint()
    desk.settled()
    assert labels_on_disk(near) == desk.session.labels == {1: "wood", 2: "wood"}
    desk.open(wide)
    call = desk.embed(features=640)
    wait_for(lambda: shards(wide), "the first shard")
    desk.kill_worker()
    assert "killed" in desk.one_complaint()
    wait_for(lambda: call.finished, "embeddings, which the next worker goes on with")
    rest(0.5)
    assert desk.complaints == []
    assert sorted(chips_in_shards(wide)) == list(range(65536))
    wait_for(
        lambda: desk.session.state["sources"][0]["embedded"]["complete"],
        "the state, which is read anew after the job",
    )


@pytest.mark.slow
@pytest.mark.parametrize("times", [10])
def test_killed_at_random_moments(own_desk: Desk, wide: Path, near: Path, times: int) -> None:
    seed = int(time.time())
    print(f"seed {seed}")
    chance, desk = random.Random(seed), own_desk
    desk.engine._patience = Patience(restarts=1000, delays_s=(0.01,))
    desk.show()
    desk.open(wide)
    for kill in range(times):
        desk.embed(features=256 + kill)
        rest(chance.uniform(0, 3))
        desk.kill_worker()
        wait_for(lambda: desk.complaints, "the message")
        wait_for(lambda: desk.engine.state == "ready", "another worker")
        assert len(desk.complaints) == 1, desk.complaints
        desk.window.said.clear()
        desk.window.bar.clearWidgets()
        for job in list(desk.session.jobs):
            job.cancel()
        wait_for(lambda: not desk.session.jobs, "the end of jobs")
    call = desk.embed(features=256)
    wait_for(lambda: call.finished, "embeddings")
    store = desk.session.state["sources"][0]["embedded"]["key"]
    for name in {Path(shard).parent.name for shard in shards(wide)} - {store}:
        for part in (wide / "embeddings" / name).iterdir():
            part.unlink()
    assert sorted(chips_in_shards(wide)) == list(range(65536))

    desk.open_to_label(near)
    given: dict[int, str] = {}
    chips = iter(chance.sample(range(4096), 4000))
    for _ in range(times):
        until = time.monotonic() + chance.uniform(0, 2)
        while True:
            chip, code = next(chips), chance.choice(CLASSES)["code"]
            desk.click(chip, code)
            given[chip] = code
            if time.monotonic() > until:
                break
            rest(chance.uniform(0, 0.1))
        desk.kill_worker()
        wait_for(lambda: desk.complaints, "the message")
        desk.settled()
        assert len(desk.complaints) == 1, desk.complaints
        desk.window.said.clear()
        desk.window.bar.clearWidgets()
    assert labels_on_disk(near) == desk.session.labels == given
    wait_for(lambda: desk.live.answer and not desk.live.is_working, "the live map")
