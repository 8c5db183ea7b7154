"""HTML from Python values: elements, tables, figures. Whatever is no Markup is escaped."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from ..charts import Chart


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


#: What may stand within an element.
Content = str | Markup


def element(name: str, *children: Content, **attributes: str) -> Markup:
    """``<name …>children</name>``; an attribute's trailing underscore is dropped (``class_``)."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*children: Content) -> Markup:
    """Children one after the other, escaped where they are no Markup."""
    return Markup("".join(c if isinstance(c, Markup) else escape(c) for c in children))


def paragraph(*children: Content) -> Markup:
    return element("p", *children)


def note(*children: Content) -> Markup:
    """A paragraph that stands out."""
    return element("p", *children, class_="note")


def listing(items: Iterable[Content]) -> Markup:
    """Items with bullets; nothing where there are none."""
    found = [element("li", item) for item in items]
    return element("ul", *found) if found else Markup("")


def code_lines(lines: Iterable[str]) -> Markup:
    """Commands as they are typed."""
    return element("pre", element("code", "\n".join(lines)))


class Column(NamedTuple):
    """A column's heading, and whether it holds figures, which stand to the right."""

    heading: str
    figures: bool = True


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Content]]) -> Markup:
    """A table whose first column heads its rows; its columns need no headings where none has one."""
    head = [element("th", column.heading, scope="col", **_side(column)) for column in columns]
    body = [element("tr", *_cells(columns, row)) for row in rows]
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", *head)) if any(c.heading for c in columns) else "",
            element("tbody", *body),
        ),
        class_="table",
    )


def _cells(columns: Sequence[Column], row: Sequence[Content]) -> list[Markup]:
    first, *rest = zip(columns, row, strict=True)
    heading = element("th", first[1], scope="row", **_side(first[0]))
    return [heading, *(element("td", cell, **_side(column)) for column, cell in rest)]


def _side(column: Column) -> dict[str, str]:
    return {"class_": "figure"} if column.figures else {}


def swatch(colour: str, name: str) -> Markup:
    """A class's name behind its colour."""
    spot = element("span", class_="swatch", style=f"background:{colour}")
    return joined(spot, name)


def facts_table(name: str, told: Iterable[tuple[str, Content]], figures: bool = False) -> Markup:
    """A table of names and what holds of each, under a heading that says what it is of: ``name`` is for
    those who cannot see it."""
    rows = [element("tr", *_cells([Column("", False), Column("", figures)], row)) for row in told]
    return element(
        "div", element("table", element("tbody", *rows), aria_label=name), class_="table"
    )


def picture(png: bytes, alt: str, caption: Content) -> Markup:
    """A PNG within the page."""
    data = base64.b64encode(png).decode("ascii")
    image = Markup(f'<img src="data:image/png;base64,{data}" alt="{escape(alt)}">')
    return element("figure", image, element("figcaption", caption), class_="wide")


def chart(drawn: Chart, caption: Content = "") -> Markup:
    """A chart within the page, its title read out to those who cannot see it."""
    below = [element("figcaption", caption)] if caption else []
    return element("figure", Markup(drawn.svg()), *below)


def section(number: int, title: str, *children: Content) -> Markup:
    """A numbered section under a heading that can be linked to."""
    anchor = f"section-{number}"
    heading = element("h2", f"{number}. {title}", id=anchor)
    return element("section", heading, *children, aria_labelledby=anchor)


def part(title: str, *children: Content) -> Markup:
    """A part of a section."""
    return joined(element("h3", title), *children)
