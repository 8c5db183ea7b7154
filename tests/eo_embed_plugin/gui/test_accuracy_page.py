"""Scores and curves on the Accuracy page, held against the pipeline run apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eo_embed.eo_embed_plugin.gui import accuracy_page
from eo_embed.eo_embed_plugin.gui.accuracy_page import AccuracyPage, sizes_to_try
from eo_embed.eo_embed_plugin.gui.score_words import score_sentences


@pytest.fixture
def page(context: Any, labelled: Path, wait: Callable[..., None]) -> AccuracyPage:
    made = AccuracyPage(context)
    context.session.open(str(labelled))
    wait(lambda: context.session.labels)
    yield made
    made.left()
    made.deleteLater()


def ask(section: Any, wait: Any) -> None:
    section.button.button.click()
    assert section.button.is_running
    wait(lambda: not section.button.is_running, 180)


def test_scores_are_the_pipelines(
    page: AccuracyPage, wait: Any, in_python: Any, labelled_template: Path
) -> None:
    section = page.scores
    ask(section, wait)
    code = "answer = pipeline.score(folder, head='rf', target='cover').to_dict()"
    apart = in_python(code, folder=str(labelled_template))
    assert section.headline.text() == score_sentences(apart, "cover")[0]
    accuracy = apart["metrics"]["overall_accuracy"]["mean"]
    assert f"Right on {100 * accuracy:.0f}%" in section.headline.text()
    assert section.matrix.counts == apart["confusion"]
    assert section.matrix.names == [c["name"] for c in apart["classes"]]
    rows = section.table.texts()[1:]
    assert [row[0] for row in rows] == section.matrix.names
    assert [row[1] for row in rows] == [f"{c['precision']:.2f}" for c in apart["classes"]]
    assert [int(row[4]) for row in rows] == [c["support"] for c in apart["classes"]]
    assert section.notes.text().count("⚠") == len(apart["warnings"])
    assert "90 labels (90 clicked)" in section.labels.text()
    assert "no accuracy of the map" in section.labels.text()


def test_the_split_and_the_folds_are_those_chosen(page: AccuracyPage, wait: Any) -> None:
    section = page.scores
    section.split.setCurrentIndex(section.split.count() - 1)
    section.folds.setValue(3)
    ask(section, wait)
    assert "random folds" in section.headline.text()
    assert "dealing the 3 folds anew" in section.details.text()


def test_scores_outlive_other_tabs_and_say_when_they_are_old(page: AccuracyPage, wait: Any) -> None:
    section, session = page.scores, page.scores.session
    ask(section, wait)
    headline = section.headline.text()
    page.left()
    page.entered()
    assert section.headline.text() == headline
    assert section.stale.isHidden()
    chip = next(iter(session.labels))
    session.label([chip], None)
    wait(lambda: chip not in session.labels)
    assert section.headline.text() == headline
    assert not section.stale.isHidden()
    assert "run it again" in section.stale.text()


def test_another_target_does_not_show_these_scores(page: AccuracyPage, wait: Any) -> None:
    section, session = page.scores, page.scores.session
    ask(section, wait)
    assert not section.body.isHidden()
    session.put_target("other", "classes", [])
    wait(lambda: session.target == "other" and session.target_info)
    assert section.body.isHidden()
    assert not section.button.button.isEnabled()
    session.set_target("cover")
    wait(lambda: session.labels)
    assert not section.body.isHidden()
    assert section.stale.isHidden()


def test_a_curve_is_the_pipelines(
    page: AccuracyPage, wait: Any, in_python: Any, labelled_template: Path
) -> None:
    section = page.curve
    section.splits.setCurrentIndex(section.splits.findData(["random"]))
    section.repeats.setValue(2)
    ask(section, wait)
    code = """
answer = [c.to_dict() for c in pipeline.curve(folder, target="cover", splits=("random",), repeats=2, sizes=sizes)]
"""
    (apart,) = in_python(code, folder=str(labelled_template), sizes=sizes_to_try(90))
    (shown,) = section.chart.curves
    assert shown["enough"] == apart["enough"]
    assert [p["labels"] for p in shown["points"]] == [p["labels"] for p in apart["points"]]
    means = [[p["metrics"]["macro_f1"]["mean"] for p in c["points"]] for c in (shown, apart)]
    assert means[0] == pytest.approx(means[1])
    if apart["enough"] is not None:
        assert f"{apart['enough']} labels reach 95%" in section.told.text()


@pytest.mark.parametrize("labels", [2, 6, 10, 90, 4000])
def test_sizes_fit_the_labels(labels: int) -> None:
    sizes = sizes_to_try(labels)
    assert sizes == sorted(set(sizes))
    assert sizes
    assert all(2 <= size <= max(2, 0.7 * labels) for size in sizes)


def test_nothing_is_scored_without_two_classes(context: Any, embedded: Path, wait: Any) -> None:
    page = AccuracyPage(context)
    context.session.open(str(embedded))
    wait(lambda: context.session.state)
    for section in (page.scores, page.curve):
        assert not section.button.button.isEnabled()
        assert section.button.button.toolTip() == "label two classes first"
    assert not page.report.button.button.isEnabled()
    assert page.check.draw.button.toolTip() == "Write a map first"


@pytest.mark.slow
def test_the_report_opens_in_the_browser(
    page: AccuracyPage, wait: Any, monkeypatch: pytest.MonkeyPatch, in_python: Any
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(accuracy_page, "open_page", opened.append)
    session = page.report.session
    code = "pipeline.fit(folder, target='cover')\npipeline.predict(folder)\nanswer = None"
    in_python(code, folder=session.folder)
    session.refresh()
    wait(lambda: page.report.button.button.isEnabled())
    ask(page.report, wait)
    (path,) = opened
    assert Path(path).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert not page.report.open_it.isHidden()
