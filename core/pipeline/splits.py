"""Splits as people name them: lengths as texts, groups from a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..chips import in_metres
from ..errors import UsageError
from ..labels import read_groups
from ..probes import ANGLE, Split
from ..questions.trust import block_side
from ..workspace import Workspace

#: Side of a block and width of a band that ``auto`` takes where the labels reach that far, in metres: what
#: the figures of docs/results are under.
WIDEST = 10_000.0


@dataclass(frozen=True, kw_only=True)
class SplitOptions:
    """How labelled chips are parted into those to learn from and those to be judged on.

    Parameters
    ----------
    split: ``random``, ``block``, ``bands`` (Allen et al. 2023), ``region`` and ``column``: one group left out
        at a time.
    block, band, buffer: side of a block, width of a band, distance without training chips around
        test chips, on the ground (``"10km"``). ``auto`` takes 10 km, or what is smaller and parts the labels into
        enough blocks or bands. angle: of the bands, degrees.
    groups, field: the file of the regions or folds, and its field (see labels.read_groups).
    folds: of a random or block split.
    """

    split: Split = "block"
    folds: int = 5
    block: str = "auto"
    band: str = "auto"
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
        xy = workspace.grid.metric_centres(ids)
        return {
            "split": self.split,
            "folds": self.folds,
            "block": self._block(xy, 2 * max(workspace.grid.ground_size)),
            "band": self._band(xy),
            "angle": self.angle,
            "groups": groups,
            "buffer": None if self.buffer is None else metres("buffer", self.buffer),
        }

    def _block(self, xy: np.ndarray, smallest: float) -> float:
        if self.block != "auto":
            return metres("block", self.block)
        if self.split != "block":
            return WIDEST
        return min(WIDEST, block_side(xy, 2 * self.folds, smallest))

    def _band(self, xy: np.ndarray) -> float:
        if self.band != "auto":
            return metres("band", self.band)
        # Ten bands across, twice all of their parts, to two digits.
        return min(WIDEST, float(f"{np.ptp(xy, axis=0).max() / 10:.2g}") or WIDEST)


def metres(what: str, length: str) -> float:
    """A length on the ground in metres (``"10km"``). Raises UsageError, naming ``what`` it is."""
    text = length.strip()
    if not in_metres(text):
        raise UsageError(
            f"The {what} '{length}' is a length on the ground; give metres (10km, 500m)."
        )
    return float(text[:-2]) * 1000 if text.endswith("km") else float(text[:-1])
