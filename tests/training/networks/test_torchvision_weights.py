"""A file of torchvision's ViT in timm's: the same numbers come out as of torchvision's own network."""

import torch
from torchvision.models import VisionTransformer

from eo_embed.training.networks.backbones import make_backbone, read_network
from eo_embed.training.networks.torchvision_weights import from_torchvision

SHAPE = read_network("patch_size=8,embed_dim=48,depth=2,num_heads=3")


def theirs():
    torch.manual_seed(0)
    network = VisionTransformer(32, 8, 2, 3, 48, 192, num_classes=7).eval()
    for weights in network.parameters():  # torchvision begins biases and the head at 0
        torch.nn.init.normal_(weights, std=0.2)
    return network


def test_timm_s_network_gives_what_torchvision_s_gives(tmp_path):
    network, x = theirs(), torch.rand(4, 3, 32, 32)
    torch.save(network.state_dict(), tmp_path / "vit_b_16.pth")
    ours = make_backbone(
        "vit_base_patch16_224", 3, 32, weights=str(tmp_path / "vit_b_16.pth"), kwargs=SHAPE
    ).eval()
    with torch.no_grad():
        head = torch.nn.Linear(48, 7)
        head.load_state_dict(network.heads.head.state_dict())
        torch.testing.assert_close(head(ours(x)), network(x), rtol=1e-4, atol=1e-4)
    assert make_backbone(
        "vit_base_patch16_224", 5, 64, weights=str(tmp_path / "vit_b_16.pth"), kwargs=SHAPE
    )(torch.rand(1, 5, 64, 64)).shape == (1, 48)


def test_older_names_of_the_perceptron_are_known_and_others_left_alone():
    weights = {"conv_proj.weight": torch.zeros(1), "encoder.pos_embedding": torch.zeros(1)}
    layer = "encoder.layers.encoder_layer_11.mlp"
    found = from_torchvision(weights | {f"{layer}.linear_1.weight": torch.ones(2)})
    assert set(found) == {"patch_embed.proj.weight", "pos_embed", "blocks.11.mlp.fc1.weight"}
    plain = {"blocks.0.mlp.fc1.weight": torch.ones(1), "class_token": torch.ones(1)}
    assert from_torchvision(plain) == plain
