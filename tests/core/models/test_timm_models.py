"""timm's networks: against timm itself, with local weights, with other bands, without the Hub."""

import numpy as np
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
    UsageError,
)
from eo_embed.core.models import BandSample, check_inputs

RGBN = ("blue", "green", "red", "nir")


def build(name, bands=("red", "green", "blue"), **options):
    return models.build(f"timm:{name}", bands, chip=160, options={"pretrained": False} | options)


@pytest.fixture(scope="module", params=["test_vit", "test_resnet"])
def trained(request, tmp_path_factory):
    """A three-band network with a head, as published, and its file."""
    torch.manual_seed(1)
    network = timm.create_model(request.param, num_classes=10).eval()
    path = tmp_path_factory.mktemp("weights") / f"{request.param}.safetensors"
    save_file(network.state_dict(), path)
    return request.param, network, path


@pytest.mark.parametrize("stretch", ["none", "255", "10000"])
def test_embeds_as_timm_does(trained, stretch):
    name, network, path = trained
    encoder = build(name, weights=str(path), stretch=stretch)
    x = torch.rand(3, 3, 160, 160)
    config = network.pretrained_cfg
    mean, std = (torch.tensor(config[k]).view(1, 3, 1, 1) for k in ("mean", "std"))
    with torch.no_grad():
        features = network.forward_features((x - mean) / std)
        expected = network.forward_head(features, pre_logits=True)
        scaled = x * {"none": 1, "255": 255, "10000": 10000}[stretch]
        torch.testing.assert_close(encoder.embed(scaled, None), expected, rtol=1e-3, atol=1e-4)
    assert encoder.card.weights == f"file {path}"


def test_rgb_is_picked_by_name_from_any_order(trained):
    name, _, path = trained
    plain = build(name, weights=str(path))
    x = torch.rand(2, 3, 160, 160)
    shuffled = build(name, ("blue", "green", "red"), weights=str(path))
    torch.testing.assert_close(shuffled.embed(x.flip(1), None), plain.embed(x, None))
    four = torch.cat([x.flip(1), torch.rand(2, 1, 160, 160)], 1)
    subset = build(name, RGBN, weights=str(path), rgb=True)
    torch.testing.assert_close(subset.embed(four, None), plain.embed(x, None))
    with pytest.raises(ModelMismatch, match="lacks green, blue"):
        build(name, ("red", "nir"), rgb=True)


def test_first_layer_is_fitted_to_the_bands_and_the_card_says_how(trained):
    name, network, path = trained
    layer = f"{network.pretrained_cfg['first_conv']}.weight"
    rgb = network.state_dict()[layer]
    four = build(name, RGBN, weights=str(path))
    expected = torch.cat([rgb, rgb[:, :1]], 1) * 3 / 4
    torch.testing.assert_close(four._module.state_dict()[layer], expected)
    notes = " ".join(four.card.notes)
    assert "red, green, blue, nir" in notes
    assert "--set rgb=true" in notes
    assert "nir are assumed" in notes
    one = build(name, ("pan",), weights=str(path))
    torch.testing.assert_close(one._module.state_dict()[layer], rgb.sum(1, keepdim=True))
    assert "summed" in " ".join(one.card.notes)


def test_pooling_follows_the_patch_features(trained):
    name, _, path = trained
    x = torch.rand(2, 3, 160, 160)
    dense = build(name, weights=str(path)).dense(x, None)
    for pooling, expected in [("avg", dense.mean((2, 3))), ("max", dense.amax((2, 3)))]:
        encoder = build(name, weights=str(path), pooling=pooling)
        torch.testing.assert_close(encoder.embed(x, None), expected, rtol=1e-4, atol=1e-5)
        assert encoder.card.pooling == pooling
    if name == "test_vit":
        own = build(name, weights=str(path))
        assert own.card.pooling == "token (the model's own)"
        cls = build(name, weights=str(path), pooling="cls")
        torch.testing.assert_close(cls.embed(x, None), own.embed(x, None), rtol=1e-3, atol=1e-3)
    else:
        with pytest.raises(UsageError, match="no class token"):
            build(name, pooling="cls")


def test_patch_features_lie_where_the_pixels_lie(trained):
    name, _, path = trained
    encoder = build(name, weights=str(path), size=320)
    x = torch.zeros(1, 3, 160, 160)
    lit = x.clone()
    lit[..., :40, 120:] = 1
    with torch.no_grad():
        change = (encoder.dense(lit, None) - encoder.dense(x, None)).norm(dim=1)[0]
    rows, cols = change.shape
    row, col = divmod(int(change.argmax()), cols)
    assert row < rows / 2
    assert col >= cols / 2


def test_networks_that_keep_channels_last_are_turned():
    encoder = build("swin_tiny_patch4_window7_224")
    assert encoder.dense(torch.rand(1, 3, 32, 32), None).shape == (1, 768, 7, 7)


def test_size_suits_the_network_or_is_refused():
    x = torch.rand(1, 3, 20, 20)
    assert build("test_vit", size=96).dense(x, None).shape[2:] == (6, 6)
    with pytest.raises(UsageError, match="size"):
        build("test_vit", size=100)


def test_scene_stretch_is_by_percentiles_and_clips():
    rng = np.random.default_rng(0)
    chips = rng.uniform(7550, 19071, (6, 3, 32, 32)).astype(np.float32)
    sample = BandSample(("red", "green", "blue"), chips, np.ones((6, 32, 32), bool))
    encoder = build("test_resnet", stretch="scene")
    with pytest.raises(ModelMismatch, match="fit or load_state"):
        encoder.embed(torch.from_numpy(chips), None)
    check_inputs(encoder.card, sample)
    encoder.fit(sample)
    low, high = np.percentile(chips, (2, 98), axis=(0, 2, 3))
    by_hand = np.clip((chips - low[:, None, None]) / (high - low)[:, None, None], 0, 1)
    expected = build("test_resnet").embed(torch.from_numpy(by_hand.astype(np.float32)), None)
    torch.testing.assert_close(encoder.embed(torch.from_numpy(chips), None), expected)
    with pytest.raises(ModelMismatch, match="stretch=scene"):
        check_inputs(build("test_resnet").card, sample)


def test_random_weights_follow_the_seed_and_leave_torch_s_alone():
    torch.manual_seed(11)
    expected = torch.rand(3)
    torch.manual_seed(11)
    first, second, third = build("test_vit"), build("test_vit"), build("test_vit", seed=1)
    assert torch.equal(torch.rand(3), expected)
    assert first.identity() == second.identity() != third.identity()


def test_the_identity_is_of_the_weights_not_of_their_path(trained, tmp_path):
    name, network, path = trained
    copy = tmp_path / "copy.pth"
    torch.save({"state_dict": network.state_dict()}, copy)
    assert build(name, weights=str(copy)).identity() == build(name, weights=str(path)).identity()


def test_without_the_hub_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelUnavailable, match=r"weights=FILE.*pretrained=false"):
        models.build("timm:resnet18", ("red",), chip=16)


def test_weights_come_from_the_hub_s_cache(monkeypatch, trained):
    name, network, path = trained
    asked = []

    def fetch(repo_id, filename, revision=None, **_):
        asked.append(repo_id)
        return str(path)

    monkeypatch.setattr(timm.models._hub, "hf_hub_download", fetch)
    encoder = models.build(f"timm:{name}", ("red", "green", "blue"), chip=160)
    assert asked == [network.pretrained_cfg["hf_hub_id"]]
    assert encoder.identity() == build(name, weights=str(path)).identity()


def test_foreign_and_hostile_files_are_refused(trained, tmp_path):
    name, network, path = trained
    other = "test_resnet" if name == "test_vit" else "test_vit"
    with pytest.raises(CheckpointInvalid, match="another architecture"):
        build(other, weights=str(path))
    with pytest.raises(ModelUnavailable, match="no weights file"):
        build(name, weights=str(tmp_path / "absent.pth"))
    truncated = tmp_path / "short.safetensors"
    truncated.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CheckpointInvalid, match="damaged"):
        build(name, weights=str(truncated))

    class Hostile:
        def __reduce__(self):
            return (open, (str(tmp_path / "owned"), "w"))

    hostile = tmp_path / "hostile.pth"
    torch.save({"state_dict": network.state_dict(), "x": Hostile()}, hostile)
    with pytest.raises(CheckpointInvalid, match="was not loaded"):
        build(name, weights=str(hostile))
    assert not (tmp_path / "owned").exists()
    scalars = tmp_path / "scalars.pth"
    torch.save({"epoch": 3}, scalars)
    with pytest.raises(CheckpointInvalid, match="no named tensors"):
        build(name, weights=str(scalars))


def test_unknown_names_are_refused_with_near_ones():
    with pytest.raises(ModelUnknown, match=r"resnet19.*such as"):
        build("resnet19")
    for name in ("hf-hub:someone/else", "local-dir:/tmp/x"):
        with pytest.raises(ModelUnknown):
            build(name)


def test_listed_cards_say_what_timm_says():
    for card in models.cards():
        prefix, _, name = card.name.partition(":")
        if prefix == "timm":
            config = timm.get_pretrained_cfg(name)
            assert (card.licence, card.input_size) == (config.license, config.input_size[-1])
            with torch.device("meta"):
                assert timm.create_model(name).num_features == card.dim


def test_card_of_an_unlisted_network_comes_from_timm():
    assert models.card("timm:resnet34").input_size == 224
    assert models.card("timm:resnet34").licence == "apache-2.0"
