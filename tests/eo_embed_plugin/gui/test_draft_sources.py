"""Files that belong together, and the names of sources."""

from __future__ import annotations

import pytest

from eo_embed.eo_embed_plugin.gui import draft_sources
from eo_embed.eo_embed_plugin.gui.draft_sources import DraftSource


def test_bands_of_one_scene_in_separate_files_are_one_source(shared_data) -> None:
    scenes = sorted((shared_data / "ben_tiny" / "tests" / "s2-tiny").iterdir())
    files = [sorted(map(str, scene.glob("*.tif"))) for scene in scenes]
    assert all(len(group) == 12 for group in files)
    assert draft_sources.group_files(path for group in files for path in group) == files


def test_polarisations_are_one_source(shared_data) -> None:
    scene = next((shared_data / "ben_tiny" / "tests" / "s1-tiny").iterdir())
    files = sorted(map(str, scene.glob("*.tif")))
    assert len(files) == 2
    assert draft_sources.group_files(files) == [files]


@pytest.mark.parametrize(
    ("paths", "groups"),
    [
        (["/a/T32_B02_10m.tif", "/a/T32_B05_20m.tif"], 1),
        (["/a/T32_B02.tif", "/b/T32_B02.tif"], 2),
        (["/a/T32_B02.tif", "/a/T33_B03.tif"], 2),
        (["/a/scene_10m.tif", "/a/scene_20m.tif"], 2),
        (["/a/one.tif", "/a/two.tif"], 2),
        (["/a/one.tif", "/a/one.tif"], 1),
    ],
)
def test_what_is_told_apart(paths, groups) -> None:
    assert len(draft_sources.group_files(paths)) == groups


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/d/S2A_MSIL2A_20170617T113321_36_85_B02.tif", "s2"),
        ("/d/S1A_IW_GRDH_1SDV_20170613T165043_VV.tif", "s1"),
        ("/d/LC08_L2SP_038033.tif", "l8"),
        ("/d/srtm_38_03.tif", "dem"),
        ("/d/Great plain, 2019.tif", "great_plain_2019"),
        ("/d/maps2_final.tif", "maps2_final"),
        ("/d/Höhe.tif", "h_he"),
        ("/d/中.tif", "image"),
    ],
)
def test_a_name_by_the_file(path, name) -> None:
    assert draft_sources.suggest_name([path], []) == name


def test_a_name_is_unlike_those_taken_in_any_case() -> None:
    assert draft_sources.suggest_name(["/d/s2.tif"], ["S2", "s2_2"]) == "s2_3"


def test_names_of_bands_are_as_recognised_until_one_is_changed() -> None:
    source = DraftSource("s2", ["/a.tif"], bands=[{"name": "b1"}, {"name": "b2"}])
    source.rename_band(1, "nir")
    assert (source.names, source.band_names) == (["b1", "nir"], ["b1", "nir"])
    source.rename_band(1, "b2")
    assert source.names is None
