"""workspace.toml: strict, whole, movable."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from affine import Affine
from odc.geo.geobox import GeoBox
from shapely import box

from eo_embed.core.classes import ClassInfo
from eo_embed.core.errors import (
    BandUnknown,
    LabelsMissing,
    UsageError,
    WorkspaceExists,
    WorkspaceInvalid,
    WorkspaceMissing,
    WorkspaceTooNew,
)
from eo_embed.core.rasters import Band
from eo_embed.core.workspace import (
    FORMAT,
    ChipsConfig,
    Config,
    SourceConfig,
    TargetConfig,
    Workspace,
    grid_config,
    stored_path,
)

GEOBOX = GeoBox((100, 80), Affine(10.1, 0, 500_000, 0, -10.1, 5_000_000), "EPSG:32631")


def config() -> Config:
    return Config(
        format=FORMAT,
        grid=grid_config(GEOBOX),
        chips=ChipsConfig((8, 8), (4, 4), "any", 0.25),
        sources=(
            SourceConfig("s2", (Band("red", "/x/a.tif", nodata=0.0), Band("nir", "b.tif", 2))),
        ),
        targets=(TargetConfig("cover", "classes", classes=(ClassInfo("1", "water", "#0000ff"),)),),
    )


def test_what_is_saved_is_what_is_opened(tmp_path):
    area = box(500_100, 4_999_500, 500_300, 4_999_900)
    made = Workspace.create(tmp_path / "w", config(), area)
    opened = Workspace.open(tmp_path / "w")
    assert opened.config == made.config
    assert made.config.chips.aoi == "aoi.gpkg"
    assert made.config.home == str((tmp_path / "w").resolve())
    assert replace(made.config, chips=config().chips, home="") == config()
    assert opened.geobox == GEOBOX
    assert opened.grid.aoi.equals(area)
    assert len(opened.grid.select()) == len(made.grid.select()) > 0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("min_valid = 0.25", "min_vaild = 0.25", r"unknown key 'chips.min_vaild'.*min_valid"),
        ("min_valid = 0.25", 'min_valid = "much"', r"chips.min_valid.*must be float"),
        ('inclusion = "any"', 'inclusion = "all"', r"chips.inclusion.*centre, any, full"),
        ("format = 1", "", "'format' is missing"),
        ("format = 1", "format = = 1", "not valid TOML"),
        ("nodata = 0.0", "nodatum = 0.0", r"sources.bands.nodatum"),
        ("min_valid = 0.25", "min_valid = 7", r"min_valid' is 7.0; it must lie between"),
        ("min_valid = 0.25", "min_valid = nan", r"min_valid' is nan"),
        ('crs = "EPSG:32631"', 'crs = "EPSG:banana"', r"grid.crs' is 'EPSG:banana'"),
        ("    10.1,\n", "", r"grid.transform' must be six numbers"),
        ("    10.1,\n", "    0.0,\n", r"grid.transform' must be six numbers"),
        ("    100,\n", "    0,\n", r"grid.shape' is \[0, 80\]"),
        ('colour = "#0000ff"', 'colour = "blue"', r"colour' is 'blue'; it must be #rrggbb"),
        ('name = "s2"', 'name = "../s2"', r"sources.name' is '../s2'"),
        ('name = "cover"', 'name = "land/cover"', r"targets.name' is 'land/cover'"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, old, new, says):
    Workspace.create(tmp_path, config())
    path = tmp_path / "workspace.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(WorkspaceInvalid, match=says):
        Workspace.open(tmp_path)


def test_a_later_format_is_refused_before_its_keys(tmp_path):
    Workspace.create(tmp_path, config())
    path = tmp_path / "workspace.toml"
    path.write_text(path.read_text().replace("format = 1", f'format = {FORMAT + 1}\nnew_key = "x"'))
    with pytest.raises(WorkspaceTooNew, match="update eo-embed"):
        Workspace.open(tmp_path)


def test_no_workspace_and_one_too_many(tmp_path):
    with pytest.raises(WorkspaceMissing, match="eo-embed init"):
        Workspace.open(tmp_path)
    Workspace.create(tmp_path, config())
    with pytest.raises(WorkspaceExists):
        Workspace.create(tmp_path, config())


def test_files_inside_move_with_the_workspace(tmp_path):
    home = tmp_path / "w"
    home.mkdir()
    (home / "scene.tif").write_bytes(b"x")
    (tmp_path / "far.tif").write_bytes(b"x")
    assert stored_path(str(home / "scene.tif"), home) == "scene.tif"
    assert stored_path(str(tmp_path / "far.tif"), home) == str((tmp_path / "far.tif").resolve())
    assert stored_path("https://example.org/a.tif", home) == "https://example.org/a.tif"
    Workspace.create(home, Config(
        FORMAT, grid_config(GEOBOX), ChipsConfig((8, 8), (8, 8)),
        (SourceConfig("s", (Band("b1", "scene.tif"),)),),
    ))  # fmt: skip
    moved = tmp_path / "elsewhere"
    shutil.move(home, moved)
    assert Workspace.open(moved).source("s").bands[0].path == str(moved / "scene.tif")


def test_files_beside_that_moved_along_are_found(tmp_path):
    """As when an analyst hands over the folder that holds imagery, workspace and QGIS project."""
    project = tmp_path / "project"
    (project / "imagery").mkdir(parents=True)
    scene, fixed = project / "imagery" / "scene.tif", tmp_path / "archive.tif"
    for file in (scene, fixed):
        file.write_bytes(b"x")
    bands = (Band("b1", str(scene)), Band("b2", str(fixed)), Band("b3", str(tmp_path / "gone.tif")))
    made = Config(
        FORMAT, grid_config(GEOBOX), ChipsConfig((8, 8), (8, 8)), (SourceConfig("s", bands),)
    )
    Workspace.create(project / "w", made)
    assert [b.path for b in Workspace.open(project / "w").source("s").bands] == [
        b.path for b in bands
    ]
    shutil.move(project, tmp_path / "handed over")
    moved = Workspace.open(tmp_path / "handed over" / "w").source("s")
    assert [band.path for band in moved.bands] == [
        str(tmp_path / "handed over" / "imagery" / "scene.tif"), str(fixed), bands[2].path,
    ]  # fmt: skip


def test_sources_and_targets_by_name(tmp_path):
    workspace = Workspace.create(tmp_path, config())
    assert workspace.select_sources(None) == ["s2"]
    with pytest.raises(BandUnknown, match="s2"):
        workspace.select_sources(["s1"])
    assert workspace.target(None).name == "cover"
    with pytest.raises(LabelsMissing, match="cover"):
        workspace.target("height")
    workspace.put_target(TargetConfig("height", "value"))
    with pytest.raises(LabelsMissing, match="--target"):
        Workspace.open(tmp_path).target(None)
    workspace.put_embeddings("s2", "s2-rcf-1")
    assert Workspace.open(tmp_path).source_config("s2").embeddings == "s2-rcf-1"


@pytest.mark.parametrize(
    "name", ["../escaped", "a/b", "a\\b", "", " ", ".hidden ", "nul", "a:b", "x" * 81]
)
def test_names_that_no_file_can_bear(tmp_path, name):
    workspace = Workspace.create(tmp_path, config())
    with pytest.raises(UsageError, match="cannot be named"):
        workspace.head_path(name)
    with pytest.raises(UsageError, match="cannot be named"):
        workspace.put_target(TargetConfig(name, "value"))


def test_no_change_is_lost_between_two_that_have_it_open(tmp_path):
    one = Workspace.create(tmp_path, config())
    other = Workspace.open(tmp_path)
    one.put_target(TargetConfig("height", "value"))
    other.put_embeddings("s2", "s2-rcf-1")
    found = Workspace.open(tmp_path)
    assert [t.name for t in found.config.targets] == ["cover", "height"]
    assert found.source_config("s2").embeddings == "s2-rcf-1"


def test_no_change_is_lost_between_many_threads(tmp_path):
    Workspace.create(tmp_path, config())
    names = [f"t{i}" for i in range(24)]

    def add(name):
        Workspace.open(tmp_path).put_target(TargetConfig(name, "value"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, names))
    assert {t.name for t in Workspace.open(tmp_path).config.targets} == {"cover", *names}
