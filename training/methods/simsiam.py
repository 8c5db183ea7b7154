"""SimSiam on pairs of single bands: a prediction of the other view by the network itself, which holds still meanwhile.

Jain, Schoen-Phelan & Ross 2021 put Chen & He 2021 (Exploring simple Siamese representation learning, arXiv:2011.10566)
to Sentinel-1 and Sentinel-2. Their heads are BYOL's, two layers each, where Chen & He project by three.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.trainer import Draw, Learner, Result
from ..encoding import Batch, SingleBands, check_parts, choose_pair
from .base import Method, Setup
from .byol import PAPER, PairConfig, modalities

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Config(PairConfig):
    """Knobs of SimSiam."""


class SimSiam(Learner):
    """Backbone, projection and prediction."""

    networks: Any

    def __init__(self, setup: Setup) -> None:
        from torch import nn

        from ..networks.backbones import embedding_width
        from ..networks.heads import MLP

        check_parts(setup)
        config: Config = setup.config
        network = config.network_of()
        self.bands = SingleBands(setup, choose_pair(setup.data, config.pairs), network)
        self.views = config.views()
        backbone = network.build(bands=1)
        self.networks = nn.ModuleDict(
            {
                "backbone": backbone,
                "projection": MLP(embedding_width(backbone), config.hidden, config.output),
                "prediction": MLP(config.output, config.hidden, config.output),
            }
        )
        self.title = f"{config.backbone} pretrained by SimSiam"

    def loss(self, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Mean of both directions: each view's prediction against the other's projection, which gets no gradient."""
        from .. import losses
        from ..views import make_view

        first, second = self.bands.draw(batch, draw)
        views = make_view(first, draw, self.views), make_view(second, draw, self.views)
        networks = self.networks
        one, two = (networks["projection"](networks["backbone"](view)) for view in views)
        predict = networks["prediction"]
        loss = (losses.simsiam(predict(one), two) + losses.simsiam(predict(two), one)) / 2
        return {"loss": loss, "spread": losses.spread(one)}

    def embed(self, batch: Batch) -> Tensor:
        return self.bands.embed(self.networks["backbone"], batch)

    def results(self) -> dict[str, Result]:
        return {"": self.bands.result(self.networks["backbone"], self.title, PAPER)}


METHOD = Method(
    name="simsiam",
    title="SimSiam on pairs of bands",
    paper=PAPER,
    summary="Learns what an optical and a radar band of one place have in common, without labels and without the "
    "second network of BYOL, in about half its time. It sees one band at a time, so it embeds any of them.",
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
    build=SimSiam,
)
