"""Labels from a file of either sort."""

from __future__ import annotations

import os

import numpy as np

from ..chips import ChipGrid
from ..errors import LabelsUnreadable, RasterMissing, RasterUnreadable
from ..rasters import open_raster
from .from_raster import labels_from_raster
from .from_vector import labels_from_vector
from .rules import ChipLabels, How


def read_labels(
    path: str | os.PathLike[str],
    grid: ChipGrid,
    ids: np.ndarray,
    how: How,
    *,
    layer: str | None = None,
    field: str | None = None,
    band: int = 1,
    min_share: float = 0.6,
) -> ChipLabels:
    """Labels of chips from a raster or a vector file, whichever it opens as.

    A layer or a field asks for a vector. See :func:`labels_from_raster` and
    :func:`labels_from_vector` for the rules and the errors.
    """
    if layer is None and field is None and _opens_as_raster(os.fspath(path)):
        return labels_from_raster(path, grid, ids, how, band=band, min_share=min_share)
    return labels_from_vector(path, grid, ids, how, layer=layer, field=field, min_share=min_share)


def _opens_as_raster(path: str) -> bool:
    try:
        open_raster(path).close()
    except RasterMissing as error:
        raise LabelsUnreadable(f"There is no label file at {path}; check the path.") from error
    except RasterUnreadable:
        return False
    return True
