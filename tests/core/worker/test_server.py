"""The server over real pipes: lanes, cancelling, progress, errors, and its end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from client import Client, Failed

from eo_embed.core.worker import protocol

CHATTY = (sys.executable, str(Path(__file__).with_name("chatty.py")))


@pytest.fixture(scope="module")
def chatty() -> Iterator[Client]:
    with Client(CHATTY) as worker:
        yield worker
    assert worker.stray == []


def fails(worker: Client, name: str, **params: object) -> Failed:
    with pytest.raises(Failed) as found:
        worker.call(name, **params)
    return found.value


def test_stray_prints_go_to_stderr_and_stdin_is_nobody_elses(chatty):
    assert chatty.call("chatter") == {"stdin": ""}
    assert chatty.call("ping") == {}
    assert chatty.stray == []
    time.sleep(0.2)
    said = "".join(chatty.errors)
    assert all(text in said for text in ("a stray print", "from C", "child"))


def test_what_is_no_request_is_refused_by_jsonrpcs_codes(chatty):
    error = fails(chatty, "no_such_method")
    assert (error.code, error.name) == (protocol.UNKNOWN_METHOD, "PROTOCOL")
    assert "'no_such_method'" in error.message
    error = fails(chatty, "chips_at")
    assert error.code == protocol.INVALID_PARAMS
    assert "needs the parameter 'points'" in error.message
    error = fails(chatty, "ping", pong=1)
    assert error.code == protocol.INVALID_PARAMS
    assert "'pong'" in error.message


def test_noise_on_stdin_is_answered_and_passed_over(chatty):
    before = len(chatty.order)
    chatty.raw(b'garbage\n\xff\n{"jsonrpc":"2.0","method":"ping"}\n\n')
    assert chatty.call("ping") == {}
    assert chatty.order[before:-1] == [None, None, None]


def test_an_id_that_is_under_way_is_refused(chatty):
    id = chatty.send("slow")
    chatty.raw(protocol.encode(protocol.request(id, "ping")))
    assert chatty.call("ping") == {}
    chatty.cancel(id)
    with pytest.raises(Failed, match="CANCELLED"):
        chatty.wait(id)


def test_nan_is_null(chatty):
    assert chatty.call("odd") == {"value": None, "array": [1.0, None]}


def test_out_of_memory_is_an_error_and_the_worker_lives(chatty):
    assert fails(chatty, "hungry").name == "OUT_OF_MEMORY"
    assert chatty.call("ping") == {}


def test_what_nobody_foresaw_leaves_a_log(chatty):
    error = fails(chatty, "broken")
    assert (error.code, error.name) == (protocol.INTERNAL, "INTERNAL")
    assert "ZeroDivisionError" in error.message
    log = Path(error.data["log"])
    assert "1 / 0" in log.read_text()
    log.unlink()


def test_a_library_that_leaves_does_not_take_the_worker_along(chatty):
    error = fails(chatty, "leaves")
    assert "SystemExit" in error.message
    Path(error.data["log"]).unlink()
    assert chatty.call("live", number=1) == {"number": 1}


def test_a_quick_question_is_answered_while_a_job_runs(chatty):
    id = chatty.send("slow")
    chatty.wait_for_progress(id, "waiting")
    began = time.monotonic()
    for _ in range(20):
        chatty.call("ping")
    assert time.monotonic() - began < 5
    chatty.cancel(id)
    with pytest.raises(Failed) as found:
        chatty.wait(id)
    assert found.value.name == "CANCELLED"
    assert "kept" in found.value.message


def test_a_job_that_waits_is_cancelled_at_once_and_those_behind_it_run(chatty):
    running, waiting = chatty.send("slow"), chatty.send("slow", seconds=0.01)
    last = chatty.send("slow", seconds=0.01)
    chatty.cancel(waiting)
    with pytest.raises(Failed, match="CANCELLED"):
        chatty.wait(waiting)
    chatty.cancel(running)
    with pytest.raises(Failed, match="CANCELLED"):
        chatty.wait(running)
    assert chatty.wait(last) == {}


def test_cancelling_what_is_answered_or_was_never_asked_does_nothing(chatty):
    chatty.cancel(10**6)
    chatty.raw(protocol.encode(protocol.notification("cancel", {"id": "x"})))
    id = chatty.send("ping")
    chatty.wait(id)
    chatty.cancel(id)
    assert chatty.call("ping") == {}


def test_the_newest_of_the_live_requests_that_wait_counts(chatty):
    first = chatty.send("live", number=0, hold=True)
    chatty.wait_for_progress(first, "holding", 0)
    *between, last = [chatty.send("live", number=i) for i in range(1, 5)]
    for id in between:
        with pytest.raises(Failed) as found:
            chatty.wait(id)
        assert found.value.name == "CANCELLED"
        assert "newer" in found.value.message
    chatty.call("release")
    assert chatty.wait(first) == {"number": 0}
    assert chatty.wait(last) == {"number": 4}


def test_progress_comes_at_most_ten_times_a_second(chatty):
    id = chatty.send("slow", seconds=1.5)
    chatty.wait(id)
    told = chatty.told("progress", id)
    assert 3 <= len(told) <= 17
    assert told[0]["stage"] == "waiting"
    assert set(told[-1]) == {"id", "stage", "done", "total", "unit", "rate", "left_s"}
    done = [report["done"] for report in told]
    assert done == sorted(done)


def test_the_heart_beats_while_a_job_runs_and_torch_is_imported(chatty):
    beats = len(chatty.told("alive"))
    id = chatty.send("slow")
    chatty.call("hello")
    end = time.monotonic() + 20
    while len(chatty.told("alive")) < beats + 2 and time.monotonic() < end:
        time.sleep(0.05)
    chatty.cancel(id)
    alive = chatty.told("alive")
    assert len(alive) >= beats + 2
    assert alive[-1]["rss"] > 2**20


def test_another_protocol_is_refused(chatty):
    error = fails(chatty, "hello", client="plugin 9", protocol=99)
    assert error.name == "USAGE"
    assert "plugin 9 speaks protocol 99 and this worker 1" in error.message


@pytest.mark.parametrize("how", ["eof", "shutdown", "SIGTERM"])
def test_it_ends_with_its_client_though_a_job_runs(how):
    with Client(CHATTY) as worker:
        worker.wait_for_progress(worker.send("slow"), "waiting")
        if how == "shutdown":
            assert worker.call("shutdown") == {}
        elif how == "SIGTERM":
            worker.process.send_signal(signal.SIGTERM)
        else:
            worker.process.stdin.close()
        assert worker.process.wait(15) == 0


def test_it_ends_where_nobody_reads_it_any_more():
    with subprocess.Popen(CHATTY, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        worker.stdout.readline()  # a heartbeat
        worker.stdout.close()
        assert worker.wait(30) == 0  # the next one finds no reader
        worker.stdin.close()
