"""Our figures beside a paper's, claims and checks, as they stand on a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ....core.report.markup import (
    Column,
    Content,
    Markup,
    element,
    joined,
    listing,
    note,
    paragraph,
    table,
)
from ....core.report.wording import NONE, words
from ..base import Audit, Claim, Line, Measured, Table

#: How a claim or a check came out: the words, and the look of their badge.
_CLAIMS = {True: ("holds", "yes"), False: ("does not hold", "no"), None: ("left open", "open")}
_AUDITS = {True: ("passed", "yes"), False: ("failed", "no"), None: ("cannot be known", "open")}
#: A table of more columns than this may be wider than the text.
_MANY = 4
_SIGNS = {"yes": "✓", "no": "✗", "open": "–"}


# -- tables ----------------------------------------------------------------------------------


def beside_the_paper(found: Table) -> Markup:
    """A table: in each cell ours, and under it the paper's where there is one."""
    ours = [m for line in found.lines for m in line.ours.values() if _known(m)]
    repeats = ours[0].n if ours and len({m.n for m in ours}) == 1 else None
    head = [element("th", "Features", scope="col")]
    head += [element("th", column, scope="col", class_="figure") for column in found.columns]
    rows = [_row(line, found.columns, repeats) for line in found.lines]
    rows += _reasons(found.lines, len(found.columns) + 1)
    body = element(
        "table",
        element("caption", f"{found.title}: {found.metric}{_repeats(repeats)}"),
        element("thead", element("tr", *head)),
        element("tbody", *rows),
    )
    # A wide table scrolls, which those without a mouse can do where it takes the focus.
    look = "table beside wide" if len(found.columns) > _MANY else "table beside"
    framed = element("div", body, class_=look, role="region", tabindex="0", aria_label=found.title)
    return joined(framed, paragraph(found.note) if found.note else "")


def _repeats(n: int | None) -> str:
    if n is None or n < 1:
        return ""
    return ", of a single run" if n == 1 else f", mean ± half the 95% interval, n = {n}"


def _row(line: Line, columns: Sequence[str], repeats: int | None) -> Markup:
    cells = [_cell(line.ours.get(c), line.paper.get(c), repeats) for c in columns]
    name = element("th", line.name, scope="row")
    return element("tr", name, *(element("td", cell, class_="figure") for cell in cells))


def _reasons(lines: Sequence[Line], width: int) -> list[Markup]:
    """At the foot of a table, why rows could not be run, each reason once."""
    of_reason: dict[str, list[str]] = {}
    for line in lines:
        if line.why:
            of_reason.setdefault(line.why, []).append(line.name)
    told = [f"{words(names)} could not be run: {why}" for why, names in of_reason.items()]
    return [
        element("tr", element("td", element("span", text), colspan=str(width)), class_="why")
        for text in told
    ]


def _cell(ours: Measured | None, paper: float | None, repeats: int | None) -> Markup:
    told = ours_told(ours, repeats) if ours is not None else NONE
    if paper is None or math.isnan(paper):
        return joined(told)
    return joined(told, element("span", f"paper {figure(paper)}", class_="paper"))


def ours_told(found: Measured, repeats: int | None = None) -> str:
    """``0.812 ± 0.020``, with n where it is not that of all."""
    if not _known(found):
        return NONE
    half = "" if math.isnan(found.half) else f" ± {figure(found.half, like=found.mean)}"
    n = "" if found.n == repeats else f" (n = {found.n})"
    return f"{figure(found.mean)}{half}{n}"


def figure(value: float, like: float | None = None) -> str:
    """Three digits after the point below 10, else four in all; whole numbers from 2 on as they are."""
    size = abs(value if like is None else like)
    if value == round(value) and abs(value) >= 2:
        told = f"{value:,.0f}"
    elif size < 10:
        told = f"{value:.3f}"
    else:
        told = f"{value:,.0f}" if size >= 1000 else f"{value:.{1 if size >= 100 else 2}f}"
    return told.replace("-", "−")


def _known(found: Measured) -> bool:
    return found.n > 0 and not math.isnan(found.mean)


# -- claims and checks -----------------------------------------------------------------------


def claims_table(claims: Sequence[Claim]) -> Content:
    """What the paper says, whether it holds here, and by which figures of ours."""
    rows = [
        [
            joined(claim.text, element("span", claim.where, class_="paper")),
            badge(*_CLAIMS[claim.holds]),
            claim.found,
        ]
        for claim in claims
    ]
    columns = [Column("The paper says", False), Column("Here", False), Column("By what", False)]
    return _table_or(
        "No claim of the paper’s is judged here.", "Judged by our figures", columns, rows
    )


def audits_table(audits: Sequence[Audit]) -> Content:
    """What was checked before the figures are believed."""
    rows = [[audit.what, badge(*_AUDITS[audit.passed]), _sentence(audit.found)] for audit in audits]
    columns = [Column("Check", False), Column("Outcome", False), Column("What was found", False)]
    return _table_or("Nothing was checked.", "Before these figures are believed", columns, rows)


def _table_or(
    none: str, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Content]]
) -> Content:
    return table(caption, columns, rows) if rows else paragraph(none)


def badge(verdict: str, look: str) -> Markup:
    """A verdict: in words, with a sign and a colour beside them."""
    sign = element("span", _SIGNS[look], aria_hidden="true")
    return element("span", sign, f" {verdict}", class_=f"badge {look}")


def claims_in_short(claims: Sequence[Claim]) -> str:
    """``5 of 7 hold``"""
    asked = [claim for claim in claims if claim.holds is not None]
    if not asked:
        return "none asked"
    return f"{sum(bool(c.holds) for c in asked)} of {len(asked)} hold"


def audits_in_short(audits: Sequence[Audit]) -> str:
    """``3 of 3 passed``"""
    known = [audit for audit in audits if audit.passed is not None]
    return f"{sum(bool(a.passed) for a in known)} of {len(known)} passed" if known else "none"


def warnings(audits: Sequence[Audit]) -> Markup:
    """What failed, at the top of a page: its figures are not to be believed."""
    failed = [f"{a.what}: failed, {a.found}" for a in audits if a.passed is False]
    if not failed:
        return Markup("")
    return note(element("b", "Not to be believed as it stands. "), " ".join(map(_sentence, failed)))


def differences(differs: Sequence[str]) -> Content:
    """What is not as in the paper."""
    return listing(map(_sentence, differs)) or paragraph("Nothing that is known of.")


def values_table(values: Mapping[str, tuple[Content, str, str]]) -> Markup:
    """By name: the value here, the paper's, and what it is."""
    rows = [[name, here, paper, doc] for name, (here, paper, doc) in values.items()]
    columns = [
        Column("Value", False), Column("Here", False), Column("Paper", False), Column("What it is", False),
    ]  # fmt: skip
    return table("Values of the experiment", columns, rows)


def _sentence(text: str) -> str:
    """Begun with a capital and ended with a full stop."""
    text = text.strip()
    return text if not text else f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.!?' else '.'}"
