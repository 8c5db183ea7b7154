"""MAE: most patches of an image are hidden, and what they hold is to be told from the few that are seen.

Deng et al. 2023 pretrain a ViT-B so (He et al. 2022, Masked autoencoders are scalable vision learners, CVPR) on the
red, green, blue and near-infrared bands of BigEarthNet. They state no settings ("carefully tuned"): those here are
He et al.'s, whose rate of learning is 1.5e-4 for each 256 samples of a batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.trainer import Draw, Learner, Result
from ..encoding import BandStack, Batch, Network, choose_stack
from .base import Method, Setup, knob
from .simclr import PAPER, modalities

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Config:
    """Knobs of MAE; what He et al. 2022 state is assumed of Deng et al. 2023."""

    backbone: str = knob("vit_base_patch16_224", "vision transformer of timm")
    network: str = knob("", "shape of the backbone, such as embed_dim=192,depth=4", assumed=True)
    weights: str = knob(
        "random", "to begin with: random, imagenet, a file, or checkpoint:RUN", assumed=True
    )
    size: int = knob(224, "pixels on a side of what is seen and embedded", assumed=True, least=8)
    modality: str = knob("", "kind of image to learn from; the first that has the bands by default")
    bands: str = knob("", "names of bands, such as red,green,blue,nir; all by default")
    masked: float = knob(0.75, "share of patches that are hidden", assumed=True, above=0, most=0.99)
    normalised: bool = knob(
        True, "tell each patch's pixels brought to mean 0 and deviation 1", assumed=True
    )
    decoder_width: int = knob(512, "of the decoder's tokens", assumed=True, least=4)
    decoder_depth: int = knob(8, "blocks of the decoder", assumed=True, least=1)
    decoder_heads: int = knob(16, "heads of attention in the decoder", assumed=True, least=1)
    positions: str = knob(
        "sincos",
        "of patches: sines and cosines that stay, or learned",
        assumed=True,
        choices=("sincos", "learned"),
    )
    pooling: str = knob(
        "avg",
        "of the embedding: the mean of patches, or the class token, which MAE teaches nothing",
        assumed=True,
        choices=("avg", "cls"),
    )
    area: float = knob(0.2, "least share of an image that is shown", assumed=True, above=0, most=1)
    turns: str = knob(
        "none",
        "how images are turned: not, by quarters of a circle, or freely",
        assumed=True,
        choices=("none", "quarter", "free"),
    )


class MAE(Learner):
    """Encoder and decoder."""

    networks: Any

    def __init__(self, setup: Setup) -> None:
        from ..networks.mae import MaskedAutoencoder
        from ..views import ViewRecipe

        config: Config = setup.config
        network = Network(config.backbone, config.network, config.weights, config.size)
        modality, take = choose_stack(setup.data, config.modality, config.bands)
        self.bands = BandStack(setup, modality, take, network, config.pooling)
        self.views = ViewRecipe(config.size, config.area, turns=config.turns, blur=0)
        self.masked, self.normalised = config.masked, config.normalised
        self.networks = MaskedAutoencoder(
            network.build(len(take)),
            config.decoder_width,
            config.decoder_depth,
            config.decoder_heads,
            fixed_positions=config.positions == "sincos",
            fresh=config.weights == "random",
        )
        self.networks.check_pooling(config.pooling)
        self.title = f"{config.backbone} pretrained by MAE"

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """The error on hidden patches."""
        from .. import losses
        from ..networks.mae import draw_mask, patchify
        from ..views import make_view

        x = make_view(self.bands(batch), draw, self.views)
        networks = self.networks
        seen, masked = draw_mask(draw, networks.patches, self.masked)
        told = networks(x, seen)
        patches = patchify(x, networks.edge)
        return {"loss": losses.masked_pixels(told, patches, masked, normalised=self.normalised)}

    def embed(self, batch: Batch) -> Tensor:
        return self.bands.embed(self._encoder, batch)

    def results(self) -> dict[str, Result]:
        return {"": self.bands.result(self._encoder, self.title, PAPER)}

    @property
    def _encoder(self) -> Any:
        return self.networks.encoder


METHOD = Method(
    name="mae",
    title="Masked autoencoder",
    paper=PAPER,
    summary="Learns, without labels, to tell the three quarters of an image that are hidden from the rest. Its "
    "features are at their best after fine-tuning; as they are, a linear model often does better on SimCLR's.",
    config=Config,
    paper_settings={
        "optimiser": "adamw",
        "lr": 1.5e-4,
        "beta2": 0.95,
        "weight_decay": 0.05,
        "batch_size": 256,
        "epochs": 100.0,
        "warmup": 0.05,
        "schedule": "cosine",
    },
    assumed=(
        "optimiser", "lr", "beta2", "weight_decay", "batch_size", "epochs", "warmup", "schedule",
    ),
    modalities=modalities,
    build=MAE,
)  # fmt: skip
