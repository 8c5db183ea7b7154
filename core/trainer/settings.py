"""Every knob of the engine, the same for all methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ..errors import UsageError
from ..options import LARGEST_SEED, Option, OptionValue

OPTIMISERS = ("adam", "adamw", "sgd", "lars")
SCHEDULES = ("constant", "cosine")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")

SETTINGS: dict[str, Option] = {
    "epochs": Option(100.0, "passes over the training samples", above=0),
    "steps": Option(None, "steps of the optimiser, in place of epochs", least=1, optional=True, kind=int),
    "batch_size": Option(32, "samples that one step sees, over all processes", least=1),
    "accumulate": Option(1, "parts that a batch is computed in, one after the other, to save memory", least=1),
    "lr": Option(3e-4, "learning rate at its highest", above=0),
    "weight_decay": Option(0.0, "decay of weights, biases and norms left out", least=0),
    "optimiser": Option("adam", "how weights are changed", OPTIMISERS),
    "momentum": Option(0.9, "of sgd and lars; the first beta of adam and adamw", least=0, most=1),
    "beta2": Option(0.999, "the second beta of adam and adamw", least=0, most=1),
    "warmup": Option(0.0, "share of the steps in which the learning rate rises from 0", least=0, most=1),
    "schedule": Option("constant", "of the learning rate after that; cosine falls to 0", SCHEDULES),
    "clip": Option(None, "largest norm of the gradient", above=0, optional=True, kind=float),
    "precision": Option("auto", "of the arithmetic; auto is bf16 where the device is fast in it", PRECISIONS),
    "seed": Option(0, "of all that is drawn at random", least=0, most=LARGEST_SEED),
    "validation": Option(0.0, "share of the samples held out to validate on", least=0, most=0.9),
    "probe_every": Option(0, "steps between two looks of the online probe; 0 for none", least=0),
    "log_every": Option(10, "steps between two lines of metrics", least=1),
    "checkpoint_every": Option(500, "steps between two checkpoints", least=1),
    "readers": Option(2, "threads that read samples ahead", least=1, most=64),
    "compile": Option(False, "compile the networks with torch.compile (on a GPU)"),
}  # fmt: skip


@dataclass(frozen=True)
class TrainSettings:
    """Values of SETTINGS; see there for what each is."""

    epochs: float = 100.0
    steps: int | None = None
    batch_size: int = 32
    accumulate: int = 1
    lr: float = 3e-4
    weight_decay: float = 0.0
    optimiser: str = "adam"
    momentum: float = 0.9
    beta2: float = 0.999
    warmup: float = 0.0
    schedule: str = "constant"
    clip: float | None = None
    precision: str = "auto"
    seed: int = 0
    validation: float = 0.0
    probe_every: int = 0
    log_every: int = 10
    checkpoint_every: int = 500
    readers: int = 2
    compile: bool = False

    @classmethod
    def read(cls, given: Mapping[str, OptionValue]) -> TrainSettings:
        """Settings of these values, text read as each key's type, the rest by default.

        Raises UsageError for a key that is none or a value that cannot be, and where a batch cannot be
        parted into ``accumulate`` equal parts.
        """
        for name in given:
            if name not in SETTINGS:
                raise UsageError(f"There is no setting '{name}'; there are: {', '.join(SETTINGS)}.")
        values: dict[str, Any] = {n: SETTINGS[n].read(n, v) for n, v in given.items()}
        made = cls(**values)
        if made.batch_size % made.accumulate:
            raise UsageError(
                f"A batch of {made.batch_size} samples cannot be parted into {made.accumulate} equal parts; "
                "choose an accumulate that divides batch_size."
            )
        return made

    def to_dict(self) -> dict[str, Any]:
        """JSON-able, every key."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def total_steps(self, samples: int) -> int:
        """Steps of the whole run over so many training samples; the last, short batch of a pass is left out."""
        if self.steps is not None:
            return self.steps
        return max(1, round(self.epochs * (samples // self.batch_size)))
