"""How often each class was taken for each: summed over batches, since an IoU or an F1 is no mean of batches' ones."""

from __future__ import annotations

import torch
from torch import Tensor

from ..core.trainer.distributed import gather_objects


class Confusion:
    """Counts of samples or pixels ``(classes, classes)``: the true class by row, the predicted one by column."""

    def __init__(self, classes: int) -> None:
        self.counts = torch.zeros(classes, classes, dtype=torch.int64)

    def add(self, truth: Tensor, predicted: Tensor) -> None:
        """Count indices of classes: int64, of one shape and device."""
        classes = len(self.counts)
        pairs = (truth * classes + predicted).flatten()
        counted = torch.bincount(pairs, minlength=classes**2).view(classes, classes)
        self.counts = self.counts.to(counted.device) + counted

    def take(self) -> Confusion:
        """What all processes have counted; counting begins anew."""
        found = Confusion(len(self.counts))
        found.counts = torch.stack(gather_objects(self.counts.cpu())).sum(0)
        self.counts = torch.zeros_like(self.counts)
        return found

    def overall_accuracy(self) -> float:
        return float(self._right.sum() / self.counts.sum())

    def mean_iou(self) -> float:
        """Mean, over classes that are there or were predicted, of intersection over union."""
        union = self._true + self._predicted - self._right
        return float((self._right / union)[union > 0].mean())

    def weighted_f1(self) -> float:
        """Mean of the classes' F1, by how many truly are of each."""
        f1 = 2 * self._right / (self._true + self._predicted).clamp(min=1)
        return float((f1 * self._true).sum() / self._true.sum())

    @property
    def _right(self) -> Tensor:
        return self.counts.double().diagonal()

    @property
    def _true(self) -> Tensor:
        return self.counts.double().sum(1)

    @property
    def _predicted(self) -> Tensor:
        return self.counts.double().sum(0)
