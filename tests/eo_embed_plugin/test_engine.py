"""The engine over a worker that misbehaves on demand: every fault is told in a sentence, and none comes further."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QEventLoop, QProcessEnvironment, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog

from eo_embed.core.worker.protocol import MOST_BYTES
from eo_embed.eo_embed_plugin.engine import Call, Engine
from eo_embed.eo_embed_plugin.launch import Launch, LaunchError
from eo_embed.eo_embed_plugin.worker_process import Patience

FAKE = str(Path(__file__).with_name("fake_worker.py"))
QUICK = Patience(start_s=20, silence_s=1.0, leave_s=0.3, linger_s=0.6, delays_s=(0.01, 0.02, 0.03))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the faults are told by signals")


def until(condition: Callable[[], Any], seconds: float = 30) -> None:
    """Run the event loop until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)


def run_for(seconds: float) -> None:
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end)


def fake(*options: str, program: str = sys.executable) -> Callable[[], Launch]:
    environment = QProcessEnvironment.systemEnvironment()
    return lambda: Launch(program, ("-I", "-S", FAKE, *options), environment)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


class Heard:
    """What an engine told, in its order."""

    def __init__(self, engine: Engine) -> None:
        self.states: list[str] = []
        self.deaths: list[tuple[str, str]] = []
        self.lines: list[str] = []
        self.restarts = 0
        engine.stateChanged.connect(self.states.append)
        engine.died.connect(lambda *death: self.deaths.append(death))
        engine.said.connect(self.lines.append)
        engine.restarted.connect(self._restarted)

    def _restarted(self) -> None:
        self.restarts += 1

    @property
    def log(self) -> str:
        return "\n".join(self.lines)


class Asked:
    """A request, and what came of it."""

    def __init__(self, engine: Engine, method: str, resume: bool = False, **params: Any) -> None:
        timeout_s = params.pop("timeout_s", None)
        self.ends: list[tuple[str, Any]] = []
        self.steps: list[int] = []
        self.call: Call = engine.request(
            method,
            params,
            done=lambda result: self.ends.append(("done", result)),
            failed=lambda failure: self.ends.append(("failed", failure)),
            progress=lambda step: self.steps.append(step["done"]),
            resume=resume,
            timeout_s=timeout_s,
        )

    def __bool__(self) -> bool:
        return bool(self.ends)

    @property
    def result(self) -> dict[str, Any]:
        until(lambda: self.ends)
        assert [how for how, _ in self.ends] == ["done"], self.ends
        return self.ends[0][1]

    @property
    def code(self) -> str:
        until(lambda: self.ends)
        assert [how for how, _ in self.ends] == ["failed"], self.ends
        return self.ends[0][1].code


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[Engine, Heard]]]:
    """Start engines over the fake worker, and end them."""
    engines = []

    def begin(*options: str, patience: Patience = QUICK, launch: Any = None, wait: bool = True):
        engine = Engine(launch or fake(*options), patience=patience)
        engines.append(engine)
        heard = Heard(engine)
        engine.start()
        if wait:
            until(lambda: engine.state == "ready")
        return engine, heard

    yield begin
    for engine in engines:
        engine.stop(wait=True)


# -- work ------------------------------------------------------------------------------------------


def test_from_stopped_to_ready_to_stopped(start) -> None:
    engine, heard = start()
    assert engine.hello["pid"] == engine.pid
    pid = engine.pid
    engine.stop()
    until(lambda: not is_alive(pid))
    assert heard.states == ["starting", "ready", "stopped"]
    assert (engine.pid, engine.hello, heard.deaths) == (0, None, [])


def test_requests_before_ready_wait_and_go_in_order(start) -> None:
    engine, _ = start(wait=False)
    order: list[int] = []
    for n in range(5):
        engine.request("echo", {"n": n}, done=lambda result: order.append(result["n"]))
    assert order == []
    until(lambda: len(order) == 5)
    assert order == [0, 1, 2, 3, 4]


def test_requests_before_start_wait(start) -> None:
    engine = Engine(fake(), patience=QUICK)
    asked = Asked(engine, "echo", n=7)
    engine.start()
    assert asked.result["n"] == 7
    engine.stop(wait=True)


def test_progress_then_one_result_by_callbacks_and_signals(start) -> None:
    engine, _ = start()
    asked = Asked(engine, "work", steps=5)
    by_signal: list[Any] = []
    asked.call.progressed.connect(lambda step: by_signal.append(step["done"]))
    asked.call.succeeded.connect(by_signal.append)
    assert asked.result == {"steps": 5}
    assert asked.steps == [1, 2, 3, 4, 5]
    assert by_signal == [1, 2, 3, 4, 5, {"steps": 5}]
    assert asked.call.finished


def test_text_of_any_language_arrives(start) -> None:
    engine, _ = start()
    assert Asked(engine, "echo", text="Çà et là, ½ 🌍").result["text"] == "Çà et là, ½ 🌍"


def test_cancel_ends_with_the_workers_answer(start) -> None:
    engine, _ = start()
    asked = Asked(engine, "work", steps=10_000)
    until(lambda: asked.steps)
    asked.call.cancel()
    assert asked.code == "CANCELLED"
    assert Asked(engine, "echo").result


def test_cancel_before_it_is_sent(start) -> None:
    engine, _ = start(wait=False)
    asked = Asked(engine, "echo")
    asked.call.cancel()
    assert not asked.ends, "never within the call itself"
    assert asked.code == "CANCELLED"


def test_timeout_fails_and_the_late_answer_is_logged(start) -> None:
    engine, heard = start()
    asked = Asked(engine, "work", steps=30, timeout_s=0.1)
    assert asked.code == "TIMEOUT"
    assert "did not answer work" in asked.ends[0][1].message
    until(lambda: "answered what was not asked, or no longer" in heard.log)


def test_what_json_cannot_hold_fails(start) -> None:
    engine, _ = start()
    for value in (float("nan"), object(), {1, 2}):
        assert Asked(engine, "echo", value=value).code == "INTERNAL"
    assert Asked(engine, "echo").result


def test_a_callback_that_raises_is_told_and_the_next_answer_arrives(start) -> None:
    engine, heard = start()

    def broken(result: dict) -> None:
        raise RuntimeError("wrapped C/C++ object has been deleted")

    engine.request("echo", done=broken)
    engine.request("work", {"steps": 1}, progress=broken, done=broken)
    engine.request("echo", {"value": object()}, failed=broken)
    assert Asked(engine, "echo", n=1).result["n"] == 1
    assert heard.log.count("has been deleted") >= 2


def test_a_callback_with_a_dialog_of_its_own_does_not_stop_the_reading(start) -> None:
    """QProcess tells nothing new within a slot of readyRead: the worker would look silent, and be killed."""
    engine, heard = start()
    dialog = QDialog()

    def ask(result: dict) -> None:
        QTimer.singleShot(1500, dialog.accept)
        dialog.exec()

    was_open: list[bool] = []
    asked = engine.request("echo", done=ask)
    engine.request("work", {"steps": 3}, done=lambda _: was_open.append(dialog.isVisible()))
    until(lambda: was_open and asked.finished)
    assert was_open == [True], "it is answered while the dialog is open"
    assert heard.deaths == []


def test_a_dialog_on_reopening_does_not_hold_what_waits(start) -> None:
    engine, _ = start()
    dialog = QDialog()
    answered: list[bool] = []

    def ask(result: dict) -> None:
        QTimer.singleShot(1500, dialog.accept)
        dialog.exec()

    engine.restarted.connect(lambda: engine.request("echo", done=ask))
    os.kill(engine.pid, signal.SIGKILL)
    until(lambda: engine.state == "restarting")
    engine.request("echo", done=lambda _: answered.append(dialog.isVisible()))
    until(lambda: answered)
    assert answered == [True]


# -- a worker that says what is no message -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("this is no JSON\n", "This line is no JSON"),
        ('{"jsonrpc": "2.0", "id": 3, "resu\n', "This line is no JSON"),
        ("\xff\xfe\x00\n", "This line is no JSON"),
        ("[1, 2]\n", "A message is an object"),
        ("[" * 100_000 + "\n", ""),
        ('{"jsonrpc": "2.0", "id": 999, "result": {}}\n', "answered what was not asked"),
        ('{"jsonrpc": "2.0", "id": [1], "result": {}}\n', "answered what was not asked"),
        ('{"jsonrpc": "2.0", "id": null, "error": {"message": "Eh?"}}\n', "Eh?"),
        ('{"jsonrpc": "2.0", "method": "sing", "params": {}}\n', "sing, which is unknown"),
        ('{"jsonrpc": "2.0", "method": "progress", "params": {"id": "x"}}\n', ""),
        ("\n\r\n\n", ""),
    ],
)
def test_nonsense_is_logged_and_nothing_else(start, text: str, logged: str) -> None:
    engine, heard = start()
    assert Asked(engine, "raw", text=text).result == {}
    assert Asked(engine, "echo").result
    assert logged in heard.log
    assert heard.deaths == []


def test_a_line_without_end_is_dropped(start) -> None:
    engine, heard = start(patience=replace(QUICK, silence_s=30))
    Asked(engine, "raw", text="x" * 1024, times=MOST_BYTES // 1024 + 2048)
    until(lambda: "A line is longer than" in heard.log, 120)
    assert Asked(engine, "echo").result
    assert heard.deaths == []


def test_answers_that_are_no_objects_fail(start) -> None:
    engine, _ = start()
    for answer in ('"result": 3', '"error": "no"', '"error": null', '"nothing": 0'):
        asked = Asked(engine, "never")
        line = f'{{"jsonrpc": "2.0", "id": {asked.call.id}, {answer}}}\n'
        Asked(engine, "raw", text=line)
        assert asked.code == "PROTOCOL"


def test_a_flood_leaves_the_gui_its_turns(start) -> None:
    engine, heard = start()
    turns: list[float] = []
    clock = QTimer(interval=10)
    clock.timeout.connect(lambda: turns.append(time.monotonic()))
    clock.start()
    asked = Asked(engine, "flood", lines=20_000)
    assert asked.result == {}
    clock.stop()
    assert len(asked.steps) == 20_000
    until(lambda: "line 19999 of a flood" in heard.log)
    longest = max(b - a for a, b in itertools.pairwise(turns))
    print(f"flood: longest gap {1000 * longest:.0f} ms over {len(turns)} turns")
    # A turn of ours is 8 ms; how long the machine takes between them is its own.
    assert len(turns) >= 10


# -- a worker that does not come to be ---------------------------------------------------------------


def test_no_such_program(start) -> None:
    engine, heard = start(launch=fake(program="/nowhere/python"), wait=False)
    asked = Asked(engine, "echo")
    until(lambda: engine.state == "failed")
    assert "/nowhere/python" in heard.deaths[0][0]
    assert "press Restart" in heard.deaths[0][0]
    assert asked.code == "WORKER_DIED"
    assert len(heard.deaths) == 1, "the same again would be no better"


def test_launch_refuses(start) -> None:
    def refuse() -> Launch:
        raise LaunchError("There is no environment: make one.")

    engine, heard = start(launch=refuse, wait=False)
    assert engine.state == "failed"
    assert heard.deaths == [("There is no environment: make one.", "")]
    late = Asked(engine, "echo")
    assert not late.ends
    assert late.code == "WORKER_DIED"
    assert late.ends[0][1].message == "There is no environment: make one."


def test_launch_has_an_error_of_its_own(start) -> None:
    engine, heard = start(launch=lambda: 1 / 0, wait=False)
    assert engine.state == "failed"
    assert "division by zero" in heard.deaths[0][0]


def test_environment_without_torch(start) -> None:
    says = "Traceback (most recent call last):\nModuleNotFoundError: No module named 'torch'"
    engine, heard = start(f"says={says}", "exits=1", wait=False)
    until(lambda: engine.state == "failed")
    sentence, details = heard.deaths[0]
    assert "environment is broken (No module named 'torch'): repair it" in sentence
    assert details == says
    assert heard.states == ["starting", "failed"]


def test_another_protocol(start) -> None:
    engine, heard = start("protocol=99", wait=False)
    until(lambda: engine.state == "failed")
    assert "version 99 of the protocol" in heard.deaths[0][0]
    assert engine.pid == 0


def test_hello_refused(start) -> None:
    engine, heard = start("hello=refused", wait=False)
    until(lambda: engine.state == "failed")
    assert heard.deaths == [("This worker likes nobody.", "")]


def test_hello_never_comes(start) -> None:
    patience = replace(QUICK, start_s=0.3, restarts=1)
    engine, heard = start("hello=no", patience=patience, wait=False)
    until(lambda: engine.state == "failed")
    assert len(heard.deaths) == 2
    assert "no sign of life" in heard.deaths[0][0]
    assert "press Restart" in heard.deaths[1][0]


# -- a worker that dies ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"signal": signal.SIGKILL}, "memory ran out"),
        ({"signal": signal.SIGSEGV}, "crashed (SIGSEGV)"),
        ({"exits": 1, "says": "MemoryError\n"}, "ran out of memory"),
        ({"exits": 134, "says": "what(): std::bad_alloc"}, "ran out of memory"),
        ({"exits": 3, "says": "the half of a line"}, "exit code 3: the half of a line"),
        ({"exits": 0}, "exit code 0"),
    ],
)
def test_death_is_told_and_another_comes(start, how: dict, told: str) -> None:
    engine, heard = start()
    first = engine.pid
    asked = Asked(engine, "die", **how)
    assert asked.code == "WORKER_DIED"
    assert told in asked.ends[0][1].message
    until(lambda: engine.state == "ready")
    assert [sentence for sentence, _ in heard.deaths] == [asked.ends[0][1].message]
    assert how.get("says", "").strip() in heard.deaths[0][1]
    assert engine.pid != first
    assert heard.states == ["starting", "ready", "restarting", "ready"]
    assert heard.restarts == 1
    assert Asked(engine, "echo").result


def test_the_last_answer_of_a_dying_worker_counts(start) -> None:
    engine, heard = start()
    assert Asked(engine, "die", answers=True, signal=signal.SIGKILL).result == {"last": True}
    until(lambda: heard.deaths)


def test_resumed_once_and_in_order_after_what_reopens(start, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    engine, _ = start(f"journal={journal}")
    engine.restarted.connect(lambda: Asked(engine, "label", chip="reopened"))
    killer = Asked(engine, "label", chip="killer", kill=True)
    labels = [Asked(engine, "label", resume=True, chip=n) for n in range(4)]
    plain = Asked(engine, "label", chip="plain")
    until(lambda: engine.state == "restarting")
    late = Asked(engine, "label", chip="late")
    assert [label.result["chip"] for label in labels] == [0, 1, 2, 3]
    assert late.result
    assert killer.code == plain.code == "WORKER_DIED"
    lines = [line.split()[1] for line in journal.read_text().splitlines()]
    assert lines == ["killer", "reopened", "0", "1", "2", "3", "late"]


def test_what_killed_two_workers_is_not_sent_a_third_time(start, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    engine, heard = start(f"journal={journal}")
    asked = Asked(engine, "label", resume=True, chip=1, kill=True)
    assert asked.code == "WORKER_DIED"
    until(lambda: engine.state == "ready")
    assert len(journal.read_text().splitlines()) == 2
    assert len(heard.deaths) == 2


def test_bystanders_of_two_deaths_arrive(start, tmp_path: Path) -> None:
    """What was open beside the request that kills is not given up with it."""
    journal = tmp_path / "journal"
    engine, heard = start(f"journal={journal}")
    before = [Asked(engine, "label", resume=True, chip=n) for n in range(3)]
    killer = Asked(engine, "label", resume=True, chip="killer", kill=True)
    after = [Asked(engine, "label", resume=True, chip=n) for n in range(3, 6)]
    assert [asked.result["chip"] for asked in before + after] == [0, 1, 2, 3, 4, 5]
    assert killer.code == "WORKER_DIED"
    assert len(heard.deaths) == 2
    written = [line.split()[1] for line in journal.read_text().splitlines()]
    assert written[-3:] == ["3", "4", "5"]


def test_a_long_request_asked_again_does_not_hold_the_others(start) -> None:
    engine, _ = start()
    long = Asked(engine, "work", resume=True, steps=300)
    until(lambda: long.steps)
    os.kill(engine.pid, signal.SIGKILL)
    until(lambda: engine.state == "restarting")
    assert Asked(engine, "echo").result
    assert not long.ends
    assert long.result == {"steps": 300}


def test_a_cancelled_request_is_not_resumed(start) -> None:
    engine, _ = start()
    asked = Asked(engine, "never", resume=True)
    until(lambda: engine.state == "ready")
    asked.call.cancel()
    os.kill(engine.pid, signal.SIGKILL)
    assert asked.code == "CANCELLED"


def test_too_many_deaths_end_in_failed_and_restart_helps(start, tmp_path: Path) -> None:
    engine, heard = start()
    for death in range(4):
        until(lambda: engine.state == "ready")
        os.kill(engine.pid, signal.SIGKILL)
        until(lambda n=death: len(heard.deaths) > n)
    assert engine.state == "failed"
    assert heard.restarts == 3
    assert "4 times within 120 seconds; press Restart" in heard.deaths[-1][0]
    assert "memory" in heard.deaths[-1][0]
    assert Asked(engine, "echo").code == "WORKER_DIED"
    engine.restart()
    assert Asked(engine, "echo").result
    assert heard.restarts == 4


def test_deaths_long_ago_do_not_count(start) -> None:
    engine, heard = start(patience=replace(QUICK, restarts=1, window_s=0.3))
    for death in range(3):
        until(lambda: engine.state == "ready")
        run_for(0.4)
        os.kill(engine.pid, signal.SIGKILL)
        until(lambda n=death: len(heard.deaths) > n)
    until(lambda: engine.state == "ready")
    assert heard.restarts == len(heard.deaths) == 3


def test_restart_of_a_living_worker_asks_again_what_may_be_asked_again(start) -> None:
    engine, heard = start("deaf")
    first = engine.pid
    resumed = Asked(engine, "work", resume=True, steps=50)
    hopeless = Asked(engine, "never")
    until(lambda: resumed.steps)
    engine.restart()
    assert hopeless.code == "STOPPED"
    assert resumed.result == {"steps": 50}
    assert heard.deaths == []
    until(lambda: not is_alive(first))


# -- a worker that is silent -------------------------------------------------------------------------


def test_a_silent_worker_is_replaced(start) -> None:
    engine, _ = start()
    asked = Asked(engine, "mute")
    assert asked.code == "WORKER_DIED"
    assert "no sign of life for 1 seconds" in asked.ends[0][1].message
    until(lambda: engine.state == "ready")


def test_a_stopped_worker_is_replaced(start) -> None:
    engine, heard = start()
    first = engine.pid
    os.kill(first, signal.SIGSTOP)
    label = Asked(engine, "echo", resume=True, n=4)
    assert label.result["n"] == 4
    assert "no sign of life" in heard.deaths[0][0]
    until(lambda: not is_alive(first))


def test_a_worker_that_only_works_long_is_left_alone(start) -> None:
    engine, heard = start()
    Asked(engine, "never")
    run_for(2.5 * QUICK.silence_s)
    assert heard.deaths == []


def test_our_own_sleep_is_not_the_workers_silence(start) -> None:
    """A suspended laptop, or a GUI that somebody else blocks."""
    engine, heard = start()
    os.kill(engine.pid, signal.SIGSTOP)
    time.sleep(2.5 * QUICK.silence_s)
    QApplication.processEvents()
    os.kill(engine.pid, signal.SIGCONT)
    assert Asked(engine, "echo").result
    assert heard.deaths == []


# -- its end -----------------------------------------------------------------------------------------


def test_stop_fails_what_is_open_and_does_not_wait(start) -> None:
    engine, heard = start("deaf")
    pid = engine.pid
    asked = [Asked(engine, "never"), Asked(engine, "never", resume=True)]
    before = time.monotonic()
    engine.stop()
    took = time.monotonic() - before
    assert [a.code for a in asked] == ["STOPPED", "STOPPED"]
    assert took < 0.1 or is_alive(pid), "it came back before the worker had ended"
    until(lambda: not is_alive(pid))
    assert heard.deaths == []


@pytest.mark.parametrize("how", ["polite", "deaf", "stopped"])
def test_stop_and_wait_leaves_no_worker(start, how: str) -> None:
    engine, _ = start(*(["deaf"] if how == "deaf" else []))
    pid = engine.pid
    if how == "stopped":
        os.kill(pid, signal.SIGSTOP)
    engine.stop(wait=True)
    assert not is_alive(pid)


def test_stop_while_it_starts_and_start_again(start) -> None:
    engine, _ = start(wait=False)
    engine.stop()
    engine.start()
    assert Asked(engine, "echo").result
    engine.stop()
    engine.start()
    engine.stop(wait=True)
    assert engine.pid == 0


def test_stop_while_it_waits_to_start_again(start) -> None:
    engine, _ = start(patience=replace(QUICK, delays_s=(0.2,)))
    os.kill(engine.pid, signal.SIGKILL)
    until(lambda: engine.state == "restarting")
    engine.stop()
    run_for(0.5)
    assert engine.state == "stopped"
    assert engine.pid == 0


def test_stop_within_a_callback(start) -> None:
    engine, _ = start()
    engine.request("echo", done=lambda _: engine.stop())
    after = Asked(engine, "never")
    assert after.code == "STOPPED"


def test_stop_when_it_tells_of_a_death(start) -> None:
    engine, _ = start()
    engine.died.connect(lambda *_: engine.stop())
    os.kill(engine.pid, signal.SIGKILL)
    until(lambda: engine.state == "stopped")
    run_for(0.2)
    assert engine.pid == 0


PARENT = """
import sys
sys.path.insert(0, sys.argv[1])
from qgis.PyQt.QtCore import QCoreApplication, QProcessEnvironment, QTimer
app = QCoreApplication([])
from eo_embed.eo_embed_plugin.engine import Engine
from eo_embed.eo_embed_plugin.launch import Launch
engine = Engine(lambda: Launch(sys.argv[2], tuple(sys.argv[3:]), QProcessEnvironment.systemEnvironment()))
engine.stateChanged.connect(lambda state: state == "ready" and print(engine.pid, flush=True))
engine.start()
app.exec()
"""


def orphan(*command: str, tree: Path) -> None:
    """Kill a parent that has a worker, and see the worker end."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tree), *command], stdout=subprocess.PIPE, text=True
    ) as parent:
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    until(lambda: not is_alive(pid))


def test_the_worker_ends_with_a_killed_qgis(root: Path) -> None:
    orphan(sys.executable, "-I", "-S", FAKE, tree=root / ".venv" / "tree")
