"""Charts: anything can be drawn, and any name can stand in any page."""

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
from PIL import Image

from eo_embed.core.charts import (
    Chart,
    FewShot,
    agreement_chart,
    areas_chart,
    bars_chart,
    confusion_chart,
    curve_chart,
    distance_chart,
    few_shot_chart,
    histogram_chart,
    loss_chart,
    quantile_chart,
    reliability_chart,
    scatter_chart,
    scores_chart,
    spectra_chart,
    spectrum_chart,
    views_chart,
)
from eo_embed.core.charts.base import style
from eo_embed.core.classes import PALETTE
from eo_embed.core.errors import DiskFull, UsageError
from eo_embed.tests.core.charts.seen import COLOURS, NAMES, axes_of, ids, words

KINDS = (
    "spectrum", "scatter", "values", "distance", "curve", "reliability", "confusion", "areas", "bars",
    "histogram", "spectra", "views", "few_shot", "losses", "quantiles", "agreement", "scores",
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
        "spectra": spectra_chart(dict.fromkeys(NAMES, four[0] / 5)),
        "views": views_chart({(name, NAMES[0]): (four[:2].T, four[2]) for name in NAMES}, log=True),
        "few_shot": few_shot_chart(
            {NAMES[0]: {name: FewShot([5, 50], [0.4, 0.6], [0.1, 0.1], 50) for name in NAMES}}
        ),
        "losses": loss_chart({name: (np.arange(5), four[0]) for name in NAMES}, window=2),
        "quantiles": quantile_chart({NAMES[0]: dict.fromkeys(NAMES, four[0])}),
        "agreement": agreement_chart(dict.fromkeys(NAMES, (four[0], four[1]))),
        "scores": scores_chart(
            {name: {NAMES[0]: (0.5, 0.1)} for name in NAMES}, {NAMES[1]: {NAMES[0]: 0.6}}
        ),
    }


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
        spectra_chart({}),
        spectra_chart({"a": []}),
        views_chart({}),
        views_chart({("a", "b"): (np.empty((0, 2)), [])}, log=True),
        views_chart({("a", "b"): (np.eye(2), [nan, nan])}, log=True),
        views_chart({("a", "b"): (np.eye(2), [0, 0])}, log=True),
        few_shot_chart({}),
        few_shot_chart({"a": {}}),
        few_shot_chart({"a": {"b": FewShot([20], [nan], [nan])}}),
        loss_chart({}),
        loss_chart({"a": ([], []), "b": ([1], [nan])}),
        quantile_chart({}),
        quantile_chart({"a": {"b": [], "c": [nan], "d": [1.0]}}),
        agreement_chart({}),
        agreement_chart({"": ([], [])}),
        agreement_chart({"": ([1.0], [1.0])}),
        scores_chart({}),
        scores_chart({"a": {"b": (nan, nan)}}, {"a": {"b": nan}}),
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
        "scores": scores_chart({name: {"R²": (0.5, 0.1)} for name in names}),
    }
    for chart in chart_of.values():
        with style():
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
    with pytest.raises(UsageError, match="2 points, 1 values"):
        views_chart({("a", "b"): (np.eye(2), [1])})
    with pytest.raises(UsageError, match="2 sizes, 2 mean, 1 half"):
        few_shot_chart({"a": {"b": FewShot([1, 2], [1, 2], [1])}})
    with pytest.raises(UsageError, match="1 steps, 2 losses"):
        loss_chart({"a": ([1], [1, 2])})
    with pytest.raises(UsageError, match="2 observed, 1 predicted"):
        agreement_chart({"a": ([1, 2], [1])})


@cache
def svgs() -> dict[str, str]:
    return {kind: chart.svg() for kind, chart in every_chart().items()}


@pytest.mark.parametrize("kind", KINDS)
def test_an_svg_is_an_element_and_holds_its_names_as_text(kind: str) -> None:
    svg = svgs()[kind]
    assert svg.startswith("<svg ")
    assert svg.endswith("</svg>")
    text = " ".join(words(svg))
    if kind not in ("spectrum", "values", "distance", "reliability", "histogram"):
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
