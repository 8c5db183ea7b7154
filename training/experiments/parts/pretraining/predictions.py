"""What networks that were trained on labels say of samples that they never saw."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .....core import trainer
from .....core.errors import RunMissing
from .....core.trainer.runs import CHECKPOINTS
from .... import job
from ....datasets import IGNORED, Dataset
from ....datasets.base import Rows
from ....datasets.subset import Subset
from ....methods import Setup
from ....statistics import Statistics
from ....values import Values
from ...bench.folder import Bench

if TYPE_CHECKING:
    from torch import Tensor


def predict_classes(
    bench: Bench, name: str, run: Path, learnt_from: Subset, data: Dataset, rows: Rows
) -> NDArray[np.int64]:
    """Class of each of ``rows`` by the network of a run of ``classify``, computed once and kept.

    name: what they are, unique within the experiment. learnt_from: what the run was trained on.
    """

    def compute() -> NDArray[np.int64]:
        said = [found.cpu().numpy() for found, _ in _said(bench, run, learnt_from, data, rows)]
        return np.concatenate(said)

    return bench.array(f"predictions {name}", compute)


def predict_masks(
    bench: Bench, name: str, run: Path, learnt_from: Subset, data: Dataset, rows: Rows
) -> NDArray[np.uint8]:
    """Codes of classes ``(n, height, width)`` by the network of a run of ``segment``, computed once and kept."""

    def compute() -> NDArray[np.uint8]:
        said = [found.cpu().numpy() for found, _ in _said(bench, run, learnt_from, data, rows)]
        return np.concatenate(said).astype(np.uint8)

    return bench.array(f"masks {name}", compute)


def count_pixels(
    bench: Bench, name: str, run: Path, learnt_from: Subset, data: Dataset, rows: Rows, kept: list[int]
) -> NDArray[np.int64]:  # fmt: skip
    """Pixels of each of ``rows`` by true class and the class that a run of ``segment`` gave them, ``(n, k, k)``.

    kept: codes of the k classes that count, in that order; pixels of others, of none, and without image are left out.
    """

    def compute() -> NDArray[np.int64]:
        place = np.full(IGNORED + 1, -1, np.int64)
        place[kept] = np.arange(len(kept))
        k = len(kept)
        counts = []
        for found, truth in _said(bench, run, learnt_from, data, rows):
            true, said = place[truth], place[found.cpu().numpy()]
            counts += [
                np.bincount(t[t >= 0] * k + s[t >= 0], minlength=k * k)
                for t, s in zip(true, said, strict=True)
            ]
        return np.stack(counts).reshape(-1, k, k)

    return bench.array(f"pixels {name}", compute)


def overall_accuracy(counts: NDArray[Any]) -> NDArray[np.float64]:
    """Share of what was counted, ``(…, k, k)``, that is on the diagonal, ``(…)``."""
    shares: NDArray[np.float64] = np.trace(counts, axis1=-2, axis2=-1) / counts.sum((-2, -1))
    return shares


def iou(counts: NDArray[Any]) -> NDArray[np.float64]:
    """Intersection over union of each class of counts ``(…, k, k)``, NaN of one that neither is there nor was
    predicted: ``(…, k)``."""
    right = np.diagonal(counts, axis1=-2, axis2=-1).astype(np.float64)
    union = counts.sum(-1) + counts.sum(-2) - right
    return np.divide(right, union, out=np.full(right.shape, np.nan), where=union > 0)


def mean_iou(counts: NDArray[Any]) -> NDArray[np.float64]:
    """Mean of ``iou`` over the classes that have one, ``(…)``."""
    mean: NDArray[np.float64] = np.nanmean(iou(counts), axis=-1)
    return mean


def forget_checkpoints(run: Path) -> None:
    """Delete what a finished run needs no more once it has said all that was asked; its encoder stays."""
    if trainer.read_run(run).state == "finished":
        shutil.rmtree(run / CHECKPOINTS, ignore_errors=True)


def _said(
    bench: Bench, run: Path, learnt_from: Subset, data: Dataset, rows: Rows
) -> Iterator[tuple[Tensor, NDArray[Any]]]:
    """Batch by batch what a run's network predicts, and the masks, empty of data without."""
    import torch

    from .....core.runner import pick_device
    from .....core.trainer.checkpoints import NETWORKS, load_networks, newest
    from .....core.trainer.reading import to_device
    from ....feed import ordered_batches

    kept = newest(run)
    if kept is None:
        raise RunMissing(f"{run} holds no networks of a training run; delete it to train it again.")
    learner, values, modalities = _learner(run, learnt_from)
    load_networks(kept.folder / NETWORKS, learner.networks)
    device = torch.device(pick_device(bench.device))
    learner.networks.to(device).eval()
    masks, size = values.method.masks, values.settings.batch_size
    bench.task.start("predicting", len(rows), "samples")
    with torch.inference_mode():
        for batch in ordered_batches(data, rows, modalities, size, masks=masks):
            found = learner.predict(to_device(batch, device))
            truth = batch["mask"].numpy() if masks else np.empty(0)
            valid = batch.get(f"{modalities[0]}.valid")
            if masks and valid is not None:
                truth = np.where(valid.numpy(), truth, IGNORED)
            yield found, truth
            bench.task.advance(len(found))


def _learner(run: Path, learnt_from: Subset) -> tuple[Any, Values, list[str]]:
    """The learner of a run with fresh weights, normalising as the run did; what it was made with, and the modalities
    that it sees."""
    about = trainer.read_run(run).about
    values = job.Request.from_dict(about["request"]).values_in_force()
    statistics = {name: _statistics(found) for name, found in about["statistics"].items()}
    train = np.arange(len(learnt_from))
    setup = Setup(learnt_from, train, statistics, values.settings, 1, values.config)
    return values.method.build(setup), values, list(statistics)


def _statistics(kept: dict[str, Any]) -> Statistics:
    """As they were before they were JSON."""
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    return Statistics(**found)
