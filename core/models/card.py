"""Model cards, and what one file of this package contributes: a Family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from ..errors import ModelUnknown
from ..options import Option, OptionValue

if TYPE_CHECKING:
    from .encoder import Encoder


@dataclass(frozen=True)
class Card:
    """What a model is, what it expects of its input, and what it gives.

    Parameters
    ----------
    name: the specification that builds it, ``rcf`` or ``timm:resnet18``.
    bands: names of the bands it expects, in its order; None where any bands will do.
    units: the values it expects, in plain words.
    value_range: lowest and highest physical value it accepts; None where any will do.
    native_gsd: ground sample distance it was trained at, metres; None where unknown or none.
    input_size: pixels on a side that chips are resized to; None where chips keep their size.
    dense: whether it also gives features per patch.
    dim: length of the embedding; None where it is known only after building.
    weights: ``none``, a hub identifier, or a file.
    notes: anything a user must know, such as what was done to the first layer.
    any_band: whether any of its bands will do, the others may be missing.
    """

    name: str
    title: str
    licence: str
    paper: str
    bands: tuple[str, ...] | None
    units: str
    value_range: tuple[float, float] | None
    normalisation: str
    native_gsd: float | None
    input_size: int | None
    pooling: str
    dense: bool
    dim: int | None
    weights: str
    notes: tuple[str, ...] = ()
    any_band: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Card:
        """The card that ``to_dict`` wrote; keys of later versions are passed over."""
        known = {field.name for field in fields(cls)} & content.keys()
        values: dict[str, Any] = {}
        for key in known:
            values[key] = tuple(content[key]) if isinstance(content[key], list) else content[key]
        return cls(**values)


@dataclass(frozen=True)
class Request:
    """What to build: the part of the name after the colon, the source's bands, the chip's longer
    side in pixels, every option with its value, and whether mismatches are overridden."""

    name: str
    bands: tuple[str, ...]
    chip: int
    options: dict[str, Any]
    force: bool = False


@dataclass(frozen=True)
class Family:
    """What a module of this package offers under the attribute ``FAMILY``.

    Parameters
    ----------
    prefix: the whole name (``rcf``) or the part before the colon (``timm``).
    cards: the cards worth listing, without importing torch.
    card: the card of one name (the part after the colon) as far as it is known before building.
    build: an encoder on the CPU.
    options: by name.
    hint: how names are written, where there are many.
    """

    prefix: str
    cards: Callable[[], list[Card]]
    card: Callable[[str], Card]
    build: Callable[[Request], Encoder]
    options: Mapping[str, Option]
    hint: str = ""

    def read_options(self, given: Mapping[str, OptionValue]) -> dict[str, Any]:
        """Every option with its value. Raises ModelUnknown for a name that is none, UsageError
        for a value that cannot be."""
        for name in given:
            if name not in self.options:
                known = ", ".join(self.options) or "none"
                raise ModelUnknown(
                    f"{self.prefix} has no option '{name}'; its options are: {known}."
                )
        return {n: o.read(n, given.get(n, o.default)) for n, o in self.options.items()}
