from __future__ import annotations

import numpy as np
import pytest

from eo_embed.core.errors import DataUnfit
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint
from eo_embed.tests.training.memory import OPTICAL, SAR, MemoryDataset
from eo_embed.training.datasets import Modality
from eo_embed.training.methods.classify import Config
from eo_embed.training.networks.backbones import make_backbone
from eo_embed.training.transfer import checkpoint_card, choose_bands

WIDE = Modality("wide", ("coastal", "Blue", "Green", "Red", "nir"), (8, 8))


def data(*modalities) -> MemoryDataset:
    empty = {m.name: np.zeros((2, len(m.bands), *m.size), np.float32) for m in modalities}
    return MemoryDataset(modalities, empty)


def checkpoint(folder, bands, **more) -> str:
    count = len(bands)
    channels = 1 if more.get("single_channel") else count
    card = CheckpointCard("resnet10t", bands, (0.0,) * count, (1.0,) * count, 32, {}, **more)
    save_checkpoint(folder, make_backbone("resnet10t", channels, 32), card)
    return str(folder)


def test_imagenets_weights_see_red_green_and_blue_first() -> None:
    assert choose_bands(data(WIDE), Config(weights="imagenet")) == ("wide", (3, 2, 1, 0, 4))
    assert choose_bands(data(WIDE), Config(weights="random")) == ("wide", (0, 1, 2, 3, 4))
    assert choose_bands(data(SAR), Config(weights="imagenet")) == ("s1", (0, 1))
    asked = Config(weights="imagenet", bands="nir, blue")
    assert choose_bands(data(SAR, WIDE), asked) == ("wide", (4, 1))


def test_a_checkpoint_finds_its_bands_in_whatever_modality_has_them(tmp_path) -> None:
    weights = checkpoint(tmp_path, ("VV", "VH"))
    assert choose_bands(data(OPTICAL, SAR), Config(weights=f"checkpoint:{weights}")) == (
        "s1",
        (0, 1),
    )
    assert choose_bands(data(OPTICAL, SAR), Config(weights=weights)) == ("s1", (0, 1))
    with pytest.raises(DataUnfit, match="no modality with the bands vv, vh"):
        choose_bands(data(OPTICAL), Config(weights=weights))


def test_single_bands_are_those_that_network_and_images_share(tmp_path) -> None:
    weights = checkpoint(tmp_path, ("vv", "red", "nir"), single_channel=True)
    assert choose_bands(data(OPTICAL, WIDE), Config(weights=weights)) == ("s2", (2,))
    assert choose_bands(data(OPTICAL, WIDE), Config(weights=weights, modality="wide")) == (
        "wide",
        (3, 4),
    )
    with pytest.raises(DataUnfit, match="no modality with the bands nir, red, vv"):
        choose_bands(data(Modality("m", ("thermal",), (8, 8))), Config(weights=weights))


def test_other_weights_have_no_card() -> None:
    assert checkpoint_card("random") is None
    assert checkpoint_card("weights.safetensors") is None
