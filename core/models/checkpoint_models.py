"""Networks trained here as frozen encoders: what ``core.models.checkpoint`` describes, for a source's bands."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from ..errors import CheckpointInvalid, ModelMismatch, UsageError
from ..options import Option
from .card import Card, Family, Request
from .checkpoint import CHANNELS, CheckpointCard, make_network, parse_card, read_card
from .encoder import Encoder
from .frozen import FrozenEncoder, load_weights
from .inputs import find_bands, find_some
from .preparation import Preparation

OPTIONS = {
    "channels": Option(
        "card",
        "how the embeddings of a network that sees one band at a time join: as its card says; concat, which "
        "needs every band; mean of those there are; or random, of one drawn for each chip by its values",
        ("card", *CHANNELS),
    )
}


def checkpoints_at(path: str | Path) -> list[Path]:
    """A checkpoint's own path, or the folders of a run's several results in the order of their names."""
    path = Path(path).expanduser()
    if path.suffix == ".safetensors" or (path / "card.json").is_file():
        return [path]
    return sorted(source.parent for source in path.glob("*/card.json")) or [path]


def card(path: str) -> Card:
    """The card at a path. Raises CheckpointInvalid, and UsageError where there are several."""
    found = checkpoints_at(path)
    if len(found) > 1:
        each = ", ".join(map(str, found))
        raise UsageError(
            f"{path} holds {len(found)} networks; give checkpoint: with one of {each}."
        )
    return _card(found[0], *read_card(found[0]))


def _choose(path: str, bands: tuple[str, ...]) -> Path:
    """The place of the one network whose bands the source has: all of them, or else some, where some will do.

    Raises ModelMismatch where none has, or several.
    """
    found = checkpoints_at(path)
    if len(found) == 1:
        return found[0]
    cards = {place: parse_card(place / "card.json")[0] for place in found}
    whole = [place for place, card in cards.items() if len(_there(card, bands)) == len(card.bands)]
    some = [place for place, card in cards.items() if card.single_channel and _there(card, bands)]
    fitting = whole or some
    if len(fitting) != 1:
        each = "; ".join(f"{place} ({', '.join(card.bands)})" for place, card in cards.items())
        raise ModelMismatch(
            f"checkpoint:{path} holds {len(cards)} networks, of which {'several' if fitting else 'none'} "
            f"can take the source's bands ({', '.join(bands)}): give checkpoint: with one of {each}."
        )
    return fitting[0]


def _there(card: CheckpointCard, bands: tuple[str, ...]) -> list[int]:
    """Which of a card's bands a source has, whatever their case."""
    have = {band.lower() for band in bands}
    return [i for i, band in enumerate(card.bands) if band.lower() in have]


def _take(
    name: str, card: CheckpointCard, channels: str, request: Request
) -> tuple[tuple[int, ...], list[int]]:
    """Positions of the source's bands that go in, and which of the card's bands each of them is."""
    wanted = list(range(len(card.bands)))
    if card.single_channel and channels != "concat":
        if request.force and not _there(card, request.bands):  # as many as there are, as they come
            wanted = wanted[: len(request.bands)]
        else:
            wanted = list(find_some(name, card.bands, request.bands))
    names = [card.bands[i] for i in wanted]
    return find_bands(name, names, request.bands, force=request.force), wanted


def _card(place: Path, card: CheckpointCard, weights: Path) -> Card:
    alone = (
        f" It sees one band at a time; joined by: {card.channels}." if card.single_channel else ""
    )
    return Card(
        name=f"checkpoint:{place}",
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
        any_band=card.single_channel and card.channels != "concat",
    )


def build(request: Request) -> Encoder:
    """Raises CheckpointInvalid, ModelMismatch where the source lacks a band, and UsageError for ``channels``
    of a network that takes all bands at once."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    place = _choose(request.name, request.bands)
    card, path = read_card(place)
    channels = request.options["channels"]
    if channels != "card" and not card.single_channel:
        raise UsageError(
            f"checkpoint:{place} takes all its bands at once; leave channels={channels} away."
        )
    channels = card.channels if channels == "card" else channels
    take, at = _take(f"checkpoint:{place}", card, channels, request)
    try:
        weights = load_file(path)
    except SafetensorError as error:
        raise CheckpointInvalid(
            f"{path} is damaged or not of the safetensors format ({error})."
        ) from error
    module = make_network(card, str(path))
    load_weights(module, weights, str(path))
    used = replace(
        card,
        channels=channels,
        bands=tuple(card.bands[i] for i in at),
        mean=tuple(card.mean[i] for i in at),
        std=tuple(card.std[i] for i in at),
    )
    return FrozenEncoder(
        _card(place, used, path),
        request.bands,
        request.options,
        module,
        Preparation(
            take,
            used.mean,
            used.std,
            card.input_size,
            pooling=card.pooling,
            per_band=channels if card.single_channel else None,
            resize=card.resize,
            head=card.outputs > 0,
            activation=card.activation,
        ),
        network=f"{card.arch} {json.dumps(card.kwargs, sort_keys=True)}",
    )


FAMILY = Family("checkpoint", list, card, build, OPTIONS, hint="checkpoint:<folder>")
