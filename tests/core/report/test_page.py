"""The page: sound HTML that stands alone, escapes what people wrote, and says what the facts say."""

import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_embed.core import pipeline
from eo_embed.core.errors import OutputError
from eo_embed.core.probes import Estimate
from eo_embed.core.report import closing, commands, in_short, opening, render, wording, write_report
from eo_embed.core.report.markup import Column, Markup, element, joined, swatch, table
from eo_embed.core.synthetic import make_scene

HOSTILE = "<script>alert(\"1\")</script> & '森林'"
VOID = {"meta", "img", "br", "hr", "input", "link"}


class Page(HTMLParser):
    """What a page is made of: fails where elements are not closed in the order that they were opened."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.text = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, key, value or "") for key, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, key, value or "") for key, value in attrs]

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)

    def values(self, name):
        return [value for _, key, value in self.attributes if key == name]

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    scene = make_scene(folder, size=320)
    w = folder / "w"
    pipeline.init(w, {"s2": [str(scene.scene)]}, chip="16", stride="8")
    pipeline.embed(w, model="stats")
    ids = pipeline.features(w).ids
    rng = np.random.default_rng(0)
    some = rng.permutation(ids)[:90]
    column = pipeline.open_workspace(w).grid.rows_cols(some)[1]
    pipeline.label_chips(w, "cover", some[column < 19], HOSTILE, who="<b>me</b>")
    pipeline.label_chips(w, "cover", some[column >= 19], "dry", how="suggestion")
    pipeline.fit(w, head="ridge", calibrate=True, hold_out=0.3)
    pipeline.predict(w)
    pipeline.label(w, str(scene.truth), target="forest", how="fraction:3")
    pipeline.fit(w, head="ridge", target="forest", labels=80)
    pipeline.predict(w)
    return w


@pytest.fixture(scope="module")
def facts(made):
    return pipeline.report_facts(made, head="cover-ridge", block="500m", title=f"Map {HOSTILE}")


@pytest.fixture(scope="module")
def values(made):
    return pipeline.report_facts(made, head="forest-ridge", block="500m", curve=False)


@pytest.fixture(scope="module")
def sampled(made):
    drawn = pipeline.sample(made, map_file="cover-ridge", n=40)
    frame = geopandas.read_file(drawn.cells)
    frame["label"] = [("dry", HOSTILE)[i % 2] for i in range(len(frame))]
    frame.to_file(drawn.cells, layer=pyogrio.list_layers(drawn.cells)[0, 0])
    return pipeline.report_facts(made, head="cover-ridge", block="500m", curve=False)


@pytest.fixture(scope="module")
def pages(facts, values, sampled):
    return {name: render(found) for name, found in
            {"classes": facts, "values": values, "sampled": sampled}.items()}  # fmt: skip


@pytest.mark.parametrize("name", ["classes", "values", "sampled"])
def test_a_page_is_sound_and_stands_alone(pages, name):
    text = pages[name]
    page = Page(text)
    assert "script" not in page.tags
    assert not {"link", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    for key in ("src", "href", "xlink:href", "action", "data", "poster", "srcset"):
        assert all(v.startswith(("data:image/", "#")) for v in page.values(key)), key
    assert not any(key.startswith("on") for _, key, _ in page.attributes)
    assert "@import" not in text
    assert all(v.startswith("#") for v in re.findall(r"url\((.*?)\)", text))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    pointed = [v.split()[0] for v in page.values("aria-labelledby")]
    assert set(pointed) <= set(ids)


@pytest.mark.parametrize("name", ["classes", "values", "sampled"])
def test_a_page_can_be_read_without_eyes(pages, name):
    page = Page(pages[name])
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    pictures = page.tags.count("img")
    assert (
        len([v for tag, key, v in page.attributes if (tag, key) == ("img", "alt") and v])
        == pictures
        == 1
    )
    drawn = page.tags.count("svg")
    told = [v for tag, key, v in page.attributes if (tag, key) == ("svg", "aria-label")]
    assert len(told) == drawn > 1
    assert all(told)
    assert page.tags.count("th") == len(
        [1 for tag, key, _ in page.attributes if (tag, key) == ("th", "scope")]
    )
    assert 'lang="en"' in pages[name]


def test_the_ten_parts_come_in_their_order(pages):
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", pages["classes"])
    assert titles == [
        "1. The map", "2. The labels", "3. How well it does", "4. How many labels",
        "5. Does the head mean what it says", "6. Where not to believe it",
        "7. How much of each class there is", "8. What these figures do not show", "9. How it was made",
    ]  # fmt: skip
    assert titles[opening.SCORES - 1].endswith("How well it does")
    assert "How much" in titles[opening.AREAS - 1]


def test_what_people_wrote_is_text(pages):
    page = Page(pages["classes"])
    assert "<script" not in pages["classes"]
    assert "<b>me</b>" not in pages["classes"]
    assert f"Map {HOSTILE}" in page.words
    assert "By: <b>me</b>" in page.words
    assert any(HOSTILE in value for value in page.values("alt"))


def test_the_headline_names_its_split(facts, pages):
    found = facts.accuracy.block.metrics["overall_accuracy"]
    told = wording.spread(found.mean, found.std)
    words = Page(pages["classes"]).words
    assert (
        f"by blocks of ground of 500 m, heads like it named the class rightly with an overall accuracy of {told}"
        in words
    )
    assert "no estimate from a probability sample yet" in words
    assert "eo-embed sample w --map maps/cover-ridge.tif" in words
    only = replace(
        facts, accuracy=replace(facts.accuracy, block=None, block_note="Too near."), certainty=None
    )
    words = Page(render(only)).words
    assert (
        "That split is random, which flatters; no split by blocks of ground was possible." in words
    )
    assert "Too near." in words


def test_the_summary_says_when_labels_have_changed(facts):
    told = "The labels have changed since the head was fitted: the scores are of the labels as they are now"
    assert told not in _lead(facts)
    assert told in _lead(replace(facts, labels=replace(facts.labels, changed=True)))


@pytest.mark.parametrize(
    ("how", "most"),
    [
        ({"click": 45, "suggestion": 45}, False),
        ({"click": 44, "suggestion": 46}, True),
        ({"click": 44, "cluster": 23, "suggestion": 23}, True),
        ({"imported": 90}, False),
    ],
)
def test_the_summary_says_when_the_program_chose_most_labels(facts, how, most):
    summary = replace(facts.labels.summary, labels=90, how=how)
    found = replace(facts, labels=replace(facts.labels, summary=summary))
    told = "Most of the labels, 46 of 90, were chosen by the program itself"
    assert (told in _lead(found)) == most
    assert ("Most of the labels" in " ".join(in_short(found, Path("x.html")).cautions)) == most


def _lead(facts):
    return re.search(r'<p class="lead">(.*?)</p>', render(facts), re.S)[1]


@pytest.mark.parametrize(("by", "worse"), [(0.01, True), (0.0, False), (-0.01, False)])
def test_calibration_that_made_it_worse_is_told(facts, values, by, worse):
    told = "Calibration made it worse on these blocks; fit the head without --calibrate."
    before = facts.certainty.before
    after = replace(before, log_loss=before.log_loss + by)
    found = replace(facts, certainty=replace(facts.certainty, before=before, after=after))
    assert (told in render(found)) == worse
    before = replace(values.certainty.before, share=values.certainty.before.levels - 0.1)
    after = replace(before, share=before.share - by)
    certain = replace(values.certainty, before=before, after=after, factor=1.1)
    assert (told in render(replace(values, certainty=certain))) == worse


def test_every_score_and_warning_is_on_the_page(facts, values, pages):
    for found, name in ((facts, "classes"), (values, "values")):
        words = Page(pages[name]).words
        for scores in (found.accuracy.block, found.accuracy.random):
            assert all(warning in words for warning in scores.warnings)
            for metric, estimate in scores.metrics.items():
                form = wording.quantity_spread if metric in ("rmse", "mae") else wording.spread
                assert form(estimate.mean, estimate.std) in words
    for part in facts.accuracy.block.classes:
        assert f"{part.precision:.3f}" in pages["classes"]


def test_an_estimate_is_told_with_its_intervals(sampled, pages):
    words = Page(pages["sampled"]).words
    found = sampled.reference.report.estimate
    for part in found.classes:
        between = wording.interval(
            wording.hectares(part.area.low), wording.hectares(part.area.high)
        )
        assert f"{wording.hectares(part.area.value)} {between}" in words
    low, high = (
        wording.share(found.overall_accuracy.low),
        wording.share(found.overall_accuracy.high),
    )
    assert f"(95% interval {low} to {high})" in words
    for note in found.notes:
        assert note in words
    assert "no estimate from a probability sample" not in words


def test_values_have_no_confusion_and_points_on_axes_with_figures(pages):
    words = Page(pages["values"]).words
    assert "What is taken for what" not in pages["values"]
    assert "Share of truths inside the intervals" in words
    assert "the map’s mean is no estimate of the true mean" in words
    drawn = re.search(r'<svg[^>]*aria-label="Predicted by heads.*?</svg>', pages["values"], re.S)
    assert ">Label<" in drawn[0]
    assert re.search(r">0\.\d+<", drawn[0])


def test_limits_are_those_that_apply(facts, values):
    told = " ".join(closing.limits(facts))
    assert "Chips overlap" in told
    assert "were chosen by the program itself (suggestion)" in told
    assert "Calibration is one factor for all" in told
    assert "majority" not in facts.how
    assert "Chips of mixed cover" not in told
    assert "Imported labels" not in told
    assert "The map is older" not in told
    changed = replace(
        facts, how="majority of nlcd.tif", map=replace(facts.map, older=True, dense=True)
    )
    told = " ".join(closing.limits(changed))
    assert "Chips of mixed cover" in told
    assert "The map is older than the head" in told
    assert "do not tell how well boundaries are drawn" in told
    told = " ".join(closing.limits(values))
    assert "Imported labels" in told
    assert "Calibration" not in told
    assert "80 of the" in told


def test_what_is_undefined_is_a_dash(facts):
    block = facts.accuracy.block
    nothing = dict.fromkeys(block.metrics, Estimate(math.nan, math.nan))
    classes = [replace(c, precision=math.nan, recall=math.nan, f1=math.nan) for c in block.classes]
    bare = replace(
        facts,
        accuracy=replace(facts.accuracy, block=replace(block, metrics=nothing, classes=classes)),
        curves=(),
    )
    page = Page(render(bare))
    assert " nan " not in page.words.lower()
    assert f"dry {wording.NONE} {wording.NONE} {wording.NONE}" in page.words
    assert "Left out of this report" in page.words


def test_homes_are_not_told(facts, made, monkeypatch):
    monkeypatch.setenv("HOME", str(made.parent))
    found = pipeline.report_facts(made, head="forest-ridge", block="500m", curve=False)
    page = render(found)
    assert str(made.parent) not in page
    assert "~/scene.tif" in page
    assert "s2=~/scene.tif" in commands.to_map(found)[0].replace("'", "")


def test_a_page_of_ours_is_replaced_and_nothing_else(facts, tmp_path):
    path = write_report(facts, tmp_path / "new" / "page.html")
    text = path.read_text(encoding="utf-8")
    write_report(replace(facts, title="Another"), path)
    assert path.read_text(encoding="utf-8") != text
    for other in ("mine", text.replace("eo-embed report", "someone else")):
        path.write_text(other, encoding="utf-8")
        with pytest.raises(OutputError, match="is no report of eo-embed"):
            write_report(facts, path)
        assert path.read_text(encoding="utf-8") == other
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(OutputError):
        write_report(facts, tmp_path / "folder.html")
    with pytest.raises(OutputError, match=r"written as \.html"):
        write_report(facts, tmp_path / "page.txt")


def test_in_short_it_is_what_the_page_says(facts, sampled, tmp_path):
    told = in_short(facts, tmp_path / "x.html")
    assert told.block == facts.accuracy.block.metrics["overall_accuracy"].mean
    assert told.block_m == 500
    assert told.reference == ""
    assert in_short(sampled, tmp_path / "x.html").reference == "samples/check.gpkg"


@given(st.text())
def test_any_text_comes_through_markup_as_it_was(text):
    page = Page(f"<div>{element('p', text, title=text)}</div>")
    assert "".join(page.text) == text
    assert page.values("title") == [text]
    assert page.tags == ["div", "p"]


def test_markup_is_kept_and_tables_head_their_rows():
    assert joined("<", Markup("<b>1</b>")) == "&lt;<b>1</b>"
    text = table(
        "What", [Column("A", False), Column("B")], [["x", "1"], [swatch("#ffffff", "<y>"), "2"]]
    )
    assert '<th scope="row">x</th><td class="figure">1</td>' in text
    assert '<th scope="col" class="figure">B</th>' in text
    assert "&lt;y&gt;" in text


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (wording.share(0.5), "50.0%"), (wording.share(1e-5), "<0.1%"), (wording.share(0.99999), ">99.9%"),
        (wording.share(1.0), "100.0%"), (wording.share(0.0), "0.0%"), (wording.share(math.nan), "–"),
        (wording.score(-0.12345), "−0.123"), (wording.spread(0.5, math.nan), "0.500"),
        (wording.spread(math.nan, math.nan), "–"), (wording.quantity(12345.6), "12,346"),
        (wording.quantity_spread(0.21131, 0.002916), "0.2113 ± 0.0029"),
        (wording.hectares(22_364e4), "22,364"), (wording.hectares(12_340), "1.23"),
        (wording.length(10_000), "10 km"), (wording.length(226.27), "226.3 m"),
        (wording.words(["a", "b", "c"]), "a, b and c"), (wording.words(["a"]), "a"), (wording.words([]), ""),
        (wording.plural(1, "chip"), "1 chip"), (wording.plural(2_000, "class", "classes"), "2,000 classes"),
        (wording.instant("2026-03-05T10:11:12+00:00"), "2026-03-05 10:11 UTC"),
    ],
)  # fmt: skip
def test_figures_are_told_as_readers_want_them(told, expected):
    assert told == expected
