"""From weights to a task: which bands of a data set a network is given, and what they are normalised by.

``weights`` is ``random``, ``imagenet``, a file, or ``checkpoint:RUN``. A checkpoint says which bands it takes, by name,
and by what mean and deviation it was trained; the others take what the data set has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataUnfit, RecipeInvalid
from ..core.models.checkpoint import CheckpointCard, read_card
from ..core.models.inputs import RGB
from ..core.trainer import Result
from .encoding import BandStack, Batch, Network, choose_stack, evaluating

if TYPE_CHECKING:
    from torch import Tensor, nn

    from .datasets import Dataset, Modality
    from .methods import Setup
    from .statistics import Statistics

CHECKPOINT = "checkpoint:"
NORMALISE = ("weights", "data")


def checkpoint_card(weights: str) -> CheckpointCard | None:
    """The card of weights that are a checkpoint of this program, else None. Raises CheckpointInvalid."""
    if weights.startswith(CHECKPOINT):
        return read_card(weights.removeprefix(CHECKPOINT))[0]
    place = Path(weights).expanduser()
    return read_card(place)[0] if (place / "card.json").is_file() else None


def split_names(text: str) -> list[str]:
    """``"red, nir"`` -> its names."""
    return [name for name in (part.strip() for part in text.split(",")) if name]


def choose_bands(data: Dataset, config: Any) -> tuple[str, tuple[int, ...]]:
    """A modality and positions of its bands, in the order of the network that ``config.weights`` are for.

    config: has ``modality``, ``bands`` (by commas; "" for all that fit) and ``weights``. Raises DataUnfit for what the
    data lacks, RecipeInvalid for bands that the checkpoint does not take, CheckpointInvalid.
    """
    card = checkpoint_card(config.weights)
    if card is not None:
        return choose_stack(data, config.modality, ",".join(_asked(data, config, card)))
    name, take = choose_stack(data, config.modality, config.bands)
    if config.weights == "imagenet" and not config.bands:
        take = _rgb_first(data.modalities[name].bands)
    return name, take


def _asked(data: Dataset, config: Any, card: CheckpointCard) -> Sequence[str]:
    """Names of the bands that a checkpoint is to be given."""
    asked = split_names(config.bands)
    known, given = {band.lower() for band in card.bands}, {name.lower() for name in asked}
    if not asked:
        return _shared(data, config.modality, known) if card.single_channel else card.bands
    if given <= known and (card.single_channel or given == known):
        return asked if card.single_channel else card.bands
    raise RecipeInvalid(
        f"{config.weights} takes {'one of ' if card.single_channel else ''}the bands {', '.join(card.bands)}, not "
        f"{', '.join(asked)}; set bands to what it takes."
    )


def _shared(data: Dataset, wanted: str, known: set[str]) -> Sequence[str]:
    """Bands, of the first modality that has any, which are among those a network takes one at a time."""
    for name, modality in data.modalities.items():
        shared = [band for band in modality.bands if band.lower() in known]
        if shared and wanted in ("", name):
            return shared
    return sorted(known)


def _rgb_first(bands: Sequence[str]) -> tuple[int, ...]:
    """As ImageNet's weights expect, where all three are there."""
    lower = [band.lower() for band in bands]
    first = [lower.index(name) for name in RGB] if set(RGB) <= set(lower) else []
    return (*first, *(i for i in range(len(bands)) if i not in first))


class Transfer(BandStack):
    """What a pretrained network is given of a data set, and what is kept of it after.

    Parameters
    ----------
    setup: whose config has ``modality``, ``bands``, ``weights`` and ``normalise``.
    network: whose ``size`` images are brought to.

    card: of the checkpoint that the weights are from, None for other weights. one_by_one: whether the network sees
    one band at a time. Raises what ``choose_bands`` raises, and DataUnfit where weights were trained on other units.
    """

    def __init__(self, setup: Setup, network: Network) -> None:
        self.card = checkpoint_card(setup.config.weights)
        self.one_by_one = self.card is not None and self.card.single_channel
        name, take = choose_bands(setup.data, setup.config)
        if self.card is not None and setup.config.normalise == "weights":
            theirs = _with_card(
                setup.data.modalities[name], take, setup.statistics[name], self.card
            )
            setup = replace(setup, statistics={**setup.statistics, name: theirs})
        pooling = self.card.pooling if self.card is not None else "model"
        super().__init__(setup, name, take, network, pooling)

    def width(self, backbone: nn.Module) -> int:
        """Length of ``features``."""
        from .networks.backbones import embedding_width

        return embedding_width(backbone) * (len(self.take) if self._concatenates else 1)

    @property
    def _concatenates(self) -> bool:
        return self.card is not None and self.one_by_one and self.card.channels == "concat"

    def features(self, backbone: nn.Module, x: Tensor) -> Tensor:
        """Embeddings ``(n, width)`` of standardised images of the network's size; those of bands that are seen one
        by one are joined as the checkpoint says, by their mean where it would draw one."""
        from .networks.backbones import embed

        if not self.one_by_one:
            return embed(backbone, x, self.pooling)
        each = embed(backbone, x.flatten(0, 1)[:, None], self.pooling)
        each = each.unflatten(0, (len(x), -1))
        return each.flatten(1) if self._concatenates else each.mean(1)

    def embed(self, backbone: nn.Module, batch: Batch) -> Tensor:
        """As the encoder of ``result`` gives them, float32."""
        with evaluating(backbone):
            return self.features(backbone, self.images(batch)).float()

    def images(self, batch: Batch) -> Tensor:
        """Standardised, of the network's size."""
        from .inputs import resize

        return resize(self(batch), self.network.size)

    def result(self, backbone: nn.Module, title: str, paper: str) -> Result:
        made = super().result(backbone, title, paper)
        if self.card is None:
            return made
        known = {key: getattr(self.card, key) for key in ("licence", "single_channel", "channels")}
        return Result(made.weights, replace(made.card, **known))


def _with_card(
    modality: Modality, take: Sequence[int], measured: Statistics, card: CheckpointCard
) -> Statistics:
    """Statistics with the mean and deviation that the weights were trained with. Raises DataUnfit for other units."""
    mean, std = list(measured.mean), list(measured.std)
    at = {band.lower(): i for i, band in enumerate(card.bands)}
    for i in take:
        band = modality.bands[i].lower()
        if (units := _units(card, band)) != modality.units:
            raise DataUnfit(
                f"The weights saw {modality.bands[i]} in {units}, but {modality.name} has it in {modality.units}; set "
                "normalise=data to normalise by the images' own mean and deviation."
            )
        mean[i], std[i] = card.mean[at[band]], card.std[at[band]]
    return replace(measured, mean=tuple(mean), std=tuple(std))


def _units(card: CheckpointCard, band: str) -> str:
    """Of one band: cards of two modalities say them as ``vv, vh: decibels; red: reflectance``."""
    for part in card.units.split("; "):
        names, _, units = part.partition(": ")
        if band in (name.lower() for name in names.split(", ")):
            return units
    return card.units
