"""Networks of timm as backbones: by name, shaped by a few numbers, with random or given weights."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import timm
import torch
from torch import Tensor, nn

from ...core.errors import ModelMismatch, ModelUnavailable, RecipeInvalid
from ...core.models.checkpoint import KWARGS, read_card
from ...core.models.frozen import load_weights, read_weights
from ...core.models.timm_models import adapt_weights
from .torchvision_weights import from_torchvision

Shape = int | float | bool
#: What ``network`` may set: the knob ``size`` sets img_size, and pooling is the method's.
SHAPES = tuple(sorted(KWARGS - {"img_size", "global_pool"}))


def read_network(text: str) -> dict[str, Shape]:
    """Shape arguments written as ``embed_dim=192,depth=4``. Raises RecipeInvalid naming those there are."""
    shapes: dict[str, Shape] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, value = (p.strip() for p in part.partition("="))
        if name not in SHAPES:
            raise RecipeInvalid(
                f"network={text} sets '{name}'; what it may set is: {', '.join(SHAPES)}."
            )
        shapes[name] = _read_shape(text, value)
    return shapes


def _read_shape(text: str, value: str) -> Shape:
    if value in ("true", "false"):
        return value == "true"
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return float(value)
    except ValueError:
        raise RecipeInvalid(
            f"network={text} holds '{value}' where a number is due; write it as embed_dim=192,depth=4."
        ) from None


def network_kwargs(
    arch: str, size: int, shapes: Mapping[str, Shape] | None = None
) -> dict[str, Any]:
    """Arguments of timm that make ``arch`` take images of ``size`` pixels: a checkpoint's card keeps them.

    Raises RecipeInvalid for a name that timm does not have.
    """
    config = _config(arch)
    needs_size = config.fixed_input_size and config.input_size[-1] != size
    return {**(shapes or {}), **({"img_size": size} if needs_size else {})}


def make_backbone(
    arch: str,
    bands: int,
    size: int,
    *,
    outputs: int = 0,
    weights: str = "random",
    drop_path: float = 0.0,
    kwargs: Mapping[str, Shape] | None = None,
) -> nn.Module:
    """A network of timm for images of so many bands, ``size`` pixels on a side, in training mode on the CPU.

    Random weights come from torch's global generator.

    Parameters
    ----------
    outputs: of timm's own final layer; 0 leaves it out.
    weights: ``random``; ``imagenet``, timm's own through the Hugging Face Hub or its cache; a .safetensors or
        .pth file; or ``checkpoint:RUN``, a run or checkpoint of this program. A first layer for other bands is
        fitted; the final layer is always fresh.
    drop_path: rate of stochastic depth.
    kwargs: shape arguments, as ``read_network`` gives them.

    Raises RecipeInvalid for a name, shape or size that cannot be, ModelUnavailable for weights that are not
    here, CheckpointInvalid for damaged or foreign ones.
    """
    arguments = network_kwargs(arch, size, kwargs)
    arguments |= {"in_chans": bands, **({"drop_path_rate": drop_path} if drop_path else {})}
    fresh = weights == "random"
    module = _create(arch, num_classes=outputs if fresh else 0, **arguments)
    if weights == "imagenet":
        module = _from_hub(arch, arguments)
    elif not fresh:
        _load(module, arch, bands, weights, dict(kwargs or {}))
    if outputs and not fresh:
        module.reset_classifier(outputs)  # type: ignore[operator]
    return _tried(module, arch, bands, size)


def embedding_width(backbone: Any) -> int:
    """Length of what the network's own pooling gives."""
    return int(getattr(backbone, "head_hidden_size", None) or backbone.num_features)


def embed(backbone: Any, x: Tensor, pooling: str = "model") -> Tensor:
    """Embeddings ``(n, dim)`` of ``(n, bands, size, size)``: as an encoder built from the checkpoint pools.

    pooling: ``model`` for the network's own; ``avg`` or ``cls`` over the tokens of a ViT.
    """
    if pooling == "model" and backbone.num_classes == 0:
        return backbone(x)  # a call, so that a network compiled by torch runs as it was compiled
    features = backbone.forward_features(x)
    if pooling == "model":
        return backbone.forward_head(features, pre_logits=True)
    if pooling == "cls":
        return features[:, 0]
    return features[:, backbone.num_prefix_tokens :].mean(1)


def _config(arch: str) -> Any:
    """timm's record of a network. Raises RecipeInvalid."""
    # A plain name: timm would also follow hf-hub: and local-dir: names to other files.
    if ":" in arch or "/" in arch or not timm.is_model(arch):
        near = get_close_matches(arch, timm.list_models())
        hint = f", such as {', '.join(near)}" if near else ""
        raise RecipeInvalid(
            f"timm has no network '{arch}'; give a backbone that timm.list_models() lists{hint}."
        )
    config = timm.get_pretrained_cfg(arch)
    return config if config is not None else timm.models.PretrainedCfg(input_size=(3, 224, 224))


def _create(arch: str, **arguments: Any) -> nn.Module:
    try:
        return timm.create_model(arch, **arguments)
    except Exception as error:  # timm's networks raise anything on shapes that cannot be
        given = ", ".join(f"{name}={value}" for name, value in arguments.items())
        raise RecipeInvalid(
            f"timm cannot build {arch} with {given}: {_first_line(error)}"
        ) from error


def _from_hub(arch: str, arguments: dict[str, Any]) -> nn.Module:
    try:
        return timm.create_model(arch, pretrained=True, num_classes=0, **arguments)
    except Exception as error:  # whatever the Hub's client and timm's loader raise
        raise ModelUnavailable(
            f"The weights of {arch} could not be had from the Hugging Face Hub ({type(error).__name__}); "
            "connect once, or give weights=FILE, or weights=random."
        ) from error


def _load(module: nn.Module, arch: str, bands: int, weights: str, shapes: dict[str, Shape]) -> None:
    place = Path(weights.removeprefix("checkpoint:")).expanduser()
    if weights.startswith("checkpoint:") or place.is_dir():
        card, file = read_card(place)
        theirs = {k: v for k, v in card.kwargs.items() if k in SHAPES}
        if (card.arch, theirs) != (arch, shapes):
            network = ",".join(f"{name}={value}" for name, value in theirs.items())
            raise RecipeInvalid(
                f"{place} holds a {card.arch}, not the {arch} asked for; set backbone={card.arch} and "
                f"network={network or 'none'}."
            )
        place = file
    _load_file(module, arch, bands, place)


def _load_file(module: nn.Module, arch: str, bands: int, path: Path) -> None:
    config = _config(arch)
    tensors = from_torchvision(read_weights(path))
    layers = config.first_conv or ()
    for layer in (layers,) if isinstance(layers, str) else layers:
        first = tensors.get(f"{layer}.weight")
        if first is not None and first.ndim == 4 and first.shape[1] == 1 < bands:
            tensors[f"{layer}.weight"] = first.repeat(1, bands, 1, 1) / bands
    try:
        fitted = adapt_weights(module, tensors, config, bands)
    except ModelMismatch as error:
        raise RecipeInvalid(
            f"The first layer of {path} cannot be fitted to {bands} bands; give weights made for one, three, or so "
            "many bands."
        ) from error
    load_weights(module, fitted, str(path))


def _tried(module: Any, arch: str, bands: int, size: int) -> nn.Module:
    """The network after one look at a black image. Raises RecipeInvalid where it fails."""
    try:
        with torch.no_grad():
            module.eval().forward_features(torch.zeros(1, bands, size, size))
    except (AssertionError, RuntimeError, ValueError) as error:
        raise RecipeInvalid(
            f"{arch} cannot take images of {size} pixels ({_first_line(error)}); choose another size."
        ) from error
    return module.train()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
