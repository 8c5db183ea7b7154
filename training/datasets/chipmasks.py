"""Masks of the chips of workspaces: a raster of classes, brought to the pixels of their grids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import DataUnfit, LabelsOutside
from ...core.labels.from_raster import listed_classes
from ...core.rasters import Band, Source, inspect
from .base import IGNORED
from .scenes import BlockPixels, Scene


class ChipMasks:
    """Classes of the pixels of scenes, from the first band of a raster in any CRS and resolution.

    A pixel has the class of the raster's cell that is nearest, or where cells are much finer the most frequent of those
    it covers; none where that is nodata, or beyond the raster.

    Parameters
    ----------
    scenes: cut into the chips that count.
    path: of the raster; names of classes are its own, by attribute table or categories, else their codes.

    ``classes``: names of those under the chips, by ascending code. Blocks are read once to find them. Raises the errors
    of rasters, LabelsOutside where no chip has a pixel with a class, DataUnfit for values that are no classes.
    """

    def __init__(self, scenes: Sequence[Scene], path: str) -> None:
        info = inspect(path)
        band = Band("mask", path, info.data_bands[0], "categorical")
        self.path, self._scenes = path, scenes
        self._sources = [Source("mask", (band,), scene.grid.geobox) for scene in scenes]
        self._codes = self._find_codes()
        named = listed_classes(path, band.index, self._codes)
        names = tuple(known.name for known in named)
        self.classes = names if len(set(names)) == len(names) else tuple(c.code for c in named)

    def load(self, scene: int, block: int) -> BlockPixels:
        """Classes of a block's pixels, uint8 ``(1, h, w)``: positions in ``classes``, IGNORED where there is none."""
        values, known = self._read(scene, block)
        place = np.searchsorted(self._codes, values).clip(max=len(self._codes) - 1)
        known &= self._codes[place] == values
        return BlockPixels(np.where(known, place, IGNORED).astype(np.uint8)[None], None)

    def bytes_of(self, scene: int) -> NDArray[np.int64]:
        """What each block of a scene takes when it is loaded."""
        windows = np.array(self._scenes[scene].windows, dtype=np.int64)
        return (windows[:, 1] - windows[:, 0]) * (windows[:, 3] - windows[:, 2])

    def fingerprint(self) -> dict[str, Any]:
        """What identifies it, JSON-able."""
        return {"raster": self._sources[0].fingerprint(), "classes": list(self.classes)}

    def _read(self, scene: int, block: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Values of a block's pixels, and which of them have one, on the grid of the scene."""
        y0, y1, x0, x1 = self._scenes[scene].windows[block]
        pixels = self._sources[scene].read(y0, y1, x0, x1)
        height, width = self._scenes[scene].grid.geobox.shape
        known = np.zeros((y1 - y0, x1 - x0), dtype=bool)
        known[: height - y0, : width - x0] = True  # chips on the edge reach beyond the imagery
        if pixels.valid is not None:
            known &= pixels.valid
        return pixels.values[0], known

    def _find_codes(self) -> NDArray[Any]:
        """Codes of the classes under chips, ascending."""
        found: set[float] = set()
        for number, scene in enumerate(self._scenes):
            for block in np.unique(scene.block).tolist():
                values, known = self._read(number, block)
                known &= _under_chips(scene, block, known.shape)
                found.update(np.unique(values[known]).tolist())
                if len(found) > IGNORED:
                    raise DataUnfit(
                        f"{self.path} has more than {IGNORED} different values under the chips, too many for classes; "
                        "give a raster of classes as masks."
                    )
        if not found:
            raise LabelsOutside(
                f"{self.path} gives no pixel of the chips a class; check its position, its CRS and its nodata value."
            )
        return np.array(sorted(found), dtype=self._sources[0].dtype)


def _under_chips(scene: Scene, block: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which pixels of a block are those of chips."""
    height, width = scene.grid.size
    under = np.zeros(shape, dtype=bool)
    for top, left in scene.corners[scene.block == block]:
        under[top : top + height, left : left + width] = True
    return under
