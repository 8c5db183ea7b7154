"""The part of dock.py that runs in QGIS's Python: clicks, and prints what they took as JSON.

dock_in_qgis.py WORKSPACE SCRATCH
"""

import itertools
import json
import os
import random
import statistics
import sys
import time
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer

ROOT = Path(__file__).resolve().parents[2]
CLICKS, FAST_CLICKS, BETWEEN_S = 15, 60, 0.12


def main(space: Path, scratch: Path) -> None:
    application = QgsApplication([], True, str(scratch / "profile"))
    application.initQgis()
    sys.path.insert(0, str(ROOT / ".venv" / "tree"))
    from eo_embed.eo_embed_plugin import settings
    from eo_embed.tests.eo_embed_plugin.desk import Desk, rest, wait_for

    settings.PREFIX = "eo_embed_benchmark/"
    desk = Desk()
    desk.show()
    desk.open_to_label(space)
    codes = [info["code"] for info in desk.session.classes]
    chips = range(desk.session.layout.count)
    todo = iter(random.Random(0).sample(chips, CLICKS + FAST_CLICKS + 5))
    seen = {"live": 0.0, "canvas": 0.0}
    desk.live.painted.connect(lambda _: seen.update(live=time.perf_counter()))
    desk.window.canvas.mapCanvasRefreshed.connect(lambda: seen.update(canvas=time.perf_counter()))

    def click(number: int) -> int:
        chip = next(todo)
        desk.click(chip, codes[number % len(codes)])
        return chip

    for number in range(3):  # the first loads what the others find in memory
        click(number)
        desk.settled()
    wait_for(lambda: seen["live"] and not desk.live.is_working, "the first map")
    rest(3)
    times = []
    for number in range(CLICKS):
        began = time.perf_counter()
        chip = click(number)
        wait_for(lambda chip=chip: chip in desk.session.labels, "the label")
        on_disk = time.perf_counter()
        wait_for(lambda began=began: seen["live"] > began, "the map")
        wait_for(lambda: seen["canvas"] > seen["live"], "the canvas")
        times.append((on_disk - began, seen["live"] - began, seen["canvas"] - began))
        rest(0.7)
    gaps = fast(click, rest)
    names = (
        "click to label on disk",
        "click to the new map's layers",
        "click to the painted canvas",
    )
    found = [
        (name, statistics.median(column), max(column))
        for name, column in zip(names, zip(*times, strict=True), strict=True)
    ]
    found.append(
        (f"gap of a 10 ms timer over {FAST_CLICKS} fast clicks", statistics.median(gaps), max(gaps))
    )
    print(json.dumps(found), flush=True)
    desk.engine.stop(wait=True)
    os._exit(0)  # QGIS tears itself down badly without its own main window


def fast(click, rest) -> list[float]:
    """Gaps between the beats of a timer while chips are clicked one after the other."""
    beats = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(10)
    for number in range(FAST_CLICKS):
        click(number)
        rest(BETWEEN_S)
    rest(2)
    timer.stop()
    return [later - sooner for sooner, later in itertools.pairwise(beats)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
