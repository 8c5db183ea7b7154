"""This project's checkpoints: what is written is read back; nothing foreign passes, nothing is executed."""

import json
from dataclasses import replace

import pytest
import timm
import torch
from safetensors.torch import save_file

from eo_embed.core import models
from eo_embed.core.errors import CheckpointInvalid, ModelMismatch
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint

BANDS = ("red", "nir")
CARD = CheckpointCard(
    arch="test_vit",
    bands=BANDS,
    mean=(0.1, 0.3),
    std=(0.05, 0.1),
    input_size=64,
    kwargs={"img_size": 64, "depth": 2},
    value_range=(0.0, 1.0),
    native_gsd=10.0,
    pooling="avg",
)


def network(channels, seed=0):
    torch.manual_seed(seed)
    return timm.create_model(
        "test_vit", num_classes=0, in_chans=channels, img_size=64, depth=2
    ).eval()


@pytest.fixture
def folder(tmp_path):
    save_checkpoint(tmp_path / "run", network(2), CARD)
    return tmp_path / "run"


def build(path, bands=BANDS, **keywords):
    return models.build(f"checkpoint:{path}", bands, chip=64, **keywords)


def test_embeds_as_the_network_did(folder):
    x = torch.rand(3, 3, 64, 64)
    encoder = build(folder, ("nir", "green", "red"))
    normal = (x[:, [2, 0]] - torch.tensor(CARD.mean).view(2, 1, 1)) / torch.tensor(CARD.std).view(
        2, 1, 1
    )
    with torch.no_grad():
        expected = network(2).forward_features(normal)[:, 1:].mean(1)
    torch.testing.assert_close(encoder.embed(x, None), expected, rtol=1e-4, atol=1e-4)
    assert encoder.card.bands == BANDS
    assert encoder.card.native_gsd == 10
    assert sorted(path.name for path in folder.iterdir()) == ["card.json", "model.safetensors"]
    file = build(folder / "model.safetensors", ("nir", "green", "red"))
    assert file.identity() == encoder.identity()


@pytest.mark.parametrize("channels", ["concat", "mean"])
def test_single_channel_networks_see_each_band_alone(tmp_path, channels):
    card = replace(CARD, single_channel=True, channels=channels)
    save_checkpoint(tmp_path, network(1), card)
    encoder = build(tmp_path)
    x = torch.rand(3, 2, 64, 64)
    with torch.no_grad():
        alone = [
            network(1)
            .forward_features((x[:, i : i + 1] - card.mean[i]) / card.std[i])[:, 1:]
            .mean(1)
            for i in range(2)
        ]
    expected = torch.cat(alone, 1) if channels == "concat" else (alone[0] + alone[1]) / 2
    torch.testing.assert_close(encoder.embed(x, None), expected, rtol=1e-4, atol=1e-4)
    assert encoder.dense(x, None).shape == (3, encoder.dim, 4, 4)


def test_bands_must_be_there_unless_forced(folder):
    with pytest.raises(ModelMismatch, match="lacks nir"):
        build(folder, ("red", "green"))
    assert build(folder, ("red", "green"), force=True).dim == 64
    with pytest.raises(ModelMismatch):
        build(folder, ("red",), force=True)


def test_another_architecture_with_equal_weights_is_another_model(tmp_path):
    for heads in (2, 4):
        save_checkpoint(
            tmp_path / str(heads),
            network(2),
            replace(CARD, kwargs={**CARD.kwargs, "num_heads": heads}),
        )
    assert build(tmp_path / "2").identity() != build(tmp_path / "4").identity()


def rewrite(folder, **changes):
    path = folder / "card.json"
    content = json.loads(path.read_text()) | changes
    path.write_text(json.dumps({k: v for k, v in content.items() if v != "absent"}))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "other"},
        {"version": 3},
        {"arch": "hf-hub:someone/model"},
        {"arch": "local-dir:/tmp"},
        {"arch": "os.system"},
        {"arch": 5},
        {"kwargs": {"checkpoint_path": "/tmp/x.pth"}},
        {"kwargs": {"pretrained": True}},
        {"kwargs": {"depth": 10**9}},
        {"kwargs": {"depth": 3, "img_size": 64}},
        {"kwargs": {"img_size": 64, "depth": 2, "patch_size": 7}},
        {"kwargs": ["img_size"]},
        {"bands": []},
        {"bands": ["red", "red"]},
        {"bands": ["red"]},
        {"bands": "red"},
        {"bands": [["red"], ["nir"]]},
        {"mean": [0.1]},
        {"mean": [0.1, "0.3"]},
        {"std": [0.1, 0]},
        {"std": [0.1, float("nan")]},
        {"input_size": 0},
        {"input_size": 64.0},
        {"pooling": "sum"},
        {"channels": "stack"},
        {"single_channel": 1},
        {"native_gsd": "ten"},
        {"value_range": [1]},
        {"title": "absent"},
        {"surprise": 1},
        {"sha256": "0" * 64},
    ],
    ids=str,
)
def test_cards_that_cannot_be_are_refused(folder, changes):
    rewrite(folder, **changes)
    with pytest.raises(CheckpointInvalid):
        build(folder)


def test_damaged_and_foreign_files_are_refused(folder, tmp_path):
    with pytest.raises(CheckpointInvalid, match=r"card\.json is missing"):
        build(tmp_path / "nothing")
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-10])
    with pytest.raises(CheckpointInvalid, match="not the file its card was written for"):
        build(folder)

    import hashlib

    pickled = tmp_path / "pickled"
    torch.save(network(2).state_dict(), pickled)
    for content in (whole[:-10], b"", b"\xff" * 64, pickled.read_bytes()):
        weights.write_bytes(content)
        rewrite(folder, sha256=hashlib.sha256(content).hexdigest())
        with pytest.raises(CheckpointInvalid, match="damaged or not of the safetensors format"):
            build(folder)
    save_file({"x": torch.zeros(2)}, weights)
    rewrite(folder, sha256=hashlib.sha256(weights.read_bytes()).hexdigest())
    with pytest.raises(CheckpointInvalid, match=r"lacks .* weights"):
        build(folder)
    weights.unlink()
    with pytest.raises(CheckpointInvalid, match=r"model\.safetensors is missing"):
        build(folder)
    (folder / "card.json").write_text("{")
    weights.write_bytes(whole)
    with pytest.raises(CheckpointInvalid, match="not JSON"):
        build(folder)


def test_saving_refuses_what_could_not_be_read_and_keeps_the_old(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for weights, card in [
        (network(3), CARD),
        (network(2), replace(CARD, std=(0.0, 1.0))),
        ({"x": torch.zeros(1)}, CARD),
    ]:
        with pytest.raises(CheckpointInvalid):
            save_checkpoint(folder, weights, card)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
