"""What an experiment leaves: every score a line, every figure a PNG and an SVG, whole, and nothing stale."""

import csv
import io
from dataclasses import asdict, fields
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from eo_embed.core.charts import bars_chart
from eo_embed.core.errors import UsageError
from eo_embed.tests.training.experiments.toy import HOSTILE, picture
from eo_embed.training.experiments.base import Figure, Score
from eo_embed.training.experiments.bench.writing import INDEX, draw, write_figures, write_scores


def bars(name, count=1):
    chart = bars_chart(["a"], ["#000000"], [count])
    return draw(Figure(name, f"Bars {HOSTILE}", "How many.", chart=chart))


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_every_score_is_a_line_that_can_be_read_back(tmp_path):
    scores = [
        Score("table 2", "multi-task, all", "trees", "blocks", "r2", 1 / 3, seed=2, labels=250, dim=1024),
        Score("table 2", f'a "b", {HOSTILE}\nc', "x", "random", "r2", None, why="No weights, sorry."),
        Score("table 2", "np", "x", "random", "r2", float(np.float64(0.1)), labels=None),
    ]  # fmt: skip
    write_scores(scores, tmp_path / "results.csv")
    with (tmp_path / "results.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [f.name for f in fields(Score)]
    assert rows == [
        {key: "" if value is None else str(value) for key, value in asdict(score).items()}
        for score in scores
    ]
    assert float(rows[0]["value"]) == 1 / 3


def test_a_chart_lies_there_as_png_and_as_svg_of_its_own(tmp_path):
    write_figures([bars("a-chart")], tmp_path)
    assert names(tmp_path) == {"a-chart.png", "a-chart.svg", INDEX}
    with Image.open(tmp_path / "a-chart.png") as shown:
        assert shown.width == 960
    text = (tmp_path / "a-chart.svg").read_bytes()
    assert text.startswith(b"<?xml ")
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label") == f"Bars {HOSTILE}"


def test_a_picture_lies_there_as_png_and_within_an_svg(tmp_path):
    png = picture()
    write_figures([draw(Figure("walk", f"A walk {HOSTILE}", "", picture=png))], tmp_path)
    assert (tmp_path / "walk.png").read_bytes() == png
    root = ElementTree.fromstring((tmp_path / "walk.svg").read_bytes())
    assert (root.get("viewBox"), root.get("aria-label")) == ("0 0 30 20", f"A walk {HOSTILE}")
    (image,) = root
    kind, _, data = image.get("href").partition(",")
    assert kind == "data:image/png;base64"
    import base64

    with Image.open(io.BytesIO(base64.b64decode(data))) as shown:
        assert shown.size == (30, 20)


def test_what_is_no_longer_drawn_goes_unless_it_was_changed(tmp_path):
    write_figures([bars("a"), bars("b"), bars("c")], tmp_path)
    (tmp_path / "b.png").write_bytes(b"mine now")
    (tmp_path / "own.png").write_bytes(b"mine")
    write_figures([bars("c", 2)], tmp_path)
    assert names(tmp_path) == {"b.png", "own.png", "c.png", "c.svg", INDEX}
    assert ">2<" in (tmp_path / "c.svg").read_text()
    write_figures([], tmp_path)
    assert names(tmp_path) == {"b.png", "own.png", INDEX}


def test_the_same_figures_are_the_same_files_again(tmp_path):
    for folder in ("a", "b"):
        write_figures([bars("x"), draw(Figure("y", "", "", picture=picture()))], tmp_path / folder)
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_no_folder_is_made_for_no_figures(tmp_path):
    assert write_figures([], tmp_path / "figures") == []
    assert not (tmp_path / "figures").exists()


def test_figures_need_names_of_their_own_and_something_to_show(tmp_path):
    with pytest.raises(ValueError, match="one name"):
        write_figures([bars("a"), bars("a")], tmp_path)
    with pytest.raises(ValueError, match="neither chart nor picture"):
        draw(Figure("a", "", ""))
    with pytest.raises(UsageError, match="files are named"):
        bars("../a")
