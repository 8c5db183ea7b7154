"""Labels of a workspace's chips, and rasters over them, as tasks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from eo_embed.core import pipeline
from eo_embed.core.errors import DataUnfit, LabelsOutside
from eo_embed.core.labels import labels_from_raster, parse_how
from eo_embed.core.workspace import Workspace
from eo_embed.tests.training.datasets.opened_workspaces import chip_ids, opened, write
from eo_embed.training.datasets.chiplabels import LabelRaster


@pytest.fixture(scope="module")
def zion(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = shared_data / "zion_l8_nlcd"
    folder = tmp_path_factory.mktemp("zion") / "ws"
    bands = [str(data / f"landsat_b{i}.tif") for i in (4, 5)]
    pipeline.init(folder, {"l8": bands}, chip="64")
    pipeline.label(folder, str(data / "nlcd.tif"), target="cover")
    pipeline.label(folder, str(data / "srtm.tif"), how="mean", target="height")
    return folder


def test_targets_are_tasks(zion: Path) -> None:
    data = opened(zion)
    labels = data.labels
    assert labels is not None
    assert labels.tasks == ("cover", "height")
    assert [labels.kind(0), labels.kind(1)] == ["classes", "value"]
    workspace = Workspace.open(zion)
    ids = np.array(chip_ids(data))
    for column, name in enumerate(labels.tasks):
        table = pipeline.labelling.labels_of(workspace, workspace.target(name))
        known = dict(zip(table.ids.tolist(), table.values.tolist(), strict=True))
        code_names = {c.code: c.name for c in workspace.target(name).classes}
        for chip, value in zip(ids.tolist(), labels.values[:, column], strict=True):
            if chip not in known:
                assert np.isnan(value)
            elif labels.classes[column]:
                assert labels.classes[column][int(value)] == code_names[known[chip]]
            else:
                assert value == np.float32(known[chip])
    assert np.isnan(labels.values[:, 0]).any()
    only = opened(zion, target="height").labels
    assert only is not None
    assert only.tasks == ("height",)
    with pytest.raises(DataUnfit, match="labelled for age; there are labels of cover, height"):
        opened(zion, target="age")


def test_rasters_are_tasks(zion: Path, shared_data: Path) -> None:
    raster = shared_data / "zion_l8_nlcd"
    nlcd, srtm = str(raster / "nlcd.tif"), str(raster / "srtm.tif")
    given = f"elevation={srtm}:mean, nlcd={nlcd}:share,kind={nlcd}:majority"
    data = opened(zion, target="cover", rasters=given)
    labels = data.labels
    assert labels is not None
    grid, ids = Workspace.open(zion).grid, np.array(chip_ids(data))
    column = dict(zip(labels.tasks, labels.values.T, strict=True))
    assert labels.tasks[:2] == ("cover", "elevation")
    assert labels.tasks[-1] == "kind"
    shares = [name for name in labels.tasks if name.startswith("nlcd:")]
    codes = [c.code for c in Workspace.open(zion).target("cover").classes]
    assert len(shares) > len(codes)  # classes that are largest nowhere have shares too
    known = ~np.isnan(column[shares[0]])
    total = np.sum([column[name][known] for name in shares], axis=0)
    np.testing.assert_allclose(total, 1, atol=1e-6)
    for path, name, how in (
        (srtm, "elevation", "mean"),
        (nlcd, shares[0], "fraction:" + shares[0].removeprefix("nlcd:")),
        (nlcd, shares[-1], "fraction:" + shares[-1].removeprefix("nlcd:")),
    ):
        wanted = labels_from_raster(path, grid, ids, parse_how(how))
        at = np.searchsorted(wanted.ids, ids).clip(max=len(wanted.ids) - 1)
        there = wanted.ids[at] == ids
        np.testing.assert_allclose(column[name][there], wanted.values[at[there]], rtol=1e-6)
        assert np.isnan(column[name][~there]).all()
    np.testing.assert_array_equal(column["kind"], column["cover"])  # as eo-embed label made it


def test_labels_of_two_workspaces_meet(halves: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "far.tif", np.ones((1, 8, 32), np.int16), left=100_000, nodata=-1)
    pipeline.init(tmp_path / "far", {"a": [path]}, chip="8", bands={"a": ["a"]}, min_valid=0.6)
    pipeline.label_chips(halves, "cover", [0], "water")
    pipeline.label_chips(halves, "cover", [1], "rock")
    pipeline.label_chips(tmp_path / "far", "cover", [3], "grass")
    pipeline.label_chips(tmp_path / "far", "cover", [0], "water")
    pipeline.label_chips(tmp_path / "far", "age", [2], 7.5)
    height = write(tmp_path / "height.tif", np.full((1, 8, 32), 4, np.int16))
    both = opened(
        halves, also=str(tmp_path / "far"), sources="a", rasters=f"height={height}"
    ).labels
    assert both is not None
    assert both.tasks == ("cover", "age", "height")
    named = [both.classes[0][int(v)] if v == v else "" for v in both.values[:, 0]]
    assert named == ["water", "rock", "", "water", "", "", "grass"]
    np.testing.assert_array_equal(both.values[:, 1], [np.nan] * 5 + [7.5, np.nan])
    np.testing.assert_array_equal(both.values[:, 2], [4] * 3 + [np.nan] * 4)
    with pytest.raises(LabelsOutside):
        opened(tmp_path / "far", rasters=f"height={height}")
    pipeline.label_chips(halves, "age", [0], "young")
    with pytest.raises(DataUnfit, match="age has classes in one workspace and numbers in another"):
        opened(halves, also=str(tmp_path / "far"), sources="a")


def test_label_rasters_are_read_from_text(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.tif", np.ones((1, 8, 8), np.uint8))
    with rasterio.open(plain, "r+") as file:
        assert LabelRaster.parse(f"a = {plain}") == LabelRaster("a", plain, "mean")
        file.write_colormap(1, {1: (255, 0, 0, 255)})
    assert LabelRaster.parse(f"a={plain}") == LabelRaster("a", plain, "share")
    assert LabelRaster.parse("a=C:/x.tif:mean") == LabelRaster("a", "C:/x.tif", "mean")
    for text in ("plain.tif", "=plain.tif", "a=", "a=:mean"):
        with pytest.raises(DataUnfit, match="name=path:rule"):
            LabelRaster.parse(text)


def test_without_labels_there_are_none(spain: Path) -> None:
    assert opened(spain).labels is None


def test_a_rule_that_there_is_not_names_those_there_are(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.tif", np.ones((1, 8, 8), np.uint8))
    with pytest.raises(
        DataUnfit, match=r"no rule 'median' .*plain\.tif by; .*mean, share, majority"
    ):
        LabelRaster.parse(f"a={plain}:median")


def test_classes_below_zero_are_told_of(halves: Path, tmp_path: Path) -> None:
    codes = np.full((1, 8, 32), 4, np.int16)
    codes[:, :, :8] = -1
    unset = write(tmp_path / "unset.tif", codes)
    for rule in ("share", "majority"):
        data = opened(halves, sources="a", rasters=f"cover={unset}:{rule}")
        (note,) = (note for note in data.notes if "nodata" in note)
        assert note.startswith(f"{unset} has the classes -1, 4, of which those below 0")
    is_set = write(tmp_path / "set.tif", codes, nodata=-1)
    for raster in (f"{is_set}:share", f"{is_set}:majority", f"{unset}:mean"):
        notes = opened(halves, sources="a", rasters=f"cover={raster}").notes
        assert not any("nodata" in note for note in notes)
