"""What an experiment leaves beside its steps: ``results.csv``, and every figure as PNG and as SVG.

Everything is written whole, and written again by a run that finds all its steps done.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from html import escape
from pathlib import Path
from typing import Any

from ....core import files
from ..base import Figure, Score

RESULTS, FIGURES, INDEX = "results.csv", "figures", "index.json"
#: A file of its own begins so; within a page an ``<svg>`` stands alone.
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True)
class Drawn:
    """A figure as files bear it: the SVG as an element for a page, and the picture's bytes where it is one."""

    figure: Figure
    svg: str
    png: bytes | None = None


def write_scores(scores: Sequence[Score], path: Path) -> None:
    """A line a score, in their order, with a field of Score a column, empty where it is None."""
    with files.replacing(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(f.name for f in fields(Score))
        out.writerows(["" if v is None else v for v in astuple(score)] for score in scores)


def draw(figure: Figure) -> Drawn:
    """A figure as text and bytes. Raises ValueError for one with neither chart nor picture, or a name no file bears."""
    files.check_name("A figure", figure.name)
    if figure.picture is not None:
        return Drawn(figure, _svg_of(figure.picture, figure.title), figure.picture)
    if figure.chart is None:
        raise ValueError(f"the figure {figure.name} has neither chart nor picture")
    # A chart without a title of its own is read out by the figure's.
    chart = replace(figure.chart, title=figure.chart.title or figure.title)
    return Drawn(figure, chart.svg())


def write_figures(drawn: Sequence[Drawn], folder: Path) -> list[Path]:
    """``NAME.png`` and ``NAME.svg`` of each into ``folder``, and what they show into ``index.json``.

    What an earlier call wrote there and is no longer among them is removed, unless it was changed since.
    """
    names = [d.figure.name for d in drawn]
    if len(set(names)) < len(names):
        raise ValueError(f"two figures have one name: {', '.join(names)}")
    _remove_stale(folder, {f"{name}{suffix}" for name in names for suffix in (".png", ".svg")})
    written = [path for d in drawn for path in _write(d, folder)]
    told = [
        {"name": d.figure.name, "title": d.figure.title, "caption": d.figure.caption} for d in drawn
    ]
    kept = {path.name: _digest(path) for path in written}
    if written or folder.is_dir():
        files.write_json(folder / INDEX, {"figures": told, "files": kept})
    return written


def _write(drawn: Drawn, folder: Path) -> tuple[Path, Path]:
    png, svg = (folder / f"{drawn.figure.name}{suffix}" for suffix in (".png", ".svg"))
    if drawn.png is not None:
        with files.replacing(png) as part:
            part.write_bytes(drawn.png)
    elif drawn.figure.chart is not None:
        drawn.figure.chart.png(png)
    files.write_text(svg, f"{_XML}{drawn.svg}\n")
    return png, svg


def _svg_of(png: bytes, title: str) -> str:
    """A picture within an ``<svg>`` of its size."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        width, height = picture.size
    data = base64.b64encode(png).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )


def _remove_stale(folder: Path, kept: set[str]) -> None:
    for name, digest in _index(folder).items():
        path = folder / Path(name).name
        if path.name not in kept and path.is_file() and _digest(path) == digest:
            try:
                path.unlink()
            except OSError as error:
                raise files.refused(path, error) from error


def _index(folder: Path) -> Mapping[str, str]:
    """Digests of the files that an earlier call wrote, by name."""
    try:
        content: dict[str, Any] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return dict(content["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
