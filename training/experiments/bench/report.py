"""``report.html``: what an experiment gave beside its paper's figures, as one page that needs no other file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .... import __version__
from ....core.options import OptionValue
from ....core.report import skeleton
from ....core.report.commands import quoted
from ....core.report.markup import (
    Column,
    Content,
    Markup,
    code_lines,
    element,
    joined,
    listing,
    paragraph,
    part,
    picture,
    section,
    table,
)
from ....core.report.wording import count, instant, words
from ...datasets import Dataset
from ..base import Experiment, Findings
from . import comparison
from .writing import Drawn

if TYPE_CHECKING:
    from .running import Asked

#: What marks a file as one that may be replaced.
GENERATOR = "eo-embed experiment"


def check_out(path: Path) -> None:
    """Raises OutputError where ``write_report`` would: worth knowing before hours of work."""
    skeleton.check_page(path, GENERATOR)


def write_report(
    experiment: Experiment,
    asked: Asked,
    config: Any,
    data: Sequence[Dataset],
    findings: Findings,
    drawn: Sequence[Drawn],
    path: Path,
    written: datetime | None = None,
) -> Path:
    """Write the page whole; returns ``path``. Raises OutputError for a file there that is no such page, DiskFull."""
    page = render(experiment, asked, config, data, findings, drawn, written or datetime.now(tz=UTC))
    return skeleton.write_page(path, GENERATOR, page)


def render(
    experiment: Experiment,
    asked: Asked,
    config: Any,
    data: Sequence[Dataset],
    findings: Findings,
    drawn: Sequence[Drawn],
    written: datetime,
) -> str:
    """The page: claims first, then what differs, then the figures they come from, and how all of it was made."""
    parts: list[tuple[str, list[Content]]] = [
        ("What the paper claims, and what holds here", [comparison.claims_table(findings.claims)]),
        ("What differs from the paper", [comparison.differences(findings.differs)]),
        ("Our figures beside the paper’s", _tables(findings)),
        ("In pictures", [_picture(d) for d in drawn]),
        ("What was checked", [comparison.audits_table(findings.audits)]),
        ("What else to know", [listing(findings.notes)] if findings.notes else []),
        ("How it was made", _how_made(experiment, asked, config, data)),
    ]
    shown = [(title, content) for title, content in parts if content]
    size = "quick, small sizes" if asked.quick else "full size"
    return skeleton.whole_page(
        GENERATOR,
        experiment.title,
        [section(number, title, *content) for number, (title, content) in enumerate(shown, 1)],
        over=f"Experiment {experiment.name} · {size} · written {instant(written.isoformat())}",
        summary=_summary(experiment, asked, data, findings),
        footer=f"Written by {GENERATOR} {__version__}. Our figures were computed on the data named above; the paper’s "
        "are quoted from it.",
    )


def _summary(
    experiment: Experiment, asked: Asked, data: Sequence[Dataset], findings: Findings
) -> Markup:
    every, missing = len(findings.scores), sum(score.value is None for score in findings.scores)
    keys = {
        "Claims of the paper": comparison.claims_in_short(findings.claims),
        "Checks": comparison.audits_in_short(findings.audits),
        "Figures obtained": f"{every - missing:,} of {every:,}",
        "Seed": str(asked.seed),
    }
    boxes = [element("div", element("dt", key), element("dd", told)) for key, told in keys.items()]
    samples = words([f"{d.name} ({len(d):,} samples)" for d in data])
    return joined(
        element("p", experiment.question, class_="lead"),
        paragraph(element("b", "Paper: "), experiment.paper),
        paragraph(element("b", "Data here: "), samples),
        element("dl", *boxes, class_="key"),
        comparison.warnings(findings.audits),
    )


def _tables(findings: Findings) -> list[Content]:
    if not findings.tables:
        return []
    told = (
        "In each cell stands ours, and under it the paper’s where it states one. They are of other data, and often of "
        "other sizes: the order of rows can be compared, the figures themselves hardly."
    )
    return [paragraph(told), *map(comparison.beside_the_paper, findings.tables)]


def _picture(drawn: Drawn) -> Markup:
    """A figure under its title; files of the same name lie in ``figures/``."""
    figure = drawn.figure
    if drawn.png is not None:
        return part(figure.title, picture(drawn.png, figure.title, figure.caption))
    shown = element("figure", Markup(drawn.svg), element("figcaption", figure.caption))
    return part(figure.title, shown)


# -- how it was made -------------------------------------------------------------------------


def _how_made(
    experiment: Experiment, asked: Asked, config: Any, data: Sequence[Dataset]
) -> list[Content]:
    open_values = sorted(experiment.assumed())
    told = (
        f"The paper does not state {words(open_values)}; what stands here is assumed."
        if open_values
        else "The paper states all of these."
    )
    notes = dict.fromkeys(note for d in data for note in getattr(d, "notes", ()) if note)
    return [
        part("Data", _data_table(data), listing(notes)),
        part("Values", paragraph(told), comparison.values_table(_values(experiment, config))),
        part("Do it again", code_lines([command(experiment.name, asked)])),
        paragraph(f"By eo-embed {__version__}, from seed {asked.seed}."),
    ]


def _data_table(data: Sequence[Dataset]) -> Markup:
    rows: list[list[Content]] = [
        [d.name, count(len(d)), _modalities(d), ", ".join(_tasks(d)) or "–", _places(d)]
        for d in data
    ]
    columns = [
        Column("Name", False), Column("Samples"), Column("Images", False), Column("Labels", False),
        Column("Places", False),
    ]  # fmt: skip
    return table("What it was run on", columns, rows)


def _modalities(data: Dataset) -> str:
    return "; ".join(
        f"{m.name}: {', '.join(m.bands)}, {m.size[0]} × {m.size[1]} pixels"
        for m in data.modalities.values()
    )


def _tasks(data: Dataset) -> list[str]:
    masks = [f"masks of {words(data.mask_classes)}"] if data.mask_classes else []
    return [*(data.labels.tasks if data.labels is not None else ()), *masks]


def _places(data: Dataset) -> str:
    return "known" if data.positions is not None else "not known"


def _values(experiment: Experiment, config: Any) -> dict[str, tuple[Content, str, str]]:
    """By knob: here, in the paper, and what it is; bold where it is not the paper's."""
    open_values, found = experiment.assumed(), {}
    for name, option in experiment.knobs().items():
        told, paper = _told(getattr(config, name)), _told(option.default)
        here: Content = told if told == paper else element("b", told)
        if name in open_values:
            here, paper = joined(here, " (assumed)"), "not stated"
        found[name] = (here, paper, option.doc)
    return found


def _told(value: OptionValue) -> str:
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(_told, value))
    return f"{value:,.10g}" if isinstance(value, int | float) else value


def command(name: str, asked: Asked) -> str:
    """What repeats it, as it is typed."""
    given = ["eo-embed", "experiment", name]
    for place in asked.places:
        given += ["--data", place]
    if asked.dataset:
        given += ["--dataset", asked.dataset]
    for option, values in (("--data-set", asked.data_options), ("--set", asked.values)):
        for key, value in values.items():
            given += [option, f"{key}={_typed(value)}"]
    given += ["--seed", str(asked.seed), *(["--quick"] if asked.quick else []), "--out", asked.out]
    return quoted(*given)


def _typed(value: OptionValue) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_typed, value))
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)
