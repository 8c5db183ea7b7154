"""One worker for all: kept while it is needed, ended when it is not, never in the way of QGIS's own end."""

from __future__ import annotations

import os
import threading
import time

import pytest

from eo_embed.eo_embed_plugin.algorithms.kept_worker import KeptWorker
from eo_embed.eo_embed_plugin.blocking import WorkerError
from eo_embed.eo_embed_plugin.launch import worker_launch

from .test_chain import until


@pytest.fixture
def launch(qgis_app, worker_python):
    """How the development environment's worker is started."""
    return worker_launch(str(worker_python))


def ask(worker, launch, method="hello", params=None, cancelled=lambda: False):
    """A request whose progress nobody hears."""
    silent = {"progress": lambda params: None, "said": lambda line: None}
    return worker.call(launch, method, params or {}, cancelled=cancelled, **silent)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_ends_when_nobody_asks_and_starts_again(launch, qgis_app):
    worker = KeptWorker(idle_s=0.5)
    pid = ask(worker, launch)["pid"]
    assert ask(worker, launch)["pid"] == pid
    until(lambda: not is_there(pid), qgis_app)
    assert ask(worker, launch)["pid"] != pid
    worker.close()


def test_closing_ends_it(launch):
    worker = KeptWorker()
    pid = ask(worker, launch)["pid"]
    worker.close()
    assert not is_there(pid)
    worker.close()


def test_closing_ends_what_runs(launch, labelled, qgis_app):
    worker, ended = KeptWorker(), []
    pid = ask(worker, launch)["pid"]

    def score():
        try:
            ask(worker, launch, "score", {"folder": str(labelled), "assignments": 500})
        except WorkerError as error:
            ended.append(error)

    thread = threading.Thread(target=score)
    thread.start()
    time.sleep(1)
    worker.close()
    thread.join(10)
    assert ended[0].code == "STOPPED"
    until(lambda: not is_there(pid), qgis_app)


def test_one_that_waits_in_line_can_be_cancelled(launch, labelled):
    worker, cancel, ended = KeptWorker(), threading.Event(), []
    ask(worker, launch)

    def score():
        try:
            how = {"folder": str(labelled), "assignments": 500}
            ask(worker, launch, "score", how, cancelled=cancel.is_set)
        except WorkerError as error:
            ended.append(error.code)

    threads = [threading.Thread(target=score) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    cancel.set()
    for thread in threads:
        thread.join(60)
    assert ended == ["CANCELLED"] * 2
    assert ask(worker, launch)["pid"]
    worker.close()


def test_another_launch_starts_another_worker(launch):
    from dataclasses import replace

    worker = KeptWorker()
    pid = ask(worker, launch)["pid"]
    other = replace(launch, arguments=("-B", *launch.arguments))
    assert ask(worker, other)["pid"] != pid
    assert not is_there(pid)
    worker.close()
