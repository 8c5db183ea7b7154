"""Published Earth-observation weights through torchgeo's catalogue (the extra ``torchgeo``).

Stewart et al. 2022, "TorchGeo: deep learning with geospatial data", SIGSPATIAL,
doi:10.1145/3557915.3560953. Bands, normalisation and input size are those of each weights' own record; chips are
resized whole where torchgeo's transforms cut their margins off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..bands import LANDSAT_OLI, LANDSAT_TM, SENTINEL2
from ..errors import CheckpointInvalid, ModelUnavailable, ModelUnknown
from ..options import Option
from .card import Card, Family, Request
from .encoder import Encoder
from .frozen import POOLINGS, FrozenEncoder, load_weights, read_weights
from .inputs import find_bands
from .preparation import Preparation

if TYPE_CHECKING:
    from torch import Tensor

S2_ALL = tuple(SENTINEL2.values())
S2_RGB = ("red", "green", "blue")
OLI_SR = ("coastal", "blue", "green", "red", "nir", "swir1", "swir2")
S1 = ("vv", "vh")
_S12, _L = (
    "Wang et al. 2023, SSL4EO-S12, arXiv:2211.07044",
    "Stewart et al. 2023, SSL4EO-L, arXiv:2306.09424",
)

#: Worth naming: weights, title, paper, bands, embedding size. torchgeo knows many more.
_LISTED = (
    ("ResNet18_Weights.SENTINEL2_ALL_MOCO", "ResNet-18, Sentinel-2, MoCo", _S12, S2_ALL, 512),
    ("ResNet18_Weights.SENTINEL2_RGB_MOCO", "ResNet-18, Sentinel-2 RGB, MoCo", _S12, S2_RGB, 512),
    ("ResNet50_Weights.SENTINEL2_ALL_MOCO", "ResNet-50, Sentinel-2, MoCo", _S12, S2_ALL, 2048),
    ("ResNet50_Weights.SENTINEL2_ALL_DINO", "ResNet-50, Sentinel-2, DINO", _S12, S2_ALL, 2048),
    ("ViTSmall16_Weights.SENTINEL2_ALL_MOCO", "ViT-S/16, Sentinel-2, MoCo", _S12, S2_ALL, 384),
    ("ViTSmall16_Weights.SENTINEL2_ALL_DINO", "ViT-S/16, Sentinel-2, DINO", _S12, S2_ALL, 384),
    ("ResNet50_Weights.SENTINEL1_ALL_MOCO", "ResNet-50, Sentinel-1, MoCo", _S12, S1, 2048),
    ("ResNet18_Weights.LANDSAT_OLI_SR_MOCO", "ResNet-18, Landsat 8/9, MoCo", _L, OLI_SR, 512),
    ("ViTSmall16_Weights.LANDSAT_OLI_SR_MOCO", "ViT-S/16, Landsat 8/9, MoCo", _L, OLI_SR, 384),
)

OPTIONS = {
    "weights": Option(
        "", "a local copy of the weights, .safetensors or .pth, in place of the download"
    ),
    "pooling": Option(
        "model", "how patches become one embedding; the model's own by default", POOLINGS
    ),
    "size": Option(
        0, "pixels on a side that chips are resized to; 0 for the weights' own", least=0
    ),
}


def cards() -> list[Card]:
    """Weights worth starting from, without torchgeo being there."""
    return [
        _card(weights, title=title, paper=paper, bands=bands, dim=dim, span=_listed_span(weights))
        for weights, title, paper, bands, dim in _LISTED
    ]


def _listed_span(weights: str) -> float | None:
    return {"SENTINEL2": 10000.0, "LANDSAT": 255.0}.get(weights.split(".")[1].split("_")[0])


def card(name: str) -> Card:
    """The card of any weights in torchgeo's catalogue. Raises ModelUnknown, ModelUnavailable."""
    for listed in cards():
        if listed.name == f"torchgeo:{name}":
            return listed
    return _read_card(_find(name))


def _card(
    name: str,
    *,
    title: str,
    paper: str,
    bands: tuple[str, ...],
    span: float | None,
    dim: int | None = None,
    size: int = 224,
    weights: str = "",
) -> Card:
    sensor = name.split(".")[1].split("_")[0]
    units = {
        ("SENTINEL2", 10000.0): "reflectance times 10000 (set the bands' scale and offset so)",
        ("SENTINEL1", None): "backscatter in dB",
    }.get((sensor, span), f"0-{span:g}" if span else "those of its paper")
    return Card(
        name=f"torchgeo:{name}",
        title=title,
        licence="not stated by torchgeo; see the paper's repository",
        paper=paper,
        bands=bands,
        units=units,
        value_range=None if span is None else (0.0, span),
        normalisation="the weights' own, from torchgeo's record of them",
        native_gsd={"SENTINEL1": 10.0, "SENTINEL2": 10.0, "LANDSAT": 30.0}.get(sensor),
        input_size=size,
        pooling="the model's own",
        dense=True,
        dim=dim,
        weights=weights or f"torchgeo {name}",
        notes=(
            "Chips are resized whole to the input size, so their scale on the ground changes with their size.",
        ),
    )


def _torchgeo() -> Any:
    """torchgeo.models. Raises ModelUnavailable where the extra is missing or broken."""
    try:
        import torchgeo.models
    except ImportError as error:
        raise ModelUnavailable(
            f"torchgeo: models need the extra torchgeo ({error}); pip install eo-embed[torchgeo]."
        ) from error
    return torchgeo.models


def _find(name: str) -> Any:
    """The weights' entry in the catalogue. Raises ModelUnknown."""
    models = _torchgeo()
    enum = getattr(models, name.partition(".")[0], None)
    entry = getattr(enum, "__members__", {}).get(name.partition(".")[2])
    if entry is None:
        raise ModelUnknown(
            f"torchgeo has no weights '{name}'; write them as ResNet18_Weights.SENTINEL2_ALL_MOCO "
            "(torchgeo.models lists them)."
        )
    if not entry.meta.get("bands") or not entry.meta.get("in_chans"):
        raise ModelUnknown(
            f"torchgeo does not say which bands {name} takes, so it cannot be used here."
        )
    return entry


def _read_card(entry: Any) -> Card:
    bands = _common_names(entry)
    mean, std, size = _normalisation(entry, len(bands))
    plain = set(mean) == {0.0} and len(set(std)) == 1 and std[0] > 1
    meta = entry.meta
    return _card(
        str(entry),
        title=f"{meta.get('model', 'network')}, {meta.get('dataset', '')}, {meta.get('ssl_method', 'supervised')}",
        paper=str(meta.get("publication", "none stated")),
        bands=bands,
        span=std[0] if plain else None,
        size=size,
        weights=str(entry.url),
    )


def _common_names(entry: Any) -> tuple[str, ...]:
    """torchgeo's band codes as the names that sources carry: ``B04`` of Sentinel-2 is ``red``."""
    name = entry.name
    layout = SENTINEL2 if name.startswith("SENTINEL2") else LANDSAT_OLI
    if name.startswith(("LANDSAT_TM", "LANDSAT_ETM")):
        layout = LANDSAT_TM
    out = []
    for code in entry.meta["bands"]:
        short = code.upper().removeprefix("SR_")
        if short.startswith("B0"):
            short = f"B{short[2:]}"
        out.append(layout.get(short, code.lower()))
    return tuple(out)


def _normalisation(entry: Any, bands: int) -> tuple[tuple[float, ...], tuple[float, ...], int]:
    """Mean, deviation and input size out of the weights' transforms.

    Several normalisations in a row, (x - m) / s each, become one. Raises ModelUnknown for a
    transform that is none of those.
    """
    import numpy as np

    mean, std, size = np.zeros(bands), np.ones(bands), 224
    steps = entry.transforms
    for step in steps if hasattr(steps, "__iter__") else [steps]:
        kind = type(step).__name__
        if kind == "Normalize":
            mean = mean + std * np.asarray(step.mean, dtype=float)
            std = std * np.asarray(step.std, dtype=float)
        elif kind in ("Resize", "CenterCrop"):
            size = int(step.size[-1])
        elif kind != "Identity":
            raise ModelUnknown(
                f"{entry} prepares its input by {kind}, which is not supported here."
            )
    return tuple(mean.tolist()), tuple(std.tolist()), size


def build(request: Request) -> Encoder:
    """Raises ModelMismatch where the source lacks a band, ModelUnavailable, ModelUnknown,
    CheckpointInvalid."""
    entry = _find(request.name)
    about = _read_card(entry)
    take = find_bands(about.name, about.bands or (), request.bands, force=request.force)
    options = request.options
    mean, std, size = _normalisation(entry, len(take))
    size = options["size"] or size
    network = _torchgeo().get_model(
        entry.meta["model"], num_classes=0, in_chans=len(take), **_sized(entry, size)
    )
    if not hasattr(network, "forward_head"):
        raise ModelUnknown(
            f"{about.name} is not one of timm's networks, and is not supported here."
        )
    local = options["weights"]
    load_weights(network, read_weights(local) if local else _download(entry), local or str(entry))
    about = replace(about, input_size=size, weights=f"file {local}" if local else about.weights)
    return FrozenEncoder(
        about,
        request.bands,
        options,
        network,
        Preparation(take, mean, std, size, pooling=options["pooling"]),
        network=str(entry),
    )


def _sized(entry: Any, size: int) -> dict[str, int]:
    """Transformers are made for one input size, convolutional networks for any."""
    return {"img_size": size} if entry.meta["model"].startswith("vit") else {}


def _download(entry: Any) -> dict[str, Tensor]:
    """The weights through torch.hub's cache, held against the hash in their name; no code of theirs runs."""
    try:
        content = entry.get_state_dict(progress=False, check_hash=True, weights_only=True)
    except OSError as error:
        raise ModelUnavailable(
            f"The weights of torchgeo:{entry} could not be downloaded ({error}); connect once, or give "
            "--set weights=FILE."
        ) from error
    except Exception as error:  # a wrong hash, or what the unpickler refuses
        raise CheckpointInvalid(
            f"The weights of torchgeo:{entry} are not what they should be: {error}"
        ) from error
    return dict(content)


FAMILY = Family(
    "torchgeo", cards, card, build, OPTIONS, hint="torchgeo:<weights of torchgeo.models>"
)
