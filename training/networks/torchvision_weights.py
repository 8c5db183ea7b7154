"""Weights of torchvision's vision transformers under the names that timm's have, so that a file of either serves."""

from __future__ import annotations

import re
from collections.abc import Mapping

from torch import Tensor

_BLOCK = re.compile(r"encoder\.layers\.encoder_layer_(\d+)\.(.+)")
_TABLE = """
class_token            cls_token
encoder.pos_embedding  pos_embed
conv_proj.weight       patch_embed.proj.weight
conv_proj.bias         patch_embed.proj.bias
encoder.ln.weight      norm.weight
encoder.ln.bias        norm.bias
heads.head.weight      head.weight
heads.head.bias        head.bias
"""
_NAMES: dict[str, str] = dict(line.split() for line in _TABLE.strip().splitlines())
_PARTS = {
    "ln_1": "norm1",
    "ln_2": "norm2",
    "self_attention.in_proj": "attn.qkv",
    "self_attention.out_proj": "attn.proj",
    "mlp.0": "mlp.fc1",
    "mlp.3": "mlp.fc2",
    "mlp.linear_1": "mlp.fc1",
    "mlp.linear_2": "mlp.fc2",
}


def from_torchvision(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Weights renamed where they are of torchvision's VisionTransformer, and as they are otherwise."""
    if "encoder.pos_embedding" not in weights or "conv_proj.weight" not in weights:
        return dict(weights)
    return {_rename(name): tensor for name, tensor in weights.items()}


def _rename(name: str) -> str:
    block = _BLOCK.fullmatch(name)
    if block is None:
        return _NAMES.get(name, name)
    number, rest = block.groups()
    part, kind = re.fullmatch(r"(.+)[._](weight|bias)", rest).groups()  # type: ignore[union-attr]
    return f"blocks.{number}.{_PARTS.get(part, part)}.{kind}"
