"""Runs are followed while somebody looks, and no longer; curves come piece by piece, each point once."""

from __future__ import annotations

import pytest

from eo_embed.eo_embed_plugin.gui.train_runs import Runs, extend
from eo_embed.eo_embed_plugin.session import Session
from eo_embed.tests.eo_embed_plugin import made_training as made
from eo_embed.tests.eo_embed_plugin.fake_engine import FakeEngine, state

FOLDER = "/here/fields"
ONE = f"{FOLDER}/runs/one"


@pytest.fixture
def engine(qgis_app):
    return FakeEngine()


@pytest.fixture
def runs(engine):
    session = Session(engine)
    session.open(FOLDER)
    engine.first("open").answer(state(FOLDER))
    made_runs = Runs(session)
    made_runs._timer.setInterval(1)
    made_runs.said = []
    made_runs.failed.connect(lambda sentence, _: made_runs.said.append(sentence))
    return made_runs


def tell(engine, *runs) -> None:
    engine.first("train_runs").answer({"runs": list(runs)})


def is_asked(engine, wait) -> bool:
    """Whether the worker is asked again before long."""
    try:
        wait(lambda: engine.waiting("train_runs"), 0.15)
    except AssertionError:
        return False
    return True


def test_nothing_is_asked_while_nobody_looks(runs, engine) -> None:
    assert not engine.waiting("train_runs")
    runs.watch(True)
    assert engine.first("train_runs").params == {"folder": FOLDER}


def test_runs_that_go_on_are_asked_for_again_and_others_are_not(runs, engine, wait) -> None:
    runs.watch(True)
    tell(engine, made.run(FOLDER, "one"))
    assert is_asked(engine, wait)
    tell(engine, made.run(FOLDER, "one", "finished"))
    assert not is_asked(engine, wait)


def test_a_hidden_dialog_asks_no_more(runs, engine, wait) -> None:
    runs.watch(True)
    tell(engine, made.run(FOLDER, "one"))
    runs.watch(False)
    assert not is_asked(engine, wait)


def test_a_question_waits_for_the_answer_to_the_last(runs, engine) -> None:
    runs.watch(True)
    runs.look()
    runs.look()
    assert len(engine.waiting("train_runs")) == 1


def test_the_newest_comes_first(runs, engine) -> None:
    runs.watch(True)
    tell(
        engine,
        made.run(FOLDER, "old", "finished", started="2026-11-01T10:00:00"),
        made.run(FOLDER, "new", "finished", started="2026-11-02T10:00:00"),
    )
    assert [run["name"] for run in runs.all] == ["new", "old"]


def test_curves_come_piece_by_piece_and_each_point_once(runs, engine) -> None:
    runs.watch(True)
    runs.want([ONE])
    tell(engine, made.run(FOLDER, "one", step=100))
    asked = engine.first("train_curves")
    assert asked.params["after"] == -1
    asked.answer(made.curves(100))
    runs.look()
    tell(engine, made.run(FOLDER, "one", step=150))
    asked = engine.first("train_curves")
    assert (
        asked.params["after"] == 90
    )  # validation and probe of step 100 may have come after its metrics
    asked.answer(made.curves(150, after=90))
    steps, values = runs.column(ONE, "metrics", "loss")
    assert steps == list(range(10, 151, 10))
    assert values == made.curves(150)["metrics"]["loss"]
    assert runs.column(ONE, "probe", "probe_knn")[0] == [50, 100, 150]
    assert runs.columns(ONE, "probe") == ["step", "probe_knn", "probe_linear"]


def test_a_probe_that_comes_late_is_not_missed(runs, engine) -> None:
    runs.watch(True)
    runs.want([ONE])
    tell(engine, made.run(FOLDER, "one"))
    early = made.curves(100)
    late = made.curves(100, after=90)
    early["probe"] = {name: values[:-1] for name, values in early["probe"].items()}
    engine.first("train_curves").answer(early)
    assert runs.column(ONE, "probe", "probe_knn")[0] == [50]
    runs.look()
    tell(engine, made.run(FOLDER, "one"))
    engine.first("train_curves").answer(late)
    assert runs.column(ONE, "probe", "probe_knn")[0] == [50, 100]
    assert runs.column(ONE, "metrics", "loss")[0] == list(range(10, 101, 10))


def test_the_curves_of_a_run_that_has_ended_are_asked_for_once(runs, engine) -> None:
    runs.watch(True)
    tell(engine, made.run(FOLDER, "one", "finished"))
    runs.want([ONE])
    engine.first("train_curves").answer(made.curves(600))
    runs.want([])
    runs.want([ONE])
    assert not engine.waiting("train_curves")
    assert len(runs.column(ONE, "metrics", "loss")[0]) == 60


def test_a_run_that_is_resumed_writes_its_last_steps_anew(runs, engine) -> None:
    runs.watch(True)
    runs.want([ONE])
    tell(engine, made.run(FOLDER, "one", "stopped", step=100))
    engine.first("train_curves").answer(made.curves(100))
    runs.look()
    tell(engine, made.run(FOLDER, "one", "running", step=60))
    asked = engine.first("train_curves")
    assert asked.params["after"] == -1
    asked.answer(made.curves(60))
    assert runs.column(ONE, "metrics", "loss")[0] == [10, 20, 30, 40, 50, 60]


def test_answers_for_a_workspace_that_was_left_are_dropped(runs, engine) -> None:
    runs.watch(True)
    asked = engine.first("train_runs")
    runs.session.open("/there/lake")
    engine.first("open").answer(state("/there/lake"))
    asked.answer({"runs": [made.run(FOLDER, "one")]})
    assert runs.all == []
    tell(engine, made.run("/there/lake", "two", "finished"))
    assert [run["name"] for run in runs.all] == ["two"]


def test_what_fails_is_told_in_one_sentence(runs, engine) -> None:
    runs.watch(True)
    engine.first("train_runs").fail("OUTPUT_UNWRITABLE", "The folder x cannot be read.")
    assert runs.said == ["The folder x cannot be read."]
    runs.look()
    assert engine.waiting("train_runs")  # and asked again


def test_start_stop_and_remove_are_asked_of_the_worker(runs, engine) -> None:
    begun = []
    runs.start({"method": "byol", "out": ""}, begun.append, lambda: None)
    call = engine.first("train_start")
    assert call.params == {"folder": FOLDER, "method": "byol", "out": ""}
    call.answer({"run": ONE, "pid": 7})
    assert begun == [ONE]
    tell(engine)
    runs.stop(ONE)
    assert engine.first("train_stop").params["run"] == ONE
    runs.remove(ONE)
    engine.first("train_remove").fail("RUN_BUSY", "one still trains; stop it first.")
    assert runs.said == ["one still trains; stop it first."]


def test_columns_that_only_some_rows_have_are_filled_up() -> None:
    columns = {"step": [1, 2], "loss": [0.5, 0.4]}
    assert extend(columns, {"step": [2, 3], "loss": [0.4, 0.3], "spread": [9.0, 8.0]})
    assert columns == {"step": [1, 2, 3], "loss": [0.5, 0.4, 0.3], "spread": [None, None, 8.0]}
    assert not extend(columns, {"step": [3], "loss": [0.3]})
    assert not extend(columns, {})
