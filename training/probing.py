"""The online probe of a run: which labels of the data it fits on while the encoder trains, and which judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..core import trainer
from .splits import best_split, split

if TYPE_CHECKING:
    from ..core.trainer import OnlineProbe
    from .job import Prepared

#: Labelled samples that the online probe looks at, and the share of them that it is judged on.
PROBED, PROBE_TEST = 2000, 0.3


def online_probe(ready: Prepared) -> OnlineProbe | None:
    """A probe on labels of the data, parted so that neighbours are on one side; None where they tell nothing: there are
    none, or but one class or value to fit on."""
    labels = ready.data.labels
    if labels is None:
        return None
    from .datasets import tasks_of
    from .feed import ordered_batches

    wanted = ready.values.data["probe"]
    column = tasks_of(ready.data, [wanted] if wanted else [])[0]
    y = labels.values[:, column]
    seed = ready.values.settings.seed
    judged = ready.parts.validation
    # Where the network itself learns from labels, those that it has seen would flatter it.
    if not (ready.values.method.labels and len(judged)):
        judged = split(ready.data, best_split(ready.data), 0.0, PROBE_TEST, seed).test
    known = np.flatnonzero(np.isfinite(y))
    rows = np.sort(np.random.default_rng(seed).permutation(known)[:PROBED])
    test = np.isin(rows, judged)
    if not test.any() or len(np.unique(y[rows[~test]])) < 2:
        return None
    batch = ready.values.settings.batch_size
    return trainer.OnlineProbe(
        lambda: ordered_batches(ready.data, rows, ready.modalities, batch),
        y[rows],
        labels.kind(column),
        np.flatnonzero(~test),
        np.flatnonzero(test),
    )
