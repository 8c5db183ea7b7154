"""This project's own checkpoints: ``model.safetensors`` beside ``card.json``. Nothing in them is executed.

card.json (every key required, no other allowed)::

    format          "eo-embed-checkpoint"
    version         1
    title, licence, paper   text
    arch            a network of timm, by its exact name
    kwargs          how it was made: numbers, truth values or text; see KWARGS for the keys allowed
    bands           names, in the network's order
    units           of the values, in plain words
    value_range     [lowest, highest] accepted, or null for any
    mean, std       of the bands, in those units
    native_gsd      metres, or null
    input_size      pixels on a side
    pooling         "model", "avg", "cls" or "max"
    single_channel  false: one pass over all bands; true: the network takes one band at a time
    channels        "concat" or "mean": how a single-channel network's embeddings join
    sha256          of model.safetensors, so that a card never meets another's weights
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import files
from ..errors import CheckpointInvalid
from ..options import Option
from .card import Card, Family, Request
from .encoder import Encoder
from .frozen import POOLINGS, FrozenEncoder, Preparation, load_weights
from .inputs import find_bands

if TYPE_CHECKING:
    from torch import Tensor, nn

FORMAT, VERSION = "eo-embed-checkpoint", 1
#: Arguments of timm's networks that a card may set: shapes alone, nothing that loads or calls.
KWARGS = {
    "img_size",
    "patch_size",
    "embed_dim",
    "depth",
    "num_heads",
    "mlp_ratio",
    "qkv_bias",
    "class_token",
    "reg_tokens",
    "global_pool",
    "dynamic_img_size",
    "init_values",
}
_OWN = ("format", "version", "sha256")
_LARGEST = 16_384  # of any number in a card's kwargs


@dataclass(frozen=True)
class CheckpointCard:
    """What card.json says beside format, version and sha256; see the module."""

    arch: str
    bands: tuple[str, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    input_size: int
    kwargs: Mapping[str, int | float | bool | str]
    title: str = "A network trained here"
    licence: str = "the owner's"
    paper: str = "none"
    units: str = "those of its training data"
    value_range: tuple[float, float] | None = None
    native_gsd: float | None = None
    pooling: str = "model"
    single_channel: bool = False
    channels: str = "concat"

    def check(self, origin: str) -> None:
        """Raises CheckpointInvalid naming the first key whose value cannot be."""
        count = len(self.bands)

        def numbers(values: Any, length: int) -> bool:
            return (
                isinstance(values, tuple) and len(values) == length and all(map(_is_number, values))
            )

        texts = (self.arch, self.title, self.licence, self.paper, self.units, *self.bands)
        sound = {
            "bands": count > 0 and len(set(self.bands)) == count,
            "mean": numbers(self.mean, count),
            "std": numbers(self.std, count) and all(s > 0 for s in self.std),
            "input_size": type(self.input_size) is int and 0 < self.input_size <= _LARGEST,
            "native_gsd": self.native_gsd is None or _is_number(self.native_gsd),
            "value_range": self.value_range is None or numbers(self.value_range, 2),
            "pooling": self.pooling in POOLINGS,
            "single_channel": type(self.single_channel) is bool,
            "channels": self.channels in ("concat", "mean"),
            "arch, title, licence, paper, units or bands": all(isinstance(t, str) for t in texts),
            "kwargs": isinstance(self.kwargs, dict)
            and self.kwargs.keys() <= KWARGS
            and all(
                isinstance(v, str) or (_is_number(v) and abs(v) <= _LARGEST)
                for v in self.kwargs.values()
            ),
        }
        for key, fits in sound.items():
            if not fits:
                raise CheckpointInvalid(
                    f"{origin}: the value of {key} cannot be; write the checkpoint anew."
                )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def save_checkpoint(
    folder: str | Path, weights: nn.Module | Mapping[str, Tensor], card: CheckpointCard
) -> None:
    """Write a network's weights and card; each file is whole or absent, and they belong together.

    Raises CheckpointInvalid where card and weights do not fit, DiskFull or OutputError.
    """
    from safetensors.torch import save_file

    folder = Path(folder)
    card.check(f"The card for {folder}")
    state = weights if isinstance(weights, Mapping) else weights.state_dict()
    load_weights(_network(card, str(folder)), state, "The network to be saved")
    with files.replacing(folder / "model.safetensors") as part:
        save_file(
            {name: tensor.detach().cpu().contiguous().clone() for name, tensor in state.items()},
            part,
        )
        digest = _sha256(part)
    content = {"format": FORMAT, "version": VERSION, "sha256": digest} | asdict(card)
    files.write_json(folder / "card.json", content)


def read_card(path: str | Path) -> tuple[CheckpointCard, Path]:
    """A checkpoint's card, and where its weights are, held against the card's hash.

    ``path`` is the folder or the .safetensors file in it. Raises CheckpointInvalid.
    """
    path = Path(path).expanduser()
    weights = path if path.suffix == ".safetensors" else path / "model.safetensors"
    source = weights.with_name("card.json")
    if not source.is_file() or not weights.is_file():
        absent = source if not source.is_file() else weights
        raise CheckpointInvalid(f"There is no checkpoint at {path}: {absent.name} is missing.")
    try:
        content = json.loads(source.read_bytes())
    except ValueError as error:
        raise CheckpointInvalid(f"{source} is not JSON; copy the checkpoint again.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CheckpointInvalid(f"{source} is not the card of a checkpoint of this program.")
    if content.get("version") != VERSION:
        raise CheckpointInvalid(
            f"{source} has version {content.get('version')}, this program reads {VERSION}; update it."
        )
    expected = {field.name for field in fields(CheckpointCard)} | set(_OWN)
    if wrong := sorted(map(str, expected ^ content.keys())):
        raise CheckpointInvalid(f"{source} has missing or unknown keys: {', '.join(wrong)}.")
    if content["sha256"] != _sha256(weights):
        raise CheckpointInvalid(
            f"{weights} is not the file its card was written for; copy both again."
        )
    values: dict[str, Any] = {}
    for key in content.keys() - set(_OWN):
        values[key] = tuple(content[key]) if isinstance(content[key], list) else content[key]
    try:
        card = CheckpointCard(**values)
        card.check(str(source))
    except TypeError as error:
        raise CheckpointInvalid(f"{source} holds values of the wrong type: {error}.") from error
    return card, weights


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _network(card: CheckpointCard, origin: str) -> nn.Module:
    """The network that a card describes, with random weights. Raises CheckpointInvalid."""
    import timm

    # A plain name: timm would also follow hf-hub: and local-dir: names to other files.
    if not timm.is_model(card.arch) or ":" in card.arch or "/" in card.arch:
        raise CheckpointInvalid(f"{origin} names a network '{card.arch}' that timm does not have.")
    channels = 1 if card.single_channel else len(card.bands)
    kwargs: dict[str, Any] = dict(card.kwargs)
    try:
        return timm.create_model(card.arch, num_classes=0, in_chans=channels, **kwargs)
    except Exception as error:  # timm's networks raise anything on shapes that cannot be
        raise CheckpointInvalid(
            f"{origin} describes a network that cannot be built: {error}"
        ) from error


def _card(path: str, card: CheckpointCard, weights: Path) -> Card:
    alone = (
        f" It sees one band at a time; embeddings join by {card.channels}."
        if card.single_channel
        else ""
    )
    return Card(
        name=f"checkpoint:{path}",
        title=card.title,
        licence=card.licence,
        paper=card.paper,
        bands=card.bands,
        units=card.units,
        value_range=card.value_range,
        normalisation=f"mean {card.mean}, deviation {card.std}",
        native_gsd=card.native_gsd,
        input_size=card.input_size,
        pooling=card.pooling,
        dense=True,
        dim=None,
        weights=str(weights),
        notes=(f"Network: {card.arch}.{alone}",),
    )


def build(request: Request) -> Encoder:
    """Raises CheckpointInvalid, and ModelMismatch where the source lacks a band."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    card, path = read_card(request.name)
    take = find_bands(f"checkpoint:{request.name}", card.bands, request.bands, force=request.force)
    try:
        weights = load_file(path)
    except SafetensorError as error:
        raise CheckpointInvalid(
            f"{path} is damaged or not of the safetensors format ({error})."
        ) from error
    module = _network(card, str(path))
    load_weights(module, weights, str(path))
    per_band = card.channels if card.single_channel else None
    return FrozenEncoder(
        _card(request.name, card, path),
        request.bands,
        request.options,
        module,
        Preparation(
            take, card.mean, card.std, card.input_size, pooling=card.pooling, per_band=per_band
        ),
        network=f"{card.arch} {json.dumps(card.kwargs, sort_keys=True)}",
    )


OPTIONS: dict[str, Option] = {}

FAMILY = Family(
    "checkpoint",
    list,
    lambda path: _card(path, *read_card(path)),
    build,
    OPTIONS,
    hint="checkpoint:<folder>",
)
