"""A class for each pixel: UperNet on a pretrained or a fresh backbone.

Deng et al. 2023 put Xiao et al. 2018 (Unified perceptual parsing for scene understanding) on their backbones, on crops
of 600 pixels with a stride of 300, and leave out the class "clutter" as Wang et al. 2022 (An empirical study of remote
sensing pretraining) do. What else they tuned they do not state; optimiser, rates and batch are those of Wang et al.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import DataUnfit, RecipeInvalid
from ...core.trainer import Draw, Learner, Result
from ..datasets import IGNORED
from ..encoding import Batch, Network, check_parts
from ..transfer import NORMALISE, Transfer, choose_bands, split_names
from .base import Method, Setup, knob

if TYPE_CHECKING:
    from torch import Tensor

    from ..datasets import Dataset

PAPER = (
    "Deng et al. 2023, Disentangling the benefits of self-supervised learning to deployment-driven downstream tasks of "
    "satellite images, AAAI student abstracts, case study 2"
)


@dataclass(frozen=True)
class Config:
    """Knobs of segmentation."""

    backbone: str = knob("resnet50", "network of timm under the decoder")
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
    crop: int = knob(600, "pixels on a side that the network sees at most", least=32)
    stride: int = knob(300, "pixels between crops that are predicted and averaged", least=1)
    ignore: str = knob(
        "", "classes left out, in training and in maps, by commas; clutter in the paper"
    )
    finetune: bool = knob(True, "train the backbone too", assumed=True)
    augment: bool = knob(True, "mirror and turn crops by quarters", assumed=True)
    width: int = knob(256, "channels of the decoder", assumed=True, least=1)


class Segmentation(Learner):
    """``networks`` is the whole segmenter; what comes of a run is its backbone, and ``training.segmenter`` reads the
    rest."""

    def __init__(self, setup: Setup) -> None:
        from ..confusion import Confusion
        from ..networks.backbones import read_network
        from ..networks.upernet import UperNet, padded

        check_parts(setup)
        config: Config = setup.config
        # What of the backbone comes after the last map, such as a ViT's last norm, has no gradient.
        self.skips_parameters = config.finetune
        self.config, self.crop = config, _crop(setup)
        patch = read_network(config.network).get("patch_size")
        size, multiple = padded(self.crop, config.backbone, int(patch) if patch else None)
        network = Network(config.backbone, config.network, config.weights, size)
        self.transfer = Transfer(setup, network)
        if self.transfer.one_by_one and len(self.transfer.take) != 1:
            raise RecipeInvalid(
                f"{config.weights} sees one band at a time; set bands to one of its: "
                f"{', '.join(self.transfer.card.bands)}."  # type: ignore[union-attr]
            )
        self.networks: UperNet = UperNet(
            network.build(len(self.transfer.take)),
            _kept(setup.data, config.ignore),
            crop=self.crop,
            width=config.width,
            multiple=multiple,
            frozen=not config.finetune,
        )
        self._confusion = Confusion(len(self.networks.codes))

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Cross-entropy, mean over the pixels that count."""
        from ..crops import cut, turn

        x, mask = self._read(batch)
        x, mask = cut(x, mask, self.crop, draw)
        if self.config.augment:
            x, mask = turn(draw, x, mask)
        return {"loss": _cross_entropy(self.networks(x).log_softmax(1), self.networks.index(mask))}

    def validation_loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """On whole images: crops with a stride, their probabilities averaged."""
        x, mask = self._read(batch)
        probabilities, target = self._slide(x), self.networks.index(mask)
        counted = target != IGNORED
        self._confusion.add(target[counted], probabilities.argmax(1)[counted])
        return {"loss": _cross_entropy(probabilities.clamp(min=1e-12).log(), target)}

    def summary(self) -> dict[str, float]:
        """``miou`` and ``overall_accuracy`` of all validation pixels that count."""
        found = self._confusion.take()
        return {"miou": found.mean_iou(), "overall_accuracy": found.overall_accuracy()}

    def embed(self, batch: Batch) -> Tensor:
        return self.transfer.embed(self.networks.backbone, batch)

    def predict(self, batch: Batch) -> Tensor:
        """Codes of classes ``(n, h, w)`` of whole images, in evaluation mode."""
        return self.networks.codes[self._slide(self.transfer(batch)).argmax(1)]

    def results(self) -> dict[str, Result]:
        title = f"{self.config.backbone} under UperNet, trained to segment"
        return {"": self.transfer.result(self.networks.backbone, title, PAPER)}

    def _read(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Standardised images and their masks, IGNORED where the image has nothing."""
        x, mask = self.transfer(batch), batch["mask"]
        if mask.shape[1:] != x.shape[2:]:
            raise DataUnfit(
                f"Masks of {tuple(mask.shape[1:])} pixels do not lie on the images of {self.transfer.modality.name}, "
                f"which have {tuple(x.shape[2:])}; choose another modality."
            )
        valid = batch.get(f"{self.transfer.modality.name}.valid")
        return x, mask if valid is None else mask.masked_fill(~valid, IGNORED)

    def _slide(self, x: Tensor) -> Tensor:
        """Probabilities ``(n, classes, h, w)``."""
        import torch

        from ..crops import slide

        if x.shape[2:] == (self.crop, self.crop):
            return self.networks.probabilities(x)
        stride = min(self.config.stride, self.crop)
        return torch.stack(
            [
                torch.cat(list(slide(self.networks.probabilities, image, self.crop, stride)), 1)
                for image in x
            ]
        )


def _cross_entropy(log_probabilities: Tensor, target: Tensor) -> Tensor:
    from torch.nn.functional import nll_loss

    from ...core.trainer.distributed import mean_over_all

    total = nll_loss(log_probabilities, target, ignore_index=IGNORED, reduction="sum")
    return mean_over_all(total, (target != IGNORED).sum())


def _crop(setup: Setup) -> int:
    """Pixels on a side of crops: as asked, or the images' shorter side. Raises RecipeInvalid for gaps between them."""
    config: Config = setup.config
    if config.stride > config.crop:
        raise RecipeInvalid(
            f"A stride of {config.stride} leaves gaps between crops of {config.crop} pixels; set a stride up to crop."
        )
    name, _ = choose_bands(setup.data, config)
    return min(config.crop, *setup.data.modalities[name].size)


def _kept(data: Dataset, ignore: str) -> list[int]:
    """Codes of the classes that count. Raises DataUnfit for a name that is none, or fewer than two left."""
    names = [name.lower() for name in data.mask_classes]
    left_out = [name.lower() for name in split_names(ignore)]
    if unknown := [name for name in left_out if name not in names]:
        raise DataUnfit(
            f"{data.name} has no class {', '.join(unknown)} to ignore; its classes are: {', '.join(data.mask_classes)}."
        )
    kept = [code for code, name in enumerate(names) if name not in left_out]
    if len(kept) < 2:
        raise DataUnfit(f"{data.name} has fewer than two classes left; ignore fewer of them.")
    return kept


def modalities(data: Dataset, config: Any) -> Sequence[str]:
    """The one whose bands are segmented. Raises DataUnfit for data without masks."""
    if not data.mask_classes:
        raise DataUnfit(
            f"{data.name} has no masks of classes, which segmentation learns from; give a data set that has, such as "
            "Potsdam."
        )
    return (choose_bands(data, config)[0],)


METHOD = Method(
    name="segment",
    title="Segmentation by UperNet",
    paper=PAPER,
    summary="Learns a class for each pixel from masks, on a backbone that was pretrained or is fresh: what a "
    "pretrained backbone is worth for maps as fine as the image.",
    config=Config,
    paper_settings={
        "optimiser": "adamw",
        "lr": 6e-5,
        "weight_decay": 0.01,
        "batch_size": 8,
        "epochs": 50.0,
        "warmup": 0.02,
        "schedule": "cosine",
        "validation": 0.2,
    },
    assumed=(
        "optimiser",
        "lr",
        "weight_decay",
        "batch_size",
        "epochs",
        "warmup",
        "schedule",
        "validation",
    ),
    modalities=modalities,
    build=Segmentation,
    masks=True,
)
