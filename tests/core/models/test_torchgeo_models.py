"""torchgeo's weights: a small catalogue in its place, and the real one where it is installed."""

import sys
from enum import Enum
from types import ModuleType, SimpleNamespace

import pytest
import timm
import torch
from safetensors.torch import save_file

from eo_embed.core import models
from eo_embed.core.errors import (
    CheckpointInvalid,
    ModelMismatch,
    ModelUnavailable,
    ModelUnknown,
)


class Normalize(SimpleNamespace):
    pass


class Resize(SimpleNamespace):
    pass


class CenterCrop(SimpleNamespace):
    pass


class Blur:
    pass


NETWORK = "test_resnet"
STEPS = [
    Resize(size=[72, 72]),
    CenterCrop(size=(64, 64)),
    Normalize(mean=[3.0, 2.0], std=[85.0, 101.0]),
    Normalize(mean=[0], std=[0.5]),
]


def entry(bands, transforms, model=NETWORK):
    meta = {
        "model": model,
        "in_chans": len(bands),
        "bands": bands,
        "publication": "arXiv:0",
        "dataset": "D",
    }
    return SimpleNamespace(meta=meta, transforms=transforms, url="https://example.org/w-0.pth")


class Net_Weights(Enum):  # as torchgeo names them
    SENTINEL2_TWO = entry(["B04", "B8A"], STEPS)
    SENTINEL2_PLAIN = entry(["B4", "B3"], [Normalize(mean=[0], std=[10000])])
    SENTINEL2_BLUR = entry(["B4"], [Blur()])
    SENTINEL2_NAMELESS = entry([], STEPS)
    LANDSAT_OLI_SR = entry(["SR_B4", "SR_B5"], [Normalize(mean=[0], std=[255])])
    LANDSAT_TM_TOA = entry(["B4", "B6"], [])

    meta = property(lambda self: self.value.meta)
    transforms = property(lambda self: self.value.transforms)
    url = property(lambda self: self.value.url)

    def get_state_dict(self, **keywords):
        assert keywords["weights_only"] is True
        assert keywords["check_hash"] is True
        return DOWNLOAD[0]()


DOWNLOAD = [None]


def network():
    torch.manual_seed(0)
    return timm.create_model(NETWORK, num_classes=4, in_chans=2).eval()


@pytest.fixture(autouse=True)
def catalogue(monkeypatch, request):
    if "torchgeo" in request.fixturenames:
        return
    stand_in = ModuleType("torchgeo.models")
    stand_in.Net_Weights = Net_Weights
    stand_in.get_model = timm.create_model
    package = ModuleType("torchgeo")
    package.models = stand_in
    monkeypatch.setitem(sys.modules, "torchgeo", package)
    monkeypatch.setitem(sys.modules, "torchgeo.models", stand_in)
    DOWNLOAD[0] = lambda: network().state_dict()


def build(name, bands=("red", "green", "nir08"), **keywords):
    return models.build(f"torchgeo:Net_Weights.{name}", bands, chip=64, **keywords)


def test_embeds_by_the_weights_own_bands_and_normalisation():
    encoder = build("SENTINEL2_TWO")
    x = torch.rand(3, 3, 64, 64) * 200
    normal = x[:, [0, 2]]
    for step in STEPS[2:]:
        mean, std = (
            torch.tensor(v, dtype=torch.float32).view(-1, 1, 1) for v in (step.mean, step.std)
        )
        normal = (normal - mean) / std
    with torch.no_grad():
        expected = network().forward_features(normal).mean((2, 3))
    torch.testing.assert_close(encoder.embed(x, None), expected, rtol=1e-4, atol=1e-4)
    card = encoder.card
    assert (card.bands, card.input_size, card.native_gsd, card.paper) == (
        ("red", "nir08"),
        64,
        10,
        "arXiv:0",
    )
    assert encoder.dense(x, None).shape[:2] == (3, card.dim)


def test_band_codes_become_the_names_of_sources():
    assert models.card("torchgeo:Net_Weights.SENTINEL2_PLAIN").bands == ("red", "green")
    assert models.card("torchgeo:Net_Weights.LANDSAT_OLI_SR").bands == ("red", "nir")
    assert models.card("torchgeo:Net_Weights.LANDSAT_TM_TOA").bands == ("nir", "thermal")
    assert models.card("torchgeo:Net_Weights.SENTINEL2_PLAIN").value_range == (0, 10000)
    assert models.card("torchgeo:Net_Weights.SENTINEL2_TWO").value_range is None


def test_other_bands_are_refused_unless_forced():
    with pytest.raises(ModelMismatch, match=r"lacks nir08"):
        build("SENTINEL2_TWO", ("red", "nir"))
    assert build("SENTINEL2_TWO", ("red", "nir"), force=True).dim > 0


def test_local_weights_replace_the_download(tmp_path):
    def refuse():
        raise AssertionError("downloaded")

    DOWNLOAD[0] = refuse
    path = tmp_path / "w.safetensors"
    save_file(network().state_dict(), path)
    encoder = build("SENTINEL2_TWO", options={"weights": str(path)})
    assert encoder.card.weights == f"file {path}"
    DOWNLOAD[0] = lambda: network().state_dict()
    assert encoder.identity() == build("SENTINEL2_TWO").identity()


def test_failed_and_foreign_downloads():
    def offline():
        raise OSError("Temporary failure in name resolution")

    def tampered():
        raise RuntimeError("invalid hash value")

    DOWNLOAD[0] = offline
    with pytest.raises(ModelUnavailable, match="weights=FILE"):
        build("SENTINEL2_TWO")
    DOWNLOAD[0] = tampered
    with pytest.raises(CheckpointInvalid, match="invalid hash"):
        build("SENTINEL2_TWO")
    DOWNLOAD[0] = lambda: {"x": torch.zeros(1)}
    with pytest.raises(CheckpointInvalid, match="lacks"):
        build("SENTINEL2_TWO")


@pytest.mark.parametrize("name", ["SENTINEL2_NONE", "SENTINEL2_BLUR", "SENTINEL2_NAMELESS"])
def test_weights_that_cannot_be_used_are_refused(name):
    with pytest.raises(ModelUnknown, match=name):
        build(name)
    with pytest.raises(ModelUnknown):
        models.build("torchgeo:nonsense", ("red",), chip=8)


def test_without_torchgeo_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchgeo.models", None)
    monkeypatch.setitem(sys.modules, "torchgeo", None)
    with pytest.raises(ModelUnavailable, match=r"pip install eo-embed\[torchgeo\]"):
        build("SENTINEL2_TWO")
    assert any(card.name.startswith("torchgeo:") for card in models.cards())


@pytest.fixture(scope="module")
def torchgeo():
    return pytest.importorskip("torchgeo.models", exc_type=ImportError)


def test_listed_cards_say_what_torchgeo_says(torchgeo):
    from eo_embed.core.models import torchgeo_models as ours

    for listed in ours.cards():
        read = ours._read_card(ours._find(listed.name.partition(":")[2]))
        for field in ("bands", "units", "value_range", "native_gsd", "input_size"):
            assert getattr(listed, field) == getattr(read, field), (listed.name, field)
        assert read.paper.rpartition("/")[2] in listed.paper


def test_real_networks_build_from_a_local_file(torchgeo, tmp_path):
    path = tmp_path / "w.safetensors"
    save_file(timm.create_model("resnet18", in_chans=3).state_dict(), path)
    spec = "torchgeo:ResNet18_Weights.SENTINEL2_RGB_MOCO"
    options = {"weights": str(path), "size": 64}
    encoder = models.build(spec, ("blue", "green", "red"), chip=16, options=options)
    assert encoder.dim == models.card(spec).dim == 512
    assert encoder.embed(torch.rand(2, 3, 16, 16) * 10000, None).isfinite().all()
