"""Groups of chips for splits of one's own: a region each, or a column of folds."""

from __future__ import annotations

import os

import numpy as np
import pyogrio

from ..chips import ChipGrid
from ..errors import LabelsUnreadable
from .rules import code_text, parse_how
from .sources import read_labels

#: A chip belongs to the region with the largest part of it, however small.
_ANY_SHARE = 1e-9


def read_groups(
    path: str | os.PathLike[str], grid: ChipGrid, ids: np.ndarray, field: str | None = None
) -> np.ndarray:
    """The group of each chip, an object array ``(n,)`` of str, None where it has none.

    A table or layer with a column ``chip_id`` gives them by chip, as labels.gpkg does that was given a
    column of folds; polygons, points or a raster by place, in any CRS. ``field`` holds the group.

    Raises LabelsUnreadable (no file, no such field), LabelsOutside, LabelsTooFew.
    """
    path = os.fspath(path)
    groups = np.full(len(ids), None, dtype=object)
    by_id = _by_chip(path, field)
    if by_id is not None:
        known, values = by_id
        groups[:] = [dict(zip(known, values, strict=True)).get(chip) for chip in ids.tolist()]
        return groups
    every = np.unique(ids)
    found = read_labels(path, grid, every, parse_how("majority"), field=field, min_share=_ANY_SHARE)
    place = np.searchsorted(found.ids, ids).clip(max=max(len(found.ids) - 1, 0))
    there = found.ids[place] == ids
    groups[there] = found.values[place[there]].astype(str)
    return groups


def _by_chip(path: str, field: str | None) -> tuple[list[int], list[str | None]] | None:
    """Chip ids and their groups, where the file has such a table."""
    try:
        names = [str(name) for name in pyogrio.read_info(path)["fields"]]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        return None
    if "chip_id" not in names:
        return None
    if field is None or field not in names:
        lacks = "needs the field that holds" if field is None else f"has no field {field} for"
        raise LabelsUnreadable(
            f"{path} {lacks} the groups; name one with --field: {', '.join(names)}."
        )
    table = pyogrio.read_dataframe(path, columns=["chip_id", field], read_geometry=False)
    table = table.dropna(subset=["chip_id"])
    values = [None if _is_missing(v) else code_text(v) for v in table[field].tolist()]
    return [int(chip) for chip in table["chip_id"].tolist()], values


def _is_missing(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))
