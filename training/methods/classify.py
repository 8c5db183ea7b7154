"""A class for each image: a small perceptron on a frozen backbone, or the whole network fine-tuned.

Deng et al. 2023 set "simple MLP layers" on their backbones, with 2, 5 or 8 tenths of the images to train on. Jain et
al. 2021 (Multi-modal self-supervised representation learning for Earth observation, IGARSS, section VI) set a hidden
layer of 128 on a frozen one, for each band by itself, train it for 100 epochs, and tell its weighted F1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import DataUnfit
from ...core.trainer import Draw, Learner, Result
from ..datasets import Dataset, tasks_of
from ..encoding import Batch, Network, check_parts
from ..transfer import NORMALISE, Transfer, checkpoint_card, choose_bands
from .base import Method, Setup, knob

if TYPE_CHECKING:
    from torch import Tensor

PAPER = (
    "Deng et al. 2023, Disentangling the benefits of self-supervised learning to deployment-driven downstream tasks of "
    "satellite images, AAAI student abstracts, case study 1"
)
#: Bytes of features that are kept at most; what is beyond is computed in every pass.
_KEPT = 2**31


@dataclass(frozen=True)
class Config:
    """Knobs of classification."""

    backbone: str = knob("resnet50", "network of timm under the classifier")
    network: str = knob("", "shape of the backbone, such as embed_dim=192,depth=4", assumed=True)
    weights: str = knob("imagenet", "of the backbone: random, imagenet, a file, or checkpoint:RUN")
    normalise: str = knob(
        "weights",
        "by what bands are normalised: what a checkpoint was trained with, or the data's own",
        assumed=True,
        choices=NORMALISE,
    )
    modality: str = knob("", "images to learn from; the first with the bands by default")
    bands: str = knob("", "names of bands, by commas; all by default, or those of the checkpoint")
    size: int = knob(
        0,
        "pixels on a side that images are resized to; 0 for the checkpoint's, or else the images' own",
        assumed=True,
        least=0,
    )
    task: str = knob("", "labels to learn, by name; the first that are classes by default")
    hidden: int = knob(
        128, "width of the hidden layer, as Jain et al. have it; 0 for none", assumed=True, least=0
    )
    finetune: bool = knob(False, "train the backbone too", assumed=True)
    augment: bool = knob(True, "with finetune: mirror and turn images by quarters", assumed=True)


class Classification(Learner):
    """``networks``: the backbone and the classifier. What comes of a run is the backbone."""

    networks: Any

    def __init__(self, setup: Setup) -> None:
        from torch import nn

        from ..confusion import Confusion

        config: Config = setup.config
        self.config, self.task = config, _task(setup.data, config.task)
        network = Network(
            config.backbone, config.network, config.weights, _size(setup.data, config)
        )
        self.transfer = Transfer(setup, network)
        backbone = network.build(1 if self.transfer.one_by_one else len(self.transfer.take))
        if config.finetune:
            check_parts(setup)
        backbone.requires_grad_(config.finetune)
        # A pooling that is not the network's own may pass over a norm of its own.
        self.skips_parameters = config.finetune and self.transfer.pooling != "model"
        classes = len(setup.data.labels.classes[self.task])  # type: ignore[union-attr]
        head = _classifier(self.transfer.width(backbone), config.hidden, classes)
        self.networks = nn.ModuleDict({"backbone": backbone, "classifier": head})
        self._confusion = Confusion(classes)
        self._known: dict[int, Tensor] = {}

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Cross-entropy, mean over the labelled rows."""
        from ..crops import turn

        if not self.config.finetune:
            return {"loss": _cross_entropy(*self._scores(self._frozen(batch), batch))}
        x = self.transfer.images(batch)
        if self.config.augment:
            (x,) = turn(draw, x)
        features = self.transfer.features(self.networks["backbone"], x)
        return {"loss": _cross_entropy(*self._scores(features, batch))}

    def validation_loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        features = self.embed(batch) if self.config.finetune else self._frozen(batch)
        scores, truth = self._scores(features, batch)
        self._confusion.add(truth, scores.argmax(1))
        return {"loss": _cross_entropy(scores, truth)}

    def summary(self) -> dict[str, float]:
        """``accuracy`` and ``weighted_f1`` of all labelled validation samples."""
        found = self._confusion.take()
        return {"accuracy": found.overall_accuracy(), "weighted_f1": found.weighted_f1()}

    def embed(self, batch: Batch) -> Tensor:
        return self.transfer.embed(self.networks["backbone"], batch)

    def predict(self, batch: Batch) -> Tensor:
        """The likeliest class of each sample, int64 ``(n,)``, in evaluation mode."""
        scores: Tensor = self.networks["classifier"](self.embed(batch))
        return scores.argmax(1)

    def results(self) -> dict[str, Result]:
        how = "fine-tuned" if self.config.finetune else "frozen"
        title = f"{self.config.backbone}, {how} under a classifier"
        return {"": self.transfer.result(self.networks["backbone"], title, PAPER)}

    def _frozen(self, batch: Batch) -> Tensor:
        """Features of a backbone that stays as it is: of each sample they are computed once, and kept."""
        import torch

        rows = batch["rows"].tolist()
        if all(row in self._known for row in rows):
            return torch.stack([self._known[row] for row in rows])
        found = self.embed(batch)
        if len(self._known) * found[0].nbytes < _KEPT:
            self._known.update(zip(rows, found, strict=True))
        return found

    def _scores(self, features: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """Of the rows that have a label: a score for each class, float32, and the class that is."""
        labels = batch["labels"][:, self.task]
        known = ~labels.isnan()
        scores = self.networks["classifier"](features).float()
        return scores[known], labels[known].long()


def _classifier(width: int, hidden: int, classes: int) -> Any:
    from torch import nn

    if not hidden:
        return nn.Linear(width, classes)
    return nn.Sequential(nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, classes))


def _cross_entropy(scores: Tensor, truth: Tensor) -> Tensor:
    from torch.nn.functional import cross_entropy

    from ...core.trainer.distributed import mean_over_all

    return mean_over_all(cross_entropy(scores, truth, reduction="sum"), len(truth))


def _size(data: Dataset, config: Config) -> int:
    """Pixels on a side that the network sees."""
    card = checkpoint_card(config.weights)
    own = max(data.modalities[choose_bands(data, config)[0]].size)
    return config.size or (card.input_size if card is not None else own)


def _task(data: Dataset, name: str) -> int:
    """Position of the labels to learn. Raises DataUnfit where they are no classes."""
    there = tasks_of(data, [name] if name else [])
    labels = data.labels
    classes = [t for t in there if labels is not None and labels.kind(t) == "classes"]
    if not classes:
        what = f"labels of classes for {name}" if name else "labels that are classes"
        raise DataUnfit(
            f"{data.name} has no {what}, which classification learns from; give a data set that has, such as EuroSAT."
        )
    return classes[0]


def modalities(data: Dataset, config: Any) -> Sequence[str]:
    """The one whose images are classified. Raises DataUnfit for data without labels of classes."""
    _task(data, config.task)
    return (choose_bands(data, config)[0],)


METHOD = Method(
    name="classify",
    title="Classification of images",
    paper=PAPER,
    summary="Learns a class for each image from labels, by a small classifier on a backbone that stays as it was "
    "pretrained, or is fine-tuned: what a pretrained backbone is worth for scenes.",
    config=Config,
    paper_settings={
        "epochs": 100.0,
        "validation": 0.2,
        "optimiser": "adam",
        "lr": 1e-3,
        "batch_size": 64,
        "schedule": "constant",
    },
    assumed=("epochs", "optimiser", "lr", "batch_size", "schedule"),
    modalities=modalities,
    build=Classification,
    labels=True,
)
