from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.metrics import f1_score
from torch import nn

from eo_embed.core.probes import Fold, predict_out_of_fold
from eo_embed.tests.training.experiments.bands import Both, repeat_of
from eo_embed.training.datasets import Labels
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.experiments.bench import audit
from eo_embed.training.experiments.parts.single_bands.encoders import weighted_f1
from eo_embed.training.experiments.parts.single_bands.perceptron import PerceptronHead


def blobs(n: int = 300, classes: int = 4, apart: float = 1.0) -> tuple[Any, Any, Fold]:
    rng = np.random.default_rng(5)
    y = rng.choice(classes, n, p=[0.5, 0.3, 0.15, 0.05])
    X = (rng.normal(size=(classes, 12))[y] * apart + rng.normal(size=(n, 12))).astype(np.float32)
    return X, y, Fold(np.arange(200), np.arange(200, n))


def small_head() -> PerceptronHead:
    return PerceptronHead(epochs=15, hidden=16)


def test_weighted_f1_is_scikit_learns() -> None:
    X, y, fold = blobs()
    said = predict_out_of_fold(small_head, X, y, [fold], "classes", 4).labels[fold.test]
    expected = f1_score(y[fold.test], said, average="weighted")
    assert 0.4 < expected < 0.98
    assert weighted_f1(small_head, X, y, fold) == pytest.approx(expected)


def test_shuffled_labels_score_at_chance_and_true_ones_do_not() -> None:
    X, y, fold = blobs(apart=3.0)
    assert weighted_f1(small_head, X, y, fold) > 0.85
    for seed in range(3):
        assert audit.shuffled(small_head, X, y, fold, "classes", seed).passed


@pytest.fixture
def same_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linear layers begin with weights that are a function of their shape alone."""

    def begin(self: nn.Linear) -> None:
        drawn = torch.Generator().manual_seed(self.in_features)
        with torch.no_grad():
            bound = 1 / math.sqrt(self.in_features)
            self.weight.uniform_(-bound, bound, generator=drawn)
            if self.bias is not None:
                self.bias.uniform_(-bound, bound, generator=drawn)

    monkeypatch.setattr(nn.Linear, "reset_parameters", begin)


def test_the_classifier_is_that_of_the_method_classify(
    tmp_path: Path, same_beginning: None
) -> None:
    data = Both(n=120, noise=0.5)
    data.labels = Labels(
        ("cover",), np.nan_to_num(data.labels.values, nan=0.0), data.labels.classes
    )
    repeat = repeat_of(tmp_path, data, batch_size=16, lr=1e-3)
    repeat.parts = repeat.parts[:1]
    part, seed = repeat.parts[0], repeat.seed
    repeat.pretrain()
    (score,), _ = repeat.ask("BYOL, large", repeat.question.bands[0])
    asked = Subset(data, np.union1d(part.train, part.test), validation=part.test)
    trained = repeat.bench.train(
        "classify", asked, recipe="jain_classify",
        values={
            "weights": f"checkpoint:{repeat.runs['BYOL, large'].folder}", "bands": "red", "backbone": "test_resnet",
            "epochs": 10, "batch_size": 16, "split": "given", "seed": seed, "precision": "fp32",
        },
    )  # fmt: skip
    theirs = repeat.bench.curves(trained)["validation"]["weighted_f1"][-1]
    assert score.value == pytest.approx(theirs, abs=1e-6)
    assert 0.5 < theirs < 1
