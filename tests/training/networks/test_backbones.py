"""Backbones of timm: shapes, weights from everywhere, and refusals."""

import pytest
import timm
import torch
from safetensors.torch import save_file

from eo_embed.core.errors import CheckpointInvalid, ModelUnavailable, RecipeInvalid
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint
from eo_embed.training.networks.backbones import (
    embed,
    embedding_width,
    make_backbone,
    network_kwargs,
    read_network,
)

TINY = {"embed_dim": 48, "depth": 2, "num_heads": 3, "patch_size": 8}
VIT = "vit_tiny_patch16_224"


def test_shape_arguments_are_read_from_text():
    assert read_network("") == {}
    assert read_network(" embed_dim = 48, mlp_ratio=2.5,qkv_bias=false ") == {
        "embed_dim": 48,
        "mlp_ratio": 2.5,
        "qkv_bias": False,
    }
    for text in (
        "embed_dim", "embed_dim=wide", "pretrained=true", "checkpoint_path=x", "img_size=64", "global_pool=avg",
    ):  # fmt: skip
        with pytest.raises(RecipeInvalid, match="network="):
            read_network(text)


@pytest.mark.parametrize(
    ("arch", "size", "kwargs"),
    [
        ("resnet10t", 40, {}),
        (VIT, 32, TINY),
        ("mobilenetv3_small_050", 64, {}),
        ("convnext_atto", 64, {}),
        ("swin_tiny_patch4_window7_224", 64, {"embed_dim": 24}),
    ],
)
@pytest.mark.parametrize("bands", [1, 5])
def test_any_network_of_timm_takes_any_bands_and_size(arch, size, kwargs, bands):
    made = make_backbone(arch, bands, size, kwargs=kwargs)
    assert made.training
    out = embed(made, torch.randn(2, bands, size, size))
    assert out.shape == (2, embedding_width(made))
    with_layer = make_backbone(arch, bands, size, kwargs=kwargs, outputs=7)
    assert with_layer(torch.randn(2, bands, size, size)).shape == (2, 7)


def test_the_networks_size_is_told_where_the_family_has_one():
    assert network_kwargs("resnet50", 256) == {}
    assert network_kwargs(VIT, 224) == {}
    assert network_kwargs(VIT, 32, TINY) == {**TINY, "img_size": 32}


def test_pooling_is_as_asked_for():
    made = make_backbone(VIT, 2, 32, kwargs=TINY).eval()
    x = torch.randn(3, 2, 32, 32)
    tokens = made.forward_features(x)
    assert tokens.shape == (3, 17, 48)
    torch.testing.assert_close(embed(made, x, "avg"), tokens[:, 1:].mean(1))
    torch.testing.assert_close(embed(made, x, "cls"), tokens[:, 0])
    torch.testing.assert_close(embed(made, x), tokens[:, 0])  # this network's own


@pytest.mark.parametrize(
    ("arch", "size", "kwargs", "said"),
    [
        ("resnet5000", 32, {}, "timm has no network 'resnet5000'.*such as"),
        ("hf-hub:someone/model", 32, {}, "timm has no network"),
        ("resnet10t", 32, {"patch_size": 8}, "timm cannot build resnet10t"),
        (VIT, 32, {"embed_dim": 50, "num_heads": 3}, "timm cannot build"),
        (VIT, 4, TINY, "cannot take images of 4 pixels|timm cannot build"),
    ],
)
def test_what_cannot_be_is_refused(arch, size, kwargs, said):
    with pytest.raises(RecipeInvalid, match=said):
        make_backbone(arch, 1, size, kwargs=kwargs)


def test_weights_of_a_file_are_fitted_to_the_bands(tmp_path):
    three = timm.create_model("resnet10t", num_classes=0)
    save_file(three.state_dict(), tmp_path / "three.safetensors")
    one = make_backbone("resnet10t", 1, 32, weights=str(tmp_path / "three.safetensors"), outputs=4)
    first = three.state_dict()["conv1.0.weight"]
    torch.testing.assert_close(one.state_dict()["conv1.0.weight"], first.sum(1, keepdim=True))
    torch.testing.assert_close(one.state_dict()["layer1.0.conv1.weight"], three.layer1[0].conv1.weight)  # fmt: skip
    assert one.get_classifier().out_features == 4
    five = timm.create_model("resnet10t", in_chans=5)
    save_file(five.state_dict(), tmp_path / "five.safetensors")
    for bands in (2, 3):
        with pytest.raises((RecipeInvalid, CheckpointInvalid)):
            make_backbone("resnet10t", bands, 32, weights=str(tmp_path / "five.safetensors"))
    with pytest.raises(ModelUnavailable):
        make_backbone("resnet10t", 1, 32, weights=str(tmp_path / "none.pth"))


def test_weights_of_a_run_of_ours_go_on(tmp_path):
    made = make_backbone(VIT, 1, 32, kwargs=TINY)
    card = CheckpointCard(
        VIT, ("red", "nir"), (0.0, 0.0), (1.0, 1.0), 32, network_kwargs(VIT, 32, TINY), single_channel=True
    )  # fmt: skip
    save_checkpoint(tmp_path, made, card)
    again = make_backbone(VIT, 1, 32, weights=f"checkpoint:{tmp_path}", kwargs=TINY)
    for name, tensor in made.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], tensor, rtol=0, atol=0)
    larger = make_backbone(VIT, 1, 48, weights=f"checkpoint:{tmp_path}", kwargs=TINY)
    assert larger.pos_embed.shape[1] == 37
    # One band that is repeated means the same to a network that takes three of it.
    x = torch.randn(2, 1, 32, 32)
    three = make_backbone(VIT, 3, 32, weights=str(tmp_path), kwargs=TINY)
    torch.testing.assert_close(
        embed(three.eval(), x.expand(-1, 3, -1, -1)), embed(made.eval(), x), rtol=1e-4, atol=1e-5
    )
    with pytest.raises(RecipeInvalid, match=r"backbone=vit_tiny_patch16_224 and network=.*depth=2"):
        make_backbone("resnet10t", 1, 32, weights=f"checkpoint:{tmp_path}")
    with pytest.raises(CheckpointInvalid):
        make_backbone(VIT, 1, 32, weights=f"checkpoint:{tmp_path / 'nowhere'}")


def test_weights_of_the_hub_that_cannot_be_had(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("offline")

    real = timm.create_model
    monkeypatch.setattr(
        timm, "create_model", lambda *a, pretrained=False, **k: fail() if pretrained else real(*a, **k)
    )  # fmt: skip
    with pytest.raises(ModelUnavailable, match="weights=FILE"):
        make_backbone("resnet10t", 1, 32, weights="imagenet")


def test_seeds_give_weights():
    def weights(seed):
        torch.manual_seed(seed)
        return make_backbone("resnet10t", 1, 32).state_dict()["conv1.0.weight"]

    assert weights(1).equal(weights(1))
    assert not weights(1).equal(weights(2))
