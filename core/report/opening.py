"""What the map is: the summary, the map itself, and the labels that it was learnt from."""

from __future__ import annotations

from ..charts import bars_chart
from ..pipeline.facts import ReportFacts
from ..probes import HEADS, Scores
from ..questions.area import AreaEstimate
from .markup import (
    Column,
    Content,
    Markup,
    chart,
    element,
    joined,
    note,
    paragraph,
    picture,
    section,
    swatch,
    table,
)
from .wording import (
    count,
    hectares,
    instant,
    interval,
    length,
    plural,
    quantity,
    share,
    spread,
    words,
)

#: The numbers of the sections that others point to.
SCORES, AREAS = 3, 7
#: How labels can have come about, in words.
_HOWS = {
    "click": "given by hand, chip by chip",
    "imported": "imported from a file",
    "cluster": "given to a whole cluster of like chips",
    "suggestion": "given to chips that the program suggested",
}


# -- at the top ------------------------------------------------------------------------------


def summary(facts: ReportFacts) -> Markup:
    """The page in one paragraph, and its key figures."""
    told = " ".join([*_what(facts), *_how_well(facts), *cautions(facts), _how_much(facts)])
    return joined(element("p", told, class_="lead"), _key_figures(facts))


def cautions(facts: ReportFacts) -> list[str]:
    """What a reader of the headline score must know of the labels it is of, a sentence each."""
    told, found = [], facts.labels.summary
    if facts.labels.changed:
        told.append(
            "The labels have changed since the head was fitted: the scores are of the labels as they are now, the "
            "map of those that there were."
        )
    chosen = _chosen_by_program(facts)
    if sum(chosen.values()) > found.labels / 2:
        told.append(
            f"Most of the labels, {sum(chosen.values()):,} of {found.labels:,}, were chosen by the program itself "
            f"({words(list(chosen))}), so that the scores tell of these more than of the map."
        )
    return told


def _what(facts: ReportFacts) -> list[str]:
    labels, made, head = facts.labels, facts.making, facts.making.head
    size = _sides(facts.map.cell)
    if facts.kind == "classes":
        shown = sum(1 for c in facts.map.classes if c.cells)
        what = f"The map shows {facts.target} in {plural(shown, 'class', 'classes')}"
    else:
        what = f"The map shows the value of {facts.target}"
    sources = words([f"{s.config.name} ({_bands(s.manifest.bands)})" for s in made.sources])
    models = words(sorted({s.manifest.card["title"] for s in made.sources}))
    kind = HEADS[head.head].title.lower()
    held = facts.reach.held_labels
    kept = f", while {held:,} more were kept out of it to judge it by" if held else ""
    return [
        f"{what}, over {hectares(facts.map.area)} ha in cells of {size}.",
        f"The imagery is {sources}, described for {labels.chips:,} chips of {_sides(made.chip)} by the model "
        f"“{models}”.",
        f"A head of the kind “{kind}” learnt from {head.n_labels:,} labelled chips{kept}.",
    ]


def _how_well(facts: ReportFacts) -> list[str]:
    scores = facts.accuracy.block or facts.accuracy.random
    told = [
        f"On labelled chips left out of training by {_split(scores)}, heads like it {_headline(scores)}, the "
        f"mean of {plural(scores.assignments, 'deal')} of the folds and its deviation."
    ]
    if facts.accuracy.block is None:
        told.append(
            "That split is random, which flatters; no split by blocks of ground was possible."
        )
    estimate = facts.reference.report
    if estimate is not None and isinstance(estimate.estimate, AreaEstimate):
        found = estimate.estimate.overall_accuracy
        told.append(
            f"A probability sample of {estimate.estimate.n:,} cells of the map puts its overall accuracy at "
            f"{share(found.value)} ({facts.reference.level:.0%} interval "
            f"{interval(share(found.low), share(found.high))})."
        )
    return told


def _headline(scores: Scores) -> str:
    if scores.kind == "classes":
        found = scores.metrics["overall_accuracy"]
        return (
            f"named the class rightly with an overall accuracy of {spread(found.mean, found.std)}"
        )
    found = scores.metrics["r2"]
    return f"reached an R² of {spread(found.mean, found.std)}"


def _how_much(facts: ReportFacts) -> str:
    if facts.reference.report is not None:
        what = (
            "How much there is of each class"
            if facts.kind == "classes"
            else "The mean over the map"
        )
        return f"{what} is estimated from a probability sample of its cells, in section {AREAS}."
    return (
        "There is no estimate from a probability sample yet: what is said of areas is counted on the map, and "
        "is wrong by what the map is wrong."
    )


def _key_figures(facts: ReportFacts) -> Markup:
    figures: list[tuple[str, str]] = []
    metric, name = (
        ("overall_accuracy", "Overall accuracy") if facts.kind == "classes" else ("r2", "R²")
    )
    for scores in (facts.accuracy.block, facts.accuracy.random):
        if scores is not None:
            found = scores.metrics[metric]
            figures.append((f"{name}, {short_split(scores)}", spread(found.mean, found.std)))
    figures.append(("Labelled chips", count(facts.labels.used)))
    report = facts.reference.report
    if report is None:
        figures.append(("Probability sample", "none"))
    elif isinstance(report.estimate, AreaEstimate):
        found_share = report.estimate.overall_accuracy
        figures.append(
            (
                f"Map’s accuracy by {report.estimate.n:,} sampled cells",
                f"{share(found_share.value)} ({interval(share(found_share.low), share(found_share.high))})",
            )
        )
    else:
        figures.append(
            (f"Mean by {report.estimate.n:,} sampled cells", quantity(report.estimate.mean.value))
        )
    boxes = [element("div", element("dt", what), element("dd", figure)) for what, figure in figures]
    return element("dl", *boxes, class_="key")


# -- the map ---------------------------------------------------------------------------------


def the_map(number: int, facts: ReportFacts) -> Markup:
    """The picture, and what the map's cells come to."""
    found = facts.map
    beside = f"the imagery ({found.scene}) and the map" if found.scene else "the map"
    caption = f"{beside[0].upper()}{beside[1:]} of {facts.target}; north is up."
    alt = f"Picture of {beside} of {facts.target}. {_in_words(facts)}"
    parts: list[Content] = [picture(found.picture, alt, caption)]
    if found.why_no_scene:
        parts.append(note(f"The imagery could not be shown: {found.why_no_scene}"))
    parts.append(_counted(facts))
    return section(number, "The map", *parts)


def _in_words(facts: ReportFacts) -> str:
    if facts.map.extent:
        low, high = facts.map.extent
        return f"Values run from {quantity(low)} to {quantity(high)}."
    shares = [f"{c.name} {share(c.share)}" for c in facts.map.classes if c.cells]
    return f"Of its cells, {words(shares)}."


def _counted(facts: ReportFacts) -> Markup:
    found = facts.map
    if found.extent is not None and found.mean is not None:
        rows: list[list[Content]] = [
            ["Cells with data", count(found.cells)],
            ["Area (ha)", hectares(found.area)],
            ["Least value", quantity(found.extent[0])],
            ["Mean over the ground", quantity(found.mean)],
            ["Greatest value", quantity(found.extent[1])],
        ]
        return joined(
            table(
                "What the map holds, by counting its cells", [Column("", False), Column("")], rows
            ),
            note(
                "The mean is read off the map. It is no estimate of the true mean, since the map’s errors are "
                f"in it; see section {AREAS}."
            ),
        )
    rows = [
        [swatch(c.colour, c.name), count(c.cells), share(c.share), hectares(c.area)]
        for c in found.classes
    ]
    rows.append(["All", count(found.cells), share(1.0), hectares(found.area)])
    columns = [
        Column("Class", False),
        Column("Cells"),
        Column("Share"),
        Column("Counted area (ha)"),
    ]
    return joined(
        table("Cells of the map by class: counts, not an estimate", columns, rows),
        note(
            "These areas are counts of the map’s cells. They are no estimate of how much of each class there "
            f"is: where the map confuses two classes, their counts are off by as much; see section {AREAS}."
        ),
    )


# -- the labels ------------------------------------------------------------------------------


def the_labels(number: int, facts: ReportFacts) -> Markup:
    """How many labels of what, given how, by whom and when."""
    labels, found = facts.labels, facts.labels.summary
    told = f"{plural(found.labels, 'chip')} bear a label of {facts.target}"
    told += f", of {labels.chips:,} chips in the area."
    if facts.how:
        told += f" How they were derived: {facts.how}."
    parts: list[Content] = [paragraph(told)]
    if labels.note:
        parts.append(note(labels.note))
    if found.classes:
        names = list(found.classes)
        drawn = bars_chart(
            names,
            [labels.colours[name] for name in names],
            list(found.classes.values()),
            title="Labels by class",
        )
        parts.append(chart(drawn))
    if found.range:
        parts.append(
            paragraph(
                f"Their values run from {quantity(found.range[0])} to {quantity(found.range[1])}."
            )
        )
    parts.append(_given(facts))
    parts.append(note(no_probability_sample(facts)))
    return section(number, "The labels", *parts)


def _given(facts: ReportFacts) -> Markup:
    found = facts.labels.summary
    rows = [[f"How: {_HOWS.get(how, how)}", count(n)] for how, n in found.how.items()]
    rows += [[f"By: {who or 'nobody named'}", count(n)] for who, n in found.who.items()]
    if found.first:
        rows += [["First given", instant(found.first)], ["Last given", instant(found.last)]]
    return table("Where the labels are from", [Column("", False), Column("")], rows)


def no_probability_sample(facts: ReportFacts) -> str:
    """Why nothing about the map can be inferred from its labels."""
    chosen = _chosen_by_program(facts)
    picked = (
        f" {sum(chosen.values()):,} were chosen by the program itself ({words(list(chosen))})."
        if chosen
        else ""
    )
    return (
        "The labels are no probability sample as far as the workspace can tell: nothing says that every chip "
        f"had a known chance to be labelled.{picked} Scores on them tell of the labelled chips, and not by "
        "themselves of the map."
    )


def _chosen_by_program(facts: ReportFacts) -> dict[str, int]:
    """Labels of chips that the program chose, by how it did."""
    return {k: n for k, n in facts.labels.summary.how.items() if k in ("cluster", "suggestion")}


# -- shared ----------------------------------------------------------------------------------


def short_split(scores: Scores) -> str:
    """A split in few words."""
    return "random folds" if scores.block is None else f"blocks of {length(scores.block)}"


def _split(scores: Scores) -> str:
    if scores.block is None:
        return "random folds"
    return f"blocks of ground of {length(scores.block)}"


def _bands(names: list[str]) -> str:
    return f"{words(names[:8])} and {len(names) - 8} more bands" if len(names) > 8 else words(names)


def _sides(metres: tuple[float, float]) -> str:
    return " × ".join(f"{side:,.4g}" for side in metres) + " m"
