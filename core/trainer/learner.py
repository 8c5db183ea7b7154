"""What the engine asks of a method (Learner) and of data (Feed), and where randomness comes from (Draw)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

    from ..models.checkpoint import CheckpointCard

#: Tensors of a batch by name, each with one row a sample; what the names are is between a feed and a learner.
Batch = Mapping[str, "Tensor"]


class Feed(Protocol):
    """The samples of a run. ``batch`` is called from several threads at once."""

    #: Training samples.
    size: int

    def batch(self, step: int, rows: slice) -> dict[str, Tensor]:
        """Rows of the batch of a step (steps count from 0), as tensors on the CPU.

        Which samples these are is a function of the run's seed and the step alone: a pass over all samples in an
        order of its own, then the next.
        """

    def names(self, step: int) -> list[str]:
        """What the samples of a step's batch are called, for a message."""


class Draw:
    """Random numbers of one step: drawn for the whole batch on the CPU, cut to some of its rows, and moved.

    The same seed, step and order of calls give the same numbers, on whatever device, in however many
    processes, in however many parts.

    Parameters
    ----------
    seed, step: of the run.
    size: samples of the whole batch.
    rows: those wanted here.
    """

    def __init__(
        self, seed: int, step: int, size: int, rows: slice, device: torch.device | str = "cpu"
    ) -> None:
        import torch

        mixed = int(np.random.SeedSequence((seed, step)).generate_state(1, np.uint64)[0] >> 1)
        self.generator = torch.Generator().manual_seed(mixed)
        self.size, self.rows, self.device = size, rows, torch.device(device)

    @property
    def count(self) -> int:
        """Samples that the rows are."""
        return len(range(self.size)[self.rows])

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Tensor:
        """float32 ``(count, *shape)`` of [low, high)."""
        import torch

        return (
            self._cut(torch.rand(self.size, *shape, generator=self.generator)) * (high - low) + low
        )

    def normal(self, *shape: int) -> Tensor:
        """float32 ``(count, *shape)`` of mean 0 and deviation 1."""
        import torch

        return self._cut(torch.randn(self.size, *shape, generator=self.generator))

    def integers(self, high: int, *shape: int) -> Tensor:
        """int64 ``(count, *shape)`` of 0 to ``high - 1``."""
        import torch

        return self._cut(torch.randint(high, (self.size, *shape), generator=self.generator))

    def chance(self, p: float) -> Tensor:
        """bool ``(count,)``, true with probability ``p``."""
        return self.uniform() < p

    def one(self, high: int) -> int:
        """A number of 0 to ``high - 1``, the same for the whole batch, in every process and part."""
        import torch

        return int(torch.randint(high, (), generator=self.generator))

    def _cut(self, drawn: Tensor) -> Tensor:
        wanted = drawn[self.rows]
        if self.device.type == "cuda":
            wanted = wanted.pin_memory()  # or the host waits for the device at each of them
        return wanted.to(self.device, non_blocking=True)


@dataclass(frozen=True)
class Result:
    """A trained encoder: weights by the names that the card's network has, and the card."""

    weights: Mapping[str, Tensor]
    card: CheckpointCard


class Learner(ABC):
    """A method at work: its networks and its loss. It is built on the CPU and moved by the engine.

    networks: all that is trained or kept (a target network too): what a checkpoint holds.
    """

    networks: nn.Module
    #: Whether some parameters have no part in some steps (a modality that no sample of a batch has).
    skips_parameters: bool = False

    @abstractmethod
    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """``loss``, a scalar to go down, and whatever else is to be logged, scalars without gradient.

        The loss is the mean over the rows given; where rows weigh differently (masked labels), or a row's loss
        depends on others (negatives), ``distributed.mean_over_all`` and ``distributed.gather`` reach over the
        other processes, so that the mean of theirs is the loss of the whole batch.
        """

    def after_step(self, done: float) -> None:  # noqa: B027 -- most methods do nothing here
        """After each step of the optimiser; ``done`` is the share of the run that is over, up to 1."""

    def parameters(self, weight_decay: float) -> Iterable[dict[str, Any]]:
        """Groups for the optimiser; by default vectors (biases, norms) are not decayed."""
        wanted = [p for p in self.networks.parameters() if p.requires_grad]
        yield {"params": [p for p in wanted if p.ndim > 1], "weight_decay": weight_decay}
        yield {"params": [p for p in wanted if p.ndim <= 1], "weight_decay": 0.0}

    def validation_loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """As ``loss``, without gradient, in evaluation mode, on samples held out."""
        return self.loss(batch, draw)

    def summary(self) -> dict[str, float]:
        """After the last batch of a validation, in every process: what holds of all batches together, such as an IoU,
        which no mean over batches gives. ``validation_loss`` has seen this process's rows of each; what others have
        seen is the method's to ask (``distributed.gather_objects``)."""
        return {}

    @abstractmethod
    def embed(self, batch: Batch) -> Tensor:
        """Embeddings ``(rows, dim)`` float32 as the finished encoder would give them, for the online probe."""

    @abstractmethod
    def results(self) -> dict[str, Result]:
        """The encoders to keep, by name; one alone has the name ""."""
