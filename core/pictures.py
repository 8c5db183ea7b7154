"""Maps as pictures, and chips in a strip: PNGs with title, legend, scale bar and north arrow or captions,
drawn with Pillow alone."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from affine import Affine
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from PIL import Image, ImageDraw, ImageFont
from rasterio.enums import Resampling

from . import files, grids
from .bands import Band
from .chips import ChipGrid
from .classes import VALUE_RAMP, Legend, map_values, rgb_of
from .rasters import Source, open_raster

_PAPER, _INK, _FAINT, _EMPTY = "#ffffff", "#1f2328", "#6b7280", "#eceae6"
#: Fonts with letters beyond ASCII that one system or another has; Pillow's own has none.
_FONTS = (
    "NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf",
    "Arial.ttf", "arial.ttf", "Helvetica.ttc",
)  # fmt: skip


def picture_of_map(
    path: Path,
    png: Path,
    legend: Legend,
    *,
    scene: Source | None = None,
    title: str | None = None,
    max_px: int = 1200,
) -> Path:
    """Draw a map, and the scene beside it where one is given; returns ``png``.

    Parameters
    ----------
    path: the map's GeoTIFF, as ``maps`` writes it. title: the target by default.
    scene: shown on the same ground by its bands red, green and blue, or its first ones.
    max_px: longest side of the map in the picture.

    Raises RasterMissing, RasterUnreadable, OutputError, DiskFull.
    """
    values, view = _read_map(path, legend, max_px)
    panels = [_Panel(_colour(values, legend), "Map")]
    if scene is not None:
        panels.insert(0, _Panel(quicklook(scene, view), "Scene"))
    with open_raster(str(path)) as data:
        cell = grids.ground_pixel(GeoBox(data.shape, data.transform, CRS(data.crs.to_wkt())))
    subtitle = f"cells of {_length(cell[1])}"
    if view.crs is not None and view.crs.epsg:
        subtitle += f", {grids.crs_text(view.crs)}"
    metres = grids.ground_pixel(view)[1]
    return _draw(
        png, panels, _key(values, legend), title or legend.target, subtitle=subtitle, metres=metres
    )


def before_after(
    png: Path,
    rgb: np.ndarray,
    classes: np.ndarray,
    legend: Legend,
    title: str,
    *,
    captions: tuple[str, str] = ("Scene", "Map"),
    metres: float | None = None,
) -> Path:
    """Draw a scene and its classes side by side; returns ``png``.

    ``rgb`` is uint8 ``(height, width, 3)`` and ``classes`` ``(height, width)`` as maps store them (0
    nodata, else a class by ``map_values``); ``metres`` is the ground size of a pixel, for the scale bar.
    Raises OutputError, DiskFull.
    """
    panels = [_Panel(rgb, captions[0]), _Panel(_colour(classes, legend), captions[1])]
    return _draw(png, panels, _key(classes, legend), title, metres=metres)


def quicklook(source: Source, view: GeoBox) -> np.ndarray:
    """A source on another grid as a picture, uint8 ``(height, width, 3)``.

    Red, green and blue where it has them, else its first three bands, or the first in grey; each
    stretched from its 2nd to its 98th percentile with the shadows lifted. What is invalid is light grey.
    Raises RasterUnreadable.
    """
    part = Source(source.name, shown_bands(source), view)
    try:
        values, valid = part.read(0, view.shape[0], 0, view.shape[1])
    finally:
        part.close()
    known = np.ones(view.shape, dtype=bool) if valid is None else valid
    picture = np.empty((*view.shape, 3), np.uint8)
    picture[...] = np.array([_stretch(band, known) for band in values]).transpose(1, 2, 0)
    picture[~known] = rgb_of(_EMPTY)
    return picture


def cut_pictures(source: Source, grid: ChipGrid, ids: Sequence[int] | np.ndarray) -> np.ndarray:
    """Chips as pictures, uint8 ``(n, height, width, 3)``, in the bands that ``quicklook`` shows.

    One stretch for all of them, so that they compare: from the 2nd to the 98th percentile of their valid
    pixels and those of chips from all over the grid, which keep the colours those of the scene.
    Raises RasterUnreadable.
    """
    part = Source(source.name, shown_bands(source), grid.geobox)
    spread = max(1, min(_SPREAD, 2**22 // math.prod(grid.size)))
    others = np.linspace(0, math.prod(grid.shape) - 1, spread).astype(int)
    windows = [grid.window(np.array([chip])) for chip in (*ids, *others)]
    try:
        pixels = [part.read(*window) for window in windows]
    finally:
        part.close()
    known = np.array([np.ones(grid.size, bool) if p.valid is None else p.valid for p in pixels])
    return as_pictures(np.array([p.values for p in pixels]), known)[: len(ids)]


def as_pictures(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Images of three bands or one, ``(n, bands, height, width)``, as uint8 ``(n, height, width, 3)``.

    All in one stretch, from the 2nd to the 98th percentile of each band's ``known`` pixels, ``(n, height, width)``;
    the others are light grey.
    """
    pictures = np.empty((*known.shape, 3), np.uint8)
    bands = values.swapaxes(0, 1)
    pictures[...] = np.moveaxis(np.array([_stretch(band, known) for band in bands]), 0, -1)
    pictures[~known] = rgb_of(_EMPTY)
    return pictures


#: Chips from all over the grid that share in the stretch of a few.
_SPREAD = 64


def shown_bands(source: Source) -> tuple[Band, ...]:
    """The bands that a picture of a source shows: red, green and blue, else its first three, or the first."""
    named = {band.name: band for band in source.bands}
    bands = [named[name] for name in ("red", "green", "blue") if name in named]
    if len(bands) == 3:
        return tuple(bands)
    return source.bands[:3] if len(source.bands) >= 3 else source.bands[:1]


def _stretch(band: np.ndarray, known: np.ndarray) -> np.ndarray:
    low, high = np.percentile(band[known], (2, 98)) if known.any() else (0.0, 1.0)
    share = (band.astype(np.float32) - low) / max(high - low, 1e-12)
    return (np.clip(np.nan_to_num(share), 0, 1) ** 0.8 * 255).astype(np.uint8)


def _read_map(path: Path, legend: Legend, max_px: int) -> tuple[np.ndarray, GeoBox]:
    """A map's first band at the size of the picture, and the picture's grid."""
    with open_raster(str(path)) as data:
        zoom = max_px / max(data.shape)
        if zoom >= 3:  # where cells show as squares they are all as large
            zoom = math.floor(zoom)
        height, width = (max(1, round(n * zoom)) for n in data.shape)
        smooth = legend.kind == "value" and zoom < 1
        values = data.read(
            1,
            out_shape=(height, width),
            resampling=Resampling.average if smooth else Resampling.nearest,
        )
        scale = Affine.scale(data.width / width, data.height / height)
        return values, GeoBox((height, width), data.transform * scale, CRS(data.crs.to_wkt()))


# -- chips in a strip ------------------------------------------------------------------------


class StripColumn(NamedTuple):
    """One column of a strip: what stands above it, its chips from the top, and two lines under each."""

    heading: str
    chips: Sequence[int]
    captions: Sequence[tuple[str, str]]


def picture_strip(
    png: Path, source: Source, grid: ChipGrid, columns: Sequence[StripColumn], title: str
) -> Path:
    """Draw chips of the imagery in columns, all in one stretch, with their captions; returns ``png``.

    Small chips are enlarged by a whole factor, large ones reduced. Raises RasterUnreadable, OutputError,
    DiskFull.
    """
    pictures = cut_pictures(source, grid, [chip for column in columns for chip in column.chips])
    with files.replacing(png) as part:
        part.write_bytes(strip_png(pictures, columns, title))
    return png


def strip_png(pictures: np.ndarray, columns: Sequence[StripColumn], title: str) -> bytes:
    """The strip of ``picture_strip`` as PNG, of pictures uint8 ``(n, height, width, 3)`` in the order of the columns'
    chips."""
    tiles = iter([_as_tile(picture) for picture in pictures])
    drawn = [[next(tiles) for _ in column.chips] for column in columns]
    width, height = drawn[0][0].size
    said = [text for column in columns for pair in column.captions for text in pair]
    heads = [column.heading for column in columns]
    letters = _Type(_STRIP_EM, all(map(str.isascii, [title, *heads, *said])))
    em, font = letters.em, letters.font()
    gap, line = em, round(1.3 * em)
    step_x = max(width, *map(letters.width, [*heads, *said])) + gap
    step_y = height + 2 * line + gap
    margin, top = 2 * em, round(7.2 * em)
    rows = max(len(column.chips) for column in columns)
    wide = max(len(columns) * step_x - gap, math.ceil(1.6 * letters.width(title)))
    sheet = Image.new("RGB", (wide + 2 * margin, top + rows * step_y + margin), _PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((margin, margin), letters.plain(title), _INK, letters.font(1.6), "lt")
    for i, column in enumerate(columns):
        x = margin + i * step_x
        draw.text((x, top - em), letters.plain(column.heading), _INK, letters.font(1.1), "ls")
        for j, (tile, captions) in enumerate(zip(drawn[i], column.captions, strict=True)):
            y = top + j * step_y
            sheet.paste(tile, (x, y))
            draw.rectangle((x - 1, y - 1, x + width, y + height), outline="#c8c6c2")
            for k, (text, ink) in enumerate(zip(captions, (_INK, _FAINT), strict=True)):
                draw.text(
                    (x, y + height + k * line + em // 3), letters.plain(text), ink, font, "lt"
                )
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()


#: Pixels on a chip's longer side in a strip, about, and the size of its letters.
_STRIP_SIDE, _STRIP_EM = 128, 15


def _as_tile(picture: np.ndarray) -> Image.Image:
    """A chip's picture at about _STRIP_SIDE pixels: whole pixels where it is enlarged."""
    image = Image.fromarray(picture)
    factor = _STRIP_SIDE / max(image.size)
    if factor >= 1:
        factor = round(factor)
    width, height = (max(1, round(n * factor)) for n in image.size)
    how = Image.Resampling.NEAREST if factor >= 1 else Image.Resampling.LANCZOS
    return image.resize((width, height), how)


# -- colours and legend ----------------------------------------------------------------------


class _Panel(NamedTuple):
    """A picture, uint8 ``(height, width, 3)``, with what stands above it."""

    picture: np.ndarray
    caption: str


class _Key(NamedTuple):
    """What the colours mean: rows of ``(colour, name, share)``, or a ramp from least to greatest."""

    rows: Sequence[tuple[str, str, float]] = ()
    extent: tuple[float, float] | None = None

    @property
    def texts(self) -> list[str]:
        return [name for _, name, _ in self.rows]


def _colour(values: np.ndarray, legend: Legend) -> np.ndarray:
    """Stored values as colours, uint8 ``(height, width, 3)``."""
    if legend.kind == "classes":
        values_of = list(map_values(legend.classes))
        table = np.full((max(values_of) + 1, 3), rgb_of(_EMPTY), dtype=np.uint8)
        table[values_of] = [rgb_of(c.colour) for c in legend.classes]
        return table[values]
    low, high = _extent(values)
    place = (np.nan_to_num(values, nan=low) - low) / ((high - low) or 1.0)
    stops = np.linspace(0, 1, len(VALUE_RAMP))
    channels = zip(*map(rgb_of, VALUE_RAMP), strict=True)
    picture = np.stack([np.interp(place, stops, c) for c in channels], axis=-1).round()
    picture[np.isnan(values)] = rgb_of(_EMPTY)
    return picture.astype(np.uint8)


def _key(values: np.ndarray, legend: Legend) -> _Key:
    if legend.kind == "value":
        return _Key(extent=_extent(values))
    values_of = list(map_values(legend.classes))
    counts = np.bincount(values.ravel(), minlength=max(values_of) + 1)[values_of]
    shares = counts / max(1, counts.sum())
    return _Key([(c.colour, c.name, float(s)) for c, s in zip(legend.classes, shares, strict=True)])


def _extent(values: np.ndarray) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)


# -- the sheet -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Type:
    """Fonts for the texts of one picture, in one face; ``em`` is the size of the body in pixels."""

    em: int
    ascii_only: bool

    @cached_property
    def face(self) -> str | None:
        """A system's font for letters that Pillow's own lacks."""
        for name in () if self.ascii_only else _FONTS:
            try:
                ImageFont.truetype(name, 10)
            except OSError:
                continue
            return name
        return None

    def font(self, scale: float = 1.0) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        size = round(self.em * scale)
        return ImageFont.truetype(self.face, size) if self.face else ImageFont.load_default(size)

    def plain(self, text: str) -> str:
        """``text`` in letters that the face has."""
        if self.face or self.ascii_only:
            return text
        return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()

    def width(self, text: str) -> int:
        """Pixels that a line of the body takes."""
        return math.ceil(self.font().getlength(self.plain(text)))


def _draw(
    png: Path,
    panels: Sequence[_Panel],
    key: _Key,
    title: str,
    *,
    subtitle: str = "",
    metres: float | None = None,
) -> Path:
    """Panels with captions (side by side, or one above the other where they are wide), key, ground."""
    height, width = panels[0].picture.shape[:2]
    texts = [title, subtitle, *(p.caption for p in panels), *key.texts]
    letters = _Type(min(max(max(height, width) // 44, 14), 30), all(map(str.isascii, texts)))
    em = letters.em
    margin, gap = 2 * em, round(1.2 * em)
    top = margin + round((4.4 if subtitle else 3.0) * em)
    caption = round(1.7 * em) if len(panels) > 1 else 0
    across = (0, height + caption + gap) if width > 1.6 * height else (width + gap, 0)
    spots = [(margin + i * across[0], top + caption + i * across[1]) for i in range(len(panels))]
    right, bottom = spots[-1][0] + width, spots[-1][1] + height
    column = _Column(letters, key, metres, room=bottom - top - caption, widest=width)
    wide = max(right + 2 * em + column.width, margin + math.ceil(1.8 * letters.width(title)))
    high = max(bottom, top + caption + column.height)
    sheet = Image.new("RGB", (wide + margin, high + margin), _PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((margin, margin), letters.plain(title), _INK, letters.font(1.8), "lt")
    draw.text((margin, margin + 2.5 * em), letters.plain(subtitle), _FAINT, letters.font(), "lt")
    for panel, (x, y) in zip(panels, spots, strict=True):
        if caption:
            draw.text((x, y - 0.6 * em), letters.plain(panel.caption), _INK, letters.font(), "ls")
        sheet.paste(Image.fromarray(panel.picture), (x, y))
        draw.rectangle((x - 1, y - 1, x + width, y + height), outline="#c8c6c2")
    column.draw(sheet, right + 2 * em, top + caption, bottom)
    with files.replacing(png) as part:
        sheet.save(part, "PNG", optimize=True)
    return png


class _Column:
    """The key, and below it the north arrow and the scale bar, to the right of the panels."""

    def __init__(
        self, letters: _Type, key: _Key, metres: float | None, *, room: int, widest: int
    ) -> None:
        em = letters.em
        self._letters, self._key, self._metres = letters, key, metres
        self._foot = 4 * em if metres else 0
        self._line = round(1.75 * em)
        fitting = max(3, (room - self._foot) // self._line)
        self._rows, self._note = list(key.rows), ""
        if len(self._rows) > fitting:  # the least frequent ones go
            kept = sorted(self._rows, key=lambda row: -row[2])[: fitting - 1]
            self._rows = [row for row in key.rows if row in kept]
            self._note = f"and {len(key.rows) - len(kept)} more"
        self._rows = [(colour, self._short(name), share) for colour, name, share in self._rows]
        names = max((letters.width(name) for _, name, _ in self._rows), default=0)
        self.width = max(2 * em + names + 4 * em if self._rows else 0, 10 * em)
        self._ramp = min(12 * em, max(4 * em, room - self._foot - em)) if key.extent else 0
        inside = self._line * (len(self._rows) + bool(self._note)) + self._ramp
        self.height = inside + self._foot
        self._bar_room = min(self.width - 3 * em, widest // 2)

    def _short(self, name: str) -> str:
        while self._letters.width(name) > 16 * self._letters.em:
            name = name.removesuffix("...")[:-1] + "..."
        return name

    def draw(self, sheet: Image.Image, x: int, top: int, bottom: int) -> None:
        """Draw it with its corner at ``(x, top)``, the ground at ``bottom``."""
        em, font, draw = self._letters.em, self._letters.font(), ImageDraw.Draw(sheet)
        y = top
        for colour, name, share in self._rows:
            middle = y + self._line // 2
            swatch = (x, middle - 0.5 * em, x + 1.4 * em, middle + 0.5 * em)
            draw.rounded_rectangle(swatch, 0.2 * em, colour)
            draw.text((x + 2 * em, middle), self._letters.plain(name), _INK, font, "lm")
            draw.text((x + self.width, middle), _percent(share), _FAINT, font, "rm")
            y += self._line
        if self._note:
            draw.text((x + 2 * em, y + self._line // 2), self._note, _FAINT, font, "lm")
        if self._key.extent:
            self._draw_ramp(sheet, x, top, *self._key.extent)
        if self._metres:
            self._draw_ground(draw, x, max(bottom, top + self.height), self._metres)

    def _draw_ramp(self, sheet: Image.Image, x: int, top: int, low: float, high: float) -> None:
        em, font, draw = self._letters.em, self._letters.font(), ImageDraw.Draw(sheet)
        height = self._ramp
        shares = np.linspace(high, low, height, dtype=np.float32)[:, None].repeat(
            round(1.4 * em), 1
        )
        strip = Image.fromarray(_colour(shares, Legend("value", "")))
        sheet.paste(strip, (x, top + em // 2))
        for tick in _ticks(low, high):
            y = top + em // 2 + (high - tick) / ((high - low) or 1) * (height - 1)
            draw.line((x + 1.4 * em, y, x + 1.75 * em, y), _INK, max(1, em // 14))
            draw.text((x + 2.1 * em, y), f"{tick:g}", _INK, font, "lm")

    def _draw_ground(self, draw: ImageDraw.ImageDraw, x: int, bottom: int, metres: float) -> None:
        em, font = self._letters.em, self._letters.font()
        tip, foot = bottom - 2.6 * em, bottom - 1.1 * em
        arrow = [(x + 0.5 * em, tip), (x + em, foot), (x + 0.5 * em, foot - 0.4 * em), (x, foot)]
        draw.polygon(arrow, _INK)
        draw.text((x + 0.5 * em, bottom), "N", _INK, font, "ms")
        length = _nice(self._bar_room * metres)
        left, right = x + 2.2 * em, x + 2.2 * em + length / metres
        draw.text(((left + right) / 2, bottom - 0.9 * em), _length(length), _INK, font, "ms")
        tick, thick = bottom - 0.45 * em, max(2, em // 9)
        draw.line([(left, tick), (left, bottom), (right, bottom), (right, tick)], _INK, thick)


def _nice(most: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above ``most``."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step for step in (1, 2, 5) if step * power <= most) * power


def _ticks(low: float, high: float) -> Iterable[float]:
    """Three to seven round numbers from ``low`` to ``high``."""
    if not high > low:
        return [low]
    step = _nice((high - low) / 3)
    return np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step


def _length(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:.4g} m"


def _percent(share: float) -> str:
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"
