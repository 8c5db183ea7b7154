"""What networks say of samples that they never saw, against what the same training says of a validation part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, jaccard_score

from eo_embed.core import trainer
from eo_embed.core.errors import RunMissing
from eo_embed.tests.training.experiments.ground import CLASSES, Ground
from eo_embed.tests.training.memory import TINY_VIT
from eo_embed.training import job
from eo_embed.training.datasets import IGNORED
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.experiments.bench.folder import Bench
from eo_embed.training.experiments.parts.pretraining.predictions import (
    count_pixels,
    forget_checkpoints,
    iou,
    mean_iou,
    overall_accuracy,
    predict_classes,
    predict_masks,
)

TRAIN, TEST = np.arange(0, 40), np.arange(41, 60)
TINY = {"backbone": "lcnet_035", "weights": "random", "batch_size": 8, "precision": "fp32", "seed": 3}  # fmt: skip


class Clouded(Ground):
    """Ground of which the first four columns of every other chip cannot be seen."""

    def read(self, rows: np.ndarray, modality: str):
        valid = np.ones((len(rows), 16, 16), bool)
        valid[np.asarray(rows) % 2 == 1, :, :4] = False
        return super().read(rows, modality)._replace(valid=valid)


def told(method: str, data: Ground, folder: Path, **values: object) -> dict[str, float]:
    """What a run says of its validation part, which is the test part here."""
    both = Subset(data, np.concatenate([TRAIN, TEST]), validation=TEST)
    request = job.Request((), method=method, values={**TINY, **values, "split": "given"})
    job.train(request, folder, data=both, device="cpu")
    curve = trainer.read_curves(folder)["validation"]
    return {name: column[-1] for name, column in curve.items()}


@pytest.mark.parametrize("finetune", [False, True])
def test_classes_are_what_validation_sees(finetune: bool, tmp_path: Path) -> None:
    data = Clouded(8)
    data.labels.values[::24] = 0  # all are known, so that none is left out of either
    values = {"finetune": finetune, "steps": 30 if finetune else 40, "validation": 0.0}
    values |= {
        "lr": 3e-3 if finetune else 0.02,
        "backbone": "vit_tiny_patch16_224",
        "network": TINY_VIT,
    }
    wanted = told("classify", data, tmp_path / "validated", **values)["accuracy"]
    bench, known = Bench(tmp_path / "bench", device="cpu"), Subset(data, TRAIN)
    run = bench.train("learnt", known, method="classify", values={**TINY, **values, "split": "random"})  # fmt: skip
    said = predict_classes(bench, "of it", run, known, data, TEST)
    assert np.mean(said == data.labels.values[TEST, 0]) == pytest.approx(wanted)
    assert len(np.unique(said)) > 1
    forget_checkpoints(run)
    np.testing.assert_array_equal(predict_classes(bench, "of it", run, known, data, TEST), said)
    with pytest.raises(RunMissing, match="holds no networks of a training run"):
        predict_classes(bench, "of others", run, known, data, TRAIN)


def test_pixels_are_what_validation_sees(tmp_path: Path) -> None:
    data, kept = Clouded(8, masked=True, labelled=False), [0, 1, 2]
    values = {"ignore": "clutter", "steps": 8, "lr": 0.01, "width": 8, "validation": 0.0}
    values |= {"crop": 32, "stride": 16}
    wanted = told("segment", data, tmp_path / "validated", **values)
    bench, known = Bench(tmp_path / "bench", device="cpu"), Subset(data, TRAIN)
    run = bench.train("learnt", known, method="segment", values={**TINY, **values, "split": "random"})  # fmt: skip
    counts = count_pixels(bench, "of it", run, known, data, TEST, kept)
    assert counts.shape == (len(TEST), 3, 3)
    assert overall_accuracy(counts.sum(0)) == pytest.approx(wanted["overall_accuracy"])
    assert mean_iou(counts.sum(0)) == pytest.approx(wanted["miou"])
    truth = np.where(data.read(TEST, "aerial").valid, data.read_masks(TEST), IGNORED)
    counted = truth < len(CLASSES)
    assert counts.sum() == counted.sum()
    said = predict_masks(bench, "of it", run, known, data, TEST)
    assert said.dtype == np.uint8
    for each, true, given in zip(counts, truth, said, strict=True):
        known = true < len(CLASSES)
        wanted = confusion_matrix(true[known], given[known], labels=kept)
        np.testing.assert_array_equal(each, wanted)


def test_measures_are_scikit_learns() -> None:
    rng = np.random.default_rng(0)
    truth, said = rng.integers(0, 3, 500), rng.integers(0, 4, 500)
    counts = np.zeros((6, 6), np.int64)
    np.add.at(counts, (truth, said), 1)
    assert overall_accuracy(counts) == pytest.approx(accuracy_score(truth, said))
    assert mean_iou(counts) == pytest.approx(jaccard_score(truth, said, average="macro"))
    np.testing.assert_allclose(iou(counts)[:4], jaccard_score(truth, said, average=None))
    assert np.isnan(iou(counts)[4:]).all()  # neither there nor predicted
    np.testing.assert_array_equal(mean_iou(np.stack([counts] * 2)), [mean_iou(counts)] * 2)
