"""SimCLR: two views of one image are to be told from all other images of the batch, whatever process has them.

Deng et al. 2023 pretrain a ResNet-50 so (Chen et al. 2020, A simple framework for contrastive learning of visual
representations, ICML) on the red, green, blue and near-infrared bands of BigEarthNet. They state neither views nor
settings ("carefully tuned"): those here are Chen et al.'s, where bands are no colours in their nearest likeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.trainer import Draw, Learner, Result
from ..encoding import BandStack, Batch, Network, check_parts, choose_stack
from .base import Method, Setup, knob

if TYPE_CHECKING:
    from torch import Tensor

    from ..datasets import Dataset

PAPER = (
    "Deng et al. 2023, Disentangling the benefits of self-supervised learning to deployment-driven downstream tasks of "
    "satellite images, AAAI"
)


@dataclass(frozen=True)
class Config:
    """Knobs of SimCLR; what Chen et al. 2020 state is assumed of Deng et al. 2023."""

    backbone: str = knob("resnet50", "network of timm")
    network: str = knob("", "shape of the backbone, such as embed_dim=192,depth=4", assumed=True)
    weights: str = knob(
        "random", "to begin with: random, imagenet, a file, or checkpoint:RUN", assumed=True
    )
    size: int = knob(
        224, "pixels on a side of views, and of what is embedded", assumed=True, least=8
    )
    modality: str = knob("", "kind of image to learn from; the first that has the bands by default")
    bands: str = knob("", "names of bands, such as red,green,blue,nir; all by default")
    temperature: float = knob(0.1, "of the contrast", assumed=True, above=0)
    hidden: int = knob(2048, "width of the head's hidden layer", assumed=True, least=1)
    output: int = knob(128, "width of what the head gives", assumed=True, least=1)
    area: float = knob(
        0.08, "least share of an image that a view shows", assumed=True, above=0, most=1
    )
    turns: str = knob(
        "none",
        "how views are turned: not, by quarters of a circle, or freely",
        assumed=True,
        choices=("none", "quarter", "free"),
    )
    jitter: float = knob(
        0.8, "share of views whose brightness and contrast change", assumed=True, least=0, most=1
    )
    strength: float = knob(
        0.8, "of that change: deviations of brightness, factor of contrast", assumed=True, least=0
    )
    gray: float = knob(
        0.2, "share of views whose bands all become their mean", assumed=True, least=0, most=1
    )
    blur: float = knob(0.5, "share of views that are blurred", assumed=True, least=0, most=1)
    sigma: float = knob(2.0, "largest deviation of the blur, pixels", assumed=True, above=0)


class SimCLR(Learner):
    """Backbone and projection."""

    networks: Any

    def __init__(self, setup: Setup) -> None:
        from torch import nn

        from ..networks.backbones import embedding_width
        from ..networks.heads import MLP
        from ..views import ViewRecipe

        check_parts(setup)
        config: Config = setup.config
        network = Network(config.backbone, config.network, config.weights, config.size)
        modality, take = choose_stack(setup.data, config.modality, config.bands)
        self.bands = BandStack(setup, modality, take, network, "model")
        self.temperature = config.temperature
        self.views = ViewRecipe(
            config.size, config.area, turns=config.turns, blur=config.blur, sigma=(0.1, config.sigma),
            jitter=config.jitter, strength=config.strength, gray=config.gray,
        )  # fmt: skip
        backbone = network.build(len(take))
        width = embedding_width(backbone)
        self.networks = nn.ModuleDict(
            {
                "backbone": backbone,
                "projection": MLP(width, config.hidden, config.output, normalised=True),
            }
        )
        self.title = f"{config.backbone} pretrained by SimCLR"

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """The contrast of two views; of a batch in several parts, within each part."""
        from .. import losses
        from ..views import make_view

        x = self.bands(batch)
        views = make_view(x, draw, self.views), make_view(x, draw, self.views)
        networks = self.networks
        one, two = (networks["projection"](networks["backbone"](view)) for view in views)
        return {
            "loss": losses.nt_xent(one, two, self.temperature),
            "spread": losses.spread(one),
        }

    def embed(self, batch: Batch) -> Tensor:
        return self.bands.embed(self.networks["backbone"], batch)

    def results(self) -> dict[str, Result]:
        return {"": self.bands.result(self.networks["backbone"], self.title, PAPER)}


def modalities(data: Dataset, config: Any) -> Sequence[str]:
    """The one that has the bands. Raises DataUnfit."""
    return (choose_stack(data, config.modality, config.bands)[0],)


METHOD = Method(
    name="simclr",
    title="SimCLR",
    paper=PAPER,
    summary="Learns, without labels, what makes an image recognisable in spite of crops, blur and changes of "
    "brightness, by contrast with all other images of the batch: larger batches teach more.",
    config=Config,
    paper_settings={
        "optimiser": "lars",
        "lr": 0.6,  # 0.3 x batch / 256, Chen et al. 2020, section 2.2
        "batch_size": 512,
        "epochs": 100.0,
        "warmup": 0.1,
        "schedule": "cosine",
        "weight_decay": 1e-6,
    },
    assumed=("optimiser", "lr", "batch_size", "epochs", "warmup", "schedule", "weight_decay"),
    modalities=modalities,
    build=SimCLR,
)
