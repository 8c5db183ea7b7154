"""What encoders are fitted on, and the check of bands, units and range against a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import ModelMismatch
from .card import Card

RGB = ("red", "green", "blue")
#: Valid pixels looked at per band; enough for percentiles, little enough for any sample.
_LOOKED_AT = 2_000_000


@dataclass(frozen=True)
class BandSample:
    """Chips from all over a scene.

    Parameters
    ----------
    names: of the bands, in order.
    chips: float32 ``(n, bands, height, width)``, physical units (scale and offset applied).
    valid: bool ``(n, height, width)``.
    """

    names: tuple[str, ...]
    chips: np.ndarray
    valid: np.ndarray

    def percentiles(self, shares: Sequence[float]) -> np.ndarray:
        """Percentiles (0 to 100) of each band's valid pixels, float64 ``(len(shares), bands)``.

        Raises ModelMismatch where no pixel is valid and finite.
        """
        step = max(1, int(self.valid.sum()) // _LOOKED_AT)
        out = np.empty((len(shares), len(self.names)))
        for band, name in enumerate(self.names):
            values = self.chips[:, band][self.valid][::step]
            values = values[np.isfinite(values)]
            if values.size == 0:
                raise ModelMismatch(
                    f"Band {name} has no valid pixel in the sample; check its nodata."
                )
            out[:, band] = np.percentile(values, shares)
        return out


def check_inputs(card: Card, sample: BandSample, *, force: bool = False) -> None:
    """Hold a scene's bands and values against a card; ``force`` overrides.

    A band passes when its middle 98% lies in the card's range with half the range to spare above and 5%
    below, and reaches 1% of it: clouds may glare, but reflectance of 0-1 does not pass for
    0-10000. Raises ModelMismatch.
    """
    if force:
        return
    used = bands_used(card, sample.names)
    if card.value_range is None:
        return
    low, high = card.value_range
    span = high - low
    firsts, lasts = sample.percentiles((1, 99))
    for band in used:
        first, last = firsts[band], lasts[band]
        if not (low - 0.05 * span <= first and low + 0.01 * span <= last <= high + 0.5 * span):
            raise ModelMismatch(
                f"Band {sample.names[band]} holds values of {first:.6g} to {last:.6g}, but {card.name} "
                f"expects {card.units}; use --force to go on regardless."
            )


def bands_used(card: Card, present: Sequence[str]) -> tuple[int, ...]:
    """Positions in ``present`` of the bands that a model takes, as its card has it. Raises ModelMismatch."""
    if card.bands is None:
        return tuple(range(len(present)))
    wanted: Sequence[str] = card.bands
    if card.any_band:
        wanted = [card.bands[i] for i in find_some(card.name, card.bands, present)]
    return find_bands(card.name, wanted, present)


def find_some(model: str, wanted: Sequence[str], present: Sequence[str]) -> tuple[int, ...]:
    """Which of ``wanted``, by position, are among ``present``. Raises ModelMismatch where none is."""
    have = {name.lower() for name in present}
    found = tuple(i for i, name in enumerate(wanted) if name.lower() in have)
    if not found:
        raise ModelMismatch(
            f"{model} needs at least one of the bands {', '.join(wanted)}; the source has {', '.join(present)}: "
            "name its bands so, or take another model."
        )
    return found


def find_bands(
    model: str, wanted: Sequence[str], present: Sequence[str], *, force: bool = False
) -> tuple[int, ...]:
    """Positions in ``present`` of the bands a model wants, in its order, whatever their case.

    Raises ModelMismatch naming those missing; ``force`` takes as many bands as are wanted, as
    they come.
    """
    if (
        force
        and len(present) >= len(wanted)
        and not {w.lower() for w in wanted} <= {p.lower() for p in present}
    ):
        return tuple(range(len(wanted)))
    at = {name.lower(): i for i, name in enumerate(present)}
    if missing := [name for name in wanted if name.lower() not in at]:
        raise ModelMismatch(
            f"{model} needs the bands {', '.join(wanted)}; the source ({', '.join(present)}) lacks "
            f"{', '.join(missing)}: name its bands so, or take another model."
        )
    return tuple(at[name.lower()] for name in wanted)
