"""What Deng et al. 2023 claim that pretraining is worth, judged by our figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...base import Claim, Measured, measured
from .encoders import named
from .masks import ACCURACY, MEASURES, MIOU, Masks
from .scenes import FINETUNED, FROZEN, Scenes

if TYPE_CHECKING:
    from ...deng import Config

#: Points that "competitive with" may be behind on average: the paper's own SimCLR is up to 0.6 behind.
COMPETITIVE = 1.0
Measure = Callable[[NDArray[Any]], NDArray[np.float64]]
#: Resamples of the test crops, for the interval of a gain.
_RESAMPLES = 1000


class Gain(NamedTuple):
    """Points of one row over another, and the half-width of their 95% interval over test samples."""

    points: float
    half: float


#: By seed, at each ratio.
Gains = Mapping[int, Sequence[Gain]]


class SceneRows:
    """Rows of table 1 by the key of their network, in the way that claims are judged by: fine-tuned where that was
    asked, and on blocks where there are some."""

    def __init__(self, scenes: Scenes, config: Config) -> None:
        self.scenes, self.config = scenes, config
        self.way = config.finetuning()[0]
        self.split = "blocks" if "blocks" in scenes.splits else scenes.splits[0]
        self.asked = [asked for asked in scenes.parts if asked.split == self.split]

    def row(self, key: str, way: str = "") -> str:
        """The name of a network's row, "" where it is not in the table."""
        end = f", {way or self.way}"
        return next((n for n, k in self.scenes.names.items() if k == key and n.endswith(end)), "")

    def untrained(self, key: str, way: str = "") -> str:
        """The row of the same network untrained."""
        return f"{named('untrained', self.config.ways()[key], key)}, {way or self.way}"

    def mean(self, name: str) -> float:
        """Percent right, over all ratios and seeds; NaN where the row could not be run."""
        found = [self.scenes.accuracy(asked, name) for asked in self.asked]
        known = [value for value in found if value is not None]
        return 100 * float(np.mean(known)) if known else math.nan

    def gains(self, name: str, over: str) -> Gains:
        """Points of one row over another, on the same test samples."""
        found: dict[int, list[Gain]] = {}
        for asked in self.asked:
            one, two = (self.scenes.said.get((asked, row)) for row in (name, over))
            if one is not None and two is not None:
                truth = self.scenes.truth(asked)
                apart = (one == truth).astype(np.float64) - (two == truth)
                half = 1.96 * apart.std() / math.sqrt(len(apart))
                gain = Gain(100 * float(apart.mean()), 100 * float(half))
                found.setdefault(asked.seed, []).append(gain)
        return found

    def best(self) -> str:
        """The row of the best of all networks."""
        known = [n for n in self.scenes.names if n.endswith((FROZEN, FINETUNED))]
        return max(known, key=lambda n: -math.inf if math.isnan(mean := self.mean(n)) else mean)

    @property
    def keys(self) -> list[str]:
        """Networks that were pretrained."""
        return [k for k in dict.fromkeys(self.scenes.names.values()) if k and k != "imagenet rgb"]

    @property
    def ratios(self) -> list[str]:
        """That were asked, in order."""
        return list(dict.fromkeys(asked.ratio for asked in self.asked))

    def where(self) -> str:
        """The ground of a verdict, in words."""
        ratios = len(self.ratios)
        seeds = len({asked.seed for asked in self.asked})
        return f"{self.way}, {self.split} split, {ratios} ratios, {_seeds(seeds)}"


def claims(scenes: Scenes | None, masks: Masks | None, config: Config) -> list[Claim]:
    """Every claim of the paper that the tables at hand can judge."""
    made = []
    if scenes is not None:
        rows = SceneRows(scenes, config)
        made += [_competitive(rows), _near_infrared(rows), _best(rows)]
    if masks is not None:
        made += [_improves(masks), _behind_cnn(masks)]
    if scenes is not None and masks is not None:
        made.append(_less_than_scenes(SceneRows(scenes, config), masks))
    return made


def summed(*gains: Gains) -> Measured:
    """Gains as their mean over ratios, and over rows where there are several.

    Its interval is over seeds; of a single one it is over the test samples, as wide as those of its gains are.
    """
    seeds = sorted({seed for each in gains for seed in each})
    of = [[g for each in gains for g in each.get(seed, ())] for seed in seeds]
    found = measured([float(np.mean([g.points for g in of_seed])) for of_seed in of])
    return found._replace(half=float(np.mean([g.half for g in of[0]]))) if found.n == 1 else found


def told(found: Measured) -> str:
    """A gain in words: ``+1.2 ± 0.4 points``."""
    half = "" if math.isnan(found.half) else f" ± {found.half:.1f}"
    return f"{found.mean:+.1f}{half} points"


def verdict(gains: Gains) -> tuple[bool | None, str]:
    """Whether one row is above another, and by how much; None where that was not measured, or may be nothing."""
    if not gains:
        return None, "not measured"
    found = summed(gains)
    first = next(iter(gains.values()))
    ratios = ", ".join(f"{gain.points:+.1f}" for gain in first)
    by_ratio = f" ({ratios} by ratio)" if len(gains) == 1 and len(first) > 1 else ""
    if abs(found.mean) <= found.half:
        return None, f"{told(found)}{by_ratio}, so that there may be no difference"
    return found.mean > 0, f"{told(found)}{by_ratio}"


# -- scenes ------------------------------------------------------------------------------------


def _competitive(rows: SceneRows) -> Claim:
    ours, theirs = rows.row("simclr rgb"), rows.row("imagenet rgb")
    controls = [
        f"{way} {verdict(rows.gains(rows.row('simclr rgb', way), rows.untrained('simclr rgb', way)))[1]}"
        for way in rows.config.finetuning()
    ]
    control = f"over the same network untrained SimCLR gains, {'; '.join(controls)}"
    gains = rows.gains(ours, theirs)
    if gains:
        found = summed(gains)
        holds: bool | None = found.mean >= -COMPETITIVE
        said = f"{ours} is {told(found)} from {theirs}, where {COMPETITIVE:g} point behind still counts; {control}"
    else:
        holds, said = None, f"ImageNet's weights are not here to compare with; {control}"
    return Claim(
        "Self-supervised learning on images of the domain is competitive with a network pretrained on ImageNet.",
        "results of case studies, observation 1 of case study 1", holds, f"{said} ({rows.where()}).",
    )  # fmt: skip


def _near_infrared(rows: SceneRows) -> Claim:
    text = "Near infrared beside red, green and blue in self-supervised learning outperforms the others."
    where = "results of case studies, observation 2 of case study 1"
    more, less = rows.row("simclr rgbn"), rows.row("simclr rgb")
    if not more:
        return Claim(
            text,
            where,
            None,
            "Not asked: the imagery has no near infrared beside red, green and blue.",
        )
    holds, said = verdict(rows.gains(more, less))
    _, bare = verdict(rows.gains(rows.untrained("simclr rgbn"), rows.untrained("simclr rgb")))
    return Claim(
        text, where, holds,
        f"{more} over {less}: {said}; without any pretraining the band gives {bare} ({rows.where()}).",
    )  # fmt: skip


def _best(rows: SceneRows) -> Claim:
    mae = next(rows.row(key) for key in rows.keys if key.startswith("mae"))
    others = [rows.row(key) for key in ["imagenet rgb", *rows.keys] if not key.startswith("mae")]
    known = {name: rows.mean(name) for name in others if math.isfinite(rows.mean(name))}
    text, where = "MAE with a ViT gives the best result.", "observation 3 of case study 1"
    if not known:
        return Claim(text, where, None, "There is nothing to compare it with.")
    rival = max(known, key=lambda name: known[name])
    holds, said = verdict(rows.gains(mae, rival))
    means = ", ".join(f"{name} {rows.mean(name):.1f}" for name in [mae, *known])
    return Claim(
        text, f"results of case studies, {where}", holds,
        f"{mae} over the best of the others, {rival}: {said}; percent right: {means} ({rows.where()}).",
    )  # fmt: skip


# -- pixels ------------------------------------------------------------------------------------


def _improves(masks: Masks) -> Claim:
    verdicts, parts = [], []
    for name, start in _pairs(masks):
        holds, said = verdict(mask_gains(masks, name, start, MIOU))
        verdicts.append(holds)
        _, right = verdict(mask_gains(masks, name, start, ACCURACY))
        parts.append(f"{name}: mIoU {said}, overall accuracy {right}")
    holds = None if None in verdicts or not verdicts else all(verdicts)
    return Claim(
        "Both contrastive and generative pretraining improve segmentation.",
        "results of case studies, observation 1 of case study 2",
        holds,
        f"{'; '.join(parts) or 'Not measured'} ({_of(masks)}).",
    )


def _behind_cnn(masks: Masks) -> Claim:
    def of(way: str) -> str:
        return next((n for n, key in masks.names.items() if key.startswith(way)), "")

    holds, said = verdict(mask_gains(masks, of("simclr"), of("mae"), MIOU))
    return Claim(
        "The plain ViT is slightly worse than the CNN at segmentation.",
        "results of case studies, observation 3 of case study 2",
        holds,
        f"{of('simclr')} over {of('mae')}: mIoU {said} ({_of(masks)}).",
    )


def _less_than_scenes(rows: SceneRows, masks: Masks) -> Claim:
    scenes = summed(*(rows.gains(rows.row(key), rows.untrained(key)) for key in rows.keys))
    pixels = summed(*(mask_gains(masks, one, two, ACCURACY) for one, two in _pairs(masks)))
    text = "Pretraining improves segmentation less than it improves the classification of scenes."
    where = (
        "results of case studies, observation 2 of case study 2; abstract (1.96 and 4.25 points)"
    )
    if not scenes.n or not pixels.n:
        return Claim(text, where, None, "Not measured.")
    halves = [0.0 if math.isnan(found.half) else found.half for found in (scenes, pixels)]
    apart, half = scenes.mean - pixels.mean, math.hypot(*halves)
    holds = None if abs(apart) <= half else apart > 0
    return Claim(
        text, where, holds,
        f"Over the same networks untrained: accuracy of scenes {told(scenes)}, of pixels {told(pixels)}"
        f"{'; the intervals leave it open' if holds is None else ''} ({rows.where()}; {_of(masks)}).",
    )  # fmt: skip


def mask_gains(masks: Masks, name: str, over: str, metric: str) -> Gains:
    """Points of one row of table 2 over another, on the same test crops."""
    found = {}
    for seed, units in masks.units.items():
        one, two = (masks.counts.get((seed, row)) for row in (name, over))
        if one is not None and two is not None:
            found[seed] = [_gain_of_pixels(one, two, units, MEASURES[metric])]
    return found


def _gain_of_pixels(
    one: NDArray[np.int64], two: NDArray[np.int64], units: NDArray[np.intp], measure: Measure
) -> Gain:
    """Its interval by drawing tiles anew, or crops that stand alone, with replacement (bootstrap)."""
    number = np.unique(units, return_inverse=True)[1]
    count = int(number.max()) + 1
    drawn = np.random.default_rng(0).multinomial(count, [1 / count] * count, _RESAMPLES)[:, number]
    both = [np.tensordot(drawn, counts, 1) for counts in (one, two)]
    spread = measure(both[0]) - measure(both[1])
    points = measure(one.sum(0)) - measure(two.sum(0))
    return Gain(100 * float(points), 196 * float(spread.std()))


def _pairs(masks: Masks) -> Iterable[tuple[str, str]]:
    """Each pretrained row with the row of the same network untrained, which stands before it."""
    names = list(masks.names)
    return [(name, names[i - 1]) for i, name in enumerate(names) if masks.names[name]]


def _of(masks: Masks) -> str:
    return f"split {masks.split}, {_seeds(len(masks.labels))}"


def _seeds(number: int) -> str:
    return f"{number} seed{'' if number == 1 else 's'}"
