"""What a self-supervised learner's encoder sees of a data set, and what a checkpoint's card says of it.

Two ways to look: all bands of one modality at once (BandStack), or one band at a time of one modality or two
(SingleBands). Each gives a learner its inputs, the finished encoder's embeddings, and the result to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.errors import DataUnfit, RecipeInvalid
from ..core.models.checkpoint import CheckpointCard
from ..core.trainer import Result

if TYPE_CHECKING:
    from torch import Tensor, nn

    from ..core.trainer import Draw
    from .datasets import Dataset, Modality
    from .methods import Setup
    from .statistics import Statistics

Batch = Mapping[str, "Tensor"]


@dataclass(frozen=True)
class Network:
    """An encoder as its knobs say it: a name of timm, shape arguments as text, weights to begin with, and the pixels
    on a side that it sees."""

    arch: str
    shapes: str
    weights: str
    size: int

    def build(self, bands: int) -> nn.Module:
        """Raises what ``make_backbone`` and ``read_network`` raise."""
        from .networks.backbones import make_backbone, read_network

        shapes = read_network(self.shapes)
        return make_backbone(self.arch, bands, self.size, weights=self.weights, kwargs=shapes)

    def kwargs(self) -> dict[str, Any]:
        """What a card keeps of its shape."""
        from .networks.backbones import network_kwargs, read_network

        return network_kwargs(self.arch, self.size, read_network(self.shapes))


class BandStack:
    """Bands of one modality, seen together.

    Parameters
    ----------
    setup: of the learner.
    modality, take: as ``choose_stack`` gives them.
    network: whose ``size`` images are brought to.
    """

    def __init__(
        self, setup: Setup, modality: str, take: tuple[int, ...], network: Network, pooling: str
    ) -> None:
        from .inputs import Inputs

        self.modality, self.take = setup.data.modalities[modality], take
        self.statistics = setup.statistics[modality]
        self.network, self.pooling = network, pooling
        self._inputs = Inputs(self.modality, self.statistics)

    def __call__(self, batch: Batch) -> Tensor:
        """Standardised images ``(n, bands, h, w)``."""
        x = self._inputs(batch, self.modality.name)
        return x if self.take == tuple(range(x.shape[1])) else x[:, list(self.take)]

    def embed(self, backbone: nn.Module, batch: Batch) -> Tensor:
        """Embeddings ``(n, dim)`` float32, as the encoder of ``result`` gives them."""
        from .inputs import resize
        from .networks.backbones import embed

        with evaluating(backbone):
            return embed(backbone, resize(self(batch), self.network.size), self.pooling).float()

    def result(self, backbone: nn.Module, title: str, paper: str) -> Result:
        """The encoder with its card."""
        found = self.statistics
        return Result(
            backbone.state_dict(),
            CheckpointCard(
                arch=self.network.arch,
                bands=tuple(found.bands[i] for i in self.take),
                mean=tuple(found.mean[i] for i in self.take),
                std=tuple(found.std[i] for i in self.take),
                input_size=self.network.size,
                kwargs=self.network.kwargs(),
                title=title,
                paper=paper,
                units=self.modality.units,
                value_range=accepted_range([self.modality], [found]),
                native_gsd=self.modality.gsd,
                pooling=self.pooling,
            ),
        )


class SingleBands:
    """Pairs of bands, one of each of two modalities or two of one; the encoder sees a band at a time.

    Bands of both modalities that have one name are one band to the encoder, with the statistics of the first.

    Parameters
    ----------
    setup: of the learner.
    pair: names of modalities, as ``choose_pair`` gives them.
    network: whose ``size`` bands are brought to.
    """

    def __init__(self, setup: Setup, pair: tuple[str, str], network: Network) -> None:
        from .inputs import Inputs

        self.pair, self.network = pair, network
        self._modalities = {name: setup.data.modalities[name] for name in pair}
        self._statistics = {name: setup.statistics[name] for name in pair}
        self._inputs = {n: Inputs(m, self._statistics[n]) for n, m in self._modalities.items()}

    def draw(self, batch: Batch, draw: Draw) -> tuple[Tensor, Tensor]:
        """A random band of each modality, two different ones where both are the same: standardised ``(n, 1, h, w)``.

        Bands that a sample lacks are never drawn; one that lacks a modality gives two bands of the other.
        """
        first, second = self.pair
        one, another = self._draw_two(batch, draw, first)
        if first == second:
            return one, another
        two, other = self._draw_two(batch, draw, second)
        return _or_else(batch, first, one, other), _or_else(batch, second, two, another)

    def _draw_two(self, batch: Batch, draw: Draw, name: str) -> tuple[Tensor, Tensor]:
        import torch

        x = self._inputs[name](batch, name)
        picked = pick_bands(draw, x.shape[1], batch.get(f"{name}.present"))
        rows = torch.arange(len(x), device=x.device)
        return x[rows, picked[:, 0]][:, None], x[rows, picked[:, 1]][:, None]

    def embed(self, backbone: nn.Module, batch: Batch) -> Tensor:
        """Embeddings ``(n, dim)`` float32: the mean over the bands that a sample has, as the encoder of ``result``
        gives it."""
        import torch

        from .inputs import resize
        from .networks.backbones import embed

        total: Any = 0
        count: Any = 0
        with evaluating(backbone):
            for name, bands in self._kept().items():
                x = resize(self._inputs[name](batch, name), self.network.size)
                present = batch.get(f"{name}.present")
                if present is None:
                    present = torch.ones(x.shape[:2], dtype=torch.bool, device=x.device)
                for band in bands:
                    has = present[:, band, None]
                    total = total + embed(backbone, x[:, [band]]).float() * has
                    count = count + has.float()
        return total / count.clamp(min=1)

    def _kept(self) -> dict[str, list[int]]:
        """Positions of each modality's bands, those left out whose name came before."""
        kept: dict[str, list[int]] = {}
        seen: set[str] = set()
        for name, modality in self._modalities.items():
            kept[name] = [i for i, band in enumerate(modality.bands) if band.lower() not in seen]
            seen |= {band.lower() for band in modality.bands}
        return kept

    def result(self, backbone: nn.Module, title: str, paper: str) -> Result:
        """The encoder with its card."""

        def listed(values: Callable[[Statistics], tuple[Any, ...]]) -> tuple[Any, ...]:
            return tuple(
                values(self._statistics[name])[i] for name, at in self._kept().items() for i in at
            )

        return Result(
            backbone.state_dict(),
            CheckpointCard(
                arch=self.network.arch,
                bands=listed(lambda s: s.bands),
                mean=listed(lambda s: s.mean),
                std=listed(lambda s: s.std),
                input_size=self.network.size,
                kwargs=self.network.kwargs(),
                title=title,
                paper=paper,
                units=_join_units(list(self._modalities.values())),
                value_range=accepted_range(
                    list(self._modalities.values()), list(self._statistics.values())
                ),
                native_gsd=self._modalities[self.pair[0]].gsd,
                single_channel=True,
                channels="mean",
            ),
        )


def pick_bands(draw: Draw, bands: int, present: Tensor | None) -> Tensor:
    """Two different bands of each sample, at random among those it has: int64 ``(n, 2)``.

    A sample with one band has it twice.
    """
    import torch

    scores = draw.uniform(bands)
    if present is not None:
        scores = scores - (~present).float()  # below 0, so behind all that are there
    best = scores.topk(min(2, bands), dim=1)
    first, last = best.indices[:, 0], best.indices[:, -1]
    return torch.stack([first, torch.where(best.values[:, -1] < 0, first, last)], 1)


def _or_else(batch: Batch, name: str, band: Tensor, other: Tensor) -> Tensor:
    """``band`` of a modality, or ``other`` in samples that lack the modality."""
    import torch
    from torch.nn.functional import interpolate

    present = batch.get(f"{name}.present")
    if present is None:
        return band
    if other.shape != band.shape:
        other = interpolate(other, band.shape[2:], mode="bilinear")
    return torch.where(present.any(1)[:, None, None, None], band, other)


def _join_units(modalities: list[Modality]) -> str:
    if len({m.units for m in modalities}) == 1:
        return modalities[0].units
    return "; ".join(f"{', '.join(m.bands)}: {m.units}" for m in modalities)


def accepted_range(
    modalities: list[Modality], statistics: list[Statistics]
) -> tuple[float, float] | None:
    """Physical values that an encoder should be given: so wide that it tells other units, not another landscape.

    None where bands are not alike: radar, or bands of which one is twenty times as bright as another.
    """
    highest = [high for found in statistics for high in found.high]
    lowest = min(low for found in statistics for low in found.low)
    top = max(highest)
    alike = all(m.sensor == "optical" for m in modalities) and min(highest) > 0.05 * top
    return (0.0, 2 * top) if alike and lowest >= -0.05 * top else None


@contextmanager
def evaluating(module: nn.Module) -> Iterator[None]:
    """Evaluation mode without gradient, and back to the mode before."""
    import torch

    before = module.training
    module.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        module.train(before)


def choose_pair(data: Dataset, pairs: str) -> tuple[str, str]:
    """The two modalities to be paired: those named (``s2,s1``), or the first optical and the first SAR one.

    Raises DataUnfit, naming what there is.
    """
    names = [name.strip() for name in pairs.split(",") if name.strip()]
    there = ", ".join(data.modalities)
    if names:
        if len(names) != 2 or not set(names) <= data.modalities.keys():
            raise DataUnfit(
                f"pairs={pairs} does not name two modalities of {data.name}, which has: {there}; one may be named "
                "twice."
            )
        return names[0], names[1]
    by_sensor: dict[str, str] = {}
    for name, modality in data.modalities.items():
        by_sensor.setdefault(modality.sensor, name)
    if not {"optical", "sar"} <= by_sensor.keys():
        first, *others = data.modalities
        last = others[-1] if others else first
        how = "two bands of one modality" if first == last else "bands of any two modalities"
        raise DataUnfit(
            f"{data.name} has no pair of optical and SAR images, only: {there}; to pair {how}, set "
            f"pairs={first},{last}."
        )
    return by_sensor["optical"], by_sensor["sar"]


def choose_stack(data: Dataset, modality: str, bands: str) -> tuple[str, tuple[int, ...]]:
    """A modality and positions of its bands: as named, or all bands of the first modality that is fit.

    modality: its name; the first with all the bands by default. bands: names (``red,green,blue``), whatever their
    case; all by default. Raises DataUnfit, naming what there is.
    """
    if modality and modality not in data.modalities:
        raise DataUnfit(
            f"{data.name} has no modality '{modality}'; it has: {', '.join(data.modalities)}."
        )
    wanted = [band.strip().lower() for band in bands.split(",") if band.strip()]
    for name in [modality] if modality else data.modalities:
        have = [band.lower() for band in data.modalities[name].bands]
        if set(wanted) <= set(have):
            return name, tuple(map(have.index, dict.fromkeys(wanted))) or tuple(range(len(have)))
    there = "; ".join(f"{name}: {', '.join(m.bands)}" for name, m in data.modalities.items())
    raise DataUnfit(
        f"{data.name} has no modality with the bands {', '.join(wanted)}; it has {there}."
    )


def check_parts(setup: Setup) -> None:
    """Raises RecipeInvalid where a part of a batch is a single sample, which neither batch normalisation nor a
    contrast can use."""
    settings = setup.settings
    if settings.batch_size // settings.accumulate < 2:
        raise RecipeInvalid(
            f"A batch of {settings.batch_size} in {settings.accumulate} parts leaves one sample a part, and this "
            "method needs at least two; raise batch_size or lower accumulate."
        )
