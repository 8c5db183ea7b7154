"""BYOL: a target that is another network, moves by the formula and gets no gradient; it comes back as a checkpoint."""

import copy
import math

import pytest
import torch
from lightly.loss import NegativeCosineSimilarity

from eo_embed.core import models
from eo_embed.core.errors import DataUnfit, RecipeInvalid
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.tests.training.memory import OPTICAL, TINY_VIT, draw, learner, pairs, train
from eo_embed.training.methods import find_method
from eo_embed.training.views import make_view

SMALL = {"backbone": "test_resnet", "size": 32, "hidden": 16, "output": 8}


def make(data=None, **knobs):
    return learner("byol", data, **(SMALL | knobs))


def test_the_papers_values_are_the_defaults():
    method = find_method("byol")
    config = method.read({})
    assert (config.backbone, config.hidden, config.output) == ("resnet50", 256, 128)
    stated = {"optimiser": "adam", "lr": 3e-4, "batch_size": 32, "epochs": 200.0}
    assert stated.items() <= method.paper_settings.items()
    assert not method.assumed_knobs() & (stated.keys() | {"backbone", "hidden", "output", "pairs"})
    assert {"size", "tau", "area", "schedule"} <= method.assumed_knobs()
    assert method.modalities(pairs(), config) == ("s2", "s1")
    assert method.modalities(pairs(), method.read({"pairs": "s1,s1"})) == ("s1",)
    with pytest.raises(DataUnfit):
        method.modalities(pairs(modalities=(OPTICAL,)), config)


def test_the_loss_is_the_mean_of_both_directions():
    data, made = pairs(), make()
    made.networks.eval()
    batch = data.batch()
    drawn = draw()
    first, second = made.bands.draw(batch, drawn)
    first, second = make_view(first, drawn, made.views), make_view(second, drawn, made.views)
    net, negative = made.networks, NegativeCosineSimilarity()
    with torch.no_grad():
        both = [
            negative(net["prediction"](net["online"](a)), net["target"](b))
            for a, b in ((first, second), (second, first))
        ]
        out = made.loss(batch, draw())
    torch.testing.assert_close(out["loss"], 2 + both[0] + both[1], rtol=0, atol=1e-5)
    assert 0 < out["spread"] < 1.1


def test_the_target_is_another_network_and_moves_by_the_formula():
    data, made = pairs(), make(tau=0.9)
    online, target = (list(made.networks[n].parameters()) for n in ("online", "target"))
    assert len(online) == len(target)
    for a, b in zip(online, target, strict=True):
        assert a.data_ptr() != b.data_ptr()
        assert a.equal(b)
    before = [copy.deepcopy(t) for t in target]
    optimiser = torch.optim.SGD(made.parameters(0.0), lr=0.1)
    assert not {id(t) for t in target} & {
        id(p) for g in optimiser.param_groups for p in g["params"]
    }
    made.loss(data.batch(), draw())["loss"].backward()
    assert all(t.grad is None for t in target)
    assert all(o.grad is not None for o in online)
    optimiser.step()
    assert all(a.equal(b) for a, b in zip(target, before, strict=True))
    done = 0.25
    made.after_step(done)
    tau = 1 - 0.1 * (math.cos(math.pi * done) + 1) / 2
    assert 0.9 < tau < 1
    moved = 0
    for old, new, now in zip(before, target, online, strict=True):
        torch.testing.assert_close(new, tau * old + (1 - tau) * now, rtol=1e-5, atol=1e-7)
        moved += not new.equal(now)
    assert moved > len(online) / 2
    made.after_step(1.0)
    made_still = [t.clone() for t in target]
    made.after_step(1.0)  # at the end it stands still
    assert all(a.equal(b) for a, b in zip(target, made_still, strict=True))


def test_seeds_give_runs_and_parts_see_what_the_whole_does():
    def run(seed):
        made = make()
        losses = train(made, pairs(), steps=2, seed=seed)
        return losses, made.networks["online"].backbone.state_dict()["conv1.0.weight"]

    (one, weights), (again, same), (other, _) = run(0), run(0), run(1)
    assert one == again
    assert weights.equal(same)
    assert one != other
    made, batch = make(), pairs().batch()
    halves = [
        made.bands.draw({k: v[rows] for k, v in batch.items()}, draw(rows=rows))[1]
        for rows in (slice(0, 4), slice(4, 8))
    ]
    assert torch.cat(halves).equal(made.bands.draw(batch, draw())[1])


@pytest.mark.parametrize("knobs", [{}, {"backbone": "vit_tiny_patch16_224", "network": TINY_VIT}])
def test_what_it_keeps_embeds_as_it_did(tmp_path, knobs):
    data, made = pairs(), make(**knobs)
    train(made, data, steps=2)
    (result,) = made.results().values()
    save_checkpoint(tmp_path, result.weights, result.card)
    assert "Jain" in result.card.paper
    encoder = models.build(f"checkpoint:{tmp_path}", result.card.bands, chip=32)
    optical = torch.from_numpy(data.values["s2"].astype("float32")) * 1e-4 - 0.1
    x = torch.cat([optical, torch.from_numpy(data.values["s1"])], 1)
    torch.testing.assert_close(
        made.embed(data.batch()), encoder.embed(x, None), rtol=1e-4, atol=1e-4
    )


def test_it_learns_to_tell_what_the_other_view_is():
    losses = train(make(area=0.5), pairs(16), steps=12, lr=3e-3)
    assert sum(losses[-3:]) < 0.8 * sum(losses[:3])


def test_what_cannot_be_is_refused():
    with pytest.raises(RecipeInvalid, match="timm has no network"):
        make(backbone="resnet5000")
    with pytest.raises(RecipeInvalid, match="accumulate"):
        make(accumulate=8)
    with pytest.raises(DataUnfit, match="pairs=s2,s2"):
        make(pairs(modalities=(OPTICAL,)))
    assert make(pairs(modalities=(OPTICAL,)), pairs="s2,s2").bands.pair == ("s2", "s2")
