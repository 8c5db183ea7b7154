"""The embeddings that Naik & Foley-Cox 2022, Table 2, set side by side, and two that show what they are worth."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .....core.errors import ModelMismatch, ModelUnavailable, RecipeInvalid, UsageError
from .....core.models.inputs import RGB
from .....core.options import OptionValue
from .....core.trainer.runs import CHECKPOINTS
from ....datasets import Dataset
from ....datasets.subset import Subset
from ....encoding import choose_stack
from ....values import choose
from ...base import values_of
from ...bench.features import embed
from ...bench.folder import Bench
from ..stages import Stages
from .ridge import Tasks

ALL, UNTRAINED, MOSAIKS = "multi-task, all tasks", "multi-task, untrained", "MOSAIKS"
BASELINE, STATISTICS = "ViT baseline", "band statistics"
PAPER_RECIPE, PAPER_DIMS = "naik_vitb16", (1024, 4096)
#: Where to say with which weights a network begins.
_HINTS = {
    "multi-task": "Here such values go into the knob train.",
    "baseline": "Here such options go into the knob baseline_options.",
}
#: Values of training that change no figure, or that the experiment sets.
_BOOKKEEPING = {
    "tasks", "hold_out", "dim", "steps", "seed", "modality", "bands", "log_every", "checkpoint_every", "probe_every",
    "readers", "split", "probe", "compile", "precision",
}  # fmt: skip


def without(task: str) -> str:
    """The name of the network that did not learn a task."""
    return f"multi-task without {task}"


@dataclass(frozen=True)
class Networks:
    """How the embeddings are made: what the experiment's knobs say of them.

    recipe, values: of multi-task learning; what the experiment sets itself is not among the values. modality, bands:
    what all of them are shown, the bands by commas, all by default. dims: lengths of the embeddings; ablations have the
    first. baseline, baseline_options: a frozen encoder, as ``eo-embed embed --model`` takes it.
    """

    recipe: str
    values: Mapping[str, str]
    modality: str
    bands: tuple[str, ...]
    dims: tuple[int, ...]
    baseline: str
    baseline_options: Mapping[str, str]

    def learning(self, tasks: tuple[str, ...], dim: int, seed: int) -> dict[str, OptionValue]:
        """Values of the run of a network that learns these tasks. Raises RecipeInvalid for one that is set twice."""
        own: dict[str, OptionValue] = {
            "tasks": ",".join(tasks),
            "dim": dim,
            "seed": seed,
            "modality": self.modality,
            "bands": ",".join(self.bands),
        }
        if twice := sorted(own.keys() & self.values.keys()):
            raise RecipeInvalid(
                f"train={twice[0]}=… is set by the experiment itself; give it by the knobs of the experiment."
            )
        return {**self.values, **own}

    def departures(self) -> str:
        """Values of training that are not those of the paper's recipe, in a sentence; empty where all are."""
        ours, theirs = (
            choose(None, recipe, values).to_dict()
            for recipe, values in ((self.recipe, self.values), (PAPER_RECIPE, {}))
        )
        if ours["steps"] is not None:
            ours["epochs"] = f"{ours['steps']} steps in place of"
        changed = [
            f"{name} {_plain(ours[name])} ({_plain(theirs[name])})"
            for name in ours
            if name not in _BOOKKEEPING and ours[name] != theirs[name]
        ]
        if self.dims != PAPER_DIMS:
            changed.insert(0, f"dims {', '.join(map(str, self.dims))} (1024, 4096)")
        return (
            f"Training, with the paper's values in brackets: {'; '.join(changed)}."
            if changed
            else ""
        )


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "none" if value in (None, "") else str(value)


def choose_networks(
    data: Dataset,
    modality: str,
    bands: str,
    dims: Sequence[float],
    recipe: str,
    train: str,
    baseline: str,
    baseline_options: str,
) -> Networks:
    """As the knobs say. Raises DataUnfit for images that the data lacks, UsageError, RecipeInvalid."""
    name, take = choose_stack(data, modality, bands)
    shown = tuple(data.modalities[name].bands[i] for i in take) if bands else ()
    lengths = tuple(int(d) for d in dims)
    if not dims or len(set(lengths)) < len(dims) or any(d % 2 for d in dims):
        raise UsageError(
            f"dims={','.join(f'{d:g}' for d in dims)} must be different even numbers, since a filter of MOSAIKS gives "
            "two features."
        )
    values, options = values_of(train), values_of(baseline_options)
    method = choose(None, recipe, {}).method
    if method.name != "multitask":
        raise RecipeInvalid(
            f"The recipe {recipe} is of the method {method.name}; this experiment takes one of multitask."
        )
    found = Networks(recipe, values, name, shown, lengths, baseline, options)
    choose(
        None, recipe, found.learning(("task",), lengths[0], 0)
    )  # which refuses keys that are none
    return found


def frozen_options(data: Dataset, networks: Networks) -> dict[str, OptionValue]:
    """Options of the baseline: those given, else red, green and blue where they are there, brought to 0-1 as pictures
    are, or by a stretch over the scene."""
    if not networks.baseline.startswith("timm:"):
        return dict(networks.baseline_options)
    what = data.modalities[networks.modality]
    stored = data.read(np.zeros(1, np.intp), networks.modality).values.dtype
    picture = stored == np.uint8 and set(what.scale) <= {1.0} and set(what.offset) <= {0.0}
    return {
        "rgb": set(RGB) <= {band.lower() for band in networks.bands or what.bands},
        "stretch": "255" if picture else "scene",
        **networks.baseline_options,
    }


class Embedded(NamedTuple):
    """Embeddings ``X`` float32 (n, d) of the heads' samples; None where they could not be had, and ``why``.

    name: ours. dim: as asked for, None where the encoder decides.
    """

    name: str
    dim: int | None
    X: NDArray[np.float32] | None
    why: str = ""

    @property
    def line(self) -> str:
        """The name with the length of the embedding, where the paper has several."""
        return line_of(self.name, self.dim)


def line_of(name: str, dim: int | None) -> str:
    """What a row is called: ``MOSAIKS (1,024)``."""
    return name if dim is None else f"{name} ({dim:,})"


@dataclass
class Repeat:
    """One dealing of the samples, and all that is learnt from it.

    split: ``random`` or ``blocks``. seed: of the dealing, of the networks and of the random filters. heads: the samples
    of the heads' stage as a data set, whose parts are ``train``, ``validation``, ``test`` in its own numbers. missing:
    by kind of embedding, why its weights cannot be had; shared by all repeats, so that they are looked for once.
    """

    bench: Bench
    data: Dataset
    tasks: Tasks
    networks: Networks
    stages: Stages
    split: str
    seed: int
    prefix: str = ""
    missing: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = self.stages.heads
        rows = np.sort(np.concatenate([parts.train, parts.validation, parts.test]))
        self.heads = Subset(self.data, rows)
        self.train, self.validation, self.test = (
            np.searchsorted(rows, np.sort(part))
            for part in (parts.train, parts.validation, parts.test)
        )
        parts = self.stages.network
        self.pretraining = Subset(
            self.data,
            np.sort(np.concatenate([parts.train, parts.validation])),
            validation=parts.validation,
        )

    @property
    def name(self) -> str:
        """What its steps are called after."""
        return f"{self.prefix}{self.split} {self.seed}"

    def all(self) -> Iterator[Embedded]:
        """Every row of the table, made one after the other."""
        for dim in self.networks.dims:
            yield self.network(dim)
            yield self.untrained(dim)
            yield self.mosaiks(dim)
        if len(self.tasks.learned) > 1:
            for task in self.tasks.learned:
                yield self.network(self.networks.dims[0], leave_out=task)
        yield self.baseline()
        yield self._embedded(STATISTICS, None, lambda: "stats")

    def network(self, dim: int, leave_out: str = "") -> Embedded:
        """Multi-task learning of all tasks but one."""
        name = without(leave_out) if leave_out else ALL
        learned = tuple(task for task in self.tasks.learned if task != leave_out)
        return self._embedded(name, dim, lambda: self._trained(name, dim, learned), "multi-task")

    def untrained(self, dim: int) -> Embedded:
        """The same network as it begins."""
        values = self.networks.learning(self.tasks.learned, dim, self.seed)

        def spec() -> str:
            name = f"{self.name}, {line_of(ALL, dim)}"
            folder = self.bench.untrained(
                name, self.pretraining, recipe=self.networks.recipe, values=values
            )
            return f"checkpoint:{folder}"

        return self._embedded(UNTRAINED, dim, spec, "multi-task")

    def mosaiks(self, dim: int) -> Embedded:
        """Random convolutional features, whose filters are patches of the heads' training samples."""
        options: dict[str, OptionValue] = {"features": dim, "seed": self.seed}
        return self._embedded(MOSAIKS, dim, lambda: "rcf", options=options)

    def baseline(self) -> Embedded:
        """A network that was trained on ImageNet, as it is."""
        options = frozen_options(self.data, self.networks)
        return self._embedded(
            BASELINE, None, lambda: self.networks.baseline, "baseline", options=options
        )

    def _trained(self, name: str, dim: int, learned: tuple[str, ...]) -> str:
        from .....core.trainer.checkpoints import BEST

        values = self.networks.learning(learned, dim, self.seed)
        folder = self.bench.train(
            f"{self.name}, {line_of(name, dim)}",
            self.pretraining,
            recipe=self.networks.recipe,
            values=values,
        )
        # It is not gone on with, and dozens of the paper's networks with their optimisers' moments fill a disk.
        shutil.rmtree(folder / CHECKPOINTS, ignore_errors=True)
        (folder / BEST).unlink(missing_ok=True)
        return f"checkpoint:{folder}"

    def _embedded(
        self,
        name: str,
        dim: int | None,
        spec: Callable[[], str],
        weights: str = "",
        *,
        options: Mapping[str, OptionValue] | None = None,
    ) -> Embedded:
        """Embeddings of the heads' samples; weights: under which name it is kept why there are none, for those that
        hang on weights from elsewhere."""
        if why := self.missing.get(weights):
            return Embedded(name, dim, None, why)
        try:
            found = embed(
                self.bench,
                f"{self.name}, {line_of(name, dim)}",
                spec(),
                self.heads,
                self.networks.modality,
                fitted_on=self.train,
                bands=self.networks.bands,
                options=options,
            )
        except (ModelUnavailable, ModelMismatch) as error:
            if not weights:
                raise
            why = f"{error} {_HINTS[weights]}"
            self.missing[weights] = why
            return Embedded(name, dim, None, why)
        return Embedded(name, dim, found)
