"""The workspace that is being put together, against what the worker makes of it."""

from __future__ import annotations

import shutil

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle

from eo_embed.eo_embed_plugin.gui.draft import Area, ChipChoice, crs_of, transformed


@pytest.fixture
def draft(context):
    return context.draft


def settled(draft):
    return lambda: not draft._timer.isActive() and draft._asked is None and not draft.is_reading


def test_a_project_with_one_raster_needs_no_choice(draft, show, scene, wait) -> None:
    show(scene / "scene.tif")
    wait(lambda: draft.plan)
    (source,) = draft.used
    assert source.paths == [str(scene / "scene.tif")]
    assert len(source.bands) == 6
    assert draft.plan["chips"] == (512 // 32) ** 2
    assert draft.layout.count == 256


def test_of_two_rasters_none_is_taken_unasked(draft, show, scene, wait) -> None:
    show(scene / "scene.tif")
    show(scene / "truth.tif")
    wait(lambda: len(draft.sources) == 2)
    draft.clear()
    assert [source.used for source in draft.sources] == [False, False]
    assert draft.missing == "choose imagery"


def test_a_layer_that_goes_takes_its_row_along_unless_it_is_used(draft, show, scene, wait) -> None:
    from qgis.core import QgsProject

    layers = [show(scene / "scene.tif"), show(scene / "truth.tif")]
    wait(lambda: len(draft.sources) == 2)
    by_file = {source.paths[0]: source for source in draft.sources}
    draft.use(by_file[str(scene / "scene.tif")], True)
    draft.use(by_file[str(scene / "truth.tif")], False)
    QgsProject.instance().removeMapLayers([layer.id() for layer in layers])
    wait(lambda: len(draft.sources) == 1)
    assert draft.sources[0].paths == [str(scene / "scene.tif")]


def test_files_that_cannot_be_read_are_told_of_in_a_sentence(draft, tmp_path, wait) -> None:
    bad = tmp_path / "bad.tif"
    bad.write_text("no raster")
    (source,) = draft.add_files([str(bad)])
    wait(lambda: source.problem)
    assert "bad.tif" in source.problem
    assert source.problem.endswith(".")
    wait(settled(draft))
    assert draft.plan is None


def test_bands_that_are_added_later_join_their_scene(draft, shared_data, wait) -> None:
    scene = next((shared_data / "ben_tiny" / "tests" / "s2-tiny").iterdir())
    files = sorted(map(str, scene.glob("*.tif")))
    (source,) = draft.add_files(files)
    wait(lambda: source.bands)
    assert {"blue", "green", "red", "nir"} <= set(source.band_names)
    draft.split(source)
    assert len(draft.used) == len(files)
    draft.join(draft.used)
    (joined,) = draft.used
    wait(lambda: joined.bands)
    assert sorted(joined.paths) == files
    assert len(joined.bands) == len(files)


def test_what_was_given_by_hand_reaches_the_workspace(
    draft, session, scene, tmp_path, wait
) -> None:
    (source,) = draft.add_files([str(scene / "scene.tif")])
    wait(lambda: source.bands)
    draft.rename(source, "planet")
    wait(lambda: source.bands and settled(draft)())
    source.rename_band(0, "violet")
    source.scale, source.offset, source.nodata = 0.0001, -0.1, 7.0
    draft.set_chips(ChipChoice(320, 160, "m", "any", 0.25))
    wait(settled(draft))
    folder = tmp_path / "made"
    session.create(str(folder), draft.params())
    wait(lambda: session.folder)
    assert not session.said
    assert session.layout.size == (32, 32)
    assert session.layout.stride == (16, 16)
    assert (session.layout.inclusion, session.layout.min_valid) == ("any", 0.25)
    text = (folder / "workspace.toml").read_text()
    assert 'name = "planet"' in text
    assert '"violet"' in text
    assert "scale = 0.0001" in text
    assert "offset = -0.1" in text
    assert "nodata = 7" in text


def test_the_plan_says_why_it_cannot_be(draft, scene, wait) -> None:
    draft.add_files([str(scene / "scene.tif")])
    draft.set_chips(ChipChoice(5000))
    wait(lambda: draft.problem)
    assert "larger than the raster" in draft.problem
    draft.set_chips(ChipChoice(64))
    wait(lambda: draft.plan)
    assert draft.problem == ""


def test_an_area_in_another_crs_is_the_same_ground(draft, show, scene, wait) -> None:
    layer = show(scene / "scene.tif")
    wait(lambda: draft.plan)
    box = QgsRectangle(layer.extent())
    box.setXMaximum(box.center().x())
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    half = transformed(QgsGeometry.fromRect(box), layer.crs(), wgs84)
    draft.set_area(Area(half, wgs84, "drawn"))
    wait(lambda: settled(draft)() and draft.plan["chips"] < 256)
    assert draft.plan["chips"] == 128


def test_only_the_last_of_many_changes_counts(draft, scene, wait) -> None:
    draft.add_files([str(scene / "scene.tif")])
    for size in (8, 16, 32, 64, 128):
        draft.set_chips(ChipChoice(size))
    wait(lambda: settled(draft)() and draft.plan)
    assert draft.plan["chips"] == 16


def test_a_moved_raster_is_asked_for_again(draft, scene, tmp_path, wait) -> None:
    path = tmp_path / "later.tif"
    (source,) = draft.add_files([str(path)])
    wait(lambda: source.problem)
    shutil.copy(scene / "scene.tif", path)
    draft.rename(source, "again")
    wait(lambda: source.answered)
    assert source.bands
    assert source.problem == ""


def test_a_crs_by_name_and_by_wkt() -> None:
    wkt = QgsCoordinateReferenceSystem("EPSG:32632").toWkt()
    assert crs_of("EPSG:32632") == crs_of(wkt)
    assert not crs_of("").isValid()
