"""What a run will take, measured on a few of its own steps, of which nothing is kept."""

from __future__ import annotations

import time
from dataclasses import dataclass

import torch

from ..progress import Task
from . import distributed
from .learner import Feed, Learner
from .precision import pick_precision, tuned
from .settings import TrainSettings
from .steps import Stepper


@dataclass(frozen=True)
class Speed:
    """images_per_s: over ``steps`` steps. memory: bytes of the GPU at their highest, None elsewhere. accumulate: parts
    that a batch had to be computed in."""

    images_per_s: float
    steps: int
    memory: int | None
    device: str
    precision: str
    accumulate: int


def measure_speed(
    learner: Learner,
    feed: Feed,
    settings: TrainSettings,
    *,
    device: str = "auto",
    seconds: float = 4.0,
    most: int = 16,
    task: Task | None = None,
) -> Speed:
    """Train for so many seconds or steps, whichever is first, after one step to warm up; the learner is spent.

    Raises what ``train`` raises of devices and memory, and Cancelled.
    """
    task = task or Task()
    task.start("measuring speed", most + 1, "steps")
    with distributed.joined(device) as place, tuned(place):
        precision = pick_precision(settings.precision, place)
        total = settings.total_steps(feed.size)
        with Stepper(learner, settings, total, place, precision) as stepper:
            spent: list[float] = []
            while len(spent) <= min(most, total - 1) and sum(spent[1:]) < seconds:
                began = time.perf_counter()
                stepper.step(feed, len(spent))
                if place.type == "cuda":
                    torch.cuda.synchronize(place)
                spent.append(time.perf_counter() - began)
                task.advance(1)
            measured = spent[1:] or spent
            memory = torch.cuda.max_memory_allocated(place) if place.type == "cuda" else None
            return Speed(
                settings.batch_size * len(measured) / sum(measured),
                len(measured),
                memory,
                str(place),
                precision,
                stepper.parts,
            )
