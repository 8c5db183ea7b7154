from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import timm
import torch
from torch import nn

from eo_embed.core import models
from eo_embed.core.errors import DataUnfit
from eo_embed.core.models.checkpoint import read_card
from eo_embed.tests.training.experiments.bands import (
    RED_AND_NIR,
    Both,
    alone,
    config_of,
    question_of,
    repeat_of,
)
from eo_embed.training.datasets import Labels
from eo_embed.training.experiments.bench import audit, features
from eo_embed.training.experiments.parts.single_bands import encoders as band_encoders
from eo_embed.training.experiments.parts.single_bands.encoders import (
    IMAGENET,
    PRETRAINED,
    STATS,
    UNTRAINED,
    _apart_from_pairs,
)
from eo_embed.training.experiments.parts.single_bands.perceptron import PerceptronHead
from eo_embed.training.experiments.parts.single_bands.samples import divide

# -- nothing of the test part --------------------------------------------------------------------


def test_pretraining_sees_no_test_row_and_garbage_there_changes_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(band_encoders, "SIZES", {"baseline": "baseline"})
    weights = []
    for garbage in (False, True):
        data = Both()
        repeat = repeat_of(tmp_path / str(garbage), data)
        assert [part.name for part in repeat.parts] == ["random", "blocks"]
        tested = np.unique(np.concatenate([part.test for part in repeat.parts]))
        if garbage:
            data.values["s2"][tested], data.values["s1"][tested] = 9e5, -9e5
        data.touched = set()
        repeat.pretrain()
        assert data.touched == set(repeat.free.tolist())
        assert not data.touched & set(tested.tolist())
        assert all(check.passed for check in repeat.checks())
        runs = repeat.runs.values()
        weights.append([(run.folder / "model.safetensors").read_bytes() for run in runs])
    assert weights[0] == weights[1]
    assert len(weights[0]) == 3


def test_garbage_in_the_test_part_changes_no_classifier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[np.ndarray] = []
    fit = PerceptronHead._fit
    monkeypatch.setattr(
        PerceptronHead,
        "_fit",
        lambda self, X, y: fit(self, X, y) or learnt.append(self.coefs_[0].copy()),
    )
    weights = tmp_path / "weights.pth"
    torch.save(timm.create_model("test_resnet").state_dict(), weights)
    scores = []
    for garbage in (False, True):
        data = Both()
        data.positions = None
        repeat = repeat_of(tmp_path / str(garbage), data, imagenet=str(weights))
        (part,) = repeat.parts
        if garbage:
            data.values["s2"][part.test] = 9e5
        for name in (IMAGENET, STATS):  # both learn statistics: a stretch, and a standardisation
            scores += [s.value for s in repeat.ask(name, repeat.question.bands[0])[0]]
    assert scores[:2] != scores[2:]
    for before, after in zip(learnt[:2], learnt[2:], strict=True):
        np.testing.assert_array_equal(before, after)


def test_a_statistic_of_test_samples_is_found_out(tmp_path: Path) -> None:
    repeat = repeat_of(tmp_path, Both())
    repeat.bench.ledger.touch("a peep", repeat.question.data, repeat.parts[1].test[:2])
    with pytest.raises(DataUnfit, match="a peep saw 2"):
        repeat.checks()


def test_other_data_on_tested_ground_is_found_out(tmp_path: Path) -> None:
    classes = Labels(("kind",), (np.arange(20.0) % 2)[:, None].astype(np.float32), (("a", "b"),))
    scenes, both = alone(RED_AND_NIR, classes, n=20), Both()
    scenes.positions = np.stack([160.0 * np.arange(20), np.zeros(20)], 1)
    scenes.projection = both.projection = "EPSG:32632"
    question = question_of(scenes, both)
    parts, _ = divide(question, config_of(), 0)
    tested = scenes.positions[parts[0].test]
    shared = sum(x < 9 * 160 for x, _ in tested)  # the pairs lie in nine columns
    assert 0 < shared < len(tested)
    found = _apart_from_pairs(question, parts[0])
    assert found.passed is False
    assert found.found.startswith(f"{shared} of {len(tested)} tested")
    both.positions = both.positions + 1e5
    assert _apart_from_pairs(question, parts[0]).passed
    both.projection = None
    assert _apart_from_pairs(question, parts[0]).passed is None


def test_neighbours_on_a_grid_in_degrees_touch_and_share_no_ground() -> None:
    data = alone(RED_AND_NIR, n=20)
    at = np.arange(20)
    # Chips of 126 x 160 m, turned and stretched a little by the projection.
    grid = np.stack([159.95 * (at % 4), 125.95 * (at // 4)], 1)
    turn = np.deg2rad(1.5)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    data.positions, data.ground = grid @ spin, (126.0, 160.0)
    assert audit.apart(data, at[:8], at[8:], "rows").passed
    data.positions = data.positions * (1, 0.9)
    with pytest.raises(DataUnfit, match=r"4 of 12 test samples .* share ground"):
        audit.apart(data, at[:8], at[8:], "rows")


# -- encoders ----------------------------------------------------------------------------------


def test_the_channel_three_times_is_the_sum_of_the_first_layers_weights(tmp_path: Path) -> None:
    torch.manual_seed(1)
    rgb = timm.create_model("resnet10t", num_classes=0).eval()
    for module in rgb.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.uniform_(-0.2, 0.2)
            module.running_var.uniform_(0.5, 1.5)
    torch.save(rgb.state_dict(), tmp_path / "rgb.pth")
    options = {"weights": str(tmp_path / "rgb.pth"), "size": 32, "stretch": "none"}
    encoder = models.build("timm:resnet10t", ("swir1",), chip=32, options=options)
    x = torch.rand(4, 1, 32, 32, generator=torch.Generator().manual_seed(0))
    mean, std = (np.mean(v) for v in (encoder_mean(), encoder_std()))
    alike = (x.repeat(1, 3, 1, 1) - mean) / std
    with torch.inference_mode():
        ours = encoder.embed(x, None)
        assert torch.allclose(ours, rgb(alike), atol=1e-5)
        # By each channel's own mean and deviation it is not: the report says which of them it is.
        own = [torch.tensor(v).view(1, 3, 1, 1) for v in (encoder_mean(), encoder_std())]
        apart = rgb((x.repeat(1, 3, 1, 1) - own[0]) / own[1])
        assert not torch.allclose(ours, apart, atol=1e-4)


def encoder_mean() -> tuple[float, ...]:
    return timm.get_pretrained_cfg("resnet10t").mean


def encoder_std() -> tuple[float, ...]:
    return timm.get_pretrained_cfg("resnet10t").std


def test_baseline_and_large_differ_in_heads_steps_and_pairs_and_begin_alike(tmp_path: Path) -> None:
    repeat = repeat_of(tmp_path, Both(), baseline_pairs=16, large_pairs=30)
    repeat.pretrain()
    assert [repeat.runs[name].pairs for name in PRETRAINED] == [16, 16, 30, 30]
    assert list(repeat.runs) == [UNTRAINED, *PRETRAINED]
    cards = {name: read_card(run.folder)[0] for name, run in repeat.runs.items()}
    assert all(
        card.single_channel and card.bands == ("red", "nir", "vv") for card in cards.values()
    )
    steps = [len(repeat.bench.curves(repeat.runs[n].folder)["metrics"]["step"]) for n in PRETRAINED]
    assert steps == [2, 2, 5, 5]
    band = repeat.question.bands[0]
    of = {}
    for name in (UNTRAINED, *PRETRAINED):
        spec, options = repeat._encoder(name)
        of[name] = features.embed(
            repeat.bench, name, spec, repeat.question.data, band.modality,
            fitted_on=repeat.free, bands=(band.name,), options=options,
        )  # fmt: skip
    assert all(not np.allclose(of[a], of[b]) for a in of for b in of if a < b)
