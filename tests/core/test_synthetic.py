from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio

from eo_embed.core.errors import OutputError, UsageError
from eo_embed.core.synthetic import BANDS, CLASSES, SyntheticScene, make_scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> SyntheticScene:
    return make_scene(tmp_path_factory.mktemp("scene"))


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read()


def test_the_two_files_share_a_north_up_metric_grid(scene: SyntheticScene) -> None:
    with rasterio.open(scene.scene) as image, rasterio.open(scene.truth) as truth:
        assert image.crs.to_epsg() == truth.crs.to_epsg() == 32631
        assert image.transform == truth.transform
        assert image.res == (10, 10)
        assert image.transform.e < 0
        assert image.shape == truth.shape == (1536, 1536)
        assert image.block_shapes == [(256, 256)] * len(BANDS)


def test_the_scene_states_its_bands_and_units(scene: SyntheticScene) -> None:
    with rasterio.open(scene.scene) as image:
        assert image.descriptions == BANDS
        assert set(image.dtypes) == {"uint16"}
        assert set(image.scales) == {1e-4}
        assert set(image.offsets) == {0}


def test_nodata_is_one_slanted_border_in_both_files(scene: SyntheticScene) -> None:
    image, truth = _read(scene.scene), _read(scene.truth)[0]
    with rasterio.open(scene.scene) as file, rasterio.open(scene.truth) as labels:
        assert file.nodata == labels.nodata == 0
    valid = truth > 0
    assert ((image > 0) == valid).all()
    width = valid.sum(axis=1)
    assert (valid == (np.arange(valid.shape[1]) < width[:, None])).all()  # nothing missing inside
    assert 0.9 < valid.mean() < 0.98
    slope = np.polyfit(np.arange(len(width)), width, 1)[0]
    assert -0.35 < slope < -0.1
    assert len(np.unique(np.diff(width))) > 3  # irregular


def test_every_class_has_its_share_name_and_colour(scene: SyntheticScene) -> None:
    truth = _read(scene.truth)[0]
    counts = np.bincount(truth[truth > 0], minlength=len(CLASSES) + 1)[1:]
    assert len(counts) == len(CLASSES) == len(scene.names) == len(set(scene.colours))
    assert (counts / counts.sum() >= 0.02).all()
    with rasterio.open(scene.truth) as file:
        colours = file.colormap(1)
    assert tuple(colours[code][:3] for code in CLASSES) == scene.colours


def test_classes_reflect_like_what_they_are(scene: SyntheticScene) -> None:
    blue, green, red, nir, swir1, _ = _read(scene.scene) * 1e-4
    truth = _read(scene.truth)[0]
    inside = {name: truth == code for code, (name, _) in CLASSES.items()}
    ndvi = (nir - red) / np.maximum(nir + red, 1e-4)
    ndwi = (green - nir) / np.maximum(green + nir, 1e-4)
    assert np.median(ndvi[inside["forest"]]) > 0.6 > 0.35 > np.median(ndvi[inside["bare ground"]])
    assert np.median(ndwi[inside["water"]]) > 0.2 > 0 > np.median(ndwi[inside["built-up"]])
    assert np.median(swir1[inside["bare ground"]]) > np.median(swir1[inside["forest"]])
    assert blue[truth > 0].max() < 0.6


def test_crops_and_meadows_overlap_in_colour_but_not_in_texture(scene: SyntheticScene) -> None:
    """The reason for the scene: band means alone must not settle it."""
    red, nir = (_read(scene.scene)[[2, 3]] * 1e-4).astype(np.float64)
    truth = _read(scene.truth)[0]
    cells = truth.reshape(192, 8, 192, 8).transpose(0, 2, 1, 3).reshape(-1, 64)
    whole = {name: (cells == code).all(axis=1) for code, (name, _) in CLASSES.items()}
    ndvi = ((nir - red) / np.maximum(nir + red, 1e-4)).reshape(192, 8, 192, 8)
    mean, spread = ndvi.mean(axis=(1, 3)).ravel(), ndvi.std(axis=(1, 3)).ravel()
    low, high = np.percentile(mean[whole["cropland"]], [5, 95])
    grass = mean[whole["grassland"]]
    assert ((grass > low) & (grass < high)).mean() > 0.9
    assert np.median(spread[whole["cropland"]]) > 1.3 * np.median(spread[whole["grassland"]])


def test_a_seed_is_a_scene(tmp_path: Path) -> None:
    first, again, other = (
        make_scene(tmp_path / name, size=160, seed=seed)
        for name, seed in (("first", 3), ("again", 3), ("other", 4))
    )
    assert (_read(first.scene) == _read(again.scene)).all()
    assert (_read(first.truth) == _read(again.truth)).all()
    assert (_read(first.scene) != _read(other.scene)).mean() > 0.5
    assert {path.name for path in (tmp_path / "first").iterdir()} == {
        "scene.tif",
        "truth.tif",
        "truth.tif.aux.xml",
    }


def test_gdal_reads_the_class_names(scene: SyntheticScene, qgis_python: Path) -> None:
    program = (
        "import json, sys; from osgeo import gdal; gdal.UseExceptions(); "
        "print(json.dumps(gdal.Info(sys.argv[1], format='json')['bands'][0]['categories']))"
    )
    run = subprocess.run(
        [qgis_python, "-W", "ignore", "-c", program, scene.truth],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == ["nodata", *scene.names]


def test_too_small_and_unwritable_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="127 pixels"):
        make_scene(tmp_path, size=127)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="file"):
        make_scene(tmp_path / "file", size=128)
