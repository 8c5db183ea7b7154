"""What the figures do not show, and how all of it was made."""

from __future__ import annotations

from typing import Any

from ..pipeline.facts import ReportFacts, SourceFacts
from ..probes import HEADS, Scores
from . import commands
from .markup import (
    Column,
    Content,
    Markup,
    code_lines,
    facts_table,
    listing,
    paragraph,
    part,
    section,
    table,
)
from .opening import AREAS, no_probability_sample
from .wording import count, instant, length, share, words

#: Classes with fewer labels are hardly judged: as in probes.scores.
_FEW = 20
_TRUST = {
    "block_m": "Blocks for calibration, applicability and sets (m)",
    "calibration": "Calibrated by",
    "applicability_threshold": "Largest dissimilarity inside the area of applicability",
    "held_out_labels": "Labels held out of it",
    "held_out_blocks": "Blocks held out of it",
    "hold_out": "Share of blocks asked to be held out",
    "labels": "Labels drawn at random",
    "seed": "Seed of what is drawn",
}


# -- what is not shown -----------------------------------------------------------------------


def not_shown(number: int, facts: ReportFacts) -> Markup:
    """What the figures do not show, as far as it applies."""
    return section(number, "What these figures do not show", listing(limits(facts)))


def limits(facts: ReportFacts) -> list[str]:
    """The same, a sentence or two each."""
    return [*_of_labels(facts), *_of_splits(facts), *_of_the_map(facts), *_of_trust(facts)]


def _of_labels(facts: ReportFacts) -> list[str]:
    found, told = facts.labels.summary, [no_probability_sample(facts)]
    few = [f"{name} ({n})" for name, n in found.classes.items() if n < _FEW]
    if few:
        told.append(
            f"Classes with fewer than {_FEW} labels are hardly judged, whatever their scores: {words(few)}."
        )
    bare = facts.labels.chips - found.labels
    if facts.how.startswith("majority") and bare > 0:
        told.append(
            "Chips of mixed cover were given no label where no class took enough of them. They are among the "
            f"{bare:,} of {facts.labels.chips:,} chips without one, were neither learnt from nor tested, and "
            "are the harder ones: the map is likely worse there than the scores say."
        )
    if found.how.get("imported"):
        told.append(
            "Imported labels have errors of their own, which the scores count as errors of the head, or hide "
            "where both err alike."
        )
    if facts.labels.note:
        told.append(facts.labels.note)
    return told


def _of_splits(facts: ReportFacts) -> list[str]:
    block, random = facts.accuracy.block, facts.accuracy.random
    told = [
        "All scores are of heads fitted on a part of the labels. ± is the deviation between deals of the "
        "folds; it is no confidence interval and does not narrow with more labels."
    ]
    if block is None:
        told.append(
            "There is no split by blocks of ground, so that all scores are flattered by neighbours."
        )
    else:
        told.append(_random_flatters(block, random))
        near = block.overlapping + block.touching
        if near:
            told.append(
                f"Even with blocks, {near:,} of {block.tested:,} test chips share ground with a training chip "
                "or lie beside one, along the edges of the blocks."
            )
        told.append(
            f"Blocks of {length(block.block or 0.0)} tell of ground that lies as far from labels as blocks "
            "left out do. Of another region, season or sensor they tell nothing."
        )
    chips = facts.making.chips
    if chips.stride[0] < chips.size[0] or chips.stride[1] < chips.size[1]:
        told.append(
            "Chips overlap, since the stride is less than the chip: neighbours share pixels, and n labels are "
            "fewer than n independent ones."
        )
    return told


def _random_flatters(block: Scores, random: Scores) -> str:
    name = "overall_accuracy" if block.kind == "classes" else "r2"
    ahead = random.metrics[name].mean - block.metrics[name].mean
    by = f", here by {ahead:.3f}" if ahead > 0.0005 else ""
    return (
        f"Scores with random folds flatter{by}: test chips lie beside training chips, and most ground without "
        "labels does not."
    )


def _of_the_map(facts: ReportFacts) -> list[str]:
    found, told = facts.map, []
    if facts.reference.report is None:
        told.append(
            "Areas are counts of the map’s cells"
            if facts.kind == "classes"
            else "The map’s mean is read off its cells"
        )
        told[-1] += (
            f", errors and all; only a probability sample of the map corrects them (section {AREAS})."
        )
    missing = [c.name for c in found.classes if not c.cells]
    if missing:
        told.append(
            f"The map shows no cell of {words(missing)}, which does not mean that there is none."
        )
    if found.dense:
        told.append(
            f"The map’s cells of {length(found.cell[0])} are finer than the chips of "
            f"{length(facts.making.chip[0])} that the scores are of; they do not tell how well boundaries are "
            "drawn."
        )
    else:
        told.append(
            f"A cell is one chip of {length(facts.making.chip[0])} or the middle of one: what is smaller is "
            "not shown."
        )
    if found.older:
        told.append(
            "The map is older than the head: predict again, so that they tell of one thing."
        )
    told.append(
        "The map is of the imagery’s date. Nothing here tells how the head does on another."
    )
    return told


def _of_trust(facts: ReportFacts) -> list[str]:
    told, inside = [], facts.reach.summary.inside
    if inside is not None and inside < 1:
        told.append(
            f"{share(1 - inside)} of the chips lie outside the area of applicability, where no score holds."
        )
    if facts.making.calibrated:
        told.append(
            "Calibration is one factor for all: it may still be too sure in one region or class and too timid "
            "in another."
        )
    if facts.reach.summary.level is not None:
        told.append("Sets and intervals hold on average over blocks, not for every class or place.")
    return told


# -- how it was made -------------------------------------------------------------------------


def how_made(number: int, facts: ReportFacts) -> Markup:
    """Everything that it takes to make the map and this page again."""
    return section(
        number,
        "How it was made",
        *(_source(source) for source in facts.making.sources),
        part("Grid and chips", _grid(facts)),
        *(_model(source) for source in facts.making.sources),
        part("Head", _head(facts)),
        part("Versions", _pairs("Software", facts.making.versions)),
        part(
            "Do it again",
            paragraph("The map:"),
            code_lines(commands.to_map(facts)),
            paragraph("What this page says of it:"),
            code_lines(commands.to_judge(facts)),
            paragraph(
                "Run these from the folder that holds the workspace; a map or sample that is named without its "
                "folder lies outside the workspace. The first makes a new one: give it another name, and put "
                "labels.gpkg and the targets into it."
            ),
        ),
    )


def _source(source: SourceFacts) -> Markup:
    rows: list[list[Content]] = [
        [b.name, b.path, count(b.index), f"{b.scale:g}", f"{b.offset:g}", _told(b.nodata)]
        for b in source.config.bands
    ]
    columns = [
        Column("Band", False), Column("File", False), Column("No."), Column("Scale"), Column("Offset"),
        Column("Nodata"),
    ]  # fmt: skip
    return part(f"Source {source.config.name}", table("Bands and their files", columns, rows))


def _grid(facts: ReportFacts) -> Markup:
    made = facts.making
    chips, grid = made.chips, made.grid
    told = {
        "Coordinate reference system": grid.crs if len(grid.crs) < 40 else f"{grid.crs[:200]} …",
        "Grid (height × width, pixels)": _pixels(grid.shape),
        "Transform (a, b, c, d, e, f)": ", ".join(f"{v:.12g}" for v in grid.transform),
        "Chip (pixels; metres)": f"{_pixels(chips.size)}; {_metres(made.chip)}",
        "Stride (pixels; metres)": f"{_pixels(chips.stride)}; {_metres(made.stride)}",
        "Area of interest": chips.aoi or "the whole grid",
        "Chips at the edge of the area": chips.inclusion,
        "Least share of valid pixels": f"{chips.min_valid:.0%}",
        "Chips embedded": count(facts.labels.chips),
    }
    return _pairs("Grid and chips", told)


def _model(source: SourceFacts) -> Markup:
    found = source.manifest
    made = {
        "Model": found.model,
        **{f"Option {key}": _option(value) for key, value in found.options.items()},
        "Features": found.dim,
        "Stored as": found.dtype,
        "Precision": found.precision,
        "Embedding": found.embedding_id,
        "Made by": f"eo-embed {found.package}" if found.package else "",
    }
    card = {key.replace("_", " ").capitalize(): value for key, value in found.card.items()}
    return part(
        f"Embeddings of {source.config.name}",
        _pairs(f"Embeddings of {source.config.name}", made),
        paragraph("The card of its model:"),
        _pairs(f"Model card of {found.model}", card),
    )


def _head(facts: ReportFacts) -> Markup:
    meta = facts.making.head
    told: dict[str, Any] = {
        "Name": meta.name,
        "Kind": HEADS[meta.head].title,
        "Target": f"{meta.target} ({meta.kind})",
        "Labels learnt from": count(meta.n_labels),
        **{f"Option {k}": _option(v) for k, v in meta.options.items() if k != "kind"},
        **{_TRUST.get(key, key): value for key, value in meta.trust.items()},
        "Fitted": instant(meta.created),
        "Made by": f"eo-embed {meta.version}",
    }
    splits = [s.split_rule for s in (facts.accuracy.block, facts.accuracy.random) if s is not None]
    told["Splits"] = f"{words(splits)}, dealt with seed {facts.making.seed} and those that follow"
    told["This page written"] = instant(facts.written.isoformat())
    return _pairs("Head", told)


def _pairs(caption: str, told: dict[str, Any]) -> Markup:
    return facts_table(caption, ((key, _told(value)) for key, value in told.items()))


def _told(value: Any) -> Content:
    """Any value of a card or an option in words."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(_told(item)) for item in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _option(value: Any) -> Any:
    return "none" if value is None else value


def _pixels(pair: tuple[int, int]) -> str:
    return f"{pair[0]:,} × {pair[1]:,}"


def _metres(pair: tuple[float, float]) -> str:
    return f"{pair[0]:,.4g} × {pair[1]:,.4g} m"
