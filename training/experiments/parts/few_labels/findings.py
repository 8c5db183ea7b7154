"""What comes of forests on few labels: tables, the answer in sentences, and what is not as in the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....datasets.base import Rows
from ...base import Audit, Findings, Line, Measured, Table, measured
from .areas import Area
from .claims import claims
from .figures import figures
from .shots import CURVES, LACKING, Forests, Shots, merge


@dataclass(frozen=True)
class Study:
    """All of one seed.

    views: by area and modality the rows that a view shows, and where, float64 ``(m, 2)``; of the first seed alone.
    told: what was pretrained, in a sentence; empty where nothing was.
    """

    areas: tuple[Area, ...]
    shots: tuple[Shots, ...]
    audits: tuple[Audit, ...]
    views: Mapping[tuple[str, str], tuple[Rows, NDArray[np.float64]]]
    told: str


def findings(studies: Sequence[Study], forests: Forests, config: Any) -> Findings:
    """All that the studies of several seeds give."""
    shots = merge(one for study in studies for one in study.shots)
    areas, views = studies[0].areas, studies[0].views
    by_area = {area.name: [one for one in shots if one.area == area.name] for area in areas}
    asked = {area.name: area for area in areas if by_area[area.name]}
    firsts = {name: by_area[name][0].features for name in asked}
    return Findings(
        scores=tuple(score for one in shots for score in one.scores()),
        tables=tuple(
            t for name, area in asked.items() for t in _tables(area, by_area[name], forests)
        ),
        figures=tuple(figures(list(asked.values()), by_area, firsts, views)),
        claims=tuple(claims(list(asked.values()), shots, firsts)),
        audits=tuple(audit for study in studies for audit in study.audits),
        differs=tuple(_differs(studies, forests, config)),
        notes=(
            *answers(by_area, firsts),
            *_compared(by_area),
            *([] if config.model else _not_pretrained(areas)),
            *dict.fromkeys(n for s in studies for a in s.areas for n in (*a.data.notes, *a.notes)),
        ),
    )


# -- tables ------------------------------------------------------------------------------------


def _tables(area: Area, shots: Sequence[Shots], forests: Forests) -> Iterator[Table]:
    tasks = tuple(dict.fromkeys(one.task for one in shots))
    whole = [one for one in shots if one.table != LACKING]
    several = len(next((one.runs for one in shots if one.runs), ())) > 1
    over = (
        "over seeds, each with bands and encoders of its own"
        if several
        else f"over {forests.repeats} draws and forests on one split, with all labels over forests alone"
    )
    commonest = Line("always the commonest class", _commonest(shots))
    yield Table(
        f"Accuracy with all labels: {area.name}",
        "accuracy",
        tasks,
        (*_lines(whole, lambda one: one.at()), commonest),
        f"Figure 4's right ends, of which the paper gives no table. Intervals are {over}. Macro F1 is in results.csv.",
    )
    yield Table(
        f"Labels that reach 95% of that: {area.name}",
        "labels",
        tasks,
        tuple(_lines([one for one in shots if one.table == CURVES], _enough)),
        "Figure 4's dots: always fewer than 500 in the paper, most often fewer than 250. Empty where none of the "
        "numbers tried does, or where all labels together do no better than the commonest class.",
    )
    if any(one.table == LACKING for one in shots):
        first = [one for one in shots if one.features == shots[0].features]
        yield Table(
            f"Missing kinds of image and channels: {area.name}",
            "accuracy with all labels",
            tasks,
            (*_lines(first, lambda one: one.at()), commonest),
            "One kind of image alone is the others missing. Learnt on all: the forest knew all channels of that kind "
            "of image, and was tested where there was one. No table of the paper; sections 1 and 4.1 claim that it is "
            "possible.",
        )
    yield _labels(area)


def _lines(shots: Sequence[Shots], cell: Any) -> list[Line]:
    """A line for each features and view, a column a task."""
    found: dict[str, tuple[dict[str, Measured], str]] = {}
    for one in shots:
        cells, _ = found.setdefault(f"{one.features}: {one.view}", ({}, one.why))
        if one.runs and (value := cell(one)) is not None:
            cells[one.task] = value
    return [Line(name, cells, why=why) for name, (cells, why) in found.items()]


def _enough(one: Shots) -> Measured | None:
    if not one.telling or one.enough is None:
        return None
    return Measured(float(one.enough), float("nan"), 1)


def _commonest(shots: Sequence[Shots]) -> dict[str, Measured]:
    """By task; over seeds, where there are several."""
    return {one.task: measured([run.commonest for run in one.runs]) for one in shots if one.runs}


def _labels(area: Area) -> Table:
    columns = ("threshold", "training labels", "high of these", "test labels", "high of those")
    lines = []
    for halved in area.tasks:
        values = (
            halved.threshold,
            len(halved.train),
            halved.high(halved.train),
            len(halved.test),
            halved.high(halved.test),
        )
        cells = {
            column: Measured(float(value), float("nan"), 1)
            for column, value in zip(columns, values, strict=True)
            if np.isfinite(value)
        }
        lines.append(Line(f"{halved.task}: high is {halved.rule}", cells))
    return Table(
        f"Labels in halves: {area.name}",
        "in units of the labels; shares of 1",
        columns,
        tuple(lines),
        f"Of the first seed's split: {area.parts.rule}. The median is that of the training labels alone.",
    )


# -- sentences ---------------------------------------------------------------------------------


def answers(by_area: Mapping[str, Sequence[Shots]], firsts: Mapping[str, str]) -> Iterator[str]:
    """How many labels each area and task needs where the first encoders see all there is, and what did best."""
    for area, features in firsts.items():
        curves = [one for one in by_area[area] if one.table == CURVES and one.runs]
        own = [one for one in curves if one.features == features] or curves
        widest = {one.task: one for one in own}  # the last view of a task is all together
        for task, one in widest.items():
            best = max((o for o in curves if o.task == task), key=lambda o: o.at().mean)
            yield _answer(one) + (_better(one, best) if best is not one else "")


def _answer(one: Shots) -> str:
    where = f"For {one.task} in {one.area}"
    full, how = one.at().mean, f"{one.features}; {one.view}"
    if not one.telling:
        return (
            f"{where}, all {one.labels:,} labels give an accuracy of {full:.3f} ({how}), no better than the commonest "
            f"class's {one.commonest:.3f}: no number of labels can be called enough."
        )
    if one.enough is None:
        return (
            f"{where}, none of the numbers of labels tried below all {one.labels:,} reaches 95% of what these give "
            f"(accuracy {full:.3f}; {how})."
        )
    return (
        f"For {one.task} in {one.area}, {one.enough:,} labels reach 95% of what all {one.labels:,} give: accuracy "
        f"{one.at(one.enough).mean:.3f} of {full:.3f} ({how})."
    )


def _better(one: Shots, best: Shots) -> str:
    gain = best.at().mean - one.at().mean
    if gain <= 0:
        return ""
    needs = f", and {best.enough:,} reach 95% of that" if best.telling and best.enough else ""
    return f" Most with all labels of what was tried: {best.at().mean:.3f} ({best.features}; {best.view}){needs}."


def _compared(by_area: Mapping[str, Sequence[Shots]]) -> Iterator[str]:
    """What encoders give over all tasks, each with the most it can see."""
    for area, shots in by_area.items():
        widest: dict[tuple[str, str], float] = {}
        for one in shots:
            if one.table == CURVES and one.runs:
                widest[one.features, one.task] = one.at().mean
        means = {
            name: float(np.mean([v for (features, _), v in widest.items() if features == name]))
            for name in dict.fromkeys(features for features, _ in widest)
        }
        if len(means) > 1:
            told = ", ".join(f"{name} {mean:.3f}" for name, mean in means.items())
            yield f"Accuracy with all labels of {area}, mean over tasks, all kinds of image together: {told}."


def _not_pretrained(areas: Sequence[Area]) -> Iterator[str]:
    for area in areas:
        if len(area.data.modalities) == 1:
            yield (
                f"{area.name} has one kind of image ({next(iter(area.data.modalities))}), so that there is nothing to "
                "align and nothing is pretrained on it: its features are those of rcf; give others with model."
            )


def _differs(studies: Sequence[Study], forests: Forests, config: Any) -> Iterator[str]:
    areas = studies[0].areas
    total = sum(len(area.data) for area in areas)
    kinds = {
        f"{name} ({_count(len(m.bands), 'channel')} of {m.size[0]} x {m.size[1]} pixels)": None
        for area in areas
        for name, m in area.data.modalities.items()
    }
    yield (
        f"Data: {', '.join(area.name for area in areas)}, {total:,} chips of {', '.join(kinds)}; the paper has 845,000 "
        "chips of 448 x 448 pixels at 10 m in five areas, with three kinds of image: Sentinel-2 RGB and Sentinel-1 "
        "amplitude of nine channels each, and interferometric coherence."
    )
    tasks = dict.fromkeys(halved.task for area in areas for halved in area.tasks)
    yield f"Labels: {', '.join(tasks)}; in the paper vegetation, built surface, croplands and permanent water."
    told = next((study.told for study in studies if study.told), "")
    yield (
        f"Encoders: {told} In the paper 259M parameters, 100 hours on eight A100, some 500,000 chips."
        if told
        else f"Encoders: nothing was pretrained; {config.model or 'rcf'} is in the place of the paper's CLIP (259M)."
    )
    yield (
        "Thresholds are medians of the training labels alone. The paper's are of the whole area, test part included, "
        "so that its classes are balanced; here the test part decides nothing, and need not be even: "
        + ", ".join(
            f"{halved.high(halved.test):.0%} high for {halved.task} in {area.name}"
            for area in areas
            for halved in area.tasks
        )
        + ". Where half of the labels or more are one value no threshold balances them; the paper has such labels too "
        "(built surface, permanent water) and does not say what it did."
    )
    yield (
        "Draws of labels are nested, a larger one holding the smaller; the paper does not say. The size of forests is "
        "what the paper chose by its validation part, not chosen anew."
    )
    if told:
        yield (
            "A channel at random is drawn once for each chip, by its values, so that features stay what they are; the "
            "paper draws anew at each inference."
        )
    yield from _changed(forests, config)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _changed(forests: Forests, config: Any) -> Iterator[str]:
    """Knobs that are not at the paper's values."""
    paper = type(config)()
    changed = [
        f"{name} {getattr(config, name)} in place of {getattr(paper, name)}"
        for name in ("channels", "repeats", "trees", "depth")
        if getattr(config, name) != getattr(paper, name)
    ]
    if tuple(config.sizes) != tuple(paper.sizes):
        changed.append(f"numbers of labels {', '.join(map(str, forests.sizes))}")
    if changed:
        yield f"Changed: {'; '.join(changed)}."
