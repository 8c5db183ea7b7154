"""Training behind QGIS's worker: a run is a process of its own that can be watched, stopped, gone on with, removed, and
that ends with the one who wanted it to."""

import json
import subprocess
import sys
import time

import psutil
import pytest

from eo_embed.core import pipeline, trainer
from eo_embed.core.errors import EOEmbedError
from eo_embed.core.progress import Task
from eo_embed.core.worker import methods
from eo_embed.core.worker.registry import METHODS
from eo_embed.core.worker.session import Session
from eo_embed.training import processes, worker
from eo_embed.training.job import Request

assert worker
assert methods
LONG = 100_000


@pytest.fixture
def ask():
    session = Session()
    return lambda name, **given: METHODS[name].call(session, Task(), given)


@pytest.fixture
def request_of(scenes, tiny):
    return {"method": "simclr", "data": [str(scenes)], "values": tiny | {"steps": LONG}}


def until(condition, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "what was waited for never came"
        time.sleep(0.05)


def state_of(folder):
    try:
        return trainer.read_run(folder)
    except EOEmbedError:
        return None


def trains(folder):
    status = state_of(folder)
    return status is not None and status.state == "running" and status.step > 0


def test_what_there_is_to_train_by_is_plain_json(ask):
    found = ask("train_methods")
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert {"byol", "clip", "multitask"} <= {m["name"] for m in found["methods"]}
    byol = next(m for m in found["methods"] if m["name"] == "byol")
    assert byol["settings"]["lr"]["default"] == 3e-4
    assert "workspace" in {d["name"] for d in found["datasets"]}


def test_what_a_run_would_take(ask, request_of):
    found = ask("train_check", **request_of)
    assert (found["train"], found["steps"]) == (32, LONG)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_wrong_values_are_told_at_once_and_no_folder_is_made(ask, request_of, tmp_path):
    request_of["values"]["speed"] = 3
    with pytest.raises(EOEmbedError, match="no key 'speed'"):
        ask("train_start", **request_of, out=str(tmp_path / "run"))
    assert list(tmp_path.iterdir()) == []


def test_a_run_is_started_watched_stopped_gone_on_with_and_removed(ask, request_of, tmp_path):
    folder = tmp_path / "run"
    started = ask("train_start", **request_of, out=str(folder), keep_running=True)
    assert started["run"] == str(folder)
    until(lambda: trains(folder))
    with pytest.raises(EOEmbedError, match="still trains"):
        ask("train_remove", run=str(folder))
    ask("train_stop", run=str(folder))
    until(lambda: state_of(folder).state == "stopped")
    step = state_of(folder).step
    seen = ask("train_curves", run=str(folder), after=0)["metrics"]
    assert seen["step"][-1] == step
    assert set(seen) >= {"step", "loss", "lr", "images_per_s"}
    until(lambda: not psutil.pid_exists(started["pid"]) or _is_zombie(started["pid"]))
    ask("train_start", out=str(folder), resume=True, keep_running=True)
    until(lambda: trains(folder) and state_of(folder).step > step)
    ask("train_stop", run=str(folder))
    until(lambda: state_of(folder).state == "stopped")
    ask("train_remove", run=str(folder))
    assert not folder.exists()


def _is_zombie(pid):
    return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_run_stops_with_a_checkpoint_when_the_one_it_belongs_to_is_gone(request_of, tmp_path):
    owner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    request = Request.from_dict({**request_of, "data": tuple(request_of["data"])})
    processes.start(request.to_dict(), tmp_path / "run", while_alive=owner.pid)
    until(lambda: trains(tmp_path / "run"))
    owner.kill()
    owner.wait()
    until(lambda: state_of(tmp_path / "run").state == "stopped")
    assert (tmp_path / "run" / "model.safetensors").is_file()


def test_what_fails_before_it_trains_is_told_among_the_runs(ask, request_of, scenes, tmp_path):
    workspace = tmp_path / "w"
    pipeline_workspace(workspace)
    request_of["data"] = [str(scenes / "absent")]
    run = ask("train_start", **request_of, folder=str(workspace))["run"]
    assert run == str(workspace.absolute() / "runs" / "simclr-1")

    def failed():
        runs = ask("train_runs", folder=str(workspace))["runs"]
        return runs and runs[0]["state"] == "failed" and runs[0]

    until(failed)
    assert (failed()["code"], failed()["method"]) == ("DATA_MISSING", "simclr")
    assert "absent" in failed()["message"]


def pipeline_workspace(folder):
    import numpy as np
    import rasterio
    from rasterio.transform import from_origin

    pixels = np.random.default_rng(0).integers(1, 999, (2, 32, 32)).astype(np.uint16)
    path = folder.parent / "scene.tif"
    with rasterio.open(
        path, "w", driver="GTiff", dtype="uint16", count=2, width=32, height=32, crs="EPSG:32631",
        transform=from_origin(5e5, 5e6, 10, 10),
    ) as data:  # fmt: skip
        data.write(pixels)
    pipeline.init(folder, {"s2": [str(path)]}, chip="8")
