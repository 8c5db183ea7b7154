"""Multi-task learning: one network predicts several labels of a place; what its last hidden layer holds is kept.

Naik & Foley-Cox 2022: a vision transformer's final layer is replaced by a fully connected one of d outputs; after a
ReLU these are the embedding, and one more layer makes of it one number a task.

    images ──▶ backbone ──▶ final layer, d outputs ──▶ ReLU = embedding ──▶ one output a task

The paper begins with torchvision's ViT-B/16, IMAGENET1K_V1. timm's weights are others; of those the default,
``augreg_in1k``, was trained on the same images alone (Steiner et al. 2021, arXiv:2106.10270), with values normalised
otherwise. With ``weights`` a file of torchvision's (vit_b_16-….pth) the network begins as the paper's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...core.errors import DataUnfit, RecipeInvalid
from ...core.trainer import Draw, Learner, Result
from ..datasets.base import tasks_of
from ..encoding import BandStack, Batch, Network, choose_stack, evaluating
from .base import Method, Setup, knob

if TYPE_CHECKING:
    from torch import Tensor

    from ..datasets import Dataset, Labels
    from ..statistics import Statistics

PAPER = "Naik & Foley-Cox 2022, Creating satellite image embeddings with multi-task learning, Stanford University"
#: Of red, green and blue in 0-1, as torchvision's networks were trained (section 3.2).
MEAN = {"red": 0.485, "green": 0.456, "blue": 0.406}
STD = {"red": 0.229, "green": 0.224, "blue": 0.225}


@dataclass(frozen=True)
class Config:
    """Knobs of multi-task learning; sections 3.2, 3.3 and 4 of the paper."""

    backbone: str = knob(
        "vit_base_patch16_224.augreg_in1k", "network of timm; after a dot, which of its weights", assumed=True
    )  # fmt: skip
    network: str = knob("", "shape of the backbone, such as embed_dim=192,depth=4", assumed=True)
    weights: str = knob(
        "imagenet",
        "to begin with: imagenet, random, a file (timm's or torchvision's), or checkpoint:RUN",
    )
    dim: int = knob(
        1024, "numbers of the embedding, d in the paper, which also tries 4096", least=1
    )
    resize: int | None = knob(
        242, "pixels on a side that images are resized to, then cut to size", least=8, optional=True, kind=int
    )  # fmt: skip
    size: int = knob(224, "pixels on a side that the network sees", least=8)
    normalisation: str = knob(
        "auto",
        "of values: imagenet as in the paper, data by mean and deviation of the training samples; auto is "
        "imagenet for red, green and blue of 0-255",
        choices=("auto", "imagenet", "data"),
    )
    modality: str = knob(
        "", "name of the images to learn from; the first with the bands by default"
    )
    bands: str = knob("", "names of bands, such as red,green,blue; all by default")
    tasks: str = knob("", "names of the labels to learn; all by default")
    hold_out: str = knob("", "names of labels not to learn, kept for evaluation")
    task_weights: str = knob(
        "", "weights of tasks in the loss, such as elevation=2,income=0.5; 1 by default"
    )

    @property
    def arch(self) -> str:
        """The backbone, without the name of weights that are not taken."""
        return self.backbone if self.weights == "imagenet" else self.backbone.partition(".")[0]


def modalities(data: Dataset, config: Config) -> list[str]:
    """The one it learns from. Raises DataUnfit where it or its bands are not there, or no label is."""
    choose_tasks(data, config)
    return [choose_stack(data, config.modality, config.bands)[0]]


def choose_tasks(data: Dataset, config: Config) -> tuple[Labels, list[int]]:
    """The labels, and positions of the tasks to learn: those named, or all, without those held out. Raises
    DataUnfit."""
    if data.labels is None:
        raise DataUnfit(
            f"{data.name} has no labels, and multitask learns from them; give data with labels, or take a "
            "method without."
        )
    held = tasks_of(data, _names(config.hold_out)) if config.hold_out else []
    chosen = [task for task in tasks_of(data, _names(config.tasks)) if task not in held]
    if not chosen:
        raise DataUnfit(f"No task of {data.name} is left to learn; hold out fewer of them.")
    return data.labels, chosen


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


class MultiTask(Learner):
    """Backbone with a final layer of d outputs, and the layer of tasks."""

    def __init__(self, setup: Setup) -> None:
        from torch import nn

        from ..networks.backbones import make_backbone, read_network
        from ..targets import Targets

        config: Config = setup.config
        if config.resize is not None and config.resize < config.size:
            raise RecipeInvalid(
                f"Images of {config.resize} pixels cannot be cut to {config.size}; raise resize or lower size."
            )
        self.config = config
        labels, chosen = choose_tasks(setup.data, config)
        weights = read_weights(config.task_weights, [labels.tasks[task] for task in chosen])
        self.targets = Targets(labels, setup.train, chosen, weights, setup.data.name)

        name, take = choose_stack(setup.data, config.modality, config.bands)
        found, self.value_range = normalise(setup.statistics[name], take, config.normalisation)
        look = Network(config.arch, config.network, config.weights, config.size)
        self.stack = BandStack(replace(setup, statistics={name: found}), name, take, look, "model")
        backbone = make_backbone(
            config.arch,
            len(take),
            config.size,
            outputs=config.dim,
            weights=config.weights,
            kwargs=read_network(config.network),
        )
        self.networks: Any = nn.ModuleDict(
            {"backbone": backbone, "tasks": nn.Linear(config.dim, len(self.targets))}
        )
        self._sums: Any = 0

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Mean squared error of standardised labels, weighted by task; unknown labels do not count (section 4.2)."""
        from ...core.trainer import distributed

        total, count = self.targets.squared_error(self._predicted(batch), batch["labels"])
        return {"loss": distributed.mean_over_all(total, count)}

    def validation_loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Of a batch; ``summary`` has that of all, in which each label counts alike."""
        from ...core.trainer import distributed

        predicted = self._predicted(batch)
        self._sums = self._sums + self.targets.sums(predicted, batch["labels"])
        total, count = self.targets.squared_error(predicted, batch["labels"])
        return {"loss": distributed.mean_over_all(total, count)}

    def summary(self) -> dict[str, float]:
        """``loss`` over all samples held out, and R2 of each task."""
        from ...core.trainer import distributed

        found = self.targets.scores(sum(distributed.gather_objects(self._sums)))
        self._sums = 0
        return found

    def _predicted(self, batch: Batch) -> Tensor:
        return self.networks["tasks"](self._embedding(batch)).float()

    def _embedding(self, batch: Batch) -> Tensor:
        from ...core.models.preparation import resize_and_cut

        x = resize_and_cut(self.stack(batch), self.config.size, self.config.resize)
        return self.networks["backbone"](x).relu()

    def embed(self, batch: Batch) -> Tensor:
        with evaluating(self.networks):
            return self._embedding(batch).float()

    def results(self) -> dict[str, Result]:
        config = self.config
        title = f"{config.arch} trained on {', '.join(self.targets.tasks)}"
        found = self.stack.result(self.networks["backbone"], title, PAPER)
        card = replace(
            found.card,
            arch=config.backbone.partition(".")[0],
            outputs=config.dim,
            activation="relu",
            resize=config.resize,
            value_range=self.value_range,
        )
        return {"": Result(found.weights, card)}


def read_weights(text: str, tasks: Sequence[str]) -> list[float]:
    """Weights of ``tasks`` from ``elevation=2,income=0.5``, 1 where not named. Raises RecipeInvalid."""
    given: dict[str, float] = {}
    for part in _names(text):
        name, _, value = (p.strip() for p in part.partition("="))
        try:
            given[name] = float(value)
        except ValueError:
            given[name] = -1.0
        if name not in tasks or not 0 < given[name] < float("inf"):
            raise RecipeInvalid(
                f"task_weights={text}: '{part}' is no weight above 0 of a task that is learnt, such as "
                f"{tasks[0]}=2; those are: {', '.join(tasks)}."
            )
    return [given.get(name, 1.0) for name in tasks]


def normalise(
    found: Statistics, take: Sequence[int], how: str
) -> tuple[Statistics, tuple[float, float] | None]:
    """Statistics to standardise bands with, and the range of values that this supposes, None for any.

    With ``imagenet`` they are the paper's, of values of 0-1 or 0-255; with ``data`` those found; ``auto`` is
    ``imagenet`` where bands and values are fit. Raises RecipeInvalid where they are not.
    """
    names = [found.bands[i].lower() for i in take]
    low, high = min(found.low[i] for i in take), max(found.high[i] for i in take)
    coloured = sorted(names) == sorted(MEAN)
    if how == "data" or (how == "auto" and not (coloured and low >= 0 and 1.5 < high <= 255)):
        return found, None
    if not (coloured and low >= 0 and high <= 255):
        raise RecipeInvalid(
            f"normalisation=imagenet is for red, green and blue of 0-1 or 0-255, and this is {', '.join(names)} of "
            f"{low:.6g} to {high:.6g}; take bands=red,green,blue, or normalisation=data."
        )
    unit = 255.0 if high > 1.5 else 1.0
    mean, std = list(found.mean), list(found.std)
    for i, name in zip(take, names, strict=True):
        mean[i], std[i] = MEAN[name] * unit, STD[name] * unit
    return replace(found, mean=tuple(mean), std=tuple(std)), (0.0, unit)


METHOD = Method(
    name="multitask",
    title="Multi-task learning",
    paper=PAPER,
    summary="Learns to predict several labels of a place (elevation, forest, roads) from its image, all at once; what "
    "the network makes of the image just before serves others too. It needs labels, though not those asked later.",
    config=Config,
    paper_settings={
        "optimiser": "adam",
        "lr": 1e-5,
        "weight_decay": 0.01,
        "batch_size": 64,
        "epochs": 5.0,
        "validation": 0.1,
        "schedule": "constant",
    },
    assumed=("schedule",),
    labels=True,
    keep_best=True,
    modalities=modalities,
    build=MultiTask,
)
