"""The networks that Deng et al. 2023 compare, as labels find them: pretrained by SimCLR or MAE on two sets of bands, of
ImageNet, or untrained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .....core.errors import ModelUnavailable
from .....core.models.checkpoint import read_card
from .....core.options import OptionValue
from ....datasets import Dataset
from ....datasets.base import Rows
from ....datasets.subset import Subset
from ....encoding import choose_stack
from ....values import choose
from ...base import values_of
from ...bench.folder import Bench

RGB = ("red", "green", "blue")
RGBN = (*RGB, "nir")


@dataclass(frozen=True)
class Encoder:
    """A network before it sees labels.

    name: ``SimCLR, resnet50, RGBN``. start: what ``classify`` and ``segment`` begin with: weights, backbone, bands.
    why: where it is not here, the reason in a sentence.
    """

    name: str
    start: Mapping[str, OptionValue]
    why: str = ""


@dataclass(frozen=True)
class Way:
    """One way to pretrain: its name in words, the recipe, and what of it is otherwise, as knobs give it."""

    title: str
    recipe: str
    changed: str

    def network(self) -> dict[str, OptionValue]:
        """Backbone, shape and size in force, by their knobs' names."""
        config = choose(None, self.recipe, values_of(self.changed)).config
        return {"backbone": config.backbone, "network": config.network, "size": config.size}


@dataclass(frozen=True)
class Pretraining:
    """What networks are pretrained, and on what.

    imagery: of its own; None for samples that each table sets aside. ways: by key, such as ``simclr rgb``; what follows
    the blank are the bands, ``rgb`` or ``rgbn``. keys: of those that the data allow, in order.
    """

    bench: Bench
    imagery: Dataset | None
    ways: Mapping[str, Way]
    keys: tuple[str, ...]

    def encoders(self, data: Dataset, aside: Rows, where: str, seed: int) -> Encoders:
        """The networks for a table on ``data``, of which ``aside`` was set aside; ``where`` names them."""
        if self.imagery is None:
            return Encoders(self, Subset(data, aside), where, seed)
        return Encoders(self, Subset(self.imagery, np.arange(len(self.imagery))), "imagery", seed)


class Encoders:
    """Networks pretrained on some imagery, each when it is first asked for.

    seen: what pretraining sees, and nothing else. where: what tells these networks from others of the experiment, in
    names of runs. seed: of weights and batches.
    """

    def __init__(self, of: Pretraining, seen: Subset, where: str, seed: int) -> None:
        self._of, self._seen, self._where, self._seed = of, seen, where, seed

    def pretrained(self, key: str) -> Encoder:
        """A network as its pretraining left it. Raises what training raises."""
        way = self._of.ways[key]
        run = self._of.bench.train(
            self._name(key), self._seen, recipe=way.recipe, values=self._values(key, way)
        )
        return Encoder(named(way.title, way, key), _start(run))

    def untrained(self, key: str) -> Encoder:
        """The same network as it was before that."""
        way = self._of.ways[key]
        run = self._of.bench.untrained(
            self._name(key), self._seen, recipe=way.recipe, values=self._values(key, way)
        )
        return Encoder(named("untrained", way, key), _start(run))

    def _name(self, key: str) -> str:
        return f"{self._where}-{key.replace(' ', '-')}-{self._seed}"

    def _values(self, key: str, way: Way) -> dict[str, OptionValue]:
        """Of a run: all samples it is given are trained on."""
        values: dict[str, OptionValue] = {
            "bands": ",".join(bands_of(key)), "split": "random", "validation": 0.0, "seed": self._seed,
            **values_of(way.changed),
        }  # fmt: skip
        return fitting(way.recipe, values, len(self._seen))


def fitting(recipe: str, values: Mapping[str, OptionValue], samples: int) -> dict[str, OptionValue]:
    """Values of a run whose batch is no larger than its samples are many."""
    asked = choose(None, recipe, values).settings
    small = {"batch_size": samples} if samples < asked.batch_size and asked.accumulate == 1 else {}
    return {**values, **small}


def named(title: str, way: Way, key: str) -> str:
    """What a network is called in tables: a ViT by its size alone."""
    backbone = str(way.network()["backbone"]).partition("_patch")[0]
    return f"{title}, {backbone}, {'RGBN' if key.endswith('rgbn') else 'RGB'}"


def bands_of(key: str) -> tuple[str, ...]:
    """Names of the bands that a network takes, by its key."""
    return RGBN if key.endswith("rgbn") else RGB


def has_bands(data: Dataset, bands: tuple[str, ...]) -> bool:
    """Whether one of its modalities has all of them."""
    return any(set(bands) <= {b.lower() for b in m.bands} for m in data.modalities.values())


def modality_of(data: Dataset, bands: tuple[str, ...]) -> str:
    """The modality whose bands are taken. Raises DataUnfit."""
    return choose_stack(data, "", ",".join(bands))[0]


def imagenet(way: Way, weights: str) -> Encoder:
    """The network of ``way`` with weights of ImageNet: timm's own (``imagenet``), or a file's."""
    from ....networks.backbones import make_backbone, read_network

    network = way.network()
    start = {**network, "weights": weights, "bands": ",".join(RGB)}
    why = ""
    try:
        shapes, size = read_network(str(network["network"])), int(str(network["size"]))
        make_backbone(str(network["backbone"]), len(RGB), size, weights=weights, kwargs=shapes)
    except ModelUnavailable as error:
        why = str(error)
    return Encoder(named("ImageNet", way, "rgb"), start, why)


def _start(run: Path) -> dict[str, OptionValue]:
    """What ``classify`` and ``segment`` need to begin with a checkpoint."""
    from ....networks.backbones import SHAPES

    card, _ = read_card(run)
    shapes = [f"{key}={_text(value)}" for key, value in card.kwargs.items() if key in SHAPES]
    weights = f"checkpoint:{run.absolute()}"
    return {"weights": weights, "backbone": card.arch, "network": ",".join(shapes)}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
