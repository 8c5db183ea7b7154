"""What a run tells while it goes: losses looked at now and then, lines of curves, its status.

A step's losses stay on the device until someone looks: a look waits for the device, and lets all processes agree.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .. import refusals
from ..errors import Cancelled, EOEmbedError
from . import distributed
from .metrics import Curves, Value
from .runs import Status

#: Seconds between two writings of status.json.
STATUS_S = 1.0


class Clock:
    """Seconds of a session: all of them, and those of its steps alone."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._away = 0.0

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """What is done here is no part of the steps."""
        start = time.perf_counter()
        yield
        self._away += time.perf_counter() - start

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    @property
    def of_steps(self) -> float:
        return self.seconds - self._away


class Journal:
    """Of one run; the first process alone writes.

    Parameters
    ----------
    status: as it is at the beginning; kept up to date here.
    pass_steps: steps of a pass over the samples.
    """

    def __init__(self, folder: Path, status: Status, pass_steps: int, device: torch.device) -> None:
        self.status, self.clock = status, Clock()
        self._folder, self._pass_steps, self._device = folder, pass_steps, device
        self._curves: Curves | None = None
        self._unseen: list[Mapping[str, Tensor]] = []
        self._untold: list[dict[str, float]] = []
        self._first = 0
        self._seconds_before = 0.0
        self._line_at = (0, 0.0)  # step, and seconds of steps, at the last line of metrics
        self._written = -math.inf

    # -- going on ------------------------------------------------------------------------------

    def begin(self, kept: Mapping[str, Any]) -> None:
        """Open the curves after what a checkpoint kept (nothing, for a run that is new)."""
        self._first = self.status.step
        self._seconds_before = kept.get("seconds", 0.0)
        self._untold = list(kept.get("untold", []))
        self.status.loss = kept.get("loss")
        self._line_at = (self._first, self.clock.of_steps)
        if distributed.is_main():
            self._curves = Curves(self._folder, self._first)

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps; everything must have been looked at."""
        return {"seconds": self.seconds, "untold": self._untold, "loss": self.status.loss}

    @property
    def seconds(self) -> float:
        """Since the run was begun, its sessions together."""
        return self._seconds_before + self.clock.seconds

    @property
    def images_per_s(self) -> float:
        """Of this session's steps."""
        done = (self.status.step - self._first) * self.status.batch_size
        return done / max(self.clock.of_steps, 1e-9)

    # -- losses --------------------------------------------------------------------------------

    def keep(self, logged: Mapping[str, Tensor]) -> None:
        """Take up what a step logged, without waiting for it."""
        self._unseen.append(logged)

    def look(self, wish: bool) -> tuple[int | None, bool]:
        """Wait for what was kept, mean over all processes. Every process looks after the same steps.

        wish: whether this process has been asked to stop. Returns the step (from 0) whose loss is no number, if one
        is, and whether any process has been asked to stop.
        """
        every = distributed.gather_objects((_fetch(self._unseen), wish))
        first = self.status.step - len(self._unseen)
        self._unseen = []
        seen = [_mean(steps) for steps in zip(*(losses for losses, _ in every), strict=True)]
        self._untold += seen
        bad = [n for n, step in enumerate(seen) if not math.isfinite(step["loss"])]
        return first + bad[0] if bad else None, any(asked for _, asked in every)

    # -- lines ---------------------------------------------------------------------------------

    def add_line(self, lr: float) -> None:
        """A line of metrics: the mean of what was looked at since the last."""
        if not self._untold:
            return
        means = _mean(self._untold)
        self._untold = []
        step, seconds = self._line_at
        self._line_at = (self.status.step, self.clock.of_steps)
        images = (self.status.step - step) * self.status.batch_size
        status = self.status
        status.loss = means.pop("loss")
        status.images_per_s = images / max(self.clock.of_steps - seconds, 1e-9)
        if self._device.type == "cuda":
            status.memory = torch.cuda.max_memory_allocated(self._device)
        self.add(
            "metrics",
            {
                "loss": status.loss,
                "lr": lr,
                "images_per_s": round(status.images_per_s, 3),
                "seconds": round(self.seconds, 3),
                "memory": status.memory,
                **means,
            },
        )

    def add(self, curve: str, line: Mapping[str, Value]) -> None:
        """A line of a curve at the step that is done."""
        if self._curves is not None:
            place = {"step": self.status.step, "epoch": self.passes(self.status.step)}
            self._curves.add(curve, {**place, **line})

    def passes(self, steps: int) -> float:
        """Passes over the samples that so many steps are."""
        return round(steps / self._pass_steps, 4)

    # -- status --------------------------------------------------------------------------------

    @property
    def due(self) -> bool:
        """Whether the status was last written a second ago."""
        return time.monotonic() - self._written >= STATUS_S

    def tell(self) -> None:
        """Write the status, with what was looked at since the last line of metrics."""
        self._written = time.monotonic()
        if not distributed.is_main():
            return
        status = self.status
        status.epoch = self.passes(status.step)
        if self._untold:
            status.loss = _mean(self._untold)["loss"]
            status.images_per_s = status.images_per_s or self.images_per_s
        done, left = status.step - self._first, status.steps - status.step
        status.left_s = round(self.clock.seconds / done * left, 1) if done else None
        status.write(self._folder)

    def end(self, state: str) -> None:
        """Close the curves, and say how the run ended."""
        self.status.state = state
        self.tell()
        self.close()

    def end_with(self, error: BaseException) -> None:
        """Say what ended the run."""
        status = self.status
        if isinstance(error, KeyboardInterrupt | SystemExit | Cancelled):
            status.state, status.message = (
                "stopped",
                "Interrupted; it goes on from its last checkpoint.",
            )
        else:
            known = error if isinstance(error, EOEmbedError) else refusals.refusal(error)
            status.state = "failed"
            status.message = str(known) if known else refusals.in_one_line(error)
            status.code = known.code if known else "INTERNAL"
        with contextlib.suppress(
            EOEmbedError
        ):  # a full disk: what ended the run is told by its error
            self.tell()
        self.close()

    def close(self) -> None:
        """Finish the curves' files."""
        if self._curves is not None:
            self._curves.close()


def _fetch(logged: list[Mapping[str, Tensor]]) -> list[dict[str, float]]:
    """As numbers, by one copy from the device."""
    flat = [value.float().reshape(()) for step in logged for value in step.values()]
    numbers = iter(torch.stack([v.to(flat[0].device) for v in flat]).tolist() if flat else [])
    return [{name: next(numbers) for name in step} for step in logged]


def _mean(steps: Any) -> dict[str, float]:
    """Mean of each name over those that have it, in the order in which names come."""
    names = dict.fromkeys(name for step in steps for name in step)
    found = {name: [step[name] for step in steps if name in step] for name in names}
    return {name: math.fsum(values) / len(values) for name, values in found.items()}
