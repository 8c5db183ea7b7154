"""The masked autoencoder of He et al. 2022: a ViT of timm that sees some patches, and a decoder that tells all."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from timm.layers.pos_embed_sincos import build_sincos2d_pos_embed
from timm.models.vision_transformer import Block, VisionTransformer
from torch import Tensor, nn

from ...core.errors import RecipeInvalid
from ...core.trainer import Draw


class MaskedAutoencoder(nn.Module):
    """Tells the pixels of all patches from those that are seen.

    Parameters
    ----------
    encoder: a ViT of timm without classifier, of square patches.
    width, depth, heads: of the decoder.
    fixed_positions: the encoder's positions are sines and cosines that are not trained.
    fresh: the encoder's weights are random, and are drawn as the paper draws them (appendix A.1).

    Raises RecipeInvalid for an encoder that cannot be masked so.
    """

    positions: Tensor

    def __init__(
        self,
        encoder: Any,
        width: int,
        depth: int,
        heads: int,
        *,
        fixed_positions: bool = True,
        fresh: bool = True,
    ) -> None:
        super().__init__()
        _check(encoder, width, heads)
        self.encoder = encoder
        self.grid, self.edge = encoder.patch_embed.grid_size, encoder.patch_embed.patch_size[0]
        self.patches = self.grid[0] * self.grid[1]
        bands = encoder.patch_embed.proj.in_channels
        self.widen = nn.Linear(encoder.embed_dim, width)
        self.hidden_token = nn.Parameter(torch.zeros(1, 1, width))
        self.register_buffer(
            "positions", build_sincos2d_pos_embed(list(self.grid), width)[None], persistent=False
        )
        norm: Any = partial(nn.LayerNorm, eps=1e-6)
        self.blocks = nn.Sequential(
            *(Block(width, heads, qkv_bias=True, norm_layer=norm) for _ in range(depth))
        )
        self.norm = norm(width)
        self.tell = nn.Linear(width, bands * self.edge**2)
        for module in (self.widen, self.blocks, self.tell, *([encoder] if fresh else [])):
            module.apply(_draw_weights)
        nn.init.normal_(self.hidden_token, std=0.02)
        if fixed_positions:
            _fix_positions(encoder, self.grid)

    def check_pooling(self, pooling: str) -> None:
        """Raises RecipeInvalid where the encoder has no class token to take."""
        if pooling == "cls" and self.encoder.cls_token is None:
            raise RecipeInvalid("This backbone has no class token; set pooling=avg.")

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """``(n, bands, size, size)`` and indices of the patches seen, ``(n, k)`` -> ``(n, patches, values)``."""
        tokens = self.widen(self.encode(x, seen)[:, self.encoder.num_prefix_tokens :])
        at = seen[:, :, None].expand(tokens.shape)
        every = self.hidden_token.to(tokens.dtype).expand(len(x), self.patches, -1)
        every = every.scatter(1, at, tokens) + self.positions.to(tokens.dtype)
        return self.tell(self.norm(self.blocks(every)))

    def encode(self, x: Tensor, seen: Tensor) -> Tensor:
        """Tokens of the patches seen, after those that stand for no patch: ``(n, prefix + k, dim)``."""
        encoder: Any = self.encoder
        tokens = encoder._pos_embed(encoder.patch_embed(x))
        prefix = encoder.num_prefix_tokens
        at = seen[:, :, None].expand(-1, -1, tokens.shape[2])
        kept = torch.cat([tokens[:, :prefix], tokens[:, prefix:].gather(1, at)], 1)
        return encoder.norm(encoder.blocks(encoder.norm_pre(kept)))


def draw_mask(draw: Draw, patches: int, share: float) -> tuple[Tensor, Tensor]:
    """Patches to see, indices ``(n, k)`` in random order, and those to hide, bool ``(n, patches)``.

    As many are hidden in each sample; at least one is, and at least one is seen.
    """
    count = min(max(1, int(patches * (1 - share))), patches - 1)
    seen = draw.uniform(patches).argsort(dim=1)[:, :count]
    hidden = torch.ones(len(seen), patches, dtype=torch.bool, device=seen.device)
    return seen, hidden.scatter_(1, seen, False)


def patchify(x: Tensor, edge: int) -> Tensor:
    """``(n, bands, h, w)`` -> ``(n, patches, edge * edge * bands)``, patches row by row, bands last."""
    n, bands, height, width = x.shape
    x = x.reshape(n, bands, height // edge, edge, width // edge, edge)
    return x.permute(0, 2, 4, 3, 5, 1).flatten(3).flatten(1, 2)


def _check(encoder: Any, width: int, heads: int) -> None:
    """Raises RecipeInvalid."""
    if not isinstance(encoder, VisionTransformer):
        raise RecipeInvalid(
            f"MAE masks the patches of a vision transformer, and {type(encoder).__name__} is none that it can; set "
            "backbone=vit_base_patch16_224 or another vit_ of timm."
        )
    (high, wide), (edge, other) = encoder.patch_embed.img_size, encoder.patch_embed.patch_size
    if edge != other or high % edge or wide % edge:
        raise RecipeInvalid(
            f"Images of {high} pixels do not part into patches of {edge}; choose a size that is a multiple of {edge}."
        )
    if width % 4 or width % heads:
        raise RecipeInvalid(
            f"decoder_width={width} must be a multiple of 4 and of decoder_heads={heads}."
        )


def _draw_weights(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Conv2d):  # patches, a linear layer in truth
        nn.init.xavier_uniform_(module.weight.view(module.weight.shape[0], -1))


def _fix_positions(encoder: Any, grid: tuple[int, int]) -> None:
    """Sines and cosines for patches, 0 for tokens that stand for none. Raises RecipeInvalid."""
    positions = encoder.pos_embed
    if positions is None or positions.shape[2] % 4:
        raise RecipeInvalid(
            "This backbone cannot have positions of sines and cosines; set positions=learned."
        )
    with torch.no_grad():
        positions.zero_()
        positions[0, -grid[0] * grid[1] :] = build_sincos2d_pos_embed(
            list(grid), positions.shape[2]
        )
    positions.requires_grad_(False)
