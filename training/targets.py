"""Labels as what a network is to predict: columns of numbers, standardised on the training samples, some unknown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from ..core.errors import DataUnfit
from .datasets import Labels
from .datasets.base import Rows


class Targets:
    """Columns to predict: one of a task of numbers; one a class of a task of classes, 1 where it is the sample's.

    A task counts in the loss with its weight, whether it is one column or many.

    Parameters
    ----------
    labels: of all samples. train: rows that mean and deviation are taken of.
    tasks: positions of those to learn, each with one of weights.
    origin: of the labels, for messages.

    Raises DataUnfit for a task of which no training sample has a label.
    """

    def __init__(
        self,
        labels: Labels,
        train: Rows,
        tasks: Sequence[int],
        weights: Sequence[float],
        origin: str,
    ) -> None:
        self.tasks = tuple(labels.tasks[task] for task in tasks)
        self._positions = tuple(tasks)
        columns = [
            (task, of_class, weight / max(1, len(labels.classes[task])))
            for task, weight in zip(tasks, weights, strict=True)
            for of_class in range(len(labels.classes[task])) or (-1,)
        ]
        self._task = torch.tensor([task for task, _, _ in columns])
        self._class = torch.tensor([of_class for _, of_class, _ in columns], dtype=torch.float32)
        self._weight = torch.tensor([weight for _, _, weight in columns], dtype=torch.float32)
        known = torch.from_numpy(np.asarray(labels.values[np.asarray(train)], dtype=np.float64))
        for name, task in zip(self.tasks, tasks, strict=True):
            if known[:, task].isnan().all():
                raise DataUnfit(
                    f"No training sample of {origin} has a label of {name}; hold it out, or give other samples."
                )
        values = self._columns(known)
        mean = values.nanmean(0)
        std = (values - mean).square().nanmean(0).sqrt()
        self.mean = mean.float()
        self.std = torch.where(std > 0, std, 1.0).float()  # what never varies is left as it is

    def __len__(self) -> int:
        """Columns."""
        return len(self._task)

    def standardised(self, labels: Tensor) -> Tensor:
        """float32 ``(n, columns)`` of labels ``(n, all tasks)``, NaN where unknown."""
        self._move(labels.device)
        return (self._columns(labels.float()) - self.mean) / self.std

    def squared_error(self, predicted: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Weighted sum of squared errors of ``(n, columns)`` over the known labels, and the sum of their weights."""
        wanted = self.standardised(labels)
        known = ~wanted.isnan()
        error = torch.where(known, predicted - wanted.nan_to_num(), 0.0)
        return (error.square() * self._weight).sum(), (known * self._weight).sum()

    def sums(self, predicted: Tensor, labels: Tensor) -> Tensor:
        """What ``scores`` is made of, which adds up over batches: float64 ``(4, columns)`` on the CPU."""
        wanted = self.standardised(labels)
        known = ~wanted.isnan()
        wanted = wanted.nan_to_num()
        error = torch.where(known, predicted - wanted, 0.0)
        parts = (known, error.square(), wanted, wanted.square())
        return torch.stack([part.double().sum(0) for part in parts]).cpu()

    def scores(self, sums: Tensor) -> dict[str, float]:
        """``loss``, the weighted mean squared error, and each task's R2 (over the columns of all its classes).

        A task that no sample has a label of, or always the same, has no R2; without any label there is no loss.
        """
        count, squared, total, squares = sums
        weight, task = self._weight.cpu().double(), self._task.cpu()
        found: dict[str, float] = {}
        if count.sum() > 0:
            found["loss"] = float((squared * weight).sum() / (count * weight).sum())
        spread = squares - total.square() / count.clamp(min=1)
        for name, position in zip(self.tasks, self._positions, strict=True):
            mine = task == position
            if spread[mine].sum() > 1e-9 * count[mine].sum():
                found[f"r2_{name}"] = float(1 - squared[mine].sum() / spread[mine].sum())
        return found

    def _columns(self, labels: Tensor) -> Tensor:
        values = labels[:, self._task]
        is_class = (values == self._class).to(values.dtype).masked_fill(values.isnan(), torch.nan)
        return torch.where(self._class >= 0, is_class, values)

    def _move(self, device: torch.device) -> None:
        if self._task.device != device:
            for name in ("_task", "_class", "_weight", "mean", "std"):
                setattr(self, name, getattr(self, name).to(device))
