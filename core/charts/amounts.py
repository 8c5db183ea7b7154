"""How much there is of what: areas, counts, and how values are distributed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from .base import (
    DASHED,
    EDGE,
    FAINT,
    INK,
    LINES,
    Chart,
    add_grid,
    add_legend,
    beyond,
    floats,
    line_count,
    name_rows,
    new_figure,
    pale,
    panel_rows,
    panels_of,
    require_same_length,
    style,
    thousands,
    whole_numbers,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Points of a quantile plot: half a percent apart.
_QUANTILES = np.linspace(0, 1, 201)


def areas_chart(
    names: Sequence[str],
    colours: Sequence[str],
    mapped: ArrayLike,
    estimated: ArrayLike,
    half_width: ArrayLike,
    unit: str = "ha",
    *,
    title: str = "",
) -> Chart:
    """Area of each class in ``unit``: as the map counts it, and as a check sample estimates it.

    All (k,); whiskers reach ``half_width`` to both sides of ``estimated``, NaN for none. Raises
    UsageError for lengths that differ.
    """
    counted, judged, half = map(floats, (mapped, estimated, half_width))
    require_same_length(
        names=names, colours=colours, mapped=counted, estimated=judged, half_width=half
    )
    place = np.arange(len(names))
    with style():
        figure = new_figure(1.6 + 0.46 * len(names), title)
        axes = figure.subplots()
        axes.barh(place - 0.2, counted, color=[pale(c) for c in colours], height=0.38, **EDGE)
        axes.barh(place + 0.2, judged, color=list(colours), height=0.38, **EDGE)
        whiskers = axes.errorbar(judged, place + 0.2, xerr=half, fmt="none", color=INK)
        name_rows(axes, names)
        ends = np.nan_to_num(np.concatenate([counted, judged + np.nan_to_num(half)]))
        axes.set(xlabel=f"Area ({unit})", xlim=(0, beyond(ends, 1.04)))
        thousands(axes)
        add_grid(axes, "x")
        _plain_legend(figure, whiskers)
    return Chart(figure, title)


def bars_chart(
    names: Sequence[str],
    colours: Sequence[str],
    counts: ArrayLike,
    *,
    unit: str = "Labels",
    title: str = "",
) -> Chart:
    """``counts`` (k,) of each class as bars with their number. UsageError for lengths that differ."""
    numbers = np.asarray(counts)
    require_same_length(names=names, colours=colours, counts=numbers)
    with style():
        row = 0.22 + 0.09 * max(map(line_count, names), default=1)
        figure = new_figure(1.1 + row * max(len(names), 2), title)
        axes = figure.subplots()
        place = np.arange(len(names))
        bars = axes.barh(place, numbers, color=list(colours), height=0.72, **EDGE)
        axes.bar_label(bars, [f"{number:,}" for number in numbers.tolist()], padding=4)
        name_rows(axes, names)
        axes.set(xlabel=unit, xlim=(0, beyond(numbers, 1.14)))
        whole_numbers(axes.xaxis)
        thousands(axes)
        add_grid(axes, "x")
    return Chart(figure, title)


def quantile_chart(
    panels: Mapping[str, Mapping[str, ArrayLike]],
    *,
    units: Mapping[str, str] | None = None,
    split: float = 0.5,
    columns: int = 2,
    title: str = "",
) -> Chart:
    """Quantiles of values, a panel a task and a curve an area (Allen et al. 2023, figure 2).

    panels: by task and area the values (n,), those that are not finite left out. units: of the values,
    by task. A dashed line stands at the quantile ``split``, where values are parted in two.
    """
    names = list(dict.fromkeys(name for curves in panels.values() for name in curves))
    look = {name: LINES[i % len(LINES)] for i, name in enumerate(names)}
    with style():
        height = 0.9 + 2.1 * panel_rows(len(panels), columns) + 0.12 * len(names)
        figure = new_figure(height, title)
        told: dict[str, Any] = {}
        for task, axes in panels_of(figure, list(panels), columns).items():
            for name, values in panels[task].items():
                known = floats(values)
                known = known[np.isfinite(known)]
                if len(known):
                    curve = np.quantile(known, _QUANTILES)
                    told[name] = axes.plot(_QUANTILES, curve, color=look[name])[0]
            told["Parted here"] = axes.axvline(split, color=FAINT, linestyle=DASHED, linewidth=1.1)
            axes.set(xlabel="Quantile", ylabel=(units or {}).get(task, "Value"), xlim=(0, 1))
            add_grid(axes, "both")
        add_legend(
            figure, [(wrap(name), line) for name, line in told.items()], "outside lower center", 3
        )
    return Chart(figure, title)


def _plain_legend(figure: Figure, whiskers: Any) -> None:
    """A legend that explains pale and full bars in grey, whatever the class."""
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=pale(FAINT), **EDGE), Patch(facecolor=FAINT, **EDGE), whiskers]
    names = ["Mapped", "Estimated", "Interval"]
    figure.legend(handles, names, loc="outside lower center", ncols=3)
