"""Multi-task learning: what counts in the loss, what labels are standardised by, and what the checkpoint gives."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch

from eo_embed.core import models
from eo_embed.core.errors import DataUnfit, RecipeInvalid
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.core.trainer import TrainSettings
from eo_embed.tests.training.memory import (
    OPTICAL,
    TINY_VIT,
    MemoryDataset,
    draw,
    learner,
    pairs,
    statistics_of,
    train,
)
from eo_embed.training.datasets import Labels, Modality
from eo_embed.training.methods import Setup, find_method
from eo_embed.training.methods.multitask import normalise
from eo_embed.training.statistics import Statistics

RGB = Modality("rgb", ("green", "red", "blue"), (32, 32), units="digital numbers")
TINY = {"weights": "random", "network": TINY_VIT, "size": 32, "resize": 36, "dim": 20}
TASKS = ("elevation", "forest", "cover", "income")


def labelled(n=8, modalities=(OPTICAL,), seed=0):
    """Numbers, numbers of another size, three classes, and a task that hardly anyone knows."""
    data = pairs(n, seed, modalities)
    rng = np.random.default_rng(seed)
    first = data.values[modalities[0].name].reshape(n, -1).mean(1)
    values = np.column_stack(
        [
            2000 + first / 2,
            rng.random(n) / 100,
            rng.integers(0, 2, n),
            np.full(n, np.nan),
        ]
    ).astype(np.float32)
    values[0, 0] = values[1, 2] = np.nan
    values[:3, 3] = 30_000, 50_000, 40_000
    data.labels = Labels(TASKS, values, ((), (), ("barren", "forest", "water"), ()))
    return data


def made(data=None, train_rows=None, **knobs):
    data = labelled() if data is None else data
    if train_rows is None:
        return learner("multitask", data, **TINY | knobs)
    method = find_method("multitask")
    torch.manual_seed(0)
    config = method.read(TINY | knobs)
    return method.build(
        Setup(data, train_rows, statistics_of(data), TrainSettings(batch_size=4), 10, config)
    )


def batch_of(data, rows=slice(None)):
    return data.batch(rows) | {"labels": torch.from_numpy(data.labels.values[rows].copy())}


def by_hand(data, rows, weights=(1, 1, 1, 1)):
    """Standardised columns and their weights, one task after the other, in numpy."""
    columns, of_column = [], []
    for task, classes in enumerate(data.labels.classes):
        values = data.labels.values[:, task].astype(float)
        parts = [values]
        if classes:
            parts = [np.where(np.isnan(values), np.nan, values == k) for k in range(len(classes))]
        for part in parts:
            std = np.nanstd(part[rows])
            columns.append((part - np.nanmean(part[rows])) / (std or 1))
            of_column.append(weights[task] / len(parts))
    return np.column_stack(columns), np.array(of_column)


@pytest.mark.parametrize("weights", [(1, 1, 1, 1), (2, 0.5, 1, 3)])
def test_loss_is_the_weighted_error_of_the_known_labels(weights):
    data = labelled()
    text = ",".join(f"{name}={w}" for name, w in zip(TASKS, weights, strict=True))
    task = made(data, task_weights=text)
    wanted, of_column = by_hand(data, np.arange(8), weights)
    with torch.no_grad():
        task.networks.eval()
        predicted = task._predicted(batch_of(data)).numpy()
    known = ~np.isnan(wanted)
    errors = np.where(known, predicted - np.nan_to_num(wanted), 0) ** 2
    expected = (errors * of_column).sum() / (known * of_column).sum()
    found = task.loss(batch_of(data), draw())["loss"]
    assert float(found.detach()) == pytest.approx(expected, rel=1e-5)


def test_complete_labels_of_equal_weight_are_plain_mse():
    data = labelled()
    task = made(data, hold_out="cover, income, elevation")
    assert task.targets.tasks == ("forest",)
    wanted, _ = by_hand(data, np.arange(8))
    predicted = task._predicted(batch_of(data)).detach()
    expected = torch.nn.functional.mse_loss(predicted[:, 0], torch.tensor(wanted[:, 1]).float())
    torch.testing.assert_close(task.loss(batch_of(data), draw())["loss"].detach(), expected)


def test_labels_are_standardised_on_the_training_samples_alone():
    data = labelled(12)
    rows = np.array([0, 1, 2, 4, 7])
    task = made(data, rows)
    wanted, _ = by_hand(data, rows)
    found = task.targets.standardised(torch.from_numpy(data.labels.values))
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-3, atol=1e-3)
    assert not found[torch.from_numpy(rows)][:, 1].isnan().any()
    others = np.setdiff1d(np.arange(12), rows)
    data.labels.values[others] = 1e6
    again = made(data, rows)
    torch.testing.assert_close(again.targets.mean, task.targets.mean)
    torch.testing.assert_close(again.targets.std, task.targets.std)


def test_unknown_labels_give_no_gradient():
    data = labelled()
    task = made(data)
    batch = batch_of(data)
    batch["labels"][:, 0] = torch.nan
    batch["labels"][:, 2] = torch.nan
    task.loss(batch, draw())["loss"].backward()
    layer = task.networks["tasks"]
    columns = [0, 2, 3, 4]  # elevation, and the three classes
    assert (layer.weight.grad[columns] == 0).all()
    assert (layer.bias.grad[columns] == 0).all()
    assert (layer.weight.grad[[1, 5]].abs().sum(1) > 0).all()

    whole = [p.grad.clone() for p in task.networks.parameters()]
    alone = made(data)  # the same weights; what is unknown may hold anything in the data
    alone.targets._weight[columns] = 0
    alone.loss(batch_of(data), draw())["loss"].backward()
    for a, b in zip(whole, (p.grad for p in alone.networks.parameters()), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)


def test_a_batch_without_labels_changes_nothing():
    data = labelled()
    task = made(data)
    batch = batch_of(data)
    batch["labels"][:] = torch.nan
    loss = task.loss(batch, draw())["loss"]
    loss.backward()
    assert loss == 0
    assert all((p.grad == 0).all() for p in task.networks.parameters())


def test_validation_counts_every_label_alike_however_batches_fall():
    data = labelled(10)
    task = made(data, np.arange(4))
    task.networks.eval()
    results = []
    for cuts in ([0, 10], [0, 3, 4, 10]):
        with torch.no_grad():
            for start, stop in pairwise(cuts):
                task.validation_loss(batch_of(data, slice(start, stop)), draw(stop - start))
        results.append(task.summary())
    assert results[0] == pytest.approx(results[1])
    with torch.no_grad():
        loss = float(task.loss(batch_of(data), draw(10))["loss"])
        predicted = task._predicted(batch_of(data)).numpy()
    assert results[0]["loss"] == pytest.approx(loss)
    from sklearn.metrics import r2_score

    wanted, _ = by_hand(data, np.arange(4))
    assert results[0]["r2_forest"] == pytest.approx(r2_score(wanted[:, 1], predicted[:, 1]))
    known = ~np.isnan(wanted[:, 0])
    expected = r2_score(wanted[known, 0], predicted[known, 0])
    assert results[0]["r2_elevation"] == pytest.approx(expected, rel=1e-4)
    assert set(results[0]) == {"loss", *(f"r2_{name}" for name in TASKS)}
    unknown = batch_of(data)
    unknown["labels"][:] = torch.nan
    with torch.no_grad():
        task.validation_loss(unknown, draw(10))
    assert task.summary() == {}


def test_it_learns():
    data = labelled(16)
    task = made(data, hold_out="income,forest")
    losses = train_on(task, data, 40)
    assert losses[-1] < 0.3 * losses[0]


def train_on(task, data, steps):
    plain = data.batch
    data.batch = lambda rows=slice(None): (
        plain(rows) | {"labels": torch.from_numpy(data.labels.values[rows].copy())}
    )
    return train(task, data, steps=steps)


@pytest.mark.parametrize("backbone", ["vit_base_patch16_224.augreg_in1k", "resnet10t"])
def test_the_checkpoint_gives_the_learner_s_embeddings(tmp_path, backbone):
    data = labelled(modalities=(OPTICAL,))
    network = {} if "vit" in backbone else {"network": "", "size": 64, "resize": 70}
    task = made(data, backbone=backbone, **network)
    train_on(task, data, 2)
    result = task.results()[""]
    save_checkpoint(tmp_path, result.weights, result.card)
    encoder = models.build(f"checkpoint:{tmp_path}", OPTICAL.bands, chip=32)
    x = torch.from_numpy(data.values["s2"].astype(np.float32)) * 1e-4 - 0.1
    embedded = encoder.embed(x, None)
    assert embedded.shape == (8, 20)
    assert embedded.min() == 0
    torch.testing.assert_close(task.embed(data.batch()), embedded, rtol=1e-4, atol=1e-4)
    card = result.card
    assert (card.outputs, card.activation, card.arch) == (20, "relu", backbone.partition(".")[0])
    assert (card.resize, card.input_size) == ((36, 32) if "vit" in backbone else (70, 64))
    assert "elevation, forest, cover, income" in card.title
    assert models.build(f"checkpoint:{tmp_path}", ("red", "blue", "green"), chip=9).dim == 20


def test_colours_of_bytes_are_normalised_as_torchvision_does(tmp_path):
    """Section 3.2, in torchvision's own words."""
    from torchvision.transforms import v2

    rng = np.random.default_rng(0)
    values = rng.integers(0, 256, (6, 3, 32, 32), dtype=np.uint8)
    data = MemoryDataset((RGB,), {"rgb": values})
    data.labels = Labels(("roads",), rng.random((6, 1)).astype(np.float32), ((),))
    task = made(data, bands="red,green,blue")
    preset = v2.Compose(
        [
            v2.Resize((36, 36), antialias=True),
            v2.CenterCrop(32),
            v2.ToDtype(torch.float32, scale=True),
            v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    x = torch.from_numpy(values)[:, [1, 0, 2]]
    task.networks.eval()
    with torch.no_grad():
        expected = task.networks["backbone"](preset(x)).relu()
    found = task.embed(data.batch())
    # The preset rounds to bytes after resizing.
    torch.testing.assert_close(found, expected, rtol=0.05, atol=0.02)
    result = task.results()[""]
    assert result.card.value_range == (0, 255)
    save_checkpoint(tmp_path, result.weights, result.card)
    encoder = models.build(f"checkpoint:{tmp_path}", RGB.bands, chip=32)
    torch.testing.assert_close(
        encoder.embed(torch.from_numpy(values).float(), None), found, rtol=1e-4, atol=1e-4
    )


def found_of(bands, low, high):
    count = len(bands)
    middle = (low + high) / 2
    return Statistics(
        bands, (middle,) * count, (high - low,) * count, (low,) * count, (high,) * count, 5
    )


def test_normalisation_is_the_paper_s_where_values_are_fit():
    rgb = ("blue", "Green", "red")
    colours, unit = normalise(found_of(rgb, 0, 255), (0, 1, 2), "auto")
    assert unit == (0, 255)
    assert colours.mean == pytest.approx((0.406 * 255, 0.456 * 255, 0.485 * 255))
    assert colours.std == pytest.approx((0.225 * 255, 0.224 * 255, 0.229 * 255))
    shares, unit = normalise(found_of(rgb, 0, 1), (0, 1, 2), "imagenet")
    assert unit == (0, 1)
    assert shares.mean == pytest.approx((0.406, 0.456, 0.485))
    more = found_of((*rgb, "nir"), 0, 255)
    some, _ = normalise(more, (2, 1, 0), "auto")
    assert some.mean == pytest.approx((0.406 * 255, 0.456 * 255, 0.485 * 255, 127.5))

    for found, take in [
        (more, (0, 1, 2, 3)),
        (found_of(rgb, 0, 1), (0, 1, 2)),
        (found_of(rgb, 0, 4000), (0, 1, 2)),
        (found_of(rgb, -5, 200), (0, 1, 2)),
    ]:
        assert normalise(found, take, "auto") == (found, None)
    assert normalise(found_of(rgb, 0, 255), (0, 1, 2), "data")[1] is None
    with pytest.raises(RecipeInvalid, match=r"is for red, green and blue.*of 0 to 4000"):
        normalise(found_of(rgb, 0, 4000), (0, 1, 2), "imagenet")
    with pytest.raises(
        RecipeInvalid, match=r"this is blue, Green of 0 to 255".replace("Green", "green")
    ):
        normalise(found_of(rgb, 0, 255), (0, 1), "imagenet")


def test_data_and_values_that_cannot_serve_are_refused():
    data = labelled()
    with pytest.raises(DataUnfit, match="has no labels of population; it has: elevation"):
        made(data, tasks="elevation,population")
    with pytest.raises(DataUnfit, match="has no labels of nightlights"):
        made(data, hold_out="nightlights")
    with pytest.raises(DataUnfit, match="No task of made here is left"):
        made(data, tasks="forest", hold_out="forest")
    with pytest.raises(DataUnfit, match="No training sample of made here has a label of income"):
        made(data, np.arange(3, 8))
    assert made(data, np.arange(3, 8), hold_out="income").targets.tasks == TASKS[:3]
    for weights in ("elevation", "elevation=-1", "elevation=0", "elevation=x", "population=2"):
        with pytest.raises(RecipeInvalid, match="no weight above 0 of a task that is learnt"):
            made(data, task_weights=weights)
    with pytest.raises(RecipeInvalid, match="raise resize or lower size"):
        made(data, resize=31)
    method = find_method("multitask")
    bare = pairs()
    with pytest.raises(DataUnfit, match="has no labels, and multitask learns from them"):
        method.modalities(bare, method.config())
    assert method.modalities(data, method.config()) == ["s2"]


def test_stated_values_are_the_paper_s():
    method = find_method("multitask")
    config = method.config()
    assert (config.dim, config.resize, config.size, config.weights) == (1024, 242, 224, "imagenet")
    settings = TrainSettings.read(method.paper_settings)
    assert (settings.optimiser, settings.lr, settings.weight_decay) == ("adam", 1e-5, 0.01)
    assert (settings.batch_size, settings.epochs, settings.validation) == (64, 5, 0.1)
    assert {"dim", "resize", "size", "lr"}.isdisjoint(method.assumed_knobs())
    assert method.labels
    assert method.keep_best
    assert replace(config, weights="random").arch == "vit_base_patch16_224"
