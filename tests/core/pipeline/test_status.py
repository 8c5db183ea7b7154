"""How far a workspace is."""

from __future__ import annotations

import pytest

from eo_embed.core import pipeline
from eo_embed.core.synthetic import make_scene
from eo_embed.core.workspace import Workspace


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("scene"), size=192)


@pytest.fixture
def folder(scene, tmp_path):
    copy = tmp_path / "scene.tif"
    copy.write_bytes(scene.scene.read_bytes())
    pipeline.init(tmp_path / "w", {"s2": [str(copy)]}, chip="16")
    return tmp_path / "w"


def status(folder):
    return pipeline.embedding_status(folder, "s2", Workspace.open(folder).grid.select())


def test_embeddings_are_none_then_some_then_all_then_stale(folder, tmp_path):
    assert status(folder) is None
    left, bottom, right, top = Workspace.open(folder).geobox.extent.geom.bounds
    pipeline.set_area(folder, f"{left},{bottom},{(left + right) / 2},{top}")
    done = pipeline.embed(folder, options={"features": 16})[0]
    assert (status(folder).chips, status(folder).complete) == (72, True)
    pipeline.set_area(folder, None)
    assert (status(folder).chips, status(folder).of, status(folder).complete) == (72, 144, False)
    pipeline.embed(folder, options={"features": 16})
    found = status(folder)
    assert (found.chips, found.complete, found.stale) == (144, True, False)
    assert done.store.endswith(found.key)
    assert (found.model, found.dim, found.dtype) == ("rcf", 16, "float32")
    (tmp_path / "scene.tif").touch()
    assert status(folder).stale
    assert pipeline.missing_files(folder, "s2") == []
    (tmp_path / "scene.tif").unlink()
    assert pipeline.missing_files(folder, "s2") == [str(tmp_path / "scene.tif")]
    assert status(folder).chips == 144


def test_a_damaged_shard_counts_as_not_done(folder):
    done = pipeline.embed(folder, options={"features": 16})[0]
    store = Workspace.open(folder).store_path(done.store)
    for shard in store.glob("*.parquet"):
        shard.write_bytes(b"damaged")
    assert status(folder).chips == 0


def test_heads_and_maps_are_listed_newest_first(folder, scene):
    assert pipeline.list_heads(folder) == pipeline.list_maps(folder) == []
    pipeline.embed(folder, options={"features": 16})
    pipeline.label(folder, str(scene.truth), target="cover", min_share=0.4)
    pipeline.fit(folder, head="ridge")
    pipeline.predict(folder)
    pipeline.fit(folder, head="knn")
    pipeline.similar(folder, [int(pipeline.features(folder).ids[0])])  # a layer, no map
    assert [head.name for head in pipeline.list_heads(folder)] == ["cover-knn", "cover-ridge"]
    (found,) = pipeline.list_maps(folder)
    assert found.name == "cover-ridge"
    assert set(found.files) == {"map", "probability", "uncertainty", "applicability"}
    (folder / "heads" / "cover-knn" / "head.json").write_text("{")
    assert [head.name for head in pipeline.list_heads(folder)] == ["cover-ridge"]
