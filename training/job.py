"""A run from its request to its folder: data -> parts -> statistics -> learner -> core.trainer.

The command line, QGIS's worker and a notebook call this, and nothing else strings the rooms together.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import __version__
from ..core import trainer
from ..core.errors import DataUnfit, RecipeInvalid, UsageError
from ..core.options import OptionValue
from ..core.progress import Task
from .datasets import Dataset, open_dataset
from .methods import Setup
from .splits import Split, split
from .statistics import Statistics, measure
from .values import Values, choose

if TYPE_CHECKING:
    from ..core.trainer import Learner, OnlineProbe, TrainReport
    from .feed import DatasetFeed, ValidationFeed

#: Labelled samples that the online probe looks at, and the share of them that it is judged on.
PROBED, PROBE_TEST = 2000, 0.3
#: Seconds that a check measures for, and the steps at most.
_MEASURED_S, _MEASURED_STEPS = 4.0, 16


@dataclass(frozen=True)
class Request:
    """What is to be trained on what: as the command line and QGIS say it, and as a run keeps it.

    data: workspaces, or the folder of one data set. method or recipe, or both. dataset: what lies there, where it is
    not to be recognised. data_options, values: by key, text allowed.
    """

    data: tuple[str, ...]
    method: str | None = None
    recipe: str | None = None
    dataset: str | None = None
    data_options: Mapping[str, OptionValue] = field(default_factory=dict)
    values: Mapping[str, OptionValue] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able; paths are made absolute, so that a run can be gone on with from anywhere."""
        return asdict(self) | {"data": [str(Path(p).expanduser().absolute()) for p in self.data]}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Request:
        """What ``to_dict`` gave. Raises RecipeInvalid for anything else."""
        try:
            return cls(**{**content, "data": tuple(content["data"])})
        except (TypeError, KeyError) as error:
            raise RecipeInvalid(f"This is no request for a run of training: {error}.") from error

    def values_in_force(self) -> Values:
        """Every value of the run. Raises RecipeInvalid, UsageError."""
        return choose(self.method, self.recipe, self.values)


def read_request(
    path: str | None = None,
    *,
    resume_from: str | None = None,
    data: Sequence[str] = (),
    **given: Any,
) -> Request:
    """A request from a file, from the run that is gone on with, or from what is ``given``, which comes first.

    Raises RecipeInvalid, RunMissing, and UsageError where there is no data.
    """
    if path is not None:
        return Request.from_dict(json.loads(Path(path).read_text(encoding="utf-8")))
    if resume_from is not None:
        kept = trainer.read_run(Path(resume_from)).about.get("request", {})
        said = {key: value for key, value in given.items() if value}
        said["values"] = {**kept.get("values", {}), **given.get("values", {})}
        return Request.from_dict({**kept, **said, **({"data": tuple(data)} if data else {})})
    if not data:
        raise UsageError(
            "Say what to learn from: --data with a workspace, or the folder of a data set."
        )
    return Request(tuple(data), **given)


@dataclass(frozen=True)
class Prepared:
    """A request with its data opened and looked through; ``learner`` is built from it, once or many times."""

    request: Request
    values: Values
    data: Dataset
    parts: Split
    modalities: tuple[str, ...]
    statistics: Mapping[str, Statistics]
    steps: int
    notes: tuple[str, ...]

    def learner(self) -> Learner:
        """With the weights that the run's seed gives. Raises DataUnfit, RecipeInvalid, ModelUnavailable."""
        import torch

        torch.manual_seed(self.values.settings.seed)
        return self.values.method.build(
            Setup(
                self.data, self.parts.train, self.statistics, self.values.settings, self.steps, self.values.config
            )
        )  # fmt: skip

    def feed(self) -> DatasetFeed:
        """Batches to train on, as the method wants them."""
        from .feed import DatasetFeed

        settings = self.values.settings
        return DatasetFeed(
            self.data,
            self.parts.train,
            self.modalities,
            batch_size=settings.batch_size,
            seed=settings.seed,
            **self._wanted,
        )

    def validation(self) -> ValidationFeed | None:
        """Batches of what is held out, each sample once; None where nothing is."""
        from .feed import ValidationFeed

        if len(self.parts.validation) == 0:
            return None
        return ValidationFeed(
            self.data,
            self.parts.validation,
            self.modalities,
            batch_size=self.values.settings.batch_size,
            **self._wanted,
        )

    @property
    def _wanted(self) -> dict[str, bool]:
        return {"labels": self.values.method.labels, "masks": self.values.method.masks}

    def about(self) -> dict[str, Any]:
        """What a run keeps of all this, JSON-able."""
        return {
            "request": self.request.to_dict(),
            "method": self.values.method.name,
            "recipe": self.values.recipe.name if self.values.recipe else None,
            "values": self.values.to_dict(),
            "assumed": sorted(self.values.assumed),
            "data": {
                "name": self.data.name,
                "fingerprint": self.data.fingerprint(),
                "samples": len(self.data),
                "train": len(self.parts.train),
                "validation": len(self.parts.validation),
                "split": self.parts.rule,
                "least_distance_m": self.parts.least_distance,
            },
            "modalities": [asdict(self.data.modalities[name]) for name in self.modalities],
            "statistics": {name: asdict(found) for name, found in self.statistics.items()},
            "notes": list(self.notes),
            "package": __version__,
        }


def prepare(request: Request, task: Task | None = None, *, data: Dataset | None = None) -> Prepared:
    """Open the data, part it, and measure its bands on the training part.

    data: opened already, in place of what the request names. Raises the errors of data sets, recipes and splits;
    DataUnfit where there are fewer samples than a batch; Cancelled.
    """
    task = task or Task()
    values = request.values_in_force()
    data = _open(request) if data is None else data
    modalities = tuple(values.method.modalities(data, values.config))
    parts = _part(data, values)
    settings = values.settings
    if len(parts.train) < settings.batch_size:
        raise DataUnfit(
            f"{data.name} has {len(parts.train)} samples to train on, fewer than a batch of {settings.batch_size}; "
            "lower batch_size, or give more data."
        )
    task.start("measuring bands", len(modalities), "modalities")
    statistics = {}
    for name in modalities:
        statistics[name] = measure(data, parts.train, name, seed=settings.seed)
        task.advance(1)
    steps = settings.total_steps(len(parts.train))
    notes = tuple(note for note in (*getattr(data, "notes", ()), *parts.notes) if note)
    return Prepared(request, values, data, parts, modalities, statistics, steps, notes)


def train(
    request: Request,
    out: str | Path | None,
    *,
    resume: bool = False,
    device: str = "auto",
    task: Task | None = None,
    data: Dataset | None = None,
) -> TrainReport | None:
    """Train, or go on, into a run folder; None in the processes of torchrun but the first.

    data: as for ``prepare``. Raises what ``prepare`` and ``core.trainer.train`` raise.
    """
    task = task or Task()
    folder = _run_folder(request, out)
    ready = prepare(request, task, data=data)
    method, settings = ready.values.method, ready.values.settings
    validation = ready.validation()
    return trainer.train(
        ready.learner(),
        ready.feed(),
        settings,
        folder,
        about=ready.about(),
        device=device,
        validation=validation,
        keep_best=method.keep_best and validation is not None,
        probe=_probe(ready) if settings.probe_every else None,
        resume=resume,
        task=task,
    )


def _run_folder(request: Request, out: str | Path | None) -> Path:
    """Where to: as said, or ``runs/<method>`` of the workspace."""
    if out is not None:
        return Path(out).expanduser()
    first = Path(request.data[0]).expanduser()
    if not (first / "workspace.toml").is_file():
        raise UsageError("Say where the run goes: --out RUN.")
    return first / "runs" / request.values_in_force().method.name


def _open(request: Request) -> Dataset:
    first, *others = request.data
    options = dict(request.data_options)
    if others:
        options["also"] = ",".join(others)
        if not (Path(first).expanduser() / "workspace.toml").is_file():
            raise UsageError(
                "Several --data are workspaces to learn from together; of data sets give one at a time."
            )
    return open_dataset(first, request.dataset, options)


def _part(data: Dataset, values: Values) -> Split:
    kind, share = values.data["split"], values.settings.validation
    if kind == "auto":
        # Where samples lie may have to be read from every file: not to hold out none of them.
        kind = _best_split(data) if share or data.given is not None else "random"
    return split(data, kind, share, 0.0, values.settings.seed)


def _best_split(data: Dataset) -> str:
    if data.given is not None:
        return "given"
    return "random" if data.positions is None else "blocks"


# -- the online probe --------------------------------------------------------------------------


def _probe(ready: Prepared) -> OnlineProbe | None:
    """A probe on labels of the data, parted so that neighbours are on one side; None where it has none."""
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
        judged = split(ready.data, _best_split(ready.data), 0.0, PROBE_TEST, seed).test
    known = np.flatnonzero(np.isfinite(y))
    rows = np.sort(np.random.default_rng(seed).permutation(known)[:PROBED])
    test = np.isin(rows, judged)
    if test.all() or not test.any():
        return None
    batch = ready.values.settings.batch_size
    return trainer.OnlineProbe(
        lambda: ordered_batches(ready.data, rows, ready.modalities, batch),
        y[rows],
        labels.kind(column),
        np.flatnonzero(~test),
        np.flatnonzero(test),
    )


# -- what it will take -------------------------------------------------------------------------


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
