"""How good the embeddings are while a network trains: nearest neighbours, and a linear head, on labelled samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from ..probes import Kind, make_head, measure
from .learner import Batch

#: The heads asked, by kind of label; and the metric told.
_LINEAR: dict[Kind, str] = {"classes": "logistic", "value": "ridge"}
_METRIC: dict[Kind, str] = {"classes": "overall_accuracy", "value": "r2"}


class OnlineProbe:
    """Labelled samples, parted into those to fit on and those to be judged on.

    Parameters
    ----------
    batches: reads all samples, in an order that stays, each time it is called.
    y: ``(n,)`` class indices or values, in that order.
    kind: ``classes`` or ``value``.
    train, test: positions in ``y``.
    """

    def __init__(
        self,
        batches: Callable[[], Iterable[Batch]],
        y: ArrayLike,
        kind: Kind,
        train: ArrayLike,
        test: ArrayLike,
    ) -> None:
        self._batches, self._kind = batches, kind
        self._y: NDArray[Any] = np.asarray(y)
        if kind == "classes":
            self._y = self._y.astype(np.int64)
        self._train, self._test = np.asarray(train), np.asarray(test)

    def look(self, embed: Callable[[Batch], Tensor]) -> dict[str, float]:
        """``probe_knn`` and ``probe_linear``: accuracy, or R² of values, on the samples to be judged on."""
        found = [embed(batch).float().cpu() for batch in self._batches()]
        X = torch.cat(found).numpy()
        told = {}
        for name, head in (("knn", "knn"), ("linear", _LINEAR[self._kind])):
            fitted = make_head(head, self._kind).fit(X[self._train], self._y[self._train])
            said = fitted.predict(X[self._test])
            told[f"probe_{name}"] = measure(self._kind, self._y[self._test], said)[
                _METRIC[self._kind]
            ]
        return told
