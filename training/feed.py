"""From a data set to the batches of a run: which samples a step sees, read as tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock

import numpy as np
import torch
from torch import Tensor

from ..core.errors import DataUnfit
from .datasets import Dataset
from .datasets.base import Rows

#: Orders of passes that are kept: that in hand, and the next, into which reading ahead reaches.
_PASSES_KEPT = 2
#: What travels to the device as it is stored; what else there is becomes float32.
_AS_STORED = ("uint8", "uint16", "int16", "float32")


class DatasetFeed:
    """Training samples, pass after pass, each in an order of its own; a ``core.trainer.Feed``.

    The order of pass k is a function of the seed and k alone. A pass ends with its last whole batch: the samples
    beyond are left out of it, others in each pass.

    Parameters
    ----------
    rows: of the data set, to learn from.
    modalities: names of those read.
    batch_size: samples of a whole batch, over all processes.
    labels, masks: whether batches hold ``labels`` and ``mask``.

    Raises DataUnfit for fewer samples than a batch, and for labels or masks that the data set has not.
    """

    def __init__(
        self,
        dataset: Dataset,
        rows: Rows,
        modalities: Sequence[str],
        *,
        batch_size: int,
        seed: int = 0,
        labels: bool = False,
        masks: bool = False,
    ) -> None:
        if len(rows) < batch_size:
            raise DataUnfit(
                f"{dataset.name} has {len(rows)} samples to learn from, fewer than one batch of {batch_size}; "
                f"set batch_size={max(1, len(rows))} or less, or give more data."
            )
        _require(dataset, labels, masks)
        self.size = len(rows)
        self._dataset, self._rows, self._modalities = dataset, np.asarray(rows), list(modalities)
        self._batch_size, self._seed = batch_size, seed
        self._labels, self._masks = labels, masks
        self._orders: dict[int, Rows] = {}
        self._lock = Lock()

    def batch(self, step: int, rows: slice) -> dict[str, Tensor]:
        """Some rows of the batch of a step: see ``read_batch``."""
        return read_batch(
            self._dataset,
            self._samples(step)[rows],
            self._modalities,
            labels=self._labels,
            masks=self._masks,
        )

    def names(self, step: int) -> list[str]:
        return [self._dataset.sample_name(int(row)) for row in self._samples(step)]

    def _samples(self, step: int) -> Rows:
        """Rows of the data set that the whole batch of a step is."""
        number, position = divmod(step, self.size // self._batch_size)
        start = position * self._batch_size
        return self._order(number)[start : start + self._batch_size]

    def _order(self, number: int) -> Rows:
        with self._lock:
            if number not in self._orders:
                rng = np.random.default_rng((self._seed, number))
                self._orders[number] = self._dataset.order(self._rows, rng)
                for oldest in list(self._orders)[:-_PASSES_KEPT]:
                    del self._orders[oldest]
            return self._orders[number]


class ValidationFeed:
    """Samples in the order of ``rows``, each once: steps 0 to ``steps - 1``, of which the last may be short."""

    def __init__(
        self,
        dataset: Dataset,
        rows: Rows,
        modalities: Sequence[str],
        *,
        batch_size: int,
        labels: bool = False,
        masks: bool = False,
    ) -> None:
        _require(dataset, labels, masks)
        self.size = len(rows)
        self.steps = -(-self.size // batch_size)
        self._dataset, self._rows, self._modalities = dataset, np.asarray(rows), list(modalities)
        self._batch_size, self._labels, self._masks = batch_size, labels, masks

    def batch(self, step: int, rows: slice) -> dict[str, Tensor]:
        """Some rows of a batch: see ``read_batch``."""
        samples = self._samples(step)[rows]
        return read_batch(
            self._dataset, samples, self._modalities, labels=self._labels, masks=self._masks
        )

    def names(self, step: int) -> list[str]:
        return [self._dataset.sample_name(int(row)) for row in self._samples(step)]

    def _samples(self, step: int) -> Rows:
        return self._rows[step * self._batch_size : (step + 1) * self._batch_size]


def ordered_batches(
    dataset: Dataset,
    rows: Rows,
    modalities: Sequence[str],
    batch_size: int,
    *,
    labels: bool = False,
    masks: bool = False,
) -> Iterator[dict[str, Tensor]]:
    """Each of ``rows`` once, in their order, the last batch being what is left; for probes."""
    feed = ValidationFeed(
        dataset, rows, modalities, batch_size=batch_size, labels=labels, masks=masks
    )
    for step in range(feed.steps):
        yield feed.batch(step, slice(None))


def read_batch(
    dataset: Dataset,
    rows: Rows,
    modalities: Sequence[str],
    *,
    labels: bool = False,
    masks: bool = False,
) -> dict[str, Tensor]:
    """Samples as tensors on the CPU, by name.

    For every modality ``m``: ``m`` values as stored ``(n, bands, h, w)``; ``m.valid`` bool ``(n, h, w)`` where some
    pixel is invalid; ``m.present`` bool ``(n, bands)`` where some band of some sample is missing. ``labels``
    float32 ``(n, tasks)``, NaN where unknown; ``mask`` uint8 ``(n, h, w)``; ``rows`` int64 ``(n,)``.
    """
    batch = {"rows": torch.from_numpy(np.asarray(rows, dtype=np.int64))}
    for name in modalities:
        images = dataset.read(rows, name)
        batch[name] = _tensor(images.values)
        if images.valid is not None:
            batch[f"{name}.valid"] = _of(images.valid)
        if images.present is not None:
            batch[f"{name}.present"] = _of(images.present)
    if labels and dataset.labels is not None:
        batch["labels"] = torch.from_numpy(np.asarray(dataset.labels.values[rows], np.float32))
    if masks:
        batch["mask"] = _of(dataset.read_masks(rows))
    return batch


def _require(dataset: Dataset, labels: bool, masks: bool) -> None:
    if labels and dataset.labels is None:
        raise DataUnfit(f"{dataset.name} has no labels, which this method learns from.")
    if masks and not dataset.mask_classes:
        raise DataUnfit(f"{dataset.name} has no masks, which this method learns from.")


def _tensor(values: np.ndarray) -> Tensor:
    dtype = values.dtype.name if values.dtype.name in _AS_STORED else "float32"
    return _of(values.astype(dtype, copy=False))


def _of(values: np.ndarray) -> Tensor:
    """A tensor of the same memory where that is one's own to write to, which PyTorch expects; else of a copy."""
    values = np.ascontiguousarray(values)
    return torch.from_numpy(values if values.flags.writeable else values.copy())
