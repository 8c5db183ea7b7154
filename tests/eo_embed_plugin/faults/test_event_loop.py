"""How long QGIS's event loop is held while the whole dock embeds and is clicked fast."""

from __future__ import annotations

import faulthandler
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, Qt, QTimer

from eo_embed.tests.eo_embed_plugin.desk import Desk, labels_on_disk, rest, wait_for

#: Milliseconds of the event loop that nothing of ours may take.
MOST_MS = 100


class Pulse:
    """The beats of a timer of 10 ms: the time between two of them, and the processor time that this thread took
    of it; ``held`` is where the thread was when a beat was late."""

    def __init__(self, file: Path) -> None:
        self.beats: list[tuple[float, float]] = []
        self._file = file.open("w+")
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._timer.start(10)

    def stop(self) -> None:
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()

    def _beat(self) -> None:
        self.beats.append((time.monotonic(), time.thread_time()))
        faulthandler.dump_traceback_later(MOST_MS / 1000, file=self._file)

    def longest(self) -> tuple[float, float]:
        """Milliseconds: by the clock, and of the processor."""
        pairs = list(itertools.pairwise(self.beats))
        return (
            1000 * max(b[0] - a[0] for a, b in pairs),
            1000 * max(b[1] - a[1] for a, b in pairs),
        )

    @property
    def held(self) -> str:
        self._file.seek(0)
        return self._file.read()


@pytest.fixture
def pulse(tmp_path: Path) -> Iterator[Pulse]:
    made = Pulse(tmp_path / "held.txt")
    yield made
    made.stop()


def run_events(seconds: float) -> None:
    """An event loop as QGIS's own, without pauses between its turns."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def report(pulse: Pulse, what: str) -> None:
    wall, processor = pulse.longest()
    print(f"{what}: held at most {wall:.0f} ms, of which {processor:.0f} ms our thread worked")
    if processor > MOST_MS:
        print(pulse.held)
    # The clock also counts what other programs take of a busy machine.
    assert processor < MOST_MS, pulse.held


def test_while_it_embeds(desk: Desk, wide: Path, pulse: Pulse) -> None:
    desk.open(wide)
    desk.embed(features=64)
    call = desk.session.job
    pulse.start()
    while not call.finished:
        run_events(0.5)
    run_events(1)
    pulse.stop()
    report(pulse, "embedding")


def test_at_fast_clicks_with_the_live_map(desk: Desk, near: Path, pulse: Pulse) -> None:
    desk.open_to_label(near)
    desk.label(0, "wood")
    desk.label(2000, "water")
    wait_for(lambda: desk.live.answer, "the live map")
    QCoreApplication.processEvents()
    pulse.start()
    clicks = 100
    for click in range(clicks):
        desk.click(40 * click + 1, ("wood", "water", "wheat")[click % 3])
        run_events(0.05)
    desk.settled()
    assert len(labels_on_disk(near)) == clicks + 2
    wait_for(lambda: not desk.live.is_working, "the live map")
    rest(0.5)
    pulse.stop()
    report(pulse, "clicks")
