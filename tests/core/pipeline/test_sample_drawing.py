"""A sample drawn from a map: what is written of it, how many cells, and which cells the map has to draw from."""

from __future__ import annotations

import sqlite3

import geopandas
import numpy as np
import pytest
import shapely

from eo_embed.core import files, pipeline
from eo_embed.core.cli import run
from eo_embed.core.errors import OutputError, SampleInvalid, UsageError
from eo_embed.core.pipeline import cellmaps
from eo_embed.tests.core.pipeline.sampled_map import (
    NAMES,
    PIXEL,
    UTM,
    a_map,
    design_of,
    label,
    write,
)


def test_the_interpreter_is_told_nothing_of_the_map(place):
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=90)
    path, design = place / "w" / "samples" / "check.gpkg", design_of(place)
    frame = geopandas.read_file(path)
    assert list(frame.columns) == [
        "sample_id", "label", "note", "who", "labelled_at", "geometry",
    ]  # fmt: skip
    assert frame[["label", "note", "who", "labelled_at"]].isna().all(axis=None)
    assert frame["sample_id"].tolist() == list(range(1, 91))
    assert frame.crs.to_epsg() == 32631
    content = path.read_bytes()
    assert not any(name.encode() in content for name in NAMES.values())
    stratum = np.array(design["stratum"])
    changes = (stratum[1:] != stratum[:-1]).sum()
    assert changes > 25, "sorted by stratum there would be two"
    with sqlite3.connect(path) as db:
        kinds = dict(db.execute("SELECT name, type FROM pragma_table_info('check')"))
    assert kinds["label"].startswith("TEXT")


def test_the_polygons_are_the_cells(place):
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=50)
    frame, design = geopandas.read_file(place / "w" / "samples" / "check.gpkg"), design_of(place)
    for shape, row, col in zip(frame.geometry, design["row"], design["col"], strict=True):
        x, y = UTM * (col, row)
        assert shape.equals(shapely.box(x, y - PIXEL, x + PIXEL, y))
    width = a_map()[0].shape[1]
    assert design["cell"] == [
        r * width + c for r, c in zip(design["row"], design["col"], strict=True)
    ]


def test_a_sample_is_never_written_over(place):
    options = {"map_file": str(place / "map.tif"), "n": 40}
    pipeline.sample(place / "w", **options)
    before = (place / "w" / "samples" / "check.gpkg").read_bytes()
    with pytest.raises(OutputError, match="another --name"):
        pipeline.sample(place / "w", **options)
    assert (place / "w" / "samples" / "check.gpkg").read_bytes() == before
    (place / "w" / "samples" / "check.gpkg").rename(place / "with-a-colleague.gpkg")
    with pytest.raises(OutputError, match="another --name"):  # its design is still needed
        pipeline.sample(place / "w", **options, seed=1)


class Killed(BaseException):
    pass


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_killed_while_writing_the_same_draw_completes_the_sample(place, monkeypatch, moment):
    """Before and after each of the two files gets its name."""
    options = {"map_file": str(place / "map.tif"), "n": 40}
    moments = iter(range(1, 9))
    real = files.os.replace

    def mortal(*args):
        if next(moments) == moment:
            raise Killed
        real(*args)
        if next(moments) == moment:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("eo_embed.core.files.os.replace", mortal)
        with pytest.raises(Killed):
            pipeline.sample(place / "w", **options)
    here = place / "w" / "samples"
    assert (here / "check.json").exists() or not (here / "check.gpkg").exists()
    if (here / "check.gpkg").exists():
        label(place, a_map()[1])
    else:
        if (here / "check.json").exists():
            with pytest.raises(SampleInvalid, match="draw it again with the same"):
                pipeline.area(place / "w", reference="check")
        pipeline.sample(place / "w", **options)
        label(place, a_map()[1])
    assert pipeline.area(place / "w", reference="check").labelled == 40


def test_the_size_for_a_standard_error(place):
    options = {"map_file": str(place / "map.tif")}
    aimed = pipeline.sample(
        place / "w", standard_error=0.03, users_accuracy=[0.8], name="a", **options
    )
    assert aimed.n == -(-0.8 * 0.2 // 0.03**2) == sum(s.drawn for s in aimed.strata)
    for wrong in ({"standard_error": 0.1}, {"users_accuracy": [0.8]},
                  {"n": 50, "standard_error": 0.1, "users_accuracy": [0.8]}):  # fmt: skip
        with pytest.raises(UsageError):
            pipeline.sample(place / "w", name="b", **options, **wrong)
    assert not (place / "w" / "samples" / "b.json").exists()


def test_a_sample_is_of_one_design_and_of_two_cells_at_least(place, capsys):
    command = ["sample", str(place / "w"), "--map", str(place / "map.tif")]
    for order in (["--simple", "--stratified"], ["--stratified", "--simple"]):
        assert run([*command, *order]) == 2
        assert "either --stratified or --simple" in capsys.readouterr().err
    for n in ("0", "-5", "1"):
        assert run([*command, "--simple", "-n", n]) == 2
        assert f"The number of cells to draw is {n}; give at least 2." in capsys.readouterr().err
    assert not (place / "w" / "samples").exists()
    assert run([*command, "--simple", "-n", "2"]) == 0
    assert "simple random" in capsys.readouterr().out
    assert run([*command, "--stratified", "-n", "9", "--name", "b"]) == 0
    assert "stratified by the map's classes" in capsys.readouterr().out


def test_strips_change_nothing(place, monkeypatch):
    path = write(place / "tiled.tif", a_map()[0], tiled=True, blockxsize=16, blockysize=16)
    whole = cellmaps.open_map(path)
    frame = cellmaps.lay_out(whole, cellmaps.by_class(whole))
    monkeypatch.setattr(cellmaps, "_STRIP_CELLS", 1000)
    parts = cellmaps.open_map(path)
    assert len(list(parts.strips())) > 3
    assert parts == whole
    np.testing.assert_array_equal(
        cellmaps.lay_out(parts, cellmaps.by_class(parts)).index, frame.index
    )
    place_of = np.full(8, -1)
    place_of[[1, 2, 7]] = 0, 1, 2
    np.testing.assert_array_equal(frame.index, place_of[a_map()[0]])


def test_names_come_from_wherever_the_file_has_them(place):
    mapped, _ = a_map()
    bare = cellmaps.open_map(write(place / "bare.tif", mapped, names={}))
    assert [(c.value, c.name) for c in bare.classes] == [(1, "1"), (2, "2"), (7, "7")]
    doubled = cellmaps.open_map(write(place / "twice.tif", mapped, names={1: "wood", 2: "wood"}))
    assert [c.name for c in doubled.classes] == ["wood (1)", "wood (2)", "7"]
    names = "".join(f"<Category>{n}</Category>" for n in ("", "oak", "lake"))
    (place / "bare.tif.aux.xml").write_text(
        f'<PAMDataset><PAMRasterBand band="1"><CategoryNames>{names}</CategoryNames>'
        "</PAMRasterBand></PAMDataset>"
    )
    assert [c.name for c in cellmaps.open_map(str(place / "bare.tif")).classes] == [
        "oak",
        "lake",
        "7",
    ]
    with pytest.raises(UsageError, match="too many for classes"):
        cellmaps.open_map(
            write(place / "dem.tif", np.arange(1, 4801, dtype=np.int16).reshape(60, 80))
        )
