"""MAE: the loss on hidden patches of the very image that is seen; it comes back as a checkpoint."""

import pytest
import torch

from eo_embed.core import models
from eo_embed.core.errors import RecipeInvalid
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.tests.training.memory import TINY_VIT, draw, learner, pairs, train
from eo_embed.training.methods import find_method
from eo_embed.training.networks.mae import draw_mask
from eo_embed.training.views import make_view

SMALL = {
    "backbone": "vit_tiny_patch16_224", "network": TINY_VIT, "size": 32, "decoder_width": 32,
    "decoder_depth": 1, "decoder_heads": 4,
}  # fmt: skip


def make(data=None, **knobs):
    return learner("mae", data, **(SMALL | knobs))


def test_what_the_paper_leaves_open_is_marked():
    method = find_method("mae")
    config = method.read({})
    assert (config.backbone, config.masked, config.normalised) == (
        "vit_base_patch16_224",
        0.75,
        True,
    )
    assert (config.decoder_width, config.decoder_depth, config.decoder_heads) == (512, 8, 16)
    stated = set(method.knobs()) - method.assumed_knobs()
    assert stated == {"backbone", "modality", "bands"}
    assert set(method.paper_settings) <= method.assumed_knobs()


@pytest.mark.parametrize("normalised", [True, False])
def test_the_loss_is_the_error_on_hidden_patches(normalised):
    data, made = pairs(), make(normalised=normalised)
    net = made.networks.eval()
    drawn = draw()
    x = make_view(made.bands(data.batch()), drawn, made.views)
    seen, hidden = draw_mask(drawn, 16, 0.75)
    with torch.no_grad():
        told = net(x, seen)
        out = made.loss(data.batch(), draw())["loss"]
    errors = []
    for row in range(8):
        for patch in hidden[row].nonzero().flatten().tolist():
            top, left = 8 * (patch // 4), 8 * (patch % 4)
            pixels = x[row, :, top : top + 8, left : left + 8].permute(1, 2, 0).flatten()
            if normalised:
                pixels = (pixels - pixels.mean()) / (pixels.var() + 1e-6).sqrt()
            errors.append((told[row, patch] - pixels).square().mean())
    assert len(errors) == 8 * 12
    torch.testing.assert_close(out, torch.stack(errors).mean(), rtol=0, atol=1e-5)


@pytest.mark.parametrize("pooling", ["avg", "cls"])
def test_it_learns_and_what_it_keeps_embeds_as_it_did(tmp_path, pooling):
    data, made = pairs(16), make(pooling=pooling, normalised=False, area=0.9)
    before = made.networks.encoder.pos_embed.clone()
    found = train(made, data, steps=30, lr=5e-3)
    assert sum(found[-3:]) < 0.8 * sum(found[:3])
    trained = [p for p in made.networks.parameters() if p.requires_grad]
    assert all(p.grad is not None for p in trained)
    assert made.networks.encoder.pos_embed.equal(before)
    (result,) = made.results().values()
    save_checkpoint(tmp_path, result.weights, result.card)
    assert result.card.pooling == pooling
    encoder = models.build(f"checkpoint:{tmp_path}", ("blue", "green", "red"), chip=32)
    x = torch.from_numpy(data.values["s2"].astype("float32")) * 1e-4 - 0.1
    torch.testing.assert_close(
        made.embed(data.batch()), encoder.embed(x, None), rtol=1e-4, atol=1e-4
    )


def test_what_cannot_be_masked_is_refused():
    with pytest.raises(RecipeInvalid, match="vision transformer"):
        make(backbone="resnet10t", network="")
