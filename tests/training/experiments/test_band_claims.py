from __future__ import annotations

from typing import Any

import pytest

from eo_embed.training.experiments.parts.single_bands.claims import gain, judge
from eo_embed.training.experiments.parts.single_bands.encoders import IMAGENET, PRETRAINED
from eo_embed.training.experiments.parts.single_bands.tables import PAPERS_BANDS, TABLE_I


def curves(speed: float, losses: list[float]) -> list[dict[str, Any]]:
    return [{"metrics": {"loss": losses, "images_per_s": [1.0, speed, speed, speed]}}]


FALLING = {name: curves(50.0 if "BYOL" in name else 101.0, [4, 3, 2, 1]) for name in PRETRAINED}


def papers_figures() -> dict[tuple[str, str, str], list[float]]:
    columns = (IMAGENET, *PRETRAINED)
    return {
        ("random", name, band): [TABLE_I[code][1][i]]
        for band, code in PAPERS_BANDS.items()
        for i, name in enumerate(columns)
    }


def test_by_the_papers_own_figures_its_claims_hold() -> None:
    claims = judge(papers_figures(), ["random"], FALLING, False, "")
    assert [claim.holds for claim in claims] == [True] * 5
    assert "ahead in 10" in claims[0].found
    assert "SimSiam in 9 of 10 bands, BYOL in 5 of 10 bands" in claims[2].found
    assert "2.02 times" in claims[3].found


def test_claims_fall_with_the_figures() -> None:
    f1 = papers_figures()
    f1["random", IMAGENET, "red"] = [0.9]
    for band in PAPERS_BANDS:
        f1["random", "BYOL, baseline", band] = [f1["random", "SimSiam, baseline", band][0] + 0.05]
        f1["random", "SimSiam, large", band] = f1["random", "SimSiam, baseline", band]
    slow = {**FALLING, "BYOL, baseline": curves(99.0, [4, 3, 2, 1])}
    slow["SimSiam, large"] = curves(101.0, [4, 3, 3.5, 1])
    claims = judge(f1, ["random"], slow, True, "")
    assert [claim.holds for claim in claims] == [False] * 5
    assert "heads and steps alone" in claims[2].found


def test_where_zero_lies_in_the_interval_a_claim_is_open() -> None:
    f1 = {key: [v[0] - 0.3, v[0], v[0] + 0.3] for key, v in papers_figures().items()}
    for band in PAPERS_BANDS:
        ours = f1["random", "SimSiam, baseline", band]
        f1["random", IMAGENET, band] = [ours[0] + 0.4, ours[1] - 0.3, ours[2] - 0.2]
        f1["random", "BYOL, baseline", band] = [ours[0] + 0.4, ours[1] - 0.3, ours[2] + 0.2]
    found = gain(f1, "random", "SimSiam, baseline", IMAGENET)
    assert found is not None
    assert not found.sure
    assert found.over.mean == pytest.approx(0.1 / 3)
    claims = judge(f1, ["random"], FALLING, False, "")
    assert [claim.holds for claim in claims[:2]] == [None, None]
    assert "Zero lies within" in claims[0].found
