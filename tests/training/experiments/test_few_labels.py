"""What made-up curves say: how many labels are enough, and which of the paper's claims hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from eo_embed.training.experiments.parts.few_labels import findings as shot_findings
from eo_embed.training.experiments.parts.few_labels.areas import Area
from eo_embed.training.experiments.parts.few_labels.claims import claims
from eo_embed.training.experiments.parts.few_labels.shots import CURVES, Run, Shots


def shots(
    by_size: dict[int, Sequence[float]],
    full: Sequence[float],
    labels: int = 2000,
    commonest: float = 0.5,
    **about: str,
) -> Shots:
    """A curve whose scores are made up: by size those of each repeat."""
    found = tuple(
        tuple((value, value) for value in (*at, last))
        for *at, last in zip(*by_size.values(), full, strict=True)
    )
    run = Run(0, tuple(by_size), labels, 100, commonest, found)
    known = {
        "table": CURVES,
        "area": "here",
        "features": "CLIP",
        "view": "s2",
        "task": "t",
        "split": "bands",
    }
    return Shots(**{**known, **about}, runs=(run,))


def test_enough_is_the_least_from_which_on_all_reach_95_percent() -> None:
    one = shots(
        {5: (0.5, 0.6), 100: (0.80, 0.70), 250: (0.75, 0.79), 500: (0.78, 0.78)}, (0.8, 0.8)
    )
    assert one.enough == 250  # 0.77 of 0.76; 100 labels give 0.75
    assert one.at(100).mean == pytest.approx(0.75)
    assert one.at().mean == pytest.approx(0.8)
    lucky = shots({5: (0.8, 0.8), 100: (0.6, 0.6)}, (0.8, 0.8))
    assert lucky.enough is None
    assert shots({5: (0.8,)}, (0.8,)).enough == 5


def test_an_answer_is_a_plain_sentence() -> None:
    one = shots({100: (0.7, 0.7), 250: (0.78, 0.8)}, (0.8, 0.8), labels=1400)
    (said,) = shot_findings.answers({"here": [one]}, {"here": "CLIP"})
    assert said == (
        "For t in here, 250 labels reach 95% of what all 1,400 give: accuracy 0.790 of 0.800 (CLIP; s2)."
    )
    best = shots({100: (0.9, 0.9), 250: (0.9, 0.9)}, (0.91, 0.91), features="stats")
    (said,) = shot_findings.answers({"here": [one, best]}, {"here": "CLIP"})
    assert said.endswith(
        " Most with all labels of what was tried: 0.910 (stats; s2), and 100 reach 95% of that."
    )
    (said,) = shot_findings.answers({"here": [shots({100: (0.7,)}, (0.8,))]}, {"here": "CLIP"})
    assert "none of the numbers of labels tried below all 2,000 reaches 95%" in said
    dull = shots({100: (0.6,)}, (0.6,), commonest=0.62)
    (said,) = shot_findings.answers({"here": [dull]}, {"here": "CLIP"})
    assert "no number of labels can be called enough" in said


def judged(own: list[Shots], data: Sequence[Area] = ()) -> dict[str, Any]:
    """Claims by a word of theirs: whether they hold, and what was found."""
    words = {"95%": "enough", "99%": "saved", "Concat": "together", "Radar": "radar", "deviation": "spread",
             "missing": "lacking"}  # fmt: skip
    found = claims(data, own, {"here": "CLIP"})
    return {next(v for k, v in words.items() if k in claim.text): claim for claim in found}


def test_claims_are_judged_by_the_figures() -> None:
    good = {5: (0.6, 0.62), 100: (0.80, 0.803), 250: (0.81, 0.812), 500: (0.82, 0.821)}
    one = shots(good, (0.82, 0.821))
    claim = judged([one])["enough"]
    assert claim.holds is True
    assert "1 of 1 curves reach it with fewer than 500, 1 with fewer than 250" in claim.found
    slow = shots({**good, 100: (0.6, 0.6), 250: (0.7, 0.7)}, (0.82, 0.82), view="s1")
    claim = judged([one, slow])["enough"]
    assert claim.holds is False
    assert "1 of 2 curves" in claim.found
    assert "the most needed are 500" in claim.found
    assert judged([shots(good, (0.82, 0.82), labels=400)])["enough"].holds is None
    assert judged([shots(good, (0.82, 0.82), commonest=0.9)])["enough"].holds is None
    assert judged([one])["saved"].holds is None
    assert judged([shots(good, (0.82, 0.82), labels=100_000)])["saved"].holds is True
    assert judged([shots(good, (0.82, 0.82), labels=25_000)])["saved"].holds is True
    assert (
        judged([shots({**good, 100: (0.7, 0.7)}, (0.82, 0.82), labels=25_000)])["saved"].holds
        is True
    )
    assert (
        judged([shots({1000: (0.82, 0.82)}, (0.82, 0.82), labels=25_000)])["saved"].holds is False
    )


def test_claims_about_clip_are_left_open_where_nothing_was_learnt() -> None:
    good = {5: (0.6, 0.62), 100: (0.80, 0.803), 250: (0.81, 0.812), 500: (0.82, 0.821)}
    one = shots(good, (0.82, 0.821), features="rcf")
    found = claims([], [one], {"here": "rcf"})
    assert {claim.holds for claim in found} == {None}
    assert found[0].found.startswith("not asked of CLIP; of rcf in its place: 1 of 1 curves")
    other = shots({5: (0.8,), 250: (0.8,)}, (0.8,), area="there")
    both = claims([], [one, other], {"here": "rcf", "there": "CLIP"})
    assert both[0].holds is True
    assert "the most needed are 5" in both[0].found


def test_the_deviation_is_held_against_both_bounds() -> None:
    steady = {5: (0.6, 0.62), 100: (0.80, 0.803)}
    assert judged([shots(steady, (0.82, 0.82))])["spread"].holds is True
    assert judged([shots({**steady, 5: (0.5, 0.62)}, (0.82, 0.82))])["spread"].holds is False
    assert judged([shots({**steady, 100: (0.78, 0.8)}, (0.82, 0.82))])["spread"].holds is False
    claim = judged([shots({**steady, 5: (0.5, 0.62)}, (0.82, 0.82))])["spread"]
    assert f"up to 50 labels at most {np.std([0.5, 0.62], ddof=1):.3f}" in claim.found
    assert judged([shots({5: (0.6,), 100: (0.8,)}, (0.8,))])["spread"].holds is None


def test_together_is_held_against_the_better_one_alone() -> None:
    sizes = {5: (0.6, 0.6, 0.6)}

    def of(view: str, full: Sequence[float], task: str) -> Shots:
        return shots(sizes, full, view=view, task=task)

    def three(gain: Sequence[float]) -> list[Shots]:
        return [
            one
            for task, more in zip("abc", gain, strict=True)
            for one in (
                of("s2", (0.7, 0.7, 0.7), task),
                of("s1", (0.8, 0.8, 0.8), task),
                of("s2 + s1", (0.8 + more,) * 3, task),
            )
        ]

    assert judged(three((0.02, 0.021, 0.022)))["together"].holds is True
    assert judged(three((-0.02, -0.021, -0.022)))["together"].holds is False
    claim = judged(three((0.02, -0.01, 0.0)))["together"]
    assert claim.holds is None
    assert "+0.003 ± " in claim.found
    assert "+0.053 over their mean" in claim.found
    assert judged([of("s2", (0.7, 0.7, 0.7), "a")])["together"].holds is None
    alone = [of("s2", (0.7, 0.71, 0.72), "a"), of("s2 + s1", (0.72, 0.731, 0.741), "a")]
    claim = judged(alone)["together"]
    assert claim.holds is True
    assert "one area and task" in claim.found
