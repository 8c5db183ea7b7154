"""What is kept in memory, and when it is read again."""

from __future__ import annotations

import os
import threading
import time

import geopandas
import numpy as np
import pytest
import shapely

from eo_embed.core import pipeline
from eo_embed.core.errors import WorkspaceMissing
from eo_embed.core.worker.livenames import LiveNames
from eo_embed.core.worker.session import Memory, OpenWorkspace, Session


def test_what_is_kept_is_made_once_by_however_many_ask():
    made = []

    def make() -> object:
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    memory: Memory[object] = Memory()
    found = []
    threads = [threading.Thread(target=lambda: found.append(memory.get(1, make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert set(map(id, found)) == {id(made[0])}
    assert memory.get(2, make) is made[1]
    memory.forget()
    assert memory.get(2, make) is made[2]


def test_an_error_is_not_kept():
    memory: Memory[int] = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.get(1, lambda: 1 // 0)
    assert memory.get(1, lambda: 5) == 5


def test_features_are_read_again_when_anything_they_depend_on_changes(folder):
    space = OpenWorkspace(folder)
    first = space.features()
    assert space.features() is first
    assert space.searchable().data is first
    pipeline.label_chips(folder, "cover", [3], "water")
    assert space.features() is first  # labels do not matter
    left, bottom, right, top = space.workspace.grid.bounds(space.area)
    pipeline.set_area(folder, f"{left},{bottom},{(left + right) / 2},{top}")
    half = space.features()
    assert len(half.ids) < len(first.ids)
    assert set(space.area.tolist()) >= set(half.ids.tolist())
    assert space.searchable().data is half
    pipeline.set_area(folder, None)
    np.testing.assert_array_equal(space.features().ids, first.ids)
    pipeline.embed(folder, options={"features": 32})
    assert space.features().matrix.shape[1] == 32
    assert len(space.searchable().index) == len(first.ids)


def test_nobody_sees_what_another_changes_half_way(folder):
    """The workspace that one caller has is not changed under it by what another does with theirs."""
    space = OpenWorkspace(folder)
    mine, theirs = space.workspace, space.workspace
    left, bottom, right, top = mine.grid.bounds(space.area)
    pipeline.set_area(theirs, f"{left},{bottom},{(left + right) / 2},{top}")
    assert mine.config.chips.aoi == ""
    assert len(mine.grid.select()) == 400
    assert theirs.config.chips.aoi == space.workspace.config.chips.aoi != ""
    assert len(space.workspace.grid.select()) == len(space.area) == 200


def test_an_area_that_is_edited_elsewhere_is_read_again(folder):
    space = OpenWorkspace(folder)
    left, bottom, right, top = space.workspace.grid.bounds(space.area)
    pipeline.set_area(folder, f"{left},{bottom},{(left + right) / 2},{top}")
    assert len(space.area) == 200
    path = folder / space.workspace.config.chips.aoi
    frame = geopandas.read_file(path)
    frame.geometry = [shapely.box(left, bottom, left + 16 * 10, top)]
    frame.to_file(path, layer="aoi")
    assert len(space.area) == 20
    assert len(space.features().ids) <= 20


def test_a_workspace_is_found_by_its_folder_or_is_the_open_one(folder, tmp_path):
    session = Session()
    with pytest.raises(WorkspaceMissing, match="No workspace is open"):
        session.find(None)
    space = session.open(folder)
    assert session.find(None) is space
    assert session.find(str(folder)) is space
    assert session.open(folder) is space
    assert session.find(str(tmp_path)) is not space
    with pytest.raises(WorkspaceMissing):
        session.open(tmp_path)
    assert session.find(None) is space  # what was open stays so
    session.close()
    with pytest.raises(WorkspaceMissing):
        session.find(None)


def test_live_names_are_never_given_twice(tmp_path):
    names = LiveNames(tmp_path)
    given = [names.next() for _ in range(3)]
    for _, path in given:
        path.write_bytes(b"")
        path.with_suffix(".qml").write_bytes(b"")
    (tmp_path / "999999999-7.tif").write_bytes(b"")  # of a process that is no more
    (tmp_path / f"{os.getppid()}-7.tif").write_bytes(b"")  # of one that lives
    (tmp_path / "mine.tif").write_bytes(b"")
    names.clean()
    kept = {path.name for path in tmp_path.glob("*.tif")}
    assert kept == {given[1][1].name, given[2][1].name, f"{os.getppid()}-7.tif", "mine.tif"}
    assert len(list(tmp_path.glob("*.qml"))) == 2
    assert LiveNames(tmp_path).next()[0] == given[-1][0] + 1
