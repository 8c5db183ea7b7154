"""The page as a whole, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path
from string import Template

from ... import __version__
from ..errors import OutputError
from ..files import write_text
from ..pipeline.facts import ReportFacts
from . import closing, opening, quality
from .markup import Markup, joined
from .wording import instant

#: What marks a file as one that may be replaced.
GENERATOR = "eo-embed report"
#: Within this many bytes of its beginning a page of ours says so.
_HEAD_BYTES = 2048

_SECTIONS = (
    opening.the_map, opening.the_labels, quality.how_well, quality.how_many, quality.means_what_it_says,
    quality.where_not, quality.how_much, closing.not_shown, closing.how_made,
)  # fmt: skip


def render(facts: ReportFacts) -> str:
    """The page as HTML that needs no other file."""
    sections = [write(number, facts) for number, write in enumerate(_SECTIONS, 1)]
    here = resources(__package__)
    return Template(here.joinpath("page.html").read_text(encoding="utf-8")).substitute(
        generator=joined(f"{GENERATOR} {__version__}"),
        title=joined(facts.title),
        style=Markup(here.joinpath("style.css").read_text(encoding="utf-8")),
        workspace=joined(facts.workspace),
        written=joined(instant(facts.written.isoformat())),
        summary=opening.summary(facts),
        sections="\n".join(sections),
    )


def write_report(facts: ReportFacts, path: Path) -> Path:
    """Write the page whole; returns ``path``.

    A page that an earlier call wrote is replaced. Raises OutputError for any other file that is there and
    for a name that is not .html, DiskFull.
    """
    check_out(path)
    write_text(path, render(facts))
    return path


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
    if path.suffix.lower() not in (".html", ".htm"):
        raise OutputError(f"Reports are written as .html, not as {path.name}.")
    if path.exists() and not _is_ours(path):
        raise OutputError(
            f"{path} is there and is no report of eo-embed; choose another name, or move it away."
        )


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return f'<meta name="generator" content="{GENERATOR} '.encode() in file.read(
                _HEAD_BYTES
            )
    except OSError:
        return False
