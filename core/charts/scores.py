"""Scores side by side, with a paper's beside them."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .base import (
    EDGE,
    FAINT,
    INK,
    LINES,
    Chart,
    add_grid,
    add_legend,
    name_rows,
    new_figure,
    style,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The height that the bars of a row take together, of 1.
_THICK = 0.8
#: An R² below this says no more than that; bars end there, with their figure.
_LEAST = -1.0


def scores_chart(
    ours: Mapping[str, Mapping[str, Sequence[float]]],
    paper: Mapping[str, Mapping[str, float]] | None = None,
    why: Mapping[str, str] | None = None,
    *,
    columns: Sequence[str] = (),
    score: str = "Score",
    title: str = "",
) -> Chart:
    """Scores as bars in groups, with their intervals and a paper's figures as marks.

    ours: by row and column the mean and the half-width of its 95% interval (NaN for none; what follows is not read);
    a column has one colour. paper: its figures, by row and column. why: by row without a bar, the reason in a few
    words, which stands in its place (``not run here`` beside marks of the paper's). columns: their order, where it is
    not that of ``ours``. A bar below -1 is cut off there, with its figure.
    """
    from matplotlib.patches import Patch

    paper, why = paper or {}, why or {}
    rows = list(dict.fromkeys([*ours, *paper, *why]))
    found = dict.fromkeys(c for part in (ours, paper) for row in part.values() for c in row)
    columns = [*(c for c in columns if c in found), *(c for c in found if c not in columns)]
    thick = _THICK / max(len(columns), 1)
    marked = False
    with style():
        each = float(np.clip(0.17 * len(columns), 0.3, 1.4)) + 0.12
        figure = new_figure(1.2 + each * max(len(rows), 2) + 0.1 * len(columns), title)
        axes = figure.subplots()
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                place, colour = i + (j + 0.5) * thick - _THICK / 2, LINES[j % len(LINES)]
                mean, half = (*ours.get(row, {}).get(column, (math.nan,)), math.nan)[:2]
                if math.isfinite(mean):
                    _bar(axes, place, mean, half, thick, colour)
                theirs = paper.get(row, {}).get(column, math.nan)
                if math.isfinite(theirs):
                    _mark(axes, place, theirs, colour)
                    marked = True
            if row in why and not ours.get(row):
                _reason(axes, i, why[row], bool(paper.get(row)))
        name_rows(axes, rows)
        axes.set_xlabel(score)
        axes.axvline(0, color=FAINT, linewidth=0.8)
        add_grid(axes, "x")
        told = [
            (wrap(column), Patch(facecolor=LINES[j % len(LINES)], **EDGE))
            for j, column in enumerate(columns)
        ]
        if marked:
            told.append(("The paper’s", _mark(axes, math.nan, math.nan, FAINT)))
        add_legend(figure, told, "outside lower center", 3)
    return Chart(figure, title)


def _bar(axes: Axes, place: float, mean: float, half: float, thick: float, colour: str) -> None:
    """One bar with its whisker."""
    shown = max(mean, _LEAST)
    axes.barh(place, shown, height=0.9 * thick, color=colour, **EDGE)
    if shown != mean:
        told = f"{mean:.3g} ".replace("-", "−")
        axes.text(shown, place, told, ha="right", va="center", size=7, color=INK)
        axes.set_xlim(left=1.2 * _LEAST)
    elif math.isfinite(half):
        axes.errorbar(mean, place, xerr=half, fmt="none", color=INK, capsize=2, linewidth=1)


def _mark(axes: Axes, place: float, value: float, colour: str) -> Any:
    """A figure of the paper's; returned for the legend."""
    look: dict[str, Any] = {"mfc": colour, "mec": INK, "markersize": 5.5, "mew": 1.1, "zorder": 3}
    (mark,) = axes.plot([value], [place], "D", linestyle="none", **look)
    return mark


def _reason(axes: Axes, place: float, why: str, marked: bool) -> None:
    """Why there is no bar, at the left of its row; shorter where marks of the paper's stand there too."""
    lines = textwrap.wrap("not run here" if marked else why, 60, max_lines=2, placeholder=" …")
    axes.annotate(
        "\n".join(lines), (0.015, place), xycoords=("axes fraction", "data"), va="center", color=FAINT,
        size=7.5, style="italic",
    )  # fmt: skip
