"""What all pages share: the file around their sections, and how a file is known to be a page of ours."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files as resources
from pathlib import Path
from string import Template

from ... import __version__
from ..errors import OutputError
from ..files import write_text
from .markup import Content, Markup, joined

#: Within this many bytes of its beginning a page of ours says so.
_HEAD_BYTES = 2048


def whole_page(
    generator: str,
    title: str,
    sections: Iterable[Markup],
    *,
    over: Content,
    summary: Markup,
    footer: Content,
) -> str:
    """HTML that needs no other file: no script, no network.

    generator: of which command it is, such as ``eo-embed report``; pages of one command replace each other.
    over: the line above the title. summary: between the title and the first section.
    """
    here = resources(__package__)
    return Template(here.joinpath("page.html").read_text(encoding="utf-8")).substitute(
        generator=joined(f"{generator} {__version__}"),
        title=joined(title),
        style=Markup(here.joinpath("style.css").read_text(encoding="utf-8")),
        over=joined(over),
        summary=summary,
        sections="\n".join(sections),
        footer=joined(footer),
    )


def write_page(path: Path, generator: str, page: str) -> Path:
    """Write a page whole; returns ``path``. Raises as ``check_page``, and DiskFull."""
    check_page(path, generator)
    write_text(path, page)
    return path


def check_page(path: Path, generator: str) -> None:
    """Raises OutputError for a name that is not .html, and for a file there that ``generator`` did not write."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise OutputError(f"Reports are written as .html, not as {path.name}.")
    if path.exists() and not _is_of(path, generator):
        raise OutputError(
            f"{path} is there and is no report of eo-embed; choose another name, or move it away."
        )


def _is_of(path: Path, generator: str) -> bool:
    try:
        with path.open("rb") as file:
            return f'<meta name="generator" content="{generator} '.encode() in file.read(
                _HEAD_BYTES
            )
    except OSError:
        return False
