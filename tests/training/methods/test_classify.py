from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, f1_score

from eo_embed.core import models
from eo_embed.core.errors import DataUnfit, RecipeInvalid
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint
from eo_embed.core.trainer import TrainSettings
from eo_embed.core.trainer import train as train_run
from eo_embed.tests.training.memory import (
    OPTICAL,
    TINY_VIT,
    MemoryDataset,
    draw,
    learner,
    train,
)  # fmt: skip
from eo_embed.training.datasets import Labels
from eo_embed.training.feed import DatasetFeed
from eo_embed.training.methods import find_method
from eo_embed.training.methods.classify import Config
from eo_embed.training.networks.backbones import make_backbone

TINY = {"backbone": "resnet10t", "weights": "random", "hidden": 16}
CLASSES = ("field", "forest", "water")


class Scenes(MemoryDataset):
    """Each class has a brightness of its own in each band; every fifth image has no label."""

    def __init__(self, n=24, seed=0) -> None:
        rng = np.random.default_rng(seed)
        truth = rng.integers(0, 3, n)
        bright = np.array([[3000, 1000, 1000], [1000, 3000, 1000], [1000, 1000, 3000]])[truth]
        values = bright[:, :, None, None] + rng.integers(0, 900, (n, 3, 32, 32))
        super().__init__([OPTICAL], {"s2": values.astype(np.uint16)})
        labels = np.stack([rng.normal(size=n), np.where(np.arange(n) % 5 == 4, np.nan, truth)], 1)
        self.labels = Labels(("height", "cover"), labels.astype(np.float32), ((), CLASSES))

    def batch(self, rows=slice(None)):
        at = torch.arange(len(self))[rows]
        return super().batch(rows) | {
            "labels": torch.from_numpy(self.labels.values[rows]),
            "rows": at,
        }


def classifier(data, **knobs):
    return learner("classify", data, **{**TINY, **knobs})


def backbone_of(made):
    return {n: w.clone() for n, w in made.networks["backbone"].state_dict().items()}


def validated(made, data, *parts):
    made.networks.eval()
    with torch.no_grad():
        for rows in parts or [slice(None)]:
            made.validation_loss(data.batch(rows), draw())
    return made.summary()


@pytest.mark.parametrize(
    "knobs", [{}, {"finetune": True}, {"hidden": 0}], ids=["frozen", "finetune", "linear"]
)
def test_it_learns_and_tells_scikit_learns_scores(knobs) -> None:
    data, unseen = Scenes(), Scenes(seed=1)
    unseen.labels.values[-5:, 1] = 0  # some that cannot be right
    made = classifier(data, **knobs)
    # What is frozen is computed once, so its steps cost nothing.
    steps, lr = (8, 3e-3) if made.config.finetune else (60, 1e-2)
    losses = train(made, data, steps=steps, lr=lr)
    assert losses[-1] < losses[0] / 2
    # Samples are known by their rows: those of other data are not those learnt from.
    batches = {**unseen.batch(), "rows": torch.arange(100, 124)}
    unseen.batch = lambda rows=slice(None): {n: v[rows] for n, v in batches.items()}
    found = validated(made, unseen, slice(0, 7), slice(7, None))
    with torch.no_grad():
        said = made.networks["classifier"](made.embed(batches)).argmax(1).numpy()
    truth = unseen.labels.values[:, 1]
    known = ~np.isnan(truth)
    assert found["accuracy"] == pytest.approx(accuracy_score(truth[known], said[known]))
    assert found["weighted_f1"] == pytest.approx(
        f1_score(truth[known], said[known], average="weighted")
    )
    assert found["accuracy"] > 0.6


def test_a_frozen_backbone_stays_to_the_bit_and_a_fine_tuned_one_moves() -> None:
    data = Scenes()
    for finetune in (False, True):
        made = classifier(data, finetune=finetune)
        before = backbone_of(made)
        train(made, data, steps=2)
        after = backbone_of(made)
        assert all(torch.equal(before[n], after[n]) for n in before) != finetune
        assert made.networks["backbone"].training


def test_features_of_a_frozen_backbone_are_computed_once_and_are_those_of_the_encoder() -> None:
    data = Scenes()
    made = classifier(data)
    passes = []
    made.networks["backbone"].conv1.register_forward_hook(lambda *a: passes.append(len(a[2])))
    for step in range(3):
        for rows in (slice(0, 12), slice(12, 24)):
            made.loss(data.batch(rows), draw(rows=slice(0, 8), step=step))
    assert passes == [12, 12]
    mixed = data.batch(np.array([20, 3, 11]))
    assert torch.equal(made._frozen(mixed), made._frozen(data.batch())[[20, 3, 11]])
    assert torch.allclose(made._frozen(mixed), made.embed(mixed), atol=1e-5)


def test_rows_without_a_label_count_for_nothing() -> None:
    data = Scenes()
    made = classifier(data)
    whole = float(made.loss(data.batch(), draw())["loss"].detach())
    known = np.flatnonzero(~np.isnan(data.labels.values[:, 1]))
    with torch.no_grad():
        log = made.networks["classifier"](made.embed(data.batch(known))).log_softmax(1).numpy()
    truth = data.labels.values[known, 1].astype(int)
    assert whole == pytest.approx(-log[np.arange(len(known)), truth].mean(), rel=1e-4)
    data.labels.values[:, 1] = np.nan
    nothing = made.loss(data.batch(), draw())["loss"]
    nothing.backward()
    assert float(nothing.detach()) == 0


@pytest.mark.parametrize("channels", ["mean", "concat", "random"])
def test_a_network_of_single_bands_classifies_by_one_or_joins_several(tmp_path, channels) -> None:
    backbone = make_backbone("resnet10t", 1, 32)
    card = CheckpointCard(
        "resnet10t", ("vv", "red", "blue"), (-10.0, 0.1, 0.2), (5.0, 0.2, 0.1), 32, {},
        single_channel=True, channels=channels, units="vv: dB; red, blue: reflectance",
    )  # fmt: skip
    save_checkpoint(tmp_path, backbone, card)
    data = Scenes(6)
    made = classifier(data, weights=f"checkpoint:{tmp_path}", bands="red")
    backbone.eval()
    reflectance = torch.from_numpy(data.values["s2"].astype(np.float32)) * 1e-4 - 0.1
    with torch.no_grad():
        red = backbone((reflectance[:, [2]] - 0.1) / 0.2)
        blue = backbone((reflectance[:, [0]] - 0.2) / 0.1)
    assert torch.allclose(made.embed(data.batch()), red, atol=1e-4)
    assert made.results()[""].card.bands == ("red",)

    both = classifier(data, weights=f"checkpoint:{tmp_path}")  # in the order of the images
    joined = torch.cat([blue, red], 1) if channels == "concat" else (blue + red) / 2
    assert torch.allclose(both.embed(data.batch()), joined, atol=1e-4)
    assert both.loss(data.batch(), draw())["loss"].isfinite()
    with pytest.raises(RecipeInvalid, match="takes one of the bands vv, red, blue, not green"):
        classifier(data, weights=f"checkpoint:{tmp_path}", bands="green")


def test_what_comes_of_a_run_embeds_as_it_was_trained(tmp_path) -> None:
    data = Scenes(16)
    made = classifier(
        data, finetune=True, backbone="vit_tiny_patch16_224", network=TINY_VIT, bands="red,green"
    )
    feeds = [DatasetFeed(data, np.arange(16), ["s2"], batch_size=8, labels=True) for _ in range(2)]
    settings = TrainSettings(steps=2, batch_size=8, precision="fp32")
    train_run(
        made, feeds[0], settings, tmp_path / "run", about={}, device="cpu", validation=feeds[1]
    )
    names, *rows = (tmp_path / "run" / "validation.csv").read_text().splitlines()
    last = dict(zip(names.split(","), map(float, rows[-1].split(",")), strict=True))
    again = validated(made, data)
    assert last["accuracy"] == pytest.approx(again["accuracy"])
    assert last["weighted_f1"] == pytest.approx(again["weighted_f1"])
    encoder = models.build(f"checkpoint:{tmp_path / 'run'}", ("red", "blue", "green"), chip=32)
    reflectance = torch.from_numpy(data.values["s2"].astype(np.float32)) * 1e-4 - 0.1
    expected = encoder.embed(reflectance[:, [2, 0, 1]], None)
    assert torch.allclose(made.embed(data.batch()), expected, atol=1e-4)


def test_a_run_that_goes_on_ends_with_the_same_weights(tmp_path) -> None:
    def run(folder, steps, resume=False):
        data = Scenes(16)
        made = classifier(data)
        feed = DatasetFeed(data, np.arange(16), ["s2"], batch_size=4, labels=True)
        settings = TrainSettings(steps=steps, batch_size=4, precision="fp32")
        train_run(made, feed, settings, folder, about={}, device="cpu", resume=resume)
        return made.networks.state_dict()

    whole = run(tmp_path / "whole", 10)
    run(tmp_path / "cut", 7)
    went_on = run(tmp_path / "cut", 10, resume=True)
    assert all(torch.equal(w, went_on[name]) for name, w in whole.items())


def test_images_are_of_the_size_of_the_checkpoint_unless_asked_otherwise(tmp_path) -> None:
    card = CheckpointCard(
        "resnet10t", OPTICAL.bands, (0.1,) * 3, (0.1,) * 3, 48, {}, units="reflectance"
    )
    save_checkpoint(tmp_path, make_backbone("resnet10t", 3, 48), card)
    data = Scenes(4)
    sizes = [
        classifier(data, **knobs).transfer.images(data.batch()).shape[2]
        for knobs in ({}, {"weights": f"checkpoint:{tmp_path}"}, {"size": 40})
    ]
    assert sizes == [32, 48, 40]


def test_what_cannot_be_classified_is_refused() -> None:
    data, method = Scenes(), find_method("classify")
    assert method.modalities(data, Config(weights="random")) == ("s2",)
    with pytest.raises(DataUnfit, match="no labels of classes for height"):
        method.modalities(data, Config(task="height", weights="random"))
    with pytest.raises(DataUnfit, match="no labels of colour; it has: height, cover"):
        method.modalities(data, Config(task="colour", weights="random"))
    data.labels = None
    with pytest.raises(DataUnfit, match="no labels that are classes"):
        method.modalities(data, Config(weights="random"))
    with pytest.raises(RecipeInvalid, match="one sample a part"):
        learner("classify", Scenes(), batch_size=1, **TINY, finetune=True)
