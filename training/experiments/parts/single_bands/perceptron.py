"""A hidden layer and softmax on features that were computed once, as a head of ``core.probes``.

What the method ``classify`` trains on a frozen backbone, for the same samples step by step: the features of a frozen
backbone never change, so that all that is trained is this, at a hundredth of the cost. Jain et al. 2021, section VI.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from .....core.probes import Head, Kind
from .....core.probes.base import Floats, option


@dataclass(kw_only=True)
class PerceptronHead(Head):
    """Cross-entropy, by Adam, for so many passes; each pass leaves out the rows beyond its last whole batch.

    coefs_, intercepts_: float32 of both layers, ``(d, hidden)``, ``(hidden,)``, ``(hidden, k)`` and ``(k,)``.
    """

    name: ClassVar[str] = "perceptron"
    title: ClassVar[str] = "Hidden layer and softmax"
    kinds: ClassVar[tuple[Kind, ...]] = ("classes",)

    hidden: int = option(128, "units of the hidden layer", least=1)
    epochs: int = option(100, "passes over the training rows", least=1)
    batch_size: int = option(64, "rows of a step", least=1)
    lr: float = option(1e-3, "learning rate of Adam", above=0)
    scaled: bool = option(
        False, "bring features to mean 0 and deviation 1 of the training rows first"
    )
    device: str = option("cpu", "that it is trained on")

    def _prepare(self, X: NDArray[np.float32]) -> NDArray[np.float32]:
        return super()._prepare(X) if self.scaled else self.columns_.fill(X)

    def _fit(self, X: NDArray[np.float32], y: NDArray[Any]) -> None:
        import torch
        from torch import nn
        from torch.nn.functional import cross_entropy

        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed)
            layers = nn.Sequential(
                nn.Linear(X.shape[1], self.hidden),
                nn.ReLU(),
                nn.Linear(self.hidden, len(self.classes_)),
            ).to(self.device)
        features = torch.from_numpy(X).to(self.device)
        truth = torch.from_numpy(np.searchsorted(self.classes_, y)).to(self.device)
        optimiser = torch.optim.Adam(layers.parameters(), lr=self.lr, fused=True)
        batch = min(self.batch_size, len(X))
        for number in range(self.epochs):
            order = torch.from_numpy(np.random.default_rng((self.seed, number)).permutation(len(X)))
            for rows in order[: len(X) // batch * batch].to(self.device).split(batch):
                optimiser.zero_grad()
                cross_entropy(layers(features[rows]), truth[rows]).backward()
                optimiser.step()
        weights = [p.detach().cpu().numpy() for p in layers.parameters()]
        self.coefs_ = tuple(np.ascontiguousarray(w.T) for w in weights[::2])
        self.intercepts_ = tuple(weights[1::2])

    def _scores(self, X: NDArray[np.float32]) -> tuple[Floats, Floats | None]:
        hidden = np.maximum(X @ self.coefs_[0] + self.intercepts_[0], 0)
        logits = hidden @ self.coefs_[1] + self.intercepts_[1]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True), None

    def _row_width(self) -> int:
        return max(self.n_features_, self.hidden)
