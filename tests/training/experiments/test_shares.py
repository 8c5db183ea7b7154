"""Which samples pretraining sees, which are learnt from and which are tested, at several shares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from eo_embed.core.errors import DataUnfit
from eo_embed.tests.training.experiments.ground import Ground
from eo_embed.training.datasets import Labels
from eo_embed.training.experiments.parts.pretraining.shares import as_published, deal

SHARES = (0.2, 0.5, 0.8)


@pytest.mark.parametrize("split", ["random", "blocks"])
@pytest.mark.parametrize("aside", [0.0, 0.4])
def test_every_sample_has_one_part_and_smaller_shares_lie_within_greater(
    split: str, aside: float
) -> None:
    data = Ground(24)
    rows = np.arange(len(data))
    dealt = deal(data, data.labels, rows, split, SHARES, 3, aside=aside, block=480.0)
    assert list(dealt.parts) == list(SHARES)
    known = np.flatnonzero(np.isfinite(data.labels.values[:, 0]))
    assert len(dealt.pretrain) == pytest.approx(aside * len(data), rel=0.1)
    left = np.setdiff1d(known, dealt.pretrain)
    before = np.empty(0, int)
    for share, part in dealt.parts.items():
        np.testing.assert_array_equal(np.union1d(part.train, part.test), left)
        assert not set(part.train) & set(part.test)
        assert len(part.train) == pytest.approx(share * len(left), rel=0.15)
        assert set(before) <= set(part.train)
        before = part.train
    again = deal(data, data.labels, rows, split, SHARES, 3, aside=aside, block=480.0)
    np.testing.assert_array_equal(again.pretrain, dealt.pretrain)
    other = deal(data, data.labels, rows, split, SHARES, 4, aside=aside, block=480.0)
    assert set(other.parts[0.5].train) != set(dealt.parts[0.5].train)


def test_random_shares_have_all_classes_alike() -> None:
    data = Ground(24)
    part = deal(data, data.labels, np.arange(len(data)), "random", SHARES, 0, aside=0.5).parts[0.2]
    share = [np.bincount(data.truth[rows], minlength=3) / len(rows) for rows in (part.train, part.test)]  # fmt: skip
    np.testing.assert_allclose(share[0], share[1], atol=0.03)


def test_blocks_keep_whole_squares_on_one_side() -> None:
    data = Ground(24)
    dealt = deal(data, data.labels, np.arange(len(data)), "blocks", SHARES, 0, aside=0.5, block=480.0)  # fmt: skip
    square = [tuple(xy) for xy in np.floor(data.positions / 480.0)]
    for part in dealt.parts.values():
        sides = [{square[row] for row in rows} for rows in (dealt.pretrain, part.train, part.test)]
        assert not sides[0] & sides[2]
        assert not sides[1] & sides[2]


@pytest.mark.parametrize("stride", [80.0, 160.0])
def test_nothing_learnt_from_shares_ground_with_what_is_tested(stride: float) -> None:
    """Chips of 160 m at every 80 m overlap: those on the border of a block are left out."""
    data = Ground(24, stride=stride)
    dealt = deal(data, data.labels, np.arange(len(data)), "blocks", SHARES, 0, aside=0.4, block=480.0)  # fmt: skip
    for part in dealt.parts.values():
        for rows in (dealt.pretrain, part.train):
            xy = data.positions
            assert cdist(xy[rows], xy[part.test], "chebyshev").min() >= 160
    if stride == 80.0:
        with pytest.raises(DataUnfit, match="overlap, so that this split leaves none"):
            deal(data, data.labels, np.arange(len(data)), "random", SHARES, 0, aside=0.4)


def test_a_published_split_is_as_it_is() -> None:
    data = Ground(12, located=False)
    data.groups = np.arange(144) // 6
    data.given = np.where(data.groups < 16, 0, np.where(data.groups < 20, 2, 1)).astype(np.int8)
    dealt = as_published(data, 0, aside=0.5)
    (part,) = dealt.parts.values()
    np.testing.assert_array_equal(part.test, np.flatnonzero(data.given == 2))
    np.testing.assert_array_equal(
        np.union1d(part.train, dealt.pretrain), np.flatnonzero(data.given == 0)
    )
    assert not set(data.groups[part.train]) & set(data.groups[dealt.pretrain])
    assert len(dealt.pretrain) == 48
    data.given[data.given == 2] = 1
    (part,) = as_published(data, 0).parts.values()
    np.testing.assert_array_equal(part.test, np.flatnonzero(data.given == 1))
    data.given = None
    with pytest.raises(DataUnfit, match="no split that it was published with"):
        as_published(data, 0)


def test_what_cannot_be_parted_is_refused() -> None:
    data = Ground(4)
    with pytest.raises(DataUnfit, match="leave none"):
        deal(data, data.labels, np.arange(16), "blocks", SHARES, 0, aside=0.5, block=1e6)
    few = Labels(("cover",), np.full((16, 1), np.nan, np.float32), data.labels.classes)
    few.values[:2] = 0
    with pytest.raises(DataUnfit):
        deal(data, few, np.arange(16), "random", SHARES, 0, aside=0.5)
