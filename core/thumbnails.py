"""One chip as a small picture, in colours that are those of all the scene's other chips."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from .bands import Band
from .chips import ChipGrid
from .errors import BandUnknown
from .pictures import shown_bands
from .rasters import Source

#: Chips from all over the grid that the stretch is found from, and pixels of them at most.
_SPREAD, _PIXELS = 64, 2**22
_EMPTY = 236  # grey of what is invalid


class Stretch(NamedTuple):
    """The bands that are shown, and what is black and what is white in each."""

    bands: tuple[Band, ...]
    low: np.ndarray
    high: np.ndarray


def scene_stretch(source: Source, grid: ChipGrid, names: Sequence[str] = ()) -> Stretch:
    """From the 2nd to the 98th percentile of chips from all over the grid.

    ``names`` are one band or three (red, green and blue of the picture); by default those that pictures show.
    Raises BandUnknown, RasterUnreadable.
    """
    bands = _named(source, names) if names else shown_bands(source)
    part = Source(source.name, bands, source.grid)
    count = max(1, min(_SPREAD, _PIXELS // math.prod(grid.size)))
    chips = np.linspace(0, math.prod(grid.shape) - 1, count).astype(int)
    try:
        pixels = [part.read(*grid.window(np.array([chip]))) for chip in chips]
    finally:
        part.close()
    low, high = np.zeros(len(bands)), np.ones(len(bands))
    for i in range(len(bands)):
        found = np.concatenate(
            [p.values[i].ravel() if p.valid is None else p.values[i][p.valid] for p in pixels]
        )
        if found.size:
            low[i], high[i] = np.percentile(found, (2, 98))
    return Stretch(bands, low, high)


def chip_thumbnail(
    source: Source,
    grid: ChipGrid,
    chip: int,
    stretch: Stretch,
    *,
    pixels: int = 96,
    context: float = 0.5,
) -> bytes:
    """A chip as PNG of ``pixels`` on its longer side, with ``context`` chips of ground around it; the chip is
    outlined where there is any. Raises RasterUnreadable."""
    y0, y1, x0, x1 = grid.window(np.array([chip]))
    pad = [round(context * n) for n in grid.size]
    part = replace(source, bands=stretch.bands)
    try:
        found = part.read(y0 - pad[0], y1 + pad[0], x0 - pad[1], x1 + pad[1])
    finally:
        part.close()
    span = np.maximum(stretch.high - stretch.low, 1e-12)[:, None, None]
    share = (found.values.astype(np.float32) - stretch.low[:, None, None]) / span
    shades = (np.clip(np.nan_to_num(share), 0, 1) ** 0.8 * 255).astype(np.uint8)
    picture = np.empty((*shades.shape[1:], 3), np.uint8)
    picture[...] = shades.transpose(1, 2, 0)
    if found.valid is not None:
        picture[~found.valid] = _EMPTY
    return _png(picture, (pad[0], pad[1]), grid.size, pixels)


def _named(source: Source, names: Sequence[str]) -> tuple[Band, ...]:
    of = {band.name: band for band in source.bands}
    if len(names) not in (1, 3) or not set(names) <= set(of):
        raise BandUnknown(
            f"A picture shows one band or three of {', '.join(of)}; {', '.join(names)} was asked for."
        )
    return tuple(of[name] for name in names)


def _png(picture: np.ndarray, corner: tuple[int, int], size: tuple[int, int], pixels: int) -> bytes:
    image = Image.fromarray(picture)
    factor = pixels / max(image.size)
    how = Image.Resampling.NEAREST if factor >= 1 else Image.Resampling.LANCZOS
    width, height = (max(1, round(n * factor)) for n in image.size)
    image = image.resize((width, height), how)
    if corner != (0, 0):
        top, left = (round(n * factor) for n in corner)
        bottom, right = (round((c + s) * factor) for c, s in zip(corner, size, strict=True))
        draw = ImageDraw.Draw(image)
        draw.rectangle((left - 1, top - 1, right, bottom), outline="#000000")
        draw.rectangle((left, top, right - 1, bottom - 1), outline="#ffffff")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
