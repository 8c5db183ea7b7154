"""What a run will take, found by a few real steps that are thrown away."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

from ..core import trainer
from ..core.progress import Task
from .datasets import Dataset
from .job import Request, prepare

#: Seconds that a check measures for, and the steps at most.
_MEASURED_S, _MEASURED_STEPS = 4.0, 16


@dataclass(frozen=True)
class Check:
    """What a run will take. ``images_per_s`` was measured on ``measured`` steps; ``seconds`` follows from it.

    samples, train, validation: of the data; split: the rule, in words. bytes: on disk at the run's end. memory: of the
    device at its highest, None where that is not known.
    """

    samples: int
    train: int
    validation: int
    split: str
    modalities: list[dict[str, Any]]
    labels: list[str]
    steps: int
    epochs: float
    parameters: int
    seconds: float
    images_per_s: float
    measured: int
    bytes: int
    memory: int | None
    device: str
    precision: str
    notes: list[str]
    values: dict[str, Any]
    assumed: list[str]


def check(request: Request, *, device: str = "auto", task: Task | None = None) -> Check:
    """Do a few real steps and throw them away. Raises what ``train`` raises."""
    task = task or Task()
    ready = prepare(request, task)
    learner, settings = ready.learner(), ready.values.settings
    networks = list(learner.networks.parameters())
    trained = sum(p.numel() for p in networks if p.requires_grad)
    every = sum(p.numel() for p in networks)
    began = time.monotonic()
    speed = trainer.measure_speed(
        learner, ready.feed(), settings, device=device, seconds=_MEASURED_S,
        most=min(_MEASURED_STEPS, ready.steps), task=task,
    )  # fmt: skip
    labels = ready.data.labels
    return Check(
        samples=len(ready.data),
        train=len(ready.parts.train),
        validation=len(ready.parts.validation),
        split=ready.parts.rule,
        modalities=[_modality(ready.data, name) for name in ready.modalities],
        labels=list(labels.tasks) if labels is not None else [],
        steps=ready.steps,
        epochs=ready.steps / max(1, len(ready.parts.train) // settings.batch_size),
        parameters=trained,
        seconds=ready.steps * settings.batch_size / speed.images_per_s,
        images_per_s=speed.images_per_s,
        measured=speed.steps,
        # Two checkpoints of networks with two moments of each trained weight, and the models that come of it.
        bytes=4 * (2 * (every + 2 * trained) + every),
        memory=speed.memory,
        device=speed.device,
        precision=speed.precision,
        notes=[*ready.notes, *_note_of_time(time.monotonic() - began)],
        values=ready.values.to_dict(),
        assumed=sorted(ready.values.assumed),
    )


def _note_of_time(seconds: float) -> list[str]:
    if seconds < 30 or math.isinf(seconds):
        return []
    return [
        f"A few steps took {seconds:.0f} s on this device: a smaller network or size suits it better."
    ]


def _modality(data: Dataset, name: str) -> dict[str, Any]:
    found = data.modalities[name]
    return {
        "name": name,
        "bands": list(found.bands),
        "sensor": found.sensor,
        "size": list(found.size),
    }
