"""Mean, standard deviation and quantiles of each band: the floor that every model must beat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from ..errors import UsageError
from ..options import Option
from .card import Card, Family, Request
from .encoder import Encoder, fill_invalid

if TYPE_CHECKING:
    from torch import Tensor


class BandStatistics(Encoder):
    """Means of all bands, then standard deviations, then each quantile in turn."""

    def to(self, device: str, precision: str) -> Self:
        return self

    def embed(self, x: Tensor, valid: Tensor | None) -> Tensor:
        return band_statistics(x, parse_quantiles(self.options["quantiles"]), valid)


def band_statistics(x: Tensor, quantiles: tuple[float, ...], valid: Tensor | None = None) -> Tensor:
    """Statistics over each chip's valid pixels; a chip without any gives zeros.

    ``x`` float32 ``(batch, bands, height, width)``, ``valid`` bool ``(batch, height, width)``. The
    deviation is the population's; quantiles interpolate linearly, as numpy's do by default.
    Returns float32 ``(batch, bands * (2 + len(quantiles)))``.
    """
    import torch

    count = x.new_full((len(x), 1), x.shape[2] * x.shape[3])
    values = x.flatten(2)
    weight = None
    if valid is not None:
        values = fill_invalid(x, valid).flatten(2)  # filled with the mean, which stays what it is
        weight = (valid | ~valid.flatten(1).any(1)[:, None, None]).flatten(1)[:, None]
        count = weight.sum(2).to(x.dtype)
    mean = values.mean(2)
    square = (values - mean[..., None]).square_()
    out = [mean, (square.sum(2) / count).sqrt()]
    if quantiles:
        ranked = values if weight is None else torch.where(weight, values, torch.inf)
        ranked = ranked.sort(2).values
        for share in quantiles:
            place = share * (count - 1)
            below = place.floor().long()[..., None].expand(-1, x.shape[1], -1)
            above = place.ceil().long()[..., None].expand(-1, x.shape[1], -1)
            pair = ranked.gather(2, below)[..., 0], ranked.gather(2, above)[..., 0]
            out.append(torch.lerp(*pair, place - place.floor()))
    return torch.cat(out, 1)


def parse_quantiles(text: str) -> tuple[float, ...]:
    """``"0.05,0.5"`` -> (0.05, 0.5). Raises UsageError for anything outside 0-1."""
    try:
        shares = tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise UsageError(f"Option quantiles={text} must be numbers separated by commas.") from error
    if not all(0 <= share <= 1 for share in shares):
        raise UsageError(f"Option quantiles={text} must lie between 0 and 1.")
    return shares


OPTIONS = {
    "quantiles": Option(
        "0.05,0.25,0.5,0.75,0.95", "of each band's valid pixels, by commas; empty for none"
    ),
}

CARD = Card(
    name="stats",
    title="Band statistics: mean, deviation, quantiles",
    licence="none needed: no weights",
    paper="none",
    bands=None,
    units="any",
    value_range=None,
    normalisation="none",
    native_gsd=None,
    input_size=None,
    pooling="statistics over valid pixels",
    dense=False,
    dim=None,
    weights="none",
)


def _build(request: Request) -> Encoder:
    per_band = 2 + len(parse_quantiles(request.options["quantiles"]))
    card = replace(CARD, dim=per_band * len(request.bands))
    return BandStatistics(card, request.bands, request.options)


FAMILY = Family("stats", lambda: [CARD], lambda _: CARD, _build, OPTIONS)
