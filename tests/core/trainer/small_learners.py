"""Learners and a feed small enough to train in a blink, for the tests of the engine and their processes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from eo_embed.core.models.checkpoint import CheckpointCard
from eo_embed.core.trainer import Learner, Result, TrainReport, TrainSettings, distributed, train

SETTINGS: dict[str, Any] = {
    "steps": 12,
    "batch_size": 8,
    "lr": 0.01,
    "log_every": 3,
    "checkpoint_every": 5,
    "precision": "fp32",
}


def settings(**values: Any) -> TrainSettings:
    return TrainSettings.read({**SETTINGS, **values})


class Samples:
    """Random images with a value that depends on them, in memory; a feed that permutes each pass."""

    def __init__(
        self, size: int = 40, batch_size: int = 8, seed: int = 0, shape: tuple[int, ...] = (2, 6, 6)
    ) -> None:
        rng = np.random.default_rng(99)
        self.size, self.batch_size, self.seed = size, batch_size, seed
        self.x = torch.from_numpy(rng.normal(size=(size, *shape)).astype(np.float32))
        self.y = self.x.flatten(1).mean(1, keepdim=True) * 5
        self.pause = 0.0
        self.reads: list[tuple[int, slice]] = []

    def rows(self, step: int) -> np.ndarray:
        number, place = divmod(step, self.size // self.batch_size)
        order = np.random.default_rng((self.seed, number)).permutation(self.size)
        return order[place * self.batch_size : (place + 1) * self.batch_size]

    def batch(self, step: int, rows: slice) -> dict[str, Tensor]:
        self.reads.append((step, rows))
        time.sleep(self.pause)
        wanted = torch.from_numpy(self.rows(step)[rows])
        return {"x": self.x[wanted], "y": self.y[wanted], "rows": wanted}

    def names(self, step: int) -> list[str]:
        return [f"sample {row}" for row in self.rows(step)]


class HeldOut(Samples):
    """Each sample once, the last batch being what is left."""

    def rows(self, step: int) -> np.ndarray:
        return np.arange(self.size)[step * self.batch_size : (step + 1) * self.batch_size]


class Plain(Learner):
    """A value from an image, by a convolution and two layers, from images with noise of the draw on them."""

    noise = 0.1
    dropout = 0.0

    def __init__(self) -> None:
        torch.manual_seed(3)
        self.networks = nn.ModuleDict({"body": self.body(), "head": nn.Linear(12, 1)})

    def body(self) -> nn.Module:
        return nn.Sequential(
            nn.Conv2d(2, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 12), nn.Dropout(self.dropout)
        )

    def predict(self, x: Tensor) -> Tensor:
        return self.networks["head"](self.networks["body"](x))

    def loss(self, batch: Mapping[str, Tensor], draw: Any) -> dict[str, Tensor]:
        x = batch["x"] + self.noise * draw.normal(*batch["x"].shape[1:])
        error = (self.predict(x).float() - batch["y"]).square()
        return {"loss": error.mean(), "largest": error.detach().max()}

    def embed(self, batch: Mapping[str, Tensor]) -> Tensor:
        return self.networks["body"](batch["x"])

    def results(self) -> dict[str, Result]:
        return {}


class Dropping(Plain):
    dropout = 0.3


class Normed(Plain):
    """With batch norm after a convolution and after a layer, one of them timm's with its activation."""

    def body(self) -> nn.Module:
        import timm

        return nn.Sequential(
            nn.Conv2d(2, 4, 3),
            timm.layers.BatchNormAct2d(4),
            nn.Flatten(),
            nn.Linear(64, 12),
            nn.BatchNorm1d(12),
        )


class Contrasting(Plain):
    """Two noisy views of an image are to find each other among the whole batch."""

    noise = 0.5

    def __init__(self) -> None:
        super().__init__()
        del self.networks["head"]

    def loss(self, batch: Mapping[str, Tensor], draw: Any) -> dict[str, Tensor]:
        shape = batch["x"].shape[1:]
        one, other = (
            normalize(self.networks["body"](batch["x"] + self.noise * draw.normal(*shape)))
            for _ in range(2)
        )
        every = distributed.gather(other)
        at = torch.arange(len(one)) + distributed.rank() * len(one)
        return {"loss": cross_entropy(one @ every.T * 5, at)}


class Masked(Plain):
    """Knows the values of some samples alone; two bodies, of which each sees the samples of one parity."""

    skips_parameters = True

    def __init__(self) -> None:
        super().__init__()
        self.networks["other"] = self.body()

    def loss(self, batch: Mapping[str, Tensor], draw: Any) -> dict[str, Tensor]:
        total, known = 0 * self.networks["head"].bias.sum(), 0
        for name, parity in (("body", 0), ("other", 1)):
            mine = (batch["rows"] % 2 == parity) & (batch["rows"] % 5 > 1)
            if mine.any():
                said = self.networks["head"](self.networks[name](batch["x"][mine]))
                total = total + (said - batch["y"][mine]).square().sum()
                known += int(mine.sum())
        return {"loss": distributed.mean_over_all(total, known)}


class Shadowed(Plain):
    """With a second body that follows the first after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.networks["target"] = self.body().requires_grad_(False)
        self.shares: list[float] = []

    @torch.no_grad()
    def after_step(self, done: float) -> None:
        self.shares.append(done)
        moving, target = self.networks["body"], self.networks["target"]
        for a, b in zip(moving.parameters(), target.parameters(), strict=True):
            b.lerp_(a, 0.1)


class Tower(Plain):
    """A timm network as encoder, which it gives as a result."""

    KWARGS: ClassVar = {"img_size": 8, "patch_size": 4, "embed_dim": 12, "depth": 1, "num_heads": 1}

    def body(self) -> nn.Module:
        import timm

        return timm.create_model("vit_tiny_patch16_224", num_classes=0, in_chans=2, **self.KWARGS)

    def results(self) -> dict[str, Result]:
        card = CheckpointCard(
            arch="vit_tiny_patch16_224",
            bands=("a", "b"),
            mean=(0.0, 0.0),
            std=(1.0, 1.0),
            input_size=8,
            kwargs=self.KWARGS,
        )
        return {"": Result(self.networks["body"].state_dict(), card)}


def run(
    folder: Path,
    learner: Learner | None = None,
    feed: Any = None,
    *,
    given: Any = None,
    **more: Any,
) -> TrainReport | None:
    """Train a small learner on the CPU; ``given`` are settings."""
    chosen = settings(**(given or {}))
    about = {"data": {"fingerprint": {"name": "samples"}}, "method": "small"}
    return train(
        learner or Plain(),
        feed or Samples(batch_size=chosen.batch_size),
        chosen,
        folder,
        **{"about": about, "device": "cpu", **more},
    )


def lines(
    folder: Path, name: str = "metrics", without: Iterable[str] = ("images_per_s", "seconds")
):
    """Columns of a curve, those that tell of time left out."""
    from eo_embed.core.trainer import read_curves

    columns = read_curves(folder)[name]
    return {key: values for key, values in columns.items() if key not in without}


def weights(learner: Learner) -> dict[str, Tensor]:
    return {name: t.clone() for name, t in learner.networks.state_dict().items()}


def difference(a: Learner, b: Learner) -> float:
    """The largest difference of any weight or buffer."""
    mine, other = weights(a), weights(b)
    assert mine.keys() == other.keys()
    return max(float((mine[n].double() - other[n].double()).abs().max()) for n in mine)
