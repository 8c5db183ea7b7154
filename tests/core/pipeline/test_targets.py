"""Labels by hand in one transaction, and the targets they are of."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import rasterio
from rasterio.transform import from_origin

from eo_embed.core import pipeline
from eo_embed.core.classes import ClassInfo
from eo_embed.core.errors import ChipUnknown, LabelsMissing, LabelsUnreadable, UsageError
from eo_embed.core.labels import LabelChange, LabelStore
from eo_embed.core.workspace import Workspace


@pytest.fixture
def folder(tmp_path):
    raster = tmp_path / "scene.tif"
    profile = {"driver": "GTiff", "width": 64, "height": 64, "count": 1, "dtype": "uint8"}
    with rasterio.open(
        raster, "w", **profile, crs="EPSG:32631", transform=from_origin(5e5, 5e6, 10, 10)
    ) as data:
        data.write(np.ones((1, 64, 64), np.uint8))
    pipeline.init(tmp_path / "w", {"s2": [str(raster)]}, chip="8", stride="8")
    return tmp_path / "w"


def give(folder, *changes, **more):
    return pipeline.change_labels(folder, "cover", [LabelChange(*c) for c in changes], **more)


def table(folder):
    frame = pyogrio.read_dataframe(folder / "labels.gpkg").sort_values("chip_id")
    return list(zip(frame["chip_id"], frame["label"], frame["how"], frame["who"], strict=True))


def test_labels_are_given_changed_and_taken_at_once(folder):
    report = give(folder, (1, "water"), (2, "wood", "suggestion"), (3, None), who="ann")
    assert [(c.chip, c.before, c.after) for c in report.changed] == [
        (1, None, "water"), (2, None, "wood"), (3, None, None),
    ]  # fmt: skip
    assert table(folder) == [(1, "water", "click", "ann"), (2, "wood", "suggestion", "ann")]
    report = give(folder, (1, None), (2, "water", "imported"), (3, "wood"), who="bob")
    assert [(c.before, c.how_before) for c in report.changed] == [
        ("water", "click"), ("wood", "suggestion"), (None, ""),
    ]  # fmt: skip
    assert (report.counts, report.labels) == ({"water": 1, "wood": 1}, 2)
    assert table(folder) == [(2, "water", "imported", "bob"), (3, "wood", "click", "bob")]
    geometry = pyogrio.read_dataframe(folder / "labels.gpkg").geometry
    assert geometry.area.tolist() == [6400, 6400]


def test_the_last_change_of_a_chip_counts(folder):
    assert len(give(folder, (1, "water"), (1, "wood")).changed) == 1
    assert [row[1] for row in table(folder)] == ["wood"]


def test_one_that_cannot_be_takes_all_back(folder):
    give(folder, (1, "water"))
    before = table(folder)
    with pytest.raises(ChipUnknown):
        give(folder, (2, "wood"), (64, "wood"))
    with pytest.raises(UsageError, match="a class is text and a value is a number"):
        give(folder, (2, "wood"), (3, 1.5))
    with pytest.raises(UsageError, match="click, imported"):
        give(folder, (2, "wood", "guess"))
    with pytest.raises(UsageError, match="takes value"):
        give(folder, (2, "wood"), kind="value")
    assert table(folder) == before
    (folder / "labels.gpkg").write_bytes(b"no database")
    with pytest.raises(LabelsUnreadable):
        give(folder, (2, "wood"))
    assert (folder / "labels.gpkg").read_bytes() == b"no database"


def test_taking_labels_where_there_is_no_file_makes_none(folder):
    assert give(folder, (1, None)).labels == 0
    assert not (folder / "labels.gpkg").exists()


def test_targets_keep_the_classes_that_have_labels(folder):
    water, wood = ClassInfo("w", "Water", "#0000ff"), ClassInfo("f", "Wood", "#00ff00")
    pipeline.put_target(folder, "cover", "classes", [water, wood])
    give(folder, (1, "Water"), (2, "meadow"))
    (state,) = pipeline.target_states(folder)
    assert [c.code for c in state.classes] == ["w", "f", "meadow"]
    assert (state.labels, state.counts) == (2, {"meadow": 1, "w": 1})
    with pytest.raises(UsageError, match=r"Class meadow of cover has 1 labels"):
        pipeline.put_target(folder, "cover", "classes", [water])
    pipeline.put_target(folder, "cover", "classes", [state.classes[2], water])
    assert [c.code for c in Workspace.open(folder).target("cover").classes] == ["meadow", "w"]
    with pytest.raises(UsageError, match="has 2 labels"):
        pipeline.remove_target(folder, "cover")
    give(folder, (1, None), (2, None))
    pipeline.remove_target(folder, "cover")
    assert pipeline.target_states(folder) == []
    with pytest.raises(LabelsMissing):
        pipeline.remove_target(folder, "cover")


def test_an_imports_description_outlives_an_edit_of_its_classes(folder):
    give(folder, (1, "water"))
    space = Workspace.open(folder)
    space.change_target("cover", lambda t: type(t)(t.name, t.kind, "majority of x", t.classes))
    pipeline.put_target(folder, "cover", "classes", [ClassInfo("water", "Lake", "#112233")])
    assert Workspace.open(folder).target("cover").how == "majority of x"


def test_the_store_counts_values_too(folder):
    pipeline.change_labels(
        folder, "mass", [LabelChange(1, 2.5), LabelChange(2, 2.5), LabelChange(3, 4)]
    )
    space = Workspace.open(folder)
    assert LabelStore(space.labels_path, space.geobox.crs).counts("mass") == {2.5: 2, 4.0: 1}
    assert pipeline.target_states(folder)[0].counts == {}
