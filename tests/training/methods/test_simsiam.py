"""SimSiam: no gradient through the branch that holds still; the paper's heads; it comes back as a checkpoint."""

import torch
from lightly.loss import NegativeCosineSimilarity

from eo_embed.core import models
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.tests.training.memory import draw, learner, pairs, train
from eo_embed.training import losses
from eo_embed.training.methods import find_method
from eo_embed.training.views import make_view

SMALL = {"backbone": "test_resnet", "size": 32, "hidden": 16, "output": 8}


def make(**knobs):
    return learner("simsiam", **(SMALL | knobs))


def test_the_papers_values_are_the_defaults():
    config = find_method("simsiam").read({})
    assert (config.backbone, config.hidden, config.output) == ("resnet50", 256, 128)
    assert "tau" not in find_method("simsiam").knobs()


def test_heads_are_the_papers():
    net = make(hidden=2048, output=512).networks
    width = net["backbone"].num_features
    for head, comes in (("projection", width), ("prediction", 512)):
        assert net[head].linear1.weight.shape == (2048, comes)
        assert net[head].linear2.weight.shape == (512, 2048)
        assert isinstance(net[head].norm2, torch.nn.Identity)


def both_views(made, data):
    drawn = draw()
    first, second = made.bands.draw(data.batch(), drawn)
    return make_view(first, drawn, made.views), make_view(second, drawn, made.views)


def test_the_loss_is_the_mean_of_both_directions_and_its_gradient_passes_predictions_alone():
    data, made = pairs(), make()
    net = made.networks.eval()
    views = both_views(made, data)
    z = [net["projection"](net["backbone"](v)) for v in views]
    # The published implementation: still branches are cut off the graph.
    p = [net["prediction"](x) for x in z]
    negative = NegativeCosineSimilarity()
    expected = (negative(p[0], z[1].detach()) + negative(p[1], z[0].detach())) / 2
    weights = list(net.parameters())
    theirs = torch.autograd.grad(expected, weights)
    loss = made.loss(data.batch(), draw())["loss"]
    torch.testing.assert_close(loss, expected, rtol=0, atol=1e-5)
    for mine, right in zip(torch.autograd.grad(loss, weights), theirs, strict=True):
        torch.testing.assert_close(mine, right, rtol=1e-4, atol=1e-5)


def test_no_gradient_reaches_the_view_that_is_only_a_target():
    made, data = make(), pairs()
    net = made.networks.eval()
    first, second = (view.requires_grad_() for view in both_views(made, data))
    one, two = (net["projection"](net["backbone"](v)) for v in (first, second))
    losses.simsiam(net["prediction"](one), two).backward()
    assert first.grad.abs().sum() > 0
    assert second.grad is None


def test_it_learns_and_what_it_keeps_embeds_as_it_did(tmp_path):
    data, made = pairs(16), make(area=0.5)
    found = train(made, data, steps=12, lr=3e-3)
    assert sum(found[-3:]) < sum(found[:3]) - 0.3
    (result,) = made.results().values()
    save_checkpoint(tmp_path, result.weights, result.card)
    encoder = models.build(f"checkpoint:{tmp_path}", result.card.bands, chip=32)
    optical = torch.from_numpy(data.values["s2"].astype("float32")) * 1e-4 - 0.1
    x = torch.cat([optical, torch.from_numpy(data.values["s1"])], 1)
    torch.testing.assert_close(
        made.embed(data.batch()), encoder.embed(x, None), rtol=1e-4, atol=1e-4
    )
