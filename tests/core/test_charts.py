"""Charts: what is drawn is what was given, and any name can stand in any page."""

from __future__ import annotations

import errno
import math
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from PIL import Image

from eo_embed.core import charts
from eo_embed.core.charts import (
    Chart,
    areas_chart,
    bars_chart,
    confusion_chart,
    curve_chart,
    distance_chart,
    histogram_chart,
    reliability_chart,
    scatter_chart,
    spectrum_chart,
)
from eo_embed.core.classes import PALETTE
from eo_embed.core.errors import DiskFull, UsageError

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


KINDS = (
    "spectrum", "scatter", "values", "distance", "curve", "reliability", "confusion", "areas", "bars",
    "histogram",
)  # fmt: skip


def every_chart() -> dict[str, Chart]:
    """One of each of KINDS, with awkward names."""
    rng = np.random.default_rng(0)
    four = rng.random((4, 5))
    curve = ([5, 50], [0.4, 0.6], [0.3, 0.5], [0.5, 0.7])
    return {
        "spectrum": spectrum_chart(four[0] / 5, title="One & two"),
        "scatter": scatter_chart(
            rng.random((9, 2)), labels=np.arange(9) % 5, names=NAMES, colours=COLOURS
        ),
        "values": scatter_chart(rng.random((9, 2)), values=rng.random(9), unit="Height (m)"),
        "distance": distance_chart(four[0], four[1], 0.5),
        "curve": curve_chart(dict.fromkeys(NAMES, curve), {}, {}),
        "reliability": reliability_chart(*four, four[3], 0.1),
        "confusion": confusion_chart(np.arange(25).reshape(5, 5), NAMES),
        "areas": areas_chart(NAMES, COLOURS, *four[:3]),
        "bars": bars_chart(NAMES, COLOURS, [3, 0, 12_000, 4, 5]),
        "histogram": histogram_chart(four.ravel(), 0.5, ("<in>", "out & away")),
    }


# --- what is drawn ---


def test_the_spectrum_is_drawn_each_and_together() -> None:
    chart = spectrum_chart([0.5, 0.3, 0.1])
    np.testing.assert_allclose(heights(chart), [50, 30, 10])
    np.testing.assert_allclose(lines_of(chart, 1)[0], [(1, 50), (2, 80), (3, 90)])


def test_points_are_drawn_by_class_with_grey_for_none() -> None:
    xy = np.arange(12.0).reshape(6, 2)
    chart = scatter_chart(
        xy, labels=[0, 2, -1, 0, 2, 0], names=["a", "b", "_c"], colours=COLOURS[:3]
    )
    bare, *classes = axes_of(chart).collections
    np.testing.assert_array_equal(bare.get_offsets(), xy[[2]])
    assert to_hex(bare.get_facecolor()[0]) not in COLOURS
    for cloud, rows, colour in zip(classes, ([0, 3, 5], [], [1, 4]), COLOURS, strict=False):
        np.testing.assert_array_equal(cloud.get_offsets().reshape(-1, 2), xy[rows])
        assert {to_hex(face) for face in cloud.get_facecolor()} == {colour}
    assert legend_of(chart) == ["Unlabelled (1)", "a (3)", "b (0)", "_c (2)"]


def test_classes_of_one_name_keep_two_lines_in_the_legend() -> None:
    chart = scatter_chart(np.eye(2), labels=[0, 1], names=["a", "a"], colours=COLOURS[:2])
    assert legend_of(chart) == ["a (1)", "a (1)"]


def test_points_are_drawn_by_value_with_grey_for_none() -> None:
    xy = np.arange(8.0).reshape(4, 2)
    chart = scatter_chart(xy, values=[3.0, np.nan, 1.0, 2.0], unit="Height (m)")
    bare, cloud = axes_of(chart).collections
    np.testing.assert_array_equal(bare.get_offsets(), xy[[1]])
    np.testing.assert_array_equal(cloud.get_offsets(), xy[[0, 2, 3]])
    np.testing.assert_array_equal(cloud.get_array(), [3, 1, 2])
    assert axes_of(chart, 1).get_ylabel() == "Height (m)"
    chart.figure.draw_without_rendering()
    np.testing.assert_allclose(
        cloud.get_facecolor()[:2, :3],
        matplotlib.colormaps["viridis"]([1.0, 0.0])[:, :3],
        atol=0.01,
    )


def test_pairs_are_drawn_in_kilometres_with_the_medians_of_tenths() -> None:
    ground, apart = np.arange(200.0) * 100, np.arange(200.0) ** 2
    chart = distance_chart(ground, apart, 0.967)
    np.testing.assert_allclose(
        axes_of(chart).collections[0].get_offsets(), np.column_stack([ground / 1000, apart])
    )
    expected = [
        (np.median(ground[i : i + 20]) / 1000, np.median(apart[i : i + 20]))
        for i in range(0, 200, 20)
    ]
    np.testing.assert_allclose(lines_of(chart)[0], expected)
    assert axes_of(chart).get_title("right") == "r = 0.97"
    assert "km" in axes_of(chart).get_xlabel()
    few = distance_chart([1, 2, 3], [1, 2, 3], math.nan)
    assert not few.figure.axes[0].lines
    assert axes_of(few).get_title("right") == ""


def test_curves_bands_goals_and_enough() -> None:
    sizes, mean = np.array([5, 10, 100]), np.array([0.2, 0.5, 0.79])
    chart = curve_chart(
        {"ridge": (sizes, mean, mean - 0.1, mean + 0.1), "_knn": (sizes, mean / 2, mean, mean)},
        {"ridge": 0.8, "_knn": math.nan},
        {"ridge": 100, "_knn": None},
    )
    curve, goal, ring, other, *_ = lines_of(chart)
    np.testing.assert_allclose(curve, np.column_stack([sizes, mean]))
    np.testing.assert_allclose(goal[:, 1], 0.95 * 0.8)
    np.testing.assert_allclose(ring, [(100, 0.79)])
    np.testing.assert_allclose(other[:, 1], mean / 2)
    band = axes_of(chart).collections[0].get_paths()[0].vertices
    assert {*map(tuple, band.round(6))} >= {(5, 0.1), (5, 0.3), (100, 0.69), (100, 0.89)}
    assert axes_of(chart).get_xscale() == "log"
    assert legend_of(chart) == ["ridge", "_knn", "95% of the full score", "Enough labels"]
    assert {"5", "10", "100"} <= set(words(chart.svg()))


def test_reliability_stands_on_the_diagonal_with_its_counts() -> None:
    nan = math.nan
    chart = reliability_chart(
        [nan, 0.4, 0.9], [nan, 0.3, 1.0], [0, 10, 30], [nan, 0.1, 0.8], [nan, 0.6, 1.0], 0.125
    )
    diagonal, points, *caps = lines_of(chart)
    np.testing.assert_array_equal(diagonal, [(0, 0), (1, 1)])
    np.testing.assert_array_equal(points[1:], [(0.4, 0.3), (0.9, 1.0)])
    np.testing.assert_allclose([cap[1:, 1] for cap in caps], [(0.1, 0.8), (0.6, 1.0)])
    assert heights(chart, 1) == [10, 30]
    assert axes_of(chart).get_title("right") == "Calibration error 0.125"


def test_a_confusion_matrix_shows_counts_and_shares_of_its_rows() -> None:
    matrix = [[1500, 500, 0], [1, 999, 0], [0, 0, 0]]
    chart = confusion_chart(matrix, ["a", "b", "c"])
    told = {text.get_position()[::-1]: text.get_text() for text in axes_of(chart).texts}
    assert told == {
        (0, 0): "1,500\n75%", (0, 1): "500\n25%", (1, 0): "1\n<1%", (1, 1): "999\n>99%",
    }  # fmt: skip
    shown = axes_of(chart).images[0].get_array()
    np.testing.assert_allclose(shown, [[0.75, 0.25, 0], [0.001, 0.999, 0], [0, 0, 0]])
    assert axes_of(chart).get_ylabel() == "True"


def test_areas_are_drawn_mapped_and_estimated_with_whiskers() -> None:
    chart = areas_chart(["a", "b"], COLOURS[:2], [10, 0], [12, 3], [2, math.nan], "km²")
    assert widths(chart) == [10, 0, 12, 3]
    assert fills(chart)[2:] == list(COLOURS[:2])
    (whisker, none) = axes_of(chart).collections[0].get_segments()
    np.testing.assert_allclose(whisker[:, 0], [10, 14])
    assert none.size == 0
    assert axes_of(chart).get_xlabel() == "Area (km²)"
    assert axes_of(chart).get_xlim()[1] > 14
    rows = [bar.get_y() for bar in axes_of(chart).patches]
    assert axes_of(chart).yaxis_inverted()
    assert rows[0] < rows[2] < rows[1] < rows[3]  # each class under its own mapped bar


def test_bars_bear_their_counts_and_colours() -> None:
    chart = bars_chart(["a", "b", "c"], COLOURS[:3], [1200, 0, 7])
    assert widths(chart) == [1200, 0, 7]
    assert fills(chart) == list(COLOURS[:3])
    assert [text.get_text() for text in axes_of(chart).texts] == ["1,200", "0", "7"]
    assert [tick.get_text() for tick in axes_of(chart).get_yticklabels()] == ["a", "b", "c"]


@settings(max_examples=60)
@given(
    values=st.lists(st.floats(0, 5), max_size=60),
    threshold=st.one_of(st.floats(0.01, 6), st.just(1e-9)),
)
def test_a_histogram_counts_every_value_once_on_its_side(
    values: list[float], threshold: float
) -> None:
    edges = np.array(charts._edges_about(threshold, np.array(values)))
    assert (np.diff(edges) > 0).all() or np.ptp(values) < 1e-12
    assert len(edges) <= 90
    assert np.histogram(values, edges)[0].sum() == len(values)


def test_the_histogram_parts_at_the_threshold() -> None:
    values = np.append(np.linspace(0, 1, 100), [np.nan, np.inf])
    chart = histogram_chart(values, 0.303, ("Like", "Unlike"))
    inside, outside = (
        [(bar.get_x(), bar.get_height()) for bar in part.patches]
        for part in axes_of(chart).containers
    )
    assert sum(height for _, height in inside) == (np.linspace(0, 1, 100) <= 0.303).sum() == 30
    assert sum(height for _, height in outside) == 70
    assert max(x for x, height in inside if height) < 0.303
    assert min(x for x, height in outside if height) == pytest.approx(0.303)
    assert set(legend_of(chart)) == {"Like (30; 30%)", "Unlike (70; 70%)", "Threshold 0.303"}


# --- nothing, little and much ---


def test_nothing_and_one_thing_can_be_drawn(tmp_path: Path) -> None:
    nan = math.nan
    for chart in (
        spectrum_chart([1.0]),
        scatter_chart(np.empty((0, 2))),
        scatter_chart(np.ones((1, 2)), labels=[0], names=["a"], colours=["#000000"]),
        scatter_chart(np.eye(2), values=[nan, nan]),
        scatter_chart(np.random.default_rng(0).normal(size=(3, 2))),
        distance_chart([], [], nan),
        curve_chart({}, {}, {}),
        curve_chart({"a": ([20], [nan], [nan], [nan])}, {"a": nan}, {"a": None}),
        reliability_chart([nan], [nan], [0], [nan], [nan], nan),
        confusion_chart([[0]], ["a"]),
        areas_chart(["a"], ["#000000"], [0], [nan], [nan]),
        areas_chart([], [], [], [], []),
        bars_chart(["a"], ["#000000"], [0]),
        bars_chart([], [], []),
        histogram_chart([], 0.5),
        histogram_chart([0.5], 0.5),
        histogram_chart([0.1, 0.2], 9.0),
    ):
        chart.png(tmp_path / "chart.png", dpi=40)
        assert ElementTree.fromstring(chart.svg()) is not None


def overlapping(texts: list, renderer) -> int:
    boxes = [text.get_window_extent(renderer) for text in texts if text.get_text()]
    boxes = [box.expanded(0.9, 0.8) for box in boxes]
    return sum(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_24_long_names_neither_overlap_nor_leave_the_sheet() -> None:
    names = [f"Emergent herbaceous wetlands and the like {i}" for i in range(24)]
    chart_of = {
        "confusion": confusion_chart(np.full((24, 24), 1234), names),
        "areas": areas_chart(names, PALETTE, *np.ones((3, 24))),
        "bars": bars_chart(names, PALETTE, range(24)),
    }
    for chart in chart_of.values():
        with charts._style():
            chart.figure.draw_without_rendering()
            renderer = FigureCanvasAgg(chart.figure).get_renderer()
            axes = axes_of(chart)
            for texts in (axes.get_yticklabels(), axes.texts):
                assert overlapping(texts, renderer) == 0
            sheet = chart.figure.bbox.expanded(1.001, 1.001)
            for text in [*axes.get_yticklabels(), axes.xaxis.label]:
                box = text.get_window_extent(renderer)
                assert sheet.contains(box.x0, box.y0)
                assert sheet.contains(box.x1, box.y1)


def test_many_points_go_into_a_page_as_pixels() -> None:
    few, many = (
        scatter_chart(np.random.default_rng(0).normal(size=(n, 2))).svg() for n in (500, 50_000)
    )
    assert "<image" not in few
    assert "<image" in many
    assert len(many) < 500_000


def test_lengths_that_differ_are_told() -> None:
    with pytest.raises(UsageError, match="3 names, 2 colours"):
        bars_chart(["a", "b", "c"], ["#000000", "#ffffff"], [1, 2, 3])
    with pytest.raises(UsageError, match="2 points, 3 labels"):
        scatter_chart(np.eye(2), labels=[0, 1, 1], names=["a", "b"], colours=COLOURS[:2])
    with pytest.raises(UsageError, match="2 ground_m, 1 embedding"):
        distance_chart([1, 2], [1], 0)
    with pytest.raises(UsageError, match="2 sizes, 2 mean, 1 low"):
        curve_chart({"a": ([1, 2], [1, 2], [1], [1, 2])}, {}, {})
    with pytest.raises(UsageError, match="1 half_width"):
        areas_chart(["a", "b"], COLOURS[:2], [1, 2], [1, 2], [1])
    with pytest.raises(UsageError, match="2 confidence, 2 right, 1 count"):
        reliability_chart([1, 1], [1, 1], [1], [1, 1], [1, 1], 0)
    with pytest.raises(UsageError, match=r"2 classes .* shape \(3, 3\)"):
        confusion_chart(np.eye(3), ["a", "b"])


# --- files and pages ---


@cache
def svgs() -> dict[str, str]:
    return {kind: chart.svg() for kind, chart in every_chart().items()}


@pytest.mark.parametrize("kind", KINDS)
def test_an_svg_is_an_element_and_holds_its_names_as_text(kind: str) -> None:
    svg = svgs()[kind]
    assert svg.startswith("<svg ")
    assert svg.endswith("</svg>")
    text = " ".join(words(svg))
    if kind in ("scatter", "curve", "confusion", "areas", "bars"):
        for name in NAMES:
            assert name in text
    if kind == "histogram":
        assert "<in>" in text
        assert "out & away" in text
    if kind == "spectrum":
        assert "One & two" in text
        assert ElementTree.fromstring(svg).get("aria-label") == "One & two"


def test_charts_share_no_id_in_a_page_and_refer_to_their_own() -> None:
    seen: set[str] = set()
    for svg in svgs().values():
        own = ids(svg)
        assert own
        assert not own & seen
        assert set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)) <= {
            pair for name in own for pair in ((name, ""), ("", name))
        }
        seen |= own


def test_the_same_chart_is_the_same_text_again() -> None:
    assert {kind: chart.svg() for kind, chart in every_chart().items()} == svgs()


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    name = 'a id="b" url(#c)'
    assert name in words(bars_chart([name], ["#000000"], [1]).svg())
    assert "</svg>" in words(bars_chart(["</svg>"], ["#000000"], [1]).svg())


@settings(max_examples=15)
@given(name=st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=60))
def test_any_name_can_be_drawn(name: str) -> None:
    chart = bars_chart([name, "b"], COLOURS[:2], [1, 2], title=name)
    assert ElementTree.fromstring(chart.svg()).get("aria-label") == name


def test_a_png_has_its_size_and_replaces_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    png = tmp_path / "new" / "bars.png"
    chart = bars_chart(NAMES, COLOURS, [1, 2, 3, 4, 5], title="Five classes")
    assert chart.png(png) == png
    with Image.open(png) as picture:
        assert picture.width == 960
        before = np.asarray(picture.convert("RGB"))
    assert {(0, 158, 115), (230, 159, 0)} <= {*map(tuple, before.reshape(-1, 3).tolist())}
    assert (before[:, [0, -1]] > 250).all()  # nothing is cut off at the sides

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(chart.figure), "savefig", full)
    with pytest.raises(DiskFull):
        chart.png(png)
    with Image.open(png) as picture:
        np.testing.assert_array_equal(np.asarray(picture.convert("RGB")), before)
    assert [path.name for path in png.parent.iterdir()] == ["bars.png"]


def test_drawing_leaves_matplotlib_as_it_was(tmp_path: Path) -> None:
    before = dict(matplotlib.rcParams)
    for chart in every_chart().values():
        chart.png(tmp_path / "chart.png", dpi=30)
    assert dict(matplotlib.rcParams) == before


def test_charts_import_matplotlib_late_and_pyplot_never() -> None:
    script = """
import sys
from eo_embed.core import charts
assert "matplotlib" not in sys.modules
charts.bars_chart(["a"], ["#000000"], [1]).svg()
assert "matplotlib.figure" in sys.modules
assert "matplotlib.pyplot" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)
