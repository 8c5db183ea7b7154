"""What all charts share: the Chart itself, its style and fonts, and the parts that they are put together from."""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..classes import PALETTE, rgb_of
from ..errors import OutputError, UsageError
from ..files import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Doubles = NDArray[np.float64]

WIDTH = 6.4  # inches; 640 px on a page
INK, FAINT, GRID, UNLABELLED = "#1f2328", "#6b7280", "#e5e7eb", "#c4c7cc"
BLUE, ORANGE = PALETTE[2], PALETTE[5]
#: Lines need more contrast with the paper than areas: the yellow of PALETTE is left out.
LINES = tuple(PALETTE[i] for i in (2, 5, 0, 3, 1, 6, 7, 9, 8, 11))
MARKERS = "osD^vPX*"
DASHED = (0, (5, 3))
EDGE: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.5}
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
        with replacing(path) as part, style():
            self.figure.savefig(part, format="png", dpi=dpi)
        return path

    def svg(self) -> str:
        """An ``<svg>`` element for a web page, its text as text.

        The ids begin with a digest of the content, so that different charts share none in one page.
        """
        file = io.StringIO()
        with style():
            bare = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            self.figure.savefig(file, format="svg", dpi=150, metadata=bare)
        text = file.getvalue()
        return _for_a_page(text[text.index("<svg") :].rstrip(), self.title)


@contextlib.contextmanager
def style() -> Iterator[None]:
    """matplotlib's settings while a chart is drawn or written, put back after."""
    from matplotlib import font_manager, rc_context

    installed = set(font_manager.get_font_names())
    settings: dict[Any, Any] = {
        "axes.axisbelow": True,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.8,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": 9,
        "errorbar.capsize": 3,
        "figure.facecolor": "white",
        "font.family": [font for font in _FONTS if font in installed] or ["sans-serif"],
        "font.size": 9,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "legend.fontsize": 8.5,
        "legend.frameon": False,
        "lines.linewidth": 1.6,
        "svg.fonttype": "none",
        "svg.hashsalt": "eo-embed",  # ids that depend on the content alone
        "text.color": INK,
        "text.parse_math": False,
        "xtick.color": FAINT,
        "xtick.labelcolor": INK,
        "ytick.color": FAINT,
        "ytick.labelcolor": INK,
    }
    with rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # shown as a box
        yield


def new_figure(height: float, title: str, width: float = WIDTH, room: float = 1.0) -> Figure:
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


def floats(values: ArrayLike) -> Doubles:
    return np.asarray(values, dtype=np.float64).reshape(-1)


def require_same_length(**parts: Sequence[Any] | NDArray[Any]) -> None:
    lengths = {name: len(part) for name, part in parts.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{length} {name}" for name, length in lengths.items())
        raise UsageError(f"A chart needs as many of each, not {told}; give one for each.")


def wrap(name: str) -> str:
    """A name on at most two lines, the rest cut off with an ellipsis."""
    lines = textwrap.wrap(name, _LINE_LENGTH, max_lines=2, placeholder=" …")
    return "\n".join(lines)


def line_count(name: str) -> int:
    return 1 + wrap(name).count("\n")


def as_percent(share: float) -> str:
    """A share in whole percent, which says neither 0% nor 100% of what is not."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def draw_cloud(axes: Axes, points: Doubles, chosen: Any, **look: Any) -> Any:
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


def ramp(colours: Sequence[str]) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("ramp", colours)


def add_colour_bar(figure: Figure, drawn: Any, axes: Axes | Sequence[Axes], label: str) -> Any:
    bar: Any = figure.colorbar(drawn, ax=axes, shrink=0.7, aspect=24)
    bar.set_label(label)
    bar.outline.set_visible(False)
    bar.solids.set_alpha(1)
    return bar


def add_grid(axes: Axes, which: Literal["x", "y", "both"]) -> None:
    axes.grid(True, axis=which)
    axes.tick_params(length=3)


def whole_numbers(axis: Any, most: int = 6) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=most, integer=True, min_n_ticks=1))


def thousands(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter

    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}"))


def size_ticks(axes: Axes, sizes: Sequence[float], room: float = 0.055) -> None:
    """Ticks of a logarithmic axis at the sizes themselves, where each has ``room``, a share of the axis."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    kept: list[float] = []
    gap = room * math.log(max(sizes, default=1) / min(sizes, default=1))
    for size in sorted(set(sizes)):
        if not kept or math.log(size / kept[-1]) > gap:
            kept.append(size)
    axes.xaxis.set_major_locator(FixedLocator(kept))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """A row of bars for each name, the first at the top."""
    axes.set_yticks(range(len(names)), [wrap(name) for name in names])
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def beyond(values: NDArray[Any], factor: float) -> float:
    """An end of the axis beyond the largest of ``values``, and never 0."""
    return float(np.max(values, initial=0)) * factor or 1.0


def pale(colour: str) -> tuple[float, float, float]:
    """``colour`` on paper at a third of its strength."""
    red, green, blue = (1 - (1 - part / 255) / 3 for part in rgb_of(colour))
    return red, green, blue


def add_legend(
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


def panels_of(figure: Figure, names: Sequence[str], columns: int, **shared: Any) -> dict[str, Axes]:
    """Axes by name, row by row, each under its name; ``shared`` as ``subplots`` takes it."""
    columns = max(1, min(columns, len(names)))
    rows = panel_rows(len(names), columns)
    every = figure.subplots(rows, columns, squeeze=False, **shared).ravel()
    for axes in every[len(names) :]:
        axes.set_axis_off()
    for name, axes in zip(names, every, strict=False):
        if name:
            axes.set_title("\n".join(textwrap.wrap(name, 90 // columns)), loc="left", color=INK)
    return dict(zip(names, every, strict=False))


def panel_rows(panels: int, columns: int) -> int:
    """How many rows so many panels take."""
    return max(1, math.ceil(panels / max(1, min(columns, panels))))
