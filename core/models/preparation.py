"""What goes on around a pretrained network, before and after it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

ACTIVATIONS = ("none", "relu")
#: Fields of Preparation that came after the first embeddings were stored.
_LATER = ("resize", "head", "activation")


@dataclass(frozen=True)
class Preparation:
    """What goes on around a network: bands taken, brought to range, normalised, resized, cut; then pooled.

    Parameters
    ----------
    take: positions of the source's bands, in the network's order.
    mean, std: of the network's bands, after ``scale``.
    size: pixels on a side that the network sees.
    scale: values are divided by it; None stretches each band over the scene and clips to 0-1.
    pooling: ``model`` for the network's own, or avg, cls, max over its last features.
    per_band: None for one pass over all bands. For a network that takes one band at a time ``concat`` or
        ``mean`` joins the embeddings of all; ``random`` takes one band of each chip, drawn by a hash of the
        chip's own valid values: the same chip always gets the same band, whatever its batch and device.
    resize: chips are resized to so many pixels on a side, then cut to the central ``size``; None resizes
        them to ``size``.
    head: the network's own final layer follows the pooling, which is then ``model``.
    activation: what follows that layer, one of ACTIVATIONS.
    """

    take: tuple[int, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    size: int
    scale: float | None = 1.0
    pooling: str = "model"
    per_band: str | None = None
    resize: int | None = None
    head: bool = False
    activation: str = "none"

    def identity(self) -> dict[str, Any]:
        """Its values; those that came later are left out at their defaults, so that embeddings made before
        keep their key."""
        return {
            k: v for k, v in asdict(self).items() if k not in _LATER or v != getattr(Preparation, k)
        }


def resize_and_cut(x: Tensor, size: int, resize: int | None = None) -> Tensor:
    """``(n, bands, height, width)`` resized bilinearly to ``resize`` on a side, then its central ``size``.

    Without ``resize`` it is resized to ``size``. What becomes smaller is smoothed first.
    """
    from torch.nn.functional import interpolate

    edge = resize or size
    if x.shape[2:] != (edge, edge):
        x = interpolate(x, (edge, edge), mode="bilinear", antialias=max(x.shape[2:]) > edge)
    first = (edge - size) // 2
    return x[:, :, first : first + size, first : first + size]


def draw_bands(x: Tensor, valid: Tensor | None) -> Tensor:
    """A band of each chip, int64 ``(n,)``, that depends on the chip's own valid values alone.

    ``x`` float32 ``(n, bands, height, width)``, ``valid`` bool ``(n, height, width)`` or None. Bits are added as
    whole numbers, so that neither the order nor the device changes the sum, and then mixed (splitmix64).
    """
    import torch

    kept = x if valid is None else torch.where(valid[:, None], x, x.new_zeros(()))
    bits = (kept + 0.0).contiguous().view(torch.int32)  # + 0.0: a zero has one sign
    mixed = bits.sum((1, 2, 3), dtype=torch.int64)
    for shift, factor in ((30, -0x40A7B892E31B1A47), (27, -0x6B2FB644ECCEEE15), (31, 1)):
        mixed = (mixed ^ (mixed >> shift)) * factor
    return mixed.remainder(x.shape[1])
