"""One step after the other: rows to a loss, the loss to a gradient, the gradient to other weights.

    batch (rows of this process, in parts) ──▶ Learner.loss ──▶ backward ──▶ clip ──▶ optimiser ──▶ Learner.after_step

Parts are computed one after the other and their gradients added up. Where one does not fit into the device's
memory, parts are halved and the step is done again.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from ..errors import DeviceMemory, UsageError
from . import distributed, precision
from .learner import Batch, Draw, Feed, Learner
from .optimisers import make_optimiser, set_lr, share_of_lr
from .reading import ReadAhead, to_device
from .settings import TrainSettings

#: Where the draws of validation begin: no run has as many steps.
_VALIDATION = 2**32


class Stepper:
    """A learner on its device, with its optimiser.

    Parameters
    ----------
    steps: of the whole run.
    precision: fp32, bf16 or fp16.

    parts: that this process computes its rows of a batch in. lr: of the step done last. Raises UsageError where
    a batch cannot be shared equally among processes and parts.
    """

    def __init__(
        self,
        learner: Learner,
        settings: TrainSettings,
        steps: int,
        device: torch.device,
        precision_name: str,
    ) -> None:
        self.learner, self.settings, self.steps, self.device = learner, settings, steps, device
        self.parts, self.lr = settings.accumulate, 0.0
        self.rows = _own_rows(settings)
        self._precision = precision_name
        networks = learner.networks.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.networks = learner.networks = distributed.convert_batch_norm(networks)
        precision.shield(self.networks, precision_name, device)
        self.networks.train()
        self._scaler = precision.scaler(precision_name, device)
        self.optimiser = make_optimiser(learner, settings, device)
        self._weights = [w for group in self.optimiser.param_groups for w in group["params"]]
        if settings.compile and device.type == "cuda":
            _compile(self.networks)
        self._loss: nn.Module = _Loss(learner)
        if distributed.world() > 1:
            self._loss = _shared(self._loss, device, learner.skips_parameters)
        self._buffers = list(self.networks.buffers())
        self._kept_buffers = [b.clone() for b in self._buffers]
        self._ahead: ReadAhead | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None

    # -- what a checkpoint holds beside the networks -------------------------------------------

    def state(self) -> dict[str, Any]:
        """Of the optimiser and the scale of fp16."""
        return {"optimiser": self.optimiser.state_dict(), "scaler": self._scaler.state_dict()}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave; rates stay those of the settings."""
        rates = [group["highest_lr"] for group in self.optimiser.param_groups]
        self.optimiser.load_state_dict(dict(state["optimiser"]))
        for group, rate in zip(self.optimiser.param_groups, rates, strict=True):
            group["highest_lr"] = rate
        if state["scaler"]:
            self._scaler.load_state_dict(state["scaler"])

    def set_parts(self, parts: int) -> None:
        """Compute in as many parts as a run did that had no memory for fewer, where its rows can be cut so."""
        rows = self.rows.stop - self.rows.start
        self.parts = parts if parts > self.parts and rows % parts == 0 else self.parts

    # -- a step --------------------------------------------------------------------------------

    def step(self, feed: Feed, step: int) -> dict[str, Tensor]:
        """Do a step (from 0), the next after the last; what the learner logs of it, on the device.

        Halves the parts where the device has no memory for one, and does the step again. Raises DeviceMemory
        where a single row does not fit, or where other processes wait for this one.
        """
        self.lr = set_lr(self.optimiser, share_of_lr(step, self.steps, self.settings))
        _copy(self._kept_buffers, self._buffers)
        while True:
            try:
                logged = self._gradient(feed, step)
                break
            except (MemoryError, RuntimeError) as error:
                if not out_of_memory(error):
                    raise
            # Beyond the except block, which keeps the tensors of the failed attempt alive.
            self._halve_parts()
        if self.settings.clip is not None:
            self._scaler.unscale_(self.optimiser)
            norm = nn.utils.clip_grad_norm_(self._weights, self.settings.clip)
            logged["gradient_norm"] = norm.detach()
        self._scaler.step(self.optimiser)
        self._scaler.update()
        self.learner.after_step((step + 1) / self.steps)
        return logged

    def _gradient(self, feed: Feed, step: int) -> dict[str, Tensor]:
        self.optimiser.zero_grad(set_to_none=True)
        sums: dict[str, list[Tensor]] = {}
        for part, rows in enumerate(_cut(self.rows, self.parts)):
            batch = self._take(feed, step)
            draw = Draw(self.settings.seed, step, self.settings.batch_size, rows, self.device)
            _seed(self.device, self.settings.seed, step, distributed.rank(), part)
            with self._unsynced() if part < self.parts - 1 else contextlib.nullcontext():
                with precision.autocast(self._precision, self.device):
                    logged = self._loss(batch, draw)
                self._scaler.scale(logged["loss"] / self.parts).backward()
            for name, value in logged.items():
                sums.setdefault(name, []).append(torch.as_tensor(value).detach())
        return {n: v[0] if len(v) == 1 else torch.stack(v).mean() for n, v in sums.items()}

    def _take(self, feed: Feed, step: int) -> Batch:
        if self._ahead is None:
            self._ahead = ReadAhead(feed, self._wanted(step), self.settings.readers, self.device)
        return self._ahead.take()

    def _wanted(self, first: int) -> Iterator[tuple[int, slice]]:
        parts = self.parts
        for step in range(first, self.steps):
            for rows in _cut(self.rows, parts):
                yield step, rows

    def _unsynced(self) -> AbstractContextManager[Any]:
        """Gradients of all parts but the last stay in this process."""
        if isinstance(self._loss, DistributedDataParallel):
            return self._loss.no_sync()
        return contextlib.nullcontext()

    def _halve_parts(self) -> None:
        rows = self.rows.stop - self.rows.start
        if rows == self.parts:
            raise DeviceMemory(
                f"A single sample does not fit in the memory of {self.device}; take a smaller network or image size, "
                "or another device."
            )
        if distributed.world() > 1:
            raise DeviceMemory(
                f"Process {distributed.rank()} has no memory for {rows // self.parts} samples at a time; start all "
                f"again with accumulate={2 * self.parts} or more."
            )
        self._close()
        self.optimiser.zero_grad(set_to_none=True)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        _copy(self._buffers, self._kept_buffers)
        self.parts = next(n for n in range(2 * self.parts, rows + 1) if rows % n == 0)

    # -- without gradient ----------------------------------------------------------------------

    def validate(self, feed: Feed) -> dict[str, float]:
        """What the learner logs of held-out samples, mean over them, and its summary of them.

        Each is seen once, in the order of the feed, whose batches are those of steps 0, 1, … of batch_size samples,
        the last of what is left. Several processes leave out what they cannot share equally, at most one sample fewer
        than they are.
        """
        sums: dict[str, Tensor] = {}
        counts: dict[str, int] = {}
        wanted = ((step, rows) for step, rows, _ in self._held_out(feed))
        ahead = ReadAhead(feed, wanted, self.settings.readers, self.device)
        with self.evaluating(), ahead as batches:
            for (step, rows, size), batch in zip(self._held_out(feed), batches, strict=True):
                draw = Draw(self.settings.seed, _VALIDATION + step, size, rows, self.device)
                for name, value in self.learner.validation_loss(batch, draw).items():
                    weighed = torch.as_tensor(value).detach().float() * draw.count
                    sums[name] = sums.get(name, 0) + weighed
                    counts[name] = counts.get(name, 0) + draw.count
            summary = self.learner.summary()
        mine = {name: (float(total), counts[name]) for name, total in sums.items()}
        every = distributed.gather_objects(mine)
        means = {
            name: sum(said[name][0] for said in every if name in said)
            / sum(said[name][1] for said in every if name in said)
            for name in mine
        }
        return means | summary

    def _held_out(self, feed: Feed) -> Iterator[tuple[int, slice, int]]:
        """Step, own rows in parts as large as those trained on, and rows of the whole batch."""
        world, size = distributed.world(), self.settings.batch_size
        part = size // world // self.parts
        for step in range(-(-feed.size // size)):
            shared = min(size, feed.size - step * size) // world
            first = shared * distributed.rank()
            for start in range(first, first + shared, part):
                yield step, slice(start, min(start + part, first + shared)), shared * world

    def embed(self, batch: Batch) -> Tensor:
        """Embeddings of a batch of the CPU; within ``evaluating``."""
        return self.learner.embed(to_device(batch, self.device))

    @contextlib.contextmanager
    def evaluating(self) -> Iterator[None]:
        """In evaluation mode, without gradient, in the precision of the run."""
        self.networks.eval()
        try:
            with torch.no_grad(), precision.autocast(self._precision, self.device):
                yield
        finally:
            self.networks.train()

    def finite(self) -> bool:
        """Whether every weight and buffer is a number."""
        floats = [t for t in self.networks.state_dict().values() if t.is_floating_point()]
        return bool(torch.stack([t.isfinite().all() for t in floats]).all()) if floats else True


class _Loss(nn.Module):
    """A learner's loss as a module, which is what DDP wraps: it sees the networks and their use."""

    def __init__(self, learner: Learner) -> None:
        super().__init__()
        self.networks = learner.networks
        self._learner = learner

    def forward(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        return self._learner.loss(batch, draw)


def _shared(loss: nn.Module, device: torch.device, skips_parameters: bool) -> nn.Module:
    """The loss with gradients that are the mean over all processes."""
    # Buffers are alike in all processes: whatever changes them has seen the whole batch. torch 2.15 renamed the switch.
    known = inspect.signature(DistributedDataParallel).parameters
    sync = "forward_sync_buffers" if "forward_sync_buffers" in known else "broadcast_buffers"
    switch: dict[str, Any] = {sync: False}
    return DistributedDataParallel(
        loss,
        device_ids=[device] if device.type == "cuda" else None,
        find_unused_parameters=skips_parameters,
        **switch,
    )


def _own_rows(settings: TrainSettings) -> slice:
    """This process's rows of every batch. Raises UsageError where they are no equal parts."""
    world = distributed.world()
    if settings.batch_size % (world * settings.accumulate):
        raise UsageError(
            f"A batch of {settings.batch_size} samples cannot be shared equally by {world} processes in "
            f"{settings.accumulate} parts each; choose a batch_size that {world * settings.accumulate} divides."
        )
    own = settings.batch_size // world
    return slice(own * distributed.rank(), own * (distributed.rank() + 1))


def _cut(rows: slice, parts: int) -> list[slice]:
    size = (rows.stop - rows.start) // parts
    return [slice(start, start + size) for start in range(rows.start, rows.stop, size)]


def _seed(device: torch.device, *numbers: int) -> None:
    """Seed what dropout draws from: torch's own generator of the device, so that a step is the same whenever it is
    done. By the generator, since torch.manual_seed seeds every device and takes a hundred times as long."""
    mixed = int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1)
    torch.default_generator.manual_seed(mixed)
    if device.type == "cuda":
        torch.cuda.manual_seed(mixed)
    elif device.type == "mps":
        torch.mps.manual_seed(mixed)


def _copy(to: list[Tensor], source: list[Tensor]) -> None:
    if to:
        with torch.no_grad():
            torch._foreach_copy_(to, source)


def _compile(networks: nn.Module) -> None:
    """In place, so that names of weights stay: containers call nothing, so what they hold is compiled."""
    holds = isinstance(networks, nn.ModuleDict | nn.ModuleList)
    for module in networks.children() if holds else [networks]:
        module.compile()


def out_of_memory(error: BaseException) -> bool:
    """Whether a device, or the system, had no memory left."""
    text = str(error)
    return (
        isinstance(error, MemoryError | torch.cuda.OutOfMemoryError)
        or "out of memory" in text
        or "can't allocate memory" in text
    )
