"""What embeddings look like: their spectrum, their maps in two dimensions, near and far."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ..classes import PALETTE, VALUE_RAMP
from .base import (
    BLUE,
    FAINT,
    LINES,
    ORANGE,
    UNLABELLED,
    WIDTH,
    Chart,
    Doubles,
    add_colour_bar,
    add_grid,
    add_legend,
    draw_cloud,
    floats,
    line_count,
    new_figure,
    ramp,
    require_same_length,
    style,
    whole_numbers,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def spectrum_chart(shares: ArrayLike, *, title: str = "") -> Chart:
    """Variance ``shares`` (m,) of the first principal components, each and together, in percent."""
    percent = 100 * floats(shares)
    number = np.arange(1, len(percent) + 1)
    with style():
        figure = new_figure(4.6, title)
        each, together = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        each.bar(number, percent, color=BLUE, width=0.8)
        each.set(ylabel="Variance (%)")
        together.plot(number, np.cumsum(percent), color=ORANGE, marker="o", markersize=2.5)
        together.set(ylabel="Together (%)", xlabel="Principal component", ylim=(0, 104))
        together.set_yticks([0, 50, 100])
        together.set_xlim(0.3, max(len(percent), 10) + 0.7)
        whole_numbers(together.xaxis)
        for axes in (each, together):
            add_grid(axes, "y")
        figure.align_ylabels()
    return Chart(figure, title)


def scatter_chart(
    xy: ArrayLike,
    *,
    labels: ArrayLike | None = None,
    names: Sequence[str] = (),
    colours: Sequence[str] = (),
    values: ArrayLike | None = None,
    unit: str = "",
    axes: tuple[str, str] = ("First axis", "Second axis"),
    title: str = "",
) -> Chart:
    """Points ``xy`` (n, 2) by class or by value, grey where they have neither.

    labels: (n,) indices into ``names`` and ``colours`` (``#rrggbb``), -1 for none. values: (n,)
    floats instead, NaN for none, on viridis with a bar in ``unit``. The axes bear no figures, since
    those of a projection mean nothing. Raises UsageError for lengths that differ.
    """
    points = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    codes = np.full(len(points), -1) if labels is None else np.asarray(labels)
    numbers = np.full(len(points), np.nan) if values is None else floats(values)
    require_same_length(points=points, labels=codes, values=numbers)
    require_same_length(names=names, colours=colours)
    known = np.isfinite(numbers)
    bare = (codes < 0) & ~known
    with style():
        height = max(4.6, 0.8 + 0.19 * sum(map(line_count, names)))
        figure = new_figure(height, title, room=0.6 if len(names) else 1.0)
        plot = figure.subplots()
        told: list[tuple[str, Any]] = []
        if bare.any():
            cloud = draw_cloud(plot, points, bare, color=UNLABELLED)
            told.append((f"Unlabelled ({bare.sum():,})", cloud))
        for code, (name, colour) in enumerate(zip(names, colours, strict=True)):
            cloud = draw_cloud(plot, points, codes == code, color=colour)
            told.append((f"{wrap(name)} ({(codes == code).sum():,})", cloud))
        if known.any():
            drawn = draw_cloud(plot, points, known, c=numbers[known], cmap=ramp(VALUE_RAMP))
            add_colour_bar(figure, drawn, plot, unit)
        if len(names):
            for dot in add_legend(figure, told, "outside right upper").legend_handles:
                dot.set(sizes=[30], alpha=1)
        plot.set(xlabel=axes[0], ylabel=axes[1], xticks=[], yticks=[])
        plot.set_aspect("equal", adjustable="datalim")
    return Chart(figure, title)


def distance_chart(
    ground_m: ArrayLike,
    embedding: ArrayLike,
    r: float,
    *,
    unit: str = "Distance in the embedding",
    title: str = "",
) -> Chart:
    """Pairs of chips: ``ground_m`` (p,) metres, drawn as km, against ``embedding`` (p,).

    ``r`` is their correlation. From 100 pairs on a line joins the medians of ten classes of ground
    distance with equal numbers of pairs. Raises UsageError for lengths that differ.
    """
    km, apart = floats(ground_m) / 1000, floats(embedding)
    require_same_length(ground_m=km, embedding=apart)
    with style():
        figure = new_figure(4.2, title)
        axes = figure.subplots()
        alpha = float(np.clip(300 / max(len(km), 1), 0.12, 0.7))
        draw_cloud(axes, np.column_stack([km, apart]), slice(None), color=BLUE, alpha=alpha)
        if len(km) >= 100:
            tenths = np.array_split(np.argsort(km, kind="stable"), 10)
            medians = [(np.median(km[part]), np.median(apart[part])) for part in tenths]
            axes.plot(*zip(*medians, strict=True), color=ORANGE, marker="o", label="Median")
            axes.legend(loc="lower right", frameon=True, framealpha=0.85, edgecolor="none")
        axes.set(xlabel="Distance on the ground (km)", ylabel=unit, xlim=(0, None))
        add_grid(axes, "both")
        if math.isfinite(r):
            axes.set_title(f"r = {r:.2f}", loc="right", color=FAINT)
    return Chart(figure, title)


def spectra_chart(spectra: Mapping[str, ArrayLike], *, title: str = "") -> Chart:
    """Variance shares (m,) of the first principal components of several features, each and together, in percent.

    Naik & Foley-Cox 2022, section 5.3.2: the first 50.
    """
    with style():
        figure = new_figure(4.6 + 0.12 * len(spectra), title)
        each, together = figure.subplots(2, 1, sharex=True)
        told: list[tuple[str, Any]] = []
        most = 10
        for i, (name, shares) in enumerate(spectra.items()):
            percent, colour = 100 * floats(shares), LINES[i % len(LINES)]
            number = np.arange(1, len(percent) + 1)
            most = max(most, len(percent))
            line = each.plot(number, percent, color=colour, marker="o", markersize=2.5)
            together.plot(number, np.cumsum(percent), color=colour)
            told.append((wrap(name), line[0]))
        each.set(ylabel="Variance (%)", ylim=(0, None))
        together.set(ylabel="Together (%)", xlabel="Principal component", ylim=(0, 104))
        together.set_yticks([0, 50, 100])
        together.set_xlim(0.3, most + 0.7)
        whole_numbers(together.xaxis)
        for axes in (each, together):
            add_grid(axes, "both")
        add_legend(figure, told, "outside lower center", 3)
        figure.align_ylabels()
    return Chart(figure, title)


def views_chart(
    panels: Mapping[tuple[str, str], tuple[ArrayLike, ArrayLike]],
    *,
    log: bool = False,
    units: Mapping[str, str] | None = None,
    classes: Mapping[str, Sequence[str]] | None = None,
    title: str = "",
) -> Chart:
    """Views of embeddings in two dimensions, coloured by what is asked (Allen et al. 2023, figure 5).

    panels: by row (a task) and column (a modality) the points (n, 2) and the values (n,), NaN for none, which
    stays grey. A row has one scale of colours, by the logarithm where ``log``: what is not above 0 then has
    the lowest colour. units: by row, beside its bar. classes: by row whose values are indices, their names.
    A pair that is missing stays blank. Raises UsageError for lengths that differ.
    """
    rows, columns = (list(dict.fromkeys(key[i] for key in panels)) for i in (0, 1))
    with style():
        width = max(WIDTH, 1.75 * len(columns) + 1.4)
        cell = min(4.2, (width - 1.4) / max(len(columns), 1))  # about square
        figure = new_figure(0.7 + (cell + 0.15) * max(len(rows), 1), title, width=width)
        grid = figure.subplots(max(len(rows), 1), max(len(columns), 1), squeeze=False)
        for row, line in zip(rows, grid, strict=False):
            found = {c: panels[row, c] for c in columns if (row, c) in panels}
            scale = _Colours(
                [values for _, values in found.values()], log, (classes or {}).get(row, ())
            )
            for column, axes in zip(columns, line, strict=True):
                _view(axes, found.get(column), scale, cell)
                if row == rows[0]:
                    axes.set_title(wrap(column))
            line[0].set_ylabel(wrap(row))
            scale.bar(figure, list(line), (units or {}).get(row, ""))
        if not panels:
            grid[0, 0].set_axis_off()
    return Chart(figure, title)


def _view(
    axes: Axes, found: tuple[ArrayLike, ArrayLike] | None, scale: _Colours, cell: float
) -> None:
    """One panel of ``cell`` inches; blank where there is nothing to show."""
    axes.set(xticks=[], yticks=[])
    if found is None:
        axes.spines[:].set_visible(False)
        axes.text(0.5, 0.5, "–", transform=axes.transAxes, color=FAINT, ha="center")
        return
    points, values = np.asarray(found[0], dtype=np.float64).reshape(-1, 2), floats(found[1])
    require_same_length(points=points, values=values)
    known = np.isfinite(values)
    look = {"linewidths": 0, "s": float(np.clip(1000 * cell**2 / max(len(points), 1), 2, 30))}
    if not known.all():
        draw_cloud(axes, points, ~known, color=UNLABELLED, **look)
    draw_cloud(
        axes, points, known, c=scale.of(values[known]), cmap=scale.map, norm=scale.norm, **look
    )


class _Colours:
    """The scale of colours of one row of views."""

    def __init__(self, values: Sequence[ArrayLike], log: bool, classes: Sequence[str]) -> None:
        from matplotlib.colors import BoundaryNorm, ListedColormap, LogNorm, Normalize

        every = np.concatenate([np.empty(0), *map(floats, values)])
        every = every[np.isfinite(every)]
        self.least, self.classes = -math.inf, classes
        self.map, self.norm = ramp(VALUE_RAMP), Normalize(*_span(every))
        above = every[every > 0]
        if classes:
            self.map = ListedColormap([PALETTE[i % len(PALETTE)] for i in range(len(classes))])
            self.norm = BoundaryNorm(np.arange(len(classes) + 1) - 0.5, len(classes))
        elif log and len(above) and above.min() < above.max():
            self.least = float(above.min())
            self.norm = LogNorm(self.least, float(above.max()))

    def of(self, values: Doubles) -> Doubles:
        """What is drawn for values: none below what has a colour."""
        return np.maximum(values, self.least)

    def bar(self, figure: Figure, axes: Sequence[Axes], unit: str) -> None:
        """Beside its row, with names in place of figures for classes."""
        from matplotlib.cm import ScalarMappable
        from matplotlib.ticker import FuncFormatter

        shown = ScalarMappable(self.norm, self.map)
        bar = add_colour_bar(figure, shown, axes, unit)
        if self.classes:
            bar.set_ticks(range(len(self.classes)), labels=[wrap(c) for c in self.classes])
            bar.ax.tick_params(length=0)
        else:
            whole = FuncFormatter(lambda value, _: f"{value:,.6g}")  # 1,000 for a formula of 10³
            bar.ax.yaxis.set_major_formatter(whole)
        bar.ax.minorticks_off()


def _span(values: Doubles) -> tuple[float, float]:
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
