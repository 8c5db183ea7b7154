"""Runs side by side: how each stands, in what they differ, and which curves are to be seen."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin.gui.train_history import History, differing_keys, table_of
from eo_embed.tests.eo_embed_plugin import made_training as made

FOLDER = "/here/fields"
ON = Qt.CheckState.Checked


def three() -> list[dict]:
    return [
        made.run(FOLDER, "c", step=150),
        made.run(FOLDER, "b", "failed", 340, values={"lr": 0.1, "batch_size": 32, "log_every": 5}),
        made.run(FOLDER, "a", "finished", 600, method="byol", values={"lr": 1e-4, "ema": 0.99}),
    ]


@pytest.fixture
def history(qgis_app):
    table = History()
    table.resize(500, 200)
    table.set_runs(three())
    table.show()
    yield table
    table.deleteLater()


def test_a_row_says_how_a_run_stands(history) -> None:
    head, *rows = history.texts()
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Name"] for row in told] == ["c", "b", "a"]
    assert [row["State"] for row in told] == ["25 %", "failed", "finished"]
    assert [row["Steps"] for row in told] == ["150", "340", "600"]
    assert told[0]["kNN probe"] == "0.61"
    assert told[2]["Method"] == "byol"
    assert told[2]["Time"] == "88 s"


def test_columns_are_the_values_in_which_runs_differ() -> None:
    assert differing_keys(three()) == [
        "lr"
    ]  # ema is of one run alone; how often is told does not bear
    head, rows = table_of(three())
    assert head[-1] == "Learning rate"
    assert [row[-1] for row in rows] == ["0.0003", "0.1", "0.0001"]
    assert differing_keys(three()[:1]) == []


def test_the_first_is_chosen_and_others_are_overlaid_by_their_ticks(history) -> None:
    assert history.current == f"{FOLDER}/runs/c"
    assert history.shown == [f"{FOLDER}/runs/c"]
    heard = []
    history.overlaid.connect(lambda: heard.append(history.shown))
    history.item(2, 0).setCheckState(ON)
    assert heard[-1] == [f"{FOLDER}/runs/c", f"{FOLDER}/runs/a"]
    assert history.colour(history.shown[0]) != history.colour(history.shown[1])


def test_keys_choose_and_tick(history) -> None:
    chosen = []
    history.chosen.connect(chosen.append)
    QTest.keyClick(history, Qt.Key.Key_Down)
    assert chosen == [f"{FOLDER}/runs/b"]
    QTest.keyClick(history, Qt.Key.Key_Space)
    assert history.item(1, 0).checkState() == ON
    QTest.keyClick(history, Qt.Key.Key_Up)
    assert history.shown == [f"{FOLDER}/runs/c", f"{FOLDER}/runs/b"]


def test_choice_and_ticks_stay_while_runs_go_on(history) -> None:
    history.choose(f"{FOLDER}/runs/b")
    history.item(2, 0).setCheckState(ON)
    item = history.item(0, 0)
    further = [made.run(FOLDER, "c", step=300), *three()[1:]]
    history.set_runs(further)
    assert history.item(0, 0) is item  # only texts are others, so that nothing flickers
    assert history.texts()[1][3] == "300"
    history.set_runs([made.run(FOLDER, "d"), *further])
    assert history.current == f"{FOLDER}/runs/b"
    assert history.shown == [f"{FOLDER}/runs/b", f"{FOLDER}/runs/a"]
    history.set_runs(further[2:])
    assert history.current == f"{FOLDER}/runs/a"


def test_the_table_is_copied_whole(history) -> None:
    QTest.keyClick(history, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QgsApplication.clipboard().text().splitlines()
    assert len(lines) == 4
    assert lines[0].split("\t") == history.texts()[0]


def test_no_runs(history) -> None:
    history.set_runs([])
    assert history.current == ""
    assert history.shown == []


def test_columns_grow_with_what_they_hold(history) -> None:
    history.set_runs([made.run(FOLDER, "c", step=0, loss=None, seconds=None)])
    narrow = history.columnWidth(4)
    history.set_runs([made.run(FOLDER, "c", step=10, loss=-0.0001234567)])
    assert history.columnWidth(4) >= history.sizeHintForColumn(4) > 20
    history.setColumnWidth(4, narrow + 200)
    history.set_runs([made.run(FOLDER, "c", step=20)])
    assert history.columnWidth(4) == narrow + 200
