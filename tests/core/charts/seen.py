"""What can be seen of a chart: lines, bars and words, as tests hold them against what was given."""

from __future__ import annotations

from xml.etree import ElementTree

from matplotlib.colors import to_hex

from eo_embed.core.charts import Chart
from eo_embed.core.classes import PALETTE

NAMES = ["Water & ice", "Forêt <mixte>", "水田", "$x^2$ _a", "_hidden"]
COLOURS = PALETTE[:5]


def axes_of(chart: Chart, number: int = 0):
    return chart.figure.axes[number]


def lines_of(chart: Chart, number: int = 0):
    return [line.get_xydata() for line in axes_of(chart, number).lines]


def widths(chart: Chart):
    return [bar.get_width() for bar in axes_of(chart).patches]


def heights(chart: Chart, number: int = 0):
    return [bar.get_height() for bar in axes_of(chart, number).patches]


def fills(chart: Chart):
    return [to_hex(bar.get_facecolor()) for bar in axes_of(chart).patches]


def legend_of(chart: Chart):
    return [text.get_text() for text in chart.figure.legends[0].get_texts()]


def words(svg: str) -> list[str]:
    """The lines of text in an SVG, which must be XML."""
    return [t.text for t in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def ids(svg: str) -> set[str]:
    return {e.get("id") for e in ElementTree.fromstring(svg).iter() if e.get("id")}
