"""What Allen et al. 2023 claim of few labels, judged by our figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from ...base import Claim, Measured, measured
from .areas import Area
from .shots import CURVES, LACKING, Shots

#: How names of encoders begin that were trained.
_LEARNT = ("CLIP", "checkpoint:")
_FEW, _MOST_OFTEN = 500, 250
#: Up to so many labels the paper's deviation is below the first, beyond below the second.
_SHOTS, _SPREAD_FEW, _SPREAD_MORE = 50, 0.05, 0.01
#: Labels of which 1% are as many as most curves need in the paper.
_FOR_99 = 25_000

Pair = tuple[str, str]  # area and task


def claims(areas: Sequence[Area], shots: Sequence[Shots], firsts: Mapping[str, str]) -> list[Claim]:
    """All of them, judged by the first encoders of areas that were learnt; where none was, they are left open."""
    own = [one for one in shots if one.features == firsts[one.area] and one.runs]
    if learnt := [one for one in own if one.features.startswith(_LEARNT)]:
        return list(_judge(areas, learnt))
    others = ", ".join(dict.fromkeys(firsts.values()))
    return [
        replace(
            claim, holds=None, found=f"not asked of CLIP; of {others} in its place: {claim.found}"
        )
        for claim in _judge(areas, own)
    ]


def _judge(areas: Sequence[Area], own: Sequence[Shots]) -> Iterator[Claim]:
    curves = [one for one in own if one.table == CURVES]
    yield _enough(curves)
    yield _saved(curves)
    yield _together(curves)
    yield _radar(curves, areas)
    yield _spread(curves)
    yield _lacking([one for one in own if one.table == LACKING], _by_pair(curves))


def _enough(curves: Sequence[Shots]) -> Claim:
    text = (
        f"95% of the accuracy with all labels is reached with fewer than {_FEW} labels always, and most often with "
        f"fewer than {_MOST_OFTEN}"
    )
    where = "section 5.1, figure 4"
    judged = [one for one in curves if one.telling and one.labels > _FEW]
    if not judged:
        why = f"no curve has more than {_FEW} training labels and beats the commonest class"
        return Claim(text, where, None, f"not asked: {why}")
    needed = [one.labels if one.enough is None else one.enough for one in judged]
    few, fewer = (sum(n < bound for n in needed) for bound in (_FEW, _MOST_OFTEN))
    found = (
        f"{few} of {len(judged)} curves reach it with fewer than {_FEW}, {fewer} with fewer than {_MOST_OFTEN}; the "
        f"most needed are {max(needed):,}, the median {np.median(needed):,.0f}"
    )
    if left := len(curves) - len(judged):
        found += (
            f"; {left} more have no more than {_FEW} labels, or do not beat the commonest class"
        )
    holds = few == len(judged) and 2 * fewer > len(judged)
    return Claim(text, where, holds, found)


def _saved(curves: Sequence[Shots]) -> Claim:
    text, where = "The labels needed fall by 99%", "abstract, section 6"
    judged = [one for one in curves if one.telling and one.enough is not None]
    if not judged:
        return Claim(text, where, None, "not asked: no number of labels tried was enough")
    shares = [(one.enough or 0) / one.labels for one in judged]
    most = max(one.labels for one in judged)
    found = f"{min(shares):.1%} to {max(shares):.1%} of all labels are enough, the median {np.median(shares):.1%}"
    if most < _FOR_99:
        return Claim(
            text, where, None,
            f"{found}; with {most:,} training labels 1% are {most // 100}, where the paper's 1% are some 1,500",
        )  # fmt: skip
    return Claim(text, where, max(shares) <= 0.01, found)


def _together(curves: Sequence[Shots]) -> Claim:
    text, where = "Concatenating the kinds of image improves results marginally", "section 5.1"
    pairs = _by_pair(curves)
    best, mean = [], []
    for of_pair in pairs.values():
        *alone, widest = of_pair
        if alone:
            best.append((widest, max(alone, key=lambda one: one.at().mean)))
            mean.append(widest.at().mean - float(np.mean([one.at().mean for one in alone])))
    if not best:
        return Claim(text, where, None, "not asked: there is one kind of image")
    gain = _gain(best)
    found = f"{_signed(gain)} over the better one alone, {np.mean(mean):+.3f} over their mean"
    return Claim(text, where, _sign(gain), f"{found}; {_of(len(best))}{_undecided(gain)}")


def _radar(curves: Sequence[Shots], areas: Sequence[Area]) -> Claim:
    text, where = "Radar amplitude does better than the other kinds of image", "section 5.1"
    sensors = {
        (area.name, name): modality.sensor
        for area in areas
        for name, modality in area.data.modalities.items()
    }
    best = []
    for (area, _), of_pair in _by_pair(curves).items():
        alone = [one for one in of_pair if (area, one.view) in sensors]
        radar = [one for one in alone if sensors[area, one.view] == "sar"]
        others = [one for one in alone if one not in radar]
        if radar and others:
            best.append(tuple(max(each, key=lambda one: one.at().mean) for each in (radar, others)))
    if not best:
        return Claim(text, where, None, "not asked: there is no radar beside another kind of image")
    gain = _gain([(one, other) for one, other in best])
    found = f"{_signed(gain)} over the best other; {_of(len(best))}{_undecided(gain)}"
    return Claim(text, where, _sign(gain), found)


def _spread(curves: Sequence[Shots]) -> Claim:
    text = (
        f"The deviation over repeats is below {_SPREAD_FEW} with up to {_SHOTS} labels, and below {_SPREAD_MORE} with "
        "more"
    )
    where = "section 5.1"
    spreads: dict[bool, list[float]] = {True: [], False: []}
    for one in curves:
        for size in (*one.sizes, None):
            few = size is not None and size <= _SHOTS
            spreads[few] += [
                float(np.std(run, ddof=1)) for run in one.repeats(size) if len(run) > 1
            ]
    if not spreads[True] or not spreads[False]:
        return Claim(text, where, None, "not asked: one repeat, or no size on one of the sides")
    found = "; ".join(
        f"{'up to' if few else 'beyond'} {_SHOTS} labels at most {max(of_it):.3f}, the median {np.median(of_it):.3f}"
        for few, of_it in spreads.items()
    )
    holds = max(spreads[True]) < _SPREAD_FEW and max(spreads[False]) < _SPREAD_MORE
    return Claim(text, where, holds, found)


def _lacking(shots: Sequence[Shots], whole: Mapping[Pair, Sequence[Shots]]) -> Claim:
    text = "Embeddings serve where kinds of image or channels are missing"
    where = "abstract, sections 1 and 4.1; no figures"
    judged = [one for one in shots if whole[one.area, one.task][-1].telling]
    if not judged:
        return Claim(
            text, where, None, "not asked: nothing could be left out of what tells anything"
        )
    better = sum(one.telling for one in judged)
    over = float(np.mean([one.at().mean - one.commonest for one in judged]))
    found = (
        f"{better} of {len(judged)} scores with something missing beat the commonest class, by {over:+.3f} in the mean "
        "of all"
    )
    return Claim(text, where, better == len(judged), found)


def _by_pair(curves: Iterable[Shots]) -> dict[Pair, list[Shots]]:
    """Those of an area and task, in the order of their views: all together last."""
    found: dict[Pair, list[Shots]] = {}
    for one in curves:
        found.setdefault((one.area, one.task), []).append(one)
    return found


def _gain(pairs: Sequence[tuple[Shots, Shots]]) -> Measured:
    """Of the first over the second, over areas and tasks; of a single one over its repeats, whose draws they share."""
    if len(pairs) > 1:
        return measured([one.at().mean - other.at().mean for one, other in pairs])
    ((one, other),) = pairs
    each = [
        np.subtract(mine, its) for mine, its in zip(one.repeats(), other.repeats(), strict=True)
    ]
    return measured(each[0].tolist() if len(each) == 1 else [float(run.mean()) for run in each])


def _sign(gain: Measured) -> bool | None:
    """Whether it is above 0; None where 0 lies in its interval, or there is none."""
    if not np.isfinite(gain.half) or abs(gain.mean) <= gain.half:
        return None
    return gain.mean > 0


def _undecided(gain: Measured) -> str:
    return "" if _sign(gain) is not None else "; 0 lies in the interval, which leaves it open"


def _signed(gain: Measured) -> str:
    half = f" ± {gain.half:.3f}" if np.isfinite(gain.half) else ""
    return f"{gain.mean:+.3f}{half}"


def _of(count: int) -> str:
    if count == 1:
        return "one area and task, over its repeats"
    return f"{count} areas and tasks"
