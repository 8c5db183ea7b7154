"""The worker in a thread that waits for it, as Processing uses it; the worker misbehaves on demand."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QProcessEnvironment, QThread

from eo_embed.eo_embed_plugin.blocking import BlockingEngine, WorkerError
from eo_embed.eo_embed_plugin.launch import Launch, worker_launch
from eo_embed.eo_embed_plugin.worker_process import Patience

FAKE = str(Path(__file__).with_name("fake_worker.py"))
QUICK = Patience(start_s=20, silence_s=1.0, leave_s=0.3)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the faults are told by signals")


def fake(*options: str, program: str = sys.executable) -> Launch:
    environment = QProcessEnvironment.systemEnvironment()
    return Launch(program, ("-I", "-S", FAKE, *options), environment)


def engine(*options: str, **more: Any) -> BlockingEngine:
    return BlockingEngine(fake(*options), patience=QUICK, **more)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def refused(worker: BlockingEngine, method: str, **params: Any) -> WorkerError:
    with pytest.raises(WorkerError) as caught:
        worker.call(method, params)
    return caught.value


def test_calls_with_progress() -> None:
    steps: list[int] = []
    with engine() as worker:
        pid = worker.hello["pid"]
        result = worker.call("work", {"steps": 4}, progress=lambda step: steps.append(step["done"]))
        assert result == {"steps": 4}
        assert worker.call("echo", {"text": "½ 🌍"})["text"] == "½ 🌍"
    assert steps == [1, 2, 3, 4]
    assert not is_running(pid)


def test_a_megabyte_there_and_back() -> None:
    with engine() as worker:
        text = "x" * 2**20
        assert worker.call("echo", {"text": text})["text"] == text


@pytest.mark.parametrize("kind", ["python", "qt"])
def test_in_a_thread_without_event_loop(kind: str) -> None:
    found: list[dict] = []

    def work() -> None:
        with engine() as worker:
            found.append(worker.call("work", {"steps": 3}))

    class Thread(QThread):
        def run(self) -> None:
            work()

    if kind == "qt":
        thread = Thread()
        thread.start()
        assert thread.wait(20_000)
    else:
        plain = threading.Thread(target=work)
        plain.start()
        plain.join(20)
    assert found == [{"steps": 3}]


def test_cancel_is_heard_and_the_worker_goes_on() -> None:
    steps: list[int] = []
    with engine() as worker:
        with pytest.raises(WorkerError) as caught:
            worker.call(
                "work",
                {"steps": 10_000},
                progress=lambda step: steps.append(step["done"]),
                cancelled=lambda: len(steps) > 3,
            )
        assert caught.value.code == "CANCELLED"
        assert worker.call("echo")


def test_cancel_of_one_that_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eo_embed.eo_embed_plugin.blocking._CANCEL_S", 0.3)
    with engine(cancelled=lambda: True) as worker:
        pid = worker.hello["pid"]
        assert refused(worker, "never").code == "CANCELLED"
        assert not is_running(pid)
        assert refused(worker, "echo").code == "WORKER_DIED"


def test_cancel_is_looked_at_while_the_worker_is_still() -> None:
    looks: list[float] = []

    def look() -> bool:
        looks.append(time.monotonic())
        return False

    patience = Patience(silence_s=0.8, leave_s=0.3)
    still = BlockingEngine(fake("heartbeat=9"), patience=patience)
    with still as worker, pytest.raises(WorkerError, match="no sign of life"):
        worker.call("never", cancelled=look)
    assert len(looks) >= 4


def test_typed_errors_come_through() -> None:
    with pytest.raises(WorkerError, match="likes nobody") as caught, engine("hello=refused"):
        pass
    assert caught.value.code == "USAGE"


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"signal": signal.SIGKILL}, "memory ran out"),
        ({"exits": 1, "says": "MemoryError"}, "ran out of memory"),
        ({"exits": 0}, "exit code 0"),
    ],
)
def test_death_is_told(params: dict, told: str) -> None:
    with engine() as worker:
        error = refused(worker, "die", **params)
        assert error.code == "WORKER_DIED"
        assert told in str(error)
        assert params.get("says", "") in error.data["details"]
        assert refused(worker, "echo").code == "WORKER_DIED"


def test_last_answer_of_a_dying_worker_counts() -> None:
    with engine() as worker:
        assert worker.call("die", {"answers": True, "exits": 1}) == {"last": True}
        assert refused(worker, "echo").code == "WORKER_DIED"


@pytest.mark.parametrize("how", ["mute", "stopped"])
def test_silence_is_told(how: str) -> None:
    with engine() as worker:
        pid = worker.hello["pid"]
        if how == "stopped":
            os.kill(pid, signal.SIGSTOP)
        error = refused(worker, "mute")
        assert "no sign of life for 1 seconds" in str(error)
        assert not is_running(pid)


def test_long_work_is_not_silence() -> None:
    with engine() as worker:
        assert worker.call("work", {"steps": 2, "pause": 1.2})


def test_nonsense_is_logged() -> None:
    lines: list[str] = []
    with engine(said=lines.append) as worker:
        for text in ("no JSON\n", "\xff\n", "[1]\n", "[" * 100_000 + "\n", '{"jsonrpc": "2.0"}\n'):
            assert worker.call("raw", {"text": text}) == {}
        worker.call("flood", {"lines": 2000})
    assert any("no JSON" in line for line in lines)
    assert "line 1999 of a flood" in lines


def test_no_such_program() -> None:
    launch = fake(program="/nowhere/python")
    with (
        pytest.raises(WorkerError, match=r"/nowhere/python.*repair") as caught,
        BlockingEngine(launch),
    ):
        pass
    assert caught.value.code == "WORKER_DIED"


def test_another_protocol() -> None:
    with pytest.raises(WorkerError, match="version 9 ") as caught, engine("protocol=9"):
        pass
    assert caught.value.code == "PROTOCOL"


def test_an_error_within_leaves_no_worker() -> None:
    pids: list[int] = []

    def work() -> None:
        with engine() as worker:
            pids.append(worker.hello["pid"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert not is_running(pids[0])


def test_the_real_worker(worker_python: Path, embedded: Path) -> None:
    with BlockingEngine(worker_launch(str(worker_python))) as worker:
        state = worker.call("open", {"folder": str(embedded)})
        assert state["sources"][0]["embedded"]["complete"]
        error = refused(worker, "open", folder="/nowhere")
        assert error.code == "WORKSPACE_MISSING"
