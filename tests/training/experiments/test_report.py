"""The page of an experiment: it stands alone, and sets ours beside the paper's, with what differs."""

import html
import math
import re
import shlex
from datetime import UTC, datetime

import pytest

from eo_embed import __version__
from eo_embed.core.cli import run
from eo_embed.core.errors import OutputError
from eo_embed.core.progress import Task
from eo_embed.tests.core.report.test_page import Page
from eo_embed.tests.training.experiments.toy import HOSTILE, offer
from eo_embed.training import cli
from eo_embed.training.experiments.base import Audit, Claim, Line, Measured, Table, measured
from eo_embed.training.experiments.bench import comparison, report
from eo_embed.training.experiments.bench.folder import Bench
from eo_embed.training.experiments.bench.running import Asked, open_all, run_experiment
from eo_embed.training.experiments.bench.writing import draw

assert cli  # which adds the commands


@pytest.fixture
def made(scenes, tmp_path, monkeypatch):
    """The toy's page as text, and as its elements."""
    experiment = offer(monkeypatch)
    asked = Asked((str(scenes),), "out dir", True, 7, {"ridge": 0.5}, None, {})
    config = experiment.read(asked.values, asked.quick)
    data = open_all(experiment, asked, Task())
    findings = experiment.run(Bench(tmp_path, seed=7), data, config)
    drawn = [draw(figure) for figure in findings.figures]
    written = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    text = report.render(experiment, asked, config, data, findings, drawn, written)
    return text, Page(text), findings


def test_the_page_is_sound_and_needs_no_other_file(made):
    text, page, _ = made
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    for key in ("src", "href", "xlink:href", "data", "srcset"):
        assert all(v.startswith(("data:image/", "#")) for v in page.values(key)), key
    assert not any(key.startswith("on") for _, key, _ in page.attributes)
    assert "@import" not in text
    assert all(v.startswith("#") for v in re.findall(r"url\((.*?)\)", text))
    assert HOSTILE in page.words
    ids = page.values("id")
    assert len(ids) == len(set(ids))


def test_it_opens_with_what_was_asked_and_how_it_came_out(made):
    _, page, findings = made
    for told in (
        "Experiment toy · quick, small sizes · written 2026-11-22 09:30 UTC",
        "Brightness of scenes",
        "Whether bright scenes are bright.",
        "Nobody 2022, An imaginary paper",
        "32 samples",
        "Claims of the paper 1 of 2 hold",
        "Checks 1 of 1 passed",
        "Figures obtained 2 of 3",
        "Seed 7",
        f"eo-embed {__version__}",
    ):
        assert told in page.words
    assert findings.scores[0].seed == 0


def test_ours_stands_beside_the_papers_and_what_could_not_be_run_says_why(made):
    _, page, findings = made
    ours = measured([s.value for s in findings.scores if s.value is not None])
    told = f"{ours.mean:.3f} ± {ours.half:.3f} paper 0.875"
    assert f"brightness {told} – paper 0.500 ImageNet – paper 0.910 –" in page.words
    assert "Table 1, random split: R², mean ± half the 95% interval, n = 2" in page.words
    assert "ImageNet could not be run: No weights are here." in page.words
    assert "The paper's is of other images." in page.words


def test_claims_checks_differences_and_notes_are_told(made):
    _, page, findings = made
    for claim, verdict in zip(
        findings.claims, ("✓ holds", "✗ does not hold", "– left open"), strict=True
    ):
        assert f"{claim.text} {claim.where} {verdict} {claim.found}" in page.words
    assert "No sample on both sides ✓ passed None shared." in page.words
    assert "No place on both sides – cannot be known Places are not known." in page.words
    assert "What differs from the paper Images of 16 pixels, not 256." in page.words
    assert "A note at the end." in page.words


def test_figures_stand_in_the_page_with_their_titles_and_captions(made):
    text, page, _ = made
    assert (text.count("<svg"), page.tags.count("img"), page.tags.count("figure")) == (1, 1, 2)
    assert "Scores as bars" in page.values("aria-label")
    assert f"A walk {HOSTILE}" in page.values("alt")
    assert "Whiskers are intervals." in page.words


def test_values_say_which_are_assumed(made):
    _, page, _ = made
    assert "The paper does not state ridge; what stands here is assumed." in page.words
    assert "ridge 0.5 (assumed) not stated lambda of the ridge" in page.words
    assert "repeats 2 4 how often" in page.words
    assert "sizes 5, 10 5, 10 numbers of labels" in page.words


def test_the_command_on_the_page_repeats_the_experiment(scenes, tmp_path, monkeypatch):
    offer(monkeypatch)
    out = tmp_path / "an out"
    asked = {"values": {"sizes": (5.0, 7.5), "repeats": 3}, "seed": 3, "dataset": "folders"}
    run_experiment("toy", [str(scenes)], out, quick=True, **asked)
    (code,) = re.findall(r"<pre><code>(.*?)</code></pre>", (out / "report.html").read_text(), re.S)
    words = shlex.split(html.unescape(code).replace("\\\n", ""))
    results = (out / "results.csv").read_bytes()
    (out / "results.csv").unlink()
    # It goes on in the same folder, which takes nothing that was asked otherwise.
    assert run(words[1:]) == 0
    assert (out / "results.csv").read_bytes() == results


def test_a_check_that_failed_is_said_at_the_top():
    told = comparison.warnings([Audit("No place on both sides", False, "12 are")])
    assert "Not to be believed" in told
    assert "No place on both sides: failed, 12 are." in told
    assert comparison.warnings([Audit("a", True, ""), Audit("b", None, "")]) == ""


def test_tables_tell_n_in_cells_where_rows_differ_in_it():
    table = Table(
        "Table 2", "R²", ("a", "b"),
        (
            Line("x", {"a": Measured(0.5, 0.1, 10), "b": Measured(math.nan, math.nan, 0)}),
            Line("y", {"a": Measured(-0.25, math.nan, 1)}, {"b": math.nan}),
        ),
    )  # fmt: skip
    words = Page(comparison.beside_the_paper(table)).words
    assert "x 0.500 ± 0.100 (n = 10) – y −0.250 (n = 1) –" in words
    assert "paper" not in words


def test_a_reason_that_several_rows_share_is_told_once():
    lines = [Line(name, why="No weights here.") for name in ("a", "b", "c")]
    table = Table("Table 2", "R²", ("x",), (*lines, Line("d", why="Too little data.")))
    words = Page(comparison.beside_the_paper(table)).words
    assert words.endswith(
        "a, b and c could not be run: No weights here. d could not be run: Too little data."
    )


@pytest.mark.parametrize(
    ("value", "like", "told"),
    [
        (0.8125, None, "0.812"), (-0.5, None, "−0.500"), (1.0, None, "1.000"), (250, None, "250"),
        (20000, None, "20,000"), (93.456, None, "93.46"), (123.456, None, "123.5"), (0.5, 93.4, "0.50"),
        (1234.5, None, "1,234"),
    ],
)  # fmt: skip
def test_figures_are_told_in_few_digits(value, like, told):
    assert comparison.figure(value, like) == told


def test_nothing_to_tell_is_said_in_words():
    assert "No claim" in comparison.claims_table(())
    assert "Nothing was checked" in comparison.audits_table(())
    assert "Nothing" in comparison.differences(())
    assert comparison.claims_in_short([Claim("a", "b", None, "c")]) == "none asked"
    assert comparison.audits_in_short([Audit("a", None, "b")]) == "none"


def test_another_file_of_its_name_is_not_overwritten(tmp_path, scenes, monkeypatch):
    offer(monkeypatch)
    run_experiment("toy", [str(scenes)], tmp_path / "out")
    (tmp_path / "out" / "report.html").write_text("<p>mine</p>")
    with pytest.raises(OutputError, match="no report"):
        run_experiment("toy", [str(scenes)], tmp_path / "out")
