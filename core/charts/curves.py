"""What comes with more: of labels, and of steps of training."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .base import (
    DASHED,
    FAINT,
    INK,
    LINES,
    MARKERS,
    Chart,
    add_grid,
    add_legend,
    floats,
    new_figure,
    panel_rows,
    panels_of,
    require_same_length,
    size_ticks,
    style,
    wrap,
)


class FewShot(NamedTuple):
    """Scores against numbers of labels.

    sizes: ascending, (s,); all there are may be the last of them. mean: of the scores at each, and half:
    the half-width of its 95% interval, NaN where there is none. enough: the size that reaches the
    goal, None where none does.
    """

    sizes: ArrayLike
    mean: ArrayLike
    half: ArrayLike
    enough: int | None = None


def curve_chart(
    series: Mapping[str, tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]],
    full: Mapping[str, float],
    enough: Mapping[str, int | None],
    *,
    goal: float = 0.95,
    score: str = "Score",
    title: str = "",
) -> Chart:
    """Scores against numbers of labels, which are spaced by their logarithm.

    series: by name the sizes, and at each the mean, low and high score, drawn as line and band.
    full: the score with all labels, by name; a dashed line stands at ``goal`` times that. enough:
    the size that reaches it, ringed, or None. Raises UsageError for lengths that differ.
    """
    with style():
        figure = new_figure(4.4 + 0.12 * len(series), title)
        axes = figure.subplots()
        told: list[tuple[str, Any]] = []
        for i, (name, parts) in enumerate(series.items()):
            sizes, mean, low, high = map(floats, parts)
            require_same_length(sizes=sizes, mean=mean, low=low, high=high)
            colour, marker = LINES[i % len(LINES)], MARKERS[i % len(MARKERS)]
            axes.fill_between(sizes, low, high, color=colour, alpha=0.15, linewidth=0)
            axes.vlines(sizes, low, high, color=colour, alpha=0.3, linewidth=1)
            line = axes.plot(sizes, mean, color=colour, marker=marker, markersize=4.5)
            told.append((wrap(name), line[0]))
            if math.isfinite(full.get(name, math.nan)):
                axes.axhline(goal * full[name], color=colour, linestyle=DASHED, linewidth=1.1)
            reached = enough.get(name)
            if reached is not None:
                at = mean[sizes == reached]
                axes.plot([reached] * len(at), at, "o", color=colour, mfc="none", markersize=12)
        if full:
            goal_line = axes.plot([], [], color=FAINT, linestyle=DASHED)
            told.append((f"{goal:.0%} of the full score", goal_line[0]))
        if any(size is not None for size in enough.values()):
            ring = axes.plot([], [], "o", color=FAINT, mfc="none", markersize=9)
            told.append(("Enough labels", ring[0]))
        axes.set(xlabel="Labels", ylabel=score, xscale="log")
        size_ticks(axes, [size for parts in series.values() for size in floats(parts[0])])
        add_grid(axes, "both")
        add_legend(figure, told, "outside lower center", 3)
    return Chart(figure, title)


def few_shot_chart(
    panels: Mapping[str, Mapping[str, FewShot]],
    *,
    score: str = "Accuracy",
    goal: float = 0.95,
    columns: int = 2,
    title: str = "",
) -> Chart:
    """Scores against numbers of labels, many curves in a grid of panels (Allen et al. 2023, figure 4).

    panels: by panel and curve; a curve has one colour in all panels. The axis of labels is
    logarithmic. A black dot stands where ``goal`` of the full score is reached. Raises UsageError for
    lengths that differ.
    """
    names = list(dict.fromkeys(name for curves in panels.values() for name in curves))
    told: dict[str, Any] = {}
    with style():
        height = 0.9 + 2.3 * panel_rows(len(panels), columns) + 0.12 * len(names)
        figure = new_figure(height, title)
        every = panels_of(figure, list(panels), columns, sharey=True)
        shown = max(1, min(columns, len(panels)))
        for number, (panel, axes) in enumerate(every.items()):
            dotted: list[tuple[float, float]] = []
            for name, (sizes, mean, half, enough) in panels[panel].items():
                size, middle, width = floats(sizes), floats(mean), floats(half)
                require_same_length(sizes=size, mean=middle, half=width)
                i = names.index(name)
                colour, marker = LINES[i % len(LINES)], MARKERS[i % len(MARKERS)]
                low, high = middle - np.nan_to_num(width), middle + np.nan_to_num(width)
                axes.fill_between(size, low, high, color=colour, alpha=0.15, linewidth=0)
                line = axes.plot(size, middle, color=colour, marker=marker, markersize=3)
                told[name] = line[0]
                if enough is not None:
                    dotted += [(enough, at) for at in middle[size == enough]]
            dots = axes.plot(*np.reshape(dotted, (-1, 2)).T, "o", color=INK, markersize=6, zorder=3)
            axes.set(xlabel="Labels", xscale="log")
            size_ticks(
                axes,
                [s for curve in panels[panel].values() for s in floats(curve.sizes)],
                0.055 * shown,
            )
            add_grid(axes, "both")
            if number % shown == 0:
                axes.set_ylabel(score)
        lines = [(wrap(name), line) for name, line in told.items()]
        if panels:
            # Intervals of few repeats reach beyond what a share can be.
            axes.set_ylim(top=min(axes.get_ylim()[1], 1.02))
            lines.append((f"{goal:.0%} of the full score", dots[0]))
        add_legend(figure, lines, "outside lower center", 3)
    return Chart(figure, title)


def loss_chart(
    runs: Mapping[str, tuple[ArrayLike, ArrayLike]],
    *,
    window: int = 50,
    loss: str = "Loss",
    title: str = "",
) -> Chart:
    """Losses of training against its steps, each the mean of the last ``window`` points (Jain et al. 2021, figure 2),
    of half of them where there are fewer than two such windows.

    runs: by name the steps (n,) and the loss at each. Raises UsageError for lengths that differ.
    """
    with style():
        figure = new_figure(3.6 + 0.12 * len(runs), title)
        axes = figure.subplots()
        told: list[tuple[str, Any]] = []
        for i, (name, (steps, losses)) in enumerate(runs.items()):
            step, value = floats(steps), floats(losses)
            require_same_length(steps=step, losses=value)
            known = np.isfinite(value)
            step, value = step[known], value[known]
            over = max(1, min(window, len(value) // 2))
            rolling = np.convolve(value, np.full(over, 1 / over), "valid") if len(value) else value
            line = axes.plot(step[over - 1 :], rolling, color=LINES[i % len(LINES)])
            told.append((wrap(name), line[0]))
        axes.set(xlabel="Step", ylabel=loss)
        add_grid(axes, "both")
        add_legend(figure, told, "outside lower center", 3)
    return Chart(figure, title)
