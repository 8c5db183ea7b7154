"""Results as a page of HTML: a heading, sentences, tables, a picture."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingException

from ..i18n import tr
from ..wording import without_commands
from .job import Job

_STYLE = (
    "body{font-family:sans-serif;margin:1.5em;max-width:60em}table{border-collapse:collapse;margin:1em 0}"
    "td,th{padding:.25em .8em;border-bottom:1px solid #bbb;text-align:right}"
    "td:first-child,th:first-child{text-align:left}img{max-width:100%}"
)


class Page:
    """Content in the order in which it is added; all text is taken as it is."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._parts: list[str] = []

    def say(self, *sentences: str) -> Page:
        """A paragraph a sentence."""
        self._parts += [f"<p>{escape(without_commands(text))}</p>" for text in sentences if text]
        return self

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> Page:
        """A table of texts."""
        if caption:
            self._parts.append(f"<h2>{escape(caption)}</h2>")
        lines = [_row("th", head), *(_row("td", row) for row in rows)]
        self._parts.append(f"<table>{''.join(lines)}</table>")
        return self

    def picture(self, path: str) -> Page:
        """A PNG, in the page itself."""
        code = base64.b64encode(Path(path).read_bytes()).decode()
        self._parts.append(f'<img src="data:image/png;base64,{code}" alt="">')
        return self

    def html(self) -> str:
        """The page whole."""
        title = escape(self._title)
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
            f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{''.join(self._parts)}</body></html>\n"
        )


def _row(cell: str, texts: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{cell}>{escape(text)}</{cell}>' for text in texts)}</tr>"


def figure(value: float | None, digits: int = 3) -> str:
    """A number for a table; – where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def interval(found: dict[str, Any], factor: float = 1.0, digits: int = 3) -> str:
    """An estimate with its confidence interval."""
    if found["value"] is None:
        return "–"
    value = f"{found['value'] * factor:,.{digits}f}"
    if found["low"] is None or found["high"] is None:
        return value
    return f"{value} ({found['low'] * factor:,.{digits}f} – {found['high'] * factor:,.{digits}f})"


def write_found(job: Job, page: Page, found: dict[str, Any]) -> dict[str, str]:
    """Write what was found as HTML and JSON, where they were asked for. Raises QgsProcessingException."""
    paths = {name: job.output(name) for name in ("HTML", "JSON")}
    texts = {"HTML": page.html(), "JSON": json.dumps(found, indent=1, ensure_ascii=False) + "\n"}
    for name, path in paths.items():
        if path is not None:
            _write(path, texts[name])
    return {name: path for name, path in paths.items() if path is not None}


def _write(path: str, content: str) -> None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(path).write_text(content, encoding="utf-8")
    except OSError as error:
        raise QgsProcessingException(
            tr("{path} cannot be written ({reason}): choose another file.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
