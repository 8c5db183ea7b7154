"""SimCLR: lightly's loss of two views; bands by name; it comes back as a checkpoint."""

import pytest
import torch
from lightly.loss import NTXentLoss

from eo_embed.core import models
from eo_embed.core.errors import DataUnfit, RecipeInvalid
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.tests.training.memory import draw, learner, pairs, train
from eo_embed.training.methods import find_method
from eo_embed.training.views import make_view

SMALL = {"backbone": "test_resnet", "size": 32, "hidden": 16, "output": 8}


def make(data=None, **knobs):
    return learner("simclr", data, **(SMALL | knobs))


def test_what_the_paper_leaves_open_is_marked():
    method = find_method("simclr")
    assert method.read({}).backbone == "resnet50"
    stated = set(method.knobs()) - method.assumed_knobs()
    assert stated == {"backbone", "modality", "bands"}
    assert set(method.paper_settings) <= method.assumed_knobs()
    config = method.read({"bands": "red,green,blue"})
    assert method.modalities(pairs(), config) == ("s2",)
    with pytest.raises(DataUnfit, match="nir"):
        method.modalities(pairs(), method.read({"bands": "red,nir"}))


def test_the_loss_is_lightlys_of_two_views():
    data, made = pairs(), make(temperature=0.3)
    net = made.networks.eval()
    drawn = draw()
    x = made.bands(data.batch())
    views = make_view(x, drawn, made.views), make_view(x, drawn, made.views)
    assert not views[0].equal(views[1])
    with torch.no_grad():
        z = [net["projection"](net["backbone"](v)) for v in views]
        out = made.loss(data.batch(), draw())
    torch.testing.assert_close(out["loss"], NTXentLoss(0.3)(*z), rtol=0, atol=1e-5)


def test_all_weights_learn_and_what_it_keeps_embeds_as_it_did(tmp_path):
    data = pairs(16)
    made = make(data, bands="red,blue", area=0.8, temperature=0.5, strength=0.2, blur=0)
    found = train(made, data, steps=20, lr=3e-3)
    assert sum(found[-3:]) < 0.8 * sum(found[:3])
    assert all(p.grad is not None for p in made.networks.parameters())
    (result,) = made.results().values()
    assert result.card.bands == ("red", "blue")
    assert not result.card.single_channel
    save_checkpoint(tmp_path, result.weights, result.card)
    encoder = models.build(f"checkpoint:{tmp_path}", ("blue", "green", "red"), chip=32)
    x = torch.from_numpy(data.values["s2"].astype("float32")) * 1e-4 - 0.1
    torch.testing.assert_close(
        made.embed(data.batch()), encoder.embed(x, None), rtol=1e-4, atol=1e-4
    )


def test_one_sample_has_no_other_to_be_told_from():
    with pytest.raises(RecipeInvalid, match="at least two"):
        make(accumulate=8)
