"""Splits as people name them: lengths as texts, groups from a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..chips import in_metres
from ..errors import UsageError
from ..labels import read_groups
from ..probes import ANGLE, Split, Splitter
from ..workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class SplitOptions:
    """How labelled chips are parted into those to learn from and those to be judged on.

    Parameters
    ----------
    split: ``random``, ``block``, ``bands`` (Allen et al. 2023), ``region`` and ``column``: one group left out
        at a time.
    block, band, buffer: side of a block, width of a band, distance without training chips around
        test chips, on the ground (``"10km"``). angle: of the bands, degrees.
    groups, field: the file of the regions or folds, and its field (see labels.read_groups).
    folds: of a random or block split.
    """

    split: Split = "block"
    folds: int = 5
    block: str = "10km"
    band: str = "10km"
    angle: float = ANGLE
    groups: str | None = None
    field: str | None = None
    buffer: str | None = None

    def read(self, workspace: Workspace, ids: np.ndarray) -> dict[str, Any]:
        """The same for ``cross_validate`` and ``learning_curve`` of chips ``ids``: in metres, a group each.

        Raises UsageError, and the errors of read_groups.
        """
        groups = None
        if self.split in ("region", "column"):
            if self.groups is None:
                raise UsageError(
                    f"A {self.split} split needs a file that says which chip is where; give --groups FILE "
                    "and --field NAME."
                )
            groups = read_groups(self.groups, workspace.grid, ids, self.field)
        return {
            "split": self.split,
            "folds": self.folds,
            "block": metres("block", self.block),
            "band": metres("band", self.band),
            "angle": self.angle,
            "groups": groups,
            "buffer": None if self.buffer is None else metres("buffer", self.buffer),
        }

    def splitter(self, workspace: Workspace, ids: np.ndarray) -> Splitter:
        """The same as a Splitter."""
        return Splitter(**self.read(workspace, ids))


def metres(what: str, length: str) -> float:
    """A length on the ground in metres (``"10km"``). Raises UsageError, naming ``what`` it is."""
    text = length.strip()
    if not in_metres(text):
        raise UsageError(
            f"The {what} '{length}' is a length on the ground; give metres (10km, 500m)."
        )
    return float(text[:-2]) * 1000 if text.endswith("km") else float(text[:-1])
