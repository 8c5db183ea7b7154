"""Chip maps, dense maps and those of other dates: where they go, how they look, that they are the pipeline's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsSingleBandPseudoColorRenderer,
)

from .test_chain import SAME_MAPS


def test_a_map_goes_to_the_workspace_unless_it_is_sent_elsewhere(run, labelled, tmp_path):
    here = run("predict", WORKSPACE=labelled)
    assert Path(here["MAP"]) == labelled / "maps" / "cover-rf.tif"
    there = run("predict", WORKSPACE=labelled, MAP=tmp_path / "forêt 2.tif")
    assert Path(there["MAP"]) == tmp_path / "forêt 2.tif"
    assert Path(there["UNCERTAINTY"]) == tmp_path / "forêt 2.uncertainty.tif"
    assert Path(there["MAP"]).read_bytes() == Path(here["MAP"]).read_bytes()
    assert here["MADE_BY"] == "cover-rf"


def test_layers_are_loaded_with_the_styles_beside_them(run, labelled, context):
    found = run("predict", WORKSPACE=labelled)
    renderers = {
        found["MAP"]: QgsPalettedRasterRenderer,
        found["UNCERTAINTY"]: QgsSingleBandPseudoColorRenderer,
    }
    assert set(context.layersToLoadOnCompletion()) == set(renderers)
    for path, kind in renderers.items():
        layer = QgsProcessingUtils.mapLayerFromString(path, context)
        processor = context.layerToLoadOnCompletionDetails(path).postProcessor()
        processor.postProcessLayer(layer, context, QgsProcessingFeedback())
        assert isinstance(layer.renderer(), kind)
    classes = QgsRasterLayer(found["MAP"])
    assert "forest" in [c.label for c in classes.renderer().classes()]


def test_a_dense_map_beside_the_chip_map(run, core, labelled, tmp_path):
    found = run("densemap", WORKSPACE=labelled, STEP=80, UNIT="metres")
    assert Path(found["MAP"]) == labelled / "maps" / "cover-rf-dense.tif"
    same = core(
        f"files = pipeline.predict({str(labelled)!r}, dense=8, out={str(tmp_path / 'm.tif')!r}).files",
        SAME_MAPS,
        f"say(same(files['map'], {found['MAP']!r}))",
    )
    assert same is True


def test_sets_need_ground_held_out(run, labelled):
    with pytest.raises(QgsProcessingException, match="held out no ground"):
        run("predict", WORKSPACE=labelled, LEVEL=0.9)
    run("fit", WORKSPACE=labelled, HOLD_OUT=0.3, NAME="held")
    found = run("predict", WORKSPACE=labelled, HEAD="held", LEVEL=0.9)
    assert Path(found["SETS"]).is_file()
    assert Path(found["APPLICABILITY"]).is_file()


def test_without_applicability(run, labelled):
    assert "APPLICABILITY" not in run("predict", WORKSPACE=labelled, APPLICABILITY=False)


def test_another_file_is_not_written_over(run, labelled, scene, tmp_path):
    path = shutil.copy(scene / "truth.tif", tmp_path / "mine.tif")
    with pytest.raises(QgsProcessingException, match="is there and is no map of"):
        run("predict", WORKSPACE=labelled, MAP=path)
    assert Path(path).read_bytes() == (scene / "truth.tif").read_bytes()


def test_another_date(run, core, labelled, scene, tmp_path):
    later = tmp_path / "later"
    run("makechips", LAYERS=[str(scene / "scene.tif")], SOURCE="s2", WORKSPACE=later)
    run("embed", WORKSPACE=later, LIKE=str(labelled))
    page = tmp_path / "changes.html"
    found = run("apply", WORKSPACE=labelled, OTHER=later, HTML=page)
    # The same scene: nothing changes, and the map is the first date's.
    first = run("predict", WORKSPACE=labelled)
    assert core(SAME_MAPS, f"say(same({found['MAP']!r}, {first['MAP']!r}))") is True
    assert Path(found["MAP"]).parent == later / "maps"
    assert "forest" in page.read_text(encoding="utf-8")
    moved = run("change", WORKSPACE=labelled, OTHER=later, COUNT=7, CHIPS="memory:")
    assert moved["CHIPS"].featureCount() == 7
    biggest = core(
        f"with rasterio.open({moved['MAP']!r}) as data:",
        "    say(float(np.nanmax(np.abs(data.read(1)))))",
    )
    assert biggest < 1e-3
