"""The plugin disabled and enabled again while it embeds, refits and writes; QGIS closed while it is busy."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QProcess

from eo_embed.tests.eo_embed_plugin.desk import (
    Desk,
    chips_in_shards,
    is_alive,
    labels_on_disk,
    rest,
    shards,
    wait_for,
)


def reload(desk: Desk) -> None:
    """Disable the plugin and enable it at once; the worker that it had is gone then, and its process object too."""
    engine, pid = desk.engine, desk.engine.pid
    processes = engine.findChildren(QProcess)
    began = time.monotonic()
    desk.unload()
    took = time.monotonic() - began
    desk.load()
    assert not is_alive(pid)
    assert took < 4
    rest(0.3)
    assert all(
        sip.isdeleted(process) or process.state() == QProcess.ProcessState.NotRunning
        for process in processes
    )
    assert desk.complaints == []
    desk.show()


@pytest.mark.slow
def test_reloaded_while_it_embeds_refits_and_writes(own_desk: Desk, wide: Path, near: Path) -> None:
    desk = own_desk
    desk.show()
    desk.open(wide)
    desk.embed(features=640)
    wait_for(lambda: shards(wide), "the first shard")
    reload(desk)
    before = shards(wide)
    desk.open(wide)
    call = desk.embed(features=640)
    wait_for(lambda: call.finished, "embeddings")
    after = shards(wide)
    assert {name: after[name] for name in before} == before
    assert sorted(chips_in_shards(wide)) == list(range(65536))

    desk.open_to_label(near)
    desk.label(1, "wood")
    desk.label(1000, "water")
    wait_for(lambda: desk.live.answer, "the live map")
    desk.label(1001, "water")
    assert desk.live.is_working
    reload(desk)
    assert labels_on_disk(near) == {1: "wood", 1000: "water", 1001: "water"}

    desk.open_to_label(near)
    wait_for(lambda: desk.session.labels == labels_on_disk(near), "the labels")
    page = desk.steps[4].map_page
    page.write_map()
    assert page.write.is_running
    reload(desk)
    assert not list(near.rglob(".part*"))
    desk.open_to_label(near)
    wait_for(lambda: desk.session.labels == labels_on_disk(near), "the labels")
    desk.steps[4].map_page.write_map()
    wait_for(lambda: (near / "maps" / "cover-rf.tif").exists(), "the map")
    assert desk.complaints == []


QUITTING = """
import os, sys, time
os.environ["EO_EMBED_PYTHON"] = sys.argv[1]
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from qgis.core import QgsApplication, QgsSettings
app = QgsApplication([], True)
app.initQgis()
from eo_embed.eo_embed_plugin import settings
settings.PREFIX = "eo_embed_quitting/"
settings.put("first_run_seen", True)
from eo_embed.tests.eo_embed_plugin.desk import Desk, shards, wait_for
from qgis.PyQt.QtCore import QTimer
wide, busy = Path(sys.argv[3]), sys.argv[4] == "busy"
desk = Desk()
desk.show()
pid = desk.engine.pid
if busy:
    desk.open(wide)
    desk.embed(features=640)
    wait_for(lambda: shards(wide), "the first shard")
else:
    desk.stop_worker()
QTimer.singleShot(0, app.quit)
began = time.monotonic()
app.exec()
print("ENDED", pid, time.monotonic() - began, flush=True)
QgsSettings().remove("eo_embed_quitting")
os._exit(0)
"""


@pytest.mark.parametrize("how", ["busy", "frozen"])
def test_qgis_closes_while_the_worker_is(
    how: str, wide: Path, root: Path, worker_python: Path
) -> None:
    arguments = [str(worker_python), str(root / ".venv" / "tree"), str(wide), how]
    done = subprocess.run(
        [sys.executable, "-c", QUITTING, *arguments], capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("ENDED")]
    _, pid, seconds = line.split()
    assert float(seconds) < 4  # 3, and what a busy machine adds
    assert not is_alive(int(pid))
    if how == "busy":
        assert len(set(chips_in_shards(wide))) == len(chips_in_shards(wide))
