"""Projection and prediction heads."""

from __future__ import annotations

from torch import Tensor, nn


class MLP(nn.Module):
    """Linear layer, batch normalisation, ReLU, linear layer: both heads of BYOL, and of Jain et al. 2021, section V.

    Parameters
    ----------
    width, hidden, output: of what comes in, of what is between, and of what goes out.
    normalised: batch normalisation of the output too, as in the projection of SimCLR's published code.
    """

    def __init__(self, width: int, hidden: int, output: int, *, normalised: bool = False) -> None:
        super().__init__()
        # A bias before a batch normalisation is taken off again by its mean.
        self.linear1 = nn.Linear(width, hidden, bias=False)
        self.norm1 = nn.BatchNorm1d(hidden)
        self.act = nn.ReLU(inplace=True)
        self.linear2 = nn.Linear(hidden, output, bias=not normalised)
        self.norm2 = nn.BatchNorm1d(output) if normalised else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """``(n, width)`` -> ``(n, output)``."""
        return self.norm2(self.linear2(self.act(self.norm1(self.linear1(x)))))
