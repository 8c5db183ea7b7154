"""Labels on their way: pending until on disk, in the order they were given, undone as they were done."""

from __future__ import annotations

from typing import Any

import pytest

from eo_embed.eo_embed_plugin.session import Session
from eo_embed.tests.eo_embed_plugin.fake_engine import FakeCall, FakeEngine, state

NO_LABELS: dict[str, Any] = {"chips": [], "values": [], "how": [], "counts": {}}


class Disk:
    """What a worker would have on disk: answers label and relabel as it does."""

    def __init__(self, engine: FakeEngine) -> None:
        self.engine, self.labels = engine, {}

    def write(self, call: FakeCall) -> dict[str, Any]:
        changes = call.params.get("changes") or [
            {"chip": chip, "value": call.params["value"]} for chip in call.params["chips"]
        ]
        changed = []
        for change in changes:
            chip, after = change["chip"], change["value"]
            before = self.labels.get(chip)
            self.labels.pop(chip, None) if after is None else self.labels.update({chip: after})
            told = {
                "chip": chip,
                "before": before,
                "after": after,
                "how_before": "click" if before else "",
            }
            changed.append(told)
        values = list(self.labels.values())
        counts = {code: values.count(code) for code in sorted(set(values))}
        return {"changed": changed, "counts": counts, "labels": len(values)}

    def answer_all(self) -> None:
        """Answer what waits, and what is asked because of it, in order."""
        while True:
            waiting = [
                c for c in self.engine.calls if not c.finished and c.method in ("label", "relabel")
            ]
            if not waiting:
                return
            waiting[0].answer(self.write(waiting[0]))


@pytest.fixture
def engine(qgis_app) -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def session(engine, tmp_path) -> Session:
    made = Session(engine)
    made.said = []
    made.failed.connect(lambda sentence, _: made.said.append(sentence))
    made.open(str(tmp_path))
    engine.first("open").answer(state(str(tmp_path)))
    engine.first("labels").answer(NO_LABELS)
    return made


@pytest.fixture
def disk(engine) -> Disk:
    return Disk(engine)


def test_a_label_is_pending_until_the_worker_has_it_on_disk(session, engine, disk) -> None:
    changes = []
    session.labelsChanged.connect(changes.extend)
    session.label([7], "wood")
    assert (session.pending, session.labels, session.label_of(7)) == ({7: "wood"}, {}, "wood")
    assert engine.first("label").resume
    disk.answer_all()
    assert (session.pending, session.labels, session.counts) == ({}, {7: "wood"}, {"wood": 1})
    assert [(c["chip"], c["before"], c["after"]) for c in changes] == [(7, None, "wood")]


def test_the_same_label_again_is_no_change(session, engine, disk) -> None:
    session.label([7], "wood")
    session.label([7], "wood")
    assert len(engine.waiting("label")) == 1
    disk.answer_all()
    session.label([7], "wood")
    assert engine.waiting("label") == []


def test_a_label_given_back_while_another_is_on_its_way_is_not_lost(session, engine, disk) -> None:
    session.label([7], "wood")
    disk.answer_all()
    session.label([7], "lake")
    session.label([7], "wood")  # as on disk at this moment, and not as it will be
    first, second = engine.waiting("label")
    first.answer(disk.write(first))
    assert session.pending == {7: "wood"}
    second.answer(disk.write(second))
    assert session.labels == disk.labels == {7: "wood"}
    assert session.pending == {}


def test_labels_that_fail_are_turned_back_with_one_message(session, engine) -> None:
    for chip in (1, 2, 3):
        session.label([chip], "wood")
    for call in engine.waiting("label"):
        call.fail("DISK_FULL", "No room left.")
    assert (session.pending, session.labels) == ({}, {})
    assert session.said == ["No room left."]
    assert not session.undo_stack.canUndo()


def test_what_was_written_before_a_death_is_undone_to_what_we_knew(session, engine, disk) -> None:
    session.label([5], "lake")
    disk.answer_all()
    session.label([5], "wood")
    call = engine.first("label")
    disk.write(call)  # on disk, and the worker died before it could say so
    call.answer(disk.write(call))  # the next worker finds nothing to change
    assert session.labels == {5: "wood"}
    session.undo()
    disk.answer_all()
    assert session.labels == disk.labels == {5: "lake"}


def test_a_stroke_is_one_step(session, disk) -> None:
    session.label([1], "lake")
    disk.answer_all()
    for batch in ([1, 2], [3], [4, 5]):
        session.label(batch, "wood", stroke=9)
        disk.answer_all()
    session.label([6], "wood", stroke=10)
    disk.answer_all()
    session.undo()
    disk.answer_all()
    assert sorted(disk.labels) == [1, 2, 3, 4, 5]
    session.undo()
    disk.answer_all()
    assert session.labels == disk.labels == {1: "lake"}
    session.redo()
    disk.answer_all()
    assert session.labels == disk.labels == dict.fromkeys((1, 2, 3, 4, 5), "wood")


def test_undo_waits_for_what_is_on_its_way_and_takes_that_back(session, engine, disk) -> None:
    session.label([1], "wood")
    disk.answer_all()
    session.label([2], "wood")
    session.undo()
    session.undo()
    assert engine.waiting("relabel") == []
    disk.answer_all()
    assert session.labels == disk.labels == {}
    assert session.undo_stack.index() == 0


def test_an_undo_that_fails_can_be_tried_again(session, engine, disk) -> None:
    session.label([1], "wood")
    disk.answer_all()
    session.undo()
    engine.first("relabel").fail("OUTPUT", "It is held by another program.")
    assert session.labels == {1: "wood"}
    assert session.said == ["It is held by another program."]
    session.undo()
    disk.answer_all()
    assert session.labels == disk.labels == {}


def test_undo_restores_how_a_label_was_given(session, engine, disk) -> None:
    session.label([1], "wood", how="suggestion")
    disk.answer_all()
    session.undo()
    disk.answer_all()
    session.redo()
    assert engine.first("relabel").params["changes"][0]["how"] == "suggestion"


def test_an_answer_for_a_workspace_that_was_left_is_no_label_here(
    session, engine, tmp_path
) -> None:
    session.label([1], "wood")
    late = engine.first("label")
    other = tmp_path / "other"
    session.open(str(other))
    engine.first("open").answer(state(str(other)))
    late.answer(
        {
            "changed": [{"chip": 1, "before": None, "after": "wood"}],
            "counts": {"wood": 1},
            "labels": 1,
        }
    )
    assert (session.labels, session.pending, session.counts) == ({}, {}, {})
    assert not session.undo_stack.canUndo()


def test_a_late_state_does_not_reopen_a_workspace(session, engine, tmp_path) -> None:
    session.refresh()
    session.close()
    engine.first("state").answer(state(str(tmp_path)))
    assert session.state is None
    assert session.folder == ""


def test_another_worker_is_told_to_open_the_workspace(session, engine, tmp_path) -> None:
    engine.restarted.emit()
    assert engine.first("open").params["folder"] == str(tmp_path)


def test_counts_follow_labels_that_another_window_gave(session, engine) -> None:
    session._read_labels()
    engine.first("labels").answer(
        {"chips": [4, 9], "values": ["wood", "lake"], "how": [], "counts": {"wood": 1, "lake": 1}}
    )
    assert session.labels == {4: "wood", 9: "lake"}
    assert session.counts == {"wood": 1, "lake": 1}


def test_classes_that_were_refused_are_shown_as_they_are(session, engine) -> None:
    told = []
    session.targetChanged.connect(lambda: told.append(session.classes))
    session.put_target("cover", "classes", [])
    engine.first("put_target").fail("USAGE", "Class wood has 3 labels.")
    assert [c["code"] for c in told[-1]] == ["wood", "lake"]
    assert session.said == ["Class wood has 3 labels."]


def test_another_target_has_its_own_labels(session, engine, disk, tmp_path) -> None:
    height = {
        "name": "height",
        "kind": "value",
        "how": "",
        "classes": [],
        "labels": 1,
        "counts": {},
    }
    session.refresh()
    now = state(str(tmp_path))
    engine.first("state").answer({**now, "targets": [*now["targets"], height]})
    engine.first("labels").answer(NO_LABELS)
    session.label([1], "wood")
    session.set_target("height")
    engine.first("labels").answer({"chips": [3], "values": [2.5], "how": [], "counts": {}})
    disk.answer_all()  # of cover: on disk, and not among the numbers
    assert session.labels == {3: 2.5}
    session.undo()
    assert session.target == "cover"
    assert engine.first("relabel").params["target"] == "cover"
