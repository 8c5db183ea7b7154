"""How good the map is: scores, labels needed, certainty, reach, and areas with their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from ..charts import (
    Chart,
    agreement_chart,
    areas_chart,
    confusion_chart,
    histogram_chart,
    reliability_chart,
)
from ..pipeline.drawings import curve_drawing
from ..pipeline.facts import CertaintyFacts, ReachFacts, ReportFacts
from ..probes import HEADS, Estimate, Scores
from ..questions.area import AreaEstimate, Estimated, MeanEstimate
from ..questions.calibration import IntervalReliability, Reliability
from ..questions.curve import Curve, Spread
from . import commands
from .markup import (
    Column,
    Content,
    Markup,
    chart,
    code_lines,
    element,
    joined,
    listing,
    note,
    paragraph,
    part,
    section,
    swatch,
    table,
)
from .opening import SCORES, short_split
from .wording import (
    NONE,
    count,
    hectares,
    interval,
    length,
    plural,
    quantity,
    quantity_spread,
    score,
    share,
    spread,
    words,
)

_METRICS = {
    "overall_accuracy": "Overall accuracy",
    "balanced_accuracy": "Balanced accuracy (mean recall)",
    "macro_f1": "Macro-F1",
    "macro_f1_20": "Macro-F1, classes of 20 chips or more",
    "r2": "R²",
    "rmse": "Root mean squared error",
    "mae": "Mean absolute error",
    "spearman": "Spearman’s correlation",
}
_IN_UNIT = ("rmse", "mae")
#: The colour of a class that has none.
_UNKNOWN = "#888888"
_SAYS_SHARE = (
    "Heads say how sure they are. Of the chips given a probability of 0.8, eight in ten should be right; "
    "points below the dashed line are over-confident, points above it too timid."
)
_SAYS_SPREAD = (
    "Heads say how far a value may be off. Of the truths, nine in ten should lie within the interval of 90%; "
    "points below the dashed line mean intervals that are too narrow, points above it too wide."
)
_WORSE = "Calibration made it worse on these blocks; fit the head without --calibrate."
#: A confusion of more classes than this cannot be read.
_MOST_CLASSES = 24


# -- how well --------------------------------------------------------------------------------


def how_well(number: int, facts: ReportFacts) -> Markup:
    """Scores under both splits side by side, and by class."""
    found = [s for s in (facts.accuracy.block, facts.accuracy.random) if s is not None]
    main = found[0]
    title = HEADS[facts.making.head.head].title.lower()
    parts: list[Content] = [
        paragraph(
            f"Of the {main.n:,} labelled chips, each was predicted by a head of the same kind ({title}) and "
            "options that had not seen its fold. A fold is about a fifth of the chips: taken at random, or as "
            "whole blocks of ground so that neighbours stay on one side. The folds were dealt "
            f"{plural(main.assignments, 'time')}; ± is the deviation between the deals, and no confidence "
            "interval."
        )
    ]
    if facts.accuracy.block_note:
        parts.append(note(facts.accuracy.block_note))
    parts += [_scores_table(found), _nearness_table(found), *_warnings(found)]
    if main.classes:
        parts.append(_classes_table(main))
        parts.append(_confusion(main))
    elif facts.certainty is not None:
        parts += _agreement(facts.certainty)
    return section(number, "How well it does", *parts)


def _scores_table(found: Sequence[Scores]) -> Markup:
    rows: list[list[Content]] = [
        [_METRICS.get(name, name), *(_estimate(name, scores.metrics[name]) for scores in found)]
        for name in found[0].metrics
    ]
    floors = [s.majority_share for s in found if s.majority_share is not None]
    if floors:
        rows.append(["Always the commonest class", *map(score, floors)])
    columns = [Column("Score", False), *(Column(_capital(short_split(s))) for s in found)]
    return table("Scores on chips left out of training", columns, rows)


def _estimate(name: str, found: Estimate) -> str:
    if name in _IN_UNIT:
        return quantity_spread(found.mean, found.std)
    return spread(found.mean, found.std)


def _nearness_table(found: Sequence[Scores]) -> Markup:
    def row(what: str, told: Sequence[str]) -> list[Content]:
        return [what, *told]

    rows = [
        row("Folds", [count(s.folds) for s in found]),
        row("Deals", [count(s.assignments) for s in found]),
        row("Least distance from test to training chip", [length(s.least_distance) for s in found]),
        row("Chips tested in the worst deal", [count(s.tested) for s in found]),
        row("… that share ground with a training chip", [count(s.overlapping) for s in found]),
        row(
            "… that lie beside a training chip",
            [f"{s.touching:,} ({share(s.touching_share)})" for s in found],
        ),
    ]
    columns = [Column("Split", False), *(Column(_capital(short_split(s))) for s in found)]
    return table("How far apart test and training chips lie", columns, rows)


def _warnings(found: Sequence[Scores]) -> list[Markup]:
    of_text: dict[str, list[str]] = {}
    for scores in found:
        for text in scores.warnings:
            of_text.setdefault(text, []).append(short_split(scores))
    told = [
        joined(element("b", f"{_capital(words(splits))}: "), text)
        for text, splits in of_text.items()
    ]
    return [part("Warnings", listing(told))] if told else []


def _classes_table(scores: Scores) -> Markup:
    rows = [
        [c.name, score(c.precision), score(c.recall), score(c.f1), count(c.support)]
        for c in scores.classes
    ]
    columns = [
        Column("Class", False), Column("Precision"), Column("Recall"), Column("F1"), Column("Chips"),
    ]  # fmt: skip
    return joined(
        table(f"By class, {short_split(scores)}", columns, rows),
        paragraph(
            "Precision: of the chips said to be of a class, the share that is. Recall: of the chips of a "
            "class, the share that is said to be. F1: their harmonic mean."
        ),
    )


def _confusion(scores: Scores) -> Markup:
    names = [c.name for c in scores.classes]
    if scores.confusion is None or len(names) > _MOST_CLASSES:
        return note(f"The confusion of {len(names)} classes is too large to be drawn here.")
    title = f"What is taken for what, {short_split(scores)}"
    told = "Chips of the first deal: rows are what chips are, columns what they were said to be."
    return chart(confusion_chart(scores.confusion, names, title=title), told)


def _agreement(found: CertaintyFacts) -> list[Markup]:
    """Predictions against labels; nothing for classes."""
    if found.truth is None or found.predicted is None:
        return []
    drawn = agreement_chart(
        {"": (found.truth, found.predicted)},
        axes=("Label", "Prediction"),
        title=f"Predicted by heads that had not seen the block of {length(found.block)}",
    )
    told = f"{plural(found.n, 'chip')}: what the label says, and what was predicted; on the line they agree."
    return [chart(drawn, told)]


# -- how many labels -------------------------------------------------------------------------


def how_many(number: int, facts: ReportFacts) -> Markup:
    """The learning curve."""
    if not facts.curves:
        return section(
            number, "How many labels", paragraph("Left out of this report (--no-curve).")
        )
    curves = facts.curves
    first = curves[0]
    name = _METRICS[first.metric]
    told = (
        "Heads were fitted on ever more labels and judged on the same chips left out, with "
        f"{plural(first.repeats, 'draw')} of each number. The curve shows the mean of what section {SCORES} "
        f"calls {name}, and the band what single draws gave. “Enough” is the fewest labels from which on the "
        "mean stays above 95% of the score with all labels."
    )
    parts: list[Content] = [
        paragraph(told),
        chart(curve_drawing(curves), "Score against the number of labels; the ring marks enough."),
        _curve_table(curves),
        listing(_enough(curve) for curve in curves),
    ]
    notes = [text for curve in curves for text in curve.notes]
    if notes:
        parts.append(listing(dict.fromkeys(notes)))
    return section(number, "How many labels", *parts)


def _curve_table(curves: Sequence[Curve]) -> Markup:
    sizes = sorted({point.labels for curve in curves for point in curve.points})
    by_size = [{p.labels: p.metrics[c.metric] for p in c.points} for c in curves]
    rows: list[list[Content]] = [
        [count(size), *(_draws(found.get(size)) for found in by_size)] for size in sizes
    ]
    rows.append(["All in training", *(_draws(c.full[c.metric]) for c in curves)])
    columns = [Column("Labels"), *(Column(_capital(_curve_split(c))) for c in curves)]
    caption = f"{_METRICS[curves[0].metric]} by number of labels: mean (range of the draws)"
    return table(caption, columns, rows)


def _draws(found: Spread | None) -> str:
    if found is None or math.isnan(found.mean):
        return NONE
    return f"{score(found.mean)} ({interval(score(found.low), score(found.high))})"


def _enough(curve: Curve) -> str:
    few, many = curve.full_labels
    all_of = f"{few:,}" if few == many else f"{few:,} to {many:,}"
    what = f"{_capital(_curve_split(curve))}: with all {all_of} labels in training, "
    goal = f"95% of that score is {score(curve.goal)}"
    mean = score(curve.full[curve.metric].mean)
    if curve.enough is None:
        return f"{what}{mean}; {goal}, which none of the numbers tried reaches."
    return f"{what}{mean}; {goal}, which {curve.enough:,} labels reach."


def _curve_split(curve: Curve) -> str:
    return (
        "random folds"
        if curve.split == "random"
        else curve.split_rule.removeprefix(f"{curve.folds} folds of ")
    )


# -- does it mean what it says ---------------------------------------------------------------


def means_what_it_says(number: int, facts: ReportFacts) -> Markup:
    """Reliability before and after calibration."""
    found = facts.certainty
    if found is None:
        told = "Not known: that takes blocks of ground that heads have not seen, and the labels lie too close together."
        return section(number, "Does the head mean what it says", paragraph(told))
    classes = isinstance(found.before, Reliability)
    parts: list[Content] = [
        paragraph(_SAYS_SHARE if classes else _SAYS_SPREAD),
        *_diagrams(found),
        _certainty_table(found),
    ]
    if found.factor is None:
        parts.append(paragraph("The saved head is not calibrated (eo-embed fit --calibrate)."))
    else:
        what = "temperature" if classes else "factor of the spread"
        parts.append(
            paragraph(
                f"The saved head is calibrated by one {what}, {found.factor:.3g}, found on its own labels in "
                "the same way; the figures after are therefore a little too good."
            )
        )
        if _made_worse(found):
            parts.append(note(_WORSE))
    parts.append(
        note(
            f"Found from {plural(found.n, 'labelled chip')} by heads that had not seen the chip’s block of "
            f"{length(found.block)}. This assumes that the labelled chips are drawn as the map’s chips are, "
            "and it promises nothing for a single chip, place or class. Neighbouring chips are alike, which "
            "makes the bars too short."
        )
    )
    return section(number, "Does the head mean what it says", *parts)


def _made_worse(found: CertaintyFacts) -> bool:
    """Whether certainty and truth lie farther apart after calibration: by log loss, or by shares of truths."""
    before, after = found.before, found.after
    if isinstance(before, Reliability) and isinstance(after, Reliability):
        return after.log_loss > before.log_loss
    if isinstance(before, IntervalReliability) and isinstance(after, IntervalReliability):
        return _gap(after) > _gap(before)
    return False


def _gap(found: IntervalReliability) -> float:
    """The mean distance between the share of truths inside the intervals and their level."""
    return float(np.abs(found.share - found.levels).mean())


def _diagrams(found: CertaintyFacts) -> list[Markup]:
    before = "Certainty and truth" if found.after is None else "Before calibration"
    drawn = [chart(_diagram(found.before, before, found.n), "As heads of this kind say it.")]
    if found.after is not None:
        drawn.append(
            chart(
                _diagram(found.after, "After calibration", found.n),
                "Under the saved head’s factor.",
            )
        )
    return drawn


def _diagram(found: Reliability | IntervalReliability, title: str, n: int) -> Chart:
    if isinstance(found, Reliability):
        bins = (found.confidence, found.right, found.count, found.low, found.high)
        return reliability_chart(*bins, found.ece, title=title)
    chips = np.full(len(found.levels), n)
    bins = (found.levels, found.share, chips, found.low, found.high)
    return reliability_chart(
        *bins, math.nan, axes=("Level of the interval", "Share of truths inside"), title=title
    )


def _certainty_table(found: CertaintyFacts) -> Markup:
    both = [f for f in (found.before, found.after) if f is not None]
    columns = [Column("", False), *map(Column, ["Before", "After"] if found.after else ["Figure"])]
    if isinstance(found.before, Reliability):
        names = {
            "ece": "Expected calibration error",
            "classwise_ece": "The same, class by class",
            "brier": "Brier score (0 to 2)",
            "log_loss": "Log loss (nats)",
        }
        rows: list[list[Content]] = [
            [name, *(score(getattr(f, key)) for f in both)] for key, name in names.items()
        ]
        return table("How far certainty and truth lie apart: less is better", columns, rows)
    rows = [
        [
            f"Inside the interval of {level:.0%}",
            *(share(f.share[i]) for f in both if isinstance(f, IntervalReliability)),
        ]
        for i, level in enumerate(found.before.levels)
    ]
    gaps = [share(_gap(f)) for f in both if isinstance(f, IntervalReliability)]
    rows.append(["Mean distance from the level", *gaps])
    return table("Share of truths inside the intervals", columns, rows)


# -- where not to believe it -----------------------------------------------------------------


def where_not(number: int, facts: ReportFacts) -> Markup:
    """Area of applicability, and prediction sets or intervals."""
    return section(
        number,
        "Where not to believe it",
        part("Area of applicability", *_applicability(facts.reach)),
        part("Sets" if facts.kind == "classes" else "Intervals", *_sets(facts)),
    )


def _applicability(reach: ReachFacts) -> list[Content]:
    if reach.index is None or reach.summary.inside is None:
        return [paragraph("Not known: the labels lie in too few blocks of ground for it.")]
    told = (
        f"{share(reach.summary.inside)} of the chips lie inside the area of applicability: in what the head "
        "looks at, they are as like to a labelled chip as labelled chips of other blocks are. Outside, "
        f"nothing speaks for the scores of section {SCORES}."
    )
    if reach.layer:
        told += f" Where that is, the layer {reach.layer} beside the map shows."
    drawn = histogram_chart(
        reach.index, reach.threshold, title="Unlikeness of the map’s chips to the labelled ones"
    )
    return [
        paragraph(told),
        chart(
            drawn,
            "0: the same as a labelled chip, as these are themselves; 1: as far off as labelled chips are from "
            "each other on average.",
        ),
    ]


def _sets(facts: ReportFacts) -> list[Content]:
    reach, found = facts.reach, facts.reach.summary
    if found.level is None:
        return [paragraph(reach.why_no_sets)]
    level = found.level
    held = (
        f"{plural(reach.held_labels, 'label')} in {plural(reach.held_blocks, 'block')} that were held out of "
        "the head"
    )
    promise = (
        f"On average over new blocks of ground, they hold the truth {level:.0%} of the time or more, whatever "
        "the head, if the area’s blocks are like those held out. They promise nothing for one chip, one class "
        "or another area."
    )
    if found.width is not None:
        told = f"Intervals of {level:.0%} are {quantity(found.width)} wide on average, by {held}."
        return [paragraph(told), note(promise)]
    size, single = found.set_size or 0.0, found.single or 0.0
    told = (
        f"In place of one class, a set of classes: at {level:.0%} it holds {size:.2f} classes on average and "
        f"one alone for {share(single)} of the chips, by {held}."
    )
    chips = sum(reach.sizes)
    rows = [[count(i), count(n), share(n / chips)] for i, n in enumerate(reach.sizes) if n]
    columns = [Column("Classes in the set", False), Column("Chips"), Column("Share")]
    return [paragraph(told), table("Chips by the size of their set", columns, rows), note(promise)]


# -- how much of each ------------------------------------------------------------------------


def how_much(number: int, facts: ReportFacts) -> Markup:
    """Accuracy and areas of the map from a probability sample, or how to get them."""
    report = facts.reference.report
    title = "How much of each class there is" if facts.kind == "classes" else "How much there is"
    if report is None:
        return section(number, title, *_no_sample(facts))
    found, level = report.estimate, facts.reference.level
    told = (
        f"{plural(report.labelled, 'cell')} of the map ({report.how}) were labelled independently of it. From "
        f"these follow the map’s own accuracy and {'areas' if facts.kind == 'classes' else 'mean'}, with "
        f"intervals of {level:.0%}: the only figures on this page that are inferred for the whole map."
    )
    parts: list[Content] = [paragraph(told)]
    if isinstance(found, AreaEstimate):
        parts += _areas(found, report.colours)
    else:
        parts.append(_mean(found, level))
    notes = [*report.notes, *found.notes, *filter(None, [facts.reference.why])]
    return section(number, title, *parts, *([listing(notes)] if notes else []))


def _no_sample(facts: ReportFacts) -> list[Content]:
    what = (
        "counts of the map’s cells are no estimate of areas"
        if facts.kind == "classes"
        else "the map’s mean is no estimate of the true mean"
    )
    told = (
        f"No probability sample of this map has been labelled, so {what}, and nothing on this page is a "
        f"confidence interval of the map’s accuracy. To get one, {_or_label(facts.reference.waiting)}draw cells "
        "of the map at random, label them without looking at the map, and write this report again:"
    )
    parts = [paragraph(told), code_lines(commands.to_sample(facts))]
    if facts.reference.why:
        parts.insert(0, paragraph(element("b", facts.reference.why)))
    return [element("div", *parts, class_="note")]


def _or_label(waiting: Sequence[str]) -> str:
    """The beginning of a sentence on samples that need no more than labels."""
    if not waiting:
        return ""
    files = [f"samples/{name}.gpkg" for name in waiting]
    which = "the sample that waits" if len(files) == 1 else "one of the samples that wait"
    return f"finish labelling {which} ({words(files)}) and write this report again; or "


def _areas(found: AreaEstimate, colours: dict[str, str]) -> list[Content]:
    level = found.level
    overall = paragraph(
        f"Overall accuracy of the map: {share(found.overall_accuracy.value)} ({level:.0%} interval "
        f"{_range(found.overall_accuracy, share)})."
    )
    areal = found.unit == "m2"
    amount = hectares if areal else quantity
    unit = "ha" if areal else "cells"
    names = [swatch(colours.get(c.name, _UNKNOWN), c.name) for c in found.classes]
    accuracies = [
        [name, _with_range(c.users_accuracy, share), _with_range(c.producers_accuracy, share)]
        for name, c in zip(names, found.classes, strict=True)
    ]
    areas = [
        [name, amount(c.area.value), _range(c.area, amount), amount(c.mapped_area)]
        for name, c in zip(names, found.classes, strict=True)
    ]
    of_accuracy = [Column("Class", False), Column("User’s accuracy"), Column("Producer’s accuracy")]
    of_area = [
        Column("Class", False),
        Column(f"Estimated area ({unit})"),
        Column(f"{level:.0%} interval"),
        Column("Counted on the map"),
    ]
    per = 1e4 if areal else 1.0
    drawn = areas_chart(
        [c.name for c in found.classes],
        [colours.get(c.name, _UNKNOWN) for c in found.classes],
        [c.mapped_area / per for c in found.classes],
        [c.area.value / per for c in found.classes],
        [(c.area.high - c.area.low) / 2 / per for c in found.classes],
        unit,
        title="Area of each class",
    )
    return [
        overall,
        table(f"Accuracy by class, with {level:.0%} intervals", of_accuracy, accuracies),
        paragraph(
            "User’s accuracy: of what is mapped as a class, the share that is of it. Producer’s accuracy: of "
            "what is of a class, the share that is mapped as it."
        ),
        table("Area by class", of_area, areas),
        chart(drawn, f"As counted on the map, and as estimated from {found.n:,} cells."),
        _error_matrix(found),
    ]


def _error_matrix(found: AreaEstimate) -> Markup:
    names = [c.name for c in found.classes]
    rows: list[list[Content]] = [
        [name, *map(share, shares), share(sum(shares))]
        for name, shares in zip(names, found.proportions, strict=True)
    ]
    totals = [sum(column) for column in zip(*found.proportions, strict=True)]
    rows.append(["All", *map(share, totals), share(sum(totals))])
    columns = [Column("Map", False), *map(Column, names), Column("All")]
    return table(
        "Error matrix in shares of the map’s area: rows the map, columns the reference",
        columns,
        rows,
    )


def _mean(found: MeanEstimate, level: float) -> Markup:
    rows: list[list[Content]] = [
        ["Mean, corrected by the sample", quantity(found.mean.value), _range(found.mean, quantity)],
        [
            "Mean by the sample alone",
            quantity(found.expansion.value),
            _range(found.expansion, quantity),
        ],
        ["Mean read off the map", quantity(found.predicted_mean), NONE],
    ]
    columns = [Column("", False), Column("Value"), Column(f"{level:.0%} interval")]
    return table(f"Mean over the map, from {found.n:,} cells", columns, rows)


def _with_range(found: Estimated, told: Callable[[float], str]) -> str:
    between = _range(found, told)
    return told(found.value) if between == NONE else f"{told(found.value)} ({between})"


def _range(found: Estimated, told: Callable[[float], str]) -> str:
    return interval(told(found.low), told(found.high))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
