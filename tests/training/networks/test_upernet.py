from __future__ import annotations

import pytest
import timm
import torch

from eo_embed.training.networks.upernet import Pyramid, UperNet, padded

PLAIN = {"img_size": 64, "embed_dim": 24, "depth": 12, "num_heads": 3}


@pytest.mark.parametrize(
    ("arch", "kwargs", "indices"),
    [
        ("resnet10t", {}, [1, 2, 3, 4]),
        ("convnext_atto", {}, [0, 1, 2, 3]),
        ("vit_tiny_patch16_224", PLAIN, [3, 5, 7, 11]),  # those of BEiT-B and of MAE's ViT-B
        ("vit_tiny_patch16_224", {**PLAIN, "patch_size": 8}, [3, 5, 7, 11]),
        ("vit_tiny_patch16_224", {**PLAIN, "depth": 2}, [0, 0, 1, 1]),
    ],
)
def test_maps_are_of_strides_4_to_32(arch, kwargs, indices) -> None:
    made = Pyramid(timm.create_model(arch, in_chans=2, num_classes=0, **kwargs))
    assert made.indices == indices
    maps = made(torch.rand(1, 2, 64, 64))
    assert [tuple(m.shape[2:]) for m in maps] == [(16, 16), (8, 8), (4, 4), (2, 2)]
    assert [m.shape[1] for m in maps] == made.channels


def test_the_map_of_a_vits_own_stride_is_that_of_its_block() -> None:
    backbone = timm.create_model("vit_tiny_patch16_224", num_classes=0, **PLAIN).eval()
    x, block = torch.rand(1, 3, 64, 64), []
    backbone.blocks[7].register_forward_hook(lambda *a: block.append(a[2]))
    maps = Pyramid(backbone)(x)
    assert torch.equal(maps[2].flatten(2).transpose(1, 2), block[0][:, 1:])


@pytest.mark.parametrize(
    ("size", "arch", "patch", "expected"),
    [
        (600, "resnet50", None, (608, 32)),
        (608, "vit_base_patch16_224", None, (608, 32)),
        (600, "vit_small_patch14_dinov2", None, (602, 14)),
        (33, "vit_tiny_patch16_224", 10, (40, 10)),
    ],
)
def test_sizes_are_padded_to_what_a_network_takes(size, arch, patch, expected) -> None:
    assert padded(size, arch, patch) == expected


def test_what_is_padded_is_cut_off_again_and_codes_become_positions() -> None:
    backbone = timm.create_model("resnet10t", num_classes=0)
    made = UperNet(backbone, [1, 4], crop=40, width=8, multiple=32).eval()
    assert made(torch.rand(2, 3, 40, 50)).shape == (2, 2, 40, 50)
    codes = torch.tensor([[0, 1, 4, 255]], dtype=torch.uint8)
    assert made.index(codes).tolist() == [[255, 0, 1, 255]]
