"""A data set's images cut into tiles that stay in the group of their image, with classes told by the masks.

Where masks are all the labels there are (OMBRIA's floods), tiles make a classification of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import DataUnfit
from .base import Dataset, Images, Labels, Rows

#: Shares of a tile that is dry, and of one that is flooded: more than a half is under water, or less than a twentieth.
FLOODS = (0.95, 0.5)
#: The one task of tiles.
TASK = "class of the mask"
#: Pixels of masks that are read at once, about.
_AT_ONCE = 2**24


class Tiles(Dataset):
    """Squares of every image, side by side from its upper left corner; what is left at the other edges is left out.

    Parameters
    ----------
    whole: whose modalities, and masks, all have one size in pixels.
    size: of a tile, pixels on a side.
    shares: a tile is of the class of most of its pixels where that class has more than this share of them all, else it
        is not labelled: one number for all classes, or one for each of ``whole.mask_classes``. Pixels that count for
        no class are pixels of the tile all the same.

    Tiles of an image share its group, or are one. They lie where they lie in an image that is north up; where the size
    of pixels is not known all lie in its middle. Raises DataUnfit for images smaller than a tile, or of several sizes.
    """

    def __init__(self, whole: Dataset, size: int, shares: float | Sequence[float] = 0.5) -> None:
        height, width = _size_of(whole)
        if not 1 <= size <= min(height, width):
            raise DataUnfit(
                f"{whole.name} has images of {height} x {width} pixels, of which no tile of {size} can be cut; give a "
                "smaller tile."
            )
        self.whole, self.size = whole, size
        self._down, self._across = height // size, width // size
        self.name = f"{whole.name}, in tiles of {size} pixels"
        self.modalities = {n: replace(m, size=(size, size)) for n, m in whole.modalities.items()}
        self.mask_classes, self.notes = whole.mask_classes, whole.notes
        self.projection, pixel = whole.projection, self._pixel()
        if whole.ground is not None and pixel is not None:
            self.ground = (size * pixel[0], size * pixel[1])
        self.shares = self._share_of_each(shares)
        image = np.repeat(np.arange(len(whole)), self._down * self._across)
        self.groups = image if whole.groups is None else whole.groups[image]
        self.given = None if whole.given is None else whole.given[image]

    def __len__(self) -> int:
        return len(self.whole) * self._down * self._across

    def read(self, rows: Rows, modality: str) -> Images:
        images, at = np.unique(self._place(rows)[0], return_inverse=True)
        found = self.whole.read(images, modality)
        return Images(
            self._cut(rows, found.values, at),
            None if found.valid is None else self._cut(rows, found.valid, at),
            None if found.present is None else found.present[at],
        )

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        images, at = np.unique(self._place(rows)[0], return_inverse=True)
        return self._cut(rows, self.whole.read_masks(images), at)

    @cached_property
    def labels(self) -> Labels | None:  # type: ignore[override]
        """The class of each tile, where there are masks; all of them are read, once asked for."""
        if not self.mask_classes:
            return None
        step = max(1, _AT_ONCE // self.size**2)
        parts = np.array_split(np.arange(len(self)), math.ceil(len(self) / step))
        values = np.concatenate([self._classes(self.read_masks(rows)) for rows in parts])
        return Labels((TASK,), values[:, None], (self.mask_classes,))

    @cached_property
    def positions(self) -> NDArray[np.float64] | None:  # type: ignore[override]
        """Centres of tiles, from those of the images."""
        middle, pixel = self.whole.positions, self._pixel()
        if middle is None:
            return None
        image, row, col = self._place(np.arange(len(self)))
        if pixel is None:
            return middle[image]
        height, width = _size_of(self.whole)
        south, east = (
            (n + 0.5) * self.size - half for n, half in ((row, height / 2), (col, width / 2))
        )
        placed: NDArray[np.float64] = middle[image] + np.column_stack(
            [east * pixel[1], -south * pixel[0]]
        )
        return placed

    def _pixel(self) -> tuple[float, float] | None:
        """Its height and width on the ground in metres; None where they are not known."""
        if self.whole.ground is not None:
            height, width = _size_of(self.whole)
            return self.whole.ground[0] / height, self.whole.ground[1] / width
        gsd = next((m.gsd for m in self.modalities.values() if m.gsd), None)
        return None if gsd is None else (gsd, gsd)

    def sample_name(self, row: int) -> str:
        image, down, across = (int(n) for n in self._place(np.array(row)))
        return f"{self.whole.sample_name(image)}, tile {down + 1} down, {across + 1} across"

    def fingerprint(self) -> dict[str, Any]:
        return {**self.whole.fingerprint(), "tiles": self.size, "shares": list(self.shares)}

    def _share_of_each(self, shares: float | Sequence[float]) -> tuple[float, ...]:
        """Of each class of the masks. Raises DataUnfit for another number of them."""
        classes = len(self.mask_classes)
        each = (float(shares),) * classes if isinstance(shares, int | float) else tuple(shares)
        if len(each) != classes:
            raise DataUnfit(
                f"{len(each)} shares are given for the {classes} classes of the masks of {self.whole.name}; give one "
                "for each, or one for all."
            )
        return each

    def _place(self, rows: Rows) -> tuple[Rows, Rows, Rows]:
        """The image of each tile, and how many tiles lie above it and to its left there."""
        image, tile = np.divmod(rows, self._down * self._across)
        return image, *np.divmod(tile, self._across)

    def _cut(self, rows: Rows, images: NDArray[Any], at: Rows) -> NDArray[Any]:
        """Tiles ``(n, …, size, size)``, the i-th out of ``images[at[i]]``."""
        _, down, across = (self.size * n for n in self._place(rows))
        out = np.empty((len(rows), *images.shape[1:-2], self.size, self.size), images.dtype)
        for place, image, top, left in zip(out, at, down, across, strict=True):
            place[:] = images[image, ..., top : top + self.size, left : left + self.size]
        return out

    def _classes(self, masks: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Of masks ``(n, size, size)`` the class of each, NaN where none has its share."""
        count = len(self.mask_classes)
        shares = np.stack([(masks == c).mean(axis=(1, 2)) for c in range(count)], axis=1)
        most = shares.argmax(axis=1)
        enough = shares[np.arange(len(masks)), most] > np.array(self.shares)[most]
        return np.where(enough, most, np.nan).astype(np.float32)


def _size_of(whole: Dataset) -> tuple[int, int]:
    """Height and width that all modalities have. Raises DataUnfit where they differ."""
    sizes = {m.size for m in whole.modalities.values()}
    if len(sizes) > 1:
        told = ", ".join(f"{m.name}: {m.size[0]} x {m.size[1]}" for m in whole.modalities.values())
        raise DataUnfit(
            f"{whole.name} has images of several sizes ({told}), which cannot be cut into the same tiles; learn from "
            "one modality."
        )
    return sizes.pop()
