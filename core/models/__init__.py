"""Encoders of chips. A model is one module here with a ``FAMILY``: its cards, options and build function.

Listing and importing leave torch alone; building brings it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..errors import ModelUnknown
from ..offers import offers
from ..options import Option, OptionValue
from .card import Card, Family, Request
from .encoder import Encoder, cpu_has_fast_bf16, pick_precision, possible_precisions
from .inputs import BandSample, check_inputs

__all__ = [
    "BandSample",
    "Card",
    "Encoder",
    "Family",
    "Option",
    "Request",
    "build",
    "card",
    "cards",
    "check_inputs",
    "cpu_has_fast_bf16",
    "option_docs",
    "options",
    "pick_precision",
    "possible_precisions",
]


@cache
def families() -> dict[str, Family]:
    """What the modules of this package offer, by prefix."""
    found: list[Family] = offers(__name__, "FAMILY")
    return {family.prefix: family for family in found}


def cards() -> list[Card]:
    """The models worth naming; families such as ``timm:`` build many more."""
    return [card for family in families().values() for card in family.cards()]


def card(spec: str) -> Card:
    """The card of one model, as far as it is known before it is built. Raises ModelUnknown."""
    family, name = _find(spec)
    return family.card(name)


def options(spec: str) -> Mapping[str, Option]:
    """A model's options by name. Raises ModelUnknown."""
    return _find(spec)[0].options


def option_docs(spec: str) -> dict[str, str]:
    """A model's options, each with one line for help texts. Raises ModelUnknown."""
    return {name: option.describe() for name, option in options(spec).items()}


def build(
    spec: str,
    bands: tuple[str, ...],
    *,
    chip: int,
    options: Mapping[str, OptionValue] | None = None,
    force: bool = False,
) -> Encoder:
    """An encoder on the CPU, ready for ``fit`` or ``load_state``.

    Parameters
    ----------
    spec: ``rcf``, ``stats``, ``timm:<name>``, ``torchgeo:<weights>`` or ``checkpoint:<path>``.
    bands: names of the source's bands, in order.
    chip: the longer side of a chip, pixels.
    options: see ``option_docs``; text is read as the option's type.
    force: go on where bands do not fit the card, if there are enough of them.

    Raises ModelUnknown, UsageError, ModelMismatch, ModelUnavailable or CheckpointInvalid.
    """
    family, name = _find(spec)
    return family.build(Request(name, bands, chip, family.read_options(options or {}), force))


def _find(spec: str) -> tuple[Family, str]:
    prefix, colon, name = spec.partition(":")
    family = families().get(prefix)
    if family is None or bool(family.hint) != bool(name) or (colon and not name):
        names = ", ".join(f.hint or f.prefix for f in families().values())
        raise ModelUnknown(f"There is no model '{spec}'; the models are: {names}.")
    return family, name
