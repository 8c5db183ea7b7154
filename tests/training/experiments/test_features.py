"""Embeddings of a data set against those of ``eo-embed embed`` on the same chips, and against numpy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import timm
import torch
from rasterio.transform import from_origin

from eo_embed.core import models, pipeline
from eo_embed.core.errors import CheckpointInvalid, DataUnfit, ModelMismatch
from eo_embed.core.models import encoder as encoders
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint
from eo_embed.core.models.rcf import RandomFeatures
from eo_embed.core.workspace import Workspace
from eo_embed.training.datasets import Images, Modality, open_dataset
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.experiments.bench import features
from eo_embed.training.experiments.bench.features import embed
from eo_embed.training.experiments.bench.folder import Bench

BANDS = ("red", "green", "nir")
CHIP = 16
NO_QUANTILES = {"quantiles": ""}


@pytest.fixture(autouse=True)
def _fp32(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of several sizes give the same in fp32, not in bf16, which some processors would take."""
    monkeypatch.setattr(encoders, "fastest_precision", lambda device: "fp32")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "out", device="cpu")


# -- as eo-embed embed -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chips of 16 x 16 pixels of uint16 with a scale and an offset; a corner is nodata."""
    folder = tmp_path_factory.mktemp("workspace")
    rng = np.random.default_rng(0)
    values = rng.integers(1000, 9000, (3, 100, 84)).astype(np.uint16)
    values += np.linspace(0, 3000, 84).astype(np.uint16)
    values[:, :23, :27] = 0
    values[:, 60, 40:50] = 0
    with rasterio.open(
        folder / "scene.tif", "w", driver="GTiff", count=3, height=100, width=84, dtype="uint16",
        crs="EPSG:32632", transform=from_origin(600_000, 5_000_000, 10, 10), nodata=0,
    ) as file:  # fmt: skip
        file.write(values)
    pipeline.init(
        folder / "ws", {"s2": [str(folder / "scene.tif")]}, chip=str(CHIP), stride="12",
        bands={"s2": BANDS}, scale={"s2": (1e-4, -0.1)}, min_valid=0.3,
    )  # fmt: skip
    return folder / "ws"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small network of three bands of reflectance."""
    folder = tmp_path_factory.mktemp("checkpoint")
    card = CheckpointCard(
        "resnet10t", BANDS, (0.4, 0.4, 0.5), (0.2, 0.2, 0.3), input_size=16, kwargs={}
    )
    torch.manual_seed(0)
    save_checkpoint(folder, timm.create_model("resnet10t", num_classes=0, in_chans=3), card)
    return f"checkpoint:{folder}"


def by_the_core(workspace: Path, spec: str) -> np.ndarray:
    """Embeddings of the chips that count, in the order of their ids."""
    pipeline.embed(workspace, model=spec, device="cpu")
    found = pipeline.features(workspace)
    return found.matrix[np.isfinite(found.matrix).all(axis=1)]


@pytest.mark.parametrize("model", ["stats", "checkpoint"])
def test_as_eo_embed_embed(workspace: Path, checkpoint: str, bench: Bench, model: str) -> None:
    spec = checkpoint if model == "checkpoint" else model
    data = open_dataset(workspace)
    found = embed(bench, "all", spec, data, "s2", fitted_on=np.arange(len(data)))
    expected = by_the_core(workspace, spec)
    assert found.dtype == np.float32
    assert 10 < len(found) < len(Workspace.open(workspace).grid.select())
    assert found.shape == expected.shape
    assert not np.allclose(expected[0], expected[1], rtol=1e-3)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def test_as_eo_embed_embed_with_the_same_random_filters(
    workspace: Path, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = by_the_core(workspace, "rcf")
    state = pipeline.workspaces.open_workspace(workspace)
    store = pipeline.embeddings.stores_in_use(state, ["s2"])[0]
    monkeypatch.setattr(RandomFeatures, "fit", lambda self, sample: self.load_state(store.state()))
    data = open_dataset(workspace)
    found = embed(bench, "rcf", "rcf", data, "s2", fitted_on=np.arange(len(data)))
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def test_a_subset_s_rows_are_those_of_the_whole(
    workspace: Path, checkpoint: str, bench: Bench
) -> None:
    data = open_dataset(workspace)
    rows = np.array([7, 2, 11])
    every = embed(bench, "all", checkpoint, data, "s2", fitted_on=np.arange(3))
    some = embed(bench, "some", checkpoint, Subset(data, rows), "s2", fitted_on=np.arange(3))
    np.testing.assert_allclose(some, every[rows], rtol=1e-4, atol=1e-6)


# -- against numpy -----------------------------------------------------------------------------


def mean_and_deviation(x: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Of each band of each sample ``(n, bands, h, w)`` over the pixels that are there, as ``stats`` has them."""
    out = []
    for image, mask in zip(x.astype(np.float64), there, strict=True):
        values = [band[mask] for band in image]
        out.append([v.mean() for v in values] + [v.std() for v in values])
    return np.array(out)


def everywhere(x: np.ndarray) -> np.ndarray:
    return np.ones((len(x), *x.shape[2:]), dtype=bool)


def test_scale_and_offset_of_each_band(make: Any, bench: Bench) -> None:
    data = make(9)
    scale, offset = (2.0, 0.5, 1.0), (1.0, 0.0, -7.0)
    data.modalities["image"] = replace(data.modalities["image"], scale=scale, offset=offset)
    x = data.images["image"].values * np.reshape(scale, (3, 1, 1)) + np.reshape(offset, (3, 1, 1))
    found = embed(
        bench, "scaled", "stats", data, "image", fitted_on=np.arange(4), options=NO_QUANTILES
    )
    np.testing.assert_allclose(found, mean_and_deviation(x, everywhere(x)), rtol=1e-4)
    two = embed(
        bench, "two", "stats", data, "image", fitted_on=np.arange(4), options=NO_QUANTILES,
        bands=("B2", "b0"),
    )  # fmt: skip
    x = x[:, [2, 0]]
    np.testing.assert_allclose(two, mean_and_deviation(x, everywhere(x)), rtol=1e-4)


def test_integers_and_a_scale_without_an_offset(make: Any, bench: Bench) -> None:
    data = make(5)
    whole = data.images["image"].values.astype(np.uint8)
    data.images["image"] = Images(whole)
    data.modalities["image"] = replace(data.modalities["image"], scale=(0.1, 0.1, 0.2))
    x = whole * np.reshape([0.1, 0.1, 0.2], (3, 1, 1))
    found = embed(bench, "x", "stats", data, "image", fitted_on=np.arange(5), options=NO_QUANTILES)
    np.testing.assert_allclose(found, mean_and_deviation(x, everywhere(x)), rtol=1e-4)


def test_invalid_pixels_and_nan_have_no_effect(make: Any, bench: Bench) -> None:
    data = make(9)
    x = data.images["image"].values
    valid = np.random.default_rng(1).random((9, 16, 16)) < 0.7
    x.transpose(0, 2, 3, 1)[~valid] = 1e9
    x[3, 1, 5, 5] = np.nan  # of one band, and said to be valid
    valid[3, 5, 5] = True
    x[4, :, 0, 0] = np.inf
    data.images["image"] = Images(x, valid)
    found = embed(bench, "x", "stats", data, "image", fitted_on=np.arange(9), options=NO_QUANTILES)
    there = valid & np.isfinite(x).all(axis=1)
    np.testing.assert_allclose(found, mean_and_deviation(x, there), rtol=1e-3)


def test_a_band_that_is_missing_is_its_mean_over_the_rows_fitted_on(
    make: Any, bench: Bench
) -> None:
    data = make(12)
    x = data.images["image"].values
    rng = np.random.default_rng(2)
    present = np.ones((12, 3), bool)
    present[[0, 3, 9], [1, 1, 2]] = False
    valid = rng.random((12, 16, 16)) < 0.8
    x[0, 1], x[3, 1], x[9, 2] = np.nan, -1e8, 7.0  # whatever lies there
    data.images["image"] = Images(x, valid, present)
    fitted_on = np.array([0, 1, 2, 5, 9])
    filled = x.copy()
    for band in range(3):
        seen = [x[i, band][valid[i]] for i in fitted_on if present[i, band]]
        filled[~present[:, band], band] = np.concatenate(seen).astype(np.float64).mean()
    found = embed(bench, "x", "stats", data, "image", fitted_on=fitted_on, options=NO_QUANTILES)
    np.testing.assert_allclose(found, mean_and_deviation(filled, valid), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("spec", ["rcf", "timm:resnet10t"])
def test_rows_that_it_was_not_fitted_on_touch_no_statistic(
    make: Any, bench: Bench, spec: str
) -> None:
    """What it makes of the rows it was fitted on is the same to the last digit, whatever the others hold."""
    options = (
        {"features": 16} if spec == "rcf" else {"pretrained": False, "stretch": "scene", "size": 32}
    )
    fitted_on = np.r_[2:10]
    found = []
    for name in ("one", "other"):
        data = make(24)
        x = data.images["image"].values
        present = np.ones((24, 3), bool)
        present[4, 1] = False
        if name == "other":
            x[:2] += 300
            x[10:] *= np.linspace(5, 9, 16)[:, None]
        data.images["image"] = Images(x, None, present)
        found.append(embed(bench, name, spec, data, "image", fitted_on=fitted_on, options=options))
    np.testing.assert_array_equal(found[0][fitted_on], found[1][fitted_on])
    assert not np.allclose(found[0][:2], found[1][:2])
    data = make(24)
    refitted = embed(bench, "all", spec, data, "image", fitted_on=np.arange(24), options=options)
    assert not np.array_equal(refitted[fitted_on], found[0][fitted_on])


def test_no_more_than_memory_holds_is_read_to_fit(
    make: Any, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, read = make(50), []
    before = data.read
    data.read = lambda rows, modality: read.append(rows) or before(rows, modality)
    monkeypatch.setattr(features, "_FITTED_VALUES", 7 * 3 * 16 * 16)
    monkeypatch.setattr(features, "_AT_ONCE", 4 * 3 * 16 * 16)
    found = embed(bench, "x", "rcf", data, "image", fitted_on=np.r_[10:50], options={"features": 8})
    fitted, *others = read
    assert len(fitted) == 7
    assert set(fitted) <= set(range(10, 50))
    assert max(map(len, others)) == 4
    np.testing.assert_array_equal(np.concatenate(others), np.arange(50))
    assert found.shape == (50, 8)


# -- kept, and entered -------------------------------------------------------------------------


def test_they_are_kept_for_the_split_that_they_were_fitted_on(make: Any, bench: Bench) -> None:
    data = make()
    given = {"options": {"features": 8}}
    found = embed(bench, "x", "rcf", data, "image", fitted_on=np.arange(9), **given)
    read, data.read = data.read, None  # type: ignore[method-assign,assignment]
    again = embed(Bench(bench.folder), "x", "rcf", data, "image", fitted_on=np.arange(9), **given)
    np.testing.assert_array_equal(again, found)
    data.read = read  # type: ignore[method-assign]
    other = embed(bench, "x", "rcf", data, "image", fitted_on=np.arange(9, 24), **given)
    assert not np.allclose(other, found)


def test_the_rows_fitted_on_are_in_the_ledger(make: Any, bench: Bench) -> None:
    data = make()
    embed(bench, "x", "stats", Subset(data, np.arange(4, 24)), "image", fitted_on=np.arange(5))
    assert bench.ledger.check(data, np.r_[0:4, 9:24]).passed
    with pytest.raises(DataUnfit, match="statistics of x saw 1 of the 2"):
        bench.ledger.check(data, np.array([8, 9]))


# -- which encoder -----------------------------------------------------------------------------


def test_a_run_of_several_encoders_gives_that_of_the_modality(
    make: Any, bench: Bench, tmp_path: Path
) -> None:
    one, other = make(6), make(6, bands=2, seed=1)
    data = type(one)({"a": one.images["image"], "b": other.images["image"]})
    for name, bands in (("a", ("b0", "b1", "b2")), ("b", ("b0", "b1"))):
        count = len(bands)
        card = CheckpointCard(
            "resnet10t", bands, (100.0,) * count, (20.0,) * count, input_size=16, kwargs={}
        )
        network = timm.create_model("resnet10t", num_classes=0, in_chans=count)
        save_checkpoint(tmp_path / "run" / name, network, card)
    run = f"checkpoint:{tmp_path / 'run'}"
    for name, image in (("a", one), ("b", other)):
        found = embed(bench, name, run, data, name, fitted_on=np.arange(6))
        own = embed(bench, f"{name} alone", f"{run}/{name}", image, "image", fitted_on=np.arange(6))
        np.testing.assert_array_equal(found, own)


def test_a_model_s_name_is_no_folder(
    make: Any, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "image").mkdir()
    (tmp_path / "image" / "card.json").touch()
    monkeypatch.chdir(tmp_path)
    assert embed(bench, "x", "stats", make(3), "image", fitted_on=np.arange(3)).shape == (3, 21)


def test_what_does_not_fit_is_refused(make: Any, bench: Bench, checkpoint: str) -> None:
    data = make()

    def ask(spec: str, modality: str = "image", **given: Any) -> None:
        embed(bench, "x", spec, data, modality, fitted_on=np.arange(9), **given)

    with pytest.raises(
        DataUnfit, match="made data has no modality with the bands b7; it has image: b0"
    ):
        ask("stats", bands=("b7",))
    with pytest.raises(DataUnfit, match="has no modality 's2'; it has: image"):
        ask("stats", "s2")
    with pytest.raises(ModelMismatch, match=r"expects 0-1 .*stretch=scene"):
        ask("timm:resnet10t", options={"pretrained": False})
    with pytest.raises(ModelMismatch, match="needs the bands red, green, nir"):
        ask(checkpoint)
    with pytest.raises(CheckpointInvalid):
        ask("checkpoint:/nowhere")
    assert not (bench.folder / "arrays").exists()
    assert models.cards()
    assert isinstance(data.modalities["image"], Modality)
