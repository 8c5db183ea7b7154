"""CLIP: which channels a step sees, what its encoders give, and the size of the paper's network."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from eo_embed.core import models
from eo_embed.core.errors import DataUnfit, RecipeInvalid
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.core.trainer import Draw
from eo_embed.tests.training.memory import (
    OPTICAL,
    SAR,
    TINY_VIT,
    MemoryDataset,
    draw,
    learner,
    pairs,
    train,
)
from eo_embed.training.alignment import alignment
from eo_embed.training.datasets import Modality
from eo_embed.training.methods import find_method
from eo_embed.training.methods.clip import available_channels, choose_channel, mirror
from eo_embed.training.values import choose

COHERENCE = Modality("gunw", ("a", "b", "c", "d"), (32, 32), "other")
TINY = {"network": TINY_VIT, "size": 32, "dim": 24}


def three(n=8):
    """Three modalities, of which samples lack channels, and some a whole modality."""
    data = pairs(n, modalities=(OPTICAL, SAR, COHERENCE))
    rng = np.random.default_rng(3)
    data.present = {"gunw": rng.random((n, 4)) > 0.5, "s1": np.ones((n, 2), bool)}
    data.present["gunw"][0] = False
    data.present["gunw"][1] = [False, False, True, False]
    data.present["s1"][1] = data.present["s1"][2, 0] = False
    return data


def made(data=None, **knobs):
    return learner("clip", data if data is not None else pairs(), **TINY | knobs)


@pytest.mark.parametrize(
    ("recipe", "millions"), [("allen_vitb16", 259), ("allen_vits16", 65), ("allen_vitti16", 11)]
)
def test_the_paper_s_networks_have_the_paper_s_number_of_parameters(recipe, millions):
    """259M trainable parameters for three modalities (section 4.1), 11M the fewest tried (section 6)."""
    import timm

    from eo_embed.training.networks.backbones import network_kwargs, read_network
    from eo_embed.training.networks.towers import Towers

    found = choose(None, recipe)
    config = found.config
    shape = network_kwargs(config.backbone, config.size, read_network(config.network))
    with torch.device("meta"):
        towers = Towers(
            [
                timm.create_model(config.backbone, in_chans=1, num_classes=config.dim, **shape)
                for _ in range(3)
            ]
        )
    count = sum(p.numel() for p in towers.parameters() if p.requires_grad)
    assert int(count / 1e6) == millions
    assert f"{millions}M" in found.recipe.title


def test_loss_is_the_alignment_of_the_drawn_channels():
    data = three()
    clip = made(data)
    batch, numbers = data.batch(), draw()
    chosen, images = [], []
    for name, modality in data.modalities.items():
        available = available_channels(batch, name)
        picked = choose_channel(numbers, available, "sample")
        chosen.append(available.any(1))
        x = batch[name].double()
        rows = []
        for i, channel in enumerate(picked.tolist()):
            scale = (modality.scale or [1.0] * 9)[channel]
            offset = (modality.offset or [0.0] * 9)[channel]
            values = data.values[name][:, channel].astype(float) * scale + offset
            rows.append((x[i, channel] * scale + offset - values.mean()) / values.std())
        images.append(torch.stack(rows).float()[:, None])
    embedded = clip.networks(images)
    expected = alignment(embedded, torch.stack(chosen, 1), torch.tensor(1 / 0.07))
    found = clip.loss(batch, draw())
    torch.testing.assert_close(found["loss"], expected, rtol=1e-4, atol=1e-4)
    assert float(found["temperature"]) == pytest.approx(0.07)


def test_a_channel_is_drawn_among_those_there():
    available = torch.tensor([[1, 0, 1, 1], [0, 0, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]], dtype=bool)
    many = available.repeat(3000, 1)
    for per in ("sample", "batch"):
        counts = torch.zeros(4, 4)
        for step in range(1 if per == "sample" else 400):
            rows = many if per == "sample" else available
            picked = choose_channel(Draw(0, step, len(rows), slice(None)), rows, per)
            counts.index_put_(
                (torch.arange(len(rows)) % 4, picked), torch.ones(()), accumulate=True
            )
        shares = counts / counts.sum(1, keepdim=True)
        expected = torch.tensor([[1 / 3, 0, 1 / 3, 1 / 3], [0, 0, 1, 0], [1, 0, 0, 0], [0.25] * 4])
        assert ((shares > 0) == (expected > 0)).all()
        torch.testing.assert_close(shares, expected, atol=0.08, rtol=0)
    whole = torch.ones(500, 3, dtype=torch.bool)
    together = [choose_channel(Draw(0, s, 500, slice(None)), whole, "batch") for s in range(20)]
    assert all(len(picked.unique()) == 1 for picked in together)
    assert len({int(picked[0]) for picked in together}) == 3


def test_each_step_draws_others_and_parts_draw_those_of_the_whole():
    available = torch.ones(64, 9, dtype=torch.bool)
    first, second = (choose_channel(draw(64, step=s), available, "sample") for s in (0, 1))
    assert (first != second).any()
    for per in ("sample", "batch"):
        whole = choose_channel(draw(64), available, per)
        part = choose_channel(draw(64, rows=slice(16, 48)), available[16:48], per)
        assert torch.equal(part, whole[16:48])


def test_absent_modalities_and_invalid_images_count_for_nothing():
    data = three()
    batch = data.batch()
    batch["s2.valid"] = torch.ones(8, 32, 32, dtype=torch.bool)
    batch["s2.valid"][3] = False
    batch["s2.valid"][4, :9] = False
    assert available_channels(batch, "s2").all(1).tolist() == [True] * 3 + [False] + [True] * 4
    assert not available_channels(batch, "gunw")[0].any()
    clip = made(data)
    before = clip.loss(batch, draw())["loss"]
    changed = dict(batch)
    for name, where in [("gunw", 0), ("s1", 1), ("s2", 3)]:
        changed[name] = batch[name].clone()
        changed[name][where] = 7
    torch.testing.assert_close(clip.loss(changed, draw())["loss"], before)
    changed["s2"][5] = 7
    assert (clip.loss(changed, draw())["loss"] - before).abs() > 1e-4


def test_nothing_to_align_leaves_every_parameter_with_a_gradient_of_0():
    data = pairs()
    batch = data.batch() | {"s1.present": torch.zeros(8, 2, dtype=torch.bool)}
    clip = made(data)
    clip.loss(batch, draw())["loss"].backward()
    assert all((p.grad == 0).all() for p in clip.networks.parameters())


def test_mirroring_gives_every_symmetry_alike_for_all_modalities():
    square = torch.arange(9.0).view(1, 1, 3, 3).expand(400, 1, 3, 3)
    one, two = mirror([square, square + 100], draw(400))
    assert torch.equal(one + 100, two)
    ways = {tuple(x.flatten().tolist()) for x in one}
    turned = [torch.rot90(square[0, 0], k) for k in range(4)]
    assert ways == {tuple(t.flatten().tolist()) for t in [*turned, *(x.T for x in turned)]}
    clip = made(augment="flips")
    plain = made()
    data = pairs()
    assert clip.loss(data.batch(), draw())["loss"] != plain.loss(data.batch(), draw())["loss"]


def test_the_scale_is_learnt_and_limited():
    data, clip = pairs(), made()
    train(clip, data, steps=3)
    assert float(clip.networks.scale) != pytest.approx(1 / 0.07, abs=1e-4)
    with torch.no_grad():
        clip.networks.log_scale.fill_(9.0)
    clip.after_step(0.5)
    assert float(clip.networks.scale) == pytest.approx(100)


def test_it_learns_to_tell_places_apart():
    data = pairs(16)
    losses = train(made(data), data, steps=60, lr=2e-3)
    assert np.mean(losses[-3:]) < 0.6 * losses[0]


def saved(clip, folder):
    for name, result in clip.results().items():
        save_checkpoint(folder / name, result.weights, result.card)
    return folder


def physical(data, name, bands):
    modality = data.modalities[name]
    scale = torch.tensor(modality.scale or (1.0,) * len(modality.bands))[:, None, None]
    offset = torch.tensor(modality.offset or (0.0,) * len(modality.bands))[:, None, None]
    x = torch.from_numpy(data.values[name].astype(np.float32)) * scale + offset
    return x[:, [modality.bands.index(band) for band in bands]]


def embedded(folder, data, name, bands, **options):
    encoder = models.build(f"checkpoint:{folder}", bands, chip=32, options=options)
    return encoder, encoder.embed(physical(data, name, bands), None)


@pytest.mark.parametrize("size", [32, 48])
def test_the_checkpoints_give_the_learner_s_embeddings(tmp_path, size):
    data = pairs()
    clip = made(data, size=size)
    train(clip, data, steps=2)
    folder = saved(clip, tmp_path)
    parts = []
    for modality in (OPTICAL, SAR):
        encoder, out = embedded(folder, data, modality.name, modality.bands)
        assert encoder.dim == 24
        assert encoder.card.name.endswith(modality.name)
        parts.append(out)
    torch.testing.assert_close(clip.embed(data.batch()), torch.cat(parts, 1), rtol=1e-4, atol=1e-4)
    assert clip.networks.training


def test_a_subset_of_channels_is_what_the_learner_gives_without_the_others(tmp_path):
    data = pairs()
    clip = made(data)
    folder = saved(clip, tmp_path)
    data.present = {
        "s2": np.tile([True, False, True], (8, 1)),
        "s1": np.tile([False, False], (8, 1)),
    }
    expected = clip.embed(data.batch())
    _, out = embedded(folder, data, "s2", ("red", "blue"))
    torch.testing.assert_close(expected[:, :24], out, rtol=1e-4, atol=1e-4)
    assert (expected[:, 24:] == 0).all()


def test_a_random_channel_is_one_of_them_and_stays(tmp_path):
    data = pairs(12)
    clip = made(data)
    folder = saved(clip, tmp_path)
    encoder, out = embedded(folder, data, "s2", OPTICAL.bands, channels="random")
    each = torch.stack([embedded(folder, data, "s2", (band,))[1] for band in OPTICAL.bands])
    distance = (each - out).abs().amax(2).amin(0)
    assert distance.max() < 1e-4
    x = physical(data, "s2", OPTICAL.bands)
    torch.testing.assert_close(encoder.embed(x[5:7], None), out[5:7], rtol=1e-4, atol=1e-4)


def test_cards_say_what_the_encoders_are(tmp_path):
    clip = made(three())
    results = clip.results()
    assert list(results) == ["s2", "s1", "gunw"]
    card = results["s2"].card
    assert (card.bands, card.outputs, card.single_channel, card.channels) == (
        OPTICAL.bands, 24, True, "mean",
    )  # fmt: skip
    assert (card.units, card.native_gsd, card.input_size) == ("reflectance", 10.0, 32)
    assert "aligned with s1, gunw" in card.title
    assert list(made(three(), modalities="gunw, s2").results()) == ["gunw", "s2"]


def test_data_that_cannot_serve_is_refused():
    data = pairs()
    with pytest.raises(DataUnfit, match=r"at least two modalities.*given s1.*there is: s2, s1"):
        made(data, modalities="s1")
    with pytest.raises(DataUnfit, match=r"no modality planet; it has: s2, s1"):
        made(data, modalities="s1,planet")
    alone = MemoryDataset((OPTICAL,), {"s2": data.values["s2"]})
    with pytest.raises(DataUnfit, match="at least two modalities"):
        find_method("clip").modalities(alone, find_method("clip").config())
    with pytest.raises(RecipeInvalid, match="at least two"):
        learner("clip", data, batch_size=8, accumulate=8, **TINY)
    with pytest.raises(RecipeInvalid, match="timm has no network"):
        made(data, backbone="vit_of_no_one")


def test_stated_values_are_the_paper_s():
    method = find_method("clip")
    config = method.config()
    assert (config.dim, config.size) == (768, 448)
    assert {"dim", "size"}.isdisjoint(method.assumed_knobs())
    assert {"backbone", "lr", "batch_size", "channel_per"} <= method.assumed_knobs()
    assert method.keep_best
    assert set(method.assumed) <= set(method.paper_settings)
    assert replace(config, dim=192).dim == 192
