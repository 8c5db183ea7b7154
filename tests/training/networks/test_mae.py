"""The masked autoencoder: what its encoder sees, and how it is laid out."""

import pytest
import torch
from lightly.models.utils import get_2d_sine_cosine_positional_embedding

from eo_embed.core.errors import RecipeInvalid
from eo_embed.core.trainer import Draw
from eo_embed.training.networks.backbones import make_backbone
from eo_embed.training.networks.mae import MaskedAutoencoder, draw_mask, patchify

TINY = {"embed_dim": 48, "depth": 2, "num_heads": 3, "patch_size": 8}


def make(bands=2, size=32, **keywords):
    torch.manual_seed(0)
    encoder = make_backbone("vit_tiny_patch16_224", bands, size, kwargs=TINY | keywords.pop("kwargs", {}))  # fmt: skip
    return MaskedAutoencoder(encoder, 32, 1, 4, **keywords).eval()


def draw(size=5, rows=slice(None), seed=0):
    return Draw(seed, 0, size, rows)


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.parametrize(
    "kwargs", [{}, {"class_token": False, "global_pool": "avg"}, {"reg_tokens": 2}]
)
def test_the_encoder_sees_nothing_of_hidden_patches(fixed, kwargs):
    network = make(fixed_positions=fixed, kwargs=kwargs)
    x = torch.randn(5, 2, 32, 32)
    seen, hidden = draw_mask(draw(), network.patches, 0.75)
    over = hidden.view(5, 1, 4, 4).repeat_interleave(8, 2).repeat_interleave(8, 3)
    other = torch.where(over, torch.randn(5, 2, 32, 32) * 100, x)
    with torch.no_grad():
        assert network.encode(other, seen).equal(network.encode(x, seen))
        assert not network.encode(torch.where(over, x, other + 1), seen).equal(
            network.encode(x, seen)
        )
    assert network.encode(x, seen).shape == (5, network.encoder.num_prefix_tokens + 4, 48)


def test_seeing_all_is_the_whole_encoder():
    network = make()
    x = torch.randn(2, 2, 32, 32)
    every = torch.arange(16).expand(2, -1)
    with torch.no_grad():
        torch.testing.assert_close(
            network.encode(x, every), network.encoder.forward_features(x), rtol=1e-4, atol=1e-5
        )


def test_what_is_told_does_not_depend_on_the_order_of_what_is_seen():
    network = make()
    x = torch.randn(1, 2, 32, 32)
    with torch.no_grad():
        one, other = (network(x, torch.tensor([order])) for order in ([3, 7, 11], [11, 3, 7]))
    assert one.shape == (1, 16, 8 * 8 * 2)
    torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("patches", "share", "count"), [(196, 0.75, 49), (16, 0.75, 4), (16, 0.99, 1), (4, 0.01, 3)]
)
def test_as_many_are_hidden_as_asked_for(patches, share, count):
    seen, hidden = draw_mask(draw(), patches, share)
    assert seen.shape == (5, count)
    assert (hidden.sum(1) == patches - count).all()
    assert not hidden.gather(1, seen).any()


def test_each_patch_is_hidden_equally_often_and_parts_are_masked_as_the_whole():
    _, hidden = draw_mask(draw(4000), 16, 0.75)
    assert (hidden.float().mean(0) - 0.75).abs().max() < 0.04
    _, last = draw_mask(draw(4000, slice(3000, 4000)), 16, 0.75)
    assert last.equal(hidden[3000:])


def test_positions_are_those_of_the_paper():
    network = make()
    theirs = torch.tensor(get_2d_sine_cosine_positional_embedding(48, 4)).float()
    mine = network.encoder.pos_embed[0]
    # The order of channels is of no account: positions are as near to one another.
    torch.testing.assert_close(mine @ mine.T, theirs @ theirs.T, rtol=1e-4, atol=1e-4)
    assert not network.encoder.pos_embed.requires_grad
    assert make(fixed_positions=False).encoder.pos_embed.requires_grad


def test_weights_begin_as_the_papers_unless_given():
    given = make_backbone("vit_tiny_patch16_224", 2, 32, kwargs=TINY)
    before = given.blocks[0].attn.qkv.weight.clone()
    kept = MaskedAutoencoder(given, 32, 1, 4, fixed_positions=False, fresh=False)
    assert kept.encoder.blocks[0].attn.qkv.weight.equal(before)
    limit = (6 / (48 + 144)) ** 0.5
    fresh = make().encoder.blocks[0].attn.qkv.weight
    assert 0.9 * limit < fresh.abs().max() <= limit


def test_patches_are_rows_of_pixels():
    x = torch.arange(2 * 4 * 4, dtype=torch.float32).view(1, 2, 4, 4)
    patches = patchify(x, 2)
    assert patches.shape == (1, 4, 8)
    assert patches[0, 1].tolist() == [2, 18, 3, 19, 6, 22, 7, 23]


@pytest.mark.parametrize(
    ("arch", "size", "kwargs", "width", "said"),
    [
        ("resnet10t", 32, {}, 32, "vision transformer"),
        ("vit_tiny_patch16_224", 36, TINY, 32, "multiple of 8"),
        ("vit_tiny_patch16_224", 32, TINY, 30, "decoder_width=30"),
        ("vit_tiny_patch16_224", 32, TINY | {"embed_dim": 54}, 32, "positions=learned"),
    ],
)
def test_what_cannot_be_masked_is_refused(arch, size, kwargs, width, said):
    with pytest.raises(RecipeInvalid, match=said):
        MaskedAutoencoder(make_backbone(arch, 1, size, kwargs=kwargs), width, 1, 4)


def test_a_class_token_that_is_not_there_cannot_be_taken():
    make().check_pooling("cls")
    with pytest.raises(RecipeInvalid, match="pooling=avg"):
        make(kwargs={"class_token": False, "global_pool": "avg"}).check_pooling("cls")
