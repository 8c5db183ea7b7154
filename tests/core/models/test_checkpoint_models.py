"""Networks trained here as encoders: final layers, cut chips, bands one at a time, runs with several networks."""

import json
from dataclasses import replace

import pytest
import timm
import torch
from torchvision.transforms import v2

from eo_embed.core import models
from eo_embed.core.errors import CheckpointInvalid, ModelMismatch, UsageError
from eo_embed.core.models import BandSample, check_inputs
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint
from eo_embed.core.models.preparation import Preparation, draw_bands

BANDS = ("red", "green", "nir")
SHAPE = {"img_size": 32, "depth": 1}
CARD = CheckpointCard(
    "test_vit", BANDS, (0.1, 0.2, 0.3), (0.5, 0.6, 0.7), input_size=32, kwargs=SHAPE
)
SINGLE = replace(CARD, single_channel=True, channels="mean")


def network(card):
    torch.manual_seed(3)
    channels = 1 if card.single_channel else len(card.bands)
    made = timm.create_model(
        card.arch, num_classes=card.outputs, in_chans=channels, **card.kwargs
    ).eval()
    if card.outputs:  # timm begins some final layers at 0
        torch.nn.init.normal_(made.get_classifier().weight)
    return made


def saved(folder, card):
    save_checkpoint(folder, network(card), card)
    return folder


def build(folder, bands=BANDS, **keywords):
    return models.build(f"checkpoint:{folder}", bands, chip=40, **keywords)


def chips(count=4, bands=3, size=40):
    return torch.rand(count, bands, size, size, generator=torch.Generator().manual_seed(count))


def standardised(x, card, bands=slice(None)):
    mean, std = torch.tensor(card.mean)[bands], torch.tensor(card.std)[bands]
    return (x - mean[:, None, None]) / std[:, None, None]


def assert_near(a, b):
    torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("activation", ["none", "relu"])
def test_the_final_layer_is_the_embedding(tmp_path, activation):
    card = replace(CARD, outputs=5, activation=activation)
    encoder = build(saved(tmp_path, card))
    x = chips(size=32)
    with torch.no_grad():
        expected = network(card)(standardised(x, card))
        tokens = network(card).forward_features(standardised(x, card))[:, 1:]
        patches = network(card).head(tokens).transpose(1, 2).unflatten(2, (2, 2))
    if activation == "relu":
        assert (expected < 0).any()
        expected, patches = expected.clamp(min=0), patches.clamp(min=0)
    assert encoder.dim == 5
    assert_near(encoder.embed(x, None), expected)
    assert_near(encoder.dense(x, None), patches)
    assert ("relu" in encoder.card.pooling) == (activation == "relu")


@pytest.mark.parametrize(
    ("arch", "kwargs"),
    [
        ("test_resnet", {}),
        ("test_convnext", {}),
        ("swin_tiny_patch4_window7_224", {"img_size": 64, "embed_dim": 24}),
        ("test_vit", {"img_size": 64, "global_pool": "avg"}),
        ("test_vit2", {"img_size": 64}),
    ],
)
def test_every_family_s_final_layer_serves_patches_too(tmp_path, arch, kwargs):
    card = replace(CARD, arch=arch, outputs=5, input_size=64, kwargs=kwargs)
    encoder, module = build(saved(tmp_path, card)), network(card)
    x = chips(size=64)
    assert_near(encoder.embed(x, None), module(standardised(x, card)).detach())
    patches = encoder.dense(x, None)
    assert patches.shape == (4, 5, *encoder._map(module.forward_features(x)).shape[2:])
    with torch.no_grad():
        features = module.forward_features(standardised(x, card))
        # What is the same everywhere is pooled to what each place is.
        place = features[:, -1:] if features.ndim == 3 else None
        if features.ndim == 4:
            channels_last = getattr(module, "output_fmt", "") == "NHWC"
            place = features[:, -1:, -1:] if channels_last else features[:, :, -1:, -1:]
        assert_near(patches[:, :, -1, -1], module.forward_head(place.expand_as(features)))


def test_chips_are_resized_then_cut_as_torchvision_does(tmp_path):
    card = replace(CARD, resize=37)
    encoder = build(saved(tmp_path, card))
    for size in (40, 20, 37, 64):
        x = chips(size=size)
        seen = v2.Compose([v2.Resize((37, 37), antialias=True), v2.CenterCrop(32)])(x)
        with torch.no_grad():
            module = network(card)
            expected = module.forward_head(
                module.forward_features(standardised(seen, card)), pre_logits=True
            )
        assert_near(encoder.embed(x, None), expected)


def alone(x, card):
    """Embeddings of each band alone, ``(bands, chips, dim)``."""
    module, x = network(card), standardised(x, card)
    with torch.no_grad():
        return torch.stack([module(x[:, i : i + 1]) for i in range(x.shape[1])])


def test_a_single_channel_network_takes_the_bands_there_are(tmp_path):
    folder, x = saved(tmp_path, SINGLE), chips(size=32)
    each = alone(x, SINGLE)
    assert_near(build(folder).embed(x, None), each.mean(0))
    some = build(folder, ("NIR", "other", "Red"))
    assert some.card.bands == ("red", "nir")
    assert some.card.any_band
    sample = BandSample(
        ("NIR", "other", "Red"), x.numpy()[:, [2, 1, 0]], torch.ones(4, 32, 32).bool().numpy()
    )
    check_inputs(some.card, sample)
    assert models.card(f"checkpoint:{folder}").any_band
    assert_near(some.embed(x[:, [2, 1, 0]], None), each[[0, 2]].mean(0))
    assert some.identity() != build(folder, ("NIR", "other", "Green")).identity()
    one = build(folder, ("green",), options={"channels": "random"})
    assert_near(one.embed(x[:, 1:2], None), each[1])
    with pytest.raises(
        ModelMismatch, match="at least one of the bands red, green, nir; the source has vv, vh"
    ):
        build(folder, ("vv", "vh"))
    forced = build(folder, ("vv", "vh"), force=True)
    assert_near(forced.embed(x[:, :2], None), each[:2].mean(0))


def test_joining_is_an_option(tmp_path):
    folder, x = saved(tmp_path / "single", SINGLE), chips(size=32)
    joined = build(folder, options={"channels": "concat"})
    assert_near(joined.embed(x, None), torch.cat(list(alone(x, SINGLE)), 1))
    with pytest.raises(ModelMismatch, match="lacks nir"):
        build(folder, ("red", "green"), options={"channels": "concat"})
    with pytest.raises(UsageError, match="all its bands at once"):
        build(saved(tmp_path / "whole", CARD), options={"channels": "mean"})
    identities = [build(folder).identity()]
    for channels in ("card", "mean", "concat", "random"):
        identities.append(build(folder, options={"channels": channels}).identity())
    assert identities[0] == identities[1] == identities[2]
    assert len({json.dumps(i) for i in identities}) == 3


def test_the_band_drawn_is_the_chip_s_own(tmp_path):
    card = replace(SINGLE, channels="random")
    encoder, x = build(saved(tmp_path, card)), chips(12, size=32)
    out, each = encoder.embed(x, None), alone(x, card)
    which = (out - each).abs().amax(2).argmin(0)
    assert_near(out, each[which, torch.arange(12)])
    assert set(which.tolist()) == {0, 1, 2}
    order = torch.randperm(12, generator=torch.Generator().manual_seed(0))
    assert_near(encoder.embed(x[order], None), out[order])
    for i in range(12):
        assert_near(encoder.embed(x[i : i + 1], None), out[i : i + 1])

    wider = build(tmp_path, ("nir", "other", "green", "red"))
    foreign = torch.cat([x[:, 2:], torch.full_like(x[:, :1], 9), x[:, 1:2], x[:, :1]], 1)
    assert_near(wider.embed(foreign, None), out)
    assert encoder.dense(x, None).shape == (12, encoder.dim, 2, 2)

    valid = torch.ones(12, 32, 32, dtype=torch.bool)
    valid[:, :9] = False
    holes = encoder.embed(x, valid)
    assert_near(encoder.embed(x.masked_fill(~valid[:, None], torch.nan), valid), holes)


@pytest.mark.parametrize("smooth", [False, True])
def test_every_band_is_drawn_about_equally_often(smooth):
    generator = torch.Generator().manual_seed(1)
    x = torch.randint(0, 256, (3000, 3, 2, 2), generator=generator).float()
    if smooth:  # equal pixels of few values: sums of bits that have much in common
        x = torch.arange(3000.0)[:, None, None, None].expand(-1, 3, 2, 2)
    counts = torch.bincount(draw_bands(x, None), minlength=3)
    assert ((counts - 1000).abs() < 130).all()  # five deviations of a fair draw
    signed = torch.where(x == 0, -0.0, x)
    assert torch.equal(draw_bands(signed, None), draw_bands(x, None))


def test_of_several_networks_the_one_with_the_source_s_bands_is_taken(tmp_path):
    radar = replace(SINGLE, bands=("vv", "vh"), mean=(0.0, 0.0), std=(1.0, 1.0))
    saved(tmp_path / "s2", SINGLE)
    saved(tmp_path / "s1", radar)
    (tmp_path / "checkpoints" / "000000010").mkdir(parents=True)
    assert build(tmp_path, ("vh", "vv")).card.name == f"checkpoint:{tmp_path / 's1'}"
    assert build(tmp_path, BANDS).card.name == f"checkpoint:{tmp_path / 's2'}"
    assert build(tmp_path, ("nir", "swir")).card.bands == ("nir",)
    assert build(tmp_path, (*BANDS, "vv")).card.bands == BANDS
    assert build(tmp_path, BANDS).identity() == build(tmp_path / "s2", BANDS).identity()
    for bands, many in [(("thermal",), "none"), ((*BANDS, "vv", "vh"), "several")]:
        with pytest.raises(ModelMismatch, match=rf"{many} can take.*s1 \(vv, vh\); .*s2 \(red"):
            build(tmp_path, bands)
    with pytest.raises(UsageError, match=r"2 networks; give checkpoint: with one of .*s1, .*s2"):
        models.card(f"checkpoint:{tmp_path}")
    assert models.card(f"checkpoint:{tmp_path / 's1'}").bands == ("vv", "vh")


def rewrite(folder, drop=(), **changes):
    path = folder / "card.json"
    content = json.loads(path.read_text()) | changes
    path.write_text(json.dumps({k: v for k, v in content.items() if k not in drop}))


def test_cards_of_version_1_are_read(tmp_path):
    folder, x = saved(tmp_path, CARD), chips()
    expected, identity = build(folder).embed(x, None), build(folder).identity()
    later = ("resize", "outputs", "activation")
    rewrite(folder, later, version=1)
    assert torch.equal(build(folder).embed(x, None), expected)
    assert build(folder).identity() == identity
    rewrite(folder, version=1, outputs=0)
    with pytest.raises(CheckpointInvalid, match="unknown keys: outputs"):
        build(folder)
    rewrite(folder, later, version=2)
    with pytest.raises(
        CheckpointInvalid, match="missing or unknown keys: activation, outputs, res"
    ):
        build(folder)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("outputs", {"outputs": -1}),
        ("outputs", {"outputs": True}),
        ("outputs", {"outputs": 5.0}),
        ("outputs", {"outputs": 5, "pooling": "avg"}),
        ("activation", {"activation": "gelu", "outputs": 5}),
        ("activation", {"activation": "relu"}),
        ("resize", {"resize": 31}),
        ("resize", {"resize": 37.0}),
        ("resize", {"resize": True}),
        ("channels", {"channels": "any"}),
    ],
)
def test_values_that_cannot_be_are_refused(tmp_path, key, changes):
    rewrite(saved(tmp_path, CARD), **changes)
    with pytest.raises(CheckpointInvalid, match=f"the value of {key} cannot be"):
        build(tmp_path)
    with pytest.raises(CheckpointInvalid, match=f"the value of {key} cannot be"):
        save_checkpoint(tmp_path / "other", network(CARD), replace(CARD, **changes))


def test_whatever_changes_an_embedding_changes_the_identity(tmp_path):
    cards = [CARD, replace(CARD, resize=37), replace(CARD, outputs=5)]
    cards += [replace(CARD, outputs=5, activation="relu")]
    found = [build(saved(tmp_path / str(i), card)).identity() for i, card in enumerate(cards)]
    assert len({json.dumps(identity) for identity in found}) == len(cards)


def test_embeddings_made_before_keep_their_key():
    known = Preparation((1, 0), (0.1, 0.2), (1.0, 2.0), 64, 255.0, "avg", "mean").identity()
    assert known == {
        "take": (1, 0),
        "mean": (0.1, 0.2),
        "std": (1.0, 2.0),
        "size": 64,
        "scale": 255.0,
        "pooling": "avg",
        "per_band": "mean",
    }
