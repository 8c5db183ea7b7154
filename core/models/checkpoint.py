"""This project's own checkpoints: ``model.safetensors`` beside ``card.json``. Nothing in them is executed.

card.json (every key required, no other allowed)::

    format          "eo-embed-checkpoint"
    version         2; cards of version 1, which lack the keys marked with it, are read too
    title, licence, paper   text
    arch            a network of timm, by its exact name
    kwargs          how it was made: numbers, truth values or text; see KWARGS for the keys allowed
    bands           names, in the network's order
    units           of the values, in plain words
    value_range     [lowest, highest] accepted, or null for any
    mean, std       of the bands, in those units
    native_gsd      metres, or null
    input_size      pixels on a side
    resize       2  chips are resized to so many pixels on a side, then cut to the central input_size;
                    null: resized to input_size
    pooling         "model", "avg", "cls" or "max"
    outputs      2  0: the pooled features are the embedding; more: the network has timm's final layer of so
                    many outputs, which are the embedding (pooling "model" then)
    activation   2  "none" or "relu", after that layer
    single_channel  false: one pass over all bands; true: the network takes one band at a time, any of bands
    channels        how a single-channel network's embeddings join: "concat" (every band needed), "mean" of
                    the bands that the source has, or "random" (version 2): of one of them, drawn for each
                    chip by a hash of its own values, so that the same chip always gets the same band
    sha256          of model.safetensors, so that a card never meets another's weights

A run with several results (one a modality) keeps each in a folder of its own, ``RUN/s1``, ``RUN/s2``; of
``checkpoint:RUN`` the one whose bands the source has is meant.
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
from .frozen import POOLINGS, load_weights
from .preparation import ACTIVATIONS

if TYPE_CHECKING:
    from torch import Tensor, nn

FORMAT, VERSION = "eo-embed-checkpoint", 2
CHANNELS = ("concat", "mean", "random")
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
#: Keys of a card that each version brought.
_SINCE = {2: ("resize", "outputs", "activation")}
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
    resize: int | None = None
    outputs: int = 0
    activation: str = "none"

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
            "channels": self.channels in CHANNELS,
            "resize": self.resize is None
            or (type(self.resize) is int and self.input_size <= self.resize <= _LARGEST),
            "outputs": type(self.outputs) is int
            and 0 <= self.outputs <= _LARGEST
            and (self.outputs == 0 or self.pooling == "model"),
            "activation": self.activation in ACTIVATIONS
            and (self.activation == "none" or self.outputs > 0),
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
    from safetensors.torch import save

    folder = Path(folder)
    card.check(f"The card for {folder}")
    state = weights if isinstance(weights, Mapping) else weights.state_dict()
    load_weights(make_network(card, str(folder)), state, "The network to be saved")
    with files.replacing(folder / "model.safetensors") as part:
        # Bytes, since safetensors' own save_file leaves a file that its owner alone may read.
        part.write_bytes(
            save({name: t.detach().to("cpu", copy=True).contiguous() for name, t in state.items()})
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
    card, digest = parse_card(source)
    if digest != _sha256(weights):
        raise CheckpointInvalid(
            f"{weights} is not the file its card was written for; copy both again."
        )
    return card, weights


def parse_card(source: Path) -> tuple[CheckpointCard, str]:
    """A card.json: the card, and the hash of its weights. Raises CheckpointInvalid."""
    try:
        content = json.loads(source.read_bytes())
    except ValueError as error:
        raise CheckpointInvalid(f"{source} is not JSON; copy the checkpoint again.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CheckpointInvalid(f"{source} is not the card of a checkpoint of this program.")
    version: Any = content.get("version")
    if version not in range(1, VERSION + 1):
        raise CheckpointInvalid(
            f"{source} has version {version}, this program reads 1 to {VERSION}; update it."
        )
    later = {key for since, keys in _SINCE.items() if since > version for key in keys}
    expected = ({field.name for field in fields(CheckpointCard)} | set(_OWN)) - later
    if wrong := sorted(map(str, expected ^ content.keys())):
        raise CheckpointInvalid(f"{source} has missing or unknown keys: {', '.join(wrong)}.")
    values: dict[str, Any] = {}
    for key in content.keys() - set(_OWN):
        values[key] = tuple(content[key]) if isinstance(content[key], list) else content[key]
    try:
        card = CheckpointCard(**values)
        card.check(str(source))
    except TypeError as error:
        raise CheckpointInvalid(f"{source} holds values of the wrong type: {error}.") from error
    return card, content["sha256"]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_network(card: CheckpointCard, origin: str) -> nn.Module:
    """The network that a card describes, with random weights. Raises CheckpointInvalid."""
    import timm

    # A plain name: timm would also follow hf-hub: and local-dir: names to other files.
    if not timm.is_model(card.arch) or ":" in card.arch or "/" in card.arch:
        raise CheckpointInvalid(f"{origin} names a network '{card.arch}' that timm does not have.")
    channels = 1 if card.single_channel else len(card.bands)
    kwargs: dict[str, Any] = dict(card.kwargs)
    try:
        return timm.create_model(card.arch, num_classes=card.outputs, in_chans=channels, **kwargs)
    except Exception as error:  # timm's networks raise anything on shapes that cannot be
        raise CheckpointInvalid(
            f"{origin} describes a network that cannot be built: {error}"
        ) from error
