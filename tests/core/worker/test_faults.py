"""Killed, cancelled and left alone at any moment: nothing that was answered is lost, and work goes on."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import pytest
from client import Client, Failed

from eo_embed.core import pipeline
from eo_embed.core.labels import LabelStore
from eo_embed.core.store import EmbeddingStore
from eo_embed.core.workspace import Workspace

OPTIONS = {"features": 512}
#: Chips of 23,409 after which a first shard of 4,096 is surely whole, though blocks are read ahead.
ENOUGH = 14_000


def labels_of(folder: Path) -> dict:
    space = Workspace.open(folder)
    table = LabelStore(space.labels_path, space.geobox.crs).get("cover")
    return dict(zip(table.ids.tolist(), table.values.tolist(), strict=True))


def shards(folder: Path) -> int:
    return len(list(folder.glob("embeddings/*/part-*.parquet")))


@pytest.fixture
def many(scene, tmp_path) -> Path:
    """A workspace whose embedding takes a few seconds and a few shards."""
    pipeline.init(tmp_path / "many", {"s2": [str(scene.scene)]}, chip="16", stride="2")
    return tmp_path / "many"


@pytest.fixture(scope="module")
def undisturbed(scene, tmp_path_factory) -> pipeline.Features:
    folder = tmp_path_factory.mktemp("undisturbed") / "w"
    pipeline.init(folder, {"s2": [str(scene.scene)]}, chip="16", stride="2")
    pipeline.embed(folder, options=OPTIONS)
    return pipeline.features(folder)


def assert_whole(folder: Path, expected: pipeline.Features) -> None:
    found = pipeline.features(folder)
    np.testing.assert_array_equal(found.ids, expected.ids)
    np.testing.assert_allclose(found.matrix, expected.matrix, atol=1e-5)  # batches may differ


def test_embedding_is_paused_and_goes_on(many, undisturbed):
    with Client() as worker:
        worker.call("open", folder=str(many))
        id = worker.send("embed", options=OPTIONS)
        worker.wait_for_progress(id, "embedding", ENOUGH)
        chip = worker.call("label", target="cover", chips=[7], value="water")  # meanwhile
        assert chip["labels"] == 1
        worker.cancel(id)
        with pytest.raises(Failed, match="CANCELLED"):
            worker.wait(id)
        there = shards(many)
        state = worker.call("state")["sources"][0]["embedded"]
        assert 0 < state["chips"] < state["of"]
        assert not state["complete"]
        done = worker.call("embed", options=OPTIONS)["sources"][0]["report"]
        assert done["kept"] == state["chips"]
        assert shards(many) > there > 0
        assert worker.call("state")["sources"][0]["embedded"]["complete"]
        assert worker.call("prepare")["chips"] == len(undisturbed.ids)
    assert_whole(many, undisturbed)
    assert labels_of(many) == {7: "water"}


@pytest.mark.parametrize("share", [0.1, 0.7])
def test_killed_while_embedding_the_next_one_does_the_rest(many, undisturbed, share):
    with Client() as worker:
        worker.call("open", folder=str(many))
        id = worker.send("embed", options=OPTIONS)
        worker.wait_for_progress(id, "embedding", round(share * len(undisturbed.ids)))
        worker.kill()
        with pytest.raises(EOFError):
            worker.wait(id)
    there = shards(many)
    with Client() as worker:
        worker.call("open", folder=str(many))
        report = worker.call("embed", options=OPTIONS)["sources"][0]["report"]
    assert (report["kept"] > 0) == (there > 0)
    assert not list(many.rglob(".part-*"))
    assert_whole(many, undisturbed)


def test_the_end_of_input_stops_embedding_at_a_whole_shard(many, undisturbed):
    with Client() as worker:
        worker.call("open", folder=str(many))
        id = worker.send("embed", options=OPTIONS)
        worker.wait_for_progress(id, "embedding", ENOUGH)
        worker.process.stdin.close()
        assert worker.process.wait(20) == 0
    assert not list(many.rglob(".part-*"))
    assert pipeline.embed(many, options=OPTIONS)[0].report.kept > 0
    assert_whole(many, undisturbed)


@pytest.mark.parametrize("seed", range(4))
def test_killed_while_labelling_no_label_that_was_answered_is_lost(folder, seed):
    rng = random.Random(seed)
    answered: dict[int, str] = {}
    with Client() as worker:
        worker.call("open", folder=str(folder))
        end = time.monotonic() + rng.uniform(0.02, 0.4)
        for chip in range(400):
            id = worker.send("label", target="cover", chips=[chip], value=f"c{chip % 5}")
            if time.monotonic() > end:
                break  # with one on its way
            worker.wait(id)
            answered[chip] = f"c{chip % 5}"
        worker.kill()
    found = labels_of(folder)
    assert answered.items() <= found.items()
    assert len(found) - len(answered) in (0, 1)
    with Client() as worker:
        worker.call("open", folder=str(folder))
        worker.call("label", target="cover", chips=[399], value="last")
    assert labels_of(folder) == found | {399: "last"}


def test_two_workers_on_one_workspace_see_each_others_labels(folder):
    with Client() as one, Client() as other:
        for worker in (one, other):
            worker.call("open", folder=str(folder))
        chips = pipeline.features(folder).ids.tolist()
        one.call("label", target="cover", chips=chips[40:60], value="water")
        other.call("label", target="cover", chips=chips[200:220], value="wood")
        for worker in (one, other):
            assert worker.call("labels", target="cover")["counts"] == {"water": 20, "wood": 20}
            assert worker.call("state")["targets"][0]["labels"] == 40
        maps = [worker.call("live", target="cover") for worker in (one, other) for _ in range(3)]
        assert {m["labels"] for m in maps} == {40}
        assert len({m["map"] for m in maps}) == 6
        assert len(list((folder / "live").glob("*.uncertainty.tif"))) == 4  # two of each
        assert Path(maps[1]["map"]).read_bytes() == Path(maps[5]["map"]).read_bytes()
    with Client() as third:
        third.call("open", folder=str(folder))
        third.call("live", target="cover")
    assert len(list((folder / "live").glob("*.uncertainty.tif"))) == 1  # those of the dead are gone


def test_a_store_that_another_process_fills_is_busy_and_then_free(folder):
    store = EmbeddingStore(Path(pipeline.embed(folder, options={"features": 32})[0].store))
    with Client() as worker:
        worker.call("open", folder=str(folder))
        with store.writing(), pytest.raises(Failed, match="STORE_BUSY"):
            worker.call("embed", options={"features": 32})
        assert worker.call("embed", options={"features": 32})["sources"][0]["report"]["kept"] == 400


def test_another_processs_embeddings_area_and_targets_show_up(folder):
    with Client() as worker:
        worker.call("open", folder=str(folder))
        before = worker.call("prepare")
        pipeline.embed(folder, options={"features": 32})
        pipeline.put_target(folder, "kind", "value")
        assert worker.call("prepare") == before | {"dim": 32}
        assert worker.call("state")["targets"][0]["name"] == "kind"
