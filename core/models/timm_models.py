"""Any network of timm as a frozen encoder, for any bands.

timm: Wightman 2019, PyTorch Image Models, https://github.com/huggingface/pytorch-image-models
"""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ..errors import ModelMismatch, ModelUnavailable, ModelUnknown, UsageError
from ..options import LARGEST_SEED, Option
from .card import Card, Family, Request
from .encoder import Encoder
from .frozen import POOLINGS, FrozenEncoder, load_weights, read_weights
from .inputs import RGB, find_bands
from .preparation import Preparation

if TYPE_CHECKING:
    from torch import Tensor, nn

#: Divisors of the ``stretch`` option; None stretches over the scene.
STRETCHES = {"none": 1.0, "scene": None, "255": 255.0, "10000": 10000.0}
UNITS = {
    "none": "0-1 (for other units give --set stretch=255, stretch=10000, or stretch=scene, which stretches "
    "each band over the scene)",
    "scene": "any; stretched per band over the scene, 2nd-98th percentile to 0-1, clipped",
    "255": "0-255",
    "10000": "reflectance times 10000",
}

OPTIONS = {
    "pretrained": Option(True, "take timm's weights, through the Hugging Face Hub or its cache"),
    "weights": Option("", "a local .safetensors or .pth file in place of the Hub"),
    "pooling": Option(
        "model", "how patches become one embedding; the model's own is on its card", POOLINGS
    ),
    "size": Option(0, "pixels on a side that chips are resized to; 0 for the model's own", least=0),
    "rgb": Option(False, "use the bands red, green and blue alone"),
    "stretch": Option("none", "how values come to 0-1", tuple(STRETCHES)),
    "seed": Option(0, "of random weights, with pretrained=false", least=0, most=LARGEST_SEED),
}

#: Worth naming: name, title, licence of the weights, paper, input size, embedding size, pooling.
_LISTED = (
    ("resnet18", "ResNet-18", "apache-2.0", "arXiv:2110.00476", 224, 512, "avg"),
    ("resnet50", "ResNet-50", "apache-2.0", "arXiv:2110.00476", 224, 2048, "avg"),
    ("efficientnet_b0", "EfficientNet-B0", "apache-2.0", "arXiv:1905.11946", 224, 1280, "avg"),
    ("convnext_tiny", "ConvNeXt-T", "apache-2.0", "arXiv:2201.03545", 224, 768, "avg"),
    ("swin_tiny_patch4_window7_224", "Swin-T", "mit", "arXiv:2103.14030", 224, 768, "avg"),
    ("vit_tiny_patch16_224", "ViT-Ti/16", "apache-2.0", "arXiv:2106.10270", 224, 192, "token"),
    ("vit_small_patch16_224", "ViT-S/16", "apache-2.0", "arXiv:2106.10270", 224, 384, "token"),
    ("vit_base_patch16_224", "ViT-B/16", "apache-2.0", "arXiv:2106.10270", 224, 768, "token"),
    ("vit_small_patch14_dinov2", "DINOv2 ViT-S/14", "apache-2.0", "arXiv:2304.07193", 518, 384, "token"),
    ("vit_base_patch14_dinov2", "DINOv2 ViT-B/14", "apache-2.0", "arXiv:2304.07193", 518, 768, "token"),
    ("vit_small_patch16_dinov3", "DINOv3 ViT-S/16", "dinov3-license", "arXiv:2508.10104", 256, 384, "avg"),
    ("vit_base_patch16_clip_224", "CLIP ViT-B/16", "apache-2.0", "arXiv:2212.07143", 224, 768, "token"),
)  # fmt: skip


def cards() -> list[Card]:
    """Networks worth starting from; every other name of timm works too."""
    return [
        _card(name, title=title, licence=licence, paper=paper, size=size, dim=dim, pooling=pooling)
        for name, title, licence, paper, size, dim, pooling in _LISTED
    ]


def card(name: str) -> Card:
    """The card of any timm name, from timm's own record of it. Raises ModelUnknown."""
    for listed in cards():
        if listed.name == f"timm:{name}":
            return listed
    config = _config(name)
    return _card(name, licence=config.license or "not stated", size=config.input_size[-1])


def _card(
    name: str,
    *,
    title: str = "",
    licence: str = "not stated",
    paper: str = "see https://hf.co/timm",
    size: int,
    dim: int | None = None,
    pooling: str = "the model's own",
    stretch: str = "none",
    weights: str = "",
    notes: tuple[str, ...] = (),
) -> Card:
    scale = STRETCHES[stretch]
    return Card(
        name=f"timm:{name}",
        title=title or name,
        licence=licence,
        paper=paper,
        bands=None,
        units=UNITS[stretch],
        value_range=None if scale is None else (0.0, scale),
        normalisation="mean and deviation of its pretraining for red, green, blue; their averages for other bands",
        native_gsd=None,
        input_size=size,
        pooling=pooling,
        dense=True,
        dim=dim,
        weights=weights or f"hf-hub:timm/{name}",
        notes=notes,
    )


def build(request: Request) -> Encoder:
    """See ``OPTIONS``. Raises ModelUnknown, ModelUnavailable, CheckpointInvalid, UsageError, and
    ModelMismatch where ``rgb`` finds no such bands."""
    options, config = request.options, _config(request.name)
    take, names = _order(request)
    size = options["size"] or config.input_size[-1]
    sized = {"img_size": size} if config.fixed_input_size and size != config.input_size[-1] else {}
    module, weights = _network(request.name, len(take), sized, options, config)
    known = card(request.name)
    about = _card(
        request.name,
        title=known.title,
        licence=known.licence,
        paper=known.paper,
        size=size,
        stretch=options["stretch"],
        weights=weights,
        notes=_notes(module, names, config, weights),
    )
    mean, std = _normalisation(names, config)
    return FrozenEncoder(
        about,
        request.bands,
        options,
        module,
        Preparation(take, mean, std, size, STRETCHES[options["stretch"]], options["pooling"]),
        network=f"timm {request.name}",
    )


def _config(name: str) -> Any:
    """timm's record of a model's pretraining. Raises ModelUnknown."""
    import timm

    if not timm.is_model(name):
        near = get_close_matches(name, timm.list_models())
        hint = f", such as {', '.join(near)}" if near else ""
        raise ModelUnknown(
            f"timm has no model '{name}'; give a name that timm.list_models() lists{hint}."
        )
    config = timm.get_pretrained_cfg(name)
    return config if config is not None else timm.models.PretrainedCfg(input_size=(3, 224, 224))


def _order(request: Request) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Which bands the network gets: red, green and blue first, where all are there."""
    lower = [band.lower() for band in request.bands]
    if request.options["rgb"]:
        take = find_bands(f"timm:{request.name} with rgb=true", RGB, request.bands)
    elif set(RGB) <= set(lower):
        first = find_bands(request.name, RGB, request.bands)
        take = first + tuple(i for i in range(len(lower)) if i not in first)
    else:
        take = tuple(range(len(lower)))
    return take, tuple(lower[i] for i in take)


def _network(
    name: str, channels: int, sized: dict[str, Any], options: dict[str, Any], config: Any
) -> tuple[nn.Module, str]:
    """The network, and where its weights are from."""
    import timm
    import torch

    from_hub = options["pretrained"] and not options["weights"]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(options["seed"])
        try:
            module = timm.create_model(
                name, pretrained=from_hub, in_chans=channels, num_classes=0, **sized
            )
        except Exception as error:
            if not from_hub:
                raise UsageError(f"timm cannot build {name} so: {error}") from error
            raise ModelUnavailable(
                f"The weights of timm:{name} could not be had from the Hugging Face Hub "
                f"({type(error).__name__}); connect once, or give --set weights=FILE, or --set "
                "pretrained=false for random weights."
            ) from error
    if options["weights"]:
        weights = adapt_weights(module, read_weights(options["weights"]), config, channels)
        load_weights(module, weights, options["weights"])
        return module, f"file {options['weights']}"
    return module, f"hf-hub:{config.hf_hub_id}" if from_hub else f"random, seed {options['seed']}"


def adapt_weights(
    module: nn.Module, weights: dict[str, Tensor], config: Any, channels: int
) -> dict[str, Tensor]:
    """Weights of a file made to fit as timm does with those of the Hub: names and position embeddings by
    the family's own filter, first layer by ``adapt_input_conv``. Raises ModelMismatch."""
    from timm.models import adapt_input_conv

    # timm keeps each family's renaming in a function of this name.
    rename = getattr(sys.modules[type(module).__module__], "checkpoint_filter_fn", None)
    weights = dict(rename(weights, module) if rename else weights)
    for layer in _first_layers(config):
        key, have = f"{layer}.weight", module.state_dict().get(f"{layer}.weight")
        if have is None or key not in weights or weights[key].shape == have.shape:
            continue
        try:
            weights[key] = adapt_input_conv(channels, weights[key])
        except (AssertionError, NotImplementedError) as error:
            raise ModelMismatch(
                f"The file's first layer takes {weights[key].shape[1]} bands and cannot be fitted to "
                f"{channels}; choose bands of that number, or --set rgb=true."
            ) from error
    return weights


def _first_layers(config: Any) -> tuple[str, ...]:
    layers = config.first_conv or ()
    return (layers,) if isinstance(layers, str) else tuple(layers)


def _normalisation(
    names: tuple[str, ...], config: Any
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and deviation per band; bands that the network never saw get the average of the three."""
    out = []
    for values in (config.mean, config.std):
        known = dict(zip(RGB, values, strict=True))
        out.append(tuple(known.get(name, sum(values) / 3) for name in names))
    return out[0], out[1]


def _notes(module: nn.Module, names: tuple[str, ...], config: Any, weights: str) -> tuple[str, ...]:
    """What was done to the first layer and the normalisation."""
    count, order = len(names), f"Bands go in as {', '.join(names)}."
    if weights.startswith("random"):
        first = f"The first layer takes {count} bands, with random weights like all the others."
    elif count == 3:
        first = "The first layer is as pretrained."
    elif count == 1:
        first = "The first layer's red, green and blue weights are summed into one band."
    else:
        first = (
            f"The first layer's red, green and blue weights are repeated over {count} bands and scaled by "
            f"3/{count}; inflating RGB weights to more bands often hurts: the RGB subset is --set rgb=true."
        )
    foreign = [name for name in names if name not in RGB]
    if not foreign:
        return order, first
    assumed = f"Mean and deviation of {', '.join(foreign)} are assumed: the average of red, green and blue."
    return order, first, assumed


FAMILY = Family("timm", cards, card, build, OPTIONS, hint="timm:<any name of timm.list_models()>")
