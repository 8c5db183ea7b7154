from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, jaccard_score

from eo_embed.core.errors import (
    DataUnfit,
    ModelMismatch,
    ModelUnavailable,
    RecipeInvalid,
    RunMissing,
)
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint
from eo_embed.core.trainer import TrainSettings
from eo_embed.core.trainer import train as train_run
from eo_embed.core.trainer.checkpoints import packed
from eo_embed.tests.training.memory import TINY_VIT, MemoryDataset, draw, learner, train
from eo_embed.training.datasets import IGNORED, Modality
from eo_embed.training.feed import DatasetFeed
from eo_embed.training.methods import find_method
from eo_embed.training.methods.segment import Config
from eo_embed.training.networks.backbones import make_backbone
from eo_embed.training.segmenter import load_segmenter, segment_image

RGB = Modality("rgb", ("red", "green", "blue"), (32, 32), units="digital numbers")
TINY = {"backbone": "resnet10t", "weights": "random", "width": 16, "crop": 32, "stride": 16}
VIT = {"backbone": "vit_tiny_patch16_224", "network": TINY_VIT}


class Painted(MemoryDataset):
    """Blocks of 8 pixels, bright or dark in red: classes 3 and 1 of four; a strip of class 0, one of none."""

    mask_classes = ("clutter", "dark", "unseen", "bright")

    def __init__(self, n=8, size=32, seed=0, modality=RGB):
        rng = np.random.default_rng(seed)
        bright = rng.random((n, size // 8, size // 8)).repeat(8, 1).repeat(8, 2) > 0.5
        image = rng.integers(0, 255, (n, len(modality.bands), size, size))
        image[:, 0] = np.where(bright, 200, 50) + rng.integers(-30, 30, bright.shape)
        self.masks = np.where(bright, 3, 1).astype(np.uint8)
        self.masks[:, :2], self.masks[:, -2:] = 0, IGNORED
        self.valid = None
        super().__init__(
            [replace(modality, size=(size, size))], {modality.name: image.astype(np.uint8)}
        )

    def read(self, rows, modality):
        images = super().read(rows, modality)
        return images if self.valid is None else images._replace(valid=self.valid[rows])

    def read_masks(self, rows):
        return self.masks[rows]

    def batch(self, rows=slice(None)):
        valid = {} if self.valid is None else {"rgb.valid": torch.from_numpy(self.valid[rows])}
        return super().batch(rows) | valid | {"mask": torch.from_numpy(self.masks[rows])}


def segmenter(data, **knobs):
    return learner("segment", data, **{**TINY, **knobs})


def predicted(made, data):
    """Codes of classes of whole images."""
    made.networks.eval()
    with torch.no_grad():
        return made.networks.codes[made._slide(made.transfer(data.batch())).argmax(1)].numpy()


@pytest.mark.parametrize("network", [{}, VIT], ids=["cnn", "vit"])
def test_it_learns_a_threshold_of_colour(network) -> None:
    data, unseen = Painted(8), Painted(8, seed=1)
    made = segmenter(data, ignore="clutter, unseen", **network)
    losses = train(made, data, steps=25, lr=5e-3)
    assert losses[-1] < losses[0] / 2
    made.networks.eval()
    with torch.no_grad():
        made.validation_loss(unseen.batch(), draw())
    found = made.summary()
    counted = np.isin(unseen.masks, (1, 3))
    expected = jaccard_score(
        unseen.masks[counted], predicted(made, unseen)[counted], average="macro"
    )
    assert found["miou"] == pytest.approx(expected)
    assert found["miou"] > 0.8


def test_scores_are_of_all_batches_together_and_begin_anew() -> None:
    data = Painted(6)
    made = segmenter(data)
    made.networks.eval()
    with torch.no_grad():
        for rows in (slice(0, 1), slice(1, 6)):
            made.validation_loss(data.batch(rows), draw())
    found, said = made.summary(), predicted(made, data)
    counted = data.masks != IGNORED
    truth, said = data.masks[counted], said[counted]
    there = np.union1d(truth, said)
    assert found["miou"] == pytest.approx(jaccard_score(truth, said, average="macro", labels=there))
    assert found["overall_accuracy"] == pytest.approx(accuracy_score(truth, said))
    with torch.no_grad():
        made.validation_loss(data.batch(slice(0, 1)), draw())
    one = (predicted(made, data)[:1] == data.masks[:1])[counted[:1]].mean()
    assert made.summary()["overall_accuracy"] == pytest.approx(one)


def test_pixels_of_no_class_give_no_gradient() -> None:
    data = Painted()
    data.valid = np.ones(data.masks.shape, bool)
    data.valid[:, :, :5] = False
    made = segmenter(data, ignore="clutter", augment=False)
    logits = []
    made.networks.register_forward_hook(lambda *a: logits.append(a[2]) or a[2].retain_grad())
    made.loss(data.batch(), draw())["loss"].backward()
    counts = np.isin(data.masks, (1, 2, 3)) & data.valid
    moved = (logits[0].grad != 0).any(1).numpy()
    assert not moved[~counts].any()
    assert moved[counts].all()


def test_the_loss_is_the_mean_over_pixels_that_count() -> None:
    data = Painted()
    made = segmenter(data, ignore="clutter", augment=False, finetune=False)
    made.networks.eval()
    with torch.no_grad():
        loss = float(made.loss(data.batch(), draw())["loss"])
        log = made.networks(made.transfer(data.batch())).double().log_softmax(1).numpy()
    n, y, x = np.nonzero(np.isin(data.masks, (1, 2, 3)))
    assert loss == pytest.approx(-log[n, data.masks[n, y, x] - 1, y, x].mean(), rel=1e-5)


def test_images_and_masks_are_cut_and_turned_alike() -> None:
    data = Painted(size=64)
    data.masks = data.values["rgb"][:, 0] // 4  # a mask that tells its pixel
    data.mask_classes = tuple(map(str, range(64)))
    made = segmenter(data)
    seen = []
    made.networks.register_forward_pre_hook(lambda _, x: seen.append(x[0]))
    made.networks.index = lambda mask: (
        seen.append(mask) or torch.zeros_like(mask, dtype=torch.int64)
    )
    made.loss(data.batch(), draw())
    x, mask = seen
    stored = x[:, 0] * made.transfer.statistics.std[0] + made.transfer.statistics.mean[0]
    assert x.shape[2:] == (32, 32)
    assert torch.equal(stored.round().div(4, rounding_mode="floor").byte(), mask)
    whole = {bytes(np.sort(tile.numpy(), None)) for tile in mask}
    made.loss(data.batch(), draw(step=1))
    assert whole.isdisjoint(bytes(np.sort(tile.numpy(), None)) for tile in seen[3])


@pytest.mark.parametrize("arch", [{}, VIT], ids=["cnn", "vit"])
def test_weights_of_a_checkpoint_are_taken_with_its_bands_and_mean(tmp_path, arch) -> None:
    knobs = {**TINY, **arch}
    shape = {"embed_dim": 48, "depth": 2, "num_heads": 3, "patch_size": 8} if arch else {}
    backbone = make_backbone(knobs["backbone"], 2, 32, kwargs=shape)
    kwargs = {**shape, **({"img_size": 32} if arch else {})}
    card = CheckpointCard(
        knobs["backbone"], ("blue", "red"), (100.0, 90.0), (50.0, 40.0), 32, kwargs, units=RGB.units
    )
    save_checkpoint(tmp_path, backbone, card)
    data = Painted()
    made = segmenter(data, **{**arch, "weights": f"checkpoint:{tmp_path}"})
    state = made.networks.backbone.state_dict()
    assert state.keys() == backbone.state_dict().keys()
    assert all(torch.equal(state[name], w) for name, w in backbone.state_dict().items())
    x = made.transfer(data.batch())
    stored = torch.from_numpy(data.values["rgb"]).float()
    assert torch.allclose(x[:, 0], (stored[:, 2] - 100) / 50)
    assert torch.allclose(x[:, 1], (stored[:, 0] - 90) / 40)
    result = made.results()[""].card
    assert (result.bands, result.mean, result.std) == (card.bands, card.mean, card.std)
    own = segmenter(data, **{**arch, "weights": f"checkpoint:{tmp_path}", "normalise": "data"})
    assert own.transfer(data.batch()).mean().abs() < 1e-4


def test_a_checkpoint_for_other_bands_or_units_is_refused(tmp_path) -> None:
    backbone = make_backbone("resnet10t", 2, 32)
    card = CheckpointCard(
        "resnet10t", ("red", "nir"), (0.0, 0.0), (1.0, 1.0), 32, {}, units="reflectance"
    )
    save_checkpoint(tmp_path / "a", backbone, card)
    save_checkpoint(tmp_path / "b", backbone, replace(card, bands=("red", "green")))
    with pytest.raises(DataUnfit, match="no modality with the bands red, nir"):
        segmenter(Painted(), weights=f"checkpoint:{tmp_path / 'a'}")
    with pytest.raises(
        DataUnfit,
        match=r"saw red in reflectance, but rgb has it in digital numbers.*normalise=data",
    ):
        segmenter(Painted(), weights=f"checkpoint:{tmp_path / 'b'}")
    with pytest.raises(RecipeInvalid, match="takes the bands red, green, not red, blue"):
        segmenter(Painted(), weights=f"checkpoint:{tmp_path / 'b'}", bands="red,blue")


def test_a_network_of_single_bands_is_given_one(tmp_path) -> None:
    bands = ("vv", "red", "green")
    card = CheckpointCard(
        "resnet10t", bands, (0.0, 10.0, 20.0), (1.0, 2.0, 4.0), 32, {},
        single_channel=True, channels="mean", units="vv: decibels; red, green: digital numbers",
    )  # fmt: skip
    save_checkpoint(tmp_path, make_backbone("resnet10t", 1, 32), card)
    with pytest.raises(
        RecipeInvalid, match="one band at a time; set bands to one of its: vv, red, green"
    ):
        segmenter(Painted(), weights=f"checkpoint:{tmp_path}")
    with pytest.raises(RecipeInvalid, match="takes one of the bands vv, red, green, not blue"):
        segmenter(Painted(), weights=f"checkpoint:{tmp_path}", bands="blue")
    data = Painted()
    made = segmenter(data, weights=f"checkpoint:{tmp_path}", bands="green")
    x = made.transfer(data.batch())
    assert torch.allclose(x[:, 0], (torch.from_numpy(data.values["rgb"][:, 1]).float() - 20) / 4)
    assert made.results()[""].card.bands == ("green",)
    assert made.results()[""].card.single_channel


def test_a_frozen_backbone_stays_and_another_moves() -> None:
    for finetune in (False, True):
        data = Painted()
        made = segmenter(data, finetune=finetune)
        before = {n: w.clone() for n, w in made.networks.state_dict().items()}
        train(made, data, steps=2)
        after = made.networks.state_dict()
        moved = {n for n in before if not torch.equal(before[n], after[n])}
        backbone = {n for n in before if n.startswith("pyramid.backbone.")}
        assert bool(moved & backbone) == finetune
        assert "head.weight" in moved


@pytest.mark.parametrize("knobs", [{}, {"crop": 40, "stride": 20, **VIT}], ids=["cnn", "vit"])
def test_a_run_maps_an_image_as_its_network_does(tmp_path, knobs) -> None:
    size = 64 if knobs else 32
    data = Painted(12, size)
    made = segmenter(data, ignore="clutter", **knobs)
    feed = DatasetFeed(data, np.arange(12), ["rgb"], batch_size=4, masks=True)
    validation = DatasetFeed(data, np.arange(4), ["rgb"], batch_size=4, masks=True)
    settings = TrainSettings(steps=3, batch_size=4, lr=1e-3, precision="fp32")
    train_run(made, feed, settings, tmp_path / "run", about={}, device="cpu", validation=validation)
    names, *rows = (tmp_path / "run" / "validation.csv").read_text().splitlines()
    last = dict(zip(names.split(","), map(float, rows[-1].split(",")), strict=True))
    made.networks.eval()
    with torch.no_grad():
        made.validation_loss(validation.batch(0, slice(None)), draw())
    assert {name: last[name] for name in ("miou", "overall_accuracy")} == pytest.approx(
        made.summary()
    )

    loaded, card = load_segmenter(tmp_path / "run")
    assert not loaded.training
    assert all(
        torch.equal(w, loaded.state_dict()[n]) for n, w in made.networks.state_dict().items()
    )
    image = data.values["rgb"][0]
    codes = segment_image(tmp_path / "run", image[::-1], ("blue", "green", "red"), device="cpu")
    assert codes.dtype == np.uint8
    assert np.array_equal(codes, predicted(made, data)[0])
    valid = np.ones((size, size), bool)
    valid[3:9] = False
    masked = segment_image(tmp_path / "run", image, card.bands, valid=valid, device="cpu")
    assert (masked[~valid] == IGNORED).all()
    assert set(np.unique(masked[valid])) <= {1, 2, 3}
    with pytest.raises(ModelMismatch, match="lacks red"):
        segment_image(tmp_path / "run", image[1:], ("green", "blue"), device="cpu")
    with pytest.raises(RunMissing, match="holds no networks"):
        load_segmenter(tmp_path)
    foreign = make_backbone("resnet10t", 3, 32)
    (tmp_path / "run" / "best.safetensors").write_bytes(packed(foreign))
    with pytest.raises(RunMissing, match="another method than segment"):
        load_segmenter(tmp_path / "run")


def test_what_cannot_be_segmented_is_refused(monkeypatch) -> None:
    data = Painted()
    data.mask_classes = ()
    with pytest.raises(DataUnfit, match="has no masks of classes"):
        find_method("segment").modalities(data, Config())
    with pytest.raises(DataUnfit, match="no class water to ignore; its classes are: clutter, dark"):
        segmenter(Painted(), ignore="water")
    with pytest.raises(DataUnfit, match="fewer than two classes left"):
        segmenter(Painted(), ignore="clutter,dark,unseen")
    with pytest.raises(
        RecipeInvalid, match="A stride of 33 leaves gaps between crops of 32 pixels"
    ):
        segmenter(Painted(), stride=33)
    with pytest.raises(RecipeInvalid, match="strides 16, 32, 64"):
        segmenter(Painted(size=224), backbone="levit_128", crop=224)
    batch = Painted().batch()
    with pytest.raises(DataUnfit, match="Masks of"):
        segmenter(Painted()).loss({**batch, "mask": batch["mask"][:, :16]}, draw())
    monkeypatch.setitem(sys.modules, "segmentation_models_pytorch.decoders.upernet.decoder", None)
    with pytest.raises(ModelUnavailable, match=r'pip install "eo-embed\[train\]"'):
        segmenter(Painted())
