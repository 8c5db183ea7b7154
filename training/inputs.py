"""From stored values to what a network takes: standardised by the training samples, and resized."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from .datasets import Modality
from .statistics import Statistics


class Inputs:
    """Standardises one modality of a batch, on the batch's device.

    Parameters
    ----------
    modality: scale and offset lead from stored values to physical units, in which
    statistics: are. Their bands are the modality's.
    """

    def __init__(self, modality: Modality, statistics: Statistics) -> None:
        if statistics.bands != modality.bands:
            raise ValueError(
                f"Statistics of {', '.join(statistics.bands)} do not describe {modality.name}, whose bands "
                f"are {', '.join(modality.bands)}."
            )
        count = len(modality.bands)
        scale = np.array(modality.scale or (1.0,) * count, dtype=np.float64)
        offset = np.array(modality.offset or (0.0,) * count, dtype=np.float64)
        # The mean is taken off in stored units: what is left is small, and keeps its digits in float32.
        centre = (np.array(statistics.mean) - offset) / scale
        gain = scale / np.array(statistics.std)
        rounded = centre.astype(np.float32)
        self._numbers = (rounded, gain, (rounded - centre) * gain)
        self._constants: dict[torch.device, list[Tensor]] = {}

    def __call__(self, batch: Mapping[str, Tensor], name: str) -> Tensor:
        """float32 ``(n, bands, h, w)`` of mean 0 and deviation 1 over the training samples.

        Invalid pixels and bands that a sample lacks are 0, whatever is stored there.
        """
        stored = batch[name]
        centre, gain, rest = self._on(stored.device)
        x = torch.addcmul(rest, stored.to(torch.float32) - centre, gain)
        valid, present = batch.get(f"{name}.valid"), batch.get(f"{name}.present")
        if valid is not None:
            x = x.masked_fill_(~valid[:, None], 0.0)
        if present is not None:
            x = x.masked_fill_(~present[:, :, None, None], 0.0)
        return x

    def _on(self, device: torch.device) -> list[Tensor]:
        """The constants ``(bands, 1, 1)`` on a device."""
        if device not in self._constants:
            self._constants[device] = [
                torch.tensor(numbers, dtype=torch.float32).view(-1, 1, 1).to(device)
                for numbers in self._numbers
            ]
        return self._constants[device]


def resize(x: Tensor, size: int) -> Tensor:
    """``(n, bands, h, w)`` brought to ``size`` pixels on a side, as encoders do when they embed.

    Bilinear, with a wider kernel where pixels are left out.
    """
    if x.shape[2:] == (size, size):
        return x
    return interpolate(x, (size, size), mode="bilinear", antialias=max(x.shape[2:]) > size)
