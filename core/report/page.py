"""The page as a whole, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ... import __version__
from ..pipeline.facts import ReportFacts
from . import closing, opening, quality
from .skeleton import check_page, whole_page, write_page
from .wording import instant

#: What marks a file as one that may be replaced.
GENERATOR = "eo-embed report"

_SECTIONS = (
    opening.the_map, opening.the_labels, quality.how_well, quality.how_many, quality.means_what_it_says,
    quality.where_not, quality.how_much, closing.not_shown, closing.how_made,
)  # fmt: skip


def render(facts: ReportFacts) -> str:
    """The page as HTML that needs no other file."""
    return whole_page(
        GENERATOR,
        facts.title,
        [write(number, facts) for number, write in enumerate(_SECTIONS, 1)],
        over=f"Workspace {facts.workspace} · written {instant(facts.written.isoformat())}",
        summary=opening.summary(facts),
        footer=f"Written by {GENERATOR} {__version__} from the files of the workspace. Every figure on this page was "
        "computed from them.",
    )


def write_report(facts: ReportFacts, path: Path) -> Path:
    """Write the page whole; returns ``path``.

    A page that an earlier call wrote is replaced. Raises OutputError for any other file that is there and
    for a name that is not .html, DiskFull.
    """
    return write_page(path, GENERATOR, render(facts))


@dataclass(frozen=True)
class InShort:
    """A page in short: its file, what it is of, and the figure that leads it.

    metric: ``overall_accuracy`` or ``r2``; block, random: its means under the two splits, block None where
    there is no such split, with ``block_m`` the side of the blocks. reference: the sample's file, "" for none.
    cautions: what to know of the labels beside the score. samples: on samples that cannot be used yet, "" for
    none. not_shown: the sentences of the section of that name.
    """

    file: str
    title: str
    head: str
    map: str
    metric: str
    block: float | None
    block_m: float | None
    random: float
    labels: int
    reference: str
    cautions: tuple[str, ...]
    samples: str
    not_shown: tuple[str, ...]


def in_short(facts: ReportFacts, path: Path) -> InShort:
    """What a program asks of a page."""
    block, random = facts.accuracy.block, facts.accuracy.random
    metric = "overall_accuracy" if facts.kind == "classes" else "r2"
    return InShort(
        file=str(path),
        title=facts.title,
        head=facts.making.head.name,
        map=facts.map.path,
        metric=metric,
        block=None if block is None else block.metrics[metric].mean,
        block_m=None if block is None else block.block,
        random=random.metrics[metric].mean,
        labels=facts.labels.used,
        reference=facts.making.reference,
        cautions=tuple(opening.cautions(facts)),
        samples=facts.reference.why,
        not_shown=tuple(closing.limits(facts)),
    )


def check_out(path: Path) -> None:
    """Raises OutputError where ``write_report`` would: worth knowing before a minute's work."""
    check_page(path, GENERATOR)
