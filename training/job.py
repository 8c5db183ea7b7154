"""A run from its request to its folder: data -> parts -> statistics -> learner -> core.trainer.

The command line, QGIS's worker and a notebook call this, and nothing else strings the rooms together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..core import trainer
from ..core.errors import DataUnfit, RecipeInvalid, UsageError
from ..core.options import OptionValue
from ..core.progress import Task
from .datasets import Dataset, open_dataset
from .methods import Setup
from .probing import online_probe
from .splits import Split, best_split, split
from .statistics import Statistics, measure
from .values import Values, choose

if TYPE_CHECKING:
    from ..core.trainer import Learner, TrainReport
    from .feed import DatasetFeed, ValidationFeed


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
    trainer.require_folder(folder, resume=resume)
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
        probe=online_probe(ready) if settings.probe_every else None,
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
        kind = best_split(data) if share or data.given is not None else "random"
    return split(data, kind, share, 0.0, values.settings.seed)
