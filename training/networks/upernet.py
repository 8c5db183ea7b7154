"""UperNet on any network of timm: segmentation-models-pytorch's decoder, a backbone as our checkpoints hold it.

Xiao et al. 2018, Unified perceptual parsing for scene understanding. A plain ViT has one resolution: four of its
blocks are brought to strides 4, 8, 16 and 32, as Bao et al. 2022 (BEiT) do and He et al. 2022 (MAE) after them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate, pad

from ...core.errors import ModelUnavailable, RecipeInvalid
from ..datasets import IGNORED

STRIDES = (4, 8, 16, 32)


class UperNet(nn.Module):
    """Classes of each pixel.

    Parameters
    ----------
    backbone: a network of timm that has no classifier (``num_classes=0``).
    codes: of the classes, as masks hold them, 0 to 254; others count for nothing.
    crop: pixels on a side of what it learns from, kept with the weights for who predicts with it.
    width: channels of the decoder.
    multiple: inputs are padded to this multiple, at their right and lower edge; see ``padded``.
    frozen: whether the backbone stays as it is, its running means included.
    """

    codes: Tensor
    crop: Tensor
    _index: Tensor

    def __init__(
        self,
        backbone: nn.Module,
        codes: Sequence[int],
        *,
        crop: int,
        width: int,
        multiple: int,
        frozen: bool = False,
    ) -> None:
        super().__init__()
        self.pyramid = Pyramid(backbone)
        self.decoder = _decoder(self.pyramid.channels, width)
        self.head = nn.Conv2d(width, len(codes), 1)
        self.multiple, self.frozen = multiple, frozen
        if frozen:
            backbone.requires_grad_(False)
        index = torch.full((256,), IGNORED)
        index[list(codes)] = torch.arange(len(codes))
        self.register_buffer("codes", torch.tensor(codes))
        self.register_buffer("crop", torch.tensor(crop))
        self.register_buffer("_index", index, persistent=False)

    @property
    def backbone(self) -> nn.Module:
        return self.pyramid.backbone

    def train(self, mode: bool = True) -> UperNet:
        super().train(mode)
        if self.frozen:
            self.backbone.eval()
        return self

    def index(self, mask: Tensor) -> Tensor:
        """Codes uint8 -> positions of their classes int64, IGNORED for codes of none."""
        return self._index[mask.long()]

    def probabilities(self, x: Tensor) -> Tensor:
        """float32 ``(n, classes, height, width)``."""
        return self(x).softmax(1)

    def forward(self, x: Tensor) -> Tensor:
        """Logits float32 ``(n, classes, height, width)`` of ``(n, bands, height, width)``."""
        height, width = x.shape[2:]
        x = pad(x, (0, -width % self.multiple, 0, -height % self.multiple))
        # The decoder counts resolutions from 1 on and passes over the first two.
        logits = self.head(self.decoder([x, x, *self.pyramid(x)]))
        whole = interpolate(logits.float(), x.shape[2:], mode="bilinear", align_corners=False)
        return whole[:, :, :height, :width]


class Pyramid(nn.Module):
    """Feature maps of a backbone at strides 4, 8, 16 and 32.

    Raises RecipeInvalid for a backbone that has no such maps.
    """

    def __init__(self, backbone: nn.Module) -> None:
        super().__init__()
        self.backbone: Any = backbone
        self.indices, self.channels = _levels(backbone)
        steps = _rescalings(backbone)
        self.rescale = nn.ModuleList(
            [_rescale(c, step) for c, step in zip(self.channels, steps, strict=True)]
        )

    def forward(self, x: Tensor) -> list[Tensor]:
        maps = self.backbone.forward_intermediates(
            x, indices=sorted(set(self.indices)), intermediates_only=True
        )
        found = dict(zip(sorted(set(self.indices)), maps, strict=True))
        return [
            rescale(found[index]) for index, rescale in zip(self.indices, self.rescale, strict=True)
        ]


def padded(size: int, arch: str, patch_size: int | None = None) -> tuple[int, int]:
    """Pixels on a side that a network must take so that it can see ``size``, and what they are a multiple of.

    That is the coarsest stride, or the patch where a ViT has one that does not go into it.
    """
    named = re.search(r"patch(\d+)", arch)
    patch = patch_size or (int(named[1]) if named else 1)
    multiple = patch if STRIDES[-1] % patch else STRIDES[-1]
    return math.ceil(size / multiple) * multiple, multiple


def _levels(backbone: Any) -> tuple[list[int], list[int]]:
    """Which of the backbone's maps are taken, and their channels."""
    stages = getattr(backbone, "feature_info", None)
    if not stages or not hasattr(backbone, "forward_intermediates"):
        raise RecipeInvalid(
            f"{type(backbone).__name__} gives no feature maps on the way, so UperNet cannot stand on it; "
            "take another backbone."
        )
    reductions = [stage["reduction"] for stage in stages]
    if _is_plain(reductions):
        indices = _spread(len(reductions))
    elif set(STRIDES) <= set(reductions):
        last = {reduction: i for i, reduction in enumerate(reductions)}
        indices = [last[stride] for stride in STRIDES]
    else:
        raise RecipeInvalid(
            f"{type(backbone).__name__} has feature maps at strides {', '.join(map(str, reductions))}, UperNet "
            f"needs {', '.join(map(str, STRIDES))}; take another backbone."
        )
    return indices, [stages[i]["num_chs"] for i in indices]


def _is_plain(reductions: Sequence[int]) -> bool:
    return len(set(reductions)) == 1


def _spread(depth: int) -> list[int]:
    """Blocks after a third, a half, two thirds and the whole of the depth: 3, 5, 7 and 11 of twelve."""
    return [math.ceil(depth * part / 6) - 1 for part in (2, 3, 4, 6)]


def _rescalings(backbone: Any) -> list[int]:
    """Doublings (negative: halvings) that bring each map to its stride."""
    reductions = [stage["reduction"] for stage in backbone.feature_info]
    if not _is_plain(reductions):
        return [0] * len(STRIDES)
    return [round(math.log2(reductions[0] / stride)) for stride in STRIDES]


def _rescale(channels: int, doublings: int) -> nn.Module:
    """Transposed convolutions to finer maps, the largest value of a square to coarser ones."""
    if doublings <= 0:
        return nn.MaxPool2d(2**-doublings) if doublings else nn.Identity()
    layers: list[nn.Module] = []
    for i in range(doublings):
        if i:
            layers += [nn.BatchNorm2d(channels), nn.GELU()]
        layers.append(nn.ConvTranspose2d(channels, channels, 2, stride=2))
    return nn.Sequential(*layers)


def _decoder(channels: Sequence[int], width: int) -> nn.Module:
    try:
        from segmentation_models_pytorch.base.initialization import initialize_decoder
        from segmentation_models_pytorch.decoders.upernet.decoder import UPerNetDecoder
    except ImportError as error:
        raise ModelUnavailable(
            "UperNet's decoder is segmentation-models-pytorch's, which is not installed; get it with: "
            'pip install "eo-embed[train]"'
        ) from error
    decoder = UPerNetDecoder([0, 0, *channels], decoder_channels=width)
    initialize_decoder(decoder)
    return decoder
