"""Charts of the answers, drawn with matplotlib's objects: no pyplot, no display, no global state.

Each function takes plain arrays and returns a Chart, which is a PNG file or an SVG that stands in a
web page beside others. Charts are 640 px wide (6.4 inches; more for the confusion of many classes),
on white, in sans serif, in the colours of ``classes.PALETTE``, which stay apart for colour-blind
readers. Names are shown as they are: ``$`` begins no formula, and a long one is broken into two
lines. matplotlib's settings are changed for the length of a call, so that charts are drawn by one
thread at a time.

matplotlib is imported inside the functions, since that alone takes longer than most commands.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import re
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .classes import PALETTE, VALUE_RAMP, rgb_of
from .errors import OutputError, UsageError
from .files import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Doubles = NDArray[np.float64]

_WIDTH = 6.4  # inches; 640 px on a page
_INK, _FAINT, _GRID, _UNLABELLED = "#1f2328", "#6b7280", "#e5e7eb", "#c4c7cc"
_BLUE, _ORANGE = PALETTE[2], PALETTE[5]
#: Lines need more contrast with the paper than areas: the yellow of PALETTE is left out.
_LINES = tuple(PALETTE[i] for i in (2, 5, 0, 3, 1, 6, 7, 9, 8, 11))
_MARKERS = "osD^vPX*"
_DASHED = (0, (5, 3))
_EDGE: dict[str, Any] = {"edgecolor": _INK, "linewidth": 0.5}
_LINE_LENGTH = 26  # letters of a name before it is broken
_MOST_POINTS = 1000  # beyond this a cloud of points goes into an SVG as pixels
#: Sans serifs with letters that the first lacks, on one system or another.
_FONTS = (
    "DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Microsoft YaHei", "Yu Gothic",
    "Malgun Gothic", "PingFang SC", "Hiragino Sans", "WenQuanYi Zen Hei", "Arial Unicode MS",
)  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A drawn ``figure``, and the ``title`` that a page reads out for it."""

    figure: Figure
    title: str

    def png(self, path: Path, dpi: int = 150) -> Path:
        """Write a PNG whole, of ``dpi`` pixels an inch; returns ``path``.

        Raises OutputError for another suffix, and DiskFull or OutputError where the system refuses.
        """
        if path.suffix.lower() != ".png":
            raise OutputError(f"Charts are written as .png, not as {path.name}.")
        with replacing(path) as part, _style():
            self.figure.savefig(part, format="png", dpi=dpi)
        return path

    def svg(self) -> str:
        """An ``<svg>`` element for a web page, its text as text.

        The ids begin with a digest of the content, so that different charts share none in one page.
        """
        file = io.StringIO()
        with _style():
            bare = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            self.figure.savefig(file, format="svg", dpi=150, metadata=bare)
        text = file.getvalue()
        return _for_a_page(text[text.index("<svg") :].rstrip(), self.title)


def spectrum_chart(shares: ArrayLike, *, title: str = "") -> Chart:
    """Variance ``shares`` (m,) of the first principal components, each and together, in percent."""
    percent = 100 * _numbers(shares)
    number = np.arange(1, len(percent) + 1)
    with _style():
        figure = _figure(4.6, title)
        each, together = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        each.bar(number, percent, color=_BLUE, width=0.8)
        each.set(ylabel="Variance (%)")
        together.plot(number, np.cumsum(percent), color=_ORANGE, marker="o", markersize=2.5)
        together.set(ylabel="Together (%)", xlabel="Principal component", ylim=(0, 104))
        together.set_yticks([0, 50, 100])
        together.set_xlim(0.3, max(len(percent), 10) + 0.7)
        _whole_numbers(together.xaxis)
        for axes in (each, together):
            _grid(axes, "y")
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
    numbers = np.full(len(points), np.nan) if values is None else _numbers(values)
    _same_length(points=points, labels=codes, values=numbers)
    _same_length(names=names, colours=colours)
    known = np.isfinite(numbers)
    bare = (codes < 0) & ~known
    with _style():
        height = max(4.6, 0.8 + 0.19 * sum(map(_lines, names)))
        figure = _figure(height, title, room=0.6 if len(names) else 1.0)
        plot = figure.subplots()
        told: list[tuple[str, Any]] = []
        if bare.any():
            cloud = _cloud(plot, points, bare, color=_UNLABELLED)
            told.append((f"Unlabelled ({bare.sum():,})", cloud))
        for code, (name, colour) in enumerate(zip(names, colours, strict=True)):
            cloud = _cloud(plot, points, codes == code, color=colour)
            told.append((f"{_wrap(name)} ({(codes == code).sum():,})", cloud))
        if known.any():
            drawn = _cloud(plot, points, known, c=numbers[known], cmap=_ramp(VALUE_RAMP))
            _colour_bar(figure, drawn, plot, unit)
        if len(names):
            for dot in _legend(figure, told, "outside right upper").legend_handles:
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
    km, apart = _numbers(ground_m) / 1000, _numbers(embedding)
    _same_length(ground_m=km, embedding=apart)
    with _style():
        figure = _figure(4.2, title)
        axes = figure.subplots()
        alpha = float(np.clip(300 / max(len(km), 1), 0.12, 0.7))
        _cloud(axes, np.column_stack([km, apart]), slice(None), color=_BLUE, alpha=alpha)
        if len(km) >= 100:
            tenths = np.array_split(np.argsort(km, kind="stable"), 10)
            medians = [(np.median(km[part]), np.median(apart[part])) for part in tenths]
            axes.plot(*zip(*medians, strict=True), color=_ORANGE, marker="o", label="Median")
            axes.legend(loc="lower right", frameon=True, framealpha=0.85, edgecolor="none")
        axes.set(xlabel="Distance on the ground (km)", ylabel=unit, xlim=(0, None))
        _grid(axes, "both")
        if math.isfinite(r):
            axes.set_title(f"r = {r:.2f}", loc="right", color=_FAINT)
    return Chart(figure, title)


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
    with _style():
        figure = _figure(4.4 + 0.12 * len(series), title)
        axes = figure.subplots()
        told: list[tuple[str, Any]] = []
        for i, (name, parts) in enumerate(series.items()):
            sizes, mean, low, high = map(_numbers, parts)
            _same_length(sizes=sizes, mean=mean, low=low, high=high)
            colour, marker = _LINES[i % len(_LINES)], _MARKERS[i % len(_MARKERS)]
            axes.fill_between(sizes, low, high, color=colour, alpha=0.15, linewidth=0)
            axes.vlines(sizes, low, high, color=colour, alpha=0.3, linewidth=1)
            line = axes.plot(sizes, mean, color=colour, marker=marker, markersize=4.5)
            told.append((_wrap(name), line[0]))
            if math.isfinite(full.get(name, math.nan)):
                axes.axhline(goal * full[name], color=colour, linestyle=_DASHED, linewidth=1.1)
            reached = enough.get(name)
            if reached is not None:
                at = mean[sizes == reached]
                axes.plot([reached] * len(at), at, "o", color=colour, mfc="none", markersize=12)
        if full:
            goal_line = axes.plot([], [], color=_FAINT, linestyle=_DASHED)
            told.append((f"{goal:.0%} of the full score", goal_line[0]))
        if any(size is not None for size in enough.values()):
            ring = axes.plot([], [], "o", color=_FAINT, mfc="none", markersize=9)
            told.append(("Enough labels", ring[0]))
        axes.set(xlabel="Labels", ylabel=score, xscale="log")
        _size_ticks(axes, [size for parts in series.values() for size in _numbers(parts[0])])
        _grid(axes, "both")
        _legend(figure, told, "outside lower center", 3)
    return Chart(figure, title)


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
    sure, hit, chips, least, most = map(_numbers, (confidence, right, count, low, high))
    _same_length(confidence=sure, right=hit, count=chips, low=least, high=most)
    with _style():
        figure = _figure(5.2, title)
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
        above.plot([0, 1], [0, 1], color=_FAINT, linestyle=_DASHED, label="Perfect calibration")
        whiskers = np.maximum([hit - least, most - hit], 0)
        above.errorbar(sure, hit, whiskers, color=_BLUE, marker="o", capsize=3, label="Head")
        above.set(ylabel=axes[1], xlim=(0, 1), ylim=(0, 1.02))
        above.legend(loc="upper left")
        if math.isfinite(ece):
            above.set_title(f"Calibration error {ece:.3f}", loc="right", color=_FAINT)
        filled = np.isfinite(sure)
        below.bar(sure[filled], chips[filled], width=0.02, color=_BLUE)
        below.set(xlabel=axes[0], ylabel="Chips", ylim=(0, max(1.0, 1.1 * chips.max(initial=0))))
        _whole_numbers(below.yaxis, 3)
        for part in (above, below):
            _grid(part, "both")
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
    labels = [_wrap(name) for name in names]
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    side, beside = k * cell, 0.6 + longest * max(size, 7) * 0.6 / 72
    with _style():
        figure = _figure(side + beside + 0.4, title, width=max(_WIDTH, side + beside))
        axes = figure.subplots()
        axes.imshow(shares, cmap=_ramp(("#ffffff", _BLUE)), vmin=0, vmax=1)
        for (i, j), count in np.ndenumerate(counts):
            if count:
                ink = "#ffffff" if shares[i, j] > 0.6 else _INK
                told = f"{count:,}\n{_percent(shares[i, j])}"
                axes.text(j, i, told, ha="center", va="center", color=ink, size=size)
        axes.set_xticks(range(k), labels, rotation=90, size=max(size, 7))
        axes.set_yticks(range(k), labels, size=max(size, 7))
        _cell_borders(axes, k)
        axes.set(xlabel="Predicted (%: share of the true class)", ylabel="True")
    return Chart(figure, title)


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
    counted, judged, half = map(_numbers, (mapped, estimated, half_width))
    _same_length(names=names, colours=colours, mapped=counted, estimated=judged, half_width=half)
    place = np.arange(len(names))
    with _style():
        figure = _figure(1.6 + 0.46 * len(names), title)
        axes = figure.subplots()
        axes.barh(place - 0.2, counted, color=[_pale(c) for c in colours], height=0.38, **_EDGE)
        axes.barh(place + 0.2, judged, color=list(colours), height=0.38, **_EDGE)
        whiskers = axes.errorbar(judged, place + 0.2, xerr=half, fmt="none", color=_INK)
        _name_rows(axes, names)
        ends = np.nan_to_num(np.concatenate([counted, judged + np.nan_to_num(half)]))
        axes.set(xlabel=f"Area ({unit})", xlim=(0, _beyond(ends, 1.04)))
        _thousands(axes)
        _grid(axes, "x")
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
    _same_length(names=names, colours=colours, counts=numbers)
    with _style():
        row = 0.22 + 0.09 * max(map(_lines, names), default=1)
        figure = _figure(1.1 + row * max(len(names), 2), title)
        axes = figure.subplots()
        place = np.arange(len(names))
        bars = axes.barh(place, numbers, color=list(colours), height=0.72, **_EDGE)
        axes.bar_label(bars, [f"{number:,}" for number in numbers.tolist()], padding=4)
        _name_rows(axes, names)
        axes.set(xlabel=unit, xlim=(0, _beyond(numbers, 1.14)))
        _whole_numbers(axes.xaxis)
        _thousands(axes)
        _grid(axes, "x")
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
    known = _numbers(values)
    known = known[np.isfinite(known)]
    parts = [known[known <= threshold], known[~(known <= threshold)]]
    names = [
        f"{name} ({len(part):,}; {_percent(len(part) / max(len(known), 1))})"
        for name, part in zip(labels, parts, strict=True)
    ]
    with _style():
        figure = _figure(3.8, title)
        axes = figure.subplots()
        axes.hist(
            parts,
            _edges_about(threshold, known),
            stacked=True,
            color=[_BLUE, _ORANGE],
            label=names,
            edgecolor="white",
            linewidth=0.4,
        )
        axes.axvline(threshold, color=_INK, linestyle=_DASHED, label=f"Threshold {threshold:.3g}")
        axes.set(xlabel=unit, ylabel="Chips", ylim=(0, None if len(known) else 1))
        _whole_numbers(axes.yaxis)
        _grid(axes, "y")
        figure.legend(loc="outside lower center", ncols=3)
    return Chart(figure, title)


@contextlib.contextmanager
def _style() -> Iterator[None]:
    """matplotlib's settings while a chart is drawn or written, put back after."""
    from matplotlib import font_manager, rc_context

    installed = set(font_manager.get_font_names())
    settings: dict[Any, Any] = {
        "axes.axisbelow": True,
        "axes.edgecolor": _FAINT,
        "axes.labelcolor": _INK,
        "axes.linewidth": 0.8,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": 9,
        "errorbar.capsize": 3,
        "figure.facecolor": "white",
        "font.family": [font for font in _FONTS if font in installed] or ["sans-serif"],
        "font.size": 9,
        "grid.color": _GRID,
        "grid.linewidth": 0.7,
        "legend.fontsize": 8.5,
        "legend.frameon": False,
        "lines.linewidth": 1.6,
        "svg.fonttype": "none",
        "svg.hashsalt": "eo-embed",  # ids that depend on the content alone
        "text.color": _INK,
        "text.parse_math": False,
        "xtick.color": _FAINT,
        "xtick.labelcolor": _INK,
        "ytick.color": _FAINT,
        "ytick.labelcolor": _INK,
    }
    with rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # shown as a box
        yield


def _figure(height: float, title: str, width: float = _WIDTH, room: float = 1.0) -> Figure:
    """A figure with its title over so much of its width as a legend beside it leaves ``room``."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    if title:
        lines = textwrap.wrap(title, int(width * 11 * room))
        figure.suptitle("\n".join(lines), x=0.012, ha="left", fontsize=11, fontweight="bold")
    return figure


def _for_a_page(svg: str, title: str) -> str:
    """``svg`` with ids of its own and a name for those who cannot see it."""
    prefix = f"c{hashlib.sha256((title + svg).encode()).hexdigest()[:10]}-"

    def rename(tag: re.Match[str]) -> str:
        return re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{prefix}", tag[0])

    svg = re.sub(r"<[^<>]+>", rename, svg)  # within tags only: a name may hold such text itself
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(title)}"', 1)


def _numbers(values: ArrayLike) -> Doubles:
    return np.asarray(values, dtype=np.float64).reshape(-1)


def _same_length(**parts: Sequence[Any] | NDArray[Any]) -> None:
    lengths = {name: len(part) for name, part in parts.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{length} {name}" for name, length in lengths.items())
        raise UsageError(f"A chart needs as many of each, not {told}; give one for each.")


def _wrap(name: str) -> str:
    """A name on at most two lines, the rest cut off with an ellipsis."""
    lines = textwrap.wrap(name, _LINE_LENGTH, max_lines=2, placeholder=" …")
    return "\n".join(lines)


def _lines(name: str) -> int:
    return 1 + _wrap(name).count("\n")


def _percent(share: float) -> str:
    """A share in whole percent, which says neither 0% nor 100% of what is not."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _cloud(axes: Axes, points: Doubles, chosen: Any, **look: Any) -> Any:
    """The ``chosen`` points, smaller and thinner the more there are in all."""
    many = len(points) > _MOST_POINTS
    look = {
        "s": float(np.clip(9000 / max(len(points), 1), 5, 36)),
        "alpha": 0.85,
        "edgecolors": "none" if many else "white",
        "linewidths": 0.4,
        "rasterized": many,
        **look,
    }
    return axes.scatter(points[chosen, 0], points[chosen, 1], **look)


def _ramp(colours: Sequence[str]) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("ramp", colours)


def _colour_bar(figure: Figure, drawn: Any, axes: Axes, label: str) -> None:
    bar: Any = figure.colorbar(drawn, ax=axes, shrink=0.7, aspect=24)
    bar.set_label(label)
    bar.outline.set_visible(False)
    bar.solids.set_alpha(1)


def _cell_borders(axes: Axes, k: int) -> None:
    axes.set_xticks(np.arange(k + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(k + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=_GRID, linewidth=0.8)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)


def _grid(axes: Axes, which: Literal["x", "y", "both"]) -> None:
    axes.grid(True, axis=which)
    axes.tick_params(length=3)


def _whole_numbers(axis: Any, most: int = 6) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=most, integer=True, min_n_ticks=1))


def _thousands(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter

    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}"))


def _size_ticks(axes: Axes, sizes: Sequence[float]) -> None:
    """Ticks of a logarithmic axis at the sizes themselves, as far as their figures have room."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    kept: list[float] = []
    room = 0.055 * math.log(max(sizes, default=1) / min(sizes, default=1))
    for size in sorted(set(sizes)):
        if not kept or math.log(size / kept[-1]) > room:
            kept.append(size)
    axes.xaxis.set_major_locator(FixedLocator(kept))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))


def _name_rows(axes: Axes, names: Sequence[str]) -> None:
    """A row of bars for each name, the first at the top."""
    axes.set_yticks(range(len(names)), [_wrap(name) for name in names])
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def _beyond(values: NDArray[Any], factor: float) -> float:
    """An end of the axis beyond the largest of ``values``, and never 0."""
    return float(np.max(values, initial=0)) * factor or 1.0


def _pale(colour: str) -> tuple[float, float, float]:
    """``colour`` on paper at a third of its strength."""
    red, green, blue = (1 - (1 - part / 255) / 3 for part in rgb_of(colour))
    return red, green, blue


def _legend(
    figure: Figure,
    told: Sequence[tuple[str, Any]],
    place: Literal["outside right upper", "outside lower center"],
    columns: int = 1,
) -> Any:
    """A legend of names and handles. matplotlib would leave out names that begin with _."""
    handles, numbers = [handle for _, handle in told], [str(i) for i in range(len(told))]
    legend = figure.legend(handles, numbers, loc=place, ncols=columns)
    for text, (name, _) in zip(legend.get_texts(), told, strict=True):
        text.set_text(name)
    return legend


def _plain_legend(figure: Figure, whiskers: Any) -> None:
    """A legend that explains pale and full bars in grey, whatever the class."""
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=_pale(_FAINT), **_EDGE), Patch(facecolor=_FAINT, **_EDGE), whiskers]
    names = ["Mapped", "Estimated", "Interval"]
    figure.legend(handles, names, loc="outside lower center", ncols=3)


def _edges_about(threshold: float, values: Doubles) -> list[float]:
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
