"""BYOL on pairs of single bands: a prediction of what a slowly moving copy of the network says of the other view.

Jain, Schoen-Phelan & Ross 2021 put Grill et al. 2020 (Bootstrap your own latent, arXiv:2006.07733) to Sentinel-1 and
Sentinel-2: one view is a random optical band, the other a random SAR band of the same place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.trainer import Draw, Learner, Result
from ..encoding import Batch, Network, SingleBands, check_parts, choose_pair
from .base import Method, Setup, knob

if TYPE_CHECKING:
    from torch import Tensor

    from ..datasets import Dataset
    from ..views import ViewRecipe

PAPER = (
    "Jain, Schoen-Phelan & Ross 2021, Multi-modal self-supervised representation learning for Earth observation, "
    "IGARSS, doi:10.1109/IGARSS47720.2021.9553741"
)


@dataclass(frozen=True)
class PairConfig:
    """Knobs that BYOL and SimSiam have in common; sections III and V of the paper."""

    backbone: str = knob("resnet50", "network of timm that sees one band")
    network: str = knob("", "shape of the backbone, such as embed_dim=192,depth=4", assumed=True)
    weights: str = knob(
        "random", "to begin with: random, imagenet, a file, or checkpoint:RUN", assumed=True
    )
    size: int = knob(
        256, "pixels on a side of views, and of what is embedded", assumed=True, least=8
    )
    pairs: str = knob(
        "", "two modalities that views are of; the first optical and SAR ones by default"
    )
    hidden: int = knob(256, "width of the heads' hidden layer", least=1)
    output: int = knob(128, "width of what the heads give", least=1)
    area: float = knob(
        0.2, "least share of an image that a view shows", assumed=True, above=0, most=1
    )
    turns: str = knob(
        "quarter",
        "how views are turned: by quarters of a circle, or freely",
        assumed=True,
        choices=("none", "quarter", "free"),
    )
    blur: float = knob(0.5, "share of views that are blurred", assumed=True, least=0, most=1)
    sigma: float = knob(2.0, "largest deviation of the blur, pixels", assumed=True, above=0)

    def network_of(self) -> Network:
        """The encoder."""
        return Network(self.backbone, self.network, self.weights, self.size)

    def views(self) -> ViewRecipe:
        """Random crop and resize, flips, turns and Gaussian blur of both views (section III.B)."""
        from ..views import ViewRecipe

        return ViewRecipe(
            self.size, self.area, turns=self.turns, blur=self.blur, sigma=(0.1, self.sigma)
        )


@dataclass(frozen=True)
class Config(PairConfig):
    """Knobs of BYOL."""

    tau: float = knob(
        0.996, "share of itself that the target keeps at first; it rises to 1", assumed=True, least=0, most=1
    )  # fmt: skip


class BYOL(Learner):
    """Online network (backbone, projection, prediction) and target network (backbone, projection)."""

    networks: Any

    def __init__(self, setup: Setup) -> None:
        from collections import OrderedDict
        from copy import deepcopy

        from torch import nn

        from ..networks.backbones import embedding_width
        from ..networks.heads import MLP

        check_parts(setup)
        config: Config = setup.config
        network = config.network_of()
        self.bands = SingleBands(setup, choose_pair(setup.data, config.pairs), network)
        self.views, self.tau = config.views(), config.tau
        backbone = network.build(bands=1)
        projection = MLP(embedding_width(backbone), config.hidden, config.output)
        online = nn.Sequential(OrderedDict(backbone=backbone, projection=projection))
        self.networks = nn.ModuleDict(
            {
                "online": online,
                "prediction": MLP(config.output, config.hidden, config.output),
                "target": deepcopy(online).requires_grad_(False),
            }
        )
        self.title = f"{config.backbone} pretrained by BYOL"

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Eq. 1, as the mean of both directions: each view's prediction against the other's target."""
        import torch

        from .. import losses
        from ..views import make_view

        first, second = self.bands.draw(batch, draw)
        first, second = make_view(first, draw, self.views), make_view(second, draw, self.views)
        online, target = self.networks["online"], self.networks["target"]
        predict = self.networks["prediction"]
        one, two = online(first), online(second)
        with torch.no_grad():
            still_one, still_two = target(first), target(second)
        loss = (losses.byol(predict(one), still_two) + losses.byol(predict(two), still_one)) / 2
        return {"loss": loss, "spread": losses.spread(one)}

    def after_step(self, done: float) -> None:
        """The target moves towards the online network: by Grill et al. 2020, section 3.1, less and less."""
        from torch.optim.swa_utils import get_ema_multi_avg_fn

        tau = 1 - (1 - self.tau) * (math.cos(math.pi * done) + 1) / 2
        pair = (list(self.networks[name].parameters()) for name in ("target", "online"))
        get_ema_multi_avg_fn(tau)(*pair, None)

    def embed(self, batch: Batch) -> Tensor:
        return self.bands.embed(self._backbone, batch)

    def results(self) -> dict[str, Result]:
        return {"": self.bands.result(self._backbone, self.title, PAPER)}

    @property
    def _backbone(self) -> Any:
        return self.networks["online"].backbone


def modalities(data: Dataset, config: PairConfig) -> Sequence[str]:
    """The two that are paired, or the one. Raises DataUnfit."""
    return tuple(dict.fromkeys(choose_pair(data, config.pairs)))


METHOD = Method(
    name="byol",
    title="BYOL on pairs of bands",
    paper=PAPER,
    summary="Learns what an optical and a radar band of one place have in common, without labels: one network predicts "
    "what a slowly following copy of it says of the other band. It sees one band at a time, so it embeds any of them.",
    config=Config,
    paper_settings={
        "optimiser": "adam",
        "lr": 3e-4,
        "batch_size": 32,
        "epochs": 200.0,
        "schedule": "constant",
        "weight_decay": 0.0,
    },
    assumed=("schedule", "weight_decay"),
    modalities=modalities,
    build=BYOL,
)
