"""A sample's cells one by one: what is there, and a label at a time that any program then reads."""

from __future__ import annotations

import sqlite3

import geopandas
import numpy as np
import pytest

from eo_embed.core import pipeline
from eo_embed.core.errors import OutputError, SampleInvalid, UsageError
from eo_embed.core.pipeline import samplecells
from eo_embed.core.synthetic import make_scene


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    scene = make_scene(home / "scene", size=192)
    pipeline.init(home / "w", {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(home / "w", options={"features": 16})
    pipeline.label(home / "w", str(scene.truth), target="cover", min_share=0.4)
    pipeline.fit(home / "w", head="ridge")
    pipeline.predict(home / "w")
    return home / "w"


@pytest.fixture
def sample(folder, request):
    return pipeline.sample(folder, n=12, name=f"s{abs(hash(request.node.name))}")


def test_labels_are_written_one_at_a_time_and_nothing_else_changes(folder, sample):
    before = geopandas.read_file(sample.cells)
    names = [c.name for c in pipeline.sample_cells(folder, sample.name).classes]
    pipeline.label_sample_cell(folder, sample.name, 3, names[0], who="ann")
    pipeline.label_sample_cell(folder, sample.name, 12, f" {names[1]} ", who="bob")
    after = geopandas.read_file(sample.cells)
    labels = [None] * 12
    labels[2], labels[11] = names[:2]
    assert [label if isinstance(label, str) else None for label in after["label"]] == labels
    assert (after["who"][2], after["who"][11]) == ("ann", "bob")
    assert after["labelled_at"].notna().tolist() == [label is not None for label in labels]
    assert after.geometry.equals(before.geometry)
    (found,) = (s for s in pipeline.list_samples(folder) if s.name == sample.name)
    assert (found.n, found.labelled) == (12, 2)
    cells = pipeline.sample_cells(folder, sample.name)
    assert [c.label for c in cells.cells] == labels
    middle = before.geometry.centroid
    np.testing.assert_allclose(
        [(c.x, c.y) for c in cells.cells], np.column_stack([middle.x, middle.y])
    )
    pipeline.label_sample_cell(folder, sample.name, 3, None)
    again = geopandas.read_file(sample.cells)
    assert again["labelled_at"].isna()[2]
    assert pipeline.list_samples(folder)[0].n == 12


def test_what_cannot_be_labelled_is_refused(folder, sample):
    for cell in (0, 13):
        with pytest.raises(UsageError, match="its cells run from 1 to 12"):
            pipeline.label_sample_cell(folder, sample.name, cell, "water")
    with pytest.raises(UsageError, match="the name of a class"):
        pipeline.label_sample_cell(folder, sample.name, 1, " ")
    with pytest.raises(SampleInvalid, match="There is no sample nothing"):
        pipeline.sample_cells(folder, "nothing")


def test_a_file_that_another_program_holds_is_told(folder, sample, monkeypatch):
    monkeypatch.setattr(samplecells, "_BUSY_S", 0.05)
    db = sqlite3.connect(sample.cells, isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OutputError, match="stop editing"):
        pipeline.label_sample_cell(folder, sample.name, 1, "water")
    db.close()
    pipeline.label_sample_cell(folder, sample.name, 1, "water")
