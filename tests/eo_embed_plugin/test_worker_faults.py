"""The engine and the real worker: killed, stopped, orphaned. What was confirmed is on disk, and QGIS never waits."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QApplication

from eo_embed.eo_embed_plugin.engine import Engine
from eo_embed.eo_embed_plugin.launch import worker_launch
from eo_embed.eo_embed_plugin.worker_process import Patience, WorkerProcess

KILLS = 20
#: Restarts without end or delay: the tests kill more often than a user's machine may.
STUBBORN = Patience(restarts=1000, delays_s=(0.01,))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="workers are killed by signals")


def until(condition: Callable[[], Any], seconds: float = 120) -> None:
    """Run the event loop until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.fixture
def engine(worker_python: Path) -> Iterator[Engine]:
    made = Engine(lambda: worker_launch(str(worker_python)), patience=STUBBORN)
    yield made
    made.stop(wait=True)


def answer(engine: Engine, method: str, **params: Any) -> dict[str, Any]:
    """Ask and wait."""
    ends: list[Any] = []
    engine.request(method, params, done=ends.append, failed=ends.append)
    until(lambda: ends)
    assert isinstance(ends[0], dict), ends[0]
    return ends[0]


def labels_on_disk(workspace: Path) -> dict[int, str]:
    """Labels as any program reads them, past the package."""
    with sqlite3.connect(f"file:{workspace / 'labels.gpkg'}?mode=ro", uri=True) as data:
        return dict(data.execute("SELECT chip_id, label FROM labels"))


def test_hello_open_embed_label(engine: Engine, embedded: Path) -> None:
    engine.start()
    until(lambda: engine.state == "ready")
    assert engine.hello["packages"]["torch"]
    assert answer(engine, "open", folder=str(embedded))["sources"][0]["embedded"]["complete"]
    steps: list[dict] = []
    ends: list[dict] = []
    engine.request(
        "embed",
        {"model": "rcf", "options": {"features": 256}},
        progress=steps.append,
        done=ends.append,
    )
    until(lambda: ends)
    assert steps
    answer(engine, "label", target="cover", chips=[0, 1], value="wheat")
    assert labels_on_disk(embedded) == {0: "wheat", 1: "wheat"}


def test_a_stopped_worker_is_replaced_and_the_click_arrives(
    worker_python: Path, embedded: Path
) -> None:
    patience = Patience(silence_s=4, delays_s=(0.01,))
    engine = Engine(lambda: worker_launch(str(worker_python)), patience=patience)
    engine.restarted.connect(lambda: engine.request("open", {"folder": str(embedded)}))
    deaths: list[str] = []
    engine.died.connect(lambda sentence, _: deaths.append(sentence))
    engine.start()
    answer(engine, "open", folder=str(embedded))
    os.kill(engine.pid, signal.SIGSTOP)
    ends: list[Any] = []
    label = {"target": "cover", "chips": [5], "value": "oak"}
    engine.request("label", label, done=ends.append, failed=ends.append, resume=True)
    until(lambda: ends)
    assert ends[0]["labels"] == 1
    assert len(deaths) == 1
    assert "no sign of life for 4 seconds" in deaths[0]
    engine.stop(wait=True)


PARENT = """
import sys
sys.path.insert(0, sys.argv[1])
from qgis.PyQt.QtCore import QCoreApplication
app = QCoreApplication([])
from eo_embed.eo_embed_plugin.engine import Engine
from eo_embed.eo_embed_plugin.launch import worker_launch
engine = Engine(lambda: worker_launch(sys.argv[2]))
engine.start()
engine.request("embed", {"folder": sys.argv[3], "model": "rcf", "options": {"features": 8192}},
               progress=lambda step: print(engine.pid, flush=True), failed=lambda failure: app.quit())
app.exec()
"""


def test_a_killed_qgis_takes_its_busy_worker_along(
    root: Path, worker_python: Path, embedded: Path
) -> None:
    arguments = [str(root / ".venv" / "tree"), str(worker_python), str(embedded)]
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, *arguments], stdout=subprocess.PIPE, text=True
    ) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    until(lambda: not is_alive(pid))


class Analyst:
    """Clicks a chip every 100 ms and embeds again and again, whatever becomes of the worker."""

    def __init__(self, engine: Engine, workspace: Path, chips: int) -> None:
        self.engine, self.workspace = engine, workspace
        self.chips = iter(range(chips))
        self.confirmed: dict[int, str] = {}
        self.lost: dict[
            int, int
        ] = {}  # chips whose label two workers died of, and how often it was sent
        self.open = 0
        self.embedded: list[int] = []
        self.features = 512
        self.is_working = True
        self.clicks = QTimer(interval=100)
        self.clicks.timeout.connect(self.click)
        engine.restarted.connect(self.reopen)

    def begin(self) -> None:
        self.clicks.start()
        self.embed()

    def end(self) -> None:
        self.clicks.stop()
        self.is_working = False
        until(lambda: self.open == 0, 300)

    def reopen(self) -> None:
        self.engine.request("open", {"folder": str(self.workspace)})

    def click(self) -> None:
        chip = next(self.chips)
        value = f"class {chip % 4}"
        params = {"target": "cover", "chips": [chip], "value": value}
        self.open += 1

        def done(result: dict) -> None:
            self.open -= 1
            self.confirmed[chip] = value

        def failed(failure: Any) -> None:
            self.open -= 1
            assert failure.code == "WORKER_DIED", failure
            self.lost[chip] = call.sent

        call = self.engine.request("label", params, done=done, failed=failed, resume=True)

    def embed(self) -> None:
        self.open += 1

        def done(result: dict) -> None:
            self.open -= 1
            self.embedded.append(self.features)
            self.features += 1
            if self.is_working:
                self.embed()

        def failed(failure: Any) -> None:
            self.open -= 1
            assert failure.code == "WORKER_DIED", failure
            self.embed()  # the user presses Resume

        params = {"model": "rcf", "options": {"features": self.features}}
        self.engine.request("embed", params, done=done, failed=failed, resume=True)


METRONOME = """
import select, sys, time
longest, last = 0.0, time.monotonic()
while not select.select([sys.stdin], [], [], 0.01)[0]:
    now = time.monotonic()
    longest, last = max(longest, 1000 * (now - last)), now
print(longest)
"""

#: PyQt keeps no reference of its own to the function of a bound method that is connected.
_kept: list[Callable] = []


class Pulse:
    """How long the event loop was away, and how long our own slots held it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # Another process that only sleeps tells how long this machine keeps anybody waiting.
        self.bystander = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", METRONOME],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.turns: list[float] = []
        self.slots: dict[str, float] = {}
        self.timer = QTimer(interval=10)
        self.timer.timeout.connect(lambda: self.turns.append(time.monotonic()))
        self.timer.start()
        for owner, names in (
            (WorkerProcess, ("start", "_read", "_look", "leave")),
            (Engine, ("request", "_start_worker", "_mourn")),
        ):
            for name in names:
                monkeypatch.setattr(owner, name, self._timed(getattr(owner, name)))

    def _timed(self, slot: Callable) -> Callable:
        def timed(*args: Any, **kwargs: Any) -> Any:
            since = time.monotonic()
            try:
                return slot(*args, **kwargs)
            finally:
                took = 1000 * (time.monotonic() - since)
                self.slots[slot.__name__] = max(took, self.slots.get(slot.__name__, 0.0))

        _kept.append(timed)
        return timed

    def noise_ms(self) -> float:
        """The longest that the bystander waited beyond its 10 ms."""
        return float(self.bystander.communicate()[0]) - 10

    @property
    def gaps_ms(self) -> list[float]:
        """From the longest down."""
        return sorted((1000 * (b - a) for a, b in itertools.pairwise(self.turns)), reverse=True)


@pytest.mark.slow
def test_killed_twenty_times_while_it_embeds_and_is_clicked(
    engine: Engine,
    worker_python: Path,
    tmp_path: Path,
    scene: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pulse = Pulse(monkeypatch)
    workspace = tmp_path / "fields"
    deaths: list[str] = []
    engine.died.connect(lambda sentence, _: deaths.append(sentence))
    engine.start()
    sources = {"s2": [str(scene / "scene.tif")]}
    state = answer(engine, "init", folder=str(workspace), sources=sources, chip="40m")
    analyst = Analyst(engine, workspace, state["layout"]["count"])
    analyst.begin()

    chance = random.Random(4)
    for kill in range(KILLS):
        if kill % 5:  # of five, one dies while it starts
            until(lambda: engine.state == "ready")
        else:
            until(lambda: engine.pid)
        moment = time.monotonic() + chance.uniform(0, 2)
        until(lambda moment=moment: time.monotonic() > moment)
        os.kill(engine.pid, signal.SIGKILL)
        until(lambda kill=kill: len(deaths) > kill)
    analyst.end()

    noise = pulse.noise_ms()
    gaps = ", ".join(f"{gap:.0f}" for gap in pulse.gaps_ms[:5])
    slots = ", ".join(f"{name} {took:.0f}" for name, took in sorted(pulse.slots.items()))
    print(
        f"\n{KILLS} kills: {len(analyst.confirmed)} labels confirmed, {len(analyst.lost)} failed after two workers, "
        f"{len(analyst.embedded)} stores made; longest gaps of the event loop {gaps} ms, {noise:.0f} ms of a process "
        f"that sleeps; longest slots: {slots} ms"
    )
    assert len(deaths) == KILLS
    assert all("memory ran out" in sentence for sentence in deaths)
    assert engine.state == "ready"
    on_disk = labels_on_disk(workspace)
    assert len(analyst.confirmed) > KILLS
    assert analyst.confirmed.items() <= on_disk.items(), "a confirmed label is not on disk"
    assert set(analyst.lost.values()) <= {2}, "a label failed before it was sent to two workers"
    assert len(analyst.lost) <= KILLS, "a label failed for another's fault"
    assert analyst.embedded
    assert_same_as_undisturbed(worker_python, workspace, analyst.embedded, scene, tmp_path)

    assert max(pulse.slots.values()) < 100
    assert pulse.gaps_ms[0] < 100 + noise


COMPARE = """
import json, sys
import numpy as np
from eo_embed.core import pipeline
home, other, scene, features = sys.argv[1:4] + [json.loads(sys.argv[4])]
pipeline.init(other, {"s2": [scene]}, chip="40m")
for count in (features[0], features[-1]):
    found = pipeline.embed(home, model="rcf", options={"features": count})
    assert [s.report.embedded for s in found] == [0], "it was said to be complete"
    pipeline.embed(other, model="rcf", options={"features": count})
    killed, whole = pipeline.features(home), pipeline.features(other)
    np.testing.assert_array_equal(killed.ids, whole.ids)
    np.testing.assert_allclose(killed.matrix, whole.matrix, atol=1e-5)
"""


def assert_same_as_undisturbed(
    python: Path, workspace: Path, features: list[int], scene: Path, tmp_path: Path
) -> None:
    """The first and the last store, against those of a workspace where nothing happened."""
    arguments = [str(workspace), str(tmp_path / "undisturbed"), str(scene / "scene.tif")]
    done = subprocess.run(
        [str(python), "-c", COMPARE, *arguments, json.dumps(features)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
