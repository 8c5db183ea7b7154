"""Two stages of samples: those that a network learns from, and those on which what it has learnt is judged.

Naik & Foley-Cox 2022, section 3.1: 13,085 of 33,085 places train the network, the other 20,000 judge its embeddings,
and each of the two is parted 80/10/10 once more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from ....core.errors import DataUnfit
from ...datasets import Dataset
from ...datasets.base import Rows
from ...datasets.subset import Subset
from ...splits import Split, split, width
from ..bench.audit import ground_side

#: Shares of each stage that are held out to validate and to test.
VALIDATION, TEST = 0.1, 0.1
#: Samples that a block of ground holds on average: where they lie far apart, blocks with one sample each would be a
#: random split by another name. And how many blocks there are at least, of which each of six parts gets some.
_A_BLOCK, _BLOCKS = 10, 50
#: Squares that only touch are a side apart, up to rounding of their centres.
_TOUCHING = 1 - 1e-6


@dataclass(frozen=True)
class Stages:
    """Row numbers of a data set; no row is in two parts.

    network: that a network is trained on, chooses its best pass by, and its own test part. heads: that heads are fitted
    on, choose their penalty by, and are judged on. rule: in words. left_out: samples that show ground of the heads'
    test part, and are in no part that anything is learnt from.
    """

    network: Split
    heads: Split
    rule: str
    left_out: int

    @property
    def learnt_from(self) -> Rows:
        """All rows that a network or a head sees."""
        parts = (self.network, self.heads)
        return np.concatenate([rows for p in parts for rows in (p.train, p.validation)])


def two_stages(
    data: Dataset, kind: str, share: float, seed: int, block: float | None = None
) -> Stages:
    """Part samples into two stages, and each of them into three.

    Parameters
    ----------
    kind: ``random`` draws samples, ``blocks`` whole squares of ground, whose side is ``block`` metres.
    share: of the samples that are the network's.

    Raises DataUnfit where the data cannot be parted so.
    """
    side = block_side(data, block) if kind == "blocks" else None
    outer = split(data, kind, 1 - share, 0.0, seed, block=side)
    network, heads = (
        _parted(data, rows, kind, seed, side) for rows in (outer.train, outer.validation)
    )
    parts = [network.train, network.validation, heads.train, heads.validation]
    kept = [off_the_ground_of(data, rows, heads.test) for rows in parts]
    if any(len(rows) == 0 for rows in kept):
        raise DataUnfit(
            f"Samples of {data.name} share so much ground that none is left to learn from; cut chips that overlap less."
        )
    return Stages(
        replace(network, train=kept[0], validation=kept[1]),
        replace(heads, train=kept[2], validation=kept[3]),
        f"{len(outer.train):,} samples for the network and {len(outer.validation):,} for the heads; "
        f"in each, {network.rule}",
        sum(map(len, parts)) - sum(map(len, kept)),
    )


def block_side(data: Dataset, given: float | None = None) -> float:
    """Metres of the side of blocks: as given, else so many that a block holds several samples, and that there are
    blocks for all parts."""
    side = width(data, given)
    if given is not None or data.positions is None:
        return side
    ground = float(np.ptp(data.positions, axis=0).prod())
    side = max(side, float(f"{math.sqrt(_A_BLOCK * ground / len(data)):.2g}"))
    most = min(_BLOCKS, len(np.unique(data.positions, axis=0)))
    while len(np.unique(np.floor(data.positions / side), axis=0)) < most:
        side = float(f"{side / 1.2:.3g}")
    return side


def _parted(data: Dataset, rows: Rows, kind: str, seed: int, side: float | None) -> Split:
    """Some rows in three parts, in the numbers of the whole."""
    found = split(Subset(data, rows), kind, VALIDATION, TEST, seed, block=side)
    parts = {name: rows[getattr(found, name)] for name in ("train", "validation", "test")}
    return replace(found, **parts)


def off_the_ground_of(data: Dataset, rows: Rows, test: Rows) -> Rows:
    """Those of ``rows`` that show no ground of a test sample, as far as places and sizes are known."""
    side = ground_side(data)
    if data.positions is None or side is None:
        return rows
    apart, _ = cKDTree(data.positions[test]).query(data.positions[rows], p=np.inf)
    return rows[apart >= _TOUCHING * side]
