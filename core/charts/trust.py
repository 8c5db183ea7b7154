"""How far predictions can be believed: agreement, confusion, calibration, and likeness to what was learnt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..errors import UsageError
from .base import (
    BLUE,
    DASHED,
    FAINT,
    GRID,
    INK,
    ORANGE,
    WIDTH,
    Chart,
    Doubles,
    add_grid,
    as_percent,
    draw_cloud,
    floats,
    new_figure,
    panel_rows,
    panels_of,
    ramp,
    require_same_length,
    style,
    whole_numbers,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def agreement_chart(
    pairs: Mapping[str, tuple[ArrayLike, ArrayLike]],
    *,
    axes: tuple[str, str] = ("Observed", "Predicted"),
    told: Mapping[str, str] | None = None,
    columns: int = 2,
    title: str = "",
) -> Chart:
    """Predictions against what was observed, and the line y = x on which they agree.

    pairs: by panel what was observed and what was predicted, both (n,) in one unit; a panel named ``""``
    has no heading. told: what stands in the corner of a panel. All panels share both axes. Raises
    UsageError for lengths that differ.
    """
    read = {name: (floats(seen), floats(said)) for name, (seen, said) in pairs.items()}
    for seen, said in read.values():
        require_same_length(observed=seen, predicted=said)
    ends = _ends(np.concatenate([np.empty(0), *(part for pair in read.values() for part in pair)]))
    across = max(1, min(columns, len(read)))
    side = min(4.4, (WIDTH - 0.7) / across)
    behind = {"facecolor": "white", "alpha": 0.8, "linewidth": 0}
    with style():
        figure = new_figure(0.7 + (side + 0.25) * panel_rows(len(read), columns), title)
        for name, part in panels_of(figure, list(read), columns, sharex=True, sharey=True).items():
            draw_cloud(part, np.column_stack(read[name]), slice(None), color=BLUE, alpha=0.6)
            part.plot(ends, ends, color=INK, linestyle=DASHED, linewidth=1.2)
            part.set(xlim=ends, ylim=ends, aspect="equal")
            if text := (told or {}).get(name):
                part.text(0.04, 0.95, text, transform=part.transAxes, va="top", bbox=behind)
            add_grid(part, "both")
        figure.supxlabel(axes[0], fontsize=9)
        figure.supylabel(axes[1], fontsize=9)
    return Chart(figure, title)


def _ends(values: Doubles) -> tuple[float, float]:
    """Of an axis that holds all values, with a margin."""
    known = values[np.isfinite(values)]
    least, most = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    margin = 0.04 * (most - least) or 0.5
    return float(least - margin), float(most + margin)


def reliability_chart(
    confidence: ArrayLike,
    right: ArrayLike,
    count: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    ece: float,
    *,
    axes: tuple[str, str] = ("Confidence", "Share right"),
    title: str = "",
) -> Chart:
    """How often the head is right when it is so sure, all (bins,), NaN where a bin is empty.

    low, high: bounds of the interval of ``right``. ece: expected calibration error, NaN to leave it
    out. On the diagonal lies perfect calibration; beneath stand the chips of each bin. Raises
    UsageError for lengths that differ.
    """
    sure, hit, chips, least, most = map(floats, (confidence, right, count, low, high))
    require_same_length(confidence=sure, right=hit, count=chips, low=least, high=most)
    with style():
        figure = new_figure(5.2, title)
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
        above.plot([0, 1], [0, 1], color=FAINT, linestyle=DASHED, label="Perfect calibration")
        whiskers = np.maximum([hit - least, most - hit], 0)
        above.errorbar(sure, hit, whiskers, color=BLUE, marker="o", capsize=3, label="Head")
        above.set(ylabel=axes[1], xlim=(0, 1), ylim=(0, 1.02))
        above.legend(loc="upper left")
        if math.isfinite(ece):
            above.set_title(f"Calibration error {ece:.3f}", loc="right", color=FAINT)
        filled = np.isfinite(sure)
        below.bar(sure[filled], chips[filled], width=0.02, color=BLUE)
        below.set(xlabel=axes[0], ylabel="Chips", ylim=(0, max(1.0, 1.1 * chips.max(initial=0))))
        whole_numbers(below.yaxis, 3)
        for part in (above, below):
            add_grid(part, "both")
        figure.align_ylabels()
    return Chart(figure, title)


def confusion_chart(matrix: ArrayLike, names: Sequence[str], *, title: str = "") -> Chart:
    """A confusion ``matrix`` (k, k) of counts, rows true and columns predicted.

    The colour of a cell, and the percentage in it, is its share of the row; cells without a chip
    are blank. Made for up to 24 classes. Raises UsageError for a matrix that does not fit the names.
    """
    counts = np.asarray(matrix)
    k = len(names)
    if counts.shape != (k, k):
        raise UsageError(
            f"A confusion matrix of {k} classes has as many rows and columns; got an array of "
            f"shape {counts.shape}."
        )
    rows = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, rows, out=np.zeros(counts.shape), where=rows > 0)
    cell = float(np.clip(5.0 / max(k, 1), 0.28, 0.75))  # inches
    size = float(np.clip(cell * 21, 5.5, 9))  # points, so that four digits fit into a cell
    labels = [wrap(name) for name in names]
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    side, beside = k * cell, 0.6 + longest * max(size, 7) * 0.6 / 72
    with style():
        figure = new_figure(side + beside + 0.4, title, width=max(WIDTH, side + beside))
        axes = figure.subplots()
        axes.imshow(shares, cmap=ramp(("#ffffff", BLUE)), vmin=0, vmax=1)
        for (i, j), count in np.ndenumerate(counts):
            if count:
                ink = "#ffffff" if shares[i, j] > 0.6 else INK
                told = f"{count:,}\n{as_percent(shares[i, j])}"
                axes.text(j, i, told, ha="center", va="center", color=ink, size=size)
        axes.set_xticks(range(k), labels, rotation=90, size=max(size, 7))
        axes.set_yticks(range(k), labels, size=max(size, 7))
        _cell_borders(axes, k)
        axes.set(xlabel="Predicted (%: share of the true class)", ylabel="True")
    return Chart(figure, title)


def histogram_chart(
    values: ArrayLike,
    threshold: float,
    labels: tuple[str, str] = ("Inside", "Outside"),
    *,
    unit: str = "Dissimilarity index",
    title: str = "",
) -> Chart:
    """How ``values`` (n,) lie about a ``threshold``: up to it ``labels[0]``, above it ``labels[1]``.

    Up to 40 bins span the values; where the threshold lies among these it is the edge of a bin.
    Values that are not finite are left out.
    """
    known = floats(values)
    known = known[np.isfinite(known)]
    parts = [known[known <= threshold], known[~(known <= threshold)]]
    names = [
        f"{name} ({len(part):,}; {as_percent(len(part) / max(len(known), 1))})"
        for name, part in zip(labels, parts, strict=True)
    ]
    with style():
        figure = new_figure(3.8, title)
        axes = figure.subplots()
        axes.hist(
            parts,
            edges_about(threshold, known),
            stacked=True,
            color=[BLUE, ORANGE],
            label=names,
            edgecolor="white",
            linewidth=0.4,
        )
        axes.axvline(threshold, color=INK, linestyle=DASHED, label=f"Threshold {threshold:.3g}")
        axes.set(xlabel=unit, ylabel="Chips", ylim=(0, None if len(known) else 1))
        whole_numbers(axes.yaxis)
        add_grid(axes, "y")
        figure.legend(loc="outside lower center", ncols=3)
    return Chart(figure, title)


def _cell_borders(axes: Axes, k: int) -> None:
    axes.set_xticks(np.arange(k + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(k + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=GRID, linewidth=0.8)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)


def edges_about(threshold: float, values: Doubles) -> list[float]:
    """Edges of even bins over ``values``, one of them the threshold where it lies among these."""
    least, most = (values.min(), values.max()) if len(values) else (threshold, threshold)
    if least == most:
        half = max(abs(least), 1.0) / 40
        return [least - half, least + half]
    bins = int(np.clip(math.sqrt(len(values)), 5, 40))
    below = round((threshold - least) / (most - least) * bins)
    if not 0 < below < bins:
        return list(np.linspace(least, most, bins + 1))
    width = (threshold - least) / below
    above = math.ceil((most - threshold) / width)
    edges = np.linspace(least, threshold, below + 1), threshold + width * np.arange(1, above + 1)
    return [*edges[0], *edges[1][:-1], max(edges[1][-1], most)]
