"""CLIP for images of several kinds: a tower for each, trained to know a place in one by how it looks in another.

Allen et al. 2023 put Radford et al. 2021 (Learning transferable visual models from natural language supervision,
arXiv:2103.00020) to Sentinel-2, Sentinel-1 amplitude and coherence. Each tower sees one channel of its modality,
another at each step, so that what is trained takes whichever channels there are.

The paper states 259M trainable parameters, an embedding of 768 numbers and images of 448 pixels. Three ViT-B/16 of
one channel at 448 pixels, each with a final layer of 768 outputs, have 259.3M; without that layer they have 257.6M,
and with patches of 32 pixels 259.8M. So patches of 16 pixels and the final layer, which it leaves open, are assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import DataUnfit
from ...core.models.checkpoint import CheckpointCard
from ...core.trainer import Draw, Learner, Result
from ..encoding import Batch, check_parts, evaluating
from .base import Method, Setup, knob

if TYPE_CHECKING:
    from torch import Tensor

    from ..datasets import Dataset

PAPER = (
    "Allen et al. 2023, Fewshot learning on global multimodal embeddings for Earth observation tasks, "
    "NeurIPS workshop R0-FoMo, arXiv:2310.00119"
)


@dataclass(frozen=True)
class Config:
    """Knobs of CLIP; sections 3 and 4.1 of the paper."""

    backbone: str = knob(
        "vit_base_patch16_224",
        "network of timm of each tower, which sees one channel",
        assumed=True,
    )
    network: str = knob("", "shape of the backbone, such as embed_dim=192,depth=8", assumed=True)
    weights: str = knob(
        "random", "of each tower to begin with: random, imagenet, a file, or checkpoint:RUN", assumed=True
    )  # fmt: skip
    dim: int = knob(768, "numbers of the embedding of each modality", least=1)
    size: int = knob(448, "pixels on a side that images are resized to", least=8)
    modalities: str = knob("", "names of those to align, such as s2,s1; all by default")
    channel_per: str = knob(
        "sample",
        "whether each sample of a step gets a channel of its own at random, or all of a batch the same",
        assumed=True,
        choices=("sample", "batch"),
    )
    augment: str = knob(
        "none",
        "flips: each sample is mirrored and turned by quarters at random, all its modalities alike",
        assumed=True,
        choices=("none", "flips"),
    )


def modalities(data: Dataset, config: Config) -> list[str]:
    """Those named, or all. Raises DataUnfit for one that there is not, or where there are fewer than two."""
    named = [name.strip() for name in config.modalities.split(",") if name.strip()]
    there = ", ".join(data.modalities)
    if missing := [name for name in named if name not in data.modalities]:
        raise DataUnfit(f"{data.name} has no modality {', '.join(missing)}; it has: {there}.")
    chosen = list(dict.fromkeys(named)) or list(data.modalities)
    if len(chosen) < 2:
        raise DataUnfit(
            f"CLIP aligns at least two modalities, and of {data.name} it was given {', '.join(chosen)} (there "
            f"is: {there}); give data with another kind of image of the same places, or take simclr or mae."
        )
    return chosen


class CLIP(Learner):
    """Towers, and images of one channel of each modality."""

    def __init__(self, setup: Setup) -> None:
        from ..inputs import Inputs
        from ..networks.backbones import make_backbone, read_network
        from ..networks.towers import Towers

        check_parts(setup)
        self.config: Config = setup.config
        self.names = modalities(setup.data, self.config)
        self._modalities = [setup.data.modalities[name] for name in self.names]
        self._statistics = [setup.statistics[name] for name in self.names]
        self._inputs = [
            Inputs(m, s) for m, s in zip(self._modalities, self._statistics, strict=True)
        ]
        self.networks: Any = Towers(
            [
                make_backbone(
                    self.config.backbone,
                    1,
                    self.config.size,
                    outputs=self.config.dim,
                    weights=self.config.weights,
                    kwargs=read_network(self.config.network),
                )
                for _ in self.names
            ]
        )

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """One channel of each modality, drawn among those that the sample has; then ``alignment``."""
        import torch

        from ..alignment import alignment

        available = [available_channels(batch, name) for name in self.names]
        images = [
            self._channel(batch, i, choose_channel(draw, has, self.config.channel_per))
            for i, has in enumerate(available)
        ]
        if self.config.augment == "flips":
            images = mirror(images, draw)
        present = torch.stack([has.any(1) for has in available], 1)
        scale = self.networks.scale
        loss = alignment(self.networks(images), present, scale)
        return {"loss": loss, "temperature": 1 / scale.detach()}

    def _channel(self, batch: Batch, modality: int, picked: Tensor) -> Tensor:
        """One channel of each sample, standardised: ``(n, 1, size, size)``."""
        import torch

        from ..inputs import resize

        x = self._inputs[modality](batch, self.names[modality])
        rows = torch.arange(len(x), device=x.device)
        return resize(x[rows, picked][:, None], self.config.size)

    def after_step(self, done: float) -> None:
        self.networks.limit_scale()

    def embed(self, batch: Batch) -> Tensor:
        """Of each modality the mean over the channels that a sample has, one after the other; 0 where it has none."""
        import torch

        from ..inputs import resize

        parts = []
        with evaluating(self.networks):
            for i, name in enumerate(self.names):
                has, x = available_channels(batch, name), self._inputs[i](batch, name)
                total = torch.zeros(len(has), self.config.dim, device=has.device)
                for channel in range(has.shape[1]):
                    one = resize(x[:, [channel]], self.config.size)
                    out = self.networks.backbones[i](one).float()
                    total = total + out * has[:, channel, None]
                parts.append(total / has.sum(1, keepdim=True).clamp(min=1))
        return torch.cat(parts, 1)

    def results(self) -> dict[str, Result]:
        """An encoder a modality, under its name."""
        from ..networks.backbones import network_kwargs, read_network

        config = self.config
        return {
            name: Result(
                self.networks.backbones[i].state_dict(),
                CheckpointCard(
                    arch=config.backbone.partition(".")[0],
                    bands=self._statistics[i].bands,
                    mean=self._statistics[i].mean,
                    std=self._statistics[i].std,
                    input_size=config.size,
                    kwargs=network_kwargs(
                        config.backbone, config.size, read_network(config.network)
                    ),
                    title=f"{config.backbone} for {name}, aligned with {', '.join(self._others(name))} by CLIP",
                    paper=PAPER,
                    units=self._modalities[i].units,
                    native_gsd=self._modalities[i].gsd,
                    outputs=config.dim,
                    single_channel=True,
                    channels="mean",
                ),
            )
            for i, name in enumerate(self.names)
        }

    def _others(self, name: str) -> list[str]:
        return [other for other in self.names if other != name]


def available_channels(batch: Batch, name: str) -> Tensor:
    """bool ``(n, channels)``: those that a sample has; none where all its pixels are invalid."""
    import torch

    x = batch[name]
    present, valid = batch.get(f"{name}.present"), batch.get(f"{name}.valid")
    if present is None:
        present = torch.ones(x.shape[:2], dtype=torch.bool, device=x.device)
    return present if valid is None else present & valid.flatten(1).any(1, keepdim=True)


def choose_channel(draw: Draw, available: Tensor, per: str) -> Tensor:
    """A channel of each sample among those available, int64 ``(n,)``; the first where there is none.

    per: ``sample`` or ``batch``. With ``batch`` samples that have the same channels get the same one.
    """
    import torch

    share = draw.uniform() if per == "sample" else draw.one(2**24) / 2**24
    count = available.sum(1)
    wanted = torch.minimum((share * count).long(), (count - 1).clamp(min=0))
    order = available.cumsum(1) - 1
    return ((order == wanted[:, None]) & available).to(torch.uint8).argmax(1)


def mirror(images: Sequence[Tensor], draw: Draw) -> list[Tensor]:
    """Square images, each sample mirrored at random left to right, top to bottom and at its diagonal: all eight ways
    to lay a square on itself."""
    import torch

    chosen = [draw.chance(0.5)[:, None, None, None] for _ in range(3)]
    out = []
    for x in images:
        x = torch.where(chosen[0], x.flip(3), x)
        x = torch.where(chosen[1], x.flip(2), x)
        out.append(torch.where(chosen[2], x.transpose(2, 3), x))
    return out


METHOD = Method(
    name="clip",
    title="CLIP across modalities",
    paper=PAPER,
    summary="Learns, without labels, what several kinds of image (optical, radar, coherence) have in common at one "
    "place. It gives an encoder for each kind, which takes whichever of its channels there are.",
    config=Config,
    paper_settings={
        "validation": 0.2,
        "optimiser": "adamw",
        "lr": 1e-4,
        "weight_decay": 0.2,
        "beta2": 0.98,
        "batch_size": 256,
        "epochs": 32.0,
        "warmup": 0.05,
        "schedule": "cosine",
    },
    # All but the split: optimiser, decay, beta, epochs and schedule are those of Radford et al. 2021.
    assumed=(
        "optimiser", "lr", "weight_decay", "beta2", "batch_size", "epochs", "warmup", "schedule",
    ),
    keep_best=True,
    modalities=modalities,
    build=CLIP,
)  # fmt: skip
