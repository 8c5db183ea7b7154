"""What encoders see: bands drawn among those there are, modalities chosen or refused, embeddings as the card says."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from eo_embed.core import models
from eo_embed.core.errors import DataUnfit, ModelMismatch, RecipeInvalid
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.core.models.inputs import BandSample, check_inputs
from eo_embed.core.trainer import TrainSettings
from eo_embed.tests.training.memory import (
    OPTICAL,
    SAR,
    TINY_VIT,
    draw,
    pairs,
    statistics_of,
)
from eo_embed.training.encoding import (
    BandStack,
    Network,
    SingleBands,
    accepted_range,
    check_parts,
    choose_pair,
    choose_stack,
    evaluating,
    pick_bands,
)
from eo_embed.training.methods import Setup
from eo_embed.training.statistics import Statistics

VIT = Network("vit_tiny_patch16_224", TINY_VIT, "random", 32)
CNN = Network("test_resnet", "", "random", 40)


def setup_of(data):
    return Setup(data, np.arange(len(data)), statistics_of(data), TrainSettings(), 1, None)


def test_each_band_is_drawn_as_often_and_two_of_one_modality_differ():
    picked = pick_bands(draw(6000), 3, None)
    assert picked.shape == (6000, 2)
    for column in picked.T:
        assert (column.bincount(minlength=3) - 2000).abs().max() < 150
    assert (picked[:, 0] != picked[:, 1]).all()
    assert (pick_bands(draw(10), 1, None) == 0).all()
    torch.testing.assert_close(pick_bands(draw(6000, slice(40, 50)), 3, None), picked[40:50])


def test_bands_that_a_sample_lacks_are_never_drawn():
    present = torch.rand(3000, 4, generator=torch.Generator().manual_seed(1)) < 0.5
    present[:, 1] |= ~present.any(1)
    first, second = pick_bands(draw(3000), 4, present).T
    assert present.gather(1, first[:, None]).all()
    assert present.gather(1, second[:, None]).all()
    assert (first == second).equal(present.sum(1) == 1)
    several = present.all(1)
    assert (first[several].bincount(minlength=4) > 0.15 * several.sum()).all()


def drawn_from(images, candidates):
    """Which band of its sample each image is, ``(n, bands)``."""
    return (images == candidates).flatten(2).all(2)


def test_one_band_of_each_modality_is_drawn():
    data = pairs(60)
    bands = SingleBands(setup_of(data), ("s2", "s1"), VIT)
    batch = data.batch()
    for images, name in zip(bands.draw(batch, draw(60)), ("s2", "s1"), strict=True):
        assert images.shape == (60, 1, 32, 32)
        of_band = drawn_from(images, bands._inputs[name](batch, name))
        assert (of_band.sum(1) == 1).all()
        assert (of_band.sum(0) > 8).all()


def test_of_one_modality_two_different_bands_are_drawn():
    data = pairs(30, modalities=(OPTICAL,))
    bands = SingleBands(setup_of(data), ("s2", "s2"), VIT)
    batch = data.batch()
    every = bands._inputs["s2"](batch, "s2")
    first, second = (drawn_from(images, every) for images in bands.draw(batch, draw(30)))
    assert (first.sum(1) == 1).all()
    assert (second.sum(1) == 1).all()
    assert not (first & second).any()


def test_a_sample_without_one_modality_gives_two_bands_of_the_other():
    data = pairs(40)
    data.present = {"s1": np.ones((40, 2), bool), "s2": np.ones((40, 3), bool)}
    data.present["s1"][:10] = False
    data.present["s2"][10:20] = False
    bands = SingleBands(setup_of(data), ("s2", "s1"), VIT)
    batch = data.batch()
    first, second = bands.draw(batch, draw(40))
    assert (first.flatten(1).std(1) > 0.1).all()
    assert (second.flatten(1).std(1) > 0.1).all()
    assert not (first == second).flatten(1).all(1).any()
    assert drawn_from(second, bands._inputs["s2"](batch, "s2"))[:10].any(1).all()
    assert drawn_from(first, bands._inputs["s1"](batch, "s1"))[10:20].any(1).all()


def test_pairs_are_the_first_optical_and_the_first_sar_or_those_named():
    data = pairs()
    assert choose_pair(data, "") == ("s2", "s1")
    assert choose_pair(data, "s1, s2") == ("s1", "s2")
    assert choose_pair(data, "s1,s1") == ("s1", "s1")
    for text in ("s2", "s2,s3", "s2,s1,s1"):
        with pytest.raises(DataUnfit, match="s2, s1"):
            choose_pair(data, text)


def test_one_modality_only_is_refused_with_the_way_out():
    with pytest.raises(DataUnfit, match=r"only: s2.*set pairs=s2,s2"):
        choose_pair(pairs(modalities=(OPTICAL,)), "")
    later = replace(OPTICAL, name="later")
    with pytest.raises(DataUnfit, match=r"only: s2, later.*set pairs=s2,later"):
        choose_pair(pairs(modalities=(OPTICAL, later)), "")


def test_a_stack_is_of_the_first_modality_that_has_the_bands():
    data = pairs(modalities=(SAR, OPTICAL))
    assert choose_stack(data, "", "") == ("s1", (0, 1))
    assert choose_stack(data, "s2", "") == ("s2", (0, 1, 2))
    assert choose_stack(data, "", "Red,green") == ("s2", (2, 1))
    with pytest.raises(DataUnfit, match="s1: vv, vh; s2: blue, green, red"):
        choose_stack(data, "", "red,nir")
    with pytest.raises(DataUnfit, match=r"'s3'.*s1, s2"):
        choose_stack(data, "s3", "")


def test_a_part_of_one_sample_is_refused():
    data = pairs()
    for settings in (TrainSettings(batch_size=4, accumulate=2), TrainSettings(batch_size=2)):
        check_parts(replace(setup_of(data), settings=settings))
    with pytest.raises(RecipeInvalid, match="accumulate"):
        check_parts(replace(setup_of(data), settings=TrainSettings(batch_size=4, accumulate=4)))


def test_evaluation_ends_with_the_mode_before():
    module = torch.nn.BatchNorm1d(2).train()
    with evaluating(module):
        assert not module.training
        assert not torch.is_grad_enabled()
    assert module.training
    assert torch.is_grad_enabled()
    with evaluating(module.eval()):
        pass
    assert not module.training


def physical(data, name):
    m = data.modalities[name]
    scale = torch.tensor(m.scale or (1.0,) * len(m.bands)).view(-1, 1, 1)
    offset = torch.tensor(m.offset or (0.0,) * len(m.bands)).view(-1, 1, 1)
    return torch.from_numpy(data.values[name].astype(np.float32)) * scale + offset


@pytest.mark.parametrize("network", [VIT, CNN])
def test_single_bands_come_back_from_the_checkpoint(tmp_path, network):
    data = pairs()
    bands = SingleBands(setup_of(data), ("s2", "s1"), network)
    backbone = network.build(1)
    backbone(torch.randn(8, 1, 40, 40)[..., : network.size, : network.size])  # some running means
    result = bands.result(backbone, "a title", "a paper")
    save_checkpoint(tmp_path, result.weights, result.card)
    assert result.card.bands == ("blue", "green", "red", "vv", "vh")
    assert result.card.units == "blue, green, red: reflectance; vv, vh: dB"
    assert (result.card.single_channel, result.card.channels) == (True, "mean")
    encoder = models.build(f"checkpoint:{tmp_path}", result.card.bands, chip=32)
    x = torch.cat([physical(data, "s2"), physical(data, "s1")], 1)
    mine = bands.embed(backbone, data.batch())
    torch.testing.assert_close(mine, encoder.embed(x, None), rtol=1e-4, atol=1e-4)
    assert backbone.training


def test_bands_that_are_lacking_are_left_out_of_the_mean():
    data = pairs(4)
    bands = SingleBands(setup_of(data), ("s2", "s1"), VIT)
    backbone = VIT.build(1)
    every = bands.embed(backbone, data.batch())
    data.present = {"s1": np.array([[True, True]] * 2 + [[False, False]] * 2)}
    some = bands.embed(backbone, data.batch())
    torch.testing.assert_close(some[:2], every[:2])
    optical = SingleBands(setup_of(data), ("s2", "s2"), VIT).embed(backbone, data.batch())
    torch.testing.assert_close(some[2:], optical[2:])


def test_other_units_are_told_and_another_landscape_is_not():
    def found(low, high):
        bands = tuple("abc"[: len(low)])
        return Statistics(bands, low, (1.0,) * len(low), low, high, 9)

    reflectance = found((0.01, 0.02), (0.2, 0.5))
    assert accepted_range([OPTICAL], [reflectance]) == (0, 1.0)
    assert accepted_range([OPTICAL, OPTICAL], [reflectance, found((0.0,), (0.4,))]) == (0, 1.0)
    for others in (
        ([SAR], [found((-20.0,), (-3.0,))]),
        ([OPTICAL, SAR], [reflectance, found((0.0,), (0.3,))]),
        ([OPTICAL], [found((0.0, 0.0), (0.4, 1000.0))]),  # a height beside reflectance
        ([OPTICAL], [found((-1.0,), (1.0,))]),  # an index
    ):
        assert accepted_range(*others) is None


@pytest.mark.parametrize(
    ("factor", "fits"), [(1.0, True), (0.2, True), (1e4, False), (1e-4, False)]
)
def test_an_encoder_refuses_other_units(tmp_path, factor, fits):
    data = pairs()
    stack = BandStack(setup_of(data), "s2", (0, 1, 2), VIT, "avg")
    result = stack.result(VIT.build(3), "", "")
    save_checkpoint(tmp_path, result.weights, result.card)
    card = models.build(f"checkpoint:{tmp_path}", OPTICAL.bands, chip=32).card
    chips = physical(data, "s2").numpy() * factor
    sample = BandSample(OPTICAL.bands, chips, np.ones((8, 32, 32), bool))
    if fits:
        check_inputs(card, sample)
    else:
        with pytest.raises(ModelMismatch, match="reflectance"):
            check_inputs(card, sample)


def test_a_band_of_both_modalities_is_one_band():
    later = replace(OPTICAL, name="later", bands=("Red", "nir"), scale=(), offset=(), units="reflectance")  # fmt: skip
    data = pairs(modalities=(OPTICAL, later))
    bands = SingleBands(setup_of(data), ("s2", "later"), VIT)
    card = bands.result(VIT.build(1), "", "").card
    assert card.bands == ("blue", "green", "red", "nir")
    assert card.mean[2] == statistics_of(data)["s2"].mean[2]
    assert card.units == "reflectance"
    card.check("here")


@pytest.mark.parametrize(("network", "pooling"), [(VIT, "avg"), (VIT, "cls"), (CNN, "model")])
def test_a_stack_comes_back_from_the_checkpoint(tmp_path, network, pooling):
    data = pairs()
    stack = BandStack(setup_of(data), "s2", (2, 0), network, pooling)
    backbone = network.build(2)
    result = stack.result(backbone, "a title", "a paper")
    save_checkpoint(tmp_path, result.weights, result.card)
    assert result.card.bands == ("red", "blue")
    assert (result.card.units, result.card.native_gsd) == ("reflectance", 10.0)
    assert json.loads((tmp_path / "card.json").read_text())["paper"] == "a paper"
    encoder = models.build(f"checkpoint:{tmp_path}", ("blue", "green", "red"), chip=32)
    mine = stack.embed(backbone, data.batch())
    torch.testing.assert_close(
        mine, encoder.embed(physical(data, "s2"), None), rtol=1e-4, atol=1e-4
    )
