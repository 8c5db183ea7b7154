"""A data set in memory for tests of methods, and its batches as a feed gives them."""

from __future__ import annotations

import numpy as np
import torch

from eo_embed.core.trainer import Draw, TrainSettings
from eo_embed.training.datasets import Dataset, Images, Modality
from eo_embed.training.losses import nt_xent
from eo_embed.training.methods import Setup, find_method
from eo_embed.training.statistics import Statistics

OPTICAL = Modality(
    "s2", ("blue", "green", "red"), (32, 32), scale=(1e-4,) * 3, offset=(-0.1,) * 3, units="reflectance", gsd=10.0
)  # fmt: skip
SAR = Modality("s1", ("vv", "vh"), (32, 32), "sar", units="dB", gsd=10.0)
TINY_VIT = "embed_dim=48,depth=2,num_heads=3,patch_size=8"


class MemoryDataset(Dataset):
    """``values`` by modality: arrays ``(n, bands, h, w)``; ``present`` likewise, ``(n, bands)``."""

    name = "made here"

    def __init__(self, modalities, values, present=None):
        self.modalities = {m.name: m for m in modalities}
        self.values, self.present = values, present or {}

    def __len__(self):
        return len(next(iter(self.values.values())))

    def read(self, rows, modality):
        present = self.present.get(modality)
        return Images(self.values[modality][rows], None, None if present is None else present[rows])

    def batch(self, rows=slice(None)):
        """As a feed gives it."""
        out = {name: torch.from_numpy(v[rows].copy()) for name, v in self.values.items()}
        return out | {f"{n}.present": torch.from_numpy(p[rows]) for n, p in self.present.items()}


def pairs(n=8, seed=0, modalities=(OPTICAL, SAR)):
    """Both modalities are smooth pictures of the same places, with noise of their own."""
    rng = np.random.default_rng(seed)
    values = {}
    coarse = rng.normal(size=(n, 1, 4, 4)).repeat(8, 2).repeat(8, 3)
    for modality in modalities:
        gain = rng.uniform(0.5, 1.5, (1, len(modality.bands), 1, 1))
        image = coarse * gain + 0.2 * rng.normal(size=(n, len(modality.bands), 32, 32))
        values[modality.name] = (
            np.clip(4000 + 800 * image, 0, 10000).astype(np.uint16)
            if modality.sensor == "optical"
            else (-12 + 3 * image).astype(np.float32)
        )
    return MemoryDataset(modalities, values)


def statistics_of(data):
    found = {}
    for name, m in data.modalities.items():
        scale = np.array(m.scale or [1.0] * len(m.bands)).reshape(1, -1, 1, 1)
        offset = np.array(m.offset or [0.0] * len(m.bands)).reshape(1, -1, 1, 1)
        x = data.values[name].astype(float) * scale + offset
        over = (0, 2, 3)
        low, high = np.percentile(x, (1, 99), over)
        columns = (x.mean(over), x.std(over), low, high)
        found[name] = Statistics(m.bands, *(tuple(map(float, c)) for c in columns), len(x))
    return found


def learner(method, data=None, batch_size=8, accumulate=1, seed=0, **knobs):
    """A small learner of a method."""
    data = data if data is not None else pairs()
    found = find_method(method)
    torch.manual_seed(seed)
    settings = TrainSettings(batch_size=batch_size, accumulate=accumulate)
    return found.build(
        Setup(data, np.arange(len(data)), statistics_of(data), settings, 10, found.read(knobs))
    )


def draw(size=8, rows=slice(None), seed=0, step=0):
    return Draw(seed, step, size, rows)


def train(made, data, steps=1, lr=1e-3, seed=0):
    """Steps of Adam as the engine takes them; the losses."""
    optimiser = torch.optim.Adam(made.parameters(0.0), lr=lr)
    losses = []
    made.networks.train()
    for step in range(steps):
        out = made.loss(data.batch(), draw(len(data), seed=seed, step=step))
        optimiser.zero_grad()
        out["loss"].backward()
        optimiser.step()
        made.after_step((step + 1) / steps)
        losses.append(float(out["loss"].detach()))
    return losses


def loss_and_gradient(rows):
    """NT-Xent of some rows of six, and its gradient by weights that all rows pass."""
    both = torch.randn(2, 6, 5, generator=torch.Generator().manual_seed(0))
    weight = torch.eye(5).mul(1.5).requires_grad_()
    loss = nt_xent(both[0, rows] @ weight, both[1, rows] @ weight, 0.2)
    return torch.cat([loss.detach()[None], torch.autograd.grad(loss, weight)[0].flatten()])
