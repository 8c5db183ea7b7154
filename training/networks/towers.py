"""Networks side by side, one a modality, that embed into one space."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

#: Of the cosines' scale, at first and at most: Radford et al. 2021, section 2.5.
FIRST_SCALE, MOST_SCALE = 1 / 0.07, 100.0


class Towers(nn.Module):
    """A backbone for each modality, and the scale that cosines of their embeddings are multiplied by.

    Parameters
    ----------
    backbones: with a final layer each, of as many outputs, in the order of the modalities.
    """

    def __init__(self, backbones: Sequence[nn.Module]) -> None:
        super().__init__()
        self.backbones = nn.ModuleList(backbones)
        self.log_scale = nn.Parameter(torch.tensor(math.log(FIRST_SCALE)))

    @property
    def scale(self) -> Tensor:
        return self.log_scale.exp()

    @torch.no_grad()
    def limit_scale(self) -> None:
        """Bring the scale back to the most it may be."""
        self.log_scale.clamp_(max=math.log(MOST_SCALE))

    def forward(self, images: Sequence[Tensor]) -> Tensor:
        """Images of each modality ``(n, 1, size, size)`` -> ``(n, modalities, outputs)``."""
        pairs = zip(self.backbones, images, strict=True)
        return torch.stack([backbone(x) for backbone, x in pairs], 1)
