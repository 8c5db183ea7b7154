"""Planning a workspace, and cutting its ground into other chips."""

from __future__ import annotations

import pytest

from eo_embed.core import pipeline
from eo_embed.core.chips import DrawnArea
from eo_embed.core.errors import AOIUnreadable, ChipInvalid, EmbeddingsMissing, NoChips, UsageError
from eo_embed.core.synthetic import make_scene
from eo_embed.core.workspace import Workspace


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("scene"), size=192)


def test_a_plan_tells_what_init_makes(scene, tmp_path):
    given = {"sources": {"s2": [str(scene.scene)]}, "chip": "160m", "min_valid": 0.25}
    plan = pipeline.plan(**given)
    report = pipeline.init(tmp_path / "w", **given)
    assert plan.chips == report.chips == 144
    assert plan.describe() == report.sources
    assert plan.grid.signature() == Workspace.open(tmp_path / "w").grid.signature()


def test_a_plan_refuses_what_init_refuses(scene):
    sources = {"s2": [str(scene.scene)]}
    with pytest.raises(ChipInvalid):
        pipeline.plan(sources, chip="16", min_valid=2)
    with pytest.raises(UsageError, match="no file"):
        pipeline.plan({"s2": []}, chip="16")
    with pytest.raises(AOIUnreadable, match="that was drawn is no polygon"):
        pipeline.plan(sources, chip="16", aoi=DrawnArea("LINESTRING (0", "EPSG:32631"))


def test_other_chips_leave_the_ground_and_the_old_embeddings(scene, tmp_path):
    folder = tmp_path / "w"
    pipeline.init(folder, {"s2": [str(scene.scene)]}, chip="16")
    first = pipeline.embed(folder, options={"features": 16})[0]
    area = Workspace.open(folder).grid.geobox.extent.geom.bounds
    middle = (area[0] + area[2]) / 2
    pipeline.set_area(folder, f"{area[0]},{area[1]},{middle},{area[3]}")
    assert pipeline.set_chips(folder, chip="32", stride="16") == 72 - 6
    space = Workspace.open(folder)
    assert (space.grid.size, space.grid.stride) == ((32, 32), (16, 16))
    assert space.grid.aoi.bounds[2] == middle
    with pytest.raises(EmbeddingsMissing):
        pipeline.features(folder)
    pipeline.set_area(folder, None)
    pipeline.set_chips(folder, chip="16")
    again = pipeline.embed(folder, options={"features": 16})[0]
    assert again.store == first.store
    assert again.report.kept == first.report.chips


def test_another_rule_of_inclusion_keeps_the_embeddings_in_use(scene, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(tmp_path / "w", options={"features": 16})
    pipeline.set_chips(tmp_path / "w", chip="16", inclusion="any")
    assert len(pipeline.features(tmp_path / "w").ids) > 0
    assert Workspace.open(tmp_path / "w").grid.inclusion == "any"


def test_chips_that_are_labelled_stay_as_they_are(scene, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    pipeline.label_chips(tmp_path / "w", "cover", [3], "water")
    before = (tmp_path / "w" / "workspace.toml").read_bytes()
    with pytest.raises(UsageError, match="has 1 labels"):
        pipeline.set_chips(tmp_path / "w", chip="32")
    assert (tmp_path / "w" / "workspace.toml").read_bytes() == before


def test_an_area_that_would_hold_no_chip_changes_nothing(scene, tmp_path):
    pipeline.init(tmp_path / "w", {"s2": [str(scene.scene)]}, chip="16")
    left, _, _, top = Workspace.open(tmp_path / "w").geobox.extent.geom.bounds
    pipeline.set_area(tmp_path / "w", f"{left},{top - 200},{left + 200},{top}")
    before = (tmp_path / "w" / "workspace.toml").read_bytes()
    with pytest.raises(NoChips):
        pipeline.set_chips(tmp_path / "w", chip="64", inclusion="full")
    assert (tmp_path / "w" / "workspace.toml").read_bytes() == before
