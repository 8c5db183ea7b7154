"""Data sets to learn from: one module a published layout, with a ``KIND``; a workspace's own chips; image folders.

``open_dataset`` finds out what lies in a folder. Nothing here is downloaded, and nothing is exported: images are
read where they lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ...core.errors import DataMissing
from ...core.offers import offers
from ...core.options import OptionValue
from .base import IGNORED, Dataset, DatasetKind, Images, Labels, Modality, tasks_of

__all__ = [
    "IGNORED",
    "Dataset",
    "DatasetKind",
    "Images",
    "Labels",
    "Modality",
    "find_kind",
    "kinds",
    "open_dataset",
    "tasks_of",
]

#: Layouts that claim any folder of folders come after those that know theirs.
_LAST = ("folders",)


@cache
def kinds() -> dict[str, DatasetKind]:
    """What the modules of this package offer, by name, in the order in which a folder is held against them."""
    found: list[DatasetKind] = offers(__name__, "KIND")
    return {kind.name: kind for kind in sorted(found, key=lambda k: (k.name in _LAST, k.name))}


def open_dataset(
    place: str | Path, kind: str | None = None, options: Mapping[str, OptionValue] | None = None
) -> Dataset:
    """The data set in a folder, a workspace included; ``kind`` where it is not to be recognised.

    Raises DataMissing where there is none, or it is laid out otherwise: what was expected, and where.
    """
    found = find_kind(place, kind)
    return found.open(Path(place).expanduser(), **_read_options(found, options or {}))


def find_kind(place: str | Path, kind: str | None = None) -> DatasetKind:
    """What lies in a folder, or the ``kind`` it is said to be. Raises DataMissing where neither is known."""
    folder = Path(place).expanduser()
    if folder.is_file():
        raise DataMissing(
            f"{folder} is a file, not a folder; make a workspace of imagery with eo-embed init, and give that."
        )
    if not folder.is_dir():
        raise DataMissing(
            f"There is no folder {folder}; give that of a workspace or of a data set."
        )
    if kind is not None and kind not in kinds():
        raise DataMissing(
            f"There is no kind of data set '{kind}'; there are: {', '.join(kinds())}."
        )
    found = (
        kinds()[kind] if kind else next((k for k in kinds().values() if k.recognise(folder)), None)
    )
    if found is None:
        raise DataMissing(
            f"{folder} is neither a workspace nor laid out like a data set known here ({', '.join(kinds())}); "
            "say which it is with --dataset and its layout is told."
        )
    return found


def _read_options(kind: DatasetKind, given: Mapping[str, OptionValue]) -> dict[str, Any]:
    for name in given:
        if name not in kind.options:
            raise DataMissing(
                f"The data set {kind.name} has no option '{name}'; its options are: "
                f"{', '.join(kind.options) or 'none'}."
            )
    return {n: o.read(n, given.get(n, o.default)) for n, o in kind.options.items()}
