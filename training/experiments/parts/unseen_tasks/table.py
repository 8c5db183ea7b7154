"""Table 2 of Naik & Foley-Cox 2022 from the scores of our repeats, and what they say of the paper's claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...base import Claim, Line, Measured, Score, Table, measured
from .figures import PAPER_CORRELATION
from .ridge import ASKED, Tasks
from .rivals import ALL, BASELINE, MOSAIKS, STATISTICS, UNTRAINED, line_of, without

#: Scores: R² under the paper's lambda, and under the one that the validation part chose.
FIXED, TUNED = "r2", "r2_tuned"
CORRELATION, FIRST_SHARE, RANK = "pearson", "variance_first_5", "effective_rank"
#: Of the first principal components that count as "the top few" (assumed).
FIRST = 5
#: From where on a correlation is no longer weak (assumed; Cohen 1988 calls .5 large).
_WEAK = 0.5

#: Table 2, R² of population and nightlights, by features and which of the two dims.
_PAPER: dict[tuple[str, int | None], tuple[float, float]] = {
    (ALL, 0): (0.786, 0.775),
    (ALL, 1): (0.736, 0.755),
    (MOSAIKS, 0): (0.673, 0.638),
    (MOSAIKS, 1): (0.698, 0.668),
    (BASELINE, None): (0.739, 0.743),
    (without("elevation"), 0): (0.769, 0.774),
    (without("income"), 0): (0.765, 0.759),
    (without("roads"), 0): (0.768, 0.749),
    (without("treecover"), 0): (0.766, 0.778),
}


@dataclass(frozen=True)
class Asked:
    """What the scores are of: splits in order, tasks, and lengths of the embeddings."""

    splits: tuple[str, ...]
    tasks: Tasks
    dims: tuple[int, ...]

    def rows(self) -> list[tuple[str, int | None]]:
        """Features and their length in the order of the paper's table, ours behind."""
        first, *more = self.dims
        ablations = self.tasks.learned if len(self.tasks.learned) > 1 else ()
        return [
            (ALL, first),
            *((without(task), first) for task in ablations),
            (MOSAIKS, first),
            (BASELINE, None),
            *((name, dim) for dim in more for name in (MOSAIKS, ALL)),
            *((UNTRAINED, dim) for dim in self.dims),
            (STATISTICS, None),
        ]


def by_seed(scores: Iterable[Score], split: str, line: str, metric: str, task: str) -> dict[int, float]:  # fmt: skip
    """What the repeats gave, by seed."""
    wanted = (split, line, metric, task)
    return {
        s.seed: s.value
        for s in scores
        if s.value is not None and (s.split, s.features, s.metric, s.task) == wanted
    }


# -- tables ------------------------------------------------------------------------------------


def table_of(
    scores: Sequence[Score], asked: Asked, split: str, metric: str, penalty: float, note: str
) -> Table:
    """Table 2 under a split; the paper's figures stand beside ours where the tasks are its own."""
    tuned = "lambda chosen on the validation part" if metric == TUNED else f"lambda {penalty:g}"
    lines = []
    for name, dim in asked.rows():
        line = line_of(name, dim)
        ours = {
            task: measured(list(found.values()))
            for task in asked.tasks.unseen
            if (found := by_seed(scores, split, line, metric, task))
        }
        beside = _paper_of(name, dim, asked) if split == "random" and metric == FIXED else {}
        why = "" if ours else _why(scores, split, line)
        lines.append(Line(line, ours, beside, why))
    return Table(
        f"Table 2, {split} split, {tuned}",
        "R² on unseen tasks",
        asked.tasks.unseen,
        tuple(lines),
        note,
    )


def _paper_of(name: str, dim: int | None, asked: Asked) -> Mapping[str, float]:
    """The paper's figures of a row, for those tasks that are its own."""
    place = None if dim is None else asked.dims.index(dim)
    found = _PAPER.get((name, place))
    if found is None:
        return {}
    return {t: v for t, v in zip(ASKED, found, strict=True) if t in asked.tasks.unseen}


def _why(scores: Iterable[Score], split: str, line: str) -> str:
    found = (s.why for s in scores if (s.split, s.features) == (split, line) and s.why)
    return next(found, "")


def explored_table(scores: Sequence[Score], asked: Asked) -> Table | None:
    """Correlations of distances (5.3.1) and shares of variance (5.3.2), None where nothing was explored."""
    lines = []
    columns = [
        (f"{words}, {split}", split, metric)
        for metric, words in (
            (CORRELATION, f"correlation, {asked.dims[-1]:,} dims"),
            (FIRST_SHARE, f"first {FIRST} components, {asked.dims[0]:,} dims"),
        )
        for split in asked.splits
    ]
    for name in (ALL, UNTRAINED, MOSAIKS):
        ours = {}
        for heading, split, metric in columns:
            line = line_of(name, asked.dims[-1] if metric == CORRELATION else asked.dims[0])
            if found := by_seed(scores, split, line, metric, ""):
                ours[heading] = measured(list(found.values()))
        beside = {
            heading: PAPER_CORRELATION[name]
            for heading, split, metric in columns
            if metric == CORRELATION and split == "random" and name in PAPER_CORRELATION
        }
        lines.append(Line(name, ours, beside, "" if ours else _why(scores, asked.splits[0], line)))
    used = [heading for heading, *_ in columns if any(heading in line.ours for line in lines)]
    if not used:
        return None
    return Table(
        "Sections 5.3.1 and 5.3.2",
        "Pearson's r of distances on the ground and in the embedding; share of the variance",
        tuple(used),
        tuple(lines),
        "The paper's correlations are of its own places, thousands of kilometres apart.",
    )


# -- claims ------------------------------------------------------------------------------------


def gain(
    scores: Sequence[Score], split: str, better: str, worse: str, metric: str, task: str
) -> Measured | None:
    """How much one kind of features is ahead of another, repeat by repeat, which share their samples; None where
    either is missing."""
    ahead, behind = (by_seed(scores, split, line, metric, task) for line in (better, worse))
    found = [ahead[seed] - behind[seed] for seed in ahead if seed in behind]
    return measured(found) if found else None


def verdict(gains: Sequence[Measured]) -> bool | None:
    """Whether all of them are above 0: by their intervals, None where one holds 0 and none is below; of a single
    repeat by its figures."""
    if not gains:
        return None
    if any(g.n < 2 for g in gains):
        return all(g.mean > 0 for g in gains)
    if any(g.mean + g.half < 0 for g in gains):
        return False
    return True if all(g.mean - g.half > 0 for g in gains) else None


def said(found: Measured) -> str:
    """``+0.012 ± 0.008``"""
    half = "" if found.n < 2 else f" ± {found.half:.3f}"
    return f"{found.mean:+.3f}{half}".replace("-", "−")


class Claims:
    """The paper's claims, judged on each split by the scores of all repeats."""

    def __init__(self, scores: Sequence[Score], asked: Asked) -> None:
        self.scores, self.asked = scores, asked
        self.first = asked.dims[0]

    def all(self) -> list[Claim]:
        """Those that can be asked of the data."""
        each = (
            self._beats_mosaiks,
            self._all_beat_fewer,
            self._baseline_between,
            self._near_is_alike,
            self._spread,
        )
        return [claim(split) for claim in each for split in self.asked.splits]  # fmt: skip

    def _beats_mosaiks(self, split: str) -> Claim:
        pairs = [(line_of(ALL, d), line_of(MOSAIKS, d), f"{d:,} dims") for d in self.asked.dims]
        return self._ahead(
            "Multi-task embeddings predict unseen tasks better than MOSAIKS features of the same length",
            "sections 1 and 5.1, Table 2 (section 5.2 swaps its gains of 16% and 21%)",
            split,
            pairs,
        )

    def _all_beat_fewer(self, split: str) -> Claim:
        every = line_of(ALL, self.first)
        learned = self.asked.tasks.learned
        pairs = [
            (every, line_of(without(task), self.first), f"of that without {task}")
            for task in (learned if len(learned) > 1 else ())
        ]
        return self._ahead(
            "The network that learned all tasks is better than each that lacked one",
            "section 5.2; in Table 2 one is not: without tree cover nightlights reach 0.778, with it 0.775",
            split,
            pairs,
        )

    def _baseline_between(self, split: str) -> Claim:
        every, mosaiks = line_of(ALL, self.first), line_of(MOSAIKS, self.first)
        pairs = [
            (every, BASELINE, "of the baseline"),
            (BASELINE, mosaiks, "the baseline of MOSAIKS"),
        ]
        return self._ahead(
            "A frozen ViT trained on ImageNet is better than MOSAIKS and behind multi-task learning",
            "section 5.1, Table 2",
            split,
            pairs,
        )

    def _ahead(
        self, text: str, where: str, split: str, pairs: Sequence[tuple[str, str, str]]
    ) -> Claim:
        """Whether the first of each pair is ahead for every task, whichever way lambda is chosen."""
        text = f"{text} ({split} split)"
        gains, told = [], []
        for task in self.asked.tasks.unseen:
            each = []
            for better, worse, words in pairs:
                both = [gain(self.scores, split, better, worse, m, task) for m in (FIXED, TUNED)]
                found = [g for g in both if g is not None]
                if len(found) < len(both):
                    return Claim(text, where, None, self._missing(split, better, worse))
                gains += found
                each.append(f"{words} {said(found[0])} / {said(found[1])}")
            told.append(f"{task}: {', '.join(each)}")
        if not gains:
            return Claim(text, where, None, "One task alone is learned here.")
        holds = verdict(gains)
        both_ways = "Ahead in R² by (lambda of the paper / tuned): "
        return Claim(text, where, holds, f"{both_ways}{'; '.join(told)}{_doubt(holds, gains)}")

    def _missing(self, split: str, *lines: str) -> str:
        reasons = (_why(self.scores, split, line) for line in lines)
        return next((why for why in reasons if why), "There is no such score here.")

    def _near_is_alike(self, split: str) -> Claim:
        text = f"Distance in the embedding grows weakly with distance on the ground, and more than that of MOSAIKS ({split} split)"  # noqa: E501
        where = "section 5.3.1: 0.313 and 0.085"
        ours, theirs = (line_of(name, self.asked.dims[-1]) for name in (ALL, MOSAIKS))
        found = by_seed(self.scores, split, ours, CORRELATION, "")
        more = gain(self.scores, split, ours, theirs, CORRELATION, "")
        if more is None:
            return Claim(text, where, None, self._missing(split, ours, theirs))
        r = measured(list(found.values()))
        holds = verdict([r, more])
        if holds and r.mean >= _WEAK:
            holds = False
        told = f"r {said(r)}, {said(more)} more than that of MOSAIKS"
        return Claim(text, where, holds, f"{told}{_doubt(holds, [r, more])}")

    def _spread(self, split: str) -> Claim:
        text = f"MOSAIKS has more of its variance in its first few principal components ({split} split)"
        where = f"section 5.3.2; here the first {FIRST}"
        ours, theirs = (line_of(name, self.first) for name in (ALL, MOSAIKS))
        more = gain(self.scores, split, theirs, ours, FIRST_SHARE, "")
        if more is None:
            return Claim(text, where, None, self._missing(split, ours, theirs))
        holds = verdict([more])
        told = f"share of MOSAIKS less that of multi-task {said(more)}"
        return Claim(text, where, holds, f"{told}{_doubt(holds, [more])}")


def _doubt(holds: bool | None, gains: Sequence[Measured]) -> str:
    if holds is None:
        return f"; an interval of {gains[0].n} repeats holds 0, so that this cannot be told"
    return "; of a single repeat, without an interval" if any(g.n < 2 for g in gains) else ""
