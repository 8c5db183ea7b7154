"""What Jain et al. 2021 claim of single bands under encoders, held against scores and runs of ours."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from .....core.report.wording import plural
from ...base import Claim, Measured, measured
from .encoders import F1, IMAGENET, METHODS, PRETRAINED, SIZES, STATS, UNTRAINED

#: Curves of runs by encoder, a run a repeat, as ``core.trainer.read_curves`` reads them.
Curves = Mapping[str, Sequence[Mapping[str, Any]]]

#: Assumed: what is notable, two points; the baselines of table I differ by 1.8 on the mean.
NOTABLE = 0.02
#: "A jump of 8-10% in performance of most bands" (section VI).
JUMP = 0.08
#: Assumed: what "approximately twice" allows.
ABOUT_TWICE = (1.5, 2.5)
#: Parts that a curve of the loss is looked at in.
_STRETCHES = 4


class Gain(NamedTuple):
    """Of one encoder over another: by band the mean over repeats; and over all bands, with its interval."""

    each: Mapping[str, float]
    over: Measured

    @property
    def sure(self) -> bool:
        """Whether 0 lies outside the interval; of a single repeat nothing is known."""
        return math.isnan(self.over.half) or abs(self.over.mean) > self.over.half

    def __str__(self) -> str:
        half = "" if math.isnan(self.over.half) else f" ± {self.over.half:.3f}"
        least, most = min(self.each.values()), max(self.each.values())
        ahead = sum(value > 0 for value in self.each.values())
        mean = f"{_signed(self.over.mean)}{half}"
        if len(self.each) == 1:
            return f"{mean} in one band"
        among = f"from {_signed(least)} to {_signed(most)}, ahead in {ahead}"
        return f"{mean} on the mean of {len(self.each)} bands, {among}"


def gain(f1: F1, part: str, first: str, second: str) -> Gain | None:
    """Of ``first`` over ``second``, band by band; None where a band lacks either."""
    bands = [band for p, encoder, band in f1 if (p, encoder) == (part, first)]
    pairs = [(f1[part, first, band], f1.get((part, second, band), ())) for band in bands]
    if not pairs or any(len(a) != len(b) or not a for a, b in pairs):
        return None
    differences = np.array([np.subtract(a, b) for a, b in pairs])  # (bands, repeats)
    each = dict(zip(bands, differences.mean(axis=1).tolist(), strict=True))
    return Gain(each, measured(differences.mean(axis=0).tolist()))


def judge(f1: F1, parts: Sequence[str], curves: Curves, same_pairs: bool, why: str) -> list[Claim]:
    """All that the paper claims, by each split.

    same_pairs: whether both sizes learnt from the same pairs. why: ImageNet's weights are not here.
    """
    claims = []
    for part in parts:
        claims += [
            _beats_imagenet(f1, part, why), _alike(f1, part), _larger_is_better(f1, part, same_pairs)
        ]  # fmt: skip
    return [*claims, _twice_the_time(curves), _loss_falls(curves)]


def _beats_imagenet(f1: F1, part: str, why: str) -> Claim:
    text = "In every band, BYOL and SimSiam give better features than ImageNet’s weights"
    gains = {name: gain(f1, part, name, IMAGENET) for name in PRETRAINED}
    known = {name: found for name, found in gains.items() if found is not None}
    if len(known) < len(gains):
        return Claim(text, _where(part), None, why or "Not every encoder could be asked.")
    everywhere = all(value > 0 for found in known.values() for value in found.each.values())
    return Claim(
        text,
        _where(part),
        everywhere if all(found.sure for found in known.values()) else None,
        _each(known) + _unsure(known.values()),
    )


def _alike(f1: F1, part: str) -> Claim:
    text = "The baselines of BYOL and SimSiam do not differ notably"
    found = gain(f1, part, "BYOL, baseline", "SimSiam, baseline")
    if found is None:
        return Claim(text, _where(part), None, "Not every band could be asked.")
    small = abs(found.over.mean) <= NOTABLE
    return Claim(
        text,
        _where(part),
        True if small else False if found.sure else None,
        f"BYOL over SimSiam: {found}; {NOTABLE:g} counts as notable here.{_unsure([found])}",
    )


def _larger_is_better(f1: F1, part: str, same_pairs: bool) -> Claim:
    text = "The large models are better than the baselines by 8 to 10 points in most bands"
    gains = {m: gain(f1, part, f"{m}, large", f"{m}, baseline") for m in METHODS}
    known = {name: found for name, found in gains.items() if found is not None}
    if len(known) < len(gains):
        return Claim(text, _where(part), None, "Not every encoder could be asked.")
    # Rounded, since 0.83 - 0.75 is less than 0.08 in binary.
    jumps = {m: sum(round(v, 6) >= JUMP for v in g.each.values()) for m, g in known.items()}
    told = ", ".join(
        f"{m} in {n} of {plural(len(known[m].each), 'band')}" for m, n in jumps.items()
    )
    same = " Both sizes learn from the same pairs here: heads and steps alone differ." * same_pairs
    return Claim(
        text,
        _where(part),
        2 * sum(jumps.values()) > sum(len(found.each) for found in known.values()),
        f"By {100 * JUMP:g} points or more: {told}. {_each(known)}{_unsure(known.values())}{same}",
    )


def _twice_the_time(curves: Curves) -> Claim:
    text = "BYOL takes about twice the time of SimSiam"
    ratios, told = [], []
    for size in SIZES:
        speeds = [speed_of(curves[f"{method}, {size}"]) for method in METHODS]
        if any(math.isnan(speed) for speed in speeds):
            return Claim(text, "section V", None, "The runs were too short to be timed.")
        simsiam, byol = speeds
        ratios.append(simsiam / byol)
        told.append(
            f"{size.capitalize()}: SimSiam {simsiam:,.0f} and BYOL {byol:,.0f} images/s, {ratios[-1]:.2f} times"
        )
    holds = all(ABOUT_TWICE[0] <= ratio <= ABOUT_TWICE[1] for ratio in ratios)
    return Claim(text, "section V", holds, f"{'. '.join(told)}.")


def speed_of(runs: Sequence[Mapping[str, Any]]) -> float:
    """Images a second: the median over all lines of all runs but the first of each, which warms up; NaN without."""
    found = [
        v for curves in runs for v in curves["metrics"].get("images_per_s", [])[1:] if v is not None
    ]
    return float(np.median(found)) if found else math.nan


def _loss_falls(curves: Curves) -> Claim:
    text = "The loss of both falls over the whole course of training"
    holds, told = [], []
    for name in (f"{method}, large" for method in METHODS):
        losses = [np.array(run["metrics"]["loss"], float) for run in curves[name]]
        if min(map(len, losses), default=0) < _STRETCHES:
            return Claim(text, "figure 2", None, "The runs were too short for a curve.")
        means = np.mean(
            [[s.mean() for s in np.array_split(loss, _STRETCHES)] for loss in losses], 0
        )
        holds.append(bool((np.diff(means) < 0).all()))
        each = ", ".join(f"{mean:.3f}".replace("-", "−") for mean in means)
        told.append(f"{name}: {each}")
    return Claim(
        text, "section VI, figure 2", all(holds),
        f"Its mean over each of {_STRETCHES} equal parts of the steps, {'; '.join(told)}.",
    )  # fmt: skip


def remarks(f1: F1, parts: Sequence[str], bands: Sequence[str]) -> Iterator[str]:
    """What the paper does not ask and an analyst wants to know: what pretraining is worth beside none at all."""
    for part in parts:
        for base in (UNTRAINED, STATS):
            gains = {m: gain(f1, part, f"{m}, large", base) for m in METHODS}
            known = {f"{m}, large": found for m, found in gains.items() if found is not None}
            if known:
                yield f"Gains over {base}, {part} split: {_each(known)}{_unsure(known.values())}"
        score, encoder, band = max(
            (float(np.mean(values)), name, band)
            for (of, name, band), values in f1.items()
            if of == part and band in bands
        )
        yield f"The best single band, {part} split: {band} by {encoder}, {score:.3f}."


def _where(part: str) -> str:
    return f"section VI, table I; {part} split"


def _each(gains: Mapping[str, Gain]) -> str:
    return "; ".join(f"{name}: {found}" for name, found in gains.items()) + "."


def _unsure(gains: Any) -> str:
    return "" if all(found.sure for found in gains) else " Zero lies within an interval."


def _signed(value: float) -> str:
    return f"{round(value, 3) + 0.0:+.3f}".replace("-", "−")  # no −0.000
