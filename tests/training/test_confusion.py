from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, jaccard_score

from eo_embed.training.confusion import Confusion


@pytest.fixture
def labels():
    rng = np.random.default_rng(0)
    truth = rng.choice(5, 400, p=[0.5, 0.3, 0.15, 0.05, 0])  # class 4 never is, nor is it ever said
    said = np.where(rng.random(400) < 0.6, truth, rng.integers(0, 4, 400))
    return truth, said


def counted(truth, said, parts=1) -> Confusion:
    made = Confusion(5)
    for some, other in zip(np.array_split(truth, parts), np.array_split(said, parts), strict=True):
        made.add(torch.from_numpy(some), torch.from_numpy(other))
    return made


@pytest.mark.parametrize("parts", [1, 7])
def test_scores_are_scikit_learns_whatever_the_batches(labels, parts) -> None:
    made = counted(*labels, parts).take()
    assert np.array_equal(made.counts, confusion_matrix(*labels, labels=range(5)))
    assert made.overall_accuracy() == pytest.approx(accuracy_score(*labels))
    assert made.mean_iou() == pytest.approx(
        jaccard_score(*labels, average="macro", labels=range(4))
    )
    assert made.weighted_f1() == pytest.approx(f1_score(*labels, average="weighted"))


def test_a_class_that_is_only_ever_said_counts_as_missed(labels) -> None:
    truth, said = labels[0], labels[1].copy()
    said[:10] = 4
    made = counted(truth, said)
    assert made.mean_iou() == pytest.approx(jaccard_score(truth, said, average="macro"))
    assert made.weighted_f1() == pytest.approx(f1_score(truth, said, average="weighted"))


def test_counting_begins_anew_and_images_count_by_pixel(labels) -> None:
    made = counted(*labels)
    made.take()
    square = [torch.from_numpy(v).view(4, 10, 10) for v in labels]
    made.add(*square)
    assert made.take().overall_accuracy() == pytest.approx(accuracy_score(*labels))


def test_of_nothing_no_score_is_told() -> None:
    found = Confusion(3).take()
    assert all(
        np.isnan(v) for v in (found.mean_iou(), found.overall_accuracy(), found.weighted_f1())
    )
