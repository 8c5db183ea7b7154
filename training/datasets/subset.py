"""Some samples of a data set, as a data set of their own: what they are learnt from cannot see the others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.files import digest
from .base import Dataset, Images, Labels, Rows


class Subset(Dataset):
    """Samples ``rows`` of ``whole``, numbered anew in that order.

    Parameters
    ----------
    validation: those of ``rows`` to validate on, the others being trained on: the split that it is then given with.
        Empty: whole's own split, if it has one.
    labels: other labels of the samples of ``whole``; its own by default.
    modalities: names of those to keep; all by default.
    """

    def __init__(
        self,
        whole: Dataset,
        rows: Rows,
        *,
        validation: Rows | Sequence[int] = (),
        labels: Labels | None = None,
        modalities: Sequence[str] = (),
    ) -> None:
        self.whole, self.rows = whole, np.asarray(rows, dtype=np.intp)
        self.name = whole.name
        kept = modalities or tuple(whole.modalities)
        self.modalities = {name: whole.modalities[name] for name in kept}
        self.mask_classes, self.notes = whole.mask_classes, whole.notes
        known = labels if labels is not None else whole.labels
        if known is not None:
            self.labels = Labels(known.tasks, known.values[self.rows], known.classes)
        self.projection, self.ground = whole.projection, whole.ground
        self.groups = _of(whole.groups, self.rows)
        self.given = _of(whole.given, self.rows)
        if len(validation):
            self.given = np.isin(self.rows, validation).astype(np.int8)

    @cached_property
    def positions(self) -> NDArray[np.float64] | None:  # type: ignore[override]
        """Where samples lie, when it is asked for: some data sets read it from every file."""
        return _of(self.whole.positions, self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def read(self, rows: Rows, modality: str) -> Images:
        return self.whole.read(self.rows[rows], modality)

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        return self.whole.read_masks(self.rows[rows])

    def order(self, rows: Rows, rng: np.random.Generator) -> Rows:
        number = np.full(len(self.whole), -1, dtype=np.intp)
        number[self.rows] = np.arange(len(self.rows))
        found: Rows = number[self.whole.order(self.rows[rows], rng)]
        return found

    def sample_name(self, row: int) -> str:
        return self.whole.sample_name(int(self.rows[row]))

    def fingerprint(self) -> dict[str, Any]:
        labels = self.labels
        known = b"" if labels is None else labels.values.tobytes()
        return {
            **self.whole.fingerprint(),
            "rows": digest(self.rows.tolist()),
            "given": None if self.given is None else digest(self.given.tolist()),
            "modalities": list(self.modalities),
            "tasks": [] if labels is None else list(labels.tasks),
            "labels": hashlib.sha256(known).hexdigest(),
        }


def _of(values: NDArray[Any] | None, rows: Rows) -> NDArray[Any] | None:
    return None if values is None else values[rows]
