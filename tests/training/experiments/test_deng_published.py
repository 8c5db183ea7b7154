"""The evaluation of Deng et al. 2023 on tiny copies of its data sets, laid out as they are published."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin

from eo_embed.core.errors import ModelUnavailable
from eo_embed.tests.training.datasets.test_potsdam import COLOURS
from eo_embed.tests.training.experiments.test_deng import TINY
from eo_embed.training.experiments.bench.running import run_experiment
from eo_embed.training.networks import backbones

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def write(path: Path, values: np.ndarray, **place: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    bands, height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", count=bands, height=height, width=width, dtype=values.dtype, **place
    ) as file:  # fmt: skip
        file.write(values)


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    """A folder a class, as NaSC-TG2 is."""
    rng = np.random.default_rng(0)
    for name, level in (("beach", 40), ("river", 100), ("snow", 160)):
        (tmp_path / "scenes" / name).mkdir(parents=True)
        for i in range(10):
            pixels = rng.integers(level, level + 60, (16, 16, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "scenes" / name / f"{i:02d}.png")
    return tmp_path / "scenes"


@pytest.fixture
def potsdam(tmp_path: Path) -> Path:
    """Two tiles that the contest trained on and one that it tested on; a third of their ground is clutter."""
    rng = np.random.default_rng(0)
    colours = np.array(list(COLOURS.values()), np.uint8)
    for place in ("2_10", "2_11", "3_13"):
        name, folder = f"top_potsdam_{place}", tmp_path / "potsdam"
        image = rng.integers(0, 256, (4, 64, 64), dtype=np.uint8)
        write(folder / "4_Ortho_RGBIR" / f"{name}_RGBIR.tif", image, photometric="RGB")
        classes = rng.integers(0, 6, (8, 8)).repeat(8, 0).repeat(8, 1)
        classes[:, :20] = 5
        write(folder / "5_Labels_all" / f"{name}_label.tif", colours[classes].transpose(2, 0, 1))
    return tmp_path / "potsdam"


@pytest.fixture
def bigearthnet(tmp_path: Path) -> Path:
    """Patches of the first version, of which bands of 10 m are there, with several classes each."""
    rng = np.random.default_rng(0)
    for i in range(8):
        name = f"S2A_MSIL2A_20170617T113321_36_{i}"
        folder = tmp_path / "ben" / "BigEarthNet-v1.0" / name
        left = 6e5 + 1200 * i
        for band in ("B02", "B03", "B04", "B08"):
            values = rng.integers(0, 9000, (1, 120, 120), dtype=np.uint16)
            place = {"crs": "EPSG:32632", "transform": from_origin(left, 5e6, 10, 10)}
            write(folder / f"{name}_{band}.tif", values, **place)
        about = {
            "labels": ["Pastures", "Airports"],
            "coordinates": {"ulx": left, "uly": 5e6, "lrx": left + 1200, "lry": 5e6 - 1200},
            "projection": 'PROJCS["x",AUTHORITY["EPSG","32632"]]',
        }
        (folder / f"{name}_labels_metadata.json").write_text(json.dumps(about))
    return tmp_path / "ben"


def test_the_whole_experiment_on_its_data_as_published(
    scenes: Path, potsdam: Path, bigearthnet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(arch: str, _: Any) -> None:
        raise ModelUnavailable(f"The weights of {arch} could not be had.")

    monkeypatch.setattr(backbones, "_from_hub", fetch)
    out = tmp_path / "out"
    places = [str(bigearthnet), str(scenes), str(potsdam)]
    few = {**TINY, "ratios": "2:8"}
    found = run_experiment(
        "deng", places, out, values=few, device="cpu",
        data_options={"sensors": "s2", "crop": 32, "stride": 16},
    )  # fmt: skip
    with (out / "results.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pixels = [row for row in rows if row["table"] == "table 2"]
    assert {row["features"] for row in pixels} == {
        "untrained, lcnet_035, RGBN", "SimCLR, lcnet_035, RGBN",
        "untrained, vit_tiny, RGBN", "MAE, vit_tiny, RGBN",
    }  # fmt: skip
    assert {row["split"] for row in pixels} == {"as published"}
    assert {int(row["labels"]) for row in pixels} == {2 * 9}  # tiles of nine crops
    told = [row for row in rows if row["table"] == "table 1"]
    assert {int(row["labels"]) for row in told} == {6}
    assert any("could not be had" in row["why"] for row in told)
    # Pretraining saw BigEarthNet and nothing else: both tables share it, in as many bands as each needs.
    learnt = sorted(path.parent.name for path in (out / "models").glob("imagery*/run.json"))
    assert learnt == [
        "imagery-mae-rgb-0", "imagery-mae-rgbn-0", "imagery-simclr-rgb-0", "imagery-simclr-rgbn-0",
    ]  # fmt: skip
    for name in learnt:
        about = json.loads((out / "models" / name / "run.json").read_text())["about"]
        assert about["data"]["name"].startswith("BigEarthNet")
        assert about["data"]["train"] == 8
    (counts,) = {np.load(path).sum() for path in (out / "arrays").glob("pixels-*.npy")}
    with rasterio.open(potsdam / "5_Labels_all" / "top_potsdam_3_13_label.tif") as file:
        red, green, blue = file.read()
    clutter = (red == 255) & (green == 0) & (blue == 0)
    starts = (0, 16, 32)
    assert counts == sum((~clutter)[y : y + 32, x : x + 32].sum() for y in starts for x in starts)
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "BigEarthNet, 590,326 images" in report
    assert {"scenes-random", "labels-random", "confusion", "pixels", "iou", "crops"} == set(
        found.figures
    )
    assert all(audit.passed is not False for audit in found.audits)
